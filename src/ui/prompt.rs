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

/// A line of input.
#[derive(Debug)]
pub struct Prompt {
    /// What it is for.
    pub purpose: Purpose,
    /// What has been typed.
    pub input: Input,
    /// What is wrong with it, shown behind.
    pub remark: String,
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

impl Prompt {
    /// An input for a purpose, beginning with a text.
    pub fn new(purpose: Purpose, text: &str) -> Self {
        Self {
            purpose,
            input: Input::new(text.to_owned()),
            remark: String::new(),
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

    /// Draws the offers at the foot of an area.
    pub fn draw_offers(&self, area: Rect, buffer: &mut Buffer, theme: Theme) {
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

    /// Draws the input in a row with a remark behind it and says where the text cursor stands.
    pub fn draw(
        &self,
        area: Rect,
        buffer: &mut Buffer,
        remark: &str,
        (language, theme): (Language, Theme),
    ) -> Position {
        buffer.set_style(area, theme.style(Role::Text));
        put(buffer, area.x, area.y, area.width, &" ".repeat(usize::from(area.width)), theme.style(Role::Text));
        // In a narrow window the input is worth more than its label.
        let label = self.label().say(language);
        let label = if columns(label) * 3 > usize::from(area.width) { ">" } else { label };
        let wide = columns(label) as u16;
        put(buffer, area.x, area.y, wide, label, theme.style(Role::Key));
        let area = Rect { x: area.x + wide - 1, width: area.width.saturating_sub(wide - 1), ..area };
        // A remark gives way to what is typed, from a dozen columns on.
        let typed = (columns(self.input.value()) as u16 + 1).clamp(12, area.width.max(36) / 3);
        let remark = fit(remark, usize::from(area.width.saturating_sub(3 + typed)));
        let wide = columns(&remark) as u16;
        let room = area.width.saturating_sub(3 + if wide > 0 { wide + 1 } else { 0 }).max(8);
        let cursor = field(
            &self.input,
            Rect { x: area.x + 1, width: room.min(area.width.saturating_sub(1)), ..area },
            buffer,
            theme,
        );
        if wide > 0 && area.width > 2 + room {
            put(buffer, area.x + 2 + room, area.y, area.width - room - 2, &remark, theme.style(Role::Muted));
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
