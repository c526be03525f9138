//! Days that are no event of the document: the day of publication told once more, and bare years in which something was
//! approved or known, runs to, or is to begin.

use std::sync::LazyLock;

use crate::facts::pattern::Pattern;
use crate::facts::{Assertion, Data, Fact, FactKind, Page, cues};

/// Places of one date that are looked at.
const PLACES: usize = 20;

/// Takes them out.
pub(in crate::facts) fn settle(page: &Page<'_>, facts: &mut Vec<Fact>) {
    let published: Vec<String> =
        facts.iter().filter(|fact| fact.kind == FactKind::PubDate).map(|fact| fact.value.clone()).collect();
    facts.retain_mut(|fact| {
        if fact.kind != FactKind::EventDate {
            return true;
        }
        if published.contains(&fact.value) && fact.function.is_none() {
            return false;
        }
        if !matches!(&fact.data, Data::Date(date) if date.len() == 4) || fact.evidence.len() > PLACES {
            return true;
        }
        if matches!(fact.assertion, Assertion::Planned | Assertion::Hypothetical | Assertion::Background) {
            return false;
        }
        fact.evidence.retain(|place| !is_passing(page, &place.surface));
        !fact.evidence.is_empty()
    });
}

/// Whether a year stands beside what was approved, known or described in it, or bounds a time.
fn is_passing(page: &Page<'_>, year: &crate::text::Span) -> bool {
    static BOUNDS: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(
            r"(?i)\b(?:since|seit|until|bis|till|by|from|ab|between|zwischen|and|und|von|beginning of|early|late|anfang|mitte|ende|start in|beginn(?:t|en)? (?:im|in)|of) (?:the year |dem jahr )?$",
        )
    });
    static KNOWN: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(
            r"(?i)\b(?:approv(?:ed|al)|licen[sc]ed|authori[sz]ed|zugelassen|zulassung|available|verfügbar|established|etabliert|(?:first )?described|erstmals|beschrieben|patented|founded|gegründet|halted|suspended|criteria|kriterien|expected|could|könnten?|will|soll(?:en)?)\b",
        )
    });
    let sentence = page.sentence_at(year.start);
    let text = &*page.document.text;
    let before = cues::before(text, sentence.start, year.start, 80);
    let after = cues::after(text, year.end, sentence.end.max(year.end), 40);
    BOUNDS.is_match(before) || KNOWN.is_match(before) || KNOWN.is_match(after)
}

#[cfg(test)]
mod tests {
    use super::settle;
    use crate::document::Document;
    use crate::facts::{FactKind, Page, dates};
    use crate::vocabulary::tests::sample;

    fn events(text: &str) -> Vec<String> {
        let document = Document { text: text.into(), ..Document::default() };
        let vocabulary = sample();
        let page = Page::new(&document, &vocabulary);
        let mut facts = Vec::new();
        dates::find(&page, &mut facts);
        settle(&page, &mut facts);
        facts.into_iter().filter(|fact| fact.kind == FactKind::EventDate).map(|fact| fact.value).collect()
    }

    #[test]
    fn a_year_of_approval_or_a_bound_is_no_event() {
        for text in [
            "The drug was approved in 2017 for lupus.",
            "Das Mittel ist seit 2020 in Europa zugelassen.",
            "It was first described in 2014 as a mimic.",
            "A trial could start in 2027 if funding is found.",
            "Bis 2011 gab es keine Behandlung.",
        ] {
            assert_eq!(events(text), Vec::<String>::new(), "{text}");
        }
        assert_eq!(events("In 2014 a teacher was found to have lupus."), ["2014"]);
        assert_eq!(events("The drug was approved in May 2017."), ["2017-05"]);
    }

    #[test]
    fn the_day_of_publication_is_told_once() {
        let text = "Published: 3 May 2024\n\nThe team met. On 3 May 2024 it was told, and on 5 May 2024 again.";
        assert_eq!(events(text), ["2024-05-05"]);
    }
}
