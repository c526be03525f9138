//! Markdown (`CommonMark` with tables and footnotes): the text as a reader sees it, without the marks.

use pulldown_cmark::{Alignment, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, TextMergeStream};

use crate::document::structure::{Draft, links};
use crate::document::{Block, BlockKind, Columns, Link, Styled, TextStyle};
use crate::text::{clean, key};

use super::text::parsed;
use super::{Format, Input, Parsed, Record, decode};

mod told;

use told::{looks_like_markdown, unpasted};

/// Bytes looked at to tell Markdown from plain text.
const SAMPLE: usize = 64 << 10;

/// Markdown.
pub(super) struct Markdown;

impl Format for Markdown {
    fn name(&self) -> &'static str {
        "markdown"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["md", "markdown", "mdown", "mkd"]
    }

    fn recognises(&self, input: Input<'_>) -> bool {
        // A sample may end inside a character; its last line is not looked at.
        let sample = &input.bytes[..input.bytes.len().min(SAMPLE)];
        super::encoding::binary(sample).is_none() && looks_like_markdown(&decode(sample).text)
    }

    fn parse(&self, record: &Record) -> Result<Parsed, String> {
        Ok(parsed(record, draft))
    }
}

fn draft(text: &str) -> Draft {
    // A single tilde is a sign like others (~5 mg); read as a subscript it can be told from what strikes out.
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_SUBSCRIPT
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut writer = Writer::default();
    let text = unpasted(text);
    for event in TextMergeStream::new(Parser::new_ext(&text, options)) {
        writer.event(event);
    }
    writer.end_block();
    if !writer.front.is_empty() {
        writer.after_front_matter(&Event::Rule);
    }
    writer.draft.spans.retain(|span| !span.range.is_empty());
    writer.draft.spans.sort_by_key(|span| (span.range.start, std::cmp::Reverse(span.range.end)));
    writer.draft.links.sort_by_key(|link| link.range.start);
    writer.draft
}

/// Writes the text of a draft from events.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each answers a question of its own")]
struct Writer {
    draft: Draft,
    /// The block that is being written, and its indent.
    open: Option<(usize, BlockKind)>,
    indent: u8,
    /// Whether the next block stands on the next line, without a blank line before it.
    close: bool,
    /// The same for an item that begins: it follows on another one, or on the words of the one around it.
    tight: bool,
    /// The numbers of the lists we are in; none for bullets.
    lists: Vec<Option<u64>>,
    /// A list item has begun and has no text yet.
    item_begins: bool,
    /// The columns that each list item and quotation we are in takes, and how many of them are around the last item.
    within: Vec<u8>,
    item_in: usize,
    quotes: usize,
    /// How the table we are in is set, and the cells that its row has so far.
    columns: Columns,
    cells: usize,
    /// Beginnings of the emphasis and links we are in.
    styles: Vec<(usize, TextStyle)>,
    links: Vec<(usize, String)>,
    /// Inside the metadata block at the top.
    metadata: bool,
    /// The lines of that block, which wait for the title.
    front: String,
}

/// Columns that a quotation is indented by.
const QUOTE: u8 = 2;
/// Columns that code is indented by.
const CODE: u8 = 2;

