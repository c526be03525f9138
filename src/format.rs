//! Document formats: bytes in, documents and warnings out. One file per format under `format/`, one entry each in
//! [`FORMATS`]. Parsing never fails as a whole: it yields what it could read plus warnings.

use std::path::Path;

use crate::document::Document;

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
pub const FORMATS: &[&dyn Format] = &[];

/// Why an input cannot be read at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// It is no text of any known format; says what it looks like ("a PNG image", "an ELF program").
    Binary(String),
}

/// Stub until the formats are merged.
pub fn read(input: Input<'_>) -> Result<Box<dyn Iterator<Item = Parsed> + '_>, Refusal> {
    if input.bytes.contains(&0) {
        return Err(Refusal::Binary("a binary file".to_owned()));
    }
    let text = String::from_utf8_lossy(input.bytes).into_owned();
    let mut document = Document::default();
    document.title.text = text.lines().next().unwrap_or("").to_owned();
    document.text = text.into();
    Ok(Box::new(std::iter::once(Parsed {
        key: None,
        document,
        warnings: Vec::new(),
    })))
}

/// Stub.
pub fn known_extension(path: &Path) -> bool {
    path.extension().is_some_and(|end| end == "txt" || end == "md")
}
