//! Where reading stopped in documents that are in no library, and their marks: one small file each, named by the hash of
//! the text. Its first line is the offset reading stopped at, each other line a letter and the offset it stands for.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::PathBuf;

use sha2::{Digest as _, Sha256};

use super::hex;
use crate::document::Document;

/// A folder of places.
#[derive(Debug, Clone)]
pub struct Places {
    folder: PathBuf,
}

/// What is kept of a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Left {
    /// Where reading stopped, a byte offset.
    pub at: usize,
    /// Letters and the offsets they stand for.
    pub marks: Vec<(char, usize)>,
}

/// Bytes of a text that are hashed; its length is hashed too.
const HASHED: usize = 1 << 20;
/// Places kept; the oldest go first.
const KEPT: usize = 2000;

impl Places {
    /// The places in a folder, which is made when the first one is kept.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// What is kept of a document, with offsets inside its text; nothing if it is not known.
    pub fn get(&self, document: &Document) -> Left {
        self.get_by(document, document.text.len())
    }

    /// The same for a document of which only the beginning is there, of a text of so many bytes.
    pub fn get_by(&self, document: &Document, bytes: usize) -> Left {
        let kept = fs::read_to_string(self.folder.join(name(document, bytes))).unwrap_or_default();
        let offset = |text: &str| text.trim().parse().ok().map(|at| crate::text::floor(&document.text, at));
        let mut lines = kept.lines();
        let at = lines.next().and_then(offset).unwrap_or(0);
        let mark = |line: &str| {
            let letter = line.chars().next()?;
            Some((letter, offset(&line[letter.len_utf8()..])?))
        };
        Left { at, marks: lines.filter_map(mark).collect() }
    }

    /// Remembers where reading stopped.
    ///
    /// # Errors
    /// The folder cannot be made or written to.
    pub fn keep(&self, document: &Document, at: usize) -> std::io::Result<()> {
        self.write(document, &Left { at, ..self.get(document) })
    }

    /// Remembers the marks of a document instead of those it had.
    ///
    /// # Errors
    /// As [`Places::keep`].
    pub fn keep_marks(&self, document: &Document, marks: Vec<(char, usize)>) -> std::io::Result<()> {
        self.write(document, &Left { marks, ..self.get(document) })
    }

    fn write(&self, document: &Document, left: &Left) -> std::io::Result<()> {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(&self.folder)?;
        let path = self.folder.join(name(document, document.text.len()));
        let fresh = !path.exists();
        let aside = path.with_extension("new");
        let mut file = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&aside)?;
        writeln!(file, "{}", left.at)?;
        for (letter, at) in &left.marks {
            writeln!(file, "{letter} {at}")?;
        }
        fs::rename(&aside, &path)?;
        if fresh { self.prune() } else { Ok(()) }
    }

    fn prune(&self) -> std::io::Result<()> {
        let mut files: Vec<_> = fs::read_dir(&self.folder)?.flatten().collect();
        if files.len() <= KEPT {
            return Ok(());
        }
        files.sort_by_key(|file| file.metadata().and_then(|about| about.modified()).ok());
        for file in &files[..files.len() - KEPT] {
            fs::remove_file(file.path())?;
        }
        Ok(())
    }
}

fn name(document: &Document, bytes: usize) -> String {
    let text = document.text.as_bytes();
    let mut hash = Sha256::new();
    hash.update(bytes.to_le_bytes());
    hash.update(&text[..text.len().min(HASHED)]);
    hex(&hash.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_found_again_by_the_text() {
        let folder = tempfile::tempdir().expect("a folder");
        let places = Places::new(folder.path().join("places"));
        let document = |text: &str| Document { text: text.into(), ..Document::default() };
        assert_eq!(places.get(&document("Grüße")), Left::default());
        places.keep(&document("Grüße"), 3).expect("kept");
        assert_eq!(places.get(&document("Grüße")).at, 2, "an offset inside a character moves to its start");
        assert_eq!(places.get(&document("Grüsse")), Left::default());
        places.keep_marks(&document("Grüße"), vec![('ä', 4), ('Z', 99)]).expect("kept");
        places.keep(&document("Grüße"), 1).expect("kept");
        assert_eq!(places.get(&document("Grüße")), Left { at: 1, marks: vec![('ä', 4), ('Z', 7)] });
    }
}
