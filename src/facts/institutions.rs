//! Institutions by their head word and what it takes to its left and right, and companies by their suffix, in both
//! languages. Names that the vocabulary knows are reported elsewhere.

use std::collections::HashMap;

use super::finds::{Finds, add_function};
use super::words::{Words, acronym, capital, function_word, listed, units};
use super::{Fact, FactKind, Page};
use crate::document::ZoneKind;
use crate::text::Span;
use crate::vocabulary::ConceptKind;

pub(super) fn find(page: &Page<'_>, facts: &mut Vec<Fact>) {
    let mut phrases = Vec::new();
    let mut finds = Finds::new(page);
    for unit in units(page) {
        if page.document.zone_at(unit.start) == Some(ZoneKind::References) {
            continue;
        }
        let words = Words::new(&page.document.text, &unit);
        let mut i = 0;
        while i < words.len() {
            if let Some(phrase) = institution(&words, i) {
                phrases.push(phrase);
            } else if let Some(end) = company(&mut finds, &words, i) {
                i = end;
            }
            i += 1;
        }
    }
    report(&mut finds, phrases);
    finds.finish(facts);
}

/// Whether a word is the head of an institution's or company's name, so that it cannot be part of a person's.
pub(super) fn names_institution(word: &str) -> bool {
    german_head(word).is_some() || listed(ENGLISH, word) || listed(SUFFIXES, word) || listed(LEGAL, word)
}

