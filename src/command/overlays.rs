//! Commands that open, fill and close what lies over the panes: pickers, prompts, help, contents, the why of a fact.

use super::{COMMANDS, Context, ORDERS, key, moving};
use crate::facts::card;
use crate::facts::{FactKind, KINDS, Role};
use crate::library::{FacetGroup, Picked, Query, Sort};
use crate::session::Session;
use crate::text;
use crate::ui::notice::Notice;
use crate::ui::picker::{Choice, Picker, Purpose, Tick, Value};
use crate::ui::prompt::{self, Prompt};
use crate::ui::{Motion, Overlay, Place};
use crate::vocabulary::ConceptKind;
use crate::wording::{Language, Text};
use crate::worker::Job;

/// Rows that a picker of values shows at most; more are reached by typing.
const ROWS: usize = 500;

// Values.

/// Opens the picker of a kind's values.
pub(super) fn values(c: &mut Context<'_>, group: FacetGroup) {
    let title = match group {
        FacetGroup::Kind(kind) => kind.entry().label,
        FacetGroup::Year => Text::new("Year", "Jahr"),
    };
    let mut picker = Picker::new(Purpose::Values(group), title.say(c.session.language), Vec::new());
    let picked = c.session.query.picked(group);
    picker.ticks = picked.include.into_iter().map(|value| (value, Tick::Wanted)).collect();
    picker
        .ticks
        .extend(picked.exclude.into_iter().map(|value| (value, Tick::Unwanted)));
    picker.waiting = true;
    c.session.counts = None;
    c.session.ask(Job::Count {
        group,
        query: c.session.query.clone(),
    });
    *c.overlay = Some(Overlay::Picker(picker));
}

/// Opens the picker of the kinds that can be filtered by.
pub(super) fn kinds(c: &mut Context<'_>) {
    let language = c.session.language;
    let rows = KINDS.iter().enumerate().filter(|(_, kind)| kind.facet);
    let rows = rows
        .map(|(at, kind)| Choice::new(Value::Number(at), kind.label.say(language), kind.fields[0]))
        .collect();
    let title = Text::new("Filter by", "Filtern nach").say(language);
    *c.overlay = Some(Overlay::Picker(Picker::new(Purpose::Kinds, title, rows)));
}

/// The kinds of concept that a picker offers.
fn concepts_of(group: FacetGroup) -> &'static [ConceptKind] {
    match group {
        FacetGroup::Kind(FactKind::Disease) => &[ConceptKind::Disease],
        FacetGroup::Kind(FactKind::Therapy) => &[ConceptKind::Therapy, ConceptKind::Drug, ConceptKind::Product],
        FacetGroup::Kind(FactKind::Drug) => &[ConceptKind::Drug],
        FacetGroup::Kind(FactKind::Product) => &[ConceptKind::Product],
        FacetGroup::Kind(FactKind::Target) => &[ConceptKind::Target],
        FacetGroup::Kind(FactKind::CellType) => &[ConceptKind::CellType],
        FacetGroup::Kind(FactKind::StudyDesign) => &[ConceptKind::StudyDesign],
        FacetGroup::Kind(FactKind::Company) => &[ConceptKind::Company],
        FacetGroup::Kind(FactKind::Journal) => &[ConceptKind::Journal],
        FacetGroup::Kind(FactKind::Institution) => &[ConceptKind::Institution],
        FacetGroup::Kind(_) | FacetGroup::Year => &[],
    }
}

