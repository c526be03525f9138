//! People: names with titles, in an apposition, beside a verb of speech, and in the lists of authors, captions and
//! contacts. One person is one fact; mentions by surname alone are linked back. Authors inside references are nobody
//! of this document.

use std::collections::HashMap;

use super::finds::{Finds, add_function};
use super::institutions::names_institution;
use super::words::{Words, acronym, capital, function_word, listed, units};
use super::{Fact, FactKind, Page};
use crate::document::ZoneKind;
use crate::text::Span;

pub(super) fn find(page: &Page<'_>, facts: &mut Vec<Fact>) {
    let mut people = People {
        finds: Finds::new(page),
        titled: Vec::new(),
        surnames: HashMap::new(),
    };
    let units = units(page);
    let mut issuer_above = false;
    for unit in &units {
        let words = Words::new(&page.document.text, unit);
        match page.document.zone_at(unit.start) {
            Some(ZoneKind::References | ZoneKind::Keywords) => {}
            Some(ZoneKind::Publication) => people.authors(&words),
            Some(ZoneKind::Caption) => people.caption(&words),
            Some(ZoneKind::Contact) => people.line(&words, "contact"),
            Some(ZoneKind::Masthead) => {
                // A bare name in the masthead is a person only below the institution that issues the text.
                if issuer_above {
                    people.line(&words, "press contact");
                } else {
                    people.prose(&words);
                }
                issuer_above = (0..words.len()).any(|i| names_institution(words.get(i)));
            }
            Some(ZoneKind::Boilerplate) | None => {
                if !people.author_line(&words) {
                    people.prose(&words);
                }
            }
        }
    }
    people.link_surnames(&units);
    people.finds.finish(facts);
}

struct People<'p, 'd> {
    finds: Finds<'p, 'd>,
    /// Mentions by title and surname alone, to be linked.
    titled: Vec<(String, Span)>,
    /// Full name by surname; none where two people share it. Only of people that the prose speaks of.
    surnames: HashMap<String, Option<String>>,
}

/// A name found at some words.
#[derive(Debug, Clone)]
struct Name {
    /// Without titles.
    value: String,
    surname: String,
    /// Words of the name, titles excluded.
    parts: usize,
    titled: bool,
    first: usize,
    last: usize,
}

const OPENING_TITLES: &str =
    "Prof Professor Professorin Dr Dres PD Privatdozent Privatdozentin Priv Frau Herr Herrn Mr Mrs Ms Univ Mag Apl apl";
const TITLES: &str = "Prof Professor Professorin Dr Dres PD Privatdozent Privatdozentin Priv Doz Univ med rer nat phil hum habil h c mult dent vet Dipl Ing Biol Psych Med Mag Apl apl Sci biol Frau Herr Herrn Mr Mrs Ms";
const DEGREES: &str = "MD PhD MSc MPH MBBS DPhil FRCP DO RN PharmD DSc BSc MBA ScD DrPH";
const PARTICLES: &str = "von van de der den zu zur da di del della dos du la le vom ten ter bin al el af zum";
const SPEAKS: &str = "sagt sagte erklärt erklärte erläutert erläuterte betont betonte ergänzt ergänzte berichtet berichtete kommentiert resümiert said says explains explained adds added commented emphasized emphasizes";
const ROLE_ENDS: &str = "direktor direktorin leiter leiterin arzt ärztin autor autorin professor professorin vorstand vorständin sprecher sprecherin präsident präsidentin geschäftsführer geschäftsführerin forscher forscherin wissenschaftler wissenschaftlerin dekan dekanin koordinator koordinatorin mediziner medizinerin onkologe onkologin hämatologe hämatologin rheumatologe rheumatologin neurologe neurologin immunologe immunologin ologe ologin iater iaterin ikerin chirurg chirurgin director author professor head leader chair chairman chairwoman physician investigator president ceo officer oncologist hematologist haematologist rheumatologist neurologist immunologist scientist researcher spokesperson coordinator dean surgeon founder lecturer";
/// Words that open no person's name though they begin with a capital.
const NO_NAMES: &str = "Kollege Kollegin Kollegen Kolleginnen Abteilung Abstract Anfragen Article Autoren Bereich Bild Blood Caption Case Cell Cells Clinical Contact Data Dear Department Email Fax Foto Fotos Grafik Health Information Informationen Journal Kontakt Kommunikation Leitung Link Mail Media Medical Medicine Medizin Mehr Nature News Office Original Originalpublikation Patient Patienten Patientin Photo Phone Presse Pressestelle Pressekontakt Press Public Quelle Redaktion Referat Release Report Research Rückfragen Science Sciences Sperrfrist Straße Stabsstelle Study Studie Tel Telefon Telephone Therapie Therapy Transfer Trial Treatment Universitäts Unternehmenskommunikation Website Team Bildnachweis Copyright Credit GmbH Klinische Deutsche Deutschen Deutsches Nationales Europäische Neue New Early Late Phase Group Gruppe Results Ergebnisse Background Methods Conclusion Conclusions Objective";

