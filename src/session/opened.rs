//! The document in the reader: where it is being read, its facts and where they stand in the text.

use super::notes::{Picked, Placed};
use super::trail::Goal;
use super::{Arc, DocId, Document, Evidence, Fact, FactKind, Fold, Group, Line, Session, Span, card};
use crate::document::hyphens::{Tongue, tongue};
use crate::facts::study;
use crate::library::{AlsoIn, Loaded};
use crate::text::floor;
use crate::wording::Text;
use crate::worker::Job;

/// Bytes of a document that tell its language.
const BEGINNING: usize = 4 << 10;

/// A mention of a fact in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Its bytes.
    pub range: Span,
    /// Which group it is painted as.
    pub group: Group,
    /// Index into the facts.
    pub fact: usize,
    /// Index into the fact's evidence.
    pub evidence: usize,
}

/// The open document.
#[derive(Debug)]
pub struct Open {
    /// Its number; none while it is being taken into the library.
    pub id: Option<DocId>,
    /// The document.
    pub document: Arc<Document>,
    /// The language of its beginning, for words to be parted.
    pub tongue: Option<Tongue>,
    /// Byte offset of the row at the top.
    pub top: usize,
    /// The offset last handed on to be remembered.
    pub kept: usize,
    /// A range that the next layout brings onto the screen.
    pub bring: Option<Span>,
    /// The current item: the last match, fact, section or link gone to.
    pub here: Option<Span>,
    /// The sentence lit after a jump to evidence.
    pub lit: Option<Evidence>,
    /// Its facts, once they are known.
    pub facts: Option<Vec<Fact>>,
    /// The documents that tell of the same study.
    pub also_in: AlsoIn,
    /// Where the facts stand, in order of the text.
    pub marks: Vec<Mark>,
    /// Its number in the reader's own library, where this one is temporary.
    pub home: Option<DocId>,
    /// Its notes, in order of the text, those without a place first.
    pub notes: Vec<Placed>,
    /// The number of the note gone to last.
    pub noted: Option<i64>,
    /// What is selected in the text.
    pub picked: Option<Picked>,
    /// The card.
    pub lines: Vec<Line>,
    /// Whether the card has changed since it was last laid out.
    pub changed: bool,
    /// Parts of the card that are unfolded.
    pub folds: Vec<Fold>,
    /// The line of the card under the cursor.
    pub line: usize,
    /// Which piece of evidence of the fact under the cursor was shown last.
    pub shown: Option<(usize, usize)>,
}

impl Open {
    /// A document at a place, its facts still unknown.
    pub fn new(id: Option<DocId>, document: Document, top: usize) -> Self {
        Self {
            id,
            tongue: tongue(&document.text[..floor(&document.text, BEGINNING)]),
            document: Arc::new(document),
            top,
            kept: top,
            bring: None,
            here: None,
            lit: None,
            facts: None,
            also_in: AlsoIn::default(),
            marks: Vec::new(),
            home: None,
            notes: Vec::new(),
            noted: None,
            picked: None,
            lines: Vec::new(),
            changed: true,
            folds: Vec::new(),
            line: 0,
            shown: None,
        }
    }

    /// The same with its facts.
    #[must_use]
    pub fn with_facts(mut self, facts: Vec<Fact>) -> Self {
        self.set_facts(facts);
        self
    }

    /// Takes the facts in; nothing moves.
    pub fn set_facts(&mut self, facts: Vec<Fact>) {
        self.marks = marks(&facts, &[]);
        self.facts = Some(facts);
        self.line_up();
    }

    /// Shows the facts in the text but for some kinds.
    pub fn paint(&mut self, unpainted: &[FactKind]) {
        self.marks = marks(self.facts.as_deref().unwrap_or_default(), unpainted);
    }

    /// Takes the related documents in.
    pub fn set_also_in(&mut self, also_in: AlsoIn) {
        if also_in != self.also_in {
            self.also_in = also_in;
            self.line_up();
        }
    }

    /// Puts the card together: the related documents stand behind the facts, before what is folded away.
    fn line_up(&mut self) {
        self.lines = card::lines(self.facts.as_deref().unwrap_or_default(), &self.folds);
        let at = self.lines.iter().position(|line| matches!(line, Line::Fold(..))).unwrap_or(self.lines.len());
        self.lines.splice(at..at, (0..self.also_in.kin.len()).map(Line::AlsoIn));
        self.changed = true;
        self.line = self.line.min(self.lines.len().saturating_sub(1));
    }

    /// The facts, none while they are unknown.
    pub fn facts(&self) -> &[Fact] {
        self.facts.as_deref().unwrap_or_default()
    }

    /// The fact under the card's cursor.
    pub fn fact(&self) -> Option<usize> {
        match self.lines.get(self.line) {
            Some(Line::Fact { index, .. }) => Some(*index),
            _ => None,
        }
    }

    /// The fact visited in the text, with the piece of its evidence: the one shown last, if it is the current item still,
    /// else the first one there.
    pub fn visited(&self) -> Option<(usize, usize)> {
        let here = self.here.as_ref()?;
        let stands = |&(fact, number): &(usize, usize)| {
            self.facts().get(fact).and_then(|fact| fact.evidence.get(number)).is_some_and(|it| it.surface == *here)
        };
        let there = |mark: &&Mark| mark.range.start < here.end && here.start < mark.range.end;
        self.shown.filter(stands).or_else(|| self.marks.iter().find(there).map(|mark| (mark.fact, mark.evidence)))
    }

