//! Number words of English and German.

use super::units::{TIME_UNITS, unit_named};
use super::{Number, next_word, small};
use crate::text::Span;

/// Whether the text begins with the ASCII words `lead` in any case.
pub(super) fn begins(text: &str, lead: &str) -> bool {
    text.get(..lead.len()).is_some_and(|head| head.eq_ignore_ascii_case(lead))
}

/// Whether a word begins like a number, in digits or words: spares most words the closer look.
pub(super) fn may_be_number(word: &[u8]) -> bool {
    let small = |at: usize| word.get(at).map_or(0, u8::to_ascii_lowercase);
    match (&[small(0), small(1), small(2)], small(3)) {
        ([b'0'..=b'9', ..], _) => true,
        (b"for", fourth) => fourth == b't',
        (b"thi", fourth) => fourth == b'r',
        (b"and", fourth) => fourth == b'e',
        // "fünf" and "zwölf" in any case.
        (
            [b'f', b'u', b'e']
            | [b'f', 0xc3, _]
            | [b'z', b'w', _]
            | b"zer"
            | b"one"
            | b"two"
            | b"thr"
            | b"fou"
            | b"fif"
            | b"fiv"
            | b"six"
            | b"sev"
            | b"eig"
            | b"nin"
            | b"ten"
            | b"ele"
            | b"twe"
            | b"hal"
            | b"hun"
            | b"tho"
            | b"doz"
            | b"dut"
            | b"nul"
            | b"ein"
            | b"dre"
            | b"vie"
            | b"sec"
            | b"sie"
            | b"ach"
            | b"neu"
            | b"zeh"
            | b"elf"
            | b"tau"
            | b"a\0\0"
            | b"an\0",
            _,
        ) => true,
        _ => false,
    }
}

pub(super) fn is_german_article(word: &str) -> bool {
    matches!(word, "ein" | "eine" | "einer" | "einem" | "einen" | "eines")
}

/// "a hundred", "ein Dutzend", "ein halbes", else the bare article.
pub(super) fn after_article(text: &str, word: &Span) -> Number {
    let next = next_word(text, word.end).filter(|next| next.start == word.end + 1 && next.len() < 12);
    if let Some(next) = next {
        let (n, half) = match &*small(&text[next.clone()]) {
            "hundred" | "hundert" => (100.0, false),
            "thousand" | "tausend" => (1000.0, false),
            "dozen" | "dutzend" => (12.0, false),
            "half" | "halbes" | "halben" | "halbe" | "halber" => (0.5, true),
            _ => (0.0, false),
        };
        if half {
            return Number { span: word.start..next.end, n, article: false };
        }
        if n > 0.0 {
            return tail(text, word.start..next.end, n);
        }
    }
    Number { span: word.clone(), n: 1.0, article: true }
}

/// "two hundred and fifty", "three dozen", "thirty-five", "one and a half".
pub(super) fn multiplied(text: &str, span: Span, n: f64) -> Number {
    let mut number = tail(text, span, n);
    while let Some(next) = glued(text, number.span.end) {
        let factor = match &*small(&text[next.clone()]) {
            "hundred" if number.n < 100.0 => 100.0,
            "thousand" | "tausend" if number.n < 1000.0 => 1000.0,
            "dozen" | "dutzend" if number.n < 20.0 => 12.0,
            _ => break,
        };
        number = tail(text, number.span.start..next.end, number.n * factor);
    }
    let half = " and a half";
    if begins(&text[number.span.end..], half) {
        number.span.end += half.len();
        number.n += 0.5;
    }
    number
}

/// The word after one blank or hyphen.
fn glued(text: &str, at: usize) -> Option<Span> {
    text[at..].starts_with([' ', '-']).then_some(())?;
    next_word(text, at + 1).filter(|next| next.start == at + 1 && next.len() < 12)
}

