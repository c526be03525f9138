//! For each document the rows of a picker that count it, broader concepts included, in a file: counting every row over a
//! million documents reads a few megabytes. Small libraries, and what changed since, are counted by their bitmaps.

use std::collections::HashMap;
use std::io;

use roaring::{MultiOps as _, RoaringBitmap};

use super::rows::Row;
use super::{FacetGroup, Facets};
use crate::facts::KINDS;
use crate::library::Result;
use crate::library::derived::{Parts, PartsWriter};
use crate::library::facets::{changed_since, is_wide};
use crate::library::store::Reader;
use crate::vocabulary::Vocabulary;

const MAGIC: &[u8; 16] = b"casebook tally 2";

/// Documents of one block of the file, as a power of two: the rows of so many have room in 65,536 places.
const BLOCK: u32 = 11;

/// More rows than two bytes can name are counted by their bitmaps.
const ROWS: usize = 1 << 16;

/// The file of one picker.
#[derive(Debug)]
pub(super) struct Tally {
    parts: Parts,
    /// What the file says of these documents is out of date.
    pub(super) since: RoaringBitmap,
    /// The place in the picker of each row of the file; none for one that is no more.
    places: Vec<Option<usize>>,
    /// How many documents each row of the file has.
    totals: Vec<u32>,
    /// Where the blocks begin.
    blocks: Vec<u32>,
}

/// Every picker whose values are no wide ones.
pub(super) fn groups() -> impl Iterator<Item = FacetGroup> {
    let kinds = KINDS.iter().filter(|entry| entry.facet && !is_wide(entry.kind)).map(|entry| entry.kind);
    kinds.map(FacetGroup::Kind)
}

fn file(group: FacetGroup) -> Option<String> {
    match group {
        FacetGroup::Kind(kind) if !is_wide(kind) => Some(format!("tally-{}", kind.name())),
        FacetGroup::Kind(_) | FacetGroup::Year => None,
    }
}

impl Tally {
    /// The file for these rows; none if there is none that fits.
    pub(super) fn load(
        reader: &Reader,
        group: FacetGroup,
        rows: &[Row],
        vocabulary: &Vocabulary,
    ) -> Result<Option<Self>> {
        let Some((revision, parts)) = file(group).and_then(|file| Parts::open(reader, &file, MAGIC)) else {
            return Ok(None);
        };
        let Some((fingerprint, keys)) = parts.whole("rows").and_then(|bytes| read_rows(&bytes)) else {
            return Ok(None);
        };
        let (totals, blocks) = (parts.all("totals"), parts.all("blocks"));
        let (Some(totals), Some(blocks)) = (totals, blocks) else { return Ok(None) };
        if fingerprint != vocabulary.fingerprint() || totals.len() != keys.len() {
            return Ok(None);
        }
        let known: HashMap<(bool, &str), usize> =
            rows.iter().enumerate().map(|(at, row)| ((row.count.concept.is_some(), row.key.as_str()), at)).collect();
        let places = keys.iter().map(|(concept, key)| known.get(&(*concept, key.as_str())).copied()).collect();
        let since = changed_since(reader, revision)?;
        Ok(Some(Self { parts, since, places, totals, blocks }))
    }

    /// Whether there is a file that fits.
    fn is_there(reader: &Reader, group: FacetGroup, vocabulary: &Vocabulary, most: u64) -> Result<bool> {
        let Some((revision, parts)) = file(group).and_then(|file| Parts::open(reader, &file, MAGIC)) else {
            return Ok(false);
        };
        let fingerprint = parts.whole("rows").and_then(|bytes| read_rows(&bytes)).map(|(fingerprint, _)| fingerprint);
        Ok(fingerprint.as_deref() == Some(vocabulary.fingerprint()) && changed_since(reader, revision)?.len() <= most)
    }

    /// Adds for each row of the picker how many of these documents it has; none if the file cannot be read.
    pub(super) fn count(&self, found: &RoaringBitmap, counts: &mut [u64]) -> Option<()> {
        // Whichever are fewer are read: those found, or those left out.
        let last = (self.blocks.len() as u32) << BLOCK;
        let all = self.parts.len("lists")?;
        let mut of_rows = vec![0_u32; self.totals.len()];
        let inside = found.len() * 2 <= u64::from(last);
        for (at, start) in self.blocks.iter().enumerate() {
            let first = (at as u32) << BLOCK;
            let end = self.blocks.get(at + 1).map_or(all, |next| 2 * u64::from(*next));
            let wanted = found.range(first..first + (1 << BLOCK));
            let few = wanted.clone().count();
            if inside && few == 0 || !inside && few == 1 << BLOCK {
                continue;
            }
            let mut bytes = vec![0; end.checked_sub(2 * u64::from(*start))? as usize];
            self.parts.read("lists", 2 * u64::from(*start), &mut bytes)?;
            let numbers: Vec<u16> = bytes.as_chunks::<2>().0.iter().map(|two| u16::from_le_bytes(*two)).collect();
            let (ends, lists) = numbers.split_at_checked(1 << BLOCK)?;
            let mut add = |doc: usize| -> Option<()> {
                let start = if doc == 0 { 0 } else { ends[doc - 1] };
                for row in lists.get(usize::from(start)..usize::from(ends[doc]))? {
                    *of_rows.get_mut(usize::from(*row))? += 1;
                }
                Some(())
            };
            if inside {
                wanted.map(|doc| (doc - first) as usize).try_for_each(&mut add)?;
            } else {
                let mut next = 0;
                for doc in wanted.map(|doc| (doc - first) as usize) {
                    (next..doc).try_for_each(&mut add)?;
                    next = doc + 1;
                }
                (next..1 << BLOCK).try_for_each(&mut add)?;
            }
        }
        for ((place, total), counted) in self.places.iter().zip(&self.totals).zip(of_rows) {
            if let Some(place) = place {
                counts[*place] += u64::from(if inside { counted } else { total - counted.min(*total) });
            }
        }
        Some(())
    }
}

