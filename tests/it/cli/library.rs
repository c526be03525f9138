//! The library: queries, what is listed, shown, removed and copied, and libraries that are none.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use serde_json::Value;

use super::{AML, Home, ITP, NOTE, Ran, listed};

#[test]
fn a_filter_finds_its_documents_by_any_name() {
    let home = Home::with_seeds();
    for name in ["itp", "immune thrombocytopenia", "Immunthrombozytopenie", "Werlhof"] {
        assert_eq!(listed(&home, &[&format!("disease:{name}")]), [ITP], "{name}");
    }
    assert_eq!(listed(&home, &["therapy:venetoclax"]), [AML]);
    let autoimmune = listed(&home, &["disease:autoimmune disease"]);
    let car_t =
        ["acquired-haemophilia-car-t-hannover", "antisynthetase-car-t-erlangen", "car-t-autoimmune-review", ITP];
    assert_eq!(autoimmune, car_t);
}

#[test]
fn a_query_may_exclude_and_options_may_stand_anywhere() {
    let home = Home::with_seeds();
    assert_eq!(listed(&home, &["-disease:autoimmune disease"]), [AML]);
    assert_eq!(listed(&home, &["NOT", "disease:autoimmune disease"]), [AML]);
    assert_eq!(listed(&home, &["venetoclax", "-disease:itp", "--sort", "title"]), [AML]);
    assert_eq!(listed(&home, &["venetoclax", "-Autoimmunerkrankung"]), [AML], "a word");
    assert_eq!(listed(&home, &["title:therap*"]), listed(&home, &["title:therap"]), "the beginning of a word");
    let library = home.path("data/casebook/library");
    let library = library.to_str().expect("UTF-8");
    for arguments in [["--library", library, "list", "--limit=2"], ["list", "--limit=2", "--library", library]] {
        assert_eq!(home.run(&arguments).expect(0).out.lines().count(), 2);
    }
    let titles = |more: &[&str]| {
        let ran = home.run(&[&["list", "--json", "--sort", "title"], more].concat()).expect(0);
        ran.json().as_array().expect("an array").iter().map(|row| row["title"].to_string()).collect::<Vec<_>>()
    };
    let turned: Vec<String> = titles(&["--reverse"]).into_iter().rev().collect();
    assert_eq!(titles(&[]), turned);
}

#[test]
fn errors_of_a_query_name_the_column_or_the_nearest_name() {
    let home = Home::with_seeds();
    home.run(&["list", "jahr:2024"]).says(2, "did you mean `year:`");
    home.run(&["list", "a", "desease:itp"]).says(2, "column 3").says(2, "no field `desease`");
    home.run(&["list", "disease:vasculitsi"]).says(1, "vasculitis");
    home.run(&["list", "(itp"]).says(2, "column 1");
    let none = home.run(&["list", "zebrafishery"]).says(1, "no document");
    assert_eq!(none.out, "");
    assert_eq!(home.run(&["list", "zebrafishery", "--json"]).expect(1).json(), Value::Array(Vec::new()));
    home.run(&["list", "--sort", "colour"]).says(2, "colour");
}

#[test]
fn list_prints_tabs_into_a_pipe_and_heads_as_json() {
    let home = Home::with_seeds();
    let plain = home.run(&["list"]).expect(0);
    assert_eq!(plain.out.lines().count(), 5);
    assert!(plain.out.lines().all(|line| line.split('\t').count() == 8 && !line.contains('…')), "{}", plain.out);
    let json = home.run(&["list", "disease:itp", "--json"]).expect(0);
    let keys = ["id", "source", "title", "language", "doc_type", "published", "diseases", "therapies"];
    let at: Vec<_> = keys.iter().map(|key| json.out.find(&format!("\"{key}\":"))).collect();
    assert!(at.is_sorted() && at[0].is_some(), "{}", json.out);
    let row = &json.json()[0];
    assert_eq!(row["diseases"][0], "immune thrombocytopenia");
    assert_eq!(row["language"][0], "de");
    assert_eq!(row["doc_type"], "press release");
}

#[test]
fn documents_are_shown_and_removed_by_number_or_source() {
    let home = Home::new();
    let first = home.file("first.md", NOTE);
    home.file("second.md", "# Another\n\nA text on venetoclax in acute myeloid leukemia.\n");
    home.run(&["import", "first.md", "second.md"]).expect(0);
    let card = home.run(&["show", "1"]).expect(0).out;
    assert!(card.contains("lupus") && card.contains("not stated"), "{card}");
    assert_eq!(home.run(&["show", &first]).expect(0).out, card);
    assert_eq!(home.run(&["show", "first.md", "2", "--json"]).expect(0).json_lines().len(), 2);
    home.run(&["show", "9"]).says(1, "no document 9");
    assert_eq!(home.run(&["show", "9", "1"]).says(1, "no document 9").out, card);
    let removed = home.run(&["remove", "1", "nobody", "--json"]).says(1, "nobody");
    assert_eq!(removed.json()["removed"], 1);
    home.run(&["show", "1"]).says(1, "no document 1");
    assert!(home.path("first.md").exists());
    assert_eq!(listed(&home, &[]), ["second"]);
    home.run(&["remove", "is:bundled"]).says(1, "no document matches");
    home.run(&["remove", "disease:lupuss"]).says(1, "nearest names");
    home.run(&["remove", "lupus"]).says(1, "no document lupus");
    home.run(&["import", "first.md"]).expect(0);
    home.run(&["remove", "source:first.md#1", "-disease:aml"]).says(0, "");
    assert_eq!(listed(&home, &[]), ["second"]);
}

