//! `casebook vocabulary`: what the user adds to the bundled vocabulary, and what is known of a term.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args, Subcommand, ValueEnum};
use serde::Serialize;

use super::output::Output;
use super::{Failure, Setting, tell};
use crate::library::{Addition, Vocabularies};
use crate::text::clean_line;
use crate::vocabulary::{Concept, ConceptIndex, ConceptKind, OWN, Usage, Vocabulary};

/// Add vocabularies and names of your own, and look terms up.
///
/// They are kept for all libraries. Documents in a library are read again with them while it is open, or by `casebook
/// refresh`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  casebook vocabulary import doid.obo
  casebook vocabulary import names.tsv --kind drug
  casebook vocabulary show ITP
  casebook vocabulary add Werlhof --to 'immune thrombocytopenia' --german
  casebook vocabulary add 'sea fever' --kind disease")]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Import(Import),
    List(List),
    Show(Show),
    Add(Add),
    Remove(Remove),
}

/// Take vocabularies in: OBO, OBO Graphs JSON, SKOS as Turtle, `MeSH` in its ASCII form (also packed with gzip), SSSOM
/// mappings, and tables (tabs, commas, semicolons) whose first line names the columns.
#[derive(Debug, Args)]
struct Import {
    /// The files.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// What its concepts are, where neither a column nor the identifiers say it.
    #[arg(long, value_name = "KIND", value_parser = kinds())]
    kind: Option<String>,
    /// Its name here; by default that of the file. Names rank in alphabetical order, later ones over earlier ones.
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
}

/// List the vocabularies in the order in which they rank.
#[derive(Debug, Args)]
struct List {
    /// Print one JSON object a line.
    #[arg(long)]
    json: bool,
}

/// Show what is known of a name or identifier.
#[derive(Debug, Args)]
struct Show {
    /// A name in any spelling, or an identifier.
    term: String,
    /// Print one JSON object a line.
    #[arg(long)]
    json: bool,
}

/// Add a name of your own to a concept, or a new concept.
#[derive(Debug, Args)]
struct Add {
    /// The name as texts have it.
    name: String,
    /// The concept: its identifier or a name of it.
    #[arg(long, value_name = "TERM", required_unless_present = "kind")]
    to: Option<String>,
    /// The kind of the concept; without --to a new one is made.
    #[arg(long, value_name = "KIND", value_parser = kinds())]
    kind: Option<String>,
    /// The name is German.
    #[arg(long)]
    german: bool,
    /// How it may be found; `stop` takes a name out.
    #[arg(long = "as", value_name = "HOW")]
    how: Option<How>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum How {
    /// Only in this case.
    Case,
    /// Only where the document has another name of the concept.
    Context,
    /// With low confidence.
    Related,
    /// Never.
    Stop,
}

/// Remove a vocabulary, or `own`, the names that were added.
#[derive(Debug, Args)]
struct Remove {
    /// Its name, as `casebook vocabulary list` shows it.
    name: String,
}

fn kinds() -> PossibleValuesParser {
    ConceptKind::names().collect::<Vec<_>>().into()
}

pub(super) fn run(setting: &Setting, arguments: &Arguments) -> Result<u8, Failure> {
    let vocabularies = setting.vocabularies().ok_or_else(|| {
        let why = "there is no home folder to keep vocabularies in; set XDG_DATA_HOME";
        Failure::new(73, why)
    })?;
    match &arguments.command {
        Command::Import(arguments) => import(&vocabularies, arguments),
        Command::List(arguments) => list(&vocabularies, arguments),
        Command::Show(arguments) => show(&setting.vocabulary(), arguments),
        Command::Add(arguments) => add(&vocabularies, &setting.vocabulary(), arguments),
        Command::Remove(arguments) => remove(&vocabularies, arguments),
    }
}

fn import(vocabularies: &Vocabularies, arguments: &Import) -> Result<u8, Failure> {
    let kind = arguments.kind.as_deref().and_then(ConceptKind::parse);
    if arguments.name.is_some() && arguments.files.len() > 1 {
        return Err(Failure::new(2, "--name is for one file"));
    }
    let mut out = Output::new();
    let mut code = 0;
    for file in &arguments.files {
        match vocabularies.import(file, arguments.name.as_deref(), kind) {
            Ok((name, source)) => {
                source.warnings.iter().take(WARNINGS).for_each(|warning| tell(&format!("{name}: {warning}")));
                if let Some(more) = source.warnings.len().checked_sub(WARNINGS).filter(|&more| more > 0) {
                    tell(&format!("{name}: {more} more warnings"));
                }
                out.line(&format!(
                    "imported {name}: {} concepts, {} names ({})",
                    source.concepts, source.names, source.format
                ))?;
            }
            Err(error) => {
                code = error.exit_code();
                tell(&error.to_string());
            }
        }
    }
    out.finish()?;
    Ok(code)
}

/// Warnings of a file that are shown.
const WARNINGS: usize = 5;

#[derive(Serialize)]
struct Listed<'a> {
    rank: usize,
    name: &'a str,
    concepts: usize,
    names: usize,
    fingerprint: &'a str,
}

