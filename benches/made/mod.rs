//! A seeded generator of abstracts: Zipf words, diseases, therapies and journals of the vocabulary, years, people and
//! institutions. The same seed gives the same documents. The facts of a document are known by construction, so that a
//! library of a million can be made in minutes; the files give the same texts to those who want to read them.

use std::fmt::Write as _;

use casebook::document::{Block, BlockKind, Document, Title, TitleOrigin};
use casebook::facts::{Assertion, Data, Evidence, Fact, FactKind, Role, Subject};
use casebook::vocabulary::{Concept, ConceptKind, Vocabulary};

mod words;

/// Numbers that look thrown and are the same in every run.
#[derive(Debug, Clone)]
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize * limit) >> 31
    }

    /// A rank below `limit` with the frequency of about one over the rank, as words of a language have.
    pub(crate) fn zipf(&mut self, limit: usize) -> usize {
        let part = self.below(1 << 30) as f64 / f64::from(1 << 30);
        ((limit as f64 + 1.0).powf(part) as usize - 1).min(limit - 1)
    }

    pub(crate) fn one_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }
}

/// What abstracts are made of.
pub(crate) struct Maker<'a> {
    words: Vec<String>,
    diseases: Vec<&'a Concept>,
    treatments: Vec<&'a Concept>,
    targets: Vec<&'a Concept>,
    journals: Vec<&'a Concept>,
    seed: u64,
}

/// One abstract, its facts and what a record of it says.
pub(crate) struct Made {
    pub(crate) number: usize,
    pub(crate) title: String,
    pub(crate) text: String,
    pub(crate) document: Document,
    pub(crate) facts: Vec<Fact>,
}

const GENRES: &[&str] = &[
    "abstract",
    "abstract",
    "abstract",
    "journal article",
    "journal article",
    "case report",
    "review",
    "press release",
];
const DESIGNS: &[&str] =
    &["randomised controlled trial", "retrospective cohort study", "single-arm trial", "case series"];
const OUTCOMES: &[&str] = &["complete remission", "partial remission", "stable disease", "relapse", "death"];
const CITIES: usize = 20_000;
const NAMES: (usize, usize) = (20_000, 200);

