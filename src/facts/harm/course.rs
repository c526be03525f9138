//! Harm that no word of safety announces: what occurred in so many of those treated ("headache in 8% and rash in 12%"),
//! what a drug brought about ("caused delirium"), and what came in the course after a treatment ("in month 10 she fell
//! ill with chickenpox").

use std::sync::LazyLock;

use super::{is_again, of_others};
use crate::facts::cues::{self, Gate};
use crate::facts::pattern::Pattern;
use crate::facts::{Mention, Page};
use crate::text::Span;
use crate::vocabulary::ConceptKind;

/// Words of treating somebody, in lower case.
pub(in crate::facts) static TREATING: Gate = Gate::new(&[
    "treat",
    "therap",
    "infus",
    "dose",
    "placebo",
    "received",
    "transplant",
    "was given",
    "trial",
    "behandel",
    "behandl",
    "erhielt",
    "bekam",
    "gabe",
    "studie",
    "verabreicht",
]);

/// Words of counting those to whom something happened, with the verb before or behind.
pub(in crate::facts) static COUNTED: Gate = Gate::new(&[
    " in ",
    " bei ",
    " by ",
    " among ",
    "develop",
    "experienc",
    "suffered",
    "erlitt",
    "entwickelt",
    "bekam",
]);

/// Words that bring in what a treatment did.
pub(in crate::facts) static CAUSED: Gate = Gate::new(&[
    "caused ",
    "triggered ",
    "provoked ",
    "verursachte",
    "unter ",
    "under ",
    "while on ",
    "löste ",
    "complicated by",
    "marred by",
    "at the cost of",
    "at the price of",
    "kompliziert",
    "admitted",
    "hospitali",
    "apart from",
    "abgesehen von",
    "stopped",
    "discontinued",
    "interrupted",
    "withdrawn",
    "geprägt",
    "um den preis",
    "death",
    "todesf",
    "died",
    "starb",
    "treatment-related",
    "drug-related",
    "related to the treatment",
    "related to treatment",
    "related to the drug",
    "behandlungsbedingt",
    "therapiebedingt",
    "therapieassoziiert",
    "wegen ",
    "because of",
    "due to",
    "intensive care",
    " ran ",
    "troubled ",
    "affected ",
    "erforder",
    "required ",
    " on ",
    "while ",
    "during ",
    "limited to",
    "beide hatten",
    "alle hatten",
]);

/// Words of a time after the treatment.
pub(in crate::facts) static LATER: Gate = Gate::new(&[
    " later",
    "später",
    "month ",
    "monat ",
    "week ",
    "woche ",
    "day ",
    "tag ",
    "winter",
    "herbst",
    "sommer",
    "frühjahr",
    "frühling",
    "autumn",
    "verlauf",
    "during follow-up",
    "since then",
    "has also been",
    "seither",
    "seitdem",
    "als komplikation",
    "as a complication",
    "after infusion",
    "after the infusion",
    "after transplant",
    "after dosing",
    "nach der infusion",
    "nach der transplantation",
    "nach der gabe",
    "nach der behandlung",
    "persists",
    "hält an",
    " zurück",
    "resolved",
    "subsided",
    "abated",
    "managed with",
    "controlled with",
    "required ",
    "klang",
    "beherrsch",
    "transient",
    "self-limit",
    "short-lived",
    "vorübergehend",
    "passager",
]);

/// How far back a treatment is looked for, in bytes.
pub(super) const BACK: usize = 1500;

/// How a patient was before the treatment, by words of the sentence.
pub(in crate::facts) static BEFORE: Gate = Gate::new(&[
    "at presentation",
    "at baseline",
    "at diagnosis",
    "at onset",
    "on admission",
    "at admission",
    "at enrol",
    "history of",
    "before ",
    "prior ",
    "previous",
    "initially",
    "presented",
    "bei aufnahme",
    "bei diagnose",
    "zu beginn",
    "vor der ",
    "vor beginn",
    "stellte sich",
    "anamnes",
    "zuvor",
]);

