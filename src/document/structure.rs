//! Structure of a text: what the formats draft is completed here, by the same rules for all of them: bare links,
//! references, title, sections and zones. Pure functions, linear in the length of the text.

use crate::text::{Span, clean_line, key};

use super::{Block, BlockKind, Document, Field, Link, Section, Styled, Title, TitleOrigin, Zone};

pub mod blocks;
pub mod cited;
pub mod cues;
mod filing;
pub mod links;
mod words;
mod zones;

/// A document as a format reads it, before anything is concluded from its wording.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    /// The text, cleaned.
    pub text: String,
    /// A title that the format itself names.
    pub declared: Option<String>,
    /// Blocks in order.
    pub blocks: Vec<Block>,
    /// Marked links in order; bare ones are found by [`Draft::finish`].
    pub links: Vec<Link>,
    /// Emphasis in order of start.
    pub spans: Vec<Styled>,
    /// What the format says of parts of the text, in order, not overlapping. A format that says so much names the
    /// zones, too: none are looked for.
    pub fields: Vec<Field>,
    /// The zones that come with the fields.
    pub zones: Vec<Zone>,
}

impl Draft {
    /// Completes the draft. `name` is the file name, the title of last resort.
    pub fn finish(mut self, name: &str) -> Document {
        links::add_bare(&self.text, &mut self.links);
        let declared = !self.fields.is_empty();
        let references = if declared { Vec::new() } else { zones::references(&self.text, &mut self.blocks) };
        let title = title(&self, name);
        if let Some(range) = &title.range
            && let Some(block) = self.blocks.iter_mut().find(|block| block.range == *range)
            && matches!(block.kind, BlockKind::Heading(2..) | BlockKind::Paragraph)
            && title.origin != TitleOrigin::Declared
        {
            block.kind = BlockKind::Heading(1);
        }
        let zones = if declared { self.zones } else { zones::zones(&self, &title, &references) };
        let sections = sections(&self.text, &self.blocks, &title);
        Document {
            text: self.text.into(),
            title,
            blocks: self.blocks,
            sections,
            zones,
            links: self.links,
            spans: self.spans,
            fields: self.fields,
        }
    }
}

/// Longest title, in characters; a longer first line is prose.
const TITLE_MAX: usize = 120;

/// Blocks among which a text without headings may have its title.
const TITLE_BLOCKS: usize = 20;

/// The title of a text of which only the first lines are looked at, for texts above [`super::PLAIN_ABOVE`].
pub fn title_of_large(text: &str, name: &str) -> Title {
    let mut at = 0;
    for line in text.split_inclusive('\n').take(TITLE_BLOCKS) {
        // A long line is prose, and need not be looked through.
        if line.len() > 4 * TITLE_MAX {
            break;
        }
        if let Some(range) = title_line(text, at..at + line.len()) {
            return titled(text, range, TitleOrigin::FirstLine);
        }
        at += line.len();
    }
    named(name)
}

fn title(draft: &Draft, name: &str) -> Title {
    let text = draft.text.as_str();
    if let Some(declared) = draft.declared.as_deref().map(str::trim).filter(|title| !title.is_empty()) {
        // Most formats write it first.
        let first = text.starts_with(declared).then_some(0);
        let found = first.or_else(|| memchr::memmem::find(text.as_bytes(), declared.as_bytes()));
        return Title {
            text: clean_line(declared).into_owned(),
            range: found.map(|at| at..at + declared.len()),
            origin: TitleOrigin::Declared,
        };
    }
    if let Some(block) = below_citation(draft) {
        let heading = matches!(block.kind, BlockKind::Heading(_));
        let origin = if heading { TitleOrigin::Heading } else { TitleOrigin::FirstLine };
        return titled(text, block.range.clone(), origin);
    }
    if let Some(range) = labelled(draft) {
        return titled(text, range, TitleOrigin::FirstLine);
    }
    let heading = |block: &&Block| {
        matches!(block.kind, BlockKind::Heading(_)) && !cues::is_label(&text[block.range.clone()]) && {
            let line = &text[block.range.clone()];
            !cues::is_masthead(line) && !line.trim().is_empty()
        }
    };
    let opening = draft.blocks.iter().take_while(|block| !blocks::is_prose(text, block));
    let found = opening
        .clone()
        .find(heading)
        .or_else(|| draft.blocks.iter().find(|block| block.kind == BlockKind::Heading(1) && heading(block)));
    if let Some(block) = found {
        return titled(text, block.range.clone(), TitleOrigin::Heading);
    }
    // Once the prose has begun, a short line is no title any more.
    let mut line = None;
    for (at, block) in draft.blocks.iter().enumerate().take(TITLE_BLOCKS) {
        let next = draft.blocks.get(at + 1).map(|next| &text[next.range.clone()]);
        // Whoever to ask stands above the date.
        let asked = cues::is_name(&text[block.range.clone()]) && next.is_some_and(cues::is_masthead);
        if matches!(block.kind, BlockKind::Heading(_) | BlockKind::Paragraph) && !asked {
            line = title_line(text, block.range.clone());
        }
        if line.is_some() || blocks::is_prose(text, block) {
            break;
        }
    }
    // A long one stands above what is short, as the names of its authors.
    let long = long_title(draft).filter(|long| line.as_ref().is_none_or(|line| long.start < line.start));
    match long.or(line) {
        Some(range) => titled(text, range, TitleOrigin::FirstLine),
        None => named(name),
    }
}

