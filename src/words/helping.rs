//! Who helps whom and how many, in words.

use super::Lang;
use super::words;

words! {
    helper_title() "Đảng viên giúp đỡ" / "Member who helps";
    helped_title() "Đang giúp đỡ" / "Helps";
    helped_candidates_title() "Quần chúng" / "Candidates";
    helped_members_title() "Đảng viên dự bị" / "Probationary members";
    over_limit_title() "Vượt mức" / "Over the limit";
    same_name_title() "Trùng tên ở chi bộ khác cùng đảng bộ" / "Same name in other cells of the book";
    helpers_limit(limit, over) "Mỗi đảng viên giúp đỡ nhiều nhất {limit} người; {over} dòng vượt mức" / "A member helps {limit} at most; {over} row(s) over it";
    helpers_twice(n) "{n} tên có ở nhiều chi bộ của một đảng bộ: đề nghị xem là một hay nhiều người" / "{n} names stand in several cells of one book: one member or several";
    helps_too_many(name, n, limit) "{name} đã giúp đỡ {n} người khác, mức nhiều nhất là {limit}" / "{name} helps {n} others already, the limit is {limit}";
}

impl Lang {
    /// The limit and who is over it, and whose names are in several cells.
    pub fn helpers_note(self, limit: Option<u32>, over: usize, twice: usize) -> String {
        let limit = limit.map(|limit| self.helpers_limit(self.count(limit), self.count(over as u64)));
        let twice = (twice > 0).then(|| self.helpers_twice(self.count(twice as u64)));
        limit.into_iter().chain(twice).collect::<Vec<_>>().join(" · ")
    }
}