impl Writer {
    fn event(&mut self, event: Event<'_>) {
        if !self.front.is_empty() && !self.metadata && self.open.is_none() {
            self.after_front_matter(&event);
        }
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if self.metadata => self.front.push_str(&clean(&text)),
            Event::Text(text)
            | Event::Html(text)
            | Event::InlineHtml(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text) => self.words(&text),
            Event::Code(code) => {
                self.begin(BlockKind::Paragraph);
                let start = self.draft.text.len();
                self.words(&code);
                self.style(start, TextStyle::Code);
            }
            Event::FootnoteReference(label) => {
                self.begin(BlockKind::Paragraph);
                self.footnote_mark(&label);
            }
            Event::SoftBreak => self.draft.text.push('\n'),
            Event::HardBreak => {
                let kind = self.open.map(|(_, kind)| kind);
                self.end_block();
                self.close = true;
                self.begin(kind.map_or(BlockKind::Paragraph, |kind| match kind {
                    BlockKind::Item { .. } => BlockKind::Paragraph,
                    kind => kind,
                }));
                if let Some((start @ 1.., _)) = self.open {
                    self.draft.spans.push(Styled { range: start - 1..start, style: TextStyle::Break });
                }
            }
            Event::Rule => {
                self.begin(BlockKind::Rule);
                self.draft.text.push_str("---");
                self.end_block();
            }
            Event::TaskListMarker(done) => self.text(if done { "[x] " } else { "[ ] " }),
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Heading { level, .. } => self.begin_new(BlockKind::Heading(level as u8)),
            Tag::Paragraph if self.item_begins => self.begin(BlockKind::Paragraph),
            Tag::Paragraph => {
                let kind = if self.quotes > 0 { BlockKind::Quote } else { BlockKind::Paragraph };
                // A footnote has its mark already.
                if self.open.is_none() {
                    self.begin(kind);
                }
            }
            Tag::BlockQuote(_) => {
                self.end_block();
                self.end_marker();
                self.quotes += 1;
                self.within.push(QUOTE);
            }
            Tag::CodeBlock(_) => {
                self.end_block();
                self.within.push(CODE);
                self.begin(BlockKind::Verbatim);
                self.within.pop();
                self.start_style(TextStyle::Code);
            }
            Tag::HtmlBlock => self.begin_new(BlockKind::Verbatim),
            Tag::List(first) => {
                self.end_block();
                self.end_marker();
                self.tight = !self.lists.is_empty();
                self.lists.push(first);
            }
            Tag::Item => {
                self.end_block();
                self.item_begins = true;
                self.item_in = self.within.len();
                self.within.push(self.marker().len() as u8);
            }
            Tag::FootnoteDefinition(label) => {
                self.begin_new(BlockKind::Paragraph);
                self.footnote_mark(&label);
                self.text(" ");
                self.within.push(label.chars().count().min(20) as u8 + 3);
            }
            Tag::Table(alignments) => self.columns = columns(&alignments),
            Tag::TableHead | Tag::TableRow => {
                self.begin_new(BlockKind::TableRow(self.columns));
                self.cells = 0;
            }
            Tag::TableCell => {
                if self.cells > 0 {
                    self.draft.text.push_str(" | ");
                }
                self.cells += 1;
            }
            Tag::Strikethrough => self.start_style(TextStyle::Struck),
            Tag::Subscript => self.text("~"),
            Tag::Emphasis => self.start_style(TextStyle::Emphasis),
            Tag::Strong => self.start_style(TextStyle::Strong),
            Tag::Link { link_type, dest_url, .. } | Tag::Image { link_type, dest_url, .. } => {
                let start = self.inline_start();
                let scheme = if link_type == LinkType::Email { "mailto:" } else { "" };
                self.links.push((start, format!("{scheme}{dest_url}")));
            }
            Tag::MetadataBlock(_) => self.metadata = true,
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) | TagEnd::Paragraph | TagEnd::HtmlBlock => self.end_block(),
            TagEnd::FootnoteDefinition => {
                self.end_block();
                self.within.pop();
            }
            TagEnd::CodeBlock => {
                self.end_style();
                self.end_block();
            }
            TagEnd::TableHead | TagEnd::TableRow => {
                self.end_block();
                self.close = true;
            }
            TagEnd::Item => {
                if self.item_begins {
                    self.begin(BlockKind::Paragraph);
                }
                self.end_block();
                self.within.pop();
                // An item that ends in something else than its own line is parted from the next.
                self.tight = matches!(self.draft.blocks.last(), Some(Block { kind: BlockKind::Item { .. }, .. }));
            }
            TagEnd::List(_) => {
                self.lists.pop();
                self.tight = !self.lists.is_empty();
            }
            TagEnd::Table => self.close = false,
            TagEnd::BlockQuote(_) => {
                self.end_block();
                self.quotes -= 1;
                self.within.pop();
            }
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough => self.end_style(),
            TagEnd::Subscript => self.text("~"),
            TagEnd::Link | TagEnd::Image => self.end_link(),
            TagEnd::MetadataBlock(_) => self.end_metadata(),
            _ => {}
        }
    }

    /// Writes words of the source. What parts cells is a bar between blanks: a bar inside a cell has none before it.
    fn words(&mut self, text: &str) {
        match self.open {
            Some((_, BlockKind::TableRow(_))) if text.contains('|') => self.text(&text.replace(" |", "\u{A0}|")),
            _ => self.text(text),
        }
    }

    /// Ends the open block, if any, and begins another.
    fn begin_new(&mut self, kind: BlockKind) {
        self.end_block();
        self.begin(kind);
    }

    /// Begins a block where none is open. The first block of a list item becomes the item, with its marker.
    fn begin(&mut self, kind: BlockKind) {
        if self.open.is_some() {
            return;
        }
        if kind != BlockKind::Paragraph {
            self.end_marker();
        }
        let text = &mut self.draft.text;
        if !text.is_empty() {
            text.push_str(if self.close || self.item_begins && self.tight { "\n" } else { "\n\n" });
        }
        self.close = false;
        self.tight = false;
        let start = text.len();
        let mut kind = kind;
        let (mut around, mut blanks) = (self.within.len(), 0);
        if std::mem::take(&mut self.item_begins) {
            around = self.item_in;
            let marker = self.marker();
            let text = &mut self.draft.text;
            text.push_str(&"  ".repeat(self.lists.len().saturating_sub(1).min(20)));
            blanks = (text.len() - start) as u8;
            text.push_str(&marker);
            if let Some(Some(number)) = self.lists.last_mut() {
                *number += 1;
            }
            if kind == BlockKind::Paragraph {
                let hang = (text.len() - start) as u8;
                kind = BlockKind::Item { hang };
            }
        }
        // What the kind and the blanks of the text indent already.
        let own = if kind == BlockKind::Quote { QUOTE } else { blanks };
        let columns = self.within[..around].iter().fold(0, |sum: u8, &columns| sum.saturating_add(columns));
        self.indent = columns.saturating_sub(own);
        self.open = Some((start, kind));
    }

    /// Gives the marker of an item a line of its own: what begins the item stands below it, unless that is words.
    fn end_marker(&mut self) {
        if self.item_begins {
            self.begin(BlockKind::Paragraph);
            self.end_block();
            self.close = true;
        }
    }

    /// The marker of the list item that begins.
    fn marker(&self) -> String {
        match self.lists.last() {
            Some(Some(number)) => format!("{number}. "),
            _ => "- ".to_owned(),
        }
    }

    /// Ends the open block and takes the blanks from its end.
    fn end_block(&mut self) {
        let Some((start, kind)) = self.open.take() else { return };
        let text = &mut self.draft.text;
        // Where nothing came of it the break before it goes, too.
        let end = match text[start..].trim_end().len() {
            0 => text[..start].trim_end().len(),
            length => start + length,
        };
        text.truncate(end);
        // What has begun or ended in the blanks ends with the block.
        for (start, _) in &mut self.styles {
            *start = end.min(*start);
        }
        for (start, _) in &mut self.links {
            *start = end.min(*start);
        }
        for span in self.draft.spans.iter_mut().rev().take_while(|span| span.range.end > end) {
            span.range = end.min(span.range.start)..end;
        }
        for link in self.draft.links.iter_mut().rev().take_while(|link| link.range.end > end) {
            link.range = end.min(link.range.start)..end;
        }
        if start < end {
            self.draft.blocks.push(Block { range: start..end, kind, indent: self.indent });
        }
        self.close = false;
    }

    fn text(&mut self, text: &str) {
        self.begin(BlockKind::Paragraph);
        // Entities may stand for characters that the source did not show.
        self.draft.text.push_str(&clean(text));
    }

    fn inline_start(&mut self) -> usize {
        self.begin(if self.quotes > 0 { BlockKind::Quote } else { BlockKind::Paragraph });
        self.draft.text.len()
    }

    fn start_style(&mut self, style: TextStyle) {
        let start = self.inline_start();
        self.styles.push((start, style));
    }

    fn end_style(&mut self) {
        if let Some((start, style)) = self.styles.pop() {
            self.style(start, style);
        }
    }

    fn style(&mut self, start: usize, style: TextStyle) {
        let range = start..self.draft.text.len();
        if !range.is_empty() {
            self.draft.spans.push(Styled { range, style });
        }
    }

    /// A picture or link without words shows its target.
    fn end_link(&mut self) {
        let Some((start, raw)) = self.links.pop() else { return };
        let out = links::target(&raw);
        if self.draft.text[start..].trim().is_empty()
            && let Some(target) = &out
        {
            self.text(target);
        }
        // A picture inside a link is the way that the link leads.
        let marked = || links::marked(&raw).filter(|_| self.links.is_empty());
        let Some(target) = out.or_else(marked) else { return };
        let range = start..self.draft.text.len();
        self.draft.links.push(Link { range, target });
    }

    fn footnote_mark(&mut self, label: &str) {
        let start = self.draft.text.len();
        self.text(&format!("[^{label}]"));
        self.style(start, TextStyle::Footnote);
    }

    /// The title of a metadata block is the document's. Its lines are kept for [`Writer::front_matter`].
    fn end_metadata(&mut self) {
        self.metadata = false;
        let title = self.front.lines().find_map(|line| line.strip_prefix("title:"));
        let title = title.map(|title| title.trim().trim_matches(['"', '\'']).trim());
        let title = title.filter(|title| !title.is_empty() && !title.starts_with(['>', '|', '[', '{']));
        if self.draft.text.is_empty() {
            self.draft.declared = title.map(str::to_owned);
        }
    }

    /// The metadata follows the heading of the first level that the text begins with; where there is none, the declared
    /// title is set as one.
    fn after_front_matter(&mut self, next: &Event<'_>) {
        let heading = matches!(next, Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }));
        let begins = matches!(next, Event::Start(_) | Event::Rule);
        if !begins || heading && self.draft.text.is_empty() {
            return;
        }
        if self.draft.text.is_empty()
            && let Some(title) = self.draft.declared.clone()
        {
            self.begin(BlockKind::Heading(1));
            self.draft.text.push_str(&title);
            self.end_block();
        }
        self.front_matter();
    }

    /// Writes the lines of the metadata, set off; the title only where the text does not begin with it.
    fn front_matter(&mut self) {
        let front = std::mem::take(&mut self.front);
        let title = self.draft.declared.as_deref().map(key);
        let shown = title.is_some_and(|title| title == key(&self.draft.text));
        let lines = front.lines().filter(|line| !(shown && line.starts_with("title:")));
        let lines: Vec<&str> = lines.collect();
        if lines.iter().all(|line| line.trim().is_empty()) {
            return;
        }
        self.begin_new(BlockKind::Verbatim);
        let start = self.draft.text.len();
        self.draft.text.push_str(&lines.join("\n"));
        self.style(start, TextStyle::Metadata);
        self.end_block();
    }
}

