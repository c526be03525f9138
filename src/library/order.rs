//! The documents in an order: an array of numbers, four bytes each, kept in memory for the order in use and in a file
//! for each, and brought up to date by putting what is new in its place.

use std::cmp::Reverse;
use std::fs::File;
use std::io::{BufReader, Read as _, Seek as _, SeekFrom, Write as _};
use std::ops::Range;
use std::sync::Arc;

use roaring::RoaringBitmap;
use rusqlite::{OptionalExtension as _, Statement};

use super::facets::{Bits, Facets, changed_since};
use super::store::{Reader, lossy};
use super::{DocId, Result, derived, fold};

/// The order of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sort {
    /// By what.
    pub by: SortBy,
    /// Against the natural direction of [`SortBy`]. What has no such value is last either way.
    pub reversed: bool,
}

/// What a list is sorted by; what is equal is sorted by number, the newest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum SortBy {
    /// Publication, newest first.
    Date,
    /// Title, A first.
    Title,
    /// The first disease, A first.
    Disease,
    /// How well words fit, best first; as [`SortBy::Date`] for a query without words.
    #[default]
    Relevance,
    /// Import, newest first.
    Added,
}

impl SortBy {
    /// The column that holds the key, as SQL; none for the order of the numbers themselves.
    fn key(self) -> Option<&'static str> {
        match self {
            Self::Date | Self::Relevance => Some("date_key"),
            Self::Title => Some("nullif(title_key, '')"),
            Self::Disease => Some("disease_key"),
            Self::Added => None,
        }
    }

    /// Whether great keys come first.
    fn falls(self) -> bool {
        matches!(self, Self::Date | Self::Relevance | Self::Added)
    }

    /// The file that keeps the order.
    fn file(self) -> &'static str {
        match self {
            Self::Date | Self::Relevance => "by-date",
            Self::Title => "by-title",
            Self::Disease => "by-disease",
            Self::Added => "by-number",
        }
    }
}

/// Documents in an order, four bytes each and shared when cloned.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ids(Arc<Vec<u32>>);

impl Ids {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The document at a place.
    pub fn get(&self, index: usize) -> Option<DocId> {
        self.0.get(index).map(|number| DocId(i64::from(*number)))
    }

    /// The place of a document.
    pub fn position(&self, id: DocId) -> Option<usize> {
        let number = u32::try_from(id.0).ok()?;
        self.0.iter().position(|other| *other == number)
    }

    /// The documents in a range of places, as far as there are any.
    pub fn range(&self, range: Range<usize>) -> impl DoubleEndedIterator<Item = DocId> {
        let range = range.start.min(self.len())..range.end.clamp(range.start.min(self.len()), self.len());
        self.0[range].iter().map(|number| DocId(i64::from(*number)))
    }

    /// All of them.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = DocId> {
        self.range(0..self.len())
    }

    /// The numbers.
    pub(crate) fn numbers(&self) -> &[u32] {
        &self.0
    }
}

impl FromIterator<DocId> for Ids {
    fn from_iter<I: IntoIterator<Item = DocId>>(ids: I) -> Self {
        Self(Arc::new(ids.into_iter().filter_map(|id| u32::try_from(id.0).ok()).collect()))
    }
}

impl From<Vec<u32>> for Ids {
    fn from(numbers: Vec<u32>) -> Self {
        Self(Arc::new(numbers))
    }
}

/// All documents in one order.
#[derive(Debug)]
pub(crate) struct Order {
    sort: Sort,
    revision: i64,
    ids: Ids,
    /// So many have a key; the others are last.
    keyed: usize,
}

/// Changed documents that are put in their place one by one; for more, all are sorted again.
const FEW: u64 = 2_000;
/// From so many documents on the order is kept in a file.
const MANY: usize = 1_000;
/// From so many changes on the file is written again.
const WORTH: u64 = 100;

const MAGIC: &[u8; 16] = b"casebook order 2";

impl Order {
    /// All documents in an order, from what is at hand: the order before, its file, the store.
    pub(crate) fn make(reader: &Reader, facets: &Facets, sort: Sort, before: Option<Self>) -> Result<Self> {
        let sort = Sort { by: if sort.by == SortBy::Relevance { SortBy::Date } else { sort.by }, ..sort };
        if let Some(same) = before.filter(|before| before.sort == sort && before.revision == facets.revision) {
            return Ok(same);
        }
        let natural = match sort.by.key() {
            None => {
                let ids: Ids = facets.documents.iter().rev().collect::<Vec<_>>().into();
                Self { sort, revision: facets.revision, keyed: ids.len(), ids }
            }
            Some(key) => Self::natural(reader, facets, sort.by, key)?,
        };
        Ok(if sort.reversed { natural.reversed() } else { natural })
    }

