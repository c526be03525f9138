//! MEDLINE and NBIB: one line a field, a tag of up to four letters before `- `, longer values indented below it.

use super::citation::{Abstract, Author, Citation, Date};
use super::content::{Content, Stop};
use super::pubmed::language_name;
use super::{Cut, Format, Input, Parsed, Piece, Record, decode, extension};

/// MEDLINE.
pub(super) struct Nbib;

impl Format for Nbib {
    fn name(&self) -> &'static str {
        "medline"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["nbib", "medline"]
    }

    fn recognises(&self, input: Input<'_>) -> bool {
        let head = String::from_utf8_lossy(&input.bytes[..input.bytes.len().min(4096)]);
        let mut lines = head.trim_start_matches('\u{FEFF}').lines().skip_while(|line| line.trim().is_empty());
        // The first record of a file that says what it is may be broken.
        let named = self.extensions().contains(&extension(input.name).as_str());
        if named && lines.clone().any(is_first) {
            return true;
        }
        lines.next().is_some_and(is_first)
            && lines.next().is_none_or(|line| line.trim().is_empty() || tag(line).is_some())
    }

    fn cut(&self) -> Option<Cut> {
        Some(cut)
    }

    fn parse(&self, record: &Record) -> Result<Parsed, String> {
        let decoded = decode(&record.bytes);
        let lines = || decoded.text.lines().enumerate();
        if !lines().any(|(_, line)| tag(line).is_some()) {
            return Err("this is no record: no line of it is a field".to_owned());
        }
        if let Some((at, line)) = lines().find(|(_, line)| !line.starts_with(char::is_whitespace) && is_broken(line)) {
            let line: String = line.chars().take(SHOWN).collect();
            return Err(format!("line {} is no field: \"{line}\"", record.position.line + at as u64));
        }
        let citation = citation(&fields(&decoded.text));
        if citation.pmid.is_empty() && !lines().any(|(_, line)| tag(line).is_some_and(|(tag, _)| tag == "PMID")) {
            return Err("it has no line PMID".to_owned());
        }
        if !is_number(&citation.pmid) {
            return Err("its line PMID has no number".to_owned());
        }
        Ok(citation.parsed(decoded.warning.into_iter().collect()))
    }
}

/// Characters that are shown of a line that is no field.
const SHOWN: usize = 40;

/// Whether a line is neither a field nor empty.
fn is_broken(line: &str) -> bool {
    !line.trim().is_empty() && tag(line.trim_start_matches('\u{FEFF}')).is_none()
}

/// Whether a line begins a record.
fn is_first(line: &str) -> bool {
    tag(line).is_some_and(|(tag, value)| tag == "PMID" && is_number(value))
}

fn is_number(value: &str) -> bool {
    !value.is_empty() && value.len() <= 10 && value.bytes().all(|byte| byte.is_ascii_digit())
}

/// The next record, or what stands between two: up to the next line of a number, to a blank line that no indented one
/// follows, or to the end.
fn cut(content: &mut Content<'_>) -> Option<Piece> {
    let begin = loop {
        match content.peek(BOM.len()) {
            Ok([]) => return None,
            Ok(head) if head[0].is_ascii_whitespace() => content.skip(1),
            Ok(BOM) => content.skip(BOM.len()),
            other => break other.map(drop),
        }
    };
    if let Err(error) = begin {
        return Some(Err((content.position(), Stop::Broken(error))));
    }
    let position = content.begin();
    match end(content) {
        Ok(len) => Some(Ok((position, content.take(len)))),
        Err(stop) => {
            // If it cannot be read on this is told with the next record.
            if let Ok(true) = content.skip_to(b"\nPMID-") {
                content.skip(1);
            }
            Some(Err((position, stop)))
        }
    }
}

const BOM: &[u8] = "\u{FEFF}".as_bytes();

/// How many bytes belong to the record that begins here.
fn end(content: &mut Content<'_>) -> Result<usize, Stop> {
    let (mut start, mut blank) = (0, false);
    loop {
        let end = match content.find(b"\n", start)? {
            Some(at) => at + 1,
            None => content.rest()?,
        };
        let line = &content.peek(end)?[start..end];
        let Some(first) = line.first() else { return Ok(start) };
        if start > 0 && (line.starts_with(b"PMID-") || blank && !first.is_ascii_whitespace()) {
            return Ok(start);
        }
        blank = line.trim_ascii().is_empty();
        start = end;
    }
}

