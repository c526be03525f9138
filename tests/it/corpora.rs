//! German drug and diagnosis mentions of a public corpus, with the bundled vocabulary: how many are touched by a fact,
//! and how many facts touch something else.

use std::path::Path;

use casebook::document::Document;
use casebook::facts::{FactKind, extract};
use casebook::vocabulary::Vocabulary;

/// Facts and marked spans that were counted.
#[derive(Debug, Default)]
struct Count {
    marked: usize,
    met: usize,
    found: usize,
    right: usize,
}

#[test]
fn german_drugs_and_diagnoses_are_found() {
    const KINDS: [(&str, &[FactKind], usize); 2] = [
        ("Medikation", &[FactKind::Drug, FactKind::Product, FactKind::Therapy], 72),
        ("Diagnose", &[FactKind::Disease, FactKind::Sign, FactKind::AdverseEvent], 50),
    ];
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/corpora/gptnermed/sentences.jsonl");
    let Ok(corpus) = std::fs::read_to_string(&path) else {
        println!("skipped: {} is not there", path.display());
        return;
    };
    let vocabulary = Vocabulary::bundled();
    let mut counts: [Count; 2] = Default::default();
    for line in corpus.lines() {
        let row: serde_json::Value = serde_json::from_str(line).expect("each line is an object");
        let text = row["text"].as_str().expect("a text");
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let place =
            |value: &serde_json::Value| places[(value.as_u64().expect("a place") as usize).min(places.len() - 1)];
        let labels: Vec<_> = row["label"].as_array().expect("labels").iter().collect();
        let facts = extract(&Document { text: text.into(), ..Document::default() }, &vocabulary);
        for (count, (label, kinds, _)) in counts.iter_mut().zip(KINDS) {
            let of_label = labels.iter().filter(|span| span[2] == label);
            let marked: Vec<_> = of_label.map(|span| place(&span[0])..place(&span[1])).collect();
            let found: Vec<_> = facts
                .iter()
                .filter(|fact| kinds.contains(&fact.kind))
                .flat_map(|fact| fact.evidence.iter().map(|place| place.surface.clone()))
                .collect();
            let touch = |a: &std::ops::Range<usize>, b: &std::ops::Range<usize>| a.start < b.end && b.start < a.end;
            count.marked += marked.len();
            count.found += found.len();
            count.met += marked.iter().filter(|one| found.iter().any(|other| touch(one, other))).count();
            // What is marked otherwise is not wrong: the corpus calls many a sign a diagnosis and leaves out others.
            let others: Vec<_> = labels.iter().map(|span| place(&span[0])..place(&span[1])).collect();
            count.right += found.iter().filter(|one| others.iter().any(|other| touch(one, other))).count();
        }
    }
    for (count, (label, _, least)) in counts.iter().zip(KINDS) {
        let recall = 100 * count.met / count.marked;
        let precision = 100 * count.right / count.found;
        println!("{label}: recall {recall} %, on a marked span {precision} %, {count:?}");
        assert!(recall >= least, "{label}: {recall} %");
    }
}
