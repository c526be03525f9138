//! The title as a fact, where the document has one of its own.

use super::finds::Finds;
use super::words::List;
use super::{Fact, FactKind, Page};
use crate::document::TitleOrigin;
use crate::text::Span;

pub(super) fn find(page: &Page<'_>, facts: &mut Vec<Fact>) {
    let title = &page.document.title;
    if title.origin == TitleOrigin::FileName || title.text.is_empty() {
        return;
    }
    // A declared title need not be marked in the text; without a place in it there is nothing to show for it.
    let range = title.range.clone().or_else(|| {
        let start = page.document.text.find(&title.text)?;
        Some(start..start + title.text.len())
    });
    if let Some(range) = range {
        let mut finds = Finds::new(page);
        let (rule, why) = match title.origin {
            TitleOrigin::Declared => ("head/declared", "declared by the format"),
            TitleOrigin::Heading => ("head/heading", "first heading"),
            TitleOrigin::FirstLine | TitleOrigin::FileName => ("head/first-line", "first line"),
        };
        finds.add(FactKind::Title, &title.text, &range, rule).why.push(why.to_owned());
        if let Some(other) = translated(page, &range) {
            let fact = finds.add(FactKind::Title, page.str(&other), &other, "head/translated");
            fact.function = Some("translated".to_owned());
            fact.why.push("the line below the title, in the other language".to_owned());
        }
        if let Some(official) = official(page).filter(|official| *official != range) {
            let fact = finds.add(FactKind::Title, page.str(&official), &official, "head/official");
            fact.function = Some("official title".to_owned());
        }
        finds.finish(facts);
    }
}

/// The official title that the record of a trial has beside its brief one.
fn official(page: &Page<'_>) -> Option<Span> {
    const HEAD: usize = 2000;
    const LABELS: &[&str] = &["official title: ", "offizieller titel: ", "scientific title: "];
    let text = &*page.document.text;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if start > HEAD {
            return None;
        }
        let lower = line[..crate::text::floor(line, 24)].to_ascii_lowercase();
        if let Some(label) = LABELS.iter().find(|label| lower.starts_with(**label)) {
            let title = line[label.len()..].trim();
            let at = start + line.len() - line[label.len()..].trim_start().len();
            return (!title.is_empty()).then_some(at..at + title.len());
        }
        start += line.len();
    }
    None
}

/// The line right below the title that says it again in the other language: about as long, no sentence, with small
/// words of that language and none of its own.
fn translated(page: &Page<'_>, title: &Span) -> Option<Span> {
    static GERMAN: List = List::new("der die das des dem den zur zum von vom bei mit und für im eine einer als nach");
    static ENGLISH: List = List::new("the of for and with in to a an after as on by from");
    let text = &*page.document.text;
    let rest = &text[title.end..];
    let start = title.end + rest.find(|c: char| !c.is_whitespace())?;
    let line = text[start..].split('\n').next().unwrap_or_default().trim_end();
    let own = page.str(title);
    let alike = line.len() * 2 >= own.len() && line.len() <= own.len() * 2 && !line.ends_with(['.', ':']);
    if !alike {
        return None;
    }
    let counts = |line: &str| {
        let of = |list: &List| {
            let words = line.split(|c: char| !c.is_alphabetic());
            words.filter(|word| list.has_small(word)).count()
        };
        (of(&GERMAN), of(&ENGLISH))
    };
    let other = matches!((counts(own), counts(line)), ((1.., 0), (0, 1..)) | ((0, 1..), (1.., 0)));
    other.then_some(start..start + line.len())
}

#[cfg(test)]
mod tests {
    use super::super::finds::testing::{document, found, values};
    use super::*;
    use crate::document::Title;

    #[test]
    fn the_title_is_a_fact_unless_it_is_the_file_name() {
        let mut document = document(&[(None, "Hope for patients\n\nText.")]);
        document.title = Title { text: "[notes.txt]".into(), range: None, origin: TitleOrigin::FileName };
        assert!(found(&document, find).is_empty());
        document.title = Title { text: "Hope for patients".into(), range: Some(0..17), origin: TitleOrigin::FirstLine };
        assert_eq!(values(&found(&document, find), FactKind::Title), ["Hope for patients"]);
    }

    #[test]
    fn a_title_may_stand_in_both_languages() {
        let titles = |second: &str| {
            let mut document = document(&[(None, &format!("Zellen zur Therapie von Lupus\n{second}\n\nText."))]);
            document.title = Title {
                text: "Zellen zur Therapie von Lupus".into(),
                range: Some(0..29),
                origin: TitleOrigin::Heading,
            };
            values(&found(&document, find), FactKind::Title)
        };
        assert_eq!(
            titles("Cells for the Therapy of Lupus"),
            ["Zellen zur Therapie von Lupus", "Cells for the Therapy of Lupus | translated"]
        );
        assert_eq!(titles("Ein Bericht von der Klinik für Lupus"), ["Zellen zur Therapie von Lupus"]);
        assert_eq!(titles("This is a sentence of the text."), ["Zellen zur Therapie von Lupus"]);
    }

    #[test]
    fn a_record_has_its_official_title_too() {
        let mut document =
            document(&[(None, "Cells in Lupus\nOfficial Title: A Trial of Cells in People With Lupus\nText")]);
        document.title = Title { text: "Cells in Lupus".into(), range: Some(0..14), origin: TitleOrigin::Heading };
        assert_eq!(
            values(&found(&document, find), FactKind::Title),
            ["Cells in Lupus", "A Trial of Cells in People With Lupus | official title"]
        );
    }

    #[test]
    fn a_declared_title_that_the_text_does_not_show_has_no_evidence_and_is_no_fact() {
        let mut document = document(&[(None, "Text.")]);
        document.title = Title { text: "Elsewhere".into(), range: None, origin: TitleOrigin::Declared };
        assert!(found(&document, find).is_empty());
    }
}