/// The line of a record that calls itself the title: "Brief Title: ...", before the official one.
fn labelled(draft: &Draft) -> Option<Span> {
    let text = draft.text.as_str();
    let blocks = &draft.blocks[..draft.blocks.len().min(TITLE_BLOCKS)];
    let lines = blocks
        .iter()
        .take_while(|block| !blocks::is_prose(text, block) || cues::title_label(&text[block.range.clone()]) > 0);
    let mut lines = lines.filter(|block| cues::names_title(&text[block.range.clone()]));
    let first = lines.next()?;
    let official = |block: &Block| text[block.range.clone()].trim_start().to_lowercase().starts_with("official");
    let block = if official(first) { lines.find(|block| !official(block)).unwrap_or(first) } else { first };
    let line = text[block.range.clone()].lines().next()?;
    Some(block.range.start..block.range.start + line.trim_end().len())
}

/// Longest first line that is a title by its form, in characters: those of trials are long.
const LONG_TITLE_MAX: usize = 300;

/// The first line of a text, longer than titles are, that stands for itself and is no sentence.
fn long_title(draft: &Draft) -> Option<Span> {
    let text = draft.text.as_str();
    let mut blocks = draft.blocks.iter().skip_while(|block| {
        let line = &text[block.range.clone()];
        cues::is_masthead(line) || cues::is_label(line)
    });
    let (first, next) = (blocks.next()?, blocks.next()?);
    let line = &text[first.range.clone()];
    let alone = text[first.range.end..next.range.start].contains("\n\n");
    let length = line.chars().count();
    let sentence = line.trim_end().ends_with(['.', ',', ';', ':', '…']) || line.contains(". ") || line.contains('\n');
    (alone && first.kind == BlockKind::Paragraph && (TITLE_MAX..=LONG_TITLE_MAX).contains(&length) && !sentence)
        .then(|| first.range.clone())
}

/// Longest title that stands as a paragraph below the citation of its own paper, in characters.
const CITED_TITLE_MAX: usize = 400;

/// The paragraph below the line that a text begins with, where that line cites the very paper: its title, however long
/// and with whatever stop. The citation may go on in a line of its own.
fn below_citation(draft: &Draft) -> Option<&Block> {
    let text = draft.text.as_str();
    let line = |block: &Block| &text[block.range.clone()];
    let blocks = &draft.blocks[..draft.blocks.len().min(TITLE_BLOCKS)];
    let at = blocks.iter().position(|block| !cues::is_masthead(line(block)) || cited::cited(line(block)).is_some())?;
    cited::cited(line(&blocks[at]))?;
    let rest = |block: &&Block| cues::is_masthead(line(block)) || cues::is_citation_rest(line(block));
    let title = blocks[at + 1..].iter().find(|block| !rest(block))?;
    let fits = matches!(title.kind, BlockKind::Heading(_) | BlockKind::Paragraph)
        && !cues::is_label(line(title))
        && line(title).chars().count() <= CITED_TITLE_MAX;
    fits.then_some(title)
}

fn titled(text: &str, range: Span, origin: TitleOrigin) -> Title {
    let range = range.start + cues::title_label(&text[range.clone()])..range.end;
    let words: Vec<&str> = text[range.clone()].split_whitespace().collect();
    Title { text: clean_line(&words.join(" ")).into_owned(), range: Some(range), origin }
}

fn named(name: &str) -> Title {
    Title { text: format!("[{}]", clean_line(name)), range: None, origin: TitleOrigin::FileName }
}

/// The first line of `range`, if it can be a title.
fn title_line(text: &str, range: Span) -> Option<Span> {
    let line = text[range.clone()].lines().next()?;
    let trimmed = line.trim();
    let fits = trimmed.chars().count() <= TITLE_MAX
        && !trimmed.ends_with([',', ';'])
        && !cues::is_masthead(trimmed)
        && !cues::is_label(trimmed);
    let start = range.start + line.len() - line.trim_start().len();
    fits.then(|| start..start + trimmed.len())
}

/// The sections: each heading with what follows it, up to the next heading of its level or above. A title that is
/// printed again further down opens no second section.
fn sections(text: &str, blocks: &[Block], title: &Title) -> Vec<Section> {
    let title_key = key(&title.text);
    let mut out: Vec<Section> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for block in blocks {
        let BlockKind::Heading(level) = block.kind else {
            continue;
        };
        let again = title.range.as_ref().is_some_and(|first| *first != block.range)
            && key(&text[block.range.clone()]) == title_key;
        if again {
            continue;
        }
        while let Some(&last) = open.last().filter(|&&last| out[last].level >= level) {
            out[last].range.end = block.range.start;
            open.pop();
        }
        open.push(out.len());
        out.push(Section { level, heading: block.range.clone(), range: block.range.start..text.len() });
    }
    out
}
