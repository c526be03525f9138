//! Facts for the names a document mentions: one a concept and way of asserting it, with all places. Which kind a name
//! of several kinds has here is decided by what stands around it.

use std::collections::{BTreeMap, HashSet};

use super::cues::Gate;
use super::{
    Assertion, Data, Evidence, Fact, FactKind, Mention, Page, Role, Subject, antigens, context, copyright, design, harm,
};
use crate::document::ZoneKind;
use crate::text::{Span, around, key};
use crate::vocabulary::{ConceptIndex, ConceptKind, Vocabulary};

mod journal;

use journal::is_journal;

/// Adds the facts.
pub(super) fn find(page: &Page<'_>, facts: &mut Vec<Fact>) {
    let mut groups = Groups::default();
    // What the title names as a disease is no sign further down.
    let mut titled = HashSet::new();
    for mention in &page.mentions {
        let Some((mut kind, mut concept)) = reading(page, mention) else {
            continue;
        };
        if in_address(page, &mention.surface) {
            continue;
        }
        if kind == FactKind::CellType {
            // "Tumour cells" tell of a tumour.
            let matcher = page.vocabulary.matcher();
            for (surface, disease) in matcher.inside(&page.document.text, &mention.surface, ConceptKind::Disease) {
                groups.add(page, FactKind::Disease, disease, &surface, false);
            }
        }
        let of = |kind| mention.concepts.iter().copied().find(|&other| page.vocabulary.get(other).kind == kind);
        if let (Some(sign), Some(disease)) = (of(ConceptKind::Sign), of(ConceptKind::Disease)) {
            match kind {
                FactKind::Disease => drop(titled.insert(sign)),
                FactKind::Sign if titled.contains(&sign) => (kind, concept) = (FactKind::Disease, disease),
                _ => {}
            }
        }
        if page.vocabulary.get(concept).silent {
            continue;
        }
        groups.add(page, kind, concept, &mention.surface, mention.loose);
        if kind == FactKind::Therapy
            && let Some(method) = method(page.vocabulary, concept)
        {
            groups.add(page, kind, method, &mention.surface, mention.loose);
        }
        if matches!(kind, FactKind::Therapy | FactKind::Product) {
            let matcher = page.vocabulary.matcher();
            for (surface, target) in matcher.inside(&page.document.text, &mention.surface, ConceptKind::Target) {
                groups.add(page, FactKind::Target, target, &surface, false);
            }
        }
    }
    groups.intended_is_affirmed();
    for ((kind, concept, assertion), group) in groups.groups {
        let known = page.vocabulary.get(concept);
        let value = match kind {
            FactKind::Institution | FactKind::Company => name_used(page, concept, &group.evidence),
            _ => known.preferred,
        };
        facts.push(Fact {
            kind,
            value: value.to_owned(),
            concept: Some(known.id.to_owned()),
            role: if has_role(kind) { Role::Mentioned } else { Role::None },
            function: None,
            assertion,
            subject: Subject::Document,
            data: Data::None,
            rule: if group.firm { rule(page, concept, &group.evidence[0].surface) } else { "concepts/related" },
            evidence: group.evidence,
            why: group.cues.into_iter().map(|cue| format!("\"{cue}\"")).collect(),
        });
    }
}

/// The therapy that another one is, but for its target: CAR T cells for "CD19 CAR T cells".
pub(super) fn method(vocabulary: &Vocabulary, therapy: ConceptIndex) -> Option<ConceptIndex> {
    let known = vocabulary.get(therapy);
    known.parents.iter().copied().filter(|_| known.kind == ConceptKind::Therapy).find(|&parent| {
        let method = vocabulary.get(parent);
        let target = known.preferred.strip_suffix(method.preferred).map(str::trim_end);
        method.kind == ConceptKind::Therapy
            && target.is_some_and(|target| {
                let named = |target: &str| {
                    let hits = vocabulary.matcher().resolve(target);
                    hits.iter().any(|(concept, _)| vocabulary.get(*concept).kind == ConceptKind::Target)
                };
                let target = target.trim_end_matches(" dual");
                !target.is_empty() && target.split('/').all(named)
            })
    })
}

