//! Files beside the store that are derived from it and may vanish at any time: where they stand, how they are written,
//! and the stamp that says what they were made from.

use std::collections::HashMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Read, Write};
use std::os::unix::fs::{FileExt as _, OpenOptionsExt as _};
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
        let mut head = [0; HEAD as usize];
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

/// Bytes read at a time by [`checksum`]; whole words.
pub(crate) const PIECE: usize = 1 << 16;

/// A sum that a changed byte changes: FNV over words of eight bytes.
pub(crate) fn checksum(bytes: &mut impl Read) -> io::Result<u64> {
    let mut sum = 0xcbf2_9ce4_8422_2325_u64;
    let mut piece = Vec::with_capacity(PIECE);
    while bytes.take(PIECE as u64).read_to_end(&mut piece)? > 0 {
        let (words, rest) = piece.as_chunks::<8>();
        let words = words.iter().map(|word| u64::from_le_bytes(*word));
        for word in words.chain(rest.iter().map(|byte| u64::from(*byte))) {
            sum = (sum ^ word).wrapping_mul(0x0100_0000_01b3).rotate_left(23);
        }
        piece.clear();
    }
    Ok(sum)
}

/// Bytes of a [`Stamp`] in a file.
const HEAD: u64 = 16 + 24 + 32;

/// A file of named parts that is read piece by piece, so that it takes no memory: a stamp, the parts, and at the end what
/// they are called and where they stand.
#[derive(Debug)]
pub(crate) struct Parts {
    file: File,
    places: HashMap<String, (u64, u64)>,
}

impl Parts {
    /// The file of a name with the revision it was made at; none if it does not fit the library.
    pub(crate) fn open(reader: &Reader, name: &str, magic: &[u8; 16]) -> Option<(i64, Self)> {
        let mut file = File::open(path(reader, name)?).ok()?;
        let stamp = Stamp::read(&mut file, magic).filter(|stamp| stamp.fits(reader))?;
        let length = file.metadata().ok()?.len();
        let mut end = [0; 8];
        file.read_exact_at(&mut end, length.checked_sub(8)?).ok()?;
        let from = u64::from_le_bytes(end);
        let mut bytes = vec![0; (length - 8).checked_sub(from)? as usize];
        file.read_exact_at(&mut bytes, from).ok()?;
        let places: HashMap<String, (u64, u64)> = serde_json::from_slice(&bytes).ok()?;
        let sound = places.values().all(|(at, length)| at.checked_add(*length).is_some_and(|end| end <= from));
        sound.then_some((stamp.revision, Self { file, places }))
    }

    /// Makes the file of a name; none where it cannot be written. `fill` gives the first error of its own.
    pub(crate) fn write(
        reader: &Reader,
        (name, magic): (&str, &[u8; 16]),
        revision: i64,
        fill: &mut dyn FnMut(&mut PartsWriter<'_>) -> Result<io::Result<()>>,
    ) -> Result<bool> {
        let Some(stamp) = Stamp::of(reader, revision)? else { return Ok(false) };
        let mut failed = Ok(());
        let written = write(reader, name, &mut |file| {
            let mut out = PartsWriter { out: BufWriter::with_capacity(1 << 16, file), at: HEAD, parts: HashMap::new() };
            stamp.write(&mut out.out, magic)?;
            match fill(&mut out) {
                Ok(written) => written?,
                Err(error) => {
                    failed = Err(error);
                    return Err(io::ErrorKind::Other.into());
                }
            }
            out.finish()
        });
        failed.map(|()| written.is_some())
    }

    /// How many bytes a part has; none if there is no such part.
    pub(crate) fn len(&self, part: &str) -> Option<u64> {
        self.places.get(part).map(|(_, length)| *length)
    }

    /// Reads a piece of a part; none if it is not all there.
    pub(crate) fn read(&self, part: &str, from: u64, into: &mut [u8]) -> Option<()> {
        let (at, length) = self.places.get(part)?;
        (from.checked_add(into.len() as u64)? <= *length).then_some(())?;
        self.file.read_exact_at(into, at + from).ok()
    }

    /// A part that is known to be small.
    pub(crate) fn whole(&self, part: &str) -> Option<Vec<u8>> {
        let mut bytes = vec![0; self.len(part)? as usize];
        self.read(part, 0, &mut bytes).map(|()| bytes)
    }

    /// All numbers of a part that is known to be small.
    pub(crate) fn all(&self, part: &str) -> Option<Vec<u32>> {
        self.numbers(part, 0, self.len(part)? / 4)
    }

    /// Numbers of four bytes from the `from`th on.
    pub(crate) fn numbers(&self, part: &str, from: u64, count: u64) -> Option<Vec<u32>> {
        (4 * (from + count) <= self.len(part)?).then_some(())?;
        let mut bytes = vec![0; 4 * count as usize];
        self.read(part, 4 * from, &mut bytes)?;
        Some(bytes.as_chunks::<4>().0.iter().map(|number| u32::from_le_bytes(*number)).collect())
    }
}

/// Writes the parts of a file one after the other.
pub(crate) struct PartsWriter<'a> {
    out: BufWriter<&'a mut File>,
    at: u64,
    parts: HashMap<String, (u64, u64)>,
}

impl PartsWriter<'_> {
    /// Writes a part.
    pub(crate) fn part(
        &mut self,
        name: &str,
        fill: impl FnOnce(&mut dyn FnMut(&[u8]) -> io::Result<()>) -> Result<io::Result<()>>,
    ) -> Result<io::Result<()>> {
        let mut length = 0;
        let done = fill(&mut |bytes| {
            length += bytes.len() as u64;
            self.out.write_all(bytes)
        });
        self.parts.insert(name.to_owned(), (self.at, length));
        self.at += length;
        done
    }

    fn finish(mut self) -> io::Result<()> {
        serde_json::to_writer(&mut self.out, &self.parts)?;
        self.out.write_all(&self.at.to_le_bytes())?;
        self.out.flush()
    }
}
