//! Full text: which documents have the words of a query, and which of them fit best. Asks the index where there is
//! one, and the texts of those documents that it does not have yet. What one finds the other finds.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use roaring::RoaringBitmap;
use serde::Serialize;

use super::facets::changed_since;
use super::guard::caught;
use super::query::Words;
use super::store::Reader;
use super::{LibraryError, Result};

mod analysis;
mod disk;
mod files;
mod follow;
mod keep;
mod scan;
mod search;
mod sentence;
#[cfg(test)]
mod tests;

pub(crate) use follow::Follower;
use keep::Keeper;
pub use keep::{IndexProgress, Indexed};
pub use sentence::Matched;

/// A question can be given up when a newer one has come: the count of questions and the number of this one.
#[derive(Debug, Clone, Default)]
pub struct Stop {
    asked: Arc<AtomicU64>,
    number: u64,
}

impl Stop {
    /// A question that stops as soon as `asked` counts on.
    pub fn on(asked: &Arc<AtomicU64>) -> Self {
        Self { asked: Arc::clone(asked), number: asked.load(Ordering::SeqCst) }
    }

    /// Whether nobody waits for the answer any more.
    pub fn asked(&self) -> bool {
        self.asked.load(Ordering::Relaxed) != self.number
    }
}

/// Brings the index in a library's folder up to the store.
pub(crate) fn index(
    folder: &Path,
    reader: &Reader,
    anew: bool,
    progress: &mut dyn FnMut(&IndexProgress) -> ControlFlow<()>,
) -> Result<Indexed> {
    match keep_up(folder, reader, anew, progress) {
        // What gives errors while it is added to is made anew; if that gives one too, it is not the index.
        Err(LibraryError::Io(..)) if !anew => keep_up(folder, reader, true, progress),
        other => other,
    }
}

fn keep_up(
    folder: &Path,
    reader: &Reader,
    anew: bool,
    progress: &mut dyn FnMut(&IndexProgress) -> ControlFlow<()>,
) -> Result<Indexed> {
    let Some(mut keeper) = Keeper::open(folder, reader, anew)? else {
        return Ok(Indexed::Elsewhere);
    };
    let of = keeper.waiting(reader)?;
    while keeper.step(reader)? > 0 {
        keeper.commit_now_and_then()?;
        if progress(&IndexProgress { done: keeper.added, of: of.max(keeper.added) }).is_break() {
            keeper.commit()?;
            return Ok(Indexed::Stopped);
        }
    }
    keeper.finish()
}

/// What can be said of an index.
#[derive(Debug, Clone, Serialize)]
pub struct IndexState {
    /// `current`, `behind`, `missing`, `damaged`, or `of another library`.
    pub state: &'static str,
    /// The last change of the store that it has.
    pub revision: Option<i64>,
    /// Documents in it.
    pub documents: Option<u64>,
    /// Documents that changed since.
    pub waiting: u64,
    /// Bytes of its files.
    pub bytes: u64,
}

/// Looks over the index in a library's folder; reads all of it. One that is damaged is thrown away if it may be: what
/// it would still find is not to be trusted.
pub(crate) fn examine(folder: &Path, reader: &Reader, writable: bool) -> Result<IndexState> {
    let bytes = disk::size(folder);
    let unusable =
        |state| Ok(IndexState { state, revision: None, documents: None, waiting: reader.len()? as u64, bytes });
    if disk::Stamp::of(folder).is_none() {
        return unusable("missing");
    }
    let whole = disk::is_whole(folder, &mut || ControlFlow::Continue(())) == Some(true);
    let Some((_, covered, searcher)) = guarded(|| disk::open(folder, false)).ok().filter(|_| whole) else {
        if writable {
            disk::spoil(folder);
        }
        return unusable("damaged");
    };
    if !keep::belongs(&covered, reader)? {
        return unusable("of another library");
    }
    let waiting = changed_since(reader, covered.revision)?.len();
    let state = if waiting == 0 { "current" } else { "behind" };
    let documents = Some(searcher.num_docs());
    Ok(IndexState { state, revision: Some(covered.revision), documents, waiting, bytes })
}

/// Reads the whole index and throws it away if it is not what was written; whether it did. `pause` is called after each
/// megabyte and may end it.
pub(crate) fn check(folder: &Path, pause: &mut dyn FnMut() -> ControlFlow<()>) -> bool {
    let damaged = disk::is_whole(folder, pause) == Some(false);
    if damaged {
        disk::spoil(folder);
    }
    damaged
}

/// Errors in typing that a word may have and still be found by `word~`.
fn tolerance(word: &str) -> u8 {
    if word.chars().count() > 5 { 2 } else { 1 }
}

/// What answers questions about words.
#[derive(Default)]
pub(crate) struct Fulltext {
    /// The library's folder; none for one in memory, which has no index.
    folder: Option<PathBuf>,
    writable: bool,
    answers: Option<search::Answers>,
    /// An index that gave an error; it is not opened again.
    spoilt: Option<disk::Stamp>,
    /// Documents that changed since the index was written, and the revision of the store that this was true of.
    behind: RoaringBitmap,
    revision: i64,
    /// At most this many texts are read for one answer; more wait until the index has them.
    pub(crate) limit: usize,
    /// Whether the question under way is still wanted.
    pub(crate) stop: Stop,
}

