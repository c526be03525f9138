//! How many patients a document tells of: those treated or studied here, never employees, beds, or an estimate for
//! the world, and not the part of them that something happened to.

use std::sync::LazyLock;

use super::sex::{PATIENT_GATE, Sex};
use super::{People, sex_fact};
use crate::facts::cues::{self, Gathered};
use crate::facts::numbers::{self, Quantity};
use crate::facts::pattern::Pattern;
use crate::facts::triggers::Trigger;
use crate::facts::{Assertion, Data, Fact, FactKind, Page, Subject};
use crate::text::Span;
use crate::vocabulary::ConceptKind;

pub(in crate::facts) mod arms;
pub(in crate::facts) mod others;
mod shares;
pub(in crate::facts) mod words;

use words::{
    ALL_BEFORE, ELIGIBLE_SEXES, FIELD, FIELDS, GATE, HAD_TREATMENT, HAPPENED, HEAD, HEADS, OTHERS, OTHERS_GATE, PART,
    PART_BEFORE, PEOPLE, PLANNED, PLANNED_GATE, REPORTED, SCREENED, SCREENING, SEEN, SEEN_IN, SINGLE, STUDY_OF, TOLD,
    TREATED, WHOLE_BEFORE,
};

struct Candidate {
    quantity: Quantity,
    surface: Span,
    cue: bool,
    /// The sex that the noun tells.
    sex: Option<Sex>,
    /// Those of a study to come.
    planned: bool,
    /// Those who were looked at before some were taken into the study.
    screened: bool,
}

