//! Folding for search: what readers type and what stands in a text are brought to one form, with the way back to the
//! offsets of the original. The rules are those of reading.md, "What readers have asked others for" 3.

use std::iter::once;

use caseless::Caseless;
use unicode_normalization::UnicodeNormalization;

use super::Span;

/// Which of two readings a folding takes where a text can be read in two ways. A search folds text and query both
/// ways with the same reading, and finds what either finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Umlaut {
    /// ä = a, µ = u; a hyphen that ends a line before a lower-case letter is only there for the line's sake.
    Plain,
    /// ä = ae, µ = mu; a hyphen that ends a line is a hyphen ("T-⏎cell").
    Spelled,
}

/// A text folded for comparison, with the way back to the offsets of the original. Texts up to 4 GB.
#[derive(Debug, Clone, Default)]
pub struct Folded {
    /// The folded text.
    pub text: String,
    /// Where the mapping changes, in order; each piece reaches to the next.
    pieces: Vec<Piece>,
    /// The length of the original.
    len: usize,
}

/// A piece of folded text and where its original begins.
#[derive(Debug, Clone, Copy)]
struct Piece {
    folded: u32,
    original: u32,
    /// Each byte stands for one byte; else the piece stands for its original as a whole.
    bytewise: bool,
}

impl Folded {
    /// Folds `text`.
    pub fn new(text: &str, umlaut: Umlaut) -> Self {
        let mut folder = Folder {
            text,
            umlaut,
            out: Vec::with_capacity(text.len() + text.len() / 16),
            pieces: Vec::new(),
            blank: false,
            bytewise: false,
        };
        folder.run();
        Self {
            text: String::from_utf8(folder.out).expect("folding writes whole characters"),
            pieces: folder.pieces,
            len: text.len(),
        }
    }

    /// The bytes of the original that a range of the folded text stands for, with the marks that belong to its last
    /// letter. Monotone, on character boundaries.
    pub fn original(&self, range: Span) -> Span {
        let start = self.place(range.start, false);
        if range.is_empty() {
            return start..start;
        }
        start..self.place(range.end - 1, true)
    }

    /// Where the original of the folded byte `at` begins or ends.
    fn place(&self, at: usize, end: bool) -> usize {
        let next = self.pieces.partition_point(|piece| piece.folded as usize <= at);
        let Some(piece) = next.checked_sub(1).and_then(|index| self.pieces.get(index)) else {
            return if end { self.len } else { 0 };
        };
        let following = self.pieces.get(next).map_or(self.len, |piece| piece.original as usize);
        match (piece.bytewise, end) {
            (true, _) => (piece.original as usize + at - piece.folded as usize + usize::from(end)).min(self.len),
            (false, false) => piece.original as usize,
            (false, true) => following,
        }
    }
}

/// The folded form of a name, for look-up tables: [`Umlaut::Plain`] folding without blanks, hyphens and apostrophes.
pub fn key(name: &str) -> String {
    let mut folded = Folded::new(name, Umlaut::Plain).text;
    folded.retain(char::is_alphanumeric);
    folded
}

/// Signs for which [`ASCII`] has no single answer; the value cannot be a folded byte.
const ASIDE: u8 = 0xFF;

/// What an ASCII byte folds to: lower case, blanks and hyphens a blank.
const ASCII: [u8; 256] = {
    let mut table = [ASIDE; 256];
    let mut byte = 0;
    while byte < 128 {
        table[byte] = match byte as u8 {
            b'\t' | b'\n' | 0x0B | 0x0C | b'\r' | b' ' => b' ',
            b'-' => ASIDE,
            other => other.to_ascii_lowercase(),
        };
        byte += 1;
    }
    table
};

struct Folder<'a> {
    text: &'a str,
    umlaut: Umlaut,
    out: Vec<u8>,
    pieces: Vec<Piece>,
    /// Whether the last thing written is a blank, into which further blanks and dashes fall.
    blank: bool,
    /// Whether the last piece is bytewise and open.
    bytewise: bool,
}

