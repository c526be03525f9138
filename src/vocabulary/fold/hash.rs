//! A hash of letters that can be put together: that of "cart" follows from those of "car" and "t". Letters are the
//! digits of a number to the base 256, the first one the lowest, modulo the prime 2^61 - 1. Eight letters are therefore
//! one word of the processor as it lies in memory, and to move letters up is to turn the bits of their number. Names are
//! verified where a hash is found, so that two names of one hash cost time only.

/// 2^61 - 1: what overflows its 61 bits is added below.
const PRIME: u64 = (1 << BITS) - 1;

const BITS: u32 = 61;

/// The first letters of eight that lie in a word of the processor.
const FIRST: [u64; 9] = {
    let mut masks = [0; 9];
    let mut count = 1;
    while count < masks.len() {
        masks[count] = u64::MAX >> (64 - 8 * count);
        count += 1;
    }
    masks
};

/// The hash of some letters, and by how much it moves those behind them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Hash {
    /// Below [`PRIME`].
    value: u64,
    /// Eight bits a letter, modulo [`BITS`].
    turn: u32,
}

impl Hash {
    /// Of no letters.
    pub(crate) const EMPTY: Self = Self { value: 0, turn: 0 };

    /// Of so many letters, from what was kept of it.
    pub(super) fn stored(value: u64, letters: u8) -> Self {
        Self { value, turn: u32::from(TURNS[usize::from(letters)]) }
    }

    /// What is kept of a hash beside the number of its letters.
    pub(super) fn value(self) -> u64 {
        self.value
    }

    /// Of letters of any number.
    pub(crate) fn of(letters: &[u8]) -> Self {
        letters.chunks(8).fold(Self::EMPTY, |hash, chunk| hash.then(Self::short(chunk)))
    }

    /// Of up to eight letters.
    fn short(letters: &[u8]) -> Self {
        let number = letters.iter().rev().fold(0, |number, &letter| number << 8 | u64::from(letter));
        Self { value: settled(number), turn: turn(letters.len()) }
    }

    /// Of the first `count` of sixteen letters.
    pub(super) fn of_first(letters: &[u8; 16], count: usize) -> Self {
        let all = u128::from_le_bytes(*letters);
        let low = settled(all as u64 & FIRST[count.min(8)]);
        if count <= 8 {
            return Self { value: low, turn: turn(count) };
        }
        let high = settled((all >> 64) as u64 & FIRST[count - 8]);
        Self { value: settled(low + turned(high, turn(8))), turn: turn(count) }
    }

    /// Of these letters followed by others.
    pub(crate) fn then(self, after: Self) -> Self {
        let turn = self.turn + after.turn;
        Self {
            value: settled(self.value + turned(after.value, self.turn)),
            turn: if turn < BITS { turn } else { turn - BITS },
        }
    }

    /// Of these letters and one more.
    pub(crate) fn with(self, letter: u8) -> Self {
        self.then(Self { value: u64::from(letter), turn: turn(1) })
    }

    /// The hash spread evenly over all bits.
    pub(crate) fn key(self) -> u64 {
        let product = u128::from(self.value ^ 0x2545_f491_4f6c_dd1d) * 0x9e37_79b9_7f4a_7c15;
        (product >> 64) as u64 ^ product as u64
    }
}

/// By how much so many letters move those behind them.
const fn turn(letters: usize) -> u32 {
    (letters * 8 % BITS as usize) as u32
}

/// The same for the letters of a word.
const TURNS: [u8; 256] = {
    let mut turns = [0; 256];
    let mut letters = 0;
    while letters < turns.len() {
        turns[letters] = turn(letters) as u8;
        letters += 1;
    }
    turns
};

/// Modulo [`PRIME`].
fn settled(number: u64) -> u64 {
    let sum = (number & PRIME) + (number >> BITS);
    if sum < PRIME { sum } else { sum - PRIME }
}

/// A number below [`PRIME`] times a power of two, by turning its bits.
fn turned(number: u64, by: u32) -> u64 {
    (number << by | number >> (BITS - by)) & PRIME
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert_eq, proptest};

    use super::*;

    #[test]
    fn other_letters_and_another_order_are_another_hash() {
        let words: &[&[u8]] =
            &[b"", b"a", b"b", b"ab", b"ba", b"abcdefgh", b"abcdefghi", b"ibcdefgha", b"acute myeloid"];
        for (at, word) in words.iter().enumerate() {
            assert!(words[at + 1..].iter().all(|other| Hash::of(other).key() != Hash::of(word).key()), "{word:?}");
        }
    }

    proptest! {
        #[test]
        fn a_hash_follows_from_those_of_the_parts(letters in "[a-zä0-9]{0,40}", first in 0usize..40, second in 0usize..40) {
            let letters = letters.as_bytes();
            let first = first.min(letters.len());
            let second = second.clamp(first, letters.len().max(first));
            let parts = [&letters[..first], &letters[first..second], &letters[second..]].map(Hash::of);
            prop_assert_eq!(parts[0].then(parts[1]).then(parts[2]), Hash::of(letters));
            prop_assert_eq!(parts[0].then(parts[1].then(parts[2])), Hash::of(letters));
        }

        #[test]
        fn sixteen_letters_at_once_are_the_same(letters in any::<[u8; 16]>(), count in 0usize..=16) {
            prop_assert_eq!(Hash::of_first(&letters, count), Hash::of(&letters[..count]));
        }
    }
}
