//! The general word that is short for what a document is about, "lupus" in a text on systemic lupus erythematosus: it is
//! no second disease beside it.

use crate::facts::{Assertion, Fact, FactKind, Page, Role};
use crate::text::key;
use crate::vocabulary::ConceptIndex;

/// Kinds that have such words.
const KINDS: &[FactKind] = &[FactKind::Disease, FactKind::Therapy];

/// Shortest such word, in letters.
const SHORTEST: usize = 4;

/// Gives the places of such words to the fact on what they are short for: wider names that are a part of its own names,
/// where the document tells of no other form of them.
pub(super) fn fold(page: &Page<'_>, facts: &mut Vec<Fact>) {
    let concept = |fact: &Fact| page.vocabulary.by_id(fact.concept.as_deref()?);
    let is_told = |fact: &Fact| KINDS.contains(&fact.kind) && fact.assertion == Assertion::Affirmed;
    let told: Vec<(FactKind, ConceptIndex)> =
        facts.iter().filter(|fact| is_told(fact)).filter_map(|fact| Some((fact.kind, concept(fact)?))).collect();
    let line = |one: ConceptIndex, other: ConceptIndex| one == other || page.vocabulary.ancestors(one).contains(&other);
    for into in 0..facts.len() {
        let kind = facts[into].kind;
        if facts[into].role != Role::Primary || !is_told(&facts[into]) {
            continue;
        }
        let Some(subject) = concept(&facts[into]) else { continue };
        let names: Vec<String> = page.vocabulary.get(subject).names.iter().map(|name| key(name.text)).collect();
        let is_short = |surface: &str| {
            let short = key(surface);
            let stem = short.trim_end_matches(['n', 's']);
            stem.len() >= SHORTEST && names.iter().any(|name| name.len() > short.len() && name.contains(stem))
        };
        let mut places = Vec::new();
        for (_, fact) in facts.iter_mut().enumerate().filter(|(at, fact)| *at != into && fact.kind == kind) {
            let Some(wider) = concept(fact).filter(|&wider| wider != subject && line(subject, wider)) else { continue };
            let other_form = |&(of, form): &(FactKind, ConceptIndex)| {
                of == kind && form != wider && line(form, wider) && !line(form, subject) && !line(subject, form)
            };
            let short = fact.evidence.iter().all(|place| is_short(page.str(&place.surface)));
            if is_told(fact) && short && !told.iter().any(other_form) {
                places.append(&mut fact.evidence);
            }
        }
        let evidence = &mut facts[into].evidence;
        evidence.append(&mut places);
        evidence.sort_by_key(|place| (place.surface.start, place.surface.end));
    }
    facts.retain(|fact| !fact.evidence.is_empty());
}
