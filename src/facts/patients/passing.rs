//! Ages told in passing: "an octogenarian", "now 39", "Patientin (34)", "a 68M", "She was 29 when", "the youngest was 34
//! and the oldest 71", "Erwachsene ab 18 Jahren".

use std::sync::LazyLock;

use super::age::{OLDEST, lead_start};
use super::sex::{Sex, english_sex_word, german_sex_word};
use super::{Age, Phrase, Reference};
use crate::facts::cues::Gate;
use crate::facts::pattern::{Captures, Match, Pattern};
use crate::facts::{Data, Page, numbers};
use crate::text::Span;

/// Words one of which is in whatever this file finds.
pub(in crate::facts) static WORDS: Gate = Gate::new(&[
    "genarian",
    "mittz",
    "mittd",
    "mittv",
    "mittf",
    "mitts",
    "mitta",
    "endzwan",
    "enddrei",
    "endvier",
    "endfünf",
    "endsech",
    "endsieb",
    "endacht",
    ", now ",
    ", heute ",
    "patientin (",
    "patient (",
    "frau (",
    "mann (",
    "woman (",
    " man (",
    "boy (",
    "girl (",
    "mädchen (",
    "junge (",
    "was 1",
    "was 2",
    "was 3",
    "was 4",
    "was 5",
    "was 6",
    "was 7",
    "was 8",
    "was 9",
    "war 1",
    "war 2",
    "war 3",
    "war 4",
    "war 5",
    "war 6",
    "war 7",
    "war 8",
    "war 9",
    "war drei",
    "war vier",
    "war fünf",
    "war sechs",
    "war sieben",
    "war acht",
    "war neun",
    "war zehn",
    "war elf",
    "war zwölf",
    "0m ",
    "1m ",
    "2m ",
    "3m ",
    "4m ",
    "5m ",
    "6m ",
    "7m ",
    "8m ",
    "9m ",
    "0f ",
    "1f ",
    "2f ",
    "3f ",
    "4f ",
    "5f ",
    "6f ",
    "7f ",
    "8f ",
    "9f ",
    "youngest",
    "jüngste",
    "ages ranged",
    "age ranged",
    "alter lag",
    "alter reichte",
    "alter betrug zwischen",
    "ab 12 jahren",
    "ab 16 jahren",
    "ab 18 jahren",
    "ab 50 jahren",
    "ab 60 jahren",
    "ab 65 jahren",
    "ab 70 jahren",
]);

/// Finds them.
pub(super) fn find(page: &Page<'_>, sentence: &Span, out: &mut Vec<Phrase>) {
    if !WORDS.within(page, sentence) {
        return;
    }
    let text = page.str(sentence);
    let before = out.len();
    for way in WAYS.iter() {
        for groups in way.pattern.captures_iter(text) {
            let Some(phrase) = way.read(text, &groups) else { continue };
            let own = &phrase.whole;
            let known = |other: &Phrase| {
                other.age.as_ref().is_some_and(|age| age.surface.start < own.end && own.start < age.surface.end)
            };
            if !out[..before].iter().any(known) {
                out.push(phrase);
            }
        }
    }
}

/// What a pattern's `n` (and `m`) is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Told {
    /// The age of somebody.
    Age,
    /// The age at which something happened.
    Event,
    /// The ages of a group, from `n` to `m`.
    Range,
    /// The least age of a group.
    Least,
    /// The decade of life, in a word.
    Decade,
}

struct Way {
    pattern: Pattern,
    told: Told,
}