impl<'a> Maker<'a> {
    pub(crate) fn new(vocabulary: &'a Vocabulary, seed: u64) -> Self {
        let of = |kinds: &[ConceptKind]| -> Vec<&'a Concept> {
            let mut found: Vec<_> = vocabulary
                .concepts
                .iter()
                .filter(|concept| {
                    kinds.contains(&concept.kind) && !concept.class && !concept.silent && concept.preferred.len() > 3
                })
                .collect();
            // The rank of a concept in the file says nothing about how common it is.
            let mut dice = Dice::new(seed);
            for at in (1..found.len()).rev() {
                found.swap(at, dice.below(at + 1));
            }
            found
        };
        Self {
            words: words::all(30_000),
            diseases: of(&[ConceptKind::Disease]),
            treatments: of(&[ConceptKind::Drug, ConceptKind::Product, ConceptKind::Therapy]),
            targets: of(&[ConceptKind::Target]),
            journals: of(&[ConceptKind::Journal]),
            seed,
        }
    }

    /// The abstract with a number, the same in every run whatever was made before.
    pub(crate) fn make(&self, number: usize) -> Made {
        let dice = &mut Dice::new(self.seed ^ (number as u64 + 1) << 20);
        let german = dice.one_in(5);
        let language = if german { "de" } else { "en" };
        let disease = self.diseases[dice.zipf(self.diseases.len())];
        let other = self.diseases[dice.zipf(self.diseases.len())];
        let treatment = self.treatments[dice.zipf(self.treatments.len())];
        let second = self.treatments[dice.zipf(self.treatments.len())];
        let target = (!self.targets.is_empty()).then(|| self.targets[dice.zipf(self.targets.len())]);
        let journal = self.journals[dice.zipf(self.journals.len())];
        let [disease_name, other_name, treatment_name, second_name] =
            [disease, other, treatment, second].map(|concept| concept.name_in(language).to_owned());
        let (patients, age, months) = (3 + dice.zipf(2_000), 18 + dice.below(70), 1 + dice.below(60));
        let date = format!("{}-{:02}-{:02}", 2026 - dice.zipf(30), 1 + dice.below(12), 1 + dice.below(28));
        let authors: Vec<String> = (0..=dice.below(4)).map(|_| words::person(dice, NAMES)).collect();
        let institution = words::institution(dice.zipf(CITIES), german);
        let outcome = OUTCOMES[dice.below(OUTCOMES.len())];
        let design = DESIGNS[dice.below(DESIGNS.len())];
        let phase = ["1", "2", "3"][dice.below(3)];
        let doi = format!("10.{}/made.{}.{number}", 1000 + dice.below(100), self.seed);

        let mut title = self.sentence(dice, 3, 8);
        title.pop();
        title = match (dice.below(3), german) {
            (0, true) => format!("{treatment_name} bei {disease_name}: {title}"),
            (0, false) => format!("{treatment_name} in {disease_name}: {title}"),
            (1, true) => format!("{title} bei {disease_name}"),
            (1, false) => format!("{title} in {disease_name}"),
            _ => format!("{disease_name}: {title}"),
        };
        let mut text = format!("{title}\n\n{}. {institution}. {} {date}\n\n", authors.join(", "), journal.preferred);
        let known = if german {
            [
                format!("Untersucht wurden {patients} Patienten mit {disease_name}, im Median {age} Jahre alt."),
                format!("Sie erhielten {treatment_name} gegen {}.", target.map_or("das Antigen", |t| t.preferred)),
                format!("Nach {months} Monaten fand sich {outcome}; {second_name} wurde abgesetzt."),
                format!("Bei {other_name} sind weitere Studien nötig ({design}, Phase {phase})."),
            ]
        } else {
            [
                format!("We studied {patients} patients with {disease_name}, median age {age} years."),
                format!("All received {treatment_name} against {}.", target.map_or("the antigen", |t| t.preferred)),
                format!("After {months} months we saw {outcome}; {second_name} was stopped."),
                format!("In {other_name} more work is needed ({design}, phase {phase})."),
            ]
        };
        for known in &known {
            for _ in 0..=dice.below(3) {
                text.push_str(&self.sentence(dice, 8, 25));
                text.push(' ');
            }
            text.push_str(known);
            text.push(' ');
        }
        while text.len() < 1_350 {
            text.push_str(&self.sentence(dice, 8, 25));
            text.push(' ');
        }
        let _ = write!(text, "\n\ndoi:{doi}");

        let mut facts = Facts { text: &text, facts: Vec::new() };
        facts.add(FactKind::Title, &title, &title);
        facts.add(FactKind::DocType, GENRES[dice.below(GENRES.len())], &title);
        facts.add(FactKind::Language, language, &title);
        facts.concept(disease, &disease_name, Role::Primary, Assertion::Affirmed);
        if other.id != disease.id {
            let assertion = if dice.one_in(4) { Assertion::Negated } else { Assertion::Affirmed };
            facts.concept(other, &other_name, Role::Mentioned, assertion);
        }
        facts.concept(treatment, &treatment_name, Role::Primary, Assertion::Affirmed);
        if second.id != treatment.id {
            facts.concept(second, &second_name, Role::Studied, Assertion::Affirmed);
        }
        if let Some(target) = target {
            facts.concept(target, target.preferred, Role::None, Assertion::Affirmed);
        }
        facts.concept(journal, journal.preferred, Role::None, Assertion::Affirmed);
        facts.add(FactKind::StudyPhase, phase, &format!("hase {phase}"));
        facts.add(FactKind::StudyDesign, design, design);
        facts.add(FactKind::Outcome, outcome, outcome);
        facts.add(FactKind::Institution, &institution, &institution);
        for author in &authors {
            facts.add(FactKind::Person, author, author);
        }
        let quantity = |n: usize, unit: &str| Data::Quantity { op: "=", n: n as f64, n2: None, unit: unit.to_owned() };
        facts.add(FactKind::CohortSize, &patients.to_string(), &format!("{patients} ")).data =
            quantity(patients, "patients");
        facts.add(FactKind::PatientAge, &format!("{age} years"), &format!(" {age} ")).data = quantity(age, "a");
        facts.add(FactKind::FollowUp, &format!("{months} months"), &format!(" {months} ")).data =
            quantity(months, "mo");
        let published = facts.add(FactKind::PubDate, &date, &date);
        published.data = Data::Date(date.clone());
        published.function = Some("published".to_owned());
        facts.add(FactKind::Doi, &doi, &doi).data = Data::Id(doi.clone());
        let facts = facts.facts;

        let end = text.len();
        let lines: Vec<usize> = text.match_indices("\n\n").map(|(at, _)| at).collect();
        let starts = std::iter::once(0).chain(lines.iter().map(|at| at + 2));
        let blocks = starts.zip(lines.iter().copied().chain([end])).enumerate().map(|(at, (start, end))| {
            Block::new(start..end, if at == 0 { BlockKind::Heading(1) } else { BlockKind::Paragraph })
        });
        let document = Document {
            text: text.as_str().into(),
            title: Title { text: title.clone(), range: Some(0..title.len()), origin: TitleOrigin::Declared },
            blocks: blocks.collect(),
            ..Document::default()
        };
        Made { number, title, text, document, facts }
    }

    fn sentence(&self, dice: &mut Dice, least: usize, most: usize) -> String {
        let mut sentence = String::new();
        for at in 0..least + dice.below(most - least) {
            let word = &self.words[dice.zipf(self.words.len())];
            if at == 0 {
                let mut letters = word.chars();
                sentence.extend(letters.next().into_iter().flat_map(char::to_uppercase));
                sentence.push_str(letters.as_str());
            } else {
                sentence.push(' ');
                sentence.push_str(word);
            }
        }
        sentence.push('.');
        sentence
    }
}

struct Facts<'a> {
    text: &'a str,
    facts: Vec<Fact>,
}

impl Facts<'_> {
    /// Adds a fact about the first place where `surface` stands.
    fn add(&mut self, kind: FactKind, value: &str, surface: &str) -> &mut Fact {
        let at = self.text.find(surface).unwrap_or(0);
        let surface = at..(at + surface.len()).min(self.text.len());
        self.facts.push(Fact {
            kind,
            value: value.to_owned(),
            concept: None,
            role: Role::None,
            function: None,
            assertion: Assertion::Affirmed,
            subject: Subject::Document,
            data: Data::None,
            evidence: vec![Evidence { quote: surface.clone(), surface }],
            rule: "made/known",
            why: Vec::new(),
        });
        self.facts.last_mut().expect("it was just added")
    }

    fn concept(&mut self, concept: &Concept, name: &str, role: Role, assertion: Assertion) {
        let kind = match concept.kind {
            ConceptKind::Disease => FactKind::Disease,
            ConceptKind::Drug => FactKind::Drug,
            ConceptKind::Product => FactKind::Product,
            ConceptKind::Therapy => FactKind::Therapy,
            ConceptKind::Target => FactKind::Target,
            _ => FactKind::Journal,
        };
        let fact = self.add(kind, concept.preferred, name);
        fact.concept = Some(concept.id.to_owned());
        fact.role = role;
        fact.assertion = assertion;
    }
}
