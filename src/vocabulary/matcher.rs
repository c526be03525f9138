//! Names of the vocabulary in text: the longest name from the left, folded, never across a sentence end. The folded
//! words of a name are hashed one after the other without what parts them, so `CAR-T`, `CAR T` and `CART` are one; a
//! table of all beginnings of names in flat arrays says whether to go on, and each hit is verified against the name.

use super::fold::{self, Gap, LONGEST, Spelling, Word, Words};
use super::{ConceptIndex, ConceptKind, Usage, Vocabulary};
use crate::text::Span;

mod compound;
mod stored;
mod verify;

use verify::{Candidate, Case, in_brackets, letters};

/// A name found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Where it stands.
    pub surface: Span,
    /// The concepts that have this name and how they may use it, in file order.
    pub hits: Vec<(ConceptIndex, Usage)>,
}

/// All names of a vocabulary, ready to be found.
#[derive(Debug, Default)]
pub struct Matcher {
    /// By open addressing; 0 is none. See [`Slot`].
    slots: Vec<u64>,
    /// One bit for each hash that `slots` may have, on the path of every word of a text.
    filter: Vec<u64>,
    ends: Vec<End>,
    folded: Vec<u8>,
    bounds: Vec<Bound>,
    written: String,
    kinds: Vec<ConceptKind>,
}

/// A beginning of a name: half of its hash above, what it is below. Names are verified, so the rare two that have the
/// same half and stand in one place cost time only.
#[derive(Debug, Clone, Copy)]
struct Slot(u64);

impl Slot {
    const GOES_ON: u64 = 1 << 31;
    const HEAD: u64 = 1 << 30;

    /// One more than the place in `ends` of the first name that is complete here.
    fn end(self) -> u32 {
        self.0 as u32 & ((1 << 30) - 1)
    }

    fn goes_on(self) -> bool {
        self.0 & Self::GOES_ON != 0
    }

    /// Whether it is a head that solid compounds have.
    fn is_head(self) -> bool {
        self.0 & Self::HEAD != 0
    }
}

/// A complete name; names with one hash are chained by `next`, which counts from 1.
#[derive(Debug)]
struct End {
    next: u32,
    concept: ConceptIndex,
    usage: Usage,
    /// Only in the written case, which `written` has.
    strict: bool,
    folded: (u32, u16),
    bounds: (u32, u16),
    written: (u32, u16),
}

/// What is known of the words of a sentence before they are looked at one by one.
#[derive(Debug, Default)]
struct Ahead {
    /// Whether it and the next one together may begin a name.
    pairs: Vec<bool>,
    /// Whether it may begin a name.
    starts: Vec<bool>,
}

/// Where two words of a name meet: bytes of the folded name before it, and the mark between them, if it is no blank
/// and no hyphen.
#[derive(Debug, Clone, Copy)]
struct Bound {
    at: u16,
    mark: Option<char>,
}

/// Words in a row that are joined by hyphens and tried together though no name begins with the first of them.
const HYPHENATED: usize = 5;

/// How the words before the last one of a name are read: without their inflection, or as written, for names that are
/// one word in the vocabulary and are written with hyphens here ("Immun-Thrombozytopenie").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Inner {
    Stems,
    Whole,
}

/// Bytes of a sentence that are read at once.
const STRETCH: usize = 1 << 15;

/// Stands for a head of compounds among the places of names.
const HEAD: u32 = u32::MAX;

/// The hash of no letters.
const SEED: u64 = 0;

fn feed(before: u64, letters: &[u8]) -> u64 {
    fold::join(before, fold::hash(letters), letters.len())
}

/// The same for the stem of a word, whose hash is known.
fn feed_stem(before: u64, word: &Word) -> u64 {
    fold::join(before, word.hash, word.stem - word.folded.start)
}

/// Spreads a hash over all bits, of which the lower ones know little of the first letters.
fn spread(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 29)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    // No key is 0 above, so that no slot that is taken is 0.
    (hash ^ (hash >> 32)) | 1 << 32
}