    /// Folds or unfolds a part of the card.
    pub fn toggle(&mut self, fold: Fold) {
        if self.folds.contains(&fold) {
            self.folds.retain(|&open| open != fold);
        } else {
            self.folds.push(fold);
        }
        self.line_up();
    }

    /// Brings a range onto the screen and makes it the current item.
    pub fn show(&mut self, range: Span) {
        self.bring = Some(range.clone());
        self.here = Some(range);
        self.lit = None;
    }

    /// Brings a piece of evidence onto the screen and lights its sentence. `number` counts around.
    pub fn show_evidence(&mut self, fact: usize, number: usize) {
        let Some(evidence) = self.facts().get(fact).map(|fact| &fact.evidence) else {
            return;
        };
        let number = number % evidence.len();
        let shown = evidence[number].clone();
        self.light(shown);
        self.shown = Some((fact, number));
    }

    /// Brings evidence onto the screen and lights its sentence.
    pub fn light(&mut self, evidence: Evidence) {
        self.show(evidence.surface.clone());
        self.lit = Some(evidence);
    }

    /// Moves the card's cursor to a fact, if it is on the card.
    pub fn point_at(&mut self, fact: usize) {
        let line = self.lines.iter().position(|line| matches!(line, Line::Fact { index, .. } if *index == fact));
        self.line = line.unwrap_or(self.line);
    }

    /// Where the current item begins: the last item gone to while it is near, else the top row.
    pub fn place(&self) -> usize {
        self.here.as_ref().map_or(self.top, |range| range.start)
    }
}

impl Session {
    /// Puts a document that has come into the reader.
    pub(super) fn loaded(&mut self, id: DocId, loaded: Loaded) {
        let Loaded { document, facts, facts_lost, position, marks, .. } = loaded;
        self.coming.take_if(|coming| *coming == id);
        let asked = self.open_at.take_if(|(wanted, _)| *wanted == id);
        if self.selected() != Some(id) && asked.is_none() {
            return;
        }
        self.partial = false;
        if facts_lost {
            let told = Text::new(
                "the facts of this document are damaged; this finds them again: casebook refresh",
                "die Fakten dieses Dokuments sind beschädigt; neu findet sie: casebook refresh",
            );
            let told = format!("{} {}", told.say(self.language), id.0);
            self.complain(told);
        }
        let (at, evidence) = match asked {
            Some((_, Goal::Row(top))) => (Some(top), None),
            Some((_, Goal::Evidence(evidence))) => (None, Some(evidence)),
            Some((_, Goal::Kept)) | None => (None, None),
        };
        match &mut self.open {
            // The same text again, now with facts, or more of it: nothing moves.
            Some(open)
                if (open.id.is_none() || open.id == Some(id)) && document.text.starts_with(&*open.document.text) =>
            {
                let named = open.id.is_none();
                open.id = Some(id);
                if open.document.text.len() < document.text.len() {
                    open.document = Arc::new(document);
                }
                open.set_facts(facts);
                if let Some(top) = at {
                    open.top = top;
                }
                if named {
                    self.name_places(id);
                }
            }
            _ => {
                self.searching = None;
                if let Some(open) = self.open.take() {
                    self.put_aside(open);
                }
                self.search = None;
                self.open = Some(Open::new(Some(id), document, at.unwrap_or(position)).with_facts(facts));
            }
        }
        if let Some(open) = self.open.as_mut().filter(|_| !self.unpainted.is_empty()) {
            open.paint(&self.unpainted);
        }
        if let (Some(open), Some(evidence)) = (&mut self.open, evidence) {
            open.light(evidence);
        }
        if !self.temporary && self.read_only.is_none() {
            self.ask(Job::Here(id));
        }
        self.take_marks(marks);
        self.ask_also_in();
        self.notes_due();
        self.find_awaited();
    }

    /// Asks which documents tell of the same study as the open one.
    pub(super) fn ask_also_in(&mut self) {
        if let Some(open) = &self.open
            && let (Some(id), Some(facts)) = (open.id, &open.facts)
        {
            let keys = study::keys(&open.document, facts);
            self.ask(Job::AlsoIn(id, keys));
        }
    }
}

/// The mentions to paint, in order of the text.
fn marks(facts: &[Fact], unpainted: &[FactKind]) -> Vec<Mark> {
    let unseen = [FactKind::Title, FactKind::DocType, FactKind::Language, FactKind::ReferenceCount];
    let mut marks: Vec<Mark> = facts
        .iter()
        .enumerate()
        .filter(|(_, fact)| !unseen.contains(&fact.kind) && !unpainted.contains(&fact.kind))
        .filter(|(_, fact)| fact.kind.entry().group != Group::References)
        .flat_map(|(fact, found)| {
            found.evidence.iter().enumerate().map(move |(evidence, place)| Mark {
                range: place.surface.clone(),
                group: found.kind.entry().group,
                fact,
                evidence,
            })
        })
        .collect();
    marks.sort_by(|a, b| (a.range.start, b.range.end, a.fact).cmp(&(b.range.start, a.range.end, b.fact)));
    marks
}
