//! What a number in the text leads to: `[12]` or a raised ¹² to the twelfth reference, `[note]` to a footnote.

use super::structure::blocks;
use super::{Block, BlockKind, Document, TextStyle, footnotes};
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
        let label = &document.text[range.clone()];
        let target = if footnotes::mark_at(document, range.start).is_some() {
            footnote(document, label)
        } else {
            reference(document, label).or_else(|| {
                let plain: Option<String> = label.chars().map(lowered).collect();
                reference(document, &plain?)
            })
        };
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
            let label = part.trim_matches([',', ';', '-', '–', ' ']).trim_start_matches('^');
            if !label.is_empty() && !label.contains(' ') {
                let from = start + part.find(label).unwrap_or(0);
                add(from..from + label.len());
            }
            start += part.len();
        }
    }
    for raised in raised(text) {
        let at = within.start + raised.start;
        // Behind the name of an author such a number says where they work.
        if !document.block_at(at).is_some_and(|block| ends_in_a_name(&document.text[block.range.start..at])) {
            add(at..within.start + raised.end);
        }
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

/// The footnote of a label, by the mark that it begins with.
fn footnote(document: &Document, label: &str) -> Option<Span> {
    let marks = document.spans.iter().filter(|span| span.style == TextStyle::Footnote);
    let named = marks.filter(|span| footnotes::label(document, &span.range) == label);
    let block = |start: usize| document.blocks.iter().find(|block| block.range.start == start);
    named.filter_map(|span| block(span.range.start)).map(|block| block.range.clone()).next()
}

/// Words in small letters that stand in names and titles.
const IN_NAMES: &[&str] = &[
    "von", "van", "der", "den", "de", "del", "della", "di", "da", "la", "le", "zu", "zum", "vom", "ter", "med", "rer",
    "nat", "phil", "habil",
];
/// Words that begin a sentence and no name.
const NO_NAMES: &[&str] = &[
    "Der", "Die", "Das", "Ein", "Eine", "Alle", "Diese", "Dieser", "The", "A", "An", "All", "This", "These", "In",
    "Bei",
];
/// Longest name looked at, in bytes.
const NAME: usize = 80;

/// Whether a name is the last of a list of them, or the first: two words or more with capitals behind the beginning, a
/// comma or an "and".
fn ends_in_a_name(before: &str) -> bool {
    let near = &before[crate::text::ceil(before, before.len().saturating_sub(NAME))..];
    let parted = |c: char| matches!(c, ',' | ';' | '·' | '|' | '&' | '\n') || lowered(c).is_some();
    let last = near.trim_end_matches(parted).rsplit(parted).next().unwrap_or_default();
    let last = last.trim_start_matches(|c: char| !c.is_alphabetic());
    let last = ["and ", "und ", "et "].iter().find_map(|word| last.strip_prefix(word)).unwrap_or(last);
    let mut words = last.split(|c: char| !c.is_alphabetic() && c != '-' && c != '’').filter(|word| !word.is_empty());
    let first = words.clone().next().unwrap_or_default();
    words.clone().nth(1).is_some()
        && !NO_NAMES.contains(&first)
        && words.all(|word| word.starts_with(char::is_uppercase) || IN_NAMES.contains(&word))
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
    footnotes::RAISED.chars().position(|raised| raised == c).and_then(|digit| char::from_digit(digit as u32, 10))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Styled;

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
    fn a_footnote_leads_to_its_own_words() {
        let text = "See [1] and here[^1].\n[^1] As told.\n[1] Berg A. 2020";
        let mut start = 0;
        let kinds = [BlockKind::Paragraph, BlockKind::Paragraph, BlockKind::Reference { hang: 4 }];
        let blocks = text.split('\n').zip(kinds).map(|(line, kind)| {
            start += line.len() + 1;
            Block::new(start - line.len() - 1..start - 1, kind)
        });
        let mark = |start: usize| Styled { range: start..start + 4, style: TextStyle::Footnote };
        let document = Document {
            text: text.into(),
            blocks: blocks.collect(),
            spans: vec![mark(16), mark(22)],
            ..Document::default()
        };
        let found = citations(&document, &(0..text.len()));
        let found: Vec<_> = found.into_iter().map(|found| (found.range.start, &text[found.target])).collect();
        assert_eq!(found, [(5, "[1] Berg A. 2020"), (18, "[^1] As told.")]);
    }

    #[test]
    fn marks_behind_names_lead_nowhere() {
        for names in
            ["Jürgen Müller", "Anna Berg¹, Prof. Dr. med. Jürgen von Müller", "Anna Berg¹ und K. See-Berg", "ANNA BERG"]
        {
            assert!(ends_in_a_name(names), "{names}");
        }
        for prose in ["Patients", "Cells fell in Lupus Nephritis", "Die Zellen", "Later, in patients", "", "Anna, Berg"]
        {
            assert!(!ends_in_a_name(prose), "{prose}");
        }
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
