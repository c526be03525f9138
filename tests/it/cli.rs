//! The command line from outside: the real binary with a home of its own, its streams and exit codes.

use std::fs;
use std::io::{Read as _, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// A home folder, in which the program runs.
struct Home(TempDir);

/// What a run gave.
struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl Home {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    /// A home whose default library has the documents of this repository.
    fn with_seeds() -> Self {
        let home = Self::new();
        home.run(&["import", seeds()]).expect(0);
        home
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(&path, content).expect("written");
        path.to_str().expect("UTF-8").to_owned()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_casebook"));
        command
            .args(arguments)
            .current_dir(self.0.path())
            .env_clear()
            .env("HOME", self.0.path())
            .env("TERM", "xterm");
        for (name, folder) in [
            ("DATA", "data"),
            ("STATE", "state"),
            ("CONFIG", "config"),
            ("CACHE", "cache"),
        ] {
            command.env(format!("XDG_{name}_HOME"), self.path(folder));
        }
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        Ran::from(self.command(arguments).output().expect("the program starts"))
    }

    fn run_with(&self, arguments: &[&str], input: &[u8]) -> Ran {
        let mut child = self
            .command(arguments)
            .stdin(Stdio::piped())
            .spawn()
            .expect("the program starts");
        child.stdin.take().expect("a pipe").write_all(input).expect("taken");
        Ran::from(child.wait_with_output().expect("the program ends"))
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        let ran = Self {
            code: output.status.code().expect("no signal"),
            out: String::from_utf8(output.stdout).expect("UTF-8"),
            err: String::from_utf8(output.stderr).expect("UTF-8"),
        };
        let raw = |c: char| c.is_control() && c != '\n' && c != '\t';
        assert!(
            !ran.out.contains(raw) && !ran.err.contains(raw),
            "raw control characters\n{}{}",
            ran.out,
            ran.err
        );
        ran
    }
}

impl Ran {
    #[track_caller]
    fn expect(self, code: i32) -> Self {
        assert_eq!(self.code, code, "stdout: {}\nstderr: {}", self.out, self.err);
        self
    }

    #[track_caller]
    fn says(self, code: i32, part: &str) -> Self {
        let ran = self.expect(code);
        assert!(ran.err.contains(part), "{part:?} in {:?}", ran.err);
        ran
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.out).expect("JSON")
    }

    fn json_lines(&self) -> Vec<Value> {
        self.out
            .lines()
            .map(|line| serde_json::from_str(line).expect("JSON"))
            .collect()
    }
}

fn seeds() -> &'static str {
    concat!(env!("CARGO_MANIFEST_DIR"), "/seeds")
}

/// The file names of what `list` finds, sorted.
fn listed(home: &Home, query: &[&str]) -> Vec<String> {
    let arguments: Vec<&str> = ["list", "--json"].iter().chain(query).copied().collect();
    let found = home.run(&arguments);
    let mut names: Vec<String> = found
        .json()
        .as_array()
        .expect("an array")
        .iter()
        .map(|row| name(&row["source"]))
        .collect();
    names.sort();
    names
}

fn name(source: &Value) -> String {
    let path = Path::new(source.as_str().expect("a string"));
    path.file_stem().expect("a name").to_str().expect("UTF-8").to_owned()
}

const ITP: &str = "itp-car-t-magdeburg-dresden";
const AML: &str = "aml-stem-cells-venetoclax";
const NOTE: &str = "# A case of lupus\n\nA 35-year-old woman with systemic lupus erythematosus received rituximab.\n";

#[test]
fn a_filter_finds_its_documents_by_any_name() {
    let home = Home::with_seeds();
    for name in ["itp", "immune thrombocytopenia", "Immunthrombozytopenie", "Werlhof"] {
        assert_eq!(listed(&home, &[&format!("disease:{name}")]), [ITP], "{name}");
    }
    assert_eq!(listed(&home, &["therapy:venetoclax"]), [AML]);
    let autoimmune = listed(&home, &["disease:autoimmune disease"]);
    let car_t = [
        "acquired-haemophilia-car-t-hannover",
        "antisynthetase-car-t-erlangen",
        "car-t-autoimmune-review",
        ITP,
    ];
    assert_eq!(autoimmune, car_t);
}

