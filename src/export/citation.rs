//! A document as one formatted citation, in the manner of a CSL style: one of those that come with the library which
//! does the formatting, or a file.

use std::path::{Path, PathBuf};

use hayagriva::archive::{self, ArchivedStyle};
use hayagriva::citationberg::json::Item;
use hayagriva::citationberg::{IndependentStyle, LocaleCode, Style as Csl};
use hayagriva::{BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest};

use super::file;
use super::reference::{Reference, csl_items};
use crate::text::clean_line;
use crate::vocabulary::distance;
use crate::wording::Language;

/// The style used unless another is set.
pub const DEFAULT: &str = "vancouver";

/// Largest style file that is read.
const LARGEST: u64 = 4 << 20;

/// A style of citations.
#[derive(Debug)]
pub struct Style(IndependentStyle);

impl Style {
    /// The bundled style of a name, or that of a file whose name ends in `.csl`.
    ///
    /// # Errors
    /// There is no such style or file, or it holds no style; one sentence that names it and the way out.
    pub fn named(name: &str) -> Result<Self, String> {
        let name = name.trim();
        let shown = clean_line(name);
        if Path::new(name).extension().is_some_and(|end| end.eq_ignore_ascii_case("csl")) {
            let path = file::at_home(name);
            let text = read(&path).map_err(|error| format!("the citation style {shown} cannot be read: {error}"))?;
            let style = Csl::from_xml(&text)
                .map_err(|error| format!("{shown} holds no citation style: {}", clean_line(&error.to_string())))?;
            return match style {
                Csl::Independent(style) => Ok(Self(style)),
                Csl::Dependent(style) => {
                    let parent = style.parent_link.href;
                    bundled(&parent).ok_or_else(|| {
                        let parent = clean_line(&parent);
                        format!("{shown} only points at the style {parent}; name the file of that one")
                    })
                }
            };
        }
        bundled(name).ok_or_else(|| {
            let near = names().filter_map(|known| {
                Some((distance(name.to_lowercase().as_bytes(), known.as_bytes(), 2 + known.len() / 4)?, known))
            });
            let way = match near.min() {
                Some((_, near)) => format!("did you mean {near:?}?"),
                None => format!("there are {}", names().collect::<Vec<_>>().join(", ")),
            };
            format!("there is no citation style {shown:?}; {way} A file is named with its ending .csl")
        })
    }

    /// The citations of documents, without their numbers.
    pub fn format(&self, references: &[Reference], language: Language) -> Vec<String> {
        let items: Vec<Item> = csl_items(references)
            .into_iter()
            .map(|item| serde_json::from_value(item).expect("an item of CSL-JSON"))
            .collect();
        let locales = archive::locales();
        let spoken = match language {
            Language::German => Some(LocaleCode("de-DE".to_owned())),
            Language::English => None,
        };
        // A style that is made for one language keeps it.
        let locale = spoken.filter(|_| self.0.default_locale.is_none());
        let one = |item: &Item| {
            let mut driver = BibliographyDriver::new();
            let entry = vec![CitationItem::with_entry(item)];
            driver.citation(CitationRequest::new(entry, &self.0, locale.clone(), &locales, Some(1)));
            let done = driver.finish(BibliographyRequest::new(&self.0, locale.clone(), &locales));
            let listed = done.bibliography.and_then(|listed| listed.items.into_iter().next());
            // Styles of notes may have no bibliography.
            let shown = match (listed, done.citations.first()) {
                (Some(entry), _) => format!("{:#}", entry.content),
                (None, Some(citation)) => format!("{:#}", citation.citation),
                (None, None) => String::new(),
            };
            clean_line(&shown.split_whitespace().collect::<Vec<_>>().join(" ")).into_owned()
        };
        items.iter().zip(references).map(|(item, reference)| tidy(&one(item), &reference.title)).collect()
    }
}

/// A citation with what the parts that are missing in it leave behind set right: a stop between title and date, and no
/// second one where a part ends in one ("n.d..").
fn tidy(citation: &str, title: &str) -> String {
    let mut out = String::with_capacity(citation.len());
    let titled = citation.find(title).filter(|_| !title.is_empty()).map(|at| at + title.len());
    for word in citation.split(' ') {
        if !out.is_empty() {
            let dated = word.starts_with(|c: char| c.is_ascii_digit()) || word.starts_with("n.d") || word == "o.";
            if titled == Some(out.len()) && dated {
                out.push('.');
            }
            out.push(' ');
        }
        let more = word.strip_suffix("..").filter(|rest| !rest.ends_with('.') && !rest.is_empty());
        match more {
            Some(rest) => out.extend([rest, "."]),
            None => out.push_str(word),
        }
    }
    out
}

/// The bundled styles that cite an author and a title.
fn bundled_styles() -> impl Iterator<Item = ArchivedStyle> {
    ArchivedStyle::all().iter().copied().filter(|style| *style != ArchivedStyle::Alphanumeric)
}

/// The names of the bundled styles.
fn names() -> impl Iterator<Item = &'static str> {
    bundled_styles().flat_map(|style| style.names().iter().copied())
}