impl Matcher {
    /// Prepares all names of a vocabulary.
    pub fn new(vocabulary: &Vocabulary) -> Self {
        let names: usize = vocabulary.concepts.iter().map(|concept| concept.names.len()).sum();
        let mut matcher = Self {
            ends: Vec::with_capacity(names),
            kinds: vocabulary.concepts.iter().map(|concept| concept.kind).collect(),
            ..Self::default()
        };
        // A beginning has 0, a complete name its place in `ends` from 1.
        let mut keys: Vec<(u64, u32)> = Vec::with_capacity(names * 3);
        let mut words = Words::default();
        for (at, concept) in vocabulary.concepts.iter().enumerate() {
            for name in concept.names {
                let concept = ConceptIndex(at as u32);
                words.read(name.text, &(0..name.text.len()), Spelling::Plain);
                matcher.add(&words, name.text, name.usage, concept, &mut keys);
                if !name.text.is_ascii() && name.text.contains(['ä', 'ö', 'ü', 'Ä', 'Ö', 'Ü']) {
                    words.read(name.text, &(0..name.text.len()), Spelling::Spelled);
                    matcher.add(&words, name.text, name.usage, concept, &mut keys);
                }
            }
        }
        keys.extend(compound::HEADS.iter().map(|head| (spread(feed(SEED, head)), HEAD)));
        matcher.build(&keys);
        matcher
    }

    /// The names in the sentences of `text`, in order, not overlapping. Time is linear in the length of the text.
    pub fn find(&self, text: &str, sentences: &[Span]) -> Vec<Found> {
        let mut found = Vec::new();
        let mut words = Words::default();
        let mut ahead = Ahead::default();
        for sentence in sentences {
            let mut from = sentence.start;
            while from < sentence.end {
                let to = stretch(text, from, sentence.end);
                words.read(text, &(from..to), Spelling::Plain);
                self.sentence(text, &words, &mut ahead, &mut found);
                from = to;
            }
        }
        found
    }

    /// The concepts one of whose names is exactly `name`, folded; case counts where the name is strict.
    pub fn resolve(&self, name: &str) -> Vec<(ConceptIndex, Usage)> {
        self.whole(name, Case::Written)
    }

    /// The concepts one of whose names is exactly `name`, folded, in any case.
    pub(super) fn lookup(&self, name: &str) -> Vec<ConceptIndex> {
        let mut found: Vec<ConceptIndex> =
            self.whole(name, Case::Any).into_iter().map(|(concept, _)| concept).collect();
        found.dedup();
        found
    }

    fn whole(&self, name: &str, case: Case) -> Vec<(ConceptIndex, Usage)> {
        let mut words = Words::default();
        let mut hits = Vec::new();
        words.read(name, &(0..name.len()), Spelling::Plain);
        if words.words.iter().skip(1).any(|word| word.gap == Gap::Wall) || words.words.is_empty() {
            return hits;
        }
        let hash = words.words.iter().fold(SEED, feed_stem);
        if let Some(slot) = self.slot(hash) {
            let name = Candidate { text: name, words: &words, range: 0..words.words.len(), inner: Inner::Stems };
            self.complete(slot, &name, case, &mut hits);
        }
        hits
    }

    fn sentence(&self, text: &str, words: &Words, ahead: &mut Ahead, found: &mut Vec<Found>) {
        let mut hits = Vec::new();
        let mut at = 0;
        self.look_ahead(words, ahead);
        while let Some(word) = words.words.get(at) {
            let joined = words.words.get(at + 1).is_some_and(|next| next.gap == Gap::Hyphen);
            // Few words begin a name; the others are passed over here.
            let end = if ahead.starts[at] || joined {
                self.longest(text, words, at..words.words.len(), Inner::Stems, &mut hits)
                    .or_else(|| self.hyphenated(text, words, at, &mut hits))
            } else {
                None
            };
            if let Some(end) = end {
                found.push(Found {
                    surface: word.range.start..words.words[end - 1].range.end,
                    hits: std::mem::take(&mut hits),
                });
                at = end;
            } else {
                self.compound(text, words, word, found);
                at += 1;
            }
        }
    }

