//! Rows of a table on the screen: aligned in columns where they fit, else a row for each cell behind the heading of its
//! column. Only the rows around are looked at, so that a long table costs no more than a short one.

use super::wrap::{Filling, Layout, Row, columns, fill};
use super::{Block, BlockKind, Columns, Document};
use crate::text::Span;

/// What parts two cells.
const BETWEEN: &str = " | ";
/// Rows of a table looked at before and after one.
const AROUND: usize = 200;
/// Columns by which a cell goes on that needs several rows.
const INDENT: u16 = 2;

/// The rows of a row of a table; none where it stands alone or has one cell only.
pub(super) fn rows(layout: Layout, document: &Document, block: &Block) -> Option<Vec<Row>> {
    let text = &document.text;
    let at = document.blocks.binary_search_by_key(&block.range.start, |other| other.range.start).ok()?;
    let table = around(document, at);
    let cells = cells(text, &block.range);
    if document.blocks[at] != *block || table.len() < 2 {
        return None;
    }
    let wide = |cell: &Span| shown(layout, document, cell);
    let mut widths: Vec<usize> = Vec::new();
    for row in &document.blocks[table.clone()] {
        for (column, cell) in self::cells(text, &row.range).into_iter().enumerate() {
            let wide = wide(&cell);
            match widths.get_mut(column) {
                Some(width) => *width = wide.max(*width),
                None => widths.push(wide),
            }
        }
    }
    if widths.len() < 2 {
        return None;
    }
    let whole = widths.iter().sum::<usize>() + (widths.len() - 1) * BETWEEN.len();
    let indent = usize::from(block.indent);
    if whole + indent <= usize::from(layout.room) {
        let over = (whole + indent).saturating_sub(usize::from(layout.width));
        let outdent = over.div_ceil(2) as u16;
        let free = cells.iter().zip(&widths).map(|(cell, width)| width.saturating_sub(wide(cell))).collect::<Vec<_>>();
        let row = Row {
            stops: stops(&cells, &widths, &free, indent, block.kind),
            outdent,
            head: at == table.start,
            hidden: layout.hidden(document, &block.range),
            ..Row::of(block.range.clone(), block.indent.into(), block.kind)
        };
        if at != table.start + 1 {
            return Some(vec![row]);
        }
        let before = document.blocks[table.start].range.end;
        let rule = Row { outdent, rule: whole as u16, ..Row::of(before..before, block.indent.into(), block.kind) };
        return Some(vec![rule, row]);
    }
    if at == table.start {
        // Its cells stand before the values.
        return Some(Vec::new());
    }
    let head = self::cells(text, &document.blocks[table.start].range);
    (table.start + AROUND > at).then(|| {
        let mut rows = labelled(layout, document, at, &cells, &head);
        if at > table.start + 1 {
            rows.insert(0, Row::blank(document.blocks[at - 1].range.end));
        }
        rows
    })
}

/// The columns of a cell as it is shown.
fn shown(layout: Layout, document: &Document, cell: &Span) -> usize {
    let hidden = layout.hidden(document, cell);
    columns(&document.text[cell.clone()]) - hidden.iter().map(Span::len).sum::<usize>()
}

/// Where the cells of a row and what parts them begin on the screen, by the widths of the columns, what each cell leaves
/// free of them and how they are set.
fn stops(cells: &[Span], widths: &[usize], free: &[usize], indent: usize, kind: BlockKind) -> Vec<(usize, u16)> {
    let BlockKind::TableRow(Columns { right, centre }) = kind else { return Vec::new() };
    let mut start = indent;
    let mut stops = Vec::with_capacity(2 * cells.len());
    for (column, ((cell, width), free)) in cells.iter().zip(widths).zip(free).enumerate() {
        let set = |columns: u16| column < 16 && columns >> column & 1 == 1;
        let left = match () {
            () if set(right) => *free,
            () if set(centre) => free / 2,
            () => 0,
        };
        if left > 0 && !cell.is_empty() {
            stops.push((cell.start, (start + left) as u16));
        }
        if column + 1 < cells.len() {
            stops.push((cell.end, (start + width) as u16));
        }
        start += width + BETWEEN.len();
    }
    stops
}

/// A row for each cell that is not empty, behind the head of its column.
fn labelled(layout: Layout, document: &Document, at: usize, cells: &[Span], head: &[Span]) -> Vec<Row> {
    let text = &document.text;
    let kind = document.blocks[at].kind;
    let mut rows = Vec::new();
    for (column, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
        let label = head.get(column).filter(|label| !label.is_empty());
        // A value that needs less than half of the row leaves the rest to its label.
        let needed = (columns(&text[cell.clone()]) as u16).min(layout.width / 2);
        let wide = label.map_or(0, |label| shown(layout, document, label) as u16 + 2).min(layout.width - needed);
        let rest = if layout.width > 12 { INDENT } else { 0 };
        let marks = layout.hidden(document, cell);
        let filling =
            Filling { range: cell.clone(), first: wide, rest, width: layout.width, tongue: None, marks: &marks };
        for (number, (range, _)) in fill(text, filling).into_iter().enumerate() {
            let (indent, label) = if number == 0 { (wide, label.cloned()) } else { (rest, None) };
            let hidden = marks.iter().filter(|mark| range.contains(&mark.start)).cloned().collect();
            rows.push(Row { hidden, label, ..Row::of(range, indent, kind) });
        }
    }
    rows
}

