//! Notes and highlights at places of documents. A place is the quote that stands there with its surroundings, so that
//! it is found again in another version. A change says what it began from: what somebody else wrote meanwhile is kept
//! beside it.

use rusqlite::{OptionalExtension, Row, Transaction, params};

use super::store::Reader;
use super::{DocId, LibraryError, Result, anchor, import, state};
use crate::format;
use crate::text::{self, Span};
use crate::wording::Text;

/// The colour of a highlight; told apart without colour by its letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each name says it")]
pub enum Colour {
    Yellow,
    Green,
    Blue,
    Red,
}

impl Colour {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Yellow, Self::Green, Self::Blue, Self::Red];

    /// Its name in the store and in exports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Yellow => "yellow",
            Self::Green => "green",
            Self::Blue => "blue",
            Self::Red => "red",
        }
    }

    /// Its name on the screen.
    pub fn label(self) -> Text {
        match self {
            Self::Yellow => Text::new("yellow", "gelb"),
            Self::Green => Text::new("green", "grün"),
            Self::Blue => Text::new("blue", "blau"),
            Self::Red => Text::new("red", "rot"),
        }
    }

    /// The colour of a name; of one that came from elsewhere and is not known here the first.
    pub fn of(name: &str) -> Self {
        Self::ALL.into_iter().find(|colour| colour.name() == name).unwrap_or(Self::Yellow)
    }

    /// The letter that stands for it in the margin.
    pub fn letter(self) -> char {
        self.name().chars().next().unwrap_or('y')
    }
}

/// A note, a highlight or both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Its number; 0 until it is stored.
    pub id: i64,
    /// The document.
    pub doc: DocId,
    /// Its first byte in the newest text; where it stood last if it is lost.
    pub start: usize,
    /// What stands there.
    pub quote: String,
    /// Up to 32 characters before it.
    pub before: String,
    /// Up to 32 characters behind it.
    pub after: String,
    /// The colour of a highlight, see [`Colour`].
    pub colour: Option<String>,
    /// What was noted, any number of lines.
    pub body: Option<String>,
    /// Whether the newest text does not have the quote.
    pub lost: bool,
    /// When it was changed last, seconds since 1970.
    pub changed: i64,
}

impl Note {
    /// An empty note at a range of a text.
    pub fn at(doc: DocId, text: &str, range: &Span) -> Self {
        let (before, after) = anchor::around(text, range);
        Self {
            id: 0,
            doc,
            start: range.start,
            quote: text[range.clone()].to_owned(),
            before: before.to_owned(),
            after: after.to_owned(),
            colour: None,
            body: None,
            lost: false,
            changed: 0,
        }
    }

    /// Where it stands in a text that may be another than the one it was stored with.
    pub fn range_in(&self, text: &str) -> Option<Span> {
        let there = |start: &usize| text.get(*start..).is_some_and(|rest| rest.starts_with(&self.quote));
        let start = Some(self.start).filter(|start| !self.quote.is_empty() && there(start));
        let start = start.or_else(|| anchor::find(text, &self.quote, &self.before, &self.after))?;
        Some(start..start + self.quote.len())
    }

    /// As exports have it.
    pub fn exported(self) -> format::Note {
        let Self { start, quote, before, after, colour, body, lost, changed, .. } = self;
        format::Note { version: 0, start: start as i64, quote, before, after, colour, body, lost, changed }
    }

    fn says(&self, other: &Self) -> bool {
        self.colour == other.colour && self.body == other.body
    }
}

/// A change of a note: from nothing it is a new one, to nothing it is deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteChange {
    /// What the reader saw.
    pub from: Option<Note>,
    /// What it shall be.
    pub to: Option<Note>,
}

impl NoteChange {
    /// The change that takes this one back.
    #[must_use]
    pub fn back(self) -> Self {
        Self { from: self.to, to: self.from }
    }
}

/// What became of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteWritten {
    /// What was done in the store, with numbers; both sides are none if nothing was.
    pub done: NoteChange,
    /// Whether the note had been changed by somebody else meanwhile: then that text stays, and the new one is a second
    /// note at the same place.
    pub conflict: bool,
}

