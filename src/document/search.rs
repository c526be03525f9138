//! Matches of a phrase in a text as byte ranges. The phrase and the text are folded alike (case, umlauts, dashes,
//! Greek letters), so that what is typed finds what is printed.

use memchr::memmem::{self, Finder};

use crate::text::{self, Folded, Span, Umlaut};

/// Bytes folded at a time: the folded copy stays in the cache, and a cancelled search ends soon.
const WINDOW: usize = 256 << 10;
/// Bytes that two windows share: the longest match that is found across their border.
const OVERLAP: usize = 4 << 10;

/// A phrase to look for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// As typed.
    pub typed: String,
    plain: String,
    spelled: String,
}

impl Pattern {
    /// The pattern for what was typed; none when nothing is left of it after folding.
    pub fn new(typed: &str) -> Option<Self> {
        let fold = |umlaut| Folded::new(typed, umlaut).text;
        let (plain, spelled) = (fold(Umlaut::Plain), fold(Umlaut::Spelled));
        (!plain.is_empty()).then(|| Self { typed: typed.to_owned(), plain, spelled })
    }

    /// All matches in order of the text; none overlaps the one before.
    pub fn find(&self, text: &str) -> Vec<Span> {
        self.find_while(text, || true)
    }

    /// [`Pattern::find`] that ends early, with what it has, once `go_on` says no; asked once a window.
    pub fn find_while(&self, text: &str, go_on: impl Fn() -> bool) -> Vec<Span> {
        let plain = Finder::new(&self.plain);
        let spelled = Finder::new(&self.spelled);
        let mut found: Vec<Span> = Vec::new();
        let mut start = 0;
        while start < text.len() && go_on() {
            let end = text::ceil(text, start + WINDOW + OVERLAP);
            let mut here = Vec::new();
            collect(&text[start..end], Umlaut::Plain, &plain, start, &mut here);
            // The two foldings differ only where there are umlauts, or a hyphen at the end of a line.
            let part = &text[start..end];
            if !part.is_ascii() || self.plain != self.spelled || memmem::find(part.as_bytes(), b"-\n").is_some() {
                collect(&text[start..end], Umlaut::Spelled, &spelled, start, &mut here);
            }
            here.sort_by_key(|span| (span.start, span.end));
            for span in here {
                if found.last().is_none_or(|last| last.end <= span.start) {
                    found.push(span);
                }
            }
            if end == text.len() {
                break;
            }
            start = text::ceil(text, start + WINDOW);
        }
        found
    }
}

fn collect(part: &str, umlaut: Umlaut, finder: &Finder<'_>, offset: usize, found: &mut Vec<Span>) {
    let folded = Folded::new(part, umlaut);
    let length = finder.needle().len();
    found.extend(finder.find_iter(folded.text.as_bytes()).map(|at| {
        let span = folded.original(at..at + length);
        span.start + offset..span.end + offset
    }));
}

/// A search in the open document: its matches and the one the reader is at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Search {
    /// What is looked for.
    pub pattern: Pattern,
    /// In order of the text.
    pub matches: Vec<Span>,
    /// Index into `matches`.
    pub current: usize,
    /// Whether the last step went over an end of the document.
    pub wrapped: bool,
}

impl Search {
    /// A search whose current match is the first at or after `from`, else the first of all.
    pub fn new(pattern: Pattern, matches: Vec<Span>, from: usize) -> Self {
        let next = matches.partition_point(|span| span.start < from);
        let wrapped = next == matches.len() && next > 0;
        Self { pattern, current: if wrapped { 0 } else { next }, matches, wrapped }
    }

    /// The current match.
    pub fn here(&self) -> Option<&Span> {
        self.matches.get(self.current)
    }

    /// Moves `by` matches on, around the ends.
    pub fn step(&mut self, by: isize) {
        let len = self.matches.len() as isize;
        if len > 0 {
            let to = self.current as isize + by;
            self.wrapped = !(0..len).contains(&to);
            self.current = to.rem_euclid(len) as usize;
        }
    }

    /// The matches that touch `range`.
    pub fn within(&self, range: &Span) -> &[Span] {
        let from = self.matches.partition_point(|span| span.end <= range.start);
        let to = self.matches.partition_point(|span| span.start < range.end);
        &self.matches[from..to.max(from)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(typed: &str, marked: &str) {
        let text = marked.replace(['[', ']'], "");
        let pattern = Pattern::new(typed).expect("something typed");
        let mut shown = String::new();
        let mut end = 0;
        for span in pattern.find(&text) {
            shown.extend([&text[end..span.start], "[", &text[span.clone()], "]"]);
            end = span.end;
        }
        shown += &text[end..];
        assert_eq!(shown, marked, "looking for {typed}");
    }

    #[test]
    fn typed_plainly_finds_what_is_printed() {
        check("car-t", "Die [CAR‑T]-Zelle, [CAR–T] und [car T] sind [CAR-T].");
        check("Koeln", "In [Köln], [Koeln] am Rhein");
        check("grosse", "die [Größe] und das [Große]");
        check("sjogren", "[Sjögren]-Syndrom");
        check("IFN-gamma", "[IFN-γ] steigt");
        check("ug", "12 [µg] am Tag");
        check("Autoimmunerkrankung", "eine [Autoimmun-\nerkrankung] ist");
        check("naive", "[naïve] cells");
        check("106", "10⁶ Zellen und [106] Tage");
    }

    #[test]
    fn matches_are_found_across_windows() {
        let text = format!("{}needle{}Nadel needle", "x".repeat(WINDOW - 3), "y ".repeat(WINDOW));
        let found = Pattern::new("needle").expect("typed").find(&text);
        assert_eq!(found.iter().map(|span| &text[span.clone()]).collect::<Vec<_>>(), ["needle", "needle"]);
    }

    #[test]
    fn stepping_goes_around_and_says_so() {
        let pattern = Pattern::new("a").expect("typed");
        let mut search = Search::new(pattern, vec![0..1, 5..6, 9..10], 4);
        assert_eq!((search.current, search.wrapped), (1, false));
        search.step(2);
        assert_eq!((search.current, search.wrapped), (0, true));
        search.step(-1);
        assert_eq!((search.current, search.wrapped), (2, true));
        assert_eq!(search.within(&(5..9)), &[Span { start: 5, end: 6 }]);
    }
}
