//! What each key does: keys pressed, and what can be seen of it.

use casebook::command::COMMANDS;
use casebook::command::Effect;
use casebook::ui::Place;

use crate::common::{Desk, parse};

const GERMAN_RELEASE: &str = "Autoimmunerkrankungen: Durchbruch bei der Therapie";
const AML: &str = "Warum Therapien an Leukämie-Stammzellen scheitern";

/// The five documents at three panes, the second one (a German release) in the reader and the keys with the text.
fn reading() -> Desk {
    let mut desk = Desk::five(120, 30);
    go_to(&mut desk, GERMAN_RELEASE);
    desk.press("<Enter>");
    assert_eq!(desk.app.panes.focus, Place::Reader);
    desk
}

/// Moves the list's cursor to the document of this title.
fn go_to(desk: &mut Desk, title: &str) {
    desk.press("gg");
    for _ in 0..5 {
        if desk.title().starts_with(title) {
            return;
        }
        desk.press("j");
    }
    panic!("{title} is not listed: {:?}", desk.titles());
}

/// Moves the cursor of the card, which has the keys, to a line.
fn to_line(desk: &mut Desk, line: usize) {
    desk.press("gg");
    for _ in 0..line {
        desk.press("j");
    }
}

fn check_list(keys: &str, cursor: usize) {
    let mut desk = Desk::five(120, 30);
    desk.press(keys);
    assert_eq!(desk.session().cursor, cursor, "{keys}: {}", desk.message());
    let listed = &desk.session().listed;
    let open = desk.session().open.as_ref().and_then(|open| open.id);
    assert_eq!(open, listed.get(cursor), "{keys}: the reader follows");
    assert_eq!(desk.app.panes.focus, Place::List, "{keys}");
}

#[test]
fn movement_in_the_list() {
    for (keys, cursor) in [
        ("", 0),
        ("j", 1),
        ("<Down>", 1),
        ("jjk", 1),
        ("<Up>", 0),
        ("3j", 3),
        ("12j", 4),
        ("G", 4),
        (">", 4),
        ("<End>", 4),
        ("Ggg", 0),
        ("G<", 0),
        ("G<Home>", 0),
        ("d", 4),
        ("<C-d>", 4),
        ("Gu", 0),
        ("G<C-u>", 0),
        ("<PgDn>", 4),
        ("G<PgUp>", 0),
        ("50%", 2),
        ("100%", 4),
        ("J", 1),
        ("3J", 3),
        ("9J", 4),
        ("GK", 3),
        ("G2K", 2),
    ] {
        check_list(keys, cursor);
    }
}

#[test]
fn movement_in_the_text() {
    // Rows of a screen of 30: head and status line take two.
    let page = 28_usize;
    let rows = |keys: &str| {
        let mut desk = reading();
        desk.press(keys);
        let layout = desk.app.panes.reader.layout;
        let open = desk.session().open.as_ref().expect("a document");
        (0..1000).find(|&by| layout.step(&open.document, 0, by) >= open.top).map_or(0, |by| by as usize)
    };
    let last = rows("G");
    assert!(last > 2 * page, "the document is longer than two screens");
    for (keys, row) in [
        ("", 0),
        ("j", 1),
        ("<Down><Down>", 2),
        ("12j", 12),
        ("12j5k", 7),
        ("3j<Up>", 2),
        ("k", 0),
        ("d", page / 2),
        ("<C-d>", page / 2),
        ("2d", page),
        ("du", 0),
        ("d<C-u>", 0),
        ("<Space>", page),
        ("<PgDn>", page),
        ("<Space>b", 0),
        ("<Space><PgUp>", 0),
        ("2<Space>", 2 * page),
        (">", last),
        ("<End>", last),
        ("999j", last),
        ("Ggg", 0),
        ("G<", 0),
        ("G<Home>", 0),
        ("100%", last),
        ("50%0%", 0),
        ("j''", 1),
        ("jG''", 1),
        ("jG''''", last),
        ("jGH", 1),
        ("jG<C-o>L", last),
        ("3jmaG'a", 3),
        ("3jmaG'a''", last),
    ] {
        assert_eq!(rows(keys), row, "{keys}");
    }
}

