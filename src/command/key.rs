//! Keys: one press normalised, and the names by which the command table and the help call them.

use anyhow::{Result, bail};
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// One key press, normalised: shift is in the character, so that `G` is `G` in every terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    /// The key.
    pub(crate) code: KeyCode,
    /// With the control key held.
    pub(crate) control: bool,
}

/// Stands for "any letter" in a sequence such as `m` + letter.
pub(crate) const LETTER: Key = Key { code: KeyCode::Null, control: false };

impl Key {
    /// The key of an event.
    pub(crate) fn of(event: KeyEvent) -> Self {
        let control = event.modifiers.contains(KeyModifiers::CONTROL);
        let code = match event.code {
            KeyCode::Char(letter) if control => KeyCode::Char(letter.to_ascii_lowercase()),
            KeyCode::Char(letter) if event.modifiers.contains(KeyModifiers::SHIFT) => {
                KeyCode::Char(letter.to_uppercase().next().unwrap_or(letter))
            }
            code => code,
        };
        Self { code, control }
    }
}

/// The names of keys that are no character, as written in the command table and shown in the help.
const NAMED: &[(&str, KeyCode)] = &[
    ("Enter", KeyCode::Enter),
    ("Esc", KeyCode::Esc),
    ("Tab", KeyCode::Tab),
    ("S-Tab", KeyCode::BackTab),
    ("Space", KeyCode::Char(' ')),
    ("BS", KeyCode::Backspace),
    ("Del", KeyCode::Delete),
    ("Up", KeyCode::Up),
    ("Down", KeyCode::Down),
    ("Left", KeyCode::Left),
    ("Right", KeyCode::Right),
    ("PgUp", KeyCode::PageUp),
    ("PgDn", KeyCode::PageDown),
    ("Home", KeyCode::Home),
    ("End", KeyCode::End),
    ("Ins", KeyCode::Insert),
    ("F1", KeyCode::F(1)),
    ("F2", KeyCode::F(2)),
    ("F3", KeyCode::F(3)),
    ("F4", KeyCode::F(4)),
    ("F5", KeyCode::F(5)),
    ("F6", KeyCode::F(6)),
    ("F7", KeyCode::F(7)),
    ("F8", KeyCode::F(8)),
    ("F9", KeyCode::F(9)),
    ("F10", KeyCode::F(10)),
    ("F11", KeyCode::F(11)),
    ("F12", KeyCode::F(12)),
    ("letter", KeyCode::Null),
];

/// The keys that a name stands for: characters as they are, others in angle brackets (`<C-d>`, `<PgDn>`, `g<lt>`).
pub(crate) fn parse(name: &str) -> Result<Vec<Key>> {
    let mut keys = Vec::new();
    let mut rest = name;
    while let Some(first) = rest.chars().next() {
        let closed = rest.find('>').filter(|&end| first == '<' && end > 1);
        let (key, length) = match closed {
            None => (Key { code: KeyCode::Char(first), control: false }, first.len_utf8()),
            Some(end) => {
                let inner = &rest[1..end];
                let key = if let Some(letter) = inner.strip_prefix("C-").and_then(|letters| letters.chars().next()) {
                    Key { code: KeyCode::Char(letter), control: true }
                } else if let Some(&(_, code)) = NAMED.iter().find(|(known, _)| *known == inner) {
                    Key { code, control: false }
                } else {
                    bail!("there is no key named <{inner}>");
                };
                (key, end + 1)
            }
        };
        keys.push(key);
        rest = &rest[length..];
    }
    if keys.is_empty() {
        bail!("an empty key name");
    }
    Ok(keys)
}

impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some((name, _)) = NAMED.iter().find(|(_, code)| *code == self.code) {
            return f.write_str(name);
        }
        match self.code {
            KeyCode::Char(letter) if self.control => write!(f, "Ctrl-{}", letter.to_ascii_uppercase()),
            KeyCode::Char(letter) => write!(f, "{letter}"),
            code => write!(f, "{code}"),
        }
    }
}

/// The names of keys, parted by blanks.
pub(crate) fn name_of(keys: &[Key]) -> String {
    keys.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

/// A key name of the command table as a reader sees it: `<C-d>` is `Ctrl-D`.
pub fn shown(name: &str) -> String {
    parse(name).map_or_else(|_| name.to_owned(), |keys| name_of(&keys))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_back() {
        assert_eq!(shown("<C-d>"), "Ctrl-D");
        assert_eq!(shown("gg"), "g g");
        assert_eq!(shown("<"), "<");
        assert!(parse("<Nope>").is_err());
    }
}
