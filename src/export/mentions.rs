//! Mentions of diseases, chemicals and genes as corpora of the field mark them, in `PubTator` and `BioC` JSON: offsets
//! count characters (code points) over title, a line break, and the rest.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde::Serialize;

use super::characters::Characters;
use crate::document::Document;
use crate::facts::{Fact, FactKind};
use crate::text::{Span, clean};
use crate::vocabulary::{ConceptKind, Vocabulary};

/// What is marked, and the facts that answer to it.
pub const TYPES: &[(&str, &[FactKind])] = &[
    ("Disease", &[FactKind::Disease, FactKind::Sign, FactKind::AdverseEvent]),
    ("Chemical", &[FactKind::Drug, FactKind::PriorTherapy]),
    ("Gene", &[FactKind::Target, FactKind::Antigen]),
];

/// A document as title and rest, with the mentions in it.
#[derive(Debug)]
pub struct Marked {
    /// What it is called: a `PubMed` number, a number of the library, a file name. One word.
    pub id: String,
    /// The title, on one line.
    pub title: String,
    /// All the rest, on one line.
    pub rest: String,
    /// In order of the text.
    pub mentions: Vec<Mention>,
}

/// A mention.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mention {
    /// The first character.
    pub start: usize,
    /// The one behind the last.
    pub end: usize,
    /// One of [`TYPES`].
    pub kind: &'static str,
    /// What stands there, on one line.
    pub text: String,
    /// The `MeSH` id of the concept, else its own, else `-`.
    pub identifier: String,
}

/// Whether a fact names what is marked: what is said of harm as a whole ("well tolerated") names nothing, and an earlier
/// treatment may be an operation.
fn is_named(fact: &Fact, vocabulary: &Vocabulary) -> bool {
    let concept = fact.concept.as_deref().and_then(|id| vocabulary.by_id(id));
    fact.concept.is_some()
        && (fact.kind != FactKind::PriorTherapy
            || concept.is_some_and(|concept| vocabulary.get(concept).kind == ConceptKind::Drug))
}

impl Marked {
    /// The mentions that `facts` tell of in `document`.
    pub fn new(id: &str, document: &Document, facts: &[Fact], vocabulary: &Vocabulary) -> Self {
        let parts = Parts::of(document);
        let mut seen = BTreeSet::new();
        let mut mentions = Vec::new();
        for (kind, kinds) in TYPES {
            for fact in facts.iter().filter(|fact| kinds.contains(&fact.kind) && is_named(fact, vocabulary)) {
                for evidence in &fact.evidence {
                    let surface = &evidence.surface;
                    if !seen.insert((*kind, surface.start, surface.end)) {
                        continue;
                    }
                    mentions.extend(parts.place(surface).map(|(start, end)| Mention {
                        start,
                        end,
                        kind,
                        text: on_one_line(&document.text[surface.clone()]),
                        identifier: identifier(fact, vocabulary),
                    }));
                }
            }
        }
        mentions.sort();
        let id: String = id.chars().map(|c| if c.is_whitespace() || c == '|' { '_' } else { c }).collect();
        Self { id, title: parts.title(), rest: parts.rest(), mentions }
    }

    /// The document in `PubTator` format, with the blank line that ends it.
    pub fn pubtator(&self) -> String {
        let Self { id, title, rest, mentions } = self;
        let mut out = format!("{id}|t|{title}\n{id}|a|{rest}\n");
        for Mention { start, end, kind, text, identifier } in mentions {
            writeln!(out, "{id}\t{start}\t{end}\t{text}\t{kind}\t{identifier}").expect("a String takes all");
        }
        out.push('\n');
        out
    }

