//! `casebook reindex`: the full-text index made anew; and brought up to date before words are looked for.

use std::ops::ControlFlow;
use std::time::Duration;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

use super::output::Output;
use super::{Failure, Setting, tell};
use crate::library::{IndexProgress, Indexed, Library};

/// Make the full-text index anew.
///
/// The index is derived from the documents: it is kept up to date, and made anew where it is lost or damaged, without this command.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  casebook reindex
  casebook reindex --library ~/haematology")]
pub(super) struct Arguments {
    /// Print a JSON object.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Done {
    indexed: u64,
    seconds: f64,
}

pub(super) fn run(setting: &Setting, arguments: &Arguments) -> Result<u8, Failure> {
    let library = setting.open()?;
    let since = std::time::Instant::now();
    let indexed = match index(&library, true)? {
        Indexed::Done(count) | Indexed::Rebuilt(count) => count,
        Indexed::Stopped | Indexed::Elsewhere => {
            return Err(Failure::new(
                75,
                "another casebook is writing the full-text index; it will be up to date when that is done",
            ));
        }
    };
    let mut out = Output::new();
    if arguments.json {
        let seconds = (since.elapsed().as_secs_f64() * 10.0).round() / 10.0;
        out.json(&Done { indexed, seconds })?;
    } else {
        out.line(&format!("{indexed} indexed"))?;
    }
    out.finish()?;
    // What is damaged has other words than it had, or none.
    let damaged = library.damaged(&mut |_| {})?;
    if damaged.is_empty() { Ok(0) } else { Err(Failure::of_damaged(&damaged)) }
}

/// Brings the index up to date before words are looked for. If that cannot be done the texts are looked through.
pub(super) fn bring_up(library: &Library) {
    if library.read_only().is_some() {
        return;
    }
    match index(library, false) {
        Ok(Indexed::Rebuilt(count)) => tell(&format!("the full-text index was made anew, with {count} documents")),
        Ok(_) => {}
        Err(error) => tell(&format!("the full-text index cannot be written: {}", error.message)),
    }
}

fn index(library: &Library, anew: bool) -> Result<Indexed, Failure> {
    let style = ProgressStyle::with_template("indexing {bar:30} {pos} of {len} documents, {per_sec}, {eta} left");
    let bar = ProgressBar::new(0).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    let done = library.index(anew, &mut |progress: &IndexProgress| {
        // What is done in a moment needs no bar.
        if bar.elapsed() > Duration::from_millis(300) {
            bar.set_length(progress.of);
            bar.set_position(progress.done);
        }
        ControlFlow::Continue(())
    });
    bar.finish_and_clear();
    Ok(done?)
}
