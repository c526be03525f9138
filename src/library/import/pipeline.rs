//! An import as a pipeline: one thread reads and cuts, one for each core parses and finds facts, the caller's thread
//! writes in the order of arrival, one more keeps the index up. What is on its way is bounded in number and bytes.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::{self, Builder, Scope};
use std::time::{Duration, Instant};

use rusqlite::Connection;
use sha2::{Digest, Sha256};

use super::rows::Rows;
use super::write::{self, Writer};
use super::{Failure, ImportReport, Incoming, Origin, Progress, Ready, Verdict, source_name};
use crate::facts;
use crate::format::Record;
use crate::library::error::show;
use crate::library::fulltext::Follower;
use crate::library::gather::{self, Gathered};
use crate::library::guard::caught;
use crate::library::open::Place;
use crate::library::store::Reader;
use crate::library::{DocId, LibraryError, Result};
use crate::text;
use crate::vocabulary::Vocabulary;

/// A batch ends with this many documents, bytes of text or this much time, whichever comes first.
const BATCH_DOCUMENTS: usize = 2000;
const BATCH_BYTES: usize = 8 << 20;
const BATCH_TIME: Duration = Duration::from_millis(500);

/// Bytes of documents that are handed on together: waking the next thread costs as much as reading a sentence.
const PARCEL: usize = 16 << 10;

/// Parcels on their way to the threads that prepare them, and from them: as many as come while a batch is written.
const TO_HANDS: usize = 16;
const TO_WRITER: usize = 128;

/// Bytes on their way: what is larger goes alone.
const WEIGHT: usize = 64 << 20;

/// How much a connection keeps in memory, in pages or, below zero, in KiB: while batches are written, that one of them
/// does not go to disk in pieces, and pages that each batch writes again are copied to their place every fourth time only.
const LARGE: [(&str, i64); 2] = [("cache_size", -(48 << 10)), ("wal_autocheckpoint", 4000)];

/// What the database takes by itself.
const USUAL: [(&str, i64); 2] = [("cache_size", -2000), ("wal_autocheckpoint", 1000)];

/// How often it is looked whether the index is done.
const LOOK: Duration = Duration::from_millis(5);

/// How long the first document may be on its way before the rate says anything.
const SETTLED: f64 = 1.0;

/// What comes in.
pub(crate) enum Arrival {
    /// A document.
    Document(Box<Incoming>),
    /// A record of a file, to be parsed.
    Record(Arc<Path>, Record),
}

type Item = std::result::Result<Arrival, Failure>;
type Prepared = std::result::Result<Ready, Failure>;

/// An import to be done.
pub(crate) struct Import<'a> {
    pub(crate) reader: &'a mut Reader,
    pub(crate) vocabulary: &'a Vocabulary,
    pub(crate) progress: &'a mut dyn FnMut(&Progress) -> ControlFlow<()>,
    /// What keeps the full-text index up meanwhile, if anything does.
    pub(crate) index: Option<Follower>,
}

/// What the threads share.
struct Shared<'a> {
    stopped: AtomicBool,
    /// Bytes of the input that were read.
    read: &'a AtomicU64,
    weight: Mutex<usize>,
    lighter: Condvar,
}

impl Shared<'_> {
    /// Waits until there is room for so many bytes.
    fn load(&self, bytes: usize) {
        let weight = self.weight.lock().unwrap_or_else(PoisonError::into_inner);
        let heavy =
            |weight: &mut usize| *weight > 0 && *weight + bytes > WEIGHT && !self.stopped.load(Ordering::Relaxed);
        let mut weight = self.lighter.wait_while(weight, heavy).unwrap_or_else(PoisonError::into_inner);
        *weight += bytes;
    }

    fn unload(&self, bytes: usize) {
        let mut weight = self.weight.lock().unwrap_or_else(PoisonError::into_inner);
        *weight = weight.saturating_sub(bytes);
        self.lighter.notify_one();
    }

    fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
        self.lighter.notify_one();
    }
}

/// Items on their way, with the number of the parcel and the bytes it was loaded with.
struct Parcel<T> {
    number: u64,
    weight: usize,
    items: Vec<T>,
}

