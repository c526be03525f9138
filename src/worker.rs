//! Background work as data: jobs in, replies out, on two threads. The first answers what the reader waits for (lists,
//! documents, counts, searches; a newer question replaces an older one of its kind), the second does what takes long
//! (vocabulary, imports, refreshes), so that a task never delays an answer. Knows nothing of the screen.

use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread::{Builder, JoinHandle};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use notify::RecommendedWatcher;

use crate::config::Remembered;
use crate::library::{DocId, ImportReport, Incoming, Library, Origin, Places, Progress, Stop, gather};
use crate::vocabulary::Vocabulary;

mod job;
mod many;
mod notes;
mod prepare;
mod watch;

pub use job::{Change, Job, Reply};
pub use notes::{Annotated, Annotation};

use job::latest;

/// How the names of worker threads begin, for the panic hook.
pub const THREAD: &str = "casebook-worker";

/// How long changes of position are collected before they are written: a held key is one write, not thirty a second.
const SETTLE: Duration = Duration::from_millis(250);

/// Texts that are read for one list of documents that have a word, where the index does not have them yet.
const TEXTS: usize = 5_000;

/// The two threads.
#[derive(Debug)]
pub struct Worker {
    asks: Option<Sender<Job>>,
    tasks: Option<Sender<Job>>,
    finds: Arc<AtomicU64>,
    lists: Arc<AtomicU64>,
    halt: Arc<AtomicBool>,
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
        let lists: Arc<AtomicU64> = Arc::default();
        let halt: Arc<AtomicBool> = Arc::default();
        let second = tools.library.again()?;
        let watch = tools.library.folder().map(Path::to_owned);
        let (asks, ask_jobs) = channel();
        let (tasks, task_jobs) = channel();
        let knock: Knock = Arc::new(Mutex::new(Some(asks.clone())));
        let asker = Hand {
            library: tools.library,
            places: tools.places.clone(),
            home: tools.home.clone(),
            remembered: tools.remembered,
            vocabulary: Arc::clone(&vocabulary),
            send: Arc::clone(&tools.send),
            finds: Arc::clone(&finds),
            lists: Arc::clone(&lists),
            halt: Arc::clone(&halt),
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
            lists: Arc::clone(&lists),
            halt: Arc::clone(&halt),
            knock: None,
            postponed: Vec::new(),
        };
        let checked = asker.library.again()?;
        let check = prepare::Check { library: checked, knock: Arc::clone(&knock), send: Arc::clone(&asker.send) };
        let threads = vec![
            Builder::new().name(format!("{THREAD}-ask")).spawn(move || asker.answer(&ask_jobs))?,
            Builder::new().name(format!("{THREAD}-task")).spawn(move || {
                // Without a vocabulary reading goes on; nobody may wait for it for ever.
                let made = Arc::new(catch_unwind(AssertUnwindSafe(tools.vocabulary)).unwrap_or_default());
                // Names are looked up while a query is typed; the look-up is made here.
                made.lookup("");
                // Sent first: no answer that needed it may come before it.
                (tasker.send)(Reply::Vocabulary(Arc::clone(&made)));
                let _ = tasker.vocabulary.set(made);
                tasker.guarded(Hand::back_up);
                tasker.guarded(|_| check.start());
                tasker.labour(&task_jobs);
            })?,
        ];
        let watcher = watch.and_then(|folder| watch::folder(&folder, asks.clone()));
        Ok(Self { asks: Some(asks), tasks: Some(tasks), finds, lists, halt, knock, threads, watcher })
    }

    /// Hands a job to the thread it belongs to.
    pub fn run(&self, job: Job) {
        if matches!(job, Job::Find { .. }) {
            self.finds.fetch_add(1, Ordering::SeqCst);
        }
        if matches!(job, Job::List { .. }) {
            self.lists.fetch_add(1, Ordering::SeqCst);
        }
        if matches!(job, Job::Stop) {
            self.halt.store(true, Ordering::SeqCst);
            return;
        }
        let task = matches!(job, Job::Import(..) | Job::Adopt(_) | Job::Refresh | Job::Index);
        let lane = if task { &self.tasks } else { &self.asks };
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
        self.lists.fetch_add(1, Ordering::SeqCst);
        self.halt.store(true, Ordering::SeqCst);
        self.finds.fetch_add(1, Ordering::SeqCst);
        if let Some(asker) = (!self.threads.is_empty()).then(|| self.threads.remove(0)) {
            let _ = asker.join();
        }
    }
}

/// Does each job at once on the caller's thread: the worker of tests that drive the whole app without threads.
pub struct AtOnce {
    hand: Hand,
    replies: Receiver<Reply>,
}

impl AtOnce {
    /// A worker on a library with a vocabulary that is already made.
    pub fn new(library: Library, vocabulary: Arc<Vocabulary>) -> Self {
        let (sender, replies) = channel();
        let hand = Hand {
            library,
            places: None,
            home: None,
            remembered: None,
            vocabulary: Arc::new(OnceLock::from(vocabulary)),
            send: Arc::new(move |reply| {
                // The receiver lives as long as the sender.
                let _ = sender.send(reply);
            }),
            finds: Arc::default(),
            lists: Arc::default(),
            halt: Arc::default(),
            knock: None,
            postponed: Vec::new(),
        };
        Self { hand, replies }
    }

