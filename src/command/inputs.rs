//! Lines of input: search in the text, find in the list, the filter line; what follows while they are typed and after.

use super::{Context, annotating, line, moving, offers, values, writing};
use crate::document::search::{Mode, Pattern};
use crate::export::file::at_home;
use crate::library::{Query, QueryError, SortBy};
use crate::session::{Past, Session};
use crate::ui::Overlay;
use crate::ui::prompt::{self, Fault, Prompt};
use crate::wording::{Language, Text};
use crate::worker::Job;

/// Opens the search line.
pub(super) fn search(c: &mut Context<'_>) {
    let from = c.session.open.as_ref().map_or(0, |open| open.top);
    c.session.mode = Mode::default();
    *c.overlay = Some(Overlay::Prompt(Prompt::new(prompt::Purpose::Search { from }, "")));
}

/// Opens the line that finds in the list.
pub(super) fn find(c: &mut Context<'_>) {
    let from = c.session.cursor;
    *c.overlay = Some(Overlay::Prompt(Prompt::new(prompt::Purpose::Find { from }, "")));
}

/// Opens the line that goes to a letter, name or year.
pub(super) fn jump(c: &mut Context<'_>) {
    let mut prompt = Prompt::new(prompt::Purpose::Jump { from: c.session.cursor }, "");
    let hint = match c.session.sort.by {
        SortBy::Title | SortBy::Disease => Text::new("a letter or name", "ein Buchstabe oder Name"),
        SortBy::Date | SortBy::Added | SortBy::Relevance => {
            Text::new("a year, 2024 or 2024-05", "ein Jahr, 2024 oder 2024-05")
        }
    };
    hint.say(c.session.language).clone_into(&mut prompt.remark);
    *c.overlay = Some(Overlay::Prompt(prompt));
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

/// Opens the line that names what is to be taken in.
pub(super) fn import(c: &mut Context<'_>) {
    if let Some(why) = c.session.read_only.clone() {
        c.session.complain(why);
        return;
    }
    let mut prompt = Prompt::new(prompt::Purpose::Import, "");
    let remark = Text::new("a file or folder", "eine Datei oder ein Ordner");
    remark.say(c.session.language).clone_into(&mut prompt.remark);
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

/// Opens the filter line with a field whose value is to be typed.
pub(super) fn filter_by(c: &mut Context<'_>, field: &str) {
    filter(c);
    if let Some(Overlay::Prompt(prompt)) = c.overlay {
        prompt.input = format!("{}{field}:", prompt.input.value()).into();
        offers::offer(prompt, c.session);
    }
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
        Overlay::Prompt(prompt) => {
            prompt.past = None;
            preview(prompt, session);
            offers::offer(prompt, session);
        }
        Overlay::Notice(_) | Overlay::Letters(_) | Overlay::Grid(_) => {}
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
            let wrong = Pattern::of(&typed, session.mode).err();
            prompt.remark = wrong.map(|wrong| wrong.say(session.language)).unwrap_or_default();
        }
        prompt::Purpose::Find { from } => {
            let from = *from;
            session.seek(&typed, from, true, true);
        }
        prompt::Purpose::Jump { from } => {
            if typed.trim().is_empty() {
                session.select(*from);
            } else {
                session.jump_to(&typed);
            }
        }
        prompt::Purpose::Tag { .. }
        | prompt::Purpose::Save
        | prompt::Purpose::Import
        | prompt::Purpose::Command { .. }
        | prompt::Purpose::Write { .. }
        | prompt::Purpose::Note { .. } => {}
        prompt::Purpose::Filter { .. } => match typed_so_far(prompt, session) {
            Ok(query) => {
                prompt.remark = expansion(&query, session.language);
                prompt.fault = None;
                session.preview(query);
            }
            Err(error) => prompt.fault = Some(fault(&error, session.language)),
        },
    }
}

/// The filter as far as it has been typed: a field that waits for its value leaves nothing out.
fn typed_so_far(prompt: &Prompt, session: &Session) -> Result<Query, QueryError> {
    let typed = prompt.input.value();
    session.parse_typed(&Query::begun(typed, offers::cursor(prompt)))
}

fn fault(error: &QueryError, language: Language) -> Fault {
    Fault { column: error.column, text: error.say(language) }
}

/// What the words of a query are taken for besides themselves.
fn expansion(query: &Query, language: Language) -> String {
    /// Names that are shown of a word.
    const SHOWN: usize = 2;
    let words = query.expansions().into_iter().map(|(word, names)| {
        let shown = names.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>().join(", ");
        let more = if names.len() > SHOWN { format!(" +{}", names.len() - SHOWN) } else { String::new() };
        format!("{word} = {shown}{more}")
    });
    let words: Vec<String> = words.collect();
    if words.is_empty() {
        return String::new();
    }
    let hint = Text::new("^T only the words", "^T nur die Wörter").say(language);
    format!("{} · {hint}", words.join(" · "))
}

/// Takes what is typed literally, or not any more: the words of the filter line without their synonyms, the phrase of
/// a search without folding.
pub(super) fn literally(c: &mut Context<'_>) {
    let Some(Overlay::Prompt(prompt)) = c.overlay else { return };
    match prompt.purpose {
        prompt::Purpose::Search { .. } => read_as(c, Mode::Exact),
        prompt::Purpose::Filter { .. } => {
            if let Ok(query) = c.session.parse(prompt.input.value()) {
                prompt.input = query.toggle_synonyms(&c.session.vocabulary).to_string().into();
                preview(prompt, c.session);
            }
        }
        _ => {}
    }
}

