//! What the screen remembers between runs, in a small file of its own.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::Path;

use serde::{Deserialize, Serialize};

/// What is remembered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Remembered {
    /// Columns of the text, where the reader has set them.
    pub columns: Option<u16>,
}

impl Remembered {
    /// What a file holds; nothing where it cannot be read: it is only a convenience.
    pub fn load(path: &Path) -> Self {
        fs::read_to_string(path).ok().and_then(|text| toml::from_str(&text).ok()).unwrap_or_default()
    }

    /// Writes the file, whole or not at all.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn keep(self, path: &Path) -> std::io::Result<()> {
        if let Some(folder) = path.parent() {
            fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
        }
        let text = toml::to_string(&self).map_err(std::io::Error::other)?;
        let aside = path.with_extension("new");
        let mut file = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&aside)?;
        file.write_all(text.as_bytes())?;
        fs::rename(&aside, path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_comes_back_and_what_is_broken_is_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("state").join("screen.toml");
        assert_eq!(Remembered::load(&path), Remembered::default());
        let wide = Remembered { columns: Some(96) };
        wide.keep(&path).expect("kept");
        assert_eq!(Remembered::load(&path), wide);
        fs::write(&path, "columns = [").expect("written");
        assert_eq!(Remembered::load(&path), Remembered::default());
    }
}
