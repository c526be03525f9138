//! Mentions printed in the forms of corpora, document by document.

use clap::Args;

use super::Failure;
use super::output::Output;
use crate::document::Document;
use crate::export::mentions::{BIOC_END, BIOC_START, Marked};
use crate::facts::Fact;
use crate::vocabulary::Vocabulary;

/// The forms to choose from.
#[derive(Debug, Args)]
#[group(skip)]
pub(super) struct Forms {
    /// Print the mentions of diseases, chemicals and genes in `PubTator` format; offsets are characters.
    #[arg(long, group = "form")]
    pubtator: bool,
    /// Print the same mentions as one collection of `BioC` JSON.
    #[arg(long, group = "form")]
    bioc: bool,
}

/// What is printed of each document, and how many there were.
pub(super) struct MarkedOut {
    bioc: bool,
    written: usize,
}

impl MarkedOut {
    /// The form that was asked for, if one was.
    pub(super) fn new(forms: &Forms) -> Option<Self> {
        (forms.pubtator || forms.bioc).then_some(Self { bioc: forms.bioc, written: 0 })
    }

    /// Prints a document.
    pub(super) fn write(
        &mut self,
        out: &mut Output,
        id: &str,
        document: &Document,
        facts: &[Fact],
        vocabulary: &Vocabulary,
    ) -> Result<(), Failure> {
        let marked = Marked::new(id, document, facts, vocabulary);
        self.written += 1;
        if !self.bioc {
            return out.bytes(marked.pubtator().as_bytes());
        }
        out.bytes(if self.written == 1 { BIOC_START } else { "," }.as_bytes())?;
        out.json(&marked.bioc())
    }

    /// Prints what ends the whole.
    pub(super) fn end(self, out: &mut Output) -> Result<(), Failure> {
        if !self.bioc {
            return Ok(());
        }
        if self.written == 0 {
            out.bytes(BIOC_START.as_bytes())?;
        }
        out.line(BIOC_END)
    }
}
