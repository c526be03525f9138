//! Backups: daily, what cannot be imported again, as JSON lines; on demand and before a migration, the whole library.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Zoned;
use roaring::RoaringBitmap;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::open::{make_dir, sync_dir, uri, write_private};
use super::store::Reader;
use super::{LibraryError, Result, hex};

mod restore;

pub(crate) use restore::state;
pub use restore::{Restored, is_whole, put_in_place};

/// The folder of backups beside the store.
const FOLDER: &str = "backup";

/// After so long without a change a file is not being written any more.
const UNFINISHED: Duration = Duration::from_secs(600);

/// How many daily backups are kept.
const KEPT: usize = 5;

/// One line of a daily backup.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
enum Line {
    /// A saved filter.
    Filter { filter: String, query: String },
    /// A document and what was done with it.
    Document(Box<Kept>),
}

impl Line {
    fn bytes(&self) -> Vec<u8> {
        let mut bytes = serde_json::to_vec(self).expect("strings and numbers are JSON");
        bytes.push(b'\n');
        bytes
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Kept {
    key: Option<String>,
    sources: Vec<String>,
    sha256: String,
    title: String,
    read: bool,
    starred: bool,
    position: i64,
    tags: Vec<String>,
    notes: Vec<Note>,
    #[serde(default)]
    marks: Vec<Mark>,
}

/// A place remembered under a letter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Mark {
    letter: String,
    start: i64,
    quote: String,
    before: String,
    after: String,
}

/// A note or highlight.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Note {
    start: i64,
    quote: String,
    before: String,
    after: String,
    colour: Option<String>,
    body: Option<String>,
}

/// Writes today's backup unless there is one or nothing changed since the last; gives its path if it was written.
pub(crate) fn daily(reader: &mut Reader) -> Result<Option<PathBuf>> {
    let Some(folder) = reader.place.path.as_ref().and_then(|path| Some(path.parent()?.join(FOLDER))) else {
        return Ok(None);
    };
    let path = folder.join(format!("state-{}.jsonl", Zoned::now().date()));
    let (changes, backed_up) = reader.run(|db| Ok((meta(db, "changes")?, meta(db, "backed_up")?)))?;
    if path.exists() || changes == backed_up || !reader.run(has_marks)? {
        return Ok(None);
    }
    clear(&folder);
    sound(reader)?;
    make_dir(&folder)?;
    let new = folder.join(format!("state.new-{}", std::process::id()));
    write_private(&new, b"")?;
    let at = |error: &io::Error| LibraryError::from_io(error, &new);
    let mut file = BufWriter::new(OpenOptions::new().write(true).open(&new).map_err(|error| at(&error))?);
    let mut sum = Sha256::new();
    let mut failed = None;
    reader.run(|db| {
        each_line(db, &mut |line| {
            sum.update(&line);
            failed = file.write_all(&line).err();
            failed.is_none()
        })
    })?;
    let written = failed.map_or(Ok(()), Err).and_then(|()| file.flush()).and_then(|()| file.get_ref().sync_all());
    written.map_err(|error| at(&error))?;
    // Read back before it takes its place among the good ones.
    let mut again = Sha256::new();
    let mut written = File::open(&new).map_err(|error| at(&error))?;
    let mut part = vec![0; 1 << 16];
    loop {
        let read = written.read(&mut part).map_err(|error| at(&error))?;
        if read == 0 {
            break;
        }
        again.update(&part[..read]);
    }
    if again.finalize() != sum.finalize() {
        let _ = fs::remove_file(&new);
        return Err(LibraryError::Io(new, "the backup was not written as it should be".to_owned()));
    }
    fs::rename(&new, &path).map_err(|error| LibraryError::from_io(&error, &path))?;
    sync_dir(&folder);
    reader.run(|db| db.execute("UPDATE meta SET value = ? WHERE name = 'backed_up'", [changes]))?;
    prune(&folder);
    Ok(Some(path))
}

/// Copies the library into a new file.
pub(crate) fn copy(reader: &Reader, path: &Path) -> Result<()> {
    if path.exists() {
        let error = std::io::Error::from(std::io::ErrorKind::AlreadyExists);
        return Err(LibraryError::CannotCreate(path.to_owned(), error));
    }
    copy_into(&reader.db, path)
}

/// Keeps the library as it was before its tables change.
pub(crate) fn before_migration(db: &Connection, store: &Path, version: i64) -> Result<()> {
    let folder = store.with_file_name(FOLDER);
    let path = folder.join(format!("library-{version}.db"));
    make_dir(&folder)?;
    let _ = fs::remove_file(&path);
    copy_into(db, &path)
}

fn copy_into(db: &Connection, path: &Path) -> Result<()> {
    // SQLite fills a file that is there and empty; so it never stands open to others.
    write_private(path, b"")?;
    // Said in full: a library in memory would otherwise be copied into memory.
    let copied = db.execute("VACUUM INTO ?", [uri(path, "?vfs=unix")]);
    copied.map(drop).map_err(|error| {
        let _ = fs::remove_file(path);
        LibraryError::from_sql(error, path)
    })
}

