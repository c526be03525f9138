//! Where sentences end, in German and English. One pass from left to right; the look back from a full stop is bounded
//! and the look ahead skips only blanks, so the time is linear in the length whatever the text.

use memchr::memchr;

use super::{Span, small};

/// Line lengths in bytes between which a line may have been broken for its length: shorter ones end because they are
/// finished, longer ones were never broken.
const WRAPPED: std::ops::RangeInclusive<usize> = 56..=140;

/// Longest word before a full stop that is looked up, in bytes.
const WORD_MAX: usize = 24;

/// Abbreviations that never end a sentence.
const NEVER: &[&str] = &[
    "abb", "al", "allg", "approx", "bspw", "bzgl", "bzw", "ca", "cf", "dent", "dipl", "doz", "dr", "ebd", "eds",
    "einschl", "eq", "evtl", "exkl", "fig", "figs", "ggf", "ggfs", "habil", "hrsg", "hum", "ing", "inkl", "insb",
    "jur", "med", "mind", "mr", "mrs", "ms", "nat", "pharm", "phil", "priv", "prof", "psych", "ref", "refs", "rer",
    "resp", "sci", "sog", "spp", "st", "tab", "tel", "univ", "vet", "vgl", "vs", "zzgl",
];

/// Abbreviations that are one only before a number, and months before a year or day.
const BEFORE_NUMBER: &[&str] = &[
    "apr", "aug", "bd", "chap", "dec", "dez", "feb", "jan", "jul", "jun", "kap", "max", "min", "mär", "no", "nos",
    "nov", "nr", "nrn", "oct", "okt", "pp", "sec", "sep", "sept", "vol",
];

/// Abbreviations that may end a sentence: they do where a word follows that begins one.
const SOMETIMES: &[&str] = &["co", "corp", "etc", "ff", "inc", "jr", "ltd", "mio", "mrd", "sr", "usf", "usw"];

/// Words that begin sentences and hardly follow an abbreviation or an ordinal in upper case.
const STARTERS: &[&str] = &[
    "A",
    "After",
    "All",
    "Als",
    "Also",
    "An",
    "Auch",
    "Auf",
    "Aus",
    "Bei",
    "Bis",
    "But",
    "Da",
    "Damit",
    "Das",
    "Dem",
    "Den",
    "Der",
    "Des",
    "Dies",
    "Diese",
    "Dieser",
    "Dieses",
    "Die",
    "Doch",
    "Ein",
    "Eine",
    "Er",
    "Es",
    "For",
    "From",
    "He",
    "However",
    "Im",
    "In",
    "Insgesamt",
    "It",
    "Mit",
    "Nach",
    "No",
    "Nun",
    "On",
    "One",
    "Our",
    "Seit",
    "She",
    "Sie",
    "So",
    "That",
    "The",
    "There",
    "These",
    "They",
    "This",
    "Those",
    "To",
    "Um",
    "Und",
    "Vom",
    "Von",
    "Was",
    "We",
    "Weil",
    "Wenn",
    "When",
    "While",
    "Wie",
    "Wir",
    "With",
    "Zu",
    "Zum",
    "Zur",
];

/// German words after which a number with a full stop is an ordinal.
const BEFORE_ORDINAL: &[&str] = &[
    "ab", "am", "beim", "bis", "das", "dem", "den", "der", "des", "die", "ein", "eine", "einem", "einen", "einer",
    "ihrem", "ihren", "im", "ins", "jede", "jedem", "jeden", "jeder", "jedes", "seinem", "seinen", "seit", "und",
    "vom", "zum", "zur",
];

/// Nouns that take a letter after them, so that the letter before a full stop is no initial: "hepatitis B."
const BEFORE_LETTER: &[&str] = &[
    "arm",
    "class",
    "cohort",
    "faktor",
    "factor",
    "grade",
    "group",
    "gruppe",
    "haemophilia",
    "hemophilia",
    "hepatitis",
    "hämophilie",
    "influenza",
    "klasse",
    "kohorte",
    "part",
    "stadium",
    "stage",
    "teil",
    "type",
    "typ",
    "vitamin",
    "vitamine",
];

/// Names of months in German and English, lower case.
pub(crate) const MONTHS: &[&str] = &[
    "januar",
    "jänner",
    "februar",
    "märz",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "dezember",
    "january",
    "february",
    "march",
    "may",
    "june",
    "july",
    "october",
    "december",
];

/// For each byte whether a sentence may end with it. The first one of "…" is that of other marks too.
const MAY_END: [bool; 256] = {
    let mut ends = [false; 256];
    let mut at = 0;
    while at < MARKS.len() {
        ends[MARKS[at] as usize] = true;
        at += 1;
    }
    ends
};
const MARKS: &[u8] = b"\n.!?\xE2";

