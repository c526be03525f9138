//! Taking documents in: who a document is (record key, else place, else its text), what is new about it, and one
//! transaction for a batch of documents with their facts.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use sha2::{Digest, Sha256};

use super::facets::{self, Slots};
use super::gather::{self, Gathered};
use super::store::Reader;
use super::{DocId, LibraryError, Result, fold, pack, state};
use crate::document::Document;
use crate::facts::{self, Data, Fact, FactKind, Role};
use crate::vocabulary::Vocabulary;

/// A batch ends with this many documents, bytes of text or this much time, whichever comes first.
const BATCH_DOCUMENTS: usize = 500;
const BATCH_BYTES: usize = 4 << 20;
const BATCH_TIME: Duration = Duration::from_millis(500);

/// Names a list shows of one document.
const HEAD_NAMES: usize = 8;

/// A document on its way in.
#[derive(Debug, Clone)]
pub struct Incoming {
    /// Where it comes from.
    pub origin: Origin,
    /// The record key where the format has one.
    pub key: Option<String>,
    /// What was read.
    pub document: Document,
    /// What could not be read.
    pub warnings: Vec<String>,
}

/// Where a document comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// The record at this place, from 0, of a file.
    File(PathBuf, u32),
    /// Standard input: known by its text.
    Stdin,
    /// Compiled into the program.
    Bundled(String),
}

/// Something that could not be taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What it is called, cleaned.
    pub name: String,
    /// One clause.
    pub reason: String,
    /// The exit code of a program that had only this to do: 65 data, 66 missing, 74 input or output, 77 permission.
    pub code: u8,
}

/// How far an import is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Progress {
    /// Documents safely in the store, or found there unchanged.
    pub documents: usize,
    /// Bytes of their texts.
    pub bytes: u64,
    /// Bytes of all files, where that is known.
    pub of_bytes: Option<u64>,
}

/// What became of an import.
#[derive(Debug, Default)]
pub struct ImportReport {
    /// New documents.
    pub added: usize,
    /// Documents with a new version.
    pub updated: usize,
    /// Documents that were there, from the same place.
    pub unchanged: usize,
    /// Documents that were there, from another place.
    pub other_source: usize,
    /// Files of unknown kind in folders.
    pub skipped: usize,
    /// What could not be read.
    pub failed: Vec<Failure>,
    /// What is missing from documents that were read: name and sentence.
    pub warnings: Vec<(String, String)>,
    /// Folders that have nothing readable.
    pub barren: Vec<PathBuf>,
    /// The documents, in order of arrival, the unchanged ones included.
    pub ids: Vec<DocId>,
    /// Stopped before the end.
    pub stopped: bool,
}

impl ImportReport {
    /// The exit code of a program that did nothing else.
    pub fn exit_code(&self) -> u8 {
        exit_code(!self.ids.is_empty(), &self.failed, &self.barren)
    }
}

/// The exit code of a program that read files: 0 if all went well, 1 if some did; if none did, what they have in
/// common, else 1.
pub fn exit_code(some: bool, failed: &[Failure], barren: &[PathBuf]) -> u8 {
    let mut codes = failed.iter().map(|failure| failure.code).chain(barren.iter().map(|_| 66));
    match codes.next() {
        None => 0,
        Some(first) if !some && codes.all(|code| code == first) => first,
        Some(_) => 1,
    }
}

impl Failure {
    /// Data that cannot be read, with a cleaned name and the reason.
    pub fn new(name: String, reason: String) -> Self {
        Self { name, reason, code: 65 }
    }
}

impl Incoming {
    /// A document without record key or warnings.
    pub fn new(origin: Origin, document: Document) -> Self {
        Self {
            origin,
            key: None,
            document,
            warnings: Vec::new(),
        }
    }

