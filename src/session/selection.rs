//! The documents selected for what is done to many at once, and what is done to them.

use super::changes::{self, Undo};
use super::{Session, text};
use crate::library::{DocId, Documents, Ids};
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

    /// Those that are.
    pub fn documents(&self) -> &Documents {
        &self.documents
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
    /// Takes documents out of the library.
    pub fn remove(&mut self, ids: &Ids) {
        self.ask(Job::Remove(ids.iter().filter_map(number).collect()));
    }

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

    /// Takes in what was taken out: the list closes up, and it can be taken back if it was `kept`.
    pub(super) fn removed(&mut self, documents: Documents, kept: bool) {
        let gone = |id: DocId| number(id).is_some_and(|number| documents.contains(number));
        self.selection.documents -= &documents;
        // Nothing more is noted of it.
        if let Some(open) = self.open.as_mut().filter(|open| open.id.is_some_and(gone)) {
            open.kept = open.top;
        }
        if self.selected().is_some_and(gone) {
            let above = self.listed.range(0..self.cursor).filter(|id| gone(*id)).count();
            self.awaited_row = Some(self.cursor - above);
        }
        let told = Text::new("removed from the library", "aus der Bibliothek entfernt").say(self.language);
        let back = Text::new("U brings back", "U holt zurück").say(self.language);
        let back = if kept && !documents.is_empty() { format!("; {back}") } else { String::new() };
        self.say(format!("{} {told}{back}", documents.len()));
        if !documents.is_empty() {
            if kept {
                self.push_undo(Undo::Removed(documents));
            }
            self.replaced();
        }
    }

    /// Takes in what was put back.
    pub(super) fn restored(&mut self, documents: &Documents, wanted: u64) {
        let told = Text::new("back in the library", "wieder in der Bibliothek").say(self.language);
        let left = wanted - documents.len();
        let again = Text::new("were taken in again meanwhile", "wurden inzwischen neu aufgenommen").say(self.language);
        let again = if left > 0 { format!("; {left} {again}") } else { String::new() };
        self.say(format!("{} {told}{again}", documents.len()));
        self.replaced();
    }

    /// The library holds other documents than before.
    fn replaced(&mut self) {
        self.listing = true;
        self.reload();
        self.recount();
        self.refresh_notes();
        self.refresh_marks();
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
