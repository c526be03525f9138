//! What is said of what a query names and nobody knows: fields, values, saved filters, with the names nearest to it.

use super::parse::{Field, Parser};
use super::value::closed;
use super::{Query, QueryError, QueryErrorKind, Value, sets};
use crate::facts::{FactKind, KINDS};
use crate::library::Saved;
use crate::vocabulary::distance;

impl Parser<'_> {
    /// What is said of a field that there is not.
    pub(super) fn no_field(&self, name: &str, start: usize) -> QueryError {
        let near = near_fields(name);
        let (english, german) = if near.is_empty() {
            (
                format!("there is no field `{name}`; put the word in quotes if it is none"),
                format!("es gibt kein Feld `{name}`; ein Wort, das keines ist, steht in Anführungszeichen"),
            )
        } else {
            let near = near.join(", ");
            (
                format!("there is no field `{name}`; did you mean {near}?"),
                format!("es gibt kein Feld `{name}`; gemeint ist vielleicht {near}"),
            )
        };
        self.error(start, QueryErrorKind::UnknownField, &english, &german)
    }

    pub(super) fn unsaved(&self, start: usize, name: &str, all: &[Saved]) -> QueryError {
        let key = name.to_lowercase();
        let far = |other: &str| {
            let other = other.to_lowercase();
            distance(key.as_bytes(), other.as_bytes(), key.len() + other.len()).unwrap_or(usize::MAX)
        };
        let mut near: Vec<&Saved> = all.iter().collect();
        near.sort_by_key(|saved| (!saved.name.to_lowercase().starts_with(&key), far(&saved.name)));
        let nearest: Vec<String> = near.iter().take(3).map(|saved| saved.name.clone()).collect();
        let (english, german) = if nearest.is_empty() {
            (
                format!("no filter is saved, so none is called {name}"),
                format!("es ist kein Filter gespeichert, also auch keiner namens {name}"),
            )
        } else {
            let near = nearest.join(", ");
            (
                format!("no saved filter is called {name}; the nearest names: {near}"),
                format!("kein gespeicherter Filter heißt {name}; die nächsten Namen: {near}"),
            )
        };
        self.error(start, QueryErrorKind::UnknownValue { nearest }, &english, &german)
    }

    /// What is said of a value that is not known.
    pub(super) fn unknown(&self, field: Field, value: &str, nearest: Vec<String>, start: usize) -> QueryError {
        let elsewhere = if let Field::Kind(kind, _) = field { self.elsewhere(kind, value) } else { None };
        let near = if elsewhere.is_some() { String::new() } else { nearest.join(", ") };
        let (english, german) = match (elsewhere, field) {
            (Some(other), _) => (
                format!("\"{value}\" is known by another field: {other}"),
                format!("\"{value}\" ist unter einem anderen Feld bekannt: {other}"),
            ),
            (None, Field::Kind(FactKind::Language, _)) => (
                format!("no language has the code \"{value}\"; as in lang:de, lang:en"),
                format!("keine Sprache hat das Kürzel \"{value}\"; wie in lang:de, lang:en"),
            ),
            (None, Field::Kind(kind, _)) if !closed(kind) => {
                let name = kind.entry().fields[0];
                (format!("there is no {name}:\"{value}\""), format!("es gibt kein {name}:\"{value}\""))
            }
            (None, Field::Is | Field::Has) => {
                let name = if field == Field::Is { "is" } else { "has" };
                (format!("there is no {name}:\"{value}\""), format!("es gibt kein {name}:\"{value}\""))
            }
            (None, _) => {
                (format!("the vocabulary knows no \"{value}\""), format!("das Vokabular kennt \"{value}\" nicht"))
            }
        };
        let (english, german) = if near.is_empty() {
            (english, german)
        } else {
            (format!("{english}; the nearest names: {near}"), format!("{german}; die nächsten Namen: {near}"))
        };
        self.error(start, QueryErrorKind::UnknownValue { nearest }, &english, &german)
    }

    /// The field that knows a value which this kind does not, with the value.
    fn elsewhere(&self, kind: FactKind, value: &str) -> Option<String> {
        let others = KINDS.iter().filter(|entry| entry.facet && entry.kind != kind);
        let mut knowing = others.filter(|entry| Value::is_concept(entry.kind, value, self.vocabulary));
        knowing.next().map(|entry| format!("{}:{}", entry.fields[0], Query::quoted(value)))
    }

    pub(super) fn one_of<T: Copy>(
        &self,
        field: Field,
        table: &[(&str, T)],
        value: &str,
        start: usize,
    ) -> Result<T, QueryError> {
        let found = table.iter().find(|(name, _)| value.eq_ignore_ascii_case(name));
        found.map(|(_, item)| *item).ok_or_else(|| {
            let names: Vec<&str> = table.iter().map(|(name, _)| *name).collect();
            let mut nearest = sets::nearest(value, names.iter().copied());
            if nearest.is_empty() {
                nearest = names.into_iter().map(str::to_owned).collect();
            }
            self.unknown(field, value, nearest, start)
        })
    }
}

/// What fields that are no kinds of facts are called in German.
const GERMAN: &[(&str, &str)] =
    &[("jahr", "year"), ("quelle", "source"), ("schlagwort", "tag"), ("notiz", "note"), ("dieselbe", "same")];

/// Fields that are called nearly so, in either language, else those that begin like it; at most three.
fn near_fields(name: &str) -> Vec<String> {
    let name = name.to_lowercase();
    let labels: Vec<(String, &str)> = KINDS
        .iter()
        .flat_map(|entry| [entry.label.en, entry.label.de].map(|label| (label.to_lowercase(), entry.fields[0])))
        .chain(Query::fields().map(|field| (field.to_owned(), field)))
        .chain(GERMAN.iter().map(|(label, field)| ((*label).to_owned(), *field)))
        .collect();
    let mut near: Vec<&str> = Vec::new();
    for label in sets::nearest(&name, labels.iter().map(|(label, _)| label.as_str())) {
        let of = labels.iter().filter(|(known, _)| *known == label).map(|(_, field)| *field);
        near.extend(of.take(1));
    }
    if near.is_empty() {
        let name = &name;
        let like = |length: usize| {
            Query::fields().filter(move |field| field.as_bytes().starts_with(&name.as_bytes()[..length]))
        };
        let lengths = (3..=name.len()).rev();
        near = lengths
            .map(|length| like(length).take(3).collect::<Vec<_>>())
            .find(|near| !near.is_empty())
            .unwrap_or_default();
    }
    near.dedup();
    near.into_iter().map(|field| format!("`{field}:`")).collect()
}
