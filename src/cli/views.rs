//! `casebook matrix`, `timeline`, `patients` and `compare`: the views across documents as tables, CSV and JSON.

use clap::Args;
use serde::Serialize;
use unicode_width::UnicodeWidthStr as _;

use super::output::{Output, fit};
use super::{Failure, Setting, tell};
use crate::export::views::{
    ComparedObject, MatrixObject, PatientObject, TimelineObject, compared_rows, matrix_rows, patient_cells,
    patient_head, timeline_rows,
};
use crate::library::{Library, Query, Sort, SortBy};
use crate::vocabulary::Vocabulary;

/// What all views are asked with.
#[derive(Debug, Args)]
struct Asked {
    /// Which documents, as in `casebook list`; all if nothing is said.
    query: Vec<String>,
    /// Print CSV with a head line.
    #[arg(long, conflicts_with = "json")]
    csv: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// Count documents by disease and therapy.
///
/// A row for each disease that a document names, with what is narrower, a column for each therapy, drug and product;
/// most documents first. The first row and the first column are the documents of all.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  casebook matrix
  casebook matrix year:2024.. --csv > table.csv
  casebook matrix disease:\"autoimmune disease\" --json | jq '.counts'")]
pub(super) struct Matrix {
    #[command(flatten)]
    asked: Asked,
    /// Print at most this many diseases and therapies.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

/// Count documents by year of publication.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  casebook timeline --limit 10
  casebook timeline therapy:\"car t\" --csv")]
pub(super) struct Timeline {
    #[command(flatten)]
    asked: Asked,
    /// Print at most this many years, the newest.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

/// List the patients of the documents: one row for each patient and group.
///
/// Columns: document, who, number, age, sex, disease, therapy, prior therapy, outcome, follow-up. With --json a line for
/// each row, every value with the bytes of the document's text it stands on.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  casebook patients disease:itp
  casebook patients therapy:\"car t\" age:<18 --csv > patients.csv
  casebook patients --json | jq -r '.outcome[].quote'")]
pub(super) struct Patients {
    #[command(flatten)]
    asked: Asked,
    /// Print at most this many rows.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

/// Compare a document with others that tell of the same study.
///
/// A row for each document: how it is related to the first, what it says of the patients, and what of that cannot be
/// true of both.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  casebook compare 3
  casebook compare papers/report.md --json | jq .disagrees")]
pub(super) struct Compare {
    /// The number of a document, as `casebook list` shows it, or its source.
    #[arg(value_name = "ID")]
    id: String,
    /// Print CSV with a head line.
    #[arg(long, conflicts_with = "json")]
    csv: bool,
    /// Print one JSON object a line.
    #[arg(long)]
    json: bool,
}

struct Open {
    library: Library,
    vocabulary: Vocabulary,
    query: Query,
}

impl Asked {
    fn open(&self, setting: &Setting) -> Result<Open, Failure> {
        let library = setting.open()?;
        let vocabulary = setting.vocabulary();
        let text = Query::text_of_args(&self.query);
        let query = if text.trim().is_empty() {
            Query::default()
        } else {
            Query::parse_in(&text, &vocabulary, Some(&library))
                .map_err(|error| Failure::of_query(&error, &text, setting))?
        };
        Ok(Open { library, vocabulary, query })
    }

