//! What commands work on, and what they leave to be done outside.

use super::{Bindings, Command, overlays};
use crate::library::DocId;
use crate::session::Session;
use crate::ui::{Overlay, Panes, Place};
use crate::worker::{Annotation, Job};

/// What a command works on.
pub struct Context<'a> {
    /// The model.
    pub session: &'a mut Session,
    /// The panes.
    pub panes: &'a mut Panes,
    /// What lies over them.
    pub overlay: &'a mut Option<Overlay>,
    /// What is to be done outside; performed after the update.
    pub effects: &'a mut Vec<Effect>,
    /// The keys of all commands.
    pub keys: &'a Bindings,
    /// The number typed before the command.
    pub count: Option<usize>,
    /// The character that ended its keys.
    pub letter: Option<char>,
}

/// Something to be done outside the app.
#[derive(Debug)]
pub enum Effect {
    /// Hand a job to the worker.
    Run(Job),
    /// Put a text on the terminal's clipboard.
    Copy(String),
    /// Put a text on the clipboard of the display.
    CopyLocally(String),
    /// Open a link.
    Open(String),
    /// Let the reader write a text in an editor of their own.
    Edit(String),
    /// Stop until continued.
    Suspend,
    /// Draw everything anew.
    Redraw,
    /// End.
    Quit,
}

impl Effect {
    /// Whether it reaches out of the program: other programs, the clipboard, files.
    pub fn reaches_out(&self) -> bool {
        match self {
            Self::Copy(_) | Self::CopyLocally(_) | Self::Open(_) | Self::Edit(_) => true,
            Self::Run(job) => matches!(job, Job::Annotate(Annotation::Save(..))),
            Self::Suspend | Self::Redraw | Self::Quit => false,
        }
    }
}

impl Context<'_> {
    /// The count, or one.
    pub(super) fn times(&self) -> isize {
        self.count.unwrap_or(1) as isize
    }

    /// The open document's number, or a word about why nothing can be noted on it.
    pub(super) fn noted(&mut self) -> Option<DocId> {
        if self.session.temporary {
            overlays::offer_adoption(self);
            return None;
        }
        if let Some(why) = self.session.read_only.clone() {
            self.session.complain(why);
            return None;
        }
        match self.panes.focus {
            Place::List => self.session.selected(),
            _ => self.session.open.as_ref().and_then(|open| open.id),
        }
    }
}

impl Context<'_> {
    /// Whether a mark is for all documents selected in the list.
    pub(super) fn marks_many(&self) -> bool {
        self.panes.focus == Place::List && !self.session.selection.is_empty()
    }
}

impl Command {
    /// Whether it moves by rows, so that several of them in a row are one longer move.
    pub fn steps(&self) -> bool {
        matches!(self.name, "down" | "up")
    }

    /// Whether it begins what ends outside: nobody is asked for a name that is refused then.
    pub fn leads_out(&self) -> bool {
        matches!(self.name, "write" | "editor")
    }
}
