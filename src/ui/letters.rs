//! Letters put on the links of the screen, to go to one by typing them.

use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use super::put;
use crate::text::Span;
use crate::theme::{Role, Theme};

/// The letters in the order they are given: those under the fingers first.
const LETTERS: &str = "asdfghjklewruioptyvncmxbqz";

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// Out of the program.
    Address(String),
    /// To a reference or footnote.
    Reference(Span),
}

/// One link with its letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lettered {
    /// The letters, one or two.
    pub letters: String,
    /// The link in the text.
    pub range: Span,
    /// Where it leads.
    pub target: Target,
    /// Where it begins on the screen.
    pub at: Position,
}

/// What a letter led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pressed {
    /// The link whose letters are complete.
    Link(Lettered),
    /// Another letter is to follow.
    Begun,
    /// No link has these letters.
    Unknown,
}

/// The overlay.
#[derive(Debug, Default)]
pub struct Letters {
    /// The links on the screen, in order.
    pub links: Vec<Lettered>,
    /// What has been typed of two letters.
    pub typed: String,
}

impl Letters {
    /// Letters for links in order: one each while they are enough, else two. No more links than pairs get any.
    pub fn new(links: impl IntoIterator<Item = (Span, Target, Position)>) -> Self {
        let links: Vec<_> = links.into_iter().collect();
        let one = links.len() <= LETTERS.len();
        let pairs = LETTERS.chars().flat_map(|first| LETTERS.chars().map(move |second| format!("{first}{second}")));
        let singles = LETTERS.chars().map(String::from);
        let names: Box<dyn Iterator<Item = String>> = if one { Box::new(singles) } else { Box::new(pairs) };
        let links = links
            .into_iter()
            .zip(names)
            .map(|((range, target, at), letters)| Lettered { letters, range, target, at })
            .collect();
        Self { links, typed: String::new() }
    }

    /// Takes a letter.
    pub fn press(&mut self, letter: char) -> Pressed {
        self.typed.extend(letter.to_lowercase());
        let mut begun = self.links.iter().filter(|link| link.letters.starts_with(&self.typed));
        match begun.next() {
            Some(link) if link.letters == self.typed => Pressed::Link(link.clone()),
            Some(_) => Pressed::Begun,
            None => Pressed::Unknown,
        }
    }

    /// Draws the letters over the beginnings of their links.
    pub fn draw(&self, buffer: &mut Buffer, theme: Theme) {
        for link in self.links.iter().filter(|link| link.letters.starts_with(&self.typed)) {
            let rest = &link.letters[self.typed.len()..];
            put(buffer, link.at.x, link.at.y, rest.len() as u16, rest, theme.style(Role::CurrentMatch));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letters(count: usize) -> Letters {
        Letters::new((0..count).map(|at| (at..at + 1, Target::Reference(0..1), Position::ORIGIN)))
    }

    #[test]
    fn few_links_have_one_letter_and_many_two() {
        assert_eq!(letters(2).links.iter().map(|link| link.letters.as_str()).collect::<Vec<_>>(), ["a", "s"]);
        let mut many = letters(30);
        assert_eq!(many.links[29].letters, "sf");
        assert_eq!(many.press('s'), Pressed::Begun);
        assert!(matches!(many.press('F'), Pressed::Link(link) if link.range == (29..30)));
        assert_eq!(letters(3).press('z'), Pressed::Unknown);
    }
}
