//! The integration tests, one binary.

mod library;
