//! Facts of whole documents with the bundled vocabulary: what each of the example texts is about, and that every fact
//! stands where it says.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use casebook::document::Document;
use casebook::facts::{Assertion, Fact, FactKind, Role, extract};
use casebook::format::{self, Input};
use casebook::vocabulary::Vocabulary;

/// The example texts that lie beside the checkout; none where they are not.
fn examples() -> Vec<(PathBuf, Document)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        println!("skipped: {} is not there", folder.display());
        return Vec::new();
    };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("a readable folder").path()).collect();
    paths.sort();
    paths
        .into_iter()
        .map(|path| {
            let document = read(&path);
            (path, document)
        })
        .collect()
}

fn read(path: &Path) -> Document {
    let bytes = std::fs::read(path).expect("a readable file");
    let mut records = format::read(Input { name: path, bytes: &bytes }).expect("it is text");
    records.next().expect("a text gives a document").document
}

fn parsed(text: &str) -> Document {
    let input = Input { name: Path::new("any.txt"), bytes: text.as_bytes() };
    format::read(input).expect("it is text").next().expect("a text gives a document").document
}

/// Whether a fact is of a kind of which a document has one primary concept.
fn is_subject(fact: &Fact) -> bool {
    use FactKind::{Disease, Drug, Product, Therapy};
    matches!(fact.kind, Disease | Drug | Product | Therapy)
}

fn primary(facts: &[Fact]) -> Vec<&str> {
    facts.iter().filter(|fact| fact.role == Role::Primary && is_subject(fact)).map(|fact| fact.value.as_str()).collect()
}

#[test]
fn each_example_has_its_disease_and_therapy() {
    let expected = [
        ["immune thrombocytopenia", "CAR T-cell therapy"],
        ["autoimmune disease", "CAR T-cell therapy"],
        ["antisynthetase syndrome", "CAR T-cell therapy"],
        ["acquired hemophilia A", "CAR T-cell therapy"],
        ["acute myeloid leukemia", "venetoclax"],
    ];
    let vocabulary = Vocabulary::bundled();
    for ((path, document), expected) in examples().iter().zip(expected) {
        let facts = extract(document, &vocabulary);
        assert_eq!(primary(&facts), expected, "{}", path.display());
    }
}

#[test]
fn a_journal_named_like_a_disease_is_a_journal() {
    let vocabulary = Vocabulary::bundled();
    let text = "Cure reported\n\nThe case was published in the specialist journal “Leukemia” by the team.";
    let facts = extract(&parsed(text), &vocabulary);
    let is = |kind: FactKind, value: &str| facts.iter().any(|fact| fact.kind == kind && fact.value == value);
    assert!(is(FactKind::Journal, "Leukemia"));
    assert!(facts.iter().all(|fact| fact.kind != FactKind::Disease));
}

#[test]
fn what_says_nothing_beside_the_therapy_is_no_fact() {
    let vocabulary = Vocabulary::bundled();
    let says = |text: &str, kind: FactKind, value: &str| {
        extract(&parsed(text), &vocabulary).iter().any(|fact| fact.kind == kind && fact.value == value)
    };
    let own = "CAR T cells for lupus\n\nThe disease is severe. It was hard to treat. CAR T cells are a cell therapy made of T cells.";
    let other = "Venetoclax for AML\n\nThe disease is severe. It was hard to treat. Cell therapy is costly, and T cells were few.";
    for (kind, value) in [(FactKind::CellType, "T cell"), (FactKind::Therapy, "cell therapy")] {
        assert!(!says(own, kind, value), "{value}");
        assert!(says(other, kind, value), "{value}");
    }
    assert!(!says(own, FactKind::Disease, "disease"));
    let named = "CAR T cells\n\nThey come from the Department of Neurology and Cell Therapy. Stroke was seen.";
    assert!(!says(named, FactKind::Therapy, "cell therapy"));
    assert!(says(named, FactKind::Disease, "stroke"));
}

#[test]
fn every_fact_stands_where_it_says_and_twice_the_same() {
    let vocabulary = Vocabulary::bundled();
    for (path, document) in examples() {
        let facts = extract(&document, &vocabulary);
        assert_eq!(facts, extract(&document, &vocabulary), "{}", path.display());
        for fact in &facts {
            assert!(!fact.evidence.is_empty());
            for evidence in &fact.evidence {
                assert!(document.text.get(evidence.quote.clone()).is_some());
                assert!(document.text.get(evidence.surface.clone()).is_some_and(|surface| !surface.is_empty()));
                let inside =
                    evidence.quote.start <= evidence.surface.start && evidence.surface.end <= evidence.quote.end;
                assert!(inside, "{} in {}", fact.value, path.display());
            }
        }
        let primaries = facts.iter().filter(|fact| fact.role == Role::Primary && is_subject(fact));
        assert!(primaries.clone().count() <= 2);
        assert!(primaries.into_iter().all(|fact| fact.assertion != Assertion::InReference));
    }
}

/// Words that start rules, in both languages, and what may stand between them.
const WORDS: &str = "\
    A|35-year-old|45-jährige|Patient|Patientinnen|und|Patienten|patients|n|=|42|more|than|150|mehr|als|\
    zehn|Medikamente|seit|acht|Jahren|five|months|after|fünf|Monate|nach|der|Therapie|(ITP)|\
    immune thrombocytopenia|(|)|CAR-T-Zellen|CD19|beschwerdefrei|symptom-free|remission|Prof.|Dr.|med.|\
    Karin|Muster|Oberärztin|Universitätsklinikum|Magdeburg|GmbH|Department|of|Hematology|published|in|\
    The Lancet|2025;|405:|25-28|4. Januar 2025|01/09/2025|10.1016/j.stem.2026.04.012|DOI:|\
    https://a.de/b(c)|NCT01234567|Phase|1b/2a|mice|no|kein|nicht|might|könnte|e.g.|z. B.|3.000|0,25|€|±|\
    10⁶|Ä|ß|İ|ẞ|µg|venetoclax|10|to|20|%|„|“|\"|et al.|- 1|Weitere Informationen|Keywords:|,|.";
static VOCABULARY: OnceLock<Vocabulary> = OnceLock::new();
const GAPS: &[&str] =
    &[" ", "", "\u{a0}", "\u{2009}", "\u{202f}", "\n", "\n\n", "-", "–", "\u{2011}", "\u{ad}", "\u{301}", "、"];

proptest::proptest! {
    #[test]
    fn any_text_yields_facts_that_stand_in_it(
        parts in proptest::collection::vec((0..WORDS.split('|').count(), 0..GAPS.len()), 0..120)
    ) {
        let words: Vec<&str> = WORDS.split('|').collect();
        let text: String = parts.iter().flat_map(|&(word, gap)| [words[word], GAPS[gap]]).collect();
        let input = Input { name: Path::new("any.txt"), bytes: text.as_bytes() };
        let vocabulary = VOCABULARY.get_or_init(Vocabulary::bundled);
        for parsed in format::read(input).expect("it is text") {
            let document = &parsed.document;
            for fact in extract(document, vocabulary) {
                for evidence in &fact.evidence {
                    proptest::prop_assert!(document.text.get(evidence.surface.clone()).is_some(), "{fact:?}");
                    proptest::prop_assert!(document.text.get(evidence.quote.clone()).is_some(), "{fact:?}");
                }
            }
        }
    }
}
