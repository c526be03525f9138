//! What a text claims for its news: first of its kind, cure, paradigm shift; and what it says against itself: no control
//! group, no proof of cause. Marked as claims, never as outcomes; mere praise ("breakthrough", "revolutionary") claims
//! nothing that could be checked.

use super::cues::{self, Cue, Cues, Gathered};
use super::{Assertion, Fact, FactKind, Page};

pub(super) static CUES: Cues<&str> = Cues::new(TABLE);

/// Finds claims.
pub(super) fn find(page: &Page<'_>, facts: &mut Vec<Fact>) {
    let mut found = Gathered::default();
    let mut end = 0;
    for hit in CUES.find(page) {
        if hit.span.start < end {
            continue;
        }
        end = hit.span.end;
        let fact = cues::fact(page, FactKind::Claim, (*hit.meaning).to_owned(), &hit.span, "claims/cue");
        if fact.assertion != Assertion::Negated || hit.meaning.starts_with("limitation") {
            found.add(fact);
        }
    }
    facts.extend(found.finish());
}

const fn cue(stems: &'static str, pattern: &'static str, meaning: &'static str) -> Cue<&'static str> {
    Cue { stems, pattern, meaning }
}

const TABLE: &[Cue<&str>] = &[
    cue(
        "first|premiere",
        r"\b(?:first (?:in the world|worldwide|time (?:in the world|worldwide|ever|globally)|ever)|world['’]?s? first|world premiere|(?:global|world|worldwide) first|first-in-human|for the first time (?:worldwide|in the world|globally)|a first (?:anywhere )?in the world|the (?:world['’]s )?first patient (?:in the world|worldwide|ever))\b",
        "first in the world",
    ),
    cue(
        "weltweit",
        r"\b(?:weltweit (?:zum )?(?:ersten mal|erstmals|erstmalig|erste[rnsm]?)|(?:erstmals|erstmalig|zum ersten mal) weltweit|weltweit(?:e)? (?:premiere|neuheit)|weltpremiere)\b",
        "first in the world",
    ),
    cue("weltpremiere|weltneuheit", r"\bwelt(?:premiere|neuheit)\b", "first in the world"),
    cue(
        "first person|first human|first patient|first man|first woman|first child",
        r"\b(?:become|became|becomes|is|was) the first (?:known |living )?(?:person|human|patient|man|woman|child) (?:ever )?to (?:live|survive|be cured|be treated|receive|undergo)\b",
        "first in the world",
    ),
    cue(
        "control",
        r"\b(?:without|lack(?:s|ed|ing)?|absence of|no) (?:a |any )?(?:control (?:group|arm)|controls|comparator)\b|\b(?:uncontrolled|single-arm) design\b",
        "limitation: no control group",
    ),
    cue(
        "kontroll|vergleichsgruppe",
        r"\b(?:ohne|keine) (?:kontroll|vergleichs)gruppe\b|\b(?:kontroll|vergleichs)gruppe (?:gab es|fehlte|fehlt)(?: nicht)?\b",
        "limitation: no control group",
    ),
    cue(
        "prove|causal|beweis",
        r"\b(?:cannot|can not|could not|does not|do not) (?:prove|establish|demonstrate) (?:causality|causation|a causal|cause)\b|\bkeinen? (?:kausalen )?(?:beweis|kausalität|ursächlichen zusammenhang)\b|\bbeweis (?:könne|kann|können)[^.;]{0,40} nicht\b",
        "limitation: no proof of cause",
    ),
    cue(
        "confound|verzerrung",
        r"\b(?:residual |unmeasured )confound\w+|\bverzerrungen? (?:sind|ist|lassen|lässt)[^.;]{0,30} (?:möglich|nicht ausschließen|nicht ausgeschlossen)\b",
        "limitation: confounding",
    ),
    cue(
        "be tested|menschen|humans",
        r"\bremains? to be tested (?:in (?:humans|patients|people|vivo|clinical))\b|\b(?:has|have) not (?:yet )?been tested in (?:humans|patients|people)\b|\bob (?:das|dies|sich das)[^.;]{0,30} beim? menschen[^.;]{0,40} (?:offen|unklar)\b|\bbeim? menschen[^.;]{0,30} (?:ist offen|offen|unklar|noch nicht (?:geprüft|getestet))\b",
        "limitation: not tested in humans",
    ),
    cue(
        "small number|small sample|geringe|kleine",
        r"\b(?:small (?:number of (?:patients|participants|cases)|sample size|cohort size))\b|\b(?:geringe|kleine) (?:fallzahl|patientenzahl|stichprobe)\b",
        "limitation: few patients",
    ),
    cue("paradigm", r"\bparadigm(?:en)?[- ]?(?:shift|change|wechsel)\b", "paradigm shift"),
    cue("game", r"\bgame[ -]?changers?\b", "game changer"),
    cue(
        "reset|neustart|restart",
        r"\b(?:immun(?:e|ological) (?:system )?reset|reset of the immune system|immunologische[nrsm]? neustarts?|neustarts? des immunsystems|immun-?resets?)\b",
        "immune reset",
    ),
    cue(
        "cures|cured|heilt|cure for",
        r"\b(?:cures (?:[a-z]+ ){0,3}[a-z]+|heilt|[a-z]+ (?:[a-z] )?cured (?:in|by|with))\b",
        "cure",
    ),
];

#[cfg(test)]
mod tests {
    use crate::facts::testing::facts_of;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let facts = facts_of(super::find, text);
        let found: Vec<String> = facts.iter().map(|fact| fact.value.clone()).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn claims_in_both_languages() {
        check("Weltweit zum ersten Mal gelang das.", &["first in the world"]);
        check("In a global first, it worked: a breakthrough.", &["first in the world"]);
        check("Das ist ein Paradigmenwechsel und Durchbruch.", &["paradigm shift"]);
        check("A revolutionary therapy cures lupus.", &["cure"]);
        check("The first patient was seen on Monday.", &[]);
        check("She became the first person to live a year with it.", &["first in the world"]);
        check("Eine Vergleichsgruppe fehlte.", &["limitation: no control group"]);
        check("Our data cannot establish causality.", &["limitation: no proof of cause"]);
    }
}
