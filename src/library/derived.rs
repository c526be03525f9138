//! Files beside the store that are derived from it and may vanish at any time: where they stand, how they are written,
//! and the stamp that says what they were made from.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::PathBuf;

use rusqlite::OptionalExtension as _;

use super::Result;
use super::open::make_dir;
use super::store::Reader;

/// The folder in a library's.
const FOLDER: &str = "derived";

/// What a file was made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stamp {
    /// The revision of the library.
    pub(crate) revision: i64,
    /// The document changed last: its number, revision and SHA-256. A library restored from a backup may come to the
    /// same revision again, but not with the same document.
    newest: (i64, i64, [u8; 32]),
}

impl Stamp {
    /// The stamp of the library at a revision; none if it has no document.
    pub(crate) fn of(reader: &Reader, revision: i64) -> Result<Option<Self>> {
        let newest = reader.run(|db| {
            db.prepare_cached(
                "SELECT id, revision, sha256 FROM document WHERE revision <= ? ORDER BY revision DESC LIMIT 1",
            )?
            .query_row([revision], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .optional()
        })?;
        Ok(newest.map(|newest| Self { revision, newest }))
    }

    /// Whether the library went through this state.
    pub(crate) fn fits(&self, reader: &Reader) -> bool {
        let now = reader.run(|db| {
            db.prepare_cached("SELECT revision, sha256 FROM document WHERE id = ?")?
                .query_row([self.newest.0], |row| Ok((self.newest.0, row.get(0)?, row.get(1)?)))
        });
        now.is_ok_and(|now| now == self.newest) && reader.revision().is_ok_and(|now| now >= self.revision)
    }

    /// The stamp of a file that fits the library.
    pub(crate) fn of_file(reader: &Reader, name: &str, magic: &[u8; 16]) -> Option<Self> {
        let mut file = File::open(path(reader, name)?).ok()?;
        Self::read(&mut file, magic).filter(|stamp| stamp.fits(reader))
    }

    pub(crate) fn write(&self, out: &mut impl Write, magic: &[u8; 16]) -> io::Result<()> {
        out.write_all(magic)?;
        for number in [self.revision, self.newest.0, self.newest.1] {
            out.write_all(&number.to_le_bytes())?;
        }
        out.write_all(&self.newest.2)
    }

    /// The stamp at the beginning of a file of the kind that the magic names.
    pub(crate) fn read(file: &mut impl Read, magic: &[u8; 16]) -> Option<Self> {
        let mut head = [0; 16 + 24 + 32];
        file.read_exact(&mut head).ok()?;
        let (found, rest) = head.split_at(16);
        let (numbers, sha256) = rest.split_at(24);
        let mut numbers = numbers.as_chunks::<8>().0.iter().map(|number| i64::from_le_bytes(*number));
        let mut number = || numbers.next();
        let stamp = Self { revision: number()?, newest: (number()?, number()?, sha256.try_into().ok()?) };
        (found == magic).then_some(stamp)
    }
}

/// Where a file stands; none for a library without a folder.
pub(crate) fn path(reader: &Reader, name: &str) -> Option<PathBuf> {
    Some(reader.place.path.as_ref()?.parent()?.join(FOLDER).join(name))
}

/// Writes a file aside and puts it in its place when it is whole; gives it open for reading. None where that cannot be
/// done: then the next one who needs it makes it again.
pub(crate) fn write(reader: &Reader, name: &str, fill: &mut dyn FnMut(&mut File) -> io::Result<()>) -> Option<File> {
    let path = path(reader, name)?;
    make_dir(path.parent()?).ok()?;
    let new = path.with_extension(format!("new-{}-{:?}", std::process::id(), std::thread::current().id()));
    let mut write = || -> io::Result<File> {
        let mut options = OpenOptions::new();
        let mut opened = options.read(true).write(true).create(true).truncate(true).mode(0o600).open(&new)?;
        fill(&mut opened)?;
        fs::rename(&new, &path)?;
        Ok(opened)
    };
    write().map_err(|_| fs::remove_file(&new)).ok()
}
