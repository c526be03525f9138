//! Taking documents out, and putting back those that were taken out on this connection: what the store had of them is
//! kept meanwhile in tables of the connection's own, which end with it.

use roaring::RoaringBitmap;
use rusqlite::{Transaction, params};

use super::state::{next_revision, write};
use super::store::Reader;
use super::{DocId, LibraryError, Result};

/// More documents than this are not kept to be put back: their texts are copied first.
pub const KEPT: u64 = 10_000;

/// Removes a document; a bundled one is remembered as removed.
pub(crate) fn remove(reader: &mut Reader, id: DocId) -> Result<()> {
    if write(reader, |step| take_out(step, id.0))? { Ok(()) } else { Err(LibraryError::NoDocument(id)) }
}

/// Removes documents in one transaction; gives those that were there, and whether [`restore`] can put them back.
pub(crate) fn remove_all(reader: &mut Reader, documents: &RoaringBitmap) -> Result<(RoaringBitmap, bool)> {
    let kept = documents.len() <= KEPT;
    write(reader, |step| {
        let tables = tables(step)?;
        if kept {
            for (table, _) in &tables {
                let sql = format!("CREATE TABLE IF NOT EXISTS temp.kept_{table} AS SELECT * FROM main.{table} WHERE 0");
                step.execute(&sql, [])?;
            }
        }
        let mut removed = RoaringBitmap::new();
        for doc in documents {
            for (table, column) in tables.iter().filter(|_| kept) {
                let sql = format!("INSERT INTO temp.kept_{table} SELECT * FROM main.{table} WHERE {column} = ?");
                step.prepare_cached(&sql)?.execute([doc])?;
            }
            if take_out(step, i64::from(doc))? {
                removed.insert(doc);
            }
        }
        Ok((removed, kept))
    })
}

/// Puts documents back as they were, under their numbers; gives those put back. One whose key or all of whose sources
/// another document has by now stays out.
pub(crate) fn restore(reader: &mut Reader, documents: &RoaringBitmap) -> Result<RoaringBitmap> {
    write(reader, |step| {
        let tables = tables(step)?;
        let mut restored = RoaringBitmap::new();
        for doc in documents {
            let free: bool = step
                .prepare_cached(
                    "SELECT EXISTS (
                         SELECT 1 FROM temp.kept_document k WHERE k.id = ?1
                         AND NOT EXISTS (SELECT 1 FROM main.document d WHERE d.id = k.id OR d.key = k.key)
                     ) AND EXISTS (
                         SELECT 1 FROM temp.kept_source k WHERE k.doc = ?1
                         AND NOT EXISTS (SELECT 1 FROM main.source s WHERE s.name = k.name AND s.place = k.place)
                     )",
                )?
                .query_row([doc], |row| row.get(0))?;
            if !free {
                continue;
            }
            for (table, column) in &tables {
                let rows = format!("temp.kept_{table} WHERE {column} = ?");
                step.prepare_cached(&format!("INSERT OR IGNORE INTO main.{table} SELECT * FROM {rows}"))?
                    .execute([doc])?;
                step.prepare_cached(&format!("DELETE FROM {rows}"))?.execute([doc])?;
            }
            let revision = next_revision(step)?;
            step.prepare_cached("UPDATE document SET revision = ?2 WHERE id = ?1")?.execute(params![doc, revision])?;
            for sql in [
                "DELETE FROM removed WHERE doc = ?",
                "DELETE FROM removed_bundled WHERE name IN
                 (SELECT substr(name, 9) FROM source WHERE doc = ? AND name LIKE 'bundled:%')",
                "INSERT INTO reading SELECT fingerprint, 1 FROM document WHERE id = ?
                 ON CONFLICT DO UPDATE SET documents = documents + 1",
            ] {
                step.prepare_cached(sql)?.execute([doc])?;
            }
            restored.insert(doc);
        }
        Ok(restored)
    })
}

/// The tables that hold a document, each with the column of its number, the document itself first.
fn tables(step: &Transaction<'_>) -> rusqlite::Result<Vec<(String, String)>> {
    let mut tables = vec![("document".to_owned(), "id".to_owned())];
    let mut others = step.prepare_cached(
        "SELECT m.name, f.\"from\" FROM main.sqlite_schema m, pragma_foreign_key_list(m.name) f
         WHERE m.type = 'table' AND f.\"table\" = 'document' ORDER BY m.rowid",
    )?;
    for table in others.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))? {
        tables.push(table?);
    }
    Ok(tables)
}

