//! The grammar of a person's name, and the words around it that say who it is.

use std::sync::LazyLock;

use super::super::institutions::names_institution;
use super::super::words::{Endings, List, Sorts, Words, acronym, capital, function_word};
use crate::text::small;

/// A name found at some words.
#[derive(Debug, Clone)]
pub(super) struct Name {
    /// Without titles.
    pub(super) value: String,
    pub(super) surname: String,
    /// Words of the name, titles excluded.
    pub(super) parts: usize,
    pub(super) titled: bool,
    pub(super) first: usize,
    pub(super) last: usize,
}

pub(super) static OPENING_TITLES: List = List::new(
    "Prof Professor Professorin Dr Dres PD Privatdozent Privatdozentin Priv Frau Herr Herrn Mr Mrs Ms Univ Mag \
     Apl apl",
);
pub(super) static TITLES: List = List::new(
    "univ Prof Professor Professorin Dr Dres PD Privatdozent Privatdozentin Priv Doz Univ med rer nat phil hum \
     habil h c mult dent vet Dipl Ing Biol Psych Med Mag Apl apl Sci biol Frau Herr Herrn Mr Mrs Ms",
);
pub(super) static DEGREES: List = List::new("MD PhD MSc MPH MBBS DPhil FRCP DO RN PharmD DSc BSc MBA ScD DrPH");
pub(super) static PARTICLES: List =
    List::new("von van de der den zu zur da di del della dos du la le vom ten ter bin al el af zum");
pub(super) static SPEAKS: List = List::new(
    "sagt sagte erklärt erklärte erläutert erläuterte betont betonte ergänzt ergänzte berichtet berichtete \
     kommentiert resümiert said says explains explained adds added commented emphasized emphasizes",
);
pub(super) static ROLE_ENDS: Endings = Endings::new(
    "oberarzt chefarzt facharzt assistenzarzt direktor direktorin leiter leiterin arzt ärztin autor autorin professor professorin vorstand vorständin \
     sprecher sprecherin präsident präsidentin geschäftsführer geschäftsführerin forscher forscherin \
     wissenschaftler wissenschaftlerin dekan dekanin koordinator koordinatorin mediziner medizinerin onkologe \
     onkologin hämatologe hämatologin rheumatologe rheumatologin neurologe neurologin immunologe immunologin \
     rektor rektorin vorsitzender vorsitzende ologe ologin iater iaterin ikerin chirurg chirurgin director author professor head leader chair chairman \
     chairwoman physician investigator president ceo officer oncologist hematologist haematologist \
     rheumatologist neurologist immunologist scientist researcher spokesperson coordinator dean surgeon \
     founder lecturer consultant chief ologist iatrist iatrician geneticist biochemist statistician obstetrician \
     anaesthetist internist internistin specialist nurse pharmacist clinician apotheker apothekerin biochemiker \
     biochemikerin genetiker genetikerin statistiker statistikerin",
);
/// Words that open no person's name though they begin with a capital.
pub(super) static NO_NAMES: List = List::new(
    "Kollege Kollegin Kollegen Kolleginnen Abteilung Abstract Anfragen Article Autoren Bereich Bild Blood \
     Caption Case Cell Cells Clinical Contact Data Dear Department Email Fax Foto Fotos Grafik Health \
     Information Informationen Journal Kontakt Kommunikation Leitung Link Mail Media Medical Medicine Medizin \
     Mehr Nature News Office Original Originalpublikation Patient Patienten Patientin Photo Phone Presse \
     Pressestelle Pressekontakt Press Public Quelle Redaktion Referat Release Report Research Rückfragen \
     Science Sciences Sperrfrist Straße Stabsstelle Study Studie Tel Telefon Telephone Therapie Therapy \
     Transfer Trial Treatment Universitäts Unternehmenskommunikation Website Team Bildnachweis Copyright \
     Credit GmbH Klinische Deutsche Deutschen Deutsches Nationales Europäische Neue New Early Late Phase Group \
     Gruppe Results Ergebnisse Background Methods Conclusion Conclusions Objective",
);