/// The tag and the value of a line that begins a field.
fn tag(line: &str) -> Option<(&str, &str)> {
    let (tag, value) = (line.get(..4)?.trim_end(), line.get(4..)?);
    let value = value.strip_prefix('-')?;
    let named =
        (2..=4).contains(&tag.len()) && tag.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    named.then(|| (tag, value.trim()))
}

/// The fields in order, each on one line. Blank lines inside a value part paragraphs.
fn fields(text: &str) -> Vec<(&str, String)> {
    let mut fields: Vec<(&str, String)> = Vec::new();
    for line in text.lines() {
        if let Some((tag, value)) = tag(line) {
            fields.push((tag, value.to_owned()));
        } else if let Some((_, value)) = fields.last_mut()
            && !line.trim().is_empty()
        {
            value.push(' ');
            value.push_str(line.trim());
        }
    }
    fields
}

fn citation(fields: &[(&str, String)]) -> Citation {
    let mut out = Citation::default();
    let mut corporate = Vec::new();
    for (tag, value) in fields {
        let value = value.clone();
        match *tag {
            "PMID" if out.pmid.is_empty() => out.pmid = value,
            "PMC" => out.pmcid = value,
            "TI" => out.title = value,
            "BTI" if out.journal.is_empty() => out.journal = value,
            "TT" => out.vernacular = value,
            "FAU" => out.authors.push(Author { name: turned(&value), affiliations: Vec::new() }),
            // Records without full names have the short ones only; then each AU is an author of its own.
            "AU" if !fields.iter().any(|(tag, _)| *tag == "FAU") => {
                out.authors.push(Author { name: value, affiliations: Vec::new() });
            }
            "CN" => corporate.push(Author { name: value, affiliations: Vec::new() }),
            "AD" => {
                if let Some(author) = out.authors.last_mut() {
                    author.affiliations.push(value);
                }
            }
            "JT" => out.journal = value,
            "TA" => out.journal_short = value,
            "DP" => out.date = Date::read(&value),
            "DEP" => out.online = Date::read(&value),
            "VI" => out.volume = value,
            "IP" => out.issue = value,
            "PG" => out.pages = value,
            "AB" => out.abstracts.insert(0, Abstract { parts: sections(&value), ..Abstract::default() }),
            "OAB" => {
                out.abstracts.push(Abstract {
                    parts: sections(&value),
                    language: "other".to_owned(),
                    ..Abstract::default()
                });
            }
            "OABL" => {
                if let Some(other) = out.abstracts.last_mut().filter(|other| !other.language.is_empty()) {
                    language_name(&value).clone_into(&mut other.language);
                }
            }
            "CI" => {
                if let Some(last) = out.abstracts.last_mut() {
                    last.copyright = value;
                }
            }
            "LID" | "AID" => identifier(&value, &mut out),
            "OT" => out.keywords.push(value.trim_start_matches('*').to_owned()),
            "MH" | "NM" => out.headings.push(heading(&value)),
            "RN" => out.substances.extend(substance(&value)),
            "PT" => out.types.push(value),
            "SI" => out.registered.push(value.replacen('/', " ", 1)),
            "GR" => out.funding.push(funder(&value)),
            _ => {
                if let Some((_, label)) = REMARKS.iter().find(|(of, _)| of == tag) {
                    out.remarks.push(((*label).to_owned(), value));
                }
            }
        }
    }
    out.authors.extend(corporate);
    out.funding.dedup();
    out
}

/// Tags of corrections and comments, with their names.
const REMARKS: &[(&str, &str)] = &[
    ("CIN", "Comment in"),
    ("CON", "Comment on"),
    ("EIN", "Erratum in"),
    ("EFR", "Erratum for"),
    ("CRI", "Corrected and republished in"),
    ("CRF", "Corrected and republished from"),
    ("RIN", "Retraction in"),
    ("ROF", "Retraction of"),
    ("RPI", "Republished in"),
    ("RPF", "Republished from"),
    ("UIN", "Update in"),
    ("UOF", "Update of"),
    ("ECI", "Expression of concern in"),
    ("ECF", "Expression of concern for"),
    ("SPIN", "Summary for patients in"),
];

