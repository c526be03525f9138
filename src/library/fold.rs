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

    /// Whether one of the lines is the needle.
    pub(crate) fn equals(&self, hay: &str) -> bool {
        hay.lines().any(|line| self.readings.iter().any(|needle| needle == line))
    }

    /// Whether the needle stands somewhere.
    pub(crate) fn inside(&self, hay: &str) -> bool {
        self.readings.iter().any(|needle| hay.contains(needle.as_str()))
    }

    /// How often the needle stands in what [`hay`] made, as whole words, or with `prefix` as the beginning of one.
    pub(crate) fn words(&self, hay: &str, prefix: bool) -> usize {
        let counts = hay.lines().flat_map(|line| self.readings.iter().map(move |needle| words(needle, line, prefix)));
        counts.max().unwrap_or(0)
    }

    /// [`Needle::words`] in a text that is not folded yet.
    pub(crate) fn words_of(&self, text: &str, prefix: bool) -> usize {
        let counts = READINGS.iter().zip(&self.readings).map(|(reading, needle)| {
            let folded = Folded::new(text, *reading).text;
            words(needle, &folded, prefix)
        });
        counts.max().unwrap_or(0)
    }

    /// Whether [`Needle::words_of`] is not 0; the second reading only if the first has none.
    pub(crate) fn word_of(&self, text: &str, prefix: bool) -> bool {
        READINGS.iter().zip(&self.readings).any(|(reading, needle)| {
            let folded = Folded::new(text, *reading).text;
            words(needle, &folded, prefix) > 0
        })
    }
}

fn words(needle: &str, line: &str, prefix: bool) -> usize {
    if needle.is_empty() {
        return 0;
    }
    let open = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    let begins = |at: usize| !needle.starts_with(char::is_alphanumeric) || open(line[..at].chars().next_back());
    let ends = |at: usize| prefix || !needle.ends_with(char::is_alphanumeric) || open(line[at..].chars().next());
    memchr::memmem::find_iter(line.as_bytes(), needle.as_bytes())
        .filter(|&at| begins(at) && ends(at + needle.len()))
        .count()
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

    #[test]
    fn words_are_whole_unless_a_prefix_is_asked_for() {
        let text = "Die Thrombozyten fielen; thrombozytopenische Phasen\nfolgten. Thrombozyten stiegen.";
        let check = |typed: &str, prefix, count| {
            let needle = Needle::new(typed);
            assert_eq!(needle.words_of(text, prefix), count, "{typed}");
            assert_eq!(needle.words(&hay(text), prefix), count, "{typed}");
            assert_eq!(needle.word_of(text, prefix), count > 0, "{typed}");
        };
        check("thrombozyten", false, 2);
        check("thrombozyt", false, 0);
        check("thrombozyt", true, 3);
        check("phasen folgten", false, 1);
        check("folgten thrombozyten", false, 0);
    }
}
