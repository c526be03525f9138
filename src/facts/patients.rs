//! Who was treated: ages, sexes, and how many patients. Patients are numbered in the order they are introduced, and
//! the age, sex and count of one phrase belong to the same patient.

use std::sync::LazyLock;

use regex::Regex;

use super::cues::{self, Gate, Gathered};
use super::numbers::{self, Quantity, TimeUnit};
use super::{Data, Fact, FactKind, Page, Subject};
use crate::text::Span;

mod cohort;

/// Ages above this are none.
const OLDEST: f64 = 125.0;

/// Finds ages, sexes and cohorts.
pub(super) fn find(page: &Page<'_>, facts: &mut Vec<Fact>) {
    let mut found = Gathered::default();
    let mut people = People::default();
    for sentence in AGE_GATE.sentences(page) {
        for phrase in phrases(page, &sentence) {
            people.meet(page, phrase, &mut found);
        }
    }
    people.complete(page, &mut found);
    cohort::find(page, &people, &mut found);
    facts.extend(found.finish());
}

static AGE_GATE: LazyLock<Gate> = LazyLock::new(|| {
    Gate::new(&[
        "old",
        "aged",
        "age ",
        "ages ",
        "age:",
        "y/o",
        " yo",
        "yo ",
        "jährig",
        "jaehrig",
        "monatig",
        "wöchig",
        "tägig",
        "jahre alt",
        "monate alt",
        "alter",
        "newborn",
        "neugeboren",
        "0s",
        "0er",
        " male",
        "male,",
        "female",
        "männlich",
        "weiblich",
        "neonate",
        " woman",
        " man ",
        " man,",
        "patientin",
        "lady",
        " boy",
        " girl",
    ])
});

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sex {
    Male,
    Female,
}

impl Sex {
    fn name(self) -> &'static str {
        match self {
            Self::Male => "male",
            Self::Female => "female",
        }
    }
}

/// How a phrase brings a patient in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reference {
    /// "a 45-year-old woman", "ein Patient": somebody new, unless the same is told again.
    New,
    /// "the 45-year-old", "this boy", "at the age of 19 years": the one spoken of.
    Known,
    /// "patients aged 18 to 65 years", "median age".
    Group,
}

/// An age or a sex in the text, with what the phrase around it says.
#[derive(Debug)]
struct Phrase {
    age: Option<Age>,
    sex: Option<(Sex, Span)>,
    reference: Reference,
    /// The age is that of an event: "at the age of 19 years".
    event: bool,
    /// The number of patients that the phrase names: its article with its head.
    whole: Span,
}

#[derive(Debug, Clone)]
struct Age {
    surface: Span,
    value: String,
    data: Data,
}

/// The patients met so far.
#[derive(Default)]
struct People {
    known: Vec<Patient>,
}

#[derive(Debug)]
struct Patient {
    age: Option<String>,
    sex: Option<Sex>,
    /// Where the patient was introduced.
    whole: Span,
}

impl People {
    /// Adds what a phrase says to the patient it is about.
    fn meet(&mut self, page: &Page<'_>, phrase: Phrase, found: &mut Gathered) {
        let subject = match phrase.reference {
            Reference::Group => Subject::Cohort,
            Reference::New | Reference::Known => {
                let Some(subject) = self.place(&phrase) else {
                    return;
                };
                subject
            }
        };
        if let Some(age) = phrase.age {
            found.add(Fact {
                subject,
                data: age.data,
                function: phrase.event.then(|| "at an event".to_owned()),
                ..cues::fact(page, FactKind::PatientAge, age.value, &age.surface, "patients/age")
            });
        }
        if let Some((sex, surface)) = phrase.sex {
            found.add(sex_fact(page, sex, &surface, subject));
        }
    }

