//! What of a fact the store keeps for filters and counts: its value, its numbers, and whether it counts at all, which is
//! decided here, in [`flags`].

use std::collections::HashMap;

use rusqlite::{OptionalExtension, Transaction, params};

use crate::facts::{Data, Fact, FactKind, Role};
use crate::library::fold;

/// A fact with an assertion that counts.
pub(crate) const COUNTS: u32 = 1;
/// Such a fact of role primary.
pub(crate) const PRIMARY: u32 = 2;

/// The kinds that a field of the query language covers: `therapy:` also finds drugs and products.
pub(crate) fn kinds_of(kind: FactKind) -> &'static [FactKind] {
    if kind == FactKind::Therapy {
        return &[FactKind::Therapy, FactKind::Drug, FactKind::Product];
    }
    std::slice::from_ref(&kind.entry().kind)
}

/// What a filter makes of a fact.
pub(crate) fn flags(fact: &Fact) -> u32 {
    match (fact.assertion.counts(), fact.role) {
        (false, _) => 0,
        (true, Role::Primary) => COUNTS | PRIMARY,
        (true, _) => COUNTS,
    }
}

/// The value of a fact without concept that queries compare with: an identifier or date, else what is printed.
pub(crate) fn plain_value(fact: &Fact) -> &str {
    match &fact.data {
        Data::Id(id) => id,
        Data::Date(date) => date,
        Data::None | Data::Quantity { .. } => &fact.value,
    }
}

/// What a fact is found by without its concept, one a line: the folded value, and the identifier or date if another.
pub(crate) fn value_key(fact: &Fact) -> String {
    let mut key = fold::hay(&fact.value);
    let plain = plain_value(fact);
    if plain != fact.value {
        key.push('\n');
        key.push_str(&fold::hay(plain));
    }
    key
}

/// The numbers that a quantity may be, ends included; times in years, except those counted in months by
/// [`unit_days`]'s kinds.
pub(crate) fn interval(fact: &Fact) -> Option<(f64, f64)> {
    let Data::Quantity { op, n, n2, unit } = &fact.data else {
        return None;
    };
    let scale = unit_days(unit).map_or(1.0, |days| days / default_days(fact.kind));
    let n = n * scale;
    Some(match *op {
        ">" => (n.next_up(), f64::MAX),
        ">=" => (n, f64::MAX),
        "<" => (0.0, n.next_down()),
        "<=" => (0.0, n),
        _ => (n, n2.map_or(n, |n2| n2 * scale)),
    })
}

/// The days in a unit of time.
pub(crate) fn unit_days(unit: &str) -> Option<f64> {
    Some(match unit {
        "a" | "y" => 365.25,
        "mo" => 365.25 / 12.0,
        "wk" | "w" => 7.0,
        "d" => 1.0,
        "h" => 1.0 / 24.0,
        _ => return None,
    })
}

/// The days in the unit that numbers of a kind are compared in: years for ages, months for other times.
pub(crate) fn default_days(kind: FactKind) -> f64 {
    if kind == FactKind::PatientAge { 365.25 } else { 365.25 / 12.0 }
}

/// A value of a facet kind, as the store knows it.
#[derive(Debug, Clone)]
pub(crate) struct FacetValue {
    known: (FactKind, Option<String>, String),
    label: String,
}

impl FacetValue {
    pub(crate) fn of(fact: &Fact) -> Self {
        Self { known: (fact.kind, fact.concept.clone(), value_key(fact)), label: plain_value(fact).to_owned() }
    }
}

/// Values of facet kinds whose number is known.
pub(crate) type Known = HashMap<(FactKind, Option<String>, String), u32>;

/// The number of a facet value in the store, made if it is new.
pub(crate) fn value_number(step: &Transaction<'_>, value: &FacetValue, known: &mut Known) -> rusqlite::Result<u32> {
    if let Some(number) = known.get(&value.known) {
        return Ok(*number);
    }
    let (kind, concept, key) = &value.known;
    let kind = kind.name();
    let found = step
        .prepare_cached("SELECT id FROM value WHERE kind = ? AND key = ? AND concept IS ?")?
        .query_row(params![kind, key, concept], |row| row.get(0))
        .optional()?;
    let number = match found {
        Some(number) => number,
        None => step
            .prepare_cached("INSERT INTO value (kind, concept, key, label) VALUES (?, ?, ?, ?) RETURNING id")?
            .query_row(params![kind, concept, key, value.label], |row| row.get(0))?,
    };
    known.insert(value.known.clone(), number);
    Ok(number)
}

/// The facet values of one document.
#[derive(Debug, Default)]
pub(crate) struct Slots(Vec<(u32, u32)>);

impl Slots {
    pub(crate) fn add(&mut self, number: u32, flags: u32) {
        match self.0.iter_mut().find(|(known, _)| *known == number) {
            Some((_, known)) => *known |= flags,
            None => self.0.push((number, flags)),
        }
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        let packed = self.0.iter().map(|(number, flags)| number << 2 | flags);
        packed.flat_map(u32::to_le_bytes).collect()
    }
}
