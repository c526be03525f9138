//! What a document is about: the one disease and the one therapy with the highest score, and what else it studies. The
//! parts of the score stand in `why`.

use std::collections::BTreeMap;

use super::cues::Gate;
use super::words::Endings;
use super::{Assertion, Evidence, Fact, FactKind, Page, Role, concepts};
use crate::document::ZoneKind;
use crate::text::Span;
use crate::vocabulary::{ConceptIndex, ConceptKind};

mod joined;
mod places;

use places::Places;

/// Kinds that compete to be the primary disease.
const DISEASES: &[FactKind] = &[FactKind::Disease];

/// Kinds that compete to be the primary therapy.
const THERAPIES: &[FactKind] = &[FactKind::Therapy, FactKind::Drug, FactKind::Product];

/// Share of the best score that a narrower concept needs to be preferred.
const NARROWER: f64 = 0.7;

/// Sets the roles of diseases and therapies; others that are named in title or lead are studied.
pub(super) fn assign(page: &Page<'_>, facts: &mut Vec<Fact>) {
    let places = Places::of(page);
    for fact in facts.iter_mut() {
        let early = fact.evidence.iter().any(|place| places.is_early(&place.surface));
        if fact.role == Role::Mentioned && fact.assertion == Assertion::Affirmed && early {
            fact.role = Role::Studied;
        }
    }
    choose(page, &places, facts, DISEASES, treats_disease);
    choose(page, &places, facts, THERAPIES, is_given);
    drop_implied(page, &places, facts);
}

/// Cells that a blood count tells of: in passing they are no subject.
const COUNTED: &[&str] = &[
    "platelet",
    "leukocyte",
    "neutrophil",
    "granulocyte",
    "lymphocyte",
    "monocyte",
    "eosinophil",
    "erythrocyte",
    "reticulocyte",
    "schistocyte",
];

/// Drops cells that were only counted, and what the primary therapy says already: the classes it belongs to ("cell
/// therapy" beside "CAR T-cell therapy") and the cells it is made of.
fn drop_implied(page: &Page<'_>, places: &Places, facts: &mut Vec<Fact>) {
    facts.retain(|fact| {
        let counted = fact.kind == FactKind::CellType && COUNTED.contains(&&*fact.value);
        !counted || fact.role != Role::Mentioned
    });
    let primary = facts.iter().find(|fact| fact.role == Role::Primary && THERAPIES.contains(&fact.kind));
    let Some(primary) = primary.and_then(|fact| page.vocabulary.by_id(fact.concept.as_deref()?)) else {
        return;
    };
    let name = &page.vocabulary.get(primary).preferred;
    let own = page.vocabulary.matcher().inside(name, &(0..name.len()), ConceptKind::CellType);
    let mut implied = page.vocabulary.ancestors(primary);
    implied.retain(|&class| page.vocabulary.get(class).class);
    let own_cells: Vec<ConceptIndex> = own.into_iter().map(|(_, cell)| cell).collect();
    implied.extend(&own_cells);
    // "Toxicity" beside a toxicity that is named.
    let is_event = |fact: &Fact| fact.kind == FactKind::AdverseEvent;
    let events = facts.iter().filter(|fact| is_event(fact)).count();
    let all =
        facts.iter().filter(|fact| is_event(fact)).filter_map(|fact| page.vocabulary.by_id(fact.concept.as_deref()?));
    let tops = all.filter(|&event| page.vocabulary.get(event).class && page.vocabulary.get(event).parents.is_empty());
    let tops: Vec<ConceptIndex> = tops.filter(|_| events > 1).collect();
    facts.retain(|fact| {
        let concept = fact.concept.as_deref().and_then(|id| page.vocabulary.by_id(id));
        let titled = fact.evidence.iter().any(|place| places.in_title(&place.surface));
        if own_cells.iter().any(|&cell| Some(cell) == concept) && fact.role == Role::Studied && !titled {
            return false;
        }
        // Said once, it sums up; said again, it is a subject of the text.
        if fact.evidence.len() == 1 && concept.is_some_and(|concept| tops.contains(&concept)) {
            return false;
        }
        fact.role != Role::Mentioned
            || matches!(fact.assertion, Assertion::InReference | Assertion::InBoilerplate)
            || concept.is_none_or(|concept| !implied.contains(&concept))
    });
}

