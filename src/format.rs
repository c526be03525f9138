//! Document formats: bytes in, documents and warnings out. One file per format under `format/`, one entry each in
//! [`FORMATS`]. Parsing never fails as a whole: it yields what it could read plus warnings.

use std::fmt;
use std::path::Path;

use crate::document::Document;
use crate::text::clean_line;

mod encoding;
mod markdown;
mod text;

pub use encoding::{Decoded, decode};

/// One document read from an input.
#[derive(Debug, Clone)]
pub struct Parsed {
    /// The record key where the format has one (`PMID:123`), else none.
    pub key: Option<String>,
    /// What was read.
    pub document: Document,
    /// What could not be read, one sentence each.
    pub warnings: Vec<String>,
}

/// What is to be read.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// Its path, or `-`; for the extension and the title of last resort.
    pub name: &'a Path,
    /// Its content.
    pub bytes: &'a [u8],
}

impl Input<'_> {
    /// The file name, cleaned.
    pub fn file_name(&self) -> String {
        let name = self.name.file_name().unwrap_or(self.name.as_os_str());
        clean_line(&name.to_string_lossy()).into_owned()
    }
}

/// A document format.
pub trait Format: Sync {
    /// Its name on the command line and in listings.
    fn name(&self) -> &'static str;
    /// File name extensions, lower case, without the dot.
    fn extensions(&self) -> &'static [&'static str];
    /// Whether the content says that it is of this format. Asked in the order of [`FORMATS`], before the extension.
    fn recognises(&self, input: Input<'_>) -> bool;
    /// The documents in it.
    fn records<'a>(&self, input: Input<'a>) -> Box<dyn Iterator<Item = Parsed> + 'a>;
}

/// All formats, the most easily told first; the last one takes any text.
pub const FORMATS: &[&dyn Format] = &[&markdown::Markdown, &text::Text];

/// Reads an input: its format is told by the content first, by the extension second.
pub fn read(input: Input<'_>) -> Result<Box<dyn Iterator<Item = Parsed> + '_>, Refusal> {
    if let Some(format) = FORMATS.iter().find(|format| format.recognises(input)) {
        return Ok(format.records(input));
    }
    if let Some(looks_like) = encoding::binary(input.bytes) {
        return Err(Refusal::Binary(looks_like.to_owned()));
    }
    let extension = extension(input.name);
    let by_extension = FORMATS.iter().find(|format| format.extensions().contains(&extension.as_str()));
    Ok(by_extension.map_or_else(|| text::Text.records(input), |format| format.records(input)))
}

/// Whether a folder is expected to hold documents in files of this name: those of a known extension, and those without
/// any.
pub fn known_extension(path: &Path) -> bool {
    let extension = extension(path);
    extension.is_empty() || FORMATS.iter().any(|format| format.extensions().contains(&extension.as_str()))
}

fn extension(path: &Path) -> String {
    path.extension().unwrap_or_default().to_string_lossy().to_lowercase()
}

/// Why an input cannot be read at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// It is no text of any known format; says what it looks like ("a PNG image", "an ELF program").
    Binary(String),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Binary(looks_like) => {
                write!(f, "this is {looks_like}, not a text; save or export it as text or Markdown and open that")
            }
        }
    }
}

impl std::error::Error for Refusal {}