/// Whether a word may be part of a person's name.
fn name_word(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let clean = word
        .chars()
        .all(|c| c.is_alphabetic() || matches!(c, '-' | '\u{2010}' | '\u{2011}' | '\'' | '\u{2019}'));
    capital(word)
        && clean
        && (2..=25).contains(&letters)
        && !word.ends_with('-')
        && !(acronym(word) && letters > 1)
        && !function_word(word)
        && !names_institution(word)
        && !listed(NO_NAMES, word)
        && !listed(OPENING_TITLES, word)
        && !common_noun(word)
}

/// Nouns by their ending, in both languages; names are rarely so long and so built.
fn common_noun(word: &str) -> bool {
    const ENDS: &str = "ungen heit keit tion tionen schaft schaften ismus ments ness logie logy logies ical ics medizin therapie therapien studie studien zellen kosten ergebnisse erkrankung erkrankungen forschung behandlung leistung abteilung versorgung syndrome syndrom disease";
    let lower = word.to_lowercase();
    (lower.len() > 6 && ENDS.split(' ').any(|end| lower.ends_with(end)))
        || listed("Public Global Digital General", word)
}

/// The name that begins at word `first`, with its titles.
fn name_at(words: &Words<'_>, first: usize) -> Option<Name> {
    let mut at = first;
    let mut titled = false;
    let mut parts: Vec<usize> = Vec::new();
    let mut particles: Vec<usize> = Vec::new();
    if listed(OPENING_TITLES, words.get(at)) {
        titled = true;
    } else if role_word(words.get(at)) {
        return None;
    }
    loop {
        let word = words.get(at);
        let title = titled_word(words, at);
        // A role behind a name is no part of it: "Jan Roth Chefarzt".
        if (title && !titled) || (!parts.is_empty() && word.len() > 6 && role_word(word)) {
            break;
        }
        if title {
            titled = true;
        } else if name_word(word) || initial(words, at) {
            parts.append(&mut particles);
            parts.push(at);
        } else if listed(PARTICLES, word) && (!parts.is_empty() || titled) && particles.len() < 3 {
            particles.push(at);
        } else {
            break;
        }
        let gap = words.gap(at);
        let goes_on = match gap {
            " " | "\u{a0}" => true,
            "\n" => words.joined(at),
            ". " | "." | ".-" | ".\u{a0}" => title || initial(words, at),
            _ => false,
        };
        if !goes_on || parts.len() > 6 {
            break;
        }
        at += 1;
    }
    // Without a title a name does not begin with a particle, and never with an initial alone.
    let last = *parts.last()?;
    let full = parts.iter().filter(|&&part| name_word(words.get(part))).count();
    if full == 0 || parts.len() > 6 || (initial(words, last) && !name_word(words.get(last))) {
        return None;
    }
    // "PD" is a disease too: alone it makes no surname a person.
    if parts.len() == 1 && titled && last == first + 1 && words.get(first) == "PD" {
        return None;
    }
    let value = spell(words, &parts);
    let surname_from = parts
        .iter()
        .rposition(|&part| !listed(PARTICLES, words.get(part)))
        .expect("a part is no particle");
    Some(Name {
        value,
        surname: words.get(parts[surname_from]).to_owned(),
        parts: parts
            .iter()
            .filter(|&&part| !listed(PARTICLES, words.get(part)))
            .count(),
        titled,
        first: parts[0],
        last,
    })
}

