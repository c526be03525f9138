//! How many patients a document tells of: those treated or studied here, never employees, beds, or an estimate for
//! the world, and not the part of them that something happened to.

use std::sync::LazyLock;

use super::sex::{PATIENT_GATE, Sex};
use super::{People, sex_fact};
use crate::facts::cues::{self, Gate, Gathered};
use crate::facts::numbers::{self, Quantity};
use crate::facts::pattern::Pattern;
use crate::facts::triggers::Trigger;
use crate::facts::{Assertion, Data, Fact, FactKind, Page, Subject};
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

/// Words one of which is in whatever [`HEAD`] finds.
pub(in crate::facts) static HEADS: Gate = Gate::new(&[
    "patient",
    "proband",
    "teilnehmer",
    "betroffene",
    "erkrankte",
    "participants",
    "subjects",
    "volunteers",
    "women",
    " men",
    "-men",
    "\u{a0}men",
    "children",
    "adults",
    "adolescents",
    "infants",
    "individuals",
    "frauen",
    "männer",
    "kinder",
    "personen",
    "erwachsene",
]);

/// What makes a number of people no cohort.
static OTHERS: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)worldwide|weltweit|global(?:ly)? |\bestimate|schätzung|geschätzt|\bper year|\ba year\b|every year|each year|annual|pro jahr|jährlich|jedes jahr|im jahr behandel|prevalence|prävalenz|incidence|inzidenz|in germany alone|in deutschland|in the united states|in europe\b|live with|living with|leben mit|employ|mitarbeit|beschäftigt|\bbeds\b|betten|affects|betrifft",
    )
});

/// Words one of which is in whatever [`OTHERS`] finds.
pub(in crate::facts) static OTHERS_GATE: Gate = Gate::new(&[
    "worldwide",
    "weltweit",
    "global",
    "estimate",
    "schätz",
    " year",
    "annual",
    "pro jahr",
    "jährlich",
    "jedes jahr",
    "im jahr behandel",
    "prevalence",
    "prävalenz",
    "incidence",
    "inzidenz",
    "in germany alone",
    "in deutschland",
    "in the united states",
    "in europe",
    "live with",
    "living with",
    "leben mit",
    "employ",
    "mitarbeit",
    "beschäftigt",
    "beds",
    "betten",
    "affects",
    "betrifft",
]);

/// What makes a number of people those of a study that is still to come.
static PLANNED: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)\bplan(?:s|ned)? to\b|\bwill (?:be )?(?:enrol|includ|recruit|treat|test|receive|take part)|\b(?:is|are) (?:expected|planned|set) to\b|aims? to enrol|\bto enroll\b|\bsoll(?:en)?\b|\bgeplant|\bplanen\b|estimated enrol",
    )
});

/// Words one of which is in whatever [`PLANNED`] finds.
pub(in crate::facts) static PLANNED_GATE: Gate =
    Gate::new(&["plan", "will ", "expected to", "set to", "to enrol", "soll", "estimated enrol"]);

/// What stands before the number of those to whom something happened: "occurred in 36", "trat bei drei".
static HAPPENED: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)\b(?:occur(?:red|s|ring)?|(?:was|were|been) (?:reported|observed|seen|detected|noted|found|achieved|present|diagnosed|documented)|achieved|resolved|developed|traten?|kam es|beobachtet|erreicht|gab es|zeigten? sich)\b[^.;]{0,40}\b(?:in|by|bei)(?: (?:only|about|all|nur|etwa))? ?$",
    )
});

/// That people who "had" something had a treatment: they are treated, no part of those treated.
static HAD_TREATMENT: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)^[ ,]*(?:who |that )?(?:had|have) (?:previously |already |all )?(?:received|been|undergone|started|relapsed or|failed)\b",
    )
});

/// "seven women and one man", "5 male, 3 female": the sexes of a cohort.
static SEXES: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)^ (?:(?:of them|patients) )?(?:were |waren )?(?P<one>women|men|females?|males?|woman|man|frauen|männer|frau|mann|patientinnen)(?: patients)?(?:,| and| und|, and)? (?P<n>[a-zäöüß]+|[0-9]+) (?P<two>women|men|females?|males?|woman|man|frauen|männern?|frau|mann|patienten)\b",
    )
});

