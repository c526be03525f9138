//! A text over everything: the welcome, a message in full, the why of a fact.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::{Block, Widget};

use super::{clear, put};
use crate::document::wrap::columns;
use crate::theme::{Role, Theme};

/// A box of text that any key closes.
#[derive(Debug)]
pub struct Notice {
    /// On its upper edge.
    pub title: String,
    /// Its rows, broken where the window is narrower; `key\ttext` sets the part before the tab as a key.
    pub rows: Vec<String>,
    /// Whether the key that closes it also does its own work.
    pub passes: bool,
    /// First row shown.
    pub top: usize,
}

/// Columns of the keys, the gap behind them included.
const KEYS: usize = 12;

impl Notice {
    /// The box in the middle of an area.
    fn frame(&self, area: Rect) -> Rect {
        let widest = self.rows.iter().map(|row| columns(&row.replace('\t', "  ")));
        let width = (widest.max().unwrap_or(0) as u16 + 16).max(30).min(area.width);
        let height = (self.laid(width).len() as u16 + 2).min(area.height);
        Rect::new(area.x + (area.width - width) / 2, area.y + (area.height - height) / 2, width, height)
    }

    /// The rows as they are drawn in a box of a width, nothing cut: key, column and text of each.
    fn laid(&self, width: u16) -> Vec<(&str, usize, String)> {
        let room = usize::from(width).saturating_sub(4).max(1);
        let mut laid = Vec::new();
        for row in &self.rows {
            let (key, text) = row.split_once('\t').unwrap_or(("", row));
            let indent = if row.contains('\t') { KEYS.min(room / 2) } else { 0 };
            let mut key = Some(key);
            for part in textwrap::wrap(text, room - indent) {
                laid.push((key.take().unwrap_or_default(), indent, part.into_owned()));
            }
        }
        laid
    }

    /// How far it can be scrolled down in an area; 0 when it is shown whole.
    pub fn beyond(&self, area: Rect) -> usize {
        let place = self.frame(area);
        let shown = usize::from(place.height.saturating_sub(2));
        self.laid(place.width).len().saturating_sub(shown)
    }

    /// Draws the box in the middle of an area; an arrow on its lower edge says that there is more.
    pub fn draw(&self, area: Rect, buffer: &mut Buffer, theme: Theme) {
        let place = self.frame(area);
        clear(place, buffer, theme);
        let edge = Block::bordered().title(format!(" {} ", self.title)).border_style(theme.style(Role::Border));
        let inner = edge.inner(place);
        edge.render(place, buffer);
        if self.top < self.beyond(area) {
            put(buffer, place.right() - 4, place.bottom() - 1, 1, "↓", theme.style(Role::Key));
        }
        let rows = self.laid(place.width).into_iter().skip(self.top);
        for (y, (key, indent, text)) in (inner.top()..inner.bottom()).zip(rows) {
            let (x, room) = (inner.x + 1, inner.width.saturating_sub(2));
            let indent = indent as u16;
            put(buffer, x, y, indent.saturating_sub(1), key, theme.style(Role::Key));
            let room = room.saturating_sub(indent);
            put(buffer, x + indent, y, room, &text, theme.style(Role::Text));
        }
    }
}
