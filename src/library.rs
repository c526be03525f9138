//! The library: the only door to the store of documents, their facts and what the reader did with them. A folder with
//! one `SQLite` file, which is the truth; the facets for filters and counts are derived from it in memory.

use std::ops::{ControlFlow, Deref};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicU64;

use crate::document::Document;
use crate::facts;
use crate::vocabulary::Vocabulary;

mod anchor;
mod archive;
mod backup;
mod columns;
mod compare;
mod derived;
mod doctor;
mod error;
mod facets;
mod fold;
mod fulltext;
mod gather;
mod guard;
mod import;
mod marks;
mod memo;
mod notes;
mod open;
mod order;
mod pack;
mod places;
mod query;
mod remove;
mod saved;
mod schema;
mod seek;
mod select;
mod state;
mod store;
mod study;
#[cfg(test)]
mod testing;
mod views;
mod vocabularies;

pub use backup::{Restored, is_whole as is_whole_backup, put_in_place};
pub use compare::Compared;
pub use doctor::{Counts, Database, Disk, Examination, IndexState, Words};
pub use error::LibraryError;
pub use facets::{FacetCount, FacetGroup};
pub use fulltext::{IndexProgress, Indexed, Matched, Stop};
pub use gather::{Gathered, Items, gather, read_stream};
pub use guard::is_caught;
pub use import::{Failure, ImportReport, Incoming, Origin, Progress, exit_code};
pub use marks::Mark;
pub use notes::{Colour, Note, NoteChange, NoteWritten};
pub use order::{Ids, Sort, SortBy};
pub use places::{Left, Places};
pub use query::{Picked, Query, QueryError, QueryErrorKind, Typing, Wanted};
pub use remove::KEPT;
pub use saved::Saved;
pub use state::StateChange;
pub use store::{Head, Loaded, Reader};
pub use study::{AlsoIn, Kin};
pub use views::{Item, Matrix, Patient, Patients, Timeline, View, Viewed};
pub use vocabularies::{Addition, Vocabularies};

/// What a library call gives.
pub type Result<T> = std::result::Result<T, LibraryError>;

/// Below this many documents nothing derived from them takes long.
const MANY: usize = 20_000;

/// A set of documents, by number.
pub type Documents = roaring::RoaringBitmap;

/// The number of a document. Never used again for another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DocId(pub i64);

/// A library open for reading and, unless [`Library::read_only`] says why not, for writing. May move to another
/// thread; what only reads is in [`Reader`].
#[derive(Debug)]
pub struct Library {
    reader: Reader,
    facets: facets::Facets,
    fulltext: fulltext::Fulltext,
    order: Option<order::Order>,
    sought: seek::Sought,
    data_version: i64,
    read_only: Option<String>,
}

impl Deref for Library {
    type Target = Reader;

    fn deref(&self) -> &Reader {
        &self.reader
    }
}

impl Library {
    /// Opens the library in `dir`; [`LibraryError::Missing`] if there is none.
    pub fn open(dir: &Path) -> Result<Self> {
        open::open(dir).and_then(Self::with)
    }

    /// Opens the library in `dir`, or makes an empty one there.
    pub fn create_or_open(dir: &Path) -> Result<Self> {
        open::create_or_open(dir).and_then(Self::with)
    }

    /// An empty library that vanishes with its last connection.
    pub fn in_memory() -> Result<Self> {
        open::in_memory().and_then(Self::with)
    }

    fn with(opened: open::Opened) -> Result<Self> {
        let fulltext = fulltext::Fulltext::new(&opened.reader, opened.read_only.is_none());
        let mut library = Self {
            reader: opened.reader,
            facets: facets::Facets::default(),
            fulltext,
            order: None,
            sought: seek::Sought::default(),
            data_version: 0,
            read_only: opened.read_only,
        };
        library.data_version = library.reader.data_version()?;
        Ok(library)
    }

    /// A second connection that only reads, for another thread.
    pub fn reader(&self) -> Result<Reader> {
        self.reader.again()
    }

    /// The same library a second time, for another thread that also writes.
    pub fn again(&self) -> Result<Self> {
        let reader = self.reader.again()?;
        if self.read_only.is_none() {
            reader.run(|db| db.pragma_update(None, "query_only", false))?;
        }
        Self::with(open::Opened { reader, read_only: self.read_only.clone() })
    }

    /// The folder it lies in; none in memory.
    pub fn folder(&self) -> Option<&Path> {
        self.reader.place.folder()
    }

    /// Why nothing can be written, if so; one sentence to show.
    pub fn read_only(&self) -> Option<&str> {
        self.read_only.as_deref()
    }

