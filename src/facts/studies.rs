//! Whose study a design, a phase or a number of patients is of: this document's, one that is to come, one that is
//! wished for, or somebody else's. What others did is no fact of this document.

use std::sync::LazyLock;

use super::cues::{self, Gate};
use super::patients::cohort::{self, others};
use super::pattern::Pattern;
use super::{Assertion, Evidence, Fact, FactKind, Page, Subject};
use crate::text::{Span, ceil, floor};

/// Bytes of a sentence around a mention that are read.
const REACH: usize = 300;

/// Places of one fact that are judged; more of them are its own.
const PLACES: usize = 50;

/// Whose study is told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whose {
    Own,
    Planned,
    Wished,
    Others,
}

/// Takes out designs, phases and cohorts of studies that other people did or that are only wished for, and marks those
/// of studies to come. Who is to be treated one day counts only where nobody was.
pub(super) fn settle(page: &Page<'_>, facts: &mut Vec<Fact>) {
    let reviews = ["review", "guideline"].iter().any(|genre| others::is_genre(facts, genre));
    let record = others::is_genre(facts, "trial record");
    facts.retain_mut(|fact| {
        let cohort = fact.kind == FactKind::CohortSize && fact.subject == Subject::Cohort;
        if !cohort && !matches!(fact.kind, FactKind::StudyDesign | FactKind::StudyPhase) {
            return true;
        }
        if !cohort && matches!(fact.assertion, Assertion::Background | Assertion::Comparison) {
            return false;
        }
        if fact.assertion != Assertion::Affirmed || record {
            return true;
        }
        let reviewed = reviews && !cohort && !is_reviewing(&fact.value);
        let judged: Vec<(Whose, Evidence)> = fact
            .evidence
            .drain(..)
            .enumerate()
            .map(|(number, place)| {
                let whose = if number < PLACES { whose(page, &place.surface, cohort) } else { Whose::Own };
                let titled =
                    page.document.title.range.as_ref().is_some_and(|title| title.contains(&place.surface.start));
                (if whose == Whose::Own && reviewed && !titled { Whose::Others } else { whose }, place)
            })
            .collect();
        // What is wished for is none yet.
        let Some(best) =
            [Whose::Own, Whose::Planned].into_iter().find(|best| judged.iter().any(|(whose, _)| whose == best))
        else {
            return false;
        };
        if best == Whose::Planned {
            fact.assertion = Assertion::Planned;
        }
        fact.evidence = judged.into_iter().filter(|(whose, _)| *whose == best).map(|(_, place)| place).collect();
        true
    });
    let counted = |fact: &Fact| fact.kind == FactKind::CohortSize;
    if facts.iter().any(|fact| counted(fact) && fact.assertion == Assertion::Affirmed) {
        facts.retain(|fact| !counted(fact) || fact.assertion != Assertion::Planned);
    }
}

/// Whether a design is that of a text that weighs what others found.
fn is_reviewing(design: &str) -> bool {
    ["review", "meta-analysis", "guideline", "consensus", "recommendation"].iter().any(|word| design.contains(word))
}

/// Words one of which is in what the patterns of this file find.
pub(super) static WORDS: Gate = Gate::new(&[
    "bereite",
    "beantragt",
    "fund",
    "secured",
    "follow-up trial",
    "follow-up study",
    "folgestudie",
    "could ",
    "könnte",
    "prüft ab",
    "under way",
    "underway",
    "nächsten schritt",
    "next step",
    "not yet",
    "been cleared",
    "lacking",
    "missing",
    "fehl",
    "needed",
    "warranted",
    "required",
    "unethical",
    "erforderlich",
    "nötig",
    "notwendig",
    "gekommen",
    "essential",
    "stehen",
    "steht",
    "vergleich",
    "comparison",
    "contrast",
    "hingegen",
    "literatur",
    "previously",
    "published",
    "basis of",
    "grundlage",
    "frühere",
    "earlier",
    "previous",
    "kollegen",
    "colleagues",
    "et al",
    "series",
    "einer ",
    "zulassungsstudie",
    "pivotal",
]);