#[test]
fn sections_and_facts_are_stepped_through() {
    for (keys, expected) in [
        (")", "Autoimmunerkrankungen: Durchbruch"),
        ("))", "Ein Heilversuch als letzte"),
        ("3)", "CAR-T-Zellen mit klarem Ziel"),
        ("3)(", "Ein Heilversuch als letzte"),
        ("cklarem<Enter>", "CAR-T-Zellen mit klarem Ziel"),
    ] {
        let mut desk = reading();
        desk.press(keys);
        assert!(desk.here().starts_with(expected), "{keys}: {}", desk.here());
        assert!(desk.top_line().starts_with(expected), "{keys}: {}", desk.top_line());
    }
    let mut desk = reading();
    desk.press("e");
    let first = desk.here().to_owned();
    desk.press("e");
    assert_ne!(desk.here(), first);
    assert!(!desk.message().is_empty(), "the fact is named");
    desk.press("E");
    assert_eq!(desk.here(), first);
    // The card follows, so that Enter on it is about the same fact.
    desk.press("3e");
    let open = desk.session().open.as_ref().expect("a document");
    let here = open.here.clone().expect("a current item");
    let fact = open.fact().expect("a fact under the card's cursor");
    let facts = open.facts.as_ref().expect("facts");
    assert!(facts[fact].evidence.iter().any(|evidence| evidence.surface == here));
    desk.press("<Enter>");
    assert_eq!(desk.overlay(), "picker", "the facts here");
    desk.press("<Enter>");
    assert_eq!(desk.app.panes.focus, Place::Facts);
}

#[test]
fn focus_goes_around_the_panes() {
    for (keys, focus) in [
        ("", Place::List),
        ("<Tab>", Place::Reader),
        ("l", Place::Reader),
        ("<Right>l", Place::Facts),
        ("<Tab><Tab><Tab>", Place::List),
        ("<S-Tab>", Place::Facts),
        ("h", Place::Facts),
        ("<Left>h", Place::Reader),
        ("<Enter>", Place::Reader),
        ("<Enter>q", Place::List),
        ("hq", Place::Reader),
        ("hqq", Place::List),
        ("z", Place::Reader),
        ("h<Enter>", Place::Reader),
        ("h<Space>", Place::Facts),
    ] {
        for width in [120, 80, 40] {
            let mut desk = Desk::five(width, 30);
            desk.press(keys);
            assert_eq!(desk.app.panes.focus, focus, "{keys} at {width} columns");
            assert!(!desk.ended(), "{keys}");
        }
    }
    for keys in ["q", "hqqq", "<Enter>qq", "Q", "<C-c>", "D<C-c>", "<Enter>/x<C-c>", "<Enter>Q"] {
        assert!(Desk::five(120, 30).press(keys).ended(), "{keys} ends");
    }
}

fn check_filter(keys: &str, expected: &[&str]) {
    let mut desk = Desk::five(120, 30);
    desk.press(keys);
    let mut titles = desk.titles();
    titles.sort();
    let mut expected: Vec<&str> = expected.to_vec();
    expected.sort_unstable();
    assert_eq!(titles.len(), expected.len(), "{keys}: {titles:?} ({})", desk.message());
    for (title, begin) in titles.iter().zip(expected) {
        assert!(title.starts_with(begin), "{keys}: {title} for {begin}");
    }
    assert_eq!(desk.overlay(), "none", "{keys}");
    assert!(desk.rows()[0].contains("F clears"), "{keys}: {}", desk.rows()[0]);
}

#[test]
fn diseases_and_therapies_filter_by_any_of_their_names() {
    for typed in ["ITP", "itp", "immune thrombocytopenia", "Immunthrombozytopenie", "Werlhof", "Morbus Werlhof"] {
        check_filter(&format!("D{typed}<Enter>"), &[GERMAN_RELEASE]);
    }
    for typed in ["autoimmune disease", "Autoimmunerkrankung"] {
        check_filter(
            &format!("D{typed}<Enter>"),
            &[
                GERMAN_RELEASE,
                "CAR-T-Zellen zur Therapie von Autoimmunerkrankungen",
                "Hemophilia A cured in Hanover",
                "New hope against autoimmune diseases",
            ],
        );
    }
    check_filter("Tvenetoclax<Enter>", &[AML]);
    check_filter("T<Esc>DAML<Enter>", &[AML]);
    check_filter("&disease:itp<Enter>", &[GERMAN_RELEASE]);
    check_filter("DITP<Tab><Enter>", &[GERMAN_RELEASE]);
}

