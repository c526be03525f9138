//! Facets in memory: for each value of a facet kind the documents that have it, as bitmaps, derived from the store and
//! brought up to its revision when asked. What is as numerous as the documents (people, places) stays on disk, see
//! [`wide`]; all of it is kept in a file, see [`stored`], so that a library of a million opens without reading it.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};

use roaring::{MultiOps as _, RoaringBitmap};

use super::columns::Columns;
use super::memo::Memo;
use super::store::{Reader, lossy};
use super::{LibraryError, Result};
use crate::facts::{FactKind, KINDS};

mod fact;
mod having;
mod rows;
mod stored;
mod tally;
mod wide;

pub(crate) use fact::{
    COUNTS, FacetValue, Known, PRIMARY, Slots, default_days, flags, interval, kinds_of, plain_value, unit_days,
    value_key, value_number,
};
pub(crate) use wide::{Bits, is_wide};

use rows::Rows;
use wide::Wide;

/// When more than this and a sixty-fourth of the documents changed, everything is read again.
const FEW: u64 = 2_000;

/// Facts sorted in one go while everything is read: 16 MB.
const CHUNK: usize = 2 << 20;

/// The values of one picker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FacetGroup {
    /// A facet kind; [`FactKind::Therapy`] stands for therapies, drugs and products.
    Kind(FactKind),
    /// The year of publication.
    Year,
}

/// One row of a picker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetCount {
    /// Canonical identifier, if the value is a concept.
    pub concept: Option<String>,
    /// Preferred English name or value.
    pub label: String,
    /// What stands for it in a query, after `field:`; the argument of [`super::Query::with_values`].
    pub value: String,
    /// Documents that would match if it were this picker's only value.
    pub count: u64,
}

impl FacetGroup {
    /// The kinds whose facts it counts.
    pub(crate) fn kinds(self) -> &'static [FactKind] {
        match self {
            Self::Kind(kind) => kinds_of(kind),
            Self::Year => &[],
        }
    }
}

/// Which facts of a value are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Which {
    Counting,
    Primary,
    Any,
}

impl Which {
    /// Whether a fact with these flags is asked for.
    fn takes(self, flags: u32) -> bool {
        match self {
            Self::Counting => flags & COUNTS != 0,
            Self::Primary => flags & PRIMARY != 0,
            Self::Any => true,
        }
    }
}

/// A value and its documents.
#[derive(Debug)]
struct Value {
    kind: FactKind,
    concept: Option<Box<str>>,
    counting: RoaringBitmap,
    /// Those that have it with other assertions only: few, and empty for most values.
    other: RoaringBitmap,
    primary: RoaringBitmap,
}

impl Value {
    fn new(kind: FactKind, concept: Option<Box<str>>) -> Self {
        let none = RoaringBitmap::new;
        Self { kind, concept, counting: none(), other: none(), primary: none() }
    }

    fn all(&mut self) -> [&mut RoaringBitmap; 3] {
        [&mut self.counting, &mut self.other, &mut self.primary]
    }

    /// Its documents, in one or two parts.
    fn of(&self, which: Which) -> impl Iterator<Item = &RoaringBitmap> {
        let (first, second) = match which {
            Which::Counting => (&self.counting, None),
            Which::Primary => (&self.primary, None),
            Which::Any => (&self.counting, Some(&self.other)),
        };
        std::iter::once(first).chain(second)
    }
}

/// All facets of a library at one revision.
#[derive(Debug, Default)]
pub(crate) struct Facets {
    pub(crate) revision: i64,
    pub(crate) documents: RoaringBitmap,
    pub(crate) years: BTreeMap<i32, RoaringBitmap>,
    /// By number in the store, those that are not wide.
    values: HashMap<u32, Value>,
    /// The newest value known.
    last: u32,
    /// Whether one before it is not there: they are numbered one after the other.
    pub(crate) gaps: bool,
    by_concept: HashMap<Box<str>, Vec<u32>>,
    wide: Wide,
    rows: Option<Rows>,
    /// Numbers and names, where there is a file of them.
    pub(crate) columns: Option<Columns>,
    /// What tests found that read the store.
    pub(crate) memo: RefCell<Memo>,
}

impl Facets {
    /// Reads what the store has beyond the revision known here; whether there was anything.
    pub(crate) fn update(&mut self, reader: &Reader) -> Result<bool> {
        let revision = reader.revision()?;
        if revision == self.revision {
            return Ok(false);
        }
        if self.revision == 0
            && let Some(stored) = stored::load(reader)
        {
            *self = stored;
        }
        self.rows = None;
        let known = self.columns.take();
        if self.revision == revision {
            self.columns = Columns::load(reader)?;
            return Ok(true);
        }
        let changed = if self.revision == 0 { None } else { Some(changed_since(reader, self.revision)?) };
        if let Some(changed) = changed.filter(|changed| self.is_near(changed)) {
            self.catch_up(reader, revision, &changed)?;
            self.columns = match known {
                Some(mut known) => known.update(reader)?.then_some(known),
                None => Columns::load(reader)?,
            };
        } else {
            // What is known goes first: twice all facets is too much.
            *self = Self::default();
            *self = Self::build(reader, revision)?;
            self.columns = Columns::load(reader)?;
        }
        Ok(true)
    }

