//! Products that have no name yet but the code of their maker ("ABC-101"): capital letters and digits where a drug
//! stands in the sentence at least once. Codes that the vocabulary knows are reported with its names.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::cues;
use super::pattern::Pattern;
use super::words::List;
use super::{Fact, FactKind, Page, Role};
use crate::text::Span;

/// A code: two to six capitals, a hyphen perhaps, three to six digits, a letter perhaps.
static CODE: LazyLock<Pattern> = LazyLock::new(|| Pattern::new(r"\b[A-Z]{2,6}-?[0-9]{3,6}[A-Z]?\b"));

/// What stands right before a product.
static BEFORE: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)(?:trials? of|study of|evaluat(?:e|es|ing|ion of)|dosed with|treated with|treatment with|therapy with|infusion of|infused with|dose of|doses of|safety of|efficacy of|potential of|granted|candidate|compound|investigational|studie (?:mit|zu)|behandlung mit|therapie mit|wirkstoff(?:kandidat)?|präparat|infusion von|produktkandidat\w*|antikörper|antibody|inhibitor|hemmer|impfstoff|vaccine|wirkstoff|daten zu|data (?:for|on))[ (]*$",
    )
});

/// What stands right behind a product.
static BEHIND: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)^\)?,? (?:is |ist |was )?(?:an?|the|our|its|ein|eine|einem|einer) [^.;]{0,60}?\b(?:candidate|CAR|inhibitor|antibody|therapy|vaccine|agonist|antagonist|degrader|engager|product|antikörper|therapie|hemmer|impfstoff|kandidat)|^ (?:monotherapy|infusion|treatment|therapy|arm\b|group\b|plus\b|in combination)",
    )
});

/// Letters of codes that are something else: registers, classes, viruses, cell lines, files.
static OTHERS: List = List::new(
    "NCT DRKS ISRCTN ICD ISO ATC PMID PMC SARS COVID HLA CRL GSE DSM RRID IGHV CTCAE EU ECOG ORCID ISSN \
    ISBN DOI ACTRN UMIN JPRN CTRI KCT PACTR MESH MONDO HGNC AWMF",
);

/// Adds the products.
pub(super) fn find(page: &Page<'_>, facts: &mut Vec<Fact>) {
    let text = &*page.document.text;
    let mut codes: BTreeMap<&str, (bool, Vec<Span>)> = BTreeMap::new();
    for digits in page.digits().iter().filter(|digits| (3..=6).contains(&digits.len())) {
        let head = &text[..digits.start];
        let head = head.strip_suffix('-').unwrap_or(head);
        let letters = head.bytes().rev().take(7).take_while(u8::is_ascii_uppercase).count();
        let start = head.len() - letters;
        let Some(groups) = CODE.captures_from(text, start..start).filter(|_| letters >= 2) else { continue };
        let Some(found) = groups.get(0) else { continue };
        let (code, letters) = (found.as_str(), &head[start..]);
        let near = page.mentions_in(&(found.start().saturating_sub(40)..found.end()));
        let known = near.iter().any(|mention| mention.surface.end > found.start());
        if known || OTHERS.has(letters) || !cues::is_prose(page, found.start()) {
            continue;
        }
        let cued = BEFORE.is_match(cues::before(text, 0, found.start(), 40))
            || BEHIND.is_match(cues::after(text, found.end(), text.len(), 90));
        let entry = codes.entry(code).or_default();
        entry.0 |= cued;
        entry.1.push(found.range());
    }
    for (code, (cued, places)) in codes {
        let Some(first) = places.first().filter(|_| cued) else { continue };
        let mut fact = cues::fact(page, FactKind::Product, code.to_owned(), first, "codes/product");
        fact.role = Role::Mentioned;
        fact.evidence = places.iter().map(|place| page.evidence(place)).collect();
        facts.push(fact);
    }
}

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
    fn a_code_is_a_product_where_a_drug_stands() {
        check("An open-label trial of ABC-101 began. ABC-101 is safe.", &["ABC-101"]);
        check("XYZ2345, a bispecific antibody, was given.", &["XYZ2345"]);
        check("Die Behandlung mit ABC-101 half.", &["ABC-101"]);
        check("Sie prüfen den Antikörper XYZ311.", &["XYZ311"]);
    }

    #[test]
    fn other_codes_are_none() {
        check("The trial NCT01234567 was supported by grant DFG-12345.", &[]);
        check("A study of SARS-2023 and room AB-123.", &[]);
    }
}
