//! How the text asserts what it mentions, after ConText (Harkema et al. 2009): cue phrases before or after a mention,
//! each with a reach that ends at clause ends, and phrases that only look like cues.

use super::{Assertion, Page};
use crate::document::ZoneKind;
use crate::text::Span;

mod cues;

use cues::{Cue, ENDS, PSEUDO, Side, starting};

/// Bytes of the sentence that are read on each side of a mention.
const REACH: usize = 240;

/// How the text asserts what stands at `span`, and the cue that says so.
pub(super) fn assertion(page: &Page<'_>, span: &Span) -> (Assertion, Option<&'static str>) {
    match page.document.zone_at(span.start) {
        Some(ZoneKind::References) => return (Assertion::InReference, None),
        Some(ZoneKind::Boilerplate) => return (Assertion::InBoilerplate, None),
        _ => {}
    }
    let sentence = page.sentence_at(span.start);
    let text = &*page.document.text;
    let left = left_of(text, sentence.start.min(span.start), span.start);
    let right = right_of(text, span.end, sentence.end.max(span.end));
    judge(&left, &right)
}

/// The assertion of a mention between two pieces of lower-case text.
fn judge(left: &str, right: &str) -> (Assertion, Option<&'static str>) {
    let mut best: Option<(&Cue, usize)> = None;
    let mut consider = |cue: &'static Cue, distance: usize| {
        let stronger = best.is_none_or(|(other, far)| (rank(cue.says), distance) < (rank(other.says), far));
        if stronger {
            best = Some((cue, distance));
        }
    };
    for (cue, from, to) in occurrences(left, Side::Before) {
        let between = &left[to..];
        if !ends_within(between, cue) {
            consider(cue, left.len() - from);
        }
    }
    for (cue, from, _) in occurrences(right, Side::After) {
        let between = &right[..from];
        if !ends_within(between, cue) {
            consider(cue, from);
        }
    }
    best.map_or((Assertion::Affirmed, None), |(cue, _)| (cue.says, Some(cue.text)))
}

/// Cues with their place in a piece of text, those inside a pseudo-cue left out.
fn occurrences(text: &str, side: Side) -> impl Iterator<Item = (&'static Cue, usize, usize)> {
    let mut hidden = 0;
    word_starts(text).filter_map(move |at| {
        if let Some(pseudo) = PSEUDO.iter().find(|pseudo| begins(&text[at..], pseudo)) {
            hidden = hidden.max(at + pseudo.len());
        }
        if at < hidden {
            return None;
        }
        let cue = starting(side, &text[at..])
            .filter(|cue| begins(&text[at..], cue.text))
            .max_by_key(|cue| cue.text.len())?;
        let end = at + cue.text.trim_end_matches('*').len();
        hidden = hidden.max(end);
        Some((cue, at, end))
    })
}

/// Whether a clause ends between a cue and its mention, or they are further apart than the cue reaches.
fn ends_within(between: &str, cue: &Cue) -> bool {
    let comma = cue.to_comma && between.contains(',');
    comma
        || between.contains([';', ':', '\n'])
        || between.split_whitespace().count() > usize::from(cue.words)
        || word_starts(between).any(|at| ENDS.iter().any(|end| begins(&between[at..], end)))
}

/// Whether `text` begins with `phrase` and a word ends there; a phrase that ends in `*` may go on within its word.
fn begins(text: &str, phrase: &str) -> bool {
    match phrase.strip_suffix('*') {
        Some(stem) => text.starts_with(stem),
        None => text
            .strip_prefix(phrase)
            .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)),
    }
}

fn word_starts(text: &str) -> impl Iterator<Item = usize> {
    let mut inside = false;
    text.char_indices().filter_map(move |(at, c)| {
        let word = c.is_alphanumeric();
        let starts = word && !inside;
        inside = word;
        starts.then_some(at)
    })
}

/// Which of two cues counts: what is nearest in this order.
fn rank(assertion: Assertion) -> u8 {
    match assertion {
        Assertion::Negated => 0,
        Assertion::Comparison => 1,
        Assertion::Background => 2,
        Assertion::GeneralRisk => 3,
        Assertion::Planned => 4,
        Assertion::Preclinical => 5,
        Assertion::Hypothetical => 6,
        Assertion::Affirmed | Assertion::InReference | Assertion::InBoilerplate => 7,
    }
}

fn left_of(text: &str, from: usize, to: usize) -> String {
    let mut start = from.max(to.saturating_sub(REACH));
    while !text.is_char_boundary(start) {
        start += 1;
    }
    text[start..to].to_lowercase()
}

