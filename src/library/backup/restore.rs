//! Bringing a backup back: what a daily one says of documents that are in the library again, or a whole library in the
//! place of one that is damaged or lost, which is kept.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead as _, BufReader, ErrorKind, Read as _};
use std::path::{Path, PathBuf};

use jiff::Zoned;
use rusqlite::{OptionalExtension as _, params};

use super::{FOLDER, Kept, Line, Mark, Note};
use crate::format;
use crate::library::open::{STORE, beside, make_dir, sync_dir, write_private};
use crate::library::store::Reader;
use crate::library::{self, DocId, Library, LibraryError, Result, Saved, StateChange, hex, open};

/// What came back of a daily backup.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Restored {
    /// Documents that something came back of.
    pub documents: usize,
    /// Notes and highlights that are new.
    pub notes: usize,
    /// Saved filters that are new.
    pub filters: usize,
    /// Documents of the backup that are not in the library, by source or key.
    pub missing: Vec<String>,
}

/// Whether a file is a whole library; the others are daily backups.
pub fn is_whole(path: &Path) -> Result<bool> {
    let at = |error: &io::Error| match error.kind() {
        ErrorKind::NotFound => LibraryError::NoFile(path.to_owned()),
        _ => LibraryError::from_io(error, path),
    };
    let mut head = Vec::new();
    File::open(path).and_then(|file| file.take(16).read_to_end(&mut head)).map_err(|error| at(&error))?;
    Ok(head.starts_with(b"SQLite format 3"))
}

/// Puts a whole library in the place of the one in `dir`; what stood there is moved aside, and where to is given.
pub fn put_in_place(dir: &Path, backup: &Path) -> Result<Option<PathBuf>> {
    make_dir(dir)?;
    let store = dir.join(STORE);
    let new = dir.join(format!("{STORE}.new-{}", std::process::id()));
    let copy = || {
        write_private(&new, b"")?;
        let copied = File::open(backup).and_then(|mut from| {
            let mut to = OpenOptions::new().write(true).open(&new)?;
            io::copy(&mut from, &mut to)?;
            to.sync_all()
        });
        copied.map_err(|error| LibraryError::from_io(&error, &new))?;
        open::check(&new)
    };
    if let Err(error) = copy() {
        let _ = fs::remove_file(&new);
        return Err(error);
    }
    let mut aside = None;
    if store.exists() {
        let folder = dir.join(FOLDER);
        make_dir(&folder)?;
        let place = folder.join(format!("replaced-{}.db", Zoned::now().strftime("%Y-%m-%d-%H%M%S")));
        for end in ["-wal", "-shm", ""] {
            match fs::rename(beside(&store, end), beside(&place, end)) {
                Err(error) if error.kind() != ErrorKind::NotFound => {
                    return Err(LibraryError::from_io(&error, &store));
                }
                _ => {}
            }
        }
        aside = Some(place);
    }
    fs::rename(&new, &store).map_err(|error| LibraryError::from_io(&error, &store))?;
    sync_dir(dir);
    Ok(aside)
}

/// Brings back what a daily backup says of documents that are in the library. Nothing that is there is taken away, and
/// twice is once.
pub(crate) fn state(library: &mut Library, path: &Path) -> Result<Restored> {
    let file = File::open(path).map_err(|error| LibraryError::from_io(&error, path))?;
    let mut restored = Restored::default();
    for (number, line) in BufReader::new(file).lines().enumerate() {
        let line = line.map_err(|error| LibraryError::from_io(&error, path))?;
        let line = serde_json::from_str(&line).map_err(|_| {
            LibraryError::Unusable(path.to_owned(), format!("line {} is none of a backup of casebook", number + 1))
        })?;
        match line {
            Line::Filter { filter: name, query } => {
                if !library.saved()?.iter().any(|saved| saved.name == name) {
                    library.save_filter(&Saved { name, query })?;
                    restored.filters += 1;
                }
            }
            Line::Document(kept) if kept.says_nothing() => {}
            Line::Document(kept) => {
                if let Some((id, same)) = find(library, &kept)? {
                    restored.notes += document(library, id, same, &kept)?;
                    restored.documents += 1;
                } else {
                    let named = kept.sources.first().or(kept.key.as_ref()).unwrap_or(&kept.title);
                    restored.missing.push(named.clone());
                }
            }
        }
    }
    Ok(restored)
}

