//! A document at a width: rows that remember their byte range. Only what is asked for is laid out, anchored by byte
//! offset, so that the last screen of a huge text costs no more than the first. Knows no colours and no screen.

use textwrap::wrap_algorithms::{Penalties, wrap_first_fit, wrap_optimal_fit};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::hyphens::{self, Tongue};
use super::{Block, BlockKind, Document, tables};
use crate::text::Span;

/// One row of the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The bytes shown, without the blanks that end it. Empty for the blank row between two blocks, at the end of the
    /// first.
    pub range: Span,
    /// Columns left free before the text.
    pub indent: u16,
    /// What the row is part of; none for a blank row.
    pub kind: Option<BlockKind>,
    /// Whether a hyphen is shown at the end, where a word is parted.
    pub hyphen: bool,
    /// What is shown in the columns of the indent, with a colon: the heading of the column that a cell stands in.
    pub label: Option<Span>,
    /// Offsets of the range before which blanks are shown up to a column, so that cells stand below each other.
    pub stops: Vec<(usize, u16)>,
}

impl Row {
    /// A row that shows a range.
    pub(super) fn of(range: Span, indent: u16, kind: BlockKind) -> Self {
        Self { range, indent, kind: Some(kind), hyphen: false, label: None, stops: Vec::new() }
    }

    /// The blank row after a block that ends at `end`.
    pub(super) fn blank(end: usize) -> Self {
        Self { kind: None, ..Self::of(end..end, 0, BlockKind::Paragraph) }
    }

    /// The column in which the character at an offset of the row is shown.
    pub fn column(&self, text: &str, offset: usize) -> u16 {
        let (mut column, mut from) = (self.indent, self.range.start);
        for &(at, stop) in self.stops.iter().take_while(|(at, _)| *at <= offset) {
            column = (column + columns(&text[from..at]) as u16).max(stop);
            from = at;
        }
        column + columns(&text[from..offset]) as u16
    }
}

/// How a document is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// Columns of the text; at least 1.
    pub width: u16,
    hyphens: Hyphens,
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
        Self { width: width.max(1), hyphens: Hyphens::Own }
    }

    /// The same that parts words of prose, in the language of each paragraph; in `main` where that does not show.
    #[must_use]
    pub fn hyphenated(self, main: Option<Tongue>) -> Self {
        Self { hyphens: Hyphens::By(main), ..self }
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
            let headed = matches!(block.kind, BlockKind::Heading(_)) && gap.contains('\n');
            if parted || headed {
                rows.push(Row::blank(before.range.end));
            }
        }
        let layout = if document.blocks.is_empty() { Self::new(self.width) } else { self };
        let table = (block.kind == BlockKind::TableRow).then(|| tables::rows(layout, document, &block)).flatten();
        match table {
            Some(table) => rows.extend(table),
            None => layout.rows(&document.text, &block, &mut rows),
        }
        Part { block, rows }
    }

    /// Appends the rows of a block.
    fn rows(self, text: &str, block: &Block, rows: &mut Vec<Row>) {
        let (first, rest) = match block.kind {
            BlockKind::Item { hang } | BlockKind::Reference { hang } => (0, u16::from(hang)),
            BlockKind::Quote => (2, 2),
            BlockKind::TableRow => (0, 2),
            BlockKind::Heading(_) | BlockKind::Paragraph | BlockKind::Verbatim | BlockKind::Rule => (0, 0),
        };
        // An indent that leaves no room to read is given up.
        let rest = if rest + 10 > self.width { 0 } else { rest };
        let first = first.min(rest);
        let mut push = |range: Span, indent: u16, hyphen: bool| {
            rows.push(Row { hyphen, ..Row::of(range, indent, block.kind) });
        };
        if block.kind == BlockKind::Verbatim {
            let mut start = block.range.start;
            for line in text[block.range.clone()].split('\n') {
                for range in cut(text, start..start + line.len(), usize::from(self.width)) {
                    push(range, 0, false);
                }
                start += line.len() + 1;
            }
            return;
        }
        let filling =
            Filling { range: block.range.clone(), first, rest, width: self.width, tongue: self.tongue(text, block) };
        for (number, (range, hyphen)) in fill(text, filling).into_iter().enumerate() {
            push(range, if number == 0 { first } else { rest }, hyphen);
        }
    }
}

/// What is to be filled into rows.
pub(super) struct Filling {
    /// The bytes.
    pub(super) range: Span,
    /// Columns left free in the first row, and in the others.
    pub(super) first: u16,
    pub(super) rest: u16,
    /// Columns of a row; more than what is left free.
    pub(super) width: u16,
    /// The language in which words are parted, if they are.
    pub(super) tongue: Option<Tongue>,
}

/// The rows, and whether each ends in a hyphen.
pub(super) fn fill(text: &str, filling: Filling) -> Vec<(Span, bool)> {
    let Filling { range, first, rest, width, tongue } = filling;
    let widths = [f64::from(width - first), f64::from(width - rest)];
    let optimal = range.len() <= OPTIMAL_BELOW;
    let pieces = pieces(text, range, usize::from(width - rest.max(first)), tongue);
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
fn pieces(text: &str, range: Span, width: usize, tongue: Option<Tongue>) -> Vec<Piece> {
    let part = &text[range.clone()];
    let mut out = Vec::with_capacity(part.len() / 6 + 1);
    let mut start = 0;
    // A line break inside prose is a blank, so mandatory breaks are treated like the others.
    for (end, _) in unicode_linebreak::linebreaks(part) {
        let run = &part[start..end];
        if splits_a_name(run, &part[end..]) {
            continue;
        }
        let word = run.trim_end_matches([' ', '\n']);
        let begin = range.start + start;
        let stops = tongue.map(|tongue| hyphens::breaks(word, tongue)).unwrap_or_default();
        let mut from = 0;
        for &stop in &stops {
            whole(text, begin + from..begin + stop, width, 0, true, &mut out);
            from = stop;
        }
        let soft = word.ends_with('\u{ad}') && width > 1;
        whole(text, begin + from..begin + word.len(), width, run.len() - word.len(), soft, &mut out);
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
                blocks.push(Block { range: start..start + line.len(), kind: BlockKind::Paragraph });
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
