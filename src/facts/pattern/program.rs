//! A pattern as steps. Each step knows its next one, and each choice which bytes its first way can begin with, so that
//! a way that cannot fit is not taken.

use super::class::{Bytes, Class, Pairs, capital, is_word_byte};
use super::parse::{Parsed, Tree};
use super::{LONGEST_RUN, MOST_GROUPS};

/// A pattern, ready to run.
#[derive(Debug)]
pub(super) struct Program {
    pub(super) nodes: Vec<Node>,
    pub(super) looks: Vec<Bytes>,
    pub(super) classes: Vec<Class>,
    pub(super) literals: Vec<Literal>,
    /// Where it begins.
    pub(super) first: u32,
    /// For each number of a choice and each byte the way to go, `NOWHERE` if there is none; last for the end of the text.
    pub(super) switches: Vec<[u16; 257]>,
    /// For each byte whether a match may begin with it.
    pub(super) starts: Box<[bool; 256]>,
    /// It begins at the edge of a word with a character of it.
    pub(super) edged: bool,
    /// A match may be empty at the end of the text.
    pub(super) ends: bool,
    /// The pairs of bytes that it may begin with, if they are few.
    pub(super) pairs: Option<Pairs>,
    pub(super) begins: Begins,
}

/// Where a match may begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Begins {
    /// At any character.
    Anywhere,
    /// At the start of a line.
    Line,
    /// At the start of the text.
    Text,
}

/// Characters one after the other.
#[derive(Debug)]
pub(super) struct Literal {
    /// In lower case if any case fits.
    pub(super) text: String,
    pub(super) any_case: bool,
    pub(super) ascii: bool,
}

/// A step and the one behind it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node {
    pub(super) step: Step,
    pub(super) next: u32,
}

/// What has to hold, or where to go. Numbers are places in the lists of [`Program`].
#[derive(Debug, Clone, Copy)]
pub(super) enum Step {
    /// A match.
    Done,
    /// One byte.
    Byte(u8),
    /// One ASCII letter in any case.
    Letter(u8),
    /// Some characters.
    Literal(u32),
    /// One character of a class.
    Class(u32),
    /// Characters of a class as often as it goes; what may follow is in `look`.
    Run { class: u32, least: u32, most: u32, look: u32 },
    /// The same as seldom as it goes.
    Lazy { class: u32, least: u32, most: u32, look: u32 },
    /// The next step if what stands here is in `look`, and later, or else, `other`.
    Split { other: u32, look: u32 },
    /// Of many ways those that may begin with what stands here.
    Switch(u32),
    /// Remembers a place.
    Save(u32),
    /// `\b`
    Edge,
    /// `^`
    Start,
    /// `^` behind `(?m)`
    LineStart,
    /// `$`
    End,
}

/// No way of a [`Step::Switch`].
pub(super) const NOWHERE: u16 = u16::MAX;

/// So many ways and more of a choice are told apart by a table.
const MANY: usize = 4;

impl Program {
    pub(super) fn new(parsed: &Parsed) -> Self {
        let mut builder = Builder::default();
        let done = builder.add(Step::Done, 0, Bytes::ALL);
        let first = builder.tree(&parsed.tree, done);
        let look = builder.firsts[first as usize];
        let mut start = first;
        while matches!(builder.nodes[start as usize].step, Step::Save(_)) {
            start = builder.nodes[start as usize].next;
        }
        let mut pairs = Pairs::default();
        let few = builder.pairs(first, &mut pairs);
        let edged = builder.edged(first) && (0..128).all(|byte| is_word_byte(byte) || !look.has_byte(byte));
        assert!(parsed.groups.len() <= MOST_GROUPS, "too many groups");
        Self {
            pairs: few.map(|()| pairs),
            edged,
            begins: match builder.nodes[start as usize].step {
                Step::Start => Begins::Text,
                Step::LineStart => Begins::Line,
                _ => Begins::Anywhere,
            },
            nodes: builder.nodes,
            looks: builder.looks,
            classes: builder.classes,
            literals: builder.literals,
            switches: builder.switches,
            first,
            starts: Box::new(std::array::from_fn(|byte| look.has_byte(byte as u8))),
            ends: look.end,
        }
    }
}

/// Builds from the end, so that what follows is known.
#[derive(Default)]
struct Builder {
    nodes: Vec<Node>,
    /// For each node what a match from it on may begin with.
    firsts: Vec<Bytes>,
    looks: Vec<Bytes>,
    classes: Vec<Class>,
    literals: Vec<Literal>,
    switches: Vec<[u16; 257]>,
}

impl Builder {
    fn add(&mut self, step: Step, next: u32, first: Bytes) -> u32 {
        self.nodes.push(Node { step, next });
        self.firsts.push(first);
        self.nodes.len() as u32 - 1
    }

    fn look(&mut self, bytes: Bytes) -> u32 {
        let known = self.looks.iter().position(|look| *look == bytes);
        known.unwrap_or_else(|| {
            self.looks.push(bytes);
            self.looks.len() - 1
        }) as u32
    }

