//! Texts written to new files. What is there already is never written over.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Result, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

/// Writes a text into a new file that only the reader can read; half a file is not left behind.
///
/// # Errors
/// There is such a file ([`ErrorKind::AlreadyExists`]), or it cannot be written.
pub fn save(path: &Path, text: &str) -> Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    let written = file.write_all(text.as_bytes()).and_then(|()| file.sync_all());
    if written.is_err() {
        let _ = std::fs::remove_file(path);
    }
    written
}

/// A path as it is typed, with `~/` for the home folder.
pub fn at_home(typed: &str) -> PathBuf {
    let home = typed.strip_prefix("~/").and_then(|rest| Some(PathBuf::from(std::env::var_os("HOME")?).join(rest)));
    home.unwrap_or_else(|| PathBuf::from(typed))
}

/// Whether an error says that the file is there already.
pub fn is_there(error: &std::io::Error) -> bool {
    error.kind() == ErrorKind::AlreadyExists
}
