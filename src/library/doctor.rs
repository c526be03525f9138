//! Looking a library over: the store, each text against its sum, the index, room and rights. Changes nothing, but an
//! index that is not what was written is thrown away.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::error::show;
use super::store::lossy;
use super::{DocId, Library, LibraryError, Result, fulltext, import, pack, schema};
use crate::vocabulary::Vocabulary;

pub use super::fulltext::IndexState;

/// Bytes below which a disk is as good as full.
const ROOM: u64 = 100 << 20;

/// Damaged documents that are named.
const NAMED: usize = 20;

/// What was found.
#[derive(Debug, Clone, Serialize)]
pub struct Examination {
    /// The folder of the library.
    pub library: String,
    /// Whether nothing is wrong.
    pub ok: bool,
    /// What is wrong, with the way out, one sentence each.
    pub problems: Vec<String>,
    /// What will be put right by itself, one sentence each.
    pub notes: Vec<String>,
    /// Why nothing can be written, if so.
    pub read_only: Option<String>,
    /// The store.
    pub database: Database,
    /// How much there is.
    pub counts: Counts,
    /// Documents whose facts were found with another vocabulary or other rules.
    pub stale: usize,
    /// The full-text index.
    pub index: IndexState,
    /// The vocabulary that would be used now.
    pub vocabulary: Words,
    /// The disk.
    pub disk: Disk,
    /// Files and folders that others may read or write.
    pub open_to_others: Vec<String>,
    /// The exit code of a program that had only this to tell.
    #[serde(skip)]
    pub exit_code: u8,
}

/// The state of the store.
#[derive(Debug, Clone, Serialize)]
pub struct Database {
    /// What its own check of its structure says; "ok" if all is well.
    pub integrity: String,
    /// The version of its tables.
    pub schema: i64,
    /// The number of the last change to documents.
    pub revision: i64,
    /// Bytes of the file, and of the log beside it.
    pub bytes: u64,
    /// Bytes of its log.
    pub log_bytes: u64,
    /// Documents whose text is not the one that was taken in, or of which lists cannot tell.
    pub damaged: Vec<i64>,
    /// Documents whose facts are damaged.
    pub damaged_facts: Vec<i64>,
    /// Documents that there were and of which nothing is left.
    pub lost: u64,
}

/// How much there is.
#[derive(Debug, Clone, Serialize)]
pub struct Counts {
    /// Documents.
    pub documents: i64,
    /// Their versions.
    pub versions: i64,
    /// Places they came from.
    pub sources: i64,
    /// Notes and highlights.
    pub notes: i64,
    /// Tags given.
    pub tags: i64,
    /// Bytes of all texts.
    pub text_bytes: i64,
}

/// What is known of the vocabulary.
#[derive(Debug, Clone, Serialize)]
pub struct Words {
    /// Tells one vocabulary from another.
    pub fingerprint: String,
    /// How many concepts it has.
    pub concepts: usize,
}

/// The room there is.
#[derive(Debug, Clone, Serialize)]
pub struct Disk {
    /// Bytes that can still be written.
    pub free_bytes: Option<u64>,
}

