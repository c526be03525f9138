//! Facets in memory: for each value of a facet kind the documents that have it, as bitmaps, derived from the store and
//! brought up to its revision when asked. What a filter counts is decided here, in [`flags`].

use std::collections::HashMap;

use roaring::RoaringBitmap;
use rusqlite::{OptionalExtension, Transaction, params};

use super::store::Reader;
use super::{Result, fold};
use crate::facts::{Data, Fact, FactKind, KINDS, Role};
use crate::vocabulary::{ConceptIndex, Vocabulary};

/// A fact with an assertion that counts.
const COUNTS: u32 = 1;
/// Such a fact of role primary.
const PRIMARY: u32 = 2;

/// Above this many changed documents everything is read again.
const FEW: usize = 200;

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

/// The kinds that a field of the query language covers: `therapy:` also finds drugs and products.
pub(crate) fn kinds_of(kind: FactKind) -> &'static [FactKind] {
    if kind == FactKind::Therapy {
        return &[FactKind::Therapy, FactKind::Drug, FactKind::Product];
    }
    std::slice::from_ref(&kind.entry().kind)
}

/// What a filter makes of a fact.
pub(crate) fn flags(fact: &Fact) -> u32 {
    match (fact.assertion.counts(), fact.role) {
        (false, _) => 0,
        (true, Role::Primary) => COUNTS | PRIMARY,
        (true, _) => COUNTS,
    }
}

/// The value of a fact without concept that queries compare with: an identifier or date, else what is printed.
pub(crate) fn plain_value(fact: &Fact) -> &str {
    match &fact.data {
        Data::Id(id) => id,
        Data::Date(date) => date,
        Data::None | Data::Quantity { .. } => &fact.value,
    }
}

/// What a fact is found by without its concept, one a line: the folded value, and the identifier or date if another.
pub(crate) fn value_key(fact: &Fact) -> String {
    let mut key = fold::hay(&fact.value);
    let plain = plain_value(fact);
    if plain != fact.value {
        key.push('\n');
        key.push_str(&fold::hay(plain));
    }
    key
}

/// The numbers that a quantity may be, ends included; times in years, except those counted in months by
/// [`unit_days`]'s kinds.
pub(crate) fn interval(fact: &Fact) -> Option<(f64, f64)> {
    let Data::Quantity { op, n, n2, unit } = &fact.data else {
        return None;
    };
    let scale = unit_days(unit).map_or(1.0, |days| days / default_days(fact.kind));
    let n = n * scale;
    Some(match *op {
        ">" => (n.next_up(), f64::MAX),
        ">=" => (n, f64::MAX),
        "<" => (0.0, n.next_down()),
        "<=" => (0.0, n),
        _ => (n, n2.map_or(n, |n2| n2 * scale)),
    })
}

/// The days in a unit of time.
pub(crate) fn unit_days(unit: &str) -> Option<f64> {
    Some(match unit {
        "a" | "y" => 365.25,
        "mo" => 365.25 / 12.0,
        "wk" | "w" => 7.0,
        "d" => 1.0,
        "h" => 1.0 / 24.0,
        _ => return None,
    })
}

/// The days in the unit that numbers of a kind are compared in: years for ages, months for other times.
pub(crate) fn default_days(kind: FactKind) -> f64 {
    if kind == FactKind::PatientAge { 365.25 } else { 365.25 / 12.0 }
}

/// Values of facet kinds whose number is known.
pub(crate) type Known = HashMap<(FactKind, Option<String>, String), u32>;

/// The number of a facet value in the store, made if it is new.
pub(crate) fn value_number(step: &Transaction<'_>, fact: &Fact, known: &mut Known) -> rusqlite::Result<u32> {
    let value = (fact.kind, fact.concept.clone(), value_key(fact));
    if let Some(number) = known.get(&value) {
        return Ok(*number);
    }
    let (kind, concept, key) = (fact.kind.name(), &value.1, &value.2);
    let found = step
        .prepare_cached("SELECT id FROM value WHERE kind = ? AND key = ? AND concept IS ?")?
        .query_row(params![kind, key, concept], |row| row.get(0))
        .optional()?;
    let number = match found {
        Some(number) => number,
        None => step
            .prepare_cached("INSERT INTO value (kind, concept, key, label) VALUES (?, ?, ?, ?) RETURNING id")?
            .query_row(params![kind, concept, key, plain_value(fact)], |row| row.get(0))?,
    };
    known.insert(value, number);
    Ok(number)
}

