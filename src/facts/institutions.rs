//! Institutions by their head word and what it takes to its left and right, and companies by their suffix, in both
//! languages. Names that the vocabulary knows are reported elsewhere.

use std::collections::HashMap;

use super::finds::{Finds, add_function};
use super::words::units;
use super::{Fact, FactKind, Page};
use crate::document::ZoneKind;
use crate::text::Span;
use crate::vocabulary::ConceptKind;

mod company;
pub(super) mod inside;
mod name;
pub(super) mod part;

use company::{company, is_legal};
pub(super) use name::names_institution;
use name::{Phrase, institution};

pub(super) fn find(page: &Page<'_>, facts: &mut Vec<Fact>) {
    let mut phrases = Vec::new();
    let mut finds = Finds::new(page);
    for (unit, words) in units(page) {
        if page.document.zone_at(unit.start) == Some(ZoneKind::References) {
            continue;
        }
        let mut next = 0;
        for i in words.named() {
            if i < next {
                continue;
            }
            // "Oxford University Hospitals": one head of a name that has several.
            let inside = |outer: &Phrase, name: &Span| outer.name.start <= name.start && name.end <= outer.name.end;
            if let Some(phrase) = institution(&words, i) {
                if !phrases.last().is_some_and(|last: &Phrase| last.name != phrase.name && inside(last, &phrase.name)) {
                    phrases.push(phrase);
                }
            } else if i > 0
                && phrases.last().is_some_and(|last: &Phrase| last.surface.end == words.spans[i - 1].end)
                && is_legal(words.get(i))
            {
                // "Klinikum Jena GmbH" is no company beside the hospital.
            } else if let Some(end) = company(&mut finds, &words, i) {
                next = end + 1;
            }
        }
    }
    report(&mut finds, phrases);
    finds.finish(facts);
}

/// Reports the names, a shorter form of a name with the longer one, and short forms with what they stand for.
fn report(finds: &mut Finds<'_, '_>, phrases: Vec<Phrase>) {
    let page = finds.page;
    let phrases: Vec<Phrase> = phrases.into_iter().filter(|phrase| !known(page, phrase)).collect();
    let longer = longer_forms(&phrases);
    let defined: HashMap<&str, String> = phrases
        .iter()
        .filter_map(|phrase| Some((phrase.short.as_deref()?, &phrase.value)))
        .map(|(short, value)| (short, longer.get(value).unwrap_or(value).clone()))
        .collect();
    let mut shorts: HashMap<String, Option<String>> = HashMap::new();
    let mut done: Vec<Span> = Vec::new();
    for phrase in &phrases {
        if done.last() == Some(&phrase.surface) {
            continue;
        }
        done.push(phrase.surface.clone());
        let value = longer.get(&phrase.value).unwrap_or(&phrase.value);
        // "Stammzell-Institut HI-STEM" is what "HI-STEM" stands for.
        let value = match phrase.value.rsplit(' ').next().and_then(|last| defined.get(last)) {
            Some(full) if phrase.short.is_none() && !phrase.parent => full,
            _ => value,
        };
        if let Some(short) = &phrase.short {
            // The place or parent behind a short form is not what it stands for.
            shorts
                .entry(short.clone())
                .and_modify(|known| {
                    if known.as_ref() != Some(value) {
                        *known = None;
                    }
                })
                .or_insert_with(|| Some(value.clone()));
        }
        let fact = finds.add(FactKind::Institution, value, &phrase.surface, "institutions/head-word");
        let elsewhere =
            matches!(page.document.zone_at(phrase.surface.start), Some(ZoneKind::Masthead | ZoneKind::Caption));
        if phrase.department && !elsewhere {
            add_function(fact, "department");
        }
    }
    if shorts.is_empty() {
        return;
    }
    for (unit, words) in units(page) {
        if page.document.zone_at(unit.start) == Some(ZoneKind::References) {
            continue;
        }
        for span in words.spans {
            let Some(Some(value)) = shorts.get(&words.text[span.clone()]) else {
                continue;
            };
            let next = done.partition_point(|range| range.start <= span.start);
            let inside = done[next.saturating_sub(3)..next].iter().any(|range| span.start < range.end);
            if !inside {
                finds.add(FactKind::Institution, value, span, "institutions/short-form");
            }
        }
    }
}

