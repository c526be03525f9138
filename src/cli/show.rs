//! `casebook show`: documents of the library, as card, text or JSON.

use clap::Args;

use super::marked::{self, MarkedOut, Shown};
use super::output::Output;
use super::{Failure, Setting, card, tell};
use crate::export::json::Record;
use crate::facts::{self, study};
use crate::library::{Library, LibraryError, Loaded};
use crate::text::clean_line;

/// Show documents of the library: their facts, each with its sentence.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  casebook show 3
  casebook show papers/report.md --text
  casebook show 3 4 --json | jq .title")]
pub(super) struct Arguments {
    /// The number of a document, as `casebook list` shows it, or its source.
    #[arg(required = true, value_name = "ID")]
    ids: Vec<String>,
    /// Print the text and nothing else.
    #[arg(long, group = "form")]
    text: bool,
    /// Print one JSON object a line; offsets are bytes of what --text prints.
    #[arg(long, group = "form")]
    json: bool,
    #[command(flatten)]
    marked: marked::Forms,
    /// An older version of the document, from 1.
    #[arg(long, value_name = "N")]
    version: Option<u32>,
}

pub(super) fn run(setting: &Setting, arguments: &Arguments) -> Result<u8, Failure> {
    let library = setting.open()?;
    let vocabulary = setting.vocabulary();
    let mut out = Output::new();
    let mut marked = MarkedOut::new(&arguments.marked);
    let mut code = 0;
    let mut shown = 0;
    for name in &arguments.ids {
        let loaded = match load(&library, name, arguments.version) {
            Ok(loaded) => loaded,
            Err(failure) => {
                tell(&failure.message);
                code = if arguments.ids.len() == 1 { failure.code } else { 1 };
                continue;
            }
        };
        if arguments.text {
            out.text(&loaded.document)?;
            continue;
        }
        let older = loaded.version.0 < loaded.version.1;
        let again = older || loaded.facts_lost;
        let facts = if again { facts::extract(&loaded.document, &vocabulary) } else { loaded.facts };
        if loaded.facts_lost {
            let id = loaded.head.id.0;
            tell(&format!(
                "the facts of document {id} are damaged: shown are those found now; `casebook refresh {id}` keeps them"
            ));
            code = if arguments.ids.len() == 1 { 65 } else { 1 };
        }
        let keys = study::keys(&loaded.document, &facts);
        let also_in = library.also_in(loaded.head.id, keys)?;
        if let Some(marked) = &mut marked {
            let (label, source) = (&library.label(loaded.head.id)?, &loaded.head.source);
            let shown = Shown { label, source, document: &loaded.document, facts: &facts, vocabulary: &vocabulary };
            marked.write(&mut |bytes| out.bytes(bytes), &shown)?;
        } else if arguments.json {
            let identity = (Some(loaded.head.id), loaded.head.source.as_str());
            out.json(&Record::new(identity, &loaded.document, &facts, &vocabulary).also_in(&also_in))?;
        } else {
            if shown > 0 {
                out.line("")?;
            }
            let language = setting.language()?;
            card::print(&mut out, &loaded.document, &facts, &vocabulary, language)?;
            card::print_also_in(&mut out, &also_in, language)?;
        }
        shown += 1;
    }
    if let Some(marked) = marked {
        marked.end(&mut |bytes| out.bytes(bytes))?;
    }
    out.finish()?;
    Ok(code)
}

fn load(library: &Library, name: &str, version: Option<u32>) -> Result<Loaded, Failure> {
    let id = super::remove::find(library, name)?;
    match library.load_version(id, version) {
        Err(LibraryError::NoDocument(_)) if version.is_some() => {
            let newest = library.load(id)?.version.1;
            let name = clean_line(name);
            Err(Failure::new(
                1,
                format!("{name} has no version {}; its newest is {newest}", version.unwrap_or_default()),
            ))
        }
        other => Ok(other?),
    }
}
