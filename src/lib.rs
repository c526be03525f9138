//! casebook, the terminal reader for medical documents: a store of documents, the facts found in them with the
//! sentence each one stands on, and a screen to read, search and filter them.
//!
//! The modules stand in reading order, and the order is the rule: a module imports only modules above it.

pub mod text;
pub mod wording;

pub mod document;
pub mod vocabulary;

pub mod facts;
pub mod format;

pub mod library;

pub mod export;

pub mod config;
pub mod worker;

pub mod session;

pub mod theme;
pub mod ui;

pub mod command;
pub mod keymap;

pub mod app;
pub mod terminal;

pub mod cli;
