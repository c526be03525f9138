//! What was tried before: how many drugs or lines, "all standard therapies", and the drugs by name.

use std::sync::LazyLock;

use super::cues::{self, Cue, Cues, Gate, Gathered};
use super::numbers::{self, Quantity};
use super::pattern::Pattern;
use super::{Fact, FactKind, Page};
use crate::text::Span;

pub(in crate::facts) mod named;

pub(super) static PHRASED: Cues<&str> = Cues::new(PHRASES);

/// Finds prior therapies.
pub(super) fn find(page: &Page<'_>, facts: &mut Vec<Fact>) {
    let mut found = Gathered::default();
    counted(page, &mut found);
    phrased(page, &mut found);
    named::find(page, &mut found);
    facts.extend(found.finish());
}

/// A drug that is named as an earlier treatment only is no treatment of this document: it is told as that alone.
pub(super) fn settle(facts: &mut Vec<Fact>) {
    let mut earlier: Vec<Span> = facts
        .iter()
        .filter(|fact| fact.kind == FactKind::PriorTherapy)
        .flat_map(|fact| fact.evidence.iter().map(|evidence| evidence.surface.clone()))
        .collect();
    earlier.sort_by_key(|span| (span.start, span.end));
    let is_earlier = |surface: &Span| {
        let next = earlier.partition_point(|span| span.start <= surface.start);
        next > 0 && surface.end <= earlier[next - 1].end
    };
    let given = [FactKind::Drug, FactKind::Therapy, FactKind::Product];
    facts.retain(|fact| {
        !given.contains(&fact.kind) || !fact.evidence.iter().all(|evidence| is_earlier(&evidence.surface))
    });
}

/// How far behind a number what it counts may stand, in bytes.
const REACH: usize = 100;

pub(in crate::facts) static GATE: Gate = Gate::new(&[
    "medikament",
    "wirkstoff",
    "präparat",
    "therapie",
    "behandlung",
    "biologi",
    "drugs",
    "medications",
    "therapies",
    "treatments",
    "lines",
    "prior line",
    "previous line",
    "regimens",
    "agents",
]);

/// Words one of which is in whatever [`DRUGS`] finds.
pub(in crate::facts) static HEADS: Gate = Gate::new(&[
    "medikament",
    "arzneimittel",
    "wirkstoff",
    "präparat",
    "biologi",
    "drugs",
    "medications",
    "agents",
    "immunosuppressants",
    "immunsuppressiva",
    "linien",
    "lines",
    "prior line",
    "previous line",
    "therapien",
    "behandlung",
    "versuche",
    "therapies",
    "treatments",
    "regimens",
]);

/// What is counted, with the English unit.
static DRUGS: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)^(?:[ -][\w,äöüß-]+){0,5}?[ -](?:(?P<drugs>medikamenten?|medikamente|arzneimitteln?|wirkstoffe?n?|präparate?n?|biologika|drugs|medications|agents|biologics|immunosuppressants|immunsuppressiva|(?:medikamenten|wirkstoff)kombinationen)|(?P<lines>therapielinien|behandlungslinien|vorlinien|(?:prior |previous )?lines(?: of (?:systemic )?(?:therapy|treatment))?|(?:prior |previous )line(?: of (?:systemic )?(?:therapy|treatment))?)|(?P<therapies>(?:vor|chemo|standard|immun)?therapien|(?:vor)?behandlungen|therapieversuchen?|behandlungsversuchen?|therapies|treatments|regimens))\b",
    )
});

/// What is counted, where its number follows: "the median number of prior lines was 3".
static NUMBER_OF: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)\b(?:number|zahl|anzahl) (?:of|der|von) (?:(?:prior|previous|earlier|vorherigen|vorausgegangenen) (?:systemic )?(?:(?P<lines>lines(?: of (?:systemic )?(?:therapy|treatment))?|therapielinien)|(?P<therapies>therapies|treatments|regimens|therapien|behandlungen)|(?P<drugs>drugs|agents|medikamente))|(?P<vor>vortherapien|vorbehandlungen)|(?P<vorlinien>vortherapielinien|vorlinien))(?: \([^()]{1,20}\))? (?:was|were|betrug|lag bei|war|von|of)(?: median)? $",
    )
});

/// What tells that something was tried before, or failed.
static BEFORE: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)erfolglos|ohne erfolg|vergeblich|versag|nicht an(?:sprach|gesprochen)|unsuccessful|without success|failed|failing|failure (?:of|to)|treatment failure|refract|previous|\bprior\b|earlier|pretreat|pre-treat|vorbehandel|zuvor|bisherig|vorherig|vortherapi|did not respond|no response|intoleran|despite|trotz|resistant|ohne (?:ausreichendes )?ansprechen|bereits [^.;]{0,40}(?:erhalten|bekommen)|(?:lag|lagen|liegen) hinter|hinter sich|had (?:already|also) (?:received|tried)",
    )
});

