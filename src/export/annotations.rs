//! Facts and notes as web annotations (W3C Web Annotation Data Model, JSON-LD): each with the text it stands on as a
//! quote with its surroundings and as a position in characters. Notes are read again from it.

use std::fmt::Write as _;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::characters::Characters;
use super::json::{assertion, role, subject};
use super::notes::Noted;
use crate::document::Document;
use crate::facts::Fact;
use crate::format::Note;
use crate::library;
use crate::text::{Span, clean, clean_line};

/// What a page of annotations begins with; the annotations follow, parted by commas.
pub const START: &str = "{\"@context\":[\"http://www.w3.org/ns/anno.jsonld\",{\"casebook\":\"urn:casebook:\"}],\
                         \"type\":\"AnnotationPage\",\"items\":[\n";
/// What ends it.
pub const END: &str = "\n]}";

/// A page of these annotations.
pub fn page(annotations: &[Value]) -> String {
    let items: Vec<String> = annotations.iter().map(Value::to_string).collect();
    format!("{START}{}{END}\n", items.join(",\n"))
}

/// An annotation for each fact of a document: what it says, and all places it stands at.
pub fn facts(source: &str, document: &Document, facts: &[Fact]) -> Vec<Value> {
    let place = Place {
        text: &document.text,
        characters: Characters::of(&document.text),
        of: of(source, &document.title.text, None),
    };
    facts.iter().map(|fact| annotation(fact, &place)).collect()
}

fn annotation(fact: &Fact, place: &Place<'_>) -> Value {
    let mut bodies = vec![json!({
        "type": "TextualBody",
        "purpose": "tagging",
        "value": clean_line(&fact.value),
        "casebook:kind": fact.kind.name(),
        "casebook:role": role(fact),
        "casebook:assertion": assertion(fact.assertion),
        "casebook:subject": subject(fact.subject),
    })];
    if let Some(concept) = &fact.concept {
        bodies.push(json!({ "type": "SpecificResource", "purpose": "identifying", "source": concept_iri(concept) }));
    }
    let targets: Vec<Value> = fact.evidence.iter().map(|evidence| place.target(&evidence.surface)).collect();
    json!({
        "type": "Annotation",
        "motivation": "tagging",
        "generator": { "type": "Software", "name": concat!("casebook ", env!("CARGO_PKG_VERSION")) },
        "body": bodies,
        "target": targets,
    })
}

/// An annotation for each note and highlight of a document. Their offsets are those of the text they were written on;
/// without it only the quotes tell the place.
pub fn notes(noted: &Noted, document: Option<&Document>) -> Vec<Value> {
    let of = of(&noted.source, &noted.title, noted.key.as_deref());
    let characters = document.map(|document| (document, Characters::of(&document.text)));
    let one = |note: &Note| {
        let mut selectors = vec![json!({
            "type": "TextQuoteSelector",
            "exact": clean(&note.quote),
            "prefix": clean(&note.before),
            "suffix": clean(&note.after),
        })];
        let start = usize::try_from(note.start).unwrap_or(usize::MAX);
        if let Some((document, characters)) = &characters
            && document.text.get(start..).is_some_and(|rest| rest.starts_with(&note.quote))
        {
            let (start, end) = (characters.before(start), characters.before(start + note.quote.len()));
            selectors.push(json!({ "type": "TextPositionSelector", "start": start, "end": end }));
        }
        let mut bodies = Vec::new();
        if let Some(body) = &note.body {
            bodies.push(json!({ "type": "TextualBody", "purpose": "commenting", "value": clean(body) }));
        }
        if let Some(colour) = &note.colour {
            bodies.push(json!({ "type": "TextualBody", "purpose": "highlighting", "value": clean_line(colour) }));
        }
        json!({
            "type": "Annotation",
            "motivation": if note.body.is_some() { "commenting" } else { "highlighting" },
            "casebook:changed": note.changed,
            "body": bodies,
            "target": { "source": of, "selector": selectors },
        })
    };
    noted.notes.iter().map(one).collect()
}

