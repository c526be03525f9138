//! A document as the rest of the program sees it: one flat text that never changes, and its structure as byte ranges
//! of that text. Formats make documents, facts and screens read them.

use std::sync::Arc;

use crate::text::{Span, sentences};

pub mod anchors;
pub mod footnotes;
pub mod hyphens;
pub mod packed;
pub mod references;
pub mod search;
pub mod structure;
mod tables;
pub mod wrap;

/// A document: cleaned text and the structure found in it. All ranges are byte ranges of `text`, end exclusive.
#[derive(Debug, Clone, Default)]
pub struct Document {
    /// The whole text, cleaned, in `\n` lines. What `--text` prints and what all offsets count in.
    pub text: Arc<str>,
    /// What it is called.
    pub title: Title,
    /// The paragraphs, headings, list items ... in order; they do not overlap, and what lies between them is blank.
    /// Empty for a text above [`PLAIN_ABOVE`], whose lines are found as they are needed.
    pub blocks: Vec<Block>,
    /// Sections in order, each from its heading to the next heading of the same or a higher level.
    pub sections: Vec<Section>,
    /// Parts of the text that are no prose of this document, in order, not overlapping.
    pub zones: Vec<Zone>,
    /// Links in order; the range is what the reader sees, the target what opens.
    pub links: Vec<Link>,
    /// Emphasis inside blocks, and line breaks between them, in order of start; may nest.
    pub spans: Vec<Styled>,
    /// What the format itself says of parts of the text, in order, not overlapping.
    pub fields: Vec<Field>,
}

/// A part of the text that its format declares to be something: the name of an author, a keyword.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its bytes.
    pub range: Span,
    /// What it is.
    pub kind: FieldKind,
    /// Its normal form where it is not what stands there: an ISO date, the full name of a journal.
    pub value: Option<String>,
}

/// What a field is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FieldKind {
    /// An author, in order of authorship.
    Author,
    /// Where an author works.
    Affiliation,
    /// The journal or book it appeared in.
    Journal,
    /// When it appeared.
    Published,
    /// When it appeared online.
    PublishedOnline,
    /// Its DOI.
    Doi,
    /// Its number in `PubMed`.
    Pmid,
    /// Its number in `PubMed` Central.
    Pmcid,
    /// Its number with the publisher.
    Pii,
    /// A keyword or heading it is filed under.
    Keyword,
    /// A sort of publication it is; the value of one of them is the genre of the document.
    Genre,
    /// Who paid.
    Funding,
    /// A remark of the database on it, of which nothing is concluded.
    Remark,
}

/// Bytes above which a text is shown line by line without a look at its structure.
pub const PLAIN_ABOVE: usize = 4 << 20;

/// The title of a document and where it comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Title {
    /// One line, cleaned. For [`TitleOrigin::FileName`] the name in square brackets.
    pub text: String,
    /// Where it stands in the text, if it does.
    pub range: Option<Span>,
    /// How it was found.
    pub origin: TitleOrigin,
}

/// How a title was found, strongest first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum TitleOrigin {
    /// The format has a field for it.
    Declared,
    /// The first heading.
    Heading,
    /// The first line of up to 120 characters that is no label, date or menu word.
    FirstLine,
    /// The file name: the text itself has none.
    #[default]
    FileName,
}

/// A run of text that is laid out as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Its bytes, without the line break that ends it.
    pub range: Span,
    /// What it is.
    pub kind: BlockKind,
    /// Columns by which it stands further right than its kind does by itself: in a list, in a quotation.
    pub indent: u8,
}

impl Block {
    /// A block that is in no other.
    pub const fn new(range: Span, kind: BlockKind) -> Self {
        Self { range, kind, indent: 0 }
    }
}

/// What a block is, which decides how it is wrapped and painted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockKind {
    /// A heading of level 1 to 6.
    Heading(u8),
    /// Prose; line breaks inside are blanks.
    Paragraph,
    /// A list item; `hang` is the width in columns of its marker with the blank after it ("- ", "12. ").
    Item {
        /// Columns by which the rows after the first are indented.
        hang: u8,
    },
    /// A numbered reference, laid out like an item.
    Reference {
        /// Columns by which the rows after the first are indented.
        hang: u8,
    },
    /// A quotation.
    Quote,
    /// Text whose line breaks and blanks stay.
    Verbatim,
    /// A row of a table, cells parted by ` | `.
    TableRow(Columns),
    /// A thematic break.
    Rule,
}

/// How the first columns of a table are set, a bit for each; what is in neither is set flush left.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Columns {
    /// Those set flush right.
    pub right: u16,
    /// Those set in the middle.
    pub centre: u16,
}

/// A section: heading and what follows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// 1 is the top.
    pub level: u8,
    /// The heading's bytes.
    pub heading: Span,
    /// Heading and body.
    pub range: Span,
}

/// A part of the text that is not this document's own prose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone {
    /// Its bytes.
    pub range: Span,
    /// What it is.
    pub kind: ZoneKind,
}

/// What a zone is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ZoneKind {
    /// Five or more numbered citations, or what stands under a heading such as "References" or "Literatur".
    References,
    /// Who the institution is, how many it employs, who pays it; copyright and menu lines.
    Boilerplate,
    /// Names, addresses, mail and telephone of people to ask.
    Contact,
    /// The citation of the paper that the document tells of, with its authors, DOI and link.
    Publication,
    /// A line of keywords.
    Keywords,
    /// A caption or credit of a picture.
    Caption,
    /// Lines above the title: issuer, date, category.
    Masthead,
}

/// A link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// What the reader sees.
    pub range: Span,
    /// Where it leads: http, https, doi or mailto; where the text marks it, anything else too. Cleaned, one line.
    pub target: String,
}

