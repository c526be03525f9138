//! Writing a batch: who each document is, its version, its facts and what follows from them for lists and filters.

use std::collections::HashMap;
use std::time::{SystemTime, UNIX_EPOCH};

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use sha2::{Digest, Sha256};

use super::{Ready, Verdict, fingerprint};
use crate::document::Document;
use crate::facts::{self, Fact, FactKind, Role};
use crate::library::facets::{self, Slots};
use crate::library::store::Reader;
use crate::library::{DocId, LibraryError, Result, anchor, archive, fold, pack, state, study};
use crate::vocabulary::Vocabulary;

/// Names a list shows of one document.
const HEAD_NAMES: usize = 8;

/// Who the document is. Known by its key; else by its place; else by its text. A place whose text is the one it had is
/// unchanged, even where another source of the document has brought a newer text since: else two copies of which one
/// was edited would take turns at being the newest version.
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
        return Ok(if newest { Verdict::Unchanged(owner) } else { Verdict::NewVersion(owner) });
    }
    let known: bool = newest
        || db
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM version WHERE doc = ?1 AND sha256 = ?2)")?
            .query_row(params![owner, sha256], |row| row.get(0))?;
    Ok(if known { Verdict::OtherSource(owner) } else { Verdict::NewVersion(owner) })
}

/// Writes a batch in one transaction. Each document is judged again, since another process may have been quicker.
pub(super) fn batch(
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
                if let (Some(kept), Verdict::New) = (ready.archived(), verdict) {
                    archive::backdate(&step, id, kept)?;
                }
                write_facts(&step, id, facts, fingerprint, &mut values)?;
                study::write(&step, id, &ready.document, facts)?;
                changed = true;
                id
            }
        };
        changed |= match ready.archived() {
            Some(kept) => note_key(&step, ready, id)? | archive::restore(&step, id, ready, kept)?,
            None => note_source(&step, ready, id)?,
        };
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
    Ok(note_key(step, ready, id)? || noted > 0)
}

fn note_key(step: &Transaction<'_>, ready: &Ready, id: i64) -> rusqlite::Result<bool> {
    let Some(key) = &ready.key else { return Ok(false) };
    let keyed =
        step.prepare_cached("UPDATE document SET key = ?2 WHERE id = ?1 AND key IS NULL")?.execute(params![id, key])?;
    Ok(keyed > 0)
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
        anchor::move_to(step, id, version, &document.text)?;
        (id, version)
    } else {
        step.prepare_cached(
            "INSERT INTO document (key, version, sha256, revision, added, title, title_key, languages, diseases,
                 therapies, fingerprint) VALUES (?1, 1, ?2, 0, ?3, ?4, ?5, '[]', '[]', '[]', '')",
        )?
        .execute(params![ready.key, sha256, now, title, title_key])?;
        (step.last_insert_rowid(), 1)
    };
    step.prepare_cached("INSERT INTO version VALUES (?, ?, ?, ?, ?, ?)")?.execute(params![
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
            .query_row("SELECT sha256 = ?2 FROM document WHERE id = ?1", params![id.0, sha256], |row| row.get(0))
            .optional()?;
        if same == Some(true) {
            let fingerprint = fingerprint(vocabulary);
            write_facts(&step, id.0, facts, &fingerprint, &mut HashMap::new())?;
            study::write(&step, id.0, document, facts)?;
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
    values: &mut facets::Known,
) -> rusqlite::Result<()> {
    let revision = state::next_revision(step)?;
    let published = facts::published(facts);
    let diseases = names(facts, &[FactKind::Disease]);
    let therapies = names(facts, &[FactKind::Therapy, FactKind::Drug, FactKind::Product]);
    let languages: Vec<&str> =
        facts.iter().filter(|fact| fact.kind == FactKind::Language).map(facets::plain_value).collect();
    let doc_type = facts.iter().find(|fact| fact.kind == FactKind::DocType).map(|fact| fact.value.as_str());
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
    step.prepare_cached("INSERT OR REPLACE INTO fact VALUES (?, ?)")?.execute(params![id, pack::facts(facts)])?;
    step.prepare_cached("DELETE FROM term WHERE doc = ?")?.execute([id])?;
    let mut slots = Slots::default();
    let mut terms = step.prepare_cached("INSERT INTO term VALUES (?, ?, ?, ?, ?, ?, ?, ?)")?;
    for (ordinal, fact) in facts.iter().enumerate() {
        let entry = fact.kind.entry();
        if entry.facet {
            slots.add(facets::value_number(step, fact, values)?, facets::flags(fact));
        } else if !matches!(fact.kind, FactKind::Title) {
            let (low, high) = facets::interval(fact).unzip();
            let key = facets::value_key(fact);
            let concept = &fact.concept;
            let flags = facets::flags(fact);
            terms.execute(params![entry.name, id, ordinal as i64, concept, key, flags, low, high])?;
        }
    }
    let year = published.and_then(|date| date.get(..4)?.parse::<i32>().ok());
    step.prepare_cached("INSERT OR REPLACE INTO facet VALUES (?, ?, ?)")?.execute(params![id, year, slots.bytes()])?;
    Ok(())
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
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs() as i64)
}
