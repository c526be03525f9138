//! Words of a text for the index: folded as in the search inside a document, in both readings of it, with positions.
//! A word is a run of letters and digits of the folded text.

use std::collections::HashSet;
use std::ops::Range;

use crate::text::{self, Folded, Umlaut};

/// Bytes of a word that are looked at: longer ones are no words but data.
const LONGEST: usize = 80;

/// Words on each side of a broken word that a phrase across it may have.
const AROUND: usize = 5;

/// Letters of the longest beginning of a word that the index keeps by itself.
pub(super) const SHORT: usize = 3;

/// Where a word stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// Behind the word before.
    Next,
    /// At the place of the word before: the other reading of it.
    Same,
    /// Behind a gap that no phrase spans.
    Gap,
}

/// Gives the words of a text in order. A word that is read in two ways is given twice; one that is broken at a line's
/// end and is two words in the other reading is given joined in its place, and parted with its surroundings at the end.
pub(super) fn words(text: &str, take: &mut dyn FnMut(Step, &str)) {
    let mut broken: Vec<Range<usize>> = Vec::new();
    let mut spelled = String::new();
    walk(text, take, &mut |chunk, take| {
        // One reading joins what the other parts.
        match both(&text[chunk.clone()], take) {
            Same::Words => {}
            Same::Not => broken.push(chunk),
        }
    });
    for chunk in broken {
        let mut first = true;
        let mut give = |word: &str| {
            take(if std::mem::take(&mut first) { Step::Gap } else { Step::Next }, word);
        };
        let before = &text[behind(text, chunk.start)..chunk.start];
        let after = &text[chunk.end..ahead(text, chunk.end)];
        spelled.clear();
        spelled.push_str(&Folded::new(&text[chunk], Umlaut::Spelled).text);
        let plain = [Folded::new(before, Umlaut::Plain).text, Folded::new(after, Umlaut::Plain).text];
        for part in [plain[0].as_str(), spelled.as_str(), plain[1].as_str()] {
            parts(part).for_each(&mut give);
        }
    }
}

/// The words of what is looked for, in each reading that differs.
pub(super) fn readings(typed: &str) -> Vec<Vec<String>> {
    let read = |umlaut| parts(&Folded::new(typed, umlaut).text).map(str::to_owned).collect::<Vec<String>>();
    let mut readings = vec![read(Umlaut::Plain), read(Umlaut::Spelled)];
    readings.dedup();
    readings.retain(|words| !words.is_empty());
    readings
}

enum Same {
    Words,
    Not,
}

/// Both readings of a chunk, place by place where they have the same number of words, else the plain one.
fn both(chunk: &str, take: &mut dyn FnMut(Step, &str)) -> Same {
    let plain = Folded::new(chunk, Umlaut::Plain).text;
    let spelled = Folded::new(chunk, Umlaut::Spelled).text;
    if plain == spelled {
        parts(&plain).for_each(|word| take(Step::Next, word));
        return Same::Words;
    }
    if parts(&plain).count() != parts(&spelled).count() {
        parts(&plain).for_each(|word| take(Step::Next, word));
        return Same::Not;
    }
    for (plain, spelled) in parts(&plain).zip(parts(&spelled)) {
        take(Step::Next, plain);
        if plain != spelled {
            take(Step::Same, spelled);
        }
    }
    Same::Words
}

fn parts(folded: &str) -> impl Iterator<Item = &str> {
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| &word[..text::floor(word, LONGEST)])
}

/// Takes the words of a text one after the other.
type Take<'a> = &'a mut dyn FnMut(Step, &str);

/// Goes through a text from blank to blank. Chunks of plain ASCII are given as words at once, the others, and those
/// that a hyphen at the end of a line joins with the next, to `aside`.
fn walk(text: &str, take: Take<'_>, aside: &mut dyn FnMut(Range<usize>, Take<'_>)) {
    let bytes = text.as_bytes();
    let mut lower = String::new();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at].is_ascii_whitespace() {
            at += 1;
            continue;
        }
        let end = chunk_end(bytes, at);
        let chunk = &bytes[at..end];
        if chunk.is_ascii() && !chunk.contains(&b'\n') {
            lower.clear();
            lower.push_str(&text[at..end]);
            lower.make_ascii_lowercase();
            let words = lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
            words.for_each(|word| take(Step::Next, &word[..word.len().min(LONGEST)]));
        } else {
            aside(at..end, take);
        }
        at = end;
    }
}

/// The end of the chunk that begins at `at`: the next blank, but not one that ends a line after a hyphen.
fn chunk_end(bytes: &[u8], at: usize) -> usize {
    let blank = |at: usize| bytes[at..].iter().position(u8::is_ascii_whitespace).map_or(bytes.len(), |to| at + to);
    let mut end = blank(at);
    loop {
        let gap = bytes[end..].iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or(bytes.len() - end);
        let broken = gap > 0 && bytes[end..end + gap].contains(&b'\n') && ends_in_hyphen(&bytes[at..end]);
        if !broken || end + gap == bytes.len() {
            return end;
        }
        end = blank(end + gap);
    }
}

/// Whether a chunk ends in a hyphen, a dash or a soft hyphen.
fn ends_in_hyphen(chunk: &[u8]) -> bool {
    let ends: [&[u8]; 6] = [b"-", b"\xC2\xAD", b"\xE2\x88\x92", b"\xEF\xB9\x98", b"\xEF\xB9\xA3", b"\xEF\xBC\x8D"];
    ends.iter().any(|end| chunk.ends_with(end))
        || matches!(chunk, [.., 0xE2, 0x80, last] if (0x90..=0x95).contains(last))
}

