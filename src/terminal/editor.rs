//! The reader's own editor, run on the terminal while the screen is given back.

use std::ffi::{OsStr, OsString};
use std::fs::OpenOptions;
use std::io::Write as _;
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::PathBuf;
use std::process::{Child, Command};
use std::sync::mpsc::{Receiver, Sender};
use std::sync::{Arc, Condvar, Mutex, OnceLock, PoisonError};
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, Result, bail};
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use rustix::process::{Pid, Signal, getpid, getuid, kill_process, test_kill_process};
use signal_hook::consts::{SIGHUP, SIGTERM, SIGTSTP};

use crate::app::Event;

/// What came of an editor.
pub(super) struct Left {
    /// What the reader left; an error where there is no such editor, it failed, or it left something that is no text.
    pub(super) text: Result<String>,
    /// The signal that asked for the end meanwhile.
    pub(super) signal: Option<i32>,
    /// What else happened meanwhile.
    pub(super) events: Vec<Event>,
}

/// Has the reader edit a text in a file that only they can read. Who asks the program to end ends the editor, too; what
/// it had written by then is what the reader left.
pub(super) fn edit(text: &str, sender: &Sender<Event>, received: &Receiver<Event>) -> Left {
    let (mut signal, mut events) = (None, Vec::new());
    let text = write_and_read(text, |mut child| {
        let editor = Pid::from_child(&child);
        let ended = Arc::new(OnceLock::new());
        let (set, wake) = (Arc::clone(&ended), sender.clone());
        thread::spawn(move || {
            let _ = set.set(child.wait());
            let _ = wake.send(Event::Resize);
        });
        while ended.get().is_none() {
            let event = if signal.is_some() { received.recv_timeout(PATIENCE).ok() } else { received.recv().ok() };
            match event {
                Some(Event::Signal(asked @ (SIGTERM | SIGHUP))) => signal = Some(asked),
                Some(Event::InputLost) => signal = Some(SIGHUP),
                // The terminal sends them to everybody on it; the editor has been stopped as well.
                Some(Event::Signal(SIGTSTP)) => drop(kill_process(getpid(), Signal::STOP)),
                Some(Event::Signal(_)) => continue,
                Some(event) => {
                    events.push(event);
                    continue;
                }
                None => drop(kill_process(editor, Signal::KILL)),
            }
            if signal.is_some() && ended.get().is_none() {
                let _ = kill_process(editor, Signal::TERM);
            }
        }
        Ok(signal.is_some() || matches!(ended.get(), Some(Ok(status)) if status.success()))
    });
    Left { text, signal, events }
}

/// How long an editor that is asked to end may take.
const PATIENCE: Duration = Duration::from_secs(2);

/// Writes a text to a file, has a program started on it, and reads what `wait` says was left well.
fn write_and_read(text: &str, wait: impl FnOnce(Child) -> Result<bool>) -> Result<String> {
    let set = |name| std::env::var_os(name).filter(|value| !value.is_empty());
    let editor = set("VISUAL").or_else(|| set("EDITOR")).unwrap_or_else(|| OsString::from("vi"));
    let folder = folder();
    let moment = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos());
    let path = folder.join(format!("{NAME}{}-{moment}.md", std::process::id()));
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&path)
        .with_context(|| format!("no file for the editor in {}", folder.display()))?;
    let done = (|| {
        file.write_all(text.as_bytes())?;
        drop(file);
        let line = command_line(&editor);
        let child = Command::new("sh").arg("-c").arg(&line).arg("sh").arg(&path).spawn()?;
        if !wait(child)? {
            bail!("{} failed; the note is as before", editor.to_string_lossy());
        }
        Ok(std::fs::read_to_string(&path)?)
    })();
    // What the reader noted is in the library; a copy beside it is nobody's.
    let _ = std::fs::remove_file(&path);
    done
}

/// What the shell is given, since the variable may hold options. The shell becomes the editor, so that who ends the one
/// ends the other; several commands are left to it.
fn command_line(editor: &OsStr) -> OsString {
    let text = editor.to_string_lossy();
    let first = text.split_whitespace().next().unwrap_or_default();
    let mut line = OsString::from(match () {
        () if text.contains([';', '&', '|', '(', '`', '\n']) => "",
        () if first.contains('=') => "exec env ",
        () => "exec ",
    });
    line.push(editor);
    line.push(" \"$1\"");
    line
}

/// Where the files of notes that are being written are.
fn folder() -> PathBuf {
    let runtime = std::env::var_os("XDG_RUNTIME_DIR").filter(|folder| !folder.is_empty());
    runtime.map_or_else(std::env::temp_dir, Into::into)
}

/// How the name of such a file begins; the number of the process follows.
const NAME: &str = "casebook-note-";

/// How it begins once the reader has been told of it.
const TOLD: &str = "casebook-left-note-";

/// A file of a note that a program which is gone has left, or that its editor keeps beside it for what was not saved. It
/// gets another name, so that it is told of once.
pub(super) fn left_behind() -> Option<PathBuf> {
    let found = std::fs::read_dir(folder()).ok()?.flatten().filter(|entry| {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let process = name.split_once(NAME).and_then(|(_, rest)| rest.split('-').next()?.parse().ok());
        let gone = |process| Pid::from_raw(process).is_some_and(|process| test_kill_process(process).is_err());
        let ours = || entry.metadata().is_ok_and(|data| data.is_file() && data.uid() == getuid().as_raw());
        process.is_some_and(gone) && ours()
    });
    let path = found.map(|entry| entry.path()).min()?;
    let told = path.with_file_name(path.file_name()?.to_string_lossy().replace(NAME, TOLD));
    Some(if std::fs::rename(&path, &told).is_ok() { told } else { path })
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
