//! Notes, highlights and selections: keys pressed, what is kept, and what of it goes out.

use casebook::app::Event;
use casebook::command::Effect;
use casebook::library::Library;
use casebook::ui::Place;
use casebook::vocabulary::Vocabulary;

use crate::common::{Desk, Setup, library, read};

const TEXT: &str = "# Ein Fallbericht\n\nThe patient had lupus. Remission came in week four.\n\n\
                    Die Patientin war ohne Kortison beschwerdefrei. Das Fieber kam nicht wieder.\n";

fn one() -> Library {
    library(vec![("one.md".to_owned(), read("one.md", TEXT)), ("two.md".to_owned(), read("two.md", "# Other\n\nX y."))])
}

/// The document above in the reader.
fn reading() -> Desk {
    let mut desk = Setup::of(100, 24).on(one());
    for _ in 0..2 {
        if !desk.title().starts_with("Ein Fallbericht") {
            desk.press("j");
        }
    }
    desk.press("<Enter>");
    assert_eq!(desk.app.panes.focus, Place::Reader);
    desk
}

/// Quotes, colours and texts of the notes of the open document.
fn notes(desk: &Desk) -> Vec<(String, String, String)> {
    let open = desk.session().open.as_ref().expect("a document");
    let notes = open.notes.iter().map(|placed| &placed.note);
    notes
        .map(|note| {
            (note.quote.clone(), note.colour.clone().unwrap_or_default(), note.body.clone().unwrap_or_default())
        })
        .collect()
}

fn check(desk: &Desk, expected: &[(&str, &str, &str)], what: &str) {
    let found = notes(desk);
    let found: Vec<_> = found.iter().map(|(quote, colour, body)| (&**quote, &**colour, &**body)).collect();
    assert_eq!(found, expected, "{what}: {}", desk.message());
}

#[test]
fn a_note_is_made_changed_deleted_and_brought_back() {
    let mut desk = reading();
    desk.press("/remission<Enter>aprüfen<Enter>");
    check(&desk, &[("Remission", "", "prüfen")], "made");
    assert!(
        desk.rows().iter().any(|row| row.contains("│ n The patient had") || row.contains("│n The patient had")),
        "{:#?}",
        desk.rows()
    );
    desk.press("a!<Enter>");
    check(&desk, &[("Remission", "", "prüfen!")], "changed");
    desk.press("a<C-u><Enter>");
    check(&desk, &[], "an empty line deletes");
    desk.press("U");
    check(&desk, &[("Remission", "", "prüfen!")], "brought back");
    desk.press("U");
    check(&desk, &[("Remission", "", "prüfen")], "as it was first");
    desk.press("U");
    check(&desk, &[], "before it");
    desk.press("a<Enter>");
    check(&desk, &[], "nothing typed is no note");
    desk.press("awas<Esc>");
    check(&desk, &[], "Esc leaves no note");
    assert!(desk.message().starts_with("not noted yet"), "{}", desk.message());
    desk.press("a!<Enter>");
    check(&desk, &[("Remission", "", "was!")], "what was begun is there again");
    desk.press("a<Esc>");
    assert_eq!(desk.message(), "", "nothing was changed");
}

#[test]
fn the_note_that_was_gone_to_is_the_one_that_is_changed() {
    let mut desk = reading();
    desk.press("/lupus<Enter>vwwaouter<Enter>/lupus<Enter>vwhhhhainner<Enter>");
    assert_eq!(notes(&desk).len(), 2, "{:?}", notes(&desk));
    desk.press("gnouter<Enter>a!<Enter>");
    let bodies = |desk: &Desk| notes(desk).into_iter().map(|(.., body)| body).collect::<Vec<_>>();
    assert!(bodies(&desk).contains(&"outer!".to_owned()), "{:?}", bodies(&desk));
    desk.press("gninner<Enter>a!<Enter>");
    assert!(bodies(&desk).contains(&"inner!".to_owned()), "{:?}", bodies(&desk));
}

#[test]
fn a_note_half_written_is_kept_when_the_program_ends() {
    let mut desk = reading();
    desk.press("/fieber<Enter>ahalb").app.finish();
    desk.update(Event::Resize);
    check(&desk, &[("Fieber", "", "halb")], "the end of the program");
}

#[test]
fn without_a_current_item_the_sentence_at_the_top_is_noted() {
    let mut desk = reading();
    desk.press("aoben<Enter>");
    check(&desk, &[("Ein Fallbericht", "", "oben")], "top");
    desk.press(")aunten<Enter>");
    assert_eq!(notes(&desk).len(), 1, "the same place is the same note");
}

