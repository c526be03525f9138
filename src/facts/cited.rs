//! The lines near the top by which the journal cites the document's own paper.

use super::Page;
use crate::document::ZoneKind;
use crate::document::structure::cited::cited;
use crate::text::Span;

/// Such a line, in the coordinates of the text.
#[derive(Debug)]
pub(super) struct Cited {
    /// The whole line.
    pub(super) line: Span,
    /// The name of the journal.
    pub(super) journal: Span,
    /// The year.
    pub(super) year: Option<Span>,
}

/// How far from the beginning the line stands, in bytes.
const HEAD: usize = 1500;

/// Reads the first lines of a page.
pub(super) fn read(page: &Page<'_>) -> Vec<Cited> {
    let text = &*page.document.text;
    let mut out = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if start > HEAD {
            break;
        }
        let prose = matches!(page.document.zone_at(start), Some(ZoneKind::References | ZoneKind::Keywords));
        let printed = line.trim_end();
        if let Some(found) = cited(printed).filter(|_| !prose) {
            out.push(Cited {
                line: start..start + printed.len(),
                journal: start + found.journal.start..start + found.journal.end,
                year: found.year.map(|year| start + year..start + year + 4),
            });
        }
        start += line.len();
    }
    out
}