/// Fills a picker of values from the counts: ticked ones first, then by what was typed, over all names of a concept in
/// both languages, exact names first.
pub fn fill(picker: &mut Picker, session: &Session) {
    let Purpose::Values(group) = picker.purpose else { return };
    let Some((counted, counts)) = &session.counts else {
        return;
    };
    if *counted != group {
        return;
    }
    picker.waiting = false;
    let typed = picker.input.value().trim().to_owned();
    let key = text::key(&typed);
    let mut order: Vec<(usize, String)> = Vec::new();
    if key.is_empty() {
        let ticked = |value: &str| picker.ticks.iter().any(|(ticked, _)| ticked == value);
        let (first, rest): (Vec<_>, Vec<_>) = (0..counts.len()).partition(|&at| ticked(&counts[at].value));
        order.extend(first.into_iter().chain(rest).map(|at| (at, String::new())));
    } else {
        for found in session.vocabulary.complete(&typed, concepts_of(group), ROWS) {
            let concept = session.vocabulary.get(found.concept);
            if let Some(at) = counts
                .iter()
                .position(|row| row.concept.as_deref() == Some(concept.id))
            {
                let other = if found.name == counts[at].label {
                    String::new()
                } else {
                    found.name
                };
                order.push((at, other));
            }
        }
        let named = |row: &crate::library::FacetCount| text::key(&row.label).contains(&key);
        let rest = (0..counts.len()).filter(|&at| named(&counts[at]) && order.iter().all(|(known, _)| *known != at));
        let rest: Vec<_> = rest.map(|at| (at, String::new())).collect();
        order.extend(rest);
    }
    let tick = |value: &str| {
        picker
            .ticks
            .iter()
            .find(|(ticked, _)| ticked == value)
            .map_or(Tick::No, |&(_, tick)| tick)
    };
    let rows = order
        .into_iter()
        .filter(|(at, _)| counts[*at].count > 0 || tick(&counts[*at].value) != Tick::No);
    let rows = rows.take(ROWS).map(|(at, also)| Choice {
        also,
        tick: tick(&counts[at].value),
        ..Choice::new(
            Value::Value(counts[at].value.clone()),
            counts[at].label.clone(),
            counts[at].count.to_string(),
        )
    });
    let rows = rows.collect();
    picker.replace(rows);
}

/// Ticks the row under the cursor, or takes the tick away, and goes on to the next row.
pub(super) fn tick(c: &mut Context<'_>, tick: Tick) {
    let Some(Overlay::Picker(picker)) = c.overlay else {
        return;
    };
    if !picker.ticks() {
        return;
    }
    let Some(&at) = picker.shown.get(picker.cursor) else {
        return;
    };
    let choice = &mut picker.choices[at];
    choice.tick = if choice.tick == tick { Tick::No } else { tick };
    if let Value::Value(value) = &choice.value {
        picker.ticks.retain(|(ticked, _)| ticked != value);
        if choice.tick != Tick::No {
            picker.ticks.push((value.clone(), choice.tick));
        }
    }
    picker.go(Motion::Rows(1));
}

/// Filters by the value under the card's cursor, beside the values of its kind already in force.
pub(super) fn filter_value(c: &mut Context<'_>) {
    let Some(fact) = c
        .session
        .open
        .as_ref()
        .and_then(|open| open.fact().map(|index| open.facts()[index].clone()))
    else {
        c.session
            .tell(Text::new("no fact under the cursor", "kein Fakt unter dem Cursor"));
        return;
    };
    let entry = fact.kind.entry();
    if !entry.facet {
        let told = format!(
            "{}: {}",
            entry.label.say(c.session.language),
            Text::new("no kind to filter by", "danach wird nicht gefiltert").say(c.session.language)
        );
        c.session.say(told);
        return;
    }
    let value = match &fact.data {
        crate::facts::Data::Id(id) if fact.concept.is_none() => id.as_str(),
        _ => fact.value.as_str(),
    };
    let text = format!("{}:\"{}\"", entry.fields[0], value.replace('"', " "));
    match Query::parse(&text, &c.session.vocabulary) {
        Ok(query) => {
            let whole = c.session.query.and(&query);
            c.session.filter(whole);
        }
        Err(error) => c.session.complain(error.message),
    }
}

// Choosing.

