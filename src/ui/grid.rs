//! A table over everything: rows and columns with a cell under the cursor, scrolled both ways. The first column stays.
//! Knows nothing of what its cells mean.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::{Clear, Widget};

use super::{Motion, fit, head, put};
use crate::document::wrap::columns;
use crate::facts::card::NOT_STATED;
use crate::library::{Query, View, Viewed};
use crate::text;
use crate::theme::{Role, Theme};
use crate::wording::{Language, Text};

/// What a cell shows.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// A text, cut where it must be, and the number it is sorted by if it is one.
    Text(String, Option<f64>),
    /// A number; 0 is shown as a dot, which is read over.
    Count(u64),
    /// A bar as long as its part of the largest.
    Bar(u64, u64),
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GridColumn {
    /// Its heading.
    pub title: String,
    /// Columns of the screen it would have.
    pub width: u16,
}

impl GridColumn {
    /// A column with its heading.
    pub fn new(title: impl Into<String>, width: u16) -> Self {
        Self { title: title.into(), width }
    }
}

/// The overlay.
#[derive(Debug)]
pub struct Grid {
    /// What was asked for, and for which filter.
    pub asked: (View, Query),
    /// On the upper edge.
    pub title: String,
    /// Beside it: how much is shown of how much.
    pub remark: String,
    /// The columns; the first one stays in view.
    pub columns: Vec<GridColumn>,
    /// The cells of each row, as many as there are columns.
    pub rows: Vec<Vec<Cell>>,
    /// What the rows were made of, for what follows from a choice.
    pub data: Option<Viewed>,
    /// For each row shown the row it is of the data.
    pub order: Vec<usize>,
    /// Row and column under the cursor.
    pub cursor: (usize, usize),
    /// Whether cells are still to come.
    pub waiting: bool,
    /// Whether all rows are wanted, not only those near the cursor; with true the last one is gone to.
    pub whole: Option<bool>,
    /// The column it is sorted by, and whether the other way round.
    pub sorted: Option<(usize, bool)>,
    /// First row, and first column beside the one that stays.
    top: (usize, usize),
    /// Rows on the screen, and the columns beside the one that stays.
    page: (usize, usize),
    area: Rect,
}

const COUNTING: Text = Text::new("counting …", "wird gezählt …");
const NOTHING: Text = Text::new("nothing to show for this filter", "für diesen Filter gibt es nichts");
/// Rows of the heading, and below the table those that show the cell under the cursor whole.
const HEADING: u16 = 2;
const DETAIL: u16 = 2;
/// From so many rows on there is room for them.
const ROOMY: u16 = 10;

impl Grid {
    /// A table that waits for its cells.
    pub fn new(view: View, query: Query, title: impl Into<String>) -> Self {
        Self {
            asked: (view, query),
            title: title.into(),
            remark: String::new(),
            columns: Vec::new(),
            rows: Vec::new(),
            data: None,
            order: Vec::new(),
            cursor: (0, 0),
            waiting: true,
            whole: None,
            sorted: None,
            top: (0, 0),
            page: (1, 1),
            area: Rect::ZERO,
        }
    }

    /// Takes rows in; the cursor stays where it can.
    pub fn fill(&mut self, columns: Vec<GridColumn>, rows: Vec<Vec<Cell>>) {
        self.columns = columns;
        self.order = (0..rows.len()).collect();
        self.rows = rows;
        if let Some((column, reversed)) = self.sorted {
            self.sort(column, reversed);
        }
        self.cursor.0 = self.cursor.0.min(self.rows.len().saturating_sub(1));
        self.cursor.1 = self.cursor.1.min(self.columns.len().saturating_sub(1));
    }

    /// The row of the data and the column under the cursor.
    pub fn chosen(&self) -> Option<(usize, usize)> {
        self.order.get(self.cursor.0).map(|&row| (row, self.cursor.1))
    }

    /// Row of rows, for the status line.
    pub fn whereabouts(&self) -> String {
        if self.rows.is_empty() { String::new() } else { format!("{}/{}", self.cursor.0 + 1, self.rows.len()) }
    }

    /// Moves the cursor from row to row.
    pub fn go(&mut self, motion: Motion) {
        self.cursor.0 = motion.index(self.cursor.0, self.rows.len(), self.page.0);
    }

