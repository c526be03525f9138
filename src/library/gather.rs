//! Finding and reading the files of an import: folders in name order, what is hidden or of no known kind passed over,
//! each file read by its format, one bad file never stopping the others.

use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::iter::once;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::Result;
use super::error::show;
use super::import::{Arrival, Failure, Incoming, Origin};
use crate::format::{self, Parsed, Record, RecordFailure, Refusal};

/// The files found under the paths of an import.
#[derive(Debug, Default)]
pub struct Gathered {
    /// The files to read, in order, with their sizes.
    pub files: Vec<(PathBuf, u64)>,
    /// Files of unknown kind in folders.
    pub skipped: Vec<PathBuf>,
    /// What was named and is not there or cannot be read.
    pub failed: Vec<Failure>,
    /// Folders that were named and have nothing readable.
    pub barren: Vec<PathBuf>,
    /// Bytes that have been read of the files so far.
    pub read: Arc<AtomicU64>,
}

/// Finds the files under `paths`. A path that is no folder is taken whatever its kind.
pub fn gather(paths: &[PathBuf]) -> Gathered {
    let mut gathered = Gathered::default();
    for path in paths {
        match fs::metadata(path) {
            Ok(meta) if meta.is_dir() => {
                let (files, failed) = (gathered.files.len(), gathered.failed.len());
                gathered.walk(path);
                if gathered.files.len() == files && gathered.failed.len() == failed {
                    gathered.barren.push(path.clone());
                }
            }
            Ok(meta) => gathered.files.push((path.clone(), meta.len())),
            Err(error) => gathered.failed.push(Failure::of_file(path, &error)),
        }
    }
    gathered
}

impl Gathered {
    fn walk(&mut self, dir: &Path) {
        let entries = match fs::read_dir(dir).and_then(Iterator::collect::<std::io::Result<Vec<_>>>) {
            Ok(entries) => entries,
            Err(error) => {
                self.failed.push(Failure::of_file(dir, &error));
                return;
            }
        };
        let mut paths: Vec<PathBuf> = entries
            .iter()
            .filter(|entry| !entry.file_name().as_encoded_bytes().starts_with(b"."))
            .map(fs::DirEntry::path)
            .collect();
        paths.sort();
        for path in paths {
            let link = path.is_symlink();
            match fs::metadata(&path) {
                Ok(meta) if meta.is_dir() => {
                    if !link {
                        self.walk(&path);
                    }
                }
                Ok(meta) if meta.is_file() && is_known(&path) => self.files.push((path, meta.len())),
                Ok(_) => self.skipped.push(path),
                // A link that leads nowhere is no file.
                Err(_) if link => self.skipped.push(path),
                Err(error) => self.failed.push(Failure::of_file(&path, &error)),
            }
        }
    }

    /// Reads all files and gives each document, or why it could not be read, to `take`, which may stop.
    pub fn each(
        self,
        take: &mut dyn FnMut(std::result::Result<Incoming, Failure>) -> Result<ControlFlow<()>>,
    ) -> Result<()> {
        for failure in self.failed {
            if take(Err(failure))?.is_break() {
                return Ok(());
            }
        }
        for (path, _) in self.files {
            let items: Items<'_> = match File::open(&path).map(|file| Counted(file, &self.read)) {
                Ok(file) => records(&path, file, |place| Origin::File(path.clone(), place)),
                Err(error) => Box::new(once(Err(Failure::of_file(&path, &error)))),
            };
            for item in items {
                if take(item)?.is_break() {
                    return Ok(());
                }
            }
        }
        Ok(())
    }
}

/// What comes from no file, `-`, one document at a time. `name` tells messages and titles what to call them.
pub fn read_stream<'a>(name: &Path, input: impl Read + Send + 'a) -> Items<'a> {
    records(name, input, |_| Origin::Stdin)
}

/// Documents on their way in, and why others cannot come.
pub type Items<'a> = Box<dyn Iterator<Item = std::result::Result<Incoming, Failure>> + Send + 'a>;

