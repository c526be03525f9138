//! The files of the index. They are read piece by piece and never mapped: a file that somebody cuts off is an error that
//! can be answered, where a mapped one would be the end of the program. The small ones that every query needs are kept
//! in memory, and are checked against their sums when they get there.

use std::fs::{self, File, Permissions};
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::ops::{ControlFlow, Range};
use std::os::unix::fs::{FileExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Deserialize;
use tantivy::HasLen;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    Directory, DirectoryLock, FileHandle, Lock, META_LOCK, MmapDirectory, OwnedBytes, WatchCallback, WatchHandle,
    WritePtr,
};

/// Ends of the names of those files of which a query reads a part: where words stand. All others are small.
const LARGE: [&str; 3] = ["idx", "pos", "store"];

/// Bytes of a file read at a time while it is checked.
const PIECE: usize = 1 << 20;

/// The folder of an index whose files only their owner may read. Where nothing can be written it needs no lock: nobody
/// takes files away there. It is never watched: who wants to know looks at the time of its `meta.json`.
#[derive(Debug, Clone)]
pub(super) struct Files {
    /// Writes, replaces and locks; what it would map is read here.
    folder: MmapDirectory,
    place: PathBuf,
    writable: bool,
}

impl Files {
    pub(super) fn open(place: &Path, writable: bool) -> tantivy::Result<Self> {
        Ok(Self { folder: MmapDirectory::open(place)?, place: place.to_owned(), writable })
    }

    fn protect(&self, name: &Path) -> io::Result<()> {
        fs::set_permissions(self.place.join(name), Permissions::from_mode(0o600))
    }

    fn handle(&self, name: &Path) -> io::Result<Arc<dyn FileHandle>> {
        let file = File::open(self.place.join(name))?;
        let len = file.metadata()?.len() as usize;
        if name.extension().is_some_and(|end| LARGE.iter().any(|large| end == *large)) {
            return Ok(Arc::new(Pieces { file, len }));
        }
        let mut bytes = vec![0; len];
        file.read_exact_at(&mut bytes, 0)?;
        let mut sum = crc32fast::Hasher::new();
        let (body, expected) = body(&file)?;
        sum.update(bytes.get(..body as usize).unwrap_or_default());
        if sum.finalize() != expected {
            return Err(damaged());
        }
        Ok(Arc::new(OwnedBytes::new(bytes)))
    }
}

/// A file of which the part asked for is read when it is asked for.
#[derive(Debug)]
struct Pieces {
    file: File,
    len: usize,
}

impl HasLen for Pieces {
    fn len(&self) -> usize {
        self.len
    }
}

impl FileHandle for Pieces {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        // A range that a damaged file names is not worth the memory.
        if range.end > self.len || range.start > range.end {
            return Err(damaged());
        }
        let mut bytes = vec![0; range.len()];
        self.file.read_exact_at(&mut bytes, range.start as u64)?;
        Ok(OwnedBytes::new(bytes))
    }
}

fn damaged() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "a file of the index is damaged")
}

/// What tantivy writes at the end of each file, before the length of this and a number of its own: the sum of the rest.
#[derive(Deserialize)]
struct Footer {
    crc: u32,
}

/// How long a file is without its footer, and the sum that this part must have.
fn body(file: &File) -> io::Result<(u64, u32)> {
    const TAIL: u64 = 8;
    const LONGEST: u32 = 50_000;
    let len = file.metadata()?.len();
    let before = |end: u64, length: u64| end.checked_sub(length).ok_or_else(damaged);
    let (end, mut tail) = (before(len, TAIL)?, [0; 4]);
    file.read_exact_at(&mut tail, end)?;
    let length = u32::from_le_bytes(tail);
    if length > LONGEST {
        return Err(damaged());
    }
    let start = before(end, u64::from(length))?;
    let mut footer = vec![0; length as usize];
    file.read_exact_at(&mut footer, start)?;
    let footer: Footer = serde_json::from_slice(&footer).map_err(|_| damaged())?;
    Ok((start, footer.crc))
}

/// Whether a file is what was written; none if `pause`, called after each piece, says that nobody wants to know.
pub(super) fn is_sound(path: &Path, pause: &mut dyn FnMut() -> ControlFlow<()>) -> Option<bool> {
    let mut stopped = false;
    let mut check = || -> io::Result<bool> {
        let mut file = File::open(path)?;
        let (body, expected) = body(&file)?;
        file.seek(SeekFrom::Start(0))?;
        let mut rest = file.take(body);
        let (mut piece, mut sum) = (Vec::with_capacity(PIECE), crc32fast::Hasher::new());
        while (&mut rest).take(PIECE as u64).read_to_end(&mut piece)? > 0 {
            sum.update(&piece);
            piece.clear();
            if pause().is_break() {
                stopped = true;
                break;
            }
        }
        Ok(sum.finalize() == expected)
    };
    let sound = check().unwrap_or(false);
    (!stopped).then_some(sound)
}

impl Directory for Files {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.handle(path).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => OpenReadError::FileDoesNotExist(path.to_owned()),
            _ => OpenReadError::wrap_io_error(error, path.to_owned()),
        })
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.folder.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.folder.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let file = self.folder.open_write(path)?;
        self.protect(path).map_err(|error| OpenWriteError::wrap_io_error(error, path.to_owned()))?;
        Ok(file)
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.folder.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        self.folder.atomic_write(path, data)?;
        self.protect(path)
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.folder.sync_directory()
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        if !self.writable && lock.filepath == META_LOCK.filepath {
            return Ok(DirectoryLock::from(Box::new(())));
        }
        let held = self.folder.acquire_lock(lock)?;
        self.protect(&lock.filepath).map_err(LockError::wrap_io_error)?;
        Ok(held)
    }

    fn watch(&self, _: WatchCallback) -> tantivy::Result<WatchHandle> {
        Ok(WatchHandle::empty())
    }
}
