//! A document as an entry of a bibliography: BibTeX, RIS, CSL-JSON. Records give authors, journal and pages, papers
//! without a record what their facts say; of any other text title, publisher, date and link are given, and the paper it
//! tells of is only named.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use crate::document::{Document, FieldKind, TextStyle, ZoneKind};
use crate::facts::{self, Data, Fact, FactKind};
use crate::text::{clean_line, key};

/// The genres of papers: a DOI that one of them gives is its own.
const PAPERS: &[&str] = &["abstract", "case report", "guideline", "journal article", "review"];

/// What a bibliography says of a document.
#[derive(Debug, Default)]
pub struct Reference {
    /// Whether it is a paper; anything else is a page.
    paper: bool,
    pub(super) title: String,
    authors: Vec<Author>,
    journal: String,
    /// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    date: String,
    volume: String,
    issue: String,
    pages: String,
    doi: String,
    pmid: String,
    pmcid: String,
    url: String,
    publisher: String,
    language: String,
    /// The DOI of the paper that a page tells of.
    about: String,
}

/// Blocks of a document among which its own address may stand alone.
const HEAD: usize = 12;

/// The address of a document itself, no link of its text: what its metadata name, or what stands alone or behind a label
/// such as "URL" in its head.
pub fn address(document: &Document, facts: &[Fact]) -> Option<String> {
    /// What stands before such an address, on its line.
    const LABELS: &[&str] = &["url", "permalink"];
    let declared = front(document, &["url", "source", "link", "permalink", "quelle"]);
    if let Some(address) = declared.filter(|address| address.starts_with("http")) {
        return Some(clean_line(address).into_owned());
    }
    let head = document.blocks.get(HEAD.min(document.blocks.len().checked_sub(1)?))?.range.end;
    let own = |fact: &&Fact| {
        let place = &fact.evidence[0].surface;
        let zone = document.zone_at(place.start);
        let line = document.text[..place.start].rfind('\n').map_or(0, |at| at + 1);
        let before = document.text[line..place.start].trim_end_matches([' ', '<', '(']).to_lowercase();
        let label = before.trim_end_matches([':', ' ']);
        let alone = document.text[place.end..].trim_start_matches(['>', ')', ' ']);
        let alone = alone.is_empty() || alone.starts_with('\n');
        let labelled = before.ends_with(':') && label.split_whitespace().any(|word| LABELS.contains(&word));
        let elsewhere = matches!(zone, Some(ZoneKind::References | ZoneKind::Publication));
        place.start < head && (labelled || label.is_empty() && alone && !elsewhere)
    };
    let found = facts.iter().filter(|fact| fact.kind == FactKind::Url && fact.assertion.counts()).find(own)?;
    Some(match &found.data {
        Data::Id(id) => id.clone(),
        _ => found.value.clone(),
    })
}

/// What a line of the metadata at the top says, by the first of some keys that is there.
fn front<'a>(document: &'a Document, keys: &[&str]) -> Option<&'a str> {
    let metadata = document.spans.iter().find(|span| span.style == TextStyle::Metadata)?;
    document.text[metadata.range.clone()].lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        let value = value.trim().trim_matches(['"', '\'', '[', ']']);
        (keys.contains(&name.trim().to_lowercase().as_str()) && !value.is_empty()).then_some(value)
    })
}

/// The authors that the metadata at the top name.
fn declared_authors(document: &Document) -> Vec<Author> {
    let line = front(document, &["author", "authors", "autor", "autoren", "autorin"]).unwrap_or_default();
    let line = line.replace(" and ", ";").replace(" und ", ";").replace(" & ", ";");
    // "Müller, Anna; Lang, Bert" has its commas inside of names.
    let inverted = line.contains(';') && line.split(';').all(|name| name.matches(',').count() == 1);
    let names: Vec<&str> = if inverted { line.split(';').collect() } else { line.split([';', ',']).collect() };
    let names = names.into_iter().map(|name| name.trim().trim_matches(['"', '\''])).filter(|name| !name.is_empty());
    names
        .map(|name| match name.split_once(',') {
            Some((family, given)) => {
                Author { family: clean_line(family.trim()).into_owned(), given: clean_line(given.trim()).into_owned() }
            }
            None => Author::of(&clean_line(name)),
        })
        .collect()
}

