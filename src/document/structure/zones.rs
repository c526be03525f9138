//! Which parts of a text are no prose of it: references, contacts, the citation of the paper, keywords, captions, what
//! an institution says of itself, and the lines above the title.

use crate::document::{Block, BlockKind, Link, Title, Zone, ZoneKind};

use super::{Draft, blocks, cues};

/// Numbered citations in a row that make a list of references.
const REFERENCES_MIN: usize = 5;

/// The share of the text, in tenths, before which an institution is hardly described for its own sake.
const TAIL_TENTHS: usize = 4;

/// Marks the numbered references among `blocks`: those under a heading that says so, and any five or more citations in
/// a row. Returns for each block whether it is one.
pub(super) fn references(text: &str, blocks: &mut [Block]) -> Vec<bool> {
    let mut out = vec![false; blocks.len()];
    let mut run: Vec<usize> = Vec::new();
    let mut last = 0;
    for index in 0..=blocks.len() {
        let number = blocks.get(index).and_then(|block| citation_number(text, block));
        if number.is_some_and(|number| number == last + 1 || run.is_empty()) {
            run.push(index);
            last = number.unwrap_or_default();
            continue;
        }
        let cited = run.iter().filter(|&&index| is_citation(&text[blocks[index].range.clone()])).count();
        if run.len() >= REFERENCES_MIN && cited * 3 >= run.len() * 2 {
            for &index in &run {
                out[index] = true;
            }
        }
        run.clear();
        if let Some(number) = number {
            run.push(index);
            last = number;
        }
    }
    let mut open = false;
    for (index, block) in blocks.iter().enumerate() {
        if let BlockKind::Heading(_) = block.kind {
            open = cues::zone_label(&text[block.range.clone()]) == Some(ZoneKind::References);
        } else if open || is_labelled_list(&text[block.range.clone()]) {
            out[index] = true;
        }
    }
    for (block, is_reference) in blocks.iter_mut().zip(&out) {
        let line = &text[block.range.clone()];
        if *is_reference && matches!(block.kind, BlockKind::Item { .. } | BlockKind::Paragraph) {
            let hang = blocks::marker(line).or_else(|| blocks::number(line).map(|(_, width, _)| width as u8));
            if let Some(hang) = hang {
                block.kind = BlockKind::Reference { hang };
            }
        }
    }
    out
}

/// The number of a block that may be a numbered citation.
fn citation_number(text: &str, block: &Block) -> Option<u32> {
    if !matches!(block.kind, BlockKind::Item { .. } | BlockKind::Paragraph) {
        return None;
    }
    let line = text[block.range.clone()].trim_start_matches(['-', '*', '•', ' ']);
    blocks::number(line).map(|(number, ..)| number)
}

/// Whether a block is the label of the references with the citations right under it, a line each.
fn is_labelled_list(block: &str) -> bool {
    let Some((label, list)) = block.split_once('\n') else { return false };
    cues::zone_label(label) == Some(ZoneKind::References)
        && list.lines().count() >= 2
        && list.lines().filter(|line| is_citation(line)).count() * 3 >= list.lines().count() * 2
}

