//! What the reader does to documents: read, star, position, tags, removal. Each call is one durable transaction.

use rusqlite::{Transaction, TransactionBehavior, params};

use super::store::Reader;
use super::{DocId, LibraryError, Result};

/// A change of one document's state.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Change<'a> {
    Read(bool),
    Starred(bool),
    Position(usize),
    Tag(&'a str),
    Untag(&'a str),
}

/// Makes a change.
pub(crate) fn set(reader: &mut Reader, id: DocId, change: Change<'_>) -> Result<()> {
    let known = write(reader, |step| {
        let known: bool =
            step.query_row("SELECT EXISTS (SELECT 1 FROM document WHERE id = ?)", [id.0], |row| row.get(0))?;
        if !known {
            return Ok(false);
        }
        let state = |column: &str, value: i64| {
            step.execute(
                &format!(
                    "INSERT INTO state (doc, {column}) VALUES (?1, ?2)
                     ON CONFLICT (doc) DO UPDATE SET {column} = ?2"
                ),
                params![id.0, value],
            )
        };
        match change {
            Change::Read(read) => state("read", i64::from(read)),
            Change::Starred(starred) => state("starred", i64::from(starred)),
            Change::Position(position) => state("position", position as i64),
            Change::Tag(tag) => step.execute("INSERT OR IGNORE INTO tag VALUES (?, ?)", params![id.0, tag]),
            Change::Untag(tag) => step.execute("DELETE FROM tag WHERE doc = ? AND name = ?", params![id.0, tag]),
        }?;
        Ok(true)
    })?;
    if known { Ok(()) } else { Err(LibraryError::NoDocument(id)) }
}

/// Removes a document; a bundled one is remembered as removed.
pub(crate) fn remove(reader: &mut Reader, id: DocId) -> Result<()> {
    let removed = write(reader, |step| {
        step.execute(
            "INSERT OR IGNORE INTO removed_bundled
             SELECT substr(name, 9) FROM source WHERE doc = ? AND name LIKE 'bundled:%'",
            [id.0],
        )?;
        let removed = step.execute("DELETE FROM document WHERE id = ?", [id.0])?;
        if removed > 0 {
            let revision = next_revision(step)?;
            step.execute("INSERT INTO removed VALUES (?, ?)", params![id.0, revision])?;
        }
        Ok(removed)
    })?;
    if removed == 0 { Err(LibraryError::NoDocument(id)) } else { Ok(()) }
}

/// Sets the border of `is:new` after the newest document.
pub(crate) fn mark_seen(reader: &mut Reader) -> Result<()> {
    write(reader, |step| {
        step.execute(
            "UPDATE meta SET value = (SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'document')
             WHERE name = 'seen'",
            [],
        )
    })
    .map(drop)
}

/// The next number in the sequence of changes to documents.
pub(crate) fn next_revision(step: &Transaction<'_>) -> rusqlite::Result<i64> {
    step.prepare_cached("UPDATE meta SET value = value + 1 WHERE name = 'revision' RETURNING value")?
        .query_row([], |row| row.get(0))
}

/// One transaction that changes what cannot be imported again, and counts the change.
pub(crate) fn write<T>(reader: &mut Reader, work: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>) -> Result<T> {
    let place = reader.place.clone();
    let all = |db: &mut rusqlite::Connection| {
        let step = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = work(&step)?;
        step.execute("UPDATE meta SET value = value + 1 WHERE name = 'changes'", [])?;
        step.commit()?;
        Ok(done)
    };
    all(&mut reader.db).map_err(|error| LibraryError::from_sql(error, place.shown()))
}
