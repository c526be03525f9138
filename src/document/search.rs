//! Matches in a text as byte ranges. A phrase and the text are folded alike (case, umlauts, dashes, Greek letters), so
//! that what is typed finds what is printed; or the phrase is taken exactly, or as a regular expression.

use memchr::memmem::{self, Finder};
use regex::{Regex, RegexBuilder};

use crate::text::{self, Folded, Span, Umlaut};

mod wrong;

pub use wrong::Wrong;

/// Bytes folded at a time: the folded copy stays in the cache, and a cancelled search ends soon.
const WINDOW: usize = 256 << 10;
/// Bytes that two windows share: the longest match that is found across their border.
const OVERLAP: usize = 4 << 10;

/// Bytes among which a match that stands as it is typed goes first: about a screen.
const NEARBY: usize = 2000;

/// Bytes that a compiled expression may take.
const EXPRESSION: usize = 2 << 20;

/// How what is typed is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// As a phrase, folded.
    #[default]
    Folded,
    /// As a phrase, letter by letter; only blanks and line breaks are alike.
    Exact,
    /// As a regular expression. A blank is any run of blanks and line breaks, `^` and `$` are the ends of a line, case
    /// counts where a capital is typed.
    Regex,
}

/// What to look for.
#[derive(Debug, Clone)]
pub struct Pattern {
    /// As typed.
    pub typed: String,
    /// How it is read.
    pub mode: Mode,
    needle: Needle,
}

#[derive(Debug, Clone)]
enum Needle {
    Folded { plain: String, spelled: String },
    Regex(Regex),
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        (&self.typed, self.mode) == (&other.typed, other.mode)
    }
}

impl Eq for Pattern {}

impl Pattern {
    /// The folded pattern for what was typed; none when nothing is left of it after folding.
    pub fn new(typed: &str) -> Option<Self> {
        let fold = |umlaut| Folded::new(typed, umlaut).text;
        let (plain, spelled) = (fold(Umlaut::Plain), fold(Umlaut::Spelled));
        let needle = Needle::Folded { plain, spelled };
        (!typed.is_empty() && !matches!(&needle, Needle::Folded { plain, .. } if plain.is_empty())).then(|| Self {
            typed: typed.to_owned(),
            mode: Mode::Folded,
            needle,
        })
    }

    /// The pattern for what was typed in a mode; none when there is nothing to look for.
    ///
    /// # Errors
    /// What is wrong with a regular expression.
    pub fn of(typed: &str, mode: Mode) -> Result<Option<Self>, Wrong> {
        let (source, exact) = match mode {
            Mode::Folded => return Ok(Self::new(typed)),
            Mode::Exact => (any_blanks(&regex::escape(typed)), true),
            Mode::Regex => (any_blanks(typed), has_capital(typed)),
        };
        if typed.is_empty() {
            return Ok(None);
        }
        let built = RegexBuilder::new(&source)
            .case_insensitive(!exact)
            .multi_line(true)
            .size_limit(EXPRESSION)
            .dfa_size_limit(EXPRESSION)
            .build();
        match built {
            Ok(regex) => Ok(Some(Self { typed: typed.to_owned(), mode, needle: Needle::Regex(regex) })),
            Err(_) => Err(Wrong::of(typed)),
        }
    }

    /// All matches in order of the text; none overlaps the one before.
    pub fn find(&self, text: &str) -> Vec<Span> {
        self.find_while(text, || true)
    }

    /// [`Pattern::find`] that ends early, with what it has, once `go_on` says no; asked once a window.
    pub fn find_while(&self, text: &str, go_on: impl Fn() -> bool) -> Vec<Span> {
        match &self.needle {
            Needle::Folded { plain, spelled } => find_folded(text, plain, spelled, go_on),
            Needle::Regex(regex) => find_regex(text, regex, go_on),
        }
    }
}