/// Takes the row under the cursor, or the ticked rows.
pub(super) fn choose(c: &mut Context<'_>) {
    let Some(Overlay::Picker(mut picker)) = c.overlay.take() else {
        return;
    };
    if let Purpose::Values(group) = picker.purpose {
        if picker.waiting {
            picker.hasty = true;
            *c.overlay = Some(Overlay::Picker(picker));
            return;
        }
        apply(c.session, group, &picker);
        return;
    }
    let Some(value) = picker.chosen().map(|choice| choice.value.clone()) else {
        return;
    };
    match (picker.purpose, value) {
        (Purpose::Commands, Value::Number(at)) => (COMMANDS[at].run)(c),
        (Purpose::Kinds, Value::Number(at)) => values(c, FacetGroup::Kind(KINDS[at].kind)),
        (Purpose::Contents, Value::Number(at)) => {
            c.session.leave();
            c.panes.give_focus(Place::Reader);
            if let Some(open) = &mut c.session.open {
                let heading = open.document.sections[at].heading.clone();
                open.top = heading.start;
                open.here = Some(heading);
                open.lit = None;
            }
            c.session.keep_place();
        }
        (Purpose::Facts, Value::Number(fact)) => {
            if let Some(open) = &mut c.session.open {
                open.point_at(fact);
            }
            c.panes.give_focus(Place::Facts);
        }
        (Purpose::Order, Value::Order(by)) => {
            let again = c.session.sort.by == by;
            c.session.order(Sort {
                by,
                reversed: again && !c.session.sort.reversed,
            });
        }
        _ => {}
    }
}

/// Filters by what is ticked, else by the row under the cursor; this replaces what the picker had applied.
fn apply(session: &mut Session, group: FacetGroup, picker: &Picker) {
    let of = |wanted: Tick| {
        let ticked = picker.ticks.iter().filter(move |(_, tick)| *tick == wanted);
        ticked.map(|(value, _)| value.clone()).collect::<Vec<_>>()
    };
    let mut picked = Picked {
        include: of(Tick::Wanted),
        exclude: of(Tick::Unwanted),
    };
    if picker.ticks.is_empty() {
        match picker.chosen().map(|choice| &choice.value) {
            Some(Value::Value(value)) => picked.include.push(value.clone()),
            _ => {
                // Nothing chosen and nothing ticked where something was: the picker's filter is lifted.
                if session.query.picked(group) == Picked::default() {
                    session.tell(Text::new("nothing chosen", "nichts gewählt"));
                    return;
                }
            }
        }
    }
    let query = session.query.with_values(group, &picked, &session.vocabulary);
    session.filter(query);
}

/// Moves in a picker.
pub(super) fn step(c: &mut Context<'_>, motion: Motion) {
    if let Some(Overlay::Picker(picker)) = c.overlay {
        picker.go(motion);
    }
}

/// Scrolls a notice, or closes one that fits.
pub(super) fn scroll(c: &mut Context<'_>, by: isize) {
    if let Some(Overlay::Notice(notice)) = c.overlay {
        notice.top = notice
            .top
            .saturating_add_signed(by)
            .min(notice.rows.len().saturating_sub(1));
    }
}

/// Opens the orders of the list.
pub(super) fn order(c: &mut Context<'_>) {
    let language = c.session.language;
    let sort = c.session.sort;
    let rows = ORDERS.iter().map(|&(by, name)| {
        let arrow = if by != sort.by {
            ""
        } else if sort.reversed {
            "↑"
        } else {
            "↓"
        };
        Choice::new(Value::Order(by), name.say(language), arrow)
    });
    let title = Text::new("Order (again: reversed)", "Reihenfolge (nochmals: umgekehrt)").say(language);
    let mut picker = Picker::new(Purpose::Order, title, rows.collect());
    picker.point_at(&Value::Order(sort.by));
    *c.overlay = Some(Overlay::Picker(picker));
}

/// Opens the table of contents, at the section being read.
pub(super) fn contents(c: &mut Context<'_>) {
    let Some(open) = &c.session.open else { return };
    let document = &open.document;
    if document.sections.is_empty() {
        c.session.tell(Text::new(
            "this document has no sections",
            "dieses Dokument hat keine Abschnitte",
        ));
        return;
    }
    let length = document.text.len().max(1);
    let rows = document.sections.iter().enumerate().map(|(at, section)| Choice {
        indent: 2 * u16::from(section.level.saturating_sub(1)),
        ..Choice::new(
            Value::Number(at),
            document.text[section.heading.clone()].replace('\n', " "),
            format!("{} %", section.heading.start * 100 / length),
        )
    });
    let title = Text::new("Contents", "Inhalt").say(c.session.language);
    let mut picker = Picker::new(Purpose::Contents, title, rows.collect());
    let at = c.panes.reader.visible().start;
    let here = document
        .sections
        .iter()
        .rposition(|section| section.heading.start <= at)
        .unwrap_or(0);
    picker.point_at(&Value::Number(here));
    *c.overlay = Some(Overlay::Picker(picker));
}

