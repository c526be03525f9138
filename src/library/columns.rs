//! Numbers and texts of all documents in a file beside the store, so that a filter by cohort size, by a part of a name
//! or of a title reads a few megabytes and not the store. What changed since it was made is asked of the store.

use std::collections::HashMap;
use std::io;

use roaring::RoaringBitmap;

use super::Result;
use super::derived::{Parts, PartsWriter};
use super::facets::changed_since;
use super::store::Reader;
use crate::facts::KINDS;

mod texts;

pub(crate) use texts::Sought;

/// The file in the folder of what is derived.
const FILE: &str = "columns";

const MAGIC: &[u8; 16] = b"casebook column1";

/// Documents that changed since: more than this and a sixty-fourth of all are too many to be asked one by one.
const FEW: u64 = 2_000;

/// The file at one revision of the library.
#[derive(Debug)]
pub(crate) struct Columns {
    parts: Parts,
    revision: i64,
    /// What the file says of these documents is out of date.
    pub(crate) since: RoaringBitmap,
    /// The newest value of a facet that it has.
    pub(crate) last: u32,
}

impl Columns {
    /// The columns of the library as it is now; none if there are none or few documents are as they were.
    pub(crate) fn load(reader: &Reader) -> Result<Option<Self>> {
        let Some((revision, parts)) = Parts::open(reader, FILE, MAGIC) else { return Ok(None) };
        let last = parts.numbers("last", 0, 1).and_then(|last| last.first().copied()).unwrap_or_default();
        let mut columns = Self { parts, revision, since: RoaringBitmap::new(), last };
        Ok(columns.update(reader)?.then_some(columns))
    }

    /// Takes note of what changed; whether the columns are still worth asking.
    pub(crate) fn update(&mut self, reader: &Reader) -> Result<bool> {
        self.since = changed_since(reader, self.revision)?;
        Ok(self.since.len() <= FEW + reader.len()? as u64 / 64)
    }

    /// Makes the file unless there is one that fits, where it can be written.
    pub(crate) fn make(reader: &Reader) -> Result<()> {
        if reader.place.path.is_none() || Self::load(reader)?.is_some() {
            return Ok(());
        }
        // Read before anything else: what comes meanwhile is read again as changed since.
        let revision = reader.revision()?;
        Parts::write(reader, (FILE, MAGIC), revision, &mut |out| {
            for entry in KINDS.iter().filter(|entry| !entry.facet) {
                if let Err(error) = numbers(reader, entry.name, out)? {
                    return Ok(Err(error));
                }
            }
            texts::write(reader, out)
        })
        .map(drop)
    }

    /// The documents with a number of a kind, in fact and counting, between two ends.
    pub(crate) fn numbers(&self, kind: &str, low: f64, high: f64) -> Option<RoaringBitmap> {
        let (pairs, docs) = names(kind);
        let mut bytes = vec![0; self.parts.len(&pairs)? as usize];
        self.parts.read(&pairs, 0, &mut bytes)?;
        let mut found = Bits::default();
        let mut start = 0;
        // Pairs beside each other stand beside each other in the file: read together.
        let mut run = 0..0;
        for pair in bytes.chunks_exact(PAIR) {
            let number = |at: usize| f64::from_le_bytes(pair[at..at + 8].try_into().expect("eight of twenty bytes"));
            let end = u32::from_le_bytes(pair[16..].try_into().expect("the last four"));
            if number(8) >= low && number(0) <= high {
                if run.end != start {
                    self.take(&docs, run, &mut found)?;
                    run = start..start;
                }
                run.end = end;
            }
            start = end;
        }
        self.take(&docs, run, &mut found)?;
        Some(found.bitmap() - &self.since)
    }

    fn take(&self, docs: &str, run: std::ops::Range<u32>, found: &mut Bits) -> Option<()> {
        /// Numbers read at a time: 1 MB.
        const BLOCK: usize = 1 << 18;
        for from in run.clone().step_by(BLOCK) {
            let count = (run.end - from).min(BLOCK as u32);
            for doc in self.parts.numbers(docs, u64::from(from), u64::from(count))? {
                found.insert(doc);
            }
        }
        Some(())
    }
}