    /// Moves the cursor from column to column.
    pub fn across(&mut self, by: isize) {
        let last = self.columns.len().saturating_sub(1);
        self.cursor.1 = self.cursor.1.saturating_add_signed(by).min(last);
    }

    /// Puts the cursor on the cell at a place of the screen; whether it was there already.
    pub fn press(&mut self, at: Position) -> bool {
        let body = self.body();
        let row = usize::from(at.y.saturating_sub(body.y)) + self.top.0;
        let inside = |&&(_, x, width): &&(usize, u16, u16)| (x..x + width).contains(&at.x.saturating_sub(body.x));
        let Some(&(column, ..)) = self.places().iter().find(inside) else { return false };
        if !body.contains(at) || row >= self.rows.len() {
            return false;
        }
        std::mem::replace(&mut self.cursor, (row, column)) == (row, column)
    }

    /// Whether the cursor is near the end of the rows there are.
    pub fn nears_the_end(&self) -> bool {
        self.cursor.0 + 2 * self.page.0 >= self.rows.len()
    }

    /// Sorts the rows by the column under the cursor: texts from A, numbers from the largest; again, the other way.
    pub fn sort_here(&mut self) {
        let column = self.cursor.1;
        let reversed = self.sorted == Some((column, false));
        self.sort(column, reversed);
        self.sorted = Some((column, reversed));
        self.cursor.0 = 0;
    }

    fn sort(&mut self, column: usize, reversed: bool) {
        let mut rows: Vec<(usize, Vec<Cell>)> =
            self.order.iter().copied().zip(std::mem::take(&mut self.rows)).collect();
        rows.sort_by_key(|(number, _)| *number);
        let number = |row: &[Cell]| match row[column] {
            Cell::Count(count) | Cell::Bar(count, _) => Some(count as f64),
            Cell::Text(_, number) => number,
        };
        let name = |row: &[Cell]| match &row[column] {
            Cell::Text(text, _) => text::key(text),
            Cell::Count(_) | Cell::Bar(..) => String::new(),
        };
        rows.sort_by(|(_, a), (_, b)| {
            let (one, other) = ((name(a), number(a)), (name(b), number(b)));
            // What is empty comes last either way.
            let empty = |(name, number): &(String, Option<f64>)| name.is_empty() && number.is_none();
            empty(&one).cmp(&empty(&other)).then_with(|| {
                let order = match (one.1, other.1) {
                    (Some(one), Some(other)) => other.total_cmp(&one),
                    (one_number, other_number) => {
                        other_number.is_some().cmp(&one_number.is_some()).then_with(|| one.0.cmp(&other.0))
                    }
                };
                if reversed { order.reverse() } else { order }
            })
        });
        (self.order, self.rows) = rows.into_iter().unzip();
    }

    /// Takes its place in an area: scrolls so that the cursor is in view.
    pub fn arrange(&mut self, area: Rect) {
        self.area = area;
        let (row, column) = self.cursor;
        let height = usize::from(self.body().height).max(1);
        self.top.0 = self.top.0.clamp((row + 1).saturating_sub(height), row);
        if column > 0 {
            self.top.1 = self.top.1.clamp(1, column);
            while self.top.1 < column && self.places().iter().all(|&(shown, ..)| shown != column) {
                self.top.1 += 1;
            }
        }
        self.top.1 = self.top.1.clamp(1, self.columns.len().saturating_sub(1).max(1));
        self.page = (height, self.places().len().max(1));
    }

    fn heading(&self) -> u16 {
        if self.area.height >= ROOMY { HEADING } else { 1 }
    }

    fn detail(&self) -> u16 {
        if self.area.height >= ROOMY { DETAIL } else { 0 }
    }

    /// Where the rows stand.
    fn body(&self) -> Rect {
        let above = 1 + self.heading();
        let height = self.area.height.saturating_sub(above + self.detail());
        Rect { y: self.area.y + above, height, ..self.area }
    }

    /// The columns shown: number, offset and width. The first stays and leaves room for another; the last is shown in
    /// part only where it is the only other one or a bar.
    fn places(&self) -> Vec<(usize, u16, u16)> {
        let Some(first) = self.columns.first() else { return Vec::new() };
        // The last column of the screen is kept for the mark that there is more.
        let room = self.area.width.saturating_sub(1);
        let fixed = first.width.min((room / 3).max(8)).min(room);
        let mut places = vec![(0, 0, fixed)];
        let mut x = fixed + 1;
        for (number, column) in self.columns.iter().enumerate().skip(self.top.1.max(1)) {
            let left = room.saturating_sub(x);
            let bar = matches!(self.rows.first().map(|row| &row[number]), Some(Cell::Bar(..)));
            let width = if bar || places.len() == 1 { column.width.min(left) } else { column.width };
            if width == 0 || width > left {
                break;
            }
            places.push((number, x, width));
            x += width + 1;
        }
        places
    }

