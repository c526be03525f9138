//! Words of everyday and scientific prose in English and German. Ontologies have some of them as names ("Blood",
//! "Respect", "Combined"), and folding makes others of names; in a text they mean what everybody means by them.
//!
//! They are function words, and words that stand in at least 10 of 2,400 abstracts and case reports, or 8 of 3,700
//! German sentences and reports, and are by themselves never what people marked there.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use crate::text::small;

static WORDS: LazyLock<FxHashSet<&str>> =
    LazyLock::new(|| include_str!("../../assets/vocabulary/common.txt").split_whitespace().collect());

/// Most bytes of such a word.
const LONGEST: usize = 20;

/// Whether `word` is one of them, in any case; an acronym is none.
pub(crate) fn is_common(word: &str) -> bool {
    let shouted = word.len() <= 6 && !word.contains(char::is_lowercase);
    let one = word.len() <= LONGEST && !shouted && !word.as_bytes().contains(&b' ');
    one && WORDS.contains(&*small(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_words_are_known_in_any_case_and_medical_ones_are_none() {
        for word in ["blood", "Respect", "größe", "Behandlung", "does", "RESPECTIVELY"] {
            assert!(is_common(word), "{word}");
        }
        for word in ["gout", "Fieber", "cancer", "AIM", "CAT", "blood loss", ""] {
            assert!(!is_common(word), "{word}");
        }
    }

    #[test]
    fn no_bundled_disease_or_drug_is_a_common_word() {
        use crate::vocabulary::{ConceptKind, Usage, Vocabulary};
        let vocabulary = Vocabulary::bundled();
        let kinds = [ConceptKind::Disease, ConceptKind::Drug];
        let concepts = vocabulary.concepts.iter().filter(|concept| kinds.contains(&concept.kind) && !concept.silent);
        let names = concepts.flat_map(|concept| concept.names).filter(|name| name.usage == Usage::Plain);
        let common: Vec<&str> = names.map(|name| name.text).filter(|name| is_common(name)).collect();
        assert_eq!(common, Vec::<&str>::new());
    }
}
