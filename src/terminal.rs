//! The terminal: entered once, restored once whatever ends the program; input, signals and replies brought into one
//! channel, events handed to the app, effects performed, frames drawn. The only module that touches the screen.

use std::cell::RefCell;
use std::fs::File;
use std::io::{IsTerminal, Write};
use std::mem::ManuallyDrop;
use std::os::fd::AsFd;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use base64::Engine as _;
use ratatui::crossterm::event::{self, Event as Input, KeyEventKind};
use ratatui::crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use ratatui::layout::{Rect, Size};
use ratatui::{Terminal, TerminalOptions, Viewport};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGXFSZ};
use signal_hook::iterator::Signals;

use crate::app::{App, Event};
use crate::command::Effect;
use crate::library;
use crate::worker::{self, Worker};

mod cells;
mod clipboard;
mod editor;

use cells::Placing;
use clipboard::Clipboard;
pub use clipboard::has_display;

/// Held shut while a program of the reader's has the terminal.
static GATE: editor::Gate = editor::Gate::new();

/// Frames caused by replies alone come no closer than this.
const REPLY_FRAME: Duration = Duration::from_millis(50);
/// Columns and rows above which the screen is not used: a terminal that claims more is mistaken.
const LARGEST: Size = Size { width: 1000, height: 500 };

const ENTER: &[u8] = b"\x1b[?1049h\x1b[?2004h\x1b[?25l\x1b[2J";
const LEAVE: &[u8] = b"\x1b[?2026l\x1b[0m\x1b[?1006l\x1b[?1000l\x1b[?2004l\x1b[?1049l\x1b[?25h";
/// Presses and the wheel of the mouse, told in a form that knows no limits.
const LISTEN: &[u8] = b"\x1b[?1000h\x1b[?1006h";
const BEGIN_FRAME: &[u8] = b"\x1b[?2026h";
const END_FRAME: &[u8] = b"\x1b[?2026l";

/// Whether the screen is ours, so that it is given back exactly once.
static ENTERED: AtomicBool = AtomicBool::new(false);

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// The reader quit.
    Quit,
    /// A signal asked for the end; its number.
    Signal(i32),
}

/// Why there is no terminal to read in, if there is none: both ends must be one, and it must be able to move its cursor.
pub fn missing() -> Option<&'static str> {
    let term = std::env::var("TERM").unwrap_or_default();
    if !std::io::stdout().is_terminal() {
        Some("the output is not a terminal")
    } else if term.is_empty() || term == "dumb" {
        Some("TERM is empty or dumb")
    } else if File::open("/dev/tty").is_err() && !std::io::stdin().is_terminal() {
        Some("there is no terminal to read keys from")
    } else {
        None
    }
}

/// Runs the app until it ends. `start` is given the channel into the app and returns the worker; it is called after the
/// first frame, so that nothing delays that.
///
/// # Errors
/// The terminal cannot be set up or written to.
pub fn run(app: &mut App, start: impl FnOnce(Sender<Event>) -> Result<Worker>) -> Result<Ending> {
    let output = File::from(std::io::stdout().as_fd().try_clone_to_owned().context("standard output")?);
    let (sender, events) = channel();
    // Before the terminal is taken: a signal right after that is kept for who gives it back.
    let signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT])?;
    let mut screen = Screen::enter(output, app.listens_to_mouse(), sender.clone())?;
    // A program with one thread makes its first frame sooner; it may hang only once somebody can end it.
    let made = screen.make(app);
    watch_signals(signals, sender.clone());
    let ending = made.and_then(|()| screen.send()).and_then(|()| drive(app, &mut screen, start, sender, &events));
    restore();
    screen.clipboard.close();
    match ending {
        // The hang-up may show in a frame before its signal does.
        Err(error) if is_hang_up(&error) => Ok(Ending::Signal(SIGHUP)),
        ending => ending,
    }
}

/// Whether an error says that the terminal is gone.
fn is_hang_up(error: &anyhow::Error) -> bool {
    let gone = rustix::io::Errno::IO.raw_os_error();
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<std::io::Error>())
        .any(|error| error.raw_os_error() == Some(gone))
}

