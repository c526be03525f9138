//! What the index answers: the documents that have words, as bitmaps of their numbers, and the best of them in order.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::ops::Bound;
use std::path::Path;

use roaring::RoaringBitmap;
use tantivy::columnar::Column;
use tantivy::query::{
    BooleanQuery, EmptyQuery, EnableScoring, FuzzyTermQuery, InvertedIndexRangeQuery, PhrasePrefixQuery, PhraseQuery,
    Query, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, SegmentReader, Term};

use super::Stop;
use super::analysis::{SHORT, readings};
use super::disk::{self, Covered, Fields, Stamp};
use crate::library::query::Words;

/// How many documents are put in order of relevance; those after them are in the order of their dates.
const BEST: usize = 1000;

/// Words that the last word of a phrase may go on as.
const EXPANSIONS: u32 = 5000;

/// Answers kept: the words before the one being typed.
const KEPT: usize = 16;

/// An opened index at one commit.
pub(super) struct Answers {
    searcher: Searcher,
    fields: Fields,
    pub(super) covered: Covered,
    pub(super) stamp: Option<Stamp>,
    known: HashMap<Words, RoaringBitmap>,
}

impl Answers {
    /// Opens the index in a library's folder as it is now.
    pub(super) fn open(folder: &Path, writable: bool) -> tantivy::Result<Self> {
        loop {
            let stamp = Stamp::of(folder);
            let (_, covered, searcher) = disk::open(folder, writable)?;
            // Another program may commit in between; then what it says of itself may not be what was opened.
            if Stamp::of(folder) == stamp {
                let fields = disk::schema().1;
                return Ok(Self { searcher, fields, covered, stamp, known: HashMap::new() });
            }
        }
    }

    /// The documents that have the words.
    pub(super) fn matching(&mut self, words: &Words, stop: &Stop) -> tantivy::Result<RoaringBitmap> {
        if let Some(known) = self.known.get(words) {
            return Ok(known.clone());
        }
        let found = self.find(&*self.predicate(words), stop)?;
        if self.known.len() >= KEPT {
            self.known.clear();
        }
        if !stop.asked() {
            self.known.insert(words.clone(), found.clone());
        }
        Ok(found)
    }

    /// The best of the documents of `among`, best first: those whose words are rare, and stand often and in short texts
    /// or in the title.
    pub(super) fn best(&self, words: &[Words], among: &RoaringBitmap, stop: &Stop) -> tantivy::Result<Vec<u32>> {
        let mut terms: Vec<Term> = Vec::new();
        for word in words.iter().flat_map(|words| readings(&words.text)).flatten() {
            terms.push(Term::from_field_text(self.fields.words, &word));
        }
        terms.sort();
        terms.dedup();
        let scored = IndexRecordOption::WithFreqs;
        let queries = terms.into_iter().map(|term| Box::new(TermQuery::new(term, scored)) as Box<dyn Query>);
        let query = BooleanQuery::union(queries.collect());
        let weight = query.weight(EnableScoring::enabled_from_searcher(&self.searcher))?;
        let mut best: BinaryHeap<Reverse<(Score, u32)>> = BinaryHeap::with_capacity(BEST + 1);
        for segment in self.searcher.segment_readers() {
            if stop.asked() {
                break;
            }
            let numbers = segment.fast_fields().u64("doc")?;
            let least = |best: &BinaryHeap<Reverse<(Score, u32)>>| match best.peek() {
                Some(Reverse((Score(least), _))) if best.len() >= BEST => *least,
                _ => f32::MIN,
            };
            weight.for_each_pruning(least(&best), segment, &mut |doc, score| {
                if let Some(number) = alive(segment, &numbers, doc).filter(|number| among.contains(*number)) {
                    best.push(Reverse((Score(score), number)));
                    if best.len() > BEST {
                        best.pop();
                    }
                }
                least(&best)
            })?;
        }
        Ok(best.into_sorted_vec().into_iter().map(|Reverse((_, number))| number).collect())
    }

    fn find(&self, query: &dyn Query, stop: &Stop) -> tantivy::Result<RoaringBitmap> {
        let weight = query.weight(EnableScoring::disabled_from_searcher(&self.searcher))?;
        // A bit for each number: filled in any order, and turned into a bitmap in one go.
        let mut bits = vec![0_u8; (self.covered.highest as usize >> 3) + 1];
        for segment in self.searcher.segment_readers() {
            if stop.asked() {
                break;
            }
            let numbers = segment.fast_fields().u64("doc")?;
            weight.for_each_no_score(segment, &mut |docs| {
                for number in docs.iter().filter_map(|doc| alive(segment, &numbers, *doc)) {
                    if let Some(byte) = bits.get_mut(number as usize >> 3) {
                        *byte |= 1 << (number & 7);
                    }
                }
            })?;
        }
        Ok(RoaringBitmap::from_lsb0_bytes(0, &bits))
    }

    fn predicate(&self, words: &Words) -> Box<dyn Query> {
        let mut queries: Vec<Box<dyn Query>> =
            readings(&words.text).iter().map(|reading| self.reading(reading, words)).collect();
        match queries.pop() {
            None => Box::new(EmptyQuery),
            Some(only) if queries.is_empty() => only,
            Some(last) => {
                queries.push(last);
                Box::new(BooleanQuery::union(queries))
            }
        }
    }

    fn reading(&self, reading: &[String], words: &Words) -> Box<dyn Query> {
        let term = |field: Field, word: &str| Term::from_field_text(field, word);
        let Fields { words: field, prefixes, .. } = self.fields;
        match reading {
            [word] if words.prefix && word.chars().count() <= SHORT => {
                Box::new(TermQuery::new(term(prefixes, word), IndexRecordOption::Basic))
            }
            [word] if words.prefix => Box::new(InvertedIndexRangeQuery::new(
                Bound::Included(term(field, word)),
                // No word has this sign.
                Bound::Excluded(term(field, &format!("{word}\u{10FFFF}"))),
            )),
            [word] if words.fuzzy => Box::new(FuzzyTermQuery::new(term(field, word), super::tolerance(word), true)),
            [word] => Box::new(TermQuery::new(term(field, word), IndexRecordOption::Basic)),
            several => {
                let terms = several.iter().map(|word| term(field, word)).collect();
                if words.prefix {
                    let mut query = PhrasePrefixQuery::new(terms);
                    query.set_max_expansions(EXPANSIONS);
                    return Box::new(query);
                }
                Box::new(PhraseQuery::new(terms))
            }
        }
    }
}

/// The number of a document of a segment that has not been deleted.
fn alive(segment: &SegmentReader, numbers: &Column<u64>, doc: u32) -> Option<u32> {
    let alive = segment.alive_bitset().is_none_or(|alive| alive.is_alive(doc));
    alive.then(|| numbers.values.get_val(doc) as u32)
}

/// A score with an order.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Score(f32);

impl Eq for Score {}

impl PartialOrd for Score {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Score {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}