/// Takes a document out with all that belongs to it; whether it was there.
fn take_out(step: &Transaction<'_>, doc: i64) -> rusqlite::Result<bool> {
    step.prepare_cached(
        "INSERT OR IGNORE INTO removed_bundled
         SELECT substr(name, 9) FROM source WHERE doc = ? AND name LIKE 'bundled:%'",
    )?
    .execute([doc])?;
    let removed = step.prepare_cached("DELETE FROM document WHERE id = ?")?.execute([doc])? > 0;
    if removed {
        let revision = next_revision(step)?;
        step.prepare_cached("INSERT OR REPLACE INTO removed VALUES (?, ?)")?.execute(params![doc, revision])?;
    }
    Ok(removed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::notes::{Note, NoteChange};
    use crate::library::testing::{document, five_in, put};
    use crate::library::{Library, Query, Sort, SortBy, StateChange};
    use crate::vocabulary::Vocabulary;

    /// All that a library says of its documents, but for their revisions.
    fn told(library: &mut Library, vocabulary: &Vocabulary) -> Vec<String> {
        let mut told = Vec::new();
        for text in ["", "disease:itp", "n:>0", "person:mueller", "tag:seen", "has:note", "thrombozyt*", "is:starred"] {
            let query = Query::parse(text, vocabulary).unwrap();
            for by in [SortBy::Date, SortBy::Title, SortBy::Added] {
                let ids = library.ids(&query, Sort { by, reversed: false }).unwrap();
                told.push(format!("{text} {by:?} {:?}", ids.iter().collect::<Vec<_>>()));
            }
        }
        let ids: Vec<DocId> = library.ids(&Query::default(), Sort::default()).unwrap().iter().collect();
        for id in ids {
            let loaded = library.load(id).unwrap();
            told.push(format!("{:?} {:?} {:?}", loaded.head, loaded.facts, loaded.version));
            told.push(format!("{:?} {:?}", library.sources(id).unwrap(), library.notes(id).unwrap()));
        }
        told.push(format!("{}", library.len().unwrap()));
        told
    }

    fn noted(doc: DocId) -> NoteChange {
        let note = Note { body: Some("ask".to_owned()), ..Note::at(doc, "Die Ärztin", &(0..3)) };
        NoteChange { from: None, to: Some(note) }
    }

    #[test]
    fn what_was_taken_out_comes_back_as_it_was() {
        let home = tempfile::TempDir::new().unwrap();
        let (mut library, vocabulary) = five_in(Library::create_or_open(home.path()).unwrap());
        library.index(false, &mut |_| std::ops::ControlFlow::Continue(())).unwrap();
        library.set_starred(DocId(1), true).unwrap();
        library.add_tag(DocId(1), "seen").unwrap();
        library.write_note(&noted(DocId(1))).unwrap();
        let before = told(&mut library, &vocabulary);
        let gone: RoaringBitmap = [1, 3, 77].into_iter().collect();
        let (removed, kept) = library.remove_all(&gone).unwrap();
        assert_eq!((removed.iter().collect::<Vec<_>>(), kept), (vec![1, 3], true));
        assert_ne!(told(&mut library, &vocabulary), before);
        assert_eq!(library.len().unwrap(), 3);
        // What is derived from the store goes along with each step.
        assert_eq!(library.restore(&removed).unwrap(), removed);
        assert_eq!(told(&mut library, &vocabulary), before);
        assert_eq!(library.restore(&removed).unwrap(), RoaringBitmap::new(), "once is enough");
        // And again; another program sees the same.
        assert_eq!(library.remove_all(&removed).unwrap().0, removed);
        assert_eq!(library.restore(&removed).unwrap(), removed);
        let mut again = Library::open(home.path()).unwrap();
        assert_eq!(told(&mut again, &vocabulary), before);
        assert_eq!(again.set_all(&removed, StateChange::Read(true)).unwrap(), removed);
    }

    #[test]
    fn what_was_taken_in_again_meanwhile_stays_as_it_is() {
        let (mut library, _) = five_in(Library::in_memory().unwrap());
        let removed = library.remove_all(&[2, 5].into_iter().collect()).unwrap().0;
        let again = put(&mut library, "two.txt", &document("Lupus", "Again."), &[]);
        assert_eq!(library.restore(&removed).unwrap().iter().collect::<Vec<_>>(), [5]);
        assert_eq!(library.sources(again).unwrap(), ["/nowhere/two.txt"]);
        assert_eq!(library.len().unwrap(), 5);
    }

    #[test]
    fn a_bundled_document_put_back_is_bundled_again() {
        let mut library = Library::in_memory().unwrap();
        let vocabulary = Vocabulary::default();
        let bundle = || [("one".to_owned(), document("One", "One."))];
        library.import_bundled(bundle(), &vocabulary).unwrap();
        let removed = library.remove_all(&[1].into_iter().collect()).unwrap().0;
        assert_eq!(library.import_bundled(bundle(), &vocabulary).unwrap().added, 0);
        library.restore(&removed).unwrap();
        assert!(library.removed_bundled().unwrap().is_empty());
        assert_eq!(library.import_bundled(bundle(), &vocabulary).unwrap().unchanged, 1);
    }
}
