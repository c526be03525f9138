//! The settings file: TOML, every setting with a default. Keys and looks stay text with their lines until the key map
//! and the theme resolve them.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io::ErrorKind;
use std::ops::Range;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::Spanned;

use crate::export::citation;
use crate::vocabulary::distance;

/// Every setting with its default and what it does, all commented out; what `casebook config init` prints first.
pub const SAMPLE: &str = include_str!("../../assets/config.toml");

/// What the reader has set.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// How the screen looks and listens.
    pub screen: Screen,
    /// How texts are set.
    pub reading: Reading,
    /// Keys by the name of their command.
    keys: BTreeMap<Spanned<String>, Keys>,
    /// Looks by the name of the theme, then by that of the role.
    themes: BTreeMap<Spanned<String>, BTreeMap<Spanned<String>, String>>,
    /// The file, for errors, and where its lines begin.
    #[serde(skip)]
    source: (PathBuf, Vec<usize>),
    /// What its lines set: table, name, line from 1.
    #[serde(skip)]
    places: Vec<(String, String, usize)>,
}

/// How the screen looks and listens.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Screen {
    /// `auto`, `en` or `de`.
    pub language: String,
    /// The name of a theme, or `auto`: light or dark by the background.
    pub theme: String,
    /// What the terminal's background is.
    pub background: Background,
    /// Whether the mouse is listened to; the terminal's own selection needs Shift then.
    pub mouse: bool,
    /// Whether lines and symbols are drawn with ASCII characters alone.
    pub ascii: bool,
    /// Milliseconds after which a started sequence of keys shows how it can go on.
    pub hint_after: u64,
    /// Whether opening links, clipboard, editor and writing files are switched off.
    pub secure: bool,
}

/// What the terminal's background is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Background {
    /// As `COLORFGBG` says, else dark.
    #[default]
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// How texts are set.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Reading {
    /// Columns of the text at first; what `+` and `-` set later is remembered and wins.
    pub columns: u16,
    /// Whether words are divided at the end of a line.
    pub hyphenation: bool,
    /// The style of citations: the name of a bundled CSL style, or a file.
    pub citation_style: String,
}

/// One key or several.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Keys {
    /// One.
    One(String),
    /// Several, or none at all.
    Several(Vec<String>),
}

impl Keys {
    /// The names of the keys.
    pub fn names(&self) -> &[String] {
        match self {
            Self::One(name) => std::slice::from_ref(name),
            Self::Several(names) => names,
        }
    }
}

/// The look of a role in a theme of the reader's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look<'a> {
    /// The role.
    pub role: &'a str,
    /// Its look, such as `bold red on white`.
    pub look: &'a str,
    /// The line it stands on.
    pub line: usize,
}

impl Default for Screen {
    fn default() -> Self {
        Self {
            language: "auto".to_owned(),
            theme: "terminal".to_owned(),
            background: Background::Auto,
            mouse: false,
            ascii: false,
            hint_after: 300,
            secure: false,
        }
    }
}

impl Default for Reading {
    fn default() -> Self {
        Self { columns: 80, hyphenation: true, citation_style: citation::DEFAULT.to_owned() }
    }
}

/// What is wrong with the settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingsError {
    /// The file.
    pub path: PathBuf,
    /// The line, from 1; 0 where it is the file as a whole.
    pub line: usize,
    /// One sentence.
    pub reason: String,
}

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.display();
        if self.path.as_os_str().is_empty() {
            // It was asked for on the command line.
            f.write_str(&self.reason)
        } else if self.line == 0 {
            write!(f, "{path}: {}", self.reason)
        } else {
            write!(f, "{path}:{}: {}", self.line, self.reason)
        }
    }
}

impl std::error::Error for SettingsError {}

impl Settings {
    /// The settings of a file; the defaults where there is none.
    ///
    /// # Errors
    /// The file cannot be read, is no TOML, or holds a setting or a value that does not exist; named with its line.
    pub fn load(path: &Path) -> Result<Self, SettingsError> {
        Self::parse(path, &read(path)?)
    }

