//! The library as a whole: what it does with good, bad and foreign folders, who a document is, several processes.

#![expect(clippy::unwrap_used, reason = "helpers of tests may end at what should not be")]

use std::fs::{self, Permissions};
use std::ops::ControlFlow;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use casebook::document::{Document, Title};
use casebook::library::{
    DocId, ImportReport, Incoming, Library, LibraryError, Origin, Query, Sort, gather, read_stream,
};
use casebook::vocabulary::Vocabulary;
use tempfile::TempDir;

fn document(text: &str) -> Document {
    Document {
        text: text.into(),
        title: Title { text: text.lines().next().unwrap_or_default().to_owned(), ..Title::default() },
        ..Document::default()
    }
}

fn from_file(path: &str, text: &str) -> Incoming {
    Incoming::new(Origin::File(path.into(), 0), document(text))
}

fn keyed(path: &str, key: &str, text: &str) -> Incoming {
    Incoming { key: Some(key.to_owned()), ..from_file(path, text) }
}

fn import(library: &mut Library, items: Vec<Incoming>) -> ImportReport {
    library.import(items.into_iter().map(Ok), &Vocabulary::default(), &mut |_| ControlFlow::Continue(())).unwrap()
}

fn import_paths(library: &mut Library, paths: &[&Path]) -> ImportReport {
    let paths: Vec<PathBuf> = paths.iter().map(|path| path.to_path_buf()).collect();
    library.import_files(gather(&paths), &Vocabulary::default(), &mut |_| ControlFlow::Continue(())).unwrap()
}

fn counts(report: &ImportReport) -> [usize; 4] {
    [report.added, report.updated, report.unchanged, report.other_source]
}

fn all(library: &mut Library) -> Vec<DocId> {
    library.ids(&Query::default(), Sort::default()).unwrap().iter().collect()
}

fn code(opened: Result<Library, LibraryError>) -> u8 {
    opened.expect_err("it must not open").exit_code()
}

#[test]
fn a_document_is_who_its_place_or_key_says() {
    let mut library = Library::in_memory().unwrap();
    let mut step = |items: Vec<Incoming>, expected: [usize; 4]| {
        let report = import(&mut library, items);
        assert_eq!(counts(&report), expected);
        report.ids
    };
    let first = step(vec![from_file("/a", "Lupus")], [1, 0, 0, 0])[0];
    assert_eq!(step(vec![from_file("/a", "Lupus")], [0, 0, 1, 0]), [first]);
    assert_eq!(step(vec![from_file("/b", "Lupus")], [0, 0, 0, 1]), [first], "one document, two sources");
    let edited = step(vec![from_file("/a", "Lupus, once edited")], [1, 0, 0, 0])[0];
    assert_ne!(edited, first, "the copy was not edited, and its text is still shown");
    assert_eq!(step(vec![from_file("/b", "Lupus")], [0, 0, 1, 0]), [first]);
    assert_eq!(step(vec![from_file("/a", "Lupus, once edited")], [0, 0, 1, 0]), [edited]);
    assert_eq!(step(vec![from_file("/b", "Lupus, edited")], [0, 1, 0, 0]), [first], "no other place has its text");
    let record = step(vec![keyed("/x", "PMID:1", "Myeloma")], [1, 0, 0, 0])[0];
    assert_eq!(step(vec![keyed("/y", "PMID:1", "Myeloma again")], [0, 1, 0, 0]), [record]);
    assert_eq!(step(vec![keyed("/z", "PMID:1", "Myeloma")], [0, 0, 0, 1]), [record], "an older version");
    let other = step(vec![keyed("/z", "PMID:2", "Myeloma again")], [1, 0, 0, 0])[0];
    assert_ne!(other, record, "two records may say the same");
    let stdin = Incoming::new(Origin::Stdin, document("From a pipe"));
    let piped = step(vec![stdin.clone()], [1, 0, 0, 0]);
    assert_eq!(step(vec![stdin], [0, 0, 1, 0]), piped);

    assert_eq!(&*library.load(first).unwrap().document.text, "Lupus, edited");
    assert_eq!(library.load(first).unwrap().version, (2, 2));
    assert_eq!(&*library.load_version(first, Some(1)).unwrap().document.text, "Lupus");
    assert_eq!(library.sources(first).unwrap(), ["/b"]);
    assert_eq!(library.sources(edited).unwrap(), ["/a"]);
    assert_eq!(library.find_source("/b").unwrap(), Some(first));
    assert_eq!(library.find_source("PMID:2").unwrap(), Some(other));
    assert_eq!(library.find_source("1").unwrap(), Some(DocId(1)));
    assert_eq!(library.find_source("/c").unwrap(), None);
    assert_eq!(library.find_text("Myeloma again").unwrap(), Some(record));
}

