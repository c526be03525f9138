//! What a text claims for its news: first of its kind, cure, paradigm shift. Marked as claims, never as outcomes; mere
//! praise ("breakthrough", "revolutionary") claims nothing that could be checked.

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
        if fact.assertion != Assertion::Negated {
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
    }
}
