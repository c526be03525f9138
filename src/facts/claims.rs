//! What a text claims for its news: first of its kind, breakthrough, cure. Marked as claims, never as outcomes.

use std::sync::LazyLock;

use super::cues::{self, Cue, Cues, Gathered};
use super::{Assertion, Fact, FactKind, Page};

/// Finds claims.
pub(super) fn find(page: &Page<'_>, facts: &mut Vec<Fact>) {
    static CUES: LazyLock<Cues<&str>> = LazyLock::new(|| Cues::new(TABLE));
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
        r"\b(?:first (?:in the world|worldwide|time (?:in the world|worldwide|ever|globally)|ever)|world['’]?s? first|world premiere|(?:global|world|worldwide) first|first-in-human|for the first time (?:worldwide|in the world|globally)|the (?:world['’]s )?first patient (?:in the world|worldwide|ever))\b",
        "first in the world",
    ),
    cue(
        "weltweit",
        r"\b(?:weltweit (?:zum )?(?:ersten mal|erstmals|erstmalig|erste[rnsm]?)|(?:erstmals|erstmalig|zum ersten mal) weltweit|weltweit(?:e)? (?:premiere|neuheit)|weltpremiere)\b",
        "first in the world",
    ),
    cue("weltpremiere|weltneuheit", r"\bwelt(?:premiere|neuheit)\b", "first in the world"),
    cue("breakthrough|groundbreaking|ground-breaking", r"\b(?:break-?through|ground-?breaking)s?\b", "breakthrough"),
    cue(
        "durchbruch|bahnbrechend|meilenstein",
        r"\b(?:durchbr[uü]ch(?:e[ns]?|s)?|bahnbrechende?[nrsm]?|meilensteine?)\b",
        "breakthrough",
    ),
    cue("paradigm", r"\bparadigm(?:en)?[- ]?(?:shift|change|wechsel)\b", "paradigm shift"),
    cue(
        "revolution",
        r"\b(?:revolutionary|revolutioni[sz](?:e[sd]?|ing)|revolutionär(?:e[nrsm]?)?|revolutionier(?:t|te|en))\b",
        "revolutionary",
    ),
    cue("game", r"\bgame[ -]?changers?\b", "game changer"),
    cue("cures|cured|heilt|cure for", r"\b(?:cures (?:[a-z]+ ){0,3}[a-z]+|heilt)\b", "cure"),
    cue("pioneer|pionier", r"\b(?:pioneering|pionierarbeit|pioniertat|pionierleistung)\b", "pioneering"),
    cue(
        "unprecedented|beispiellos|einzigartig",
        r"\b(?:unprecedented|beispiellos(?:e[nrsm]?)?|weltweit einzigartig(?:e[nrsm]?)?)\b",
        "unprecedented",
    ),
    cue("remarkable advance|milestone", r"\b(?:remarkable advance|milestone)\b", "milestone"),
];

#[cfg(test)]
mod tests {
    use crate::document::Document;
    use crate::facts::Page;
    use crate::text;
    use crate::vocabulary::Vocabulary;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let document = Document { text: text.into(), ..Document::default() };
        let page = Page {
            document: &document,
            vocabulary: &Vocabulary::default(),
            sentences: text::sentences(text, 0..text.len()),
            mentions: Vec::new(),
        };
        let mut facts = Vec::new();
        super::find(&page, &mut facts);
        let found: Vec<String> = facts.iter().map(|fact| fact.value.clone()).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn claims_in_both_languages() {
        check("Weltweit zum ersten Mal gelang das.", &["first in the world"]);
        check("In a global first, it worked: a breakthrough.", &["first in the world", "breakthrough"]);
        check("Das ist ein Paradigmenwechsel und Durchbruch.", &["paradigm shift", "breakthrough"]);
        check("A revolutionary therapy cures lupus.", &["revolutionary", "cure"]);
        check("The first patient was seen on Monday.", &[]);
    }
}