impl Folder<'_> {
    fn run(&mut self) {
        let bytes = self.text.as_bytes();
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            let folded = ASCII[usize::from(byte)];
            if folded == ASIDE {
                at = self.aside(at);
                continue;
            }
            let blank = folded == b' ';
            if blank && self.blank {
                self.drop(at);
            } else {
                if !self.bytewise {
                    self.piece(at, true);
                }
                self.out.push(folded);
            }
            self.blank = blank;
            at += 1;
        }
    }

    /// A hyphen or a character beyond ASCII; where the next one begins.
    fn aside(&mut self, at: usize) -> usize {
        let c = self.text[at..].chars().next().expect("a character begins here");
        let next = at + c.len_utf8();
        if is_dash(c) || c == '\u{AD}' {
            if (self.umlaut == Umlaut::Plain || c == '\u{AD}')
                && let Some(end) = broken_word(self.text, at)
            {
                self.drop(at);
                return end;
            }
            if c == '\u{AD}' {
                self.drop(at);
            } else {
                self.blank(at, c);
            }
        } else if c.is_whitespace() {
            self.blank(at, c);
        } else if is_mark(c) {
            self.mark(at, c);
        } else if is_silent(c) {
            self.drop(at);
        } else {
            self.piece(at, false);
            match small_digit(c).filter(|_| stands_by_letters(&self.text[..at])) {
                Some(digit) => self.out.push(digit),
                None => self.letter(c),
            }
            self.blank = false;
        }
        next
    }

    fn piece(&mut self, at: usize, bytewise: bool) {
        self.pieces.push(Piece { folded: self.out.len() as u32, original: at as u32, bytewise });
        self.bytewise = bytewise;
    }

    /// Leaves out what stands at `at`: an empty piece, so that neither neighbour takes it in.
    fn drop(&mut self, at: usize) {
        // A run of them is one piece.
        if self.bytewise || self.pieces.last().is_none_or(|last| last.folded as usize != self.out.len()) {
            self.piece(at, false);
        }
    }

    fn blank(&mut self, at: usize, c: char) {
        if self.blank {
            self.drop(at);
            return;
        }
        let bytewise = c.is_ascii();
        if !(bytewise && self.bytewise) {
            self.piece(at, bytewise);
        }
        self.out.push(b' ');
        self.blank = true;
    }

    /// A combining mark: goes with its letter.
    fn mark(&mut self, at: usize, c: char) {
        if self.bytewise
            && let Some(last) = self.out.pop()
        {
            if self.pieces.last().is_some_and(|piece| piece.folded as usize == self.out.len()) {
                self.pieces.pop();
            }
            self.piece(at - 1, false);
            self.out.push(last);
        } else if self.pieces.is_empty() {
            self.piece(at, false);
        }
        if c == '\u{308}' && self.umlaut == Umlaut::Spelled && matches!(self.out.last(), Some(b'a' | b'o' | b'u')) {
            self.out.push(b'e');
        }
    }

    fn letter(&mut self, c: char) {
        let spelled = self.umlaut == Umlaut::Spelled;
        let two = match c {
            'ä' | 'Ä' => Some(("a", "ae")),
            'ö' | 'Ö' | 'ø' | 'Ø' => Some(("o", "oe")),
            'ü' | 'Ü' => Some(("u", "ue")),
            'å' | 'Å' | '\u{212B}' => Some(("a", "aa")),
            'µ' | 'μ' => Some(("u", "mu")),
            'æ' | 'Æ' => Some(("ae", "ae")),
            'œ' | 'Œ' => Some(("oe", "oe")),
            'đ' | 'Đ' => Some(("d", "d")),
            'ł' | 'Ł' => Some(("l", "l")),
            'ı' => Some(("i", "i")),
            '‘' | '’' | '‚' | '‛' | '′' | 'ʼ' | '‹' | '›' | '´' => Some(("'", "'")),
            '“' | '”' | '„' | '‟' | '″' | '«' | '»' => Some(("\"", "\"")),
            _ => None,
        };
        if let Some((plain, long)) = two {
            self.out.extend_from_slice(if spelled { long } else { plain }.as_bytes());
            return;
        }
        for folded in once(c).nfd().default_case_fold().nfd().filter(|&c| !is_mark(c)) {
            match greek(folded) {
                Some("mu") if !spelled => self.out.push(b'u'),
                Some(name) => self.out.extend_from_slice(name.as_bytes()),
                None => self.out.extend_from_slice(folded.encode_utf8(&mut [0; 4]).as_bytes()),
            }
        }
    }
}

