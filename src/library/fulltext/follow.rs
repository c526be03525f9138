//! Keeping the index up with an import, on a thread of its own: what is in the store is read from there, whoever brought
//! it.

use std::path::PathBuf;
use std::sync::mpsc::Receiver;
use std::thread;
use std::time::{Duration, Instant};

use super::Keeper;
use crate::library::Result;
use crate::library::store::Reader;

/// How long another process that writes the index is waited for at the end.
const PATIENCE: Duration = Duration::from_secs(10);

/// How often it is looked whether it has ended.
const LOOK: Duration = Duration::from_millis(100);

/// What follows an import.
#[derive(Debug)]
pub(crate) struct Follower {
    reader: Reader,
    folder: PathBuf,
}

impl Follower {
    /// For the library that `reader` reads; none for one in memory.
    pub(crate) fn of(reader: &Reader) -> Result<Option<Self>> {
        match reader.place.folder() {
            Some(folder) => Ok(Some(Self { folder: folder.to_owned(), reader: reader.again()? })),
            None => Ok(None),
        }
    }

    /// Indexes what has been written whenever it is woken, and all of it when nobody wakes it any more. Says why the
    /// index is not up to date, if so: it is no reason for an import to fail. `tell` is told at the end how many
    /// documents wait.
    pub(crate) fn follow(self, woken: &Receiver<()>, stopped: &dyn Fn() -> bool, tell: &dyn Fn(u64)) -> Option<String> {
        self.index(woken, stopped, tell).err().map(|error| error.to_string())
    }

    fn index(&self, woken: &Receiver<()>, stopped: &dyn Fn() -> bool, tell: &dyn Fn(u64)) -> Result<()> {
        let mut keeper = None;
        while woken.recv().is_ok() {
            if keeper.is_none() {
                keeper = Keeper::open(&self.folder, &self.reader, false)?;
            }
            while let Some(keeper) = &mut keeper
                && !stopped()
                && keeper.step(&self.reader)? > 0
            {
                keeper.commit_now_and_then()?;
            }
        }
        let begun = Instant::now();
        while keeper.is_none() && !stopped() && begun.elapsed() < PATIENCE {
            keeper = Keeper::open(&self.folder, &self.reader, false)?;
            if keeper.is_none() {
                thread::sleep(LOOK);
            }
        }
        // Whoever has the index still sees what was written here, or else whoever opens the library next.
        let Some(mut keeper) = keeper else { return Ok(()) };
        loop {
            tell(keeper.waiting(&self.reader)?);
            if stopped() || keeper.step(&self.reader)? == 0 {
                break;
            }
            keeper.commit_now_and_then()?;
        }
        if stopped() { keeper.commit() } else { keeper.finish().map(drop) }
    }
}