#[test]
fn a_new_version_keeps_state_and_finds_the_place_again() {
    let mut library = Library::in_memory().unwrap();
    let text = "One sentence here. Another sentence that is looked at. The end of it all.";
    let id = import(&mut library, vec![from_file("/a", text)]).ids[0];
    library.set_read(id, true).unwrap();
    library.set_starred(id, true).unwrap();
    library.add_tag(id, "seen").unwrap();
    library.set_position(id, text.find("Another").unwrap()).unwrap();
    let newer = format!("Schön: a new beginning. {text}");
    import(&mut library, vec![from_file("/a", &newer)]);
    let loaded = library.load(id).unwrap();
    assert!(loaded.head.read && loaded.head.starred);
    assert_eq!(library.tags(id).unwrap(), ["seen"]);
    assert_eq!(loaded.position, newer.find("Another").unwrap());
}

#[test]
fn numbers_are_not_used_again_and_removed_bundled_documents_stay_out() {
    let mut library = Library::in_memory().unwrap();
    let bundle = || ["one", "two"].map(|name| (name.to_owned(), document(name)));
    let report = library.import_bundled(bundle(), &Vocabulary::default()).unwrap();
    assert_eq!(report.added, 2);
    assert_eq!(library.find_source("bundled:two").unwrap(), Some(report.ids[1]));
    let query = Query::parse("is:bundled", &Vocabulary::default()).unwrap();
    assert_eq!(library.ids(&query, Sort::default()).unwrap().len(), 2);
    library.remove(report.ids[1]).unwrap();
    assert!(matches!(library.remove(report.ids[1]), Err(LibraryError::NoDocument(_))));
    let report = library.import_bundled(bundle(), &Vocabulary::default()).unwrap();
    assert_eq!(counts(&report), [0, 0, 1, 0]);
    let id = import(&mut library, vec![from_file("/new", "new")]).ids[0];
    assert_eq!(id, DocId(3));
}

#[test]
fn a_folder_is_read_in_name_order_and_bad_files_are_named() {
    let home = TempDir::new().unwrap();
    let dir = home.path().join("docs");
    fs::create_dir_all(dir.join("b")).unwrap();
    fs::create_dir_all(dir.join(".hidden")).unwrap();
    fs::create_dir(home.path().join("elsewhere")).unwrap();
    for (name, content) in [
        ("c.txt", "third"),
        ("a.md", "first"),
        ("b/x.txt", "second"),
        (".secret.txt", "hidden"),
        (".hidden/y.txt", "hidden"),
        ("d.bin", "unknown kind"),
        ("../elsewhere/z.txt", "behind a link"),
        ("e.txt", "\0binary"),
    ] {
        fs::write(dir.join(name), content).unwrap();
    }
    symlink(home.path().join("elsewhere"), dir.join("link")).unwrap();
    let mut library = Library::in_memory().unwrap();
    let report = import_paths(&mut library, &[&dir]);
    assert_eq!((report.added, report.skipped), (3, 1));
    assert_eq!(report.failed.len(), 1);
    assert!(report.failed[0].name.ends_with("e.txt"));
    assert_eq!(report.exit_code(), 1);
    let titles: Vec<String> = library.heads(&report.ids).unwrap().into_iter().map(|head| head.title).collect();
    assert_eq!(titles, ["first", "second", "third"]);

    let report = import_paths(&mut library, &[&dir.join("d.bin"), &dir.join("missing.txt")]);
    assert_eq!((report.added, report.failed.len(), report.exit_code()), (1, 1, 1));
    let report = import_paths(&mut library, &[&dir.join("missing.txt")]);
    assert_eq!(report.exit_code(), 66);
    let barren = home.path().join("barren");
    fs::create_dir(&barren).unwrap();
    fs::write(barren.join("x.bin"), "x").unwrap();
    let report = import_paths(&mut library, &[&barren]);
    assert_eq!((report.exit_code(), report.skipped, report.barren), (66, 1, vec![barren]));
    let report = import_paths(&mut library, &[&dir.join("a.md")]);
    assert_eq!((counts(&report), report.exit_code()), ([0, 0, 1, 0], 0));
}

