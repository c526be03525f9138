//! Folded comparison of values and words, with both readings of umlauts: "Mueller", "Muller" and "Müller" are one.

use crate::text::{Folded, Umlaut};

const READINGS: [Umlaut; 2] = [Umlaut::Plain, Umlaut::Spelled];

/// The form of a text that [`Needle`] is looked for in: one line for each reading that differs.
pub(crate) fn hay(text: &str) -> String {
    let text = text.trim();
    let fold = |reading| Folded::new(text, reading).text;
    // The readings differ in letters beyond ASCII and in words broken at a line's end.
    if text.is_ascii() && !text.contains('\n') {
        return fold(Umlaut::Plain);
    }
    let [plain, spelled] = READINGS.map(fold);
    if plain == spelled { plain } else { format!("{plain}\n{spelled}") }
}

/// Something looked for in what [`hay`] made.
#[derive(Debug)]
pub(crate) struct Needle {
    readings: [String; 2],
}

impl Needle {
    /// The needle for a word, name or phrase.
    pub(crate) fn new(typed: &str) -> Self {
        Self { readings: READINGS.map(|reading| Folded::new(typed.trim(), reading).text) }
    }

    /// The folded forms it is looked for in.
    pub(crate) fn readings(&self) -> &[String] {
        let same = self.readings[0] == self.readings[1];
        &self.readings[..if same { 1 } else { 2 }]
    }

    /// Whether one of the lines is the needle.
    pub(crate) fn equals(&self, hay: &str) -> bool {
        hay.lines().any(|line| self.readings.iter().any(|needle| needle == line))
    }

    /// Whether the needle stands somewhere.
    pub(crate) fn inside(&self, hay: &str) -> bool {
        self.readings.iter().any(|needle| hay.contains(needle.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::{Needle, hay};

    #[test]
    fn both_readings_of_an_umlaut_find_each_other() {
        for typed in ["Müller", "Mueller", "muller", "MÜLLER"] {
            assert!(Needle::new(typed).equals(&hay("Müller")), "{typed}");
        }
        assert!(Needle::new("Müller").equals(&hay("Mueller")));
        assert!(!Needle::new("Möller").equals(&hay("Müller")));
    }
}
