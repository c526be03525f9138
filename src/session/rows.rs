//! The list: its cursor, the rows read of it, its filter and order; finding a row by what it says, or by the letter or
//! year it is sorted under.

use super::{Ids, Open, Reader, Session, changes};
use crate::library::{DocId, Head, Matched, Query, Sort, SortBy};
use crate::text;
use crate::wording::Text;
use crate::worker::Job;

/// Rows looked at before the worker is asked to look at all.
const NEAR: usize = 100;
/// Heads kept in memory beyond those on the screen.
const HEADS: usize = 4096;

impl Session {
    /// The document under the list's cursor.
    pub fn selected(&self) -> Option<DocId> {
        self.listed.get(self.cursor)
    }

    /// How many documents the list has, those included that are still to come.
    pub fn count(&self) -> usize {
        if self.is_partial() { self.total } else { self.listed.len() }
    }

    /// Whether only the first documents of the whole library are known yet.
    pub(super) fn is_partial(&self) -> bool {
        self.query.is_all() && !self.listing && self.listed.len() < self.total
    }

    /// Moves the cursor; the reader follows. A row that is still to come is gone to when it is there.
    pub fn select(&mut self, index: usize) {
        self.stay();
        if self.is_partial() && index >= self.listed.len() {
            self.awaited_row = Some(index);
            self.listing = true;
            return;
        }
        self.cursor = index.min(self.listed.len().saturating_sub(1));
        self.follow();
    }

    /// Says that the document shown is the one wanted: what a filter put aside does not come back.
    pub fn stay(&mut self) {
        self.aside = None;
        self.displaced = false;
    }

    /// Takes in the list of a filter. The cursor stays with the open document. One that the filter leaves out is put
    /// aside, and comes back as it was with the filter that lists it again, if nobody went elsewhere meanwhile.
    pub(super) fn listed(&mut self, query: &Query, ids: Ids, total: usize) {
        if *query != self.query {
            return;
        }
        self.listed = ids;
        self.listing = false;
        self.total = total;
        if let Some(back) = self.aside.take_if(|aside| aside.0.id.is_some_and(|id| self.listed.position(id).is_some()))
        {
            self.keep_place();
            (self.open, self.search) = (Some(back.0), back.1);
            self.coming = None;
        }
        let here = self.open.as_ref().and_then(|open| open.id);
        let row = self.awaited_row.take().map(|row| row.min(self.listed.len().saturating_sub(1)));
        let stays = here.and_then(|id| self.listed.position(id));
        self.cursor = row.or(stays).unwrap_or(0);
        self.displaced = row.is_none() && here.is_some() && stays.is_none();
        if self.listed.is_empty() && !self.temporary {
            // What the filter leaves out is not shown beside it.
            self.keep_place();
            if let Some(open) = self.open.take() {
                self.put_aside(open);
            }
            if let Some(word) = self.query.last_word() {
                let hint = Text::new("begins a word perhaps", "beginnt vielleicht ein Wort").say(self.language);
                self.say(format!("{hint}: {word}*"));
            }
        }
        self.follow();
        self.find_awaited();
        if let Some(typed) = self.awaited_key.take() {
            self.jump_to(&typed);
        }
    }

    /// Puts a document aside that is about to leave the reader, if a filter is the reason and none is aside yet.
    pub(super) fn put_aside(&mut self, open: Open) {
        let search = self.search.take();
        if std::mem::take(&mut self.displaced) && self.aside.is_none() {
            self.aside = Some(Box::new((open, search)));
        }
    }

    /// Asks for the document under the cursor unless it is open.
    pub(super) fn follow(&mut self) {
        let open = self.open.as_ref().and_then(|open| open.id);
        let wanted = self.selected().filter(|&id| open != Some(id));
        // A file that was named is on the screen already; its facts come.
        self.coming = wanted.filter(|_| self.open.is_none() || open.is_some());
        if let Some(id) = wanted {
            self.keep_place();
            self.ask(Job::Load(id));
        }
    }

    /// Reads the heads of the rows that will be shown: a bounded, indexed read.
    pub fn fetch(&mut self, rows: std::ops::Range<usize>) {
        let Some(library) = &self.library else { return };
        let wanted: Vec<DocId> = self.listed.range(rows).filter(|id| !self.heads.contains_key(id)).collect();
        if wanted.is_empty() {
            return;
        }
        if self.heads.len() > HEADS {
            self.heads.clear();
        }
        match library.heads(&wanted) {
            Ok(heads) => self.heads.extend(heads.into_iter().map(|head| (head.id, head))),
            Err(error) => self.complain(error.to_string()),
        }
    }

    /// Asks for the sentences by which the query finds the documents of these rows, once.
    pub fn fetch_matched(&mut self, rows: std::ops::Range<usize>) {
        if !self.query.has_words() || self.listing {
            return;
        }
        let wanted: Vec<DocId> = self.listed.range(rows).filter(|id| !self.matched.contains_key(id)).collect();
        if !wanted.is_empty() {
            self.matched.extend(wanted.iter().map(|id| (*id, None)));
            self.ask(Job::Match { query: self.query.clone(), ids: wanted });
        }
    }