/// Lists the facts at the current item, else those on the screen.
pub(super) fn facts_here(c: &mut Context<'_>) {
    let Some(open) = &c.session.open else { return };
    let range = open.here.clone().unwrap_or_else(|| c.panes.reader.visible());
    let mut seen = Vec::new();
    for mark in open
        .marks
        .iter()
        .filter(|mark| mark.range.start < range.end && range.start < mark.range.end)
    {
        if !seen.contains(&mark.fact) {
            seen.push(mark.fact);
        }
    }
    if seen.is_empty() {
        c.session.tell(Text::new("no fact here", "hier ist kein Fakt"));
        return;
    }
    let language = c.session.language;
    let rows = seen.into_iter().map(|index| {
        let fact = &open.facts()[index];
        Choice {
            also: card::notes(fact, language).join(", "),
            ..Choice::new(
                Value::Number(index),
                fact.value.clone(),
                fact.kind.entry().label.say(language),
            )
        }
    });
    let title = Text::new("Facts here", "Fakten hier").say(language);
    *c.overlay = Some(Overlay::Picker(Picker::new(Purpose::Facts, title, rows.collect())));
}

fn command_rows(language: Language, of: impl Fn(&super::Command) -> bool) -> Vec<Choice> {
    let rows = COMMANDS.iter().enumerate().filter(|(_, command)| of(command));
    rows.map(|(at, command)| {
        let keys: Vec<String> = command.keys.iter().map(|name| key::shown(name)).collect();
        Choice {
            also: command.name.to_owned(),
            ..Choice::new(Value::Number(at), command.doc.say(language), keys.join("  "))
        }
    })
    .collect()
}

/// The keys of the focused pane; Enter runs one.
pub(super) fn help(c: &mut Context<'_>) {
    let place = c.panes.focus;
    let pane = match place {
        Place::List => Text::new("Keys in the list", "Tasten in der Liste"),
        Place::Facts => Text::new("Keys on the card", "Tasten auf der Karte"),
        _ => Text::new("Keys in the text", "Tasten im Text"),
    };
    let mut rows = command_rows(c.session.language, |command| command.places.contains(&place));
    // What only works here comes first.
    rows.sort_by_key(|row| matches!(row.value, Value::Number(at) if COMMANDS[at].places.len() > 1));
    *c.overlay = Some(Overlay::Picker(Picker::new(
        Purpose::Commands,
        pane.say(c.session.language),
        rows,
    )));
}

/// All commands that work from here.
pub(super) fn palette(c: &mut Context<'_>) {
    let rows = command_rows(c.session.language, |command| {
        command
            .places
            .iter()
            .any(|place| !matches!(place, Place::Picker | Place::Prompt | Place::Notice))
    });
    let title = Text::new("Commands", "Befehle").say(c.session.language);
    *c.overlay = Some(Overlay::Picker(Picker::new(Purpose::Commands, title, rows)));
}

/// Why the fact under the cursor stands on the card: rule, concept, score or cue words.
pub(super) fn why(c: &mut Context<'_>) {
    let language = c.session.language;
    let Some(open) = &c.session.open else { return };
    let Some(fact) = open.fact().map(|index| &open.facts()[index]) else {
        c.session
            .tell(Text::new("no fact under the cursor", "kein Fakt unter dem Cursor"));
        return;
    };
    let quote = open.document.text[fact.evidence[0].quote.clone()].replace('\n', " ");
    let mut rows = vec![format!("{}\t{}", fact.kind.entry().label.say(language), fact.value)];
    if let Some(id) = card::identifier(fact) {
        let concept = c
            .session
            .vocabulary
            .by_id(id)
            .map(|at| c.session.vocabulary.get(at).xrefs.join(" "));
        rows.push(format!("id\t{id} {}", concept.unwrap_or_default()));
    }
    rows.push(format!("{}\t{}", Text::new("rule", "Regel").say(language), fact.rule));
    let asserted = card::assertion(fact.assertion).map_or("", |text| text.say(language));
    if !asserted.is_empty() {
        rows.push(format!(
            "{}\t{asserted}",
            Text::new("asserted", "Aussage").say(language)
        ));
    }
    if fact.role != Role::None {
        rows.push(format!("{}\t{:?}", Text::new("role", "Rolle").say(language), fact.role).to_lowercase());
    }
    rows.extend(fact.why.iter().map(|part| format!("\t{part}")));
    rows.push(String::new());
    rows.extend(textwrap::wrap(&quote, 64).into_iter().map(std::borrow::Cow::into_owned));
    let title = Text::new("Why", "Warum").say(language).to_owned();
    *c.overlay = Some(Overlay::Notice(Notice {
        title,
        rows,
        passes: false,
        top: 0,
    }));
}

