//! ketnap

pub mod domain;
pub mod store;
