//! The full-text index and imports from outside: healing, two programs at once, an import that is stopped or killed.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Stdio};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

use super::{Home, Ran, listed};

/// So many records, one a line, as `import` takes them.
fn records(from: usize, to: usize) -> String {
    let record = |n: usize| {
        let text = format!(
            "A report on case {n}\n\nThe zebrafish number{n} was seen in Köln. {}",
            "More is said. ".repeat(60)
        );
        serde_json::json!({ "casebook": 1, "key": format!("TEST:{n}"), "title": format!("A report on case {n}"), "text": text })
    };
    let lines: Vec<String> = (from..to).map(|n| record(n).to_string()).collect();
    lines.join("\n") + "\n"
}

fn number(home: &Home, query: &[&str]) -> usize {
    home.run(&[&["list", "--json"], query].concat()).json().as_array().expect("an array").len()
}

fn index(home: &Home) -> std::path::PathBuf {
    home.path("data/casebook/library/index")
}

#[test]
fn words_are_found_by_the_index_after_an_import() {
    let home = Home::with_seeds();
    assert!(index(&home).join("meta.json").exists());
    assert_eq!(listed(&home, &["venetoclax"]), [super::AML]);
    assert_eq!(listed(&home, &["venetoclaks~"]), [super::AML]);
    assert_eq!(listed(&home, &["venetoc*"]), [super::AML]);
    let doctor = home.run(&["doctor", "--json"]).expect(0).json();
    assert_eq!((&doctor["ok"], &doctor["index"]["state"]), (&Value::Bool(true), &"current".into()));
    assert_eq!((&doctor["counts"]["documents"], &doctor["index"]["documents"]), (&5.into(), &5.into()));
}

#[test]
fn an_index_that_is_harmed_comes_back_by_itself() {
    type Harm = fn(&Path);
    let harms: [(&str, &str, Harm); 3] = [
        ("missing", "deleted", |index| fs::remove_dir_all(index).expect("removed")),
        ("damaged", "truncated", |index| {
            for entry in fs::read_dir(index).expect("a folder").flatten() {
                let file = fs::OpenOptions::new().write(true).open(entry.path()).expect("opened");
                file.set_len(file.metadata().expect("about it").len() / 2).expect("cut");
            }
        }),
        ("damaged", "garbled", |index| {
            for entry in fs::read_dir(index).expect("a folder").flatten() {
                let mut bytes = fs::read(entry.path()).expect("read");
                for byte in &mut bytes {
                    *byte ^= 0x55;
                }
                fs::write(entry.path(), bytes).expect("written");
            }
        }),
    ];
    let home = Home::with_seeds();
    for (state, what, harm) in harms {
        harm(&index(&home));
        let doctor = home.run(&["doctor", "--json"]).expect(1).json();
        assert_eq!(doctor["index"]["state"], state, "{what}: {doctor}");
        assert_eq!(listed(&home, &["venetoclax"]), [super::AML], "{what}");
        assert!(home.run(&["doctor"]).expect(0).out.contains("all is well"));
    }
    fs::remove_dir_all(index(&home)).expect("removed");
    assert_eq!(home.run(&["reindex", "--json"]).expect(0).json()["indexed"], 5);
    assert!(home.run(&["doctor"]).expect(0).out.contains("all is well"));
}

#[test]
fn the_doctor_names_what_is_wrong() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = Home::with_seeds();
    let library = home.path("data/casebook/library");
    fs::set_permissions(library.join("library.db"), fs::Permissions::from_mode(0o644)).expect("set");
    let doctor = home.run(&["doctor", "--json"]).expect(1).json();
    // The store's own files beside it take its mode.
    let open = doctor["open_to_others"].as_array().expect("a list");
    assert!(open.iter().any(|path| path.as_str().is_some_and(|path| path.ends_with("/library.db"))), "{doctor}");
    fs::set_permissions(library.join("library.db"), fs::Permissions::from_mode(0o600)).expect("set");
    fs::write(library.join("library.db"), "").expect("emptied");
    let ran = home.run(&["doctor", "--json"]).says(65, "empty");
    assert_eq!(ran.json()["ok"], Value::Bool(false));
    home.run(&["doctor", "--library", "/nowhere"]).expect(66);
}

