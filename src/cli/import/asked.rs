//! What is asked of an import, and what came of it.

use crate::domain::problem::Problem;
use crate::exchange::csv_rows::RowProblem;
use crate::query::enrolling::Unfit;
use crate::store::StoreError;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct Import {
    /// units, people, targets, occasions, enrolments, officers, submissions
    #[arg(value_enum)]
    pub what: What,
    /// Tệp CSV · The CSV file
    pub file: PathBuf,
    /// Chỉ kiểm tra, không ghi · Only say what would happen
    #[arg(long)]
    pub dry_run: bool,
    /// Cùng tên trong cùng đơn vị là một người, dù chưa rõ ngày sinh · The same name in the same unit is the
    /// same person, although a birth date is missing
    #[arg(long)]
    pub by_name: bool,
}

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum What {
    Units,
    People,
    Targets,
    Occasions,
    Enrolments,
    Officers,
    Submissions,
}

/// What came of a file.
#[derive(Default)]
pub struct Outcome {
    pub new: usize,
    pub changed: usize,
    pub unchanged: usize,
    pub problems: Vec<RowProblem>,
    /// No row was read.
    pub unread: bool,
    /// Rows that put in somebody who had better not be.
    pub unfit: Vec<(usize, Unfit)>,
    /// Days ahead that came in, by row.
    pub ahead: Vec<(usize, Problem)>,
    /// What kept good rows from being saved.
    pub failed: Option<StoreError>,
}