/// Finds the cohort, or the one patient.
pub(super) fn find(page: &Page<'_>, facts: &[Fact], people: &People, found: &mut Gathered) {
    let mut candidates = Vec::new();
    let mut elsewhere = Vec::new();
    let mut single = None;
    let (review, case) = (others::is_genre(facts, "review"), others::is_genre(facts, "case report"));
    for sentence in GATE.sentences(page) {
        let before = candidates.len();
        in_sentence(page, &sentence, review, &mut candidates, found);
        if candidates.len() > before && others::is_elsewhere(page, &sentence) {
            elsewhere.extend(candidates.drain(before..));
        }
        if single.is_none() {
            single = told_single(page, &sentence);
        }
    }
    fields(page, &mut candidates);
    eligible_sexes(page, found);
    arms::taken(page, &mut candidates);
    arms::groups(page, found);
    shares::find(page, found);
    // What the background counts is this document's only where nothing else is, and it tells of no case.
    let counted = candidates.iter().any(|candidate| candidate.cue);
    if !counted && !case && people.known.is_empty() {
        candidates.append(&mut elsewhere);
    }
    candidates.sort_by_key(|candidate| candidate.surface.start);
    // Women and men of a cohort that is counted as a whole are its parts.
    let most =
        candidates.iter().filter(|all| !all.planned && !all.screened).map(|all| all.quantity.n).fold(0.0, f64::max);
    // Where only boys are counted, a smaller number before a larger one is another study and no part of it.
    let first = candidates.first().map(|candidate| candidate.sex);
    let same = first.flatten().is_some() && candidates.iter().all(|candidate| Some(candidate.sex) == first);
    let mut largest = 0.0_f64;
    candidates.retain(|candidate| {
        if let Some(sex) = candidate.sex.filter(|_| !candidate.planned && candidate.cue) {
            let fact = sex_fact(page, sex, &candidate.surface, Subject::Cohort);
            found.add(Fact { data: candidate.quantity.data("patients"), ..fact });
        }
        let before = largest;
        largest = candidate.quantity.n.max(before);
        candidate.sex.is_none() || candidate.quantity.n >= if same { before } else { most }
    });
    // Who was only looked at is no part of what the study counts; it stands beside it.
    let enrolled = candidates.iter().any(|candidate| candidate.cue && !candidate.screened && !candidate.planned);
    for Candidate { quantity, surface, .. } in candidates.extract_if(.., |candidate| enrolled && candidate.screened) {
        let fact = counted_fact(page, &quantity, &surface);
        found.add(Fact { function: Some("screened".to_owned()), ..fact });
    }
    let mut planned = candidates.extract_if(.., |candidate| candidate.planned).collect::<Vec<_>>();
    planned.dedup_by(|one, other| one.quantity.n.total_cmp(&other.quantity.n).is_eq());
    for Candidate { quantity, surface, .. } in planned {
        let fact = counted_fact(page, &quantity, &surface);
        found.add(Fact { assertion: Assertion::Planned, ..fact });
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
    let described = people.known.first().filter(|patient| patient.age.is_some() || patient.sex.is_some());
    let one = people.known.first().map(|patient| patient.whole.clone()).or(single);
    let shown: Vec<Candidate> = candidates.into_iter().filter(|candidate| candidate.cue || !cued).collect();
    if shown.is_empty() {
        if let Some(last) = people.cases.last() {
            let n = people.cases.len();
            let data = Data::Quantity { op: "=", n: n as f64, n2: None, unit: "patients".to_owned() };
            found.add(cohort_fact(page, format!("{n} patients"), &last.label, Subject::Cohort, data));
        } else if let Some(surface) = one {
            found.add(cohort_fact(page, "1 patient".to_owned(), &surface, Subject::Patient(1), one_patient()));
        }
        return;
    }
    // A story that begins with one patient and goes on to a trial tells of both.
    if let Some(patient) = described
        .filter(|patient| people.cases.is_empty() && shown.iter().all(|all| patient.whole.end < all.surface.start))
    {
        found.add(cohort_fact(page, "1 patient".to_owned(), &patient.whole, Subject::Patient(1), one_patient()));
    }
    for Candidate { quantity, surface, .. } in shown {
        found.add(counted_fact(page, &quantity, &surface));
    }
}

/// The numbers of patients that a record has as fields.
fn fields(page: &Page<'_>, candidates: &mut Vec<Candidate>) {
    if !FIELDS.stands(page) {
        return;
    }
    let text = &*page.document.text;
    for groups in FIELD.captures_iter(text) {
        let Some(n) = groups.name("n").filter(|n| cues::is_prose(page, n.start())) else { continue };
        let Some(mut quantity) = numbers::quantities(n.as_str()).into_iter().next() else { continue };
        quantity.span = n.range();
        candidates.push(Candidate {
            surface: n.range(),
            quantity,
            cue: true,
            sex: None,
            planned: groups.name("planned").is_some() || groups.name("mark").is_some(),
            screened: false,
        });
    }
}

/// The sexes that a record of a trial lets in: "Sexes Eligible for Study: All".
fn eligible_sexes(page: &Page<'_>, found: &mut Gathered) {
    static ELIGIBLE: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(
            r"(?im)^\W{0,3}(?P<all>(?:sex(?:es)?|genders?|geschlecht(?:er)?)(?: eligible(?: for study)?)?: ?(?P<sex>all|both|female|male|alle|beide|weiblich|männlich))\b",
        )
    });
    if !ELIGIBLE_SEXES.stands(page) {
        return;
    }
    for groups in ELIGIBLE.captures_iter(&page.document.text) {
        let (Some(all), Some(sex)) = (groups.name("all"), groups.name("sex")) else { continue };
        let value = match sex.as_str().to_lowercase().as_str() {
            "female" | "weiblich" => Sex::Female.name(),
            "male" | "männlich" => Sex::Male.name(),
            _ => "all",
        };
        let fact = cues::fact(page, FactKind::PatientSex, value.to_owned(), &all.range(), "patients/sex");
        found.add(Fact { subject: Subject::Cohort, data: Data::Id(value.to_owned()), ..fact });
    }
}

/// Whether a place is in a sentence about a study that is still to come.
pub(in crate::facts) fn is_planned(page: &Page<'_>, at: usize) -> bool {
    let sentence = page.sentence_at(at);
    PLANNED_GATE.within(page, &sentence) && PLANNED.is_match(page.str(&sentence))
}

fn one_patient() -> Data {
    Data::Quantity { op: "=", n: 1.0, n2: None, unit: "patients".to_owned() }
}

fn cohort_fact(page: &Page<'_>, value: String, surface: &Span, subject: Subject, data: Data) -> Fact {
    Fact { subject, data, ..cues::fact(page, FactKind::CohortSize, value, surface, "patients/cohort") }
}

fn counted_fact(page: &Page<'_>, quantity: &Quantity, surface: &Span) -> Fact {
    let value = quantity.shown("patient", "patients");
    cohort_fact(page, value, surface, Subject::Cohort, quantity.data("patients"))
}

