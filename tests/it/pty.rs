//! The real program in a terminal: what is sent to it is read back through a terminal emulator. Every wait is for
//! something that must come, with a deadline.

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use casebook::library::{Library, Query, Sort};
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process, test_kill_process};
use tempfile::TempDir;

use crate::common::{SEEDED, read};

/// How long anything may take on a loaded machine.
const DEADLINE: Duration = Duration::from_secs(20);
const LEAVE: &[u8] = b"\x1b[?1049l\x1b[?25h";

/// A home folder for one test.
struct Home(TempDir);

impl Home {
    /// As on the first start.
    fn fresh() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder"))
    }

    /// With a default library of the five documents.
    fn seeded() -> Self {
        let home = Self::fresh();
        fs::create_dir_all(home.library()).expect("a folder for the library");
        fs::write(home.library().join("library.db"), &*SEEDED).expect("its store");
        home
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn library(&self) -> PathBuf {
        self.path().join("data/casebook/library")
    }

    /// The program with these arguments.
    fn command(&self, program: &str, arguments: &[&str]) -> CommandBuilder {
        let mut command = CommandBuilder::new(program);
        command.env_clear();
        for (name, value) in [("PATH", "/usr/bin:/bin"), ("TERM", "xterm-256color"), ("LANG", "C.UTF-8")] {
            command.env(name, value);
        }
        command.env("HOME", self.path());
        command.env("XDG_DATA_HOME", self.path().join("data"));
        command.env("XDG_STATE_HOME", self.path().join("state"));
        command.env("TMPDIR", self.path());
        command.cwd(self.path());
        command.args(arguments);
        command
    }

    /// The program on its default library, the list on the screen.
    fn start(&self) -> Seat {
        let mut seat = Seat::take(self.command(BINARY, &[]));
        seat.until("the list", |screen| screen.contains("Documents") && screen.contains("help"));
        seat
    }
}

const BINARY: &str = env!("CARGO_BIN_EXE_casebook");

/// What has come out of the terminal.
struct Output {
    bytes: Vec<u8>,
    parser: vt100::Parser,
}

/// A running program and its terminal.
struct Seat {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    output: Arc<(Mutex<Output>, Condvar)>,
    before: String,
    /// The reading thread ends after what it reads next.
    leaving: Arc<AtomicBool>,
    reader: JoinHandle<()>,
}

impl Seat {
    fn take(command: CommandBuilder) -> Self {
        let size = PtySize { rows: 30, cols: 130, ..PtySize::default() };
        let pair = native_pty_system().openpty(size).expect("a terminal");
        let before = termios(&*pair.master);
        let output = Arc::new((
            Mutex::new(Output { bytes: Vec::new(), parser: vt100::Parser::new(size.rows, size.cols, 0) }),
            Condvar::new(),
        ));
        let child = pair.slave.spawn_command(command).expect("the program starts");
        drop(pair.slave);
        let mut source = pair.master.try_clone_reader().expect("the terminal is read");
        let leaving = Arc::new(AtomicBool::new(false));
        let (into, leave) = (Arc::clone(&output), Arc::clone(&leaving));
        let reader = thread::spawn(move || {
            let mut part = [0; 8192];
            while let Ok(length @ 1..) = source.read(&mut part) {
                let mut output = into.0.lock().expect("no reader fails");
                output.bytes.extend(&part[..length]);
                output.parser.process(&part[..length]);
                into.1.notify_all();
                if leave.load(Ordering::SeqCst) {
                    return;
                }
            }
        });
        Self {
            child,
            writer: pair.master.take_writer().expect("the terminal is written to"),
            master: pair.master,
            output,
            before,
            leaving,
            reader,
        }
    }

    fn type_in(&mut self, keys: &str) {
        self.writer.write_all(keys.as_bytes()).expect("keys are taken");
        self.writer.flush().expect("keys are taken");
    }

