//! All integration tests, one binary: linking once is most of the time they take.

mod store;
mod store_damage;
mod support;
