//! `casebook doctor`: whether all is well with a library.

use clap::Args;
use indicatif::ProgressBar;

use super::output::Output;
use super::{Failure, Setting};
use crate::library::{Examination, Library, LibraryError};

/// Say whether all is well with the library.
///
/// Reads everything and changes nothing, except that a damaged full-text index is thrown away, for the next search to make anew: the store and each text in it, the full-text index, the vocabulary the facts were found with, the room on the disk, and who may read the files.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  casebook doctor
  casebook doctor --library ~/haematology --json

Exit codes: 0 all is well, 1 something is to be done, 65 the library is damaged,
66 there is none.")]
pub(super) struct Arguments {
    /// Print a JSON object.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(setting: &Setting, arguments: &Arguments) -> Result<u8, Failure> {
    let folder = setting.library()?;
    let found = Library::open(folder).and_then(|mut library| {
        let documents = library.len().unwrap_or(0);
        let bar = ProgressBar::new(documents as u64);
        let found = library.examine(&setting.vocabulary(), &mut |read| bar.set_position(read as u64));
        bar.finish_and_clear();
        found
    });
    let mut out = Output::new();
    let code = match found {
        Ok(found) => {
            if arguments.json {
                out.json(&found)?;
            } else {
                lines(&found).iter().try_for_each(|line| out.line(line))?;
            }
            found.exit_code
        }
        Err(error) => {
            if arguments.json {
                out.json(&unopened(&error, folder))?;
                out.finish()?;
            }
            return Err(error.into());
        }
    };
    out.finish()?;
    Ok(code)
}

/// What is said of a library that cannot be opened.
fn unopened(error: &LibraryError, folder: &std::path::Path) -> serde_json::Value {
    let library = crate::text::clean_line(&folder.to_string_lossy()).into_owned();
    serde_json::json!({ "library": library, "ok": false, "problems": [error.to_string()] })
}

fn lines(found: &Examination) -> Vec<String> {
    let mb = |bytes: u64| format!("{:.1} MB", bytes as f64 / f64::from(1 << 20));
    let Examination { database, counts, index, vocabulary, disk, .. } = found;
    let share = if counts.text_bytes > 0 {
        format!(", {:.2} of the texts", index.bytes as f64 / counts.text_bytes as f64)
    } else {
        String::new()
    };
    let mut lines = vec![
        format!("library     {}", found.library),
        format!(
            "database    {}, version {}, {} and a log of {}",
            if database.integrity == "ok" { "sound" } else { "damaged" },
            database.schema,
            mb(database.bytes),
            mb(database.log_bytes)
        ),
        format!(
            "documents   {}, in {} versions from {} sources, {} of text; {} notes, {} tags",
            counts.documents,
            counts.versions,
            counts.sources,
            mb(counts.text_bytes.unsigned_abs()),
            counts.notes,
            counts.tags
        ),
        format!(
            "index       {}, revision {} of {}, {}{share}",
            index.state,
            index.revision.map_or("none".to_owned(), |revision| revision.to_string()),
            database.revision,
            mb(index.bytes)
        ),
        format!(
            "vocabulary  {} concepts, {}; {} documents out of date",
            vocabulary.concepts, vocabulary.fingerprint, found.stale
        ),
        format!("disk        {} free", disk.free_bytes.map_or("unknown".to_owned(), mb)),
        format!(
            "rights      {}",
            if found.open_to_others.is_empty() { "only the owner may read" } else { "others may read" }
        ),
    ];
    lines.extend(found.notes.iter().map(|note| format!("note: {note}")));
    lines.extend(found.problems.iter().map(|problem| format!("wrong: {problem}")));
    lines.push(if found.ok { "all is well" } else { "not all is well" }.to_owned());
    lines
}
