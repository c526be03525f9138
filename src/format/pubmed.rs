//! `PubMed` XML as efetch and the yearly baseline give it: a set of articles and book articles, each its own record.

use super::citation::{Abstract, Author, Citation, Date, month_number};
use super::content::{Content, Stop};
use super::xml::Element;
use super::{Cut, Format, Input, Parsed, Piece, Record};

/// `PubMed` XML.
pub(super) struct Pubmed;

/// The elements that are records.
const RECORDS: &[&str] = &["PubmedArticle", "PubmedBookArticle"];

impl Format for Pubmed {
    fn name(&self) -> &'static str {
        "pubmed"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["xml"]
    }

    fn recognises(&self, input: Input<'_>) -> bool {
        let head = input.bytes.trim_ascii_start();
        let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
        head.starts_with(b"<")
            && ["<PubmedArticle", "<PubmedBookArticle"]
                .iter()
                .any(|tag| memchr::memmem::find(head, tag.as_bytes()).is_some())
    }

    fn cut(&self) -> Option<Cut> {
        Some(cut)
    }

    fn parse(&self, record: &Record) -> Result<Parsed, String> {
        let text = String::from_utf8_lossy(&record.bytes);
        let mut warnings = Vec::new();
        if matches!(text, std::borrow::Cow::Owned(_)) {
            warnings.push("Not all bytes are UTF-8; the others are shown as \u{FFFD}.".to_owned());
        }
        let root = Element::read(&text)?;
        warn_of_deletions(&text, &mut warnings);
        let book = root.name == "PubmedBookArticle";
        let citation = if book { of_book(&root) } else { of_article(&root) };
        if citation.pmid.is_empty() && citation.title.is_empty() && citation.abstracts.is_empty() {
            return Err("it has neither number nor title nor abstract".to_owned());
        }
        Ok(citation.parsed(warnings))
    }
}

/// The next record: from its tag to the end of it. One that another begins inside of is broken, and ends there.
fn cut(content: &mut Content<'_>) -> Option<Piece> {
    let stopped = |content: &Content<'_>, error| Some(Err((content.position(), Stop::Broken(error))));
    let name = loop {
        match content.skip_to(b"<Pubmed") {
            Ok(true) => {}
            Ok(false) => return None,
            Err(error) => return stopped(content, error),
        }
        let tag = match content.peek("<PubmedBookArticle>".len()) {
            Ok(tag) => tag,
            Err(error) => return stopped(content, error),
        };
        let begins = |name: &&&str| {
            let rest = tag[1..].strip_prefix(name.as_bytes());
            rest.is_some_and(|rest| rest.first().is_none_or(|&byte| byte == b'>' || byte.is_ascii_whitespace()))
        };
        match RECORDS.iter().find(begins) {
            Some(name) => break *name,
            None => content.skip(1),
        }
    };
    let position = content.begin();
    let (end, next) = (format!("</{name}>"), format!("<{name}>"));
    let found = content.find(end.as_bytes(), 0).and_then(|found| match found {
        Some(at) => Ok(at + end.len()),
        None => content.rest(),
    });
    let len = match found {
        Ok(len) => len,
        Err(stop) => {
            if matches!(stop, Stop::TooLong) {
                content.skip(1);
            }
            return Some(Err((position, stop)));
        }
    };
    let inner = content.peek(len).ok().and_then(|bytes| memchr::memmem::find(&bytes[1..], next.as_bytes()));
    let len = inner.map_or_else(|| len + deletions(content, len), |at| at + 1);
    Some(Ok((position, content.take(len))))
}

/// What of the records behind `len` bytes is not records but a list of those to delete: it is told with the last record.
fn deletions(content: &mut Content<'_>, len: usize) -> usize {
    /// Between the last record and the list there are blanks.
    const NEAR: usize = 1 << 10;
    let behind = content.glance(len + NEAR).get(len..).unwrap_or_default();
    if !behind.trim_ascii_start().starts_with(DELETIONS.as_bytes()) {
        return 0;
    }
    let end = format!("</{}>", &DELETIONS[1..]);
    match content.find(end.as_bytes(), len) {
        Ok(Some(at)) => at + end.len() - len,
        Err(Stop::Broken(error)) => {
            content.fail_later(error);
            0
        }
        Ok(None) | Err(Stop::TooLong) => 0,
    }
}

/// How the list of records to delete begins, the last thing in a file of updates.
const DELETIONS: &str = "<DeleteCitation";

/// Says which records the list behind a record names.
fn warn_of_deletions(text: &str, warnings: &mut Vec<String>) {
    /// Numbers that are named.
    const NAMED: usize = 5;
    let Some(at) = memchr::memmem::rfind(text.as_bytes(), DELETIONS.as_bytes()) else { return };
    let Ok(list) = Element::read(&text[at..]) else { return };
    let numbers: Vec<String> = list.all("PMID").map(|number| format!("PMID:{}", number.text())).collect();
    let named = numbers[..numbers.len().min(NAMED)].join(" ");
    let more = if numbers.len() > NAMED { format!(" and {} more", numbers.len() - NAMED) } else { String::new() };
    warnings.push(format!(
        "The file says that these records were deleted: {named}{more}. Nothing was removed; `casebook remove` does that."
    ));
}

