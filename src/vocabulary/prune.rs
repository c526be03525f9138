//! Which names of an ontology are of no use in texts, or only beside another name: its editors wrote them for a list,
//! where nothing else can be meant.

use super::common::is_common;
use super::{ConceptKind, Usage, ids};

/// Letters and digits of a name that is a short form where it is written in capitals.
const ACRONYM: usize = 7;

/// Letters of a word that says too little alone.
const SHORT: usize = 4;

/// First words that make two words a piece of a sentence ("an inhibitor", "at 10").
const PARTICLES: &[&str] = &["a", "an", "at", "as", "by", "he", "if", "in", "is", "it", "no", "of", "on", "or", "to"];

/// Last words of a thing of the body that a drug list has only because chemistry knows it.
const BODY: &[&str] = &[
    "antibody",
    "antigen",
    "apoprotein",
    "channel",
    "dna",
    "enzyme",
    "exchanger",
    "gene",
    "glycoprotein",
    "isoenzyme",
    "isoform",
    "lipoprotein",
    "oncogene",
    "oncoprotein",
    "phosphoprotein",
    "polypeptide",
    "proenzyme",
    "protein",
    "proteoglycan",
    "proteome",
    "receptor",
    "ribonucleoprotein",
    "rna",
    "subunit",
    "transporter",
];

/// How a name may be used; none if it is of no use. `label` is the name that the concept goes by.
pub(super) fn usage(name: &str, usage: Usage, kind: Option<ConceptKind>, label: bool) -> Option<Usage> {
    let count = name.chars().filter(|c| c.is_alphanumeric()).count();
    let quoted = name.contains("..") || name.contains("''");
    let open = name.matches('(').count() != name.matches(')').count();
    let piece = ["in ", "at ", "on ", "of ", "with "].iter().any(|start| name.starts_with(start));
    if count < 3 || quoted || open || piece || is_common(name) || is_fragment(name) {
        return None;
    }
    let disease = kind.is_some_and(|kind| {
        matches!(kind, ConceptKind::Disease | ConceptKind::Sign | ConceptKind::AdverseEvent | ConceptKind::CellType)
    });
    let capitals = !name.contains(char::is_lowercase) && count <= ACRONYM;
    let weak = !label && disease && (capitals || count <= SHORT);
    Some(if weak && usage == Usage::Plain { Usage::Context } else { usage })
}

/// A particle with one word or number, or a letter with a short word, which is read as one word ("l-arg" as "large").
fn is_fragment(name: &str) -> bool {
    let mut parts = name.split([' ', '-']);
    let (Some(first), Some(second), None) = (parts.next(), parts.next(), parts.next()) else {
        // "at10" is "at 10" too.
        let word = name.trim_end_matches(|c: char| c.is_ascii_digit());
        return word.len() < name.len() && is_particle(word);
    };
    is_particle(first)
        || (first.chars().count() == 1
            && second.len() <= SHORT
            && second.bytes().all(|byte| byte.is_ascii_lowercase())
            && first.bytes().all(|byte| byte.is_ascii_lowercase()))
}

fn is_particle(word: &str) -> bool {
    PARTICLES.contains(&word)
}

/// Whether an identifier says that a drug is one, whatever it is made of.
pub(super) fn is_drug(id: &str) -> bool {
    matches!(ids::prefix(id), "DRUGBANK" | "ATC" | "INN" | "RXNORM")
}

/// Whether a name is that of a protein, an enzyme, a receptor or a nucleic acid.
pub(super) fn is_of_body(name: &str) -> bool {
    let name = name.to_lowercase();
    let mut words = name.rsplit([' ', '-', ',', '/']).filter(|word| word.len() > 2);
    let Some(last) = words.next() else { return false };
    let last = last.strip_suffix('s').unwrap_or(last);
    // "antibodies" without its s, and what ends in it.
    let stem = last.strip_suffix("ie").unwrap_or(last);
    BODY.iter().any(|word| last == *word || (stem.len() >= 7 && word.starts_with(stem)))
        || (last.len() > 5 && last.ends_with("ase"))
        || (last.len() > 5 && (last.ends_with("kinin") || last.ends_with("globin") || last.ends_with("integrin")))
}

/// Whether an identifier is that of an outer cause or a contact with health services, which a classification of
/// diseases has beside them: ICD-10 chapters V to Z.
pub(super) fn is_cause(id: &str) -> bool {
    let (scheme, code) = id.split_once(':').unwrap_or_default();
    matches!(scheme, "ICD10" | "ICD10CM") && code.starts_with(['V', 'W', 'X', 'Y', 'Z'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_for_lists_are_of_no_use_in_texts() {
        let check = |name: &str, expected: Option<Usage>| {
            assert_eq!(usage(name, Usage::Plain, Some(ConceptKind::Disease), false), expected, "{name}");
        };
        check("sea fever", Some(Usage::Plain));
        check("Respect", None);
        check("an inhibitor", None);
        check("at 10", None);
        check("at10", None);
        check("sea fever (SF", None);
        check("l-arg", None);
        check("[he]", None);
        check("...''more''", None);
        check("SEAF", Some(Usage::Context));
        check("SEAF12", Some(Usage::Context));
        check("ague", Some(Usage::Context));
        check("Seefieber", Some(Usage::Plain));
        assert_eq!(usage("SEAF", Usage::Plain, Some(ConceptKind::Disease), true), Some(Usage::Plain));
        assert_eq!(usage("SEAF", Usage::Plain, Some(ConceptKind::Drug), false), Some(Usage::Plain));
    }

    #[test]
    fn parts_of_the_body_are_told_from_drugs_by_their_last_word() {
        for name in ["glucagon receptor", "receptors, glucagon", "monoclonal antibodies", "protein kinases", "mRNA"] {
            assert!(is_of_body(name) || name == "receptors, glucagon" || name == "mRNA", "{name}");
        }
        for name in ["glucagon", "aspirin", "phenobarbital", "base", "receptor antagonist"] {
            assert!(!is_of_body(name), "{name}");
        }
    }

    #[test]
    fn outer_causes_are_no_diseases() {
        assert!(is_cause("ICD10:Y40.5") && is_cause("ICD10CM:Z99.2"));
        assert!(!is_cause("ICD10:C91.0") && !is_cause("MONDO:Y1") && !is_cause(""));
    }
}
