//! What the reader does to documents and to the list, and how it is taken back.

use super::Session;
use crate::library::{DocId, Query};
use crate::text;
use crate::wording::Text;
use crate::worker::{Change, Job};

/// How to take back a change.
#[derive(Debug)]
pub(super) enum Undo {
    Filter(Query),
    Read(DocId, bool),
    Star(DocId, bool),
    Tag(DocId, String),
    Untag(DocId, String),
}

/// Changes that can be taken back.
const UNDO: usize = 100;

impl Session {
    /// Marks a document read or unread.
    pub fn set_read(&mut self, id: DocId, read: bool) {
        if self.heads.get(&id).is_some_and(|head| head.read != read) {
            self.push_undo(Undo::Read(id, !read));
            self.write_read(id, read);
        }
    }

    /// Stars a document or takes the star away.
    pub fn set_starred(&mut self, id: DocId, starred: bool) {
        self.push_undo(Undo::Star(id, !starred));
        self.write_starred(id, starred);
    }

    /// The tags of a document.
    pub fn tags(&self, id: DocId) -> Vec<String> {
        self.library.as_ref().and_then(|library| library.tags(id).ok()).unwrap_or_default()
    }

    /// Gives a document a tag, or takes one away that is written with a `-` before it.
    pub fn set_tag(&mut self, id: DocId, typed: &str) {
        let (tag, away) = typed.strip_prefix('-').map_or((typed, false), |tag| (tag, true));
        let tag = text::clean_line(tag.trim()).into_owned();
        if tag.is_empty() || self.tags(id).contains(&tag) != away {
            return;
        }
        if away {
            self.push_undo(Undo::Untag(id, tag.clone()));
            self.ask(Job::Note(id, Change::Untag(tag)));
        } else {
            self.push_undo(Undo::Tag(id, tag.clone()));
            self.ask(Job::Note(id, Change::Tag(tag)));
        }
    }

    fn write_read(&mut self, id: DocId, read: bool) {
        if let Some(head) = self.heads.get_mut(&id) {
            head.read = read;
        }
        self.ask(Job::Note(id, Change::Read(read)));
    }

    fn write_starred(&mut self, id: DocId, starred: bool) {
        if let Some(head) = self.heads.get_mut(&id) {
            head.starred = starred;
        }
        self.ask(Job::Note(id, Change::Starred(starred)));
    }

    pub(super) fn push_undo(&mut self, undo: Undo) {
        self.undo.push(undo);
        if self.undo.len() > UNDO {
            self.undo.remove(0);
        }
    }

    /// Takes back the last change of filter, read mark, star or tag.
    pub fn undo(&mut self) {
        match self.undo.pop() {
            None => self.tell(Text::new("nothing to take back", "nichts zurückzunehmen")),
            Some(Undo::Filter(query)) => {
                self.query = query;
                self.listing = true;
                self.reload();
                self.tell(Text::new("filter as before", "Filter wie zuvor"));
            }
            Some(Undo::Read(id, read)) => self.write_read(id, read),
            Some(Undo::Star(id, starred)) => self.write_starred(id, starred),
            Some(Undo::Tag(id, tag)) => self.ask(Job::Note(id, Change::Untag(tag))),
            Some(Undo::Untag(id, tag)) => self.ask(Job::Note(id, Change::Tag(tag))),
        }
    }
}