    /// Draws the table over an area.
    pub fn draw(&self, buffer: &mut Buffer, language: Language, theme: Theme) {
        let area = self.area;
        Clear.render(area, buffer);
        head(buffer, area, &self.title, &self.remark, theme, true);
        if self.rows.is_empty() {
            let why = if self.waiting { COUNTING } else { NOTHING };
            put(
                buffer,
                area.x + 1,
                area.y + 1,
                area.width.saturating_sub(2),
                why.say(language),
                theme.style(Role::Muted),
            );
            return;
        }
        let places = self.places();
        self.draw_heading(buffer, &places, theme);
        let body = self.body();
        for (y, (number, row)) in (body.top()..body.bottom()).zip(self.rows.iter().enumerate().skip(self.top.0)) {
            for &(column, x, width) in &places {
                let here = (number, column) == self.cursor;
                draw_cell(buffer, Rect::new(area.x + x, y, width, 1), &row[column], column == 0, theme);
                if here {
                    buffer.set_style(Rect::new(area.x + x, y, width, 1), theme.style(Role::Selected));
                }
            }
        }
        if self.detail() > 0 {
            self.draw_detail(buffer, language, theme);
        }
    }

    fn draw_heading(&self, buffer: &mut Buffer, places: &[(usize, u16, u16)], theme: Theme) {
        let style = theme.style(Role::Heading);
        let (y, rows) = (self.area.y + 1, self.heading());
        for &(column, x, width) in places {
            let title = &self.columns[column].title;
            let mark = match self.sorted {
                Some((sorted, false)) if sorted == column => "↓",
                Some((sorted, true)) if sorted == column => "↑",
                _ => "",
            };
            let title = format!("{title}{mark}");
            let lines = headed(&title, usize::from(width), usize::from(rows));
            // Headings stand on the row above the cells.
            let from = y + rows - lines.len() as u16;
            let numbers = matches!(self.rows.first().map(|row| &row[column]), Some(Cell::Count(_)));
            for (line, text) in lines.iter().enumerate() {
                let free = if numbers { width.saturating_sub(columns(text) as u16) } else { 0 };
                put(buffer, self.area.x + x + free, from + line as u16, width - free, text, style);
            }
        }
        let shown = |&(column, ..): &(usize, u16, u16)| column;
        if places.get(1).map(shown).is_some_and(|first| first > 1) {
            let x = self.area.x + places[1].1 - 1;
            put(buffer, x, y, 1, "‹", theme.style(Role::Key));
        }
        if places.last().map(shown).is_some_and(|last| last + 1 < self.columns.len()) {
            put(buffer, self.area.right() - 1, y, 1, "›", theme.style(Role::Key));
        }
    }

    /// The cell under the cursor with its heading, whole as far as there is room.
    fn draw_detail(&self, buffer: &mut Buffer, language: Language, theme: Theme) {
        let (row, column) = self.cursor;
        let Some(cells) = self.rows.get(row) else { return };
        let shown = |cell: &Cell| match cell {
            Cell::Text(text, _) if text.is_empty() => NOT_STATED.say(language).to_owned(),
            Cell::Text(text, _) => text.clone(),
            Cell::Count(count) | Cell::Bar(count, _) => count.to_string(),
        };
        let heading = &self.columns[column].title;
        let first = shown(&cells[0]);
        let text = if column == 0 { first } else { format!("{first} · {heading}: {}", shown(&cells[column])) };
        let width = self.area.width.saturating_sub(2);
        let y = self.area.bottom() - DETAIL;
        for (line, text) in headed(&text, usize::from(width), usize::from(DETAIL)).iter().enumerate() {
            put(buffer, self.area.x + 1, y + line as u16, width, text, theme.style(Role::Muted));
        }
    }
}