/// Reads what is searched for in a mode, or folded again.
pub(super) fn read_as(c: &mut Context<'_>, mode: Mode) {
    let Some(Overlay::Prompt(prompt)) = c.overlay else { return };
    if matches!(prompt.purpose, prompt::Purpose::Search { .. }) {
        c.session.mode = if c.session.mode == mode { Mode::Folded } else { mode };
        preview(prompt, c.session);
    }
}

/// Keeps what was typed; first an offer that was gone to is taken.
pub(super) fn accept(c: &mut Context<'_>) {
    if let Some(Overlay::Prompt(Prompt { chosen: Some(_), purpose, .. })) = c.overlay {
        let runs = matches!(purpose, prompt::Purpose::Command { .. });
        offers::take(c);
        if !runs {
            return;
        }
    }
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
            if let Err(wrong) = Pattern::of(&typed, c.session.mode) {
                let why = wrong.say(c.session.language);
                c.session.complain(format!("{typed}: {why}"));
                *c.overlay = Some(Overlay::Prompt(prompt));
                return;
            }
            c.session.remember_input(Past::Search(c.session.mode), &typed);
            let top = c.session.open.as_ref().map_or(0, |open| open.top);
            if let Some(open) = &mut c.session.open {
                open.top = from;
            }
            c.session.leave();
            if let Some(open) = &mut c.session.open {
                open.top = top;
            }
            if c.session.search.as_ref().is_some_and(|search| search.matches.is_empty()) {
                let told = format!("{}: {typed}", moving::NOT_FOUND.say(c.session.language));
                c.session.say(told);
            }
            c.session.tell_wrapped(true);
            c.session.keep_place();
        }
        prompt::Purpose::Find { from } => {
            c.session.finding.clone_from(&typed);
            c.session.seek(&typed, from, true, true);
        }
        prompt::Purpose::Jump { .. } => {}
        prompt::Purpose::Note { change } => annotating::keep(c, *change, &typed),
        prompt::Purpose::Write { form } => writing::write(c, form, &typed),
        prompt::Purpose::Save => c.session.save_filter(&typed),
        prompt::Purpose::Import if typed.trim().is_empty() => {}
        prompt::Purpose::Import => {
            c.session.tell(Text::new("taking in ...", "wird aufgenommen ..."));
            c.session.ask(Job::Import(Vec::new(), vec![at_home(typed.trim())]));
        }
        prompt::Purpose::Command { all } => line::run(c, &all, &typed),
        prompt::Purpose::Tag { .. } if c.marks_many() => c.session.tag_selection(&typed),
        prompt::Purpose::Tag { id } => c.session.set_tag(id, typed.trim()),
        prompt::Purpose::Filter { before } => match c.session.parse(&typed) {
            Ok(query) => {
                c.session.remember_input(Past::Filter, &typed);
                c.session.preview(query);
                c.session.keep_filter(before);
            }
            Err(error) => {
                let fault = Some(fault(&error, c.session.language));
                let purpose = prompt::Purpose::Filter { before };
                *c.overlay = Some(Overlay::Prompt(Prompt { purpose, fault, ..prompt }));
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
        prompt::Purpose::Find { from } | prompt::Purpose::Jump { from } => c.session.select(from),
        prompt::Purpose::Tag { .. }
        | prompt::Purpose::Save
        | prompt::Purpose::Import
        | prompt::Purpose::Command { .. }
        | prompt::Purpose::Write { .. } => {}
        prompt::Purpose::Note { change } => annotating::put_aside(c, &change, prompt.input.value()),
        prompt::Purpose::Filter { before } => c.session.preview(before),
    }
}

/// Brings back earlier input, the older the further up; downwards from what is typed goes through what is offered.
pub(super) fn history(c: &mut Context<'_>, by: isize) {
    let Some(Overlay::Prompt(prompt)) = c.overlay else {
        return;
    };
    let belongs = |line: Past| match prompt.purpose {
        prompt::Purpose::Search { .. } => matches!(line, Past::Search(_)),
        prompt::Purpose::Filter { .. } => line == Past::Filter,
        prompt::Purpose::Command { .. } => line == Past::Command,
        _ => false,
    };
    let entries: Vec<&(Past, String)> = c.session.history.iter().rev().filter(|(line, _)| belongs(*line)).collect();
    let to = match &prompt.past {
        Some((at, _)) => at.checked_add_signed(by),
        None => (by > 0).then_some(0),
    };
    let back = prompt.past.is_some() || to.is_some() && !entries.is_empty();
    if prompt.chosen.is_some() || !back {
        offers::step(c, -by);
        return;
    }
    let now = || prompt.input.value().to_owned();
    match to.map(|to| (to, entries.get(to))) {
        Some((to, Some((line, typed)))) => {
            let (line, typed) = (*line, typed.clone());
            prompt.past = Some((to, prompt.past.take().map_or_else(now, |past| past.1)));
            prompt.input = typed.into();
            if let Past::Search(mode) = line {
                c.session.mode = mode;
            }
        }
        // There is nothing older.
        Some((_, None)) => return,
        None => prompt.input = prompt.past.take().map_or_else(String::new, |past| past.1).into(),
    }
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
    c.session.seek(&typed, from, by > 0, false);
}
