//! A document as Markdown: headings, lists, quotations, tables, footnotes, emphasis and links as they were understood.

use std::fmt::Write as _;

use crate::document::{Block, BlockKind, Columns, Document, TextStyle};
use crate::text::{Span, clean};

/// The text with the marks of Markdown; a text without blocks as it is.
pub fn markdown(document: &Document) -> String {
    if document.blocks.is_empty() {
        let mut text = clean(&document.text).into_owned();
        text.push('\n');
        return text;
    }
    let mut out = String::new();
    let mut nesting = Nesting::default();
    let mut before: Option<(&Block, String)> = None;
    for block in &document.blocks {
        let raw = &document.text[block.range.clone()];
        let (first, rest) = nesting.margins(document, block);
        let mut table = false;
        if let Some((last, margin)) = before {
            let gap = &document.text[last.range.end..block.range.start];
            let same = std::mem::discriminant(&last.kind) == std::mem::discriminant(&block.kind);
            let row = matches!(block.kind, BlockKind::TableRow(_));
            table = same && row && gap.matches('\n').count() < 2;
            let tight = matches!(block.kind, BlockKind::Item { .. } | BlockKind::Reference { .. });
            if document.is_broken_at(last.range.end) {
                out.truncate(out.trim_end_matches('\n').len());
                out.push_str("\\\n");
            } else if !(table || same && tight) {
                // What holds both holds the blank line between them.
                let common = margin.bytes().zip(first.bytes()).take_while(|(one, other)| one == other).count();
                out.push_str(margin[..common].trim_end());
                out.push('\n');
            }
        }
        let mut text = String::new();
        match block.kind {
            BlockKind::Heading(level) => {
                text.push_str(&"#".repeat(usize::from(level.clamp(1, 6))));
                text.push(' ');
                text.push_str(&inline(document, &block.range).replace('\n', " "));
            }
            BlockKind::Paragraph | BlockKind::Quote => text = inline(document, &block.range),
            BlockKind::Item { .. } | BlockKind::Reference { .. } => {
                let blanks = raw.len() - raw.trim_start_matches(' ').len();
                text = inline(document, &(block.range.start + blanks..block.range.end));
            }
            BlockKind::Verbatim => {
                let fence = if raw.contains("```") { "````" } else { "```" };
                let _ = write!(text, "{fence}\n{}\n{fence}", clean(raw));
            }
            BlockKind::TableRow(columns) => text = row(document, block, (!table).then_some(columns)),
            BlockKind::Rule => text.push_str("---"),
        }
        for (number, line) in text.split('\n').enumerate() {
            let margin = if number == 0 { &first } else { &rest };
            out.push_str(if line.is_empty() { margin.trim_end() } else { margin });
            out.push_str(line);
            out.push('\n');
        }
        before = Some((block, rest));
    }
    out
}

/// A row of a table with a bar at each end; below the first one what says how the columns are set.
fn row(document: &Document, block: &Block, head: Option<Columns>) -> String {
    let text = inline(document, &block.range).replace('\n', " ");
    let cells: Vec<String> = text.split(" | ").map(|cell| cell.trim().replace('|', "\\|")).collect();
    let mut row = format!("| {} |", cells.join(" | "));
    if let Some(Columns { right, centre }) = head {
        let set = |columns: u16, at: usize| at < 16 && columns >> at & 1 == 1;
        let rules = (0..cells.len()).map(|at| match () {
            () if set(right, at) => "---:|",
            () if set(centre, at) => ":-:|",
            () => "---|",
        });
        let _ = write!(row, "\n|{}", rules.collect::<String>());
    }
    row
}

/// Columns that a quotation and a block of code are indented by, and what goes on in a footnote.
const QUOTE: usize = 2;
const CODE: usize = 2;
const FOOTNOTE: &str = "    ";

/// The list items, quotations and footnotes that a block stands in: the column at which their content begins, and what
/// stands before it.
#[derive(Default)]
struct Nesting(Vec<(usize, String)>);

impl Nesting {
    /// What stands before the first line of a block, and before the others. Blocks must be asked for in order.
    fn margins(&mut self, document: &Document, block: &Block) -> (String, String) {
        let raw = &document.text[block.range.clone()];
        let blanks = raw.len() - raw.trim_start_matches(' ').len();
        let indent = usize::from(block.indent);
        let column = match block.kind {
            BlockKind::Item { .. } => indent + blanks,
            BlockKind::Quote => indent + QUOTE,
            BlockKind::Verbatim => indent.saturating_sub(CODE),
            _ => indent,
        };
        let quoted = block.kind == BlockKind::Quote;
        while self.0.last().is_some_and(|(content, margin)| {
            let outside = if quoted && !margin.contains('>') { column - QUOTE } else { column };
            *content > outside
        }) {
            self.0.pop();
        }
        let (content, mut margin) = self.0.last().cloned().unwrap_or_default();
        margin.push_str(&"> ".repeat((column - content) / QUOTE));
        let first = margin.clone();
        match block.kind {
            BlockKind::Item { hang } => {
                let marker = usize::from(hang).saturating_sub(blanks);
                margin.push_str(&" ".repeat(marker));
                self.0.push((column + marker, margin.clone()));
            }
            BlockKind::Reference { hang } => margin.push_str(&" ".repeat(hang.into())),
            BlockKind::Paragraph => {
                if let Some(label) = footnote(document, block) {
                    margin.push_str(FOOTNOTE);
                    self.0.push((column + label.chars().count().min(23), margin.clone()));
                }
            }
            _ => {}
        }
        (first, margin)
    }
}