    /// The document of a `BioC` collection.
    pub fn bioc(&self) -> impl Serialize + use<> {
        let border = self.title.chars().count();
        let passage = |kind, offset, text: &str, own: &dyn Fn(&Mention) -> bool| Passage {
            offset,
            infons: Infons { r#type: kind, identifier: None },
            text: text.to_owned(),
            sentences: [],
            annotations: self
                .mentions
                .iter()
                .enumerate()
                .filter(|(_, mention)| own(mention))
                .map(|(i, mention)| Annotation {
                    id: (i + 1).to_string(),
                    infons: Infons { r#type: mention.kind, identifier: Some(mention.identifier.clone()) },
                    text: mention.text.clone(),
                    locations: [Location { offset: mention.start, length: mention.end - mention.start }],
                })
                .collect(),
            relations: [],
        };
        BiocDocument {
            id: self.id.clone(),
            infons: Nothing {},
            passages: [
                passage("title", 0, &self.title, &|mention| mention.start < border),
                passage("abstract", border + 1, &self.rest, &|mention| mention.start >= border),
            ],
            relations: [],
        }
    }
}

/// What a collection of `BioC` JSON begins with, up to its first document; commas part the documents.
pub const BIOC_START: &str = r#"{"source":"casebook","date":"","key":"","infons":{},"documents":["#;

/// What it ends with.
pub const BIOC_END: &str = "]}";

#[derive(Serialize)]
struct BiocDocument {
    id: String,
    infons: Nothing,
    passages: [Passage; 2],
    relations: [(); 0],
}

#[derive(Serialize)]
struct Nothing {}

#[derive(Serialize)]
struct Passage {
    offset: usize,
    infons: Infons,
    text: String,
    sentences: [(); 0],
    annotations: Vec<Annotation>,
    relations: [(); 0],
}

#[derive(Serialize)]
struct Annotation {
    id: String,
    infons: Infons,
    text: String,
    locations: [Location; 1],
}

#[derive(Serialize)]
struct Infons {
    r#type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    identifier: Option<String>,
}

#[derive(Serialize)]
struct Location {
    offset: usize,
    length: usize,
}

/// The pieces of a text in the order of the format, each with its first character there.
struct Parts<'a> {
    text: &'a str,
    title: Span,
    rest: [Span; 2],
    /// Characters before each piece: title, what stands above it, what stands below it.
    starts: [usize; 3],
    characters: Characters<'a>,
}

impl<'a> Parts<'a> {
    fn of(document: &'a Document) -> Self {
        let text = &*document.text;
        let title = document.title.range.clone().map_or(0..0, |range| {
            // Blanks beside the title on its line are the title's; of all other blanks none is lost either.
            let above = text[..range.start].trim_end_matches([' ', '\t']).len();
            let start = if above == 0 || text[..above].ends_with('\n') { above } else { range.start };
            let line = text[range.end..].find('\n').map_or(text.len(), |at| range.end + at);
            let end = if text[range.end..line].trim().is_empty() { line } else { range.end };
            start..end
        });
        let above = 0..text[..title.start].trim_end_matches('\n').len();
        let below = text.len() - text[title.end..].trim_start_matches('\n').len()..text.len();
        let mut parts = Self { text, title, rest: [above, below], starts: [0; 3], characters: Characters::of(text) };
        let chars = |span: &Span| parts.characters.before(span.end) - parts.characters.before(span.start);
        let first = chars(&parts.title) + 1;
        let second = match chars(&parts.rest[0]) {
            0 => first,
            above => first + above + 1,
        };
        parts.starts = [0, first, second];
        parts
    }

    fn title(&self) -> String {
        on_one_line(&self.text[self.title.clone()])
    }

    fn rest(&self) -> String {
        let [above, below] = &self.rest;
        let blank = if above.is_empty() { "" } else { " " };
        format!("{}{blank}{}", on_one_line(&self.text[above.clone()]), on_one_line(&self.text[below.clone()]))
    }

    /// The first character and the one behind the last of a range; none where it lies in no piece.
    fn place(&self, span: &Span) -> Option<(usize, usize)> {
        let pieces = [&self.title, &self.rest[0], &self.rest[1]];
        let piece = pieces.iter().position(|piece| piece.start <= span.start && span.end <= piece.end)?;
        let start =
            self.starts[piece] + self.characters.before(span.start) - self.characters.before(pieces[piece].start);
        Some((start, start + self.characters.before(span.end) - self.characters.before(span.start)))
    }
}

/// Line breaks and tabs as blanks and what is not clean as a mark, one for one, so that every character keeps its
/// place.
fn on_one_line(text: &str) -> String {
    if matches!(clean(text), Cow::Borrowed(_)) {
        return text.replace(['\n', '\t', '\r'], " ");
    }
    let shown = |c: char| match c {
        '\n' | '\t' | '\r' => ' ',
        c if clean(c.encode_utf8(&mut [0; 4])) != *c.encode_utf8(&mut [0; 4]) => char::REPLACEMENT_CHARACTER,
        c => c,
    };
    text.chars().map(shown).collect()
}

fn identifier(fact: &Fact, vocabulary: &Vocabulary) -> String {
    let Some(own) = fact.concept.as_deref() else { return "-".to_owned() };
    let concept = vocabulary.by_id(own).map(|index| vocabulary.get(index));
    let xrefs = concept.map_or(&[][..], |concept| concept.xrefs);
    let mesh = std::iter::once(own).chain(xrefs.iter().copied()).find(|id| id.starts_with("MESH:"));
    mesh.unwrap_or(own).to_owned()
}
