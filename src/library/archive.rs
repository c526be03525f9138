//! What a library knows of a document besides its facts, as a line of an export has it: taken out whole, and put into
//! a library that may know the document already. Then nothing that is there is lost: what the line adds is added.

use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use sha2::{Digest, Sha256};

use super::import::{Ready, Verdict, twin};
use super::store::Reader;
use super::{DocId, LibraryError, Result, anchor, hex, pack};
use crate::document::{Document, Title};
use crate::format::{Kept, Mark, Note, SavedFilter, Source, Version};

impl Reader {
    /// All that is kept of a document but the newest text and its structure.
    pub fn kept(&self, id: DocId) -> Result<Kept> {
        let kept = self.run(|db| {
            let moment = db.unchecked_transaction()?;
            kept(&moment, id.0).optional()
        })?;
        kept.ok_or(LibraryError::NoDocument(id))
    }

    /// The filters saved under a name, in the order they were saved.
    pub fn kept_filters(&self) -> Result<Vec<SavedFilter>> {
        self.run(|db| {
            db.prepare_cached("SELECT name, query FROM filter ORDER BY id")?
                .query_map([], |row| Ok(SavedFilter { name: row.get(0)?, query: row.get(1)? }))?
                .collect()
        })
    }
}

fn kept(db: &Connection, id: i64) -> rusqlite::Result<Kept> {
    fn all<T>(
        db: &Connection,
        sql: &str,
        id: i64,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> rusqlite::Result<Vec<T>> {
        db.prepare_cached(sql)?.query_map([id], read)?.collect()
    }
    let mut kept = db
        .prepare_cached(
            "SELECT d.key, d.added, coalesce(s.read, 0), coalesce(s.starred, 0), coalesce(s.position, 0), v.added
             FROM document d JOIN version v ON v.doc = d.id AND v.version = d.version
             LEFT JOIN state s ON s.doc = d.id WHERE d.id = ?",
        )?
        .query_row([id], |row| {
            Ok(Kept {
                key: row.get(0)?,
                added: row.get(1)?,
                read: row.get(2)?,
                starred: row.get(3)?,
                position: row.get(4)?,
                version_added: row.get(5)?,
                ..Kept::default()
            })
        })?;
    kept.sources = all(
        db,
        "SELECT name, place, CASE WHEN s.sha256 = d.sha256 THEN NULL ELSE s.sha256 END
         FROM source s JOIN document d ON d.id = s.doc WHERE doc = ? ORDER BY name, place",
        id,
        |row| {
            let sha256: Option<Vec<u8>> = row.get(2)?;
            Ok(Source { name: row.get(0)?, place: row.get(1)?, sha256: sha256.map(|sha256| hex(&sha256)) })
        },
    )?;
    kept.tags = all(db, "SELECT name FROM tag WHERE doc = ? ORDER BY name", id, |row| row.get(0))?;
    kept.notes = all(
        db,
        "SELECT version, start, quote, before, after, colour, body, lost, changed FROM note WHERE doc = ?
         ORDER BY start, id",
        id,
        |row| {
            Ok(Note {
                version: row.get(0)?,
                start: row.get(1)?,
                quote: row.get(2)?,
                before: row.get(3)?,
                after: row.get(4)?,
                colour: row.get(5)?,
                body: row.get(6)?,
                lost: row.get(7)?,
                changed: row.get(8)?,
            })
        },
    )?;
    kept.marks = all(
        db,
        "SELECT letter, start, quote, before, after, lost FROM mark WHERE doc = ? ORDER BY letter",
        id,
        |row| {
            let letter: String = row.get(0)?;
            Ok(Mark {
                letter: letter.chars().next().unwrap_or_default(),
                start: row.get(1)?,
                quote: row.get(2)?,
                before: row.get(3)?,
                after: row.get(4)?,
                lost: row.get(5)?,
            })
        },
    )?;
    kept.versions = all(
        db,
        "SELECT v.added, v.text, v.structure FROM version v JOIN document d ON d.id = v.doc
         WHERE v.doc = ? AND v.version < d.version ORDER BY v.version",
        id,
        |row| {
            let structure: String = row.get(2)?;
            let structure = serde_json::value::RawValue::from_string(structure).ok();
            Ok(Version { added: row.get(0)?, text: row.get(1)?, structure })
        },
    )?;
    Ok(kept)
}

/// Who the document of a line is: known by its key, else by one of its places, else by its text. A text that was its
/// newest one before is nothing new.
pub(super) fn judge(db: &Connection, ready: &Ready, kept: &Kept) -> rusqlite::Result<Verdict> {
    let sha256 = ready.sha256.as_slice();
    let mut owner: Option<i64> = match &ready.key {
        Some(key) => {
            db.prepare_cached("SELECT id FROM document WHERE key = ?")?.query_row([key], |row| row.get(0)).optional()?
        }
        None => None,
    };
    let mut by_place = db.prepare_cached(
        "SELECT s.doc FROM source s JOIN document d ON d.id = s.doc
         WHERE s.name = ?1 AND s.place = ?2 AND (?3 IS NULL OR d.key IS NULL OR d.key = ?3)",
    )?;
    for Source { name, place, .. } in &kept.sources {
        if owner.is_none() {
            owner = by_place.query_row(params![name, place, ready.key], |row| row.get(0)).optional()?;
        }
    }
    let Some(owner) = owner else {
        return twin(db, ready);
    };
    let known: bool = db
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM version WHERE doc = ?1 AND sha256 = ?2)")?
        .query_row(params![owner, sha256], |row| row.get(0))?;
    Ok(if known { Verdict::Unchanged(owner) } else { Verdict::NewVersion(owner) })
}