/// Whether what stands at `surface` is told as harm of a treatment; `lead` and `tail` are the sentence around it in
/// lower case.
pub(super) fn is_told(page: &Page<'_>, surface: &Span, sentence: &Span, lead: &str) -> bool {
    let whole = sentence.start.min(surface.start)..sentence.end.max(surface.end);
    let near = COUNTED.within(page, &whole) || LATER.within(page, &whole) || CAUSED.within(page, &whole);
    let treated = TREATING.within(page, &(whole.start.saturating_sub(BACK)..whole.end)) || has_drug(page, &whole);
    if !near || !treated {
        return false;
    }
    let told = whole.start..whole.start + cues::after(&page.lower, whole.start, whole.end, 600).len();
    let clause = lead.rsplit([';', ':']).next().unwrap_or(lead);
    if BEFORE.within(page, &told) || is_again(clause) || is_known(page, surface) {
        return false;
    }
    counted(page, surface, &whole, lead, clause)
        || told_of(page, surface, &whole, clause)
        || caused(page, surface, &whole, clause)
        || later(page, surface, &whole, clause)
}

/// Whether the concept stands in the title, or was named shortly before: it is the disease or one of its signs.
fn is_known(page: &Page<'_>, surface: &Span) -> bool {
    const REACH: usize = 3000;
    let Some(own) = page.mentions_in(surface).first() else { return false };
    let same = |other: &Mention| own.concepts.iter().any(|concept| other.concepts.contains(concept));
    let titled = page.document.title.range.as_ref().is_some_and(|title| page.mentions_in(title).iter().any(same));
    titled || page.mentions_in(&(surface.start.saturating_sub(REACH)..surface.start)).iter().take(400).any(same)
}

/// Whether so many had it: "occurred in 8% of patients", "traten bei 2,1 % auf", "five patients developed", or as one of
/// a list of such.
fn counted(page: &Page<'_>, surface: &Span, sentence: &Span, lead: &str, clause: &str) -> bool {
    static BEHIND: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(
            r"^(?: events?| episodes?| reactions?)?(?: \([^()]{0,60}\))?(?: (?:über|beyond|after|nach|of|for) [^.;:,]{2,25}?)?,?(?: (?:also )?(?:occurred|developed|appeared|arose)| (?:was|were) (?:also |each |both |mainly )?(?:seen|observed|reported|noted|recorded|documented|encountered)| trat(?:en)?| kam(?:en)?| wurden?| fand(?:en)? sich| zeigten? sich| bestand(?:en)?)(?: nur| lediglich| vereinzelt| only| mainly)? (?:in|among|by|bei) (?:about |only |just |approximately |~ ?|nur |etwa |rund |lediglich )*(?:[0-9]+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|a (?:third|quarter|half)|half|all|none|most|both|several|some|einem|einer|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|allen|keinem|keiner|der hälfte|einigen|mehreren|beiden)\b",
        )
    });
    static NEXT: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(
            r"^(?: events?| episodes?| reactions?)?(?: \([^()]{0,60}\))? (?:in|bei) (?:[0-9]|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|einem|einer|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf)",
        )
    });
    static FIRST: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(
            r"\b(?:(?:occurred|seen|observed|reported|noted|recorded) (?:in|by) |(?:infections?|events|reactions|toxicities)\b[^.;]{0,50}(?:comprised|included|were) |trat(?:en)? bei |wurden? bei |gab es bei )[^.;]{2,160}$",
        )
    });
    static WHO: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(
            r"\b(?:patients?|participants?|subjects|adults|children|women|men|recipients|patienten|patientinnen|teilnehmern?|teilnehmerinnen|behandelte|frauen|männer|kinder|one|two|three|four|five|six|seven|eight|nine|ten|[0-9][0-9.]*(?: ?%)?|percent)(?: \([^()]{0,30}\))?(?: (?:on|receiving|given|unter) [a-zäöüß0-9-]+(?: [a-z]+)?)? (?:had |have |later |subsequently |then )*(?:developed|experienced|suffered|erlitt(?:en)?|entwickelten?|bekam(?:en)?)(?: [a-zäöüß0-9-]+){0,4} $",
        )
    });
    static AHEAD: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(
            r"\bbei (?:etwa |rund |nur )*(?:[0-9]|einem|einer|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|allen|mehreren|einigen|beiden)[^.;,]{0,45} (?:kam es zu|trat(?:en)?|entwickelten? sich|blieb|blieben)(?: [a-zäöüß]+){0,2} $",
        )
    });
    let end = list_end(page, surface.end, sentence.end);
    let tail = cues::after(&page.lower, end, sentence.end, 120);
    BEHIND.is_match(tail)
        || (NEXT.is_match(cues::after(&page.lower, surface.end, sentence.end, 100)) && FIRST.is_match(lead))
        || WHO.is_match(cues::before(clause, 0, clause.len(), 140))
        || AHEAD.is_match(cues::before(clause, 0, clause.len(), 140))
}