/// The sentences of `text` inside `range`, as ranges without the blanks around them. A line break that ends a
/// paragraph, heading or list item ends a sentence; abbreviations ("Dr.", "et al.", "z. B."), initials, ordinals
/// ("4. Januar") and decimals do not.
pub fn sentences(text: &str, range: Span) -> Vec<Span> {
    let part = &text[range.clone()];
    let bytes = part.as_bytes();
    let mut out = Vec::new();
    let mut start = 0;
    let mut at = 0;
    let mut push = |from: usize, to: usize| {
        let piece = &part[from..to];
        let trimmed = piece.trim();
        if !trimmed.is_empty() {
            let lead = piece.len() - piece.trim_start().len();
            out.push(range.start + from + lead..range.start + from + lead + trimmed.len());
        }
    };
    let mut line_start = 0;
    while let Some(next) = bytes[at..].iter().position(|&byte| MAY_END[usize::from(byte)]) {
        at += next;
        if bytes[at] == b'\n' {
            if break_ends(part, line_start, at) {
                push(start, at);
                start = at + 1;
            }
            line_start = at + 1;
            at += 1;
        } else {
            let end = after_marks(part, at);
            if end > at && mark_ends(part, start, at, end) {
                push(start, end);
                start = end;
            }
            at = end.max(at + 1);
        }
    }
    push(start, part.len());
    out
}

/// The end of a run of final marks with the quotation marks and brackets that close after it; `at` where there is no
/// final mark.
fn after_marks(part: &str, at: usize) -> usize {
    let rest = &part[at..];
    let marks = rest.trim_start_matches(['.', '!', '?', '…']);
    if marks.len() == rest.len() {
        return at;
    }
    part.len() - marks.trim_start_matches(['"', '\'', '”', '“', '’', '‘', '«', '»', ')', ']']).len()
}

/// Whether the marks `part[at..end]` end the sentence that began at `start`.
fn mark_ends(part: &str, start: usize, at: usize, end: usize) -> bool {
    let rest = &part[end..];
    let next = rest.trim_start_matches([' ', '\u{A0}', '\u{2009}', '\u{202F}']);
    if next.is_empty() || next.starts_with('\n') && next[1..].trim_start_matches(' ').starts_with('\n') {
        return true;
    }
    if next.len() == rest.len() && !next.starts_with('\n') {
        return false;
    }
    let next = next.trim_start();
    let Some(first) = next.chars().find(|c| !matches!(c, '"' | '\'' | '„' | '“' | '‚' | '‘' | '«' | '»' | '(' | '['))
    else {
        return true;
    };
    if first.is_lowercase() || matches!(first, ',' | ';' | ':' | ')' | ']') {
        return false;
    }
    // Only a single full stop can belong to a word.
    part.as_bytes()[at] != b'.' || end != at + 1 || !stop_belongs_to_word(part, start, at, next)
}

/// Whether the full stop at `at` is part of an abbreviation, initial, ordinal or date rather than a final mark.
fn stop_belongs_to_word(part: &str, start: usize, at: usize, next: &str) -> bool {
    let word = word_before(part, start, at);
    let begins_sentence = STARTERS.contains(&first_word(next));
    let number_follows = next.starts_with(|c: char| c.is_ascii_digit());
    let lower = small(word);
    let mut letters = word.chars();
    let before =
        || word_before(part, start, part[..at - word.len()].trim_end_matches([' ', '\u{A0}']).len()).to_lowercase();
    match (letters.next(), letters.next()) {
        (None, _) => false,
        (Some(letter), None) if letter.is_alphabetic() => {
            !(BEFORE_LETTER.contains(&before().as_str()) || (begins_sentence && letter.is_lowercase()))
        }
        _ if word.bytes().all(|byte| byte.is_ascii_digit()) => {
            let at_start = at - word.len() == start || part[start..at - word.len()].trim().is_empty();
            word.len() <= 2
                && !begins_sentence
                && (at_start
                    || number_follows
                    || MONTHS.contains(&first_word(next).to_lowercase().as_str())
                    || BEFORE_ORDINAL.contains(&before().as_str()))
        }
        _ if word.contains('.') => {
            // "z.B.", "i.e.", "U.S.", "Ph.D.": letters with stops between them.
            word.split('.').all(|part| part.chars().count() <= 2) && !begins_sentence
        }
        _ if NEVER.contains(&&*lower) => true,
        _ if BEFORE_NUMBER.contains(&&*lower) => number_follows,
        _ if SOMETIMES.contains(&&*lower) => !begins_sentence,
        _ => false,
    }
}

/// The run of letters, digits and inner full stops that ends at `at`, at most [`WORD_MAX`] bytes of it.
fn word_before(part: &str, start: usize, at: usize) -> &str {
    let mut from = at;
    for (index, c) in part[start..at].char_indices().rev() {
        if !(c.is_alphanumeric() || c == '.') || at - (start + index) > WORD_MAX {
            break;
        }
        from = start + index;
    }
    &part[from..at]
}

fn first_word(text: &str) -> &str {
    let end = text
        .char_indices()
        .take(WORD_MAX)
        .find(|(_, c)| !c.is_alphanumeric())
        .map_or_else(|| text.char_indices().nth(WORD_MAX).map_or(text.len(), |(at, _)| at), |(at, _)| at);
    &text[..end]
}

