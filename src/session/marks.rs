//! Places remembered under letters: small letters in their document, others in all. The library keeps them; those of a
//! file that is in none are kept beside its place of reading.

use std::sync::Arc;

use super::Session;
use crate::library::{DocId, Mark, Note};
use crate::text::ceil;
use crate::wording::Text;
use crate::worker::{Annotation, Job};

/// A place remembered under a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bookmark {
    /// The letter; any but a small one holds in all documents.
    pub letter: char,
    /// Document and top of the screen.
    pub place: (Option<DocId>, usize),
    /// The title of the document.
    pub title: String,
    /// What stands there, in one line.
    pub snippet: String,
    /// Whether the newest text does not have it any more.
    pub lost: bool,
}

/// Bytes of the text that a mark is known by.
const SNIPPET: usize = 60;

/// Where what a mark at `top` is known by ends: with its line, for what follows may change.
fn known_by(text: &str, top: usize) -> usize {
    let end = ceil(text, (top + SNIPPET).min(text.len()));
    let blank = text[top..end].len() - text[top..end].trim_start().len();
    text[top + blank..end].find('\n').map_or(end, |at| top + blank + at)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Session {
    /// Remembers the top of the screen under a letter; false where nothing is open.
    pub fn set_mark(&mut self, letter: char) -> bool {
        let Some(open) = &self.open else { return false };
        let (id, top) = (open.id, open.top);
        let text = &open.document.text;
        let place = id.map(|id| Note::at(id, text, &(top..known_by(text, top))));
        let mark = self.bookmark(letter, top);
        self.marks.retain(|old| old.letter != letter || !(Mark::everywhere(letter) || old.place.0 == id));
        self.marks.extend(mark);
        self.marks.sort_by_key(|mark| mark.letter);
        if self.temporary {
            self.keep_marks();
        } else if let (Some(place), None) = (place, &self.read_only) {
            self.ask(Job::Annotate(Annotation::Mark(letter, Box::new(place))));
        }
        true
    }

    /// Takes a mark away.
    pub fn remove_mark(&mut self, at: usize) {
        if at >= self.marks.len() {
            return;
        }
        let mark = self.marks.remove(at);
        if self.temporary {
            self.keep_marks();
        } else if let (Some(id), None) = (mark.place.0, &self.read_only) {
            self.ask(Job::Annotate(Annotation::Unmark(mark.letter, id)));
        }
        let told = Text::new("mark taken away", "Marke genommen").say(self.language);
        self.say(format!("{}: {told}", mark.letter));
    }

    /// The mark that a letter stands for here.
    pub fn mark_of(&self, letter: char) -> Option<usize> {
        self.marks.iter().position(|mark| mark.letter == letter && self.holds(mark))
    }

    /// Whether a mark can be gone to by its letter from the open document.
    pub fn holds(&self, mark: &Bookmark) -> bool {
        Mark::everywhere(mark.letter) || self.open.as_ref().is_some_and(|open| open.id == mark.place.0)
    }

    /// Goes to a mark, in this document or another.
    pub fn go_to_mark(&mut self, at: usize) {
        let Some(mark) = self.marks.get(at) else { return };
        let place = mark.place;
        if mark.lost {
            let told = Text::new("its place is lost; it stood at:", "die Stelle ist nicht mehr da; sie lautete:");
            self.say(format!("{}: {} “{}”", mark.letter, told.say(self.language), mark.snippet));
        }
        self.leave();
        self.go_to(place);
        self.keep_place();
    }

    /// Reads the marks of the library again.
    pub(super) fn refresh_marks(&mut self) {
        // What cannot be written is remembered as long as the program runs.
        if self.temporary || self.read_only.is_some() && !self.marks.is_empty() {
            return;
        }
        let Some(Ok(marks)) = self.library.as_ref().map(crate::library::Reader::marks) else { return };
        let bookmark = |mark: Mark| Bookmark {
            letter: mark.letter,
            place: (Some(mark.place.doc), mark.place.start),
            title: mark.title,
            snippet: one_line(&mark.place.quote),
            lost: mark.place.lost,
        };
        self.marks = marks.into_iter().map(bookmark).collect();
    }

    /// Takes in the marks of the open document that are kept outside a library.
    pub(super) fn take_marks(&mut self, marks: Vec<(char, usize)>) {
        let here = self.open.as_ref().and_then(|open| open.id);
        if self.marks.iter().any(|mark| mark.place.0 == here) {
            return;
        }
        let marks: Vec<Bookmark> = marks.into_iter().filter_map(|(letter, at)| self.bookmark(letter, at)).collect();
        // One that was set meanwhile is newer.
        let known = |mark: &Bookmark| Mark::everywhere(mark.letter) && self.mark_of(mark.letter).is_some();
        let new: Vec<Bookmark> = marks.into_iter().filter(|mark| !known(mark)).collect();
        self.marks.extend(new);
        self.marks.sort_by_key(|mark| mark.letter);
    }

    /// A mark at an offset of the open document.
    fn bookmark(&self, letter: char, top: usize) -> Option<Bookmark> {
        let open = self.open.as_ref()?;
        let text = &open.document.text;
        Some(Bookmark {
            letter,
            place: (open.id, top),
            title: open.document.title.text.clone(),
            snippet: one_line(&text[top..ceil(text, (top + SNIPPET).min(text.len()))]),
            lost: false,
        })
    }

    /// Keeps the marks of the open document, which is in no library.
    fn keep_marks(&mut self) {
        let Some(open) = &self.open else { return };
        let here = self.marks.iter().filter(|mark| mark.place.0 == open.id);
        let marks = here.map(|mark| (mark.letter, mark.place.1)).collect();
        self.ask(Job::Annotate(Annotation::Marks(Arc::clone(&open.document), marks)));
    }
}
