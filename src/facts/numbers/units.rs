//! Units of time behind a number.

use super::{next_word, small};
use crate::facts::words::List;

/// A unit of time.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::facts) struct TimeUnit {
    /// UCUM code.
    pub(in crate::facts) code: &'static str,
    /// English singular.
    pub(in crate::facts) one: &'static str,
    /// English plural.
    pub(in crate::facts) many: &'static str,
    /// How texts write it, folded to lower case, without German adjective endings.
    pub(super) words: &'static [&'static str],
}

/// The units of time, longest first.
pub(in crate::facts) const TIME_UNITS: &[TimeUnit] = &[
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
        words: &["day", "days", "d", "tag", "tage", "tagen", "tages", "tägig", "taegig", "lebenstage", "lebenstagen"],
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
static FILLERS: List = List::new(
    "full long consecutive more additional further whole entire calendar volle vollen lange langen ganze ganzen weitere \
     weiteren aufeinanderfolgende aufeinanderfolgenden",
);

/// The first letters of units.
const FIRST: &[u8] = b"dhjlmstwy";

/// The endings of a German adjective.
const ENDINGS: &[&str] = &["e", "er", "en", "em", "es"];

/// The unit of time right behind a number that ends at `at`, and where the unit ends; a hyphen or one filler word may
/// stand between.
pub(in crate::facts) fn time_unit(text: &str, at: usize) -> Option<(&'static TimeUnit, usize)> {
    let joined = matches!(text[at..].chars().next(), Some(c) if c.is_alphabetic());
    let gap = text[at..].len() - text[at..].trim_start_matches(is_gap).len();
    if !joined && !(1..=6).contains(&gap) {
        return None;
    }
    let mut word = next_word(text, at + gap).filter(|word| word.start == at + gap)?;
    if FILLERS.has_small(&text[word.clone()]) {
        word = next_word(text, word.end).filter(|next| next.start == word.end + 1)?;
    }
    unit_named(&text[word.clone()]).map(|unit| (unit, word.end))
}

fn is_gap(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '‐' | '‑' | '–')
}

pub(super) fn unit_named(word: &str) -> Option<&'static TimeUnit> {
    let first = word.as_bytes().first()?.to_ascii_lowercase();
    if word.len() > 24 || !FIRST.contains(&first) {
        return None;
    }
    let word = small(word);
    TIME_UNITS.iter().find(|unit| {
        unit.words.iter().any(|known| {
            word.strip_prefix(known)
                .is_some_and(|rest| rest.is_empty() || (known.ends_with("ig") && ENDINGS.contains(&rest)))
        })
    })
}
