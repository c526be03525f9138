//! The content of an input as it comes: gzip taken off, looked at from its beginning, cut into records by what stands
//! between them. Never more of it is in memory than one record and a little ahead.

use std::fmt;
use std::io::{self, Cursor, ErrorKind, Read};

use flate2::read::MultiGzDecoder;
use memchr::{memchr_iter, memmem};

/// Bytes looked at to tell what an input is.
pub(super) const HEAD: usize = 64 << 10;

/// Bytes read at a time.
const CHUNK: usize = 256 << 10;

/// Where a record stands in its input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Position {
    /// Its number, from 0.
    pub record: u32,
    /// The line it begins at, from 1.
    pub line: u64,
    /// The byte it begins at, from 0, with gzip taken off.
    pub byte: u64,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "record {}, line {}", u64::from(self.record) + 1, self.line)
    }
}

/// An input while it is read: a window on what comes, and the place where the window begins.
pub struct Content<'a> {
    reader: Box<dyn Read + Send + 'a>,
    window: Vec<u8>,
    /// Bytes of the window that are done with.
    done: usize,
    ended: bool,
    /// The place of the first byte that is not done with.
    at: Position,
    gzip: bool,
    /// Most bytes of one record.
    limit: usize,
}

impl<'a> Content<'a> {
    /// The content of an input, of which a record may have `limit` bytes. An error says whether it was compressed.
    pub(super) fn new(input: impl Read + Send + 'a, limit: usize) -> Result<Self, (io::Error, bool)> {
        let mut content = Self {
            reader: Box::new(input),
            window: Vec::new(),
            done: 0,
            ended: false,
            at: Position { line: 1, ..Position::default() },
            gzip: false,
            limit,
        };
        content.look().map_err(|error| (error, false))?;
        if content.window.starts_with(b"\x1F\x8B\x08") {
            let head = Cursor::new(std::mem::take(&mut content.window));
            content.reader = Box::new(MultiGzDecoder::new(head.chain(content.reader)));
            content.ended = false;
            content.gzip = true;
            content.look().map_err(|error| (error, true))?;
        }
        Ok(content)
    }

    /// The beginning.
    pub(super) fn head(&self) -> &[u8] {
        &self.window[..self.window.len().min(HEAD)]
    }

    /// Whether it was compressed.
    pub(super) fn is_gzip(&self) -> bool {
        self.gzip
    }

    /// The place of the next byte.
    pub(super) fn position(&self) -> Position {
        self.at
    }