    /// Whether another connection has written since the last call. What was listed is to be asked for again then.
    pub fn changed(&mut self) -> Result<bool> {
        let now = self.reader.data_version()?;
        Ok(std::mem::replace(&mut self.data_version, now) != now)
    }

    /// Takes documents in, in batches of one transaction each. `progress` is called after each commit and may stop
    /// the import; what it was told of stays. An error ends the import; what was committed before stays.
    pub fn import(
        &mut self,
        items: impl Iterator<Item = std::result::Result<Incoming, Failure>> + Send,
        vocabulary: &Vocabulary,
        progress: &mut dyn FnMut(&Progress) -> ControlFlow<()>,
    ) -> Result<ImportReport> {
        self.writable()?;
        let index = fulltext::Follower::of(&self.reader)?;
        self.take_in(items, vocabulary, progress, index)
    }

    fn take_in(
        &mut self,
        items: impl Iterator<Item = std::result::Result<Incoming, Failure>> + Send,
        vocabulary: &Vocabulary,
        progress: &mut dyn FnMut(&Progress) -> ControlFlow<()>,
        index: Option<fulltext::Follower>,
    ) -> Result<ImportReport> {
        let arrivals = items.map(|item| item.map(|incoming| import::Arrival::Document(Box::new(incoming))));
        let import = import::Import { reader: &mut self.reader, vocabulary, progress, index };
        import.run(arrivals, &AtomicU64::new(0), None, ImportReport::default())
    }

    /// [`Library::import`] of the files that [`gather()`] found, one record at a time.
    pub fn import_files(
        &mut self,
        gathered: Gathered,
        vocabulary: &Vocabulary,
        progress: &mut dyn FnMut(&Progress) -> ControlFlow<()>,
    ) -> Result<ImportReport> {
        self.writable()?;
        let index = fulltext::Follower::of(&self.reader)?;
        let report = ImportReport {
            skipped: gathered.skipped.len(),
            barren: gathered.barren.clone(),
            ..ImportReport::default()
        };
        let of_bytes = gathered.files.iter().map(|(_, size)| size).sum();
        let read = gathered.read.clone();
        let import = import::Import { reader: &mut self.reader, vocabulary, progress, index };
        import.run(gathered.arrivals(&read), &read, Some(of_bytes), report)
    }

    /// Puts the bundled documents in, given as (name, document), except those once removed.
    pub fn import_bundled(
        &mut self,
        documents: impl IntoIterator<Item = (String, Document)>,
        vocabulary: &Vocabulary,
    ) -> Result<ImportReport> {
        let removed = self.reader.removed_bundled()?;
        let items: Vec<_> = documents
            .into_iter()
            .filter(|(name, _)| !removed.contains(name))
            .map(|(name, document)| Ok(Incoming::new(Origin::Bundled(name), document)))
            .collect();
        self.writable()?;
        // Few, and the first frame waits for them: the index comes later.
        self.take_in(items.into_iter(), vocabulary, &mut |_| ControlFlow::Continue(()), None)
    }

    /// The documents whose facts were found with another vocabulary or other rules than `vocabulary` and this program.
    pub fn stale(&self, vocabulary: &Vocabulary) -> Result<Vec<DocId>> {
        self.reader.stale(&import::fingerprint(vocabulary))
    }

    /// Finds the facts of a document again.
    pub fn refresh(&mut self, id: DocId, vocabulary: &Vocabulary) -> Result<()> {
        self.writable()?;
        let loaded = self.reader.load(id)?;
        let facts = facts::extract(&loaded.document, vocabulary);
        import::refresh(&mut self.reader, id, &loaded.document, &facts, vocabulary)
    }

    /// The documents that match, in order.
    pub fn ids(&mut self, query: &Query, sort: Sort) -> Result<Ids> {
        self.update(query)?;
        select::ids(&self.reader, &self.facets, &mut self.fulltext, &mut self.order, query, sort)
    }

    /// How many documents match.
    pub fn count(&mut self, query: &Query) -> Result<u64> {
        self.update(query)?;
        select::count(&self.reader, &self.facets, &mut self.fulltext, query)
    }

    /// [`LibraryError::Damaged`] if what lists and filters go by is not whole: they found less than there was.
    pub fn is_whole(&mut self) -> Result<()> {
        self.facets.update(&self.reader)?;
        let lost = (self.reader.len()? as u64).saturating_sub(self.facets.documents.len());
        let what = match (lost, self.facets.gaps) {
            (0, false) => return Ok(()),
            (0, true) => "values that filters look for are gone".to_owned(),
            (lost, _) => format!("{lost} of its documents cannot be found any more"),
        };
        Err(LibraryError::Damaged(self.reader.place.shown().to_owned(), what))
    }