/// A run of blanks in an expression, outside brackets, stands for any blanks with at most one line break: nothing is
/// found across a blank line.
fn any_blanks(source: &str) -> String {
    let mut out = String::with_capacity(source.len() + 16);
    let mut chars = source.chars().peekable();
    let mut class = false;
    while let Some(c) = chars.next() {
        match c {
            '\\' => {
                out.push(c);
                out.extend(chars.next());
            }
            ' ' if !class => {
                while chars.next_if_eq(&' ').is_some() {}
                out.push_str(r"(?:[^\S\n]+(?:\n[^\S\n]*)?|\n[^\S\n]*)");
            }
            _ => {
                class = (class || c == '[') && c != ']';
                out.push(c);
            }
        }
    }
    out
}

/// Whether a capital is typed that stands for itself.
fn has_capital(source: &str) -> bool {
    let mut chars = source.chars();
    while let Some(c) = chars.next() {
        if c == '\\' {
            chars.next();
        } else if c.is_uppercase() {
            return true;
        }
    }
    false
}

fn find_regex(text: &str, regex: &Regex, go_on: impl Fn() -> bool) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    let mut start = 0;
    while start < text.len() && go_on() {
        let border = text::ceil(text, start + WINDOW);
        let end = text::ceil(text, border + OVERLAP);
        // A line is not cut in two if it ends nearby: `$` would match there.
        let near = &text.as_bytes()[end..text.len().min(end + WINDOW)];
        let end = memchr::memchr(b'\n', near).map_or(end, |more| end + more);
        let part = &text[..end];
        let mut at = start;
        while at < border
            && let Some(hit) = regex.find_at(part, at)
            && (hit.start() < border || end == text.len())
        {
            if hit.is_empty() {
                at = text::ceil(part, hit.end() + 1);
                if hit.end() == end {
                    break;
                }
            } else {
                at = hit.end();
                found.push(hit.range());
            }
        }
        start = at.max(border);
    }
    found
}