#[test]
fn other_facets_filter_too() {
    for (keys, begins) in [
        ("fy2026<Enter>", AML),
        ("fgpress<Enter>", ""),
        ("fiMagdeburg<Enter>", GERMAN_RELEASE),
        ("ftBCL-2<Enter>", AML),
        ("ffdisease<Enter>ITP<Enter>", GERMAN_RELEASE),
    ] {
        let mut desk = Desk::five(120, 30);
        desk.press(keys);
        let titles = desk.titles();
        assert_eq!(desk.overlay(), "none", "{keys}");
        assert!(!titles.is_empty() && titles.len() < 5, "{keys}: {titles:?} {}", desk.message());
        assert!(titles.iter().any(|title| title.starts_with(begins)), "{keys}: {titles:?}");
    }
}

#[test]
fn ticks_are_kept_excluded_and_lifted() {
    let mut desk = Desk::five(120, 30);
    desk.press("Dautoimmune disease<C-x><Enter>");
    assert_eq!(desk.titles().len(), 1, "all but the autoimmune ones");
    assert!(desk.titles()[0].starts_with(AML), "{:?}", desk.titles());
    // What is in force is ticked on top; the tick taken away, the filter is lifted.
    desk.press("D");
    let first = desk.rows().into_iter().find(|row| row.contains('−'));
    assert!(first.is_some_and(|row| row.contains("autoimmune disease")));
    desk.press("<C-x><C-p><Esc>");
    assert_eq!(desk.titles().len(), 1, "Esc changes nothing");
    // Two values are an or.
    desk.press("FDITP<Tab><C-u>AML<Tab><Enter>");
    assert_eq!(desk.titles().len(), 2, "{:?}", desk.titles());
}

#[test]
fn the_order_of_the_list_is_chosen() {
    let mut desk = Desk::five(120, 30);
    desk.press("stitle<Enter>");
    let titles = desk.titles();
    let mut sorted = titles.clone();
    sorted.sort_by_key(|title| title.to_lowercase());
    assert_eq!(titles, sorted);
    desk.press("s<Enter>");
    sorted.reverse();
    assert_eq!(desk.titles(), sorted, "again: reversed");
}

#[test]
fn the_current_fact_is_searched_for() {
    let mut desk = reading();
    desk.press("e#");
    let (_, all) = desk.matches().expect("a search");
    assert!(all > 0);
    assert!(desk.rows()[29].contains(&format!("/{}", desk.here())), "{}", desk.rows()[29]);
}

#[test]
fn a_choice_made_before_the_counts_come_is_kept() {
    let mut desk = Desk::five(120, 30);
    desk.hold().press("DITP<Enter>");
    assert_eq!(desk.overlay(), "picker", "it waits");
    desk.let_go();
    assert_eq!(desk.overlay(), "none");
    assert_eq!(desk.session().listed.len(), 1);
    assert!(desk.title().starts_with(GERMAN_RELEASE), "{}", desk.title());
}

#[test]
fn keys_typed_after_such_a_choice_wait_for_it() {
    let mut desk = Desk::five(120, 30);
    desk.hold().press("DITP<Enter>l3j").let_go();
    assert_eq!(desk.session().listed.len(), 1);
    assert_eq!(desk.app.panes.focus, Place::Reader);
    // Esc leaves without having filtered, and forgets them.
    let mut desk = Desk::five(120, 30);
    desk.hold().press("DITP<Enter>Q<Esc>").let_go();
    assert_eq!((desk.overlay(), desk.session().listed.len()), ("none", 5));
    assert!(!desk.ended());
}

