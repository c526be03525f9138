//! The file that keeps the facets beside the library, so that a million documents open in milliseconds. It names the
//! revision it was made at and the document that was newest then; what does not fit the library is made anew.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Seek as _, SeekFrom, Write as _};

use roaring::RoaringBitmap;

use super::wide::{Layout, Wide};
use super::{Facets, Value};
use crate::facts::KINDS;
use crate::library::derived::{PIECE, checksum};
use crate::library::store::Reader;
use crate::library::{Result, derived};

/// Below this many documents reading them is as quick.
const FEW: u64 = 1_000;

/// The file in the folder of what is derived.
const FILE: &str = "values";

const MAGIC: &[u8; 16] = b"casebook facets2";

/// The revision of the file, if there is one that fits.
pub(super) fn revision(reader: &Reader) -> Option<i64> {
    derived::Stamp::of_file(reader, FILE, MAGIC).map(|stamp| stamp.revision)
}

/// The facets at the revision of the file; none if there is no file that fits.
pub(super) fn load(reader: &Reader) -> Option<Facets> {
    let mut file = File::open(derived::path(reader, FILE)?).ok()?;
    let stamp = derived::Stamp::read(&mut file, MAGIC)?;
    if !stamp.fits(reader) {
        return None;
    }
    let mut head = [0; 16];
    file.read_exact(&mut head).ok()?;
    let (length, sum) = head.split_at(8);
    let length = u64::from_le_bytes(length.try_into().ok()?);
    if length > file.metadata().ok()?.len() {
        return None;
    }
    // Read twice in small pieces: one large one would stay with the program.
    let start = file.stream_position().ok()?;
    if checksum(&mut BufReader::with_capacity(PIECE, (&file).take(length))).ok()?.to_le_bytes() != sum {
        return None;
    }
    file.seek(SeekFrom::Start(start)).ok()?;
    let mut facets = parse(&mut Cursor(&mut BufReader::with_capacity(PIECE, (&file).take(length))))?;
    facets.revision = stamp.revision;
    let base = start + length;
    facets.wide = Wide::in_file(file, base)?;
    Some(facets)
}

/// Writes the file; gives the wide values in it. None where it is not worth it or cannot be written.
pub(super) fn save(reader: &Reader, facets: &Facets, layout: &Layout) -> Result<Option<Wide>> {
    if facets.documents.len() < FEW {
        return Ok(None);
    }
    let Some(stamp) = derived::Stamp::of(reader, facets.revision)? else {
        return Ok(None);
    };
    let bytes = resident(facets);
    let mut at = 0;
    let mut failed = Ok(());
    let written = derived::write(reader, FILE, &mut |file| {
        let mut out = BufWriter::with_capacity(1 << 16, &*file);
        stamp.write(&mut out, MAGIC)?;
        out.write_all(&(bytes.len() as u64).to_le_bytes())?;
        out.write_all(&checksum(&mut &bytes[..])?.to_le_bytes())?;
        out.write_all(&bytes)?;
        out.flush()?;
        at = (&*file).stream_position()?;
        match layout.write(reader, &mut out) {
            Ok(written) => written?,
            Err(error) => {
                failed = Err(error);
                return Err(io::ErrorKind::Other.into());
            }
        }
        out.flush()
    });
    failed?;
    Ok(written.and_then(|file| Wide::in_file(file, at)))
}

/// What is held in memory: documents, years, values.
fn resident(facets: &Facets) -> Vec<u8> {
    let mut bytes = Vec::new();
    put_bitmap(&mut bytes, &facets.documents);
    put(&mut bytes, facets.years.len() as u32);
    for (year, documents) in &facets.years {
        put(&mut bytes, *year as u32);
        put_bitmap(&mut bytes, documents);
    }
    put(&mut bytes, facets.last);
    put(&mut bytes, facets.values.len() as u32);
    for (number, value) in &facets.values {
        put(&mut bytes, *number);
        put_text(&mut bytes, value.kind.name());
        put_text(&mut bytes, value.concept.as_deref().unwrap_or_default());
        for documents in [&value.counting, &value.other, &value.primary] {
            put_bitmap(&mut bytes, documents);
        }
    }
    bytes
}

fn parse<R: BufRead>(bytes: &mut Cursor<'_, R>) -> Option<Facets> {
    let mut facets = Facets { documents: bytes.bitmap()?, ..Facets::default() };
    for _ in 0..bytes.number()? {
        let year = bytes.number()? as i32;
        facets.years.insert(year, bytes.bitmap()?);
    }
    facets.last = bytes.number()?;
    let count = bytes.number()?;
    facets.values = HashMap::with_capacity(count as usize);
    for _ in 0..count {
        let number = bytes.number()?;
        let name = bytes.text()?;
        let kind = KINDS.iter().find(|entry| entry.name == name)?.kind;
        let concept = bytes.text()?;
        let concept = (!concept.is_empty()).then(|| concept.into());
        let (counting, other, primary) = (bytes.bitmap()?, bytes.bitmap()?, bytes.bitmap()?);
        facets.add_value(number, Value { kind, concept, counting, other, primary });
    }
    Some(facets)
}

fn put(bytes: &mut Vec<u8>, number: u32) {
    bytes.extend(number.to_le_bytes());
}

fn put_text(bytes: &mut Vec<u8>, text: &str) {
    put(bytes, text.len() as u32);
    bytes.extend(text.as_bytes());
}

fn put_bitmap(bytes: &mut Vec<u8>, bitmap: &RoaringBitmap) {
    put(bytes, if bitmap.is_empty() { 0 } else { bitmap.serialized_size() as u32 });
    if !bitmap.is_empty() {
        bitmap.serialize_into(bytes).expect("memory can be written");
    }
}

/// What is left to read.
struct Cursor<'a, R>(&'a mut R);

impl<R: BufRead> Cursor<'_, R> {
    fn number(&mut self) -> Option<u32> {
        let mut bytes = [0; 4];
        self.0.read_exact(&mut bytes).ok()?;
        Some(u32::from_le_bytes(bytes))
    }

    fn text(&mut self) -> Option<String> {
        let mut text = String::new();
        let length = u64::from(self.number()?);
        let read = self.0.take(length).read_to_string(&mut text).ok()?;
        (read as u64 == length).then_some(text)
    }

    fn bitmap(&mut self) -> Option<RoaringBitmap> {
        match self.number()? {
            0 => Some(RoaringBitmap::new()),
            length => RoaringBitmap::deserialize_from(&mut self.0.take(u64::from(length))).ok(),
        }
    }
}