#[test]
fn a_query_may_exclude_and_options_may_stand_anywhere() {
    let home = Home::with_seeds();
    assert_eq!(listed(&home, &["-disease:autoimmune disease"]), [AML]);
    assert_eq!(listed(&home, &["NOT", "disease:autoimmune disease"]), [AML]);
    assert_eq!(listed(&home, &["venetoclax", "-disease:itp", "--sort", "title"]), [AML]);
    let library = home.path("data/casebook/library");
    let library = library.to_str().expect("UTF-8");
    for arguments in [
        ["--library", library, "list", "--limit=2"],
        ["list", "--limit=2", "--library", library],
    ] {
        assert_eq!(home.run(&arguments).expect(0).out.lines().count(), 2);
    }
    let titles = |more: &[&str]| {
        let ran = home
            .run(&[&["list", "--json", "--sort", "title"], more].concat())
            .expect(0);
        ran.json()
            .as_array()
            .expect("an array")
            .iter()
            .map(|row| row["title"].to_string())
            .collect::<Vec<_>>()
    };
    let turned: Vec<String> = titles(&["--reverse"]).into_iter().rev().collect();
    assert_eq!(titles(&[]), turned);
}

#[test]
fn errors_of_a_query_name_the_column_or_the_nearest_name() {
    let home = Home::with_seeds();
    home.run(&["list", "a", "desease:itp"])
        .says(2, "column 3")
        .says(2, "disease");
    home.run(&["list", "disease:vasculitsi"]).says(1, "vasculitis");
    home.run(&["list", "(itp"]).says(2, "column 1");
    let none = home.run(&["list", "zebrafishery"]).says(1, "no document");
    assert_eq!(none.out, "");
    assert_eq!(
        home.run(&["list", "zebrafishery", "--json"]).expect(1).json(),
        Value::Array(Vec::new())
    );
    home.run(&["list", "--sort", "colour"]).says(2, "colour");
}

#[test]
fn list_prints_tabs_into_a_pipe_and_heads_as_json() {
    let home = Home::with_seeds();
    let plain = home.run(&["list"]).expect(0);
    assert_eq!(plain.out.lines().count(), 5);
    assert!(
        plain
            .out
            .lines()
            .all(|line| line.split('\t').count() == 8 && !line.contains('…')),
        "{}",
        plain.out
    );
    let json = home.run(&["list", "disease:itp", "--json"]).expect(0);
    let keys = [
        "id",
        "source",
        "title",
        "language",
        "doc_type",
        "published",
        "diseases",
        "therapies",
    ];
    let at: Vec<_> = keys.iter().map(|key| json.out.find(&format!("\"{key}\":"))).collect();
    assert!(at.is_sorted() && at[0].is_some(), "{}", json.out);
    let row = &json.json()[0];
    assert_eq!(row["diseases"][0], "immune thrombocytopenia");
    assert_eq!(row["language"][0], "de");
    assert_eq!(row["doc_type"], "press release");
}

/// A document's object: its evidence is what stands at its offsets of the text.
fn check_record(record: &Value, text: &str) {
    assert_eq!(record["text_bytes"], text.len());
    let facts = record["facts"].as_array().expect("an array");
    assert!(!facts.is_empty());
    for fact in facts {
        let keys = [
            "kind",
            "value",
            "concept",
            "xrefs",
            "role",
            "assertion",
            "subject",
            "data",
            "evidence",
            "rule",
        ];
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
        check_record(
            &shown,
            &home.run(&["show", &shown["id"].to_string(), "--text"]).expect(0).out,
        );
        assert_eq!(
            shown["facts"], record["facts"],
            "the library keeps facts as they were found"
        );
        for key in ["source", "title", "language", "doc_type", "published"] {
            assert_eq!(shown[key], record[key], "{key} of {source}");
        }
        let row = home
            .run(&["list", "--json", &format!("source:{source}")])
            .expect(0)
            .json();
        assert_eq!(
            row[0]["published"], record["published"],
            "the list says the same of {source}"
        );
    }
    assert!(!home.run(&["facts", seeds(), "--json"]).out.contains("\"xrefs\":null"));
}

