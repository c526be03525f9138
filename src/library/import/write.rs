//! Writing a batch: who each document is, its version, its facts and what follows from them for lists and filters.

use std::time::{SystemTime, UNIX_EPOCH};

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use sha2::{Digest, Sha256};

use super::rows::Rows;
use super::{Ready, Verdict, fingerprint};
use crate::document::Document;
use crate::facts::{self, Fact};
use crate::library::facets::{self, Known, Slots};
use crate::library::store::Reader;
use crate::library::{DocId, LibraryError, Result, anchor, archive, study};
use crate::vocabulary::Vocabulary;

/// Numbers of values kept from one batch to the next.
const KNOWN: usize = 200_000;

/// Who the document is. Known by its key; else by its place; else by its text. A place whose text is the one it had is
/// unchanged, even where another source of the document has brought a newer text since.
pub(super) fn judge(db: &Connection, ready: &Ready) -> rusqlite::Result<Verdict> {
    if let Some(kept) = ready.archived() {
        return archive::judge(db, ready, kept);
    }
    let sha256 = ready.sha256.as_slice();
    let place: Option<(i64, bool, Option<String>)> = db
        .prepare_cached(
            "SELECT s.doc, s.sha256 = ?3, d.key FROM source s JOIN document d ON d.id = s.doc
             WHERE s.name = ?1 AND s.place = ?2",
        )?
        .query_row(params![ready.source.0, ready.source.1, sha256], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    // Where another record stands now, the place says nothing.
    let place = place.filter(|(_, _, key)| ready.key.is_none() || key.is_none() || *key == ready.key);
    if let Some((doc, true, _)) = place {
        return Ok(Verdict::Unchanged(doc));
    }
    let by_key: Option<i64> = match &ready.key {
        Some(key) => {
            db.prepare_cached("SELECT id FROM document WHERE key = ?")?.query_row([key], |row| row.get(0)).optional()?
        }
        None => None,
    };
    let from_here = place.as_ref().map(|(doc, ..)| *doc);
    let Some(owner) = by_key.or(from_here) else {
        return twin(db, ready);
    };
    let newest: bool = db
        .prepare_cached("SELECT sha256 = ?2 FROM document WHERE id = ?1")?
        .query_row(params![owner, sha256], |row| row.get(0))?;
    if from_here == Some(owner) {
        // Another source may have brought this text before.
        if newest {
            return Ok(Verdict::Unchanged(owner));
        }
        // A copy that was edited is a document of its own as long as the text shown still stands in another place.
        if ready.key.is_none() && by_key.is_none() && is_copied(db, owner, &ready.source)? {
            return twin(db, ready);
        }
        return Ok(Verdict::NewVersion(owner));
    }
    let known: bool = newest
        || db
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM version WHERE doc = ?1 AND sha256 = ?2)")?
            .query_row(params![owner, sha256], |row| row.get(0))?;
    Ok(if known { Verdict::OtherSource(owner) } else { Verdict::NewVersion(owner) })
}

/// Whether the newest text of a document also stands in another place than this. What came through a pipe stands nowhere.
fn is_copied(db: &Connection, doc: i64, (name, place): &(String, u32)) -> rusqlite::Result<bool> {
    db.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM source s JOIN document d ON d.id = s.doc AND d.sha256 = s.sha256
                        WHERE s.doc = ?1 AND NOT (s.name = ?2 AND s.place = ?3) AND s.name NOT LIKE 'stdin:%')",
    )?
    .query_row(params![doc, name, place], |row| row.get(0))
}

/// What a document is that no source leads to: another source of one with the same text, else new.
pub(in crate::library) fn twin(db: &Connection, ready: &Ready) -> rusqlite::Result<Verdict> {
    let twin: Option<i64> = db
        .prepare_cached(
            "SELECT id FROM document WHERE sha256 = ?1 AND (?2 IS NULL OR key IS NULL) ORDER BY id LIMIT 1",
        )?
        .query_row(params![ready.sha256.as_slice(), ready.key], |row| row.get(0))
        .optional()?;
    Ok(twin.map_or(Verdict::New, Verdict::OtherSource))
}

/// What stays the same from one batch to the next.
pub(super) struct Writer<'a> {
    vocabulary: &'a Vocabulary,
    fingerprint: String,
    values: Known,
}

/// One transaction, with the number that the next change to a document gets.
struct Step<'a> {
    step: Transaction<'a>,
    revision: i64,
}

impl<'a> Writer<'a> {
    pub(super) fn new(vocabulary: &'a Vocabulary) -> Self {
        Self { vocabulary, fingerprint: fingerprint(vocabulary), values: Known::new() }
    }

