//! What values of a query mean: names looked up in the vocabulary, numbers with their units.

use crate::facts::FactKind;
use crate::library::facets;
use crate::vocabulary::{ConceptKind, Vocabulary};

/// The value of a fact that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Value {
    /// As typed.
    pub(crate) text: String,
    /// Without what is narrower or only similar.
    pub(crate) exact: bool,
    /// The concepts meant, narrower ones included.
    pub(crate) concepts: Vec<String>,
    /// Whether facts without such a concept are compared by their text.
    pub(crate) open: bool,
}

/// Numbers between two ends, both included.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct NumberRange {
    pub(crate) text: String,
    pub(crate) low: f64,
    pub(crate) high: f64,
}

/// The kinds of concepts that a value of this kind of fact may be; empty for kinds without vocabulary.
fn concept_kinds(kind: FactKind) -> &'static [ConceptKind] {
    use ConceptKind as C;
    match kind {
        FactKind::Disease => &[C::Disease],
        FactKind::Therapy | FactKind::PriorTherapy => &[C::Therapy, C::Drug, C::Product],
        FactKind::Drug => &[C::Drug],
        FactKind::Product => &[C::Product],
        FactKind::Target | FactKind::Antigen => &[C::Target],
        FactKind::CellType => &[C::CellType],
        FactKind::Sign | FactKind::AdverseEvent => &[C::Sign, C::AdverseEvent, C::Disease],
        FactKind::StudyDesign | FactKind::StudyPhase => &[C::StudyDesign],
        FactKind::Company => &[C::Company],
        FactKind::Institution => &[C::Institution],
        FactKind::Journal => &[C::Journal],
        FactKind::Publisher => &[C::Publisher],
        _ => &[],
    }
}

/// Kinds whose facts are always concepts: a value that the vocabulary does not know is an error.
fn closed(kind: FactKind) -> bool {
    matches!(
        kind,
        FactKind::Disease
            | FactKind::Therapy
            | FactKind::Drug
            | FactKind::Product
            | FactKind::Target
            | FactKind::CellType
    )
}

impl Value {
    /// The value that `text` means for a kind, else the nearest names.
    pub(crate) fn resolve(
        kind: FactKind,
        text: &str,
        exact: bool,
        vocabulary: &Vocabulary,
    ) -> Result<Self, Vec<String>> {
        let kinds = concept_kinds(kind);
        let open = !closed(kind);
        let concepts = if kinds.is_empty() { Vec::new() } else { concepts(text, exact, kinds, vocabulary) };
        if concepts.is_empty() && !open {
            return Err(vocabulary.nearest(text, kinds, 3));
        }
        Ok(Self { text: text.to_owned(), exact, concepts, open })
    }

    /// Whether the vocabulary has a concept of this kind that is called so.
    pub(super) fn is_concept(kind: FactKind, text: &str, vocabulary: &Vocabulary) -> bool {
        let kinds = concept_kinds(kind);
        !kinds.is_empty() && !concepts(text, true, kinds, vocabulary).is_empty()
    }

    /// The value that `text` means for whatever kind.
    pub(super) fn resolve_any(text: &str, exact: bool, vocabulary: &Vocabulary) -> Result<Self, Vec<String>> {
        let concepts = concepts(text, exact, &[], vocabulary);
        if concepts.is_empty() {
            return Err(vocabulary.nearest(text, &[], 3));
        }
        Ok(Self { text: text.to_owned(), exact, concepts, open: false })
    }
}

/// Identifiers of the concepts of these kinds (of all, if none is given) that have a name, with what is narrower.
fn concepts(text: &str, exact: bool, kinds: &[ConceptKind], vocabulary: &Vocabulary) -> Vec<String> {
    let named = match vocabulary.by_id(text) {
        Some(index) => vec![index],
        None => match vocabulary.lookup(text) {
            // A name that is too general to be looked for in texts still names its concept.
            none if none.is_empty() => vocabulary.preferred(text),
            found => found,
        },
    };
    let mut ids: Vec<String> = named
        .into_iter()
        .filter(|index| kinds.is_empty() || kinds.contains(&vocabulary.get(*index).kind))
        .flat_map(|index| if exact { vec![index] } else { vocabulary.with_descendants(index) })
        .map(|index| vocabulary.get(index).id.to_owned())
        .collect();
    ids.sort();
    ids.dedup();
    ids
}

/// Kinds whose numbers are times.
fn is_time(kind: FactKind) -> bool {
    matches!(kind, FactKind::PatientAge | FactKind::Duration | FactKind::FollowUp | FactKind::TimeToEvent)
}

/// Kinds that are asked for by number.
pub(super) fn is_number(kind: FactKind) -> bool {
    is_time(kind) || matches!(kind, FactKind::CohortSize | FactKind::ReferenceCount)
}

/// How many of a kind's default unit one of `unit` is.
pub(super) fn scale(kind: FactKind, unit: &str) -> Option<f64> {
    if unit.is_empty() {
        return Some(1.0);
    }
    facets::unit_days(unit).filter(|_| is_time(kind)).map(|days| days / facets::default_days(kind))
}