    /// Notes which words may begin a name: they are one, or begin one with the next word. Done for all at once, because
    /// the places of the table are far apart and a processor waits for many of them together.
    #[expect(clippy::needless_bitwise_bool, reason = "a branch that is guessed wrong costs more")]
    fn look_ahead(&self, words: &Words, ahead: &mut Ahead) {
        let words = &words.words;
        let pair = |at: usize| words.get(at + 1).map_or(0, |next| spread(feed_stem(words[at].hash, next)));
        ahead.pairs.clear();
        ahead.pairs.extend((0..words.len()).map(|at| self.in_filter(pair(at))));
        ahead.starts.clear();
        ahead.starts.extend(words.iter().zip(&ahead.pairs).enumerate().map(|(at, (word, &pair))| {
            let key = spread(word.hash);
            let next = words.get(at + 1).map_or(Gap::Wall, |next| next.gap);
            self.may_have(key).is_some_and(|place| {
                let whole = place.0 >> 32 != key >> 32 || place.end() != 0;
                whole | (pair && next != Gap::Wall) | (next == Gap::Mark('('))
            })
        }));
    }

    /// What stands where a key is looked for first, if the filter has the key and something stands there.
    fn may_have(&self, key: u64) -> Option<Slot> {
        let place = self.slots[(key >> 1) as usize & (self.slots.len() - 1)];
        (self.in_filter(key) && place != 0).then_some(Slot(place))
    }

    fn in_filter(&self, key: u64) -> bool {
        let bit = (key >> 20) as usize & (self.filter.len() * 64 - 1);
        self.filter[bit / 64] >> (bit % 64) & 1 != 0
    }

    /// The end of the longest name that begins with the first of the words `range`, with its concepts in `hits`.
    fn longest(
        &self,
        text: &str,
        words: &Words,
        range: Span,
        inner: Inner,
        hits: &mut Vec<(ConceptIndex, Usage)>,
    ) -> Option<usize> {
        let mut longest = None;
        let mut hash = SEED;
        let mut end = range.start;
        while end < range.end {
            let word = &words.words[end];
            let here = feed_stem(hash, word);
            let slot = self.slot(here);
            if let Some(slot) = slot {
                let range = range.start..end + 1;
                let name = Candidate { text, words, range, inner };
                if self.complete(slot, &name, Case::Written, hits) {
                    longest = Some(end + 1);
                }
            }
            hash = match inner {
                Inner::Stems => here,
                Inner::Whole => feed(hash, words.whole(word)),
            };
            let Some(next) = words.words.get(end + 1) else { break };
            let goes_on = match next.gap {
                Gap::Start | Gap::Wall => false,
                Gap::Hyphen if end - range.start < HYPHENATED => true,
                _ => slot.is_some_and(Slot::goes_on),
            };
            if !goes_on {
                break;
            }
            end += if in_brackets(&words.words, end + 1) { 2 } else { 1 };
        }
        longest
    }

    /// The same for a name whose words are joined by hyphens here and are one word in the vocabulary.
    fn hyphenated(&self, text: &str, words: &Words, at: usize, hits: &mut Vec<(ConceptIndex, Usage)>) -> Option<usize> {
        let rest = &words.words[at + 1..];
        let joined = rest.iter().take(HYPHENATED).take_while(|word| word.gap == Gap::Hyphen).count();
        if joined == 0 || words.stem(&words.words[at]).len() == words.whole(&words.words[at]).len() {
            return None;
        }
        self.longest(text, words, at..at + 1 + joined, Inner::Whole, hits)
    }

