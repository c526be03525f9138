//! The views across documents as CSV tables and JSON objects. All strings are clean; a cell of a table that holds
//! several values parts them by `; `.

use std::collections::BTreeMap;

use serde::Serialize;

use super::json::subject;
use crate::facts::study::Relation;
use crate::facts::told::COLUMNS;
use crate::library::{Compared, FacetCount, Item, Matrix, Patient, Timeline};
use crate::text::{clean, clean_line};

/// What stands in the head of the table of patients, and below it in each row.
pub fn patient_head() -> Vec<&'static str> {
    let names = COLUMNS.iter().map(|column| column.name());
    ["id", "title", "published", "subject"].into_iter().chain(names).chain(["source"]).collect()
}

/// A row of the table of patients.
pub fn patient_cells(patient: &Patient) -> Vec<String> {
    let head = [
        patient.id.0.to_string(),
        clean_line(&patient.title).into_owned(),
        patient.published.clone().unwrap_or_default(),
        subject(patient.subject),
    ];
    let source = clean_line(&patient.source).into_owned();
    head.into_iter().chain(patient.cells.iter().map(|cell| values(cell))).chain([source]).collect()
}

/// The table of diseases against therapies, row by row: its head, the documents of each therapy, then each disease with
/// its documents. What is printed of a concept is its preferred name.
pub fn matrix_rows(matrix: &Matrix) -> impl Iterator<Item = Vec<String>> {
    let labels = |rows: &[FacetCount]| rows.iter().map(|row| clean_line(&row.label).into_owned()).collect::<Vec<_>>();
    let head = ["disease", "documents"].map(str::to_owned).into_iter().chain(labels(&matrix.therapies)).collect();
    let line = |label: String, documents: u64, counts: &mut dyn Iterator<Item = u64>| {
        [label, documents.to_string()].into_iter().chain(counts.map(|count| count.to_string())).collect()
    };
    let all = line("all".to_owned(), matrix.documents, &mut matrix.therapies.iter().map(|column| column.count));
    let rows = matrix.diseases.iter().zip(&matrix.counts).map(move |(disease, counts)| {
        line(clean_line(&disease.label).into_owned(), disease.count, &mut counts.iter().copied())
    });
    [head, all].into_iter().chain(rows)
}

/// The table of years, row by row, with its head.
pub fn timeline_rows(timeline: &Timeline) -> impl Iterator<Item = Vec<String>> {
    let head = vec!["year".to_owned(), "documents".to_owned()];
    let years = timeline.years.iter().map(|(year, count)| vec![year.to_string(), count.to_string()]);
    let undated = (timeline.undated > 0).then(|| vec!["undated".to_owned(), timeline.undated.to_string()]);
    std::iter::once(head).chain(years).chain(undated)
}

/// The documents of one study, row by row: the head, then each document with what disagrees with the first.
pub fn compared_rows(compared: &[Compared]) -> impl Iterator<Item = Vec<String>> {
    let names = COLUMNS.iter().map(|column| column.name());
    let head = ["id", "title", "published", "relation"].into_iter().chain(names).chain(["disagrees"]);
    let rows = compared.iter().map(|one| {
        let head = [
            one.head.id.0.to_string(),
            clean_line(&one.head.title).into_owned(),
            one.head.published.clone().unwrap_or_default(),
            one.relation.map_or("", Relation::name).to_owned(),
        ];
        head.into_iter().chain(one.cells.iter().map(|cell| values(cell))).chain([disagreeing(one).join("; ")]).collect()
    });
    std::iter::once(head.map(str::to_owned).collect()).chain(rows)
}

fn disagreeing(one: &Compared) -> Vec<&'static str> {
    COLUMNS.iter().zip(one.disagrees).filter(|(_, disagrees)| *disagrees).map(|(column, _)| column.name()).collect()
}

fn values(items: &[Item]) -> String {
    let values: Vec<_> = items.iter().map(|item| clean_line(&item.value)).collect();
    values.join("; ")
}

