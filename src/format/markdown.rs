//! Markdown (`CommonMark` with tables and footnotes): the text as a reader sees it, without the marks.

use std::fmt::Write;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd, TextMergeStream};

use crate::document::structure::{Draft, links};
use crate::document::{Block, BlockKind, Link, Styled, TextStyle};
use crate::text::clean;

use super::text::parsed;
use super::{Format, Input, Parsed, Record, decode};

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

/// Whether a text is clearly Markdown: two headings that stand alone, a fence that closes, or the rule of a table.
fn looks_like_markdown(text: &str) -> bool {
    let (mut headings, mut fences, mut tables) = (0, 0, 0);
    let mut above_blank = true;
    let mut lines = text.lines().peekable();
    let mut above = "";
    while let Some(line) = lines.next() {
        let below_blank = lines.peek().is_none_or(|next| next.trim().is_empty());
        let hashes = line.bytes().take_while(|&byte| byte == b'#').count();
        let heading = (1..=6).contains(&hashes) && line[hashes..].starts_with(' ');
        headings += usize::from(heading && above_blank && below_blank);
        fences += usize::from(line.starts_with("```"));
        let rule = line.contains("--") && line.bytes().all(|byte| b"|-: ".contains(&byte)) && line.contains('|');
        tables += usize::from(rule && above.contains('|'));
        above_blank = line.trim().is_empty();
        above = line;
    }
    headings >= 2 || fences >= 2 || tables >= 1
}

fn draft(text: &str) -> Draft {
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut writer = Writer::default();
    for event in TextMergeStream::new(Parser::new_ext(text, options)) {
        writer.event(event);
    }
    writer.end_block();
    writer.draft.spans.sort_by_key(|span| (span.range.start, std::cmp::Reverse(span.range.end)));
    writer.draft.links.sort_by_key(|link| link.range.start);
    writer.draft
}

/// Writes the text of a draft from events.
#[derive(Default)]
struct Writer {
    draft: Draft,
    /// The block that is being written.
    open: Option<(usize, BlockKind)>,
    /// Whether the next block stands on the next line, without a blank line before it.
    close: bool,
    /// The numbers of the lists we are in; none for bullets.
    lists: Vec<Option<u64>>,
    /// A list item has begun and has no text yet.
    item_begins: bool,
    quotes: usize,
    /// Beginnings of the emphasis and links we are in.
    styles: Vec<(usize, TextStyle)>,
    links: Vec<(usize, String)>,
    /// Inside the metadata block at the top.
    metadata: bool,
}