    /// Writes a batch in one transaction. Each document is judged again, since another process may have been quicker.
    pub(super) fn batch(&mut self, db: &mut Connection, batch: &[Ready]) -> rusqlite::Result<Vec<(Verdict, i64)>> {
        if self.values.len() > KNOWN {
            self.values.clear();
        }
        let mut step = Step::begin(db)?;
        let mut verdicts = Vec::with_capacity(batch.len());
        let mut changed = false;
        for ready in batch {
            let verdict = judge(&step.step, ready)?;
            let id = match verdict {
                Verdict::Unchanged(id) | Verdict::OtherSource(id) => id,
                Verdict::New | Verdict::NewVersion(_) => {
                    let found;
                    let rows = if let Some(rows) = &ready.rows {
                        rows
                    } else {
                        found = Rows::of(&ready.document, &facts::extract(&ready.document, self.vocabulary));
                        &found
                    };
                    changed = true;
                    match verdict {
                        Verdict::NewVersion(id) => self.renew(&mut step, id, ready, rows)?,
                        _ => self.add(&mut step, ready, rows)?,
                    }
                }
            };
            // A new document has its key.
            changed |= verdict != Verdict::New && note_key(&step.step, ready, id)?;
            changed |= match ready.archived() {
                Some(kept) => archive::restore(&step.step, id, ready, kept)?,
                None => note_source(&step.step, ready, id)?,
            };
            verdicts.push((verdict, id));
        }
        let added = verdicts.iter().filter(|(verdict, _)| *verdict == Verdict::New).count();
        if added > 0 {
            let count = "INSERT INTO reading VALUES (?1, ?2) ON CONFLICT DO UPDATE SET documents = documents + ?2";
            step.step.execute(count, params![self.fingerprint, added as i64])?;
        }
        if changed {
            step.step.execute("UPDATE meta SET value = value + 1 WHERE name = 'changes'", [])?;
        }
        step.commit()?;
        Ok(verdicts)
    }

    /// A new document.
    fn add(&mut self, step: &mut Step<'_>, ready: &Ready, rows: &Rows) -> rusqlite::Result<i64> {
        let revision = step.next();
        step.step
            .prepare_cached(
                "INSERT INTO document (key, version, sha256, revision, added, title, title_key, published, date_key,
                     languages, doc_type, diseases, disease_key, therapies, fingerprint)
                 VALUES (?1, 1, ?2, ?3, ?4, ?5, ?6, ?7, substr(?7 || '-01-01', 1, 10), ?8, ?9, ?10, ?11, ?12, ?13)",
            )?
            .execute(params![
                ready.key,
                ready.sha256,
                revision,
                now(),
                ready.document.title.text,
                rows.title_key,
                rows.published,
                rows.languages,
                rows.doc_type,
                rows.diseases,
                rows.disease_key,
                rows.therapies,
                self.fingerprint
            ])?;
        let id = step.step.last_insert_rowid();
        write_text(&step.step, id, 1, ready, rows)?;
        if let Some(kept) = ready.archived() {
            archive::backdate(&step.step, id, kept)?;
        }
        write_facts(&step.step, id, rows, &mut self.values)?;
        Ok(id)
    }

    /// A new version of a document.
    fn renew(&mut self, step: &mut Step<'_>, id: i64, ready: &Ready, rows: &Rows) -> rusqlite::Result<i64> {
        let version: i64 = step
            .step
            .prepare_cached(
                "UPDATE document SET version = version + 1, sha256 = ?2, title = ?3, title_key = ?4 WHERE id = ?1
                 RETURNING version",
            )?
            .query_row(params![id, ready.sha256, ready.document.title.text, rows.title_key], |row| row.get(0))?;
        anchor::move_to(&step.step, id, version, &ready.document.text)?;
        write_text(&step.step, id, version, ready, rows)?;
        rewrite_facts(step, id, rows, &self.fingerprint, &mut self.values)?;
        Ok(id)
    }
}

impl<'a> Step<'a> {
    fn begin(db: &'a mut Connection) -> rusqlite::Result<Self> {
        let step = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let revision = step.query_row("SELECT value FROM meta WHERE name = 'revision'", [], |row| row.get(0))?;
        Ok(Self { step, revision })
    }

    /// The next number in the sequence of changes to documents.
    fn next(&mut self) -> i64 {
        self.revision += 1;
        self.revision
    }

    fn commit(self) -> rusqlite::Result<()> {
        self.step.execute("UPDATE meta SET value = ?1 WHERE name = 'revision' AND value < ?1", [self.revision])?;
        self.step.commit()
    }
}

