//! A text over everything: the welcome, a message in full, the why of a fact.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::{Block, Clear, Widget};

use super::put;
use crate::theme::{Role, Theme};

/// A box of text that any key closes.
#[derive(Debug)]
pub struct Notice {
    /// On its upper edge.
    pub title: String,
    /// Its rows, already broken to a reasonable width; `key\ttext` sets the part before the tab as a key.
    pub rows: Vec<String>,
    /// Whether the key that closes it also does its own work.
    pub passes: bool,
    /// First row shown.
    pub top: usize,
}

impl Notice {
    /// Draws the box in the middle of an area.
    pub fn draw(&self, area: Rect, buffer: &mut Buffer, theme: Theme) {
        let widest = self.rows.iter().map(|row| crate::document::wrap::columns(&row.replace('\t', "  "))).max();
        let width = (widest.unwrap_or(0) as u16 + 16).max(30).min(area.width);
        let height = (self.rows.len() as u16 + 2).min(area.height);
        let place = Rect::new(area.x + (area.width - width) / 2, area.y + (area.height - height) / 2, width, height);
        Clear.render(place, buffer);
        let edge = Block::bordered().title(format!(" {} ", self.title)).border_style(theme.style(Role::Border));
        let inner = edge.inner(place);
        edge.render(place, buffer);
        for (row, text) in self.rows.iter().skip(self.top).take(usize::from(inner.height)).enumerate() {
            let y = inner.y + row as u16;
            let x = inner.x + 1;
            let room = inner.width.saturating_sub(2);
            match text.split_once('\t') {
                Some((key, doc)) => {
                    put(buffer, x, y, room.min(11), key, theme.style(Role::Key));
                    put(buffer, x + 12.min(room), y, room.saturating_sub(12), doc, theme.style(Role::Text));
                }
                None => put(buffer, x, y, room, text, theme.style(Role::Text)),
            }
        }
    }
}
