//! How far the name of a disease reaches in a text: an organ, a way of inheritance or a type belong to it ("familial
//! gastric cancer", "von Willebrand disease type 2"), a degree or a stage is said of it ("severe", "metastatic").

use super::organs;
use crate::text::Span;
use crate::vocabulary::matcher::Found;
use crate::vocabulary::{ConceptKind, Usage, Vocabulary};

/// Words before a name that are a part of it. In the training parts of NCBI Disease, BC5CDR and `BioRED` people marked
/// them with it: familial 87 of 96 times, hereditary 79 of 87, congenital 59 of 71, inherited 49 of 70, malignant 28 of
/// 35, peripheral 30 of 36, benign 15 of 17.
const PARTS: &[&str] = &[
    "autosomal",
    "benign",
    "congenital",
    "dominant",
    "end-stage",
    "familial",
    "hereditary",
    "idiopathic",
    "inherited",
    "juvenile",
    "malignant",
    "neonatal",
    "non-syndromic",
    "nonsyndromic",
    "peripheral",
    "recessive",
    "syndromic",
    "x-linked",
];

/// First words of vocabulary names that say how far it has come or where it came from. Marked without them: severe 188
/// of 197 times, metastatic 23 of 27, advanced 31 of 36, transient 25 of 29, drug-induced 22 of 28.
const DEGREES: &[&str] =
    &["advanced", "metastatic", "mild", "moderate", "recurrent", "refractory", "severe", "transient", "untreated"];

/// Words that make a name of the one before them ("APC tumours", "BFLS syndrome").
const CLASSES: &[&str] = &[
    "cancer",
    "cancers",
    "carcinoma",
    "carcinomas",
    "disease",
    "diseases",
    "disorder",
    "disorders",
    "infection",
    "infections",
    "syndrome",
    "syndromes",
    "tumor",
    "tumors",
    "tumour",
    "tumours",
];

/// The concept of "a recessive disorder".
const GENETIC: &str = "MONDO:0003847";

/// Most words that are taken to a name from before it.
const WORDS: usize = 5;

/// Gives each name of a disease, sign or adverse event its full reach, and its causes as names of their own.
pub(super) fn settle(text: &str, vocabulary: &Vocabulary, found: &mut [Found]) -> Vec<Found> {
    let mut causes = Vec::new();
    let mut floor = 0;
    for found in found.iter_mut() {
        if is_finding(vocabulary, found) {
            let concept = vocabulary.get(found.hits[0].0);
            let silent = concept.silent;
            if silent && !concept.class {
                floor = found.surface.end;
                continue;
            }
            if !silent {
                causes.extend(trim(text, vocabulary, found));
            }
            widen(text, vocabulary, found, floor, silent);
        }
        floor = found.surface.end;
    }
    causes
}

/// Whether the first thing a name stands for is a disease, a sign or an adverse event.
pub(super) fn is_finding(vocabulary: &Vocabulary, found: &Found) -> bool {
    is_finding_kind(vocabulary.get(found.hits[0].0).kind)
}

fn is_finding_kind(kind: ConceptKind) -> bool {
    matches!(kind, ConceptKind::Disease | ConceptKind::Sign | ConceptKind::AdverseEvent)
}

/// Takes a degree off a name whose rest is a name too; gives the drug that brought it about ("levodopa-induced").
fn trim(text: &str, vocabulary: &Vocabulary, found: &mut Found) -> Option<Found> {
    let name = &text[found.surface.clone()];
    let (first, rest) = name.split_once(' ')?;
    let lower = first.to_ascii_lowercase();
    let cause = lower.strip_suffix("-induced").or_else(|| lower.strip_suffix("-related"));
    if cause.is_none() && !DEGREES.contains(&lower.as_str()) {
        return None;
    }
    let matcher = vocabulary.matcher();
    if !matcher.resolve(rest).iter().any(|(concept, _)| is_finding_kind(vocabulary.get(*concept).kind)) {
        return None;
    }
    let start = found.surface.start;
    found.surface.start = found.surface.end - rest.len();
    let surface = start..start + cause?.len();
    let mut hits = matcher.resolve(&text[surface.clone()]);
    hits.retain(|(concept, _)| vocabulary.get(*concept).kind == ConceptKind::Drug);
    (!hits.is_empty()).then_some(Found { surface, hits })
}

/// Takes the words before a name that are a part of it, and a type after it. A general word ("disorder") becomes a
/// disease of the organ before it.
fn widen(text: &str, vocabulary: &Vocabulary, found: &mut Found, floor: usize, silent: bool) {
    let mut start = found.surface.start;
    let mut class = None;
    for _ in 0..WORDS {
        let Some(word) = word_before(text, floor, start) else { break };
        let written = &text[word.clone()];
        let organ = organs::class(written);
        let side = organs::is_side(written, &text[start..found.surface.end]);
        if organ.is_none() && !side && !PARTS.iter().any(|part| part.eq_ignore_ascii_case(written)) {
            if let Some(kind) = word_before(text, floor, word.start)
                && text[kind.clone()].eq_ignore_ascii_case("type")
                && typed(text, kind.start.saturating_sub(1)) == word.end
            {
                start = kind.start;
            }
            break;
        }
        class = class.or(organ);
        start = word.start;
    }
    if silent {
        let inherited = start < found.surface.start;
        let class = class.or(inherited.then_some(GENETIC));
        let Some(class) = class.and_then(|class| vocabulary.by_id(class)) else { return };
        found.hits = vec![(class, Usage::Related)];
    }
    let end = typed(text, found.surface.end);
    if (start, end) == (found.surface.start, found.surface.end) {
        return;
    }
    found.surface = start..end;
    let narrower = vocabulary.matcher().resolve(&text[found.surface.clone()]);
    if narrower.first().is_some_and(|(concept, _)| is_finding_kind(vocabulary.get(*concept).kind)) {
        found.hits = narrower;
    }
}

