//! People: names with titles, in an apposition, beside a verb of speech, and in the lists of authors, captions and
//! contacts. One person is one fact; mentions by surname alone are linked back. Authors inside references are nobody
//! of this document.

use std::collections::HashMap;

use super::finds::{Finds, add_function};
use super::institutions::names_institution;
use super::words::{List, Words, capital, lines, units};
use super::{Fact, FactKind, Page};
use crate::document::ZoneKind;
use crate::text::Span;
use crate::text::floor;

mod authors;
mod name;

use authors::{author_at, author_list, cited_authors, coauthors};
pub(super) use authors::{author_function, authors_in};
use name::{
    DEGREES, Name, OPENING_TITLES, PARTICLES, SPEAKS, TELLING, led_by, name_at, name_word, role_before, role_behind,
    role_told, titled_word, within_name,
};

pub(super) fn find(page: &Page<'_>, facts: &mut Vec<Fact>) {
    let mut people = People { finds: Finds::new(page), titled: Vec::new(), surnames: HashMap::new() };
    let mut issuer_above = false;
    for (unit, words) in units(page) {
        match page.document.zone_at(unit.start) {
            Some(ZoneKind::References | ZoneKind::Keywords) => {}
            Some(ZoneKind::Publication) => people.authors(&words),
            Some(ZoneKind::Caption) => people.caption(&words),
            Some(ZoneKind::Contact) => people.line(&words, "contact"),
            Some(ZoneKind::Masthead) => {
                people.byline(&words);
                // A bare name in the masthead is a person only below the institution that issues the text.
                if issuer_above {
                    people.line(&words, "press contact");
                } else {
                    people.prose(&words);
                }
                issuer_above = (0..words.len()).any(|i| names_institution(words.get(i)));
            }
            Some(ZoneKind::Boilerplate) | None => {
                let below_title = unit.start < HEAD;
                if below_title && (people.author_lines(unit, &words) || people.issuer_lines(unit, &words)) {
                    continue;
                }
                if !people.author_line(&words, false) {
                    if below_title {
                        people.byline(&words);
                    }
                    people.prose(&words);
                }
            }
        }
    }
    people.link_surnames();
    people.finds.finish(facts);
}

/// Where the authors of the document itself are named, in bytes.
const HEAD: usize = 1500;

struct People<'p, 'd> {
    finds: Finds<'p, 'd>,
    /// Mentions by title and surname alone, to be linked.
    titled: Vec<(String, Span)>,
    /// Full name by surname; none where two people share it. Only of people that the prose speaks of.
    surnames: HashMap<String, Option<String>>,
}

