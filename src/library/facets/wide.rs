//! Values as numerous as documents: people, institutions and what else no vocabulary bounds. Their documents stay in the
//! file, value by value, and are read when asked for; what came since stands beside them in memory.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Write};
use std::os::unix::fs::FileExt as _;

use roaring::RoaringBitmap;

use super::{Which, slots};
use crate::facts::FactKind;
use crate::library::Result;
use crate::library::store::Reader;

/// The kinds whose values without a concept are wide; a file names them by their place here.
const WIDE: [FactKind; 4] = [FactKind::Person, FactKind::Institution, FactKind::Company, FactKind::Journal];

/// Entries sorted in one pass over the store: 16 MB.
const PASS: usize = 4 << 20;

/// Values that may stand in memory beside the file: about 10 MB.
const SINCE: usize = 100_000;

/// Whether the values of a kind that are no concepts are wide.
pub(crate) fn is_wide(kind: FactKind) -> bool {
    WIDE.contains(&kind)
}

/// A set of documents as bits, for tests by the million.
#[derive(Debug)]
pub(crate) struct Bits(Vec<u64>);

impl Bits {
    pub(crate) fn new(documents: &RoaringBitmap) -> Self {
        let mut bits = vec![0; documents.max().map_or(0, |last| last as usize / 64 + 1)];
        for document in documents {
            bits[document as usize / 64] |= 1 << (document % 64);
        }
        Self(bits)
    }

    pub(crate) fn has(&self, document: u32) -> bool {
        self.0.get(document as usize / 64).is_some_and(|word| word >> (document % 64) & 1 != 0)
    }
}

/// Where the values will stand in a file about to be written.
#[derive(Debug, Default)]
pub(crate) struct Layout {
    /// By number: the place of its kind in [`WIDE`] plus one, and how many documents have it.
    values: Vec<(u8, u32)>,
}

/// The values of one kind: numbers in order, where the entries of each end, and the entries, document by document with
/// the flags in the lowest two bits.
#[derive(Debug, Clone, Copy)]
struct Part {
    kind: FactKind,
    values: u64,
    at: u64,
}

/// The wide values of a library.
#[derive(Debug, Default)]
pub(crate) struct Wide {
    source: Source,
    parts: Vec<Part>,
    /// Documents whose entries there hold no more.
    void: RoaringBitmap,
    /// Values and entries that came since.
    kinds: HashMap<u32, FactKind>,
    entries: HashMap<u32, Vec<u32>>,
}

#[derive(Debug)]
enum Source {
    Memory(Vec<u8>),
    File(File, u64),
}

impl Default for Source {
    fn default() -> Self {
        Self::Memory(Vec::new())
    }
}

impl Source {
    fn read(&self, at: u64, into: &mut [u8]) -> io::Result<()> {
        match self {
            Self::Memory(bytes) => {
                let from = bytes.get(at as usize..).and_then(|rest| rest.get(..into.len()));
                into.copy_from_slice(from.ok_or(io::ErrorKind::UnexpectedEof)?);
                Ok(())
            }
            Self::File(file, base) => file.read_exact_at(into, base + at),
        }
    }

    fn number(&self, at: u64) -> io::Result<u32> {
        let mut bytes = [0; 4];
        self.read(at, &mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }
}

impl Layout {
    pub(crate) fn add(&mut self, number: u32, kind: FactKind) {
        let at = WIDE.iter().position(|wide| *wide == kind).expect("only wide kinds are laid out");
        self.values.resize(number as usize + 1, (0, 0));
        self.values[number as usize] = (at as u8 + 1, 0);
    }

    /// Counts a document of a value; whether the value is wide.
    pub(crate) fn count(&mut self, number: u32) -> bool {
        match self.values.get_mut(number as usize) {
            Some((kind, count)) if *kind > 0 => {
                *count += 1;
                true
            }
            _ => false,
        }
    }