    /// Whether [`Facets::update`] has little to read.
    pub(crate) fn is_fresh(&self, reader: &Reader) -> Result<bool> {
        if self.revision == reader.revision()? {
            return Ok(true);
        }
        let known = if self.revision == 0 { stored::revision(reader) } else { Some(self.revision) };
        known.map_or(Ok(false), |revision| Ok(self.is_near(&changed_since(reader, revision)?)))
    }

    fn is_near(&self, changed: &RoaringBitmap) -> bool {
        changed.len() < self.few() && self.wide.is_small()
    }

    /// So many changed documents are soon read again.
    fn few(&self) -> u64 {
        FEW + self.documents.len() / 64
    }

    /// Everything, from the store.
    fn build(reader: &Reader, revision: i64) -> Result<Self> {
        let mut facets = Self { revision, ..Self::default() };
        let mut layout = wide::Layout::default();
        let read = reader.run(|db| {
            facets.read_values(db, Some(&mut layout))?;
            facets.read_all(db, &mut layout)
        });
        // Every document has facets, if only none: fewer of them are damage, too.
        let few = facets.documents.len() < reader.len()? as u64;
        if few || matches!(read, Err(LibraryError::Damaged(..))) {
            layout = wide::Layout::default();
            facets = Self { revision, ..Self::default() };
            reader.run(|db| {
                facets.read_values(db, Some(&mut layout))?;
                facets.read_what_is_left(db, &mut layout)
            })?;
        } else {
            read?;
        }
        facets.wide = match stored::save(reader, &facets, &layout)? {
            Some(wide) => wide,
            None => Wide::in_memory(reader, &layout)?,
        };
        Ok(facets)
    }

    /// The facets of all documents.
    fn read_all(&mut self, db: &rusqlite::Connection, layout: &mut wide::Layout) -> rusqlite::Result<()> {
        let mut statement = db.prepare_cached("SELECT doc, year, slots FROM facet ORDER BY doc")?;
        let mut rows = statement.query([])?;
        let mut pairs = Vec::new();
        while let Some(row) = rows.next()? {
            self.read_row(row, layout, &mut pairs)?;
            if pairs.len() > CHUNK {
                self.fill(&mut pairs);
            }
        }
        self.fill(&mut pairs);
        Ok(())
    }

    /// The same of a store that is damaged, one by one: a document that cannot be read is one without facets.
    fn read_what_is_left(&mut self, db: &rusqlite::Connection, layout: &mut wide::Layout) -> rusqlite::Result<()> {
        let mut all = db.prepare("SELECT id FROM document ORDER BY revision")?;
        let mut one = db.prepare("SELECT doc, year, slots FROM facet WHERE doc = ?")?;
        let mut pairs = Vec::new();
        for doc in all.query_map([], |row| row.get::<_, u32>(0))? {
            let doc = doc?;
            self.documents.insert(doc);
            if let Ok(Some(row)) = one.query([doc])?.next() {
                self.read_row(row, layout, &mut pairs)?;
            }
        }
        self.fill(&mut pairs);
        Ok(())
    }

    fn read_row(
        &mut self,
        row: &rusqlite::Row<'_>,
        layout: &mut wide::Layout,
        pairs: &mut Vec<u64>,
    ) -> rusqlite::Result<()> {
        let doc = self.read_document(row)?;
        for slot in slots(row.get_ref(2)?.as_blob().unwrap_or_default()) {
            if !layout.count(slot >> 2) {
                pairs.push(u64::from(slot) << 32 | u64::from(doc));
            }
        }
        Ok(())
    }

    /// Takes out what changed and reads it again.
    fn catch_up(&mut self, reader: &Reader, revision: i64, changed: &RoaringBitmap) -> Result<()> {
        let known = changed & &self.documents;
        if !known.is_empty() {
            self.documents -= &known;
            self.years.values_mut().for_each(|documents| *documents -= &known);
            self.values.values_mut().flat_map(Value::all).for_each(|documents| *documents -= &known);
            self.wide.forget(&known);
        }
        reader.run(|db| {
            self.read_values(db, None)?;
            let mut statement = db.prepare_cached(
                "SELECT doc, year, slots FROM document JOIN facet ON doc = id WHERE revision > ? ORDER BY revision",
            )?;
            let mut rows = statement.query([self.revision])?;
            let mut pairs = Vec::new();
            while let Some(row) = rows.next()? {
                let doc = self.read_document(row)?;
                for slot in slots(row.get_ref(2)?.as_blob().unwrap_or_default()) {
                    if self.values.contains_key(&(slot >> 2)) {
                        pairs.push(u64::from(slot) << 32 | u64::from(doc));
                    } else {
                        self.wide.add(doc, slot);
                    }
                }
            }
            self.fill(&mut pairs);
            Ok(())
        })?;
        self.revision = revision;
        Ok(())
    }

