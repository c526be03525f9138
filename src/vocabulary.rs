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

impl Vocabulary {
    /// Stub until the vocabulary branch is merged.
    pub fn bundled() -> Self {
        Self::default()
    }
    /// Stub.
    pub fn parse(sources: &[(&str, &str)]) -> (Self, Vec<String>) {
        let mut out = Self::default();
        let list = |cell: &str| {
            cell.split('|')
                .filter(|it| !it.is_empty())
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        for line in sources.iter().flat_map(|(_, text)| text.lines().skip(1)) {
            let cells: Vec<&str> = line.split('\t').collect();
            let kind = match cells[0] {
                "disease" => ConceptKind::Disease,
                "therapy" => ConceptKind::Therapy,
                "drug" => ConceptKind::Drug,
                "product" => ConceptKind::Product,
                "target" => ConceptKind::Target,
                _ => ConceptKind::Sign,
            };
            let mut names = vec![cells[2].to_owned()];
            names.extend(list(cells[3]));
            names.extend(list(cells[4]));
            let parents = list(cells[6]).iter().filter_map(|id| out.by_id(id)).collect();
            out.by_id
                .insert(cells[1].to_owned(), ConceptIndex(out.concepts.len() as u32));
            out.concepts.push(Concept {
                id: cells[1].to_owned(),
                kind,
                preferred: cells[2].to_owned(),
                preferred_de: None,
                names: names
                    .into_iter()
                    .map(|text| Name {
                        text,
                        usage: Usage::Plain,
                    })
                    .collect(),
                xrefs: Vec::new(),
                parents,
                class: false,
            });
        }
        (out, Vec::new())
    }
    /// Stub.
    pub fn get(&self, index: ConceptIndex) -> &Concept {
        &self.concepts[index.0 as usize]
    }
    /// Stub.
    pub fn by_id(&self, id: &str) -> Option<ConceptIndex> {
        self.by_id.get(id).copied()
    }
    /// Stub.
    pub fn lookup(&self, name: &str) -> Vec<ConceptIndex> {
        let key = crate::text::key(name);
        let has = |concept: &Concept| concept.names.iter().any(|name| crate::text::key(&name.text) == key);
        let found = self.concepts.iter().enumerate().filter(|(_, concept)| has(concept));
        found.map(|(at, _)| ConceptIndex(at as u32)).collect()
    }
    /// Stub.
    pub fn nearest(&self, _name: &str, kinds: &[ConceptKind], limit: usize) -> Vec<String> {
        let some = self
            .concepts
            .iter()
            .filter(|it| kinds.is_empty() || kinds.contains(&it.kind));
        some.take(limit).map(|concept| concept.preferred.clone()).collect()
    }
    /// Stub.
    pub fn with_descendants(&self, index: ConceptIndex) -> Vec<ConceptIndex> {
        let mut all = vec![index];
        let mut next = 0;
        while let Some(&at) = all.get(next) {
            for (child, concept) in self.concepts.iter().enumerate() {
                let child = ConceptIndex(child as u32);
                if concept.parents.contains(&at) && !all.contains(&child) {
                    all.push(child);
                }
            }
            next += 1;
        }
        all
    }
    /// Stub.
    pub fn ancestors(&self, index: ConceptIndex) -> Vec<ConceptIndex> {
        let mut all = self.get(index).parents.clone();
        let mut next = 0;
        while let Some(&at) = all.get(next) {
            let new: Vec<_> = self
                .get(at)
                .parents
                .iter()
                .filter(|it| !all.contains(it))
                .copied()
                .collect();
            all.extend(new);
            next += 1;
        }
        all
    }
    /// Stub.
    pub fn fingerprint(&self) -> &str {
        "stub"
    }
}
