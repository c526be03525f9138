//! The title as a fact, where the document has one of its own.

use super::finds::Finds;
use super::{Fact, FactKind, Page};
use crate::document::TitleOrigin;

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
        finds.finish(facts);
    }
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
    fn a_declared_title_that_the_text_does_not_show_has_no_evidence_and_is_no_fact() {
        let mut document = document(&[(None, "Text.")]);
        document.title = Title { text: "Elsewhere".into(), range: None, origin: TitleOrigin::Declared };
        assert!(found(&document, find).is_empty());
    }
}
