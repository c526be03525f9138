//! Reading from the store: heads for the list, documents with their facts, look-up by name. All reads are bounded and
//! indexed except those that say so.

use std::borrow::Cow;
use std::collections::HashSet;
use std::path::Path;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, Row, params};
use sha2::{Digest, Sha256};

use super::open::Place;
use super::order::Ids;
use super::{DocId, LibraryError, Result, gather, pack};
use crate::document::Document;
use crate::facts::Fact;

/// A connection that reads. Sees what others have committed.
#[derive(Debug)]
pub struct Reader {
    pub(crate) db: Connection,
    pub(crate) place: Place,
}

/// What a list shows of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Its number.
    pub id: DocId,
    /// The first place it was imported from: a path (with `#2` for the second record of a file of several), `bundled:NAME`, or
    /// `stdin:` and the beginning of the SHA-256 of the text. Not cleaned.
    pub source: String,
    /// One line, cleaned.
    pub title: String,
    /// ISO 639-1 codes, most of the text first; empty if unknown.
    pub language: Vec<String>,
    /// The value of its `doc_type` fact.
    pub doc_type: Option<String>,
    /// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    pub published: Option<String>,
    /// The diseases that a filter counts, preferred names, the primary one first.
    pub diseases: Vec<String>,
    /// Therapies, drugs and products likewise.
    pub therapies: Vec<String>,
    /// Whether it was read.
    pub read: bool,
    /// Whether it has a star.
    pub starred: bool,
    /// Whether it came after the library was last left; in one that never was, nothing is new.
    pub new: bool,
    /// When it was imported, seconds since 1970.
    pub added: i64,
}

/// A document as it is read.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// Text and structure.
    pub document: Document,
    /// The facts of the newest version; none for an older one.
    pub facts: Vec<Fact>,
    /// Whether the facts are damaged; a refresh finds them again.
    pub facts_lost: bool,
    /// What the list shows.
    pub head: Head,
    /// Where reading stopped, a byte offset on a character boundary of the text.
    pub position: usize,
    /// Marks that are kept outside the library; none of a library that keeps its own.
    pub marks: Vec<(char, usize)>,
    /// The version loaded and the newest, from 1.
    pub version: (u32, u32),
}

// The first record of a file has a number if the file has others.
const HEAD: &str = "SELECT d.id, (SELECT name || CASE WHEN place > 0 OR EXISTS (
            SELECT 1 FROM source other WHERE other.name = source.name AND other.place > 0
        ) THEN '#' || (place + 1) ELSE '' END FROM source
        WHERE doc = d.id ORDER BY name, place LIMIT 1), d.title, d.languages, d.doc_type, d.published, d.diseases,
        d.therapies, coalesce(s.read, 0), coalesce(s.starred, 0), d.added, coalesce(s.position, 0), d.version, d.key,
        coalesce(d.id > (SELECT nullif(value, 0) FROM meta WHERE name = 'seen'), 0)
    FROM document d LEFT JOIN state s ON s.doc = d.id WHERE d.id = ?";

impl Reader {
    /// A second connection.
    pub(crate) fn again(&self) -> Result<Self> {
        let place = self.place.clone();
        let db = self.run(|_| place.connect())?;
        self.run(|_| db.pragma_update(None, "query_only", true))?;
        Ok(Self { db, place })
    }

