//! The same question asked of the texts themselves: for documents that are not in the index yet, and for libraries
//! that have none.

use super::analysis::{self, Step, readings};
use crate::library::query::Words;

/// A word in the title weighs as much as this many in the text.
const TITLE_WEIGHT: usize = 10;

/// Something looked for.
#[derive(Debug)]
pub(super) struct Wanted {
    readings: Vec<Vec<String>>,
    prefix: bool,
    fuzzy: bool,
}

/// The words of a text with their places.
#[derive(Debug, Default)]
pub(super) struct Places {
    words: String,
    places: Vec<(u32, u32)>,
}

impl Places {
    /// Replaces what it has by the words of a text.
    pub(super) fn read(&mut self, text: &str) {
        self.words.clear();
        self.places.clear();
        let mut place = 0;
        analysis::words(text, &mut |step, word| {
            place += match step {
                Step::Next => 1,
                Step::Same => 0,
                Step::Gap => 64,
            };
            self.words.push_str(word);
            self.places.push((place, self.words.len() as u32));
        });
    }

    fn word(&self, index: usize) -> &str {
        let start = index.checked_sub(1).map_or(0, |before| self.places[before].1 as usize);
        &self.words[start..self.places[index].1 as usize]
    }
}

impl Wanted {
    pub(super) fn new(words: &Words) -> Self {
        Self { readings: readings(&words.text), prefix: words.prefix, fuzzy: words.fuzzy }
    }

    /// How much a document with this title and text is what is looked for; 0 if it is not.
    pub(super) fn weight(&self, title: &Places, text: &Places) -> usize {
        self.count(title) * TITLE_WEIGHT + self.count(text)
    }

    /// How often it stands in a text.
    fn count(&self, text: &Places) -> usize {
        let counts = self
            .readings
            .iter()
            .map(|reading| (0..text.places.len()).filter(|index| self.stands(reading, text, *index)).count());
        counts.max().unwrap_or(0)
    }

    fn stands(&self, reading: &[String], text: &Places, first: usize) -> bool {
        let place = text.places[first].0;
        let mut at = first;
        reading.iter().enumerate().all(|(nth, wanted)| {
            let here = place + nth as u32;
            while text.places.get(at).is_some_and(|(place, _)| *place < here) {
                at += 1;
            }
            let only = if nth == 0 { first..first + 1 } else { at..text.places.len() };
            let mut there = only.take_while(|index| text.places[*index].0 == here);
            there.any(|index| self.fits(text.word(index), wanted, nth + 1 == reading.len(), reading.len() == 1))
        })
    }

    fn fits(&self, word: &str, wanted: &str, last: bool, alone: bool) -> bool {
        if word == wanted {
            return true;
        }
        match (self.prefix, self.fuzzy) {
            (true, _) => last && word.starts_with(wanted),
            (_, true) => alone && near(word, wanted, usize::from(super::tolerance(wanted))),
            _ => false,
        }
    }
}

/// Whether two words are at most this many typing errors apart: a letter too many, missing, another, or two swapped.
pub(super) fn near(a: &str, b: &str, errors: usize) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > errors {
        return false;
    }
    let mut rows = [vec![0; b.len() + 1], (0..=b.len()).collect(), vec![0; b.len() + 1]];
    for (i, from) in a.iter().enumerate() {
        let [before, above, row] = &mut rows;
        row[0] = i + 1;
        for (j, to) in b.iter().enumerate() {
            let mut best = (above[j] + usize::from(from != to)).min(above[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *from == b[j - 1] && a[i - 1] == *to {
                best = best.min(before[j - 1] + 1);
            }
            row[j + 1] = best;
        }
        rows.rotate_left(1);
    }
    rows[1][b.len()] <= errors
}

#[cfg(test)]
mod tests {
    use super::{Places, Wanted, near};
    use crate::library::query::Words;

    fn words(typed: &str) -> Words {
        let (text, prefix) = typed.strip_suffix('*').map_or((typed, false), |text| (text, true));
        let (text, fuzzy) = text.strip_suffix('~').map_or((text, false), |text| (text, true));
        Words { text: text.to_owned(), phrase: text.contains(' '), prefix, fuzzy, exact: false, also: Vec::new() }
    }

    #[test]
    fn words_phrases_beginnings_and_near_words_are_counted() {
        let text = "Die Thrombozyten fielen; thrombozytopenische Phasen\nfolgten. Thrombozyten stiegen in Köln.";
        let check = |typed: &str, count| {
            let mut places = Places::default();
            places.read(text);
            assert_eq!(Wanted::new(&words(typed)).count(&places), count, "{typed}");
        };
        check("thrombozyten", 2);
        check("thrombozyt", 0);
        check("thrombozyt*", 3);
        check("phasen folgten", 1);
        check("phasen folg*", 1);
        check("folgten thrombozyten", 1);
        check("thrombozyten folgten", 0);
        check("trombozyten~", 2);
        check("trombozitn~", 0);
        check("koeln", 1);
        check("Köln", 1);
        check("in Koln", 1);
    }

    #[test]
    fn swapped_letters_are_one_error() {
        assert!(near("platelet", "platelte", 1));
        assert!(near("platelet", "platlet", 1));
        assert!(!near("platelet", "platlte", 1));
        assert!(near("", "ab", 2) && !near("", "ab", 1));
    }
}