    /// Waits until the output is as expected.
    fn wait(&self, what: &str, mut come: impl FnMut(&Output) -> bool) -> MutexGuard<'_, Output> {
        let (output, more) = &*self.output;
        let guard = output.lock().expect("no reader fails");
        let (output, waited) =
            more.wait_timeout_while(guard, DEADLINE, |output| !come(output)).expect("no reader fails");
        assert!(!waited.timed_out(), "{what} did not come; the screen:\n{}", output.parser.screen().contents());
        output
    }

    /// Waits until the screen is as expected and gives it.
    fn until(&mut self, what: &str, mut come: impl FnMut(&str) -> bool) -> String {
        let output = self.wait(what, |output| come(&output.parser.screen().contents()));
        output.parser.screen().contents()
    }

    fn see(&mut self, text: &str) -> String {
        self.until(text, |screen| screen.contains(text))
    }

    fn send(&self, signal: Signal) {
        let pid = self.child.process_id().expect("a running program") as i32;
        kill_process(Pid::from_raw(pid).expect("a process"), signal).expect("the signal is taken");
    }

    /// Waits for the end and gives the exit code.
    fn end(&mut self) -> u32 {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("the program is ours") {
                return status.exit_code();
            }
            assert!(start.elapsed() < DEADLINE, "the program does not end:\n{}", self.now());
            thread::sleep(Duration::from_millis(5));
        }
    }

    fn now(&self) -> String {
        self.output.0.lock().expect("no reader fails").parser.screen().contents()
    }

    /// The program ended with this code and the terminal is as it was.
    fn ends_clean(&mut self, code: u32) {
        assert_eq!(self.end(), code, "exit code; the screen:\n{}", self.now());
        let output = self.wait("the leave sequence", |output| {
            output.bytes.windows(LEAVE.len()).any(|part| part == LEAVE) && !output.parser.screen().alternate_screen()
        });
        restored(&output);
        drop(output);
        assert_eq!(termios(&*self.master), self.before, "terminal modes");
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        // One that has ended already is no failure.
        let _ = self.child.kill();
    }
}

fn restored(output: &Output) {
    let screen = output.parser.screen();
    assert!(!screen.alternate_screen(), "the alternate screen is left");
    assert!(!screen.hide_cursor(), "the cursor is shown");
    assert!(!screen.bracketed_paste(), "paste is as before");
    assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
    let after = output
        .bytes
        .windows(LEAVE.len())
        .rposition(|part| part == LEAVE)
        .map(|at| &output.bytes[at + LEAVE.len()..])
        .expect("the screen is left");
    assert!(!after.contains(&0x1b), "nothing is drawn after the end");
}

/// Whether the head of the list says so many documents, and the reader shows one of them.
fn lists(screen: &str, count: &str) -> bool {
    let head = screen.lines().find(|line| line.starts_with(" Documents"));
    head.and_then(|line| line.split('│').next()).is_some_and(|head| head.trim_end().ends_with(count))
}

fn termios(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios().expect("terminal modes"))
}

#[test]
fn the_first_start_welcomes_and_shows_the_five_documents() {
    let home = Home::fresh();
    let mut seat = Seat::take(home.command(BINARY, &[]));
    seat.see("Welcome to casebook");
    // Typed at once, before the counts are there; the first key closes the welcome and does its work.
    seat.type_in("DITP\r");
    // The list comes first, its document in the next frame.
    let found = |screen: &str| lists(screen, "1/5") && screen.contains("Autoimmunerkrankungen: Durch");
    let screen = seat.until("the filter", found);
    assert!(!screen.contains("Welcome"), "{screen}");
    seat.type_in("Q");
    seat.ends_clean(0);
    let mut again = home.start();
    assert!(!again.now().contains("Welcome"), "only once");
    again.type_in("q");
    again.ends_clean(0);
}

#[test]
fn a_search_and_a_jump_to_evidence_lead_there_and_back() {
    let home = Home::seeded();
    let mut seat = home.start();
    seat.type_in("DWerlhof\r");
    seat.until("the filter", |screen| lists(screen, "1/5"));
    seat.type_in("\r/Patient");
    let screen = seat.until("the count", |screen| screen.contains("/Patient") && screen.contains("1/"));
    assert!(screen.lines().last().is_some_and(|line| line.starts_with("/Patient")), "{screen}");
    seat.type_in("\r");
    seat.see("/Patient 1/");
    seat.type_in("n");
    seat.see("/Patient 2/");
    seat.type_in("\x1b");
    seat.until("the end of the search", |screen| !screen.contains("/Patient"));
    // To the facts, to the end of the card's first part, to its evidence.
    seat.type_in("\tj\r");
    seat.see("evidence 1/");
    seat.type_in("''");
    seat.until("the message to go", |screen| !screen.contains("evidence 1/"));
    seat.type_in("qq");
    seat.ends_clean(0);
}

