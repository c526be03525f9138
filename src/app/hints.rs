//! What can be done here: a few keys in the status line, and how a started sequence can go on.

use ratatui::crossterm::event::{KeyCode, KeyEvent};

use super::App;
use crate::command;
use crate::keymap;
use crate::library::View;
use crate::ui::notice::Notice;
use crate::ui::{Overlay, Place};
use crate::wording::Text;

impl App {
    /// How the sequence that has been started can go on, once that is shown.
    pub(super) fn hint(&self) -> Option<Notice> {
        let (top, keymap) = (self.hinting?, self.keymap.get()?);
        let language = self.session.language;
        // Keys side by side that do the same are one row.
        let rows = keymap.continuations(self.place());
        let rows = rows.chunk_by(|one, other| std::ptr::eq(one.1, other.1)).map(|same| {
            let (keys, command) = &same[0];
            let keys = match same {
                [_, .., last] => format!("{keys} – {}", last.0),
                _ => keys.clone(),
            };
            format!("{keys}\t{}", command.doc.say(language))
        });
        let rows = rows.collect();
        Some(Notice { title: keymap.pending(), rows, passes: true, top })
    }

    /// Scrolls what is shown of a started sequence where it is cut; says whether the key was meant for that.
    pub(super) fn scroll_hint(&mut self, key: KeyCode) -> bool {
        let beyond = self.hint().map_or(0, |hint| hint.beyond(self.panes.body()));
        let (Some(top), 1..) = (self.hinting, beyond) else { return false };
        let page = usize::from(self.panes.body().height).saturating_sub(3).max(1);
        let to = match key {
            KeyCode::Down => top + 1,
            KeyCode::Up => top.saturating_sub(1),
            KeyCode::PageDown => top + page,
            KeyCode::PageUp => top.saturating_sub(page),
            _ => return false,
        };
        self.hinting = Some(to.min(beyond));
        true
    }

    /// Names what an unbound key may have meant.
    pub(super) fn unbound(&mut self, place: Place, key: KeyEvent) {
        let language = self.session.language;
        let told = match keymap::nearest(&self.bindings, place, key) {
            Some((name, command)) => {
                let near = Text::new("no such key here; near it", "keine solche Taste hier; ähnlich");
                let pane = match command.places {
                    _ if command.places.contains(&place) => "",
                    [Place::List] => Text::new(" in the list", " in der Liste").say(language),
                    [Place::Facts] => Text::new(" on the card", " auf der Karte").say(language),
                    _ => Text::new(" in the text", " im Text").say(language),
                };
                let key = command::key::shown(name);
                format!("{}{pane}: {key} {}", near.say(language), command.doc.say(language))
            }
            None => Text::new("no such key here; ? shows all", "keine solche Taste hier; ? zeigt alle")
                .say(language)
                .to_owned(),
        };
        self.session.say(told);
    }

    /// The keys most useful where one is.
    pub(super) fn hints(&self) -> Vec<(String, &'static str)> {
        let hints = match self.pane() {
            _ if matches!(&self.overlay, Some(Overlay::Grid(grid)) if matches!(grid.asked.0, View::Patients(..) | View::Compare(_))) => {
                PATIENT_HINTS
            }
            _ if matches!(self.overlay, Some(Overlay::Grid(_))) => GRID_HINTS,
            Place::Selection => SELECTION_HINTS,
            Place::List => LIST_HINTS,
            Place::Facts => FACTS_HINTS,
            _ if !self.panes.listed => FILE_HINTS,
            _ => READER_HINTS,
        };
        let hint = |&(name, text): &(&str, Text)| {
            let command = command::COMMANDS.iter().find(|command| command.name == name)?;
            let key = self.bindings.keys(command).next()?;
            Some((command::key::shown(key), text.say(self.session.language)))
        };
        hints.iter().filter_map(hint).collect()
    }
}

/// Commands named in the status line, in a word each.
const LIST_HINTS: &[(&str, Text)] = &[
    ("help", HELP),
    ("open", Text::new("read", "lesen")),
    ("pick-disease", Text::new("disease", "Krankheit")),
    ("pick-therapy", Text::new("therapy", "Therapie")),
    ("filter", Text::new("filter", "Filter")),
    ("next-pane", Text::new("text", "Text")),
    ("quit", Text::new("quit", "Ende")),
];
const READER_HINTS: &[(&str, Text)] = &[
    ("help", HELP),
    ("search", Text::new("search", "suchen")),
    ("next-fact", Text::new("fact", "Fakt")),
    ("contents", Text::new("contents", "Inhalt")),
    ("next-document", Text::new("next", "nächstes")),
    ("next-pane", Text::new("facts", "Fakten")),
    ("quit", Text::new("back", "zurück")),
];
const SELECTION_HINTS: &[(&str, Text)] = &[
    ("extend-word", Text::new("word", "Wort")),
    ("extend-down", Text::new("row", "Zeile")),
    ("copy-selection", Text::new("copy", "kopieren")),
    ("note-selection", Text::new("note", "Notiz")),
    ("highlight-yellow", Text::new("highlight", "hervorheben")),
    ("leave-selection", Text::new("leave", "verlassen")),
];
const FILE_HINTS: &[(&str, Text)] = &[
    ("help", HELP),
    ("search", Text::new("search", "suchen")),
    ("next-fact", Text::new("fact", "Fakt")),
    ("contents", Text::new("contents", "Inhalt")),
    ("next-pane", Text::new("facts", "Fakten")),
    ("quit", Text::new("quit", "Ende")),
];
const FACTS_HINTS: &[(&str, Text)] = &[
    ("help", HELP),
    ("evidence", Text::new("evidence", "Beleg")),
    ("peek", Text::new("peek", "zeigen")),
    ("filter-value", Text::new("filter", "filtern")),
    ("why", Text::new("why", "warum")),
    ("quit", Text::new("back", "zurück")),
];
const GRID_HINTS: &[(&str, Text)] = &[
    ("leave-grid", Text::new("back", "zurück")),
    ("grid-choose", Text::new("filter", "filtern")),
    ("grid-sort", Text::new("sort", "ordnen")),
];
const PATIENT_HINTS: &[(&str, Text)] = &[
    ("leave-grid", Text::new("back", "zurück")),
    ("grid-choose", Text::new("evidence", "Beleg")),
    ("grid-sort", Text::new("sort", "ordnen")),
    ("grid-right", Text::new("right", "rechts")),
    ("grid-left", Text::new("left", "links")),
];
const HELP: Text = Text::new("help", "Hilfe");
