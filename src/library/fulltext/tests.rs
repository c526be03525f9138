//! The index against the texts, and what happens when it is harmed.

use std::fs;
use std::ops::ControlFlow;
use std::path::Path;

use proptest::prelude::*;

use super::analysis::readings;
use super::disk;
use crate::document::search::Pattern;
use crate::library::testing::document;
use crate::library::{DocId, Incoming, Indexed, Library, Origin, Query, Sort, SortBy};
use crate::text::Span;
use crate::vocabulary::Vocabulary;

const TEXTS: &[&str] = &[
    "Die Thrombozyten fielen nach der CAR‑T-Zelltherapie in Köln auf 12 µg.",
    "Platelets fell after CAR-T cells. IFN-γ rose; the naïve B cells came back.",
    "Eine Autoimmun-\nerkrankung der Größe nach, in Koeln gesehen.",
    "The immune reset lasted 12.5 months in Sjögren's disease.",
    "Immune cells reset themselves; a Sjogren patient, Müller and Mueller.",
    "",
];

fn take(library: &mut Library, texts: impl IntoIterator<Item = (usize, String)>) {
    let items = texts.into_iter().map(|(number, text)| {
        let title = text.lines().next().unwrap_or_default().to_owned();
        Ok(Incoming::new(Origin::File(format!("/nowhere/{number}").into(), 0), document(&title, &text)))
    });
    let items: Vec<_> = items.collect();
    library.import(items.into_iter(), &Vocabulary::default(), &mut |_| ControlFlow::Continue(())).unwrap();
}

fn index(library: &Library) -> Indexed {
    library.index(false, &mut |_| ControlFlow::Continue(())).unwrap()
}

/// A library on the disk with the texts above.
fn shelf(home: &Path) -> Library {
    let mut library = Library::create_or_open(home).unwrap();
    take(&mut library, TEXTS.iter().map(|text| (*text).to_owned()).enumerate());
    library
}

#[test]
fn a_library_gives_the_sentence_that_was_found() {
    let mut library = Library::in_memory().unwrap();
    let text = "Ein Tier\n\nEs schläft. Im Hafen liegt der Flugzeugträger.";
    take(&mut library, [(0, text.to_owned()), (1, TEXTS[4].to_owned())]);
    index(&library);
    let reader = library.reader().unwrap();
    let shown = |id: i64, typed: &str| {
        let query = Query::parse(typed, &Vocabulary::default()).unwrap();
        reader.matched(DocId(id), &query).unwrap().map(|matched| matched.sentence)
    };
    assert_eq!(shown(1, "flugzeugtraeger").as_deref(), Some("Im Hafen liegt der Flugzeugträger."));
    assert_eq!(shown(1, "\"es schläft\"").as_deref(), Some("Es schläft."));
    assert_eq!(shown(2, "=flugzeugträger"), None, "another document");
    assert_eq!(shown(1, ""), None, "nothing is looked for");
}

fn found(library: &mut Library, typed: &str) -> Vec<i64> {
    let query = Query::parse(typed, &Vocabulary::default()).unwrap();
    let mut ids: Vec<i64> = library.ids(&query, Sort::default()).unwrap().iter().map(|id| id.0).collect();
    ids.sort_unstable();
    ids
}

const QUERIES: &[&str] = &[
    "car-t",
    "CAR*",
    "c*",
    "cell*",
    "thrombozyten",
    "trombozyten~",
    "immune",
    "\"immune reset\"",
    "\"immune res\"*",
    "koeln",
    "Köln",
    "koln",
    "müller",
    "mueller",
    "muller",
    "ifn-gamma",
    "µg",
    "ug",
    "mug",
    "groesse",
    "Grosse",
    "autoimmunerkrankung",
    "autoimmun-erkrankung",
    "\"eine autoimmunerkrankung der\"",
    "sjogren",
    "sjögren's",
    "\"12.5\"",
    "naive",
    "immune -reset",
    "-immune",
    "platelets OR koeln",
    "autoimm*",
    "nothing",
    "platelet",
    "patietn~",
    "\"reset lasted\"",
];