#[test]
fn a_file_above_the_limit_is_refused() {
    let home = TempDir::new().unwrap();
    let path = home.path().join("large.txt");
    fs::write(&path, "words ".repeat(20_000)).unwrap();
    let file = fs::File::options().append(true).open(&path).unwrap();
    file.set_len(casebook::format::SIZE_LIMIT + 1).unwrap();
    let report = import_paths(&mut Library::in_memory().unwrap(), &[&path]);
    assert_eq!((report.failed.len(), report.exit_code()), (1, 65));
    assert!(report.failed[0].reason.contains("200 MB"), "{:?}", report.failed);
}

#[test]
fn bytes_from_a_pipe_are_known_by_their_text() {
    let items = read_stream(Path::new("-"), &b"piped text"[..]).collect::<Vec<_>>();
    assert_eq!(items.len(), 1);
    assert_eq!(items[0].as_ref().unwrap().origin, Origin::Stdin);
    assert!(read_stream(Path::new("-"), &b"\0\x01"[..]).next().unwrap().is_err());
}

#[test]
fn what_is_made_is_private() {
    let home = TempDir::new().unwrap();
    let dir = home.path().join("new/library");
    let mut library = Library::create_or_open(&dir).unwrap();
    let id = import(&mut library, vec![from_file("/a", "a")]).ids[0];
    assert_eq!(library.back_up_daily().unwrap(), None, "there is nothing that cannot be imported again");
    library.set_starred(id, true).unwrap();
    library.back_up_daily().unwrap().expect("something changed");
    let copy = home.path().join("copy.db");
    library.backup_to(&copy).unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&dir), mode(dir.parent().unwrap()), mode(&copy)), (0o700, 0o700, 0o600));
    let mut files = 0;
    for entry in fs::read_dir(&dir).unwrap().chain(fs::read_dir(dir.join("backup")).unwrap()) {
        let path = entry.unwrap().path();
        let expected = if path.is_dir() { 0o700 } else { 0o600 };
        assert_eq!(mode(&path), expected, "{}", path.display());
        files += 1;
    }
    assert!(files >= 4, "store, sentinel, backup folder, backup");
    assert!(Library::create_or_open(&dir).is_ok(), "twice at once");
}

#[test]
fn bad_files_are_named_and_left_alone() {
    let make = || {
        let home = TempDir::new().unwrap();
        let mut library = Library::create_or_open(home.path()).unwrap();
        let items = (0..300).map(|n| from_file(&format!("/{n}"), &format!("text {n} ").repeat(100)));
        import(&mut library, items.collect());
        drop(library);
        let store = home.path().join("library.db");
        let bytes = fs::read(&store).unwrap();
        (home, store, bytes)
    };
    let check = |what: &str, content: Option<&[u8]>, expected: &str| {
        let (home, store, _) = make();
        match content {
            Some(content) => fs::write(&store, content).unwrap(),
            None => fs::remove_file(&store).unwrap(),
        }
        for opened in [Library::open(home.path()), Library::create_or_open(home.path())] {
            let error = opened.expect_err(what);
            assert_eq!(error.exit_code(), 65, "{what}: {error}");
            assert!(error.to_string().contains(expected), "{what}: {error}");
            assert!(error.to_string().contains(&*home.path().to_string_lossy()), "{what}: {error}");
        }
        assert_eq!(fs::read(&store).ok().as_deref(), content, "{what}: it was changed");
    };
    let (_home, _, good) = make();
    assert_eq!(good[16..18], 16_384_u16.to_be_bytes(), "the size of a page");
    assert_eq!(good[18..20], [2, 2], "a write-ahead log");
    check("empty", Some(b""), "empty");
    check("gone", None, "gone");
    check("cut to a few bytes", Some(&good[..40]), "cut off");
    check("cut in half", Some(&good[..good.len() / 2]), "cut off");
    check("cut by a page", Some(&good[..good.len() - 16_384]), "cut off");
    check("a text", Some(b"Dear diary, this is no database at all."), "not a casebook library");
    let foreign = TempDir::new().unwrap();
    let other = foreign.path().join("other.db");
    rusqlite::Connection::open(&other).unwrap().execute_batch("CREATE TABLE t (x)").unwrap();
    check("another program's", Some(&fs::read(&other).unwrap()), "not a casebook library");
    let mut scribbled = good.clone();
    scribbled[16_384..16_384 * 6].fill(0xAA);
    check("overwritten", Some(&scribbled), "damaged");
}

