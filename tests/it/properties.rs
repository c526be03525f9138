//! What must hold whatever is pressed and however large the window is.

use std::cell::RefCell;

use casebook::app::Event;
use casebook::command::COMMANDS;
use casebook::ui::Place;
use proptest::collection::vec;
use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop_oneof};
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::common::{Desk, Setup, library, parse, read};
use crate::screens::STRANGE;

#[derive(Debug, Clone)]
enum Step {
    Key(KeyEvent),
    Size(u16, u16),
    Paste(String),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let bound: Vec<KeyEvent> = COMMANDS.iter().flat_map(|command| command.keys).flat_map(|keys| parse(keys)).collect();
    let step = prop_oneof![
        12 => proptest::sample::select(bound).prop_map(Step::Key),
        4 => any::<char>().prop_map(|letter| Step::Key(KeyEvent::new(KeyCode::Char(letter), KeyModifiers::NONE))),
        2 => proptest::sample::select(('0'..='9').chain("aeinrtITP ".chars()).collect::<Vec<_>>())
            .prop_map(|letter| Step::Key(KeyEvent::new(KeyCode::Char(letter), KeyModifiers::NONE))),
        1 => Just(Step::Key(KeyEvent::new(KeyCode::Backspace, KeyModifiers::NONE))),
        1 => (0_u16..=200, 0_u16..=60).prop_map(|(width, height)| Step::Size(width, height)),
        1 => ".{0,12}".prop_map(Step::Paste),
    ];
    vec(step, 1..40)
}

fn holds(desk: &Desk, step: &Step) {
    let session = desk.session();
    assert!(
        session.cursor < session.listed.len() || session.listed.is_empty() && session.cursor == 0,
        "cursor {} of {} after {step:?}",
        session.cursor,
        session.listed.len()
    );
    if let Some(open) = &session.open {
        assert!(open.document.text.is_char_boundary(open.top), "top after {step:?}");
        assert!(open.line == 0 || open.line < open.lines.len(), "line of the card after {step:?}");
    }
    if desk.is_shown() {
        lines_between(desk);
    }
}

/// The lines between the panes stand whole where `reading.md` puts them: no row is drawn outside its pane.
fn lines_between(desk: &Desk) {
    let area = desk.buffer().area;
    if desk.app.overlay.is_some() || area.width < 20 || area.height < 5 || desk.app.panes.alone {
        return;
    }
    let both = area.width >= 120;
    let list = both || area.width >= 70 && desk.app.panes.side == Place::List;
    let facts = both || area.width >= 70 && !list;
    let chips = u16::from(!desk.session().query.is_all());
    for (shown, x) in [(list, 30), (facts, area.width.saturating_sub(31))] {
        for y in (chips..area.height - 1).filter(|_| shown) {
            assert_eq!(
                desk.buffer()[(x, y)].symbol(),
                "│",
                "column {x}, row {y} of {area}:\n{}",
                desk.rows().join("\n")
            );
        }
    }
}

#[test]
fn any_keys_and_sizes_leave_everything_in_range() {
    let desk = RefCell::new(Desk::five(80, 24));
    proptest::proptest!(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() }, |(steps in steps())| {
        let desk = &mut *desk.borrow_mut();
        // Each case begins where the one before ended: a longer walk for the same money.
        for step in &steps {
            match step {
                Step::Key(key) => desk.update(Event::Key(*key)),
                Step::Paste(text) => desk.update(Event::Paste(text.clone())),
                Step::Size(width, height) => {
                    desk.resize(*width, *height);
                }
            }
            holds(desk, step);
        }
    });
}

#[test]
fn every_small_size_draws() {
    for keys in ["", "<Enter>", "h", "D", "DITP<Enter>", "<Enter>/CAR", "<Enter>c", "?", "hi", "z", "&itp"] {
        let mut desk = Desk::five(80, 24);
        desk.press(keys);
        for width in (0..=12).chain([19, 20, 21, 30, 31, 32, 69, 70, 119, 120]) {
            for height in 0..=8 {
                desk.resize(width, height);
            }
        }
    }
}

#[test]
fn every_size_draws_whole() {
    let strange = || vec![("strange.md".to_owned(), read("strange.md", &STRANGE.join("\n")))];
    for keys in ["", "<Enter>5j", "hjj", "DITP<Enter>", "<Enter>/a<Enter>n"] {
        for mut desk in [Desk::five(80, 24), Setup::of(80, 24).on(library(strange()))] {
            desk.press(keys);
            for width in (20..=200).step_by(7) {
                for height in [5, 6, 9, 24, 60] {
                    desk.resize(width, height);
                    lines_between(&desk);
                }
            }
        }
    }
}
