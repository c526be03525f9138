//! Facts: what a document says about disease, therapy, patient, outcome, people and publication, each with the bytes
//! it stands on. [`extract`] is a pure function of text and vocabulary: the same input gives the same facts.

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use crate::document::Document;
use crate::text::{self, Span};
use crate::vocabulary::{ConceptIndex, Vocabulary};

mod kinds;

pub use kinds::{FactKind, Group, KINDS, Kind};

pub mod card;
pub mod study;
pub mod told;
pub mod values;

pub mod abbreviations;
mod antigens;
mod citation;
mod cited;
mod concepts;
mod context;
mod made;
mod mentions;
mod organs;
mod pattern;
mod primary;
mod reach;
mod shared;
mod substances;
mod suffixes;
mod triggers;

mod dates;
mod finds;
pub(crate) mod genre;
mod harm;
mod head;
mod identifiers;
mod institutions;
pub(crate) mod language;
mod people;
mod publication;
mod record;
mod registered;
mod words;

pub use dates::published;
pub use language::languages;

#[cfg(test)]
mod testing;

mod claims;
mod codes;
mod copyright;
mod cues;
mod design;
mod disclosures;
mod durations;
mod numbers;
mod opening;
mod outcomes;
mod patients;
mod prior;
mod studies;
mod tolerated;

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
    /// The text in lower case, each character in its place.
    pub(crate) lower: String,
    /// Where the words stand that rules start from.
    triggers: triggers::Triggers,
    /// The numbers of sentences that were asked for, by their start.
    quantities: RefCell<HashMap<usize, Rc<[numbers::Quantity]>>>,
    /// The runs of digits, once they were asked for.
    digits: OnceCell<Vec<Span>>,
    /// The units that names are looked for in, once they were asked for.
    units: OnceCell<words::Units>,
    /// The lines by which the journal cites this paper, once they were asked for.
    cited: OnceCell<Vec<cited::Cited>>,
    /// The papers that the document tells of, once they were asked for.
    papers: OnceCell<Vec<citation::Paper>>,
    /// What became of the patients, once it was asked for.
    outcomes: OnceCell<Vec<outcomes::Outcome>>,
    /// Reads how something is asserted, and keeps what it read last.
    context: RefCell<context::Reader>,
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
        let lower = text::lowered(&document.text);
        let triggers = triggers::Triggers::new(&lower);
        let mut page = Self {
            document,
            vocabulary,
            sentences,
            mentions: Vec::new(),
            lower,
            triggers,
            quantities: RefCell::default(),
            digits: OnceCell::new(),
            units: OnceCell::new(),
            cited: OnceCell::new(),
            papers: OnceCell::new(),
            outcomes: OnceCell::new(),
            context: RefCell::default(),
        };
        page.mentions = mentions::find(&page);
        page
    }

    /// Where the words stand that rules start from.
    fn triggers(&self) -> &triggers::Triggers {
        &self.triggers
    }

    /// The numbers of a sentence, counted from its start.
    fn quantities(&self, sentence: &Span) -> Rc<[numbers::Quantity]> {
        let read = || numbers::quantities(self.str(sentence)).into();
        self.quantities.borrow_mut().entry(sentence.start).or_insert_with(read).clone()
    }

    /// The runs of ASCII digits in the text, in order.
    fn digits(&self) -> &[Span] {
        self.digits.get_or_init(|| numbers::digits(&self.document.text))
    }

    /// The lines near the top by which the journal cites this very paper.
    fn cited(&self) -> &[cited::Cited] {
        self.cited.get_or_init(|| cited::read(self))
    }

    /// The papers that the document tells of, as it cites them.
    fn papers(&self) -> &[citation::Paper] {
        self.papers.get_or_init(|| citation::read(self))
    }

    /// The text of a range.
    pub(crate) fn str(&self, span: &Span) -> &'a str {
        &self.document.text[span.clone()]
    }

    /// The number of the sentence that holds `at`, else of the next one.
    fn sentence_number(&self, at: usize) -> usize {
        self.sentences.partition_point(|sentence| sentence.end <= at)
    }

    /// The sentence that holds `at`, else the empty range there.
    pub(crate) fn sentence_at(&self, at: usize) -> Span {
        self.sentences.get(self.sentence_number(at)).filter(|sentence| sentence.start <= at).cloned().unwrap_or(at..at)
    }

    /// The mentions that begin inside `span`.
    pub(crate) fn mentions_in(&self, span: &Span) -> &[Mention] {
        let from = self.mentions.partition_point(|mention| mention.surface.start < span.start);
        let to = self.mentions.partition_point(|mention| mention.surface.start < span.end);
        &self.mentions[from..to]
    }

    /// Evidence for a mention: its sentence around it, or of a very long one what is near, so that ten thousand mentions
    /// in one sentence do not quote it ten thousand times.
    pub(crate) fn evidence(&self, surface: &Span) -> Evidence {
        const REACH: usize = 1000;
        let sentence = self.sentence_at(surface.start);
        let whole = &*self.document.text;
        let mut start = sentence.start.min(surface.start);
        if surface.start - start > REACH {
            let near = text::floor(whole, surface.start - REACH);
            start = whole[near..surface.start].find(' ').map_or(near, |at| near + at + 1);
        }
        let mut end = sentence.end.max(surface.end);
        if end - surface.end > REACH {
            let near = text::floor(whole, surface.end + REACH).max(surface.end);
            end = whole[surface.end..near].rfind(' ').map_or(near, |at| surface.end + at);
        }
        let quote = start..end;
        Evidence { quote, surface: surface.clone() }
    }
}

/// All facts of a document, in the order of [`KINDS`], then by first evidence. Pure and deterministic.
pub fn extract(document: &Document, vocabulary: &Vocabulary) -> Vec<Fact> {
    let page = Page::new(document, vocabulary);
    let mut facts = Vec::new();
    for find in [
        head::find,
        record::find,
        genre::find,
        language::find,
        identifiers::find,
        dates::find,
        concepts::find,
        codes::find,
        institutions::find,
        people::find,
        publication::find,
        patients::find,
        prior::find,
        durations::find,
        outcomes::find,
        design::find,
        claims::find,
        harm::values::find,
        tolerated::find,
    ] {
        find(&page, &mut facts);
    }
    concepts::drop_inside_names(&mut facts);
    record::settle(&page, &mut facts);
    institutions::part::settle(&page, &mut facts);
    institutions::inside::settle(&page, &mut facts);
    registered::settle(&page, &mut facts);
    disclosures::settle(&page, &mut facts);
    copyright::settle(&page, &mut facts);
    dates::passing::settle(&page, &mut facts);
    studies::settle(&page, &mut facts);
    design::drop_general(&page, &mut facts);
    prior::settle(&mut facts);
    primary::assign(&page, &mut facts);
    facts.sort_by_cached_key(|fact| {
        let place = KINDS.iter().position(|entry| entry.kind == fact.kind);
        let surface = &fact.evidence[0].surface;
        (place, fact.role, surface.start, surface.end)
    });
    facts
}
