//! What a bibliographic record says of itself in fields: authors, journal, dates, numbers, keywords. What a field is,
//! nothing else in its place can be: a journal named after a disease is no disease.

use super::finds::Finds;
use super::people::author_function;
use super::{Data, Fact, FactKind, Page};
use crate::document::{Field, FieldKind};
use crate::vocabulary::ConceptKind;

pub(super) fn find(page: &Page<'_>, facts: &mut Vec<Fact>) {
    let fields = &page.document.fields;
    if fields.is_empty() {
        return;
    }
    let mut finds = Finds::new(page);
    let authors = fields.iter().filter(|field| field.kind == FieldKind::Author).count();
    let mut author = 0;
    for field in fields {
        let shown = page.str(&field.range);
        let value = field.value.as_deref().unwrap_or(shown);
        let (kind, rule) = match field.kind {
            FieldKind::Author => (FactKind::Person, "record/author"),
            // A date that cannot be read has no normal form.
            FieldKind::Published | FieldKind::PublishedOnline if !value.starts_with(|c: char| c.is_ascii_digit()) => {
                continue;
            }
            FieldKind::Published | FieldKind::PublishedOnline => (FactKind::PubDate, "record/date"),
            FieldKind::Doi => (FactKind::Doi, "record/doi"),
            FieldKind::Pmid => (FactKind::Pmid, "record/pmid"),
            FieldKind::Pmcid => (FactKind::Pmcid, "record/pmcid"),
            FieldKind::Pii => (FactKind::Pii, "record/pii"),
            FieldKind::Keyword => (FactKind::Keyword, "record/keyword"),
            FieldKind::Genre if field.value.is_some() => (FactKind::DocType, "record/genre"),
            FieldKind::Funding => (FactKind::Funding, "record/funding"),
            FieldKind::Journal => {
                journal(&mut finds, field, value);
                continue;
            }
            FieldKind::Genre | FieldKind::Affiliation | FieldKind::Remark => continue,
        };
        // Registrants may write the letters of a DOI as they like.
        let value = if kind == FactKind::Doi { value.to_lowercase() } else { value.to_owned() };
        let fact = finds.add(kind, &value, &field.range, rule);
        match field.kind {
            FieldKind::Author => {
                fact.function.get_or_insert_with(|| author_function(author, authors).to_owned());
                author += 1;
            }
            FieldKind::Published | FieldKind::PublishedOnline => {
                let online = field.kind == FieldKind::PublishedOnline;
                fact.function.get_or_insert_with(|| if online { "published online" } else { "published" }.to_owned());
                fact.data = Data::Date(value);
            }
            FieldKind::Doi | FieldKind::Pmid | FieldKind::Pmcid | FieldKind::Pii => fact.data = Data::Id(value),
            FieldKind::Funding => fact.function = Some("funder".to_owned()),
            _ => {}
        }
    }
    if let Some(range) = &page.document.title.range {
        let title = page.document.title.text.trim_end_matches('.');
        let fact = finds.add(FactKind::Publication, title, range, "record/title");
        fact.function = Some("original publication".to_owned());
    }
    finds.finish(facts);
}

/// The journal by the name the vocabulary has for it, else as the record calls it.
fn journal(finds: &mut Finds<'_, '_>, field: &Field, value: &str) {
    let page = finds.page;
    let known = page.mentions_in(&field.range).iter().find_map(|mention| {
        let mut concepts = mention.concepts.iter().map(|&concept| page.vocabulary.get(concept));
        concepts.find(|concept| concept.kind == ConceptKind::Journal && mention.surface == field.range)
    });
    let name = known.map_or(value, |concept| concept.preferred);
    let fact = finds.add(FactKind::Journal, name, &field.range, "record/journal");
    fact.concept = known.map(|concept| concept.id.to_owned());
}

/// Takes away what other rules have read into the fields.
pub(super) fn settle(page: &Page<'_>, facts: &mut Vec<Fact>) {
    let fields = &page.document.fields;
    if fields.is_empty() {
        return;
    }
    let declares = |kind| fields.iter().any(|field| field.kind == kind);
    let genre = declares(FieldKind::Genre);
    facts.retain_mut(|fact| {
        if fact.rule.starts_with("record/") {
            return true;
        }
        if genre && fact.kind == FactKind::DocType {
            return false;
        }
        let kind = fact.kind;
        fact.evidence.retain(|evidence| {
            let at = fields.partition_point(|field| field.range.end <= evidence.surface.start);
            let field = fields.get(at).filter(|field| field.range.start < evidence.surface.end);
            field.is_none_or(|field| may_hold(field.kind, kind))
        });
        !fact.evidence.is_empty()
    });
}

/// Whether other rules may find facts of this kind inside a field.
fn may_hold(field: FieldKind, kind: FactKind) -> bool {
    match field {
        FieldKind::Affiliation => {
            matches!(kind, FactKind::Institution | FactKind::Company | FactKind::Contact | FactKind::Language)
        }
        FieldKind::Keyword => matches!(
            kind,
            FactKind::Disease
                | FactKind::Therapy
                | FactKind::Drug
                | FactKind::Product
                | FactKind::Target
                | FactKind::Antigen
                | FactKind::CellType
                | FactKind::Sign
                | FactKind::AdverseEvent
        ),
        FieldKind::Genre => matches!(kind, FactKind::StudyDesign | FactKind::StudyPhase | FactKind::Language),
        FieldKind::Doi | FieldKind::Pmid | FieldKind::Pmcid => kind == FactKind::Url,
        FieldKind::Author
        | FieldKind::Journal
        | FieldKind::Published
        | FieldKind::PublishedOnline
        | FieldKind::Pii
        | FieldKind::Funding
        | FieldKind::Remark => kind == FactKind::Language,
    }
}
