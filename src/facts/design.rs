//! How it was studied, where the vocabulary's names do not say it: single treatment attempts, planned trials, phases,
//! animals and cells.

use super::cues::{self, Cue, Cues, Gathered};
use super::{Assertion, Fact, FactKind, Mention, Page, patients};
use crate::text::Span;
use crate::vocabulary::{Concept, ConceptIndex, ConceptKind};

pub(super) static CUES: Cues<Meaning> = Cues::new(TABLE);

/// Finds designs, phases and models.
pub(super) fn find(page: &Page<'_>, facts: &mut Vec<Fact>) {
    let mut found = Gathered::default();
    named_phases(page, &mut found);
    for hit in CUES.find(page) {
        let (kind, value, planned) = match hit.meaning {
            Meaning::Design(value) => (FactKind::StudyDesign, (*value).to_owned(), false),
            Meaning::Planned => (FactKind::StudyDesign, "clinical trial".to_owned(), true),
            Meaning::Model(value) => (FactKind::Model, (*value).to_owned(), false),
            Meaning::Phase => match hit.groups.name("n").and_then(|n| phase(n.as_str())) {
                Some(phase) => (FactKind::StudyPhase, format!("phase {phase}"), false),
                None => continue,
            },
        };
        if kind == FactKind::StudyDesign && has_name(page, &hit.span)
            || kind == FactKind::StudyPhase && phase_names(page, &hit.span).next().is_some()
        {
            continue;
        }
        let mut fact = cues::fact(page, kind, value, &hit.span, "design/cue");
        if planned || kind == FactKind::StudyPhase && is_planned(page, &fact) {
            fact.assertion = Assertion::Planned;
        }
        // An animal is what makes the rest preclinical, and is there.
        if kind == FactKind::Model && fact.assertion == Assertion::Preclinical {
            fact.assertion = Assertion::Affirmed;
        }
        found.add(fact);
    }
    facts.extend(found.finish());
}

/// Whether a concept is a phase by its id.
pub(super) fn is_phase(id: &str) -> bool {
    id.starts_with("casebook:phase-")
}

/// Whether the short form of a study design stands for a treatment here, as RCT does beside "Radiochemotherapie": one that
/// the text names has its letters in their order, and nothing else speaks of such a design.
pub(super) fn is_therapys(page: &Page<'_>, concept: ConceptIndex, surface: &Span) -> bool {
    /// Names of the page that are looked at.
    const NAMES: usize = 500;
    const LONG: usize = 8;
    let short = page.str(surface);
    if !(2..=5).contains(&short.len())
        || !short.bytes().all(|byte| byte.is_ascii_uppercase())
        || page.lower.contains("randomi")
    {
        return false;
    }
    let names = || page.mentions.iter().take(NAMES).filter(|mention| mention.surface.len() >= LONG);
    let spells = |name: &str| {
        let mut rest = name.chars();
        name.starts_with(&short[..1]) && short.chars().all(|letter| rest.any(|c| c == letter))
    };
    let therapy = |mention: &Mention| {
        let treats = |&concept: &ConceptIndex| page.vocabulary.get(concept).kind == ConceptKind::Therapy;
        mention.concepts.iter().any(treats) && spells(&page.str(&mention.surface).to_uppercase())
    };
    !names().any(|mention| mention.concepts.contains(&concept)) && names().any(therapy)
}

/// How far before a cue a name may begin that the cue goes on from: "a clinical [trial is planned]".
const BEFORE: usize = 60;

/// The mentions of designs that overlap a span.
fn names<'p>(page: &'p Page<'_>, span: &Span) -> impl Iterator<Item = (&'p Mention, &'p Concept)> {
    let span = span.clone();
    page.mentions_in(&(span.start.saturating_sub(BEFORE)..span.end)).iter().filter_map(move |mention| {
        let overlaps = mention.surface.end > span.start;
        let mut known = mention.concepts.iter().map(|&index| page.vocabulary.get(index));
        let design = known.find(|concept| concept.kind == ConceptKind::StudyDesign)?;
        overlaps.then_some((mention, design))
    })
}

fn phase_names<'p>(page: &'p Page<'_>, span: &Span) -> impl Iterator<Item = (&'p Mention, &'p Concept)> {
    names(page, span).filter(|(_, concept)| is_phase(concept.id))
}

/// Whether the vocabulary names the design here itself.
fn has_name(page: &Page<'_>, span: &Span) -> bool {
    names(page, span).next().is_some()
}

