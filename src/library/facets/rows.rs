//! The rows of a picker: each value that some document has and all broader concepts, with the number of documents that
//! would match if it were the only one.

use std::cmp::Reverse;
use std::collections::HashMap;

use roaring::RoaringBitmap;
use rusqlite::params;

use super::tally::Tally;
use super::{FacetCount, FacetGroup, Facets, Which, is_wide, kinds_of};
use crate::facts::FactKind;
use crate::library::Result;
use crate::library::fold::{self, Needle};
use crate::library::query::Value;
use crate::library::store::Reader;
use crate::vocabulary::{ConceptIndex, Vocabulary};

/// Rows of wide values that a picker is given, the most frequent; more are reached by a query.
const WIDE_ROWS: usize = 2_000;

/// The rows of the picker counted last.
#[derive(Debug)]
pub(super) struct Rows {
    group: FacetGroup,
    fingerprint: String,
    all: Vec<Row>,
    tally: Option<Tally>,
}

/// A row of a picker and the values whose documents it counts.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) count: FacetCount,
    /// What it is known by, whatever the library: an identifier or a folded label.
    pub(super) key: String,
    pub(super) numbers: Vec<u32>,
    /// A query by its name finds more than what is its own: it is counted by what that finds.
    mixed: Option<Value>,
}

impl Rows {
    pub(super) fn are_of(&self, group: FacetGroup, vocabulary: &Vocabulary) -> bool {
        self.group == group && self.fingerprint == vocabulary.fingerprint()
    }
}

impl Facets {
    /// The rows of a picker, counted among `found`.
    pub(crate) fn counts(
        &mut self,
        reader: &Reader,
        group: FacetGroup,
        found: &RoaringBitmap,
        vocabulary: &Vocabulary,
    ) -> Result<Vec<FacetCount>> {
        let mut rows: Vec<FacetCount> = if group == FacetGroup::Year {
            let years = self.years.iter().filter(|(_, documents)| !documents.is_empty());
            let row = |(year, documents): (&i32, &RoaringBitmap)| FacetCount {
                count: documents.intersection_len(found),
                ..plain(None, &year.to_string())
            };
            years.map(row).collect()
        } else {
            self.make_rows(reader, group, vocabulary)?;
            let mut rows = self.counted(reader, group, found)?;
            // "Disease" as such says nothing of a document where every one has some.
            let silent = |id: &str| vocabulary.by_id(id).is_some_and(|concept| vocabulary.get(concept).silent);
            rows.retain(|row| row.count < found.len() || !row.concept.as_deref().is_some_and(silent));
            rows
        };
        for kind in group.kinds().iter().filter(|kind| is_wide(**kind)) {
            let mut counts = self.wide.counts(*kind, found);
            if counts.len() > WIDE_ROWS {
                counts.select_nth_unstable_by_key(WIDE_ROWS, |(_, count)| Reverse(*count));
                counts.truncate(WIDE_ROWS);
            }
            rows.extend(self.wide_rows(reader, *kind, &counts, found, vocabulary)?);
        }
        match group {
            FacetGroup::Year => rows.sort_by(|a, b| b.label.cmp(&a.label)),
            FacetGroup::Kind(_) => rows.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.label.cmp(&b.label))),
        }
        Ok(rows)
    }

    /// Makes the rows unless they are there.
    fn make_rows(&mut self, reader: &Reader, group: FacetGroup, vocabulary: &Vocabulary) -> Result<()> {
        if !self.rows.as_ref().is_some_and(|rows| rows.are_of(group, vocabulary)) {
            self.rows = None;
            let all = self.roll_up(reader, group, vocabulary)?;
            let tally = Tally::load(reader, group, &all, vocabulary)?;
            self.rows = Some(Rows { group, fingerprint: vocabulary.fingerprint().to_owned(), all, tally });
        }
        Ok(())
    }

    fn counted(&self, reader: &Reader, group: FacetGroup, found: &RoaringBitmap) -> Result<Vec<FacetCount>> {
        let Some(rows) = &self.rows else { return Ok(Vec::new()) };
        let mut counts = vec![0; rows.all.len()];
        let tallied = rows.tally.as_ref().and_then(|tally| {
            tally.count(&(found - &tally.since), &mut counts)?;
            Some(&tally.since)
        });
        if let Some(since) = tallied {
            self.count_each(&rows.all, &(found & since), &mut counts);
        } else {
            counts.fill(0);
            self.count_each(&rows.all, found, &mut counts);
        }
        for (row, count) in rows.all.iter().zip(&mut counts) {
            if let (Some(value), FacetGroup::Kind(kind)) = (&row.mixed, group) {
                *count = self.having(reader, kind, value, Which::Counting)?.intersection_len(found);
            }
        }
        Ok(rows.all.iter().zip(counts).map(|(row, count)| FacetCount { count, ..row.count.clone() }).collect())
    }

    /// The rows of a picker without their counts.
    pub(super) fn roll_up(&self, reader: &Reader, group: FacetGroup, vocabulary: &Vocabulary) -> Result<Vec<Row>> {
        let FacetGroup::Kind(kind) = group else { return Ok(Vec::new()) };
        let mut concepts: HashMap<ConceptIndex, Vec<u32>> = HashMap::new();
        // Facts that differ only in what is printed ("platelets normalised", "initial success") share one row: their
        // class. So do those that differ only in how they are written.
        let mut others: HashMap<(Option<&str>, String), Vec<u32>> = HashMap::new();
        let values = self.values.iter().filter(|(_, value)| group.kinds().contains(&value.kind));
        for (number, value) in values.filter(|(_, value)| !value.counting.is_empty()) {
            let concept = value.concept.as_deref();
            if let Some(index) = concept.and_then(|id| vocabulary.by_id(id)) {
                for index in vocabulary.ancestors(index).into_iter().chain([index]) {
                    concepts.entry(index).or_default().push(*number);
                }
            } else {
                let key = if concept.is_some() { String::new() } else { fold::hay(&label(reader, *number)?) };
                others.entry((concept, key)).or_default().push(*number);
            }
        }
        let others: Vec<_> = others.into_iter().collect();
        let written = Written::of(others.iter().map(|((_, key), _)| key.as_str()));
        let mut rows = Vec::with_capacity(concepts.len() + others.len());
        for (index, numbers) in concepts {
            let concept = vocabulary.get(index);
            // Its name means it alone among what the picker's field takes.
            let unique = Value::named(kind, concept.preferred, vocabulary) == [index];
            let count = FacetCount {
                concept: Some(concept.id.to_owned()),
                label: concept.preferred.to_owned(),
                value: if unique { concept.preferred.to_owned() } else { concept.id.to_owned() },
                count: 0,
            };
            let value = Value::resolve(kind, &count.value, false, vocabulary).ok();
            let mixed = match value {
                Some(value) if written.any(&value) || is_wide(kind) && is_written(reader, kind, &value, false)? => {
                    Some(value)
                }
                _ => None,
            };
            rows.push(Row { key: concept.id.to_owned(), count, numbers, mixed });
        }
        for (at, ((concept, key), mut numbers)) in others.into_iter().enumerate() {
            numbers.sort_unstable();
            let count = plain(concept, &label(reader, numbers[0])?);
            let mixed =
                if concept.is_some() { None } else { written.mixed(reader, kind, (at, &count.value), vocabulary)? };
            rows.push(Row { key: concept.map_or(key, str::to_owned), count, numbers, mixed });
        }
        Ok(rows)
    }

    /// The rows of wide values that are no concepts.
    fn wide_rows(
        &self,
        reader: &Reader,
        kind: FactKind,
        counts: &[(u32, u32)],
        found: &RoaringBitmap,
        vocabulary: &Vocabulary,
    ) -> Result<Vec<FacetCount>> {
        let labels: Vec<String> = counts.iter().map(|(number, _)| label(reader, *number)).collect::<Result<_>>()?;
        let keys: Vec<String> = labels.iter().map(|label| fold::hay(label)).collect();
        let written = Written::of(keys.iter().map(String::as_str));
        let mut rows = Vec::with_capacity(labels.len());
        for (at, (label, (_, count))) in labels.iter().zip(counts).enumerate() {
            let count = match written.mixed(reader, kind, (at, label), vocabulary)? {
                Some(value) => self.having(reader, kind, &value, Which::Counting)?.intersection_len(found),
                None => u64::from(*count),
            };
            rows.push(FacetCount { count, ..plain(None, label) });
        }
        Ok(rows)
    }
}

