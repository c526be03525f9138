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
    fn all(&self) -> &[Word] {
        &self.words.all[self.range.clone()]
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
        let mut next = place;
        while next != 0 {
            let entry = Entry::at(&self.names, next);
            next = entry.next;
            let written = case == Case::Any || !entry.strict || same_case(&entry, name);
            if !written || !agrees(&entry, name) {
                continue;
            }
            if std::mem::take(&mut fresh) {
                hits.clear();
                hits.push((entry.concept, entry.usage));
                continue;
            }
            match hits.iter_mut().find(|(concept, _)| *concept == entry.concept) {
                Some((_, usage)) if entry.usage == Usage::Plain => *usage = Usage::Plain,
                Some(_) => {}
                None => hits.push((entry.concept, entry.usage)),
            }
        }
        if hits.len() > 1 {
            hits.sort_unstable_by_key(|(concept, _)| *concept);
        }
        !fresh
    }

    /// The names of one hash.
    pub(super) fn names_at(&self, place: u32) -> impl Iterator<Item = Entry<'_>> {
        let entry = |place: u32| (place != 0).then(|| Entry::at(&self.names, place));
        std::iter::successors(entry(place), move |last| entry(last.next))
    }
}

/// Whether the words are the name, letter by letter, and are parted only where hyphen, blank and nothing are one: not
/// between two digits, and by a blank inside a word of the name only between letter and digit.
fn agrees(entry: &Entry<'_>, candidate: &Candidate<'_>) -> bool {
    let name = entry.folded;
    if let [word] = candidate.all()
        && entry.bounds().len() == 0
    {
        return candidate.words.stem(word) == name;
    }
    let digits = |at: usize| name[at - 1].is_ascii_digit() && name[at].is_ascii_digit();
    let words = candidate.all();
    let mut bounds = entry.bounds();
    let mut bound = bounds.next();
    let mut at = 0;
    for (number, word) in words.iter().enumerate() {
        if number > 0 {
            let Some(gap) = gap(words, number) else { continue };
            while let Some(passed) = bound.filter(|bound| bound.at < at) {
                if digits(passed.at) {
                    return false;
                }
                bound = bounds.next();
            }
            let here = bound.filter(|bound| bound.at == at);
            let allowed = match (gap, here) {
                _ if at >= name.len() => false,
                (Gap::Blank | Gap::Hyphen, Some(_)) => true,
                (Gap::Mark(mark), Some(bound)) => bound.mark == Some(mark),
                (Gap::Hyphen, None) => !digits(at),
                (Gap::Blank, None) => name[at - 1].is_ascii_digit() != name[at].is_ascii_digit(),
                _ => false,
            };
            if !allowed {
                return false;
            }
            if here.is_some() {
                bound = bounds.next();
            }
        }
        let piece = match candidate.inner {
            Inner::Whole if number + 1 < words.len() => candidate.words.whole(word),
            _ => candidate.words.stem(word),
        };
        if !name[at..].starts_with(piece) {
            return false;
        }
        at += piece.len();
    }
    while let Some(inside) = bound.filter(|_| at == name.len()) {
        if digits(inside.at) {
            return false;
        }
        bound = bounds.next();
    }
    at == name.len()
}

/// Whether the letters stand as in the name; a small first letter may be a capital, an ending may follow.
fn same_case(entry: &Entry<'_>, candidate: &Candidate<'_>) -> bool {
    let name = entry.written();
    let small = || !name.contains(char::is_uppercase);
    let words = candidate.all();
    if let [word] = words
        && candidate.text.as_bytes()[word.range()].is_ascii()
    {
        let written = &candidate.text[word.range()];
        let ending = written.strip_prefix(name).or_else(|| {
            let first = name.chars().next()?;
            let rest = written.strip_prefix(first.to_ascii_uppercase())?;
            rest.strip_prefix(&name[first.len_utf8()..]).filter(|_| small())
        });
        return ending.is_some_and(|ending| ending.bytes().all(|byte| byte.is_ascii_lowercase()));
    }
    let kept = words.iter().enumerate().filter(|&(number, _)| number == 0 || !in_brackets(words, number));
    let mut written = kept.flat_map(|(_, word)| letters(&candidate.text[word.range()]));
    for (at, letter) in name.chars().enumerate() {
        match written.next() {
            Some(c) if c == letter => {}
            Some(c) if at == 0 && c.to_lowercase().eq([letter]) && small() => {}
            _ => return false,
        }
    }
    written.all(char::is_lowercase)
}

/// What stands before a word of a name that is not its first; none if the word stands in brackets, which are passed
/// over.
fn gap(words: &[Word], number: usize) -> Option<Gap> {
    if in_brackets(words, number) {
        return None;
    }
    let after = number >= 2 && in_brackets(words, number - 1);
    Some(if after { Gap::Blank } else { words[number].gap })
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