fn draw_cell(buffer: &mut Buffer, area: Rect, cell: &Cell, first: bool, theme: Theme) {
    match cell {
        Cell::Text(text, _) => {
            let role = if first { Role::Heading } else { Role::Text };
            put(buffer, area.x, area.y, area.width, text, theme.style(role));
        }
        Cell::Count(count) => {
            let (shown, role) =
                if *count == 0 { (Cow::from("·"), Role::Muted) } else { (count.to_string().into(), Role::Text) };
            let shown = fit(&shown, usize::from(area.width));
            let x = area.right() - columns(&shown) as u16;
            put(buffer, x, area.y, area.width, &shown, theme.style(role));
        }
        Cell::Bar(count, of) => {
            let eighths = (count * u64::from(area.width) * 8).div_ceil((*of).max(1)) as usize;
            let mut bar = "█".repeat(eighths / 8);
            if !eighths.is_multiple_of(8) {
                bar.push(['▏', '▎', '▍', '▌', '▋', '▊', '▉'][eighths % 8 - 1]);
            }
            put(buffer, area.x, area.y, area.width, &bar, theme.style(Role::Text));
        }
    }
}

/// A text broken into at most so many rows of a width; what does not fit ends in `…`.
fn headed(text: &str, width: usize, rows: usize) -> Vec<String> {
    let options = textwrap::Options::new(width.max(1)).break_words(true);
    let mut lines: Vec<String> = textwrap::wrap(text, options).into_iter().map(Cow::into_owned).collect();
    if lines.len() > rows {
        let rest = lines.split_off(rows.saturating_sub(1)).join(" ");
        lines.push(fit(&rest, width).into_owned());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(cells: &[&[Cell]]) -> Grid {
        let mut grid = Grid::new(View::Timeline, Query::default(), "a table");
        let columns = (0..cells[0].len()).map(|number| GridColumn::new(format!("column {number}"), 10)).collect();
        grid.fill(columns, cells.iter().map(|row| row.to_vec()).collect());
        grid
    }

    fn text(text: &str) -> Cell {
        Cell::Text(text.to_owned(), None)
    }

    #[test]
    fn rows_are_sorted_by_text_or_number_and_what_is_empty_is_last() {
        let quantity = |shown: &str, number| Cell::Text(shown.to_owned(), Some(number));
        let mut grid = grid(&[
            &[text("b"), quantity("9 months", 9.0), Cell::Count(1)],
            &[text("Ä"), text(""), Cell::Count(3)],
            &[text("c"), quantity("10 months", 10.0), Cell::Count(2)],
        ]);
        let mut check = |column, expected: [usize; 3]| {
            grid.cursor = (2, column);
            grid.sort_here();
            assert_eq!((grid.order.as_slice(), grid.cursor.0), (&expected[..], 0));
        };
        check(0, [1, 0, 2]);
        check(0, [2, 0, 1]);
        check(1, [2, 0, 1]);
        check(1, [0, 2, 1]);
        check(2, [1, 2, 0]);
    }

    #[test]
    fn the_cursor_stays_in_view_at_every_size() {
        let row: Vec<Cell> = (0..40).map(|n| text(&n.to_string())).collect();
        let rows: Vec<&[Cell]> = vec![&row; 50];
        let mut grid = grid(&rows);
        for (width, height) in [(120, 38), (80, 22), (40, 10), (20, 4), (3, 1)] {
            let area = Rect::new(0, 0, width, height);
            for (down, across) in [(49, 39), (0, 0), (25, 20)] {
                grid.cursor = (0, 0);
                grid.go(Motion::Rows(down));
                grid.across(across);
                grid.arrange(area);
                let shown = grid.places();
                assert!(shown.iter().any(|&(column, ..)| column == grid.cursor.1) || width < 12, "{width}: {shown:?}");
                assert!(shown.iter().all(|&(_, x, wide)| x + wide <= width), "{width}: {shown:?}");
                let rows = grid.top.0..grid.top.0 + usize::from(grid.body().height).max(1);
                assert!(rows.contains(&grid.cursor.0), "{height}: {rows:?}");
                grid.draw(&mut Buffer::empty(area), Language::English, Theme::terminal());
            }
        }
    }

    #[test]
    fn headings_are_broken_and_cut_with_a_mark() {
        assert_eq!(headed("CAR T-cell therapy", 10, 2), ["CAR T-cell", "therapy"]);
        assert_eq!(headed("systemic lupus erythematosus", 10, 2), ["systemic", "lupus ery…"]);
        assert_eq!(headed("n", 3, 1), ["n"]);
    }
}