    /// The settings in a text; `path` is for errors.
    ///
    /// # Errors
    /// As [`Settings::load`].
    pub fn parse(path: &Path, text: &str) -> Result<Self, SettingsError> {
        let begins = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        let source = (path.to_owned(), begins);
        let wrong = |error: &toml::de::Error| {
            let at = error.span().map_or(0, |span| span.start);
            let named = path_of(text, at);
            complaint(&source, at, &explain(error.message(), named.as_deref()))
        };
        let mut settings: Self = toml::from_str(text).map_err(|error| wrong(&error))?;
        settings.source = source;
        settings.places = places(text);
        settings.check()?;
        Ok(settings)
    }

    fn check(&self) -> Result<(), SettingsError> {
        let (setting, reason) = if !["auto", "en", "de"].contains(&self.screen.language.as_str()) {
            (("screen", "language"), format!("language is auto, en or de, not {:?}", self.screen.language))
        } else if !(30..=160).contains(&self.reading.columns) {
            (("reading", "columns"), format!("columns go from 30 to 160; {} does not", self.reading.columns))
        } else {
            return Ok(());
        };
        Err(self.error(self.line_of(setting), reason))
    }

    /// The line that sets something, by its table and name; 0 if none does.
    pub fn line_of(&self, (table, name): (&str, &str)) -> usize {
        let here = |(at, set, _): &&(String, String, usize)| at == table && set == name;
        self.places.iter().find(here).map_or(0, |(.., line)| *line)
    }

    /// The keys set: command, keys, line.
    pub fn keys(&self) -> impl Iterator<Item = (&str, &[String], usize)> {
        self.keys.iter().map(|(name, keys)| (name.get_ref().as_str(), keys.names(), self.line(name.span())))
    }

    /// The names of the reader's own themes.
    pub fn themes(&self) -> impl Iterator<Item = &str> {
        self.themes.keys().map(|name| name.get_ref().as_str())
    }

    /// The looks of a theme of the reader's own.
    pub fn looks(&self, theme: &str) -> impl Iterator<Item = Look<'_>> {
        let own = self.themes.iter().find(|(name, _)| name.get_ref() == theme);
        own.into_iter().flat_map(|(_, looks)| looks).map(|(role, look)| Look {
            role: role.get_ref(),
            look,
            line: self.line(role.span()),
        })
    }

    /// An error about a line of the file.
    pub fn error(&self, line: usize, reason: impl Into<String>) -> SettingsError {
        SettingsError { path: self.source.0.clone(), line, reason: reason.into() }
    }

    fn line(&self, span: Range<usize>) -> usize {
        self.source.1.partition_point(|&begin| begin <= span.start)
    }
}

/// The text of a settings file; nothing where there is none.
///
/// # Errors
/// It cannot be read, or a line of it is no UTF-8.
pub fn read(path: &Path) -> Result<String, SettingsError> {
    let wrong = |line, reason: String| SettingsError { path: path.to_owned(), line, reason };
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => Vec::new(),
        Err(error) => return Err(wrong(0, error.to_string())),
    };
    String::from_utf8(bytes).map_err(|error| {
        let sound = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = 1 + memchr::memchr_iter(b'\n', sound).count();
        wrong(line, "a character here is not UTF-8; save the file in that encoding".to_owned())
    })
}

/// All mistakes of a settings file in order of its lines; `check` finds one in a text. What sets a mistake is taken out
/// of the text, and the rest is looked at again.
pub fn mistakes(text: &str, check: impl Fn(&str) -> Result<(), SettingsError>) -> Vec<SettingsError> {
    let mut lines: Vec<&str> = text.split('\n').collect();
    let mut found: Vec<SettingsError> = Vec::new();
    while let Err(error) = check(&lines.join("\n")) {
        let at = error.line;
        found.push(error);
        let Some(line) = at.checked_sub(1).filter(|line| lines.get(*line).is_some_and(|line| !line.is_empty())) else {
            break;
        };
        // A table that does not exist takes its settings along, a setting the lines of its value.
        let table = lines[line].trim_start().starts_with('[');
        let begins = |line: &str| line.starts_with('[') || !table && (line.contains('=') || line.is_empty());
        let more = lines[line + 1..].iter().take_while(|line| !begins(line.trim())).count();
        lines[line..=line + more].fill("");
    }
    found.sort_by_key(|error| error.line);
    found
}

