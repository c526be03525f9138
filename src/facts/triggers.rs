//! The one pass over a page that tells each rule where its words stand, so that a rule looks closer only there and a
//! page without them costs it nothing. Which words these are, each rule says itself.

use std::sync::LazyLock;

use super::{claims, concepts, context, design, durations, genre, harm, made, outcomes, patients, prior, publication};

/// The rules that are told.
static RULES: &[&dyn Triggered] = &[
    &claims::CUES,
    &concepts::HARM,
    &context::EXCLUSION,
    &design::CUES,
    &durations::GATE,
    &genre::WORDS,
    &genre::story::AGED,
    &harm::FREQUENT,
    &harm::LISTS,
    &made::HEADS,
    &outcomes::CHANGED,
    &outcomes::HOPED,
    &outcomes::FEARED,
    &patients::AGE_GATE,
    &patients::cohort::FIELDS,
    &patients::cohort::GATE,
    &patients::cohort::SHARES,
    &patients::sex::PATIENT_GATE,
    &prior::GATE,
    &publication::JOURNAL_NOUNS,
    &publication::MONEY,
    &prior::PHRASED,
    &prior::NAMED,
];

/// A rule that starts from words.
pub(super) trait Triggered: Sync {
    /// Its words or parts of words, two bytes or longer, in lower case; they are found in any case.
    fn literals(&self) -> Vec<&'static str>;
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
        let at = RULES.iter().position(|known| std::ptr::addr_eq(std::ptr::from_ref(*known), std::ptr::from_ref(rule)));
        &self.0[at.expect("a rule that starts from words is listed")]
    }
}

/// Bits of a filter, as a power of two.
const BITS: u32 = 16;

/// Finds literals by their first four bytes: a filter of one bit for each beginning dismisses most places.
struct Scanner {
    /// Beginnings of literals of three bytes and more, by their hash.
    filter: Vec<u64>,
    /// The literals of two bytes.
    pairs: Vec<u64>,
    /// For each beginning the literals that have it, as a range of `literals`; by open addressing, 0 is free.
    table: Vec<(u32, u32, u32)>,
    /// Ordered by beginning.
    literals: Vec<Literal>,
}

struct Literal {
    text: &'static [u8],
    rule: usize,
    number: usize,
}

impl Scanner {
    fn new() -> Self {
        let mut literals: Vec<Literal> = Vec::new();
        for (rule, triggered) in RULES.iter().enumerate() {
            let texts = triggered.literals().into_iter().enumerate();
            literals.extend(texts.map(|(number, text)| Literal { text: text.as_bytes(), rule, number }));
        }
        literals.sort_by_key(Literal::beginning);
        let size = (literals.len() * 4).next_power_of_two();
        let empty = || vec![0; 1 << (BITS - 6)];
        let mut scanner = Self { filter: empty(), pairs: empty(), table: vec![(0, 0, 0); size], literals };
        let mut from = 0;
        while let Some(first) = scanner.literals.get(from) {
            let key = first.beginning();
            let to = from + scanner.literals[from..].partition_point(|literal| literal.beginning() == key);
            match first.text.len() {
                0 | 1 => panic!("a literal has two bytes: {:?}", first.text),
                2 => set(&mut scanner.pairs, key),
                3 => (0..=u8::MAX).for_each(|next| set(&mut scanner.filter, hash(key | u32::from(next) << 24))),
                _ => set(&mut scanner.filter, hash(key)),
            }
            let mut slot = hash(key) as usize & (size - 1);
            while scanner.table[slot].0 != 0 {
                slot = (slot + 1) & (size - 1);
            }
            scanner.table[slot] = (key, from as u32, to as u32);
            from = to;
        }
        scanner
    }

    fn scan(&self, text: &[u8], found: &mut [Vec<Trigger>]) {
        let fours = text.windows(4).map(|four| four.try_into().expect("four bytes"));
        // The last three places are read as if blanks followed.
        let tail = (text.len().saturating_sub(3)..text.len()).map(|at| {
            let mut four = [b' '; 4];
            four[..text.len() - at].copy_from_slice(&text[at..]);
            four
        });
        for (at, four) in fours.chain(tail).enumerate() {
            let key = u32::from_le_bytes(four);
            if has(&self.filter, hash(key)) {
                self.verify(text, at, key, found);
                self.verify(text, at, key & 0xff_ffff, found);
            }
            if has(&self.pairs, key & 0xffff) {
                self.verify(text, at, key & 0xffff, found);
            }
        }
    }

    /// Reports the literals with this beginning that stand at `at`.
    fn verify(&self, text: &[u8], at: usize, key: u32, found: &mut [Vec<Trigger>]) {
        let mut slot = hash(key) as usize;
        let (from, to) = loop {
            slot &= self.table.len() - 1;
            match self.table[slot] {
                (0, ..) => return,
                (known, from, to) if known == key => break (from as usize, to as usize),
                _ => slot += 1,
            }
        };
        for literal in &self.literals[from..to] {
            let end = at + literal.text.len();
            if text.get(at..end) == Some(literal.text) {
                found[literal.rule].push(Trigger { start: at, end, literal: literal.number });
            }
        }
    }
}

impl Literal {
    /// Its first four bytes, or all of it.
    fn beginning(&self) -> u32 {
        let mut four = [0; 4];
        let len = self.text.len().min(4);
        four[..len].copy_from_slice(&self.text[..len]);
        u32::from_le_bytes(four)
    }
}

fn hash(key: u32) -> u32 {
    key.wrapping_mul(0x9e37_79b1) >> (32 - BITS)
}

fn set(bits: &mut [u64], at: u32) {
    bits[at as usize >> 6] |= 1 << (at & 63);
}

fn has(bits: &[u64], at: u32) -> bool {
    bits[at as usize >> 6] >> (at & 63) & 1 == 1
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