impl Writer {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if self.metadata => self.metadata(&text),
            Event::Text(text)
            | Event::Html(text)
            | Event::InlineHtml(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text) => self.text(&text),
            Event::Code(code) => {
                self.begin(BlockKind::Paragraph);
                let start = self.draft.text.len();
                self.text(&code);
                self.style(start, TextStyle::Code);
            }
            Event::FootnoteReference(label) => self.text(&format!("[{label}]")),
            Event::SoftBreak => self.draft.text.push('\n'),
            Event::HardBreak => {
                let kind = self.open.map(|(_, kind)| kind);
                self.end_block();
                self.close = true;
                self.begin(kind.map_or(BlockKind::Paragraph, |kind| match kind {
                    BlockKind::Item { .. } => BlockKind::Paragraph,
                    kind => kind,
                }));
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
                self.quotes += 1;
            }
            Tag::CodeBlock(_) | Tag::HtmlBlock => self.begin_new(BlockKind::Verbatim),
            Tag::List(first) => {
                self.end_block();
                self.close = !self.lists.is_empty();
                self.lists.push(first);
            }
            Tag::Item => {
                self.end_block();
                self.item_begins = true;
            }
            Tag::FootnoteDefinition(label) => {
                self.begin_new(BlockKind::Paragraph);
                self.text(&format!("[{label}] "));
            }
            Tag::TableHead | Tag::TableRow => self.begin_new(BlockKind::TableRow),
            Tag::TableCell if self.open.is_some_and(|(start, _)| start < self.draft.text.len()) => {
                self.draft.text.push_str(" | ");
            }
            Tag::Emphasis => self.start_style(TextStyle::Emphasis),
            Tag::Strong => self.start_style(TextStyle::Strong),
            Tag::Link { link_type, dest_url, .. } | Tag::Image { link_type, dest_url, .. } => {
                let start = self.inline_start();
                let scheme = if link_type == LinkType::Email { "mailto:" } else { "" };
                self.links.push((start, format!("{scheme}{dest_url}")));
            }
            Tag::MetadataBlock(_) => {
                self.begin_new(BlockKind::Verbatim);
                self.metadata = true;
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_)
            | TagEnd::Paragraph
            | TagEnd::CodeBlock
            | TagEnd::HtmlBlock
            | TagEnd::FootnoteDefinition => self.end_block(),
            TagEnd::TableHead | TagEnd::TableRow => {
                self.end_block();
                self.close = true;
            }
            TagEnd::Item => {
                if self.item_begins {
                    self.begin(BlockKind::Paragraph);
                }
                self.end_block();
                self.close = true;
            }
            TagEnd::List(_) => {
                self.lists.pop();
                self.close = !self.lists.is_empty();
            }
            TagEnd::Table => self.close = false,
            TagEnd::BlockQuote(_) => {
                self.end_block();
                self.quotes -= 1;
            }
            TagEnd::Emphasis | TagEnd::Strong => {
                if let Some((start, style)) = self.styles.pop() {
                    self.style(start, style);
                }
            }
            TagEnd::Link | TagEnd::Image => self.end_link(),
            TagEnd::MetadataBlock(_) => {
                self.metadata = false;
                self.end_block();
            }
            _ => {}
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
        let text = &mut self.draft.text;
        if !text.is_empty() {
            text.push_str(if self.close { "\n" } else { "\n\n" });
        }
        self.close = false;
        let start = text.len();
        let mut kind = kind;
        if std::mem::take(&mut self.item_begins) {
            text.push_str(&"  ".repeat(self.lists.len().saturating_sub(1).min(20)));
            match self.lists.last_mut() {
                Some(Some(number)) => {
                    write!(text, "{number}. ").expect("writing to a String succeeds");
                    *number += 1;
                }
                _ => text.push_str("- "),
            }
            if kind == BlockKind::Paragraph {
                let hang = (text.len() - start) as u8;
                kind = BlockKind::Item { hang };
            }
        }
        self.open = Some((start, kind));
    }

    /// Ends the open block and takes the blanks from its end.
    fn end_block(&mut self) {
        let Some((start, kind)) = self.open.take() else { return };
        let text = &mut self.draft.text;
        let end = start + text[start..].trim_end().len();
        text.truncate(end);
        // What has begun or ended in the blanks ends with the block.
        for (start, _) in &mut self.styles {
            *start = end.min(*start);
        }
        for (start, _) in &mut self.links {
            *start = end.min(*start);
        }
        for span in self.draft.spans.iter_mut().rev().take_while(|span| span.range.end > end) {
            span.range.end = end;
        }
        for link in self.draft.links.iter_mut().rev().take_while(|link| link.range.end > end) {
            link.range.end = end;
        }
        if start < end {
            self.draft.blocks.push(Block { range: start..end, kind });
        } else {
            // Nothing came of it; the break before it goes, too.
            let kept = text.trim_end().len();
            text.truncate(kept);
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

    fn style(&mut self, start: usize, style: TextStyle) {
        let range = start..self.draft.text.len();
        if !range.is_empty() {
            self.draft.spans.push(Styled { range, style });
        }
    }

    /// A picture or link without words shows its target.
    fn end_link(&mut self) {
        let Some((start, raw)) = self.links.pop() else { return };
        let Some(target) = links::target(&raw) else { return };
        if self.draft.text[start..].trim().is_empty() {
            self.text(&target);
        }
        let range = start..self.draft.text.len();
        self.draft.links.push(Link { range, target });
    }

    /// The lines of a metadata block stay; its title is the document's.
    fn metadata(&mut self, text: &str) {
        for line in text.lines() {
            if let Some(title) = line.strip_prefix("title:") {
                let title = title.trim().trim_matches(['"', '\'']);
                self.draft.declared = Some(clean(title).into_owned());
            }
        }
        self.text(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &str, shown: &str, kinds: &[BlockKind]) {
        let draft = draft(source);
        assert_eq!(draft.text, shown);
        assert_eq!(draft.blocks.iter().map(|block| block.kind).collect::<Vec<_>>(), kinds);
    }

    #[test]
    fn blocks_are_parted_by_blank_lines() {
        use BlockKind::{Heading, Item, Paragraph, Quote, Rule, TableRow, Verbatim};
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
        check("| a | b |\n|---|---|\n| 1 | *2* |\n\nx", "a | b\n1 | 2\n\nx", &[TableRow, TableRow, Paragraph]);
        check("one  \ntwo\nthree", "one\ntwo\nthree", &[Paragraph, Paragraph]);
        check("a<br>b &amp; c\n\n<div>\nx\n</div>", "a<br>b & c\n\n<div>\nx\n</div>", &[Paragraph, Verbatim]);
        check("text[^1]\n\n[^1]: note", "text[1]\n\n[1] note", &[Paragraph, Paragraph]);
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
            [("label", "https://x.org/a(1)"), ("https://y.org", "https://y.org"), ("pic", "https://z.org/p.png"),]
        );
    }

    #[test]
    fn entities_are_cleaned() {
        check("a &#x202E; b &#27;", "a <U+202E> b ␛", &[BlockKind::Paragraph]);
    }

    #[test]
    fn markdown_is_told_by_its_marks() {
        for text in ["# A\n\ntext\n\n## B\n", "```\ncode\n```\n", "a | b\n--|--\n1 | 2\n"] {
            assert!(looks_like_markdown(text), "{text:?}");
        }
        for text in ["# comment\nkey = 1\n# other\n", "Prose with *stars*.", "- a\n- b\n", "a | b"] {
            assert!(!looks_like_markdown(text), "{text:?}");
        }
    }
}
