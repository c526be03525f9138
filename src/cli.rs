//! The command line: what was asked, the subcommands, exit codes. Data goes to stdout, messages to stderr.

use std::ffi::OsString;
use std::io::Write as _;
use std::path::PathBuf;

use clap::{Parser, Subcommand};

use crate::config::{Folders, Settings};
use crate::library::{Library, Vocabularies};
use crate::terminal;
use crate::text;
use crate::theme;
use crate::vocabulary::Vocabulary;
use crate::wording::Language;

mod arguments;
mod card;
mod failure;
mod input;
mod marked;
mod notes;
mod output;
mod plain;
mod read;

mod backup;
mod completions;
mod config;
mod doctor;
mod export;
mod facts;
mod filters;
mod import;
mod list;
mod man;
mod refresh;
mod reindex;
mod remove;
mod score;
mod show;
mod views;
mod vocabulary;

pub use arguments::parse;
pub use failure::Failure;

const EXAMPLES: &str = "\
Examples:
  casebook                           the library, with filters and facts
  casebook report.md                 read a file; it stays where it is
  curl -s ADDRESS | casebook         read what comes through a pipe
  casebook import papers/            take a folder into the library
  casebook list disease:itp          what the library has on a disease
  casebook facts report.md --json    the facts of a file

A file that is named like a subcommand is ./list.

Exit codes: 0 done, 1 some items failed or nothing was found, 2 usage or no
terminal, 65 damaged or binary data, 66 input missing, 73 cannot create,
74 input/output, 75 library busy, 77 permission, 78 settings, 101 a bug.";

/// Read medical documents in the terminal, see their facts, filter a library by disease or therapy.
#[derive(Debug, Parser)]
#[command(name = "casebook", version, after_help = EXAMPLES)]
pub struct Cli {
    /// The library, a folder; by default that of the user.
    #[arg(long, global = true, env = "CASEBOOK_LIBRARY", value_name = "DIR")]
    library: Option<OsString>,
    /// The settings, a file; by default that of the user.
    #[arg(long, global = true, env = "CASEBOOK_CONFIG", value_name = "FILE")]
    config: Option<OsString>,
    /// Language of the interface: en or de; by default as the settings or the locale say.
    #[arg(long, global = true, value_name = "LANGUAGE", value_parser = ["en", "de"])]
    lang: Option<String>,
    /// Colours of the screen: terminal, light, dark, high-contrast, mono, auto or a theme of the settings.
    #[arg(long, value_name = "NAME")]
    theme: Option<String>,
    /// Draw lines and symbols with ASCII characters alone.
    #[arg(long)]
    ascii: bool,
    /// Read line by line: for screen readers and plain terminals.
    #[arg(long)]
    plain: bool,
    /// Switch off opening links, clipboard, editor and writing files.
    #[arg(long)]
    secure: bool,
    /// Files and folders to read without taking them into the library; - is standard input.
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
#[command(defer = true)]
enum Command {
    Import(import::Arguments),
    List(list::Arguments),
    Show(show::Arguments),
    Matrix(views::Matrix),
    Timeline(views::Timeline),
    Patients(views::Patients),
    Filters(filters::Arguments),
    Compare(views::Compare),
    Facts(facts::Arguments),
    Export(export::Arguments),
    Remove(remove::Arguments),
    Refresh(refresh::Arguments),
    Reindex(reindex::Arguments),
    Doctor(doctor::Arguments),
    Vocabulary(vocabulary::Arguments),
    Backup(backup::Arguments),
    Config(config::Arguments),
    Score(score::Arguments),
    Completions(completions::Arguments),
    Man(man::Arguments),
}

/// What most subcommands need to know.
#[derive(Debug)]
struct Setting {
    /// The library asked for; none where there is no home to keep one in.
    library: Option<PathBuf>,
    /// Whether it is the user's default one.
    default: bool,
    folders: Option<Folders>,
    /// The file of the settings, if there is a place for one.
    config: Option<PathBuf>,
    /// What the options say of the screen instead of the settings.
    screen: ScreenOptions,
}

/// Options that stand over the settings of the screen.
#[derive(Debug)]
struct ScreenOptions {
    lang: Option<String>,
    theme: Option<String>,
    ascii: bool,
    plain: bool,
    secure: bool,
}

impl Setting {
    fn library(&self) -> Result<&PathBuf, Failure> {
        let homeless = || Failure::new(73, "there is no home folder to keep a library in; name one with --library");
        self.library.as_ref().ok_or_else(homeless)
    }

