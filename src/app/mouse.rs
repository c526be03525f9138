//! The mouse, where it is listened to.

use ratatui::crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::Position;

use super::App;
use crate::command;
use crate::ui::{Motion, Overlay, Place};

/// Rows that a turn of the wheel moves the text or the card.
const WHEEL: isize = 3;

impl App {
    /// Runs the command of this name.
    fn run_named(&mut self, name: &str) {
        if let Some(command) = command::COMMANDS.iter().find(|command| command.name == name) {
            self.run(command, None, None);
        }
    }

    /// The wheel scrolls what is under the pointer; a press puts the cursor there, one where it is already takes it.
    pub(super) fn mouse(&mut self, mouse: MouseEvent) {
        let at = Position::new(mouse.column, mouse.row);
        let by = match mouse.kind {
            MouseEventKind::ScrollDown => 1,
            MouseEventKind::ScrollUp => -1,
            MouseEventKind::Down(MouseButton::Left) => 0,
            _ => return,
        };
        self.session.message = None;
        self.hinting = None;
        let body = self.panes.body();
        match &mut self.overlay {
            Some(Overlay::Picker(picker)) if by != 0 => picker.go(Motion::Rows(by)),
            Some(Overlay::Picker(picker)) => {
                if picker.press(body, at) {
                    self.run_named("choose");
                }
            }
            Some(Overlay::Notice(notice)) if by != 0 => {
                notice.top = notice.top.saturating_add_signed(by).min(notice.beyond(body));
            }
            Some(Overlay::Notice(_) | Overlay::Letters(_)) => self.overlay = None,
            Some(Overlay::Grid(_)) if by != 0 => self.run_named(if by > 0 { "grid-down" } else { "grid-up" }),
            Some(Overlay::Grid(grid)) => {
                if grid.press(at) {
                    self.run_named("grid-choose");
                }
            }
            Some(Overlay::Prompt(_)) => {}
            None => {
                let Some(place) = self.panes.at(at).filter(|_| !self.waits()) else { return };
                if by != 0 {
                    let rows = if place == Place::List { by } else { by * WHEEL };
                    self.panes.pane(place).go(&mut self.session, Motion::Rows(rows));
                    return;
                }
                let again = self.panes.focus == place;
                self.panes.give_focus(place);
                if self.panes.pane(place).press(&mut self.session, at) && again {
                    self.run_named(match place {
                        Place::List => "open",
                        Place::Facts => "evidence",
                        _ => "facts-here",
                    });
                }
            }
        }
    }
}
