//! The app: one event in, state changed, effects out; and a frame drawn from the state. No input or output of its own.

use std::cell::OnceCell;
use std::path::PathBuf;
use std::time::Duration;

use ratatui::Frame;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseEvent};
use ratatui::layout::{Position, Rect};

use crate::command::{self, Bindings, Command, Context, Effect};
use crate::config::Screen;
use crate::keymap::{Keymap, Pressed};
use crate::session::Session;
use crate::theme::{Role, Theme};
use crate::ui::notice::Notice;
use crate::ui::picker::Purpose;
use crate::ui::prompt::{self, Edit};
use crate::ui::status::{self, Status};
use crate::ui::{self, Overlay, Panes, Place, SMALLEST};
use crate::wording::Text;
use crate::worker::Reply;

mod editing;
mod hints;
mod mouse;
mod whereabouts;

/// Something that happened.
#[derive(Debug)]
pub enum Event {
    /// A key was pressed.
    Key(KeyEvent),
    /// The window has another size; the next frame asks for it.
    Resize,
    /// Text was pasted.
    Paste(String),
    /// Something was done with the mouse.
    Mouse(MouseEvent),
    /// Nothing was typed for the time after which a started sequence shows how it can go on.
    Pause,
    /// The worker has something.
    Reply(Reply),
    /// The reader's editor has left this text.
    Edited(String),
    /// There is a file of a note that was being written when the program ended.
    LeftBehind(PathBuf),
    /// The display's clipboard has not taken this text.
    Uncopied(String),
    /// A signal arrived.
    Signal(i32),
    /// The terminal is gone.
    InputLost,
}

/// The whole program but for terminal and worker.
#[derive(Debug)]
pub struct App {
    /// The model.
    pub session: Session,
    /// The panes.
    pub panes: Panes,
    /// What lies over them.
    pub overlay: Option<Overlay>,
    theme: Theme,
    bindings: Bindings,
    screen: Screen,
    /// The first row shown of how a started sequence can go on, once that is shown.
    hinting: Option<usize>,
    /// Made with the first key, which comes after the first frame.
    keymap: OnceCell<Keymap>,
    effects: Vec<Effect>,
    /// Keys typed ahead: pressed while what they act on is still to come.
    ahead: Vec<KeyEvent>,
    area: Rect,
    /// Whether something has changed since everything was placed.
    stale: bool,
}

const TOO_SMALL: Text = Text::new("window too small", "Fenster zu klein");

impl App {
    /// An app that shows a session.
    pub fn new(mut session: Session, panes: Panes, theme: Theme) -> Self {
        let effects = session.take_jobs().into_iter().map(Effect::Run).collect();
        Self {
            session,
            panes,
            overlay: None,
            theme,
            bindings: Bindings::default(),
            screen: Screen::default(),
            hinting: None,
            keymap: OnceCell::new(),
            effects,
            ahead: Vec::new(),
            area: Rect::ZERO,
            stale: true,
        }
    }

    /// Shows a text over everything until a key is pressed.
    #[must_use]
    pub fn with_notice(mut self, notice: Notice) -> Self {
        self.overlay = Some(Overlay::Notice(notice));
        self
    }

    /// Has these keys instead of those of the table.
    #[must_use]
    pub fn with_bindings(mut self, bindings: Bindings) -> Self {
        self.bindings = bindings;
        self
    }

    /// Behaves as the settings of the screen say.
    #[must_use]
    pub fn with_screen(mut self, screen: &Screen) -> Self {
        self.screen = screen.clone();
        self
    }

    /// Whether the mouse is listened to.
    pub fn listens_to_mouse(&self) -> bool {
        self.screen.mouse
    }

    /// How long to wait for the next key before [`Event::Pause`]; none when no sequence has been started.
    pub fn patience(&self) -> Option<Duration> {
        let started = self.keymap.get().is_some_and(|keymap| !keymap.continuations(self.place()).is_empty());
        (started && self.hinting.is_none()).then(|| Duration::from_millis(self.screen.hint_after))
    }