#[test]
fn keys_typed_before_the_filtered_list_comes_act_on_it() {
    let read = |desk: &Desk| {
        let heads = desk.session().listed.iter().filter_map(|id| desk.session().head(id));
        heads.filter(|head| head.read).map(|head| head.title.clone()).collect::<Vec<_>>()
    };
    let mut desk = Desk::five(120, 30);
    desk.press("DITP").hold().press("<Enter><Enter>").let_go();
    assert_eq!(desk.app.panes.focus, Place::Reader);
    desk.press("F");
    assert_eq!(read(&desk), [GERMAN_RELEASE], "only what was opened is read");
}

#[test]
fn a_filter_governs_the_next_document_and_is_taken_back() {
    let mut desk = Desk::five(120, 30);
    desk.press("Dautoimmune disease<Enter>");
    assert_eq!(desk.session().listed.len(), 4);
    let mut seen = vec![desk.title().to_owned()];
    for _ in 0..3 {
        desk.press("J");
        seen.push(desk.title().to_owned());
    }
    assert!(seen.iter().all(|title| !title.starts_with(AML)), "{seen:?}");
    seen.dedup();
    assert_eq!(seen.len(), 4, "{seen:?}");
    desk.press("J");
    assert_eq!(desk.message(), "this is the last document");
    desk.press("4K");
    assert_eq!(desk.session().cursor, 0);
    desk.press("K");
    assert_eq!(desk.message(), "this is the first document");
    // Esc never lifts a filter.
    desk.press("<Esc><Esc>");
    assert_eq!(desk.session().listed.len(), 4);
    desk.press("F");
    assert_eq!(desk.session().listed.len(), 5);
    desk.press("U");
    assert_eq!(desk.session().listed.len(), 4);
    assert_eq!(desk.message(), "filter as before");
    desk.press("U");
    assert_eq!(desk.session().listed.len(), 5);
    desk.press("U");
    assert_eq!(desk.message(), "nothing to take back");
}

#[test]
fn a_filter_line_previews_and_escape_restores() {
    let mut desk = Desk::five(120, 30);
    desk.press("&venetoclax");
    assert_eq!(desk.session().listed.len(), 1, "{:?}", desk.titles());
    desk.press("<Esc>");
    assert_eq!(desk.session().listed.len(), 5);
    desk.press("&venetoclax<Enter>F");
    assert_eq!(desk.session().listed.len(), 5);
    desk.press("U");
    assert_eq!(desk.session().listed.len(), 1);
}

#[test]
fn a_value_of_the_card_filters() {
    let mut desk = reading();
    desk.press("l");
    assert_eq!(desk.app.panes.focus, Place::Facts);
    let at = desk.session().open.as_ref().expect("a document");
    let disease =
        at.facts().iter().position(|fact| fact.value == "immune thrombocytopenia").expect("the disease of the case");
    let line = at
        .lines
        .iter()
        .position(|line| matches!(line, casebook::facts::card::Line::Fact { index, .. } if *index == disease))
        .expect("it is on the card");
    to_line(&mut desk, line);
    desk.press("x");
    assert_eq!(desk.session().listed.len(), 1, "{}", desk.message());
    desk.press("U");
    assert_eq!(desk.session().listed.len(), 5);
}

#[test]
fn a_search_counts_wraps_and_returns() {
    let mut desk = reading();
    desk.press("5j");
    let began = desk.top();
    desk.press("/patient");
    let (_, all) = desk.matches().expect("a search");
    assert!(all > 3, "{all}");
    desk.press("<Esc>");
    assert_eq!(desk.top(), began, "Esc returns");
    assert_eq!(desk.matches(), None);
    desk.press("gg/patient<Enter>");
    assert_eq!(desk.matches(), Some((1, all)));
    assert!(desk.rows()[29].contains(&format!("/patient 1/{all}")), "{}", desk.rows()[29]);
    desk.press("n");
    assert_eq!(desk.matches(), Some((2, all)));
    desk.press("NN");
    assert_eq!(desk.matches(), Some((all, all)));
    assert_eq!(desk.message(), format!("{all}/{all} · search goes on from the end"));
    desk.press("n");
    assert_eq!(desk.matches(), Some((1, all)));
    assert_eq!(desk.message(), format!("1/{all} · search goes on from the beginning"));
    desk.press("2n");
    assert_eq!(desk.matches(), Some((3, all)));
    assert_eq!(desk.here().to_lowercase(), "patient");
    desk.press("<Esc>");
    assert_eq!(desk.matches(), None);
    desk.press("n");
    assert!(desk.matches().is_some(), "n searches again for what was searched last");
}

