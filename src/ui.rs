//! Panes and overlays: where they stand, how they scroll, how they are drawn. They read the session and never know
//! each other, keys or commands.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use crate::session::Session;
use crate::theme::{Role, Theme};

mod bar;
pub mod facts;
pub mod grid;
pub mod letters;
pub mod list;
pub mod notice;
pub mod picker;
pub mod prompt;
pub mod reader;
pub mod status;

/// Where a key goes: the open overlay, else the focused pane.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// The list of documents.
    List,
    /// The text.
    Reader,
    /// The text while something is selected in it.
    Selection,
    /// The card.
    Facts,
    /// A list to choose from, with a text field.
    Picker,
    /// A line of input.
    Prompt,
    /// A text shown over everything.
    Notice,
    /// Letters on the links of the text.
    Letters,
    /// A table over everything.
    Grid,
}

impl Place {
    /// Whether typed characters are text there.
    pub fn takes_text(self) -> bool {
        matches!(self, Self::Picker | Self::Prompt)
    }
}

/// A movement in a pane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Motion {
    /// So many rows down, or up when negative.
    Rows(isize),
    /// Half screens.
    Halves(isize),
    /// Whole screens; in a list less two rows to hold on to.
    Pages(isize),
    /// To the first row.
    Top,
    /// To the last row.
    Bottom,
    /// To this line or row, from 1.
    Line(usize),
    /// To so many hundredths.
    Percent(usize),
}

impl Motion {
    /// The index that a list of `len` rows, `page` of them on the screen, has under its cursor afterwards.
    pub fn index(self, at: usize, len: usize, page: usize) -> usize {
        let last = len.saturating_sub(1);
        let moved = |by: isize| at.saturating_add_signed(by).min(last);
        let page = page.max(1) as isize;
        match self {
            Self::Rows(by) => moved(by),
            Self::Halves(by) => moved(by * (page / 2).max(1)),
            Self::Pages(by) => moved(by * (page - 2).max(1)),
            Self::Top => 0,
            Self::Bottom => last,
            Self::Line(line) => line.saturating_sub(1).min(last),
            Self::Percent(part) => last * part.min(100) / 100,
        }
    }
}

/// A part of the screen that shows the session.
pub trait Pane {
    /// Takes its area for the next frame; clamps its scrolling and fetches what it will draw.
    fn arrange(&mut self, area: Rect, session: &mut Session, theme: Theme);
    /// Draws itself; changes nothing.
    fn draw(&self, buffer: &mut Buffer, session: &Session, theme: Theme, focused: bool);
    /// Moves.
    fn go(&mut self, session: &mut Session, motion: Motion);
    /// Puts the cursor where the mouse was pressed; says whether it was there before, so that the press takes the row.
    fn press(&mut self, session: &mut Session, at: Position) -> bool;
}

/// The three panes and which of them has the keys.
#[derive(Debug)]
pub struct Panes {
    /// The list of documents.
    pub list: list::ListPane,
    /// The text.
    pub reader: reader::ReaderPane,
    /// The card.
    pub facts: facts::FactsPane,
    /// The pane that has the keys.
    pub focus: Place,
    /// The side pane shown where there is room for one.
    pub side: Place,
    /// Only the reader.
    pub alone: bool,
    /// Whether there is a list at all; one file has none.
    pub listed: bool,
    frame: Frame,
}

/// Where everything stands in a frame. An empty area is not shown.
#[derive(Debug, Clone, Copy, Default)]
struct Frame {
    chips: Rect,
    list: Rect,
    reader: Rect,
    facts: Rect,
    status: Rect,
}

/// Below this the window is too small to read in.
pub const SMALLEST: (u16, u16) = (20, 5);
/// From so many columns on there are three panes, or two.
const THREE: u16 = 120;
const TWO: u16 = 70;
/// Columns of a side pane.
const SIDE: u16 = 30;

impl Panes {
    /// Panes with the focus on the list, or on the reader where there is none.
    pub fn new(listed: bool) -> Self {
        Self {
            list: list::ListPane::default(),
            reader: reader::ReaderPane::default(),
            facts: facts::FactsPane::default(),
            focus: if listed { Place::List } else { Place::Reader },
            side: if listed { Place::List } else { Place::Facts },
            alone: false,
            listed,
            frame: Frame::default(),
        }
    }

    /// Gives the keys to a pane.
    pub fn give_focus(&mut self, place: Place) {
        self.focus = place;
        if place == Place::Reader {
            return;
        }
        self.side = place;
        self.alone = false;
    }

