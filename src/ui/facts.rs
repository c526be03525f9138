//! The card: the facts of the open document in reading order. Every line is a door to its sentence.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};

use super::{Motion, Pane, head, put};
use crate::document::wrap::columns;
use crate::facts::card::{self, Line};
use crate::facts::study::ALSO_IN;
use crate::facts::{Fact, Group};
use crate::library::AlsoIn;
use crate::session::Session;
use crate::theme::{Role, Theme};
use crate::wording::Text;

/// The facts pane.
#[derive(Debug, Default)]
pub struct FactsPane {
    area: Rect,
    rows: Vec<CardRow>,
    /// Columns that `rows` were laid out in.
    width: u16,
    /// First row shown.
    top: usize,
}

/// A row of the card as drawn.
#[derive(Debug)]
struct CardRow {
    /// Line of the card it belongs to.
    line: usize,
    label: String,
    group: Option<Group>,
    value: String,
    note: String,
    muted: bool,
}

/// Columns of a label that stands before its value.
const LABEL: usize = 16;
const FACTS: Text = Text::new("Facts", "Fakten");
const READING: Text = Text::new("reading …", "wird gelesen …");

impl FactsPane {
    fn height(&self) -> usize {
        usize::from(self.area.height.saturating_sub(1))
    }

    /// Lays the card out in the width of the pane.
    fn lay_out(&mut self, session: &mut Session) {
        let changed = session.open.as_mut().is_none_or(|open| std::mem::take(&mut open.changed));
        if !changed && self.width == self.area.width {
            return;
        }
        self.width = self.area.width;
        self.rows.clear();
        let session = &*session;
        let Some(open) = &session.open else { return };
        let Some(facts) = &open.facts else { return };
        let width = usize::from(self.area.width.saturating_sub(2)).max(8);
        let mut summary = card::summary(facts, |fact| session.named(fact));
        let related = open.also_in.kin.iter().filter(|kin| kin.relation.is_same()).count();
        if related > 0 {
            summary = format!("{summary} · {} {related}", ALSO_IN.say(session.language).to_lowercase());
        }
        let strength = card::strength(facts, session.language);
        for summary in broken(&summary, width).into_iter().chain(broken(&strength, width)) {
            self.rows.push(CardRow {
                line: 0,
                label: String::new(),
                group: None,
                value: summary,
                note: String::new(),
                muted: true,
            });
        }
        for (number, line) in open.lines.iter().enumerate() {
            match line {
                Line::Fact { index, label } => {
                    let next_same = matches!(open.lines.get(number + 1), Some(Line::Fact { label: None, .. }));
                    self.fact(session, number, &facts[*index], *label, next_same, width);
                }
                Line::AlsoIn(at) => self.also_in(session, number, &open.also_in, *at, width),
                Line::NotStated(kind) => {
                    let label = kind.entry().label.say(session.language);
                    let value = card::NOT_STATED.say(session.language);
                    let row = |label: &str, value: &str| CardRow {
                        line: number,
                        label: label.to_owned(),
                        group: Some(kind.entry().group),
                        value: value.to_owned(),
                        note: String::new(),
                        muted: true,
                    };
                    if columns(label) < LABEL && columns(value) + LABEL <= width {
                        self.rows.push(row(label, value));
                    } else {
                        self.rows.extend([row(label, ""), row("", value)]);
                    }
                }
                Line::Fold(fold, count) => {
                    let sign = if open.folds.contains(fold) { "▾" } else { "▸" };
                    self.rows.push(CardRow {
                        line: number,
                        label: format!("{sign} {} {count}", fold.label().say(session.language)),
                        group: Some(Group::Document),
                        value: String::new(),
                        note: String::new(),
                        muted: true,
                    });
                }
            }
        }
    }

    /// A related document: its title, how it is related and what has matched.
    fn also_in(&mut self, session: &Session, line: usize, all: &AlsoIn, at: usize, width: usize) {
        let (kin, more) = (&all.kin[at], all.more);
        let all = &all.kin;
        let row = |label: String, value: String, note: String| CardRow {
            line,
            label,
            group: Some(Group::Publication),
            value,
            note,
            muted: false,
        };
        let heading = kin.relation.heading();
        if at == 0 || all[at - 1].relation.heading() != heading {
            let count = all.iter().filter(|other| other.relation.heading() == heading).count();
            let label = format!("{} ({count})", heading.say(session.language));
            self.rows.push(row(label, String::new(), String::new()));
        }
        let titles = broken(&kin.head.title, width - 2).into_iter();
        self.rows.extend(titles.map(|title| row(String::new(), title, String::new())));
        let why = broken(&kin.why(session.language), width - 2).into_iter();
        self.rows.extend(why.map(|why| row(String::new(), String::new(), why)));
        if more > 0 && at + 1 == all.len() {
            self.rows.push(row(String::new(), String::new(), format!("+ {more}")));
        }
    }