/// Evidence by kind, concept and assertion.
#[derive(Default)]
struct Groups {
    groups: BTreeMap<(FactKind, ConceptIndex, Assertion), Group>,
}

#[derive(Default)]
struct Group {
    evidence: Vec<Evidence>,
    cues: Vec<&'static str>,
    /// At least one name is a sure one.
    firm: bool,
}

impl Groups {
    fn add(&mut self, page: &Page<'_>, kind: FactKind, concept: ConceptIndex, surface: &Span, loose: bool) {
        let (assertion, cue) = context::assertion(page, surface);
        if assertion == Assertion::InReference && matches!(kind, FactKind::Company | FactKind::Institution) {
            return;
        }
        let group = self.groups.entry((kind, concept, settle(kind, assertion))).or_default();
        group.evidence.push(page.evidence(surface));
        group.firm |= !loose;
        if let Some(cue) = cue.filter(|cue| !group.cues.contains(cue)) {
            group.cues.push(cue);
        }
    }

    /// What is affirmed in one place and possible or planned in another is affirmed: one fact with all places. A planned
    /// study is none yet. A drug that is given is one, whatever else is denied of it.
    fn intended_is_affirmed(&mut self) {
        let affirmed = |key: &(FactKind, ConceptIndex, Assertion)| (key.0, key.1, Assertion::Affirmed);
        let possible: Vec<_> = self
            .groups
            .keys()
            .filter(|key| match key.2 {
                Assertion::Hypothetical => true,
                Assertion::Planned => key.0 != FactKind::StudyDesign,
                Assertion::Negated => matches!(key.0, FactKind::Drug | FactKind::Therapy | FactKind::Product),
                // What an institution says of itself at the end is of the one that the text names.
                Assertion::InBoilerplate => matches!(key.0, FactKind::Institution | FactKind::Company),
                _ => false,
            })
            .filter(|key| self.groups.contains_key(&affirmed(key)))
            .copied()
            .collect();
        // People without the disease that the text is about are those it is compared in: their places stand behind.
        let beside: Vec<_> = self
            .groups
            .keys()
            .filter(|key| matches!(key.0, FactKind::Disease | FactKind::AdverseEvent))
            .filter(|key| matches!(key.2, Assertion::Negated | Assertion::Comparison))
            .copied()
            .collect();
        for key in possible {
            let (Some(mut group), Some(into)) = (self.groups.remove(&key), self.groups.get_mut(&affirmed(&key))) else {
                continue;
            };
            into.evidence.append(&mut group.evidence);
            into.evidence.sort_by_key(|evidence| evidence.surface.start);
            into.firm |= group.firm;
        }
        for key in beside {
            if let Some(into) = self.groups.get(&affirmed(&key)).map(|_| affirmed(&key))
                && let Some(mut group) = self.groups.remove(&key)
            {
                self.groups.entry(into).or_default().evidence.append(&mut group.evidence);
            }
        }
    }
}

/// Whether a name is a part of an address that is written out.
fn in_address(page: &Page<'_>, surface: &Span) -> bool {
    let links = &page.document.links;
    let next = links.partition_point(|link| link.range.start <= surface.start);
    next.checked_sub(1).is_some_and(|last| {
        let shown = &links[last].range;
        surface.end <= shown.end && page.str(shown).contains("://")
    })
}

/// Kinds of which a document may have a primary one or study several.
fn has_role(kind: FactKind) -> bool {
    matches!(
        kind,
        FactKind::Disease
            | FactKind::Therapy
            | FactKind::Drug
            | FactKind::Product
            | FactKind::Target
            | FactKind::CellType
            | FactKind::Sign
            | FactKind::AdverseEvent
    )
}

