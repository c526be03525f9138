//! Background work as data: jobs in, replies out, on two threads. The first answers what the reader waits for (lists,
//! documents, counts, searches; a newer question replaces an older one of its kind), the second does what takes long
//! (vocabulary, imports, refreshes), so that a task never delays an answer. Knows nothing of the screen.

use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, OnceLock};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

use crate::document::Document;
use crate::document::search::Pattern;
use crate::library::{
    DocId, FacetCount, FacetGroup, ImportReport, Library, Loaded, Progress, Query, Sort, gather,
};
use crate::text::Span;
use crate::vocabulary::Vocabulary;

/// How the names of worker threads begin, for the panic hook.
pub const THREAD: &str = "casebook-worker";

/// How long changes of position are collected before they are written: a held key is one write, not thirty a second.
const SETTLE: Duration = Duration::from_millis(250);

/// Something the reader did to a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Marked it read or unread.
    Read(bool),
    /// Starred it or took the star away.
    Starred(bool),
    /// Came to this offset.
    Position(usize),
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
    /// The values of a picker with their counts.
    Count {
        /// The picker's kind.
        group: FacetGroup,
        /// The filters in force.
        query: Query,
    },
    /// Where a pattern stands in a document.
    Find {
        /// The document.
        document: Arc<Document>,
        /// What to look for.
        pattern: Pattern,
    },
    /// Something the reader did.
    Note(DocId, Change),
    /// Files and folders to take in.
    Import(Vec<PathBuf>),
    /// Facts found with an older vocabulary are found again.
    Refresh,
}

/// What comes back.
#[derive(Debug)]
pub enum Reply {
    /// The vocabulary is ready.
    Vocabulary(Arc<Vocabulary>),
    /// Answer to [`Job::List`].
    Listed {
        /// The filter asked for.
        query: Query,
        /// The documents in order.
        ids: Vec<DocId>,
        /// How many the library holds.
        total: usize,
    },
    /// Answer to [`Job::Load`].
    Loaded(DocId, Box<Loaded>),
    /// Answer to [`Job::Count`].
    Counted(FacetGroup, Vec<FacetCount>),
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
    threads: Vec<JoinHandle<()>>,
}

/// What a worker works with.
pub struct Tools {
    /// The library it answers from.
    pub library: Library,
    /// Makes the vocabulary; called once, on the second thread.
    pub vocabulary: fn() -> Vocabulary,
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
        let (asks, ask_jobs) = channel();
        let (tasks, task_jobs) = channel();
        let asker = Hand {
            library: tools.library,
            vocabulary: Arc::clone(&vocabulary),
            send: Arc::clone(&tools.send),
            finds: Arc::clone(&finds),
        };
        let tasker = Hand { library: second, vocabulary, send: tools.send, finds: Arc::clone(&finds) };
        let threads = vec![
            Builder::new().name(format!("{THREAD}-ask")).spawn(move || asker.answer(&ask_jobs))?,
            Builder::new().name(format!("{THREAD}-task")).spawn(move || {
                let made = Arc::new((tools.vocabulary)());
                let _ = tasker.vocabulary.set(Arc::clone(&made));
                (tasker.send)(Reply::Vocabulary(made));
                tasker.labour(&task_jobs);
            })?,
        ];
        Ok(Self { asks: Some(asks), tasks: Some(tasks), finds, threads })
    }

    /// Hands a job to the thread it belongs to.
    pub fn run(&self, job: Job) {
        if matches!(job, Job::Find { .. }) {
            self.finds.fetch_add(1, Ordering::SeqCst);
        }
        let lane = if matches!(job, Job::Import(_) | Job::Refresh) { &self.tasks } else { &self.asks };
        if let Some(lane) = lane {
            // A thread that is gone has said why.
            let _ = lane.send(job);
        }
    }
}

impl Drop for Worker {
    /// Waits until what the reader did is written; a task ends at its next commit.
    fn drop(&mut self) {
        self.asks = None;
        self.tasks = None;
        self.finds.fetch_add(1, Ordering::SeqCst);
        if let Some(asker) = (!self.threads.is_empty()).then(|| self.threads.remove(0)) {
            let _ = asker.join();
        }
    }
}

/// One thread's library and its way to answer.
struct Hand {
    library: Library,
    vocabulary: Arc<OnceLock<Arc<Vocabulary>>>,
    send: Arc<dyn Fn(Reply) + Send + Sync>,
    finds: Arc<AtomicU64>,
}

impl Hand {
    fn answer(mut self, jobs: &Receiver<Job>) {
        let mut places: Vec<(DocId, usize)> = Vec::new();
        loop {
            let first = if places.is_empty() { jobs.recv().ok() } else { jobs.recv_timeout(SETTLE).ok() };
            let ended = first.is_none() && places.is_empty();
            let idle = first.is_none();
            for job in latest(first.into_iter().chain(jobs.try_iter()).collect()) {
                if let Job::Note(id, Change::Position(at)) = job {
                    places.retain(|&(other, _)| other != id);
                    places.push((id, at));
                } else {
                    self.guarded(|hand| hand.ask(job));
                }
            }
            if idle {
                for (id, at) in places.drain(..) {
                    self.guarded(|hand| hand.note(id, Change::Position(at)));
                }
            }
            if ended {
                return;
            }
        }
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
        let reply = match job {
            Job::List { query, sort } => {
                let ids = self.library.ids(&query, sort)?;
                Reply::Listed { query, ids, total: self.library.len()? }
            }
            Job::Load(id) => Reply::Loaded(id, Box::new(self.library.load(id)?)),
            Job::Count { group, query } => {
                let vocabulary = self.vocabulary.wait();
                let counts = self.library.counts(group, &query, vocabulary)?;
                Reply::Counted(group, counts)
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
            Job::Import(_) | Job::Refresh => return self.task(job),
        };
        (self.send)(reply);
        Ok(())
    }

    fn note(&mut self, id: DocId, change: Change) -> anyhow::Result<()> {
        match change {
            Change::Read(read) => self.library.set_read(id, read)?,
            Change::Starred(starred) => self.library.set_starred(id, starred)?,
            Change::Position(at) => self.library.set_position(id, at)?,
        }
        Ok(())
    }

    fn task(&mut self, job: Job) -> anyhow::Result<()> {
        let vocabulary = Arc::clone(self.vocabulary.wait());
        match job {
            Job::Import(paths) => {
                let send = Arc::clone(&self.send);
                let report = self.library.import_files(gather(&paths), &vocabulary, &mut |progress| {
                    send(Reply::Progress(progress.clone()));
                    ControlFlow::Continue(())
                })?;
                (self.send)(Reply::Imported(Box::new(report)));
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
            Job::List { .. } | Job::Load(_) | Job::Count { .. } | Job::Find { .. } | Job::Note(..) => {
                return self.ask(job);
            }
        }
        Ok(())
    }
}

/// The jobs without the questions that a later one of the same kind replaces; notes all stay.
fn latest(jobs: Vec<Job>) -> Vec<Job> {
    let kinds: Vec<_> = jobs.iter().map(std::mem::discriminant).collect();
    let stays = |at: usize, job: &Job| matches!(job, Job::Note(..)) || !kinds[at + 1..].contains(&kinds[at]);
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
