//! Facts: what a document says about disease, therapy, patient, outcome, people and publication, each with the bytes
//! it stands on. [`extract`] is a pure function of text and vocabulary: the same input gives the same facts.

use crate::document::Document;
use crate::text::{self, Span};
use crate::vocabulary::{ConceptIndex, Vocabulary};
use crate::wording::Text;

pub mod card;

pub mod abbreviations;
mod concepts;
mod context;
mod mentions;
mod primary;

mod dates;
mod finds;
mod genre;
mod head;
mod identifiers;
mod institutions;
mod language;
mod people;
mod publication;
mod words;

pub use dates::published;
pub use language::languages;

mod claims;
mod cues;
mod design;
mod durations;
mod numbers;
mod outcomes;
mod patients;
mod prior;

/// One statement found in a document. A fact without evidence cannot exist: `evidence` is never empty.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// Which entry of [`KINDS`].
    pub kind: FactKind,
    /// What the sidebar prints: the concept's preferred name, or a short normal form ("35 years", "> 10 drugs").
    pub value: String,
    /// Canonical identifier, where there is one.
    pub concept: Option<String>,
    /// What part it plays: see [`Role`].
    pub role: Role,
    /// For people and institutions the function the text gives them ("first author", "senior physician"); for dates
    /// "published", "received" ...
    pub function: Option<String>,
    /// How the text asserts it.
    pub assertion: Assertion,
    /// Whom it is about.
    pub subject: Subject,
    /// The machine-readable part.
    pub data: Data,
    /// Where it stands, in order of the text; at least one.
    pub evidence: Vec<Evidence>,
    /// Stable identifier of the rule that found it, for the "why" line: `numbers/age`.
    pub rule: &'static str,
    /// Parts of the score of a primary concept, or the cue words used; for the "why" line.
    pub why: Vec<String>,
}

/// Where a fact stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Evidence {
    /// The clause or sentence.
    pub quote: Span,
    /// The mention itself, inside `quote`.
    pub surface: Span,
}

/// What part a fact plays in its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// What the document is about.
    Primary,
    /// A narrower form of the primary concept that the document also names.
    Specific,
    /// Studied or used beside the primary one.
    Studied,
    /// Only mentioned.
    Mentioned,
    /// Kinds for which the question does not arise.
    None,
}

/// How the text asserts a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Assertion {
    /// Said to be so.
    Affirmed,
    /// Said not to be so.
    Negated,
    /// Possible ("could", "könnte").
    Hypothetical,
    /// Intended ("planen nun").
    Planned,
    /// Said of earlier or other work ("originally developed for").
    Background,
    /// A risk in general, not an event observed here.
    GeneralRisk,
    /// Named to compare with ("unlike monoclonal antibodies").
    Comparison,
    /// In animals or cells.
    Preclinical,
    /// In a cited reference.
    InReference,
    /// In boilerplate.
    InBoilerplate,
}

impl Assertion {
    /// Whether a filter counts a document for a fact so asserted.
    pub fn counts(self) -> bool {
        match self {
            Self::Affirmed | Self::Hypothetical | Self::Planned | Self::Preclinical => true,
            Self::Negated
            | Self::Background
            | Self::GeneralRisk
            | Self::Comparison
            | Self::InReference
            | Self::InBoilerplate => false,
        }
    }
}

/// Whom a fact is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Subject {
    /// The document as a whole.
    Document,
    /// The n-th patient described, from 1.
    Patient(u8),
    /// A group of patients.
    Cohort,
}

/// The machine-readable part of a fact.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Data {
    /// None.
    #[default]
    None,
    /// A number with its operator ("=", ">", ">=", "<", "<=", "~", "range") and unit ("a", "mo", "wk", "d", "h",
    /// "patients", "drugs", "%", ...). `n2` is the upper end of a range.
    Quantity {
        /// Operator.
        op: &'static str,
        /// Number, or lower end.
        n: f64,
        /// Upper end.
        n2: Option<f64>,
        /// Unit.
        unit: String,
    },
    /// An ISO date, as exact as the text: `2025`, `2025-01`, `2025-01-09`.
    Date(String),
    /// An identifier in its normal form.
    Id(String),
}

