//! `casebook completions`: what a shell needs to complete a command line.

use clap::{Args, CommandFactory as _};
use clap_complete::Shell;

use super::output::Output;
use super::{Cli, Failure};

/// Print the completions for a shell.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  casebook completions bash > ~/.local/share/bash-completion/completions/casebook
  casebook completions fish > ~/.config/fish/completions/casebook.fish")]
pub(super) struct Arguments {
    /// The shell.
    shell: Shell,
}

pub(super) fn run(arguments: &Arguments) -> Result<u8, Failure> {
    // Into memory first: the generator knows no closed pipe.
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Cli::command(), "casebook", &mut script);
    let mut out = Output::new();
    out.bytes(&script)?;
    out.finish()?;
    Ok(0)
}
