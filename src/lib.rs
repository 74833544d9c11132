//! ketnap

pub mod cli;
pub mod domain;
pub mod exchange;
pub mod query;
pub mod settings;
pub mod store;
pub mod ui;
pub mod words;