    /// Takes in what happened, and places everything anew. Nothing else changes state.
    pub fn update(&mut self, event: Event) {
        self.take(event);
        self.settle();
    }

    /// Takes in what happened; [`App::settle`] must follow before a frame is drawn. So the keys of a burst cost one
    /// layout.
    pub fn take(&mut self, event: Event) {
        if !matches!(event, Event::Key(_)) {
            self.arrange();
        }
        match event {
            Event::Key(key) => self.key(key),
            Event::Paste(text) => self.paste(&text),
            Event::Mouse(mouse) => self.mouse(mouse),
            Event::Pause => self.hinting = Some(0),
            Event::Reply(reply) => self.reply(reply),
            Event::Edited(text) => command::edited_outside(&mut self.context(None, None), &text),
            Event::LeftBehind(path) => command::left_behind(&mut self.context(None, None), &path),
            Event::Uncopied(text) => self.effects.push(command::copy_otherwise(&mut self.session, text)),
            Event::Resize | Event::Signal(_) | Event::InputLost => {}
        }
        self.stale = true;
    }

    /// Places everything for the next frame, and leaves what that asks for as effects.
    pub fn settle(&mut self) {
        self.arrange();
        let jobs = self.session.take_jobs();
        self.effects.extend(jobs.into_iter().map(Effect::Run));
    }

