//! Whether a sign or disease is told as the harm of a treatment: it stands in what a sentence lists as adverse events,
//! or right behind a grade. Which names are adverse events wherever they stand is the business of the vocabulary.

use super::Page;
use super::cues::{self, Gate};
use crate::text::Span;

/// What opens a list of harms, in lower case.
pub(super) static LISTS: Gate = Gate::new(&[
    "adverse event",
    "adverse effect",
    "adverse reaction",
    "adverse drug reaction",
    "side effect",
    "side-effect",
    "toxicities",
    "toxicity included",
    "toxic effects",
    "nebenwirkung",
    "unerwünschte ereignisse",
    "unerwünschte wirkungen",
    "unerwünschten ereignisse",
    "toxizitäten",
]);

/// What is said of harms that are compared or counted, in lower case.
pub(super) static FREQUENT: Gate = Gate::new(&[
    "were more common",
    "was more common",
    "were more frequent",
    "was more frequent",
    "were less common",
    "were less frequent",
    "were the most common",
    "was the most common",
    "waren häufiger",
    "war häufiger",
    "traten häufiger auf",
]);

/// What stands between the opening of a list and something that is not in it.
const LEAVES: &[&str] = &[
    " in patients",
    " in people",
    " with ",
    " for ",
    " of the ",
    " of treatment",
    " of patients",
    " bei patient",
    " mit ",
    " für ",
    " von ",
    " der ",
    " after ",
    " nach ",
    " than ",
    " als ",
];

/// How far a list reaches, in bytes.
const REACH: usize = 260;

/// Whether what stands at `surface` is listed as harm: "adverse events were nausea (in 44 %) and neutropenia", "grade 3
/// neutropenia", "Nebenwirkungen waren Fieber und Übelkeit".
pub(super) fn is_listed(page: &Page<'_>, surface: &Span) -> bool {
    let sentence = page.sentence_at(surface.start);
    let lead = cues::before(&page.lower, sentence.start.min(surface.start), surface.start, REACH);
    let tail = cues::after(&page.lower, surface.end, sentence.end.max(surface.end), 90);
    if graded(lead) || FREQUENT.within(page, &(surface.end..surface.end + tail.len())) {
        return true;
    }
    let from = surface.start - lead.len();
    let Some(opened) = LISTS.last_within(page, &(from..surface.start)) else {
        return false;
    };
    // What is in brackets belongs to the item before; "of any grade" to all.
    let mut depth = 0_u32;
    let between: String = lead[opened - from..]
        .chars()
        .filter(|&c| {
            depth = match c {
                '(' => depth + 1,
                ')' => depth.saturating_sub(1),
                _ => depth,
            };
            depth == 0
        })
        .collect();
    let between = between.replace("of any grade", "").replace("of grade", "").replace("with an incidence", "");
    // The rest of the word, and the colon of a label.
    let between = between.trim_start_matches(char::is_alphabetic).trim_start_matches(':');
    !between.contains([';', ':']) && !LEAVES.iter().any(|word| between.contains(word))
}

/// Whether a text ends in a grade: "grade 3 or higher ", "Grad 2 ", "grade 3/4 ".
fn graded(lead: &str) -> bool {
    let at = lead.rfind("grade ").map(|at| at + 6).or_else(|| lead.rfind("grad ").map(|at| at + 5));
    at.is_some_and(|at| {
        let rest = &lead[at..];
        rest.len() <= 40
            && rest.starts_with(|c: char| c.is_ascii_digit() || matches!(c, 'i' | '≥'))
            && rest.split([' ', '-', '–', '/']).skip(1).all(|word| {
                word.is_empty()
                    || word.chars().all(|c| c.is_ascii_digit())
                    || matches!(
                        word,
                        "or" | "to"
                            | "and"
                            | "higher"
                            | "above"
                            | "greater"
                            | "worse"
                            | "oder"
                            | "und"
                            | "höher"
                            | "bis"
                    )
            })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::vocabulary::Vocabulary;

    #[track_caller]
    fn check(marked: &str, expected: bool) {
        let start = marked.find('[').expect("a mark");
        let end = marked.find(']').expect("a mark") - 1;
        let document = Document { text: marked.replace(['[', ']'], "").into(), ..Document::default() };
        let vocabulary = Vocabulary::default();
        assert_eq!(is_listed(&Page::new(&document, &vocabulary), &(start..end)), expected, "{marked}");
    }

    #[test]
    fn what_is_listed_or_graded_is_harm() {
        check("Key adverse events were nausea (in 44% of the women), rash and [neutropenia].", true);
        check("Grade 3 or higher [thrombocytopenia] was seen in 45%.", true);
        check("Häufige Nebenwirkungen waren Fieber und [Übelkeit].", true);
        check("Adverse events: [fever], headache.", true);
        check("Side effects were low levels of platelets, mouth sores and [vomiting].", true);
        check("[Headaches] were more common in the drug group.", true);
        check("Side effects in patients with [lupus] were mild.", false);
        check("Er kam mit [Fieber].", false);
        check("The toxicity of the drug for [lupus] is low.", false);
    }
}