/// Adds to a document what a line says of it; whether anything was new.
pub(super) fn restore(step: &Transaction<'_>, id: i64, ready: &Ready, kept: &Kept) -> rusqlite::Result<bool> {
    let before = step.total_changes();
    let mut source = step.prepare_cached("INSERT INTO source VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING")?;
    for Source { name, place, sha256 } in &kept.sources {
        let sha256 = sha256.as_deref().and_then(unhex).unwrap_or_else(|| ready.sha256.to_vec());
        source.execute(params![name, place, id, sha256])?;
    }
    let mut tag = step.prepare_cached("INSERT OR IGNORE INTO tag VALUES (?, ?)")?;
    for name in kept.tags.iter().map(|tag| crate::text::clean_line(tag)).filter(|tag| !tag.trim().is_empty()) {
        tag.execute(params![id, name])?;
    }
    if kept.read || kept.starred || kept.position > 0 {
        step.prepare_cached(
            "INSERT INTO state (doc, read, starred, position) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (doc) DO UPDATE SET read = max(read, ?2), starred = max(starred, ?3),
                 position = CASE position WHEN 0 THEN ?4 ELSE position END
             WHERE read < ?2 OR starred < ?3 OR (position = 0 AND ?4 > 0)",
        )?
        .execute(params![id, kept.read, kept.starred, kept.position])?;
    }
    if !(kept.notes.is_empty() && kept.marks.is_empty()) {
        let newest = Newest::of(step, id, ready)?;
        notes(step, id, &newest, &kept.notes)?;
        marks(step, id, &newest, &kept.marks)?;
    }
    let mut filter = step.prepare_cached("INSERT OR IGNORE INTO filter (name, query) VALUES (?, ?)")?;
    for SavedFilter { name, query } in &kept.filters {
        let (name, query) = (crate::text::clean_line(name), crate::text::clean_line(query));
        if !name.trim().is_empty() {
            filter.execute(params![name, query])?;
        }
    }
    Ok(step.total_changes() > before)
}

/// Gives a document that is new the versions before its newest one, and its dates.
pub(super) fn backdate(step: &Transaction<'_>, id: i64, kept: &Kept) -> rusqlite::Result<()> {
    let newest = kept.versions.len() as i64 + 1;
    step.execute("UPDATE version SET version = ?2 WHERE doc = ?1", params![id, newest])?;
    step.execute("UPDATE document SET version = ?2 WHERE id = ?1", params![id, newest])?;
    if kept.version_added > 0 {
        step.execute("UPDATE version SET added = ?2 WHERE doc = ?1", params![id, kept.version_added])?;
    }
    if kept.added > 0 {
        step.execute("UPDATE document SET added = ?2 WHERE id = ?1", params![id, kept.added])?;
    }
    let mut insert = step.prepare_cached("INSERT INTO version VALUES (?, ?, ?, ?, ?, ?)")?;
    for (number, Version { added, text, structure }) in kept.versions.iter().enumerate() {
        let sha256: [u8; 32] = Sha256::digest(text.as_bytes()).into();
        let fits = |structure: &&str| pack::document(text.clone(), structure).is_some();
        let structure = structure.as_ref().map(|structure| structure.get()).filter(fits);
        let plain = || pack::structure(&Document { title: Title::default(), ..Document::default() });
        let structure = structure.map_or_else(plain, str::to_owned);
        insert.execute(params![id, number as i64 + 1, sha256.as_slice(), added, text, structure])?;
    }
    Ok(())
}

