//! The text: a centred column, with facts, matches and links painted on it.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};
use unicode_segmentation::UnicodeSegmentation as _;

use super::bar::Bar;
use super::{Motion, Pane, head};
use crate::document::references::{Citation, citations};
use crate::document::wrap::{Layout, Row, columns};
use crate::document::{BlockKind, TextStyle};
use crate::library::Colour;
use crate::session::{Mark, Open, Session};
use crate::text;
use crate::theme::{Role, Theme};
use crate::wording::Text;

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
            pending: 0,
        }
    }
}

/// Columns left and right of the text; the left one holds the margin letters.
const MARGIN: u16 = 2;
/// Stands before a row that goes on with a line of code.
const CONTINUED: &str = "↳";
/// Stands before the rows of a quotation.
const QUOTED: &str = "│";
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
    fn arrange(&mut self, area: Rect, session: &mut Session) {
        self.catch_up(session);
        self.area = area;
        let room = area.width.saturating_sub(2 * MARGIN).max(1);
        let width = room.min(session.columns);
        let left = (area.width.saturating_sub(width) / 2).min(area.width.saturating_sub(1));
        let height = area.height.saturating_sub(1);
        self.column = Rect::new(area.x + left, area.y + 1, width.min(area.width), height);
        self.layout = Layout::new(width).within(room);
        let Some(open) = &mut session.open else {
            self.rows.clear();
            self.citations.clear();
            return;
        };
        if session.hyphenation {
            self.layout = self.layout.hyphenated(open.tongue);
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
        let painter = Painter { session, open, citations: &self.citations, theme, area: self.area };
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

/// Paints rows of the open document.
struct Painter<'a> {
    session: &'a Session,
    open: &'a Open,
    citations: &'a [Citation],
    theme: Theme,
    area: Rect,
}

impl Painter<'_> {
    /// One row: its text cut where a style changes.
    fn row(&self, buffer: &mut Buffer, row: &Row, column: Rect, y: u16) {
        let Some(kind) = row.kind else { return };
        let document = &self.open.document;
        if kind == BlockKind::Rule {
            buffer.set_string(column.x, y, "─".repeat(usize::from(column.width)), self.theme.style(Role::Border));
            return;
        }
        let marks = self.marks(row);
        let mut x = column.x + row.indent;
        let edge = column.right();
        let cuts = self.cuts(row, marks);
        if row.continued && row.indent > 1 {
            super::put(buffer, x - 2, y, 1, CONTINUED, self.theme.style(Role::Muted));
        }
        if kind == BlockKind::Quote && row.indent > 1 {
            super::put(buffer, x - 2, y, 1, QUOTED, self.theme.style(Role::Border));
        }
        if let Some(label) = &row.label {
            let name = document.text[label.clone()].replace('\n', " ");
            let room = row.indent.saturating_sub(2);
            let label = format!("{}:", super::fit(&text::clean_line(&name), usize::from(room)));
            super::put(buffer, column.x, y, room + 1, &label, self.theme.style(Role::Muted));
        }
        for pair in cuts.windows(2) {
            if let Some((_, stop)) = row.stops.iter().find(|(at, _)| *at == pair[0]) {
                x = x.max(column.x + stop);
            }
            if row.hidden.iter().any(|hidden| hidden.contains(&pair[0])) {
                continue;
            }
            let mut style = self.style(kind, marks, pair[0]);
            if row.head {
                style = self.theme.style(Role::Styled(TextStyle::Strong)).patch(style);
            }
            let part = &document.text[pair[0]..pair[1]];
            x = write(buffer, (x, y), edge, part, style);
        }
        if row.hyphen && x < edge {
            buffer.set_string(x, y, "-", self.theme.style(Role::Text));
        }
        // Where colour cannot tell the kinds apart, the margin names the first fact that begins in the row.
        self.sign(buffer, row, column, y);
        let first = marks.iter().find(|mark| row.range.contains(&mark.range.start));
        if let Some(mark) = first.filter(|_| !self.theme.colours && column.x >= MARGIN) {
            let letter = self.open.facts()[mark.fact].kind.entry().letter;
            buffer.set_string(column.x - MARGIN, y, letter.to_string(), self.theme.style(Role::Muted));
        }
    }

    /// What is noted on a row, left of it: `n` for a note, else the letter of a highlight's colour.
    fn sign(&self, buffer: &mut Buffer, row: &Row, column: Rect, y: u16) {
        let begins = |range: &text::Span| row.range.contains(&range.start);
        let mut here = self.open.notes.iter().filter(|placed| placed.range.as_ref().is_some_and(begins));
        let Some(first) = here.clone().next() else { return };
        let noted = here.any(|placed| placed.note.body.is_some());
        let colour = first.note.colour.as_deref().map(Colour::of);
        let letter = if noted { 'n' } else { colour.map_or('n', Colour::letter) };
        // Without colours the place before it is the letter of a fact's.
        let ahead = if self.theme.colours { MARGIN } else { MARGIN - 1 };
        if column.x >= self.area.x + ahead {
            buffer.set_string(column.x - ahead, y, letter.to_string(), self.theme.style(Role::Key));
        }
    }

    /// The marks that may touch a row; a mention is at most a few hundred bytes long.
    fn marks(&self, row: &Row) -> &[Mark] {
        let marks = &self.open.marks;
        let from = marks.partition_point(|mark| mark.range.start + 400 < row.range.start);
        let to = marks.partition_point(|mark| mark.range.start < row.range.end);
        &marks[from..to.max(from)]
    }

    /// The offsets in a row where its style may change, both ends included.
    fn cuts(&self, row: &Row, marks: &[Mark]) -> Vec<usize> {
        let document = &self.open.document;
        let mut cuts = vec![row.range.start, row.range.end];
        let mut add = |range: &text::Span| {
            cuts.extend([range.start, range.end].into_iter().filter(|at| row.range.contains(at)));
        };
        for mark in marks {
            add(&mark.range);
        }
        row.stops.iter().for_each(|&(at, _)| add(&(at..at)));
        row.hidden.iter().for_each(&mut add);
        let links = document.links.partition_point(|link| link.range.end <= row.range.start);
        document.links[links..]
            .iter()
            .take_while(|link| link.range.start < row.range.end)
            .for_each(|link| add(&link.range));
        let cited = self.citations.iter().filter(|citation| row.range.contains(&citation.range.start));
        cited.for_each(|citation| add(&citation.range));
        let touching = |range: &text::Span| range.start < row.range.end && row.range.start < range.end;
        document.spans.iter().filter(|span| touching(&span.range)).for_each(|span| add(&span.range));
        if let Some(search) = &self.session.search {
            search.within(&row.range).iter().for_each(&mut add);
        }
        if let Some(lit) = &self.open.lit {
            add(&lit.quote);
            add(&lit.surface);
        }
        if let Some(here) = &self.open.here {
            add(here);
        }
        self.open.notes.iter().filter_map(|placed| placed.range.as_ref()).for_each(&mut add);
        if let Some(picked) = self.open.picked {
            add(&picked.range());
        }
        cuts.sort_unstable();
        cuts.dedup();
        cuts
    }

    /// The style at an offset: block, emphasis, link, facts (the inner one underlined), evidence, match.
    fn style(&self, kind: BlockKind, marks: &[Mark], at: usize) -> Style {
        let document = &self.open.document;
        let base = match kind {
            BlockKind::Heading(level) => Role::Level(level),
            BlockKind::Quote => Role::Quote,
            BlockKind::Reference { .. } => Role::Muted,
            BlockKind::Paragraph
            | BlockKind::Item { .. }
            | BlockKind::Verbatim
            | BlockKind::TableRow(_)
            | BlockKind::Rule => Role::Text,
        };
        let mut style = self.theme.style(base);
        let mut add = |role: Role| style = style.patch(self.theme.style(role));
        for span in document.spans.iter().filter(|span| span.range.contains(&at)) {
            add(match span.style {
                TextStyle::Metadata => Role::Muted,
                TextStyle::Break => continue,
                style => Role::Styled(style),
            });
        }
        let link = document.links.partition_point(|link| link.range.end <= at);
        if document.links.get(link).is_some_and(|link| link.range.contains(&at))
            || self.citations.iter().any(|citation| citation.range.contains(&at))
        {
            add(Role::Link);
        }
        let mut nested = 0;
        for mark in marks.iter().filter(|mark| mark.range.contains(&at)) {
            let look = self.theme.style(Role::Fact(mark.group));
            // Without colours what is underlined in a heading that is underlined itself is told by its absence.
            let there = look.add_modifier & style.add_modifier & Modifier::UNDERLINED;
            let told = self.theme.colours || nested > 0 || there.is_empty() || !matches!(kind, BlockKind::Heading(_));
            style = if told { style.patch(look) } else { style.remove_modifier(there) };
            nested += 1;
        }
        if nested > 1 {
            style = style.patch(self.theme.style(Role::Inner));
        }
        let mut add = |role: Role| style = style.patch(self.theme.style(role));
        for placed in
            self.open.notes.iter().filter(|placed| placed.range.as_ref().is_some_and(|range| range.contains(&at)))
        {
            if placed.note.body.is_some() {
                add(Role::Note);
            }
            if let Some(colour) = &placed.note.colour {
                add(Role::Highlight(Colour::of(colour)));
            }
        }
        if self.open.lit.as_ref().is_some_and(|lit| lit.quote.contains(&at)) {
            add(Role::Evidence);
        }
        let here = self.open.here.as_ref().is_some_and(|here| here.contains(&at));
        let matches = self.session.search.as_ref().map(|search| (search.within(&(at..at + 1)), search.here()));
        if let Some((found, current)) = matches
            && let Some(span) = found.first()
        {
            add(if current == Some(span) { Role::CurrentMatch } else { Role::Match });
        } else if here {
            add(Role::CurrentMatch);
        }
        if self.open.picked.is_some_and(|picked| picked.range().contains(&at)) {
            style = self.theme.style(Role::Picked);
        }
        style
    }
}

/// Writes a part of a row and says where the next begins. Line breaks are blanks, soft hyphens are left out, and what
/// is not clean yet (a text shown before it was read whole) is cleaned.
fn write(buffer: &mut Buffer, (x, y): (u16, u16), edge: u16, part: &str, style: Style) -> u16 {
    if x >= edge {
        return edge;
    }
    let clean = text::clean_line(part);
    let shown = if part.contains(['\n', '\u{ad}']) {
        text::clean_line(&part.replace('\n', " ").replace('\u{ad}', "")).into_owned().into()
    } else {
        clean
    };
    let width = usize::from(edge - x);
    buffer.set_stringn(x, y, &shown, width, style);
    x + columns(&shown).min(width) as u16
}