/// A name found in the text.
#[derive(Debug)]
struct Phrase {
    /// In its normal form: nominative, the short form in brackets, the place or parent after a comma.
    value: String,
    surface: Span,
    /// The name without short form and parent, which the vocabulary may know.
    name: Span,
    short: Option<String>,
    /// A part of an institution: it has a field of work ("für ...") and perhaps a parent.
    department: bool,
    parent: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gender {
    Masculine,
    Feminine,
    Neuter,
}

/// German heads, alone or at the end of a compound, in lower case and the nominative.
const GERMAN: [(Gender, &str); 3] = [
    (
        Gender::Feminine,
        "klinik universitätsmedizin hochschulmedizin fakultät universität hochschule akademie stiftung \
         gesellschaft gemeinschaft krebshilfe abteilung charité",
    ),
    (
        Gender::Neuter,
        "klinikum krankenhaus sspital institut zentrum centrum ministerium konsortium cluster bundesamt \
         labor",
    ),
    (Gender::Masculine, "bundesausschuss lehrstuhl"),
];

/// English heads as written.
const ENGLISH: &str = "Hospital University Institute Institutes Center Centre College School Clinic Foundation Committee \
    Agency Consortium Council Society Department Division Faculty Laboratory Ministry Administration \
    Alliance Academy Trust";

/// German universities of technology and the like: a short form and its place.
const SHORT_HEADS: &str = "TU FU HU FH ETH RWTH Uni UKE";

/// English words that make no name of a head: "Medical Center", "Research Institute".
const GENERIC: &str = "Academic Children's Eye Men's Women's Cancer Care Clinical Community Comprehensive Coordinating Data \
    Federal General Graduate Health High International Local Medical National Participating Private \
    Public Regional Research Science Specialist State Study Teaching Tertiary Therapy Transplant \
    Transplantation Trauma Treatment Trial University";

/// Ends of words of a company's name that say what it is.
const SUFFIXES: &str = "Therapeutics Pharma Pharmaceutical Pharmaceuticals Biotech Biotec Biotherapeutics Biosciences \
    Bioscience BioSciences BioPharma Biopharma Biopharmaceuticals Biologics Biotechnology \
    Biotechnologies Diagnostics Laboratories BioNTech";

/// Legal forms.
const LEGAL: &str = "GmbH AG KGaA KG Inc Ltd LLC Corp Corporation plc PLC SE";

/// The gender of a German head, in the nominative or genitive.
fn german_head(word: &str) -> Option<Gender> {
    if !capital(word) && !word.contains('-') || word.len() < 5 {
        return None;
    }
    let lower = word.to_lowercase();
    GERMAN
        .iter()
        .find(|(_, heads)| heads.split(' ').any(|head| ends_with_head(&lower, head)))
        .map(|(gender, _)| *gender)
}

fn ends_with_head(lower: &str, head: &str) -> bool {
    lower.ends_with(head)
        || lower
            .strip_suffix('s')
            .is_some_and(|stem| stem.ends_with(head) || stem.strip_suffix('e').is_some_and(|stem| stem.ends_with(head)))
}

/// The name whose head is word `head`.
fn institution(words: &Words<'_>, head: usize) -> Option<Phrase> {
    let word = words.get(head);
    if let Some(gender) = german_head(word) {
        return german(words, head, gender);
    }
    if listed(SHORT_HEADS, word) {
        let end = proper_words(words, head, 3);
        return (end > head).then(|| Phrase {
            value: words.text[words.range(head, end)].to_owned(),
            surface: words.range(head, end),
            name: words.range(head, end),
            short: None,
            department: false,
            parent: false,
        });
    }
    listed(ENGLISH, word).then(|| english(words, head)).flatten()
}

fn german(words: &Words<'_>, head: usize, gender: Gender) -> Option<Phrase> {
    let word = words.get(head);
    let lower = word.to_lowercase();
    let (start, mut specific) = german_left(words, head, lower.ends_with("stiftung"));
    let mut end = head;
    // "Medizinische Klinik I", "Klinik und Poliklinik"
    if words.joined(end)
        && matches!(
            words.get(end + 1),
            "I" | "II" | "III" | "IV" | "V" | "1" | "2" | "3" | "4" | "5"
        )
    {
        end += 1;
        specific = true;
    }
    if words.joined(end) && words.get(end + 1) == "und" && words.get(end + 2).ends_with("oliklinik") {
        end += 2;
    }
    let mut department = false;
    if words.joined(end) && words.get(end + 1) == "für" {
        if let Some(last) = list(words, end + 2) {
            end = last;
            department = ["klinik", "abteilung", "lehrstuhl", "labor"]
                .iter()
                .any(|part| lower.ends_with(part));
            specific = true;
        }
    } else if !lower.ends_with("abteilung") && !lower.ends_with("lehrstuhl") && !lower.ends_with("labor") {
        let last = proper_words(words, end, 5);
        specific |= last > end;
        end = last;
    }
    // A compound made with a name: "Helmholtz-Institut".
    specific |= word.contains('-') && !word.starts_with(|c: char| c.is_lowercase()) && word.len() > 16;
    let mut value = normal_german(words, start, head, end, gender);
    finish(words, start, end, specific, department, &mut value)
}

/// Short form, legal form and parent behind a name; none when nothing makes the phrase a name.
fn finish(
    words: &Words<'_>,
    start: usize,
    end: usize,
    specific: bool,
    department: bool,
    value: &mut String,
) -> Option<Phrase> {
    let name = words.range(start, end);
    let mut surface = name.clone();
    let mut end = end;
    let mut short = None;
    let mut parent = false;
    let mut open = false;
    if let Some(form) = short_form(words, end) {
        end += 1;
        short = Some(form.to_owned());
        let close = words.spans[end].end;
        open = !words.text[close..].starts_with(')');
        if !open {
            surface.end = close + 1;
        }
        value.push_str(&format!(" ({form})"));
    }
    // "ein Institut für ..." is one of several, not this one's name.
    let one_of_many = start > 0
        && words.joined(start - 1)
        && matches!(
            words.get(start - 1),
            "ein" | "eine" | "einem" | "einer" | "eines" | "a" | "an"
        );
    if short.is_none() && (!specific || one_of_many) {
        return None;
    }
    if !open {
        let gap = words.gap(end);
        if matches!(gap, " " | ") ") && words.get(end + 1) == "gGmbH" {
            end += 1;
            surface.end = words.spans[end].end;
        } else if matches!(gap, ") ") && !function_word(words.get(end + 1)) && capital(words.get(end + 1)) {
            // "Helmholtz-Institut ... (HI-TRON) Mainz"
            end += 1;
            surface.end = words.spans[end].end;
            value.push_str(", ");
            value.push_str(words.get(end));
            parent = true;
        }
        if let Some((last, whole)) = parent_of(words, end) {
            value.push_str(", ");
            value.push_str(&whole);
            surface.end = words.spans[last].end;
            parent = true;
        }
    }
    Some(Phrase {
        value: std::mem::take(value),
        surface,
        name,
        short,
        department,
        parent,
    })
}

/// Where a German name begins, and whether what stands there makes it one: adjectives in capitals ("Deutsches",
/// "Heidelberger"), a first part ("Zell- und"), an acronym, and for a foundation the name of its founder.
fn german_left(words: &Words<'_>, head: usize, founder: bool) -> (usize, bool) {
    let mut start = head;
    let mut specific = false;
    if start >= 2 && words.joined(start - 1) && words.get(start - 1) == "und" && words.get(start - 2).ends_with('-') {
        start -= 2;
    }
    while start > 0 && head - start < 5 && words.joined(start - 1) {
        let word = words.get(start - 1);
        if !capital(word) || function_word(word) || german_head(word).is_some() || listed(TITLES_AND_ROLES, word) {
            break;
        }
        let adjective = ["e", "en", "er", "es", "em"].iter().any(|end| word.ends_with(end)) && word.len() > 4;
        let proper = acronym(word) || (word.contains('-') && acronym(word.split('-').next().unwrap_or_default()));
        if !(adjective || proper || founder) {
            break;
        }
        start -= 1;
        let lower = word.to_lowercase();
        specific |= ![
            "medizin",
            "universitär",
            "klinisch",
            "chirurgisch",
            "spezialisiert",
            "groß",
        ]
        .iter()
        .any(|stem| lower.starts_with(stem));
        if proper {
            break;
        }
    }
    (start, specific)
}

/// Capital words before a head that are not part of its name.
const TITLES_AND_ROLES: &str = "Leiter Leiterin Direktor Sprecher Sprecherin Forscher Forschende Mitarbeiter Patienten \
    Wissenschaftler Ärzte Partner Kooperationspartner Träger Gründer Weitere Unser Kontakt";

/// The name in the nominative: the head without its genitive, the adjectives before it with their strong ending.
fn normal_german(words: &Words<'_>, start: usize, head: usize, end: usize, gender: Gender) -> String {
    let strong = match gender {
        Gender::Masculine => "er",
        Gender::Feminine => "e",
        Gender::Neuter => "es",
    };
    let mut out = String::new();
    for i in start..=end {
        let word = words.get(i);
        if i == head {
            out.push_str(nominative(word));
        } else if i < head && capital(word) && !word.contains('-') && words.get(i + 1) != "und" {
            let stem = ["en", "em", "es", "e"].iter().find_map(|end| word.strip_suffix(end));
            match stem.filter(|stem| stem.len() > 3 && !acronym(word)) {
                Some(stem) => out.extend([stem, strong]),
                None => out.push_str(word),
            }
        } else {
            out.push_str(word);
        }
        if i < end {
            out.push_str(if words.joined(i) { " " } else { words.gap(i) });
        }
    }
    out
}

fn nominative(word: &str) -> &str {
    let lower = word.to_lowercase();
    let head = |stem: &str| {
        GERMAN
            .iter()
            .any(|(_, heads)| heads.split(' ').any(|head| stem.ends_with(head)))
    };
    match lower.strip_suffix('s') {
        Some(stem) if head(stem) => &word[..word.len() - 1],
        Some(stem) if stem.strip_suffix('e').is_some_and(head) => &word[..word.len() - 2],
        _ => word,
    }
}

fn english(words: &Words<'_>, head: usize) -> Option<Phrase> {
    let word = words.get(head);
    let inner = matches!(word, "Administration" | "Foundation" | "Institutes");
    let mut start = head;
    while start > 0 && head - start < 7 {
        let joined = words.joined(start - 1) || (words.gap(start - 1) == ". " && words.get(start - 1) == "St");
        let before = words.get(start - 1);
        let opens = capital(before) && !function_word(before) && !listed(SHORT_HEADS, before);
        if joined && opens {
            start -= 1;
        } else if joined && inner && start > 1 && before == "and" && capital(words.get(start - 2)) {
            start -= 2;
        } else {
            break;
        }
    }
    let mut specific = (start..head).any(|i| !listed(GENERIC, words.get(i)) && !listed(ENGLISH, words.get(i)));
    let mut end = head;
    let mut department = false;
    // "University Hospital Erlangen", "School of Medicine"
    while words.joined(end) && listed(ENGLISH, words.get(end + 1)) {
        end += 1;
    }
    if words.joined(end) && matches!(words.get(end + 1), "of" | "for") {
        let first = if words.get(end + 2) == "the" { end + 3 } else { end + 2 };
        if let Some(last) = list(words, first) {
            end = last;
            // "of Roth Dental School"
            while words.joined(end) && listed(ENGLISH, words.get(end + 1)) {
                end += 1;
            }
            department = matches!(
                word,
                "Department" | "Division" | "Center" | "Centre" | "Clinic" | "Laboratory"
            );
            specific |= !matches!(word, "School" | "Faculty" | "College" | "Administration") || start < head;
        }
    } else {
        let last = proper_words(words, end, 3);
        specific |= last > end && !matches!(word, "Department" | "Division");
        end = last;
    }
    let mut value = words.text[words.range(start, end)].replace('\n', " ");
    finish(words, start, end, specific, department, &mut value)
}

/// The last of up to `most` capital words behind word `end` that go with the name.
fn proper_words(words: &Words<'_>, end: usize, most: usize) -> usize {
    let mut last = end;
    while last - end < most && words.joined(last) {
        let next = words.get(last + 1);
        if !capital(next) || function_word(next) || next.ends_with('-') || common_noun(next) {
            break;
        }
        last += 1;
    }
    last
}

/// German nouns and English headline words that may follow an institution without being part of its name.
fn common_noun(word: &str) -> bool {
    const ENDS: &[&str] = &[
        "innen",
        "enten",
        "ungen",
        "ionen",
        "heit",
        "keit",
        "zellen",
        "therapie",
        "therapien",
        "studie",
        "studien",
        "ärzte",
        "ärztinnen",
        "forscher",
        "forschende",
        "erkrankung",
        "erkrankungen",
        "behandlung",
        "anwendung",
    ];
    const WORDS: &[&str] = &[
        "Prof",
        "Professor",
        "Professorin",
        "Dr",
        "PD",
        "Patients",
        "Researchers",
        "Scientists",
        "Doctors",
    ];
    let lower = word.to_lowercase();
    WORDS.contains(&word) || ENDS.iter().any(|end| lower.ends_with(end))
}

/// The last word of "A, B und C" that begins at word `first`. A comma belongs to the list only when an "and" follows.
fn list(words: &Words<'_>, first: usize) -> Option<usize> {
    let mut last = item(words, first)?;
    let mut sure = last;
    for _ in 0..8 {
        let and = |i: usize| matches!(words.get(i), "und" | "and" | "sowie");
        if words.joined(last) && and(last + 1) {
            match item(words, last + 2) {
                Some(end) => sure = end,
                None => break,
            }
            last = sure;
        } else if words.gap(last) == " & " {
            last = item(words, last + 1)?;
            sure = last;
        } else if words.gap(last) == ", " {
            let next = if and(last + 1) { last + 2 } else { last + 1 };
            match item(words, next) {
                Some(end) => last = end,
                None => break,
            }
            if next > sure + 1 && and(next - 1) {
                sure = last;
            }
        } else {
            break;
        }
    }
    Some(sure)
}

/// One item of a list: up to one adjective in small letters, then capital words; "of" may stand between.
fn item(words: &Words<'_>, first: usize) -> Option<usize> {
    let adjective = |word: &str| ["e", "en", "er", "es"].iter().any(|end| word.ends_with(end)) && word.len() > 4;
    let mut at = first;
    if !capital(words.get(at)) {
        if !(adjective(words.get(at)) && words.joined(at) && !function_word(words.get(at))) {
            return None;
        }
        at += 1;
    }
    let open = |i: usize| capital(words.get(i)) && !function_word(words.get(i)) && !names_institution(words.get(i));
    if !open(at) {
        return None;
    }
    // "Zell- und Gentherapie"
    if words.get(at).ends_with('-') && words.joined(at) && words.get(at + 1) == "und" && open(at + 2) {
        at += 2;
    }
    while words.joined(at) && at - first < 5 && open(at + 1) && !common_noun(words.get(at + 1)) {
        at += 1;
    }
    Some(at)
}

/// The short form in brackets behind word `end`: "(MHH)", "(NCT, 6 sites)".
fn short_form<'a>(words: &Words<'a>, end: usize) -> Option<&'a str> {
    let form = words.get(end + 1);
    let close = words.spans.get(end + 1)?.end;
    (words.gap(end) == " (" && form.len() <= 12 && acronym(form) && words.text[close..].starts_with([')', ',']))
        .then_some(form)
}

