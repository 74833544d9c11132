//! What lies ahead, in words: who can be admitted by when, and what stands in the way.

use super::{Lang, words};
use crate::domain::{Date, Day};
use crate::query::ahead::{Chance, Obstacle};

words! {
    chance_title() "Khả năng" / "Chance";
    earliest_title() "Sớm nhất" / "Earliest";
    latest_title() "Chậm nhất" / "Latest";
    in_the_way_title() "Còn vướng" / "In the way";
    in_hand_title() "Hồ sơ" / "In hand";
    if_all_title() "Nếu xong cả" / "If all succeed";
    expected_title() "Dự báo" / "Expected";
    expected_low_title() "Dự báo, thấp" / "Expected, low";
    expected_high_title() "Dự báo, cao" / "Expected, high";
    few_cases_title() "Chưa đủ số liệu" / "Too few cases";
    obstacle_age(day) "đủ tuổi từ {day}" / "of age on {day}";
    obstacle_too_old(day) "quá tuổi từ {day}" / "over age since {day}";
    obstacle_birth() "chưa rõ ngày sinh" / "birth not known";
    obstacle_no_class() "chưa học lớp" / "no class yet";
    obstacle_class_until(day) "đang học lớp, đến {day}" / "in a class until {day}";
    obstacle_lapses(day) "chứng nhận hết hạn {day}" / "certificate lapses {day}";
    obstacle_verification(n) "chờ {n} nơi thẩm tra" / "{n} place(s) to answer";
    obstacle_police(n, police) "chờ {n} nơi thẩm tra, {police} công an" / "{n} place(s) to answer, {police} police";
    obstacle_no_dossier() "chưa lập hồ sơ" / "no dossier yet";
    ahead_note(day, certain, possible, late) "Đến {day}: {certain} chắc chắn, {possible} có thể, {late} không kịp" / "By {day}: {certain} certain, {possible} possible, {late} too late";
    expected_note(day) "Dự báo đến {day} theo kết quả 3 năm trước, đúng khoảng 80%" / "Expected by {day} from the three years before; the range holds about 80 % of the time";
    expected_unknown(day) "Chưa đủ số liệu các năm trước để dự báo đến {day}" / "Too few cases in the years before to expect anything by {day}";
}

impl Lang {
    /// Whether somebody can be admitted in time.
    pub fn chance(self, chance: Chance) -> &'static str {
        match chance {
            Chance::Certain => self.pick("Chắc chắn", "Certain"),
            Chance::Possible => self.pick("Có thể", "Possible"),
            Chance::TooLate => self.pick("Không kịp", "Too late"),
        }
    }

    /// Everything that stands in the way.
    pub fn obstacles(self, obstacles: &[Obstacle]) -> String {
        obstacles.iter().map(|obstacle| self.obstacle(*obstacle)).collect::<Vec<_>>().join("; ")
    }

    fn obstacle(self, obstacle: Obstacle) -> String {
        let day = |day: Day| day.date().map_or(String::new(), |day| self.date(Date::from(day)));
        match obstacle {
            Obstacle::Age(from) => self.obstacle_age(day(from)),
            Obstacle::TooOld(until) => self.obstacle_too_old(day(until)),
            Obstacle::BirthUnknown => self.obstacle_birth(),
            Obstacle::NoClass(None) => self.obstacle_no_class(),
            Obstacle::NoClass(Some(last)) => self.obstacle_class_until(day(last)),
            Obstacle::Lapses(until) => self.obstacle_lapses(day(until)),
            Obstacle::Verification(open, 0) => self.obstacle_verification(open),
            Obstacle::Verification(open, police) => self.obstacle_police(open, police),
            Obstacle::NoDossier => self.obstacle_no_dossier(),
        }
    }
}