    /// The names of concepts of one kind inside a longer name ("CD19" in "CD19 CAR T cells").
    pub fn inside(&self, text: &str, name: &Span, kind: ConceptKind) -> Vec<(Span, ConceptIndex)> {
        let mut words = Words::default();
        words.read(text, name, Spelling::Plain);
        let count = words.words.len();
        let mut inner = Vec::new();
        let mut hits = Vec::new();
        let mut at = 0;
        while at < count {
            // A longer name of another kind may begin with it: "CD19 CAR".
            let mut limit = if at == 0 { count - 1 } else { count };
            let mut next = at + 1;
            while let Some(end) = self.longest(text, &words, at..limit, Inner::Stems, &mut hits) {
                let concept = hits.drain(..).map(|(concept, _)| concept).find(|&concept| self.kind(concept) == kind);
                if let Some(concept) = concept {
                    inner.push((words.words[at].range.start..words.words[end - 1].range.end, concept));
                    next = end;
                    break;
                }
                limit = end - 1;
            }
            at = next;
        }
        inner
    }

    fn kind(&self, concept: ConceptIndex) -> ConceptKind {
        self.kinds[concept.0 as usize]
    }

    /// Stores a folded name and the hashes of its beginnings.
    fn add(&mut self, words: &Words, text: &str, usage: Usage, concept: ConceptIndex, keys: &mut Vec<(u64, u32)>) {
        let total: usize = words.words.iter().map(|word| words.stem(word).len()).sum();
        if total < 2 || total > usize::from(u16::MAX) || words.words.iter().any(|word| word.folded.len() >= LONGEST) {
            return;
        }
        let folded = self.folded.len();
        let bounds = self.bounds.len();
        let mut hash = SEED;
        for (number, word) in words.words.iter().enumerate() {
            if number > 0 {
                keys.push((spread(hash), 0));
                let mark = match word.gap {
                    Gap::Mark(mark) => Some(mark),
                    _ => None,
                };
                self.bounds.push(Bound { at: (self.folded.len() - folded) as u16, mark });
            }
            let stem = words.stem(word);
            for (at, &byte) in stem.iter().enumerate() {
                if at > 0 && stem[at - 1].is_ascii_digit() != byte.is_ascii_digit() {
                    keys.push((spread(hash), 0));
                }
                hash = feed(hash, &[byte]);
            }
            self.folded.extend(stem);
        }
        let proper = matches!(
            self.kind(concept),
            ConceptKind::Journal | ConceptKind::Publisher | ConceptKind::Company | ConceptKind::Institution
        );
        // A stem of four letters is too little to go by: "falls" is no "Fall".
        let short = total <= 4;
        let strict = usage == Usage::Case || short || is_strict(text) || (proper && words.words.len() == 1);
        let written = self.written.len();
        if strict {
            self.written.extend(letters(text));
        }
        self.ends.push(End {
            next: 0,
            concept,
            usage,
            strict,
            folded: (folded as u32, total as u16),
            bounds: (bounds as u32, (self.bounds.len() - bounds) as u16),
            written: (written as u32, (self.written.len() - written) as u16),
        });
        keys.push((spread(hash), self.ends.len() as u32));
    }

    fn build(&mut self, keys: &[(u64, u32)]) {
        self.filter = vec![0; (keys.len().next_power_of_two() / 8).max(8)];
        let bits = self.filter.len() * 64 - 1;
        for (key, _) in keys {
            let bit = (key >> 20) as usize & bits;
            self.filter[bit / 64] |= 1 << (bit % 64);
        }
        // Many beginnings are shared; the bits say nearly how many there are.
        let count: u32 = self.filter.iter().map(|bits| bits.count_ones()).sum();
        let size = (count as usize * 4 / 3).next_power_of_two().max(64);
        self.slots = vec![0; size];
        let mask = size - 1;
        for &(key, end) in keys {
            let mut at = (key >> 1) as usize & mask;
            while self.slots[at] != 0 && self.slots[at] >> 32 != key >> 32 {
                at = (at + 1) & mask;
            }
            let slot = Slot(self.slots[at]);
            self.slots[at] = match end {
                0 => slot.0 | Slot::GOES_ON,
                HEAD => slot.0 | Slot::HEAD,
                _ => {
                    self.ends[end as usize - 1].next = slot.end();
                    slot.0 & !u64::from(Slot(u64::MAX).end()) | u64::from(end)
                }
            } | key & !u64::from(u32::MAX);
        }
    }