    /// The patient a phrase is about: a known one that it does not contradict, or a new one. None where there are
    /// more than can be numbered, or where a bare sex has nobody to belong to.
    fn place(&mut self, phrase: &Phrase) -> Option<Subject> {
        let sex = phrase.sex.as_ref().map(|(sex, _)| *sex);
        let age = phrase.age.as_ref().filter(|_| !phrase.event).map(|age| &age.value);
        let fits = |patient: &Patient| {
            let age_fits = match (&patient.age, age) {
                (Some(known), Some(age)) => known == age,
                (None, Some(_)) => phrase.reference == Reference::Known,
                (_, None) => true,
            };
            age_fits && (patient.sex.is_none() || sex.is_none() || patient.sex == sex)
        };
        let at = match self.known.iter().rposition(fits) {
            Some(at) => at,
            None if self.known.len() < usize::from(u8::MAX) => {
                self.known.push(Patient {
                    age: None,
                    sex: None,
                    whole: phrase.whole.clone(),
                });
                self.known.len() - 1
            }
            None => return None,
        };
        let patient = &mut self.known[at];
        patient.age = patient.age.take().or_else(|| age.cloned());
        patient.sex = patient.sex.or(sex);
        Some(Subject::Patient(at as u8 + 1))
    }

    /// Takes the sex of the only patient from later sentences that speak of "die Patientin", "der Patient" or, in
    /// English, of "the patient" and "she".
    fn complete(&mut self, page: &Page<'_>, found: &mut Gathered) {
        let [patient] = self.known.as_mut_slice() else {
            return;
        };
        if patient.sex.is_some() {
            return;
        }
        let mut stated = later_sexes(page);
        let Some(first) = stated.first().map(|(sex, _)| *sex) else {
            return;
        };
        if stated.iter().all(|(sex, _)| *sex == first) {
            patient.sex = Some(first);
            stated.truncate(1);
            for (sex, surface) in stated {
                found.add(sex_fact(page, sex, &surface, Subject::Patient(1)));
            }
        }
    }
}

fn sex_fact(page: &Page<'_>, sex: Sex, surface: &Span, subject: Subject) -> Fact {
    Fact {
        subject,
        data: Data::Id(sex.name().to_owned()),
        ..cues::fact(
            page,
            FactKind::PatientSex,
            sex.name().to_owned(),
            surface,
            "patients/sex",
        )
    }
}

/// Singular noun phrases and pronouns that show the sex of the patient spoken of.
fn later_sexes(page: &Page<'_>) -> Vec<(Sex, Span)> {
    static NOUN: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"\b(?:(?P<m>(?i:der|ein|unser) Patient|(?i:dem|des|einem|einen|eines|unserem|unseren) Patienten)|(?P<f>(?i:die|der|eine|einer|unsere|unserer) Patientin))\b",
        )
        .expect("a valid pattern")
    });
    static PRONOUN: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"\b(?i:the|this|our) patient\b[a-z0-9 ,'’-]{0,80}?\b(?:(?P<m>he|his|him|himself)|(?P<f>she|her|herself))\b")
            .expect("a valid pattern")
    });
    let mut out = Vec::new();
    for sentence in PATIENT_GATE.sentences(page) {
        for pattern in [&*NOUN, &*PRONOUN] {
            for groups in pattern.captures_iter(page.str(&sentence)) {
                let male = groups.name("m").map(|group| (Sex::Male, group.range()));
                let female = groups.name("f").map(|group| (Sex::Female, group.range()));
                let Some((sex, range)) = male.or(female) else {
                    continue;
                };
                let rest = &page.str(&sentence)[range.end..];
                // "Patientin oder Patient", "Patient/in", "Patient:innen" are anybody.
                if !rest.starts_with(['/', ':', '*', '(', '_'])
                    && !rest.starts_with(" oder ")
                    && !rest.starts_with(" und ")
                {
                    out.push((sex, sentence.start + range.start..sentence.start + range.end));
                }
            }
        }
    }
    out
}

static PATIENT_GATE: LazyLock<Gate> = LazyLock::new(|| Gate::new(&["patient"]));