/// Whose the study is that stands at `surface`.
fn whose(page: &Page<'_>, surface: &Span, cohort: bool) -> Whose {
    /// What a study to come is told by.
    static PLANNED: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(
            r"(?i)\b(?:bereite[nt]\w*\b[^.;]{0,160}\bvor\b|vorbereitet|beantragt|agreed to fund|has funded|(?:secured|won|raised) [^.;]{0,80} for\b|follow-up (?:trial|study)|folgestudie|(?:could|might|may) (?:start|begin|open|follow)|könnten? [^.;]{0,80}(?:beginnen|starten)|prüft ab|under ?way|im nächsten schritt|next step|not yet (?:opened|started|begun|enrolled)|been cleared)\b",
        )
    });
    /// That it is not there, behind it.
    static WISHED: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(
            r"(?i)^[^.;:]{0,70}\b(?:lacking|missing|fehl(?:t|e|en|ten)|(?:are|is|were|was|be) (?:needed|warranted|required|essential)|considered unethical|erforderlich|nötig|notwendig|gekommen|ste(?:ht|hen) (?:noch )?aus)\b",
        )
    });
    /// That it is another one, before it.
    static OTHERS: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(
            r"(?i)\b(?:zum vergleich|by comparison|by contrast|in contrast|hingegen|in der literatur|in the literature|(?:previously|already) (?:published|reported|described)|(?:on|auf) (?:the |der )?(?:basis of|grundlage von) (?:two|three|one|an?|zwei|drei|einer)|(?:in |from )?an? (?:french|chinese|german|italian|japanese|american|british|dutch|spanish|danish|swedish|norwegian|korean|european|international|small|large|recent|earlier) (?:[\w-]+ ){0,2}series|(?:einer|eine) (?:französische|chinesische|italienische|japanische|amerikanische|britische|niederländische|spanische|dänische|schwedische|norwegische|koreanische|berliner|frühere)[rn]? (?:[\w-]+ ){0,2}|(?:kollegen|colleagues|et al\.?) (?:[\w-]+ )?(?:berichteten|reported|described|found|beschrieben|fanden)\b[^.]{0,140})[\w :,-]{0,24}$",
        )
    });
    /// That it is another one, in the words of the count itself.
    static COUNTED: LazyLock<Pattern> =
        LazyLock::new(|| Pattern::new(r"(?i)\b(?:previously|already) (?:published|reported|described|treated)\b"));
    /// That it is over, right before it.
    static EARLIER: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(
            r"(?i)\b(?:earlier|previous|frühere[nrms]?|vorherige[nrms]?|vorangegangene[nrms]?) (?:[\w-]+,? ){0,2}$",
        )
    });
    let titled = page.document.title.range.as_ref().is_some_and(|title| title.contains(&surface.start));
    if titled {
        return Whose::Own;
    }
    let text = &*page.document.text;
    let sentence = page.sentence_at(surface.start);
    let from = ceil(text, sentence.start.max(surface.start.saturating_sub(REACH)).min(surface.start));
    let to = floor(text, sentence.end.min(surface.end + REACH).max(surface.end)).max(surface.end);
    let window = from..to;
    let own = others::tells_own(page.str(&window));
    let gated = WORDS.within(page, &window);
    if !own && cohort::is_planned(page, surface.start) || gated && PLANNED.is_match(page.str(&window)) {
        return Whose::Planned;
    }
    if own {
        return Whose::Own;
    }
    let before = cues::before(text, from, surface.start, REACH);
    let after = cues::after(text, surface.end, to, REACH);
    if gated && !cohort && WISHED.is_match(after) {
        return Whose::Wished;
    }
    let number = surface.start - from..surface.end - from;
    // A text begins with its own study.
    let opening = text.len() / 3;
    let others = gated && (COUNTED.is_match(page.str(surface)) || EARLIER.is_match(before))
        || gated && surface.start > opening && OTHERS.is_match(before)
        || others::is_cited(page, &window, &number, number.end)
        || !cohort && others::is_elsewhere(page, &sentence)
        || names_other(page, before, after, &text[..floor(text, opening)]);
    if others { Whose::Others } else { Whose::Own }
}

