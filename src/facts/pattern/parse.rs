//! The syntax: characters, classes, groups, alternatives, repetitions, `\b`, `^` and `$`, and `\N` for a number.

use std::iter::Peekable;
use std::str::CharIndices;

use super::class::{Class, Kind};

/// A pattern as it is written.
#[derive(Debug)]
pub(super) struct Parsed {
    pub(super) tree: Tree,
    /// The names of the groups that capture, in the order of their brackets.
    pub(super) groups: Vec<Option<&'static str>>,
}

/// A part of a pattern.
#[derive(Debug, Clone)]
pub(super) enum Tree {
    /// One after the other.
    Row(Vec<Tree>),
    /// One of several, the first that fits.
    Choice(Vec<Tree>),
    /// A character; in lower case, and any case fits, if the flag is set.
    Char(char, bool),
    /// One character of a set.
    Class(Class),
    /// Something several times, as often as it goes or as seldom.
    Repeat { what: Box<Tree>, least: u32, most: Option<u32>, greedy: bool },
    /// A group that captures.
    Group(usize, Box<Tree>),
    /// `\b`
    Edge,
    /// `^`
    Start,
    /// `^` behind `(?m)`
    LineStart,
    /// `$`
    End,
}

impl Tree {
    /// How many bytes it takes at most, if there is a limit.
    pub(super) fn longest(&self) -> Option<usize> {
        match self {
            Self::Row(row) => row.iter().map(Self::longest).sum(),
            Self::Choice(choices) => choices.iter().map(Self::longest).try_fold(0, |most, one| Some(most.max(one?))),
            Self::Char(c, _) => Some(if c.is_ascii() { 1 } else { 4 }),
            Self::Class(class) => Some(if class.is_ascii() { 1 } else { 4 }),
            Self::Repeat { what, most, .. } => Some(what.longest()? * (*most)? as usize),
            Self::Group(_, inside) => inside.longest(),
            Self::Edge | Self::Start | Self::LineStart | Self::End => Some(0),
        }
    }
}

/// Reads a pattern.
pub(super) fn parse(source: &'static str, any_case: bool) -> Parsed {
    let mut parser =
        Parser { source, chars: source.char_indices().peekable(), any_case, by_line: false, groups: Vec::new() };
    let tree = parser.choice();
    assert!(parser.chars.peek().is_none(), "an unmatched bracket in {source}");
    Parsed { tree, groups: parser.groups }
}

/// `\N`: a whole number, in digits or by what its word begins with in English or German.
const NUMBER: &str = "[0-9]{1,6}|(?:two|thr|fou|fif|fiv|six|sev|eig|nin|ten|ele|twe|thi|for|hun|zwei|zwö|zwa|dre|vie|fün|\
                      fuen|sech|sie|acht|neu|zeh|elf|ein)[a-zäöüß-]{0,20}";

struct Parser {
    source: &'static str,
    chars: Peekable<CharIndices<'static>>,
    any_case: bool,
    /// `^` is the start of a line.
    by_line: bool,
    groups: Vec<Option<&'static str>>,
}

impl Parser {
    fn peek(&mut self) -> Option<char> {
        self.chars.peek().map(|&(_, c)| c)
    }

    fn next(&mut self) -> char {
        self.chars.next().unwrap_or_else(|| panic!("{} ends too early", self.source)).1
    }

    fn eat(&mut self, c: char) -> bool {
        self.chars.next_if(|&(_, next)| next == c).is_some()
    }

