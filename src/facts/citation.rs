//! The citation of the paper that a document tells of, taken apart: authors, title and journal in the orders that
//! journals, universities and news sites write them in.

use std::sync::LazyLock;

use super::Page;
use super::cues::{self, Gate};
use super::pattern::Pattern;
use super::people::authors_in;
use super::words::{Words, units};
use crate::document::ZoneKind;
use crate::text::{Span, floor};

/// A paper as a citation names it, in the coordinates of the text.
#[derive(Debug)]
pub(super) struct Paper {
    /// Its title, without quotation marks and the stop behind it.
    pub(super) title: Option<Span>,
    /// The name of the journal, where one is told from the title by its place.
    pub(super) journal: Option<Span>,
}

/// The shortest and the longest title of a paper, in bytes, and its fewest words.
const TITLE: (std::ops::RangeInclusive<usize>, usize) = (25..=500, 4);

/// Whether something may be the title of a paper.
pub(super) fn is_title(title: &str) -> bool {
    TITLE.0.contains(&title.len()) && title.split_whitespace().count() >= TITLE.1 && !title.contains("://")
}

/// A document tells of few papers.
const MOST: usize = 50;

/// The papers cited in the places where a document says which one it tells of.
pub(super) fn read(page: &Page<'_>) -> Vec<Paper> {
    let mut out: Vec<Paper> = units(page)
        .filter(|(unit, _)| page.document.zone_at(unit.start) == Some(ZoneKind::Publication))
        .filter_map(|(unit, words)| {
            by_authors(unit, &words).or_else(|| quoted(page, unit)).or_else(|| labelled(page, unit))
        })
        .take(MOST)
        .collect();
    told(page, &mut out);
    out.truncate(MOST);
    out
}

/// "Authors: Title. Journal", "Authors. Title. Journal", "Authors (2024). Title. Journal", "Roe J et al., Title, Journal",
/// "Title. Authors. Journal".
fn by_authors(unit: &Span, words: &Words<'_>) -> Option<Paper> {
    static YEAR: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(r"^[.,]? ?\(?(?:19|20)[0-9][0-9][a-z]?(?:, [A-Z][a-z]+(?: [0-9]{1,2})?)?\)?[.:,]? ")
    });
    let text = words.text;
    let authors = authors_in(words)?;
    let end = authors.end;
    let line = &text[unit.start..authors.start];
    // Behind the label.
    let label = line.find(": ").filter(|&at| at <= LABEL).map_or(0, |at| at + 2);
    let lead = line[label..].trim();
    if let Some(title) = lead.strip_suffix(['.', '?', '!', ':', ',']).filter(|title| is_title(title)) {
        let start = unit.start + label + line[label..].len() - line[label..].trim_start().len();
        let title = start..start + title.len() + usize::from(lead.ends_with(['?', '!']));
        let journal = journal_behind(text, end, unit.end);
        return Some(Paper { title: Some(title), journal });
    }
    let rest = text[end..unit.end].trim_start_matches(['*', '†', '‡', '#']);
    let rest = rest.strip_prefix('.').filter(|rest| rest.starts_with([':', ','])).unwrap_or(rest);
    let others = text[..end].ends_with("al") || text[..end].ends_with("alii");
    let (start, listed) = match rest.strip_prefix(':') {
        Some(title) => (title, false),
        None => match YEAR.find(rest) {
            Some(year) => (&rest[year.end()..], false),
            None => match (rest.strip_prefix(". "), rest.strip_prefix(", ")) {
                (Some(title), _) => (title, false),
                (_, Some(title)) if others => (title, true),
                _ => return None,
            },
        },
    };
    let start = start.trim_start_matches([' ', '"', '“', '„', '»', '*', '_']);
    let from = unit.end - start.len();
    let len = if listed { title_before_journal(start) } else { title_end(start) };
    let title = from..from + len;
    is_title(&text[title.clone()])
        .then(|| Paper { journal: journal_behind(text, title.end, unit.end), title: Some(title) })
}

/// Most bytes of the label before a citation.
const LABEL: usize = 60;

/// "Article title: ..."
fn labelled(page: &Page<'_>, unit: &Span) -> Option<Paper> {
    let line = page.str(unit);
    let (label, title) = line.split_once(": ").filter(|(label, _)| label.len() <= LABEL)?;
    let label = label.to_lowercase();
    let title = title.trim_end().trim_end_matches('.');
    let start = unit.start + line.len() - line[label.len() + 2..].len();
    ((label.ends_with("title") || label.ends_with("titel")) && is_title(title))
        .then(|| Paper { title: Some(start..start + title.len()), journal: None })
}

/// A quoted title in a line: the journal behind it.
fn quoted(page: &Page<'_>, unit: &Span) -> Option<Paper> {
    let title = quotations(page.str(unit)).find(|title| is_title(&page.str(unit)[title.clone()]))?;
    let title = unit.start + title.start..unit.start + title.end;
    let journal = journal_behind(&page.document.text, title.end, unit.end);
    Some(Paper { title: Some(title), journal })
}