impl Import<'_> {
    /// Takes in what `arrivals` gives; `read` counts the bytes it has read, of `of_bytes`.
    pub(crate) fn run(
        self,
        arrivals: impl Iterator<Item = Item> + Send,
        read: &AtomicU64,
        of_bytes: Option<u64>,
        report: ImportReport,
    ) -> Result<ImportReport> {
        let shared = Shared { stopped: AtomicBool::new(false), read, weight: Mutex::new(0), lighter: Condvar::new() };
        let hands = thread::available_parallelism().map_or(2, usize::from);
        let known = !self.reader.is_empty()?;
        let place = self.reader.place.clone();
        self.reader.run(|db| set(db, &LARGE))?;
        let waiting = AtomicU64::new(0);
        thread::scope(|scope| {
            let (to_hands, parcels) = sync_channel(TO_HANDS);
            let (to_writer, prepared) = sync_channel(TO_WRITER);
            let parcels = Arc::new(Mutex::new(parcels));
            for _ in 0..hands {
                let hand = Hand {
                    place: place.clone(),
                    // A library in memory is made for what comes; looking there while it is written would wait.
                    look: known && place.path.is_some(),
                    db: None,
                    vocabulary: self.vocabulary,
                };
                let (parcels, to_writer) = (Arc::clone(&parcels), to_writer.clone());
                start(scope, move || hand.work(&parcels, &to_writer))?;
            }
            drop((to_writer, parcels));
            let front = &shared;
            start(scope, move || read_all(arrivals, front, &to_hands))?;
            let (wake, woken) = sync_channel(1);
            let waiting = &waiting;
            let index = self.index.map(|follower| {
                let stopped = || shared.stopped.load(Ordering::Relaxed);
                let tell = |count| waiting.store(count, Ordering::Relaxed);
                Builder::new()
                    .name("casebook-index".to_owned())
                    .spawn_scoped(scope, move || follower.follow(&woken, &stopped, &tell))
            });
            let index = index.transpose().map_err(|error| LibraryError::from_io(&error, place.shown()))?;
            let mut desk = Desk {
                reader: self.reader,
                writer: Writer::new(self.vocabulary),
                progress: self.progress,
                so_far: Progress { of_bytes, ..Progress::default() },
                report,
                batch: Vec::new(),
                bytes: 0,
                weight: 0,
                since: Instant::now(),
                begun: Instant::now(),
                shared: &shared,
                wake,
            };
            let written = desk.take_all(&prepared);
            if written.is_err() || desk.report.stopped {
                shared.stop();
            }
            // Whoever waits to hand something on is told that nobody takes it.
            drop(prepared);
            let Desk { reader, mut report, wake, mut so_far, progress, .. } = desk;
            super::collapse(&mut report.failed);
            drop(wake);
            reader.run(|db| set(db, &USUAL))?;
            if let Some(index) = index {
                let mut said = Instant::now();
                while !index.is_finished() {
                    thread::sleep(LOOK);
                    if said.elapsed() >= BATCH_TIME {
                        said = Instant::now();
                        so_far.unindexed = waiting.load(Ordering::Relaxed);
                        // All documents are in the store: the index is brought up by whoever opens the library next.
                        if progress(&so_far).is_break() {
                            report.stopped = true;
                            shared.stop();
                        }
                    }
                }
                let told = index.join().unwrap_or_else(|_| Some("indexing made a mistake".to_owned()));
                report.unindexed = told;
            }
            written.map(|()| report)
        })
    }
}

fn set(db: &Connection, settings: &[(&str, i64)]) -> rusqlite::Result<()> {
    settings.iter().try_for_each(|(name, value)| db.pragma_update(None, name, value))
}

fn start<'scope>(scope: &'scope Scope<'scope, '_>, work: impl FnOnce() + Send + 'scope) -> Result<()> {
    let started = Builder::new().name("casebook-import".to_owned()).spawn_scoped(scope, work);
    started.map(drop).map_err(|error| LibraryError::from_io(&error, Path::new("a thread")))
}