/// The facet values of one document.
#[derive(Debug, Default)]
pub(crate) struct Slots(Vec<(u32, u32)>);

impl Slots {
    pub(crate) fn add(&mut self, number: u32, flags: u32) {
        match self.0.iter_mut().find(|(known, _)| *known == number) {
            Some((_, known)) => *known |= flags,
            None => self.0.push((number, flags)),
        }
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        let packed = self.0.iter().map(|(number, flags)| number << 2 | flags);
        packed.flat_map(u32::to_le_bytes).collect()
    }
}

/// Which facts of a value are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Which {
    Counting,
    Primary,
    Any,
}

/// A value and its documents.
#[derive(Debug)]
pub(crate) struct Value {
    pub(crate) kind: FactKind,
    pub(crate) concept: Option<String>,
    counting: RoaringBitmap,
    /// Those that have it with other assertions only: few, and empty for most values.
    other: RoaringBitmap,
    primary: RoaringBitmap,
}

impl Value {
    /// Adds its documents to `found`.
    pub(crate) fn add_to(&self, found: &mut RoaringBitmap, which: Which) {
        *found |= match which {
            Which::Counting | Which::Any => &self.counting,
            Which::Primary => &self.primary,
        };
        if which == Which::Any {
            *found |= &self.other;
        }
    }
}

/// The rows of a picker before counting.
type Rollup = Vec<(FacetCount, RoaringBitmap)>;

/// All facets of a library at one revision.
#[derive(Debug, Default)]
pub(crate) struct Facets {
    pub(crate) revision: i64,
    pub(crate) documents: RoaringBitmap,
    pub(crate) years: HashMap<i32, RoaringBitmap>,
    /// By number in the store; a hole for kinds that this program does not know.
    values: Vec<Option<Value>>,
    by_concept: HashMap<String, Vec<u32>>,
    rollups: HashMap<FacetGroup, (String, Rollup)>,
    /// Document numbers in one order, see `select`.
    pub(crate) order: Option<(super::Sort, Vec<u32>)>,
}

impl Facets {
    /// Reads what the store has beyond the revision known here.
    pub(crate) fn update(&mut self, reader: &Reader) -> Result<()> {
        let revision: i64 = reader.run(|db| {
            db.prepare_cached("SELECT value FROM meta WHERE name = 'revision'")?.query_row([], |row| row.get(0))
        })?;
        if revision == self.revision {
            return Ok(());
        }
        self.rollups.clear();
        self.order = None;
        let since = self.revision;
        let gone: Vec<u32> = if since == 0 {
            Vec::new()
        } else {
            reader.run(|db| {
                db.prepare_cached(
                    "SELECT doc FROM removed WHERE revision > ?1 UNION ALL
                     SELECT id FROM document WHERE revision > ?1",
                )?
                .query_map([since], |row| row.get(0))?
                .collect()
            })?
        };
        if gone.len() > FEW {
            *self = Self::default();
        }
        for doc in gone.iter().take(FEW) {
            self.forget(*doc);
        }
        reader.run(|db| self.read(db, revision))
    }

