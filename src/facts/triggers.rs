//! The one pass over a page that tells each rule where its words stand, so that a rule looks closer only there and a
//! page without them costs it nothing. Which words these are, each rule says itself.

use std::sync::LazyLock;

use super::{
    claims, concepts, context, design, disclosures, durations, genre, harm, made, outcomes, patients, prior,
    publication, tolerated,
};

/// The rules that are told.
static RULES: &[&dyn Triggered] = &[
    &claims::CUES,
    &concepts::HARM,
    &context::EXCLUSION,
    &design::CUES,
    &disclosures::WORDS,
    &durations::GATE,
    &durations::point::COUNTED,
    &genre::WORDS,
    &genre::story::AGED,
    &harm::course::CAUSED,
    &harm::course::COUNTED,
    &harm::course::LATER,
    &harm::course::TREATING,
    &harm::FREQUENT,
    &harm::GOT,
    &harm::VERBED,
    &harm::DAYS,
    &harm::HAPPENED,
    &harm::LISTS,
    &harm::SAFETY,
    &made::HEADS,
    &outcomes::AFTERWARDS,
    &outcomes::CHANGED,
    &outcomes::COMPARED,
    &outcomes::HOPED,
    &outcomes::FEARED,
    &outcomes::TOLD,
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
    &publication::JOURNAL_NOUNS,
    &publication::MONEY,
    &prior::PHRASED,
    &prior::named::LISTED,
    &tolerated::SAID,
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

/// One bit for each number of 16 bits.
type Bits = Box<[u64; 1 << 10]>;

/// Finds literals by their first three bytes: most places begin none.
struct Scanner {
    /// The first three bytes of all literals, by their hash.
    filter: Bits,
    /// The first four bytes, of those left that have them.
    fours: Bits,
    /// The literals of two bytes; there are few.
    pairs: Vec<u32>,
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
        let none = || Bits::new([0; 1 << 10]);
        let mut scanner =
            Self { filter: none(), fours: none(), pairs: Vec::new(), table: vec![(0, 0, 0); size], literals };
        let mut from = 0;
        while let Some(first) = scanner.literals.get(from) {
            let key = first.beginning();
            let to = from + scanner.literals[from..].partition_point(|literal| literal.beginning() == key);
            match first.text.len() {
                0 | 1 => panic!("a literal has two bytes: {:?}", first.text),
                2 => {
                    scanner.pairs.push(key);
                    (0..=u8::MAX).for_each(|next| set(&mut scanner.filter, hash(key | u32::from(next) << 16)));
                }
                _ => set(&mut scanner.filter, hash(key)),
            }
            for literal in &scanner.literals[from..to] {
                let mut four = |fourth| set(&mut scanner.fours, hash(key | u32::from(fourth) << 24));
                match literal.text.get(3) {
                    Some(&fourth) => four(fourth),
                    None => (0..=u8::MAX).for_each(four),
                }
            }
            let mut slot = usize::from(hash(key)) & (size - 1);
            while scanner.table[slot].0 != 0 {
                slot = (slot + 1) & (size - 1);
            }
            scanner.table[slot] = (key, from as u32, to as u32);
            from = to;
        }
        scanner
    }

    fn scan(&self, text: &[u8], found: &mut [Vec<Trigger>]) {
        for (at, three) in text.windows(3).enumerate() {
            let three = u32::from_le_bytes([three[0], three[1], three[2], 0]);
            if has(&self.filter, hash(three)) {
                self.look(text, at, three, found);
            }
        }
        // Behind the end is a blank.
        if let [.., one, two] = *text {
            self.look(text, text.len() - 2, u32::from_le_bytes([one, two, b' ', 0]), found);
        }
    }

    /// Reports the literals at `at`, where these three bytes stand.
    #[inline(never)]
    fn look(&self, text: &[u8], at: usize, three: u32, found: &mut [Vec<Trigger>]) {
        let fourth = text.get(at + 3).copied().unwrap_or(b' ');
        if has(&self.fours, hash(three | u32::from(fourth) << 24)) {
            self.verify(text, at, three, found);
        }
        let pair = three & 0xffff;
        if self.pairs.contains(&pair) {
            self.verify(text, at, pair, found);
        }
    }

    /// Reports the literals with this beginning that stand at `at`.
    fn verify(&self, text: &[u8], at: usize, key: u32, found: &mut [Vec<Trigger>]) {
        let mut slot = usize::from(hash(key));
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
    /// Its first three bytes, or all of it.
    fn beginning(&self) -> u32 {
        let mut four = [0; 4];
        let len = self.text.len().min(3);
        four[..len].copy_from_slice(&self.text[..len]);
        u32::from_le_bytes(four)
    }
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