fn find_folded(text: &str, plain: &str, spelled: &str, go_on: impl Fn() -> bool) -> Vec<Span> {
    let differ = plain != spelled;
    let (plain, spelled) = (Finder::new(plain), Finder::new(spelled));
    let mut found: Vec<Span> = Vec::new();
    let mut start = 0;
    while start < text.len() && go_on() {
        let end = text::ceil(text, start + WINDOW + OVERLAP);
        let mut here = Vec::new();
        let part = &text[start..end];
        collect(part, Umlaut::Plain, &plain, start, &mut here);
        // The two foldings differ only where there are umlauts, or a hyphen at the end of a line.
        if !part.is_ascii() || differ || memmem::find(part.as_bytes(), b"-\n").is_some() {
            collect(part, Umlaut::Spelled, &spelled, start, &mut here);
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

fn collect(part: &str, umlaut: Umlaut, finder: &Finder<'_>, offset: usize, found: &mut Vec<Span>) {
    let folded = Folded::new(part, umlaut);
    let length = finder.needle().len();
    let spans = finder.find_iter(folded.text.as_bytes()).map(|at| folded.original(at..at + length));
    let spans = spans.filter(|span| !has_blank_line(&part[span.clone()]));
    found.extend(spans.map(|span| span.start + offset..span.end + offset));
}

/// Whether one paragraph ends in a text and another begins.
fn has_blank_line(text: &str) -> bool {
    memchr::memchr_iter(b'\n', text.as_bytes())
        .any(|at| text[at + 1..].trim_start_matches([' ', '\t', '\r']).starts_with('\n'))
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
    /// A search in `text` whose current match is the first at or after `from`, else the first of all; one that stands as
    /// it is typed but for its case goes before others nearby.
    pub fn new(pattern: Pattern, text: &str, matches: Vec<Span>, from: usize) -> Self {
        let next = matches.partition_point(|span| span.start < from);
        let wrapped = next == matches.len() && next > 0;
        let first = if wrapped { 0 } else { next };
        let near = matches[first..].iter().take_while(|span| span.start - matches[first].start < NEARBY);
        let typed = pattern.typed.to_lowercase();
        let exact = near.map(|span| &text[span.clone()]).position(|found| found.to_lowercase() == typed);
        Self { current: first + exact.unwrap_or(0), pattern, matches, wrapped }
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

    /// Moves to the `by`th match from an offset on, or back from it, around the ends.
    pub fn step_from(&mut self, at: usize, by: isize) {
        let len = self.matches.len() as isize;
        if len > 0 {
            let next = self.matches.partition_point(|span| span.start < at) as isize;
            let to = if by > 0 { next + by - 1 } else { next + by };
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
        check_in(Mode::Folded, typed, marked);
    }

    fn check_in(mode: Mode, typed: &str, marked: &str) {
        let text = marked.replace(['[', ']'], "");
        let pattern = Pattern::of(typed, mode).expect("a sound pattern").expect("something typed");
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
    fn every_pair_of_the_folding_list_hits() {
        for (typed, printed) in [
            ("CAR-T", "CAR‑T"),
            ("CAR-T", "CAR–T"),
            ("CAR-T", "CAR T"),
            ("Koeln", "Köln"),
            ("Grosse", "Größe"),
            ("Sjogren", "Sjögren"),
            ("IFN-gamma", "IFN-γ"),
            ("ug", "µg"),
            ("ug", "μg"),
            ("Autoimmunerkrankung", "Autoimmun-\nerkrankung"),
            ("naive", "naïve"),
            ("strasse", "Straße"),
            ("ss", "ß"),
            ("ae", "ä"),
            ("a", "ä"),
            ("hand schuh", "Hand\u{a0}Schuh"),
            ("Thrombozyten", "Throm\u{ad}bo\u{ad}zyten"),
        ] {
            let found = Pattern::new(typed).expect("typed").find(&format!("x {printed} x"));
            assert!(found.contains(&(2..2 + printed.len())), "{typed} in {printed}: {found:?}");
        }
        assert!(Pattern::new("106").expect("typed").find("10⁶").is_empty());
        assert!(Pattern::new("Bund").expect("typed").find("B-\nund T-Zellen").is_empty());
    }

    #[test]
    fn exactly_is_letter_by_letter_but_for_line_breaks() {
        check_in(Mode::Exact, "CAR-T", "[CAR-T], CAR‑T, car-t");
        check_in(Mode::Exact, "die Zelle", "[die\nZelle], [die  Zelle], Die Zelle");
        check_in(Mode::Exact, "a.b*", "[a.b*] aab aabb");
        check_in(Mode::Exact, "Größe", "[Größe] Grosse");
    }

    #[test]
    fn expressions_match_across_lines_where_a_blank_stands() {
        check_in(Mode::Regex, r"\d+ patients?", "[12 patients], [3\npatient] and no patients");
        check_in(Mode::Regex, "^b.*$", "a b\n[b c]\n[bd]");
        check_in(Mode::Regex, "zell[en]+", "T-[Zelle], T-[zellen]");
        check_in(Mode::Regex, "Zell[en]+", "T-[Zelle], T-zellen");
        check_in(Mode::Regex, "x*", "a[xx]b[x]ä");
        check_in(Mode::Regex, r"[ä ]b", "a b".replace(" b", "[ b]").as_str());
    }

    #[test]
    fn a_wrong_expression_is_told() {
        for typed in ["(", "[a", "a{2", "*", r"\", "(?P<n>", r"\p{Nope}", "a{99999}{99999}"] {
            let told = Pattern::of(typed, Mode::Regex);
            assert!(told.is_err() || typed == "a{2", "{typed}: {told:?}");
        }
        assert_eq!(Pattern::of("b  (a", Mode::Regex).expect_err("an open group").at, Some(4), "as it was typed");
        assert_eq!(Pattern::of("", Mode::Regex), Ok(None));
    }

    #[test]
    fn expressions_that_explode_elsewhere_take_linear_time() {
        let text = "a".repeat(200_000);
        let pattern = Pattern::of("(a*)*b", Mode::Regex).expect("sound").expect("typed");
        assert!(pattern.find(&text).is_empty());
    }

    #[test]
    fn expressions_are_found_across_windows() {
        let text = format!("{}nee\ndle{}\nneedle", "x".repeat(WINDOW - 3), "y ".repeat(WINDOW));
        let found = Pattern::of(r"nee\s?dle", Mode::Regex).expect("sound").expect("typed").find(&text);
        assert_eq!(found.iter().map(|span| &text[span.clone()]).collect::<Vec<_>>(), ["nee\ndle", "needle"]);
    }

    #[test]
    fn matches_are_found_across_windows() {
        let text = format!("{}needle{}Nadel needle", "x".repeat(WINDOW - 3), "y ".repeat(WINDOW));
        let found = Pattern::new("needle").expect("typed").find(&text);
        assert_eq!(found.iter().map(|span| &text[span.clone()]).collect::<Vec<_>>(), ["needle", "needle"]);
    }

    #[test]
    fn a_match_as_typed_goes_before_others_nearby() {
        let begins = |typed: &str, text: &str, from: usize| {
            let pattern = Pattern::new(typed).expect("typed");
            let matches = pattern.find(text);
            let search = Search::new(pattern, text, matches, from);
            text[search.here().expect("a match").clone()].to_owned()
        };
        let near = "Köln zuerst. Dann Koln. Und Köln.";
        assert_eq!(begins("Koln", near, 0), "Koln");
        assert_eq!(begins("Köln", near, 0), "Köln");
        assert_eq!(begins("köln", near, 0), "Köln");
        assert_eq!(begins("Mann", "Der mann und Mann.", 0), "mann");
        assert_eq!(begins("Koln", near, near.len() - 6), "Köln", "only what follows");
        assert_eq!(begins("Koln", &format!("Köln{}Koln", " x".repeat(NEARBY)), 0), "Köln", "not far away");
    }

    #[test]
    fn nothing_is_found_across_a_blank_line() {
        check("Kaposi-Sarkom", "Kaposi-\n\nSarkom, Kaposi\n \nSarkom, [Kaposi-\nSarkom]");
        check("immune reset", "immune\n\nreset, [immune\nreset]");
        check_in(Mode::Exact, "die Zelle", "die\n\nZelle, [die\nZelle], die \n \n Zelle, [die \n Zelle]");
        check_in(Mode::Regex, "immune reset", "immune\n\nreset, [immune  reset]");
        check_in(Mode::Regex, r"e\s+r", "immun[e\n\nr]eset");
    }

    #[test]
    fn stepping_goes_around_and_says_so() {
        let pattern = Pattern::new("a").expect("typed");
        let mut search = Search::new(pattern, "a....a...a", vec![0..1, 5..6, 9..10], 4);
        assert_eq!((search.current, search.wrapped), (1, false));
        search.step(2);
        assert_eq!((search.current, search.wrapped), (0, true));
        search.step(-1);
        assert_eq!((search.current, search.wrapped), (2, true));
        for (at, by, current, wrapped) in [
            (0, 1, 0, false),
            (1, 1, 1, false),
            (5, 1, 1, false),
            (1, 2, 2, false),
            (10, 1, 0, true),
            (9, -1, 1, false),
            (9, -2, 0, false),
            (0, -1, 2, true),
        ] {
            search.step_from(at, by);
            assert_eq!((search.current, search.wrapped), (current, wrapped), "{by} from {at}");
        }
        search.step_from(9, 1);
        assert_eq!(search.within(&(5..9)), &[Span { start: 5, end: 6 }]);
    }
}