/// A concept with its facts and the parts of its score.
#[derive(Default)]
struct Candidate {
    facts: Vec<usize>,
    /// Where it is told of, in order.
    said: Vec<Evidence>,
    /// Where that is first.
    first: usize,
    /// How often narrower ones are.
    narrower: usize,
    parts: Vec<(&'static str, f64)>,
    /// The disease of a patient who is described.
    case: bool,
    /// It competes with diseases.
    is_disease: bool,
}

impl Candidate {
    fn score(&self) -> f64 {
        self.parts.iter().map(|(_, points)| points).sum()
    }
}

fn choose(
    page: &Page<'_>,
    places: &Places,
    facts: &mut [Fact],
    kinds: &[FactKind],
    is_object: fn(&Page<'_>, &Evidence) -> bool,
) {
    let mut candidates: BTreeMap<ConceptIndex, Candidate> = BTreeMap::new();
    for (at, fact) in facts.iter().enumerate() {
        let concept = fact.concept.as_deref().and_then(|id| page.vocabulary.by_id(id));
        if let Some(concept) = concept.filter(|_| kinds.contains(&fact.kind)) {
            candidates.entry(concept).or_default().facts.push(at);
        }
    }
    for candidate in candidates.values_mut() {
        let facts: Vec<&Fact> = candidate.facts.iter().map(|&at| &facts[at]).collect();
        candidate.said = said(page, &facts, kinds == DISEASES);
        candidate.first = candidate.said.first().map_or(usize::MAX, |place| place.surface.start);
    }
    // A narrower name is one for what it belongs to.
    let own: Vec<(ConceptIndex, usize)> =
        candidates.iter().map(|(concept, found)| (*concept, found.said.len())).collect();
    for (concept, said) in own {
        for wider in page.vocabulary.ancestors(concept) {
            if let Some(wider) = candidates.get_mut(&wider) {
                wider.narrower += said;
            }
        }
    }
    for (concept, candidate) in &mut candidates {
        let facts: Vec<&Fact> = candidate.facts.iter().map(|&at| &facts[at]).collect();
        candidate.parts = score(page, places, *concept, &facts, candidate, is_object);
        candidate.is_disease = kinds == DISEASES;
        candidate.case = candidate.is_disease
            && facts.iter().any(|fact| {
                fact.assertion == Assertion::Affirmed
                    && fact.evidence.iter().any(|place| describes_patient(page, place))
            });
    }
    let Some(primary) = best(page, &candidates) else { return };
    let joined = joined::with(page, places, primary, &candidates);
    for (concept, candidate) in &candidates {
        let is_primary = *concept == primary || joined.contains(concept);
        let narrower = *concept != primary && page.vocabulary.ancestors(*concept).contains(&primary);
        for &at in &candidate.facts {
            let fact = &mut facts[at];
            let counts =
                !matches!(fact.assertion, Assertion::InReference | Assertion::InBoilerplate | Assertion::Negated);
            if is_primary && counts {
                fact.role = Role::Primary;
            } else if narrower && counts && fact.assertion != Assertion::Background {
                fact.role = Role::Specific;
            }
        }
        if is_primary {
            keep_first_primary(facts, candidate);
        }
    }
}

/// One fact only is the primary one: of several on one concept the affirmed, else the first. It gets the score.
fn keep_first_primary(facts: &mut [Fact], candidate: &Candidate) {
    let mut primary: Vec<usize> = candidate.facts.clone();
    primary.retain(|&at| facts[at].role == Role::Primary);
    primary.sort_by_key(|&at| facts[at].assertion);
    for (place, at) in primary.into_iter().enumerate() {
        if place == 0 {
            let parts = candidate.parts.iter().map(|(name, points)| {
                let tenths = (points * 10.0).round() as i32;
                let sign = if tenths < 0 { '-' } else { '+' };
                format!("{name} {sign}{}.{}", tenths.abs() / 10, tenths.abs() % 10)
            });
            facts[at].why.extend(parts);
        } else {
            facts[at].role = Role::Mentioned;
        }
    }
}

/// A score that one mention in passing has: too little for what a document is about.
const IN_PASSING: f64 = 1.0;

/// The concept with the best score, of equal ones the narrower, then the first to be named; or the form of it that is
/// meant.
fn best(page: &Page<'_>, candidates: &BTreeMap<ConceptIndex, Candidate>) -> Option<ConceptIndex> {
    let depth = |concept: &ConceptIndex| page.vocabulary.ancestors(*concept).len();
    let mut best: Option<(&ConceptIndex, &Candidate)> = None;
    for (concept, candidate) in candidates.iter().filter(|(_, candidate)| candidate.score() > IN_PASSING) {
        let is_better = best.is_none_or(|(other, known)| {
            let order = candidate.score().total_cmp(&known.score()).then(depth(concept).cmp(&depth(other)));
            order.then(known.first.cmp(&candidate.first)).is_gt()
        });
        if is_better {
            best = Some((concept, candidate));
        }
    }
    let mut top = *best?.0;
    while let Some(narrower) = form(page, candidates, top) {
        top = narrower;
    }
    Some(top)
}

/// What is meant by a concept: if it is a class and one narrower concept is the disease of the patient described, that
/// one; else a narrower one with enough of the score, or the only one that the text tells more of than of the wider name.
fn form(page: &Page<'_>, candidates: &BTreeMap<ConceptIndex, Candidate>, top: ConceptIndex) -> Option<ConceptIndex> {
    let order = |a: &Candidate, b: &Candidate| a.score().total_cmp(&b.score()).then(b.first.cmp(&a.first));
    let winner = candidates.get(&top)?;
    let below: Vec<(&ConceptIndex, &Candidate)> = candidates
        .iter()
        .filter(|(concept, _)| **concept != top && page.vocabulary.ancestors(**concept).contains(&top))
        // The target is told beside the method.
        .filter(|(concept, _)| concepts::method(page.vocabulary, **concept).is_none())
        .collect();
    if page.vocabulary.get(top).class {
        let mut cases = below.iter().filter(|(concept, found)| found.case && !page.vocabulary.get(**concept).class);
        if let (Some((concept, _)), None) = (cases.next(), cases.next()) {
            return Some(**concept);
        }
    }
    let &(narrow, found) = below.iter().rev().max_by(|(_, a), (_, b)| order(a, b))?;
    let rivals = |concept: &ConceptIndex| {
        let line = |one: &ConceptIndex, other: &ConceptIndex| page.vocabulary.ancestors(*one).contains(other);
        concept != narrow && !line(concept, narrow) && !line(narrow, concept)
    };
    let alone = || below.iter().all(|(concept, other)| !rivals(concept) || other.score() < NARROWER * found.score());
    let told = found.said.len() + found.narrower;
    // A general word is short for the one that is told.
    let most = if page.vocabulary.get(top).class && found.is_disease { 2 * told } else { told };
    let is_meant = found.score() >= NARROWER * winner.score() || (told > 1 && most >= winner.said.len() && alone());
    is_meant.then_some(*narrow)
}

/// Whether a fact is the document's own telling.
fn is_own(fact: &Fact) -> bool {
    !matches!(fact.assertion, Assertion::InReference | Assertion::InBoilerplate)
}

/// Where facts on one concept tell of it, in order: not where it is denied or only compared with, or is gone.
fn said(page: &Page<'_>, facts: &[&Fact], diseases: bool) -> Vec<Evidence> {
    let told = facts
        .iter()
        .filter(|fact| is_own(fact) && !matches!(fact.assertion, Assertion::Negated | Assertion::Comparison));
    let mut said: Vec<Evidence> = told
        .flat_map(|fact| fact.evidence.iter())
        .filter(|place| !(is_gone(page, place, diseases) || diseases && is_so_called(page, place)))
        .cloned()
        .collect();
    said.sort_by_key(|place| place.surface.start);
    said
}

fn score(
    page: &Page<'_>,
    places: &Places,
    concept: ConceptIndex,
    facts: &[&Fact],
    candidate: &Candidate,
    is_object: fn(&Page<'_>, &Evidence) -> bool,
) -> Vec<(&'static str, f64)> {
    let own = facts.iter().any(|fact| is_own(fact));
    let said = &candidate.said;
    let any = |test: &dyn Fn(&Span) -> bool| said.iter().any(|place| test(&place.surface));
    let zone = |surface: &Span| page.document.zone_at(surface.start);
    let background: usize = of(facts, Assertion::Background);
    let mut parts = Vec::new();
    let mut part = |name, points, holds: bool| {
        if holds {
            parts.push((name, points));
        }
    };
    let titled = any(&|at| places.in_title(at)) || places.named_in_title.contains(&concept);
    part("title", 6.0, titled);
    part("first sentences", 3.0, any(&|at| places.in_lead(at)));
    let paper = |at: &Span| matches!(zone(at), Some(ZoneKind::Publication | ZoneKind::Keywords));
    part("paper or keywords", 2.0, any(&paper));
    part("mentions", (1.0 + (said.len() + candidate.narrower) as f64).log2(), !said.is_empty());
    part("treatment", 2.0, said.iter().any(|place| is_object(page, place)));
    part("only in references", -3.0, !own);
    part("background", -2.0, background > 0 && background * 2 > said.len());
    part("beside others", -2.0, is_support(page, concept));
    let known = page.vocabulary.get(concept);
    part(
        "a class of drugs",
        -3.0,
        known.class && known.kind == ConceptKind::Drug && candidate.narrower == 0 && !titled,
    );
    parts
}

/// Treatments that go with many others and are seldom what a text is about: steroids, transfusions, chemotherapy,
/// dialysis, immunoglobulins, suppression of the immune system, what prepares for another one.
const SUPPORT: &[&str] = &[
    "glucocorticoid",
    "transfusion",
    "chemotherapy",
    "dialysis",
    "immunosuppressant",
    "immunosuppression",
    "conditioning regimen",
    "lymphodepletion",
    "supportive care",
    "immunoglobulin therapy",
];

/// Whether a concept is one of them, or one of the steroids.
fn is_support(page: &Page<'_>, concept: ConceptIndex) -> bool {
    let name = |concept: ConceptIndex| page.vocabulary.get(concept).preferred;
    SUPPORT.contains(&name(concept))
        || page.vocabulary.ancestors(concept).into_iter().any(|above| name(above) == SUPPORT[0])
}

/// Whether it is told that a treatment is needed no more, failed or did harm: "without transfusions",
/// "steroid-refractory", "an adverse event of nivolumab". Of "HIV medication" it is the medication that is gone.
fn is_gone(page: &Page<'_>, place: &Evidence, disease: bool) -> bool {
    const AFTER: &[&str] = &[
        "refract",
        "refraktär",
        "sparing",
        "intoleran",
        "naive",
        "free",
        "frei",
        "induced",
        "induziert",
        "failed",
        "fails",
        "failure",
        "versag",
    ];
    static CUES: Endings = Endings::phrases(
        "without|free of|free from|off|off all|ohne|frei von|keine|statt|instead of|anstelle von|anstatt|\
         verzicht auf|omission of|avoiding|withdrawal of|discontinuation of|failure of|versagen von|escape from|\
         adverse event of|adverse effect of|side effect of|complication of|nebenwirkung von|komplikation von",
    );
    let after = page.lower[place.surface.end..].strip_prefix(['-', ' ', '\u{2010}', '\u{2011}']).unwrap_or("");
    if AFTER.iter().any(|word| after.starts_with(word)) {
        return true;
    }
    let compound = disease
        && page.document.text[place.surface.end..]
            .strip_prefix('-')
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_alphabetic()));
    let before = before(page, &place.surface, 40);
    !compound && (follows(before, &CUES, 0) || follows(&before[..last_word(before)], &CUES, 0))
}

/// Whether the name of a disease stands between quotation marks of its own, with an attribute perhaps: so called, and
/// something else.
fn is_so_called(page: &Page<'_>, place: &Evidence) -> bool {
    let text = &*page.document.text;
    let before = &text[..place.surface.start];
    let opens = |before: &str| before.ends_with(['„', '“', '"', '»', '«', '‘', '‚', '\'']);
    let closes = text[place.surface.end..].starts_with(['“', '”', '"', '«', '»', '’', '‘', '\'']);
    closes && (opens(before) || opens(before.trim_end().trim_end_matches(|c: char| c.is_alphanumeric() || c == '-')))
}

/// Where the last word of a text begins if it is an attribute, else its end: "frühe" in "Verzicht auf frühe".
fn last_word(before: &str) -> usize {
    let text = before.trim_end();
    let start = memchr::memrchr(b' ', text.as_bytes()).map_or(0, |blank| blank + 1);
    let ends = ["e", "en", "er", "es", "em", "ed", "al", "ic", "ive", "ly", "all"];
    if ends.iter().any(|end| text[start..].ends_with(end)) { start } else { before.len() }
}

fn of(facts: &[&Fact], assertion: Assertion) -> usize {
    facts.iter().filter(|fact| fact.assertion == assertion).map(|fact| fact.evidence.len()).sum()
}

/// Words right before a disease that is treated or that a patient has.
fn treats_disease(page: &Page<'_>, place: &Evidence) -> bool {
    static CUES: Endings = Endings::phrases(
        "patient with|patients with|siblings with|children with|adults with|people with|woman with|women with|\
         man with|men with|girl with|boy with|infants with|babies with|suffered from|suffering from|suffers from|treatment of|\
         therapy of|therapy for|treatment for|treat|treats|treated|cures|cured|patient mit|\
         patienten mit|patientin mit|patientinnen mit|menschen mit|kinder mit|kindern mit|frau mit|frauen mit|mann mit|männer mit|\
         therapie von|therapie der|therapie bei|\
         behandlung von|behandlung der|behandlung bei|behandlung einer|bei",
    );
    let before = before(page, &place.surface, 60);
    let after = page.document.text[place.surface.end..].starts_with("-P");
    follows(before, &CUES, 2) || after
}

/// Verbs behind a therapy that is given.
pub(super) static GIVEN: Gate = Gate::new(&[
    "behandelt",
    "erhalten",
    "bekommen",
    "verabreicht",
    "gegeben",
    "infundiert",
    "eingesetzt",
    "was given",
    "were given",
    "was administered",
    "were administered",
    "was infused",
    "were infused",
    "infusion",
    "induced",
    "led to",
    "achieved",
]);

/// Whether what stands around a therapy says that it is given.
fn is_given(page: &Page<'_>, place: &Evidence) -> bool {
    static CUES: Endings = Endings::phrases(
        "treatment, known as|treatment known as|therapy known as|treatment called|therapy called|drug called|\
         wirkstoff namens|medikament namens|therapie namens|treated with|treat with|treatment with|managed with|salvage with|rescued by|rescued with|switched to|\
         switch to|started on|remission under|remission with|remission unter|umstellung auf|response to|\
         responding to|received|receiving|given|infusion of|dose of|effect of|\
         efficacy of|safety of|trial of|study of|success of|following|responded to|\
         therapy with|behandelt mit|behandlung mit|therapie mit|gabe von|infusion der|\
         infusion von|erhielt|erhielten|bekam|bekamen|einsatz von|wirksamkeit von|dank",
    );
    let before = before(page, &place.surface, 60);
    let sentence = page.sentence_at(place.surface.start);
    let end = (place.surface.end + 40).min(sentence.end.max(place.surface.end));
    follows(before, &CUES, 2) || GIVEN.within(page, &(place.surface.end..end))
}

/// Whether the text before a mention says that one patient has it: "a 60-year-old patient with", "der Patient litt an".
fn describes_patient(page: &Page<'_>, place: &Evidence) -> bool {
    static CUES: Endings = Endings::phrases(
        "patient with|woman with|man with|girl with|boy with|patient suffered from|\
         she suffered from|he suffered from|diagnosed with|patient whose diagnosis is|\
         patient whose diagnosis was|diagnosis was|diagnose lautete|diagnose war|patient mit|\
         patientin mit|mann mit|frau mit|patient litt an|patientin litt an|patient leidet an|\
         patientin leidet an",
    );
    let before = before(page, &place.surface, 60);
    follows(before, &CUES, 2)
}

/// Whether the text before a mention ends in one of `cues` with at most `between` other words after it.
fn follows(before: &str, cues: &Endings, between: usize) -> bool {
    let mut rest = before;
    for _ in 0..=between {
        rest = rest.trim_end();
        let ends = |cue: &str| rest.strip_suffix(cue).is_some_and(|left| !left.ends_with(char::is_alphanumeric));
        if cues.of(rest).any(ends) {
            return true;
        }
        if rest.ends_with([',', '.', ';', ':', '(']) {
            return false;
        }
        rest = memchr::memrchr(b' ', rest.as_bytes()).map_or("", |blank| &rest[..blank]);
    }
    false
}

/// Up to `len` bytes before a mention, within its sentence, in lower case.
fn before<'p>(page: &'p Page<'_>, surface: &Span, len: usize) -> &'p str {
    let sentence = page.sentence_at(surface.start);
    let from = sentence.start.max(surface.start.saturating_sub(len)).min(surface.start);
    let from = crate::text::ceil(&page.document.text, from);
    &page.lower[from..surface.start]
}

#[cfg(test)]
mod tests {
    use super::assign;
    use crate::document::{Document, Title, TitleOrigin, Zone, ZoneKind};
    use crate::facts::{Page, Role, concepts};
    use crate::vocabulary::tests::sample;