fn note_source(step: &Transaction<'_>, ready: &Ready, id: i64) -> rusqlite::Result<bool> {
    let (name, place) = &ready.source;
    let source = params![name, place, id, ready.sha256.as_slice()];
    let noted = step.prepare_cached("INSERT OR IGNORE INTO source VALUES (?1, ?2, ?3, ?4)")?.execute(source)? > 0
        || step
            .prepare_cached(
                "UPDATE source SET doc = ?3, sha256 = ?4
                 WHERE name = ?1 AND place = ?2 AND (doc <> ?3 OR sha256 <> ?4)",
            )?
            .execute(source)?
            > 0;
    Ok(noted)
}

fn note_key(step: &Transaction<'_>, ready: &Ready, id: i64) -> rusqlite::Result<bool> {
    let Some(key) = &ready.key else { return Ok(false) };
    let keyed =
        step.prepare_cached("UPDATE document SET key = ?2 WHERE id = ?1 AND key IS NULL")?.execute(params![id, key])?;
    Ok(keyed > 0)
}

fn write_text(step: &Transaction<'_>, id: i64, version: i64, ready: &Ready, rows: &Rows) -> rusqlite::Result<()> {
    let text: &str = &ready.document.text;
    step.prepare_cached("INSERT INTO version VALUES (?, ?, ?, ?, ?, ?)")?
        .execute(params![id, version, ready.sha256, now(), text, rows.structure])
        .map(drop)
}

/// Replaces the facts of a document and all that follows from them.
pub(crate) fn refresh(
    reader: &mut Reader,
    id: DocId,
    document: &Document,
    facts: &[Fact],
    vocabulary: &Vocabulary,
) -> Result<()> {
    let sha256: [u8; 32] = Sha256::digest(document.text.as_bytes()).into();
    let rows = Rows::of(document, facts);
    let place = reader.place.clone();
    let all = |db: &mut Connection| {
        let mut step = Step::begin(db)?;
        // A newer version may have come since it was read, with facts of its own.
        let same: Option<bool> = step
            .step
            .query_row("SELECT sha256 = ?2 FROM document WHERE id = ?1", params![id.0, sha256], |row| row.get(0))
            .optional()?;
        if same == Some(true) {
            rewrite_facts(&mut step, id.0, &rows, &fingerprint(vocabulary), &mut Known::new())?;
        }
        step.commit()
    };
    all(&mut reader.db).map_err(|error| LibraryError::from_sql(error, place.shown()))
}

/// Writes other facts for a document that has some.
fn rewrite_facts(
    step: &mut Step<'_>,
    id: i64,
    rows: &Rows,
    fingerprint: &str,
    values: &mut Known,
) -> rusqlite::Result<()> {
    let revision = step.next();
    step.step
        .prepare_cached(
            "UPDATE document SET revision = ?2, published = ?3, date_key = substr(?3 || '-01-01', 1, 10),
                 languages = ?4, doc_type = ?5, diseases = ?6, disease_key = ?7, therapies = ?8, fingerprint = ?9
             WHERE id = ?1",
        )?
        .execute(params![
            id,
            revision,
            rows.published,
            rows.languages,
            rows.doc_type,
            rows.diseases,
            rows.disease_key,
            rows.therapies,
            fingerprint
        ])?;
    for delete in
        ["DELETE FROM term WHERE doc = ?", "DELETE FROM fact WHERE doc = ?", "DELETE FROM facet WHERE doc = ?"]
    {
        step.step.prepare_cached(delete)?.execute([id])?;
    }
    write_facts(&step.step, id, rows, values)
}

/// Writes facts where there are none. Nothing is replaced: for a statement that may have to be taken back the database
/// copies every page that it touches, which costs more than the writing.
fn write_facts(step: &Transaction<'_>, id: i64, rows: &Rows, values: &mut Known) -> rusqlite::Result<()> {
    step.prepare_cached("INSERT INTO fact VALUES (?, ?)")?.execute(params![id, rows.facts])?;
    let mut terms = step.prepare_cached("INSERT INTO term VALUES (?, ?, ?, ?, ?, ?, ?, ?)")?;
    for term in &rows.terms {
        terms.execute(params![term.kind, id, term.ordinal, term.concept, term.key, term.flags, term.low, term.high])?;
    }
    let mut slots = Slots::default();
    for (value, flags) in &rows.values {
        slots.add(facets::value_number(step, value, values)?, *flags);
    }
    step.prepare_cached("INSERT INTO facet VALUES (?, ?, ?)")?.execute(params![id, rows.year, slots.bytes()])?;
    study::write(step, id, &rows.codes)
}

pub(crate) fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs() as i64)
}
