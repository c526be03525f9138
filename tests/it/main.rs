//! Integration tests: one binary, one module for each subject.

mod cli;
mod common;
mod corpora;
mod facts;
mod formats;
mod keys;
mod library;
mod many;
mod notes;
mod pictures;
mod places;
mod properties;
mod pty;
mod queries;
mod reading;
mod records;
mod restoring;
mod screens;
mod settings;
mod tidy;
mod vocabulary;