/// The institution or place that a part belongs to: "an der TU Dresden", "at the MHH", "in Magdeburg".
fn parent_of(words: &Words<'_>, end: usize) -> Option<(usize, String)> {
    if !matches!(words.gap(end), " " | ") " | "\n") {
        return None;
    }
    let mut at = end + 1;
    let place = matches!(words.get(at), "in" | "zu");
    if !matches!(
        words.get(at),
        "an" | "am" | "in" | "im" | "des" | "der" | "at" | "of" | "zu" | "vom" | "von"
    ) {
        return None;
    }
    while words.joined(at)
        && matches!(
            words.get(at),
            "an" | "am" | "in" | "im" | "des" | "der" | "at" | "of" | "zu" | "vom" | "von" | "dem" | "the"
        )
    {
        at += 1;
    }
    if !capital(words.get(at)) {
        return None;
    }
    // The head of the parent stands within its first words.
    for head in at..(at + 5).min(words.len()) {
        if head > at && !words.joined(head - 1) {
            break;
        }
        if let Some(phrase) = institution(words, head).filter(|phrase| phrase.surface.start <= words.spans[at].start) {
            let last = words.spans.partition_point(|span| span.start < phrase.surface.end) - 1;
            return Some((last, phrase.value));
        }
    }
    if acronym(words.get(at)) {
        return Some((at, words.get(at).to_owned()));
    }
    if place && !function_word(words.get(at)) && !common_noun(words.get(at)) {
        return Some((at, words.get(at).to_owned()));
    }
    None
}

