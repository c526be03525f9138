//! The program: arguments in, exit code out.

use std::process::ExitCode;

use casebook::cli;

fn main() -> ExitCode {
    let done = cli::parse(std::env::args_os()).and_then(|asked| asked.map_or(Ok(0), cli::run));
    ExitCode::from(done.unwrap_or_else(|failure| {
        if !failure.message.is_empty() {
            cli::tell(&failure.message);
        }
        failure.code
    }))
}
