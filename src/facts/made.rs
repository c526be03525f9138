//! Names that no vocabulary lists because grammar makes them: a part of the body with what befell it ("white matter
//! lesions", "loss of vision"), and a protein with its lack ("C5 deficiency", "G6PD-deficient").

use super::organs;
use super::reach::{word_after, word_before};
use super::triggers::{Listed, Triggered, Triggers};
use crate::text::Span;
use crate::vocabulary::matcher::Found;
use crate::vocabulary::{ConceptKind, Usage, Vocabulary};

/// The concept of a lack of a protein.
const LACK: &str = "casebook:protein-deficiency";

/// Most words of a part of the body.
const WORDS: usize = 4;

/// Most words after "deficiency of".
const LACKING: usize = 7;

/// Where the words may stand that are the head of such a name; listed in [`super::triggers`].
pub(super) static HEADS: Heads = Heads { own: &["deficien"], listed: Listed::new() };

/// Beginnings of heads of names that are made by grammar: those for a lack, and what befalls organs.
pub(super) struct Heads {
    own: &'static [&'static str],
    listed: Listed,
}

impl Triggered for Heads {
    fn literals(&self) -> Vec<&'static str> {
        self.own.iter().copied().chain(organs::stems()).collect()
    }

    fn listed(&self) -> &Listed {
        &self.listed
    }
}

/// Adds the names that are made by grammar and that the vocabulary does not have.
pub(super) fn find(text: &str, vocabulary: &Vocabulary, triggers: &Triggers, found: &mut Vec<Found>) {
    let mut made: Vec<Found> = Vec::new();
    for head in heads(text, triggers) {
        let next = found.partition_point(|found| found.surface.end <= head.start);
        let taken = found.get(next).is_some_and(|found| found.surface.start < head.end);
        if taken || made.last().is_some_and(|last| last.surface.end > head.start) {
            continue;
        }
        let last = next.checked_sub(1).map(|at| &found[at]);
        let floor = made.last().map_or(0, |made| made.surface.end).max(last.map_or(0, |last| last.surface.end));
        let word = &text[head.clone()];
        let name = if is_lack(word) {
            let known = last.filter(|last| last.surface.end + 1 == head.start && is_substance(vocabulary, last));
            lack(text, &head, floor, known).or_else(|| lack_of(text, &head)).map(|surface| (surface, LACK))
        } else {
            of_organ(text, &head, floor)
        };
        if let Some((surface, concept)) = name
            && let Some(concept) = vocabulary.by_id(concept)
        {
            made.push(Found { surface, hits: vec![(concept, Usage::Related)] });
        }
    }
    if made.is_empty() {
        return;
    }
    // A protein that is named in its lack is no mention of its own.
    found.retain(|found| {
        let at = made.partition_point(|made| made.surface.end <= found.surface.start);
        made.get(at).is_none_or(|made| found.surface.end <= made.surface.start)
    });
    found.extend(made);
    found.sort_by_key(|found| found.surface.start);
}

/// The words that may be the head of such a name.
fn heads(text: &str, triggers: &Triggers) -> impl Iterator<Item = Span> {
    let bytes = text.as_bytes();
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || !byte.is_ascii();
    triggers.of(&HEADS).iter().filter_map(move |stem| {
        if stem.start.checked_sub(1).is_some_and(|before| is_word(&bytes[before])) {
            return None;
        }
        let rest = &bytes[stem.end..];
        let end = stem.end + rest.iter().position(|byte| !is_word(byte)).unwrap_or(rest.len());
        let word = &text[stem.start..end];
        (organs::is_head(word) || is_lack(word)).then_some(stem.start..end)
    })
}

fn is_lack(word: &str) -> bool {
    ["deficiency", "deficiencies", "deficient"].iter().any(|lack| word.eq_ignore_ascii_case(lack))
}

/// The span and class of a finding: words for an organ before its head, or after it with "of".
fn of_organ(text: &str, head: &Span, floor: usize) -> Option<(Span, &'static str)> {
    let mut start = head.start;
    let mut class = None;
    for _ in 0..WORDS {
        let Some(word) = word_before(text, floor, start) else { break };
        let organ = organs::class(&text[word.clone()]);
        if organ.is_none() && !(class.is_some() && organs::is_side(&text[word.clone()], &text[start..head.end])) {
            break;
        }
        class = class.or(organ);
        start = word.start;
    }
    if let Some(class) = class {
        return Some((start..head.end, class));
    }
    let mut end = head.end;
    for filler in [" of", " in", " the", " both"] {
        if text[end..].starts_with(filler) && text[end + filler.len()..].starts_with(' ') {
            end += filler.len();
        }
    }
    if end == head.end {
        return None;
    }
    for _ in 0..WORDS {
        let Some(word) = word_after(text, end) else { break };
        let Some(organ) =
            organs::class(&text[word.clone()]).or_else(|| organs::class(text[word.clone()].trim_end_matches('s')))
        else {
            break;
        };
        class.get_or_insert(organ);
        end = word.end;
    }
    class.map(|class| (head.start..end, class))
}

