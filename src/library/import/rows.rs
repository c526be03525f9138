//! A document and its facts as the tables of the store take them: all that can be made ready before the transaction,
//! on any thread.

use crate::document::Document;
use crate::facts::study::{self, Code};
use crate::facts::{self, Fact, FactKind, Role};
use crate::library::facets::{self, FacetValue};
use crate::library::{fold, pack};

/// Names a list shows of one document.
const HEAD_NAMES: usize = 8;

/// What is written for a document.
#[derive(Debug)]
pub(super) struct Rows {
    pub(super) title_key: String,
    pub(super) structure: String,
    pub(super) facts: String,
    pub(super) published: Option<String>,
    pub(super) year: Option<i32>,
    pub(super) languages: String,
    pub(super) doc_type: Option<String>,
    pub(super) diseases: String,
    pub(super) disease_key: Option<String>,
    pub(super) therapies: String,
    pub(super) values: Vec<(FacetValue, u32)>,
    pub(super) terms: Vec<Term>,
    pub(super) codes: Vec<Code>,
}

/// A value of a kind that is no facet.
#[derive(Debug)]
pub(super) struct Term {
    pub(super) kind: &'static str,
    pub(super) ordinal: i64,
    pub(super) concept: Option<String>,
    pub(super) key: String,
    pub(super) flags: u32,
    pub(super) low: Option<f64>,
    pub(super) high: Option<f64>,
}

impl Rows {
    pub(super) fn of(document: &Document, facts: &[Fact]) -> Self {
        let published = facts::published(facts);
        let diseases = names(facts, &[FactKind::Disease]);
        let therapies = names(facts, &[FactKind::Therapy, FactKind::Drug, FactKind::Product]);
        let languages: Vec<&str> =
            facts.iter().filter(|fact| fact.kind == FactKind::Language).map(facets::plain_value).collect();
        let list = |names: &[&str]| serde_json::to_string(names).expect("strings are JSON");
        let (mut values, mut terms) = (Vec::new(), Vec::new());
        for (ordinal, fact) in facts.iter().enumerate() {
            let entry = fact.kind.entry();
            let flags = facets::flags(fact);
            if entry.facet {
                values.push((FacetValue::of(fact), flags));
            } else if !matches!(fact.kind, FactKind::Title) {
                let (low, high) = facets::interval(fact).unzip();
                terms.push(Term {
                    kind: entry.name,
                    ordinal: ordinal as i64,
                    concept: fact.concept.clone(),
                    key: facets::value_key(fact),
                    flags,
                    low,
                    high,
                });
            }
        }
        Self {
            title_key: fold::hay(&document.title.text),
            structure: pack::structure(document),
            facts: pack::facts(facts),
            year: published.as_ref().and_then(|date| date.get(..4)?.parse().ok()),
            published,
            languages: list(&languages),
            doc_type: facts.iter().find(|fact| fact.kind == FactKind::DocType).map(|fact| fact.value.clone()),
            disease_key: diseases.first().map(|name| fold::hay(name)),
            diseases: list(&diseases),
            therapies: list(&therapies),
            values,
            terms,
            codes: study::keys(document, facts).iter().map(|key| key.code).collect(),
        }
    }
}

/// Preferred names a list shows, the primary ones first, then those studied, then the rest.
fn names<'a>(facts: &'a [Fact], kinds: &[FactKind]) -> Vec<&'a str> {
    let mut found: Vec<(Role, &str)> = facts
        .iter()
        .filter(|fact| kinds.contains(&fact.kind) && fact.assertion.counts())
        .map(|fact| (fact.role, fact.value.as_str()))
        .collect();
    found.sort_by_key(|(role, _)| *role);
    let mut names = Vec::new();
    for (_, name) in found {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.truncate(HEAD_NAMES);
    names
}