static AFTER: LazyLock<Pattern> = LazyLock::new(|| Pattern::new(r"(?i)\b(?:nach|after)\b"));

/// "mehr als zehn Medikamenten", "four prior lines of therapy".
fn counted(page: &Page<'_>, found: &mut Gathered) {
    for sentence in GATE.sentences(page) {
        let text = page.str(&sentence);
        for quantity in page.quantities(&sentence).iter() {
            numbered(page, &sentence, quantity, found);
            let at = sentence.start + quantity.span.end;
            if quantity.article || !HEADS.within(page, &(at..sentence.end.min(at + REACH))) {
                continue;
            }
            let Some((end, one, many)) = drugs(text, quantity) else {
                continue;
            };
            let start = quantity.span.start - cues::before(text, 0, quantity.span.start, 120).len();
            let clause = &text[start..end + cues::after(text, end, text.len(), 80).len()];
            // Lines of therapy that something comes after are over.
            let over = || AFTER.find(clause).filter(|_| many == "lines");
            let Some(cue) = BEFORE.find(clause).or_else(over) else {
                continue;
            };
            let surface = sentence.start + quantity.span.start..sentence.start + end;
            found.add(Fact {
                data: quantity.data(many),
                why: vec![cue.as_str().to_owned()],
                ..cues::fact(page, FactKind::PriorTherapy, quantity.shown(one, many), &surface, "prior/count")
            });
        }
    }
}

/// "Die mediane Zahl der Vortherapien betrug 3".
fn numbered(page: &Page<'_>, sentence: &Span, quantity: &Quantity, found: &mut Gathered) {
    let start = sentence.start + quantity.span.start;
    if quantity.article || !HEADS.within(page, &(sentence.start.max(start.saturating_sub(REACH))..start)) {
        return;
    }
    let lead = cues::before(&page.document.text, sentence.start, start, REACH);
    let Some(groups) = NUMBER_OF.captures(lead) else { return };
    let (one, many) = if groups.name("lines").or_else(|| groups.name("vorlinien")).is_some() {
        ("line", "lines")
    } else if groups.name("drugs").is_some() {
        ("drug", "drugs")
    } else {
        ("therapy", "therapies")
    };
    let from = start - lead.len() + groups.get(0).expect("group 0 is the match").start();
    let surface = from..sentence.start + quantity.span.end;
    found.add(Fact {
        data: quantity.data(many),
        ..cues::fact(page, FactKind::PriorTherapy, quantity.shown(one, many), &surface, "prior/count")
    });
}

fn drugs(text: &str, quantity: &Quantity) -> Option<(usize, &'static str, &'static str)> {
    let rest = cues::after(text, quantity.span.end, text.len(), REACH);
    if numbers::time_unit(text, quantity.span.end).is_some() {
        return None;
    }
    let groups = DRUGS.captures(rest)?;
    let all = groups.get(0)?;
    let (one, many) = if groups.name("drugs").is_some() {
        ("drug", "drugs")
    } else if groups.name("lines").is_some() {
        ("line", "lines")
    } else {
        ("therapy", "therapies")
    };
    let crossed = all.as_str().split([' ', '-']).any(|word| {
        matches!(
            word.to_lowercase().as_str(),
            "of" | "with" | "mit" | "patients" | "patienten" | "and" | "und" | "years" | "months" | "in" | "by" | "mg"
        )
    });
    (!crossed || groups.name("lines").is_some()).then_some((quantity.span.end + all.end(), one, many))
}

/// Phrases without a number.
fn phrased(page: &Page<'_>, found: &mut Gathered) {
    let mut end = 0;
    for hit in PHRASED.find(page) {
        if hit.span.start < end {
            continue;
        }
        end = hit.span.end;
        let surface = match hit.groups.name("what") {
            Some(what) => what.range(),
            None => hit.span,
        };
        found.add(cues::fact(page, FactKind::PriorTherapy, (*hit.meaning).to_owned(), &surface, "prior/phrase"));
    }
}

