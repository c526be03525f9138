//! Ages in figures and words: "45-year-old", "35-jähriger", "aged 31 years", "median age 63".

use std::sync::LazyLock;

use super::sex::{STOPS, english_sex, german_sex, sex_before};
use super::{Age, Phrase, Reference};
use crate::facts::cues;
use crate::facts::numbers::{self, Quantity, TimeUnit};
use crate::facts::pattern::Pattern;
use crate::text::Span;

/// Ages above this are none.
pub(super) const OLDEST: f64 = 125.0;

fn age(quantity: &Quantity, unit: &TimeUnit, surface: Span) -> Option<Age> {
    let years = match unit.code {
        "a" => quantity.n2.unwrap_or(quantity.n),
        "mo" => quantity.n / 12.0,
        "wk" | "d" => quantity.n / 52.0,
        _ => return None,
    };
    (years <= OLDEST && !(quantity.article && unit.code == "a")).then(|| Age {
        surface,
        value: quantity.shown(unit.one, unit.many),
        data: quantity.data(unit.code),
    })
}

/// What may follow number and unit to make them an age: "-old", "of age", "alt".
static OLD: LazyLock<Pattern> =
    LazyLock::new(|| Pattern::new(r"(?i)^(?:[ ‐‑–-]{1,3}old\b|s? of age\b|['’]? of age\b| alte?[rsnm]?\b| jung\b)"));

/// "45-year-old", "35-jähriger", "27 years old", "45 yo", "3 Monate alt", "13 months of age".
pub(super) fn adjective(text: &str, quantity: &Quantity) -> Option<Phrase> {
    let (unit, end, german) = age_mark(text, quantity)?;
    let head = cues::after(text, end, text.len(), 90);
    // "With this profile one can treat an 80-year-old": "eine 80-Jährige behandeln".
    if is_thing(head, german) || head.starts_with(" behandeln") {
        return None;
    }
    // "older than 50 years", "aged 18 years or older" are limits.
    let group = quantity.n2.is_some() || !matches!(quantity.op, "=" | "~");
    let lead = determiner(text, quantity.span.start);
    let surface = if group { quantity.span.start..end } else { quantity.number.start..end };
    let mut sex = if german { german_sex(text, &quantity.span, end) } else { english_sex(text, end) };
    if sex.is_none() && !german {
        sex = sex_before(text, quantity.span.start);
    }
    let event = quantity.n2.is_none() && EVENT.is_match(cues::before(text, 0, quantity.span.start, 30));
    let clause = cues::before(text, 0, quantity.span.start, 40);
    let clause = clause.rsplit(['.', ';', ',']).next().unwrap_or(clause);
    Some(Phrase {
        age: Some(age(quantity, unit, surface.clone())?),
        reference: match () {
            () if group || plural_head(head) || GROUP.is_match(clause) => Reference::Group,
            () if event || lead == Reference::Known => Reference::Known,
            () => Reference::New,
        },
        event: event && sex.is_none(),
        whole: lead_start(text, quantity.span.start)
            ..sex.as_ref().map_or_else(|| head_end(text, end), |(_, at)| at.end.max(end)),
        sex,
    })
}

/// Where the noun "patient" right behind an age ends, else `end`.
fn head_end(text: &str, end: usize) -> usize {
    numbers::next_word(text, end)
        .filter(|word| word.start == end + 1 && text[word.clone()].to_lowercase().starts_with("patient"))
        .map_or(end, |word| word.end)
}

/// The unit behind a number with the mark that makes the two an age, where the mark ends, and whether it is German.
fn age_mark(text: &str, quantity: &Quantity) -> Option<(&'static TimeUnit, usize, bool)> {
    static YO: LazyLock<Pattern> = LazyLock::new(|| Pattern::new(r"(?i)^[ -]?(?:yo|y/o|y\.o\.?|y\. o\.?)(?:\b|[ ,.])"));
    let at = quantity.span.end;
    let rest = cues::after(text, at, text.len(), 24);
    if let Some(found) = YO.find(rest) {
        let end = at + found.as_str().trim_end_matches([' ', ',']).len();
        return Some((&numbers::TIME_UNITS[0], end, false));
    }
    let (unit, end) = numbers::time_unit(text, at)?;
    let word = text[at..end].trim_start_matches([' ', '-', '‐', '‑', '–']).to_lowercase();
    if word.starts_with("jährig") || word.starts_with("jaehrig") {
        return Some((unit, end, true));
    }
    if ["monatig", "wöchig", "tägig"].iter().any(|stem| word.starts_with(stem)) {
        // A German adjective of time is an age only beside a child: "ein fünfmonatiger Säugling".
        return child_head(&text[end..]).then_some((unit, end, true));
    }
    if word.starts_with("lebens") {
        return Some((unit, end, true));
    }
    let tail = OLD.find(cues::after(text, end, text.len(), 24))?;
    Some((unit, end + tail.end(), tail.as_str().trim_start().starts_with(['a', 'j', 'A', 'J'])))
}

