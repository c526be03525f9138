//! `casebook export`: documents of the library with all that is kept of them.

use std::fs::{self, File, OpenOptions};
use std::io::{BufWriter, Write};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use clap::Args;

use super::marked::{self, MarkedOut, Shown};
use super::output::Output;
use super::{Failure, Setting, tell};
use crate::export::citation::Style;
use crate::export::notes::{self, Noted};
use crate::export::reference::{self, Reference};
use crate::export::{annotations, archive};
use crate::format::Kept;
use crate::library::{DocId, Library, LibraryError, Query, Sort};
use crate::text::clean_line;
use crate::vocabulary::Vocabulary;

/// Write the documents that a query finds, or all, with notes, tags and reading state.
///
/// `casebook import` takes the lines in again, into this or another library, and loses nothing.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of the command line")]
#[command(group = clap::ArgGroup::new("form").required(true).multiple(false))]
#[command(after_help = "\
Examples:
  casebook export --jsonl > library.jsonl
  casebook export --jsonl disease:itp --output itp.jsonl
  casebook export --bibtex disease:itp > itp.bib
  casebook export --citations --style apa disease:itp
  casebook export --csv disease:itp > facts.csv
  casebook export --notes markdown has:note
  casebook import --library other library.jsonl")]
pub(super) struct Arguments {
    /// Which documents, as for `casebook list`.
    query: Vec<String>,
    /// One JSON object a line, one line a document: text, structure, sources, facts, versions, notes, tags, state.
    #[arg(long, group = "form")]
    jsonl: bool,
    /// Bibliography entries in BibTeX.
    #[arg(long, group = "form")]
    bibtex: bool,
    /// Bibliography entries in RIS.
    #[arg(long, group = "form")]
    ris: bool,
    /// Bibliography entries in CSL-JSON, one array.
    #[arg(long, group = "form")]
    csl: bool,
    /// Formatted citations, one a line.
    #[arg(long, group = "form")]
    citations: bool,
    /// The style of citations instead of the one set: the name of a CSL style, or a file ending in .csl.
    #[arg(long, value_name = "STYLE", requires = "citations")]
    style: Option<String>,
    /// The facts as CSV, a row for each with its first sentence.
    #[arg(long, group = "form")]
    csv: bool,
    /// The facts as W3C web annotations, one JSON-LD page.
    #[arg(long, group = "form")]
    jsonld: bool,
    /// Notes and highlights, each with its quote; `casebook import` takes the JSON in again, as web annotations too.
    #[arg(long, group = "form", value_name = "markdown|json|jsonld", num_args = 0..=1, default_missing_value = "markdown")]
    notes: Option<String>,
    /// Write into a new file instead of printing.
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub(super) fn run(setting: &Setting, arguments: &Arguments) -> Result<u8, Failure> {
    let mut library = setting.open()?;
    let vocabulary = setting.vocabulary();
    let (form, query) = arguments.form(setting)?;
    let text = Query::text_of_args(&query);
    let query = if text.trim().is_empty() {
        Query::default()
    } else {
        Query::parse_in(&text, &vocabulary, Some(&library))
            .map_err(|error| Failure::of_query(&error, &text, setting))?
    };
    let mut ids: Vec<DocId> = library.ids(&query, Sort::default())?.iter().collect();
    // In the order they came, so that a library made of the lines has the same order.
    ids.sort_unstable();
    let none = ids.is_empty();
    let job = Job { form, library: &library, vocabulary: &vocabulary, ids, all: text.trim().is_empty() };
    let code = match &arguments.output {
        None => {
            let mut out = Output::new();
            let code = job.write(&mut |line| out.bytes(line))?;
            out.finish()?;
            code
        }
        Some(path) => {
            let (mut file, unfinished) = create(path)?;
            let at = |error: std::io::Error| Failure::from(LibraryError::writing(&error, path));
            let written = job.write(&mut |line| file.write_all(line).map_err(at)).and_then(|code| {
                file.flush().and_then(|()| file.get_ref().sync_all()).map_err(at)?;
                fs::rename(&unfinished, path).map_err(at)?;
                Ok(code)
            });
            if written.is_err() {
                // It would take the last room.
                let _ = fs::remove_file(&unfinished);
            }
            written?
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

/// How notes are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum NotesForm {
    Markdown,
    Json,
    Jsonld,
}

/// A bibliography made of its entries.
type Bibliography = Box<dyn Fn(&[Reference]) -> String>;

/// What is written of each document.
enum Form {
    Lines,
    References(Bibliography),
    Facts(marked::Form),
    Notes(NotesForm),
}

impl Arguments {
    /// The form, and the words of the query: one of them may stand right behind `--notes`.
    fn form(&self, setting: &Setting) -> Result<(Form, Vec<String>), Failure> {
        let mut query = self.query.clone();
        let form = match self.notes.as_deref() {
            Some("json") => Form::Notes(NotesForm::Json),
            Some("jsonld") => Form::Notes(NotesForm::Jsonld),
            Some("markdown" | "md") => Form::Notes(NotesForm::Markdown),
            Some(word) => {
                query.insert(0, word.to_owned());
                Form::Notes(NotesForm::Markdown)
            }
            None if self.bibtex => Form::References(Box::new(reference::bibtex)),
            None if self.ris => Form::References(Box::new(reference::ris)),
            None if self.csl => Form::References(Box::new(reference::csl)),
            None if self.citations => self.cited(setting)?,
            None if self.csv => Form::Facts(marked::Form::Csv),
            None if self.jsonld => Form::Facts(marked::Form::Jsonld),
            None => Form::Lines,
        };
        Ok((form, query))
    }

    fn cited(&self, setting: &Setting) -> Result<Form, Failure> {
        let settings = setting.settings()?;
        let style = self.style.as_ref().unwrap_or(&settings.reading.citation_style);
        // A style of the settings is a mistake there.
        let code = if self.style.is_some() { 2 } else { 78 };
        let style = Style::named(style).map_err(|why| Failure::new(code, why))?;
        let language = super::language(&settings);
        Ok(Form::References(Box::new(move |references| style.format(references, language).join("\n") + "\n")))
    }
}

/// What is to be written.
struct Job<'a> {
    library: &'a Library,
    vocabulary: &'a Vocabulary,
    ids: Vec<DocId>,
    form: Form,
    /// Whether these are all documents.
    all: bool,
}

impl Job<'_> {
    /// Writes a line for each document; one that is damaged is named.
    fn write(&self, write: &mut dyn FnMut(&[u8]) -> Result<(), Failure>) -> Result<u8, Failure> {
        let mut code = 0;
        let mut filters = if self.all { self.library.kept_filters()? } else { Vec::new() };
        let form = match &self.form {
            Form::Lines => None,
            Form::References(write) => Some(write),
            Form::Notes(form) => return self.notes(*form, write),
            Form::Facts(form) => return self.facts(*form, write),
        };
        let mut references = Vec::new();
        for &id in &self.ids {
            if form.is_some() {
                match self.library.load(id) {
                    Ok(loaded) => references.push(Reference::new(&loaded.document, &loaded.facts)),
                    Err(error) => {
                        tell(&error.to_string());
                        code = 1;
                    }
                }
                continue;
            }
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
        if let Some(form) = form {
            write(form(&references).as_bytes())?;
        }
        Ok(code)
    }

    /// Writes the facts of each document; one that is damaged is named.
    fn facts(&self, form: marked::Form, write: marked::Write<'_>) -> Result<u8, Failure> {
        let mut marked = MarkedOut::of(form);
        let mut code = 0;
        for &id in &self.ids {
            match self.library.load(id) {
                Ok(loaded) => {
                    let (label, source) = (&self.library.label(id)?, &loaded.head.source);
                    let (document, facts) = (&loaded.document, &loaded.facts);
                    marked.write(write, &Shown { label, source, document, facts, vocabulary: self.vocabulary })?;
                }
                Err(error) => {
                    tell(&error.to_string());
                    code = 1;
                }
            }
        }
        marked.end(write)?;
        Ok(code)
    }

    /// Writes the notes of the documents that have any.
    fn notes(&self, form: NotesForm, write: &mut dyn FnMut(&[u8]) -> Result<(), Failure>) -> Result<u8, Failure> {
        let mut documents = Vec::new();
        for &id in &self.ids {
            let (key, notes) = self.library.noted(id)?;
            let head = if notes.is_empty() { None } else { self.library.heads(&[id])?.pop() };
            if let Some(head) = head {
                let source = clean_line(&head.source).into_owned();
                documents.push(Noted { key, source, title: head.title, notes });
            }
        }
        let none = documents.is_empty();
        let text = match form {
            NotesForm::Markdown => notes::markdown(&documents),
            NotesForm::Json => notes::json(documents),
            NotesForm::Jsonld => {
                let items: Vec<_> = documents.iter().flat_map(|noted| annotations::notes(noted, None)).collect();
                annotations::page(&items)
            }
        };
        write(text.as_bytes())?;
        if none && !self.ids.is_empty() {
            tell("nothing is noted on these documents");
        }
        Ok(u8::from(none))
    }
}
