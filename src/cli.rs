//! The command line: what was asked, the subcommands, exit codes. Data goes to stdout, messages to stderr.

use std::path::PathBuf;

use clap::Parser;

use crate::config::Folders;

mod failure;
mod read;

pub use failure::Failure;

/// Read medical documents in the terminal, see their facts, filter a library by disease or therapy.
#[derive(Debug, Parser)]
#[command(name = "casebook", version)]
pub struct Cli {
    /// The library, a folder; by default that of the user.
    #[arg(long, global = true, env = "CASEBOOK_LIBRARY", value_name = "DIR")]
    library: Option<PathBuf>,
    /// Files and folders to read without taking them into the library; - is standard input.
    files: Vec<PathBuf>,
}

/// What most subcommands need to know.
#[derive(Debug)]
struct Setting {
    /// The library asked for.
    library: PathBuf,
    /// Whether it is the user's default one.
    default: bool,
    folders: Option<Folders>,
}

/// Runs what the arguments ask for and says with which exit code to end.
pub fn run(cli: Cli) -> Result<u8, Failure> {
    let folders = Folders::of_user();
    let default = cli.library.is_none();
    let library = cli.library.or_else(|| folders.as_ref().map(Folders::library));
    let library = library.ok_or_else(|| {
        Failure::new(
            73,
            "there is no home folder to keep a library in; name one with --library",
        )
    })?;
    let setting = Setting {
        library,
        default,
        folders,
    };
    if cli.files.is_empty() {
        read::library(&setting)
    } else {
        read::files(&setting, &cli.files)
    }
}
