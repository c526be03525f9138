//! The keys of every command: those of the table, or those of the settings instead.

use std::collections::HashMap;
use std::fmt::Write as _;

use ratatui::crossterm::event::KeyCode;

use super::{COMMANDS, Command, key};
use crate::config::{Settings, SettingsError, suggest};
use crate::ui::Place;

/// The keys that the reader has set, by the name of the command; all others have those of the table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bindings {
    own: HashMap<&'static str, Vec<String>>,
}

impl Bindings {
    /// The keys as the settings have them.
    ///
    /// # Errors
    /// A command or key that does not exist, a sequence that begins with another's keys, or a key that would do two
    /// things in one place; with the line.
    pub fn of(settings: &Settings) -> Result<Self, SettingsError> {
        let mut own = HashMap::new();
        let mut lines = HashMap::new();
        for (name, names, line) in settings.keys() {
            let Some(command) = COMMANDS.iter().find(|command| command.name == name) else {
                let known: Vec<&str> = COMMANDS.iter().map(|command| command.name).collect();
                return Err(settings.error(line, format!("there is no command {name:?}; {}", suggest(name, &known))));
            };
            for name in names {
                key::parse(name)
                    .map_err(|error| error.to_string())
                    .and_then(|keys| fits(command, name, &keys))
                    .map_err(|reason| settings.error(line, reason))?;
            }
            own.insert(command.name, names.to_vec());
            lines.insert(command.name, line);
        }
        let bindings = Self { own };
        // A test keeps the table itself free of them.
        let doubled = if lines.is_empty() { None } else { bindings.doubled() };
        if let Some((name, one, other)) = doubled {
            let (set, kept) = if lines.contains_key(one.name) { (one, other) } else { (other, one) };
            let line = lines.get(set.name).copied().unwrap_or_default();
            let reason = format!(
                "{name} of {} is taken by {}; give that another key, or none: {} = []",
                set.name, kept.name, kept.name
            );
            return Err(settings.error(line, reason));
        }
        let ends = |name: &&&str| COMMANDS.iter().any(|own| own.name == **name && bindings.keys(own).next().is_some());
        if !lines.is_empty() && QUITS.iter().find(ends).is_none() {
            let line = QUITS.iter().filter_map(|name| lines.get(name)).max().copied().unwrap_or_default();
            return Err(settings.error(line, "no key is left that ends the program: give quit or quit-now one"));
        }
        Ok(bindings)
    }

    /// The names of a command's keys.
    pub fn keys<'a>(&'a self, command: &'a Command) -> impl Iterator<Item = &'a str> {
        let own = self.own.get(command.name);
        let table = command.keys.iter().copied().filter(move |_| own.is_none());
        table.chain(own.into_iter().flatten().map(String::as_str))
    }

