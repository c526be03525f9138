//! The words by which a line tells what it is, in German and English: labels of zones and sections, lines above a
//! title, captions, addresses and what an institution says of itself. The words stand in `words`.

use super::cited::cited;
use super::filing::{is_elsewhere, is_filing};
use super::words::{
    self, CAPTION_STARTS, DATE_WORDS, MASTHEAD_LINES, MASTHEAD_STARTS, SECTION_LABELS, SUBJECTS, TITLE_LABELS,
    ZONE_LABELS,
};
use crate::document::ZoneKind;
use crate::text;

/// The zone that a line of its own opens as a heading or label.
pub fn zone_label(line: &str) -> Option<ZoneKind> {
    let bare = bare(line)?;
    ZONE_LABELS
        .iter()
        .find(|(_, labels)| labels.contains(&bare.as_str()))
        .map(|(kind, _)| *kind)
        .or_else(|| opens_self_description(&bare).then_some(ZoneKind::Boilerplate))
}

/// Whether a line of its own says that the headlines of other texts follow.
pub fn leads_elsewhere(line: &str) -> bool {
    bare(line).is_some_and(|bare| is_elsewhere(&bare))
}

/// Whether a line of its own is a label of a zone or of a usual section.
pub fn is_label(line: &str) -> bool {
    let Some(bare) = bare(line) else { return false };
    is_elsewhere(&bare)
        || SECTION_LABELS.contains(&bare.as_str())
        || ZONE_LABELS.iter().any(|(_, labels)| labels.contains(&bare.as_str()))
}

/// Whether a line of a text without mark-up is a heading because of its words alone.
pub fn is_heading_label(line: &str) -> bool {
    is_label(line) || (zone_label(line).is_some() && !line.trim_end().ends_with('.'))
}

/// How long a label is that says of a line that it is the title: "Study title: Cells in lupus".
pub fn title_label(line: &str) -> usize {
    line.split_once(": ")
        .filter(|(label, rest)| {
            let label = label.trim().to_lowercase();
            !rest.trim().is_empty() && TITLE_LABELS.contains(&label.as_str())
        })
        .map_or(0, |(label, rest)| label.len() + 2 + rest.len() - rest.trim_start().len())
}

/// Whether a line of a record says of itself that it is the title; a letter's subject is none of these.
pub fn names_title(line: &str) -> bool {
    title_label(line) > 0
        && line.split_once(':').is_some_and(|(label, _)| {
            let label = label.trim().to_lowercase();
            label.ends_with("title") || label.ends_with("titel")
        })
}

/// The zone that a label at the beginning of a line gives to it: "Keywords: a, b", "References: 1. Roe J. ...".
pub fn inline_label(line: &str) -> Option<ZoneKind> {
    let (head, rest) = line.split_once(':')?;
    if rest.trim().is_empty() || head.len() > 60 {
        return None;
    }
    let bare = bare(head)?;
    if matches!(bare.as_str(), "article title" | "paper title" | "originaltitel") {
        return Some(ZoneKind::Publication);
    }
    if is_elsewhere(&bare) {
        return Some(ZoneKind::Boilerplate);
    }
    let (kind, _) = ZONE_LABELS.iter().find(|(_, labels)| labels.contains(&bare.as_str()))?;
    match kind {
        ZoneKind::References if run_on(rest).len() >= 2 => Some(ZoneKind::References),
        // One paper is the one that the text tells of.
        ZoneKind::References if INLINE_PAPER.contains(&bare.as_str()) && cites(rest) => Some(ZoneKind::Publication),
        ZoneKind::References => None,
        // "More information: Jane Roe et al, Cells in lupus, Journal (2024)."
        ZoneKind::Contact if INLINE_PAPER.contains(&bare.as_str()) && rest.contains(" et al") => {
            Some(ZoneKind::Publication)
        }
        kind => Some(*kind),
    }
}

/// Labels of a list that stand before a single paper too.
const INLINE_PAPER: &[&str] = &["reference", "quelle", "more information"];

