//! Views across documents: diseases against therapies, the years, the patients. All count what the filter in force
//! leaves, by the one rule of [`crate::facts::Assertion::counts`].

use std::collections::{BTreeMap, HashSet};

use roaring::RoaringBitmap;

use super::compare::Compared;
use super::facets::{self, FacetCount, FacetGroup, Facets};
use super::query::{Query, Test};
use super::store::Reader;
use super::{DocId, Ids, Library, LibraryError, Result, Sort, select};
use crate::facts::told::{COLUMNS, told};
use crate::facts::{Data, Evidence, Fact, FactKind, Subject};
use crate::vocabulary::Vocabulary;

/// A view to ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// Diseases against therapies, at most so many of each.
    Matrix(usize),
    /// Documents by year.
    Timeline,
    /// Patients of the documents, in this order from this place in it.
    Patients(Sort, usize),
    /// A document beside the others of its study.
    Compare(DocId),
}

/// A view as it was counted.
#[derive(Debug, Clone, PartialEq)]
pub enum Viewed {
    /// Answer to [`View::Matrix`].
    Matrix(Matrix),
    /// Answer to [`View::Timeline`].
    Timeline(Timeline),
    /// Answer to [`View::Patients`].
    Patients(Patients),
    /// Answer to [`View::Compare`].
    Compare(Vec<Compared>),
}

/// How many documents are about a disease and a therapy.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Matrix {
    /// Documents that the filter leaves.
    pub documents: u64,
    /// The rows, what most documents have first: every disease that a document names itself, with what is narrower.
    pub diseases: Vec<FacetCount>,
    /// The columns likewise: therapies, drugs and products.
    pub therapies: Vec<FacetCount>,
    /// For each row the documents of each column.
    pub counts: Vec<Vec<u64>>,
    /// Diseases and therapies there are, shown or not.
    pub all: (usize, usize),
}

/// How many documents were published in each year.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Timeline {
    /// Year and documents, the oldest first; empty years between two others stand with 0.
    pub years: Vec<(i32, u64)>,
    /// Documents without a date.
    pub undated: u64,
}

/// A part of the table of patients.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Patients {
    /// One row for each patient and group.
    pub rows: Vec<Patient>,
    /// The place in the order of the documents where the next part begins; none at its end.
    pub next: Option<usize>,
}

/// A patient or group of a document.
#[derive(Debug, Clone, PartialEq)]
pub struct Patient {
    /// The document.
    pub id: DocId,
    /// Its source, not cleaned.
    pub source: String,
    /// Its title.
    pub title: String,
    /// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    pub published: Option<String>,
    /// Who it is.
    pub subject: Subject,
    /// What each of [`COLUMNS`] holds.
    pub cells: [Vec<Item>; COLUMNS.len()],
}

/// A fact in a cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// What is printed.
    pub value: String,
    /// Canonical identifier, if it is a concept.
    pub concept: Option<String>,
    /// The numbers it may be, if it is a quantity: years, months, patients.
    pub range: Option<(f64, f64)>,
    /// The class of an outcome, the name of a sex.
    pub class: Option<String>,
    /// Where it stands.
    pub evidence: Evidence,
    /// What stands there.
    pub quote: String,
}

/// Between two years further apart the empty ones are left out.
const GAP: i32 = 200;
/// Documents that are looked through for one part of the table of patients, and rows after which it ends.
const LOOKED_THROUGH: usize = 2_000;
const ROWS: usize = 200;

impl Library {
    /// A view across the documents that match.
    pub fn view(&mut self, view: View, query: &Query, vocabulary: &Vocabulary) -> Result<Viewed> {
        Ok(match view {
            View::Matrix(most) => Viewed::Matrix(self.matrix(query, most, vocabulary)?),
            View::Timeline => Viewed::Timeline(self.timeline(query, vocabulary)?),
            View::Patients(sort, from) => Viewed::Patients(self.patients(query, sort, from)?),
            View::Compare(id) => Viewed::Compare(self.compare(id, vocabulary)?),
        })
    }

    /// Diseases against therapies among the documents that match, at most so many of each.
    pub fn matrix(&mut self, query: &Query, most: usize, vocabulary: &Vocabulary) -> Result<Matrix> {
        let found = self.found(query)?;
        matrix(&self.reader, &mut self.facets, &found, most, vocabulary)
    }

    /// The years of the documents that match.
    pub fn timeline(&mut self, query: &Query, vocabulary: &Vocabulary) -> Result<Timeline> {
        let found = self.found(query)?;
        timeline(&self.reader, &mut self.facets, &found, vocabulary)
    }

    /// The documents that match, as a set.
    fn found(&mut self, query: &Query) -> Result<RoaringBitmap> {
        self.update(query)?;
        select::found(&self.reader, &self.facets, &mut self.fulltext, query)
    }

    /// The patients of the documents that match, from a place in their order on: a part of the table.
    pub fn patients(&mut self, query: &Query, sort: Sort, from: usize) -> Result<Patients> {
        let ids = self.ids(query, sort)?;
        patients(&self.reader, &ids, from)
    }
}

