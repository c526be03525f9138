//! What goes out of the program: one file per format.

pub mod archive;
pub mod json;
pub mod mentions;
pub mod views;
