//! The rules of the house that a program can check: order of modules, who does input and output, sizes, wording of
//! sources, the form of the vocabulary files, and documents generated from the code.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use casebook::vocabulary::ConceptKind;

/// Lines of a source file without its tests.
const FILE_MAX: usize = 500;
/// Modules that may read and write files.
const FILE_MODULES: &[&str] = &["library", "format", "export", "config", "terminal", "cli"];
/// Modules that may touch the standard streams.
const STREAM_MODULES: &[&str] = &["terminal", "cli"];

/// A source file of the library: the module of `lib.rs` that it belongs to, and its code without comments and tests.
struct Source {
    path: PathBuf,
    module: String,
    text: String,
    code: String,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// All files below a folder of the package with one of these extensions, in name order.
fn files(folder: &str, extensions: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        for path in entries.map(|entry| entry.expect("a folder can be read to its end").path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| extensions.iter().any(|known| ending == *known)) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The modules of `lib.rs` in order.
fn order() -> Vec<String> {
    let text = read(&root().join("src/lib.rs"));
    let names = text.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
    names.map(str::to_owned).collect()
}

/// The library's sources, files of tests left out.
fn sources() -> Vec<Source> {
    let order = order();
    let tests: BTreeSet<PathBuf> = files("src", &["rs"]).iter().flat_map(|path| files_of_tests(path)).collect();
    let mut sources = Vec::new();
    for path in files("src", &["rs"]) {
        let inside = path.strip_prefix(root().join("src")).expect("it was found in src");
        let module =
            inside.iter().next().expect("a file has a name").to_string_lossy().trim_end_matches(".rs").to_owned();
        if tests.contains(&path) || !order.contains(&module) {
            continue;
        }
        let text = without_tests(&read(&path));
        let code = without_comments(&text);
        sources.push(Source { path: inside.to_owned(), module, text, code });
    }
    sources
}

/// The files that a source declares as modules for tests only.
fn files_of_tests(path: &Path) -> Vec<PathBuf> {
    let text = read(path);
    let declared = text.split("#[cfg(test)]\n").skip(1).filter_map(|after| {
        let line = after.lines().next()?.strip_suffix(';')?;
        line.rsplit_once("mod ").map(|(_, name)| name.to_owned())
    });
    declared.map(|name| path.with_extension("").join(name + ".rs")).collect()
}

/// The text of a formatted source file without the items marked `#[cfg(test)]`: each ends with a line that closes it
/// in the first column, or with its own line.
fn without_tests(text: &str) -> String {
    let mut kept = String::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if line != "#[cfg(test)]" {
            kept.push_str(line);
            kept.push('\n');
            continue;
        }
        let _ = lines.by_ref().find(|line| *line == "}" || !line.starts_with(' ') && line.ends_with([';', '}']));
    }
    kept
}

fn without_comments(text: &str) -> String {
    let code = |line: &str| match line.find("//") {
        Some(at) if line[..at].trim().is_empty() => String::new(),
        Some(at) if line[..at].ends_with(' ') => line[..at].to_owned(),
        _ => line.to_owned(),
    };
    text.lines().map(|line| code(line) + "\n").collect()
}

/// The modules that code names as `crate::name` or `crate::{name, name::...}`.
fn imports(code: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (at, matched) in code.match_indices("crate::") {
        if code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_') {
            continue;
        }
        let rest = &code[at + matched.len()..];
        if let Some(group) = rest.strip_prefix('{') {
            let mut depth = 0;
            let mut item = String::new();
            for letter in group.chars() {
                match letter {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    ',' if depth == 0 => {
                        found.insert(first_name(item.trim()));
                        item.clear();
                        continue;
                    }
                    _ => {}
                }
                item.push(letter);
            }
            found.insert(first_name(item.trim()));
        } else {
            found.insert(first_name(rest));
        }
    }
    found.remove("");
    found
}