/// A person, or a body whose name is not parted.
#[derive(Debug, PartialEq, Eq)]
struct Author {
    family: String,
    given: String,
}

impl Author {
    /// From a name with the given names first. Particles in lower case belong to the family name.
    fn of(name: &str) -> Self {
        /// Words of bodies that sign as authors.
        const BODIES: &[&str] =
            &["group", "consortium", "network", "society", "investigators", "committee", "collaboration", "team"];
        let words: Vec<&str> = name.split_whitespace().collect();
        let body = words.iter().any(|word| BODIES.contains(&word.to_lowercase().as_str()));
        let mut from = words.len().saturating_sub(1);
        while from > 1 && words[from - 1].chars().next().is_some_and(char::is_lowercase) {
            from -= 1;
        }
        if body || from == 0 {
            return Self { family: words.join(" "), given: String::new() };
        }
        Self { family: words[from..].join(" "), given: words[..from].join(" ") }
    }

    fn inverted(&self) -> String {
        if self.given.is_empty() { self.family.clone() } else { format!("{}, {}", self.family, self.given) }
    }
}

impl Reference {
    /// The entry of a document with its facts.
    pub fn new(document: &Document, facts: &[Fact]) -> Self {
        let field = |kind: FieldKind| document.fields.iter().find(move |field| field.kind == kind);
        let value = |kind| {
            let field = field(kind)?;
            let shown = &document.text[field.range.clone()];
            Some(clean_line(field.value.as_deref().unwrap_or(shown)).into_owned())
        };
        let fact = |kind: FactKind| {
            let found = facts.iter().find(|fact| fact.kind == kind && fact.assertion.counts())?;
            Some(match &found.data {
                Data::Id(id) => id.clone(),
                _ => found.value.clone(),
            })
        };
        let record =
            [FieldKind::Journal, FieldKind::Pmid, FieldKind::Author].into_iter().any(|kind| field(kind).is_some());
        let doi = value(FieldKind::Doi).or_else(|| fact(FactKind::Doi)).unwrap_or_default();
        let genre = fact(FactKind::DocType).unwrap_or_default();
        let paper = record || !doi.is_empty() && PAPERS.contains(&genre.as_str());
        let authors = document.fields.iter().filter(|field| field.kind == FieldKind::Author).map(|field| {
            let shown = &document.text[field.range.clone()];
            Author::of(&clean_line(field.value.as_deref().unwrap_or(shown)))
        });
        let is_author = |fact: &&Fact| {
            fact.kind == FactKind::Person && fact.function.as_deref().is_some_and(|part| part.ends_with("author"))
        };
        let named = facts.iter().filter(|_| paper && !record).filter(is_author);
        let named = named.map(|fact| Author::of(&clean_line(&fact.value)));
        let mut authors: Vec<Author> = authors.collect();
        if authors.is_empty() {
            authors = declared_authors(document);
        }
        if authors.is_empty() {
            authors = named.collect();
        }
        let mut reference = Self {
            paper,
            title: clean_line(document.title.text.trim()).trim_end_matches('.').to_owned(),
            authors,
            date: facts::published(facts).unwrap_or_default(),
            url: address(document, facts).filter(|_| !paper).unwrap_or_default(),
            language: facts::languages(facts).into_iter().next().unwrap_or_default(),
            ..Self::default()
        };
        if paper {
            reference.journal = value(FieldKind::Journal).or_else(|| fact(FactKind::Journal)).unwrap_or_default();
            reference.pmid = value(FieldKind::Pmid).unwrap_or_default();
            reference.pmcid = value(FieldKind::Pmcid).unwrap_or_default();
            reference.doi = doi;
            if let Some(published) = field(FieldKind::Published) {
                reference.place(document.text[published.range.end..].lines().next().unwrap_or_default());
            }
        } else {
            reference.about = doi;
        }
        if !record {
            reference.publisher = fact(FactKind::Publisher).unwrap_or_default();
        }
        reference
    }

