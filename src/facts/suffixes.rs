//! Names of illnesses that no vocabulary has and that their Greek or Latin ending tells: "-itis" is an inflammation,
//! "-sarcoma" a tumour. What they are is known only as far as the ending says, so that they are taken with low
//! confidence.

use super::cues::Gate;
use super::triggers::Triggers;
use crate::text::Span;
use crate::vocabulary::matcher::Found;
use crate::vocabulary::{Usage, Vocabulary};

/// Endings of words in lower case, English and German, with what they name.
const ENDINGS: &[(&str, &str)] = &[
    ("itis", "MONDO:0021166"),
    ("itides", "MONDO:0021166"),
    ("itiden", "MONDO:0021166"),
    ("carcinoma", "MONDO:0004993"),
    ("carcinomas", "MONDO:0004993"),
    ("karzinom", "MONDO:0004993"),
    ("karzinome", "MONDO:0004993"),
    ("sarcoma", "MONDO:0005089"),
    ("sarcomas", "MONDO:0005089"),
    ("sarkom", "MONDO:0005089"),
    ("sarkome", "MONDO:0005089"),
    ("blastoma", "MONDO:0005070"),
    ("blastomas", "MONDO:0005070"),
    ("blastom", "MONDO:0005070"),
    ("blastome", "MONDO:0005070"),
    ("adenoma", "MONDO:0005070"),
    ("adenomas", "MONDO:0005070"),
    ("adenom", "MONDO:0005070"),
    ("adenome", "MONDO:0005070"),
    ("cytoma", "MONDO:0005070"),
    ("cytomas", "MONDO:0005070"),
    ("zytom", "MONDO:0005070"),
    ("zytome", "MONDO:0005070"),
    ("plegia", "MESH:D010291"),
    ("plegie", "MESH:D010291"),
    ("plegien", "MESH:D010291"),
    ("algia", "MESH:D010146"),
    ("algias", "MESH:D010146"),
    ("algie", "MESH:D010146"),
    ("algien", "MESH:D010146"),
    ("neuropathy", "MONDO:0005244"),
    ("neuropathies", "MONDO:0005244"),
    ("neuropathie", "MONDO:0005244"),
    ("neuropathien", "MONDO:0005244"),
];

/// Beginnings of the endings; listed in [`super::triggers`].
pub(super) static STEMS: Gate = Gate::new(&[
    "itis",
    "itid",
    "carcinom",
    "karzinom",
    "sarcom",
    "sarkom",
    "blastom",
    "adenom",
    "cytom",
    "zytom",
    "plegi",
    "algi",
    "neuropath",
]);

/// A shorter word before the ending is the stem of nothing: "British".
const STEM: usize = 4;

/// Words that end so and are no illness.
const OTHERS: &[&str] = &["nostalgia", "nostalgie"];

/// Adds them where no name of the vocabulary stands.
pub(super) fn find(text: &str, vocabulary: &Vocabulary, triggers: &Triggers, found: &mut Vec<Found>) {
    let mut made: Vec<Found> = Vec::new();
    for stem in triggers.of(&STEMS) {
        let Some(surface) = word_around(text, stem.start, stem.end) else { continue };
        if made.last().is_some_and(|last| last.surface.end > surface.start) {
            continue;
        }
        let next = found.partition_point(|found| found.surface.end <= surface.start);
        if found.get(next).is_some_and(|found| found.surface.start < surface.end) {
            continue;
        }
        let lower = text[surface.clone()].to_lowercase();
        let ending =
            ENDINGS.iter().filter(|(ending, _)| lower.ends_with(ending)).max_by_key(|(ending, _)| ending.len());
        if let Some((ending, id)) = ending
            && lower.len() >= ending.len() + STEM
            && !OTHERS.contains(&lower.as_str())
            && let Some(concept) = vocabulary.by_id(id)
        {
            made.push(Found { surface, hits: vec![(concept, Usage::Related)] });
        }
    }
    if !made.is_empty() {
        found.extend(made);
        found.sort_by_key(|found| found.surface.start);
    }
}

/// The word of letters around a stem; nothing if it is part of a longer name with digits or hyphens behind it.
fn word_around(text: &str, start: usize, end: usize) -> Option<Span> {
    const LONGEST: usize = 60;
    let before = &text[crate::text::ceil(text, start.saturating_sub(LONGEST))..start];
    let behind = &text[end..crate::text::floor(text, (end + LONGEST).min(text.len()))];
    let from = before.trim_end_matches(char::is_alphabetic).len();
    let to = behind.find(|c: char| !c.is_alphabetic()).unwrap_or(behind.len());
    let joined = behind[to..].starts_with(|c: char| c.is_numeric());
    (!joined).then(|| start - (before.len() - from)..end + to)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let vocabulary = Vocabulary::bundled();
        let mut found = Vec::new();
        find(text, &vocabulary, &Triggers::new(&crate::text::lowered(text)), &mut found);
        let found: Vec<String> = found
            .iter()
            .map(|found| format!("{} = {}", &text[found.surface.clone()], vocabulary.get(found.hits[0].0).preferred))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn an_ending_tells_what_no_list_has() {
        check(
            "A bartholinitis and Skrotalganglionitis.",
            &["bartholinitis = inflammatory disease", "Skrotalganglionitis = inflammatory disease"],
        );
        check("Ein Hämangioperizytom.", &["Hämangioperizytom = neoplasm"]);
        check("An ameloblastoma; two hidrocystadenomas", &["ameloblastoma = neoplasm", "hidrocystadenomas = neoplasm"]);
        check("Coccygodynia, kokzygealgie", &["kokzygealgie = pain"]);
        check("orbital myocutaneosarcoma", &["myocutaneosarcoma = sarcoma"]);
    }

    #[test]
    fn other_words_are_left_alone() {
        check("British visitors felt nostalgia; algae, cytomegalovirus, the adenomatous polyp", &[]);
        check("itis is an ending", &[]);
    }
}