/// Reports the names, a shorter form of a name with the longer one, and short forms with what they stand for.
fn report(finds: &mut Finds<'_, '_>, phrases: Vec<Phrase>) {
    let page = finds.page;
    let phrases: Vec<Phrase> = phrases.into_iter().filter(|phrase| !known(page, phrase)).collect();
    let longer = longer_forms(&phrases);
    let defined: HashMap<&str, String> = phrases
        .iter()
        .filter_map(|phrase| Some((phrase.short.as_deref()?, &phrase.value)))
        .map(|(short, value)| (short, longer.get(value).unwrap_or(value).clone()))
        .collect();
    let mut shorts: HashMap<String, Option<String>> = HashMap::new();
    let mut done: Vec<Span> = Vec::new();
    for phrase in &phrases {
        if done.last() == Some(&phrase.surface) {
            continue;
        }
        done.push(phrase.surface.clone());
        let value = longer.get(&phrase.value).unwrap_or(&phrase.value);
        // "Stammzell-Institut HI-STEM" is what "HI-STEM" stands for.
        let value = match phrase.value.rsplit(' ').next().and_then(|last| defined.get(last)) {
            Some(full) if phrase.short.is_none() && !phrase.parent => full,
            _ => value,
        };
        if let Some(short) = &phrase.short {
            // The place or parent behind a short form is not what it stands for.
            shorts
                .entry(short.clone())
                .and_modify(|known| {
                    if known.as_ref() != Some(value) {
                        *known = None;
                    }
                })
                .or_insert_with(|| Some(value.clone()));
        }
        let function = function(page, phrase);
        let fact = finds.add(FactKind::Institution, value, &phrase.surface, "institutions/head-word");
        if let Some(function) = function {
            add_function(fact, function);
        }
    }
    if shorts.is_empty() {
        return;
    }
    for unit in units(page) {
        if page.document.zone_at(unit.start) == Some(ZoneKind::References) {
            continue;
        }
        let words = Words::new(&page.document.text, &unit);
        for span in &words.spans {
            let Some(Some(value)) = shorts.get(&words.text[span.clone()]) else {
                continue;
            };
            let next = done.partition_point(|range| range.start <= span.start);
            let inside = done[next.saturating_sub(3)..next]
                .iter()
                .any(|range| span.start < range.end);
            if !inside {
                finds.add(FactKind::Institution, value, span, "institutions/short-form");
            }
        }
    }
}

