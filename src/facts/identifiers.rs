//! Identifiers of papers and trials, links, and the ways to reach somebody: what can be told by its form alone.

use std::ops::ControlFlow;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::finds::Finds;
use super::pattern::Pattern;
use super::{Data, Fact, FactKind, Page};
use crate::document::{Link, ZoneKind};
use crate::text::Span;
use crate::text::floor;

pub(super) fn find(page: &Page<'_>, facts: &mut Vec<Fact>) {
    let mut finds = Finds::new(page);
    for link in page.document.links.iter().filter(|link| link.leads_out()) {
        from_link(&mut finds, link);
    }
    dois(&mut finds);
    for known in KNOWN.iter() {
        known.find(&mut finds);
    }
    finds.finish(facts);
}

/// What a link says by its target: its DOI, else its PII and itself; an address to write to is a contact.
fn from_link(finds: &mut Finds<'_, '_>, link: &Link) {
    let target = link.target.as_str();
    if let Some(address) = target.strip_prefix("mailto:") {
        let address = address.split('?').next().unwrap_or_default();
        if !address.is_empty() {
            add(finds, FactKind::Contact, address, &link.range, "identifiers/mailto");
        }
        return;
    }
    if let Some(doi) = doi_of_link(target) {
        let (doi, range) = printed(finds.page, link, &doi).unwrap_or((doi, link.range.clone()));
        add(finds, FactKind::Doi, &doi, &range, "identifiers/doi-link");
        return;
    }
    // Of a link whose address is printed, the text has them too.
    if !finds.page.str(&link.range).contains("://") {
        if let Some(doi) = doi_of_publisher(target) {
            add(finds, FactKind::Doi, &doi, &link.range, "identifiers/doi-link");
        }
        for known in ADDRESSED.iter() {
            if let Some(id) = known.pattern.captures(target).and_then(|found| found.get(1)) {
                let value = format!("{}{}", known.prefix, id.as_str());
                add(finds, known.kind, &value, &link.range, known.rule);
            }
        }
    }
    if let Some(pii) = pii(target) {
        let surface = shown_part(finds.page, link, &pii);
        add(finds, FactKind::Pii, &pii, &surface, "identifiers/pii-link");
    }
    let function = link_function(finds.page, link);
    let fact = add(finds, FactKind::Url, target, &link.range, "identifiers/link");
    if fact.function.is_none() || function != "link" {
        fact.function = Some(function.to_owned());
    }
}

fn add<'f>(
    finds: &'f mut Finds<'_, '_>,
    kind: FactKind,
    value: &str,
    surface: &Span,
    rule: &'static str,
) -> &'f mut Fact {
    let fact = finds.add(kind, value, surface, rule);
    fact.data = Data::Id(value.to_owned());
    fact
}

