//! ketnap

pub mod domain;
