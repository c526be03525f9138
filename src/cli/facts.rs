//! `casebook facts`: the facts of files, without a library.

use std::path::PathBuf;

use clap::Args;

use super::marked::{self, MarkedOut, Shown};
use super::output::Output;
use super::{Failure, Setting, card, input};
use crate::export::json::Record;
use crate::facts;

/// Find the facts in files; no library is needed or changed.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  casebook facts report.md
  casebook facts papers/*.txt --json | jq -r '.facts[] | select(.kind == \"disease\") | .value'
  casebook facts papers/ --csv > facts.csv
  curl -s ADDRESS | casebook facts -")]
pub(super) struct Arguments {
    /// Files and folders; - is standard input.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Print the text that the offsets of --json count in, and nothing else.
    #[arg(long, group = "form")]
    text: bool,
    /// Print one JSON object a line, one line a document.
    #[arg(long, group = "form")]
    json: bool,
    #[command(flatten)]
    marked: marked::Forms,
}

pub(super) fn run(setting: &Setting, arguments: &Arguments) -> Result<u8, Failure> {
    let named = input::named(&arguments.files);
    let mut out = Output::new();
    if arguments.text {
        let code = named.each(&mut |incoming| out.text(&incoming.document))?;
        out.finish()?;
        return Ok(code);
    }
    let vocabulary = setting.vocabulary();
    let mut marked = MarkedOut::new(&arguments.marked);
    let mut first = true;
    let code = named.each(&mut |incoming| {
        let facts = facts::extract(&incoming.document, &vocabulary);
        if arguments.json {
            return out.json(&Record::new((None, &incoming.source()), &incoming.document, &facts, &vocabulary));
        }
        if let Some(marked) = &mut marked {
            let (label, source, document) = (&incoming.label(), &incoming.source(), &incoming.document);
            let shown = Shown { label, source, document, facts: &facts, vocabulary: &vocabulary };
            return marked.write(&mut |bytes| out.bytes(bytes), &shown);
        }
        if !std::mem::take(&mut first) {
            out.line("")?;
        }
        card::print(&mut out, &incoming.document, &facts, &vocabulary, setting.language()?)
    })?;
    if let Some(marked) = marked {
        marked.end(&mut |bytes| out.bytes(bytes))?;
    }
    out.finish()?;
    Ok(code)
}