fn right_of(text: &str, from: usize, to: usize) -> String {
    let mut end = to.min(from + REACH);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text[from..end.max(from)].to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The assertion of what stands between `[` and `]`.
    fn of(marked: &str) -> Assertion {
        let (left, rest) = marked.split_once('[').expect("a mark");
        let (_, right) = rest.split_once(']').expect("a mark");
        judge(&left.to_lowercase(), &right.to_lowercase()).0
    }

    fn check(marked: &[&str], expected: Assertion) {
        for marked in marked {
            assert_eq!(of(marked), expected, "{marked}");
        }
    }

    #[test]
    fn negation_has_a_scope() {
        check(
            &[
                "There was no sign of [relapse].",
                "No fever, rash or [infection] occurred.",
                "He denied [headache].",
                "Without [neurotoxicity] he went home.",
                "Es fand sich kein Hinweis auf eine [Leukämie].",
                "Keine [Infektion] trat auf.",
                "Eine [Leukämie] lag nicht vor.",
                "A [lymphoma] was ruled out.",
                "Ein [Lymphom] wurde ausgeschlossen.",
            ],
            Assertion::Negated,
        );
        check(
            &[
                "No fever was seen, but [rash] appeared.",
                "Not only [leukemia] but more",
                "Nicht nur die [Leukämie] wurde behandelt.",
                "no longer responded to [rituximab]",
                "Kein Medikament half, aber die [Leukämie] ging zurück.",
                "no increase in [fever]",
                "Die [Leukämie] sprach nicht auf die Therapie an.",
                "Der beschwerdefreie Mann mit [ITP]",
            ],
            Assertion::Affirmed,
        );
    }

    #[test]
    fn background_ends_where_the_present_begins() {
        check(
            &[
                "a method originally developed to fight [cancer] and now tried elsewhere",
                "eine Therapie, die bislang vor allem bei [Krebs] genutzt wird",
                "das ursprünglich gegen [Leukämie] entwickelt wurde",
            ],
            Assertion::Background,
        );
        check(
            &[
                "It was originally developed for cancer and is now used in [lupus].",
                "Originally made for cancer, [CAR T] is new.",
            ],
            Assertion::Affirmed,
        );
    }

    #[test]
    fn risk_comparison_plan_and_possibility() {
        check(
            &[
                "There are risks such as [cytokine storm].",
                "[Abstoßungsreaktionen] können auftreten.",
                "[rejection] can occur",
            ],
            Assertion::GeneralRisk,
        );
        check(
            &[
                "Unlike [monoclonal antibodies], cells persist.",
                "Anders als [Antikörper] bleiben",
                "im Gegensatz zu [Rituximab]",
            ],
            Assertion::Comparison,
        );
        check(&["Unlike antibodies, [CAR T cells] persist."], Assertion::Affirmed);
        check(
            &[
                "They plan a trial in patients with [lupus].",
                "Sie planen eine Studie bei [ITP].",
            ],
            Assertion::Planned,
        );
        check(
            &[
                "a possible [infection]",
                "Verdacht auf [Leukämie]",
                "suspected [relapse]",
            ],
            Assertion::Hypothetical,
        );
        check(
            &["In mice with [leukemia], the drug", "An Mäusen mit [Leukämie] zeigte"],
            Assertion::Preclinical,
        );
    }

    #[test]
    fn the_public_negation_sentences_are_judged_well() {
        let path =
            std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/corpora/negation/sentences.tsv");
        let Ok(corpus) = std::fs::read_to_string(&path) else {
            println!("skipped: {} is not there", path.display());
            return;
        };
        let mut right = 0;
        let mut all = 0;
        let mut wrong = Vec::new();
        for line in corpus.lines().skip(1) {
            let fields: Vec<&str> = line.split('\t').collect();
            let (Some(mention), Some(sentence), Some(status)) = (fields.get(1), fields.get(2), fields.get(3)) else {
                continue;
            };
            let Some(at) = sentence.to_lowercase().find(&mention.to_lowercase()) else {
                continue;
            };
            let left = sentence[..at].to_lowercase();
            let Some(right_text) = sentence.get(at + mention.len()..) else {
                continue;
            };
            let negated = judge(&left, &right_text.to_lowercase()).0 == Assertion::Negated;
            all += 1;
            if negated == (*status == "Negated") {
                right += 1;
            } else {
                wrong.push(format!("{status}: {}[{mention}]{right_text}", &sentence[..at]));
            }
        }
        assert!(all > 500, "{all}");
        assert!(right * 100 >= all * 90, "{right} of {all}\n{}", wrong.join("\n"));
    }
}
