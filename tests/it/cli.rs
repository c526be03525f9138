//! The command line from outside: the real binary with a home of its own, its streams and exit codes.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

mod damage;
mod exchange;
mod files;
mod index;
mod library;
mod settings;
mod streams;
mod views;

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
        command.args(arguments).current_dir(self.0.path()).env_clear().env("HOME", self.0.path()).env("TERM", "xterm");
        for (name, folder) in [("DATA", "data"), ("STATE", "state"), ("CONFIG", "config"), ("CACHE", "cache")] {
            command.env(format!("XDG_{name}_HOME"), self.path(folder));
        }
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        Ran::from(self.command(arguments).output().expect("the program starts"))
    }

    fn run_with(&self, arguments: &[&str], input: &[u8]) -> Ran {
        let mut child = self.command(arguments).stdin(Stdio::piped()).spawn().expect("the program starts");
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
        assert!(!ran.out.contains(raw) && !ran.err.contains(raw), "raw control characters\n{}{}", ran.out, ran.err);
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
        self.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
    }
}

fn seeds() -> &'static str {
    concat!(env!("CARGO_MANIFEST_DIR"), "/seeds")
}

/// The file names of what `list` finds, sorted.
fn listed(home: &Home, query: &[&str]) -> Vec<String> {
    let arguments: Vec<&str> = ["list", "--json"].iter().chain(query).copied().collect();
    let found = home.run(&arguments);
    let mut names: Vec<String> =
        found.json().as_array().expect("an array").iter().map(|row| name(&row["source"])).collect();
    names.sort();
    names
}

fn name(source: &Value) -> String {
    let path = Path::new(source.as_str().expect("a string"));
    path.file_stem().expect("a name").to_str().expect("UTF-8").to_owned()
}

const ITP: &str = "itp-car-t-magdeburg-dresden";
const AML: &str = "aml-stem-cells-venetoclax";
const NOTE: &str = "A case of lupus\n\nA 35-year-old woman with systemic lupus erythematosus received rituximab.\n";

#[test]
fn a_vocabulary_is_imported_shown_used_and_removed() {
    let home = Home::new();
    let list = home.file("sea.tsv", "id\tlabel\tsynonyms\nMESH:D900001\tsea fever\tmal de mer\n");
    let report = home.file("report.md", "# Sea fever at last\n\nThe patient has sea fever.\n");
    home.run(&["import", &report]).expect(0);
    home.run(&["vocabulary", "import", &list]).says(65, "--kind");
    home.run(&["vocabulary", "import", &list, "--kind", "disease"]).expect(0);
    let shown = home.run(&["vocabulary", "show", "Mal de Mer", "--json"]).expect(0).json();
    assert_eq!((&shown["id"], &shown["files"][0]), (&"MESH:D900001".into(), &"sea".into()));
    home.run(&["vocabulary", "add", "Seefieber", "--german", "--to", "sea fever"]).expect(0);
    home.run(&["vocabulary", "show", "Seefieber"]).expect(0);
    assert_eq!(home.run(&["vocabulary", "list"]).expect(0).out.lines().count(), 3);
    assert_eq!(home.run(&["refresh"]).expect(0).out, "1 refreshed\n");
    assert_eq!(listed(&home, &["disease:seefieber"]), ["report"]);
    home.run(&["vocabulary", "remove", "sea"]).expect(0);
    home.run(&["vocabulary", "remove", "sea"]).says(1, "no vocabulary sea");
}