    /// Fills the window for the first look. What goes wrong in a compressed input is told where it is read.
    fn look(&mut self) -> io::Result<()> {
        while !self.ended && self.window.len() < HEAD {
            match self.more() {
                Ok(()) => {}
                Err(error) if self.gzip && !self.window.is_empty() => {
                    self.fail_later(error);
                    break;
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Reads on.
    fn more(&mut self) -> io::Result<()> {
        if self.done > self.window.len() / 2 {
            self.window.drain(..self.done);
            self.done = 0;
        }
        let before = self.window.len();
        let size = if before == 0 { HEAD } else { CHUNK };
        let read = self.reader.by_ref().take(size as u64).read_to_end(&mut self.window)?;
        self.ended = read == 0;
        Ok(())
    }

    /// Where `needle` stands next, in bytes from here, at or after `from`; none where what comes has none.
    pub(super) fn find(&mut self, needle: &[u8], from: usize) -> Result<Option<usize>, Stop> {
        let mut from = from;
        loop {
            let rest = &self.window[self.done..];
            if let Some(at) = rest.get(from..).and_then(|rest| memmem::find(rest, needle)) {
                return Ok(Some(from + at));
            }
            if self.ended {
                return Ok(None);
            }
            if rest.len() > self.limit {
                return Err(Stop::TooLong);
            }
            from = from.max((rest.len() + 1).saturating_sub(needle.len()));
            self.more()?;
        }
    }

    /// The next `len` bytes, or what is left of them, without taking them.
    pub(super) fn peek(&mut self, len: usize) -> io::Result<&[u8]> {
        while !self.ended && self.window.len() - self.done < len {
            self.more()?;
        }
        let rest = &self.window[self.done..];
        Ok(&rest[..rest.len().min(len)])
    }

    /// [`Content::peek`] of what can be read; what goes wrong is told to whoever reads on.
    pub(super) fn glance(&mut self, len: usize) -> &[u8] {
        if let Err(error) = self.peek(len).map(drop) {
            self.fail_later(error);
        }
        let rest = &self.window[self.done..];
        &rest[..rest.len().min(len)]
    }

    /// Has an error told by the next read.
    pub(super) fn fail_later(&mut self, error: io::Error) {
        self.reader = Box::new(Failing(Some(error)));
    }

    /// All that is left, without taking it.
    pub(super) fn rest(&mut self) -> Result<usize, Stop> {
        while !self.ended {
            if self.window.len() - self.done > self.limit {
                return Err(Stop::TooLong);
            }
            self.more()?;
        }
        Ok(self.window.len() - self.done)
    }

    /// Takes the next `len` bytes, which have been looked at.
    pub(super) fn take(&mut self, len: usize) -> Vec<u8> {
        let all = self.done == 0 && len == self.window.len();
        let taken =
            if all { std::mem::take(&mut self.window) } else { self.window[self.done..self.done + len].to_vec() };
        self.passed(&taken);
        if !all {
            self.done += len;
        }
        taken
    }

    /// Passes over the next `len` bytes, which have been looked at.
    pub(super) fn skip(&mut self, len: usize) {
        let from = self.done;
        self.at.byte += len as u64;
        self.at.line += memchr_iter(b'\n', &self.window[from..from + len]).count() as u64;
        self.done += len;
    }

    /// Passes over all up to the next `needle`, or to the end; whether there is one.
    pub(super) fn skip_to(&mut self, needle: &[u8]) -> io::Result<bool> {
        loop {
            if let Some(at) = memmem::find(&self.window[self.done..], needle) {
                self.skip(at);
                return Ok(true);
            }
            let rest = self.window.len() - self.done;
            if self.ended {
                self.skip(rest);
                return Ok(false);
            }
            self.skip((rest + 1).saturating_sub(needle.len()));
            self.more()?;
        }
    }

    /// Counts a record; its place.
    pub(super) fn begin(&mut self) -> Position {
        let position = self.at;
        self.at.record += 1;
        position
    }

    fn passed(&mut self, bytes: &[u8]) {
        self.at.byte += bytes.len() as u64;
        self.at.line += memchr_iter(b'\n', bytes).count() as u64;
    }
}

/// Why a record has no end.
#[derive(Debug)]
pub enum Stop {
    /// It is longer than a record may be.
    TooLong,
    /// What comes cannot be read.
    Broken(io::Error),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Broken(error)
    }
}

/// Whether an error of reading is one of the data, and not of the device.
pub(super) fn damaged(error: &io::Error, gzip: bool) -> bool {
    gzip && matches!(error.kind(), ErrorKind::UnexpectedEof | ErrorKind::InvalidInput | ErrorKind::InvalidData)
}

/// What is said of compressed data that does not add up, which shows at its end only.
pub const DAMAGED: &str = "the compressed data is damaged";

/// What is said of an error of reading: a compressed input that is damaged or cut short is named as that.
pub(super) fn reason(error: &io::Error, gzip: bool) -> String {
    match error.kind() {
        ErrorKind::UnexpectedEof if gzip => "the compressed data ends too early".to_owned(),
        _ if damaged(error, gzip) => DAMAGED.to_owned(),
        _ => error.to_string(),
    }
}

/// An error that has happened and waits to be told.
struct Failing(Option<io::Error>);

impl Read for Failing {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}
