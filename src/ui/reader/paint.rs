//! Rows of the text as they are painted: facts, matches, links and what is noted, by intervals.

use std::borrow::Cow;
use std::collections::HashSet;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::MARGIN;
use crate::document::footnotes;
use crate::document::references::Citation;
use crate::document::wrap::{Row, columns};
use crate::document::{BlockKind, TextStyle};
use crate::library::Colour;
use crate::session::{Mark, Open, Session};
use crate::text;
use crate::theme::{Role, Theme};
use crate::ui::put;

/// Stands before a row that goes on with a line of code.
const CONTINUED: &str = "↳";
/// Stands before the rows of a quotation.
const QUOTED: &str = "│";
/// Stands for the letters of facts for which there is no room.
const MORE: char = '+';

/// Paints rows of the open document.
pub(super) struct Painter<'a> {
    pub(super) session: &'a Session,
    pub(super) open: &'a Open,
    /// The citations on the screen.
    pub(super) citations: &'a [Citation],
    /// Columns for the letters of facts.
    pub(super) letters: usize,
    /// Whether the marks of footnotes are raised digits.
    pub(super) raised: bool,
    pub(super) theme: Theme,
    /// The pane.
    pub(super) area: Rect,
}

impl Painter<'_> {
    /// One row: its text cut where a style changes.
    pub(super) fn row(&self, buffer: &mut Buffer, row: &Row, column: Rect, y: u16) {
        let Some(kind) = row.kind else { return };
        let mut x = column.x + row.indent;
        let edge = column.right();
        let rule = if kind == BlockKind::Rule { column.width } else { row.rule };
        if rule > 0 {
            let rule = "─".repeat(usize::from(rule.min(edge.saturating_sub(x))));
            buffer.set_string(x, y, rule, self.theme.style(Role::Border));
            return;
        }
        let marks = self.marks(&row.range);
        if row.continued && row.indent > 1 {
            put(buffer, x - 2, y, 1, CONTINUED, self.theme.style(Role::Muted));
        }
        if kind == BlockKind::Quote && row.indent > 1 {
            put(buffer, x - 2, y, 1, QUOTED, self.theme.style(Role::Border));
        }
        if let Some(label) = &row.label {
            self.label(buffer, label, Rect { y, width: row.indent, ..column });
        }
        let mut cuts = self.cuts(&row.range, marks);
        cuts.extend(row.stops.iter().map(|(at, _)| *at));
        cuts.extend(row.hidden.iter().flat_map(|hidden| [hidden.start, hidden.end]));
        cuts.retain(|at| (row.range.start..=row.range.end).contains(at));
        cuts.sort_unstable();
        cuts.dedup();
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
            x = write(buffer, (x, y), edge, &self.shown(pair[0]..pair[1]), style);
        }
        if row.hyphen && x < edge {
            buffer.set_string(x, y, "-", self.theme.style(Role::Text));
        }
        self.sign(buffer, row, column, y);
        let letters = self.letters(row, marks);
        let wide = letters.len() as u16 + 1;
        if !letters.is_empty() && column.x >= self.area.x + wide {
            buffer.set_string(column.x - wide, y, letters, self.theme.style(Role::Muted));
        }
    }

    /// The letters of the facts that begin in a row, where colour cannot tell them apart: one for each in the order of the
    /// text; where they are too many one for each kind.
    fn letters(&self, row: &Row, marks: &[Mark]) -> String {
        if self.letters == 0 {
            return String::new();
        }
        let begins = |mark: &&Mark| row.range.contains(&mark.range.start);
        let letter = |mark: &Mark| self.open.facts()[mark.fact].kind.entry().letter;
        let mut letters: Vec<char> = marks.iter().filter(begins).map(letter).collect();
        if letters.len() > self.letters {
            let mut seen = HashSet::new();
            letters.retain(|&letter| seen.insert(letter));
        }
        if letters.len() > self.letters {
            letters.truncate(self.letters - 1);
            letters.push(MORE);
        }
        letters.into_iter().collect()
    }

    /// A part of the text as it is shown.
    fn shown(&self, part: text::Span) -> Cow<'_, str> {
        let document = &self.open.document;
        if self.raised { footnotes::raised(document, part).into() } else { document.text[part].into() }
    }

    /// The head of a column before a value, and what was found in it or gone to.
    fn label(&self, buffer: &mut Buffer, label: &text::Span, room: Rect) {
        let Rect { mut x, y, width, .. } = room;
        let edge = (x + width).saturating_sub(2);
        let name = &self.open.document.text[label.clone()];
        let muted = self.theme.style(Role::Muted);
        let hidden = if self.raised { footnotes::hidden(&self.open.document, label) } else { Vec::new() };
        if columns(name) > usize::from(edge - x) + hidden.iter().map(text::Span::len).sum::<usize>() {
            put(buffer, x, y, edge - x, &text::clean_line(name), muted);
            x = edge;
        } else {
            let marks = self.marks(label);
            let mut cuts = self.cuts(label, marks);
            cuts.extend(hidden.iter().flat_map(|part| [part.start, part.end]));
            cuts.sort_unstable();
            cuts.dedup();
            for pair in cuts.windows(2).filter(|pair| !hidden.iter().any(|part| part.contains(&pair[0]))) {
                let style = self.theme.style(Role::Muted).patch(self.style(BlockKind::Paragraph, marks, pair[0]));
                x = write(buffer, (x, y), edge, &self.shown(pair[0]..pair[1]), style);
            }
        }
        put(buffer, x, y, 1, ":", muted);
    }

    /// What is noted on a row, left of it: `n` for a note, else the letter of a highlight's colour.
    fn sign(&self, buffer: &mut Buffer, row: &Row, column: Rect, y: u16) {
        let begins = |range: &text::Span| row.range.contains(&range.start);
        let mut here = self.open.notes.iter().filter(|placed| placed.range.as_ref().is_some_and(begins));
        let Some(first) = here.clone().next() else { return };
        let noted = here.any(|placed| placed.note.body.is_some());
        let colour = first.note.colour.as_deref().map(Colour::of);
        let letter = if noted { 'n' } else { colour.map_or('n', Colour::letter) };
        // Without colours the places before it are those of the letters of facts.
        let ahead = if self.theme.colours { MARGIN } else { MARGIN - 1 };
        if column.x >= self.area.x + ahead {
            buffer.set_string(column.x - ahead, y, letter.to_string(), self.theme.style(Role::Key));
        }
    }

    /// The marks that may touch a range; a mention is at most a few hundred bytes long.
    fn marks(&self, range: &text::Span) -> &[Mark] {
        let marks = &self.open.marks;
        let from = marks.partition_point(|mark| mark.range.start + 400 < range.start);
        let to = marks.partition_point(|mark| mark.range.start < range.end);
        &marks[from..to.max(from)]
    }

    /// The offsets in a range where its style may change, in order, both ends included.
    fn cuts(&self, within: &text::Span, marks: &[Mark]) -> Vec<usize> {
        let document = &self.open.document;
        let mut cuts = vec![within.start, within.end];
        let mut add = |range: &text::Span| {
            cuts.extend([range.start, range.end].into_iter().filter(|at| within.contains(at)));
        };
        for mark in marks {
            add(&mark.range);
        }
        let links = document.links.partition_point(|link| link.range.end <= within.start);
        document.links[links..]
            .iter()
            .take_while(|link| link.range.start < within.end)
            .for_each(|link| add(&link.range));
        let cited = self.citations.iter().filter(|citation| within.contains(&citation.range.start));
        cited.for_each(|citation| add(&citation.range));
        let touching = |range: &text::Span| range.start < within.end && within.start < range.end;
        document.spans.iter().filter(|span| touching(&span.range)).for_each(|span| add(&span.range));
        if let Some(search) = &self.session.search {
            search.within(within).iter().for_each(&mut add);
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
