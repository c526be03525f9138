//! What tests that read the store found the last times: while a query is typed, most of it is asked again with every key.

use roaring::RoaringBitmap;

use super::Result;
use super::query::{Has, Is, Test};
use super::store::Reader;

/// Answers kept of each sort.
const KEPT: usize = 12;

/// Documents found by tests, as long as what they were asked of has not changed.
#[derive(Debug, Default)]
pub(crate) struct Memo {
    of_documents: Answers,
    of_state: Answers,
}

#[derive(Debug, Default)]
struct Answers {
    /// The number of changes they are of.
    at: i64,
    /// The one asked for last is last.
    answers: Vec<(Test, RoaringBitmap)>,
}

impl Memo {
    /// The answer to a test at a revision of the documents, found anew if it is not known.
    pub(crate) fn answer(
        &mut self,
        reader: &Reader,
        revision: i64,
        test: &Test,
        find: impl FnOnce() -> Result<RoaringBitmap>,
    ) -> Result<RoaringBitmap> {
        let state = matches!(
            test,
            Test::Tag(_)
                | Test::Note(_)
                | Test::Is(Is::Read | Is::Unread | Is::Starred | Is::New)
                | Test::Has(Has::Note | Has::Highlight | Has::Tag)
        );
        let answers = if state { &mut self.of_state } else { &mut self.of_documents };
        // A document that is gone is in no answer: both count.
        let at = if state { reader.changes()?.wrapping_add(revision << 32) } else { revision };
        if answers.at != at {
            *answers = Answers { at, ..Answers::default() };
        }
        if let Some(known) = answers.answers.iter().position(|(other, _)| other == test) {
            let known = answers.answers.remove(known);
            answers.answers.push(known);
        } else {
            let found = find()?;
            if answers.answers.len() >= KEPT {
                answers.answers.remove(0);
            }
            answers.answers.push((test.clone(), found));
        }
        Ok(answers.answers.last().map(|(_, found)| found.clone()).unwrap_or_default())
    }
}
