//! What a number in the text leads to: `[12]` or a raised ¹² to the twelfth reference, `[note]` to a footnote.

use super::structure::blocks;
use super::{Block, BlockKind, Document};
use crate::text::Span;

/// A number or name in the text that stands for a reference or footnote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// The number, without its brackets.
    pub range: Span,
    /// The reference or footnote.
    pub target: Span,
}

/// Longest inside of brackets that may be citations.
const INSIDE: usize = 40;

/// The citations in a part of the document, in order; only those whose reference is there.
pub fn citations(document: &Document, within: &Span) -> Vec<Citation> {
    let text = &document.text[within.clone()];
    let mut out = Vec::new();
    if document.blocks.is_empty() {
        return out;
    }
    let mut add = |range: Span| {
        let target = reference(document, &document.text[range.clone()]).or_else(|| {
            let plain: Option<String> = document.text[range.clone()].chars().map(lowered).collect();
            reference(document, &plain?)
        });
        // The number of a reference stands for nothing else.
        if let Some(target) = target.filter(|target| !target.contains(&range.start)) {
            out.push(Citation { range, target });
        }
    };
    for (at, _) in text.match_indices('[') {
        let inside = &text[at + 1..crate::text::floor(text, at + 1 + INSIDE)];
        let Some(close) = inside.find(['[', ']', '\n']).filter(|&close| inside[close..].starts_with(']')) else {
            continue;
        };
        let mut start = within.start + at + 1;
        for part in inside[..close].split_inclusive([',', ';', '-', '–']) {
            let label = part.trim_matches([',', ';', '-', '–', ' ']);
            if !label.is_empty() && !label.contains(' ') {
                let from = start + part.find(label).unwrap_or(0);
                add(from..from + label.len());
            }
            start += part.len();
        }
    }
    for raised in raised(text) {
        add(within.start + raised.start..within.start + raised.end);
    }
    out.sort_by_key(|citation| citation.range.start);
    out
}

/// The reference or footnote of a label.
pub fn reference(document: &Document, label: &str) -> Option<Span> {
    let number: Option<u32> = label.parse().ok();
    let text = |block: &Block| document.text[block.range.clone()].trim_start_matches(['-', '*', '•', ' ']);
    let numbered = |block: &&Block| {
        matches!(block.kind, BlockKind::Reference { .. })
            && number.is_some()
            && blocks::number(text(block)).is_some_and(|(found, ..)| Some(found) == number)
    };
    let noted = |block: &&Block| {
        let line = text(block).strip_prefix('[').and_then(|line| line.strip_prefix(label));
        line.and_then(|line| line.strip_prefix(']')).is_some_and(|rest| !rest.trim().is_empty())
    };
    let mut found = document.blocks.iter().filter(numbered).chain(document.blocks.iter().filter(noted));
    found.next().map(|block| block.range.clone())
}

/// Raised digits right after a word or the end of a sentence; not those of units and powers (m², 10⁶).
fn raised(text: &str) -> impl Iterator<Item = Span> {
    let mut chars = text.char_indices().peekable();
    let mut word = 0_usize;
    std::iter::from_fn(move || {
        while let Some((at, c)) = chars.next() {
            if lowered(c).is_none() {
                word = match c {
                    '.' | ',' | ';' | ')' | '"' | '”' if word > 0 => word.max(3),
                    c if c.is_alphabetic() => word + 1,
                    _ => 0,
                };
                continue;
            }
            let mut end = at + c.len_utf8();
            while let Some((next, more)) = chars.next_if(|&(_, more)| lowered(more).is_some()) {
                end = next + more.len_utf8();
            }
            if std::mem::take(&mut word) >= 3 {
                return Some(at..end);
            }
        }
        None
    })
}

/// The digit that a raised one is.
fn lowered(c: char) -> Option<char> {
    "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().position(|raised| raised == c).and_then(|digit| char::from_digit(digit as u32, 10))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Cells fell [2], again [1, 3–4] and later.² A dose of 10² mg/m² was given [note] [9].\n\
                        [1] First. 2020\n[2] Second. 2021\n[3] Third. 2022\n[4] Fourth. 2023\n[note] As told.";

    fn document() -> Document {
        let mut start = 0;
        let mut blocks = Vec::new();
        for line in TEXT.split('\n') {
            let reference = line.starts_with('[') && !line.starts_with("[note");
            let kind = if reference { BlockKind::Reference { hang: 4 } } else { BlockKind::Paragraph };
            blocks.push(Block::new(start..start + line.len(), kind));
            start += line.len() + 1;
        }
        Document { text: TEXT.into(), blocks, ..Document::default() }
    }

    #[test]
    fn numbers_lead_to_their_references() {
        let found: Vec<_> = citations(&document(), &(0..TEXT.len()))
            .into_iter()
            .map(|citation| (&TEXT[citation.range], &TEXT[citation.target]))
            .collect();
        let expected = [
            ("2", "[2] Second. 2021"),
            ("1", "[1] First. 2020"),
            ("3", "[3] Third. 2022"),
            ("4", "[4] Fourth. 2023"),
            ("²", "[2] Second. 2021"),
            ("note", "[note] As told."),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn a_text_without_references_has_no_citations() {
        let text = "[1] and ² and [x]";
        let blocks = vec![Block::new(0..text.len(), BlockKind::Paragraph)];
        let document = Document { text: text.into(), blocks, ..Document::default() };
        assert!(citations(&document, &(0..text.len())).is_empty());
        assert!(citations(&Document::default(), &(0..0)).is_empty());
    }
}