/// Whether a line has a year and one of what parts the places in journals.
fn cites(line: &str) -> bool {
    let year = line
        .split(|c: char| !c.is_ascii_digit())
        .any(|digits| digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20")));
    year && line.len() > 60 || line.contains(" et al")
}

/// Where in a line the citations begin that are numbered one after the other: "1. Roe J. ... 2. Lind E. ...".
pub fn run_on(line: &str) -> Vec<usize> {
    let bytes = line.as_bytes();
    let mut out = Vec::new();
    let mut next = 1_u32;
    for mark in memchr::memchr_iter(b' ', bytes) {
        let start =
            mark - bytes[..mark].iter().rev().take_while(|byte| !byte.is_ascii_whitespace()).count().min(mark).min(6);
        let word = line.get(start..mark).unwrap_or_default();
        let number = word.trim_start_matches(['[', '(']).strip_suffix(['.', ']', ')']).unwrap_or_default();
        let begins = start == 0 || bytes[start - 1].is_ascii_whitespace();
        if begins && number.parse() == Ok(next) && line[mark..].trim_start().starts_with(char::is_uppercase) {
            out.push(start);
            next += 1;
        }
    }
    out
}

/// Whether a line opens with a label under which an institution describes itself: "About Acme: Acme is ...".
pub fn inline_self_description(line: &str) -> bool {
    line.split_once(": ").is_some_and(|(head, rest)| {
        head.len() <= 60 && !rest.trim().is_empty() && bare(head).is_some_and(|bare| opens_self_description(&bare))
    })
}

/// Bytes of the longest label, and some more.
const LONGEST: usize = 80;

/// Where a label begins that was pasted onto the end of a line without a break: in upper case, right after a
/// lower-case letter.
pub fn glued_label(line: &str) -> Option<usize> {
    if line.len() > 2000 {
        return None;
    }
    let end = line.trim_end_matches([' ', ':', '\n']).len();
    let from = text::floor(line, end.saturating_sub(LONGEST));
    let tail = &line[from..end];
    // Hardly a line passes this, and it costs nothing.
    let glued = |pair: &[u8]| {
        (pair[0].is_ascii_lowercase() || !pair[0].is_ascii()) && (pair[1].is_ascii_uppercase() || !pair[1].is_ascii())
    };
    if !tail.as_bytes().windows(2).any(glued) {
        return None;
    }
    // Only where lower-casing kept the length do the offsets agree.
    let lower = Some(tail.to_lowercase()).filter(|lower| lower.len() == tail.len())?;
    ZONE_LABELS
        .iter()
        .flat_map(|(_, labels)| *labels)
        .filter(|label| label.len() >= 8)
        .filter_map(|label| lower.strip_suffix(label).map(|before| from + before.len()))
        .find(|&at| line[..at].ends_with(char::is_lowercase) && line[at..].starts_with(char::is_uppercase))
}

/// Whether a line is one that stands above titles: kind of text, date, category, identifier, address, menu word.
pub fn is_masthead(line: &str) -> bool {
    // Of a line as long as that no more is looked at than its beginning and what it is made of.
    let line = line.trim();
    let lower = line[..text::floor(line, 2 * LONGEST)].to_lowercase();
    if line.len() > 4 * LONGEST {
        return MASTHEAD_STARTS.iter().any(|start| lower.starts_with(start));
    }
    let bare = lower.trim_end_matches([':', ' ']);
    MASTHEAD_LINES.contains(&bare)
        || MASTHEAD_STARTS.iter().any(|start| lower.starts_with(start))
        || is_date(&lower)
        || (!lower.contains(' ') && line.contains('@') && !line.contains(' '))
        || !lower.chars().any(char::is_alphabetic) && !line.chars().any(char::is_alphabetic)
        || line.len() < LONGEST && is_number(bare)
        || lower.contains("  ")
            && lower.split("  ").all(|part| part.is_empty() || MASTHEAD_LINES.contains(&part.trim()))
        || cited(line).is_some()
        || is_issuer(line, &lower)
        || is_filing(line, &lower)
}

/// A part of a line without the blanks around it, if anything is left.
fn trimmed(part: &[u8]) -> Option<&str> {
    std::str::from_utf8(part).ok().map(str::trim).filter(|part| !part.is_empty())
}

/// Whether a line is what press offices put above their title: who they are, in which office and when, under which
/// headings it is filed.
fn is_issuer(line: &str, lower: &str) -> bool {
    const OFFICES: &[&str] = &[
        "kommunikation",
        "unternehmenskommunikation",
        "pressestelle",
        "presse- und öffentlichkeitsarbeit",
        "öffentlichkeitsarbeit",
        "pressemitteilung",
        "medienmitteilung",
        "newsroom",
        "press office",
        "media relations",
        "communications",
        "informationsdienst wissenschaft",
        "news",
    ];
    const FILED: &[&str] = &[
        "forschungsergebnisse",
        "wissenschaftliche publikationen",
        "kooperationen",
        "medizin",
        "biologie",
        "chemie",
        "forschungs- / wissenstransfer",
        "überregional",
        "regional",
        "personalia",
        "nachrichten",
        "termine",
        "experten",
        "research results",
        "scientific publications",
        "cooperation agreements",
        "transfer of science or research",
        "medicine",
        "biology",
        "transregional",
        "national",
        "international",
        "buntes aus der wissenschaft",
        "gesundheit",
        "ernährung",
        "pflege",
        "studium und lehre",
        "wissenschaftspolitik",
    ];
    if line.is_empty() || line.len() > 160 || line.ends_with(['.', '!', '?']) {
        return false;
    }
    let parts = || lower.as_bytes().split(|byte| matches!(byte, b',' | b'/')).filter_map(trimmed);
    if parts().all(|part| FILED.contains(&part)) {
        return true;
    }
    // A headline has a verb or another word in small letters; a name has none.
    let joins = |word: &str| {
        matches!(
            word,
            "für"
                | "der"
                | "des"
                | "und"
                | "of"
                | "the"
                | "and"
                | "for"
                | "am"
                | "im"
                | "an"
                | "in"
                | "e.v."
                | "-"
                | "–"
        )
    };
    let named = line.split_whitespace().all(|word| joins(word) || !word.starts_with(char::is_lowercase));
    if !named || line.contains(": ") {
        return false;
    }
    let office = parts().any(|part| {
        OFFICES.iter().any(|office| part.ends_with(office) && (*office != "news" || part.split(' ').count() <= 4))
    });
    let seat = [
        "universitätsklinikum ",
        "universitätsmedizin ",
        "universität ",
        "klinikum ",
        "university of ",
        "university hospital ",
    ];
    let titled = ["dr. ", "prof. ", "priv.-doz. ", "pd dr. "].iter().any(|start| lower.starts_with(start));
    let words = || lower.split(|c: char| !c.is_alphanumeric());
    let year = words().any(|word| word.len() == 4 && (word.starts_with("19") || word.starts_with("20")));
    let day = words().any(|word| text::MONTHS.contains(&word))
        || words().filter(|word| word.parse::<u16>().is_ok()).count() >= 3;
    titled || (year && day) || office || seat.iter().any(|start| lower.starts_with(start))
}

/// Whether a line is two or three words with capitals, as the name of a person is.
pub fn is_name(line: &str) -> bool {
    let words = || line.split_whitespace();
    line.len() <= 60
        && matches!(words().count(), 2 | 3)
        && words().all(|word| {
            word.starts_with(char::is_uppercase)
                && word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '.' | '\'' | '’'))
        })
}

