//! Where reading stopped in documents that are in no library: one small file each, named by the hash of the text.

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

/// Bytes of a text that are hashed; its length is hashed too.
const HASHED: usize = 1 << 20;
/// Places kept; the oldest go first.
const KEPT: usize = 2000;

impl Places {
    /// The places in a folder, which is made when the first one is kept.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// Where reading stopped, at most the length of the text; 0 if it is not known.
    pub fn get(&self, document: &Document) -> usize {
        let kept = fs::read_to_string(self.folder.join(name(document))).ok();
        let at = kept.and_then(|text| text.trim().parse().ok()).unwrap_or(0);
        crate::text::floor(&document.text, at)
    }

    /// Remembers where reading stopped.
    ///
    /// # Errors
    /// The folder cannot be made or written to.
    pub fn keep(&self, document: &Document, at: usize) -> std::io::Result<()> {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(&self.folder)?;
        let path = self.folder.join(name(document));
        let fresh = !path.exists();
        let aside = path.with_extension("new");
        let mut file = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&aside)?;
        writeln!(file, "{at}")?;
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

fn name(document: &Document) -> String {
    let text = document.text.as_bytes();
    let mut hash = Sha256::new();
    hash.update(text.len().to_le_bytes());
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
        assert_eq!(places.get(&document("Grüße")), 0);
        places.keep(&document("Grüße"), 3).expect("kept");
        assert_eq!(places.get(&document("Grüße")), 2, "an offset inside a character moves to its start");
        assert_eq!(places.get(&document("Grüsse")), 0);
    }
}