    /// Reads volume, issue and pages from what follows the date: ";12(3):45-67. doi ...".
    fn place(&mut self, rest: &str) {
        let rest = rest.split(". ").next().unwrap_or_default().trim_end_matches('.');
        let Some(rest) = rest.strip_prefix(';') else {
            // Pages without a volume.
            rest.strip_prefix(':').unwrap_or_default().trim().clone_into(&mut self.pages);
            return;
        };
        let (volume, pages) = rest.split_once(':').unwrap_or((rest, ""));
        let (volume, issue) = volume.split_once('(').unwrap_or((volume, ""));
        volume.trim().clone_into(&mut self.volume);
        issue.trim_end_matches(')').trim().clone_into(&mut self.issue);
        pages.trim().clone_into(&mut self.pages);
    }

    fn year(&self) -> &str {
        self.date.get(..4).unwrap_or_default()
    }

    /// A key of lower-case ASCII letters and the year: first author or publisher, year, first long word of the title.
    fn key(&self) -> String {
        let letters = |text: &str| key(text).chars().filter(char::is_ascii_alphanumeric).collect::<String>();
        let name = self.authors.first().map_or(self.publisher.as_str(), |author| author.family.as_str());
        let name = name.split_whitespace().next_back().unwrap_or_default();
        let word = self.title.split(|c: char| !c.is_alphanumeric()).find(|word| word.chars().count() > 3);
        let made = format!("{}{}{}", letters(name), self.year(), letters(word.unwrap_or_default()));
        if made.is_empty() { "document".to_owned() } else { made }
    }

    fn link(&self) -> String {
        if self.doi.is_empty() { self.url.clone() } else { format!("https://doi.org/{}", self.doi) }
    }

    /// First and last page.
    fn span(&self) -> (&str, &str) {
        self.pages.split_once(['-', '–']).unwrap_or((&self.pages, ""))
    }

    fn note(&self) -> String {
        if self.about.is_empty() { String::new() } else { format!("About doi:{}", self.about) }
    }
}

/// The keys of a bibliography, each its own: a letter parts those that would be the same.
fn keys(references: &[Reference]) -> Vec<String> {
    let mut seen = std::collections::HashMap::<String, usize>::new();
    let own = |reference: &Reference| {
        let made = reference.key();
        let before = seen.entry(made.clone()).or_default();
        *before += 1;
        if *before == 1 { made } else { format!("{made}-{before}") }
    };
    references.iter().map(own).collect()
}

/// Entries in BibTeX, in UTF-8.
pub fn bibtex(references: &[Reference]) -> String {
    let mut out = String::new();
    for (reference, key) in references.iter().zip(keys(references)) {
        let authors: Vec<String> =
            reference
                .authors
                .iter()
                .map(|author| {
                    if author.given.is_empty() {
                        format!("{{{}}}", tex(&author.family))
                    } else {
                        tex(&author.inverted())
                    }
                })
                .collect();
        let braced = |text: &str| if text.is_empty() { String::new() } else { format!("{{{}}}", tex(text)) };
        let rows = [
            ("author", authors.join(" and ")),
            ("title", braced(&reference.title)),
            ("journal", tex(&reference.journal)),
            ("year", reference.year().to_owned()),
            ("date", reference.date.clone()),
            ("volume", tex(&reference.volume)),
            ("number", tex(&reference.issue)),
            ("pages", tex(&reference.pages).replace(['–', '-'], "--")),
            ("publisher", tex(&reference.publisher)),
            ("doi", reference.doi.clone()),
            ("pmid", reference.pmid.clone()),
            ("pmcid", reference.pmcid.clone()),
            ("url", reference.url.clone()),
            ("language", reference.language.clone()),
            ("note", tex(&reference.note())),
        ];
        let _ = write!(out, "@{}{{{key}", if reference.paper { "article" } else { "misc" });
        for (name, value) in rows.iter().filter(|(_, value)| !value.is_empty()) {
            let _ = write!(out, ",\n  {name} = {{{value}}}");
        }
        out.push_str("\n}\n");
    }
    out
}

/// A text with what TeX would read as commands escaped. Braces are left out: an uneven one would swallow the entry.
fn tex(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' | '%' | '$' | '#' | '_' => out.extend(['\\', letter]),
            '{' => out.push('('),
            '}' => out.push(')'),
            '\\' => out.push_str("\\textbackslash "),
            '~' => out.push_str("\\textasciitilde "),
            '^' => out.push_str("\\textasciicircum "),
            letter => out.push(letter),
        }
    }
    out
}