/// Where a list of names ends that goes on at `at`: `[fever], rash and headache`.
fn list_end(page: &Page<'_>, at: usize, end: usize) -> usize {
    let mut at = at;
    for mention in page.mentions_in(&(at..end.max(at))).iter().take(6) {
        let between = page.lower[at..mention.surface.start.max(at)].trim();
        if !matches!(between, "," | "and" | "or" | "und" | "oder" | "sowie" | ", and" | ", or" | "as well as" | "/") {
            break;
        }
        at = mention.surface.end.max(at);
    }
    at
}

/// Whether a name of a drug or therapy stands in a range.
fn has_drug(page: &Page<'_>, range: &Span) -> bool {
    let is_drug = |mention: &Mention| {
        let kind = |&concept| page.vocabulary.get(concept).kind;
        mention
            .concepts
            .iter()
            .any(|concept| matches!(kind(concept), ConceptKind::Drug | ConceptKind::Therapy | ConceptKind::Product))
    };
    page.mentions_in(range).iter().any(is_drug)
}

/// Relatives, whose illnesses are none of the patient's.
const KIN: &[&str] = &[
    "mother",
    "father",
    "sister",
    "brother",
    "aunt",
    "uncle",
    "grandmother",
    "grandfather",
    "cousin",
    "mutter",
    "vater",
    "schwester",
    "bruder",
    "tante",
    "onkel",
    "großmutter",
    "großvater",
];