    /// The place as a library knows it: see [`super::Head::source`].
    pub fn source(&self) -> String {
        let sha256: [u8; 32] = Sha256::digest(self.document.text.as_bytes()).into();
        match source_name(&self.origin, &sha256) {
            (name, 0) => name,
            (name, place) => format!("{name}#{}", place + 1),
        }
    }
}

/// The version of facts found with this vocabulary by this program.
pub(crate) fn fingerprint(vocabulary: &Vocabulary) -> String {
    format!("{} {}", env!("CARGO_PKG_VERSION"), vocabulary.fingerprint())
}

/// An import under way.
pub(crate) struct Importer<'a> {
    reader: &'a mut Reader,
    vocabulary: &'a Vocabulary,
    fingerprint: String,
    progress: &'a mut dyn FnMut(&Progress) -> ControlFlow<()>,
    so_far: Progress,
    report: ImportReport,
    batch: Vec<Ready>,
    bytes: usize,
    since: Instant,
}

/// A document that waits for its transaction.
struct Ready {
    source: (String, u32),
    key: Option<String>,
    document: Document,
    sha256: [u8; 32],
    facts: Option<Vec<Fact>>,
}

/// What a document is to the library.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    New,
    NewVersion(i64),
    OtherSource(i64),
    Unchanged(i64),
}

impl<'a> Importer<'a> {
    pub(crate) fn new(
        reader: &'a mut Reader,
        vocabulary: &'a Vocabulary,
        progress: &'a mut dyn FnMut(&Progress) -> ControlFlow<()>,
    ) -> Self {
        Self {
            reader,
            fingerprint: fingerprint(vocabulary),
            vocabulary,
            progress,
            so_far: Progress::default(),
            report: ImportReport::default(),
            batch: Vec::new(),
            bytes: 0,
            since: Instant::now(),
        }
    }

    /// Notes what is known before the first file is read.
    pub(crate) fn expect(&mut self, gathered: &Gathered) {
        self.report.skipped = gathered.skipped.len();
        self.report.barren.clone_from(&gathered.barren);
        self.so_far.of_bytes = Some(gathered.files.iter().map(|(_, size)| size).sum());
    }

    /// Takes one document; a full batch is committed.
    pub(crate) fn take(&mut self, item: std::result::Result<Incoming, Failure>) -> Result<ControlFlow<()>> {
        let incoming = match item {
            Ok(incoming) => incoming,
            Err(failure) => {
                self.report.failed.push(failure);
                return Ok(ControlFlow::Continue(()));
            }
        };
        let sha256: [u8; 32] = Sha256::digest(incoming.document.text.as_bytes()).into();
        let mut ready = Ready {
            source: source_name(&incoming.origin, &sha256),
            key: incoming.key,
            document: incoming.document,
            sha256,
            facts: None,
        };
        let shown = crate::text::clean_line(&ready.source.0).into_owned();
        let warnings = incoming.warnings.into_iter();
        self.report
            .warnings
            .extend(warnings.map(|warning| (shown.clone(), warning)));
        // Facts are found before the transaction begins, which is to be short.
        let verdict = self.reader.run(|db| judge(db, &ready))?;
        if matches!(verdict, Verdict::New | Verdict::NewVersion(_)) {
            ready.facts = Some(facts::extract(&ready.document, self.vocabulary));
        }
        self.bytes += ready.document.text.len();
        self.batch.push(ready);
        let full =
            self.batch.len() >= BATCH_DOCUMENTS || self.bytes >= BATCH_BYTES || self.since.elapsed() >= BATCH_TIME;
        if full {
            self.commit()
        } else {
            Ok(ControlFlow::Continue(()))
        }
    }

    /// Commits what is left.
    pub(crate) fn finish(mut self) -> Result<ImportReport> {
        if !self.report.stopped {
            let _ = self.commit()?;
        }
        Ok(self.report)
    }

