//! The bar at the right edge of the text: which part of it is on the screen, and where the matches stand.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::document::search::Search;
use crate::text::Span;
use crate::theme::{Role, Theme};

/// What the bar shows, in bytes of the text.
pub(super) struct Bar<'a> {
    /// The part on the screen.
    pub(super) visible: Span,
    /// The whole.
    pub(super) length: usize,
    /// The search whose matches are marked.
    pub(super) search: Option<&'a Search>,
}

impl Bar<'_> {
    /// Draws the bar into a column; nothing where all of the text is on the screen and nothing is searched.
    pub(super) fn draw(&self, area: Rect, buffer: &mut Buffer, theme: Theme) {
        let rows = usize::from(area.height);
        let all = self.visible.len() + 2 >= self.length;
        if rows == 0 || self.length == 0 || (all && self.search.is_none()) {
            return;
        }
        for row in 0..rows {
            let part = row * self.length / rows..(row + 1) * self.length / rows;
            let y = area.y + row as u16;
            if !all && thumb(&self.visible, self.length, rows).contains(&row) {
                buffer.set_string(area.x, y, "▐", theme.style(Role::Border));
            }
            let Some(search) = self.search else { continue };
            // A match is marked once, where it begins.
            let begins = |span: &&Span| part.contains(&span.start);
            if search.here().is_some_and(|span| begins(&span)) {
                buffer.set_string(area.x, y, "◆", theme.style(Role::CurrentMatch));
            } else if search.within(&part).iter().any(|span| part.contains(&span.start)) {
                buffer.set_string(area.x, y, "•", theme.style(Role::Match));
            }
        }
    }
}

/// The rows of the bar that stand for what is on the screen, at least one; the first and last only at the ends.
fn thumb(visible: &Span, length: usize, rows: usize) -> Span {
    let size = (visible.len() * rows / length).clamp(1, rows);
    let room = rows - size;
    let hidden = length.saturating_sub(visible.len()).max(1);
    let from = (visible.start * room).div_ceil(hidden).min(room);
    let from = if visible.end < length && from == room { room.saturating_sub(1) } else { from };
    from..from + size
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_thumb_reaches_the_ends_only_with_the_text() {
        assert_eq!(thumb(&(0..100), 1000, 20), 0..2);
        assert_eq!(thumb(&(900..1000), 1000, 20), 18..20);
        assert_eq!(thumb(&(1..101), 1000, 20).start, 1);
        assert!(thumb(&(899..999), 1000, 20).end < 20);
        assert_eq!(thumb(&(5..6), 1_000_000, 1), 0..1);
        assert_eq!(thumb(&(0..10), 10, 3), 0..3);
    }
}
