//! What tells that two documents are about the same study: identifiers, the title of the paper, its place in a
//! journal, its trial, the patient of a case. A sign found only in the references says that the document cites the
//! paper, not that it tells of it.

use std::fmt;
use std::sync::LazyLock;

use super::pattern::Pattern;
use super::{Assertion, Data, Fact, FactKind, Group, Role, Subject};
use crate::document::{Document, TitleOrigin, ZoneKind};
use crate::text::{self, Span};
use crate::wording::{Language, Text};

/// By what two documents are found to belong together, the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sign {
    /// The DOI.
    Doi,
    /// The publisher item identifier, also inside a DOI.
    Pii,
    /// The number in `PubMed`.
    Pmid,
    /// The number in `PubMed` Central.
    Pmcid,
    /// Journal, year and first page.
    Citation,
    /// The title of the paper, or of the document itself, folded.
    Title,
    /// The trial: one trial has several papers.
    Trial,
    /// A patient's age, the journal, the main disease and therapy: two documents tell of one case, perhaps.
    Case,
}

/// All signs; the place of each is its number in a code.
const SIGNS: [Sign; 8] =
    [Sign::Doi, Sign::Pii, Sign::Pmid, Sign::Pmcid, Sign::Citation, Sign::Title, Sign::Trial, Sign::Case];

impl Sign {
    /// Its name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Doi => "doi",
            Self::Pii => "pii",
            Self::Pmid => "pmid",
            Self::Pmcid => "pmcid",
            Self::Citation => "citation",
            Self::Title => "title",
            Self::Trial => "trial_id",
            Self::Case => "case",
        }
    }

    /// What it is called on the screen.
    pub fn label(self) -> Text {
        match self {
            Self::Doi => Text::new("DOI", "DOI"),
            Self::Pii => Text::new("PII", "PII"),
            Self::Pmid => Text::new("PMID", "PMID"),
            Self::Pmcid => Text::new("PMCID", "PMCID"),
            Self::Citation => Text::new("citation", "Fundstelle"),
            Self::Title => Text::new("title", "Titel"),
            Self::Trial => Text::new("trial", "Studie"),
            Self::Case => Text::new("case", "Fall"),
        }
    }

    /// Whether a document has at most one for a paper: two different ones are two papers.
    pub fn is_unique(self) -> bool {
        matches!(self, Self::Doi | Self::Pii | Self::Pmid | Self::Pmcid)
    }
}

/// How a document is related to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Relation {
    /// Both tell of one paper.
    Study,
    /// Both tell of one patient, perhaps.
    Case,
    /// Both tell of one trial.
    Trial,
    /// It cites the paper that the other tells of.
    Cites,
    /// Its paper is cited by the other.
    CitedBy,
}

impl Relation {
    /// Its name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Study => "same study",
            Self::Case => "possibly same case",
            Self::Trial => "same trial",
            Self::Cites => "cites",
            Self::CitedBy => "cited by",
        }
    }

    /// What it is called on the screen.
    pub fn label(self) -> Text {
        match self {
            Self::Study => Text::new("same study", "dieselbe Studie"),
            Self::Case => Text::new("same case?", "derselbe Fall?"),
            Self::Trial => Text::new("same trial", "dieselbe klinische Studie"),
            Self::Cites => Text::new("cites", "zitiert"),
            Self::CitedBy => Text::new("cited by", "zitiert in"),
        }
    }

    /// What such documents stand under.
    pub fn heading(self) -> Text {
        match self {
            Self::Study | Self::Case | Self::Trial => ALSO_IN,
            Self::Cites => Text::new("Cites", "Zitiert"),
            Self::CitedBy => Text::new("Cited by", "Zitiert in"),
        }
    }

    /// Whether the documents tell of the same thing, and not one of the other.
    pub fn is_same(self) -> bool {
        matches!(self, Self::Study | Self::Case | Self::Trial)
    }
}

/// What the related documents stand under.
pub const ALSO_IN: Text = Text::new("Also in", "Auch in");

/// A sign in a form that is equal for equal studies: documents are found by it. 60 bits of a hash, the sign, and
/// whether it only stands in the references.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Code(pub i64);

impl Code {
    /// What it is a sign of.
    pub fn sign(self) -> Sign {
        SIGNS[self.0 as usize >> 1 & 7]
    }

    /// Whether it only stands in the references.
    pub fn is_cited(self) -> bool {
        self.0 & 1 == 1
    }