/// Whether a word may be part of a person's name.
pub(super) fn name_word(word: &str) -> bool {
    let mark = |c: char| matches!(c, '-' | '\u{2010}' | '\u{2011}' | '\'' | '\u{2019}');
    let letters = || word.chars().filter(|c| c.is_alphabetic()).count();
    capital(word)
        && word.chars().all(|c| c.is_alphabetic() || mark(c))
        && (2..=25).contains(&letters())
        && !word.ends_with('-')
        && !acronym(word)
        && !function_word(word)
        && !names_institution(word)
        && !NO_NAMES.has(word)
        && !OPENING_TITLES.has(word)
        && !common_noun(word)
}

/// Nouns by their ending, in both languages; names are rarely so long and so built.
pub(super) fn common_noun(word: &str) -> bool {
    static ENDS: Endings = Endings::new(
        "ungen heit keit tion tionen schaft schaften ismus ments ness logie logy logies ical ics medizin therapie \
     therapien studie studien zellen kosten ergebnisse erkrankung erkrankungen forschung behandlung leistung \
     abteilung versorgung syndrome syndrom disease",
    );
    static WORDS: List = List::new("Public Global Digital General");
    (ENDS.may_end(word) && word.len() > 6 && ENDS.of(&small(word)).next().is_some()) || WORDS.has(word)
}

/// Most words of titles before a name; a longer chain is read from one of its later words.
const TITLES_BEFORE: usize = 12;

