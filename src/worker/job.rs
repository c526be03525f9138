//! What can be asked of the worker and what comes back.

use std::path::PathBuf;
use std::sync::Arc;

use super::{Annotated, Annotation};
use crate::document::Document;
use crate::document::search::Pattern;
use crate::facts::study::Key;
use crate::library::{
    AlsoIn, DocId, Documents, FacetCount, FacetGroup, Ids, ImportReport, Incoming, IndexProgress, Indexed, Loaded,
    Matched, NoteChange, Progress, Query, Reader, Saved, Sort, View, Viewed,
};
use crate::text::Span;
use crate::vocabulary::Vocabulary;

/// Something the reader did to a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Marked it read or unread.
    Read(bool),
    /// Starred it or took the star away.
    Starred(bool),
    /// Came to this offset.
    Position(usize),
    /// Gave it a tag.
    Tag(String),
    /// Took a tag away.
    Untag(String),
}

/// What can be asked.
#[derive(Debug)]
pub enum Job {
    /// Which documents match, in order.
    List {
        /// The filter.
        query: Query,
        /// The order.
        sort: Sort,
    },
    /// A document with its facts.
    Load(DocId),
    /// This document is being read.
    Here(DocId),
    /// Which documents tell of the same study as this one, which has these keys.
    AlsoIn(DocId, Vec<Key>),
    /// The values of a picker with their counts.
    Count {
        /// The picker's kind.
        group: FacetGroup,
        /// The filters in force.
        query: Query,
    },
    /// A view across the documents that match.
    View(View, Query),
    /// Where a pattern stands in a document.
    Find {
        /// The document.
        document: Arc<Document>,
        /// What to look for.
        pattern: Pattern,
    },
    /// Something the reader did.
    Note(DocId, Change),
    /// Something about notes.
    Annotate(Annotation),
    /// Something the reader did to many documents, or took back.
    Mark {
        /// The documents.
        documents: Documents,
        /// What was done.
        change: Change,
        /// Whether it takes an earlier one back.
        back: bool,
    },
    /// Documents to take out of the library.
    Remove(Documents),
    /// Documents taken out, to be put back.
    Restore(Documents),
    /// The next row of a list that has what was typed.
    Seek {
        /// What was typed.
        typed: String,
        /// The list.
        ids: Ids,
        /// The row to begin after.
        from: usize,
        /// Downwards.
        forward: bool,
    },
    /// How many documents the saved filters find.
    CountSaved,
    /// A filter to keep under a name.
    Save(Saved),
    /// The name of a saved filter to take away.
    Forget(String),
    /// Where a document that is in no library is being read.
    Keep(Arc<Document>, usize),
    /// How many columns the text has, for the next time.
    Columns(u16),
    /// Whether another program has written to the library.
    Look,
    /// What is derived from many documents has been made: lists and counts that waited for it are due.
    Prepared,
    /// Documents already read, and files and folders still to be read, to take in.
    Import(Vec<Incoming>, Vec<PathBuf>),
    /// A document of a temporary library, to be taken into the reader's own.
    Adopt(DocId),
    /// Facts found with an older vocabulary are found again.
    Refresh,
    /// The sentences by which a query finds these documents.
    Match {
        /// The query.
        query: Query,
        /// The documents on the screen.
        ids: Vec<DocId>,
    },
    /// The full-text index is brought up to the store.
    Index,
    /// The import or indexing under way ends with what it has.
    Stop,
}

impl Job {
    /// Whether it only says how far reading has come.
    pub(super) fn is_place(&self) -> bool {
        matches!(self, Self::Note(_, Change::Position(_)) | Self::Keep(..) | Self::Here(_))
    }

    pub(super) fn is_place_of_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Note(a, _), Self::Note(b, _)) => a == b,
            (Self::Keep(a, _), Self::Keep(b, _)) => Arc::ptr_eq(a, b),
            (Self::Here(_), Self::Here(_)) => true,
            _ => false,
        }
    }
}

