//! Keeping the index up with the store: everything past the revision of its last commit is indexed again, deletions
//! too, so that it does not matter where a program ended. One process at a time writes.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rusqlite::{OptionalExtension, params};
use tantivy::schema::TantivyDocument;
use tantivy::{IndexWriter, Term};

use super::analysis::Analysis;
use super::disk::{self, Covered, Fields};
use super::guarded;
use crate::library::store::{Reader, lossy};
use crate::library::{LibraryError, Result};

/// Texts read from the store at a time.
const STEP: usize = 500;

/// What is written in one go: after this much time it can be searched.
const COMMIT: Duration = Duration::from_secs(10);

/// Memory for words that are not written yet.
const MEMORY: usize = 96 << 20;

/// How far indexing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IndexProgress {
    /// Documents indexed in this run.
    pub done: u64,
    /// Documents to index in this run, as far as is known.
    pub of: u64,
}

/// What became of an attempt to bring the index up to date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Indexed {
    /// It is, with this many documents indexed anew.
    Done(u64),
    /// It was made anew, with all documents.
    Rebuilt(u64),
    /// Stopped before the end; what was written stays.
    Stopped,
    /// Another process is at it.
    Elsewhere,
}

/// The one writer of an index.
pub(crate) struct Keeper {
    folder: PathBuf,
    writer: IndexWriter,
    fields: Fields,
    covered: Covered,
    /// Documents added since the writer was opened.
    pub(crate) added: u64,
    /// Whether the index was made anew.
    pub(crate) rebuilt: bool,
    dirty: bool,
    since: Instant,
    analysis: Analysis,
    /// The last to go: no other process begins before the writer is closed.
    _lock: File,
}

/// Whether an index is of this library and not ahead of it.
pub(super) fn belongs(covered: &Covered, reader: &Reader) -> Result<bool> {
    if covered.revision > reader.revision()? {
        return Ok(false);
    }
    let Some((doc, revision, sum)) = covered.last else { return Ok(true) };
    // A document that was changed or removed since says nothing.
    match reader.sum_at(doc, revision) {
        // Nor does one that is damaged.
        Err(LibraryError::Damaged(..)) => Ok(true),
        now => Ok(now?.is_none_or(|now| now == sum)),
    }
}

impl Keeper {
    /// Opens the index of a library for writing, or makes it anew where it cannot be used or `anew` is asked for. None
    /// if another process writes it.
    pub(crate) fn open(folder: &Path, reader: &Reader, anew: bool) -> Result<Option<Self>> {
        let lost = disk::was_here(folder) && reader.revision()? > 0;
        let Some(lock) = disk::lock(folder)? else { return Ok(None) };
        let fresh = |rebuilt| -> Result<_> {
            let (index, covered) = disk::create(folder)?;
            Ok((index, covered, rebuilt))
        };
        let (index, covered, rebuilt) = if anew {
            fresh(true)?
        } else {
            match guarded(|| disk::open(folder, true)) {
                Ok((index, covered, _)) if belongs(&covered, reader)? => (index, covered, false),
                _ => fresh(lost)?,
            }
        };
        let opened = guarded(|| index.writer_with_num_threads(1, MEMORY));
        let (writer, covered, rebuilt) = match opened {
            Ok(writer) => (writer, covered, rebuilt),
            Err(_) if !rebuilt => {
                let (index, covered, rebuilt) = fresh(true)?;
                let writer = index.writer_with_num_threads(1, MEMORY).map_err(|error| disk::failed(&error, folder))?;
                (writer, covered, rebuilt)
            }
            Err(error) => return Err(disk::failed(&error, folder)),
        };
        // What was made says so even if there is nothing to put into it.
        let dirty = covered.revision == 0;
        Ok(Some(Self {
            folder: folder.to_owned(),
            writer,
            fields: disk::schema().1,
            covered,
            added: 0,
            rebuilt,
            dirty,
            since: Instant::now(),
            analysis: Analysis::default(),
            _lock: lock,
        }))
    }

    /// How many documents wait.
    pub(crate) fn waiting(&self, reader: &Reader) -> Result<u64> {
        reader.run(|db| {
            db.prepare_cached("SELECT count(*) FROM document WHERE revision > ?")?
                .query_row([self.covered.revision], |row| row.get::<_, i64>(0))
                .map(|count| count as u64)
        })
    }

