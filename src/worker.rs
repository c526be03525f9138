//! Background work as data: jobs in, replies out, on two threads. The first answers what the reader waits for (lists,
//! documents, counts, searches; a newer question replaces an older one of its kind), the second does what takes long
//! (vocabulary, imports, refreshes), so that a task never delays an answer. Knows nothing of the screen.

use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

use anyhow::Context as _;
use notify::RecommendedWatcher;

use crate::config::Remembered;
use crate::document::Document;
use crate::document::search::Pattern;
use crate::facts::study::Key;
use crate::library::{
    AlsoIn, DocId, FacetCount, FacetGroup, Ids, ImportReport, Incoming, Library, Loaded, Origin, Places, Progress,
    Query, Reader, Sort, View, Viewed, gather,
};
use crate::text::Span;
use crate::vocabulary::Vocabulary;

mod at_once;
mod prepare;
mod watch;

pub use at_once::AtOnce;

/// How the names of worker threads begin, for the panic hook.
pub const THREAD: &str = "casebook-worker";

/// How long changes of position are collected before they are written: a held key is one write, not thirty a second.
const SETTLE: Duration = Duration::from_millis(250);

/// Something the reader did to a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Marked it read or unread.
    Read(bool),
    /// Starred it or took the star away.
    Starred(bool),
    /// Came to this offset.
    Position(usize),
    /// Gave it a tag.
    Tag(String),
    /// Took a tag away.
    Untag(String),
}

/// What can be asked.
#[derive(Debug)]
pub enum Job {
    /// Which documents match, in order.
    List {
        /// The filter.
        query: Query,
        /// The order.
        sort: Sort,
    },
    /// A document with its facts.
    Load(DocId),
    /// Which documents tell of the same study as this one, which has these keys.
    AlsoIn(DocId, Vec<Key>),
    /// The values of a picker with their counts.
    Count {
        /// The picker's kind.
        group: FacetGroup,
        /// The filters in force.
        query: Query,
    },
    /// A view across the documents that match.
    View(View, Query),
    /// Where a pattern stands in a document.
    Find {
        /// The document.
        document: Arc<Document>,
        /// What to look for.
        pattern: Pattern,
    },
    /// Something the reader did.
    Note(DocId, Change),
    /// Where a document that is in no library is being read.
    Keep(Arc<Document>, usize),
    /// How many columns the text has, for the next time.
    Columns(u16),
    /// Whether another program has written to the library.
    Look,
    /// What is derived from many documents has been made: lists and counts that waited for it are due.
    Prepared,
    /// Documents already read, and files and folders still to be read, to take in.
    Import(Vec<Incoming>, Vec<PathBuf>),
    /// A document of a temporary library, to be taken into the reader's own.
    Adopt(DocId),
    /// Facts found with an older vocabulary are found again.
    Refresh,
}

impl Job {
    /// Whether it only says how far reading has come.
    fn is_place(&self) -> bool {
        matches!(self, Self::Note(_, Change::Position(_)) | Self::Keep(..))
    }

    fn is_place_of_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Note(a, _), Self::Note(b, _)) => a == b,
            (Self::Keep(a, _), Self::Keep(b, _)) => Arc::ptr_eq(a, b),
            _ => false,
        }
    }
}

/// What comes back.
#[derive(Debug)]
pub enum Reply {
    /// The temporary library is ready.
    Library(Box<Reader>),
    /// The vocabulary is ready.
    Vocabulary(Arc<Vocabulary>),
    /// Answer to [`Job::List`].
    Listed {
        /// The filter asked for.
        query: Query,
        /// The documents in order.
        ids: Ids,
        /// How many the library holds.
        total: usize,
    },
    /// Answer to [`Job::Load`].
    Loaded(DocId, Box<Loaded>),
    /// Answer to [`Job::AlsoIn`].
    AlsoIn(DocId, AlsoIn),
    /// Answer to [`Job::Count`].
    Counted(FacetGroup, Vec<FacetCount>),
    /// Answer to [`Job::View`].
    Viewed(View, Query, Box<Viewed>),
    /// Answer to [`Job::Find`].
    Found {
        /// What was looked for.
        pattern: Pattern,
        /// In order of the text.
        matches: Vec<Span>,
    },
    /// How far a task is.
    Progress(Progress),
    /// An import has ended.
    Imported(Box<ImportReport>),
    /// A document has been taken into the reader's library, under this number.
    Adopted(DocId),
    /// The facts of this many documents have been found again.
    Refreshed(usize),
    /// Another program has written to the library.
    Changed,
    /// Something went wrong; one sentence to show.
    Failed(String),
}