/// The mark of the footnote whose words a block is.
fn footnote<'a>(document: &'a Document, block: &Block) -> Option<&'a str> {
    let from = document.spans.partition_point(|span| span.range.start < block.range.start);
    let first = document.spans[from..].iter().take_while(|span| span.range.start == block.range.start);
    let mark = first.into_iter().find(|span| span.style == TextStyle::Footnote)?;
    document.text[mark.range.end..block.range.end].starts_with(' ').then(|| &document.text[mark.range.clone()])
}

/// A range with its links and emphasis marked; where they overlap the first one counts.
fn inline(document: &Document, range: &Span) -> String {
    let mut marks: Vec<(&Span, String, String)> = Vec::new();
    let inside = |part: &Span| range.start <= part.start && part.end <= range.end && !part.is_empty();
    let links = document.links.partition_point(|link| link.range.end <= range.start);
    for link in document.links[links..].iter().take_while(|link| link.range.start < range.end) {
        let shown = &document.text[link.range.clone()];
        if inside(&link.range) && shown != link.target {
            marks.push((&link.range, "[".to_owned(), format!("]({})", link.target)));
        }
    }
    for span in document.spans.iter().filter(|span| inside(&span.range)) {
        let mark = match span.style {
            TextStyle::Strong => "**",
            TextStyle::Emphasis => "*",
            TextStyle::Code => "`",
            TextStyle::Struck => "~~",
            TextStyle::Footnote => {
                let defines = document
                    .block_at(span.range.start)
                    .is_some_and(|block| block.range.start == span.range.start && footnote(document, &block).is_some());
                // The brackets stand in the text already.
                marks.push((&span.range, String::new(), if defines { ":" } else { "" }.to_owned()));
                continue;
            }
            TextStyle::Metadata | TextStyle::Break => continue,
        };
        marks.push((&span.range, mark.to_owned(), mark.to_owned()));
    }
    marks.sort_by_key(|(range, ..)| (range.start, std::cmp::Reverse(range.end)));
    let mut out = String::new();
    let mut at = range.start;
    for (part, open, close) in marks {
        if part.start < at {
            continue;
        }
        out.push_str(&clean(&document.text[at..part.start]));
        let shown = clean(&document.text[part.clone()]);
        out.extend([&*open, &*shown, &*close]);
        at = part.end;
    }
    out.push_str(&clean(&document.text[at..range.end]));
    out
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::markdown;
    use crate::document::Document;
    use crate::format::{self, Input};

    fn read(text: &str) -> Document {
        let input = Input { name: Path::new("a.md"), bytes: text.as_bytes() };
        format::read(input).unwrap().next().unwrap().document
    }

    #[test]
    fn markdown_comes_out_as_it_went_in() {
        for text in [
            "A **strong** word and a [link](https://example.org/a).\n",
            "- one\n- two\n\n> Said.\n\n---\n",
            "1. a\n2. b\n   - c\n   - d\n     - e\n10. f\n",
            "1. a\n\n   b\n\n   > c\n\nd\n",
            "> a\n>\n> > b\n>\n> c\n\nd\n",
            "> - a\n>\n>   b\n\n- c\n\nd\n",
            "> a\n> b\n",
            "- a\n\n  ```\n  code\n  ```\n",
            "| a | b |\n|---|---:|\n| 1 | 2 |\n\n| c | d |\n|---|---|\n| mit \\| Strich | x\\|y |\n",
            "Call[^1] and [1].\n\n[^1]: Words\n    of it.\n\n    More.\n\nEnd.\n",
            "one\\\ntwo\\\nthree\n\nfour\n",
        ] {
            let text = &format!("# T\n\n{text}");
            let (document, again) = (read(text), read(&markdown(&read(text))));
            assert_eq!(again.text, document.text, "{text}");
            assert_eq!(again.blocks, document.blocks, "{text}: {}", markdown(&document));
            assert_eq!(again.spans, document.spans, "{text}");
            assert_eq!(markdown(&document).replace("\u{A0}", " "), text.replace("10. f", "3. f"), "{text}");
        }
    }
}
