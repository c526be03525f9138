//! Sets of characters, and sets of the bytes that may come first.

use crate::text::LETTERS;

/// A set of bytes and of the end of the text: what may stand where a match begins or goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Bytes {
    bits: [u64; 4],
    /// Nothing more needs to follow.
    pub(super) end: bool,
}

impl Bytes {
    /// Any byte, and the end.
    pub(super) const ALL: Self = Self { bits: [u64::MAX; 4], end: true };

    /// The end only.
    pub(super) const END: Self = Self { bits: [0; 4], end: true };

    /// The ASCII characters whose bits are set.
    fn of_ascii(bits: u128) -> Self {
        Self { bits: [bits as u64, (bits >> 64) as u64, 0, 0], end: false }
    }

    /// Adds a byte.
    pub(super) fn add(&mut self, byte: u8) {
        self.bits[usize::from(byte >> 6)] |= 1 << (byte & 63);
    }

    /// Adds all bytes that begin characters beyond ASCII.
    pub(super) fn add_beyond_ascii(&mut self) {
        self.bits[2] = u64::MAX;
        self.bits[3] = u64::MAX;
    }

    /// Adds another set.
    pub(super) fn join(&mut self, other: &Self) {
        for (own, other) in self.bits.iter_mut().zip(other.bits) {
            *own |= other;
        }
        self.end |= other.end;
    }

    /// The bytes in it.
    pub(super) fn iter(&self) -> impl Iterator<Item = u8> {
        (0..4).flat_map(|at: u8| {
            let mut rest = self.bits[usize::from(at)];
            std::iter::from_fn(move || {
                let bit = rest.trailing_zeros() as u8;
                rest &= rest.wrapping_sub(1);
                (bit < 64).then(|| at * 64 + bit)
            })
        })
    }

    /// Whether what stands at `at` is in the set.
    pub(super) fn has(&self, text: &[u8], at: usize) -> bool {
        text.get(at).map_or(self.end, |&byte| self.has_byte(byte))
    }

    /// Whether a byte is in the set.
    pub(super) fn has_byte(&self, byte: u8) -> bool {
        self.bits[usize::from(byte >> 6)] >> (byte & 63) & 1 == 1
    }
}

/// A set of pairs of bytes, larger than what was added by those that share a bit.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Pairs([u64; 16]);

impl Pairs {
    /// Adds a pair.
    pub(super) fn add(&mut self, one: u8, two: u8) {
        let (at, bit) = Self::place(one, two);
        self.0[at] |= bit;
    }

    /// Adds all pairs of a byte with one of a set.
    pub(super) fn add_all(&mut self, one: u8, seconds: &Bytes) {
        seconds.iter().for_each(|two| self.add(one, two));
    }

    /// Whether what stands at `at`, two bytes if the text does not end, may be in the set.
    pub(super) fn may_have(&self, text: &[u8], at: usize) -> bool {
        text.get(at..at + 2).is_none_or(|pair| {
            let (at, bit) = Self::place(pair[0], pair[1]);
            self.0[at] & bit != 0
        })
    }

    fn place(one: u8, two: u8) -> (usize, u64) {
        let mixed = u32::from(one).wrapping_mul(0x9e37).wrapping_add(u32::from(two).wrapping_mul(0x85eb)) >> 5;
        (mixed as usize >> 6 & 15, 1 << (mixed & 63))
    }
}

/// Kinds of characters that patterns name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `\w`
    Word,
    /// `\s`
    Space,
    /// `\p{L}`
    Letter,
    /// `\p{Lu}`
    Capital,
    /// `\p{Ll}`
    Small,
}

impl Kind {
    fn has(self, c: char) -> bool {
        match self {
            Self::Word => is_word(c),
            Self::Space => c.is_whitespace(),
            Self::Letter => c.is_alphabetic(),
            Self::Capital => c.is_uppercase(),
            Self::Small => c.is_lowercase(),
        }
    }
}

/// A set of characters.
#[derive(Debug, Clone, Default)]
pub(super) struct Class {
    /// The ASCII characters in it, negation and case already applied.
    ascii: Bytes,
    ranges: Vec<(char, char)>,
    kinds: Vec<(Kind, bool)>,
    negated: bool,
    any_case: bool,
}

