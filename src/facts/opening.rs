//! How a phrase begins, as a number: of many phrases those that cannot stand at a place are told apart without reading
//! them.

/// The first eight bytes of a phrase, or all it has.
#[derive(Debug, Clone, Copy)]
pub(super) struct Opening {
    bytes: u64,
    mask: u64,
}

impl Opening {
    /// The opening of a phrase that is not empty.
    pub(super) fn of(phrase: &[u8]) -> Self {
        let mask = u64::MAX >> (64 - 8 * phrase.len().min(8));
        Self { bytes: Self::here(phrase) & mask, mask }
    }

    /// What a text begins with, for [`Opening::fits`]; behind its end are zeros.
    pub(super) fn here(text: &[u8]) -> u64 {
        text.first_chunk().map_or_else(
            || text.iter().rev().fold(0, |number, &byte| number << 8 | u64::from(byte)),
            |eight| u64::from_le_bytes(*eight),
        )
    }

    /// Whether a text that begins so may begin with the phrase.
    pub(super) fn fits(self, here: u64) -> bool {
        here & self.mask == self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::Opening;

    #[test]
    fn a_phrase_fits_where_it_may_stand() {
        for (phrase, text, fits) in [
            ("no", "no sign", true),
            ("no", "n", false),
            ("without", "without", true),
            ("without any", "without a sign", true),
            ("ohne", "oh", false),
            ("größer", "größere", true),
        ] {
            assert_eq!(Opening::of(phrase.as_bytes()).fits(Opening::here(text.as_bytes())), fits, "{phrase} {text}");
        }
    }
}
