//! Words, people and places that do not exist, and the short words that every text is full of.

use super::Dice;

const SHORT: &[&str] = &[
    "the",
    "of",
    "and",
    "in",
    "to",
    "with",
    "a",
    "was",
    "were",
    "for",
    "by",
    "that",
    "after",
    "as",
    "from",
    "this",
    "at",
    "or",
    "an",
    "is",
    "be",
    "on",
    "no",
    "had",
    "not",
    "we",
    "than",
    "who",
    "may",
    "cells",
    "patients",
    "treatment",
    "therapy",
    "study",
    "disease",
    "response",
    "clinical",
    "group",
    "months",
    "years",
    "day",
    "dose",
    "immune",
    "blood",
    "und",
    "der",
    "die",
    "das",
    "mit",
    "bei",
    "nach",
    "eine",
    "wurde",
    "von",
    "zu",
    "im",
    "nicht",
    "Patienten",
    "Zellen",
    "Behandlung",
    "Therapie",
    "Studie",
];
const HEADS: &[&str] = &[
    "cardi", "neur", "hepat", "nephr", "oste", "derm", "gastr", "hem", "thromb", "lymph", "cyt", "angi", "arthr",
    "bronch", "chondr", "enter", "fibr", "gluc", "immun", "kerat", "lip", "myel", "necr", "onc", "path", "pneum",
    "psych", "rhin", "scler", "tox", "vas", "xer", "zyg", "spl", "gli", "mel", "retin", "sarc", "synov", "ter",
];
const MIDDLES: &[&str] =
    &["o", "i", "ova", "ora", "ome", "ite", "ula", "ary", "eno", "alo", "uro", "iso", "ant", "emi", "opa", "ely"];
const ENDS: &[&str] = &[
    "logy", "pathy", "tomy", "genic", "lysis", "plasty", "scopy", "trophy", "cyte", "gram", "meter", "phage", "phil",
    "rrhea", "stasis", "therapy", "tion", "tive", "ment", "ness", "ical", "able", "ate", "ive", "ism", "ist", "osis",
    "itis", "emia", "oma", "ase", "gen", "in", "ol", "ide", "ium", "al", "ar", "ic", "oid", "ung", "keit", "heit",
    "isch", "lich", "schaft",
];

/// So many words, the most common first.
pub(crate) fn all(count: usize) -> Vec<String> {
    let short = SHORT.iter().map(|word| (*word).to_owned());
    let made = (0..).map(|at: usize| {
        // A step that shares no factor with the number of words goes through all of them in no order that is seen.
        let at = at * 7_919 % (HEADS.len() * MIDDLES.len() * ENDS.len());
        let (head, middle, end) =
            (at % HEADS.len(), at / HEADS.len() % MIDDLES.len(), at / HEADS.len() / MIDDLES.len());
        format!("{}{}{}", HEADS[head], MIDDLES[middle], ENDS[end])
    });
    short.chain(made).take(count).collect()
}

fn name(at: usize) -> String {
    let parts = [
        "ba", "ke", "li", "mo", "nu", "ra", "se", "ti", "vo", "zu", "ha", "ge", "fi", "do", "wu", "schö", "mül", "ber",
        "stein", "hoff",
    ];
    let mut name = String::new();
    let mut left = at + parts.len();
    while left > 0 {
        name.push_str(parts[left % parts.len()]);
        left /= parts.len();
    }
    let mut letters = name.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// A person out of so many last and first names.
pub(crate) fn person(dice: &mut Dice, (last, first): (usize, usize)) -> String {
    format!("{} {}", name(dice.zipf(first)), name(dice.zipf(last)))
}

/// An institution by number.
pub(crate) fn institution(at: usize, german: bool) -> String {
    match (at % 3, german) {
        (0, true) => format!("Universitätsklinikum {}", name(at)),
        (0, false) => format!("{} University Hospital", name(at)),
        (1, _) => format!("University of {}", name(at)),
        _ => format!("{} Institute", name(at)),
    }
}