impl Class {
    /// From ranges of characters and kinds with whether they are meant (`\w`) or what is not of them (`\W`).
    pub(super) fn new(ranges: Vec<(char, char)>, kinds: Vec<(Kind, bool)>, negated: bool, any_case: bool) -> Self {
        let mut ascii: u128 = 0;
        let mut add = |byte: u8| ascii |= 1 << byte;
        for &(from, to) in ranges.iter().filter(|(from, _)| from.is_ascii()) {
            for byte in from as u8..=if to.is_ascii() { to as u8 } else { 127 } {
                add(byte);
                if any_case && byte.is_ascii_alphabetic() {
                    add(byte ^ 0x20);
                }
            }
        }
        for &(kind, meant) in &kinds {
            (0..128).filter(|&byte| kind.has(char::from(byte)) == meant).for_each(&mut add);
        }
        let ascii = Bytes::of_ascii(if negated { !ascii } else { ascii });
        Self { ascii, ranges, kinds, negated, any_case }
    }

    fn looks(&self, c: char) -> bool {
        let inside = |c: char| self.ranges.iter().any(|&(from, to)| from <= c && c <= to);
        let cased = || self.any_case && (inside(small(c)) || inside(capital(c)));
        let found = inside(c) || cased() || self.kinds.iter().any(|&(kind, meant)| kind.has(c) == meant);
        found != self.negated
    }

    /// Whether nothing but ASCII characters is in it, but for letters that are one in another case.
    pub(super) fn is_ascii(&self) -> bool {
        !self.negated && self.kinds.is_empty() && self.ranges.iter().all(|(_, to)| to.is_ascii())
    }

    /// The length of the character at `at` if it is in the set.
    #[inline]
    pub(super) fn take(&self, text: &str, at: usize) -> Option<usize> {
        let byte = *text.as_bytes().get(at)?;
        if byte < 128 { self.ascii.has_byte(byte).then_some(1) } else { self.take_wide(text, at) }
    }

    fn take_wide(&self, text: &str, at: usize) -> Option<usize> {
        let c = text[at..].chars().next()?;
        self.looks(c).then_some(c.len_utf8())
    }

    /// Where the characters of the set from `at` on end, at most `most` of them, and how many they are.
    #[inline]
    pub(super) fn run(&self, text: &str, mut at: usize, most: u32) -> (usize, u32) {
        let mut taken = 0;
        while taken < most
            && let Some(len) = self.take(text, at)
        {
            at += len;
            taken += 1;
        }
        (at, taken)
    }

    /// The bytes that may come first.
    pub(super) fn bytes(&self) -> Bytes {
        let mut bytes = self.ascii;
        if !self.is_ascii() {
            bytes.add_beyond_ascii();
        }
        bytes
    }
}

/// A character in lower case where that is one character, else itself.
pub(super) fn small(c: char) -> char {
    one(c, c.to_lowercase())
}

/// A character in upper case where that is one character, else itself.
pub(super) fn capital(c: char) -> char {
    one(c, c.to_uppercase())
}

fn one(c: char, mut cased: impl Iterator<Item = char>) -> char {
    cased.next().filter(|_| cased.next().is_none()).unwrap_or(c)
}

/// Whether an ASCII character belongs to a word.
#[inline]
pub(super) fn is_word_byte(byte: u8) -> bool {
    byte == b'_' || LETTERS[usize::from(byte)]
}

/// Whether a character belongs to a word as `\w` and `\b` mean it: letters, marks, decimal digits, joiners; no ² or ½.
pub(super) fn is_word(c: char) -> bool {
    if c.is_ascii() {
        return is_word_byte(c as u8);
    }
    let mark = matches!(c, '\u{300}'..='\u{36f}' | '\u{20d0}'..='\u{20f0}' | '\u{fe00}'..='\u{fe0f}');
    let joiner = matches!(c, '\u{200c}' | '\u{200d}' | '\u{203f}' | '\u{2040}');
    let number = matches!(c, '²' | '³' | '¹' | '¼'..='¾' | '\u{2070}'..='\u{2079}' | '\u{2080}'..='\u{2089}')
        || matches!(c, '\u{2150}'..='\u{215f}' | '\u{2189}' | '\u{2460}'..='\u{249b}' | '\u{24ea}'..='\u{24ff}')
        || matches!(c, '\u{2776}'..='\u{2793}');
    mark || joiner || (c.is_alphanumeric() && !number)
}
