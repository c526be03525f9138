//! `casebook config`: the settings file, a sample of it, and whether it is sound.

use std::fmt::Write as _;
use std::path::Path;

use clap::{Args, Subcommand};

use super::output::Output;
use super::{Failure, Setting};
use crate::command::{self, Bindings};
use crate::config::{self, SAMPLE, Settings, SettingsError};
use crate::export::citation::Style;
use crate::theme::{self, Theme};

/// Show where the settings are, print a sample of them, or check them.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  casebook config init > ~/.config/casebook/config.toml
  casebook config check")]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Print every setting and key with its default, all commented out.
    Init,
    /// Print where the settings are looked for.
    Path,
    /// Say whether the settings can be used.
    Check,
}

pub(super) fn run(setting: &Setting, arguments: &Arguments) -> Result<u8, Failure> {
    let mut out = Output::new();
    match (&arguments.command, &setting.config) {
        (Command::Init, _) => out.bytes(sample().as_bytes())?,
        (_, None) => {
            return Err(Failure::new(73, "there is no home folder to look for settings in; name --config FILE"));
        }
        (Command::Path, Some(path)) => out.line(&path.to_string_lossy())?,
        (Command::Check, Some(path)) => {
            let found = config::mistakes(&config::read(path)?, |text| check(path, text));
            if !found.is_empty() {
                let told: Vec<String> = found.iter().map(ToString::to_string).collect();
                return Err(Failure::new(78, told.join("\n")));
            }
            let told = if path.exists() { "the settings are sound" } else { "there are no settings; all is default" };
            out.line(&format!("{}: {told}", path.display()))?;
        }
    }
    out.finish()?;
    Ok(0)
}

/// Whether the settings in a text can be used.
fn check(path: &Path, text: &str) -> Result<(), SettingsError> {
    let settings = Settings::parse(path, text)?;
    Bindings::of(&settings)?;
    Theme::of(&settings, None, None)?;
    Style::named(&settings.reading.citation_style)
        .map_err(|reason| settings.error(settings.line_of(("reading", "citation_style")), reason))?;
    Ok(())
}

/// Every setting, key and role of a theme with its default, all commented out.
fn sample() -> String {
    let mut out = format!("{SAMPLE}{}", command::sample());
    out.push_str(
        "\n# A theme of your own, used by theme = \"mine\" above. What it does not name is as in its base.\n\
         # A look: bold dim italic underline reverse crossed-out, a colour, on a colour; a colour is one of the\n\
         # terminal's own (red, light-blue, dark-gray ...), a number of its palette (0 to 255) or #rrggbb.\n\
         # [themes.mine]\n# base = \"dark\"\n",
    );
    for role in theme::roles() {
        writeln!(out, "# {role} = \"plain\"").expect("writing to a string succeeds");
    }
    out
}
