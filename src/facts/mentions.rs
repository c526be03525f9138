//! The names of the vocabulary that a document mentions, after the document's own say: its abbreviations, names that
//! need context, shared heads ("breast and ovarian cancer") and the bare name of its main term.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};

use super::abbreviations::{Abbreviation, abbreviations, brackets, short_inside};
use super::{Mention, Page, made, reach, shared, substances, suffixes};
use crate::document::{Document, ZoneKind};
use crate::text::{Span, small};
use crate::vocabulary::common::is_common;
use crate::vocabulary::matcher::Found;
use crate::vocabulary::{ConceptIndex, ConceptKind, Name, Usage, Vocabulary};

/// The concepts a name stands for here and how it may be used.
type Hits = Vec<(ConceptIndex, Usage)>;

/// Short forms with what they stand for here; none for something that the vocabulary does not know.
type Meanings<'a> = HashMap<&'a str, Hits>;

/// All mentions, in order, not overlapping.
pub(super) fn find(page: &Page<'_>) -> Vec<Mention> {
    let Page { document, vocabulary, sentences, .. } = page;
    let mut found = vocabulary.matcher().find(&document.text, sentences);
    let text = &*document.text;
    drop_common_words(text, vocabulary, &mut found);
    reach::part(text, vocabulary, &mut found);
    substances::find(text, page.digits(), vocabulary, &mut found);
    made::find(text, vocabulary, page.triggers(), &mut found);
    suffixes::find(text, vocabulary, page.triggers(), &mut found);
    let meanings = meanings(document, vocabulary, &found);
    apply(text, &meanings, &mut found);
    keep_in_context(text, vocabulary, &mut found);
    let (twins, mut parts) = shared::share(text, vocabulary, &mut found);
    parts.extend(reach::settle(text, vocabulary, &mut found));
    shared::add((twins, parts), &mut found);
    reach::join(text, vocabulary, &mut found);
    narrow(document, vocabulary, sentences, &mut found);
    found.into_iter().map(|found| mention(vocabulary, found)).collect()
}

/// Drops names that folding makes of a common word ("Neurosen" of "neurons"); a concept that has the very word keeps it.
fn drop_common_words(text: &str, vocabulary: &Vocabulary, found: &mut Vec<Found>) {
    found.retain_mut(|found| {
        let word = &text[found.surface.clone()];
        // What is against it is not it: "anti-inflammatory".
        if reach::is_finding(vocabulary, found) && is_after_anti(text, found.surface.start) {
            return false;
        }
        if is_common(word) {
            let written = |name: &Name| {
                let stem = word.get(..name.text.len()).is_some_and(|stem| stem.eq_ignore_ascii_case(name.text));
                stem && word.len() - name.text.len() <= 2
            };
            found.hits.retain(|(concept, _)| vocabulary.get(*concept).names.iter().any(written));
        }
        !found.hits.is_empty()
    });
}

fn is_after_anti(text: &str, at: usize) -> bool {
    let before = at.checked_sub("anti-".len()).and_then(|start| text.as_bytes().get(start..at));
    before.is_some_and(|before| before.eq_ignore_ascii_case(b"anti-"))
}

