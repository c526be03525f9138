//! How many patients a document tells of: those treated or studied here, never employees, beds, or an estimate for
//! the world, and not the part of them that something happened to.

use std::sync::LazyLock;

use super::People;
use crate::facts::cues::{self, Gate, Gathered};
use crate::facts::numbers::{self, Quantity};
use crate::facts::pattern::Pattern;
use crate::facts::{Data, Fact, FactKind, Page, Subject};
use crate::text::Span;

pub(in crate::facts) static GATE: Gate = Gate::new(&[
    "patient",
    "participant",
    "subjects",
    "volunteers",
    "women",
    " men ",
    "children",
    "adults",
    "individuals",
    "proband",
    "teilnehme",
    "personen",
    "betroffene",
    "erkrankte",
    "frauen",
    "männer",
    "kinder",
    "n =",
    "n=",
]);

/// What counts, as the last word of the noun phrase; the first group is written with German compounds.
static HEAD: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)^(?:[ \u{a0}-](?:of the |der |von )?)(?:[\w'’/+-]+,? ){0,4}?(?:(?:[\w-]*patient(?:en|innen)?(?:\s?[:*/_]-?innen)?|patients|[\w-]*probanden|probandinnen|[\w-]*teilnehmer(?:n|innen)?|betroffenen?|erkrankten?|participants|subjects|volunteers)|(?P<people>women|men|children|adults|adolescents|infants|individuals|frauen|männern?|kindern?|personen|erwachsenen?))\b",
    )
});

/// What makes a number of people no cohort.
static OTHERS: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)worldwide|weltweit|global(?:ly)? |\bestimate|schätzung|geschätzt|\bper year|\ba year\b|every year|each year|annual|pro jahr|jährlich|jedes jahr|im jahr behandel|prevalence|prävalenz|incidence|inzidenz|in germany alone|in deutschland|in the united states|in europe\b|live with|living with|leben mit|employ|mitarbeit|beschäftigt|\bbeds\b|betten|affects|betrifft|planned to|will be enrolled|sollen|soll ",
    )
});

/// What makes a number of people the cohort of this document.
static TREATED: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)enrol|includ|recruit|randomi[sz]|stud(?:y|ied)|analy[sz]|receiv|underwent|evaluat|examin|investigat|treated|infused|samples? (?:of|from)|cohort|case series|series of|trial|screened|eligible|assessed|reviewed|report|describe|involv|compris|tested|followed|untersuch|behandelt|eingeschlossen|rekrutiert|teilgenommen|nahmen|nehmen|erhielten|erhalten|proben von|analysiert|studie|ausgewertet|befragt|wurden|therapie|bei ",
    )
});

/// What follows a number of people who are a part of the cohort.
static PART: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)^[ ,]*(?:\([^)]{0,40}\)[ ,]*)?(?:who |have |had |has |then |also |in (?:the|each) |of whom|\w+ly )*(?:had\b|develop|experienc|died|achiev|respond|relaps|show|discontinu|withdr|progress|remain|complet|report|needed|required|suffered|were (?:lost|excluded|in |alive|free)|did not|in (?:the|each) |per group|in complete|entwickelt|starb|verstarb|erreicht|sprachen|zeigten|brachen|erlitt|hatten)",
    )
});

/// A single patient whose case is told: "a 39-year-old patient", "wurde ein Patient ... behandelt".
static SINGLE: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)\b(?P<who>(?:an?|one|the first|a single|first|ein|eine|einen|einem|einer|erste[rn]?|unsere?n?)(?: [\wäöüß-]+){0,3}? (?:patient(?:in|en)?|case))\b",
    )
});

/// What is said of the single patient when the case is told and not supposed.
static TOLD: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)\b(?:was (?:treated|admitted|referred|diagnosed|successfully)|has been (?:treated|successfully)|have treated|treated an?\b|presented|we (?:report|describe|present|treated)|successfully treat|case of|wurde|konnte|erhielt|berichten|behandelten|haben)\b",
    )
});

struct Candidate {
    quantity: Quantity,
    surface: Span,
    cue: bool,
}

/// Finds the cohort, or the one patient.
pub(super) fn find(page: &Page<'_>, people: &People, found: &mut Gathered) {
    let mut candidates = Vec::new();
    let mut single = None;
    for sentence in GATE.sentences(page) {
        in_sentence(page, &sentence, &mut candidates);
        if single.is_none() {
            single = told_single(page, &sentence);
        }
    }
    let cued = candidates.iter().any(|candidate| candidate.cue);
    if !cued {
        // A number that no verb of study goes with is believed only where it is the only one.
        candidates.dedup_by(|one, other| {
            one.quantity.n.total_cmp(&other.quantity.n).is_eq() && one.quantity.op == other.quantity.op
        });
        if candidates.len() > 1 {
            candidates.clear();
        }
    }
    let one = people.known.first().map(|patient| patient.whole.clone()).or(single);
    let shown: Vec<Candidate> = candidates.into_iter().filter(|candidate| candidate.cue || !cued).collect();
    if shown.is_empty() {
        if let Some(surface) = one {
            found.add(cohort_fact(page, "1 patient".to_owned(), &surface, Subject::Patient(1), one_patient()));
        }
        return;
    }
    for Candidate { quantity, surface, .. } in shown {
        let value = quantity.shown("patient", "patients");
        found.add(cohort_fact(page, value, &surface, Subject::Cohort, quantity.data("patients")));
    }
}

