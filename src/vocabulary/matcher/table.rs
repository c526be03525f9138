//! Which hashes the names of a vocabulary and their beginnings have. A filter that fits the cache of a processor says of
//! nearly every word of a text that it has none of them; slots say where the names of a hash are.

use std::hint::black_box;

use super::Hash;

/// What a hash may be of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Words with which a longer name begins.
    Beginning,
    /// A name.
    Name,
    /// A name with a capital that is found in its written case only.
    Capital,
    /// A name or head of which solid compounds are made.
    Part,
    /// The first letters of one.
    Opening,
    /// The last letters of one.
    Closing,
}

impl Role {
    /// The two bits of a key in a number of the filter: names have its upper half, all others its lower one.
    fn bits(self, key: u64) -> u64 {
        let two = 1u32 << (key & 31) | 1 << (key >> 5 & 31);
        match self {
            Self::Beginning => u64::from(two),
            Self::Part => u64::from(two.rotate_left(11)),
            Self::Opening => u64::from(two.rotate_left(22)),
            Self::Closing => u64::from(two.rotate_left(27)),
            Self::Name => u64::from(two) << 32,
            Self::Capital => u64::from(two.rotate_left(11)) << 32,
        }
    }
}

/// Keys of the filter that share one of its numbers, on average: one in fifty others is taken for one of them.
const SHARE: usize = 8;

/// Hashes by their keys.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub(super) filter: Vec<u64>,
    /// By open addressing: the lower half of a key above, one more than the place of the name below; 0 is none.
    pub(super) slots: Vec<u64>,
}

/// What the filter knows of a hash.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Clue {
    key: u64,
    bits: u64,
}

impl Clue {
    /// Whether it may be something.
    pub(super) fn may_be(self, role: Role) -> bool {
        let bits = role.bits(self.key);
        self.bits & bits == bits
    }

    /// Whether a longer name may begin so.
    pub(super) fn begins(self) -> bool {
        self.may_be(Role::Beginning)
    }

    /// Whether it may be a name, written with a capital or without.
    #[expect(clippy::needless_bitwise_bool, reason = "a branch that is guessed wrong costs more")]
    pub(super) fn is_name(self, capital: bool) -> bool {
        self.may_be(Role::Name) | (capital & self.may_be(Role::Capital))
    }
}

impl Table {
    /// A table of keys in their roles and of names: each a key and a place, of which the ones of one key are handed to
    /// `chain` as (place, the place that came before).
    pub(super) fn new(keys: &[(u64, Role)], names: &[(u64, u32)], mut chain: impl FnMut(u32, u32)) -> Self {
        let numbers = (keys.len() / SHARE).next_power_of_two().max(2);
        let mut filter = vec![0; numbers];
        for &(key, role) in keys {
            filter[home(key, numbers)] |= role.bits(key);
        }
        let places = (names.len() * 3 / 2).next_power_of_two().max(2);
        let mut slots = vec![0; places];
        let mask = places - 1;
        for &(key, place) in names {
            let mut at = home(key, places);
            while slots[at] != 0 && slots[at] >> 32 != u64::from(key as u32) {
                at = (at + 1) & mask;
            }
            if slots[at] != 0 {
                chain(place, slots[at] as u32);
            }
            slots[at] = key << 32 | u64::from(place);
        }
        Self { filter, slots }
    }

    /// What the filter knows of a hash.
    pub(super) fn clue(&self, hash: Hash) -> Clue {
        let key = hash.key();
        Clue { key, bits: self.filter[home(key, self.filter.len())] }
    }

    /// Brings what is known of hashes near the processor, for all at once: it waits for many places at a time.
    pub(super) fn fetch(&self, clues: impl Iterator<Item = Clue>, names: &[u8]) {
        for clue in clues {
            let slot = self.slots[home(clue.key, self.slots.len())];
            black_box(names.get((slot as u32) as usize));
        }
    }

    /// The place of the last name with a hash that has the same half of its key; names are verified.
    pub(super) fn place(&self, clue: Clue) -> Option<u32> {
        let mask = self.slots.len() - 1;
        let mut at = home(clue.key, self.slots.len());
        loop {
            let slot = self.slots[at & mask];
            if slot == 0 {
                return None;
            }
            if slot >> 32 == u64::from(clue.key as u32) {
                return Some(slot as u32);
            }
            at += 1;
        }
    }
}

/// Where a key is looked for first among a number of places that is a power of two: its highest bits say it.
fn home(key: u64, places: usize) -> usize {
    (key >> (64 - places.trailing_zeros())) as usize
}
