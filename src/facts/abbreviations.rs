//! Short forms that a document defines itself, after Schwartz and Hearst (PSB 2003): "long form (SF)" and
//! "SF (long form)". They hold for the whole document, against the vocabulary too.

use std::collections::HashSet;

use crate::document::Document;
use crate::text::Span;
use crate::text::{ceil, floor};

/// A short form and the long form it is defined by, both where the definition stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Abbreviation {
    /// The short form.
    pub short: Span,
    /// The long form.
    pub long: Span,
}

/// Most bytes between an opening bracket and its end.
const INSIDE: usize = 120;

/// Most bytes of a long form before a bracket.
const BEFORE: usize = 200;

/// The definitions in a document, in order, the first one of each short form.
pub fn abbreviations(document: &Document) -> Vec<Abbreviation> {
    let text = &*document.text;
    let mut seen = HashSet::new();
    brackets(text)
        .filter_map(|bracket| define(text, &bracket))
        .filter(|found| seen.insert(&text[found.short.clone()]))
        .collect()
}

/// The insides of brackets that hold something like a short form or a definition, in order.
pub(super) fn brackets(text: &str) -> impl Iterator<Item = Span> {
    memchr::memchr_iter(b'(', text.as_bytes()).filter_map(|open| {
        let end = floor(text, open + 1 + INSIDE);
        let inside = &text[open + 1..end];
        let close = inside.find(['(', ')', '\n'])?;
        inside[close..].starts_with(')').then_some(open + 1..open + 1 + close)
    })
}

/// The part of a bracket's inside that may be a short form: up to a comma or semicolon.
pub(super) fn short_inside(text: &str, bracket: &Span) -> Option<Span> {
    let inside = &text[bracket.clone()];
    let head = inside.split([',', ';']).next().unwrap_or(inside);
    let lead = head.len() - head.trim_start_matches([' ', '"', '„', '“', '”', '\'']).len();
    let short = head[lead..].trim_end_matches([' ', '"', '“', '”', '\'', '*']);
    let start = bracket.start + lead;
    is_short(short).then(|| start..start + short.len())
}

fn define(text: &str, bracket: &Span) -> Option<Abbreviation> {
    let before = before(text, bracket.start - 1);
    if let Some(short) = short_inside(text, bracket) {
        let long = long_form(&text[short.clone()], &text[before.clone()])?;
        return Some(Abbreviation { short, long: before.start + long..before.end });
    }
    let word = text[before.clone()].rsplit(char::is_whitespace).next().unwrap_or_default();
    let short = before.end - word.len()..before.end;
    if !is_short(&text[short.clone()]) {
        return None;
    }
    let inside = text[bracket.clone()].split(';').next()?.trim_end();
    let long = long_form(&text[short.clone()], inside)?;
    // The whole bracket is the definition, or it is a remark that happens to contain the letters.
    let whole = inside[..long].split_whitespace().count() <= 1;
    whole.then(|| Abbreviation { short, long: bracket.start + long..bracket.start + inside.len() })
}

/// The text of the line before `at`, without blanks at its end, no longer than a long form may be.
fn before(text: &str, at: usize) -> Span {
    let start = ceil(text, at.saturating_sub(BEFORE));
    let line = &text[start..at];
    let line_start = line.rfind(['\n', '(', ')', ';']).map_or(start, |back| start + back + 1);
    let end = start + line.trim_end().len();
    line_start.min(end)..end
}

/// Two to ten letters and digits, at most two words, a capital among them and not only the first of a word.
fn is_short(short: &str) -> bool {
    if short.len() > 16 || !short.starts_with(char::is_alphanumeric) {
        return false;
    }
    let letters = short.chars().filter(|c| c.is_alphanumeric()).count();
    let capitals = short.chars().filter(|c| c.is_uppercase()).count();
    let digits = short.chars().filter(char::is_ascii_digit).count();
    (2..=10).contains(&letters)
        && short.split(' ').count() <= 2
        && (capitals >= 2 || (capitals == 1 && digits > 0))
        && short.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '/' | ' ' | '.' | '+' | '&'))
}

/// Where in `text` the long form of `short` begins that ends at its end: each letter of the short form is found from
/// the right, the first one at the beginning of a word.
fn long_form(short: &str, text: &str) -> Option<usize> {
    let mut letters = short.chars().filter(|c| c.is_alphanumeric()).rev().peekable();
    let mut at = None;
    let mut chars = text.char_indices().rev().peekable();
    while let Some(letter) = letters.next() {
        let first = letters.peek().is_none();
        at = loop {
            let (place, c) = chars.next()?;
            let begins = chars.peek().is_none_or(|(_, before)| !before.is_alphanumeric());
            if c.to_lowercase().eq(letter.to_lowercase()) && (begins || !first) {
                break Some(place);
            }
        };
    }
    let start = at?;
    let long = &text[start..];
    let letters = short.chars().filter(|c| c.is_alphanumeric()).count();
    let words = long.split_whitespace().count();
    let fits = words <= (letters + 5).min(letters * 2) && long.chars().count() > short.chars().count();
    let repeats = long.split(|c: char| !c.is_alphanumeric()).any(|word| word == short);
    (fits && !repeats).then_some(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(&str, &str)]) {
        let document = Document { text: text.into(), ..Document::default() };
        let found = abbreviations(&document);
        let found: Vec<(&str, &str)> =
            found.iter().map(|found| (&text[found.short.clone()], &text[found.long.clone()])).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn long_form_then_short_form() {
        check("Patients with systemic lupus erythematosus (SLE) improved.", &[("SLE", "systemic lupus erythematosus")]);
        check("am Deutschen Herzzentrum (DHZ) in Berlin", &[("DHZ", "Deutschen Herzzentrum")]);
        check("the Cell Transplant Unit (CTU, building 4)", &[("CTU", "Cell Transplant Unit")]);
    }

    #[test]
    fn short_form_then_long_form() {
        check("BMT (bone marrow transplantation) was planned", &[("BMT", "bone marrow transplantation")]);
        check("KMT (Knochenmarktransplantation)", &[("KMT", "Knochenmarktransplantation")]);
    }

    #[test]
    fn other_brackets_define_nothing() {
        check("a trial (n = 12) in 2020 (Berlin)", &[]);
        check("leukemia (Figure 2)", &[]);
        check("fever (38.5) and (see above)", &[]);
        check("SLE (SLE)", &[]);
        check("unclosed (ABC and more", &[]);
        check("Alpha\nBeta (AB)", &[]);
    }

    #[test]
    fn the_first_definition_of_a_short_form_holds() {
        check("Cell Unit (CU) and Copper Union (CU)", &[("CU", "Cell Unit")]);
    }

    #[test]
    fn many_brackets_take_linear_time() {
        let text = "cell unit (CU) ".repeat(10_000) + &"(".repeat(100_000);
        check(&text, &[("CU", "cell unit")]);
    }
}