/// Whether the words around it say that it is one: what somebody died of, what the course was complicated by, what a
/// drug was stopped for, what was judged related to the treatment.
fn told_of(page: &Page<'_>, surface: &Span, sentence: &Span, clause: &str) -> bool {
    static LEAD: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(
            r"(?:\b(?:deaths?|todesfälle?)\b[^.;:]{0,50}? (?:from|due to|owing to|caused by|attributed to|attributable to|were|because of|durch|infolge|auf|an)|\b(?:died (?:of|from)|starb(?:en)? (?:er |sie |[a-z]+ )?an|(?:(?:was|were|been|course|period|stay|treatment|therapy|transplantation|infusion) (?:[a-z]+ ){0,2}|[a-z0-9]+, (?:[a-z]+ )?)complicated by|marred by|(?:had to be|was|were) (?:admitted|hospitali[sz]ed)(?: to hospital)? (?:with|for|because of)|at the (?:cost|price) of|kompliziert durch|um den preis)|\b(?:needed|required|received|was taken to|went to|moved to) (?:intensive care|the intensive care unit|the ICU|icu care) (?:treatment |admission )?(?:for|with|because of)|\bran|\b(?:beide|alle|sie|er|viele|\N) hatten? (?:nach|während|infolge) (?:de[rsm] )?[a-zäöüß]+)(?P<rest>(?: [^.;:]{2,70})? )$",
        )
    });
    static TAIL: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(
            r"^[^.;:]{0,50}? (?:(?:was|were|wurden?|gilt|gelten|galten|is|are) [^.;:]{0,50}?(?:treatment|drug|therapy)-related|(?:was|were) [^.;:]{0,50}?related to (?:the )?(?:treatment|drug|infusion|cells|study)|(?:wurden?|gilt|gelten|galten) [^.;:]{0,40}?(?:behandlungs|therapie)(?:bedingt|assoziiert)|(?:troubled|affected|bothered) (?:about |nearly )?[0-9]|erforderten? |(?:was|were|remained) limited to|kept (?:him|her|them) in )",
        )
    });
    static APART: LazyLock<Pattern> =
        LazyLock::new(|| Pattern::new(r"\b(?:apart from|except for|abgesehen von) (?:[^.;:]{2,70} )?$"));
    static NOTHING: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(
            r"^[^.;:]{0,90}?\b(?:nothing|nichts|uneventful|no (?:other|further|serious|severe|relevant)|keine (?:weiteren|schweren|ernsten))\b",
        )
    });
    static MARKED: LazyLock<Pattern> =
        LazyLock::new(|| Pattern::new(r"\bverlauf (?:war |wurde )?(?:[a-z]+ )?(?:von|durch) (?:[^.;:]{2,90} )?$"));
    static MARKS: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(r"^[^.;:]{0,90}? (?:geprägt|kompliziert|gekennzeichnet|erschwert|überschattet)\b")
    });
    static FOR: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(
            r"\b(?:wurden?|musste|mussten|was|were|had to be|been)\b[^.;:]{0,60}?(?:wegen|aufgrund|because of|due to|owing to|for|after) (?:an? |eine[rsm]? |de[rsm] )?(?:[a-zäöüß-]+ ){0,2}$",
        )
    });
    static ENDED: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(r"^[^.;:]{0,45}? (?:beendet|abgesetzt|abgebrochen|pausiert|ausgesetzt|reduziert)\b")
    });
    static GENERALLY: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(
            r"\b(?:treatment|therapy|dosing|infusions?|the drug|behandlung|therapie|gabe|infusionen?|das mittel|der wirkstoff)\b",
        )
    });
    // "She developed diabetes on prednisone".
    static TAKING: LazyLock<Pattern> =
        LazyLock::new(|| Pattern::new(r"^ (?:on|while on|while taking|during|under|unter|during treatment with) "));
    static GOT_IT: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(r"\b(?:developed|suffered|entwickelten?|bekam(?:en)?|erlitt(?:en)?)(?: [a-zäöüß0-9-]+){0,3} $")
    });
    static STOPPED: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(
            r"\b(?:stopped|discontinued|withdrawn|interrupted|abandoned|paused) (?:[a-z]+ ){0,4}?(?:because of|due to|owing to|for|after) ",
        )
    });
    if !CAUSED.within(page, sentence) {
        return false;
    }
    let near = cues::before(clause, 0, clause.len(), 150);
    if near.split(|c: char| !c.is_alphabetic()).any(|word| KIN.contains(&word)) {
        return false;
    }
    let tail = cues::after(&page.lower, surface.end, sentence.end, 110);
    let from = surface.start - near.len();
    let led = LEAD.captures(near).and_then(|groups| groups.name("rest"));
    if led.is_some_and(|rest| !of_others(rest.as_str()) && !rest.as_str().starts_with(" the ")) {
        return true;
    }
    if APART.is_match(near) && NOTHING.is_match(tail) {
        return true;
    }
    if MARKED.is_match(near) && MARKS.is_match(tail) {
        return true;
    }
    let drug = || has_drug(page, &(from..surface.start)) || GENERALLY.is_match(near);
    let given = || has_drug(page, &(surface.end..surface.end + tail.len()));
    if tail.starts_with(" required ") && given() || TAKING.is_match(tail) && GOT_IT.is_match(near) && given() {
        return true;
    }
    TAIL.is_match(tail) || (FOR.is_match(near) && (ENDED.is_match(tail) || STOPPED.is_match(near)) && drug())
}

