//! The tables of a matcher as numbers, for the cache.

use super::{Bound, End, Matcher};
use crate::vocabulary::compiled::{Reader, Writer};
use crate::vocabulary::{ConceptIndex, ConceptKind, Usage};

impl Matcher {
    /// Writes the tables.
    pub(in crate::vocabulary) fn write(&self, out: &mut Writer) {
        out.numbers(self.slots.iter().copied());
        out.numbers(self.filter.iter().copied());
        let ends: Vec<u64> = self.ends.iter().flat_map(pack).collect();
        out.numbers(ends.into_iter());
        let bounds = self.bounds.iter();
        out.numbers(bounds.map(|bound| u64::from(bound.mark.map_or(0, u32::from)) << 32 | u64::from(bound.at)));
        out.bytes(&self.folded);
        out.bytes(self.written.as_bytes());
    }

    /// Reads them; none if they are not whole.
    pub(in crate::vocabulary) fn read(reader: &mut Reader<'_>, kinds: Vec<ConceptKind>) -> Option<Self> {
        let slots = reader.numbers()?.collect();
        let filter = reader.numbers()?.collect();
        let mut numbers = reader.numbers()?;
        let mut ends = Vec::with_capacity(numbers.len() / 4);
        while let Some(first) = numbers.next() {
            ends.push(unpack([first, numbers.next()?, numbers.next()?, numbers.next()?]));
        }
        let bounds = reader.numbers()?.map(|bound| Bound {
            at: bound as u16,
            mark: char::from_u32((bound >> 32) as u32).filter(|mark| *mark != '\0'),
        });
        Some(Self {
            slots,
            filter,
            ends,
            bounds: bounds.collect(),
            folded: reader.bytes()?.to_vec(),
            written: std::str::from_utf8(reader.bytes()?).ok()?.to_owned(),
            kinds,
        })
    }
}

fn pack(end: &End) -> [u64; 4] {
    let usage = match end.usage {
        Usage::Plain => 0,
        Usage::Case => 1,
        Usage::Context => 2,
        Usage::Related => 3,
    };
    let lengths = [end.folded.1, end.bounds.1, end.written.1];
    let lengths = lengths.into_iter().fold(0, |all, length| all << 16 | u64::from(length));
    [
        u64::from(end.next) << 32 | u64::from(end.concept.0),
        u64::from(end.folded.0) << 32 | u64::from(end.bounds.0),
        lengths,
        u64::from(end.written.0) << 32 | u64::from(end.strict) << 2 | usage,
    ]
}

fn unpack([first, second, lengths, last]: [u64; 4]) -> End {
    End {
        next: (first >> 32) as u32,
        concept: ConceptIndex(first as u32),
        usage: match last & 3 {
            0 => Usage::Plain,
            1 => Usage::Case,
            2 => Usage::Context,
            _ => Usage::Related,
        },
        strict: last & 4 != 0,
        folded: ((second >> 32) as u32, (lengths >> 32) as u16),
        bounds: (second as u32, (lengths >> 16) as u16),
        written: ((last >> 32) as u32, lengths as u16),
    }
}
