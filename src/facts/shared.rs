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
        }
        floor = surface.end;
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
    (word.len() >= 3).then(|| floor + left.len() - word.len()..floor + left.len())
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
            .find_map(|(at, _)| known(format!("{stem}{}", &last[at..]))),
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
        let vocabulary = sample();
        let mut found = vocabulary.matcher().find(text, std::slice::from_ref(&(0..text.len())));
        let shared = share(text, &vocabulary, &mut found);
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
    fn an_organ_shares_a_head_without_a_name_of_its_own() {
        check("hepatic, renal and ovarian cancer", &["hepatic, renal and ovarian cancer = ovarian cancer"]);
    }
}
