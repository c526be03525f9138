//! Runs a program on a text: the first way of each choice first, then back to the next one. Where that takes long, what
//! has failed once is remembered and not tried again.

use std::cell::Cell;
use std::collections::HashSet;

use super::class::{Bytes, is_word, is_word_byte, small};
use super::program::{Begins, Literal, NOWHERE, Node, Program, Step};

/// After so many steps back at one place failures are remembered.
const PATIENCE: u32 = 500;

thread_local! {
    /// The stack of the machine before, so that most need no memory of their own.
    static STACK: Cell<Vec<Frame>> = const { Cell::new(Vec::new()) };
}

/// A search that goes on from where it was.
pub(super) struct Machine<'p, 't> {
    pub(super) text: &'t str,
    program: &'p Program,
    stack: Vec<Frame>,
    /// Where a match begins at the latest.
    pub(super) last: usize,
}

/// What to do when a way fails.
#[derive(Debug, Clone, Copy)]
enum Frame {
    /// Go another way.
    Try { node: u32, at: usize },
    /// Give back a character of a greedy run, not below `least`, and go on at `node`.
    Less { node: u32, look: u32, at: usize, least: usize },
    /// Take a character more in a lazy run.
    More { node: u32, at: usize, left: u32 },
    /// Put a remembered place back.
    Restore { slot: u32, place: usize },
}

impl Drop for Machine<'_, '_> {
    fn drop(&mut self) {
        STACK.set(std::mem::take(&mut self.stack));
    }
}

impl<'p, 't> Machine<'p, 't> {
    pub(super) fn new(program: &'p Program, text: &'t str) -> Self {
        Self { text, program, stack: STACK.take(), last: text.len() }
    }

    /// The leftmost match that begins at `from` or behind. The places of groups go to `slots`, as far as it reaches.
    pub(super) fn search(&mut self, from: usize, slots: &mut [usize]) -> Option<(usize, usize)> {
        let bytes = self.text.as_bytes();
        let program = self.program;
        match program.begins {
            Begins::Text if from > 0 => None,
            Begins::Text => self.begun(0, slots),
            Begins::Line => {
                let first = from == 0 || bytes.get(from - 1) == Some(&b'\n');
                let lines = memchr::memchr_iter(b'\n', bytes.get(from..)?).map(|end| from + end + 1);
                let starts = first.then_some(from).into_iter().chain(lines);
                let last = self.last;
                starts.take_while(|&at| at <= last).find_map(|at| self.begun(at, slots))
            }
            Begins::Anywhere => {
                let end = bytes.len().min(self.last + 1);
                // A pattern that begins at the edge of a word does not begin inside one.
                let inside =
                    |at: usize, byte: u8| program.edged && byte.is_ascii() && at > 0 && is_word_byte(bytes[at - 1]);
                for (at, &byte) in (from..).zip(bytes.get(from..end)?) {
                    if program.starts[usize::from(byte)]
                        && !inside(at, byte)
                        && let Some(found) = self.begun(at, slots)
                    {
                        return Some(found);
                    }
                }
                (self.last >= bytes.len()).then(|| self.begun(bytes.len(), slots)).flatten()
            }
        }
    }

    /// The match that begins at `at`.
    #[inline]
    fn begun(&mut self, at: usize, slots: &mut [usize]) -> Option<(usize, usize)> {
        let program = self.program;
        let bytes = self.text.as_bytes();
        let may = bytes.get(at).map_or(program.ends, |&byte| program.starts[usize::from(byte)])
            && program.pairs.as_ref().is_none_or(|pairs| pairs.may_have(bytes, at))
            && self.text.is_char_boundary(at);
        may.then(|| self.attempt(at, slots)).flatten().map(|end| (at, end))
    }

