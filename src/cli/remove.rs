//! `casebook remove`: documents out of the library.

use clap::Args;
use serde::Serialize;

use super::output::Output;
use super::reindex::bring_up;
use super::{Failure, Setting, tell};
use crate::library::{DocId, Library, Query, Sort};
use crate::text::clean_line;

/// Take documents out of the library, with all that was noted on them.
///
/// The files they came from stay. What names no document is a query with a field: `is:bundled` takes out the documents
/// that came with the program, for good.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  casebook remove 3
  casebook remove is:bundled
  casebook remove papers/report.md")]
pub(super) struct Arguments {
    /// The number of a document, as `casebook list` shows it, its source, or a query such as `tag:done`.
    #[arg(required = true, value_name = "ID|QUERY")]
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
    let (ids, code) = asked(setting, &mut library, &arguments.ids)?;
    for id in ids {
        // Nothing can be told of one that is damaged.
        let head = library.heads(&[id])?.pop().map(|head| (head.source, head.title)).unwrap_or_default();
        library.remove(id)?;
        let (source, title) = (clean_line(&head.0), clean_line(&head.1));
        if arguments.json {
            out.json(&Gone { removed: id.0, source: &source, title: &title })?;
        } else {
            out.line(&format!("removed {}: {title} ({source})", id.0))?;
        }
    }
    out.finish()?;
    Ok(code)
}

/// The documents meant: those that are named, else those that a query finds. The code is 1 if something names none.
fn asked(setting: &Setting, library: &mut Library, names: &[String]) -> Result<(Vec<DocId>, u8), Failure> {
    let (mut ids, mut unknown) = (Vec::new(), Vec::new());
    for name in names {
        match find(library, name) {
            Ok(id) => ids.push(id),
            Err(failure) if failure.code == 1 => unknown.push(failure.message),
            Err(failure) => return Err(failure),
        }
    }
    let text = Query::text_of_args(names);
    if ids.is_empty() && Query::has_field(&text) {
        let query = Query::parse_in(&text, &setting.vocabulary(), Some(library))
            .map_err(|error| Failure::of_query(&error, &text, setting))?;
        if query.has_words() {
            bring_up(library);
        }
        let found: Vec<DocId> = library.ids(&query, Sort::default())?.iter().collect();
        if found.is_empty() {
            tell("no document matches");
        }
        let code = u8::from(found.is_empty());
        return Ok((found, code));
    }
    for message in &unknown {
        tell(message);
    }
    Ok((ids, u8::from(!unknown.is_empty())))
}

/// The document that a number or a source names.
pub(super) fn find(library: &Library, name: &str) -> Result<DocId, Failure> {
    let unknown = || {
        let name = clean_line(name);
        Failure::new(1, format!("there is no document {name}; `casebook list` shows what there is"))
    };
    library.find_source(name)?.ok_or_else(unknown)
}
