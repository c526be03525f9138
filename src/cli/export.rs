//! `casebook export`: documents of the library with all that is kept of them.

use std::fs::{self, File, OpenOptions};
use std::io::{BufWriter, Write};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use clap::Args;

use super::output::Output;
use super::{Failure, Setting, tell};
use crate::export::archive;
use crate::format::Kept;
use crate::library::{DocId, Library, Query, Sort};
use crate::text::clean_line;
use crate::vocabulary::Vocabulary;

/// Write the documents that a query finds, or all, with notes, tags and reading state.
///
/// `casebook import` takes the lines in again, into this or another library, and loses nothing.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  casebook export --jsonl > library.jsonl
  casebook export --jsonl disease:itp --output itp.jsonl
  casebook import --library other library.jsonl")]
pub(super) struct Arguments {
    /// Which documents, as for `casebook list`.
    query: Vec<String>,
    /// One JSON object a line, one line a document: text, structure, sources, facts, versions, notes, tags, state.
    #[arg(long, required = true)]
    jsonl: bool,
    /// Write into a new file instead of printing.
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub(super) fn run(setting: &Setting, arguments: &Arguments) -> Result<u8, Failure> {
    let mut library = setting.open()?;
    let vocabulary = setting.vocabulary();
    let text = Query::text_of_args(&arguments.query);
    let query = if text.trim().is_empty() {
        Query::default()
    } else {
        Query::parse(&text, &vocabulary).map_err(|error| Failure::of_query(&error, &text))?
    };
    let mut ids: Vec<DocId> = library.ids(&query, Sort::default())?.iter().collect();
    // In the order they came, so that a library made of the lines has the same order.
    ids.sort_unstable();
    let none = ids.is_empty();
    let job = Job { library: &library, vocabulary: &vocabulary, ids, all: text.trim().is_empty() };
    let code = match &arguments.output {
        None => {
            let mut out = Output::new();
            let code = job.write(&mut |line| out.bytes(line))?;
            out.finish()?;
            code
        }
        Some(path) => {
            let (mut file, unfinished) = create(path)?;
            let code = job.write(&mut |line| Ok(file.write_all(line)?))?;
            file.flush()?;
            file.get_ref().sync_all()?;
            fs::rename(&unfinished, path)?;
            code
        }
    };
    if none {
        tell("no document matches");
        return Ok(1);
    }
    Ok(code)
}

/// A new file, to be renamed when it is whole.
fn create(path: &Path) -> Result<(BufWriter<File>, PathBuf), Failure> {
    let name = path.to_string_lossy();
    let name = clean_line(&name);
    if path.exists() {
        return Err(Failure::new(73, format!("{name} is there already; name a file that is not")));
    }
    let mut unfinished = path.as_os_str().to_owned();
    unfinished.push(format!(".new-{}", std::process::id()));
    let unfinished = PathBuf::from(unfinished);
    let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&unfinished);
    let file = file.map_err(|error| Failure::new(73, format!("{name} cannot be made: {error}")))?;
    Ok((BufWriter::with_capacity(1 << 20, file), unfinished))
}

/// What is to be written.
struct Job<'a> {
    library: &'a Library,
    vocabulary: &'a Vocabulary,
    ids: Vec<DocId>,
    /// Whether these are all documents.
    all: bool,
}

impl Job<'_> {
    /// Writes a line for each document; one that is damaged is named.
    fn write(&self, write: &mut dyn FnMut(&[u8]) -> Result<(), Failure>) -> Result<u8, Failure> {
        let mut code = 0;
        let mut filters = if self.all { self.library.kept_filters()? } else { Vec::new() };
        for &id in &self.ids {
            let line = self.library.load(id).and_then(|loaded| {
                let kept = Kept { filters: std::mem::take(&mut filters), ..self.library.kept(id)? };
                Ok(archive::line(&loaded, kept, self.vocabulary))
            });
            match line {
                Ok(line) => write(line.as_bytes())?,
                Err(error) => {
                    tell(&error.to_string());
                    code = 1;
                }
            }
        }
        Ok(code)
    }
}
