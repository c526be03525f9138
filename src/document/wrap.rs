//! A document at a width: rows that remember their byte range. Only what is asked for is laid out, anchored by byte
//! offset, so that the last screen of a huge text costs no more than the first. Knows no colours and no screen.

use textwrap::wrap_algorithms::{Penalties, wrap_first_fit, wrap_optimal_fit};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::hyphens::{self, Tongue};
use super::{Block, BlockKind, Document, footnotes, tables};
use crate::text::Span;

/// One row of the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The bytes shown, without the blanks that end it. Empty for the blank row between two blocks, at the end of the
    /// first.
    pub range: Span,
    /// Columns left free before the text.
    pub indent: u16,
    /// Columns by which a wide table begins left of the others.
    pub outdent: u16,
    /// What the row is part of; none for a blank row.
    pub kind: Option<BlockKind>,
    /// Whether a hyphen is shown at the end, where a word is parted.
    pub hyphen: bool,
    /// Whether it goes on with a line that may not be wrapped, which a sign before it tells.
    pub continued: bool,
    /// Whether it is the head of a table.
    pub head: bool,
    /// Columns of the rule below the head of a table, which the row is instead of text; else 0.
    pub rule: u16,
    /// Parts of the range that are not shown: a hyphen with the line break that made it, the brackets of a raised mark.
    pub hidden: Vec<Span>,
    /// What is shown in the columns of the indent, with a colon: the heading of the column that a cell stands in.
    pub label: Option<Span>,
    /// Offsets of the range before which blanks are shown up to a column, so that cells stand below each other.
    pub stops: Vec<(usize, u16)>,
}

impl Row {
    /// A row that shows a range.
    pub(super) fn of(range: Span, indent: u16, kind: BlockKind) -> Self {
        Self {
            range,
            indent,
            outdent: 0,
            kind: Some(kind),
            hyphen: false,
            continued: false,
            head: false,
            rule: 0,
            hidden: Vec::new(),
            label: None,
            stops: Vec::new(),
        }
    }

    /// The blank row after a block that ends at `end`.
    pub(super) fn blank(end: usize) -> Self {
        Self { kind: None, ..Self::of(end..end, 0, BlockKind::Paragraph) }
    }

    /// The column in which the character at an offset of the row is shown.
    pub fn column(&self, text: &str, offset: usize) -> u16 {
        let (mut column, mut from) = (self.indent, self.range.start);
        for &(at, stop) in self.stops.iter().take_while(|(at, _)| *at <= offset) {
            column = (column + self.columns(text, from..at)).max(stop);
            from = at;
        }
        column + self.columns(text, from..offset)
    }

    /// The columns that a part of the row takes.
    fn columns(&self, text: &str, part: Span) -> u16 {
        // A line break inside a row is a blank.
        let shown = |part: Span| columns(&text[part.clone()]) + text[part].matches('\n').count();
        let hidden = self.hidden.iter().map(|hidden| hidden.start.max(part.start)..hidden.end.min(part.end));
        let hidden: usize = hidden.filter(|hidden| !hidden.is_empty()).map(shown).sum();
        (shown(part) - hidden) as u16
    }
}

/// How a document is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// Columns of the text; at least 1.
    pub width: u16,
    /// Columns that a table may take, with what is free on both sides of the text; at least `width`.
    pub(super) room: u16,
    hyphens: Hyphens,
    /// Whether the marks of footnotes are raised digits.
    pub raised: bool,
}

/// Whether words of prose are parted at the end of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hyphens {
    /// Only at the soft hyphens of the text.
    Own,
    /// In the language of the paragraph, else in this one.
    By(Option<Tongue>),
}

/// Paragraphs above this are filled greedily: the optimal fit is quadratic in the worst case and shows no gain there.
const OPTIMAL_BELOW: usize = 8 << 10;

/// What a hyphen costs: as much as a row that ends so many columns early, squared.
const HYPHEN: usize = 120;

impl Layout {
    /// A layout of `width` columns, at least one.
    pub fn new(width: u16) -> Self {
        Self { width: width.max(1), room: width.max(1), hyphens: Hyphens::Own, raised: false }
    }

    /// The same where tables may take `room` columns, as many more on the left as on the right.
    #[must_use]
    pub fn within(self, room: u16) -> Self {
        Self { room: room.max(self.width), ..self }
    }