/// A document beside others of its study as one object.
#[derive(Debug, Serialize)]
pub struct ComparedObject<'a> {
    id: i64,
    source: String,
    title: String,
    published: Option<&'a str>,
    relation: Option<&'static str>,
    #[serde(flatten)]
    cells: Cells<'a>,
    disagrees: Vec<&'static str>,
}

impl<'a> From<&'a Compared> for ComparedObject<'a> {
    fn from(one: &'a Compared) -> Self {
        Self {
            id: one.head.id.0,
            source: clean_line(&one.head.source).into_owned(),
            title: clean_line(&one.head.title).into_owned(),
            published: one.head.published.as_deref(),
            relation: one.relation.map(Relation::name),
            cells: cells(&one.cells),
            disagrees: disagreeing(one),
        }
    }
}

/// Diseases against therapies as one object.
#[derive(Debug, Serialize)]
pub struct MatrixObject<'a> {
    documents: u64,
    diseases: Vec<Axis<'a>>,
    therapies: Vec<Axis<'a>>,
    counts: &'a [Vec<u64>],
}

#[derive(Debug, Serialize)]
struct Axis<'a> {
    value: String,
    concept: Option<&'a str>,
    documents: u64,
}

impl<'a> From<&'a Matrix> for MatrixObject<'a> {
    fn from(matrix: &'a Matrix) -> Self {
        let axis = |rows: &'a [FacetCount]| {
            let entry = |row: &'a FacetCount| Axis {
                value: clean_line(&row.label).into_owned(),
                concept: row.concept.as_deref(),
                documents: row.count,
            };
            rows.iter().map(entry).collect()
        };
        Self {
            documents: matrix.documents,
            diseases: axis(&matrix.diseases),
            therapies: axis(&matrix.therapies),
            counts: &matrix.counts,
        }
    }
}

/// The years as one object.
#[derive(Debug, Serialize)]
pub struct TimelineObject {
    years: Vec<Year>,
    undated: u64,
}

#[derive(Debug, Serialize)]
struct Year {
    year: i32,
    documents: u64,
}

impl From<&Timeline> for TimelineObject {
    fn from(timeline: &Timeline) -> Self {
        let years = timeline.years.iter().map(|&(year, documents)| Year { year, documents }).collect();
        Self { years, undated: timeline.undated }
    }
}

/// A patient or group as one object: each column is a list of values with their evidence.
#[derive(Debug, Serialize)]
pub struct PatientObject<'a> {
    id: i64,
    source: String,
    title: String,
    published: Option<&'a str>,
    subject: String,
    #[serde(flatten)]
    cells: Cells<'a>,
}

type Cells<'a> = BTreeMap<&'static str, Vec<Told<'a>>>;

#[derive(Debug, Serialize)]
struct Told<'a> {
    value: String,
    concept: Option<&'a str>,
    start: usize,
    end: usize,
    quote: String,
}

impl<'a> From<&'a Patient> for PatientObject<'a> {
    fn from(patient: &'a Patient) -> Self {
        Self {
            id: patient.id.0,
            source: clean_line(&patient.source).into_owned(),
            title: clean_line(&patient.title).into_owned(),
            published: patient.published.as_deref(),
            subject: subject(patient.subject),
            cells: cells(&patient.cells),
        }
    }
}

fn cells(cells: &[Vec<Item>; COLUMNS.len()]) -> Cells<'_> {
    let told = |item| {
        let Item { value, concept, evidence, quote, .. }: &Item = item;
        Told {
            value: clean_line(value).into_owned(),
            concept: concept.as_deref(),
            start: evidence.quote.start,
            end: evidence.quote.end,
            quote: clean(quote).into_owned(),
        }
    };
    COLUMNS.iter().zip(cells).map(|(column, items)| (column.name(), items.iter().map(told).collect())).collect()
}
