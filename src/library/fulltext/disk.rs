//! The index on the disk: its fields, its folder, what a commit says of itself. Derived from the store and thrown away
//! whenever it does not fit.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::ops::ControlFlow;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::Path;

use serde::{Deserialize, Serialize};
use tantivy::directory::error::{OpenReadError, OpenWriteError};
use tantivy::schema::{FAST, Field, INDEXED, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer, TokenizerManager};
use tantivy::{Index, IndexReader, IndexSettings, ReloadPolicy, Searcher};

use super::files::{Files, is_sound};
use super::guarded;
use crate::library::{LibraryError, Result, open};

/// The folder of the index beside the store.
pub(super) const FOLDER: &str = "index";

/// Held by the one process that writes the index.
const LOCK: &str = "index.lock";

/// Raised when words are found or written in another way.
const FORMAT: u32 = 3;

/// Positions that no phrase spans.
const GAP: usize = 64;

/// tantivy asks for a tokenizer of this name even for numbers.
const TOKENIZER: &str = "default";

/// What the fields are called by tantivy.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields {
    /// The number of the document.
    pub(super) doc: Field,
    /// Its words with their positions.
    pub(super) words: Field,
    /// The beginnings of its words.
    pub(super) prefixes: Field,
}

/// What a commit says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Covered {
    format: u32,
    /// Changes of the store up to this revision are in the index.
    pub(super) revision: i64,
    /// The highest number of a document that was ever in it.
    pub(super) highest: i64,
    /// The document taken in last, its revision and the beginning of its SHA-256: tells one library from another.
    pub(super) last: Option<(i64, i64, i64)>,
}

/// The schema and its fields.
pub(super) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let indexing = |option| TextFieldIndexing::default().set_tokenizer(TOKENIZER).set_index_option(option);
    let text = |indexing| TextOptions::default().set_indexing_options(indexing);
    let fields = Fields {
        doc: builder.add_u64_field("doc", FAST | INDEXED),
        words: builder.add_text_field("words", text(indexing(IndexRecordOption::WithFreqsAndPositions))),
        prefixes: builder.add_text_field("prefixes", text(indexing(IndexRecordOption::Basic).set_fieldnorms(false))),
    };
    (builder.build(), fields)
}

/// The index in a library's folder as it was committed last; an error if there is none that this program can use.
pub(super) fn open(folder: &Path, writable: bool) -> tantivy::Result<(Index, Covered, Searcher)> {
    let directory = Files::open(&folder.join(FOLDER), writable)?;
    let mut index = Index::open(directory)?;
    if index.schema() != schema().0 {
        return Err(tantivy::TantivyError::SchemaError("the fields are others".to_owned()));
    }
    index.set_tokenizers(tokenizers());
    let covered: Option<Covered> =
        index.load_metas()?.payload.as_deref().and_then(|payload| serde_json::from_str(payload).ok());
    let reader: IndexReader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
    let searcher = reader.searcher();
    // Its parts are looked into when they are asked; what is cut off is to be known before.
    for segment in searcher.segment_readers() {
        for (field, _) in index.schema().fields() {
            segment.inverted_index(field)?;
        }
        segment.fast_fields().u64("doc")?;
    }
    match covered {
        Some(covered) if covered.format == FORMAT => Ok((index, covered, searcher)),
        // Its first commit has not come.
        None if searcher.num_docs() == 0 => Ok((index, Covered { format: FORMAT, ..Covered::default() }, searcher)),
        _ => Err(tantivy::TantivyError::SchemaError("the format is another".to_owned())),
    }
}

/// An empty index in place of whatever stands there.
pub(super) fn create(folder: &Path) -> Result<(Index, Covered)> {
    let place = folder.join(FOLDER);
    remove(folder)?;
    open::make_dir(&place)?;
    let make = || {
        let settings = IndexSettings { docstore_compress_dedicated_thread: false, ..IndexSettings::default() };
        let directory = Files::open(&place, true)?;
        Index::builder().schema(schema().0).settings(settings).open_or_create(directory)
    };
    let mut index = make().map_err(|error| failed(&error, folder))?;
    index.set_tokenizers(tokenizers());
    Ok((index, Covered { format: FORMAT, ..Covered::default() }))
}

/// Takes the index away: first out of sight in one step, so that no other program meets half of it.
fn remove(folder: &Path) -> Result<()> {
    let place = folder.join(FOLDER);
    let aside = folder.join(format!("{FOLDER}.old-{}", std::process::id()));
    let taken = fs::rename(&place, &aside).and_then(|()| match fs::remove_dir_all(&aside) {
        // A file that somebody put in its place.
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => fs::remove_file(&aside),
        other => other,
    });
    match taken {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(LibraryError::from_io(&error, &place)),
        _ => Ok(()),
    }
}