/// Whether a line goes on with the citation of the line above: its DOI, when it came online.
pub fn is_citation_rest(line: &str) -> bool {
    let lower = line.trim().to_lowercase();
    ["10.", "epub ", "online ahead", "print ", "ecollection", "pii:"].iter().any(|start| lower.starts_with(start))
}

/// Whether a line is one word with most of it digits: the number of a trial or record.
fn is_number(bare: &str) -> bool {
    let digits = bare.bytes().filter(u8::is_ascii_digit).count();
    digits >= 4 && digits * 2 >= bare.len() && !bare.contains(' ')
}

/// Whether a line is nothing but a date, with a time and a weekday perhaps.
pub(super) fn is_date(lower: &str) -> bool {
    lower.contains(|c: char| c.is_ascii_digit())
        && lower.len() <= 60
        && lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).all(|word| {
            text::MONTHS.contains(&word)
                || DATE_WORDS.contains(&word)
                || word.trim_start_matches(|c: char| c.is_ascii_digit()).len() <= 2
                    && word.starts_with(|c: char| c.is_ascii_digit())
        })
}

/// Whether a block is a caption or credit of a picture.
pub fn is_caption(block: &str) -> bool {
    if block.len() > 1500 {
        return false;
    }
    let lower = block.to_lowercase();
    let start = lower.trim_start_matches(['(', '[', '*', ' ']);
    CAPTION_STARTS.iter().any(|cue| {
        start.strip_prefix(cue).is_some_and(|rest| {
            let rest = rest.trim_start();
            rest.starts_with(':')
                || rest.starts_with("©")
                || (cue.starts_with("im ") || cue.starts_with("auf "))
                || rest.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with([':', '.'])
                    && rest.starts_with(|c: char| c.is_ascii_digit())
        })
    }) || ["(v.l.", "(v. l.", "v.l.n.r", "v. l. n. r", "(from left", "from left to right", "von links nach rechts"]
        .iter()
        .any(|cue| lower.contains(cue))
}

