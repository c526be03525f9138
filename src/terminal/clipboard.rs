//! The clipboard of a display on this machine. A thread of its own holds it: the display's server may be slow, and asks
//! for the text as long as it is the newest.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

use crate::app::Event;

/// How long the end waits for the text to be handed to a clipboard that outlives the program.
const FAREWELL: Duration = Duration::from_millis(300);

/// Whether there is such a display: over a network the terminal's own clipboard is the one at hand.
pub fn has_display() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let remote = set("SSH_CONNECTION") || set("SSH_TTY");
    !remote && (cfg!(target_os = "macos") || set("DISPLAY"))
}

/// The thread, which begins with the first text.
#[derive(Debug, Default)]
pub(super) struct Clipboard {
    holder: Option<(Sender<String>, Receiver<()>)>,
}

impl Clipboard {
    /// Puts a text on the clipboard; one that it does not take comes back as an event.
    pub(super) fn copy(&mut self, text: String, events: &Sender<Event>) {
        let (texts, _) = self.holder.get_or_insert_with(|| hold(events.clone()));
        // The thread ends after us.
        let _ = texts.send(text);
    }

    /// Lets the thread hand its text on, for a moment.
    pub(super) fn close(self) {
        if let Some((texts, ended)) = self.holder {
            drop(texts);
            let _ = ended.recv_timeout(FAREWELL);
        }
    }
}

fn hold(events: Sender<Event>) -> (Sender<String>, Receiver<()>) {
    let (texts, waiting) = channel::<String>();
    let (end, ended) = channel();
    thread::spawn(move || {
        // Dropped last, which tells that the clipboard has been closed.
        let _end: Sender<()> = end;
        let mut board = None;
        for text in waiting {
            let open = board.take().map_or_else(arboard::Clipboard::new, Ok);
            match open.and_then(|mut open| open.set_text(text.as_str()).map(|()| open)) {
                Ok(open) => board = Some(open),
                // The app may have ended meanwhile.
                Err(_) => drop(events.send(Event::Uncopied(text))),
            }
        }
    });
    (texts, ended)
}
