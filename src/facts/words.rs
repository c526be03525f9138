//! Words with the gaps between them, for the rules that read names of people and institutions token by token. A name
//! never leaves its unit: a block, or where there are none a paragraph.

use std::sync::OnceLock;

use super::Page;
use crate::document::ZoneKind;
use crate::text::{LETTERS, Span, floor};

/// Longer units are cut at a blank, so that a text of one line needs no word list of its own size.
const LONGEST_UNIT: usize = 64 << 10;

/// The units of a page with their words, read once.
#[derive(Debug, Default)]
pub(super) struct Units {
    places: Vec<Span>,
    /// For each unit its first word; at the end how many words there are.
    firsts: Vec<usize>,
    words: Vec<Span>,
    /// See [`Words::named()`].
    named: Vec<usize>,
}

/// The units of a page in order, each with its words.
pub(super) fn units<'p>(page: &'p Page<'_>) -> impl Iterator<Item = (&'p Span, Words<'p>)> {
    let text: &'p str = &page.document.text;
    page.units.get_or_init(|| Units::read(text, stretches(page))).iter(text)
}

/// The stretches of text inside which a name is looked for, in order. Inside a zone that is laid out in lines each
/// line is one; so is each run of emphasis that is glued to its neighbour ("**Clinic****Jane Roe**").
fn stretches(page: &Page<'_>) -> Vec<Span> {
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
            Some(ZoneKind::Publication) => unwrapped(text, lines(text, &paragraph)),
            Some(ZoneKind::Contact | ZoneKind::Masthead | ZoneKind::Caption) => lines(text, &paragraph),
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

/// Lines with those that only go on with a long one above joined to it: a citation may be wrapped.
fn unwrapped(text: &str, lines: Vec<Span>) -> Vec<Span> {
    const WRAPPED: usize = 45;
    let mut out: Vec<Span> = Vec::new();
    for line in lines {
        let goes_on = text[line.clone()].starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit());
        match out.last_mut() {
            Some(last)
                if text[last.clone()].len() >= WRAPPED
                    && !text[last.clone()].contains("://")
                    && !text[line.clone()].contains("://")
                    && (goes_on || text[last.clone()].ends_with(',')) =>
            {
                last.end = line.end;
            }
            _ => out.push(line),
        }
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

/// The words of a unit or of a part of it: runs of letters and digits, with hyphens, apostrophes and full stops between
/// letters of an abbreviation left to the gaps. `Zell-` keeps its hyphen, `Müller-Tidow` is one word.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words<'a> {
    pub(super) text: &'a str,
    pub(super) spans: &'a [Span],
    /// Those of [`Words::named()`], counted from the first word of the page.
    named: &'a [usize],
    /// The place of the first word among those of the page.
    first: usize,
}

/// The character at `at` and its length.
fn char_at(text: &str, at: usize) -> (char, usize) {
    match text.as_bytes()[at] {
        byte @ 0..128 => (char::from(byte), 1),
        _ => text[at..].chars().next().map_or((' ', 1), |c| (c, c.len_utf8())),
    }
}

impl Units {
    fn read(text: &str, units: Vec<Span>) -> Self {
        let mut read = Self { words: Vec::with_capacity(text.len() / 6), ..Self::default() };
        for unit in &units {
            read.firsts.push(read.words.len());
            read.unit(text, unit);
        }
        read.firsts.push(read.words.len());
        Self { places: units, ..read }
    }

    fn unit(&mut self, text: &str, unit: &Span) {
        let bytes = &text.as_bytes()[..unit.end];
        let mut at = unit.start;
        while let Some(&byte) = bytes.get(at) {
            let start = at;
            let mut named = byte.is_ascii_uppercase();
            if LETTERS[usize::from(byte)] {
                at += 1;
            } else if byte.is_ascii() {
                at += 1;
                continue;
            } else {
                let (letter, len) = char_at(text, at);
                at += len;
                if !letter.is_alphanumeric() {
                    continue;
                }
                named = letter.is_uppercase();
            }
            loop {
                while bytes.get(at).is_some_and(|&byte| LETTERS[usize::from(byte)]) {
                    at += 1;
                }
                // Most words end at a blank.
                if at == unit.end || bytes[at] == b' ' {
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
                self.named.push(self.words.len());
            }
            self.words.push(start..at);
        }
    }

    fn iter<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (&'a Span, Words<'a>)> {
        let all = Words { text, spans: &self.words, named: &self.named, first: 0 };
        self.places.iter().zip(self.firsts.windows(2)).map(move |(unit, firsts)| (unit, all.part(firsts[0], firsts[1])))
    }
}

impl<'a> Words<'a> {
    /// Those from word `from` up to word `to`.
    fn part(&self, from: usize, to: usize) -> Self {
        let (first, last) = (self.first + from, self.first + to);
        let [start, end] = [first, last].map(|at| self.named.partition_point(|&named| named < at));
        Self { text: self.text, spans: &self.spans[from..to], named: &self.named[start..end], first }
    }

    /// Those that begin inside a range.
    pub(super) fn within(&self, range: &Span) -> Self {
        let [from, to] = [range.start, range.end].map(|at| self.spans.partition_point(|span| span.start < at));
        self.part(from, to)
    }

    /// The words that a name may begin with or be told by: those with a capital first or a hyphen, and the two small
    /// ones that are titles or legal forms.
    pub(super) fn named(&self) -> impl Iterator<Item = usize> + use<'a> {
        let first = self.first;
        self.named.iter().map(move |&at| at - first)
    }

    /// Their places without the numbers of affiliations that are glued to names: "Roe1, Doe2".
    pub(super) fn without_marks(&self) -> Vec<Span> {
        let bare = |span: &Span| {
            if self.text.as_bytes()[span.end - 1].is_ascii_alphabetic() {
                return span.clone();
            }
            let word = &self.text[span.clone()];
            let name = word.trim_end_matches(|c: char| c.is_numeric());
            let marked = name.len() >= 3 && capital(name) && name.ends_with(char::is_lowercase);
            span.start..if marked { span.start + name.len() } else { span.end }
        };
        self.spans.iter().map(bare).collect()
    }

    /// The same words at other places.
    pub(super) fn placed<'b>(&'b self, spans: &'b [Span]) -> Words<'b> {
        Words { spans, ..*self }
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
    let count = |is: fn(char) -> bool| word.chars().filter(|&c| is(c)).count();
    let upper = count(char::is_uppercase);
    upper >= 2 && !word.ends_with('-') && count(char::is_lowercase) < upper.min(3)
}

/// A list of words, asked for one word after the other.
pub(super) struct List {
    /// With blanks between.
    words: &'static str,
    ready: OnceLock<Listed>,
}

/// The words by their sort; most words are of a sort that none is of.
struct Listed {
    sorts: Sorts,
    /// Ordered by their sort.
    words: Vec<&'static str>,
}

impl List {
    pub(super) const fn new(words: &'static str) -> Self {
        Self { words, ready: OnceLock::new() }
    }

    /// Whether the list has this very word.
    pub(super) fn has(&self, word: &str) -> bool {
        self.alike(word).any(|known| known == word)
    }

    /// Whether the list, of small words, has this word in some case.
    pub(super) fn has_small(&self, word: &str) -> bool {
        self.alike(word)
            .any(|known| known.eq_ignore_ascii_case(word) || !word.is_ascii() && known == word.to_lowercase())
    }

    /// The words of the list of the same sort.
    fn alike(&self, word: &str) -> impl Iterator<Item = &'static str> {
        let Listed { sorts, words } = self.listed();
        let own = sort(word);
        let from = if sorts.has(own) { words.partition_point(|known| sort(known) < own) } else { words.len() };
        words[from..].iter().copied().take_while(move |known| sort(known) == own)
    }

    fn listed(&self) -> &Listed {
        self.ready.get_or_init(|| {
            let mut words: Vec<&str> = self.words.split_ascii_whitespace().collect();
            words.sort_by_key(|word| sort(word));
            let mut sorts = Sorts::default();
            for word in &words {
                sorts.add(sort(word));
            }
            Listed { sorts, words }
        })
    }
}

/// What sorts of words there are: most words are of none.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sorts([u64; 16]);

impl Sorts {
    /// Those of the words of several lists.
    pub(super) fn of(lists: &[&List]) -> Self {
        let joined = |all: Self, list: &&List| Self(std::array::from_fn(|at| all.0[at] | list.listed().sorts.0[at]));
        lists.iter().fold(Self::default(), joined)
    }

    /// Whether one of the words may be this one.
    pub(super) fn may_have(&self, word: &str) -> bool {
        self.has(sort(word))
    }

    /// Whether a word in any case might end with one of the [`Endings`] whose sorts these are.
    pub(super) fn may_end(&self, word: &str) -> bool {
        match word.as_bytes() {
            [.., a, b, c] => !(a | b | c).is_ascii() || self.has(tail([*a, *b, *c])),
            _ => false,
        }
    }

    fn add(&mut self, sort: usize) {
        self.0[sort >> 6] |= 1 << (sort & 63);
    }

    fn has(&self, sort: usize) -> bool {
        self.0[sort >> 6] >> (sort & 63) & 1 == 1
    }
}

/// The sort of a word, in any case: by its first two bytes, its last one and its length.
fn sort(word: &str) -> usize {
    let small = |byte: u8| usize::from(byte | 0x20);
    let (first, second, last) = match word.as_bytes() {
        [first, second, .., last] => (small(*first), small(*second), small(*last)),
        [first, last] => (small(*first), 0, small(*last)),
        [one] => (small(*one), 0, 0),
        [] => (0, 0, 0),
    };
    ((first * 31) ^ (second * 7) ^ (last * 401) ^ (word.len() * 59)) & 1023
}

/// Endings of words in lower case of three bytes or more, asked for one word after the other.
pub(super) struct Endings {
    all: &'static str,
    /// What stands between two of them.
    mark: char,
    ready: OnceLock<Ended>,
}

struct Ended {
    /// The last three bytes of each.
    tails: Sorts,
    /// Ordered by their last three bytes, which stand first.
    endings: Vec<(usize, &'static str)>,
}

impl Endings {
    /// Endings with blanks between.
    pub(super) const fn new(endings: &'static str) -> Self {
        Self { all: endings, mark: ' ', ready: OnceLock::new() }
    }

    /// Phrases with `|` between, for texts that may end with them.
    pub(super) const fn phrases(endings: &'static str) -> Self {
        Self { all: endings, mark: '|', ready: OnceLock::new() }
    }

    /// Those that a word in lower case ends with.
    pub(super) fn of<'w>(&self, lower: &'w str) -> impl Iterator<Item = &'static str> + use<'_, 'w> {
        self.alike(lower).iter().map(|(_, end)| *end).filter(|end| lower.ends_with(end))
    }

    /// Whether a word in any case might end with one, by its last three bytes.
    pub(super) fn may_end(&self, word: &str) -> bool {
        !self.alike(word).is_empty()
    }

    /// What sorts of last three bytes they have, for [`Sorts::may_end`].
    pub(super) fn tails(&self) -> Sorts {
        self.ended().tails
    }

    /// Those with the same last three bytes.
    fn alike(&self, word: &str) -> &[(usize, &'static str)] {
        let Ended { tails, endings } = self.ended();
        match word.as_bytes() {
            [.., a, b, c] if (a | b | c).is_ascii() => {
                let own = tail([*a, *b, *c]);
                let from =
                    if tails.has(own) { endings.partition_point(|(tail, _)| *tail < own) } else { endings.len() };
                let behind = &endings[from..];
                &behind[..behind.iter().take_while(|(tail, _)| *tail == own).count()]
            }
            // A capital beyond ASCII may be of another length.
            _ if word.is_ascii() => &[],
            _ => endings,
        }
    }

    fn ended(&self) -> &Ended {
        self.ready.get_or_init(|| {
            let own = |ending: &str| tail(*ending.as_bytes().last_chunk().expect("an ending has three bytes"));
            let endings = self.all.split(self.mark).map(str::trim).filter(|ending| !ending.is_empty());
            let mut endings: Vec<_> = endings.map(|ending| (own(ending), ending)).collect();
            endings.sort_unstable();
            let mut tails = Sorts::default();
            for (tail, _) in &endings {
                tails.add(*tail);
            }
            Ended { tails, endings }
        })
    }
}

/// The last three bytes of a word, in any case, as a sort.
fn tail([a, b, c]: [u8; 3]) -> usize {
    let small = |byte: u8| usize::from(byte | 0x20);
    ((small(a) * 37) ^ (small(b) * 7) ^ (small(c) * 401)) & 1023
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
        let units = Units::read(text, std::iter::once(0..text.len()).collect());
        let (_, words) = units.iter(text).next().expect("one unit");
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
        let units: Vec<&str> = units(&page).map(|(unit, _)| page.str(unit)).collect();
        assert_eq!(units, ["One\ntwo", "Jane Roe", "Clinic"]);
    }
}