    /// The same sign on the other side of a citation.
    #[must_use]
    pub fn other(self) -> Self {
        Self(self.0 ^ 1)
    }
}

/// A sign of a study found in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// Its form for finding.
    pub code: Code,
    /// Its form for people: what has matched where two documents share it.
    pub shown: String,
}

impl Key {
    fn new(sign: Sign, cited: bool, folded: &str, shown: impl Into<String>) -> Self {
        let number = SIGNS.iter().position(|known| *known == sign).unwrap_or_default();
        let code = (fnv(folded) << 4 | (number as u64) << 1 | u64::from(cited)).cast_signed();
        Self { code: Code(code), shown: shown.into() }
    }

    /// The key that the number of a record in its database is: `PMID:123`.
    pub fn of_record(record: &str) -> Option<Self> {
        let (kind, id) = record.split_once(':')?;
        let kind = match kind.to_ascii_lowercase().as_str() {
            "pmid" => FactKind::Pmid,
            "pmcid" | "pmc" => FactKind::Pmcid,
            "doi" => FactKind::Doi,
            _ => return None,
        };
        identifier(kind, id.trim(), false).into_iter().next()
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.code.sign().label().say(Language::English), self.shown)
    }
}

/// Hashes a text, the same on every machine and in every version: FNV-1a with a final mix, so that all bits count.
fn fnv(text: &str) -> u64 {
    let mut hash = text
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    hash = (hash ^ hash >> 32).wrapping_mul(0xd6e8_feb8_6659_fd93);
    hash ^ hash >> 32
}

/// More identifiers of a sort than this are a list, not what a document is about.
const FEW: usize = 3;
/// The shortest title that names a paper, in bytes, and its fewest words.
const TITLE: (usize, usize) = (25, 4);
/// Bytes at the beginning of a text in which its own place in a journal may stand.
const HEAD: usize = 2000;
/// References that are read at most.
const REFERENCES: usize = 2000;

/// The signs of a document, each once. Pure: the same document and facts give the same keys.
pub fn keys(document: &Document, facts: &[Fact]) -> Vec<Key> {
    let mut keys = Vec::new();
    for kind in [FactKind::Doi, FactKind::Pii, FactKind::Pmid, FactKind::Pmcid, FactKind::TrialId] {
        let of_kind = || facts.iter().filter(move |fact| fact.kind == kind);
        let listed = of_kind().filter(|fact| fact.assertion.counts()).count() > FEW;
        for fact in of_kind() {
            let own = fact.assertion.counts();
            if (own || fact.assertion == Assertion::InReference)
                && let Data::Id(id) = &fact.data
            {
                keys.extend(identifier(kind, id, listed || !own));
            }
        }
    }
    if document.title.origin != TitleOrigin::FileName {
        keys.extend(title(&document.title.text, false));
    }
    for paper in facts.iter().filter(|fact| fact.kind == FactKind::Publication && fact.assertion.counts()) {
        keys.extend(title(&paper.value, false));
    }
    let journals = Journals::new(facts);
    for line in own_lines(document) {
        // A line of the head is the journal's own; where the paper is named the whole citation stands.
        let named = document.zone_at(line.start) == Some(ZoneKind::Publication);
        let own = |found: &Citation| named || found.journal.start <= line.start + 4;
        if let Some(citation) = Citation::find(&document.text, &line).filter(own) {
            keys.extend(citation.key(&document.text, &journals, false));
        }
    }
    for reference in facts.iter().filter(|fact| fact.kind == FactKind::Reference).take(REFERENCES) {
        if let Some(citation) = Citation::find(&document.text, &reference.evidence[0].surface) {
            keys.extend(citation.key(&document.text, &journals, true));
            keys.extend(citation.titles.iter().filter_map(|span| title(&document.text[span.clone()], true)));
        }
    }
    cases(facts, &mut keys);
    // What a document tells of it may cite too.
    let own: Vec<Code> = keys.iter().map(|key| key.code).filter(|code| !code.is_cited()).collect();
    keys.retain(|key| !key.code.is_cited() || !own.contains(&key.code.other()));
    keys.sort_by_key(|key| (key.code.is_cited(), key.code.sign(), key.code));
    keys.dedup_by_key(|key| key.code);
    keys
}

