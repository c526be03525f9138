//! Marks of footnotes: `[^1]` in the text, a raised ¹ on a screen that has such digits.

use super::{Document, TextStyle};
use crate::text::Span;

/// The raised digits, from 0 on.
pub const RAISED: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/// The mark that holds an offset.
pub fn mark_at(document: &Document, at: usize) -> Option<&Span> {
    let marks = document.spans.iter().filter(|span| span.style == TextStyle::Footnote);
    marks.map(|span| &span.range).find(|mark| mark.contains(&at))
}

/// The label of a mark: what stands in its brackets, with or without the `^`.
pub fn label<'a>(document: &'a Document, mark: &Span) -> &'a str {
    document.text[mark.clone()].trim_start_matches(['[', '^']).trim_end_matches(']')
}

/// What of the marks in a range is not shown where they are raised: the brackets around a number or sign. A word stays as
/// it is, and a number that would be read as a power.
pub fn hidden(document: &Document, range: &Span) -> Vec<Span> {
    let from = document.spans.partition_point(|span| span.range.start < range.start);
    let spans = document.spans[from..].iter().take_while(|span| span.range.start < range.end);
    let marks = spans.filter(|span| span.style == TextStyle::Footnote).map(|span| &span.range);
    let parts = marks.filter(|mark| stands_raised(document, mark)).flat_map(|mark| {
        let label = label(document, mark);
        let from = mark.start + document.text[mark.clone()].find(label).unwrap_or(0);
        [mark.start..from, from + label.len()..mark.end]
    });
    parts.collect()
}

/// Whether a mark stands raised: a number, or a sign such as `*`, where it cannot be read as a power.
fn stands_raised(document: &Document, mark: &Span) -> bool {
    let label = label(document, mark);
    let mut signs = label.chars();
    let sign = signs.next().is_some_and(|sign| !sign.is_alphanumeric()) && signs.next().is_none();
    let number = !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_digit());
    (sign || number) && !is_power(&document.text[..mark.start])
}

/// Whether a raised number would be read with the word before it: after another number or a unit.
fn is_power(before: &str) -> bool {
    let word = before.chars().rev().take_while(|c| c.is_alphanumeric());
    let (letters, numeric) = word.fold((0, false), |(count, numeric), c| (count + 1, numeric || c.is_numeric()));
    letters > 0 && (letters < 3 || numeric)
}

/// A part of a mark as it is shown where marks are raised.
pub fn raised(document: &Document, part: Span) -> String {
    let shown = &document.text[part.clone()];
    let Some(mark) = mark_at(document, part.start) else { return shown.to_owned() };
    let raise = |c: char| c.to_digit(10).and_then(|digit| RAISED.chars().nth(digit as usize)).unwrap_or(c);
    if stands_raised(document, mark) { shown.chars().map(raise).collect() } else { shown.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Styled;

    #[test]
    fn a_mark_is_shown_without_its_brackets() {
        let check = |before: &str, mark: &str, shown: &str| {
            let range = before.len()..before.len() + mark.len();
            let document = Document {
                text: format!("{before}{mark}.").into(),
                spans: vec![Styled { range: range.clone(), style: TextStyle::Footnote }],
                ..Document::default()
            };
            let hidden = hidden(&document, &(0..document.text.len()));
            let kept = range.filter(|at| !hidden.iter().any(|part| part.contains(at)));
            let kept: String = kept.map(|at| raised(&document, at..at + 1)).collect();
            assert_eq!(kept, shown, "{before}{mark}");
        };
        check("word", "[^1]", "¹");
        check("word", "[^20]", "²⁰");
        check("word", "[^*]", "*");
        check("word", "[^note]", "[^note]");
        check("word", "[^a1]", "[^a1]");
        check("word", "[7]", "⁷");
        check("word", "[]", "[]");
        check("", "[^1]", "¹");
        check("Ende.", "[^1]", "¹");
        check("10", "[^6]", "[^6]");
        check("5 mg", "[^2]", "[^2]");
    }
}
