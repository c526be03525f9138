//! Blocks of a text without mark-up: paragraphs, headings, list items, preformatted lines, from blank lines, line
//! lengths and markers.

use crate::document::{Block, BlockKind, Styled, TextStyle};
use crate::text::Span;

use super::cited::cited;
use super::{TITLE_MAX, cues};

/// Widest line that can have been wrapped by a program for plain text, in bytes.
const WRAP_MAX: usize = 140;

/// Narrowest such width.
const WRAP_MIN: usize = 45;

/// Bytes by which a wrapped line may fall short of the width although the next word would have fitted.
const SLACK: usize = 8;

/// Bytes from which a paragraph counts as prose that a heading can stand above.
const PROSE_MIN: usize = 80;

/// Finds the blocks of `text`, of which `spans` are printed in bold or otherwise set off.
pub fn blocks(text: &str, spans: &[Styled]) -> Vec<Block> {
    let groups = groups(text);
    let wrapped = is_wrapped(text, &groups);
    let mut out = Vec::new();
    let mut base = None;
    for group in &groups {
        if is_preformatted(text, group) {
            base = None;
            let (first, last) = (&group[0], &group[group.len() - 1]);
            out.push(Block::new(first.start..last.end, BlockKind::Verbatim));
        } else {
            add_group(text, group, wrapped, &mut base, &mut out);
        }
    }
    mark_headings(text, spans, &mut out);
    out
}

/// Whether a block is prose: long enough, or a sentence.
pub fn is_prose(text: &str, block: &Block) -> bool {
    let part = text[block.range.clone()].trim_end();
    matches!(block.kind, BlockKind::Paragraph | BlockKind::Quote)
        && (part.len() > 2 * PROSE_MIN
            || part.len() >= PROSE_MIN
                && part.trim_end_matches(['“', '”', '"', '»', '«', ')']).ends_with(['.', '!', '?', '…']))
        && cited(part).is_none()
}

/// Lines without the blanks at their ends, in groups parted by blank lines. A line keeps its indentation.
fn groups(text: &str) -> Vec<Vec<Span>> {
    let mut out = Vec::new();
    let mut group: Vec<Span> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim_end();
        if trimmed.is_empty() {
            if !group.is_empty() {
                out.push(std::mem::take(&mut group));
            }
        } else {
            group.push(at..at + trimmed.len());
        }
        at += line.len();
    }
    if !group.is_empty() {
        out.push(group);
    }
    out
}

/// Whether the text was broken into lines by a program: among the line breaks inside groups, at least one in five is
/// followed by a lower-case letter, and no line is much longer than a page is wide.
fn is_wrapped(text: &str, groups: &[Vec<Span>]) -> bool {
    let mut breaks = 0;
    let mut continued = 0;
    for pair in groups.iter().flat_map(|group| group.windows(2)) {
        let next = text[pair[1].clone()].trim_start();
        if pair[0].len() > WRAP_MAX || marker(next).is_some() {
            continue;
        }
        breaks += 1;
        continued += usize::from(pair[0].len() >= WRAP_MIN && next.starts_with(char::is_lowercase));
    }
    continued * 5 >= breaks && continued > 0
}

/// Whether a group is a table or drawing made of blanks: most lines have gaps inside, or bars.
fn is_preformatted(text: &str, group: &[Span]) -> bool {
    if group.len() < 2 {
        return false;
    }
    let drawn = group
        .iter()
        .filter(|line| {
            let line = text[(*line).clone()].trim_start();
            line.contains("    ") || line.contains(" | ") || line.starts_with(['|', '+', '┌', '│', '├', '└'])
        })
        .count();
    drawn * 3 >= group.len() * 2
}

