//! Two subjects that the title names side by side: "venetoclax plus azacitidine", "in lupus or myositis".

use std::collections::BTreeMap;

use super::places::Places;
use super::{Candidate, NARROWER};
use crate::facts::Page;
use crate::text::Span;
use crate::vocabulary::ConceptIndex;

/// Words that join two names.
const JOINS: &[&str] = &["and", "or", "plus", "und", "oder", "sowie", "bzw.", "+", "/", "&"];

/// Words that join a disease to the one it belongs to: "lupus in pregnancy", "Myokarditis bei Sarkoidose".
const DISEASES: &[&str] = &["in", "bei", "complicating"];

/// What else the document is as much about as `primary`: joined to it in the title, with most of its score, and neither
/// its class nor a form of it.
pub(super) fn with(
    page: &Page<'_>,
    places: &Places,
    primary: ConceptIndex,
    candidates: &BTreeMap<ConceptIndex, Candidate>,
) -> Vec<ConceptIndex> {
    let line = |one: ConceptIndex, other: ConceptIndex| page.vocabulary.ancestors(one).contains(&other);
    let titled = |candidate: &Candidate| -> Vec<Span> {
        candidate.said.iter().map(|place| place.surface.clone()).filter(|at| places.in_title(at)).collect()
    };
    let first = &candidates[&primary];
    // By its own name or that of its class.
    let names = candidates.iter().filter(|(concept, _)| **concept == primary || line(primary, **concept));
    let own: Vec<Span> = names.flat_map(|(_, named)| titled(named)).collect();
    let joins = if first.is_disease { DISEASES } else { &[] };
    candidates
        .iter()
        .filter(|(concept, other)| {
            let concept = **concept;
            concept != primary
                && !line(concept, primary)
                && !line(primary, concept)
                && other.score() >= NARROWER * first.score()
                && titled(other).iter().any(|at| own.iter().any(|own| are_joined(&page.document.text, own, at, joins)))
        })
        .map(|(concept, _)| *concept)
        .collect()
}

/// Whether nothing but a joining word, with an attribute of the second perhaps, stands between two names.
fn are_joined(text: &str, one: &Span, other: &Span, also: &[&str]) -> bool {
    let (before, after) = if one.start < other.start { (one, other) } else { (other, one) };
    // Two names with one head overlap.
    let Some(between) = text.get(before.end..after.start) else { return true };
    if between.len() > 60 {
        return false;
    }
    // "diffuse large B-cell lymphoma (DLBCL) and ..."
    let between = between.trim_start_matches([' ', ',']);
    let between = match between.strip_prefix('(').and_then(|rest| rest.split_once(')')) {
        Some((_, rest)) => rest.trim_start(),
        None => between,
    };
    let mut words = between.split_whitespace();
    let joint = words.next().map(str::to_lowercase);
    let joint = joint.is_some_and(|word| JOINS.contains(&word.as_str()) || also.contains(&word.as_str()));
    joint && words.clone().count() <= 2 && !words.any(|word| word.ends_with([',', ':', ';', '.']))
}

#[cfg(test)]
mod tests {
    use super::{DISEASES, are_joined};

    #[test]
    fn names_are_joined_by_a_word_and_nothing_else() {
        let check = |title: &str, expected: bool| {
            let at = |name: &str| title.find(name).map(|at| at..at + name.len()).expect("a name");
            assert_eq!(are_joined(title, &at("lupus"), &at("gout"), DISEASES), expected, "{title}");
        };
        check("CAR T cells in lupus and gout", true);
        check("CAR T cells in gout or refractory lupus", true);
        check("CAR-T-Zellen bei lupus (SLE) und gout", true);
        check("lupus in gout", true);
        check("lupus, and gout", true);
        check("lupus in patients with severe gout", false);
        check("lupus: a rare cause of gout", false);
        check("lupus after treatment of gout and pain", false);
        check("lupus and its long way to gout", false);
    }
}
