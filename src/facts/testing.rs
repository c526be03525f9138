//! For tests of one family of rules: its facts in a text without vocabulary or structure.

use super::{Fact, Page};
use crate::document::Document;
use crate::vocabulary::Vocabulary;

/// What a family of rules finds in a text.
pub(super) fn facts_of(find: fn(&Page<'_>, &mut Vec<Fact>), text: &str) -> Vec<Fact> {
    let document = Document { text: text.into(), ..Document::default() };
    let vocabulary = Vocabulary::default();
    let page = Page::new(&document, &vocabulary);
    let mut facts = Vec::new();
    find(&page, &mut facts);
    facts
}