/// What a link leads to, seen from this document.
fn link_function(page: &Page<'_>, link: &Link) -> &'static str {
    const CUES: &[&str] = &["originalpublikation", "original publication", "veröffentlichung", "original paper"];
    match page.document.zone_at(link.range.start) {
        Some(ZoneKind::Masthead) => "this document",
        Some(ZoneKind::Publication) => "original publication",
        Some(ZoneKind::References | ZoneKind::Boilerplate | ZoneKind::Contact) => "link",
        Some(ZoneKind::Keywords | ZoneKind::Caption) | None => {
            let from = floor(&page.document.text, link.range.start.saturating_sub(120));
            let before = page.document.text[from..link.range.start].to_lowercase();
            if CUES.iter().any(|cue| before.contains(cue)) { "original publication" } else { "link" }
        }
    }
}

/// The part of a link's visible text that shows `id`, escaped brackets included, else all of it.
fn shown_part(page: &Page<'_>, link: &Link, id: &str) -> Span {
    let shown = page.str(&link.range);
    shown.find(id).map_or_else(|| link.range.clone(), |at| link.range.start + at..link.range.start + at + id.len())
}

/// The DOI a link stands for: the whole path behind the resolver's name.
fn doi_of_link(target: &str) -> Option<String> {
    let rest = ["https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "http://dx.doi.org/", "doi:"]
        .iter()
        .find_map(|prefix| target.strip_prefix(prefix))?;
    let rest = rest.replace("%2F", "/").replace("%2f", "/");
    let range = doi_at(&rest, 0)?;
    Some(rest[range].to_lowercase())
}

/// The DOI that the text goes on with where the link ends at a mark inside it: `10.1002/...16<1661::AID...>3.0.CO;2-2`.
fn printed(page: &Page<'_>, link: &Link, doi: &str) -> Option<(String, Span)> {
    let text = &page.document.text;
    let at = link.range.start + page.str(&link.range).find("10.")?;
    let range = doi_at(text, at)?;
    let whole = text[range.clone()].to_lowercase();
    (range.end > link.range.end && whole.starts_with(doi)).then_some((whole, link.range.start..range.end))
}

/// The DOI in the address of a publisher's page: `/doi/full/10.1056/...`, `/articles/10.3389/.../full`.
fn doi_of_publisher(target: &str) -> Option<String> {
    let at = target.find("/10.").map(|at| at + 1).or_else(|| target.find("doi=10.").map(|at| at + 4))?;
    let range = doi_at(target, at)?;
    Some(target[range].to_lowercase())
}

/// What publishers put behind the DOI in the address of a page.
const VIEWS: &[&str] = &["/fulltext", "/full-text", "/full", "/abstract", "/pdf", "/epdf", ".pdf", "/html", "/meta"];

fn dois(finds: &mut Finds<'_, '_>) {
    let text = &finds.page.document.text;
    let mut done = 0;
    for at in memchr::memmem::find_iter(text.as_bytes(), "10.") {
        if at < done {
            continue;
        }
        let Some(range) = doi_at(text, at) else { continue };
        done = range.end;
        // The visible text of a link to the resolver has been read with the link.
        if !link_shows_doi(finds.page, at) {
            let value = text[range.clone()].to_lowercase();
            add(finds, FactKind::Doi, &value, &range, "identifiers/doi");
        }
    }
}

fn link_shows_doi(page: &Page<'_>, at: usize) -> bool {
    let links = &page.document.links;
    let next = links.partition_point(|link| link.range.end <= at);
    links.get(next).is_some_and(|link| link.range.start <= at && doi_of_link(&link.target).is_some())
}

/// The DOI that begins at `at`: `10.`, four to nine digits, a slash and a suffix up to a blank or quotation mark, or to
/// what a link asks for behind it, without the punctuation of the sentence and without a closing bracket that it does not
/// open (DOI Handbook 2.2).
fn doi_at(text: &str, at: usize) -> Option<Span> {
    if text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '.') {
        return None;
    }
    let rest = text[at..].strip_prefix("10.")?;
    let registrant = rest.find('/')?.min(12);
    let digits = rest.get(..registrant)?;
    if !(4..=9).contains(&digits.len()) || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let start = at + 3 + registrant + 1;
    let mut depth = Vec::new();
    let stop = text[start..].char_indices().try_for_each(|(i, c)| {
        let ends = match c {
            '(' | '[' => {
                depth.push(c);
                false
            }
            ')' => depth.pop() != Some('('),
            ']' => depth.pop() != Some('['),
            // `17:15/16<1661::AID-SIM968>3.0.CO;2-2`, as DOIs of the nineties are made of a SICI
            '<' if text[start + i + 1..].starts_with(|c: char| c.is_ascii_digit()) => {
                depth.push(c);
                false
            }
            '>' => depth.pop() != Some('<'),
            _ => c.is_whitespace() || matches!(c, '?' | '"' | '<' | '{' | '}' | '“' | '”' | '„' | '»' | '«' | '|'),
        };
        if ends { ControlFlow::Break(start + i) } else { ControlFlow::Continue(()) }
    });
    let end = match stop {
        ControlFlow::Break(end) => end,
        ControlFlow::Continue(()) => text.len(),
    };
    let suffix = text[start..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '’', '*', '(', '[']);
    // Only an address has a view of the paper behind it.
    let address = text[..at].ends_with('/');
    let suffix = VIEWS.iter().filter(|_| address).find_map(|view| suffix.strip_suffix(view)).unwrap_or(suffix);
    (!suffix.is_empty()).then(|| at..start + suffix.len())
}

