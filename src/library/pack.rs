//! How the facts of a document are written into one column: JSON arrays without names, enum variants by their position
//! in the tables below, which only ever grow at their ends. The structure is written likewise, beside the document.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

pub(crate) use crate::document::packed::{document, structure};
use crate::facts::{Assertion, Data, Evidence, Fact, KINDS, Role, Subject};
use crate::text::Span;

const ROLES: &[Role] = &[Role::Primary, Role::Specific, Role::Studied, Role::Mentioned, Role::None];
const ASSERTIONS: &[Assertion] = &[
    Assertion::Affirmed,
    Assertion::Negated,
    Assertion::Hypothetical,
    Assertion::Planned,
    Assertion::Background,
    Assertion::GeneralRisk,
    Assertion::Comparison,
    Assertion::Preclinical,
    Assertion::InReference,
    Assertion::InBoilerplate,
];

type Pair = (usize, usize);

/// Kind, value, concept, role, function, assertion, subject, data, evidence, rule, why.
type PackedFact = (
    String,
    String,
    Option<String>,
    usize,
    Option<String>,
    usize,
    i16,
    PackedData,
    Vec<(Pair, Pair)>,
    String,
    Vec<String>,
);

#[derive(Serialize, Deserialize)]
enum PackedData {
    #[serde(rename = "-")]
    None,
    #[serde(rename = "q")]
    Quantity(String, f64, Option<f64>, String),
    #[serde(rename = "d")]
    Date(String),
    #[serde(rename = "i")]
    Id(String),
}

/// The facts of a document.
pub(crate) fn facts(facts: &[Fact]) -> String {
    let packed: Vec<PackedFact> = facts
        .iter()
        .map(|fact| {
            (
                fact.kind.name().to_owned(),
                fact.value.clone(),
                fact.concept.clone(),
                place(ROLES, &fact.role),
                fact.function.clone(),
                place(ASSERTIONS, &fact.assertion),
                match fact.subject {
                    Subject::Document => 0,
                    Subject::Patient(number) => i16::from(number),
                    Subject::Cohort => -1,
                },
                match &fact.data {
                    Data::None => PackedData::None,
                    Data::Quantity { op, n, n2, unit } => PackedData::Quantity((*op).to_owned(), *n, *n2, unit.clone()),
                    Data::Date(date) => PackedData::Date(date.clone()),
                    Data::Id(id) => PackedData::Id(id.clone()),
                },
                fact.evidence.iter().map(|evidence| (pair(&evidence.quote), pair(&evidence.surface))).collect(),
                fact.rule.to_owned(),
                fact.why.clone(),
            )
        })
        .collect();
    serde_json::to_string(&packed).expect("numbers and strings are JSON")
}

/// What [`facts`] wrote about `text`. A fact of an unknown kind is left out: a newer program wrote it. None if it is not
/// what was written, or about another text.
pub(crate) fn read_facts(text: &str, packed: &str) -> Option<Vec<Fact>> {
    let packed: Vec<PackedFact> = serde_json::from_str(packed).ok()?;
    let span = |(start, end): Pair| text.get(start..end).map(|_| start..end);
    let mut facts = Vec::with_capacity(packed.len());
    for (kind, value, concept, role, function, assertion, subject, data, evidence, rule, why) in packed {
        let evidence: Vec<Evidence> = evidence
            .into_iter()
            .map(|(quote, surface)| Some(Evidence { quote: span(quote)?, surface: span(surface)? }))
            .collect::<Option<_>>()?;
        let subject = match subject {
            0 => Some(Subject::Document),
            -1 => Some(Subject::Cohort),
            number => u8::try_from(number).ok().map(Subject::Patient),
        };
        let kind = KINDS.iter().find(|entry| entry.name == kind).map(|entry| entry.kind);
        let known = (kind, ROLES.get(role), ASSERTIONS.get(assertion), subject);
        let (Some(kind), Some(&role), Some(&assertion), Some(subject)) = known else { continue };
        facts.push(Fact {
            kind,
            value,
            concept,
            role,
            function,
            assertion,
            subject,
            data: match data {
                PackedData::None => Data::None,
                PackedData::Quantity(op, n, n2, unit) => Data::Quantity { op: name(op), n, n2, unit },
                PackedData::Date(date) => Data::Date(date),
                PackedData::Id(id) => Data::Id(id),
            },
            evidence: (!evidence.is_empty()).then_some(evidence)?,
            rule: name(rule),
            why,
        });
    }
    Some(facts)
}

/// The one copy of a rule's or operator's name: a fact holds them as `&'static str`, and there are some hundred.
fn name(text: String) -> &'static str {
    static NAMES: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    let mut names = NAMES.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = names.get(text.as_str()) {
        return known;
    }
    let kept: &'static str = Box::leak(text.into_boxed_str());
    names.insert(kept);
    kept
}

fn pair(span: &Span) -> Pair {
    let Range { start, end } = *span;
    (start, end)
}

fn place<T: PartialEq>(table: &[T], item: &T) -> usize {
    table.iter().position(|entry| entry == item).expect("the table has every variant")
}
