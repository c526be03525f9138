//! The form of a word in which names and texts are compared: case, accents, ß, Greek letters, British and American
//! spelling, plural and inflection endings, Roman numerals. Works on one sentence at a time, into reused buffers.

use unicode_normalization::UnicodeNormalization;

use crate::text::Span;

/// Longest word, in bytes of its folded form, that can be part of a name.
pub(crate) const LONGEST: usize = 96;

/// Letters of words that are copied without a call.
const SHORT: usize = 16;

/// ae, oe and our, the letters that fold to fewer, as bytes one after the other.
const AE: u32 = 0x6165;
const OE: u32 = 0x6f65;
const OUR: u32 = 0x6f_7572;

/// The base of the hash of letters: odd and without order.
const BASE: u64 = 0x9e37_79b9_7f4a_7c15;

/// The powers of [`BASE`] up to [`LONGEST`] and a few more letters.
const POWERS: [u64; LONGEST + 64] = {
    let mut powers = [1u64; LONGEST + 64];
    let mut at = 1;
    while at < powers.len() {
        powers[at] = powers[at - 1].wrapping_mul(BASE);
        at += 1;
    }
    powers
};

/// A hash of letters that can be put together: that of "cart" follows from those of "car" and "t" by [`join`].
pub(crate) fn hash(letters: &[u8]) -> u64 {
    let mut fours = letters.chunks_exact(4);
    let mut hash = 0u64;
    for four in &mut fours {
        let times = |at: usize, power: usize| u64::from(four[at]).wrapping_mul(POWERS[power]);
        let four = times(0, 3).wrapping_add(times(1, 2)).wrapping_add(times(2, 1)).wrapping_add(times(3, 0));
        hash = hash.wrapping_mul(POWERS[4]).wrapping_add(four);
    }
    let rest = fours.remainder().iter();
    rest.fold(hash, |hash, &letter| hash.wrapping_mul(BASE).wrapping_add(u64::from(letter)))
}

/// The hash of letters followed by others: `after` is the hash of the latter and `length` their number.
pub(crate) fn join(before: u64, after: u64, length: usize) -> u64 {
    let power = POWERS.get(length).copied().unwrap_or_else(|| BASE.wrapping_pow(length as u32));
    before.wrapping_mul(power).wrapping_add(after)
}

/// What stands before a word: nothing, a blank, a hyphen, another single mark, or something no name reaches across.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gap {
    /// The first word.
    Start,
    /// Blanks or an apostrophe.
    Blank,
    /// A hyphen or dash without blanks.
    Hyphen,
    /// One other mark, such as `/` or `.`.
    Mark(char),
    /// Anything else.
    Wall,
}

/// One word of a text with its folded form in [`Words::folded`].
#[derive(Debug, Clone)]
pub(crate) struct Word {
    /// Bytes of the text, without a possessive 's.
    pub(crate) range: Span,
    /// Bytes of the folded form, endings included.
    pub(crate) folded: Span,
    /// Where the folded form ends without its inflection.
    pub(crate) stem: usize,
    /// [`hash`] of the folded form without its inflection.
    pub(crate) hash: u64,
    /// What stands before it.
    pub(crate) gap: Gap,
}

/// The words of a piece of text, folded. Reused from sentence to sentence.
#[derive(Debug, Default)]
pub(crate) struct Words {
    /// In order.
    pub(crate) words: Vec<Word>,
    /// Folded forms, one after the other.
    pub(crate) folded: Vec<u8>,
}

/// How ä, ö and ü are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Spelling {
    /// ä = a.
    Plain,
    /// ä = ae, which folds to e as in haematology; names are stored in both readings.
    Spelled,
}

impl Words {
    /// The folded form of a word without its inflection.
    pub(crate) fn stem(&self, word: &Word) -> &[u8] {
        &self.folded[word.folded.start..word.stem]
    }

    /// The folded form of a word with its inflection.
    pub(crate) fn whole(&self, word: &Word) -> &[u8] {
        &self.folded[word.folded.clone()]
    }