fn identifier(kind: FactKind, id: &str, cited: bool) -> Vec<Key> {
    let sign = match kind {
        FactKind::Doi => Sign::Doi,
        FactKind::Pii => return pii(id).map(|folded| Key::new(Sign::Pii, cited, &folded, id)).into_iter().collect(),
        FactKind::Pmid => Sign::Pmid,
        FactKind::Pmcid => Sign::Pmcid,
        // What another paper's references register says nothing of this one.
        FactKind::TrialId if !cited => Sign::Trial,
        _ => return Vec::new(),
    };
    let folded = id.to_lowercase();
    let folded = if sign == Sign::Pmcid { folded.trim_start_matches("pmc") } else { folded.trim_start_matches('0') };
    let mut keys = vec![Key::new(sign, cited, folded, id)];
    // Of many papers the DOI is made from the PII.
    if let Some(suffix) = id.split_once('/').map(|(_, suffix)| suffix).filter(|_| sign == Sign::Doi) {
        keys.extend(pii(suffix).map(|folded| Key::new(Sign::Pii, cited, &folded, suffix.to_uppercase())));
    }
    keys
}

/// The letters and digits of a publisher item identifier: ISSN, two digits of the year, five of the item, a check
/// character. `S` before it says serial and is left out by some.
fn pii(id: &str) -> Option<String> {
    let folded: String = id.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_uppercase();
    let digits = folded.strip_prefix('S').unwrap_or(&folded);
    let sound = |(at, c): (usize, char)| c.is_ascii_digit() || (c == 'X' && (at == 7 || at == 15));
    (digits.len() == 16 && digits.char_indices().all(sound)).then(|| digits.to_owned())
}

fn title(title: &str, cited: bool) -> Option<Key> {
    let folded = text::key(title);
    (folded.len() >= TITLE.0 && title.split_whitespace().count() >= TITLE.1)
        .then(|| Key::new(Sign::Title, cited, &folded, title.split_whitespace().collect::<Vec<_>>().join(" ")))
}

/// Lines that may say where the document itself was printed: those of its head and of the link to the paper.
fn own_lines(document: &Document) -> Vec<Span> {
    let head = 0..text::floor(&document.text, HEAD);
    let zones = document.zones.iter().filter(|zone| zone.kind == ZoneKind::Publication).map(|zone| zone.range.clone());
    let lines = std::iter::once(head).chain(zones).flat_map(|part| {
        let mut start = part.start;
        let lines = document.text[part].split('\n').map(move |line| {
            let range = start..start + line.len();
            start = range.end + 1;
            range
        });
        lines.collect::<Vec<_>>()
    });
    lines.filter(|line| line.len() < HEAD && document.zone_at(line.start) != Some(ZoneKind::References)).collect()
}

/// Where the facts have found names of journals, in order of the text.
struct Journals<'a>(Vec<(&'a Span, &'a str)>);

impl<'a> Journals<'a> {
    fn new(facts: &'a [Fact]) -> Self {
        let known = facts.iter().filter(|fact| fact.kind == FactKind::Journal);
        let mut places: Vec<(&Span, &str)> = known
            .filter_map(|fact| fact.concept.as_deref().map(|concept| (fact, concept)))
            .flat_map(|(fact, concept)| fact.evidence.iter().map(move |place| (&place.surface, concept)))
            .collect();
        places.sort_by_key(|(surface, _)| surface.start);
        Self(places)
    }

    /// One name for all ways to write a journal: that of the vocabulary, else what is written, folded.
    fn name(&self, text: &str, range: &Span) -> String {
        let next = self.0.partition_point(|(surface, _)| surface.start < range.start);
        match self.0.get(next).filter(|(surface, _)| surface.end <= range.end) {
            Some((_, concept)) => (*concept).to_owned(),
            None => text::key(text[range.clone()].trim_start_matches("The ")),
        }
    }
}

/// A paper as references write it.
struct Citation {
    journal: Span,
    year: Span,
    page: Span,
    /// What may be its title.
    titles: Vec<Span>,
}

/// What stands between the authors or a sentence and the journal.
const LEADS: &[&str] =
    &["In: ", "In ", "Published in ", "Reported in ", "Erschienen in ", "Veröffentlicht in ", "Publiziert in "];

