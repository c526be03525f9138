//! A list to choose from with a text field that narrows it: pickers of values, contents, the palette and the help.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::{Block, Widget};
use tui_input::Input;

use super::prompt::field;
use super::{Motion, clear, fit, put};
use crate::document::wrap::columns;
use crate::library::{FacetGroup, Ids, SortBy};
use crate::text;
use crate::theme::{Role, Theme};
use crate::wording::{Language, Text};

/// What choosing does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Filters by the values of a kind.
    Values(FacetGroup),
    /// Filters by a saved filter.
    Saved,
    /// Opens the picker of a kind.
    Kinds,
    /// Takes a document into the library.
    Adoption,
    /// Takes documents out of the library.
    Removal,
    /// Runs a command.
    Commands,
    /// Goes to a section.
    Contents,
    /// Goes to a fact.
    Facts,
    /// Writes the document in a form.
    Forms,
    /// Goes to a note, highlight or mark.
    Notes,
    /// Opens a document that tells of the same study.
    AlsoIn,
    /// Sets the order of the list.
    Order,
    /// Goes to where an abbreviation is defined.
    Definitions,
    /// Goes to a mark.
    Marks,
    /// Shows kinds of facts in the text, or not.
    Painted,
}

/// Whether a value is part of the filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tick {
    /// It is not.
    #[default]
    No,
    /// It is asked for.
    Wanted,
    /// It is excluded.
    Unwanted,
}

/// What a row stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A command, section or fact by number.
    Number(usize),
    /// A value of a kind, as a query writes it.
    Value(String),
    /// An order of the list.
    Order(SortBy),
    /// A mark, by number.
    Mark(usize),
    /// Documents.
    Documents(Ids),
    /// The filter in force, to be saved.
    SaveFilter,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What it stands for.
    pub value: Value,
    /// Shown on the left, where the text narrows.
    pub text: String,
    /// Further names that the text may match: the synonym that did is shown.
    pub also: String,
    /// Shown on the right: a count or keys.
    pub detail: String,
    /// Columns of indentation.
    pub indent: u16,
    /// Whether it is ticked.
    pub tick: Tick,
}

impl Choice {
    /// A row that shows a text.
    pub fn new(value: Value, text: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { value, text: text.into(), also: String::new(), detail: detail.into(), indent: 0, tick: Tick::No }
    }
}

/// The overlay.
#[derive(Debug)]
pub struct Picker {
    /// What choosing does.
    pub purpose: Purpose,
    /// On the upper edge.
    pub title: String,
    /// What has been typed.
    pub input: Input,
    /// All rows. For values they are set anew by whoever narrows them.
    pub choices: Vec<Choice>,
    /// Indexes of the rows that match what was typed.
    pub shown: Vec<usize>,
    /// Index into `shown`.
    pub cursor: usize,
    /// The values ticked, shown or not.
    pub ticks: Vec<(String, Tick)>,
    /// Whether a tick was set or taken since it was opened: then the ticks are what is wanted.
    pub ticked: bool,
    /// Whether the rows are still being counted.
    pub waiting: bool,
    /// Whether the row under the cursor is to be taken as soon as they are there.
    pub hasty: bool,
    top: usize,
    page: usize,
}

const NOTHING: Text = Text::new("nothing matches", "nichts passt");
const EMPTY: Text = Text::new("no document has one", "kein Dokument hat einen Wert");
const COUNTING: Text = Text::new("counting …", "wird gezählt …");
const TICKS: Text =
    Text::new("Tab tick  ^X exclude  Enter apply  Esc back", "Tab wählen  ^X ausschließen  Enter anwenden  Esc zurück");
const SAVES: Text =
    Text::new("Enter apply or save  ^X delete  Esc back", "Enter anwenden, speichern  ^X löschen  Esc zurück");
const NO_NOTES: Text = Text::new("nothing noted yet: a notes, v selects", "noch keine Notiz: a notiert, v wählt aus");
const NOTES: Text = Text::new("Enter go there  ^X delete  Esc back", "Enter hingehen  ^X löschen  Esc zurück");
const PAINTS: Text =
    Text::new("Tab show or hide  Enter done  Esc back", "Tab zeigen, verbergen  Enter fertig  Esc zurück");