const COLUMNS: &str = "n.id, n.doc, n.start, n.quote, n.before, n.after, n.colour, n.body, n.lost, n.changed";

fn note(row: &Row<'_>) -> rusqlite::Result<Note> {
    Ok(Note {
        id: row.get(0)?,
        doc: DocId(row.get(1)?),
        start: row.get::<_, i64>(2)?.max(0) as usize,
        quote: row.get(3)?,
        before: row.get(4)?,
        after: row.get(5)?,
        colour: row.get(6)?,
        body: row.get(7)?,
        lost: row.get(8)?,
        changed: row.get(9)?,
    })
}

impl Reader {
    /// The notes of a document in the order of its text.
    pub fn notes(&self, doc: DocId) -> Result<Vec<Note>> {
        self.run(|db| {
            db.prepare_cached(&format!("SELECT {COLUMNS} FROM note n WHERE doc = ? ORDER BY start, id"))?
                .query_map([doc.0], note)?
                .collect()
        })
    }

    /// The notes of a document as exports have them, with its record key; lost ones say so.
    pub fn noted(&self, doc: DocId) -> Result<(Option<String>, Vec<format::Note>)> {
        let key = self.run(|db| {
            db.prepare_cached("SELECT key FROM document WHERE id = ?")?.query_row([doc.0], |row| row.get(0)).optional()
        })?;
        let notes = self.notes(doc)?.into_iter().map(Note::exported);
        Ok((key.flatten(), notes.collect()))
    }

    /// All notes with the titles of their documents, those changed last first; at most `limit`. Reads them all.
    pub fn all_notes(&self, limit: usize) -> Result<Vec<(Note, String)>> {
        let sql = format!(
            "SELECT {COLUMNS}, d.title FROM note n JOIN document d ON d.id = n.doc ORDER BY n.changed DESC, n.id DESC
             LIMIT ?"
        );
        self.run(|db| {
            db.prepare_cached(&sql)?.query_map([limit as i64], |row| Ok((note(row)?, row.get(10)?)))?.collect()
        })
    }
}

/// Adds notes that came from elsewhere to a document; those that are there already are not added. Gives how many were
/// added and how many of those have no place in its text.
pub(crate) fn take(reader: &mut Reader, doc: DocId, notes: &[format::Note]) -> Result<(usize, usize)> {
    let there = reader.notes(doc)?;
    let (mut added, mut lost) = (0, 0);
    for note in notes {
        let line = |colour: &String| text::clean_line(colour.trim()).into_owned();
        let new = Note {
            id: 0,
            doc,
            start: usize::try_from(note.start).unwrap_or(0),
            quote: note.quote.clone(),
            before: note.before.clone(),
            after: note.after.clone(),
            colour: note.colour.as_ref().map(line).filter(|colour| !colour.is_empty()),
            body: note.body.as_ref().map(|body| text::clean(body).into_owned()).filter(|body| !body.trim().is_empty()),
            lost: false,
            changed: note.changed,
        };
        let empty = new.colour.is_none() && new.body.is_none();
        if empty || there.iter().any(|old| old.quote == new.quote && old.before == new.before && old.says(&new)) {
            continue;
        }
        let written = write(reader, &NoteChange { from: None, to: Some(new) })?;
        added += 1;
        lost += usize::from(written.done.to.is_some_and(|note| note.lost));
    }
    Ok((added, lost))
}