/// Whether the line break at `at`, of the line that began at `line_start`, ends a sentence.
fn break_ends(part: &str, line_start: usize, at: usize) -> bool {
    let rest = &part[at + 1..];
    let next_len = memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
    let next = rest[..next_len].trim();
    if next.is_empty() || begins_item(next) || next_len > *WRAPPED.end() {
        return true;
    }
    let line = part[line_start..at].trim_end();
    if line.len() > *WRAPPED.end() {
        return true;
    }
    if next.starts_with(char::is_lowercase) {
        return false;
    }
    // A final mark has been judged where it stood; here only the line's length tells.
    line.len() < *WRAPPED.start() || line.ends_with(':')
}

/// Whether a line begins with the marker of a list item.
fn begins_item(line: &str) -> bool {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    if (1..=3).contains(&digits) {
        return line[digits..].starts_with(". ") || line[digits..].starts_with(") ");
    }
    ["- ", "* ", "• ", "– ", "[", "+ "].iter().any(|marker| line.starts_with(marker))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Sentences are parted by `|` in `marked`.
    fn check(marked: &str) {
        let text = marked.replace('|', "");
        let expected: Vec<&str> = marked.split('|').map(str::trim).collect();
        let found: Vec<&str> = sentences(&text, 0..text.len()).into_iter().map(|span| &text[span]).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn german() {
        for marked in [
            "Das Fieber sank. |Am Abend war es weg.",
            "Prof. Dr. med. Anna Berg leitet die Klinik. |Sie ist zufrieden.",
            "Die Dosis war klein, z. B. 5 mg, d. h. kaum wirksam. |Mehr war nicht nötig.",
            "Der Eingriff fand am 4. Januar 2025 statt. |Im 2. Jahr blieb alles ruhig.",
            "Sie kam am 12. 8. 2024 in die Klinik. |Dort blieb sie 3 Tage.",
            "Es waren ca. 3.000 Proben bzw. 2,5 Liter. |Niemand zählte nach.",
            "„Wir sind froh.“ |Das sagte die Ärztin.",
            "„Wirklich?“ fragte er. |Ja!",
            "Er war 35. |Die Therapie half.",
            "Bei Hepatitis B. |Die Impfung schützt.",
            "Kinder, Frauen usw. |Die Studie schloss alle ein.",
            "Erste Zeile\n|\nZweiter Absatz",
        ] {
            check(marked);
        }
    }

    #[test]
    fn english() {
        for marked in [
            "The fever fell. |It did not return.",
            "J. R. Smith et al. Science 2018 reported it. |We agree.",
            "Side effects, e.g. nausea, i.e. mild ones, vs. Placebo were rare. |None was severe.",
            "See Fig. 3 and No. 5 for approx. 2.5 of them. |The answer was no. |They left.",
            "Was it safe? |Yes! |It was...  |Then came the relapse.",
            "He (aged 40.) |The next (aged 50).",
            "St. Mary's Hospital, Dr. Jones. |He wrote to Acme Inc. |The reply came late.",
            "the U.S. Food and Drug Administration approved it. |In the U.S. |The drug is sold.",
            "Version 2.0.1 of file.txt is out. |Done",
        ] {
            check(marked);
        }
    }

    #[test]
    fn line_breaks() {
        for marked in [
            "A heading that stands alone\n|The prose begins here.",
            "This line was broken by a program that wraps prose at seventy\ncolumns, and goes on.",
            "Diese Zeile wurde von einem Programm umbrochen, das nach siebzig\nZeichen trennt.",
            "Items:\n|- one thing\n|- another thing\n|1. and a third",
            "kurz\nund weiter",
        ] {
            check(marked);
        }
        let long = "word ".repeat(60);
        let text = format!("{long}\n{long}");
        assert_eq!(sentences(&text, 0..text.len()).len(), 2, "lines that were never wrapped");
    }

    #[test]
    fn only_the_range_is_looked_at() {
        let text = "One. Two. Three.";
        assert_eq!(sentences(text, 5..9), [Span { start: 5, end: 9 }]);
        assert!(sentences(text, 5..5).is_empty());
    }

    #[test]
    fn hostile_texts_take_linear_time() {
        let clock = std::time::Instant::now();
        for text in [
            "a".repeat(1 << 20),
            ".".repeat(1 << 20),
            ". ".repeat(1 << 19),
            "(".repeat(1 << 20),
            ".\n".repeat(1 << 19),
            ". \"".repeat(1 << 18),
            format!(". {}", "(".repeat(1 << 20)),
            " ".repeat(1 << 20),
        ] {
            sentences(&text, 0..text.len());
        }
        assert!(clock.elapsed().as_secs() < 20, "{:?}", clock.elapsed());
    }

    proptest! {
        #[test]
        fn sentences_are_in_order_and_lose_only_blanks(text in "[A-Za-z .!?\"“…\n0-9ä\\-]{0,120}") {
            let found = sentences(&text, 0..text.len());
            let kept: String = found.iter().map(|span| &text[span.clone()]).collect();
            let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(bare(&kept), bare(&text));
            prop_assert!(found.windows(2).all(|pair| pair[0].end <= pair[1].start));
        }
    }
}