#[test]
fn a_folder_without_a_library_is_told_apart() {
    let home = TempDir::new().unwrap();
    assert_eq!(code(Library::open(home.path())), 66);
    assert_eq!(code(Library::open(&home.path().join("nothing"))), 66);
    let file = home.path().join("file");
    fs::write(&file, "x").unwrap();
    assert_eq!(code(Library::create_or_open(&file)), 73);
    assert_eq!(code(Library::create_or_open(Path::new("/proc/library"))), 73);
    fs::create_dir_all(home.path().join("odd/library.db")).unwrap();
    assert_eq!(code(Library::create_or_open(&home.path().join("odd"))), 65);
}

#[test]
fn a_damaged_document_is_named_and_the_others_open() {
    let home = TempDir::new().unwrap();
    let mut library = Library::create_or_open(home.path()).unwrap();
    let ids = import(&mut library, vec![from_file("/a", "as it was"), from_file("/b", "other")]).ids;
    let db = rusqlite::Connection::open(home.path().join("library.db")).unwrap();
    db.execute("UPDATE version SET text = 'as it is' WHERE doc = ?", [ids[0].0]).unwrap();
    let error = library.load(ids[0]).expect_err("the text was changed");
    assert_eq!(error.exit_code(), 65);
    assert!(error.to_string().contains("/a"), "{error}");
    assert!(library.load(ids[1]).is_ok());
}

#[test]
fn damaged_rows_are_left_out_by_name_and_the_rest_is_found() {
    let home = TempDir::new().unwrap();
    let mut library = Library::create_or_open(home.path()).unwrap();
    let documents = (0..6).map(|n| from_file(&format!("/{n}"), &format!("Zebra {n} and more.")));
    let ids = import(&mut library, documents.collect()).ids;
    drop(library);
    let db = rusqlite::Connection::open(home.path().join("library.db")).unwrap();
    let garbage = "CAST(x'5A65FFFE80C3' AS TEXT)";
    for (what, column, at) in [("document", "title", 0), ("document", "title_key", 1), ("document", "diseases", 2)] {
        db.execute(&format!("UPDATE {what} SET {column} = {garbage} WHERE id = ?"), [ids[at].0]).unwrap();
    }
    db.execute(&format!("UPDATE version SET text = {garbage} WHERE doc = ?"), [ids[3].0]).unwrap();
    db.execute(&format!("UPDATE facet SET slots = {garbage}, year = NULL WHERE doc = ?"), [ids[4].0]).unwrap_or(0);
    drop(db);
    let mut library = Library::open(home.path()).unwrap();
    for anew in [false, true] {
        library.index(anew, &mut |_| ControlFlow::Continue(())).unwrap();
        for typed in ["", "zebra", "title:zebra OR more"] {
            let found = library.ids(&Query::parse(typed, &Vocabulary::default()).unwrap(), Sort::default()).unwrap();
            let ids: Vec<DocId> = found.iter().collect();
            let mut damaged = Vec::new();
            let heads = library.sound_heads(&ids, &mut |id| damaged.push(id)).unwrap();
            damaged.sort_unstable();
            let expected: Vec<DocId> = [0, 2].into_iter().map(|at| DocId(at + 1)).collect();
            assert_eq!(damaged, expected, "{typed}");
            assert!(heads.len() >= 3, "{typed}: {}", heads.len());
        }
    }
    let named = [ids[0].0, ids[2].0, ids[3].0];
    assert_eq!(library.damaged(&mut |_| {}).unwrap(), named, "what lists cannot tell of, and the text");
}

#[test]
fn a_newer_library_opens_for_reading() {
    let home = TempDir::new().unwrap();
    let mut library = Library::create_or_open(home.path()).unwrap();
    let id = import(&mut library, vec![from_file("/a", "a")]).ids[0];
    drop(library);
    let db = rusqlite::Connection::open(home.path().join("library.db")).unwrap();
    db.pragma_update(None, "user_version", 999).unwrap();
    drop(db);
    let mut library = Library::open(home.path()).unwrap();
    assert!(library.read_only().unwrap().contains("newer"));
    assert_eq!(all(&mut library), [id]);
    let error = library.set_read(id, true).expect_err("it is read-only");
    assert_eq!(error.exit_code(), 73);
}

