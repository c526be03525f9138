//! Jobs about notes, and texts written to files.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;

use super::{Hand, Reply};
use crate::document::Document;
use crate::export::file;
use crate::library::{DocId, Library, LibraryError, Note, NoteChange, NoteWritten};
use crate::text::clean_line;
use crate::wording::{Language, Text};

/// Notes that are listed at most.
const LISTED: usize = 10_000;

/// What can be asked about notes.
#[derive(Debug)]
pub enum Annotation {
    /// A change of a note, or the taking back of one.
    Write {
        /// The change.
        change: Box<NoteChange>,
        /// Whether it takes an earlier one back.
        back: bool,
    },
    /// All notes of the library.
    List,
    /// A letter that stands for a place from now on.
    Mark(char, Box<Note>),
    /// A letter that stands for nothing in a document from now on.
    Unmark(char, DocId),
    /// The marks of a document that is in no library.
    Marks(Arc<Document>, Vec<(char, usize)>),
    /// The notes that the reader's own library has on a document of a temporary one.
    AtHome(DocId, Arc<Document>),
    /// A text to be written into a new file.
    Save(PathBuf, String, Language),
}

/// What comes back.
#[derive(Debug)]
pub enum Annotated {
    /// Answer to [`Annotation::Write`].
    Written {
        /// What became of it.
        written: Box<NoteWritten>,
        /// Whether it took an earlier one back.
        back: bool,
    },
    /// Answer to [`Annotation::List`]: notes with the titles of their documents.
    Listed(Vec<(Note, String)>),
    /// Answer to [`Annotation::AtHome`]: the number there, if it is there.
    AtHome(DocId, Option<DocId>, Vec<Note>),
    /// The file has been written.
    Saved(PathBuf),
}

impl Hand {
    pub(super) fn annotate(&mut self, annotation: Annotation) -> anyhow::Result<()> {
        let annotated = match annotation {
            Annotation::Write { change, back } => {
                let written = match self.home_library()? {
                    Some(mut home) => home.write_note(&change),
                    None => self.library.write_note(&change),
                };
                match written {
                    Ok(written) => Annotated::Written { written: Box::new(written), back },
                    Err(error) => {
                        (self.send)(Reply::Unwritten(change, error.to_string()));
                        return Ok(());
                    }
                }
            }
            Annotation::Mark(letter, place) => return Ok(self.library.set_mark(letter, &place)?),
            Annotation::Unmark(letter, doc) => return Ok(self.library.remove_mark(letter, doc)?),
            Annotation::Marks(document, marks) => {
                return self.places.as_ref().map_or(Ok(()), |places| Ok(places.keep_marks(&document, marks)?));
            }
            Annotation::List => Annotated::Listed(self.library.all_notes(LISTED)?),
            Annotation::AtHome(id, document) => {
                // Only a look: a reader's library that cannot be opened is named by what needs it.
                let Ok(Some(home)) = self.home_library() else { return Ok(()) };
                let source = self.library.heads(&[id])?.into_iter().next().map(|head| head.source);
                let by_source = || source.as_deref().map_or(Ok(None), |source| home.find_source(source));
                let found = match home.find_text(&document.text)? {
                    None => by_source()?,
                    found => found,
                };
                let notes = found.map_or(Ok(Vec::new()), |found| home.notes(found))?;
                Annotated::AtHome(id, found, notes)
            }
            Annotation::Save(path, text, language) => {
                save(&path, &text, language)?;
                Annotated::Saved(path)
            }
        };
        (self.send)(Reply::Annotated(annotated));
        Ok(())
    }

    /// The reader's own library, where this hand's is a temporary one and there is one.
    fn home_library(&self) -> anyhow::Result<Option<Library>> {
        let Some(home) = self.home.as_ref().filter(|_| self.temporary()) else { return Ok(None) };
        match Library::open(home) {
            Ok(library) => Ok(Some(library)),
            Err(LibraryError::Missing(_)) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    fn temporary(&self) -> bool {
        self.library.folder().is_none()
    }
}

/// Writes a text into a new file; one that is there is named and left alone.
fn save(path: &Path, text: &str, language: Language) -> anyhow::Result<()> {
    let shown = path.to_string_lossy();
    let name = clean_line(&shown);
    let there = Text::new("is there already; name a file that is not", "ist schon da; ein anderer Name ist nötig");
    match file::save(path, text) {
        Err(error) if file::is_there(&error) => anyhow::bail!("{name} {}", there.say(language)),
        written => written.with_context(|| name.into_owned()),
    }
}
