//! Where one is: the document and place kept while a filter is tried, the current item, the lines of input and what
//! they bring back.

use casebook::app::Event;
use casebook::command::Effect;
use casebook::library::{Query, Sort};

use crate::common::{Desk, SEEDED, Setup, library, read};

/// The last of the five documents, some way down, with a search in it.
fn reading_last() -> Desk {
    let mut desk = Desk::five(120, 30);
    desk.press("G<Enter>40%/CAR<Enter>");
    assert_eq!(desk.session().cursor, 4);
    assert!(desk.top() > 0);
    desk
}

#[test]
fn document_and_place_come_back_with_the_filter_that_lists_them() {
    for (goes, comes) in [
        ("&qqq", "<Esc>"),
        ("&disease:aml", "<Esc>"),
        ("&qqq<Enter>", "U"),
        ("&disease:aml<Enter>", "U"),
        ("&disease:aml<Enter>", "F"),
        ("DAML<Enter>", "U"),
        ("DAML<Enter>", "F"),
        ("&qqq<Enter>", "&<C-u><Enter>"),
    ] {
        let mut desk = reading_last();
        let before = (desk.title().to_owned(), desk.top(), desk.matches());
        desk.press(goes);
        assert_ne!(desk.title(), before.0, "{goes}");
        desk.press(comes);
        assert_eq!((desk.title().to_owned(), desk.top(), desk.matches()), before, "{goes}{comes}");
        assert_eq!((desk.session().cursor, desk.session().count()), (4, 5), "{goes}{comes}");
    }
}

#[test]
fn who_goes_elsewhere_under_a_filter_stays_there() {
    for goes in ["&disease:aml<Enter>hgg<Enter>", "&disease:aml<Enter>j"] {
        let mut desk = reading_last();
        desk.press(goes);
        let there = desk.title().to_owned();
        desk.press("F");
        assert_eq!(desk.title(), there, "{goes}");
        assert_eq!(desk.session().count(), 5);
    }
}

#[test]
fn a_library_opens_where_one_was() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("library.db"), &*SEEDED).expect("a copy");
    let open = || casebook::library::Library::open(folder.path()).expect("the copy opens");
    let mut desk = Setup::of(120, 30).on(open());
    assert_eq!(desk.session().cursor, 0, "nothing was read yet");
    desk.press("jj<Enter>40%");
    let there = (desk.title().to_owned(), desk.top(), desk.session().cursor);
    assert!(there.1 > 0);
    // As after the end of the process: nothing is said at the end.
    let desk = Setup::of(120, 30).on(open());
    assert_eq!((desk.title().to_owned(), desk.top(), desk.session().cursor), there);
    let mut library = open();
    let gone = library.ids(&Query::default(), Sort::default()).expect("a list").get(2).expect("a third");
    library.remove(gone).expect("removed");
    let desk = Setup::of(120, 30).on(library);
    assert_eq!(desk.session().cursor, 0, "it is there no more");
}

#[test]
fn keys_that_do_the_same_are_one_row_of_the_hint() {
    let mut desk = Desk::five(80, 12);
    desk.press("f");
    desk.update(Event::Pause);
    let rows = desk.rows().join("\n");
    assert_eq!(rows.matches("saved filter, by number").count(), 1, "{rows}");
    assert!(rows.contains("1 – 9") && rows.contains("filter by year") && !rows.contains('↓'), "{rows}");
}

#[test]
fn letters_on_links_say_where_they_lead() {
    let text = "# T\n\nSee [one](https://example.org/one) and [two](https://example.org/two), and [1].\n\n\
        ## References\n\n1. Able A, First report. J Test. 2019;1:1-2.\n2. B. J Test. 2020.\n3. C. J Test. 2020.\n\
        4. D. J Test. 2020.\n5. E. J Test. 2020.\n";
    let mut desk = Setup::of(120, 30).on(library(vec![("a.md".to_owned(), read("a.md", text))]));
    desk.press("<Enter>gl");
    let shown = desk.rows().join("\n");
    assert!(shown.contains("See aone and stwo, and [d1]."), "{shown}");
    let told = &desk.rows()[29];
    assert!(told.contains("a letter goes there") && told.contains("a https://example.org/one"), "{told}");
    desk.press("s");
    assert!(desk.message().contains("Enter opens https://example.org/two"), "{}", desk.message());
}

#[test]
fn nothing_new_is_said_and_filters_nothing() {
    let mut desk = Desk::five(120, 30);
    desk.press("gw");
    let news = desk.session().count();
    assert_eq!((news, desk.overlay()), (5, "picker"), "all five are new");
    let mut library = library(vec![("a.md".to_owned(), read("a.md", "# A\n\nText."))]);
    library.mark_seen().expect("a visit");
    let mut desk = Setup::of(120, 30).on(library);
    desk.press("gw");
    assert_eq!((desk.overlay(), desk.session().count(), desk.title()), ("none", 1, "A"));
    assert!(desk.message().contains("nothing new"), "{}", desk.message());
}