fn drive(
    app: &mut App,
    screen: &mut Screen,
    start: impl FnOnce(Sender<Event>) -> Result<Worker>,
    sender: Sender<Event>,
    events: &Receiver<Event>,
) -> Result<Ending> {
    worker::provoke("screen");
    watch_input(sender.clone());
    let worker = start(sender)?;
    let found = screen.events.clone();
    thread::spawn(move || editor::left_behind().map(|path| found.send(Event::LeftBehind(path))));
    for effect in app.effects() {
        perform(effect, &worker, screen)?;
    }
    // The reply to a key is drawn at once; only replies on end wait for each other.
    let mut reply_drawn: Option<Instant> = None;
    let mut waiting_reply = false;
    loop {
        let wait = reply_drawn.map_or(Duration::ZERO, |drawn| REPLY_FRAME.saturating_sub(drawn.elapsed()));
        let patience = app.patience();
        let first = match patience.into_iter().chain(waiting_reply.then_some(wait)).min() {
            Some(wait) => match events.recv_timeout(wait) {
                Ok(event) => Some(event),
                Err(RecvTimeoutError::Timeout) => (patience == Some(wait)).then_some(Event::Pause),
                Err(RecvTimeoutError::Disconnected) => return Ok(Ending::Quit),
            },
            None => match events.recv() {
                Ok(event) => Some(event),
                Err(_) => return Ok(Ending::Quit),
            },
        };
        let mut by_reader = false;
        let mut continued = false;
        for event in first.into_iter().chain(events.try_iter()) {
            let waited_for = matches!(&event, Event::Key(key) if editor::may_start(*key));
            match event {
                Event::Signal(SIGTSTP) => screen.suspend()?,
                Event::Signal(SIGCONT) => continued = true,
                Event::Signal(signal) => return leave(app, &worker, screen, Ending::Signal(signal)),
                Event::InputLost => return leave(app, &worker, screen, Ending::Signal(SIGHUP)),
                Event::Reply(_) => {
                    waiting_reply = true;
                    app.take(event);
                }
                Event::Key(_)
                | Event::Resize
                | Event::Paste(_)
                | Event::Mouse(_)
                | Event::Pause
                | Event::Edited(_)
                | Event::LeftBehind(_)
                | Event::Uncopied(_) => {
                    by_reader = true;
                    app.take(event);
                }
            }
            for effect in app.effects() {
                match effect {
                    Effect::Quit => return leave(app, &worker, screen, Ending::Quit),
                    Effect::Suspend => screen.suspend()?,
                    Effect::Redraw => continued = true,
                    Effect::Edit(text) => {
                        restore();
                        let left = editor::edit(&text, &screen.events, events);
                        match left.text {
                            Ok(text) => app.update(Event::Edited(text)),
                            Err(error) => app.session.complain(format!("{error:#}")),
                        }
                        if let Some(signal) = left.signal {
                            return leave(app, &worker, screen, Ending::Signal(signal));
                        }
                        screen.reenter()?;
                        left.events.into_iter().for_each(|event| app.take(event));
                    }
                    effect => perform(effect, &worker, screen)?,
                }
            }
            if waited_for {
                GATE.open();
            }
        }
        settle(app, &worker, screen)?;
        if continued {
            screen.reenter()?;
            by_reader = true;
        }
        let reply_due = waiting_reply && reply_drawn.is_none_or(|drawn| drawn.elapsed() >= REPLY_FRAME);
        if by_reader || reply_due {
            screen.draw(app)?;
            if waiting_reply {
                reply_drawn = Some(Instant::now());
            }
            waiting_reply = false;
        }
    }
}

/// Places everything once for all events taken in; what that asks for is work.
fn settle(app: &mut App, worker: &Worker, screen: &mut Screen) -> Result<()> {
    app.settle();
    app.effects().into_iter().try_for_each(|effect| perform(effect, worker, screen))
}

/// The end, after what the last events ask for has been handed on: the place read to is kept, and a note half written.
fn leave(app: &mut App, worker: &Worker, screen: &mut Screen, ending: Ending) -> Result<Ending> {
    app.finish();
    settle(app, worker, screen)?;
    Ok(ending)
}