#[test]
fn a_search_typed_before_its_document_has_come_finds_in_it() {
    let home = Home::seeded();
    let mut seat = home.start();
    seat.type_in("DWerlhof\r\r/Patient\r");
    seat.see("/Patient 1/");
    assert!(lists(&seat.now(), "1/5"));
    seat.type_in("Q");
    seat.ends_clean(0);
}

#[test]
fn a_resize_is_followed() {
    let home = Home::seeded();
    let mut seat = home.start();
    for (rows, cols) in [(12, 40), (40, 120), (4, 15), (24, 80)] {
        {
            let mut output = seat.output.0.lock().expect("no reader fails");
            output.parser.screen_mut().set_size(rows, cols);
            output.parser.process(b"\x1b[2J");
        }
        seat.master.resize(PtySize { rows, cols, ..PtySize::default() }).expect("the window changes");
        let expected = if cols < 20 { "small" } else { "Documents" };
        let screen = seat.see(expected);
        assert_eq!(screen.contains("Facts"), cols >= 120, "{screen}");
    }
    seat.type_in("Q");
    seat.ends_clean(0);
}

#[test]
fn each_signal_ends_it_with_the_terminal_restored() {
    let home = Home::seeded();
    for signal in [Signal::TERM, Signal::HUP, Signal::INT, Signal::QUIT] {
        let mut seat = home.start();
        seat.send(signal);
        seat.ends_clean(128 + signal.as_raw() as u32);
    }
}

#[test]
fn control_c_quits_from_anywhere() {
    let home = Home::seeded();
    for keys in ["\x03", "D\x03", "\r/x\x03", "?\x03"] {
        let mut seat = home.start();
        seat.type_in(keys);
        seat.ends_clean(0);
    }
}

#[test]
fn suspended_it_gives_the_terminal_back_and_comes_back_whole() {
    let home = Home::seeded();
    let mut seat = home.start();
    for by_key in [true, false] {
        if by_key {
            seat.type_in("\x1a");
        } else {
            seat.send(Signal::TSTP);
        }
        let output = seat.wait("the terminal", |output| !output.parser.screen().alternate_screen());
        restored(&output);
        drop(output);
        let pid = seat.child.process_id().expect("a running program");
        let start = Instant::now();
        while state(pid) != 'T' {
            assert!(start.elapsed() < DEADLINE, "it does not stop");
            thread::sleep(Duration::from_millis(5));
        }
        assert_eq!(termios(&*seat.master), seat.before, "terminal modes while stopped");
        seat.send(Signal::CONT);
        let output = seat.wait("the screen", |output| {
            output.parser.screen().alternate_screen() && output.parser.screen().contents().contains("Documents")
        });
        assert!(output.parser.screen().hide_cursor(), "the cursor is hidden again");
        drop(output);
        assert_ne!(termios(&*seat.master), seat.before, "keys come raw again");
    }
    seat.type_in("Q");
    seat.ends_clean(0);
}

/// `T` for a stopped process.
fn state(pid: u32) -> char {
    // A bare machine may have no `ps`, and one with `ps` may have no `/proc`.
    if let Ok(stat) = std::fs::read_to_string(format!("/proc/{pid}/stat")) {
        return stat.rsplit(") ").next().and_then(|rest| rest.chars().next()).unwrap_or('-');
    }
    let output =
        std::process::Command::new("ps").args(["-o", "stat=", "-p", &pid.to_string()]).output().expect("ps is there");
    String::from_utf8_lossy(&output.stdout).trim().chars().next().unwrap_or('-')
}