    /// The values with a role, where the first line is the title and a line "References" begins the references.
    fn with_role(text: &str, role: Role) -> Vec<String> {
        let end = text.find('\n').unwrap_or(text.len());
        let zones = text.find("References").map(|at| Zone { range: at..text.len(), kind: ZoneKind::References });
        let document = Document {
            text: text.into(),
            title: Title { text: text[..end].into(), range: Some(0..end), origin: TitleOrigin::FirstLine },
            zones: zones.into_iter().collect(),
            ..Document::default()
        };
        let vocabulary = sample();
        let page = Page::new(&document, &vocabulary);
        let mut facts = Vec::new();
        concepts::find(&page, &mut facts);
        assign(&page, &mut facts);
        facts.into_iter().filter(|fact| fact.role == role).map(|fact| fact.value).collect()
    }

    fn check(text: &str, primary: &[&str]) {
        assert_eq!(with_role(text, Role::Primary), primary, "{text}");
    }

    #[test]
    fn what_the_text_tells_more_of_is_meant_by_the_wider_name() {
        let text =
            "Leukemia in old age\nPatients with acute myeloid leukemia were seen. Acute myeloid leukemia is common.";
        assert_eq!(with_role(text, Role::Primary), ["acute myeloid leukemia"]);
        let two = "Leukemia in old age\nAcute myeloid leukemia and acute lymphoblastic leukemia differ. Acute myeloid \
                   leukemia is common, acute lymphoblastic leukemia is rare.";
        assert_eq!(with_role(two, Role::Primary), ["leukemia"]);
    }

