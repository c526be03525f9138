//! A worker without threads, for tests that drive the whole app.

use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, OnceLock};

use super::{Hand, Job, Reply};
use crate::library::Library;
use crate::vocabulary::Vocabulary;

/// Does each job at once on the caller's thread: nothing waits for anything.
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