#[test]
fn a_closed_terminal_ends_it_soon() {
    let home = Home::seeded();
    let mut seat = home.start();
    seat.type_in("\r");
    seat.see("search");
    // The last frame frees the reading thread, and with it the last hold on the terminal.
    seat.leaving.store(true, Ordering::SeqCst);
    seat.type_in("j");
    let start = Instant::now();
    while !seat.reader.is_finished() {
        assert!(start.elapsed() < DEADLINE, "no frame after a key");
        thread::sleep(Duration::from_millis(5));
    }
    let closed = Instant::now();
    seat.writer = Box::new(std::io::sink());
    let size = PtySize::default();
    seat.master = native_pty_system().openpty(size).expect("another terminal").master;
    assert_eq!(seat.end(), 128 + Signal::HUP.as_raw() as u32);
    let limit = if cfg!(debug_assertions) { 5 } else { 2 };
    assert!(closed.elapsed() < Duration::from_secs(limit), "{:?}", closed.elapsed());
}

#[test]
fn without_a_usable_terminal_it_says_so_in_plain_words() {
    for term in ["dumb", ""] {
        let home = Home::fresh();
        let mut command = home.command(BINARY, &[]);
        command.env("TERM", term);
        let mut seat = Seat::take(command);
        assert_eq!(seat.end(), 2);
        let output = seat.wait("a message", |output| output.bytes.ends_with(b"\n"));
        let said = String::from_utf8_lossy(&output.bytes).into_owned();
        assert!(said.contains("needs a terminal"), "{said}");
        assert!(!said.contains('\x1b'), "{said:?}");
        assert_eq!(said.trim().lines().count(), 1, "{said}");
        assert!(!home.library().exists(), "nothing is made");
    }
}

#[test]
fn a_document_from_a_pipe_is_read_with_keys_from_the_terminal() {
    let home = Home::fresh();
    let text = "Lupus nephritis\n\nEine Patientin mit Lupus erhielt CAR-T-Zellen.\n\n".repeat(40);
    fs::write(home.path().join("piped.txt"), text).expect("a file");
    let mut seat = Seat::take(home.command("/bin/sh", &["-c", "cat piped.txt | \"$0\" -", BINARY]));
    seat.see("Eine Patientin");
    seat.type_in("/erhielt\r");
    seat.see("/erhielt 1/40");
    seat.type_in("Q");
    seat.ends_clean(0);
    assert!(!home.library().exists(), "no library is made");
}

#[test]
fn the_place_is_remembered() {
    let home = Home::seeded();
    let mut seat = home.start();
    // The third document, some way down; then the program is ended by a signal, not by its key.
    seat.type_in("2J");
    seat.see("Ögelin Düzel");
    seat.type_in("\r/Neubeginn\r");
    seat.see("/Neubeginn 1/");
    seat.send(Signal::TERM);
    seat.ends_clean(143);
    let mut again = home.start();
    again.type_in("2J");
    again.see("Neubeginn im Immunsystem");
    again.type_in("Q");
    again.ends_clean(0);
}

#[test]
fn a_large_text_is_shown_from_its_beginning_and_read_to_its_end() {
    let home = Home::fresh();
    let path = home.path().join("large.txt");
    let lines = (0..200_000).map(|number| format!("Line {number} of a large text.\n"));
    let middle = lines.collect::<Vec<_>>().concat();
    let text = format!("The very first line.\n\n{middle}The very last line, with ü.\n");
    std::fs::write(&path, text).expect("a file is written");
    let path = path.to_string_lossy();
    let mut seat = Seat::take(home.command(BINARY, &[&path]));
    seat.see("The very first line.");
    seat.type_in("G");
    seat.see("The very last line, with ü.");
    seat.type_in("gg6jmx");
    seat.see("x: marked");
    seat.type_in("q");
    seat.ends_clean(0);
    // What was kept of the whole text is known by its beginning.
    let mut again = Seat::take(home.command(BINARY, &[&path]));
    again.until("the place", |screen| screen.contains("Line 4 of") && !screen.contains("Line 3 of"));
    again.type_in("G");
    again.see("The very last line, with ü.");
    again.type_in("'x");
    again.see("Line 4 of");
    again.type_in("q");
    again.ends_clean(0);
}