#[test]
fn two_imports_at_once_both_finish() {
    let home = Home::new();
    home.file("one.jsonl", records(0, 600));
    home.file("two.jsonl", records(400, 1000));
    let start = |file| home.command(&["import", file]).spawn().expect("the program starts");
    let (one, two) = (start("one.jsonl"), start("two.jsonl"));
    for child in [one, two] {
        Ran::from(child.wait_with_output().expect("the program ends")).expect(0);
    }
    assert_eq!(number(&home, &[]), 1000);
    assert_eq!(number(&home, &["zebrafish"]), 1000);
    assert_eq!(number(&home, &["number999"]), 1);
    assert!(home.run(&["doctor"]).expect(0).out.contains("all is well"));
}

/// The lines of an import's `--json` until this many documents are acknowledged; how many are then.
fn acknowledged(child: &mut Child, wanted: u64) -> u64 {
    let lines = BufReader::new(child.stdout.as_mut().expect("a pipe")).lines();
    let steps = lines.map_while(Result::ok).filter_map(|line| serde_json::from_str::<Value>(&line).ok());
    let mut done = steps.filter_map(|step| step["done"].as_u64());
    done.find(|done| *done >= wanted).expect("the import goes on")
}

#[test]
fn a_killed_import_loses_nothing_that_was_acknowledged() {
    let home = Home::new();
    for round in 0..3_usize {
        let mut child = home.command(&["import", "--json", "-"]).stdin(Stdio::piped()).spawn().expect("starts");
        let mut stdin = child.stdin.take().expect("a pipe");
        let feed = std::thread::spawn(move || {
            // It is killed before it has taken all.
            let _ = stdin.write_all(records(round * 5000, round * 5000 + 5000).as_bytes());
            stdin
        });
        let done = acknowledged(&mut child, 200 * (round as u64 + 1));
        child.kill().expect("killed");
        child.wait().expect("ended");
        drop(feed.join().expect("fed"));
        let all = number(&home, &[]);
        assert!(all as u64 >= done, "{all} of {done}");
        assert_eq!(number(&home, &["zebrafish"]), all, "no half document, and the index has them all");
        assert!(home.run(&["doctor"]).expect(0).out.contains("all is well"));
    }
}

#[test]
fn an_import_that_is_stopped_keeps_what_it_has_and_says_so() {
    for (signal, code) in [(Signal::INT, 130), (Signal::TERM, 143)] {
        let home = Home::new();
        let mut child = home.command(&["import", "--json", "-"]).stdin(Stdio::piped()).spawn().expect("starts");
        let mut stdin = child.stdin.take().expect("a pipe");
        let feed = std::thread::spawn(move || {
            let _ = stdin.write_all(records(0, 2000).as_bytes());
            stdin
        });
        let done = acknowledged(&mut child, 100);
        kill_process(Pid::from_child(&child), signal).expect("signalled");
        // The pipe stays open: nothing but the signal ends it.
        let mut err = String::new();
        let mut lines = BufReader::new(child.stderr.take().expect("a pipe")).lines().map_while(Result::ok);
        err.extend(lines.by_ref().take(1));
        drop(feed.join().expect("fed"));
        let ran = Ran::from(child.wait_with_output().expect("the program ends"));
        assert_eq!((ran.code, err.contains("stopped")), (code, true), "{err}");
        let all = number(&home, &[]);
        assert!(all as u64 >= done && all <= 2000, "{all} of {done}");
        assert!(err.contains(&format!("{all} documents")), "{err}: {all}");
        assert_eq!(number(&home, &["zebrafish"]), all);
        let last: Value = ran.out.lines().last().and_then(|line| serde_json::from_str(line).ok()).expect("a line");
        assert_eq!((&last["event"], &last["stopped"]), (&Value::from("done"), &Value::from(true)), "{last}");
        assert_eq!(last["documents"], all);
    }
}

#[test]
fn an_import_of_files_that_is_told_to_end_says_what_it_took_in() {
    let home = Home::new();
    home.file("many.jsonl", records(0, 6000));
    let mut child = home.command(&["import", "--json", "many.jsonl"]).spawn().expect("starts");
    acknowledged(&mut child, 50);
    kill_process(Pid::from_child(&child), Signal::TERM).expect("signalled");
    let ran = Ran::from(child.wait_with_output().expect("the program ends"));
    assert_eq!(ran.code, 143, "{}", ran.err);
    let last: Value = ran.out.lines().last().and_then(|line| serde_json::from_str(line).ok()).expect("a line");
    assert_eq!((&last["event"], &last["stopped"]), (&Value::from("done"), &Value::from(true)), "{last}");
    assert_eq!(last["documents"], number(&home, &[]));
}