    /// What stands up to `end`, which is taken too.
    fn until(&mut self, end: char) -> &'static str {
        let from = self.chars.peek().map_or(self.source.len(), |&(at, _)| at);
        let rest = &self.source[from..];
        let len = rest.find(end).unwrap_or_else(|| panic!("{end} is missing in {}", self.source));
        while self.next() != end {}
        &rest[..len]
    }

    fn choice(&mut self) -> Tree {
        let mut choices = vec![self.row()];
        while self.eat('|') {
            choices.push(self.row());
        }
        if choices.len() == 1 { choices.remove(0) } else { Tree::Choice(choices) }
    }

    fn row(&mut self) -> Tree {
        let mut row = Vec::new();
        while let Some(c) = self.peek().filter(|c| !matches!(c, '|' | ')')) {
            self.next();
            let part = match c {
                '(' => match self.group() {
                    Some(group) => group,
                    None => continue,
                },
                '[' => self.class(),
                '.' => Tree::Class(Class::new(vec![('\n', '\n')], Vec::new(), true, false)),
                '^' if self.by_line => Tree::LineStart,
                '^' => Tree::Start,
                '$' => Tree::End,
                '\\' => self.escape(),
                '*' | '+' | '?' | '{' => panic!("nothing to repeat in {}", self.source),
                c => self.char(c),
            };
            match self.repeated(part) {
                // A group of its own is no more than its parts.
                Tree::Row(inner) => row.extend(inner),
                part => row.push(part),
            }
        }
        if row.len() == 1 { row.remove(0) } else { Tree::Row(row) }
    }

    fn char(&self, c: char) -> Tree {
        let cased = self.any_case && (super::class::small(c) != c || super::class::capital(c) != c);
        Tree::Char(if cased { super::class::small(c) } else { c }, cased)
    }

    /// What follows an opening bracket; none for a flag that holds from here on.
    fn group(&mut self) -> Option<Tree> {
        let before = self.any_case;
        let mut number = None;
        if self.eat('?') {
            match self.next() {
                ':' => {}
                'i' if self.eat(':') => self.any_case = true,
                flag @ ('i' | 'm') => {
                    let flags = [Some(flag), Some(self.next()).filter(|&c| c != ')')];
                    self.any_case |= flags.contains(&Some('i'));
                    self.by_line |= flags.contains(&Some('m'));
                    assert!(flags[1].is_none() || self.eat(')'), "flags of {} are not known", self.source);
                    return None;
                }
                'P' if self.eat('<') => {
                    let name = self.until('>');
                    self.groups.push(Some(name));
                    number = Some(self.groups.len());
                }
                c => panic!("(?{c} is not known: {}", self.source),
            }
        } else {
            self.groups.push(None);
            number = Some(self.groups.len());
        }
        let inside = self.choice();
        assert!(self.eat(')'), "a bracket is not closed in {}", self.source);
        self.any_case = before;
        Some(match number {
            Some(number) => Tree::Group(number, Box::new(inside)),
            None => inside,
        })
    }

    fn repeated(&mut self, part: Tree) -> Tree {
        let (least, most) = match self.peek() {
            Some('?') => (0, Some(1)),
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('{') => {
                self.next();
                let counts = self.until('}');
                let number =
                    |digits: &str| digits.parse().unwrap_or_else(|_| panic!("{{{counts}}} in {}", self.source));
                let (least, most) = match counts.split_once(',') {
                    None => (number(counts), Some(number(counts))),
                    Some((least, "")) => (number(least), None),
                    Some((least, most)) => (number(least), Some(number(most))),
                };
                let greedy = !self.eat('?');
                return Tree::Repeat { what: Box::new(part), least, most, greedy };
            }
            _ => return part,
        };
        self.next();
        let greedy = !self.eat('?');
        Tree::Repeat { what: Box::new(part), least, most, greedy }
    }

    fn escape(&mut self) -> Tree {
        match self.peek() {
            Some('b') => {
                self.next();
                Tree::Edge
            }
            Some('N') => {
                self.next();
                parse(NUMBER, self.any_case).tree
            }
            _ => match self.escaped() {
                Escaped::Char(c) => self.char(c),
                Escaped::Kind(kind, meant) => Tree::Class(Class::new(Vec::new(), vec![(kind, meant)], false, false)),
                Escaped::Digit => Tree::Class(Class::new(vec![('0', '9')], Vec::new(), false, false)),
            },
        }
    }

    fn escaped(&mut self) -> Escaped {
        match self.next() {
            'n' => Escaped::Char('\n'),
            't' => Escaped::Char('\t'),
            'd' => Escaped::Digit,
            'w' => Escaped::Kind(Kind::Word, true),
            'W' => Escaped::Kind(Kind::Word, false),
            's' => Escaped::Kind(Kind::Space, true),
            'S' => Escaped::Kind(Kind::Space, false),
            'p' if self.eat('{') => match self.until('}') {
                "L" => Escaped::Kind(Kind::Letter, true),
                "Lu" => Escaped::Kind(Kind::Capital, true),
                "Ll" => Escaped::Kind(Kind::Small, true),
                other => panic!("\\p{{{other}}} is not known: {}", self.source),
            },
            'u' if self.eat('{') => {
                let code = self.until('}');
                let c = u32::from_str_radix(code, 16).ok().and_then(char::from_u32);
                Escaped::Char(c.unwrap_or_else(|| panic!("\\u{{{code}}} is no character: {}", self.source)))
            }
            c if c.is_ascii_punctuation() || c == ' ' => Escaped::Char(c),
            c => panic!("\\{c} is not known: {}", self.source),
        }
    }

    /// What follows `[`; a class inside it is part of it.
    fn class(&mut self) -> Tree {
        let negated = self.eat('^');
        let (mut ranges, mut kinds) = (Vec::new(), Vec::new());
        self.members(&mut ranges, &mut kinds);
        Tree::Class(Class::new(ranges, kinds, negated, self.any_case))
    }

    fn members(&mut self, ranges: &mut Vec<(char, char)>, kinds: &mut Vec<(Kind, bool)>) {
        let mut first = true;
        loop {
            let c = self.next();
            let begins = std::mem::replace(&mut first, false);
            let low = match c {
                ']' if !begins => return,
                '[' => {
                    assert!(self.peek() != Some('^'), "a negated class in a class: {}", self.source);
                    self.members(ranges, kinds);
                    continue;
                }
                '\\' => match self.escaped() {
                    Escaped::Char(c) => c,
                    Escaped::Digit => {
                        ranges.push(('0', '9'));
                        continue;
                    }
                    Escaped::Kind(kind, meant) => {
                        kinds.push((kind, meant));
                        continue;
                    }
                },
                c => c,
            };
            let mut ahead = self.chars.clone();
            let range = ahead.next().is_some_and(|(_, c)| c == '-') && ahead.next().is_some_and(|(_, c)| c != ']');
            if !range {
                ranges.push((low, low));
                continue;
            }
            self.next();
            let high = match self.next() {
                '\\' => match self.escaped() {
                    Escaped::Char(c) => c,
                    _ => panic!("a range without end in {}", self.source),
                },
                c => c,
            };
            ranges.push((low, high));
        }
    }
}

/// What a backslash and what follows it mean.
enum Escaped {
    Char(char),
    Digit,
    Kind(Kind, bool),
}