/// A text whose places are pointed at.
struct Place<'a> {
    text: &'a str,
    characters: Characters<'a>,
    of: Value,
}

impl Place<'_> {
    fn target(&self, range: &Span) -> Value {
        let note = library::Note::at(library::DocId(0), self.text, range);
        json!({
            "source": self.of,
            "selector": [
                {
                    "type": "TextQuoteSelector",
                    "exact": clean(&note.quote),
                    "prefix": clean(&note.before),
                    "suffix": clean(&note.after),
                },
                {
                    "type": "TextPositionSelector",
                    "start": self.characters.before(range.start),
                    "end": self.characters.before(range.end),
                },
            ],
        })
    }
}

/// What an annotation is about.
fn of(source: &str, title: &str, key: Option<&str>) -> Value {
    let mut of = Map::new();
    of.insert("id".to_owned(), json!(iri(&clean_line(source))));
    of.insert("type".to_owned(), json!("Text"));
    of.insert("casebook:title".to_owned(), json!(clean_line(title)));
    of.extend(key.map(|key| ("casebook:key".to_owned(), json!(key))));
    Value::Object(of)
}

/// The address of a concept: identifiers of public vocabularies have one, ours are names.
fn concept_iri(id: &str) -> String {
    if id.starts_with("casebook:") { format!("urn:{id}") } else { format!("https://identifiers.org/{id}") }
}

