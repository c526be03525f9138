//! The text of a bibliographic record, the same whatever format it came in: title, authors, citation, abstract, and
//! what it is filed under. Each part says what it is, so that the facts need not guess.

use std::collections::BTreeMap;

use crate::document::structure::Draft;
use crate::document::{Block, BlockKind, Field, FieldKind, Link, Zone, ZoneKind};
use crate::text::{MONTHS, clean_line};

use super::Parsed;

/// A bibliographic record. Strings are as the source has them; empty ones are left out.
#[derive(Debug, Default)]
pub(super) struct Citation {
    pub(super) pmid: String,
    pub(super) pmcid: String,
    pub(super) doi: String,
    pub(super) pii: String,
    pub(super) title: String,
    /// The title in the language of the paper.
    pub(super) vernacular: String,
    pub(super) authors: Vec<Author>,
    /// Full name, or the title of the book.
    pub(super) journal: String,
    pub(super) journal_short: String,
    pub(super) date: Date,
    pub(super) online: Date,
    pub(super) volume: String,
    pub(super) issue: String,
    pub(super) pages: String,
    pub(super) abstracts: Vec<Abstract>,
    pub(super) keywords: Vec<String>,
    pub(super) headings: Vec<String>,
    pub(super) substances: Vec<String>,
    pub(super) types: Vec<String>,
    /// Numbers in registries of trials and other data banks.
    pub(super) registered: Vec<String>,
    pub(super) funding: Vec<String>,
    /// Corrections, retractions and comments, each with its label.
    pub(super) remarks: Vec<(String, String)>,
    /// Where the full text is.
    pub(super) links: Vec<String>,
}

/// An author.
#[derive(Debug, Default)]
pub(super) struct Author {
    /// Given name first.
    pub(super) name: String,
    pub(super) affiliations: Vec<String>,
}

/// An abstract in one language.
#[derive(Debug, Default)]
pub(super) struct Abstract {
    /// Its language, if it is not the first.
    pub(super) language: String,
    /// Labels and paragraphs.
    pub(super) parts: Vec<(String, String)>,
    pub(super) copyright: String,
}

/// A date as exact as it is known; month and day are 0 where it is not.
#[derive(Debug, Default, Clone)]
pub(super) struct Date {
    pub(super) year: u16,
    pub(super) month: u8,
    pub(super) day: u8,
    /// As the source writes it, where that says more or cannot be read.
    pub(super) shown: String,
}

impl Date {
    /// Reads `2018 May 17`, `2018 Apr`, `2018-05-17`, `2018 May-Jun`, `1999 Spring`, `20170728`.
    pub(super) fn read(text: &str) -> Self {
        let compact = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
        let parts: Vec<&str> = match text {
            text if compact => vec![&text[..4], &text[4..6], &text[6..]],
            text => text.split([' ', '-', '/']).filter(|part| !part.is_empty()).collect(),
        };
        let year = parts.first().filter(|year| year.len() == 4).and_then(|year| year.parse().ok()).unwrap_or(0);
        let month = parts.get(1).map_or(0, |month| month_number(month));
        let day =
            parts.get(2).filter(|_| month > 0).and_then(|day| day.parse().ok()).filter(|day| (1..=31).contains(day));
        let mut date = Self { year, month, day: day.unwrap_or(0), shown: String::new() };
        date.shown = if compact { date.words() } else { text.to_owned() };
        date
    }

    /// `2018`, `2018-05` or `2018-05-17`; none without a year.
    fn iso(&self) -> Option<String> {
        let Self { year, month, day, .. } = *self;
        match (year, month, day) {
            (0, ..) => None,
            (_, 0, _) => Some(format!("{year:04}")),
            (_, _, 0) => Some(format!("{year:04}-{month:02}")),
            _ => Some(format!("{year:04}-{month:02}-{day:02}")),
        }
    }

    /// `2018 May 17`.
    pub(super) fn words(&self) -> String {
        const SHORT: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        let mut words = if self.year == 0 { String::new() } else { self.year.to_string() };
        if let Some(month) = usize::from(self.month).checked_sub(1).and_then(|month| SHORT.get(month)) {
            words = format!("{words} {month}");
            if self.day > 0 {
                words = format!("{words} {}", self.day);
            }
        }
        words
    }
}