    /// Splits `text[range]` into folded words, replacing what was here.
    pub(crate) fn read(&mut self, text: &str, range: &Span, spelling: Spelling) {
        self.words.clear();
        self.folded.clear();
        let bytes = &text.as_bytes()[..range.end];
        let mut at = range.start;
        let mut last_end = range.start;
        while let Some(&byte) = bytes.get(at) {
            match CLASS[usize::from(byte)] {
                BREAK => {
                    at += 1;
                    continue;
                }
                WIDE => {
                    let c = first_char(text, at);
                    if !is_word(c) {
                        at += c.len_utf8();
                        continue;
                    }
                }
                _ => {}
            }
            let gap = if self.words.is_empty() {
                Gap::Start
            } else if at == last_end + 1 && bytes[last_end] == b' ' {
                Gap::Blank
            } else {
                gap(&text[last_end..at])
            };
            let start = at;
            let floor = self.folded.len();
            at = self.word(text, start..range.end, spelling);
            last_end = at;
            if gap == Gap::Blank && at == start + 1 && is_possessive(text, start) {
                self.folded.truncate(floor);
                continue;
            }
            let (folded, stem) = self.finish(&bytes[start..at], floor);
            self.words.push(Word { range: start..at, hash: hash(&self.folded[folded.start..stem]), folded, stem, gap });
        }
    }

    /// Appends the folded letters of the word at the start of `range` and returns where it ends in the text.
    #[expect(clippy::needless_bitwise_bool, reason = "a branch that is guessed wrong costs more")]
    fn word(&mut self, text: &str, range: Span, spelling: Spelling) -> usize {
        let bytes = &text.as_bytes()[..range.end];
        let floor = self.folded.len();
        let mut at = range.start;
        let mut folded = [0; LONGEST];
        let mut len = 0;
        let mut last = 0u32;
        let mut pairs = false;
        // Most words have no other letters and no pair that folds to one; they are copied aside and appended at once.
        for (letter, &byte) in folded.iter_mut().zip(&bytes[at..]) {
            let class = CLASS[usize::from(byte)];
            if class <= WIDE {
                break;
            }
            *letter = class;
            len += 1;
            last = last << 8 | u32::from(class);
            let (two, three) = (last & 0xffff, last & 0xff_ffff);
            pairs |= (two == AE) | (two == OE) | (three == OUR);
        }
        if pairs {
            for &letter in &folded[..len] {
                self.letter(letter, floor);
            }
        } else if len <= SHORT {
            // A copy of a fixed size needs no call.
            self.folded.extend_from_slice(&folded[..SHORT]);
            self.folded.truncate(floor + len);
        } else {
            self.folded.extend_from_slice(&folded[..len]);
        }
        at += len;
        while let Some(&byte) = bytes.get(at) {
            let class = CLASS[usize::from(byte)];
            let full = self.folded.len() - floor >= LONGEST;
            if class == BREAK {
                break;
            } else if class == WIDE {
                let c = first_char(text, at);
                if !is_word(c) && !is_silent(c) {
                    break;
                }
                at += c.len_utf8();
                if !full {
                    self.wide(c, spelling, floor);
                }
            } else {
                at += 1;
                if !full {
                    self.letter(class, floor);
                }
            }
        }
        at
    }

    /// Appends one folded letter: ae and oe become e (haematology, oedema), our becomes or (tumour).
    #[inline]
    fn letter(&mut self, letter: u8, floor: usize) {
        if letter == b'e' || letter == b'r' {
            let here = &mut self.folded[floor..];
            match (letter, here) {
                (b'e', [.., last @ (b'a' | b'o')]) => {
                    *last = b'e';
                    return;
                }
                (b'r', [.., b'o', last @ b'u']) => {
                    *last = b'r';
                    return;
                }
                _ => {}
            }
        }
        self.folded.push(letter);
    }