    /// What is to be done outside, since the last call.
    pub fn effects(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.effects)
    }

    /// Takes the size of the window; places everything anew if it is another.
    pub fn resize(&mut self, area: Rect) {
        if area != self.area {
            // The current item stays on the screen, not only the top row.
            let visible = self.panes.reader.visible();
            if let Some(open) = &mut self.session.open
                && let Some(here) = open.here.clone().filter(|here| visible.contains(&here.start))
            {
                open.bring = Some(here);
            }
            self.area = area;
            self.stale = true;
            self.arrange();
        }
    }

    /// Places everything that has changed since, so that drawing only reads.
    fn arrange(&mut self) {
        let area = self.area;
        if too_small(area) || !std::mem::take(&mut self.stale) {
            return;
        }
        self.panes.arrange(area, &mut self.session, self.theme);
        match &mut self.overlay {
            Some(Overlay::Picker(picker)) => picker.arrange(self.panes.body()),
            Some(Overlay::Grid(grid)) => grid.arrange(self.panes.body()),
            Some(Overlay::Prompt(_) | Overlay::Notice(_) | Overlay::Letters(_)) | None => {}
        }
    }

    fn place(&self) -> Place {
        self.overlay.as_ref().map_or(self.pane(), Overlay::place)
    }

    /// The pane that has the keys where nothing lies over it; the text is another place while something is selected.
    fn pane(&self) -> Place {
        let selecting = self.session.open.as_ref().is_some_and(|open| open.picked.is_some());
        if selecting && self.panes.focus == Place::Reader { Place::Selection } else { self.panes.focus }
    }

    fn key(&mut self, key: KeyEvent) {
        self.session.message = None;
        if self.scroll_hint(key.code) {
            return;
        }
        self.hinting = None;
        if let Some(Overlay::Notice(notice)) = &self.overlay {
            // A notice that is cut is scrolled by the keys that scroll; any other key closes it.
            let cut = notice.beyond(self.panes.body()) > 0;
            let scrolls = matches!(key.code, KeyCode::Down | KeyCode::Up | KeyCode::PageDown | KeyCode::PageUp);
            if !(cut && scrolls) {
                let passes = notice.passes;
                self.overlay = None;
                if !passes || key.code == KeyCode::Esc {
                    return;
                }
            }
        }
        let place = self.place();
        if self.waits() {
            if !key.modifiers.contains(KeyModifiers::CONTROL) && key.code != KeyCode::Esc {
                self.ahead.push(key);
                return;
            }
            self.ahead.clear();
        }
        self.keymap.get_or_init(|| Keymap::new(&self.bindings));
        let keymap = self.keymap.get_mut().expect("it was just made");
        match keymap.press(place, key) {
            Pressed::Run { command, count, letter } => self.run(command, count, letter),
            Pressed::Pending => {}
            Pressed::Unbound if place.takes_text() => self.edit(key),
            Pressed::Unbound => self.unbound(place, key),
        }
    }

    fn run(&mut self, command: &'static Command, count: Option<usize>, letter: Option<char>) {
        if !(command.steps() && self.place() == Place::Reader) {
            self.arrange();
        }
        self.stale = true;
        if self.screen.secure && command.leads_out() {
            self.refuse();
            return;
        }
        (command.run)(&mut self.context(count, letter));
        if self.screen.secure && self.effects.iter().any(Effect::reaches_out) {
            self.effects.retain(|effect| !effect.reaches_out());
            self.refuse();
        }
        self.fill();
    }

    /// Says that what was asked for is switched off.
    fn refuse(&mut self) {
        let off = Text::new("switched off: casebook runs with --secure", "abgeschaltet: casebook läuft mit --secure");
        let off = off.say(self.session.language);
        self.session.complain(off);
    }

    /// What a command works on.
    fn context(&mut self, count: Option<usize>, letter: Option<char>) -> Context<'_> {
        Context {
            session: &mut self.session,
            panes: &mut self.panes,
            overlay: &mut self.overlay,
            effects: &mut self.effects,
            keys: &self.bindings,
            count,
            letter,
        }
    }

    /// Keeps what is being written, since the program is about to end.
    pub fn finish(&mut self) {
        command::keep_open(&mut self.context(None, None));
    }

    /// Types into the open input.
    fn edit(&mut self, key: KeyEvent) {
        let Some(request) = editing::edit_of(key) else { return };
        let input = match &mut self.overlay {
            Some(Overlay::Picker(picker)) => &mut picker.input,
            Some(Overlay::Prompt(prompt)) => &mut prompt.input,
            _ => return,
        };
        let before = input.value().to_owned();
        let _ = input.handle(request);
        if input.value() == before {
            // Backspace in an empty line leaves it, as in any pager.
            if before.is_empty() && matches!(request, Edit::DeletePrevChar) {
                self.key(KeyEvent::new(KeyCode::Esc, KeyModifiers::NONE));
            }
            return;
        }
        if let Some(overlay) = &mut self.overlay {
            command::edited(overlay, &mut self.session);
        }
    }

    fn paste(&mut self, text: &str) {
        if !self.place().takes_text() {
            return;
        }
        let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
        for letter in line.chars().filter(|letter| !letter.is_control()) {
            self.edit(KeyEvent::new(KeyCode::Char(letter), KeyModifiers::NONE));
        }
    }

    fn reply(&mut self, reply: Reply) {
        let other = matches!(
            reply,
            Reply::Changed | Reply::Progress(_) | Reply::Imported(_) | Reply::Refreshed(_) | Reply::Indexed(_)
        );
        let counted = matches!(reply, Reply::Counted(..));
        self.session.take(reply);
        match &mut self.overlay {
            Some(Overlay::Picker(picker)) if other => command::recount(picker, &mut self.session),
            Some(Overlay::Picker(picker)) if counted && !picker.waiting => command::fill(picker, &self.session),
            _ => {}
        }
        if !self.session.failures.is_empty() && self.overlay.is_none() {
            self.session.failed = true;
            let rows = std::mem::take(&mut self.session.failures);
            let title = Text::new("Could not be read", "Nicht lesbar").say(self.session.language).to_owned();
            self.overlay = Some(Overlay::Notice(Notice { title, rows, passes: false, top: 0 }));
        }
        self.fill();
        if !self.waits() {
            for key in std::mem::take(&mut self.ahead) {
                self.key(key);
            }
        }
    }

    /// Brings an open picker of values up to the counts; one whose choice was made before they came is closed with it.
    fn fill(&mut self) {
        if let Some(Overlay::Grid(grid)) = &mut self.overlay {
            command::fill_grid(grid, &mut self.session);
        }
        if let Some(Overlay::Prompt(prompt)) = &mut self.overlay
            && prompt.chosen.is_none()
        {
            command::offer(prompt, &mut self.session);
        }
        let Some(Overlay::Picker(picker)) = &mut self.overlay else {
            return;
        };
        if picker.purpose == Purpose::Notes && picker.waiting {
            command::fill_notes(picker, &self.session);
        }
        if !matches!(picker.purpose, Purpose::Values(_)) || !picker.waiting {
            return;
        }
        command::fill(picker, &self.session);
        if picker.hasty && !picker.waiting {
            self.key(KeyEvent::new(KeyCode::Enter, KeyModifiers::NONE));
        }
    }

    /// Whether a key would act on what is about to be replaced: on rows not counted, or on a list not filtered yet.
    fn waits(&self) -> bool {
        match &self.overlay {
            Some(Overlay::Picker(picker)) => picker.hasty && picker.waiting,
            Some(Overlay::Grid(grid)) => grid.data.is_none(),
            Some(_) => false,
            None => self.session.listing || self.session.partial,
        }
    }

    /// Draws a frame; changes nothing.
    pub fn draw(&self, frame: &mut Frame<'_>) {
        let area = frame.area();
        let language = self.session.language;
        if too_small(area) {
            ui::too_small(area, frame.buffer_mut(), TOO_SMALL.say(language), self.theme);
            return;
        }
        let buffer = frame.buffer_mut();
        buffer.set_style(area, self.theme.style(Role::Text));
        self.panes.draw(buffer, &self.session, self.theme);
        let status = Status {
            pending: self.keymap.get().map(Keymap::pending).unwrap_or_default(),
            place: self.whereabouts(),
            hints: self.hints(),
        };
        status::draw(self.panes.status_area(), buffer, &self.session, &status, self.theme);
        let cursor = match &self.overlay {
            Some(Overlay::Picker(picker)) => Some(picker.draw(self.panes.body(), buffer, language, self.theme)),
            Some(Overlay::Prompt(prompt)) => Some(self.prompt(prompt, buffer)),
            Some(Overlay::Notice(notice)) => {
                notice.draw(self.panes.body(), buffer, self.theme);
                None
            }
            Some(Overlay::Letters(letters)) => {
                letters.draw(self.panes.reader.edge(), buffer, self.theme);
                None
            }
            Some(Overlay::Grid(grid)) => {
                grid.draw(buffer, language, self.theme);
                None
            }
            None => None,
        };
        if let Some(hint) = self.hint() {
            hint.draw(self.panes.body(), buffer, self.theme);
        }
        if self.theme.ascii {
            ui::to_ascii(buffer);
        }
        if let Some(at) = cursor {
            frame.set_cursor_position(at);
        }
    }

    fn prompt(&self, prompt: &crate::ui::prompt::Prompt, buffer: &mut ratatui::buffer::Buffer) -> Position {
        let counted = match &prompt.purpose {
            prompt::Purpose::Search { .. } => self.searched(prompt.input.value().is_empty()),
            _ => self.found(),
        };
        // What is said now stands before what the line always says, but not before what is counted while one types.
        let counts = matches!(prompt.purpose, prompt::Purpose::Search { .. } | prompt::Purpose::Filter { .. });
        let said = self.session.message.as_ref().filter(|_| !counts).map(|message| message.text.clone());
        let remark = said.or(Some(&prompt.remark).filter(|remark| !remark.is_empty()).cloned()).unwrap_or(counted);
        let places = (self.panes.body(), self.panes.status_area());
        prompt.draw(places, buffer, &remark, (self.session.language, self.theme))
    }
}

fn too_small(area: Rect) -> bool {
    area.width < SMALLEST.0 || area.height < SMALLEST.1
}
