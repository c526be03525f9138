//! Who was treated: ages, sexes, and how many patients. Patients are numbered in the order they are introduced, and
//! the age, sex and count of one phrase belong to the same patient.

use std::sync::LazyLock;

use super::cues::{self, Gate, Gathered};
use super::pattern::Pattern;
use super::{Assertion, Data, Fact, FactKind, Page, Subject};
use crate::text::Span;

mod age;
pub(super) mod bare;
mod cases;
pub(super) mod cohort;
pub(super) mod passing;
pub(super) mod sex;

use cases::{Case, case_at, cases};
use sex::{Sex, later_sexes, patient_of_letter, pronoun_after, titled_sex};

/// Finds ages, sexes and cohorts.
pub(super) fn find(page: &Page<'_>, facts: &mut Vec<Fact>) {
    let mut found = Gathered::default();
    let mut people = People { cases: cases(page), ..People::default() };
    let mut sentences = AGE_GATE.sentences(page);
    sentences.extend(passing::WORDS.sentences(page));
    sentences.sort_by_key(|sentence| sentence.start);
    sentences.dedup();
    for sentence in sentences {
        let introduced = people.cases.iter().any(|case| case.opens(page, &sentence));
        for phrase in phrases(page, &sentence, introduced) {
            people.meet(page, phrase, &mut found);
        }
    }
    people.complete(page, &mut found);
    cohort::find(page, facts, &people, &mut found);
    facts.extend(found.finish());
}

pub(in crate::facts) static AGE_GATE: Gate = Gate::new(&[
    "old",
    "aged",
    "age ",
    "ages ",
    "age:",
    "age,",
    "ranging ",
    "between ",
    "zwischen ",
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
    "teens",
    "enties",
    "thirties",
    "forties",
    "fifties",
    "sixties",
    "eighties",
    "nineties",
    " anfang ",
    " mitte ",
    " ende ",
    "zigern",
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
]);

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
    /// The first age at which something happened to somebody: told only where no patient's own age is.
    history: Option<Age>,
    /// Those who are told under headings of their own.
    cases: Vec<Case>,
}

#[derive(Debug)]
struct Patient {
    age: Option<String>,
    sex: Option<Sex>,
    /// Where the patient was introduced.
    whole: Span,
}

impl Patient {
    fn learn(&mut self, phrase: &Phrase) {
        self.age = self.age.take().or_else(|| phrase.age.as_ref().map(|age| age.value.clone()));
        self.sex = self.sex.or(phrase.sex.as_ref().map(|(sex, _)| *sex));
    }
}

impl People {
    /// Adds what a phrase says to the patient it is about.
    fn meet(&mut self, page: &Page<'_>, phrase: Phrase, found: &mut Gathered) {
        let case = case_at(&self.cases, phrase.whole.start);
        if let Some(case) = case {
            self.grow(case + 1, &phrase.whole);
        }
        if phrase.event && case.is_none() {
            self.history = self.history.take().or(phrase.age);
            return;
        }
        let mut told = false;
        let subject = match phrase.reference {
            Reference::Group => Subject::Cohort,
            Reference::New | Reference::Known => {
                let Some(at) = case.or_else(|| self.place(&phrase)) else {
                    return;
                };
                // "This man" says nothing new of a man.
                told = phrase.age.is_none() && self.known[at].sex.is_some();
                self.known[at].learn(&phrase);
                Subject::Patient(at as u8 + 1)
            }
        };
        if let Some(age) = phrase.age {
            let mut fact = cues::fact(page, FactKind::PatientAge, age.value, &age.surface, "patients/age");
            if subject == Subject::Cohort && cohort::is_planned(page, age.surface.start) {
                fact.assertion = Assertion::Planned;
            }
            let function = phrase.event.then(|| "at an event".to_owned());
            found.add(Fact { subject, data: age.data, function, ..fact });
        }
        if let Some((sex, surface)) = phrase.sex.filter(|_| !told) {
            found.add(sex_fact(page, sex, &surface, subject));
        }
    }

    /// Makes room for so many patients.
    fn grow(&mut self, to: usize, whole: &Span) {
        while self.known.len() < to {
            self.known.push(Patient { age: None, sex: None, whole: whole.clone() });
        }
    }