fn list(vocabularies: &Vocabularies, arguments: &List) -> Result<u8, Failure> {
    let mut out = Output::new();
    let bundled = Vocabulary::bundled();
    let names = bundled.concepts.iter().map(|concept| concept.names.len()).sum();
    let mut rows = vec![("bundled".to_owned(), bundled.concepts.len(), names, bundled.fingerprint().to_owned())];
    for name in vocabularies.names()? {
        let summary = vocabularies.summary(&name)?;
        rows.push((name, summary.concepts, summary.names, summary.fingerprint));
    }
    for (at, (name, concepts, names, fingerprint)) in rows.iter().enumerate() {
        let (rank, concepts, names) = (at + 1, *concepts, *names);
        if arguments.json {
            out.json(&Listed { rank, name, concepts, names, fingerprint })?;
        } else {
            out.line(&format!(
                "{rank:>2}  {name:<32} {concepts:>7} concepts {names:>7} names  {}",
                &fingerprint[..12]
            ))?;
        }
    }
    out.finish()?;
    Ok(0)
}

#[derive(Serialize)]
struct Shown<'a> {
    id: &'a str,
    kind: &'static str,
    preferred: &'a str,
    preferred_de: Option<&'a str>,
    names: Vec<ShownName<'a>>,
    xrefs: &'a [&'a str],
    parents: Vec<&'a str>,
    files: Vec<&'a str>,
}

#[derive(Serialize)]
struct ShownName<'a> {
    name: &'a str,
    usage: &'static str,
}

fn show(vocabulary: &Vocabulary, arguments: &Show) -> Result<u8, Failure> {
    let mut out = Output::new();
    let found = meant(vocabulary, &arguments.term);
    if found.is_empty() {
        return Err(unknown(vocabulary, &arguments.term));
    }
    for (at, &index) in found.iter().enumerate() {
        let concept = vocabulary.get(index);
        let files = vocabulary.files_of(index);
        if arguments.json {
            let name = |name: &crate::vocabulary::Name| ShownName { name: name.text, usage: word(name.usage) };
            out.json(&Shown {
                id: concept.id,
                kind: concept.kind.name(),
                preferred: concept.preferred,
                preferred_de: concept.preferred_de,
                names: concept.names.iter().map(name).collect(),
                xrefs: concept.xrefs,
                parents: concept.parents.iter().map(|&parent| vocabulary.get(parent).id).collect(),
                files,
            })?;
            continue;
        }
        if at > 0 {
            out.line("")?;
        }
        print(&mut out, vocabulary, concept, &files)?;
    }
    out.finish()?;
    Ok(0)
}

