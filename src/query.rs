//! Questions and answers: the register's columns and what is asked of them.
//!
//! Pure: no files, no clock, no sentences. Every figure here can also list the people behind it
//! (`people::behind`), from the same test of one person, so that the two cannot disagree.

pub mod ahead;
pub mod alike;
pub mod breakdown;
pub mod columns;
pub mod due;
pub mod enrolling;
pub mod expected;
pub mod figures;
mod filter;
pub mod find;
mod flows;
mod helping;
pub mod naming;
pub mod needs;
pub mod people;
mod position;
pub mod progress;
pub mod register;
pub mod report;
pub mod rows;
pub mod share;
pub mod spread;

pub use figures::{Figure, Flow, Span};
pub use progress::{ProgressRow, ProgressTable, progress};
pub use register::{Register, UnitEntry};
pub use rows::{PersonRow, Row, Rows, UnitRow};