    /// The same that parts words of prose, in the language of each paragraph; in `main` where that does not show.
    #[must_use]
    pub fn hyphenated(self, main: Option<Tongue>) -> Self {
        Self { hyphens: Hyphens::By(main), ..self }
    }

    /// The same with the marks of footnotes as raised digits.
    #[must_use]
    pub fn raising(self) -> Self {
        Self { raised: true, ..self }
    }

    /// What of the marks in a range is not shown.
    pub(super) fn hidden(self, document: &Document, range: &Span) -> Vec<Span> {
        if self.raised { footnotes::hidden(document, range) } else { Vec::new() }
    }

    /// The language in which the words of a block are parted.
    fn tongue(self, text: &str, block: &Block) -> Option<Tongue> {
        let prose = matches!(block.kind, BlockKind::Paragraph | BlockKind::Item { .. } | BlockKind::Quote);
        match self.hyphens {
            Hyphens::By(main) if prose && self.width > 2 && block.range.len() <= OPTIMAL_BELOW => {
                hyphens::tongue(&text[block.range.clone()]).or(main)
            }
            _ => None,
        }
    }

    /// Up to `height` rows from the row that holds `top`.
    pub fn screen(self, document: &Document, top: usize, height: usize) -> Vec<Row> {
        let mut rows = Vec::with_capacity(height);
        let mut part = self.part_at(document, top);
        let mut skip = part.as_ref().map_or(0, |part| part.row_at(top));
        while let Some(now) = part {
            if rows.len() >= height {
                break;
            }
            rows.extend(now.rows.iter().skip(skip).take(height - rows.len()).cloned());
            skip = 0;
            part = document.block_after(now.block.range.end).map(|block| self.part(document, block));
        }
        rows
    }

    /// The offset of the row `by` rows after (or before) the row that holds `top`, kept inside the document.
    pub fn step(self, document: &Document, top: usize, by: isize) -> usize {
        let Some(mut part) = self.part_at(document, top) else {
            return 0;
        };
        let mut row = part.row_at(top) as isize + by;
        loop {
            let len = part.rows.len() as isize;
            if row < 0 {
                let Some(block) = document.block_before(part.block.range.start) else {
                    return part.rows.first().map_or(0, |row| row.range.start);
                };
                part = self.part(document, block);
                row += part.rows.len() as isize;
            } else if row >= len {
                let Some(block) = document.block_after(part.block.range.end) else {
                    return part.rows.last().map_or(0, |row| row.range.start);
                };
                part = self.part(document, block);
                row -= len;
            } else {
                return part.rows[row as usize].range.start;
            }
        }
    }

    /// The top offset that puts the last row of the document at the bottom of a screen of `height` rows.
    pub fn last_top(self, document: &Document, height: usize) -> usize {
        self.step(document, document.text.len(), 1 - height.max(1) as isize)
    }

    /// The start of the row that holds `at`.
    pub fn row_start(self, document: &Document, at: usize) -> usize {
        self.step(document, at, 0)
    }

    /// The offset of what is shown for an offset: itself, but for a head whose cells stand as labels before values the
    /// first value behind that label.
    pub fn shown_at(self, document: &Document, at: usize) -> usize {
        let holds = |range: &Span| range.contains(&at);
        let mut part = self.part_at(document, at);
        if part.as_ref().is_none_or(|part| !holds(&part.block.range) || part.rows.iter().any(|row| holds(&row.range))) {
            return at;
        }
        while let Some(now) = part.take_if(|part| matches!(part.block.kind, BlockKind::TableRow(_))) {
            if let Some(row) = now.rows.iter().find(|row| row.label.as_ref().is_some_and(holds)) {
                return row.range.start;
            }
            part = document.block_after(now.block.range.end).map(|block| self.part(document, block));
        }
        at
    }

    fn part_at(self, document: &Document, at: usize) -> Option<Part> {
        let block = document.block_at(at)?;
        Some(self.part(document, block))
    }