    /// The patient a phrase is about: a known one that it does not contradict, or a new one. None where there are
    /// more than can be numbered, or where a bare sex has nobody to belong to.
    fn place(&mut self, phrase: &Phrase) -> Option<usize> {
        let sex = phrase.sex.as_ref().map(|(sex, _)| *sex);
        let age = phrase.age.as_ref().map(|age| &age.value);
        let fits = |patient: &Patient| {
            let age_fits = match (&patient.age, age) {
                (Some(known), Some(age)) => known == age,
                (None, Some(_)) => phrase.reference == Reference::Known,
                (_, None) => true,
            };
            age_fits && (patient.sex.is_none() || sex.is_none() || patient.sex == sex)
        };
        if let Some(at) = self.known.iter().rposition(fits) {
            return Some(at);
        }
        (self.known.len() < usize::from(u8::MAX)).then(|| {
            self.known.push(Patient { age: None, sex: None, whole: phrase.whole.clone() });
            self.known.len() - 1
        })
    }

    /// Takes the sex of the only patient from later sentences that speak of "die Patientin", "der Patient" or, in
    /// English, of "the patient" and "she".
    fn complete(&mut self, page: &Page<'_>, found: &mut Gathered) {
        if self.known.iter().all(|patient| patient.age.is_none())
            && let Some(age) = self.history.take()
        {
            found.add(Fact {
                subject: Subject::Patient(1),
                data: age.data,
                function: Some("at an event".to_owned()),
                ..cues::fact(page, FactKind::PatientAge, age.value, &age.surface, "patients/age")
            });
        }
        for n in 0..self.cases.len() {
            let label = self.cases[n].label.clone();
            self.grow(n + 1, &label);
            if self.known[n].sex.is_none()
                && let Some((sex, surface)) = self.cases[n].sex(page)
            {
                self.known[n].sex = Some(sex);
                found.add(sex_fact(page, sex, &surface, Subject::Patient(n as u8 + 1)));
            }
        }
        if self.known.is_empty()
            && let Some((sex, surface)) = patient_of_letter(page)
        {
            self.known.push(Patient { age: None, sex: Some(sex), whole: surface.clone() });
            found.add(sex_fact(page, sex, &surface, Subject::Patient(1)));
        }
        let [patient] = self.known.as_mut_slice() else {
            return;
        };
        if patient.sex.is_some() {
            return;
        }
        let mut stated = later_sexes(page);
        if stated.is_empty() {
            stated.extend(pronoun_after(page, &patient.whole).or_else(|| titled_sex(page)));
        }
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
        ..cues::fact(page, FactKind::PatientSex, sex.name().to_owned(), surface, "patients/sex")
    }
}

/// The ages and sexes of a sentence; `introduced`: a relative in it is a patient.
fn phrases(page: &Page<'_>, sentence: &Span, introduced: bool) -> Vec<Phrase> {
    let text = page.str(sentence);
    let mut out: Vec<Phrase> = Vec::new();
    for quantity in page.quantities(sentence).iter() {
        if let Some(phrase) = age::adjective(text, quantity).or_else(|| age::labelled(text, quantity)) {
            out.push(phrase);
        }
    }
    bare::bare(page, sentence, &mut out);
    passing::find(page, sentence, &mut out);
    out.retain(|phrase| (introduced || !is_of_kin(text, phrase)) && !is_animal(text, phrase));
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

/// Whether a phrase tells of a relative: "his mother (32 years old)", "whose sister, aged 20,".
fn is_of_kin(text: &str, phrase: &Phrase) -> bool {
    static KIN: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(
            r"(?i)\b(?:mother|father|sister|brother|sibling|daughter|son|uncle|aunt|cousin|wife|husband|grandmother|grandfather|mutter|vater|schwester|bruder|tochter|sohn|onkel|tante|ehefrau|ehemann|großmutter|großvater)\b[^.;]{0,40}$",
        )
    });
    KIN.is_match(cues::before(text, 0, phrase.whole.start, 60))
}

/// Whether a phrase tells of laboratory animals.
fn is_animal(text: &str, phrase: &Phrase) -> bool {
    is_of_animals(cues::before(text, 0, phrase.whole.start, 50))
        || is_of_animals(cues::after(text, phrase.whole.end, text.len(), 40))
}

/// Whether a text names laboratory animals.
fn is_of_animals(text: &str) -> bool {
    static ANIMAL: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(
            r"(?i)\b(?:rats?|mice|mouse|animals?|pups|piglets?|rabbits?|dogs?|monkeys?|litter|mäusen?|maus|ratten?|kaninchen|affen|tieren?)\b",
        )
    });
    ANIMAL.is_match(text)
}

fn shift(span: &mut Span, by: usize) {
    *span = span.start + by..span.end + by;
}

#[cfg(test)]
mod tests;
