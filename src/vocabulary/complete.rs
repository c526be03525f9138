//! Names by their beginning and by their spelling: what pickers offer and error messages suggest. Built when first
//! asked for, from the folded form of each name and of its tail from each word.

use super::{ConceptIndex, ConceptKind, Vocabulary};
use crate::text;

/// A concept offered for what was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// The concept.
    pub concept: ConceptIndex,
    /// The name of it that matched.
    pub name: String,
    /// How well it does.
    pub fit: Fit,
}

/// How well a name fits what was typed, folded; the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// It is the name.
    Exact,
    /// It is whole words of it.
    Words,
    /// A word of it begins so.
    Begins,
    /// It stands inside a word.
    Inside,
}

impl Fit {
    /// How well a name fits; none if what was typed stands nowhere in it.
    pub fn of(name: &str, typed: &str) -> Option<Self> {
        let words = |text: &str| -> Vec<String> {
            text.split(|sign: char| !sign.is_alphanumeric()).map(text::key).filter(|word| !word.is_empty()).collect()
        };
        let (name, typed) = (words(name), words(typed).concat());
        if name.concat() == typed {
            return Some(Self::Exact);
        }
        let fits = (0..name.len()).filter_map(|from| {
            let tail = name[from..].concat();
            let ends = |to: &usize| name[from..*to].concat() == typed;
            let whole = (from + 1..=name.len()).take_while(|to| name[from..to - 1].concat().len() < typed.len());
            if !tail.starts_with(&typed) {
                return None;
            }
            Some(if whole.into_iter().any(|to| ends(&to)) { Self::Words } else { Self::Begins })
        });
        fits.min().or_else(|| name.concat().contains(&typed).then_some(Self::Inside))
    }
}

/// Words of a name from which its tail can be typed.
const TAILS: usize = 8;

/// Folded names in alphabetical order.
#[derive(Debug, Default)]
pub(super) struct Index {
    keys: String,
    entries: Vec<Entry>,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    start: u32,
    end: u32,
    concept: u32,
    name: u16,
    /// The key is the whole name, not a tail.
    whole: bool,
}

impl Index {
    pub(super) fn new(vocabulary: &Vocabulary) -> Self {
        let mut index = Self::default();
        for (concept, known) in vocabulary.concepts.iter().enumerate() {
            for (name, known) in known.names.iter().enumerate().take(usize::from(u16::MAX)) {
                for (at, tail) in tails(known.text).enumerate() {
                    let start = index.keys.len() as u32;
                    index.keys.push_str(&text::key(tail));
                    let end = index.keys.len() as u32;
                    if start < end {
                        index.entries.push(Entry {
                            start,
                            end,
                            concept: concept as u32,
                            name: name as u16,
                            whole: at == 0,
                        });
                    }
                }
            }
        }
        let keys = &index.keys;
        index.entries.sort_by(|a, b| {
            keys[a.start as usize..a.end as usize]
                .cmp(&keys[b.start as usize..b.end as usize])
                .then(a.concept.cmp(&b.concept))
        });
        index
    }

