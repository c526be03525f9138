//! Lines by which a story or a case is told from other texts: a dateline, direct speech, a teaser, how a case begins.

use std::sync::LazyLock;

use super::{FIRST, HEAD, line_at};
use crate::facts::Page;
use crate::facts::cues::Gate;
use crate::facts::pattern::Pattern;
use crate::text::{Span, floor};

/// What ends an age: "28-year-old", "28 years old", "28-jähriger".
pub(in crate::facts) static AGED: Gate = Gate::new(&["-old", " old", "jährige"]);

/// How far before the end of an age the line may begin that tells it: "we report the case of a", in bytes.
const LEAD: usize = 120;

/// The line near the top in which one patient of some age comes to doctors: "A 28-year-old man presented with".
pub(super) fn presents(page: &Page<'_>, first: usize) -> Option<Span> {
    static COMES: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::any_case(
            r"\b(?:[0-9]{1,3}|[a-z-]+)[- ](?:years?|yrs?|months?|days?)[- ]old\b[^.\n]{0,160}\b(?:presented|was (?:admitted|referred|transferred|brought|diagnosed|found|evaluated)|complained|came to)\b|\b(?:we (?:here )?|here we )(?:report|describe|present) (?:here )?(?:on )?(?:the case of )?an? [0-9a-z-]+[- ]years?[- ]old\b|\b[0-9]{1,3}[- ]?jährige[rn]?\b[^.\n]{0,120}\b(?:stellte sich|wurde [^.\n]{0,60}(?:eingewiesen|aufgenommen|vorgestellt|zugewiesen)|klagte)\b",
        )
    });
    let text = &*page.document.text;
    let head = first..floor(text, (first + 2 * HEAD).min(text.len()));
    AGED.inside(page, &head).find_map(|age| {
        let line = line_at(text, age.start);
        let from = floor(text, age.start.saturating_sub(LEAD)).max(line.start).max(first);
        COMES.captures_from(&text[..head.end], from..age.start).map(|_| line)
    })
}

/// The line of prose that begins with a town and a dash: "Boston – Patients with".
pub(super) fn dateline(page: &Page<'_>, first: usize) -> Option<Span> {
    let text = &*page.document.text;
    let head = &text[first..floor(text, (first + HEAD).min(text.len()))];
    if !(head.contains('–') || head.contains('—') || head.contains("--")) {
        return None;
    }
    let mut start = first;
    for line in head.split_inclusive('\n') {
        let place = line.split_once(" – ").or_else(|| line.split_once(" — ")).or_else(|| line.split_once(" -- "));
        if let Some((town, rest)) = place
            && start > first
            && (3..=30).contains(&town.len())
            && town.split([' ', '/', ',']).all(|word| word.starts_with(char::is_uppercase))
            && rest.len() >= 60
        {
            return Some(line_at(text, start));
        }
        start += line.len();
    }
    None
}

/// The line in which somebody is quoted with a verb of speech.
pub(super) fn speech(text: &str, first: usize) -> Option<Span> {
    static SAYS: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::any_case(
            r#"["“”«»][,.]? (?:said|says|sagte?|erklärte?|berichtet|betont|adds|added|so)\b|\b(?:said|says|sagte?|erklärte?)(?: [^.:\n"“„]{0,60})?: ["“„]"#,
        )
    });
    let part = &text[first..floor(text, (first + FIRST).min(text.len()))];
    // Quotation marks are '"' or begin with one of two bytes.
    memchr::memchr3(b'"', 0xc2, 0xe2, part.as_bytes())?;
    SAYS.find(part).map(|found| line_at(text, first + found.start()))
}

/// The line below the title, where a news story has its teaser.
pub(super) fn teaser(page: &Page<'_>, title: &Span) -> Span {
    let text = &page.document.text;
    match text[title.end..].find(|c: char| !c.is_whitespace()) {
        Some(at) => line_at(text, title.end + at),
        None => title.clone(),
    }
}