/// The ages and sexes of a sentence.
fn phrases(page: &Page<'_>, sentence: &Span) -> Vec<Phrase> {
    let text = page.str(sentence);
    let mut out: Vec<Phrase> = Vec::new();
    for quantity in numbers::quantities(text) {
        if let Some(phrase) = adjective(text, &quantity).or_else(|| labelled(text, &quantity)) {
            out.push(phrase);
        }
    }
    bare(text, &mut out);
    for phrase in &mut out {
        shift(&mut phrase.whole, sentence.start);
        if let Some(age) = &mut phrase.age {
            shift(&mut age.surface, sentence.start);
        }
        if let Some((_, surface)) = &mut phrase.sex {
            shift(surface, sentence.start);
        }
    }
    out.sort_by_key(|phrase| phrase.whole.start);
    out
}

fn shift(span: &mut Span, by: usize) {
    *span = span.start + by..span.end + by;
}

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
static OLD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:[ ‐‑–-]{1,3}old\b|s? of age\b|['’]? of age\b| alte?[rsnm]?\b| jung\b)")
        .expect("a valid pattern")
});

/// "45-year-old", "35-jähriger", "27 years old", "45 yo", "3 Monate alt", "13 months of age".
fn adjective(text: &str, quantity: &Quantity) -> Option<Phrase> {
    let (unit, end, german) = age_mark(text, quantity)?;
    let head = cues::after(text, end, text.len(), 90);
    if is_thing(head, german) {
        return None;
    }
    // "older than 50 years", "aged 18 years or older" are limits.
    let group = quantity.n2.is_some() || !matches!(quantity.op, "=" | "~");
    let lead = determiner(text, quantity.span.start);
    let surface = if group {
        quantity.span.start..end
    } else {
        quantity.number.start..end
    };
    let mut sex = if german {
        german_sex(text, &quantity.span, end)
    } else {
        english_sex(text, end)
    };
    if sex.is_none() && !german {
        sex = sex_before(text, quantity.span.start);
    }
    let event = Regex::is_match(&EVENT, cues::before(text, 0, quantity.span.start, 30));
    Some(Phrase {
        age: Some(age(quantity, unit, surface.clone())?),
        reference: match () {
            () if group || plural_head(head) => Reference::Group,
            () if event || lead == Reference::Known => Reference::Known,
            () => Reference::New,
        },
        event: event && sex.is_none(),
        whole: lead_start(text, quantity.span.start)..sex.as_ref().map_or(end, |(_, at)| at.end.max(end)),
        sex,
    })
}

/// The unit behind a number with the mark that makes the two an age, where the mark ends, and whether it is German.
fn age_mark(text: &str, quantity: &Quantity) -> Option<(&'static TimeUnit, usize, bool)> {
    static YO: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?i)^[ -]?(?:yo|y/o|y\.o\.?|y\. o\.?)(?:\b|[ ,.])").expect("a valid pattern"));
    let at = quantity.span.end;
    let rest = cues::after(text, at, text.len(), 24);
    if let Some(found) = YO.find(rest) {
        let end = at + found.as_str().trim_end_matches([' ', ',']).len();
        return Some((&numbers::TIME_UNITS[0], end, false));
    }
    let (unit, end) = numbers::time_unit(text, at)?;
    let word = text[at..end]
        .trim_start_matches([' ', '-', '‐', '‑', '–'])
        .to_lowercase();
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
    Some((
        unit,
        end + tail.end(),
        tail.as_str().trim_start().starts_with(['a', 'j', 'A', 'J']),
    ))
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
    static PLURAL: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)^(?: [a-zäöüß-]+){0,3} (?:patients|women|men|children|adults|participants|individuals|subjects|people|patientinnen|kinder|kindern|frauen|männer|männern|erwachsene[n]?|personen|probanden|teilnehmer\w*)\b")
            .expect("a valid pattern")
    });
    PLURAL.is_match(head)
}