    fn first(&self, node: u32) -> Bytes {
        self.firsts[node as usize]
    }

    /// The distinct ways of a switch.
    fn ways(&self, switch: u32) -> Vec<u32> {
        let mut ways = self.switches[switch as usize].to_vec();
        ways.sort_unstable();
        ways.dedup();
        ways.into_iter().filter(|&way| way != NOWHERE).map(u32::from).collect()
    }

    /// Whether whatever begins at `node` begins with `\b`.
    fn edged(&self, node: u32) -> bool {
        let Node { step, next } = self.nodes[node as usize];
        match step {
            Step::Edge => true,
            Step::Save(_) => self.edged(next),
            Step::Split { other, .. } => self.edged(next) && self.edged(other),
            Step::Switch(switch) => self.ways(switch).into_iter().all(|way| self.edged(way)),
            _ => false,
        }
    }

    /// Adds the pairs of bytes that a match from `node` on may begin with; none if it may begin with nearly all.
    fn pairs(&self, node: u32, pairs: &mut Pairs) -> Option<()> {
        let Node { step, next } = self.nodes[node as usize];
        match step {
            Step::Save(_) | Step::Edge | Step::Start | Step::LineStart => self.pairs(next, pairs),
            Step::Split { other, .. } => {
                self.pairs(next, pairs)?;
                self.pairs(other, pairs)
            }
            Step::Switch(switch) => self.ways(switch).into_iter().try_for_each(|way| self.pairs(way, pairs)),
            Step::Byte(byte) => {
                pairs.add_all(byte, &self.first(next));
                Some(())
            }
            Step::Letter(letter) => {
                pairs.add_all(letter, &self.first(next));
                pairs.add_all(letter.to_ascii_uppercase(), &self.first(next));
                Some(())
            }
            Step::Literal(literal) => {
                let literal = &self.literals[literal as usize];
                let mut chars = literal.text.chars();
                let cases = |c: char| [Some(c), Some(capital(c)).filter(|_| literal.any_case)].into_iter().flatten();
                let (first, second) = (chars.next()?, chars.next());
                for first in cases(first) {
                    let mut bytes = [0; 4];
                    match first.encode_utf8(&mut bytes).as_bytes() {
                        [one] => cases(second?).for_each(|second| pairs.add(*one, lead(second))),
                        [one, two, ..] => pairs.add(*one, *two),
                        [] => return None,
                    }
                }
                Some(())
            }
            Step::Done | Step::End | Step::Class(_) | Step::Run { .. } | Step::Lazy { .. } => None,
        }
    }

    /// The steps of `tree` before `next`; where they begin.
    fn tree(&mut self, tree: &Tree, next: u32) -> u32 {
        match tree {
            Tree::Row(row) => self.row(row, next),
            Tree::Choice(choices) => {
                let ways: Vec<u32> = choices.iter().map(|choice| self.tree(choice, next)).collect();
                if ways.len() < MANY { self.first_of(&ways) } else { self.switch(&ways) }
            }
            Tree::Char(c, any_case) => self.literal(&c.to_string(), *any_case, next),
            Tree::Class(class) => {
                self.classes.push(class.clone());
                self.add(Step::Class(self.classes.len() as u32 - 1), next, class.bytes())
            }
            Tree::Repeat { what, least, most, greedy } => self.repeat(what, *least, *most, *greedy, next),
            Tree::Group(number, inside) => {
                let end = self.add(Step::Save(2 * *number as u32 + 1), next, self.first(next));
                let start = self.tree(inside, end);
                self.add(Step::Save(2 * *number as u32), start, self.first(start))
            }
            Tree::Edge => self.add(Step::Edge, next, self.first(next)),
            Tree::Start => self.add(Step::Start, next, self.first(next)),
            Tree::LineStart => self.add(Step::LineStart, next, self.first(next)),
            Tree::End => self.add(Step::End, next, Bytes::END),
        }
    }

    /// Parts one after the other, with characters that stand together joined.
    fn row(&mut self, row: &[Tree], mut next: u32) -> u32 {
        let mut end = row.len();
        while let Some(part) = row[..end].last() {
            if !matches!(part, Tree::Char(..)) {
                next = self.tree(part, next);
                end -= 1;
                continue;
            }
            // What has no case stands with letters of either sort.
            let mut start = end;
            let mut letters = None;
            while let Some(Tree::Char(c, other)) = row[..start].last() {
                if c.is_alphabetic() {
                    if letters.is_some_and(|known| known != *other) {
                        break;
                    }
                    letters = Some(*other);
                }
                start -= 1;
            }
            let text: String = row[start..end]
                .iter()
                .filter_map(|tree| if let Tree::Char(c, _) = tree { Some(*c) } else { None })
                .collect();
            next = self.literal(&text, letters.unwrap_or(false), next);
            end = start;
        }
        next
    }

