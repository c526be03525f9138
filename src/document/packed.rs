//! How the structure of a document is written into one line: JSON arrays without names, enum variants by their position
//! in the tables below, which only ever grow at their ends.

use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{
    Block, BlockKind, Columns, Document, Field, FieldKind, Link, Section, Styled, TextStyle, Title, TitleOrigin, Zone,
    ZoneKind,
};
use crate::text::Span;

const ORIGINS: &[TitleOrigin] =
    &[TitleOrigin::Declared, TitleOrigin::Heading, TitleOrigin::FirstLine, TitleOrigin::FileName];
const ZONES: &[ZoneKind] = &[
    ZoneKind::References,
    ZoneKind::Boilerplate,
    ZoneKind::Contact,
    ZoneKind::Publication,
    ZoneKind::Keywords,
    ZoneKind::Caption,
    ZoneKind::Masthead,
];
const FIELDS: &[FieldKind] = &[
    FieldKind::Author,
    FieldKind::Affiliation,
    FieldKind::Journal,
    FieldKind::Published,
    FieldKind::PublishedOnline,
    FieldKind::Doi,
    FieldKind::Pmid,
    FieldKind::Pmcid,
    FieldKind::Pii,
    FieldKind::Keyword,
    FieldKind::Genre,
    FieldKind::Funding,
    FieldKind::Remark,
];
const STYLES: &[TextStyle] = &[
    TextStyle::Strong,
    TextStyle::Emphasis,
    TextStyle::Code,
    TextStyle::Struck,
    TextStyle::Footnote,
    TextStyle::Metadata,
    TextStyle::Break,
];
type Pair = (usize, usize);

#[derive(Serialize, Deserialize)]
struct Structure {
    title: (String, Option<Pair>, usize),
    /// Begin, end, kind, and in bytes from the lowest: what the kind needs, the indent, the columns of a table.
    blocks: Vec<(usize, usize, u8, u64)>,
    sections: Vec<(u8, Pair, Pair)>,
    zones: Vec<(Pair, usize)>,
    links: Vec<(Pair, String)>,
    spans: Vec<(Pair, usize)>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    fields: Vec<(Pair, usize, Option<String>)>,
}

/// The structure of a document, without its text.
pub fn structure(document: &Document) -> String {
    let packed = Structure {
        title: (
            document.title.text.clone(),
            document.title.range.as_ref().map(pair),
            place(ORIGINS, &document.title.origin),
        ),
        blocks: document
            .blocks
            .iter()
            .map(|block| {
                let (kind, argument) = block_code(block.kind);
                (block.range.start, block.range.end, kind, argument | u64::from(block.indent) << 8)
            })
            .collect(),
        sections: document
            .sections
            .iter()
            .map(|section| (section.level, pair(&section.heading), pair(&section.range)))
            .collect(),
        zones: document.zones.iter().map(|zone| (pair(&zone.range), place(ZONES, &zone.kind))).collect(),
        links: document.links.iter().map(|link| (pair(&link.range), link.target.clone())).collect(),
        spans: document.spans.iter().map(|styled| (pair(&styled.range), place(STYLES, &styled.style))).collect(),
        fields: document
            .fields
            .iter()
            .map(|field| (pair(&field.range), place(FIELDS, &field.kind), field.value.clone()))
            .collect(),
    };
    serde_json::to_string(&packed).expect("numbers and strings are JSON")
}