    #[test]
    fn what_is_needed_no_more_or_failed_is_not_the_subject() {
        let text = "Nine months without rituximab after CAR T cells\nThe lupus is gone. CAR T cells were infused.";
        assert_eq!(with_role(text, Role::Primary).last().map(String::as_str), Some("CAR T-cell therapy"));
        let text = "CAR T cells in rituximab-refractory lupus\nLupus went away.";
        assert_eq!(with_role(text, Role::Primary).last().map(String::as_str), Some("CAR T-cell therapy"));
    }

    #[test]
    fn what_did_harm_or_is_so_called_is_not_the_subject() {
        let text =
            "Gout as an adverse event of venetoclax managed with prednisone\n\nVenetoclax is known. Prednisone worked.";
        check(text, &["gout", "prednisone"]);
        let text =
            "„Seronegative rheumatoide Arthritis“, die keine war\nFallbericht einer Gicht\n\nDie Gicht wurde erkannt.";
        check(text, &["gout"]);
        let text = "Seronegative rheumatoide Arthritis\n\nDie Gicht wurde erkannt.";
        check(text, &["rheumatoid arthritis"]);
    }

    #[test]
    fn a_target_is_told_beside_the_method() {
        let text = "CD19 CAR T cells for gout\n\nCD19 CAR T cells were given to patients with gout.";
        check(text, &["gout", "CAR T-cell therapy"]);
        assert_eq!(with_role(text, Role::Specific), ["CD19 CAR T-cell therapy"]);
    }