/// Reads until the end, or until nobody takes more.
fn read_all(mut arrivals: impl Iterator<Item = Item>, shared: &Shared<'_>, to: &SyncSender<Parcel<Item>>) {
    for number in 0.. {
        let mut weight = 0;
        let mut items = Vec::new();
        while weight < PARCEL
            && let Some(item) = arrivals.next()
        {
            weight += match &item {
                Ok(Arrival::Document(incoming)) => incoming.document.text.len(),
                Ok(Arrival::Record(_, record)) => record.bytes.len(),
                Err(failure) => failure.reason.len(),
            };
            items.push(item);
        }
        if items.is_empty() {
            return;
        }
        shared.load(weight);
        if shared.stopped.load(Ordering::Relaxed) || to.send(Parcel { number, weight, items }).is_err() {
            return;
        }
    }
}

/// One thread that parses and finds facts.
struct Hand<'a> {
    place: Place,
    look: bool,
    db: Option<Connection>,
    vocabulary: &'a Vocabulary,
}

impl Hand<'_> {
    fn work(mut self, parcels: &Mutex<Receiver<Parcel<Item>>>, to: &SyncSender<Parcel<Prepared>>) {
        loop {
            let next = parcels.lock().unwrap_or_else(PoisonError::into_inner).recv();
            let Ok(Parcel { number, weight, items }) = next else { return };
            let items = items.into_iter().map(|item| item.and_then(|arrival| self.prepare_or_say(arrival))).collect();
            if to.send(Parcel { number, weight, items }).is_err() {
                return;
            }
        }
    }

    /// Prepares a document; a mistake of the program is one document's failure.
    fn prepare_or_say(&mut self, arrival: Arrival) -> Prepared {
        let name = arrival.name();
        caught(|| self.prepare(arrival)).unwrap_or_else(|| {
            let reason = "casebook made a mistake in reading it; nothing of it was taken in".to_owned();
            Err(Failure { code: 101, ..Failure::new(name, reason) })
        })
    }

    fn prepare(&mut self, arrival: Arrival) -> Prepared {
        let Incoming { origin, key, name: _, document, facts, warnings, kept } = arrival.parse()?;
        let sha256: [u8; 32] = Sha256::digest(document.text.as_bytes()).into();
        let source = source_name(&origin, || sha256);
        let mut ready = Ready { source, key, document, sha256, rows: None, kept, warnings };
        if !self.is_there(&ready) {
            let facts = facts.unwrap_or_else(|| facts::extract(&ready.document, self.vocabulary));
            ready.rows = Some(Rows::of(&ready.document, &facts));
        }
        Ok(ready)
    }

    /// Whether a document seems to be in the library, so that its facts need not be found. The writer judges again.
    fn is_there(&mut self, ready: &Ready) -> bool {
        if !self.look {
            return false;
        }
        if self.db.is_none() {
            self.db = self.place.connect().ok();
        }
        let verdict = self.db.as_ref().and_then(|db| write::judge(db, ready).ok());
        matches!(verdict, Some(Verdict::Unchanged(_) | Verdict::OtherSource(_)))
    }
}

impl Arrival {
    fn name(&self) -> String {
        match self {
            Self::Document(incoming) => match &incoming.origin {
                Origin::File(path, _) => show(path),
                Origin::Stdin => "-".to_owned(),
                Origin::Bundled(name) => name.clone(),
            },
            Self::Record(path, _) => show(path),
        }
    }

    fn parse(self) -> std::result::Result<Incoming, Failure> {
        match self {
            Self::Document(incoming) => Ok(*incoming),
            Self::Record(path, record) => {
                Incoming::of_record(&path, &record, &|place| Origin::File(path.to_path_buf(), place))
            }
        }
    }
}

/// Where batches are written.
struct Desk<'a, 'b> {
    reader: &'a mut Reader,
    writer: Writer<'a>,
    progress: &'a mut dyn FnMut(&Progress) -> ControlFlow<()>,
    so_far: Progress,
    report: ImportReport,
    batch: Vec<Ready>,
    bytes: usize,
    weight: usize,
    since: Instant,
    begun: Instant,
    shared: &'b Shared<'b>,
    wake: SyncSender<()>,
}

