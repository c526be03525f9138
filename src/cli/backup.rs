//! `casebook backup`: a copy of the whole library, and backups brought back.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::output::Output;
use super::{Failure, Setting, tell};
use crate::library::{is_whole_backup, put_in_place};
use crate::text::clean_line;

/// Copy the whole library into a new file, or bring a backup back.
///
/// With --restore the file is a copy that was made so, or one from the folder `backup` of a library. A copy takes the
/// place of the library, and what stood there is kept in `backup`. A daily backup (`state-DATE.jsonl`) brings back what
/// was read, starred, tagged, noted and marked, and the saved filters, for the documents that the library has: import
/// them first.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  casebook backup ~/casebook-2026-03-01.db
  casebook backup --restore ~/casebook-2026-03-01.db
  casebook backup --restore ~/.local/share/casebook/library/backup/state-2026-03-01.jsonl")]
pub(super) struct Arguments {
    /// The file to make, which must not be there yet, or to bring back.
    file: PathBuf,
    /// Bring the file back.
    #[arg(long)]
    restore: bool,
    /// Print a JSON object.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Written<'a> {
    backup: &'a str,
}

/// What came back.
#[derive(Serialize)]
struct Back<'a> {
    restored: &'a str,
    /// Where the library that stood there is kept.
    kept: Option<String>,
    documents: usize,
    notes: usize,
    filters: usize,
    missing: usize,
}

/// Documents that are not in the library and are named.
const NAMED: usize = 10;

fn restore(setting: &Setting, arguments: &Arguments) -> Result<u8, Failure> {
    let name = arguments.file.to_string_lossy();
    let name = clean_line(&name);
    let mut out = Output::new();
    let mut back = Back { restored: &name, kept: None, documents: 0, notes: 0, filters: 0, missing: 0 };
    let said = if is_whole_backup(&arguments.file)? {
        let kept = put_in_place(setting.library()?, &arguments.file)?;
        back.documents = setting.open()?.len()?;
        back.kept = kept.map(|path| clean_line(&path.to_string_lossy()).into_owned());
        let aside = back.kept.as_ref().map_or(String::new(), |path| format!("; what stood there is kept as {path}"));
        format!("the library is the copy {name} now, documents: {}{aside}", back.documents)
    } else {
        let restored = setting.open()?.restore_state(&arguments.file)?;
        (back.documents, back.notes, back.filters) = (restored.documents, restored.notes, restored.filters);
        back.missing = restored.missing.len();
        for source in restored.missing.iter().take(NAMED) {
            tell(&format!("not in the library: {}", clean_line(source)));
        }
        let Back { documents, notes, filters, missing, .. } = back;
        format!(
            "{documents} documents are as they were, {notes} notes and {filters} filters are back, {missing} documents are \
             not in the library"
        )
    };
    if arguments.json {
        out.json(&back)?;
    } else {
        out.line(&said)?;
    }
    out.finish()?;
    Ok(u8::from(back.missing > 0))
}

pub(super) fn run(setting: &Setting, arguments: &Arguments) -> Result<u8, Failure> {
    if arguments.restore {
        return restore(setting, arguments);
    }
    if arguments.file.exists() {
        let name = arguments.file.display();
        return Err(Failure::new(73, format!("{name} is there already; name a file that is not")));
    }
    setting.open()?.backup_to(&arguments.file)?;
    let name = arguments.file.to_string_lossy();
    let name = clean_line(&name);
    let mut out = Output::new();
    if arguments.json {
        out.json(&Written { backup: &name })?;
    } else {
        out.line(&format!("the library is copied to {name}"))?;
    }
    out.finish()?;
    Ok(0)
}
