//! Scores against gold sheets: what a careful reader would put on the card of a document, with what must not stand
//! there. A gold fact is found if the kind agrees and concept, value or data agree, or, where the value is prose, the
//! quotes overlap; texts are compared without blanks and mark-up.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::super::Failure;
use super::super::output::Output;
use super::{Arguments, Tally, read, rounded};
use crate::document::Document;
use crate::facts::{self, Assertion, Data, Fact, FactKind, KINDS, Role};
use crate::format::{self, Input};
use crate::text::{Span, key};
use crate::vocabulary::Vocabulary;

/// Types of gold sheets that are called otherwise here, with the kinds that answer to them.
const TYPES: &[(&str, &[FactKind])] = &[
    ("target_cell", &[FactKind::CellType]),
    ("treatment_duration", &[FactKind::Duration]),
    ("duration", &[FactKind::Duration, FactKind::TimeToEvent, FactKind::FollowUp]),
    ("category", &[FactKind::Keyword]),
    ("next_step", &[FactKind::StudyDesign, FactKind::Claim]),
    ("limitation", &[FactKind::Claim]),
    ("drug", &[FactKind::Drug, FactKind::Therapy]),
    ("therapy", &[FactKind::Therapy, FactKind::Drug, FactKind::Product]),
];

/// Kinds whose value is prose.
const PROSE: &[FactKind] =
    &[FactKind::Outcome, FactKind::Claim, FactKind::PriorTherapy, FactKind::StudyDesign, FactKind::Model];

#[derive(Debug, Deserialize)]
struct Sheet {
    file: String,
    facts: Vec<Gold>,
    #[serde(default)]
    traps: Vec<Trap>,
}

