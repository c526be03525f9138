//! Panics that are caught: those of a damaged index or of a document that a rule stumbles over. They are told as errors
//! of what they happened to, so the panic hook passes over them.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    static CAUGHT: Cell<bool> = const { Cell::new(false) };
}

/// Threads of the index, whose panics are errors of the index.
const INDEX_THREADS: [&str; 3] = ["thrd-tantivy", "segment_updater", "merge_thread"];

/// Whether a panic of this thread, which has this name, is caught.
pub fn is_caught(thread: Option<&str>) -> bool {
    CAUGHT.get() || thread.is_some_and(|name| INDEX_THREADS.iter().any(|own| name.starts_with(own)))
}

/// What `work` gives; none if it panics.
pub(crate) fn caught<T>(work: impl FnOnce() -> T) -> Option<T> {
    let before = CAUGHT.replace(true);
    let done = catch_unwind(AssertUnwindSafe(work));
    CAUGHT.set(before);
    done.ok()
}