    fn commit(&mut self) -> Result<ControlFlow<()>> {
        let batch = std::mem::take(&mut self.batch);
        let place = self.reader.place.clone();
        let verdicts = write(&mut self.reader.db, &batch, self.vocabulary, &self.fingerprint)
            .map_err(|error| LibraryError::from_sql(error, place.shown()))?;
        for (verdict, id) in verdicts {
            *match verdict {
                Verdict::New => &mut self.report.added,
                Verdict::NewVersion(_) => &mut self.report.updated,
                Verdict::OtherSource(_) => &mut self.report.other_source,
                Verdict::Unchanged(_) => &mut self.report.unchanged,
            } += 1;
            self.report.ids.push(DocId(id));
        }
        self.so_far.documents = self.report.ids.len();
        self.so_far.bytes += std::mem::take(&mut self.bytes) as u64;
        self.since = Instant::now();
        let flow = (self.progress)(&self.so_far);
        self.report.stopped = flow.is_break();
        Ok(flow)
    }
}

fn source_name(origin: &Origin, sha256: &[u8; 32]) -> (String, u32) {
    match origin {
        Origin::File(path, place) => (gather::identity(path), *place),
        Origin::Stdin => {
            let hex: String = sha256[..8].iter().map(|byte| format!("{byte:02x}")).collect();
            (format!("stdin:{hex}"), 0)
        }
        Origin::Bundled(name) => (format!("bundled:{name}"), 0),
    }
}

/// Who the document is. Known by its key; else by its place; else by its text. A place whose text is the one it had is
/// unchanged, even where another source of the document has brought a newer text since: else two copies of which one
/// was edited would take turns at being the newest version.
fn judge(db: &Connection, ready: &Ready) -> rusqlite::Result<Verdict> {
    let sha256 = ready.sha256.as_slice();
    let place: Option<(i64, bool, Option<String>)> = db
        .prepare_cached(
            "SELECT s.doc, s.sha256 = ?3, d.key FROM source s JOIN document d ON d.id = s.doc
             WHERE s.name = ?1 AND s.place = ?2",
        )?
        .query_row(params![ready.source.0, ready.source.1, sha256], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .optional()?;
    // Where another record stands now, the place says nothing.
    let place = place.filter(|(_, _, key)| ready.key.is_none() || key.is_none() || *key == ready.key);
    if let Some((doc, true, _)) = place {
        return Ok(Verdict::Unchanged(doc));
    }
    let by_key: Option<i64> = match &ready.key {
        Some(key) => db
            .prepare_cached("SELECT id FROM document WHERE key = ?")?
            .query_row([key], |row| row.get(0))
            .optional()?,
        None => None,
    };
    let from_here = place.as_ref().map(|(doc, ..)| *doc);
    let Some(owner) = by_key.or(from_here) else {
        let twin: Option<i64> = db
            .prepare_cached(
                "SELECT id FROM document WHERE sha256 = ?1 AND (?2 IS NULL OR key IS NULL) ORDER BY id LIMIT 1",
            )?
            .query_row(params![sha256, ready.key], |row| row.get(0))
            .optional()?;
        return Ok(twin.map_or(Verdict::New, Verdict::OtherSource));
    };
    let newest: bool = db
        .prepare_cached("SELECT sha256 = ?2 FROM document WHERE id = ?1")?
        .query_row(params![owner, sha256], |row| row.get(0))?;
    if from_here == Some(owner) {
        // Another source may have brought this text before.
        return Ok(if newest {
            Verdict::Unchanged(owner)
        } else {
            Verdict::NewVersion(owner)
        });
    }
    let known: bool = newest
        || db
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM version WHERE doc = ?1 AND sha256 = ?2)")?
            .query_row(params![owner, sha256], |row| row.get(0))?;
    Ok(if known {
        Verdict::OtherSource(owner)
    } else {
        Verdict::NewVersion(owner)
    })
}