/// The two threads.
#[derive(Debug)]
pub struct Worker {
    asks: Option<Sender<Job>>,
    tasks: Option<Sender<Job>>,
    finds: Arc<AtomicU64>,
    knock: Knock,
    threads: Vec<JoinHandle<()>>,
    watcher: Option<RecommendedWatcher>,
}

/// The way to the first thread for those that it started itself; taken away when the worker ends.
type Knock = Arc<Mutex<Option<Sender<Job>>>>;

/// What a worker works with.
pub struct Tools {
    /// The library it answers from.
    pub library: Library,
    /// Where places in documents of no library are kept, for a temporary library.
    pub places: Option<Places>,
    /// The reader's own library, for documents of a temporary one.
    pub home: Option<PathBuf>,
    /// The file of what the screen remembers between runs.
    pub remembered: Option<PathBuf>,
    /// Makes the vocabulary; called once, on the second thread.
    pub vocabulary: Box<dyn FnOnce() -> Vocabulary + Send>,
    /// Takes each reply; called on both threads.
    pub send: Arc<dyn Fn(Reply) + Send + Sync>,
}

impl Worker {
    /// Starts both threads. The vocabulary is made at once and sent as the first reply of its thread.
    ///
    /// # Errors
    /// The library does not open a second time, or the system gives no thread.
    pub fn start(tools: Tools) -> anyhow::Result<Self> {
        let vocabulary: Arc<OnceLock<Arc<Vocabulary>>> = Arc::default();
        let finds: Arc<AtomicU64> = Arc::default();
        let second = tools.library.again()?;
        let watch = tools.library.folder().map(Path::to_owned);
        let (asks, ask_jobs) = channel();
        let (tasks, task_jobs) = channel();
        let knock: Knock = Arc::new(Mutex::new(Some(asks.clone())));
        let asker = Hand {
            library: tools.library,
            places: tools.places.clone(),
            home: None,
            remembered: tools.remembered,
            vocabulary: Arc::clone(&vocabulary),
            send: Arc::clone(&tools.send),
            finds: Arc::clone(&finds),
            knock: Some(Arc::clone(&knock)),
            postponed: Vec::new(),
        };
        let mut tasker = Hand {
            library: second,
            places: tools.places,
            home: tools.home,
            remembered: None,
            vocabulary,
            send: tools.send,
            finds: Arc::clone(&finds),
            knock: None,
            postponed: Vec::new(),
        };
        let threads = vec![
            Builder::new().name(format!("{THREAD}-ask")).spawn(move || asker.answer(&ask_jobs))?,
            Builder::new().name(format!("{THREAD}-task")).spawn(move || {
                // Without a vocabulary reading goes on; nobody may wait for it for ever.
                let made = Arc::new(catch_unwind(AssertUnwindSafe(tools.vocabulary)).unwrap_or_default());
                let _ = tasker.vocabulary.set(Arc::clone(&made));
                (tasker.send)(Reply::Vocabulary(made));
                tasker.guarded(Hand::back_up);
                tasker.labour(&task_jobs);
            })?,
        ];
        let watcher = watch.and_then(|folder| watch::folder(&folder, asks.clone()));
        Ok(Self { asks: Some(asks), tasks: Some(tasks), finds, knock, threads, watcher })
    }

    /// Hands a job to the thread it belongs to.
    pub fn run(&self, job: Job) {
        if matches!(job, Job::Find { .. }) {
            self.finds.fetch_add(1, Ordering::SeqCst);
        }
        let lane = if matches!(job, Job::Import(..) | Job::Adopt(_) | Job::Refresh) { &self.tasks } else { &self.asks };
        if let Some(lane) = lane {
            // A thread that is gone has said why.
            let _ = lane.send(job);
        }
    }
}

impl Drop for Worker {
    /// Waits until what the reader did is written; a task ends at its next commit.
    fn drop(&mut self) {
        self.watcher = None;
        self.asks = None;
        self.tasks = None;
        self.knock.lock().unwrap_or_else(PoisonError::into_inner).take();
        self.finds.fetch_add(1, Ordering::SeqCst);
        if let Some(asker) = (!self.threads.is_empty()).then(|| self.threads.remove(0)) {
            let _ = asker.join();
        }
    }
}