    /// The panes in order of the screen.
    pub fn order(&self) -> &'static [Place] {
        if self.listed { &[Place::List, Place::Reader, Place::Facts] } else { &[Place::Reader, Place::Facts] }
    }

    /// Places the panes in an area and arranges each.
    pub fn arrange(&mut self, area: Rect, session: &mut Session, theme: Theme) {
        let chips = u16::from(!session.query.is_all());
        let body = Rect::new(area.x, area.y + chips, area.width, area.height.saturating_sub(chips + 1));
        let column = |x: u16, width: u16| Rect { x: body.x + x, width, ..body };
        let (mut list, mut facts) = (0, 0);
        if !self.alone && body.width >= TWO {
            let three = body.width >= THREE && self.listed;
            list = if three || (self.listed && self.side == Place::List) { SIDE } else { 0 };
            facts = if three || list == 0 { SIDE } else { 0 };
        }
        let narrow = !self.alone && body.width < TWO;
        self.frame = if narrow && self.focus != Place::Reader {
            let whole = column(0, body.width);
            let list = if self.focus == Place::List { whole } else { Rect::ZERO };
            let facts = if self.focus == Place::Facts { whole } else { Rect::ZERO };
            Frame { list, facts, ..Frame::default() }
        } else {
            let reader = column(
                list + u16::from(list > 0),
                body.width - list - facts - u16::from(list > 0) - u16::from(facts > 0),
            );
            Frame { list: column(0, list), reader, facts: column(body.width - facts, facts), ..Frame::default() }
        };
        self.frame.chips = Rect { height: chips, ..area };
        self.frame.status = Rect { y: area.y + area.height - 1, height: 1, ..area };
        self.list.arrange(self.frame.list, session, theme);
        self.reader.arrange(self.frame.reader, session, theme);
        self.facts.arrange(self.frame.facts, session, theme);
    }

    /// The focused pane.
    pub fn focused(&mut self) -> &mut dyn Pane {
        self.pane(self.focus)
    }

    /// The pane at a place of the screen.
    pub fn at(&self, at: Position) -> Option<Place> {
        let areas =
            [(self.frame.list, Place::List), (self.frame.reader, Place::Reader), (self.frame.facts, Place::Facts)];
        areas.into_iter().find(|(area, _)| area.contains(at)).map(|(_, place)| place)
    }

    /// A pane; the text for the places that lie over the panes.
    pub fn pane(&mut self, place: Place) -> &mut dyn Pane {
        match place {
            Place::List => &mut self.list,
            Place::Facts => &mut self.facts,
            Place::Reader
            | Place::Selection
            | Place::Picker
            | Place::Prompt
            | Place::Notice
            | Place::Letters
            | Place::Grid => &mut self.reader,
        }
    }

    /// Draws all panes, the chips and the lines between; the status line is drawn by [`status`].
    pub fn draw(&self, buffer: &mut Buffer, session: &Session, theme: Theme) {
        let panes: [(Rect, &dyn Pane, Place); 3] = [
            (self.frame.list, &self.list, Place::List),
            (self.frame.reader, &self.reader, Place::Reader),
            (self.frame.facts, &self.facts, Place::Facts),
        ];
        for (area, pane, place) in panes {
            if area.is_empty() {
                continue;
            }
            pane.draw(buffer, session, theme, self.focus == place);
            if area.x > buffer.area.x {
                for y in area.top()..area.bottom() {
                    buffer.set_string(area.x - 1, y, "│", theme.style(Role::Border));
                }
            }
        }
        status::chips(self.frame.chips, buffer, session, theme);
    }

    /// The row of the status line.
    pub fn status_area(&self) -> Rect {
        self.frame.status
    }

    /// The area between chips and status line, for overlays.
    pub fn body(&self) -> Rect {
        let top = self.frame.chips.bottom();
        Rect { y: top, height: self.frame.status.y.saturating_sub(top), ..self.frame.status }
    }
}

/// What lies over the panes.
#[derive(Debug)]
pub enum Overlay {
    /// A list to choose from.
    Picker(picker::Picker),
    /// A line of input.
    Prompt(prompt::Prompt),
    /// A text.
    Notice(notice::Notice),
    /// Letters on links.
    Letters(letters::Letters),
    /// A table.
    Grid(grid::Grid),
}

impl Overlay {
    /// Where its keys are looked up.
    pub fn place(&self) -> Place {
        match self {
            Self::Picker(_) => Place::Picker,
            Self::Prompt(_) => Place::Prompt,
            Self::Notice(_) => Place::Notice,
            Self::Letters(_) => Place::Letters,
            Self::Grid(_) => Place::Grid,
        }
    }
}

