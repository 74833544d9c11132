//! A report in a format: bytes for tools, text for people. Pure; what becomes of the bytes is for `cli` and `ui`.
//!
//! A new format requires: 1 a file here that writes any report; 2 a variant of [`Format`], which the compiler
//! follows to it.

pub mod csv;
pub mod json;
pub mod table;
pub mod text;

/// A code with its parts on one level: `flow.admitted` is `flow_admitted`.
fn flat(code: &str) -> String {
    code.replace('.', "_")
}
