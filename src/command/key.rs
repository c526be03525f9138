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
    /// With the Alt key held.
    pub(crate) alt: bool,
}

/// Stands for "any letter" in a sequence such as `m` + letter.
pub(crate) const LETTER: Key = Key::plain(KeyCode::Null);

impl Key {
    /// A key without control and Alt.
    pub(crate) const fn plain(code: KeyCode) -> Self {
        Self { code, control: false, alt: false }
    }

    /// The key of an event.
    pub(crate) fn of(event: KeyEvent) -> Self {
        let alt = event.modifiers.contains(KeyModifiers::ALT);
        let control = event.modifiers.contains(KeyModifiers::CONTROL);
        let code = match event.code {
            KeyCode::Char(letter) if control => KeyCode::Char(letter.to_ascii_lowercase()),
            KeyCode::Char(letter) if event.modifiers.contains(KeyModifiers::SHIFT) => {
                KeyCode::Char(letter.to_uppercase().next().unwrap_or(letter))
            }
            code => code,
        };
        Self { code, control, alt }
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

/// The key of a name in angle brackets: `C-` and `A-` before it stand for control and Alt held.
fn held(inner: &str) -> Result<Key> {
    let (mut control, mut alt, mut name) = (false, false, inner);
    while let Some((modifier @ ("C" | "A"), rest)) = name.split_once('-') {
        control |= modifier == "C";
        alt |= modifier == "A";
        name = rest;
    }
    let mut letters = name.chars();
    let known = NAMED.iter().find(|(known, _)| *known == name).map(|(_, code)| *code);
    let code = match (known, letters.next(), letters.next()) {
        (Some(code), ..) => code,
        (None, Some(letter), None) if control => KeyCode::Char(letter.to_ascii_lowercase()),
        (None, Some(letter), None) if alt => KeyCode::Char(letter),
        _ => bail!("there is no key named <{inner}>"),
    };
    Ok(Key { code, control, alt })
}

/// The keys that a name stands for: characters as they are, others in angle brackets (`<C-d>`, `<A-x>`, `<PgDn>`).
pub(crate) fn parse(name: &str) -> Result<Vec<Key>> {
    let mut keys = Vec::new();
    let mut rest = name;
    while let Some(first) = rest.chars().next() {
        let closed = rest.find('>').filter(|&end| first == '<' && end > 1);
        let (key, length) = match closed {
            None => (Key::plain(KeyCode::Char(first)), first.len_utf8()),
            Some(end) => (held(&rest[1..end])?, end + 1),
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
        f.write_str(if self.control { "Ctrl-" } else { "" })?;
        f.write_str(if self.alt { "Alt-" } else { "" })?;
        if let Some((name, _)) = NAMED.iter().find(|(_, code)| *code == self.code) {
            return f.write_str(name);
        }
        match self.code {
            KeyCode::Char(letter) if self.control => write!(f, "{}", letter.to_ascii_uppercase()),
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
        assert_eq!(shown("<A-x>"), "Alt-x");
        assert_eq!(shown("<C-A-Left>"), "Ctrl-Alt-Left");
        assert_eq!(shown("<C-->"), "Ctrl--");
        for name in ["<Nope>", "<A->", "<C-dd>", "<S-x>", "<x>"] {
            assert!(parse(name).is_err(), "{name}");
        }
    }
}