    /// Whether [`Order::make`] has little to do.
    pub(crate) fn is_fresh(reader: &Reader, by: SortBy, before: Option<&Self>) -> Result<bool> {
        let revision = reader.revision()?;
        if by.key().is_none() || before.is_some_and(|before| before.sort.by == by && before.revision == revision) {
            return Ok(true);
        }
        match derived::Stamp::of_file(reader, by.file(), MAGIC) {
            Some(stamp) => Ok(changed_since(reader, stamp.revision)?.len() <= FEW),
            None => Ok(false),
        }
    }

    /// Those of them that are found.
    pub(crate) fn filtered(&self, found: &RoaringBitmap) -> Ids {
        if found.len() == self.ids.len() as u64 {
            return self.ids.clone();
        }
        let bits = Bits::new(found);
        let mut numbers = Vec::with_capacity(found.len() as usize);
        numbers.extend(self.ids.numbers().iter().copied().filter(|number| bits.has(*number)));
        numbers.into()
    }

    fn reversed(self) -> Self {
        let (keyed, rest) = self.ids.numbers().split_at(self.keyed);
        let ids = keyed.iter().rev().chain(rest).copied().collect::<Vec<_>>().into();
        Self { sort: Sort { reversed: true, ..self.sort }, ids, ..self }
    }

    fn natural(reader: &Reader, facets: &Facets, by: SortBy, key: &str) -> Result<Self> {
        let (order, changed) = match Self::load(reader, by) {
            Some(stored) if stored.revision == facets.revision => return Ok(stored),
            Some(stored) => {
                let changed = changed_since(reader, stored.revision)?;
                if changed.len() <= FEW {
                    (stored.merged(reader, facets, key, &changed)?, changed.len())
                } else {
                    (Self::sorted(reader, facets, by, key)?, changed.len())
                }
            }
            None => (Self::sorted(reader, facets, by, key)?, facets.documents.len()),
        };
        if order.ids.len() >= MANY && changed >= WORTH {
            order.save(reader)?;
        }
        Ok(order)
    }

    fn sorted(reader: &Reader, facets: &Facets, by: SortBy, key: &str) -> Result<Self> {
        // Without a word on NULL: that would keep the index of dates from being used. It sorts before everything.
        let order = if by.falls() { format!("{key} DESC") } else { format!("{key} IS NULL, {key}") };
        let sql = format!("SELECT id, {key} IS NOT NULL FROM document ORDER BY {order}, id DESC");
        let mut keyed = 0;
        let numbers: Vec<u32> = reader.run(|db| {
            let mut statement = db.prepare(&sql)?;
            let mut rows = statement.query([])?;
            let mut numbers = Vec::with_capacity(facets.documents.len() as usize);
            while let Some(row) = rows.next()? {
                let number: u32 = row.get(0)?;
                // What came since the facets were read comes with the next revision.
                if facets.documents.contains(number) {
                    numbers.push(number);
                    keyed += usize::from(row.get::<_, bool>(1)?);
                }
            }
            Ok(numbers)
        })?;
        Ok(Self { sort: Sort { by, reversed: false }, revision: facets.revision, ids: numbers.into(), keyed })
    }

    /// The order with changed documents taken out and put in where they belong now.
    fn merged(self, reader: &Reader, facets: &Facets, key: &str, changed: &RoaringBitmap) -> Result<Self> {
        let bits = Bits::new(changed);
        let keyed = self.ids.numbers()[..self.keyed].iter().filter(|number| !bits.has(**number)).count();
        let left: Vec<u32> = self.ids.numbers().iter().copied().filter(|number| !bits.has(*number)).collect();
        reader.run(|db| {
            let mut statement = db.prepare(&format!("SELECT {key} FROM document WHERE id = ?"))?;
            let mut new = Vec::new();
            for number in changed & &facets.documents {
                new.push((key_of(&mut statement, number)?, number));
            }
            let falls = self.sort.by.falls();
            let before = |a: &(Option<String>, u32), b: &(Option<String>, u32)| {
                let keys = if falls { b.0.cmp(&a.0) } else { a.0.is_none().cmp(&b.0.is_none()).then(a.0.cmp(&b.0)) };
                keys.then(Reverse(a.1).cmp(&Reverse(b.1)))
            };
            new.sort_by(before);
            let mut numbers = Vec::with_capacity(left.len() + new.len());
            let mut from = 0;
            for one in &new {
                let (mut low, mut high) = (from, left.len());
                while low < high {
                    let middle = usize::midpoint(low, high);
                    let other = (key_of(&mut statement, left[middle])?, left[middle]);
                    if before(&other, one).is_lt() { low = middle + 1 } else { high = middle }
                }
                numbers.extend_from_slice(&left[from..low]);
                numbers.push(one.1);
                from = low;
            }
            numbers.extend_from_slice(&left[from..]);
            let keyed = keyed + new.iter().filter(|(key, _)| key.is_some()).count();
            Ok(Self { revision: facets.revision, ids: numbers.into(), keyed, ..self })
        })
    }