    /// A key that would do two things, and the two: the same keys in one place, or one the beginning of the other.
    pub fn doubled(&self) -> Option<(String, &'static Command, &'static Command)> {
        let mut seen: Vec<(Place, Vec<key::Key>, &'static Command)> = Vec::new();
        for command in COMMANDS {
            for name in self.keys(command) {
                let keys = key::parse(name).ok()?;
                for &place in command.places {
                    let clash = seen
                        .iter()
                        .find(|(at, other, _)| *at == place && (other.starts_with(&keys) || keys.starts_with(other)));
                    if let Some((_, _, other)) = clash {
                        return Some((key::shown(name), command, other));
                    }
                    seen.push((place, keys.clone(), command));
                }
            }
        }
        None
    }
}

/// The commands that end the program.
const QUITS: &[&str] = &["quit", "quit-now"];

/// Whether a command can have these keys: they must reach it, and it must get the letter that it takes.
fn fits(command: &Command, name: &str, keys: &[key::Key]) -> Result<(), String> {
    let shown = key::shown(name);
    let same = keys.iter().find_map(|key| match key.code {
        KeyCode::Char('i') if key.control => Some("Tab"),
        KeyCode::Char('m') if key.control => Some("Enter"),
        KeyCode::Char('h') if key.control => Some("Backspace"),
        KeyCode::Char('[') if key.control => Some("Esc"),
        _ => None,
    });
    if let Some(same) = same {
        return Err(format!("{shown} is {same} in a terminal; name another key"));
    }
    let takes_letter = command.keys.iter().any(|own| own.ends_with("<letter>"));
    if takes_letter != (keys.last() == Some(&key::LETTER)) {
        return Err(if takes_letter {
            format!("{} takes a letter: \"{name}<letter>\"", command.name)
        } else {
            format!("{} takes no letter", command.name)
        });
    }
    let first = keys.first().filter(|key| !key.control && !key.alt).map(|key| key.code);
    let Some(KeyCode::Char(letter)) = first else { return Ok(()) };
    if command.places.iter().any(|place| place.takes_text()) {
        return Err(format!(
            "{shown} is typed in pickers and lines of input; {} needs another key there",
            command.name
        ));
    }
    if letter.is_ascii_digit() {
        return Err(format!("{letter} begins a count; {} needs another key", command.name));
    }
    Ok(())
}

/// The part of the sample settings that names every command with its keys, all commented out.
pub fn sample() -> String {
    let mut out = String::from(
        "\n[keys]\n# Keys by command: one, several, or none ([]). Characters as they are, others in angle brackets\n\
         # (<F9>; <C-x> and <A-x> with control and Alt held); several characters are a sequence.\n",
    );
    for command in COMMANDS {
        let keys: Vec<String> = command.keys.iter().map(|name| format!("{name:?}")).collect();
        writeln!(out, "# {}\n# {} = [{}]", command.doc.en, command.name, keys.join(", "))
            .expect("writing to a string succeeds");
    }
    out
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn of(text: &str) -> Result<Bindings, SettingsError> {
        Bindings::of(&Settings::parse(Path::new("config.toml"), text).expect("sound settings"))
    }

    #[test]
    fn no_key_of_the_table_does_two_things() {
        assert_eq!(Bindings::default().doubled().map(|(name, one, other)| (name, one.name, other.name)), None);
    }

    #[test]
    fn a_key_set_replaces_those_of_the_table() {
        let bindings = of("[keys]\nstar = [\"S\", \"<F9>\"]\nundo = []\n").expect("sound");
        let keys = |name: &str| -> Vec<String> {
            let command = COMMANDS.iter().find(|command| command.name == name).expect("a command");
            bindings.keys(command).map(str::to_owned).collect()
        };
        assert_eq!(keys("star"), ["S", "<F9>"]);
        assert_eq!(keys("undo"), [""; 0]);
        assert_eq!(keys("help"), ["?", "<F1>"]);
    }

    #[test]
    fn mistakes_are_told_with_line_and_nearest_name() {
        let check = |text: &str, expected: &str| {
            assert_eq!(of(text).expect_err(text).to_string(), expected);
        };
        check("[keys]\nsatr = \"S\"\n", "config.toml:2: there is no command \"satr\"; did you mean \"star\"?");
        check("[keys]\nstar = \"<Entr>\"\n", "config.toml:2: there is no key named <Entr>");
        check("[keys]\nstar = \"<C-i>\"\n", "config.toml:2: Ctrl-I is Tab in a terminal; name another key");
        check("[keys]\nstar = \"5\"\n", "config.toml:2: 5 begins a count; star needs another key");
        check("[keys]\nmark = \"m\"\n", "config.toml:2: mark takes a letter: \"m<letter>\"");
        check(
            "[keys]\nquit = []\nquit-now = []\n",
            "config.toml:3: no key is left that ends the program: give quit or quit-now one",
        );
        assert!(of("[keys]\naccept = \"x\"\n").is_err());
        check(
            "[keys]\n\nstar = \"r\"\n",
            "config.toml:3: r of star is taken by read; give that another key, or none: read = []",
        );
        check(
            "[keys]\nstar = \"g\"\n",
            "config.toml:2: g of star is taken by top; give that another key, or none: top = []",
        );
    }

    #[test]
    fn the_sample_names_every_command_and_is_sound() {
        let sample = sample();
        let lines: Vec<&str> = sample
            .lines()
            .map(|line| line.strip_prefix("# ").filter(|rest| rest.contains(" = [")).unwrap_or(line))
            .collect();
        let uncommented = lines.join("\n");
        let bindings = of(&uncommented).expect("the sample is sound");
        for command in COMMANDS {
            assert_eq!(bindings.keys(command).collect::<Vec<_>>(), command.keys, "{}", command.name);
        }
    }
}
