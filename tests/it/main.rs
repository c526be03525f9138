//! Integration tests: one binary, one module for each subject.

mod facts;
mod formats;
mod library;