/// Where [`AROUND`] words before `at` begin.
fn behind(text: &str, at: usize) -> usize {
    text[..at].split_ascii_whitespace().rev().take(AROUND).last().map_or(at, |word| offset(text, word))
}

/// Where [`AROUND`] words from `at` on end.
fn ahead(text: &str, at: usize) -> usize {
    text[at..].split_ascii_whitespace().take(AROUND).last().map_or(at, |word| offset(text, word) + word.len())
}

/// Where a part of a text begins.
fn offset(text: &str, part: &str) -> usize {
    part.as_ptr() as usize - text.as_ptr() as usize
}

/// What the index takes of a document, a word a line: a line that begins with a tab stands at the place of the line
/// before, an empty line is a gap.
#[derive(Debug, Default)]
pub(super) struct Analysis {
    pub(super) words: String,
    /// The beginnings of the words, each once.
    pub(super) prefixes: String,
    seen: Vec<u64>,
    others: HashSet<String>,
}

/// Letters and digits of ASCII, and none.
const SIGNS: usize = 37;

impl Analysis {
    /// Replaces what it has by the words of a document.
    pub(super) fn read(&mut self, title: &str, text: &str) {
        self.words.clear();
        self.prefixes.clear();
        self.seen.clear();
        self.seen.resize((SIGNS * SIGNS * SIGNS).div_ceil(64), 0);
        self.others.clear();
        // Words of the title count twice, at one place: what stands at the beginning of most texts is not written again.
        words(title, &mut |step, word| {
            self.take(step, word);
            self.take(Step::Same, word);
        });
        let ends =
            |rest: &&str| rest.starts_with('\n') && title.ends_with(|c: char| c.is_alphanumeric() || ".?!".contains(c));
        let rest = text.strip_prefix(title).filter(ends);
        if rest.is_none() && !title.is_empty() {
            self.words.push('\n');
        }
        words(rest.unwrap_or(text), &mut |step, word| self.take(step, word));
    }

    fn take(&mut self, step: Step, word: &str) {
        match step {
            Step::Next => {}
            Step::Same => self.words.push('\t'),
            Step::Gap => self.words.push('\n'),
        }
        self.words.push_str(word);
        self.words.push('\n');
        let mut code = 0;
        for (count, (at, c)) in word.char_indices().take(SHORT).enumerate() {
            let Some(digit) = c.to_digit(36).filter(|_| c.is_ascii()) else {
                self.others(word, count);
                return;
            };
            code = code * SIGNS + digit as usize + 1;
            let (block, bit) = (code / 64, 1 << (code % 64));
            if self.seen[block] & bit == 0 {
                self.seen[block] |= bit;
                self.prefixes.push_str(&word[..=at]);
                self.prefixes.push('\n');
            }
        }
    }

    /// Notes the beginnings of a word that have more than `known` letters.
    fn others(&mut self, word: &str, known: usize) {
        for (at, c) in word.char_indices().take(SHORT).skip(known) {
            let prefix = &word[..at + c.len_utf8()];
            if !self.others.contains(prefix) {
                self.others.insert(prefix.to_owned());
                self.prefixes.push_str(prefix);
                self.prefixes.push('\n');
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(text: &str) -> String {
        let mut shown = String::new();
        words(text, &mut |step, word| {
            shown.push_str(match step {
                Step::Next => " ",
                Step::Same => "|",
                Step::Gap => " … ",
            });
            shown.push_str(word);
        });
        shown.trim_start().to_owned()
    }

    #[test]
    fn words_are_folded_in_both_readings() {
        let check = |text: &str, expected: &str| assert_eq!(shown(text), expected, "{text}");
        check("CAR-T cells, 12.5%", "car t cells 12 5");
        check("Größe in Köln", "grosse|groesse in koln|koeln");
        check("IFN‑γ (5 µg)", "ifn gamma 5 ug|mug");
        check("Crohn’s disease", "crohn s disease");
        check("Auto\u{AD}immun", "autoimmun");
        check("T-\ncell count", "tcell count … t cell count");
        check("eine Autoimmun-\nerkrankung ist", "eine autoimmunerkrankung ist … eine autoimmun erkrankung ist");
        check("B-\nund T-Zellen", "b und t zellen");
        check("", "");
    }

    #[test]
    fn beginnings_are_noted_once() {
        let mut analysis = Analysis::default();
        analysis.read("", "cart car Köln жизнь");
        let mut prefixes: Vec<&str> = analysis.prefixes.lines().collect();
        prefixes.sort_unstable();
        assert_eq!(prefixes, ["c", "ca", "car", "k", "ko", "koe", "kol", "ж", "жи", "жиз"]);
    }

    proptest! {
        #[test]
        fn no_reading_of_a_text_has_other_words(text in "[a-zA-Z0-9 \n.,\u{AD}–äöüßÅµγéi\u{308}-]{0,60}") {
            let given: HashSet<String> = {
                let mut given = HashSet::new();
                words(&text, &mut |_, word| { given.insert(word.to_owned()); });
                given
            };
            for umlaut in [Umlaut::Plain, Umlaut::Spelled] {
                for word in parts(&Folded::new(&text, umlaut).text) {
                    prop_assert!(given.contains(word), "{word} of {text:?}");
                }
            }
        }
    }
}