#[test]
fn documents_of_the_same_study_are_linked_with_what_matched() {
    let home = Home::new();
    home.file("paper.md", "# Cells that forget: an engineered therapy\n\nDOI: 10.1016/S0140-6736(24)12345-6\n");
    home.file(
        "news.md",
        "# Word of the cells\n\nMore was heard of them today.\n\nOriginal publication: https://www.thelancet.com/x/PIIS0140-6736(24)12345-6/fulltext\n",
    );
    home.file("other.md", "# Something else\n\nDOI: 10.1016/S0140-6736(24)54321-6\n");
    home.run(&["import", "paper.md", "news.md", "other.md"]).expect(0);
    let shown = home.run(&["show", "paper.md", "news.md", "other.md", "--json"]).expect(0).json_lines();
    let matched = &shown[0]["also_in"][0];
    assert_eq!(matched["title"], "Word of the cells");
    assert_eq!(matched["relation"], "same study");
    assert_eq!(matched["matched"][0]["kind"], "pii");
    assert_eq!(shown[0]["also_in"].as_array().map(Vec::len), Some(1));
    assert_eq!(shown[1]["also_in"][0]["id"], shown[0]["id"]);
    assert_eq!(shown[2]["also_in"], Value::Array(Vec::new()));
    home.file("review.md", "# What is known of cells\n\nA lot.\n\n## References\n\n1. Roth J. Cells that forget: an engineered therapy. Lancet 2024; 1: 2-3\n2. Lind E. Old cells. Blood 2020; 1: 2\n");
    home.run(&["import", "review.md"]).expect(0);
    let review = home.run(&["show", "review.md", "--json"]).expect(0).json();
    assert_eq!(review["also_in"], Value::Array(Vec::new()), "a reference does not make the same study");
    assert_eq!(review["cites"][0]["id"], shown[0]["id"]);
    let card = home.run(&["show", "news.md"]).expect(0).out;
    assert!(card.contains("Also in") && card.contains("same study: PII"), "{card}");
    assert!(!home.run(&["facts", "news.md", "--json"]).expect(0).out.contains("also_in"), "a file is in no library");
}

#[test]
fn a_backup_is_a_library_and_replaces_nothing() {
    let home = Home::new();
    home.file("note.txt", NOTE);
    home.run(&["import", "note.txt"]).expect(0);
    home.run(&["backup", "copy.db"]).expect(0);
    home.run(&["backup", "copy.db"]).says(73, "copy.db");
    fs::create_dir(home.path("other")).expect("made");
    fs::rename(home.path("copy.db"), home.path("other/library.db")).expect("moved");
    let copy = home.run(&["list", "--library", "other"]).expect(0);
    assert_eq!(copy.out, home.run(&["list"]).expect(0).out);
    assert_eq!(home.run(&["refresh", "--json"]).expect(0).out, "{\"refreshed\":0}\n");
    assert_eq!(home.run(&["refresh", "1"]).expect(0).out, "1 refreshed\n");
    // What was lost is put back, and what was damaged is kept.
    let store = home.path("data/casebook/library/library.db");
    fs::write(&store, "").expect("emptied");
    home.run(&["list"]).says(65, "casebook backup --restore FILE");
    let back = home.run(&["backup", "--restore", "other/library.db", "--json"]).expect(0).json();
    assert_eq!(back["documents"], 1);
    assert_eq!(fs::metadata(back["kept"].as_str().expect("a path")).expect("a file").len(), 0);
    assert_eq!(home.run(&["list"]).expect(0).out, copy.out);
    home.run(&["backup", "--restore", "note.txt"]).says(65, "line 1 is none of a backup");
    home.run(&["backup", "--restore", "nothing.db"]).says(66, "nothing.db");
}

#[test]
fn a_library_that_is_none_is_left_as_it_is() {
    let home = Home::new();
    home.file("note.txt", NOTE);
    for content in ["", "my diary, and certainly no database of documents"] {
        let store = home.file("theirs/library.db", content);
        for arguments in [&["list"][..], &["import", "note.txt"], &["show", "1"], &["remove", "1"], &["refresh"]] {
            home.run(&[&["--library", "theirs"], arguments].concat()).says(65, "theirs");
        }
        assert_eq!(fs::read_to_string(store).expect("readable"), content);
    }
    home.run(&["list", "--library", "nowhere"]).says(66, "nowhere");
    let named = home.command(&["list"]).env("CASEBOOK_LIBRARY", "elsewhere").output().expect("it starts");
    Ran::from(named).says(66, "elsewhere");
    let unset = home.command(&["list"]).env("CASEBOOK_LIBRARY", "").output().expect("it starts");
    Ran::from(unset).says(66, "data/casebook/library");
}

#[test]
fn a_folder_that_takes_no_files_is_named() {
    let home = Home::new();
    home.file("note.txt", NOTE);
    home.file("file", "no folder");
    home.run(&["import", "--library", "file/library", "note.txt"]).says(73, "cannot create");
    let sealed = home.path("sealed");
    fs::create_dir(&sealed).expect("made");
    fs::set_permissions(&sealed, fs::Permissions::from_mode(0o500)).expect("set");
    if fs::write(sealed.join("probe"), "").is_ok() {
        println!("skipped: this user may write everywhere");
        return;
    }
    home.run(&["import", "--library", "sealed/library", "note.txt"]).says(73, "sealed/library");
}