fn perform(effect: Effect, worker: &Worker, screen: &mut Screen) -> Result<()> {
    match effect {
        Effect::Run(job) => worker.run(job),
        Effect::Copy(text) => screen.copy(&text)?,
        Effect::CopyLocally(text) => screen.clipboard.copy(text, &screen.events),
        // The target has passed the allow-list of `command`; a missing opener is no reason to end.
        Effect::Open(target) => drop(thread::spawn(move || opener::open(target))),
        Effect::Quit | Effect::Suspend | Effect::Redraw | Effect::Edit(_) => {}
    }
    Ok(())
}

/// The screen while it is ours.
struct Screen {
    /// Never dropped: its own end writes once more, and prints an error where the terminal is gone.
    terminal: ManuallyDrop<Terminal<Placing>>,
    /// What the terminal has written and is not sent yet.
    pending: Pending,
    output: File,
    clipboard: Clipboard,
    /// Where a clipboard says what it cannot take.
    events: Sender<Event>,
    /// Whether the mouse is listened to.
    mouse: bool,
}

/// Bytes collected until a frame is whole, so that it goes out in one write.
#[derive(Debug, Clone, Default)]
struct Pending(Rc<RefCell<Vec<u8>>>);

impl Write for Pending {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Screen {
    fn enter(output: File, mouse: bool, events: Sender<Event>) -> Result<Self> {
        enable_raw_mode().context("the terminal cannot be set to raw mode")?;
        ENTERED.store(true, Ordering::SeqCst);
        let mut pending = Pending::default();
        pending.write_all(ENTER)?;
        if mouse {
            pending.write_all(LISTEN)?;
        }
        // The area is ours to set: a stock full-screen viewport would follow a size beyond the largest.
        let options = TerminalOptions { viewport: Viewport::Fixed(Rect::ZERO) };
        let terminal = Terminal::with_options(Placing::new(pending.clone()), options)?;
        let terminal = ManuallyDrop::new(terminal);
        Ok(Self { terminal, pending, output, clipboard: Clipboard::default(), events, mouse })
    }

    /// One synchronised frame.
    fn draw(&mut self, app: &mut App) -> Result<()> {
        self.make(app)?;
        self.send()
    }

    /// Makes a frame, which is not sent yet.
    fn make(&mut self, app: &mut App) -> Result<()> {
        let size = self.size()?;
        let area = Rect::new(0, 0, size.width.min(LARGEST.width), size.height.min(LARGEST.height));
        if area.is_empty() {
            return Ok(());
        }
        if self.terminal.get_frame().area() != area {
            self.terminal.resize(area)?;
        }
        app.resize(area);
        self.pending.write_all(BEGIN_FRAME)?;
        self.terminal.draw(|frame| {
            app.draw(frame);
            cells::write_whole(frame.buffer_mut());
        })?;
        self.pending.write_all(END_FRAME)?;
        Ok(())
    }

    /// Sends what is waiting.
    fn send(&mut self) -> Result<()> {
        let mut pending = self.pending.0.borrow_mut();
        self.output.write_all(&pending)?;
        pending.clear();
        Ok(())
    }

    /// The size of the terminal: what the output says, where it knows.
    fn size(&self) -> Result<Size> {
        match rustix::termios::tcgetwinsize(&self.output) {
            Ok(size) if size.ws_col > 0 && size.ws_row > 0 => Ok(Size::new(size.ws_col, size.ws_row)),
            _ => Ok(self.terminal.size()?),
        }
    }

    /// Gives the terminal back, stops, and takes it again when continued.
    fn suspend(&mut self) -> Result<()> {
        restore();
        signal_hook::low_level::emulate_default_handler(SIGTSTP)?;
        self.reenter()
    }

    /// Takes the terminal again and forgets what is on it.
    fn reenter(&mut self) -> Result<()> {
        enable_raw_mode()?;
        ENTERED.store(true, Ordering::SeqCst);
        self.pending.write_all(ENTER)?;
        if self.mouse {
            self.pending.write_all(LISTEN)?;
        }
        let area = self.terminal.get_frame().area();
        self.terminal.resize(area)?;
        Ok(())
    }