/// Whether every file of the index is what was written, byte for byte; none if there is no index that opens, or if
/// `pause`, called after each piece read, says so. What another program commits meanwhile is looked at in its place.
pub(super) fn is_whole(folder: &Path, pause: &mut dyn FnMut() -> ControlFlow<()>) -> Option<bool> {
    loop {
        let stamp = Stamp::of(folder)?;
        let (index, ..) = guarded(|| open(folder, false)).ok()?;
        let files = index.load_metas().ok()?.list_segment_files();
        let mut whole = true;
        // Some are named that need not be.
        for path in files.iter().map(|file| folder.join(FOLDER).join(file)).filter(|path| path.exists()) {
            whole &= is_sound(&path, pause)?;
        }
        // Files that are taken away after a commit are no damage.
        if whole || Stamp::of(folder) == Some(stamp) {
            return Some(whole);
        }
    }
}

/// Makes an index that gave errors one that cannot be opened: whoever writes it next begins anew.
pub(super) fn spoil(folder: &Path) {
    // Where it cannot be taken away it is found out again.
    let _ = fs::remove_file(folder.join(FOLDER).join("meta.json"));
}

/// What went wrong with the index, as the library says it.
pub(super) fn failed(error: &tantivy::TantivyError, folder: &Path) -> LibraryError {
    use tantivy::TantivyError as E;
    let place = folder.join(FOLDER);
    let io = match error {
        E::IoError(error)
        | E::OpenWriteError(OpenWriteError::IoError { io_error: error, .. })
        | E::OpenReadError(OpenReadError::IoError { io_error: error, .. }) => Some(error),
        _ => None,
    };
    match io {
        Some(error) => LibraryError::from_io(error, &place),
        // A thread that ends because nothing can be written does not say why.
        None if is_full(folder) => LibraryError::Full(place),
        None => LibraryError::Io(place, error.to_string()),
    }
}

/// Whether nothing more can be written here.
fn is_full(folder: &Path) -> bool {
    /// More than is left where a segment found no room.
    const PROBE: usize = 1 << 20;
    let path = folder.join(format!("{FOLDER}.probe-{}", std::process::id()));
    let written = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path).and_then(|mut file| {
        file.write_all(&vec![1; PROBE])?;
        file.sync_data()
    });
    let _ = fs::remove_file(&path);
    let full = |error: io::Error| matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded);
    written.is_err_and(full)
}

/// Tells whether somebody has committed since: the file that names the parts of the index is replaced at each commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp(u64, u64, i64, i64);

impl Stamp {
    pub(super) fn of(folder: &Path) -> Option<Self> {
        let meta = fs::metadata(folder.join(FOLDER).join("meta.json")).ok()?;
        Some(Self(meta.ino(), meta.size(), meta.mtime(), meta.mtime_nsec()))
    }
}

/// Bytes of all files of the index.
pub(super) fn size(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder.join(FOLDER)).into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.metadata().ok()).map(|meta| meta.len()).sum()
}

/// Whether there was an index here, even if there is none now.
pub(super) fn was_here(folder: &Path) -> bool {
    folder.join(FOLDER).exists() || folder.join(LOCK).exists()
}

/// The lock that the one writer holds; none if another process has it.
pub(super) fn lock(folder: &Path) -> Result<Option<File>> {
    let path = folder.join(LOCK);
    let at = |error: &io::Error| LibraryError::from_io(error, &path);
    let file = OpenOptions::new().create(true).truncate(false).write(true).mode(0o600).open(&path);
    let file = file.map_err(|error| at(&error))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(fs::TryLockError::WouldBlock) => Ok(None),
        Err(fs::TryLockError::Error(error)) => Err(at(&error)),
    }
}

fn tokenizers() -> TokenizerManager {
    let tokenizers = TokenizerManager::new();
    tokenizers.register(TOKENIZER, Lines);
    tokenizers
}

/// Takes the lines that [`super::analysis::Analysis`] wrote as words.
#[derive(Debug, Clone)]
struct Lines;

struct Line<'a> {
    rest: &'a str,
    next: usize,
    token: Token,
}

impl Tokenizer for Lines {
    type TokenStream<'a> = Line<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Line<'a> {
        Line { rest: text, next: 0, token: Token::default() }
    }
}

impl TokenStream for Line<'_> {
    fn advance(&mut self) -> bool {
        while let Some(end) = memchr::memchr(b'\n', self.rest.as_bytes()) {
            let line = &self.rest[..end];
            self.rest = &self.rest[end + 1..];
            let word = line.strip_prefix('\t').unwrap_or(line);
            if word.is_empty() {
                self.next += GAP;
                continue;
            }
            if word.len() == line.len() {
                self.next += 1;
            }
            self.token.position = self.next;
            self.token.text.clear();
            self.token.text.push_str(word);
            return true;
        }
        false
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
