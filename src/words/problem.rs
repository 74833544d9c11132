//! Sentences about what is odd or missing in a record.

use super::{Lang, words};
use crate::domain::problem::Problem;

words! {
    out_of_order(later, earlier) "Ngày {later} trước ngày {earlier}: đề nghị kiểm tra lại" / "{later} is dated before {earlier}: please check";
    not_recorded(what) "Chưa cập nhật bước: {what}" / "Not recorded: {what}";
    in_future(what) "{what}: ngày ở tương lai, đề nghị kiểm tra lại" / "{what}: dated in the future, please check";
    odd_age() "Ngày sinh cho tuổi dưới 14 hoặc trên 100; đề nghị xem lại" / "Born so that the age is under 14 or over 100; please look at it";
    born_in_future() "Ngày sinh ở tương lai, đề nghị kiểm tra lại" / "Born in the future, please check";
    issuer_gone(what) "{what}: sau 30/6/2025 không còn cấp huyện ban hành văn bản; đề nghị kiểm tra số, ký hiệu" / "{what}: no district has issued documents since 30 June 2025; please check the number";
    odd_name() "Họ tên viết liền hoặc mất dấu: đề nghị kiểm tra lại" / "The name runs together or lost its marks: please check";
    vote_does_not_add_up(what) "{what}: số phiếu không khớp số có mặt, triệu tập; đề nghị kiểm tra lại" / "{what}: votes do not fit present and summoned; please check";
    leave_in_future() "Ngày thôi theo dõi ở tương lai" / "Dated in the future: no longer followed";
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
            Problem::OddAge => self.odd_age(),
            Problem::LeaveInFuture => self.leave_in_future(),
            Problem::IssuerGone(kind) => self.issuer_gone(self.milestone(kind)),
            Problem::OddName => self.odd_name(),
            Problem::VoteDoesNotAddUp(kind) => self.vote_does_not_add_up(self.milestone(kind)),
        }
    }
}
