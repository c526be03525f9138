//! What is said of harm as a whole: none, serious events in so many, well tolerated. Where a document names its harms,
//! only the serious ones are told beside them.

use super::cues::{self, Cue, Cues, Gathered};
use super::{Assertion, Fact, FactKind, Page};

pub(super) static SAID: Cues<Says> = Cues::new(TABLE);

/// What a phrase says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Says {
    /// There was no harm.
    None,
    /// There was some.
    Some,
    /// How the treatment was borne.
    Borne(&'static str),
}

/// Adds what is said.
pub(super) fn find(page: &Page<'_>, facts: &mut Vec<Fact>) {
    use Assertion::{Affirmed, Negated};
    let named =
        facts.iter().any(|fact| fact.kind == FactKind::AdverseEvent && matches!(fact.assertion, Affirmed | Negated));
    let mut found = Gathered::default();
    let mut denied_to = 0;
    for hit in SAID.find(page) {
        match hit.meaning {
            Says::None => denied_to = hit.span.end.max(denied_to),
            Says::Some if hit.span.start < denied_to => continue,
            Says::Some | Says::Borne(_) => {}
        }
        let written = page.lower[hit.span.clone()].to_owned();
        let serious = SERIOUS.iter().any(|word| written.contains(word));
        let (value, denied) = match *hit.meaning {
            Says::None if serious => ("serious adverse events", true),
            Says::Some if serious => ("serious adverse events", false),
            Says::None => ("adverse events", true),
            Says::Some => ("adverse events", false),
            Says::Borne(value) => (value, false),
        };
        let rest = cues::after(&page.lower, hit.span.end, page.lower.len(), 8);
        let of_others = [" on ", " of ", " auf ", " von ", " des ", " der "].iter().any(|word| rest.starts_with(word));
        if named && !serious || of_others && *hit.meaning == Says::None {
            continue;
        }
        let surface = hit
            .groups
            .name("what")
            .or_else(|| hit.groups.name("w2"))
            .or_else(|| hit.groups.name("w3"))
            .map_or(hit.span.clone(), |what| what.range());
        let fact = cues::fact(page, FactKind::AdverseEvent, value.to_owned(), &surface, "harm/told");
        if fact.assertion == Affirmed {
            found.add(Fact { assertion: if denied { Negated } else { Affirmed }, ..fact });
        }
    }
    facts.extend(found.finish());
}

/// Words of harm that is more than mild.
const SERIOUS: &[&str] = &["serious", "severe", "grade 3", "grade ≥", "schwer", "ernst", "gravierend"];

