//! Who holds the copyright of a paper or published it: its publisher, though the line is boilerplate otherwise.

use std::sync::LazyLock;

use super::pattern::Pattern;
use super::{Assertion, Fact, FactKind, Page, cues};

/// Whether the name that begins at `at` stands behind the sign of copyright or "Published by" in its line.
pub(super) fn is_holder(page: &Page<'_>, at: usize) -> bool {
    static SIGN: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::any_case(
            r"(?:(?:©|\(c\) |copyright )[ ©]*(?:(?:19|20)[0-9][0-9]\.?,? ?)?(?:by )?(?:the )?|\bpublished by (?:the )?)(?:(?:19|20)[0-9][0-9] )?$",
        )
    });
    let text = &*page.document.text;
    let line = cues::before(text, 0, at, 60).rsplit('\n').next().unwrap_or_default();
    let signed =
        line.contains('©') || line.contains("(c)") || line.contains("opyright") || line.contains("ublished by");
    signed && SIGN.is_match(line)
}

/// Makes those who hold the copyright the publisher of the document, whatever they were taken for.
pub(super) fn settle(page: &Page<'_>, facts: &mut Vec<Fact>) {
    let mut known = Vec::new();
    for fact in facts.iter_mut().filter(|fact| fact.kind == FactKind::Publisher) {
        if fact.evidence.iter().any(|place| is_holder(page, place.surface.start)) {
            fact.assertion = Assertion::Affirmed;
            known.extend(fact.evidence.iter().map(|place| place.surface.clone()));
        }
    }
    facts.retain_mut(|fact| {
        let first = &fact.evidence[0].surface;
        if fact.kind != FactKind::Company || fact.concept.is_some() || !is_holder(page, first.start) {
            return true;
        }
        if known.iter().any(|name| name.start < first.end && first.start < name.end) {
            return false;
        }
        if fact.evidence.len() == 1 {
            (fact.kind, fact.assertion) = (FactKind::Publisher, Assertion::Affirmed);
        }
        true
    });
}

#[cfg(test)]
mod tests {
    use super::super::finds::testing::document;
    use super::*;
    use crate::document::ZoneKind;
    use crate::vocabulary::Vocabulary;

    #[test]
    fn who_holds_the_copyright_is_the_publisher() {
        for (line, expected) in [
            ("Copyright © 2021 Roth Medical Ltd. All rights reserved.", &["Roth Medical"][..]),
            ("© 2019 The Authors. Published by Roth Medical Inc.", &["Roth Medical"]),
            ("The cells were made by Roth Medical Inc.", &[]),
        ] {
            let document = document(&[(Some(ZoneKind::Boilerplate), line)]);
            let vocabulary = Vocabulary::default();
            let page = Page::new(&document, &vocabulary);
            let mut facts = Vec::new();
            super::super::institutions::find(&page, &mut facts);
            settle(&page, &mut facts);
            let publishers: Vec<&str> = facts
                .iter()
                .filter(|fact| fact.kind == FactKind::Publisher && fact.assertion == Assertion::Affirmed)
                .map(|fact| fact.value.as_str())
                .collect();
            assert_eq!(publishers, expected, "{line}");
        }
    }
}
