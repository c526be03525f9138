//! Plain text: cleaning what comes from outside, folding for search with an offset map, sentences and tokens.
//! Knows nothing of documents, files or screens. All ranges are byte ranges on character boundaries.

use std::ops::Range;

mod clean;
mod fold;
mod sentence;

pub use clean::{clean, clean_line};
pub use fold::{Folded, Umlaut, key};
pub(crate) use sentence::MONTHS;
pub use sentence::sentences;

/// A byte range of a text.
pub type Span = Range<usize>;

/// The last character boundary at or before `at`; the end of the text for an offset beyond it.
pub fn floor(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// The first character boundary at or after `at`; the end of the text for an offset beyond it.
pub fn ceil(text: &str, at: usize) -> usize {
    (at..text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boundaries_are_found_both_ways() {
        let text = "aßb";
        assert_eq!([floor(text, 2), ceil(text, 2)], [1, 3]);
        assert_eq!([floor(text, 3), ceil(text, 3)], [3, 3]);
        assert_eq!([floor(text, 99), ceil(text, 99)], [4, 4]);
    }
}
