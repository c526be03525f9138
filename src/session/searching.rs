//! Search in the open document: at once in short texts, by the worker in long ones, later where the text is to come.

use super::{Arc, Mode, Pattern, Search, Session, Span, Text};
use crate::document::PLAIN_ABOVE;
use crate::worker::Job;

/// The line that something was typed into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Past {
    /// The search in the text, and how it was read.
    Search(Mode),
    /// The filter line.
    Filter,
    /// The command line.
    Command,
}

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
        let Some(open) = &mut self.open else { return };
        let search = Search::new(pattern, &open.document.text, matches, from);
        if let Some(span) = search.here() {
            open.show(span.clone());
        }
        self.search = Some(search);
        self.tell_wrapped(true);
    }

    /// Says that the last step of the search went over an end of the document, if it did.
    pub fn tell_wrapped(&mut self, forward: bool) {
        let Some(search) = self.search.as_ref().filter(|search| search.wrapped) else { return };
        let text = if forward {
            Text::new("search goes on from the beginning", "Suche geht am Anfang weiter")
        } else {
            Text::new("search goes on from the end", "Suche geht am Ende weiter")
        };
        let told = format!("{}/{} · {}", search.current + 1, search.matches.len(), text.say(self.language));
        self.say(told);
    }

    /// Remembers what was typed into a line.
    pub fn remember_input(&mut self, line: Past, typed: &str) {
        let entry = (line, typed.trim_end().to_owned());
        if !entry.1.is_empty() {
            self.history.retain(|known| *known != entry);
            self.history.push(entry);
        }
    }

    /// What was searched for last, and how it was read.
    pub fn last_search(&self) -> Option<(String, Mode)> {
        self.history.iter().rev().find_map(|(line, typed)| match line {
            Past::Search(mode) => Some((typed.clone(), *mode)),
            Past::Filter | Past::Command => None,
        })
    }
}