/// The bundled style of a name or address.
fn bundled(name: &str) -> Option<Style> {
    use ArchivedStyle::{ElsevierVancouver, NlmCitationSequence, NlmCitationSequenceSuperscript};
    let asked = ArchivedStyle::by_name(&name.to_lowercase()).or_else(|| ArchivedStyle::by_id(name))?;
    let style = bundled_styles().find(|style| *style == asked)?;
    // As the library formats them, these two lose the authors; the other is Vancouver as well.
    let style =
        if [NlmCitationSequence, NlmCitationSequenceSuperscript].contains(&style) { ElsevierVancouver } else { style };
    match style.get() {
        Csl::Independent(style) => Some(Style(style)),
        Csl::Dependent(_) => None,
    }
}

fn read(path: &PathBuf) -> std::io::Result<String> {
    let size = std::fs::metadata(path)?.len();
    if size > LARGEST {
        return Err(std::io::Error::other("it is too large for one"));
    }
    std::fs::read_to_string(path)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{DEFAULT, Style, bundled_styles};
    use crate::export::reference::Reference;
    use crate::format::{self, Input};
    use crate::vocabulary::Vocabulary;
    use crate::wording::Language;

    fn reference(name: &str, text: &str) -> Reference {
        let input = Input { name: Path::new(name), bytes: text.as_bytes() };
        let document = format::read(input).unwrap().next().unwrap().document;
        let facts = crate::facts::extract(&document, &Vocabulary::default());
        Reference::new(&document, &facts)
    }

    fn record() -> Reference {
        reference(
            "one.nbib",
            "PMID- 4711\nTI  - B cells: a small study.\nAU  - Müller AB\nFAU - Müller, Anna Berta\n\
             AU  - van der Berg C\nFAU - van der Berg, Carl\n\
             JT  - Journal of examples\nTA  - J Ex\nDP  - 2023 May 4\nVI  - 12\nIP  - 3\nPG  - 45-67\n\
             LID - 10.1000/ex.1 [doi]\nAB  - Nothing happened.\n",
        )
    }

    #[test]
    fn a_citation_is_as_its_style_has_it() {
        let check = |style: &str, parts: &[&str]| {
            let made = Style::named(style).unwrap().format(&[record()], Language::English);
            let [citation] = &made[..] else { panic!("{made:?}") };
            for part in parts {
                assert!(citation.contains(part), "{style}: {part} in {citation}");
            }
        };
        check(DEFAULT, &["Müller AB,", "Berg C", "B cells: a small study", "2023;12", "45", "67"]);
        check("apa", &["Müller, A. B.", "(2023)", "https://doi.org/10.1000/ex.1"]);
        check("Nature", &["Müller, A. B."]);
    }

    #[test]
    fn a_page_without_authors_or_date_is_cited_cleanly() {
        let cited = |text: &str| {
            let style = Style::named(DEFAULT).unwrap();
            style.format(&[reference("a.md", text)], Language::German).concat()
        };
        let dated =
            "---\ndate: 2024-03-05\nurl: https://example.org/a\n---\n# CAR-T bei Autoimmunerkrankungen\n\nText.\n";
        let cited = [cited(dated), cited("---\nurl: https://example.org/a\n---\n# Links\n\nText.\n")];
        for one in &cited {
            assert!(!one.contains("..") && one.contains(" https://example.org/a"), "{one}");
        }
        assert!(cited[0].starts_with("CAR-T bei Autoimmunerkrankungen. 2024"), "{cited:?}");
        assert!(cited[1].starts_with("Links. "), "{cited:?}");
    }

    #[test]
    fn every_bundled_style_cites_anything() {
        let page = reference("a.md", "# Neue Therapie wirkt\n\n4. Mai 2023\n\nText.\n");
        let all = [record(), page, Reference::default()];
        for name in bundled_styles().map(|style| style.names()[0]) {
            let style = Style::named(name).unwrap();
            let made = style.format(&all, Language::German);
            assert_eq!(made.len(), 3, "{name}");
            assert!(made[0].to_lowercase().contains("müller") && !made[0].contains('\u{1b}'), "{name}: {made:?}");
        }
    }

    #[test]
    fn mistakes_are_named_with_the_way_out() {
        let fails = |name: &str| Style::named(name).unwrap_err();
        assert!(fails("vancuver").contains("did you mean \"vancouver\"?"), "{}", fails("vancuver"));
        assert!(fails("zzzzzzzz").contains("there are "), "{}", fails("zzzzzzzz"));
        assert!(fails("/no/such.csl").contains("cannot be read"), "{}", fails("/no/such.csl"));
        let folder = tempfile::tempdir().unwrap();
        let file = |text: &str| {
            let path = folder.path().join("own.csl");
            std::fs::write(&path, text).unwrap();
            path.to_string_lossy().into_owned()
        };
        assert!(fails(&file("<p>no style</p>")).contains("holds no citation style"));
        let own = file(
            "<style xmlns=\"http://purl.org/net/xbiblio/csl\" class=\"in-text\" version=\"1.0\"><info><title>Own</title>\
             <id>own</id><updated>2024-01-01T00:00:00+00:00</updated></info><citation><layout><text variable=\"title\"/>\
             </layout></citation><bibliography><layout suffix=\"!\"><text variable=\"title\"/></layout></bibliography>\
             </style>",
        );
        assert_eq!(Style::named(&own).unwrap().format(&[record()], Language::English), ["B cells: a small study!"]);
    }
}