impl Library {
    /// Looks everything over; reads the whole library. `at` is told how many documents have been read.
    pub fn examine(&mut self, vocabulary: &Vocabulary, at: &mut dyn FnMut(usize)) -> Result<Examination> {
        let folder = self.folder().map(Path::to_owned).unwrap_or_default();
        let store = self.reader.place.path.clone().unwrap_or_default();
        let (mut problems, mut notes) = (Vec::new(), Vec::new());
        let mut exit_code = 0;
        let database = self.database(&store, at)?;
        if database.integrity != "ok" {
            exit_code = 65;
            problems.push(LibraryError::Damaged(store.clone(), database.integrity.clone()).to_string());
        }
        if !database.damaged.is_empty() {
            exit_code = 65;
            let list: Vec<String> = database.damaged.iter().take(NAMED).map(ToString::to_string).collect();
            problems.push(format!(
                "{} documents are damaged: they are not what was imported; remove them and import them again: {}",
                database.damaged.len(),
                list.join(", ")
            ));
        }
        if !database.damaged_facts.is_empty() {
            exit_code = 65;
            let list: Vec<String> = database.damaged_facts.iter().take(NAMED).map(ToString::to_string).collect();
            problems.push(format!(
                "the facts of {} documents are damaged; `casebook refresh ID...` finds them again: {}",
                database.damaged_facts.len(),
                list.join(" ")
            ));
        }
        if database.lost > 0 {
            exit_code = 65;
            problems.push(format!(
                "{} documents are lost; copy a backup of the library over it, or import them again",
                database.lost
            ));
        }
        let index = fulltext::examine(&folder, &self.reader, self.read_only.is_none())?;
        match index.state {
            "current" => {}
            "behind" => notes.push(format!(
                "{} documents wait for the full-text index; the next search or `casebook reindex` takes them in",
                index.waiting
            )),
            state if self.read_only.is_some() => problems.push(format!(
                "the full-text index is {state}; it is made anew by the next search of whoever may write to the library"
            )),
            state => problems
                .push(format!("the full-text index is {state}; the next search or `casebook reindex` makes it anew")),
        }
        let stale = self.stale(vocabulary)?.len();
        if stale > 0 {
            notes.push(format!(
                "the facts of {stale} documents are out of date; `casebook refresh` finds them again, and so does the \
                 library while it is open"
            ));
        }
        let disk = Disk { free_bytes: free(&folder) };
        if let Some(bytes) = disk.free_bytes.filter(|bytes| *bytes < ROOM) {
            problems.push(format!("the disk is nearly full: {} MB are left; make room", bytes >> 20));
        }
        let open_to_others = Self::open_to_others(&folder);
        if !open_to_others.is_empty() {
            problems.push(format!(
                "others may read or change {}; `chmod -R go= {}` forbids it",
                open_to_others.join(", "),
                show(&folder)
            ));
        }
        if let Some(reason) = self.read_only() {
            notes.push(format!("nothing can be changed: {reason}"));
        }
        if exit_code == 0 && !problems.is_empty() {
            exit_code = 1;
        }
        Ok(Examination {
            library: show(&folder),
            ok: problems.is_empty(),
            problems,
            notes,
            read_only: self.read_only().map(str::to_owned),
            database,
            counts: self.how_much()?,
            stale,
            index,
            vocabulary: Words { fingerprint: import::fingerprint(vocabulary), concepts: vocabulary.concepts.len() },
            disk,
            open_to_others,
            exit_code,
        })
    }

    fn database(&self, store: &Path, at: &mut dyn FnMut(usize)) -> Result<Database> {
        let bytes = |path: &Path| fs::metadata(path).map_or(0, |meta| meta.len());
        let mut log = store.as_os_str().to_owned();
        log.push("-wal");
        let found = self.reader.run(|db| {
            let lines: Vec<String> = db
                .prepare("PRAGMA integrity_check(10)")?
                .query_map([], |row| row.get(0))?
                .collect::<rusqlite::Result<_>>()?;
            let orphans = db.prepare("PRAGMA foreign_key_check")?.exists([])?;
            let integrity =
                if orphans { "rows belong to documents that are gone".to_owned() } else { lines.join("; ") };
            let schema = db.query_row("PRAGMA user_version", [], |row| row.get(0))?;
            Ok((integrity, schema))
        });
        let (integrity, schema) = match found {
            Err(LibraryError::Damaged(_, what)) => (what, schema::VERSION),
            other => other?,
        };
        let whole = integrity == "ok";
        let damaged = if whole { self.damaged(at)? } else { Vec::new() };
        let damaged_facts = if whole { self.damaged_facts()? } else { Vec::new() };
        let lost = if whole { self.missing()? } else { 0 };
        Ok(Database {
            integrity,
            schema,
            revision: self.reader.revision()?,
            bytes: bytes(store),
            log_bytes: bytes(Path::new(&log)),
            damaged,
            damaged_facts,
            lost,
        })
    }

