//! What the screen looks like: text and style runs at fixed sizes.

use casebook::library::Library;
use casebook::wording::Language;

use crate::common::{Desk, Setup, library, read};

/// The sizes that everything is shown at: two panes, three panes, one pane.
const SIZES: [(u16, u16); 3] = [(80, 24), (120, 40), (40, 12)];

fn check(name: &str, desk: &Desk) {
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!(name, desk.picture());
    });
}

/// The same keys at every size.
fn check_sizes(name: &str, keys: &str) {
    for (width, height) in SIZES {
        let mut desk = Desk::five(width, height);
        desk.press(keys);
        check(&format!("{name}_{width}x{height}"), &desk);
    }
}

fn one(text: &str) -> Library {
    library(vec![("one.md".to_owned(), read("one.md", text))])
}

#[test]
fn the_first_screen_welcomes() {
    for (width, height) in SIZES {
        let desk = Setup { welcome: true, ..Setup::of(width, height) }.on_five();
        check(&format!("welcome_{width}x{height}"), &desk);
    }
}

#[test]
fn a_narrow_welcome_is_read_whole() {
    let mut desk = Setup { welcome: true, ..Setup::of(40, 12) }.on_five();
    assert!(desk.rows()[10].contains('↓'), "{}", desk.rows()[10]);
    let mut read = String::new();
    for _ in 0..30 {
        read += &desk.rows().concat();
        desk.press("<Down>");
    }
    check("welcome_end_40x12", &desk);
    for word in ["things on.", "filter by disease", "casebook import FOLDER", "does its work."] {
        let found = word.split(' ').all(|part| read.contains(part));
        assert!(found, "{word}");
    }
    assert!(!read.contains('…'), "nothing is cut");
}

#[test]
fn list_reader_and_facts() {
    check_sizes("list", "");
    check("list_200x60", &Desk::five(200, 60));
}

#[test]
fn the_reader_has_the_keys() {
    check_sizes("reader", "j<Enter>");
}

#[test]
fn a_part_of_the_card_is_unfolded() {
    check_sizes("facts_unfolded", "hG<Enter>j");
}

#[test]
fn picking_a_disease() {
    check_sizes("picker_empty", "D");
    check_sizes("picker_typed", "DITP");
    check_sizes("picker_ticked", "D<Tab>auto<Tab><C-x>");
    check_sizes("filtered", "DITP<Enter>");
}

#[test]
fn searching_in_the_text() {
    check_sizes("search_typing", "j<Enter>/CAR");
    check_sizes("search_kept", "j<Enter>/CAR<Enter>nnn");
    check_sizes("search_nothing", "j<Enter>/Kartoffel");
}

#[test]
fn evidence_is_lit() {
    check_sizes("evidence", "jhjjj<Enter>");
}

#[test]
fn overlays() {
    check_sizes("help", "?");
    check_sizes("palette", ":copy");
    check_sizes("contents", "j<Enter>c");
    check_sizes("why", "hi");
}

#[test]
fn selecting_and_noting() {
    check_sizes("selection", "j<Enter>/CAR<Enter>vww");
    check_sizes("highlight", "j<Enter>/CAR<Enter>vwwcg");
    check_sizes("note_typing", "j<Enter>/CAR<Enter>ahalf a thought");
    check_sizes("notes", "j<Enter>/CAR<Enter>aask about this<Enter>vwwwcygn");
    check_sizes("links", "j<Enter>Ggl");
}

#[test]
fn completing_the_filter() {
    check_sizes("completion_fields", "&dis");
    check_sizes("completion_values", "&disease:auto");
}

#[test]
fn views_across_documents() {
    check_sizes("matrix", "gmjjll");
    check_sizes("timeline", "gt");
    check_sizes("patients", "gpjjll");
    for (width, height) in [(20, 5), (23, 7)] {
        let mut desk = Desk::five(width, height);
        desk.press("gmjlll");
        check(&format!("matrix_{width}x{height}"), &desk);
    }
}