/// Whether a numbered line cites something: a year, "et al." or a DOI.
fn is_citation(line: &str) -> bool {
    let year = line
        .split(|c: char| !c.is_ascii_digit())
        .any(|digits| digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20")));
    year || line.contains("et al") || line.contains("doi")
}

/// The zones of a draft whose references are known.
pub(super) fn zones(draft: &Draft, title: &Title, references: &[bool]) -> Vec<Zone> {
    let text = draft.text.as_str();
    let mut kinds = by_cues(draft, references);
    fill_self_descriptions(draft, &mut kinds);
    fill_elsewhere(draft, &mut kinds);
    mark_masthead(draft, title, &mut kinds);
    let mut out: Vec<Zone> = Vec::new();
    let mut before = None;
    for (block, kind) in draft.blocks.iter().zip(kinds) {
        if let Some(kind) = kind {
            match out.last_mut() {
                Some(last) if before == Some(kind) => last.range.end = block.range.end,
                _ => out.push(Zone { range: block.range.clone(), kind }),
            }
        }
        before = kind;
    }
    out.retain(|zone| !text[zone.range.clone()].trim().is_empty());
    out
}

/// What each block is by the heading it stands under and by its own words.
fn by_cues(draft: &Draft, references: &[bool]) -> Vec<Option<ZoneKind>> {
    let text = draft.text.as_str();
    let mut kinds = Vec::with_capacity(draft.blocks.len());
    let mut open: Option<ZoneKind> = None;
    let mut level = 0;
    let mut caption_end = None;
    for (index, block) in draft.blocks.iter().enumerate() {
        let line = &text[block.range.clone()];
        let tail = block.range.start * 10 >= text.len() * TAIL_TENTHS;
        let kind = if references[index] {
            open = None;
            Some(ZoneKind::References)
        } else if let BlockKind::Heading(of) = block.kind {
            let named = cues::zone_label(line).filter(|kind| *kind != ZoneKind::Boilerplate || tail);
            // A deeper heading inside an open zone belongs to it.
            if named.is_some() || open.is_none() || of <= level {
                (open, level) = (named, of);
            }
            open
        } else if cues::is_notice(line) {
            Some(ZoneKind::Boilerplate)
        } else if cues::is_caption(line) {
            if open != Some(ZoneKind::Boilerplate) {
                open = None;
            }
            Some(ZoneKind::Caption)
        } else if let Some(kind) = cues::inline_label(line) {
            Some(kind)
        } else if tail && cues::inline_self_description(line) {
            Some(ZoneKind::Boilerplate)
        } else if tail && blocks::is_prose(text, block) && cues::is_self_description(line) {
            open = open.filter(|kind| *kind == ZoneKind::Boilerplate);
            Some(ZoneKind::Boilerplate)
        } else if caption_end.is_some_and(|end| text[end..block.range.start] == *"\n") && line.len() <= 80 {
            // The credit on the line under a caption.
            Some(ZoneKind::Caption)
        } else {
            if ends_zone(draft, index, open, &kinds) {
                open = None;
            }
            open
        };
        caption_end = (kind == Some(ZoneKind::Caption)).then_some(block.range.end);
        kinds.push(kind);
        if kind == Some(ZoneKind::Keywords) && !matches!(block.kind, BlockKind::Heading(_)) {
            open = None;
        }
    }
    kinds
}

/// Whether a block is prose of the document again although no heading says that the zone is over.
fn ends_zone(draft: &Draft, index: usize, open: Option<ZoneKind>, kinds: &[Option<ZoneKind>]) -> bool {
    let block = &draft.blocks[index];
    let text = &draft.text;
    let begun = index > 0 && kinds[index - 1] == open && !matches!(draft.blocks[index - 1].kind, BlockKind::Heading(_));
    let next_link = draft.links.partition_point(|link| link.range.start < block.range.start);
    let mut links = draft.links[next_link..].iter().take_while(|link| link.range.start < block.range.end);
    let linked = links.any(Link::leads_out);
    match open {
        Some(ZoneKind::Contact) => {
            blocks::is_prose(text, block) && !linked && !cues::has_address(&text[block.range.clone()])
        }
        Some(ZoneKind::Publication) => begun && blocks::is_prose(text, block) && !linked,
        _ => false,
    }
}

/// What stands between two paragraphs in which an institution describes itself, without a heading, is of the same kind.
fn fill_self_descriptions(draft: &Draft, kinds: &mut [Option<ZoneKind>]) {
    let mut last: Option<usize> = None;
    for index in 0..kinds.len() {
        let block = &draft.blocks[index];
        match kinds[index] {
            Some(ZoneKind::Boilerplate) => {
                let described = blocks::is_prose(&draft.text, block);
                if described && let Some(last) = last {
                    kinds[last..index].fill(Some(ZoneKind::Boilerplate));
                }
                last = described.then_some(index);
            }
            None if !matches!(block.kind, BlockKind::Heading(_)) => {}
            _ => last = None,
        }
    }
}

/// The headlines of other texts below the label that leads to them, up to the next prose.
fn fill_elsewhere(draft: &Draft, kinds: &mut [Option<ZoneKind>]) {
    let mut inside = false;
    for (block, kind) in draft.blocks.iter().zip(kinds) {
        let label = cues::leads_elsewhere(&draft.text[block.range.clone()]);
        let heading = matches!(block.kind, BlockKind::Heading(_));
        inside = label || inside && !heading && !blocks::is_prose(&draft.text, block);
        if inside && (label || matches!(kind, None | Some(ZoneKind::Contact))) {
            *kind = Some(ZoneKind::Boilerplate);
        }
    }
}

/// The lines above the title, and right below it those that are dates, identifiers or the like.
fn mark_masthead(draft: &Draft, title: &Title, kinds: &mut [Option<ZoneKind>]) {
    let Some(range) = &title.range else { return };
    let Some(at) = draft.blocks.iter().position(|block| block.range.end > range.start) else {
        return;
    };
    if draft.blocks[..at].iter().any(|block| blocks::is_prose(&draft.text, block)) {
        return;
    }
    kinds[..at].fill(Some(ZoneKind::Masthead));
    if title.range.is_some() && at < kinds.len() {
        kinds[at] = None;
    }
    let below = draft.blocks.iter().zip(kinds).skip(at + 1);
    for (_, kind) in below.take_while(|(block, _)| {
        matches!(block.kind, BlockKind::Paragraph) && cues::is_masthead(&draft.text[block.range.clone()])
    }) {
        *kind = Some(ZoneKind::Masthead);
    }
}
