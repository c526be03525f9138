//! Where a word may be parted at the end of a row: by the patterns of its language (Liang's, as TeX has them), which the
//! small words around it tell.

use hypher::{Lang, hyphenate_bounded};

/// A language whose words can be parted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tongue {
    /// German.
    German,
    /// English.
    English,
}

/// Letters below which a word stays whole, and those left at least on either side of a hyphen.
const WORD: usize = 7;
const SIDE: usize = 3;

/// Words that tell the language of a text, each in one of the two only.
const GERMAN: &[&str] = &[
    "der", "das", "und", "ist", "ein", "eine", "einer", "mit", "von", "zu", "nicht", "den", "dem", "des", "sich",
    "auf", "für", "im", "werden", "wurde", "wurden", "bei", "nach", "sind", "oder", "auch", "als", "zur", "zum",
];
const ENGLISH: &[&str] = &[
    "the", "of", "and", "to", "is", "with", "for", "that", "are", "by", "on", "from", "this", "be", "or", "not",
    "were", "which", "at", "it", "we", "have", "has", "been", "after",
];
/// What words of one of the two have in them, or at their end; of any of these a word has one, it counts half as much
/// as a small word.
const GERMAN_PARTS: &[&str] = &["ä", "ö", "ü", "ß", "sch", "keit", "heit", "tz", "pf", "ungs"];
const GERMAN_ENDS: &[&str] =
    &["ung", "ungen", "lich", "liche", "lichen", "isch", "ische", "ischen", "eren", "iert", "enden"];
const ENGLISH_PARTS: &[&str] = &["ough", "sh", "wh", "ee", "ay"];
const ENGLISH_ENDS: &[&str] =
    &["ing", "ed", "ly", "ity", "ness", "ous", "tion", "tions", "ment", "ies", "ence", "ance"];
/// So many words are looked at.
const SAMPLE: usize = 300;

/// The language of a text by its small words, and by how its long ones are made; none where they are few or of both.
pub fn tongue(text: &str) -> Option<Tongue> {
    let (mut german, mut english) = (0, 0);
    for word in text.split_ascii_whitespace().take(SAMPLE) {
        if GERMAN.contains(&word) {
            german += 2;
        } else if ENGLISH.contains(&word) {
            english += 2;
        } else if word.len() >= WORD {
            let core = word.trim_matches(|c: char| !c.is_alphabetic());
            german += usize::from(has(core, GERMAN_PARTS, GERMAN_ENDS));
            english += usize::from(has(core, ENGLISH_PARTS, ENGLISH_ENDS));
        }
    }
    if german >= 2 && german > 2 * english {
        Some(Tongue::German)
    } else {
        (english >= 2 && english > 2 * german).then_some(Tongue::English)
    }
}

fn has(word: &str, parts: &[&str], ends: &[&str]) -> bool {
    parts.iter().any(|part| word.contains(part)) || ends.iter().any(|end| word.ends_with(end))
}

/// Letters above which a word that is made as German ones are is a compound of that language, whatever it stands in.
const COMPOUND: usize = 20;

/// The offsets inside a word, punctuation and all, where it may be parted with a hyphen. Addresses, codes and words that
/// have soft hyphens of their own stay as they are.
pub(super) fn breaks(word: &str, tongue: Tongue) -> Vec<usize> {
    let mut out = Vec::new();
    if word.len() < WORD || word.contains(['\u{ad}', '/', '@', '_', ':', '.', '+', '=']) && !ends_a_sentence(word) {
        return out;
    }
    let german = word.contains(['ä', 'ö', 'ü', 'ß'])
        || word.chars().filter(|c| c.is_alphabetic()).count() > COMPOUND && has(word, GERMAN_PARTS, GERMAN_ENDS);
    let language = match tongue {
        Tongue::English if german => Lang::German,
        Tongue::German => Lang::German,
        Tongue::English => Lang::English,
    };
    let mut start = 0;
    for run in word.split_inclusive(|c: char| !c.is_alphabetic()) {
        let letters = run.trim_end_matches(|c: char| !c.is_alphabetic());
        let inner_capital = letters.chars().skip(1).any(char::is_uppercase);
        let marked = run.len() > letters.len() && run.ends_with(|c: char| c.is_numeric() || !c.is_ascii());
        if !inner_capital && !marked && letters.chars().count() >= WORD {
            let mut at = start;
            for syllable in hyphenate_bounded(letters, language, SIDE, SIDE) {
                at += syllable.len();
                out.push(at);
            }
            // The last one is the end of the letters.
            out.pop();
        }
        start += run.len();
    }
    out
}

/// Whether the only signs in a word that an address may have are those at its end.
fn ends_a_sentence(word: &str) -> bool {
    let core = word.trim_end_matches(|c: char| !c.is_alphanumeric());
    !core.contains(['\u{ad}', '/', '@', '_', ':', '.', '+', '='])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(word: &str, tongue: Tongue, expected: &str) {
        let mut shown = word.to_owned();
        for at in breaks(word, tongue).into_iter().rev() {
            shown.insert(at, '-');
        }
        assert_eq!(shown, expected);
    }

    #[test]
    fn words_are_parted_as_their_language_does() {
        check("Krankenhaus", Tongue::German, "Kran-ken-haus");
        check("Behandlungen,", Tongue::German, "Be-hand-lun-gen,".replacen("Be-", "Be", 1).as_str());
        check("extensive", Tongue::English, "exten-sive");
        check("(treatment)", Tongue::English, "(treat-ment)");
        let compound = "Aufsichtsratsvorsitzendenstellvertreter";
        let parted = breaks(compound, Tongue::English);
        assert_eq!(parted, breaks(compound, Tongue::German));
        assert!(!parted.is_empty());
    }

    #[test]
    fn short_words_codes_and_addresses_stay_whole() {
        for word in ["therapy", "ANA", "CD19CAR", "LEUKAEMIA", "www.example.org/treatment", "a@hospital.example"] {
            let whole = breaks(word, Tongue::English).is_empty();
            assert!(whole || word == "therapy", "{word}");
        }
        check("Throm\u{ad}bozyten", Tongue::German, "Throm\u{ad}bozyten");
        check("", Tongue::German, "");
    }

    #[test]
    fn small_words_tell_the_language() {
        assert_eq!(tongue("Die Zellen sind nach der Gabe von Cortison"), Some(Tongue::German));
        assert_eq!(tongue("The cells were counted after the infusion of drug"), Some(Tongue::English));
        assert_eq!(tongue("Rituximab 375 mg/m2"), None);
        assert_eq!(tongue("Rheumatologische Forschung, Arbeitsgruppenleitung"), Some(Tongue::German));
        assert_eq!(tongue("Treatment allocation, according baseline testing"), Some(Tongue::English));
        assert_eq!(tongue(""), None);
    }
}