#[test]
fn a_search_folds_and_says_when_there_is_nothing() {
    for (typed, hit) in [
        ("car t zell", "CAR-T-Zell"),
        ("universitatsklinik", "Universitätsklinik"),
        ("GROSSES", "großes"),
        ("universitaetsmedizin", "Universitätsmedizin"),
    ] {
        let mut desk = reading();
        desk.press(&format!("/{typed}<Enter>"));
        assert_eq!(desk.here(), hit, "{typed}");
    }
    let mut desk = reading();
    desk.press("3j");
    let began = desk.top();
    desk.press("/Kartoffel<Enter>");
    assert_eq!(desk.message(), "not found: Kartoffel");
    assert_eq!(desk.top(), began);
}

#[test]
fn backspace_in_an_empty_line_leaves_it() {
    let mut desk = reading();
    desk.press("/ab<BS><BS>");
    assert_eq!(desk.overlay(), "prompt");
    desk.press("<BS>");
    assert_eq!(desk.overlay(), "none");
}

#[test]
fn the_list_is_searched_by_title() {
    let mut desk = Desk::five(120, 30);
    desk.press("/Hannover");
    let by_place = desk.session().cursor;
    desk.press("<Esc>");
    assert_eq!(desk.session().cursor, 0, "Esc returns (was at {by_place})");
    desk.press("/stammzellen<Enter>");
    assert!(desk.title().starts_with(AML), "{}", desk.title());
    let at = desk.session().cursor;
    desk.press("n");
    assert_eq!(desk.session().cursor, at, "the only one");
    desk.press("/Kartoffel");
    assert_eq!(desk.message(), "not in the list: Kartoffel");
}

#[test]
fn evidence_is_a_door_and_back() {
    let mut desk = reading();
    desk.press("3j");
    let began = desk.top();
    desk.press("lG");
    let open = desk.session().open.as_ref().expect("a document");
    assert!(open.lit.is_none());
    desk.press("gg<Enter>");
    assert_eq!(desk.app.panes.focus, Place::Reader);
    assert!(desk.message().starts_with("evidence 1/"), "{}", desk.message());
    let open = desk.session().open.as_ref().expect("a document");
    let lit = open.lit.clone().expect("a lit sentence");
    assert!(lit.quote.start <= lit.surface.start && lit.surface.end <= lit.quote.end);
    desk.press("''");
    assert_eq!(desk.top(), began);
    desk.press("''");
    assert_ne!(desk.session().open.as_ref().map(|open| open.id), None);
}

#[test]
fn all_evidence_of_a_fact_is_stepped_through() {
    let mut desk = reading();
    desk.press("lgg");
    let open = desk.session().open.as_ref().expect("a document");
    let several = open
        .lines
        .iter()
        .position(|line| match line {
            casebook::facts::card::Line::Fact { index, .. } => open.facts()[*index].evidence.len() > 2,
            _ => false,
        })
        .expect("a fact that is stated more than twice");
    to_line(&mut desk, several);
    desk.press("<Space>");
    assert!(desk.message().starts_with("evidence 1/"), "{}", desk.message());
    assert_eq!(desk.app.panes.focus, Place::Facts, "peeking stays");
    let first = desk.here().to_owned();
    desk.press("n");
    assert!(desk.message().starts_with("evidence 2/"), "{}", desk.message());
    desk.press("NN");
    assert!(!desk.message().starts_with("evidence 1/"), "around: {}", desk.message());
    desk.press("n");
    assert!(desk.message().starts_with("evidence 1/"), "{}", desk.message());
    assert_eq!(desk.here(), first);
}

#[test]
fn an_unbound_key_names_what_is_near() {
    for (keys, expected) in [
        ("S", "no such key here; near it: s order of the list"),
        ("c", "no such key here; near it in the text: c contents"),
        ("ä", "no such key here; near it: ' ' to the place left last"),
        ("€", "no such key here; near it: ? help"),
        ("gx", "no such key here"),
    ] {
        let mut desk = Desk::five(120, 30);
        desk.press(keys);
        assert!(desk.message().starts_with(expected), "{keys}: {}", desk.message());
        // Nothing hangs: the next key is heard.
        desk.press("j");
        assert_eq!(desk.session().cursor, 1, "{keys}");
        assert_eq!(desk.message(), "", "{keys}");
    }
}

