//! The form of a word in which names and texts are compared: case, accents, ß, Greek letters, British and American
//! spelling, plural and inflection endings, Roman numerals. Most words are plain: they are folded where they lie in a
//! copy of the text in small, without a look at their letters; the others are read letter by letter.

use unicode_normalization::UnicodeNormalization;

use crate::text::Span;

mod hash;
mod scan;
mod stem;

pub(crate) use hash::Hash;
use scan::Block;

/// Longest word, in bytes of its folded form, that can be part of a name.
pub(crate) const LONGEST: usize = 96;

/// Bytes before the first folded word and behind the last one, so that a word can be read in whole numbers.
const MARGIN: [u8; 16] = [0; 16];

/// What stands before a word: nothing, a blank, a hyphen, another single mark, or something no name reaches across.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gap {
    /// The first word of a piece.
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

impl Gap {
    /// Whether no name reaches across.
    pub(crate) fn parts(self) -> bool {
        matches!(self, Self::Start | Self::Wall)
    }
}

/// One word of a text with its folded form in [`Words`].
#[derive(Debug, Clone)]
pub(crate) struct Word {
    /// Bytes of the text, without a possessive 's.
    pub(crate) range: Span,
    /// Of the folded form without its inflection.
    pub(crate) hash: Hash,
    /// Where the folded form begins, its length and that without its inflection.
    folded: u32,
    whole: u16,
    stem: u16,
    /// What stands before it.
    pub(crate) gap: Gap,
    /// Whether a letter of it is a capital.
    pub(crate) has_capital: bool,
    /// Whether the first one is.
    pub(crate) is_capital: bool,
}

impl Word {
    /// Bytes of the folded form without its inflection.
    pub(crate) fn stem_len(&self) -> usize {
        usize::from(self.stem)
    }

    /// Bytes of the folded form with its inflection.
    pub(crate) fn whole_len(&self) -> usize {
        usize::from(self.whole)
    }
}

/// The words of pieces of a text, folded. Reused from piece to piece.
#[derive(Debug, Default)]
pub(crate) struct Words {
    /// In order.
    pub(crate) words: Vec<Word>,
    /// The pieces in small, each with the folded forms of its words that are not plain behind it.
    folded: Vec<u8>,
    blocks: Vec<Block>,
}

/// How ä, ö and ü are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Spelling {
    /// ä = a.
    Plain,
    /// ä = ae, which folds to e as in haematology; names are stored in both readings.
    Spelled,
}

/// The piece that is being read.
struct Piece<'a> {
    text: &'a str,
    range: Span,
    spelling: Spelling,
    /// Where its copy in small begins.
    folded: usize,
    /// Words before its own.
    before: usize,
    /// Where the last word ended.
    last_end: usize,
}

impl Words {
    /// The folded form of a word without its inflection.
    pub(crate) fn stem(&self, word: &Word) -> &[u8] {
        &self.folded[word.folded as usize..][..usize::from(word.stem)]
    }

    /// The folded form of a word with its inflection.
    pub(crate) fn whole(&self, word: &Word) -> &[u8] {
        &self.folded[word.folded as usize..][..usize::from(word.whole)]
    }

    /// Forgets all words.
    pub(crate) fn clear(&mut self) {
        self.words.clear();
        self.folded.clear();
    }

    /// Splits `text[range]` into folded words, replacing what was here.
    pub(crate) fn read(&mut self, text: &str, range: &Span, spelling: Spelling) {
        self.clear();
        self.add(text, range, spelling);
    }

