//! Document formats: an input in, records out, each a document with warnings. One file per format under `format/`, one
//! entry each in [`FORMATS`]. An input of any size is read record by record; a record that cannot be read is named
//! with its place, and the next one is read.

use std::fmt;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use crate::document::{Document, PLAIN_ABOVE};
use crate::text::clean_line;

mod archive;
mod citation;
mod content;
mod encoding;
mod markdown;
mod nbib;
mod pubmed;
mod pubtator;
mod text;
mod xml;

pub use archive::{FORM, Kept, Mark, Note, SavedFilter, Source, Version};
pub use content::{Content, DAMAGED, Position, Stop};
pub use encoding::{Decoded, decode};

/// Bytes above which a file of one document is not read, compressed or not.
pub const SIZE_LIMIT: u64 = 200 << 20;

/// Bytes above which a record, or a document that came compressed, is not read.
pub const RECORD_LIMIT: u64 = 256 << 20;

/// One document read from an input.
#[derive(Debug, Clone)]
pub struct Parsed {
    /// The record key where the format has one (`PMID:123`), else none.
    pub key: Option<String>,
    /// What the input calls it, where that is more than its key says.
    pub name: Option<String>,
    /// What was read.
    pub document: Document,
    /// What could not be read, one sentence each.
    pub warnings: Vec<String>,
    /// What an export of a library says besides.
    pub kept: Option<Box<Kept>>,
}

/// What an input is told by.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// Its path, or `-`; for the extension and the title of last resort.
    pub name: &'a Path,
    /// Its content, or the beginning of it.
    pub bytes: &'a [u8],
}

/// A document format.
pub trait Format: Sync {
    /// Its name on the command line and in listings.
    fn name(&self) -> &'static str;
    /// File name extensions, lower case, without the dot.
    fn extensions(&self) -> &'static [&'static str];
    /// Whether the beginning of the content says that it is of this format. Asked in the order of [`FORMATS`], before
    /// the extension.
    fn recognises(&self, input: Input<'_>) -> bool;
    /// How it is cut into records; none for a format of one document.
    fn cut(&self) -> Option<Cut> {
        None
    }
    /// The document of a record, or why there is none: one clause.
    fn parse(&self, record: &Record) -> Result<Parsed, String>;
}

/// Finds the next record: gives its place and bytes and passes over it; none at the end. An error tells where it
/// happened; the input goes on behind it unless it cannot be read any more.
pub type Cut = fn(&mut Content<'_>) -> Option<Piece>;

/// A record with its place, or where it was that it could not be read.
pub type Piece = Result<(Position, Vec<u8>), (Position, Stop)>;

/// All formats, the most easily told first; the last one takes any text.
pub const FORMATS: &[&dyn Format] =
    &[&pubmed::Pubmed, &nbib::Nbib, &pubtator::Pubtator, &archive::Archive, &markdown::Markdown, &text::Text];

/// One record as it stands in its input, to be parsed on any thread.
pub struct Record {
    /// Where it stands.
    pub position: Position,
    /// What stands there.
    pub bytes: Vec<u8>,
    format: &'static dyn Format,
    file_name: Arc<str>,
}

/// A record that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordFailure {
    /// Where it stands; none for an input that is one document.
    pub position: Option<Position>,
    /// One clause.
    pub reason: String,
    /// What went wrong if the input could not be read on.
    pub error: Option<io::ErrorKind>,
}

/// The records of an input, one after the other.
pub struct Records<'a> {
    content: Content<'a>,
    format: &'static dyn Format,
    file_name: Arc<str>,
    ended: bool,
}

impl Input<'_> {
    /// The file name, cleaned.
    pub fn file_name(&self) -> String {
        let name = self.name.file_name().unwrap_or(self.name.as_os_str());
        clean_line(&name.to_string_lossy()).into_owned()
    }
}

/// The records of an input of any size: its format is told by the content first, by the extension second. Compressed
/// ones (gzip) are read as what is in them.
pub fn records<'a>(name: &Path, input: impl Read + Send + 'a) -> Result<Records<'a>, Refusal> {
    let content = Content::new(input, RECORD_LIMIT as usize).map_err(|(error, gzip)| {
        if content::damaged(&error, gzip) {
            Refusal::Damaged(content::reason(&error, gzip))
        } else {
            Refusal::Unreadable(error.kind())
        }
    })?;
    let input = Input { name, bytes: content.head() };
    let format = told(input)?;
    Ok(Records { file_name: input.file_name().into(), content, format, ended: false })
}