const CHOOSES: Text = Text::new("Enter choose  Esc back", "Enter wählen  Esc zurück");
/// Columns and rows of the box, where there is room.
const WIDTH: u16 = 76;
const HEIGHT: u16 = 22;

impl Picker {
    /// A picker with its rows.
    pub fn new(purpose: Purpose, title: impl Into<String>, choices: Vec<Choice>) -> Self {
        let mut picker = Self {
            purpose,
            title: title.into(),
            input: Input::default(),
            choices,
            shown: Vec::new(),
            cursor: 0,
            ticks: Vec::new(),
            ticked: false,
            waiting: false,
            hasty: false,
            top: 0,
            page: 1,
        };
        picker.narrow();
        picker
    }

    /// Shows the rows that hold every word typed, anywhere, folded.
    pub fn narrow(&mut self) {
        let typed = self.input.value();
        let words: Vec<String> = typed.split_whitespace().map(text::key).filter(|word| !word.is_empty()).collect();
        let fits = |choice: &Choice| {
            let hay = text::key(&format!("{} {} {}", choice.text, choice.also, choice.detail));
            words.iter().all(|word| hay.contains(word))
        };
        self.shown = (0..self.choices.len()).filter(|&at| fits(&self.choices[at])).collect();
        self.cursor = 0;
    }

    /// Puts other rows in place of these, all shown; the cursor stays on its value if that is still there.
    pub fn replace(&mut self, choices: Vec<Choice>) {
        let here = self.chosen().map(|choice| choice.value.clone());
        self.choices = choices;
        self.shown = (0..self.choices.len()).collect();
        let found = here.and_then(|value| self.choices.iter().position(|choice| choice.value == value));
        self.cursor = found.unwrap_or(0);
    }

    /// The row under the cursor.
    pub fn chosen(&self) -> Option<&Choice> {
        self.shown.get(self.cursor).map(|&at| &self.choices[at])
    }

    /// Moves the cursor.
    pub fn go(&mut self, motion: Motion) {
        self.cursor = motion.index(self.cursor, self.shown.len(), self.page);
    }

    /// Puts the cursor on the row at a place of an area; false where there is none.
    pub fn press(&mut self, area: Rect, at: Position) -> bool {
        let place = frame(area);
        let row = at.y.checked_sub(place.y + 2).filter(|_| place.contains(at));
        let index = row.map(|row| self.top + usize::from(row));
        let Some(index) = index.filter(|&index| index < self.shown.len() && index < self.top + self.page) else {
            return false;
        };
        self.cursor = index;
        true
    }

    /// Puts the cursor on the row of a value.
    pub fn point_at(&mut self, value: &Value) {
        let found = self.shown.iter().position(|&at| self.choices[at].value == *value);
        self.cursor = found.unwrap_or(self.cursor);
    }

    /// Whether rows can be ticked.
    pub fn ticks(&self) -> bool {
        matches!(self.purpose, Purpose::Values(_))
    }

    /// Takes its place in an area: scrolls so that the cursor is in view.
    pub fn arrange(&mut self, area: Rect) {
        self.page = usize::from(rows(frame(area)).height).max(1);
        self.top = self.top.clamp((self.cursor + 1).saturating_sub(self.page), self.cursor);
    }