fn in_sentence(page: &Page<'_>, sentence: &Span, review: bool, candidates: &mut Vec<Candidate>, found: &mut Gathered) {
    let text = page.str(sentence);
    // The end of the last pair of sexes.
    let mut paired = 0;
    for quantity in page.quantities(sentence).iter() {
        if quantity.article || quantity.n < 2.0 || quantity.n.fract() != 0.0 || quantity.span.start < paired {
            continue;
        }
        if let Some(sexes) = shares::sexes(text, quantity) {
            let [one, two] = &sexes;
            paired = two.2.end;
            // Together they are all, where nothing else counts them.
            candidates.push(Candidate {
                surface: sentence.start + one.2.start..sentence.start + two.2.end,
                quantity: Quantity { n: one.1 + two.1, span: one.2.start..two.2.end, ..quantity.clone() },
                cue: false,
                sex: None,
                planned: false,
                screened: false,
            });
            for (sex, n, span) in sexes {
                let surface = sentence.start + span.start..sentence.start + span.end;
                let fact = sex_fact(page, sex, &surface, Subject::Cohort);
                found.add(Fact { data: Data::Quantity { op: "=", n, n2: None, unit: "patients".to_owned() }, ..fact });
            }
            continue;
        }
        if STUDY_OF.is_match(cues::after(text, quantity.span.end, text.len(), 60)) {
            let end = quantity.span.end + "-patient".len();
            candidates.push(Candidate {
                surface: sentence.start + quantity.span.start..sentence.start + end,
                quantity: quantity.clone(),
                cue: !others::is_cited(page, sentence, &quantity.span, end),
                sex: None,
                planned: is_planned(page, sentence.start + quantity.span.start),
                screened: false,
            });
            continue;
        }
        let Some(Counted { end, people, kin }) = counted(page, sentence, quantity) else {
            continue;
        };
        if is_part(text, quantity) || is_no_count(text, quantity) || gave_cells(text, quantity) {
            continue;
        }
        let lead = cues::before(text, 0, quantity.span.start, 40);
        if PART_BEFORE.is_match(lead) || is_seen_in(page, sentence, quantity, end) {
            continue;
        }
        let clause = around(text, &quantity.span, end);
        let place = sentence.start + clause.start..sentence.start + clause.end;
        let clause = &text[clause];
        // Siblings are patients where the title names them or somebody reports on them, else they are a family history.
        let reported = kin && (is_titled(page, &place) || REPORTED.is_match(clause));
        let cue = if kin { reported } else { TREATED.within(page, &place) };
        if (people || kin) && !cue {
            continue;
        }
        let follows = cues::after(text, end, text.len(), 60);
        let part = PART.is_match(follows)
            && !HAD_TREATMENT.is_match(follows)
            && !WHOLE_BEFORE.is_match(lead)
            && !ALL_BEFORE.is_match(lead);
        let planned = PLANNED_GATE.within(page, &place) && PLANNED.is_match(clause);
        if others::is_cited(page, sentence, &quantity.span, end) || review && !others::is_reviewed(clause) {
            continue;
        }
        if !planned && (part || OTHERS_GATE.within(page, &place) && OTHERS.is_match(clause)) {
            continue;
        }
        if HAPPENED.is_match(cues::before(text, 0, quantity.span.start, 80)) {
            continue;
        }
        let cue = cue && !WHOLE_BEFORE.is_match(lead) || !people && ALL_BEFORE.is_match(lead);
        // "severe lupus (8 patients)": a part of those that were counted before.
        let bracketed = text[..quantity.span.start].ends_with('(') && text[end..].starts_with(')');
        if people && !cue {
            continue;
        }
        candidates.push(Candidate {
            surface: sentence.start + quantity.span.start..sentence.start + end,
            sex: shares::sex_told(&text[quantity.span.end..end]),
            quantity: quantity.clone(),
            cue: cue && !bracketed,
            planned,
            screened: SCREENED.is_match(follows)
                || SCREENING.is_match(cues::before(text, 0, quantity.span.start, 30))
                || ["screened", "gescreent"].iter().any(|word| text[quantity.span.end..end].contains(word)),
        });
    }
}