#[test]
fn marking_moves_nothing() {
    let mut desk = Desk::five(120, 30);
    desk.press("&is:unread<Enter>");
    assert_eq!(desk.session().listed.len(), 5);
    desk.press("jj");
    let (cursor, title, titles) = (desk.session().cursor, desk.title().to_owned(), desk.titles());
    for keys in ["r", "*", "<Enter>", "q", "U", "U"] {
        desk.press(keys);
        assert_eq!((desk.session().cursor, desk.title()), (cursor, title.as_str()), "{keys}");
        assert_eq!(desk.titles(), titles, "{keys}");
    }
    // Reading marks, following does not.
    let read = |desk: &Desk| {
        let heads = desk.session().listed.iter().map(|id| desk.session().head(id));
        heads.filter(|head| head.is_some_and(|head| head.read)).count()
    };
    let mut desk = Desk::five(120, 30);
    desk.press("jjkG");
    assert_eq!(read(&desk), 0);
    desk.press("<Enter>");
    assert_eq!(read(&desk), 1);
    desk.press("r");
    assert_eq!(read(&desk), 0);
    desk.press("U");
    assert_eq!(read(&desk), 1);
    desk.press("*");
    assert!(desk.rows().iter().any(|row| row.contains('★')));
    desk.press("U");
    assert!(desk.rows().iter().all(|row| !row.contains('★')));
}

#[test]
fn the_place_is_kept() {
    let mut desk = reading();
    desk.press("25j");
    let (top, line) = (desk.top(), desk.top_line().to_owned());
    for width in [60, 200, 45, 120] {
        desk.resize(width, 30);
        let first = desk.rows()[1].trim().to_owned();
        assert!(!first.is_empty() || line.is_empty(), "at {width} columns");
        assert_eq!(desk.top_line(), line, "at {width} columns");
    }
    assert_eq!(desk.top(), top);
    desk.resize(120, 5).resize(10, 2).resize(0, 0).resize(120, 30);
    assert_eq!(desk.top(), top, "too small and back");
    desk.press("J");
    assert_ne!(desk.title(), GERMAN_RELEASE);
    desk.press("K");
    assert_eq!(desk.title(), GERMAN_RELEASE);
    assert_eq!(desk.top(), top, "back in the document");
}

#[test]
fn the_column_is_set() {
    let mut desk = reading();
    let before = desk.session().columns;
    desk.press("+");
    assert!(desk.session().columns > before);
    desk.press("99+99-");
    desk.press("-");
    assert!(desk.session().columns <= before);
    assert!(desk.message().ends_with("columns"), "{}", desk.message());
}

#[test]
fn copies_and_links_leave_as_effects() {
    for (keys, expected) in [("yy", GERMAN_RELEASE), ("yq", GERMAN_RELEASE), ("lggyf", "“")] {
        let mut desk = reading();
        desk.press(keys);
        let copied = desk.effects.iter().find_map(|effect| match effect {
            Effect::Copy(text) => Some(text.as_str()),
            _ => None,
        });
        assert!(copied.is_some_and(|text| text.contains(expected)), "{keys}: {copied:?}");
    }
    let mut desk = reading();
    desk.press("o");
    assert!(desk.message().contains("http"), "the target is shown first: {}", desk.message());
    assert!(!desk.effects.iter().any(|effect| matches!(effect, Effect::Open(_))));
    desk.press("o");
    let opened = desk.effects.iter().find_map(|effect| match effect {
        Effect::Open(target) => Some(target.as_str()),
        _ => None,
    });
    assert!(opened.is_some_and(|target| target.starts_with("http")), "{opened:?}");
}