/// The folded forms in which rows that are no concepts are written, with the places of those rows.
struct Written(HashMap<String, Vec<usize>>);

impl Written {
    fn of<'a>(keys: impl Iterator<Item = &'a str>) -> Self {
        let mut lines: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, key) in keys.enumerate() {
            for line in key.lines() {
                lines.entry(line.to_owned()).or_default().push(at);
            }
        }
        Self(lines)
    }

    /// The rows that are written as one of the names of a value.
    fn rows<'a>(&'a self, value: &'a Value) -> impl Iterator<Item = usize> + 'a {
        forms(value).filter_map(|form| self.0.get(&form)).flatten().copied()
    }

    /// What a query by the name of a row that is no concept looks for, if that may be more than the row's own values.
    fn mixed(
        &self,
        reader: &Reader,
        kind: FactKind,
        (at, name): (usize, &str),
        vocabulary: &Vocabulary,
    ) -> Result<Option<Value>> {
        let value = Value::resolve(kind, name, false, vocabulary).unwrap_or_else(|_| Value::plain(name));
        let alone = value.concepts.is_empty() && self.only(&value, at) && !is_written(reader, kind, &value, true)?;
        Ok((!alone).then_some(value))
    }

    fn any(&self, value: &Value) -> bool {
        self.rows(value).next().is_some()
    }

    /// Whether there is no other row than this.
    fn only(&self, value: &Value, at: usize) -> bool {
        self.rows(value).all(|row| row == at)
    }
}

/// The folded forms of the names of a value.
fn forms(value: &Value) -> impl Iterator<Item = String> + '_ {
    value.names.iter().flat_map(|name| Needle::new(name).readings().to_vec())
}

/// Whether the store has a value that is written as one of these names and is a concept, or is none.
fn is_written(reader: &Reader, kind: FactKind, value: &Value, concept: bool) -> Result<bool> {
    let sql = "SELECT 1 FROM value WHERE kind = ?1 AND (concept IS NOT NULL) = ?2
        AND (key = ?3 OR key > ?3 || char(10) AND key < ?3 || char(11))";
    for kind in kinds_of(kind) {
        for form in forms(value) {
            if reader.run(|db| db.prepare_cached(sql)?.exists(params![kind.name(), concept, form]))? {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

fn plain(concept: Option<&str>, label: &str) -> FacetCount {
    FacetCount {
        value: concept.unwrap_or(label).to_owned(),
        concept: concept.map(str::to_owned),
        label: label.to_owned(),
        count: 0,
    }
}

/// What a value is called. Read when a picker is opened: most are never shown.
pub(super) fn label(reader: &Reader, number: u32) -> Result<String> {
    reader.run(|db| db.prepare_cached("SELECT label FROM value WHERE id = ?")?.query_row([number], |row| row.get(0)))
}