/// Entries in RIS.
pub fn ris(references: &[Reference]) -> String {
    let mut out = String::new();
    for reference in references {
        let mut row = |tag: &str, value: &str| {
            if !value.is_empty() {
                let _ = writeln!(out, "{tag}  - {value}");
            }
        };
        row("TY", if reference.paper { "JOUR" } else { "ELEC" });
        row("TI", &reference.title);
        for author in &reference.authors {
            row("AU", &author.inverted());
        }
        row("JO", &reference.journal);
        row("PY", reference.year());
        // Year, month and day, each with its stroke even where it is not known.
        let mut parts = reference.date.split('-');
        let mut part = || parts.next().unwrap_or_default();
        let date = format!("{}/{}/{}", part(), part(), part());
        row("DA", if reference.date.is_empty() { "" } else { &date });
        row("VL", &reference.volume);
        row("IS", &reference.issue);
        let (first, last) = reference.span();
        row("SP", first);
        row("EP", last);
        row("PB", &reference.publisher);
        row("DO", &reference.doi);
        row("AN", &reference.pmid);
        row("C2", &reference.pmcid);
        row("UR", &reference.link());
        row("LA", &reference.language);
        row("N1", &reference.note());
        out.push_str("ER  - \n\n");
    }
    out
}

/// Entries in CSL-JSON: one array.
pub fn csl(references: &[Reference]) -> String {
    let mut text = serde_json::to_string_pretty(&csl_items(references)).expect("strings and numbers are JSON");
    text.push('\n');
    text
}

