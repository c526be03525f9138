//! Ages by decade, birth or stage of life, and sexes without an age.

use std::sync::LazyLock;

use super::age::{determiner, lead_start};
use super::sex::{Sex, english_sex_word, german_sex_word, sex_before};
use super::{Age, Phrase, Reference};
use crate::facts::cues::{self, Gate};
use crate::facts::numbers;
use crate::facts::pattern::Pattern;
use crate::facts::{Data, Page};
use crate::text::Span;

/// Words one of which is in what each of the patterns below finds.
pub(in crate::facts) static LIMITS: Gate = Gate::new(&[
    "older",
    "älter",
    "eligible",
    "age range",
    "ages range",
    "age group",
    "ages group",
    "minimum age",
    "altersbereich",
    "between ",
    "zwischen ",
]);
pub(in crate::facts) static DECADES: Gate = Gate::new(&[
    "0s", "0'", "0’", "0er", "teens", "enties", "thirties", "forties", "fifties", "sixties", "eighties", "nineties",
    " anfang ", " mitte ", " ende ", "zigern",
]);
pub(in crate::facts) static BIRTHS: Gate = Gate::new(&["newborn", "neonate", "neugeborene"]);
pub(in crate::facts) static SEXES: Gate =
    Gate::new(&["male", " man", "woman", "boy", "girl", "lady", "männlich", "weiblich"]);

/// The years of a decade of life, or of its beginning, middle or end.
fn third(written: &str, from: f64) -> Data {
    let lower = written.to_lowercase();
    let said = |words: &[&str]| words.iter().any(|word| lower.starts_with(word));
    let decade = (from / 10.0).floor() * 10.0;
    let (n, n2) = match () {
        () if said(&["early", "früh", "anfang"]) => (from, from.max(decade + 2.0) + 1.0),
        () if said(&["mid", "mittleren", "mitte"]) => (decade + 4.0, decade + 6.0),
        () if said(&["late", "spät", "ende"]) => (decade + 7.0, decade + 9.0),
        () => (from, decade + 9.0),
    };
    Data::Quantity { op: "range", n, n2: Some(n2), unit: "a".to_owned() }
}

/// Where a decade of life begins that is told in words.
fn decade(word: &str) -> Option<f64> {
    const STEMS: &[(&str, f64)] = &[
        ("teens", 13.0),
        ("twent", 20.0),
        ("thirt", 30.0),
        ("fort", 40.0),
        ("fift", 50.0),
        ("sixt", 60.0),
        ("sevent", 70.0),
        ("eight", 80.0),
        ("ninet", 90.0),
        ("zwan", 20.0),
        ("drei", 30.0),
        ("vier", 40.0),
        ("fünf", 50.0),
        ("sech", 60.0),
        ("sieb", 70.0),
        ("acht", 80.0),
        ("neun", 90.0),
    ];
    let lower = word.to_lowercase();
    STEMS.iter().find(|(stem, _)| lower.starts_with(stem)).map(|(_, n)| *n)
}

/// The sex of the German noun right before a decade: "eine Frau Mitte 50", "der Patient, Anfang dreißig".
fn german_before(text: &str, at: usize) -> Option<(Sex, Span)> {
    let word = numbers::word_before(text, at).filter(|word| at - word.end <= 2)?;
    let noun = &text[word.clone()];
    let feminine = || {
        let article = numbers::word_before(text, word.start).map(|article| text[article].to_lowercase());
        noun.ends_with("in")
            && noun.len() > 5
            && article.is_some_and(|article| article.starts_with("eine") || article == "die")
    };
    let sex = match german_sex_word(noun) {
        Some(sex) => sex,
        None if noun == "Patient" => Sex::Male,
        None if noun.starts_with(char::is_uppercase) && feminine() => Sex::Female,
        None => return None,
    };
    Some((sex, word))
}

