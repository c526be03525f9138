//! `casebook filters`: the saved filters on the command line, and `@NAME` in a query, which stands for one.

use clap::{Args, Subcommand};
use serde::Serialize;

use super::output::Output;
use super::reindex::bring_up;
use super::{Failure, Setting};
use crate::library::{Library, Query, Saved};
use crate::text::clean_line;

/// The saved filters: list them with the number of documents each finds, add, remove.
///
/// `@NAME` stands for a saved filter in every query.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  casebook filters
  casebook filters add \"lupus cells\" disease:sle therapy:car-t
  casebook list @\"lupus cells\" year:2025..
  casebook filters remove \"lupus cells\"")]
pub(super) struct Arguments {
    #[command(subcommand)]
    action: Option<Action>,
    /// Print JSON.
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// List them, as without a word.
    List,
    /// Save a filter under a name; one of that name is replaced.
    #[command(visible_alias = "save")]
    Add {
        /// What it is called.
        name: String,
        /// What it looks for, as in `casebook list`.
        #[arg(required = true)]
        query: Vec<String>,
    },
    /// Take saved filters away.
    #[command(visible_alias = "delete")]
    Remove {
        /// What they are called.
        #[arg(required = true, value_name = "NAME")]
        names: Vec<String>,
    },
}

/// A saved filter in JSON.
#[derive(Serialize)]
struct Row<'a> {
    name: &'a str,
    query: &'a str,
    /// How many documents it finds; null if it cannot be understood any more.
    count: Option<u64>,
}

pub(super) fn run(setting: &Setting, arguments: &Arguments) -> Result<u8, Failure> {
    let mut library = setting.open()?;
    let mut out = Output::new();
    let code = match &arguments.action {
        None | Some(Action::List) => list(setting, &mut library, arguments.json, &mut out)?,
        Some(Action::Add { name, query }) => {
            let name = clean_line(name.trim()).into_owned();
            if name.is_empty() {
                return Err(Failure::new(2, "a filter needs a name"));
            }
            let text = Query::text_of_args(query);
            let vocabulary = setting.vocabulary();
            let query = Query::parse_in(&text, &vocabulary, Some(&library))
                .map_err(|error| Failure::of_query(&error, &text, setting))?;
            let saved = Saved { name, query: query.to_string() };
            library.save_filter(&saved)?;
            let count = count(&mut library, &query)?;
            let row = Row { name: &saved.name, query: &saved.query, count: Some(count) };
            print(&mut out, arguments.json, &row)?;
            0
        }
        Some(Action::Remove { names }) => {
            let mut code = 0;
            for name in names {
                let name = clean_line(name.trim());
                if !library.remove_filter(&name)? {
                    super::tell(&unknown(&library, &name)?.message);
                    code = 1;
                } else if arguments.json {
                    out.json(&serde_json::json!({ "removed": name }))?;
                } else {
                    out.line(&format!("removed {name}"))?;
                }
            }
            code
        }
    };
    out.finish()?;
    Ok(code)
}

fn list(setting: &Setting, library: &mut Library, json: bool, out: &mut Output) -> Result<u8, Failure> {
    let all = library.saved()?;
    let vocabulary = setting.vocabulary();
    let mut counts = Vec::with_capacity(all.len());
    for saved in &all {
        counts.push(match Query::parse_in(&saved.query, &vocabulary, Some(library)) {
            Ok(query) => Some(count(library, &query)?),
            Err(_) => None,
        });
    }
    let rows = all.iter().zip(counts);
    let rows: Vec<Row<'_>> = rows.map(|(saved, count)| Row { name: &saved.name, query: &saved.query, count }).collect();
    if json {
        out.json(&rows)?;
    } else {
        rows.iter().try_for_each(|row| print(out, false, row))?;
    }
    if rows.is_empty() {
        super::tell("no filter is saved; `casebook filters add NAME QUERY` saves one");
    }
    Ok(u8::from(rows.is_empty()))
}

fn count(library: &mut Library, query: &Query) -> Result<u64, Failure> {
    if query.has_words() {
        bring_up(library);
    }
    Ok(library.count(query)?)
}

/// Name, count and query, parted by tabs.
fn print(out: &mut Output, json: bool, row: &Row<'_>) -> Result<(), Failure> {
    if json {
        return out.json(row);
    }
    let count = row.count.map_or_else(|| "?".to_owned(), |count| count.to_string());
    out.line(&format!("{}\t{count}\t{}", clean_line(row.name), clean_line(row.query)))
}

fn unknown(library: &Library, name: &str) -> Result<Failure, Failure> {
    let names: Vec<String> = library.saved()?.into_iter().map(|saved| saved.name).collect();
    let name = clean_line(name);
    Ok(Failure::new(
        1,
        match names[..] {
            [] => format!("no filter is saved, so none is called {name}"),
            _ => format!("no saved filter is called {name}; there are {}", names.join(", ")),
        },
    ))
}