fn of_article(root: &Element<'_>) -> Citation {
    let none = Element::default();
    let citation = root.at(&["MedlineCitation"]).unwrap_or(&none);
    let article = citation.at(&["Article"]).unwrap_or(&none);
    let issue = article.at(&["Journal", "JournalIssue"]).unwrap_or(&none);
    let data = root.at(&["PubmedData"]).unwrap_or(&none);
    let mut out = Citation {
        pmid: citation.text_at(&["PMID"]),
        title: article.text_at(&["ArticleTitle"]),
        vernacular: article.text_at(&["VernacularTitle"]),
        authors: authors(article),
        journal: article.text_at(&["Journal", "Title"]),
        journal_short: article.text_at(&["Journal", "ISOAbbreviation"]),
        date: issue.at(&["PubDate"]).map(date).unwrap_or_default(),
        online: article.at(&["ArticleDate"]).map(date).unwrap_or_default(),
        volume: issue.text_at(&["Volume"]),
        issue: issue.text_at(&["Issue"]),
        pages: article.text_at(&["Pagination", "MedlinePgn"]),
        types: texts(article, &["PublicationTypeList"], "PublicationType"),
        headings: headings(citation),
        substances: texts(citation, &["ChemicalList"], "NameOfSubstance"),
        ..Citation::default()
    };
    if out.journal_short.is_empty() {
        out.journal_short = citation.text_at(&["MedlineJournalInfo", "MedlineTA"]);
    }
    if out.pages.is_empty() {
        out.pages = article.text_at(&["Pagination", "StartPage"]);
    }
    for location in article.all("ELocationID") {
        match location.attribute("EIdType").as_str() {
            "doi" if out.doi.is_empty() => out.doi = location.text(),
            "pii" if out.pii.is_empty() => out.pii = location.text(),
            _ => {}
        }
    }
    ids(data, &mut out);
    out.abstracts.extend(article.at(&["Abstract"]).map(|part| abstract_of(part, String::new())));
    for other in citation.all("OtherAbstract") {
        let language = language_name(&other.attribute("Language")).to_owned();
        out.abstracts.push(abstract_of(other, language));
    }
    for list in citation.all("KeywordList") {
        out.keywords.extend(list.all("Keyword").map(Element::text));
    }
    for bank in article.at(&["DataBankList"]).iter().flat_map(|list| list.all("DataBank")) {
        let name = bank.text_at(&["DataBankName"]);
        let numbers = texts(bank, &["AccessionNumberList"], "AccessionNumber");
        out.registered.extend(numbers.iter().map(|number| format!("{name} {number}")));
    }
    for grant in article.at(&["GrantList"]).iter().flat_map(|list| list.all("Grant")) {
        let parts = [grant.text_at(&["Agency"]), grant.text_at(&["GrantID"])];
        out.funding.push(parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" "));
    }
    out.funding.dedup();
    out.remarks = remarks(citation);
    out
}

fn of_book(root: &Element<'_>) -> Citation {
    let none = Element::default();
    let document = root.at(&["BookDocument"]).unwrap_or(&none);
    let book = document.at(&["Book"]).unwrap_or(&none);
    let mut out = Citation {
        pmid: document.text_at(&["PMID"]),
        title: document.text_at(&["ArticleTitle"]),
        vernacular: document.text_at(&["VernacularTitle"]),
        authors: authors(document),
        journal: book.text_at(&["BookTitle"]),
        date: book.at(&["PubDate"]).map(date).unwrap_or_default(),
        online: document.at(&["ContributionDate"]).map(date).unwrap_or_default(),
        volume: book.text_at(&["Volume"]),
        pages: document.text_at(&["Pagination", "MedlinePgn"]),
        types: document.all("PublicationType").map(Element::text).collect(),
        abstracts: document.at(&["Abstract"]).map(|part| abstract_of(part, String::new())).into_iter().collect(),
        ..Citation::default()
    };
    for list in document.all("KeywordList") {
        out.keywords.extend(list.all("Keyword").map(Element::text));
    }
    if out.authors.is_empty() {
        out.authors = authors(book);
    }
    if out.title.is_empty() {
        out.title = std::mem::take(&mut out.journal);
    }
    ids(document, &mut out);
    ids(root.at(&["PubmedBookData"]).unwrap_or(&none), &mut out);
    out
}

/// Identifiers of the record itself; those of its references stand elsewhere.
fn ids(data: &Element<'_>, out: &mut Citation) {
    for id in data.at(&["ArticleIdList"]).iter().flat_map(|list| list.all("ArticleId")) {
        let place = match id.attribute("IdType").as_str() {
            "pubmed" => &mut out.pmid,
            "pmc" | "pmcid" => &mut out.pmcid,
            "doi" => &mut out.doi,
            "pii" => &mut out.pii,
            _ => continue,
        };
        if place.is_empty() {
            *place = id.text();
        }
    }
}

