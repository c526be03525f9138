//! The card: the facts of a document in reading order, as lines to show. Decides what stands where and what is folded
//! away; how it looks is the business of whoever prints it.

use std::borrow::Cow;

use super::{Assertion, Data, Fact, FactKind, Group, KINDS, Role, values};
use crate::wording::{Language, Text};

/// A part of the card that is folded away until asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fold {
    /// Concepts that are only mentioned, negated or background.
    Mentioned,
    /// The cited references.
    References,
}

impl Fold {
    /// Its heading.
    pub fn label(self) -> Text {
        match self {
            Self::Mentioned => Text::new("Also mentioned", "Auch erwähnt"),
            Self::References => Text::new("References", "Quellen"),
        }
    }
}

/// One line of the card.
#[derive(Debug, Clone, PartialEq)]
pub enum Line {
    /// A fact.
    Fact {
        /// Its index in the facts the card was made of.
        index: usize,
        /// The label of its kind, on the first fact of the kind.
        label: Option<Text>,
    },
    /// A field that is empty, which is information too.
    NotStated(FactKind),
    /// A document that tells of the same study, by its place among them; put in by whoever knows the library.
    AlsoIn(usize),
    /// The heading of a folded part with the number of facts in it.
    Fold(Fold, usize),
}

/// The kinds whose absence is shown.
const EXPECTED: &[FactKind] =
    &[FactKind::CohortSize, FactKind::PatientAge, FactKind::PatientSex, FactKind::FollowUp, FactKind::AdverseEvent];

/// What an empty field reads.
pub const NOT_STATED: Text = Text::new("not stated", "keine Angabe");

/// Where a fact stands on the card.
fn place(fact: &Fact) -> Option<Fold> {
    let concept = matches!(fact.kind.entry().group, Group::Disease | Group::Therapy | Group::Safety | Group::Design);
    let aside = match fact.assertion {
        Assertion::Affirmed | Assertion::Planned | Assertion::Hypothetical | Assertion::Preclinical => false,
        // A denied or feared adverse event is what safety is about.
        Assertion::Negated | Assertion::GeneralRisk => fact.kind != FactKind::AdverseEvent,
        Assertion::Background | Assertion::Comparison | Assertion::InReference | Assertion::InBoilerplate => true,
    };
    if fact.kind == FactKind::Reference || fact.assertion == Assertion::InReference {
        Some(Fold::References)
    } else if aside || (concept && fact.role == Role::Mentioned && fact.kind != FactKind::AdverseEvent) {
        Some(Fold::Mentioned)
    } else {
        None
    }
}

/// The lines of the card. Facts keep their order inside a kind; `open` names the folded parts to show.
pub fn lines(facts: &[Fact], open: &[Fold]) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut groups: Vec<Group> = KINDS.iter().map(|kind| kind.group).collect();
    groups.sort_unstable();
    groups.dedup();
    for group in groups {
        for kind in KINDS.iter().filter(|kind| kind.group == group && kind.kind != FactKind::Title) {
            let mut first = true;
            for (index, fact) in facts.iter().enumerate() {
                if fact.kind == kind.kind && place(fact).is_none() {
                    lines.push(Line::Fact { index, label: first.then_some(kind.label) });
                    first = false;
                }
            }
            if first && EXPECTED.contains(&kind.kind) {
                lines.push(Line::NotStated(kind.kind));
            }
        }
    }
    for fold in [Fold::Mentioned, Fold::References] {
        let inside: Vec<usize> = (0..facts.len()).filter(|&index| place(&facts[index]) == Some(fold)).collect();
        if !inside.is_empty() {
            lines.push(Line::Fold(fold, inside.len()));
            if open.contains(&fold) {
                lines.extend(inside.into_iter().map(|index| Line::Fact { index, label: None }));
            }
        }
    }
    lines
}

/// Outcomes by how much they say, the first the most.
const TELLING: &[&str] = &[
    "remission",
    "symptom-free",
    "treatment-free",
    "recovery",
    "survival",
    "death",
    "relapse",
    "progression",
    "improvement",
    "stable",
    "response",
    "failure",
];

/// How much an outcome says: a rate first, then by class. That some of many died, or none, is not what a trial was about.
fn telling(fact: &Fact, many: bool) -> usize {
    let class = match &fact.data {
        Data::Id(class) => TELLING.iter().position(|known| known == class),
        Data::None | Data::Date(_) | Data::Quantity { .. } => None,
    };
    let life = matches!(&fact.data, Data::Id(class) if class == "death" || class == "survival");
    let rate = fact.value.contains('%') && !(life && many);
    match class {
        _ if rate => 0,
        Some(class) if life && many => TELLING.len() + class,
        Some(class) => class + 1,
        None => 2 * TELLING.len(),
    }
}

/// Whether more than one patient is counted.
fn are_many(facts: &[Fact]) -> bool {
    facts.iter().any(|fact| {
        let more = matches!(fact.data, Data::Quantity { n, .. } if n > 1.0);
        fact.kind == FactKind::CohortSize && more && place(fact).is_none()
    })
}