    /// The settings, with what the options say instead.
    fn settings(&self) -> Result<Settings, Failure> {
        let mut settings = match &self.config {
            Some(path) => Settings::load(path)?,
            None => Settings::default(),
        };
        if let Some(theme) = &self.screen.theme {
            theme::is_known(theme, &settings).map_err(|reason| Failure::new(2, reason))?;
        }
        let screen = &mut settings.screen;
        if let Some(lang) = &self.screen.lang {
            screen.language.clone_from(lang);
        }
        if let Some(theme) = &self.screen.theme {
            screen.theme.clone_from(theme);
        }
        screen.ascii |= self.screen.ascii;
        screen.secure |= self.screen.secure;
        Ok(settings)
    }

    /// The language of the interface.
    fn language(&self) -> Result<Language, Failure> {
        Ok(language(&self.settings()?))
    }

    /// Where the user's vocabularies are, if there is a home.
    fn vocabularies(&self) -> Option<Vocabularies> {
        self.folders.as_ref().map(|folders| Vocabularies::new(folders.vocabulary(), folders.cache.clone()))
    }

    /// The vocabulary with what the user has added; says on stderr what of it cannot be used.
    fn vocabulary(&self) -> Vocabulary {
        let Some(vocabularies) = self.vocabularies() else {
            return Vocabulary::bundled();
        };
        let (vocabulary, warnings) = vocabularies.load();
        for warning in &warnings {
            tell(warning);
        }
        vocabulary
    }

    /// The library, which must be there.
    fn open(&self) -> Result<Library, Failure> {
        let library = Library::open(self.library()?)?;
        if let Some(why) = library.read_only() {
            tell(why);
        }
        Ok(library)
    }
}

/// Runs what the arguments ask for and says with which exit code to end.
pub fn run(cli: Cli) -> Result<u8, Failure> {
    let folders = Folders::of_user();
    terminal::outlive_file_limits();
    terminal::report_panics(folders.as_ref().map(|folders| folders.state.clone()));
    let named = cli.library.filter(|name| !name.is_empty()).map(PathBuf::from);
    let default = named.is_none();
    let library = named.or_else(|| folders.as_ref().map(Folders::library));
    let config = cli.config.filter(|name| !name.is_empty()).map(PathBuf::from);
    let config = config.or_else(|| folders.as_ref().map(Folders::settings));
    let screen =
        ScreenOptions { lang: cli.lang, theme: cli.theme, ascii: cli.ascii, plain: cli.plain, secure: cli.secure };
    let setting = Setting { library, default, folders, config, screen };
    match cli.command {
        None if cli.files.is_empty() && !input::is_piped() => read::library(&setting),
        None if cli.files.is_empty() => read::files(&setting, &[PathBuf::from("-")]),
        None => read::files(&setting, &cli.files),
        Some(Command::Import(arguments)) => import::run(&setting, &arguments),
        Some(Command::List(arguments)) => list::run(&setting, &arguments),
        Some(Command::Show(arguments)) => show::run(&setting, &arguments),
        Some(Command::Matrix(arguments)) => views::matrix(&setting, &arguments),
        Some(Command::Timeline(arguments)) => views::timeline(&setting, &arguments),
        Some(Command::Patients(arguments)) => views::patients(&setting, &arguments),
        Some(Command::Filters(arguments)) => filters::run(&setting, &arguments),
        Some(Command::Compare(arguments)) => views::compare(&setting, &arguments),
        Some(Command::Facts(arguments)) => facts::run(&setting, &arguments),
        Some(Command::Export(arguments)) => export::run(&setting, &arguments),
        Some(Command::Remove(arguments)) => remove::run(&setting, &arguments),
        Some(Command::Refresh(arguments)) => refresh::run(&setting, &arguments),
        Some(Command::Reindex(arguments)) => reindex::run(&setting, &arguments),
        Some(Command::Doctor(arguments)) => doctor::run(&setting, &arguments),
        Some(Command::Vocabulary(arguments)) => vocabulary::run(&setting, &arguments),
        Some(Command::Backup(arguments)) => backup::run(&setting, &arguments),
        Some(Command::Config(arguments)) => config::run(&setting, &arguments),
        Some(Command::Score(arguments)) => score::run(&setting, &arguments),
        Some(Command::Completions(arguments)) => completions::run(&arguments),
        Some(Command::Man(_)) => man::run(),
    }
}

/// Says something on stderr. That it cannot be said is no reason to end.
pub fn tell(message: &str) {
    let _ = writeln!(std::io::stderr(), "casebook: {}", text::clean(message));
}

/// The language of the interface: that of the settings, else from the locale.
fn language(settings: &Settings) -> Language {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(|name| std::env::var(name).ok());
    let locale = || set.into_iter().find(|value| !value.is_empty()).unwrap_or_default();
    match settings.screen.language.as_str() {
        "auto" => Language::of_locale(&locale()),
        code => Language::of_locale(code),
    }
}
