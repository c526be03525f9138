//! Integration tests: one binary, one module for each subject.

mod cli;
mod common;
mod facts;
mod formats;
mod keys;
mod library;
mod tidy;
mod properties;
mod pty;
mod screens;
mod vocabulary;