/// The number of a month by its number, English or German name, or the beginning of it; else 0.
pub(super) fn month_number(month: &str) -> u8 {
    const STARTS: [&[&str]; 12] = [
        &["jan"],
        &["feb"],
        &["mar", "mär"],
        &["apr"],
        &["may", "mai"],
        &["jun"],
        &["jul"],
        &["aug"],
        &["sep"],
        &["oct", "okt"],
        &["nov"],
        &["dec", "dez"],
    ];
    if let Ok(number) = month.parse::<u8>() {
        return if (1..=12).contains(&number) { number } else { 0 };
    }
    let lower = month.to_lowercase();
    if lower.chars().count() > 3 && !MONTHS.contains(&lower.as_str()) {
        return 0;
    }
    STARTS.iter().position(|starts| starts.iter().any(|start| lower.starts_with(start))).map_or(0, |at| at as u8 + 1)
}

/// Genres by types of publication, the first that fits; a record with an abstract and none of these is an abstract.
const GENRES: &[(&str, &[&str])] = &[
    ("case report", &["case reports", "case report"]),
    ("guideline", &["practice guideline", "guideline", "consensus statement"]),
    ("review", &["review", "systematic review", "meta-analysis", "scoping review"]),
    ("news article", &["news", "newspaper article"]),
];

impl Citation {
    /// The document of this record.
    pub(super) fn parsed(self, warnings: Vec<String>) -> Parsed {
        let key = (!self.pmid.is_empty())
            .then(|| format!("PMID:{}", self.pmid))
            .or_else(|| (!self.doi.is_empty()).then(|| format!("DOI:{}", self.doi.to_lowercase())));
        let name = key.clone().unwrap_or_else(|| "record".to_owned());
        let mut warnings = warnings;
        if self.title.is_empty() && self.abstracts.is_empty() {
            warnings.push("The record has neither title nor abstract.".to_owned());
        }
        Parsed { key, name: None, document: self.sheet().draft.finish(&name), warnings, kept: None }
    }

    fn sheet(&self) -> Sheet {
        let mut sheet = Sheet::default();
        if !self.title.trim().is_empty() {
            sheet.block(BlockKind::Heading(1), |line| line.plain(&self.title));
            sheet.draft.declared = Some(sheet.draft.text.clone());
        }
        sheet.block(BlockKind::Paragraph, |line| line.plain(&self.vernacular));
        sheet.zone(ZoneKind::Publication, |sheet| {
            sheet.block(BlockKind::Paragraph, |line| {
                line.list(self.authors.iter().map(|author| author.name.as_str()), ", ", FieldKind::Author);
            });
            sheet.block(BlockKind::Paragraph, |line| self.citation(line));
        });
        for part in &self.abstracts {
            part.write(&mut sheet);
        }
        self.filed(&mut sheet);
        self.affiliations(&mut sheet);
        sheet
    }

    /// Journal, date, volume, pages, identifiers: "J Example. 2020 May;1(2):3-4. doi: ... PMID: ...".
    fn citation(&self, line: &mut Line<'_>) {
        let short = if self.journal_short.is_empty() { &self.journal } else { &self.journal_short };
        let full = if self.journal.is_empty() { short } else { &self.journal };
        if !short.is_empty() {
            line.field(short, FieldKind::Journal, Some(full));
            line.plain(". ");
        }
        if !self.date.shown.is_empty() {
            line.field(&self.date.shown, FieldKind::Published, self.date.iso().as_deref());
        }
        if !self.volume.is_empty() {
            line.plain(&format!(";{}", self.volume));
        }
        if !self.issue.is_empty() {
            line.plain(&format!("({})", self.issue));
        }
        if !self.pages.is_empty() {
            line.plain(&format!(":{}", self.pages));
        }
        line.stop();
        if !self.online.shown.is_empty() {
            line.plain(" Epub ");
            line.field(&self.online.shown, FieldKind::PublishedOnline, self.online.iso().as_deref());
            line.stop();
        }
        for (label, id, kind, target) in [
            ("doi: ", &self.doi, FieldKind::Doi, "https://doi.org/"),
            ("PMID: ", &self.pmid, FieldKind::Pmid, "https://pubmed.ncbi.nlm.nih.gov/"),
            ("PMCID: ", &self.pmcid, FieldKind::Pmcid, "https://pmc.ncbi.nlm.nih.gov/articles/"),
            ("pii: ", &self.pii, FieldKind::Pii, ""),
        ] {
            if !id.is_empty() {
                line.gap();
                line.plain(label);
                let range = line.field(id, kind, None);
                if !target.is_empty() {
                    let target = format!("{target}{}", clean_line(id));
                    line.link(range, target);
                }
                line.stop();
            }
        }
        for link in &self.links {
            line.gap();
            line.plain(link);
        }
    }