/// Adds what may follow tens or hundreds: "thirty" + "-five", "hundred" + "and twenty".
fn tail(text: &str, span: Span, n: f64) -> Number {
    let room = if n >= 100.0 && n % 100.0 < 1.0 {
        100.0
    } else if n % 100.0 >= 20.0 && n % 10.0 < 1.0 {
        10.0
    } else {
        1.0
    };
    // "One thousand two hundred".
    let hundreds = (n >= 1000.0 && n % 1000.0 < 1.0).then(|| {
        let word = glued(text, span.end)?;
        let more = english_number(&small(&text[word.clone()])).filter(|more| (1.0..10.0).contains(more))?;
        let hundred = glued(text, word.end).filter(|next| small(&text[next.clone()]) == "hundred")?;
        Some((hundred.end, more * 100.0))
    });
    if let Some((end, more)) = hundreds.flatten() {
        return tail(text, span.start..end, n + more);
    }
    let done = Number { span: span.clone(), n, article: false };
    if room < 10.0 {
        return done;
    }
    let and = if room > 99.0 && begins(&text[span.end..], " and ") { 4 } else { 0 };
    let Some(next) = glued(text, span.end + and) else {
        return done;
    };
    match english_number(&small(&text[next.clone()])) {
        Some(more) if more > 0.0 && more < room => tail(text, span.start..next.end, n + more),
        _ => done,
    }
}

pub(super) fn number_word(word: &str) -> Option<f64> {
    english_number(word).or_else(|| german_number(word))
}

const ENGLISH: &[&str] = &[
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const ENGLISH_TENS: &[&str] = &["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
const GERMAN: &[&str] = &[
    "null",
    "eins",
    "zwei",
    "drei",
    "vier",
    "fünf",
    "sechs",
    "sieben",
    "acht",
    "neun",
    "zehn",
    "elf",
    "zwölf",
    "dreizehn",
    "vierzehn",
    "fünfzehn",
    "sechzehn",
    "siebzehn",
    "achtzehn",
    "neunzehn",
];
const GERMAN_TENS: &[&str] = &["zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig"];

fn place(table: &[&str], word: &str) -> Option<f64> {
    table.iter().position(|known| *known == word).map(|at| at as f64)
}

fn english_number(word: &str) -> Option<f64> {
    place(ENGLISH, word).or_else(|| place(ENGLISH_TENS, word).map(|at| (at + 2.0) * 10.0))
}

/// The value of a German number word up to the thousands, in lower case.
fn german_number(word: &str) -> Option<f64> {
    let spelt: String;
    let word = if ["ue", "oe", "ss"].iter().any(|pair| word.contains(pair)) {
        spelt = word.replace("ue", "ü").replace("oe", "ö").replace("ss", "ß");
        &spelt
    } else {
        word
    };
    if matches!(word, "anderthalb" | "eineinhalb") {
        return Some(1.5);
    }
    if let Some(whole) = word.strip_suffix("einhalb") {
        return german_below_hundred(whole).map(|n| n + 0.5);
    }
    if let Some((thousands, rest)) = word.split_once("tausend") {
        let thousands = if thousands.is_empty() { 1.0 } else { german_hundreds(thousands)? };
        let rest = if rest.is_empty() { 0.0 } else { german_hundreds(rest)? };
        return Some(thousands * 1000.0 + rest);
    }
    german_hundreds(word)
}

fn german_hundreds(word: &str) -> Option<f64> {
    match word.split_once("hundert") {
        Some((hundreds, rest)) => {
            let hundreds = if hundreds.is_empty() { 1.0 } else { german_below_hundred(hundreds)? };
            let rest = if rest.is_empty() { 0.0 } else { german_below_hundred(rest)? };
            Some(hundreds * 100.0 + rest)
        }
        None => german_below_hundred(word),
    }
}

fn german_below_hundred(word: &str) -> Option<f64> {
    if word == "ein" {
        return Some(1.0);
    }
    place(GERMAN, word).or_else(|| {
        GERMAN_TENS.iter().enumerate().find_map(|(at, tens)| {
            let lead = word.strip_suffix(tens)?;
            let unit = match lead.strip_suffix("und") {
                Some("ein") => 1.0,
                Some(unit) => place(GERMAN, unit).filter(|n| *n > 1.0 && *n < 10.0)?,
                None if lead.is_empty() => 0.0,
                None => return None,
            };
            Some((at as f64 + 2.0) * 10.0 + unit)
        })
    })
}

/// The number inside "fünfmonatiger" and "zweijährige": its length in `word` and its value.
pub(super) fn german_stem(folded: &str, word: &str) -> Option<(usize, f64)> {
    if folded.len() != word.len() || !folded.contains("ig") {
        return None;
    }
    TIME_UNITS.iter().flat_map(|unit| unit.words).filter(|stem| stem.ends_with("ig")).find_map(|stem| {
        let at = folded.rfind(stem).filter(|at| *at > 0)?;
        unit_named(&folded[at..])?;
        german_number(&folded[..at]).map(|n| (at, n))
    })
}
