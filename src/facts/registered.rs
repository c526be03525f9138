//! The numbers under which people and journals are registered: the ORCID iD behind an author's name and the ISSN beside
//! a journal. They belong to the fact on whoever has them; one whose check character is wrong is none.

use std::sync::LazyLock;

use super::pattern::Pattern;
use super::{Data, Fact, FactKind, Page};
use crate::text::Span;

/// How far behind a name its ORCID iD stands, and how far from a journal its ISSN, in bytes.
const REACH: usize = 160;

/// Of a text with more of them no more are read.
const MOST: usize = 300;

/// Gives people and journals their numbers.
pub(super) fn settle(page: &Page<'_>, facts: &mut [Fact]) {
    static ORCID: LazyLock<Pattern> =
        LazyLock::new(|| Pattern::new(r"\b([0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[[0-9]X])\b"));
    static ISSN: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::any_case(r"\b[ep]?-?ISSN(?:-L)?(?: \([a-z]+\))?[: ]{1,2}([0-9]{4}-[0-9]{3}[[0-9]X])\b")
    });
    let text = &*page.document.text;
    let has = |needle: &str| memchr::memmem::find(text.as_bytes(), needle.as_bytes()).is_some();
    if has("ORCID") || has("orcid") {
        for found in ORCID.captures_iter(text).take(MOST) {
            let Some(id) = found.get(1).filter(|id| is_orcid(id.as_str())) else { continue };
            let at = id.range();
            let named = nearest(facts, FactKind::Person, |surface| before(text, surface, &at));
            register(facts, named, format!("ORCID:{}", id.as_str()));
        }
    }
    if has("ISSN") {
        for found in ISSN.captures_iter(text).take(MOST) {
            let Some(id) = found.get(1).filter(|id| is_issn(id.as_str())) else { continue };
            let at = id.range();
            let beside = |surface: &Span| before(text, surface, &at).or_else(|| before(text, &at, surface));
            let named = nearest(facts, FactKind::Journal, beside);
            register(facts, named, format!("ISSN:{}", id.as_str()));
        }
    }
}

/// The bytes between two places of one paragraph, the first of which comes first, if they are near.
fn before(text: &str, first: &Span, second: &Span) -> Option<usize> {
    let between = text.get(first.end..second.start).filter(|between| between.len() <= REACH)?;
    (!between.contains("\n\n")).then_some(between.len())
}

/// The fact of a kind one of whose mentions is nearest.
fn nearest(facts: &[Fact], kind: FactKind, distance: impl Fn(&Span) -> Option<usize>) -> Option<usize> {
    let near = |fact: &Fact| fact.evidence.iter().filter_map(|place| distance(&place.surface)).min();
    let alike = facts.iter().enumerate().filter(|(_, fact)| fact.kind == kind);
    alike.filter_map(|(at, fact)| Some((near(fact)?, at))).min().map(|(_, at)| at)
}

/// A number that a fact has already is not written over: a journal has one in print and one on the web.
fn register(facts: &mut [Fact], named: Option<usize>, id: String) {
    if let Some(fact) = named.map(|at| &mut facts[at]).filter(|fact| fact.data == Data::None) {
        fact.why.push(id.replacen(':', " ", 1));
        fact.data = Data::Id(id);
    }
}

/// Whether the last character is the check character of ISO 7064 mod 11-2.
fn is_orcid(id: &str) -> bool {
    let digits: Vec<u32> = id.chars().filter_map(|c| if c == 'X' { Some(10) } else { c.to_digit(10) }).collect();
    let Some((check, digits)) = digits.split_last().filter(|(_, digits)| digits.len() == 15) else { return false };
    let total = digits.iter().fold(0, |total, digit| (total + digit) * 2 % 11);
    (12 - total) % 11 == *check
}

/// Whether the weighted sum of the digits is a multiple of eleven (ISO 3297).
fn is_issn(id: &str) -> bool {
    let digits = id.chars().filter_map(|c| if c == 'X' { Some(10) } else { c.to_digit(10) });
    let (sum, count) =
        (1..=8).rev().zip(digits).fold((0, 0), |(sum, count), (weight, digit)| (sum + weight * digit, count + 1));
    count == 8 && sum % 11 == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::facts::extract;
    use crate::vocabulary::Vocabulary;

    /// The values of one kind with their numbers.
    fn of(kind: FactKind, text: &str) -> Vec<String> {
        let document = Document { text: text.into(), ..Document::default() };
        let facts = extract(&document, &Vocabulary::bundled());
        let told = facts.iter().filter(|fact| fact.kind == kind).filter_map(|fact| match &fact.data {
            Data::Id(id) => Some(format!("{} {id}", fact.value)),
            _ => None,
        });
        told.collect()
    }

    #[test]
    fn a_person_has_the_number_behind_the_name() {
        for text in [
            "Prof. Dr. Jane Roe (ORCID 0000-0002-1825-0097) led the study.",
            "Jane Roe (ORCID: 0000-0002-1825-0097) wrote the paper.",
            "Corresponding author: Dr. Jane Roe, https://orcid.org/0000-0002-1825-0097",
        ] {
            assert_eq!(of(FactKind::Person, text), ["Jane Roe ORCID:0000-0002-1825-0097"], "{text}");
        }
        let wrong = "Prof. Dr. Jane Roe (ORCID 0000-0002-1825-0098) led the study.";
        assert_eq!(of(FactKind::Person, wrong), Vec::<String>::new());
    }

    #[test]
    fn a_journal_has_the_number_beside_it() {
        assert_eq!(
            of(FactKind::Journal, "It appeared in the journal Blood (ISSN 0006-4971)."),
            ["Blood ISSN:0006-4971"]
        );
        assert_eq!(of(FactKind::Journal, "It appeared in the journal Blood (ISSN 0006-4972)."), Vec::<String>::new());
    }

    #[test]
    fn check_characters_are_checked() {
        assert!(is_orcid("0000-0002-1694-233X") && is_orcid("0000-0001-5109-3700") && !is_orcid("0000-0001-5109-3701"));
        assert!(is_issn("0028-4793") && is_issn("2434-561X") && !is_issn("0028-4794"));
    }
}