    /// Runs statements and says of an error which library it is about.
    pub(crate) fn run<T>(&self, work: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T> {
        work(&self.db).map_err(|error| LibraryError::from_sql(error, self.place.shown()))
    }

    /// How many documents there are.
    pub fn len(&self) -> Result<usize> {
        self.run(|db| {
            db.prepare_cached("SELECT coalesce(sum(documents), 0) FROM reading")?
                .query_row([], |row| row.get::<_, i64>(0))
                .map(|count| count as usize)
        })
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> Result<bool> {
        self.run(|db| db.query_row("SELECT NOT EXISTS (SELECT 1 FROM document)", [], |row| row.get(0)))
    }

    /// The heads of documents in the order asked for; those that are gone or damaged are left out.
    pub fn heads(&self, ids: &[DocId]) -> Result<Vec<Head>> {
        self.sound_heads(ids, &mut |_| {})
    }

    /// [`Reader::heads`] that names the documents which are damaged.
    pub fn sound_heads(&self, ids: &[DocId], damaged: &mut dyn FnMut(DocId)) -> Result<Vec<Head>> {
        let mut heads = Vec::with_capacity(ids.len());
        for id in ids {
            match self.run(|db| db.prepare_cached(HEAD)?.query_row([id.0], head).optional()) {
                Err(LibraryError::Damaged(..)) => damaged(*id),
                Ok(None) if !self.is_removed(*id)? => damaged(*id),
                found => heads.extend(found?),
            }
        }
        Ok(heads)
    }

    /// What an error of reading a document means: it may be the only one that is damaged.
    fn of_document(&self, id: DocId, error: LibraryError) -> LibraryError {
        let mut alone = false;
        match (&error, self.sound_heads(&[id], &mut |_| alone = true)) {
            (LibraryError::Damaged(..), Ok(_)) if alone => LibraryError::DamagedDocument(id, String::new()),
            _ => error,
        }
    }

    /// Whether a document is gone because somebody removed it.
    fn is_removed(&self, id: DocId) -> Result<bool> {
        self.run(|db| {
            db.prepare_cached("SELECT EXISTS (SELECT 1 FROM removed WHERE doc = ?)")?
                .query_row([id.0], |row| row.get(0))
        })
    }

    /// The newest version of a document. Its SHA-256 is checked.
    pub fn load(&self, id: DocId) -> Result<Loaded> {
        self.load_version(id, None)
    }

    /// A document, in an older version if one is named (from 1).
    pub fn load_version(&self, id: DocId, version: Option<u32>) -> Result<Loaded> {
        // One transaction, so that head, text and facts are of one moment.
        let (head, position, newest, stored, facts) = self
            .run(|db| {
                let moment = db.unchecked_transaction()?;
                let found = moment
                    .prepare_cached(HEAD)?
                    .query_row([id.0], |row| Ok((head(row)?, row.get::<_, i64>(11)?, row.get::<_, u32>(12)?)))
                    .optional()?;
                let Some((head, position, newest)) = found else {
                    return Ok(None);
                };
                let stored = moment
                    .prepare_cached("SELECT sha256, text, structure FROM version WHERE doc = ? AND version = ?")?
                    .query_row(params![id.0, version.unwrap_or(newest)], |row| {
                        Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?))
                    })
                    .optional();
                let stored = match stored {
                    // Text that is no UTF-8 any more is damage of this document, told below.
                    Err(
                        rusqlite::Error::FromSqlConversionFailure(..)
                        | rusqlite::Error::InvalidColumnType(..)
                        | rusqlite::Error::Utf8Error(..),
                    ) => Some((Vec::new(), String::new(), String::new())),
                    other => other?,
                };
                // Facts can be found again: that they cannot be read is no reason not to show the text.
                let facts: Option<String> = moment
                    .prepare_cached("SELECT facts FROM fact WHERE doc = ?")?
                    .query_row([id.0], |row| Ok(lossy(row, 0)?.into_owned()))
                    .optional()
                    .unwrap_or_default();
                Ok(Some((head, position, newest, stored, facts)))
            })
            .map_err(|error| self.of_document(id, error))?
            .ok_or(LibraryError::NoDocument(id))?;
        let (sha256, text, structure) = stored.ok_or(LibraryError::NoDocument(id))?;
        let damaged = || LibraryError::DamagedDocument(id, head.source.clone());
        if sha256 != Sha256::digest(text.as_bytes()).as_slice() {
            return Err(damaged());
        }
        let document = pack::document(text, &structure).ok_or_else(damaged)?;
        let version = version.unwrap_or(newest);
        let facts = if version == newest {
            facts.and_then(|facts| pack::read_facts(&document.text, &facts))
        } else {
            Some(Vec::new())
        };
        let (facts_lost, facts) = (facts.is_none(), facts.unwrap_or_default());
        let position = crate::text::floor(&document.text, position as usize);
        Ok(Loaded { document, facts, facts_lost, head, position, marks: Vec::new(), version: (version, newest) })
    }

    /// The document that a user names by number, path, `bundled:NAME`, `stdin:...` or record key.
    pub fn find_source(&self, name: &str) -> Result<Option<DocId>> {
        let number = name.parse::<i64>().ok();
        let path = gather::identity(Path::new(name));
        self.run(|db| {
            let found = db
                .prepare_cached("SELECT id FROM document WHERE id = ?1 OR key = ?2")?
                .query_row(params![number, name], |row| row.get(0).map(DocId))
                .optional()?;
            if found.is_some() {
                return Ok(found);
            }
            let mut by_source =
                db.prepare_cached("SELECT doc FROM source WHERE name = ?1 AND place = ?2 ORDER BY doc LIMIT 1")?;
            let (whole, record) = match name.rsplit_once('#').and_then(|(file, n)| Some((file, n.parse::<i64>().ok()?)))
            {
                Some((file, record)) if record > 0 => (gather::identity(Path::new(file)), record - 1),
                _ => (path.clone(), 0),
            };
            for (source, place) in [(name, 0), (path.as_str(), 0), (whole.as_str(), record)] {
                let found = by_source.query_row(params![source, place], |row| row.get(0).map(DocId)).optional()?;
                if found.is_some() {
                    return Ok(found);
                }
            }
            Ok(None)
        })
    }

    /// The document whose newest text this is.
    pub fn find_text(&self, text: &str) -> Result<Option<DocId>> {
        let sha256 = Sha256::digest(text.as_bytes());
        self.run(|db| {
            db.prepare_cached("SELECT id FROM document WHERE sha256 = ? ORDER BY id LIMIT 1")?
                .query_row([sha256.as_slice()], |row| row.get(0).map(DocId))
                .optional()
        })
    }

