//! Opening and making a library: what stands in the folder is judged before `SQLite` touches it, so that a file that is
//! empty, cut off, damaged or of another program is never changed, and never replaced by a new library.

use std::fs::{self, DirBuilder, File, OpenOptions, Permissions};
use std::io::{ErrorKind, Read, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use rustix::fs::Access;

use super::error::show;
use super::store::Reader;
use super::{LibraryError, Result, backup, hex, schema};

/// The store.
pub(crate) const STORE: &str = "library.db";

/// Tells that the folder had a library once.
const SENTINEL: &str = "casebook-library";

const SENTINEL_TEXT: &str = "This folder holds a casebook library. Its documents are in library.db; as long as this \
                             file stands here, a missing library.db is reported and never replaced by an empty one.\n";

const HEADER: &[u8; 16] = b"SQLite format 3\0";

/// An opened library.
pub(crate) struct Opened {
    pub(crate) reader: Reader,
    pub(crate) read_only: Option<String>,
}

/// How a connection reaches the store; a second one is opened the same way.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    /// The store, for messages and for files beside it; `None` in memory.
    pub(crate) path: Option<PathBuf>,
    uri: String,
    flags: OpenFlags,
}

impl Place {
    /// What error messages name.
    pub(crate) fn shown(&self) -> &Path {
        self.path.as_deref().unwrap_or(Path::new("in memory"))
    }

    /// The folder it lies in; none in memory.
    pub(crate) fn folder(&self) -> Option<&Path> {
        self.path.as_deref().and_then(Path::parent)
    }

    /// A connection with the settings that all have.
    pub(crate) fn connect(&self) -> rusqlite::Result<Connection> {
        // One thread at a time has a connection: it needs no lock of its own.
        let flags = self.flags | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let db = Connection::open_with_flags(&self.uri, flags)?;
        db.busy_timeout(Duration::from_secs(5))?;
        db.pragma_update(None, "foreign_keys", true)?;
        db.pragma_update(None, "synchronous", "FULL")?;
        // A plan does not depend on the values bound: else many statements would be planned again for each value.
        db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        db.set_prepared_statement_cache_capacity(64);
        Ok(db)
    }
}

/// The library that stands in `dir`.
pub(crate) fn open(dir: &Path) -> Result<Opened> {
    let path = dir.join(STORE);
    match fs::symlink_metadata(&path) {
        Ok(_) => open_existing(dir, &path),
        Err(error) if error.kind() == ErrorKind::NotFound || error.kind() == ErrorKind::NotADirectory => {
            if dir.join(SENTINEL).exists() {
                return Err(LibraryError::Damaged(path, "the file is gone".to_owned()));
            }
            Err(LibraryError::Missing(dir.to_owned()))
        }
        Err(error) => Err(LibraryError::from_io(&error, &path)),
    }
}

/// The library that stands in `dir`, or a new one.
pub(crate) fn create_or_open(dir: &Path) -> Result<Opened> {
    match open(dir) {
        Err(LibraryError::Missing(_)) => {
            create(dir)?;
            open(dir)
        }
        other => other,
    }
}

/// A library in memory. Its name is unique in the process, so that more connections find it.
pub(crate) fn in_memory() -> Result<Opened> {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let place = Place {
        path: None,
        uri: format!("file:/casebook-{}?vfs=memdb", NUMBER.fetch_add(1, Ordering::Relaxed)),
        flags: OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
    };
    let make = || {
        let mut db = place.connect()?;
        db.pragma_update(None, "journal_mode", "MEMORY")?;
        schema::migrate(&mut db)?;
        Ok(db)
    };
    let db = make().map_err(|error| LibraryError::from_sql(error, place.shown()))?;
    Ok(Opened { reader: Reader { db, place }, read_only: None })
}

