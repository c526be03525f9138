//! Places remembered under a letter. Like a note's, a mark's place is the quote that stands there, so that it is found
//! again in another version of the text.

use rusqlite::params;

use super::notes::Note;
use super::store::Reader;
use super::{DocId, LibraryError, Result, state};

/// Marks that are read at most.
const LISTED: i64 = 10_000;

/// A place remembered under a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The letter.
    pub letter: char,
    /// The place: a note that says nothing.
    pub place: Note,
    /// The title of the document.
    pub title: String,
}

impl Mark {
    /// Whether a letter stands for one place in all documents: all but small letters do.
    pub fn everywhere(letter: char) -> bool {
        !letter.is_lowercase()
    }
}

impl Reader {
    /// All marks, by letter.
    pub fn marks(&self) -> Result<Vec<Mark>> {
        self.run(|db| {
            db.prepare_cached(
                "SELECT m.letter, m.id, m.doc, m.start, m.quote, m.before, m.after, m.lost, d.title
                 FROM mark m JOIN document d ON d.id = m.doc ORDER BY m.letter, m.doc LIMIT ?",
            )?
            .query_map([LISTED], |row| {
                let letter: String = row.get(0)?;
                let place = Note {
                    id: row.get(1)?,
                    doc: DocId(row.get(2)?),
                    start: row.get::<_, i64>(3)? as usize,
                    quote: row.get(4)?,
                    before: row.get(5)?,
                    after: row.get(6)?,
                    colour: None,
                    body: None,
                    lost: row.get(7)?,
                    changed: 0,
                };
                Ok(Mark { letter: letter.chars().next().unwrap_or(' '), place, title: row.get(8)? })
            })?
            .collect()
        })
    }
}

/// Sets a mark; the one that its letter stood for before goes.
pub(crate) fn set(reader: &mut Reader, letter: char, place: &Note) -> Result<()> {
    let known = state::write(reader, |step| {
        let known: bool =
            step.query_row("SELECT EXISTS (SELECT 1 FROM document WHERE id = ?)", [place.doc.0], |row| row.get(0))?;
        if !known {
            return Ok(false);
        }
        let everywhere = Mark::everywhere(letter);
        step.execute(
            "DELETE FROM mark WHERE letter = ?1 AND (?2 OR doc = ?3)",
            params![letter.to_string(), everywhere, place.doc.0],
        )?;
        let (version, text): (i64, String) = step.query_row(
            "SELECT d.version, v.text FROM document d JOIN version v ON v.doc = d.id AND v.version = d.version
             WHERE d.id = ?",
            [place.doc.0],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        let found = place.range_in(&text).map(|range| range.start);
        step.execute(
            "INSERT INTO mark (letter, doc, version, start, quote, before, after, lost) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            params![
                letter.to_string(),
                place.doc.0,
                version,
                found.unwrap_or(place.start) as i64,
                place.quote,
                place.before,
                place.after,
                found.is_none() && !place.quote.is_empty()
            ],
        )?;
        Ok(true)
    })?;
    if known { Ok(()) } else { Err(LibraryError::NoDocument(place.doc)) }
}

/// Takes a mark of a document away.
pub(crate) fn remove(reader: &mut Reader, letter: char, doc: DocId) -> Result<()> {
    let gone = "DELETE FROM mark WHERE letter = ? AND doc = ?";
    state::write(reader, |step| step.execute(gone, params![letter.to_string(), doc.0])).map(drop)
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use crate::library::testing::document;
    use crate::library::{DocId, Incoming, Library, Note, Origin};
    use crate::vocabulary::Vocabulary;

    fn take_in(library: &mut Library, name: &str, text: &str) -> DocId {
        let incoming = Incoming::new(Origin::File(name.into(), 0), document("Title", text));
        let items = std::iter::once(Ok(incoming));
        library.import(items, &Vocabulary::default(), &mut |_| ControlFlow::Continue(())).unwrap().ids[0]
    }

    fn shown(library: &Library) -> Vec<(char, i64, usize, bool)> {
        let marks = library.marks().unwrap();
        marks.into_iter().map(|mark| (mark.letter, mark.place.doc.0, mark.place.start, mark.place.lost)).collect()
    }

    #[test]
    fn a_small_letter_is_of_a_document_and_another_of_all() {
        let mut library = Library::in_memory().unwrap();
        let (one, two) = (take_in(&mut library, "/a", "Das Fieber stieg."), take_in(&mut library, "/b", "Es fiel."));
        for (letter, doc, text) in [('a', one, "Das Fieber stieg."), ('a', two, "Es fiel."), ('B', one, "Das Fieber")] {
            library.set_mark(letter, &Note::at(doc, text, &(0..2))).unwrap();
        }
        assert_eq!(shown(&library), [('B', 1, 0, false), ('a', 1, 0, false), ('a', 2, 0, false)]);
        library.set_mark('B', &Note::at(two, "Es fiel.", &(3..7))).unwrap();
        library.set_mark('a', &Note::at(one, "Das Fieber stieg.", &(4..10))).unwrap();
        assert_eq!(shown(&library), [('B', 2, 3, false), ('a', 1, 4, false), ('a', 2, 0, false)]);
        library.remove_mark('a', one).unwrap();
        assert_eq!(shown(&library), [('B', 2, 3, false), ('a', 2, 0, false)]);
    }

    #[test]
    fn a_mark_follows_its_quote_into_a_new_version_and_is_never_lost() {
        let mut library = Library::in_memory().unwrap();
        let text = "Das Fieber stieg. Platelets rose.";
        let doc = take_in(&mut library, "/a", text);
        library.set_mark('x', &Note::at(doc, text, &(18..27))).unwrap();
        let longer = format!("Ein Vorwort. {text}");
        take_in(&mut library, "/a", &longer);
        assert_eq!(shown(&library), [('x', 1, longer.find("Platelets").unwrap(), false)]);
        take_in(&mut library, "/a", "Etwas anderes.");
        assert!(library.marks().unwrap()[0].place.lost);
        assert_eq!(library.marks().unwrap()[0].place.quote, "Platelets");
    }
}
