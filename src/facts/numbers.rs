//! Numbers as texts write them: digits, English and German number words, ranges and operators, and the units of time
//! that follow them. Knows nothing of patients or events.

use super::Data;
use crate::text::Span;

/// A number with its operator.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Quantity {
    /// Operator, number and upper end as written.
    pub(super) span: Span,
    /// The number without its operator.
    pub(super) number: Span,
    /// As in [`Data::Quantity`].
    pub(super) op: &'static str,
    /// The number, or the lower end.
    pub(super) n: f64,
    /// The upper end.
    pub(super) n2: Option<f64>,
    /// The number is only an indefinite article: one of something, if a noun that can be counted follows.
    pub(super) article: bool,
}

impl Quantity {
    /// The short normal form: "> 10 drugs", "18–65 years".
    pub(super) fn shown(&self, one: &str, many: &str) -> String {
        let noun = if self.n == 1.0 && self.n2.is_none() { one } else { many };
        match (self.op, self.n2) {
            (_, Some(n2)) => format!("{}–{n2} {noun}", self.n),
            ("=", None) => format!("{} {noun}", self.n),
            (">=", None) => format!("≥ {} {noun}", self.n),
            ("<=", None) => format!("≤ {} {noun}", self.n),
            (op, None) => format!("{op} {} {noun}", self.n),
        }
    }

    /// The machine-readable form.
    pub(super) fn data(&self, unit: &str) -> Data {
        Data::Quantity {
            op: self.op,
            n: self.n,
            n2: self.n2,
            unit: unit.to_owned(),
        }
    }
}

/// A unit of time.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TimeUnit {
    /// UCUM code.
    pub(super) code: &'static str,
    /// English singular.
    pub(super) one: &'static str,
    /// English plural.
    pub(super) many: &'static str,
    /// How texts write it, folded to lower case, without German adjective endings.
    words: &'static [&'static str],
}

/// The units of time, longest first.
pub(super) const TIME_UNITS: &[TimeUnit] = &[
    TimeUnit {
        code: "a",
        one: "year",
        many: "years",
        words: &[
            "year",
            "years",
            "yr",
            "yrs",
            "y",
            "yo",
            "jahr",
            "jahre",
            "jahren",
            "jahres",
            "jährig",
            "jaehrig",
            "lebensjahre",
            "lebensjahren",
        ],
    },
    TimeUnit {
        code: "mo",
        one: "month",
        many: "months",
        words: &[
            "month",
            "months",
            "mo",
            "mos",
            "monat",
            "monate",
            "monaten",
            "monats",
            "monatig",
            "lebensmonate",
            "lebensmonaten",
        ],
    },
    TimeUnit {
        code: "wk",
        one: "week",
        many: "weeks",
        words: &["week", "weeks", "wk", "wks", "woche", "wochen", "wöchig", "woechig"],
    },
    TimeUnit {
        code: "d",
        one: "day",
        many: "days",
        words: &[
            "day",
            "days",
            "d",
            "tag",
            "tage",
            "tagen",
            "tages",
            "tägig",
            "taegig",
            "lebenstage",
            "lebenstagen",
        ],
    },
    TimeUnit {
        code: "h",
        one: "hour",
        many: "hours",
        words: &["hour", "hours", "h", "hr", "hrs", "stunde", "stunden", "std", "stündig"],
    },
    TimeUnit {
        code: "min",
        one: "minute",
        many: "minutes",
        words: &["minute", "minutes", "min", "mins", "minuten", "minütig"],
    },
];

/// Words that may stand between a number and its unit: "nine consecutive months", "zwei volle Jahre".
const FILLERS: &[&str] = &[
    "full",
    "long",
    "consecutive",
    "more",
    "additional",
    "further",
    "whole",
    "entire",
    "calendar",
    "volle",
    "vollen",
    "lange",
    "langen",
    "ganze",
    "ganzen",
    "weitere",
    "weiteren",
    "aufeinanderfolgende",
    "aufeinanderfolgenden",
];

/// The endings of a German adjective.
const ENDINGS: &[&str] = &["e", "er", "en", "em", "es"];