fn print(out: &mut Output, vocabulary: &Vocabulary, concept: &Concept, files: &[&str]) -> Result<(), Failure> {
    out.line(&format!("{} ({}, {})", concept.preferred, concept.kind.name(), concept.id))?;
    for name in concept.names {
        match name.usage {
            Usage::Plain => out.line(&format!("  name    {}", name.text))?,
            usage => out.line(&format!("  name    {} [{}]", name.text, word(usage)))?,
        }
    }
    for xref in concept.xrefs {
        out.line(&format!("  same as {xref}"))?;
    }
    for &parent in concept.parents {
        let parent = vocabulary.get(parent);
        out.line(&format!("  kind of {} ({})", parent.preferred, parent.id))?;
    }
    out.line(&format!("  from    {}", files.join(", ")))
}

fn word(usage: Usage) -> &'static str {
    match usage {
        Usage::Plain => "plain",
        Usage::Case => "case",
        Usage::Context => "context",
        Usage::Related => "related",
    }
}

/// The concepts with this identifier or name.
fn meant(vocabulary: &Vocabulary, term: &str) -> Vec<ConceptIndex> {
    let all = vocabulary.concepts.iter().zip(0..);
    let named = |concept: &Concept| concept.id == term || concept.xrefs.contains(&term);
    let by_id: Vec<_> = all.filter(|(concept, _)| named(concept)).map(|(_, at)| ConceptIndex(at)).collect();
    if by_id.is_empty() { vocabulary.lookup(term) } else { by_id }
}

fn unknown(vocabulary: &Vocabulary, term: &str) -> Failure {
    let near = vocabulary.nearest(term, &[], 3);
    let hint = if near.is_empty() { String::new() } else { format!("; near to it: {}", near.join(", ")) };
    Failure::new(1, format!("\"{}\" is not known{hint}", clean_line(term)))
}

fn add(vocabularies: &Vocabularies, vocabulary: &Vocabulary, arguments: &Add) -> Result<u8, Failure> {
    let name = clean_line(arguments.name.trim());
    if name.is_empty() || name.contains(['|', '\t']) {
        return Err(Failure::new(2, "a name needs a letter and has no | and no tab"));
    }
    let asked = arguments.kind.as_deref().and_then(ConceptKind::parse);
    let made;
    let (id, kind) = if let Some(term) = &arguments.to {
        let mut found = meant(vocabulary, term);
        found.retain(|&index| asked.is_none_or(|kind| vocabulary.get(index).kind == kind));
        match found[..] {
            [] => return Err(unknown(vocabulary, term)),
            [only] => (vocabulary.get(only).id, vocabulary.get(only).kind),
            [..] => {
                let of = |&index: &ConceptIndex| {
                    let concept = vocabulary.get(index);
                    format!("{} ({})", concept.id, concept.kind.name())
                };
                let all: Vec<String> = found.iter().map(of).collect();
                let term = clean_line(term);
                let which = format!("\"{term}\" is more than one: {}; give an identifier, or --kind", all.join(", "));
                return Err(Failure::new(2, which));
            }
        }
    } else {
        made = crate::vocabulary::id_of_name(&name);
        (&*made, asked.expect("--kind is needed without --to"))
    };
    let tag = match arguments.how {
        None => "",
        Some(How::Case) => " [case]",
        Some(How::Context) => " [context]",
        Some(How::Related) => " [related]",
        Some(How::Stop) => " [stop]",
    };
    vocabularies.add(&Addition { name: &name, german: arguments.german, tag, kind, id })?;
    let mut out = Output::new();
    out.line(&format!("{OWN}: {name}{tag}, {} {id}", kind.name()))?;
    out.finish()?;
    Ok(0)
}

fn remove(vocabularies: &Vocabularies, arguments: &Remove) -> Result<u8, Failure> {
    let name = clean_line(&arguments.name);
    if !vocabularies.remove(&name)? {
        let why = format!("there is no vocabulary {name}; `casebook vocabulary list` shows what there is");
        return Err(Failure::new(1, why));
    }
    let mut out = Output::new();
    out.line(&format!("removed {name}"))?;
    out.finish()?;
    Ok(0)
}