impl Citation {
    /// Reads "Authors. Title. Journal 2024; 1: 2-3" or "Authors (2024). Title. Journal, 1(2), 3-4".
    fn find(text: &str, range: &Span) -> Option<Self> {
        static VANCOUVER: LazyLock<Pattern> = LazyLock::new(|| {
            Pattern::new(concat!(
                r"([\p{L}&][^.?!;:\n]{1,79}?)[.,]?\s+\(?((?:19|20)[0-9][0-9])(?:\s[A-Z][a-z]{2}[^;:\n]{0,12})?\)?\s?;",
                r"\s?(?:[A-Z]{0,2}[0-9]{0,5})(?:\s?\([^)\n]{1,20}\))?\s?:\s?([A-Za-z]{0,2}[0-9][0-9A-Za-z]{0,11})"
            ))
        });
        static APA: LazyLock<Pattern> = LazyLock::new(|| {
            Pattern::new(concat!(
                r"\(((?:19|20)[0-9][0-9])[a-z]?\)\.?\s+([^\n]{20,400}?)[.?!]\s+([^.?!\n]{2,80}?),\s*[0-9]{1,5}\s*",
                r"(?:\([^)\n]{1,20}\))?,\s*([A-Za-z]?[0-9][0-9A-Za-z]{0,11})"
            ))
        });
        let part = &text[range.clone()];
        let at = |found: super::pattern::Match<'_>| range.start + found.start()..range.start + found.end();
        if let Some(found) = has_place(part).then(|| VANCOUVER.captures_iter(part).last()).flatten() {
            let journal = found.get(1)?;
            // "Reported in Gut 2024; 1: 2": the journal stands behind.
            let lead = LEADS.iter().find(|lead| journal.as_str().starts_with(**lead)).map_or(0, |lead| lead.len());
            let named = range.start + journal.start() + lead..range.start + journal.end();
            let titles = titles(&part[..journal.start()]);
            let titles = titles.into_iter().map(|span| range.start + span.start..range.start + span.end).collect();
            return Some(Self { journal: named, year: at(found.get(2)?), page: at(found.get(3)?), titles });
        }
        let found = (part.contains("(19") || part.contains("(20")).then(|| APA.captures(part)).flatten()?;
        Some(Self {
            year: at(found.get(1)?),
            titles: vec![at(found.get(2)?)],
            journal: at(found.get(3)?),
            page: at(found.get(4)?),
        })
    }

    fn key(&self, text: &str, journals: &Journals<'_>, cited: bool) -> Option<Key> {
        let journal = journals.name(text, &self.journal);
        let (year, page) = (&text[self.year.clone()], &text[self.page.clone()]);
        let shown = format!("{} {year}: {page}", &text[self.journal.clone()]);
        is_journal(&text[self.journal.clone()])
            .then(|| Key::new(Sign::Citation, cited, &format!("{journal}|{year}|{page}"), shown))
    }
}

/// Whether a year, a semicolon and a colon stand so near each other that they may be a place in a journal: texts without
/// one, nearly all, are not read closer.
fn has_place(part: &str) -> bool {
    // What the pattern allows between year and semicolon, and between that and the colon, in bytes.
    const YEAR: usize = 80;
    const COLON: usize = 120;
    let bytes = part.as_bytes();
    memchr::memchr_iter(b';', bytes).any(|at| {
        let before = &bytes[at.saturating_sub(YEAR)..at];
        let after = &bytes[at..bytes.len().min(at + COLON)];
        after.contains(&b':')
            && before.windows(4).any(|year| {
                (year.starts_with(b"19") || year.starts_with(b"20")) && year[2..].iter().all(u8::is_ascii_digit)
            })
    })
}

/// Whether it is written as names of journals are: the words that carry it begin with capitals.
fn is_journal(name: &str) -> bool {
    const SMALL: &[&str] = &["of", "and", "the", "in", "for", "on", "to", "und", "für", "der", "die", "et", "de"];
    name.split_whitespace().all(|word| !word.starts_with(char::is_lowercase) || SMALL.contains(&word))
}

/// What may be the title between authors and journal: the last sentence, and all behind the authors where the title
/// has a full stop or question mark of its own.
fn titles(before: &str) -> Vec<Span> {
    let mut starts = vec![0];
    starts.extend(
        before
            .char_indices()
            .filter(|&(at, c)| matches!(c, '.' | '?' | '!') && before[at + 1..].starts_with(char::is_whitespace))
            .map(|(at, _)| at + 2),
    );
    let end = before.trim_end_matches(|c: char| c.is_whitespace() || c == '.').len();
    starts.retain(|&start| before.get(start..end).is_some_and(|rest| !rest.trim().is_empty()));
    let behind = starts.iter().skip(1).find(|&&start| !before[start..].starts_with("et al"));
    let mut found: Vec<Span> = behind.into_iter().chain(starts.last()).map(|&start| start..end).collect();
    found.dedup();
    found
}

