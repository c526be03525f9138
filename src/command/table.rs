//! The table of keys in the documentation, made from [`COMMANDS`] so that it cannot say anything else.

use std::fmt::Write as _;

use super::{COMMANDS, Command, key};
use crate::ui::Place;
use crate::wording::Language;

/// The keys of all commands as Markdown: one section for each set of places that commands share, in the order of
/// [`COMMANDS`].
pub fn key_table() -> String {
    let mut kinds: Vec<&[Place]> = Vec::new();
    for command in COMMANDS {
        if !kinds.contains(&command.places) {
            kinds.push(command.places);
        }
    }
    let mut out = String::from(
        "# Keys\n\nA number before a command repeats it or, for `%`, is its value. \
         A sequence such as `g g` is typed one key after the other.\n",
    );
    for places in kinds {
        let names: Vec<&str> = places.iter().copied().map(name).collect();
        write!(
            out,
            "\n## In the {}\n\n| keys | command | what it does | auf Deutsch |\n|---|---|---|---|\n",
            names.join(", the ")
        )
        .expect("writing to a string succeeds");
        for command in COMMANDS.iter().filter(|command| command.places == places) {
            row(&mut out, command);
        }
    }
    out
}

/// The parts of the table of commands as one.
pub(super) const fn joined<const N: usize>(parts: &[&[Command]]) -> [Command; N] {
    let mut all = [parts[0][0]; N];
    let (mut part, mut at) = (0, 0);
    while part < parts.len() {
        let mut row = 0;
        while row < parts[part].len() {
            all[at] = parts[part][row];
            at += 1;
            row += 1;
        }
        part += 1;
    }
    all
}

fn row(out: &mut String, command: &Command) {
    let keys: Vec<String> =
        command.keys.iter().map(|keys| format!("`{}`", key::shown(keys).replace('|', "\\|"))).collect();
    let (en, de) = (command.doc.say(Language::English), command.doc.say(Language::German));
    writeln!(out, "| {} | {} | {en} | {de} |", keys.join(" "), command.name).expect("writing to a string succeeds");
}

fn name(place: Place) -> &'static str {
    match place {
        Place::List => "list",
        Place::Reader => "text",
        Place::Selection => "selection",
        Place::Facts => "facts",
        Place::Picker => "picker",
        Place::Prompt => "line of input",
        Place::Notice => "notice",
        Place::Letters => "letters on links",
        Place::Grid => "table",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_stands_in_the_table_once_and_with_all_its_keys() {
        let table = key_table();
        for command in COMMANDS {
            let names = |line: &&str| line.split(" | ").nth(1) == Some(command.name);
            let rows: Vec<&str> = table.lines().filter(names).collect();
            let [row] = rows[..] else { panic!("{} has {} rows", command.name, rows.len()) };
            for keys in command.keys {
                assert!(row.contains(&format!("`{}`", key::shown(keys))), "{keys} in {row}");
            }
        }
    }
}
