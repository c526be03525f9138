//! The cue phrases of `context`, ready to be found in a text in lower case.

use std::sync::LazyLock;

use super::Assertion;
use super::phrases::{FAR, GROUPS, PAIRS, expanded};
use crate::facts::opening::Opening;
use crate::text::Span;

/// Where a cue stands to what it tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// The cue comes first.
    Before,
    /// The mention comes first.
    After,
    /// Anywhere in its clause, or between the two parts of the cue: how German parts its verbs.
    Clause,
}

impl Side {
    /// All of them, by number.
    pub(super) const ALL: [Self; 3] = [Self::Before, Self::After, Self::Clause];
}

/// What a phrase says.
#[derive(Debug, Clone, Copy)]
pub(super) enum Says {
    /// How a mention on its other side is asserted.
    Assertion(Side, Assertion),
    /// Nothing, though it looks like a cue.
    Nothing,
    /// That what follows is another clause.
    End,
}

impl Says {
    /// Whether it matters for cues on this side of a mention.
    pub(super) fn on(self, side: Side) -> bool {
        match self {
            Self::Assertion(own, _) => own == side,
            Self::Nothing | Self::End => true,
        }
    }
}

/// A phrase that says how something is asserted.
#[derive(Debug)]
pub(super) struct Cue {
    /// The phrase without its mark, or the first part of it.
    pub(super) text: &'static str,
    /// What follows it.
    end: End,
    /// What its second part may be; nothing if it has none.
    seconds: Vec<(&'static str, End)>,
    /// What it says.
    pub(super) says: Says,
    /// Words it reaches over.
    pub(super) words: u8,
    /// Whether its reach ends at a comma.
    pub(super) to_comma: bool,
}

/// What follows a phrase.
#[derive(Debug, Clone, Copy)]
enum End {
    /// The end of a word.
    Word,
    /// Anything.
    Open,
    /// The end of a clause.
    Clause,
}

/// The phrases by the three bytes that they begin with.
static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table { phrases: Vec::new(), some: [0; 64], by_beginning: vec![Vec::new(); 64 * 64] };
    for group in GROUPS {
        for phrase in group.phrases.split('|').flat_map(expanded) {
            let (text, end) = marked(phrase);
            table.add(Cue {
                text,
                end,
                seconds: Vec::new(),
                says: group.says,
                words: group.words,
                to_comma: group.to_comma,
            });
        }
    }
    for pair in PAIRS {
        for phrase in pair.firsts.split('|') {
            let (text, end) = marked(phrase);
            let says = Says::Assertion(Side::Clause, pair.says);
            let seconds = pair.seconds.split('|').map(marked).collect();
            table.add(Cue { text, end, seconds, says, words: FAR, to_comma: true });
        }
    }
    table
});

impl Table {
    fn add(&mut self, cue: Cue) {
        let bytes = cue.text.as_bytes();
        // Whatever stands behind a phrase of two letters.
        let thirds = bytes.get(2).map_or(0..=u8::MAX, |&third| third..=third);
        for third in thirds {
            let at = beginning([bytes[0], bytes[1], third]);
            self.some[at / 64] |= 1 << (at % 64);
            self.by_beginning[at].push((Opening::of(bytes), self.phrases.len() as u16));
        }
        self.phrases.push(cue);
    }
}

struct Table {
    phrases: Vec<Cue>,
    /// One bit for each beginning that some have.
    some: [u64; 64],
    /// Numbers of phrases that begin so; some others share their place.
    by_beginning: Vec<Vec<(Opening, u16)>>,
}

/// One of 64 times 64 numbers for three bytes.
fn beginning([one, two, three]: [u8; 3]) -> usize {
    (u32::from_le_bytes([one, two, three, 0]).wrapping_mul(0x9e37_79b1) >> 20) as usize
}

/// Whether a phrase may begin like `text` does.
pub(super) fn may_start(text: &str) -> bool {
    let at = beginning_of(text);
    TABLE.some[at / 64] >> (at % 64) & 1 != 0
}

fn beginning_of(text: &str) -> usize {
    let byte = |at| text.as_bytes().get(at).copied().unwrap_or(b' ');
    beginning([byte(0), byte(1), byte(2)])
}

/// The phrases that `text` begins with.
pub(super) fn starting(text: &str) -> impl Iterator<Item = &'static Cue> {
    let table = &*TABLE;
    let alike = &table.by_beginning[beginning_of(text)];
    let here = Opening::here(text.as_bytes());
    let likely = alike.iter().filter(move |(opening, _)| opening.fits(here));
    likely.map(|&(_, at)| &table.phrases[usize::from(at)]).filter(|cue| begins(text, cue))
}

/// A phrase without its mark, and what follows it.
fn marked(phrase: &'static str) -> (&'static str, End) {
    match phrase.as_bytes().last() {
        Some(b'*') => (&phrase[..phrase.len() - 1], End::Open),
        Some(b'$') => (&phrase[..phrase.len() - 1], End::Clause),
        _ => (phrase, End::Word),
    }
}

fn begins(text: &str, cue: &Cue) -> bool {
    starts(text, cue.text, cue.end)
}

fn starts(text: &str, phrase: &str, end: End) -> bool {
    text.strip_prefix(phrase).is_some_and(|rest| match end {
        End::Word => !rest.starts_with(char::is_alphanumeric),
        End::Open => true,
        End::Clause => rest.trim_start().is_empty() || rest.trim_start().starts_with(['.', ',', ';', '!', '?', ')']),
    })
}

impl Cue {
    /// Whether it is a pair.
    pub(super) fn has_parts(&self) -> bool {
        !self.seconds.is_empty()
    }

    /// The bytes of the second part in what follows the first one within a clause; nothing at its very beginning if there
    /// is but one part.
    pub(super) fn second(&self, rest: &str) -> Option<Span> {
        if self.seconds.is_empty() {
            return Some(0..0);
        }
        let clause = &rest[..rest.find([',', ';', ':', '.', '!', '?', '\n']).map_or(rest.len(), |end| end + 1)];
        let mut at = 0;
        for word in clause.split_inclusive(' ').take(usize::from(FAR)) {
            if matches!(word.trim(), "und" | "and") {
                return None;
            }
            let here = &clause[at..];
            let alike = |phrase: &str| phrase.as_bytes()[0] == here.as_bytes()[0];
            let second = self.seconds.iter().find(|(phrase, end)| alike(phrase) && starts(here, phrase, *end));
            if let Some((phrase, _)) = second {
                return Some(at..at + phrase.len());
            }
            at += word.len();
        }
        None
    }
}
