//! Bytes in, bytes out: records to and from JSON and CSV, and the invented sample office.
//!
//! Pure: it neither opens files nor saves. What comes in becomes a plan of edits with a list of
//! what is wrong, row by row, before anything is written.

pub mod ahead_json;
pub mod csv_rows;
pub mod csv_text;
pub mod dossier_json;
pub mod enrolments_csv;
pub mod facts_csv;
pub mod fields;
pub mod filter_json;
pub mod json_error;
pub mod occasion_json;
pub mod occasions_csv;
pub mod officer_json;
pub mod officers_csv;
pub mod parquet;
pub mod people_csv;
pub mod person_json;

pub mod sample;
pub mod strict_json;
pub mod submissions_csv;
pub mod targets_csv;
pub mod units_csv;