impl Link {
    /// Whether it leads to what can be opened outside: http, https, doi or mailto.
    pub fn leads_out(&self) -> bool {
        structure::links::target(&self.target).is_some()
    }
}

/// Emphasis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Styled {
    /// Its bytes.
    pub range: Span,
    /// Its look.
    pub style: TextStyle,
}

/// The looks that inline mark-up can ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextStyle {
    /// Strong.
    Strong,
    /// Emphasis.
    Emphasis,
    /// Code.
    Code,
    /// Struck through.
    Struck,
    /// The mark of a footnote, where it is called and before its words.
    Footnote,
    /// What a file says of itself: keys and values at its top.
    Metadata,
    /// The line break between two blocks where the author began a new line inside a paragraph.
    Break,
}

impl Document {
    /// The zone that holds `at`, if any.
    pub fn zone_at(&self, at: usize) -> Option<ZoneKind> {
        let next = self.zones.partition_point(|zone| zone.range.end <= at);
        self.zones.get(next).filter(|zone| zone.range.start <= at).map(|zone| zone.kind)
    }

    /// Whether the author began a new line, but no new paragraph, after what ends at `end`.
    pub fn is_broken_at(&self, end: usize) -> bool {
        let from = self.spans.partition_point(|span| span.range.start < end);
        let here = self.spans[from..].iter().take_while(|span| span.range.start == end);
        here.into_iter().any(|span| span.style == TextStyle::Break)
    }

    /// The sentences of each block, in order; of the whole text where no blocks were looked for.
    pub fn sentences(&self) -> Vec<Span> {
        if self.blocks.is_empty() {
            return sentences(&self.text, 0..self.text.len());
        }
        let of_block = |block: &Block| sentences(&self.text, block.range.clone());
        self.blocks.iter().flat_map(of_block).collect()
    }

    /// The innermost section that holds `at`.
    pub fn section_at(&self, at: usize) -> Option<&Section> {
        self.sections.iter().rfind(|section| section.range.contains(&at))
    }

    /// The block that holds `at`, else the next one, else the last one.
    pub fn block_at(&self, at: usize) -> Option<Block> {
        if self.is_plain() {
            return self.line_at(at.min(self.text.len()));
        }
        let next = self.blocks.partition_point(|block| block.range.end <= at);
        let block = self.blocks.get(next).or(self.blocks.last())?;
        Some(chunk(&self.text, block, at))
    }

    /// The first block that begins at or after `end`, the end of a block.
    pub fn block_after(&self, end: usize) -> Option<Block> {
        if self.is_plain() {
            let blanks = self.text[end..].bytes().take_while(|&byte| byte == b'\n').count();
            return (end + blanks < self.text.len()).then(|| self.line_at(end + blanks)).flatten();
        }
        let next = self.blocks.partition_point(|block| block.range.end <= end);
        self.blocks.get(next).map(|block| chunk(&self.text, block, end))
    }

    /// The last block that ends at or before `start`, the start of a block.
    pub fn block_before(&self, start: usize) -> Option<Block> {
        if self.is_plain() {
            let blanks = self.text[..start].bytes().rev().take_while(|&byte| byte == b'\n').count();
            return (start > blanks).then(|| self.line_at(start - blanks - 1)).flatten();
        }
        let next = self.blocks.partition_point(|block| block.range.start < start);
        let block = self.blocks.get(next.checked_sub(1)?)?;
        Some(chunk(&self.text, block, block.range.end.min(start) - 1))
    }

    /// Whether the text is shown line by line.
    fn is_plain(&self) -> bool {
        self.blocks.is_empty() && !self.text.is_empty()
    }

    /// The line that holds `at`, or the nearest one that is not empty.
    fn line_at(&self, at: usize) -> Option<Block> {
        let bytes = self.text.as_bytes();
        let mut at = at.min(bytes.len().checked_sub(1)?);
        if bytes[at] == b'\n' {
            let after = bytes[at..].iter().position(|&byte| byte != b'\n').map(|skip| at + skip);
            at = after.or_else(|| bytes[..at].iter().rposition(|&byte| byte != b'\n'))?;
        }
        // Searching both ways stops at the grid, so that a line of any length costs the same.
        let start = memchr::memrchr(b'\n', &bytes[..at]).map_or(0, |before| before + 1);
        let end = memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |after| at + after);
        Some(chunk(&self.text, &Block::new(start..end, BlockKind::Paragraph), at))
    }
}

/// Bytes above which a block is laid out in parts.
const CHUNK: usize = 16 << 10;

/// The part of a block that holds `at`: the block itself unless it is longer than [`CHUNK`]. The parts of a block are
/// cut at a grid, each moved on to the next blank within 256 bytes, so that each is found without the others.
fn chunk(text: &str, block: &Block, at: usize) -> Block {
    if block.range.len() <= CHUNK {
        return block.clone();
    }
    let boundary = |number: usize| {
        let from = block.range.start + number * CHUNK;
        if number == 0 || from >= block.range.end {
            return from.min(block.range.end);
        }
        let bytes = &text.as_bytes()[..block.range.end];
        let near = &bytes[from..bytes.len().min(from + 256)];
        let cut = near.iter().position(u8::is_ascii_whitespace).map_or(from, |blank| from + blank + 1);
        crate::text::ceil(text, cut).min(block.range.end)
    };
    let mut number = (at.clamp(block.range.start, block.range.end - 1) - block.range.start) / CHUNK;
    if boundary(number) > at {
        number = number.saturating_sub(1);
    }
    Block { range: boundary(number)..boundary(number + 1), ..*block }
}
