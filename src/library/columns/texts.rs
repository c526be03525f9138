//! Texts of one sort, one after the other in blocks: the names of facet values, titles, and the values of other kinds.
//! Each with a number that says what it belongs to. A search runs over whole blocks.

use std::collections::HashSet;
use std::io;

use memchr::memmem::Finder;
use memchr::{memchr, memchr_iter, memrchr};
use rusqlite::params;

use super::Columns;
use crate::facts::KINDS;
use crate::library::Result;
use crate::library::derived::PartsWriter;
use crate::library::fold::{self, Needle};
use crate::library::store::{Reader, lossy};

/// Bytes of texts read at a time.
const BLOCK: usize = 1 << 18;

/// Parts two texts. No text has it, and if one has it is found less well.
const END: u8 = 0;

/// Stands before the concept of a text.
const CONCEPT: char = '\u{1}';

/// A sort of texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sought {
    /// What facet values of a kind are found by; the number is that of the value.
    Values(&'static str),
    /// Titles; the number is that of the document.
    Titles,
    /// Sources, folded; the number is that of the document.
    Sources,
    /// What facts of a kind that is no facet are found by; the number is twice that of the document, plus one if the
    /// fact counts.
    Terms(&'static str),
}

impl Sought {
    fn part(self) -> String {
        match self {
            Self::Values(kind) => format!("values {kind}"),
            Self::Titles => "titles".to_owned(),
            Self::Sources => "sources".to_owned(),
            Self::Terms(kind) => format!("terms {kind}"),
        }
    }
}

impl Columns {
    /// Gives each text in which a needle stands, with its number; none if the columns do not have this sort.
    pub(crate) fn having(&self, sought: Sought, needle: &Needle, take: &mut dyn FnMut(u32, &str)) -> Option<()> {
        let readings = needle.readings();
        if readings.iter().any(String::is_empty) {
            return None;
        }
        let finders: Vec<Finder<'_>> = readings.iter().map(Finder::new).collect();
        self.blocks(sought, &mut |numbers, texts| {
            for finder in &finders {
                let (mut at, mut nth) = (0, 0);
                while let Some(found) = finder.find(&texts[at..]) {
                    let found = at + found;
                    let start = memrchr(END, &texts[at..found]).map_or(at, |end| at + end + 1);
                    let end = memchr(END, &texts[found..]).map_or(texts.len(), |end| found + end);
                    nth += memchr_iter(END, &texts[at..start]).count();
                    if let Some(number) = numbers.get(nth) {
                        take(*number, of_bytes(&texts[start..end]).0);
                    }
                    (at, nth) = ((end + 1).min(texts.len()), nth + 1);
                }
            }
        })
    }

    /// Gives the number of each text with one of these concepts.
    pub(crate) fn with_concepts(
        &self,
        sought: Sought,
        concepts: &HashSet<&str>,
        take: &mut dyn FnMut(u32),
    ) -> Option<()> {
        self.blocks(sought, &mut |numbers, texts| {
            for (number, text) in numbers.iter().zip(texts.split(|byte| *byte == END)) {
                if of_bytes(text).1.is_some_and(|concept| concepts.contains(concept)) {
                    take(*number);
                }
            }
        })
    }

    /// Gives the numbers and texts of each block.
    fn blocks(&self, sought: Sought, take: &mut dyn FnMut(&[u32], &[u8])) -> Option<()> {
        let part = sought.part();
        let length = self.parts.len(&part)?;
        let (mut at, mut bytes, mut numbers) = (0, Vec::new(), Vec::new());
        while at < length {
            let mut head = [0; 8];
            self.parts.read(&part, at, &mut head)?;
            let [count, size] =
                [0, 4].map(|at| u32::from_le_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]));
            let whole = 4 * u64::from(count) + u64::from(size);
            (at + 8 + whole <= length).then_some(())?;
            bytes.resize(whole as usize, 0);
            self.parts.read(&part, at + 8, &mut bytes)?;
            let (of, texts) = bytes.split_at(4 * count as usize);
            numbers.clear();
            numbers.extend(of.as_chunks::<4>().0.iter().map(|number| u32::from_le_bytes(*number)));
            take(&numbers, texts);
            at += 8 + whole;
        }
        Some(())
    }
}

