//! The one pass over a page that tells each rule where its words stand, so that a rule looks closer only there and a
//! page without them costs it nothing. Which words these are, each rule says itself.

use std::collections::BTreeMap;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::opening::Opening;
use super::{
    antigens, citation, claims, concepts, context, design, disclosures, durations, genre, harm, institutions, made,
    outcomes, patients, primary, prior, publication, studies, suffixes, tolerated,
};

/// The rules that are told.
static RULES: &[&dyn Triggered] = &[
    &citation::TOLD,
    &claims::CUES,
    &antigens::ANTIBODY,
    &concepts::HARM,
    &context::EXCLUSION,
    &design::CUES,
    &disclosures::WORDS,
    &durations::GATE,
    &durations::point::COUNTED,
    &genre::WORDS,
    &genre::story::AGED,
    &harm::course::BEFORE,
    &harm::course::CAUSED,
    &harm::course::COUNTED,
    &harm::course::LATER,
    &harm::course::TREATING,
    &harm::values::MOVED,
    &harm::FREQUENT,
    &harm::GOT,
    &harm::GRADES,
    &harm::VERBED,
    &harm::DAYS,
    &harm::HAPPENED,
    &harm::LISTS,
    &harm::SAFETY,
    &institutions::part::WORDS,
    &made::HEADS,
    &outcomes::AFTERWARDS,
    &outcomes::CHANGED,
    &outcomes::COMPARED,
    &outcomes::HOPED,
    &outcomes::FEARED,
    &outcomes::TOLD,
    &outcomes::WENT,
    &outcomes::SHOWN,
    &outcomes::others::WORDS,
    &patients::AGE_GATE,
    &patients::bare::LIMITS,
    &patients::bare::DECADES,
    &patients::bare::BIRTHS,
    &patients::bare::SEXES,
    &patients::cohort::arms::GROUPS,
    &patients::cohort::arms::TAKEN,
    &patients::cohort::others::CITED_GATE,
    &patients::cohort::words::ELIGIBLE_SEXES,
    &patients::cohort::words::FIELDS,
    &patients::cohort::words::GATE,
    &patients::cohort::words::HEADS,
    &patients::cohort::words::OTHERS_GATE,
    &patients::cohort::words::PLANNED_GATE,
    &patients::cohort::words::TREATED,
    &patients::cohort::words::SHARES,
    &patients::passing::WORDS,
    &patients::sex::PATIENT_GATE,
    &prior::GATE,
    &prior::HEADS,
    &primary::GIVEN,
    &publication::JOURNAL_NOUNS,
    &publication::MONEY,
    &prior::PHRASED,
    &prior::named::LISTED,
    &studies::WORDS,
    &suffixes::STEMS,
    &tolerated::SAID,
];

/// A rule that starts from words.
pub(super) trait Triggered: Sync {
    /// Its words or parts of words, two bytes or longer, in lower case; they are found in any case.
    fn literals(&self) -> Vec<&'static str>;

    /// Its place in [`RULES`].
    fn listed(&self) -> &Listed;
}

/// The place of a rule among all of them, known once the first page was read.
pub(super) struct Listed(AtomicUsize);

impl Listed {
    pub(super) const fn new() -> Self {
        Self(AtomicUsize::new(usize::MAX))
    }
}

/// Where a literal of a rule stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Trigger {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Which one of [`Triggered::literals`].
    pub(super) literal: usize,
}

/// The literals of all rules in a text.
#[derive(Debug)]
pub(super) struct Triggers(Vec<Vec<Trigger>>);

impl Triggers {
    /// Reads a text in lower case.
    pub(super) fn new(lower: &str) -> Self {
        static SCANNER: LazyLock<Scanner> = LazyLock::new(Scanner::new);
        let mut found = Self(RULES.iter().map(|_| Vec::new()).collect());
        SCANNER.scan(lower.as_bytes(), &mut found.0);
        // By their end, as far as they overlap.
        for triggers in &mut found.0 {
            triggers.sort_by_key(|trigger| (trigger.end, trigger.start));
        }
        found
    }

    /// Those of one rule, ordered by end; they may overlap.
    pub(super) fn of(&self, rule: &dyn Triggered) -> &[Trigger] {
        self.0.get(rule.listed().0.load(Ordering::Relaxed)).expect("a rule that starts from words is listed")
    }
}

/// One bit for each number of 16 bits.
type Bits = Box<[u64; 1 << 10]>;

/// Finds literals by their first four bytes: most places begin none, as three of them tell.
struct Scanner {
    /// The first three bytes of all literals, by their hash; of those of two, with any third.
    threes: Bits,
    /// The first four bytes of the literals that have them.
    fours: Bits,
    /// The first three bytes of the shorter ones.
    shorter: Bits,
    /// For each beginning the literals that have it, as a range of `literals`; by open addressing, 0 is free.
    table: Vec<(u32, u32, u32)>,
    /// In order, so that those with the same beginning stand together.
    literals: Vec<Literal>,
}

/// Rules that have a literal, each with its number there.
type Owners = Vec<(usize, usize)>;

/// A literal with its rules.
struct Literal {
    text: &'static [u8],
    opening: Opening,
    rules: Owners,
}