#[test]
fn a_key_that_closes_the_welcome_does_its_work() {
    let desk = |keys: &str| {
        let mut desk = crate::common::Setup { welcome: true, ..crate::common::Setup::of(120, 40) }.on_five();
        assert_eq!(desk.overlay(), "notice");
        desk.press(keys);
        desk
    };
    assert_eq!(desk("j").session().cursor, 1);
    assert_eq!(desk("D").overlay(), "picker");
    assert_eq!(desk("<Enter>").app.panes.focus, Place::Reader);
    let left = desk("<Esc>");
    assert_eq!((left.overlay(), left.session().cursor), ("none", 0));
}

#[test]
fn the_document_of_the_same_study_is_one_key_away_and_back() {
    const REVIEW: &str = "CAR-T-Zellen zur Therapie";
    let mut desk = reading();
    // A filter that leaves the review out, which cites the paper of the release, does not keep it away.
    desk.press("DITP<Enter>5j");
    let at = desk.top();
    desk.press("ga");
    assert!(desk.title().starts_with(REVIEW), "{}", desk.title());
    assert!(desk.message().contains("cited by: title"), "what has matched is said: {}", desk.message());
    desk.press("H");
    assert_eq!((desk.title().starts_with(GERMAN_RELEASE), desk.top()), (true, at));
    let mut desk = Desk::five(120, 30);
    go_to(&mut desk, "Hemophilia A cured");
    for keys in ["ga", "gc"] {
        desk.press(keys);
        assert!(desk.message().contains("no other document"), "{}", desk.message());
    }
}

#[test]
fn of_several_documents_of_the_same_study_one_is_picked() {
    let document = |name: &str, text: &str| (name.to_owned(), crate::common::read(name, text));
    let library = crate::common::library(vec![
        document("a.md", "# First report on the cells\n\nThe results.\n\nDOI: 10.1000/cells.1\n"),
        document("b.md", "# Second report on the cells\n\nThe story.\n\nDOI: 10.1000/cells.1\n"),
        document("c.md", "# Third report on the cells\n\nThe rest.\n\nDOI: 10.1000/cells.1\n"),
    ]);
    let mut desk = crate::common::Setup::of(120, 30).on(library);
    go_to(&mut desk, "First");
    desk.press("ga");
    assert_eq!(desk.overlay(), "picker");
    assert!(desk.picture().contains("same study: DOI 10.1000/cells.1"), "{}", desk.picture());
    desk.press("third<Enter>");
    assert_eq!(desk.title(), "Third report on the cells");
    desk.press("gc");
    assert_eq!((desk.overlay(), row_of(&desk).len()), ("table", 4), "all three side by side");
    desk.press("<Esc>");
    // Their lines on the card are doors too.
    desk.press("lG<Enter>");
    assert!(desk.title().starts_with("Second"), "{}", desk.title());
}

/// The cells of the row under the cursor of the open table, as they are shown.
fn row_of(desk: &Desk) -> Vec<String> {
    use casebook::ui::grid::Cell;
    let Some(casebook::ui::Overlay::Grid(grid)) = &desk.app.overlay else { panic!("a table is open") };
    let shown = |cell: &Cell| match cell {
        Cell::Text(text, _) => text.clone(),
        Cell::Count(count) | Cell::Bar(count, _) => count.to_string(),
    };
    grid.rows[grid.cursor.0].iter().map(shown).collect()
}

#[test]
fn a_cell_of_the_matrix_lists_what_it_counts() {
    for (moves, filters) in [("", 0), ("j", 1), ("ll", 1), ("jll", 2), ("jjllll", 2), ("jl", 1)] {
        let mut desk = Desk::five(120, 30);
        desk.press("gm").press(moves);
        let Some(casebook::ui::Overlay::Grid(grid)) = &desk.app.overlay else { panic!("a table is open") };
        let column = grid.cursor.1.max(1);
        let counted = row_of(&desk)[column].clone();
        desk.press("<Enter>");
        assert_eq!(desk.overlay(), if counted == "0" { "table" } else { "none" }, "{moves}");
        if counted == "0" {
            assert!(desk.message().contains("no document has both"), "{}", desk.message());
            continue;
        }
        assert_eq!(desk.session().listed.len().to_string(), counted, "{moves}: {}", desk.session().query);
        assert_eq!(desk.session().query.parts().len(), filters, "{moves}: {}", desk.session().query);
        desk.press("U");
        assert_eq!(desk.session().listed.len(), 5);
    }
    // The filter in force bounds what is counted, and is kept.
    let mut desk = Desk::five(120, 30);
    desk.press("&lang:en<Enter>gm");
    let counted = row_of(&desk)[1].clone();
    assert_eq!(counted, desk.session().listed.len().to_string());
    desk.press("jll<Enter>");
    assert_eq!(desk.session().query.parts().len(), 3, "{}", desk.session().query);
}

