//! The command line: every command by its name, completed, with what it takes typed behind it.

use super::{COMMANDS, Command, Context, inputs, key, overlays};
use crate::session::Past;
use crate::text;
use crate::ui::prompt::{Offer, Prompt, Purpose};
use crate::ui::{Overlay, Place};
use crate::wording::Text;

/// Opens the line.
pub(super) fn open(c: &mut Context<'_>) {
    let panes = [Place::List, Place::Reader, Place::Facts];
    let commands = COMMANDS.iter().filter(|command| command.places.iter().any(|place| panes.contains(place)));
    let all = commands.map(|command| {
        let keys: Vec<String> = c.keys.keys(command).map(key::shown).collect();
        Offer {
            insert: command.name.to_owned(),
            text: command.name.to_owned(),
            also: command.doc.say(c.session.language).to_owned(),
            detail: keys.join("  "),
        }
    });
    *c.overlay = Some(Overlay::Prompt(Prompt::new(Purpose::Command { all: all.collect() }, "")));
}

/// The commands that what is typed may mean, the likeliest first: the one called so, the one on the key typed, those
/// whose name begins so, those with a word that begins so, those that hold every word typed.
pub(super) fn ranked(all: &[Offer], typed: &str) -> Vec<Offer> {
    if let Some((offer, _)) = called(all, typed).filter(|(_, rest)| !rest.is_empty()) {
        return vec![offer.clone()];
    }
    let typed = typed.trim();
    let wanted = text::key(typed);
    let words: Vec<String> = typed.split_whitespace().map(text::key).collect();
    let rank = |offer: &&Offer| {
        let (name, doc) = (text::key(&offer.text), text::key(&offer.also));
        let parts = |text: &str| text.split(|c: char| !c.is_alphanumeric()).map(text::key).collect::<Vec<_>>();
        let begins = |text: &str| parts(text).iter().any(|word| word.starts_with(&wanted));
        if offer.text == typed {
            Some(0)
        } else if offer.detail.split("  ").any(|key| key == typed) {
            Some(1)
        } else if name.starts_with(&wanted) {
            Some(2)
        } else if begins(&offer.text) {
            Some(3)
        } else if begins(&offer.also) {
            Some(4)
        } else {
            words.iter().all(|word| name.contains(word.as_str()) || doc.contains(word.as_str())).then_some(5)
        }
    };
    let mut found: Vec<(usize, &Offer)> = all.iter().filter_map(|offer| Some((rank(&offer)?, offer))).collect();
    if !typed.is_empty() {
        found.sort_by_key(|(rank, _)| *rank);
    }
    found.into_iter().map(|(_, offer)| offer.clone()).collect()
}

/// The command whose whole name is typed, and what is typed behind it.
fn called<'a>(all: &'a [Offer], typed: &'a str) -> Option<(&'a Offer, &'a str)> {
    let (name, rest) = typed.trim().split_once(char::is_whitespace).unwrap_or((typed.trim(), ""));
    Some((all.iter().find(|offer| offer.text == name)?, rest.trim()))
}

/// Runs what is typed: the command of that name, else the likeliest. What stands behind the name is its count, else it is
/// typed into what the command opens.
pub(super) fn run(c: &mut Context<'_>, all: &[Offer], typed: &str) {
    if typed.trim().is_empty() {
        return;
    }
    let likeliest = ranked(all, typed);
    let found = called(all, typed).or_else(|| Some((likeliest.first()?, "")));
    let command = found.and_then(|(offer, rest)| Some((COMMANDS.iter().find(|it| it.name == offer.text)?, rest)));
    let Some((command, rest)) = command else {
        let told = Text::new("there is no such command", "diesen Befehl gibt es nicht").say(c.session.language);
        c.session.complain(format!("{}: {told}", typed.trim()));
        return;
    };
    let line = format!("{} {rest}", command.name);
    c.session.remember_input(Past::Command, &line);
    run_with(c, command, rest);
}

fn run_with(c: &mut Context<'_>, command: &Command, rest: &str) {
    c.count = rest.parse().ok();
    let mut letters = rest.chars();
    c.letter = letters.next().filter(|_| letters.next().is_none());
    (command.run)(c);
    if rest.is_empty() || c.count.is_some() {
        return;
    }
    let takes = match c.overlay {
        Some(Overlay::Prompt(prompt)) => {
            prompt.input = rest.to_owned().into();
            Some(inputs::accept as fn(&mut Context<'_>))
        }
        Some(Overlay::Picker(picker)) => {
            picker.input = rest.to_owned().into();
            Some(overlays::choose as fn(&mut Context<'_>))
        }
        _ => None,
    };
    if let (Some(take), Some(overlay)) = (takes, &mut *c.overlay) {
        inputs::edited(overlay, c.session);
        take(c);
    }
}

#[cfg(test)]
mod tests {
    use super::{Offer, called, ranked};

    fn all() -> Vec<Offer> {
        let offer = |(name, doc, keys): (&str, &str, &str)| Offer {
            insert: name.to_owned(),
            text: name.to_owned(),
            also: doc.to_owned(),
            detail: keys.to_owned(),
        };
        [
            ("mark", "mark this place with a letter", "m"),
            ("why", "why this fact stands here", "i"),
            ("wider", "wider column", "+"),
            ("pick-year", "nach Jahr filtern", "fy"),
            ("copy-quote", "copy the sentence", "y q"),
            ("quit", "eine Ebene zurück", "q"),
            ("write", "write the document", "w"),
        ]
        .map(offer)
        .to_vec()
    }

    #[test]
    fn the_likeliest_command_comes_first() {
        let check = |typed: &str, expected: &[&str]| {
            let found = ranked(&all(), typed);
            assert_eq!(found.iter().map(|offer| offer.text.as_str()).collect::<Vec<_>>(), expected, "{typed}");
        };
        check("wi", &["wider", "mark"]);
        check("w", &["write", "why", "wider", "mark"]);
        check("year", &["pick-year"]);
        check("filtern jahr", &["pick-year"]);
        check("zurück", &["quit"]);
        check("quit", &["quit"]);
        check("q", &["quit", "copy-quote"]);
        check("pick-year 2024", &["pick-year"]);
        check("xyz", &[]);
        assert_eq!(ranked(&all(), "").len(), 7);
    }

    #[test]
    fn what_stands_behind_a_name_goes_with_it() {
        let all = all();
        let check = |typed: &str| called(&all, typed).map(|(offer, rest)| (offer.text.clone(), rest.to_owned()));
        assert_eq!(check("pick-year  2024 "), Some(("pick-year".to_owned(), "2024".to_owned())));
        assert_eq!(check("pick-year"), Some(("pick-year".to_owned(), String::new())));
        assert_eq!(check("pick"), None);
    }
}