impl std::fmt::Debug for Fulltext {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Fulltext")
            .field("folder", &self.folder)
            .field("behind", &self.behind.len())
            .finish_non_exhaustive()
    }
}

/// Runs what touches the index: a damaged file may make it panic, which is an error like others.
fn guarded<T>(work: impl FnOnce() -> tantivy::Result<T>) -> tantivy::Result<T> {
    caught(work).unwrap_or_else(|| Err(tantivy::TantivyError::SystemError("it is damaged".to_owned())))
}

impl Fulltext {
    /// For the library that `reader` reads. Nothing is opened yet.
    pub(crate) fn new(reader: &Reader, writable: bool) -> Self {
        let folder = reader.place.folder().map(ToOwned::to_owned);
        Self { folder, writable, revision: -1, limit: usize::MAX, ..Self::default() }
    }

    /// Brings what is known up to the index and the store of now.
    pub(crate) fn update(&mut self, reader: &Reader) -> Result<()> {
        let stamp = self.folder.as_deref().and_then(disk::Stamp::of);
        if self.answers.as_ref().map(|answers| answers.stamp) != Some(stamp) && stamp != self.spoilt {
            let folder = self.folder.as_deref();
            let opened = folder.and_then(|folder| guarded(|| search::Answers::open(folder, self.writable)).ok());
            self.spoilt = if opened.is_none() { stamp } else { None };
            self.take(reader, opened)?;
        }
        let revision = reader.revision()?;
        if revision != self.revision {
            let covered = self.answers.as_ref().map_or(0, |answers| answers.covered.revision);
            self.behind = changed_since(reader, covered)?;
            self.revision = revision;
        }
        Ok(())
    }

    fn take(&mut self, reader: &Reader, opened: Option<search::Answers>) -> Result<()> {
        self.revision = -1;
        self.answers = match opened {
            Some(answers) if keep::belongs(&answers.covered, reader)? => Some(answers),
            _ => None,
        };
        Ok(())
    }

    /// How many documents wait for the index.
    pub(crate) fn behind(&self) -> u64 {
        self.behind.len()
    }

    /// The documents of `within` that have the words.
    pub(crate) fn matching(&mut self, reader: &Reader, words: &Words, within: &RoaringBitmap) -> Result<RoaringBitmap> {
        let stop = self.stop.clone();
        let found = self.answers.as_mut().map(|answers| guarded(|| answers.matching(words, &stop)));
        let mut found = match found {
            Some(Ok(found)) => found & within,
            Some(Err(_)) => {
                self.give_up(reader)?;
                RoaringBitmap::new()
            }
            None => RoaringBitmap::new(),
        };
        found -= &self.behind;
        let rest = within & &self.behind;
        if !rest.is_empty() && self.may_scan(rest.len()) {
            let wanted = [scan::Wanted::new(words)];
            self.scan(reader, &rest, &wanted, &mut |doc, weight| {
                if weight > 0 {
                    found.insert(doc);
                }
            })?;
        }
        Ok(found)
    }

    /// The best of `found`, best first; those that are left out are all less so.
    pub(crate) fn ranked(&mut self, reader: &Reader, words: &[Words], found: &RoaringBitmap) -> Result<Vec<u32>> {
        if let Some(answers) = &self.answers {
            let Ok(best) = guarded(|| answers.best(words, found, &self.stop)) else {
                self.give_up(reader)?;
                return Ok(Vec::new());
            };
            return Ok(best);
        }
        if !self.may_scan(found.len()) {
            return Ok(Vec::new());
        }
        let wanted: Vec<scan::Wanted> = words.iter().map(scan::Wanted::new).collect();
        let mut weights: Vec<(usize, u32)> = Vec::new();
        self.scan(reader, found, &wanted, &mut |doc, weight| weights.push((weight, doc)))?;
        weights.sort_by_key(|weighed| std::cmp::Reverse(*weighed));
        Ok(weights.into_iter().map(|(_, doc)| doc).collect())
    }

    /// Whether so many texts are read for an answer. Where there will be no index all are.
    fn may_scan(&self, texts: u64) -> bool {
        self.folder.is_none() || !self.writable || texts <= self.limit as u64
    }

    /// Does without an index that gave an error, and has it thrown away by whoever may write it next.
    fn give_up(&mut self, reader: &Reader) -> Result<()> {
        let folder = self.folder.as_deref();
        self.spoilt = self.answers.as_ref().and_then(|answers| answers.stamp);
        if let Some(folder) = folder.filter(|_| self.writable) {
            disk::spoil(folder);
        }
        self.take(reader, None)?;
        self.update(reader)
    }

    fn scan(
        &self,
        reader: &Reader,
        docs: &RoaringBitmap,
        wanted: &[scan::Wanted],
        take: &mut dyn FnMut(u32, usize),
    ) -> Result<()> {
        let (mut title, mut text) = (scan::Places::default(), scan::Places::default());
        reader.texts(docs.iter().take_while(|_| !self.stop.asked()), &mut |doc, of_title, of_text| {
            title.read(of_title);
            text.read(of_text);
            take(doc, wanted.iter().map(|wanted| wanted.weight(&title, &text)).sum());
        })
    }
}