fn first_name(path: &str) -> String {
    path.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

/// The lines of code that contain one of the words, as "file: line".
fn lines_with<'a>(source: &'a Source, words: &'a [&str]) -> impl Iterator<Item = String> + 'a {
    let hit = |line: &&str| words.iter().any(|word| stands_in(line, word));
    source.code.lines().filter(hit).map(|line| format!("{}: {}", source.path.display(), line.trim()))
}

/// Whether a word stands in a line, not as the end of a longer one.
fn stands_in(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_'))
}

fn assert_none(offenders: &[String], rule: &str) {
    assert!(offenders.is_empty(), "{rule}:\n  {}", offenders.join("\n  "));
}

#[test]
fn the_checks_themselves_see() {
    let code = "use crate::{ui::{Pane, Place}, text};\nlet a = crate::worker::THREAD;\nmy_crate::b();\n";
    assert_eq!(imports(code), ["text", "ui", "worker"].map(str::to_owned).into());
    let tested =
        "fn a() {}\n#[cfg(test)]\nmod tests {\n    fn b() {}\n}\nfn c() {}\n#[cfg(test)]\nmod more;\nfn d() {}\n";
    assert_eq!(without_tests(tested), "fn a() {}\nfn c() {}\nfn d() {}\n");
    assert_eq!(without_comments("a(); // b\n  // c\n\"https://d\"\n"), "a(); \n\n\"https://d\"\n");
    assert!(stands_in("println!(1)", "println!") && !stands_in("eprintln!(1)", "println!"));
}

#[test]
fn modules_import_only_what_stands_above_them() {
    let order = order();
    assert!(order.len() > 10, "lib.rs could not be read: {order:?}");
    let place = |name: &str| order.iter().position(|module| module == name);
    let mut offenders = Vec::new();
    for source in sources() {
        for import in imports(&source.code) {
            match place(&import) {
                None => offenders.push(format!("{} names crate::{import}, no module of lib.rs", source.path.display())),
                Some(at) if Some(at) > place(&source.module) => {
                    offenders.push(format!(
                        "{} imports {import}, which stands below {}",
                        source.path.display(),
                        source.module
                    ));
                }
                Some(_) => {}
            }
        }
    }
    assert_none(&offenders, "a module imports only modules above it in lib.rs");
}

#[test]
fn nothing_up_to_the_session_knows_the_screen() {
    let order = order();
    let session = order.iter().position(|module| module == "session").expect("lib.rs has a session");
    let pure: Vec<_> = sources().into_iter().filter(|source| order[..=session].contains(&source.module)).collect();
    let offenders: Vec<_> = pure.iter().flat_map(|source| lines_with(source, &["ratatui", "crossterm"])).collect();
    assert_none(&offenders, "no module up to and including session names ratatui");
}

#[test]
fn few_modules_do_input_and_output() {
    let sources = sources();
    let outside = |allowed: &[&str], words: &[&str]| -> Vec<String> {
        let closed = sources.iter().filter(|source| !allowed.contains(&source.module.as_str()));
        closed.flat_map(|source| lines_with(source, words).collect::<Vec<_>>()).collect()
    };
    let files = ["std::fs", "fs::", "File::", "OpenOptions"];
    assert_none(
        &outside(FILE_MODULES, &files),
        "files are opened in library, format, export, config, terminal and cli only",
    );
    let streams = ["stdin()", "stdout()", "stderr()", "print!", "println!", "eprint!", "eprintln!"];
    assert_none(&outside(STREAM_MODULES, &streams), "only terminal and cli touch the standard streams");
    assert_none(&outside(&[], &["std::net", "TcpStream", "UdpSocket"]), "nothing uses the network");
}

#[test]
fn a_file_is_a_room_not_a_hall() {
    let large = sources().into_iter().map(|source| (source.text.lines().count(), source.path));
    let offenders: Vec<_> = large
        .filter(|(lines, _)| *lines > FILE_MAX)
        .map(|(lines, path)| format!("{} has {lines} lines", path.display()))
        .collect();
    assert_none(&offenders, "no source file has more than 500 lines without its tests");
}

#[test]
fn sources_keep_to_the_house_rules() {
    let mut offenders: Vec<String> = Vec::new();
    for source in sources() {
        let unwraps = source.code.lines().filter(|line| line.contains(".unwrap()"));
        offenders.extend(unwraps.map(|line| format!("{}: {}", source.path.display(), line.trim())));
    }
    // Put together, so that this file does not contain them.
    let left_over = [["tod", "o!"], ["db", "g!"], ["unimplement", "ed!"], ["#[ign", "ore"]].map(|parts| parts.concat());
    for path in ["src", "tests", "benches"].iter().flat_map(|folder| files(folder, &["rs"])) {
        let text = read(&path);
        let shown = path.strip_prefix(root()).unwrap().display();
        if !text.starts_with("//!") {
            offenders.push(format!("{shown}: does not begin with //!"));
        }
        for (number, line) in text.lines().enumerate() {
            if left_over.iter().any(|word| stands_in(line, word)) {
                offenders.push(format!("{shown}:{}: {}", number + 1, line.trim()));
            }
        }
    }
    assert_none(&offenders, "the rules of CONTRIBUTING.md");
}

#[test]
fn nothing_names_a_folder_of_one_machine() {
    let folders = ["work", "root", "home", "Users"].map(|name| format!("/{name}/"));
    let mut paths: Vec<PathBuf> = ["src", "tests", "benches", "docs", "assets", "seeds"]
        .iter()
        .flat_map(|folder| files(folder, &["rs", "md", "tsv", "toml", "txt", "snap"]))
        .collect();
    let top = fs::read_dir(root()).unwrap().map(|entry| entry.unwrap().path());
    paths.extend(top.filter(|path| path.extension().is_some_and(|ending| ending == "md" || ending == "toml")));
    paths.push(root().join(".ci/run"));
    let mut offenders = Vec::new();
    for path in paths {
        for (number, line) in read(&path).lines().enumerate() {
            // After a letter, a dot or a tilde it is a part of an address or of a relative path.
            let hit = |folder: &String| {
                let part = |c: char| c.is_alphanumeric() || "._~-$}".contains(c);
                line.match_indices(folder.as_str()).any(|(at, _)| !line[..at].ends_with(part))
            };
            if folders.iter().any(hit) {
                let shown = path.strip_prefix(root()).unwrap().display();
                offenders.push(format!("{shown}:{}: {}", number + 1, line.trim()));
            }
        }
    }
    assert_none(&offenders, "no absolute path of a machine in sources and documents");
}

#[test]
fn vocabulary_files_keep_their_form() {
    const HEADER: &str = "kind\tid\tpreferred\tnames_en\tnames_de\txrefs\tparents\tflags";
    let mut offenders = Vec::new();
    let mut ids: BTreeMap<String, String> = BTreeMap::new();
    let mut names: BTreeMap<(String, String), (String, String)> = BTreeMap::new();
    for path in files("assets/vocabulary", &["tsv"]) {
        let file = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = read(&path);
        if text.lines().next() != Some(HEADER) {
            offenders.push(format!("{file}: the header is not {HEADER:?}"));
        }
        for (number, line) in text.lines().enumerate().skip(1) {
            let place = format!("{file}:{}", number + 1);
            let fields: Vec<&str> = line.split('\t').collect();
            let [kind, id, preferred, english, german, ..] = fields[..] else {
                offenders.push(format!("{place}: {} columns", fields.len()));
                continue;
            };
            if fields.len() != 8 {
                offenders.push(format!("{place}: {} columns", fields.len()));
            }
            if ConceptKind::parse(kind).is_none() {
                offenders.push(format!("{place}: unknown kind {kind:?}"));
            }
            if let Some(other) = ids.insert(id.to_owned(), place.clone()) {
                offenders.push(format!("{place}: {id} stands at {other} too"));
            }
            let all = std::iter::once(preferred).chain(english.split('|')).chain(german.split('|'));
            for name in all.map(bare).filter(|name| !name.is_empty()) {
                let key = (kind.to_owned(), name.to_lowercase());
                match names.get(&key) {
                    Some((other, at)) if other != id => {
                        offenders.push(format!("{place}: {name:?} is also a name of {other} ({at})"));
                    }
                    _ => drop(names.insert(key, (id.to_owned(), place.clone()))),
                }
            }
        }
    }
    assert!(ids.len() > 1000, "only {} concepts were read", ids.len());
    assert_none(&offenders, "vocabulary files: eight columns, known kinds, unique ids, no name twice within a kind");
}

/// A name without its usage in brackets.
fn bare(name: &str) -> &str {
    let name = name.trim();
    match name.rsplit_once(" [") {
        Some((bare, usage)) if usage.ends_with(']') => bare.trim(),
        _ => name,
    }
}

#[test]
fn the_table_of_keys_is_up_to_date() {
    is_generated("docs/keys.md", &casebook::command::key_table());
}

#[test]
fn the_sample_settings_and_the_manual_are_up_to_date() {
    for (path, arguments) in [("docs/config.toml", &["config", "init"][..]), ("docs/casebook.1", &["man"])] {
        let home = tempfile::tempdir().expect("a folder");
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_casebook"));
        let printed = command.args(arguments).env_clear().env("HOME", home.path()).output().expect("it starts");
        is_generated(path, &String::from_utf8(printed.stdout).expect("UTF-8"));
    }
}

/// Compares a generated document with its file, or rewrites that when `UPDATE_DOCS` is set.
fn is_generated(path: &str, expected: &str) {
    let file = root().join(path);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&file, expected).expect("docs/ can be written to");
        return;
    }
    let found = fs::read_to_string(&file).unwrap_or_default();
    if found == expected {
        return;
    }
    let only = |sign: char, these: &str, those: &str| -> Vec<String> {
        let others: BTreeSet<&str> = those.lines().collect();
        these.lines().filter(|line| !others.contains(line)).map(|line| format!("{sign} {line}")).collect()
    };
    let mut difference = only('-', &found, expected);
    difference.extend(only('+', expected, &found));
    panic!("{path} is stale; UPDATE_DOCS=1 cargo test --test it tidy rewrites it\n{}", difference.join("\n"));
}