/// Looks at the tables that a backup is made from; texts and facts, ten times as much, are checked when they are read.
fn sound(reader: &Reader) -> Result<()> {
    for table in ["document", "source", "state", "tag", "note", "mark", "filter"] {
        let check = format!("PRAGMA quick_check({table})");
        let verdict: String = reader.run(|db| db.query_row(&check, [], |row| row.get(0)))?;
        if verdict != "ok" {
            return Err(LibraryError::Damaged(reader.place.shown().to_owned(), verdict));
        }
    }
    Ok(())
}

/// Whether the reader left anything but the places where reading stopped: without it there is nothing to lose.
fn has_marks(db: &Connection) -> rusqlite::Result<bool> {
    db.query_row(
        "SELECT EXISTS (SELECT 1 FROM note) OR EXISTS (SELECT 1 FROM tag) OR EXISTS (SELECT 1 FROM filter)
             OR EXISTS (SELECT 1 FROM mark)
             OR EXISTS (SELECT 1 FROM state WHERE read OR starred)",
        [],
        |row| row.get(0),
    )
}

/// Removes what programs left that ended while they wrote a backup.
fn clear(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let old = entry
            .metadata()
            .and_then(|meta| meta.modified())
            .is_ok_and(|written| written.elapsed().is_ok_and(|since| since > UNFINISHED));
        if old && name.to_str().is_some_and(|name| name.starts_with("state.new-")) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

fn meta(db: &Connection, name: &str) -> rusqlite::Result<i64> {
    db.query_row("SELECT value FROM meta WHERE name = ?", [name], |row| row.get(0))
}

/// Gives each line with its end until `take` has enough: the saved filters, then the documents. The sources are read
/// beside the documents, tags and notes only where there are any: a million documents have few.
fn each_line(db: &Connection, take: &mut dyn FnMut(Vec<u8>) -> bool) -> rusqlite::Result<()> {
    let moment = db.unchecked_transaction()?;
    let mut filters = moment.prepare("SELECT name, query FROM filter ORDER BY id")?;
    let mut rows = filters.query([])?;
    while let Some(row) = rows.next()? {
        if !take(Line::Filter { filter: row.get(0)?, query: row.get(1)? }.bytes()) {
            return Ok(());
        }
    }
    let having = |table: &str| -> rusqlite::Result<RoaringBitmap> {
        moment.prepare(&format!("SELECT doc FROM {table}"))?.query_map([], |row| row.get::<_, u32>(0))?.collect()
    };
    let [having_tags, having_notes, having_marks] = [having("tag")?, having("note")?, having("mark")?];
    let mut sources = moment.prepare("SELECT doc, name FROM source ORDER BY doc, name, place")?;
    let mut sources = sources.query([])?;
    let mut source = sources.next()?;
    let mut tags = moment.prepare("SELECT name FROM tag WHERE doc = ? ORDER BY name")?;
    let mut notes = moment
        .prepare("SELECT start, quote, before, after, colour, body FROM note WHERE doc = ? ORDER BY start, id")?;
    let mut marks =
        moment.prepare("SELECT letter, start, quote, before, after FROM mark WHERE doc = ? ORDER BY letter")?;
    let mut documents = moment.prepare(
        "SELECT id, key, sha256, title, coalesce(read, 0), coalesce(starred, 0), coalesce(position, 0)
         FROM document LEFT JOIN state ON doc = id ORDER BY id",
    )?;
    let mut rows = documents.query([])?;
    while let Some(row) = rows.next()? {
        let id: u32 = row.get(0)?;
        let mut kept = Kept {
            key: row.get(1)?,
            sha256: hex(row.get_ref(2)?.as_blob()?),
            title: row.get(3)?,
            read: row.get(4)?,
            starred: row.get(5)?,
            position: row.get(6)?,
            sources: Vec::new(),
            tags: Vec::new(),
            notes: Vec::new(),
            marks: Vec::new(),
        };
        while let Some(of) = source {
            let doc: u32 = of.get(0)?;
            if doc > id {
                break;
            }
            if doc == id {
                kept.sources.push(of.get(1)?);
            }
            source = sources.next()?;
        }
        if having_tags.contains(id) {
            kept.tags = tags.query_map([id], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        }
        if having_notes.contains(id) {
            let note = |row: &rusqlite::Row<'_>| {
                Ok(Note {
                    start: row.get(0)?,
                    quote: row.get(1)?,
                    before: row.get(2)?,
                    after: row.get(3)?,
                    colour: row.get(4)?,
                    body: row.get(5)?,
                })
            };
            kept.notes = notes.query_map([id], note)?.collect::<rusqlite::Result<_>>()?;
        }
        if having_marks.contains(id) {
            let mark = |row: &rusqlite::Row<'_>| {
                Ok(Mark {
                    letter: row.get(0)?,
                    start: row.get(1)?,
                    quote: row.get(2)?,
                    before: row.get(3)?,
                    after: row.get(4)?,
                })
            };
            kept.marks = marks.query_map([id], mark)?.collect::<rusqlite::Result<_>>()?;
        }
        if !take(Line::Document(Box::new(kept)).bytes()) {
            break;
        }
    }
    Ok(())
}

/// Removes all but the newest daily backups. Their names sort by date.
fn prune(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let daily = |path: &PathBuf| {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        name.starts_with("state-") && path.extension().is_some_and(|end| end == "jsonl")
    };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(daily).collect();
    paths.sort();
    for old in paths.iter().rev().skip(KEPT) {
        let _ = fs::remove_file(old);
    }
}