/// The card in one line: genre, patients, disease, therapy, outcome, follow-up, each as `named` has it; what is not
/// known is left out. What was done and seen comes before what is planned or possible.
pub fn summary<'f>(facts: &'f [Fact], named: impl Fn(&'f Fact) -> Cow<'f, str>) -> String {
    let many = are_many(facts);
    let shown = |kind: FactKind| {
        let all = facts.iter().filter(move |fact| fact.kind == kind && place(fact).is_none());
        all.min_by_key(|fact| {
            let said = fact.assertion != Assertion::Affirmed;
            // Who was screened, or is in one group, comes after all who were treated.
            let part = kind == FactKind::CohortSize && fact.function.is_some();
            (said, if kind == FactKind::Outcome { telling(fact, many) } else { part.into() })
        })
    };
    let primary = |group: Group| {
        facts
            .iter()
            .find(|fact| fact.role == Role::Primary && fact.kind.entry().group == group && place(fact).is_none())
    };
    let parts = [
        shown(FactKind::DocType),
        shown(FactKind::CohortSize),
        primary(Group::Disease),
        primary(Group::Therapy),
        shown(FactKind::Outcome),
        shown(FactKind::FollowUp),
    ];
    parts.into_iter().flatten().map(|fact| named(fact).into_owned()).collect::<Vec<_>>().join(" · ")
}

/// How strong what the document claims is, in a few words: press or paper, how many patients, people or animals.
pub fn strength(facts: &[Fact], language: Language) -> String {
    let any = |kind: FactKind| facts.iter().find(|fact| fact.kind == kind && place(fact).is_none());
    let genre = any(FactKind::DocType).map_or("", |fact| fact.value.as_str());
    let paper = facts.iter().any(|fact| {
        matches!(fact.kind, FactKind::Publication | FactKind::Journal | FactKind::Doi)
            && fact.assertion == Assertion::Affirmed
    });
    let source = match (genre, paper) {
        ("press release" | "news article", true) => Text::new("press on a paper", "Presse zu einer Publikation"),
        ("press release" | "news article", false) => Text::new("press, no paper named", "Presse, keine Publikation"),
        ("trial record", _) => Text::new("register", "Register"),
        ("clinical letter" | "plain text" | "", _) => Text::new("unpublished", "unveröffentlicht"),
        _ => Text::new("scientific text", "wissenschaftlicher Text"),
    };
    let mut parts = vec![source.say(language).to_owned()];
    let cohort = facts
        .iter()
        .filter(|fact| fact.kind == FactKind::CohortSize && place(fact).is_none())
        .min_by_key(|fact| (fact.assertion != Assertion::Affirmed, fact.function.is_some()));
    if let Some(Data::Quantity { op, n, n2, .. }) = cohort.map(|fact| &fact.data) {
        let more = n2.map_or(String::new(), |n2| format!("–{n2}"));
        let op = if *op == "range" { "=" } else { op };
        parts.push(format!("n {op} {n}{more}"));
    }
    let animals = any(FactKind::Model).is_some_and(|fact| !matches!(fact.value.as_str(), "patient samples"));
    let people = cohort.is_some() || any(FactKind::PatientAge).is_some() || any(FactKind::PatientSex).is_some();
    let subjects = match (people, animals) {
        (true, true) => Text::new("people and animals or cells", "Menschen und Tiere oder Zellen"),
        (true, false) => Text::new("people", "Menschen"),
        (false, true) => Text::new("animals or cells only", "nur Tiere oder Zellen"),
        (false, false) => return parts.join(" · "),
    };
    parts.push(subjects.say(language).to_owned());
    parts.join(" · ")
}

/// What is to be known of a fact beside its value: how it is asserted, the function of a person, how often it stands.
pub fn notes(fact: &Fact, language: Language) -> Vec<String> {
    let mut notes = Vec::new();
    if let Some(function) = &fact.function {
        notes.push(values::word(function, language));
    }
    if let Some(asserted) = assertion(fact.assertion) {
        notes.push(asserted.say(language).to_owned());
    }
    if fact.role == Role::Primary && fact.kind != FactKind::Language {
        notes.push(Text::new("primary", "Hauptthema").say(language).to_owned());
    }
    if fact.evidence.len() > 1 {
        notes.push(format!("×{}", fact.evidence.len()));
    }
    notes
}

/// How the part a fact plays is named; none where the question does not arise.
pub fn role(role: Role) -> Option<Text> {
    match role {
        Role::Primary => Some(Text::new("primary", "Hauptthema")),
        Role::Specific => Some(Text::new("specific", "genauer")),
        Role::Studied => Some(Text::new("studied", "untersucht")),
        Role::Mentioned => Some(Text::new("mentioned", "erwähnt")),
        Role::None => None,
    }
}