/// Ages by decade and birth, and sexes without an age: "a woman in her 60s", "a newborn boy", "a male patient",
/// "the patient, a man".
pub(super) fn bare(page: &Page<'_>, sentence: &Span, out: &mut Vec<Phrase>) {
    static DECADE: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(
            r"(?i)(?:\bin (?:her|his|their|ihren|seinen) (?P<age>(?:(?:early|mid|late|frühen|mittleren|späten)[ -])?(?:(?P<n>[2-9]0)(?:['’]?s|ern?)|(?P<w>teens|twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties|(?:zwan|drei|vier|fünf|sech|sieb|acht|neun)[zß]igern?)))\b|\b(?:frau|mann|patientin|patient|[a-zäöüß]+erin|[a-zäöüß]+er|sie|er),? (?:(?:ist|war|heute|damals) )?(?P<de>(?:anfang|mitte|ende) (?:der )?(?:(?P<m>[2-9]0)(?:er)?|(?P<v>(?:zwan|drei|vier|fünf|sech|sieb|acht|neun)[zß]ig(?:er)?)))(?:,|\.|;| [a-zäöü]|\)|$))",
        )
    });
    static NEWBORN: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(
            r"(?i)\b(?:an?|the|this|our|ein|das|dem) (?:(?:full-?term|preterm|premature|healthy|male|female) )?(?P<age>newborn|neonate|neugeborene[snm]?)\b(?: (?P<sex>boy|girl|male|female|mädchen|junge))?",
        )
    });
    static SEXED: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(
            r"(?:(?i)\b(?:an?|our|this|one|first|index) (?:[a-z]+ )?(?P<e>male|female) (?:patient|subject|adult|(?P<group>child|infant|neonate|newborn|adolescent|teenager))\b|\b(?:patient|individual|case|child|proband)(?: \([^()]{1,20}\))?,? (?:is |was )?an? (?:[a-z]+ )?(?P<n>man|woman|boy|girl|male|female|lady)\b(?: (?P<young>child|infant|neonate|newborn|adolescent|teenager)\b)?|\bthis (?:young |elderly )?(?P<t>man|woman|boy|girl|lady)\b|\b(?:ein|der|einem|einen|eine|die|unser|unsere) (?P<g>männliche[rn]?|weibliche[n]?) Patient(?:in|en)?\b)",
        )
    });
    static ELIGIBLE: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(
            r"(?i)\b(?:ages? (?:eligible(?: for study)?|range|group)|minimum age|altersbereich): ?(?P<all>(?P<n>[0-9]{1,3}) (?:years?|jahre)(?:(?: to| bis|,? maximum age:?) (?P<m>[0-9]{1,3}) (?:years?|jahren?)| (?:and older|or older|und älter))?)|\b(?:patients|adults|adolescents|children|people|individuals|patienten|personen|kinder)(?: aged| ab)? (?P<older>(?P<o>[0-9]{1,3}) (?:years|jahren?)(?: of age)? (?:(?:and|or) older|und älter))",
        )
    });
    // "nine women between 29 and 73 years"
    static BETWEEN: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(
            r"(?i)\b(?:patient(?:s|en|innen)|women|men|girls|boys|children|adults|participants|frauen|männern?|kindern?|jungen|mädchen|erwachsenen?|teilnehmer\w*|personen)(?: aged| im alter)? (?:between|zwischen) (?P<all>(?P<n>[0-9]{1,2}) (?:and|und) (?P<m>[0-9]{1,3}) (?:years|jahren))\b",
        )
    });
    let text = page.str(sentence);
    let part = |gate: &'static Gate| if gate.within(page, sentence) { text } else { "" };
    let limits = part(&LIMITS);
    for groups in ELIGIBLE.captures_iter(limits).chain(BETWEEN.captures_iter(limits)) {
        let all = groups.name("all").or_else(|| groups.name("older"));
        let n = groups.name("n").or_else(|| groups.name("o"));
        let (Some(all), Some(Ok(n))) = (all, n.map(|n| n.as_str().parse::<f64>())) else {
            continue;
        };
        let known = out
            .iter()
            .filter_map(|phrase| phrase.age.as_ref())
            .any(|age| age.surface.start < all.end() && all.start() < age.surface.end);
        if known {
            continue;
        }
        let n2 = groups.name("m").and_then(|m| m.as_str().parse::<f64>().ok());
        let (op, value) = match n2 {
            Some(to) => ("range", format!("{n}–{to} years")),
            None => (">=", format!("≥ {n} years")),
        };
        out.push(Phrase {
            age: Some(Age { surface: all.range(), value, data: Data::Quantity { op, n, n2, unit: "a".to_owned() } }),
            sex: None,
            reference: Reference::Group,
            event: false,
            whole: all.range(),
        });
    }
    let mut told: Vec<Span> = out
        .iter()
        .flat_map(|phrase| {
            let sex = phrase.sex.as_ref().map(|(_, sex)| sex.clone());
            phrase.age.as_ref().map(|age| age.surface.clone()).into_iter().chain(sex)
        })
        .collect();
    told.sort_by_key(|span| span.start);
    let taken = |at: &Span| {
        told[..told.partition_point(|span| span.start < at.end)].last().is_some_and(|span| span.end > at.start)
    };
    for groups in DECADE.captures_iter(part(&DECADES)) {
        let Some(written) = groups.name("age").or_else(|| groups.name("de")) else { continue };
        let word = groups.name("w").or_else(|| groups.name("v"));
        let number = groups.name("n").or_else(|| groups.name("m")).and_then(|n| n.as_str().parse().ok());
        let Some(n) = number.or_else(|| word.and_then(|word| decade(word.as_str()))) else { continue };
        let plural = cues::before(text, 0, written.start(), 10).to_lowercase().ends_with("their ");
        let sex = sex_before(text, written.start()).or_else(|| german_before(text, written.start()));
        let lead = groups.get(0).map_or(written.start(), |all| all.start());
        out.push(Phrase {
            age: Some(Age {
                surface: written.range(),
                value: if n < 20.0 { written.as_str().to_lowercase() } else { format!("{n}s") },
                data: third(written.as_str(), n),
            }),
            reference: if plural { Reference::Group } else { Reference::New },
            event: false,
            whole: sex.as_ref().map_or(lead, |(_, at)| lead_start(text, at.start))..written.end(),
            sex,
        });
    }
    for groups in NEWBORN.captures_iter(part(&BIRTHS)) {
        let (Some(all), Some(written)) = (groups.get(0), groups.name("age")) else {
            continue;
        };
        let sex = groups.name("sex").and_then(|word| {
            english_sex_word(&word.as_str().to_lowercase())
                .or_else(|| german_sex_word(word.as_str()))
                .map(|sex| (sex, word.range()))
        });
        if taken(&all.range()) {
            continue;
        }
        out.push(Phrase {
            age: Some(Age {
                surface: written.range(),
                value: "newborn".to_owned(),
                data: Data::Quantity { op: "=", n: 0.0, n2: None, unit: "d".to_owned() },
            }),
            reference: if determiner(text, written.start()) == Reference::Known {
                Reference::Known
            } else {
                Reference::New
            },
            event: false,
            whole: all.range(),
            sex,
        });
    }
    for groups in SEXED.captures_iter(part(&SEXES)) {
        let Some(all) = groups.get(0) else { continue };
        let Some(word) = ["e", "n", "t", "g"].iter().find_map(|name| groups.name(name)) else {
            continue;
        };
        let lower = word.as_str().to_lowercase();
        let Some(sex) = english_sex_word(&lower).or_else(|| german_sex_word(&lower)) else {
            continue;
        };
        if taken(&word.range()) {
            continue;
        }
        // A child whose years are not told has at least this for an age.
        let age = groups.name("group").or_else(|| groups.name("young")).map(|group| Age {
            surface: group.range(),
            value: group.as_str().to_lowercase(),
            data: Data::None,
        });
        out.push(Phrase {
            age,
            sex: Some((sex, word.range())),
            reference: Reference::Known,
            event: false,
            whole: all.range(),
        });
    }
}
