//! Backups: daily, what cannot be imported again, as JSON lines; on demand and before a migration, the whole library.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::Zoned;
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};

use super::open::{make_dir, sync_dir, uri, write_private};
use super::store::Reader;
use super::{LibraryError, Result};

/// The folder of backups beside the store.
const FOLDER: &str = "backup";

/// How many daily backups are kept.
const KEPT: usize = 5;

/// One line of a daily backup: a document and what was done with it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Line {
    key: Option<String>,
    sources: Vec<String>,
    sha256: String,
    title: String,
    read: bool,
    starred: bool,
    position: i64,
    tags: Vec<String>,
    notes: Vec<Note>,
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
    if path.exists() || changes == backed_up {
        return Ok(None);
    }
    sound(reader)?;
    let lines = reader.run(lines)?;
    let mut text = String::new();
    for line in &lines {
        text.push_str(&serde_json::to_string(line).expect("strings and numbers are JSON"));
        text.push('\n');
    }
    make_dir(&folder)?;
    let new = folder.join(format!("state.new-{}", std::process::id()));
    write_private(&new, text.as_bytes())?;
    // Read back before it takes its place among the good ones.
    let written = fs::read_to_string(&new).map_err(|error| LibraryError::from_io(&error, &new))?;
    let again: Option<Vec<Line>> = written.lines().map(|line| serde_json::from_str(line).ok()).collect();
    if again.as_ref() != Some(&lines) {
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

fn sound(reader: &Reader) -> Result<()> {
    let verdict: String = reader.run(|db| db.query_row("PRAGMA quick_check(1)", [], |row| row.get(0)))?;
    if verdict == "ok" {
        return Ok(());
    }
    Err(LibraryError::Damaged(reader.place.shown().to_owned(), verdict))
}

fn meta(db: &Connection, name: &str) -> rusqlite::Result<i64> {
    db.query_row("SELECT value FROM meta WHERE name = ?", [name], |row| row.get(0))
}

fn lines(db: &Connection) -> rusqlite::Result<Vec<Line>> {
    let moment = db.unchecked_transaction()?;
    let mut sources = moment.prepare("SELECT name FROM source WHERE doc = ? ORDER BY name, place")?;
    let mut tags = moment.prepare("SELECT name FROM tag WHERE doc = ? ORDER BY name")?;
    let mut notes = moment
        .prepare("SELECT start, quote, before, after, colour, body FROM note WHERE doc = ? ORDER BY start, id")?;
    let mut documents = moment.prepare(
        "SELECT id, key, lower(hex(sha256)), title, coalesce(read, 0), coalesce(starred, 0), coalesce(position, 0)
         FROM document LEFT JOIN state ON doc = id ORDER BY id",
    )?;
    let mut rows = documents.query([])?;
    let mut lines = Vec::new();
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        lines.push(Line {
            key: row.get(1)?,
            sha256: row.get(2)?,
            title: row.get(3)?,
            read: row.get(4)?,
            starred: row.get(5)?,
            position: row.get(6)?,
            sources: sources.query_map([id], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?,
            tags: tags.query_map([id], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?,
            notes: notes
                .query_map(params![id], |row| {
                    Ok(Note {
                        start: row.get(0)?,
                        quote: row.get(1)?,
                        before: row.get(2)?,
                        after: row.get(3)?,
                        colour: row.get(4)?,
                        body: row.get(5)?,
                    })
                })?
                .collect::<rusqlite::Result<_>>()?,
        });
    }
    Ok(lines)
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
