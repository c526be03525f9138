//! Taking documents in: who a document is (record key, else place, else its text), what is new about it, and one
//! transaction for a batch of documents with their facts.

use std::path::PathBuf;

use sha2::{Digest, Sha256};

use self::rows::Rows;
use super::{DocId, gather, hex};
use crate::document::Document;
use crate::facts::Fact;
use crate::format::{DAMAGED, Kept, Position};
use crate::vocabulary::Vocabulary;

mod pipeline;
mod rows;
mod write;

pub(crate) use pipeline::{Arrival, Import};
pub(super) use write::twin;
pub(crate) use write::{now, refresh};

/// A document on its way in.
#[derive(Debug, Clone)]
pub struct Incoming {
    /// Where it comes from.
    pub origin: Origin,
    /// The record key where the format has one.
    pub key: Option<String>,
    /// What its file calls it, where that is more than its key says.
    pub name: Option<String>,
    /// What was read.
    pub document: Document,
    /// Its facts, where whoever gives it knows them for this vocabulary and these rules; else they are found.
    pub facts: Option<Vec<Fact>>,
    /// What could not be read.
    pub warnings: Vec<String>,
    /// What another library knew of it.
    pub kept: Option<Box<Kept>>,
}

/// Where a document comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// The record at this place, from 0, of a file.
    File(PathBuf, u32),
    /// Standard input: known by its text.
    Stdin,
    /// Compiled into the program.
    Bundled(String),
}

/// Something that could not be taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What it is called, cleaned.
    pub name: String,
    /// Where in it, if one of its records is meant.
    pub position: Option<Position>,
    /// One clause.
    pub reason: String,
    /// The exit code of a program that had only this to do: 65 data, 66 missing, 74 input or output, 77 permission.
    pub code: u8,
}

/// How far an import is.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Progress {
    /// Documents safely in the store, or found there unchanged.
    pub documents: usize,
    /// Bytes read of the files; of what comes from none, the bytes of the texts.
    pub bytes: u64,
    /// Bytes of all files, where that is known.
    pub of_bytes: Option<u64>,
    /// Documents a second since the beginning.
    pub rate: f64,
    /// Seconds left at this rate, where that can be told.
    pub left: Option<u64>,
    /// Documents that the full-text index has still to take in, once all are in the store.
    pub unindexed: u64,
}

/// What became of an import.
#[derive(Debug, Default)]
pub struct ImportReport {
    /// New documents.
    pub added: usize,
    /// Documents with a new version.
    pub updated: usize,
    /// Documents that were there, from the same place.
    pub unchanged: usize,
    /// Documents that were there, from another place.
    pub other_source: usize,
    /// Files of unknown kind in folders.
    pub skipped: usize,
    /// What could not be read.
    pub failed: Vec<Failure>,
    /// What is missing from documents that were read: name and sentence.
    pub warnings: Vec<(String, String)>,
    /// Folders that have nothing readable.
    pub barren: Vec<PathBuf>,
    /// The documents, in order of arrival, the unchanged ones included.
    pub ids: Vec<DocId>,
    /// Stopped before the end.
    pub stopped: bool,
    /// Why the full-text index is not up to date, if so; it will be brought up by whoever opens the library next.
    pub unindexed: Option<String>,
}

impl ImportReport {
    /// What became of two imports, one after the other.
    #[must_use]
    pub fn join(mut self, then: Self) -> Self {
        self.added += then.added;
        self.updated += then.updated;
        self.unchanged += then.unchanged;
        self.other_source += then.other_source;
        self.skipped += then.skipped;
        self.failed.extend(then.failed);
        self.warnings.extend(then.warnings);
        self.barren.extend(then.barren);
        self.ids.extend(then.ids);
        self.stopped |= then.stopped;
        self.unindexed = then.unindexed.or(self.unindexed);
        self
    }

    /// The exit code of a program that did nothing else.
    pub fn exit_code(&self) -> u8 {
        exit_code(!self.ids.is_empty(), &self.failed, &self.barren)
    }
}