/// Whether those counted are the part in whom something was seen: "diarrhoea in 14 patients", "Bei zwei Patienten blieb
/// eine Schwäche zurück". A title and who reports them tell of the whole.
fn is_seen_in(page: &Page<'_>, sentence: &Span, quantity: &Quantity, end: usize) -> bool {
    let text = page.str(sentence);
    let lead = cues::before(text, 0, quantity.span.start, 60);
    if is_titled(page, &(sentence.start..sentence.end))
        || REPORTED.is_match(cues::before(text, 0, quantity.span.start, 200))
    {
        return false;
    }
    let follows = cues::after(text, end, text.len(), 40);
    if SEEN_IN.is_match(lead) && SEEN.is_match(follows) && !follows.contains(" we ") {
        return true;
    }
    let Some(before) = [" in ", " bei "].iter().find_map(|word| lead.strip_suffix(word)) else { return false };
    let at = sentence.start + quantity.span.start - (lead.len() - before.len());
    let near = page.mentions_in(&(at.saturating_sub(60)..at));
    near.last().is_some_and(|mention| {
        let kind = |&concept| page.vocabulary.get(concept).kind;
        mention.surface.end == at
            && mention
                .concepts
                .iter()
                .all(|concept| matches!(kind(concept), ConceptKind::Sign | ConceptKind::AdverseEvent))
    })
}

/// Whether a number is that of a phase or a share: "a phase 3 trial, previously untreated patients", "one in five".
fn is_no_count(text: &str, quantity: &Quantity) -> bool {
    static SHARE: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(
            r"(?i)(?:\b(?:phase|type|typ|grade|grad|stage|stadium|class|klasse)[ /-]?|\b(?:one|two|three|nine|[0-9]+) (?:in|out of every) |\b(?:eine?r?|jede[rs]?) (?:von )?)$",
        )
    });
    static YEAR: LazyLock<Pattern> =
        LazyLock::new(|| Pattern::new(r"(?i)\b(?:seit|since|in|im|bis|until|from|ab|by|jahre?|year|of)$"));
    let lead = cues::before(text, 0, quantity.span.start, 24);
    let year = (1900.0..2100.0).contains(&quantity.n) && quantity.span.len() == 4 && YEAR.is_match(lead.trim_end());
    SHARE.is_match(lead) || year
}

/// Whether a number is that of people whose cells were taken for the laboratory: "skin cells from nine patients".
fn gave_cells(text: &str, quantity: &Quantity) -> bool {
    static CELLS: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(
            r"(?i)(?:cells?|cell lines|neurons|organoids|zellen|zelllinien|neuronen|organoide[n]?) (?:from|of|von|aus|der) (?:the )?$",
        )
    });
    CELLS.is_match(cues::before(text, 0, quantity.span.start, 40))
}

/// The noun that a number counts.
struct Counted {
    /// Where it ends.
    end: usize,
    /// It names people rather than patients.
    people: bool,
    /// It names brothers or sisters.
    kin: bool,
}

/// Parts of a whole that a number may count.
const FRACTIONS: &[&str] =
    &["drittel", "viertel", "fünftel", "sechstel", "zehntel", "third", "quarter", "fifth", "tenth"];

/// Words before those counted as a noun of what was done ("40 Behandelte") where they are the whole.
const WHOLE: &[&str] = &["der ", "insgesamt ", "alle ", "allen ", "umfasste ", "mit ", "an ", "von ", "wurden "];

