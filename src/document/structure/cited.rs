//! The line by which a journal cites one of its own papers: its name, the year, and volume and pages or what else
//! tells where the paper is. It stands above the title, as `PubMed` prints it, or below.

use crate::text::Span;

/// Longest such line, and the longest name in it, in bytes.
const LINE_MAX: usize = 300;
const NAME_MAX: usize = 100;

/// Small words inside the names of journals.
const SMALL: &[&str] = &[
    "of", "the", "and", "for", "in", "on", "de", "la", "et", "del", "di", "e", "y", "der", "die", "das", "für", "und",
    "&",
];

/// What a journal's own paper is cited by, as offsets in the line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cited {
    /// The journal as it is printed, without the full stop of an abbreviation.
    pub journal: Span,
    /// Where the year begins, if it is told.
    pub year: Option<usize>,
}

/// Reads a line that cites one paper and does nothing else: "J Clin Sci. 2024 May 2;3(4):5-6. doi: ...", "Zeitschrift
/// für Kunde 2024; 3: 4-5", "Journal (2024) 3:4 · Open Access", "Journal. doi: ...".
pub fn cited(line: &str) -> Option<Cited> {
    if line.len() > LINE_MAX {
        return None;
    }
    at_start(line, 0).or_else(|| {
        // "Correspondence: ... · Journal (2024) 3:4 · Open Access"
        // The first bytes of the marks spare most lines the search.
        memchr::memchr3(b'|', "·".as_bytes()[0], "•".as_bytes()[0], line.as_bytes())?;
        let mut marks = [" · ", " | ", " • "].into_iter().flat_map(|mark| line.match_indices(mark));
        marks.find_map(|(at, mark)| at_start(line, at + mark.len()))
    })
}

fn at_start(line: &str, from: usize) -> Option<Cited> {
    let rest = &line[from..];
    let start = from + numbered(rest);
    let body = &line[start..];
    let start = start + body.len() - body.trim_start_matches([' ', '*', '_']).len();
    let body = &line[start..];
    if !body.starts_with(char::is_alphabetic) {
        return None;
    }
    // "(2024; 3: 4)" is how prose cites.
    let prose = |year: usize| body[..year].ends_with('(') && !body[year + 4..].starts_with(')');
    if let Some(year) = years(body).find(|&year| tells_place(&body[year + 4..]) && !prose(year)) {
        let name = name(&body[..year])?;
        return Some(Cited { journal: start..start + name.len(), year: Some(start + year) });
    }
    let (before, address) = body.split_once(". ")?;
    let doi = ["https://doi.org/", "http://doi.org/", "doi:", "doi.org/"].iter().any(|mark| address.starts_with(mark));
    let name = name(before).filter(|_| doi && !address.trim_end().contains(' '))?;
    Some(Cited { journal: start..start + name.len(), year: None })
}

/// The number that a list of records gives to the line, "1. ", "12: ", or a meeting to its abstract, "POS1342 ".
fn numbered(line: &str) -> usize {
    let coded = line.split_once(' ').filter(|(code, _)| {
        let letters = code.bytes().take_while(u8::is_ascii_uppercase).count();
        (1..=4).contains(&letters)
            && (2..=5).contains(&(code.len() - letters))
            && code[letters..].bytes().all(|b| b.is_ascii_digit())
    });
    if let Some((code, _)) = coded {
        return code.len() + 1;
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let marked = line[digits..].starts_with(". ") || line[digits..].starts_with(": ");
    if (1..=4).contains(&digits) && marked { digits + 2 } else { 0 }
}

/// Where a year of four digits begins that is no part of a longer number.
fn years(text: &str) -> impl Iterator<Item = usize> {
    let bytes = text.as_bytes();
    memchr::memmem::find_iter(bytes, "20").chain(memchr::memmem::find_iter(bytes, "19")).filter(move |&at| {
        let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
        at > 0 && matches!(bytes[at - 1], b' ' | b'(') && digit(at + 2) && digit(at + 3) && !digit(at + 4)
    })
}

/// Whether what follows a year tells where the paper is: day, volume and pages, or a DOI or note of publication.
fn tells_place(rest: &str) -> bool {
    let rest = rest.strip_prefix(')').unwrap_or(rest);
    let rest = day(rest);
    if let Some(note) = rest.strip_prefix(". ").or_else(|| rest.strip_prefix("; ")).or_else(|| rest.strip_prefix(", "))
    {
        let note = note.trim_start().to_lowercase();
        let starts = ["doi", "https://doi", "epub", "online ahead", "pmid", "published online", "print ", "pii:"];
        if starts.iter().any(|start| note.starts_with(start)) {
            return true;
        }
    }
    let rest = rest.trim_start_matches([';', ':', ',', ' ', '·']);
    let volume = rest.bytes().take_while(u8::is_ascii_digit).count();
    if !(1..=4).contains(&volume) {
        return false;
    }
    let rest = rest[volume..].trim_start();
    let (issue, rest) = match rest.strip_prefix('(').and_then(|rest| rest.split_once(')')) {
        Some((issue, rest)) if issue.len() <= 20 => (true, rest),
        _ => (false, rest),
    };
    let pages = rest.strip_prefix(':').or_else(|| rest.strip_prefix(',')).map(str::trim_start);
    let page = |pages: &str| {
        pages.trim_start_matches(|c: char| c.is_ascii_alphabetic()).starts_with(|c: char| c.is_ascii_digit())
    };
    pages.map_or(issue, page)
}

/// What follows a month and a day, or is the text itself: " Nov 26", " Jan-Feb", " Spring".
fn day(rest: &str) -> &str {
    let Some(word) = rest.strip_prefix(' ') else { return rest };
    let month = word.bytes().take_while(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'-' | b'/')).count();
    if !(3..=12).contains(&month) || !word.starts_with(char::is_uppercase) {
        return rest;
    }
    let behind = &word[month..];
    let Some(number) = behind.strip_prefix(' ') else { return behind };
    let digits = number.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'-').count();
    if (1..=5).contains(&digits) { &number[digits..] } else { behind }
}