#[derive(Debug, Deserialize)]
struct Gold {
    id: String,
    r#type: String,
    canonical: String,
    #[serde(default)]
    surface: String,
    evidence: Quote,
    importance: Importance,
    #[serde(default)]
    role: String,
    #[serde(default)]
    ids: BTreeMap<String, String>,
    #[serde(default)]
    value: serde_json::Value,
    #[serde(default)]
    accept_also: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Quote {
    quote: String,
}

#[derive(Debug, Deserialize)]
struct Trap {
    must_not: String,
    quote: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Importance {
    Core,
    Expected,
    Optional,
}

/// The figures of one sheet, or of all.
#[derive(Debug, Default, Clone, Copy)]
struct Score {
    core: Tally,
    /// Core and expected.
    both: Tally,
    /// Of all facts shown those that answer to a gold fact.
    shown: Tally,
    /// Gold facts that were found at the place the sheet names, among those found.
    placed: Tally,
    traps: usize,
    primary: Tally,
}

#[derive(Debug, Serialize)]
struct Line<'a> {
    sheet: &'a str,
    core_recall: f64,
    core_expected_recall: f64,
    precision: f64,
    offsets: f64,
    primary: f64,
    traps: usize,
    shown: usize,
    missed: Vec<&'a str>,
    not_scored: Vec<&'a str>,
}

pub(super) fn run(
    sheets: &Path,
    texts: &Path,
    vocabulary: &Vocabulary,
    arguments: &Arguments,
    out: &mut Output,
) -> Result<(), Failure> {
    let entries =
        std::fs::read_dir(sheets).map_err(|error| Failure::new(66, format!("{}: {error}", sheets.display())))?;
    let mut files: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    if files.is_empty() {
        return Err(Failure::new(66, format!("{}: no sheets here; they end in .json", sheets.display())));
    }
    if !arguments.json {
        out.line("core  core+expected  precision  offsets  primary  traps  sheet")?;
    }
    let mut all = Score::default();
    let mut sheets = 0;
    for file in files {
        let sheet: Sheet = serde_json::from_str(&read(&file)?)
            .map_err(|error| Failure::new(65, format!("{}: {error}", file.display())))?;
        let path = texts.join(&sheet.file);
        let bytes = std::fs::read(&path).map_err(|error| Failure::new(66, format!("{}: {error}", path.display())))?;
        let parsed = format::read(Input { name: &path, bytes: &bytes });
        let document = parsed.ok().and_then(|mut parsed| parsed.next()).map(|parsed| parsed.document);
        let document = document.ok_or_else(|| Failure::new(65, format!("{}: no text", path.display())))?;
        let judged = Judged::new(&sheet, &document, vocabulary);
        let score = judged.score(&sheet);
        print(&judged, &sheet, score, arguments, out)?;
        all.core.add(score.core);
        all.both.add(score.both);
        all.shown.add(score.shown);
        all.placed.add(score.placed);
        all.primary.add(score.primary);
        all.traps += score.traps;
        sheets += 1;
    }
    if !arguments.json && sheets > 1 {
        row(out, all, "all")?;
    }
    Ok(())
}

fn row(out: &mut Output, score: Score, name: &str) -> Result<(), Failure> {
    out.line(&format!(
        "{:>4.0}  {:>13.0}  {:>9.0}  {:>7.0}  {:>7.0}  {:>5}  {name}",
        score.core.recall(),
        score.both.recall(),
        score.shown.precision(),
        score.placed.recall(),
        score.primary.recall(),
        score.traps,
    ))
}

fn print(
    judged: &Judged<'_>,
    sheet: &Sheet,
    score: Score,
    arguments: &Arguments,
    out: &mut Output,
) -> Result<(), Failure> {
    let missed = || Judged::scored(sheet).filter(|(at, _)| judged.answers[*at].is_empty()).map(|(_, gold)| gold);
    if arguments.json {
        return out.json(&Line {
            sheet: &sheet.file,
            core_recall: rounded(score.core.recall()),
            core_expected_recall: rounded(score.both.recall()),
            precision: rounded(score.shown.precision()),
            offsets: rounded(score.placed.recall()),
            primary: rounded(score.primary.recall()),
            traps: score.traps,
            shown: judged.shown.len(),
            missed: missed().map(|gold| gold.id.as_str()).collect(),
            not_scored: sheet.facts.iter().filter(|g| kinds(g).is_empty()).map(|g| g.id.as_str()).collect(),
        });
    }
    row(out, score, &sheet.file)?;
    if arguments.verbose {
        for gold in missed() {
            let importance = format!("{:?}", gold.importance).to_lowercase();
            out.line(&format!("  missed {importance} {} {}: {}", gold.id, gold.r#type, gold.canonical))?;
        }
        for fact in judged.shown.iter().filter(|fact| !judged.is_marked(fact)) {
            let (kind, role, assertion) = (fact.kind.name(), fact.role, fact.assertion);
            out.line(&format!("  not marked {kind}: {} ({assertion:?}, {role:?}, {})", fact.value, fact.rule))?;
        }
        for trap in sheet.traps.iter().filter(|trap| judged.springs(trap)) {
            out.line(&format!("  trap {}: {}", trap.must_not, trap.quote))?;
        }
    }
    Ok(())
}

/// A document with the facts shown and which of them answer to which gold fact.
struct Judged<'a> {
    vocabulary: &'a Vocabulary,
    squeezed: Squeezed,
    shown: Vec<Fact>,
    /// For each gold fact the facts that answer to it.
    answers: Vec<Vec<usize>>,
}

impl<'a> Judged<'a> {
    fn new(sheet: &Sheet, document: &Document, vocabulary: &'a Vocabulary) -> Self {
        let mut shown = facts::extract(document, vocabulary);
        shown.retain(|fact| {
            fact.kind != FactKind::Reference
                && !matches!(fact.assertion, Assertion::InReference | Assertion::InBoilerplate)
        });
        let mut judged = Self { vocabulary, squeezed: Squeezed::new(&document.text), shown, answers: Vec::new() };
        judged.answers = sheet.facts.iter().map(|gold| judged.answering(gold)).collect();
        judged
    }

    fn answering(&self, gold: &Gold) -> Vec<usize> {
        let kinds = kinds(gold);
        let agrees = |fact: &Fact| {
            kinds.contains(&fact.kind)
                && (self.same_concept(gold, fact)
                    || same_value(gold, fact)
                    || same_data(gold, fact)
                    || (PROSE.contains(&fact.kind) && self.same_place(&gold.evidence.quote, fact)))
        };
        self.shown.iter().enumerate().filter(|(_, fact)| agrees(fact)).map(|(at, _)| at).collect()
    }

    fn same_concept(&self, gold: &Gold, fact: &Fact) -> bool {
        let Some(id) = &fact.concept else { return false };
        if self.vocabulary.by_id(id).is_some_and(|own| self.vocabulary.lookup(&gold.canonical).contains(&own)) {
            return true;
        }
        let own = self.vocabulary.by_id(id).map(|index| self.vocabulary.get(index));
        // The nearest heading of another scheme may be a broader one.
        let exact = !gold.ids.contains_key("broader_note");
        exact
            && gold.ids.iter().any(|(scheme, local)| {
                let local = local.rsplit(':').next().unwrap_or(local);
                let is_it = |id: &str| {
                    id.split_once(':').is_some_and(|(of, id)| key(of).starts_with(&key(scheme)) && id == local)
                };
                is_it(id) || own.is_some_and(|own| own.xrefs.iter().any(|id| is_it(id)))
            })
    }

    /// Whether the mention stands in the quote, or the quote in the fact's.
    fn same_place(&self, quote: &str, fact: &Fact) -> bool {
        let places = self.squeezed.find(quote);
        fact.evidence.iter().any(|evidence| {
            let own = self.squeezed.span(&evidence.surface);
            places.iter().any(|place| own.start < place.end && place.start < own.end)
        })
    }

    fn is_marked(&self, fact: &Fact) -> bool {
        self.answers.iter().flatten().any(|&at| std::ptr::eq(&raw const self.shown[at], fact))
    }

    /// The gold facts that count, with their places in the sheet.
    fn scored(sheet: &Sheet) -> impl Iterator<Item = (usize, &Gold)> {
        sheet.facts.iter().enumerate().filter(|(_, gold)| !kinds(gold).is_empty())
    }

    fn score(&self, sheet: &Sheet) -> Score {
        let mut score = Score::default();
        for (at, gold) in Self::scored(sheet) {
            let found = !self.answers[at].is_empty();
            let one = Tally { met: usize::from(found), marked: 1, ..Tally::default() };
            if gold.importance == Importance::Core {
                score.core.add(one);
            }
            if gold.importance != Importance::Optional {
                score.both.add(one);
            }
            if found {
                let surface = if gold.surface.is_empty() { &gold.evidence.quote } else { &gold.surface };
                let placed = self.answers[at].iter().any(|&fact| self.same_place(surface, &self.shown[fact]));
                score.placed.add(Tally { met: usize::from(placed), marked: 1, ..Tally::default() });
            }
            if gold.role == "primary" {
                let right = self.answers[at].iter().any(|&fact| self.shown[fact].role == Role::Primary);
                score.primary.add(Tally { met: usize::from(right), marked: 1, ..Tally::default() });
            }
        }
        let right = self.shown.iter().filter(|fact| self.is_marked(fact)).count();
        score.shown = Tally { right, found: self.shown.len(), ..Tally::default() };
        score.traps = sheet.traps.iter().filter(|trap| self.springs(trap)).count();
        score
    }

    /// Whether a fact is shown that must not be. A trap names a kind ("adverse event", "trial id") and, where not every
    /// fact of that kind is wrong, a concept, a number, a date, or with what assertion or role it would be ("as primary
    /// or affirmed").
    fn springs(&self, trap: &Trap) -> bool {
        let words = key(&trap.must_not);
        let named = KINDS.iter().filter(|kind| words.starts_with(&key(kind.name)));
        let kind = named.max_by_key(|kind| kind.name.len());
        let rest = kind.map_or("", |kind| words.strip_prefix(&key(kind.name)).unwrap_or(""));
        // "abbreviation X = long form" is about the long form.
        let named = trap.must_not.rsplit('=').next().unwrap_or_default();
        let sentence = 0..named.len();
        let concepts: Vec<_> = self
            .vocabulary
            .matcher()
            .find(named, std::slice::from_ref(&sentence))
            .into_iter()
            .flat_map(|found| found.hits)
            .map(|(concept, _)| concept)
            .collect();
        let negated = rest.ends_with("negated");
        let ways = spaced(&trap.must_not);
        let primary = ways.contains(" as primary ");
        // "As studied", "as the trial's phase", "of the patient": told of the document's own, which a comparison is not.
        let own = !primary && (ways.contains(" as ") || ways.contains(" of the patient "));
        let affirmed = own || ways.contains(" affirmed ");
        let so = |fact: &Fact| {
            !primary && !affirmed
                || primary && fact.role == Role::Primary
                || affirmed && fact.assertion == Assertion::Affirmed
        };
        let meant = |fact: &&Fact| kind.is_none_or(|kind| kind.kind == fact.kind) && so(fact);
        self.shown.iter().filter(meant).any(|fact| {
            let own = fact.concept.as_deref().and_then(|id| self.vocabulary.by_id(id));
            let is_named = own.is_some_and(|own| concepts.contains(&own));
            match (&fact.data, kind) {
                (_, None) => is_named,
                (_, Some(_)) if negated => is_named && fact.assertion == Assertion::Negated,
                (_, Some(_)) if rest.is_empty() => self.same_place(&trap.quote, fact),
                (Data::Quantity { n, .. }, _) => trap.must_not.split(' ').any(|word| word.parse() == Ok(*n)),
                (Data::Date(date), _) => trap.must_not.contains(date) && !fact.why.iter().any(|why| why.contains('?')),
                // By whole words: "female" is not "male".
                _ => is_named || (fact.value.len() > 2 && spaced(&trap.must_not).contains(&spaced(&fact.value))),
            }
        })
    }
}

/// A text in small letters, one blank around each word.
fn spaced(text: &str) -> String {
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.fold(" ".to_owned(), |all, word| all + word + " ")
}

fn kinds(gold: &Gold) -> Vec<FactKind> {
    let other = TYPES.iter().find(|(name, _)| *name == gold.r#type).map(|(_, kinds)| kinds.to_vec());
    let same = || KINDS.iter().filter(|kind| kind.name == gold.r#type).map(|kind| kind.kind).collect();
    let mut kinds: Vec<FactKind> = other.unwrap_or_else(same);
    for also in &gold.accept_also {
        let word = also.split(' ').next().unwrap_or_default();
        kinds.extend(KINDS.iter().filter(|kind| kind.name == word).map(|kind| kind.kind));
    }
    kinds
}

/// Whether the values are one, or one of two names is a part of the other that has most of it.
fn same_value(gold: &Gold, fact: &Fact) -> bool {
    let own = key(&fact.value);
    let names = matches!(fact.kind, FactKind::Institution | FactKind::Person | FactKind::Company | FactKind::Journal);
    [&gold.canonical, &gold.surface].into_iter().chain(&gold.accept_also).any(|value| {
        let gold = key(value);
        let (short, long) = if own.len() < gold.len() { (&own, &gold) } else { (&gold, &own) };
        !short.is_empty() && (short == long || (names && short.len() >= 6 && long.contains(short.as_str())))
    })
}

fn same_data(gold: &Gold, fact: &Fact) -> bool {
    match &fact.data {
        Data::None => false,
        Data::Date(date) => gold.canonical == *date || gold.value.as_str() == Some(date),
        Data::Id(id) => {
            let own = key(id);
            own == key(&gold.canonical) || gold.value.as_str().is_some_and(|value| key(value) == own)
        }
        Data::Quantity { n, op, .. } => {
            let number = gold.value.as_f64().or_else(|| gold.value.get("n")?.as_f64());
            let same_op = gold.value.get("op").and_then(|op| op.as_str()).is_none_or(|gold| {
                gold == *op || (gold.starts_with(['<', '>']) && op.starts_with(gold.chars().next().unwrap_or(' ')))
            });
            number == Some(*n) && same_op
        }
    }
}

/// A text without blanks and marks, in small letters.
struct Squeezed {
    text: String,
    /// For each byte of the document where it is in `text`.
    places: Vec<usize>,
}

impl Squeezed {
    fn new(document: &str) -> Self {
        let mut text = String::with_capacity(document.len());
        let mut places = Vec::with_capacity(document.len() + 1);
        for c in document.chars() {
            places.extend(std::iter::repeat_n(text.len(), c.len_utf8()));
            if c.is_alphanumeric() {
                text.extend(c.to_lowercase());
            }
        }
        places.push(text.len());
        Self { text, places }
    }

    fn span(&self, span: &Span) -> Span {
        self.places[span.start]..self.places[span.end]
    }

    /// The places where `quote` stands.
    fn find(&self, quote: &str) -> Vec<Span> {
        let quote = Self::new(quote).text;
        if quote.is_empty() {
            return Vec::new();
        }
        self.text.match_indices(&quote).map(|(at, found)| at..at + found.len()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::tests::sample;

    fn score(text: &str, facts: &str, traps: &str) -> Score {
        let sheet = format!("{{\"file\": \"a\", \"facts\": [{facts}], \"traps\": [{traps}]}}");
        let sheet: Sheet = serde_json::from_str(&sheet).expect("a sheet");
        let document = Document { text: text.into(), ..Document::default() };
        let vocabulary = sample();
        Judged::new(&sheet, &document, &vocabulary).score(&sheet)
    }

    #[test]
    fn a_concept_is_found_by_any_of_its_names() {
        let gold = r#"{"id": "1", "type": "disease", "canonical": "Morbus Werlhof", "importance": "core",
                       "surface": "ITP", "evidence": {"quote": "**ITP** is rare"}}"#;
        let found = score("The ITP is rare.", gold, "");
        assert_eq!((found.core.met, found.placed.met, found.traps), (1, 1, 0));
        assert_eq!(score("The gout is rare.", gold, "").core.met, 0);
    }

    #[test]
    fn a_trap_is_sprung_by_kind_and_place_or_by_name() {
        let trap = |what: &str| format!(r#"{{"must_not": "{what}", "quote": "gout is rare"}}"#);
        let sprung = |what: &str| score("The gout is rare. Psoriasis is not.", "", &trap(what)).traps;
        assert_eq!(sprung("disease"), 1);
        assert_eq!(sprung("disease gout"), 1);
        assert_eq!(sprung("disease leukemia"), 0);
        assert_eq!(sprung("adverse_event"), 0);
        assert_eq!(sprung("disease gout affirmed"), 1);
        let text = "Treatment of gout.\n\nThe gout is rare. Psoriasis is not.";
        let primary = |what: &str| score(text, "", &trap(what)).traps;
        assert_eq!((primary("disease gout as primary"), primary("disease psoriasis as primary")), (1, 0));
        let denied = score("There was no gout.", "", r#"{"must_not": "disease gout affirmed", "quote": "no gout"}"#);
        assert_eq!(denied.traps, 0);
        assert_eq!(spaced("patient_sex: Female"), " patient sex female ");
        assert!(!spaced("female").contains(&spaced("male")));
    }

    #[test]
    fn quotes_are_compared_without_blanks_and_marks() {
        let squeezed = Squeezed::new("A **bold**  Word");
        let places = squeezed.find("bold word");
        assert_eq!((places.len(), places[0].clone()), (1, 1..9));
        assert_eq!(squeezed.span(&(2..10)), 1..5);
    }
}