/// The publisher item identifier in a link of the kind `.../PIIS0140-6736(24)02504-2` or `.../S1934-5909(26)00152-9`,
/// in the hyphenated form: a letter, the ISSN, the year in brackets, a number and a check character.
fn pii(target: &str) -> Option<String> {
    static PII: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(r"/(?:PII)?(S[0-9]{4}-[0-9]{3}[[0-9]X](?:\(|%28)[0-9][0-9](?:\)|%29)[0-9]{5}-[[0-9]X])")
    });
    static PLAIN: LazyLock<Pattern> = LazyLock::new(|| Pattern::new(r"/pii/(S[0-9]{7}[[0-9]X][0-9]{7}[[0-9]X])"));
    if let Some(found) = PII.captures(target) {
        return Some(found[1].replace("%28", "(").replace("%29", ")"));
    }
    PLAIN.captures(target).map(|found| found[1].to_owned())
}

/// An identifier told by its pattern, tried only on a text that has `needle`.
struct Known {
    kind: FactKind,
    needle: Finder<'static>,
    /// Its first group is the value, else the whole match.
    pattern: Pattern,
    /// What stands before the value in the normal form.
    prefix: &'static str,
    rule: &'static str,
}

fn known(
    kind: FactKind,
    needle: &'static str,
    pattern: &'static str,
    prefix: &'static str,
    rule: &'static str,
) -> Known {
    Known { kind, needle: Finder::new(needle), pattern: Pattern::new(pattern), prefix, rule }
}

/// The address of a paper in `PubMed`.
const PUBMED: &str = r"(?:pubmed\.ncbi\.nlm\.nih\.gov/|ncbi\.nlm\.nih\.gov/pubmed/)([0-9]{1,8})";

/// Identifiers that the address behind a link may have.
static ADDRESSED: LazyLock<Vec<Known>> = LazyLock::new(|| {
    use FactKind::{Pmcid, Pmid, TrialId};
    vec![
        known(Pmid, "pubmed", PUBMED, "", "identifiers/pmid"),
        known(Pmcid, "PMC", r"/PMC([0-9]{5,9})", "PMC", "identifiers/pmcid"),
        known(TrialId, "NCT", r"/(NCT[0-9]{8})", "", "identifiers/nct"),
    ]
});

static KNOWN: LazyLock<Vec<Known>> = LazyLock::new(|| {
    use FactKind::{Contact, Pii, Pmcid, Pmid, TrialId};
    vec![
        known(Pmid, "PubMed", r"PubMed[- ](?:ID|Nummer|No\.|Nr\.):? ?([0-9]{5,8})", "", "identifiers/pmid"),
        known(Pmid, "pubmed", PUBMED, "", "identifiers/pmid"),
        known(Pmid, "PMID", r"PMID(?:\s?[:-]?\s{0,2}|\s)([0-9]{1,8})", "", "identifiers/pmid"),
        known(Pmcid, "PMC", r"PMC([0-9]{5,9})", "PMC", "identifiers/pmcid"),
        known(
            Pii,
            "PII",
            r"PII:?\s?(S[0-9]{4}-[0-9]{3}[[0-9]X]\([0-9][0-9]\)[0-9]{5}-[[0-9]X])",
            "",
            "identifiers/pii",
        ),
        known(TrialId, "NCT", r"NCT[0-9]{8}", "", "identifiers/nct"),
        known(TrialId, "DRKS", r"DRKS[0-9]{8}", "", "identifiers/drks"),
        known(TrialId, "ISRCTN", r"ISRCTN[0-9]{8}", "", "identifiers/isrctn"),
        known(TrialId, "jRCT", r"jRCTs?[0-9]{9,10}", "", "identifiers/jrct"),
        known(TrialId, "ChiCTR", r"ChiCTR(?:-[A-Z]{2,4}-|[0-9]{2})?[0-9]{8}", "", "identifiers/chictr"),
        known(TrialId, "ACTRN", r"ACTRN[0-9]{14}", "", "identifiers/actrn"),
        known(TrialId, "CTRI/", r"CTRI/[0-9]{4}/[0-9]{2,3}/[0-9]{6}", "", "identifiers/ctri"),
        known(TrialId, "UMIN", r"UMIN[0-9]{9}", "", "identifiers/umin"),
        known(
            TrialId,
            "EudraCT",
            r"EudraCT(?:[- ]?(?:[Nn]umber|[Nn]ummer|[Nn]o\.|[Nn]r\.))?[:,\s]\s?([0-9]{4}-[0-9]{6}-[0-9][0-9])",
            "",
            "identifiers/eudract",
        ),
        // Numbers of the EU's Clinical Trials Information System have a 5 where EudraCT has a 0.
        known(TrialId, "-5", r"([0-9]{4}-5[0-9]{5}-[0-9][0-9](?:-[0-9][0-9])?)", "", "identifiers/eu-ct"),
        known(
            Contact,
            "@",
            r"[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}\.){1,6}[A-Za-z]{2,24}",
            "",
            "identifiers/mail",
        ),
        known(
            Contact,
            "+",
            r"(?:Tel|Telefon|Fon|Phone|Mobil|Telephone)\.?:?\s?(\+[0-9][[0-9] ()/.-]{6,22}[0-9])",
            "",
            "identifiers/telephone",
        ),
        known(
            Contact,
            "Tel",
            r"(?:Tel|Telefon|Telephone)\.?:?\s(\(?0[0-9][[0-9] ()/.-]{5,20}[0-9])",
            "",
            "identifiers/telephone",
        ),
    ]
});

