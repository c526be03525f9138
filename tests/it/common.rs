//! The whole app without a terminal and without threads: keys in, screen out.

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use casebook::app::{App, Event};
use casebook::command::{self, Bindings, Effect};
use casebook::config::Settings;
use casebook::document::Document;
use casebook::document::wrap::columns;
use casebook::format::{self, Input};
use casebook::library::{Library, Query, Sort};
use casebook::session::Session;
use casebook::theme::Theme;
use casebook::ui::{Overlay, Panes};
use casebook::vocabulary::Vocabulary;
use casebook::wording::Language;
use casebook::worker::{AtOnce, Reply};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, Cell};
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::layout::{Position, Rect, Size};
use ratatui::style::{Color, Modifier};
use tempfile::TempDir;

/// The vocabulary of the program.
pub(crate) static VOCABULARY: LazyLock<Arc<Vocabulary>> = LazyLock::new(|| Arc::new(Vocabulary::bundled()));

/// The store of a library with the five documents and their facts, made once; tests work on copies.
pub(crate) static SEEDED: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let copy = folder.path().join("copy");
    let mut library = Library::create_or_open(folder.path()).expect("a new library");
    library.import_bundled(seeds(), &VOCABULARY).expect("the five documents are taken in");
    library.backup_to(&copy).expect("a copy is written");
    std::fs::read(copy).expect("the copy is there")
});

/// The five documents that come with the program.
pub(crate) fn seeds() -> Vec<(String, Document)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the folder of the five documents")
        .map(|entry| entry.expect("an entry of it").path())
        .collect();
    paths.sort();
    paths
        .into_iter()
        .map(|path| {
            let name = path.file_name().expect("a file").to_string_lossy().into_owned();
            let text = std::fs::read_to_string(&path).expect("a document of the five");
            (name.clone(), read(&name, &text))
        })
        .collect()
}

/// A document as the program reads it from a file.
pub(crate) fn read(name: &str, text: &str) -> Document {
    let input = Input { name: Path::new(name), bytes: text.as_bytes() };
    let mut records = format::read(input).expect("a text of a known format");
    records.next().expect("one document").document
}

/// A library in memory with these documents.
pub(crate) fn library(documents: Vec<(String, Document)>) -> Library {
    let mut library = Library::in_memory().expect("a library in memory");
    library.import_bundled(documents, &VOCABULARY).expect("the documents are taken in");
    library
}

/// How a desk is set up.
pub(crate) struct Setup {
    pub(crate) width: u16,
    pub(crate) height: u16,
    pub(crate) language: Language,
    pub(crate) colours: bool,
    pub(crate) welcome: bool,
    /// A settings file.
    pub(crate) settings: &'static str,
}

impl Setup {
    pub(crate) fn of(width: u16, height: u16) -> Self {
        Self { width, height, language: Language::English, colours: true, welcome: false, settings: "" }
    }

    /// The screen on the five documents.
    pub(crate) fn on_five(&self) -> Desk {
        let folder = tempfile::tempdir().expect("a temporary folder");
        std::fs::write(folder.path().join("library.db"), &*SEEDED).expect("a copy is written");
        let library = Library::open(folder.path()).expect("the copy opens");
        Desk { _folder: Some(folder), ..self.on(library) }
    }

    /// The screen on a library, as `casebook` opens it.
    pub(crate) fn on(&self, mut library: Library) -> Desk {
        let ids = library.ids(&Query::default(), Sort::default()).expect("a list");
        let session = Session::new(self.language)
            .with_library(library.reader().expect("a second connection"), ids)
            .expect("the first document");
        let settings = Settings::parse(Path::new("config.toml"), self.settings).expect("sound settings");
        let no_color = (!self.colours).then_some("1");
        let theme = Theme::of(&settings, no_color, None).expect("a theme");
        let bindings = Bindings::of(&settings).expect("sound keys");
        let app = App::new(session, Panes::new(true), theme).with_bindings(bindings);
        let mut app = app.with_screen(&settings.screen);
        if self.welcome {
            app = app.with_notice(command::welcome(self.language));
        }
        let mut desk = Desk {
            app,
            terminal: Terminal::new(TestBackend::new(self.width, self.height)).expect("a screen in memory"),
            worker: AtOnce::new(library, Arc::clone(&VOCABULARY)),
            held: None,
            effects: Vec::new(),
            size: Size::new(self.width, self.height),
            _folder: None,
        };
        desk.draw();
        desk.update(Event::Reply(Reply::Vocabulary(Arc::clone(&VOCABULARY))));
        desk
    }
}