/// What makes a number of people the cohort of this document.
pub(in crate::facts) static TREATED: Gate = Gate::new(&[
    "enrol",
    "includ",
    "recruit",
    "randomis",
    "randomiz",
    "study",
    "studied",
    "analys",
    "analyz",
    "receiv",
    "underwent",
    "evaluat",
    "examin",
    "investigat",
    "treated",
    "infused",
    "sample of",
    "samples of",
    "sample from",
    "samples from",
    "cohort",
    "case series",
    "series of",
    "trial",
    "screened",
    "eligible",
    "assessed",
    "reviewed",
    "report",
    "describe",
    "involv",
    "compris",
    "tested",
    "followed",
    "untersuch",
    "behandelt",
    "eingeschlossen",
    "rekrutiert",
    "teilgenommen",
    "nahmen",
    "nehmen",
    "erhielten",
    "erhalten",
    "proben von",
    "analysiert",
    "studie",
    "ausgewertet",
    "befragt",
    "wurden",
    "therapie",
    "bei ",
]);

/// What follows a number of people who are a part of the cohort.
static PART: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)^[ ,]*(?:\([^)]{0,40}\)[ ,]*)?(?:who |have |had |has |then |also |in (?:the|each) |of whom|\w+ly )*(?:had\b|develop|experienc|died|achiev|respond|relaps|show|discontinu|withdr|progress|remain|complet|report|needed|required|suffered|were (?:lost|excluded|in |alive|free)|did not|in (?:the|each) |per group|in complete|entwickelt|starb|verstarb|erreicht|sprachen|zeigten|brachen|erlitt|hatten)",
    )
});

/// Words of the numbers of patients that a record has as fields.
pub(in crate::facts) static SHARES: Gate =
    Gate::new(&["women", " men", "male", "frauen", "männer", "männlich", "weiblich"]);

pub(in crate::facts) static FIELDS: Gate =
    Gate::new(&["rollment:", "rolment:", "ollment (", "sample size", "number of", "zahl:"]);

/// The number of patients as a field of a record.
static FIELD: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?im)^\W{0,3}(?:(?P<planned>estimated |target |planned |geplante )|actual )?(?:enrol?lment|sample size|number of (?:patients|participants|subjects)|fallzahl|patientenzahl|teilnehmerzahl)(?: \([a-z]+\))?: ?(?P<n>[0-9][0-9.,]*)(?P<mark> ?\((?:estimated|anticipated|geplant)\))?",
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
    /// The sex that the noun tells.
    sex: Option<Sex>,
    /// Those of a study to come.
    planned: bool,
}

/// Finds the cohort, or the one patient.
pub(super) fn find(page: &Page<'_>, people: &People, found: &mut Gathered) {
    let mut candidates = Vec::new();
    let mut single = None;
    for sentence in GATE.sentences(page) {
        in_sentence(page, &sentence, &mut candidates, found);
        if single.is_none() {
            single = told_single(page, &sentence);
        }
    }
    fields(page, &mut candidates);
    shares(page, found);
    // Women and men of a cohort that is counted as a whole are its parts.
    let most = candidates.iter().filter(|all| !all.planned).map(|all| all.quantity.n).fold(0.0, f64::max);
    candidates.retain(|candidate| {
        if let Some(sex) = candidate.sex.filter(|_| !candidate.planned && candidate.cue) {
            let fact = sex_fact(page, sex, &candidate.surface, Subject::Cohort);
            found.add(Fact { data: candidate.quantity.data("patients"), ..fact });
        }
        candidate.sex.is_none() || candidate.quantity.n >= most
    });
    let mut planned = candidates.extract_if(.., |candidate| candidate.planned).collect::<Vec<_>>();
    planned.dedup_by(|one, other| one.quantity.n.total_cmp(&other.quantity.n).is_eq());
    for Candidate { quantity, surface, .. } in planned {
        let value = quantity.shown("patient", "patients");
        let data = quantity.data("patients");
        let fact = cohort_fact(page, value, &surface, Subject::Cohort, data);
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
        if let Some(surface) = one {
            found.add(cohort_fact(page, "1 patient".to_owned(), &surface, Subject::Patient(1), one_patient()));
        }
        return;
    }
    // A story that begins with one patient and goes on to a trial tells of both.
    if let Some(patient) = described.filter(|patient| shown.iter().all(|all| patient.whole.end < all.surface.start)) {
        found.add(cohort_fact(page, "1 patient".to_owned(), &patient.whole, Subject::Patient(1), one_patient()));
    }
    for Candidate { quantity, surface, .. } in shown {
        let value = quantity.shown("patient", "patients");
        found.add(cohort_fact(page, value, &surface, Subject::Cohort, quantity.data("patients")));
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
        });
    }
}