    fn wide(&mut self, c: char, spelling: Spelling, floor: usize) {
        if is_silent(c) {
            return;
        }
        let lower = c.to_lowercase().next().unwrap_or(c);
        match (lower, spelling) {
            ('ä', Spelling::Plain) => self.folded.push(b'a'),
            ('ü', Spelling::Plain) => self.folded.push(b'u'),
            ('ä' | 'ö', Spelling::Spelled) | ('æ' | 'œ', _) => self.folded.push(b'e'),
            ('ü', Spelling::Spelled) => self.folded.extend(b"ue"),
            ('ß', _) => self.folded.extend(b"ss"),
            ('ö', Spelling::Plain) | ('ø', _) => self.folded.push(b'o'),
            ('ł', _) => self.folded.push(b'l'),
            _ => {
                if let Some(name) = greek(lower) {
                    self.folded.extend(name.as_bytes());
                    return;
                }
                let base = lower.nfkd().next().unwrap_or(lower);
                if base.is_ascii_alphanumeric() {
                    self.letter(CLASS[base as usize], floor);
                } else {
                    self.folded.extend(base.encode_utf8(&mut [0; 4]).as_bytes());
                }
            }
        }
    }

    /// Puts the last word into its final form; gives its folded range and the end of its stem.
    fn finish(&mut self, bytes: &[u8], start: usize) -> (Span, usize) {
        if matches!(bytes[0], b'I' | b'V' | b'X')
            && let Some(number) = roman(bytes)
        {
            self.folded.truncate(start);
            self.folded.extend(number.as_bytes());
            return (start..self.folded.len(), self.folded.len());
        }
        let end = self.folded.len();
        let acronym_plural = bytes.len() >= 3
            && bytes[bytes.len() - 1] == b's'
            && bytes[..bytes.len() - 1].iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
        let stem = if acronym_plural { end - 1 } else { start + stem(&mut self.folded[start..]) };
        (start..end, stem)
    }
}

/// The length of a folded word without its English plural or German inflection; rewrites a final y to i and British
/// -tre, -bre to -ter, -ber. At least four letters stay.
fn stem(word: &mut [u8]) -> usize {
    let mut len = word.len();
    if word[..len].last().is_some_and(u8::is_ascii_digit) {
        return len;
    }
    for ending in [&b"itides"[..], b"itiden"] {
        if len > 8 && word[..len].ends_with(ending) {
            return len - 4;
        }
    }
    if len > 5 && word[len - 1] == b's' && word[len - 2] != b's' && matches!(&word[len - 4..len - 1], b"tre" | b"bre") {
        len -= 1;
    }
    if len >= 5 && matches!(&word[len - 3..len], b"tre" | b"bre") {
        word[len - 2..len].copy_from_slice(b"er");
    }
    if len >= 6 && word[..len].ends_with(b"is") {
        return len - 2;
    }
    for _ in 0..3 {
        let two = len >= 6 && matches!(&word[len - 2..len], b"en" | b"er" | b"es" | b"em");
        let one = len >= 5
            && match word[len - 1] {
                b'e' => true,
                // -in ends names of substances and no inflected word: "recoverin" is not "recovery".
                b'n' => word[len - 2] != b'i',
                b's' => word[len - 2] != b's',
                _ => false,
            };
        if two {
            len -= 2;
        } else if one {
            len -= 1;
        } else {
            break;
        }
    }
    if len >= 4 && word[len - 1] == b'y' {
        word[len - 1] = b'i';
    }
    len
}

fn first_char(text: &str, at: usize) -> char {
    text[at..].chars().next().expect("a lead byte starts a character")
}

/// Whether the letter at `at` is the s of a possessive.
fn is_possessive(text: &str, at: usize) -> bool {
    matches!(text.as_bytes()[at], b's' | b'S') && text[..at].ends_with(['\'', '’'])
}

/// What a piece of text between two words is.
fn gap(between: &str) -> Gap {
    if between == " " {
        return Gap::Blank;
    }
    let mut mark = Gap::Blank;
    let mut breaks = 0;
    let mut blanks = 0;
    for c in between.chars() {
        match c {
            '\n' => breaks += 1,
            c if c.is_whitespace() => blanks += 1,
            '\'' | '’' => {}
            '-' | '\u{2010}'..='\u{2013}' if mark == Gap::Blank => mark = Gap::Hyphen,
            c if mark == Gap::Blank && !matches!(c, ':' | ';' | '!' | '?') => mark = Gap::Mark(c),
            _ => return Gap::Wall,
        }
    }
    match (mark, breaks, blanks) {
        (Gap::Blank, 0 | 1, _) | (Gap::Mark(_), 0, _) => mark,
        (Gap::Hyphen, 0, 0) => Gap::Hyphen,
        _ => Gap::Wall,
    }
}