    /// The rows of a block, after the blank row that parts it from the one before.
    fn part(self, document: &Document, block: Block) -> Part {
        let mut rows = Vec::new();
        if let Some(before) = document.block_before(block.range.start) {
            let gap = &document.text[before.range.end..block.range.start];
            let parted = gap.bytes().filter(|&byte| byte == b'\n').nth(1).is_some();
            if parted || gap.contains('\n') && is_set_off(document, &before, &block) {
                rows.push(Row::blank(before.range.end));
            }
        }
        let layout = if document.blocks.is_empty() { Self::new(self.width) } else { self };
        let table =
            matches!(block.kind, BlockKind::TableRow(_)).then(|| tables::rows(layout, document, &block)).flatten();
        match table {
            Some(table) => rows.extend(table),
            None => layout.rows(document, &block, &mut rows),
        }
        Part { block, rows }
    }

    /// Appends the rows of a block.
    pub(super) fn rows(self, document: &Document, block: &Block, rows: &mut Vec<Row>) {
        let text = &*document.text;
        let (first, rest) = match block.kind {
            BlockKind::Item { hang } | BlockKind::Reference { hang } => (0, u16::from(hang)),
            BlockKind::Quote => (2, 2),
            BlockKind::TableRow(_) => (0, 2),
            BlockKind::Verbatim => (0, CONTINUED),
            BlockKind::Heading(_) | BlockKind::Paragraph | BlockKind::Rule => (0, 0),
        };
        // An indent that leaves no room to read is given up.
        let indent = u16::from(block.indent);
        let indent = if indent + rest + 10 > self.width { 0 } else { indent };
        let rest = if indent + rest + 10 > self.width { 0 } else { rest };
        let (first, rest) = (indent + first.min(rest), indent + rest);
        if block.kind == BlockKind::Verbatim {
            let mut start = block.range.start;
            for line in text[block.range.clone()].split('\n') {
                let whole = start..start + line.len();
                let head = cut(text, whole.clone(), usize::from(self.width - first)).swap_remove(0);
                let tail = head.end..whole.end;
                rows.push(Row::of(head, first, block.kind));
                if !tail.is_empty() {
                    rows.extend(
                        cut(text, tail, usize::from(self.width - rest))
                            .into_iter()
                            .map(|range| Row { continued: rest > first, ..Row::of(range, rest, block.kind) }),
                    );
                }
                start += line.len() + 1;
            }
            return;
        }
        let (marks, tongue) = (self.hidden(document, &block.range), self.tongue(text, block));
        let filling = Filling { range: block.range.clone(), first, rest, width: self.width, tongue, marks: &marks };
        for (number, (range, hyphen)) in fill(text, filling).into_iter().enumerate() {
            let mut hidden = joints(text, &range);
            hidden.extend(marks.iter().filter(|mark| range.contains(&mark.start)).cloned());
            let indent = if number == 0 { first } else { rest };
            rows.push(Row { hyphen, hidden, ..Row::of(range, indent, block.kind) });
        }
    }
}

/// Columns that the rows after the first of a line of code are indented by, for the sign that tells them.
const CONTINUED: u16 = 2;

/// Whether a block that begins on the line after another is set off from it: one of them is a heading, or both are
/// prose and one is longer than any line that ends for its length, unless the author only began a new line.
fn is_set_off(document: &Document, before: &Block, block: &Block) -> bool {
    let heading = |block: &Block| matches!(block.kind, BlockKind::Heading(_));
    let prose = |block: &Block| block.kind == BlockKind::Paragraph;
    let long = before.range.len().max(block.range.len()) > LINE_MAX && !document.is_broken_at(before.range.end);
    !document.blocks.is_empty() && (heading(before) || heading(block) || prose(before) && prose(block) && long)
}

/// Bytes above which a paragraph is no line that was broken for its length.
const LINE_MAX: usize = 140;

/// The hyphens in a row that are there for a line break only, with the break.
fn joints(text: &str, row: &Span) -> Vec<Span> {
    let breaks = memchr::memchr_iter(b'\n', &text.as_bytes()[row.clone()]).map(|at| row.start + at);
    breaks.filter_map(|at| joint(text, at)).filter(|joint| joint.end < row.end).collect()
}

/// Bytes on each side of a hyphen by which the language around it is told.
const AROUND: usize = 300;