/// What the document's short forms stand for.
fn meanings<'a>(document: &'a Document, vocabulary: &Vocabulary, found: &[Found]) -> Meanings<'a> {
    let text = &*document.text;
    // After "deficiency of a protein (P)" it is the protein that has a short form.
    let is_lack = |found: &&Found| text[found.surface.clone()].contains("deficiency of ");
    let mut meanings = Meanings::new();
    for definition in abbreviations(document) {
        let short = &text[definition.short.clone()];
        let known = vocabulary.matcher().resolve(short);
        let ends_there = ending_at(found, definition.long.end).filter(|found| !is_lack(found));
        let inner = from(found, definition.long.start)
            .take_while(|found| found.surface.end <= definition.long.end)
            .flat_map(|found| &found.hits);
        let whole = ends_there.or_else(|| around(text, found, &definition));
        let whole = whole.filter(|found| found.surface.start <= definition.long.start);
        let hits = if let Some(found) = whole {
            plain(&found.hits)
        } else if let Some(found) = ends_there.filter(|found| reach::is_finding(vocabulary, found)) {
            // "contrast-induced nephropathy (CIN)": a form of what the long form ends in.
            plain(&found.hits)
        } else {
            // "severe immune thrombocytopenia (ITP)": the long form has a name of what the vocabulary says.
            let inner: HashSet<ConceptIndex> = inner.map(|(concept, _)| *concept).collect();
            plain(&known).into_iter().filter(|(concept, _)| inner.contains(concept)).collect()
        };
        meanings.insert(short, hits);
    }
    for bracket in brackets(text) {
        let Some(short) = short_inside(text, &bracket) else {
            continue;
        };
        let word = &text[short];
        let open = bracket.start - 1;
        let Some(name) = ending_at(found, text[..open].trim_end_matches(' ').len()) else {
            continue;
        };
        if meanings.contains_key(word) || is_lack(&name) || !begins_a_word(word, &text[name.surface.clone()]) {
            continue;
        }
        let known = vocabulary.matcher().resolve(word);
        let agrees = known.iter().any(|(concept, _)| name.hits.iter().any(|(other, _)| other == concept));
        if known.is_empty() || agrees || has_initials(word, &text[name.surface.clone()]) {
            meanings.insert(word, plain(&name.hits));
        }
    }
    meanings
}

/// The name that goes on after the bracket of a definition: "von Hippel-Lindau (VHL) disease". What is short for a
/// protein is not short for its lack.
fn around<'f>(text: &str, found: &'f [Found], definition: &Abbreviation) -> Option<&'f Found> {
    let next = found.partition_point(|found| found.surface.end <= definition.long.end);
    let name = found.get(next).filter(|found| found.surface.start < definition.long.end)?;
    let rest = text.get(definition.short.end..name.surface.end)?;
    (!rest.contains("deficien")).then_some(name)
}

/// Whether the first letter of a short form begins a word of a name, or most of its letters stand in it in order:
/// "choroideremia (TCD)".
fn begins_a_word(short: &str, name: &str) -> bool {
    let first = |word: &str| word.chars().next().map(|c| c.to_lowercase().collect::<String>());
    let begins = name.split(|c: char| !c.is_alphanumeric()).any(|word| first(word) == first(short));
    let mut letters = name.chars().flat_map(char::to_lowercase);
    let there = short.chars().flat_map(char::to_lowercase).filter(|letter| {
        let mut rest = letters.clone();
        let found = rest.any(|other| other == *letter);
        if found {
            letters = rest;
        }
        found
    });
    begins || (short.len() >= 3 && there.count() + 1 >= short.len())
}

/// Whether each letter of a short form begins a word of a name of its own, in whatever order: "myotonic dystrophy (DM)".
fn has_initials(short: &str, name: &str) -> bool {
    let mut initials: Vec<String> = name
        .split(|c: char| !c.is_alphanumeric())
        .filter_map(|word| word.chars().next())
        .map(|c| c.to_lowercase().collect())
        .collect();
    short.chars().flat_map(char::to_lowercase).all(|letter| {
        let at = initials.iter().position(|initial| initial.starts_with(letter));
        at.map(|at| initials.swap_remove(at)).is_some()
    })
}

fn plain(hits: &[(ConceptIndex, Usage)]) -> Hits {
    hits.iter().map(|(concept, _)| (*concept, Usage::Plain)).collect()
}

fn from(found: &[Found], start: usize) -> impl Iterator<Item = &Found> {
    found[found.partition_point(|found| found.surface.start < start)..].iter()
}

fn ending_at(found: &[Found], end: usize) -> Option<&Found> {
    let at = found.partition_point(|found| found.surface.end < end);
    found.get(at).filter(|found| found.surface.end == end)
}