/// Adds the blocks of a group. `list` is how far the first item is indented of the list that has not ended yet.
fn add_group(text: &str, group: &[Span], wrapped: bool, list: &mut Option<usize>, out: &mut Vec<Block>) {
    let width = group.iter().map(ExactSizeIterator::len).max().unwrap_or_default();
    let can_wrap = wrapped && (WRAP_MIN..=WRAP_MAX).contains(&width);
    let mut before_line: Option<&Span> = None;
    for line in group {
        let raw = &text[line.clone()];
        let indent = raw.len() - raw.trim_start().len();
        let start = line.start + indent;
        let content = &text[start..line.end];
        let rule = is_rule(content);
        let hang = marker(content).filter(|_| !rule);
        if hang.is_none()
            && !rule
            && let (Some(before), Some(last)) = (before_line, out.last_mut())
        {
            let first_word = content.find(' ').unwrap_or(content.len());
            let full = before.len() + 1 + first_word + SLACK > width;
            let in_item = matches!(last.kind, BlockKind::Item { .. });
            let label = cues::is_label(&text[before.clone()]) || cues::is_label(content);
            if !label
                && ((can_wrap && (full || (content.starts_with(char::is_lowercase) && before.len() * 2 > width)))
                    || (in_item && indent >= 2))
            {
                last.range.end = line.end;
                before_line = Some(line);
                continue;
            }
        }
        before_line = Some(line);
        let kind = match hang {
            Some(hang) => BlockKind::Item { hang },
            None if rule => BlockKind::Rule,
            None if content.starts_with("> ") => BlockKind::Quote,
            None => BlockKind::Paragraph,
        };
        // What is indented in a list belongs to an item; elsewhere a blank at the beginning says nothing.
        let base = match kind {
            BlockKind::Item { .. } => list.unwrap_or(indent),
            BlockKind::Paragraph if indent >= 2 && is_even(text, group) => list.unwrap_or(indent),
            _ => indent,
        };
        *list = (matches!(kind, BlockKind::Item { .. }) || indent > base).then_some(base);
        let indent = indent.saturating_sub(base).min(INDENT_MAX) as u8;
        out.push(Block { indent, ..Block::new(start..line.end, kind) });
    }
}

/// Columns by which a nested item is indented at most.
const INDENT_MAX: usize = 20;

/// Whether the lines of a group are all indented alike, so that the first is not set off as that of a paragraph.
fn is_even(text: &str, group: &[Span]) -> bool {
    let indent = |line: &Span| line.len() - text[line.clone()].trim_start().len();
    group.windows(2).all(|pair| indent(&pair[0]) == indent(&pair[1]))
}

fn is_rule(line: &str) -> bool {
    line.chars().all(|c| matches!(c, '-' | '–' | '—' | '*' | '=' | '_' | '~' | ' '))
}

/// Turns short lines into headings: known labels, and what stands alone or in twos above prose. In a longer run of
/// short lines only one in bold is a heading, and of the lines at the top only the first, or the one in bold.
fn mark_headings(text: &str, spans: &[Styled], blocks: &mut [Block]) {
    let label = |block: &Block| {
        block.kind == BlockKind::Paragraph
            && block.range.len() <= TITLE_MAX
            && cues::is_heading_label(&text[block.range.clone()])
    };
    let bold = |block: &Block| {
        let at = spans.partition_point(|span| span.range.start < block.range.start);
        spans.get(at).is_some_and(|span| span.range == block.range && span.style == TextStyle::Strong)
    };
    let mut at = 0;
    let mut at_top = true;
    while at < blocks.len() {
        if label(&blocks[at]) {
            blocks[at].kind = BlockKind::Heading(2);
            at_top = false;
            at += 1;
            continue;
        }
        let run = blocks[at..].iter().take_while(|block| is_line(text, block) && !label(block)).count();
        let next = at + run;
        if blocks.get(next).is_some_and(|next| is_prose(text, next)) && run > 0 {
            let set_off = bold(&blocks[next - 1]);
            let lines = match (run, set_off, at_top) {
                (_, true, true) | (3.., true, false) => next - 1..next,
                (1..=2, _, _) => at..next,
                _ => next..next,
            };
            let titles = if at_top { 1 } else { run };
            let headings = blocks[lines].iter_mut().filter(|block| could_be_heading(text, block));
            headings.take(titles).for_each(|block| block.kind = BlockKind::Heading(2));
        }
        at_top &= run > 0 || !is_prose(text, &blocks[at]);
        at = next.max(at + 1);
    }
}

/// Whether a block is one short line, and none that stands about a title or picture.
fn is_line(text: &str, block: &Block) -> bool {
    let line = &text[block.range.clone()];
    block.kind == BlockKind::Paragraph
        && line.len() <= 2 * TITLE_MAX
        && line.chars().count() <= TITLE_MAX
        && !line.contains('\n')
        && !is_prose(text, block)
        && !cues::is_masthead(line)
        && !cues::is_caption(line)
        && !cues::is_notice(line)
}

/// Whether a line is worded as headings are: no sentence, no address, no quotation.
fn could_be_heading(text: &str, block: &Block) -> bool {
    let line = &text[block.range.clone()];
    !line.ends_with(['.', ',', ';', ':', '…'])
        && !line.starts_with(['"', '“', '„', '«', '»', '('])
        && !line.starts_with(char::is_lowercase)
        && !cues::has_address(line)
}

