//! Documents with their facts as JSON objects: what `facts --json` and `show --json` print a line each, and the rows
//! of `list --json`. Offsets are UTF-8 bytes of the document's text; all strings are clean.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Serialize;

use crate::document::Document;
use crate::facts::study::Relation;
use crate::facts::{self, Assertion, Data, Fact, FactKind, Role, Subject};
use crate::library::{AlsoIn, DocId, Head};
use crate::text::{Span, clean, clean_line};
use crate::vocabulary::Vocabulary;

/// A document with its facts.
#[derive(Debug, Serialize)]
pub struct Record<'a> {
    id: Option<i64>,
    source: String,
    title: &'a str,
    language: Vec<String>,
    doc_type: Option<&'a str>,
    published: Option<String>,
    text_bytes: usize,
    facts: Vec<Entry<'a>>,
    #[serde(flatten)]
    related: Option<AllRelated<'a>>,
}

/// Documents of the same library: those that tell of the same study, what the document cites, and where it is cited.
#[derive(Debug, Serialize)]
struct AllRelated<'a> {
    also_in: Vec<Related<'a>>,
    cites: Vec<Related<'a>>,
    cited_by: Vec<Related<'a>>,
}

/// A related document and what has matched.
#[derive(Debug, Serialize)]
struct Related<'a> {
    id: i64,
    source: String,
    title: &'a str,
    relation: &'static str,
    matched: Vec<Match<'a>>,
}

#[derive(Debug, Serialize)]
struct Match<'a> {
    kind: &'static str,
    value: Cow<'a, str>,
}

#[derive(Debug, Serialize)]
struct Entry<'a> {
    kind: &'static str,
    value: String,
    concept: Option<&'a str>,
    xrefs: BTreeMap<&'a str, Vec<&'a str>>,
    role: Option<&'a str>,
    assertion: &'static str,
    subject: String,
    data: Value<'a>,
    evidence: Vec<Place>,
    rule: &'static str,
}

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Value<'a> {
    None {},
    Quantity {
        op: &'static str,
        n: Number,
        #[serde(skip_serializing_if = "Option::is_none")]
        n2: Option<Number>,
        unit: &'a str,
    },
    Date {
        date: &'a str,
    },
    Id {
        id: &'a str,
    },
}

/// A number that is written without a fraction if it has none.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Number {
    Whole(i64),
    Fraction(f64),
}

#[derive(Debug, Serialize)]
struct Place {
    start: usize,
    end: usize,
    quote: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    surface: Option<Box<Place>>,
}

/// A row of a list.
#[derive(Debug, Serialize)]
pub struct Row<'a> {
    id: i64,
    source: String,
    title: &'a str,
    language: &'a [String],
    doc_type: Option<&'a str>,
    published: Option<&'a str>,
    diseases: &'a [String],
    therapies: &'a [String],
}

impl<'a> Record<'a> {
    /// The object of a document; `id` and `source` are those of the library, or none and where it was read.
    /// `vocabulary` is the one the facts were found with.
    pub fn new(
        (id, source): (Option<DocId>, &str),
        document: &'a Document,
        facts: &'a [Fact],
        vocabulary: &'a Vocabulary,
    ) -> Self {
        let genre = facts.iter().find(|fact| fact.kind == FactKind::DocType);
        Self {
            id: id.map(|id| id.0),
            source: clean_line(source).into_owned(),
            title: &document.title.text,
            language: facts::languages(facts),
            doc_type: genre.map(|fact| fact.value.as_str()),
            published: facts::published(facts),
            text_bytes: document.text.len(),
            facts: facts.iter().map(|fact| entry(fact, &document.text, vocabulary)).collect(),
            related: None,
        }
    }

    /// The same with the related documents of its library.
    #[must_use]
    pub fn also_in(mut self, all: &'a AlsoIn) -> Self {
        let those = |wanted: fn(Relation) -> bool| {
            let kin = all.kin.iter().filter(|kin| wanted(kin.relation));
            kin.map(|kin| Related {
                id: kin.head.id.0,
                source: clean_line(&kin.head.source).into_owned(),
                title: &kin.head.title,
                relation: kin.relation.name(),
                matched: kin
                    .matched
                    .iter()
                    .map(|(sign, shown)| Match { kind: sign.name(), value: clean_line(shown) })
                    .collect(),
            })
            .collect()
        };
        self.related = Some(AllRelated {
            also_in: those(Relation::is_same),
            cites: those(|relation| relation == Relation::Cites),
            cited_by: those(|relation| relation == Relation::CitedBy),
        });
        self
    }
}

impl<'a> From<&'a Head> for Row<'a> {
    fn from(head: &'a Head) -> Self {
        Self {
            id: head.id.0,
            source: clean_line(&head.source).into_owned(),
            title: &head.title,
            language: &head.language,
            doc_type: head.doc_type.as_deref(),
            published: head.published.as_deref(),
            diseases: &head.diseases,
            therapies: &head.therapies,
        }
    }
}