/// Operators before a number; the longer of two that end alike stands first.
const OPERATORS: &[(&str, &str)] = &[
    ("no more than", "<="),
    ("not more than", "<="),
    ("nicht mehr als", "<="),
    ("no less than", ">="),
    ("no fewer than", ">="),
    ("not less than", ">="),
    ("nicht weniger als", ">="),
    ("more than", ">"),
    ("greater than", ">"),
    ("older than", ">"),
    ("longer than", ">"),
    ("higher than", ">"),
    ("over", ">"),
    ("above", ">"),
    ("exceeding", ">"),
    ("mehr als", ">"),
    ("älter als", ">"),
    ("länger als", ">"),
    ("über", ">"),
    ("ueber", ">"),
    ("gut", ">"),
    ("at least", ">="),
    ("a minimum of", ">="),
    ("mindestens", ">="),
    ("wenigstens", ">="),
    ("fewer than", "<"),
    ("less than", "<"),
    ("younger than", "<"),
    ("shorter than", "<"),
    ("under", "<"),
    ("below", "<"),
    ("weniger als", "<"),
    ("jünger als", "<"),
    ("kürzer als", "<"),
    ("unter", "<"),
    ("up to", "<="),
    ("at most", "<="),
    ("a maximum of", "<="),
    ("within", "<="),
    ("bis zu", "<="),
    ("höchstens", "<="),
    ("maximal", "<="),
    ("innerhalb von", "<="),
    ("innerhalb", "<="),
    ("binnen", "<="),
    ("about", "~"),
    ("around", "~"),
    ("approximately", "~"),
    ("approx.", "~"),
    ("roughly", "~"),
    ("nearly", "~"),
    ("almost", "~"),
    ("some", "~"),
    ("circa", "~"),
    ("ca.", "~"),
    ("etwa", "~"),
    ("rund", "~"),
    ("ungefähr", "~"),
    ("knapp", "~"),
    ("fast", "~"),
    (">=", ">="),
    ("<=", "<="),
    ("≥", ">="),
    ("≤", "<="),
    (">", ">"),
    ("<", "<"),
    ("~", "~"),
    ("≈", "~"),
];

/// Adverbs that may stand between operator and number.
const ADVERBS: &[&str] = &[
    "just",
    "only",
    "nur",
    "lediglich",
    "the first",
    "der ersten",
    "den ersten",
    "von",
];

/// How far before a number its operator is looked for, in bytes.
const OPERATOR_REACH: usize = 40;

/// All numbers of `text`, in order, not overlapping. Dates, fractions, powers and numbers that belong to a name
/// ("CD19", "KYV-101", "10⁶", "5/6") are none.
pub(super) fn quantities(text: &str) -> Vec<Quantity> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(word) = next_word(text, at) {
        at = word.end;
        let Some(first) = number_at(text, &word) else {
            if let Some(end) = numeral_end(text, &word) {
                at = end;
            }
            continue;
        };
        at = first.span.end;
        if first.article {
            out.push(Quantity {
                span: first.span.clone(),
                number: first.span,
                op: "=",
                n: first.n,
                n2: None,
                article: true,
            });
            continue;
        }
        let (op, start) = operator_before(text, first.span.start);
        let upper = upper_end(text, &first);
        let mut end = upper.as_ref().map_or(first.span.end, |upper| upper.span.end);
        let mut op = if upper.is_some() { "range" } else { op };
        if upper.is_none() && op == "=" {
            if let Some(more) = or_more(&text[end..]) {
                op = ">=";
                end += more;
            }
        }
        if let Some(deviation) = deviation_end(text, end) {
            end = deviation;
        }
        at = end;
        out.push(Quantity {
            span: start..end,
            number: first.span.start..end,
            op,
            n: first.n,
            n2: upper.map(|upper| upper.n),
            article: false,
        });
    }
    out
}

/// The unit of time right behind a number that ends at `at`, and where the unit ends; a hyphen or one filler word may
/// stand between.
pub(super) fn time_unit(text: &str, at: usize) -> Option<(&'static TimeUnit, usize)> {
    let joined = matches!(text[at..].chars().next(), Some(c) if c.is_alphabetic());
    let gap = text[at..].len()
        - text[at..]
            .trim_start_matches([' ', '\u{a0}', '\n', '-', '‐', '‑', '–'])
            .len();
    if !joined && !(1..=6).contains(&gap) {
        return None;
    }
    let mut word = next_word(text, at + gap).filter(|word| word.start == at + gap)?;
    if FILLERS.contains(&text[word.clone()].to_lowercase().as_str()) {
        word = next_word(text, word.end).filter(|next| next.start == word.end + 1)?;
    }
    unit_named(&text[word.clone()]).map(|unit| (unit, word.end))
}

fn unit_named(word: &str) -> Option<&'static TimeUnit> {
    if word.len() > 24 {
        return None;
    }
    let word = word.to_lowercase();
    TIME_UNITS.iter().find(|unit| {
        unit.words.iter().any(|known| {
            word.strip_prefix(known)
                .is_some_and(|rest| rest.is_empty() || (known.ends_with("ig") && ENDINGS.contains(&rest)))
        })
    })
}