/// Whether the vocabulary has this very name, or the short one that stands at its end ("Stammzell-Institut HI-STEM"), so
/// that another rule reports it.
fn known(page: &Page<'_>, phrase: &Phrase) -> bool {
    const LONGEST_NAME: usize = 120;
    let from = phrase.name.start.saturating_sub(LONGEST_NAME);
    let own = |mention: &super::Mention| {
        let kind = |concept| page.vocabulary.get(concept).kind;
        mention.concepts.iter().any(|&concept| matches!(kind(concept), ConceptKind::Institution | ConceptKind::Company))
    };
    let covers = |surface: &Span| surface.start <= phrase.name.start && surface.end >= phrase.name.end;
    let is_short_form = |surface: &Span| {
        let capitals = page.str(surface).chars().filter(|c| c.is_uppercase()).count();
        surface.end == phrase.name.end && capitals > 2 && !page.str(surface).contains(' ')
    };
    // "Charité – Universitätsmedizin Berlin" says twice who it is.
    let led =
        |surface: &Span| matches!(&page.document.text[surface.end..phrase.name.start.max(surface.end)], " – " | " - ");
    page.mentions_in(&(from..phrase.name.end)).iter().any(|mention| {
        own(mention) && led(&mention.surface)
            || own(mention) && (covers(&mention.surface) || (!phrase.department && is_short_form(&mention.surface)))
    })
}

/// For each name that is part of exactly one longer name, or of a chain of ever longer ones, the longest.
fn longer_forms(phrases: &[Phrase]) -> HashMap<String, String> {
    const MOST: usize = 300;
    let mut values: Vec<&str> = phrases.iter().map(|phrase| phrase.value.as_str()).collect();
    values.sort_unstable();
    values.dedup();
    values.truncate(MOST);
    let mut out = HashMap::new();
    for value in &values {
        let mut longer: Vec<&str> = values.iter().filter(|other| is_part(value, other)).copied().collect();
        longer.sort_by_key(|other| other.len());
        if let Some(longest) =
            longer.last().filter(|longest| longer.iter().all(|other| other == *longest || is_part(other, longest)))
        {
            out.insert((*value).to_owned(), (*longest).to_owned());
        }
    }
    out
}

