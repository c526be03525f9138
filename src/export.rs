//! What goes out of the program: one file per format.

pub mod json;
pub mod views;
