//! Noticing that another program has written to the library.

use std::path::Path;
use std::sync::mpsc::Sender;

use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};

use super::Job;

/// Watches a library's folder for what other programs write. Where that cannot be done the list is as fresh as the
/// last question.
pub(super) fn folder(folder: &Path, asks: Sender<Job>) -> Option<RecommendedWatcher> {
    let look = asks.clone();
    let notice = move |event: notify::Result<notify::Event>| {
        if event.is_ok_and(|event| event.kind.is_modify() || event.kind.is_create()) {
            // A worker that is gone needs no notice.
            let _ = asks.send(Job::Look);
        }
    };
    let mut watcher = notify::recommended_watcher(notice).ok()?;
    watcher.watch(folder, RecursiveMode::NonRecursive).ok()?;
    // What was written between the opening of the library and now was not noticed.
    let _ = look.send(Job::Look);
    Some(watcher)
}
