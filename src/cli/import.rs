//! `casebook import`: files, folders and standard input into the library.

use std::cell::Cell;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use std::{process, thread};

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

use super::notes;
use super::output::Output;
use super::{Failure, Setting, input, tell};
use crate::library::{self, ImportReport, Library, Progress, SortBy};
use crate::text::clean_line;

/// What stops an import, which ends with what it has.
const STOPS: [i32; 3] = [SIGINT, SIGTERM, SIGHUP];

/// How long an import that was stopped may take to end.
const SOON: Duration = Duration::from_secs(3);

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
    /// Print one JSON object a line: progress, warnings, failures with their place, and a summary at the end.
    #[arg(long)]
    json: bool,
}

/// A line of `--json`.
#[derive(Serialize)]
#[serde(tag = "event", rename_all = "lowercase")]
enum Event<'a> {
    Progress(Step),
    Failed {
        file: &'a str,
        position: Option<Place>,
        reason: &'a str,
    },
    Warning {
        source: &'a str,
        warning: &'a str,
    },
    Done(Summary),
    /// The import ended before its end.
    Error {
        reason: &'a str,
        code: u8,
        documents: usize,
    },
}

/// How far an import is.
#[derive(Serialize)]
struct Step {
    /// Documents safely in the library.
    done: usize,
    /// How many there will be, as far as the bytes that were read tell; null for a pipe.
    total: Option<usize>,
    bytes: u64,
    total_bytes: Option<u64>,
    /// Documents a second.
    rate: f64,
    seconds: f64,
    /// Seconds left, likewise.
    left: Option<f64>,
}

/// Where a record stands in its file.
#[derive(Serialize)]
struct Place {
    /// From 1.
    record: u64,
    /// From 1.
    line: u64,
    /// From 0, with gzip taken off.
    byte: u64,
}

#[derive(Default, Serialize)]
struct Summary {
    added: usize,
    updated: usize,
    unchanged: usize,
    other_source: usize,
    skipped: usize,
    failed: usize,
    documents: usize,
    seconds: f64,
    rate: f64,
    /// Whether the reader has stopped it before its end.
    stopped: bool,
    /// Null where it was stopped and did not end by itself.
    ids: Option<Vec<i64>>,
}

impl Summary {
    /// So many documents, of which no more is known.
    fn of(documents: usize, since: Instant) -> Self {
        let seconds = since.elapsed().as_secs_f64();
        Self { documents, seconds: rounded(seconds), rate: rate(documents, seconds), ..Self::default() }
    }
}

pub(super) fn run(setting: &Setting, arguments: &Arguments) -> Result<u8, Failure> {
    let (noted, paths) = notes::parted(&arguments.paths);
    // Notes come after the documents that they are placed in.
    let code = if paths.is_empty() { 0 } else { documents(setting, arguments, &paths)? };
    if noted.is_empty() || code > 128 {
        return Ok(code);
    }
    Ok(notes::take_in(setting, &noted, arguments.json)?.max(code))
}

/// Takes in what is no file of notes.
fn documents(setting: &Setting, arguments: &Arguments, paths: &[PathBuf]) -> Result<u8, Failure> {
    let mut prepare = None;
    let named = input::named(paths);
    let mut report = ImportReport::default();
    let (mut taken, mut stopped_by) = (0, 0);
    let since = Instant::now();
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
        let opened = setting.library().and_then(|folder| Ok(Library::create_or_open(folder)?));
        let mut library = opened.map_err(|failure| ended(failure, arguments.json, 0))?;
        let vocabulary = setting.vocabulary();
        let bar = bar();
        let stop = interrupt()?;
        // Documents that came through a pipe, before the files.
        let before = Cell::new(0);
        let mut tell = |progress: &Progress| {
            taken = before.get() + progress.documents;
            if arguments.json {
                // What cannot be written now cannot be written at the end either, and is told there.
                let _ = print_step(progress, taken, since);
            } else if let Some(bytes) = progress.of_bytes {
                bar.set_length(bytes);
                bar.set_message(shown(progress));
                bar.set_position(progress.bytes);
            }
            let code = stop.load(Ordering::Relaxed);
            if code == 0 {
                return ControlFlow::Continue(());
            }
            if stopped_by == 0 {
                stopped_by = code as u8;
                end_soon(taken, arguments.json, since, stopped_by);
            }
            ControlFlow::Break(())
        };
        let run = || -> library::Result<()> {
            if piped.peek().is_some() || !early.is_empty() {
                report = library.import(early.drain(..).chain(piped), &vocabulary, &mut tell)?;
            }
            before.set(report.ids.len());
            if !report.stopped {
                let files = library.import_files(named.gathered, &vocabulary, &mut tell)?;
                report = std::mem::take(&mut report).join(files);
            }
            Ok(())
        };
        let done = run();
        bar.finish_and_clear();
        if let Err(error) = done {
            if taken > 0 {
                super::tell(&format!("{taken} documents were taken in before and stay"));
            }
            return Err(ended(error.into(), arguments.json, taken));
        }
        prepare = Some((library, vocabulary));
    }
    print(&report, arguments.json, since)?;
    if report.stopped {
        super::tell(&stopped(report.ids.len()));
        return Ok(stopped_by);
    }
    if let Some((mut library, vocabulary)) = prepare
        && !library.is_ready(SortBy::Date)?
    {
        // Done by whoever opens the library next if it cannot be done now.
        let _ = library.prepare(Some(&vocabulary));
    }
    Ok(report.exit_code())
}

