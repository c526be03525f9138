//! The grammar of an institution's name in both languages: a head, what it takes to its left and right, the short form
//! in brackets and the parent it belongs to.

use super::super::words::{Endings, List, Words, acronym, capital, function_word};
use super::company::{LEGAL, SUFFIXES};
use crate::text::{Span, small};

/// Whether a word is the head of an institution's or company's name, so that it cannot be part of a person's.
pub(in crate::facts) fn names_institution(word: &str) -> bool {
    german_head(word).is_some() || ENGLISH.has(word) || SUFFIXES.has(word) || LEGAL.has(word)
}

/// A name found in the text.
#[derive(Debug)]
pub(super) struct Phrase {
    /// In its normal form: nominative, the short form in brackets, the place or parent after a comma.
    pub(super) value: String,
    pub(super) surface: Span,
    /// The name without short form and parent, which the vocabulary may know.
    pub(super) name: Span,
    pub(super) short: Option<String>,
    /// A part of an institution: it has a field of work ("für ...") and perhaps a parent.
    pub(super) department: bool,
    pub(super) parent: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gender {
    Masculine,
    Feminine,
    Neuter,
}

/// German heads, alone or at the end of a compound, in lower case and the nominative.
static GERMAN: [(Gender, Endings); 3] = [
    (
        Gender::Feminine,
        Endings::new(
            "klinik universitätsmedizin hochschulmedizin fakultät universität hochschule akademie stiftung \
         gesellschaft gemeinschaft krebshilfe abteilung charité",
        ),
    ),
    (
        Gender::Neuter,
        Endings::new(
            "klinikum krankenhaus sspital institut zentrum centrum ministerium konsortium cluster bundesamt \
         labor",
        ),
    ),
    (Gender::Masculine, Endings::new("bundesausschuss lehrstuhl")),
];

/// English heads as written.
static ENGLISH: List = List::new(
    "Hospital Hospitals University Universities Institute Institutes Center Centre College School Clinic Foundation Committee \
    Agency Consortium Council Society Department Division Faculty Laboratory Ministry Administration \
    Alliance Academy Trust",
);

/// German universities of technology and the like: a short form and its place.
static SHORT_HEADS: List = List::new("TU FU HU FH ETH RWTH Uni UKE");

/// French, Italian, Spanish and Portuguese heads.
static ROMANCE: List = List::new(
    "Ospedale Ospedali Hôpital Hôpitaux Policlinico Istituto Instituto Institut Università Universidad \
    Universidade Université Universitat Clínica Azienda Assistance Fondazione Fundación Fundació Centro Complejo",
);

/// English words that make no name of a head: "Medical Center", "Research Institute".
static GENERIC: List = List::new(
    "Academic Children's Eye Men's Women's Cancer Care Clinical Community Comprehensive Coordinating Data \
    Federal General Graduate Health High International Local Medical National Participating Private \
    Public Regional Research Science Specialist State Study Teaching Tertiary Therapy Transplant \
    Transplantation Trauma Treatment Trial University",
);

/// The gender of a German head, in the nominative or genitive.
fn german_head(word: &str) -> Option<Gender> {
    if !capital(word) && !word.contains('-') || word.len() < 5 {
        return None;
    }
    let stem = word.strip_suffix(['s', 'S']);
    let forms = [Some(word), stem, stem.and_then(|stem| stem.strip_suffix(['e', 'E']))];
    if !GERMAN.iter().any(|(_, heads)| forms.iter().flatten().any(|form| heads.may_end(form))) {
        return None;
    }
    let lower = small(word);
    let genitive = lower.strip_suffix('s');
    let long_genitive = genitive.and_then(|stem| stem.strip_suffix('e'));
    let forms = [Some(&*lower), genitive, long_genitive];
    let is_head = |heads: &Endings| forms.iter().flatten().any(|form| heads.of(form).next().is_some());
    GERMAN.iter().find(|(_, heads)| is_head(heads)).map(|(gender, _)| *gender)
}

/// The name whose head is word `head`.
pub(super) fn institution(words: &Words<'_>, head: usize) -> Option<Phrase> {
    let word = words.get(head);
    if let Some(gender) = german_head(word) {
        return german(words, head, gender);
    }
    if ROMANCE.has(word) {
        let end = romance_words(words, head);
        let name = words.range(head, end);
        return (end > head).then(|| Phrase {
            value: words.text[name.clone()].replace('\n', " "),
            surface: name.clone(),
            name,
            short: None,
            department: false,
            parent: false,
        });
    }
    if SHORT_HEADS.has(word) {
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
    ENGLISH.has(word).then(|| english(words, head)).flatten()
}

fn german(words: &Words<'_>, head: usize, gender: Gender) -> Option<Phrase> {
    let word = words.get(head);
    let lower = small(word);
    let (start, mut specific) = german_left(words, head, lower.ends_with("stiftung"));
    let mut end = head;
    // "Medizinische Klinik I", "Klinik und Poliklinik"
    if words.joined(end) && matches!(words.get(end + 1), "I" | "II" | "III" | "IV" | "V" | "1" | "2" | "3" | "4" | "5")
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
            department = ["klinik", "abteilung", "lehrstuhl", "labor"].iter().any(|part| lower.ends_with(part));
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
        value.extend([" (", form, ")"]);
    }
    // "ein Institut für ..." is one of several, not this one's name.
    let one_of_many = start > 0
        && words.joined(start - 1)
        && matches!(words.get(start - 1), "ein" | "eine" | "einem" | "einer" | "eines" | "a" | "an");
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
    Some(Phrase { value: std::mem::take(value), surface, name, short, department, parent })
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
        if !capital(word) || function_word(word) || german_head(word).is_some() || TITLES_AND_ROLES.has(word) {
            break;
        }
        let adjective = ["e", "en", "er", "es", "em"].iter().any(|end| word.ends_with(end)) && word.len() > 4;
        let proper = acronym(word) || (word.contains('-') && acronym(word.split('-').next().unwrap_or_default()));
        if !(adjective || proper || founder) {
            break;
        }
        start -= 1;
        let lower = small(word);
        specific |= !["medizin", "universitär", "klinisch", "chirurgisch", "spezialisiert", "groß"]
            .iter()
            .any(|stem| lower.starts_with(stem));
        if proper {
            break;
        }
    }
    (start, specific)
}

