//! Cells whose width terminals do not agree on: flags, joined emoji, letters with vowel signs. What stands behind one is
//! placed anew, and its row is written whole as long as it is there and once more when it has gone, so that a terminal
//! that took more or fewer columns for it keeps nothing of it elsewhere.

use std::io;

use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::{Buffer, Cell, CellDiffOption};
use ratatui::layout::{Position, Size};

use super::Pending;

/// The terminal's end, which moves the cursor where a cell may have left it at another column.
pub(super) struct Placing(CrosstermBackend<Pending>);

impl Placing {
    pub(super) fn new(pending: Pending) -> Self {
        Self(CrosstermBackend::new(pending))
    }
}

/// Whether terminals may disagree on the columns of a cluster: it has several characters, and more than a letter with
/// accents.
fn is_doubtful(symbol: &str) -> bool {
    let accent = |c: char| matches!(c, '\u{300}'..='\u{36F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{20D0}'..='\u{20FF}');
    symbol.len() > 1 && symbol.chars().skip(1).any(|c| !accent(c))
}

/// Has the rows that hold such clusters, and those below, into which one may have run over, written whole.
pub(super) fn write_whole(buffer: &mut Buffer) {
    let width = usize::from(buffer.area.width).max(1);
    let mut above = false;
    for row in buffer.content.chunks_mut(width) {
        let here = row.iter().any(|cell| is_doubtful(cell.symbol()));
        if here || above {
            for cell in row {
                cell.set_diff_option(CellDiffOption::AlwaysUpdate);
            }
        }
        above = here;
    }
}

impl Backend for Placing {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let mut content = content.peekable();
        // Each part begins with a movement of the cursor.
        while content.peek().is_some() {
            let mut over = false;
            let part = std::iter::from_fn(|| {
                let next = content.next_if(|_| !over)?;
                over = is_doubtful(next.2.symbol());
                Some(next)
            });
            self.0.draw(part)?;
        }
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.0.hide_cursor()
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.0.show_cursor()
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        self.0.get_cursor_position()
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.0.set_cursor_position(position)
    }

    fn clear(&mut self) -> io::Result<()> {
        self.0.clear()
    }

    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        self.0.clear_region(clear_type)
    }

    fn size(&self) -> io::Result<Size> {
        self.0.size()
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        self.0.window_size()
    }

    fn flush(&mut self) -> io::Result<()> {
        Backend::flush(&mut self.0)
    }
}

#[cfg(test)]
mod tests {
    use ratatui::style::Style;

    use super::*;

    fn buffer(lines: &[&str]) -> Buffer {
        let mut buffer = Buffer::with_lines(["."; 3].map(|_| " ".repeat(12)));
        for (y, line) in lines.iter().enumerate() {
            buffer.set_string(0, y as u16, line, Style::new());
        }
        write_whole(&mut buffer);
        buffer
    }

    #[test]
    fn rows_are_written_whole_while_and_after_they_hold_a_doubtful_cluster() {
        for doubtful in ["🇩🇪 Flagge", "नि x", "👩‍⚕️ Ärztin", "☎️ 12"] {
            let (plain, with) = (buffer(&["one", "two", "three"]), buffer(&[doubtful, "two", "three"]));
            for (before, after) in [(&plain, &with), (&with, &plain), (&with, &with)] {
                let rows = |y: u16| before.diff(after).iter().filter(|(_, at, _)| *at == y).count();
                assert!(rows(0) >= 8, "{doubtful}: {}", rows(0));
                assert_eq!((rows(1), rows(2)), (12, 0), "{doubtful}");
            }
        }
        let plain = buffer(&["naïve cafe\u{301}", "血小板", "IFN-γ"]);
        assert!(plain.diff(&plain).is_empty());
    }

    #[test]
    fn what_follows_a_doubtful_cluster_is_placed_anew() {
        let pending = Pending::default();
        let mut backend = Placing::new(pending.clone());
        let shown = buffer(&["aनिb"]);
        backend.draw(Buffer::empty(shown.area).diff(&shown).into_iter()).expect("memory takes it");
        let written = String::from_utf8(pending.0.borrow().clone()).expect("text");
        let behind = written.split("नि").nth(1).expect("it is written");
        assert!(behind.split('b').next().is_some_and(|between| between.contains('H')), "{written:?}");
    }
}
