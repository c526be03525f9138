//! What values of a query mean: names looked up in the vocabulary, values of closed sets, numbers with their units.

use super::sets;
use crate::facts::{FactKind, values};
use crate::library::facets;
use crate::vocabulary::{ConceptIndex, ConceptKind, Vocabulary};

/// The value of a fact that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Value {
    /// As typed.
    pub(crate) text: String,
    /// Without what is narrower or only similar.
    pub(crate) exact: bool,
    /// The concepts meant, narrower ones included.
    pub(crate) concepts: Vec<String>,
    /// How facts without such a concept are written that are meant as well.
    pub(crate) names: Vec<String>,
    /// Whether facts that are written so in a part only are meant, where none is written so as a whole.
    pub(crate) part: bool,
}

/// Numbers between two ends, both included.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct NumberRange {
    pub(crate) text: String,
    pub(crate) low: f64,
    pub(crate) high: f64,
}

/// The kinds of concepts that a value of this kind of fact may be; empty for kinds without vocabulary.
pub(super) fn concept_kinds(kind: FactKind) -> &'static [ConceptKind] {
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
pub(super) fn closed(kind: FactKind) -> bool {
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

/// Kinds whose values are short, or numbers: a part of one says nothing.
fn is_short(kind: FactKind) -> bool {
    matches!(kind, FactKind::Model | FactKind::StudyPhase | FactKind::Language | FactKind::Pmid | FactKind::Pmcid)
}

/// Kinds that say what their unknown values may have meant: those with a vocabulary and those that pickers offer.
pub(super) fn is_checked(kind: FactKind) -> bool {
    kind.entry().facet || kind == FactKind::Model || !concept_kinds(kind).is_empty()
}

impl Value {
    /// The value that `text` means for a kind, else the nearest names.
    pub(crate) fn resolve(
        kind: FactKind,
        text: &str,
        exact: bool,
        vocabulary: &Vocabulary,
    ) -> Result<Self, Vec<String>> {
        let plain = Self { exact, ..Self::plain(text) };
        if let Some(set) = sets::all(kind) {
            return Ok(Self { names: sets::meant(kind, &set, text, exact)?, ..plain });
        }
        let mut names = plain.names.clone();
        names.extend(values::english(text));
        if kind == FactKind::StudyPhase && !text.contains(char::is_whitespace) {
            names.push(format!("phase {text}"));
        }
        let kinds = concept_kinds(kind);
        let mut concepts = Vec::new();
        if !kinds.is_empty() {
            concepts = names.iter().flat_map(|name| concepts_called(name, exact, kinds, vocabulary)).collect();
            concepts.sort();
            concepts.dedup();
        }
        if concepts.is_empty() && closed(kind) {
            return Err(Self::nearest(kind, text, vocabulary));
        }
        let part = concepts.is_empty() && !exact && !is_short(kind);
        Ok(Self { concepts, names, part, ..plain })
    }

    /// A value that is written so.
    pub(crate) fn plain(text: &str) -> Self {
        Self { text: text.to_owned(), exact: false, concepts: Vec::new(), names: vec![text.to_owned()], part: false }
    }

    /// Names of the vocabulary that are most like a value which it does not know.
    pub(super) fn nearest(kind: FactKind, text: &str, vocabulary: &Vocabulary) -> Vec<String> {
        let kinds = concept_kinds(kind);
        if kinds.is_empty() { Vec::new() } else { vocabulary.nearest(text, kinds, 3) }
    }

    /// Whether the vocabulary has a concept of this kind that is called so.
    pub(super) fn is_concept(kind: FactKind, text: &str, vocabulary: &Vocabulary) -> bool {
        let kinds = concept_kinds(kind);
        !kinds.is_empty() && !concepts_called(text, true, kinds, vocabulary).is_empty()
    }

    /// The concepts that `text` itself names for a kind, without what is narrower.
    pub(crate) fn named(kind: FactKind, text: &str, vocabulary: &Vocabulary) -> Vec<ConceptIndex> {
        named(text, concept_kinds(kind), vocabulary)
    }

    /// The value that `text` means for whatever kind.
    pub(super) fn resolve_any(text: &str, exact: bool, vocabulary: &Vocabulary) -> Result<Self, Vec<String>> {
        let concepts = concepts_called(text, exact, &[], vocabulary);
        if concepts.is_empty() {
            return Err(vocabulary.nearest(text, &[], 3));
        }
        Ok(Self { exact, concepts, names: Vec::new(), ..Self::plain(text) })
    }
}

/// The concepts that have a name and are of one of these kinds (of any, if none is given); where none is, those that
/// something of these kinds is narrower than: "immunosuppressant" is no drug, but there are drugs that are.
fn named(text: &str, kinds: &[ConceptKind], vocabulary: &Vocabulary) -> Vec<ConceptIndex> {
    let found = match vocabulary.by_id(text) {
        Some(index) => vec![index],
        None => match vocabulary.lookup(text) {
            // A name that is too general to be looked for in texts still names its concept.
            none if none.is_empty() => vocabulary.preferred(text),
            found => found,
        },
    };
    let is = |index: &ConceptIndex| kinds.is_empty() || kinds.contains(&vocabulary.get(*index).kind);
    let own: Vec<ConceptIndex> = found.iter().copied().filter(is).collect();
    if !own.is_empty() {
        return own;
    }
    found.into_iter().filter(|index| vocabulary.with_descendants(*index).iter().any(is)).collect()
}

/// Identifiers of the concepts of these kinds (of all, if none is given) that have a name, with what is narrower.
fn concepts_called(text: &str, exact: bool, kinds: &[ConceptKind], vocabulary: &Vocabulary) -> Vec<String> {
    let is = |index: &ConceptIndex| kinds.is_empty() || kinds.contains(&vocabulary.get(*index).kind);
    let mut ids: Vec<String> = named(text, kinds, vocabulary)
        .into_iter()
        .flat_map(|index| if exact { vec![index] } else { vocabulary.with_descendants(index) })
        .filter(|index| !exact || is(index))
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

/// What units of time are called beside their short forms.
const UNITS: &[(&str, &str)] = &[
    ("year", "a"),
    ("years", "a"),
    ("jahr", "a"),
    ("jahre", "a"),
    ("month", "mo"),
    ("months", "mo"),
    ("m", "mo"),
    ("monat", "mo"),
    ("monate", "mo"),
    ("week", "wk"),
    ("weeks", "wk"),
    ("woche", "wk"),
    ("wochen", "wk"),
    ("day", "d"),
    ("days", "d"),
    ("tag", "d"),
    ("tage", "d"),
    ("hour", "h"),
    ("hours", "h"),
    ("stunde", "h"),
    ("stunden", "h"),
];

/// How many of a kind's default unit one of `unit` is.
pub(super) fn scale(kind: FactKind, unit: &str) -> Option<f64> {
    if unit.is_empty() {
        return Some(1.0);
    }
    if kind == FactKind::CohortSize && ["patient", "patients", "Patient", "Patienten"].contains(&unit) {
        return Some(1.0);
    }
    let word = |(name, _): &&(&str, &str)| unit.to_lowercase() == *name;
    let unit = UNITS.iter().find(word).map_or(unit, |(_, unit)| *unit);
    facets::unit_days(unit).filter(|_| is_time(kind)).map(|days| days / facets::default_days(kind))
}