/// The app, its screen and a worker that answers before the next key, unless its replies are held back.
pub(crate) struct Desk {
    pub(crate) app: App,
    /// What was to be done outside: copies, links, the end.
    pub(crate) effects: Vec<Effect>,
    terminal: Terminal<TestBackend>,
    worker: AtOnce,
    pub(crate) held: Option<Vec<Reply>>,
    size: Size,
    /// Where the library lies, to go with the desk.
    _folder: Option<TempDir>,
}

impl Desk {
    /// The five documents on a screen of this size.
    pub(crate) fn five(width: u16, height: u16) -> Self {
        Setup::of(width, height).on_five()
    }

    /// Presses keys, written as in the command table: characters as they are, others in angle brackets.
    pub(crate) fn press(&mut self, keys: &str) -> &mut Self {
        for key in parse(keys) {
            self.update(Event::Key(key));
        }
        self
    }

    /// Hands an event in, does the work that follows from it and draws.
    pub(crate) fn update(&mut self, event: Event) {
        let mut events = VecDeque::from([event]);
        while let Some(event) = events.pop_front() {
            self.app.update(event);
            for effect in self.app.effects() {
                let Effect::Run(job) = effect else {
                    self.effects.push(effect);
                    continue;
                };
                let replies = self.worker.run(job);
                match &mut self.held {
                    Some(held) => held.extend(replies),
                    None => events.extend(replies.into_iter().map(Event::Reply)),
                }
            }
        }
        self.draw();
    }

    /// Holds replies back until they are let go.
    pub(crate) fn hold(&mut self) -> &mut Self {
        self.held = Some(Vec::new());
        self
    }

    /// Hands the replies in that were held back.
    pub(crate) fn let_go(&mut self) -> &mut Self {
        for reply in self.held.take().into_iter().flatten() {
            self.update(Event::Reply(reply));
        }
        self
    }

    /// Another size of the window.
    pub(crate) fn resize(&mut self, width: u16, height: u16) -> &mut Self {
        self.size = Size::new(width, height);
        self.app.update(Event::Resize);
        self.draw();
        self
    }

    /// As `terminal` draws: an empty area is skipped.
    fn draw(&mut self) {
        let area = Rect::from((Position::ORIGIN, self.size));
        if area.is_empty() {
            return;
        }
        self.terminal.backend_mut().resize(area.width, area.height);
        self.app.resize(area);
        let app = &self.app;
        self.terminal.draw(|frame| app.draw(frame)).expect("drawing in memory");
    }

    pub(crate) fn session(&self) -> &Session {
        &self.app.session
    }

    /// What the status line was told to say.
    pub(crate) fn message(&self) -> &str {
        self.session().message.as_ref().map_or("", |message| &message.text)
    }

    /// The titles listed, in order.
    pub(crate) fn titles(&self) -> Vec<String> {
        let heads = self.session().listed.iter().map(|id| self.session().head(id));
        heads.map(|head| head.map_or_else(String::new, |head| head.title.clone())).collect()
    }

    /// The title of the open document.
    pub(crate) fn title(&self) -> &str {
        let open = self.session().open.as_ref();
        open.map_or("", |open| &open.document.title.text)
    }

    /// The text from the top of the reader to the end of its line.
    pub(crate) fn top_line(&self) -> &str {
        let Some(open) = &self.session().open else { return "" };
        open.document.text[open.top..].lines().next().unwrap_or_default()
    }

    /// The offset at the top of the reader.
    pub(crate) fn top(&self) -> usize {
        self.session().open.as_ref().map_or(0, |open| open.top)
    }

    /// Matches as the status line shows them.
    pub(crate) fn matches(&self) -> Option<(usize, usize)> {
        let search = self.session().search.as_ref()?;
        Some((search.current + 1, search.matches.len()))
    }

    /// The text of the current item.
    pub(crate) fn here(&self) -> &str {
        let open = self.session().open.as_ref();
        open.and_then(|open| Some(&open.document.text[open.here.clone()?])).unwrap_or_default()
    }