impl Known {
    fn find(&self, finds: &mut Finds<'_, '_>) {
        let text = &finds.page.document.text;
        if self.needle.find(text.as_bytes()).is_none() {
            return;
        }
        for found in self.pattern.captures_iter(text) {
            let (whole, value) = (found.get(0), found.get(1).or_else(|| found.get(0)));
            let (Some(whole), Some(value)) = (whole, value) else {
                continue;
            };
            // A longer run of letters or digits is something else.
            let free = !text[..whole.start()].ends_with(|c: char| c.is_alphanumeric())
                && !text[whole.end()..].starts_with(|c: char| c.is_ascii_digit());
            if free {
                let surface = if self.prefix.is_empty() { value.range() } else { whole.range() };
                let value = format!("{}{}", self.prefix, value.as_str());
                add(finds, self.kind, &value, &surface, self.rule);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::Assertion;
    use super::super::finds::testing::{document, found, link, values};
    use super::*;

    fn check(kind: FactKind, text: &str, expected: &[&str]) {
        let facts = found(&document(&[(None, text)]), find);
        assert_eq!(values(&facts, kind), expected, "{text}");
    }

    #[test]
    fn a_doi_ends_before_the_punctuation_and_keeps_its_own_brackets() {
        let doi = |text, expected| check(FactKind::Doi, text, &[expected]);
        doi("DOI: 10.1055/a-1234-5678", "10.1055/a-1234-5678");
        doi("siehe doi:10.1000/ABC.def.", "10.1000/abc.def");
        doi("(https://doi.org/10.1016/S0140-6736(24)12345-6)", "10.1016/s0140-6736(24)12345-6");
        doi("in „10.1002/art.1“ erschienen", "10.1002/art.1");
        doi("[10.1002/art.1]", "10.1002/art.1");
        doi("https://example.org/doi/10.1000/abc?query=home", "10.1000/abc");
        doi("https://example.org/articles/10.1000/abc.2020.1/full", "10.1000/abc.2020.1");
        doi(
            "doi:10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2.",
            "10.1002/(sici)1097-0258(19980815/30)17:15/16<1661::aid-sim968>3.0.co;2-2",
        );
        doi("<b>10.1000/abc</b>", "10.1000/abc");
        check(FactKind::Doi, "Version 10.2/3, 10.12345678901/x, 110.1000/1, 10.1000/ ", &[]);
    }

    #[test]
    fn trials_are_known_by_their_form() {
        let trials = |text, expected: &[&str]| check(FactKind::TrialId, text, expected);
        trials("registered as NCT01234567 and DRKS00012345", &["NCT01234567", "DRKS00012345"]);
        trials("EudraCT-Nummer 2019-001234-56", &["2019-001234-56"]);
        trials("It is registered with EudraCT, 2019-001234-56.", &["2019-001234-56"]);
        trials("CTRI/2021/05/033456", &["CTRI/2021/05/033456"]);
        trials("EU CT 2023-501234-12-00", &["2023-501234-12-00"]);
        trials(
            "ISRCTN12345678; jRCTs031180405; ChiCTR2000012345",
            &["ISRCTN12345678", "jRCTs031180405", "ChiCTR2000012345"],
        );
        trials("Nationales Centrum (NCT), NCT0123456, NCT012345678, 0800-512345-1", &[]);
    }

    #[test]
    fn papers_are_known_by_their_number_with_its_cue() {
        check(FactKind::Pmid, "PMID: 12345678, PMID 98765 und 1234567", &["12345678", "98765"]);
        check(FactKind::Pmid, "PubMed ID 98765432, https://pubmed.ncbi.nlm.nih.gov/7654321/", &["98765432", "7654321"]);
        check(FactKind::Pmid, "In PubMed 12345 papers were found", &[]);
        check(FactKind::Pmcid, "PMC1234567", &["PMC1234567"]);
    }

    #[test]
    fn people_are_reached_by_mail_and_telephone() {
        check(
            FactKind::Contact,
            "jana.roth@klinik-beispiel.de, Tel.: +49 30 1234-567, Telefon 0351 4581234",
            &["jana.roth@klinik-beispiel.de", "+49 30 1234-567", "0351 4581234"],
        );
        check(FactKind::Contact, "a @ b, 70469 Stuttgart, in 2 @ 3", &[]);
    }

    #[test]
    fn a_link_is_one_fact_with_its_part_in_the_document() {
        let mut document = document(&[
            (Some(ZoneKind::Masthead), "https://example.org/news1"),
            (None, "Mehr dazu hier."),
            (Some(ZoneKind::Publication), "https://www.cell.com/x/fulltext/S1934-5909(26)99999-9"),
            (None, "Siehe doi.org/10.1000/xyz"),
        ]);
        link(&mut document, "https://example.org/news1", "https://example.org/news1");
        link(&mut document, "hier", "https://example.org/more");
        let target = "https://www.cell.com/x/fulltext/S1934-5909(26)99999-9";
        link(&mut document, target, target);
        link(&mut document, "doi.org/10.1000/xyz", "https://doi.org/10.1000/XYZ");
        let facts = found(&document, find);
        assert_eq!(
            values(&facts, FactKind::Url),
            [
                "https://example.org/news1 | this document".to_owned(),
                "https://example.org/more | link".to_owned(),
                format!("{target} | original publication"),
            ]
        );
        assert_eq!(values(&facts, FactKind::Pii), ["S1934-5909(26)99999-9"]);
        assert_eq!(values(&facts, FactKind::Doi), ["10.1000/xyz"]);
        assert_eq!(facts.len(), 5, "{facts:?}");
    }

    #[test]
    fn the_address_behind_a_link_names_the_paper() {
        let mut document = document(&[(None, "Siehe Originalarbeit und Abstract.")]);
        link(&mut document, "Originalarbeit", "https://www.example.org/doi/full/10.1000/NEJMoa1?x=1");
        link(&mut document, "Abstract", "https://pubmed.ncbi.nlm.nih.gov/12345678/");
        let facts = found(&document, find);
        assert_eq!(values(&facts, FactKind::Doi), ["10.1000/nejmoa1"]);
        assert_eq!(values(&facts, FactKind::Pmid), ["12345678"]);
        assert_eq!(values(&facts, FactKind::Url).len(), 2);
    }

    #[test]
    fn what_only_a_reference_names_is_not_the_documents_own() {
        let document = document(&[
            (None, "DOI: 10.1000/own"),
            (Some(ZoneKind::References), "1 Roe J. doi:10.1000/other, doi:10.1000/own"),
        ]);
        let facts = found(&document, find);
        let assertions: Vec<_> = facts.iter().map(|fact| (fact.value.as_str(), fact.assertion)).collect();
        assert_eq!(assertions, [("10.1000/own", Assertion::Affirmed), ("10.1000/other", Assertion::InReference)]);
        assert_eq!(facts[0].evidence.len(), 2);
    }

    proptest! {
        #[test]
        fn any_text_is_read_and_evidence_quotes_it(text in "[10./()\\[\\]a-zé@+ NCT-]{0,80}") {
            found(&document(&[(None, &text)]), find);
        }
    }
}