    /// Writes all parts: each its kind, its numbers, their ends and their entries.
    pub(crate) fn write(&self, reader: &Reader, out: &mut impl Write) -> Result<io::Result<()>> {
        let mut places: Vec<u32> = vec![u32::MAX; self.values.len()];
        for kind in 1..=WIDE.len() as u8 {
            let of_kind = || self.values.iter().enumerate().filter(|(_, value)| value.0 == kind && value.1 > 0);
            let ends: Vec<u32> = of_kind()
                .scan(0, |end, (_, (_, count))| {
                    *end += count;
                    Some(*end)
                })
                .collect();
            let numbers: Vec<u32> = of_kind().map(|(number, _)| number as u32).collect();
            let write = |out: &mut dyn Write, numbers: &[u32]| -> io::Result<()> {
                numbers.iter().try_for_each(|number| out.write_all(&number.to_le_bytes()))
            };
            let head = [numbers.len() as u32, ends.last().copied().unwrap_or(0)];
            if let Err(error) = write(out, &head).and_then(|()| write(out, &numbers)).and_then(|()| write(out, &ends)) {
                return Ok(Err(error));
            }
            let mut first = 0;
            while first < numbers.len() {
                let base = if first == 0 { 0 } else { ends[first - 1] };
                let fits = ends[first..].partition_point(|end| (end - base) as usize <= PASS).max(1);
                for (at, number) in numbers[first..first + fits].iter().enumerate() {
                    places[*number as usize] = if at == 0 { 0 } else { ends[first + at - 1] - base };
                }
                let mut entries = vec![0; (ends[first + fits - 1] - base) as usize];
                reader.run(|db| {
                    let mut statement = db.prepare_cached("SELECT doc, slots FROM facet ORDER BY doc")?;
                    let mut rows = statement.query([])?;
                    while let Some(row) = rows.next()? {
                        let doc: u32 = row.get(0)?;
                        for slot in slots(row.get_ref(1)?.as_blob().unwrap_or_default()) {
                            let Some(place) = places.get_mut(slot as usize >> 2).filter(|place| **place < u32::MAX)
                            else {
                                continue;
                            };
                            // Rows that came since the counting are beyond the end; they come with the next revision.
                            if let Some(entry) = entries.get_mut(*place as usize) {
                                *entry = doc << 2 | slot & 3;
                                *place += 1;
                            }
                        }
                    }
                    Ok(())
                })?;
                for number in &numbers[first..first + fits] {
                    places[*number as usize] = u32::MAX;
                }
                if let Err(error) = write(out, &entries) {
                    return Ok(Err(error));
                }
                first += fits;
            }
        }
        Ok(Ok(()))
    }
}

impl Wide {
    /// The values of a layout, in memory: for a library without a folder, or one that cannot be written beside.
    pub(crate) fn in_memory(reader: &Reader, layout: &Layout) -> Result<Self> {
        let mut bytes = Vec::new();
        let written = layout.write(reader, &mut bytes)?;
        written.expect("memory can be written");
        Ok(Self::of(Source::Memory(bytes)).unwrap_or_default())
    }

    /// The values in a file from an offset on; none if they are not all there.
    pub(crate) fn in_file(file: File, base: u64) -> Option<Self> {
        Self::of(Source::File(file, base)).ok()
    }

    fn of(source: Source) -> io::Result<Self> {
        let mut at = 0;
        let mut parts = Vec::with_capacity(WIDE.len());
        for kind in WIDE {
            let (values, entries) = (u64::from(source.number(at)?), u64::from(source.number(at + 4)?));
            parts.push(Part { kind, values, at: at + 8 });
            at += 8 + 8 * values + 4 * entries;
        }
        if at > 0 {
            // The last byte must be there.
            source.read(at - 1, &mut [0])?;
        }
        Ok(Self { source, parts, ..Self::default() })
    }

    /// Whether what came since the file was written takes little room.
    pub(crate) fn is_small(&self) -> bool {
        self.entries.len() < SINCE
    }

    /// Takes documents out.
    pub(crate) fn forget(&mut self, documents: &RoaringBitmap) {
        self.void |= documents;
        for entries in self.entries.values_mut() {
            entries.retain(|entry| !documents.contains(entry >> 2));
        }
    }

    pub(crate) fn add_value(&mut self, number: u32, kind: FactKind) {
        self.kinds.insert(number, kind);
    }

