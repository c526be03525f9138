//! Substances that have no name yet, by the codes of those who make them ("LY274614", "SCH 23390", "ABT-199"). Of the
//! chemicals marked in the training part of BC5CDR that no vocabulary has one in seven is such a code.

use crate::text::Span;
use crate::vocabulary::matcher::Found;
use crate::vocabulary::{Usage, Vocabulary};

/// The concept of a substance that is only known by its code.
const CONCEPT: &str = "casebook:investigational-drug";

/// Letters that makers begin their codes with, also where a blank parts them from the number.
const APART: &[&str] = &[
    "BAY", "BW", "CGP", "CGS", "DUP", "FR", "GR", "HOE", "ICI", "LY", "NSC", "RO", "SB", "SCH", "SKF", "SR", "UK",
    "UM", "WAY", "WIN", "YM",
];

/// The same where only a hyphen may part them.
const TOGETHER: &[&str] = &[
    "ABT", "AG", "AMG", "ARQ", "ASP", "AT", "AZD", "BD", "BIBR", "BIIB", "BMS", "CAL", "CEP", "CI", "CP", "CPI",
    "CUDC", "EPZ", "GDC", "GNE", "GS", "GSK", "INCB", "JNJ", "KW", "LCL", "MEDI", "MG", "MGCD", "MK", "MLN", "NRA",
    "NVP", "ONO", "ONX", "OPC", "OSI", "PCI", "PD", "PF", "PHA", "PLX", "PNU", "REGN", "RG", "RP", "RWJ", "SAR", "SGN",
    "SNX", "SSR", "ST", "STI", "SU", "TAK", "TMC", "VX", "WR", "WY", "XAV", "XL", "ZD", "ZK", "ZM",
];

/// Adds the codes that are no names of the vocabulary, where the text has these runs of digits.
pub(super) fn find(text: &str, digits: &[Span], vocabulary: &Vocabulary, found: &mut Vec<Found>) {
    let Some(concept) = vocabulary.by_id(CONCEPT) else { return };
    let mut codes = Vec::new();
    let bytes = text.as_bytes();
    for number in digits.iter().filter(|number| (3..=7).contains(&number.len())) {
        if let Some(begin) = letters_before(text, number.start) {
            let end = number.end + usize::from(bytes.get(number.end).is_some_and(u8::is_ascii_uppercase));
            let next = found.partition_point(|found| found.surface.end <= begin);
            let taken = found.get(next).is_some_and(|found| found.surface.start < end);
            // In a longer code or an identifier it means nothing.
            let joined = text[..begin].ends_with(['-', '_', '/', '.'])
                || text[end..].starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '/' | '-'));
            if !taken && !joined {
                codes.push(Found { surface: begin..end, hits: vec![(concept, Usage::Related)] });
            }
        }
    }
    if !codes.is_empty() {
        found.extend(codes);
        found.sort_by_key(|found| found.surface.start);
    }
}

/// Where the letters of a maker begin that stand before a number.
fn letters_before(text: &str, number: usize) -> Option<usize> {
    let before = &text.as_bytes()[..number];
    let (before, makers) = match before.last()? {
        b'-' => (&before[..number - 1], [APART, TOGETHER]),
        b' ' => (&before[..number - 1], [APART, &[]]),
        _ => (before, [APART, TOGETHER]),
    };
    let letters = before.iter().rev().take(6).take_while(|byte| byte.is_ascii_alphabetic()).count();
    let start = before.len() - letters;
    let word = &text[start..before.len()];
    let known = word.starts_with(|c: char| c.is_ascii_uppercase())
        && makers.iter().any(|makers| makers.iter().any(|maker| maker.eq_ignore_ascii_case(word)));
    let whole = !text[..start].ends_with(char::is_alphanumeric);
    (known && whole).then_some(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_makers_are_substances_and_other_numbers_are_not() {
        let check = |text: &str, expected: &[&str]| {
            let mut found = Vec::new();
            find(text, &super::super::numbers::digits(text), &Vocabulary::bundled(), &mut found);
            let found: Vec<&str> = found.iter().map(|found| &text[found.surface.clone()]).collect();
            assert_eq!(found, expected, "{text}");
        };
        check("LY274614 and SCH 23390, AZD-9291.", &["LY274614", "SCH 23390", "AZD-9291"]);
        check("Ro4368554 wurde gegeben", &["Ro4368554"]);
        check("CD19, BRCA1, PD-1, NCT01234567, 95 % CI 100-200, MG 12, p53", &[]);
        check("plasmid X-LY274614_b", &[]);
    }
}
