//! Facts of whole documents with the bundled vocabulary: what each of the example texts is about, and that every fact
//! stands where it says.

use std::path::{Path, PathBuf};

use casebook::document::{Document, Title, TitleOrigin, Zone, ZoneKind};
use casebook::facts::{Assertion, Fact, FactKind, Role, extract};
use casebook::format::{FORMATS, Input};
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
    let input = Input { name: path, bytes: &bytes };
    let format = FORMATS.iter().find(|format| format.recognises(input)).or(FORMATS.last());
    match format {
        Some(format) => format.records(input).next().expect("a text gives a document").document,
        None => plain(&String::from_utf8(bytes).expect("UTF-8")),
    }
}

/// A text with its first longer line as title and numbered references, for as long as no format reads it.
fn plain(text: &str) -> Document {
    let title = text.lines().find(|line| line.len() > 40 && !line.contains(['<', '*'])).unwrap_or("");
    let start = text.find(title).expect("the title is a line of the text");
    let references = text.find("\nLiteratur\n").map(|at| Zone { range: at..text.len(), kind: ZoneKind::References });
    Document {
        text: text.into(),
        title: Title {
            text: title.to_owned(),
            range: Some(start..start + title.len()),
            origin: TitleOrigin::FirstLine,
        },
        zones: references.into_iter().collect(),
        ..Document::default()
    }
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
    let facts = extract(&plain(text), &vocabulary);
    let is = |kind: FactKind, value: &str| facts.iter().any(|fact| fact.kind == kind && fact.value == value);
    assert!(is(FactKind::Journal, "Leukemia"));
    assert!(facts.iter().all(|fact| fact.kind != FactKind::Disease));
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
