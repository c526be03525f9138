//! Harm that is told as what a value did after a treatment: liver enzymes that rose, white cells that fell, a QT
//! interval that lengthened. The name of the harm is that of the vocabulary.

use std::collections::HashMap;

use super::course::{BACK, BEFORE, TREATING};
use crate::facts::cues::{self, Cue, Cues, Gathered};
use crate::facts::{Assertion, Fact, FactKind, Page};
use crate::vocabulary::{ConceptIndex, ConceptKind};

pub(in crate::facts) static MOVED: Cues<&str> = Cues::new(TABLE);

/// The adverse event of a name, and where the text first names it: at its end if nowhere.
fn harm(page: &Page<'_>, name: &str) -> Option<(ConceptIndex, usize)> {
    let kind = |concept: &ConceptIndex| page.vocabulary.get(*concept).kind;
    let hits = page.vocabulary.matcher().resolve(name);
    let concept = hits.into_iter().map(|(concept, _)| concept).find(|c| kind(c) == ConceptKind::AdverseEvent)?;
    let preferred = page.vocabulary.get(concept).preferred;
    let is_it = |other: &ConceptIndex| *other == concept || page.vocabulary.get(*other).preferred == preferred;
    let first = page.mentions.iter().find(|mention| mention.concepts.iter().any(is_it));
    Some((concept, first.map_or(page.document.text.len(), |mention| mention.surface.start)))
}

/// Adds what no name told.
pub(in crate::facts) fn find(page: &Page<'_>, facts: &mut Vec<Fact>) {
    let mut found = Gathered::default();
    // For each harm its concept and where the text first names it.
    let mut harms: HashMap<&str, Option<(ConceptIndex, usize)>> = HashMap::new();
    for hit in MOVED.find(page) {
        let sentence = page.sentence_at(hit.span.start);
        let treated = TREATING.within(page, &(sentence.start.saturating_sub(BACK)..sentence.end));
        if !treated || BEFORE.within(page, &sentence) {
            continue;
        }
        let Some((concept, named)) = *harms.entry(hit.meaning).or_insert_with(|| harm(page, hit.meaning)) else {
            continue;
        };
        let concept = page.vocabulary.get(concept);
        let fact = cues::fact(page, FactKind::AdverseEvent, concept.preferred.to_owned(), &hit.span, "harm/value");
        // What the text names before it tells already; what its title names is the disease.
        if named >= hit.span.start && fact.assertion == Assertion::Affirmed {
            found.add(Fact { concept: Some(concept.id.to_owned()), ..fact });
        }
    }
    facts.extend(
        found
            .finish()
            .into_iter()
            .filter(|new| {
                let told =
                    |old: &Fact| old.kind == new.kind && old.value == new.value && old.assertion == new.assertion;
                !facts.iter().any(told)
            })
            .collect::<Vec<_>>(),
    );
}

const fn cue(stems: &'static str, pattern: &'static str, meaning: &'static str) -> Cue<&'static str> {
    Cue { stems, pattern, meaning }
}

const TABLE: &[Cue<&str>] = &[
    cue(
        "liver enzymes|liver values|transaminases|aminotransferase|liver function tests",
        r"\b(?:liver (?:enzymes|values|function tests)|transaminases|aminotransferases?)(?: levels?)? (?:had |also |then |briefly )*(?:rose|increased|climbed|went up|were (?:transiently |mildly )?(?:raised|elevated))\b",
        "hepatotoxicity",
    ),
    cue(
        "leberwerte|transaminasen|leberenzyme",
        r"\b(?:stiegen (?:auch |zunächst |bei [^.;,]{3,30} )?(?:die |seine |ihre )?(?:leberwerte|transaminasen|leberenzyme)\b|(?:leberwerte|transaminasen|leberenzyme) (?:stiegen|waren [^.;,]{0,30}erhöht|kletterten|gingen [^.;,]{0,20}hoch))",
        "hepatotoxicity",
    ),
    cue(
        "white blood cell|white cells|leukocytes|white count",
        r"\b(?:white blood cells?(?: counts?)?|white cells?(?: counts?)?|leukocytes|white count) (?:had |also |then |briefly |temporarily |transiently )*(?:fell|dropped|dipped|sank|plummeted|declined)\b",
        "leukopenia",
    ),
    cue(
        "weißen blutkörperchen|weissen blutkörperchen|leukozyten",
        r"\b(?:zahl |anzahl )?(?:der |die )?(?:(?:weißen|weissen) blutkörperchen|leukozyten(?:zahl)?) (?:sank|sanken|fiel|fielen|ging(?:en)?) [^.;]{0,40}?(?:vorübergehend|stark|deutlich|zeitweise|ab\b|zurück)",
        "leukopenia",
    ),
    cue(
        "neutrophil",
        r"\bneutrophils?(?: counts?)? (?:had |also |then |briefly |temporarily |transiently )*(?:fell|dropped|dipped|plummeted)\b|\bneutrophilen? (?:sank|sanken|fiel|fielen)\b",
        "neutropenia",
    ),
    cue(
        "igg|immunoglobulin",
        r"\b(?:IgG|immunoglobulin)s?(?: levels?| concentrations?)? (?:had |also |then )*(?:fell|dropped|declined) (?:to|below|under)\b|\b(?:IgG|immunglobulin)(?:e|-spiegel|-werte?)? (?:sank|sanken|fiel|fielen) (?:auf|unter)\b",
        "hypogammaglobulinemia",
    ),
    cue(
        "qtc|qt interval|qt time|qt-zeit",
        r"\bQTc?(?:[ -](?:interval|time|zeit|intervall))? (?:had |was |also |then )*(?:lengthened|prolonged|increased|rose|verlängerte sich)\b",
        "QT prolongation",
    ),
    cue(
        "platelets|blutplättchen|thrombozyten",
        r"\b(?:platelets?(?: counts?)?) (?:had |also |then )*(?:dipped|(?:fell|dropped) (?:transiently|briefly|temporarily))\b|\b(?:blutplättchen|thrombozyten) (?:sanken|fielen) (?:vorübergehend|zeitweise|passager)\b",
        "thrombocytopenia",
    ),
];

#[cfg(test)]
mod tests {
    use crate::document::Document;
    use crate::facts::Page;
    use crate::vocabulary::Vocabulary;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let document = Document { text: text.into(), ..Document::default() };
        let vocabulary = Vocabulary::bundled();
        let mut facts = Vec::new();
        super::find(&Page::new(&document, &vocabulary), &mut facts);
        let found: Vec<String> = facts.iter().map(|fact| fact.value.clone()).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn a_value_that_moved_after_a_treatment_is_a_harm() {
        check("After the infusion, liver enzymes rose to three times normal.", &["hepatotoxicity"]);
        check("Nach der Gabe stiegen die Leberwerte auf das Fünffache.", &["hepatotoxicity"]);
        check(
            "Während der Therapie fiel einiges auf. Die Zahl der weißen Blutkörperchen sank stark ab.",
            &["leukopenia"],
        );
        check("She was treated again. Serum IgG fell to 1.8 g/l.", &["hypogammaglobulinemia"]);
        check("On treatment, QTc lengthened to 512 ms.", &["QT prolongation"]);
        check("Before treatment, liver enzymes rose.", &[]);
        check("Liver enzymes rose in this family.", &[]);
        check("She was treated for leukopenia. White cells dropped again.", &[]);
        check("After the infusion, platelets fell to 20.", &[]);
    }
}