/// Whether a line is copyright or a menu, wherever it stands.
pub fn is_notice(line: &str) -> bool {
    if line.len() > 300 {
        return false;
    }
    let lower = line.to_lowercase();
    lower.starts_with('©')
        || lower.starts_with("(c) ")
        || lower.starts_with("copyright ")
        || lower.contains("all rights reserved")
        || lower.contains("alle rechte vorbehalten")
        || lower.starts_with("subscribe to")
        || lower.starts_with("newsletter abonnieren")
}

/// Whether a block has what an address has: mail, telephone, street and town.
pub fn has_address(block: &str) -> bool {
    let lower = block.to_lowercase();
    block.contains('@')
        || ["tel.", "tel:", "telefon", "phone", "fax", "e-mail", "email", "straße ", "str. "]
            .iter()
            .any(|cue| lower.contains(cue))
}

/// Whether a paragraph is what an institution says of itself: its size, its rank, who pays it, when it was founded.
pub fn is_self_description(block: &str) -> bool {
    let lower = block.to_lowercase();
    let has = |cues: &[&str]| cues.iter().any(|cue| lower.contains(cue));
    let number = lower.contains(|c: char| c.is_ascii_digit());
    let staff = has(words::STAFF)
        && (number && (has(words::RANK) || (has(words::INSTITUTION) && has(words::SIZE)))
            || has(words::RANK) && has(words::INSTITUTION));
    let paid = has(&["prozent", "%", "percent", "per cent"]) && has(words::FUNDS) && has(words::INSTITUTION_OR_PAYER);
    let founded = number && has(words::FOUNDED) && has(words::INSTITUTION);
    staff || paid || founded || has(words::MEMBER)
}

/// "Über das Institut", "About Acme": a heading of self-description, unlike "About the study" or "Über 100 Fälle".
fn opens_self_description(bare: &str) -> bool {
    let Some(rest) = bare.strip_prefix("über ").or_else(|| bare.strip_prefix("about ")) else {
        return false;
    };
    rest.starts_with(char::is_alphabetic)
        && !SUBJECTS.iter().any(|word| rest.contains(word))
        && rest.split(' ').count() <= 9
}

