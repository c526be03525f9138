//! Plain text: cleaning what comes from outside, folding for search with an offset map, sentences and tokens.
//! Knows nothing of documents, files or screens. All ranges are byte ranges on character boundaries.

use std::borrow::Cow;
use std::ops::Range;

mod clean;
mod fold;
mod sentence;

pub use clean::{clean, clean_line};
pub use fold::{Folded, Umlaut, broken_word, key};
pub(crate) use sentence::MONTHS;
pub use sentence::sentences;

/// A byte range of a text.
pub type Span = Range<usize>;

/// A text in lower case with every character in its place: one whose small form has another length stays as it is.
pub fn lowered(text: &str) -> String {
    let mut out = text.to_ascii_lowercase();
    if text.is_ascii() {
        return out;
    }
    out.clear();
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| !byte.is_ascii()) {
        let from = out.len();
        out.push_str(&rest[..at]);
        out[from..].make_ascii_lowercase();
        let letter = rest[at..].chars().next().expect("a character begins there");
        let mut small = letter.to_lowercase();
        let only = small.next().filter(|c| small.next().is_none() && c.len_utf8() == letter.len_utf8());
        out.push(only.unwrap_or(letter));
        rest = &rest[at + letter.len_utf8()..];
    }
    let from = out.len();
    out.push_str(rest);
    out[from..].make_ascii_lowercase();
    out
}

/// The next run of letters and digits at or after `at`.
pub fn next_word(text: &str, at: usize) -> Option<Span> {
    let bytes = text.as_bytes();
    let beyond_ascii =
        |at: usize| text[at..].chars().next().map_or((false, 1), |c| (c.is_alphanumeric(), c.len_utf8()));
    let mut start = at;
    loop {
        let byte = *bytes.get(start)?;
        if LETTERS[usize::from(byte)] {
            break;
        }
        let (letter, len) = if byte.is_ascii() { (false, 1) } else { beyond_ascii(start) };
        if letter {
            break;
        }
        start += len;
    }
    let mut end = start;
    while let Some(&byte) = bytes.get(end) {
        let (letter, len) = match LETTERS[usize::from(byte)] {
            true => (true, 1),
            false if byte.is_ascii() => break,
            false => beyond_ascii(end),
        };
        if !letter {
            break;
        }
        end += len;
    }
    Some(start..end)
}

/// A word in lower case, as it is where it is so already: what most words are.
pub(crate) fn small(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        Cow::Borrowed(word)
    } else {
        Cow::Owned(word.to_lowercase())
    }
}

/// For each byte whether it is an ASCII letter or digit.
pub(crate) const LETTERS: [bool; 256] = {
    let mut letters = [false; 256];
    let mut at: u8 = 0;
    while at < 128 {
        letters[at as usize] = at.is_ascii_alphanumeric();
        at += 1;
    }
    letters
};

/// `text[from..to]` with both ends moved inwards to character boundaries.
pub(crate) fn around(text: &str, from: usize, to: usize) -> &str {
    text.get(ceil(text, from)..floor(text, to)).unwrap_or("")
}

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
    fn lower_case_keeps_every_place() {
        assert_eq!(lowered("CAR T cells"), "car t cells");
        assert_eq!(lowered("ÜBER Größe, ẞ und İ: ÄRZTE"), "über größe, ẞ und İ: ärzte");
        assert_eq!(lowered(""), "");
    }

    #[test]
    fn words_are_runs_of_letters_and_digits() {
        let text = "– Über 3x, é!";
        let mut words = Vec::new();
        let mut at = 0;
        while let Some(word) = next_word(text, at) {
            at = word.end;
            words.push(&text[word]);
        }
        assert_eq!(words, ["Über", "3x", "é"]);
    }

    #[test]
    fn boundaries_are_found_both_ways() {
        let text = "aßb";
        assert_eq!([floor(text, 2), ceil(text, 2)], [1, 3]);
        assert_eq!([floor(text, 3), ceil(text, 3)], [3, 3]);
        assert_eq!([floor(text, 99), ceil(text, 99)], [4, 4]);
    }
}
