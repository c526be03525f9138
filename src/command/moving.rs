//! Commands that move: through the text, the list and the card, between panes, to matches, facts, sections and places.

use super::{Context, Effect, views};
use crate::document::search::Mode;
use crate::facts::card::Line;
use crate::session::{COLUMNS, Past, Session};
use crate::ui::{Motion, Place};
use crate::wording::Text;

/// Moves the focused pane.
pub(super) fn go(c: &mut Context<'_>, motion: Motion) {
    c.panes.focused().go(c.session, motion);
}

/// Moves far: the place left is remembered. With a number an end is that row of a list, that line of the text.
pub(super) fn jump(c: &mut Context<'_>, motion: Motion) {
    if let (Motion::Top | Motion::Bottom, Some(row), Place::List) = (motion, c.count, c.panes.focus) {
        c.session.select(row.clamp(1, c.session.count().max(1)) - 1);
        return;
    }
    if c.panes.focus == Place::Reader {
        c.session.leave();
    }
    let motion = match (motion, c.count) {
        (Motion::Top | Motion::Bottom, Some(line)) => Motion::Line(line),
        _ => motion,
    };
    go(c, motion);
}

/// Moves the focus between the panes, around the ends.
pub(super) fn pane(c: &mut Context<'_>, by: isize) {
    let order = c.panes.order();
    let at = order.iter().position(|&place| place == c.panes.focus).unwrap_or(0) as isize;
    c.panes.give_focus(order[(at + by).rem_euclid(order.len() as isize) as usize]);
}

/// Goes into the document under the cursor.
pub(super) fn open(c: &mut Context<'_>) {
    let Some(id) = c.session.selected() else { return };
    c.session.stay();
    c.panes.give_focus(Place::Reader);
    if c.session.read_only.is_none() && !c.session.temporary {
        c.session.set_read(id, true);
    }
}

/// Goes to another document of the list.
pub(super) fn document(c: &mut Context<'_>, by: isize) {
    let to = c.session.cursor.saturating_add_signed(by).min(c.session.count().saturating_sub(1));
    if to == c.session.cursor {
        let end = if by > 0 {
            Text::new("this is the last document", "das ist das letzte Dokument")
        } else {
            Text::new("this is the first document", "das ist das erste Dokument")
        };
        c.session.tell(end);
    } else {
        c.session.select(to);
    }
}

/// That there is no match.
pub(super) const NOT_FOUND: Text = Text::new("not found", "nicht gefunden");

/// Steps through the matches: from the current one, or from the top of the screen where it has been left.
pub(super) fn matched(c: &mut Context<'_>, by: isize) {
    if c.session.search.is_none() {
        let Some((last, mode)) = c.session.last_search() else {
            c.session.tell(Text::new("nothing searched for yet: /", "noch nichts gesucht: /"));
            return;
        };
        let from = c.session.open.as_ref().map_or(0, |open| open.top);
        c.session.mode = mode;
        c.session.find(&last, from);
        return;
    }
    c.session.leave();
    let visible = c.panes.reader.visible();
    let Some(search) = &mut c.session.search else { return };
    // A match that has been left behind is not where one is.
    if search.here().is_some_and(|here| here.end > visible.start && here.start < visible.end) {
        search.step(by);
    } else {
        search.step_from(visible.start, by);
    }
    let (here, none) = (search.here().cloned(), search.matches.is_empty());
    let told = format!("{}: {}", NOT_FOUND.say(c.session.language), search.pattern.typed);
    if let (Some(open), Some(range)) = (&mut c.session.open, here) {
        open.show(range);
    }
    if none {
        c.session.say(told);
    } else {
        c.session.tell_wrapped(by > 0);
    }
    c.session.keep_place();
}

/// Searches for the text of the current fact or match.
pub(super) fn search_this(c: &mut Context<'_>) {
    let Some(open) = &c.session.open else { return };
    let range = open.here.clone().or_else(|| {
        let visible = c.panes.reader.visible();
        open.marks.iter().find(|mark| mark.range.start >= visible.start).map(|mark| mark.range.clone())
    });
    let Some(range) = range else {
        c.session.tell(Text::new("no fact here: e goes to the next", "hier ist kein Fakt: e geht zum nächsten"));
        return;
    };
    let typed = open.document.text[range.clone()].replace('\n', " ");
    c.session.leave();
    c.session.mode = Mode::default();
    c.session.find(&typed, range.start);
    c.session.remember_input(Past::Search(Mode::default()), &typed);
}

/// Goes to the next mention of a fact; further than there are, to the last one.
pub(super) fn fact(c: &mut Context<'_>, by: isize) {
    c.session.leave();
    let Some(open) = &mut c.session.open else { return };
    let from = open.here.as_ref().map(|here| (here.start, here.end));
    let next = if by > 0 {
        let after = |mark: &&crate::session::Mark| match from {
            Some(here) => (mark.range.start, mark.range.end) > here && mark.range.start > here.0,
            None => mark.range.start >= open.top,
        };
        open.marks.iter().filter(after).take(by.unsigned_abs()).last()
    } else {
        let at = open.place();
        open.marks.iter().rev().filter(|mark| mark.range.start < at).take(by.unsigned_abs()).last()
    };
    let Some(mark) = next.cloned() else {
        let none = if open.facts.is_none() {
            Text::new("the facts are still being read", "die Fakten werden noch gelesen")
        } else if by > 0 {
            Text::new("no fact after this", "danach kein Fakt mehr")
        } else {
            Text::new("no fact before this", "davor kein Fakt")
        };
        c.session.tell(none);
        return;
    };
    open.show(mark.range.clone());
    open.point_at(mark.fact);
    open.shown = Some((mark.fact, mark.evidence));
    let fact = &open.facts()[mark.fact];
    let told = format!("{}: {}", fact.kind.entry().label.say(c.session.language), fact.value);
    c.session.say(told);
    c.session.keep_place();
}