/// The hyphen before a line break that parts a word, with the blanks around the break. What stands before it must look
/// like a part of a word: letters, the last one small. English parts its many compounds there too ("long-term"), so its
/// hyphens stay.
fn joint(text: &str, line_break: usize) -> Option<Span> {
    let head = text[..line_break].trim_end_matches([' ', '\r']);
    let hyphen = head.len() - head.chars().next_back().filter(|&c| matches!(c, '-' | '‐'))?.len_utf8();
    let mut letters = text[..hyphen].chars().rev().take_while(|c| c.is_alphabetic());
    let word = letters.next().is_some_and(char::is_lowercase) && letters.next().is_some();
    let end = word.then(|| crate::text::broken_word(text, hyphen)).flatten()?;
    let from = crate::text::floor(text, hyphen.saturating_sub(AROUND));
    let near = &text[from..crate::text::floor(text, (end + AROUND).min(text.len()))];
    let stays = hyphens::tongue(near) == Some(Tongue::English);
    Some(if stays { head.len()..end } else { hyphen..end })
}

/// What is to be filled into rows.
pub(super) struct Filling<'a> {
    /// The bytes.
    pub(super) range: Span,
    /// Columns left free in the first row, and in the others.
    pub(super) first: u16,
    pub(super) rest: u16,
    /// Columns of a row; more than what is left free.
    pub(super) width: u16,
    /// The language in which words are parted, if they are.
    pub(super) tongue: Option<Tongue>,
    /// What is not shown of marks.
    pub(super) marks: &'a [Span],
}

/// The rows, and whether each ends in a hyphen.
pub(super) fn fill(text: &str, filling: Filling<'_>) -> Vec<(Span, bool)> {
    let Filling { range, first, rest, width, tongue, marks } = filling;
    let widths = [f64::from(width - first), f64::from(width - rest)];
    let optimal = range.len() <= OPTIMAL_BELOW;
    let mut pieces = pieces(text, (range, marks), usize::from(width - rest.max(first)), tongue);
    for piece in &mut pieces {
        let inside = marks.iter().filter(|mark| piece.range.start <= mark.start && mark.end <= piece.range.end);
        piece.width -= inside.map(Span::len).sum::<usize>();
    }
    let lines = if optimal {
        wrap_optimal_fit(&pieces, &widths, &Penalties { hyphen_penalty: HYPHEN, ..Penalties::new() })
            .unwrap_or_else(|_| wrap_first_fit(&pieces, &widths))
    } else {
        wrap_first_fit(&pieces, &widths)
    };
    let ends = lines.into_iter().filter_map(|line| Some((line.first()?, line.last()?)));
    ends.map(|(head, tail)| (head.range.start..tail.range.end, tail.soft)).collect()
}

/// A block laid out.
struct Part {
    block: Block,
    rows: Vec<Row>,
}

impl Part {
    /// The row that holds `at`, or the nearest one.
    fn row_at(&self, at: usize) -> usize {
        self.rows.partition_point(|row| row.range.start <= at).saturating_sub(1)
    }
}

/// A run between two places where a row may end.
#[derive(Debug)]
struct Piece {
    /// Without the blanks after it.
    range: Span,
    width: usize,
    blanks: usize,
    /// Whether a hyphen is shown where it ends a row.
    soft: bool,
}

impl textwrap::core::Fragment for Piece {
    fn width(&self) -> f64 {
        self.width as f64
    }

    fn whitespace_width(&self) -> f64 {
        self.blanks as f64
    }

    fn penalty_width(&self) -> f64 {
        f64::from(u8::from(self.soft))
    }
}