/// Says as an event that the import has failed, where events are wanted.
fn ended(failure: Failure, json: bool, documents: usize) -> Failure {
    if json {
        let mut out = Output::new();
        let event = Event::Error { reason: &failure.message, code: failure.code, documents };
        // What cannot be written here either is told on stderr all the same.
        let _ = out.json(&event).and_then(|()| out.finish());
    }
    failure
}

/// What is said when the reader has stopped an import.
fn stopped(documents: usize) -> String {
    format!("stopped; {documents} documents are in the library and stay, the same command takes in the rest")
}

/// The exit code with which a signal asks the import to end, 0 while none does; a second one ends the program at once.
fn interrupt() -> Result<Arc<AtomicUsize>, Failure> {
    let (asked, code) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    for signal in STOPS {
        signal_hook::flag::register_conditional_shutdown(signal, 128 + signal, Arc::clone(&asked))?;
        signal_hook::flag::register(signal, Arc::clone(&asked))?;
        signal_hook::flag::register_usize(signal, Arc::clone(&code), 128 + signal as usize)?;
    }
    Ok(code)
}

/// Ends the program if it does not end by itself: what it reads from may never come.
fn end_soon(documents: usize, json: bool, since: Instant, code: u8) {
    thread::spawn(move || {
        thread::sleep(SOON);
        if json {
            let counts = Summary { stopped: true, ..Summary::of(documents, since) };
            let mut out = Output::new();
            // What cannot be written now is told on stderr all the same.
            let _ = out.json(&Event::Done(counts)).and_then(|()| out.finish());
        }
        super::tell(&stopped(documents));
        process::exit(i32::from(code));
    });
}

/// How far it is, on stderr, if that is a terminal.
fn bar() -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:30} {percent} %, {msg}");
    ProgressBar::new(0).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

/// Documents, how many a second, and the time left.
fn shown(progress: &Progress) -> String {
    if progress.unindexed > 0 {
        return format!("{} documents, {} still to be indexed", progress.documents, progress.unindexed);
    }
    let left = progress.left.map_or(String::new(), |left| format!(", {}:{:02} left", left / 60, left % 60));
    format!("{} documents, {:.0} a second{left}", progress.documents, progress.rate)
}

fn print_step(progress: &Progress, done: usize, since: Instant) -> Result<(), Failure> {
    let seconds = since.elapsed().as_secs_f64();
    let share = progress.of_bytes.filter(|&of| of > 0).map(|of| (progress.bytes as f64 / of as f64).clamp(0.0, 1.0));
    let share = share.filter(|&share| share > 0.0);
    let step = Step {
        done,
        total: share.map(|share| ((done as f64 / share).round() as usize).max(done)),
        bytes: progress.bytes,
        total_bytes: progress.of_bytes,
        rate: rate(done, seconds),
        seconds: rounded(seconds),
        left: share.map(|share| rounded(seconds * (1.0 / share - 1.0))),
    };
    let mut out = Output::new();
    out.json(&Event::Progress(step))?;
    out.finish()
}

fn rate(documents: usize, seconds: f64) -> f64 {
    if seconds > 0.0 { rounded(documents as f64 / seconds) } else { 0.0 }
}

/// With one decimal.
fn rounded(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}

fn print(report: &ImportReport, json: bool, since: Instant) -> Result<(), Failure> {
    report.warnings.iter().for_each(|(source, warning)| input::tell_warning(source, warning));
    report.failed.iter().for_each(input::tell_failure);
    report.barren.iter().for_each(|path| input::tell_barren(path));
    if let Some(why) = &report.unindexed {
        tell(&format!("the full-text index is not up to date, the next search sees to it: {why}"));
    }
    let failed = report.failed.len() + report.barren.len();
    let mut out = Output::new();
    if json {
        for (source, warning) in &report.warnings {
            out.json(&Event::Warning { source, warning })?;
        }
        for failure in &report.failed {
            let position = failure.position.map(|position| Place {
                record: u64::from(position.record) + 1,
                line: position.line,
                byte: position.byte,
            });
            out.json(&Event::Failed { file: &failure.name, position, reason: &failure.reason })?;
        }
        for folder in &report.barren {
            let file = folder.to_string_lossy();
            out.json(&Event::Failed { file: &clean_line(&file), position: None, reason: "nothing to read" })?;
        }
        let ImportReport { added, updated, unchanged, other_source, skipped, .. } = *report;
        let ids: Vec<i64> = report.ids.iter().map(|id| id.0).collect();
        out.json(&Event::Done(Summary {
            added,
            updated,
            unchanged,
            other_source,
            skipped,
            failed,
            stopped: report.stopped,
            ids: Some(ids),
            ..Summary::of(report.ids.len(), since)
        }))?;
    } else {
        let ImportReport { added, updated, unchanged, other_source, skipped, .. } = report;
        out.line(&format!(
            "{added} added, {updated} updated, {unchanged} unchanged, {other_source} from another source, \
             {skipped} skipped, {failed} failed"
        ))?;
    }
    out.finish()
}