    /// Documents whose facts are not what was written.
    fn damaged_facts(&self) -> Result<Vec<i64>> {
        self.reader.run(|db| {
            let mut damaged = Vec::new();
            let mut statement = db.prepare(
                "SELECT d.id, f.facts, v.text FROM document d JOIN version v ON v.doc = d.id AND v.version = d.version
                 LEFT JOIN fact f ON f.doc = d.id ORDER BY d.id",
            )?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                if pack::read_facts(&lossy(row, 2)?, &lossy(row, 1)?).is_none() {
                    damaged.push(row.get(0)?);
                }
            }
            Ok(damaged)
        })
    }

    /// How many documents there are fewer than were counted, or have no row that lists and filters need.
    fn missing(&self) -> Result<u64> {
        let (counted, there): (i64, i64) = self.reader.run(|db| {
            db.query_row(
                "SELECT (SELECT coalesce(sum(documents), 0) FROM reading),
                        (SELECT count(*) FROM document d JOIN facet f ON f.doc = d.id
                         JOIN version v ON v.doc = d.id AND v.version = d.version)",
                [],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
        })?;
        Ok(counted.saturating_sub(there).unsigned_abs())
    }

    /// Documents of which a version is not the text that was taken in.
    pub fn damaged(&self, at: &mut dyn FnMut(usize)) -> Result<Vec<i64>> {
        self.reader.run(|db| {
            // One by one: what cannot be read is one document's damage.
            let mut texts = db.prepare("SELECT sha256, text, structure FROM version WHERE doc = ?")?;
            let mut sound = |doc: i64| -> rusqlite::Result<bool> {
                let mut rows = texts.query([doc])?;
                while let Some(row) = rows.next()? {
                    let text = row.get_ref(1)?.as_bytes()?;
                    let structure: String = row.get(2)?;
                    if row.get_ref(0)?.as_blob()? != Sha256::digest(text).as_slice()
                        || pack::document(String::from_utf8_lossy(text).into_owned(), &structure).is_none()
                    {
                        return Ok(false);
                    }
                }
                let mut unlisted = false;
                let _ = self.reader.sound_heads(&[DocId(doc)], &mut |_| unlisted = true);
                Ok(!unlisted)
            };
            let mut documents = db.prepare("SELECT id FROM document ORDER BY revision")?;
            let mut rows = documents.query([])?;
            let (mut damaged, mut read) = (Vec::new(), 0);
            while let Some(row) = rows.next()? {
                let doc = row.get(0)?;
                if !sound(doc).unwrap_or(false) {
                    damaged.push(doc);
                }
                read += 1;
                at(read);
            }
            damaged.sort_unstable();
            Ok(damaged)
        })
    }

    fn how_much(&self) -> Result<Counts> {
        self.reader.run(|db| {
            let count = |sql: &str| db.query_row(sql, [], |row| row.get::<_, i64>(0));
            Ok(Counts {
                documents: count("SELECT count(*) FROM document")?,
                versions: count("SELECT count(*) FROM version")?,
                sources: count("SELECT count(*) FROM source")?,
                notes: count("SELECT count(*) FROM note")?,
                tags: count("SELECT count(*) FROM tag")?,
                text_bytes: count("SELECT coalesce(sum(octet_length(text)), 0) FROM version")?,
            })
        })
    }

    fn open_to_others(folder: &Path) -> Vec<String> {
        let mut open = Vec::new();
        let mut look = vec![folder.to_owned()];
        while let Some(path) = look.pop() {
            let Ok(meta) = fs::symlink_metadata(&path) else { continue };
            if meta.is_symlink() {
                continue;
            }
            if meta.permissions().mode() & 0o077 != 0 {
                open.push(show(&path));
            }
            if meta.is_dir() {
                let mut inside: Vec<PathBuf> =
                    fs::read_dir(&path).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
                inside.sort();
                look.extend(inside.into_iter().rev());
            }
        }
        open
    }
}

fn free(folder: &Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(folder).ok()?;
    Some(disk.f_bavail * disk.f_frsize)
}