// Lines of input.

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
            fill(picker, session);
            picker.cursor = 0;
        }
        Overlay::Picker(picker) => picker.narrow(),
        Overlay::Prompt(prompt) => preview(prompt, session),
        Overlay::Notice(_) => {}
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
            if c.session
                .search
                .as_ref()
                .is_some_and(|search| search.matches.is_empty())
            {
                let told = format!(
                    "{}: {typed}",
                    Text::new("not found", "nicht gefunden").say(c.session.language)
                );
                c.session.say(told);
            }
            c.session.keep_place();
        }
        prompt::Purpose::Find { .. } => c.session.finding = typed,
        prompt::Purpose::Filter { before } => match Query::parse(&typed, &c.session.vocabulary) {
            Ok(query) => {
                c.session.preview(query);
                c.session.keep_filter(before);
            }
            Err(error) => {
                c.session.complain(error.to_string());
                *c.overlay = Some(Overlay::Prompt(Prompt {
                    purpose: prompt::Purpose::Filter { before },
                    ..prompt
                }));
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
            c.session.search = None;
            c.session.searching = None;
            if let Some(open) = &mut c.session.open {
                open.top = from;
                open.here = None;
                open.bring = None;
            }
        }
        prompt::Purpose::Find { from } => c.session.select(from),
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
    let here = entries
        .iter()
        .rposition(|entry| entry == prompt.input.value())
        .unwrap_or(entries.len());
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
        c.session
            .tell(Text::new("nothing looked for yet: /", "noch nichts gesucht: /"));
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
        let found = session.head(session.listed[at]).is_some_and(|head| {
            let about = head
                .diseases
                .iter()
                .chain(&head.therapies)
                .chain([&head.title, &head.source]);
            about.into_iter().any(|part| text::key(part).contains(&key))
        });
        if found {
            session.select(at);
            return;
        }
    }
    let told = format!(
        "{}: {typed}",
        Text::new("not in the list", "nicht in der Liste").say(session.language)
    );
    session.say(told);
}

/// The first-run welcome: one screen that teaches.
pub fn welcome(language: Language) -> Notice {
    let rows = match language {
        Language::English => [
            "Five documents are here to try things on.",
            "",
            "Enter\tread the document; q goes back",
            "j k  Space\tmove, a page on",
            "/\tsearch in the text; n N next, previous",
            "D  T\tfilter by disease, by therapy; F clears",
            "J K\tnext, previous document",
            "Tab\tto the facts; Enter leads to the sentence",
            "''\tback to where you were",
            "?  :\tall keys, all commands",
            "",
            "Bring your own:  casebook import FOLDER",
            "Any key closes this and does its work.",
        ],
        Language::German => [
            "Fünf Dokumente sind zum Ausprobieren da.",
            "",
            "Enter\tDokument lesen; q führt zurück",
            "j k  Leer\tbewegen, eine Seite weiter",
            "/\tim Text suchen; n N nächster, voriger",
            "D  T\tnach Krankheit, Therapie filtern; F löscht",
            "J K\tnächstes, voriges Dokument",
            "Tab\tzu den Fakten; Enter führt zum Satz",
            "''\tzurück zur vorigen Stelle",
            "?  :\talle Tasten, alle Befehle",
            "",
            "Eigenes aufnehmen:  casebook import ORDNER",
            "Jede Taste schließt dies und tut ihre Arbeit.",
        ],
    };
    let title = Text::new("Welcome to casebook", "Willkommen bei casebook")
        .say(language)
        .to_owned();
    Notice {
        title,
        rows: rows.map(str::to_owned).to_vec(),
        passes: true,
        top: 0,
    }
}