    /// The concepts one of whose names is `name`, folded, in file order.
    pub(super) fn exact(&self, name: &str) -> Vec<ConceptIndex> {
        let key = text::key(name);
        let mut found: Vec<ConceptIndex> = self
            .with_prefix(&key)
            .iter()
            .take_while(|entry| self.key(entry) == key)
            .filter(|entry| entry.whole && !key.is_empty())
            .map(|entry| ConceptIndex(entry.concept))
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    pub(super) fn complete(
        &self,
        vocabulary: &Vocabulary,
        typed: &str,
        kinds: &[ConceptKind],
        limit: usize,
    ) -> Vec<Completion> {
        let key = text::key(typed);
        if key.is_empty() {
            return unnarrowed(vocabulary, kinds, limit);
        }
        // How well a name fits otherwise would take too long for all that begin with a letter.
        let fit = |entry: &Entry| if entry.whole && self.key(entry) == key { Fit::Exact } else { Fit::Begins };
        let wanted = |concept: u32| kinds.is_empty() || kinds.contains(&vocabulary.concepts[concept as usize].kind);
        let mut found = self.ranked(vocabulary, &key, wanted, fit);
        found.truncate(limit);
        found.into_iter().map(|(fit, entry)| self.completion(vocabulary, entry, fit)).collect()
    }

    /// Those of some concepts one of whose names has a word that begins as typed, the best fit first.
    pub(super) fn among(
        &self,
        vocabulary: &Vocabulary,
        typed: &str,
        wanted: impl Fn(ConceptIndex) -> bool,
    ) -> Vec<Completion> {
        let key = text::key(typed);
        if key.is_empty() {
            return Vec::new();
        }
        let name = |entry: &Entry| vocabulary.concepts[entry.concept as usize].names[usize::from(entry.name)].text;
        let fit = |entry: &Entry| match Fit::of(name(entry), typed) {
            Some(Fit::Exact) if !entry.whole => Fit::Words,
            fit => fit.unwrap_or(Fit::Begins),
        };
        let found = self.ranked(vocabulary, &key, |concept| wanted(ConceptIndex(concept)), fit);
        found.into_iter().map(|(fit, entry)| self.completion(vocabulary, entry, fit)).collect()
    }

    /// The best name of each concept that is wanted and has a word that begins so, the best first.
    fn ranked(
        &self,
        vocabulary: &Vocabulary,
        key: &str,
        wanted: impl Fn(u32) -> bool,
        fit: impl Fn(&Entry) -> Fit,
    ) -> Vec<(Fit, &Entry)> {
        let rank = |entry: &Entry| {
            let shown = &vocabulary.concepts[entry.concept as usize].names[usize::from(entry.name)];
            (fit(entry), !entry.whole, shown.text.len(), entry.concept, entry.name)
        };
        let entries = self.with_prefix(key).iter().filter(|entry| wanted(entry.concept));
        let mut found: Vec<_> = entries.map(|entry| (rank(entry), entry)).collect();
        found.sort_unstable_by_key(|(rank, entry)| (entry.concept, *rank));
        found.dedup_by_key(|(_, entry)| entry.concept);
        found.sort_unstable_by_key(|(rank, _)| *rank);
        found.into_iter().map(|((fit, ..), entry)| (fit, entry)).collect()
    }

    fn completion(&self, vocabulary: &Vocabulary, entry: &Entry, fit: Fit) -> Completion {
        Completion { concept: ConceptIndex(entry.concept), name: self.name(vocabulary, entry), fit }
    }

    pub(super) fn nearest(
        &self,
        vocabulary: &Vocabulary,
        name: &str,
        kinds: &[ConceptKind],
        limit: usize,
    ) -> Vec<String> {
        let key = text::key(name);
        let most = (key.len() / 3).clamp(1, 4);
        let mut found: Vec<(usize, u32, &Entry)> = self
            .entries
            .iter()
            .filter(|entry| entry.whole && allowed(vocabulary, entry, kinds))
            .filter_map(|entry| {
                let distance = distance(key.as_bytes(), self.key(entry).as_bytes(), most)?;
                Some((distance, entry.concept, entry))
            })
            .collect();
        found.sort_by_key(|(distance, concept, entry)| (*concept, *distance, entry.name));
        found.dedup_by_key(|(_, concept, _)| *concept);
        found.sort_by_key(|(distance, concept, _)| (*distance, *concept));
        found.truncate(limit);
        found.into_iter().map(|(_, _, entry)| self.name(vocabulary, entry)).collect()
    }

    fn with_prefix(&self, key: &str) -> &[Entry] {
        let from = self.entries.partition_point(|entry| self.key(entry) < key);
        let count = self.entries[from..].partition_point(|entry| self.key(entry).starts_with(key));
        &self.entries[from..from + count]
    }

    fn key(&self, entry: &Entry) -> &str {
        &self.keys[entry.start as usize..entry.end as usize]
    }

    #[expect(clippy::unused_self, reason = "an entry means nothing without its index")]
    fn name(&self, vocabulary: &Vocabulary, entry: &Entry) -> String {
        vocabulary.concepts[entry.concept as usize].names[usize::from(entry.name)].text.to_owned()
    }
}

/// What is offered before anything is typed: the concepts in file order by their preferred name.
fn unnarrowed(vocabulary: &Vocabulary, kinds: &[ConceptKind], limit: usize) -> Vec<Completion> {
    let all = vocabulary.concepts.iter().enumerate();
    all.filter(|(_, concept)| kinds.is_empty() || kinds.contains(&concept.kind))
        .take(limit)
        .map(|(at, concept)| Completion {
            concept: ConceptIndex(at as u32),
            name: concept.preferred.to_owned(),
            fit: Fit::Begins,
        })
        .collect()
}

fn allowed(vocabulary: &Vocabulary, entry: &Entry, kinds: &[ConceptKind]) -> bool {
    kinds.is_empty() || kinds.contains(&vocabulary.concepts[entry.concept as usize].kind)
}

/// A name, then the same from its second word on, and so on.
fn tails(name: &str) -> impl Iterator<Item = &str> {
    let mut inside = false;
    name.char_indices()
        .filter(move |(_, c)| {
            let word = c.is_alphanumeric();
            !std::mem::replace(&mut inside, word) && word
        })
        .map(|(at, _)| &name[at..])
        .take(TAILS)
}

/// Levenshtein distance in bytes where it is at most `most`.
pub(crate) fn distance(left: &[u8], right: &[u8], most: usize) -> Option<usize> {
    if left.len().abs_diff(right.len()) > most {
        return None;
    }
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, a) in left.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        let mut least = row[0];
        for (j, b) in right.iter().enumerate() {
            let changed = diagonal + usize::from(a != b);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(diagonal + 1).min(row[j] + 1);
            least = least.min(row[j + 1]);
        }
        if least > most {
            return None;
        }
    }
    Some(row[right.len()]).filter(|&distance| distance <= most)
}

