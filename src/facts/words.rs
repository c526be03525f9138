//! Words with the gaps between them, for the rules that read names of people and institutions token by token. A name
//! never leaves its unit: a block, or where there are none a paragraph.

use std::collections::HashSet;
use std::sync::LazyLock;

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
}

impl<'a> Words<'a> {
    pub(super) fn new(text: &'a str, unit: &Span) -> Self {
        let mut spans: Vec<Span> = Vec::new();
        let mut start = None;
        let mut chars = text[unit.clone()].char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let at = unit.start + at;
            let inside = if start.is_some() {
                c.is_alphanumeric()
                    || c == '-'
                    || c == '\u{2010}'
                    || c == '\u{2011}'
                    || (matches!(c, '\'' | '\u{2019}') && chars.peek().is_some_and(|(_, next)| next.is_alphabetic()))
            } else {
                c.is_alphanumeric()
            };
            match (start, inside) {
                (None, true) => start = Some(at),
                (Some(from), false) => {
                    spans.push(from..at);
                    start = None;
                }
                _ => {}
            }
        }
        if let Some(from) = start {
            spans.push(from..unit.end);
        }
        Self { text, spans }
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

/// Whether a list of words with blanks between has this word.
pub(super) fn listed(list: &str, word: &str) -> bool {
    // The lists are short and asked for at every word: looking for the first byte needs no searcher to be built.
    let (list, word) = (list.as_bytes(), word.as_bytes());
    let Some(&first) = word.first() else { return false };
    let parted = |at: usize| list.get(at).is_none_or(|&byte| byte == b' ');
    memchr::memchr_iter(first, list)
        .any(|at| (at == 0 || list[at - 1] == b' ') && parted(at + word.len()) && list[at..].starts_with(word))
}

/// Words that stand at the start of a name by place only: articles, prepositions, pronouns, conjunctions, months and
/// days, in both languages, in lower case.
pub(super) fn function_word(word: &str) -> bool {
    static WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
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
         zu zum zur über"
            .split_ascii_whitespace()
            .collect()
    });
    let lower = word.to_lowercase();
    WORDS.contains(lower.as_str())
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
        let page = Page { document: &document, vocabulary: &vocabulary, sentences: Vec::new(), mentions: Vec::new() };
        let units: Vec<&str> = units(&page).iter().map(|unit| page.str(unit)).collect();
        assert_eq!(units, ["One\ntwo", "Jane Roe", "Clinic"]);
    }
}
