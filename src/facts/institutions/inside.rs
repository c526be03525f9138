//! Departments that are named before or behind the hospital they belong to: "Department of Haematology, St James's
//! Hospital". The hospital is the institution; the department alone says nothing.

use super::super::{Assertion, Fact, FactKind, Page};
use crate::text::Span;

/// What the name of a department begins with, in small letters.
const DEPARTMENTS: &[&str] = &[
    "department of ",
    "departments of ",
    "division of ",
    "section of ",
    "unit of ",
    "service de ",
    "laboratory of ",
    "laboratory for ",
    "institute of hematology",
    "institute of haematology",
    "klinik für ",
    "klinik und poliklinik für ",
    "universitätsklinik für ",
    "medizinische klinik",
    "institut für ",
    "abteilung für ",
    "sektion ",
    "klinik i",
];

/// Takes out departments that stand beside their hospital wherever they are named, parted from it by a comma only.
pub(in super::super) fn settle(page: &Page<'_>, facts: &mut Vec<Fact>) {
    let is_named = |fact: &&Fact| fact.kind == FactKind::Institution && fact.assertion == Assertion::Affirmed;
    let mut names: Vec<Span> = facts
        .iter()
        .filter(is_named)
        .flat_map(|fact| fact.evidence.iter().map(|place| place.surface.clone()))
        .collect();
    names.sort_by_key(|name| (name.start, name.end));
    let beside = |name: &Span| {
        let follows = |start: usize| names.binary_search_by_key(&start, |other| other.start).is_ok();
        let after = &page.document.text[name.end..];
        let ahead = after.starts_with(", ") && follows(name.end + 2);
        let before = names.iter().rev().skip_while(|other| other.end > name.start).take(1);
        let behind = before.into_iter().any(|other| page.document.text[other.end..name.start] == *", ");
        ahead || behind
    };
    facts.retain(|fact| {
        let department = is_named(&fact)
            && fact.concept.is_none()
            && fact.function.as_deref().is_none_or(|function| function == "department")
            && DEPARTMENTS.iter().any(|start| fact.value.to_lowercase().starts_with(start));
        !department || !fact.evidence.iter().take(50).all(|place| beside(&place.surface))
    });
}

#[cfg(test)]
mod tests {
    use super::settle;
    use crate::document::Document;
    use crate::facts::{FactKind, Page, institutions};
    use crate::vocabulary::tests::sample;

    fn names(text: &str) -> Vec<String> {
        let document = Document { text: text.into(), ..Document::default() };
        let vocabulary = sample();
        let page = Page::new(&document, &vocabulary);
        let mut facts = Vec::new();
        institutions::find(&page, &mut facts);
        settle(&page, &mut facts);
        facts.into_iter().filter(|fact| fact.kind == FactKind::Institution).map(|fact| fact.value).collect()
    }

    #[test]
    fn a_department_beside_its_hospital_is_no_institution_of_its_own() {
        assert_eq!(
            names("(1)Department of Haematology, Northtown University Hospital, Northtown."),
            ["Northtown University Hospital"]
        );
        assert_eq!(
            names("Klinik für Neurologie, Universitätsklinikum Musterstadt, Musterstadt"),
            ["Universitätsklinikum Musterstadt"]
        );
        assert_eq!(names("She works in the Department of Haematology."), ["Department of Haematology"]);
    }
}