/// What a fact is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "KINDS describes each")]
pub enum FactKind {
    Disease,
    Therapy,
    Drug,
    Product,
    Target,
    Antigen,
    CellType,
    Sign,
    AdverseEvent,
    PriorTherapy,
    PatientAge,
    PatientSex,
    CohortSize,
    Duration,
    FollowUp,
    TimeToEvent,
    Outcome,
    StudyDesign,
    StudyPhase,
    Model,
    TrialId,
    Person,
    Institution,
    Company,
    Publisher,
    Journal,
    Publication,
    Doi,
    Pii,
    Pmid,
    Pmcid,
    Url,
    PubDate,
    EventDate,
    Title,
    Language,
    DocType,
    Keyword,
    Funding,
    Contact,
    Reference,
    ReferenceCount,
    Claim,
}

/// What the rest of the program needs to know of a kind.
#[derive(Debug)]
pub struct Kind {
    /// The kind.
    pub kind: FactKind,
    /// Name in JSON.
    pub name: &'static str,
    /// Heading in the sidebar.
    pub label: Text,
    /// Field names in the query language, the first being the usual one.
    pub fields: &'static [&'static str],
    /// Whether the library counts and filters by it.
    pub facet: bool,
    /// Group on the card.
    pub group: Group,
    /// Letter in the margin where colour is missing, also the picker key after `f`.
    pub letter: char,
}

/// The groups of the card, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each name says it")]
pub enum Group {
    Disease,
    Therapy,
    Patients,
    Design,
    Outcome,
    Safety,
    People,
    Publication,
    Document,
    References,
}