fn complaint(source: &(PathBuf, Vec<usize>), at: usize, reason: &str) -> SettingsError {
    let line = source.1.partition_point(|&begin| begin <= at);
    SettingsError { path: source.0.clone(), line, reason: reason.to_owned() }
}

/// What each line of a file sets: table, name, line from 1.
fn places(text: &str) -> Vec<(String, String, usize)> {
    let mut table = String::new();
    let mut places = Vec::new();
    for (at, line) in text.lines().map(str::trim).enumerate() {
        if line.starts_with('[') {
            line.trim_matches(['[', ']']).clone_into(&mut table);
        } else if let Some((name, _)) = line.split_once('=') {
            places.push((table.clone(), name.trim().to_owned(), at + 1));
        }
    }
    places
}

/// The table that a place of the file stands in, as its heading names it.
fn path_of(text: &str, at: usize) -> Option<String> {
    let before = text.get(..at)?;
    let heading = before.lines().rev().map(str::trim).find(|line| line.starts_with('['))?;
    Some(heading.trim_matches(['[', ']']).to_owned()).filter(|heading| !heading.is_empty())
}

/// The parser's complaint in our words: a name that does not exist is told with the nearest that does.
fn explain(message: &str, table: Option<&str>) -> String {
    let mut names = message.split('`').skip(1).step_by(2);
    let unknown = message.starts_with("unknown field") || message.starts_with("unknown variant");
    let Some(typed) = names.next().filter(|_| unknown) else {
        let message = message.lines().next().unwrap_or(message);
        // The names of types say nothing to a reader.
        return match message.split_once(", expected ") {
            _ if message.starts_with("data did not match") => {
                "a command takes a key (\"j\"), several ([\"j\", \"<Down>\"]) or none ([])".to_owned()
            }
            Some((found, "u64" | "u16")) => format!("{found}; a whole number from 0 on is wanted"),
            Some((found, wanted)) => format!("{found}; {wanted} is wanted"),
            None => message.to_owned(),
        };
    };
    let known: Vec<&str> = names.collect();
    let place = table.map(|table| format!(" in [{table}]")).unwrap_or_default();
    let what = if message.starts_with("unknown field") { "there is no setting" } else { "there is no value" };
    format!("{what} {typed:?}{place}; {}", suggest(typed, &known))
}