#[test]
fn a_selection_grows_by_letters_words_and_rows() {
    let selected = |keys: &str| {
        let mut desk = reading();
        desk.press("/lupus<Enter>v").press(keys);
        let open = desk.session().open.as_ref().expect("a document");
        let range = open.picked.expect("a selection").range();
        open.document.text[range].to_owned()
    };
    for (keys, expected) in [
        ("", "lupus"),
        ("h", "lupu"),
        ("l", "lupus."),
        ("2l", "lupus. "),
        ("w", "lupus. Remission"),
        ("2w", "lupus. Remission came"),
        ("wb", "lupus. "),
        ("b2b", "patient had "),
        ("ob", "had lupus"),
        ("jk", "lupus"),
    ] {
        assert_eq!(selected(keys), expected, "{keys}");
    }
    assert!(selected("j").contains("four.\n\nDie Patientin"), "{}", selected("j"));
    assert!(selected("99j").ends_with("wieder."));
    assert!(selected("99w").ends_with("wieder.") || selected("99w").ends_with("wieder"));
    assert!(!selected("99h99b99k").is_empty());
}

#[test]
fn a_selection_is_copied_noted_highlighted_searched_and_left() {
    let mut desk = reading();
    desk.press("/lupus<Enter>vwy");
    assert!(matches!(&desk.effects[..], [Effect::Copy(text)] if text == "lupus. Remission"), "{:?}", desk.effects);
    desk.press("vwawichtig<Enter>");
    check(&desk, &[("lupus. Remission", "", "wichtig")], "noted");
    desk.press("Uvcg");
    check(&desk, &[("lupus", "green", "")], "highlighted");
    assert!(desk.rows().iter().any(|row| row.contains("g The patient")), "{:#?}", desk.rows());
    desk.press("vcr");
    check(&desk, &[("lupus", "red", "")], "another colour");
    desk.press("vaund<Enter>");
    check(&desk, &[("lupus", "red", "und")], "a note on it");
    desk.press("va<C-u><Enter>");
    check(&desk, &[("lupus", "red", "")], "the highlight stays without its note");
    desk.press("vcx");
    check(&desk, &[], "taken away");
    desk.press("v2w#");
    let search = desk.session().search.as_ref().expect("a search");
    assert_eq!((search.pattern.typed.as_str(), search.matches.len()), ("lupus. Remission came", 1));
    desk.press("v<Esc>");
    assert!(desk.session().open.as_ref().is_some_and(|open| open.picked.is_none()));
    assert!(desk.session().search.is_some(), "Esc leaves the innermost state first");
}

#[test]
fn all_notes_and_marks_are_listed_and_gone_to() {
    let mut desk = reading();
    desk.press("/fieber<Enter>awichtig<Enter><Esc>mxJ");
    assert!(
        desk.title().starts_with("Other") || {
            desk.press("K");
            desk.title().starts_with("Other")
        }
    );
    desk.press("gn");
    let rows = desk.rows().join("\n");
    for part in ["wichtig", "“Fieber”", "Ein Fallbericht", "mark x"] {
        assert!(rows.contains(part), "{part}: {rows}");
    }
    desk.press("fieber<Enter>");
    assert!(desk.title().starts_with("Ein Fallbericht"), "{}", desk.title());
    let open = desk.session().open.as_ref().expect("a document");
    assert_eq!(open.here.clone().map(|here| &open.document.text[here]), Some("Fieber"));
    assert_eq!(desk.message(), "wichtig");
    desk.press("H");
    assert!(desk.title().starts_with("Other"), "back leads to where one was");
    desk.press("gn<C-x>");
    assert!(desk.message().contains("deleted"), "{}", desk.message());
    desk.press("Ugn");
    assert!(desk.rows().join("\n").contains("wichtig"));
}

#[test]
fn a_filter_finds_what_is_noted() {
    let mut desk = reading();
    desk.press("/fieber<Enter>awichtig<Enter>q");
    for (query, count) in
        [("has:note", 1), ("has:highlight", 0), ("note:wichtig", 1), ("note:fieber", 1), ("-has:note", 1)]
    {
        desk.press("F&").press(query).press("<Enter>");
        assert_eq!(desk.session().listed.len(), count, "{query}");
    }
}

