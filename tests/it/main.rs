//! Integration tests: one binary, one module for each subject.

mod cli;
mod facts;
mod formats;
mod library;
mod tidy;
