//! Documents of the same study side by side: what each says of the patients, and where they disagree. Two documents
//! disagree where both say something and nothing of it can be the same.

use super::views::{Item, item};
use super::{DocId, Head, Library, Loaded, Result};
use crate::facts::study::{self, Relation};
use crate::facts::told::{COLUMNS, Column, Told, told, whole};
use crate::vocabulary::Vocabulary;

/// Documents compared at most.
const MOST: usize = 8;

/// A document beside others of its study.
#[derive(Debug, Clone, PartialEq)]
pub struct Compared {
    /// What the list shows of it.
    pub head: Head,
    /// How it is related to the first one; none for that itself.
    pub relation: Option<Relation>,
    /// What each of [`COLUMNS`] holds for the patient or group that the study is about.
    pub cells: [Vec<Item>; COLUMNS.len()],
    /// Whether a column disagrees with the first document.
    pub disagrees: [bool; COLUMNS.len()],
}

impl Library {
    /// A document and those that tell of the same study, the closest first.
    pub fn compare(&self, id: DocId, vocabulary: &Vocabulary) -> Result<Vec<Compared>> {
        let loaded = self.load(id)?;
        let keys = study::keys(&loaded.document, &loaded.facts);
        let kin = self.also_in(id, keys)?.kin;
        let cells = |row: Option<&Told>, loaded: &Loaded| match row {
            Some(row) => row.cells.each_ref().map(|cell| {
                cell.iter().map(|&index| item(&loaded.facts[index], &loaded.document.text)).collect::<Vec<_>>()
            }),
            None => std::array::from_fn(|_| Vec::new()),
        };
        let rows = rows_of(&loaded);
        let mut first: Option<[Vec<Item>; COLUMNS.len()]> = None;
        let mut compared: Vec<Compared> = Vec::new();
        for related in kin.iter().filter(|related| related.relation.is_same()).take(MOST - 1) {
            let other = self.load(related.head.id)?;
            let theirs: Vec<_> = rows_of(&other).iter().map(|row| cells(Some(row), &other)).collect();
            // Of several patients the two that fit: the first of the one document that has its age in the other.
            let ours: Vec<_> = rows.iter().map(|row| cells(Some(row), &loaded)).collect();
            let pair = ours.iter().find_map(|our| {
                let fits = |their: &&[Vec<Item>; COLUMNS.len()]| shares_number(&our[AGE], &their[AGE]);
                theirs.iter().find(fits).map(|their| (our.clone(), their.clone()))
            });
            let (our, their) = match (&first, pair) {
                (None, Some((our, their))) => (our, their),
                (Some(our), _) => {
                    let fits = |their: &&[Vec<Item>; COLUMNS.len()]| shares_number(&our[AGE], &their[AGE]);
                    let their = theirs.iter().find(fits).or(theirs.first());
                    (our.clone(), their.cloned().unwrap_or_else(|| cells(None, &other)))
                }
                (None, None) => {
                    (cells(rows.first(), &loaded), theirs.first().cloned().unwrap_or_else(|| cells(None, &other)))
                }
            };
            let disagrees = std::array::from_fn(|at| disagree(COLUMNS[at], &our[at], &their[at], vocabulary));
            first.get_or_insert(our);
            compared.push(Compared {
                head: related.head.clone(),
                relation: Some(related.relation),
                cells: their,
                disagrees,
            });
        }
        let own = first.unwrap_or_else(|| cells(rows.first(), &loaded));
        let head = Compared { head: loaded.head, relation: None, cells: own, disagrees: [false; COLUMNS.len()] };
        compared.insert(0, head);
        Ok(compared)
    }
}

/// The patients and the group of a document, else what it says as a whole.
fn rows_of(loaded: &Loaded) -> Vec<Told> {
    let rows = told(&loaded.document, &loaded.facts);
    if rows.is_empty() { vec![whole(&loaded.facts)] } else { rows }
}

