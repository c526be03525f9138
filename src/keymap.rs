//! Keys, sequences and counts to commands. Built from the bindings that help and hints show, so that they cannot
//! disagree.

use std::collections::HashMap;

use ratatui::crossterm::event::{KeyCode, KeyEvent};

use crate::command::key::{self, Key, parse};
use crate::command::{Bindings, COMMANDS, Command};
use crate::ui::Place;

/// The longest number before a command.
const COUNT_MAX: usize = 99_999_999;
/// What a key press led to.
#[derive(Debug, Clone, Copy)]
pub enum Pressed {
    /// A command is to be run.
    Run {
        /// Which.
        command: &'static Command,
        /// The number typed before it.
        count: Option<usize>,
        /// The character that ended the sequence, for commands that take one.
        letter: Option<char>,
    },
    /// The start of a sequence or a count: more is to come.
    Pending,
    /// Nothing has this key here.
    Unbound,
}

/// The keys of all places and what has been typed of a sequence.
#[derive(Debug)]
pub struct Keymap {
    bindings: HashMap<(Place, Vec<Key>), &'static Command>,
    typed: Vec<Key>,
    count: Option<usize>,
}

impl Keymap {
    /// The keys of [`COMMANDS`] as they are bound; where one is bound twice the later command has it.
    pub fn new(keys: &Bindings) -> Self {
        let mut bindings: HashMap<(Place, Vec<Key>), &'static Command> = HashMap::new();
        for command in COMMANDS {
            for name in keys.keys(command) {
                let Ok(keys) = parse(name) else { continue };
                for &place in command.places {
                    bindings.insert((place, keys.clone()), command);
                }
            }
        }
        Self { bindings, typed: Vec::new(), count: None }
    }

    /// Takes a key press in a place. With `text` the place takes typed text: no counts there.
    pub fn press(&mut self, place: Place, event: KeyEvent) -> Pressed {
        let mut key = Key::of(event);
        if key.alt && !self.is_begun_by(place, key) {
            // Esc and a key right after it look the same.
            key.alt = false;
        }
        if let KeyCode::Char(digit @ '0'..='9') = key.code
            && !key.control
            && !key.alt
            && self.typed.is_empty()
            && !place.takes_text()
            && (digit != '0' || self.count.is_some())
        {
            let digit = digit as usize - '0' as usize;
            self.count = Some((self.count.unwrap_or(0) * 10 + digit).min(COUNT_MAX));
            return Pressed::Pending;
        }
        self.typed.push(key);
        if let Some(&command) = self.bindings.get(&(place, self.typed.clone())) {
            let letter = if let KeyCode::Char(letter) = key.code { Some(letter) } else { None };
            return self.run(command, letter);
        }
        if let (KeyCode::Char(letter), false, false) = (key.code, key.control, key.alt) {
            let mut any = self.typed.clone();
            *any.last_mut().expect("a key was just pushed") = key::LETTER;
            if let Some(&command) = self.bindings.get(&(place, any)) {
                return self.run(command, Some(letter));
            }
        }
        let typed = &self.typed;
        if self.bindings.keys().any(|(at, keys)| *at == place && keys.len() > typed.len() && keys.starts_with(typed)) {
            return Pressed::Pending;
        }
        self.clear();
        Pressed::Unbound
    }

    /// Whether what has been typed goes on with a key in some sequence of a place.
    fn is_begun_by(&self, place: Place, key: Key) -> bool {
        let typed = &self.typed;
        let goes_on = |keys: &Vec<Key>| keys.starts_with(typed) && keys.get(typed.len()) == Some(&key);
        self.bindings.keys().any(|(at, keys)| *at == place && goes_on(keys))
    }

    fn run(&mut self, command: &'static Command, letter: Option<char>) -> Pressed {
        let count = self.count;
        self.clear();
        Pressed::Run { command, count, letter }
    }

    /// Forgets a started sequence and count; says whether there was one.
    pub fn clear(&mut self) -> bool {
        let had = self.count.is_some() || !self.typed.is_empty();
        self.typed.clear();
        self.count = None;
        had
    }