/// Whether word `at` is part of a chain of titles; "Med" and the like only with their full stop.
fn titled_word(words: &Words<'_>, at: usize) -> bool {
    let word = words.get(at);
    listed(TITLES, word)
        && (word.len() > 4 || word == "PD" || words.gap(at).starts_with('.') || matches!(word, "Dr" | "Prof"))
        || (listed(OPENING_TITLES, word) && words.joined(at))
}

/// A single capital with its full stop: "Frank Y. Huang".
fn initial(words: &Words<'_>, at: usize) -> bool {
    let word = words.get(at);
    capital(word) && word.chars().count() == 1 && words.gap(at).starts_with(['.', ' '])
}

fn spell(words: &Words<'_>, parts: &[usize]) -> String {
    let mut out = String::new();
    for (i, &part) in parts.iter().enumerate() {
        if i > 0 {
            out.push(' ');
        }
        out.push_str(words.get(part));
        if initial(words, part) && words.gap(part).starts_with('.') {
            out.push('.');
        }
    }
    out
}

impl<'d> People<'_, 'd> {
    fn add(&mut self, words: &Words<'_>, name: &Name, function: Option<&str>, rule: &'static str) {
        let surface = words.range(name.first, name.last);
        if name.parts < 2 {
            self.titled.push((name.surname.clone(), surface));
            return;
        }
        let fact = self.finds.add(FactKind::Person, &name.value, &surface, rule);
        if let Some(function) = function {
            add_function(fact, function);
        }
    }

    /// Remembers that mentions of this surname alone mean this person.
    fn speak_of(&mut self, name: &Name) {
        if name.parts < 2 {
            return;
        }
        self.surnames
            .entry(name.surname.clone())
            .and_modify(|known| {
                if known.as_ref() != Some(&name.value) {
                    *known = None;
                }
            })
            .or_insert_with(|| Some(name.value.clone()));
    }

    /// Names in running text: with a title or degree, with a role before or behind, or as the speaker.
    fn prose(&mut self, words: &Words<'_>) {
        let mut at = 0;
        while at < words.len() {
            let word = words.get(at);
            if !capital(word) && !listed("apl", word) {
                at += 1;
                continue;
            }
            let Some(name) = self.in_prose(words, at) else {
                at += 1;
                continue;
            };
            at = name.last + 1;
        }
    }

    fn in_prose(&mut self, words: &Words<'_>, at: usize) -> Option<Name> {
        let name = name_at(words, at)?;
        let degree = self.degree(words, name.last);
        let role = role_behind(words, name.last).or_else(|| role_before(words, at));
        let speaks = listed(SPEAKS, words.get(name.last + 1)) && words.joined(name.last)
            || at > 0 && words.joined(at - 1) && listed(SPEAKS, words.get(at - 1));
        let leads = at > 0 && words.joined(at - 1) && led_by(words, at - 1);
        let rule = if name.titled {
            "people/title-chain"
        } else if !(2..=4).contains(&name.parts) || within_name(words, at) || self.vocabulary_has(words, &name) {
            return None;
        } else if degree {
            "people/degree"
        } else if role.is_some() {
            "people/apposition"
        } else if speaks {
            "people/speech"
        } else if leads {
            "people/led-by"
        } else {
            return None;
        };
        self.add(words, &name, role.as_deref(), rule);
        self.speak_of(&name);
        Some(name)
    }

    fn degree(&self, words: &Words<'_>, last: usize) -> bool {
        let _ = self;
        matches!(words.gap(last), " " | ", ") && listed(DEGREES, &words.get(last + 1).replace('.', ""))
            || words.gap(last) == ", " && words.get(last + 1) == "M" && words.get(last + 2) == "D"
    }

    fn vocabulary_has(&self, words: &Words<'_>, name: &Name) -> bool {
        !self
            .finds
            .page
            .mentions_in(&words.range(name.first, name.last))
            .is_empty()
    }

    /// A line of a contact block or masthead that is a name, or has one with a title.
    fn line(&mut self, words: &Words<'_>, function: &str) {
        let name = name_at(words, 0).filter(|name| {
            let rest = words.text[words.spans[name.last].end..]
                .split('\n')
                .next()
                .unwrap_or_default();
            let alone = name.last + 1 == words.len() || self.degree(words, name.last);
            let ends = alone || rest.starts_with([',', '(', ':', '|']) || rest.starts_with(" –");
            name.parts >= 2 && (name.titled || (alone && (2..=3).contains(&name.parts))) && ends
        });
        match name {
            Some(name) if !self.vocabulary_has(words, &name) => {
                let rule = if name.titled {
                    "people/title-chain"
                } else {
                    "people/contact"
                };
                self.add(words, &name, Some(function), rule);
                if let Some(role) = role_behind(words, name.last) {
                    self.add(words, &name, Some(&role), rule);
                }
                self.speak_of(&name);
            }
            _ => self.prose(words),
        }
    }

    /// Everybody in a list behind a colon, or with a title, in the caption of a picture.
    fn caption(&mut self, words: &Words<'_>) {
        let mut at = 0;
        while at < words.len() {
            let listed_here = at == 0
                || words.gap(at - 1).contains([',', ':', ')', '(', ';'])
                || matches!(words.get(at - 1), "und" | "and" | "mit" | "with");
            match name_at(words, at) {
                Some(name)
                    if name.parts >= 2
                        && name.parts <= 4
                        && (name.titled || (listed_here && in_list(words, &name))) =>
                {
                    self.add(words, &name, Some("in picture"), "people/caption");
                    self.speak_of(&name);
                    at = name.last + 1;
                }
                _ => at += 1,
            }
        }
    }

    /// The authors in the citation of the paper: the list before the first colon or the end of its line.
    fn authors(&mut self, words: &Words<'_>) {
        let list = author_list(words);
        if list.len() >= 2 {
            self.add_authors(words, &list);
        } else {
            self.prose(words);
        }
    }

    /// A line that is nothing but three names or more, as below the title of a paper.
    fn author_line(&mut self, words: &Words<'_>) -> bool {
        let text = words.text;
        if words.len() < 6 || words.len() > 600 || !capital(words.get(0)) {
            return false;
        }
        let list = author_list(words);
        let covered = list.last().is_some_and(|name| name.last + 3 >= words.len());
        let from_start = list.first().is_some_and(|name| name.first == 0 || name.titled);
        let prose = text[words.range(0, words.len() - 1)].contains(". ") && list.iter().all(|name| name.parts < 3);
        if list.len() >= 3 && covered && from_start && !prose {
            self.add_authors(words, &list);
            true
        } else {
            false
        }
    }

    fn add_authors(&mut self, words: &Words<'_>, list: &[Name]) {
        let text = words.text;
        let end = words.spans.last().map_or(0, |span| span.end);
        let stretch = &text[words.spans[list[0].first].start..end];
        let below = &text[end..text.floor_char_boundary((end + 200).min(text.len()))];
        // An asterisk means a shared first place only where a note says so.
        let shared = [stretch, below].iter().any(|part| {
            let lower = part.to_lowercase();
            [
                "erstautor",
                "contributed equally",
                "shared first",
                "equal contribution",
                "co-first",
                "joint first",
            ]
            .iter()
            .any(|cue| lower.contains(cue))
        });
        for (i, name) in list.iter().enumerate() {
            let starred = shared && text[words.spans[name.last].end..].starts_with('*');
            let function = if i == 0 || starred {
                "first author"
            } else if i + 1 == list.len() {
                "last author"
            } else {
                "author"
            };
            self.add(words, name, Some(function), "people/author-list");
        }
    }

    /// Links mentions by surname, and by full name, to the person.
    fn link_surnames(&mut self, units: &[Span]) {
        for (surname, surface) in std::mem::take(&mut self.titled) {
            match self.surnames.get(&surname) {
                Some(Some(value)) => {
                    let value = value.clone();
                    self.finds.add(FactKind::Person, &value, &surface, "people/surname");
                }
                Some(None) => {}
                None => {
                    self.finds
                        .add(FactKind::Person, &surname, &surface, "people/title-chain");
                }
            }
        }
        if self.surnames.is_empty() {
            return;
        }
        let page = self.finds.page;
        for unit in units {
            if matches!(
                page.document.zone_at(unit.start),
                Some(ZoneKind::References | ZoneKind::Publication)
            ) {
                continue;
            }
            let words = Words::new(&page.document.text, unit);
            for i in 0..words.len() {
                let word = words.get(i);
                let genitive = word.strip_suffix('s').unwrap_or(word);
                let Some(Some(value)) = self.surnames.get(word).or_else(|| self.surnames.get(genitive)) else {
                    continue;
                };
                let value = value.clone();
                let first = full_name_before(&words, i, &value);
                // Another given name before it makes it another person; inside an address it is no name.
                let other = first == i
                    && i > 0
                    && words.joined(i - 1)
                    && name_word(words.get(i - 1))
                    && !titled_word(&words, i - 1);
                let address = words.gap(i).starts_with('@')
                    || (i > 0 && words.gap(i - 1).ends_with(['.', '@', '/']) && !words.gap(i - 1).ends_with(' '));
                if !other && !address {
                    let surface = words.range(first, i);
                    if let Some(fact) = self.finds.get_mut(FactKind::Person, &value) {
                        let covered = fact.evidence.iter().any(|evidence| {
                            evidence.surface.start < surface.end && surface.start < evidence.surface.end
                        });
                        if !covered {
                            self.finds.add(FactKind::Person, &value, &surface, "people/surname");
                        }
                    }
                }
            }
        }
    }
}