/// How the columns of a table are set.
fn columns(alignments: &[Alignment]) -> Columns {
    let of = |wanted: Alignment| {
        let columns = alignments.iter().take(16).enumerate().filter(|(_, alignment)| **alignment == wanted);
        columns.fold(0, |bits, (column, _)| bits | 1 << column)
    };
    Columns { right: of(Alignment::Right), centre: of(Alignment::Center) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::document::wrap::Layout;

    fn check(source: &str, shown: &str, kinds: &[BlockKind]) {
        let draft = draft(source);
        assert_eq!(draft.text, shown);
        assert_eq!(draft.blocks.iter().map(|block| block.kind).collect::<Vec<_>>(), kinds);
    }

    #[test]
    fn blocks_are_parted_by_blank_lines() {
        use BlockKind::{Heading, Item, Paragraph, Quote, Rule, Verbatim};
        let row = BlockKind::TableRow(Columns::default());
        check("# Fall\nEin *neuer* Fall\\*.\n", "Fall\n\nEin neuer Fall*.", &[Heading(1), Paragraph]);
        check(
            "- one\n- two\n\n10. ten\n",
            "- one\n- two\n\n10. ten",
            &[Item { hang: 2 }, Item { hang: 2 }, Item { hang: 4 }],
        );
        check(
            "- a\n  - b\n- c\n\nend",
            "- a\n  - b\n- c\n\nend",
            &[Item { hang: 2 }, Item { hang: 4 }, Item { hang: 2 }, Paragraph],
        );
        check("> said\n\n---\n\n    code  x\n", "said\n\n---\n\ncode  x", &[Quote, Rule, Verbatim]);
        check("| a | b |\n|---|---|\n| 1 | *2* |\n\nx", "a | b\n1 | 2\n\nx", &[row, row, Paragraph]);
        check(
            "| mit \\| Strich | z |\n|---|---|\n| `a \\|b` | \\| |",
            "mit\u{A0}| Strich | z\na\u{A0}|b | |",
            &[row, row],
        );
        check("one  \ntwo\nthree", "one\ntwo\nthree", &[Paragraph, Paragraph]);
        check("a<br>b &amp; c\n\n<div>\nx\n</div>", "a<br>b & c\n\n<div>\nx\n</div>", &[Paragraph, Verbatim]);
        check("text[^1]\n\n[^1]: note", "text[^1]\n\n[^1] note", &[Paragraph, Paragraph]);
    }

    /// The blocks as they are indented, quotations by their own columns, too.
    fn indented(source: &str) -> Vec<String> {
        let draft = draft(source);
        let line = |block: &Block| {
            let own = if block.kind == BlockKind::Quote { QUOTE } else { 0 };
            " ".repeat(usize::from(block.indent + own)) + &draft.text[block.range.clone()]
        };
        draft.blocks.iter().map(line).collect()
    }

    #[test]
    fn what_is_nested_is_indented_once_more() {
        assert_eq!(indented("> a\n>\n> > b\n>\n> c"), ["  a", "    b", "  c"]);
        assert_eq!(indented("> a\n>\n> - b\n>\n>   c"), ["  a", "  - b", "    c"]);
        assert_eq!(
            indented("1. a\n\n   b\n\n   - c\n\n     d\n\n   > e\n\ne"),
            ["1. a", "   b", "   - c", "     d", "     e", "e"]
        );
        assert_eq!(draft("- a\n\n  b\n- c").text, "- a\n\nb\n\n- c");
        assert_eq!(indented("1. ```\n   code\n   ```"), ["1.", "     code"]);
        assert_eq!(indented("- a\n\n      code\n"), ["- a", "    code"]);
        assert_eq!(indented("a[^1]\n\n[^1]: b\n\n    c\n\nd"), ["a[^1]", "[^1] b", "    c", "d"]);
        assert_eq!(indented("```\ncode\n```\nend"), ["  code", "end"]);
    }

    #[test]
    fn a_line_begun_inside_a_paragraph_is_not_set_off() {
        let long = "word ".repeat(40);
        for mark in ["  ", "\\"] {
            let source = format!("# T\n\nshort{mark}\n{long}{mark}\nend");
            let document = draft(&source).finish("x.md");
            let rows = Layout::new(300).screen(&document, 0, 99);
            assert_eq!(rows.len(), 5, "{rows:?}");
            let read = super::super::Input { name: std::path::Path::new("x.md"), bytes: source.as_bytes() };
            let again = super::super::read(read).expect("Markdown").next().expect("a document").document;
            assert_eq!(again.spans, document.spans);
        }
    }

    fn styled(source: &str) -> Vec<(TextStyle, String)> {
        let draft = draft(source);
        draft.spans.iter().map(|span| (span.style, draft.text[span.range.clone()].to_owned())).collect()
    }

    #[test]
    fn what_is_struck_out_and_code_is_marked() {
        assert_eq!(styled("was ~~two~~ three"), [(TextStyle::Struck, "two".to_owned())]);
        check("~5 mg and ~6~ and 1~2", "~5 mg and ~6~ and 1~2", &[BlockKind::Paragraph]);
        assert_eq!(styled("```\na\nb\n```"), [(TextStyle::Code, "a\nb".to_owned())]);
        assert_eq!(
            styled("a[^1]\n\n[^1]: b"),
            [(TextStyle::Footnote, "[^1]".to_owned()), (TextStyle::Footnote, "[^1]".to_owned())]
        );
    }

    #[test]
    fn tables_keep_empty_cells_and_how_their_columns_are_set() {
        use BlockKind::TableRow;
        let columns = TableRow(Columns { right: 0b10, centre: 0b100 });
        check("| | a | b |\n|---|--:|:-:|\n| x | | 2 |", " | a | b\nx |  | 2", &[columns, columns]);
    }

    #[test]
    fn metadata_stands_below_the_title() {
        use BlockKind::{Heading, Paragraph, Verbatim};
        let front = "---\ntitle: \"Ein Fall\"\ndate: 2024-05-01\n---\n";
        let below = "Ein Fall\n\ndate: 2024-05-01\n\nText.";
        for body in ["# Ein Fall\n\nText.", "Text."] {
            check(&format!("{front}{body}"), below, &[Heading(1), Verbatim, Paragraph]);
            assert_eq!(draft(&format!("{front}{body}")).declared.as_deref(), Some("Ein Fall"));
        }
        check("---\ntitle: A\n---\n", "A", &[Heading(1)]);
        check("---\na: b\n---\n## C", "a: b\n\nC", &[Verbatim, Heading(2)]);
        check("---\ntitle: A\n---\n# B\n\nc", "B\n\ntitle: A\n\nc", &[Heading(1), Verbatim, Paragraph]);
        check("a\n\n---\n\nb", "a\n\n---\n\nb", &[Paragraph, BlockKind::Rule, Paragraph]);
    }

    #[test]
    fn links_keep_their_words() {
        let source = "[label](https://x.org/a\\(1\\)) <https://y.org> [here](local.md) ![pic](https://z.org/p.png)";
        let draft = draft(source);
        assert_eq!(draft.text, "label https://y.org here pic");
        let links: Vec<_> =
            draft.links.iter().map(|link| (&draft.text[link.range.clone()], link.target.as_str())).collect();
        assert_eq!(
            links,
            [
                ("label", "https://x.org/a(1)"),
                ("https://y.org", "https://y.org"),
                ("here", "local.md"),
                ("pic", "https://z.org/p.png"),
            ]
        );
    }

    #[test]
    fn entities_are_cleaned() {
        check("a &#x202E; b &#27;", "a <U+202E> b ␛", &[BlockKind::Paragraph]);
    }

    #[test]
    fn markdown_is_told_by_its_marks() {
        for text in
            ["# A\n\nOne or two words follow.\n", "# A\n\ntext\n\n## B\n", "```\ncode\n```\n", "a | b\n--|--\n1 | 2\n"]
        {
            assert!(looks_like_markdown(text), "{text:?}");
        }
        for text in [
            "# comment\n\nkey = 1\n",
            "Text.\n\n# comment\n\nOne or two words follow.\n",
            "# comment\nkey = 1\n# other\n",
            "Prose with *stars*.",
            "- a\n- b\n",
            "a | b",
        ] {
            assert!(!looks_like_markdown(text), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_written_can_be_laid_out(
            parts in prop::collection::vec("[a-zä -]{0,9}|\n|\n\n|> |- |1\\. |    |```|---|\\||~~?|\\*\\*?|#{1,3} |`|\\[\\^1\\]:?|\\|-:\\|", 0..40),
            front: bool,
            width in 1u16..50,
        ) {
            let body = parts.concat();
            let source = if front { format!("---\ntitle: a\nb: c\n---\n{body}") } else { body };
            let document = draft(&clean(&source)).finish("x.md");
            let mut end = 0;
            for block in &document.blocks {
                prop_assert!(block.range.start >= end && block.range.end > block.range.start);
                prop_assert!(document.text[end..block.range.start].trim().is_empty());
                end = block.range.end;
            }
            for span in &document.spans {
                prop_assert!(document.text.get(span.range.clone()).is_some());
            }
            let layout = Layout::new(width).within(width + 9);
            let rows = layout.screen(&document, 0, 9999);
            for pair in rows.windows(2) {
                prop_assert_eq!(layout.step(&document, pair[0].range.start, 1), pair[1].range.start);
                prop_assert_eq!(layout.step(&document, pair[1].range.start, -1), pair[0].range.start);
            }
            for row in &rows {
                let taken = row.column(&document.text, row.range.end) + u16::from(row.hyphen);
                let one = document.text[row.range.clone()].trim().chars().count() <= 1;
                prop_assert!(taken <= width + row.outdent * 2 || one, "{:?} takes {}", row, taken);
            }
        }
    }
}
