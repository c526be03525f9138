//! Notes of documents as Markdown for people and as JSON that `casebook import` takes in again.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use super::annotations;
use crate::format::Note;
use crate::text::{clean, clean_line};

/// What the JSON begins with, so that an import knows it.
pub const MARK: &str = "casebook_notes";
/// The form of the JSON that this program writes.
const FORM: u8 = 1;

/// The notes of a document, with what it is known by.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Noted {
    /// Its record key.
    pub key: Option<String>,
    /// Where it came from, as the library shows it.
    pub source: String,
    /// One line.
    pub title: String,
    /// In order of the text. Offsets are bytes of the text; a quote with what stands before and after it tells the
    /// place where the text is another.
    pub notes: Vec<Note>,
}

#[derive(Serialize, Deserialize)]
struct File {
    casebook_notes: u8,
    documents: Vec<Noted>,
}

/// One JSON object with the notes of all documents.
pub fn json(documents: Vec<Noted>) -> String {
    let file = File { casebook_notes: FORM, documents };
    let mut text = serde_json::to_string_pretty(&file).expect("strings and numbers are JSON");
    text.push('\n');
    text
}

/// Bytes in which a file shows what it is.
const BEGINNING: usize = 256;

/// Whether a file begins like [`json`], or like a page of annotations.
pub fn recognises(head: &[u8]) -> bool {
    if annotations::recognises(head) {
        return true;
    }
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    let inner = head.strip_prefix(b"{").map(<[u8]>::trim_ascii_start);
    inner.is_some_and(|inner| inner.starts_with(format!("\"{MARK}\"").as_bytes()))
}

/// The notes of a file, or one clause about what is wrong with it.
///
/// # Errors
/// It is no JSON of this form.
pub fn read(text: &str) -> Result<Vec<Noted>, String> {
    let text = text.trim_start_matches('\u{feff}');
    if annotations::recognises(text.get(..crate::text::floor(text, BEGINNING)).unwrap_or_default().as_bytes()) {
        return annotations::read(text);
    }
    let file: File = serde_json::from_str(text).map_err(|error| clean_line(&error.to_string()).into_owned())?;
    if file.casebook_notes > FORM {
        return Err("a newer casebook has written it".to_owned());
    }
    Ok(file.documents)
}

/// Markdown: a heading for each document, a quotation for each place, what was noted below it.
pub fn markdown(documents: &[Noted]) -> String {
    let mut out = String::new();
    for (at, document) in documents.iter().enumerate() {
        if at > 0 {
            out.push('\n');
        }
        let _ = write!(out, "## {}\n\n{}\n", clean_line(&document.title), clean_line(&document.source));
        for note in &document.notes {
            let quote = clean(&note.quote).replace('\n', "\n> ");
            let _ = write!(out, "\n> {quote}\n");
            let lost = if note.lost { Some("place lost") } else { None };
            let marks: Vec<&str> = note.colour.as_deref().into_iter().chain(lost).collect();
            if !marks.is_empty() {
                let _ = write!(out, "\n*{}*\n", clean_line(&marks.join(", ")));
            }
            if let Some(body) = &note.body {
                let _ = write!(out, "\n{}\n", clean(body));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Noted, json, markdown, read, recognises};
    use crate::format::Note;

    fn noted() -> Vec<Noted> {
        let note = Note {
            start: 4,
            quote: "Fieber".into(),
            colour: Some("red".into()),
            body: Some("zwei\nZeilen".into()),
            ..Note::default()
        };
        vec![Noted { key: None, source: "/a.md".into(), title: "Fall".into(), notes: vec![note] }]
    }

    #[test]
    fn json_is_read_again_and_known_by_its_beginning() {
        let text = json(noted());
        assert!(recognises(text.as_bytes()) && recognises(format!("\u{feff} {text}").as_bytes()));
        assert_eq!(read(&text), Ok(noted()));
        for other in ["{\"casebook\":1}", "[]", "", "# casebook_notes"] {
            assert!(!recognises(other.as_bytes()), "{other}");
        }
        assert!(read("{\"casebook_notes\": 2, \"documents\": []}").is_err_and(|why| why.contains("newer")));
        assert!(read("{\"casebook_notes\": 1, \"documents\": 3}").is_err());
    }

    #[test]
    fn markdown_has_quote_colour_and_text() {
        assert_eq!(markdown(&noted()), "## Fall\n\n/a.md\n\n> Fieber\n\n*red*\n\nzwei\nZeilen\n");
    }
}