    /// What has been typed of a sequence, as shown in the status line.
    pub fn pending(&self) -> String {
        let count = self.count.map(|count| count.to_string()).unwrap_or_default();
        self.typed.iter().fold(count, |shown, key| shown + &key.to_string())
    }

    /// How the sequence typed so far can go on: the keys still to press and the command.
    pub fn continuations(&self, place: Place) -> Vec<(String, &'static Command)> {
        if self.typed.is_empty() {
            return Vec::new();
        }
        let mut rows: Vec<_> = self
            .bindings
            .iter()
            .filter(|((at, keys), _)| *at == place && keys.len() > self.typed.len() && keys.starts_with(&self.typed))
            .map(|((_, keys), &command)| (key::name_of(&keys[self.typed.len()..]), command))
            .collect();
        rows.sort_by(|a, b| a.0.cmp(&b.0));
        rows
    }
}

/// Keys that lie beside others, are the same with or without shift on a German or an American keyboard, or do in other
/// programs what these do here.
const NEIGHBOURS: &[(&str, &str)] = &[
    ("=_ß", "-"),
    (";.öÖ", ":"),
    (",^", "<"),
    ("$", ">"),
    ("!@~", "*"),
    ("\"`´äÄ", "'"),
    ("\\|", "/"),
    ("[{üÜ", "("),
    ("]}", ")"),
    ("Pp", "k"),
    ("S", "s"),
    ("iI", "a"),
    ("bB", "u"),
    ("fF", "d"),
    ("XxZ", "q"),
];

/// The same for keys that are no characters.
fn neighbour(code: KeyCode) -> Option<KeyCode> {
    Some(match code {
        KeyCode::F(_) => KeyCode::F(1),
        KeyCode::Delete | KeyCode::Backspace => KeyCode::Esc,
        KeyCode::Insert => KeyCode::Char('v'),
        KeyCode::Char(letter) => {
            let (_, near) = NEIGHBOURS.iter().find(|(keys, _)| keys.contains(letter))?;
            KeyCode::Char(near.chars().next()?)
        }
        _ => return None,
    })
}

/// What an unbound key may have meant: the same key in another pane; here, else in the panes, the same letter in the other
/// case or without control, or a key beside it; else help.
pub fn nearest(bindings: &Bindings, place: Place, event: KeyEvent) -> Option<(&str, &'static Command)> {
    /// The panes; what opens over them has keys of its own.
    const PANES: &[Place] = &[Place::List, Place::Reader, Place::Facts];
    let key = Key::of(event);
    let in_other_case = match key.code {
        KeyCode::Char(letter) if letter.is_uppercase() => letter.to_lowercase().next(),
        KeyCode::Char(letter) => letter.to_uppercase().next(),
        _ => None,
    };
    let find = |places: &[Place], code: KeyCode, control: bool| {
        let wanted = Key { control, ..Key::plain(code) };
        COMMANDS.iter().filter(|command| command.places.iter().any(|at| places.contains(at))).find_map(|command| {
            let named = |name: &&str| parse(name).is_ok_and(|keys| keys.first() == Some(&wanted));
            bindings.keys(command).find(named).map(|name| (name, command))
        })
    };
    let here = &[place][..];
    let plain = |places| {
        find(places, key.code, false)
            .or_else(|| in_other_case.and_then(|letter| find(places, KeyCode::Char(letter), false)))
            .or_else(|| neighbour(key.code).and_then(|code| find(places, code, false)))
    };
    let help = || find(PANES, KeyCode::Char('?'), false);
    find(PANES, key.code, key.control).or_else(|| plain(here)).or_else(|| plain(PANES)).or_else(help)
}

#[cfg(test)]
mod tests {
    use ratatui::crossterm::event::KeyModifiers;

    use super::*;

