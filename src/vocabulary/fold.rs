//! The form of a word in which names and texts are compared: case, accents, ß, Greek letters, British and American
//! spelling, plural and inflection endings, Roman numerals. Most words are plain: they are folded where they lie in a
//! copy of the text in small, without a look at their letters; the others are read letter by letter.

use unicode_normalization::UnicodeNormalization;

use crate::text::Span;

mod gap;
mod hash;
mod scan;
mod stem;

pub(crate) use gap::Gap;
pub(crate) use hash::Hash;
use scan::Block;

/// Longest word, in bytes of its folded form, that can be part of a name.
pub(crate) const LONGEST: usize = 96;

/// Bytes before the first folded word and behind the last one, so that a word can be read in whole numbers.
const MARGIN: [u8; 16] = [0; 16];

/// One word of a text with its folded form in [`Words`].
#[derive(Debug, Clone, Copy)]
pub(crate) struct Word {
    start: usize,
    len: u32,
    /// Where the folded form begins.
    folded: u32,
    hash: u64,
    /// What stands before it.
    pub(crate) gap: Gap,
    whole: u8,
    stem: u8,
    /// Whether a letter of it is a capital.
    pub(crate) has_capital: bool,
    /// Whether the first one is.
    pub(crate) is_capital: bool,
}

impl Word {
    /// Bytes of the text, without a possessive 's.
    pub(crate) fn range(&self) -> Span {
        self.start..self.start + self.len as usize
    }

    /// Of the folded form without its inflection.
    pub(crate) fn hash(&self) -> Hash {
        Hash::stored(self.hash, self.stem)
    }

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
    pub(crate) all: Vec<Word>,
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
    /// Where it begins, and where its copy in small does.
    start: usize,
    folded: usize,
    spelling: Spelling,
    /// Where the last word ended; nowhere before the first one.
    last_end: usize,
}

/// One before no place of a text.
const NOWHERE: usize = usize::MAX - 1;

/// Letters in a row that may be a word.
#[derive(Debug, Clone, Copy)]
struct Run {
    start: usize,
    len: usize,
    /// A bit for each capital.
    capitals: u64,
    /// Whether it is to be read letter by letter.
    odd: bool,
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

    /// No words, with room for so many.
    pub(crate) fn with_room(words: usize) -> Self {
        Self {
            all: Vec::with_capacity(words),
            folded: Vec::with_capacity(words * 8 + Block::LEN + 2 * MARGIN.len()),
            blocks: Vec::with_capacity(words / 8 + 2),
        }
    }

    /// Forgets all words.
    pub(crate) fn clear(&mut self) {
        self.all.clear();
        self.folded.clear();
    }

    /// Splits `text[range]` into folded words, replacing what was here.
    pub(crate) fn read(&mut self, text: &str, range: &Span, spelling: Spelling) {
        self.clear();
        self.add(text, range, spelling);
    }

    /// Appends the folded words of `text[range]`.
    pub(crate) fn add(&mut self, text: &str, range: &Span, spelling: Spelling) {
        let mut blocks = std::mem::take(&mut self.blocks);
        blocks.clear();
        self.folded.extend(MARGIN);
        let mut piece = Piece { text, start: range.start, folded: self.folded.len(), spelling, last_end: NOWHERE };
        scan::scan(&text.as_bytes()[range.clone()], &mut self.folded, &mut blocks);
        self.folded.extend(MARGIN);
        blocks.push(Block::default());
        let mut inside = 0;
        for (number, pair) in blocks.windows(2).enumerate() {
            let block = pair[0];
            let mut starts = block.word & !(block.word << 1 | inside);
            inside = block.word >> 63;
            while starts != 0 {
                let bit = starts.trailing_zeros();
                starts &= starts - 1;
                let start = number * 64 + bit as usize;
                let len = (!(block.word >> bit)).trailing_zeros();
                let run = if bit + len < 64 {
                    let mask = (1 << len) - 1;
                    Run {
                        start,
                        len: len as usize,
                        capitals: block.capital >> bit & mask,
                        odd: block.odd >> bit & mask != 0,
                    }
                } else {
                    across(&blocks[number..], start, bit)
                };
                self.run(&mut piece, run);
            }
        }
        self.blocks = blocks;
    }

    /// Adds what stands between two marks of a piece: a plain word, or whatever its letters say.
    #[inline]
    fn run(&mut self, piece: &mut Piece<'_>, run: Run) {
        let Run { start, len, capitals, .. } = run;
        let text_start = piece.start + start;
        if run.odd {
            self.odd(piece, text_start..text_start + len);
            return;
        }
        let Some(gap) = piece.gap(text_start, len) else { return };
        let folded = piece.folded + start;
        let whole = len.min(LONGEST);
        let mut stem = whole;
        let last = self.folded[folded + whole - 1];
        if stem::may_end(last) {
            let written = &piece.text.as_bytes()[text_start..text_start + len];
            if last == b's' && is_plural(written) {
                stem = whole - 1;
            } else if whole > 4 || last == b'y' {
                stem = stem::stem(&mut self.folded, &(folded..folded + whole));
            }
        }
        let mut word = Word {
            start: text_start,
            len: len as u32,
            folded: folded as u32,
            hash: 0,
            gap,
            whole: whole as u8,
            stem: stem as u8,
            has_capital: capitals != 0,
            is_capital: capitals & 1 != 0,
        };
        word.hash = match self.folded[folded..].first_chunk() {
            Some(letters) if stem <= 16 => Hash::of_first(letters, stem),
            _ => Hash::of(&self.folded[folded..folded + stem]),
        }
        .value();
        if len <= 5
            && capitals == (1 << len) - 1
            && let Some(number) = stem::roman(&piece.text.as_bytes()[text_start..text_start + len])
        {
            self.number(&mut word, number);
        }
        self.all.push(word);
    }

