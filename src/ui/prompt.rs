//! A line of input at the foot of the screen.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use tui_input::{Input, InputRequest};

use super::{clear, fit, put};
use crate::document::wrap::columns;
use crate::library::{DocId, NoteChange, Query};
use crate::theme::{Role, Theme};
use crate::wording::{Language, Text};

/// What an input is for.
#[derive(Debug, Clone, PartialEq)]
pub enum Purpose {
    /// Search in the document, begun at this offset.
    Search {
        /// Top of the screen before the search.
        from: usize,
    },
    /// Find in the list, begun at this row.
    Find {
        /// The cursor before.
        from: usize,
    },
    /// A tag for a document.
    Tag {
        /// The document.
        id: DocId,
    },
    /// A letter, name or year to go to in the list, begun at this row.
    Jump {
        /// The cursor before.
        from: usize,
    },
    /// A name for the filter in force.
    Save,
    /// The name of a file to be written.
    Write {
        /// In which form, by number.
        form: usize,
    },
    /// The text of a note.
    Note {
        /// What it makes, with the text still to come.
        change: Box<NoteChange>,
    },
    /// A file or folder to take into the library.
    Import,
    /// The name of a command, with what it takes.
    Command {
        /// All commands: the name, what it does, the keys.
        all: Vec<Offer>,
    },
    /// The filter line, with the filter it began with.
    Filter {
        /// The filter before.
        before: Query,
    },
}

/// A completion of what is being typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Offer {
    /// What takes the place of the part under the cursor.
    pub insert: String,
    /// What is shown.
    pub text: String,
    /// Beside it, muted: another name.
    pub also: String,
    /// At the right edge.
    pub detail: String,
}

/// What is wrong with what was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The character it is about, from 1.
    pub column: usize,
    /// What is wrong.
    pub text: String,
}

/// A line of input.
#[derive(Debug)]
pub struct Prompt {
    /// What it is for.
    pub purpose: Purpose,
    /// What has been typed.
    pub input: Input,
    /// A word on it, shown behind.
    pub remark: String,
    /// What is wrong with it, shown above.
    pub fault: Option<Fault>,
    /// What is offered for the part under the cursor.
    pub offers: Vec<Offer>,
    /// The offer gone to.
    pub chosen: Option<usize>,
    /// The earlier input gone back to, counted from the last one, and what had been typed before.
    pub past: Option<(usize, String)>,
}

/// Offers shown at once, and columns they take.
const SHOWN: usize = 8;
const WIDTH: u16 = 76;
/// Columns of a remark that are there whatever is typed.
const LEAST: u16 = 16;

impl Prompt {
    /// An input for a purpose, beginning with a text.
    pub fn new(purpose: Purpose, text: &str) -> Self {
        Self {
            purpose,
            input: Input::new(text.to_owned()),
            remark: String::new(),
            fault: None,
            offers: Vec::new(),
            chosen: None,
            past: None,
        }
    }

    /// What stands before the input: the key that opened the line, where that says it, else what is asked for.
    fn label(&self) -> Text {
        match self.purpose {
            Purpose::Search { .. } | Purpose::Find { .. } => Text::new("/", "/"),
            Purpose::Filter { .. } => Text::new("&", "&"),
            Purpose::Command { .. } => Text::new(":", ":"),
            Purpose::Jump { .. } => Text::new("Go to: ", "Gehe zu: "),
            Purpose::Save => Text::new("Save as: ", "Sichern als: "),
            Purpose::Import => Text::new("Take in: ", "Aufnehmen: "),
            Purpose::Note { .. } => Text::new("Note: ", "Notiz: "),
            Purpose::Write { .. } => Text::new("Write to: ", "Schreiben in: "),
            Purpose::Tag { .. } => Text::new("Tag: ", "Schlagwort: "),
        }
    }

    /// How many offers are shown at once.
    fn most(&self) -> usize {
        if matches!(self.purpose, Purpose::Command { .. }) { 2 * SHOWN } else { SHOWN }
    }

    /// Draws what is wrong at the foot of an area, whole, with an arrow at the place in the line below; gives the rest.
    fn draw_fault(&self, area: Rect, line: Rect, buffer: &mut Buffer, (language, theme): (Language, Theme)) -> Rect {
        let Some(fault) = &self.fault else { return area };
        let input = self.room(line, "", language).0;
        let before: String = self.input.value().chars().take(fault.column.saturating_sub(1)).collect();
        let hidden = self.input.visual_scroll(usize::from(input.width.saturating_sub(1)).max(1));
        let at = columns(&before).saturating_sub(hidden).min(usize::from(input.width.saturating_sub(1)));
        let wide = usize::from(area.width.saturating_sub(2)).max(1);
        let mut rows = textwrap::wrap(&fault.text, wide);
        rows.truncate(usize::from(area.height).saturating_sub(1));
        let taken = (rows.len() as u16 + 1).min(area.height);
        let place = Rect { y: area.bottom() - taken, height: taken, ..area };
        clear(place, buffer, theme);
        for (row, text) in rows.iter().enumerate() {
            put(buffer, place.x + 1, place.y + row as u16, wide as u16, text, theme.style(Role::Error));
        }
        if taken > 0 {
            put(buffer, input.x + at as u16, place.bottom() - 1, 1, "↓", theme.style(Role::Error));
        }
        Rect { height: area.height - taken, ..area }
    }

