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
    /// Where it leads, in words.
    pub told: String,
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
    pub fn new(links: impl IntoIterator<Item = (Span, Target, Position, String)>) -> Self {
        let links: Vec<_> = links.into_iter().collect();
        let one = links.len() <= LETTERS.len();
        let pairs = LETTERS.chars().flat_map(|first| LETTERS.chars().map(move |second| format!("{first}{second}")));
        let singles = LETTERS.chars().map(String::from);
        let names: Box<dyn Iterator<Item = String>> = if one { Box::new(singles) } else { Box::new(pairs) };
        let links = links
            .into_iter()
            .zip(names)
            .map(|((range, target, at, told), letters)| Lettered { letters, range, target, at, told })
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

    /// The links that what has been typed may mean, each with its letters and what it is called.
    pub fn told(&self) -> String {
        let links = self.links.iter().filter(|link| link.letters.starts_with(&self.typed));
        links.map(|link| format!("{} {}", link.letters, link.told)).collect::<Vec<_>>().join(" · ")
    }

    /// Draws the letters before their links: what stands there moves on, up to the column `edge`. Where the row has no
    /// room for that the letters take the place of the blank before, or of the beginning.
    pub fn draw(&self, edge: u16, buffer: &mut Buffer, theme: Theme) {
        // From the end of each row, so that the places of the others hold.
        for link in self.links.iter().rev().filter(|link| link.letters.starts_with(&self.typed)) {
            let rest = &link.letters[self.typed.len()..];
            let (Position { x, y }, wide) = (link.at, rest.len() as u16);
            let edge = edge.min(buffer.area.right());
            let blank = |x: u16| buffer.cell((x, y)).is_some_and(|cell| cell.symbol() == " ");
            let mut at = x;
            if x + wide < edge && (edge - wide..edge).all(blank) {
                for to in (x + wide..edge).rev() {
                    buffer[(to, y)] = buffer[(to - wide, y)].clone();
                }
            } else if x >= wide && (x - wide..x).all(blank) {
                at = x - wide;
            }
            put(buffer, at, y, wide, rest, theme.style(Role::CurrentMatch));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Settings;

    fn letters(count: usize) -> Letters {
        Letters::new(
            (0..count).map(|at| (at..at + 1, Target::Reference(0..1), Position::new(at as u16, 0), at.to_string())),
        )
    }

    #[test]
    fn letters_stand_before_their_links_and_hide_nothing_where_there_is_room() {
        let drawn = |text: &str, at: &[u16], edge: u16| {
            let mut buffer = Buffer::with_lines([text]);
            let theme = Theme::of(&Settings::default(), None, None).expect("a theme");
            let links = at.iter().map(|&x| (0..1, Target::Reference(0..1), Position::new(x, 0), String::new()));
            Letters::new(links).draw(edge, &mut buffer, theme);
            (0..buffer.area.width).map(|x| buffer[(x, 0)].symbol().to_owned()).collect::<String>()
        };
        assert_eq!(drawn("see [1, 2] there   |", &[5, 8], 19), "see [a1, s2] there |");
        assert_eq!(drawn("see one|", &[4], 7), "seeaone|");
        assert_eq!(drawn("see[1]|", &[4], 6), "see[a]|");
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
