//! `casebook` and `casebook FILE...`: the screen on a library, or on files that stay where they are.

use std::io::IsTerminal as _;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::output::Output;
use super::{Failure, Setting, arguments, input, language, plain};
use crate::app::{App, Event};
use crate::command::{self, Bindings};
use crate::config::{Folders, Remembered, Screen, Settings};
use crate::document::Document;
use crate::format::{self, Input};
use crate::library::{Gathered, Incoming, Left, Library, LibraryError, Places};
use crate::session::{COLUMNS, Session};
use crate::terminal::{self, Ending};
use crate::theme::Theme;
use crate::ui::{Panes, Place};
use crate::vocabulary::Vocabulary;
use crate::wording::Language;
use crate::worker::{Job, Reply, Tools, Worker};

/// The documents that come with the program, with the names their sources are made of.
const BUNDLED: &[(&str, &str)] = &[
    ("itp-car-t-magdeburg-dresden.md", include_str!("../../seeds/itp-car-t-magdeburg-dresden.md")),
    ("car-t-autoimmune-review.md", include_str!("../../seeds/car-t-autoimmune-review.md")),
    ("antisynthetase-car-t-erlangen.md", include_str!("../../seeds/antisynthetase-car-t-erlangen.md")),
    ("acquired-haemophilia-car-t-hannover.md", include_str!("../../seeds/acquired-haemophilia-car-t-hannover.md")),
    ("aml-stem-cells-venetoclax.md", include_str!("../../seeds/aml-stem-cells-venetoclax.md")),
];

/// Documents of the list that the first frame is drawn from; the whole list comes after it.
const FIRST: usize = 200;

/// Reads the library.
pub(super) fn library(setting: &Setting) -> Result<u8, Failure> {
    if !setting.screen.plain {
        need_terminal()?;
    }
    let settings = setting.settings()?;
    let look = Look::of(setting, &settings)?;
    let folder = setting.library()?;
    let (mut library, created) = match Library::open(folder) {
        Err(LibraryError::Missing(_)) => (Library::create_or_open(folder)?, true),
        library => (library?, false),
    };
    if created && setting.default {
        let documents = BUNDLED.iter().flat_map(|(name, text)| {
            let input = Input { name: Path::new(name), bytes: text.as_bytes() };
            format::read(input).into_iter().flatten().map(|parsed| ((*name).to_owned(), parsed.document))
        });
        library.import_bundled(documents, &setting.vocabulary())?;
    }
    if setting.screen.plain {
        return plain::library(setting, &mut library, look.language);
    }
    let mut session = look.session().with_library(library.reader()?, library.newest(FIRST)?)?;
    session.read_only = library.read_only().map(str::to_owned);
    if let Some(why) = session.read_only.clone() {
        session.complain(why);
    }
    let mut app = look.app(session, Panes::new(true));
    if created && setting.default {
        app = app.with_notice(command::welcome(look.language));
    }
    show(setting, app, Shelf::Kept(Box::new(library)), Vec::new())
}

/// Reads files and folders, `-` being standard input. Prints their texts where the output is no terminal.
pub(super) fn files(setting: &Setting, names: &[PathBuf]) -> Result<u8, Failure> {
    no_subcommand(names)?;
    let settings = setting.settings()?;
    let look = Look::of(setting, &settings)?;
    let asked = input::named(names);
    if setting.screen.plain {
        return plain::files(setting, asked, look.language);
    }
    if !std::io::stdout().is_terminal() {
        let mut out = Output::new();
        let code = asked.each(&mut |incoming| out.text(&incoming.document))?;
        out.finish()?;
        return Ok(code);
    }
    need_terminal()?;
    let mut documents = Vec::new();
    for item in asked.piped {
        documents.push(item.map_err(|failure| input::of_failure(&failure))?);
    }
    let several = documents.len() + asked.gathered.files.len() > 1;
    if let Some(first) = documents.first() {
        let document = first.document.clone();
        return open(setting, &look, document, documents, asked.paths, several);
    }
    if let [(path, _)] = &asked.gathered.files[..]
        && asked.gathered.failed.is_empty()
        && let Some((document, bytes)) = format::beginning(path)
        && let Some(left) = left_in(setting, &document, bytes)
    {
        let session = look.session().with_document(document, left).expecting_more();
        return open_session(setting, &look, session, Vec::new(), asked.paths, false);
    }
    let (first, records) = first(asked.gathered)?;
    let document = first.document.clone();
    let several = several || records;
    if several {
        return open(setting, &look, document, Vec::new(), asked.paths, several);
    }
    open(setting, &look, document, vec![first], Vec::new(), several)
}

/// Refuses a word that is no file and nearly a subcommand.
fn no_subcommand(names: &[PathBuf]) -> Result<(), Failure> {
    let word = names.first().filter(|word| !word.exists());
    match word.and_then(|word| Some((word.display(), arguments::meant(word)?))) {
        Some((word, meant)) => Err(Failure::new(
            66,
            format!(
                "{word}: there is no such file or folder, and no such subcommand; did you mean `casebook {meant}`?"
            ),
        )),
        None => Ok(()),
    }
}

/// Shows a document and hands the rest to the worker.
fn open(
    setting: &Setting,
    look: &Look,
    document: Document,
    documents: Vec<Incoming>,
    paths: Vec<PathBuf>,
    several: bool,
) -> Result<u8, Failure> {
    let places = setting.folders.as_ref().map(|folders| Places::new(folders.places()));
    let left = places.as_ref().map(|places| places.get(&document)).unwrap_or_default();
    let session = look.session().with_document(document, left);
    open_session(setting, look, session, documents, paths, several)
}

