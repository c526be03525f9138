//! Whether a name is that of a journal where it stands: many journals are called like diseases or parts of the body.

use super::super::Page;
use super::around;
use crate::text::Span;

/// What ends right before the name of a journal, quotation marks and articles aside.
const JOURNAL_CUES: &[&str] = &[
    "journal",
    "journals",
    "zeitschrift",
    "fachzeitschrift",
    "fachjournal",
    "fachjournals",
    "magazine",
    "magazin",
    "fachmagazin",
    "fachblatt",
    "wissenschaftsmagazin",
    "published in",
    "published online in",
    "appeared in",
    "appears in",
    "reported in",
    "veröffentlicht in",
    "erschienen in",
    "publiziert in",
    "erscheint in",
];

/// Whether a text ends in a word or words.
fn ends_in_word(text: &str, words: &str) -> bool {
    text.strip_suffix(words).is_some_and(|rest| !rest.ends_with(char::is_alphanumeric))
}

/// What begins right after the name of a journal: "in The Lancet erschienen".
const JOURNAL_VERBS: &[&str] = &[" erschienen", " veröffentlicht", " publiziert", " nachzulesen"];

/// Whether a name stands where a journal is named: after "journal" or "published in", before year and volume, alone on
/// its line, or as a name of three words that nothing else has.
pub(super) fn is_journal(page: &Page<'_>, surface: &Span, only: bool) -> bool {
    let text = &*page.document.text;
    let name = page.str(surface);
    if only && name.split_whitespace().count() >= 3 {
        return true;
    }
    let before = around(&page.lower, surface.start.saturating_sub(60), surface.start);
    let marks = [' ', '"', '\'', '„', '“', '”', '‘', '’', '‚', '»', '«', '*', '_', '\n'];
    let mut cue = before.trim_end_matches(marks);
    for article in [" the", " der", " im", " dem"] {
        cue = cue.strip_suffix(article).unwrap_or(cue).trim_end_matches(marks);
    }
    let named = JOURNAL_CUES.iter().any(|known| ends_in_word(cue, known));
    let quoted = before.ends_with(['"', '„', '“', '»', '«', '‚', '‘', '*', '_']) && ends_in_word(cue, "in");
    let after = around(text, surface.end, surface.end + 40);
    let verb = JOURNAL_VERBS.iter().any(|verb| after.trim_start_matches(['“', '"', '”', '*']).starts_with(verb));
    let cited = after.strip_prefix([' ', '.']).is_some_and(|rest| {
        let rest = rest.trim_start_matches([' ', '.', '(']);
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        digits == 4 && rest[4..].trim_start_matches(')').starts_with([';', ',', ':'])
    });
    let blank = |c: char| c != '\n' && marks.contains(&c);
    let line_before = around(text, surface.start.saturating_sub(8), surface.start).trim_end_matches(blank);
    let line_after = around(text, surface.end, surface.end + 8).trim_start_matches(blank);
    let starts = line_before.is_empty() || line_before.ends_with('\n');
    let ends = line_after.is_empty() || line_after.starts_with('\n');
    let alone = only && starts && ends;
    named || quoted || cited || alone || (verb && cue.ends_with(" in"))
}