/// The name of a journal that `lead` is, without the marks behind it: capitals and small words, no sentence and no list.
fn name(lead: &str) -> Option<&str> {
    let name = lead.trim_end_matches([' ', '.', ',', '(', ':', ';', '*', '_', '·']);
    let bare = name.split(" (").next().unwrap_or_default();
    let words: Vec<&str> = bare.split(' ').collect();
    let stops = words.iter().filter(|word| word.ends_with('.')).count();
    let fits = (3..=NAME_MAX).contains(&name.len())
        && words.len() <= 12
        && !bare.contains([',', ';', ':', '"', '“', '„', '@', '/'])
        && !bare.contains(|c: char| c.is_ascii_digit())
        && (stops == 0 || stops * 2 >= words.len())
        && words.iter().all(|word| word.contains(char::is_uppercase) || SMALL.contains(word))
        && words[0].contains(char::is_uppercase);
    let month = bare.len() <= 12 && crate::text::MONTHS.contains(&bare.to_lowercase().as_str());
    (fits && !month).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: Option<(&str, Option<&str>)>) {
        let found = cited(line);
        let found =
            found.as_ref().map(|found| (&line[found.journal.clone()], found.year.map(|year| &line[year..year + 4])));
        assert_eq!(found, expected, "{line}");
    }

    #[test]
    fn a_line_that_cites_names_its_journal() {
        for (line, journal, year) in [
            ("1. Ann Rheum Dis. 2021 Mar;80(3):301-9. doi: 10.1000/a.1. Epub 2020 Dec 1.", "Ann Rheum Dis", "2021"),
            ("Nat Med. 2025 Feb 3. doi: 10.1000/a. Online ahead of print.", "Nat Med", "2025"),
            ("Gut. 2019 Jan-Feb;3(1):4.", "Gut", "2019"),
            ("Cell Rep Med 2023;4:e1012. doi:10.1000/b", "Cell Rep Med", "2023"),
            ("Deutsches Ärzteblatt 2020; 117: 12–18", "Deutsches Ärzteblatt", "2020"),
            ("Z Gastroenterol 2022 · 60:33–39", "Z Gastroenterol", "2022"),
            ("Kontakt: a@b.de · Archives of Dermatology (2018) 3:14 · Open Access", "Archives of Dermatology", "2018"),
            ("Lancet (London, England). 2022 Jun 4;399(10341):2104-2112.", "Lancet (London, England)", "2022"),
            ("J. Exp. Med. 2017; 214, 12-20", "J. Exp. Med", "2017"),
            ("eLife 2016;5:e123", "eLife", "2016"),
            ("POS1342 Ann Clin Sci 2026;85(Suppl 1):1508.", "Ann Clin Sci", "2026"),
            ("OP0141 Ann Rheum Dis 2024;83(Suppl 1):92.", "Ann Rheum Dis", "2024"),
        ] {
            check(line, Some((journal, Some(year))));
        }
        check("Gut. https://doi.org/10.1000/c", Some(("Gut", None)));
    }

    #[test]
    fn other_lines_with_years_cite_nothing() {
        for line in [
            "Berg A, Lind E. Cells in lupus. Blood 2024; 1: 2-3",
            "A new drug for lupus in 2024: 10 facts",
            "Cancer in Europe 2024: what comes next",
            "Bonn, 3. Mai 2024. Ein Team hat Zellen gefunden.",
            "May 2024; 3(4)",
            "Others in Gut (2024; 3: 4)",
            "The study ran from 2019 to 2022.",
            "Read the paper. https://doi.org/10.1000/c",
        ] {
            check(line, None);
        }
    }
}