/// The newest text of a document, in which what is kept of it stands.
struct Newest {
    version: i64,
    /// Whether it is the text of the line.
    own: bool,
    text: String,
}

impl Newest {
    fn of(step: &Transaction<'_>, id: i64, ready: &Ready) -> rusqlite::Result<Self> {
        let (version, own): (i64, bool) = step
            .prepare_cached("SELECT version, sha256 = ?2 FROM document WHERE id = ?1")?
            .query_row(params![id, ready.sha256.as_slice()], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let text = if own {
            ready.document.text.to_string()
        } else {
            step.prepare_cached("SELECT text FROM version WHERE doc = ? AND version = ?")?
                .query_row([id, version], |row| row.get(0))?
        };
        Ok(Self { version, own, text })
    }

    /// Where a quote begins, at its place or elsewhere, and whether it is lost.
    fn place(&self, start: i64, [quote, before, after]: [&str; 3], lost: bool) -> (i64, bool) {
        let stands = self.text.get(start as usize..).is_some_and(|rest| rest.starts_with(quote));
        let place = if stands { Some(start as usize) } else { anchor::find(&self.text, quote, before, after) };
        place.map_or((start.max(0), true), |place| (place as i64, lost && self.own))
    }
}

/// Adds the marks whose letters stand for nothing yet.
fn marks(step: &Transaction<'_>, id: i64, newest: &Newest, marks: &[Mark]) -> rusqlite::Result<()> {
    let mut insert = step.prepare_cached(
        "INSERT INTO mark (letter, doc, version, start, quote, before, after, lost)
         SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8
         WHERE NOT EXISTS (SELECT 1 FROM mark WHERE letter = ?1 AND (?9 OR doc = ?2))",
    )?;
    // What cannot be typed is no letter.
    for mark in marks.iter().filter(|mark| !mark.letter.is_control()) {
        let (start, lost) = newest.place(mark.start, [&mark.quote, &mark.before, &mark.after], mark.lost);
        insert.execute(params![
            mark.letter.to_string(),
            id,
            newest.version,
            start,
            mark.quote,
            mark.before,
            mark.after,
            lost,
            super::Mark::everywhere(mark.letter)
        ])?;
    }
    Ok(())
}

/// Adds the notes that are not there yet. They stand in the newest text, at their place or where their quote is.
fn notes(step: &Transaction<'_>, id: i64, newest: &Newest, notes: &[Note]) -> rusqlite::Result<()> {
    let mut insert = step.prepare_cached(
        "INSERT INTO note (doc, version, start, quote, before, after, colour, body, lost, changed)
         SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10 WHERE NOT EXISTS (SELECT 1 FROM note WHERE doc = ?1
             AND quote = ?4 AND before = ?5 AND after = ?6 AND colour IS ?7 AND body IS ?8)",
    )?;
    for note in notes {
        let (start, lost) = newest.place(note.start, [&note.quote, &note.before, &note.after], note.lost);
        insert.execute(params![
            id,
            newest.version,
            start,
            note.quote,
            note.before,
            note.after,
            note.colour,
            note.body,
            lost,
            note.changed
        ])?;
    }
    Ok(())
}

/// Bytes from hexadecimal digits, 32 of them.
fn unhex(digits: &str) -> Option<Vec<u8>> {
    let bytes: Option<Vec<u8>> =
        (0..digits.len()).step_by(2).map(|at| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok()).collect();
    bytes.filter(|bytes| bytes.len() == 32)
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use proptest::prelude::*;

    use super::{Kept, unhex};
    use crate::library::testing::document;
    use crate::library::{DocId, Incoming, Library, Origin, hex};
    use crate::vocabulary::Vocabulary;

    /// A line of an export of this document, as far as a library makes it.
    fn taken(library: &Library, id: DocId) -> Kept {
        let document = library.load(id).unwrap().document;
        let structure = crate::document::packed::structure(&document);
        let structure = serde_json::value::RawValue::from_string(structure).ok();
        Kept { text: document.text.to_string(), structure, ..library.kept(id).unwrap() }
    }

    fn put(library: &mut Library, mut kept: Kept) -> [usize; 4] {
        let text = std::mem::take(&mut kept.text);
        let structure = kept.structure.as_ref().unwrap();
        let document = crate::document::packed::document(text, structure.get()).unwrap();
        let mut incoming = Incoming::new(Origin::File("/export.jsonl".into(), 7), document);
        incoming.key = kept.key.take();
        incoming.kept = Some(Box::new(kept));
        let report = library
            .import(std::iter::once(Ok(incoming)), &Vocabulary::default(), &mut |_| ControlFlow::Continue(()))
            .unwrap();
        [report.added, report.updated, report.unchanged, report.other_source]
    }

    fn from_file(library: &mut Library, path: &str, key: Option<&str>, text: &str) -> DocId {
        let mut incoming = Incoming::new(Origin::File(path.into(), 0), document("Title", text));
        incoming.key = key.map(str::to_owned);
        let items = std::iter::once(Ok(incoming));
        library.import(items, &Vocabulary::default(), &mut |_| ControlFlow::Continue(())).unwrap().ids[0]
    }

    fn note(library: &Library, id: DocId, start: usize, quote: &str, body: &str) {
        let sql = "INSERT INTO note (doc, version, start, quote, before, after, colour, body, lost, changed)
                   VALUES (?, 1, ?, ?, '', '', NULL, ?, 0, 9)";
        library.reader.db.execute(sql, rusqlite::params![id.0, start as i64, quote, body]).unwrap();
    }

    fn same(one: &Kept, other: &Kept) {
        assert_eq!(serde_json::to_string(one).unwrap(), serde_json::to_string(other).unwrap());
    }

    #[test]
    fn a_line_adds_to_what_is_there_and_takes_nothing_away() {
        let mut here = Library::in_memory().unwrap();
        let mut there = Library::in_memory().unwrap();
        let (one, two) = (
            from_file(&mut here, "/a", Some("PMID:5"), "Alpha beta"),
            from_file(&mut there, "/b", Some("PMID:5"), "Alpha beta"),
        );
        here.add_tag(one, "hier").unwrap();
        there.add_tag(two, "there").unwrap();
        there.set_starred(two, true).unwrap();
        here.set_position(one, 6).unwrap();
        there.set_position(two, 2).unwrap();
        note(&here, one, 0, "Alpha", "mine");
        note(&there, two, 6, "beta", "theirs");
        note(&there, two, 0, "Alpha", "mine");
        let line = taken(&there, two);
        assert_eq!(put(&mut here, line.clone()), [0, 0, 1, 0]);
        let merged = taken(&here, one);
        assert_eq!(merged.tags, ["hier", "there"]);
        assert_eq!((merged.starred, merged.position, merged.sources.len()), (true, 6, 2));
        let bodies: Vec<_> = merged.notes.iter().map(|note| note.body.as_deref().unwrap()).collect();
        assert_eq!(bodies, ["mine", "theirs"]);
        let changes = |library: &Library| -> i64 {
            library.reader.db.query_row("SELECT value FROM meta WHERE name = 'changes'", [], |row| row.get(0)).unwrap()
        };
        let before = changes(&here);
        put(&mut here, line);
        same(&taken(&here, one), &merged);
        assert_eq!(changes(&here), before, "twice imported changes nothing");
    }

    #[test]
    fn marks_come_along_and_leave_letters_that_stand_for_something() {
        use crate::library::Note;
        let text = "Alpha beta";
        let (mut here, mut there) = (Library::in_memory().unwrap(), Library::in_memory().unwrap());
        let (one, two) = (from_file(&mut here, "/a", None, text), from_file(&mut there, "/a", None, text));
        here.set_mark('a', &Note::at(one, text, &(0..5))).unwrap();
        for (letter, place) in [('a', 6..10), ('b', 6..10), ('C', 0..5)] {
            there.set_mark(letter, &Note::at(two, text, &place)).unwrap();
        }
        put(&mut here, taken(&there, two));
        let shown: Vec<_> =
            here.marks().unwrap().into_iter().map(|mark| (mark.letter, mark.place.start, mark.place.quote)).collect();
        let expected = [('C', 0, "Alpha"), ('a', 0, "Alpha"), ('b', 6, "beta")];
        assert_eq!(shown, expected.map(|(letter, start, quote)| (letter, start, quote.to_owned())));
        let mut empty = Library::in_memory().unwrap();
        put(&mut empty, taken(&there, two));
        same(&taken(&empty, DocId(1)), &taken(&there, two));
    }

    #[test]
    fn an_older_text_is_nothing_new_and_its_notes_find_their_quotes() {
        let mut there = Library::in_memory().unwrap();
        let id = from_file(&mut there, "/a", None, "Alpha beta gamma");
        note(&there, id, 6, "beta", "found again");
        note(&there, id, 11, "gamma", "lost");
        let older = taken(&there, id);
        let mut here = Library::in_memory().unwrap();
        let own = from_file(&mut here, "/a", None, "Alpha beta gamma");
        from_file(&mut here, "/a", None, "New beginning: beta");
        assert_eq!(put(&mut here, older.clone()), [0, 0, 1, 0]);
        let merged = taken(&here, own);
        assert_eq!((merged.text.as_str(), merged.versions.len()), ("New beginning: beta", 1));
        let places: Vec<_> = merged.notes.iter().map(|note| (note.quote.as_str(), note.start, note.lost)).collect();
        assert_eq!(places, [("gamma", 11, true), ("beta", 15, false)]);
        // Where the text of the line is the newer one, it is a new version.
        let mut behind = Library::in_memory().unwrap();
        from_file(&mut behind, "/a", None, "An earlier text");
        assert_eq!(put(&mut behind, older), [0, 1, 0, 0]);
    }

    #[test]
    fn saved_filters_come_with_the_first_line() {
        let mut there = Library::in_memory().unwrap();
        let id = from_file(&mut there, "/a", None, "Alpha");
        let save = |library: &Library, name: &str, query: &str| {
            library.reader.db.execute("INSERT INTO filter (name, query) VALUES (?, ?)", [name, query]).unwrap();
        };
        save(&there, "mine", "disease:itp");
        save(&there, "b", "is:unread");
        let mut here = Library::in_memory().unwrap();
        save(&here, "b", "is:read");
        put(&mut here, Kept { filters: there.kept_filters().unwrap(), ..taken(&there, id) });
        let names: Vec<_> =
            here.kept_filters().unwrap().into_iter().map(|filter| (filter.name, filter.query)).collect();
        let expected =
            [("b", "is:read"), ("mine", "disease:itp")].map(|(name, query)| (name.to_owned(), query.to_owned()));
        assert_eq!(names, expected, "what is there stays");
    }

    #[test]
    fn hexadecimal_digits_are_read_as_they_are_written() {
        let bytes: Vec<u8> = (0..32).map(|n| n * 8).collect();
        assert_eq!(unhex(&hex(&bytes)).as_deref(), Some(&bytes[..]));
        for digits in ["", "zz", "00", "é0", &"é".repeat(32)] {
            assert_eq!(unhex(digits), None);
        }
    }

    proptest! {
        #[test]
        fn what_is_taken_out_and_put_in_is_the_same(
            texts in proptest::collection::vec("[a-zäß \n]{1,40}", 1..4),
            tags in proptest::collection::vec("[a-zö]{1,6}", 0..3),
            key in proptest::option::of("PMID:[1-9]{1,4}"),
            read in any::<bool>(),
            starred in any::<bool>(),
            place in 0_usize..40,
            bodies in proptest::collection::vec("[^\u{0}]{0,12}", 0..3),
        ) {
            let mut there = Library::in_memory().unwrap();
            let mut id = DocId(0);
            for text in &texts {
                id = from_file(&mut there, "/dir/ä file", key.as_deref(), text);
            }
            from_file(&mut there, "/other", None, texts.last().unwrap());
            let text = there.load(id).unwrap().document.text.clone();
            let place = crate::text::floor(&text, place);
            for tag in &tags {
                there.add_tag(id, tag).unwrap();
            }
            there.set_read(id, read).unwrap();
            there.set_starred(id, starred).unwrap();
            there.set_position(id, place).unwrap();
            for (n, body) in bodies.iter().enumerate() {
                note(&there, id, place, &text[place..], &format!("{n}{body}"));
            }
            let line = taken(&there, id);
            let mut here = Library::in_memory().unwrap();
            put(&mut here, line.clone());
            let id = here.ids(&crate::library::Query::default(), crate::library::Sort::default()).unwrap().get(0).unwrap();
            let mut again = taken(&here, id);
            // A note stands in the newest version there is.
            for (note, new) in line.notes.iter().zip(&mut again.notes) {
                new.version = note.version;
            }
            same(&again, &line);
        }
    }
}