/// The blocks of the table that the block `at` is a row of, as far as they are looked at.
fn around(document: &Document, at: usize) -> Span {
    let blocks = &document.blocks;
    let follows = |first: usize| {
        let next = &blocks[first + 1];
        let gap = document.text.get(blocks[first].range.end..next.range.start);
        matches!(next.kind, BlockKind::TableRow(_)) && gap.is_some_and(|gap| gap.matches('\n').count() <= 1)
    };
    let is_row = |at: usize| matches!(blocks[at].kind, BlockKind::TableRow(_));
    let (mut start, mut end) = (at, at + 1);
    while start > 0 && at - start < AROUND && is_row(start - 1) && follows(start - 1) {
        start -= 1;
    }
    while end < blocks.len() && end - at < AROUND && follows(end - 1) {
        end += 1;
    }
    start..end
}

/// The cells of a row, in order, without what parts them.
fn cells(text: &str, row: &Span) -> Vec<Span> {
    let mut start = row.start;
    let line = &text[row.clone()];
    // An empty cell at the end leaves the sign before it.
    let parts = line.strip_suffix(" |").unwrap_or(line).split(BETWEEN);
    parts
        .map(|part| {
            let cell = start..start + part.trim_end().len();
            start += part.len() + BETWEEN.len();
            cell
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Styled, TextStyle};

    fn table(rows: &[&str]) -> Document {
        let mut start = 0;
        let mut blocks = Vec::new();
        for row in rows {
            let columns = Columns { right: 0b100, centre: 0b1000 };
            blocks.push(Block::new(start..start + row.len(), BlockKind::TableRow(columns)));
            start += row.len() + 1;
        }
        Document { text: rows.join("\n").into(), blocks, ..Document::default() }
    }

    /// The rows as they are painted.
    fn shown(document: &Document, width: u16) -> Vec<String> {
        let rows = Layout::new(width).screen(document, 0, 99);
        let text = &document.text;
        let paint = |row: &Row| {
            if row.rule > 0 {
                return "-".repeat(row.rule.into());
            }
            let label = row.label.clone().map(|label| format!("{}:", &text[label])).unwrap_or_default();
            let mut line = format!("{label:<0$}", usize::from(row.indent));
            for (at, letter) in text[row.range.clone()].char_indices() {
                let column = usize::from(row.column(text, row.range.start + at));
                line.extend(std::iter::repeat_n(' ', column.saturating_sub(columns(&line))));
                line.push(letter);
            }
            line
        };
        rows.iter().map(paint).collect()
    }

    #[test]
    fn a_table_that_fits_is_aligned() {
        let document = table(&["Größe | n | Ende", "klein | 12 | gut", "血小 | 3 | x"]);
        assert_eq!(
            shown(&document, 40),
            ["Größe | n  | Ende", "-----------------", "klein | 12 |  gut", "血小  | 3  |    x"]
        );
        assert_eq!(Layout::new(40).screen(&document, 0, 9).iter().filter(|row| row.head).count(), 1);
        let document = table(&["a | b | Anteil | Gruppe", "1 |  | 2 | x", " | y", "3 | 4 | 5 % | abc"]);
        let rule = "-----------------------";
        let expected = ["a | b | Anteil | Gruppe", rule, "1 |   |      2 |   x", "  | y", "3 | 4 |    5 % |  abc"];
        assert_eq!(shown(&document, 40), expected);
    }

    #[test]
    fn a_wide_table_takes_the_room_beside_the_text() {
        let document = table(&["Patient | Outcome", "one | complete remission after three months"]);
        let rows = Layout::new(20).within(60).screen(&document, 0, 9);
        assert!(rows.len() == 3 && rows.iter().all(|row| row.outdent == 14), "{rows:?}");
        assert!(Layout::new(20).within(46).screen(&document, 0, 9).len() > 2);
    }

    #[test]
    fn a_short_value_leaves_the_row_to_its_label() {
        let document = table(&["n | Anteil mit Ansprechen", "one | 41 %", "two | eine lange Angabe dazu und mehr"]);
        let shown = shown(&document, 28);
        assert!(shown.contains(&"Anteil mit Ansprechen: 41 %".to_owned()), "{shown:?}");
    }

    #[test]
    fn a_table_that_does_not_fit_names_each_value() {
        let document =
            table(&["Patient | Outcome", "one | complete remission after three months", "two |  | more", "three |"]);
        let expected = [
            "Patient: one",
            "Outcome: complete",
            "  remission after",
            "  three months",
            "",
            "Patient: two",
            "more",
            "",
            "Patient: three",
        ];
        assert_eq!(shown(&document, 20), expected);
    }

    #[test]
    fn raised_marks_do_not_widen_a_column() {
        let mut document = table(&["Gruppe | n", "eins[^1] | 2"]);
        document.spans = vec![Styled { range: 15..19, style: TextStyle::Footnote }];
        let rows = Layout::new(40).raising().screen(&document, 0, 9);
        let last = rows.last().expect("a row");
        assert_eq!(last.column(&document.text, last.range.end), "Gruppe | 2".len() as u16);
    }

    #[test]
    fn every_row_can_be_stepped_to() {
        let document = table(&["a | bb", "one | two three four five", "six | seven", "eight | "]);
        for width in 1..40 {
            let layout = Layout::new(width);
            let rows = layout.screen(&document, 0, 999);
            for pair in rows.windows(2) {
                assert_eq!(layout.step(&document, pair[0].range.start, 1), pair[1].range.start, "{width}");
                assert_eq!(layout.step(&document, pair[1].range.start, -1), pair[0].range.start, "{width}");
            }
        }
    }

    #[test]
    fn a_row_alone_is_no_table() {
        let document = table(&["one | two"]);
        assert_eq!(shown(&document, 40), ["one | two"]);
    }
}