fn open_existing(dir: &Path, path: &Path) -> Result<Opened> {
    judge(path)?;
    let at = |error| LibraryError::from_sql(error, path);
    let unwritable = [dir, path].into_iter().find(|place| rustix::fs::access(*place, Access::WRITE_OK).is_err());
    if let Some(unwritable) = unwritable {
        let reason = format!("{} is read-only", show(unwritable));
        return open_read_only(path, reason);
    }
    let place = place(path, "", OpenFlags::SQLITE_OPEN_READ_WRITE);
    let mut db = place.connect().map_err(at)?;
    let version: i64 = db.query_row("PRAGMA user_version", [], |row| row.get(0)).map_err(at)?;
    if version > schema::VERSION {
        let reason = format!("{} was made by a newer version of casebook; update casebook", show(path));
        return open_read_only(path, reason);
    }
    if version < schema::VERSION {
        backup::before_migration(&db, path, version)?;
        schema::migrate(&mut db).map_err(at)?;
    }
    probe(&db).map_err(at)?;
    share(&db).map_err(at)?;
    // Only beside a library that stands and reads: another process may be making this one right now.
    let sentinel = dir.join(SENTINEL);
    if !sentinel.exists() {
        write_private(&sentinel, SENTINEL_TEXT.as_bytes())?;
    }
    Ok(Opened { reader: Reader { db, place }, read_only: None })
}

/// Without write access `SQLite` cannot share a WAL; then the file is read as one that nobody changes.
fn open_read_only(path: &Path, reason: String) -> Result<Opened> {
    let try_open = |query: &str| {
        let place = place(path, query, OpenFlags::SQLITE_OPEN_READ_ONLY);
        let db = place.connect()?;
        probe(&db)?;
        Ok(Reader { db, place })
    };
    let at = |error| LibraryError::from_sql(error, path);
    if let Ok(reader) = try_open("") {
        return Ok(Opened { reader, read_only: Some(reason) });
    }
    let reader = try_open("?immutable=1").map_err(at)?;
    let log = fs::metadata(beside(path, "-wal")).map_or(0, |meta| meta.len());
    let reason = if log == 0 { reason } else { format!("{reason}, and its last changes cannot be read there") };
    Ok(Opened { reader, read_only: Some(reason) })
}

/// Has several programs work on it at once; a copy that was put in its place knows nothing of that.
fn share(db: &Connection) -> rusqlite::Result<()> {
    let mode: String = db.query_row("PRAGMA journal_mode", [], |row| row.get(0))?;
    if mode == "wal" { Ok(()) } else { db.pragma_update(None, "journal_mode", "WAL") }
}

/// Looks a file over that is to be a library.
pub(crate) fn check(path: &Path) -> Result<()> {
    judge(path)?;
    let at = |error| LibraryError::from_sql(error, path);
    let db = place(path, "?immutable=1", OpenFlags::SQLITE_OPEN_READ_ONLY).connect().map_err(at)?;
    let verdict: String = db.query_row("PRAGMA quick_check(1)", [], |row| row.get(0)).map_err(at)?;
    if verdict != "ok" {
        return Err(LibraryError::Damaged(path.to_owned(), verdict));
    }
    probe(&db).map_err(at)
}

fn probe(db: &Connection) -> rusqlite::Result<()> {
    db.query_row("SELECT value FROM meta WHERE name = 'revision'", [], |_| Ok(()))?;
    db.query_row("SELECT max(id) FROM document", [], |_| Ok(()))
}