    /// Takes a slot in, if its value is known here.
    pub(crate) fn add(&mut self, doc: u32, slot: u32) {
        let number = slot >> 2;
        if !self.kinds.contains_key(&number) {
            let Some(part) = self.parts.iter().find(|part| self.rank(part, number).is_some()) else {
                return;
            };
            self.kinds.insert(number, part.kind);
        }
        self.entries.entry(number).or_default().push(doc << 2 | slot & 3);
    }

    /// The place of a number among those of a part. A file that cannot be read has none; it is made again when the
    /// library is opened the next time.
    fn rank(&self, part: &Part, number: u32) -> Option<u64> {
        let (mut low, mut high) = (0, part.values);
        while low < high {
            let middle = u64::midpoint(low, high);
            match self.source.number(part.at + 4 * middle).ok()?.cmp(&number) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return Some(middle),
            }
        }
        None
    }

    fn numbers(&self, at: u64, count: u64) -> Vec<u32> {
        let mut bytes = vec![0; 4 * count as usize];
        if self.source.read(at, &mut bytes).is_err() {
            return Vec::new();
        }
        bytes.as_chunks::<4>().0.iter().map(|number| u32::from_le_bytes(*number)).collect()
    }

    /// Adds the documents of a value to `found`.
    pub(crate) fn add_to(&self, number: u32, kind: FactKind, which: Which, found: &mut RoaringBitmap) {
        let wanted = |entry: &&u32| which.takes(**entry & 3);
        if let Some(part) = self.parts.iter().find(|part| part.kind == kind)
            && let Some(rank) = self.rank(part, number)
        {
            let ends = part.at + 4 * part.values;
            let start = if rank == 0 { Some(0) } else { self.source.number(ends + 4 * (rank - 1)).ok() };
            let end = self.source.number(ends + 4 * rank).ok();
            if let (Some(start), Some(end)) = (start, end) {
                let count = u64::from(end.saturating_sub(start));
                let entries = self.numbers(ends + 4 * (part.values + u64::from(start)), count);
                found.extend(
                    entries.iter().filter(wanted).map(|entry| entry >> 2).filter(|doc| !self.void.contains(*doc)),
                );
            }
        }
        let since = self.entries.get(&number).into_iter().flatten();
        found.extend(since.filter(wanted).map(|entry| entry >> 2));
    }

    /// How many of `found` have each value of a kind, for the values that any has.
    pub(crate) fn counts(&self, kind: FactKind, found: &RoaringBitmap) -> Vec<(u32, u32)> {
        /// Entries read at a time: 1 MB.
        const BLOCK: u64 = 1 << 18;
        let mut counts = Vec::new();
        if let Some(part) = self.parts.iter().find(|part| part.kind == kind && part.values > 0) {
            let bits = if self.void.is_empty() { Bits::new(found) } else { Bits::new(&(found - &self.void)) };
            let ends = self.numbers(part.at + 4 * part.values, part.values);
            let numbers = self.numbers(part.at, part.values);
            let total = u64::from(ends.last().copied().unwrap_or(0));
            let first = part.at + 8 * part.values;
            let (mut value, mut count, mut entry) = (0, 0, 0);
            for start in (0..total).step_by(BLOCK as usize) {
                for packed in self.numbers(first + 4 * start, BLOCK.min(total - start)) {
                    count += u32::from(packed & super::COUNTS != 0 && bits.has(packed >> 2));
                    entry += 1;
                    if entry == ends[value] {
                        if count > 0 {
                            counts.push((numbers[value], count));
                        }
                        (value, count) = (value + 1, 0);
                    }
                }
            }
        }
        let known = counts.len();
        for (number, _) in self.kinds.iter().filter(|(_, of)| **of == kind) {
            let entries = self.entries.get(number).into_iter().flatten();
            let count =
                entries.filter(|entry| *entry & super::COUNTS != 0 && found.contains(*entry >> 2)).count() as u32;
            if count == 0 {
                continue;
            }
            match counts[..known].binary_search_by_key(number, |(number, _)| *number) {
                Ok(at) => counts[at].1 += count,
                Err(_) => counts.push((*number, count)),
            }
        }
        counts
    }
}