/// Words that end an English noun phrase.
const STOPS: &[&str] = &[
    "with",
    "who",
    "whose",
    "was",
    "is",
    "had",
    "has",
    "presented",
    "from",
    "in",
    "on",
    "at",
    "after",
    "by",
    "for",
    "to",
    "without",
    "suffering",
    "received",
    "and",
    "were",
    "underwent",
    "that",
    "which",
    "diagnosed",
    "treated",
    "the",
    "his",
    "her",
    "because",
];

/// The sex named in the noun phrase behind an English age: "45-year-old Japanese woman", "27 years old, male".
fn english_sex(text: &str, from: usize) -> Option<(Sex, Span)> {
    let mut at = from;
    for _ in 0..7 {
        let word = numbers::next_word(text, at).filter(|word| word.start - at <= 3)?;
        if text[at..word.start].contains(['.', ';', ':', ')', '\n']) || word.len() > 24 {
            return None;
        }
        let lower = text[word.clone()].to_lowercase();
        if let Some(sex) = english_sex_word(&lower) {
            return Some((sex, word));
        }
        if STOPS.contains(&lower.as_str()) {
            return None;
        }
        at = word.end;
    }
    None
}

/// The sex named right before an age: "a woman aged 31", "a man in his 60s", "(male, 54 years old)".
fn sex_before(text: &str, to: usize) -> Option<(Sex, Span)> {
    static LINKS: &[&str] = &[
        "aged", "in", "her", "his", "age", "of", "the", "early", "late", "mid", "patient", "is", "was", "im", "alter",
        "von", "den",
    ];
    let mut at = to;
    for _ in 0..5 {
        let word = numbers::word_before(text, at)?;
        if at - word.end > 3 || word.len() > 20 || text[word.end..at].contains(['.', ';', ':', '\n']) {
            return None;
        }
        let lower = text[word.clone()].to_lowercase();
        if let Some(sex) = english_sex_word(&lower).or_else(|| german_sex_word(&text[word.clone()])) {
            return Some((sex, word));
        }
        if !LINKS.contains(&lower.as_str()) {
            return None;
        }
        at = word.start;
    }
    None
}

fn english_sex_word(word: &str) -> Option<Sex> {
    match word {
        "man" | "male" | "boy" | "gentleman" => Some(Sex::Male),
        "woman" | "female" | "girl" | "lady" | "primipara" | "multipara" | "primigravida" | "multigravida" => {
            Some(Sex::Female)
        }
        _ => None,
    }
}

fn german_sex_word(word: &str) -> Option<Sex> {
    match word {
        "Mann" | "Mannes" | "Junge" | "Jungen" | "Bub" | "Knabe" | "Herr" => Some(Sex::Male),
        "Frau" | "Mädchen" | "Patientin" | "Probandin" | "Dame" | "Studienteilnehmerin" => Some(Sex::Female),
        _ if word.starts_with("männlich") => Some(Sex::Male),
        _ if word.starts_with("weiblich") => Some(Sex::Female),
        _ => None,
    }
}

/// The sex shown by a German noun phrase around an age that ends at `end`: by the noun, or by article and ending.
fn german_sex(text: &str, number: &Span, end: usize) -> Option<(Sex, Span)> {
    let article = numbers::word_before(text, number.start)
        .filter(|word| number.start - word.end == 1)
        .map(|word| text[word].to_lowercase());
    let article = article.as_deref().unwrap_or_default();
    let masculine = matches!(
        article,
        "dem" | "des" | "einem" | "einen" | "eines" | "den" | "unserem" | "unseren" | "diesem" | "diesen"
    );
    let written = &text[number.start..end];
    if written.contains("Jährig") {
        let sex = match article {
            "die" | "eine" | "einer" => Sex::Female,
            "der" if written.ends_with("en") => Sex::Female,
            "der" | "ein" => Sex::Male,
            _ if masculine || written.ends_with("er") => Sex::Male,
            _ => return None,
        };
        return Some((sex, number.start..end));
    }
    let mut at = end;
    for _ in 0..4 {
        let word = numbers::next_word(text, at).filter(|word| word.start - at <= 2 && word.len() <= 40)?;
        if text[at..word.start].contains(['.', ';', ':', '(', '\n']) {
            return None;
        }
        at = word.end;
        let noun = &text[word.clone()];
        if let Some(sex) = german_sex_word(noun) {
            return Some((sex, word));
        }
        if noun.starts_with(char::is_uppercase) {
            let singular = noun == "Patient" || noun == "Proband";
            let oblique = matches!(noun, "Patienten" | "Probanden") && masculine;
            return (singular || oblique).then_some((Sex::Male, word));
        }
    }
    None
}