    /// Where the match that begins at `start` ends.
    fn attempt(&mut self, start: usize, slots: &mut [usize]) -> Option<usize> {
        let program = self.program;
        let text = self.text;
        let bytes = text.as_bytes();
        self.stack.clear();
        let mut failures = 0;
        let mut failed: Option<HashSet<(u32, usize)>> = None;
        let (mut node, mut at) = (program.first, start);
        loop {
            let current = &program.nodes[node as usize];
            let fits = match current.step {
                _ if failures > PATIENCE && !failed.get_or_insert_default().insert((node, at)) => false,
                Step::Done => return Some(at),
                Step::Byte(byte) => {
                    let fits = bytes.get(at) == Some(&byte);
                    at += 1;
                    fits
                }
                Step::Letter(letter) => {
                    let fits = bytes.get(at).is_some_and(|byte| byte.to_ascii_lowercase() == letter);
                    at += 1;
                    fits
                }
                Step::Literal(literal) => match literal_end(&program.literals[literal as usize], text, at) {
                    Some(end) => {
                        at = end;
                        true
                    }
                    None => false,
                },
                Step::Class(class) => match program.classes[class as usize].take(text, at) {
                    Some(len) => {
                        at += len;
                        true
                    }
                    None => false,
                },
                Step::Run { class, least, most, look } => {
                    let class = &program.classes[class as usize];
                    let (enough, taken) = class.run(text, at, least);
                    if taken == least {
                        (at, _) = class.run(text, enough, most - least);
                        match last_before(&program.looks[look as usize], text, at, enough) {
                            Some(end) => {
                                if end > enough {
                                    self.stack.push(Frame::Less { node: current.next, look, at: end, least: enough });
                                }
                                at = end;
                                true
                            }
                            None => false,
                        }
                    } else {
                        false
                    }
                }
                Step::Lazy { class, least, most, .. } => {
                    let taken;
                    (at, taken) = program.classes[class as usize].run(text, at, least);
                    if taken == least && most > least {
                        self.stack.push(Frame::More { node, at, left: most - least });
                    }
                    taken == least
                }
                Step::Split { other, look } => {
                    if program.looks[look as usize].has(bytes, at) {
                        self.stack.push(Frame::Try { node: other, at });
                        true
                    } else {
                        node = other;
                        continue;
                    }
                }
                Step::Switch(switch) => {
                    let way = program.switches[switch as usize][bytes.get(at).map_or(256, |&byte| usize::from(byte))];
                    if way == NOWHERE {
                        false
                    } else {
                        node = u32::from(way);
                        continue;
                    }
                }
                Step::Save(slot) => {
                    if let Some(place) = slots.get_mut(slot as usize) {
                        self.stack.push(Frame::Restore { slot, place: *place });
                        *place = at;
                    }
                    true
                }
                Step::Edge => is_edge(text, at),
                Step::Start => at == 0,
                Step::LineStart => at == 0 || bytes[at - 1] == b'\n',
                Step::End => at == bytes.len(),
            };
            if fits {
                node = current.next;
                continue;
            }
            // Back to the last choice.
            loop {
                match self.stack.pop()? {
                    Frame::Restore { slot, place } => {
                        slots[slot as usize] = place;
                        continue;
                    }
                    Frame::Try { node: other, at: place } => (node, at) = (other, place),
                    Frame::Less { node: next, look, at: place, least } => {
                        let Some(end) = last_before(&program.looks[look as usize], text, place - 1, least) else {
                            continue;
                        };
                        if end > least {
                            self.stack.push(Frame::Less { node: next, look, at: end, least });
                        }
                        (node, at) = (next, end);
                    }
                    Frame::More { node: run, at: place, left } => {
                        let Node { step, next } = program.nodes[run as usize];
                        let Step::Lazy { class, look, .. } = step else { continue };
                        let Some(len) = program.classes[class as usize].take(text, place) else { continue };
                        if left > 1 {
                            self.stack.push(Frame::More { node: run, at: place + len, left: left - 1 });
                        }
                        if !program.looks[look as usize].has(bytes, place + len) {
                            continue;
                        }
                        (node, at) = (next, place + len);
                    }
                }
                failures += 1;
                break;
            }
        }
    }
}

/// The last place from `at` back to `least` where something of `look` stands.
#[inline]
fn last_before(look: &Bytes, text: &str, mut at: usize, least: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    loop {
        if look.has(bytes, at) && text.is_char_boundary(at) {
            return Some(at);
        }
        if at <= least {
            return None;
        }
        at -= 1;
    }
}

/// Where `literal` ends that stands at `at`.
fn literal_end(literal: &Literal, text: &str, at: usize) -> Option<usize> {
    let wanted = literal.text.as_bytes();
    if !literal.any_case || literal.ascii {
        let here = text.as_bytes().get(at..at + wanted.len())?;
        let same = if literal.any_case { here.eq_ignore_ascii_case(wanted) } else { here == wanted };
        return same.then_some(at + wanted.len());
    }
    let mut here = text.get(at..)?.chars();
    let mut end = at;
    for wanted in literal.text.chars() {
        let c = here.next()?;
        if c != wanted && small(c) != wanted {
            return None;
        }
        end += c.len_utf8();
    }
    Some(end)
}

/// Whether a word begins or ends at `at`.
fn is_edge(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    let before = match at.checked_sub(1).map(|last| bytes[last]) {
        None => false,
        Some(byte) if byte < 128 => is_word_byte(byte),
        Some(_) => text[..at].chars().next_back().is_some_and(is_word),
    };
    let after = match bytes.get(at) {
        None => false,
        Some(&byte) if byte < 128 => is_word_byte(byte),
        Some(_) => text[at..].chars().next().is_some_and(is_word),
    };
    before != after
}
