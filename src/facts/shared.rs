//! Names that share a head: "breast and ovarian cancer", "Brust- und Eierstockkrebs". Each of them is one, and all of
//! them stand where the whole stands: in NCBI Disease, BC5CDR and `BioRED` people marked it as one in 435 places and by its parts in 6.

use super::organs;
use super::reach::is_finding;
use crate::text::Span;
use crate::vocabulary::matcher::Found;
use crate::vocabulary::{ConceptIndex, Usage, Vocabulary};

/// The concepts a name stands for here and how it may be used.
type Hits = Vec<(ConceptIndex, Usage)>;

/// What joins the parts.
const JOINTS: &[&str] = &["and", "or", "und", "oder", "sowie", "&", "/", ","];

/// Most parts before the last one.
const PARTS: usize = 6;

/// A name that shares the head of another.
pub(super) struct Twin {
    /// The place of the other in the list.
    pub(super) of: usize,
    /// What it stands for.
    pub(super) hits: Hits,
}

/// Gives names of findings the words before them that share their head, and tells what these name. Of other things each
/// part stands for itself and is added to `found` afterwards by [`add`].
pub(super) fn share(text: &str, vocabulary: &Vocabulary, found: &mut [Found]) -> (Vec<Twin>, Vec<Found>) {
    let (mut twins, mut parts) = (Vec::new(), Vec::new());
    let mut floor = 0;
    for (at, place) in found.iter_mut().enumerate() {
        let surface = place.surface.clone();
        let finding = is_finding(vocabulary, place);
        let kind = vocabulary.get(place.hits[0].0).kind;
        let mut start = surface.start;
        for _ in 0..PARTS {
            let Some(word) = joined_before(text, floor, start) else { break };
            let written = &text[word.clone()];
            let mut hits = with_head(vocabulary, written, &text[surface.clone()]);
            hits.retain(|(concept, _)| vocabulary.get(*concept).kind == kind);
            if hits.is_empty() && !(finding && organs::class(written).is_some()) {
                break;
            }
            start = word.start;
            match (hits.is_empty(), finding) {
                (true, _) => {}
                (false, true) => twins.push(Twin { of: at, hits }),
                (false, false) => parts.push(Found { surface: word, hits }),
            }
        }
        if finding {
            place.surface.start = start;
            if let Some((end, mut hits)) = marked_behind(text, vocabulary, &surface) {
                hits.retain(|(concept, _)| vocabulary.get(*concept).kind == kind);
                if !hits.is_empty() {
                    place.surface.end = end;
                    twins.push(Twin { of: at, hits });
                }
            }
        }
        floor = place.surface.end;
    }
    (twins, parts)
}

/// Adds them to the list, twins right after the names whose place they share.
pub(super) fn add((twins, parts): (Vec<Twin>, Vec<Found>), found: &mut Vec<Found>) {
    let length = found.len();
    found.extend(parts);
    for Twin { of, hits } in twins {
        let surface = found[of].surface.clone();
        found.push(Found { surface, hits });
    }
    if found.len() > length {
        found.sort_by_key(|found| found.surface.start);
    }
}

/// The word before `end` that a comma, slash or conjunction joins to what begins there.
fn joined_before(text: &str, floor: usize, end: usize) -> Option<Span> {
    let before = text.get(floor..end)?;
    let mut left = before;
    // Every joint ends in one of these.
    before.trim_end_matches(' ').ends_with([',', '/', '&', 'd', 'r', 'e']).then_some(())?;
    // "breast, and ", "breast and/or "
    for _ in 0..3 {
        let bare = left.trim_end_matches(' ');
        let joint = JOINTS.iter().find_map(|joint| {
            let rest = bare.strip_suffix(joint)?;
            let apart = !joint.contains(char::is_alphabetic) || rest.ends_with([' ', '/']);
            let apart = apart && (bare.len() < left.len() || bare.ends_with('/') || left.len() < before.len());
            apart.then_some(rest)
        });
        let Some(rest) = joint else { break };
        left = rest;
    }
    if left.len() == before.len() {
        return None;
    }
    let left = left.trim_end_matches(' ');
    let word = left.rsplit(|c: char| !(c.is_alphanumeric() || c == '-')).next()?;
    let from = left.len() - word.len();
    // "type 1", "B-".
    let from = match word.len() {
        0 => return None,
        1 | 2 if word.ends_with('-') => from,
        1 | 2 => {
            let before = left[..from].strip_suffix(' ')?;
            let noun = before.rsplit(|c: char| !c.is_alphabetic()).next().filter(|noun| noun.len() >= 3)?;
            before.len() - noun.len()
        }
        _ => from,
    };
    Some(floor + from..floor + left.len())
}