#[cfg(test)]
mod tests {
    use super::super::tests::sample;
    use super::*;

    fn typed(letters: &str, kinds: &[ConceptKind]) -> Vec<String> {
        sample().complete(letters, kinds, 5).into_iter().map(|found| found.name).collect()
    }

    #[test]
    fn the_exact_name_comes_first_then_prefixes_then_words() {
        let all = sample().complete("itp", &[], 5);
        assert_eq!(all[0].fit, Fit::Exact);
        assert_eq!(all[0].name, "ITP");
        let found = typed("leuk", &[ConceptKind::Disease]);
        assert_eq!(found, ["leukemia", "acute myeloid leukemia", "acute lymphoblastic leukemia"]);
        assert_eq!(typed("acute myeloid", &[])[0], "acute myeloid leukemia");
        assert_eq!(typed("Werl", &[]), ["Morbus Werlhof"]);
        assert_eq!(typed("werl", &[ConceptKind::Drug]), Vec::<String>::new());
    }

    #[test]
    fn whole_words_fit_better_than_beginnings_and_those_than_what_stands_inside() {
        for (name, typed, fit) in [
            ("CAR T-cell therapy", "car", Some(Fit::Words)),
            ("CAR T-cell therapy", "CAR-T", Some(Fit::Words)),
            ("CAR T-cell therapy", "t cell ther", Some(Fit::Begins)),
            ("Carbamazepine", "car", Some(Fit::Begins)),
            ("Oscar", "car", Some(Fit::Inside)),
            ("Morbus Werlhof", "werlhof", Some(Fit::Words)),
            ("Purpura", "PURPURA", Some(Fit::Exact)),
            ("Myasthenie", "thenia", None),
            ("Hämophilie", "hamo", Some(Fit::Begins)),
        ] {
            assert_eq!(Fit::of(name, typed), fit, "{name}, {typed}");
        }
    }

    #[test]
    fn one_entry_a_concept_and_no_more_than_asked() {
        let vocabulary = sample();
        let found = vocabulary.complete("", &[], 1000);
        assert_eq!(found.len(), vocabulary.concepts.len());
        assert_eq!(vocabulary.complete("", &[], 3).len(), 3);
    }

    #[test]
    fn a_misspelt_name_finds_its_neighbours() {
        let vocabulary = sample();
        assert_eq!(vocabulary.nearest("venetoklax", &[], 2)[0].to_lowercase(), "venetoclax");
        assert_eq!(vocabulary.nearest("psoriassis", &[ConceptKind::Disease], 1)[0].to_lowercase(), "psoriasis");
        assert_eq!(vocabulary.nearest("qwertzuiopqwertz", &[], 3), Vec::<String>::new());
    }

    #[test]
    fn distance_counts_changes_up_to_its_bound() {
        assert_eq!(distance(b"kitten", b"sitting", 3), Some(3));
        assert_eq!(distance(b"kitten", b"sitting", 2), None);
        assert_eq!(distance(b"", b"ab", 2), Some(2));
    }

    #[test]
    fn tails_begin_at_words() {
        assert_eq!(tails("CD19 CAR-T").collect::<Vec<_>>(), ["CD19 CAR-T", "CAR-T", "T"]);
    }
}
