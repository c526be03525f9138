//! What comes back: libraries of older programs, daily backups, whole copies in the place of what is damaged.

#![expect(clippy::unwrap_used, reason = "helpers of tests may end at what should not be")]

use std::fs;
use std::ops::ControlFlow;
use std::path::Path;

use casebook::library::{
    DocId, Incoming, Library, LibraryError, Note, NoteChange, Origin, Query, Restored, Saved, Sort, is_whole_backup,
    put_in_place,
};
use rusqlite::Connection;
use tempfile::TempDir;

use crate::common::{VOCABULARY, read, seeds};

/// The tables of the first version of the store, as the program of then made them.
const FIRST: &str = include_str!("schema-1.sql");

/// A library of the five documents, of which one was read, starred, tagged, noted, highlighted and marked.
fn lived_in(dir: &Path) -> Library {
    let mut library = Library::create_or_open(dir).unwrap();
    taken_in(&mut library, "");
    let id = DocId(2);
    library.set_read(id, true).unwrap();
    library.set_starred(id, true).unwrap();
    library.add_tag(id, "wichtig").unwrap();
    library.set_position(id, 40).unwrap();
    let text = library.load(id).unwrap().document.text;
    let quote = |from: usize| Note::at(id, &text, &(from..from + 12));
    let noted = Note { body: Some("ask\nagain".to_owned()), ..quote(100) };
    let coloured = Note { colour: Some("green".to_owned()), ..quote(200) };
    for note in [noted, coloured] {
        library.write_note(&NoteChange { from: None, to: Some(note) }).unwrap();
    }
    library.set_mark('q', &quote(300)).unwrap();
    library
}

fn taken_in(library: &mut Library, before: &str) {
    let items = seeds().into_iter().map(|(name, mut document)| {
        if !before.is_empty() {
            document = read(&name, &format!("{before}\n\n{}", document.text));
        }
        Ok(Incoming::new(Origin::File(format!("/papers/{name}").into(), 0), document))
    });
    library.import(items, &VOCABULARY, &mut |_| ControlFlow::Continue(())).unwrap();
}

/// All that lists, filters and documents say, with what was done with them.
fn told(library: &mut Library) -> Vec<String> {
    let mut told = Vec::new();
    for text in ["", "disease:itp", "is:starred", "tag:wichtig", "has:note", "venetoclax", "year:2025"] {
        let query = Query::parse(text, &VOCABULARY).unwrap();
        let ids: Vec<DocId> = library.ids(&query, Sort::default()).unwrap().iter().collect();
        told.push(format!("{text}: {ids:?}"));
    }
    for id in (1..=5).map(DocId) {
        let loaded = library.load(id).unwrap();
        told.push(format!("{:?} {} {}", loaded.head, loaded.document.text.len(), loaded.position));
        told.push(format!("{} facts, {:?}", loaded.facts.len(), library.sources(id).unwrap()));
        let places = |notes: Vec<Note>| {
            notes.iter().map(|note| (note.start, note.quote.clone(), note.body.clone(), note.lost)).collect::<Vec<_>>()
        };
        told.push(format!("{:?} {:?}", library.tags(id).unwrap(), places(library.notes(id).unwrap())));
    }
    told
}

