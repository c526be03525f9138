//! The last row: where one is and what can be done; and the filters in force.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{fit, put};
use crate::document::wrap::columns;
use crate::session::Session;
use crate::theme::{Role, Theme};
use crate::wording::Text;

/// What the status line shows beside what the session says.
#[derive(Debug, Default)]
pub struct Status<'a> {
    /// Keys typed of a sequence.
    pub pending: String,
    /// Where one is.
    pub place: String,
    /// Keys with what they do, the most useful first; as many as fit are shown.
    pub hints: Vec<(String, &'a str)>,
}

/// Draws the status line.
pub fn draw(area: Rect, buffer: &mut Buffer, session: &Session, status: &Status<'_>, theme: Theme) {
    if area.is_empty() {
        return;
    }
    let width = area.width;
    if !status.pending.is_empty() {
        // How a started sequence can go on is what matters now.
        put(buffer, area.x + 1, area.y, width.saturating_sub(2), &status.pending, theme.style(Role::Key));
        let x = area.x + 2 + columns(&status.pending) as u16;
        hints(buffer, (x, area.y), area.right().saturating_sub(1), &status.hints, theme);
        return;
    }
    let (text, role) = match (&session.message, &session.progress) {
        (Some(message), _) => (message.text.clone(), if message.error { Role::Error } else { Role::Text }),
        (None, Some(progress)) => {
            let of =
                progress.of_bytes.map(|of| format!(", {} %", progress.bytes * 100 / of.max(1))).unwrap_or_default();
            let rate = format!(", {:.0} {}", progress.rate, RATE.say(session.language));
            let left =
                progress.left.map(|left| format!(", {}:{:02} {}", left / 60, left % 60, LEFT.say(session.language)));
            let left = left.unwrap_or_default();
            (format!("{} {}{of}{rate}{left}", READING.say(session.language), progress.documents), Role::Text)
        }
        (None, None) if let Some(progress) = session.indexing => {
            let share = progress.done * 100 / progress.of.max(1);
            (format!("{} {} ({share} %)", INDEXING.say(session.language), progress.done), Role::Text)
        }
        (None, None) => (status.place.clone(), Role::Text),
    };
    // A place may be long (the section's heading); what there is to say is shown whole.
    let room = if session.message.is_some() { width } else { width * 3 / 5 }.saturating_sub(2);
    let text = fit(&text, usize::from(room));
    put(buffer, area.x + 1, area.y, room, &text, theme.style(role));
    let right = area.right().saturating_sub(1);
    let taken = area.x + 3 + columns(&text) as u16;
    let mut used = 0;
    let mut count = 0;
    for (key, doc) in &status.hints {
        let wide = (columns(key) + 1 + columns(doc)) as u16 + if count == 0 { 0 } else { 2 };
        if taken + used + wide > right {
            break;
        }
        used += wide;
        count += 1;
    }
    hints(buffer, (right - used, area.y), right, &status.hints[..count], theme);
}

/// Writes keys and what they do from `x` on, as many as fit before `right`.
fn hints(buffer: &mut Buffer, (mut x, y): (u16, u16), right: u16, hints: &[(String, &str)], theme: Theme) {
    for (key, doc) in hints {
        let (key_width, doc_width) = (columns(key) as u16, columns(doc) as u16);
        if x + key_width + 1 + doc_width > right {
            return;
        }
        put(buffer, x, y, key_width, key, theme.style(Role::Key));
        put(buffer, x + key_width + 1, y, doc_width, doc, theme.style(Role::Muted));
        x += key_width + doc_width + 3;
    }
}

const READING: Text = Text::new("taken in:", "aufgenommen:");
const RATE: Text = Text::new("a second", "je Sekunde");
const LEFT: Text = Text::new("left", "übrig");
const INDEXING: Text = Text::new("full text being indexed:", "Volltext wird indiziert:");
const FILTER: Text = Text::new("Filter", "Filter");
const CLEARS: Text = Text::new("F clears", "F löscht");

/// Draws the filters in force, in a row over the panes.
pub fn chips(area: Rect, buffer: &mut Buffer, session: &Session, theme: Theme) {
    if area.is_empty() {
        return;
    }
    let language = session.language;
    put(buffer, area.x + 1, area.y, area.width.saturating_sub(1), FILTER.say(language), theme.style(Role::Muted));
    let mut x = area.x + 2 + columns(FILTER.say(language)) as u16;
    let hint = CLEARS.say(language);
    let end = area.right().saturating_sub(columns(hint) as u16 + 2);
    for chip in session.query.chips(&session.vocabulary, language) {
        let chip = format!(" {chip} ");
        let wide = (columns(&chip) as u16).min(end.saturating_sub(x));
        put(buffer, x, area.y, wide, &chip, theme.style(Role::Chip));
        x += wide + 1;
    }
    put(buffer, end + 1, area.y, area.right().saturating_sub(end + 1), hint, theme.style(Role::Muted));
}
