//! Imported vocabularies: every file of the public ontologies that stand beside the package, where they do.

#![expect(clippy::unwrap_used, reason = "helpers of tests may end at what should not be")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use casebook::library::Vocabularies;
use casebook::vocabulary::{ConceptKind, source};

/// Files that do not say what their concepts are, with the kind to be given.
const KINDS: &[(&str, ConceptKind)] =
    &[("drug_dictionary.tsv", ConceptKind::Drug), ("disease_en.tsv", ConceptKind::Disease)];
/// Files that are no vocabularies, with a word of the reason.
const REFUSED: &[(&str, &str)] = &[
    ("journal_abbreviations_general.csv", "no column of names"),
    ("journal_abbreviations_medicus.csv", "no column of names"),
];

fn ontologies() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/ontologies");
    if !folder.is_dir() {
        eprintln!("skipped: there is no {}", folder.display());
        return None;
    }
    Some(folder)
}

/// The data files of the ontologies by name, without what describes them.
fn files(folder: &Path) -> BTreeMap<String, PathBuf> {
    let mut found = BTreeMap::new();
    for folder in fs::read_dir(folder).unwrap().flatten().filter(|entry| entry.path().is_dir()) {
        for file in fs::read_dir(folder.path()).unwrap().flatten() {
            let name = file.file_name().to_string_lossy().into_owned();
            if !name.starts_with("README") && !name.starts_with("LICENSE") {
                found.insert(name, file.path());
            }
        }
    }
    found
}

#[test]
fn every_public_ontology_is_imported_or_refused_with_its_reason() {
    let Some(folder) = ontologies() else { return };
    for (name, path) in files(&folder) {
        let bytes = fs::read(&path).unwrap();
        let plain = source::read(&bytes, None);
        if let Some((_, reason)) = REFUSED.iter().find(|(refused, _)| *refused == name) {
            let error = plain.expect_err(&name);
            assert!(error.contains(reason), "{name}: {error}");
            continue;
        }
        let source = match KINDS.iter().find(|(unsaid, _)| *unsaid == name) {
            Some((_, kind)) => {
                let error = plain.expect_err(&name);
                assert!(error.contains("--kind"), "{name}: {error}");
                source::read(&bytes, Some(*kind))
            }
            None => plain,
        };
        let source = source.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(source.concepts > 200, "{name}: {} concepts", source.concepts);
        assert_eq!(source.names == 0, source.format == "SSSOM", "{name}");
        eprintln!("{name}: {}, {} concepts, {} names", source.format, source.concepts, source.names);
    }
}

#[test]
fn imported_names_join_the_concepts_that_are_known() {
    let Some(folder) = ontologies() else { return };
    let files = files(&folder);
    let kept = tempfile::tempdir().unwrap();
    let vocabularies = Vocabularies::new(kept.path().join("vocabulary"), kept.path().join("cache"));
    let before = vocabularies.load().0;
    for name in ["DO_cancer_slim-2026.obo", "mondo_exactmatch_doid.sssom.tsv"] {
        vocabularies.import(&files[name], None, None).unwrap();
    }
    let (after, warnings) = vocabularies.load();
    assert_eq!(warnings, Vec::<String>::new());
    // Most of them are among the bundled diseases; the others are new ones.
    let new = after.concepts.len() - before.concepts.len();
    assert!(new < 500, "{new} of 729 concepts were not known");
    for (index, concept) in before.concepts.iter().enumerate() {
        assert_eq!(after.concepts[index].id, concept.id);
        assert!(after.concepts[index].names.len() >= concept.names.len(), "{}", concept.id);
    }
}
