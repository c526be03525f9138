//! What can go wrong with a library, in words that name the thing and the way out, with the exit code for each.

use std::fmt;
use std::path::{Path, PathBuf};

use super::DocId;
use crate::text;

/// Why a library call failed.
#[derive(Debug)]
pub enum LibraryError {
    /// There is no library in this folder.
    Missing(PathBuf),
    /// There is no such file.
    NoFile(PathBuf),
    /// The file is no library of casebook.
    Foreign(PathBuf),
    /// The library is damaged; the second part says what was seen.
    Damaged(PathBuf, String),
    /// The file is no vocabulary that can be used; the second part says why.
    Unusable(PathBuf, String),
    /// The text of a document is not the one that was taken in.
    DamagedDocument(DocId, String),
    /// There is no such document (any more).
    NoDocument(DocId),
    /// A file or folder cannot be made.
    CannotCreate(PathBuf, std::io::Error),
    /// Nothing can be written; says why.
    ReadOnly(String),
    /// The disk is full.
    Full(PathBuf),
    /// The file is as large as the shell lets files be.
    Limited(PathBuf),
    /// Reading or writing failed.
    Io(PathBuf, String),
    /// Another process kept the library locked.
    Busy(PathBuf),
    /// The file may not be read.
    Permission(PathBuf),
    /// A call of the store that should not fail did: a bug.
    Store(PathBuf, rusqlite::Error),
}

impl LibraryError {
    /// The exit code of the program when it ends with this error.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::NoDocument(_) => 1,
            Self::Foreign(_) | Self::Damaged(..) | Self::Unusable(..) | Self::DamagedDocument(..) => 65,
            Self::Missing(_) | Self::NoFile(_) => 66,
            Self::CannotCreate(..) | Self::ReadOnly(_) => 73,
            Self::Full(_) | Self::Limited(_) | Self::Io(..) => 74,
            Self::Busy(_) => 75,
            Self::Permission(_) => 77,
            Self::Store(..) => 101,
        }
    }

    /// The meaning of an `SQLite` error for the library at `place`.
    pub(crate) fn from_sql(error: rusqlite::Error, place: &Path) -> Self {
        use rusqlite::ErrorCode;
        let place = place.to_owned();
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy(place),
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged(place, "its content contradicts itself".to_owned()),
            Some(ErrorCode::NotADatabase) => Self::Foreign(place),
            Some(ErrorCode::DiskFull) => Self::Full(place),
            Some(ErrorCode::SystemIoFailure) if is_write(&error) && is_limited() => Self::Limited(place),
            Some(ErrorCode::SystemIoFailure) => Self::Io(place, "reading or writing failed".to_owned()),
            Some(ErrorCode::PermissionDenied) => Self::Permission(place),
            Some(ErrorCode::CannotOpen) => Self::Io(place, "it cannot be opened".to_owned()),
            Some(ErrorCode::ReadOnly) => Self::ReadOnly(format!("{} is read-only", show(&place))),
            // A value is not of the kind that was put in.
            None if matches!(
                error,
                rusqlite::Error::FromSqlConversionFailure(..)
                    | rusqlite::Error::InvalidColumnType(..)
                    | rusqlite::Error::IntegralValueOutOfRange(..)
                    | rusqlite::Error::Utf8Error(..)
            ) =>
            {
                Self::Damaged(place, "its content contradicts itself".to_owned())
            }
            _ => Self::Store(place, error),
        }
    }

    /// The meaning of a failed read or write of `place`.
    pub(crate) fn from_io(error: &std::io::Error, place: &Path) -> Self {
        use std::io::ErrorKind;
        let place = place.to_owned();
        match error.kind() {
            ErrorKind::PermissionDenied => Self::Permission(place),
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::Full(place),
            ErrorKind::FileTooLarge => Self::Limited(place),
            _ => Self::Io(place, error.to_string()),
        }
    }

    /// The meaning of a failure to write `place`, a file of the user's.
    pub fn writing(error: &std::io::Error, place: &Path) -> Self {
        Self::from_io(error, place)
    }

    /// The meaning of a failure to make `place`.
    pub(crate) fn creating(error: std::io::Error, place: &Path) -> Self {
        use std::io::ErrorKind;
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::Full(place.to_owned()),
            ErrorKind::FileTooLarge => Self::Limited(place.to_owned()),
            _ => Self::CannotCreate(place.to_owned(), error),
        }
    }
}

/// Whether the store could not write; it does not say why.
fn is_write(error: &rusqlite::Error) -> bool {
    use rusqlite::ffi::{SQLITE_IOERR_FSYNC, SQLITE_IOERR_TRUNCATE, SQLITE_IOERR_WRITE};
    let code = error.sqlite_error().map(|error| error.extended_code);
    code.is_some_and(|code| [SQLITE_IOERR_WRITE, SQLITE_IOERR_FSYNC, SQLITE_IOERR_TRUNCATE].contains(&code))
}

/// Whether files may only become so large.
fn is_limited() -> bool {
    rustix::process::getrlimit(rustix::process::Resource::Fsize).current.is_some()
}

/// A path as it may be shown.
pub(crate) fn show(path: &Path) -> String {
    text::clean_line(&path.to_string_lossy()).into_owned()
}

impl fmt::Display for LibraryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(place) => {
                write!(f, "there is no library in {}; `casebook import --library DIR PATH...` makes one", show(place))
            }
            Self::NoFile(place) => write!(f, "there is no file {}", show(place)),
            Self::Foreign(place) => write!(
                f,
                "{} is not a casebook library and was left as it is; name another folder with --library",
                show(place)
            ),
            Self::Damaged(place, what) => write!(
                f,
                "the library {} is damaged: {what}. It was left as it is; `casebook backup --restore FILE` puts a copy in its \
                 place. Without one, move it away, import the documents again and restore the newest file of `backup` \
                 beside it: what you read, starred, tagged and noted",
                show(place)
            ),
            Self::DamagedDocument(id, source) => {
                let source = if source.is_empty() { String::new() } else { format!(" ({})", text::clean_line(source)) };
                write!(
                    f,
                    "document {}{source} is damaged: it is not what was imported; remove it and import it again",
                    id.0
                )
            }
            Self::Unusable(place, why) => write!(f, "{}: {why}", show(place)),
            Self::NoDocument(id) => write!(f, "there is no document {}; `casebook list` shows what there is", id.0),
            Self::CannotCreate(place, error) => {
                write!(f, "cannot create {}: {error}; name another place with --library", show(place))
            }
            Self::ReadOnly(reason) => write!(f, "nothing can be changed: {reason}"),
            Self::Full(place) => write!(
                f,
                "the disk that holds {} is full; what was confirmed before is safe; make room and try again",
                show(place)
            ),
            Self::Limited(place) => write!(
                f,
                "{} is as large as files may be here (see `ulimit -f`); what was confirmed before is safe; raise the \
                 limit and try again",
                show(place)
            ),
            Self::Io(place, what) => write!(f, "{}: {what}; check the disk and try again", show(place)),
            Self::Busy(place) => {
                write!(f, "another program keeps the library {} locked; close it and try again", show(place))
            }
            Self::Permission(place) => write!(
                f,
                "permission denied: {}; check who owns it, or name another folder with --library",
                show(place)
            ),
            Self::Store(place, error) => write!(f, "{}: unexpected answer of the store: {error}", show(place)),
        }
    }
}

impl std::error::Error for LibraryError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::CannotCreate(_, error) => Some(error),
            Self::Store(_, error) => Some(error),
            _ => None,
        }
    }
}