/// Whether the vocabulary has this very name, so that another rule reports it.
fn known(page: &Page<'_>, phrase: &Phrase) -> bool {
    const LONGEST_NAME: usize = 120;
    let from = phrase.name.start.saturating_sub(LONGEST_NAME);
    !phrase.parent
        && page.mentions_in(&(from..phrase.name.end)).iter().any(|mention| {
            mention.surface.start <= phrase.name.start
                && mention.surface.end >= phrase.name.end
                && mention.concepts.iter().any(|concept| {
                    matches!(
                        page.vocabulary.concepts[concept.0 as usize].kind,
                        ConceptKind::Institution | ConceptKind::Company
                    )
                })
        })
}

/// For each name that is part of exactly one longer name, or of a chain of ever longer ones, the longest.
fn longer_forms(phrases: &[Phrase]) -> HashMap<String, String> {
    const MOST: usize = 300;
    let mut values: Vec<&str> = phrases.iter().map(|phrase| phrase.value.as_str()).collect();
    values.sort_unstable();
    values.dedup();
    values.truncate(MOST);
    let mut out = HashMap::new();
    for value in &values {
        let mut longer: Vec<&str> = values.iter().filter(|other| is_part(value, other)).copied().collect();
        longer.sort_by_key(|other| other.len());
        if let Some(longest) = longer
            .last()
            .filter(|longest| longer.iter().all(|other| other == *longest || is_part(other, longest)))
        {
            out.insert((*value).to_owned(), (*longest).to_owned());
        }
    }
    out
}

