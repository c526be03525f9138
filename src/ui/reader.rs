//! The text: a centred column, with facts, matches and links painted on it.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use unicode_segmentation::UnicodeSegmentation as _;

use super::bar::Bar;
use super::{Motion, Pane, head};
use crate::document::references::{Citation, citations};
use crate::document::wrap::{Layout, Row, columns};
use crate::session::{Open, Session};
use crate::text;
use crate::theme::{Role, Theme};
use crate::wording::Text;

mod paint;

use paint::Painter;

/// The reader pane.
#[derive(Debug)]
pub struct ReaderPane {
    area: Rect,
    /// The part of the area that holds text.
    column: Rect,
    /// How the document is laid out.
    pub layout: Layout,
    rows: Vec<Row>,
    /// The citations on the screen.
    pub citations: Vec<Citation>,
    /// Columns of the letters in the margin.
    letters: u16,
    /// Rows to move that have not been moved yet: the steps of a held key are one longer step.
    pending: isize,
}

impl Default for ReaderPane {
    fn default() -> Self {
        Self {
            area: Rect::ZERO,
            column: Rect::ZERO,
            layout: Layout::new(1),
            rows: Vec::new(),
            citations: Vec::new(),
            letters: 0,
            pending: 0,
        }
    }
}

/// Columns left and right of the text; the left one holds what is noted there.
const MARGIN: u16 = 2;
/// Columns for the letters of facts left of the text where there are no colours, and those in a narrow pane.
const LETTERS: u16 = 4;
const FEW: u16 = 2;
/// Columns of a pane from which on it is not narrow.
const ROOMY: u16 = 40;
const NOTHING: Text = Text::new("No document is open.", "Kein Dokument ist offen.");
const EMPTY: Text = Text::new("This document is empty.", "Dieses Dokument ist leer.");

impl ReaderPane {
    /// Where the first row stands, in hundredths of the text's bytes, as the contents have it; 100 with the end on the
    /// screen.
    pub fn percent(&self, open: &Open) -> usize {
        let end = self.rows.last().map_or(open.top, |row| row.range.end);
        let document = &open.document;
        if document.text[end..].trim_end().is_empty() { 100 } else { open.top * 100 / document.text.len() }
    }

    /// The bytes on the screen.
    pub fn visible(&self) -> text::Span {
        let start = self.rows.first().map_or(0, |row| row.range.start);
        start..self.rows.last().map_or(start, |row| row.range.end)
    }

    /// The offset of the character at a place of the screen.
    fn offset_at(&self, open: &Open, at: Position) -> Option<usize> {
        let row = self.rows.get(usize::from(at.y.checked_sub(self.column.y)?))?;
        let mut x = self.left(row) + row.indent;
        for (offset, grapheme) in open.document.text[row.range.clone()].grapheme_indices(true) {
            let stop = row.stops.iter().find(|(at, _)| *at == row.range.start + offset);
            x = stop.map_or(x, |(_, stop)| x.max(self.left(row) + stop));
            if row.hidden.iter().any(|hidden| hidden.contains(&(row.range.start + offset))) {
                continue;
            }
            let next = x + if grapheme == "\n" { 1 } else { columns(grapheme) as u16 };
            if (x..next).contains(&at.x) {
                return Some(row.range.start + offset);
            }
            x = next;
        }
        None
    }

    /// Where the character at an offset stands on the screen, if it does.
    pub fn spot(&self, open: &Open, offset: usize) -> Option<Position> {
        let (number, row) = self.rows.iter().enumerate().find(|(_, row)| row.range.contains(&offset))?;
        let x = self.left(row) + row.column(&open.document.text, offset);
        (x < self.area.right()).then(|| Position::new(x, self.column.y + number as u16))
    }

    /// The column behind the last one that a row may take.
    pub fn edge(&self) -> u16 {
        self.area.right().saturating_sub(1)
    }

    /// Where a row begins on the screen.
    fn left(&self, row: &Row) -> u16 {
        self.column.x.saturating_sub(row.outdent).max(self.area.x)
    }

    fn height(&self) -> usize {
        usize::from(self.column.height)
    }

    /// Moves by the rows that have added up. The end stays at the bottom of the screen.
    fn catch_up(&mut self, session: &mut Session) {
        let by = std::mem::take(&mut self.pending);
        let Some(open) = session.open.as_mut().filter(|_| by != 0) else { return };
        open.top = self.layout.step(&open.document, open.top, by);
        // What is left can hardly fill a screen only near the end.
        let screen = self.height() * usize::from(self.layout.width) * 4;
        if by > 0 && open.document.text.len() - open.top < screen {
            open.top = open.top.min(self.layout.last_top(&open.document, self.height()));
        }
        session.keep_place();
    }

    /// Moves the top so that the range asked for is on the screen, at a third from the top unless it is there already.
    fn bring(&mut self, open: &mut Open) {
        let Some(range) = open.bring.take() else { return };
        let place = self.layout.shown_at(&open.document, range.start);
        let range = if place == range.start { range } else { place..place };
        let shown = self.layout.screen(&open.document, open.top, self.height());
        let inside = |at: usize| {
            shown.first().is_some_and(|row| row.range.start <= at)
                && shown.last().is_some_and(|row| at <= row.range.end)
        };
        if !(inside(range.start) && inside(range.end)) {
            open.top = self.layout.step(&open.document, range.start, -(self.height() as isize / 3));
        }
    }
}