/// Where a word goes on that was broken at the hyphen at an offset: the hyphen is the last of its line, stands after a
/// letter, and a lower-case letter follows that is no "und", "oder", "and", "or", "bzw" of a hyphen that stands for a
/// word.
pub fn broken_word(text: &str, hyphen: usize) -> Option<usize> {
    let after = hyphen + text[hyphen..].chars().next().map_or(0, char::len_utf8);
    // Nearly all hyphens end here, after one byte.
    let line = text[after..].trim_start_matches([' ', '\r']).strip_prefix('\n')?;
    if !text[..hyphen].ends_with(char::is_alphanumeric) {
        return None;
    }
    let next = line.trim_start_matches(' ');
    if !next.starts_with(char::is_lowercase) {
        return None;
    }
    let word = next.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let joins = ["und", "oder", "and", "or", "bzw", "beziehungsweise", "sowie", "to", "bis"].contains(&word);
    (!joins).then(|| text.len() - next.len())
}

/// The digit that a raised or lowered one is.
fn small_digit(c: char) -> Option<u8> {
    let digit = match c {
        '¹' => 1,
        '²' | '³' => u32::from(c) - u32::from('²') + 2,
        '⁰' | '⁴'..='⁹' => u32::from(c) - u32::from('⁰'),
        '₀'..='₉' => u32::from(c) - u32::from('₀'),
        _ => return None,
    };
    Some(b'0' + digit as u8)
}

/// Small digits looked back over for what they stand by.
const SMALL: usize = 8;

/// Whether a small digit that follows belongs to letters (CO₂, m², Ca(OH)₂), not to a number (10⁶), whose value it
/// changes.
fn stands_by_letters(before: &str) -> bool {
    let base = before.chars().rev().take(SMALL).find(|&c| small_digit(c).is_none());
    base.is_some_and(|c| c.is_alphabetic() || matches!(c, ')' | ']'))
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}')
}

/// Diacritics: combining marks that modify a letter, not the vowel signs that a script is written with.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FE20}'..='\u{FE2F}')
}

fn is_silent(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}')
}