/// The width in columns of the marker of a list item at the beginning of `line`, with the blank after it.
pub fn marker(line: &str) -> Option<u8> {
    let bullet = line.chars().next().filter(|c| matches!(c, '-' | '*' | '•' | '–' | '◦' | '▪' | '·' | '‣' | '+' | '●'));
    let rest = bullet.map_or(line, |c| &line[c.len_utf8()..]);
    let lead = match (bullet, rest.strip_prefix(' ')) {
        (Some(_), Some(_)) => 2,
        (Some(_), None) => return None,
        (None, _) => 0,
    };
    let rest = if lead == 0 { line } else { &rest[1..] };
    if rest.trim().is_empty() {
        return None;
    }
    match number(rest) {
        // After a bullet a bare number is one, too: "- 12 Berg A, ..."
        Some((_, width, bare)) if !bare || lead > 0 => Some((lead + width) as u8),
        _ => (lead > 0).then_some(lead as u8),
    }
}

/// The number at the beginning of a line, the width of its marker with the blank after it, and whether it stands bare,
/// without a full stop or brackets.
pub fn number(line: &str) -> Option<(u32, usize, bool)> {
    let open = line.starts_with(['[', '(']);
    let rest = &line[usize::from(open)..];
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    if !(1..=3).contains(&digits) {
        return None;
    }
    let value = rest[..digits].parse().ok()?;
    let tail = &rest[digits..];
    let (sign, bare) = match tail.as_bytes().first()? {
        b'.' if !open => (1, false),
        b']' | b')' => (1, false),
        b' ' if !open => (0, true),
        _ => return None,
    };
    let blank = tail[sign..].strip_prefix('.').unwrap_or(&tail[sign..]);
    (blank.starts_with(' ') && !blank.trim().is_empty()).then(|| (value, line.len() - blank.len() + 1, bare))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(BlockKind, &str)]) {
        let found: Vec<_> =
            blocks(text, &[]).into_iter().map(|block| (block.kind, text[block.range].to_owned())).collect();
        let expected: Vec<_> = expected.iter().map(|(kind, part)| (*kind, (*part).to_owned())).collect();
        assert_eq!(found, expected);
    }

    const PROSE: &str =
        "Die Behandlung dauerte viele Wochen und brachte am Ende den Erfolg, auf den alle gehofft hatten.";

    #[test]
    fn a_short_line_above_prose_is_a_heading() {
        let text = format!("Neue Hoffnung für Kranke\n\n{PROSE}\n\nWie es weitergeht\n{PROSE}");
        check(
            &text,
            &[
                (BlockKind::Heading(2), "Neue Hoffnung für Kranke"),
                (BlockKind::Paragraph, PROSE),
                (BlockKind::Heading(2), "Wie es weitergeht"),
                (BlockKind::Paragraph, PROSE),
            ],
        );
    }

    #[test]
    fn lists_of_short_lines_are_no_headings() {
        let text = format!("{PROSE}\n\nKlinik am See\n\nKlinik am Berg\n\nKlinik im Wald\n\n{PROSE}");
        assert!(blocks(&text, &[]).iter().all(|block| block.kind == BlockKind::Paragraph));
    }

    #[test]
    fn wrapped_prose_is_one_paragraph() {
        let text = "The first line of a paragraph that a program wrapped at a\nfixed width goes on here and then it simply ends after\nthe third.\n\nA second one.";
        check(text, &[(BlockKind::Paragraph, &text[..text.len() - 15]), (BlockKind::Paragraph, "A second one.")]);
    }

    #[test]
    fn items_hang_by_their_markers() {
        check(
            "- one\n12. two\n- 3 Berg A\n  goes on\n* * *",
            &[
                (BlockKind::Item { hang: 2 }, "- one"),
                (BlockKind::Item { hang: 4 }, "12. two"),
                (BlockKind::Item { hang: 4 }, "- 3 Berg A\n  goes on"),
                (BlockKind::Rule, "* * *"),
            ],
        );
    }

    #[test]
    fn nested_items_stay_nested() {
        let text = "Liste:\n  - one\n    - two\n  - three\n\n    goes on\n\n  end";
        let found: Vec<_> = blocks(text, &[]).iter().map(|block| (block.indent, &text[block.range.clone()])).collect();
        let expected = [(0, "Liste:"), (0, "- one"), (2, "- two"), (0, "- three"), (2, "goes on"), (0, "end")];
        assert_eq!(found, expected);
    }

    #[test]
    fn tables_of_blanks_stay() {
        let text = "Name      Age\nAda       36\nBea       40";
        check(text, &[(BlockKind::Verbatim, text)]);
    }
}