/// The way out of a name that does not exist: the nearest that does, else all of them.
pub(crate) fn suggest(typed: &str, known: &[&str]) -> String {
    let near = known
        .iter()
        .filter_map(|name| Some((distance(typed.as_bytes(), name.as_bytes(), 2 + name.len() / 4)?, *name)))
        .min();
    match near {
        Some((_, name)) => format!("did you mean {name:?}?"),
        None => format!("there are {}", known.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fails(text: &str) -> String {
        Settings::parse(Path::new("config.toml"), text).expect_err("a mistake").to_string()
    }

    #[test]
    fn nothing_set_is_the_defaults() {
        let settings = Settings::parse(Path::new("config.toml"), "").expect("an empty file");
        assert_eq!((settings.screen.theme.as_str(), settings.reading.columns), ("terminal", 80));
        assert!(!settings.screen.mouse && settings.reading.hyphenation);
    }

    #[test]
    fn the_sample_shows_every_setting_with_its_default() {
        let uncommented: String = SAMPLE
            .lines()
            .filter_map(|line| {
                let line = line.trim();
                let setting = line.strip_prefix("# ").filter(|rest| rest.contains(" = "));
                setting.or(Some(line).filter(|line| line.starts_with('['))).map(|line| format!("{line}\n"))
            })
            .collect();
        let shown = Settings::parse(Path::new("config.toml"), &uncommented).expect("the sample is sound");
        assert_eq!((&shown.screen, &shown.reading), (&Screen::default(), &Reading::default()));
        for name in [
            "language",
            "theme",
            "background",
            "mouse",
            "ascii",
            "hint_after",
            "secure",
            "columns",
            "hyphenation",
            "citation_style",
        ] {
            assert!(SAMPLE.contains(&format!("# {name} = ")), "{name}");
        }
        assert!(SAMPLE.lines().all(|line| line.is_empty() || line.starts_with(['#', '['])), "all is commented out");
    }

    #[test]
    fn mistakes_are_told_with_line_and_nearest_name() {
        let check = |text: &str, expected: &str| assert_eq!(fails(text), expected, "{text}");
        check(
            "[reading]\ncolums = 90\n",
            "config.toml:2: there is no setting \"colums\" in [reading]; did you mean \"columns\"?",
        );
        check(
            "\n[screen]\nbackground = \"ligth\"\n",
            "config.toml:3: there is no value \"ligth\" in [screen]; did you mean \"light\"?",
        );
        check("[reading]\ncolumns = 7\n", "config.toml:2: columns go from 30 to 160; 7 does not");
        check("# mine\n[screen]\nlanguage = \"fr\"\n", "config.toml:3: language is auto, en or de, not \"fr\"");
        assert!(fails("[screen]\nmouse = 3\n").starts_with("config.toml:2: invalid type"));
        assert!(fails("[screen]\nhint_after = -5\n").ends_with("a whole number from 0 on is wanted"));
        assert!(fails("[keys]\ndown = 5\n").starts_with("config.toml:2: a command takes a key"));
        assert!(fails("[scren]\nmouse = true\n").starts_with("config.toml:1: there is no setting \"scren\"; "));
        assert!(fails("[screen\n").starts_with("config.toml:1: "));
    }

    #[test]
    fn all_mistakes_are_found_each_with_its_line() {
        let path = Path::new("config.toml");
        let text = "[reading]\ncolums = 90\ncolumns = 7\n[scren]\nmouse = true\n\n[screen]\nmouse = 3\nascii = true\n\
                    background = [\n  1,\n]\nlanguage = \"fr\"\n= 5\n";
        let found = mistakes(text, |text| Settings::parse(path, text).map(drop));
        let lines: Vec<usize> = found.iter().map(|error| error.line).collect();
        assert_eq!(lines, [2, 3, 4, 8, 10, 13, 14], "{found:?}");
        assert!(mistakes("[screen]\nmouse = true\n", |text| Settings::parse(path, text).map(drop)).is_empty());
    }

    #[test]
    fn a_line_that_is_no_utf8_is_named() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("config.toml");
        fs::write(&path, b"[screen]\n# gr\xFCn\n").expect("it is written");
        assert!(Settings::load(&path).is_err_and(|error| error.line == 2 && error.reason.contains("UTF-8")));
        assert_eq!(
            Settings::load(&folder.path().join("none.toml")),
            Ok(Settings::parse(&folder.path().join("none.toml"), "").expect("empty"))
        );
    }

    #[test]
    fn keys_and_looks_keep_their_lines() {
        let text = "[keys]\ndown = \"j\"\nstar = []\n\n[themes.mine]\nheading = \"bold\"\n";
        let settings = Settings::parse(Path::new("config.toml"), text).expect("sound");
        let keys: Vec<_> = settings.keys().map(|(name, keys, line)| (name.to_owned(), keys.len(), line)).collect();
        assert_eq!(keys, [("down".to_owned(), 1, 2), ("star".to_owned(), 0, 3)]);
        assert_eq!(settings.looks("mine").collect::<Vec<_>>(), [Look { role: "heading", look: "bold", line: 6 }]);
        assert_eq!(settings.looks("other").count(), 0);
    }
}