    /// Where what is typed stands in a row, the label before it, and as much of a remark as has room behind.
    fn room(&self, area: Rect, remark: &str, language: Language) -> (Rect, &'static str, String) {
        // In a narrow window the input is worth more than its label.
        let label = self.label().say(language);
        let label = if columns(label) * 3 > usize::from(area.width) { ">" } else { label };
        let wide = columns(label) as u16;
        let left = area.width.saturating_sub(wide);
        // A remark gives way to what is typed, but for a short one or the beginning of one.
        let typed = (columns(self.input.value()) as u16 + 1).max(12);
        let least = (columns(remark) as u16).min(LEAST).min(left / 2);
        let remark = fit(remark, usize::from(left.saturating_sub(typed + 3).max(least)));
        let behind = columns(&remark) as u16;
        let room = left.saturating_sub(if behind > 0 { behind + 3 } else { 2 }).max(8).min(left);
        (Rect { x: area.x + wide, width: room, ..area }, label, remark.into_owned())
    }

    /// Draws what stands above the line at the foot of an area: the offers, and below them what is wrong.
    fn draw_above(&self, area: Rect, line: Rect, buffer: &mut Buffer, look: (Language, Theme)) {
        let (area, theme) = (self.draw_fault(area, line, buffer, look), look.1);
        let rows = self.offers.len().min(self.most()).min(usize::from(area.height));
        let width = WIDTH.min(area.width);
        let first = (self.chosen.unwrap_or(0) + 1).saturating_sub(rows);
        for (row, (at, offer)) in self.offers.iter().enumerate().skip(first).take(rows).enumerate() {
            let line = Rect::new(area.x, area.bottom() - rows as u16 + row as u16, width, 1);
            clear(line, buffer, theme);
            let detail = columns(&offer.detail) as u16;
            let room = width.saturating_sub(detail + 4);
            put(buffer, line.x + 2, line.y, room, &offer.text, theme.style(Role::Text));
            let taken = (columns(&offer.text) as u16).min(room);
            if taken + 3 < room {
                put(buffer, line.x + taken + 4, line.y, room - taken - 2, &offer.also, theme.style(Role::Muted));
            }
            put(
                buffer,
                line.right().saturating_sub(detail + 1),
                line.y,
                detail,
                &offer.detail,
                theme.style(Role::Muted),
            );
            if self.chosen == Some(at) {
                buffer.set_style(line, theme.style(Role::Selected));
            }
        }
    }

    /// Draws the input in a row with a remark behind it, what belongs to it at the foot of the area above, and says
    /// where the text cursor stands.
    pub fn draw(
        &self,
        (above, area): (Rect, Rect),
        buffer: &mut Buffer,
        remark: &str,
        (language, theme): (Language, Theme),
    ) -> Position {
        self.draw_above(above, area, buffer, (language, theme));
        buffer.set_style(area, theme.style(Role::Text));
        put(buffer, area.x, area.y, area.width, &" ".repeat(usize::from(area.width)), theme.style(Role::Text));
        // With something wrong, which stands above, the line has all the room.
        let remark = if self.fault.is_some() { "" } else { remark };
        let (input, label, remark) = self.room(area, remark, language);
        put(buffer, area.x, area.y, columns(label) as u16, label, theme.style(Role::Key));
        let cursor = field(&self.input, input, buffer, theme);
        let x = input.right() + 1;
        if !remark.is_empty() && x < area.right() {
            put(buffer, x, area.y, area.right() - x, &remark, theme.style(Role::Muted));
        }
        cursor
    }
}

/// Draws the text of an input with its cursor in view.
pub fn field(input: &Input, area: Rect, buffer: &mut Buffer, theme: Theme) -> Position {
    let width = usize::from(area.width.saturating_sub(1)).max(1);
    let scroll = input.visual_scroll(width);
    let text = input.value();
    let mut left = 0;
    let start = text.char_indices().find(|&(_, letter)| {
        let here = left;
        left += columns(letter.encode_utf8(&mut [0; 4]));
        here >= scroll
    });
    let shown = start.map_or("", |(at, _)| &text[at..]);
    put(buffer, area.x, area.y, area.width, shown, theme.style(Role::Text));
    if scroll > 0 {
        put(buffer, area.x, area.y, 1, "…", theme.style(Role::Muted));
    }
    let at = (input.visual_cursor().max(scroll) - scroll) as u16;
    Position::new(area.x + at.min(area.width.saturating_sub(1)), area.y)
}

/// An edit of an input.
pub type Edit = InputRequest;