impl Desk<'_, '_> {
    /// Takes parcels in the order of their numbers until none come or the reader has enough.
    fn take_all(&mut self, prepared: &Receiver<Parcel<Prepared>>) -> Result<()> {
        let mut early: BTreeMap<u64, Parcel<Prepared>> = BTreeMap::new();
        let mut next = 0;
        loop {
            match prepared.recv_timeout(BATCH_TIME.saturating_sub(self.since.elapsed())) {
                Ok(parcel) => {
                    early.insert(parcel.number, parcel);
                }
                Err(RecvTimeoutError::Timeout) => {
                    if self.commit()?.is_break() {
                        return Ok(());
                    }
                }
                Err(RecvTimeoutError::Disconnected) => return self.commit().map(drop),
            }
            while let Some(parcel) = early.remove(&next) {
                next += 1;
                self.weight += parcel.weight;
                for item in parcel.items {
                    if self.take(item)?.is_break() {
                        return Ok(());
                    }
                }
            }
        }
    }

    fn take(&mut self, item: Prepared) -> Result<ControlFlow<()>> {
        match item {
            Err(failure) => self.report.failed.push(failure),
            Ok(mut ready) => {
                let shown = text::clean_line(&ready.source.0).into_owned();
                let warnings = std::mem::take(&mut ready.warnings).into_iter();
                self.report.warnings.extend(warnings.map(|warning| (shown.clone(), warning)));
                self.bytes += ready.document.text.len();
                self.batch.push(ready);
            }
        }
        let full =
            self.batch.len() >= BATCH_DOCUMENTS || self.bytes >= BATCH_BYTES || self.since.elapsed() >= BATCH_TIME;
        if full { self.commit() } else { Ok(ControlFlow::Continue(())) }
    }

    /// Writes the batch and says so.
    fn commit(&mut self) -> Result<ControlFlow<()>> {
        let batch = std::mem::take(&mut self.batch);
        if !batch.is_empty() {
            let place = self.reader.place.clone();
            let verdicts = self
                .writer
                .batch(&mut self.reader.db, &batch)
                .map_err(|error| LibraryError::from_sql(error, place.shown()))?;
            for (verdict, id) in verdicts {
                *match verdict {
                    Verdict::New => &mut self.report.added,
                    Verdict::NewVersion(_) => &mut self.report.updated,
                    Verdict::OtherSource(_) => &mut self.report.other_source,
                    Verdict::Unchanged(_) => &mut self.report.unchanged,
                } += 1;
                self.report.ids.push(DocId(id));
            }
            // An index that is busy will see it later.
            let _ = self.wake.try_send(());
        }
        self.shared.unload(std::mem::take(&mut self.weight));
        self.bytes = 0;
        self.since = Instant::now();
        self.measure();
        let flow = (self.progress)(&self.so_far);
        self.report.stopped |= flow.is_break();
        Ok(flow)
    }

    fn measure(&mut self) {
        let so_far = &mut self.so_far;
        so_far.documents = self.report.ids.len();
        so_far.bytes = self.shared.read.load(Ordering::Relaxed);
        let seconds = self.begun.elapsed().as_secs_f64();
        so_far.rate = so_far.documents as f64 / seconds.max(0.001);
        so_far.left = so_far.of_bytes.filter(|_| seconds > SETTLED && so_far.bytes > 0).map(|of| {
            let rest = of.saturating_sub(so_far.bytes) as f64 / so_far.bytes as f64;
            (rest * seconds).ceil() as u64
        });
    }
}

impl Gathered {
    /// What the files have, one record after the other, and what cannot be read; counts the bytes read.
    pub(crate) fn arrivals(self, read: &AtomicU64) -> impl Iterator<Item = Item> + Send {
        let failed = self.failed.into_iter().map(Err);
        failed.chain(self.files.into_iter().flat_map(move |(path, _)| gather::arrivals(path.into(), read)))
    }
}