impl Kept {
    fn says_nothing(&self) -> bool {
        let Self { read, starred, position, tags, notes, marks, .. } = self;
        !read && !starred && *position == 0 && tags.is_empty() && notes.is_empty() && marks.is_empty()
    }
}

/// The document that a backup speaks of: by its key, its text, else the only one of a source; and whether its text is
/// the one of then.
fn find(reader: &Reader, kept: &Kept) -> Result<Option<(DocId, bool)>> {
    reader.run(|db| {
        let found = |sql: &str, value: &dyn rusqlite::ToSql| {
            let row = db.prepare_cached(sql)?.query_row([value], |row| Ok((row.get(0)?, row.get::<_, Vec<u8>>(1)?)));
            let row: Option<(i64, Vec<u8>)> = row.optional()?;
            Ok::<_, rusqlite::Error>(row.map(|(id, sha256)| (DocId(id), hex(&sha256) == kept.sha256)))
        };
        if let Some(key) = &kept.key
            && let Some(found) = found("SELECT id, sha256 FROM document WHERE key = ?", key)?
        {
            return Ok(Some(found));
        }
        let by_text = "SELECT id, sha256 FROM document WHERE sha256 = unhex(?) ORDER BY id LIMIT 1";
        if let Some(found) = found(by_text, &kept.sha256)? {
            return Ok(Some(found));
        }
        let only = "SELECT d.id, d.sha256 FROM source s JOIN document d ON d.id = s.doc WHERE s.name = ?1
                    GROUP BY d.id HAVING (SELECT count(DISTINCT doc) FROM source WHERE name = ?1) = 1";
        for source in &kept.sources {
            if let Some(found) = found(only, source)? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    })
}

/// Brings back what was done with a document; gives how many notes are new.
fn document(library: &mut Library, id: DocId, same: bool, kept: &Kept) -> Result<usize> {
    if kept.read {
        library.set_read(id, true)?;
    }
    if kept.starred {
        library.set_starred(id, true)?;
    }
    for tag in &kept.tags {
        library.add_tag(id, tag)?;
    }
    let position: i64 = library.run(|db| {
        let position =
            db.prepare_cached("SELECT position FROM state WHERE doc = ?")?.query_row([id.0], |row| row.get(0));
        Ok(position.optional()?.unwrap_or(0))
    })?;
    if same && position == 0 && kept.position > 0 {
        library.set_all(&u32::try_from(id.0).into_iter().collect(), StateChange::Position(kept.position as usize))?;
    }
    let notes: Vec<format::Note> = kept.notes.iter().map(noted).collect();
    let (added, _) = library.take_notes(id, &notes)?;
    for Mark { letter, start, quote, before, after } in &kept.marks {
        let there = "SELECT EXISTS (SELECT 1 FROM mark WHERE doc = ? AND letter = ?)";
        let there: bool = library.run(|db| db.query_row(there, params![id.0, letter], |row| row.get(0)))?;
        if let Some(letter) = letter.chars().next().filter(|_| !there) {
            let start = usize::try_from(*start).unwrap_or(0);
            let (quote, before, after) = (quote.clone(), before.clone(), after.clone());
            let place = library::Note { start, quote, before, after, ..library::Note::at(id, "", &(0..0)) };
            library.set_mark(letter, &place)?;
        }
    }
    Ok(added)
}

fn noted(note: &Note) -> format::Note {
    let Note { start, quote, before, after, colour, body } = note.clone();
    format::Note { start, quote, before, after, colour, body, ..format::Note::default() }
}