/// A source as an address: of a file by its path, of anything else by its name.
fn iri(source: &str) -> String {
    let mut out = String::with_capacity(source.len() + 8);
    if source.starts_with('/') {
        out.push_str("file://");
    }
    for byte in source.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/:@!$&'()*+,;=#".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// The source of an address; undoes [`iri`].
fn source(iri: &str) -> String {
    let path = iri.strip_prefix("file://").unwrap_or(iri);
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let coded = after.get(..2).filter(|_| first == b'%').and_then(|code| std::str::from_utf8(code).ok());
        let byte = coded.and_then(|code| u8::from_str_radix(code, 16).ok());
        bytes.push(byte.unwrap_or(first));
        rest = if byte.is_some() { &after[2..] } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Whether a file begins like a page of annotations.
pub fn recognises(head: &[u8]) -> bool {
    let head = String::from_utf8_lossy(head);
    head.trim_start_matches('\u{feff}').trim_start().starts_with('{')
        && head.contains("http://www.w3.org/ns/anno.jsonld")
}

/// The notes and highlights of a page; annotations of other kinds are facts, which are found in the text anew.
///
/// # Errors
/// It is no JSON of this form; one clause.
pub fn read(text: &str) -> Result<Vec<Noted>, String> {
    let page: Page = serde_json::from_str(text.trim_start_matches('\u{feff}'))
        .map_err(|error| clean_line(&error.to_string()).into_owned())?;
    let mut documents: Vec<Noted> = Vec::new();
    for item in page.items {
        let Item { motivation, changed, body, target } = item;
        let Target::One(target) = target else { continue };
        if !["commenting", "highlighting"].contains(&motivation.as_str()) {
            continue;
        }
        let Some(quote) = target.selector.into_iter().find(|selector| selector.kind == "TextQuoteSelector") else {
            continue;
        };
        let of = |purpose: &str| body.iter().find(|body| body.purpose == purpose).map(|body| body.value.clone());
        let note = Note {
            quote: quote.exact,
            before: quote.prefix,
            after: quote.suffix,
            body: of("commenting"),
            colour: of("highlighting"),
            changed,
            ..Note::default()
        };
        let about = (source(&target.source.id), target.source.title, target.source.key);
        let same = |noted: &&mut Noted| (&noted.source, &noted.key) == (&about.0, &about.2);
        match documents.iter_mut().find(same) {
            Some(noted) => noted.notes.push(note),
            None => documents.push(Noted { source: about.0, title: about.1, key: about.2, notes: vec![note] }),
        }
    }
    Ok(documents)
}

#[derive(Deserialize)]
struct Page {
    items: Vec<Item>,
}

#[derive(Deserialize)]
struct Item {
    motivation: String,
    #[serde(default, rename = "casebook:changed")]
    changed: i64,
    #[serde(default)]
    body: Vec<Body>,
    target: Target,
}

#[derive(Deserialize)]
struct Body {
    #[serde(default)]
    purpose: String,
    #[serde(default)]
    value: String,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Target {
    One(Standing),
    /// Of a fact.
    Other(#[expect(dead_code, reason = "only its shape matters")] Value),
}

#[derive(Deserialize)]
struct Standing {
    source: About,
    selector: Vec<Selector>,
}

#[derive(Deserialize)]
struct About {
    id: String,
    #[serde(default, rename = "casebook:title")]
    title: String,
    #[serde(default, rename = "casebook:key")]
    key: Option<String>,
}

#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
struct Selector {
    #[serde(rename = "type")]
    kind: String,
    exact: String,
    prefix: String,
    suffix: String,
}

#[cfg(test)]
mod tests {
    use super::{facts, iri, notes, page, read, recognises, source};
    use std::path::Path;

    use crate::document::Document;
    use crate::export::notes::Noted;
    use crate::format::{self, Input, Note};
    use crate::vocabulary::Vocabulary;

    fn document(text: &str) -> Document {
        let input = Input { name: Path::new("a.txt"), bytes: text.as_bytes() };
        format::read(input).expect("a text").next().expect("one document").document
    }

    #[test]
    fn a_fact_points_at_its_places_in_characters() {
        let document = document("Größe: Lupus.\n\nDie Patientin hatte Lupus erythematodes.");
        let vocabulary = Vocabulary::bundled();
        let found = crate::facts::extract(&document, &vocabulary);
        let annotations = facts("/tmp/ein Fall.md", &document, &found);
        assert_eq!(annotations.len(), found.len());
        let letters: Vec<char> = document.text.chars().collect();
        for (fact, annotation) in found.iter().zip(&annotations) {
            let targets = annotation["target"].as_array().expect("targets");
            assert_eq!(targets.len(), fact.evidence.len());
            for (target, evidence) in targets.iter().zip(&fact.evidence) {
                assert_eq!(target["source"]["id"], "file:///tmp/ein%20Fall.md");
                let exact = target["selector"][0]["exact"].as_str().expect("a quote");
                assert_eq!(exact, &document.text[evidence.surface.clone()]);
                let at = |name: &str| target["selector"][1][name].as_u64().expect("an offset") as usize;
                let there: String = letters[at("start")..at("end")].iter().collect();
                assert_eq!(there, exact);
            }
        }
    }

    #[test]
    fn notes_are_read_again_by_their_quotes() {
        let note = Note {
            start: 7,
            quote: "Größe".into(),
            before: "vor ".into(),
            after: " nach".into(),
            colour: Some("red".into()),
            body: Some("zwei\nZeilen".into()),
            changed: 5,
            ..Note::default()
        };
        let lit = Note { body: None, ..note.clone() };
        let noted = Noted {
            key: Some("pmid:1".into()),
            source: "/a b.md".into(),
            title: "Fall".into(),
            notes: vec![note, lit],
        };
        let text = page(&notes(&noted, None));
        assert!(recognises(text.as_bytes()));
        let again = read(&text).expect("our own");
        let placeless = noted.notes.iter().map(|note| Note { start: 0, ..note.clone() }).collect();
        assert_eq!(again, [Noted { notes: placeless, ..noted }]);
        assert!(read("{\"items\":3}").is_err());
        let document = document("Lupus.");
        let found = crate::facts::extract(&document, &Vocabulary::bundled());
        assert_eq!(read(&page(&facts("x", &document, &found))), Ok(Vec::new()), "facts are no notes");
    }

    #[test]
    fn a_source_is_an_address_and_back() {
        for name in ["/tmp/ein Fall (1).md", "papers/Größe 50 %.txt", "bundled:a.md", "/a/b.xml#3"] {
            assert_eq!(source(&iri(name)), name);
            assert!(iri(name).is_ascii() && !iri(name).contains(' '));
        }
    }
}
