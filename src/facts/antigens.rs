//! What a disease attacks: antigens of the body's own, which are no targets of a therapy.

use super::Page;
use super::cues::Gate;
use crate::text::{Span, around};
use crate::vocabulary::ConceptIndex;

/// Whether a target stands where it is told that the body's own defence attacks it.
pub(super) fn is_antigen(page: &Page<'_>, target: ConceptIndex, surface: &Span) -> bool {
    let known = AUTOANTIGENS.contains(&page.vocabulary.get(target).id);
    known && is_autoimmune(page, surface) || is_attacked(page, surface)
}

/// Proteins whose antibodies define an autoimmune disease: desmogleins 1 and 3, `MuSK`, acetylcholine receptor, LRP4,
/// aquaporin-4, MOG, NMDA receptor, GAD65, LGI1, CASPR2, factor VIII, ADAMTS13, glycoprotein IIb/IIIa.
const AUTOANTIGENS: &[&str] = &[
    "HGNC:3048",
    "HGNC:3050",
    "HGNC:7525",
    "HGNC:1955",
    "HGNC:6696",
    "HGNC:637",
    "HGNC:7197",
    "HGNC:4584",
    "HGNC:4093",
    "HGNC:6572",
    "HGNC:13830",
    "HGNC:3546",
    "HGNC:1366",
    "HGNC:6138",
];

/// Whether a sentence tells of an attack by the body's own defence, or the name itself is of its antibodies.
fn is_autoimmune(page: &Page<'_>, surface: &Span) -> bool {
    let sentence = page.sentence_at(surface.start);
    let from = sentence.start.max(surface.start.saturating_sub(150)).min(surface.start);
    let around = around(&page.lower, from, (surface.end + 100).min(sentence.end.max(surface.end)));
    ["antibod", "antikörper", "autoimmun", "immune system", "immunsystem", "inhibitor", "hemmkörper", "igg", "positiv"]
        .iter()
        .any(|word| around.contains(word))
}

/// Whether what is named is a laboratory value or is replaced: "factor VIII activity", "ADAMTS13-Aktivität".
pub(super) fn is_level(page: &Page<'_>, surface: &Span) -> bool {
    let after = around(&page.lower, surface.end, surface.end + 24).trim_start_matches([' ', '-', '(', ')']);
    let name = page.lower[surface.clone()].trim_end();
    let values =
        ["activity", "aktivität", "level", "spiegel", "concentrat", "konzentrat", "replacement", "substitution"];
    values.iter().any(|value| after.starts_with(value) || name.ends_with(value))
}

/// What attacks an antigen.
pub(super) static ANTIBODY: Gate = Gate::new(&["antibod", "antikörper"]);

/// Words around an antigen: what attacks it, and that it is the body's own or the attack a disease.
fn is_attacked(page: &Page<'_>, surface: &Span) -> bool {
    let sentence = page.sentence_at(surface.start);
    let from = sentence.start.max(surface.start.saturating_sub(100)).min(surface.start);
    let Some(attack) = ANTIBODY.first_listed(page, &(from..surface.start)) else { return false };
    let between = &page.lower[attack.start..surface.start];
    let against = ["against", "gegen", "directed at", " to ", "attack", "angreif", "greifen"]
        .iter()
        .any(|word| between.contains(word));
    let whole = around(&page.lower, sentence.start.max(surface.start.saturating_sub(300)), surface.end);
    let own = [
        "autoantibod",
        "autoantikörper",
        " own ",
        "self-",
        "eigene",
        "eigenen",
        "autoimmun",
        "produces antibodies",
        "bildet antikörper",
    ]
    .iter()
    .any(|word| whole.contains(word));
    against && own && !between.contains("monoclonal") && !between.contains("monoklonal")
}