    /// The next document after a row of a list, or before it, whose row contains what was typed.
    pub fn seek(&mut self, typed: &str, ids: &Ids, from: usize, forward: bool) -> Result<Option<DocId>> {
        self.facets.update(&self.reader)?;
        self.sought.update(&self.reader, &self.facets, typed)?;
        Ok(self.sought.next(ids, from, forward))
    }

    /// Whether [`Library::ids`] in this order answers at once. If not, [`Library::prepare`] on another thread sees to it.
    pub fn is_ready(&self, by: SortBy) -> Result<bool> {
        Ok(self.reader.len()? < MANY
            || self.facets.is_fresh(&self.reader)? && order::Order::is_fresh(&self.reader, by, self.order.as_ref())?)
    }

    /// Whether [`Library::counts`] answers at once; see [`Library::is_ready`].
    pub fn is_counted(&self, group: FacetGroup, vocabulary: &Vocabulary) -> Result<bool> {
        Ok(self.reader.len()? < MANY
            || self.read_only.is_some()
            || self.facets.is_fresh(&self.reader)? && self.facets.is_tallied(&self.reader, vocabulary, group)?)
    }

    /// Makes what is derived from many documents, facets, orders and, where the vocabulary is known, the rows of pickers,
    /// and leaves it in files for those who ask next.
    pub fn prepare(&mut self, vocabulary: Option<&Vocabulary>) -> Result<()> {
        self.facets.update(&self.reader)?;
        let many = self.reader.len()? >= MANY;
        if many {
            columns::Columns::make(&self.reader)?;
        }
        for by in [SortBy::Date, SortBy::Title, SortBy::Disease] {
            order::Order::make(&self.reader, &self.facets, Sort { by, reversed: false }, None)?;
        }
        if let Some(vocabulary) = vocabulary.filter(|_| many) {
            self.facets.tally(&self.reader, vocabulary)?;
        }
        self.facets = facets::Facets::default();
        Ok(())
    }

    /// For each value of a picker the number of documents that would match if it were the only value ticked there, all
    /// other filters of `query` kept: most documents first, zeros included.
    pub fn counts(&mut self, group: FacetGroup, query: &Query, vocabulary: &Vocabulary) -> Result<Vec<FacetCount>> {
        self.update(query)?;
        select::counts(&self.reader, &mut self.facets, &mut self.fulltext, group, query, vocabulary)
    }

    /// Brings what is derived from the store up to it; the index is opened for the first words.
    fn update(&mut self, query: &Query) -> Result<()> {
        self.facets.update(&self.reader)?;
        if query.has_words() { self.fulltext.update(&self.reader) } else { Ok(()) }
    }

    /// From now on questions about words are given up once `stop` says so, and read at most `texts` texts that are
    /// not in the index: what waits for it longer is left out.
    pub fn hurry(&mut self, stop: Stop, texts: usize) {
        self.fulltext.stop = stop;
        self.fulltext.limit = texts;
    }

    /// How many documents the last question about words could not be asked of the index.
    pub fn unindexed(&self) -> u64 {
        self.fulltext.behind()
    }

    /// Brings the full-text index up to the store, `anew` from the beginning; makes one where there is none or none
    /// that can be used. `progress` may stop it; what was written stays. Nothing to do for a library in memory.
    pub fn index(&self, anew: bool, progress: &mut dyn FnMut(&IndexProgress) -> ControlFlow<()>) -> Result<Indexed> {
        self.writable()?;
        match self.folder() {
            Some(folder) => fulltext::index(folder, &self.reader, anew, progress),
            None => Ok(Indexed::Done(0)),
        }
    }

    /// Reads the whole index and throws it away if it is not what was written, for [`Library::index`] to make anew;
    /// whether it did. `pause` is called after each megabyte and may end it.
    pub fn check_index(&self, pause: &mut dyn FnMut() -> ControlFlow<()>) -> bool {
        self.folder().is_some_and(|folder| self.read_only.is_none() && fulltext::check(folder, pause))
    }

    /// Removes a document with its versions, facts and state. A bundled one stays out for good.
    pub fn remove(&mut self, id: DocId) -> Result<()> {
        self.writable()?;
        remove::remove(&mut self.reader, id)
    }

    /// [`Library::remove`] of many at once; gives those that were there, and whether [`Library::restore`] can put them
    /// back: not if they are more than [`KEPT`].
    pub fn remove_all(&mut self, documents: &Documents) -> Result<(Documents, bool)> {
        self.writable()?;
        remove::remove_all(&mut self.reader, documents)
    }

