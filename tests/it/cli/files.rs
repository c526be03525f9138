//! Files: what is imported from them, what is refused, and the facts found in them.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use serde_json::Value;

use super::{Home, NOTE, Ran, seeds};

/// A document's object: its evidence is what stands at its offsets of the text.
fn check_record(record: &Value, text: &str) {
    assert_eq!(record["text_bytes"], text.len());
    let facts = record["facts"].as_array().expect("an array");
    assert!(!facts.is_empty());
    for fact in facts {
        let keys = ["kind", "value", "concept", "xrefs", "role", "assertion", "subject", "data", "evidence", "rule"];
        assert_eq!(fact.as_object().expect("an object").len(), keys.len());
        assert!(keys.iter().all(|key| fact.get(key).is_some()), "{fact}");
        let evidence = fact["evidence"].as_array().expect("an array");
        assert!(!evidence.is_empty(), "{fact}");
        for place in evidence.iter().flat_map(|place| [place, &place["surface"]]) {
            let at = |key| place[key].as_u64().expect("a number") as usize;
            assert_eq!(text.get(at("start")..at("end")), place["quote"].as_str(), "{fact}");
        }
    }
}

#[test]
fn offsets_count_in_what_text_prints() {
    let home = Home::with_seeds();
    let records = home.run(&["facts", seeds(), "--json"]).expect(0).json_lines();
    assert_eq!(records.len(), 5);
    for record in records {
        let source = record["source"].as_str().expect("a string");
        assert!(record["id"].is_null());
        check_record(&record, &home.run(&["facts", source, "--text"]).expect(0).out);
        let shown = home.run(&["show", source, "--json"]).expect(0).json();
        check_record(&shown, &home.run(&["show", &shown["id"].to_string(), "--text"]).expect(0).out);
        assert_eq!(shown["facts"], record["facts"], "the library keeps facts as they were found");
        for key in ["source", "title", "language", "doc_type", "published"] {
            assert_eq!(shown[key], record[key], "{key} of {source}");
        }
        let row = home.run(&["list", "--json", &format!("source:{source}")]).expect(0).json();
        assert_eq!(row[0]["published"], record["published"], "the list says the same of {source}");
    }
    assert!(!home.run(&["facts", seeds(), "--json"]).out.contains("\"xrefs\":null"));
}

#[test]
fn facts_have_references_to_other_schemes_and_need_no_library() {
    let home = Home::new();
    let file = home.file("note.txt", NOTE);
    let record = home.run(&["facts", &file, "--json"]).expect(0).json();
    let facts = record["facts"].as_array().expect("an array");
    let of =
        |kind: &str| facts.iter().find(|fact| fact["kind"] == kind).unwrap_or_else(|| panic!("{kind} in {record}"));
    let doid = &of("disease")["xrefs"]["DOID"];
    assert!(doid[0].as_str().is_some_and(|id| id.starts_with("DOID:")), "{doid}");
    assert_eq!(of("disease")["role"], "primary");
    assert_eq!(of("patient_age")["data"], serde_json::json!({"op": "=", "n": 35, "unit": "a"}));
    let card = home.run(&["facts", &file]).expect(0).out;
    assert!(card.starts_with("A case of lupus\n") && card.contains("“A 35-year-old woman"), "{card}");
    let two = home.run_with(&["facts", "-", &file, "--json"], NOTE.as_bytes()).expect(0).json_lines();
    assert_eq!(two.len(), 2);
    assert_eq!(two[0]["facts"], two[1]["facts"]);
    assert!(two[0]["source"].as_str().is_some_and(|source| source.starts_with("stdin:")));
    assert!(!home.path("data").exists());
}

#[test]
fn import_counts_what_became_of_each_document() {
    let home = Home::new();
    let file = home.file("papers/note.txt", NOTE);
    home.file("papers/picture.xyz", "?");
    home.file("papers/.hidden.md", NOTE);
    let counts = |ran: Ran| {
        let ran = ran.expect(0);
        let done = ran.json_lines().pop().expect("a line");
        assert_eq!(done["event"], "done");
        ["added", "updated", "unchanged", "other_source", "skipped"].map(|key| done[key].as_u64().expect("a number"))
    };
    assert_eq!(counts(home.run(&["import", "papers", "--json"])), [1, 0, 0, 0, 1]);
    assert_eq!(counts(home.run(&["import", &file, "--json"])), [0, 0, 1, 0, 0]);
    assert_eq!(counts(home.run_with(&["import", "-", "--json"], NOTE.as_bytes())), [0, 0, 0, 1, 0]);
    home.file("papers/note.txt", NOTE.replace("35", "36"));
    assert_eq!(counts(home.run(&["import", "papers/note.txt", "--json"])), [0, 1, 0, 0, 0]);
    let plain = home.run(&["import", "papers"]).expect(0);
    assert!(plain.out.starts_with("0 added, 0 updated, 1 unchanged"), "{}", plain.out);
    assert_eq!(plain.err, "");
    for (version, age) in [("1", "35-year-old"), ("2", "36-year-old")] {
        assert!(home.run(&["show", "1", "--version", version, "--text"]).expect(0).out.contains(age));
        let record = home.run(&["show", "1", "--version", version, "--json"]).expect(0).json();
        assert!(record["facts"].to_string().contains(age));
    }
    home.run(&["show", "1", "--version", "3"]).says(1, "newest is 2");
    let store = home.path("data/casebook/library/library.db");
    assert_eq!(fs::metadata(store).expect("a library").permissions().mode() & 0o777, 0o600);
}

#[test]
fn what_cannot_be_read_is_named_and_the_rest_goes_on() {
    let home = Home::new();
    let good = home.file("good.md", NOTE);
    home.file("bad.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    home.file("nothing/of.xyz", "?");
    home.file("empty.md", "");
    home.run(&["import", "gone.md"]).says(66, "gone.md: there is no such file");
    home.run(&["import", "nothing"]).says(66, "nothing: nothing here");
    assert!(!home.path("data").exists(), "a library was made for nothing");
    home.run(&["import", "bad.png"]).says(65, "bad.png: ");
    let some = home.run(&["import", "gone.md", &good, "bad.png"]).says(1, "gone.md").says(1, "bad.png");
    assert!(some.out.starts_with("1 added"), "{}", some.out);
    let empty = home.run(&["import", "empty.md"]).says(0, "empty");
    assert!(empty.out.starts_with("1 added"), "{}", empty.out);
    for arguments in [&["facts"][..], &[]] {
        let run = |name| home.run(&[arguments, &[name]].concat());
        run("gone.md").says(66, "gone.md");
        run("bad.png").says(65, "bad.png");
        run("nothing").says(66, "nothing");
        run("empty.md").says(0, "empty");
    }
    home.run(&["facts"]).says(2, "FILE");
}
