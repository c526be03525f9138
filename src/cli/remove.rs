//! `casebook remove`: documents out of the library.

use clap::Args;
use serde::Serialize;

use super::output::Output;
use super::{Failure, Setting, tell};
use crate::library::{DocId, Library};
use crate::text::clean_line;

/// Take documents out of the library, with all that was noted on them.
///
/// The files they came from stay.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  casebook remove 3
  casebook remove papers/report.md")]
pub(super) struct Arguments {
    /// The number of a document, as `casebook list` shows it, or its source.
    #[arg(required = true, value_name = "ID")]
    ids: Vec<String>,
    /// Print one JSON object a line.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Gone<'a> {
    removed: i64,
    source: &'a str,
    title: &'a str,
}

pub(super) fn run(setting: &Setting, arguments: &Arguments) -> Result<u8, Failure> {
    let mut library = setting.open()?;
    let mut out = Output::new();
    let mut code = 0;
    for name in &arguments.ids {
        let id = match find(&library, name) {
            Ok(id) => id,
            Err(failure) if failure.code == 1 => {
                tell(&failure.message);
                code = 1;
                continue;
            }
            Err(failure) => return Err(failure),
        };
        let heads = library.heads(&[id])?;
        library.remove(id)?;
        for head in heads {
            let (source, title) = (clean_line(&head.source), clean_line(&head.title));
            if arguments.json {
                out.json(&Gone { removed: id.0, source: &source, title: &title })?;
            } else {
                out.line(&format!("removed {}: {title} ({source})", id.0))?;
            }
        }
    }
    out.finish()?;
    Ok(code)
}

/// The document that a number or a source names.
pub(super) fn find(library: &Library, name: &str) -> Result<DocId, Failure> {
    let unknown = || {
        let name = clean_line(name);
        Failure::new(1, format!("there is no document {name}; `casebook list` shows what there is"))
    };
    library.find_source(name)?.ok_or_else(unknown)
}