#[test]
fn a_read_only_folder_opens_for_reading() {
    let home = TempDir::new().unwrap();
    let dir = home.path().join("library");
    let mut library = Library::create_or_open(&dir).unwrap();
    let id = import(&mut library, vec![from_file("/a", "a")]).ids[0];
    drop(library);
    fs::set_permissions(&dir, Permissions::from_mode(0o500)).unwrap();
    if fs::write(dir.join("probe"), "").is_ok() {
        println!("skipped: this user may write everywhere");
        return;
    }
    let mut library = Library::open(&dir).unwrap();
    assert!(library.read_only().unwrap().contains("read-only"));
    assert_eq!(all(&mut library), [id]);
    assert_eq!(code(Library::create_or_open(&dir.join("below"))), 73);
    fs::set_permissions(&dir, Permissions::from_mode(0o700)).unwrap();
}

#[test]
fn a_second_connection_sees_what_was_committed() {
    for mut library in [Library::in_memory().unwrap(), Library::create_or_open(TempDir::new().unwrap().path()).unwrap()]
    {
        let reader = library.reader().unwrap();
        let id = std::thread::scope(|scope| {
            let thread = scope.spawn(|| import(&mut library, vec![from_file("/a", "a text")]).ids[0]);
            thread.join().unwrap()
        });
        assert_eq!(reader.heads(&[id, DocId(99)]).unwrap().len(), 1);
        assert_eq!(&*reader.load(id).unwrap().document.text, "a text");
        assert!(!library.changed().unwrap(), "its own change");
    }
}

#[test]
fn changes_of_others_are_noticed() {
    let home = TempDir::new().unwrap();
    let mut one = Library::create_or_open(home.path()).unwrap();
    let mut two = Library::create_or_open(home.path()).unwrap();
    assert!(!two.changed().unwrap());
    let id = import(&mut one, vec![from_file("/a", "a")]).ids[0];
    assert!(two.changed().unwrap());
    assert!(!two.changed().unwrap());
    assert_eq!(all(&mut two), [id]);
    one.remove(id).unwrap();
    assert!(all(&mut two).is_empty());
}

#[test]
fn daily_backups_hold_the_state_and_only_five_stay() {
    let home = TempDir::new().unwrap();
    let mut library = Library::create_or_open(home.path()).unwrap();
    assert_eq!(library.back_up_daily().unwrap(), None, "nothing has changed");
    let id = import(&mut library, vec![keyed("/a", "PMID:7", "text")]).ids[0];
    library.add_tag(id, "wichtig").unwrap();
    library.set_starred(id, true).unwrap();
    let folder = home.path().join("backup");
    fs::create_dir(&folder).unwrap();
    for day in 1..=7 {
        fs::write(folder.join(format!("state-2001-01-0{day}.jsonl")), "{}\n").unwrap();
    }
    let path = library.back_up_daily().unwrap().expect("something changed");
    let line: serde_json::Value = serde_json::from_str(fs::read_to_string(&path).unwrap().trim()).unwrap();
    assert_eq!(line["key"], "PMID:7");
    assert_eq!(line["sources"][0], "/a");
    assert_eq!(line["tags"][0], "wichtig");
    assert_eq!(line["starred"], true);
    assert_eq!(line["sha256"].as_str().unwrap().len(), 64);
    let mut names: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names.len(), 5);
    assert_eq!(names[0], "state-2001-01-04.jsonl");
    assert_eq!(library.back_up_daily().unwrap(), None, "once a day");
}

#[test]
fn a_copy_is_a_library() {
    let home = TempDir::new().unwrap();
    let mut library = Library::create_or_open(&home.path().join("one")).unwrap();
    import(&mut library, vec![from_file("/a", "text")]);
    let other = home.path().join("two");
    fs::create_dir(&other).unwrap();
    let copy = other.join("library.db");
    library.backup_to(&copy).unwrap();
    assert_eq!(library.backup_to(&copy).expect_err("it is there").exit_code(), 73);
    let mut copied = Library::open(&other).unwrap();
    assert_eq!(all(&mut copied), all(&mut library));
}

/// Runs this test binary again as a process that imports.
fn importer(dir: &Path, from: usize, to: usize) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["library::imports_when_asked", "--exact", "--nocapture", "--test-threads=1"])
        .env("CASEBOOK_TEST_IMPORT", format!("{} {from} {to}", dir.display()))
        .stdout(Stdio::piped());
    command
}

