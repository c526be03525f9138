//! Whose patients a number counts that are not this document's: those of earlier and other people's studies, by the
//! words around the number, the part of the paper it stands in, and what sort of text it is.

use std::sync::LazyLock;

use crate::facts::cues::{self, Gate};
use crate::facts::pattern::Pattern;
use crate::facts::{Fact, FactKind, Page};
use crate::text::Span;

/// Words one of which is in what [`is_cited`] finds.
pub(in crate::facts) static CITED_GATE: Gate = Gate::new(&[
    "earlier",
    "previous ",
    "prior ",
    "preceding",
    "früher",
    "vorherig",
    "vorangegangen",
    "vorausgegangen",
    "et al",
    "colleagues",
    "kollegen",
    "been reported",
    "been described",
    "been published",
    "been documented",
    "literatur",
    "beschrieben",
    "berichtet",
    "publiziert",
]);

/// Whether the words around a number in a sentence say that others counted: "in an earlier study", "Roe et al.", "more
/// than 500 patients have been reported".
pub(in crate::facts) fn is_cited(page: &Page<'_>, sentence: &Span, number: &Span, end: usize) -> bool {
    static BEFORE: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(
            r"(?i)\b(?:(?:earlier|previous|prior|preceding|frühere[nrms]?|vorherige[nrms]?|vorangegangene[nrms]?|vorausgegangene[nrms]?) (?:[\w-]+ ){0,3}(?:trials?|study|studies|series|reports?|cohorts?|[\w-]*studien?|[\w-]*serien?|arbeit(?:en)?)|(?:series|serie|fallserie) (?:of|by|from|von) [\w. '-]{1,40}(?:and colleagues|und kollegen)|et al\.?(?: \([^()]{1,12}\)| \[[^\]]{1,8}\])?)[^;]{0,90}$",
        )
    });
    static BEHIND: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(
            r"(?i)^[^.;]{0,60}?\b(?:(?:have|has) (?:so far |only |ever )?been (?:reported|described|published|documented)|in the literature|in der literatur|(?:sind|wurden) (?:bisher |bislang |weltweit |in der literatur )*(?:beschrieben|berichtet|publiziert|veröffentlicht))",
        )
    });
    if !CITED_GATE.within(page, sentence) {
        return false;
    }
    let text = page.str(sentence);
    BEFORE.is_match(cues::before(text, 0, number.start, 180))
        || BEHIND.is_match(cues::after(text, end, text.len(), 110))
}

/// Words of those who tell of their own work.
static OWN: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)\b(?:we|our|us|this (?:study|trial|series|cohort|report|review)|(?:the )?(?:present|current) (?:study|trial|series|report)|wir|uns|unsere[nrms]?|diese[rnm]? (?:studie|arbeit|serie|fallserie)|vorliegende[nrms]?)\b",
    )
});

/// Whether a stretch of text tells of the authors' own work.
pub(in crate::facts) fn tells_own(text: &str) -> bool {
    OWN.is_match(text)
}

/// Whether a sentence stands where a paper tells what others found, and speaks of nothing of its own: in the background
/// or the discussion, by a heading or by the label of its paragraph.
pub(in crate::facts) fn is_elsewhere(page: &Page<'_>, sentence: &Span) -> bool {
    const PARTS: &[&str] =
        &["background", "introduction", "discussion", "hintergrund", "einleitung", "diskussion", "kontext", "comment"];
    let is_part = |label: &str| {
        let label = label.trim_matches(|c: char| !c.is_alphabetic());
        label.len() <= 20 && PARTS.contains(&label.to_lowercase().as_str())
    };
    let text = &*page.document.text;
    let line = text[..sentence.start].rfind('\n').map_or(0, |line| line + 1);
    let label = cues::after(text, line, text.len(), 30);
    let labelled = label.find(['.', ':']).is_some_and(|end| is_part(&label[..end]));
    let sections = &page.document.sections;
    let headed = sections[..sections.partition_point(|section| section.range.start <= sentence.start)]
        .iter()
        .rev()
        .take(8)
        .any(|section| section.range.end > sentence.start && is_part(page.str(&section.heading)));
    (labelled || headed) && !OWN.is_match(page.str(sentence))
}

/// Whether a review counts these patients itself and does not tell of a trial: "we included", "a total of".
pub(super) fn is_reviewed(clause: &str) -> bool {
    static POOLED: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(
            r"(?i)\b(?:were included|we included|pooled|a total of|in total|comprising|eingeschlossen|insgesamt)\b",
        )
    });
    OWN.is_match(clause) || POOLED.is_match(clause)
}

/// Whether the document is of a genre.
pub(in crate::facts) fn is_genre(facts: &[Fact], genre: &str) -> bool {
    facts.iter().any(|fact| fact.kind == FactKind::DocType && fact.value == genre)
}