/// Whether `short` is a shorter form of `long`: the same without field, parent or short form ("Klinik für X" of
/// "Klinik für X, TU Y"), or without some words of a name with the same head ("Universitätsklinikum Dresden" of
/// "Universitätsklinikum Carl Gustav Carus Dresden").
fn is_part(short: &str, long: &str) -> bool {
    if short.len() >= long.len() {
        return false;
    }
    if let Some(rest) = long.strip_prefix(short) {
        return [", ", " (", " für ", " "].iter().any(|mark| rest.starts_with(mark));
    }
    let plain = |name: &str| !name.contains([',', '(']) && !name.contains(" für ") && !name.contains(" of ");
    let mut rest = long.split(' ');
    plain(short)
        && plain(long)
        && short.split(' ').next() == long.split(' ').next()
        && short.split(' ').count() >= 2
        && short.split(' ').all(|word| rest.any(|other| other == word))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::Assertion;
    use super::super::finds::testing::{document, found, values};
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let facts = found(&document(&[(None, text)]), find);
        let names: Vec<&str> =
            facts.iter().filter(|fact| fact.kind == FactKind::Institution).map(|fact| fact.value.as_str()).collect();
        assert_eq!(names, expected, "{text}");
    }

    #[test]
    fn a_german_name_stands_in_the_nominative() {
        check("Er leitet das Klinikum des Universitätsklinikums Jena.", &["Universitätsklinikum Jena"]);
        check("am Deutschen Krebsforschungszentrum geforscht", &["Deutsches Krebsforschungszentrum"]);
        check(
            "das Heidelberger Institut für Stammzelltechnologie und experimentelle Medizin (HI-STEM) gGmbH wurde",
            &["Heidelberger Institut für Stammzelltechnologie und experimentelle Medizin (HI-STEM)"],
        );
        check("von der Anna Maria Roth Stiftung gegründet", &["Anna Maria Roth Stiftung"]);
        check(
            "vom Bundesministerium für Forschung, Technologie und Raumfahrt bezahlt",
            &["Bundesministerium für Forschung, Technologie und Raumfahrt"],
        );
    }

    #[test]
    fn a_department_takes_its_fields_and_its_parent() {
        check(
            "Oberärztin an der Medizinischen Klinik II für Hämatologie, Zelltherapie und Onkologie an der TU Jena, die",
            &["Medizinische Klinik II für Hämatologie, Zelltherapie und Onkologie, TU Jena", "TU Jena"],
        );
        check("an der Klinik für Neurologie in Jena, Kiel und Ulm", &["Klinik für Neurologie, Jena"]);
        check(
            "The Department of Hematology, Oncology and Clinical Immunology at the MHH has",
            &["Department of Hematology, Oncology and Clinical Immunology, MHH"],
        );
    }

    #[test]
    fn an_english_name_takes_what_stands_before_its_head() {
        check("The Jena University Hospital has treated many.", &["Jena University Hospital"]);
        check(
            "at Boston Children's Hospital and at the University of Kiel",
            &["Boston Children's Hospital", "University of Kiel"],
        );
        check("the Food and Drug Administration (FDA) said. The FDA will", &["Food and Drug Administration (FDA)"]);
        check("at the Gene Repair Center (GRC) at XYZ", &["Gene Repair Center (GRC), XYZ"]);
    }

    #[test]
    fn a_head_alone_is_no_name() {
        check("Das Klinikum und die Klinik sind ein Zentrum. Die Universitätskliniken planen.", &[]);
        check("Each hospital has a Medical Center. The Research Institute is new. School starts.", &[]);
        check("Ein spezialisiertes Zentrum wurde gebaut. Es ist ein Roth-Forschungsinstitut der TU.", &[]);
    }

    #[test]
    fn short_and_longer_forms_are_one_institution() {
        let text = "Das Universitätsklinikum Anna Roth Jena half. Am Universitätsklinikum Jena sagt man das.";
        let facts = found(&document(&[(None, text)]), find);
        assert_eq!(facts.len(), 1);
        assert_eq!((facts[0].value.as_str(), facts[0].evidence.len()), ("Universitätsklinikum Anna Roth Jena", 2));
        let text = "The Northern Medical School (NMS) helped. Doctors of the NMS agree.";
        let facts = found(&document(&[(None, text)]), find);
        assert_eq!((facts[0].value.as_str(), facts[0].evidence.len()), ("Northern Medical School (NMS)", 2));
    }

    #[test]
    fn a_name_with_several_heads_is_one() {
        let whole = "Foo University Hospitals NHS Foundation Trust";
        check("at Foo University Hospitals NHS Foundation Trust", &[whole]);
        check("Anyhospitalet and Foo University Hospitals NHS Foundation Trust", &[whole]);
        let facts = found(&document(&[(None, "Die Anna-Roth-Krankenhaus GmbH hilft.")]), find);
        assert_eq!(facts.iter().map(|fact| fact.value.as_str()).collect::<Vec<_>>(), ["Anna-Roth-Krankenhaus"]);
    }

    #[test]
    fn companies_are_known_by_their_suffix() {
        let check = |text: &str, expected: &[&str]| {
            let facts = found(&document(&[(None, text)]), find);
            assert_eq!(values(&facts, FactKind::Company), expected, "{text}");
        };
        check(
            "die das Biotech-Unternehmen Novelia Therapeutics kostenlos zur Verfügung stellt",
            &["Novelia Therapeutics"],
        );
        check("made by Acme Cell Pharma, Inc. in Boston", &["Acme Cell Pharma"]);
        check("bei der Beispiel GmbH. Eine GmbH. Die AG tagt. New Pharma is cheap.", &["Beispiel"]);
        check("Anna Roth Verlag GmbH", &[]);
    }

    #[test]
    fn the_zone_says_how_an_institution_counts() {
        let facts = found(
            &document(&[
                (Some(ZoneKind::Masthead), "Universitätsmedizin Jena"),
                (Some(ZoneKind::Boilerplate), "Die Deutsche Krebsgesellschaft hilft."),
            ]),
            find,
        );
        assert_eq!(values(&facts, FactKind::Institution), ["Universitätsmedizin Jena", "Deutsche Krebsgesellschaft"]);
        assert_eq!(facts[1].assertion, Assertion::InBoilerplate);
    }

    proptest! {
        #[test]
        fn any_text_is_read_and_evidence_quotes_it(
            text in "((Klinik|Institut|University|Hospital|GmbH|für|of|und|and|Jena|MHH|Inc|a|St)[ ,.()\n-]{1,2}){0,12}",
        ) {
            found(&document(&[(None, &text)]), find);
        }
    }
}