/// The first word of the full name that ends at word `i`, else `i`.
fn full_name_before(words: &Words<'_>, i: usize, value: &str) -> usize {
    let parts = value.split(' ').count();
    match (i + 1).checked_sub(parts) {
        Some(first) if words.text[words.range(first, i)] == *value => first,
        _ => i,
    }
}

/// The authors of a list, the longest run of names with commas, semicolons and a final "and" between.
fn author_list(words: &Words<'_>) -> Vec<Name> {
    let mut list: Vec<Name> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let Some(name) = author_at(words, at) else {
            if list.len() >= 2 {
                break;
            }
            list.clear();
            at += 1;
            continue;
        };
        let last = name.last;
        list.extend(split_pair(words, name));
        let gap = words
            .gap(last)
            .trim_matches(['*', '†', '‡', '#', ' ', '¹', '²', '³', '\n']);
        let and = |i: usize| matches!(words.get(i), "and" | "und");
        at = match gap {
            "," | ";" if and(last + 1) => last + 2,
            "," | ";" | "&" | ",&" => last + 1,
            "" if and(last + 1) => last + 2,
            // Degrees and numbers of affiliations stand between the names: "Jane Roe, MD", "Jane Roe1, 2".
            _ if list.len() >= 2 => break,
            _ => {
                list.clear();
                last + 1
            }
        };
        while at < words.len() && (listed(DEGREES, words.get(at)) || words.get(at).bytes().all(|b| b.is_ascii_digit()))
        {
            at += 1;
        }
    }
    list
}

