//! The invented sample office, made anew and always the same from `config/sample/office.ron`.
//! `large` makes offices of any size from the same invented people.
//!
//! Its figures as of its day reproduce a published report; a test holds them.

mod held;
pub mod large;
mod maker;

use crate::domain::edit::{NewBook, note_below};
use crate::domain::{Date, Unit};
use maker::{Maker, Office};

/// The sample: its books, parents first, and the day on which it is a picture of an office.
pub struct Sample {
    pub books: Vec<NewBook>,
    pub day: Date,
}

/// Makes the sample office.
///
/// # Errors
/// Only if the program was built with a broken `config/sample/office.ron`, which a test excludes.
pub fn sample() -> Result<Sample, ron::error::SpannedError> {
    let office: Office = ron::from_str(include_str!("../../config/sample/office.ron"))?;
    let mut maker = Maker { state: 2023, people: 0, office: &office, past: 150 };
    let top = maker.unit_id();
    let mut books = vec![NewBook {
        id: top,
        unit: Unit::new(office.name.clone(), office.kind.clone(), None),
        edits: Vec::new(),
    }];
    for (n, (name, sector, admitted, target, trained)) in office.units.iter().enumerate() {
        books.push(maker.book(top, n as u32 + 1, name, sector, *admitted, *target, *trained));
    }
    held::hold(&mut books, &office);
    note_below(&mut books);
    Ok(Sample { books, day: office.day })
}
