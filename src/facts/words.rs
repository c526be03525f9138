//! Words with the gaps between them, for the rules that read names of people and institutions token by token. A name
//! never leaves its unit: a block, or where there are none a paragraph.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use super::Page;
use crate::document::ZoneKind;
use crate::text::Span;
use crate::text::floor;

/// Longer units are cut at a blank, so that a text of one line needs no word list of its own size.
const LONGEST_UNIT: usize = 64 << 10;

/// The stretches of text inside which a name is looked for, in order. Inside a zone that is laid out in lines each
/// line is one; so is each run of emphasis that is glued to its neighbour ("**Clinic****Jane Roe**").
pub(super) fn units(page: &Page<'_>) -> Vec<Span> {
    let document = page.document;
    let text = &document.text;
    let paragraphs: Vec<Span> = if document.blocks.is_empty() {
        paragraphs(text)
    } else {
        document.blocks.iter().map(|block| block.range.clone()).collect()
    };
    let glued: Vec<usize> = {
        let mut edges: Vec<usize> = document
            .spans
            .iter()
            .flat_map(|styled| [styled.range.start, styled.range.end])
            .filter(|&at| {
                text[..at].ends_with(|c: char| c.is_lowercase()) && text[at..].starts_with(|c: char| c.is_uppercase())
            })
            .collect();
        edges.sort_unstable();
        edges.dedup();
        edges
    };
    let mut units = Vec::new();
    for paragraph in paragraphs {
        let lines = match document.zone_at(paragraph.start) {
            Some(ZoneKind::Contact | ZoneKind::Masthead | ZoneKind::Caption | ZoneKind::Publication) => {
                lines(text, &paragraph)
            }
            Some(ZoneKind::Keywords | ZoneKind::References | ZoneKind::Boilerplate) | None => vec![paragraph],
        };
        for line in lines {
            let from = glued.partition_point(|&at| at <= line.start);
            let mut start = line.start;
            for &edge in glued[from..].iter().take_while(|&&at| at < line.end) {
                units.push(start..edge);
                start = edge;
            }
            while line.end - start > LONGEST_UNIT {
                let limit = floor(text, start + LONGEST_UNIT);
                let end = text[start..limit].rfind(' ').map_or(limit, |at| start + at + 1);
                units.push(start..end);
                start = end;
            }
            units.push(start..line.end);
        }
    }
    units
}

fn paragraphs(text: &str) -> Vec<Span> {
    let mut out = Vec::new();
    let mut start = 0;
    for at in memchr::memmem::find_iter(text.as_bytes(), "\n\n") {
        if at > start {
            out.push(start..at);
        }
        start = at + 2;
    }
    if start < text.len() {
        out.push(start..text.len());
    }
    out
}

/// The lines of a range, without empty ones.
pub(super) fn lines(text: &str, range: &Span) -> Vec<Span> {
    let mut start = range.start;
    text[range.clone()]
        .split('\n')
        .map(|line| {
            let span = start..start + line.len();
            start = span.end + 1;
            span
        })
        .filter(|span| !text[span.clone()].trim().is_empty())
        .collect()
}

/// The words of a unit: runs of letters and digits, with hyphens, apostrophes and full stops between letters of
/// an abbreviation left to the gaps. `Zell-` keeps its hyphen, `Müller-Tidow` is one word.
#[derive(Debug, Default)]
pub(super) struct Words<'a> {
    pub(super) text: &'a str,
    pub(super) spans: Vec<Span>,
    /// The words that a name may begin with or be told by: those with a capital first or a hyphen, and the two small
    /// ones that are titles or legal forms.
    pub(super) named: Vec<usize>,
}

/// The character at `at` and its length.
fn char_at(text: &str, at: usize) -> (char, usize) {
    match text.as_bytes()[at] {
        byte @ 0..128 => (char::from(byte), 1),
        _ => text[at..].chars().next().map_or((' ', 1), |c| (c, c.len_utf8())),
    }
}