    /// Reads the values that are new; the wide ones go into the layout of a new file, or beside the one there is.
    fn read_values(
        &mut self,
        db: &rusqlite::Connection,
        mut layout: Option<&mut wide::Layout>,
    ) -> rusqlite::Result<()> {
        let mut statement = db.prepare_cached("SELECT id, kind, concept FROM value WHERE id > ? ORDER BY id")?;
        let mut rows = statement.query([self.last])?;
        while let Some(row) = rows.next()? {
            let number: u32 = row.get(0)?;
            self.gaps |= number != self.last + 1;
            self.last = number;
            let name = lossy(row, 1)?;
            // A hole for kinds that this program does not know.
            let Some(entry) = KINDS.iter().find(|entry| entry.name == name) else {
                continue;
            };
            let concept: Option<Box<str>> = row.get::<_, Option<String>>(2)?.map(Into::into);
            match (concept, &mut layout) {
                (None, Some(layout)) if is_wide(entry.kind) => layout.add(number, entry.kind),
                (None, None) if is_wide(entry.kind) => self.wide.add_value(number, entry.kind),
                (concept, _) => self.add_value(number, Value::new(entry.kind, concept)),
            }
        }
        Ok(())
    }

    fn add_value(&mut self, number: u32, value: Value) {
        if let Some(concept) = &value.concept {
            self.by_concept.entry(concept.clone()).or_default().push(number);
        }
        self.values.insert(number, value);
    }

    fn read_document(&mut self, row: &rusqlite::Row<'_>) -> rusqlite::Result<u32> {
        let doc: u32 = row.get(0)?;
        self.documents.insert(doc);
        // What is damaged is in no year and has no facets.
        if let Some(year) = row.get(1).unwrap_or_default() {
            self.years.entry(year).or_default().insert(doc);
        }
        Ok(doc)
    }

    /// Takes in pairs of slot and document: sorted, one value is filled at a time, which is several times faster than
    /// going from value to value. Slots of a value that came after the values were read are left out; their document
    /// comes again with the next revision.
    fn fill(&mut self, pairs: &mut Vec<u64>) {
        pairs.sort_unstable();
        // Only a store that is damaged has one twice.
        pairs.dedup();
        for same in pairs.chunk_by(|a, b| a >> 32 == b >> 32) {
            let slot = (same[0] >> 32) as u32;
            let Some(value) = self.values.get_mut(&(slot >> 2)) else {
                continue;
            };
            let docs = same.iter().map(|pair| *pair as u32);
            let docs = RoaringBitmap::from_sorted_iter(docs).expect("they are sorted, each once");
            if slot & PRIMARY != 0 {
                value.primary |= &docs;
            }
            let documents = if slot & COUNTS == 0 { &mut value.other } else { &mut value.counting };
            *documents |= docs;
        }
        pairs.clear();
    }

    /// The documents with any of these concepts, as one of these kinds or as any.
    pub(crate) fn with_concepts(&self, concepts: &[String], kinds: Option<&[FactKind]>, which: Which) -> RoaringBitmap {
        let numbers = concepts.iter().filter_map(|concept| self.by_concept.get(concept.as_str())).flatten();
        let values = numbers.filter_map(|number| self.values.get(number));
        let values = values.filter(|value| kinds.is_none_or(|kinds| kinds.contains(&value.kind)));
        values.flat_map(|value| value.of(which)).union()
    }

    /// The documents with the value of a number in the store.
    pub(crate) fn with_value(&self, number: u32, kind: FactKind, which: Which, found: &mut RoaringBitmap) {
        match self.values.get(&number) {
            Some(value) => value.of(which).for_each(|documents| *found |= documents),
            None => self.wide.add_to(number, kind, which, found),
        }
    }
}

/// The documents that were removed, added or read again since a revision.
pub(crate) fn changed_since(reader: &Reader, revision: i64) -> Result<RoaringBitmap> {
    reader.run(|db| {
        db.prepare_cached(
            "SELECT doc FROM removed WHERE revision > ?1 UNION ALL SELECT id FROM document WHERE revision > ?1",
        )?
        .query_map([revision], |row| row.get::<_, u32>(0))?
        .collect()
    })
}

/// The slots of one document as [`Slots`] packed them.
fn slots(packed: &[u8]) -> impl Iterator<Item = u32> {
    packed.as_chunks::<4>().0.iter().map(|slot| u32::from_le_bytes(*slot))
}