#[test]
fn facts_have_references_to_other_schemes_and_need_no_library() {
    let home = Home::new();
    let file = home.file("note.md", NOTE);
    let record = home.run(&["facts", &file, "--json"]).expect(0).json();
    let facts = record["facts"].as_array().expect("an array");
    let of = |kind: &str| {
        facts
            .iter()
            .find(|fact| fact["kind"] == kind)
            .unwrap_or_else(|| panic!("{kind} in {record}"))
    };
    let mesh = &of("disease")["xrefs"]["MESH"];
    assert!(mesh[0].as_str().is_some_and(|id| id.starts_with("MESH:")), "{mesh}");
    assert_eq!(of("disease")["role"], "primary");
    assert_eq!(
        of("patient_age")["data"],
        serde_json::json!({"op": "=", "n": 35, "unit": "a"})
    );
    let card = home.run(&["facts", &file]).expect(0).out;
    assert!(
        card.starts_with("A case of lupus\n") && card.contains("“A 35-year-old woman"),
        "{card}"
    );
    let two = home
        .run_with(&["facts", "-", &file, "--json"], NOTE.as_bytes())
        .expect(0)
        .json_lines();
    assert_eq!(two.len(), 2);
    assert_eq!(two[0]["facts"], two[1]["facts"]);
    assert!(
        two[0]["source"]
            .as_str()
            .is_some_and(|source| source.starts_with("stdin:"))
    );
    assert!(!home.path("data").exists());
}

#[test]
fn import_counts_what_became_of_each_document() {
    let home = Home::new();
    let file = home.file("papers/note.md", NOTE);
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
    assert_eq!(
        counts(home.run_with(&["import", "-", "--json"], NOTE.as_bytes())),
        [0, 0, 0, 1, 0]
    );
    home.file("papers/note.md", NOTE.replace("35", "36"));
    assert_eq!(
        counts(home.run(&["import", "papers/note.md", "--json"])),
        [0, 1, 0, 0, 0]
    );
    let plain = home.run(&["import", "papers"]).expect(0);
    assert!(
        plain.out.starts_with("0 added, 0 updated, 1 unchanged"),
        "{}",
        plain.out
    );
    assert_eq!(plain.err, "");
    for (version, age) in [("1", "35-year-old"), ("2", "36-year-old")] {
        assert!(
            home.run(&["show", "1", "--version", version, "--text"])
                .expect(0)
                .out
                .contains(age)
        );
        let record = home
            .run(&["show", "1", "--version", version, "--json"])
            .expect(0)
            .json();
        assert!(record["facts"].to_string().contains(age));
    }
    home.run(&["show", "1", "--version", "3"]).says(1, "newest is 2");
    let store = home.path("data/casebook/library/library.db");
    assert_eq!(
        fs::metadata(store).expect("a library").permissions().mode() & 0o777,
        0o600
    );
}