/// Gives short forms the meaning they have in this document, wherever they stand alone.
fn apply(text: &str, meanings: &Meanings<'_>, found: &mut Vec<Found>) {
    if meanings.is_empty() {
        return;
    }
    found.retain_mut(|found| match meanings.get(&text[found.surface.clone()]) {
        Some(hits) => {
            found.hits.clone_from(hits);
            !hits.is_empty()
        }
        None => true,
    });
    let mut added = Vec::new();
    // "Fig. 2" is short for nothing.
    let is_word = |short: &str| short.chars().all(|c| c.is_alphanumeric() || c == '-');
    for (short, hits) in meanings.iter().filter(|(short, hits)| is_word(short) && !hits.is_empty()) {
        for start in memchr::memmem::find_iter(text.as_bytes(), short.as_bytes()) {
            let Some(surface) = alone(text, start..start + short.len(), meanings) else { continue };
            let next = found.partition_point(|found| found.surface.end <= surface.start);
            if found.get(next).is_none_or(|found| found.surface.start >= surface.end) {
                added.push(Found { surface, hits: hits.clone() });
            }
        }
    }
    insert(found, added);
}

/// The place of a short form with the s of its plural, if it is no part of a longer word; a plural that has a meaning of
/// its own is another one.
fn alone(text: &str, short: Span, meanings: &Meanings<'_>) -> Option<Span> {
    let begins = !text[..short.start].ends_with(char::is_alphanumeric);
    let ends = |at: usize| !text[at..].starts_with(char::is_alphanumeric);
    if !begins || ends(short.end) {
        return begins.then_some(short);
    }
    let plural = short.start..short.end + 1;
    let own = || meanings.contains_key(&text[plural.clone()]);
    (text[short.end..].starts_with('s') && ends(plural.end) && !own()).then_some(plural)
}

fn insert(found: &mut Vec<Found>, added: Vec<Found>) {
    if added.is_empty() {
        return;
    }
    found.extend(added);
    found.sort_by_key(|found| (found.surface.start, std::cmp::Reverse(found.surface.end)));
    let mut end = 0;
    found.retain(|found| {
        let free = found.surface.start >= end;
        if free {
            end = found.surface.end;
        }
        free
    });
}

/// Whether somebody is said to have what is named: "an ALL patient", "MS-Patient", "patients with MS".
fn is_had(text: &str, surface: &Span) -> bool {
    let behind = text[surface.end..].strip_prefix([' ', '-']).unwrap_or("");
    let before = &text[..surface.start];
    ["patient", "Patient"].iter().any(|noun| behind.starts_with(noun))
        || ["atient with ", "atients with ", "atient mit ", "atienten mit ", "atientin mit ", "atientinnen mit "]
            .iter()
            .any(|lead| before.ends_with(lead))
}

/// Drops names that need another name of their concept, or somebody who has it, and have none. Journals are judged by
/// their surroundings.
fn keep_in_context(text: &str, vocabulary: &Vocabulary, found: &mut Vec<Found>) {
    if !found.iter().flat_map(|found| &found.hits).any(|(_, usage)| *usage == Usage::Context) {
        return;
    }
    let named: HashSet<ConceptIndex> = found
        .iter()
        .flat_map(|found| found.hits.iter().map(move |hit| (hit, &found.surface)))
        .filter(|((concept, usage), surface)| match usage {
            Usage::Plain | Usage::Case => true,
            Usage::Context => vocabulary.get(*concept).kind == ConceptKind::Disease && is_had(text, surface),
            Usage::Related => false,
        })
        .map(|((concept, _), _)| *concept)
        .collect();
    found.retain_mut(|found| {
        found.hits.retain(|(concept, usage)| {
            *usage != Usage::Context || named.contains(concept) || vocabulary.get(*concept).kind == ConceptKind::Journal
        });
        !found.hits.is_empty()
    });
}