/// The documents of an input that is in memory, those that cannot be read left out.
pub fn read(input: Input<'_>) -> Result<impl Iterator<Item = Parsed> + '_, Refusal> {
    Ok(records(input.name, input.bytes)?.filter_map(|record| record.and_then(|record| record.parse()).ok()))
}

/// Bytes of a large text that are shown before the rest has been read; its place of reading is known by as many.
const BEGINNING: usize = 1 << 20;

/// The beginning of a file that is one large text, and the bytes of the whole: what [`Record::parse`] will give begins
/// with it, unless bytes further on show another encoding. None for any other file.
pub fn beginning(path: &Path) -> Option<(Document, usize)> {
    let file = std::fs::File::open(path).ok()?;
    let about = file.metadata().ok().filter(std::fs::Metadata::is_file)?;
    let size = about.len();
    if size <= PLAIN_ABOVE as u64 || size > SIZE_LIMIT {
        return None;
    }
    // With room for the rest of a character.
    let mut head = Vec::with_capacity(BEGINNING + 4);
    file.take(BEGINNING as u64 + 4).read_to_end(&mut head).ok()?;
    let input = Input { name: path, bytes: &head[..head.len().min(content::HEAD)] };
    let name = input.file_name();
    if !told(input).is_ok_and(|format| ["text", "markdown"].contains(&format.name())) || head.starts_with(b"\x1F\x8B") {
        return None;
    }
    let known = std::str::from_utf8(&head).map_or_else(|error| error.valid_up_to(), str::len);
    head.truncate(known);
    let decoded = decode(&head).text;
    if known < BEGINNING || decoded.len() != known {
        return None;
    }
    Some((text::large(&decoded, &name), size as usize))
}

/// The format of an input, by its beginning and its name.
fn told(input: Input<'_>) -> Result<&'static dyn Format, Refusal> {
    if let Some(format) = FORMATS.iter().find(|format| format.recognises(input)) {
        return Ok(*format);
    }
    if let Some(looks_like) = encoding::binary(input.bytes) {
        return Err(Refusal::Binary(looks_like.to_owned()));
    }
    let extension = extension(input.name);
    let by_extension = FORMATS.iter().find(|format| format.extensions().contains(&extension.as_str()));
    match by_extension {
        // Many things are written in XML or JSON Lines; the content decides what it is.
        Some(format) if format.cut().is_some() => Err(Refusal::Foreign(extension)),
        Some(format) => Ok(*format),
        None => Ok(&text::Text),
    }
}

/// Whether files of this name are told by their content alone, so that a folder may hold others, too.
pub fn told_by_content(path: &Path) -> bool {
    let extension = extension(path);
    FORMATS.iter().any(|format| format.cut().is_some() && format.extensions().contains(&extension.as_str()))
}

/// Whether a folder is expected to hold documents in files of this name: those of a known extension, compressed or
/// not, and those without any.
pub fn known_extension(path: &Path) -> bool {
    let extension = extension(path);
    let compressed = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("gz"));
    extension.is_empty() && !compressed
        || FORMATS.iter().any(|format| format.extensions().contains(&extension.as_str()))
}

/// The extension, lower case, that of the content for a compressed file.
fn extension(path: &Path) -> String {
    let own = |path: &Path| path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    match own(path) {
        gz if gz == "gz" => own(Path::new(path.file_stem().unwrap_or_default())),
        own => own,
    }
}

impl Iterator for Records<'_> {
    type Item = Result<Record, RecordFailure>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let found = if let Some(cut) = self.format.cut() {
            cut(&mut self.content)?.map_err(|(position, stop)| (Some(position), stop))
        } else {
            self.ended = true;
            let all = whole(&mut self.content);
            all.map(|bytes| (Position::default(), bytes)).map_err(|stop| (None, stop))
        };
        let (position, bytes) = match found {
            Ok(found) => found,
            Err((position, stop)) => return Some(Err(self.failure(position, &stop))),
        };
        Some(Ok(Record { position, bytes, format: self.format, file_name: self.file_name.clone() }))
    }
}

/// All of an input that is one document.
fn whole(content: &mut Content<'_>) -> Result<Vec<u8>, Stop> {
    let size = content.rest()?;
    if size as u64 > SIZE_LIMIT && !content.is_gzip() {
        return Err(Stop::TooLong);
    }
    Ok(content.take(size))
}

impl Records<'_> {
    /// Where reading is: the next byte, with gzip taken off.
    pub fn position(&self) -> Position {
        self.content.position()
    }

    fn failure(&mut self, position: Option<Position>, stop: &Stop) -> RecordFailure {
        let gzip = self.content.is_gzip();
        match stop {
            Stop::TooLong => {
                let limit = if position.is_none() && !gzip { SIZE_LIMIT } else { RECORD_LIMIT } >> 20;
                let what = if position.is_some() { "record" } else { "file" };
                let reason = format!("the {what} is larger than {limit} MB");
                RecordFailure { position, reason, error: None }
            }
            Stop::Broken(error) => {
                // What is behind an error of reading will never come.
                self.ended = true;
                let error_kind = (!content::damaged(error, gzip)).then_some(error.kind());
                RecordFailure { position, reason: content::reason(error, gzip), error: error_kind }
            }
        }
    }
}

impl Record {
    /// The document of this record.
    pub fn parse(&self) -> Result<Parsed, RecordFailure> {
        self.format.parse(self).map_err(|reason| RecordFailure { position: self.place(), reason, error: None })
    }

    /// Where it stands, if its input may have several.
    pub fn place(&self) -> Option<Position> {
        self.format.cut().map(|_| self.position)
    }

    /// The name of the file it stands in, cleaned.
    pub fn file_name(&self) -> &str {
        &self.file_name
    }
}

impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (format, bytes) = (self.format.name(), self.bytes.len());
        f.debug_struct("Record")
            .field("position", &self.position)
            .field("format", &format)
            .field("bytes", &bytes)
            .finish_non_exhaustive()
    }
}

/// Why an input cannot be read at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// It is no text of any known format; says what it looks like ("a PNG image", "an ELF program").
    Binary(String),
    /// Its name has an extension of ours, and its content is something else.
    Foreign(String),
    /// Its compression is damaged; says how.
    Damaged(String),
    /// It cannot be read.
    Unreadable(io::ErrorKind),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Binary(looks_like) => {
                write!(f, "this is {looks_like}, not a text; save or export it as text or Markdown and open that")
            }
            Self::Foreign(extension) => {
                let names: Vec<&str> = FORMATS
                    .iter()
                    .filter(|format| format.extensions().contains(&extension.as_str()))
                    .map(|format| format.name())
                    .collect();
                let extension = clean_line(extension);
                write!(f, "this .{extension} file is none of the kinds that can be read ({})", names.join(", "))
            }
            Self::Damaged(how) => f.write_str(how),
            Self::Unreadable(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Refusal {}