fn records<'a>(path: &Path, input: impl Read + Send + 'a, origin: impl Fn(u32) -> Origin + Send + 'a) -> Items<'a> {
    let name = path.to_owned();
    Box::new(cut(path, input).map(move |record| Incoming::of_record(&name, &record?, &origin)))
}

/// What a file has, one record after the other, still to be parsed; counts the bytes read.
pub(crate) fn arrivals(
    path: Arc<Path>,
    read: &AtomicU64,
) -> impl Iterator<Item = std::result::Result<Arrival, Failure>> + Send {
    let items: Box<dyn Iterator<Item = _> + Send> = match File::open(&path) {
        Ok(file) => cut(&path, Counted(file, read)),
        Err(error) => Box::new(once(Err(Failure::of_file(&path, &error)))),
    };
    items.map(move |record| Ok(Arrival::Record(Arc::clone(&path), record?)))
}

fn cut<'a>(
    path: &Path,
    input: impl Read + Send + 'a,
) -> Box<dyn Iterator<Item = std::result::Result<Record, Failure>> + Send + 'a> {
    let records = match format::records(path, input) {
        Ok(records) => records,
        Err(refusal) => {
            let failure = match refusal {
                Refusal::Unreadable(error) => Failure::of_file(path, &error.into()),
                refusal => Failure::new(show(path), refusal.to_string()),
            };
            return Box::new(once(Err(failure)));
        }
    };
    let path = path.to_owned();
    Box::new(records.map(move |record| record.map_err(|failure| Failure::of_record(&path, failure))))
}

impl Incoming {
    /// The document of a record of a file or stream.
    pub(crate) fn of_record(
        path: &Path,
        record: &Record,
        origin: &dyn Fn(u32) -> Origin,
    ) -> std::result::Result<Self, Failure> {
        let parsed = record.parse().map_err(|failure| Failure::of_record(path, failure))?;
        let Parsed { key, name, document, warnings, kept } = parsed;
        let warnings = match record.place() {
            Some(place) => warnings.into_iter().map(|warning| format!("{place}: {warning}")).collect(),
            None => warnings,
        };
        Ok(Self { origin: origin(record.position.record), key, name, document, facts: None, warnings, kept })
    }
}

/// Whether a file of a folder is of a known kind, by its name; where that says too little, by its beginning.
fn is_known(path: &Path) -> bool {
    let foreign = || {
        let file = File::open(path).ok();
        file.is_some_and(|file| matches!(format::records(path, file), Err(Refusal::Foreign(_))))
    };
    format::known_extension(path) && !(format::told_by_content(path) && foreign())
}

/// A file whose bytes are counted as they are read.
struct Counted<'a>(File, &'a AtomicU64);

impl Read for Counted<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let read = self.0.read(into)?;
        self.1.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

impl Failure {
    fn of_file(path: &Path, error: &std::io::Error) -> Self {
        let (code, reason) = match error.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory => (66, "there is no such file or folder".to_owned()),
            ErrorKind::PermissionDenied => (77, "permission denied".to_owned()),
            _ => (74, error.to_string()),
        };
        Self { name: show(path), position: None, reason, code }
    }

    fn of_record(path: &Path, failure: RecordFailure) -> Self {
        let RecordFailure { position, reason, error } = failure;
        match error {
            Some(error) => Self { position, ..Self::of_file(path, &error.into()) },
            None => Self { position, ..Self::new(show(path), reason) },
        }
    }
}

/// The name under which a path is known: absolute, through the folder's links but not the file's own. Bytes that are
/// no UTF-8 are written `\xNN`, so that no two names become one.
pub(crate) fn identity(path: &Path) -> String {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let absolute = match (fs::canonicalize(parent), path.file_name()) {
        (Ok(parent), Some(name)) => parent.join(name),
        _ => std::path::absolute(path).unwrap_or_else(|_| path.to_owned()),
    };
    match absolute.to_str() {
        Some(name) => name.to_owned(),
        None => absolute.as_os_str().as_encoded_bytes().escape_ascii().to_string(),
    }
}