/// The longest of an institution's names that the document uses, else the preferred one: a name is not translated.
fn name_used<'v>(page: &Page<'v>, concept: ConceptIndex, evidence: &[Evidence]) -> &'v str {
    let known = page.vocabulary.get(concept);
    let used: HashSet<String> = evidence.iter().map(|place| key(page.str(&place.surface))).collect();
    let longest = used.iter().map(String::len).max();
    known
        .names
        .iter()
        .find(|name| {
            let name = key(name.text);
            Some(name.len()) == longest && used.contains(&name)
        })
        .map_or(known.preferred, |name| name.text)
}

/// Takes out names that stand inside the longer name of an institution or paper ("Klinik für Zelltherapie") or in that of
/// a person ("Prof. Bonin"), and facts that are left without a place.
pub(super) fn drop_inside_names(facts: &mut Vec<Fact>) {
    let mut names: Vec<Span> = facts
        .iter()
        .filter(|fact| {
            use FactKind::{Company, Funding, Institution, Person};
            matches!(fact.kind, Institution | Funding | Company | Person)
        })
        .flat_map(|fact| fact.evidence.iter().map(|place| place.surface.clone()))
        .collect();
    names.sort_by_key(|name| (name.start, name.end));
    let inside = |surface: &Span| {
        let next = names.partition_point(|name| name.start <= surface.start);
        names[next.saturating_sub(4)..next].iter().any(|name| surface.end <= name.end && surface.len() < name.len())
    };
    facts.retain_mut(|fact| {
        if has_role(fact.kind) || fact.kind == FactKind::StudyDesign {
            fact.evidence.retain(|place| !inside(&place.surface));
        }
        !fact.evidence.is_empty()
    });
}

/// People, places and papers are not negated, planned or compared: they are affirmed or stand in a reference.
fn settle(kind: FactKind, assertion: Assertion) -> Assertion {
    let fixed = matches!(
        kind,
        FactKind::Institution | FactKind::Company | FactKind::Publisher | FactKind::Journal | FactKind::Antigen
    );
    match assertion {
        Assertion::InReference | Assertion::InBoilerplate => assertion,
        _ if fixed => Assertion::Affirmed,
        Assertion::Negated if kind == FactKind::CellType => Assertion::Affirmed,
        // A cell or a protein is there, whatever is said of it.
        Assertion::Planned | Assertion::Hypothetical | Assertion::GeneralRisk | Assertion::Preclinical
            if matches!(kind, FactKind::CellType | FactKind::Target) =>
        {
            Assertion::Affirmed
        }
        _ => assertion,
    }
}