/// Writes a batch in one transaction. Each document is judged again, since another process may have been quicker.
fn write(
    db: &mut Connection,
    batch: &[Ready],
    vocabulary: &Vocabulary,
    fingerprint: &str,
) -> rusqlite::Result<Vec<(Verdict, i64)>> {
    let step = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut verdicts = Vec::with_capacity(batch.len());
    let mut values = HashMap::new();
    let mut changed = false;
    for ready in batch {
        let verdict = judge(&step, ready)?;
        let id = match verdict {
            Verdict::Unchanged(id) | Verdict::OtherSource(id) => id,
            Verdict::New | Verdict::NewVersion(_) => {
                let found;
                let facts = if let Some(facts) = &ready.facts {
                    facts
                } else {
                    found = facts::extract(&ready.document, vocabulary);
                    &found
                };
                let old = match verdict {
                    Verdict::NewVersion(id) => Some(id),
                    _ => None,
                };
                let id = write_document(&step, ready, old)?;
                write_facts(&step, id, facts, fingerprint, &mut values)?;
                changed = true;
                id
            }
        };
        changed |= note_source(&step, ready, id)?;
        verdicts.push((verdict, id));
    }
    if changed {
        step.execute("UPDATE meta SET value = value + 1 WHERE name = 'changes'", [])?;
    }
    step.commit()?;
    Ok(verdicts)
}

fn note_source(step: &Transaction<'_>, ready: &Ready, id: i64) -> rusqlite::Result<bool> {
    let noted = step
        .prepare_cached(
            "INSERT INTO source VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (name, place) DO UPDATE SET doc = ?3, sha256 = ?4 WHERE doc <> ?3 OR sha256 <> ?4",
        )?
        .execute(params![ready.source.0, ready.source.1, id, ready.sha256.as_slice()])?;
    let keyed = match &ready.key {
        Some(key) => step
            .prepare_cached("UPDATE document SET key = ?2 WHERE id = ?1 AND key IS NULL")?
            .execute(params![id, key])?,
        None => 0,
    };
    Ok(noted + keyed > 0)
}

fn write_document(step: &Transaction<'_>, ready: &Ready, old: Option<i64>) -> rusqlite::Result<i64> {
    let document = &ready.document;
    let sha256 = ready.sha256.as_slice();
    let now = now();
    let title = &document.title.text;
    let title_key = fold::hay(title);
    let (id, version): (i64, i64) = if let Some(id) = old {
        let version = step
            .prepare_cached(
                "UPDATE document SET version = version + 1, sha256 = ?2, title = ?3, title_key = ?4 WHERE id = ?1
                 RETURNING version",
            )?
            .query_row(params![id, sha256, title, title_key], |row| row.get(0))?;
        (id, version)
    } else {
        step.prepare_cached(
            "INSERT INTO document (key, version, sha256, revision, added, title, title_key, languages, diseases,
                 therapies, fingerprint) VALUES (?1, 1, ?2, 0, ?3, ?4, ?5, '[]', '[]', '[]', '')",
        )?
        .execute(params![ready.key, sha256, now, title, title_key])?;
        (step.last_insert_rowid(), 1)
    };
    step.prepare_cached("INSERT INTO version VALUES (?, ?, ?, ?, ?, ?)")?
        .execute(params![
            id,
            version,
            sha256,
            now,
            &*document.text,
            pack::structure(document)
        ])?;
    Ok(id)
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
    let place = reader.place.clone();
    let all = |db: &mut Connection| {
        let step = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // A newer version may have come since it was read, with facts of its own.
        let same: Option<bool> = step
            .query_row(
                "SELECT sha256 = ?2 FROM document WHERE id = ?1",
                params![id.0, sha256],
                |row| row.get(0),
            )
            .optional()?;
        if same == Some(true) {
            let fingerprint = fingerprint(vocabulary);
            write_facts(&step, id.0, facts, &fingerprint, &mut HashMap::new())?;
        }
        step.commit()
    };
    all(&mut reader.db).map_err(|error| LibraryError::from_sql(error, place.shown()))
}