/// Where the noun that a number counts ends, and whether it names people rather than patients. "n = 42" counts where
/// patients stand before it.
fn counted(page: &Page<'_>, sentence: &Span, quantity: &Quantity) -> Option<Counted> {
    let text = page.str(sentence);
    let rest = cues::after(text, quantity.span.end, text.len(), 100);
    let next = rest.trim_start_matches([' ', '-']);
    let next = cues::after(next, 0, next.len(), 12).to_lowercase();
    if FRACTIONS.iter().any(|part| next.starts_with(part)) {
        return None;
    }
    // "3 patients' samples", "5 patient-years" and "2 of 5 patients" count otherwise; a unit between is another count.
    if numbers::time_unit(text, quantity.span.end).is_some()
        || rest.starts_with(" of ") && !rest.starts_with(" of the ")
    {
        return None;
    }
    let at = sentence.start + quantity.span.end;
    if HEADS.within(page, &(at..at + rest.len()))
        && let Some(groups) = HEAD.captures(rest)
    {
        let all = groups.get(0)?;
        let mut between = all.as_str().split(|c: char| c.is_whitespace() || c == '-');
        let crossed = between.any(|word| CROSSED.contains(&word.to_lowercase().as_str()));
        let crossed = crossed || counts_again(all.as_str());
        let singular = all.as_str().ends_with("patient");
        let more = &rest[all.end()..];
        // "24 Behandelte" are people, "24 behandelte Tiere" are not.
        let noun = groups.name("noun");
        let adjective = noun.is_some_and(|noun| noun.as_str().starts_with(char::is_lowercase));
        // "Drei Behandelte fieberten" tells of a part.
        let lead = cues::before(text, 0, quantity.span.start, 24).to_lowercase();
        let adjective = adjective || noun.is_some() && !WHOLE.iter().any(|word| lead.ends_with(word));
        if crossed || singular || adjective || more.starts_with("-year") {
            return None;
        }
        let and = PAIRED.find(more).map_or(0, |pair| pair.end());
        let end = quantity.span.end + all.end() + and;
        // "People" are patients only right beside a verb that says so.
        let any = groups.name("any").is_some();
        if any
            && !PEOPLE.is_match(cues::before(text, 0, end, 60))
            && !PEOPLE.is_match(cues::after(text, end, text.len(), 130))
        {
            return None;
        }
        return Some(Counted {
            end,
            people: any || groups.name("people").is_some(),
            kin: groups.name("kin").is_some(),
        });
    }
    let lead = cues::before(text, 0, quantity.span.start, 30).trim_end().strip_suffix('=')?.to_lowercase();
    let lead = lead.trim_end();
    let patients = lead.strip_suffix('n')?.trim_end().trim_end_matches(['(', '[', ',', ';']).trim_end();
    ["patients", "patienten", "participants", "subjects", "probanden", "teilnehmer", "cohort", "kohorte"]
        .iter()
        .any(|head| patients.ends_with(head))
        .then_some(Counted { end: quantity.span.end, people: false, kin: false })
}

/// Whether a place is in the title.
fn is_titled(page: &Page<'_>, place: &Span) -> bool {
    page.document.title.range.as_ref().is_some_and(|title| title.start <= place.start && place.start < title.end)
}

/// Whether another number stands between a number and the noun, as in "2021 took part 47 patients", and not that of a
/// name: "20 type 2 diabetes patients".
fn counts_again(between: &str) -> bool {
    static NAMED: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(r"(?i)\b(?:type|typ|phase|grade|grad|stage|stadium|class|klasse|group|gruppe|line)[ -]$")
    });
    numbers::quantities(between)
        .iter()
        .any(|quantity| !quantity.article && !NAMED.is_match(cues::before(between, 0, quantity.span.start, 12)))
}

/// Words that may not stand between a number and the people it counts.
const CROSSED: &[&str] = &[
    "in", "of", "for", "and", "or", "to", "from", "by", "than", "und", "oder", "für", "bei", "in", "mg", "ml",
    "percent", "prozent", "doses", "cycles", "years", "year", "months", "days", "clinical", "trials", "studies",
    "studien", "the", "study", "trial", "studie", "that", "has", "have", "had", "who", "which", "when", "with", "was",
    "were", "is", "are", "on", "among", "unter", "davon",
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
fn around(text: &str, number: &Span, end: usize) -> Span {
    let start = number.start - cues::before(text, 0, number.start, 120).len();
    let start = text[start..number.start].rfind(['.', ';']).map_or(start, |at| start + at);
    let stop = end + cues::after(text, end, text.len(), 120).len();
    // What stands in brackets right behind the noun ends no clause.
    let bracket = text[end..stop].strip_prefix(" (").and_then(|rest| rest.find(')')).map_or(end, |at| end + 2 + at);
    let stop = text[bracket..stop].find([';']).map_or(stop, |at| bracket + at);
    start..stop
}

/// A patient without age whose case a sentence tells.
fn told_single(page: &Page<'_>, sentence: &Span) -> Option<Span> {
    let one = |found: &Trigger| {
        let rest = &page.lower[found.end..sentence.end];
        let rest = rest.strip_prefix("in").or_else(|| rest.strip_prefix("en")).unwrap_or(rest);
        !rest.starts_with(char::is_alphanumeric)
    };
    if !PATIENT_GATE.inside(page, sentence).any(one) {
        return None;
    }
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