/// Of compressed data that is damaged what comes behind the place is no records: told once, where it began.
fn collapse(failed: &mut Vec<Failure>) {
    let damaged = |failure: &Failure| failure.reason == DAMAGED;
    let mut files: Vec<String> = failed.iter().filter(|failure| damaged(failure)).map(|it| it.name.clone()).collect();
    files.dedup();
    for file in files {
        let of_file = |failure: &Failure| failure.name == file && failure.position.is_some();
        let broken = failed.iter().filter(|failure| of_file(failure) && !damaged(failure)).count();
        let Some(first) = failed.iter().filter(|failure| of_file(failure)).min_by_key(|it| it.position).cloned() else {
            continue;
        };
        let at = failed.iter().position(of_file).unwrap_or_default();
        let records = if broken == 1 { "a record".to_owned() } else { format!("{broken} records") };
        let rest = if broken > 0 { format!(": {records} from here on cannot be read") } else { String::new() };
        let reason = format!("{DAMAGED}{rest}; what could be read of the file may be wrong");
        failed.retain(|failure| !of_file(failure));
        failed.insert(at, Failure { reason, ..first });
    }
}

/// The exit code of a program that read files: 0 if all went well, 1 if some did; if none did, what they have in
/// common, else 1.
pub fn exit_code(some: bool, failed: &[Failure], barren: &[PathBuf]) -> u8 {
    let mut codes = failed.iter().map(|failure| failure.code).chain(barren.iter().map(|_| 66));
    match codes.next() {
        None => 0,
        Some(first) if !some && codes.all(|code| code == first) => first,
        Some(_) => 1,
    }
}

impl Failure {
    /// Data that cannot be read, with a cleaned name and the reason.
    pub fn new(name: String, reason: String) -> Self {
        Self { name, position: None, reason, code: 65 }
    }
}

impl Incoming {
    /// A document without record key or warnings.
    pub fn new(origin: Origin, document: Document) -> Self {
        Self { origin, key: None, name: None, document, facts: None, warnings: Vec::new(), kept: None }
    }

    /// What exports call it: its name or key, else the name of its file.
    pub fn label(&self) -> String {
        let file = || match &self.origin {
            Origin::File(path, place) => {
                let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
                let record = if *place == 0 { String::new() } else { format!("#{}", place + 1) };
                format!("{}{record}", crate::text::clean_line(&name))
            }
            Origin::Stdin => "-".to_owned(),
            Origin::Bundled(name) => name.clone(),
        };
        let key = || self.key.as_deref().map(|key| key.strip_prefix("PMID:").unwrap_or(key).to_owned());
        self.name.clone().or_else(key).unwrap_or_else(file)
    }

    /// The place as a library knows it: see [`super::Head::source`].
    pub fn source(&self) -> String {
        match source_name(&self.origin, || Sha256::digest(self.document.text.as_bytes()).into()) {
            (name, 0) => name,
            (name, place) => format!("{name}#{}", place + 1),
        }
    }
}

/// The version of facts found with this vocabulary by this program.
pub(crate) fn fingerprint(vocabulary: &Vocabulary) -> String {
    format!("{} {}", env!("CARGO_PKG_VERSION"), vocabulary.fingerprint())
}

/// A document that waits for its transaction.
pub(super) struct Ready {
    source: (String, u32),
    pub(super) key: Option<String>,
    pub(super) document: Document,
    pub(super) sha256: [u8; 32],
    /// What is written for it; none for a document that seems to be there already.
    rows: Option<Rows>,
    kept: Option<Box<Kept>>,
    warnings: Vec<String>,
}

impl Ready {
    /// What another library knew of it, with the places it came from; the export is none.
    fn archived(&self) -> Option<&Kept> {
        self.kept.as_deref().filter(|kept| !kept.sources.is_empty())
    }
}

/// What a document is to the library.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    New,
    NewVersion(i64),
    OtherSource(i64),
    Unchanged(i64),
}