    /// Appends the folded words of `text[range]`.
    pub(crate) fn add(&mut self, text: &str, range: &Span, spelling: Spelling) {
        let bytes = &text.as_bytes()[range.clone()];
        let mut blocks = std::mem::take(&mut self.blocks);
        blocks.clear();
        self.folded.extend(MARGIN);
        let mut piece = Piece {
            text,
            range: range.clone(),
            spelling,
            folded: self.folded.len(),
            before: self.words.len(),
            last_end: range.start,
        };
        scan::scan(bytes, &mut self.folded, &mut blocks);
        self.folded.extend(MARGIN);
        // A word begins or ends where a bit is another one than that before it.
        let mut last = 0;
        let mut start = None;
        for (number, block) in blocks.iter().enumerate() {
            let mut edges = block.word ^ (block.word << 1 | last);
            last = block.word >> 63;
            while edges != 0 {
                let at = number * 64 + edges.trailing_zeros() as usize;
                edges &= edges - 1;
                match start.take() {
                    None => start = Some(at),
                    Some(start) => self.run(&mut piece, &blocks, start..at),
                }
            }
        }
        if let Some(start) = start {
            self.run(&mut piece, &blocks, start..bytes.len());
        }
        self.blocks = blocks;
    }

    /// Adds what stands between two marks of a piece: a plain word, or whatever its letters say.
    #[inline]
    fn run(&mut self, piece: &mut Piece<'_>, blocks: &[Block], run: Span) {
        let odd = bits(blocks, &run, |block| block.odd);
        if odd != 0 || run.len() > 64 {
            return self.odd(piece, run.start + piece.range.start..run.end + piece.range.start);
        }
        let capitals = bits(blocks, &run, |block| block.capital);
        let range = piece.range.start + run.start..piece.range.start + run.end;
        let written = &piece.text.as_bytes()[range.clone()];
        let Some(gap) = self.gap(piece, &range) else { return };
        let mut folded = piece.folded + run.start..piece.folded + run.end;
        let stem = self.finish(written, &mut folded, capitals & 1 != 0);
        let hash = match self.folded[folded.start..].first_chunk() {
            Some(letters) if stem <= 16 => Hash::of_first(letters, stem),
            _ => Hash::of(&self.folded[folded.start..][..stem]),
        };
        self.words.push(Word {
            range,
            hash,
            folded: folded.start as u32,
            whole: folded.len() as u16,
            stem: stem as u16,
            gap,
            has_capital: capitals != 0,
            is_capital: capitals & 1 != 0,
        });
    }

    /// Adds the words of a run letter by letter.
    #[cold]
    fn odd(&mut self, piece: &mut Piece<'_>, run: Span) {
        let bytes = &piece.text.as_bytes()[..run.end];
        let mut at = run.start;
        while at < run.end {
            if bytes[at] >= 0x80 {
                let c = first_char(piece.text, at);
                if !is_word(c) {
                    at += c.len_utf8();
                    continue;
                }
            }
            let start = at;
            let floor = self.folded.len();
            at = self.letters(piece.text, start..run.end, piece.spelling);
            let range = start..at;
            let Some(gap) = self.gap(piece, &range) else {
                self.folded.truncate(floor);
                continue;
            };
            let written = &piece.text[range.clone()];
            let is_capital = written.starts_with(char::is_uppercase);
            let mut folded = floor..self.folded.len();
            let stem = self.finish(written.as_bytes(), &mut folded, is_capital);
            self.words.push(Word {
                has_capital: written.contains(char::is_uppercase),
                is_capital,
                range,
                hash: Hash::of(&self.folded[folded.start..][..stem]),
                folded: folded.start as u32,
                whole: folded.len() as u16,
                stem: stem as u16,
                gap,
            });
        }
    }

    /// What stands before a word of a piece; none if it is the s of a possessive, which is no word.
    #[inline]
    fn gap(&self, piece: &mut Piece<'_>, word: &Span) -> Option<Gap> {
        let before = std::mem::replace(&mut piece.last_end, word.end)..word.start;
        if self.words.len() == piece.before {
            return Some(Gap::Start);
        }
        let gap = match piece.text.as_bytes()[before.clone()] {
            [one] => GAPS[usize::from(one)],
            _ => gap(&piece.text[before]),
        };
        let possessive = gap == Gap::Blank && word.len() == 1 && is_possessive(piece.text, word.start);
        (!possessive).then_some(gap)
    }