/// I to XX in capitals as Arabic digits.
fn roman(bytes: &[u8]) -> Option<String> {
    if bytes.is_empty() || bytes.len() > 5 || !bytes.iter().all(|b| matches!(b, b'I' | b'V' | b'X')) {
        return None;
    }
    let value = |b: u8| match b {
        b'I' => 1,
        b'V' => 5,
        _ => 10,
    };
    let mut sum = 0;
    for (at, &b) in bytes.iter().enumerate() {
        let next = bytes.get(at + 1).map_or(0, |&b| value(b));
        sum += if value(b) < next { -value(b) } else { value(b) };
    }
    Some(sum.to_string())
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric()
}

/// Characters inside a word that say nothing: combining marks, soft hyphen, zero-width joiners.
fn is_silent(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// The name of a lower-case Greek letter.
pub(crate) fn greek(c: char) -> Option<&'static str> {
    const NAMES: [&str; 25] = [
        "alpha", "beta", "gamma", "delta", "epsilon", "seta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu",
        "xi", "omicron", "pi", "rho", "sigma", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega",
    ];
    match c {
        'µ' => Some("mu"),
        'α'..='ω' => Some(NAMES[c as usize - 'α' as usize]),
        _ => None,
    }
}

const BREAK: u8 = 0;
const WIDE: u8 = 1;

/// For each byte: [`BREAK`], [`WIDE`] for the lead of a longer character, else the folded letter. z folds to s, which
/// makes -ise and -ize one.
const CLASS: [u8; 256] = {
    let mut table = [BREAK; 256];
    let mut at = 0;
    while at < 256 {
        let byte = at as u8;
        table[at] = match byte {
            b'z' | b'Z' => b's',
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' => byte.to_ascii_lowercase(),
            0x80.. => WIDE,
            _ => BREAK,
        };
        at += 1;
    }
    table
};

#[cfg(test)]
mod tests {
    use super::*;

    /// The folded words of a name joined to one string; equal strings are equal names.
    fn joined(name: &str) -> Vec<u8> {
        let mut words = Words::default();
        words.read(name, &(0..name.len()), Spelling::Plain);
        words.words.iter().flat_map(|word| words.stem(word)).copied().collect()
    }

    fn same(left: &str, right: &str) {
        assert_eq!(
            String::from_utf8(joined(left)).expect("folded text"),
            String::from_utf8(joined(right)).expect("folded text"),
            "{left} and {right}"
        );
    }

    #[test]
    fn spellings_of_one_name_agree() {
        same("CAR-T-Zellen", "CART Zellen");
        same("Haematology", "hematology");
        same("tumour", "Tumors");
        same("akute myeloische Leukämie", "akuten myeloischen Leukämien");
        same("Crohn's disease", "Crohn’s diseases");
        same("TNF-α", "TNF alpha");
        same("factor VIII", "factor 8");
        same("randomised", "Randomized");
        same("cancer centre", "cancer centers");
        same("Therapie", "therapies");
        same("Prednison", "prednisone");
        same("Großzelliges", "grosszellig");
        same("A\u{308}rzte", "Ärzte");
        same("TKIs", "TKI");
    }

    #[test]
    fn other_words_stay_apart() {
        assert_ne!(joined("myeloid"), joined("myeloma"));
        assert_ne!(joined("CD19"), joined("CD20"));
        assert_ne!(joined("type I"), joined("type II"));
        assert_ne!(joined("leukemia"), joined("leukopenia"));
    }

    #[test]
    fn a_long_word_is_cut_and_read_once() {
        let text = "a".repeat(10_000);
        assert_eq!(joined(&text).len(), LONGEST);
    }
}
