//! What is printed: lines on stdout, each kind of output in one place. A closed pipe ends the program quietly.

use std::io::{BufWriter, IsTerminal as _, StdoutLock, Write};

use serde::Serialize;
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use super::Failure;
use crate::document::{Document, PLAIN_ABOVE};
use crate::text;

/// Columns of a terminal that does not tell them.
const WIDTH: usize = 80;
/// Bytes of a large text that are cleaned at a time.
const CHUNK: usize = 1 << 20;

/// Standard output.
pub(super) struct Output {
    out: BufWriter<StdoutLock<'static>>,
    /// The columns, if it is a terminal.
    pub(super) columns: Option<usize>,
    /// Whether the text before did not end its last line.
    open_line: bool,
}

impl Output {
    /// Standard output, locked.
    pub(super) fn new() -> Self {
        let out = std::io::stdout().lock();
        let columns = out.is_terminal().then(|| {
            let size = rustix::termios::tcgetwinsize(&out).ok();
            size.map(|size| usize::from(size.ws_col)).filter(|&columns| columns > 0).unwrap_or(WIDTH)
        });
        Self { out: BufWriter::with_capacity(64 << 10, out), columns, open_line: false }
    }

    /// A line of clean text.
    pub(super) fn line(&mut self, line: &str) -> Result<(), Failure> {
        Ok(writeln!(self.out, "{line}")?)
    }

    /// A value on a line of its own.
    pub(super) fn json(&mut self, value: &impl Serialize) -> Result<(), Failure> {
        serde_json::to_writer(&mut self.out, value)?;
        Ok(writeln!(self.out)?)
    }

    /// The text of a document and nothing else, but on a new line if another one stands before it. A large one is
    /// cleaned here, because it is kept as it is.
    pub(super) fn text(&mut self, document: &Document) -> Result<(), Failure> {
        let text: &str = &document.text;
        if std::mem::replace(&mut self.open_line, !text.is_empty() && !text.ends_with('\n')) {
            self.line("")?;
        }
        if text.len() <= PLAIN_ABOVE {
            return Ok(self.out.write_all(text.as_bytes())?);
        }
        let mut rest = text;
        while !rest.is_empty() {
            // A line break belongs to no cluster; a line of any length is cut.
            let mut near = rest.len().min(CHUNK);
            while !rest.is_char_boundary(near) {
                near -= 1;
            }
            let cut = rest[..near].rfind('\n').map_or(near, |at| at + 1);
            let (part, after) = rest.split_at(cut);
            self.out.write_all(text::clean(part).as_bytes())?;
            rest = after;
        }
        Ok(())
    }

    /// A part of a line.
    pub(super) fn part(&mut self, part: &str) -> Result<(), Failure> {
        Ok(self.out.write_all(part.as_bytes())?)
    }

    /// Writes what has been collected, so that it is read before an answer is typed.
    pub(super) fn flush(&mut self) -> Result<(), Failure> {
        Ok(self.out.flush()?)
    }

    /// Bytes made by the program itself.
    pub(super) fn bytes(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        Ok(self.out.write_all(bytes)?)
    }

    /// Writes what is left; without this an error of the last write would go unseen.
    pub(super) fn finish(mut self) -> Result<(), Failure> {
        Ok(self.out.flush()?)
    }
}

/// The text in so many columns: cut with … or filled with blanks.
pub(super) fn fit(text: &str, columns: usize) -> String {
    let width = text.width();
    if width <= columns {
        return format!("{text}{}", " ".repeat(columns - width));
    }
    let mut cut = String::new();
    let mut used = 1;
    for c in text.chars() {
        used += c.width().unwrap_or(0);
        if used > columns {
            break;
        }
        cut.push(c);
    }
    cut.push('…');
    let width = cut.width();
    format!("{cut}{}", " ".repeat(columns.saturating_sub(width)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_has_its_columns_whatever_stands_in_it() {
        let check = |text: &str, columns, expected: &str| assert_eq!(fit(text, columns), expected);
        check("Grüße", 7, "Grüße  ");
        check("Grüße", 5, "Grüße");
        check("Grüße", 4, "Grü…");
        check("漢字漢字", 4, "漢… ");
        check("", 2, "  ");
    }
}