    /// Which overlay is open.
    pub(crate) fn overlay(&self) -> &'static str {
        match self.app.overlay {
            None => "none",
            Some(Overlay::Picker(_)) => "picker",
            Some(Overlay::Prompt(_)) => "prompt",
            Some(Overlay::Notice(_)) => "notice",
            Some(Overlay::Letters(_)) => "letters",
            Some(Overlay::Grid(_)) => "table",
        }
    }

    /// Whether the program was asked to end.
    pub(crate) fn ended(&self) -> bool {
        self.effects.iter().any(|effect| matches!(effect, Effect::Quit))
    }

    /// Whether the window has an area; without one the last frame stays.
    pub(crate) fn is_shown(&self) -> bool {
        self.size.width > 0 && self.size.height > 0
    }

    pub(crate) fn buffer(&self) -> &Buffer {
        self.terminal.backend().buffer()
    }

    /// The rows of the screen as text.
    pub(crate) fn rows(&self) -> Vec<String> {
        (0..self.buffer().area.height)
            .map(|y| cells(self.buffer(), y).map(|(_, cell)| cell.symbol()).collect())
            .collect()
    }

    /// The screen as text, and the runs of each row that are not plain.
    pub(crate) fn picture(&self) -> String {
        let mut picture = String::new();
        for row in self.rows() {
            let _ = writeln!(picture, "|{row}|");
        }
        for y in 0..self.buffer().area.height {
            let runs = runs(self.buffer(), y);
            if !runs.is_empty() {
                let _ = writeln!(picture, "row {y}: {}", runs.join(", "));
            }
        }
        picture
    }
}

/// The cells of a row that are not hidden behind a wide one.
fn cells(buffer: &Buffer, y: u16) -> impl Iterator<Item = (u16, &Cell)> {
    let mut hidden = 0;
    (0..buffer.area.width).filter_map(move |x| {
        if hidden > 0 {
            hidden -= 1;
            return None;
        }
        let cell = &buffer[(x, y)];
        hidden = columns(cell.symbol()).saturating_sub(1);
        Some((x, cell))
    })
}

fn runs(buffer: &Buffer, y: u16) -> Vec<String> {
    let mut runs: Vec<(u16, u16, String)> = Vec::new();
    for (x, cell) in cells(buffer, y) {
        let (look, end) = (look(cell), x + columns(cell.symbol()).max(1) as u16);
        match runs.last_mut() {
            Some(last) if last.1 == x && last.2 == look => last.1 = end,
            _ => runs.push((x, end, look)),
        }
    }
    runs.into_iter()
        .filter(|(_, _, look)| !look.is_empty())
        .map(|(from, to, look)| format!("{from}..{to} {look}"))
        .collect()
}

/// A style in words; nothing for a plain one.
fn look(cell: &Cell) -> String {
    let colour =
        |colour: Color, before: &str| (colour != Color::Reset).then(|| format!("{before}{colour}").to_lowercase());
    let modifiers = Modifier::all()
        .iter_names()
        .filter(|(_, modifier)| cell.modifier.contains(*modifier))
        .map(|(name, _)| name.to_lowercase());
    let parts: Vec<String> = colour(cell.fg, "").into_iter().chain(colour(cell.bg, "on ")).chain(modifiers).collect();
    parts.join(" ")
}

const NAMED: &[(&str, KeyCode)] = &[
    ("Enter", KeyCode::Enter),
    ("Esc", KeyCode::Esc),
    ("Tab", KeyCode::Tab),
    ("S-Tab", KeyCode::BackTab),
    ("Space", KeyCode::Char(' ')),
    ("BS", KeyCode::Backspace),
    ("Del", KeyCode::Delete),
    ("Up", KeyCode::Up),
    ("Down", KeyCode::Down),
    ("Left", KeyCode::Left),
    ("Right", KeyCode::Right),
    ("PgUp", KeyCode::PageUp),
    ("PgDn", KeyCode::PageDown),
    ("Home", KeyCode::Home),
    ("End", KeyCode::End),
    ("F1", KeyCode::F(1)),
    ("F3", KeyCode::F(3)),
    ("F9", KeyCode::F(9)),
    ("letter", KeyCode::Char('p')),
];

/// The key presses that a string stands for.
pub(crate) fn parse(keys: &str) -> Vec<KeyEvent> {
    let mut events = Vec::new();
    let mut rest = keys;
    while let Some(first) = rest.chars().next() {
        let named = rest.strip_prefix('<').and_then(|inner| inner.split_once('>'));
        let named = named.filter(|(name, _)| !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '-'));
        let Some((name, after)) = named else {
            events.push(KeyEvent::new(KeyCode::Char(first), KeyModifiers::NONE));
            rest = &rest[first.len_utf8()..];
            continue;
        };
        let control = name.strip_prefix("C-").and_then(|letter| letter.chars().next());
        events.push(if let Some(letter) = control {
            KeyEvent::new(KeyCode::Char(letter), KeyModifiers::CONTROL)
        } else {
            let code = NAMED.iter().find(|(known, _)| *known == name);
            KeyEvent::new(code.unwrap_or_else(|| panic!("no key <{name}>")).1, KeyModifiers::NONE)
        });
        rest = after;
    }
    events
}