impl People<'_, '_> {
    fn add(&mut self, words: &Words<'_>, name: &Name, function: Option<&str>, rule: &'static str) {
        let surface = words.range(name.first, name.last);
        if name.parts < 2 {
            // "eine Frau Ende 30"
            if matches!(name.surname.as_str(), "Anfang" | "Mitte" | "Ende") {
                return;
            }
            // "Prof. Ch. Roe": what ends in a full stop so early is a given name cut short.
            if name.surname.len() <= 2 && words.gap(name.last).starts_with('.') {
                return;
            }
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
        let telling = &*TELLING;
        if !(0..words.len()).any(|at| telling.tells(words.get(at))) {
            return;
        }
        let coauthors = coauthors(words);
        for name in &coauthors {
            self.add(words, name, Some("co-author"), "people/author-list");
        }
        let mut next = coauthors.last().map_or(0, |name| name.last + 1);
        for at in words.named() {
            if at >= next
                && let Some(name) = self.in_prose(words, at)
            {
                next = name.last + 1;
            }
        }
    }

    fn in_prose(&mut self, words: &Words<'_>, at: usize) -> Option<Name> {
        let name = name_at(words, at)?;
        let degree = self.degree(words, name.last);
        let part =
            role_behind(words, name.last).or_else(|| role_before(words, at)).or_else(|| role_told(words, &name, at));
        let speaks = SPEAKS.has(words.get(name.last + 1)) && words.joined(name.last)
            || at > 0 && words.joined(at - 1) && SPEAKS.has(words.get(at - 1));
        let head = at > 0 && words.joined(at - 1) && led_by(words, at - 1);
        let found_by = if name.titled {
            "people/title-chain"
        } else if !(2..=4).contains(&name.parts) || within_name(words, at) || self.vocabulary_has(words, &name) {
            return None;
        } else if degree {
            "people/degree"
        } else if part.is_some() {
            "people/apposition"
        } else if speaks {
            "people/speech"
        } else if matches!(words.get(name.last + 1), "ORCID" | "orcid") {
            "people/orcid"
        } else if head {
            "people/led-by"
        } else {
            return None;
        };
        self.add(words, &name, part.as_deref(), found_by);
        self.speak_of(&name);
        Some(name)
    }

    fn degree(&self, words: &Words<'_>, last: usize) -> bool {
        let _ = self;
        matches!(words.gap(last), " " | ", ") && DEGREES.has(&words.get(last + 1).replace('.', ""))
            || words.gap(last) == ", " && words.get(last + 1) == "M" && words.get(last + 2) == "D"
    }

    fn vocabulary_has(&self, words: &Words<'_>, name: &Name) -> bool {
        !self.finds.page.mentions_in(&words.range(name.first, name.last)).is_empty()
    }

    /// A line of a contact block or masthead that is a name, or has one with a title.
    fn line(&mut self, words: &Words<'_>, function: &str) {
        // "Press contact: Jane Roe, ..."
        let label = (0..words.len().min(4)).find(|&at| words.gap(at).starts_with(':'));
        let first = label.map_or(0, |at| at + 1);
        let name = name_at(words, first).filter(|name| {
            let rest = words.text[words.spans[name.last].end..].split('\n').next().unwrap_or_default();
            let alone = name.last + 1 == words.len() || self.degree(words, name.last);
            let ends = alone || rest.starts_with([',', '(', ':', '|']) || rest.starts_with(" –");
            let alone = alone || label.is_some();
            name.parts >= 2 && (name.titled || (alone && (2..=3).contains(&name.parts))) && ends
        });
        match name {
            Some(name) if !self.vocabulary_has(words, &name) => {
                let rule = if name.titled { "people/title-chain" } else { "people/contact" };
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
                    let credit = is_credit(words, at, &name);
                    let function = if credit { "picture credit" } else { "in picture" };
                    self.add(words, &name, Some(function), "people/caption");
                    if !credit {
                        self.speak_of(&name);
                    }
                    at = name.last + 1;
                }
                _ => at += 1,
            }
        }
    }

    /// The authors in the citation of the paper: the list before the first colon or the end of its line.
    fn authors(&mut self, words: &Words<'_>) {
        match cited_authors(words) {
            Some((list, _)) if list.iter().all(|name| name.parts >= 2) => self.add_authors(words, &list),
            _ => self.prose(words),
        }
    }

    /// The lines of a paragraph near the top one of which lists the authors: that one, and nobody else of the others,
    /// which are title and affiliations. Two names do where numbers of affiliations are glued to them.
    fn author_lines(&mut self, unit: &Span, words: &Words<'_>) -> bool {
        let text = words.text;
        let mut found = false;
        for line in lines(text, unit) {
            let part = &text[line.clone()];
            let marked = part.bytes().any(|byte| byte.is_ascii_digit())
                || !part.is_ascii() && part.contains(|c: char| c.is_numeric());
            let words = words.within(&line);
            let bare = if marked { words.without_marks() } else { Vec::new() };
            let words = if marked { words.placed(&bare) } else { words };
            if !found && self.author_line(&words, marked) {
                found = true;
            } else if found {
                self.prose(&words);
            }
        }
        found
    }

    /// A block of short lines near the top that names who issues the text and, below that, whom to ask.
    fn issuer_lines(&mut self, unit: &Span, words: &Words<'_>) -> bool {
        let text = words.text;
        let lines = lines(text, unit);
        let short = |line: &Span| line.len() <= 90 && !text[line.clone()].trim_end().ends_with(['.', '!', '?']);
        if !(2..=5).contains(&lines.len()) || !lines.iter().all(short) {
            return false;
        }
        let mut issuer_above = false;
        for line in lines {
            let words = words.within(&line);
            if issuer_above {
                self.line(&words, "press contact");
            } else {
                self.prose(&words);
            }
            issuer_above = (0..words.len()).any(|i| names_institution(words.get(i)));
        }
        true
    }