/// What a place is called, and which of its records it is; what has no place is called by the hash of its text.
fn source_name(origin: &Origin, sha256: impl FnOnce() -> [u8; 32]) -> (String, u32) {
    match origin {
        Origin::File(path, place) => (gather::identity(path), *place),
        Origin::Stdin => (format!("stdin:{}", hex(&sha256()[..8])), 0),
        Origin::Bundled(name) => (format!("bundled:{name}"), 0),
    }
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::{DAMAGED, Incoming, Origin, Position};
    use crate::library::testing::document;
    use crate::library::{Library, LibraryError, Query, Sort};
    use crate::vocabulary::Vocabulary;

    fn items(from: usize, to: usize) -> impl Iterator<Item = Result<Incoming, super::Failure>> {
        (from..to).map(|n| {
            let text = format!("document {n} {}", "word ".repeat(400));
            Ok(Incoming::new(Origin::File(format!("/{n}").into(), 0), document("Title", &text)))
        })
    }

    #[test]
    fn a_full_disk_is_named_and_what_was_acknowledged_stays() {
        let home = tempfile::TempDir::new().unwrap();
        let mut library = Library::create_or_open(home.path()).unwrap();
        library.reader.db.pragma_update(None, "max_page_count", 400).unwrap();
        let mut acknowledged = 0;
        let ended = library.import(items(0, 5_000), &Vocabulary::default(), &mut |progress| {
            acknowledged = progress.documents;
            ControlFlow::Continue(())
        });
        let error = ended.expect_err("400 pages hold no 5,000 documents");
        assert!(matches!(error, LibraryError::Full(_)), "{error}");
        assert_eq!(error.exit_code(), 74);
        let ids = library.ids(&Query::default(), Sort::default()).unwrap();
        assert!(acknowledged > 0);
        assert_eq!(ids.len(), acknowledged);
        assert!(library.load(ids.get(0).unwrap()).is_ok(), "reading goes on");
    }

    #[test]
    fn an_import_that_is_stopped_keeps_what_was_acknowledged() {
        let mut library = Library::in_memory().unwrap();
        let mut acknowledged = 0;
        let report = library
            .import(items(0, 5_000), &Vocabulary::default(), &mut |progress| {
                acknowledged = progress.documents;
                ControlFlow::Break(())
            })
            .unwrap();
        assert!(report.stopped && acknowledged > 0 && acknowledged < 5_000);
        assert_eq!((report.added, library.len().unwrap()), (acknowledged, acknowledged));
    }

    #[test]
    fn compressed_data_that_is_damaged_is_told_once_a_file() {
        let failure = |name: &str, record: u32, reason: &str| super::Failure {
            position: Some(Position { record, line: u64::from(record) + 5, ..Position::default() }),
            ..super::Failure::new(name.to_owned(), reason.to_owned())
        };
        let mut failed: Vec<_> = (7..90).map(|record| failure("a.gz", record, "the XML is broken")).collect();
        failed.push(failure("a.gz", 90, DAMAGED));
        failed.push(failure("b.xml", 3, "the XML is broken"));
        failed.push(failure("c.gz", 4, DAMAGED));
        super::collapse(&mut failed);
        let told: Vec<_> = failed.iter().map(|it| (it.name.as_str(), it.position.map(|at| at.record))).collect();
        assert_eq!(told, [("a.gz", Some(7)), ("b.xml", Some(3)), ("c.gz", Some(4))]);
        assert!(failed[0].reason.contains("damaged: 83 records from here on"), "{}", failed[0].reason);
        assert!(!failed[2].reason.contains("records from"), "{}", failed[2].reason);
    }

    #[test]
    fn a_locked_library_is_busy_after_the_wait() {
        let home = tempfile::TempDir::new().unwrap();
        let mut library = Library::create_or_open(home.path()).unwrap();
        library.reader.db.busy_timeout(std::time::Duration::from_millis(50)).unwrap();
        let other = library.reader.place.connect().unwrap();
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        let error = library.mark_seen().expect_err("another holds the lock");
        assert_eq!(error.exit_code(), 75, "{error}");
        assert!(library.is_empty().unwrap(), "reading goes on");
        other.execute_batch("ROLLBACK").unwrap();
        library.mark_seen().unwrap();
    }
}
