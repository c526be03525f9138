//! `casebook config`, options that stand over the settings, and reading line by line.

use super::{Home, NOTE};

#[test]
fn the_sample_is_printed_and_sound_and_mistakes_have_their_line() {
    let home = Home::new();
    let sample = home.run(&["config", "init"]).expect(0).out;
    assert!(sample.contains("# columns = 80") && sample.contains("# star = [\"*\"]"));
    let path = home.run(&["config", "path"]).expect(0).out;
    assert!(path.trim_end().ends_with("config/casebook/config.toml"), "{path}");
    home.run(&["config", "check"]).expect(0);
    home.file("config/casebook/config.toml", sample);
    home.run(&["config", "check"]).expect(0);
    home.file("config/casebook/config.toml", "[screen]\n\nthem = \"dark\"\n");
    home.run(&["config", "check"]).says(78, "config.toml:3: ").says(78, "did you mean \"theme\"?");
    home.run(&["config", "path"]).expect(0);
    let note = home.file("note.txt", NOTE);
    home.run(&["--plain", &note]).says(78, "config.toml:3: ");
    let other = home.file("other.toml", "[keys]\nstar = \"r\"\n");
    home.run(&["config", "check", "--config", &other]).says(78, "other.toml:2: r of star is taken by read");
    let many = home
        .file("many.toml", "[screen]\ntheme = \"drak\"\n[keys]\nsatr = \"S\"\nstar = \"<A-x>\"\nread = \"<Entr>\"\n");
    home.run(&["config", "check", "--config", &many])
        .says(78, "many.toml:2: there is no theme")
        .says(78, "many.toml:4: there is no command")
        .says(78, "many.toml:6: there is no key named <Entr>");
    let theme = home.file("theme.toml", "[screen]\ntheme = \"drak\"\n");
    home.run(&["config", "check", "--config", &theme]).says(78, "did you mean \"dark\"?");
}

#[test]
fn the_language_of_the_card_can_be_chosen() {
    let home = Home::new();
    let note = home.file("note.txt", NOTE);
    let german = home.run(&["facts", &note, "--lang", "de"]).expect(0).out;
    let english = home.run(&["facts", &note, "--lang", "en"]).expect(0).out;
    assert!(german.contains("keine Angabe"), "{german}");
    assert!(english.contains("not stated"), "{english}");
    home.run(&["facts", &note, "--lang", "fr"]).expect(2);
    home.file("config/casebook/config.toml", "[screen]\nlanguage = \"de\"\n");
    assert_eq!(home.run(&["facts", &note]).expect(0).out, german);
}

#[test]
fn plain_prints_text_and_facts_in_lines() {
    let home = Home::new();
    let note = home.file("note.txt", NOTE);
    let out = home.run(&["--plain", &note]).expect(0).out;
    let (text, facts) = (out.find("A case of lupus").expect("the text"), out.find("1. ").expect("the facts"));
    assert!(text < facts, "{out}");
    assert!(out.contains("Disease: ") && out.contains("not stated"), "{out}");
    assert!(!out.contains(['│', '\u{1b}']), "nothing is drawn");
}
