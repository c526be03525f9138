//! Whether words of a text are the name that their hash says: letter by letter, parted as a name may be, and in the
//! written case where the name asks for it.

use super::entry::Entry;
use super::{Inner, Matcher};
use crate::text::Span;
use crate::vocabulary::fold::{self, Gap, Word, Words};
use crate::vocabulary::{ConceptIndex, Usage};

/// Whether an acronym is looked for as written or in any case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    Written,
    Any,
}

/// Words of a text that may be a name.
pub(super) struct Candidate<'a> {
    pub(super) text: &'a str,
    pub(super) words: &'a Words,
    pub(super) range: Span,
    pub(super) inner: Inner,
}

impl Candidate<'_> {
    /// The words with what stands before each, those left out that stand in brackets.
    fn here(&self) -> impl Iterator<Item = (&Word, Gap)> {
        let words = &self.words.words[self.range.clone()];
        words.iter().enumerate().filter(|&(at, _)| at == 0 || !in_brackets(words, at)).map(|(at, word)| {
            let after = at >= 2 && in_brackets(words, at - 1);
            (word, if after { Gap::Blank } else { word.gap })
        })
    }
}

impl Matcher {
    /// Replaces `hits` by the concepts whose name is exactly these words, if there are any.
    pub(super) fn complete(
        &self,
        place: u32,
        name: &Candidate<'_>,
        case: Case,
        hits: &mut Vec<(ConceptIndex, Usage)>,
    ) -> bool {
        let mut fresh = true;
        for entry in self.names_at(place) {
            let written = case == Case::Any || !entry.strict || same_case(&entry, name);
            if !written || !agrees(&entry, name) {
                continue;
            }
            if std::mem::take(&mut fresh) {
                hits.clear();
            }
            match hits.iter_mut().find(|(concept, _)| *concept == entry.concept) {
                Some((_, usage)) if entry.usage == Usage::Plain => *usage = Usage::Plain,
                Some(_) => {}
                None => hits.push((entry.concept, entry.usage)),
            }
        }
        hits.sort_unstable_by_key(|(concept, _)| *concept);
        !fresh
    }

    /// The names of one hash.
    pub(super) fn names_at(&self, place: u32) -> impl Iterator<Item = Entry<'_>> {
        let entry = |place: u32| (place != 0).then(|| Entry::at(&self.names, place));
        std::iter::successors(entry(place), move |last| entry(last.next))
    }
}

/// Whether the words are the name, letter by letter, and are parted only where hyphen, blank and nothing are one:
/// not between two digits, and by a blank inside a word of the name only between letter and digit.
fn agrees(entry: &Entry<'_>, candidate: &Candidate<'_>) -> bool {
    let mut here = candidate.here().enumerate().peekable();
    let name = entry.folded;
    let mut bounds = entry.bounds().peekable();
    let digits = |at: usize| name[at - 1].is_ascii_digit() && name[at].is_ascii_digit();
    let mut at = 0;
    while let Some((number, (word, gap))) = here.next() {
        let last = here.peek().is_none();
        if number > 0 {
            while let Some(bound) = bounds.next_if(|bound| bound.at < at) {
                if digits(bound.at) {
                    return false;
                }
            }
            let bound = bounds.next_if(|bound| bound.at == at);
            let allowed = match (gap, bound) {
                (Gap::Blank | Gap::Hyphen, Some(_)) => true,
                (Gap::Mark(mark), Some(bound)) => bound.mark == Some(mark),
                (Gap::Hyphen, None) => !digits(at),
                (Gap::Blank, None) => name[at - 1].is_ascii_digit() != name[at].is_ascii_digit(),
                _ => false,
            };
            if !allowed {
                return false;
            }
        }
        let piece = match candidate.inner {
            Inner::Whole if !last => candidate.words.whole(word),
            _ => candidate.words.stem(word),
        };
        if name.get(at..at + piece.len()) != Some(piece) {
            return false;
        }
        at += piece.len();
        if at == name.len() && !last {
            return false;
        }
    }
    at == name.len() && bounds.all(|bound| !digits(bound.at))
}

/// Whether the letters stand as in the name; a small first letter may be a capital, an ending may follow.
fn same_case(entry: &Entry<'_>, candidate: &Candidate<'_>) -> bool {
    let name = entry.written;
    let mut written = candidate.here().flat_map(|(word, _)| letters(&candidate.text[word.range.clone()]));
    let small = !name.contains(char::is_uppercase);
    for (at, letter) in name.chars().enumerate() {
        match written.next() {
            Some(c) if c == letter => {}
            Some(c) if at == 0 && small && c.to_lowercase().eq([letter]) => {}
            _ => return false,
        }
    }
    written.all(char::is_lowercase)
}

/// Whether a word stands alone in brackets and the text goes on after them: "antigen receptor (CAR) T cells" has the name
/// without the bracket.
pub(super) fn in_brackets(words: &[Word], at: usize) -> bool {
    words[at].gap == Gap::Mark('(') && words.get(at + 1).is_some_and(|next| next.gap == Gap::Mark(')'))
}

/// Letters and digits of a name in their case, Greek letters by name.
pub(super) fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(|c| {
        let name = fold::greek(c).unwrap_or("");
        name.chars().chain(name.is_empty().then_some(c))
    })
}
