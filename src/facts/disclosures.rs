//! Companies that stand only in what authors declare of their interests: who paid their fees is no company of the
//! document. Said by function and assertion, as for boilerplate.

use std::sync::LazyLock;

use super::cues::{self, Gate};
use super::finds::add_function;
use super::pattern::Pattern;
use super::{Assertion, Fact, FactKind, Page};
use crate::text::Span;

/// Words one of which is in each declaration.
pub(super) static WORDS: Gate = Gate::new(&[
    "interest",
    "interessenkonflikt",
    "disclosure",
    "honorar",
    "fees",
    "consult",
    "advisory",
    "speaker",
    "berater",
    "stock",
]);

/// What a declaration is called.
const LABELS: &[&str] = &[
    "conflict of interest",
    "conflicts of interest",
    "competing interest",
    "declaration of interest",
    "declarations of interest",
    "financial disclosure",
    "disclosure",
    "interessenkonflikt",
    "interessenskonflikt",
    "offenlegung",
];

/// How far before a name in its line the label may stand, in bytes.
const LABEL_REACH: usize = 600;

/// The function of such a company.
const FUNCTION: &str = "conflict of interest";

/// Sets companies aside that nothing but declarations name.
pub(super) fn settle(page: &Page<'_>, facts: &mut [Fact]) {
    if !WORDS.stands(page) {
        return;
    }
    for fact in facts.iter_mut().filter(|fact| fact.kind == FactKind::Company) {
        if fact.evidence.iter().all(|place| is_declared(page, &place.surface)) {
            fact.assertion = Assertion::InBoilerplate;
            add_function(fact, FUNCTION);
            fact.why.push("named in a declaration of interests".to_owned());
        }
    }
}

/// Whether a name stands where somebody declares an interest: under such a label, or beside the words for who was paid
/// for speaking or advice.
fn is_declared(page: &Page<'_>, name: &Span) -> bool {
    static PAID: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(
            r"(?i)\b(?:(?:consult(?:ing|ancy|ant)|speakers?['’]?s?|lecture|lecturing|advisory(?: board)?|personal|travel)(?: and [a-z]+)? (?:fees?|honoraria|grants|support|bureaus?)|honorari(?:a|um)|(?:a |as )?(?:paid )?consultants? (?:for|to)|(?:member of|sits on|serves? on|served on) (?:an? |the )?(?:scientific )?advisory boards?|advisory boards? (?:for|of)|speakers?['’]? bureaus?|(?:vortrags|berater|beratungs|referenten)[\w-]*honorare?n?|honorare?n?|beratungstätigkeit|beratertätigkeit|als berater(?:in)? (?:für|von)|vortragstätigkeit|holds? (?:stock|shares))\b",
        )
    });
    if !WORDS.within(page, &(name.start.saturating_sub(LABEL_REACH)..name.start)) {
        return false;
    }
    let text = &*page.document.text;
    let line = cues::before(text, 0, name.start, LABEL_REACH);
    let line = line.rsplit('\n').next().unwrap_or_default().to_lowercase();
    let labelled = LABELS.iter().filter_map(|label| line.rfind(label).map(|at| (at, label))).any(|(at, label)| {
        let rest = line[at + label.len()..].trim_start_matches(|c: char| c.is_alphabetic()).trim_start();
        let begins = line[..at].trim_end().is_empty() || line[..at].trim_end().ends_with(['.', ';', ':', '*', '!']);
        begins
            && (rest.starts_with([':', '.', '*', '–']) || rest.starts_with("statement") || !rest.is_empty() && at > 0)
    });
    let above = || {
        let sections = &page.document.sections;
        let from = sections.partition_point(|section| section.range.start <= name.start);
        sections[..from].last().is_some_and(|section| {
            let heading = page.str(&section.heading).to_lowercase();
            section.range.end > name.start && LABELS.iter().any(|label| heading.contains(label))
        })
    };
    let sentence = page.sentence_at(name.start);
    let said = || PAID.is_match(cues::before(text, sentence.start.min(name.start), name.start, 250));
    labelled || above() || said()
}

#[cfg(test)]
mod tests {
    use super::super::finds::testing::document;
    use super::*;
    use crate::vocabulary::Vocabulary;

    /// Each company of a text, with its function.
    fn companies(text: &str) -> Vec<String> {
        let document = document(&[(None, text)]);
        let vocabulary = Vocabulary::default();
        let page = Page::new(&document, &vocabulary);
        let mut facts = Vec::new();
        super::super::institutions::find(&page, &mut facts);
        settle(&page, &mut facts);
        let shown = |fact: &Fact| match fact.assertion {
            Assertion::InBoilerplate => format!("({})", fact.value),
            _ => fact.value.clone(),
        };
        facts.iter().filter(|fact| fact.kind == FactKind::Company).map(shown).collect()
    }

    #[test]
    fn who_paid_an_author_is_no_company_of_the_document() {
        for text in [
            "Conflict of interest statement: JR has received consulting fees from Acme Pharma. Others declare none.",
            "Competing interests EL reports personal fees from Acme Pharma.",
            "Interessenkonflikt. E. Lind erhielt Vortragshonorare von Acme Pharma.",
            "J. Roth war als Berater für Acme Pharma tätig.",
            "Dr Roth has acted as a consultant for Acme Pharma.",
        ] {
            assert_eq!(companies(text), ["(Acme Pharma)"], "{text}");
        }
    }

    #[test]
    fn a_company_that_does_something_is_one_of_the_document() {
        for text in [
            "The drug of Acme Pharma is of interest to doctors.",
            "Acme Pharma made it. Disclosures: JR has received speaker's fees from Acme Pharma.",
            "Patients consult doctors, and Acme Pharma sells the drug.",
        ] {
            assert_eq!(companies(text), ["Acme Pharma"], "{text}");
        }
    }
}
