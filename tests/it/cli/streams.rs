//! Streams: pipes in and out, names with control characters, help and completions.

use std::fs;
use std::io::Read as _;

use super::{Home, NOTE, Ran};

#[test]
fn files_go_through_a_pipe_as_text() {
    let home = Home::new();
    let file = home.file("note.txt", NOTE);
    let text = home.run(&["facts", &file, "--text"]).expect(0).out;
    assert!(text.contains("A case of lupus"));
    assert_eq!(home.run(&[&file]).expect(0).out, text);
    assert_eq!(home.run_with(&["-", "note.txt"], b"No line end").expect(0).out, format!("No line end\n{text}"));
    assert_eq!(home.run_with(&["-"], NOTE.as_bytes()).expect(0).out, text);
    assert_eq!(home.run_with(&[], NOTE.as_bytes()).expect(0).out, text, "a pipe is read without -");
    home.run(&[]).says(2, "terminal");
    assert!(!home.path("data").exists(), "reading makes no library");
    home.file("list", "A file with the name of a subcommand.\n");
    assert!(home.run(&["./list"]).expect(0).out.contains("name of a subcommand"));
    home.run(&["lst"]).says(66, "no such file").says(66, "`casebook list`");
}

#[test]
fn names_with_control_characters_are_made_visible() {
    // `Ran` fails on any raw control character.
    let home = Home::new();
    let wild = "a\u{1b}[31mred\u{202e}\nb.md";
    home.file(wild, "\u{1b}]0;owned\u{7} lupus\n");
    for arguments in [&["import", wild][..], &["list"], &["list", "--json"], &["show", "1"], &["show", "1", "--json"]] {
        let ran = home.run(arguments).expect(0);
        assert!(!ran.out.contains('\u{202e}') && !ran.err.contains('\u{202e}'));
    }
    let missing = format!("{wild}x");
    for arguments in [&["facts"][..], &["import"], &["list", "--nothing"], &["show"], &[]] {
        let ran = home.run(&[arguments, &[missing.as_str()]].concat());
        assert!(ran.code != 0 && !ran.err.contains('\u{202e}'), "{}", ran.err);
    }
    home.run(&["--\u{1b}[31m\u{7}"]).expect(2);
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
    for sub in ["import", "list", "show", "facts", "remove", "refresh", "backup", "completions", "man"] {
        assert!(help.contains(&format!("\n  {sub} ")), "{sub} in {help}");
        assert!(manual.contains(&format!(".SH \"CASEBOOK {}\"", sub.to_uppercase())), "{sub} in the manual");
        assert!(scripts.iter().all(|script| script.contains(sub)));
        let own = home.run(&[sub, "--help"]).expect(0).out;
        assert!(own.contains("Examples:\n  ") && own.contains(&format!("casebook {sub}")), "{own}");
    }
    assert_eq!(home.run(&["--version"]).expect(0).out, concat!("casebook ", env!("CARGO_PKG_VERSION"), "\n"));
    home.run(&["completions", "teletype"]).says(2, "teletype");
}
