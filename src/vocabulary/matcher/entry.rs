//! The names of a matcher as they lie in memory and in the cache: bytes one after the other, so that to verify a name
//! takes one place of memory.

use crate::vocabulary::{ConceptIndex, Usage};

/// Letters of the longest name.
pub(super) const LONGEST_NAME: usize = (1 << 11) - 1;

const USAGES: [Usage; 4] = [Usage::Plain, Usage::Case, Usage::Context, Usage::Related];

/// A name of a concept.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry<'a> {
    /// One more than the place of another name with this hash; 0 is none.
    pub(super) next: u32,
    pub(super) concept: ConceptIndex,
    pub(super) usage: Usage,
    /// Only in the written case.
    pub(super) strict: bool,
    pub(super) folded: &'a [u8],
    bounds: &'a [[u8; 4]],
    written: &'a [u8],
}

/// Where two words of a name meet: letters of the folded name before it, and the mark between them, if it is no blank
/// and no hyphen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bound {
    pub(super) at: usize,
    pub(super) mark: Option<char>,
}

/// Bytes before the letters: next, concept, usage and strict, number of bounds, lengths of folded and written.
const HEAD: usize = 14;

impl<'a> Entry<'a> {
    /// The name with a place, which counts from 1.
    #[inline]
    pub(super) fn at(names: &'a [u8], place: u32) -> Self {
        let bytes = &names[place as usize - 1..];
        let (head, rest) = bytes.split_first_chunk::<HEAD>().expect("a place is that of a name");
        let four = |at: usize| u32::from_le_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
        let two = |at: usize| usize::from(u16::from_le_bytes([head[at], head[at + 1]]));
        let (folded, rest) = rest.split_at(two(10));
        let (bounds, rest) = rest.split_at(4 * usize::from(head[9]));
        Self {
            next: four(0),
            concept: ConceptIndex(four(4)),
            usage: USAGES[usize::from(head[8] & 3)],
            strict: head[8] & 4 != 0,
            folded,
            bounds: bounds.as_chunks().0,
            written: &rest[..two(12)],
        }
    }

    /// Letters and digits in the written case; none unless strict.
    pub(super) fn written(&self) -> &'a str {
        std::str::from_utf8(self.written).expect("it is written from a text")
    }

    /// Where its words meet.
    pub(super) fn bounds(&self) -> impl ExactSizeIterator<Item = Bound> + use<'a> {
        self.bounds.iter().map(|bytes| {
            let number = u32::from_le_bytes(*bytes);
            let mark = char::from_u32(number >> 11).filter(|mark| *mark != '\0');
            Bound { at: number as usize & LONGEST_NAME, mark }
        })
    }
}

/// A name to be written.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub(super) folded: Vec<u8>,
    pub(super) bounds: Vec<Bound>,
    pub(super) written: String,
}

impl Draft {
    /// Whether it is small enough to be kept.
    pub(super) fn fits(&self) -> bool {
        self.folded.len() <= LONGEST_NAME && u8::try_from(self.bounds.len()).is_ok()
    }

    /// Appends the name of a concept and gives its place; none if there is no more room.
    pub(super) fn write(&self, names: &mut Vec<u8>, concept: ConceptIndex, usage: Usage, strict: bool) -> Option<u32> {
        let place = u32::try_from(names.len() + 1).ok()?;
        let written = if strict { &*self.written } else { "" };
        let usage = USAGES.iter().position(|known| *known == usage)? as u8;
        names.extend(0u32.to_le_bytes());
        names.extend(concept.0.to_le_bytes());
        names.extend([usage | u8::from(strict) << 2, self.bounds.len() as u8]);
        names.extend((self.folded.len() as u16).to_le_bytes());
        names.extend(u16::try_from(written.len()).ok()?.to_le_bytes());
        names.extend(&self.folded);
        for bound in &self.bounds {
            names.extend((bound.at as u32 | bound.mark.map_or(0, u32::from) << 11).to_le_bytes());
        }
        names.extend(written.as_bytes());
        Some(place)
    }
}

/// Lets another name of the same hash follow the one with a place.
pub(super) fn chain(names: &mut [u8], place: u32, next: u32) {
    names[place as usize - 1..][..4].copy_from_slice(&next.to_le_bytes());
}