    /// "By Jane Roe, ...", "Written by Jane Roe and Jan Roth" at the start of a line near the top.
    fn byline(&mut self, words: &Words<'_>) {
        let by = usize::from(matches!(words.get(0), "Written" | "Reported" | "Text" | "Geschrieben"));
        let preposition = if by == 0 {
            matches!(words.get(0), "By" | "Von")
        } else {
            matches!(words.get(1), "by" | "von" | "By" | "Von")
        };
        if !preposition || !words.joined(by) || by > 0 && !words.joined(0) {
            return;
        }
        let mut names: Vec<Name> = Vec::new();
        let mut at = by + 1;
        while let Some(name) = name_at(words, at).filter(|name| (2..=4).contains(&name.parts)) {
            let last = name.last;
            names.push(name);
            at = match (words.gap(last), words.get(last + 1)) {
                (" " | ", ", "and" | "und") => last + 2,
                (", ", _) => last + 1,
                _ => break,
            };
        }
        let Some(last) = names.last().map(|name| name.last) else { return };
        let behind = words.gap(last);
        let ends = behind.starts_with([',', ';', '.', '|', '\n', ' ']) && !words.joined(last) || behind == "\n";
        if ends {
            for name in &names {
                self.add(words, name, Some("author"), "people/byline");
                self.speak_of(name);
            }
        }
    }

    /// A line that is nothing but three names or more, as below the title of a paper; `pair`: two are enough.
    fn author_line(&mut self, words: &Words<'_>, pair: bool) -> bool {
        let text = words.text;
        if words.len() < if pair { 4 } else { 6 } || words.len() > 600 || !capital(words.get(0)) {
            return false;
        }
        // It begins with a name, or later with a titled one.
        let titled = || words.named().any(|at| OPENING_TITLES.has(words.get(at)));
        let two = capital(words.get(1)) || PARTICLES.has(words.get(1)) || OPENING_TITLES.has(words.get(0));
        if !(titled() || two && author_at(words, 0).is_some()) {
            return false;
        }
        let list = author_list(words);
        let covered = list.last().is_some_and(|name| {
            let group = matches!(words.get(name.last + 1), "for" | "on" | "für") && name.last + 12 >= words.len();
            name.last + 3 >= words.len() || group || places_follow(words, name.last)
        });
        let from_start = list.first().is_some_and(|name| name.first == 0 || name.titled);
        let line = &text[words.range(0, words.len() - 1)];
        // A full stop that is not that of an initial.
        let stops = line.match_indices(". ").any(|(at, _)| {
            let word = line[..at].rsplit([' ', '-', '.']).next().unwrap_or_default();
            word.chars().count() > 1
        });
        let prose = stops && list.iter().all(|name| name.parts < 3);
        let least = if pair { 2 } else { 3 };
        // "Haemophilia A, Haemophilia B, Haemophilia C"
        let named = list.iter().filter(|name| self.vocabulary_has(words, name)).count();
        let things =
            named * 2 > list.len() || list.len() > 1 && list.iter().all(|name| name.surname == list[0].surname);
        if !things && list.len() >= least && covered && from_start && !prose {
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
        let below = &text[end..floor(text, end + 200)];
        // An asterisk means a shared first place only where a note says so.
        let shared = [stretch, below].iter().any(|part| {
            let lower = part.to_lowercase();
            ["erstautor", "contributed equally", "shared first", "equal contribution", "co-first", "joint first"]
                .iter()
                .any(|cue| lower.contains(cue))
        });
        for (i, name) in list.iter().enumerate() {
            let starred = shared && text[words.spans[name.last].end..].starts_with('*');
            let function = author_function(if starred { 0 } else { i }, list.len());
            let name = Name { value: self.full_name(name), ..name.clone() };
            self.add(words, &name, Some(function), "people/author-list");
        }
    }

    /// The name in full where the prose has it: "Jan Roth" for "Roth J".
    fn full_name(&self, name: &Name) -> String {
        let initials = name.value.strip_prefix(&name.surname).map_or("", str::trim_start);
        match self.surnames.get(&name.surname) {
            Some(Some(full)) if initials.chars().next().is_some_and(|initial| full.starts_with(initial)) => {
                full.clone()
            }
            _ => name.value.clone(),
        }
    }

    /// Links mentions by surname, and by full name, to the person.
    fn link_surnames(&mut self) {
        for (surname, surface) in std::mem::take(&mut self.titled) {
            match self.surnames.get(&surname) {
                Some(Some(value)) => {
                    let value = value.clone();
                    self.finds.add(FactKind::Person, &value, &surface, "people/surname");
                }
                Some(None) => {}
                None => {
                    self.finds.add(FactKind::Person, &surname, &surface, "people/title-chain");
                }
            }
        }
        if self.surnames.is_empty() {
            return;
        }
        let page = self.finds.page;
        let mut places: HashMap<String, Places> = HashMap::new();
        for (unit, words) in units(page) {
            if matches!(page.document.zone_at(unit.start), Some(ZoneKind::References | ZoneKind::Publication)) {
                continue;
            }
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
                if other || address {
                    continue;
                }
                let surface = words.range(first, i);
                let Some(fact) = self.finds.get_mut(FactKind::Person, &value) else { continue };
                let known = places.entry(value.clone()).or_insert_with(|| Places::of(fact));
                if known.is_free(&surface) {
                    known.end = surface.end;
                    self.finds.add(FactKind::Person, &value, &surface, "people/surname");
                }
            }
        }
    }
}