    fn fact(&mut self, session: &Session, line: usize, fact: &Fact, label: Option<Text>, more: bool, width: usize) {
        let group = fact.kind.entry().group;
        let label = label.map(|label| label.say(session.language)).unwrap_or_default();
        let note = card::notes(fact, session.language).join(", ");
        let row = |label: &str, value: String, note: String| CardRow {
            line,
            label: label.to_owned(),
            group: Some(group),
            value,
            note,
            muted: false,
        };
        let value = session.named(fact);
        let together = columns(&value) + if note.is_empty() { 0 } else { columns(&note) + 1 };
        if !label.is_empty() && !more && columns(label) < LABEL && together + LABEL <= width {
            self.rows.push(row(label, value.into_owned(), note));
            return;
        }
        if !label.is_empty() {
            self.rows.push(row(label, String::new(), String::new()));
        }
        let mut values = broken(&value, width - 2);
        let last = values.pop().unwrap_or_default();
        for value in values {
            self.rows.push(row("", value, String::new()));
        }
        if note.is_empty() || columns(&last) + columns(&note) + 3 <= width {
            self.rows.push(row("", last, note));
        } else {
            self.rows.push(row("", last, String::new()));
            for note in broken(&note, width - 2) {
                self.rows.push(row("", String::new(), note));
            }
        }
    }
}

impl Pane for FactsPane {
    fn arrange(&mut self, area: Rect, session: &mut Session, _: Theme) {
        self.area = area;
        if area.is_empty() {
            return;
        }
        self.lay_out(session);
        let line = session.open.as_ref().map_or(0, |open| open.line);
        let first = self.rows.iter().position(|row| row.line == line).unwrap_or(0);
        let first = if line == 0 { 0 } else { first };
        let last = self.rows.iter().rposition(|row| row.line == line).unwrap_or(0);
        let height = self.height().max(1);
        self.top = self.top.clamp((last + 1).saturating_sub(height), first.max((last + 1).saturating_sub(height)));
        self.top = self.top.min(self.rows.len().saturating_sub(height));
    }

    fn draw(&self, buffer: &mut Buffer, session: &Session, theme: Theme, focused: bool) {
        let area = self.area;
        let Some(open) = &session.open else {
            head(buffer, area, FACTS.say(session.language), "", theme, focused);
            return;
        };
        let counted = open.facts.as_ref().map(|facts| facts.len().to_string()).unwrap_or_default();
        head(buffer, area, FACTS.say(session.language), &counted, theme, focused);
        if open.facts.is_none() {
            put(
                buffer,
                area.x + 1,
                area.y + 1,
                area.width.saturating_sub(2),
                READING.say(session.language),
                theme.style(Role::Muted),
            );
        }
        let width = area.width.saturating_sub(2);
        for (number, row) in self.rows.iter().skip(self.top).take(self.height()).enumerate() {
            let y = area.y + 1 + number as u16;
            let x = area.x + 1;
            let chosen = focused && row.line == open.line && row.group.is_some();
            let muted = theme.style(Role::Muted);
            if !row.label.is_empty() {
                let style = row.group.map_or(muted, |group| label_style(group, theme));
                put(buffer, x, y, width, &row.label, if row.muted { muted } else { style });
            }
            let indent = match (row.label.is_empty(), row.group) {
                (false, _) => LABEL as u16,
                (true, Some(_)) => 2,
                (true, None) => 0,
            };
            let value = theme.style(if row.muted { Role::Muted } else { Role::Text });
            put(buffer, x + indent.min(width), y, width.saturating_sub(indent), &row.value, value);
            if !row.note.is_empty() {
                let shift = indent + columns(&row.value) as u16 + u16::from(!row.value.is_empty());
                put(buffer, x + shift.min(width), y, width.saturating_sub(shift), &row.note, muted);
            }
            if chosen {
                buffer.set_style(Rect { y, height: 1, ..area }, theme.style(Role::Selected));
            }
        }
    }

    fn press(&mut self, session: &mut Session, at: Position) -> bool {
        let row = at.y.checked_sub(self.area.y + 1).and_then(|row| self.rows.get(self.top + usize::from(row)));
        let (Some(row), Some(open)) = (row.filter(|row| row.group.is_some()), &mut session.open) else { return false };
        let there = open.line == row.line;
        open.line = row.line;
        there
    }

    fn go(&mut self, session: &mut Session, motion: Motion) {
        let height = self.height();
        if let Some(open) = &mut session.open {
            open.line = motion.index(open.line, open.lines.len(), height);
        }
    }
}

/// A label has the colour of its group, without the underline that sets mentions off in the text.
fn label_style(group: Group, theme: Theme) -> Style {
    let quiet = Modifier::UNDERLINED | Modifier::ITALIC;
    theme.style(Role::Fact(group)).remove_modifier(quiet).patch(theme.style(Role::Heading))
}

/// A value broken to a width at blanks, long words cut.
fn broken(value: &str, width: usize) -> Vec<String> {
    if value.is_empty() {
        return Vec::new();
    }
    textwrap::wrap(value, width.max(1)).into_iter().map(std::borrow::Cow::into_owned).collect()
}