/// Phases that the vocabulary knows, with the letters that the text gives them: "phase 1b/2a".
fn named_phases(page: &Page<'_>, found: &mut Gathered) {
    for mention in &page.mentions {
        let mut known = mention.concepts.iter().map(|&index| page.vocabulary.get(index));
        let Some(concept) = known.find(|concept| is_phase(concept.id)) else { continue };
        let text = page.str(&mention.surface);
        let at = text.find(|c: char| c.is_ascii_digit() || c == 'I').unwrap_or(text.len());
        let number = text[at..].split([' ', '\n']).next().unwrap_or_default();
        let number = number.split_once("-S").or_else(|| number.split_once("-s")).map_or(number, |(number, _)| number);
        let value = phase(number).map_or_else(|| concept.preferred.to_owned(), |number| format!("phase {number}"));
        let fact = cues::fact(page, FactKind::StudyPhase, value, &mention.surface, "design/phase");
        let assertion = if is_planned(page, &fact) { Assertion::Planned } else { fact.assertion };
        found.add(Fact { concept: Some(concept.id.to_owned()), assertion, ..fact });
    }
}

/// Whether the sentence of a phase is about a study to come: "we intend to start a phase 3 study".
fn is_planned(page: &Page<'_>, fact: &Fact) -> bool {
    fact.assertion == Assertion::Affirmed && patients::cohort::is_planned(page, fact.evidence[0].surface.start)
}

/// Takes out designs that a narrower one says already: "clinical trial" beside "randomized controlled trial" or a phase.
/// Planned and finished ones are told apart.
pub(super) fn drop_general(page: &Page<'_>, facts: &mut Vec<Fact>) {
    let concept = |fact: &Fact| page.vocabulary.by_id(fact.concept.as_deref()?);
    let narrower: Vec<_> = facts
        .iter()
        .filter(|fact| matches!(fact.kind, FactKind::StudyDesign | FactKind::StudyPhase))
        .filter_map(|fact| Some((page.vocabulary.ancestors(concept(fact)?), fact.assertion)))
        .collect();
    facts.retain(|fact| {
        let general = |own| {
            page.vocabulary.get(own).class
                && narrower.iter().any(|(above, said)| *said == fact.assertion && above.contains(&own))
        };
        fact.kind != FactKind::StudyDesign || !concept(fact).is_some_and(general)
    });
}

/// "1b/2a", "II", "I/II" in Arabic numerals.
fn phase(written: &str) -> Option<String> {
    let parts: Option<Vec<String>> = written
        .split(['/', '-', '–'])
        .map(|part| {
            let part = part.trim().to_lowercase();
            let stem = part.trim_end_matches(['a', 'b', 'c']);
            let letter = &part[stem.len()..];
            let n = match stem {
                "1" | "i" => '1',
                "2" | "ii" => '2',
                "3" | "iii" => '3',
                "4" | "iv" => '4',
                _ => return None,
            };
            Some(format!("{n}{letter}"))
        })
        .collect();
    parts.map(|parts| parts.join("/"))
}

