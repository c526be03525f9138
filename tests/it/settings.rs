//! What the settings change on the screen: keys, themes, mouse, hints, ASCII, nothing that reaches out.

use casebook::app::Event;
use ratatui::crossterm::event::{KeyModifiers, MouseButton, MouseEvent, MouseEventKind};

use crate::common::{Desk, Setup};

fn desk(settings: &'static str) -> Desk {
    Setup { settings, ..Setup::of(120, 40) }.on_five()
}

fn mouse(desk: &mut Desk, kind: MouseEventKind, column: u16, row: u16) {
    desk.update(Event::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE }));
}

const PRESS: MouseEventKind = MouseEventKind::Down(MouseButton::Left);

#[test]
fn keys_of_ones_own_work_and_are_shown() {
    let mut desk = desk("[keys]\nnext-document = \"<F9>\"\n");
    let first = desk.title().to_owned();
    desk.press("J");
    assert_eq!(desk.title(), first, "the key of the table is free");
    assert!(desk.message().contains("no such key"), "{}", desk.message());
    desk.press("<F9>");
    assert_ne!(desk.title(), first);
    desk.press("<Enter>");
    assert!(desk.rows().last().is_some_and(|row| row.contains("F9 next")), "{:?}", desk.rows().last());
    desk.press("?next document");
    assert!(desk.rows().join("\n").contains("F9"));
}

#[test]
fn a_started_sequence_shows_after_a_pause_how_it_goes_on() {
    let mut desk = desk("");
    assert_eq!(desk.app.patience(), None);
    desk.press("f");
    let patience = desk.app.patience().expect("a sequence has been started");
    assert_eq!(patience.as_millis(), 300);
    assert!(!desk.rows().join("\n").contains("filter by year"));
    desk.update(Event::Pause);
    assert_eq!(desk.app.patience(), None, "nothing wakes up again");
    for (width, height) in [(120, 40), (80, 24)] {
        desk.resize(width, height);
        let screen = desk.rows().join("\n");
        for shown in ["filter by target", "filter by year", "filter by genre", "filter by any kind of fact"] {
            assert!(screen.contains(shown), "{shown} at {width}x{height}\n{screen}");
        }
    }
    desk.resize(80, 10);
    assert!(!desk.rows().join("\n").contains("filter by year"), "{:#?}", desk.rows());
    desk.press("<PgDn>");
    assert!(desk.rows().join("\n").contains("filter by year"), "{:#?}", desk.rows());
    desk.press("<Esc>");
    assert!(!desk.rows().join("\n").contains("filter by year"));
    assert_eq!(desk.overlay(), "none");
}

#[test]
fn the_wheel_scrolls_what_is_under_it_and_a_press_goes_there() {
    let mut desk = desk("[screen]\nmouse = true\n");
    assert!(desk.app.listens_to_mouse());
    mouse(&mut desk, MouseEventKind::ScrollDown, 60, 20);
    let down = desk.top();
    assert!(down > 0, "the text");
    mouse(&mut desk, MouseEventKind::ScrollUp, 60, 20);
    assert_eq!(desk.top(), 0);
    let first = desk.title().to_owned();
    mouse(&mut desk, MouseEventKind::ScrollDown, 5, 10);
    assert_ne!(desk.title(), first, "the list");
    mouse(&mut desk, PRESS, 5, 1);
    assert_eq!(desk.title(), first, "the first row");
    mouse(&mut desk, PRESS, 5, 1);
    assert!(desk.rows()[39].contains("q back"), "a second press opens: {}", desk.rows()[39]);
    // A line of the card, and its sentence with the second press.
    let row = 1 + desk.rows().iter().position(|row| row.contains("Disease")).expect("a label") as u16;
    mouse(&mut desk, PRESS, 100, row);
    mouse(&mut desk, PRESS, 100, row);
    assert!(desk.message().starts_with("evidence"), "{}", desk.message());
    // A picker takes the row.
    desk.press("D");
    mouse(&mut desk, PRESS, 60, 14);
    assert_eq!(desk.overlay(), "none");
    assert!(!desk.session().query.is_all());
}

#[test]
fn a_press_anywhere_at_any_size_is_harmless() {
    let mut desk = desk("[screen]\nmouse = true\n");
    for keys in ["", "D", "/a", "<Esc><Esc>?", "<Esc>i", "<Esc>z"] {
        desk.press(keys);
        for (width, height) in [(120, 40), (80, 24), (20, 5), (3, 2)] {
            desk.resize(width, height);
            for at in [(0, 0), (1, 1), (60, 20), (119, 39), (300, 300)] {
                for kind in [MouseEventKind::ScrollDown, MouseEventKind::ScrollUp] {
                    mouse(&mut desk, kind, at.0, at.1);
                }
            }
        }
        desk.resize(120, 40);
    }
}

#[test]
fn in_ascii_lines_and_symbols_are_ascii() {
    let mut desk = desk("[screen]\nascii = true\n");
    for keys in ["", "D", "<Esc>c"] {
        desk.press(keys);
        let screen = desk.rows().join("\n");
        assert!(!screen.contains(['│', '─', '┌', '•', '…', '▸', '·']), "{screen}");
        assert!(screen.contains('ü'), "letters stay");
    }
}

#[test]
fn secure_nothing_reaches_out_and_it_is_said() {
    let mut desk = desk("[screen]\nsecure = true\n");
    desk.press("yy");
    assert!(desk.effects.is_empty(), "{:?}", desk.effects);
    assert!(desk.message().contains("--secure"), "{}", desk.message());
    desk.press("oo");
    assert!(desk.effects.is_empty(), "{:?}", desk.effects);
}

#[test]
fn every_theme_draws_every_size() {
    for settings in [
        "[screen]\ntheme = \"light\"\n",
        "[screen]\ntheme = \"dark\"\n",
        "[screen]\ntheme = \"high-contrast\"\n",
        "[screen]\ntheme = \"mono\"\n",
        "[screen]\ntheme = \"terminal\"\nbackground = \"light\"\n",
    ] {
        let mut desk = desk(settings);
        desk.press("DITP<Enter>/Patient<Enter>");
        for (width, height) in [(1, 1), (20, 5), (80, 24), (200, 60)] {
            desk.resize(width, height);
        }
        assert!(desk.rows().join("\n").contains("Patient"));
    }
}
