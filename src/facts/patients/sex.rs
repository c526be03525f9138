//! The sex that a noun phrase or pronoun shows; none is guessed.

use std::sync::LazyLock;

use crate::facts::Page;
use crate::facts::cues::{self, Gate};
use crate::facts::numbers;
use crate::facts::pattern::Pattern;
use crate::text::Span;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sex {
    Male,
    Female,
}

impl Sex {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Male => "male",
            Self::Female => "female",
        }
    }
}

/// Singular noun phrases and pronouns that show the sex of the patient spoken of.
pub(super) fn later_sexes(page: &Page<'_>) -> Vec<(Sex, Span)> {
    static NOUN: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(
            r"\b(?:(?P<m>(?i:der|ein|unser) Patient|(?i:dem|des|einem|einen|eines|unserem|unseren) Patienten)|(?P<f>(?i:die|der|eine|einer|unsere|unserer) Patientin))\b",
        )
    });
    static PRONOUN: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(
            r"\b(?i:the|this|our) patient\b[a-z0-9 ,'’-]{0,80}?\b(?:(?P<m>he|his|him|himself)|(?P<f>she|her|herself))\b",
        )
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

/// The sex that the pronouns show in which an English text goes on to speak of somebody introduced at `whole`: in the
/// same sentence or the two behind it, before anybody else is named or speaks.
pub(super) fn pronoun_after(page: &Page<'_>, whole: &Span) -> Option<(Sex, Span)> {
    static PRONOUN: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(
            r"\b(?:(?P<m>[Hh]e|[Hh]is|him|himself)|(?P<f>[Ss]he|[Hh]er|hers|herself))\b|(?P<other>\b(?:Dr|Prof|Professor|Mr|Mrs|Ms|[Mm]other|[Ff]ather|[Pp]artner|[Dd]octors?|says?|said|they|[Tt]hey)\b)",
        )
    });
    let text = &*page.document.text;
    let mut end = whole.end;
    for _ in 0..3 {
        let sentence = page.sentence_at(end);
        if sentence.end <= end {
            break;
        }
        end = text[sentence.end..].find(|c: char| !c.is_whitespace()).map_or(text.len(), |gap| sentence.end + gap);
    }
    let rest = cues::after(text, whole.end, end, 500);
    let groups = PRONOUN.captures(rest)?;
    let male = groups.name("m").map(|word| (Sex::Male, word.range()));
    let (sex, word) = male.or_else(|| groups.name("f").map(|word| (Sex::Female, word.range())))?;
    let clause = cues::after(rest, word.end, rest.len(), 60);
    let speaks = clause.split('.').next().is_some_and(|clause| clause.contains("said") || clause.contains("says"));
    (!speaks).then(|| (sex, whole.end + word.start..whole.end + word.end))
}

/// The sex that the headline tells of the one person it speaks of: "Man with lupus", "Frau lebt ohne Schmerzen".
pub(super) fn titled_sex(page: &Page<'_>) -> Option<(Sex, Span)> {
    static PERSON: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(
            r"\b(?:(?P<m>Man|Boy|(?:[Aa]|[Tt]he|[Oo]ne|[Yy]oung) (?:man|boy)|Mann|Junge)|(?P<f>Woman|Girl|(?:[Aa]|[Tt]he|[Oo]ne|[Yy]oung) (?:woman|girl)|Frau|Patientin))\b",
        )
    });
    let title = page.document.title.range.clone()?;
    let mut told: Option<(Sex, Span)> = None;
    for groups in PERSON.captures_iter(page.str(&title)) {
        let male = groups.name("m").map(|word| (Sex::Male, word.range()));
        let (sex, word) = male.or_else(|| groups.name("f").map(|word| (Sex::Female, word.range())))?;
        let behind = &page.str(&title)[word.end..];
        let other = told.as_ref().is_some_and(|(known, _)| *known != sex);
        // "Frau Dr. Roth" is no patient, "Patientin/Patient" anybody.
        if other
            || behind.starts_with([':', '/', '*', '_']) && !behind.starts_with(": ")
            || behind.starts_with(" Dr")
            || behind.starts_with(" Prof")
        {
            return None;
        }
        told = told.or(Some((sex, title.start + word.start..title.start + word.end)));
    }
    told
}