fn is_substance(vocabulary: &Vocabulary, found: &Found) -> bool {
    let kind = vocabulary.get(found.hits[0].0).kind;
    matches!(kind, ConceptKind::Target | ConceptKind::Drug)
}

/// The span of a lack with the protein before it: one that is known, or a word that looks like one.
fn lack(text: &str, head: &Span, floor: usize, known: Option<&Found>) -> Option<Span> {
    if let Some(known) = known {
        return Some(known.surface.start..head.end);
    }
    let joined = text[..head.start].ends_with('-');
    let at = if joined { head.start - 1 } else { head.start };
    let mut word = if joined { word_ending(text, floor, at)? } else { word_before(text, floor, at)? };
    if !is_protein(&text[word.clone()]) {
        return None;
    }
    while let Some(before) = word_before(text, floor, word.start) {
        if !matches!(
            &*text[before.clone()].to_ascii_lowercase(),
            "complement" | "factor" | "protein" | "coenzyme" | "vitamin" | "enzyme"
        ) {
            break;
        }
        word = before;
    }
    Some(word.start..head.end)
}

/// The span of a lack with the protein after it: "deficiency of the enzyme lactase", "of the third component of
/// complement".
fn lack_of(text: &str, head: &Span) -> Option<Span> {
    let mut at = head.end + text[head.end..].starts_with(" of ").then_some(" of".len())?;
    let mut end = None;
    for _ in 0..LACKING {
        let Some(word) = word_after(text, at) else { break };
        let written = &text[word.clone()];
        if matches!(written, "and" | "or" | "in" | "is" | "was" | "with" | "by" | "on" | "to") {
            break;
        }
        at = word.end;
        if is_protein(written) && !matches!(written, "enzyme" | "protein" | "factor" | "hormone") {
            end = Some(at);
        }
    }
    end.map(|end| head.start..end)
}

/// The word of letters, digits and hyphens that ends at `end`.
fn word_ending(text: &str, floor: usize, end: usize) -> Option<Span> {
    let word = text[floor..end].rsplit(|c: char| !(c.is_alphanumeric() || c == '-')).next()?;
    (!word.is_empty()).then(|| end - word.len()..end)
}

/// A symbol ("C5", "HPRT"), or a word that ends as names of proteins do.
fn is_protein(word: &str) -> bool {
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    let digits = word.contains(|c: char| c.is_ascii_digit());
    let symbol = word.len() <= 10 && (capitals >= 2 || (digits && word.contains(char::is_alphabetic)));
    let lower = word.to_ascii_lowercase();
    let ends = |end: &str| lower.len() > end.len() + 3 && lower.ends_with(end);
    symbol
        || ["ase", "globin", "globulin", "trophin", "ferrin", "gen", "plasmin", "thrombin", "strophin", "glycan"]
            .iter()
            .any(|end| ends(end))
        || matches!(&*lower, "enzyme" | "protein" | "factor" | "complement" | "hormone" | "cofactor")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let vocabulary = Vocabulary::bundled();
        let mut found = Vec::new();
        find(text, &vocabulary, &Triggers::new(&crate::text::lowered(text)), &mut found);
        let found: Vec<&str> = found.iter().map(|found| &text[found.surface.clone()]).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn an_organ_and_what_befell_it_are_a_name() {
        check(
            "She had left ventricular dysfunction and white matter lesions.",
            &["left ventricular dysfunction", "white matter lesions"],
        );
        check("Renal abnormalities, loss of vision.", &["Renal abnormalities", "loss of vision"]);
        check("enlargement of the liver", &["enlargement of the liver"]);
        check("The lesions and the damage were found; loss of interest; cardiac function.", &[]);
    }

    #[test]
    fn a_protein_and_its_lack_are_a_name() {
        check("complement C5 deficiency and C6-deficient sera", &["complement C5 deficiency", "C6-deficient"]);
        check("an aspartoacylase deficiency", &["aspartoacylase deficiency"]);
        check(
            "deficiency of the hepatic enzyme phenylalanine hydroxylase in",
            &["deficiency of the hepatic enzyme phenylalanine hydroxylase"],
        );
        check("deficiency of the third component of complement.", &["deficiency of the third component of complement"]);
        check("deficiency of this enzyme", &[]);
        check("a severe deficiency, deficient in parts; immunodeficiency", &[]);
    }

    #[test]
    fn many_heads_take_linear_time() {
        check(&"renal lesion ".repeat(2), &["renal lesion", "renal lesion"]);
        check(&"lesion ".repeat(100_000), &[]);
    }
}
