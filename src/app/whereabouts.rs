//! What the status line and the search line say of where one is.

use super::App;
use crate::document::search::Mode;
use crate::ui::Overlay;
use crate::wording::{Language, Text};

impl App {
    /// Match and matches: `4/14`.
    pub(super) fn found(&self) -> String {
        match (&self.session.search, &self.session.searching) {
            (_, Some(_)) => "…".to_owned(),
            (Some(search), None) if search.matches.is_empty() => "0/0".to_owned(),
            (Some(search), None) => format!("{}/{}", search.current + 1, search.matches.len()),
            (None, None) => String::new(),
        }
    }

    /// How the search line is read and what it finds; while it is empty, how else it could be read.
    pub(super) fn searched(&self, empty: bool) -> String {
        let language = self.session.language;
        let other = Text::new("^R regex  ^T exact", "^R Regex  ^T genau").say(language);
        match mode(self.session.mode, language) {
            "" if empty => other.to_owned(),
            "" => self.found(),
            mode if empty => mode.to_owned(),
            mode => format!("{mode} · {}", self.found()),
        }
    }

    /// Where one is: document of documents, section, how far, match.
    pub(super) fn whereabouts(&self) -> String {
        if let Some(Overlay::Grid(grid)) = &self.overlay {
            return grid.whereabouts();
        }
        let session = &self.session;
        let mut parts = Vec::new();
        if self.panes.listed && !session.listed.is_empty() {
            parts.push(format!("{}/{}", session.cursor + 1, session.count()));
        }
        let found = self.found();
        if !found.is_empty() {
            let pattern = session.search.as_ref().map(|search| &search.pattern);
            let pattern = pattern.or(session.searching.as_ref().map(|(pattern, _)| pattern));
            let (typed, mode) = pattern.map_or(("", ""), |it| (&it.typed, mode(it.mode, session.language)));
            let mode = if mode.is_empty() { String::new() } else { format!(" ({mode})") };
            parts.push(format!("/{typed}{mode} {found}"));
        }
        if let Some(open) = &session.open {
            parts.push(format!("{} %", self.panes.reader.percent(open)));
            let visible = self.panes.reader.visible();
            let here = open.here.as_ref().map(|here| here.start).filter(|at| visible.contains(at));
            // With the end on the screen one is in its section.
            let top =
                if self.panes.reader.percent(open) == 100 { visible.end.saturating_sub(1) } else { visible.start };
            if let Some(section) = open.document.section_at(here.unwrap_or(top)).filter(|section| section.level > 1) {
                parts.push(open.document.text[section.heading.clone()].replace('\n', " "));
            }
        }
        parts.join(" · ")
    }
}

/// The name of a way to read what is searched for; none for the usual one.
fn mode(mode: Mode, language: Language) -> &'static str {
    match mode {
        Mode::Folded => "",
        Mode::Exact => Text::new("exact", "genau").say(language),
        Mode::Regex => Text::new("regex", "Regex").say(language),
    }
}