/// The English name of a lower-case Greek letter.
fn greek(c: char) -> Option<&'static str> {
    const NAMES: [&str; 25] = [
        "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu",
        "xi", "omicron", "pi", "rho", "sigma", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega",
    ];
    match c {
        'α'..='ω' => NAMES.get(u32::from(c) as usize - u32::from('α') as usize).copied(),
        'ϕ' => Some("phi"),
        'ϑ' => Some("theta"),
        'ϵ' => Some("epsilon"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use memchr::memmem;
    use proptest::prelude::*;

    const BOTH: [Umlaut; 2] = [Umlaut::Plain, Umlaut::Spelled];

    /// What a search for `query` finds in `text`, both readings taken together.
    fn hits<'a>(text: &'a str, query: &str) -> Vec<&'a str> {
        let mut found: Vec<Span> = BOTH
            .iter()
            .flat_map(|&umlaut| {
                let (text, query) = (Folded::new(text, umlaut), Folded::new(query, umlaut));
                memmem::find_iter(text.text.as_bytes(), &query.text)
                    .map(|at| text.original(at..at + query.text.len()))
                    .collect::<Vec<_>>()
            })
            .collect();
        found.sort_by_key(|span| (span.start, span.end));
        found.dedup();
        found.into_iter().map(|span| &text[span]).collect()
    }

    #[test]
    fn pairs_that_must_hit() {
        for (query, text, hit) in [
            ("CAR-T", "die CAR\u{2011}T\u{2011}Zelle", "CAR\u{2011}T"),
            ("CAR-T", "eine CAR–T–Therapie", "CAR–T"),
            ("CAR-T", "a CAR T cell", "CAR T"),
            ("CAR T", "a CAR-T cell", "CAR-T"),
            ("car-t", "CAR\n  T", "CAR\n  T"),
            ("CAR-T", "CAR\u{A0}-\u{2009}T", "CAR\u{A0}-\u{2009}T"),
            ("Koeln", "in Köln", "Köln"),
            ("Köln", "in Koeln", "Koeln"),
            ("Koln", "in KÖLN", "KÖLN"),
            ("Koeln", "in Ko\u{308}ln", "Ko\u{308}ln"),
            ("Grosse", "die Größe", "Größe"),
            ("groesse", "die GRÖẞE", "GRÖẞE"),
            ("Sjogren", "das Sjögren-Syndrom", "Sjögren"),
            ("IFN-gamma", "mit IFN-γ", "IFN-γ"),
            ("IFN-γ", "mit IFN gamma", "IFN gamma"),
            ("ug", "5 µg", "µg"),
            ("µg", "5 μg", "μg"),
            ("mug", "5 µg", "µg"),
            ("Autoimmunerkrankung", "Autoimmun-\nerkrankung", "Autoimmun-\nerkrankung"),
            ("Autoimmunerkrankung", "Auto\u{AD}immun\u{AD}erkrankung", "Auto\u{AD}immun\u{AD}erkrankung"),
            ("T-cell", "the T-\ncell count", "T-\ncell"),
            ("naive", "naïve B cells", "naïve"),
            ("naive", "nai\u{308}ve", "nai\u{308}ve"),
            ("naïve", "a naive cell", "naive"),
            ("\"reset\"", "an “reset”", "“reset”"),
            ("Crohn's", "Crohn’s disease", "Crohn’s"),
            ("Malmo", "Malmø", "Malmø"),
            ("strasse", "STRASSE, Straße", "STRASSE"),
            ("oesophagus", "œsophagus", "œsophagus"),
            ("10⁶", "10⁶ cells", "10⁶"),
            ("CO2", "etwas CO₂ darin", "CO₂"),
            ("CO₂", "etwas CO2 darin", "CO2"),
            ("m2", "mg/m² KOF", "m²"),
            ("h2o", "H₂O", "H₂O"),
            ("C12H22", "C₁₂H₂₂O₁₁", "C₁₂H₂₂"),
        ] {
            assert!(hits(text, query).contains(&hit), "{query:?} in {text:?}: {:?}", hits(text, query));
        }
    }

    #[test]
    fn pairs_that_must_not_hit() {
        for (query, text) in [
            ("106", "10⁶ cells"),
            ("1012", "10¹² cells"),
            ("10-6", "10⁻⁶"),
            ("12", "1₂"),
            ("Bund", "B-\nund T-Zellen"),
            ("Zellund", "B-Zell-\nund T-Zell"),
            ("CART", "CAR-T"),
            ("CART", "CAR-\nT"),
            ("gamma", "gamna"),
        ] {
            assert!(hits(text, query).is_empty(), "{query:?} in {text:?}");
        }
    }

    #[test]
    fn a_match_takes_its_marks_and_no_more() {
        assert_eq!(hits("cafe\u{301}s", "cafe"), ["cafe\u{301}"]);
        assert_eq!(hits("Immun\u{AD}system", "immun"), ["Immun"]);
        assert_eq!(hits("weißes", "wei"), ["wei"]);
        assert_eq!(hits("weiß es", "s"), ["ß", "s"]);
    }

    #[test]
    fn keys_are_bare() {
        for (name, expected) in
            [("CAR-T-Zelle", "cartzelle"), ("IFN-γ", "ifngamma"), ("Sjögren's", "sjogrens"), ("", ""), (" – ", "")]
        {
            assert_eq!(key(name), expected);
        }
    }

    proptest! {
        #[test]
        fn ranges_lie_on_characters_in_order(text in "[a-cA-C0 \n\u{AD}äßéµγ₂²\u{301}\u{308}\u{2011}“\\-]{0,40}|\\PC{0,40}") {
            for umlaut in BOTH {
                let folded = Folded::new(&text, umlaut);
                let mut before = 0..0;
                for (at, c) in folded.text.char_indices() {
                    let span = folded.original(at..at + c.len_utf8());
                    prop_assert!(text.get(span.clone()).is_some_and(|part| !part.is_empty()), "{:?} of {:?}", span, text);
                    prop_assert!(before.start <= span.start && before.end <= span.end);
                    before = span;
                }
                let whole = folded.original(0..folded.text.len());
                prop_assert!(text.get(whole).is_some());
            }
        }

        #[test]
        fn folding_a_folded_text_changes_nothing(text in "[a-cA-C äßéµγ₂²“\\-]{0,40}") {
            let once = Folded::new(&text, Umlaut::Plain).text;
            prop_assert_eq!(&Folded::new(&once, Umlaut::Plain).text, &once);
        }
    }
}