impl Scanner {
    fn new() -> Self {
        let mut rules: BTreeMap<&[u8], Owners> = BTreeMap::new();
        for (rule, triggered) in RULES.iter().enumerate() {
            triggered.listed().0.store(rule, Ordering::Relaxed);
            for (number, literal) in triggered.literals().into_iter().enumerate() {
                let text = literal.as_bytes();
                assert!(text.len() >= 2, "a literal has two bytes: {literal:?}");
                rules.entry(text).or_default().push((rule, number));
            }
        }
        let literals: Vec<Literal> =
            rules.into_iter().map(|(text, rules)| Literal { text, opening: Opening::of(text), rules }).collect();
        let none = || Bits::new([0; 1 << 10]);
        let table = vec![(0, 0, 0); (literals.len() * 4).next_power_of_two()];
        let mut scanner = Self { threes: none(), fours: none(), shorter: none(), table, literals: Vec::new() };
        let mut from = 0;
        for alike in literals.chunk_by(|one, other| beginning(one.text) == beginning(other.text)) {
            let key = beginning(alike[0].text);
            match alike[0].text.len() {
                2 => (0..=u8::MAX).for_each(|next| scanner.set_shorter(key | u32::from(next) << 16)),
                3 => scanner.set_shorter(key),
                _ => {
                    set(&mut scanner.threes, hash(key & 0xff_ffff));
                    set(&mut scanner.fours, hash(key));
                }
            }
            let to = from + alike.len();
            let slot = scanner.slot(key);
            scanner.table[slot] = (key, from as u32, to as u32);
            from = to;
        }
        scanner.literals = literals;
        scanner
    }

    fn set_shorter(&mut self, three: u32) {
        set(&mut self.threes, hash(three));
        set(&mut self.shorter, hash(three));
    }

    fn scan(&self, text: &[u8], found: &mut [Vec<Trigger>]) {
        let mut at_four = |at: usize, four: u32| {
            let three = hash(four & 0xff_ffff);
            if !has(&self.threes, three) {
                return;
            }
            if has(&self.fours, hash(four)) {
                self.verify(text, at, four, found);
            }
            if has(&self.shorter, three) {
                self.verify(text, at, four & 0xff_ffff, found);
                self.verify(text, at, four & 0xffff, found);
            }
        };
        for (at, four) in text.windows(4).enumerate() {
            at_four(at, u32::from_le_bytes([four[0], four[1], four[2], four[3]]));
        }
        // Behind the end are blanks.
        for at in text.len().saturating_sub(3)..text.len() {
            let mut four = *b"    ";
            four[..text.len() - at].copy_from_slice(&text[at..]);
            at_four(at, u32::from_le_bytes(four));
        }
    }

    /// Where the table has this beginning, or would have it.
    fn slot(&self, key: u32) -> usize {
        let mask = self.table.len() - 1;
        let mut slot = usize::from(hash(key)) & mask;
        while self.table[slot].0 != 0 && self.table[slot].0 != key {
            slot = (slot + 1) & mask;
        }
        slot
    }

    /// Reports the literals with this beginning that stand at `at`.
    #[inline(never)]
    fn verify(&self, text: &[u8], at: usize, key: u32, found: &mut [Vec<Trigger>]) {
        let (_, from, to) = self.table[self.slot(key)];
        let here = Opening::here(&text[at..]);
        for literal in &self.literals[from as usize..to as usize] {
            let end = at + literal.text.len();
            if literal.opening.fits(here) && text.get(at..end) == Some(literal.text) {
                for &(rule, number) in &literal.rules {
                    found[rule].push(Trigger { start: at, end, literal: number });
                }
            }
        }
    }
}

/// The first four bytes, or all there are.
fn beginning(text: &[u8]) -> u32 {
    let mut four = [0; 4];
    let len = text.len().min(4);
    four[..len].copy_from_slice(&text[..len]);
    u32::from_le_bytes(four)
}

fn hash(key: u32) -> u16 {
    (key.wrapping_mul(0x9e37_79b1) >> 16) as u16
}

fn set(bits: &mut Bits, at: u16) {
    bits[usize::from(at >> 6)] |= 1 << (at & 63);
}

fn has(bits: &Bits, at: u16) -> bool {
    bits[usize::from(at >> 6)] >> (at & 63) & 1 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pass_finds_what_looking_for_each_literal_finds() {
        let text = "Nach 4 Wochen kein RÜCKFALL: n=12 patients (aged 50s), p<0.05; 3 yr of follow-up, PaTienT";
        let lower = crate::text::lowered(text);
        let found = Triggers::new(&lower);
        for (rule, triggered) in RULES.iter().enumerate() {
            let mut expected: Vec<(usize, usize, usize)> = Vec::new();
            for (number, literal) in triggered.literals().into_iter().enumerate() {
                let places = (0..lower.len()).filter(|&at| lower.as_bytes()[at..].starts_with(literal.as_bytes()));
                expected.extend(places.map(|at| (at + literal.len(), at, number)));
            }
            expected.sort_unstable();
            let mut got: Vec<_> = found.0[rule].iter().map(|t| (t.end, t.start, t.literal)).collect();
            got.sort_unstable();
            assert_eq!(got, expected);
        }
    }
}
