//! The model of what the reader does: what is listed, filtered, open and searched. Changes only by its own methods and
//! by replies; asks for work by leaving jobs. Knows no keys, no panes and no colours.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use crate::document::Document;
use crate::document::search::{Mode, Pattern, Search};
use crate::export::citation;
use crate::facts::card::{self, Fold, Line};
use crate::facts::{Evidence, Fact, FactKind, Group, values};
use crate::library::{
    DocId, FacetCount, FacetGroup, Head, Ids, IndexProgress, Indexed, Left, Matched, Note, Progress, Query, QueryError,
    Reader, Saved, Sort, SortBy, View, Viewed,
};
use crate::text::{self, Span};
use crate::vocabulary::Vocabulary;
use crate::wording::{Language, Text};
use crate::worker::{Change, Job, Reply};

mod changes;
mod marks;
mod notes;
mod opened;
mod rows;
mod searching;
mod selection;
mod trail;

pub use marks::Bookmark;
pub use notes::{Picked, Placed};
pub use opened::{Mark, Open};
pub use searching::Past;
pub use selection::Selection;
pub use trail::Goal;

/// What the program knows of the reader's work.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each answers a question of its own")]
pub struct Session {
    /// The language of the interface.
    pub language: Language,
    /// Empty until it has been read.
    pub vocabulary: Arc<Vocabulary>,
    /// For the rows on the screen.
    library: Option<Reader>,
    /// Whether the library is a temporary one of files named on the command line.
    pub temporary: bool,
    /// Whether the rest of the open document is still being read; what is typed waits for it.
    pub partial: bool,
    /// Whether there is a display whose clipboard takes what is copied; else the terminal's does.
    pub display: bool,
    /// Why nothing can be written, if so.
    pub read_only: Option<String>,
    /// Documents in the library.
    pub total: usize,
    /// The filter in force.
    pub query: Query,
    /// The order of the list.
    pub sort: Sort,
    /// The documents that match, in order; of all documents at first only those that come first, see
    /// [`Session::count`].
    pub listed: Ids,
    /// A row gone to that is still to come.
    awaited_row: Option<usize>,
    /// A letter or year gone to in a list that is still to come.
    awaited_key: Option<String>,
    /// What the worker looks for in the list.
    sought: Option<String>,
    /// Where the cursor stood before it was looked for, while it is being typed.
    sought_from: Option<usize>,
    /// Notes that were begun and left, by document, number of the note and place.
    pub drafts: HashMap<(DocId, i64, usize), String>,
    /// The documents selected for what is done to many.
    pub selection: Selection,
    /// The saved filters with the number of their documents, none until it is known.
    pub saved: Vec<(Saved, Option<u64>)>,
    /// Index into `listed`.
    pub cursor: usize,
    /// Whether the list of a new filter is still to come: what is listed does not match it yet.
    pub listing: bool,
    heads: HashMap<DocId, Head>,
    /// The document in the reader.
    pub open: Option<Open>,
    /// The document that a filter took from the reader, and the search in it.
    aside: Option<Box<(Open, Option<Search>)>>,
    /// Whether a filter takes the open document from the reader as soon as another is there.
    displaced: bool,
    /// The search in it.
    pub search: Option<Search>,
    /// A search that waits for its matches, and the offset it began at.
    pub searching: Option<(Pattern, usize)>,
    /// A search typed before the document it is meant for was there.
    awaited: Option<String>,
    /// The document that the reader will show as soon as it has been read.
    coming: Option<DocId>,
    /// The filter that the counts are over, without their own kind, where the filter line asked for them.
    pub counted_over: Query,
    /// Values and counts of the open picker.
    pub counts: Option<(FacetGroup, Vec<FacetCount>)>,
    /// A view that has come and is not on the screen yet.
    pub viewed: Option<(View, Query, Box<Viewed>)>,
    /// The view that a document was opened from, and the cell.
    pub left_view: Option<LeftView>,
    /// Columns of the text, as the reader set it.
    pub columns: u16,
    /// Whether words are parted at the end of a row.
    pub hyphenation: bool,
    /// The style of copied citations, a name or a file.
    pub citation_style: String,
    /// The last thing there was to say.
    pub message: Option<Message>,
    /// How far a task is.
    pub progress: Option<Progress>,
    /// How far the full-text index is, while it is brought up to the library.
    pub indexing: Option<IndexProgress>,
    /// The sentences by which the query finds the documents on the screen; none inside for those asked for.
    matched: HashMap<DocId, Option<Matched>>,
    /// What could not be taken in and has not been shown yet, a line each.
    pub failures: Vec<String>,
    /// Whether anything could not be taken in.
    pub failed: bool,
    /// How what is typed into the search line is read.
    pub mode: Mode,
    /// What was typed into lines of input, the last one last.
    pub history: Vec<(Past, String)>,
    /// The link that was shown and is opened when asked again.
    pub offered: Option<String>,
    /// What was looked for in the list.
    pub finding: String,
    /// Places remembered under a letter, those of other documents too.
    pub marks: Vec<Bookmark>,
    /// The kinds of facts that are not shown in the text.
    pub unpainted: Vec<FactKind>,
    /// All notes of the library with the titles of their documents, once they were asked for.
    pub all_notes: Option<Vec<(Note, String)>>,
    /// A note gone to in a document that is still to come.
    awaited_note: Option<Note>,
    /// A document that is being opened at a place, asked for by going back.
    open_at: Option<(DocId, Goal)>,
    trail: trail::Trail,
    undo: Vec<changes::Undo>,
    jobs: Vec<Job>,
}