/// A full name, or "Roe J" as journals print it.
fn author_at(words: &Words<'_>, at: usize) -> Option<Name> {
    let initials = words.get(at + 1);
    if name_word(words.get(at))
        && words.joined(at)
        && (1..=3).contains(&initials.chars().count())
        && initials.chars().all(char::is_uppercase)
        // "Frank Y. Huang" is a given name and an initial.
        && !(words.gap(at + 1).starts_with(". ") && initials.len() == 1 && name_word(words.get(at + 2)))
    {
        return Some(Name {
            value: format!("{} {initials}", words.get(at)),
            surname: words.get(at).to_owned(),
            parts: 2,
            titled: false,
            first: at,
            last: at + 1,
        });
    }
    name_at(words, at).filter(|name| (2..=5).contains(&name.parts))
}

/// Four full names in a row are two people whose comma was lost; names of four words are hyphenated or initialled in
/// author lists.
fn split_pair(words: &Words<'_>, name: Name) -> Vec<Name> {
    let plain =
        name.parts == 4 && name.last - name.first == 3 && (name.first..=name.last).all(|i| name_word(words.get(i)));
    if !plain {
        return vec![name];
    }
    let half = |first: usize| Name {
        value: format!("{} {}", words.get(first), words.get(first + 1)),
        surname: words.get(first + 1).to_owned(),
        parts: 2,
        titled: false,
        first,
        last: first + 1,
    };
    vec![half(name.first), half(name.first + 2)]
}

/// Whether a name without a title stands between commas, or ends a caption.
fn in_list(words: &Words<'_>, name: &Name) -> bool {
    let gap = words.gap(name.last);
    gap.starts_with([',', '.', ';', '(', '\n'])
        || gap.starts_with(" (")
        || matches!(words.get(name.last + 1), "und" | "and")
}

