//! Whether a sign or disease is told as the harm of a treatment: it stands in what a sentence lists as adverse events,
//! right behind a grade, or as what occurred where the text tells of safety. Which names are adverse events wherever they
//! stand is the business of the vocabulary.

use super::Page;
use super::cues::{self, Gate};
use crate::text::Span;

pub(super) mod course;
pub(super) mod values;

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
    "unerwünschte wirkung",
    "unerwünschten wirkung",
    "toxizitäten",
    "complications included",
    "complications were",
    "complications, including",
    "infections requiring",
    "treatment-related event",
    "komplikationen waren",
]);

/// What tells that a paragraph is about safety, in lower case.
pub(super) static SAFETY: Gate = Gate::new(&[
    "adverse",
    "side effect",
    "tolerated",
    "tolerability",
    "toxicit",
    "safety",
    "complications",
    "cytokine release",
    "icans",
    "infusion reaction",
    "serious infection",
    "severe infection",
    "after the infusion",
    "after infusion",
    "after the first dose",
    "after the first infusion",
    "zum abbruch",
    "zum absetzen",
    "zur umstellung",
    "to discontinuation",
    "to withdrawal",
    "were hospitalized with",
    "were hospitalised with",
    "nebenwirkung",
    "unerwünscht",
    "vertragen",
    "verträglich",
    "komplikationen",
    "zytokin",
    "schwere infektion",
    "nach der infusion",
    "nach der ersten gabe",
    "nach der ersten dosis",
]);

/// Words of what happens or does not.
pub(super) static HAPPENED: Gate = Gate::new(&[
    "occurred",
    "did not occur",
    " trat ",
    " traten ",
    " blieb aus",
    " blieben aus",
    "ereignete",
    "registriert",
    "was reported",
    "were reported",
    "was recorded",
    "were recorded",
    "has been no ",
    "have been no ",
]);

/// Days of a course.
pub(super) static DAYS: Gate = Gate::new(&["on day ", "an tag "]);

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
    "was frequent",
    "were frequent",
    "was almost universal",
    "was nearly universal",
    "was universal",
    "were common",
    "gleich häufig",
    "waren häufig",
    "war häufig",
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
    if graded(page, surface.start - lead.len().min(50)..surface.start)
        || FREQUENT.within(page, &(surface.end..surface.end + tail.len()))
        || more_frequent(page, &sentence, surface)
    {
        return true;
    }
    if happened(page, surface, &sentence, lead, tail) || course::is_told(page, surface, &sentence, lead) {
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
    // "Side effects were mild: mouth sores": the list follows.
    let between = between.rsplit_once(": ").map_or(between, |(_, list)| list);
    !between.contains([';', ':']) && !LEAVES.iter().any(|word| between.contains(word))
}

/// Whether a list of names with their counts, of which this one is, was more frequent.
fn more_frequent(page: &Page<'_>, sentence: &Span, surface: &Span) -> bool {
    if !FREQUENT.within(page, &(surface.end..sentence.end.max(surface.end))) {
        return false;
    }
    let others = cues::after(&page.lower, surface.end, sentence.end.max(surface.end), 170);
    let counted = others.trim_start().starts_with('(');
    let said = FREQUENT.last_within(page, &(surface.end..surface.end + others.len()));
    counted && said.is_some_and(|end| !others[..end - surface.end].contains(['.', ';']))
}

/// How far back a paragraph is looked at for what it is about, in bytes.
const PARAGRAPH: usize = 500;

/// Words behind which a name is what somebody got, and what stands beside the verb.
pub(super) static GOT: Gate = Gate::new(&[
    " had ",
    " developed ",
    " experienced ",
    " suffered ",
    "cases of ",
    "case of ",
    "episode of ",
    "episodes of ",
    "hospitalized with ",
    "hospitalised with ",
    " owing to ",
    " died of ",
    " died from ",
    "discontinued due to ",
    "withdrew due to ",
    "death due to ",
    "deaths due to ",
    " bekam ",
    " bekamen ",
    " erlitt ",
    " erlitten ",
    " entwickelte ",
    " entwickelten ",
    " kam es zu ",
    " starben an ",
    " starb an ",
    " apart from ",
    " abgesehen von ",
]);

/// Words between such a word and a name that it is not said of; "of the" is another.
const OTHERS: &[&str] = &["with", "for", "against", "patients", "mit", "bei", "für", "gegen", "before", "vor"];

/// Whether one of them stands in `between`.
fn of_others(between: &str) -> bool {
    let mut words = between.split_whitespace().peekable();
    std::iter::from_fn(|| {
        words.next().map(|word| word == "of" && words.peek() == Some(&"the") || OTHERS.contains(&word))
    })
    .any(|other| other)
}