fn one_patient() -> Data {
    Data::Quantity { op: "=", n: 1.0, n2: None, unit: "patients".to_owned() }
}

fn cohort_fact(page: &Page<'_>, value: String, surface: &Span, subject: Subject, data: Data) -> Fact {
    Fact { subject, data, ..cues::fact(page, FactKind::CohortSize, value, surface, "patients/cohort") }
}

fn in_sentence(page: &Page<'_>, sentence: &Span, candidates: &mut Vec<Candidate>, found: &mut Gathered) {
    let text = page.str(sentence);
    for quantity in page.quantities(sentence).iter() {
        if quantity.article || quantity.n < 2.0 || quantity.n.fract() != 0.0 {
            continue;
        }
        let Some((end, people)) = counted(page, sentence, quantity) else {
            continue;
        };
        if let Some(sexes) = sexes(text, quantity) {
            for (sex, n, span) in sexes {
                let surface = sentence.start + span.start..sentence.start + span.end;
                let fact = sex_fact(page, sex, &surface, Subject::Cohort);
                found.add(Fact { data: Data::Quantity { op: "=", n, n2: None, unit: "patients".to_owned() }, ..fact });
            }
            continue;
        }
        if is_part(text, quantity) || is_no_count(text, quantity) {
            continue;
        }
        let clause = around(text, &quantity.span, end);
        let place = sentence.start + clause.start..sentence.start + clause.end;
        let clause = &text[clause];
        let cue = TREATED.within(page, &place);
        if people && !cue {
            continue;
        }
        let follows = cues::after(text, end, text.len(), 60);
        let part = PART.is_match(follows) && !HAD_TREATMENT.is_match(follows);
        let planned = PLANNED_GATE.within(page, &place) && PLANNED.is_match(clause);
        if !planned && (part || OTHERS_GATE.within(page, &place) && OTHERS.is_match(clause)) {
            continue;
        }
        let happened = cue && HAPPENED.is_match(cues::before(text, 0, quantity.span.start, 80));
        let cue = cue && !happened;
        // "severe lupus (8 patients)": a part of those that were counted before.
        let bracketed = text[..quantity.span.start].ends_with('(') && text[end..].starts_with(')');
        if people && !cue {
            continue;
        }
        candidates.push(Candidate {
            surface: sentence.start + quantity.span.start..sentence.start + end,
            sex: sex_told(&text[quantity.span.end..end]),
            quantity: quantity.clone(),
            cue: cue && !bracketed,
            planned,
        });
    }
}

/// The two sexes that are counted from `quantity` on, each with its number and place.
fn sexes(text: &str, quantity: &Quantity) -> Option<[(Sex, f64, Span); 2]> {
    let rest = cues::after(text, quantity.span.end, text.len(), 80);
    let groups = SEXES.captures(rest)?;
    let sex = |word: &str| {
        let word = word.to_lowercase();
        let female = ["wom", "female", "frau", "patientinnen"].iter().any(|stem| word.starts_with(stem));
        if female { Sex::Female } else { Sex::Male }
    };
    let (one, two, n) = (groups.name("one")?, groups.name("two")?, groups.name("n")?);
    let at = quantity.span.end;
    let second = numbers::quantities(n.as_str()).into_iter().next()?;
    (sex(one.as_str()) != sex(two.as_str())).then(|| {
        [
            (sex(one.as_str()), quantity.n, quantity.span.start..at + one.end()),
            (sex(two.as_str()), second.n, at + n.start()..at + two.end()),
        ]
    })
}

