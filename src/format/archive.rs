//! JSON Lines: our own export, one document a line with all that belongs to it. A line of others is read, too, if it has
//! a `text`; `title` and `key` are taken where they are there.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::document::{Title, TitleOrigin, packed};
use crate::text::clean_line;

use super::content::{Content, Stop};
use super::{Cut, Format, Input, Parsed, Piece, Record};

/// JSON Lines.
pub(super) struct Archive;

/// The form of the lines that this program writes, the value of their first field.
pub const FORM: u8 = 1;

/// What a library keeps of a document besides its facts, as a line of an export has it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Kept {
    /// The [`FORM`] it was written in; none of a line of others.
    #[serde(skip_serializing)]
    pub casebook: Option<u64>,
    /// The record key.
    pub key: Option<String>,
    /// Where it came from, in order.
    pub sources: Vec<Source>,
    /// When it was imported, seconds since 1970.
    pub added: i64,
    /// Whether it was read.
    pub read: bool,
    /// Whether it has a star.
    pub starred: bool,
    /// Where reading stopped, a byte of the text.
    pub position: i64,
    /// In order.
    pub tags: Vec<String>,
    /// Notes and highlights, in order of the text.
    pub notes: Vec<Note>,
    /// Places remembered under a letter, by letter.
    pub marks: Vec<Mark>,
    /// When its newest version came, seconds since 1970.
    pub version_added: i64,
    /// The newest text; empty once it has become a document.
    pub text: String,
    /// Its blocks, sections and the like, as [`packed`] writes them.
    pub structure: Option<Box<RawValue>>,
    /// The versions before, the oldest first.
    pub versions: Vec<Version>,
    /// The saved filters of the library, in order; they stand in the first line of an export of all documents.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub filters: Vec<SavedFilter>,
}

/// A filter that is kept under a name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SavedFilter {
    /// One line.
    pub name: String,
    /// As in the filter prompt.
    pub query: String,
}

/// What a line of an export begins with.
pub(super) const MARK: &str = "{\"casebook\":";

/// A place a document came from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Source {
    /// A path, `bundled:NAME` or `stdin:...`.
    pub name: String,
    /// Which record of the file it is, from 0.
    #[serde(skip_serializing_if = "is_first")]
    pub place: i64,
    /// The SHA-256 of the text that was there, in hexadecimal digits, where it is not the newest text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
}

/// An older text with its structure.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Version {
    /// When it came, seconds since 1970.
    pub added: i64,
    /// The text.
    pub text: String,
    /// Blocks, sections and the like, as [`packed`] writes them.
    pub structure: Option<Box<RawValue>>,
}

/// A note or highlight.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Note {
    /// Which version it stands in.
    pub version: i64,
    /// Its first byte.
    pub start: i64,
    /// What stands there, before it and behind it.
    pub quote: String,
    /// See `quote`.
    pub before: String,
    /// See `quote`.
    pub after: String,
    /// Of a highlight.
    pub colour: Option<String>,
    /// Of a note.
    pub body: Option<String>,
    /// Whether the newest text does not have the quote.
    pub lost: bool,
    /// When it was changed last, seconds since 1970.
    pub changed: i64,
}

/// A place remembered under a letter.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Mark {
    /// The letter.
    pub letter: char,
    /// Its first byte.
    pub start: i64,
    /// What stands there, before it and behind it.
    pub quote: String,
    /// See `quote`.
    pub before: String,
    /// See `quote`.
    pub after: String,
    /// Whether the newest text does not have the quote.
    pub lost: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn is_first(place: &i64) -> bool {
    *place == 0
}

/// What is asked of a line without structure.
#[derive(Deserialize)]
struct Titled {
    title: Option<String>,
}

impl Format for Archive {
    fn name(&self) -> &'static str {
        "jsonl"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["jsonl", "ndjson"]
    }

    fn recognises(&self, input: Input<'_>) -> bool {
        let head = input.bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(input.bytes).trim_ascii_start();
        let Some(end) = memchr::memchr(b'\n', head) else {
            // Of a long line the beginning has to do.
            let begins = head.starts_with(b"{") && head.trim_ascii_start()[1..].trim_ascii_start().starts_with(b"\"");
            return begins && memchr::memmem::find(head, b"\"text\"").is_some();
        };
        head.starts_with(MARK.as_bytes())
            || head.starts_with(b"{")
                && serde_json::from_slice::<serde_json::Value>(&head[..end]).is_ok_and(|line| line["text"].is_string())
    }

    fn cut(&self) -> Option<Cut> {
        Some(cut)
    }

    fn parse(&self, record: &Record) -> Result<Parsed, String> {
        let bytes = record.bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&record.bytes);
        let mut kept: Kept = serde_json::from_slice(bytes).map_err(|error| reason(&error))?;
        if let Some(form) = kept.casebook.filter(|form| *form != u64::from(FORM)) {
            return Err(format!(
                "it is of form {form}, which another version of casebook writes; this one reads form {FORM}"
            ));
        }
        let title = if kept.structure.is_some() { None } else { titled(bytes)? };
        // A line that has no text at all is none of ours; one with an empty text may be.
        if kept.text.is_empty() && memchr::memmem::find(bytes, b"\"text\"").is_none() {
            return Err("it has no text".to_owned());
        }
        let text = std::mem::take(&mut kept.text);
        let key = kept.key.take().filter(|key| !key.trim().is_empty());
        if let Some(structure) = &kept.structure {
            let document = packed::document(text, structure.get()).ok_or("its structure does not fit its text")?;
            return Ok(Parsed { key, name: None, document, warnings: Vec::new(), kept: Some(Box::new(kept)) });
        }
        let mut parsed = super::text::of_str(&text, record.file_name());
        if let Some(title) = title.filter(|title| !title.is_empty()) {
            let range = parsed.document.text.find(&title).map(|at| at..at + title.len());
            parsed.document.title = Title { text: title, range, origin: TitleOrigin::Declared };
        }
        Ok(Parsed { key, kept: Some(Box::new(kept)), ..parsed })
    }
}

fn titled(line: &[u8]) -> Result<Option<String>, String> {
    let titled: Titled = serde_json::from_slice(line).map_err(|error| reason(&error))?;
    Ok(titled.title.map(|title| clean_line(title.trim()).into_owned()))
}

/// What is wrong with a line, and at which of its bytes.
fn reason(error: &serde_json::Error) -> String {
    let what = match error.classify() {
        serde_json::error::Category::Eof => "the line ends too early",
        serde_json::error::Category::Syntax | serde_json::error::Category::Io => "the line is no JSON",
        serde_json::error::Category::Data => "the line is no document",
    };
    format!("{what}: {}", clean_line(&error.to_string()))
}

/// The next line that is not blank.
fn cut(content: &mut Content<'_>) -> Option<Piece> {
    loop {
        match content.peek(1) {
            Ok([]) => return None,
            Ok([b'\n' | b'\r' | b' ']) => content.skip(1),
            Ok(_) => break,
            Err(error) => return Some(Err((content.position(), Stop::Broken(error)))),
        }
    }
    let position = content.begin();
    let found = content.find(b"\n", 0).and_then(|end| match end {
        Some(end) => Ok(end),
        None => content.rest(),
    });
    match found {
        Ok(len) => Some(Ok((position, content.take(len)))),
        Err(stop) => {
            if matches!(stop, Stop::TooLong) {
                // An error of reading is told with the next record.
                let _ = content.skip_to(b"\n");
            }
            Some(Err((position, stop)))
        }
    }
}