    /// Takes in the next documents past the last revision; how many. None are left after 0.
    pub(crate) fn step(&mut self, reader: &Reader) -> Result<usize> {
        let (folder, covered) = (self.folder.clone(), self.covered.clone());
        let mut taken = 0;
        let mut failed = None;
        // The moment is read as one: what is committed meanwhile has later revisions.
        reader.run(|db| {
            let moment = db.unchecked_transaction()?;
            let now: i64 = moment.query_row("SELECT value FROM meta WHERE name = 'revision'", [], |row| row.get(0))?;
            if now == covered.revision {
                return Ok(());
            }
            let mut removed = moment.prepare_cached("SELECT doc FROM removed WHERE revision > ?")?;
            for doc in removed.query_map([covered.revision], |row| row.get::<_, i64>(0))? {
                self.forget(doc?);
                self.dirty = true;
            }
            let mut texts = moment.prepare_cached("SELECT text FROM version WHERE doc = ? AND version = ?")?;
            // From the index alone: a page of the table that is damaged costs the documents on it and no others.
            let mut revisions = moment
                .prepare_cached("SELECT id, revision FROM document WHERE revision > ?1 ORDER BY revision LIMIT ?2")?;
            let mut documents = moment.prepare_cached("SELECT sha256, title, version FROM document WHERE id = ?")?;
            let mut rows = revisions.query(params![covered.revision, STEP as i64])?;
            while let Some(row) = rows.next()? {
                let doc = row.get(0)?;
                self.covered.revision = row.get(1)?;
                let mut found = documents.query([doc])?;
                let Ok(Some(row)) = found.next() else {
                    self.forget(doc);
                    taken += 1;
                    continue;
                };
                let sha256 = row.get_ref(0)?.as_blob().unwrap_or_default();
                self.covered.last = Some((doc, self.covered.revision, sum(sha256)));
                // A text that is damaged is told of where it is read; what cannot be read of it has no words.
                let text = texts
                    .query_row([doc, row.get(2).unwrap_or_default()], |row| Ok(lossy(row, 0)?.into_owned()))
                    .unwrap_or_default();
                if let Err(error) = self.add(doc, &lossy(row, 1)?, &text) {
                    failed = Some(error);
                    return Ok(());
                }
                taken += 1;
            }
            if taken < STEP {
                self.covered.revision = now;
                self.dirty = true;
            }
            Ok(())
        })?;
        match failed {
            Some(error) => Err(disk::failed(&error, &folder)),
            None => Ok(taken),
        }
    }

    fn add(&mut self, doc: i64, title: &str, text: &str) -> tantivy::Result<()> {
        if doc <= self.covered.highest {
            self.forget(doc);
        }
        self.covered.highest = self.covered.highest.max(doc);
        self.analysis.read(title, text);
        let mut document = TantivyDocument::default();
        document.add_u64(self.fields.doc, doc as u64);
        document.add_text(self.fields.words, &self.analysis.words);
        document.add_text(self.fields.prefixes, &self.analysis.prefixes);
        self.writer.add_document(document)?;
        self.added += 1;
        self.dirty = true;
        Ok(())
    }

    fn forget(&self, doc: i64) {
        self.writer.delete_term(Term::from_field_u64(self.fields.doc, doc as u64));
    }

    /// Commits if the last commit is some time ago; whether it did.
    pub(crate) fn commit_now_and_then(&mut self) -> Result<bool> {
        if self.since.elapsed() < COMMIT || !self.dirty {
            return Ok(false);
        }
        self.commit().map(|()| true)
    }

    /// Writes what was taken in; from now on it can be searched.
    pub(crate) fn commit(&mut self) -> Result<()> {
        if !self.dirty {
            return Ok(());
        }
        let payload = serde_json::to_string(&self.covered).expect("numbers are JSON");
        let committed = guarded(|| {
            let mut commit = self.writer.prepare_commit()?;
            commit.set_payload(&payload);
            commit.commit()
        });
        committed.map_err(|error| disk::failed(&error, &self.folder))?;
        self.dirty = false;
        self.since = Instant::now();
        Ok(())
    }

    /// Commits and waits until the parts of the index are few.
    pub(crate) fn finish(mut self) -> Result<Indexed> {
        self.commit()?;
        let (folder, added, rebuilt) = (self.folder, self.added, self.rebuilt);
        guarded(|| self.writer.wait_merging_threads()).map_err(|error| disk::failed(&error, &folder))?;
        Ok(if rebuilt { Indexed::Rebuilt(added) } else { Indexed::Done(added) })
    }
}

/// The beginning of a SHA-256 as a number.
fn sum(sha256: &[u8]) -> i64 {
    let mut bytes = [0; 8];
    bytes.iter_mut().zip(sha256).for_each(|(to, from)| *to = *from);
    i64::from_le_bytes(bytes)
}

impl Reader {
    /// The beginning of the SHA-256 of a document if its last change was this one.
    fn sum_at(&self, doc: i64, revision: i64) -> Result<Option<i64>> {
        self.run(|db| {
            db.prepare_cached("SELECT sha256 FROM document WHERE id = ? AND revision = ?")?
                .query_row([doc, revision], |row| Ok(sum(row.get_ref(0)?.as_blob().unwrap_or_default())))
                .optional()
        })
    }

    /// Gives titles and texts of documents.
    pub(super) fn texts(&self, docs: impl Iterator<Item = u32>, take: &mut dyn FnMut(u32, &str, &str)) -> Result<()> {
        self.run(|db| {
            let mut statement = db.prepare_cached(
                "SELECT title, text FROM document d JOIN version v ON v.doc = d.id AND v.version = d.version
                 WHERE d.id = ?",
            )?;
            for doc in docs {
                let mut rows = statement.query([doc])?;
                // One that cannot be read has no words.
                if let Ok(Some(row)) = rows.next() {
                    take(doc, &lossy(row, 0)?, &lossy(row, 1)?);
                }
            }
            Ok(())
        })
    }
}
