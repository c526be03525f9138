//! Finding a place again in a new version of a text: by what stands there and around it.

use crate::text::{Span, floor};
use rusqlite::{OptionalExtension, Transaction, params};

/// Characters around a quote that tell its occurrences apart; also the length of the quote of a bare place.
const AROUND: usize = 32;

/// Moves the position of reading, the notes and the marks of a document from the text of one version to that of the
/// next. What has lost its quote is marked as lost and kept.
pub(crate) fn move_to(step: &Transaction<'_>, id: i64, version: i64, text: &str) -> rusqlite::Result<()> {
    let position: Option<i64> = step
        .prepare_cached("SELECT position FROM state WHERE doc = ? AND position > 0")?
        .query_row([id], |row| row.get(0))
        .optional()?;
    if let Some(position) = position {
        let old: String = step
            .prepare_cached("SELECT text FROM version WHERE doc = ? AND version = ?")?
            .query_row(params![id, version - 1], |row| row.get(0))?;
        let at = floor(&old, position as usize);
        let quote = &old[at..after(&old, at)];
        let moved = find(text, quote, &old[before(&old, at)..at], "").unwrap_or(at.min(text.len()));
        step.execute("UPDATE state SET position = ?2 WHERE doc = ?1", params![id, moved as i64])?;
    }
    for table in ["note", "mark"] {
        let placed = format!("SELECT id, quote, before, after FROM {table} WHERE doc = ?");
        let moved =
            format!("UPDATE {table} SET start = coalesce(?2, start), lost = ?2 IS NULL, version = ?3 WHERE id = ?1");
        let mut placed = step.prepare_cached(&placed)?;
        let mut rows = placed.query([id])?;
        while let Some(row) = rows.next()? {
            let quote = row.get_ref(1)?.as_str()?;
            let place = find(text, quote, row.get_ref(2)?.as_str()?, row.get_ref(3)?.as_str()?);
            step.execute(&moved, params![row.get::<_, i64>(0)?, place.map(|place| place as i64), version])?;
        }
    }
    Ok(())
}

/// Where `quote` stands in `text`: of several places the one whose surroundings agree longest.
pub(crate) fn find(text: &str, quote: &str, before: &str, after: &str) -> Option<usize> {
    if quote.is_empty() {
        return None;
    }
    let agreement = |at: usize| {
        let ahead = text[..at].bytes().rev().zip(before.bytes().rev());
        let behind = text[at + quote.len()..].bytes().zip(after.bytes());
        ahead.take_while(|(a, b)| a == b).count() + behind.take_while(|(a, b)| a == b).count()
    };
    // Of equals the first; `max_by_key` would take the last.
    memchr::memmem::find_iter(text.as_bytes(), quote.as_bytes())
        .max_by_key(|&at| (agreement(at), std::cmp::Reverse(at)))
}

/// What stands before and behind a range: what its quote is told apart by.
pub(crate) fn around<'a>(text: &'a str, range: &Span) -> (&'a str, &'a str) {
    (&text[before(text, range.start)..range.start], &text[range.end..after(text, range.end)])
}

fn before(text: &str, at: usize) -> usize {
    text[..at].char_indices().rev().nth(AROUND - 1).map_or(0, |(start, _)| start)
}

fn after(text: &str, at: usize) -> usize {
    text[at..].char_indices().nth(AROUND).map_or(text.len(), |(end, _)| at + end)
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn surroundings_tell_equal_quotes_apart() {
        let text = "Fever rose. The patient slept. Fever fell. The patient woke; Ärzte sahen zu.";
        let check = |quote, before, after, expected: Option<usize>| {
            assert_eq!(find(text, quote, before, after), expected, "{quote}");
        };
        check("The patient", "Fever fell. ", " woke", text.rfind("The patient"));
        check("The patient", "", " slept", text.find("The patient"));
        check("The patient", "", "", text.find("The patient"));
        check("Ärzte", "", "", text.find("Ärzte"));
        check("The nurse", "Fever fell. ", "", None);
        check("", "Fever", "", None);
    }
}