/// Where one person is known to be named while the text is read again from its beginning.
struct Places {
    /// In order.
    known: Vec<Span>,
    /// Where the last one ends that was found on the way.
    end: usize,
}

impl Places {
    fn of(fact: &Fact) -> Self {
        let mut known: Vec<Span> = fact.evidence.iter().map(|evidence| evidence.surface.clone()).collect();
        known.sort_by_key(|surface| (surface.start, surface.end));
        Self { known, end: 0 }
    }

    fn is_free(&self, surface: &Span) -> bool {
        let next = self.known.partition_point(|known| known.end <= surface.start);
        self.end <= surface.start && self.known.get(next).is_none_or(|known| surface.end <= known.start)
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

/// Whether a name in a caption is that of who made the picture: alone behind its label.
fn is_credit(words: &Words<'_>, first: usize, name: &Name) -> bool {
    static LABELS: List = List::new(
        "Foto Fotos Bild Bilder Bildnachweis Bildquelle Photo Photos Image Images Credit Grafik Fotograf Fotografin",
    );
    let label = first
        .checked_sub(1)
        .is_some_and(|at| LABELS.has(words.get(at)) && words.gap(at).starts_with(':') || words.gap(at).contains('©'));
    let gap = words.gap(name.last).trim_start();
    label
        && !name.titled
        && (gap.is_empty()
            || gap.starts_with(['/', ')', '.', ',']) && words.get(name.last + 2).is_empty()
            || gap.starts_with('/'))
}

/// Whether a name without a title stands between commas, or ends a caption.
fn in_list(words: &Words<'_>, name: &Name) -> bool {
    let gap = words.gap(name.last);
    gap.starts_with([',', '.', ';', '(', '/', '\n'])
        || gap.starts_with(" (")
        || gap.starts_with(" /")
        || matches!(words.get(name.last + 1), "und" | "and")
}

/// Whether behind the last author of a list the numbered places follow: "T. Berg 1. 1 Hospital of Lund".
fn places_follow(words: &Words<'_>, last: usize) -> bool {
    (last + 1..=last + 4).any(|at| {
        let gap = words.gap(at - 1);
        let ends = gap.starts_with(['.', ';', ')']) || gap.contains('\n');
        ends && matches!(words.get(at), "1" | "a") && capital(words.get(at + 1))
    })
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
        prose("We asked Jane A. Roe, MD, PhD, and John van Doe, MD.", &["Jane A. Roe", "John van Doe"]);
        prose("Frau Eva Lind aus Kiel", &["Eva Lind"]);
        prose("Prof.Dr. Eva Lind", &["Eva Lind"]);
    }

    #[test]
    fn the_name_behind_a_chain_of_titles_is_found_however_long_it_is() {
        check(&[(None, &format!("{}Eva Lind leitet sie.", "Dr. ".repeat(100)))], &["Eva Lind"]);
    }

    #[test]
    fn a_role_stands_before_or_behind_the_name() {
        let prose = |text, expected: &[&str]| {
            check(&[(None, text)], expected);
        };
        prose("Dr. med. Eva Lind, Oberärztin an der Klinik, und", &["Eva Lind | Oberärztin"]);
        prose("Prof. Jan Roth, Ärztlicher Direktor des Hauses", &["Jan Roth | Ärztlicher Direktor"]);
        prose("erläutert Jan Roth, Erstautor der Arbeit.", &["Jan Roth | Erstautor"]);
        prose("sagt Studienleiter Jan Roth und", &["Jan Roth | Studienleiter"]);
        prose("said Jane Roe, director of the center.", &["Jane Roe | director"]);
        prose("Forschende um Jan Roth, Kiel, fanden", &["Jan Roth"]);
        prose("a team led by Jane Roe found", &["Jane Roe"]);
    }

    #[test]
    fn a_surname_is_linked_to_its_person() {
        let facts = check(
            &[(None, "Prof. Jan Roth kam. Später sagte Prof. Roth mehr, und Roths Team ging. Roth schwieg.")],
            &["Jan Roth"],
        );
        assert_eq!(facts[0].evidence.len(), 4);
        let facts = check(
            &[(None, "Dr. Jan Roth und Dr. Eva Roth kamen. Dr. Roth ging. Anna Roth blieb.")],
            &["Jan Roth", "Eva Roth"],
        );
        assert!(facts.iter().all(|fact| fact.evidence.len() == 1));
    }

    #[test]
    fn authors_may_have_marks_of_affiliations_initials_first_and_particles() {
        let line = |text: &str, expected: &[&str]| {
            let facts = found(&document(&[(None, "Cells in lupus"), (None, text), (None, "They were tried.")]), find);
            let names: Vec<&str> = facts.iter().map(|fact| fact.value.as_str()).collect();
            assert_eq!(names, expected, "{text}");
        };
        line("Lind E(1), van der Berg JT(1)(2), Ömer F(3).", &["Lind E", "van der Berg JT", "Ömer F"]);
        line("Jane Roe^1,2^, Eva Lind^1^ and Ute Berg^3^", &["Jane Roe", "Eva Lind", "Ute Berg"]);
        line("E. Lind^1^ · J.-P. Roth^1^ · Ö. Berg^2^", &["E. Lind", "J.-P. Roth", "Ö. Berg"]);
        line("Lind E. (1), Roth-Moser C. (2), Berg D. (1)", &["Lind E", "Roth-Moser C", "Berg D"]);
        line(
            "E. Lind 1, J. Roth 2, Ö. Berg 1. 1 Hospital of Lund, Sweden; 2 Kiel University",
            &["E. Lind", "J. Roth", "Ö. Berg"],
        );
        line(
            "Eva Lind-Roth, MD1; Jan Roth, MD, PhD2; Ute Ann Berg, MBBS1",
            &["Eva Lind-Roth", "Jan Roth", "Ute Ann Berg"],
        );
    }

    #[test]
    fn further_authors_are_listed() {
        let prose = |text, expected: &[&str]| {
            check(&[(None, text)], expected);
        };
        prose(
            "Co-authors include Jane Roe, Eva Lind and Jan Roth, all of Kiel University; and Ute Berg, Lund University.",
            &["Jane Roe | co-author", "Eva Lind | co-author", "Jan Roth | co-author", "Ute Berg | co-author"],
        );
        prose("Koautoren der Studie sind Jan Roth und Eva Lind.", &["Jan Roth | co-author", "Eva Lind | co-author"]);
        prose("The authors thank Jane Roe and Eva Lind.", &[]);
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
            &[(Some(ZoneKind::Publication), "Roth J, Lind EM, Hu FY. Cells. Blood 2024; 1: 2")],
            &["Roth J | first author", "Lind EM | author", "Hu FY | last author"],
        );
        check(
            &[(None, "Jane Roe, John Doe, Max Kim, and Eva Lind")],
            &["Jane Roe | first author", "John Doe | author", "Max Kim | author", "Eva Lind | last author"],
        );
    }

