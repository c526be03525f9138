//! How structure and facts of a document are written into one column each: JSON arrays without names, enum variants by
//! their position in the tables below, which only ever grow at their ends.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use crate::document::{
    Block, BlockKind, Document, Field, FieldKind, Link, Section, Styled, TextStyle, Title, TitleOrigin, Zone, ZoneKind,
};
use crate::facts::{Assertion, Data, Evidence, Fact, KINDS, Role, Subject};
use crate::text::Span;

const ORIGINS: &[TitleOrigin] =
    &[TitleOrigin::Declared, TitleOrigin::Heading, TitleOrigin::FirstLine, TitleOrigin::FileName];
const ZONES: &[ZoneKind] = &[
    ZoneKind::References,
    ZoneKind::Boilerplate,
    ZoneKind::Contact,
    ZoneKind::Publication,
    ZoneKind::Keywords,
    ZoneKind::Caption,
    ZoneKind::Masthead,
];
const FIELDS: &[FieldKind] = &[
    FieldKind::Author,
    FieldKind::Affiliation,
    FieldKind::Journal,
    FieldKind::Published,
    FieldKind::PublishedOnline,
    FieldKind::Doi,
    FieldKind::Pmid,
    FieldKind::Pmcid,
    FieldKind::Pii,
    FieldKind::Keyword,
    FieldKind::Genre,
    FieldKind::Funding,
    FieldKind::Remark,
];
const STYLES: &[TextStyle] = &[TextStyle::Strong, TextStyle::Emphasis, TextStyle::Code];
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

#[derive(Serialize, Deserialize)]
struct Structure {
    title: (String, Option<Pair>, usize),
    blocks: Vec<(usize, usize, u8, u8)>,
    sections: Vec<(u8, Pair, Pair)>,
    zones: Vec<(Pair, usize)>,
    links: Vec<(Pair, String)>,
    spans: Vec<(Pair, usize)>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    fields: Vec<(Pair, usize, Option<String>)>,
}

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

/// The structure of a document, without its text.
pub(crate) fn structure(document: &Document) -> String {
    let packed = Structure {
        title: (
            document.title.text.clone(),
            document.title.range.as_ref().map(pair),
            place(ORIGINS, &document.title.origin),
        ),
        blocks: document
            .blocks
            .iter()
            .map(|block| {
                let (kind, argument) = block_code(block.kind);
                (block.range.start, block.range.end, kind, argument)
            })
            .collect(),
        sections: document
            .sections
            .iter()
            .map(|section| (section.level, pair(&section.heading), pair(&section.range)))
            .collect(),
        zones: document.zones.iter().map(|zone| (pair(&zone.range), place(ZONES, &zone.kind))).collect(),
        links: document.links.iter().map(|link| (pair(&link.range), link.target.clone())).collect(),
        spans: document.spans.iter().map(|styled| (pair(&styled.range), place(STYLES, &styled.style))).collect(),
        fields: document
            .fields
            .iter()
            .map(|field| (pair(&field.range), place(FIELDS, &field.kind), field.value.clone()))
            .collect(),
    };
    serde_json::to_string(&packed).expect("numbers and strings are JSON")
}

/// The document of a text and what [`structure`] wrote; none if that cannot be read or does not fit the text.
pub(crate) fn document(text: String, structure: &str) -> Option<Document> {
    let packed: Structure = serde_json::from_str(structure).ok()?;
    let span = |(start, end): Pair| text.get(start..end).map(|_| start..end);
    let (title, range, origin) = packed.title;
    let title = Title {
        text: title,
        range: match range {
            Some(range) => Some(span(range)?),
            None => None,
        },
        origin: *ORIGINS.get(origin)?,
    };
    let blocks = packed
        .blocks
        .into_iter()
        .map(|(start, end, kind, argument)| {
            Some(Block { range: span((start, end))?, kind: block_kind(kind, argument)? })
        })
        .collect::<Option<_>>()?;
    let sections = packed
        .sections
        .into_iter()
        .map(|(level, heading, range)| Some(Section { level, heading: span(heading)?, range: span(range)? }))
        .collect::<Option<_>>()?;
    let zones = packed
        .zones
        .into_iter()
        .map(|(range, kind)| Some(Zone { range: span(range)?, kind: *ZONES.get(kind)? }))
        .collect::<Option<_>>()?;
    let links = packed
        .links
        .into_iter()
        .map(|(range, target)| Some(Link { range: span(range)?, target }))
        .collect::<Option<_>>()?;
    let spans = packed
        .spans
        .into_iter()
        .map(|(range, style)| Some(Styled { range: span(range)?, style: *STYLES.get(style)? }))
        .collect::<Option<_>>()?;
    let fields = packed
        .fields
        .into_iter()
        .map(|(range, kind, value)| Some(Field { range: span(range)?, kind: *FIELDS.get(kind)?, value }))
        .collect::<Option<_>>()?;
    Some(Document { text: Arc::from(text), title, blocks, sections, zones, links, spans, fields })
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

/// What [`facts`] wrote about `text`. A fact of an unknown kind or outside the text is left out: a newer program wrote
/// it, or it will be found again when the document is refreshed.
pub(crate) fn read_facts(text: &str, packed: &str) -> Vec<Fact> {
    let packed: Vec<PackedFact> = serde_json::from_str(packed).unwrap_or_default();
    let span = |(start, end): Pair| text.get(start..end).map(|_| start..end);
    packed
        .into_iter()
        .filter_map(|(kind, value, concept, role, function, assertion, subject, data, evidence, rule, why)| {
            let evidence: Vec<Evidence> = evidence
                .into_iter()
                .map(|(quote, surface)| Some(Evidence { quote: span(quote)?, surface: span(surface)? }))
                .collect::<Option<_>>()?;
            Some(Fact {
                kind: KINDS.iter().find(|entry| entry.name == kind)?.kind,
                value,
                concept,
                role: *ROLES.get(role)?,
                function,
                assertion: *ASSERTIONS.get(assertion)?,
                subject: match subject {
                    0 => Subject::Document,
                    -1 => Subject::Cohort,
                    number => Subject::Patient(u8::try_from(number).ok()?),
                },
                data: match data {
                    PackedData::None => Data::None,
                    PackedData::Quantity(op, n, n2, unit) => Data::Quantity { op: name(op), n, n2, unit },
                    PackedData::Date(date) => Data::Date(date),
                    PackedData::Id(id) => Data::Id(id),
                },
                evidence: (!evidence.is_empty()).then_some(evidence)?,
                rule: name(rule),
                why,
            })
        })
        .collect()
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

fn block_code(kind: BlockKind) -> (u8, u8) {
    match kind {
        BlockKind::Heading(level) => (0, level),
        BlockKind::Paragraph => (1, 0),
        BlockKind::Item { hang } => (2, hang),
        BlockKind::Reference { hang } => (3, hang),
        BlockKind::Quote => (4, 0),
        BlockKind::Verbatim => (5, 0),
        BlockKind::TableRow => (6, 0),
        BlockKind::Rule => (7, 0),
    }
}

fn block_kind(code: u8, argument: u8) -> Option<BlockKind> {
    Some(match code {
        0 => BlockKind::Heading(argument),
        1 => BlockKind::Paragraph,
        2 => BlockKind::Item { hang: argument },
        3 => BlockKind::Reference { hang: argument },
        4 => BlockKind::Quote,
        5 => BlockKind::Verbatim,
        6 => BlockKind::TableRow,
        7 => BlockKind::Rule,
        _ => return None,
    })
}
