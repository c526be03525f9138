//! How the rules on names, dates and identifiers report: one fact for one value, with every place it stands at as
//! evidence. Names and numbers of this sort are never negated; only the zone they stand in says how they count.

use std::collections::HashMap;

use super::{Assertion, Data, Fact, FactKind, Page, Role, Subject};
use crate::document::ZoneKind;
use crate::text::Span;

/// The facts of one family of rules while it reads a page.
pub(super) struct Finds<'p, 'd> {
    pub(super) page: &'p Page<'d>,
    facts: Vec<Fact>,
    index: HashMap<(FactKind, String), usize>,
}

impl<'p, 'd> Finds<'p, 'd> {
    pub(super) fn new(page: &'p Page<'d>) -> Self {
        Self { page, facts: Vec::new(), index: HashMap::new() }
    }

    /// Reports `value` at `surface`: a new fact, or another place of the one that has this kind and value.
    pub(super) fn add(&mut self, kind: FactKind, value: &str, surface: &Span, rule: &'static str) -> &mut Fact {
        let evidence = self.page.evidence(surface);
        let assertion = assertion_by_zone(self.page, surface);
        if let Some(&at) = self.index.get(&(kind, value.to_owned())) {
            let fact = &mut self.facts[at];
            // A value that also stands in the document's own prose is the document's own.
            if assertion == Assertion::Affirmed {
                fact.assertion = assertion;
            }
            fact.evidence.push(evidence);
            return fact;
        }
        self.index.insert((kind, value.to_owned()), self.facts.len());
        self.facts.push(Fact {
            kind,
            value: value.to_owned(),
            concept: None,
            role: Role::None,
            function: None,
            assertion,
            subject: Subject::Document,
            data: Data::None,
            evidence: vec![evidence],
            rule,
            why: Vec::new(),
        });
        self.facts.last_mut().expect("one was just pushed")
    }

    /// The fact of this kind and value, if it has been reported.
    pub(super) fn get_mut(&mut self, kind: FactKind, value: &str) -> Option<&mut Fact> {
        let at = *self.index.get(&(kind, value.to_owned()))?;
        self.facts.get_mut(at)
    }

    /// Hands the facts over, each with its evidence in the order of the text and no place twice.
    pub(super) fn finish(self, facts: &mut Vec<Fact>) {
        facts.extend(self.facts.into_iter().map(|mut fact| {
            fact.evidence.sort_by_key(|evidence| (evidence.surface.start, evidence.surface.end));
            fact.evidence.dedup_by(|a, b| a.surface == b.surface);
            fact
        }));
    }
}

/// The assertion that the zone of a place gives to whatever stands in it.
pub(super) fn assertion_by_zone(page: &Page<'_>, surface: &Span) -> Assertion {
    match page.document.zone_at(surface.start) {
        Some(ZoneKind::References) => Assertion::InReference,
        Some(ZoneKind::Boilerplate) => Assertion::InBoilerplate,
        Some(
            ZoneKind::Contact | ZoneKind::Publication | ZoneKind::Keywords | ZoneKind::Caption | ZoneKind::Masthead,
        )
        | None => Assertion::Affirmed,
    }
}

/// Adds a function to what a fact already says, once.
pub(super) fn add_function(fact: &mut Fact, function: &str) {
    match &mut fact.function {
        None => fact.function = Some(function.to_owned()),
        Some(known) if known.split(", ").any(|part| part == function) => {}
        Some(known) => {
            known.push_str(", ");
            known.push_str(function);
        }
    }
}

/// Helpers for the tests of all rules: documents with zones marked in the text.
#[cfg(test)]
pub(super) mod testing {
    use super::super::{Fact, FactKind, Page};
    use crate::document::{Document, Link, Zone, ZoneKind};
    use crate::text::Span;
    use crate::vocabulary::Vocabulary;

    /// A document from pieces of text, each its own paragraph, some of them a zone.
    pub(in super::super) fn document(pieces: &[(Option<ZoneKind>, &str)]) -> Document {
        let mut text = String::new();
        let mut zones: Vec<Zone> = Vec::new();
        for (kind, piece) in pieces {
            if !text.is_empty() {
                text.push_str("\n\n");
            }
            let start = text.len();
            text.push_str(piece);
            if let Some(kind) = *kind {
                zones.push(Zone { range: start..text.len(), kind });
            }
        }
        Document { text: text.into(), zones, ..Document::default() }
    }

    /// Makes a link of the first occurrence of `shown`.
    pub(in super::super) fn link(document: &mut Document, shown: &str, target: &str) {
        let range = span(document, shown);
        document.links.push(Link { range, target: target.to_owned() });
    }

    /// Where `part` first stands.
    pub(in super::super) fn span(document: &Document, part: &str) -> Span {
        let start = document.text.find(part).expect("the part stands in the text");
        start..start + part.len()
    }

    /// What one family of rules finds.
    pub(in super::super) fn found(document: &Document, find: fn(&Page<'_>, &mut Vec<Fact>)) -> Vec<Fact> {
        let vocabulary = Vocabulary::default();
        let page = Page::new(document, &vocabulary);
        let mut facts = Vec::new();
        find(&page, &mut facts);
        for fact in &facts {
            assert!(!fact.evidence.is_empty(), "{fact:?}");
            for evidence in &fact.evidence {
                assert!(document.text.get(evidence.surface.clone()).is_some(), "{fact:?}");
                assert!(document.text.get(evidence.quote.clone()).is_some(), "{fact:?}");
            }
        }
        facts
    }

    /// `value` or `value | function` of the facts of a kind, in order.
    pub(in super::super) fn values(facts: &[Fact], kind: FactKind) -> Vec<String> {
        facts
            .iter()
            .filter(|fact| fact.kind == kind)
            .map(|fact| match &fact.function {
                Some(function) => format!("{} | {function}", fact.value),
                None => fact.value.clone(),
            })
            .collect()
    }
}
