//! A document as Markdown: headings, lists, quotations, tables, emphasis and links as they were understood.

use std::fmt::Write as _;

use crate::document::{BlockKind, Columns, Document, TextStyle};
use crate::text::{Span, clean};

/// The text with the marks of Markdown; a text without blocks as it is.
pub fn markdown(document: &Document) -> String {
    if document.blocks.is_empty() {
        let mut text = clean(&document.text).into_owned();
        text.push('\n');
        return text;
    }
    let mut out = String::new();
    let mut before = None;
    for (at, block) in document.blocks.iter().enumerate() {
        let tight =
            |kind| matches!(kind, BlockKind::Item { .. } | BlockKind::Reference { .. } | BlockKind::TableRow(_));
        let same = before.is_some_and(|before| std::mem::discriminant(&before) == std::mem::discriminant(&block.kind));
        if at > 0 && !(same && tight(block.kind)) {
            out.push('\n');
        }
        let raw = &document.text[block.range.clone()];
        match block.kind {
            BlockKind::Heading(level) => {
                out.push_str(&"#".repeat(usize::from(level.clamp(1, 6))));
                out.push(' ');
                out.push_str(&inline(document, &block.range).replace('\n', " "));
            }
            BlockKind::Paragraph | BlockKind::Item { .. } | BlockKind::Reference { .. } => {
                out.push_str(&inline(document, &block.range));
            }
            BlockKind::Quote => {
                let lines = inline(document, &block.range);
                out.push_str("> ");
                out.push_str(&lines.replace('\n', "\n> "));
            }
            BlockKind::Verbatim => {
                let fence = if raw.contains("```") { "````" } else { "```" };
                let _ = write!(out, "{fence}\n{}\n{fence}", clean(raw));
            }
            BlockKind::TableRow(columns) => {
                let row = inline(document, &block.range).replace('\n', " ");
                let _ = write!(out, "| {} |", row.trim());
                if !same {
                    let set = |columns: u16, at: usize| at < 16 && columns >> at & 1 == 1;
                    let rules = (0..row.split(" | ").count()).map(|at| match columns {
                        Columns { right, .. } if set(right, at) => "---:|",
                        Columns { centre, .. } if set(centre, at) => ":-:|",
                        _ => "---|",
                    });
                    let _ = write!(out, "\n|{}", rules.collect::<String>());
                }
            }
            BlockKind::Rule => out.push_str("---"),
        }
        out.push('\n');
        before = Some(block.kind);
    }
    out
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
            TextStyle::Footnote | TextStyle::Metadata => continue,
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
        out.push_str(&open);
        out.push_str(&clean(&document.text[part.clone()]));
        out.push_str(&close);
        at = part.end;
    }
    out.push_str(&clean(&document.text[at..range.end]));
    out
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::markdown;
    use crate::format::{self, Input};

    #[test]
    fn markdown_comes_out_as_it_went_in() {
        let text = "# Title\n\nA **strong** word and a [link](https://example.org/a).\n\n- one\n- two\n\n> Said.\n\n\
                    | a | b |\n|---|---|\n| 1 | 2 |\n\n---\n";
        let read = |text: &str| {
            let input = Input { name: Path::new("a.md"), bytes: text.as_bytes() };
            format::read(input).unwrap().next().unwrap().document
        };
        let once = markdown(&read(text));
        for part in
            ["# Title\n\n", "**strong**", "[link](https://example.org/a)", "> Said.", "| a | b |\n|---|---|\n| 1 | 2 |"]
        {
            assert!(once.contains(part), "{part} in {once}");
        }
        assert_eq!(read(&once).text, read(text).text, "read again it is the same text");
    }
}