/// Something to tell the reader in the status line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// One line.
    pub text: String,
    /// Whether something went wrong.
    pub error: bool,
}

/// Narrowest and widest column of text that can be set.
pub const COLUMNS: std::ops::RangeInclusive<u16> = 30..=160;

/// A table that was left for a document.
#[derive(Debug, Clone, PartialEq)]
pub struct LeftView {
    /// What it shows, and for which filter.
    pub asked: (View, Query),
    /// Row and column that were gone into.
    pub cursor: (usize, usize),
    /// The column it was sorted by, and whether the other way round.
    pub sorted: Option<(usize, bool)>,
    /// The document.
    pub document: DocId,
}

impl Session {
    /// A session that shows nothing yet.
    pub fn new(language: Language) -> Self {
        Self {
            language,
            vocabulary: Arc::default(),
            library: None,
            temporary: false,
            partial: false,
            display: false,
            read_only: None,
            total: 0,
            query: Query::default(),
            sort: Sort::default(),
            listed: Ids::default(),
            awaited_row: None,
            awaited_key: None,
            sought: None,
            sought_from: None,
            drafts: HashMap::new(),
            selection: Selection::default(),
            saved: Vec::new(),
            cursor: 0,
            listing: false,
            heads: HashMap::new(),
            open: None,
            aside: None,
            displaced: false,
            search: None,
            searching: None,
            awaited: None,
            coming: None,
            counted_over: Query::default(),
            counts: None,
            viewed: None,
            left_view: None,
            columns: 80,
            hyphenation: true,
            citation_style: citation::DEFAULT.to_owned(),
            message: None,
            progress: None,
            indexing: None,
            matched: HashMap::new(),
            failures: Vec::new(),
            failed: false,
            mode: Mode::default(),
            history: Vec::new(),
            offered: None,
            finding: String::new(),
            marks: Vec::new(),
            unpainted: Vec::new(),
            all_notes: None,
            awaited_note: None,
            open_at: None,
            trail: trail::Trail::default(),
            undo: Vec::new(),
            jobs: Vec::new(),
        }
    }