#[test]
fn what_another_process_writes_is_shown() {
    let home = Home::seeded();
    let mut seat = home.start();
    let mut other = Library::open(&home.library()).expect("the same library");
    let id = other.ids(&Query::default(), Sort::default()).expect("a list").get(0).expect("a document");
    assert!(!seat.now().contains('★'));
    other.set_starred(id, true).expect("it is starred");
    seat.see("★");
    let document = read("new.md", "# Ein neuer Fall\n\nKurz und gut.\n");
    other.import_bundled([("new.md".to_owned(), document)], &crate::common::VOCABULARY).expect("it is taken in");
    seat.see("Ein neuer Fall");
    seat.type_in("Q");
    seat.ends_clean(0);
}

#[test]
fn what_an_editor_has_saved_is_noted_when_the_program_is_asked_to_end() {
    let home = Home::seeded();
    let editor = home.path().join("editor");
    fs::write(&editor, "#!/bin/sh\necho $$ > \"$HOME/number\"\necho saved > \"$2\"\necho edits $1\nexec sleep 600\n")
        .expect("an editor");
    let mut command = home.command(BINARY, &[]);
    command.env("EDITOR", format!("sh {} -w", editor.display()));
    let mut seat = Seat::take(command);
    seat.until("the list", |screen| screen.contains("Documents") && screen.contains("help"));
    seat.type_in("\rabegun");
    seat.see("begun");
    seat.type_in("\x0f");
    seat.see("edits -w");
    let number = fs::read_to_string(home.path().join("number")).expect("the editor runs");
    seat.send(Signal::TERM);
    seat.ends_clean(128 + 15);
    let editor = number.trim().parse().ok().and_then(Pid::from_raw).expect("its number");
    let start = Instant::now();
    while test_kill_process(editor).is_ok() && start.elapsed() < DEADLINE {
        thread::sleep(Duration::from_millis(5));
    }
    assert!(test_kill_process(editor).is_err(), "the editor goes on");
    let mut library = Library::open(&home.library()).expect("the library");
    let ids = library.ids(&Query::default(), Sort::default()).expect("a list");
    let notes: Vec<_> = ids.iter().flat_map(|id| library.notes(id).expect("its notes")).collect();
    assert_eq!(notes.iter().map(|note| note.body.as_deref()).collect::<Vec<_>>(), [Some("saved")]);
    let left = fs::read_dir(home.path()).expect("a folder").flatten();
    assert!(!left.into_iter().any(|entry| entry.file_name().to_string_lossy().contains("casebook-note")));
}

#[test]
fn a_note_that_a_program_left_in_an_editor_is_told_of() {
    let home = Home::seeded();
    // No process has this number: it is above the largest there can be.
    let path = home.path().join(".casebook-note-99999999-1.md.swp");
    fs::write(&path, "begun").expect("a file");
    let mut seat = home.start();
    seat.see(".casebook-left-note-99999999-1.md.swp");
    seat.type_in("j");
    seat.until("the notice is closed", |screen| !screen.contains(".swp"));
    seat.type_in("Q");
    seat.ends_clean(0);
    let told = home.path().join(".casebook-left-note-99999999-1.md.swp");
    assert!(told.exists() && !path.exists(), "it is the reader's, and told of once");
}

#[test]
fn a_panic_gives_the_terminal_back() {
    for place in ["screen", "input"] {
        let home = Home::seeded();
        let mut command = home.command(BINARY, &[]);
        command.env("CASEBOOK_TEST_PANIC", place);
        let mut seat = Seat::take(command);
        seat.ends_clean(101);
        seat.see("this is a bug, at src/");
        seat.see("a report without any of your texts is in");
    }
}

#[test]
fn a_panic_of_the_worker_is_told_and_reading_goes_on() {
    let home = Home::seeded();
    let mut command = home.command(BINARY, &[]);
    command.env("CASEBOOK_TEST_PANIC", "worker");
    let mut seat = Seat::take(command);
    seat.see("Documents");
    seat.type_in("J");
    seat.see("goes on without this step");
    seat.type_in("\r/AML");
    seat.until("the count", |screen| screen.contains("/AML") && screen.contains("1/"));
    seat.type_in("\rQ");
    seat.ends_clean(0);
}