/// The document of a text and what [`structure`] wrote; none if that cannot be read or does not fit the text.
pub fn document(text: String, structure: &str) -> Option<Document> {
    let packed: Structure = serde_json::from_str(structure).ok()?;
    let span = |(start, end): Pair| text.get(start..end).map(|_| start..end);
    let (title, range, origin) = packed.title;
    let title = Title {
        text: title,
        range: match range {
            Some(range) => Some(span(range)?),
            None => None,
        },
        origin: *ORIGINS.get(origin)?,
    };
    let blocks = packed
        .blocks
        .into_iter()
        .map(|(start, end, kind, argument)| {
            let indent = (argument >> 8) as u8;
            Some(Block { range: span((start, end))?, kind: block_kind(kind, argument)?, indent })
        })
        .collect::<Option<_>>()?;
    let sections = packed
        .sections
        .into_iter()
        .map(|(level, heading, range)| Some(Section { level, heading: span(heading)?, range: span(range)? }))
        .collect::<Option<_>>()?;
    let zones = packed
        .zones
        .into_iter()
        .map(|(range, kind)| Some(Zone { range: span(range)?, kind: *ZONES.get(kind)? }))
        .collect::<Option<_>>()?;
    let links = packed
        .links
        .into_iter()
        .map(|(range, target)| Some(Link { range: span(range)?, target }))
        .collect::<Option<_>>()?;
    let spans = packed
        .spans
        .into_iter()
        .map(|(range, style)| Some(Styled { range: span(range)?, style: *STYLES.get(style)? }))
        .collect::<Option<_>>()?;
    let fields = packed
        .fields
        .into_iter()
        .map(|(range, kind, value)| Some(Field { range: span(range)?, kind: *FIELDS.get(kind)?, value }))
        .collect::<Option<_>>()?;
    Some(Document { text: Arc::from(text), title, blocks, sections, zones, links, spans, fields })
}

fn pair(span: &Span) -> Pair {
    let Range { start, end } = *span;
    (start, end)
}

fn place<T: PartialEq>(table: &[T], item: &T) -> usize {
    table.iter().position(|entry| entry == item).expect("the table has every variant")
}

fn block_code(kind: BlockKind) -> (u8, u64) {
    match kind {
        BlockKind::Heading(level) => (0, level.into()),
        BlockKind::Paragraph => (1, 0),
        BlockKind::Item { hang } => (2, hang.into()),
        BlockKind::Reference { hang } => (3, hang.into()),
        BlockKind::Quote => (4, 0),
        BlockKind::Verbatim => (5, 0),
        BlockKind::TableRow(Columns { right, centre }) => (6, u64::from(right) << 16 | u64::from(centre) << 32),
        BlockKind::Rule => (7, 0),
    }
}

fn block_kind(code: u8, packed: u64) -> Option<BlockKind> {
    let argument = packed as u8;
    Some(match code {
        0 => BlockKind::Heading(argument),
        1 => BlockKind::Paragraph,
        2 => BlockKind::Item { hang: argument },
        3 => BlockKind::Reference { hang: argument },
        4 => BlockKind::Quote,
        5 => BlockKind::Verbatim,
        6 => BlockKind::TableRow(Columns { right: (packed >> 16) as u16, centre: (packed >> 32) as u16 }),
        7 => BlockKind::Rule,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_structure_comes_back_as_it_was() {
        let columns = Columns { right: 0x8001, centre: 0x4002 };
        let kinds = [
            BlockKind::Heading(6),
            BlockKind::Paragraph,
            BlockKind::Item { hang: 255 },
            BlockKind::Reference { hang: 4 },
            BlockKind::Quote,
            BlockKind::Verbatim,
            BlockKind::TableRow(columns),
            BlockKind::Rule,
        ];
        let blocks = kinds.into_iter().enumerate();
        let blocks = blocks.map(|(at, kind)| Block { range: at..at + 1, kind, indent: 3 * at as u8 }).collect();
        let spans = STYLES.iter().map(|&style| Styled { range: 0..1, style }).collect();
        let document = Document { text: "abcdefgh".into(), blocks, spans, ..Document::default() };
        let read = super::document("abcdefgh".to_owned(), &structure(&document)).expect("it was written here");
        assert_eq!((&read.blocks, &read.spans), (&document.blocks, &document.spans));
        assert!(super::document("abc".to_owned(), &structure(&document)).is_none(), "it is of another text");
    }
}
