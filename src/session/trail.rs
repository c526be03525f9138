//! Places left behind, to go back and forth between, in one document and across documents.

use super::Session;
use crate::facts::Evidence;
use crate::library::DocId;
use crate::worker::Job;

/// The places in the order they were left, and the one now gone back to.
#[derive(Debug, Default)]
pub(super) struct Trail {
    places: Vec<(Option<DocId>, usize)>,
    at: usize,
}

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

    /// The open document has got its number: the places remembered in it have it too.
    pub(super) fn name_places(&mut self, id: DocId) {
        let marks = self.marks.iter_mut().map(|mark| &mut mark.place.0);
        let left = self.trail.places.iter_mut().map(|place| &mut place.0);
        for place in marks.chain(left).filter(|place| place.is_none()) {
            *place = Some(id);
        }
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
        self.stay();
        self.open_at = Some((id, goal));
        if let Some(index) = self.listed.position(id) {
            self.cursor = index;
        }
        self.coming = Some(id);
        self.ask(Job::Load(id));
    }
}