/// Capital words before a head that are not part of its name.
static TITLES_AND_ROLES: List = List::new(
    "Leiter Leiterin Direktor Sprecher Sprecherin Forscher Forschende Mitarbeiter Patienten \
    Wissenschaftler Ärzte Partner Kooperationspartner Träger Gründer Weitere Unser Kontakt",
);

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
    let lower = small(word);
    let head = |stem: &str| GERMAN.iter().any(|(_, heads)| heads.of(stem).next().is_some());
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
        let opens = capital(before) && !function_word(before) && !SHORT_HEADS.has(before);
        if joined && opens {
            start -= 1;
        } else if joined
            && inner
            && start > 1
            && before == "and"
            && capital(words.get(start - 2))
            // Behind "and" stands a whole name: "Rigshospitalet and Roth University Hospitals Foundation".
            && !(start..head).any(|i| ENGLISH.has(words.get(i)))
        {
            start -= 2;
        } else {
            break;
        }
    }
    let mut specific = (start..head).any(|i| !GENERIC.has(words.get(i)) && !ENGLISH.has(words.get(i)));
    let mut end = head;
    let mut department = false;
    // "University Hospital Erlangen", "School of Medicine"
    while words.joined(end) && ENGLISH.has(words.get(end + 1)) {
        end += 1;
    }
    if words.joined(end) && matches!(words.get(end + 1), "of" | "for") {
        let first = if words.get(end + 2) == "the" { end + 3 } else { end + 2 };
        if let Some(last) = list(words, first) {
            end = last;
            // "of Roth Dental School"
            while words.joined(end) && ENGLISH.has(words.get(end + 1)) {
                end += 1;
            }
            department = matches!(word, "Department" | "Division" | "Center" | "Centre" | "Clinic" | "Laboratory");
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

/// The last word of a Romance name behind its head: capital words with particles between.
fn romance_words(words: &Words<'_>, head: usize) -> usize {
    static PARTICLES: List = List::new("di de del della degli dei delle la le les du des do da d e y et per");
    let mut last = head;
    let mut at = head;
    while at - head < 7 && words.joined(at) {
        let next = words.get(at + 1);
        if capital(next) && !function_word(next) && !common_noun(next) {
            last = at + 1;
        } else if !PARTICLES.has(next) {
            break;
        }
        at += 1;
    }
    last
}

/// The last of up to `most` capital words behind word `end` that go with the name.
fn proper_words(words: &Words<'_>, end: usize, most: usize) -> usize {
    let mut last = end;
    while last - end < most && words.joined(last) {
        let next = words.get(last + 1);
        let other = function_word(next) || next.ends_with('-') || common_noun(next) || LEGAL.has(next);
        if !capital(next) || other {
            break;
        }
        last += 1;
    }
    last
}

/// German nouns and English headline words that may follow an institution without being part of its name.
fn common_noun(word: &str) -> bool {
    static ENDS: Endings = Endings::new(
        "innen enten ungen ionen heit keit zellen therapie therapien studie studien ärzte ärztinnen forscher forschende erkrankung erkrankungen behandlung anwendung",
    );
    static WORDS: List = List::new(
        "News Newsroom Today Press Magazine Online Prof Professor Professorin Dr PD Patients Researchers Scientists Doctors",
    );
    WORDS.has(word) || (ENDS.may_end(word) && ENDS.of(&small(word)).next().is_some())
}

/// The last word of "A, B und C" that begins at word `first`. A comma belongs to the list only when an "and" follows.
fn list(words: &Words<'_>, first: usize) -> Option<usize> {
    let mut last = item(words, first)?;
    let mut sure = last;
    for _ in 0..8 {
        let and = |i: usize| matches!(words.get(i), "und" | "and" | "sowie");
        if words.joined(last) && and(last + 1) {
            // "University of Leeds and Leeds General Hospital" are two.
            let another = |end: usize| words.joined(end) && ENGLISH.has(words.get(end + 1));
            match item(words, last + 2) {
                Some(end) if !another(end) => sure = end,
                _ => break,
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
    if !matches!(words.get(at), "an" | "am" | "in" | "im" | "des" | "der" | "at" | "of" | "zu" | "vom" | "von") {
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