/// The patient of a letter: "Ihre Patientin Frau Roe", "unseren gemeinsamen Patienten".
pub(super) fn patient_of_letter(page: &Page<'_>) -> Option<(Sex, Span)> {
    static PATIENT: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(
            r"\büber (?:(?:[Ii]hre|[Uu]nsere|[Dd]ie)(?: o\. ?g\.| gemeinsame| oben genannte)? (?P<f>Patientin)|(?:[Ii]hren|[Uu]nseren|[Dd]en)(?: o\. ?g\.| gemeinsamen| oben genannten)? (?P<m>Patienten))\b",
        )
    });
    PATIENT_GATE.sentences(page).into_iter().find_map(|sentence| {
        let groups = PATIENT.captures(page.str(&sentence))?;
        let female = groups.name("f").map(|word| (Sex::Female, word.range()));
        let (sex, word) = female.or_else(|| groups.name("m").map(|word| (Sex::Male, word.range())))?;
        Some((sex, sentence.start + word.start..sentence.start + word.end))
    })
}

pub(in crate::facts) static PATIENT_GATE: Gate = Gate::new(&["patient"]);

/// Words that end an English noun phrase.
pub(super) const STOPS: &[&str] = &[
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
pub(super) fn english_sex(text: &str, from: usize) -> Option<(Sex, Span)> {
    let mut at = from;
    for _ in 0..7 {
        let word = numbers::next_word(text, at).filter(|word| word.start - at <= 3)?;
        if text[at..word.start].contains(['.', ';', ':', ')', '\n']) || word.len() > 24 {
            return None;
        }
        let lower = text[word.clone()].to_lowercase();
        // "An 81 yo F".
        let letter = match &text[word.clone()] {
            "F" if at == from => Some(Sex::Female),
            "M" if at == from => Some(Sex::Male),
            _ => None,
        };
        if let Some(sex) = letter.or_else(|| english_sex_word(&lower)) {
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
pub(super) fn sex_before(text: &str, to: usize) -> Option<(Sex, Span)> {
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

pub(super) fn english_sex_word(word: &str) -> Option<Sex> {
    match word {
        "man" | "male" | "boy" | "gentleman" => Some(Sex::Male),
        "woman" | "female" | "girl" | "lady" | "primipara" | "multipara" | "primigravida" | "multigravida" => {
            Some(Sex::Female)
        }
        _ => None,
    }
}

pub(super) fn german_sex_word(word: &str) -> Option<Sex> {
    match word {
        "Mann" | "Mannes" | "Junge" | "Jungen" | "Bub" | "Knabe" | "Herr" | "Familienvater" | "Rentner" => {
            Some(Sex::Male)
        }
        "Frau"
        | "Mädchen"
        | "Patientin"
        | "Probandin"
        | "Dame"
        | "Studienteilnehmerin"
        | "Schwangere"
        | "Erstgebärende"
        | "Mehrgebärende" => Some(Sex::Female),
        _ if word.starts_with("männlich") => Some(Sex::Male),
        _ if word.starts_with("weiblich") => Some(Sex::Female),
        _ => None,
    }
}

/// The sex shown by a German noun phrase around an age that ends at `end`: by the noun, or by article and ending.
pub(super) fn german_sex(text: &str, number: &Span, end: usize) -> Option<(Sex, Span)> {
    let near = |at: usize| {
        let word = numbers::word_before(text, at).filter(|word| at - word.end == 1)?;
        Some((text[word.clone()].to_lowercase(), word.start))
    };
    // "die damals 52-Jährige"
    let article = near(number.start).and_then(|(word, start)| match word.as_str() {
        "damals" | "heute" | "inzwischen" | "mittlerweile" | "jetzt" | "nun" | "seinerzeit" => near(start),
        _ => Some((word, start)),
    });
    let article = article.as_ref().map_or("", |(word, _)| word);
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
        let feminine = matches!(article, "die" | "der" | "eine" | "einer" | "unsere" | "unserer" | "diese" | "dieser");
        if noun.starts_with(char::is_uppercase) && noun.len() > 6 && noun.ends_with("in") && feminine {
            return Some((Sex::Female, word));
        }
        if noun.starts_with(char::is_uppercase) {
            // "Ein 19-jähriger Auszubildender", "der 52-jährige Lehrer": by the ending of the age and what people are called.
            let nominative = matches!(article, "ein" | "unser" | "") && written.ends_with("jähriger")
                || article == "der" && written.ends_with("jährige");
            let person = ["er", "ist", "ent", "ant", "or", "eur", "mann", "wirt"].iter().any(|end| noun.ends_with(end));
            if nominative && person {
                return Some((Sex::Male, word));
            }
            let singular = noun == "Patient" || noun == "Proband";
            let oblique = matches!(noun, "Patienten" | "Probanden") && masculine;
            return (singular || oblique).then_some((Sex::Male, word));
        }
    }
    None
}