const TABLE: &[Cue<Says>] = &[
    Cue {
        stems: "adverse|side effect|side-effect|toxicit|safety signal",
        pattern: r"\b(?:no|without(?: any)?|nor|never any)(?: [a-z0-9≥/-]+){0,4}? (?:(?:adverse (?:drug )?(?:events?|effects?|reactions?))|side[- ]effects?|toxicit(?:y|ies)|safety signals)\b",
        meaning: Says::None,
    },
    Cue {
        stems: "adverse|side effect|side-effect",
        pattern: r"\b(?:(?:serious|severe|relevant) )?(?:adverse (?:drug )?(?:events?|effects?|reactions?)|side[- ]effects?) (?:were not (?:seen|observed|reported|noted|recorded)|did not occur|were absent)\b",
        meaning: Says::None,
    },
    Cue {
        stems: "nebenwirkung|unerwünscht|komplikation|sicherheitssignal",
        pattern: r"\b(?:keine[rn]?|ohne|nie)(?: [a-zäöüß-]+){0,3}? (?:[a-zäöüß]*nebenwirkungen|unerwünschten? (?:ereignisse|wirkungen)|komplikationen|sicherheitssignale)\b|\b(?:(?:schwere|ernste|schwerwiegende|relevante|gravierende) )?(?:nebenwirkungen|unerwünschte (?:ereignisse|wirkungen)|komplikationen)\b[^.;,]{0,40} (?:trat(?:en)? nicht|nicht auf|blieben aus|gab es (?:nicht|keine)|nicht (?:beobachtet|berichtet|festgestellt|gemeldet)|hatte (?:sie|er) keine)\b",
        meaning: Says::None,
    },
    Cue {
        stems: "adverse|side effect",
        pattern: r"\b(?P<what>(?:(?:serious|severe|treatment-emergent|treatment-related|immune-related|grade 3(?: or (?:higher|worse)|[-–/][45])?) )*(?:adverse (?:events?|effects?|reactions?)|side effects))(?: of any grade| of grade [0-9][^.;,]{0,15})?(?: \([^()]{1,30}\))? (?:occurred|developed|(?:was|were) (?:seen|observed|reported|noted|recorded|documented))\b",
        meaning: Says::Some,
    },
    Cue {
        stems: "nebenwirkung|unerwünschte",
        pattern: r"\b(?P<what>(?:(?:schwere|schwerwiegende|ernste) )?(?:nebenwirkungen|unerwünschte ereignisse))(?: \([^()]{1,30}\))? (?:traten|wurden|gab es|hatten|kamen)(?: [a-zäöüß]+){0,2} (?:bei|in) (?:[a-zäöüß]+ )?(?:[0-9]|ein|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|all|etwa)",
        meaning: Says::Some,
    },
    Cue {
        stems: "poorly|schlecht|not well|nicht gut",
        pattern: r"\b(?:poorly|not well|schlecht|nicht gut) (?:tolerated|vertragen)\b",
        meaning: Says::Borne("poorly tolerated"),
    },
    Cue {
        stems: "tolerated|vertr|verträglich|tolerability|toleriert",
        pattern: r"\b(?:(?:very |generally |extremely )?(?:well|readily)[- ]tolerated|tolerated (?:very )?well|(?:good|excellent|favou?rable) tolerability|(?:sehr |überwiegend |insgesamt |ausgesprochen )?gut (?:vertragen|verträglich|toleriert)|(?:gute|gut|hervorragende)[rn]? verträglichkeit|vertrug(?:en)?\b[^.;,]{0,50} gut)\b",
        meaning: Says::Borne("well tolerated"),
    },
    Cue {
        stems: "safe|sicher",
        pattern: r"\b(?:was|were|proved|proved to be|appeared|appeared to be|is|are) (?P<what>safe)\b(?:$|[.,;:)]| and | at | in )|\b(?:war|waren|erwies sich als|erwiesen sich als) (?P<w2>sicher)\b(?:$|[.,;:)]| und )|\b(?:favou?rable|acceptable|manageable|good) (?P<w3>safety profile)\b",
        meaning: Says::Borne("safe"),
    },
];

#[cfg(test)]
mod tests {
    use crate::facts::testing::facts_of;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let facts = facts_of(super::find, text);
        let found: Vec<String> = facts
            .iter()
            .map(|fact| {
                format!("{} {}", if fact.assertion == super::Assertion::Negated { "no" } else { "" }, fact.value)
            })
            .map(|told| told.trim().to_owned())
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn harm_as_a_whole_is_told() {
        check("No serious adverse events were reported.", &["no serious adverse events"]);
        check("There were no treatment-related side effects.", &["no adverse events"]);
        check("Schwere Nebenwirkungen traten nicht auf.", &["no serious adverse events"]);
        check("Es gab keine schweren Nebenwirkungen.", &["no serious adverse events"]);
        check("Serious adverse events were recorded in 21 (27%) participants.", &["serious adverse events"]);
        check("Nebenwirkungen traten bei 14 Kranken auf.", &["adverse events"]);
        check("The infusion was well tolerated.", &["well tolerated"]);
        check("Die Kranken vertrugen die Zellen gut.", &["well tolerated"]);
        check("Die Behandlung wurde gut vertragen.", &["well tolerated"]);
        check("The drug was safe and worked.", &["safe"]);
        check("It was poorly tolerated.", &["poorly tolerated"]);
    }

    #[test]
    fn what_says_nothing_of_harm_here_is_none() {
        check("It had no adverse effect on fertility.", &[]);
        check("It was safe to give the drug at home.", &[]);
        check("The trial will look for adverse events.", &[]);
        check("Sie können sich sicher fühlen.", &[]);
        check("Side effects may occur.", &[]);
    }
}