/// The end of what shares the beginning of a name that ends in a mark, and what it names: "hepatitis B [and C]".
fn marked_behind(text: &str, vocabulary: &Vocabulary, name: &Span) -> Option<(usize, Hits)> {
    let (head, mark) = text[name.clone()].rsplit_once([' ', '\u{a0}'])?;
    if !is_mark(mark) {
        return None;
    }
    let rest = text.get(name.end..)?;
    let bare = rest.trim_start_matches(' ');
    let joint = ["and ", "or ", "und ", "oder ", "/", "& "].iter().find(|joint| bare.starts_with(**joint))?;
    if bare.len() == rest.len() && *joint != "/" {
        return None;
    }
    let other = bare[joint.len()..].split(|c: char| !c.is_alphanumeric()).next().filter(|other| is_mark(other))?;
    // Marks of one sort: letters or digits.
    if other.as_bytes()[0].is_ascii_digit() != mark.as_bytes()[0].is_ascii_digit() || other == mark {
        return None;
    }
    let hits = vocabulary.matcher().resolve(&format!("{head} {other}"));
    let end = name.end + rest.len() - bare.len() + joint.len() + other.len();
    (!hits.is_empty()).then_some((end, hits))
}

/// Whether a word tells types apart: a capital, a number of one digit or two, or a Roman one.
fn is_mark(word: &str) -> bool {
    let capital = |byte: &u8| matches!(byte, b'A'..=b'E' | b'I' | b'V' | b'X');
    let bytes = word.as_bytes();
    matches!(bytes.len(), 1 | 2) && bytes.iter().all(u8::is_ascii_digit)
        || bytes.len() == 1 && capital(&bytes[0])
        || (2..=4).contains(&bytes.len()) && bytes.iter().all(|byte| matches!(byte, b'I' | b'V' | b'X'))
}

/// The concepts named by `word` with the head of `name`: its last words, or the end of its last word for `Brust-`.
fn with_head(vocabulary: &Vocabulary, word: &str, name: &str) -> Hits {
    let matcher = vocabulary.matcher();
    let known = |name: String| Some(matcher.resolve(&name)).filter(|hits| !hits.is_empty());
    let last = name.rsplit([' ', '\n']).next().unwrap_or(name);
    let hits = match word.strip_suffix('-') {
        Some(stem) => last
            .char_indices()
            .skip(2)
            .take_while(|(at, _)| last.len() - at >= 4)
            .find_map(|(at, _)| known(format!("{stem}{}", &last[at..])))
            // "B- and T-cell lymphoma".
            .or_else(|| name.find('-').and_then(|at| known(format!("{stem}{}", &name[at..])))),
        None => {
            name.match_indices([' ', '\n']).take(4).find_map(|(at, _)| known(format!("{word} {}", &name[at + 1..])))
        }
    };
    hits.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::tests::sample;

    fn check(text: &str, expected: &[&str]) {
        check_with(&sample(), text, expected);
    }

    fn check_with(vocabulary: &Vocabulary, text: &str, expected: &[&str]) {
        let mut found = vocabulary.matcher().find(text, std::slice::from_ref(&(0..text.len())));
        let shared = share(text, vocabulary, &mut found);
        add(shared, &mut found);
        let found: Vec<String> = found
            .iter()
            .map(|found| format!("{} = {}", &text[found.surface.clone()], vocabulary.get(found.hits[0].0).preferred))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn a_shared_head_is_given_to_each() {
        for text in [
            "breast and ovarian cancer",
            "breast/ovarian cancer",
            "breast and/or ovarian cancer",
            "breast, or ovarian cancer",
            "Brust- und Eierstockkrebs",
        ] {
            check(text, &[&format!("{text} = ovarian cancer"), &format!("{text} = breast cancer")]);
        }
        check("old and ovarian cancer", &["ovarian cancer = ovarian cancer"]);
        check("a breast ovarian cancer", &["ovarian cancer = ovarian cancer"]);
    }

    #[test]
    fn types_share_what_stands_before_or_behind_them() {
        let vocabulary = Vocabulary::bundled();
        let check = |text: &str, expected: &[&str]| check_with(&vocabulary, text, expected);
        let both = |text: &str| {
            check(text, &[&format!("{text} = type 2 diabetes"), &format!("{text} = type 1 diabetes")]);
        };
        both("type 1 and type 2 diabetes");
        both("Type 1 or type 2 diabetes");
        check(
            "B- and T-cell lymphoma",
            &["B- and T-cell lymphoma = T-cell lymphoma", "B- and T-cell lymphoma = B-cell lymphoma"],
        );
        for text in ["hepatitis B and C", "hepatitis B/C", "Hepatitis B und C"] {
            check(text, &[&format!("{text} = hepatitis B"), &format!("{text} = hepatitis C")]);
        }
        check("hepatitis B and X-rays", &["hepatitis B = hepatitis B"]);
        check("hepatitis B and CD19 cells", &["hepatitis B = hepatitis B", "CD19 = CD19"]);
    }

    #[test]
    fn an_organ_shares_a_head_without_a_name_of_its_own() {
        check("hepatic, renal and ovarian cancer", &["hepatic, renal and ovarian cancer = ovarian cancer"]);
    }
}