impl<'a> Words<'a> {
    pub(super) fn new(text: &'a str, unit: &Span) -> Self {
        let bytes = &text.as_bytes()[..unit.end];
        let mut words = Self { text, spans: Vec::with_capacity(unit.len() / 6), named: Vec::new() };
        let mut at = unit.start;
        while at < unit.end {
            let start = at;
            let (letter, len) = char_at(text, at);
            at += len;
            if !letter.is_alphanumeric() {
                continue;
            }
            let mut named = letter.is_uppercase();
            loop {
                while bytes.get(at).is_some_and(u8::is_ascii_alphanumeric) {
                    at += 1;
                }
                if at == unit.end {
                    break;
                }
                let (letter, len) = char_at(text, at);
                named |= letter == '-';
                let apostrophe = || {
                    let next = at + len;
                    matches!(letter, '\'' | '\u{2019}') && next < unit.end && char_at(text, next).0.is_alphabetic()
                };
                if !(letter.is_alphanumeric() || matches!(letter, '-' | '\u{2010}' | '\u{2011}') || apostrophe()) {
                    break;
                }
                at += len;
            }
            if named || matches!(&bytes[start..at], b"apl" | b"plc") {
                words.named.push(words.spans.len());
            }
            words.spans.push(start..at);
        }
        words
    }

    /// The same words without the numbers of affiliations that are glued to names: "Roe1, Doe2".
    pub(super) fn without_marks(mut self) -> Self {
        for span in &mut self.spans {
            let word = &self.text[span.clone()];
            let name = word.trim_end_matches(|c: char| c.is_numeric());
            if name.len() >= 3 && capital(name) && name.ends_with(char::is_lowercase) {
                span.end = span.start + name.len();
            }
        }
        self
    }

    pub(super) fn len(&self) -> usize {
        self.spans.len()
    }

    /// The `i`-th word, or "" behind the last.
    pub(super) fn get(&self, i: usize) -> &'a str {
        self.spans.get(i).map_or("", |span| &self.text[span.clone()])
    }

    /// What stands between word `i` and the next one; "\n" at the end of the unit.
    pub(super) fn gap(&self, i: usize) -> &'a str {
        match (self.spans.get(i), self.spans.get(i + 1)) {
            (Some(word), Some(next)) => &self.text[word.end..next.start],
            _ => "\n",
        }
    }

    /// Whether nothing but one blank parts word `i` from the next, or a line break that only wraps a long line.
    pub(super) fn joined(&self, i: usize) -> bool {
        const WRAPPED: usize = 45;
        match self.gap(i) {
            " " | "\u{a0}" => true,
            "\n" if i + 1 < self.len() => {
                let end = self.spans[i].end;
                let line = &self.text.as_bytes()[end.saturating_sub(WRAPPED)..end];
                line.len() == WRAPPED && !line.contains(&b'\n')
            }
            _ => false,
        }
    }

    /// The range from word `from` to word `to`, inclusive.
    pub(super) fn range(&self, from: usize, to: usize) -> Span {
        self.spans[from].start..self.spans[to].end
    }
}

/// Whether a word begins with a capital.
pub(super) fn capital(word: &str) -> bool {
    word.starts_with(|c: char| c.is_uppercase())
}

/// Whether a word is written in capitals only, as acronyms are; hyphens and digits may stand in between.
pub(super) fn acronym(word: &str) -> bool {
    word.chars().filter(|c| c.is_uppercase()).count() >= 2 && !word.ends_with('-') && {
        let lower = word.chars().filter(|c| c.is_lowercase()).count();
        lower <= 2 && lower < word.chars().filter(|c| c.is_uppercase()).count()
    }
}

/// A list of words, asked for one word after the other.
pub(super) struct List {
    /// With blanks between.
    words: &'static str,
    ready: OnceLock<Listed>,
}

struct Listed {
    /// One bit for each sort of word in it, by first and last byte and length: most words are of none.
    sorts: [u64; 4],
    words: HashSet<&'static str>,
}

impl List {
    pub(super) const fn new(words: &'static str) -> Self {
        Self { words, ready: OnceLock::new() }
    }

    fn words(&self) -> impl Iterator<Item = &'static str> {
        self.words.split_ascii_whitespace()
    }

    /// Whether the list has this very word.
    pub(super) fn has(&self, word: &str) -> bool {
        let listed = self.listed();
        listed.may_have(word) && listed.words.contains(word)
    }

    /// Whether the list, of small words, has this word in some case.
    pub(super) fn has_small(&self, word: &str) -> bool {
        let listed = self.listed();
        listed.may_have(word) && listed.words.contains(word.to_lowercase().as_str())
    }

    fn listed(&self) -> &Listed {
        self.ready.get_or_init(|| {
            let mut sorts = [0; 4];
            for (at, bit) in self.words().map(sort) {
                sorts[at] |= bit;
            }
            Listed { sorts, words: self.words().collect() }
        })
    }
}

impl Listed {
    fn may_have(&self, word: &str) -> bool {
        let (at, bit) = sort(word);
        self.sorts[at] & bit != 0
    }
}

