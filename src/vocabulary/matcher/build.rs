//! The tables of a matcher, made of a vocabulary.

use super::entry::{self, Bound, Draft, Entry};
use super::table::{Role, Table};
use super::{Hash, Matcher, compound, letters};
use crate::vocabulary::fold::{Gap, LONGEST, Spelling, Word, Words};
use crate::vocabulary::{Concept, ConceptIndex, ConceptKind, Name, Usage, Vocabulary};

/// The names that have been read so far.
#[derive(Default)]
struct Builder {
    keys: Vec<(u64, Role)>,
    places: Vec<(u64, u32)>,
    names: Vec<u8>,
    /// The name that is being read.
    draft: Draft,
}

impl Matcher {
    /// Prepares all names of a vocabulary.
    pub fn new(vocabulary: &Vocabulary) -> Self {
        let count: usize = vocabulary.concepts.iter().map(|concept| concept.names.len()).sum();
        let mut builder = Builder {
            keys: Vec::with_capacity(count * 4),
            places: Vec::with_capacity(count * 5 / 4),
            names: Vec::with_capacity(count * 64),
            draft: Draft::default(),
        };
        let mut words = Words::default();
        for (at, concept) in vocabulary.concepts.iter().enumerate() {
            let index = ConceptIndex(at as u32);
            for name in concept.names {
                words.read(name.text, &(0..name.text.len()), Spelling::Plain);
                builder.add(&words, name, concept, index);
                if !name.text.is_ascii() && name.text.contains(['ä', 'ö', 'ü', 'Ä', 'Ö', 'Ü']) {
                    words.read(name.text, &(0..name.text.len()), Spelling::Spelled);
                    builder.add(&words, name, concept, index);
                }
            }
        }
        for head in compound::HEADS {
            builder.keys.extend(compound::keys(head));
        }
        let Builder { keys, places, mut names, .. } = builder;
        let table = Table::new(&keys, &places, |place, next| entry::chain(&mut names, place, next));
        names.shrink_to_fit();
        Self { table, names, kinds: vocabulary.concepts.iter().map(|concept| concept.kind).collect() }
    }
}

impl Builder {
    /// Stores a folded name and the hashes of its beginnings.
    fn add(&mut self, words: &Words, name: &Name, concept: &Concept, index: ConceptIndex) {
        let total: usize = words.all.iter().map(Word::stem_len).sum();
        if total < 2 || words.all.iter().any(|word| word.whole_len() >= LONGEST) {
            return;
        }
        let first_key = self.keys.len();
        let draft = &mut self.draft;
        draft.folded.clear();
        draft.bounds.clear();
        let mut hash = Hash::EMPTY;
        for word in &words.all {
            if !draft.folded.is_empty() {
                self.keys.push((hash.key(), Role::Beginning));
                let mark = if let Gap::Mark(mark) = word.gap { Some(mark) } else { None };
                draft.bounds.push(Bound { at: draft.folded.len(), mark });
            }
            // "CD 19" may be written for "CD19".
            let stem = words.stem(word);
            let mut pieces = stem.chunk_by(|one, other| one.is_ascii_digit() == other.is_ascii_digit()).peekable();
            while let Some(piece) = pieces.next() {
                hash = hash.then(Hash::of(piece));
                if pieces.peek().is_some() {
                    self.keys.push((hash.key(), Role::Beginning));
                }
            }
            draft.folded.extend(stem);
        }
        let proper = matches!(
            concept.kind,
            ConceptKind::Journal | ConceptKind::Publisher | ConceptKind::Company | ConceptKind::Institution
        );
        // A stem of four letters is too little to go by: "falls" is no "Fall".
        let short = total <= 4;
        let strict = name.usage == Usage::Case || short || is_strict(name.text) || (proper && words.all.len() == 1);
        draft.written.clear();
        if strict {
            draft.written.extend(letters(name.text));
        }
        let place = draft.fits().then(|| draft.write(&mut self.names, index, name.usage, strict)).flatten();
        let Some(place) = place else {
            self.keys.truncate(first_key);
            return;
        };
        let capital = strict && draft.written.contains(char::is_uppercase);
        self.keys.push((hash.key(), if capital { Role::Capital } else { Role::Name }));
        if compound::is_part(concept.kind, &Entry::at(&self.names, place)) {
            self.keys.extend(compound::keys(&draft.folded));
        }
        self.places.push((hash.key(), place));
    }
}

/// Acronyms and names of up to four letters are found in their written case only.
fn is_strict(name: &str) -> bool {
    let few = name.chars().filter(|c| c.is_alphabetic()).nth(4).is_none();
    few || !name.contains(|c: char| c.is_lowercase() || c.is_whitespace())
}