    #[test]
    fn two_that_the_title_joins_are_both_the_subject() {
        check("CAR T cells in gout or psoriasis\n\nWe treated both.", &["psoriasis", "gout", "CAR T-cell therapy"]);
        check("Gout after years of psoriasis\n\nPsoriasis itches, and gout hurts: gout.", &["gout"]);
    }

    #[test]
    fn one_mention_in_passing_makes_no_subject() {
        check("A walk\n\nIt was a fine day. They sang of it. Years ago he had gout.", &[]);
    }

    #[test]
    fn the_title_decides() {
        check(
            "Venetoclax in acute myeloid leukemia\n\nWe gave venetoclax. Prednisone was given to some. Psoriasis was rare.",
            &["acute myeloid leukemia", "venetoclax"],
        );
    }

    #[test]
    fn a_narrower_concept_with_most_of_the_score_is_preferred() {
        let text = "A step forward for autoimmune disorders\n\nA man with ITP was treated with CAR T cells. ITP is an \
                    autoimmune disorder. The ITP vanished, and ITP stayed away.";
        check(text, &["immune thrombocytopenia", "CAR T-cell therapy"]);
    }

    #[test]
    fn a_review_of_a_class_stays_with_the_class() {
        let text = "CAR T cells for autoimmune disorders\n\nAutoimmune disorders such as psoriasis and rheumatoid \
                    arthritis may respond. Autoimmune disorders are many.";
        check(text, &["autoimmune disease", "CAR T-cell therapy"]);
    }

    #[test]
    fn a_narrower_form_is_specific() {
        let text = "CAR T cells work\n\nCAR T cells were given. CAR T cells stayed. These were CD19 CAR T cells.";
        assert_eq!(with_role(text, Role::Specific), ["CD19 CAR T-cell therapy"]);
    }

    #[test]
    fn what_stands_in_references_only_is_not_primary() {
        check("A note\n\nReferences\n1. Doe J. Psoriasis and venetoclax.", &[]);
    }
}
