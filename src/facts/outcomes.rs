//! What became of the patients: remission, relapse, death, freedom from symptoms or from drugs, response rates. A
//! table of cues in both languages; negation is part of the pattern ("ohne Rückfall" is "no relapse").

use std::sync::LazyLock;

use super::cues::{self, Cue, Cues, Gathered};
use super::{Data, Fact, FactKind, Page};
use crate::text::Span;

mod table;

use table::TABLE;

/// What an outcome cue says.
#[derive(Debug)]
pub(super) struct Meaning {
    /// The class by which outcomes are filtered.
    class: &'static str,
    /// The normal form; `{what}` stands for the noun of the group `what`, `{n}` for the group `n`.
    value: &'static str,
    /// The form when a negation stands before the cue; none where the cue is then no outcome at all.
    negated: Option<(&'static str, &'static str)>,
}

/// An outcome found in the text.
#[derive(Debug, Clone)]
pub(super) struct Outcome {
    /// Where the cue stands.
    pub(super) span: Span,
    /// Class.
    pub(super) class: &'static str,
    /// Normal form.
    pub(super) value: String,
}

impl Outcome {
    /// Whether it is a state that lasts rather than an event that happens: a time beside it is how long it was seen.
    pub(super) fn lasts(&self) -> bool {
        matches!(self.class, "symptom_free" | "treatment_free" | "stable" | "survival")
            || self.value.starts_with("no ")
            || self.value.ends_with("normal")
    }
}

/// Finds outcomes.
pub(super) fn find(page: &Page<'_>, facts: &mut Vec<Fact>) {
    let mut found = Gathered::default();
    for outcome in outcomes(page) {
        found.add(Fact {
            data: Data::Id(outcome.class.to_owned()),
            ..cues::fact(page, FactKind::Outcome, outcome.value, &outcome.span, "outcomes/cue")
        });
    }
    facts.extend(found.finish());
}

/// The outcomes of a document in order, not overlapping; of two that overlap the longer one.
pub(super) fn outcomes(page: &Page<'_>) -> Vec<Outcome> {
    static CUES: LazyLock<Cues<Meaning>> = LazyLock::new(|| Cues::new(TABLE));
    let mut out: Vec<Outcome> = Vec::new();
    for hit in CUES.find(page) {
        let sentence = page.sentence_at(hit.span.start);
        let lead = cues::before(&page.document.text, sentence.start, hit.span.start, 40);
        let (class, template) = match (negation(lead), hit.meaning.negated) {
            (false, _) => (hit.meaning.class, hit.meaning.value),
            (true, Some(negated)) => negated,
            (true, None) => continue,
        };
        let group = |name| hit.groups.name(name).map(|group: regex::Match<'_>| group.as_str());
        let value = template
            .replace("{what}", &group("what").map(head_noun).unwrap_or_default())
            .replace("{n}", group("n").unwrap_or_default());
        let outcome = Outcome {
            span: hit.span,
            class,
            value: value.split_whitespace().collect::<Vec<_>>().join(" "),
        };
        match out.last_mut() {
            Some(last) if last.span.end > outcome.span.start => {
                if last.span.len() < outcome.span.len() {
                    *last = outcome;
                }
            }
            _ => out.push(outcome),
        }
    }
    out
}

/// Whether the words right before a cue negate it: one of the last three is a negation.
fn negation(lead: &str) -> bool {
    const NEGATIONS: &[&str] = &[
        "no",
        "not",
        "without",
        "never",
        "none",
        "neither",
        "nor",
        "kein",
        "keine",
        "keinen",
        "keinem",
        "keiner",
        "keinerlei",
        "nicht",
        "nie",
        "ohne",
        "weder",
    ];
    lead.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .rev()
        .take(3)
        .any(|word| NEGATIONS.contains(&word.to_lowercase().as_str()))
        && !lead.trim_end().ends_with([',', ';', ':'])
}

/// The head of a short noun phrase: "the dangerous bleeding" gives "bleeding".
fn head_noun(phrase: &str) -> String {
    phrase.split_whitespace().next_back().unwrap_or_default().to_owned()
}

const fn cue(
    stems: &'static str,
    pattern: &'static str,
    class: &'static str,
    value: &'static str,
    negated: Option<(&'static str, &'static str)>,
) -> Cue<Meaning> {
    Cue {
        stems,
        pattern,
        meaning: Meaning { class, value, negated },
    }
}

#[cfg(test)]
mod tests {}