#[test]
fn the_editor_is_asked_for_and_its_lines_are_kept() {
    let mut desk = reading();
    desk.press("/fieber<Enter>aeins<C-o>");
    assert!(matches!(&desk.effects[..], [Effect::Edit(text)] if text == "eins"), "{:?}", desk.effects);
    desk.update(Event::Edited("eins\nzwei\n".to_owned()));
    check(&desk, &[("Fieber", "", "eins\nzwei")], "saved there is noted");
    desk.press("a3<Enter>");
    check(&desk, &[("Fieber", "", "eins\nzwei3")], "the line keeps them");
    let mut desk = Setup { settings: "[screen]\nsecure = true\n", ..Setup::of(100, 24) }.on(one());
    desk.press("<Enter>aeins<C-o>");
    assert!(desk.effects.is_empty(), "{:?}", desk.effects);
    assert!(desk.rows().join("\n").contains("switched off: casebook"), "{:#?}", desk.rows());
}

#[test]
fn a_reference_is_copied_in_two_forms() {
    let record = "PMID- 4711\nTI  - A small study of nothing at all.\nFAU - Muster, Eva\nJT  - Journal of examples\n\
                  DP  - 2023 May\nVI  - 12\nPG  - 4-5\nAB  - Nothing happened.\n";
    let mut desk = Setup::of(100, 24).on(library(vec![("a.nbib".to_owned(), read("a.nbib", record))]));
    desk.press("yb<Enter>yc");
    let [Effect::Copy(bibtex), Effect::Copy(citation)] = &desk.effects[..] else { panic!("{:?}", desk.effects) };
    assert!(bibtex.starts_with("@article{muster2023small,"), "{bibtex}");
    assert_eq!(citation, "Muster E. A small study of nothing at all. Journal of Examples 2023;12:4–5.");
}

#[test]
fn a_document_is_written_in_the_chosen_form_and_never_over_a_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("x.json");
    let name = path.to_str().expect("a name");
    let mut desk = reading();
    desk.press("/fieber<Enter>awichtig<Enter>");
    desk.press("wnotes json<Enter>");
    let rows = desk.rows().join("\n");
    assert!(rows.contains("ein-fallbericht.notes.json"), "a name is offered: {rows}");
    desk.press("<C-u>").press(name).press("<Enter>");
    let written = std::fs::read_to_string(&path).expect("the file is there");
    assert!(written.contains("\"quote\": \"Fieber\"") && written.contains("casebook_notes"), "{written}");
    desk.press("wcsv<Enter><C-u>").press(name).press("<Enter>");
    assert!(desk.message().contains("is there already"), "{}", desk.message());
    assert_eq!(std::fs::read_to_string(&path).expect("still there"), written);
    let mut desk = Setup { settings: "[screen]\nsecure = true\n", ..Setup::of(100, 24) }.on(one());
    desk.press("w");
    assert!(desk.message().contains("--secure"), "nobody is asked for a name: {}", desk.message());
}

#[test]
fn marks_are_there_again_the_next_time() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut kept = Library::create_or_open(folder.path()).expect("a library");
    let long = (0..60).map(|n| format!("Line {n} of the report.\n\n")).collect::<Vec<_>>().concat();
    let documents = ["First", "Second"].map(|name| (format!("{name}.md"), read(name, &format!("# {name}\n\n{long}"))));
    kept.import_bundled(documents, &Vocabulary::bundled()).expect("taken in");
    let mut desk = Setup::of(100, 24).on(kept);
    desk.press("<Enter>7jmq9jmZ");
    let (title, top) = (desk.title().to_owned(), desk.top());
    drop(desk);

    let mut desk = Setup::of(100, 24).on(Library::open(folder.path()).expect("the library"));
    desk.press("<Enter>gg");
    if desk.title() == title {
        desk.press("J");
    }
    desk.press("'q");
    assert_eq!(desk.message(), "q: no such mark", "a small letter is of its document");
    desk.press("'Z");
    assert_eq!((desk.title(), desk.top()), (title.as_str(), top));
    desk.press("'q");
    assert!(desk.top() > 0 && desk.top() < top);
    desk.press("''");
    assert_eq!(desk.top(), top);
    desk.press("gnline<C-x>");
    assert!(desk.message().ends_with("mark taken away"), "{}", desk.message());
}

#[test]
fn a_copy_goes_to_the_display_and_else_to_the_terminal() {
    let mut desk = reading();
    desk.press("yy");
    assert_eq!(desk.message(), "sent to the terminal's clipboard: Ein Fallbericht");
    desk.app.session.display = true;
    desk.press("yy");
    assert_eq!(desk.message(), "copied to the clipboard: Ein Fallbericht");
    desk.update(Event::Uncopied("Ein Fallbericht".to_owned()));
    assert_eq!(desk.message(), "the display cannot be reached; sent to the terminal's clipboard");
    let [Effect::Copy(first), Effect::CopyLocally(second), Effect::Copy(third)] = &desk.effects[..] else {
        panic!("{:?}", desk.effects)
    };
    assert!([first, second, third].iter().all(|text| *text == "Ein Fallbericht"));
}
