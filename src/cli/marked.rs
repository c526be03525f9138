//! Facts printed in the forms of other programs, document by document: tables, web annotations, corpora.

use clap::Args;

use super::Failure;
use crate::document::Document;
use crate::export::mentions::{BIOC_END, BIOC_START, Marked};
use crate::export::{annotations, csv};
use crate::facts::Fact;
use crate::text::clean_line;
use crate::vocabulary::Vocabulary;

/// The forms to choose from.
#[derive(Debug, Args)]
#[group(skip)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of the command line")]
pub(super) struct Forms {
    /// Print the mentions of diseases, chemicals and genes in `PubTator` format; offsets are characters.
    #[arg(long, group = "form")]
    pubtator: bool,
    /// Print the same mentions as one collection of `BioC` JSON.
    #[arg(long, group = "form")]
    bioc: bool,
    /// Print the facts as CSV, a row for each with its first sentence; offsets are bytes.
    #[arg(long, group = "form")]
    csv: bool,
    /// Print the facts as W3C web annotations, one JSON-LD page; offsets are characters.
    #[arg(long, group = "form")]
    jsonld: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Pubtator,
    Bioc,
    Csv,
    Jsonld,
}

impl Form {
    /// What stands before the first document.
    fn start(self) -> &'static str {
        match self {
            Self::Pubtator => "",
            Self::Bioc => BIOC_START,
            Self::Csv => csv::HEAD,
            Self::Jsonld => annotations::START,
        }
    }

    /// What stands behind the last document, but for the end of its line.
    fn end(self) -> Option<&'static str> {
        match self {
            Self::Pubtator | Self::Csv => None,
            Self::Bioc => Some(BIOC_END),
            Self::Jsonld => Some(annotations::END),
        }
    }
}

/// A document whose facts are printed.
pub(super) struct Shown<'a> {
    /// What it is called in a corpus.
    pub(super) label: &'a str,
    /// Where it came from.
    pub(super) source: &'a str,
    pub(super) document: &'a Document,
    pub(super) facts: &'a [Fact],
    pub(super) vocabulary: &'a Vocabulary,
}

/// A form, and how many annotations or documents have been written in it.
pub(super) struct MarkedOut {
    form: Form,
    written: usize,
    begun: bool,
}

impl MarkedOut {
    /// The form that was asked for, if one was.
    pub(super) fn new(forms: &Forms) -> Option<Self> {
        let asked = [
            (forms.pubtator, Form::Pubtator),
            (forms.bioc, Form::Bioc),
            (forms.csv, Form::Csv),
            (forms.jsonld, Form::Jsonld),
        ];
        asked.into_iter().find(|(asked, _)| *asked).map(|(_, form)| Self::of(form))
    }

    pub(super) fn of(form: Form) -> Self {
        Self { form, written: 0, begun: false }
    }

    /// Writes a document.
    pub(super) fn write(&mut self, out: Write<'_>, shown: &Shown<'_>) -> Result<(), Failure> {
        let &Shown { label, source, document, facts, vocabulary } = shown;
        self.begin(out)?;
        let marked = || Marked::new(label, document, facts, vocabulary);
        match self.form {
            Form::Pubtator => out(marked().pubtator().as_bytes()),
            Form::Csv => out(csv::facts(&clean_line(source), document, facts).as_bytes()),
            Form::Bioc => {
                let item = serde_json::to_string(&marked().bioc()).expect("strings and numbers are JSON");
                self.item(out, &(item + "\n"), ",")
            }
            Form::Jsonld => annotations::facts(source, document, facts)
                .iter()
                .try_for_each(|annotation| self.item(out, &annotation.to_string(), ",\n")),
        }
    }

    /// Writes what ends the whole.
    pub(super) fn end(mut self, out: Write<'_>) -> Result<(), Failure> {
        self.begin(out)?;
        self.form.end().map_or(Ok(()), |end| out(format!("{end}\n").as_bytes()))
    }

    fn begin(&mut self, out: Write<'_>) -> Result<(), Failure> {
        if std::mem::replace(&mut self.begun, true) { Ok(()) } else { out(self.form.start().as_bytes()) }
    }

    fn item(&mut self, out: Write<'_>, item: &str, parted: &str) -> Result<(), Failure> {
        if self.written > 0 {
            out(parted.as_bytes())?;
        }
        self.written += 1;
        out(item.as_bytes())
    }
}

/// Takes bytes.
pub(super) type Write<'a> = &'a mut dyn FnMut(&[u8]) -> Result<(), Failure>;