/// Where reading stopped in a text of which only the beginning has been read; none if that was further on.
fn left_in(setting: &Setting, document: &Document, bytes: usize) -> Option<Left> {
    let places = setting.folders.as_ref().map(|folders| Places::new(folders.places()));
    let left = places.map(|places| places.get_by(document, bytes)).unwrap_or_default();
    // Its last screen is no whole one. The marks come with the whole text.
    (left.at < document.text.len() / 2).then_some(Left { at: left.at, marks: Vec::new() })
}

fn open_session(
    setting: &Setting,
    look: &Look,
    session: Session,
    documents: Vec<Incoming>,
    paths: Vec<PathBuf>,
    several: bool,
) -> Result<u8, Failure> {
    let places = setting.folders.as_ref().map(|folders| Places::new(folders.places()));
    let mut panes = Panes::new(several);
    panes.give_focus(Place::Reader);
    let app = look.app(session, panes);
    show(setting, app, Shelf::Temporary(places), vec![Job::Import(documents, paths)])
}

/// Where the documents on the screen are kept.
enum Shelf {
    /// In a library.
    Kept(Box<Library>),
    /// Nowhere; only the places of reading are, if there is a folder for them. Its library is made after the first frame.
    Temporary(Option<Places>),
}

fn show(setting: &Setting, mut app: App, shelf: Shelf, jobs: Vec<Job>) -> Result<u8, Failure> {
    let folder = match &shelf {
        Shelf::Kept(library) if library.read_only().is_none() => library.folder().map(Path::to_owned),
        _ => None,
    };
    let home = setting.library.clone();
    let remembered = setting.folders.as_ref().map(Folders::remembered);
    // What of it cannot be used is said by the subcommands; here is no place for it.
    let vocabulary: Box<dyn FnOnce() -> Vocabulary + Send> = match setting.vocabularies() {
        Some(vocabularies) => Box::new(move || vocabularies.load().0),
        None => Box::new(Vocabulary::bundled),
    };
    let ending = terminal::run(&mut app, |sender| {
        let (library, places) = match shelf {
            Shelf::Kept(library) => (*library, None),
            Shelf::Temporary(places) => {
                let library = Library::in_memory()?;
                // The app waits for it; it cannot be gone before the first event.
                let _ = sender.send(Event::Reply(Reply::Library(Box::new(library.reader()?))));
                (library, places)
            }
        };
        let send = Arc::new(move |reply| {
            // The app is gone when it has quit; what comes later is for nobody.
            let _ = sender.send(Event::Reply(reply));
        });
        let worker = Worker::start(Tools { library, places, home, remembered, vocabulary, send })?;
        for job in jobs {
            worker.run(job);
        }
        Ok(worker)
    })?;
    if let Some(folder) = folder {
        Library::open(&folder)?.mark_seen()?;
    }
    Ok(match ending {
        Ending::Quit => u8::from(app.session.failed),
        Ending::Signal(signal) => 128 + signal as u8,
    })
}

/// The first document that can be read, so that it is on the screen before the others are looked at; of a single file
/// also whether there are more records in it.
fn first(gathered: Gathered) -> Result<(Incoming, bool), Failure> {
    let mut found = None;
    let mut more = false;
    let mut failures = Vec::new();
    let barren = gathered.barren.first().cloned();
    let single = gathered.files.len() == 1;
    gathered.each(&mut |item| {
        more = found.is_some();
        match item {
            Ok(incoming) if !more => found = Some(incoming),
            Ok(_) => {}
            Err(failure) => failures.push(failure),
        }
        Ok(if more || found.is_some() && !single { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    })?;
    let found = found.map(|found| (found, more));
    found.ok_or_else(|| match (failures.first(), barren) {
        (Some(failure), _) => {
            // Each is named; the first one decides the code.
            let lines: Vec<String> = failures.iter().map(|each| format!("{}: {}", each.name, each.reason)).collect();
            Failure::new(failure.code, lines.join("\ncasebook: "))
        }
        (None, barren) => input::of_barren(&barren.unwrap_or_default()),
    })
}

fn need_terminal() -> Result<(), Failure> {
    match terminal::missing() {
        Some(why) => Err(Failure::new(
            2,
            format!("the screen needs a terminal, and {why}; casebook list and show print without one"),
        )),
        None => Ok(()),
    }
}

/// What the settings say of the screen, resolved before anything is drawn.
struct Look {
    language: Language,
    theme: Theme,
    bindings: Bindings,
    columns: u16,
    hyphenation: bool,
    citation_style: String,
    screen: Screen,
}

impl Look {
    fn of(setting: &Setting, settings: &Settings) -> Result<Self, Failure> {
        let set = |name| std::env::var(name).ok();
        let remembered = setting.folders.as_ref().map(|folders| Remembered::load(&folders.remembered()));
        let columns = remembered.unwrap_or_default().columns.filter(|columns| COLUMNS.contains(columns));
        Ok(Self {
            language: language(settings),
            theme: Theme::of(settings, set("NO_COLOR").as_deref(), set("COLORFGBG").as_deref())?,
            bindings: Bindings::of(settings)?,
            columns: columns.unwrap_or(settings.reading.columns),
            hyphenation: settings.reading.hyphenation,
            citation_style: settings.reading.citation_style.clone(),
            screen: settings.screen.clone(),
        })
    }

    fn session(&self) -> Session {
        let mut session = Session::new(self.language);
        session.columns = self.columns;
        session.hyphenation = self.hyphenation;
        session.citation_style.clone_from(&self.citation_style);
        session.display = terminal::has_display();
        session
    }

    fn app(&self, session: Session, panes: Panes) -> App {
        App::new(session, panes, self.theme).with_bindings(self.bindings.clone()).with_screen(&self.screen)
    }
}