    /// What the record is filed under, and what the database remarks on it.
    fn filed(&self, sheet: &mut Sheet) {
        sheet.zone(ZoneKind::Keywords, |sheet| {
            for (label, words) in
                [("Keywords: ", &self.keywords), ("MeSH terms: ", &self.headings), ("Substances: ", &self.substances)]
            {
                sheet.labelled(label, |line| {
                    line.list(words.iter().map(String::as_str), "; ", FieldKind::Keyword);
                });
            }
        });
        let lower: Vec<String> = self.types.iter().map(|kind| kind.to_lowercase()).collect();
        let by_type = GENRES.iter().find_map(|(genre, names)| {
            let at = names.iter().find_map(|name| lower.iter().position(|kind| kind == name))?;
            Some((at, *genre))
        });
        let rest = if self.abstracts.is_empty() { "bibliographic record" } else { "abstract" };
        let (at, genre) = by_type.unwrap_or((0, rest));
        sheet.labelled("Publication types: ", |line| {
            for (i, kind) in self.types.iter().enumerate() {
                line.part("; ");
                line.field(kind, FieldKind::Genre, (i == at).then_some(genre));
            }
        });
        sheet.labelled("Registered: ", |line| line.words(&self.registered));
        sheet.labelled("Funding: ", |line| {
            line.list(self.funding.iter().map(String::as_str), "; ", FieldKind::Funding);
        });
        for (label, remark) in &self.remarks {
            sheet.labelled(&format!("{}: ", clean_line(label)), |line| {
                line.field(remark, FieldKind::Remark, None);
            });
        }
    }

    /// Where the authors work: each place once, with the authors who work there.
    fn affiliations(&self, sheet: &mut Sheet) {
        let mut places: Vec<(&str, Vec<&str>)> = Vec::new();
        let mut known: BTreeMap<&str, usize> = BTreeMap::new();
        for author in &self.authors {
            for place in author.affiliations.iter().map(|place| place.trim()).filter(|place| !place.is_empty()) {
                let at = *known.entry(place).or_insert_with(|| {
                    places.push((place, Vec::new()));
                    places.len() - 1
                });
                places[at].1.push(&author.name);
            }
        }
        if places.is_empty() {
            return;
        }
        sheet.block(BlockKind::Heading(2), |line| line.plain("Affiliations"));
        for (place, names) in places {
            sheet.block(BlockKind::Paragraph, |line| {
                line.field(place, FieldKind::Affiliation, None);
                if self.authors.len() > names.len() {
                    line.plain(" (");
                    line.field(&names.join(", "), FieldKind::Remark, None);
                    line.plain(")");
                }
            });
        }
    }
}

impl Abstract {
    fn write(&self, sheet: &mut Sheet) {
        if self.parts.iter().all(|(_, text)| text.trim().is_empty()) {
            return;
        }
        let heading =
            if self.language.is_empty() { "Abstract".to_owned() } else { format!("Abstract ({})", self.language) };
        sheet.block(BlockKind::Heading(2), |line| line.plain(&heading));
        for (label, text) in &self.parts {
            if !label.trim().is_empty() && !text.trim().is_empty() {
                sheet.block(BlockKind::Heading(3), |line| line.plain(label));
            }
            // Sources break paragraphs by lines of their own.
            for paragraph in text.split("\n\n") {
                sheet.block(BlockKind::Paragraph, |line| line.plain(paragraph));
            }
        }
        sheet.zone(ZoneKind::Boilerplate, |sheet| {
            sheet.block(BlockKind::Paragraph, |line| line.plain(&self.copyright));
        });
    }
}