/// All kinds, in the order of the card. Sidebar group, filter, picker, query field and JSON name follow from here.
pub const KINDS: &[Kind] = &[
    Kind {
        kind: FactKind::Title,
        name: "title",
        label: Text::new("Title", "Titel"),
        fields: &["title"],
        facet: false,
        group: Group::Document,
        letter: 'h',
    },
    Kind {
        kind: FactKind::DocType,
        name: "doc_type",
        label: Text::new("Genre", "Textart"),
        fields: &["genre", "doc_type", "type"],
        facet: true,
        group: Group::Document,
        letter: 'g',
    },
    Kind {
        kind: FactKind::Language,
        name: "language",
        label: Text::new("Language", "Sprache"),
        fields: &["lang", "language"],
        facet: true,
        group: Group::Document,
        letter: 'l',
    },
    Kind {
        kind: FactKind::Disease,
        name: "disease",
        label: Text::new("Disease", "Krankheit"),
        fields: &["disease", "d"],
        facet: true,
        group: Group::Disease,
        letter: 'D',
    },
    Kind {
        kind: FactKind::Antigen,
        name: "antigen",
        label: Text::new("Autoantigen", "Autoantigen"),
        fields: &["antigen"],
        facet: false,
        group: Group::Disease,
        letter: 'a',
    },
    Kind {
        kind: FactKind::Sign,
        name: "sign",
        label: Text::new("Signs", "Zeichen"),
        fields: &["sign"],
        facet: false,
        group: Group::Disease,
        letter: 's',
    },
    Kind {
        kind: FactKind::Therapy,
        name: "therapy",
        label: Text::new("Therapy", "Therapie"),
        fields: &["therapy", "t"],
        facet: true,
        group: Group::Therapy,
        letter: 'T',
    },
    Kind {
        kind: FactKind::Drug,
        name: "drug",
        label: Text::new("Drug", "Wirkstoff"),
        fields: &["drug"],
        facet: true,
        group: Group::Therapy,
        letter: 'd',
    },
    Kind {
        kind: FactKind::Product,
        name: "product",
        label: Text::new("Product", "Produkt"),
        fields: &["product"],
        facet: true,
        group: Group::Therapy,
        letter: 'p',
    },
    Kind {
        kind: FactKind::Target,
        name: "target",
        label: Text::new("Target", "Zielstruktur"),
        fields: &["target"],
        facet: true,
        group: Group::Therapy,
        letter: 't',
    },
    Kind {
        kind: FactKind::CellType,
        name: "cell_type",
        label: Text::new("Cells", "Zellen"),
        fields: &["cell", "cell_type"],
        facet: true,
        group: Group::Therapy,
        letter: 'c',
    },
    Kind {
        kind: FactKind::Company,
        name: "company",
        label: Text::new("Company", "Firma"),
        fields: &["company"],
        facet: true,
        group: Group::Therapy,
        letter: 'f',
    },
    Kind {
        kind: FactKind::CohortSize,
        name: "cohort_size",
        label: Text::new("Patients (n)", "Patienten (n)"),
        fields: &["n", "cohort_size"],
        facet: false,
        group: Group::Patients,
        letter: 'n',
    },
    Kind {
        kind: FactKind::PatientAge,
        name: "patient_age",
        label: Text::new("Age", "Alter"),
        fields: &["age", "patient_age"],
        facet: false,
        group: Group::Patients,
        letter: 'A',
    },
    Kind {
        kind: FactKind::PatientSex,
        name: "patient_sex",
        label: Text::new("Sex", "Geschlecht"),
        fields: &["sex", "patient_sex"],
        facet: false,
        group: Group::Patients,
        letter: 'x',
    },
    Kind {
        kind: FactKind::PriorTherapy,
        name: "prior_therapy",
        label: Text::new("Prior therapy", "Vortherapie"),
        fields: &["prior", "prior_therapy"],
        facet: false,
        group: Group::Patients,
        letter: 'v',
    },
    Kind {
        kind: FactKind::StudyDesign,
        name: "study_design",
        label: Text::new("Design", "Studiendesign"),
        fields: &["design", "study_design"],
        facet: true,
        group: Group::Design,
        letter: 'e',
    },
    Kind {
        kind: FactKind::StudyPhase,
        name: "study_phase",
        label: Text::new("Phase", "Phase"),
        fields: &["phase", "study_phase"],
        facet: true,
        group: Group::Design,
        letter: 'P',
    },
    Kind {
        kind: FactKind::Model,
        name: "model",
        label: Text::new("Model", "Modell"),
        fields: &["model"],
        facet: false,
        group: Group::Design,
        letter: 'm',
    },
    Kind {
        kind: FactKind::TrialId,
        name: "trial_id",
        label: Text::new("Trial", "Studie"),
        fields: &["trial", "trial_id"],
        facet: false,
        group: Group::Design,
        letter: 'N',
    },
    Kind {
        kind: FactKind::Outcome,
        name: "outcome",
        label: Text::new("Outcome", "Ergebnis"),
        fields: &["outcome"],
        facet: true,
        group: Group::Outcome,
        letter: 'o',
    },
    Kind {
        kind: FactKind::FollowUp,
        name: "follow_up",
        label: Text::new("Follow-up", "Nachbeobachtung"),
        fields: &["follow_up", "followup"],
        facet: false,
        group: Group::Outcome,
        letter: 'F',
    },
    Kind {
        kind: FactKind::TimeToEvent,
        name: "time_to_event",
        label: Text::new("Time to event", "Zeit bis Ereignis"),
        fields: &["time_to_event"],
        facet: false,
        group: Group::Outcome,
        letter: 'E',
    },
    Kind {
        kind: FactKind::Duration,
        name: "duration",
        label: Text::new("Duration", "Dauer"),
        fields: &["duration"],
        facet: false,
        group: Group::Outcome,
        letter: 'u',
    },
    Kind {
        kind: FactKind::Claim,
        name: "claim",
        label: Text::new("Claim", "Behauptung"),
        fields: &["claim"],
        facet: false,
        group: Group::Outcome,
        letter: 'C',
    },
    Kind {
        kind: FactKind::AdverseEvent,
        name: "adverse_event",
        label: Text::new("Adverse events", "Nebenwirkungen"),
        fields: &["adverse", "adverse_event", "ae"],
        facet: false,
        group: Group::Safety,
        letter: '!',
    },
    Kind {
        kind: FactKind::Person,
        name: "person",
        label: Text::new("People", "Personen"),
        fields: &["person"],
        facet: true,
        group: Group::People,
        letter: 'w',
    },
    Kind {
        kind: FactKind::Institution,
        name: "institution",
        label: Text::new("Institutions", "Einrichtungen"),
        fields: &["institution"],
        facet: true,
        group: Group::People,
        letter: 'i',
    },
    Kind {
        kind: FactKind::Contact,
        name: "contact",
        label: Text::new("Contact", "Kontakt"),
        fields: &["contact"],
        facet: false,
        group: Group::People,
        letter: '@',
    },
    Kind {
        kind: FactKind::Funding,
        name: "funding",
        label: Text::new("Funding", "Förderung"),
        fields: &["funding"],
        facet: false,
        group: Group::People,
        letter: '$',
    },
    Kind {
        kind: FactKind::Publication,
        name: "publication",
        label: Text::new("Paper", "Publikation"),
        fields: &["publication", "paper"],
        facet: false,
        group: Group::Publication,
        letter: 'b',
    },
    Kind {
        kind: FactKind::Journal,
        name: "journal",
        label: Text::new("Journal", "Zeitschrift"),
        fields: &["journal"],
        facet: true,
        group: Group::Publication,
        letter: 'j',
    },
    Kind {
        kind: FactKind::Publisher,
        name: "publisher",
        label: Text::new("Publisher", "Verlag"),
        fields: &["publisher"],
        facet: false,
        group: Group::Publication,
        letter: 'V',
    },
    Kind {
        kind: FactKind::Doi,
        name: "doi",
        label: Text::new("DOI", "DOI"),
        fields: &["doi"],
        facet: false,
        group: Group::Publication,
        letter: 'O',
    },
    Kind {
        kind: FactKind::Pii,
        name: "pii",
        label: Text::new("PII", "PII"),
        fields: &["pii"],
        facet: false,
        group: Group::Publication,
        letter: 'I',
    },
    Kind {
        kind: FactKind::Pmid,
        name: "pmid",
        label: Text::new("PMID", "PMID"),
        fields: &["pmid"],
        facet: false,
        group: Group::Publication,
        letter: 'M',
    },
    Kind {
        kind: FactKind::Pmcid,
        name: "pmcid",
        label: Text::new("PMCID", "PMCID"),
        fields: &["pmcid"],
        facet: false,
        group: Group::Publication,
        letter: 'Z',
    },
    Kind {
        kind: FactKind::Url,
        name: "url",
        label: Text::new("Link", "Link"),
        fields: &["url", "link"],
        facet: false,
        group: Group::Publication,
        letter: 'L',
    },
    Kind {
        kind: FactKind::PubDate,
        name: "pub_date",
        label: Text::new("Published", "Veröffentlicht"),
        fields: &["published", "pub_date"],
        facet: false,
        group: Group::Publication,
        letter: 'y',
    },
    Kind {
        kind: FactKind::EventDate,
        name: "event_date",
        label: Text::new("Event", "Ereignis"),
        fields: &["event", "event_date"],
        facet: false,
        group: Group::Publication,
        letter: 'Y',
    },
    Kind {
        kind: FactKind::Keyword,
        name: "keyword",
        label: Text::new("Keywords", "Schlagwörter"),
        fields: &["keyword"],
        facet: false,
        group: Group::Publication,
        letter: 'k',
    },
    Kind {
        kind: FactKind::ReferenceCount,
        name: "reference_count",
        label: Text::new("References (n)", "Quellen (n)"),
        fields: &["references", "reference_count"],
        facet: false,
        group: Group::References,
        letter: '#',
    },
    Kind {
        kind: FactKind::Reference,
        name: "reference",
        label: Text::new("References", "Quellen"),
        fields: &["reference"],
        facet: false,
        group: Group::References,
        letter: 'r',
    },
];