#[test]
fn the_index_finds_what_the_texts_say() {
    let home = tempfile::TempDir::new().unwrap();
    let mut library = shelf(home.path());
    let mut unindexed = Library::in_memory().unwrap();
    take(&mut unindexed, TEXTS.iter().map(|text| (*text).to_owned()).enumerate());
    assert_eq!(index(&library), Indexed::Done(0), "an import leaves nothing to do");
    for typed in QUERIES {
        let expected = found(&mut unindexed, typed);
        assert_eq!(found(&mut library, typed), expected, "{typed}");
        assert_eq!(library.unindexed(), 0, "{typed}");
    }
    assert_eq!(found(&mut library, "koeln"), [1, 3]);
    assert_eq!(found(&mut library, "autoimmunerkrankung"), [3]);
    assert_eq!(found(&mut library, "\"immune reset\""), [4]);
}

#[test]
fn rare_words_and_words_of_the_title_come_first() {
    let home = tempfile::TempDir::new().unwrap();
    let mut library = Library::create_or_open(home.path()).unwrap();
    let filler = "many other words stand here and say nothing of it ".repeat(5);
    take(
        &mut library,
        [
            (0, format!("A title\n\n{filler}lupus once {filler}")),
            (1, format!("Lupus in a title\n\n{filler}lupus once {filler}")),
            (2, format!("Another\n\n{filler}")),
        ],
    );
    let relevance = |reversed| Sort { by: SortBy::Relevance, reversed };
    let ids = |library: &mut Library, typed: &str, reversed| -> Vec<DocId> {
        let query = Query::parse(typed, &Vocabulary::default()).unwrap();
        library.ids(&query, relevance(reversed)).unwrap().iter().collect()
    };
    assert_eq!(ids(&mut library, "lupus", false), [DocId(2), DocId(1)]);
    assert_eq!(ids(&mut library, "lupus", true), [DocId(1), DocId(2)]);
    assert_eq!(ids(&mut library, "other* lupus", false), [DocId(2), DocId(1)]);
}

#[test]
fn what_changes_is_found_at_once_and_indexed_later() {
    let home = tempfile::TempDir::new().unwrap();
    let mut library = shelf(home.path());
    let mut other = library.again().unwrap();
    library.remove(DocId(1)).unwrap();
    take(&mut library, [(1, "Now it speaks of venetoclax.".to_owned()), (9, "A new one: zebra".to_owned())]);
    for library in [&mut library, &mut other] {
        assert_eq!(found(library, "koeln"), [3]);
        assert_eq!(found(library, "venetoclax"), [2]);
        assert_eq!(found(library, "platelets"), [] as [i64; 0]);
        assert_eq!(found(library, "zebra"), [7]);
    }
    index(&library);
    for library in [&mut library, &mut other] {
        assert_eq!(found(library, "venetoclax OR koeln OR zebra"), [2, 3, 7]);
        assert_eq!(library.unindexed(), 0);
    }
}

/// What must hold after the index was harmed: the program that opens the library next finds everything, before and
/// after it has indexed again.
fn heals(home: &Path, harm: &str) {
    let mut library = Library::open(home).unwrap();
    assert_eq!(found(&mut library, "immune"), [4, 5], "{harm}: by the texts");
    index(&library);
    assert_eq!(found(&mut library, "immune"), [4, 5], "{harm}: by the index");
    assert_eq!(found(&mut library, "c*"), [1, 2, 5], "{harm}: by the index");
    assert_eq!(library.unindexed(), 0, "{harm}");
}