/// Goes to another section; further than there are, to the last one.
pub(super) fn section(c: &mut Context<'_>, by: isize) {
    c.session.leave();
    let Some(open) = &mut c.session.open else { return };
    let starts: Vec<_> = open.document.sections.iter().map(|section| section.heading.clone()).collect();
    let at = open.place();
    let found = if by > 0 {
        starts.iter().filter(|heading| heading.start > at).take(by.unsigned_abs()).last()
    } else {
        starts.iter().rev().filter(|heading| heading.start < at).take(by.unsigned_abs()).last()
    };
    match found {
        Some(heading) => {
            open.top = heading.start;
            open.here = Some(heading.clone());
            open.lit = None;
            c.session.keep_place();
        }
        None => c.session.tell(Text::new("no section there", "dort ist kein Abschnitt")),
    }
}

/// Remembers the top of the screen under a letter, for as long as the program runs: a small letter for this document, a
/// capital for all.
pub(super) fn mark(c: &mut Context<'_>) {
    let Some(letter) = c.letter else { return };
    if c.session.set_mark(letter) {
        let told = format!("{letter}: {}", Text::new("marked", "gemerkt").say(c.session.language));
        c.session.say(told);
    }
}

/// Goes to a mark.
pub(super) fn go_to_mark(c: &mut Context<'_>) {
    let Some(letter) = c.letter else { return };
    if let Some(at) = c.session.mark_of(letter) {
        c.session.go_to_mark(at);
    } else {
        let told = format!("{letter}: {}", Text::new("no such mark", "keine solche Marke").say(c.session.language));
        c.session.say(told);
    }
}

/// Goes to a remembered place; `none` says that there is none.
pub(super) fn remembered(c: &mut Context<'_>, go: fn(&mut Session) -> bool, none: Text) {
    if go(c.session) {
        c.session.keep_place();
        if c.panes.focus == Place::List {
            c.panes.give_focus(Place::Reader);
        }
    } else {
        c.session.tell(none);
    }
}

/// That the way back is at its end, and the way forward.
pub(super) const NONE_BEFORE: Text = Text::new("no place left before", "davor keine verlassene Stelle");
pub(super) const NONE_AHEAD: Text = Text::new("no place to go forward to", "keine Stelle, zu der es wieder vor geht");

/// Makes the column wider or narrower.
pub(super) fn width(c: &mut Context<'_>, by: i16) {
    let seen = c.panes.reader.layout.width;
    // What is wider than the window is narrowed from what is seen.
    let columns = if by < 0 { c.session.columns.min(seen) } else { c.session.columns };
    let columns = columns.saturating_add_signed(by).clamp(*COLUMNS.start(), *COLUMNS.end());
    c.session.columns = columns;
    c.session.ask(crate::worker::Job::Columns(columns));
    let told = format!("{columns} {}", Text::new("columns", "Spalten").say(c.session.language));
    c.session.say(told);
}

/// Goes to a piece of evidence of the fact under the card's cursor; unfolds a folded part.
pub(super) fn evidence(c: &mut Context<'_>, by: isize, follow: bool) {
    let Some(open) = &mut c.session.open else { return };
    if let Some(Line::Fold(fold, _)) = open.lines.get(open.line) {
        let fold = *fold;
        open.toggle(fold);
        return;
    }
    if let Some(Line::AlsoIn(at)) = open.lines.get(open.line) {
        let at = *at;
        super::views::visit(c, at);
        return;
    }
    let Some(fact) = open.fact() else {
        c.session.tell(Text::new("the text does not say", "der Text sagt dazu nichts"));
        return;
    };
    let count = open.facts()[fact].evidence.len();
    let last = open.shown.filter(|&(shown, _)| shown == fact).map(|(_, number)| number);
    let number = match last {
        Some(last) if by != 0 => (last as isize + by).rem_euclid(count as isize) as usize,
        Some(last) if !follow => last,
        _ => 0,
    };
    c.session.show_evidence(fact, number);
    if follow {
        c.panes.give_focus(Place::Reader);
    }
    let told = format!("{} {}/{count}", Text::new("evidence", "Beleg").say(c.session.language), number + 1);
    c.session.say(told);
    c.session.keep_place();
}

/// Leaves what is innermost: the selection in the list, search, then the current item. Never a filter.
pub(super) fn escape(c: &mut Context<'_>) {
    if c.panes.focus == Place::List && c.session.clear_selection() {
        return;
    }
    c.session.end_search();
    if let Some(open) = &mut c.session.open {
        open.here = None;
        open.lit = None;
    }
}

/// One level back: from the card to the text, from there to the list, from there out.
pub(super) fn quit(c: &mut Context<'_>) {
    if c.panes.focus == Place::Reader && views::resume(c) {
        return;
    }
    match c.panes.focus {
        Place::Facts => c.panes.give_focus(Place::Reader),
        Place::Reader if c.panes.listed => c.panes.give_focus(Place::List),
        _ => c.effects.push(Effect::Quit),
    }
}