/// The end of " type 2B" after `end`, else `end`.
fn typed(text: &str, end: usize) -> usize {
    let rest = &text[end..];
    let Some(after) = [" type ", " Type ", ", type "].into_iter().find_map(|kind| rest.strip_prefix(kind)) else {
        return end;
    };
    let length = after.find(|c: char| !c.is_alphanumeric()).unwrap_or(after.len());
    let number = &after[..length];
    let upper = number.len() == 1 && number.bytes().all(|byte| byte.is_ascii_uppercase());
    let digits = number.len() <= 4 && number.bytes().next().is_some_and(|byte| byte.is_ascii_digit());
    let letters = number.trim_end_matches(['a', 'b', 'c', 'A', 'B', 'C']);
    let roman =
        !letters.is_empty() && letters.len() <= 4 && letters.bytes().all(|byte| matches!(byte, b'I' | b'V' | b'X'));
    if upper || digits || roman { end + (rest.len() - after.len()) + length } else { end }
}

/// Parts names that name two things ("nausea and vomiting"), as classifications have them.
pub(super) fn part(text: &str, vocabulary: &Vocabulary, found: &mut Vec<Found>) {
    let mut others = Vec::new();
    for found in found.iter_mut() {
        let name = &text[found.surface.clone()];
        let place = |joint: &str| memchr::memmem::find(name.as_bytes(), joint.as_bytes());
        let joint = [" and ", " und "].into_iter().find_map(|joint| Some((place(joint)?, joint.len())));
        let Some((at, length)) = joint.filter(|_| is_finding(vocabulary, found)) else { continue };
        let finding = |name: &str| {
            let mut hits = vocabulary.matcher().resolve(name);
            hits.retain(|(concept, _)| is_finding_kind(vocabulary.get(*concept).kind));
            Some(hits).filter(|hits| !hits.is_empty())
        };
        let (Some(first), Some(second)) = (finding(&name[..at]), finding(&name[at + length..])) else { continue };
        let Span { start, end } = found.surface;
        *found = Found { surface: start..start + at, hits: first };
        others.push(Found { surface: start + at + length..end, hits: second });
    }
    if !others.is_empty() {
        found.extend(others);
        found.sort_by_key(|found| found.surface.start);
    }
}

/// Makes one name of a disease and a class word right after it.
pub(super) fn join(text: &str, vocabulary: &Vocabulary, found: &mut Vec<Found>) {
    let mut last: Option<Found> = None;
    let mut kept = Vec::with_capacity(found.len());
    for after in found.drain(..) {
        if let Some(before) = &mut last {
            let joined = before.surface.end + 1 == after.surface.start
                && text.as_bytes()[before.surface.end] == b' '
                && CLASSES.iter().any(|class| class.eq_ignore_ascii_case(&text[after.surface.clone()]))
                && is_finding(vocabulary, before)
                && is_finding(vocabulary, &after)
                && !vocabulary.get(before.hits[0].0).silent;
            if joined {
                before.surface.end = after.surface.end;
                continue;
            }
        }
        kept.extend(last.replace(after));
    }
    kept.extend(last);
    *found = kept;
}

/// The word of letters, digits and hyphens right before `end`, one blank between.
pub(super) fn word_before(text: &str, floor: usize, end: usize) -> Option<Span> {
    let left = text.get(floor..end)?.strip_suffix(' ')?;
    let word = left.rsplit(|c: char| !(c.is_alphanumeric() || c == '-')).next()?;
    (!word.is_empty()).then(|| floor + left.len() - word.len()..floor + left.len())
}

/// The word of letters and hyphens right after `start`, one blank between.
pub(super) fn word_after(text: &str, start: usize) -> Option<Span> {
    let right = text.get(start..)?.strip_prefix(' ')?;
    let length = right.find(|c: char| !(c.is_alphanumeric() || c == '-')).unwrap_or(right.len());
    (length > 0).then_some(start + 1..start + 1 + length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let vocabulary = Vocabulary::bundled();
        let mut found = vocabulary.matcher().find(text, std::slice::from_ref(&(0..text.len())));
        let causes = settle(text, &vocabulary, &mut found);
        found.splice(0..0, causes);
        join(text, &vocabulary, &mut found);
        let mut found: Vec<&str> = found.iter().map(|found| &text[found.surface.clone()]).collect();
        found.retain(|name| *name != "patients");
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn organ_inheritance_and_type_belong_to_a_name() {
        check("a familial breast cancer", &["familial breast cancer"]);
        check(
            "autosomal dominant polycystic kidney disease, X-linked ataxia",
            &["autosomal dominant polycystic kidney disease", "X-linked ataxia"],
        );
        check("ocular toxicity and conjunctival edema", &["ocular toxicity", "edema"]);
        check("a renal disorder, an X-linked disease", &["renal disorder", "X-linked disease"]);
        check("a type 2 gout", &["type 2 gout"]);
        check("glycogen storage disease type II here", &["glycogen storage disease type II"]);
        check("diabetes mellitus type, and gout type of pain", &["diabetes mellitus", "gout", "pain"]);
    }

    #[test]
    fn a_degree_is_said_of_a_name() {
        check("metastatic melanoma", &["melanoma"]);
        check("severe asthma", &["asthma"]);
        check("levodopa-induced dyskinesia", &["levodopa", "dyskinesia"]);
    }

    #[test]
    fn a_class_word_after_a_name_belongs_to_it() {
        check("melanoma tumours grew", &["melanoma tumours"]);
        check("melanoma, tumours", &["melanoma", "tumours"]);
    }
}
