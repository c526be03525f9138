//! `casebook refresh`: facts that were found with an older vocabulary or program, found again.

use clap::Args;
use indicatif::ProgressBar;
use serde::Serialize;

use super::output::Output;
use super::{Failure, Setting};

/// Find the facts again that are out of date.
///
/// Those are the facts of documents that were read with an older vocabulary or an older casebook. The library does this by itself while it is open. Of documents that are named the facts are found again in any case.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  casebook refresh
  casebook refresh 3 7
  casebook refresh --library ~/haematology")]
pub(super) struct Arguments {
    /// The number of a document, as `casebook list` shows it, or its source; all that are out of date if none is named.
    #[arg(value_name = "ID")]
    ids: Vec<String>,
    /// Print a JSON object.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Refreshed {
    refreshed: usize,
}

pub(super) fn run(setting: &Setting, arguments: &Arguments) -> Result<u8, Failure> {
    let mut library = setting.open()?;
    let vocabulary = setting.vocabulary();
    let stale = if arguments.ids.is_empty() {
        library.stale(&vocabulary)?
    } else {
        arguments.ids.iter().map(|name| super::remove::find(&library, name)).collect::<Result<_, _>>()?
    };
    let bar = ProgressBar::new(stale.len() as u64);
    for &id in &stale {
        library.refresh(id, &vocabulary)?;
        bar.inc(1);
    }
    bar.finish_and_clear();
    let refreshed = stale.len();
    let mut out = Output::new();
    if arguments.json {
        out.json(&Refreshed { refreshed })?;
    } else {
        out.line(&format!("{refreshed} refreshed"))?;
    }
    out.finish()?;
    Ok(0)
}