/// The next run of letters and digits at or after `at`.
pub(super) fn next_word(text: &str, at: usize) -> Option<Span> {
    let start = at + text[at..].find(char::is_alphanumeric)?;
    let rest = &text[start..];
    let end = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
    Some(start..start + end)
}

/// The run of letters and digits that ends last before `at`, with the text between it and `at`.
pub(super) fn word_before(text: &str, at: usize) -> Option<Span> {
    let head = &text[..at];
    let (last, c) = head.char_indices().rfind(|(_, c)| c.is_alphanumeric())?;
    let end = last + c.len_utf8();
    let start = head[..end]
        .char_indices()
        .rev()
        .take_while(|(_, c)| c.is_alphanumeric())
        .last()
        .map_or(end, |(at, _)| at);
    Some(start..end)
}

struct Number {
    span: Span,
    n: f64,
    article: bool,
}

/// The number that begins with `word`.
fn number_at(text: &str, word: &Span) -> Option<Number> {
    let first = &text[word.clone()];
    if first.starts_with(|c: char| c.is_ascii_digit()) {
        return digits_at(text, word);
    }
    if first.len() > 60 {
        return None;
    }
    let folded = first.to_lowercase();
    if matches!(folded.as_str(), "a" | "an") || is_german_article(&folded) {
        return Some(after_article(text, word));
    }
    if folded == "half" {
        let end = ["half a ", "half an "]
            .iter()
            .find(|lead| begins(&text[word.start..], lead))
            .map(|lead| word.start + lead.len() - 1)?;
        return Some(Number {
            span: word.start..end,
            n: 0.5,
            article: false,
        });
    }
    if let Some((length, n)) = german_stem(&folded, first) {
        return Some(Number {
            span: word.start..word.start + length,
            n,
            article: false,
        });
    }
    let n = number_word(&folded)?;
    Some(multiplied(text, word.clone(), n))
}

/// Whether the text begins with the ASCII words `lead` in any case.
fn begins(text: &str, lead: &str) -> bool {
    text.get(..lead.len())
        .is_some_and(|head| head.eq_ignore_ascii_case(lead))
}

fn is_german_article(word: &str) -> bool {
    matches!(word, "ein" | "eine" | "einer" | "einem" | "einen" | "eines")
}

/// "a hundred", "ein Dutzend", "ein halbes", else the bare article.
fn after_article(text: &str, word: &Span) -> Number {
    let next = next_word(text, word.end).filter(|next| next.start == word.end + 1 && next.len() < 12);
    if let Some(next) = next {
        let (n, half) = match text[next.clone()].to_lowercase().as_str() {
            "hundred" | "hundert" => (100.0, false),
            "thousand" | "tausend" => (1000.0, false),
            "dozen" | "dutzend" => (12.0, false),
            "half" | "halbes" | "halben" | "halbe" | "halber" => (0.5, true),
            _ => (0.0, false),
        };
        if half {
            return Number {
                span: word.start..next.end,
                n,
                article: false,
            };
        }
        if n > 0.0 {
            return tail(text, word.start..next.end, n);
        }
    }
    Number {
        span: word.clone(),
        n: 1.0,
        article: true,
    }
}