#[test]
fn an_index_that_is_lost_cut_off_or_of_another_kind_is_made_anew() {
    type Part<'a> = (&'a str, &'a dyn Fn(&Path));
    type Harm = (&'static str, fn(&Path));
    let each = |index: &Path, harm: &dyn Fn(&Path)| {
        fs::read_dir(index).unwrap().flatten().for_each(|entry| harm(&entry.path()));
    };
    let harms: &[Harm] = &[
        ("gone", |index| fs::remove_dir_all(index).unwrap()),
        ("a file", |index| {
            fs::remove_dir_all(index).unwrap();
            fs::write(index, "no index").unwrap();
        }),
        ("empty", |index| {
            fs::remove_dir_all(index).unwrap();
            fs::create_dir(index).unwrap();
        }),
        ("no meta", |index| fs::remove_file(index.join("meta.json")).unwrap()),
        ("cut meta", |index| {
            let meta = fs::read_to_string(index.join("meta.json")).unwrap();
            fs::write(index.join("meta.json"), &meta[..meta.len() / 2]).unwrap();
        }),
        ("another format", |index| {
            let meta = fs::read_to_string(index.join("meta.json")).unwrap();
            fs::write(index.join("meta.json"), meta.replace("\\\"format\\\":1", "\\\"format\\\":0")).unwrap();
        }),
    ];
    for (name, harm) in harms {
        let home = tempfile::TempDir::new().unwrap();
        drop(shelf(home.path()));
        harm(&home.path().join(disk::FOLDER));
        heals(home.path(), name);
    }
    let parts: &[Part<'_>] = &[
        ("emptied", &|path| fs::write(path, "").unwrap()),
        ("halved", &|path| {
            let bytes = fs::read(path).unwrap();
            fs::write(path, &bytes[..bytes.len() / 2]).unwrap();
        }),
        ("zeroed", &|path| {
            let bytes = fs::read(path).unwrap();
            fs::write(path, vec![0; bytes.len()]).unwrap();
        }),
        ("garbled", &|path| {
            let mut bytes = fs::read(path).unwrap();
            let half = bytes.len() / 2;
            bytes[..half].iter_mut().for_each(|byte| *byte ^= 0x5A);
            fs::write(path, bytes).unwrap();
        }),
    ];
    for (name, harm) in parts {
        let home = tempfile::TempDir::new().unwrap();
        drop(shelf(home.path()));
        each(&home.path().join(disk::FOLDER), &|path: &Path| {
            if path.extension().is_some_and(|end| end != "json" && end != "lock") {
                harm(path);
            }
        });
        heals(home.path(), name);
    }
}

fn files_of(home: &Path, ends: &[&str]) -> Vec<std::path::PathBuf> {
    let all = fs::read_dir(home.join(disk::FOLDER)).unwrap().flatten().map(|entry| entry.path());
    all.filter(|path| path.extension().is_some_and(|end| ends.iter().any(|wanted| end == *wanted))).collect()
}

#[test]
fn an_index_that_is_cut_off_while_it_is_open_is_an_error_and_comes_back() {
    let home = tempfile::TempDir::new().unwrap();
    let mut library = shelf(home.path());
    assert_eq!(found(&mut library, "koeln"), [1, 3]);
    for file in files_of(home.path(), &["idx", "pos", "store", "term", "fast", "fieldnorm"]) {
        fs::OpenOptions::new().write(true).open(file).unwrap().set_len(10).unwrap();
    }
    assert_eq!(found(&mut library, "immune"), [4, 5]);
    assert_eq!(found(&mut library, "\"immune reset\""), [4]);
    assert_eq!(index(&library), Indexed::Rebuilt(6));
    assert_eq!(found(&mut library, "immune"), [4, 5]);
    assert_eq!(library.unindexed(), 0);
}

#[test]
fn one_changed_byte_anywhere_in_the_index_is_found_and_it_is_made_anew() {
    let home = tempfile::TempDir::new().unwrap();
    drop(shelf(home.path()));
    let go_on = &mut || ControlFlow::Continue(());
    let ends = ["idx", "pos", "store", "term", "fast", "fieldnorm"];
    for end in ends {
        let library = Library::open(home.path()).unwrap();
        assert!(!library.check_index(go_on), "{end}");
        let files = files_of(home.path(), &[end]);
        assert!(!files.is_empty(), "{end}");
        let mut bytes = fs::read(&files[0]).unwrap();
        bytes[0] ^= 1;
        fs::write(&files[0], bytes).unwrap();
        // What is read whole when it is opened is found out then.
        let opens = super::guarded(|| disk::open(home.path(), false)).is_ok();
        assert_eq!(opens, ["idx", "pos", "store"].contains(&end), "{end}");
        assert!(!library.check_index(&mut || ControlFlow::Break(())) || !opens, "{end}: not looked at to the end");
        assert_eq!(library.check_index(go_on), opens, "{end}");
        heals(home.path(), end);
        assert!(!library.check_index(go_on), "{end}");
    }
}

#[test]
fn an_index_whose_first_commit_never_came_is_behind() {
    let home = tempfile::TempDir::new().unwrap();
    let library = shelf(home.path());
    disk::create(home.path()).unwrap();
    let state = super::examine(home.path(), &library.reader, true).unwrap();
    assert_eq!((state.state, state.waiting), ("behind", 6));
    assert_eq!(index(&library), Indexed::Done(6));
}

#[test]
fn a_crash_between_store_and_index_heals() {
    let home = tempfile::TempDir::new().unwrap();
    let mut library = shelf(home.path());
    let index_then = home.path().join("index.then");
    let copy = |from: &Path, to: &Path| {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap().flatten() {
            fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    };
    let place = home.path().join(disk::FOLDER);
    copy(&place, &index_then);
    take(&mut library, [(0, "Nun ganz anders.".to_owned()), (9, "Zebra".to_owned())]);
    library.remove(DocId(4)).unwrap();
    drop(library);
    // The store has more than the index that stands there now.
    fs::remove_dir_all(&place).unwrap();
    fs::rename(&index_then, &place).unwrap();
    for indexed in [false, true] {
        let mut library = Library::open(home.path()).unwrap();
        if indexed {
            assert_eq!(index(&library), Indexed::Done(2));
        }
        assert_eq!(found(&mut library, "immune"), [5]);
        assert_eq!(found(&mut library, "koeln"), [3]);
        assert_eq!(found(&mut library, "zebra OR ganz"), [1, 7]);
    }
}

#[test]
fn the_index_of_another_library_or_of_a_later_one_is_not_used() {
    let (home, other) = (tempfile::TempDir::new().unwrap(), tempfile::TempDir::new().unwrap());
    let mut library = shelf(home.path());
    let mut elsewhere = Library::create_or_open(other.path()).unwrap();
    take(&mut elsewhere, (0..6).map(|number| (number, format!("Something else {number}"))));
    let replace = |from: &Path| {
        let place = home.path().join(disk::FOLDER);
        fs::remove_dir_all(&place).unwrap();
        fs::create_dir(&place).unwrap();
        for entry in fs::read_dir(from.join(disk::FOLDER)).unwrap().flatten() {
            fs::copy(entry.path(), place.join(entry.file_name())).unwrap();
        }
    };
    replace(other.path());
    assert_eq!(found(&mut library, "immune"), [4, 5]);
    assert_eq!(index(&library), Indexed::Rebuilt(6));
    take(&mut elsewhere, (6..9).map(|number| (number, format!("immune {number}"))));
    replace(other.path());
    assert_eq!(found(&mut library, "immune"), [4, 5]);
    assert_eq!(index(&library), Indexed::Rebuilt(6));
}

#[test]
fn one_writes_while_others_read() {
    let home = tempfile::TempDir::new().unwrap();
    let mut library = shelf(home.path());
    let held = disk::lock(home.path()).unwrap();
    assert!(held.is_some());
    let mut items = library.again().unwrap();
    assert_eq!(index(&items), Indexed::Elsewhere);
    assert_eq!(found(&mut items, "immune"), [4, 5]);
    drop(held);
    assert_eq!(index(&library), Indexed::Done(0));
    assert_eq!(found(&mut library, "immune"), [4, 5]);
}

#[test]
fn what_waits_for_the_index_is_left_out_of_a_hurried_answer() {
    let home = tempfile::TempDir::new().unwrap();
    let mut library = shelf(home.path());
    fs::remove_dir_all(home.path().join(disk::FOLDER)).unwrap();
    library.hurry(super::Stop::default(), 3);
    assert_eq!(found(&mut library, "immune"), [] as [i64; 0]);
    assert_eq!(library.unindexed(), 6);
    assert_eq!(index(&library), Indexed::Rebuilt(6));
    assert_eq!(found(&mut library, "immune"), [4, 5]);
}

#[test]
fn files_of_the_index_are_private() {
    use std::os::unix::fs::PermissionsExt;
    let home = tempfile::TempDir::new().unwrap();
    drop(shelf(home.path()));
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let place = home.path().join(disk::FOLDER);
    assert_eq!(mode(&place), 0o700);
    let files: Vec<_> = fs::read_dir(&place).unwrap().flatten().map(|entry| entry.path()).collect();
    assert!(files.len() > 3);
    for file in files {
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    /// Any word of a document that the search inside a document finds is found by the index and by the texts.
    #[test]
    fn what_the_search_in_a_document_finds_is_found(
        texts in proptest::collection::vec("[a-zA-Z0-9 \n.,\u{AD}‑–äöüßÅøµγéı-]{0,80}", 1..6),
        typed in proptest::collection::vec("[a-zA-Zäöüßµγé]{1,3}", 1..4),
    ) {
        let home = tempfile::TempDir::new().unwrap();
        let mut library = Library::create_or_open(home.path()).unwrap();
        let mut unindexed = Library::in_memory().unwrap();
        take(&mut library, texts.iter().cloned().enumerate());
        take(&mut unindexed, texts.iter().cloned().enumerate());
        let words = texts.iter().flat_map(|text| text.split(|c: char| !c.is_alphanumeric()).map(str::to_owned));
        let words: Vec<String> = words.filter(|word| !word.is_empty()).chain(typed).take(40).collect();
        for word in &words {
            let by_index = found(&mut library, &format!("\"{word}\""));
            prop_assert_eq!(&by_index, &found(&mut unindexed, &format!("\"{word}\"")), "{}", word);
            for (id, text) in library_texts(&library) {
                let alone = stands_alone(&text, word);
                prop_assert!(!alone || by_index.contains(&id), "{} in {:?}", word, text);
            }
        }
    }
}

fn library_texts(library: &Library) -> Vec<(i64, String)> {
    let ids = (1..).map(DocId).take(library.len().unwrap());
    ids.map(|id| (id.0, library.load(id).unwrap().document.text.to_string())).collect()
}

/// Whether the search in a document finds a word between signs that are neither letters nor digits.
fn stands_alone(text: &str, word: &str) -> bool {
    let outside = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || c == '.' || c == ',');
    Pattern::new(word).is_some_and(|pattern| {
        let mut spans = pattern.find(text).into_iter();
        // Not the beginning of a letter's name: "g" finds "γ" there.
        let whole = |span: &Span| readings(&text[span.clone()]).iter().any(|words| readings(word).contains(words));
        spans.any(|span| {
            let (before, after) = (text[..span.start].chars().next_back(), text[span.end..].chars().next());
            // What a line's end parts may be one word.
            let joined = text[..span.start].trim_end().ends_with(['-', '‑', '–', '\u{AD}']);
            whole(&span) && outside(before) && outside(after) && !joined
        })
    })
}