#[test]
fn documents_of_the_same_study() {
    check_sizes("also_in", "jjhG<Up><Up>");
    for (width, height) in SIZES {
        let document = |name: &str, text: &str| (name.to_owned(), read(name, text));
        let library = library(vec![
            document(
                "a.md",
                "# Cells against lupus, a first report\n\nA 35-year-old woman with lupus was treated with rituximab. She was in remission at a follow-up of 5 months.\n\nDOI: 10.1000/cells.1\n",
            ),
            document(
                "b.md",
                "# A second report on the same cells\n\nA 36-year-old woman with lupus was treated with rituximab. She had a relapse at a follow-up of 12 months.\n\nDOI: 10.1000/cells.1\n",
            ),
        ]);
        let mut desk = Setup::of(width, height).on(library);
        desk.press("gcl4j");
        check(&format!("compare_{width}x{height}"), &desk);
    }
}

#[test]
fn a_window_that_is_too_small_says_so() {
    for (width, height) in [(19, 5), (20, 4), (20, 5)] {
        check(&format!("small_{width}x{height}"), &Desk::five(width, height));
    }
}

#[test]
fn without_colours() {
    let mut desk = Setup { colours: false, ..Setup::of(120, 40) }.on_five();
    desk.press("j<Enter>/CAR<Enter>n");
    check("no_color_120x40", &desk);
}

#[test]
fn in_german() {
    let mut desk = Setup { language: Language::German, welcome: true, ..Setup::of(120, 40) }.on_five();
    check("german_welcome_120x40", &desk);
    desk.press("<Esc>");
    check("german_120x40", &desk);
    desk.press("DITP");
    check("german_picker_120x40", &desk);
    desk.press("<Enter>?");
    check("german_help_120x40", &desk);
    desk.press("<Esc>gpllll");
    check("german_patients_120x40", &desk);
}

#[test]
fn nothing_to_show() {
    for (width, height) in SIZES {
        let empty = Setup::of(width, height).on(Library::in_memory().expect("a library in memory"));
        check(&format!("empty_library_{width}x{height}"), &empty);
        let mut blank = Setup::of(width, height).on(one(""));
        blank.press("<Enter>");
        check(&format!("empty_document_{width}x{height}"), &blank);
    }
}

/// What a document may bring along, one of each kind.
pub(crate) const STRANGE: &[&str] = &[
    "# Strange\u{202e} things\u{7}",
    "",
    "A bell \u{7}, an escape \u{1b}[31mred\u{1b}[0m, a turned \u{202e}txet\u{202c}, a zero width\u{200b}space, a tag \u{e0041}.",
    "",
    "血小板減少症の患者は三十五歳でした。ひとつの文は改行なしに続き、幅の広い文字で行が埋まる。",
    "",
    "Cafe\u{301}, 10⁶ cells, µg, 👩\u{200d}⚕\u{fe0f} and שלום beside latin.",
    "",
    "| Patient | Age | Outcome |",
    "|---|---:|---|",
    "| first | 35 | remission after five months without any further medication |",
    "| second | 7 | relapse |",
    "",
    "- outer",
    "  - inner with a text long enough to be broken into more than one row at every width that is shown here",
    "    - innermost",
    "  1. numbered",
    "  2. second",
    "",
    "> A quotation with *stress*, **weight** and `code`.",
    "",
    "---",
    "",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftsvorsitzendenstellvertreter",
    "",
    "    verbatim  keeps   its blanks",
    "",
    "See [the site](https://example.org/a/very/long/path/that/does/not/fit/anywhere?query=1&another=2).",
];

#[test]
fn whatever_a_document_holds_is_shown_inside_its_column() {
    for (width, height) in SIZES {
        let mut desk = Setup::of(width, height).on(one(&STRANGE.join("\n")));
        desk.press("<Enter>");
        check(&format!("strange_{width}x{height}"), &desk);
        desk.press("G");
        check(&format!("strange_end_{width}x{height}"), &desk);
    }
}