/// "Berg, Anna M" with the given name first.
fn turned(name: &str) -> String {
    match name.split_once(", ") {
        Some((family, given)) => match given.split_once(", ") {
            Some((given, suffix)) => format!("{given} {family} {suffix}"),
            None => format!("{given} {family}"),
        },
        None => name.to_owned(),
    }
}

/// `10.1/x [doi]`.
fn identifier(value: &str, out: &mut Citation) {
    let Some((id, kind)) = value.rsplit_once(" [") else { return };
    let place = match kind {
        "doi]" => &mut out.doi,
        "pii]" => &mut out.pii,
        _ => return,
    };
    if place.is_empty() {
        id.trim().clone_into(place);
    }
}

/// "Asthma/*drug therapy" as "Asthma / drug therapy".
fn heading(value: &str) -> String {
    value.split('/').map(|part| part.trim_start_matches('*')).collect::<Vec<_>>().join(" / ")
}

/// "51333-22-3 (Budesonide)": the name.
fn substance(value: &str) -> Option<String> {
    let (_, name) = value.split_once(" (")?;
    Some(name.strip_suffix(')').unwrap_or(name).to_owned())
}

/// "R01 HL1/HL/NHLBI NIH HHS/United States": who paid, and the number.
fn funder(value: &str) -> String {
    let parts: Vec<&str> = value.split('/').collect();
    match parts[..] {
        [number, _, agency, ..] => format!("{agency} {number}"),
        _ => value.to_owned(),
    }
}

/// The sections of a structured abstract: labels stand in capitals before a colon, at the beginning or after a full
/// stop.
fn sections(text: &str) -> Vec<(String, String)> {
    let mut starts: Vec<(usize, usize)> = Vec::new();
    for (at, _) in text.match_indices(": ") {
        let before = &text[..at];
        let from = before.rfind(['.', '?', '!', ')', ':']).map_or(0, |mark| mark + 1);
        let label = before[from..].trim_start();
        let start = at - label.len();
        let capitals = label.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
        let letters = label.chars().filter(|c| c.is_alphabetic()).count();
        let fits = capitals && letters >= 3 && label.len() <= 60 && !label.contains(|c: char| c.is_ascii_digit());
        let parted = start == 0 || text[..start].ends_with(' ');
        // A text is structured from its first word on.
        if fits && parted && (start == 0 || !starts.is_empty()) {
            starts.push((start, at));
        }
    }
    // One short word in capitals may be an acronym.
    if matches!(starts[..], [] | [(_, ..=3)]) {
        return vec![(String::new(), text.to_owned())];
    }
    let ends = starts.iter().skip(1).map(|(start, _)| *start).chain([text.len()]);
    let part = |((start, colon), end): (&(usize, usize), usize)| {
        (text[*start..*colon].to_owned(), text[colon + 1..end].trim().to_owned())
    };
    starts.iter().zip(ends).map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_before_a_colon_are_labels_of_a_structured_abstract() {
        let check = |text: &str, expected: &[(&str, &str)]| {
            let found = sections(text);
            let found: Vec<(&str, &str)> = found.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
            assert_eq!(found, expected);
        };
        check(
            "AIM OF WORK: To see. METHODS: We looked: twice. RESULTS AND CONCLUSIONS: Seen.",
            &[("AIM OF WORK", "To see."), ("METHODS", "We looked: twice."), ("RESULTS AND CONCLUSIONS", "Seen.")],
        );
        check("HIV: it is a virus.", &[("", "HIV: it is a virus.")]);
        check("We saw HIV: a virus. RESULTS: none.", &[("", "We saw HIV: a virus. RESULTS: none.")]);
        check("ZIEL: Prüfen. ERGEBNISSE: Gut (HLA: B27).", &[("ZIEL", "Prüfen."), ("ERGEBNISSE", "Gut (HLA: B27).")]);
        check("", &[("", "")]);
    }

    #[test]
    fn names_are_turned() {
        assert_eq!(turned("Berg, Anna M"), "Anna M Berg");
        assert_eq!(turned("Berg, Anna M, Jr"), "Anna M Berg Jr");
        assert_eq!(turned("The Group"), "The Group");
    }
}