/// Blanks an area in the look of running text, for what is drawn over it.
fn clear(area: Rect, buffer: &mut Buffer, theme: Theme) {
    use ratatui::widgets::{Clear, Widget as _};

    Clear.render(area, buffer);
    buffer.set_style(area.intersection(buffer.area), theme.style(Role::Text));
}

/// Lines and symbols of the screen, each with the ASCII character that stands for it.
const ASCII: &[(&str, char)] = &[
    ("│║┃", '|'),
    ("─━═", '-'),
    ("┌┐└┘├┤┬┴┼╭╮╰╯", '+'),
    ("•★●◆", '*'),
    ("·", '.'),
    ("▸→›…", '>'),
    ("↳", '\\'),
    ("▾↓", 'v'),
    ("↑", '^'),
    ("×", 'x'),
    ("✓", 'x'),
    ("−–—‐‑‒―", '-'),
    ("█▓▒░▌▐▁▂▃▄▅▆▇▉▊▋▍▎▏", '#'),
    ("“”„«»", '"'),
    ("‘’‚′", '\''),
];

/// Puts ASCII characters in place of lines and symbols; letters stay.
pub fn to_ascii(buffer: &mut Buffer) {
    for cell in &mut buffer.content {
        let symbol = cell.symbol();
        if symbol.is_ascii() {
            continue;
        }
        if let Some(&(_, plain)) = ASCII.iter().find(|(symbols, _)| symbols.contains(symbol)) {
            cell.set_char(plain);
        }
    }
}

/// The head of a pane: one row, its name on the left and a remark on the right.
fn head(buffer: &mut Buffer, area: Rect, name: &str, remark: &str, theme: Theme, focused: bool) {
    let style = theme.style(if focused { Role::HeadFocused } else { Role::Head });
    let row = Rect { height: 1, ..area };
    buffer.set_style(row, style);
    let remark_width = crate::document::wrap::columns(remark) as u16;
    let room = row.width.saturating_sub(if remark.is_empty() { 2 } else { remark_width + 3 });
    put(buffer, row.x + 1, row.y, room, name, style);
    if remark_width + 4 <= row.width {
        put(buffer, row.right() - remark_width - 1, row.y, remark_width, remark, style);
    }
}

/// Says in the middle of a window that it is too small, a word a row where they do not fit beside each other.
pub(crate) fn too_small(area: Rect, buffer: &mut Buffer, text: &str, theme: Theme) {
    let width = usize::from(area.width);
    let rows: Vec<&str> =
        if crate::document::wrap::columns(text) <= width { vec![text] } else { text.split(' ').collect() };
    let top = area.y + (usize::from(area.height).saturating_sub(rows.len()) / 2) as u16;
    for (y, row) in (top..area.bottom()).zip(rows) {
        put(buffer, area.x, y, area.width, row, theme.style(Role::Text));
    }
}

/// Writes one line into at most `width` columns; what does not fit ends in `…`.
fn put(buffer: &mut Buffer, x: u16, y: u16, width: u16, text: &str, style: Style) {
    if width == 0 || y >= buffer.area.bottom() {
        return;
    }
    buffer.set_stringn(x, y, fit(text, usize::from(width)), usize::from(width), style);
}

/// A line cut to `width` columns, with `…` where something was cut.
pub(crate) fn fit(text: &str, width: usize) -> std::borrow::Cow<'_, str> {
    use unicode_segmentation::UnicodeSegmentation;

    if crate::document::wrap::columns(text) <= width {
        return text.into();
    }
    let mut used = 1;
    let mut end = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        used += crate::document::wrap::columns(grapheme);
        if used > width {
            break;
        }
        end = at + grapheme.len();
    }
    format!("{}…", &text[..end]).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_cut_is_marked() {
        assert_eq!(fit("Thrombozyten", 6), "Throm…");
        assert_eq!(fit("Blut", 4), "Blut");
        assert_eq!(fit("血小板", 4), "血…");
    }

    #[test]
    fn motions_stay_inside() {
        for (motion, expected) in [
            (Motion::Rows(3), 8),
            (Motion::Rows(-9), 0),
            (Motion::Halves(1), 10),
            (Motion::Pages(1), 13),
            (Motion::Pages(9), 77),
            (Motion::Pages(12), 99),
            (Motion::Top, 0),
            (Motion::Bottom, 99),
            (Motion::Line(5), 4),
            (Motion::Line(500), 99),
            (Motion::Percent(50), 49),
        ] {
            assert_eq!(motion.index(5, 100, 10), expected, "{motion:?}");
            assert_eq!(motion.index(0, 0, 0), 0, "{motion:?} in an empty list");
        }
    }
}