#[test]
fn what_cannot_be_read_is_named_and_the_rest_goes_on() {
    let home = Home::new();
    let good = home.file("good.md", NOTE);
    home.file("bad.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    home.file("nothing/of.xyz", "?");
    home.file("empty.md", "");
    home.run(&["import", "gone.md"])
        .says(66, "gone.md: there is no such file");
    home.run(&["import", "nothing"]).says(66, "nothing: nothing here");
    assert!(!home.path("data").exists(), "a library was made for nothing");
    home.run(&["import", "bad.png"]).says(65, "bad.png: ");
    let some = home
        .run(&["import", "gone.md", &good, "bad.png"])
        .says(1, "gone.md")
        .says(1, "bad.png");
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

#[test]
fn files_go_through_a_pipe_as_text() {
    let home = Home::new();
    let file = home.file("note.md", NOTE);
    let text = home.run(&["facts", &file, "--text"]).expect(0).out;
    assert!(text.contains("A case of lupus"));
    assert_eq!(home.run(&[&file]).expect(0).out, text);
    assert_eq!(home.run_with(&["-"], NOTE.as_bytes()).expect(0).out, text);
    assert_eq!(
        home.run_with(&[], NOTE.as_bytes()).expect(0).out,
        text,
        "a pipe is read without -"
    );
    home.run(&[]).says(2, "terminal");
    assert!(!home.path("data").exists(), "reading makes no library");
    home.file("list", "A file with the name of a subcommand.\n");
    assert!(home.run(&["./list"]).expect(0).out.contains("name of a subcommand"));
    home.run(&["lst"]).says(66, "no such file").says(66, "`casebook list`");
}

#[test]
fn documents_are_shown_and_removed_by_number_or_source() {
    let home = Home::new();
    let first = home.file("first.md", NOTE);
    home.file(
        "second.md",
        "# Another\n\nA text on venetoclax in acute myeloid leukemia.\n",
    );
    home.run(&["import", "first.md", "second.md"]).expect(0);
    let card = home.run(&["show", "1"]).expect(0).out;
    assert!(card.contains("lupus") && card.contains("not stated"), "{card}");
    assert_eq!(home.run(&["show", &first]).expect(0).out, card);
    assert_eq!(
        home.run(&["show", "first.md", "2", "--json"])
            .expect(0)
            .json_lines()
            .len(),
        2
    );
    home.run(&["show", "9"]).says(1, "no document 9");
    assert_eq!(home.run(&["show", "9", "1"]).says(1, "no document 9").out, card);
    let removed = home.run(&["remove", "1", "nobody", "--json"]).says(1, "nobody");
    assert_eq!(removed.json()["removed"], 1);
    home.run(&["show", "1"]).says(1, "no document 1");
    assert!(home.path("first.md").exists());
    assert_eq!(listed(&home, &[]), ["second"]);
}

#[test]
fn a_backup_is_a_library_and_replaces_nothing() {
    let home = Home::new();
    home.file("note.md", NOTE);
    home.run(&["import", "note.md"]).expect(0);
    home.run(&["backup", "copy.db"]).expect(0);
    home.run(&["backup", "copy.db"]).says(73, "copy.db");
    fs::create_dir(home.path("other")).expect("made");
    fs::rename(home.path("copy.db"), home.path("other/library.db")).expect("moved");
    let copy = home.run(&["list", "--library", "other"]).expect(0);
    assert_eq!(copy.out, home.run(&["list"]).expect(0).out);
    assert_eq!(home.run(&["refresh", "--json"]).expect(0).out, "{\"refreshed\":0}\n");
}

#[test]
fn a_library_that_is_none_is_left_as_it_is() {
    let home = Home::new();
    home.file("note.md", NOTE);
    for content in ["", "my diary, and certainly no database of documents"] {
        let store = home.file("theirs/library.db", content);
        for arguments in [
            &["list"][..],
            &["import", "note.md"],
            &["show", "1"],
            &["remove", "1"],
            &["refresh"],
        ] {
            home.run(&[&["--library", "theirs"], arguments].concat())
                .says(65, "theirs");
        }
        assert_eq!(fs::read_to_string(store).expect("readable"), content);
    }
    home.run(&["list", "--library", "nowhere"]).says(66, "nowhere");
    let named = home
        .command(&["list"])
        .env("CASEBOOK_LIBRARY", "elsewhere")
        .output()
        .expect("it starts");
    Ran::from(named).says(66, "elsewhere");
    let unset = home
        .command(&["list"])
        .env("CASEBOOK_LIBRARY", "")
        .output()
        .expect("it starts");
    Ran::from(unset).says(66, "data/casebook/library");
}

#[test]
fn a_folder_that_takes_no_files_is_named() {
    let home = Home::new();
    home.file("note.md", NOTE);
    home.file("file", "no folder");
    home.run(&["import", "--library", "file/library", "note.md"])
        .says(73, "file/library");
    let sealed = home.path("sealed");
    fs::create_dir(&sealed).expect("made");
    fs::set_permissions(&sealed, fs::Permissions::from_mode(0o500)).expect("set");
    if fs::write(sealed.join("probe"), "").is_ok() {
        println!("skipped: this user may write everywhere");
        return;
    }
    home.run(&["import", "--library", "sealed/library", "note.md"])
        .says(73, "sealed/library");
}

#[test]
fn names_with_control_characters_are_made_visible() {
    // `Ran` fails on any raw control character.
    let home = Home::new();
    let wild = "a\u{1b}[31mred\u{202e}\nb.md";
    home.file(wild, "\u{1b}]0;owned\u{7} lupus\n");
    for arguments in [
        &["import", wild][..],
        &["list"],
        &["list", "--json"],
        &["show", "1"],
        &["show", "1", "--json"],
    ] {
        let ran = home.run(arguments).expect(0);
        assert!(!ran.out.contains('\u{202e}') && !ran.err.contains('\u{202e}'));
    }
    let missing = format!("{wild}x");
    for arguments in [&["facts"][..], &["import"], &["list", "--nothing"], &["show"], &[]] {
        let ran = home.run(&[arguments, &[missing.as_str()]].concat());
        assert!(ran.code != 0 && !ran.err.contains('\u{202e}'), "{}", ran.err);
    }
    home.run(&["--\u{1b}[31m"]).says(2, "␛");
}

#[test]
fn a_closed_pipe_is_a_quiet_end_and_a_full_disk_is_not() {
    let home = Home::new();
    let long = home.file("long.md", "A line about nothing that goes on.\n\n".repeat(40_000));
    let mut child = home.command(&[&long]).spawn().expect("the program starts");
    let mut out = child.stdout.take().expect("a pipe");
    out.read_exact(&mut [0; 100]).expect("it prints");
    drop(out);
    let ran = Ran::from(child.wait_with_output().expect("it ends")).expect(0);
    assert_eq!(ran.err, "");
    if let Ok(full) = fs::OpenOptions::new().write(true).open("/dev/full") {
        let output = home.command(&["man"]).stdout(full).output().expect("it starts");
        Ran::from(output).says(74, "space");
    }
}

#[test]
fn help_manual_and_completions_name_every_subcommand() {
    let home = Home::new();
    let help = home.run(&["--help"]).expect(0).out;
    let manual = home.run(&["man"]).expect(0).out;
    let scripts = ["bash", "zsh", "fish"].map(|shell| home.run(&["completions", shell]).expect(0).out);
    for sub in [
        "import",
        "list",
        "show",
        "facts",
        "remove",
        "refresh",
        "backup",
        "completions",
        "man",
    ] {
        assert!(help.contains(&format!("\n  {sub} ")), "{sub} in {help}");
        assert!(
            manual.contains(&format!(".SH \"CASEBOOK {}\"", sub.to_uppercase())),
            "{sub} in the manual"
        );
        assert!(scripts.iter().all(|script| script.contains(sub)));
        let own = home.run(&[sub, "--help"]).expect(0).out;
        assert!(
            own.contains("Examples:\n  ") && own.contains(&format!("casebook {sub}")),
            "{own}"
        );
    }
    assert_eq!(
        home.run(&["--version"]).expect(0).out,
        concat!("casebook ", env!("CARGO_PKG_VERSION"), "\n")
    );
    home.run(&["completions", "teletype"]).says(2, "teletype");
}
