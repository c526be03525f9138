//! What the reader does to documents and to the list, and how it is taken back.

use super::Session;
use crate::library::{DocId, Documents, NoteChange, Query, Saved};
use crate::text;
use crate::wording::Text;
use crate::worker::{Annotation, Change, Job};

/// How to take back a change.
#[derive(Debug)]
pub(super) enum Undo {
    Filter(Query),
    Read(DocId, bool),
    Star(DocId, bool),
    Tag(DocId, String),
    Untag(DocId, String),
    Many(Documents, Change),
    Removed(Documents),
    Forgot(Saved),
    Note(Box<NoteChange>),
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
        self.tell_change(&Change::Starred(starred));
    }

    /// The tags of a document.
    pub fn tags(&self, id: DocId) -> Vec<String> {
        self.library.as_ref().and_then(|library| library.tags(id).ok()).unwrap_or_default()
    }

    /// All tags in use with the number of their documents.
    pub fn all_tags(&self) -> Vec<(String, u64)> {
        self.library.as_ref().and_then(|library| library.all_tags().ok()).unwrap_or_default()
    }

    /// Gives a document a tag, or takes one away that is written with a `-` before it.
    pub fn set_tag(&mut self, id: DocId, typed: &str) {
        let (tag, away) = typed.strip_prefix('-').map_or((typed, false), |tag| (tag, true));
        let tag = text::clean_line(tag.trim()).into_owned();
        if tag.is_empty() {
            return;
        }
        if self.tags(id).contains(&tag) != away {
            let so = if away {
                Text::new("there is no such tag", "dieses Schlagwort hat es nicht")
            } else {
                Text::new("it has this tag already", "dieses Schlagwort hat es schon")
            };
            let told = format!("{tag}: {}", so.say(self.language));
            self.say(told);
            return;
        }
        let change = if away {
            self.push_undo(Undo::Untag(id, tag.clone()));
            Change::Untag(tag)
        } else {
            self.push_undo(Undo::Tag(id, tag.clone()));
            Change::Tag(tag)
        };
        self.tell_change(&change);
        self.ask(Job::Note(id, change));
        self.recount();
    }

    /// Keeps the filter in force under a name.
    pub fn save_filter(&mut self, name: &str) {
        let name = text::clean_line(name.trim()).into_owned();
        if !name.is_empty() {
            self.ask(Job::Save(Saved { name, query: self.query.to_string() }));
        }
    }

    /// Takes a saved filter away; it can be taken back.
    pub fn forget_filter(&mut self, at: usize) {
        if let Some((saved, _)) = self.saved.get(at).cloned() {
            self.ask(Job::Forget(saved.name.clone()));
            self.push_undo(Undo::Forgot(saved));
        }
    }

    /// Filters by a saved filter.
    pub fn apply_saved(&mut self, at: usize) {
        let Some((saved, _)) = self.saved.get(at).cloned() else {
            self.tell(Text::new(
                "no filter is saved there; f s saves one",
                "dort ist kein Filter gespeichert; f s speichert",
            ));
            return;
        };
        match self.parse(&saved.query) {
            Ok(query) => self.filter(query),
            Err(error) => self.complain(format!("{}: {error}", saved.name)),
        }
    }

    fn write_read(&mut self, id: DocId, read: bool) {
        if let Some(head) = self.heads.get_mut(&id) {
            head.read = read;
        }
        self.ask(Job::Note(id, Change::Read(read)));
        self.recount();
    }

    fn write_starred(&mut self, id: DocId, starred: bool) {
        if let Some(head) = self.heads.get_mut(&id) {
            head.starred = starred;
        }
        self.ask(Job::Note(id, Change::Starred(starred)));
        self.recount();
    }

    /// What was done to a document could not be kept: what is shown of it is as before.
    pub(super) fn unchanged(&mut self, id: DocId, change: &Change, why: String) {
        let mut head = self.heads.get_mut(&id);
        let undone = match (change, &mut head) {
            (Change::Read(read), Some(head)) => std::mem::replace(&mut head.read, !read) == *read,
            (Change::Starred(starred), Some(head)) => std::mem::replace(&mut head.starred, !starred) == *starred,
            _ => false,
        };
        let last = match self.undo.last() {
            Some(Undo::Read(of, before)) => *of == id && *change == Change::Read(!before),
            Some(Undo::Star(of, before)) => *of == id && *change == Change::Starred(!before),
            Some(Undo::Tag(of, tag)) => *of == id && *change == Change::Tag(tag.clone()),
            Some(Undo::Untag(of, tag)) => *of == id && *change == Change::Untag(tag.clone()),
            _ => false,
        };
        if last {
            self.undo.pop();
        }
        if undone || last {
            self.recount();
        }
        self.complain(why);
    }

    pub(super) fn push_undo(&mut self, undo: Undo) {
        self.undo.push(undo);
        if self.undo.len() > UNDO {
            self.undo.remove(0);
        }
    }

    /// Takes back the last change of filter, read mark, star, tag or note, or a removal.
    pub fn undo(&mut self) {
        match self.undo.pop() {
            None => self.tell(Text::new("nothing to take back", "nichts zurückzunehmen")),
            Some(Undo::Filter(query)) => {
                self.query = query;
                self.listing = true;
                self.reload();
                self.tell(Text::new("filter as before", "Filter wie zuvor"));
            }
            Some(Undo::Read(id, read)) => {
                self.write_read(id, read);
                self.tell_change(&Change::Read(read));
            }
            Some(Undo::Star(id, starred)) => {
                self.write_starred(id, starred);
                self.tell_change(&Change::Starred(starred));
            }
            Some(Undo::Tag(id, tag)) => self.retag(id, Change::Untag(tag)),
            Some(Undo::Many(documents, change)) => self.ask(Job::Mark { documents, change, back: true }),
            Some(Undo::Removed(documents)) => self.ask(Job::Restore(documents)),
            Some(Undo::Forgot(saved)) => self.ask(Job::Save(saved)),
            Some(Undo::Note(change)) => self.ask(Job::Annotate(Annotation::Write { change, back: true })),
            Some(Undo::Untag(id, tag)) => self.retag(id, Change::Tag(tag)),
        }
    }

    fn retag(&mut self, id: DocId, change: Change) {
        self.tell_change(&change);
        self.ask(Job::Note(id, change));
        self.recount();
    }

    /// Says what has been done to a document.
    pub fn tell_change(&mut self, change: &Change) {
        if let Some(done) = done(change) {
            let tag = match change {
                Change::Tag(tag) | Change::Untag(tag) => format!(": {tag}"),
                Change::Read(_) | Change::Starred(_) | Change::Position(_) => String::new(),
            };
            let told = format!("{}{tag}", done.say(self.language));
            self.say(told);
        }
    }
}

/// What a change has made of a document, in a word.
pub(super) fn done(change: &Change) -> Option<Text> {
    Some(match change {
        Change::Read(true) => Text::new("marked read", "als gelesen markiert"),
        Change::Read(false) => Text::new("marked unread", "als ungelesen markiert"),
        Change::Starred(true) => Text::new("starred", "mit Stern versehen"),
        Change::Starred(false) => Text::new("unstarred", "ohne Stern"),
        Change::Tag(_) => Text::new("tagged", "mit Schlagwort versehen"),
        Change::Untag(_) => Text::new("untagged", "vom Schlagwort befreit"),
        Change::Position(_) => return None,
    })
}
