//! What is wrong with a value of JSON, and where.

use super::fields::FieldError;

/// What is wrong with a JSON value, with the path to it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {error}")]
pub struct JsonError {
    pub path: String,
    pub error: FieldError,
}