/// The name that begins at word `first`, with its titles.
pub(super) fn name_at(words: &Words<'_>, first: usize) -> Option<Name> {
    // Most words are small, and a name begins with none of them.
    if !capital(words.get(first)) && words.get(first) != "apl" {
        return None;
    }
    let mut at = first;
    let mut titled = false;
    let mut chain = 0;
    let mut parts: Vec<usize> = Vec::new();
    let mut particles: Vec<usize> = Vec::new();
    if OPENING_TITLES.has(words.get(at)) {
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
            chain += 1;
            if chain > TITLES_BEFORE {
                return None;
            }
        } else if name_word(word) || initial(words, at) || !parts.is_empty() && month_surname(words, at) {
            parts.append(&mut particles);
            parts.push(at);
        } else if PARTICLES.has(word) && (!parts.is_empty() || titled) && particles.len() < 3 {
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
    let full = parts.iter().filter(|&&part| name_word(words.get(part)) || month_surname(words, part)).count();
    if full == 0 || parts.len() > 6 || (initial(words, last) && !name_word(words.get(last))) {
        return None;
    }
    // "PD" is a disease too: alone it makes no surname a person.
    if parts.len() == 1 && titled && last == first + 1 && words.get(first) == "PD" {
        return None;
    }
    let value = nominative(&spell(words, &parts)).to_owned();
    let surname_from = parts.iter().rposition(|&part| !PARTICLES.has(words.get(part))).expect("a part is no particle");
    Some(Name {
        value,
        surname: nominative(words.get(parts[surname_from])).to_owned(),
        parts: parts.iter().filter(|&&part| !PARTICLES.has(words.get(part))).count(),
        titled,
        first: parts[0],
        last,
    })
}

/// A surname that is a month too, told by the degree behind it: "Carl May, MD".
fn month_surname(words: &Words<'_>, at: usize) -> bool {
    matches!(words.get(at), "March" | "April" | "May" | "June" | "August")
        && words.gap(at) == ", "
        && DEGREES.has(words.get(at + 1))
}

/// A name without the ending of an English genitive.
fn nominative(name: &str) -> &str {
    name.strip_suffix("'s").or_else(|| name.strip_suffix("’s")).unwrap_or(name)
}

/// Whether word `at` is part of a chain of titles; "Med" and the like only with their full stop.
pub(super) fn titled_word(words: &Words<'_>, at: usize) -> bool {
    let word = words.get(at);
    TITLES.has(word)
        && (word.len() > 4 || word == "PD" || words.gap(at).starts_with('.') || matches!(word, "Dr" | "Prof"))
        || (OPENING_TITLES.has(word) && words.joined(at))
}

/// A single capital with its full stop: "Frank Y. Huang".
pub(super) fn initial(words: &Words<'_>, at: usize) -> bool {
    let word = words.get(at);
    capital(word) && word.chars().count() == 1 && words.gap(at).starts_with(['.', ' '])
}

pub(super) fn spell(words: &Words<'_>, parts: &[usize]) -> String {
    let mut out = String::new();
    for (i, &part) in parts.iter().enumerate() {
        if i > 0 {
            out.push(if words.gap(part - 1) == ".-" { '-' } else { ' ' });
        }
        out.push_str(words.get(part));
        if initial(words, part) && words.gap(part).starts_with('.') {
            out.push('.');
        }
    }
    out
}

/// The role in the apposition behind a name: ", Oberärztin an der ...", ", lead author of ...".
pub(super) fn role_behind(words: &Words<'_>, last: usize) -> Option<String> {
    static PARTS: List = List::new("M D Ph Pharm Sc B");
    const FAR: usize = 10;
    if words.gap(last) != ", " {
        return None;
    }
    let mut first = last + 1;
    for at in last + 1..(last + 1 + FAR).min(words.len()) {
        let word = words.get(at);
        // "chief medical officer"
        let opens = matches!(word, "chief" | "Chief") && words.joined(at) && words.get(at + 1) != "of";
        if role_word(word) && !opens {
            // "Dr. Roth, Letztautorin Prof. Lind" is the part of the next one.
            if words.joined(at) && name_at(words, at + 1).is_some_and(|next| next.titled || next.parts >= 2) {
                return None;
            }
            while first < at && function_word(words.get(first)) {
                first += 1;
            }
            return Some(words.text[words.range(first, at)].replace('\n', " "));
        }
        let gap = words.gap(at);
        // "Jane Roe, M.D., Ph.D., chief medical officer"
        let degree = PARTS.has(word) && gap.starts_with('.');
        if degree || (gap == ", " && DEGREES.has(word)) {
            first = at + 1;
        } else if !words.joined(at) {
            return None;
        }
    }
    None
}

/// The role before a name: "Studienleiter Jan Roth", "lead author Jane Roe".
pub(super) fn role_before(words: &Words<'_>, first: usize) -> Option<String> {
    const POSSESSIVE: &[&str] = &[
        "Her", "her", "His", "his", "Their", "their", "My", "my", "Our", "our", "Ihr", "ihr", "Ihre", "ihre", "Sein",
        "sein", "Seine", "seine", "Mein", "mein", "Meine", "meine",
    ];
    let at = first.checked_sub(1)?;
    // "Her dermatologist, Jane Roe of ..."
    let theirs = || at > 0 && words.gap(at) == ", " && POSSESSIVE.contains(&words.get(at - 1));
    if !(words.joined(at) || theirs()) || !role_word(words.get(at)) || titled_word(words, at) {
        return None;
    }
    let adjective = at > 0 && words.joined(at - 1) && adjective(words.get(at - 1));
    Some(words.text[words.range(if adjective { at - 1 } else { at }, at)].replace('\n', " "))
}

/// The role that a sentence tells of a name: "lead author, Dr. Roe", "Erstautor der Studie ist Dr. Roth",
/// "Ansprechpartner für die Medien: Dr. Roth", "treated by Dr. Roe", "Jane Roe, who led the trial".
pub(super) fn role_told(words: &Words<'_>, name: &Name, start: usize) -> Option<String> {
    const FAR: usize = 6;
    let leads =
        |at: usize| matches!(words.get(at), "led" | "leads" | "headed" | "heads" | "directed" | "leitet" | "leitete");
    let study = |from: usize| {
        (from..from + FAR).any(|at| {
            matches!(
                words.get(at),
                "trial"
                    | "study"
                    | "research"
                    | "work"
                    | "project"
                    | "Studie"
                    | "Untersuchung"
                    | "Forschung"
                    | "Arbeit"
            )
        })
    };
    let behind = name.last + 1;
    if words.gap(name.last) == ", " {
        let relative = matches!(words.get(behind), "who" | "der" | "die");
        let verb = (behind + 1..behind + FAR).find(|&at| leads(at));
        if relative && verb.is_some() && study(behind + 1) {
            return Some("study lead".to_owned());
        }
    }
    let last = start.checked_sub(1)?;
    let before = |back: usize| last.checked_sub(back).map_or("", |at| words.get(at));
    if words.joined(last)
        && (matches!((before(1), before(0)), ("treated", "by") | ("behandelt", "von"))
            || matches!((before(2), before(1), before(0)), ("cared", "for", "by")))
    {
        return Some("treating".to_owned());
    }
    let gap = words.gap(last);
    let role_at = if words.joined(last) && matches!(before(0), "ist" | "is" | "war" | "was") {
        // The role and what it belongs to stand before the verb.
        (last.saturating_sub(FAR)..last).rev().take_while(|&at| words.joined(at)).find(|&at| told_role(words.get(at)))
    } else if gap.starts_with(':') {
        (last.saturating_sub(FAR)..=last)
            .rev()
            .take_while(|&at| at == last || words.joined(at))
            .find(|&at| told_role(words.get(at)))
    } else if gap == ", " && role_word(words.get(last)) {
        Some(last)
    } else {
        None
    }?;
    let mut first = role_at;
    while first > 0 && role_at - first < 2 && words.joined(first - 1) && adjective(words.get(first - 1)) {
        first -= 1;
    }
    // "Jane Roe, director, Dr. Lind": the role of the one before.
    let others =
        gap == ", " && (first.saturating_sub(3)..first).any(|at| words.gap(at) == ", " && name_word(words.get(at)));
    if others {
        return None;
    }
    let role = words.text[words.range(first, role_at)].replace('\n', " ");
    Some(if role.starts_with("Ansprechpartner") { "contact".to_owned() } else { role })
}

fn told_role(word: &str) -> bool {
    role_word(word) || word.starts_with("Ansprechpartner")
}

/// What stands before a role as its part.
fn adjective(word: &str) -> bool {
    matches!(
        word,
        "lead"
            | "Lead"
            | "first"
            | "First"
            | "senior"
            | "Senior"
            | "medical"
            | "press"
            | "chief"
            | "Chief"
            | "study"
            | "principal"
            | "Principal"
            | "corresponding"
            | "Corresponding"
            | "Ärztlicher"
            | "Ärztliche"
            | "Medizinischer"
            | "Medizinische"
            | "Kaufmännischer"
            | "Kaufmännische"
            | "leitender"
            | "leitende"
            | "Leitender"
            | "Leitende"
    )
}

pub(super) fn role_word(word: &str) -> bool {
    if word.len() < 3 || !ROLE_ENDS.may_end(word) {
        return false;
    }
    let lower = small(word);
    ROLE_ENDS.of(&lower).any(|end| lower == end || (lower.len() > end.len() + 2 && end.len() > 4))
}

/// Words one of which goes with every name in running text: a title, a degree, a role, a verb of speech, or who leads a
/// group.
pub(super) struct Telling {
    words: Sorts,
    roles: Sorts,
}

static LEADS: List = List::new(
    "ORCID orcid um led headed directed authored Leitung geleitet direction leadership M authors co-authors coauthors Co-authors Coauthors Koautoren Mitautoren Co-Autoren Ko-Autoren",
);
static LISTS: [&List; 4] = [&OPENING_TITLES, &DEGREES, &SPEAKS, &LEADS];
pub(super) static TELLING: LazyLock<Telling> =
    LazyLock::new(|| Telling { words: Sorts::of(&LISTS), roles: ROLE_ENDS.tails() });

impl Telling {
    /// Whether a word is one of them.
    pub(super) fn tells(&self, word: &str) -> bool {
        self.words.may_have(word) && LISTS.iter().any(|list| list.has(word))
            || self.roles.may_end(word) && role_word(word)
    }
}

/// Whether word `at` only continues a longer name: "Klinik Carl Roth".
pub(super) fn within_name(words: &Words<'_>, at: usize) -> bool {
    let Some(before) = at.checked_sub(1).filter(|&before| words.joined(before)) else {
        return false;
    };
    let word = words.get(before);
    capital(word) && !function_word(word) && !role_word(word)
}

/// Whether what ends at word `at` says that a group belongs to the next name: "Team um", "led by".
pub(super) fn led_by(words: &Words<'_>, at: usize) -> bool {
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
