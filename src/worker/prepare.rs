//! What takes long and is waited for by nobody, each on a thread of its own: the index is checked. And lists, counts and views of a library whose facets and orders are still to be made: they wait for a thread of their own, so
//! that documents are opened meanwhile.

use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, PoisonError};
use std::thread::{Builder, sleep};
use std::time::Duration;

use super::{Hand, Job, Knock, Reply, THREAD, latest};
use crate::library::{Library, SortBy, View};

impl Hand {
    /// Keeps a list or count for later if it would take long, so that documents are opened meanwhile; what is needed is
    /// prepared on another thread.
    pub(super) fn postpone(&mut self, job: Job) -> anyhow::Result<Option<Job>> {
        let Some(knock) = &self.knock else { return Ok(Some(job)) };
        let by = match &job {
            Job::List { sort, .. } | Job::View(View::Patients(sort, _), _) => sort.by,
            Job::Count { .. } | Job::View(..) => SortBy::Added,
            _ => return Ok(Some(job)),
        };
        if self.postponed.is_empty() {
            let ready = match &job {
                Job::Count { group, .. } => self.library.is_counted(*group, self.vocabulary.wait()),
                _ => self.library.is_ready(by),
            };
            if ready? {
                return Ok(Some(job));
            }
            let (mut library, knock) = (self.library.again()?, Arc::clone(knock));
            let vocabulary = self.vocabulary.get().cloned();
            Builder::new().name(format!("{THREAD}-prepare")).spawn(move || {
                // What could not be prepared is made by whoever needs it, who also says what is wrong.
                let _ = catch_unwind(AssertUnwindSafe(|| library.prepare(vocabulary.as_deref())));
                if let Some(asks) = &*knock.lock().unwrap_or_else(PoisonError::into_inner) {
                    let _ = asks.send(Job::Prepared);
                }
            })?;
        }
        self.postponed.push(job);
        self.postponed = latest(std::mem::take(&mut self.postponed));
        Ok(None)
    }
}

/// After so long the start is over and the index is checked.
const CALM: Duration = Duration::from_secs(2);

/// Between two megabytes of the index: two hundred a second at most.
const PAUSE: Duration = Duration::from_millis(5);

/// Checks once whether the index is what was written, slowly; one that is not is thrown away and asked for anew.
pub(super) struct Check {
    pub(super) library: Library,
    pub(super) knock: Knock,
    pub(super) send: Arc<dyn Fn(Reply) + Send + Sync>,
}

impl Check {
    pub(super) fn start(self) -> anyhow::Result<()> {
        Builder::new().name(format!("{THREAD}-check")).spawn(move || {
            let ended = || self.knock.lock().unwrap_or_else(PoisonError::into_inner).is_none();
            let rest = |time| {
                sleep(time);
                if ended() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            };
            if rest(CALM).is_continue() && self.library.check_index(&mut || rest(PAUSE)) {
                (self.send)(Reply::Unindexed(0));
            }
        })?;
        Ok(())
    }
}