/// Whether a clause ends in a denial, with up to three words behind it that tell of nothing else.
fn ends_denied(clause: &str) -> bool {
    let mut after = "";
    for word in clause.split_whitespace().rev().take(4) {
        if matches!(word, "no" | "keine" | "keinen" | "kein" | "neither" | "weder" | "without") {
            return true;
        }
        if OTHERS.contains(&word) || word == "of" && after == "the" {
            return false;
        }
        after = word;
    }
    false
}

/// How a sentence begins that says what did not happen.
const DENIALS: &[&str] = &[
    "there were no ",
    "there was no ",
    "there have been no ",
    "there has been no ",
    "no ",
    "neither ",
    "none ",
    "we saw neither ",
    "es gab keine",
    "keine ",
    "kein ",
    "weder ",
];

/// Verbs of sentences that say what happened or did not.
const EVENTS: &[&str] = &[
    " occurred",
    " developed",
    " seen",
    " observed",
    " has been",
    " have been",
    " ereignet",
    " registriert",
    " reported",
    " noted",
    " recorded",
    " encountered",
    " but no ",
    " trat ",
    " traten ",
    " beobachtet",
    " gesehen",
    " berichtet",
];

/// Verbs behind a name, right behind it or in the rest of its clause.
pub(super) static VERBED: Gate = Gate::new(VERBS);

const VERBS: &[&str] = &[
    " occurred",
    " developed",
    " did not occur",
    " was seen",
    " were seen",
    " was not seen",
    " were not seen",
    " was observed",
    " were observed",
    " not observed",
    " has been no ",
    " was recorded",
    " were recorded",
    " ereignete sich",
    " ereigneten sich",
    " was reported",
    " were reported",
    " was noted",
    " were noted",
    " was common",
    " were common",
    " trat ",
    " traten ",
    " wurde nicht",
    " wurden nicht",
    " wurde beobachtet",
    " wurden beobachtet",
    " blieb aus",
    " blieben aus",
    " gab es bei",
    " führte z",
    " führten z",
    " led to discontinuation",
    " led to withdrawal",
];

/// Whether somebody got or did not get what stands at `surface`, where the text tells of safety: "three patients
/// developed pneumonia", "no infection occurred".
fn happened(page: &Page<'_>, surface: &Span, sentence: &Span, lead: &str, tail: &str) -> bool {
    let from = sentence.start.saturating_sub(PARAGRAPH);
    let in_safety = || {
        let back = &page.lower.as_bytes()[from..sentence.start];
        let paragraph = memchr::memmem::rfind(back, b"\n\n").map_or(from, |at| from + at);
        SAFETY.within(page, &(paragraph..sentence.end))
    };
    let says_no = || {
        let told = &page.lower[sentence.start.min(surface.start)..sentence.end.max(surface.end)];
        told.starts_with("no ")
            || told.starts_with("keine ")
            || [" no ", " not ", " kein", " nicht"].iter().any(|word| told.contains(word))
    };
    let about = (SAFETY.within(page, &(from..sentence.end)) && in_safety())
        || (HAPPENED.within(page, sentence) && says_no())
        || (DAYS.within(page, sentence) && [" developed ", " entwickelte "].iter().any(|verb| lead.contains(verb)));
    if !about {
        return false;
    }
    let clause = lead.rsplit([';', ':', '.']).next().unwrap_or(lead);
    let from = surface.start - clause.len();
    let got = GOT
        .last_within(page, &(from.saturating_sub(1)..surface.start))
        .is_some_and(|at| surface.start - at <= 60 && !of_others(&page.lower[at..surface.start]));
    // "Echocardiography showed no thrombus" is a finding.
    let denied = || {
        let told = page.lower[sentence.start.min(surface.start)..sentence.end.max(surface.end)].trim_start();
        ends_denied(clause)
            && (DENIALS.iter().any(|start| told.starts_with(start)) || EVENTS.iter().any(|verb| told.contains(verb)))
    };
    // "Three patients with asthma developed pneumonia" tells of the pneumonia.
    let theirs = || {
        clause
            .split_whitespace()
            .rev()
            .take(3)
            .any(|word| matches!(word, "with" | "mit" | "bei" | "patients" | "patienten" | "for" | "against"))
    };
    let followed = || {
        VERBED.within(page, &(surface.end..surface.end + tail.len()))
            && !theirs()
            && VERBS.iter().any(|verb| verb_follows(tail, verb))
    };
    // What comes back or goes on is the disease.
    (got || denied() || followed()) && !is_again(clause)
}