fn texts(element: &Element<'_>, path: &[&str], name: &str) -> Vec<String> {
    let Some(list) = element.at(path) else { return Vec::new() };
    let direct = list.elements().flat_map(|inner| {
        let deeper = inner.all(name).map(Element::text);
        (inner.name == name).then(|| inner.text()).into_iter().chain(deeper).collect::<Vec<_>>()
    });
    direct.filter(|text| !text.is_empty()).collect()
}

fn authors(article: &Element<'_>) -> Vec<Author> {
    let list = article.all("AuthorList").find(|list| list.attribute("Type") != "editors");
    list.into_iter()
        .flat_map(|list| list.all("Author"))
        .filter(|author| author.attribute("ValidYN") != "N")
        .map(|author| {
            let given = match author.text_at(&["ForeName"]) {
                fore if fore.is_empty() => author.text_at(&["Initials"]),
                fore => fore,
            };
            let parts = [
                given,
                author.text_at(&["LastName"]),
                author.text_at(&["Suffix"]),
                author.text_at(&["CollectiveName"]),
            ];
            let mut affiliations: Vec<String> =
                author.all("AffiliationInfo").map(|info| info.text_at(&["Affiliation"])).collect();
            affiliations.extend(author.all("Affiliation").map(Element::text));
            let name = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
            Author { name, affiliations }
        })
        .filter(|author| !author.name.is_empty())
        .collect()
}

fn date(element: &Element<'_>) -> Date {
    let season = element.text_at(&["MedlineDate"]);
    if !season.is_empty() {
        return Date::read(&season);
    }
    let number = |name| element.text_at(&[name]).parse().unwrap_or(0);
    let month = month_number(&element.text_at(&["Month"]));
    let day = if month > 0 { number("Day").min(31) as u8 } else { 0 };
    let mut date = Date { year: number("Year"), month, day, shown: String::new() };
    date.shown = date.words();
    let season = element.text_at(&["Season"]);
    if !season.is_empty() && !date.shown.is_empty() {
        date.shown = format!("{} {season}", date.shown);
    }
    date
}

fn abstract_of(element: &Element<'_>, language: String) -> Abstract {
    Abstract {
        language,
        parts: element.all("AbstractText").map(|part| (label(part), part.text())).collect(),
        copyright: element.text_at(&["CopyrightInformation"]),
    }
}

/// The label of a section as its authors wrote it; "unlabelled" says nothing.
fn label(part: &Element<'_>) -> String {
    let label = part.attribute("Label");
    if label.eq_ignore_ascii_case("unlabelled") || label.eq_ignore_ascii_case("unassigned") {
        String::new()
    } else {
        label
    }
}

/// The languages that abstracts of other languages mostly are in, by their codes (ISO 639-2); else the code itself.
pub(super) fn language_name(code: &str) -> &str {
    match code {
        "eng" => "English",
        "ger" | "deu" => "German",
        "fre" | "fra" => "French",
        "spa" => "Spanish",
        "ita" => "Italian",
        "por" => "Portuguese",
        "chi" | "zho" => "Chinese",
        "jpn" => "Japanese",
        "rus" => "Russian",
        "" => "other",
        code => code,
    }
}

/// Headings with their qualifiers: "Asthma / drug therapy".
fn headings(citation: &Element<'_>) -> Vec<String> {
    let list = citation.at(&["MeshHeadingList"]);
    let heading = |heading: &Element| {
        let names = heading.elements().map(Element::text).filter(|name| !name.is_empty());
        names.collect::<Vec<_>>().join(" / ")
    };
    let mut out: Vec<String> = list.into_iter().flat_map(|list| list.all("MeshHeading")).map(heading).collect();
    out.extend(texts(citation, &["SupplMeshList"], "SupplMeshName"));
    out
}

/// Corrections, retractions and comments.
fn remarks(citation: &Element<'_>) -> Vec<(String, String)> {
    let list = citation.at(&["CommentsCorrectionsList"]);
    list.into_iter()
        .flat_map(|list| list.all("CommentsCorrections"))
        .filter(|item| !matches!(item.attribute("RefType").as_str(), "Cites" | ""))
        .map(|item| {
            let mut text = item.text_at(&["RefSource"]);
            let pmid = item.text_at(&["PMID"]);
            if !pmid.is_empty() {
                text = format!("{text} PMID: {pmid}");
            }
            (spaced(&item.attribute("RefType")), text)
        })
        .collect()
}

/// `ErratumIn` as words.
fn spaced(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_uppercase() && !out.is_empty() {
            out.push(' ');
            out.extend(c.to_lowercase());
        } else {
            out.push(c);
        }
    }
    out
}