    #[test]
    fn a_citation_does_not_lend_its_title_to_an_author() {
        let cited = |text, expected: &[&str]| {
            check(&[(Some(ZoneKind::Publication), text)], expected);
        };
        cited(
            "Roth J, Lind E. Durable remission in lupus. Blood 2024; 1: 2",
            &["Roth J | first author", "Lind E | last author"],
        );
        cited(
            "Roth, J., Lind, E. & Berg, T. M. (2024). Durable remission in lupus. Blood, 1, 2.",
            &["Roth J | first author", "Lind E | author", "Berg TM | last author"],
        );
        cited(
            "Durable remission in lupus. Roth J, Lind E, Hellwig M. Lancet Neurol 2024; 1: 2",
            &["Roth J | first author", "Lind E | author", "Hellwig M | last author"],
        );
        cited("Roth J et al., Durable remission in lupus, Blood 2024", &["Roth J | first author"]);
        check(&[(None, "Vitamin A, Vitamin B, Vitamin C")], &[]);
    }

    #[test]
    fn a_role_is_told_in_a_sentence() {
        let prose = |text, expected: &[&str]| {
            check(&[(None, text)], expected);
        };
        prose(
            "Erstautor der Studie ist Dr. Ben Roth, Letztautorin Prof. Eva Lind.",
            &["Ben Roth | Erstautor", "Eva Lind | Letztautorin"],
        );
        prose("Studienleiterin ist Prof. Dr. Eva Lind.", &["Eva Lind | Studienleiterin"]);
        prose("The study's lead author, Dr. Jane Roe of Leeds, agrees.", &["Jane Roe | lead author"]);
        prose("Senior author Carl June, MD, said so.", &["Carl June | Senior author"]);
        prose("said Jane Roe, MD, PhD, chief of neurology at the clinic.", &["Jane Roe | chief"]);
        prose("Professor Jane Roe, who led the trial, agrees.", &["Jane Roe | study lead"]);
        prose("Ansprechpartner für die Medien: Dr. Eva Lind", &["Eva Lind | contact"]);
        prose("The patient was treated by Dr. Amy Roe.", &["Amy Roe | treating"]);
        prose("Dr. Jan Roth, Direktor, Dr. Eva Lind und andere kamen.", &["Jan Roth | Direktor", "Eva Lind"]);
        prose("eine Frau Ende 30 kam", &[]);
        prose("Written by Tom Roe; reviewed by others", &["Tom Roe | author"]);
        prose("By Jane Doe and John Roe", &["Jane Doe | author", "John Roe | author"]);
    }