/// Puts what a library has into one of the first version, which knew neither marks nor saved filters.
fn as_of_the_first_version(library: &Path, dir: &Path) {
    fs::create_dir_all(dir).unwrap();
    let db = Connection::open(dir.join("library.db")).unwrap();
    db.pragma_update(None, "page_size", 16_384).unwrap();
    db.pragma_update(None, "journal_mode", "WAL").unwrap();
    db.execute_batch(FIRST).unwrap();
    db.execute("ATTACH ? AS now", [library.join("library.db").to_str().unwrap()]).unwrap();
    db.execute("DELETE FROM meta", []).unwrap();
    let mut tables =
        db.prepare("SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'").unwrap();
    let tables: Vec<String> = tables.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    assert!(tables.len() > 10 && !tables.iter().any(|table| table == "mark"));
    db.pragma_update(None, "foreign_keys", false).unwrap();
    for table in tables {
        let columns: Vec<String> = db
            .prepare(&format!("SELECT name FROM pragma_table_info('{table}')"))
            .unwrap()
            .query_map([], |row| row.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        let columns = columns.join(", ");
        db.execute(&format!("INSERT INTO main.{table} ({columns}) SELECT {columns} FROM now.{table}"), []).unwrap();
    }
    db.pragma_update(None, "user_version", 1).unwrap();
    db.pragma_update(None, "application_id", 0x4342_4c42).unwrap();
}

#[test]
fn a_library_of_the_first_version_becomes_one_of_today_with_everything_in_it() {
    let home = TempDir::new().unwrap();
    let now = home.path().join("now");
    let mut library = lived_in(&now);
    let expected = told(&mut library);
    drop(library);
    let old = home.path().join("old");
    as_of_the_first_version(&now, &old);
    let mut opened = Library::open(&old).unwrap();
    assert_eq!(opened.read_only(), None);
    assert_eq!(told(&mut opened), expected);
    assert_eq!(opened.len().unwrap(), 5);
    // What came later works: facts are read again, marks and filters are kept.
    let stale = opened.stale(&VOCABULARY).unwrap();
    assert_eq!(stale.len(), 5);
    for id in stale {
        opened.refresh(id, &VOCABULARY).unwrap();
    }
    assert_eq!(told(&mut opened), expected);
    opened.save_filter(&Saved { name: "blood".to_owned(), query: "disease:itp".to_owned() }).unwrap();
    opened.remove(DocId(4)).unwrap();
    assert_eq!(opened.len().unwrap(), 4);
    taken_in(&mut opened, "");
    assert_eq!(opened.len().unwrap(), 5);
    let examined = opened.examine(&VOCABULARY, &mut |_| {}).unwrap();
    assert_eq!((examined.database.integrity.as_str(), examined.database.schema), ("ok", 5), "{:?}", examined.problems);
    // The old one is kept whole.
    let kept = Connection::open(old.join("backup/library-1.db")).unwrap();
    let count = |sql: &str| kept.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!((count("PRAGMA user_version"), count("SELECT count(*) FROM document")), (1, 5));
}

/// The daily backup of a library.
fn daily(dir: &Path) -> std::path::PathBuf {
    let mut files = fs::read_dir(dir.join("backup")).unwrap().map(|entry| entry.unwrap().path());
    files.find(|path| path.extension().is_some_and(|end| end == "jsonl")).unwrap()
}

#[test]
fn a_daily_backup_brings_back_what_cannot_be_imported_again() {
    let home = TempDir::new().unwrap();
    let mut library = lived_in(&home.path().join("one"));
    library.save_filter(&Saved { name: "blood".to_owned(), query: "disease:itp".to_owned() }).unwrap();
    library.back_up_daily().unwrap().unwrap();
    let backup = daily(&home.path().join("one"));
    assert!(!is_whole_backup(&backup).unwrap());
    let expected = told(&mut library);
    let mut again = Library::create_or_open(&home.path().join("two")).unwrap();
    let empty = again.restore_state(&backup).unwrap();
    assert_eq!((empty.documents, empty.missing.len(), empty.filters), (0, 1, 1));
    assert!(empty.missing[0].starts_with("/papers/"), "{:?}", empty.missing);
    taken_in(&mut again, "");
    let restored = again.restore_state(&backup).unwrap();
    assert_eq!(restored, Restored { documents: 1, notes: 2, ..Restored::default() });
    let as_listed = |told: Vec<String>| told.into_iter().map(|line| line.split("added:").next().unwrap().to_owned());
    assert!(as_listed(told(&mut again)).eq(as_listed(expected)));
    assert_eq!(again.marks().unwrap().len(), 1);
    assert_eq!(again.saved().unwrap()[0].name, "blood");
    // Twice is once, and what was done since stays.
    again.add_tag(DocId(2), "neu").unwrap();
    assert_eq!(again.restore_state(&backup).unwrap().notes, 0);
    assert_eq!(again.tags(DocId(2)).unwrap(), ["neu", "wichtig"]);
    assert_eq!(again.notes(DocId(2)).unwrap().len(), 2);
    // In another text the notes find their places by their quotes.
    let mut other = Library::create_or_open(&home.path().join("three")).unwrap();
    taken_in(&mut other, "A new paragraph stands before.");
    assert_eq!(other.restore_state(&backup).unwrap().notes, 2);
    let notes = other.notes(DocId(2)).unwrap();
    assert!(notes.iter().all(|note| !note.lost && note.start > 100), "{notes:?}");
    let bad = home.path().join("bad.jsonl");
    fs::write(&bad, "{\"filter\":\"a\",\"query\":\"b\"}\nnonsense\n").unwrap();
    let error = other.restore_state(&bad).expect_err("no backup");
    assert!(error.to_string().contains("line 2") && error.exit_code() == 65, "{error}");
}

#[test]
fn a_copy_takes_the_place_of_a_damaged_library_which_is_kept() {
    let home = TempDir::new().unwrap();
    let dir = home.path().join("one");
    let mut library = lived_in(&dir);
    let expected = told(&mut library);
    let copy = home.path().join("copy.db");
    library.backup_to(&copy).unwrap();
    drop(library);
    let store = dir.join("library.db");
    let whole = fs::read(&store).unwrap();
    let damaged = [&whole[..16_384], &vec![7; whole.len() - 16_384][..]].concat();
    fs::write(&store, &damaged).unwrap();
    let _ = fs::remove_file(dir.join("library.db-wal"));
    assert!(matches!(Library::open(&dir), Err(LibraryError::Damaged(..))));
    // What is no sound library takes no place.
    let bad = home.path().join("bad.db");
    fs::write(&bad, &damaged).unwrap();
    assert!(put_in_place(&dir, &bad).is_err());
    assert_eq!(fs::read(&store).unwrap(), damaged, "left as it was");
    let aside = put_in_place(&dir, &copy).unwrap().unwrap();
    assert_eq!(fs::read(&aside).unwrap(), damaged);
    let mut back = Library::open(&dir).unwrap();
    assert_eq!(told(&mut back), expected);
    assert_eq!(
        fs::read_dir(&dir)
            .unwrap()
            .filter(|entry| { entry.as_ref().unwrap().file_name().to_string_lossy().contains(".new-") })
            .count(),
        0
    );
    // Two programs work on it as on any other.
    let other = Library::open(&dir).unwrap();
    back.add_tag(DocId(1), "neu").unwrap();
    assert_eq!(other.tags(DocId(1)).unwrap(), ["neu"]);
    let db = Connection::open(&store).unwrap();
    assert_eq!(db.query_row("PRAGMA journal_mode", [], |row| row.get::<_, String>(0)).unwrap(), "wal");
    drop((back, other, db));
    // A library that is gone comes back likewise.
    for end in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(dir.join(format!("library.db{end}")));
    }
    assert!(matches!(Library::open(&dir), Err(LibraryError::Damaged(..))));
    assert_eq!(put_in_place(&dir, &copy).unwrap(), None);
    assert_eq!(told(&mut Library::open(&dir).unwrap()), expected);
}