/// A text while it is written.
#[derive(Default)]
pub(super) struct Sheet {
    pub(super) draft: Draft,
}

impl Sheet {
    /// A block, unless nothing comes of it.
    pub(super) fn block(&mut self, kind: BlockKind, write: impl FnOnce(&mut Line<'_>)) {
        let before = self.draft.text.len();
        if before > 0 {
            self.draft.text.push_str("\n\n");
        }
        let start = self.draft.text.len();
        write(&mut Line { draft: &mut self.draft, start });
        let end = self.draft.text.trim_end().len();
        if end <= start {
            self.draft.text.truncate(before);
        } else {
            self.draft.text.truncate(end);
            self.draft.blocks.push(Block::new(start..end, kind));
        }
    }

    /// A paragraph behind a label, unless nothing stands behind it.
    fn labelled(&mut self, label: &str, write: impl FnOnce(&mut Line<'_>)) {
        self.block(BlockKind::Paragraph, |line| {
            let before = line.start;
            line.plain(label);
            line.start = line.draft.text.len();
            write(line);
            if line.draft.text.len() == line.start {
                line.draft.text.truncate(before);
            }
        });
    }

    /// Blocks that are one zone.
    fn zone(&mut self, kind: ZoneKind, write: impl FnOnce(&mut Self)) {
        let first = self.draft.blocks.len();
        write(self);
        if let (Some(first), Some(last)) = (self.draft.blocks.get(first), self.draft.blocks.last()) {
            let range = first.range.start..last.range.end;
            self.draft.zones.push(Zone { range, kind });
        }
    }
}

/// A block while it is written.
pub(super) struct Line<'a> {
    draft: &'a mut Draft,
    start: usize,
}

impl Line<'_> {
    /// Text as it is, on one line and cleaned. Blanks at its ends part it from its neighbours.
    pub(super) fn plain(&mut self, text: &str) {
        let blank = |text: &str| if text.is_empty() { "" } else { " " };
        let inner = text.trim();
        if inner.is_empty() {
            return;
        }
        let lead = text.len() - text.trim_start().len();
        if self.draft.text.len() > self.start {
            self.draft.text.push_str(blank(&text[..lead]));
        }
        let words: Vec<&str> = inner.split_whitespace().collect();
        self.draft.text.push_str(&clean_line(&words.join(" ")));
        self.draft.text.push_str(blank(&text[lead + inner.len()..]));
    }

    /// A part that says what it is; its bytes.
    fn field(&mut self, text: &str, kind: FieldKind, value: Option<&str>) -> std::ops::Range<usize> {
        let start = self.draft.text.len();
        self.plain(text.trim());
        let range = start..self.draft.text.len();
        let value = value.map(|value| clean_line(value.trim()).into_owned());
        if !range.is_empty() {
            let value = value.filter(|value| !value.is_empty());
            self.draft.fields.push(Field { range: range.clone(), kind, value });
        }
        range
    }

    /// Parts of one kind.
    fn list<'t>(&mut self, parts: impl Iterator<Item = &'t str>, mark: &str, kind: FieldKind) {
        for part in parts.filter(|part| !part.trim().is_empty()) {
            self.part(mark);
            self.field(part, kind, None);
        }
    }

    fn words(&mut self, words: &[String]) {
        for word in words {
            self.part("; ");
            self.plain(word);
        }
    }

    /// The mark between parts, before all but the first.
    fn part(&mut self, mark: &str) {
        if self.draft.text.len() > self.start {
            self.draft.text.push_str(mark);
        }
    }

    fn gap(&mut self) {
        if self.draft.text.len() > self.start && !self.draft.text.ends_with(' ') {
            self.draft.text.push(' ');
        }
    }

    /// A full stop, where something stands before it.
    fn stop(&mut self) {
        if self.draft.text.len() > self.start {
            let end = self.draft.text.trim_end().len();
            self.draft.text.truncate(end);
            if !self.draft.text.ends_with('.') {
                self.draft.text.push('.');
            }
        }
    }

    fn link(&mut self, range: std::ops::Range<usize>, target: String) {
        if !range.is_empty() {
            self.draft.links.push(Link { range, target });
        }
    }
}