fn child_head(rest: &str) -> bool {
    numbers::next_word(rest, 0).is_some_and(|word| {
        word.start == 1 && {
            let word = rest[word].to_lowercase();
            ["säugling", "kind", "baby", "junge", "mädchen", "patient", "neugeboren"]
                .iter()
                .any(|head| word.starts_with(head))
        }
    })
}

/// Whether what follows an age adjective is no person: "eine 8-jährige Behandlung", "a 20-year-old company".
fn is_thing(head: &str, german: bool) -> bool {
    const ENGLISH: &[&str] = &[
        "company",
        "institution",
        "hospital",
        "study",
        "trial",
        "drug",
        "technology",
        "problem",
        "question",
        "tradition",
        "brother",
        "sister",
        "mother",
        "father",
        "son",
        "daughter",
        "husband",
        "wife",
        "sibling",
        "cousin",
        "uncle",
        "aunt",
        "researcher",
        "scientist",
        "professor",
        "physician",
        "doctor",
        "director",
        "method",
        "technique",
        "chief",
        "surgeon",
        "executive",
    ];
    const GERMAN: &[&str] = &[
        "bruder",
        "schwester",
        "mutter",
        "vater",
        "sohn",
        "tochter",
        "ehemann",
        "ehefrau",
        "jubiläum",
        "bestehen",
        "verlauf",
        "überleben",
        "jubiläums",
        "forscher",
        "forscherin",
        "professor",
        "professorin",
        "ärztin",
        "arzt",
        "chefarzt",
        "chefärztin",
        "oberarzt",
        "oberärztin",
        "leiter",
        "leiterin",
        "direktor",
        "direktorin",
        "einsatz",
        "projekt",
        "vertrag",
        "intervall",
        "abstand",
        "follow",
    ];
    const ABSTRACT: &[&str] = &[
        "ung",
        "ion",
        "ie",
        "heit",
        "keit",
        "schaft",
        "zeit",
        "rate",
        "dauer",
        "phase",
        "anamnese",
        "raum",
        "geschichte",
        "studie",
        "pause",
    ];
    let mut at = 0;
    for _ in 0..4 {
        let Some(word) = numbers::next_word(head, at) else {
            return false;
        };
        if head[at..word.start].contains(['.', ';', '(', ',', ':']) {
            return false;
        }
        at = word.end;
        let written = &head[word];
        let lower = written.to_lowercase();
        if german {
            if written.starts_with(char::is_uppercase) {
                return GERMAN.contains(&lower.as_str()) || ABSTRACT.iter().any(|end| lower.ends_with(end));
            }
        } else if ENGLISH.contains(&lower.as_str()) {
            return true;
        } else if STOPS.contains(&lower.as_str()) {
            return false;
        }
    }
    false
}

fn plural_head(head: &str) -> bool {
    static PLURAL: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(
            r"(?i)^(?: [a-zäöüß-]+){0,3} (?:patients|women|men|children|adults|participants|individuals|subjects|people|patientinnen|kinder|kindern|frauen|männer|männern|erwachsene[n]?|personen|probanden|teilnehmer\w*)\b",
        )
    });
    PLURAL.is_match(head)
}

/// What the word before an age says of whom it tells.
pub(super) fn determiner(text: &str, at: usize) -> Reference {
    let lead = cues::before(text, 0, at, 24).to_lowercase();
    let lead = lead.trim_end();
    let known =
        ["the", "this", "that", "der", "die", "das", "dem", "den", "des", "diese", "dieser", "diesem", "diesen"];
    match lead.rsplit(|c: char| !c.is_alphanumeric()).next() {
        Some(word) if known.contains(&word) => Reference::Known,
        _ => Reference::New,
    }
}

/// Where the determiner before `at` begins.
pub(super) fn lead_start(text: &str, at: usize) -> usize {
    const LEADS: &[&str] = &[
        "a", "an", "the", "this", "our", "one", "der", "die", "ein", "eine", "einem", "einen", "einer", "eines", "dem",
        "den", "des", "unser", "unsere",
    ];
    numbers::word_before(text, at)
        .filter(|word| at - word.end == 1 && LEADS.contains(&text[word.clone()].to_lowercase().as_str()))
        .map_or(at, |word| word.start)
}

/// The age of an event of the history rather than of the patient now.
static EVENT: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)\b(?:at|since|until|from|after|before|by|was)(?: the| an)? age(?: of)? (?:about |around |approximately )?$|\b(?:at|until|by|from|since|before|after) (?:about |around |approximately )?$|\b(?:since|when|until|before) (?:s?he|they) (?:was|were) (?:about |around )?$|\bdied aged $|\bbereits im alter von $|\bseit dem alter von $",
    )
});

