//! What goes out of the program: one file per format.

pub mod annotations;
pub mod archive;
mod characters;
pub mod citation;
pub mod csv;
pub mod file;
pub mod json;
pub mod markdown;
pub mod mentions;
pub mod notes;
pub mod reference;
pub mod sheet;
pub mod views;