    /// Appends the folded letters of the word at the start of `range` and returns where it ends in the text.
    fn letters(&mut self, text: &str, range: Span, spelling: Spelling) -> usize {
        let floor = self.folded.len();
        let mut at = range.start;
        while at < range.end {
            let byte = text.as_bytes()[at];
            let full = self.folded.len() - floor >= LONGEST;
            if byte < 0x80 {
                at += 1;
                if !full {
                    self.letter(small(byte), floor);
                }
                continue;
            }
            let c = first_char(text, at);
            if !is_word(c) && !is_silent(c) {
                break;
            }
            at += c.len_utf8();
            if !full {
                self.wide(c, spelling, floor);
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
        let lower = match c {
            'Ä' => 'ä',
            'Ö' => 'ö',
            'Ü' => 'ü',
            'ä' | 'ö' | 'ü' | 'ß' => c,
            _ => c.to_lowercase().next().unwrap_or(c),
        };
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
                    self.letter(small(base as u8), floor);
                } else {
                    self.folded.extend(base.encode_utf8(&mut [0; 4]).as_bytes());
                }
            }
        }
    }

    /// Puts a folded word into its final form, which may be another one behind all others; gives the length of its stem.
    #[inline]
    fn finish(&mut self, written: &[u8], folded: &mut Span, is_capital: bool) -> usize {
        if is_capital {
            if matches!(written[0], b'I' | b'V' | b'X')
                && let Some(number) = stem::roman(written)
            {
                folded.start = self.folded.len();
                if number >= 10 {
                    self.folded.push(b'0' + number / 10);
                }
                self.folded.push(b'0' + number % 10);
                folded.end = self.folded.len();
                return folded.len();
            }
        }
        if let [all @ .., b's'] = written
            && all.len() >= 2
            && is_of_acronym(written[1])
            && all.iter().all(|&byte| is_of_acronym(byte))
        {
            return folded.len() - 1;
        }
        stem::stem(&mut self.folded, folded)
    }
}

/// Up to 64 bits of the blocks of a piece.
#[inline]
fn bits(blocks: &[Block], run: &Span, part: impl Fn(&Block) -> u64) -> u64 {
    let (block, bit) = (run.start / 64, run.start % 64);
    let first = part(&blocks[block]) >> bit;
    let second = blocks.get(block + 1).map_or(0, part) << 1 << (63 - bit);
    (first | second) & u64::MAX >> (64 - run.len().clamp(1, 64))
}

fn is_of_acronym(byte: u8) -> bool {
    byte.is_ascii_uppercase() || byte.is_ascii_digit()
}

/// A letter or digit as it is compared. z is s, which makes -ise and -ize one.
fn small(byte: u8) -> u8 {
    match byte.to_ascii_lowercase() {
        b'z' => b's',
        small => small,
    }
}

fn first_char(text: &str, at: usize) -> char {
    text[at..].chars().next().expect("a lead byte starts a character")
}

/// Whether the letter at `at` is the s of a possessive.
fn is_possessive(text: &str, at: usize) -> bool {
    matches!(text.as_bytes()[at], b's' | b'S') && text[..at].ends_with(['\'', '’'])
}

/// What one byte between two words is.
const GAPS: [Gap; 256] = {
    let mut gaps = [Gap::Wall; 256];
    let mut byte = 0;
    while byte < 0x80 {
        gaps[byte as usize] = match byte {
            b' ' | b'\t'..=b'\r' | b'\'' => Gap::Blank,
            b'-' => Gap::Hyphen,
            b':' | b';' | b'!' | b'?' => Gap::Wall,
            _ => Gap::Mark(byte as char),
        };
        byte += 1;
    }
    gaps
};

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