/// A text and its concept.
fn of_bytes(bytes: &[u8]) -> (&str, Option<&str>) {
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    match text.split_once(CONCEPT) {
        Some((text, concept)) => (text, Some(concept)),
        None => (text, None),
    }
}

/// Writes all sorts of texts.
pub(super) fn write(reader: &Reader, out: &mut PartsWriter<'_>) -> Result<io::Result<()>> {
    let last: u32 = reader.run(|db| db.query_row("SELECT coalesce(max(id), 0) FROM value", [], |row| row.get(0)))?;
    let mut written = out.part("last", |put| Ok(put(&last.to_le_bytes())))?;
    for entry in KINDS {
        if written.is_err() {
            return Ok(written);
        }
        let (sought, sql) = if entry.facet {
            (Sought::Values(entry.name), "SELECT id, key, NULL FROM value WHERE kind = ?1 AND id <= ?2 ORDER BY id")
        } else {
            (Sought::Terms(entry.name), "SELECT 2 * doc + (flags > 0), key, concept FROM term WHERE kind = ?1 AND ?2")
        };
        written = sort(reader, sought, out, |db, take| {
            db.prepare(sql)?.query(params![entry.name, last.max(1)]).and_then(|rows| each(rows, take))
        })?;
    }
    if written.is_err() {
        return Ok(written);
    }
    written = sort(reader, Sought::Titles, out, |db, take| {
        db.prepare("SELECT id, title_key, NULL FROM document ORDER BY id")?.query([]).and_then(|rows| each(rows, take))
    })?;
    if written.is_err() {
        return Ok(written);
    }
    sort(reader, Sought::Sources, out, |db, take| {
        db.prepare("SELECT doc, name, NULL FROM source ORDER BY doc")?
            .query([])
            .and_then(|rows| each(rows, &mut |doc, name, none| take(doc, &fold::hay(name), none)))
    })
}

type Taker<'a> = &'a mut dyn FnMut(u32, &str, Option<&str>) -> bool;

fn each(mut rows: rusqlite::Rows<'_>, take: Taker<'_>) -> rusqlite::Result<()> {
    while let Some(row) = rows.next()? {
        let concept = lossy(row, 2)?;
        if !take(row.get(0)?, &lossy(row, 1)?, Some(&*concept).filter(|concept| !concept.is_empty())) {
            break;
        }
    }
    Ok(())
}

fn sort(
    reader: &Reader,
    sought: Sought,
    out: &mut PartsWriter<'_>,
    rows: impl FnOnce(&rusqlite::Connection, Taker<'_>) -> rusqlite::Result<()>,
) -> Result<io::Result<()>> {
    out.part(&sought.part(), |put| {
        let (mut numbers, mut texts): (Vec<u8>, Vec<u8>) = (Vec::new(), Vec::new());
        let mut flush = |numbers: &mut Vec<u8>, texts: &mut Vec<u8>| -> io::Result<()> {
            texts.pop();
            let head = [numbers.len() as u32 / 4, texts.len() as u32];
            head.iter().try_for_each(|number| put(&number.to_le_bytes()))?;
            put(numbers)?;
            put(texts)?;
            numbers.clear();
            texts.clear();
            Ok(())
        };
        let mut written = Ok(());
        reader.run(|db| {
            rows(db, &mut |number, text, concept| {
                numbers.extend(number.to_le_bytes());
                texts.extend(text.bytes().filter(|byte| *byte != END));
                if let Some(concept) = concept {
                    texts.extend(CONCEPT.to_string().bytes().chain(concept.bytes()));
                }
                texts.push(END);
                if texts.len() >= BLOCK {
                    written = flush(&mut numbers, &mut texts);
                }
                written.is_ok()
            })
        })?;
        if written.is_ok() && !numbers.is_empty() {
            written = flush(&mut numbers, &mut texts);
        }
        Ok(written)
    })
}