/// Not a test of its own: the process that [`importer`] starts.
#[test]
fn imports_when_asked() {
    let Ok(task) = std::env::var("CASEBOOK_TEST_IMPORT") else {
        return;
    };
    let parts: Vec<&str> = task.split(' ').collect();
    let (from, to): (usize, usize) = (parts[1].parse().unwrap(), parts[2].parse().unwrap());
    let mut library = Library::create_or_open(Path::new(parts[0])).unwrap();
    let items = (from..to).map(|n| Ok(from_file(&format!("/{n}"), &text(n))));
    library
        .import(items, &Vocabulary::default(), &mut |progress| {
            println!("acknowledged {}", progress.documents);
            ControlFlow::Continue(())
        })
        .unwrap();
}

fn text(n: usize) -> String {
    format!("Document {n}\n{}", "words and more words ".repeat(n % 50 + 1))
}

#[test]
fn two_imports_into_a_new_library_both_finish() {
    let home = TempDir::new().unwrap();
    let dir = home.path().join("library");
    let children = [(0, 600), (300, 900)].map(|(from, to)| importer(&dir, from, to).spawn().unwrap());
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    }
    assert_eq!(all(&mut Library::open(&dir).unwrap()).len(), 900);
}

#[test]
fn a_kill_loses_nothing_acknowledged_and_leaves_no_half_document() {
    use std::io::{BufRead, BufReader};
    for round in 1..=3 {
        let home = TempDir::new().unwrap();
        let mut child = importer(home.path(), 0, 1_000_000).spawn().unwrap();
        let mut acknowledged = 0;
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        for line in lines.map_while(Result::ok) {
            if let Some((_, count)) = line.split_once("acknowledged ") {
                acknowledged = count.parse().unwrap();
            }
            if acknowledged >= 150 * round {
                break;
            }
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let mut library = Library::open(home.path()).unwrap();
        let ids = all(&mut library);
        assert!(acknowledged > 0 && ids.len() >= acknowledged, "{} of {acknowledged}", ids.len());
        for id in ids {
            let loaded = library.load(id).unwrap();
            assert_eq!(*loaded.document.text, *text((id.0 - 1) as usize));
            assert_eq!(loaded.head.source, format!("/{}", id.0 - 1));
        }
    }
}

/// The folder of the raw documents, where the checkout stands beside it.
fn raw_documents() -> Option<PathBuf> {
    let places = ["../shared/seeds", "../../shared/seeds"];
    let folder =
        places.iter().map(|place| Path::new(env!("CARGO_MANIFEST_DIR")).join(place)).find(|folder| folder.is_dir());
    if folder.is_none() {
        println!("skipped: ../shared/seeds is not there");
    }
    folder
}

#[test]
fn filters_find_the_raw_documents_that_are_about_it() {
    let Some(folder) = raw_documents() else { return };
    let vocabulary = Vocabulary::bundled();
    let mut library = Library::in_memory().unwrap();
    let report = library.import_files(gather(&[folder]), &vocabulary, &mut |_| ControlFlow::Continue(())).unwrap();
    assert_eq!((report.added, report.exit_code()), (5, 0));
    let find = |library: &mut Library, text: &str| {
        let query = Query::parse(text, &vocabulary).unwrap_or_else(|error| panic!("{text}: {error}"));
        library.ids(&query, Sort::default()).unwrap().iter().collect::<Vec<_>>()
    };
    let itp = find(&mut library, "disease:ITP");
    assert_eq!(itp.len(), 1);
    for name in ["immune thrombocytopenia", "Immunthrombozytopenie", "Werlhof", "immunthrombozytopenie"] {
        assert_eq!(find(&mut library, &format!("disease:\"{name}\"")), itp, "{name}");
    }
    assert_eq!(library.heads(&itp).unwrap()[0].language, ["de"]);
    assert!(find(&mut library, "any:disease:ITP").len() > 1, "the review cites it");
    assert_eq!(find(&mut library, "disease:\"autoimmune disease\"").len(), 4);
    let aml = find(&mut library, "therapy:venetoclax");
    assert_eq!(aml.len(), 1);
    assert_eq!(find(&mut library, "disease:AML"), aml);
    for head in library.heads(&report.ids).unwrap() {
        println!("{head:?}");
        assert!(!head.diseases.is_empty() && !head.therapies.is_empty(), "{}", head.source);
    }
}
