//! Counts without a noun: "158 were enrolled", "79 per group".

use std::sync::LazyLock;

use super::words::HEADS;
use super::{Candidate, cohort_fact};
use crate::facts::cues::{Gate, Gathered};
use crate::facts::numbers::{self, Quantity};
use crate::facts::pattern::{Match, Pattern};
use crate::facts::{Fact, Page, Subject};
use crate::text::Span;

/// Words of taking people into a study.
pub(in crate::facts) static TAKEN: Gate = Gate::new(&[
    "enrol",
    "randomi",
    "randomly assigned",
    "recruited",
    "were included",
    "infused",
    "dosed",
    "eingeschlossen",
    "rekrutiert",
    "of them were",
    "of whom were",
    "davon wurden",
    "von ihnen wurden",
    "von denen wurden",
]);

/// Words of the parts of a study.
pub(in crate::facts) static GROUPS: Gate = Gate::new(&[
    "per group",
    "per arm",
    "in each group",
    "in each arm",
    "pro gruppe",
    "pro arm",
    "je gruppe",
    "je arm",
]);

/// Finds those of whom only the verb says that they were taken into the study, in sentences that speak of people.
pub(super) fn taken(page: &Page<'_>, candidates: &mut Vec<Candidate>) {
    static BARE: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(
            r"(?i)\b(?P<n>\N)(?: of (?:them|whom|these)| davon)? (?:were|was|wurden)(?: then| subsequently| finally|  anschließend| schließlich)? (?:enroll?ed|randomi[sz]ed|randomly assigned|recruited|included|infused|dosed|eingeschlossen|randomisiert|rekrutiert)\b",
        )
    });
    // "Von 120 Kranken wurden 84 randomisiert", "54 von ihnen wurden behandelt".
    static TURNED: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(
            r"(?i)\bwurden (?:schließlich |davon |dann |insgesamt )*(?P<n>\N) (?:davon |von ihnen )?(?:randomisiert|eingeschlossen|rekrutiert)\b",
        )
    });
    static OF_THEM: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(
            r"(?i)\b(?P<n>\N) (?:of (?:them|whom|these)|davon|von (?:ihnen|denen)) (?:were|wurden) (?:actually |finally |tatsächlich |schließlich )?(?:treated|infused|dosed|behandelt|infundiert)\b",
        )
    });
    for sentence in TAKEN.sentences(page) {
        let text = page.str(&sentence);
        let of_people = if HEADS.within(page, &sentence) { text } else { "" };
        let found =
            BARE.captures_iter(of_people).chain(TURNED.captures_iter(of_people)).chain(OF_THEM.captures_iter(text));
        for groups in found {
            let Some((quantity, surface)) = groups.name("n").and_then(|n| read(page, &sentence, n)) else { continue };
            if quantity.n >= 2.0 {
                candidates.push(Candidate { surface, quantity, cue: true, sex: None, planned: false, screened: false });
            }
        }
    }
}

/// Finds how many each group of a study has: people, not animals.
pub(super) fn groups(page: &Page<'_>, found: &mut Gathered) {
    static EACH: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(
            r"(?i)\b(?P<n>\N)(?: (?:patients|participants|people|adults|children|patienten|teilnehmer|personen))? (?:per|in each|pro|je) (?:group|arm|gruppe)\b",
        )
    });
    static COUNT: LazyLock<Pattern> = LazyLock::new(|| Pattern::new(r"(?i)\bn ?= ?(?:[0-9]+ ?[-–])?$"));
    for sentence in GROUPS.sentences(page) {
        let text = page.str(&sentence);
        if super::super::is_of_animals(text) {
            continue;
        }
        for captures in EACH.captures_iter(text) {
            let Some(n) = captures.name("n").filter(|n| !COUNT.is_match(&text[..n.start()])) else { continue };
            if let Some((quantity, surface)) = read(page, &sentence, n) {
                let value = quantity.shown("patient", "patients");
                let fact = cohort_fact(page, value, &surface, Subject::Cohort, quantity.data("patients"));
                found.add(Fact { function: Some("per group".to_owned()), ..fact });
            }
        }
    }
}

/// The number that a group of a pattern found is, and its place in the document.
fn read(page: &Page<'_>, sentence: &Span, n: Match<'_>) -> Option<(Quantity, Span)> {
    let surface = sentence.start + n.start()..sentence.start + n.end();
    let mut quantity = numbers::quantities(n.as_str()).into_iter().next().filter(|quantity| !quantity.article)?;
    let whole = quantity.span.len() == n.as_str().len() && quantity.n.fract().total_cmp(&0.0).is_eq();
    // "In 2021 were enrolled": a year counts nobody.
    let year = (1900.0..2100.0).contains(&quantity.n) && n.as_str().len() == 4;
    quantity.span = surface.clone();
    (whole && !year && !page.str(&surface).is_empty()).then_some((quantity, surface))
}