/// The role in the apposition behind a name: ", Oberärztin an der ...", ", lead author of ...".
fn role_behind(words: &Words<'_>, last: usize) -> Option<String> {
    const FAR: usize = 6;
    if words.gap(last) != ", " {
        return None;
    }
    let mut first = last + 1;
    for at in last + 1..(last + 1 + FAR).min(words.len()) {
        let word = words.get(at);
        if role_word(word) {
            while first < at && function_word(words.get(first)) {
                first += 1;
            }
            return Some(words.text[words.range(first, at)].replace('\n', " "));
        }
        let gap = words.gap(at);
        if gap == ", " && listed(DEGREES, word) {
            first = at + 1;
        } else if !words.joined(at) {
            return None;
        }
    }
    None
}

/// The role before a name: "Studienleiter Jan Roth", "lead author Jane Roe".
fn role_before(words: &Words<'_>, first: usize) -> Option<String> {
    let at = first.checked_sub(1)?;
    if !words.joined(at) || !role_word(words.get(at)) || titled_word(words, at) {
        return None;
    }
    let adjective = at > 0
        && words.joined(at - 1)
        && matches!(
            words.get(at - 1),
            "lead"
                | "first"
                | "senior"
                | "medical"
                | "study"
                | "principal"
                | "corresponding"
                | "Ärztlicher"
                | "Medizinischer"
        );
    Some(words.text[words.range(if adjective { at - 1 } else { at }, at)].replace('\n', " "))
}

fn role_word(word: &str) -> bool {
    let lower = word.to_lowercase();
    lower.len() >= 3
        && ROLE_ENDS
            .split(' ')
            .any(|end| lower == end || (lower.len() > end.len() + 2 && end.len() > 4 && lower.ends_with(end)))
}

/// Whether word `at` only continues a longer name: "Klinik Carl Roth".
fn within_name(words: &Words<'_>, at: usize) -> bool {
    let Some(before) = at.checked_sub(1).filter(|&before| words.joined(before)) else {
        return false;
    };
    let word = words.get(before);
    capital(word) && !function_word(word) && !role_word(word)
}

