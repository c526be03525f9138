//! `PubTator`: `ID|t|title` and `ID|a|abstract` with a blank line behind each document. The marks below them are what
//! others have found, and are passed over.

use crate::document::structure::Draft;
use crate::document::{Block, BlockKind};
use crate::text::{clean, clean_line};

use super::content::{Content, Stop};
use super::{Cut, Format, Input, Parsed, Piece, Record, decode};

/// `PubTator`.
pub(super) struct Pubtator;

impl Format for Pubtator {
    fn name(&self) -> &'static str {
        "pubtator"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["pubtator"]
    }

    fn recognises(&self, input: Input<'_>) -> bool {
        let head = String::from_utf8_lossy(input.bytes);
        let mut lines = head.trim_start_matches('\u{FEFF}').lines().skip_while(|line| line.trim().is_empty());
        lines.next().is_some_and(|line| part(line).is_some_and(|(_, kind, _)| kind == "t"))
    }

    fn cut(&self) -> Option<Cut> {
        Some(cut)
    }

    fn parse(&self, record: &Record) -> Result<Parsed, String> {
        let decoded = decode(&record.bytes);
        let (mut id, mut title, mut abstracts) = ("", "", Vec::new());
        for line in decoded.text.lines() {
            match part(line) {
                Some((number, "t", text)) if id.is_empty() => (id, title) = (number, text),
                Some((number, "a", text)) if number == id => abstracts.push(text),
                _ => {}
            }
        }
        if id.is_empty() {
            return Err("it has no line ID|t|title".to_owned());
        }
        // Title and abstract stay as they are, since marks count their characters.
        let mut draft = Draft { text: clean(title).into_owned(), ..Draft::default() };
        push_block(&mut draft, 0, BlockKind::Heading(1));
        draft.declared = draft.blocks.first().map(|block| draft.text[block.range.clone()].to_owned());
        for text in abstracts.iter().filter(|text| !text.is_empty()) {
            draft.text.push('\n');
            let start = draft.text.len();
            draft.text.push_str(&clean(text));
            push_block(&mut draft, start, BlockKind::Paragraph);
        }
        let number = id.len() <= 10 && id.bytes().all(|byte| byte.is_ascii_digit());
        Ok(Parsed {
            key: number.then(|| format!("PMID:{id}")),
            name: Some(clean_line(id).into_owned()),
            document: draft.finish(&clean_line(id)),
            warnings: decoded.warning.into_iter().collect(),
            kept: None,
        })
    }
}

/// What has been written since `start` as a block, without the blanks around it.
fn push_block(draft: &mut Draft, start: usize, kind: BlockKind) {
    let written = &draft.text[start..];
    let from = start + written.len() - written.trim_start().len();
    let range = from..from + written.trim().len();
    if !range.is_empty() {
        draft.blocks.push(Block::new(range, kind));
    }
}

/// The number, kind and text of a line `ID|t|text`.
pub(super) fn part(line: &str) -> Option<(&str, &str, &str)> {
    let bar = memchr::memchr(b'|', line.as_bytes())?;
    let (id, rest) = (&line[..bar], &line[bar + 1..]);
    let kind = rest.get(..1).filter(|kind| matches!(*kind, "t" | "a"))?;
    let text = rest[1..].strip_prefix('|')?;
    let fits = !id.is_empty() && id.len() <= 64 && !id.contains(char::is_whitespace);
    fits.then_some((id, kind, text))
}

/// Whether the line of a title begins here.
fn is_title(next: &[u8]) -> bool {
    let marked = memchr::memchr(b'|', next).is_some_and(|bar| next[bar..].starts_with(b"|t|"));
    marked && part(&String::from_utf8_lossy(next)).is_some_and(|(_, kind, _)| kind == "t")
}

/// The next document: up to a blank line, or to the line of the next title.
fn cut(content: &mut Content<'_>) -> Option<Piece> {
    loop {
        match content.peek(1) {
            Ok([]) => return None,
            Ok([b'\n' | b'\r']) => content.skip(1),
            Ok(_) => break,
            Err(error) => return Some(Err((content.position(), Stop::Broken(error)))),
        }
    }
    let position = content.begin();
    let mut from = 0;
    let found = loop {
        match content.find(b"\n", from) {
            Ok(Some(at)) => {
                from = at + 1;
                let next = content.peek(from + 80).unwrap_or_default().get(from..).unwrap_or_default();
                if matches!(next, [b'\n' | b'\r', ..]) || is_title(next) {
                    break Ok(from);
                }
            }
            Ok(None) => break content.rest(),
            Err(stop) => break Err(stop),
        }
    };
    match found {
        Ok(len) => Some(Ok((position, content.take(len)))),
        Err(stop) => {
            content.skip(from);
            let _ = content.skip_to(b"\n");
            Some(Err((position, stop)))
        }
    }
}