    #[test]
    fn authors_below_a_title_and_in_a_byline() {
        check(
            &[(
                None,
                "Cells in the brain: a review\nGrace Tan1, Miguel Ortega2\n1 Some place, Spain; 2 Elsewhere, Italy",
            )],
            &["Grace Tan | first author", "Miguel Ortega | last author"],
        );
        check(
            &[(None, "L. Marchetti, J. O'Hara, P. Nyström, for the ACME Investigators")],
            &["L. Marchetti | first author", "J. O'Hara | author", "P. Nyström | last author"],
        );
        check(&[(None, "Universitätsklinikum Jena\nSaskia Lemm\n07.05.2024")], &["Saskia Lemm | press contact"]);
        check(&[(Some(ZoneKind::Contact), "Pressekontakt: Tim Roth, presse@acme.example")], &["Tim Roth | contact"]);
        check(&[(None, "By Hannah Moore, Leeds, May 2")], &["Hannah Moore | author"]);
        check(
            &[(Some(ZoneKind::Masthead), "By Hannah Moore-Lind | 3 February 2026"), (None, "Text.")],
            &["Hannah Moore-Lind | author"],
        );
        check(&[(None, "Her dermatologist, Jan Berg of Lund University, said so.")], &["Jan Berg | dermatologist"]);
        check(&[(None, "By Monday, Leeds had agreed.")], &[]);
        check(
            &[
                (None, "Dr. Marlene Vogt said so."),
                (Some(ZoneKind::Publication), "Vogt M, Lind U. Cells. Blood 2024; 1: 2"),
            ],
            &["Marlene Vogt | first author", "Lind U | last author"],
        );
        check(&[(None, "Prof. Ulf Lindner, Oberarzt der Klinik für Neurologie, kam.")], &["Ulf Lindner | Oberarzt"]);
        check(
            &[(None, "said Laura Petersen, M.D., Ph.D., Chief Medical Officer of Acme.")],
            &["Laura Petersen | Chief Medical Officer"],
        );
    }

    #[test]
    fn captions_contacts_and_mastheads_name_people() {
        check(
            &[(Some(ZoneKind::Caption), "Das Team (v.l.): Dr. Eva Lind, Jan Roth, Prof. Ute Berg\nHochschule Jena")],
            &["Eva Lind | in picture", "Jan Roth | in picture", "Ute Berg | in picture"],
        );
        check(
            &[(Some(ZoneKind::Contact), "Weitere Informationen\nDr. Eva Lind\nKlinik für Innere Medizin\nJan Roth")],
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
                (None, "Weitere Informationen. Research results, Transfer of Science or Research."),
                (None, "CAR T Cells, Nature Medicine and Blood Advances say so. New York says no."),
                (Some(ZoneKind::References), "1 Roe J, Prof. Jane Doe. Cells. Blood 2024; 1: 2"),
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