    /// All places a document was imported from.
    pub fn sources(&self, id: DocId) -> Result<Vec<String>> {
        self.strings(
            "SELECT name || CASE WHEN place > 0 OR EXISTS (
                 SELECT 1 FROM source other WHERE other.name = source.name AND other.place > 0
             ) THEN '#' || (place + 1) ELSE '' END FROM source WHERE doc = ? ORDER BY name, place",
            id,
        )
    }

    /// What exports call a document: the number or word of its key, else its own number.
    pub fn label(&self, id: DocId) -> Result<String> {
        let key: Option<String> = self.run(|db| {
            let found = db.prepare_cached("SELECT key FROM document WHERE id = ?")?.query_row([id.0], |row| row.get(0));
            Ok(found.optional()?.flatten())
        })?;
        Ok(key.map_or_else(|| id.0.to_string(), |key| key.strip_prefix("PMID:").unwrap_or(&key).to_owned()))
    }

    /// The tags of a document in order.
    pub fn tags(&self, id: DocId) -> Result<Vec<String>> {
        self.strings("SELECT name FROM tag WHERE doc = ? ORDER BY name", id)
    }

    /// All tags in use with the number of their documents, in order.
    pub fn all_tags(&self) -> Result<Vec<(String, u64)>> {
        self.run(|db| {
            db.prepare_cached("SELECT name, count(*) FROM tag GROUP BY name ORDER BY name")?
                .query_map([], |row| Ok((row.get(0)?, row.get::<_, i64>(1)? as u64)))?
                .collect()
        })
    }

    pub(crate) fn stale(&self, fingerprint: &str) -> Result<Vec<DocId>> {
        self.run(|db| {
            let all_fresh = "SELECT NOT EXISTS (SELECT 1 FROM reading WHERE fingerprint <> ? AND documents > 0)";
            if db.query_row(all_fresh, [fingerprint], |row| row.get(0))? {
                return Ok(Vec::new());
            }
            db.prepare_cached("SELECT id FROM document WHERE fingerprint <> ? ORDER BY id")?
                .query_map([fingerprint], |row| row.get(0).map(DocId))?
                .collect()
        })
    }

    pub(crate) fn removed_bundled(&self) -> Result<HashSet<String>> {
        self.run(|db| db.prepare_cached("SELECT name FROM removed_bundled")?.query_map([], |row| row.get(0))?.collect())
    }

    /// The newest publications, from the index of dates alone.
    pub fn newest(&self, count: usize) -> Result<Ids> {
        self.run(|db| {
            db.prepare_cached("SELECT id FROM document ORDER BY date_key DESC, id DESC LIMIT ?")?
                .query_map([count as i64], |row| row.get(0).map(DocId))?
                .collect()
        })
    }

    pub(crate) fn revision(&self) -> Result<i64> {
        self.run(|db| {
            db.prepare_cached("SELECT value FROM meta WHERE name = 'revision'")?.query_row([], |row| row.get(0))
        })
    }

    /// The number of changes of what the reader did.
    pub(crate) fn changes(&self) -> Result<i64> {
        self.run(|db| {
            db.prepare_cached("SELECT value FROM meta WHERE name = 'changes'")?.query_row([], |row| row.get(0))
        })
    }

    pub(crate) fn data_version(&self) -> Result<i64> {
        self.run(|db| db.query_row("PRAGMA data_version", [], |row| row.get(0)))
    }

    fn strings(&self, sql: &str, id: DocId) -> Result<Vec<String>> {
        self.run(|db| db.prepare_cached(sql)?.query_map([id.0], |row| row.get(0))?.collect())
    }
}

/// A text that may be damaged: what is no UTF-8 any more is replaced, what is no text is empty.
pub(crate) fn lossy<'a>(row: &'a Row<'_>, column: usize) -> rusqlite::Result<Cow<'a, str>> {
    Ok(match row.get_ref(column)? {
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => String::from_utf8_lossy(bytes),
        ValueRef::Null | ValueRef::Integer(_) | ValueRef::Real(_) => Cow::Borrowed(""),
    })
}

fn head(row: &Row<'_>) -> rusqlite::Result<Head> {
    let names = |column| -> rusqlite::Result<Vec<String>> {
        let packed: String = row.get(column)?;
        let broken = |error| rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, error);
        serde_json::from_str(&packed).map_err(|error| broken(Box::new(error)))
    };
    let source: Option<String> = row.get(1)?;
    let key: Option<String> = row.get(13)?;
    Ok(Head {
        id: DocId(row.get(0)?),
        source: source.or(key).unwrap_or_default(),
        title: row.get(2)?,
        language: names(3)?,
        doc_type: row.get(4)?,
        published: row.get(5)?,
        diseases: names(6)?,
        therapies: names(7)?,
        read: row.get(8)?,
        starred: row.get(9)?,
        added: row.get(10)?,
        new: row.get(14)?,
    })
}