#[test]
fn a_year_is_filtered_by() {
    let mut desk = Desk::five(120, 30);
    desk.press("gt");
    let row = row_of(&desk);
    assert_eq!((row[0].as_str(), row[1].as_str()), ("2026", "1"), "the newest year comes first");
    desk.press("<Enter>");
    assert_eq!((desk.session().query.to_string().as_str(), desk.session().listed.len()), ("year:2026", 1));
    desk.press("FgtG");
    let undated: usize = row_of(&desk)[1].parse().expect("a number");
    desk.press("<Enter>");
    assert_eq!(desk.session().listed.len(), undated, "{}", desk.session().query);
}

#[test]
fn a_cell_of_a_patient_opens_its_evidence_and_the_table_is_found_again() {
    let mut desk = Desk::five(120, 30);
    desk.press("gp");
    for _ in 0..20 {
        if row_of(&desk)[0].starts_with(GERMAN_RELEASE) {
            break;
        }
        desk.press("j");
    }
    assert_eq!(row_of(&desk)[3], "35 years");
    desk.press("lll<Enter>");
    assert_eq!((desk.overlay(), desk.app.panes.focus), ("none", Place::Reader));
    assert!(desk.title().starts_with(GERMAN_RELEASE), "{}", desk.title());
    assert!(desk.here().starts_with("35"), "{}", desk.here());
    desk.press("gp");
    assert_eq!(row_of(&desk)[3], "35 years", "the cursor is where it was left");
    // What is not stated has no evidence.
    desk.press("gg<Enter>");
    assert_eq!((desk.overlay(), row_of(&desk)[3].as_str()), ("table", ""));
    assert!(desk.message().contains("not stated"), "{}", desk.message());
}

#[test]
fn tables_are_sorted_by_a_column_and_changed_for_each_other() {
    let mut desk = Desk::five(120, 30);
    desk.press("gpllls");
    let first = row_of(&desk)[3].clone();
    assert_eq!(first, "45 years", "the oldest first");
    desk.press("s");
    assert_eq!(row_of(&desk)[3], "35 years");
    desk.press("gt");
    assert_eq!(row_of(&desk)[0], "2026");
    desk.press("gm<Esc>");
    assert_eq!((desk.overlay(), desk.ended()), ("none", false));
    desk.press("gmq");
    assert_eq!((desk.overlay(), desk.ended()), ("none", false));
}

#[test]
fn keys_pressed_before_a_table_has_come_act_on_it() {
    let mut desk = Desk::five(120, 30);
    desk.hold().press("gm");
    desk.press("j<Enter>");
    assert_eq!(desk.overlay(), "table");
    desk.let_go();
    assert_eq!(desk.overlay(), "none");
    assert_eq!(desk.session().query.parts().len(), 1, "{}", desk.session().query);
}

#[test]
fn every_key_of_the_table_does_or_says_something() {
    for command in COMMANDS {
        for &place in command.places {
            let open = match place {
                Place::List => "j",
                Place::Reader => "j<Enter>5j",
                Place::Selection => "j<Enter>5jvw",
                Place::Facts => "jhjj",
                Place::Picker => "D",
                Place::Prompt => "j<Enter>/c",
                Place::Notice => "jhi",
                Place::Letters => "j<Enter>/http<Enter>gl",
                Place::Grid => "gm",
            };
            for keys in command.keys {
                let mut desk = Desk::five(100, 12);
                desk.press(open);
                let name = format!("{} by {keys} in {place:?}", command.name);
                assert!(!parse(keys).is_empty(), "{name}");
                desk.press(keys);
                assert!(!desk.message().contains("no such key"), "{name} is not known: {}", desk.message());
            }
        }
    }
}