fn matrix(
    reader: &Reader,
    facets: &mut Facets,
    found: &RoaringBitmap,
    most: usize,
    vocabulary: &Vocabulary,
) -> Result<Matrix> {
    let mut axis = |kind| -> Result<(usize, Vec<FacetCount>, Vec<RoaringBitmap>)> {
        let group = FacetGroup::Kind(kind);
        let named = named(reader, kind)?;
        let mut rows = facets.counts(reader, group, found, vocabulary)?;
        rows.retain(|row| row.count > 0 && row.concept.as_ref().is_none_or(|concept| named.contains(concept)));
        let all = rows.len();
        rows.truncate(most);
        let documents = rows
            .iter()
            .map(|row| Ok(select::tested(reader, facets, &Test::picked(group, &row.value, vocabulary))? & found))
            .collect::<Result<_>>()?;
        Ok((all, rows, documents))
    };
    let (all_diseases, diseases, with_disease) = axis(FactKind::Disease)?;
    let (all_therapies, therapies, with_therapy) = axis(FactKind::Therapy)?;
    let counts = with_disease
        .iter()
        .map(|row| with_therapy.iter().map(|column| row.intersection_len(column)).collect())
        .collect();
    Ok(Matrix { documents: found.len(), diseases, therapies, counts, all: (all_diseases, all_therapies) })
}

/// The concepts that documents name themselves: broader ones, which only follow from them, say little in a table.
fn named(reader: &Reader, kind: FactKind) -> Result<HashSet<String>> {
    let mut named = HashSet::new();
    for kind in facets::kinds_of(kind) {
        reader.run(|db| {
            let mut statement = db.prepare_cached("SELECT DISTINCT concept FROM value WHERE kind = ?")?;
            for concept in statement.query_map([kind.name()], |row| row.get::<_, Option<String>>(0))? {
                named.extend(concept?);
            }
            Ok(())
        })?;
    }
    Ok(named)
}

fn timeline(reader: &Reader, facets: &mut Facets, found: &RoaringBitmap, vocabulary: &Vocabulary) -> Result<Timeline> {
    let rows = facets.counts(reader, FacetGroup::Year, found, vocabulary)?;
    let counted: BTreeMap<i32, u64> =
        rows.iter().filter(|row| row.count > 0).filter_map(|row| Some((row.label.parse().ok()?, row.count))).collect();
    let undated = found.len() - counted.values().sum::<u64>();
    let mut years: Vec<(i32, u64)> = Vec::with_capacity(counted.len());
    for (year, count) in counted {
        if let Some((last, _)) = years.last()
            && year - last <= GAP
        {
            years.extend((last + 1..year).map(|empty| (empty, 0)).collect::<Vec<_>>());
        }
        years.push((year, count));
    }
    Ok(Timeline { years, undated })
}

fn patients(reader: &Reader, ids: &Ids, from: usize) -> Result<Patients> {
    let mut part = Patients::default();
    for (at, id) in (from..).zip(ids.range(from..ids.len())) {
        if at - from >= LOOKED_THROUGH || part.rows.len() >= ROWS {
            part.next = Some(at);
            break;
        }
        if tells_of_somebody(reader, id)? {
            part.rows.extend(patients_of(reader, id)?);
        }
    }
    Ok(part)
}

fn tells_of_somebody(reader: &Reader, id: DocId) -> Result<bool> {
    reader.run(|db| {
        let mut any = db.prepare_cached("SELECT EXISTS (SELECT 1 FROM term WHERE kind = ? AND doc = ?)")?;
        for kind in [FactKind::CohortSize, FactKind::PatientAge, FactKind::PatientSex] {
            if any.query_row((kind.name(), id.0), |row| row.get(0))? {
                return Ok(true);
            }
        }
        Ok(false)
    })
}