    fn literal(&mut self, text: &str, any_case: bool, next: u32) -> u32 {
        let mut bytes = Bytes::default();
        let first = text.chars().next().expect("a literal has a character");
        bytes.add(lead(first));
        if any_case {
            bytes.add(lead(capital(first)));
        }
        let step = match text.as_bytes() {
            [byte] if any_case => Step::Letter(*byte),
            [byte] => Step::Byte(*byte),
            _ => {
                self.literals.push(Literal { text: text.to_owned(), any_case, ascii: text.is_ascii() });
                Step::Literal(self.literals.len() as u32 - 1)
            }
        };
        self.add(step, next, bytes)
    }

    /// The first way that fits.
    fn first_of(&mut self, ways: &[u32]) -> u32 {
        let (&last, others) = ways.split_last().expect("a choice has ways");
        others.iter().rev().fold(last, |other, &way| self.split(way, other))
    }

    /// The same by a table: for each byte only the ways that may begin with it.
    fn switch(&mut self, ways: &[u32]) -> u32 {
        let mut first = Bytes::default();
        let mut here = [0_u128; 257];
        for (&way, bit) in ways.iter().zip((0..128).map(|at| 1 << at)) {
            let own = self.first(way);
            own.iter().for_each(|byte| here[usize::from(byte)] |= bit);
            here[256] |= if own.end { bit } else { 0 };
            first.join(&own);
        }
        let mut known = vec![(0, NOWHERE)];
        let table = here.map(|some| {
            if let Some(&(_, way)) = known.iter().find(|(those, _)| *those == some) {
                return way;
            }
            let fit: Vec<u32> = (0..).zip(ways).filter(|(at, _)| some >> at & 1 == 1).map(|(_, way)| *way).collect();
            let way = self.first_of(&fit) as u16;
            known.push((some, way));
            way
        });
        assert!(ways.len() <= 128 && self.nodes.len() < usize::from(NOWHERE), "a pattern of too many ways");
        self.switches.push(table);
        self.add(Step::Switch(self.switches.len() as u32 - 1), 0, first)
    }

    /// `way` first, then `other`.
    fn split(&mut self, way: u32, other: u32) -> u32 {
        let mut first = self.first(way);
        let look = self.look(first);
        first.join(&self.first(other));
        self.add(Step::Split { other, look }, way, first)
    }

    fn repeat(&mut self, what: &Tree, least: u32, most: Option<u32>, greedy: bool, next: u32) -> u32 {
        if most == Some(1) && least == 0 {
            let way = self.tree(what, next);
            return if greedy { self.split(way, next) } else { self.split(next, way) };
        }
        let class = match what {
            Tree::Class(class) => Some(class.clone()),
            Tree::Char(c, any_case) => Some(Class::new(vec![(*c, *c)], Vec::new(), false, *any_case)),
            _ => None,
        };
        if let Some(class) = class {
            return self.run(class, (least, most.unwrap_or(LONGEST_RUN)), greedy, next);
        }
        let mut at = next;
        match most {
            None => {
                // Whether to go round again is decided at a node that stands before its own body is known.
                let look = self.look(Bytes::ALL);
                let again = self.add(Step::Split { other: next, look }, 0, Bytes::ALL);
                let body = self.tree(what, again);
                assert!(!may_be_empty(what), "a part that may be empty goes round for ever");
                let (way, other) = if greedy { (body, next) } else { (next, body) };
                let mut first = self.first(way);
                let look = self.look(first);
                first.join(&self.first(other));
                self.nodes[again as usize] = Node { step: Step::Split { other, look }, next: way };
                self.firsts[again as usize] = first;
                at = again;
            }
            Some(most) => {
                for _ in least..most {
                    let way = self.tree(what, at);
                    at = if greedy { self.split(way, next) } else { self.split(next, way) };
                }
            }
        }
        (0..least).fold(at, |at, _| self.tree(what, at))
    }

    fn run(&mut self, class: Class, (least, most): (u32, u32), greedy: bool, next: u32) -> u32 {
        let look = self.look(self.first(next));
        let mut first = class.bytes();
        if least == 0 {
            first.join(&self.first(next));
        }
        self.classes.push(class);
        let class = self.classes.len() as u32 - 1;
        let step =
            if greedy { Step::Run { class, least, most, look } } else { Step::Lazy { class, least, most, look } };
        self.add(step, next, first)
    }
}

/// The first byte of a character.
fn lead(c: char) -> u8 {
    c.encode_utf8(&mut [0; 4]).as_bytes()[0]
}

/// Whether a part fits where nothing stands.
fn may_be_empty(tree: &Tree) -> bool {
    match tree {
        Tree::Row(row) => row.iter().all(may_be_empty),
        Tree::Choice(choices) => choices.iter().any(may_be_empty),
        Tree::Char(..) | Tree::Class(_) => false,
        Tree::Repeat { what, least, .. } => *least == 0 || may_be_empty(what),
        Tree::Group(_, inside) => may_be_empty(inside),
        Tree::Edge | Tree::Start | Tree::LineStart | Tree::End => true,
    }
}