/// Whether the name of a study stands beside, that the opening of the document does not have and the document seldom
/// names: "in ADMIRAL, which randomized", "Phase-3-Studie ADDRESS".
fn names_other(page: &Page<'_>, before: &str, after: &str, opening: &str) -> bool {
    /// Bytes between a name and the mention.
    const NEAR: usize = 30;
    /// How often a document names its own study, at least.
    const OWN: usize = 3;
    let text = &*page.document.text;
    let is_name = |word: &str| {
        let capitals = word.bytes().filter(u8::is_ascii_uppercase).count();
        word.len() >= 4 && capitals >= 3 && word.starts_with(|c: char| c.is_ascii_uppercase())
    };
    let bounds = |c: char| !(c.is_alphanumeric() || c == '-');
    let near = floor(before, before.len().saturating_sub(NEAR));
    let ahead = before[near..].rsplit([';', ':', '\n']).next().unwrap_or_default();
    let behind = after[..floor(after, after.len().min(NEAR))].split([';', ':', '.', '\n']).next().unwrap_or_default();
    // Right behind, but for the word that it is a study.
    let is_study = |word: &&str| ["trial", "stud", "-stud"].iter().any(|stem| word.to_lowercase().starts_with(stem));
    let behind = behind.split(bounds).filter(|word| !word.is_empty() && !is_study(word)).take(1);
    ahead.split(bounds).chain(behind).any(|word| {
        let name = word.trim_end_matches("-Studie").trim_end_matches("-Studien").trim_matches('-');
        let at = name.as_ptr() as usize - text.as_ptr() as usize;
        let is_known = || {
            let near = page.mentions_in(&(at.saturating_sub(40)..at + name.len()));
            near.iter().any(|known| known.surface.end > at)
        };
        is_name(name)
            && !is_known()
            && !opening.contains(name)
            && memchr::memmem::find_iter(text.as_bytes(), name).take(OWN).count() < OWN
    })
}

#[cfg(test)]
mod tests {
    use super::{Whose, whose};
    use crate::document::Document;
    use crate::facts::Page;
    use crate::vocabulary::tests::sample;

    /// Whose study it is that stands between `[` and `]`.
    fn of(marked: &str) -> Whose {
        let start = marked.find('[').expect("a mark");
        let end = marked.find(']').expect("a mark") - 1;
        // What a document begins with is its own.
        let lead = "Es begann mit einem langen Satz von einem Abend in einer Stadt am Meer. ".repeat(4) + "\n\n";
        let text = format!("{lead}{}", marked.replace(['[', ']'], ""));
        let document = Document { text: text.into(), ..Document::default() };
        let vocabulary = sample();
        whose(&Page::new(&document, &vocabulary), &(lead.len() + start..lead.len() + end), false)
    }

    fn check(marked: &[&str], expected: Whose) {
        for marked in marked {
            assert_eq!(of(marked), expected, "{marked}");
        }
    }

    #[test]
    fn a_study_is_the_documents_unless_it_is_said_otherwise() {
        check(
            &[
                "In this [randomized] trial 40 patients were treated.",
                "The [phase 2] study enrolled 40 patients.",
                "An der [Phase-2-Studie] nahmen 40 Kranke teil.",
                "Patients were [randomly assigned] to two groups at DLBCL centres.",
                "Unlike earlier series, our [prospective] study counted all.",
            ],
            Whose::Own,
        );
    }

    #[test]
    fn a_study_to_come_is_planned() {
        check(
            &[
                "Gemeinsam mit Bonn bereitet Ulm eine [Phase-2-Studie] mit 24 Teilnehmenden vor.",
                "Eine [Phase-I-Studie] sei bei den Behörden beantragt.",
                "The institute has agreed to fund a [randomised] study of 48 patients.",
                "A [controlled] trial could start in 2027.",
                "Nun soll eine [randomisierte] Studie folgen.",
                "[Prospective] studies are under way.",
            ],
            Whose::Planned,
        );
    }

    #[test]
    fn a_study_that_is_wished_for_is_none_yet() {
        check(
            &[
                "[Randomized] trials are lacking.",
                "Eine [randomisierte] Studie fehle, sagt sie.",
                "A [randomised] trial is considered unethical by many.",
                "[Prospektive] Studien sind erforderlich.",
            ],
            Whose::Wished,
        );
    }

    #[test]
    fn what_others_did_is_theirs() {
        check(
            &[
                "In ADMIRAL, which [randomized] 371 patients, it helped.",
                "Die [Phase-3-Studie] ADDRESS verfehlte ihr Ziel.",
                "It was approved on the basis of two [single-arm] studies.",
                "In einer chinesischen [Phase-1-Studie] ging es gut.",
                "Roe und Kollegen berichteten davon; in einer früheren [retrospektiven] Serie half es.",
                "In an earlier [single-arm] study half responded.",
                "Zum Vergleich: In der [Zulassungsstudie] waren es mehr.",
            ],
            Whose::Others,
        );
    }
}