    fn slot(&self, hash: u64) -> Option<Slot> {
        let key = spread(hash);
        self.may_have(key)?;
        let mask = self.slots.len() - 1;
        let mut at = (key >> 1) as usize & mask;
        loop {
            let slot = self.slots[at];
            if slot == 0 {
                return None;
            }
            if slot >> 32 == key >> 32 {
                return Some(Slot(slot));
            }
            at = (at + 1) & mask;
        }
    }
}

/// Acronyms and names of up to four letters are found in their written case only.
fn is_strict(name: &str) -> bool {
    let few = name.chars().filter(|c| c.is_alphabetic()).nth(4).is_none();
    few || !name.contains(|c: char| c.is_lowercase() || c.is_whitespace())
}

/// The end of the piece of `from..to` to be read at once: after a mark that few names have, else after a blank.
fn stretch(text: &str, from: usize, to: usize) -> usize {
    if to - from <= STRETCH {
        return to;
    }
    let bytes = text.as_bytes();
    let mark =
        (from + STRETCH..to.min(from + STRETCH + 500)).find(|&at| matches!(bytes[at], b',' | b';' | b'(' | b')'));
    let cut = mark.or_else(|| (from + STRETCH..to).find(|&at| bytes[at].is_ascii_whitespace()));
    cut.map_or(to, |at| at + 1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    use super::super::tests::sample;
    use super::*;

    /// Names found in `text`, as `surface = preferred name`.
    fn found(text: &str) -> Vec<String> {
        let vocabulary = sample();
        let sentences = crate::text::sentences(text, 0..text.len());
        vocabulary
            .matcher()
            .find(text, &sentences)
            .into_iter()
            .map(|found| {
                let names: Vec<&str> =
                    found.hits.iter().map(|(concept, _)| vocabulary.get(*concept).preferred).collect();
                format!("{} = {}", &text[found.surface], names.join(", "))
            })
            .collect()
    }

    fn check(text: &str, expected: &[&str]) {
        assert_eq!(found(text), expected, "{text}");
    }

    #[test]
    fn the_longest_name_from_the_left_wins() {
        check("An acute myeloid leukemia recurred", &["acute myeloid leukemia = acute myeloid leukemia"]);
        check("bei akuter myeloischer Leukämie", &["akuter myeloischer Leukämie = acute myeloid leukemia"]);
        check("myeloid leukemia", &["leukemia = leukemia"]);
    }

    #[test]
    fn hyphen_blank_and_nothing_are_one() {
        for name in ["CAR-T-Zellen", "CAR T Zellen", "CART-Zellen", "CAR‑T‑Zellen", "CAR\u{a0}T-Zellen"] {
            check(&format!("Gabe von {name} heute"), &[&format!("{name} = CAR T-cell therapy")]);
        }
        check("BCL-2 and BCL2 and BCL 2", &["BCL-2 = BCL2", "BCL2 = BCL2", "BCL 2 = BCL2"]);
        check("Immun-Thrombozytopenie", &["Immun-Thrombozytopenie = immune thrombocytopenia"]);
    }

    #[test]
    fn a_blank_does_not_join_words() {
        check("the veneto clax", &[]);
        check("CD 1 9 was low", &[]);
        check("leukemia. Acute", &["leukemia = leukemia"]);
    }

    #[test]
    fn nothing_crosses_a_sentence_end() {
        check("It was acute. Myeloid leukemia is another.", &["leukemia = leukemia"]);
        check("CAR\n\nT cells", &[]);
    }

    #[test]
    fn short_names_keep_their_case() {
        check("ITP, itp and Itp", &["ITP = immune thrombocytopenia"]);
        check("All patients with ALL", &["ALL = acute lymphoblastic leukemia"]);
        check("ITPs", &["ITPs = immune thrombocytopenia"]);
        check("ACUTE MYELOID LEUKEMIA", &["ACUTE MYELOID LEUKEMIA = acute myeloid leukemia"]);
        check("Gout and gout", &["Gout = gout", "gout = gout"]);
    }

    #[test]
    fn hyphen_compounds_are_read_part_by_part() {
        check("AML-Patienten", &["AML = acute myeloid leukemia"]);
        check("Venetoclax-Resistenz", &["Venetoclax = venetoclax"]);
        check("anti-CD19-Antikörper", &["CD19 = CD19"]);
    }

    #[test]
    fn a_therapy_names_its_target() {
        let vocabulary = sample();
        let text = "CD19-CAR-T-Zellen wirken";
        let all = vocabulary.matcher().find(text, std::slice::from_ref(&(0..text.len())));
        assert_eq!(all.len(), 1);
        assert_eq!(vocabulary.get(all[0].hits[0].0).preferred, "CD19 CAR T-cell therapy");
        let targets = vocabulary.matcher().inside(text, &all[0].surface, ConceptKind::Target);
        assert_eq!(targets.len(), 1);
        assert_eq!((&text[targets[0].0.clone()], vocabulary.get(targets[0].1).preferred), ("CD19", "CD19"));
    }

    #[test]
    fn solid_compounds_are_taken_only_when_wholly_known() {
        check("Leukämiestammzellen", &["Leukämie = leukemia", "stammzellen = stem cell"]);
        check("Leukämienstammzellen", &["Leukämien = leukemia", "stammzellen = stem cell"]);
        check("Psoriasispatientinnen", &["Psoriasis = psoriasis"]);
        check("Leukämieforscher", &[]);
        check("Zelltherapiepatienten", &["Zelltherapie = cell therapy"]);
    }

    #[test]
    fn british_spelling_umlauts_and_possessives_agree() {
        check("Acquired haemophilia A", &["Acquired haemophilia A = acquired hemophilia A"]);
        check("Akute Leukaemie, Leukamie", &["Leukaemie = leukemia", "Leukamie = leukemia"]);
        check("Sjögren’s disease", &["Sjögren’s disease = Sjogren syndrome"]);
        check("coagulation factor 8", &["coagulation factor 8 = F8"]);
    }

    #[test]
    fn an_abbreviation_in_brackets_does_not_break_a_name() {
        check("acute myeloid (AM) leukemia", &["acute myeloid (AM) leukemia = acute myeloid leukemia"]);
        check("acute myeloid (see above) leukemia", &["leukemia = leukemia"]);
        check("leukemia (AML)", &["leukemia = leukemia", "AML = acute myeloid leukemia"]);
    }

    #[test]
    fn a_short_stem_keeps_its_ending() {
        check("Fall, falling, falls", &["falls = falls"]);
        check("Ein Krebspatient hat Krebs", &["Krebs = cancer", "Krebs = cancer"]);
    }

    #[test]
    fn a_name_of_two_concepts_gives_both() {
        check("Leukemia", &["Leukemia = leukemia, Leukemia"]);
    }

    #[test]
    fn hostile_text_takes_linear_time() {
        let long = "a".repeat(1 << 20);
        check(&long, &[]);
        check(&"a-".repeat(100_000), &[]);
        check(&"CAR ".repeat(50_000), &[]);
        assert_eq!(found(&"Leukämie".repeat(20_000)), Vec::<String>::new());
    }

    proptest! {
        #[test]
        fn what_is_found_is_in_order_and_on_character_boundaries(text in "(?s).{0,40}(ITP|Leukämie|CAR-T)?.{0,40}") {
            let vocabulary = sample();
            let mut last = 0;
            for found in vocabulary.matcher().find(&text, std::slice::from_ref(&(0..text.len()))) {
                prop_assert!(last <= found.surface.start && found.surface.start < found.surface.end);
                prop_assert!(text.get(found.surface.clone()).is_some());
                prop_assert!(!found.hits.is_empty());
                last = found.surface.end;
            }
        }

        #[test]
        fn every_name_finds_its_concept(at in 0usize..40) {
            let vocabulary = sample();
            let at = at % vocabulary.concepts.len();
            for name in vocabulary.concepts[at].names {
                let hits = vocabulary.matcher().resolve(name.text);
                prop_assert_eq!(hits.iter().any(|(concept, _)| concept.0 as usize == at), true, "{}", name.text);
            }
        }
    }
}