    fn read(&mut self, db: &rusqlite::Connection, revision: i64) -> rusqlite::Result<()> {
        let mut statement = db.prepare_cached("SELECT id, kind, concept FROM value WHERE id >= ? ORDER BY id")?;
        let mut rows = statement.query([self.values.len() as i64])?;
        while let Some(row) = rows.next()? {
            let number: u32 = row.get(0)?;
            self.values.resize_with(number as usize + 1, || None);
            let name = row.get_ref(1)?.as_str()?;
            let Some(entry) = KINDS.iter().find(|entry| entry.name == name) else {
                continue;
            };
            let concept: Option<String> = row.get(2)?;
            if let Some(concept) = &concept {
                self.by_concept.entry(concept.clone()).or_default().push(number);
            }
            self.values[number as usize] = Some(Value {
                kind: entry.kind,
                concept,
                counting: RoaringBitmap::new(),
                other: RoaringBitmap::new(),
                primary: RoaringBitmap::new(),
            });
        }
        let mut statement = if self.revision == 0 {
            db.prepare_cached("SELECT doc, year, slots FROM facet WHERE ?1 = 0 ORDER BY doc")?
        } else {
            db.prepare_cached(
                "SELECT doc, year, slots FROM document JOIN facet ON doc = id WHERE revision > ?1 ORDER BY id",
            )?
        };
        let mut rows = statement.query([self.revision])?;
        let mut slots: Vec<(u32, u32)> = Vec::new();
        while let Some(row) = rows.next()? {
            let doc: u32 = row.get(0)?;
            self.documents.insert(doc);
            if let Some(year) = row.get(1)? {
                self.years.entry(year).or_default().insert(doc);
            }
            let packed = row.get_ref(2)?.as_blob()?.as_chunks::<4>().0;
            slots.extend(packed.iter().map(|slot| (u32::from_le_bytes(*slot), doc)));
        }
        self.fill(&slots);
        self.revision = revision;
        Ok(())
    }

    /// Takes in slots in the order of their documents. Sorted by slot first, by counting: one value is filled at a time,
    /// which is several times faster than going from value to value.
    fn fill(&mut self, slots: &[(u32, u32)]) {
        let mut ends = vec![0; (self.values.len() << 2) + 1];
        for (slot, _) in slots {
            // Of a value that came after the values were read; its document comes again with the next revision.
            if let Some(count) = ends.get_mut(*slot as usize + 1) {
                *count += 1;
            }
        }
        for slot in 1..ends.len() {
            ends[slot] += ends[slot - 1];
        }
        let mut docs = vec![0; ends[ends.len() - 1]];
        for (slot, doc) in slots {
            if *slot as usize + 1 < ends.len() {
                docs[ends[*slot as usize]] = *doc;
                ends[*slot as usize] += 1;
            }
        }
        let mut start = 0;
        for (slot, &end) in ends.iter().enumerate().take(self.values.len() << 2) {
            let docs = &docs[start..end];
            start = end;
            let Some(value) = self.values[slot >> 2].as_mut().filter(|_| !docs.is_empty()) else {
                continue;
            };
            let docs = RoaringBitmap::from_sorted_iter(docs.iter().copied()).expect("documents were read in order");
            let flags = slot as u32 & 3;
            if flags & PRIMARY != 0 {
                value.primary |= &docs;
            }
            let documents = if flags & COUNTS == 0 { &mut value.other } else { &mut value.counting };
            *documents |= docs;
        }
    }

    fn forget(&mut self, doc: u32) {
        self.documents.remove(doc);
        for documents in self.years.values_mut() {
            documents.remove(doc);
        }
        for value in self.values.iter_mut().flatten() {
            if value.counting.remove(doc) {
                value.primary.remove(doc);
            } else {
                value.other.remove(doc);
            }
        }
    }

    /// The values of a concept, one for each kind that it occurs as.
    pub(crate) fn of_concept(&self, concept: &str) -> impl Iterator<Item = &Value> {
        let numbers = self.by_concept.get(concept).into_iter().flatten();
        numbers.filter_map(|number| self.values[*number as usize].as_ref())
    }

    /// The value with a number in the store.
    pub(crate) fn numbered(&self, number: u32) -> Option<&Value> {
        self.values.get(number as usize)?.as_ref()
    }

    /// The values of some kinds with their numbers.
    fn of_kinds(&self, kinds: &'static [FactKind]) -> impl Iterator<Item = (u32, &Value)> {
        let numbered = self.values.iter().enumerate();
        numbered
            .filter_map(|(number, value)| Some((number as u32, value.as_ref()?)))
            .filter(move |(_, value)| kinds.contains(&value.kind))
    }

