//! The rows of a picker: each value that some document has and all broader concepts, with the number of documents that
//! would match if it were the only one.

use std::cmp::Reverse;
use std::collections::HashMap;

use roaring::RoaringBitmap;

use super::tally::Tally;
use super::{FacetCount, FacetGroup, Facets, is_wide};
use crate::library::Result;
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
    pub(super) numbers: Vec<u32>,
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
            self.counted(found)
        };
        for kind in group.kinds().iter().filter(|kind| is_wide(**kind)) {
            let mut counts = self.wide.counts(*kind, found);
            if counts.len() > WIDE_ROWS {
                counts.select_nth_unstable_by_key(WIDE_ROWS, |(_, count)| Reverse(*count));
                counts.truncate(WIDE_ROWS);
            }
            rows.extend(called(reader, &counts)?);
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

    fn counted(&self, found: &RoaringBitmap) -> Vec<FacetCount> {
        let Some(rows) = &self.rows else { return Vec::new() };
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
        rows.all.iter().zip(counts).map(|(row, count)| FacetCount { count, ..row.count.clone() }).collect()
    }

    /// The rows of a picker without their counts.
    pub(super) fn roll_up(&self, reader: &Reader, group: FacetGroup, vocabulary: &Vocabulary) -> Result<Vec<Row>> {
        let mut concepts: HashMap<ConceptIndex, Vec<u32>> = HashMap::new();
        // Facts that differ only in what is printed ("platelets normalised", "initial success") share one row: their class.
        let mut others: HashMap<(Option<&str>, String), Vec<u32>> = HashMap::new();
        let values = self.values.iter().filter(|(_, value)| group.kinds().contains(&value.kind));
        for (number, value) in values.filter(|(_, value)| !value.counting.is_empty()) {
            let concept = value.concept.as_deref();
            match concept.and_then(|id| vocabulary.by_id(id)) {
                Some(index) => {
                    for index in vocabulary.ancestors(index).into_iter().chain([index]) {
                        concepts.entry(index).or_default().push(*number);
                    }
                }
                None => others.entry((concept, label(reader, *number)?)).or_default().push(*number),
            }
        }
        let concepts = concepts.into_iter().map(|(index, numbers)| {
            let concept = vocabulary.get(index);
            // Its name means it alone among what the picker's field takes.
            let unique = group.kinds().iter().all(|kind| {
                Value::resolve(*kind, concept.preferred, true, vocabulary)
                    .map_or(true, |named| named.concepts.iter().all(|id| id == concept.id))
            });
            let row = FacetCount {
                concept: Some(concept.id.to_owned()),
                label: concept.preferred.to_owned(),
                value: if unique { concept.preferred.to_owned() } else { concept.id.to_owned() },
                count: 0,
            };
            (row, numbers)
        });
        let others = others.into_iter().map(|((concept, label), numbers)| (plain(concept, &label), numbers));
        Ok(concepts.chain(others).map(|(count, numbers)| Row { count, numbers }).collect())
    }
}

fn plain(concept: Option<&str>, label: &str) -> FacetCount {
    FacetCount {
        value: concept.unwrap_or(label).to_owned(),
        concept: concept.map(str::to_owned),
        label: label.to_owned(),
        count: 0,
    }
}

/// The rows of values that are known by number.
fn called(reader: &Reader, counts: &[(u32, u32)]) -> Result<Vec<FacetCount>> {
    let row = |(number, count): &(u32, u32)| {
        Ok(FacetCount { count: u64::from(*count), ..plain(None, &label(reader, *number)?) })
    };
    counts.iter().map(row).collect()
}

/// What a value is called. Read when a picker is opened: most are never shown.
fn label(reader: &Reader, number: u32) -> Result<String> {
    reader.run(|db| db.prepare_cached("SELECT label FROM value WHERE id = ?")?.query_row([number], |row| row.get(0)))
}