/// The place and bit for words like this one, in any case.
fn sort(word: &str) -> (usize, u64) {
    let bytes = word.as_bytes();
    let small = |byte: Option<&u8>| byte.map_or(0, u8::to_ascii_lowercase);
    let (first, last) = (small(bytes.first()), small(bytes.last()));
    let mixed = first.wrapping_mul(31) ^ last.wrapping_mul(101) ^ (bytes.len() as u8).wrapping_mul(59);
    (usize::from(mixed >> 6), 1 << (mixed & 63))
}

/// Endings of words in lower case, asked for one word after the other.
pub(super) struct Endings {
    /// With blanks between.
    endings: &'static str,
    by_last: OnceLock<HashMap<u8, Vec<&'static str>>>,
}

impl Endings {
    pub(super) const fn new(endings: &'static str) -> Self {
        Self { endings, by_last: OnceLock::new() }
    }

    /// Those that a word in lower case ends with.
    pub(super) fn of<'w>(&self, lower: &'w str) -> impl Iterator<Item = &'static str> + use<'_, 'w> {
        self.with_last(lower).iter().copied().filter(|end| lower.ends_with(end))
    }

    /// Whether a word in any case might end with one: it has the last letter of one.
    pub(super) fn may_end(&self, word: &str) -> bool {
        word.ends_with(|c: char| !c.is_ascii()) || !self.with_last(word).is_empty()
    }

    fn with_last(&self, word: &str) -> &[&'static str] {
        let by_last = self.by_last.get_or_init(|| {
            let mut by_last: HashMap<u8, Vec<&str>> = HashMap::new();
            for ending in self.endings.split_ascii_whitespace() {
                by_last.entry(ending.as_bytes()[ending.len() - 1]).or_default().push(ending);
            }
            by_last
        });
        let last = word.as_bytes().last().map(u8::to_ascii_lowercase);
        last.and_then(|last| by_last.get(&last)).map_or(&[], Vec::as_slice)
    }
}

/// Words that stand at the start of a name by place only: articles, prepositions, pronouns, conjunctions, months and
/// days, in both languages, in lower case.
pub(super) fn function_word(word: &str) -> bool {
    static WORDS: List = List::new(
        "a aber about according after again all alle allem allen aller alles als also although am an and any \
         april around as at auch auf august aus because before bei beim between both but by das dass dazu \
         december dem den der deren des dessen dezember die dienstag dies diese diesem diesen dieser dieses \
         doch donnerstag durch during ein eine einem einen einer eines er es europe european februar february \
         first for freitag friday from für he her here his how i ihr ihre im in into is it its januar january \
         jede jeder juli july june juni last leading local mai many march may mit mittwoch monday montag märz \
         nach neben neu neue neuen neuer neues new next no nor not november nur october oder of off oktober \
         on one or other our over samstag saturday sein seine seit september several she sie since so some \
         sonntag sowie studies study sunday team that the their these they this those through thursday to \
         today tuesday um und under unser unsere unter until upon viele vom von vor was we wednesday weitere \
         weiteren weiterer weiteres welche wenn when where which while wie wir with within without you your \
         zu zum zur über",
    );
    WORDS.has_small(word)
}

#[cfg(test)]
mod tests {
    use super::super::finds::testing::document;
    use super::*;
    use crate::vocabulary::Vocabulary;

    #[test]
    fn function_words_are_known_in_any_case() {
        for word in ["a", "The", "über", "weiteres", "märz", "Februar", "February"] {
            assert!(function_word(word), "{word}");
        }
        assert!(!function_word("Klinik"));
    }

    #[test]
    fn words_keep_their_hyphens_and_know_their_gaps() {
        let text = "Zell- und Gentherapie, Carsten Müller-Tidow (O'Brien).";
        let words = Words::new(text, &(0..text.len()));
        let all: Vec<&str> = (0..words.len()).map(|i| words.get(i)).collect();
        assert_eq!(all, ["Zell-", "und", "Gentherapie", "Carsten", "Müller-Tidow", "O'Brien"]);
        assert_eq!(words.gap(2), ", ");
        assert!(words.joined(3) && !words.joined(4) && !words.joined(5));
    }

    #[test]
    fn a_line_of_a_contact_block_is_a_unit_and_one_of_prose_is_not() {
        let document = document(&[(None, "One\ntwo"), (Some(ZoneKind::Contact), "Jane Roe\nClinic")]);
        let vocabulary = Vocabulary::default();
        let page = Page::new(&document, &vocabulary);
        let units: Vec<&str> = units(&page).iter().map(|unit| page.str(unit)).collect();
        assert_eq!(units, ["One\ntwo", "Jane Roe", "Clinic"]);
    }
}