/// The items of such an array.
pub(super) fn csl_items(references: &[Reference]) -> Vec<Value> {
    references
        .iter()
        .zip(keys(references))
        .map(|(reference, key)| {
            let mut item = Map::new();
            item.insert("id".to_owned(), json!(key));
            item.insert("type".to_owned(), json!(if reference.paper { "article-journal" } else { "webpage" }));
            let authors: Vec<Value> = reference
                .authors
                .iter()
                .map(|author| {
                    if author.given.is_empty() {
                        json!({ "literal": author.family })
                    } else {
                        json!({ "family": author.family, "given": author.given })
                    }
                })
                .collect();
            if !authors.is_empty() {
                item.insert("author".to_owned(), Value::Array(authors));
            }
            let date: Vec<u32> = reference.date.split('-').filter_map(|part| part.parse().ok()).collect();
            if !date.is_empty() {
                item.insert("issued".to_owned(), json!({ "date-parts": [date] }));
            }
            let rows = [
                ("title", &reference.title),
                ("container-title", &reference.journal),
                ("volume", &reference.volume),
                ("issue", &reference.issue),
                ("page", &reference.pages),
                ("publisher", &reference.publisher),
                ("DOI", &reference.doi),
                ("PMID", &reference.pmid),
                ("PMCID", &reference.pmcid),
                ("URL", &reference.url),
                ("language", &reference.language),
                ("note", &reference.note()),
            ];
            for (name, value) in rows.into_iter().filter(|(_, value)| !value.is_empty()) {
                item.insert(name.to_owned(), json!(value));
            }
            Value::Object(item)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Author, Reference, bibtex, csl, ris};
    use crate::format::{self, Input};
    use crate::vocabulary::Vocabulary;

    const RECORD: &str = "PMID- 4711\nTI  - B cells & 50% of patients: a {small} study.\nAU  - Muller AB\n\
                          FAU - Müller, Anna Berta\nAU  - van der Berg C\nFAU - van der Berg, Carl\n\
                          JT  - Journal of examples\nTA  - J Ex\nDP  - 2023 May 4\nVI  - 12\nIP  - 3\nPG  - 45-67\n\
                          LID - 10.1000/ex.1 [doi]\nAB  - Nothing happened.\n";

    fn reference(name: &str, text: &str) -> Reference {
        let input = Input { name: Path::new(name), bytes: text.as_bytes() };
        let document = format::read(input).unwrap().next().unwrap().document;
        let facts = crate::facts::extract(&document, &Vocabulary::default());
        Reference::new(&document, &facts)
    }

    #[test]
    fn names_are_parted_with_their_particles() {
        let check = |name, family: &str, given: &str| {
            assert_eq!(Author::of(name), Author { family: family.into(), given: given.into() }, "{name}");
        };
        check("Anna Berta Müller", "Müller", "Anna Berta");
        check("Carl van der Berg", "van der Berg", "Carl");
        check("Plato", "Plato", "");
        check("German Lupus Study Group", "German Lupus Study Group", "");
        check("", "", "");
    }

    #[test]
    fn a_record_is_an_article_in_every_format() {
        let record = [reference("one.nbib", RECORD)];
        let text = bibtex(&record);
        for part in [
            "@article{muller2023cells",
            "author = {Müller, Anna Berta and van der Berg, Carl}",
            "title = {{B cells \\& 50\\% of patients: a (small) study}}",
            "pages = {45--67}",
            "doi = {10.1000/ex.1}",
        ] {
            assert!(text.contains(part), "{part} in {text}");
        }
        let text = ris(&record);
        for part in ["TY  - JOUR\n", "AU  - Müller, Anna Berta\n", "SP  - 45\nEP  - 67\n", "DA  - 2023/05/04\n"] {
            assert!(text.contains(part), "{part} in {text}");
        }
        let items: serde_json::Value = serde_json::from_str(&csl(&record)).unwrap();
        assert_eq!(items[0]["author"][1]["family"], "van der Berg");
        assert_eq!(items[0]["issued"]["date-parts"][0], serde_json::json!([2023, 5, 4]));
        assert_eq!(items[0]["page"], "45-67");
    }

    #[test]
    fn a_page_is_not_taken_for_the_paper_it_tells_of() {
        let page =
            [reference("a.md", "# Neue Therapie wirkt\n\n4. Mai 2023\n\nOriginalpublikation: doi 10.1000/ex.1\n")];
        let text = bibtex(&page);
        assert!(text.starts_with("@misc{") && text.contains("note = {About doi:10.1000/ex.1}"), "{text}");
        assert!(!text.contains("\n  doi ="), "{text}");
    }

    #[test]
    fn a_paper_without_a_record_has_its_own_doi() {
        let page = [reference(
            "a.md",
            "# B cells after cell therapy\n\nDOI: 10.1000/ex.1\n\n## Abstract\n\nWe treated 12 patients with lupus. \
             Nothing happened to their B cells.\n\n## Keywords\n\nlupus - B cells\n",
        )];
        let text = bibtex(&page);
        assert!(text.starts_with("@article{") && text.contains("\n  doi = {10.1000/ex.1}"), "{text}");
    }

    #[test]
    fn a_link_of_the_text_is_not_the_address_of_the_document() {
        let check = |text: &str, url: &str| assert_eq!(reference("a.md", text).url, url, "{text}");
        check("# Links\n\nSee [a page](http://example.org/a?b=c) and https://example.org/d.\n", "");
        check("# Links\n\nPress release\n\n<https://example.org/news/1>\n\nText.\n", "https://example.org/news/1");
        check("# Links\n\nText.\n\nURL dieser Meldung: https://example.org/news/1\n", "https://example.org/news/1");
        check("---\nurl: https://example.org/own\n---\n# Links\n\nhttps://example.org/d\n", "https://example.org/own");
    }

    #[test]
    fn metadata_name_the_authors() {
        let check = |line: &str, expected: &[&str]| {
            let made = reference("a.md", &format!("---\ntitle: T\n{line}\n---\n# T\n\nText.\n"));
            let authors: Vec<String> = made.authors.iter().map(Author::inverted).collect();
            assert_eq!(authors, expected, "{line}");
        };
        check("author: Anna Müller, Bert Lang", &["Müller, Anna", "Lang, Bert"]);
        check("authors: [Anna Müller, \"Bert Lang\"]", &["Müller, Anna", "Lang, Bert"]);
        check("author: \"Müller, Anna; van der Berg, Carl\"", &["Müller, Anna", "van der Berg, Carl"]);
        check("autor: Anna Müller und Bert Lang", &["Müller, Anna", "Lang, Bert"]);
        check("editor: Anna Müller", &[]);
    }

    #[test]
    fn keys_stand_once() {
        let two = [reference("one.nbib", RECORD), reference("two.nbib", RECORD)];
        assert!(bibtex(&two).contains("@article{muller2023cells-2,"), "{}", bibtex(&two));
        assert!(bibtex(&[Reference::default()]).starts_with("@misc{document"));
    }
}
