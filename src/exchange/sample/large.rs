//! An invented office of any size, for benchmarks and tests: the same seed gives the same people.
//!
//! Books are made one by one and in any order, so that an office larger than memory can be
//! written. Its shape is that of a province: committees below the top, eight grassroots
//! organisations below each, five cells in each of those.

use super::maker::{Maker, Office, Way};
use crate::domain::edit::{NewBook, note_below};
use crate::domain::{Date, Edit, Period, Target, Unit, UnitId};

/// Grassroots organisations of a committee.
const BASES: usize = 8;
/// Cells of a grassroots organisation.
const CELLS: usize = 5;
/// The day of which it is a picture.
const DAY: (i32, u32, u32) = (2026, 6, 30);

/// How large, and which one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    pub units: usize,
    pub people: usize,
    pub seed: u64,
}

/// An office that can be made.
pub struct Large {
    office: Office,
    size: Size,
    /// Committees below the top.
    committees: usize,
    /// Grassroots organisations.
    bases: usize,
}

fn base_name(n: usize) -> String {
    format!("Đảng bộ Mẫu {}", n + 1)
}

impl Large {
    /// Plans an office. The number of units comes out as the nearest whole tree, at least 8.
    ///
    /// # Errors
    /// As [`super::sample()`].
    pub fn plan(size: Size) -> Result<Large, ron::error::SpannedError> {
        let mut office: Office = ron::from_str(include_str!("../../../config/sample/office.ron"))?;
        let (year, month, day) = DAY;
        office.year = year;
        office.day = Date::new(year, Some(month), Some(day)).unwrap_or(office.day);
        office.document_day = Date::new(year, Some(1), Some(18)).unwrap_or(office.document_day);
        office.classes = (1..=6).map(|n| format!("Lớp {n}/{year}")).collect();
        let bases = (size.units.saturating_sub(1) * BASES / (1 + BASES * (1 + CELLS))).max(1);
        Ok(Large { office, size, committees: bases.div_ceil(BASES), bases })
    }

    /// The day on which the office stands still.
    pub fn day(&self) -> Date {
        self.office.day
    }

    /// The books above those of the grassroots, parents first.
    pub fn upper(&self) -> Vec<NewBook> {
        let top = Unit::new("Tỉnh ủy Mẫu".to_owned(), "province".to_owned(), None);
        let committees = (0..self.committees).map(|n| {
            let mut unit = Unit::new(format!("Xã Mẫu {}", n + 1), "commune".to_owned(), Some(self.id(0)));
            unit.sector = "rural_commune".to_owned();
            unit.code = format!("M{:04}", n + 1);
            unit.order = n as u32 + 1;
            let bases = n * BASES..((n + 1) * BASES).min(self.bases);
            unit.below.extend(bases.map(|n| (self.id(1 + self.committees + n), base_name(n))));
            NewBook { id: self.id(n + 1), unit, edits: Vec::new() }
        });
        let top = NewBook { id: self.id(0), unit: top, edits: Vec::new() };
        let mut upper: Vec<NewBook> = std::iter::once(top).chain(committees).collect();
        note_below(&mut upper);
        upper
    }

    /// How many books of the grassroots there are.
    pub fn bases(&self) -> usize {
        self.bases
    }

    /// The book of one grassroots organisation, with its cells and people; `n` from 0.
    pub fn base(&self, n: usize) -> NewBook {
        let mut maker = Maker {
            state: self.size.seed ^ (n as u64 + 1).wrapping_mul(0xD6E8_FEB8_6659_FD93),
            people: n * 1000,
            office: &self.office,
            past: 365 * 6,
        };
        let parent = self.id(1 + n / BASES);
        let mut unit = Unit::new(base_name(n), "base".to_owned(), Some(parent));
        unit.code = format!("M{:04}-{}", n / BASES + 1, n % BASES + 1);
        unit.order = n as u32 + 1;
        let this_year = self.office.year;
        unit.members.extend((this_year - 5..this_year).map(|year| (year, 120 + maker.below(60) as u32)));
        let people = self.size.people * (n + 1) / self.bases - self.size.people * n / self.bases;
        for year in [this_year - 1, this_year] {
            let target = Target {
                people: (people / 16).max(1) as u32 + maker.below(3) as u32,
                number: self.office.document.clone(),
                date: Date::new(year, Some(1), Some(18)).ok(),
                note: String::new(),
            };
            unit.targets.insert((Period::Year(year), 1), target);
        }
        let id = self.id(1 + self.committees + n);
        let mut edits = Vec::new();
        let mut cells: Vec<UnitId> = Vec::new();
        for n in 1..=CELLS {
            let cell =
                Unit { order: n as u32, ..Unit::new(format!("Chi bộ {n}"), "cell".to_owned(), Some(id)) };
            cells.push(maker.unit_id());
            edits.extend(cells.last().map(|id| Edit::add(*id, cell)));
        }
        for _ in 0..people {
            let way: Way = match maker.below(16) {
                0..=4 => Maker::source,
                5..=8 => Maker::trained,
                9 => Maker::admitted,
                _ => Maker::recognised,
            };
            edits.extend(maker.somebody(&cells, true, way));
        }
        NewBook { id, unit, edits }
    }

    /// The id of the `n`th book.
    fn id(&self, n: usize) -> UnitId {
        let seed = self.size.seed.rotate_left(32) ^ 0x5851_F42D_4C95_7F2D;
        UnitId::from_bits(seed.wrapping_add(n as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_makes_the_same_office_of_the_size_asked_for() {
        let size = Size { units: 500, people: 3000, seed: 7 };
        let (a, b) = (Large::plan(size).unwrap(), Large::plan(size).unwrap());
        let books: Vec<NewBook> = (0..a.bases()).map(|n| a.base(n)).collect();
        assert_eq!(books[3].edits, b.base(3).edits);
        let is_person = |edit: &&Edit| matches!(edit, Edit::Person(..));
        let people: usize = books.iter().map(|book| book.edits.iter().filter(is_person).count()).sum();
        assert_eq!(people, 3000);
        let units = a.upper().len() + books.len() * (1 + CELLS);
        assert!((480..=520).contains(&units), "{units}");
        let other = Large::plan(Size { seed: 8, ..size }).unwrap();
        assert_ne!(a.base(3).edits, other.base(3).edits);
    }
}
