//! The reader's own editor, run on the terminal while the screen is given back.

use std::ffi::OsString;
use std::fs::OpenOptions;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::process::Command;
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, Result, bail};
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// Has the reader edit a text in a file that only they can read, and gives what they left.
///
/// # Errors
/// There is no such editor, it failed, or it left something that is no text.
pub(super) fn edit(text: &str) -> Result<String> {
    let set = |name| std::env::var_os(name).filter(|value| !value.is_empty());
    let editor = set("VISUAL").or_else(|| set("EDITOR")).unwrap_or_else(|| OsString::from("vi"));
    let folder = set("XDG_RUNTIME_DIR").map_or_else(std::env::temp_dir, Into::into);
    let moment = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos());
    let path = folder.join(format!("casebook-note-{}-{moment}.md", std::process::id()));
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&path)
        .with_context(|| format!("no file for the editor in {}", folder.display()))?;
    let done = (|| {
        file.write_all(text.as_bytes())?;
        drop(file);
        // Through the shell, since the variable may hold options.
        let mut line = editor.clone();
        line.push(" \"$1\"");
        let status = Command::new("sh").arg("-c").arg(&line).arg("sh").arg(&path).status()?;
        if !status.success() {
            bail!("{} ended with {status}; the note is as before", editor.to_string_lossy());
        }
        Ok(std::fs::read_to_string(&path)?)
    })();
    // What the reader noted is in the library; a copy beside it is nobody's.
    let _ = std::fs::remove_file(&path);
    done
}

/// Whether a key may start a program: it neither moves nor types.
pub(super) fn may_start(key: KeyEvent) -> bool {
    match key.code {
        KeyCode::Up | KeyCode::Down | KeyCode::Left | KeyCode::Right | KeyCode::PageUp | KeyCode::PageDown => false,
        KeyCode::Char(_) => key.modifiers.contains(KeyModifiers::CONTROL),
        _ => true,
    }
}

/// Keeps the thread that reads keys from the terminal while a program of the reader's has it: after a key that may
/// start one it waits until the key's work is done.
pub(super) struct Gate {
    shut: Mutex<bool>,
    opened: Condvar,
}

impl Gate {
    pub(super) const fn new() -> Self {
        Self { shut: Mutex::new(false), opened: Condvar::new() }
    }

    /// Shuts it for a key that may start a program; before the key is handed on.
    pub(super) fn shut_for(&self, key: KeyEvent) -> bool {
        let shuts = may_start(key);
        if shuts {
            *self.shut.lock().unwrap_or_else(PoisonError::into_inner) = true;
        }
        shuts
    }

    /// Waits until it is open.
    pub(super) fn pass(&self) {
        let mut shut = self.shut.lock().unwrap_or_else(PoisonError::into_inner);
        while *shut {
            shut = self.opened.wait(shut).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Opens it: the work of the key is done.
    pub(super) fn open(&self) {
        *self.shut.lock().unwrap_or_else(PoisonError::into_inner) = false;
        self.opened.notify_all();
    }
}