impl FactKind {
    /// Its entry of [`KINDS`].
    pub fn entry(self) -> &'static Kind {
        KINDS
            .iter()
            .find(|entry| entry.kind == self)
            .expect("KINDS has every kind")
    }

    /// Its name in JSON.
    pub fn name(self) -> &'static str {
        self.entry().name
    }
}

/// What every rule reads: the document with its sentences and the vocabulary's names found in it.
#[derive(Debug)]
pub(crate) struct Page<'a> {
    /// The document.
    pub(crate) document: &'a Document,
    /// The vocabulary of [`Mention::concepts`].
    pub(crate) vocabulary: &'a Vocabulary,
    /// The sentences of the text in order.
    pub(crate) sentences: Vec<Span>,
    /// Names of the vocabulary, and the document's own abbreviations of them, in order, not overlapping.
    pub(crate) mentions: Vec<Mention>,
}

/// A name of the vocabulary found in the text.
#[derive(Debug, Clone)]
pub(crate) struct Mention {
    /// Where it stands.
    pub(crate) surface: Span,
    /// The concepts that have this name; usually one, of several kinds at most one each.
    pub(crate) concepts: Vec<ConceptIndex>,
    /// Low confidence: a related name, or a form made by rule.
    pub(crate) loose: bool,
}