/// Panics where the tests ask for it: what a panic leaves behind cannot be tested without one.
pub(crate) fn provoke(place: &str) {
    let asked = cfg!(debug_assertions) && std::env::var_os("CASEBOOK_TEST_PANIC").is_some_and(|asked| asked == place);
    assert!(!asked, "asked for by CASEBOOK_TEST_PANIC");
}

/// One thread's library and its way to answer.
struct Hand {
    library: Library,
    places: Option<Places>,
    home: Option<PathBuf>,
    remembered: Option<PathBuf>,
    vocabulary: Arc<OnceLock<Arc<Vocabulary>>>,
    send: Arc<dyn Fn(Reply) + Send + Sync>,
    finds: Arc<AtomicU64>,
    knock: Option<Knock>,
    /// Lists and counts that wait for what a thread of their own prepares; none is running if there are none.
    postponed: Vec<Job>,
}

impl Hand {
    fn answer(mut self, jobs: &Receiver<Job>) {
        let mut later: Vec<Job> = Vec::new();
        loop {
            let first = if later.is_empty() { jobs.recv().ok() } else { jobs.recv_timeout(SETTLE).ok() };
            let idle = first.is_none();
            if idle && later.is_empty() {
                return;
            }
            for job in latest(first.into_iter().chain(jobs.try_iter()).collect()) {
                if job.is_place() {
                    later.retain(|other| !other.is_place_of_same(&job));
                    later.push(job);
                } else if matches!(job, Job::Look) {
                    // A file is seen to change before its transaction is: look now, and once more when it is quiet.
                    later.retain(|other| !matches!(other, Job::Look));
                    later.push(Job::Look);
                    self.guarded(|hand| hand.ask(job));
                } else {
                    self.guarded(|hand| hand.ask(job));
                }
            }
            if idle {
                for job in later.drain(..) {
                    self.guarded(|hand| hand.ask(job));
                }
            }
        }
    }

    /// The day's backup, where there is something to write it beside.
    fn back_up(&mut self) -> anyhow::Result<()> {
        if self.library.folder().is_some() && self.library.read_only().is_none() {
            self.library.back_up_daily()?;
        }
        Ok(())
    }

    fn labour(mut self, jobs: &Receiver<Job>) {
        while let Ok(job) = jobs.recv() {
            self.guarded(|hand| hand.task(job));
        }
    }

    /// Runs a job; an error or a panic becomes a message, and the thread goes on.
    fn guarded(&mut self, work: impl FnOnce(&mut Self) -> anyhow::Result<()>) {
        let failed = match catch_unwind(AssertUnwindSafe(|| work(self))) {
            Ok(Ok(())) => return,
            Ok(Err(error)) => format!("{error:#}"),
            Err(panic) => {
                let what = panic.downcast_ref::<&str>().map(ToString::to_string);
                let what = what.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default();
                format!("casebook made a mistake and goes on without this step: {what}")
            }
        };
        (self.send)(Reply::Failed(failed));
    }

    fn ask(&mut self, job: Job) -> anyhow::Result<()> {
        provoke("worker");
        let Some(job) = self.postpone(job)? else { return Ok(()) };
        self.reply(job)
    }

    fn reply(&mut self, job: Job) -> anyhow::Result<()> {
        let reply = match job {
            Job::List { query, sort } => {
                let ids = self.library.ids(&query, sort)?;
                Reply::Listed { query, ids, total: self.library.len()? }
            }
            Job::Load(id) => {
                let mut loaded = self.library.load(id)?;
                if let Some(places) = &self.places {
                    loaded.position = places.get(&loaded.document);
                }
                Reply::Loaded(id, Box::new(loaded))
            }
            Job::AlsoIn(id, keys) => Reply::AlsoIn(id, self.library.also_in(id, keys)?),
            Job::Count { group, query } => {
                let vocabulary = self.vocabulary.wait();
                let counts = self.library.counts(group, &query, vocabulary)?;
                Reply::Counted(group, counts)
            }
            Job::View(view, query) => {
                let viewed = self.library.view(view, &query, self.vocabulary.wait())?;
                Reply::Viewed(view, query, Box::new(viewed))
            }
            Job::Find { document, pattern } => {
                let asked = self.finds.load(Ordering::SeqCst);
                let matches = pattern.find_while(&document.text, || self.finds.load(Ordering::SeqCst) == asked);
                if self.finds.load(Ordering::SeqCst) != asked {
                    return Ok(());
                }
                Reply::Found { pattern, matches }
            }
            Job::Note(id, change) => return self.note(id, change),
            Job::Keep(document, at) => {
                if let Some(places) = &self.places {
                    places.keep(&document, at)?;
                }
                return Ok(());
            }
            Job::Columns(columns) => {
                if let Some(path) = &self.remembered {
                    Remembered { columns: Some(columns) }.keep(path)?;
                }
                return Ok(());
            }
            Job::Prepared => {
                for job in std::mem::take(&mut self.postponed) {
                    self.reply(job)?;
                }
                return Ok(());
            }
            Job::Look => {
                if !self.library.changed()? {
                    return Ok(());
                }
                Reply::Changed
            }
            Job::Import(..) | Job::Adopt(_) | Job::Refresh => return self.task(job),
        };
        (self.send)(reply);
        Ok(())
    }