    /// Makes a word one of digits.
    #[cold]
    fn number(&mut self, word: &mut Word, number: u8) {
        let floor = self.folded.len();
        if number >= 10 {
            self.folded.push(b'0' + number / 10);
        }
        self.folded.push(b'0' + number % 10);
        let len = (self.folded.len() - floor) as u8;
        let hash = Hash::of(&self.folded[floor..]).value();
        *word = Word { folded: floor as u32, whole: len, stem: len, hash, ..*word };
    }

    /// Adds the words of a run letter by letter.
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
            let Some(gap) = piece.gap(start, at - start) else {
                self.folded.truncate(floor);
                continue;
            };
            let written = &piece.text[start..at];
            let folded = floor..self.folded.len();
            let plural = is_plural(written.as_bytes());
            let stem = if plural { folded.len() - 1 } else { stem::stem(&mut self.folded, &folded) };
            let mut word = Word {
                start,
                len: written.len() as u32,
                folded: floor as u32,
                hash: Hash::of(&self.folded[floor..floor + stem]).value(),
                gap,
                whole: folded.len() as u8,
                stem: stem as u8,
                has_capital: written.contains(char::is_uppercase),
                is_capital: written.starts_with(char::is_uppercase),
            };
            if word.is_capital
                && let Some(number) = stem::roman(written.as_bytes())
            {
                self.number(&mut word, number);
            }
            self.all.push(word);
        }
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
}

impl Piece<'_> {
    /// What stands before a word; none if it is the s of a possessive, which is no word.
    #[inline]
    fn gap(&mut self, start: usize, len: usize) -> Option<Gap> {
        let before = std::mem::replace(&mut self.last_end, start + len);
        let gap = if before == NOWHERE { Gap::Start } else { Gap::between(self.text, before, start) };
        if len == 1 && gap == Gap::Blank && gap::is_possessive(self.text, start) { None } else { Some(gap) }
    }
}

/// A run that goes on in the next block, or further.
fn across(blocks: &[Block], start: usize, bit: u32) -> Run {
    let first = 64 - bit;
    let (here, next) = (blocks[0], blocks[1]);
    let len = first + (!next.word).trailing_zeros();
    if len <= 64 {
        let mask = u64::MAX >> (64 - len);
        let bits = |here: u64, next: u64| (here >> bit | next.checked_shl(first).unwrap_or(0)) & mask;
        let capitals = bits(here.capital, next.capital);
        return Run { start, len: len as usize, capitals, odd: bits(here.odd, next.odd) != 0 };
    }
    let whole = blocks[1..].iter().take_while(|block| block.word == u64::MAX).count();
    let last = (!blocks[1 + whole].word).trailing_zeros();
    Run { start, len: (first + last) as usize + 64 * whole, capitals: 0, odd: true }
}

/// Whether a word is an acronym with the s of the plural: two capitals or digits at least and no other letter.
#[inline]
fn is_plural(written: &[u8]) -> bool {
    let of_acronym = |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    match written {
        [first, second, rest @ .., b's'] => of_acronym(second) && of_acronym(first) && rest.iter().all(of_acronym),
        _ => false,
    }
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

/// Letters and digits. The common ones of Western Europe and its dashes and quotes are known without a table.
fn is_word(c: char) -> bool {
    match c {
        'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ÿ' => true,
        '\u{2000}'..='\u{206f}' => false,
        _ => c.is_alphanumeric(),
    }
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
    use proptest::prelude::{prop_assert_eq, proptest};

    use super::*;

    /// The folded words of a name joined to one string; equal strings are equal names.
    fn joined(name: &str) -> Vec<u8> {
        let mut words = Words::default();
        words.read(name, &(0..name.len()), Spelling::Plain);
        words.all.iter().flat_map(|word| words.stem(word)).copied().collect()
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

    /// Gap, stem and hash of each word.
    fn parts(text: &str) -> Vec<(Gap, String, Hash)> {
        let mut words = Words::default();
        words.read(text, &(0..text.len()), Spelling::Plain);
        let stem = |word| String::from_utf8_lossy(words.stem(word)).into_owned();
        words.all.iter().map(|word| (word.gap, stem(word), word.hash())).collect()
    }

    #[test]
    fn a_capital_is_known_wherever_it_stands() {
        let check = |text: &str, expected: &[(bool, bool)]| {
            let mut words = Words::default();
            words.read(text, &(0..text.len()), Spelling::Plain);
            let seen: Vec<_> = words.all.iter().map(|word| (word.has_capital, word.is_capital)).collect();
            assert_eq!(seen, expected, "{text}");
        };
        check("Ein Ödem mit mRNA", &[(true, true), (true, true), (false, false), (true, false)]);
        check(&format!("{}pH", " ".repeat(63)), &[(true, false)]);
        check(&"X".repeat(100), &[(true, true)]);
    }

    proptest! {
        #[test]
        fn plain_words_are_read_as_letter_by_letter(text in "[a-z ,.()/-]{0,200}") {
            // A soft hyphen says nothing, and makes a word one that is not plain.
            let mut odd = String::new();
            for (at, c) in text.char_indices() {
                odd.push(c);
                if c.is_ascii_lowercase() && !text[..at].ends_with(|c: char| c.is_ascii_lowercase()) {
                    odd.push('\u{ad}');
                }
            }
            prop_assert_eq!(parts(&text), parts(&odd));
        }

        #[test]
        fn a_word_is_the_same_in_any_place(text in "\\PC{0,150}", before in 0usize..130) {
            prop_assert_eq!(parts(&text), parts(&format!("{}{text}", " ".repeat(before))));
        }
    }
}