/// A short line without its colon and marks, lower case; none for a line too long to be a label.
fn bare(line: &str) -> Option<String> {
    let line = line.trim().trim_matches(['*', ':', '#', ' ', '_']);
    (!line.is_empty() && line.len() <= 90).then(|| line.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_and_a_number_are_no_part_of_a_title() {
        assert_eq!(title_label("Study Title: Cells in lupus"), 13);
        assert_eq!(title_label("Titel: Zellen"), 7);
        assert_eq!(title_label("Lupus: a review"), 0);
        assert!(is_masthead("NCT01234567") && !is_masthead("COVID-19"));
    }

    #[test]
    fn labels_open_zones() {
        for (line, kind) in [
            ("Weitere Informationen", Some(ZoneKind::Contact)),
            ("Original publication:", Some(ZoneKind::Publication)),
            ("LITERATUR", Some(ZoneKind::References)),
            ("Über das Herzzentrum", Some(ZoneKind::Boilerplate)),
            ("About the study", None),
            ("Über 100 Fälle", None),
            ("Schlüsselwörter", Some(ZoneKind::Keywords)),
            ("Ergebnisse", None),
        ] {
            assert_eq!(zone_label(line), kind, "{line}");
        }
        assert_eq!(inline_label("Keywords: asthma, lung"), Some(ZoneKind::Keywords));
        assert_eq!(inline_label("The keywords: asthma"), None);
        let run = "References: 1. Roe J. Cells. Blood 2024;1:2. 2. Lind E. Mice. Gut 2023;3:4.";
        assert_eq!(inline_label(run), Some(ZoneKind::References));
        assert_eq!(run_on(&run["References: ".len()..]), [0, 33]);
        let one = "Reference: Roe J, Lind E. Engineered cells against lupus. Blood 2024;1:2.";
        assert_eq!(inline_label(one), Some(ZoneKind::Publication));
        let news = "More information: Jane Roe et al, Engineered cells against lupus, Blood (2024).";
        assert_eq!(inline_label(news), Some(ZoneKind::Publication));
        assert_eq!(inline_label("More information: press@acme.example"), Some(ZoneKind::Contact));
        assert_eq!(inline_label("Article title: Engineered cells against lupus"), Some(ZoneKind::Publication));
        assert_eq!(inline_label("References: see the paper"), None);
        assert!(inline_self_description("About Acme: Acme is a company with 200 people."));
        assert!(!inline_self_description("About the study: It has 200 people."));
        assert!(!inline_self_description("About 200 people came: all were well."));
    }

    #[test]
    fn labels_pasted_onto_a_word_are_seen() {
        assert_eq!(glued_label("asthma - lungPublication History"), Some(13));
        assert_eq!(glued_label("the publication history"), None);
    }

    #[test]
    fn lines_above_titles() {
        for line in [
            "Press release",
            "12 August 2025",
            "01/09/2025",
            "DOI: 10.1000/x",
            "Freitag, 3. Mai 2024, 14 Uhr",
            "a@b.de",
            "***",
            "Informationsdienst Wissenschaft - Pressemitteilung",
            "Universitätsklinikum Bonn, Unternehmenskommunikation",
            "Forschungsergebnisse, Kooperationen",
            "Universität Jena / Universitätsklinikum Jena, Anna Berg, 11.11.2025 09:30",
            "Mayo Clinic News",
            "Bonn, 4. Mai 2026",
            "Arztblatt Medizin Donnerstag, 6. März 2025",
            "Prof. Dr. Anna Berg-Lutz",
            "Freier Vortrag V417",
            "Abstract No. 1234",
            "Poster: P-12",
            "62. Jahrestagung der Gesellschaft für Kunde",
            "30th Annual Meeting of the Society of Cells",
        ] {
            assert!(is_masthead(line), "{line}");
        }
        for line in [
            "A new drug for asthma",
            "12 patients in May",
            "Neue Therapie bei Rheuma",
            "Oral drug ends relapses in cohort B12",
            "Jahrestagung der Rheumatologen zeigt neue Wege.",
            "Universitätsklinikum Bonn heilt erste Patientin mit Lupus",
            "University of Leeds: Gene Therapy Stops Bleeding",
            "Good news for people with lupus",
        ] {
            assert!(!is_masthead(line), "{line}");
        }
    }

    #[test]
    fn captions() {
        for block in ["Foto: A. Meier", "Abb. 2: Zellen", "Das Team (v.l.n.r.): A, B", "Figure 1. Survival"] {
            assert!(is_caption(block), "{block}");
        }
        for block in ["Bildgebung zeigte nichts.", "Figure skating helps.", "Fotos halfen."] {
            assert!(!is_caption(block), "{block}");
        }
    }

    #[test]
    fn institutions_describe_themselves() {
        for block in [
            "Das Herzzentrum ist mit 900 Mitarbeiterinnen und Mitarbeitern das größte Forschungszentrum des Landes.",
            "The institute was founded in 1999 as a partnership.",
            "Das Institut wird zu 80 Prozent vom Land finanziert.",
        ] {
            assert!(is_self_description(block), "{block}");
        }
        for block in [
            "Zwölf Patienten wurden behandelt; 80 Prozent sprachen an.",
            "The drug is funded by nobody.",
            "Die größte Studie mit 900 Betroffenen.",
        ] {
            assert!(!is_self_description(block), "{block}");
        }
    }
}