const PHRASES: &[Cue<&str>] = &[
    Cue {
        stems: "all available|all conventional|all established|all standard|all approved|all previous|all prior",
        pattern: r"\b(?P<what>all (?:available |conventional |established |standard |approved |previous |prior )+(?:therapies|treatments|drugs|therapy options|treatment options)[^.;,]{0,20}?(?:failing|failed|failure))\b|\b(?:failure of|failed|unresponsive to|not respond(?:ed|ing)? to) (?P<w2>all (?:available |conventional |established |standard |approved |previous |prior )+(?:therapies|treatments|drugs))\b",
        meaning: "all standard therapies, failed",
    },
    Cue {
        stems: "versag|scheiter|anges|ansprach|erfolglos|wirkungslos",
        pattern: r"\balle (?:verfügbaren |gängigen |bisherigen |etablierten |üblichen |konventionellen |zugelassenen )*(?:standard)?(?:therapien|behandlungen|medikamente|therapieoptionen|behandlungsmöglichkeiten)\b[^.;]{0,40}?(?:versagt(?:en)?|scheiterten|gescheitert|erfolglos|wirkungslos)\b|\bversagen aller (?:[a-zäöü]+ )?(?:standard)?(?:therapien|behandlungen)\b|\bauf keine (?:der )?(?:[a-zäöü]+ )*(?:therapie|therapien|behandlung)\b[^.;]{0,30}(?:ansprach|angesprochen)\b",
        meaning: "all standard therapies, failed",
    },
    Cue {
        stems: "after several|after multiple|after numerous|after many|after various",
        pattern: r"\bafter (?P<what>(?:several|multiple|numerous|many|various)(?: (?:different|prior|previous))? (?:(?:unsuccessful|failed|ineffective) )(?:treatments?|therap(?:y|ies))(?: attempts?| trials?)?|(?:several|multiple|numerous|many)(?: [a-z]+)? (?:unsuccessful|failed) attempts at (?:treatment|therapy))\b",
        meaning: "several treatments, failed",
    },
    Cue {
        stems: "to several|to multiple|to various|to many|to numerous",
        pattern: r"\b(?:not|no longer) respond(?:ed|ing)? to (?P<what>(?:several|multiple|various|many|numerous)(?: [a-z-]+){0,2} (?:drugs|therapies|treatments|medications|agents|immunosuppressants))\b|\bno response to (?P<w2>(?:several|multiple|various|many|numerous)(?: [a-z-]+){0,2} (?:drugs|therapies|treatments|agents))\b",
        meaning: "several treatments, failed",
    },
    Cue {
        stems: "anges|ansprach|versag|erfolglos|wirkungslos|halfen",
        pattern: r"\b(?:nicht )?(?:auf )?(?P<what>(?:mehrere|zahlreiche|viele|verschiedene)(?: [a-zäöü-]+){0,2} (?:medikamente|therapien|behandlungen|immuntherapien|immunsuppressiva|wirkstoffe))\b[^.;]{0,30}\b(?:nicht (?:ansprach|angesprochen|geholfen)|versagt(?:en)?|erfolglos|wirkungslos|halfen nicht)\b",
        meaning: "several treatments, failed",
    },
    Cue {
        stems: "lay behind|were behind",
        pattern: r"\b(?P<what>(?:several|multiple|numerous|many|various) (?:attempts at (?:treatment|therapy)|(?:treatment|therapy) attempts|treatments|therapies)) (?:lay|were) behind\b",
        meaning: "several treatments",
    },
    Cue {
        stems: "after several|after multiple|after numerous|after many|after various",
        pattern: r"\bafter (?P<what>(?:several|multiple|numerous|many|various)(?: (?:different|prior|previous))? (?:(?:treatment|therapy|therapeutic) (?:attempts?|trials?|lines)|(?:prior |previous )?(?:treatments|therapies|lines of (?:treatment|therapy))))\b",
        meaning: "several treatments",
    },
    Cue {
        stems: "nach mehreren|nach zahlreichen|nach vielen|nach verschiedenen",
        pattern: r"\bnach (?P<what>(?:mehreren|zahlreichen|vielen|verschiedenen) (?:erfolglosen|vergeblichen|gescheiterten) (?:[a-zäöü]*therapien|[a-zäöü]*behandlungen|[a-zäöü]*versuchen))\b",
        meaning: "several treatments, failed",
    },
    Cue {
        stems: "nach mehreren|nach zahlreichen|nach vielen|nach verschiedenen",
        pattern: r"\bnach (?P<what>(?:mehreren|zahlreichen|vielen|verschiedenen) (?:vor)?(?:therapien|behandlungen|therapieversuchen|behandlungsversuchen|therapielinien))\b",
        meaning: "several treatments",
    },
    Cue {
        stems: "pretreated|vorbehandelt",
        pattern: r"\b(?:heavily|extensively|intensively) pre-?treated\b|\b(?:stark|intensiv|mehrfach) vorbehandelt(?:e[nrsm]?)?\b",
        meaning: "heavily pretreated",
    },
    Cue {
        stems: "naive|naïve|untreated|had any|received any|no prior|no previous|unvorbehandelt|therapienaiv|unbehandelt",
        pattern: r"\b(?:treatment|therapy|drug)[- ]na[iï]ve\b|\bpreviously untreated\b|\bhad (?:not|never) (?:previously |before )?(?:had|received) any (?:previous |prior |systemic |specific |immunosuppressive )*(?:treatment|therapy|drugs)\b|\b(?:had received|had|with) no (?:prior|previous) (?:systemic |specific )?(?:treatment|therapy)\b|\bunvorbehandelt(?:e[nrsm]?)?\b|\btherapienaiv(?:e[nrsm]?)?\b|\b(?:bislang|bisher|zuvor) unbehandelt(?:e[nrsm]?)?\b",
        meaning: "none",
    },
    Cue {
        stems: "zuvor|vorher",
        pattern: r"\b(?:keine[rns]?|niemand|nie)\b[^.;,]{0,50} (?:zuvor|vorher)(?: [^.;,]{2,30})? behandelt\b",
        meaning: "none",
    },
];

