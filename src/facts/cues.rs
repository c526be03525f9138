//! Cue phrases: tables of patterns, each found by a literal stem first so that a text without the stem costs one pass
//! of an automaton; and what the rules that use them share. Knows no particular kind of fact.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::OnceLock;

use super::pattern::{Captures, Pattern};
use super::triggers::{Listed, Trigger, Triggered};
use super::{Assertion, Data, Fact, FactKind, Page, Role, Subject, context};
use crate::document::ZoneKind;
use crate::text::Span;
use crate::text::floor;

/// How far around a stem its pattern may reach, in bytes: what bounds the work on hostile text.
const REACH: usize = 200;

/// One cue phrase.
#[derive(Debug)]
pub(super) struct Cue<T: 'static> {
    /// Literals in lower case, parted by `|`, one of which is in every match.
    pub(super) stems: &'static str,
    /// The phrase as a regular expression, case ignored.
    pub(super) pattern: &'static str,
    /// What it says.
    pub(super) meaning: T,
}

/// A table of cues, ready to search.
pub(super) struct Cues<T: 'static> {
    table: &'static [Cue<T>],
    ready: OnceLock<Ready>,
    listed: Listed,
}

/// What is made of a table when a page first has one of its stems.
struct Ready {
    /// Compiled when a page first needs them.
    patterns: Vec<OnceLock<Pattern>>,
    /// For each stem its cue.
    owners: Vec<usize>,
}

/// A cue found in a text.
pub(super) struct Hit<'t, T: 'static> {
    /// Where the phrase stands.
    pub(super) span: Span,
    /// Its groups.
    pub(super) groups: Captures<'static, 't>,
    /// What the table says of it.
    pub(super) meaning: &'static T,
}

impl<T: Sync> Triggered for Cues<T> {
    fn literals(&self) -> Vec<&'static str> {
        self.table.iter().flat_map(|cue| cue.stems.split('|')).collect()
    }

    fn listed(&self) -> &Listed {
        &self.listed
    }
}

impl<T: Sync + 'static> Cues<T> {
    /// A table of cues; it is to be listed in [`super::triggers`].
    pub(super) const fn new(table: &'static [Cue<T>]) -> Self {
        Self { table, ready: OnceLock::new(), listed: Listed::new() }
    }

    /// All matches that lie inside one sentence of prose, in order of their start; matches of different cues may
    /// overlap.
    pub(super) fn find<'t>(&'static self, page: &Page<'t>) -> Vec<Hit<'t, T>> {
        let stems = page.triggers().of(self);
        let mut hits = Vec::new();
        if stems.is_empty() {
            return hits;
        }
        let text: &'t str = &page.document.text;
        let ready = self.ready.get_or_init(|| Ready {
            patterns: self.table.iter().map(|_| OnceLock::new()).collect(),
            owners: (0..).zip(self.table).flat_map(|(at, cue)| cue.stems.split('|').map(move |_| at)).collect(),
        });
        let mut done = vec![0; self.table.len()];
        for stem in stems {
            let cue = ready.owners[stem.literal];
            if stem.start < done[cue] || !is_prose(page, stem.start) {
                continue;
            }
            let window = around(text, &page.sentence_at(stem.start), stem.start..stem.end);
            let pattern = ready.patterns[cue].get_or_init(|| Pattern::any_case(self.table[cue].pattern));
            let first = pattern.longest.map_or(0, |longest| floor(text, stem.end.saturating_sub(longest)));
            let mut from = window.start.max(done[cue]).max(first);
            while let Some(groups) = pattern.captures_from(&text[..window.end], from..stem.start) {
                let span = groups.get(0).expect("group 0 is the match").range();
                if span.is_empty() {
                    break;
                }
                from = span.end;
                if span.end >= stem.end {
                    done[cue] = span.end;
                    hits.push(Hit { span, groups, meaning: &self.table[cue].meaning });
                    break;
                }
            }
        }
        hits.sort_by_key(|hit| (hit.span.start, std::cmp::Reverse(hit.span.end)));
        hits
    }
}

/// The part of `sentence` within reach of `stem`, cut at blanks where it has any.
fn around(text: &str, sentence: &Span, stem: Span) -> Span {
    let start = floor(text, stem.start.saturating_sub(REACH)).max(sentence.start.min(stem.start));
    let end = floor(text, (stem.end + REACH).min(text.len())).min(sentence.end.max(stem.end));
    let end =
        if end < sentence.end { text[stem.end..end].rfind(' ').map_or(end, |blank| stem.end + blank) } else { end };
    start..end
}

/// The up to `reach` bytes of `text` before `at`, not before `from`.
pub(super) fn before(text: &str, from: usize, at: usize, reach: usize) -> &str {
    &text[floor(text, at.saturating_sub(reach)).max(from.min(at))..at]
}

/// The up to `reach` bytes of `text` after `at`, not beyond `to`.
pub(super) fn after(text: &str, at: usize, to: usize, reach: usize) -> &str {
    &text[at..floor(text, (at + reach).min(text.len())).min(to).max(at)]
}