#[test]
fn the_fact_visited_is_copied_even_if_the_card_folds_it_away() {
    const TEXT: &str = "# CAR-T cells in lupus\n\nTwelve patients with systemic lupus erythematosus received CAR-T \
        cells. Lupus went into remission.\n\n## Background\n\nWe discuss asthma. In thrombocytopenia this is \
        unknown.\n";
    let mut desk = Setup::of(120, 30).on(library(vec![("a.md".to_owned(), read("a.md", TEXT))]));
    desk.press("<Enter>");
    for _ in 0..40 {
        desk.press("e");
        let Some((_, value)) = desk.message().split_once(": ") else { break };
        let (value, here) = (value.to_owned(), desk.here().to_owned());
        desk.effects.clear();
        desk.press("yf");
        let [Effect::Copy(text)] = &desk.effects[..] else { panic!("{:?}", desk.effects) };
        let (fact, quote) = text.split_once('\n').expect("two lines");
        assert!(fact.contains(&value), "{value} was visited: {text}");
        assert!(quote.contains(&here.replace('\n', " ")), "{here} was visited: {text}");
    }
    desk.press("G/thrombocytopenia<Enter>");
    desk.effects.clear();
    desk.press("yf");
    assert!(
        matches!(&desk.effects[..], [Effect::Copy(text)] if text.contains("hrombocytopenia")),
        "{:?}",
        desk.effects
    );
}

fn needles() -> Desk {
    let text = (0..60).map(|n| format!("Absatz {n} mit einer Nadel im Heu.")).collect::<Vec<_>>().join("\n\n");
    let mut desk = Setup::of(80, 24).on(library(vec![(
        "n.md".to_owned(),
        read("n.md", &format!("# N\n\n{text}\n\nEnde.\n\n{}", "Leer.\n\n".repeat(30))),
    )]));
    desk.press("<Enter>");
    desk
}

#[test]
fn the_search_goes_on_from_the_screen_where_the_match_was_left() {
    let mut desk = needles();
    desk.press("/Nadel<Enter>");
    assert_eq!(desk.matches(), Some((1, 60)));
    desk.press("50%n");
    let (at, _) = desk.matches().expect("a search");
    assert!(at > 20, "{at}: on from the screen");
    desk.press("n");
    assert_eq!(desk.matches(), Some((at + 1, 60)), "from match to match");
    desk.press("ggN");
    assert!(desk.message().contains("60/60 · search goes on from the end"), "{}", desk.message());
    desk.press("Gn");
    assert!(desk.message().contains("1/60 · search goes on from the beginning"), "{}", desk.message());
    desk.press("GN");
    assert_eq!(desk.matches(), Some((60, 60)), "the last one above the screen");
    desk.press("50%2n");
    assert_eq!(desk.matches(), Some((at + 1, 60)), "counted from the screen");
}

#[test]
fn a_first_match_beyond_the_end_is_told() {
    let mut desk = needles();
    desk.press("G/Absatz 2 <Enter>");
    assert!(desk.message().contains("1/1 · search goes on from the beginning"), "{}", desk.message());
    desk.press("gg/Absatz 2 <Enter>");
    assert_eq!(desk.message(), "");
    desk.press("/Kartoffel<Enter>n");
    assert_eq!(desk.message(), "not found: Kartoffel");
}

#[test]
fn the_command_line_completes_remembers_and_takes_what_commands_take() {
    let mut desk = Desk::five(120, 30);
    let typed = |desk: &Desk| match &desk.app.overlay {
        Some(casebook::ui::Overlay::Prompt(prompt)) => prompt.input.value().to_owned(),
        other => panic!("{other:?}"),
    };
    desk.press(":wi");
    assert!(desk.rows().iter().any(|row| row.contains("wider") && row.contains("wider column") && row.contains('+')));
    desk.press("<Tab>");
    assert_eq!(typed(&desk), "wider ");
    let before = desk.session().columns;
    desk.press("<Enter>");
    assert_eq!(desk.session().columns, before + 4);
    desk.press(":narr<Enter>");
    assert!(desk.session().columns < before + 4, "the likeliest is taken");
    desk.press(":<Up>");
    assert_eq!(typed(&desk), "narrower");
    desk.press("<C-p>");
    assert_eq!(typed(&desk), "wider");
    desk.press("<C-p><Down>");
    assert_eq!(typed(&desk), "narrower", "the oldest is the end");
    desk.press("<C-n>");
    assert_eq!(typed(&desk), "");
    desk.press("<Esc>:sort title<Enter>");
    assert_eq!(desk.session().sort.by, casebook::library::SortBy::Title);
    desk.press(":filter disease:itp<Enter>");
    assert_eq!((desk.session().count(), desk.overlay()), (1, "none"));
    desk.press(":clear-filter<Enter>:pick-disease AML<Enter>");
    assert_eq!((desk.session().count(), desk.overlay()), (1, "none"));
    desk.press("F<Enter>:search zell<Enter>");
    assert!(desk.matches().is_some_and(|(_, all)| all > 0));
    desk.press(":percent 50<Enter>");
    assert!(desk.top() > 0);
    desk.press(":zzz<Enter>");
    assert!(desk.message().contains("no such command"), "{}", desk.message());
    desk.press(":next-p<Down><Enter>");
    assert_eq!(desk.overlay(), "none", "the one gone to is run");
    desk.press(":q<Enter>:q<Enter>:q<Enter>");
    assert!(desk.ended(), "{:?} {}", desk.app.panes.focus, desk.message());
}

#[test]
fn the_filter_line_remembers() {
    let mut desk = Desk::five(120, 30);
    desk.press("&disease:itp<Enter>F&disease:aml<Enter>F&<Up>");
    assert!(desk.rows()[29].starts_with("&disease:aml"), "{}", desk.rows()[29]);
    assert_eq!(desk.session().count(), 1, "the list follows");
    desk.press("<Up>");
    assert!(desk.rows()[29].starts_with("&disease:itp"), "{}", desk.rows()[29]);
    desk.press("<Enter>");
    assert_eq!(desk.session().query.to_string(), "disease:itp");
}
