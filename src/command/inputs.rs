//! Lines of input: search in the text, find in the list, the filter line; what follows while they are typed and after.

use super::{Context, moving, values};
use crate::library::Query;
use crate::session::Session;
use crate::text;
use crate::ui::Overlay;
use crate::ui::prompt::{self, Prompt};
use crate::wording::Text;

/// Opens the search line.
pub(super) fn search(c: &mut Context<'_>) {
    let from = c.session.open.as_ref().map_or(0, |open| open.top);
    *c.overlay = Some(Overlay::Prompt(Prompt::new(prompt::Purpose::Search { from }, "")));
}

/// Opens the line that finds in the list.
pub(super) fn find(c: &mut Context<'_>) {
    let from = c.session.cursor;
    *c.overlay = Some(Overlay::Prompt(Prompt::new(prompt::Purpose::Find { from }, "")));
}

/// Opens the line that takes a tag; the remark names the tags there are.
pub(super) fn tag(c: &mut Context<'_>) {
    let Some(id) = c.noted() else { return };
    let mut prompt = Prompt::new(prompt::Purpose::Tag { id }, "");
    let tags = c.session.tags(id).join(", ");
    let hint =
        Text::new("a tag; -tag takes it away", "ein Schlagwort; -Schlagwort nimmt es weg").say(c.session.language);
    prompt.remark = if tags.is_empty() { hint.to_owned() } else { format!("{hint} · {tags}") };
    *c.overlay = Some(Overlay::Prompt(prompt));
}

/// Opens the filter line with the filter in force.
pub(super) fn filter(c: &mut Context<'_>) {
    let before = c.session.query.clone();
    let mut text = before.to_string();
    if !text.is_empty() {
        text.push(' ');
    }
    *c.overlay = Some(Overlay::Prompt(Prompt::new(prompt::Purpose::Filter { before }, &text)));
}

/// What follows from an edit of the open input: rows narrow, matches light up, the list follows.
pub fn edited(overlay: &mut Overlay, session: &mut Session) {
    match overlay {
        Overlay::Picker(picker) if picker.ticks() => {
            picker.cursor = 0;
            values::fill(picker, session);
            picker.cursor = 0;
        }
        Overlay::Picker(picker) => picker.narrow(),
        Overlay::Prompt(prompt) => preview(prompt, session),
        Overlay::Notice(_) | Overlay::Grid(_) => {}
    }
}

fn preview(prompt: &mut Prompt, session: &mut Session) {
    let typed = prompt.input.value().to_owned();
    match &prompt.purpose {
        prompt::Purpose::Search { from } => {
            let from = *from;
            if let Some(open) = &mut session.open {
                open.top = from;
                open.here = None;
                open.bring = None;
            }
            session.find(&typed, from);
        }
        prompt::Purpose::Find { from } => {
            let from = *from;
            find_from(session, &typed, from, 1, true);
        }
        prompt::Purpose::Tag { .. } => {}
        prompt::Purpose::Filter { .. } => match Query::parse(&typed, &session.vocabulary) {
            Ok(query) => {
                prompt.remark = String::new();
                session.preview(query);
            }
            Err(error) => prompt.remark = error.to_string(),
        },
    }
}

/// Keeps what was typed.
pub(super) fn accept(c: &mut Context<'_>) {
    let Some(Overlay::Prompt(prompt)) = c.overlay.take() else {
        return;
    };
    let typed = prompt.input.value().to_owned();
    match prompt.purpose {
        prompt::Purpose::Search { from } => {
            if typed.is_empty() {
                moving::matched(c, 1);
                return;
            }
            c.session.remember_input(&typed);
            let top = c.session.open.as_ref().map_or(0, |open| open.top);
            if let Some(open) = &mut c.session.open {
                open.top = from;
            }
            c.session.leave();
            if let Some(open) = &mut c.session.open {
                open.top = top;
            }
            if c.session.search.as_ref().is_some_and(|search| search.matches.is_empty()) {
                let told = format!("{}: {typed}", Text::new("not found", "nicht gefunden").say(c.session.language));
                c.session.say(told);
            }
            c.session.keep_place();
        }
        prompt::Purpose::Find { .. } => c.session.finding = typed,
        prompt::Purpose::Tag { id } => c.session.set_tag(id, typed.trim()),
        prompt::Purpose::Filter { before } => match Query::parse(&typed, &c.session.vocabulary) {
            Ok(query) => {
                c.session.preview(query);
                c.session.keep_filter(before);
            }
            Err(error) => {
                c.session.complain(error.to_string());
                *c.overlay = Some(Overlay::Prompt(Prompt { purpose: prompt::Purpose::Filter { before }, ..prompt }));
            }
        },
    }
}

/// Closes the overlay; what was only tried is as before.
pub(super) fn cancel(c: &mut Context<'_>) {
    let Some(Overlay::Prompt(prompt)) = c.overlay.take() else {
        return;
    };
    match prompt.purpose {
        prompt::Purpose::Search { from } => {
            c.session.end_search();
            if let Some(open) = &mut c.session.open {
                open.top = from;
                open.here = None;
                open.bring = None;
            }
        }
        prompt::Purpose::Find { from } => c.session.select(from),
        prompt::Purpose::Tag { .. } => {}
        prompt::Purpose::Filter { before } => c.session.preview(before),
    }
}

/// Brings back earlier searches.
pub(super) fn history(c: &mut Context<'_>, by: isize) {
    let Some(Overlay::Prompt(prompt)) = c.overlay else {
        return;
    };
    if !matches!(prompt.purpose, prompt::Purpose::Search { .. }) {
        return;
    }
    let entries = &c.session.history;
    let here = entries.iter().rposition(|entry| entry == prompt.input.value()).unwrap_or(entries.len());
    let to = here.saturating_add_signed(-by);
    let text = entries.get(to).cloned().unwrap_or_default();
    prompt.input = text.into();
    preview(prompt, c.session);
}

// Finding in the list.

/// Goes on to the next document of the list whose row has what was looked for.
pub(super) fn find_again(c: &mut Context<'_>, by: isize) {
    let typed = c.session.finding.clone();
    if typed.is_empty() {
        c.session.tell(Text::new("nothing looked for yet: /", "noch nichts gesucht: /"));
        return;
    }
    let from = c.session.cursor;
    find_from(c.session, &typed, from, by, false);
}

/// Rows looked at in one go: finding in the list is for what is near, the filter line for the rest.
const NEAR: usize = 5000;

fn find_from(session: &mut Session, typed: &str, from: usize, by: isize, here: bool) {
    let (key, len) = (text::key(typed), session.listed.len());
    if key.is_empty() || len == 0 {
        return;
    }
    for offset in usize::from(!here)..len.min(NEAR) + usize::from(!here) {
        let at = (from as isize + by * offset as isize).rem_euclid(len as isize) as usize;
        session.fetch(at..at + 1);
        let found = session.listed.get(at).and_then(|id| session.head(id)).is_some_and(|head| {
            let about = head.diseases.iter().chain(&head.therapies).chain([&head.title, &head.source]);
            about.into_iter().any(|part| text::key(part).contains(&key))
        });
        if found {
            session.select(at);
            return;
        }
    }
    let told = format!("{}: {typed}", Text::new("not in the list", "nicht in der Liste").say(session.language));
    session.say(told);
}
