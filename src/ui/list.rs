//! The list of documents: two rows each, title and what it is about.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Motion, Pane, head, put};
use crate::library::Head;
use crate::session::Session;
use crate::theme::{Role, Theme};
use crate::wording::Text;

/// The list pane.
#[derive(Debug, Default)]
pub struct ListPane {
    area: Rect,
    /// Index of the first document shown.
    top: usize,
}

/// Rows a document takes.
const ROWS: u16 = 2;
const DOCUMENTS: Text = Text::new("Documents", "Dokumente");
const NONE: Text = Text::new("nothing matches", "nichts gefunden");
const EMPTY: Text = Text::new("nothing here yet", "noch nichts hier");
const UNDATED: Text = Text::new("undated", "ohne Datum");

impl ListPane {
    fn page(&self) -> usize {
        usize::from(self.area.height.saturating_sub(1) / ROWS)
    }
}

impl Pane for ListPane {
    fn arrange(&mut self, area: Rect, session: &mut Session) {
        self.area = area;
        let page = self.page().max(1);
        let last = session.listed.len().saturating_sub(page);
        self.top = self.top.clamp((session.cursor + 1).saturating_sub(page), session.cursor).min(last);
        let shown = if area.is_empty() { session.cursor..session.cursor + 1 } else { self.top..self.top + page + 1 };
        session.fetch(shown);
    }

    fn draw(&self, buffer: &mut Buffer, session: &Session, theme: Theme, focused: bool) {
        let (area, language) = (self.area, session.language);
        let counted = if session.query.is_all() {
            format!("{}", session.count())
        } else {
            format!("{}/{}", session.count(), session.total)
        };
        head(buffer, area, DOCUMENTS.say(language), &counted, theme, focused);
        if session.listed.is_empty() && area.height > 1 {
            let why = if session.query.is_all() { EMPTY } else { NONE };
            put(
                buffer,
                area.x + 1,
                area.y + 1,
                area.width.saturating_sub(2),
                why.say(language),
                theme.style(Role::Muted),
            );
        }
        let visible = session.listed.range(self.top..self.top + self.page() + 1);
        for (row, id) in visible.enumerate() {
            let index = self.top + row;
            let y = area.y + 1 + row as u16 * ROWS;
            if y >= area.bottom() {
                break;
            }
            let here = index == session.cursor;
            let role = match (here, focused) {
                (true, true) => Role::Selected,
                (true, false) => Role::SelectedIdle,
                (false, _) => Role::Text,
            };
            let rows = Rect { y, height: ROWS.min(area.bottom() - y), ..area };
            let Some(document) = session.head(id) else { continue };
            let title_role = if document.read { Role::Text } else { Role::Heading };
            let title = theme.style(title_role).patch(theme.style(role));
            if here && focused {
                buffer.set_style(rows, theme.style(role));
            }
            let marks = match (document.read, document.starred) {
                (_, true) => "★",
                (false, false) => "•",
                (true, false) => " ",
            };
            put(buffer, area.x, y, 1, marks, title);
            put(buffer, area.x + 2, y, area.width.saturating_sub(3), &document.title, title);
            if rows.height > 1 {
                let muted = if here && focused { theme.style(role) } else { theme.style(Role::Muted) };
                put(
                    buffer,
                    area.x + 2,
                    y + 1,
                    area.width.saturating_sub(3),
                    &about(document, UNDATED.say(language)),
                    muted,
                );
            }
        }
    }

    fn press(&mut self, session: &mut Session, at: Position) -> bool {
        let row = at.y.checked_sub(self.area.y + 1).map(|row| self.top + usize::from(row / ROWS));
        let Some(index) = row.filter(|&index| index < session.listed.len()) else { return false };
        let there = index == session.cursor;
        session.select(index);
        there
    }

    fn go(&mut self, session: &mut Session, motion: Motion) {
        session.select(motion.index(session.cursor, session.count(), self.page()));
    }
}

/// The second row: date, first disease, first therapy.
fn about(head: &Head, undated: &str) -> String {
    let date = head.published.as_deref().unwrap_or(undated);
    let parts = [Some(date), head.diseases.first().map(String::as_str), head.therapies.first().map(String::as_str)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