    /// Draws the box and says where the text cursor stands.
    pub fn draw(&self, area: Rect, buffer: &mut Buffer, language: Language, theme: Theme) -> Position {
        let place = frame(area);
        clear(place, buffer, theme);
        let hint = match self.purpose {
            Purpose::Values(_) => TICKS,
            Purpose::Saved => SAVES,
            Purpose::Notes => NOTES,
            Purpose::Painted => PAINTS,
            _ => CHOOSES,
        };
        let title = fit(&self.title, usize::from(place.width.saturating_sub(4)));
        let edge = Block::bordered().title(format!(" {title} ")).border_style(theme.style(Role::Border));
        let inner = edge.inner(place);
        edge.render(place, buffer);
        put(buffer, inner.x, inner.y, 2, "> ", theme.style(Role::Key));
        let input = Rect { x: inner.x + 2, height: 1, width: inner.width.saturating_sub(2), ..inner };
        let cursor = field(&self.input, input, buffer, theme);
        let rows = rows(place);
        if self.shown.is_empty() {
            let why = match (self.waiting, self.input.value().is_empty()) {
                (true, _) => COUNTING,
                (false, true) if self.purpose == Purpose::Notes => NO_NOTES,
                (false, true) => EMPTY,
                (false, false) => NOTHING,
            };
            put(buffer, rows.x + 2, rows.y, rows.width.saturating_sub(2), why.say(language), theme.style(Role::Muted));
        }
        for (row, &at) in self.shown.iter().skip(self.top).take(usize::from(rows.height)).enumerate() {
            self.row(buffer, Rect { y: rows.y + row as u16, height: 1, ..rows }, at, theme);
        }
        // In a low window the rows are worth more than the hint.
        let hint_width = if rows.bottom() < inner.bottom() { inner.width.saturating_sub(1) } else { 0 };
        put(buffer, inner.x + 1, rows.bottom(), hint_width, hint.say(language), theme.style(Role::Muted));
        cursor
    }

    fn row(&self, buffer: &mut Buffer, area: Rect, at: usize, theme: Theme) {
        let choice = &self.choices[at];
        let tick = match choice.tick {
            Tick::No => " ",
            Tick::Wanted => "✓",
            Tick::Unwanted => "−",
        };
        put(buffer, area.x, area.y, 1, tick, theme.style(Role::Key));
        let detail = (columns(&choice.detail) as u16).min(area.width / 2);
        let x = area.x + 2 + choice.indent;
        let room = area.width.saturating_sub(5 + choice.indent + detail);
        put(buffer, x, area.y, room, &choice.text, theme.style(Role::Text));
        let taken = (columns(&choice.text) as u16).min(room);
        if !choice.also.is_empty() && taken + 3 < room {
            put(buffer, x + taken + 2, area.y, room - taken - 2, &choice.also, theme.style(Role::Muted));
        }
        put(buffer, area.right().saturating_sub(detail + 1), area.y, detail, &choice.detail, theme.style(Role::Muted));
        if self.shown.get(self.cursor) == Some(&at) {
            buffer.set_style(area, theme.style(Role::Selected));
        }
    }
}

/// The box in the middle of an area.
fn frame(area: Rect) -> Rect {
    let (width, height) = (WIDTH.min(area.width), HEIGHT.min(area.height));
    Rect::new(area.x + (area.width - width) / 2, area.y + (area.height - height) / 3, width, height)
}

/// The rows of a box: all inside its edge but the line of input above and, where there is room, the hint below.
fn rows(frame: Rect) -> Rect {
    let inner = Block::bordered().inner(frame);
    let hint = u16::from(inner.height > 3);
    Rect { y: inner.y + 1, height: inner.height.saturating_sub(1 + hint), ..inner }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_low_window_shows_a_row_and_a_high_one_the_hint_too() {
        assert_eq!(rows(Rect::new(0, 0, 20, 4)).height, 1);
        assert_eq!(rows(Rect::new(0, 0, 20, 5)).height, 2);
        assert_eq!(rows(Rect::new(0, 0, 20, 6)).height, 2);
        assert_eq!(rows(Rect::new(0, 0, 20, 10)).height, 6);
    }

    #[test]
    fn words_narrow_in_any_order_and_folded() {
        let rows = ["Größe des Textes", "in den Text", "Suche"].map(|text| Choice::new(Value::Number(0), text, "x"));
        let mut picker = Picker::new(Purpose::Commands, "", rows.to_vec());
        assert_eq!(picker.shown, [0, 1, 2]);
        picker.input = "text grosse".into();
        picker.narrow();
        assert_eq!(picker.shown, [0]);
    }
}