#[cfg(test)]
mod tests {
    use crate::document::Document;
    use crate::facts::testing::facts_of;
    use crate::facts::{Assertion, FactKind, Page};
    use crate::vocabulary::Vocabulary;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let facts = facts_of(super::find, text);
        let found: Vec<String> = facts.iter().map(|fact| fact.value.clone()).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn drugs_tried_before_are_counted() {
        check("Sie wurde erfolglos mit mehr als zwölf verschiedenen Medikamenten behandelt.", &["> 12 drugs"]);
        check("He had received four prior lines of therapy.", &["4 lines"]);
        check("Five previous treatments had failed.", &["5 therapies"]);
        check("Nach fünf Therapielinien half die Infusion.", &["5 lines"]);
        check("The median number of prior lines of therapy was 4 (range 2-9).", &["4 lines"]);
        check("Die mediane Zahl der Vortherapien betrug 3.", &["3 therapies"]);
        check("The number of treatments was 3.", &[]);
        check("Adults with at least one prior line were enrolled.", &["≥ 1 line"]);
        check("Two drugs were compared.", &[]);
    }

    #[test]
    fn what_failed_before_is_no_treatment_of_this_document() {
        let text = "A 40-year-old woman with multiple myeloma had previously failed bortezomib and lenalidomide. She was \
                    then treated with tisagenlecleucel and reached remission. Lenalidomide was given again.";
        let document = Document { text: text.into(), ..Document::default() };
        let facts = crate::facts::extract(&document, &Vocabulary::bundled());
        let told = |value: &str| {
            let given = [FactKind::Drug, FactKind::Product];
            let one = facts.iter().filter(|fact| given.contains(&fact.kind) && fact.value == value);
            one.map(|fact| fact.assertion).collect::<Vec<_>>()
        };
        assert_eq!(told("bortezomib"), []);
        assert_eq!(told("lenalidomide"), [Assertion::Affirmed]);
        assert_eq!(told("tisagenlecleucel"), [Assertion::Affirmed]);
    }

    #[test]
    fn phrases_without_a_number() {
        check("Despite all standard treatments failing, he lived.", &["all standard therapies, failed"]);
        check("Nachdem alle Standardtherapien versagt hatten, half das.", &["all standard therapies, failed"]);
        check("She came after several treatment attempts.", &["several treatments"]);
        check("Nach mehreren erfolglosen Therapien kam sie.", &["several treatments, failed"]);
        check("She had never received any systemic therapy.", &["none"]);
        check("Keiner der Männer war zuvor mit Tabletten behandelt worden.", &["none"]);
    }

    #[test]
    fn what_is_counted_is_also_named() {
        let document =
            Document { text: "Vier Medikamente, darunter Rituximab, hatten versagt.".into(), ..Document::default() };
        let vocabulary = Vocabulary::bundled();
        let mut facts = Vec::new();
        super::find(&Page::new(&document, &vocabulary), &mut facts);
        let found: Vec<String> = facts.iter().map(|fact| fact.value.clone()).collect();
        assert_eq!(found, ["4 drugs", "rituximab"]);
        check("The women did not respond to several immunosuppressive drugs.", &["several treatments, failed"]);
    }

    #[test]
    fn statements_about_everybody_are_no_history() {
        check("Bei manchen wirkt keine der verfügbaren Therapien.", &[]);
        check("Conventional therapies often fail.", &[]);
    }
}