/// Whether a number is that of a phase or a share: "a phase 3 trial, previously untreated patients", "one in five".
fn is_no_count(text: &str, quantity: &Quantity) -> bool {
    static SHARE: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(
            r"(?i)(?:\bphase[ /-]?|\b(?:one|two|three|nine|[0-9]+) (?:in|out of every) |\b(?:eine?r?|jede[rs]?) (?:von )?)$",
        )
    });
    static YEAR: LazyLock<Pattern> =
        LazyLock::new(|| Pattern::new(r"(?i)\b(?:seit|since|in|im|bis|until|from|ab|by|jahre?|year|of)$"));
    let lead = cues::before(text, 0, quantity.span.start, 24);
    let year = (1900.0..2100.0).contains(&quantity.n) && quantity.span.len() == 4 && YEAR.is_match(lead.trim_end());
    SHARE.is_match(lead) || year
}

/// The sex that the noun of a count tells: "102 women".
fn sex_told(noun: &str) -> Option<Sex> {
    let word = noun.rsplit([' ', '\u{a0}']).next().unwrap_or_default().to_lowercase();
    match word.as_str() {
        "women" | "girls" | "females" | "frauen" | "patientinnen" | "mädchen" => Some(Sex::Female),
        "men" | "boys" | "males" | "männer" | "männern" | "jungen" => Some(Sex::Male),
        _ => None,
    }
}

/// "130 (91%) were women", "58% male": how many of a cohort are of a sex.
fn shares(page: &Page<'_>, found: &mut Gathered) {
    static SHARE: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(
            r"(?i)\b(?P<all>(?P<n>[0-9]{1,6})(?: (?:patients|participants))? (?:\((?P<p>[0-9]{1,3}(?:[.,][0-9]+)?) ?%\) (?:were |waren )?|(?:were|waren) )(?P<s1>women|men|females?|males?|frauen|männer|weiblich|männlich)|(?P<q>[0-9]{1,3}(?:[.,][0-9]+)?) ?(?:%|percent|per cent|prozent) (?:were |was |waren |of (?:the )?patients were )?(?P<s2>women|men|females?|males?|frauen|männer|weiblich|männlich))\b",
        )
    });
    for sentence in SHARES.sentences(page) {
        for groups in SHARE.captures_iter(page.str(&sentence)) {
            let (Some(all), Some(word)) = (groups.name("all"), groups.name("s1").or_else(|| groups.name("s2"))) else {
                continue;
            };
            let lower = word.as_str().to_lowercase();
            let female = ["wom", "fem", "fra", "wei"].iter().any(|stem| lower.starts_with(stem));
            let sex = if female { Sex::Female } else { Sex::Male };
            let count = groups.name("n").map(|n| (n, "patients")).or_else(|| Some((groups.name("q")?, "%")));
            let Some((number, unit)) = count else { continue };
            let Ok(n) = number.as_str().replace(',', ".").parse() else { continue };
            let surface = sentence.start + all.start()..sentence.start + all.end();
            let fact = sex_fact(page, sex, &surface, Subject::Cohort);
            found.add(Fact { data: Data::Quantity { op: "=", n, n2: None, unit: unit.to_owned() }, ..fact });
        }
    }
}

/// Where the noun that a number counts ends, and whether it names people rather than patients. "n = 42" counts where
/// patients stand before it.
fn counted(page: &Page<'_>, sentence: &Span, quantity: &Quantity) -> Option<(usize, bool)> {
    let text = page.str(sentence);
    let rest = cues::after(text, quantity.span.end, text.len(), 100);
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
        let singular = all.as_str().ends_with("patient");
        let more = &rest[all.end()..];
        if crossed || singular || more.starts_with("-year") {
            return None;
        }
        let and = PAIRED.find(more).map_or(0, |pair| pair.end());
        return Some((quantity.span.end + all.end() + and, groups.name("people").is_some()));
    }
    let lead = cues::before(text, 0, quantity.span.start, 30).trim_end().strip_suffix('=')?.to_lowercase();
    let lead = lead.trim_end();
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
fn around(text: &str, number: &Span, end: usize) -> Span {
    let start = number.start - cues::before(text, 0, number.start, 120).len();
    let start = text[start..number.start].rfind(['.', ';']).map_or(start, |at| start + at);
    let stop = end + cues::after(text, end, text.len(), 120).len();
    let stop = text[end..stop].find([';']).map_or(stop, |at| end + at);
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