/// Two numbers and where the documents that have them end.
const PAIR: usize = 8 + 8 + 4;

fn names(kind: &str) -> (String, String) {
    (format!("pairs {kind}"), format!("numbers {kind}"))
}

/// Writes the numbers of a kind: the pairs of ends in order, and the documents of each.
fn numbers(reader: &Reader, kind: &str, out: &mut PartsWriter<'_>) -> Result<io::Result<()>> {
    let mut pairs: Vec<(u64, u64)> = Vec::new();
    let mut places: HashMap<(u64, u64), u32> = HashMap::new();
    let mut entries: Vec<(u32, u32)> = Vec::new();
    reader.run(|db| {
        let mut statement = db.prepare_cached(
            "SELECT doc, low, high FROM term WHERE kind = ? AND flags > 0 AND low IS NOT NULL AND high IS NOT NULL",
        )?;
        let mut rows = statement.query([kind])?;
        while let Some(row) = rows.next()? {
            let pair = (row.get::<_, f64>(1)?.to_bits(), row.get::<_, f64>(2)?.to_bits());
            let place = *places.entry(pair).or_insert_with(|| {
                pairs.push(pair);
                pairs.len() as u32 - 1
            });
            entries.push((place, row.get(0)?));
        }
        Ok(())
    })?;
    if entries.is_empty() {
        return Ok(Ok(()));
    }
    // In the order of the numbers, so that a range of them is one piece. No number is below zero: bits sort alike.
    let mut order: Vec<u32> = (0..pairs.len() as u32).collect();
    order.sort_by_key(|place| pairs[*place as usize]);
    let mut ranks = vec![0; pairs.len()];
    for (rank, place) in (0..).zip(&order) {
        ranks[*place as usize] = rank;
    }
    for (place, _) in &mut entries {
        *place = ranks[*place as usize];
    }
    entries.sort_unstable();
    let (of_pairs, of_docs) = names(kind);
    let written = out.part(&of_pairs, |put| {
        let mut end = 0;
        for (rank, place) in order.iter().enumerate() {
            end += entries[end..].partition_point(|(of, _)| *of as usize <= rank);
            let (low, high) = pairs[*place as usize];
            let pair = [&low.to_le_bytes()[..], &high.to_le_bytes(), &(end as u32).to_le_bytes()].concat();
            if let Err(error) = put(&pair) {
                return Ok(Err(error));
            }
        }
        Ok(Ok(()))
    })?;
    if written.is_err() {
        return Ok(written);
    }
    out.part(&of_docs, |put| Ok(entries.iter().try_for_each(|(_, doc)| put(&doc.to_le_bytes()))))
}

/// Documents found in any order.
#[derive(Default)]
pub(crate) struct Bits(Vec<u8>);

impl Bits {
    pub(crate) fn insert(&mut self, doc: u32) {
        let at = doc as usize / 8;
        if at >= self.0.len() {
            self.0.resize((at + 1).next_power_of_two(), 0);
        }
        self.0[at] |= 1 << (doc % 8);
    }

