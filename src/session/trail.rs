//! Places left behind, to go back and forth between, in one document and across documents.

use super::Session;
use crate::facts::Evidence;
use crate::library::DocId;
use crate::text::ceil;
use crate::worker::Job;

/// The places in the order they were left, and the one now gone back to.
#[derive(Debug, Default)]
pub(super) struct Trail {
    places: Vec<(Option<DocId>, usize)>,
    at: usize,
}

/// A place remembered under a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bookmark {
    /// The letter; a capital holds in all documents.
    pub letter: char,
    /// Document and top of the screen.
    pub place: (Option<DocId>, usize),
    /// The title of the document.
    pub title: String,
    /// What stands there, in one line.
    pub snippet: String,
}

impl Bookmark {
    /// Whether it leads there from any document.
    pub fn everywhere(&self) -> bool {
        !self.letter.is_lowercase()
    }
}

/// Bytes of the text shown with a mark.
const SNIPPET: usize = 60;

/// Where in a document that is being opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Goal {
    /// Where it was left.
    Kept,
    /// The row at the top begins at this offset.
    Row(usize),
    /// A piece of evidence, lit.
    Evidence(Evidence),
}

/// Places remembered.
const TRAIL: usize = 100;

impl Session {
    /// Remembers the top of the screen under a letter; false where nothing is open.
    pub fn set_mark(&mut self, letter: char) -> bool {
        let Some(open) = &self.open else { return false };
        let text = &open.document.text;
        let begins = &text[open.top..ceil(text, open.top + SNIPPET)];
        let mark = Bookmark {
            letter,
            place: (open.id, open.top),
            title: open.document.title.text.clone(),
            snippet: begins.split_whitespace().collect::<Vec<_>>().join(" "),
        };
        self.marks.retain(|other| other.letter != letter || !(mark.everywhere() || other.place.0 == mark.place.0));
        self.marks.push(mark);
        self.marks.sort_by_key(|mark| mark.letter);
        true
    }

    /// The place remembered under a letter.
    pub fn marked_place(&self, letter: char) -> Option<(Option<DocId>, usize)> {
        let here = self.open.as_ref().and_then(|open| open.id);
        let mut marks = self.marks.iter().filter(|mark| mark.letter == letter);
        marks.find(|mark| mark.everywhere() || mark.place.0 == here).map(|mark| mark.place)
    }

    /// Remembers the place that is about to be left.
    pub fn leave(&mut self) {
        let Some(open) = &self.open else { return };
        let here = (open.id, open.top);
        self.trail.places.truncate(self.trail.at);
        if self.trail.places.last() != Some(&here) {
            self.trail.places.push(here);
        }
        if self.trail.places.len() > TRAIL {
            self.trail.places.remove(0);
        }
        self.trail.at = self.trail.places.len();
    }

    /// Goes back to the place left last; coming from there, on to where that was done.
    pub fn back(&mut self) -> bool {
        let Some(open) = &self.open else { return false };
        let here = (open.id, open.top);
        if self.trail.at == self.trail.places.len() && self.trail.places.last() != Some(&here) {
            self.trail.places.push(here);
        }
        let Some(&place) = self.trail.at.checked_sub(1).and_then(|at| self.trail.places.get(at)) else {
            return false;
        };
        self.trail.at -= 1;
        self.go_to(place);
        true
    }

    /// Undoes [`Session::back`].
    pub fn forward(&mut self) -> bool {
        let Some(&place) = self.trail.places.get(self.trail.at + 1) else {
            return false;
        };
        self.trail.at += 1;
        self.go_to(place);
        true
    }

    /// Changes places with the one left last: there and back again.
    pub fn swap(&mut self) -> bool {
        let Some(open) = &self.open else { return false };
        let here = (open.id, open.top);
        let Some(at) = self.trail.at.checked_sub(1).filter(|&at| at < self.trail.places.len()) else {
            return false;
        };
        let place = std::mem::replace(&mut self.trail.places[at], here);
        self.go_to(place);
        true
    }

    /// Goes to a place, in this document or another.
    pub fn go_to(&mut self, (id, top): (Option<DocId>, usize)) {
        if self.open.as_ref().is_some_and(|open| open.id == id) {
            if let Some(open) = &mut self.open {
                open.top = top;
                open.here = None;
            }
        } else if let Some(id) = id {
            self.load(id, Goal::Row(top));
        }
    }

    /// Goes to a place in a document, listed or not; back leads here again.
    pub fn visit(&mut self, id: DocId, goal: Goal) {
        self.keep_place();
        self.leave();
        match (&mut self.open, goal) {
            (Some(open), Goal::Evidence(evidence)) if open.id == Some(id) => open.light(evidence),
            (Some(open), Goal::Kept) if open.id == Some(id) => {}
            (_, goal) => self.load(id, goal),
        }
    }

    fn load(&mut self, id: DocId, goal: Goal) {
        self.open_at = Some((id, goal));
        if let Some(index) = self.listed.position(id) {
            self.cursor = index;
        }
        self.coming = Some(id);
        self.ask(Job::Load(id));
    }
}