    /// The sentence by which the query finds a document, if it has been fetched.
    pub fn matched(&self, id: DocId) -> Option<&Matched> {
        self.matched.get(&id)?.as_ref()
    }

    /// What the list shows of a document, if it has been fetched.
    pub fn head(&self, id: DocId) -> Option<&Head> {
        self.heads.get(&id)
    }

    /// Whether documents have come since the last visit.
    pub fn has_news(&mut self) -> bool {
        match self.library.as_ref().map(Reader::has_news) {
            Some(Ok(news)) => news,
            Some(Err(error)) => {
                self.complain(error.to_string());
                false
            }
            None => false,
        }
    }

    /// Counts what the saved filters find, once names are known.
    pub(super) fn recount(&mut self) {
        if !self.saved.is_empty() && !self.vocabulary.concepts.is_empty() {
            self.ask(Job::CountSaved);
        }
    }

    /// Forgets what was read of the list and asks for it again.
    pub fn reload(&mut self) {
        self.heads.clear();
        self.matched.clear();
        self.ask(Job::List { query: self.query.clone(), sort: self.sort });
    }

    /// Sets the filter; the change can be taken back.
    pub fn filter(&mut self, query: Query) {
        if query != self.query {
            let before = std::mem::replace(&mut self.query, query);
            self.push_undo(changes::Undo::Filter(before));
            self.listing = true;
            self.reload();
        }
    }

    /// Sets the filter while it is being typed: nothing to take back until it is kept.
    pub fn preview(&mut self, query: Query) {
        if query != self.query {
            self.query = query;
            self.listing = true;
            self.reload();
        }
    }

    /// Keeps a previewed filter as one change.
    pub fn keep_filter(&mut self, before: Query) {
        if before != self.query {
            self.push_undo(changes::Undo::Filter(before));
        }
    }

    /// Sets the order of the list.
    pub fn order(&mut self, sort: Sort) {
        self.sort = sort;
        self.reload();
    }

    /// Goes to the next row that has what was typed, downwards or upwards, around the ends; with `here` the row under
    /// the cursor may be it. Rows that are near are looked at at once, all others by the worker.
    pub fn seek(&mut self, typed: &str, from: usize, forward: bool, here: bool) {
        let (key, len) = (text::key(typed), self.listed.len());
        self.sought = None;
        if key.is_empty() || len == 0 {
            return;
        }
        self.sought_from = here.then_some(from);
        let first = usize::from(!here);
        for offset in first..len.min(NEAR) + first {
            let at = if forward { from + offset } else { from + len * (offset / len + 1) - offset } % len;
            if offset % 20 == first % 20 {
                let ahead = if forward { at..at + 20 } else { (at + 1).saturating_sub(20)..at + 1 };
                self.fetch(ahead);
            }
            self.fetch(at..at + 1);
            let found = self.listed.get(at).and_then(|id| self.head(id)).is_some_and(|head| {
                let about = head.diseases.iter().chain(&head.therapies).chain([&head.title, &head.source]);
                about.into_iter().any(|part| text::key(part).contains(&key))
            });
            if found {
                self.select(at);
                return;
            }
        }
        if len <= NEAR {
            self.not_in_list(typed);
            return;
        }
        self.sought = Some(typed.to_owned());
        let from = if here && from > 0 && forward { from - 1 } else { from };
        self.ask(Job::Seek { typed: typed.to_owned(), ids: self.listed.clone(), from, forward });
    }

    /// Takes in the row that was looked for.
    pub(super) fn sought(&mut self, typed: &str, found: Option<DocId>) {
        if self.sought.as_deref() != Some(typed) {
            return;
        }
        self.sought = None;
        match found.and_then(|id| self.listed.position(id)) {
            Some(row) => self.select(row),
            None => self.not_in_list(typed),
        }
    }

    fn not_in_list(&mut self, typed: &str) {
        // What an earlier letter led to is no match of all that is typed.
        if let Some(from) = self.sought_from.take() {
            self.select(from);
        }
        let told = format!("{}: {typed}", Text::new("not in the list", "nicht in der Liste").say(self.language));
        self.say(told);
    }

    /// Goes to the first row sorted under a letter, a name, a year; waits where the list is still to come.
    pub fn jump_to(&mut self, typed: &str) {
        if self.sort.by == SortBy::Relevance && self.query.has_words() {
            self.tell(Text::new(
                "best first: there is no letter or year to go to",
                "die besten zuerst: kein Buchstabe oder Jahr zum Anspringen",
            ));
            return;
        }
        if self.is_partial() {
            self.awaited_key = Some(typed.to_owned());
            self.listing = true;
            return;
        }
        let Some(library) = &self.library else { return };
        match library.row_of(&self.listed, self.sort, typed) {
            Ok(row) => self.select(row),
            Err(error) => self.complain(error.to_string()),
        }
    }
}