/// "two hundred and fifty", "three dozen", "thirty-five", "one and a half".
fn multiplied(text: &str, span: Span, n: f64) -> Number {
    let mut number = tail(text, span, n);
    while let Some(next) = glued(text, number.span.end) {
        let factor = match text[next.clone()].to_lowercase().as_str() {
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
    let room = if n >= 100.0 && n % 100.0 == 0.0 {
        100.0
    } else if n >= 20.0 && n < 100.0 && n % 10.0 == 0.0 {
        10.0
    } else {
        1.0
    };
    let done = Number {
        span: span.clone(),
        n,
        article: false,
    };
    if room < 10.0 {
        return done;
    }
    let and = if room == 100.0 && begins(&text[span.end..], " and ") {
        4
    } else {
        0
    };
    let Some(next) = glued(text, span.end + and) else {
        return done;
    };
    match english_number(&text[next.clone()].to_lowercase()) {
        Some(more) if more > 0.0 && more < room => tail(text, span.start..next.end, n + more),
        _ => done,
    }
}

fn number_word(word: &str) -> Option<f64> {
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
const ENGLISH_TENS: &[&str] = &[
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
];
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
const GERMAN_TENS: &[&str] = &[
    "zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig",
];

fn place(table: &[&str], word: &str) -> Option<f64> {
    table.iter().position(|known| *known == word).map(|at| at as f64)
}

fn english_number(word: &str) -> Option<f64> {
    place(ENGLISH, word).or_else(|| place(ENGLISH_TENS, word).map(|at| (at + 2.0) * 10.0))
}

/// The value of a German number word up to the thousands, in lower case.
fn german_number(word: &str) -> Option<f64> {
    let word = &word.replace("ue", "ü").replace("oe", "ö").replace("ss", "ß");
    match word.as_str() {
        "anderthalb" | "eineinhalb" => return Some(1.5),
        "beide" | "beiden" => return Some(2.0),
        _ => {}
    }
    if let Some(whole) = word.strip_suffix("einhalb") {
        return german_below_hundred(whole).map(|n| n + 0.5);
    }
    if let Some((thousands, rest)) = word.split_once("tausend") {
        let thousands = if thousands.is_empty() {
            1.0
        } else {
            german_hundreds(thousands)?
        };
        let rest = if rest.is_empty() { 0.0 } else { german_hundreds(rest)? };
        return Some(thousands * 1000.0 + rest);
    }
    german_hundreds(word)
}

fn german_hundreds(word: &str) -> Option<f64> {
    match word.split_once("hundert") {
        Some((hundreds, rest)) => {
            let hundreds = if hundreds.is_empty() {
                1.0
            } else {
                german_below_hundred(hundreds)?
            };
            let rest = if rest.is_empty() {
                0.0
            } else {
                german_below_hundred(rest)?
            };
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
fn german_stem(folded: &str, word: &str) -> Option<(usize, f64)> {
    if folded.len() != word.len() {
        return None;
    }
    TIME_UNITS
        .iter()
        .flat_map(|unit| unit.words)
        .filter(|stem| stem.ends_with("ig"))
        .find_map(|stem| {
            let at = folded.rfind(stem).filter(|at| *at > 0)?;
            unit_named(&folded[at..])?;
            german_number(&folded[..at]).map(|n| (at, n))
        })
}

/// The number whose digits begin with `word`, which may go on behind a point or comma.
fn digits_at(text: &str, word: &Span) -> Option<Number> {
    let before = text[..word.start].chars().next_back();
    let before_that = || text[..word.start].chars().rev().nth(1);
    match before {
        Some('-' | '‐' | '‑' | '–' | '_') if before_that().is_some_and(char::is_alphanumeric) => return None,
        Some('/' | ':' | '.' | ',') if before_that().is_some_and(|c| c.is_alphanumeric()) => return None,
        Some('^' | '#' | '\\') => return None,
        _ => {}
    }
    let end = numeral_end(text, word)?;
    let digits = &text[word.start..end];
    let after = &text[end..];
    let mut follows = after.chars();
    match follows.next() {
        Some('/' | ':' | '^') if follows.next().is_some_and(|c| c.is_ascii_digit()) => return None,
        Some(c) if c.is_alphabetic() => {
            let run = next_word(text, end)?;
            unit_named(&text[run])?;
        }
        Some(c) if c.is_alphanumeric() => return None,
        _ => {}
    }
    decimal(digits).map(|n| Number {
        span: word.start..end,
        n,
        article: false,
    })
}

/// Where the numeral that begins with `word` ends: digits, and separators with digits behind them.
fn numeral_end(text: &str, word: &Span) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = word.start;
    if !bytes[at].is_ascii_digit() {
        return None;
    }
    loop {
        while at < bytes.len() && bytes[at].is_ascii_digit() {
            at += 1;
        }
        let Some(separator) = text[at..]
            .chars()
            .next()
            .filter(|c| matches!(c, '.' | ',' | '\'' | '\u{a0}' | '\u{202f}' | '\u{2009}'))
        else {
            return Some(at);
        };
        let next = at + separator.len_utf8();
        // A blank parts thousands only where three digits follow.
        let three = bytes[next..].iter().take_while(|b| b.is_ascii_digit()).count() == 3;
        let goes_on = bytes.get(next).is_some_and(u8::is_ascii_digit) && (matches!(separator, '.' | ',') || three);
        if !goes_on {
            return Some(at);
        }
        at = next;
    }
}

/// The value of digits with separators, by pattern and not by locale: groups of three behind one to three digits are
/// thousands unless the number begins with 0, the last separator before other digits is the decimal sign.
fn decimal(digits: &str) -> Option<f64> {
    let groups: Vec<&str> = digits.split(|c: char| !c.is_ascii_digit()).collect();
    let signs: Vec<char> = digits.chars().filter(|c| !c.is_ascii_digit()).collect();
    let Some(last) = signs.last() else {
        return digits.parse().ok();
    };
    let thousands = |groups: &[&str]| {
        groups[0].len() <= 3 && !groups[0].starts_with('0') && groups[1..].iter().all(|group| group.len() == 3)
    };
    let alike = signs.iter().all(|sign| sign == last);
    if alike && thousands(&groups) {
        return groups.concat().parse().ok();
    }
    let (fraction, whole) = groups.split_last()?;
    let decimal_sign = matches!(last, '.' | ',');
    let rest = &signs[..signs.len() - 1];
    if decimal_sign && !rest.contains(last) && rest.windows(2).all(|pair| pair[0] == pair[1]) {
        if whole.len() == 1 || thousands(whole) {
            return format!("{}.{fraction}", whole.concat()).parse().ok();
        }
    }
    None
}

/// The operator before `at` and where it begins; "=" and `at` where there is none.
fn operator_before(text: &str, at: usize) -> (&'static str, usize) {
    let mut from = at.saturating_sub(OPERATOR_REACH);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let mut head = text[from..at].trim_end();
    if head.len() == at - from && !head.ends_with(['>', '<', '=', '~', '≈', '≥', '≤']) {
        return ("=", at);
    }
    let lower = head.to_lowercase();
    if lower.len() != head.len() {
        return ("=", at);
    }
    let mut rest = lower.as_str();
    if let Some(adverb) = ADVERBS.iter().find(|adverb| ends_with_words(rest, adverb)) {
        let cut = rest.len() - adverb.len();
        let shorter = rest[..cut].trim_end();
        if OPERATORS.iter().any(|(words, _)| ends_with_words(shorter, words)) {
            rest = shorter;
            head = &head[..rest.len()];
        }
    }
    OPERATORS
        .iter()
        .find(|(words, _)| ends_with_words(rest, words))
        .map_or(("=", at), |(words, op)| (*op, from + head.len() - words.len()))
}

/// Whether `text` ends with `words` and no letter stands right before them.
fn ends_with_words(text: &str, words: &str) -> bool {
    text.strip_suffix(words).is_some_and(|before| {
        !words.starts_with(char::is_alphabetic) || !before.ends_with(|c: char| c.is_alphanumeric() || c == '-')
    })
}

/// The upper end of a range whose lower end is `first`.
fn upper_end(text: &str, first: &Number) -> Option<Number> {
    let rest = &text[first.span.end..];
    let between = || {
        let head = text[..first.span.start].trim_end();
        let before = word_before(head, head.len()).filter(|word| word.end == head.len());
        before.is_some_and(|word| {
            let word = &head[word];
            word.eq_ignore_ascii_case("between") || word.eq_ignore_ascii_case("zwischen")
        })
    };
    let joiners = [
        " to ", " bis ", " bis zu ", "-to-", " - ", " – ", "-", "–", "—", "‑", " and ", " und ",
    ];
    joiners.iter().find_map(|joiner| {
        rest.strip_prefix(joiner)?;
        if matches!(*joiner, " and " | " und ") && !between() {
            return None;
        }
        let at = first.span.end + joiner.len();
        let word = next_word(text, at).filter(|word| word.start == at)?;
        // The sign before the digits is the range's own here.
        let upper = if text.as_bytes()[at].is_ascii_digit() {
            let end = numeral_end(text, &word)?;
            let follows = text[end..].chars().next();
            if follows.is_some_and(char::is_alphabetic) && unit_named(&text[next_word(text, end)?]).is_none() {
                return None;
            }
            if follows.is_some_and(|c| c.is_numeric() || matches!(c, '/' | '^')) {
                return None;
            }
            Number {
                span: at..end,
                n: decimal(&text[at..end])?,
                article: false,
            }
        } else {
            number_at(text, &word).filter(|number| !number.article)?
        };
        (upper.n > first.n).then_some(upper)
    })
}

/// The length of "or more", "oder mehr", "+" behind a number.
fn or_more(rest: &str) -> Option<usize> {
    [" or more", " oder mehr", " and more", "+"]
        .iter()
        .find(|words| begins(rest, words))
        .map(|words| words.len())
}

/// Where "± 12" behind a mean ends.
fn deviation_end(text: &str, at: usize) -> Option<usize> {
    let rest = text[at..].trim_start_matches(' ');
    let rest = rest.strip_prefix('±').or_else(|| rest.strip_prefix("+/-"))?;
    let rest = rest.trim_start_matches(' ');
    let start = text.len() - rest.len();
    let word = next_word(text, start).filter(|word| word.start == start)?;
    numeral_end(text, &word)
}
