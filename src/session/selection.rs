//! The documents selected for what is done to many at once, and what is done to them.

use super::changes::{self, Undo};
use super::{Session, text};
use crate::library::{DocId, Documents};
use crate::wording::Text;
use crate::worker::{Change, Job};

/// Documents selected in the list, whether the filter shows them or not.
#[derive(Debug, Default)]
pub struct Selection {
    documents: Documents,
    /// The row toggled last, from which a range goes.
    from: usize,
}

fn number(id: DocId) -> Option<u32> {
    u32::try_from(id.0).ok()
}

impl Selection {
    /// Whether a document is selected.
    pub fn has(&self, id: DocId) -> bool {
        number(id).is_some_and(|number| self.documents.contains(number))
    }

    /// How many are.
    pub fn len(&self) -> usize {
        self.documents.len() as usize
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.documents.is_empty()
    }
}

impl Session {
    /// Selects so many rows from the cursor on, or the opposite if its row is selected, and goes on.
    pub fn toggle_selection(&mut self, rows: usize) {
        let Some(here) = self.selected() else { return };
        let away = self.selection.has(here);
        for number in self.listed.range(self.cursor..self.cursor.saturating_add(rows)).filter_map(number) {
            if away {
                self.selection.documents.remove(number);
            } else {
                self.selection.documents.insert(number);
            }
        }
        self.selection.from = self.cursor;
        self.select((self.cursor.saturating_add(rows)).min(self.count().saturating_sub(1)));
    }

    /// Selects the rows from the one toggled last to the cursor.
    pub fn select_range(&mut self) {
        let (from, to) = (self.selection.from.min(self.cursor), self.selection.from.max(self.cursor));
        self.selection.documents.extend(self.listed.range(from..to + 1).filter_map(number));
        self.tell_selection();
    }

    /// Selects all rows of the list; none if all are.
    pub fn select_all(&mut self) {
        let all: Documents = self.listed.iter().filter_map(number).collect();
        if all.is_subset(&self.selection.documents) {
            self.selection.documents -= all;
        } else {
            self.selection.documents |= all;
        }
        self.tell_selection();
    }

    /// Selects none; whether any was.
    pub fn clear_selection(&mut self) -> bool {
        !std::mem::take(&mut self.selection.documents).is_empty()
    }

    fn tell_selection(&mut self) {
        let told = format!("{} {}", self.selection.len(), SELECTED.say(self.language));
        self.say(told);
    }

    /// Marks all that are selected, as one change.
    pub fn mark_selection(&mut self, change: Change) {
        let documents = self.selection.documents.clone();
        self.ask(Job::Mark { documents, change, back: false });
    }

    /// Gives all that are selected a tag, or takes one away that is written with a `-` before it.
    pub fn tag_selection(&mut self, typed: &str) {
        let (tag, away) = typed.strip_prefix('-').map_or((typed, false), |tag| (tag, true));
        let tag = text::clean_line(tag.trim()).into_owned();
        if !tag.is_empty() {
            self.mark_selection(if away { Change::Untag(tag) } else { Change::Tag(tag) });
        }
    }

    /// Takes in what became of it: the rows show it, and it can be taken back.
    pub(super) fn marked(&mut self, documents: Documents, change: Change, back: bool) {
        let Some(done) = changes::done(&change) else { return };
        let told = format!("{} {}", documents.len(), done.say(self.language));
        self.say(told);
        self.heads.clear();
        if !back && !documents.is_empty() {
            self.push_undo(Undo::Many(documents, opposite(change)));
        }
        self.recount();
    }
}

fn opposite(change: Change) -> Change {
    match change {
        Change::Read(read) => Change::Read(!read),
        Change::Starred(starred) => Change::Starred(!starred),
        Change::Tag(tag) => Change::Untag(tag),
        Change::Untag(tag) => Change::Tag(tag),
        Change::Position(at) => Change::Position(at),
    }
}

const SELECTED: Text = Text::new("selected; r * t for all of them", "ausgewählt; r * t für alle");