/// Patients whose age is known, in a document that names few journals and is about a disease and a therapy: each goes
/// with the journal named nearest.
fn cases(facts: &[Fact], keys: &mut Vec<Key>) {
    let of = |kind| facts.iter().filter(move |fact| fact.kind == kind && fact.assertion == Assertion::Affirmed);
    let ages: Vec<(f64, usize)> = of(FactKind::PatientAge)
        .filter(|fact| matches!(fact.subject, Subject::Patient(_)))
        .filter_map(|fact| match &fact.data {
            Data::Quantity { op: "=", n, n2: None, unit } if unit == "a" => Some((*n, place(fact))),
            _ => None,
        })
        .collect();
    let journals: Vec<&Fact> = of(FactKind::Journal).filter(|fact| fact.concept.is_some()).collect();
    let primary = |group| {
        let fact = facts.iter().find(|fact| fact.role == Role::Primary && fact.kind.entry().group == group)?;
        Some((fact.concept.as_deref()?, &fact.value))
    };
    let (Some((disease, _)), Some((concept, therapy))) = (primary(Group::Disease), primary(Group::Therapy)) else {
        return;
    };
    if ages.len() > FEW || journals.len() > FEW {
        return;
    }
    for (age, at) in &ages {
        let distance = |fact: &Fact| fact.evidence.iter().map(|found| found.surface.start.abs_diff(*at)).min();
        if let Some(journal) = journals.iter().min_by_key(|fact| distance(fact)) {
            let folded = format!("{age}|{}|{disease}|{concept}", journal.concept.as_deref().unwrap_or_default());
            keys.push(Key::new(Sign::Case, false, &folded, format!("{age} years, {therapy}, {}", journal.value)));
        }
    }
}