/// The word before a number that makes it an age.
static LABEL: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)(?:\baged|\bages?|\bage(?:d)? (?:of|was|is|at \w+)|\baged? (?:between|from)|\bage[:=]|\balter(?: von|:| zwischen| betrug| war| lag bei)?|alter(?: von|:| betrug| lag bei| war)?)(?: (?:was|of|is))?(?:[ ,]+(?:mean|median|of|was))?,? ?$",
    )
});

/// Before the number of a limit of age, which is nobody's: "common after the age of".
static LIMIT: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)\b(?:after|before|over|above|under|below|nach|vor|ab|unter|über) (?:the age of|dem alter von|einem alter von|dem) $",
    )
});

/// Words that make an age one of a group.
static GROUP: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)\b(?:mean|median|average|averaged|patients|women|men|children|adults|participants|individuals|subjects|volunteers|people|infants|medianes|medianen|mediane|mittleres|mittleren|mittlere|durchschnittsalter|durchschnittliche[srn]?|patientinnen|kinder|frauen|männer|erwachsene|personen|probanden|probandinnen|teilnehmende[rn]?|teilnehmer|teilnehmerinnen|behandelten|betroffenen|im schnitt|im mittel|im durchschnitt|on average)\b",
    )
});

/// "aged 31 years", "age 10 years", "im Alter von 45 Jahren", "median age 63 (range 40–77)", "Alter: 45 Jahre".
pub(super) fn labelled(text: &str, quantity: &Quantity) -> Option<Phrase> {
    if quantity.article {
        return None;
    }
    let lead = cues::before(text, 0, quantity.span.start, 40);
    let label = LABEL.find(lead)?;
    // "Durchschnittsalter" is all of it the label.
    let compound = lead[..label.start()].chars().rev().take_while(|c| c.is_alphanumeric()).map(char::len_utf8);
    let start = quantity.span.start - (lead.len() - label.start() + compound.sum::<usize>());
    let (unit, end) = match numbers::time_unit(text, quantity.span.end) {
        Some((unit, end)) => (unit, end),
        None if text[quantity.span.end..].starts_with(" J.") => (&numbers::TIME_UNITS[0], quantity.span.end + 2),
        // Without a unit only a number that can be years, and not one that counts something else.
        None if quantity.n <= OLDEST && !counts_something(&text[quantity.span.end..]) => {
            (&numbers::TIME_UNITS[0], quantity.span.end)
        }
        None => return None,
    };
    // "Patients aged 65 years and older".
    let older = OLDER.find(cues::after(text, end, text.len(), 40)).filter(|_| quantity.n2.is_none());
    let limit_of = older.as_ref().map(|_| Quantity { op: ">=", ..quantity.clone() });
    let quantity = limit_of.as_ref().unwrap_or(quantity);
    let end = older.map_or(end, |older| end + older.end());
    let limit = !matches!(quantity.op, "=" | "~" | "range");
    if limit && end == quantity.span.end {
        return None;
    }
    let event = EVENT.is_match(lead);
    if LIMIT.is_match(lead) && quantity.n2.is_none() && !SOMEBODY.is_match(text) {
        return None;
    }
    let clause = cues::before(text, 0, quantity.span.start, 70);
    let clause = clause.rsplit(['.', ';']).next().unwrap_or(clause);
    let group = quantity.n2.is_some() || !matches!(quantity.op, "=" | "~") || GROUP.is_match(clause);
    let sex = if group { None } else { sex_before(text, start).or_else(|| sex_before(text, quantity.span.start)) };
    let surface = if group { quantity.span.start..end } else { quantity.number.start..end };
    Some(Phrase {
        age: Some(age(quantity, unit, surface)?),
        reference: match () {
            () if group => Reference::Group,
            () if sex.is_some() && !event => Reference::New,
            () => Reference::Known,
        },
        event,
        whole: sex.as_ref().map_or(start, |(_, at)| lead_start(text, at.start).min(start))..end,
        sex,
    })
}

/// Behind an age that is the least of a group.
static OLDER: LazyLock<Pattern> =
    LazyLock::new(|| Pattern::new(r"(?i)^(?: of age)? (?:and|or|und|oder) (?:older|above|over|älter)\b"));

/// Words for one person.
static SOMEBODY: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(r"(?i)\b(?:s?he|his|her|the patient|er|der patient|die patientin|seine[nrms]?|ihre[nrms]?)\b")
});

fn counts_something(rest: &str) -> bool {
    rest.starts_with(['%', '-', '‐', '‑', '.']) && !rest.starts_with(". ") && rest.len() > 1
        || rest.strip_prefix(' ').is_some_and(|rest| {
            rest.starts_with('%')
                || numbers::next_word(rest, 0).is_some_and(|word| {
                    word.start == 0
                        && !STOPS.contains(&rest[word.clone()].to_lowercase().as_str())
                        && !rest[word].starts_with("wurde")
                })
        })
}
