//! Names of the vocabulary in text: the longest name from the left, folded, never across a sentence end. The folded
//! words of a name are hashed one after the other without what parts them, so `CAR-T`, `CAR T` and `CART` are one; a
//! filter of all beginnings of names says whether to go on, and each hit is verified against the name.

use super::fold::{Gap, Hash, Spelling, Word, Words};
use super::{ConceptIndex, ConceptKind, Usage};
use crate::text::Span;

mod build;
mod compound;
mod entry;
mod stored;
mod table;
mod verify;

use table::{Clue, Table};
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
#[derive(Debug)]
pub struct Matcher {
    table: Table,
    /// One [`entry::Entry`] after the other.
    names: Vec<u8>,
    kinds: Vec<ConceptKind>,
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

/// Words that are looked at together: enough that the processor waits for many places of the table at once, few enough
/// that they stay in its nearest cache.
const BATCH: usize = 256;

/// A word that may begin a name.
#[derive(Debug, Clone, Copy, Default)]
struct Start {
    at: u32,
    /// With words that follow it only.
    longer: bool,
    /// It may be a name, or is joined to the next one by a hyphen.
    looks: bool,
    /// It may be a solid compound.
    compound: bool,
    /// Of it alone, or with the next word.
    clue: Clue,
}

impl Matcher {
    /// The names in the sentences of `text`, in order, not overlapping. Time is linear in the length of the text.
    pub fn find(&self, text: &str, sentences: &[Span]) -> Vec<Found> {
        // A name in 64 bytes and a word in six are more than most texts have.
        let mut found = Vec::with_capacity(text.len() / 64);
        let mut words = Words::with_room((text.len() / 6).min(BATCH + STRETCH / 6));
        let mut starts = Vec::with_capacity(BATCH);
        for sentence in sentences {
            let mut from = sentence.start;
            while from < sentence.end {
                let to = stretch(text, from, sentence.end);
                words.add(text, &(from..to), Spelling::Plain);
                from = to;
                if words.all.len() >= BATCH {
                    self.names_in(text, &words, &mut starts, &mut found);
                    words.clear();
                }
            }
        }
        self.names_in(text, &words, &mut starts, &mut found);
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
        let mut words = Words::with_room(name.len() / 6 + 1);
        let mut hits = Vec::new();
        words.read(name, &(0..name.len()), Spelling::Plain);
        if words.all.iter().skip(1).any(|word| word.gap == Gap::Wall) || words.all.is_empty() {
            return hits;
        }
        let hash = words.all.iter().fold(Hash::EMPTY, |hash, word| hash.then(word.hash()));
        if let Some(place) = self.table.place(self.table.clue(hash)) {
            let name = Candidate { text: name, words: &words, range: 0..words.all.len(), inner: Inner::Stems };
            self.complete(place, &name, case, &mut hits);
        }
        hits
    }

    /// The names among some words, of which no name goes on behind them.
    fn names_in(&self, text: &str, words: &Words, starts: &mut Vec<Start>, found: &mut Vec<Found>) {
        let mut hits = Vec::new();
        let mut free = 0;
        self.starts(&words.all, starts);
        for start in starts {
            let at = start.at as usize;
            if at < free {
                continue;
            }
            let end = if start.looks {
                self.longest(text, words, at..words.all.len(), Inner::Stems, &mut hits)
                    .or_else(|| self.hyphenated(text, words, at, &mut hits))
            } else {
                None
            };
            if let Some(end) = end {
                found.push(Found {
                    surface: words.all[at].range().start..words.all[end - 1].range().end,
                    hits: std::mem::take(&mut hits),
                });
                free = end;
            } else if start.compound {
                self.compound(text, words, &words.all[at], found);
            }
        }
    }