    /// Prints rows, the first being the head, or the object.
    fn print(&self, rows: impl Iterator<Item = Vec<String>>, object: &impl Serialize) -> Result<(), Failure> {
        let mut out = Output::new();
        if self.json {
            out.json(object)?;
        } else if self.csv {
            for row in rows {
                out.bytes(&csv_line(&row)?)?;
            }
        } else {
            table(&mut out, &rows.collect::<Vec<_>>())?;
        }
        out.finish()
    }
}

pub(super) fn matrix(setting: &Setting, arguments: &Matrix) -> Result<u8, Failure> {
    let Open { mut library, vocabulary, query } = arguments.asked.open(setting)?;
    let most = arguments.limit.unwrap_or(usize::MAX);
    let matrix = library.matrix(&query, most, &vocabulary)?;
    arguments.asked.print(matrix_rows(&matrix), &MatrixObject::from(&matrix))?;
    Ok(ended(matrix.documents == 0))
}

pub(super) fn timeline(setting: &Setting, arguments: &Timeline) -> Result<u8, Failure> {
    let Open { mut library, vocabulary, query } = arguments.asked.open(setting)?;
    let mut timeline = library.timeline(&query, &vocabulary)?;
    let none = timeline.years.is_empty() && timeline.undated == 0;
    timeline.years.drain(..timeline.years.len().saturating_sub(arguments.limit.unwrap_or(usize::MAX)));
    arguments.asked.print(timeline_rows(&timeline), &TimelineObject::from(&timeline))?;
    Ok(ended(none))
}

pub(super) fn patients(setting: &Setting, arguments: &Patients) -> Result<u8, Failure> {
    let Open { mut library, query, .. } = arguments.asked.open(setting)?;
    let mut out = Output::new();
    let mut rows = vec![patient_head().into_iter().map(str::to_owned).collect::<Vec<_>>()];
    if arguments.asked.csv {
        out.bytes(&csv_line(&rows[0])?)?;
    }
    let sort = Sort { by: SortBy::Relevance, reversed: false };
    let (mut from, mut left, mut some) = (Some(0), arguments.limit.unwrap_or(usize::MAX), false);
    while let Some(at) = from.filter(|_| left > 0) {
        let part = library.patients(&query, sort, at)?;
        for patient in part.rows.iter().take(left) {
            some = true;
            if arguments.asked.json {
                out.json(&PatientObject::from(patient))?;
            } else if arguments.asked.csv {
                out.bytes(&csv_line(&patient_cells(patient))?)?;
            } else {
                rows.push(patient_cells(patient));
            }
        }
        left = left.saturating_sub(part.rows.len());
        from = part.next;
    }
    if !arguments.asked.json && !arguments.asked.csv && some {
        table(&mut out, &rows)?;
    }
    out.finish()?;
    if some {
        return Ok(0);
    }
    tell("no document that matches tells of a patient");
    Ok(1)
}

pub(super) fn compare(setting: &Setting, arguments: &Compare) -> Result<u8, Failure> {
    let library = setting.open()?;
    let id = super::remove::find(&library, &arguments.id)?;
    let compared = library.compare(id, &setting.vocabulary())?;
    let mut out = Output::new();
    if arguments.json {
        for one in &compared {
            out.json(&ComparedObject::from(one))?;
        }
    } else if arguments.csv {
        for row in compared_rows(&compared) {
            out.bytes(&csv_line(&row)?)?;
        }
    } else {
        table(&mut out, &compared_rows(&compared).collect::<Vec<_>>())?;
    }
    out.finish()?;
    if compared.len() == 1 {
        tell("no other document tells of this study");
    }
    Ok(u8::from(compared.len() == 1))
}

fn ended(nothing: bool) -> u8 {
    if nothing {
        tell("no document matches");
    }
    u8::from(nothing)
}

/// One line of CSV as RFC 4180 has it, but with a bare line feed at its end, as everything else is printed.
fn csv_line(cells: &[String]) -> Result<Vec<u8>, Failure> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let written = writer.write_record(cells).map_err(|error| Failure::new(74, error.to_string()));
    written?;
    writer.into_inner().map_err(|error| Failure::new(74, error.to_string()))
}

/// Rows in columns: on a terminal as wide as it is, cut where they must be; in a pipe parted by tabs and whole.
fn table(out: &mut Output, rows: &[Vec<String>]) -> Result<(), Failure> {
    const WIDEST: usize = 28;
    let Some(columns) = out.columns else {
        for row in rows {
            out.line(&row.join("\t"))?;
        }
        return Ok(());
    };
    let count = rows.first().map_or(0, Vec::len);
    let widths: Vec<usize> =
        (0..count).map(|at| rows.iter().map(|row| row[at].width()).max().unwrap_or(0).min(WIDEST)).collect();
    // Columns that have no room are left out, and the head says so.
    let mut shown = 0;
    let mut used = 0;
    while shown < count && (shown == 0 || used + widths[shown] + 2 * usize::from(shown + 1 < count) <= columns) {
        used += widths[shown] + 2;
        shown += 1;
    }
    for (number, row) in rows.iter().enumerate() {
        let cells: Vec<String> = row[..shown].iter().zip(&widths).map(|(cell, width)| fit(cell, *width)).collect();
        let more = if number == 0 && shown < count { " …" } else { "" };
        out.line(&format!("{}{more}", cells.join("  ").trim_end()))?;
    }
    if shown < count {
        tell(&format!("{shown} of {count} columns fit; --csv prints all"));
    }
    Ok(())
}
