//! Plain text: cleaning what comes from outside, folding for search with an offset map, sentences and tokens.
//! Knows nothing of documents, files or screens. All ranges are byte ranges on character boundaries.

use std::ops::Range;

mod clean;
mod fold;
mod sentence;

pub use clean::{clean, clean_line};
pub use fold::{Folded, Umlaut, key};
pub use sentence::sentences;

/// A byte range of a text.
pub type Span = Range<usize>;
