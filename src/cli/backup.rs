//! `casebook backup`: a copy of the whole library.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::output::Output;
use super::{Failure, Setting};
use crate::text::clean_line;

/// Copy the whole library into a new file.
///
/// To use the copy, put it as `library.db` into the folder of a library that is not open.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  casebook backup ~/casebook-2026-03-01.db")]
pub(super) struct Arguments {
    /// The file to make; it must not be there yet.
    file: PathBuf,
    /// Print a JSON object.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Written<'a> {
    backup: &'a str,
}

pub(super) fn run(setting: &Setting, arguments: &Arguments) -> Result<u8, Failure> {
    if arguments.file.exists() {
        let name = arguments.file.display();
        return Err(Failure::new(73, format!("{name} is there already; name a file that is not")));
    }
    setting.open()?.backup_to(&arguments.file)?;
    let name = arguments.file.to_string_lossy();
    let name = clean_line(&name);
    let mut out = Output::new();
    if arguments.json {
        out.json(&Written { backup: &name })?;
    } else {
        out.line(&format!("the library is copied to {name}"))?;
    }
    out.finish()?;
    Ok(0)
}