/// Words that set a form of a disease apart from another form.
const MODIFIERS: &[&str] = &[
    "acquired",
    "congenital",
    "hereditary",
    "inherited",
    "genetic",
    "familial",
    "primary",
    "secondary",
    "idiopathic",
    "autoimmune",
    "classic",
    "classical",
    "acute",
    "chronic",
    "juvenile",
    "neonatal",
    "erworbene",
    "angeborene",
    "hereditäre",
    "genetische",
    "familiäre",
    "primäre",
    "sekundäre",
    "idiopathische",
    "klassische",
    "akute",
    "chronische",
    "juvenile",
    "neonatale",
];

/// Reads the bare name of a disease as the longer name that ends in it ("hemophilia A" in a text on acquired hemophilia
/// A), where the document has one such longer name, uses it as its main term and sets no other form beside it.
fn narrow(document: &Document, vocabulary: &Vocabulary, sentences: &[Span], found: &mut [Found]) {
    let text = &*document.text;
    let own = |found: &Found| document.zone_at(found.surface.start) != Some(ZoneKind::References);
    let mut names: HashMap<Cow<'_, str>, (ConceptIndex, usize, usize)> = HashMap::new();
    let mut times: BTreeMap<ConceptIndex, usize> = BTreeMap::new();
    for found in found.iter().filter(|found| own(found)) {
        let (concept, _) = found.hits[0];
        if vocabulary.get(concept).kind == ConceptKind::Disease {
            let name = names.entry(small(&text[found.surface.clone()]));
            name.or_insert((concept, 0, found.surface.start)).1 += 1;
            *times.entry(concept).or_default() += 1;
        }
    }
    let lead = sentences.get(3).map_or(text.len(), |sentence| sentence.end);
    let mut narrower: HashMap<ConceptIndex, Option<ConceptIndex>> = HashMap::new();
    let mut longer: Vec<_> = names.iter().collect();
    longer.sort();
    for (name, &(concept, count, first)) in longer {
        for (at, _) in name.match_indices([' ', '-']).take(6) {
            let Some(&(bare, ..)) = names.get(&name[at + 1..]) else {
                continue;
            };
            if bare == concept || vocabulary.get(bare).class {
                continue;
            }
            let main = first < lead || count >= times[&bare];
            let other = narrower.get(&bare).is_some_and(|known| *known != Some(concept));
            narrower.insert(bare, Some(concept).filter(|_| main && !other));
        }
    }
    // "Neutropenia and febrile neutropenia" are two.
    for pair in found.windows(2) {
        let between = text.get(pair[0].surface.end..pair[1].surface.start).map(str::trim);
        if matches!(between, Some("and" | "or" | "und" | "oder" | "," | "/" | "sowie" | ", and" | "as well as")) {
            for (bare, long) in [(&pair[0], &pair[1]), (&pair[1], &pair[0])] {
                if narrower.get(&bare.hits[0].0) == Some(&Some(long.hits[0].0)) {
                    narrower.remove(&bare.hits[0].0);
                }
            }
        }
    }
    // Another form of it, by whatever name.
    narrower.retain(|bare, to| {
        to.is_some_and(|to| {
            !times.keys().any(|&form| {
                let above = |form: ConceptIndex| vocabulary.ancestors(form);
                form != to && above(form).contains(bare) && !above(form).contains(&to) && !above(to).contains(&form)
            })
        })
    });
    if narrower.is_empty() {
        return;
    }
    for found in found.iter().filter(|found| own(found)) {
        let before = text[..found.surface.start].trim_end();
        let word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("").to_lowercase();
        let modified =
            MODIFIERS.iter().any(|modifier| word.strip_prefix(modifier).is_some_and(|ending| ending.len() <= 1));
        if modified {
            narrower.remove(&found.hits[0].0);
        }
    }
    for found in found.iter_mut().filter(|found| own(found)) {
        if let Some(Some(to)) = narrower.get(&found.hits[0].0) {
            found.hits = vec![(*to, Usage::Plain)];
        }
    }
}