impl Facets {
    /// Whether the files for counting are there, or not worth it.
    pub(crate) fn is_tallied(&self, reader: &Reader, vocabulary: &Vocabulary, group: FacetGroup) -> Result<bool> {
        let known = self.rows.as_ref().is_some_and(|rows| rows.are_of(group, vocabulary));
        Ok(known || file(group).is_none() || Tally::is_there(reader, group, vocabulary, self.few())?)
    }

    /// Makes the files for counting that are not there.
    pub(crate) fn tally(&self, reader: &Reader, vocabulary: &Vocabulary) -> Result<()> {
        for group in groups() {
            if self.is_tallied(reader, vocabulary, group)? {
                continue;
            }
            let rows = self.roll_up(reader, group, vocabulary)?;
            if rows.len() < ROWS {
                let name = file(group).expect("the groups have files");
                Parts::write(reader, (&name, MAGIC), self.revision, &mut |out| {
                    self.write_tally(&rows, vocabulary.fingerprint(), out)
                })?;
            }
        }
        Ok(())
    }

    fn write_tally(&self, rows: &[Row], fingerprint: &str, out: &mut PartsWriter<'_>) -> Result<io::Result<()>> {
        let mut of_value: HashMap<u32, Vec<u16>> = HashMap::new();
        for (at, row) in rows.iter().enumerate() {
            for number in &row.numbers {
                of_value.entry(*number).or_default().push(at as u16);
            }
        }
        let mut totals = vec![0_u32; rows.len()];
        let mut blocks: Vec<u32> = Vec::new();
        let last = self.documents.max().map_or(0, |last| last + 1);
        let written = out.part("lists", |put| {
            let mut at = 0;
            for first in (0..last).step_by(1 << BLOCK) {
                let mut lists: Vec<Vec<u16>> = vec![Vec::new(); 1 << BLOCK];
                for (number, rows) in &of_value {
                    for doc in self.values[number].counting.range(first..first + (1 << BLOCK)) {
                        lists[(doc - first) as usize].extend(rows);
                    }
                }
                for list in &mut lists {
                    list.sort_unstable();
                    list.dedup();
                }
                let mut numbers: Vec<u16> = Vec::new();
                let mut end = 0;
                for list in &lists {
                    // What does not fit, a document with thousands of values, is not there; no block comes near it.
                    end = (end + list.len()).min(usize::from(u16::MAX));
                    numbers.push(end as u16);
                }
                for row in lists.iter().flatten().take(end) {
                    totals[usize::from(*row)] += 1;
                    numbers.push(*row);
                }
                blocks.push(at);
                at += numbers.len() as u32;
                let bytes: Vec<u8> = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
                if let Err(error) = put(&bytes) {
                    return Ok(Err(error));
                }
            }
            Ok(Ok(()))
        })?;
        if written.is_err() {
            return Ok(written);
        }
        let keys: Vec<(bool, &str)> = rows.iter().map(|row| (row.count.concept.is_some(), row.key.as_str())).collect();
        let rows = serde_json::to_vec(&(fingerprint, keys)).expect("strings are JSON");
        let numbers = |numbers: &[u32]| -> Vec<u8> { numbers.iter().flat_map(|number| number.to_le_bytes()).collect() };
        for (name, bytes) in [("rows", rows), ("totals", numbers(&totals)), ("blocks", numbers(&blocks))] {
            let written = out.part(name, |put| Ok(put(&bytes)))?;
            if written.is_err() {
                return Ok(written);
            }
        }
        Ok(Ok(()))
    }

    /// Adds for each row how many of these documents it has, by the bitmaps of its values.
    pub(super) fn count_each(&self, rows: &[Row], found: &RoaringBitmap, counts: &mut [u64]) {
        if found.is_empty() {
            return;
        }
        let mut among: HashMap<u32, RoaringBitmap> = HashMap::new();
        for number in rows.iter().flat_map(|row| &row.numbers) {
            among.entry(*number).or_insert_with(|| &self.values[number].counting & found);
        }
        for (row, count) in rows.iter().zip(counts) {
            *count += match row.numbers[..] {
                [number] => among[&number].len(),
                _ => row.numbers.iter().map(|number| &among[number]).union().len(),
            };
        }
    }
}

fn read_rows(bytes: &[u8]) -> Option<(String, Vec<(bool, String)>)> {
    serde_json::from_slice(bytes).ok()
}