fn one_patient() -> Data {
    Data::Quantity { op: "=", n: 1.0, n2: None, unit: "patients".to_owned() }
}

fn cohort_fact(page: &Page<'_>, value: String, surface: &Span, subject: Subject, data: Data) -> Fact {
    Fact { subject, data, ..cues::fact(page, FactKind::CohortSize, value, surface, "patients/cohort") }
}

fn in_sentence(page: &Page<'_>, sentence: &Span, candidates: &mut Vec<Candidate>) {
    let text = page.str(sentence);
    for quantity in numbers::quantities(text) {
        if quantity.article || quantity.n < 2.0 || quantity.n.fract() != 0.0 {
            continue;
        }
        let Some((end, people)) = counted(text, &quantity) else {
            continue;
        };
        let clause = around(text, &quantity.span, end);
        let follows = cues::after(text, end, text.len(), 60);
        if OTHERS.is_match(clause) || PART.is_match(follows) || is_part(text, &quantity) {
            continue;
        }
        let cue = TREATED.is_match(clause);
        if people && !cue {
            continue;
        }
        candidates.push(Candidate {
            surface: sentence.start + quantity.span.start..sentence.start + end,
            quantity,
            cue,
        });
    }
}

/// Where the noun that a number counts ends, and whether it names people rather than patients. "n = 42" counts where
/// patients stand before it.
fn counted(text: &str, quantity: &Quantity) -> Option<(usize, bool)> {
    let rest = cues::after(text, quantity.span.end, text.len(), 100);
    // "3 patients' samples", "5 patient-years" and "2 of 5 patients" count otherwise; a unit between is another count.
    if numbers::time_unit(text, quantity.span.end).is_some()
        || rest.starts_with(" of ") && !rest.starts_with(" of the ")
    {
        return None;
    }
    if let Some(groups) = HEAD.captures(rest) {
        let all = groups.get(0)?;
        let mut between = all.as_str().split(|c: char| c.is_whitespace() || c == '-');
        let crossed = between.any(|word| CROSSED.contains(&word.to_lowercase().as_str()));
        let singular = all.as_str().ends_with("patient");
        let more = &rest[all.end()..];
        if crossed || singular || more.starts_with("-year") {
            return None;
        }
        let and = PAIRED.find(more).map_or(0, |pair| pair.end());
        return Some((quantity.span.end + all.end() + and, groups.name("people").is_some()));
    }
    let lead = cues::before(text, 0, quantity.span.start, 30).to_lowercase();
    let lead = lead.trim_end().strip_suffix('=')?.trim_end();
    let patients = lead.strip_suffix('n')?.trim_end().trim_end_matches(['(', '[', ',', ';']).trim_end();
    ["patients", "patienten", "participants", "subjects", "probanden", "teilnehmer", "cohort", "kohorte"]
        .iter()
        .any(|head| patients.ends_with(head))
        .then_some((quantity.span.end, false))
}

/// Words that may not stand between a number and the people it counts.
const CROSSED: &[&str] = &[
    "in", "of", "for", "and", "or", "to", "from", "by", "than", "und", "oder", "für", "bei", "in", "mg", "ml",
    "percent", "prozent", "doses", "cycles", "years", "year", "months", "days", "clinical", "trials", "studies",
    "studien", "the", "study", "trial", "studie", "that", "has", "have", "had", "who", "which", "when", "with", "was",
    "were", "is", "are", "on",
];

/// The other half of "Patientinnen und Patienten".
static PAIRED: LazyLock<Pattern> =
    LazyLock::new(|| Pattern::new(r"^ und (?:Patienten|Probanden|Teilnehmer|Männer|Frauen)n?\b"));

/// Whether a number is the part in "12 of 15 patients": the second number is the cohort.
fn is_part(text: &str, quantity: &Quantity) -> bool {
    static OF: LazyLock<Pattern> =
        LazyLock::new(|| Pattern::new(r"(?i)^ (?:\([^)]{1,12}\) )?(?:of|out of|von|der|of the)\b"));
    OF.is_match(cues::after(text, quantity.span.end, text.len(), 24))
}

/// The clause around a counted phrase, as far as a cue may stand.
fn around<'t>(text: &'t str, number: &Span, end: usize) -> &'t str {
    let start = number.start - cues::before(text, 0, number.start, 120).len();
    let start = text[start..number.start].rfind(['.', ';']).map_or(start, |at| start + at);
    let stop = end + cues::after(text, end, text.len(), 120).len();
    let stop = text[end..stop].find([';']).map_or(stop, |at| end + at);
    &text[start..stop]
}

/// A patient without age whose case a sentence tells.
fn told_single(page: &Page<'_>, sentence: &Span) -> Option<Span> {
    let text = page.str(sentence);
    let text = cues::after(text, 0, text.len(), 2000);
    let who = SINGLE.captures(text)?.name("who")?;
    if !TOLD.is_match(text) || OTHERS.is_match(text) {
        return None;
    }
    let patient = who.as_str().to_lowercase();
    // "In a case", "welcher Patient", "ein Patient oder eine Patientin" tell of nobody.
    let bound = patient.contains("patient") && !cues::after(text, who.end(), text.len(), 6).starts_with(" oder");
    bound.then(|| sentence.start + who.start()..sentence.start + who.end())
}