fn write_facts(
    step: &Transaction<'_>,
    id: i64,
    facts: &[Fact],
    fingerprint: &str,
    values: &mut HashMap<(FactKind, String), u32>,
) -> rusqlite::Result<()> {
    let revision = state::next_revision(step)?;
    let published = published(facts);
    let diseases = names(facts, &[FactKind::Disease]);
    let therapies = names(facts, &[FactKind::Therapy, FactKind::Drug, FactKind::Product]);
    let languages: Vec<&str> = facts
        .iter()
        .filter(|fact| fact.kind == FactKind::Language)
        .map(facets::plain_value)
        .collect();
    let doc_type = facts
        .iter()
        .find(|fact| fact.kind == FactKind::DocType)
        .map(|fact| fact.value.as_str());
    let list = |names: &[&str]| serde_json::to_string(names).expect("strings are JSON");
    step.prepare_cached(
        "UPDATE document SET revision = ?2, published = ?3, date_key = substr(?3 || '-01-01', 1, 10), languages = ?4,
             doc_type = ?5, diseases = ?6, disease_key = ?7, therapies = ?8, fingerprint = ?9 WHERE id = ?1",
    )?
    .execute(params![
        id,
        revision,
        published,
        list(&languages),
        doc_type,
        list(&diseases),
        diseases.first().map(|name| fold::hay(name)),
        list(&therapies),
        fingerprint
    ])?;
    step.prepare_cached("INSERT OR REPLACE INTO fact VALUES (?, ?)")?
        .execute(params![id, pack::facts(facts)])?;
    step.prepare_cached("DELETE FROM term WHERE doc = ?")?.execute([id])?;
    let mut slots = Slots::default();
    let mut terms = step.prepare_cached("INSERT INTO term VALUES (?, ?, ?, ?, ?, ?, ?)")?;
    for (ordinal, fact) in facts.iter().enumerate() {
        let entry = fact.kind.entry();
        if entry.facet {
            slots.add(facets::value_number(step, fact, values)?, facets::flags(fact));
        } else if !matches!(fact.kind, FactKind::Title) {
            let (low, high) = facets::interval(fact).unzip();
            let key = facets::value_key(fact);
            terms.execute(params![
                entry.name,
                id,
                ordinal as i64,
                key,
                facets::flags(fact),
                low,
                high
            ])?;
        }
    }
    let year = published.and_then(|date| date.get(..4)?.parse::<i32>().ok());
    step.prepare_cached("INSERT OR REPLACE INTO facet VALUES (?, ?, ?)")?
        .execute(params![id, year, slots.bytes()])?;
    Ok(())
}

/// The date of publication: the one the text calls so, else the first of its kind.
fn published(facts: &[Fact]) -> Option<&str> {
    let dates = || {
        facts
            .iter()
            .filter(|fact| fact.kind == FactKind::PubDate && fact.assertion.counts())
            .filter_map(|fact| match &fact.data {
                Data::Date(date) => Some((fact, date.as_str())),
                _ => None,
            })
    };
    dates()
        .find(|(fact, _)| fact.function.as_deref() == Some("published"))
        .or_else(|| dates().next())
        .map(|(_, date)| date)
}

/// Preferred names a list shows, the primary ones first, then those studied, then the rest.
fn names<'a>(facts: &'a [Fact], kinds: &[FactKind]) -> Vec<&'a str> {
    let mut found: Vec<(Role, &str)> = facts
        .iter()
        .filter(|fact| kinds.contains(&fact.kind) && fact.assertion.counts())
        .map(|fact| (fact.role, fact.value.as_str()))
        .collect();
    found.sort_by_key(|(role, _)| *role);
    let mut names = Vec::new();
    for (_, name) in found {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.truncate(HEAD_NAMES);
    names
}

fn now() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs() as i64)
}