/// Whether a drug is said to have brought it about: "prednisolone caused delirium and hyperglycaemia", "unter Abatacept
/// kam es zu einer Reaktivierung".
fn caused(page: &Page<'_>, surface: &Span, sentence: &Span, clause: &str) -> bool {
    static GENERAL: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(
            r"^\W{0,3}(?:unter|under|while on|on) (?:de[rm] |dieser |the |this )?(?:kombination|therapie|behandlung|medikation|combination|treatment|therapy|medication|regimen)\b",
        )
    });
    static DID: LazyLock<Pattern> =
        LazyLock::new(|| Pattern::new(r"\b(?:caused|triggered|provoked|verursachten?|löste)(?: [^.;:]{0,60})?$"));
    static UNDER: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(
            r"^\W{0,3}(?:unter|under|while on|on) [^.;:]{3,80}? (?:kam es|trat(?:en)?|entwickelten?|bekam|developed|experienced|suffered)\b[^.;:]{0,110}$",
        )
    });
    if !CAUSED.within(page, sentence) {
        return false;
    }
    let from = surface.start - clause.len();
    let did = DID.find(clause).filter(|did| has_drug(page, &(from..from + did.start())));
    let listed = |from: usize| !of_others(&page.lower[from..surface.start]);
    if let Some(did) = did {
        return listed(from + did.start()) && surface.start - from - did.start() <= 90;
    }
    UNDER.is_match(clause) && (GENERAL.is_match(clause) || has_drug(page, &(from..surface.start)))
}

/// Whether it came after the treatment: "four months later she was admitted with pneumonia", "Im Winter erkrankte sie an
/// Windpocken".
fn later(page: &Page<'_>, surface: &Span, sentence: &Span, clause: &str) -> bool {
    static CAME: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(
            r"\b(?:developed|experienced|suffered|(?:admitted|hospitali[sz]ed) (?:with|for|because of)|(?:been|was|were) treated for|signs of|fell ill with|erkrankten? (?:er |sie |das kind |die patientin |der patient )?an|entwickelten? (?:er |sie |sich )?|bekam(?:en)? (?:er |sie )?|kam es (?:erneut |einmal )?zu|trat(?:en)?|erlitt(?:en)?(?: er| sie)?(?: [^.;:,]{3,30} (?:nach|später)(?: der| dem| dieser)?(?: [a-zäöüß]+)?)?|entwickelten? [^.;:,]{3,30} (?:nach|später)(?: der| dem)?(?: [a-zäöüß]+)?|musste[^.;]{0,40} wegen)(?: [a-zäöüß0-9-]+){0,3} $",
        )
    });
    static WAS: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(
            r"^(?: \([^()]{0,40}\))?(?: (?:persists|persisted)\b| (?:in|on|at) (?:month|day|week) [0-9]+ (?:was|were) | am [a-zäöü]+ tag war | hält an\b| blieb(?:en)?\b[^.;,]{0,20} zurück\b| (?:that |which |, which )?(?:resolved|subsided|abated|(?:was|were) (?:managed|controlled|treated)|responded to|required (?:treatment|antibiotics|hospital|admission|steroids|tocilizumab|intensive|(?:val)?ganciclovir|letermovir|transfusion|surgery|dialysis|drainage)|klang(?:en)?\b[^.;,]{0,30} ab\b|(?:wurde|wurden|konnte|konnten)\b[^.;,]{0,40} (?:behandelt|beherrscht)))",
        )
    });
    // What is called passing came with a treatment.
    static PASSING: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(
            r"\b(?:transient|self-limit(?:ed|ing)|short-lived|vorübergehende[nrsm]?|passagere[nrsm]?)(?: [a-zäöüß-]+){0,2} $",
        )
    });
    if !LATER.within(page, sentence) {
        return false;
    }
    let near = cues::before(clause, 0, clause.len(), 90);
    let tail = cues::after(&page.lower, surface.end, sentence.end, 60);
    CAME.is_match(near) || WAS.is_match(tail) || PASSING.is_match(near)
}