/// Makes a change, unless the note says something else by now than what the change began from: then both texts stay.
pub(crate) fn write(reader: &mut Reader, change: &NoteChange) -> Result<NoteWritten> {
    let doc = change.to.as_ref().or(change.from.as_ref()).map_or(DocId(0), |note| note.doc);
    let written = state::write(reader, |step| {
        let known = "SELECT EXISTS (SELECT 1 FROM document WHERE id = ?)";
        if !step.query_row(known, [doc.0], |row| row.get::<_, bool>(0))? {
            return Ok(None);
        }
        let stored = match &change.from {
            Some(from) => step
                .prepare_cached(&format!("SELECT {COLUMNS} FROM note n WHERE id = ?"))?
                .query_row([from.id], note)
                .optional()?,
            None => None,
        };
        let done = |from, to, conflict| Ok(Some(NoteWritten { done: NoteChange { from, to }, conflict }));
        match (&change.from, stored, &change.to) {
            (None, _, Some(to)) => done(None, Some(insert(step, to)?), false),
            // Deleted meanwhile: what is written now is not lost with it.
            (Some(_), None, Some(to)) => done(None, Some(insert(step, to)?), true),
            (Some(from), Some(stored), Some(to)) if stored.says(from) => {
                step.execute(
                    "UPDATE note SET colour = ?2, body = ?3, changed = ?4 WHERE id = ?1",
                    params![stored.id, to.colour, to.body, import::now()],
                )?;
                let to = Note { colour: to.colour.clone(), body: to.body.clone(), ..stored.clone() };
                done(Some(stored), Some(to), false)
            }
            (Some(from), Some(stored), None) if stored.says(from) => {
                step.execute("DELETE FROM note WHERE id = ?", [stored.id])?;
                done(Some(stored), None, false)
            }
            (Some(_), Some(stored), Some(to)) if !stored.says(to) => {
                done(None, Some(insert(step, &Note { id: 0, ..to.clone() })?), true)
            }
            (Some(_), Some(_), None) => done(None, None, true),
            // Nothing asked for, gone already, or the same text from both.
            (None, _, None) | (Some(_), None, None) | (Some(_), Some(_), Some(_)) => done(None, None, false),
        }
    })?;
    written.ok_or(LibraryError::NoDocument(doc))
}