impl Pane for ReaderPane {
    fn arrange(&mut self, area: Rect, session: &mut Session, theme: Theme) {
        self.catch_up(session);
        self.area = area;
        self.letters = match () {
            () if theme.colours => 0,
            () if area.width < ROOMY => FEW,
            () => LETTERS,
        };
        let margin = MARGIN.max(self.letters + 1);
        let width = area.width.saturating_sub(margin + MARGIN).max(1).min(session.columns);
        let free = area.width.saturating_sub(width);
        let left = (free / 2).max(margin).min(area.width.saturating_sub(1));
        let beside = left.saturating_sub(margin).min(free.saturating_sub(left + MARGIN));
        let height = area.height.saturating_sub(1);
        self.column = Rect::new(area.x + left, area.y + 1, width.min(area.width), height);
        self.layout = Layout::new(width).within(width + 2 * beside);
        let Some(open) = &mut session.open else {
            self.rows.clear();
            self.citations.clear();
            return;
        };
        if session.hyphenation {
            self.layout = self.layout.hyphenated(open.tongue);
        }
        if !theme.ascii {
            self.layout = self.layout.raising();
        }
        self.bring(open);
        self.rows = self.layout.screen(&open.document, open.top, self.height());
        if self.rows.len() < self.height() {
            open.top = open.top.min(self.layout.last_top(&open.document, self.height()));
            self.rows = self.layout.screen(&open.document, open.top, self.height());
        }
        self.citations = citations(&open.document, &self.visible());
    }

    fn draw(&self, buffer: &mut Buffer, session: &Session, theme: Theme, focused: bool) {
        let language = session.language;
        let Some(open) = &session.open else {
            head(buffer, self.area, "casebook", "", theme, focused);
            super::put(
                buffer,
                self.column.x,
                self.column.y,
                self.column.width,
                NOTHING.say(language),
                theme.style(Role::Muted),
            );
            return;
        };
        let percent = format!("{} %", self.percent(open));
        head(buffer, self.area, &open.document.title.text, &percent, theme, focused);
        if open.document.text.trim().is_empty() {
            super::put(
                buffer,
                self.column.x,
                self.column.y,
                self.column.width,
                EMPTY.say(language),
                theme.style(Role::Muted),
            );
        }
        let painter = Painter {
            session,
            open,
            citations: &self.citations,
            letters: self.letters.into(),
            raised: self.layout.raised,
            theme,
            area: self.area,
        };
        for (number, row) in self.rows.iter().enumerate() {
            let left = self.left(row);
            let right = (self.column.right() + row.outdent + 1).min(self.area.right());
            let column = match row.outdent {
                0 => self.column,
                _ => Rect { x: left, width: right.saturating_sub(left), ..self.column },
            };
            painter.row(buffer, row, column, self.column.y + number as u16);
        }
        let bar = Rect { x: self.area.right().saturating_sub(1), width: 1, ..self.column };
        if bar.x >= self.column.right() {
            Bar { visible: self.visible(), length: open.document.text.len(), search: session.search.as_ref() }
                .draw(bar, buffer, theme);
        }
    }

    fn press(&mut self, session: &mut Session, at: Position) -> bool {
        let Some(open) = &mut session.open else { return false };
        let Some(offset) = self.offset_at(open, at) else { return false };
        // The innermost fact, which begins last.
        let mark = open.marks.iter().rfind(|mark| mark.range.contains(&offset));
        let link = open.document.links.iter().find(|link| link.range.contains(&offset));
        let (fact, range) = match (mark, link) {
            (Some(mark), _) => (Some(mark.fact), mark.range.clone()),
            (None, Some(link)) => (None, link.range.clone()),
            (None, None) => return false,
        };
        let there = open.here.as_ref() == Some(&range);
        if let Some(fact) = fact {
            open.point_at(fact);
        }
        open.here = Some(range);
        there
    }

    fn go(&mut self, session: &mut Session, motion: Motion) {
        if let Motion::Rows(by) = motion
            && by.signum() != -self.pending.signum()
        {
            self.pending = self.pending.saturating_add(by);
            if let Some(open) = &mut session.open {
                open.here = None;
            }
            return;
        }
        self.catch_up(session);
        let Some(open) = &mut session.open else { return };
        let (layout, document, height) = (self.layout, &open.document, self.height() as isize);
        let step = |by: isize| layout.step(document, open.top, by);
        open.top = match motion {
            Motion::Rows(by) => step(by),
            Motion::Halves(by) => step(by * (height / 2).max(1)),
            Motion::Pages(by) => step(by * height.max(1)),
            Motion::Top => 0,
            Motion::Bottom => layout.last_top(document, self.height()),
            Motion::Line(line) => {
                let ends = memchr::memchr_iter(b'\n', document.text.as_bytes()).take(line.saturating_sub(1));
                layout.row_start(document, ends.last().map_or(0, |end| end + 1))
            }
            Motion::Percent(part) => {
                let at = (document.text.len() * part.min(100)).div_ceil(100);
                layout.row_start(document, text::floor(&document.text, at))
            }
        };
        open.here = None;
        session.keep_place();
    }
}