    /// Hands a text to the terminal's clipboard (OSC 52). tmux is told too and asked to pass it on: which of the two it
    /// does is for its settings to say.
    fn copy(&mut self, text: &str) -> Result<()> {
        let encoded = base64::engine::general_purpose::STANDARD.encode(text);
        let mut sequence = format!("\x1b]52;c;{encoded}\x07");
        if std::env::var_os("TMUX").is_some() {
            let doubled = sequence.replace('\x1b', "\x1b\x1b");
            sequence.extend(["\x1bPtmux;", &doubled, "\x1b\\"]);
        }
        self.pending.write_all(sequence.as_bytes())?;
        self.send()
    }
}

/// Gives the terminal back as it was, once; errors are ignored, because it may be gone.
pub fn restore() {
    if ENTERED.swap(false, Ordering::SeqCst) {
        let _ = rustix::io::write(std::io::stdout(), LEAVE);
        let _ = disable_raw_mode();
    }
}

/// From now on a file that may not grow is an error of the write, like a full disk, and not the end of the program.
pub fn outlive_file_limits() {
    // Without it the limit ends the program as it always did.
    let _ = signal_hook::flag::register(SIGXFSZ, Arc::new(AtomicBool::new(false)));
}

/// From now on a panic gives the terminal back, leaves a report in `folder` and names it; one in a worker is caught
/// there and leaves the screen alone. What the panic itself says may quote a document, so only its place is told.
pub fn report_panics(folder: Option<PathBuf>) {
    std::panic::set_hook(Box::new(move |info| {
        let thread = thread::current();
        let caught = thread.name().is_some_and(|name| name.starts_with(worker::THREAD));
        if caught || library::is_caught(thread.name()) {
            return;
        }
        restore();
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        let report = folder.as_ref().and_then(|folder| write_report(folder, &place).ok());
        let report = report.map(|path| format!("; a report without any of your texts is in {}", path.display()));
        // Nobody may be left to read it.
        let _ = writeln!(std::io::stderr(), "casebook: this is a bug, at {place}{}", report.unwrap_or_default());
        if thread.name() != Some("main") {
            std::process::exit(101);
        }
    }));
}

fn write_report(folder: &Path, place: &str) -> std::io::Result<PathBuf> {
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let path = folder.join(format!("crash-{}.txt", std::process::id()));
    let mut file = std::fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&path)?;
    let trace = std::backtrace::Backtrace::force_capture();
    writeln!(file, "casebook {}\n{place}\n\n{trace}", env!("CARGO_PKG_VERSION"))?;
    Ok(path)
}

fn watch_input(sender: Sender<Event>) {
    thread::spawn(move || {
        worker::provoke("input");
        loop {
            let event = match event::read() {
                Ok(Input::Key(key)) if key.kind != KeyEventKind::Release => Event::Key(key),
                Ok(Input::Resize(..)) => Event::Resize,
                Ok(Input::Paste(text)) => Event::Paste(text),
                Ok(Input::Mouse(mouse)) => Event::Mouse(mouse),
                Ok(_) => continue,
                Err(_) => Event::InputLost,
            };
            let lost = matches!(event, Event::InputLost);
            let shut = matches!(&event, Event::Key(key) if GATE.shut_for(*key));
            if sender.send(event).is_err() || lost {
                return;
            }
            if shut {
                GATE.pass();
            }
        }
    });
}

fn watch_signals(mut signals: Signals, sender: Sender<Event>) {
    thread::spawn(move || {
        for signal in signals.forever() {
            if sender.send(Event::Signal(signal)).is_err() {
                return;
            }
            if ![SIGTSTP, SIGCONT].contains(&signal) {
                // The screen may hang in a write to a terminal that nobody reads: end without it then.
                thread::sleep(Duration::from_millis(700));
                thread::spawn(restore);
                thread::sleep(Duration::from_millis(100));
                std::process::exit(128 + signal);
            }
        }
    });
}
