//! Patterns: what the rules use of the syntax of regular expressions, with the meaning it has there (the leftmost match,
//! of several there the one written first). A rule's pattern is read in microseconds, so that the first document pays
//! nothing, and most places of a text are dismissed by their first byte.
//!
//! A run of one class (`[a-z]+`) ends after [`LONGEST_RUN`] characters, so that the time is bounded at each place.

use std::collections::HashMap;
use std::ops::Index;

use crate::text::Span;

mod class;
mod parse;
mod program;
mod run;

use program::Program;
use run::Machine;

/// The most characters one `*` or `+` takes.
const LONGEST_RUN: u32 = 1000;

/// The most groups of a pattern.
const MOST_GROUPS: usize = 7;

/// Places for start and end of the match and of each group.
const SLOTS: usize = 2 * (MOST_GROUPS + 1);

/// A pattern, ready to be looked for.
#[derive(Debug)]
pub(super) struct Pattern {
    program: Program,
    /// The named groups, with their places in `Captures::slots`.
    names: HashMap<&'static str, usize>,
    /// How many bytes a match has at most, if there is a limit.
    pub(super) longest: Option<usize>,
}

/// A stretch of text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Match<'t> {
    text: &'t str,
    start: usize,
    end: usize,
}

/// A match with its groups.
#[derive(Debug)]
pub(super) struct Captures<'p, 't> {
    text: &'t str,
    names: &'p HashMap<&'static str, usize>,
    /// `usize::MAX` for a group that took no part.
    slots: [usize; SLOTS],
}

impl Pattern {
    /// Reads a pattern. `(?i)` may stand at its start or in a group; there are no look-arounds and no references back.
    ///
    /// # Panics
    ///
    /// If the pattern is not well-formed: patterns are part of the program, and a test reads them all.
    pub(super) fn new(source: &'static str) -> Self {
        Self::read(source, false)
    }

    /// Reads a pattern whose case is ignored.
    pub(super) fn any_case(source: &'static str) -> Self {
        Self::read(source, true)
    }

    fn read(source: &'static str, any_case: bool) -> Self {
        let parsed = parse::parse(source, any_case);
        let names = parsed.groups.iter().enumerate().filter_map(|(at, name)| Some(((*name)?, 2 * (at + 1)))).collect();
        Self { program: Program::new(&parsed), names, longest: parsed.tree.longest() }
    }

    /// Whether the pattern is somewhere in a text.
    pub(super) fn is_match(&self, text: &str) -> bool {
        Machine::new(&self.program, text).search(0, &mut []).is_some()
    }

    /// The leftmost match.
    pub(super) fn find<'t>(&self, text: &'t str) -> Option<Match<'t>> {
        let (start, end) = Machine::new(&self.program, text).search(0, &mut [])?;
        Some(Match { text, start, end })
    }

    /// All matches, not overlapping, from the left.
    pub(super) fn find_iter<'t>(&self, text: &'t str) -> impl Iterator<Item = Match<'t>> {
        let mut machine = Machine::new(&self.program, text);
        let mut from = 0;
        std::iter::from_fn(move || {
            let (start, end) = machine.search(from, &mut [])?;
            from = end.max(start + 1);
            Some(Match { text, start, end })
        })
    }

    /// The leftmost match with its groups.
    pub(super) fn captures<'p, 't>(&'p self, text: &'t str) -> Option<Captures<'p, 't>> {
        self.captures_at(text, 0)
    }

    /// The leftmost match that begins at `from` or behind; `\b` and `^` see what stands before.
    pub(super) fn captures_at<'p, 't>(&'p self, text: &'t str, from: usize) -> Option<Captures<'p, 't>> {
        self.captures_with(&mut Machine::new(&self.program, text), from)
    }

    /// The leftmost match that begins in `starts`, both ends included; it may end anywhere.
    pub(super) fn captures_from<'p, 't>(&'p self, text: &'t str, starts: Span) -> Option<Captures<'p, 't>> {
        let mut machine = Machine::new(&self.program, text);
        machine.last = starts.end;
        self.captures_with(&mut machine, starts.start)
    }

    /// All matches with their groups, not overlapping, from the left.
    pub(super) fn captures_iter<'p, 't>(&'p self, text: &'t str) -> impl Iterator<Item = Captures<'p, 't>> {
        let mut machine = Machine::new(&self.program, text);
        let mut from = 0;
        std::iter::from_fn(move || {
            let found = self.captures_with(&mut machine, from)?;
            from = found.slots[1].max(found.slots[0] + 1);
            Some(found)
        })
    }

    fn captures_with<'p, 't>(&'p self, machine: &mut Machine<'p, 't>, from: usize) -> Option<Captures<'p, 't>> {
        let mut slots = [usize::MAX; SLOTS];
        let (start, end) = machine.search(from, &mut slots)?;
        (slots[0], slots[1]) = (start, end);
        Some(Captures { text: machine.text, names: &self.names, slots })
    }
}

impl<'t> Match<'t> {
    /// Where it begins.
    pub(super) fn start(&self) -> usize {
        self.start
    }

    /// Where it ends.
    pub(super) fn end(&self) -> usize {
        self.end
    }

    /// Where it stands.
    pub(super) fn range(&self) -> Span {
        self.start..self.end
    }

    /// Its length in bytes.
    pub(super) fn len(&self) -> usize {
        self.end - self.start
    }

    /// What it says.
    pub(super) fn as_str(&self) -> &'t str {
        &self.text[self.start..self.end]
    }
}

impl Index<usize> for Captures<'_, '_> {
    type Output = str;

    /// What a group says that takes part in every match.
    fn index(&self, group: usize) -> &str {
        self.get(group).expect("the group takes part in every match").as_str()
    }
}

impl<'t> Captures<'_, 't> {
    /// The group counted from 1 by its opening bracket, 0 for the whole match; none if it took no part.
    pub(super) fn get(&self, group: usize) -> Option<Match<'t>> {
        let (&start, &end) = (self.slots.get(2 * group)?, self.slots.get(2 * group + 1)?);
        (end != usize::MAX).then_some(Match { text: self.text, start, end })
    }

    /// The group of this name.
    pub(super) fn name(&self, name: &str) -> Option<Match<'t>> {
        self.get(self.names.get(name)? / 2)
    }
}

#[cfg(test)]
mod tests;
