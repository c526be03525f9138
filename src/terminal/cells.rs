//! Cells whose width terminals do not agree on: flags, joined emoji, letters with vowel signs. What stands behind one is
//! placed anew, and its row is written whole as long as it is there and once more when it has gone, so that a terminal
//! that took more or fewer columns for it keeps nothing of it elsewhere.

use std::io;

use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::{Buffer, Cell, CellDiffOption};
use ratatui::layout::{Position, Size};

use super::Pending;
use crate::document::wrap::columns;

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

/// Has the rows that hold such clusters, and those below, into which one may have run over, written whole. What a wide one
/// covers is written by [`Placing`], before it: a blank behind it would wipe it out.
pub(super) fn write_whole(buffer: &mut Buffer) {
    let width = usize::from(buffer.area.width).max(1);
    let mut above = false;
    for row in buffer.content.chunks_mut(width) {
        let here = row.iter().any(|cell| is_doubtful(cell.symbol()));
        if here || above {
            let mut covered = 0;
            for cell in row {
                let option = if covered > 0 { CellDiffOption::Skip } else { CellDiffOption::AlwaysUpdate };
                cell.set_diff_option(option);
                covered = if covered > 0 { covered - 1 } else { columns(cell.symbol()).saturating_sub(1) };
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
        while let Some((x, y, cell)) = content.next() {
            if is_doubtful(cell.symbol()) {
                let mut blank = cell.clone();
                blank.set_symbol(" ");
                let covered = columns(cell.symbol()).saturating_sub(1) as u16;
                self.0.draw((1..=covered).map(|by| (x + by, y, &blank)))?;
                self.0.draw(std::iter::once((x, y, cell)))?;
            } else {
                let more = std::iter::from_fn(|| content.next_if(|next| !is_doubtful(next.2.symbol())));
                self.0.draw(std::iter::once((x, y, cell)).chain(more))?;
            }
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
                assert!(rows(0) >= 7, "{doubtful}: {}", rows(0));
                assert_eq!((rows(1), rows(2)), (12, 0), "{doubtful}");
            }
        }
        let plain = buffer(&["naïve cafe\u{301}", "血小板", "IFN-γ"]);
        assert!(plain.diff(&plain).is_empty());
    }

    #[test]
    fn a_wide_cluster_is_written_after_what_it_covers() {
        for doubtful in ["👩‍⚕️", "👨‍👩‍👧", "❤️", "🇩🇪"] {
            let pending = Pending::default();
            let mut backend = Placing::new(pending.clone());
            let (before, after) = (buffer(&["abcdefgh"]), buffer(&[&format!("ab{doubtful}efgh")]));
            backend.draw(before.diff(&after).into_iter()).expect("memory takes it");
            let written = String::from_utf8(pending.0.borrow().clone()).expect("text");
            let (ahead, behind) = written.split_once(doubtful).expect("it is written");
            assert!(ahead.contains("\u{1b}[1;4H"), "{doubtful}: what it covers is cleared: {ahead:?}");
            assert!(!behind.contains("\u{1b}[1;4H"), "{doubtful}: nothing is written onto it: {behind:?}");
        }
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
