//! Finding and reading the files of an import: folders in name order, what is hidden or of no known kind passed over,
//! each file read by its format, one bad file never stopping the others.

use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::error::show;
use super::import::{Failure, Incoming, Origin};
use super::{LibraryError, Result};
use crate::format::{self, Input};

/// Bytes above which a file is not read.
pub const SIZE_LIMIT: u64 = 200 << 20;

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
                Ok(meta) if meta.is_file() && format::known_extension(&path) => self.files.push((path, meta.len())),
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
        for (path, size) in self.files {
            let flow = match read_file(&path, size) {
                Ok(bytes) => {
                    let origin = |place| Origin::File(path.clone(), place);
                    records(&path, &bytes, &origin, take)?
                }
                Err(failure) => take(Err(failure))?,
            };
            if flow.is_break() {
                return Ok(());
            }
        }
        Ok(())
    }
}

/// The documents in bytes that come from no file: `-`. `name` tells messages and titles what to call them.
pub fn read_bytes(name: &Path, bytes: &[u8]) -> Vec<std::result::Result<Incoming, Failure>> {
    let mut items = Vec::new();
    let flow = records(name, bytes, &|_| Origin::Stdin, &mut |item| {
        items.push(item);
        Ok::<_, LibraryError>(ControlFlow::Continue(()))
    });
    debug_assert!(flow.is_ok(), "collecting cannot fail");
    items
}

fn records(
    path: &Path,
    bytes: &[u8],
    origin: &dyn Fn(u32) -> Origin,
    take: &mut dyn FnMut(std::result::Result<Incoming, Failure>) -> Result<ControlFlow<()>>,
) -> Result<ControlFlow<()>> {
    let records = match format::read(Input { name: path, bytes }) {
        Ok(records) => records,
        Err(refusal) => return take(Err(Failure::new(show(path), refusal.to_string()))),
    };
    for (place, parsed) in records.enumerate() {
        let incoming = Incoming {
            origin: origin(place as u32),
            key: parsed.key,
            document: parsed.document,
            facts: None,
            warnings: parsed.warnings,
        };
        if take(Ok(incoming))?.is_break() {
            return Ok(ControlFlow::Break(()));
        }
    }
    Ok(ControlFlow::Continue(()))
}

fn read_file(path: &Path, size: u64) -> std::result::Result<Vec<u8>, Failure> {
    let too_large = || {
        let limit = SIZE_LIMIT >> 20;
        Failure::new(show(path), format!("the file is larger than {limit} MB"))
    };
    if size > SIZE_LIMIT {
        return Err(too_large());
    }
    let mut bytes = Vec::with_capacity(size as usize);
    // A pipe tells no size, and a file may grow while it is read.
    File::open(path)
        .and_then(|file| file.take(SIZE_LIMIT + 1).read_to_end(&mut bytes))
        .map_err(|error| Failure::of_file(path, &error))?;
    if bytes.len() as u64 > SIZE_LIMIT {
        return Err(too_large());
    }
    Ok(bytes)
}

impl Failure {
    fn of_file(path: &Path, error: &std::io::Error) -> Self {
        let (code, reason) = match error.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory => (66, "there is no such file or folder".to_owned()),
            ErrorKind::PermissionDenied => (77, "permission denied".to_owned()),
            _ => (74, error.to_string()),
        };
        Self { name: show(path), reason, code }
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