    /// Shows the documents of a library, of which `first` come first: the one read last, or else the very first, is opened
    /// from it at once, so that the first frame is whole. The others are asked for.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn with_library(mut self, library: Reader, first: Ids) -> crate::library::Result<Self> {
        self.total = library.len()?;
        self.listed = first;
        let mut wanted =
            library.here()?.filter(|_| !self.listed.is_empty()).into_iter().chain(self.listed.get(0)).peekable();
        while let Some(id) = wanted.next() {
            match library.load(id) {
                Ok(loaded) => {
                    self.cursor = self.listed.position(id).unwrap_or(0);
                    self.open = Some(Open::new(Some(id), loaded.document, loaded.position).with_facts(loaded.facts));
                    break;
                }
                Err(error) if wanted.peek().is_none() => return Err(error),
                Err(_) => {}
            }
        }
        self.saved = library.saved()?.into_iter().map(|saved| (saved, None)).collect();
        self.library = Some(library);
        self.refresh_notes();
        self.refresh_marks();
        if self.listed.len() < self.total {
            self.reload();
        }
        Ok(self)
    }

    /// Shows one document that has just been read; its library and facts come later by replies.
    #[must_use]
    pub fn with_document(mut self, document: Document, left: Left) -> Self {
        self.temporary = true;
        // In the order they were named.
        self.sort = Sort { by: SortBy::Added, reversed: true };
        self.total = 1;
        self.open = Some(Open::new(None, document, left.at));
        self.take_marks(left.marks);
        self
    }

    /// Says that the open document is only the beginning of one that is still being read.
    #[must_use]
    pub fn expecting_more(mut self) -> Self {
        self.partial = true;
        self
    }

    /// The jobs asked for since the last call.
    pub fn take_jobs(&mut self) -> Vec<Job> {
        std::mem::take(&mut self.jobs)
    }

    /// Leaves a job to be done.
    pub fn ask(&mut self, job: Job) {
        self.jobs.push(job);
    }

    /// A query for the library that is open.
    ///
    /// # Errors
    /// The text is no query.
    pub fn parse(&self, text: &str) -> Result<Query, QueryError> {
        Query::parse_in(text, &self.vocabulary, self.library.as_ref())
    }

    /// [`Session::parse`] of a text that is being typed: the word at its end may be the beginning of one.
    ///
    /// # Errors
    /// The text is no query.
    pub fn parse_typed(&self, text: &str) -> Result<Query, QueryError> {
        Query::parse_typed(text, &self.vocabulary, self.library.as_ref())
    }

    /// Says something in the status line.
    pub fn say(&mut self, text: impl Into<String>) {
        self.message = Some(Message { text: text::clean_line(&text.into()).into_owned(), error: false });
    }

    /// Says one of the program's own texts.
    pub fn tell(&mut self, text: Text) {
        self.say(text.say(self.language));
    }

    /// Says what went wrong.
    pub fn complain(&mut self, text: impl Into<String>) {
        self.message = Some(Message { text: text::clean_line(&text.into()).into_owned(), error: true });
    }

    /// Remembers where the open document is being read.
    pub fn keep_place(&mut self) {
        if let Some(open) = &mut self.open
            && !self.partial
            && open.kept != open.top
        {
            open.kept = open.top;
            // Who reads on here has left what was read before.
            self.aside = None;
            if self.temporary {
                self.jobs.push(Job::Keep(Arc::clone(&open.document), open.top));
            } else if let Some(id) = open.id {
                self.jobs.push(Job::Note(id, Change::Position(open.top)));
            }
        }
    }

    // Facts.

    /// What a fact is called in the language of the interface: its concept's name there, else its value in that language.
    pub fn named<'a>(&'a self, fact: &'a Fact) -> Cow<'a, str> {
        values::named(fact, &self.vocabulary, self.language)
    }

    /// What a row of a picker is called in the language of the interface.
    pub fn row_named<'a>(&'a self, row: &'a FacetCount) -> Cow<'a, str> {
        values::called(row.concept.as_deref().unwrap_or(&row.label), &self.vocabulary, self.language)
    }

    /// Goes to a piece of evidence of a fact and lights it.
    pub fn show_evidence(&mut self, fact: usize, number: usize) {
        self.leave();
        if let Some(open) = &mut self.open {
            open.show_evidence(fact, number);
        }
    }

    // Replies.

    /// Takes in what the worker sends.
    pub fn take(&mut self, reply: Reply) {
        match reply {
            Reply::Adopted(id) => {
                let told = Text::new("taken into the library as number", "in die Bibliothek aufgenommen als Nummer");
                self.say(format!("{} {}", told.say(self.language), id.0));
                self.refresh_notes();
            }
            Reply::Library(reader) => self.library = Some(*reader),
            Reply::Vocabulary(vocabulary) => {
                self.vocabulary = vocabulary;
                if let Some(open) = &mut self.open {
                    open.changed = true;
                }
                self.ask_also_in();
                if !self.temporary && self.read_only.is_none() {
                    self.ask(Job::Index);
                    self.ask(Job::Refresh);
                }
                self.recount();
            }
            Reply::Listed { query, ids, total } => self.listed(&query, ids, total),
            Reply::Loaded(id, loaded) => self.loaded(id, *loaded),
            Reply::AlsoIn(id, also_in) => {
                if let Some(open) = self.open.as_mut().filter(|open| open.id == Some(id)) {
                    open.set_also_in(also_in);
                }
            }
            Reply::Annotated(annotated) => self.annotated(annotated),
            Reply::Counted(group, counts) => self.counts = Some((group, counts)),
            Reply::Viewed(view, query, viewed) => self.viewed = Some((view, query, viewed)),
            Reply::Found { pattern, matches } => {
                if let Some((waiting, from)) = self.searching.take_if(|(waiting, _)| *waiting == pattern) {
                    self.found(waiting, matches, from);
                }
            }
            Reply::Marked { documents, change, back } => self.marked(documents, change, back),
            Reply::Removed { documents, kept } => self.removed(documents, kept),
            Reply::Restored { documents, wanted } => self.restored(&documents, wanted),
            Reply::Sought { typed, found } => self.sought(&typed, found),
            Reply::Saved(saved) => self.saved = saved,
            Reply::Progress(progress) => {
                self.progress = Some(progress);
                self.reload();
                self.recount();
            }
            Reply::Imported(report) => {
                self.progress = None;
                // What has not come will not come any more.
                self.partial &= report.failed.is_empty();
                self.failures
                    .extend(report.failed.iter().map(|failure| format!("{}: {}", failure.name, failure.reason)));
                if report.stopped {
                    let told = Text::new("stopped; taken in and kept:", "angehalten; aufgenommen und behalten:");
                    self.say(format!("{} {}", told.say(self.language), report.ids.len()));
                } else if !self.temporary {
                    let told = Text::new("taken in; new documents:", "aufgenommen; neue Dokumente:");
                    self.say(format!("{} {}", told.say(self.language), report.added));
                } else if let Some((name, warning)) = report.warnings.first() {
                    self.complain(format!("{name}: {warning}"));
                }
                self.reload();
            }
            Reply::Matched { query, found } => {
                if query == self.query {
                    self.matched.extend(found);
                }
            }
            Reply::Unindexed(_) => {
                if !self.temporary && self.read_only.is_none() && self.indexing.is_none() {
                    self.ask(Job::Index);
                }
            }
            Reply::Indexing(progress) => self.indexing = Some(progress),
            Reply::Indexed(indexed) => {
                self.indexing = None;
                if let Indexed::Rebuilt(count) = indexed {
                    let told =
                        Text::new("full-text index made anew, documents:", "Volltext-Index neu gebaut, Dokumente:");
                    self.say(format!("{} {count}", told.say(self.language)));
                }
                if self.query.has_words() && !matches!(indexed, Indexed::Done(0) | Indexed::Elsewhere) {
                    self.reload();
                }
            }
            Reply::Refreshed(_) | Reply::Changed => {
                self.reload();
                self.recount();
                // Another program may have removed it.
                let there = |id: &DocId| {
                    self.library
                        .as_ref()
                        .is_none_or(|library| library.heads(&[*id]).is_ok_and(|heads| !heads.is_empty()))
                };
                if let Some(id) = self.open.as_ref().and_then(|open| open.id).filter(there) {
                    self.ask(Job::Load(id));
                }
            }
            Reply::Unchanged(id, change, why) => self.unchanged(id, &change, why),
            Reply::Unwritten(change, why) => self.unwritten(&change, &why),
            Reply::Failed(why) => {
                self.partial = false;
                self.progress = None;
                self.indexing = None;
                self.listing = false;
                self.coming = None;
                self.complain(why);
                // What does not come is not waited for.
                self.find_awaited();
            }
        }
    }

    /// Shows facts of a kind in the text, or no longer.
    pub fn paint(&mut self, kind: FactKind, shown: bool) {
        self.unpainted.retain(|&other| other != kind);
        if !shown {
            self.unpainted.push(kind);
        }
        if let Some(open) = &mut self.open {
            open.paint(&self.unpainted);
        }
    }
}