/// Whether what ends at word `at` says that a group belongs to the next name: "Team um", "led by".
fn led_by(words: &Words<'_>, at: usize) -> bool {
    let before = |i: usize| at.checked_sub(i).map_or("", |at| words.get(at));
    match words.get(at) {
        "um" => {
            let group = before(1).to_lowercase();
            [
                "team",
                "forschende",
                "forscher",
                "gruppe",
                "wissenschaftler",
                "forschenden",
                "ärzte",
                "wissenschaftlerinnen",
            ]
            .iter()
            .any(|end| group.ends_with(end))
        }
        "by" => matches!(before(1), "led" | "headed" | "directed" | "authored"),
        "von" => before(1) == "Leitung" || before(1) == "geleitet",
        "of" => before(1) == "direction" || before(1) == "leadership",
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::finds::testing::{document, found, values};
    use super::*;

    fn check(pieces: &[(Option<ZoneKind>, &str)], expected: &[&str]) -> Vec<Fact> {
        let facts = found(&document(pieces), find);
        assert_eq!(values(&facts, FactKind::Person), expected, "{pieces:?}");
        facts
    }

    #[test]
    fn titles_make_a_name_and_are_no_part_of_it() {
        let prose = |text, expected: &[&str]| {
            check(&[(None, text)], expected);
        };
        prose("Prof. Dr. med. Anna Roth leitet sie.", &["Anna Roth"]);
        prose(
            "Es kamen PD Jan Dr. von Berg und Dr. rer. nat. Lisa Müller-Thal.",
            &["Jan von Berg", "Lisa Müller-Thal"],
        );
        prose(
            "We asked Jane A. Roe, MD, PhD, and John van Doe, MD.",
            &["Jane A. Roe", "John van Doe"],
        );
        prose("Frau Eva Lind aus Kiel", &["Eva Lind"]);
        prose("Prof.Dr. Eva Lind", &["Eva Lind"]);
    }

    #[test]
    fn a_role_stands_before_or_behind_the_name() {
        let prose = |text, expected: &[&str]| {
            check(&[(None, text)], expected);
        };
        prose(
            "Dr. med. Eva Lind, Oberärztin an der Klinik, und",
            &["Eva Lind | Oberärztin"],
        );
        prose(
            "Prof. Jan Roth, Ärztlicher Direktor des Hauses",
            &["Jan Roth | Ärztlicher Direktor"],
        );
        prose("erläutert Jan Roth, Erstautor der Arbeit.", &["Jan Roth | Erstautor"]);
        prose("sagt Studienleiter Jan Roth und", &["Jan Roth | Studienleiter"]);
        prose("said Jane Roe, director of the center.", &["Jane Roe | director"]);
        prose("Forschende um Jan Roth, Kiel, fanden", &["Jan Roth"]);
        prose("a team led by Jane Roe found", &["Jane Roe"]);
    }

    #[test]
    fn a_surname_is_linked_to_its_person() {
        let facts = check(
            &[(
                None,
                "Prof. Jan Roth kam. Später sagte Prof. Roth mehr, und Roths Team ging. Roth schwieg.",
            )],
            &["Jan Roth"],
        );
        assert_eq!(facts[0].evidence.len(), 4);
        let facts = check(
            &[(
                None,
                "Dr. Jan Roth und Dr. Eva Roth kamen. Dr. Roth ging. Anna Roth blieb.",
            )],
            &["Jan Roth", "Eva Roth"],
        );
        assert!(facts.iter().all(|fact| fact.evidence.len() == 1));
    }

    #[test]
    fn authors_are_numbered_by_their_place() {
        check(
            &[(
                Some(ZoneKind::Publication),
                "Jan Roth*, Eva-Maria Lind*, Frank Y. Hu and Ute Berg: Cells in the blood of mice (*gemeinsame Erstautoren)",
            )],
            &[
                "Jan Roth | first author",
                "Eva-Maria Lind | first author",
                "Frank Y. Hu | author",
                "Ute Berg | last author",
            ],
        );
        check(
            &[(
                Some(ZoneKind::Publication),
                "Roth J, Lind EM, Hu FY. Cells. Blood 2024; 1: 2",
            )],
            &["Roth J | first author", "Lind EM | author", "Hu FY | last author"],
        );
        check(
            &[(None, "Jane Roe, John Doe, Max Kim, and Eva Lind")],
            &[
                "Jane Roe | first author",
                "John Doe | author",
                "Max Kim | author",
                "Eva Lind | last author",
            ],
        );
    }

    #[test]
    fn captions_contacts_and_mastheads_name_people() {
        check(
            &[(
                Some(ZoneKind::Caption),
                "Das Team (v.l.): Dr. Eva Lind, Jan Roth, Prof. Ute Berg\nHochschule Jena",
            )],
            &[
                "Eva Lind | in picture",
                "Jan Roth | in picture",
                "Ute Berg | in picture",
            ],
        );
        check(
            &[(
                Some(ZoneKind::Contact),
                "Weitere Informationen\nDr. Eva Lind\nKlinik für Innere Medizin\nJan Roth",
            )],
            &["Eva Lind | contact", "Jan Roth | contact"],
        );
        check(
            &[(Some(ZoneKind::Masthead), "Universitätsmedizin Jena\nEva Lind\nMedicine")],
            &["Eva Lind | press contact"],
        );
    }

    #[test]
    fn what_is_written_like_a_name_is_not_always_one() {
        check(
            &[
                (
                    None,
                    "Therapie als letzte Option: Die Klinik Carl Roth sagt zu. Das Universitätsklinikum Carl Gustav Roth hilft.",
                ),
                (
                    None,
                    "Weitere Informationen. Research results, Transfer of Science or Research.",
                ),
                (
                    None,
                    "CAR T Cells, Nature Medicine and Blood Advances say so. New York says no.",
                ),
                (
                    Some(ZoneKind::References),
                    "1 Roe J, Prof. Jane Doe. Cells. Blood 2024; 1: 2",
                ),
            ],
            &[],
        );
    }

    proptest! {
        #[test]
        fn any_text_is_read_and_evidence_quotes_it(
            text in "((Prof|Dr|PD|von|Anna|Roth|J|sagt|und|Direktor|MD|é)[ ,.*\n-]{1,2}){0,12}",
            kind in prop::sample::select(vec![None, Some(ZoneKind::Publication), Some(ZoneKind::Caption), Some(ZoneKind::Contact)]),
        ) {
            found(&document(&[(kind, &text)]), find);
        }
    }
}
