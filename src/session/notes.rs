//! Notes and highlights of the open document and of the whole library, and the selection they are made of.

use super::changes::Undo;
use super::{Goal, Open, Session};
use crate::library::{DocId, Note, NoteChange, NoteWritten};
use crate::text::Span;
use crate::wording::Text;
use crate::worker::{Annotated, Annotation, Job};

/// A note with its place in the open text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// The note.
    pub note: Note,
    /// Where it stands; none if its place is lost.
    pub range: Option<Span>,
}

/// A selection in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Picked {
    /// The end that stays.
    pub anchor: usize,
    /// The end that moves.
    pub head: usize,
}

impl Picked {
    /// Its bytes.
    pub fn range(self) -> Span {
        self.anchor.min(self.head)..self.anchor.max(self.head)
    }
}

impl Open {
    /// Takes its notes in.
    fn set_notes(&mut self, notes: Vec<Note>) {
        let text = &self.document.text;
        let placed = notes.into_iter().map(|note| Placed { range: note.range_in(text).filter(|_| !note.lost), note });
        self.notes = placed.collect();
        self.notes.sort_by_key(|placed| placed.range.as_ref().map(|range| (range.start, range.end)));
    }

    /// The notes that touch a range, each with where it stands.
    pub fn notes_at(&self, range: &Span) -> impl Iterator<Item = (&Span, &Note)> {
        let placed = self.notes.iter().filter_map(|placed| Some((placed.range.as_ref()?, &placed.note)));
        placed.filter(|(there, _)| there.start < range.end && range.start < there.end)
    }

    /// Of the notes that touch a range the one that was gone to, else the innermost.
    pub fn note_at(&self, range: &Span) -> Option<&Note> {
        let gone_to = |note: &Note| self.noted == Some(note.id);
        self.notes_at(range).min_by_key(|(there, note)| (!gone_to(note), there.len())).map(|(_, note)| note)
    }
}

impl Session {
    /// Brings the notes of the open document up to the library's; those of a file that is in no library are asked of
    /// the reader's own.
    pub(super) fn refresh_notes(&mut self) {
        let Some(open) = &mut self.open else { return };
        let Some(id) = open.id else { return };
        if self.temporary {
            let document = std::sync::Arc::clone(&open.document);
            self.ask(Job::Annotate(Annotation::AtHome(id, document)));
        } else if let Some(Ok(notes)) = self.library.as_ref().map(|library| library.notes(id)) {
            open.set_notes(notes);
        }
    }

    /// The number under which notes on the open document are kept, if it is in the reader's library.
    pub fn noted_as(&self) -> Option<DocId> {
        let open = self.open.as_ref()?;
        if self.temporary { open.home } else { open.id }
    }

    /// Makes, changes or deletes a note.
    pub fn annotate(&mut self, change: NoteChange) {
        self.ask(Job::Annotate(Annotation::Write { change: Box::new(change), back: false }));
    }

    /// Asks for all notes of the library.
    pub fn ask_notes(&mut self) {
        self.all_notes = None;
        if self.temporary {
            // The others could not be gone to from here.
            let title = self.open.as_ref().map(|open| open.document.title.text.clone()).unwrap_or_default();
            let placed = self.open.iter().flat_map(|open| &open.notes);
            self.all_notes = Some(placed.map(|placed| (placed.note.clone(), title.clone())).collect());
        } else {
            self.ask(Job::Annotate(Annotation::List));
        }
    }

    /// Goes to the place of a note, in this document or another.
    pub fn go_to_note(&mut self, note: &Note) {
        if note.lost {
            let told = Text::new("its place is lost; it stood at:", "die Stelle ist nicht mehr da; sie lautete:");
            self.say(format!("{} “{}”", told.say(self.language), note.quote));
        } else {
            self.say(note.body.clone().unwrap_or_else(|| note.quote.clone()));
        }
        if self.noted_as() == Some(note.doc) {
            self.leave();
            self.show_note(note);
        } else if !self.temporary {
            self.awaited_note = Some(note.clone());
            self.visit(note.doc, Goal::Kept);
        }
    }

    /// Brings the place of a note onto the screen.
    fn show_note(&mut self, note: &Note) {
        let Some(open) = &mut self.open else { return };
        if let Some(range) = note.range_in(&open.document.text).filter(|_| !note.lost) {
            open.show(range);
            open.noted = Some(note.id);
        }
        self.keep_place();
    }

    /// A document has come: its notes are looked up, and the one gone to is shown.
    pub(super) fn notes_due(&mut self) {
        self.refresh_notes();
        self.refresh_marks();
        let here = self.open.as_ref().and_then(|open| open.id);
        if let Some(note) = self.awaited_note.take_if(|note| Some(note.doc) == here) {
            self.show_note(&note);
        }
    }

    /// Takes in what came of notes.
    pub(super) fn annotated(&mut self, annotated: Annotated) {
        match annotated {
            Annotated::Listed(notes) => self.all_notes = Some(notes),
            Annotated::AtHome(id, home, notes) => {
                if let Some(open) = self.open.as_mut().filter(|open| open.id == Some(id)) {
                    open.home = home;
                    open.set_notes(notes);
                }
            }
            Annotated::Written { written, back } => self.written(*written, back),
            Annotated::Saved(path) => {
                let told = Text::new("written:", "geschrieben:").say(self.language);
                self.say(format!("{told} {}", path.display()));
            }
        }
    }

    /// A note could not be written: what was typed is there again when one is made in its place.
    pub(super) fn unwritten(&mut self, change: &NoteChange, why: &str) {
        self.refresh_notes();
        let body = |note: &Note| Some(((note.doc, note.id, note.start), note.body.clone()?));
        let Some((place, typed)) = change.to.as_ref().and_then(body) else {
            self.complain(why);
            return;
        };
        self.drafts.insert(place, typed);
        let told = Text::new("a has it again in this place", "a holt es an dieser Stelle wieder");
        self.complain(format!("{}: {why}", told.say(self.language)));
    }

    fn written(&mut self, NoteWritten { done, conflict }: NoteWritten, back: bool) {
        self.refresh_notes();
        self.recount();
        if conflict {
            let told = match &done.to {
                Some(_) => Text::new(
                    "changed elsewhere meanwhile: both texts are kept",
                    "inzwischen anderswo geändert: beide Texte bleiben",
                ),
                None => Text::new(
                    "changed elsewhere meanwhile: it is not deleted",
                    "inzwischen anderswo geändert: nicht gelöscht",
                ),
            };
            self.complain(told.say(self.language));
        } else {
            let told = match (&done.from, &done.to, back) {
                (_, _, true) => Text::new("note as before", "Notiz wie zuvor"),
                (_, Some(_), false) => Text::new("noted", "notiert"),
                (Some(_), None, false) => Text::new("deleted; U brings it back", "gelöscht; U holt sie zurück"),
                (None, None, false) => Text::new("nothing to change", "nichts zu ändern"),
            };
            self.tell(told);
        }
        if !back && (done.from.is_some() || done.to.is_some()) {
            self.push_undo(Undo::Note(Box::new(done.back())));
        }
    }
}