    /// Notes which words may begin a name: they may be one, or begin one with the next word. Done for all at once and
    /// nearly without branches, because the places of the table are far apart and a processor waits for many of them
    /// together.
    #[expect(clippy::needless_bitwise_bool, reason = "a branch that is guessed wrong costs more")]
    fn starts(&self, words: &[Word], starts: &mut Vec<Start>) {
        starts.resize(words.len(), Start::default());
        let mut count = 0;
        let gaps = words.iter().skip(1).map(|word| word.gap).chain([Gap::Wall]);
        for (at, (word, next)) in words.iter().zip(gaps).enumerate() {
            let clue = self.table.clue(word.hash());
            let start = Start {
                at: at as u32,
                clue,
                longer: clue.begins() & !next.parts(),
                looks: clue.is_name(word.has_capital) | (next == Gap::Hyphen),
                compound: Self::may_be_compound(word),
            };
            starts[count] = start;
            count += usize::from(start.longer | start.looks | start.compound);
        }
        starts.truncate(count);
        for start in starts.iter_mut().filter(|start| start.longer & !start.looks) {
            let [word, next, ..] = &words[start.at as usize..] else { continue };
            start.clue = self.table.clue(word.hash().then(next.hash()));
        }
        count = 0;
        for at in 0..starts.len() {
            let mut start = starts[at];
            if start.longer & !start.looks {
                let [word, next, rest @ ..] = &words[start.at as usize..] else { continue };
                let goes_on = next.gap == Gap::Mark('(') || rest.first().is_some_and(|after| after.gap == Gap::Hyphen);
                let clue = start.clue;
                start.looks = clue.is_name(word.has_capital | next.has_capital) | clue.begins() | goes_on;
            }
            starts[count] = start;
            count += usize::from(start.looks | start.compound);
        }
        starts.truncate(count);
        self.table.fetch(starts.iter().map(|start| start.clue), &self.names);
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
        let mut hash = Hash::EMPTY;
        let mut capital = false;
        let mut end = range.start;
        while end < range.end {
            let word = &words.all[end];
            let here = hash.then(word.hash());
            let clue = self.table.clue(here);
            capital |= word.has_capital;
            if clue.is_name(capital)
                && let Some(place) = self.table.place(clue)
            {
                let range = range.start..end + 1;
                let name = Candidate { text, words, range, inner };
                if self.complete(place, &name, Case::Written, hits) {
                    longest = Some(end + 1);
                }
            }
            hash = match inner {
                Inner::Stems => here,
                Inner::Whole => hash.then(Hash::of(words.whole(word))),
            };
            let Some(next) = words.all.get(end + 1) else { break };
            let goes_on = match next.gap {
                Gap::Start | Gap::Wall => false,
                Gap::Hyphen if end - range.start < HYPHENATED => true,
                _ => clue.begins(),
            };
            if !goes_on {
                break;
            }
            end += if in_brackets(&words.all, end + 1) { 2 } else { 1 };
        }
        longest
    }

    /// The same for a name whose words are joined by hyphens here and are one word in the vocabulary.
    fn hyphenated(&self, text: &str, words: &Words, at: usize, hits: &mut Vec<(ConceptIndex, Usage)>) -> Option<usize> {
        let rest = &words.all[at + 1..];
        let joined = rest.iter().take(HYPHENATED).take_while(|word| word.gap == Gap::Hyphen).count();
        if joined == 0 || words.all[at].stem_len() == words.all[at].whole_len() {
            return None;
        }
        self.longest(text, words, at..at + 1 + joined, Inner::Whole, hits)
    }

    /// The names of concepts of one kind inside a longer name ("CD19" in "CD19 CAR T cells").
    pub fn inside(&self, text: &str, name: &Span, kind: ConceptKind) -> Vec<(Span, ConceptIndex)> {
        let mut words = Words::with_room(name.len() / 6 + 1);
        words.read(text, name, Spelling::Plain);
        let count = words.all.len();
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
                    inner.push((words.all[at].range().start..words.all[end - 1].range().end, concept));
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
    fn many_sentences_are_as_one() {
        let text = "Gout, and acute myeloid leukemia. No cure.\n\n".repeat(300);
        assert_eq!(found(&text), ["Gout = gout", "acute myeloid leukemia = acute myeloid leukemia"].repeat(300));
        let text = "Gout, and acute myeloid leukemia, ".repeat(300);
        assert_eq!(found(&text), ["Gout = gout", "acute myeloid leukemia = acute myeloid leukemia"].repeat(300));
    }

    #[test]
    fn a_later_word_may_be_joined_by_hyphens() {
        check("immune thrombo-cytopenia", &["immune thrombo-cytopenia = immune thrombocytopenia"]);
        check("an acute mye-loid leukemia", &["acute mye-loid leukemia = acute myeloid leukemia"]);
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