/// One concept a kind, a sure name before a related one.
fn mention(vocabulary: &Vocabulary, found: Found) -> Mention {
    let Found { surface, mut hits } = found;
    hits.sort_by_key(|(concept, usage)| (*usage == Usage::Related, *concept));
    let loose = hits.iter().all(|(_, usage)| *usage == Usage::Related);
    let mut concepts: Vec<ConceptIndex> = Vec::with_capacity(hits.len());
    for (concept, _) in hits {
        let kind = vocabulary.get(concept).kind;
        if concepts.iter().all(|&other| vocabulary.get(other).kind != kind) {
            concepts.push(concept);
        }
    }
    Mention { surface, concepts, loose }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::tests::sample;

    fn all(document: &Document, vocabulary: &Vocabulary, sentences: &[Span]) -> Vec<Mention> {
        find(&Page { sentences: sentences.to_vec(), ..Page::new(document, vocabulary) })
    }

    fn check(text: &str, expected: &[&str]) {
        let vocabulary = sample();
        let document = Document { text: text.into(), ..Document::default() };
        let sentences = crate::text::sentences(text, 0..text.len());
        let found: Vec<String> = all(&document, &vocabulary, &sentences)
            .iter()
            .map(|mention| {
                format!("{} = {}", &text[mention.surface.clone()], vocabulary.get(mention.concepts[0]).preferred)
            })
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn a_short_form_means_what_the_document_says() {
        check("The Cell Therapy Core (CTC) opened. CTC staff cheered.", &["Cell Therapy = cell therapy"]);
        check("CTC were counted.", &["CTC = circulating tumor cells"]);
        check(
            "Rheumatoid arthritis (RA) hurts. RA is common, RAs too.",
            &[
                "Rheumatoid arthritis = rheumatoid arthritis",
                "RA = rheumatoid arthritis",
                "RA = rheumatoid arthritis",
                "RAs = rheumatoid arthritis",
            ],
        );
        check(
            "severe immune thrombocytopenia (ITP); ITP-Patienten",
            &[
                "immune thrombocytopenia = immune thrombocytopenia",
                "ITP = immune thrombocytopenia",
                "ITP = immune thrombocytopenia",
            ],
        );
        check("RA is undefined here.", &[]);
    }

    #[test]
    fn a_name_before_a_bracket_defines_what_is_in_it() {
        check("bleeding (BLX) and BLX", &["bleeding = bleeding", "BLX = bleeding", "BLX = bleeding"]);
        check("bleeding (WHO) and WHO", &["bleeding = bleeding"]);
    }

    #[test]
    fn a_name_that_needs_context_needs_another_name() {
        check("AHA published this.", &[]);
        check(
            "Acquired hemophilia A is rare. AHA is treatable.",
            &["Acquired hemophilia A = acquired hemophilia A", "AHA = acquired hemophilia A"],
        );
    }

    #[test]
    fn a_bare_name_is_the_form_the_document_is_about() {
        check(
            "Acquired hemophilia A is rare. Hemophilia A was cured.",
            &["Acquired hemophilia A = acquired hemophilia A", "Hemophilia A = acquired hemophilia A"],
        );
        check(
            "Acquired hemophilia A is rare. Congenital hemophilia A is not.",
            &["Acquired hemophilia A = acquired hemophilia A", "Congenital hemophilia A = hemophilia A"],
        );
        check("Hemophilia A was cured.", &["Hemophilia A = hemophilia A"]);
        check(
            "Acute myeloid leukemia is a leukemia.",
            &["Acute myeloid leukemia = acute myeloid leukemia", "leukemia = leukemia"],
        );
    }

    #[test]
    fn many_definitions_take_linear_time() {
        let definitions = (0..10_000).map(|at| format!("cell therapy unit{at} (CTU{at}) "));
        let text = definitions.collect::<Vec<_>>().concat();
        let document = Document { text: text.as_str().into(), ..Document::default() };
        let vocabulary = sample();
        let whole = 0..text.len();
        assert_eq!(all(&document, &vocabulary, std::slice::from_ref(&whole)).len(), 10_000);
    }
}