    fn load(reader: &Reader, by: SortBy) -> Option<Self> {
        let mut file = File::open(derived::path(reader, by.file())?).ok()?;
        let stamp = derived::Stamp::read(&mut file, MAGIC)?;
        if !stamp.fits(reader) {
            return None;
        }
        let mut sum = [0; 8];
        file.read_exact(&mut sum).ok()?;
        let start = file.stream_position().ok()?;
        if derived::checksum(&mut file).ok()?.to_le_bytes() != sum {
            return None;
        }
        file.seek(SeekFrom::Start(start)).ok()?;
        let mut file = BufReader::with_capacity(derived::PIECE, file);
        let mut number = || {
            let mut bytes = [0; 4];
            file.read_exact(&mut bytes).ok()?;
            Some(u32::from_le_bytes(bytes))
        };
        let (keyed, count) = (number()? as usize, number()? as usize);
        let numbers: Vec<u32> = (0..count).map_while(|_| number()).collect();
        let whole = numbers.len() == count && keyed <= count;
        let sort = Sort { by, reversed: false };
        whole.then(|| Self { sort, revision: stamp.revision, ids: numbers.into(), keyed })
    }

    fn save(&self, reader: &Reader) -> Result<()> {
        let Some(stamp) = derived::Stamp::of(reader, self.revision)? else { return Ok(()) };
        // Where it cannot be written it is made again the next time.
        let _ = derived::write(reader, self.sort.by.file(), &mut |file| {
            let head = [self.keyed as u32, self.ids.len() as u32];
            let mut bytes = Vec::with_capacity(4 * (head.len() + self.ids.len()));
            bytes.extend(head.iter().chain(self.ids.numbers()).flat_map(|number| number.to_le_bytes()));
            stamp.write(file, MAGIC)?;
            file.write_all(&derived::checksum(&mut &bytes[..])?.to_le_bytes())?;
            file.write_all(&bytes)
        });
        Ok(())
    }
}

impl Reader {
    /// What a document is sorted by, as far as an order has such a thing; days of addition are those of UTC.
    pub fn sort_key(&self, id: DocId, by: SortBy) -> Result<Option<String>> {
        let key = by.key().unwrap_or("date(added, 'unixepoch')");
        self.run(|db| {
            let mut statement = db.prepare_cached(&format!("SELECT {key} FROM document WHERE id = ?"))?;
            key_of(&mut statement, id.0 as u32)
        })
    }

    /// The first row of a sorted list whose key begins with what was typed, or comes after it in this order: a letter,
    /// a name, a year. A few keys are read, not the list.
    pub fn row_of(&self, ids: &Ids, sort: Sort, typed: &str) -> Result<usize> {
        /// Letters of a year.
        const YEAR: usize = 4;
        // Keys of dates are not folded.
        if matches!(sort.by, SortBy::Title | SortBy::Disease) {
            let typed = fold::hay(typed);
            return self.first_of(ids, sort, typed.lines().next().unwrap_or_default());
        }
        let typed = typed.trim();
        let row = self.first_of(ids, sort, typed)?;
        let Some(year) = typed.get(..YEAR).filter(|year| *year != typed) else { return Ok(row) };
        let key = |row: usize| match ids.get(row) {
            Some(id) => self.sort_key(id, sort.by),
            None => Ok(None),
        };
        if key(row)?.is_some_and(|key| key.starts_with(year)) {
            return Ok(row);
        }
        // A year that has nothing from then on is gone to itself.
        let first = self.first_of(ids, sort, year)?;
        Ok(if key(first)?.is_some_and(|key| key.starts_with(year)) { first } else { row })
    }

    fn first_of(&self, ids: &Ids, sort: Sort, typed: &str) -> Result<usize> {
        let falls = sort.by.falls() != sort.reversed;
        let (mut low, mut high) = (0, ids.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            let key = ids.get(middle).map(|id| self.sort_key(id, sort.by)).transpose()?.flatten();
            let before = key.is_some_and(|key| {
                let begins = key.starts_with(typed);
                let side = key.as_str().cmp(typed);
                !begins && if falls { side.is_gt() } else { side.is_lt() }
            });
            if before { low = middle + 1 } else { high = middle }
        }
        Ok(low)
    }
}

fn key_of(statement: &mut Statement<'_>, number: u32) -> rusqlite::Result<Option<String>> {
    let key = |row: &rusqlite::Row<'_>| {
        Ok(match row.get_ref(0)? {
            rusqlite::types::ValueRef::Null => None,
            _ => Some(lossy(row, 0)?.into_owned()),
        })
    };
    Ok(statement.query_row([number], key).optional()?.flatten())
}