/// Words of what comes back, goes on or was there before.
const AGAIN: &[&str] = &["recurrence", "relapse", "metasta", "stage ", "history of", "erneute ", "rezidiv"];

/// Whether the clause before a name says that it came back: "further", if near, is said of it and of no other word.
fn is_again(clause: &str) -> bool {
    let near = cues::before(clause, 0, clause.len(), 22);
    AGAIN.iter().any(|word| clause.contains(word))
        || ["further ", "weitere ", "weiteren "].iter().any(|word| near.contains(word))
}

/// Whether a verb stands behind a name, brackets and an inserted clause aside.
fn verb_follows(tail: &str, verb: &str) -> bool {
    let Some(at) = tail.find(verb) else { return false };
    let mut between = &tail[..at];
    if let Some((_, rest)) = between.trim_start().strip_prefix('(').and_then(|rest| rest.split_once(')')) {
        between = rest;
    }
    let inserted = between.starts_with(", ") && between.trim_end().ends_with(',');
    !between.contains(['.', ';', ':'])
        && (inserted || (between.len() <= 30 && !between.contains(',')))
        && !of_others(between)
}

/// Words before the number of a grade.
pub(super) static GRADES: Gate = Gate::new(&["grade ", "grad "]);

/// Whether a range ends in a grade: "grade 3 or higher ", "Grad 2 ", "grade 3/4 ".
fn graded(page: &Page<'_>, lead: Span) -> bool {
    GRADES.first_listed(page, &lead).is_some_and(|grade| {
        let rest = &page.lower[grade.end..lead.end];
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
        check("She got the infusion. Her course was complicated by [pancreatitis].", true);
        check("They were treated. Two deaths were due to sepsis and [pneumonia].", true);
        check("Nach der Therapie waren weitere Todesfälle auf eine [Pneumonie] zurückzuführen.", true);
        check("Nach der Infusion war der weitere Verlauf von einer [Pankreatitis] geprägt.", true);
        check("Eight of the nine treated patients ran high [fevers].", true);
        check("Treated patients were followed. [Neuropathy] was recorded in 25%.", true);
        check("Neutropenien nach der Gabe: [Zytopenien] über Tag 30 hinaus fanden sich bei 40 %.", true);
        check("Nach der Infusion war es gut. Eine [Thrombose] ereignete sich nicht.", true);
        check("Infusions were monthly. There has been no [stroke].", true);
        check("Zwei [Embolien] wurden als möglicherweise behandlungsbedingt eingestuft.", true);
        check("Beide hatten nach der Chemotherapie eine schwere [Sepsis].", true);
        check("She was given cells. Another needed intensive care for [pneumonia].", true);
        check("After the infusion, [nausea] was frequent.", true);
        check("[Nausea], fatigue and thirst were common but mild.", true);
        check("[Infektionen] waren mit 35 und 33 Prozent gleich häufig.", true);
        check("Treatment was stopped for [neutropenia] in two.", true);
        check("She was treated in May. Her father had died of [cancer].", false);
        check("Cells are a way to treat disorders complicated by antibodies such as [gout].", false);
        check("He was treated. Apart from [sinusitis] there was nothing untoward.", true);
        check("He was treated. Apart from [hypertension] his history was unremarkable.", false);
        check("Treated patients did well. [Fever, zoster] were each reported in 3%.", true);
        check("Two patients died of the [lymphoma] after treatment.", false);
        check("He was treated with antibiotics for [pneumonia].", false);
        check("Wegen einer [Pneumonie] wurde er behandelt.", false);
        check("Side effects were low levels of platelets, mouth sores and [vomiting].", true);
        check("[Headaches] were more common in the drug group.", true);
        check("Side effects were those of the cells: headache, [nausea].", true);
        check("The drug was well tolerated. One woman withdrew owing to [dizziness].", true);
        check("Adverse events were rare. Two children developed transient [hepatitis].", true);
        check("Es wurde gut vertragen. [Krampfanfälle] wurden nicht gesehen.", true);
        check("Die Therapie wurde gut vertragen. Bei einem Mann kam es zu einer tiefen [Thrombose].", true);
        check("No [bleeding] occurred.", true);
        check("On day 9 she developed [pneumonia].", true);
        check("Eine [Hepatitis] unter der Therapie führte zum Abbruch.", true);
        check("No further [stroke] occurred.", false);
        check("It was well tolerated. We treated women with [lupus].", false);
        check("Two children developed [hepatitis].", false);
        check("The safety was good in children with [lupus], who were seen often.", false);
        check("Side effects in patients with [lupus] were mild.", false);
        check("Er kam mit [Fieber].", false);
        check("The toxicity of the drug for [lupus] is low.", false);
    }
}
