//! Folded comparison of values and words, with both readings of umlauts: "Mueller", "Muller" and "Müller" are one.

use crate::text::{Folded, Umlaut};

const READINGS: [Umlaut; 2] = [Umlaut::Plain, Umlaut::Spelled];

/// The form of a text that [`Needle`] is looked for in: one line for each reading that differs.
pub(crate) fn hay(text: &str) -> String {
    let [plain, spelled] = READINGS.map(|reading| one_line(text, reading));
    if plain == spelled {
        plain
    } else {
        format!("{plain}\n{spelled}")
    }
}

fn one_line(text: &str, reading: Umlaut) -> String {
    let folded = Folded::new(text, reading).text;
    let mut out = String::with_capacity(folded.len());
    for word in folded.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Something looked for in what [`hay`] made.
#[derive(Debug)]
pub(crate) struct Needle {
    readings: [String; 2],
}

impl Needle {
    /// The needle for a word, name or phrase.
    pub(crate) fn new(typed: &str) -> Self {
        Self {
            readings: READINGS.map(|reading| one_line(typed, reading)),
        }
    }

    /// Whether one of the lines is the needle.
    pub(crate) fn equals(&self, hay: &str) -> bool {
        hay.lines()
            .any(|line| self.readings.iter().any(|needle| needle == line))
    }

    /// Whether the needle stands somewhere.
    pub(crate) fn inside(&self, hay: &str) -> bool {
        self.readings.iter().any(|needle| hay.contains(needle.as_str()))
    }

    /// How often the needle stands there as whole words, or with `prefix` as the beginning of one.
    pub(crate) fn words(&self, hay: &str, prefix: bool) -> usize {
        hay.lines()
            .map(|line| self.words_of_line(line, prefix))
            .max()
            .unwrap_or(0)
    }

    fn words_of_line(&self, line: &str, prefix: bool) -> usize {
        let count = |needle: &String| {
            if needle.is_empty() {
                return 0;
            }
            let open = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
            memchr::memmem::find_iter(line.as_bytes(), needle.as_bytes())
                .filter(|&at| {
                    (open(line[..at].chars().next_back()) || !needle.starts_with(char::is_alphanumeric))
                        && (prefix
                            || open(line[at + needle.len()..].chars().next())
                            || !needle.ends_with(char::is_alphanumeric))
                })
                .count()
        };
        let [plain, spelled] = &self.readings;
        if plain == spelled {
            count(plain)
        } else {
            count(plain).max(count(spelled))
        }
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

    #[test]
    fn words_are_whole_unless_a_prefix_is_asked_for() {
        let text = hay("Die Thrombozyten fielen; thrombozytopenische Phasen folgten.\nThrombozyten stiegen.");
        assert_eq!(Needle::new("thrombozyten").words(&text, false), 2);
        assert_eq!(Needle::new("thrombozyt").words(&text, false), 0);
        assert_eq!(Needle::new("thrombozyt").words(&text, true), 3);
        assert_eq!(Needle::new("phasen folgten").words(&text, false), 1);
        assert_eq!(
            Needle::new("folgten thrombozyten").words(&text, false),
            0,
            "a full stop parts them"
        );
    }
}