static WAYS: LazyLock<[Way; 9]> = LazyLock::new(|| {
    let way = |told, pattern| Way { pattern: Pattern::new(pattern), told };
    [
        way(
            Told::Decade,
            r"(?i)\b(?P<age>(?P<w>quinqua|sexa|septua|octo|nona)genarian)\b(?: (?P<sex>man|woman|male|female))?",
        ),
        way(
            Told::Decade,
            r"(?i)\b(?P<age>(?P<part>mitt|end)(?P<w>zwan|drei|vier|fünf|sech|sieb|acht)[zß]iger(?P<in>in)?)\b",
        ),
        way(Told::Age, r"(?i), (?:now|heute)(?: aged)? (?P<age>(?P<n>[0-9]{1,2}))(?:[,.;:)]|$)"),
        way(
            Told::Age,
            r"\b(?P<sex>Patientin|Patient|Frau|Mann|Mädchen|Junge|[Ww]oman|[Mm]an|[Bb]oy|[Gg]irl) \((?P<age>(?P<n>[0-9]{1,2})(?: Jahre| years| J\.)?)\)",
        ),
        way(
            Told::Age,
            r"\b[Aa]n? (?P<age>(?P<n>[0-9]{1,2})) ?(?P<letter>[MF])(?:,| (?:with|who|presents?|presented|presenting|admitted|p/w|c/o|was|is)\b)",
        ),
        way(
            Told::Event,
            r"\b(?:[Ss]he|[Hh]e|[Ss]ie|[Ee]r|[A-Z][a-zäöüß]+) wa[sr] (?:only |just |erst |gerade |damals )?(?P<age>(?P<n>[0-9]{1,2}|[a-zäöüß]{3,10}))(?: years old| Jahre alt)?,? (?:when|als)\b",
        ),
        way(
            Told::Range,
            r"(?i)\b(?:ages?|alter)\b[^.;0-9]{0,30}?(?:ranged|reichte|lag|variierte|betrug)[^.;0-9]{0,12}? ?(?:from|between|von|zwischen) (?P<age>(?P<n>[0-9]{1,2}) (?:to|and|bis|und) (?P<m>[0-9]{1,3})(?: years| jahren?)?)",
        ),
        way(
            Told::Range,
            r"(?i)\b(?P<age>(?:youngest|jüngste)(?: (?:patient\w*|participants?|volunteers?|person|child|teilnehmer\w*|proband\w*|behandelte\w*))?(?: of them)?(?: was| war)? (?P<n>[0-9]{1,2})(?: years(?: old)?| jahre(?: alt)?)?,?(?: and| und)?(?: the| der| die)? (?:oldest|älteste)(?: was| war)? (?P<m>[0-9]{1,3}))\b",
        ),
        way(
            Told::Least,
            r"(?i)\b(?:patienten|patientinnen|erwachsenen?|personen|menschen|kindern?|teilnehmer\w*) (?P<age>ab (?P<n>[0-9]{1,3}) jahren)\b",
        ),
    ]
});

impl Way {
    fn read(&self, text: &str, groups: &Captures<'_, '_>) -> Option<Phrase> {
        let (all, written) = (groups.get(0)?, groups.name("age")?);
        let n = match self.told {
            Told::Decade => decade(groups.name("w")?.as_str())?,
            _ => number(groups.name("n")?)?,
        };
        let (op, n, n2) = match self.told {
            Told::Decade if groups.name("part").is_some_and(|part| part.as_str().eq_ignore_ascii_case("mitt")) => {
                ("range", n + 4.0, Some(n + 6.0))
            }
            Told::Decade if groups.name("part").is_some() => ("range", n + 7.0, Some(n + 9.0)),
            Told::Decade => ("range", n, Some(n + 9.0)),
            Told::Range => ("range", n, Some(number(groups.name("m")?).filter(|m| *m > n)?)),
            Told::Least => (">=", n, None),
            Told::Age | Told::Event => ("=", n, None),
        };
        let value = match (self.told, n2) {
            (Told::Decade, _) => format!("{}s", (n / 10.0).floor() * 10.0),
            (_, Some(n2)) => format!("{n}–{n2} years"),
            (Told::Least, None) => format!("≥ {n} years"),
            (_, None) => format!("{n} years"),
        };
        let sex =
            groups.name("sex").or_else(|| groups.name("letter")).and_then(|word| Some((sexed(word)?, word.range())));
        let sex = sex.or_else(|| {
            let german = groups.name("part").is_some();
            let sex = if groups.name("in").is_some() { Sex::Female } else { Sex::Male };
            german.then(|| (sex, written.range()))
        });
        Some(Phrase {
            age: Some(Age {
                surface: written.range(),
                value,
                data: Data::Quantity { op, n, n2, unit: "a".to_owned() },
            }),
            sex,
            reference: if matches!(self.told, Told::Range | Told::Least) { Reference::Group } else { Reference::New },
            event: self.told == Told::Event,
            whole: lead_start(text, all.start())..all.end(),
        })
    }
}

/// The sex of a noun or of a letter.
fn sexed(word: Match<'_>) -> Option<Sex> {
    match word.as_str() {
        "M" | "Patient" => Some(Sex::Male),
        "F" => Some(Sex::Female),
        noun => english_sex_word(&noun.to_lowercase()).or_else(|| german_sex_word(noun)),
    }
}

/// Years of age in digits or a word.
fn number(written: Match<'_>) -> Option<f64> {
    let quantity = numbers::quantities(written.as_str()).into_iter().next()?;
    let whole = quantity.span.len() == written.as_str().len() && !quantity.article;
    (whole && (1.0..=OLDEST).contains(&quantity.n)).then_some(quantity.n)
}

/// Where the decade of life begins that a stem names.
fn decade(stem: &str) -> Option<f64> {
    const STEMS: &[(&str, f64)] = &[
        ("zwan", 20.0),
        ("drei", 30.0),
        ("vier", 40.0),
        ("fünf", 50.0),
        ("sech", 60.0),
        ("sieb", 70.0),
        ("acht", 80.0),
        ("quinqua", 50.0),
        ("sexa", 60.0),
        ("septua", 70.0),
        ("octo", 80.0),
        ("nona", 90.0),
    ];
    let lower = stem.to_lowercase();
    STEMS.iter().find(|(known, _)| *known == lower).map(|(_, n)| *n)
}