    pub(crate) fn bitmap(&self) -> RoaringBitmap {
        RoaringBitmap::from_lsb0_bytes(0, &self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Columns;
    use crate::facts::FactKind;
    use crate::library::testing::{concept, document, fact, five, five_in, put};
    use crate::library::{DocId, FacetGroup, Library, Query, Sort, SortBy};
    use crate::vocabulary::Vocabulary;

    const QUERIES: &[&str] = &[
        "n:>10",
        "n:1",
        "n:>=1",
        "age:30..40",
        "age:420mo",
        "person:mueller",
        "person:=Müller",
        "person:\"Eva Muller\"",
        "person:uta",
        "doi:10.1000/abc",
        "doi:=10.1000",
        "any:doi:10",
        "title:remission",
        "title:muell",
        "title:in",
        "title:rem*",
        "title:mission*",
        "title:\"in: remission\"",
        "title:\"lupus in rem\"*",
        "source:nowhere/t",
        "source:zwölf",
        "sign:fever",
        "adverse_event:pyrexia",
        "-n:>10 lang:en",
    ];

    fn answers(library: &mut Library, vocabulary: &Vocabulary) -> Vec<String> {
        let mut answers = Vec::new();
        for text in QUERIES {
            let Ok(query) = Query::parse(text, vocabulary) else { continue };
            let ids = library.ids(&query, Sort { by: SortBy::Added, reversed: true }).unwrap();
            answers.push(format!("{text}: {:?}", ids.iter().map(|id| id.0).collect::<Vec<_>>()));
        }
        for text in ["", "disease:itp", "lang:en", "therapy:car-t -lang:fr"] {
            let query = Query::parse(text, vocabulary).unwrap();
            for kind in [FactKind::Disease, FactKind::Therapy, FactKind::Language, FactKind::Target] {
                let rows = library.counts(FacetGroup::Kind(kind), &query, vocabulary).unwrap();
                let rows: Vec<_> = rows.iter().map(|row| (row.label.as_str(), row.count)).collect();
                answers.push(format!("{text} {kind:?}: {rows:?}"));
            }
        }
        answers
    }

    fn change(library: &mut Library, vocabulary: &Vocabulary) {
        library.remove(DocId(4)).unwrap();
        let text = document("Fieber nach Müllers Gabe", "Uta sah es.");
        let facts = [
            concept("D:2", vocabulary),
            concept("T:1", vocabulary),
            fact(FactKind::Language, "fr", None),
            fact(FactKind::Person, "Uta Zwölf", None),
        ];
        put(library, "zwölf.txt", &text, &facts);
        put(library, "three.txt", &document("Nothing is left in it", "A new version."), &[]);
    }

    #[test]
    fn the_files_say_what_the_store_says_before_and_after_changes() {
        let home = tempfile::TempDir::new().unwrap();
        let (mut plain, vocabulary) = five();
        let (mut kept, _) = five_in(Library::create_or_open(home.path()).unwrap());
        Columns::make(&kept.reader).unwrap();
        kept.facets.update(&kept.reader).unwrap();
        kept.facets.tally(&kept.reader, &vocabulary).unwrap();
        assert!(kept.facets.columns.is_some());
        for group in [FactKind::Disease, FactKind::Language].map(FacetGroup::Kind) {
            assert!(kept.facets.is_tallied(&kept.reader, &vocabulary, group).unwrap());
        }
        let expected = answers(&mut plain, &vocabulary);
        assert!(expected.iter().any(|line| line == "n:>10: [3]"), "{expected:?}");
        assert_eq!(answers(&mut kept, &vocabulary), expected);
        change(&mut plain, &vocabulary);
        change(&mut kept, &vocabulary);
        let expected = answers(&mut plain, &vocabulary);
        assert!(expected.iter().any(|line| line == "person:uta: [6]"), "{expected:?}");
        assert_eq!(answers(&mut kept, &vocabulary), expected);
        assert_eq!(kept.facets.columns.as_ref().map(|columns| columns.since.len()), Some(3));
        // Another program reads the same files.
        let mut again = Library::open(home.path()).unwrap();
        assert_eq!(answers(&mut again, &vocabulary), expected);
        // Files that are cut off are no answer, and are made again.
        for entry in std::fs::read_dir(home.path().join("derived")).unwrap() {
            let file = std::fs::OpenOptions::new().write(true).open(entry.unwrap().path()).unwrap();
            file.set_len(file.metadata().unwrap().len() / 2).unwrap();
        }
        let mut again = Library::open(home.path()).unwrap();
        assert_eq!(answers(&mut again, &vocabulary), expected);
        assert!(again.facets.columns.is_none());
        Columns::make(&again.reader).unwrap();
        assert!(Columns::load(&again.reader).unwrap().is_some());
    }
}