    /// Does a job and gives what the threads would have sent.
    pub fn run(&mut self, job: Job) -> Vec<Reply> {
        self.hand.guarded(|hand| hand.ask(job));
        self.replies.try_iter().collect()
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
    /// Counts the lists asked for: a newer one ends the search for an older one.
    lists: Arc<AtomicU64>,
    /// Asks the task under way to end.
    halt: Arc<AtomicBool>,
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
                let stop = Stop::on(&self.lists);
                self.library.hurry(stop.clone(), TEXTS);
                let ids = self.library.ids(&query, sort);
                self.library.hurry(Stop::default(), TEXTS);
                let ids = ids?;
                if stop.asked() {
                    return Ok(());
                }
                let waiting = if query.has_words() { self.library.unindexed() } else { 0 };
                if waiting > 0 {
                    (self.send)(Reply::Unindexed(waiting));
                }
                Reply::Listed { query, ids, total: self.library.len()? }
            }
            Job::Load(id) => {
                let mut loaded = self.library.load(id)?;
                if let Some(places) = &self.places {
                    let left = places.get(&loaded.document);
                    (loaded.position, loaded.marks) = (left.at, left.marks);
                }
                Reply::Loaded(id, Box::new(loaded))
            }
            Job::Match { query, ids } => {
                let stop = Stop::on(&self.lists);
                let mut found = Vec::new();
                for id in ids {
                    if stop.asked() {
                        return Ok(());
                    }
                    found.push((id, self.library.matched(id, &query)?));
                }
                Reply::Matched { query, found }
            }
            Job::AlsoIn(id, keys) => Reply::AlsoIn(id, self.library.also_in(id, keys)?),
            Job::Count { group, query } => {
                Reply::Counted(group, self.library.counts(group, &query, self.vocabulary.wait())?)
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
            Job::Here(id) => return Ok(self.library.set_here(id)?),
            Job::Note(id, change) => {
                self.note(id, change);
                return Ok(());
            }
            Job::Annotate(annotation) => return self.annotate(annotation),
            Job::Mark { documents, change, back } => self.mark(&documents, change, back)?,
            Job::Remove(documents) => self.remove(&documents)?,
            Job::Restore(documents) => self.restore(&documents)?,
            Job::Seek { typed, ids, from, forward } => {
                let found = self.library.seek(&typed, &ids, from, forward)?;
                Reply::Sought { typed, found }
            }
            Job::CountSaved => self.count_saved()?,
            Job::Save(saved) => {
                self.library.save_filter(&saved)?;
                self.count_saved()?
            }
            Job::Forget(name) => {
                self.library.remove_filter(&name)?;
                self.count_saved()?
            }
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
            Job::Import(..) | Job::Adopt(_) | Job::Refresh | Job::Index => return self.task(job),
            // Done where it is asked for: there is nothing to wait for.
            Job::Stop => return Ok(()),
        };
        (self.send)(reply);
        Ok(())
    }

    fn note(&mut self, id: DocId, change: Change) {
        let done = match &change {
            Change::Read(read) => self.library.set_read(id, *read),
            Change::Starred(starred) => self.library.set_starred(id, *starred),
            Change::Position(at) => self.library.set_position(id, *at),
            Change::Tag(tag) => self.library.add_tag(id, tag),
            Change::Untag(tag) => self.library.remove_tag(id, tag),
        };
        if let Err(error) = done {
            (self.send)(Reply::Unchanged(id, change, error.to_string()));
        }
    }

    fn task(&mut self, job: Job) -> anyhow::Result<()> {
        let vocabulary = Arc::clone(self.vocabulary.wait());
        match job {
            Job::Import(documents, paths) => {
                let send = Arc::clone(&self.send);
                let halt = Arc::clone(&self.halt);
                halt.store(false, Ordering::SeqCst);
                let mut tell = |progress: &Progress| {
                    send(Reply::Progress(progress.clone()));
                    if halt.load(Ordering::SeqCst) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
                };
                let mut report = ImportReport::default();
                if !documents.is_empty() {
                    report = self.library.import(documents.into_iter().map(Ok), &vocabulary, &mut tell)?;
                }
                if !paths.is_empty() && !report.stopped {
                    report = report.join(self.library.import_files(gather(&paths), &vocabulary, &mut tell)?);
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
            Job::Index => {
                let send = Arc::clone(&self.send);
                let halt = Arc::clone(&self.halt);
                halt.store(false, Ordering::SeqCst);
                let mut told = Instant::now();
                let indexed = self.library.index(false, &mut |progress| {
                    // What is done in a moment is not worth a frame.
                    if told.elapsed() > SETTLE {
                        told = Instant::now();
                        send(Reply::Indexing(*progress));
                    }
                    if halt.load(Ordering::SeqCst) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
                })?;
                (self.send)(Reply::Indexed(indexed));
            }
            Job::List { .. }
            | Job::Match { .. }
            | Job::Stop
            | Job::Load(_)
            | Job::AlsoIn(..)
            | Job::Count { .. }
            | Job::View(..)
            | Job::Find { .. }
            | Job::Note(..)
            | Job::Here(_)
            | Job::Annotate(_)
            | Job::Mark { .. }
            | Job::Remove(_)
            | Job::Restore(_)
            | Job::Seek { .. }
            | Job::CountSaved
            | Job::Save(_)
            | Job::Forget(_)
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