/// How an assertion is named beside a fact; none for what is simply said.
pub fn assertion(assertion: Assertion) -> Option<Text> {
    match assertion {
        Assertion::Affirmed => None,
        Assertion::Negated => Some(Text::new("denied", "verneint")),
        Assertion::Hypothetical => Some(Text::new("possible", "möglich")),
        Assertion::Planned => Some(Text::new("planned", "geplant")),
        Assertion::Background => Some(Text::new("background", "Hintergrund")),
        Assertion::GeneralRisk => Some(Text::new("general risk", "allgemeines Risiko")),
        Assertion::Comparison => Some(Text::new("comparison", "Vergleich")),
        Assertion::Preclinical => Some(Text::new("preclinical", "präklinisch")),
        Assertion::InReference => Some(Text::new("in reference", "in Quelle")),
        Assertion::InBoilerplate => Some(Text::new("in boilerplate", "im Abbinder")),
    }
}

/// The identifier or date behind a value where it says more than the value itself.
pub fn identifier(fact: &Fact) -> Option<&str> {
    match &fact.data {
        Data::Id(id) | Data::Date(id) => Some(id.as_str()).filter(|id| *id != fact.value),
        Data::Quantity { .. } | Data::None => fact.concept.as_deref(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{Evidence, Subject};
    use crate::vocabulary::Vocabulary;

    fn fact(kind: FactKind, value: &str, role: Role, assertion: Assertion) -> Fact {
        Fact {
            kind,
            value: value.into(),
            concept: None,
            role,
            function: None,
            assertion,
            subject: Subject::Document,
            data: Data::None,
            evidence: vec![Evidence { quote: 0..4, surface: 0..4 }],
            rule: "test/rule",
            why: Vec::new(),
        }
    }

    #[test]
    fn absence_is_told_and_mentions_are_folded() {
        let facts = [
            fact(FactKind::Disease, "lupus", Role::Primary, Assertion::Affirmed),
            fact(FactKind::Disease, "cancer", Role::Mentioned, Assertion::Background),
            fact(FactKind::PatientAge, "35 years", Role::None, Assertion::Affirmed),
            fact(FactKind::Reference, "June 2018", Role::None, Assertion::InReference),
        ];
        let closed = lines(&facts, &[]);
        assert_eq!(closed[0], Line::Fact { index: 0, label: Some(FactKind::Disease.entry().label) });
        assert!(closed.contains(&Line::NotStated(FactKind::PatientSex)));
        assert!(!closed.contains(&Line::NotStated(FactKind::PatientAge)));
        assert!(closed.contains(&Line::Fold(Fold::Mentioned, 1)) && closed.contains(&Line::Fold(Fold::References, 1)));
        let opened = lines(&facts, &[Fold::Mentioned]);
        assert!(opened.contains(&Line::Fact { index: 1, label: None }));
    }

    #[test]
    fn strength_is_source_number_and_whom() {
        let quantity = Data::Quantity { op: ">", n: 150.0, n2: None, unit: "patients".into() };
        let facts = [
            fact(FactKind::DocType, "press release", Role::None, Assertion::Affirmed),
            Fact { data: quantity, ..fact(FactKind::CohortSize, "> 150 patients", Role::None, Assertion::Affirmed) },
            fact(FactKind::Model, "mouse", Role::None, Assertion::Affirmed),
            fact(FactKind::Doi, "10.1000/1", Role::None, Assertion::Affirmed),
        ];
        assert_eq!(strength(&facts, Language::English), "press on a paper · n > 150 · people and animals or cells");
        assert_eq!(strength(&facts[2..3], Language::German), "unveröffentlicht · nur Tiere oder Zellen");
    }

    #[test]
    fn deaths_among_many_are_not_what_a_trial_found() {
        let outcome = |value: &str, class: &str| Fact {
            data: Data::Id(class.into()),
            ..fact(FactKind::Outcome, value, Role::None, Assertion::Affirmed)
        };
        let patients = |n| Fact {
            data: Data::Quantity { op: "=", n, n2: None, unit: "patients".into() },
            ..fact(FactKind::CohortSize, "n", Role::None, Assertion::Affirmed)
        };
        let told = |n| {
            let facts = [patients(n), outcome("death", "death"), outcome("response", "response")];
            summary(&facts, |fact| Cow::Borrowed(fact.value.as_str()))
        };
        assert_eq!(told(40.0), "n · response");
        assert_eq!(told(1.0), "n · death");
    }

    #[test]
    fn the_summary_names_what_is_primary() {
        let facts = [
            fact(FactKind::DocType, "press release", Role::None, Assertion::Affirmed),
            fact(FactKind::Disease, "cancer", Role::Mentioned, Assertion::Background),
            fact(FactKind::Disease, "lupus", Role::Primary, Assertion::Affirmed),
        ];
        let vocabulary = Vocabulary::default();
        let said = |language| summary(&facts, |fact| values::named(fact, &vocabulary, language));
        assert_eq!(said(Language::English), "press release · lupus");
        assert_eq!(said(Language::German), "Pressemitteilung · lupus");
        assert_eq!(strength(&facts, Language::English), "press, no paper named");
    }
}
