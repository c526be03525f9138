//! MEDLINE and NBIB: one line a field, a tag of up to four letters before `- `, longer values indented below it.

use super::citation::{Abstract, Author, Citation, Date};
use super::content::{Content, Stop};
use super::pubmed::language_name;
use super::{Cut, Format, Input, Parsed, Piece, Record, decode};

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
        lines.next().is_some_and(|line| tag(line).is_some_and(|(tag, value)| tag == "PMID" && is_number(value)))
            && lines.next().is_none_or(|line| line.trim().is_empty() || tag(line).is_some())
    }

    fn cut(&self) -> Option<Cut> {
        Some(cut)
    }

    fn parse(&self, record: &Record) -> Result<Parsed, String> {
        let decoded = decode(&record.bytes);
        let fields = fields(&decoded.text);
        let citation = citation(&fields);
        if !is_number(&citation.pmid) {
            return Err("its line PMID has no number".to_owned());
        }
        Ok(citation.parsed(decoded.warning.into_iter().collect()))
    }
}

fn is_number(value: &str) -> bool {
    !value.is_empty() && value.len() <= 10 && value.bytes().all(|byte| byte.is_ascii_digit())
}

/// The next record: from the line of its number up to the next such line, or to the end.
fn cut(content: &mut Content<'_>) -> Option<Piece> {
    loop {
        let line = match content.peek("PMID-".len()) {
            Ok([]) => return None,
            Ok(line) => line,
            Err(error) => return Some(Err((content.position(), Stop::Broken(error)))),
        };
        if line == b"PMID-" {
            break;
        }
        // What stands between records, such as blank lines, is none.
        if line[0] != b'\n' {
            match content.skip_to(b"\n") {
                Ok(true) => {}
                Ok(false) => return None,
                Err(error) => return Some(Err((content.position(), Stop::Broken(error)))),
            }
        }
        content.skip(1);
    }
    let position = content.begin();
    let found = content.find(b"\nPMID-", 1).and_then(|next| match next {
        Some(at) => Ok(at + 1),
        None => content.rest(),
    });
    match found {
        Ok(len) => Some(Ok((position, content.take(len)))),
        Err(stop) => {
            content.skip(1);
            Some(Err((position, stop)))
        }
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
