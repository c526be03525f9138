//! A document as Markdown: headings, lists, quotations, tables, footnotes, emphasis and links as they were understood.

use std::fmt::Write as _;

use crate::document::{Block, BlockKind, Columns, Document, TextStyle, footnotes};
use crate::text::{Span, clean};

mod escape;

use escape::{Place, escape};

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
            // A marker that stands alone.
            let bare =
                |block: &Block| matches!(block.kind, BlockKind::Item { hang } if block.range.len() < hang.into());
            let item = matches!(block.kind, BlockKind::Item { .. } | BlockKind::Reference { .. }) && !bare(block);
            // Only bullets and a list from 1 on can follow on words without a blank line.
            let begins = rest.len() > margin.len() && !raw.trim_start().starts_with(['-', '•', '*']);
            let tight = item && gap.matches('\n').count() < 2 && (!begins || raw.trim_start().starts_with("1."));
            if document.is_broken_at(last.range.end) {
                out.truncate(out.trim_end_matches('\n').len());
                out.push_str("\\\n");
            } else if !(table || same && tight || bare(last)) {
                // A blank line below a bare marker would end its item. What holds both holds the blank line between them.
                let common = margin.bytes().zip(first.bytes()).take_while(|(one, other)| one == other).count();
                out.push_str(margin[..common].trim_end());
                out.push('\n');
            }
        }
        let text = match block.kind {
            BlockKind::Heading(level) => {
                let words = inline(document, &block.range, Place::Row).replace('\n', " ");
                // A sign at the end would close the heading.
                let words = words.strip_suffix('#').map_or_else(|| words.clone(), |rest| format!("{rest}\\#"));
                format!("{} {words}", "#".repeat(usize::from(level.clamp(1, 6))))
            }
            BlockKind::Paragraph | BlockKind::Quote => inline(document, &block.range, Place::Lines),
            BlockKind::Item { hang } | BlockKind::Reference { hang } => {
                let blanks = raw.len() - raw.trim_start_matches(' ').len();
                let marker: usize = raw.chars().take(hang.into()).map(char::len_utf8).sum();
                let words = block.range.start + marker..block.range.end;
                format!("{}{}", &raw[blanks..marker.max(blanks)], inline(document, &words, Place::Lines))
            }
            BlockKind::Verbatim => {
                let longest = raw.split(|c| c != '`').map(str::len).max().unwrap_or(0);
                let fence = "`".repeat(longest.max(2) + 1);
                format!("{fence}\n{raw}\n{fence}")
            }
            BlockKind::TableRow(columns) => row(document, block, (!table).then_some(columns)),
            BlockKind::Rule => "---".to_owned(),
        };
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
    let text = inline(document, &block.range, Place::Row).replace('\n', " ");
    // An empty cell at the end leaves the sign before it.
    let (filled, empty) = text.strip_suffix(" |").map_or((&*text, None), |filled| (filled, Some("")));
    let cells = filled.split(" | ").chain(empty);
    let cells: Vec<String> = cells.map(|cell| cell.trim().replace('|', "\\|")).collect();
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
/// stands before it; a footnote is told from items by the last.
#[derive(Default)]
struct Nesting(Vec<(usize, String, bool)>);

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
        // An item has two blanks in its text for each list around it.
        let around = if matches!(block.kind, BlockKind::Item { .. }) { blanks / 2 } else { usize::MAX };
        while self.0.last().is_some_and(|(content, margin, _)| {
            let outside = if quoted && !margin.contains('>') { column - QUOTE } else { column };
            *content > outside || self.0.iter().filter(|(.., item)| *item).count() > around
        }) {
            self.0.pop();
        }
        let (content, mut margin, _) = self.0.last().cloned().unwrap_or_default();
        margin.push_str(&"> ".repeat((column - content) / QUOTE));
        let first = margin.clone();
        match block.kind {
            BlockKind::Item { hang } => {
                let marker = usize::from(hang).saturating_sub(blanks);
                margin.push_str(&" ".repeat(marker));
                self.0.push((column + marker, margin.clone(), true));
            }
            BlockKind::Reference { hang } => margin.push_str(&" ".repeat(hang.into())),
            BlockKind::Paragraph => {
                if let Some(label) = footnote(document, block) {
                    margin.push_str(FOOTNOTE);
                    self.0.push((column + label.chars().count().min(23), margin.clone(), false));
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

/// A range with its links and emphasis marked; of two that cross the first one counts.
fn inline(document: &Document, range: &Span, place: Place) -> String {
    let inside = |part: &Span| range.start <= part.start && part.end <= range.end && !part.is_empty();
    let from = document.links.partition_point(|link| link.range.end <= range.start);
    let links = document.links[from..].iter().take_while(|link| link.range.start < range.end);
    let links = links.filter(|link| document.text[link.range.clone()] != link.target);
    let links = links.map(|link| (link.range.clone(), Mark::Link(&link.target)));
    let styles = document.spans.iter().map(|span| (span.range.clone(), Mark::Style(span.style)));
    let mut marks: Vec<(Span, Mark<'_>)> = styles.chain(links).filter(|(part, _)| inside(part)).collect();
    marks.sort_by_key(|(part, _)| (part.start, std::cmp::Reverse(part.end)));
    let mut out = String::new();
    Inline { document, block: range, place }.write(range.clone(), &marks, &mut out);
    out
}

/// What a part of a block is.
#[derive(Debug, Clone, Copy)]
enum Mark<'a> {
    Style(TextStyle),
    Link(&'a str),
}

/// Writes parts of a block.
#[derive(Clone, Copy)]
struct Inline<'a> {
    document: &'a Document,
    block: &'a Span,
    place: Place,
}

impl Inline<'_> {
    /// Writes a part with the marks that begin in it.
    fn write(self, part: Span, marks: &[(Span, Mark<'_>)], out: &mut String) {
        let Self { document, block, place } = self;
        let plain = |part: Span, out: &mut String| {
            let whole = &document.text[block.clone()];
            escape(whole, part.start - block.start..part.end - block.start, place, out);
        };
        let mut at = part.start;
        for (number, (range, mark)) in marks.iter().enumerate() {
            if range.start < at || range.end > part.end {
                continue;
            }
            plain(at..range.start, out);
            at = range.end;
            let within = &marks[number + 1..];
            let nested = Inline { place: Place::Within, ..self };
            let around = match mark {
                Mark::Link(target) => {
                    out.push('[');
                    nested.write(range.clone(), within, out);
                    out.extend(["](", &escape::target(target), ")"]);
                    continue;
                }
                Mark::Style(TextStyle::Code) => {
                    out.push_str(&escape::code(&document.text[range.clone()]));
                    continue;
                }
                Mark::Style(TextStyle::Footnote) => {
                    out.extend(["[^", footnotes::label(document, range), "]"]);
                    let here = document.block_at(range.start).filter(|block| block.range.start == range.start);
                    out.push_str(if here.is_some_and(|block| footnote(document, &block).is_some()) { ":" } else { "" });
                    continue;
                }
                Mark::Style(TextStyle::Strong) => "**",
                Mark::Style(TextStyle::Emphasis) => "*",
                Mark::Style(TextStyle::Struck) => "~~",
                Mark::Style(TextStyle::Metadata | TextStyle::Break) => "",
            };
            out.push_str(around);
            nested.write(range.clone(), within, out);
            out.push_str(around);
        }
        plain(at..part.end, out);
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use proptest::prelude::*;

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

    /// Words with signs that could be read as marks.
    fn line() -> impl Strategy<Value = String> {
        "[a-z]{1,6}( [a-z]{0,3}[aä*_`#|~\\[\\]\\\\!<&+.-][a-z]{0,3}){0,4}"
    }

    /// Lines behind what tells the first of them and what stands before the others.
    fn behind(lines: Vec<String>, first: &str, rest: &str) -> Vec<String> {
        let lines = lines.into_iter().enumerate();
        lines.map(|(at, line)| format!("{}{line}", if at == 0 { first } else { rest })).collect()
    }

    /// The lines of a block.
    fn block() -> impl Strategy<Value = Vec<String>> {
        let words = || {
            prop_oneof![
                4 => prop::collection::vec(line(), 1..3),
                1 => (line(), line()).prop_map(|(one, two)| vec![format!("{one}\\"), two]),
                1 => ("[a-z ]{0,6}[a-z]", "[a-z*] ?[a-z]{1,6}", line()).prop_map(|(one, two, three)| {
                    vec![format!("**a{one}** and *a {two}* and [{three}](https://example.org/a)[^1]")]
                }),
            ]
        };
        let quote =
            prop::collection::vec(words(), 1..3).prop_map(|blocks| behind(blocks.join(&String::new()), "> ", "> "));
        let leaf = prop_oneof![
            4 => words(),
            1 => quote,
            1 => (1..4_usize, line()).prop_map(|(level, line)| vec![format!("{} {line}", "#".repeat(level))]),
            1 => prop::collection::vec("[a-z`*#]{1,4} {0,2}[a-z`*#]{1,4}", 1..3).prop_map(|lines| {
                let fence = "~~~~~~".to_owned();
                std::iter::once(fence.clone()).chain(lines).chain([fence]).collect()
            }),
            1 => prop::collection::vec("[a-z]{0,4}", 2..5).prop_map(|cells| {
                let row = |cells: &[String]| format!("| {} |", cells.join(" | "));
                let rule: Vec<String> = cells.iter().map(|_| "---".to_owned()).collect();
                vec![row(&cells), row(&rule), row(&cells)]
            }),
            1 => Just(vec!["---".to_owned()]),
        ];
        leaf.prop_recursive(3, 24, 3, |inner| {
            let blocks = prop::collection::vec(inner, 1..3).prop_map(|blocks| blocks.join(&String::new()));
            (blocks, any::<bool>()).prop_map(|(lines, numbered)| {
                let (first, rest) = if numbered { ("7. ", "   ") } else { ("- ", "  ") };
                behind(lines, first, rest)
            })
        })
    }

    proptest! {
        #[test]
        fn what_is_written_reads_the_same(blocks in prop::collection::vec(block(), 1..5)) {
            let text = format!("# T\n\n{}\n\n[^1]: Words.\n", blocks.join(&String::new()).join("\n"));
            let document = read(&text);
            let written = markdown(&document);
            let again = read(&written);
            prop_assert_eq!(&again.text, &document.text, "{}\n--- as\n{}", text, written);
            prop_assert_eq!(&again.blocks, &document.blocks, "{}\n--- as\n{}", text, written);
        }
    }
}