/// Looks at the first bytes and the length of the store.
fn judge(path: &Path) -> Result<()> {
    let meta = fs::metadata(path).map_err(|error| LibraryError::from_io(&error, path))?;
    if !meta.is_file() {
        return Err(LibraryError::Foreign(path.to_owned()));
    }
    let damaged = |what: &str| Err(LibraryError::Damaged(path.to_owned(), what.to_owned()));
    let mut head = Vec::with_capacity(100);
    File::open(path)
        .and_then(|file| file.take(100).read_to_end(&mut head))
        .map_err(|error| LibraryError::from_io(&error, path))?;
    if head.is_empty() {
        return damaged("the file is empty");
    }
    if !HEADER.starts_with(&head[..head.len().min(16)]) {
        return Err(LibraryError::Foreign(path.to_owned()));
    }
    if head.len() < 100 {
        return damaged("the file is cut off");
    }
    let number = |at: usize| u32::from_be_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
    if number(68) != schema::APPLICATION_ID as u32 {
        return Err(LibraryError::Foreign(path.to_owned()));
    }
    // A page size of 1 stands for 65536. With a log beside it, the file may lawfully be shorter than it says.
    let page = match u64::from(number(16) >> 16) {
        1 => 65_536,
        page => page,
    };
    let log = fs::metadata(beside(path, "-wal")).map_or(0, |meta| meta.len());
    if log == 0 && meta.len() < page * u64::from(number(28)) {
        return damaged("the file is cut off");
    }
    Ok(())
}

/// Makes an empty library under another name and gives it its own in one step: who looks sees none or a whole one.
fn create(dir: &Path) -> Result<()> {
    make_dir(dir)?;
    let path = dir.join(STORE);
    let new = dir.join(format!("{STORE}.new-{}", std::process::id()));
    let made = write_private(&new, b"").and_then(|()| {
        let make = || {
            let mut db = place(&new, "", OpenFlags::SQLITE_OPEN_READ_WRITE).connect()?;
            db.pragma_update(None, "page_size", 16_384)?;
            schema::migrate(&mut db)?;
            db.pragma_update(None, "journal_mode", "WAL")?;
            db.close().map_err(|(_, error)| error)
        };
        make().map_err(|error| LibraryError::from_sql(error, &path))?;
        match fs::hard_link(&new, &path) {
            // Another process was quicker; its library is as good.
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
            // Some file systems have no links.
            Err(_) if !path.exists() => fs::rename(&new, &path),
            other => other,
        }
        .map_err(|error| LibraryError::creating(error, &path))
    });
    for end in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(beside(&new, end));
    }
    made?;
    sync_dir(dir);
    Ok(())
}

/// Makes a folder and those above it, all private.
pub(crate) fn make_dir(dir: &Path) -> Result<()> {
    if dir.is_dir() {
        return Ok(());
    }
    if let Some(parent) = dir.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        make_dir(parent)?;
    }
    match DirBuilder::new().mode(0o700).create(dir) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists && dir.is_dir() => Ok(()),
        Err(error) => Err(LibraryError::creating(error, dir)),
        // The umask may have taken more away.
        Ok(()) => {
            fs::set_permissions(dir, Permissions::from_mode(0o700)).map_err(|error| LibraryError::creating(error, dir))
        }
    }
}

/// Writes a file that only its owner may read, through to the disk. An older one is replaced.
pub(crate) fn write_private(path: &Path, content: &[u8]) -> Result<()> {
    let write = || {
        let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)?;
        file.set_permissions(Permissions::from_mode(0o600))?;
        file.write_all(content)?;
        file.sync_all()
    };
    write().map_err(|error| LibraryError::creating(error, path))
}

/// Makes a rename or link in `dir` durable. A file system that cannot is no reason to fail.
pub(crate) fn sync_dir(dir: &Path) {
    let _ = File::open(dir).and_then(|dir| dir.sync_all());
}

fn place(path: &Path, query: &str, flags: OpenFlags) -> Place {
    Place { path: Some(path.to_owned()), uri: uri(path, query), flags }
}

/// A file name as `SQLite` takes it with parameters, any byte of it.
pub(crate) fn uri(path: &Path, query: &str) -> String {
    let mut uri = String::from("file:");
    for &byte in path.as_os_str().as_bytes() {
        if byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push('%');
            uri.push_str(&hex(&[byte]));
        }
    }
    uri.push_str(query);
    uri
}

pub(crate) fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    PathBuf::from(name)
}
