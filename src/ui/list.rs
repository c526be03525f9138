//! The list of documents: two rows each, title and what it is about; above it the saved filters.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::{Motion, Pane, head, put};
use crate::document::wrap::columns;
use crate::library::{Head, Matched};
use crate::session::Session;
use crate::theme::{Role, Theme};
use crate::wording::Text;

/// The list pane.
#[derive(Debug, Default)]
pub struct ListPane {
    area: Rect,
    /// Index of the first document shown.
    top: usize,
    /// Saved filters shown above.
    saved: u16,
}

/// Rows a document takes.
const ROWS: u16 = 2;
const DOCUMENTS: Text = Text::new("Documents", "Dokumente");
const NONE: Text = Text::new("nothing matches", "nichts gefunden");
const EMPTY: Text = Text::new("nothing here yet", "noch nichts hier");
const UNREADABLE: Text = Text::new("damaged: document", "beschädigt: Dokument");
const UNDATED: Text = Text::new("undated", "ohne Datum");

impl ListPane {
    fn page(&self) -> usize {
        usize::from(self.area.height.saturating_sub(1 + self.saved) / ROWS)
    }
}

impl Pane for ListPane {
    fn arrange(&mut self, area: Rect, session: &mut Session, _: Theme) {
        self.area = area;
        // They may take a quarter of the rows.
        self.saved = (session.saved.len().min(9) as u16).min(area.height / 4);
        let page = self.page().max(1);
        let last = session.listed.len().saturating_sub(page);
        self.top = self.top.clamp((session.cursor + 1).saturating_sub(page), session.cursor).min(last);
        let shown = if area.is_empty() { session.cursor..session.cursor + 1 } else { self.top..self.top + page + 1 };
        session.fetch(shown.clone());
        session.fetch_matched(shown);
    }

    fn draw(&self, buffer: &mut Buffer, session: &Session, theme: Theme, focused: bool) {
        let (area, language) = (self.area, session.language);
        let counted = if session.query.is_all() {
            format!("{}", session.count())
        } else {
            format!("{}/{}", session.count(), session.total)
        };
        let selected = match session.selection.len() {
            0 => String::new(),
            count => format!("✓{count} "),
        };
        head(buffer, area, DOCUMENTS.say(language), &format!("{selected}{counted}"), theme, focused);
        self.saved(buffer, session, theme);
        let area = Rect { y: area.y + self.saved, height: area.height.saturating_sub(self.saved), ..area };
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
            let Some(document) = session.head(id) else {
                let style = theme.style(Role::Error).patch(theme.style(role));
                let told = format!("{} {}", UNREADABLE.say(language), id.0);
                put(buffer, area.x + 2, y, area.width.saturating_sub(3), &told, style);
                continue;
            };
            let title_role = if document.read { Role::Text } else { Role::Heading };
            let title = theme.style(title_role).patch(theme.style(role));
            if here && focused {
                buffer.set_style(rows, theme.style(role));
            }
            let marks = match (document.starred, document.new, document.read) {
                (true, ..) => "★",
                (false, true, false) => "+",
                (false, false, false) => "•",
                (false, _, true) => " ",
            };
            put(buffer, area.x, y, 1, marks, title);
            if session.selection.has(id) {
                put(buffer, area.x + 1, y, 1, "✓", title);
            }
            put(buffer, area.x + 2, y, area.width.saturating_sub(3), &document.title, title);
            if rows.height > 1 {
                let muted = if here && focused { theme.style(role) } else { theme.style(Role::Muted) };
                let row = Rect { x: area.x + 2, y: y + 1, width: area.width.saturating_sub(3), height: 1 };
                match session.matched(id) {
                    Some(found) => sentence(buffer, row, found, muted, muted.patch(theme.style(Role::Match))),
                    None => put(buffer, row.x, row.y, row.width, &about(document, session), muted),
                }
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

impl ListPane {
    /// The saved filters: key, name, how many documents it finds.
    fn saved(&self, buffer: &mut Buffer, session: &Session, theme: Theme) {
        let area = self.area;
        for (at, (saved, count)) in session.saved.iter().take(usize::from(self.saved)).enumerate() {
            let y = area.y + 1 + at as u16;
            let count = count.map_or_else(String::new, |count| count.to_string());
            let wide = count.len() as u16;
            let applied = session.query.to_string() == saved.query;
            let role = if applied { Role::Chip } else { Role::Muted };
            put(buffer, area.x, y, 2, &format!("f{}", at + 1), theme.style(Role::Key));
            put(buffer, area.x + 3, y, area.width.saturating_sub(wide + 5), &saved.name, theme.style(role));
            put(buffer, area.right().saturating_sub(wide + 1), y, wide, &count, theme.style(Role::Muted));
        }
    }
}

/// The second row of a document that words were found in: their sentence, from as far back as leaves the first of them
/// on the screen.
fn sentence(buffer: &mut Buffer, row: Rect, found: &Matched, plain: Style, lit: Style) {
    let (text, width) = (found.sentence.as_str(), usize::from(row.width));
    let end = found.spans.first().map_or(0, |span| span.end);
    let mut start = 0;
    if columns(&text[..end]) > width {
        // What stands before it is as interesting as what stands behind.
        let first = found.spans.first().map_or(0, |span| span.start);
        let words = text[..first].char_indices().rev().filter(|(_, c)| *c == ' ');
        let room = width.saturating_sub(columns(&text[first..end])) / 2;
        start = words.map(|(at, _)| at + 1).take_while(|at| columns(&text[*at..first]) < room).last().unwrap_or(first);
    }
    let mut x = row.x;
    let mut write = |text: &str, style: Style| {
        let left = row.right().saturating_sub(x);
        put(buffer, x, row.y, left, text, style);
        x += (columns(text) as u16).min(left);
    };
    if start > 0 {
        write("…", plain);
    }
    let mut at = start;
    for span in found.spans.iter().filter(|span| span.start >= start) {
        write(&text[at..span.start], plain);
        write(&text[span.clone()], lit);
        at = span.end;
    }
    write(&text[at..], plain);
}

/// The second row: date, first disease, first therapy.
fn about(head: &Head, session: &Session) -> String {
    let date = head.published.as_deref().unwrap_or(UNDATED.say(session.language));
    let names = [head.diseases.first(), head.therapies.first()].into_iter().flatten();
    let names = names.map(|name| session.vocabulary.called(name, session.language));
    std::iter::once(date).chain(names).collect::<Vec<_>>().join(" · ")
}