/// The pieces of a range, none wider than `width` unless it is a single grapheme.
fn pieces(text: &str, (range, marks): (Span, &[Span]), width: usize, tongue: Option<Tongue>) -> Vec<Piece> {
    let part = &text[range.clone()];
    let mut out = Vec::with_capacity(part.len() / 6 + 1);
    let (mut start, mut joined) = (0, 0);
    // A line break inside prose is a blank, so mandatory breaks are treated like the others.
    for (end, _) in unicode_linebreak::linebreaks(part) {
        let run = &part[start..end];
        // A raised mark stays with what it stands behind.
        let raised = marks.iter().any(|mark| mark.start == range.start + end) && !run.ends_with([' ', '\n']);
        if raised || splits_a_name(run, &part[end..]) {
            continue;
        }
        let word = run.trim_end_matches([' ', '\n']);
        let begin = range.start + start;
        if end <= joined {
            start = end;
            continue;
        }
        // A hyphen that a line break made is shown only where a row ends with it.
        let joint = run[word.len()..].find('\n').and_then(|at| joint(text, begin + word.len() + at));
        let joint = joint.filter(|joint| width > 1 && joint.start > begin && joint.end < range.end);
        let (word, blanks, soft) = match joint {
            Some(joint) => {
                joined = joint.end - range.start;
                let part = &run[..joint.start - begin];
                (part, 0, !part.ends_with(['-', '‐']))
            }
            None => (word, run.len() - word.len(), word.ends_with('\u{ad}') && width > 1),
        };
        let stops = tongue.map(|tongue| hyphens::breaks(word, tongue)).unwrap_or_default();
        let mut from = 0;
        for &stop in &stops {
            whole(text, begin + from..begin + stop, width, 0, true, &mut out);
            from = stop;
        }
        whole(text, begin + from..begin + word.len(), width, blanks, soft, &mut out);
        start = end;
    }
    out
}

/// Whether a break after a hyphen would leave a single letter on either side (B-Zelle, CAR-T): it is none.
fn splits_a_name(before: &str, after: &str) -> bool {
    let Some(head) = before.strip_suffix(['-', '‐', '–']) else { return false };
    let single = |letters: &mut dyn Iterator<Item = char>| letters.take_while(|c| c.is_alphanumeric()).count() == 1;
    !after.is_empty() && (single(&mut head.chars().rev()) || single(&mut after.chars()))
}

/// Adds the pieces of a range that is not parted unless it is wider than the row.
fn whole(text: &str, range: Span, width: usize, blanks: usize, soft: bool, out: &mut Vec<Piece>) {
    let room = width - usize::from(soft);
    let measured = columns(&text[range.clone()]);
    if measured <= room {
        out.push(Piece { range, width: measured, blanks, soft });
        return;
    }
    let cuts = cut(text, range, room);
    let last = cuts.len() - 1;
    out.extend(cuts.into_iter().enumerate().map(|(number, range)| Piece {
        width: columns(&text[range.clone()]),
        range,
        blanks: if number == last { blanks } else { 0 },
        soft: soft && number == last,
    }));
}

/// Cuts a range into parts of at most `width` columns at grapheme boundaries; at least one part, possibly empty.
fn cut(text: &str, range: Span, width: usize) -> Vec<Span> {
    let mut out = Vec::new();
    let (mut start, mut used) = (range.start, 0);
    for (at, grapheme) in text[range.clone()].grapheme_indices(true) {
        let wide = columns(grapheme);
        if used + wide > width && used > 0 {
            out.push(start..range.start + at);
            start = range.start + at;
            used = 0;
        }
        used += wide;
    }
    out.push(start..range.end);
    out
}