/// The place of the ages in [`COLUMNS`].
const AGE: usize = 1;

fn shares_number(one: &[Item], other: &[Item]) -> bool {
    let overlap =
        |(low, high): (f64, f64)| move |item: &Item| item.range.is_some_and(|(from, to)| from <= high && low <= to);
    one.iter().filter_map(|item| item.range).any(|range| other.iter().any(overlap(range)))
}

/// Whether two cells of a column cannot both be true.
fn disagree(column: Column, one: &[Item], other: &[Item], vocabulary: &Vocabulary) -> bool {
    if one.is_empty() || other.is_empty() {
        return false;
    }
    match column {
        Column::Number | Column::Age | Column::FollowUp | Column::Prior => {
            let numbers = |items: &[Item]| items.iter().any(|item| item.range.is_some());
            numbers(one) && numbers(other) && !shares_number(one, other)
        }
        Column::Sex | Column::Outcome => {
            let classes = |items: &[Item]| items.iter().all(|item| item.class.is_some());
            let shared = one.iter().any(|item| other.iter().any(|their| their.class == item.class));
            classes(one) && classes(other) && !shared
        }
        Column::Disease | Column::Therapy => !one.iter().any(|item| {
            other.iter().any(|their| match (&item.concept, &their.concept) {
                (Some(mine), Some(theirs)) => related(mine, theirs, vocabulary),
                _ => item.value == their.value,
            })
        }),
    }
}

/// Whether two concepts are one, or one is narrower than the other.
fn related(one: &str, other: &str, vocabulary: &Vocabulary) -> bool {
    let below = |low: &str, high: &str| match (vocabulary.by_id(low), vocabulary.by_id(high)) {
        (Some(low), Some(high)) => vocabulary.ancestors(low).contains(&high),
        _ => false,
    };
    one == other || below(one, other) || below(other, one)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{Data, Fact, FactKind, Role, Subject};
    use crate::library::testing::{concept, document, fact, put, vocabulary};

    fn story(age: f64, months: f64, disease: &str, outcome: &str) -> Vec<Fact> {
        let quantity = |n: f64, unit: &str| Data::Quantity { op: "=", n, n2: None, unit: unit.to_owned() };
        vec![
            Fact { role: Role::Primary, ..concept(disease, &vocabulary()) },
            Fact {
                subject: Subject::Patient(1),
                data: quantity(age, "a"),
                ..fact(FactKind::PatientAge, &format!("{age} years"), None)
            },
            Fact { data: quantity(months, "mo"), ..fact(FactKind::FollowUp, &format!("{months} months"), None) },
            Fact { data: Data::Id(outcome.to_owned()), ..fact(FactKind::Outcome, outcome, None) },
            Fact { data: Data::Id("10.1000/a".to_owned()), ..fact(FactKind::Doi, "10.1000/a", None) },
        ]
    }

    #[test]
    fn what_cannot_both_be_true_is_marked() {
        let mut library = Library::in_memory().unwrap();
        let mut add = |name: &str, facts: &[Fact]| put(&mut library, name, &document(name, &format!("{name}.")), facts);
        let one = add("one", &story(35.0, 5.0, "D:2", "remission"));
        add("same", &story(35.0, 5.0, "D:1", "remission"));
        add("other", &story(36.0, 12.0, "D:4", "relapse"));
        add("alone", &[]);
        let compared = library.compare(one, &vocabulary()).unwrap();
        let marked = |at: usize| -> Vec<&str> {
            let columns = COLUMNS.iter().zip(compared[at].disagrees);
            columns.filter(|(_, disagrees)| *disagrees).map(|(column, _)| column.name()).collect()
        };
        assert_eq!(compared.len(), 3);
        assert_eq!(marked(0), <[&str; 0]>::default());
        assert_eq!(marked(1), <[&str; 0]>::default(), "a broader disease is no contradiction");
        assert_eq!(marked(2), ["age", "disease", "outcome", "follow_up"]);
    }
}