fn entry<'a>(fact: &'a Fact, text: &str, vocabulary: &'a Vocabulary) -> Entry<'a> {
    Entry {
        kind: fact.kind.name(),
        value: clean_line(&fact.value).into_owned(),
        concept: fact.concept.as_deref(),
        xrefs: xrefs(fact, vocabulary),
        role: role(fact),
        assertion: assertion(fact.assertion),
        subject: subject(fact.subject),
        data: match &fact.data {
            Data::None => Value::None {},
            Data::Quantity { op, n, n2, unit } => Value::Quantity { op, n: number(*n), n2: n2.map(number), unit },
            Data::Date(date) => Value::Date { date },
            Data::Id(id) => Value::Id { id },
        },
        evidence: fact
            .evidence
            .iter()
            .map(|evidence| Place {
                surface: Some(Box::new(place(&evidence.surface, text))),
                ..place(&evidence.quote, text)
            })
            .collect(),
        rule: fact.rule,
    }
}

/// What a subject is called in JSON.
pub(super) fn subject(subject: Subject) -> String {
    match subject {
        Subject::Document => "document".to_owned(),
        Subject::Patient(number) => format!("patient {number}"),
        Subject::Cohort => "cohort".to_owned(),
    }
}

fn place(span: &Span, text: &str) -> Place {
    // A very large text is not clean, what is quoted from it must be.
    Place { start: span.start, end: span.end, quote: clean(&text[span.clone()]).into_owned(), surface: None }
}

/// The identifiers that the vocabulary has for a concept in other schemes, by prefix.
fn xrefs<'a>(fact: &Fact, vocabulary: &'a Vocabulary) -> BTreeMap<&'a str, Vec<&'a str>> {
    let mut grouped: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let concept = fact.concept.as_deref().and_then(|id| vocabulary.by_id(id));
    for id in concept.into_iter().flat_map(|index| vocabulary.get(index).xrefs.iter()) {
        let (prefix, _) = id.split_once(':').unwrap_or((id, ""));
        grouped.entry(prefix).or_default().push(id);
    }
    grouped
}

/// The part a fact plays; of people, institutions, dates and links the function the text gives them.
fn role(fact: &Fact) -> Option<&str> {
    match fact.role {
        Role::Primary => Some("primary"),
        Role::Specific => Some("specific"),
        Role::Studied => Some("studied"),
        Role::Mentioned => Some("mentioned"),
        Role::None => fact.function.as_deref(),
    }
}

fn assertion(assertion: Assertion) -> &'static str {
    match assertion {
        Assertion::Affirmed => "affirmed",
        Assertion::Negated => "negated",
        Assertion::Hypothetical => "hypothetical",
        Assertion::Planned => "planned",
        Assertion::Background => "background",
        Assertion::GeneralRisk => "general risk",
        Assertion::Comparison => "comparison",
        Assertion::Preclinical => "preclinical",
        Assertion::InReference => "in reference",
        Assertion::InBoilerplate => "in boilerplate",
    }
}

fn number(n: f64) -> Number {
    // Above this not every whole number is a float.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if n.fract() == 0.0 && n.abs() < EXACT { Number::Whole(n as i64) } else { Number::Fraction(n) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::Evidence;

    fn fact(kind: FactKind, value: &str, data: Data) -> Fact {
        Fact {
            kind,
            value: value.into(),
            concept: None,
            role: Role::None,
            function: None,
            assertion: Assertion::Affirmed,
            subject: Subject::Patient(2),
            data,
            evidence: vec![Evidence { quote: 0..9, surface: 5..9 }],
            rule: "test/rule",
            why: Vec::new(),
        }
    }

    fn check(fact: &Fact, expected: &str) {
        let vocabulary = Vocabulary::default();
        let json = serde_json::to_string(&entry(fact, "für Grüße", &vocabulary)).expect("JSON");
        assert!(json.contains(expected), "{expected} in {json}");
    }

    #[test]
    fn data_has_the_shape_of_its_sort() {
        let quantity = |n, n2| Data::Quantity { op: "=", n, n2, unit: "mo".into() };
        check(&fact(FactKind::Duration, "5 months", quantity(5.0, None)), r#""data":{"op":"=","n":5,"unit":"mo"}"#);
        check(
            &fact(FactKind::Duration, "x", quantity(0.5, Some(2.0))),
            r#""data":{"op":"=","n":0.5,"n2":2,"unit":"mo"}"#,
        );
        check(&fact(FactKind::PubDate, "x", Data::Date("2025-03".into())), r#""data":{"date":"2025-03"}"#);
        check(&fact(FactKind::Doi, "x", Data::Id("10.1/x".into())), r#""data":{"id":"10.1/x"}"#);
        check(&fact(FactKind::Claim, "x", Data::None), r#""data":{}"#);
    }

    #[test]
    fn evidence_quotes_its_bytes_and_words_are_lower_case() {
        let mut person = fact(FactKind::Person, "Eva Muster", Data::None);
        person.function = Some("first author".into());
        check(&person, r#""role":"first author","assertion":"affirmed","subject":"patient 2""#);
        check(
            &person,
            r#""evidence":[{"start":0,"end":9,"quote":"für Grü","surface":{"start":5,"end":9,"quote":"Grü"}}]"#,
        );
        check(&fact(FactKind::Disease, "x", Data::None), r#""role":null"#);
    }
}