/// Words one of which a sentence must have to be worth a rule's closer look.
pub(super) struct Gate {
    literals: &'static [&'static str],
    listed: Listed,
}

impl Triggered for Gate {
    fn literals(&self) -> Vec<&'static str> {
        self.literals.to_vec()
    }

    fn listed(&self) -> &Listed {
        &self.listed
    }
}

impl Gate {
    /// A gate for literals in lower case, found in any case and inside words; it is to be listed in
    /// [`super::triggers`].
    pub(super) const fn new(literals: &'static [&'static str]) -> Self {
        Self { literals, listed: Listed::new() }
    }

    /// Whether one of the literals stands in the text.
    pub(super) fn stands(&'static self, page: &Page<'_>) -> bool {
        !page.triggers().of(self).is_empty()
    }

    /// Whether one of the literals stands inside a range.
    pub(super) fn within(&'static self, page: &Page<'_>, range: &Span) -> bool {
        self.last_within(page, range).is_some()
    }

    /// The literals that stand inside a range, by their end.
    pub(super) fn inside<'p>(
        &'static self,
        page: &'p Page<'_>,
        range: &Span,
    ) -> impl DoubleEndedIterator<Item = &'p Trigger> + use<'p> {
        let found = page.triggers().of(self);
        let [from, to] = [range.start, range.end].map(|at| found.partition_point(|literal| literal.end <= at));
        let start = range.start;
        found[from..to].iter().filter(move |literal| literal.start >= start)
    }

    /// The last one inside a range of the literal that is listed first of those that stand there.
    pub(super) fn first_listed<'p>(&'static self, page: &'p Page<'_>, range: &Span) -> Option<&'p Trigger> {
        self.inside(page, range).rev().min_by_key(|found| found.literal)
    }

    /// Where the last one ends of the literals that stand inside a range.
    pub(super) fn last_within(&'static self, page: &Page<'_>, range: &Span) -> Option<usize> {
        self.inside(page, range).next_back().map(|literal| literal.end)
    }

    /// The sentences of prose that have one of the literals, in order.
    pub(super) fn sentences(&'static self, page: &Page<'_>) -> Vec<Span> {
        let mut out: Vec<Span> = Vec::new();
        let mut end = 0;
        for found in page.triggers().of(self) {
            if found.start < end {
                continue;
            }
            end = found.end;
            if out.last().is_some_and(|last| found.start < last.end) || !is_prose(page, found.start) {
                continue;
            }
            let sentence = page.sentence_at(found.start);
            if !sentence.is_empty() {
                out.push(sentence);
            }
        }
        out
    }
}

/// Whether what stands at `at` is the document's own telling: no reference, boilerplate, contact, citation or label.
pub(super) fn is_prose(page: &Page<'_>, at: usize) -> bool {
    matches!(page.document.zone_at(at), None | Some(ZoneKind::Caption))
}

/// A fact of the given kind whose mention is `surface`; the rest is to be filled in with struct update.
///
/// A negation around a number or an outcome is part of what the rule read ("needs no drugs after five months"), so
/// that only the other assertions are taken from the context.
pub(super) fn fact(page: &Page<'_>, kind: FactKind, value: String, surface: &Span, rule: &'static str) -> Fact {
    let (assertion, cue) = context::assertion(page, surface);
    let (assertion, cue) = match assertion {
        Assertion::Negated => (Assertion::Affirmed, None),
        other => (other, cue),
    };
    Fact {
        kind,
        value,
        concept: None,
        role: Role::None,
        function: None,
        assertion,
        subject: Subject::Document,
        data: Data::None,
        evidence: vec![page.evidence(surface)],
        rule,
        why: cue.map(str::to_owned).into_iter().collect(),
    }
}

/// Facts of one document as they are found, equal ones joined: one fact with the evidence of all.
#[derive(Default)]
pub(super) struct Gathered {
    facts: Vec<Fact>,
    known: HashMap<Same, usize>,
}

/// What makes two facts one.
type Same = (FactKind, String, Subject, Assertion, Option<String>);

impl Gathered {
    /// Adds a fact, or its evidence to the equal one.
    pub(super) fn add(&mut self, fact: Fact) {
        let same = (fact.kind, fact.value.clone(), fact.subject, fact.assertion, fact.function.clone());
        match self.known.entry(same) {
            Entry::Occupied(known) => self.facts[*known.get()].evidence.extend(fact.evidence),
            Entry::Vacant(place) => {
                place.insert(self.facts.len());
                self.facts.push(fact);
            }
        }
    }

    /// The facts in the order they were first found, each with its evidence in order of the text.
    pub(super) fn finish(mut self) -> Vec<Fact> {
        for fact in &mut self.facts {
            fact.evidence.sort_by_key(|one| (one.surface.start, one.surface.end));
            fact.evidence.dedup();
        }
        self.facts
    }
}