/// Puts a note in, under its number if it has one that is free, at its place in the newest text.
fn insert(step: &Transaction<'_>, new: &Note) -> rusqlite::Result<Note> {
    let (version, text): (i64, String) = step
        .prepare_cached(
            "SELECT d.version, v.text FROM document d JOIN version v ON v.doc = d.id AND v.version = d.version
             WHERE d.id = ?",
        )?
        .query_row([new.doc.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let place = new.range_in(&text);
    let taken = "SELECT EXISTS (SELECT 1 FROM note WHERE id = ?)";
    let id = Some(new.id).filter(|&id| id > 0);
    let id = match id {
        Some(id) if step.query_row(taken, [id], |row| row.get::<_, bool>(0))? => None,
        id => id,
    };
    let start = place.as_ref().map_or(new.start, |place| place.start);
    let note = Note { start, lost: place.is_none(), changed: import::now(), ..new.clone() };
    step.prepare_cached(
        "INSERT INTO note (id, doc, version, start, quote, before, after, colour, body, lost, changed)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )?
    .execute(params![
        id,
        note.doc.0,
        version,
        note.start as i64,
        note.quote,
        note.before,
        note.after,
        note.colour,
        note.body,
        note.lost,
        note.changed
    ])?;
    Ok(Note { id: step.last_insert_rowid(), ..note })
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::{Note, NoteChange};
    use crate::library::testing::document;
    use crate::library::{DocId, Incoming, Library, Origin, Query, Sort};
    use crate::vocabulary::Vocabulary;

    const TEXT: &str = "Das Fieber stieg. Platelets rose. Das Fieber fiel.";

    fn take_in(library: &mut Library, text: &str) -> DocId {
        let incoming = Incoming::new(Origin::File("/a".into(), 0), document("Title", text));
        let items = std::iter::once(Ok(incoming));
        library.import(items, &Vocabulary::default(), &mut |_| ControlFlow::Continue(())).unwrap().ids[0]
    }

    /// A library on disk with one document and a note on the second "Das Fieber"; two hands write to it.
    fn two_hands() -> (tempfile::TempDir, Library, Library, Note) {
        let folder = tempfile::tempdir().unwrap();
        let mut one = Library::create_or_open(folder.path()).unwrap();
        let id = take_in(&mut one, TEXT);
        let start = TEXT.rfind("Das Fieber").unwrap();
        let new = Note { body: Some("erst".into()), ..Note::at(id, TEXT, &(start..start + 10)) };
        let written = one.write_note(&NoteChange { from: None, to: Some(new) }).unwrap();
        let other = Library::open(folder.path()).unwrap();
        (folder, one, other, written.done.to.unwrap())
    }

    fn bodies(library: &Library, doc: DocId) -> Vec<String> {
        let mut bodies: Vec<_> =
            library.notes(doc).unwrap().into_iter().map(|note| note.body.unwrap_or_default()).collect();
        bodies.sort();
        bodies
    }

    fn says(note: &Note, body: &str) -> NoteChange {
        NoteChange { from: Some(note.clone()), to: Some(Note { body: Some(body.into()), ..note.clone() }) }
    }

    #[test]
    fn of_two_who_change_a_note_neither_loses_a_text() {
        let (_folder, mut one, mut other, note) = two_hands();
        assert!(!one.write_note(&says(&note, "mine")).unwrap().conflict);
        let second = other.write_note(&says(&note, "theirs")).unwrap();
        assert!(second.conflict);
        assert_eq!(bodies(&one, note.doc), ["mine", "theirs"]);
        // Taking the second back leaves the first.
        other.write_note(&second.done.back()).unwrap();
        assert_eq!(bodies(&one, note.doc), ["mine"]);
        // The same text from both is no conflict.
        assert!(!other.write_note(&says(&note, "mine")).unwrap().conflict);
        assert_eq!(bodies(&one, note.doc), ["mine"]);
    }

    #[test]
    fn what_was_changed_meanwhile_is_not_deleted_and_what_was_deleted_is_written_anew() {
        let (_folder, mut one, mut other, note) = two_hands();
        one.write_note(&says(&note, "more")).unwrap();
        let away = NoteChange { from: Some(note.clone()), to: None };
        assert!(other.write_note(&away).unwrap().conflict);
        assert_eq!(bodies(&one, note.doc), ["more"]);
        let now = one.notes(note.doc).unwrap().remove(0);
        let gone = one.write_note(&NoteChange { from: Some(now.clone()), to: None }).unwrap();
        assert!(bodies(&one, note.doc).is_empty());
        assert!(other.write_note(&says(&now, "late")).unwrap().conflict);
        assert_eq!(bodies(&one, note.doc), ["late"]);
        one.write_note(&gone.done.back()).unwrap();
        assert_eq!(bodies(&one, note.doc), ["late", "more"]);
    }

    #[test]
    fn a_note_follows_its_quote_into_a_new_version_and_is_never_lost() {
        let (_folder, mut one, mut other, note) = two_hands();
        let text = format!("Ein Vorwort. {TEXT}");
        take_in(&mut one, &text);
        let moved = one.notes(note.doc).unwrap().remove(0);
        assert_eq!(moved.range_in(&text), text.rfind("Das Fieber").map(|at| at..at + 10));
        // A note written on the text before finds its place in the new one.
        let late = Note::at(note.doc, TEXT, &(18..27));
        let late = other.write_note(&NoteChange { from: None, to: Some(late) }).unwrap().done.to.unwrap();
        assert_eq!((late.start, late.lost), (text.find("Platelets").unwrap(), false));
        take_in(&mut one, "Etwas ganz anderes.");
        let lost = one.notes(note.doc).unwrap();
        assert_eq!(lost.len(), 2);
        assert!(lost.iter().all(|note| note.lost && !note.quote.is_empty()));
    }

    #[test]
    fn queries_find_notes_and_highlights() {
        let (_folder, mut one, _other, note) = two_hands();
        let found = |library: &mut Library, text: &str| {
            let query = Query::parse(text, &Vocabulary::default()).unwrap();
            library.ids(&query, Sort::default()).unwrap().len()
        };
        let check = |library: &mut Library, cases: &[(&str, usize)]| {
            for (text, count) in cases {
                assert_eq!(found(library, text), *count, "{text}");
            }
        };
        check(&mut one, &[("has:note", 1), ("has:highlight", 0), ("note:ERST", 1), ("note:fieber", 1), ("note:x", 0)]);
        let lit = Note { colour: Some("red".into()), body: None, ..note.clone() };
        let written = one.write_note(&NoteChange { from: Some(note), to: Some(lit) }).unwrap();
        check(&mut one, &[("has:note", 0), ("has:highlight", 1), ("note:erst", 0), ("note:\"das fieber\"", 1)]);
        one.write_note(&NoteChange { from: written.done.to, to: None }).unwrap();
        check(&mut one, &[("has:note", 0), ("has:highlight", 0), ("note:fieber", 0)]);
    }
}
