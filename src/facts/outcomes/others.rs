//! Sentences that tell of other people's patients, or of what becomes of people with the disease in general.

use std::sync::LazyLock;

use crate::facts::Page;
use crate::facts::cues::{self, Gate};
use crate::facts::pattern::Pattern;
use crate::text::Span;

/// Words one of which is in such a sentence.
pub(in crate::facts) static WORDS: Gate = Gate::new(&[
    "et al",
    "their ",
    "different study",
    "different trial",
    "another study",
    "another trial",
    "anderen studie",
    "in ihrer",
    "dismal",
    "poor",
    "unfavo",
    "schlecht",
    "ungünstig",
]);

/// Whether a sentence tells what others found ("Roe et al. treated", "in their cohort") or how the disease goes as a rule
/// ("outcomes are dismal").
pub(in crate::facts) fn are_told(page: &Page<'_>, sentence: &Span) -> bool {
    static OTHERS: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(
            r"(?i)\bet al\b|\b(?:in|of|from) (?:a different|another) (?:study|trial)\b|\bin einer anderen studie\b|\b(?:in|of|from) their (?:[a-z]+ )?(?:cohort|series|study|trial|report|patients)\b|\bin ihrer (?:kohorte|serie|studie|arbeit)\b|\b(?:outcomes?|prognosis|survival|prognose)\b[^.;]{0,60}\b(?:is|are|remains?|ist) (?:still )?(?:dismal|poor|unfavou?rable|schlecht|ungünstig)\b",
        )
    });
    // "In TRANSCEND CLL 004, ..." tells of a trial by its name, which the title of its own paper has.
    let text = page.str(sentence);
    let trial = text
        .strip_prefix("In ")
        .map(|rest| rest.strip_prefix("the ").unwrap_or(rest))
        .map(|rest| rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '-').next().unwrap_or_default());
    if let Some(trial) = trial.filter(|name| {
        name.len() >= 5 && name.bytes().all(|c| c.is_ascii_uppercase() || c == b'-' || c.is_ascii_digit())
    }) && page.document.title.range.as_ref().is_some_and(|title| !page.str(title).contains(trial))
        && trial.bytes().filter(u8::is_ascii_uppercase).count() >= 5
    {
        return true;
    }
    let near = cues::after(&page.lower, sentence.start, sentence.end.max(sentence.start), 600);
    WORDS.within(page, &(sentence.start..sentence.start + near.len())) && OTHERS.is_match(near)
}
