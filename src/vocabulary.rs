//! Concepts with their names and hierarchy: the bundled vocabulary and what a user adds. Pure data and look-up; files
//! are read by `library`, names are found in text by [`matcher`].

use std::collections::HashMap;

pub mod matcher;
pub mod tsv;

/// The position of a concept in [`Vocabulary::concepts`]. Valid for the vocabulary it came from only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ConceptIndex(pub u32);

/// What sort of thing a concept is; the first column of a vocabulary file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each name says it")]
pub enum ConceptKind {
    Disease,
    Therapy,
    Drug,
    Product,
    Target,
    CellType,
    Sign,
    AdverseEvent,
    StudyDesign,
    Journal,
    Publisher,
    Company,
    Institution,
}

/// A thing that texts name in several ways.
#[derive(Debug, Clone)]
pub struct Concept {
    /// Canonical identifier with its prefix: `MONDO:0008558`, `INN:venetoclax`, `HGNC:1633`, `casebook:...`.
    pub id: String,
    /// What it is.
    pub kind: ConceptKind,
    /// The name shown in an English interface.
    pub preferred: String,
    /// The name shown in a German interface, where there is one.
    pub preferred_de: Option<String>,
    /// All names, the preferred ones included.
    pub names: Vec<Name>,
    /// Identifiers in other schemes, with prefix, in file order.
    pub xrefs: Vec<String>,
    /// Broader concepts.
    pub parents: Vec<ConceptIndex>,
    /// A general class ("cancer", "autoimmune disease"): a narrower concept is preferred as the primary one.
    pub class: bool,
}

/// One name of a concept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// As written in the vocabulary.
    pub text: String,
    /// How it may be matched.
    pub usage: Usage,
}

/// How a name may be matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Usage {
    /// Anywhere, folded.
    Plain,
    /// `[case]`: only in the written case.
    Case,
    /// `[context]`: only in a document that has another name of the concept, or that defines it.
    Context,
    /// `[related]`: matched with low confidence.
    Related,
}

/// All concepts known to the program.
#[derive(Debug, Default)]
pub struct Vocabulary {
    /// In file order.
    pub concepts: Vec<Concept>,
    by_id: HashMap<String, ConceptIndex>,
}