    fn press(map: &mut Keymap, place: Place, keys: &str) -> Vec<Option<(&'static str, Option<usize>)>> {
        let codes = parse(keys).expect("keys of the test");
        codes
            .into_iter()
            .map(|key| {
                let modifiers = if key.control { KeyModifiers::CONTROL } else { KeyModifiers::NONE };
                match map.press(place, KeyEvent::new(key.code, modifiers)) {
                    Pressed::Run { command, count, .. } => Some((command.name, count)),
                    Pressed::Pending | Pressed::Unbound => None,
                }
            })
            .collect()
    }

    #[test]
    fn sequences_wait_and_counts_are_handed_on() {
        let mut map = Keymap::new(&Bindings::default());
        assert_eq!(press(&mut map, Place::Reader, "gg"), [None, Some(("top", None))]);
        assert_eq!(press(&mut map, Place::Reader, "12j"), [None, None, Some(("down", Some(12)))]);
        assert_eq!(press(&mut map, Place::Reader, "g<Esc>j"), [None, None, Some(("down", None))]);
    }

    #[test]
    fn every_unbound_key_names_a_command() {
        let bindings = Bindings::default();
        let near = |place, keys: &str| {
            let key = parse(keys).expect("keys of the test")[0];
            let modifiers = if key.control { KeyModifiers::CONTROL } else { KeyModifiers::NONE };
            nearest(&bindings, place, KeyEvent::new(key.code, modifiers)).map(|(_, command)| command.name)
        };
        assert_eq!(near(Place::Reader, "x"), Some("filter-value"), "the same key in another pane comes first");
        assert_eq!(near(Place::Reader, "i"), Some("why"));
        assert_eq!(near(Place::List, "a"), Some("note"));
        let signs = (' '..='~').chain("äöüßÄ§°´€é".chars()).map(KeyCode::Char);
        let others = [KeyCode::Delete, KeyCode::Insert, KeyCode::BackTab, KeyCode::F(12), KeyCode::Menu];
        for code in signs.chain(others) {
            for place in [Place::List, Place::Reader, Place::Facts, Place::Selection, Place::Grid] {
                for modifiers in [KeyModifiers::NONE, KeyModifiers::CONTROL] {
                    let event = KeyEvent::new(code, modifiers);
                    assert!(nearest(&bindings, place, event).is_some(), "{place:?} {event:?}");
                }
            }
        }
        assert_eq!(near(Place::Grid, "W"), Some("write"));
        assert_eq!(near(Place::Facts, "ö"), Some("commands"));
        assert_eq!(near(Place::Facts, "€"), Some("help"));
        for keys in ["S", "P", "!", "\"", "$", "=", ";", ",", ".", "@", "_", "\\", "[", "}", "<F5>", "<Del>", "<C-y>"] {
            assert!(near(Place::Reader, keys).is_some(), "{keys}");
        }
    }

    #[test]
    fn a_key_with_alt_is_one_of_its_own_only_where_it_is_bound() {
        let text = "[keys]\nbottom = \"<A-j>\"\n";
        let settings = crate::config::Settings::parse(std::path::Path::new("config.toml"), text).expect("sound");
        let mut map = Keymap::new(&Bindings::of(&settings).expect("sound keys"));
        let mut ran =
            |letter: char, modifiers| match map.press(Place::Reader, KeyEvent::new(KeyCode::Char(letter), modifiers)) {
                Pressed::Run { command, .. } => command.name,
                Pressed::Pending | Pressed::Unbound => "",
            };
        assert_eq!(ran('j', KeyModifiers::ALT), "bottom");
        assert_eq!(ran('j', KeyModifiers::NONE), "down");
        assert_eq!(ran('k', KeyModifiers::ALT), "up");
    }

    #[test]
    fn shift_is_part_of_the_character() {
        let mut map = Keymap::new(&Bindings::default());
        for event in [
            KeyEvent::new(KeyCode::Char('G'), KeyModifiers::SHIFT),
            KeyEvent::new(KeyCode::Char('g'), KeyModifiers::SHIFT),
            KeyEvent::new(KeyCode::Char('G'), KeyModifiers::NONE),
        ] {
            assert!(
                matches!(map.press(Place::Reader, event), Pressed::Run { command, .. } if command.name == "bottom")
            );
        }
    }
}