/// What the word before an age says of whom it tells.
fn determiner(text: &str, at: usize) -> Reference {
    let lead = cues::before(text, 0, at, 24).to_lowercase();
    let lead = lead.trim_end();
    let known = [
        "the", "this", "that", "der", "die", "das", "dem", "den", "des", "diese", "dieser", "diesem", "diesen",
    ];
    match lead.rsplit(|c: char| !c.is_alphanumeric()).next() {
        Some(word) if known.contains(&word) => Reference::Known,
        _ => Reference::New,
    }
}

/// Where the determiner before `at` begins.
fn lead_start(text: &str, at: usize) -> usize {
    const LEADS: &[&str] = &[
        "a", "an", "the", "this", "our", "one", "der", "die", "ein", "eine", "einem", "einen", "einer", "eines", "dem",
        "den", "des", "unser", "unsere",
    ];
    numbers::word_before(text, at)
        .filter(|word| at - word.end == 1 && LEADS.contains(&text[word.clone()].to_lowercase().as_str()))
        .map_or(at, |word| word.start)
}

/// The age of an event of the history rather than of the patient now.
static EVENT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:at|since|until|from)(?: the| an)? age(?: of)? (?:about |around )?$|\bat (?:about |around )?$|\bbereits im alter von $|\bseit dem alter von $").expect("a valid pattern")
});

/// The word before a number that makes it an age.
static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)(?:\baged|\bages?|\bage(?:d)? (?:of|was|is|at \w+)|\baged? (?:between|from)|\bage[:=]|\balter(?: von|:| zwischen| betrug| war| lag bei)?|\b\w*alter(?: von|:| betrug| lag bei| war)?)(?: (?:was|of|is))?(?:[ ,]+(?:mean|median|of|was))? ?$",
    )
    .expect("a valid pattern")
});

/// Words that make an age one of a group.
static GROUP: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)\b(?:mean|median|average|averaged|patients|women|men|children|adults|participants|individuals|subjects|volunteers|people|infants|medianes|medianen|mediane|mittleres|mittleren|mittlere|durchschnittsalter|durchschnittliche[srn]?|patientinnen|kinder|frauen|männer|erwachsene|personen|probanden)\b",
    )
    .expect("a valid pattern")
});

/// "aged 31 years", "age 10 years", "im Alter von 45 Jahren", "median age 63 (range 40–77)", "Alter: 45 Jahre".
fn labelled(text: &str, quantity: &Quantity) -> Option<Phrase> {
    let lead = cues::before(text, 0, quantity.span.start, 40);
    let label = LABEL.find(lead)?;
    let (unit, end) = match numbers::time_unit(text, quantity.span.end) {
        Some((unit, end)) => (unit, end),
        // Without a unit only a number that can be years, and not one that counts something else.
        None if !quantity.article && quantity.n <= OLDEST && !counts_something(&text[quantity.span.end..]) => {
            (&numbers::TIME_UNITS[0], quantity.span.end)
        }
        None => return None,
    };
    if quantity.article {
        return None;
    }
    let event = EVENT.is_match(lead);
    let clause = cues::before(text, 0, quantity.span.start, 70);
    let clause = clause.rsplit(['.', ';']).next().unwrap_or(clause);
    let group = quantity.n2.is_some() || !matches!(quantity.op, "=" | "~") || GROUP.is_match(clause);
    let start = quantity.span.start - (lead.len() - label.start());
    let sex = if group {
        None
    } else {
        sex_before(text, start).or_else(|| sex_before(text, quantity.span.start))
    };
    let surface = if group {
        quantity.span.start..end
    } else {
        quantity.number.start..end
    };
    Some(Phrase {
        age: Some(age(quantity, unit, surface)?),
        reference: match () {
            () if group => Reference::Group,
            () if sex.is_some() && !event => Reference::New,
            () => Reference::Known,
        },
        event,
        whole: sex
            .as_ref()
            .map_or(start, |(_, at)| lead_start(text, at.start).min(start))..end,
        sex,
    })
}

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

