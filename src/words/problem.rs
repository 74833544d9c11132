//! Sentences about what is odd or missing in a record.

use super::{Lang, words};
use crate::domain::problem::Problem;

words! {
    out_of_order(later, earlier) "{later}: ngày trước {earlier}" / "{later} is dated before {earlier}";
    not_recorded(what) "Chưa ghi: {what}" / "Not recorded: {what}";
    in_future(what) "{what}: ngày ở tương lai" / "{what}: dated in the future";
    born_in_future() "Ngày sinh ở tương lai" / "Born in the future";
    leave_in_future() "Ngày thôi theo dõi ở tương lai" / "Dated in the future: no longer followed";
    issuer_gone(what) "{what}: sau 30/6/2025 không còn cấp huyện ban hành văn bản" / "{what}: no district has issued documents since 30 June 2025";
    odd_name() "Họ tên viết liền hoặc mất dấu: xem lại" / "The name runs together or lost its marks: look again";
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
            Problem::LeaveInFuture => self.leave_in_future(),
            Problem::IssuerGone(kind) => self.issuer_gone(self.milestone(kind)),
            Problem::OddName => self.odd_name(),
            Problem::VoteDoesNotAddUp(kind) => self.vote_does_not_add_up(self.milestone(kind)),
        }
    }
}