    /// The rows of a picker, counted among `found`.
    pub(crate) fn counts(
        &mut self,
        reader: &Reader,
        group: FacetGroup,
        found: &RoaringBitmap,
        vocabulary: &Vocabulary,
    ) -> Result<Vec<FacetCount>> {
        let rows = self.rows(reader, group, vocabulary)?.iter();
        let mut rows: Vec<FacetCount> = rows
            .map(|(row, documents)| FacetCount { count: documents.intersection_len(found), ..row.clone() })
            .collect();
        match group {
            FacetGroup::Year => rows.sort_by(|a, b| b.label.cmp(&a.label)),
            FacetGroup::Kind(_) => rows.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.label.cmp(&b.label))),
        }
        Ok(rows)
    }

    /// The rows of a picker with their documents: each value that some document has and all broader concepts.
    fn rows(&mut self, reader: &Reader, group: FacetGroup, vocabulary: &Vocabulary) -> Result<&Rollup> {
        let fresh = self.rollups.get(&group).is_some_and(|(fingerprint, _)| fingerprint == vocabulary.fingerprint());
        if !fresh {
            let labels = labels(reader, group.kinds())?;
            let rows = self.roll_up(group, vocabulary, &labels);
            self.rollups.insert(group, (vocabulary.fingerprint().to_owned(), rows));
        }
        Ok(&self.rollups[&group].1)
    }

    fn roll_up(&self, group: FacetGroup, vocabulary: &Vocabulary, labels: &HashMap<u32, String>) -> Rollup {
        let mut concepts: HashMap<ConceptIndex, RoaringBitmap> = HashMap::new();
        let mut rows = Rollup::new();
        // Facts that differ only in what is printed ("platelets normalised", "initial success") share one row: their class.
        let mut known: HashMap<(Option<String>, String), usize> = HashMap::new();
        let mut plain = |concept: Option<String>, label: &str, documents: &RoaringBitmap| {
            let at = *known.entry((concept.clone(), label.to_owned())).or_insert_with(|| {
                let value = concept.clone().unwrap_or_else(|| label.to_owned());
                let row = FacetCount { value, concept, label: label.to_owned(), count: 0 };
                rows.push((row, RoaringBitmap::new()));
                rows.len() - 1
            });
            rows[at].1 |= documents;
        };
        if group == FacetGroup::Year {
            for (year, documents) in self.years.iter().filter(|(_, documents)| !documents.is_empty()) {
                plain(None, &year.to_string(), documents);
            }
        }
        for (number, value) in self.of_kinds(group.kinds()) {
            if value.counting.is_empty() {
                continue;
            }
            let label = labels.get(&number).map_or("", String::as_str);
            match value.concept.as_ref().map(|id| (id, vocabulary.by_id(id))) {
                Some((_, Some(index))) => {
                    for index in vocabulary.ancestors(index).into_iter().chain([index]) {
                        *concepts.entry(index).or_default() |= &value.counting;
                    }
                }
                Some((id, None)) => plain(Some(id.clone()), label, &value.counting),
                None => plain(None, label, &value.counting),
            }
        }
        for (index, documents) in concepts {
            let concept = vocabulary.get(index);
            let unique = vocabulary.lookup(concept.preferred) == [index];
            let row = FacetCount {
                concept: Some(concept.id.to_owned()),
                label: concept.preferred.to_owned(),
                value: if unique { concept.preferred.to_owned() } else { concept.id.to_owned() },
                count: 0,
            };
            rows.push((row, documents));
        }
        rows
    }
}

/// What values of some kinds are called, by number. Read when a picker is opened: most are never shown.
fn labels(reader: &Reader, kinds: &[FactKind]) -> Result<HashMap<u32, String>> {
    let mut labels = HashMap::new();
    for kind in kinds {
        reader.run(|db| {
            let mut statement = db.prepare_cached("SELECT id, label FROM value WHERE kind = ?")?;
            let mut rows = statement.query([kind.name()])?;
            while let Some(row) = rows.next()? {
                labels.insert(row.get(0)?, row.get(1)?);
            }
            Ok(())
        })?;
    }
    Ok(labels)
}