/// Ages by decade and birth, and sexes without an age: "a woman in her 60s", "a newborn boy", "a male patient",
/// "the patient, a man".
fn bare(text: &str, out: &mut Vec<Phrase>) {
    static DECADE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)\b(?:in|of) (?:her|his|their|the|den) (?P<age>(?:(?:early|mid|late|frühen|mittleren|späten)[ -])?(?P<n>[2-9]0)(?:['’]?s|ern?))\b")
            .expect("a valid pattern")
    });
    static NEWBORN: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)\b(?:an?|the|this|our|ein|das|dem) (?:(?:full-?term|preterm|premature|healthy|male|female) )?(?P<age>newborn|neonate|neugeborene[snm]?)\b(?: (?P<sex>boy|girl|male|female|mädchen|junge))?")
            .expect("a valid pattern")
    });
    static SEXED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?:(?i)\b(?:an?|our|this|one|first|index) (?:[a-z]+ )?(?P<e>male|female) (?:patient|child|infant|subject|neonate|newborn|adult|adolescent|teenager)\b|\b(?:patient|individual|case|child|proband)(?: \([^()]{1,20}\))?,? (?:is |was )?an? (?:[a-z]+ )?(?P<n>man|woman|boy|girl|male|female|lady)\b|\bthis (?:young |elderly )?(?P<t>man|woman|boy|girl|lady)\b|\b(?:ein|der|einem|einen|eine|die|unser|unsere) (?P<g>männliche[rn]?|weibliche[n]?) Patient(?:in|en)?\b)",
        )
        .expect("a valid pattern")
    });
    let mut told: Vec<Span> = out
        .iter()
        .flat_map(|phrase| {
            let sex = phrase.sex.as_ref().map(|(_, sex)| sex.clone());
            phrase
                .age
                .as_ref()
                .map(|age| age.surface.clone())
                .into_iter()
                .chain(sex)
        })
        .collect();
    told.sort_by_key(|span| span.start);
    let taken = |at: &Span| {
        told[..told.partition_point(|span| span.start < at.end)]
            .last()
            .is_some_and(|span| span.end > at.start)
    };
    for groups in DECADE.captures_iter(text) {
        let (Some(written), Some(n)) = (groups.name("age"), groups.name("n")) else {
            continue;
        };
        let n: f64 = n.as_str().parse().unwrap_or_default();
        let plural = cues::before(text, 0, written.start(), 10)
            .to_lowercase()
            .ends_with("their ");
        let sex = sex_before(text, written.start());
        let lead = groups.get(0).map_or(written.start(), |all| all.start());
        out.push(Phrase {
            age: Some(Age {
                surface: written.range(),
                value: format!("{n}s"),
                data: Data::Quantity {
                    op: "range",
                    n,
                    n2: Some(n + 9.0),
                    unit: "a".to_owned(),
                },
            }),
            reference: if plural { Reference::Group } else { Reference::New },
            event: false,
            whole: sex.as_ref().map_or(lead, |(_, at)| lead_start(text, at.start))..written.end(),
            sex,
        });
    }
    for groups in NEWBORN.captures_iter(text) {
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
                data: Data::Quantity {
                    op: "=",
                    n: 0.0,
                    n2: None,
                    unit: "d".to_owned(),
                },
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
    for groups in SEXED.captures_iter(text) {
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
        out.push(Phrase {
            age: None,
            sex: Some((sex, word.range())),
            reference: Reference::Known,
            event: false,
            whole: all.range(),
        });
    }
}

#[cfg(test)]
mod tests;