/// What comes back.
#[derive(Debug)]
pub enum Reply {
    /// The temporary library is ready.
    Library(Box<Reader>),
    /// The vocabulary is ready.
    Vocabulary(Arc<Vocabulary>),
    /// Answer to [`Job::List`].
    Listed {
        /// The filter asked for.
        query: Query,
        /// The documents in order.
        ids: Ids,
        /// How many the library holds.
        total: usize,
    },
    /// Answer to [`Job::Load`].
    Loaded(DocId, Box<Loaded>),
    /// Answer to [`Job::AlsoIn`].
    AlsoIn(DocId, AlsoIn),
    /// Answer to [`Job::Annotate`].
    Annotated(Annotated),
    /// Answer to [`Job::Count`].
    Counted(FacetGroup, Vec<FacetCount>),
    /// Answer to [`Job::View`].
    Viewed(View, Query, Box<Viewed>),
    /// Answer to [`Job::Find`].
    Found {
        /// What was looked for.
        pattern: Pattern,
        /// In order of the text.
        matches: Vec<Span>,
    },
    /// Answer to [`Job::Mark`]: the documents that were changed.
    Marked {
        /// The documents.
        documents: Documents,
        /// What was done.
        change: Change,
        /// Whether it took an earlier one back.
        back: bool,
    },
    /// Answer to [`Job::Remove`].
    Removed {
        /// Those that were there.
        documents: Documents,
        /// Whether they can be put back.
        kept: bool,
    },
    /// Answer to [`Job::Restore`].
    Restored {
        /// Those put back.
        documents: Documents,
        /// How many were to be.
        wanted: u64,
    },
    /// Answer to [`Job::Seek`].
    Sought {
        /// What was looked for.
        typed: String,
        /// The document of the row.
        found: Option<DocId>,
    },
    /// The saved filters, each with the number of its documents unless it cannot be understood any more.
    Saved(Vec<(Saved, Option<u64>)>),
    /// How far a task is.
    Progress(Progress),
    /// An import has ended.
    Imported(Box<ImportReport>),
    /// A document has been taken into the reader's library, under this number.
    Adopted(DocId),
    /// The facts of this many documents have been found again.
    Refreshed(usize),
    /// Another program has written to the library.
    Changed,
    /// Answer to [`Job::Match`]; none where the words stand in the title only.
    Matched {
        /// The query.
        query: Query,
        /// The documents with their sentences.
        found: Vec<(DocId, Option<Matched>)>,
    },
    /// So many documents wait for the full-text index, and were not asked for words.
    Unindexed(u64),
    /// How far [`Job::Index`] is.
    Indexing(IndexProgress),
    /// [`Job::Index`] has ended.
    Indexed(Indexed),
    /// What the reader did to a document could not be kept, and why.
    Unchanged(DocId, Change, String),
    /// A note could not be written, and why.
    Unwritten(Box<NoteChange>, String),
    /// Something went wrong; one sentence to show.
    Failed(String),
}

/// The jobs without the questions that a later one of the same kind replaces; what the reader did all stays.
pub(super) fn latest(jobs: Vec<Job>) -> Vec<Job> {
    let kinds: Vec<_> = jobs.iter().map(std::mem::discriminant).collect();
    let stays = |at: usize, job: &Job| {
        matches!(
            job,
            Job::Note(..)
                | Job::Annotate(_)
                | Job::Keep(..)
                | Job::Mark { .. }
                | Job::Remove(_)
                | Job::Restore(_)
                | Job::Save(_)
                | Job::Forget(_)
        ) || !kinds[at + 1..].contains(&kinds[at])
    };
    jobs.into_iter().enumerate().filter(|(at, job)| stays(*at, job)).map(|(_, job)| job).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_newer_question_replaces_an_older_one_of_its_kind() {
        let jobs = vec![
            Job::Load(DocId(1)),
            Job::Note(DocId(1), Change::Read(true)),
            Job::Load(DocId(2)),
            Job::Note(DocId(2), Change::Read(true)),
        ];
        let left = latest(jobs);
        assert!(matches!(left[..], [Job::Note(..), Job::Load(DocId(2)), Job::Note(..)]), "{left:?}");
    }
}
