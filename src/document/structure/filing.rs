//! Lines above a title by which a text is filed: the way through a site to it, its kinds side by side, the number of a
//! talk or poster and the meeting it was held at, when a paper came in and was taken. And the labels below it of what
//! else there is to read.

use super::cues::{is_date, is_masthead};

/// Longest such line, in bytes.
const LINE_MAX: usize = 200;

/// What parts the fields of a line, and the steps to a page.
const PARTS: &[&str] = &[" | ", " · ", " • ", " › ", " » ", " / ", " > "];

/// Where the way to a page begins.
const HOMES: &[&str] = &["home", "start", "startseite", "you are here", "sie sind hier"];

/// What is given at a meeting under a number of its own.
const TALKS: &[&str] = &[
    "abstract",
    "freier vortrag",
    "vortrag",
    "kurzvortrag",
    "poster",
    "e-poster",
    "eposter",
    "oral",
    "oral abstract",
    "oral presentation",
    "late-breaking abstract",
    "late breaking abstract",
    "plenary abstract",
    "posterpräsentation",
    "poster presentation",
    "symposium",
    "sitzung",
    "session",
    "publication number",
    "abstract number",
];

/// What happened to a paper on the day behind it.
const TAKEN: &[&str] = &[
    "angenommen",
    "eingereicht",
    "eingegangen",
    "revidiert",
    "überarbeitet",
    "online publiziert",
    "publiziert",
    "erschienen",
    "received",
    "revised",
    "accepted",
    "submitted",
    "updated",
    "first published",
    "online first",
];

/// Where a journal files its papers.
const RUBRICS: &[&str] = &[
    "übersichten",
    "originalien",
    "originalarbeiten",
    "kasuistiken",
    "leitthema",
    "schwerpunkt",
    "case reports",
    "reviews",
    "brief report",
    "brief communication",
    "correspondence",
    "letter to the editor",
    "letters to the editor",
    "leserbrief",
    "research letter",
];

/// What stands above or before the headlines of other texts.
const ELSEWHERE: &[&str] = &[
    "mehr zum thema",
    "mehr dazu",
    "lesen sie auch",
    "lesen sie mehr",
    "das könnte sie auch interessieren",
    "das könnte sie interessieren",
    "auch interessant",
    "weitere meldungen",
    "weitere nachrichten",
    "weitere artikel",
    "verwandte artikel",
    "ähnliche artikel",
    "meistgelesen",
    "more on this story",
    "more on this topic",
    "more stories",
    "related stories",
    "related story",
    "related articles",
    "related news",
    "related content",
    "read more",
    "read next",
    "most read",
    "also in the news",
    "recommended for you",
    "you may also like",
    "you might also like",
];

/// Whether a label in small letters says that other texts follow.
pub(super) fn is_elsewhere(label: &str) -> bool {
    ELSEWHERE.contains(&label)
}

/// Meetings, as the beginning or end of their names.
const MEETINGS: &[&str] = &[
    "jahrestagung",
    "jahreskongress",
    "annual meeting",
    "annual congress",
    "annual scientific meeting",
    "congress",
    "kongress",
];

/// Whether a line does nothing but file what stands below it.
pub(super) fn is_filing(line: &str, lower: &str) -> bool {
    if line.len() > LINE_MAX || line.is_empty() {
        return false;
    }
    RUBRICS.contains(&lower.trim()) || is_way(line) || is_talk(lower) || is_taken(lower) || is_meeting(line, lower)
}

/// Fields side by side that are each a line of that sort: "CASE REPORT | Open access", or steps to the page from the
/// first one: "Home / Health / Science".
fn is_way(line: &str) -> bool {
    let Some(mark) = PARTS.iter().find(|mark| line.contains(**mark)) else { return false };
    let mut parts = line.split(*mark).map(str::trim);
    let steps = line.split_whitespace().count() <= 10 && !line.ends_with(['.', '!', '?']);
    let home = parts.clone().next().is_some_and(|first| HOMES.contains(&first.to_lowercase().as_str()));
    (home && steps) || parts.all(is_masthead)
}

/// A talk or poster with its number: "Freier Vortrag V417", "Poster PS-12".
fn is_talk(lower: &str) -> bool {
    let line = lower.trim().trim_end_matches(['.', ':', ')']);
    line.rsplit_once([' ', ':', '#', '(']).is_some_and(|(kind, number)| {
        let kind = kind.trim_end_matches([':', ' ', '#', '(']);
        let kind =
            ["nr.", "nr", "no.", "number", "nummer"].iter().find_map(|end| kind.strip_suffix(end)).unwrap_or(kind);
        number.ends_with(|c: char| c.is_ascii_digit()) && number.len() <= 10 && TALKS.contains(&kind.trim_end())
    })
}

/// When a paper came in or was taken: "Angenommen: 3. Mai 2024".
fn is_taken(lower: &str) -> bool {
    lower
        .split_once(':')
        .or_else(|| lower.split_once(' '))
        .is_some_and(|(what, when)| TAKEN.contains(&what.trim()) && is_date(when.trim()))
}

/// The name of a meeting, without a verb or stop: "Jahrestagung der Gesellschaft für Rheumatologie".
fn is_meeting(line: &str, lower: &str) -> bool {
    const SMALL: &[&str] = &["der", "des", "für", "und", "von", "in", "of", "the", "and", "for", "on", "&", "–", "-"];
    let name = lower.trim_start_matches(|c: char| c.is_ascii_digit());
    let name = ["th ", "st ", "nd ", "rd ", "."].iter().find_map(|mark| name.strip_prefix(mark)).unwrap_or(name);
    let name = name.trim_start();
    let meeting = MEETINGS.iter().any(|meeting| name.starts_with(meeting) || name.ends_with(meeting));
    // German nouns have capitals, and so has an English name.
    let mut words = line.split_whitespace();
    let named = words.all(|word| SMALL.contains(&word) || !word.starts_with(char::is_lowercase));
    meeting && named && !line.contains(':') && !line.ends_with(['.', '!', '?'])
}

#[cfg(test)]
mod tests {
    use super::super::cues::is_masthead;

    #[test]
    fn lines_that_file_a_text_are_no_titles() {
        for line in [
            "CASE REPORT | Open access",
            "Home / Health / Science",
            "Startseite › Onkologie › Studien",
            "Freier Vortrag V417",
            "Poster PS-12",
            "Abstract 1342",
            "Übersichten",
            "Letter to the Editor",
            "Angenommen: 17. November 2025",
            "Received: 3 May 2024 | Accepted: 4 June 2024",
            "Online publiziert: 8. Januar 2026",
            "Jahrestagung der Deutschen Gesellschaft für Rheumatologie",
            "66th ASH Annual Meeting",
        ] {
            assert!(is_masthead(line), "{line}");
        }
        for line in [
            "Lupus | Neue Therapie hilft",
            "Home / dialysis doubles survival of patients with kidney failure, a large study from Sweden shows",
            "Poster child of a new therapy",
            "CAR T cells and session 9 patients",
            "Accepted: a drug nobody wanted",
            "Annual meeting brings news on lupus",
            "Jahrestagung der Rheumatologen zeigt neue Wege",
            "Abstract art in phase 3",
        ] {
            assert!(!is_masthead(line), "{line}");
        }
    }
}