/// Whether `short` is a shorter form of `long`: the same without field, parent or short form ("Klinik für X" of
/// "Klinik für X, TU Y"), or without some words of a name with the same head ("Universitätsklinikum Dresden" of
/// "Universitätsklinikum Carl Gustav Carus Dresden").
fn is_part(short: &str, long: &str) -> bool {
    if short.len() >= long.len() {
        return false;
    }
    if let Some(rest) = long.strip_prefix(short) {
        return [", ", " (", " für ", " "].iter().any(|mark| rest.starts_with(mark));
    }
    let plain = |name: &str| !name.contains([',', '(']) && !name.contains(" für ") && !name.contains(" of ");
    let mut rest = long.split(' ');
    plain(short)
        && plain(long)
        && short.split(' ').next() == long.split(' ').next()
        && short.split(' ').count() >= 2
        && short.split(' ').all(|word| rest.any(|other| other == word))
}

/// What an institution does in the document, by its place and the words around it.
fn function(page: &Page<'_>, phrase: &Phrase) -> Option<&'static str> {
    const NEAR: usize = 240;
    match page.document.zone_at(phrase.surface.start) {
        Some(ZoneKind::Masthead) => return Some("issuer"),
        Some(ZoneKind::Caption) => return Some("picture credit"),
        Some(
            ZoneKind::Contact
            | ZoneKind::Publication
            | ZoneKind::Keywords
            | ZoneKind::References
            | ZoneKind::Boilerplate,
        )
        | None => {}
    }
    if phrase.department {
        return Some("department");
    }
    let text = &page.document.text;
    let sentence = page.sentence_at(phrase.surface.start);
    let from = sentence
        .start
        .max(phrase.surface.start.saturating_sub(NEAR))
        .min(phrase.surface.start);
    let to = sentence.end.min(phrase.surface.end + NEAR).max(phrase.surface.end);
    let near = text[text.floor_char_boundary(from)..text.floor_char_boundary(to)].to_lowercase();
    const FUNCTIONS: &[(&str, &str)] = &[
        ("behandelt", "treating"),
        ("treated", "treating"),
        ("treating", "treating"),
        ("entwickelt", "developing"),
        ("developed", "developing"),
        ("zusammenarbeit", "partner"),
        ("kooperation", "partner"),
        ("collaborat", "partner"),
    ];
    const PAYS: &[&str] = &["finanziert", "gefördert", "getragen", "funded", "supported", "financed"];
    let before = &text[text.floor_char_boundary(from)..phrase.surface.start];
    let by = [
        "vom ",
        "von ",
        "von der ",
        "durch ",
        "durch das ",
        "durch die ",
        "by ",
        "by the ",
    ]
    .iter()
    .any(|word| before.ends_with(word));
    if by && PAYS.iter().any(|cue| near.contains(cue)) {
        return Some("funder");
    }
    FUNCTIONS
        .iter()
        .find(|(cue, _)| near.contains(cue))
        .map(|(_, function)| *function)
}

/// Reports the company whose suffix or legal form is word `i`; returns the last word of its name.
fn company(finds: &mut Finds<'_, '_>, words: &Words<'_>, i: usize) -> Option<usize> {
    let word = words.get(i);
    let legal = listed(LEGAL, word);
    if !legal && !listed(SUFFIXES, word) {
        return None;
    }
    let mut start = i;
    while start > 0 && i - start < 4 {
        let gap = words.gap(start - 1);
        let joined = words.joined(start - 1) || (gap == ", " && start == i && legal) || gap == " & ";
        let before = words.get(start - 1);
        if !joined || !(capital(before) || before.starts_with(|c: char| c.is_ascii_digit())) || no_company(before) {
            break;
        }
        start -= 1;
    }
    let mut end = i;
    while matches!(words.gap(end), " " | ", ")
        && (listed(LEGAL, words.get(end + 1)) || listed(SUFFIXES, words.get(end + 1)))
    {
        end += 1;
    }
    let publisher = (start..=end).any(|at| matches!(words.get(at), "Verlag" | "Publishing" | "Publishers"));
    let proper = (start..i)
        .any(|at| capital(words.get(at)) && words.get(at).chars().count() > 1 && !words.get(at).ends_with('-'));
    if publisher || !proper {
        return None;
    }
    // The legal form is no part of the value.
    let last = (start..=end).rfind(|&at| !listed(LEGAL, words.get(at)))?;
    let surface = words.range(start, end);
    let value = words.text[words.range(start, last)].replace('\n', " ");
    let page = finds.page;
    let phrase = Phrase {
        value,
        surface: surface.clone(),
        name: words.range(start, last),
        short: None,
        department: false,
        parent: false,
    };
    if !known(page, &phrase) {
        let sentence = page.str(&page.evidence(&surface).quote);
        let near = &sentence[..sentence.floor_char_boundary(600)].to_lowercase();
        const PROVIDES: &[&str] = &[
            "zur verfügung",
            "bereitgestellt",
            "bereitstellt",
            "hergestellt",
            "herstell",
            "provide",
            "supplie",
            "manufactur",
            "produced by",
            "made by",
        ];
        let fact = finds.add(
            FactKind::Company,
            &phrase.value,
            &surface,
            "institutions/company-suffix",
        );
        if PROVIDES.iter().any(|cue| near.contains(cue)) {
            add_function(fact, "provider");
        }
    }
    Some(end)
}

/// Words before a company's name that are not part of it.
fn no_company(word: &str) -> bool {
    const ENDS: &[&str] = &[
        "unternehmen",
        "firma",
        "firmen",
        "hersteller",
        "konzern",
        "partner",
        "entwickler",
        "anbieter",
        "company",
        "tochter",
        "start-up",
        "startup",
        "maker",
        "manufacturer",
        "spezialist",
        "ceo",
        "bei",
        "patienten",
    ];
    let lower = word.to_lowercase();
    function_word(word) || ENDS.iter().any(|end| lower.ends_with(end))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::Assertion;
    use super::super::finds::testing::{document, found, values};
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let facts = found(&document(&[(None, text)]), find);
        let names: Vec<&str> = facts
            .iter()
            .filter(|fact| fact.kind == FactKind::Institution)
            .map(|fact| fact.value.as_str())
            .collect();
        assert_eq!(names, expected, "{text}");
    }

    #[test]
    fn a_german_name_stands_in_the_nominative() {
        check(
            "Er leitet das Klinikum des Universitätsklinikums Jena.",
            &["Universitätsklinikum Jena"],
        );
        check(
            "am Deutschen Krebsforschungszentrum geforscht",
            &["Deutsches Krebsforschungszentrum"],
        );
        check(
            "das Heidelberger Institut für Stammzelltechnologie und experimentelle Medizin (HI-STEM) gGmbH wurde",
            &["Heidelberger Institut für Stammzelltechnologie und experimentelle Medizin (HI-STEM)"],
        );
        check(
            "von der Anna Maria Roth Stiftung gegründet",
            &["Anna Maria Roth Stiftung"],
        );
        check(
            "vom Bundesministerium für Forschung, Technologie und Raumfahrt bezahlt",
            &["Bundesministerium für Forschung, Technologie und Raumfahrt"],
        );
    }

    #[test]
    fn a_department_takes_its_fields_and_its_parent() {
        check(
            "Oberärztin an der Medizinischen Klinik II für Hämatologie, Zelltherapie und Onkologie an der TU Jena, die",
            &[
                "Medizinische Klinik II für Hämatologie, Zelltherapie und Onkologie, TU Jena",
                "TU Jena",
            ],
        );
        check(
            "an der Klinik für Neurologie in Jena, Kiel und Ulm",
            &["Klinik für Neurologie, Jena"],
        );
        check(
            "The Department of Hematology, Oncology and Clinical Immunology at the MHH has",
            &["Department of Hematology, Oncology and Clinical Immunology, MHH"],
        );
    }

    #[test]
    fn an_english_name_takes_what_stands_before_its_head() {
        check(
            "The Jena University Hospital has treated many.",
            &["Jena University Hospital"],
        );
        check(
            "at Boston Children's Hospital and at the University of Kiel",
            &["Boston Children's Hospital", "University of Kiel"],
        );
        check(
            "the Food and Drug Administration (FDA) said. The FDA will",
            &["Food and Drug Administration (FDA)"],
        );
        check(
            "at the Gene Repair Center (GRC) at XYZ",
            &["Gene Repair Center (GRC), XYZ"],
        );
    }

    #[test]
    fn a_head_alone_is_no_name() {
        check(
            "Das Klinikum und die Klinik sind ein Zentrum. Die Universitätskliniken planen.",
            &[],
        );
        check(
            "Each hospital has a Medical Center. The Research Institute is new. School starts.",
            &[],
        );
        check(
            "Ein spezialisiertes Zentrum wurde gebaut. Es ist ein Roth-Forschungsinstitut der TU.",
            &[],
        );
    }

    #[test]
    fn short_and_longer_forms_are_one_institution() {
        let text = "Das Universitätsklinikum Anna Roth Jena half. Am Universitätsklinikum Jena sagt man das.";
        let facts = found(&document(&[(None, text)]), find);
        assert_eq!(facts.len(), 1);
        assert_eq!(
            (facts[0].value.as_str(), facts[0].evidence.len()),
            ("Universitätsklinikum Anna Roth Jena", 2)
        );
        let text = "The Northern Medical School (NMS) helped. Doctors of the NMS agree.";
        let facts = found(&document(&[(None, text)]), find);
        assert_eq!(
            (facts[0].value.as_str(), facts[0].evidence.len()),
            ("Northern Medical School (NMS)", 2)
        );
    }

    #[test]
    fn companies_are_known_by_their_suffix() {
        let check = |text: &str, expected: &[&str]| {
            let facts = found(&document(&[(None, text)]), find);
            assert_eq!(values(&facts, FactKind::Company), expected, "{text}");
        };
        check(
            "die das Biotech-Unternehmen Novelia Therapeutics kostenlos zur Verfügung stellt",
            &["Novelia Therapeutics | provider"],
        );
        check(
            "made by Acme Cell Pharma, Inc. in Boston",
            &["Acme Cell Pharma | provider"],
        );
        check(
            "bei der Beispiel GmbH. Eine GmbH. Die AG tagt. New Pharma is cheap.",
            &["Beispiel"],
        );
        check("Anna Roth Verlag GmbH", &[]);
    }

    #[test]
    fn the_zone_says_what_an_institution_is() {
        let facts = found(
            &document(&[
                (Some(ZoneKind::Masthead), "Universitätsmedizin Jena"),
                (Some(ZoneKind::Boilerplate), "Die Deutsche Krebsgesellschaft hilft."),
            ]),
            find,
        );
        assert_eq!(
            values(&facts, FactKind::Institution),
            ["Universitätsmedizin Jena | issuer", "Deutsche Krebsgesellschaft"]
        );
        assert_eq!(facts[1].assertion, Assertion::InBoilerplate);
    }

    proptest! {
        #[test]
        fn any_text_is_read_and_evidence_quotes_it(
            text in "((Klinik|Institut|University|Hospital|GmbH|für|of|und|and|Jena|MHH|Inc|a|St)[ ,.()\n-]{1,2}){0,12}",
        ) {
            found(&document(&[(None, &text)]), find);
        }
    }
}