/// What a cue says.
pub(super) enum Meaning {
    Design(&'static str),
    Planned,
    Phase,
    Model(&'static str),
}

const fn cue(stems: &'static str, pattern: &'static str, meaning: Meaning) -> Cue<Meaning> {
    Cue { stems, pattern, meaning }
}

const TABLE: &[Cue<Meaning>] = &[
    cue(
        "heilversuch|individual treatment|named-patient|named patient|compassionate",
        r"\b(?:individuelle[nrs]?|einzelne[nrs]?) heilversuch(?:e?s|en?)?\b|\bheilversuch(?:e?s)?\b|\bindividual(?:i[sz]ed)? treatment attempt\b|\b(?:this|an|the|as an?) individual treatment\b|\bnamed[- ]patient (?:use|program\w*|basis)\b|\bcompassionate[- ]use\b",
        Meaning::Design("individual treatment attempt"),
    ),
    cue(
        "plan|vorbereitung|bereiten|preparing",
        r"\b(?:planen|plant|geplant\w*|vorbereitung|bereiten)\b[^.;]{0,60}\bstudien?\b|\b(?:plan(?:s|ned|ning)?|preparing)\b[^.;]{0,60}\b(?:trials?|clinical stud(?:y|ies))\b|\b(?:studien?|trials?) (?:ist|sind|is|are) (?:bereits |already )?(?:geplant|planned|in vorbereitung)\b",
        Meaning::Planned,
    ),
    cue(
        "phase",
        r"\bphase[- –]?(?P<n>(?:IV|I{1,3}|[1-4])[abc]?(?: ?[/–-] ?(?:IV|I{1,3}|[1-4])[abc]?)?)\b[- ]?(?:\w+[ -]){0,3}?(?:trials?|stud(?:y|ies)|studien?|clinical|dose|open|interim|results|data|prüfung)",
        Meaning::Phase,
    ),
    cue("xenograft", r"\b(?:patient-derived |pdx )?xenografts?\b", Meaning::Model("xenograft")),
    cue(
        "mice|mouse|murine|mäuse|maus",
        r"\b(?:mice|mouse model\w*|murine model\w*|mäusen?|mausmodell\w*)\b",
        Meaning::Model("mouse"),
    ),
    cue("rats|ratten", r"\b(?:rats|ratten)\b", Meaning::Model("rat")),
    cue("zebrafi", r"\bzebrafi(?:sh|sche?n?)\b", Meaning::Model("zebrafish")),
    cue(
        "monkey|macaque|primat|makak",
        r"\b(?:monkeys|macaques|non-human primates|makaken|affen)\b",
        Meaning::Model("primate"),
    ),
    cue("rabbits|kaninchen", r"\b(?:rabbits|kaninchen)\b", Meaning::Model("rabbit")),
    cue("dogs", r"\b(?:dogs|beagles)\b", Meaning::Model("dog")),
    cue(
        "pigs|piglets|swine|schweine",
        r"\b(?:pigs|minipigs|piglets|swine|[a-zäöü]*schweinen?)\b",
        Meaning::Model("pig"),
    ),
    cue("hamsters|guinea", r"\b(?:hamsters|guinea pigs)\b", Meaning::Model("rodent")),
    cue("sheep", r"\bsheep\b", Meaning::Model("sheep")),
    cue("organoid", r"\b[a-z]*organoid(?:s|e|en)?\b", Meaning::Model("organoid")),
    cue("cell line|zelllini", r"\bcell lines?\b|\b[a-zäöü]*zelllinien?\b", Meaning::Model("cell line")),
    cue(
        "proben|samples",
        r"\bproben (?:von|der)\b[^.;]{0,40}patient(?:en|innen)\b|\bpatientenproben\b|\b(?:patient|primary) samples\b|\bsamples (?:of|from)\b[^.;]{0,40}patients\b",
        Meaning::Model("patient samples"),
    ),
];

#[cfg(test)]
mod tests {
    use crate::facts::finds::testing::document;
    use crate::facts::testing::facts_of;
    use crate::facts::{FactKind, extract};
    use crate::vocabulary::Vocabulary;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let facts = facts_of(super::find, text);
        let found: Vec<String> = facts.iter().map(|fact| format!("{} {}", fact.kind.name(), fact.value)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn a_short_form_is_that_of_a_treatment_where_the_text_names_one_and_no_design() {
        let rows = "kind\tid\tpreferred\tnames_en\tnames_de\txrefs\tparents\tflags\n\
                    therapy\tX:1\tchemoradiotherapy\t\tRadiochemotherapie\t\t\t\n\
                    study_design\tX:2\trandomized controlled trial\tRCT\t\t\t\t\n";
        let vocabulary = Vocabulary::parse(&[("t", rows)]).0;
        let designs = |text: &str| {
            let facts = extract(&document(&[(None, text)]), &vocabulary);
            facts.iter().filter(|fact| fact.kind == FactKind::StudyDesign).count()
        };
        assert_eq!(designs("Es erfolgte eine Radiochemotherapie. Nach der RCT ging es ihm gut."), 0);
        assert_eq!(designs("Die RCT zeigte es. Radiochemotherapie und Operation wurden randomisiert."), 1);
        assert_eq!(designs("An RCT showed it."), 1);
    }

    #[test]
    fn designs_phases_and_models() {
        check("Im Rahmen eines individuellen Heilversuchs.", &["study_design individual treatment attempt"]);
        check("Sie planen eine klinische Studie.", &["study_design clinical trial"]);
        check("A phase II trial and a Phase-1b/2a-Studie.", &["study_phase phase 2", "study_phase phase 1b/2a"]);
        check("Phase I/II study.", &["study_phase phase 1/2"]);
        check("An Mäusen gezeigt.", &["model mouse"]);
        check("Tested in rats and cell lines.", &["model rat", "model cell line"]);
        check("In dieser Phase 3 Tage warten.", &[]);
    }
}