    /// Puts documents back that this [`Library`] removed, as they were; gives those put back. One that was taken in
    /// again meanwhile stays out.
    pub fn restore(&mut self, documents: &Documents) -> Result<Documents> {
        self.writable()?;
        remove::restore(&mut self.reader, documents)
    }

    /// Marks a document read or unread.
    pub fn set_read(&mut self, id: DocId, read: bool) -> Result<()> {
        self.writable()?;
        state::set(&mut self.reader, id, StateChange::Read(read))
    }

    /// Stars a document or takes the star away.
    pub fn set_starred(&mut self, id: DocId, starred: bool) -> Result<()> {
        self.writable()?;
        state::set(&mut self.reader, id, StateChange::Starred(starred))
    }

    /// Remembers the place of reading, a byte offset of the text.
    pub fn set_position(&mut self, id: DocId, position: usize) -> Result<()> {
        self.writable()?;
        state::set(&mut self.reader, id, StateChange::Position(position))
    }

    /// Gives a document a tag; one line, cleaned by the caller.
    pub fn add_tag(&mut self, id: DocId, tag: &str) -> Result<()> {
        self.writable()?;
        state::set(&mut self.reader, id, StateChange::Tag(tag))
    }

    /// Takes a tag away.
    pub fn remove_tag(&mut self, id: DocId, tag: &str) -> Result<()> {
        self.writable()?;
        state::set(&mut self.reader, id, StateChange::Untag(tag))
    }

    /// Makes a change to a note; nothing that somebody else wrote meanwhile is lost.
    pub fn write_note(&mut self, change: &NoteChange) -> Result<NoteWritten> {
        self.writable()?;
        notes::write(&mut self.reader, change)
    }

    /// Remembers a place under a letter.
    pub fn set_mark(&mut self, letter: char, place: &Note) -> Result<()> {
        self.writable()?;
        marks::set(&mut self.reader, letter, place)
    }

    /// Takes a mark of a document away.
    pub fn remove_mark(&mut self, letter: char, doc: DocId) -> Result<()> {
        self.writable()?;
        marks::remove(&mut self.reader, letter, doc)
    }

    /// Adds exported notes to a document, each where its quote stands; gives how many are new, and how many of those
    /// have lost their place.
    pub fn take_notes(&mut self, doc: DocId, notes: &[crate::format::Note]) -> Result<(usize, usize)> {
        self.writable()?;
        notes::take(&mut self.reader, doc, notes)
    }

    /// Makes a change to many documents at once; gives those that it changed, for taking it back.
    pub fn set_all(&mut self, documents: &Documents, change: StateChange<'_>) -> Result<Documents> {
        self.writable()?;
        state::set_all(&mut self.reader, documents, change)
    }

    /// Keeps a filter under a name; one of that name is replaced and keeps its place.
    pub fn save_filter(&mut self, saved: &Saved) -> Result<()> {
        self.writable()?;
        saved::save(&mut self.reader, saved)
    }

    /// Takes a saved filter away; whether there was one.
    pub fn remove_filter(&mut self, name: &str) -> Result<bool> {
        self.writable()?;
        saved::remove(&mut self.reader, name)
    }

    /// Remembers which document is being read, for the next time.
    pub fn set_here(&mut self, id: DocId) -> Result<()> {
        self.writable()?;
        self.reader.set_here(id)
    }

    /// From now on `is:new` means what is added later.
    pub fn mark_seen(&mut self) -> Result<()> {
        self.writable()?;
        state::mark_seen(&mut self.reader)
    }

    /// Writes today's backup of the state beside the library, unless there is one or nothing changed since the last.
    pub fn back_up_daily(&mut self) -> Result<Option<PathBuf>> {
        self.writable()?;
        backup::daily(&mut self.reader)
    }

    /// Brings back what a daily backup says of documents that are here. Nothing that is here is taken away.
    pub fn restore_state(&mut self, path: &Path) -> Result<Restored> {
        self.writable()?;
        backup::state(self, path)
    }

    /// Copies the whole library into a new file at `path`.
    pub fn backup_to(&self, path: &Path) -> Result<()> {
        backup::copy(&self.reader, path)
    }

    fn writable(&self) -> Result<()> {
        match &self.read_only {
            Some(reason) => Err(LibraryError::ReadOnly(reason.clone())),
            None => Ok(()),
        }
    }
}

/// Bytes as hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        let digit = |half: u8| char::from(b"0123456789abcdef"[usize::from(half)]);
        text.extend([digit(byte >> 4), digit(byte & 15)]);
    }
    text
}
