//! `casebook import`: files, folders and standard input into the library.

use std::ops::ControlFlow;
use std::path::PathBuf;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

use super::output::Output;
use super::{Failure, Setting, input};
use crate::library::{ImportReport, Library, Progress};
use crate::text::clean_line;

/// Take files and folders into the library.
///
/// A document that is already there stays one document: the same text adds nothing, another text is a new version.
/// Folders are read with all folders in them; hidden files are passed over.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  casebook import papers/ report.md
  casebook import --library ~/haematology papers/
  pdftotext paper.pdf - | casebook import -")]
pub(super) struct Arguments {
    /// Files and folders; - is standard input.
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Print one JSON object a line: failures, warnings, and a summary at the end.
    #[arg(long)]
    json: bool,
}

/// A line of `--json`.
#[derive(Serialize)]
#[serde(tag = "event", rename_all = "lowercase")]
enum Event<'a> {
    Failed { name: &'a str, reason: &'a str },
    Warning { source: &'a str, warning: &'a str },
    Done(Summary),
}

#[derive(Serialize)]
struct Summary {
    added: usize,
    updated: usize,
    unchanged: usize,
    other_source: usize,
    skipped: usize,
    failed: usize,
    ids: Vec<i64>,
}

pub(super) fn run(setting: &Setting, arguments: &Arguments) -> Result<u8, Failure> {
    let named = input::named(&arguments.paths);
    let mut report = ImportReport::default();
    let mut piped = named.piped.peekable();
    let mut early = Vec::new();
    while let Some(failure) = piped.next_if(Result::is_err) {
        early.push(failure);
    }
    let nothing = named.gathered.files.is_empty() && piped.peek().is_none();
    if nothing {
        // No library is made for nothing.
        report.failed.extend(early.into_iter().filter_map(Result::err));
        report.failed.extend(named.gathered.failed);
        report.barren = named.gathered.barren;
        report.skipped = named.gathered.skipped.len();
    } else {
        let mut library = Library::create_or_open(setting.library()?)?;
        let vocabulary = setting.vocabulary();
        let bar = bar();
        let mut tell = |progress: &Progress| {
            if let Some(bytes) = progress.of_bytes {
                bar.set_length(bytes);
                bar.set_message(format!("{} documents", progress.documents));
                bar.set_position(progress.bytes);
            }
            ControlFlow::Continue(())
        };
        let done = library
            .import(early.into_iter().chain(piped), &vocabulary, &mut tell)
            .and_then(|piped| Ok((piped, library.import_files(named.gathered, &vocabulary, &mut tell)?)));
        bar.finish_and_clear();
        let (piped, files) = done?;
        report = joined(piped, files);
    }
    print(&report, arguments.json)?;
    Ok(report.exit_code())
}

/// How far it is, on stderr, if that is a terminal.
fn bar() -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:30} {bytes} of {total_bytes}, {msg}, {eta} left");
    ProgressBar::new(0).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

fn joined(mut first: ImportReport, second: ImportReport) -> ImportReport {
    first.added += second.added;
    first.updated += second.updated;
    first.unchanged += second.unchanged;
    first.other_source += second.other_source;
    first.skipped += second.skipped;
    first.failed.extend(second.failed);
    first.warnings.extend(second.warnings);
    first.barren.extend(second.barren);
    first.ids.extend(second.ids);
    first.stopped |= second.stopped;
    first
}

fn print(report: &ImportReport, json: bool) -> Result<(), Failure> {
    report.warnings.iter().for_each(|(source, warning)| input::tell_warning(source, warning));
    report.failed.iter().for_each(input::tell_failure);
    report.barren.iter().for_each(|path| input::tell_barren(path));
    let failed = report.failed.len() + report.barren.len();
    let mut out = Output::new();
    if json {
        for (source, warning) in &report.warnings {
            out.json(&Event::Warning { source, warning })?;
        }
        for failure in &report.failed {
            out.json(&Event::Failed { name: &failure.name, reason: &failure.reason })?;
        }
        for folder in &report.barren {
            out.json(&Event::Failed { name: &clean_line(&folder.to_string_lossy()), reason: "nothing to read" })?;
        }
        let ImportReport { added, updated, unchanged, other_source, skipped, .. } = *report;
        let ids = report.ids.iter().map(|id| id.0).collect();
        out.json(&Event::Done(Summary { added, updated, unchanged, other_source, skipped, failed, ids }))?;
    } else {
        let ImportReport { added, updated, unchanged, other_source, skipped, .. } = report;
        out.line(&format!(
            "{added} added, {updated} updated, {unchanged} unchanged, {other_source} from another source, \
             {skipped} skipped, {failed} failed"
        ))?;
    }
    out.finish()
}
