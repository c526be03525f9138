//! Solid German compounds: a word that is wholly made of known names and a few common heads is read as its parts
//! ("Leukämiestammzellen"). One letter left over, and it is another word.

use super::entry::Entry;
use super::table::Role;
use super::{ConceptKind, Found, Hash, Matcher};
use crate::text::Span;
use crate::vocabulary::fold::{LONGEST, Spelling, Word, Words};
use crate::vocabulary::{ConceptIndex, Usage};

/// Shortest folded word that is tried.
const SHORTEST: usize = 9;

/// Shortest folded part.
const PART: usize = 4;

/// Heads that mean nothing of their own, folded: Zelle, Patient, Patientin, Patientinnen, Therapie, Behandlung, Medikament,
/// Erkrankung, Krankheit, Form, Diagnose, Gewebe, Verlauf, Symptom.
pub(super) const HEADS: &[&[u8]] = &[
    b"sell",
    b"patient",
    b"patienti",
    b"patientin",
    b"therapi",
    b"behandlung",
    b"medikament",
    b"erkrankung",
    b"krankheit",
    b"form",
    b"diagnos",
    b"geweb",
    b"verlauf",
    b"symptom",
];

/// What may stand between two parts: the end of the first word, and the linking sounds.
const LINKS: &[&[u8]] = &[b"", b"e", b"n", b"s", b"en", b"es", b"er", b"is"];

/// Kinds that compounds are made of.
const KINDS: &[ConceptKind] = &[
    ConceptKind::Disease,
    ConceptKind::Therapy,
    ConceptKind::Drug,
    ConceptKind::CellType,
    ConceptKind::Sign,
    ConceptKind::AdverseEvent,
];

/// A part as bytes of the folded word, with its concepts; none for a head.
type Part = (Span, Vec<(ConceptIndex, Usage)>);

impl Matcher {
    /// Adds the names that `word` is made of.
    pub(super) fn compound(&self, text: &str, words: &Words, word: &Word, found: &mut Vec<Found>) {
        let (folded, stem) = (words.whole(word), words.stem(word));
        // Few words begin and end as parts do.
        let may_be = |letters: &[u8], role| self.table.clue(Hash::of(letters)).may_be(role);
        if !may_be(&stem[..PART], Role::Opening) || !may_be(&stem[stem.len() - PART..], Role::Closing) {
            return;
        }
        let mut cover =
            Cover { matcher: self, folded, stem: word.stem_len(), failed: [false; LONGEST], parts: Vec::new() };
        if !cover.from(0) || cover.parts.iter().all(|(_, hits)| hits.is_empty()) {
            return;
        }
        // From the last part to the first, as they were found.
        let mut end = word.range().end;
        let first = found.len();
        for (part, hits) in cover.parts {
            let start = unfold(text, word, part.start);
            if !hits.is_empty() && start < end {
                found.push(Found { surface: start..end, hits });
            }
            end = start;
        }
        found[first..].reverse();
    }

    /// Whether a compound may be made of this word.
    pub(super) fn may_be_compound(word: &Word) -> bool {
        // German writes such words with a capital; it also spares the search in English.
        word.is_capital && (SHORTEST..LONGEST).contains(&word.whole_len())
    }

    /// The concepts that are a part with this hash. `None` if it is no part at all.
    fn part(&self, hash: Hash, folded: &[u8]) -> Option<Vec<(ConceptIndex, Usage)>> {
        let clue = self.table.clue(hash);
        if !clue.may_be(Role::Part) {
            return None;
        }
        let names = self.table.place(clue).into_iter().flat_map(|place| self.names_at(place));
        let mut hits: Vec<_> = names
            .filter(|entry| entry.folded == folded && is_part(self.kind(entry.concept), entry))
            .map(|entry| (entry.concept, entry.usage))
            .collect();
        hits.sort_unstable_by_key(|(concept, _)| *concept);
        hits.dedup();
        (!hits.is_empty() || HEADS.contains(&folded)).then_some(hits)
    }
}

/// What the filter holds of a part: itself, and how it begins and ends.
pub(super) fn keys(part: &[u8]) -> [(u64, Role); 3] {
    let (first, last) = (&part[..PART], &part[part.len() - PART..]);
    [(part, Role::Part), (first, Role::Opening), (last, Role::Closing)].map(|(part, role)| (Hash::of(part).key(), role))
}

/// Whether compounds are made of a name.
pub(super) fn is_part(kind: ConceptKind, name: &Entry<'_>) -> bool {
    let short = name.strict && name.written().len() <= 4;
    let single = name.bounds().len() == 0;
    KINDS.contains(&kind) && !short && single && name.usage == Usage::Plain && name.folded.len() >= PART
}

/// The search for parts that cover a word.
struct Cover<'a> {
    matcher: &'a Matcher,
    folded: &'a [u8],
    stem: usize,
    /// Places from which no cover leads to the end.
    failed: [bool; LONGEST],
    /// Parts found, the last one first.
    parts: Vec<Part>,
}

impl Cover<'_> {
    /// Covers the word from `at` to its end, with the longest part first; each place is tried once.
    fn from(&mut self, at: usize) -> bool {
        if self.failed[at] {
            return false;
        }
        let mut ends = Vec::new();
        let mut hash = Hash::EMPTY;
        for end in at + 1..=self.stem {
            hash = hash.with(self.folded[end - 1]);
            if end - at >= PART
                && !(at == 0 && end == self.stem)
                && let Some(hits) = self.matcher.part(hash, &self.folded[at..end])
            {
                ends.push((end, hits));
            }
        }
        for (end, hits) in ends.into_iter().rev() {
            if end == self.stem || self.beyond(end) {
                self.parts.push((at..end, hits));
                return true;
            }
        }
        self.failed[at] = true;
        false
    }

    fn beyond(&mut self, end: usize) -> bool {
        LINKS.iter().any(|link| {
            let next = end + link.len();
            next + PART <= self.stem && self.folded[end..].starts_with(link) && self.from(next)
        })
    }
}

/// The place in the text of a byte of a folded word: the first character whose folded beginning reaches it.
fn unfold(text: &str, word: &Word, at: usize) -> usize {
    let mut words = Words::default();
    text[word.range()]
        .char_indices()
        .map(|(offset, _)| word.range().start + offset)
        .find(|&end| {
            words.read(text, &(word.range().start..end), Spelling::Plain);
            words.all.first().map_or(0, Word::whole_len) >= at
        })
        .unwrap_or(word.range().end)
}