    fn note(&mut self, id: DocId, change: Change) -> anyhow::Result<()> {
        match change {
            Change::Read(read) => self.library.set_read(id, read)?,
            Change::Starred(starred) => self.library.set_starred(id, starred)?,
            Change::Position(at) => self.library.set_position(id, at)?,
            Change::Tag(tag) => self.library.add_tag(id, &tag)?,
            Change::Untag(tag) => self.library.remove_tag(id, &tag)?,
        }
        Ok(())
    }

    fn task(&mut self, job: Job) -> anyhow::Result<()> {
        let vocabulary = Arc::clone(self.vocabulary.wait());
        match job {
            Job::Import(documents, paths) => {
                let send = Arc::clone(&self.send);
                let mut tell = |progress: &Progress| {
                    send(Reply::Progress(progress.clone()));
                    ControlFlow::Continue(())
                };
                let mut report = self.library.import(documents.into_iter().map(Ok), &vocabulary, &mut tell)?;
                if !paths.is_empty() {
                    let files = self.library.import_files(gather(&paths), &vocabulary, &mut tell)?;
                    report.failed.extend(files.failed);
                    report.warnings.extend(files.warnings);
                }
                (self.send)(Reply::Imported(Box::new(report)));
            }
            Job::Adopt(id) => {
                let loaded = self.library.load(id)?;
                let home = self.home.as_ref().context("there is no folder for a library")?;
                let file = PathBuf::from(&loaded.head.source);
                let mut library = Library::create_or_open(home)?;
                let report = if file.is_file() {
                    library.import_files(gather(&[file]), &vocabulary, &mut |_| ControlFlow::Continue(()))?
                } else {
                    let incoming = Incoming::new(Origin::Stdin, loaded.document);
                    library.import(std::iter::once(Ok(incoming)), &vocabulary, &mut |_| ControlFlow::Continue(()))?
                };
                let adopted = report.ids.first().context("the document could not be taken in")?;
                (self.send)(Reply::Adopted(*adopted));
            }
            Job::Refresh => {
                let stale = self.library.stale(&vocabulary)?;
                for &id in &stale {
                    self.library.refresh(id, &vocabulary)?;
                }
                if !stale.is_empty() {
                    (self.send)(Reply::Refreshed(stale.len()));
                }
            }
            Job::List { .. }
            | Job::Load(_)
            | Job::AlsoIn(..)
            | Job::Count { .. }
            | Job::View(..)
            | Job::Find { .. }
            | Job::Note(..)
            | Job::Columns(_)
            | Job::Keep(..)
            | Job::Prepared
            | Job::Look => {
                return self.ask(job);
            }
        }
        Ok(())
    }
}

/// The jobs without the questions that a later one of the same kind replaces; what the reader did all stays.
fn latest(jobs: Vec<Job>) -> Vec<Job> {
    let kinds: Vec<_> = jobs.iter().map(std::mem::discriminant).collect();
    let stays =
        |at: usize, job: &Job| matches!(job, Job::Note(..) | Job::Keep(..)) || !kinds[at + 1..].contains(&kinds[at]);
    jobs.into_iter().enumerate().filter(|(at, job)| stays(*at, job)).map(|(_, job)| job).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_newer_question_replaces_an_older_one_of_its_kind() {
        let jobs = vec![
            Job::Load(DocId(1)),
            Job::Note(DocId(1), Change::Read(true)),
            Job::Load(DocId(2)),
            Job::Note(DocId(2), Change::Read(true)),
        ];
        let left = latest(jobs);
        assert!(matches!(left[..], [Job::Note(..), Job::Load(DocId(2)), Job::Note(..)]), "{left:?}");
    }
}
