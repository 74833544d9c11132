//! Sentences about what is odd or missing in a record.

use super::{Lang, words};
use crate::domain::problem::Problem;

words! {
    out_of_order(later, earlier) "{later} ghi trước {earlier}" / "{later} is dated before {earlier}";
    not_recorded(what) "Chưa ghi: {what}" / "Not recorded: {what}";
    in_future(what) "{what}: ngày ở tương lai" / "{what}: dated in the future";
    born_in_future() "Ngày sinh ở tương lai" / "Born in the future";
    certificate_lapsed(on) "Giấy chứng nhận hết hạn từ {on}: phải học lại" / "Certificate lapsed on {on}: class to be repeated";
    vote_does_not_add_up(what) "{what}: số phiếu không khớp số có mặt, triệu tập" / "{what}: votes do not fit present and summoned";
}

impl Lang {
    /// One sentence.
    pub fn problem(self, problem: Problem) -> String {
        match problem {
            Problem::OutOfOrder { earlier, later } => {
                self.out_of_order(self.milestone(later), self.milestone(earlier))
            }
            Problem::NotRecorded(kind) => self.not_recorded(self.milestone(kind)),
            Problem::InFuture(kind) => self.in_future(self.milestone(kind)),
            Problem::BornInFuture => self.born_in_future(),
            Problem::CertificateLapsed { on } => self.certificate_lapsed(self.date(on)),
            Problem::VoteDoesNotAddUp(kind) => self.vote_does_not_add_up(self.milestone(kind)),
        }
    }
}
