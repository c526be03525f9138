//! Search in the open document: at once in short texts, by the worker in long ones, later where the text is to come.

use super::{Arc, Pattern, Search, Session, Span};
use crate::document::PLAIN_ABOVE;
use crate::worker::Job;

impl Session {
    /// Looks for what was typed from `from` on, read as [`Session::mode`] says; a wrong expression finds nothing. Short
    /// texts are searched at once, long ones by the worker; a text that is still to come is searched when it is there.
    pub fn find(&mut self, typed: &str, from: usize) {
        self.searching = None;
        self.awaited = None;
        if self.listing || self.coming.is_some() {
            self.search = None;
            self.awaited = Some(typed.to_owned());
            return;
        }
        let (Some(open), Ok(Some(pattern))) = (&self.open, Pattern::of(typed, self.mode)) else {
            self.search = None;
            return;
        };
        if open.document.text.len() <= PLAIN_ABOVE / 4 {
            let matches = pattern.find(&open.document.text);
            self.found(pattern, matches, from);
        } else {
            let document = Arc::clone(&open.document);
            self.searching = Some((pattern.clone(), from));
            self.ask(Job::Find { document, pattern });
        }
    }

    /// Ends the search.
    pub fn end_search(&mut self) {
        self.search = None;
        self.searching = None;
        self.awaited = None;
    }

    /// Searches the document that has come for what was typed before.
    pub(super) fn find_awaited(&mut self) {
        if !self.listing
            && self.coming.is_none()
            && let Some(typed) = self.awaited.take()
        {
            let from = self.open.as_ref().map_or(0, |open| open.top);
            self.find(&typed, from);
        }
    }

    pub(super) fn found(&mut self, pattern: Pattern, matches: Vec<Span>, from: usize) {
        let search = Search::new(pattern, matches, from);
        if let (Some(open), Some(span)) = (&mut self.open, search.here()) {
            open.show(span.clone());
        }
        self.search = Some(search);
    }

    /// Remembers what was searched for.
    pub fn remember_input(&mut self, typed: &str) {
        let entry = (typed.to_owned(), self.mode);
        self.history.retain(|known| *known != entry);
        self.history.push(entry);
    }
}
