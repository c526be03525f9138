//! What the reader does to documents: read, star, position, tags. Each call is one durable transaction.

use roaring::RoaringBitmap;
use rusqlite::{OptionalExtension as _, ToSql, Transaction, TransactionBehavior, params};

use super::store::Reader;
use super::{DocId, LibraryError, Result};

/// A change of the state of documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StateChange<'a> {
    /// Read or unread.
    Read(bool),
    /// With a star or without.
    Starred(bool),
    /// Read up to this byte offset.
    Position(usize),
    /// With this tag.
    Tag(&'a str),
    /// Without this tag.
    Untag(&'a str),
}

/// Makes a change to many documents in one transaction; gives those that it changed.
pub(crate) fn set_all(reader: &mut Reader, wanted: &RoaringBitmap, change: StateChange<'_>) -> Result<RoaringBitmap> {
    write(reader, |step| {
        let documents = |sql: &str, params: &[&dyn ToSql]| -> rusqlite::Result<RoaringBitmap> {
            step.prepare_cached(sql)?.query_map(params, |row| row.get::<_, u32>(0))?.collect()
        };
        // Those that are so already; for a change that takes away, those that are not.
        let (has, gives) = match change {
            StateChange::Read(read) => (documents("SELECT doc FROM state WHERE read", &[])?, read),
            StateChange::Starred(starred) => (documents("SELECT doc FROM state WHERE starred", &[])?, starred),
            StateChange::Tag(tag) => (documents("SELECT doc FROM tag WHERE name = ?", &[&tag])?, true),
            StateChange::Untag(tag) => (documents("SELECT doc FROM tag WHERE name = ?", &[&tag])?, false),
            StateChange::Position(_) => (RoaringBitmap::new(), true),
        };
        let there: RoaringBitmap = if wanted.len() > SINGLY {
            wanted & documents("SELECT id FROM document", &[])?
        } else {
            let mut known = step.prepare_cached("SELECT EXISTS (SELECT 1 FROM document WHERE id = ?)")?;
            let mut there = RoaringBitmap::new();
            for doc in wanted {
                if known.query_row([doc], |row| row.get(0))? {
                    there.insert(doc);
                }
            }
            there
        };
        let changed = if gives { there - has } else { there & has };
        for doc in &changed {
            set_one(step, i64::from(doc), change)?;
        }
        Ok(changed)
    })
}

fn set_one(step: &Transaction<'_>, doc: i64, change: StateChange<'_>) -> rusqlite::Result<usize> {
    let state = |column: &str, value: i64| {
        let sql =
            format!("INSERT INTO state (doc, {column}) VALUES (?1, ?2) ON CONFLICT (doc) DO UPDATE SET {column} = ?2");
        step.prepare_cached(&sql)?.execute(params![doc, value])
    };
    let tag = |sql: &str, tag: &str| step.prepare_cached(sql)?.execute(params![doc, tag]);
    match change {
        StateChange::Read(read) => state("read", i64::from(read)),
        StateChange::Starred(starred) => state("starred", i64::from(starred)),
        StateChange::Position(position) => state("position", position as i64),
        StateChange::Tag(name) => tag("INSERT OR IGNORE INTO tag VALUES (?, ?)", name),
        StateChange::Untag(name) => tag("DELETE FROM tag WHERE doc = ? AND name = ?", name),
    }
}

/// Up to so many documents are looked up one by one.
const SINGLY: u64 = 10_000;

/// Makes a change.
pub(crate) fn set(reader: &mut Reader, id: DocId, change: StateChange<'_>) -> Result<()> {
    let known = write(reader, |step| {
        let known: bool =
            step.query_row("SELECT EXISTS (SELECT 1 FROM document WHERE id = ?)", [id.0], |row| row.get(0))?;
        if !known {
            return Ok(false);
        }
        set_one(step, id.0, change)?;
        Ok(true)
    })?;
    if known { Ok(()) } else { Err(LibraryError::NoDocument(id)) }
}

impl Reader {
    /// The document that was read last, if it is there.
    pub fn here(&self) -> Result<Option<DocId>> {
        self.run(|db| {
            db.query_row(
                "SELECT d.id FROM meta JOIN document d ON d.id = meta.value WHERE meta.name = 'here'",
                [],
                |row| Ok(DocId(row.get(0)?)),
            )
            .optional()
        })
    }

    /// Remembers which document is being read. No change that others look at, nor one that a backup is made for.
    pub(crate) fn set_here(&self, id: DocId) -> Result<()> {
        self.run(|db| db.execute("INSERT OR REPLACE INTO meta VALUES ('here', ?)", [id.0])).map(drop)
    }

    /// Whether any document is `is:new`.
    pub fn has_news(&self) -> Result<bool> {
        self.run(|db| {
            db.query_row(
                "SELECT EXISTS (SELECT 1 FROM document WHERE id > (SELECT value FROM meta WHERE name = 'seen'))",
                [],
                |row| row.get(0),
            )
        })
    }
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