impl<'a> Page<'a> {
    /// Reads a document: its sentences and the names in them.
    pub(crate) fn new(document: &'a Document, vocabulary: &'a Vocabulary) -> Self {
        let sentences = text::sentences(&document.text, 0..document.text.len());
        let mentions = mentions::find(document, vocabulary, &sentences);
        Self {
            document,
            vocabulary,
            sentences,
            mentions,
        }
    }

    /// The text of a range.
    pub(crate) fn str(&self, span: &Span) -> &'a str {
        &self.document.text[span.clone()]
    }

    /// The sentence that holds `at`, else the empty range there.
    pub(crate) fn sentence_at(&self, at: usize) -> Span {
        let next = self.sentences.partition_point(|sentence| sentence.end <= at);
        self.sentences
            .get(next)
            .filter(|sentence| sentence.start <= at)
            .cloned()
            .unwrap_or(at..at)
    }

    /// The mentions that begin inside `span`.
    pub(crate) fn mentions_in(&self, span: &Span) -> &[Mention] {
        let from = self
            .mentions
            .partition_point(|mention| mention.surface.start < span.start);
        let to = self
            .mentions
            .partition_point(|mention| mention.surface.start < span.end);
        &self.mentions[from..to]
    }

    /// Evidence for a mention: its sentence around it.
    pub(crate) fn evidence(&self, surface: &Span) -> Evidence {
        let sentence = self.sentence_at(surface.start);
        let quote = sentence.start.min(surface.start)..sentence.end.max(surface.end);
        Evidence {
            quote,
            surface: surface.clone(),
        }
    }
}

/// All facts of a document, in the order of [`KINDS`], then by first evidence. Pure and deterministic.
pub fn extract(document: &Document, vocabulary: &Vocabulary) -> Vec<Fact> {
    let page = Page::new(document, vocabulary);
    let mut facts = Vec::new();
    for find in [
        head::find,
        genre::find,
        language::find,
        identifiers::find,
        dates::find,
        concepts::find,
        institutions::find,
        people::find,
        publication::find,
        patients::find,
        prior::find,
        durations::find,
        outcomes::find,
        design::find,
        claims::find,
    ] {
        find(&page, &mut facts);
    }
    primary::assign(&page, &mut facts);
    facts.sort_by_cached_key(|fact| {
        let place = KINDS.iter().position(|entry| entry.kind == fact.kind);
        let surface = &fact.evidence[0].surface;
        (place, fact.role, surface.start, surface.end)
    });
    facts
}