/// The columns that a text takes on the screen: the sum over its graphemes, soft hyphens and line breaks left out.
pub fn columns(text: &str) -> usize {
    if text.bytes().all(|byte| (0x20..0x7f).contains(&byte)) {
        return text.len();
    }
    text.graphemes(true).filter(|&g| g != "\u{ad}" && g != "\n").map(UnicodeWidthStr::width).sum()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn paragraphs(text: &str) -> Document {
        let mut start = 0;
        let mut blocks = Vec::new();
        for line in text.split('\n') {
            if !line.trim().is_empty() {
                blocks.push(Block::new(start..start + line.len(), BlockKind::Paragraph));
            }
            start += line.len() + 1;
        }
        Document { text: text.into(), blocks, ..Document::default() }
    }

    fn check(text: &str, width: u16, expected: &[&str]) {
        let document = paragraphs(text);
        let rows = Layout::new(width).screen(&document, 0, 100);
        let shown: Vec<&str> = rows.iter().map(|row| &text[row.range.clone()]).collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn prose_is_filled_evenly() {
        check("aaa bb cc ddddd", 6, &["aaa", "bb cc", "ddddd"]);
        check("ein Absatz\n\nund noch einer", 20, &["ein Absatz", "", "und noch einer"]);
    }

    #[test]
    fn a_hyphen_with_a_single_letter_beside_it_parts_nothing() {
        check("die CAR-T Zelle", 8, &["die", "CAR-T", "Zelle"]);
        check("neue B-Zellen", 8, &["neue", "B-Zellen"]);
        check("Lupus-Krankheit", 11, &["Lupus-", "Krankheit"]);
    }

    #[test]
    fn long_words_are_cut_and_wide_characters_counted() {
        check("Immunthrombozytopenie", 8, &["Immunthr", "ombozyto", "penie"]);
        check("血小板減少", 4, &["血小", "板減", "少"]);
    }

    #[test]
    fn a_soft_hyphen_shows_where_it_parts() {
        let document = paragraphs("Throm\u{ad}bo\u{ad}zyten");
        let rows = Layout::new(8).screen(&document, 0, 9);
        assert!(rows[0].hyphen && !rows[rows.len() - 1].hyphen, "{rows:?}");
    }

    /// The rows as they are painted, blanks for what is left free.
    fn painted(document: &Document, layout: Layout) -> Vec<String> {
        let paint = |row: &Row| {
            let mut line = " ".repeat(usize::from(row.indent));
            for (at, c) in document.text[row.range.clone()].char_indices() {
                let at = row.range.start + at;
                if !row.hidden.iter().any(|hidden| hidden.contains(&at)) {
                    assert_eq!(usize::from(row.column(&document.text, at)), columns(&line), "{row:?} at {at}");
                    line.push(if c == '\n' { ' ' } else { c });
                }
            }
            line + if row.hyphen { "-" } else { "" }
        };
        layout.screen(document, 0, 99).iter().map(paint).collect()
    }

    fn one(text: &str, kind: BlockKind, indent: u8) -> Document {
        let block = Block { indent, ..Block::new(0..text.len(), kind) };
        Document { text: text.into(), blocks: vec![block], ..Document::default() }
    }

    #[test]
    fn a_word_that_was_broken_is_joined_inside_a_row() {
        let check = |text: &str, width: u16, expected: &[&str]| {
            let document = one(text, BlockKind::Paragraph, 0);
            assert_eq!(painted(&document, Layout::new(width)), expected, "{text:?}");
        };
        check("die Autoimmun-\n  erkrankung hier", 40, &["die Autoimmunerkrankung hier"]);
        check("die Autoimmun-\nerkrankung hier", 15, &["die Autoimmun-", "erkrankung hier"]);
        check("the effects of the long-\nterm use are", 60, &["the effects of the long-term use are"]);
        check("the effects of the long-\nterm use are", 26, &["the effects of the long-", "term use are"]);
        for text in ["Nieren-\nund Leber", "Lupus-\nKranke", "T-\ncell", "IFN-\ngamma", "Alter 2 -\nbis"] {
            check(text, 40, &[&text.replace('\n', " ")]);
        }
    }

    #[test]
    fn lines_of_code_hang_by_a_sign_where_they_go_on() {
        let document = one("let a = 1;\n\nlet long = another;", BlockKind::Verbatim, 2);
        let rows = Layout::new(16).screen(&document, 0, 9);
        assert_eq!(painted(&document, Layout::new(16)), ["  let a = 1;", "  ", "  let long = ano", "    ther;"]);
        assert_eq!(rows.iter().map(|row| row.continued).collect::<Vec<_>>(), [false, false, false, true]);
    }

    #[test]
    fn what_is_nested_stands_further_right() {
        assert_eq!(painted(&one("one two three", BlockKind::Quote, 2), Layout::new(18)), ["    one two three"]);
        assert_eq!(painted(&one("one two", BlockKind::Paragraph, 3), Layout::new(18)), ["   one two"]);
        let narrow = painted(&one("one two", BlockKind::Paragraph, 30), Layout::new(18));
        assert_eq!(narrow, ["one two"], "an indent that leaves no room is given up");
    }

    #[test]
    fn long_paragraphs_and_headings_are_set_off_from_the_next_line() {
        let long = "word ".repeat(40);
        let text = format!("Title\nshort\nlines\n{long}\nend");
        let mut document = paragraphs(&text);
        document.blocks[0].kind = BlockKind::Heading(2);
        let rows = Layout::new(80).screen(&document, 0, 99);
        let blank: Vec<bool> = rows.iter().map(|row| row.kind.is_none()).collect();
        assert_eq!(blank, [false, true, false, false, true, false, false, false, true, false]);
    }

    #[test]
    fn words_are_parted_in_the_language_of_their_paragraph() {
        let text = "The treatment of the patients was successful and the disappearance of antibodies is remarkable\n\n\
                    Die Behandlung der Erkrankten und das Verschwinden der Antikörper ist bemerkenswert";
        let document = paragraphs(text);
        let parted = |layout: Layout| {
            let rows = layout.screen(&document, 0, 99);
            rows.into_iter().filter(|row| row.hyphen).map(|row| text[row.range].to_owned()).collect::<Vec<_>>()
        };
        let all = |hyphenated: bool| -> Vec<String> {
            let layouts = (10..24).map(Layout::new);
            layouts.flat_map(|it| parted(if hyphenated { it.hyphenated(None) } else { it })).collect()
        };
        assert!(all(false).is_empty());
        let found = all(true);
        for part in ["disap", "Ver"] {
            assert!(found.iter().any(|row| row.contains(part)), "{part}: {found:?}");
        }
    }

    #[test]
    fn a_raised_mark_takes_its_own_columns_and_stays_with_its_word() {
        use crate::document::{Styled, TextStyle};

        let text = "Zellen.[^1] Antikörper[^12] hier";
        let marks = [7..11, 23..28].map(|range| Styled { range, style: TextStyle::Footnote });
        let document = Document { spans: marks.into(), ..paragraphs(text) };
        let shown = |layout: Layout| {
            let rows = layout.screen(&document, 0, 9);
            rows.iter()
                .map(|row| (text[row.range.clone()].to_owned(), row.column(text, row.range.end)))
                .collect::<Vec<_>>()
        };
        let row = |text: &str, wide| (text.to_owned(), wide);
        assert_eq!(shown(Layout::new(40).raising()), [row(text, 26)]);
        assert_eq!(
            shown(Layout::new(12).raising()),
            [row("Zellen.[^1]", 8), row("Antikörper[^12]", 12), row("hier", 4)]
        );
        assert_eq!(shown(Layout::new(40)), [row(text, 32)]);
    }

    #[test]
    fn steps_move_by_rows_and_stop_at_the_ends() {
        let document = paragraphs("one two three four\n\nfive six");
        let layout = Layout::new(5);
        let rows: Vec<usize> = layout.screen(&document, 0, 99).iter().map(|row| row.range.start).collect();
        for (from, &top) in rows.iter().enumerate() {
            for by in -20..20_isize {
                let expected = (from as isize + by).clamp(0, rows.len() as isize - 1) as usize;
                assert_eq!(layout.step(&document, top, by), rows[expected], "{from} {by}");
            }
        }
        assert_eq!(layout.last_top(&document, 2), rows[rows.len() - 2]);
    }

    #[test]
    fn an_empty_document_has_no_rows() {
        assert!(Layout::new(9).screen(&Document::default(), 0, 9).is_empty());
        assert_eq!(Layout::new(9).step(&Document::default(), 0, 3), 0);
    }

    proptest! {
        #[test]
        fn wrapping_loses_nothing_and_fits(text in "[a-zäß\u{ad}\u{301}血🧬 \n-]{0,200}", width in 1u16..30, hyphens: bool) {
            let document = paragraphs(&text);
            let layout = Layout::new(width);
            let layout = if hyphens { layout.hyphenated(Some(Tongue::German)) } else { layout };
            let rows = layout.screen(&document, 0, 10_000);
            let shown: String = rows.iter().flat_map(|row| text[row.range.clone()].chars()).filter(|c| !c.is_whitespace()).collect();
            let all: String = text.chars().filter(|c| !c.is_whitespace()).collect();
            prop_assert_eq!(shown, all);
            for row in &rows {
                let part = &text[row.range.clone()];
                let visible = part.graphemes(true).filter(|grapheme| columns(grapheme) > 0).count();
                let taken = columns(part.trim_end_matches('\u{ad}')) + usize::from(row.hyphen) + usize::from(row.indent);
                prop_assert!(taken <= usize::from(width) || visible <= 1, "{:?} takes {} of {}", part, taken, width);
            }
            for pair in rows.windows(2) {
                prop_assert!(pair[0].range.end <= pair[1].range.start);
            }
        }
    }
}