/// How the first place of a fact was recognised.
fn rule(page: &Page<'_>, concept: ConceptIndex, surface: &Span) -> &'static str {
    let hits = page.vocabulary.matcher().resolve(page.str(surface));
    if hits.iter().any(|(other, _)| *other == concept) {
        "concepts/name"
    } else if page.str(surface).chars().filter(|c| c.is_uppercase()).count() >= 2 {
        "concepts/abbreviation"
    } else if hits.is_empty() {
        "concepts/part"
    } else {
        "concepts/narrowed"
    }
}

/// The kind and concept that a mention has here; none if the name is something else in this place.
fn reading(page: &Page<'_>, mention: &Mention) -> Option<(FactKind, ConceptIndex)> {
    let of =
        |kind: ConceptKind| mention.concepts.iter().copied().find(|&concept| page.vocabulary.get(concept).kind == kind);
    // Inside the name of the journal that cites this paper nothing else is named: "Lupus", "Blood".
    let held = |name: &Span| name.start <= mention.surface.start && mention.surface.end <= name.end;
    if let Some(cited) = page.cited().iter().find(|cited| held(&cited.journal)) {
        let whole = cited.journal == mention.surface;
        return of(ConceptKind::Journal).filter(|_| whole).map(|journal| (FactKind::Journal, journal));
    }
    // Nor inside that of the paper that the document tells of.
    if let Some(name) = page.papers().iter().filter_map(|paper| paper.journal.as_ref()).find(|name| held(name)) {
        let whole = *name == mention.surface || page.str(name).trim_start_matches("The ") == page.str(&mention.surface);
        return of(ConceptKind::Journal).filter(|_| whole).map(|journal| (FactKind::Journal, journal));
    }
    if let Some(publisher) = of(ConceptKind::Publisher)
        && copyright::is_holder(page, mention.surface.start)
    {
        return Some((FactKind::Publisher, publisher));
    }
    if let Some(journal) = of(ConceptKind::Journal) {
        if is_journal(page, &mention.surface, mention.concepts.len() == 1) {
            return Some((FactKind::Journal, journal));
        }
        if mention.concepts.len() == 1 {
            return None;
        }
    }
    if of(ConceptKind::Company).or(of(ConceptKind::Publisher)).is_some() && is_listed_person(page, &mention.surface) {
        return None;
    }
    if let Some(target) = of(ConceptKind::Target) {
        if antigens::is_antigen(page, target, &mention.surface) {
            return Some((FactKind::Antigen, target));
        }
        if antigens::is_level(page, &mention.surface) {
            return None;
        }
    }
    if of(ConceptKind::Institution).is_some() && names_criteria(page, &mention.surface) {
        return None;
    }
    let harm = || is_harm(page, &mention.surface);
    let titled = || page.document.title.range.as_ref().is_some_and(|title| title.contains(&mention.surface.start));
    // To deplete cells is what a therapy does; "non-haematological" is something else.
    if of(ConceptKind::AdverseEvent).is_some() && (is_denied_word(page, mention) || is_intended(page, mention)) {
        return None;
    }
    if let Some(event) = of(ConceptKind::AdverseEvent) {
        let other = of(ConceptKind::Sign).or(of(ConceptKind::Disease));
        if other.is_none() || (harm() && !titled()) {
            return Some((FactKind::AdverseEvent, event));
        }
    }
    if let Some(listed) = of(ConceptKind::Sign).or(of(ConceptKind::Disease))
        && !titled()
        && harm::is_listed(page, &mention.surface)
    {
        return Some((FactKind::AdverseEvent, listed));
    }
    if let (Some(sign), Some(_)) = (of(ConceptKind::Sign), of(ConceptKind::Disease))
        && !titled()
    {
        return Some((FactKind::Sign, sign));
    }
    let (fact, concept) = ORDER.iter().find_map(|&(kind, fact)| Some((fact, of(kind)?)))?;
    // What is only measured is no target; phases are read with their number.
    let of_no_use = fact == FactKind::Target && is_measured(page, concept)
        || fact == FactKind::StudyDesign
            && (design::is_phase(page.vocabulary.get(concept).id)
                || design::is_therapys(page, concept, &mention.surface));
    (!of_no_use).then_some((fact, concept))
}

/// Whether "non-" or "nicht-" stands before a name.
fn is_denied_word(page: &Page<'_>, mention: &Mention) -> bool {
    let lead = &page.lower[..mention.surface.start];
    ["non-", "nicht-", "non "].iter().any(|denied| lead.ends_with(denied))
}

/// Whether a name tells of a depletion that no list has among the harms.
fn is_intended(page: &Page<'_>, mention: &Mention) -> bool {
    page.lower[mention.surface.clone()].contains("deplet") && !harm::is_listed(page, &mention.surface)
}

/// Whether the short name of a society names its criteria: "ACR/EULAR criteria".
fn names_criteria(page: &Page<'_>, surface: &Span) -> bool {
    const BEHIND: &[&str] =
        &[" criteria", " classification", " response", " definition", " grading", " score", "-Kriterien"];
    let text = &*page.document.text;
    let short = surface.len() <= 8;
    short && (text[..surface.start].ends_with('/') || BEHIND.iter().any(|word| text[surface.end..].starts_with(word)))
}

/// What laboratories report and no therapy is directed at: values, antibodies, what tissues are typed by.
const MEASURED: &[&str] = &[
    "casebook:biomarker",
    "casebook:autoantibody",
    "casebook:immunoglobulin",
    "casebook:hla",
    "casebook:complement-system",
    "casebook:fetal-hemoglobin",
    "HGNC:4827",
];

/// Whether a concept of the kind target is a general class ("autoantibody") or a value that laboratories report.
fn is_measured(page: &Page<'_>, concept: ConceptIndex) -> bool {
    let is_one = |concept: ConceptIndex| MEASURED.contains(&page.vocabulary.get(concept).id);
    page.vocabulary.get(concept).class || is_one(concept) || page.vocabulary.ancestors(concept).into_iter().any(is_one)
}

/// Which kind wins where nothing else decides.
const ORDER: &[(ConceptKind, FactKind)] = &[
    (ConceptKind::Disease, FactKind::Disease),
    (ConceptKind::Sign, FactKind::Sign),
    (ConceptKind::AdverseEvent, FactKind::AdverseEvent),
    (ConceptKind::Product, FactKind::Product),
    (ConceptKind::Drug, FactKind::Drug),
    (ConceptKind::Therapy, FactKind::Therapy),
    (ConceptKind::Target, FactKind::Target),
    (ConceptKind::CellType, FactKind::CellType),
    (ConceptKind::StudyDesign, FactKind::StudyDesign),
    (ConceptKind::Institution, FactKind::Institution),
    (ConceptKind::Company, FactKind::Company),
    (ConceptKind::Publisher, FactKind::Publisher),
    (ConceptKind::Journal, FactKind::Journal),
];

/// Whether a one-word name is the surname in a list of people: ", Ada Roche, Ben Miller".
fn is_listed_person(page: &Page<'_>, surface: &Span) -> bool {
    let text = &*page.document.text;
    let before = around(text, surface.start.saturating_sub(40), surface.start);
    let after = &text[surface.end..];
    let Some((list, first)) = before.strip_suffix(' ').and_then(|before| before.rsplit_once(' ')) else {
        return false;
    };
    let person =
        first.starts_with(char::is_uppercase) && first.chars().all(|c| c.is_alphabetic() || c == '-' || c == '.');
    let listed =
        |joint: &str| joint == "," || joint.trim_start().starts_with("and ") || joint.trim_start().starts_with("und ");
    person
        && list.ends_with(',')
        && (after.starts_with(',') || listed(&around(text, surface.end, surface.end + 5).to_lowercase()))
}

/// Words that make a sign the harm of a therapy.
pub(super) static HARM: Gate = Gate::new(&[
    "adverse",
    "side effect",
    "toxicit",
    "toxic",
    "complication",
    "risk",
    "tolerab",
    "safety",
    "grade ",
    "nebenwirkung",
    "unerwünscht",
    "toxizität",
    "komplikation",
    "risik",
    "verträglich",
    "sicherheit",
    "schweregrad",
    "abstoßung",
    "after infusion",
    "nach der infusion",
]);

fn is_harm(page: &Page<'_>, surface: &Span) -> bool {
    let sentence = page.sentence_at(surface.start);
    let from = sentence.start.max(surface.start.saturating_sub(300)).min(surface.start);
    let to = sentence.end.min(surface.end + 300).max(surface.end);
    let heading = page.document.section_at(surface.start).map(|section| section.heading.clone());
    (HARM.within(page, &(from..to)) || heading.is_some_and(|heading| HARM.within(page, &heading)))
        && page.document.zone_at(surface.start) != Some(ZoneKind::References)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::vocabulary::tests::sample;

    /// What the rules of this file find.
    fn found(document: &Document) -> Vec<Fact> {
        let vocabulary = sample();
        let mut facts = Vec::new();
        find(&Page::new(document, &vocabulary), &mut facts);
        facts
    }

    /// Facts as `kind: value` with the assertion where it is not affirmed.
    fn check(text: &str, expected: &[&str]) {
        let document = Document { text: text.into(), ..Document::default() };
        let found: Vec<String> = found(&document)
            .iter()
            .map(|fact| {
                let said = match fact.assertion {
                    Assertion::Affirmed => String::new(),
                    other => format!(" ({other:?})"),
                };
                format!("{}: {}{said}", fact.kind.name(), fact.value)
            })
            .collect();
        for expected in expected {
            assert!(found.iter().any(|found| found == expected), "{text}: {expected} in {found:?}");
        }
        assert_eq!(found.len(), expected.len(), "{text}: {found:?}");
    }

    #[test]
    fn one_fact_a_concept_and_assertion() {
        check("Psoriasis itches. Psoriasis is not gout.", &["disease: psoriasis", "disease: gout (Negated)"]);
        let document = Document { text: "Psoriasis and Schuppenflechte.".into(), ..Document::default() };
        let facts = found(&document);
        assert_eq!(facts.len(), 1);
        assert_eq!(facts[0].evidence.len(), 2);
    }

    #[test]
    fn a_journal_is_one_only_where_it_is_named_as_one() {
        check("It was published in the journal “Leukemia” today.", &["journal: Leukemia"]);
        check("Die Daten erschienen in der Fachzeitschrift „Leukemia“.", &["journal: Leukemia"]);
        check("Doe J. Cells at work. Leukemia 2020; 34: 1-9", &["journal: Leukemia"]);
        check("Leukemia returned within weeks.", &["disease: leukemia"]);
        check("She read The Lancet at home.", &[]);
        check("in the renowned journal The Lancet.", &["journal: The Lancet"]);
    }

    #[test]
    fn what_the_disease_attacks_is_an_antigen_and_no_target() {
        check("The body makes antibodies against its own factor VIII.", &["antigen: F8"]);
        check("Das Immunsystem bildet Antikörper gegen den eigenen Faktor VIII.", &["antigen: F8"]);
        check("Hemmkörper gegen Faktor VIII wurden nachgewiesen.", &["antigen: F8"]);
        check("The immune system attacks factor VIII.", &["antigen: F8"]);
        check("Factor VIII activity was below 1 IU/dl.", &[]);
        check("Cells against CD19 were infused.", &["target: CD19"]);
        check(
            "A monoclonal antibody against CD19 was given.",
            &["therapy: monoclonal antibody therapy", "target: CD19"],
        );
    }

    #[test]
    fn a_sign_is_an_adverse_event_where_harm_is_the_subject() {
        check("Fever was the most common side effect.", &["adverse_event: fever"]);
        check("Als Nebenwirkung trat Fieber auf.", &["adverse_event: fever"]);
        check("He came with fever.", &["sign: fever"]);
    }

    #[test]
    fn a_therapy_gives_its_target() {
        check(
            "CD19-CAR-T-Zellen wirken.",
            &["therapy: CAR T-cell therapy", "therapy: CD19 CAR T-cell therapy", "target: CD19"],
        );
        check("Monoclonal antibodies work.", &["therapy: monoclonal antibody therapy"]);
    }

    #[test]
    fn every_surface_stands_inside_its_quote() {
        let text = "Ein Patient mit ITP. Er bekam CAR-T-Zellen, danach Fieber als Nebenwirkung.";
        let document = Document { text: text.into(), ..Document::default() };
        for fact in found(&document) {
            for evidence in &fact.evidence {
                assert!(evidence.quote.start <= evidence.surface.start && evidence.surface.end <= evidence.quote.end);
            }
        }
    }
}