/// What stands in quotation marks, without the stop at its end.
fn quotations(text: &str) -> impl Iterator<Item = Span> {
    static QUOTED: LazyLock<Pattern> = LazyLock::new(|| Pattern::new(r#"["“„»]([^"“”„«»\n]+)["”“«]"#));
    QUOTED.captures_iter(text).filter_map(|found| {
        let found = found.get(1)?;
        let kept = found.as_str().trim_end_matches([',', '.', ' ']);
        Some(found.start()..found.start() + kept.len())
    })
}

/// Words of a sentence that may quote the title of a paper.
pub(super) static TOLD: Gate = Gate::new(&[
    "paper",
    "article",
    "titled",
    "publish",
    "publikation",
    "erschien",
    "veröffentlicht",
    "publiziert",
    "studie ",
    "arbeit ",
    "artikel",
    "study",
    "titel",
]);

/// Titles that the prose quotes: "The paper, "...", was published today", "Die Studie „...“ ist erschienen".
fn told(page: &Page<'_>, out: &mut Vec<Paper>) {
    static NOUN: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::any_case(
            r"\b(?:paper|article|study|report|manuscript|publication|trial|titled|entitled|called|studie|arbeit|artikel|publikation|originalpublikation|titel|beitrag|übersichtsarbeit|originalarbeit|fachartikel)[,:]? [„“»]?$",
        )
    });
    static VERB: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::any_case(
            r"^[,.]?[”“»«]?,? (?:(?:which |that |die |der |das )?(?:was|is|were|has been|appears|appeared|wurde|ist|ist nun|sind|is now|was just)? ?(?:published|appeared|erschienen|veröffentlicht|publiziert|today|appears|in (?:der|dem|the))|erschien|erscheint)",
        )
    });
    const REACH: usize = 40;
    let text = &*page.document.text;
    for sentence in TOLD.sentences(page).into_iter().take(1000) {
        for inner in quotations(page.str(&sentence)) {
            let title = sentence.start + inner.start..sentence.start + inner.end;
            if !is_title(&text[title.clone()]) || out.iter().any(|paper| paper.title.as_ref() == Some(&title)) {
                continue;
            }
            let open = floor(text, title.start - 1);
            let named = NOUN.is_match(cues::before(text, sentence.start, open, REACH));
            let after = cues::after(text, title.end, sentence.end, REACH);
            if named || VERB.is_match(after) {
                out.push(Paper { title: Some(title), journal: None });
            }
        }
    }
}

/// Where a title ends that is followed by a note in brackets, the journal or a DOI.
fn title_end(rest: &str) -> usize {
    const MARKS: &[&str] =
        &["(*", " (doi", " DOI", " doi", ". ", "? ", ".” ", ".\" ", "” ", "\" ", " (20", " https:", " [", "\n"];
    let stop = MARKS
        .iter()
        .filter_map(|mark| {
            let found = rest.match_indices(mark).map(|(at, _)| at).find(|&at| {
                // "cells vs. placebo" goes on.
                *mark != ". "
                    || !["vs", "St", "cf", "e.g", "i.e", "bzw", "z.B"].iter().any(|word| rest[..at].ends_with(word))
            })?;
            Some(if *mark == "? " { found + 1 } else { found })
        })
        .min()
        .unwrap_or(rest.len());
    rest[..stop].trim_end_matches([' ', '.', ',', '*', '_', '"', '”', '“']).len()
}

/// Where a title ends that a comma parts from its journal: "Title, The Lancet 2024", "Title, Nature (2024)".
fn title_before_journal(rest: &str) -> usize {
    let whole = title_end(rest);
    let joints = rest[..whole].match_indices(", ").map(|(at, _)| at).chain(rest.find(" (20").map(|_| whole));
    joints
        .filter(|&at| is_title(&rest[..at]))
        .find(|&at| journal_at(rest[at..].trim_start_matches([',', ' '])).is_some())
        .unwrap_or(whole)
}

/// The name of a journal that a text begins with, before a year, a volume, a DOI or the end.
fn journal_at(rest: &str) -> Option<usize> {
    static NAME: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(concat!(
            r"^((?:The )?\p{Lu}[\p{L}&'-]*\.?(?:(?: |: )(?:of|and|the|in|for|on|de|&|und|für|der|des|et|la|\p{Lu}[\p{L}&'-]*\.?)){0,9}?)",
            r"(?:[.,;]? ?(?:\(?(?:19|20)[0-9][0-9]\b|\(?[0-9]{1,4}[,;:( ]|doi|DOI|https?:)|\.?$|\. )"
        ))
    });
    let found = NAME.captures(rest)?.get(1)?;
    let name = found.as_str().trim_end_matches(['.', ',', ' ']);
    // "10 Patients" or "Online" is none.
    (name.len() >= 3
        && name.len() <= 100
        && !matches!(name, "Epub" | "Online" | "Published" | "DOI" | "Available" | "Link"))
    .then_some(name.len())
}

/// The journal named behind the title or the authors that end at `at`.
fn journal_behind(text: &str, at: usize, to: usize) -> Option<Span> {
    let line = &text[at..to];
    let line = line.split('\n').next().unwrap_or_default();
    let rest = line.trim_start_matches(['.', ',', '?', '!', ' ', '"', '”', '“', '«', '*', '_']);
    let rest = ["In: ", "in: ", "In ", "in "].iter().find_map(|lead| rest.strip_prefix(lead)).unwrap_or(rest);
    let rest = rest.trim_start_matches(['*', '_']);
    let start = at + line.len() - rest.len();
    journal_at(rest).map(|len| start..start + len)
}
