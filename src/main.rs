//! The program: arguments in, exit code out.

use std::io::Write as _;
use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    let cli = casebook::cli::Cli::parse();
    match casebook::cli::run(cli) {
        Ok(code) => ExitCode::from(code),
        Err(failure) => {
            // Nobody may be left to read it.
            let _ = writeln!(std::io::stderr(), "casebook: {}", failure.message);
            ExitCode::from(failure.code)
        }
    }
}