fn place(fact: &Fact) -> usize {
    fact.evidence[0].surface.start
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Title;
    use crate::facts::Evidence;

    fn fact(kind: FactKind, id: &str, assertion: Assertion) -> Fact {
        Fact {
            kind,
            value: id.to_owned(),
            concept: None,
            role: Role::None,
            function: None,
            assertion,
            subject: Subject::Document,
            data: Data::Id(id.to_owned()),
            evidence: vec![Evidence { quote: 0..1, surface: 0..1 }],
            rule: "test/rule",
            why: Vec::new(),
        }
    }

    fn page(text: &str) -> Document {
        Document { text: text.into(), ..Document::default() }
    }

    fn reference(document: &Document) -> Fact {
        let range = 0..document.text.len();
        let evidence = vec![Evidence { quote: range.clone(), surface: range }];
        Fact { evidence, ..fact(FactKind::Reference, "a reference", Assertion::InReference) }
    }

    fn shared(one: &[Key], other: &[Key]) -> Vec<(Sign, bool)> {
        let mut found = Vec::new();
        for key in one {
            found.extend(other.iter().filter(|theirs| theirs.code == key.code).map(|_| (key.code.sign(), false)));
            found
                .extend(other.iter().filter(|theirs| theirs.code.other() == key.code).map(|_| (key.code.sign(), true)));
        }
        found
    }

    #[test]
    fn a_pii_is_one_in_every_dress() {
        let pii = |id| keys(&page("x"), &[fact(FactKind::Pii, id, Assertion::Affirmed)]);
        let doi = |id| keys(&page("x"), &[fact(FactKind::Doi, id, Assertion::Affirmed)]);
        let hyphens = pii("S0140-6736(24)01234-X");
        assert_eq!(shared(&hyphens, &pii("S014067362401234X")), [(Sign::Pii, false)]);
        assert_eq!(shared(&hyphens, &doi("10.1016/s0140-6736(24)01234-x")), [(Sign::Pii, false)]);
        assert_eq!(shared(&hyphens, &doi("10.1016/j.stem.2026.04.012")), []);
        assert_eq!(shared(&hyphens, &pii("S0140-6736(24)01235-X")), []);
    }

    #[test]
    fn a_record_number_is_an_identifier() {
        let named = keys(&page("x"), &[fact(FactKind::Pmid, "12345678", Assertion::Affirmed)]);
        let record = Key::of_record("PMID:12345678").expect("a PMID");
        assert_eq!(record.code, named[0].code);
        assert_eq!(Key::of_record("pubmed-12345678"), None);
    }

    #[test]
    fn what_only_a_reference_names_is_cited() {
        let own = keys(&page("x"), &[fact(FactKind::Doi, "10.1000/a", Assertion::Affirmed)]);
        let citing = keys(&page("x"), &[fact(FactKind::Doi, "10.1000/a", Assertion::InReference)]);
        assert_eq!(shared(&own, &citing), [(Sign::Doi, true)]);
        let listing: Vec<Fact> =
            (0..9).map(|n| fact(FactKind::Doi, &format!("10.1000/{n}"), Assertion::Affirmed)).collect();
        assert!(keys(&page("x"), &listing).iter().all(|key| key.code.is_cited()), "a list is no paper");
    }

    #[test]
    fn titles_are_found_in_references_of_several_styles() {
        let titled = |title: &str| {
            let title = Title { text: title.to_owned(), origin: TitleOrigin::Heading, ..Title::default() };
            keys(&Document { title, ..page("x") }, &[])
        };
        let check = |text: &str, title: &str| {
            let document = page(text);
            let found = keys(&document, &[reference(&document)]);
            assert_eq!(shared(&titled(title), &found), [(Sign::Title, true)], "{text}");
        };
        check(
            "4 Roth J, Lind E. et al. Engineered Cells in a Rare Disease of Blood. Blood 2024; 12: 34-56",
            "Engineered cells in a rare disease of blood",
        );
        check(
            "Roth J, Lind E. Cells against lupus: what now? A case series from Kiel. N Engl J Med. 2024 Jan 4;12(3):34-56.",
            "Cells against lupus: what now? A case series from Kiel",
        );
        check(
            "Roth, J., & Lind, E. (2024). Engineered cells in a rare disease of blood. Journal of Cells, 12(3), 34–56.",
            "Engineered cells in a rare disease of blood.",
        );
        let short = titled("Old cells");
        assert!(short.is_empty(), "two words name no paper: {short:?}");
    }

    #[test]
    fn a_place_in_a_journal_is_the_same_in_short_and_in_full() {
        let own = keys(&page("1. Gut Letters. 2024 Jan 4;12(3):34-56. doi: none.\n\nTitle\n\nText"), &[]);
        let document = page("Roth J. Cells. The Gut Letters 2024; 12: 34-9");
        assert_eq!(shared(&own, &keys(&document, &[reference(&document)])), [(Sign::Citation, true)]);
        let other = page("Roth J. Cells. Gut Letters 2024; 12: 57-9");
        assert_eq!(shared(&own, &keys(&other, &[reference(&other)])), []);
        assert!(keys(&page("In the text of Gut Letters 2024; 12: 34 it is said"), &[]).is_empty());
    }

    #[test]
    fn a_patient_a_journal_and_a_therapy_are_a_case() {
        let story = |age: f64, journal: &str, disease: &str, therapy: &str| {
            let concept = |kind, id: &str, role| Fact {
                concept: Some(id.to_owned()),
                role,
                data: Data::None,
                ..fact(kind, id, Assertion::Affirmed)
            };
            let years = Data::Quantity { op: "=", n: age, n2: None, unit: "a".to_owned() };
            let patient = Fact {
                subject: Subject::Patient(1),
                data: years,
                ..fact(FactKind::PatientAge, "years", Assertion::Affirmed)
            };
            let facts = [
                patient,
                concept(FactKind::Journal, journal, Role::None),
                concept(FactKind::Disease, disease, Role::Primary),
                concept(FactKind::Therapy, therapy, Role::Primary),
            ];
            keys(&page("x"), &facts)
        };
        let one = story(35.0, "J:1", "D:1", "T:1");
        assert_eq!(shared(&one, &story(35.0, "J:1", "D:1", "T:1")), [(Sign::Case, false)]);
        for other in [
            story(36.0, "J:1", "D:1", "T:1"),
            story(35.0, "J:2", "D:1", "T:1"),
            story(35.0, "J:1", "D:2", "T:1"),
            story(35.0, "J:1", "D:1", "T:2"),
        ] {
            assert_eq!(shared(&one, &other), []);
        }
    }

    #[test]
    fn codes_say_what_they_are() {
        for sign in SIGNS {
            for cited in [false, true] {
                let code = Key::new(sign, cited, "a text", "shown").code;
                assert_eq!((code.sign(), code.is_cited(), code.other().is_cited()), (sign, cited, !cited));
            }
        }
    }
}