fn patients_of(reader: &Reader, id: DocId) -> Result<Vec<Patient>> {
    let loaded = match reader.load(id) {
        Ok(loaded) => loaded,
        // Removed since it was listed, or damaged: the others are shown.
        Err(LibraryError::NoDocument(_) | LibraryError::DamagedDocument(..)) => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let rows = told(&loaded.document, &loaded.facts).into_iter().map(|row| Patient {
        id,
        source: loaded.head.source.clone(),
        title: loaded.head.title.clone(),
        published: loaded.head.published.clone(),
        subject: row.subject,
        cells: row
            .cells
            .map(|cell| cell.into_iter().map(|index| item(&loaded.facts[index], &loaded.document.text)).collect()),
    });
    Ok(rows.collect())
}

/// A fact as a cell shows it.
pub(super) fn item(fact: &Fact, text: &str) -> Item {
    let evidence = fact.evidence[0].clone();
    Item {
        value: fact.value.clone(),
        concept: fact.concept.clone(),
        range: facets::interval(fact),
        class: match &fact.data {
            Data::Id(id) => Some(id.clone()),
            Data::None | Data::Date(_) | Data::Quantity { .. } => None,
        },
        quote: text[evidence.quote.clone()].to_owned(),
        evidence,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{Assertion, Role};
    use crate::library::Library;
    use crate::library::testing::{document, fact, five, put};

    #[test]
    fn each_cell_counts_what_filtering_by_both_lists() {
        let (mut library, vocabulary) = five();
        for text in ["", "lang:en", "disease:\"autoimmune disease\"", "is:unread"] {
            let query = Query::parse(text, &vocabulary).unwrap();
            let matrix = library.matrix(&query, 100, &vocabulary).unwrap();
            assert_eq!(matrix.documents, library.ids(&query, Sort::default()).unwrap().len() as u64);
            let picked = |kind, value: &str| {
                let one = super::super::Picked { include: vec![value.to_owned()], exclude: Vec::new() };
                Query::default().with_values(FacetGroup::Kind(kind), &one, &vocabulary)
            };
            assert!(!matrix.diseases.is_empty(), "{text}");
            for (row, counts) in matrix.diseases.iter().zip(&matrix.counts) {
                let disease = query.and(&picked(FactKind::Disease, &row.value));
                assert_eq!(library.ids(&disease, Sort::default()).unwrap().len() as u64, row.count, "{text} {disease}");
                for (column, count) in matrix.therapies.iter().zip(counts) {
                    let both = disease.and(&picked(FactKind::Therapy, &column.value));
                    assert_eq!(library.ids(&both, Sort::default()).unwrap().len() as u64, *count, "{text} {both}");
                }
            }
        }
    }

    #[test]
    fn rows_are_what_documents_name_the_most_frequent_first() {
        let (mut library, vocabulary) = five();
        let matrix = library.matrix(&Query::default(), 2, &vocabulary).unwrap();
        let rows: Vec<(&str, u64)> = matrix.diseases.iter().map(|row| (row.label.as_str(), row.count)).collect();
        assert_eq!(rows, [("autoimmune disease", 3), ("acute myeloid leukemia", 1)]);
        assert_eq!(matrix.all.0, 4, "the others are counted");
        let columns: Vec<&str> = matrix.therapies.iter().map(|column| column.label.as_str()).collect();
        assert_eq!(columns[0], "CAR T-cell therapy", "products below it count for it");
    }

    #[test]
    fn years_without_documents_stand_between_others() {
        let (mut library, vocabulary) = five();
        let mut check = |text: &str, years: &[(i32, u64)], undated| {
            let query = Query::parse(text, &vocabulary).unwrap();
            let expected = Timeline { years: years.to_vec(), undated };
            assert_eq!(library.timeline(&query, &vocabulary).unwrap(), expected, "{text}");
        };
        check("", &[(2024, 1), (2025, 1), (2026, 1)], 2);
        check("disease:sle OR disease:=\"autoimmune disease\"", &[(2024, 1), (2025, 0), (2026, 1)], 0);
        check("disease:aml", &[], 1);
        check("title:nothing", &[], 0);
    }

    #[test]
    fn patients_are_rows_with_their_evidence_and_come_in_parts() {
        let mut library = Library::in_memory().unwrap();
        let age = |n: f64| Fact {
            data: Data::Quantity { op: "=", n, n2: None, unit: "a".to_owned() },
            subject: Subject::Patient(1),
            ..fact(FactKind::PatientAge, &format!("{n} years"), None)
        };
        let disease =
            Fact { role: Role::Primary, ..fact(FactKind::Disease, "systemic lupus erythematosus", Some("D:3")) };
        let feared = Fact { assertion: Assertion::Hypothetical, ..fact(FactKind::Outcome, "relapse", None) };
        for n in 0..ROWS + 20 {
            let text = format!("Patient {n}.");
            let facts = if n % 2 == 0 { vec![age(n as f64), disease.clone(), feared.clone()] } else { Vec::new() };
            put(&mut library, &format!("{n}"), &document(&format!("Patient {n:04}"), &text), &facts);
        }
        for n in 0..ROWS {
            put(&mut library, &format!("more {n}"), &document("Zero", &format!("More {n}.")), &[age(1.0)]);
        }
        let sort = Sort { by: super::super::SortBy::Title, reversed: false };
        let (mut rows, mut from, mut parts) = (Vec::new(), Some(0), 0);
        while let Some(at) = from {
            let part = library.patients(&Query::default(), sort, at).unwrap();
            rows.extend(part.rows);
            from = part.next;
            parts += 1;
        }
        assert_eq!((rows.len(), parts), (ROWS / 2 + 10 + ROWS, 2));
        let row = &rows[1];
        assert_eq!(row.cells[1][0].value, "2 years");
        assert_eq!((row.cells[1][0].range, row.cells[3][0].concept.as_deref()), (Some((2.0, 2.0)), Some("D:3")));
        assert_eq!(row.cells[1][0].quote, "P");
        assert!(row.cells[6].is_empty(), "what may come is no outcome");
    }
}
