//! What is done to many documents at once, and how many the saved filters find.

use super::{Change, Hand, Reply};
use crate::library::{Documents, Query, Saved, StateChange};

impl Hand {
    pub(super) fn mark(&mut self, documents: &Documents, change: Change, back: bool) -> anyhow::Result<Reply> {
        let wanted = match &change {
            Change::Read(read) => StateChange::Read(*read),
            Change::Starred(starred) => StateChange::Starred(*starred),
            Change::Position(at) => StateChange::Position(*at),
            Change::Tag(tag) => StateChange::Tag(tag),
            Change::Untag(tag) => StateChange::Untag(tag),
        };
        let documents = self.library.set_all(documents, wanted)?;
        Ok(Reply::Marked { documents, change, back })
    }

    pub(super) fn remove(&mut self, documents: &Documents) -> anyhow::Result<Reply> {
        let (documents, kept) = self.library.remove_all(documents)?;
        Ok(Reply::Removed { documents, kept })
    }

    pub(super) fn restore(&mut self, documents: &Documents) -> anyhow::Result<Reply> {
        Ok(Reply::Restored { documents: self.library.restore(documents)?, wanted: documents.len() })
    }

    /// Counts them all: a toggle of one filter costs a fraction of a millisecond, and there are few.
    pub(super) fn count_saved(&mut self) -> anyhow::Result<Reply> {
        let saved = self.library.saved()?;
        let mut counted = Vec::with_capacity(saved.len());
        for one in saved {
            let count = self.count(&one)?;
            counted.push((one, count));
        }
        Ok(Reply::Saved(counted))
    }

    fn count(&mut self, saved: &Saved) -> anyhow::Result<Option<u64>> {
        match Query::parse_in(&saved.query, self.vocabulary.wait(), Some(&self.library)) {
            Ok(query) => Ok(Some(self.library.count(&query)?)),
            Err(_) => Ok(None),
        }
    }
}
