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

/// A part of a line of words, in which only words count and not what parts them, each in either reading; the beginning
/// of a word if it ends with a star.
#[derive(Debug)]
pub(crate) struct Part {
    readings: Vec<Row>,
    begins: bool,
    /// A word of it: what has not even this need not be looked at.
    pub(crate) probe: Needle,
}

/// The words of a line; for each how it is read.
type Row = Vec<Vec<String>>;

impl Part {
    /// The part as typed.
    pub(crate) fn new(typed: &str) -> Self {
        let (text, begins) = typed.strip_suffix('*').map_or((typed, false), |text| (text, true));
        let needle = Needle::new(text);
        let readings = rows(needle.readings().iter().map(String::as_str));
        let longest = |row: &Row| row.iter().max_by_key(|word| word[0].len()).cloned().unwrap_or_default();
        let words: Vec<String> = readings.iter().flat_map(longest).collect();
        let [first, .., last] = &words[..] else {
            let word = words.into_iter().next().unwrap_or_default();
            return Self { readings, begins, probe: Needle { readings: [word.clone(), word] } };
        };
        Self { probe: Needle { readings: [first.clone(), last.clone()] }, readings, begins }
    }

    /// Whether it stands in what [`hay`] made.
    pub(crate) fn inside(&self, hay: &str) -> bool {
        self.probe.inside(hay)
            && rows(hay.lines()).iter().any(|row| self.readings.iter().any(|wanted| self.stands(wanted, row)))
    }

    fn stands(&self, wanted: &Row, row: &Row) -> bool {
        let last = wanted.len().saturating_sub(1);
        row.windows(wanted.len().max(1)).any(|words| {
            wanted.iter().zip(words).enumerate().all(|(at, (wanted, word))| {
                let fits = |wanted: &String, word: &String| match (at == 0 && !self.begins, at == last) {
                    (true, true) => word.contains(wanted.as_str()),
                    (true, false) => word.ends_with(wanted.as_str()),
                    (false, true) => word.starts_with(wanted.as_str()),
                    (false, false) => word == wanted,
                };
                wanted.iter().any(|wanted| word.iter().any(|word| fits(wanted, word)))
            })
        })
    }
}

/// The words of the readings of a line, beside each other where each has as many.
fn rows<'a>(readings: impl Iterator<Item = &'a str>) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for reading in readings {
        let words = reading.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty());
        let words: Row = words.map(|word| vec![word.to_owned()]).collect();
        match rows.first_mut().filter(|row| row.len() == words.len()) {
            Some(row) => row.iter_mut().zip(words).for_each(|(all, word)| all.extend(word)),
            None => rows.push(words),
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::{Needle, Part, hay};

    #[test]
    fn a_part_of_a_title_is_words_and_a_star_begins_one() {
        let title = hay("Über Lithiumsalze: CAR\u{2011}T, IFN-γ und Müllers Größe");
        for (typed, found) in [
            ("lithium", true),
            ("salze", true),
            ("lithium*", true),
            ("salze*", false),
            ("lithiumsalze car t", true),
            ("Lithiumsalze: CAR-T*", true),
            ("ueber lithium*", true),
            ("muller", true),
            ("MUELLERS GROSSE", true),
            ("ifn gamma", true),
            ("t ifn*", true),
            ("r t ifn*", false),
            ("grosse mullers", false),
            ("litium", false),
        ] {
            assert_eq!(Part::new(typed).inside(&title), found, "{typed}");
            assert!(!found || Part::new(typed).probe.inside(&title), "{typed}");
        }
    }

    #[test]
    fn both_readings_of_an_umlaut_find_each_other() {
        for typed in ["Müller", "Mueller", "muller", "MÜLLER"] {
            assert!(Needle::new(typed).equals(&hay("Müller")), "{typed}");
        }
        assert!(Needle::new("Müller").equals(&hay("Mueller")));
        assert!(!Needle::new("Möller").equals(&hay("Müller")));
    }
}
