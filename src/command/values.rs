//! Pickers of values: which values there are for what was typed, and the filter that follows from a choice.

use std::collections::HashMap;

use super::{Context, annotating, following, inputs, overlays, saved};
use crate::facts::{Data, FactKind, Group, KINDS, Kind};
use crate::library::{FacetCount, FacetGroup, Picked, Query};
use crate::session::Session;
use crate::text;
use crate::ui::picker::{Choice, Picker, Purpose, Tick, Value};
use crate::ui::{Motion, Overlay};
use crate::vocabulary::{ConceptIndex, Fit};
use crate::wording::Text;
use crate::worker::Job;

/// Rows that a picker of values shows at most; more are reached by typing.
const ROWS: usize = 500;

/// Opens the picker of a kind's values.
pub(super) fn values(c: &mut Context<'_>, group: FacetGroup) {
    let title = match group {
        FacetGroup::Kind(kind) => kind.entry().label,
        FacetGroup::Year => Text::new("Year", "Jahr"),
    };
    let mut picker = Picker::new(Purpose::Values(group), title.say(c.session.language), Vec::new());
    let before = c.session.query.picked(group);
    picker.ticks = before.include.into_iter().map(|value| (value, Tick::Wanted)).collect();
    picker.ticks.extend(before.exclude.into_iter().map(|value| (value, Tick::Unwanted)));
    picker.waiting = true;
    c.session.counts = None;
    c.session.counted_over = c.session.query.without(group);
    c.session.ask(Job::Count { group, query: c.session.query.clone() });
    *c.overlay = Some(Overlay::Picker(picker));
}

/// Counts the values of an open picker again: the library has changed. Its rows stay until then, its ticks and what was
/// typed for good.
pub fn recount(picker: &Picker, session: &mut Session) {
    if let Purpose::Values(group) = picker.purpose {
        session.ask(Job::Count { group, query: session.query.clone() });
    }
}

/// Shows what has come since the last visit, and how much of it there is for each disease.
pub(super) fn news(c: &mut Context<'_>) {
    if !c.session.has_news() {
        if c.session.message.is_none() {
            c.session.tell(Text::new("nothing new since the last visit", "nichts Neues seit dem letzten Besuch"));
        }
        return;
    }
    let Ok(new) = Query::parse("is:new", &c.session.vocabulary) else { return };
    c.session.filter(new);
    values(c, FacetGroup::Kind(FactKind::Disease));
}

/// Groups whose kinds are filtered by even if no picker counts them.
const TYPED: [Group; 5] = [Group::Disease, Group::Patients, Group::Design, Group::Outcome, Group::Safety];

/// Opens the picker of the kinds that can be filtered by: first those that have pickers of values, then those whose value
/// is typed.
pub(super) fn kinds(c: &mut Context<'_>) {
    let language = c.session.language;
    let all = || KINDS.iter().enumerate();
    let counted = all().filter(|(_, kind)| kind.facet);
    let typed = all().filter(|(_, kind)| !kind.facet && TYPED.contains(&kind.group));
    let row = |(at, kind): (usize, &Kind)| Choice::new(Value::Number(at), kind.label.say(language), kind.fields[0]);
    let mut rows: Vec<Choice> = counted.chain(typed).map(row).collect();
    let tag = Text::new("Tag", "Schlagwort").say(language);
    rows.push(Choice::new(Value::Value("tag".to_owned()), tag, "tag"));
    let title = Text::new("Filter by", "Filtern nach").say(language);
    *c.overlay = Some(Overlay::Picker(Picker::new(Purpose::Kinds, title, rows)));
}

/// Filters by a kind: by its picker, or by what is typed behind its field.
pub(super) fn by_kind(c: &mut Context<'_>, kind: &Kind) {
    if kind.facet { values(c, FacetGroup::Kind(kind.kind)) } else { inputs::filter_by(c, kind.fields[0]) }
}

/// The rows of a picker that fit what was typed, over all names of a concept in both languages: exact names first, then
/// whole words, then beginnings of words, each in the order of the counts; with each the name that fits where it is another
/// than the row's.
pub(super) fn ranked(session: &Session, counts: &[FacetCount], typed: &str) -> Vec<(usize, String)> {
    let key = text::key(typed);
    if key.is_empty() {
        return (0..counts.len()).map(|at| (at, String::new())).collect();
    }
    let index = |row: &FacetCount| session.vocabulary.by_id(row.concept.as_deref()?);
    let rows: HashMap<ConceptIndex, usize> =
        counts.iter().enumerate().filter_map(|(at, row)| Some((index(row)?, at))).collect();
    let among = |typed: &str| session.vocabulary.complete_among(typed, |concept| rows.contains_key(&concept));
    let mut names = among(typed);
    // Umlauts may be typed as two letters: "haemophilie".
    let plain = typed.replace("ae", "a").replace("oe", "o").replace("ue", "u");
    if plain != typed {
        names.extend(among(&plain));
    }
    let mut fits: Vec<Option<(Fit, String)>> = vec![None; counts.len()];
    for found in names {
        let Some(&at) = rows.get(&found.concept) else { continue };
        if fits[at].as_ref().is_none_or(|(fit, _)| found.fit < *fit) {
            let same = found.name == session.row_named(&counts[at]);
            fits[at] = Some((found.fit, if same { String::new() } else { found.name }));
        }
    }
    for (row, fit) in counts.iter().zip(&mut fits).filter(|(_, fit)| fit.is_none()) {
        // Most rows are out at once.
        let fitting = |name: &str| text::key(name).contains(&key).then(|| Fit::of(name, typed)).flatten();
        let best = fitting(&session.row_named(row)).into_iter().chain(fitting(&row.label)).min();
        *fit = best.map(|fit| (fit, String::new()));
    }
    let mut order: Vec<_> = fits.into_iter().enumerate().filter_map(|(at, fit)| Some((fit?, at))).collect();
    order.sort_by_key(|((fit, _), at)| (*fit, *at));
    order.into_iter().map(|((_, also), at)| (at, also)).collect()
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
    let mut order = ranked(session, counts, &typed);
    if typed.is_empty() {
        let ticked = |value: &str| picker.ticks.iter().any(|(ticked, _)| ticked == value);
        order.sort_by_key(|(at, _)| !ticked(&counts[*at].value));
    }
    let tick =
        |value: &str| picker.ticks.iter().find(|(ticked, _)| ticked == value).map_or(Tick::No, |&(_, tick)| tick);
    let rows = order.into_iter().filter(|(at, _)| counts[*at].count > 0 || tick(&counts[*at].value) != Tick::No);
    let rows = rows.take(ROWS).map(|(at, also)| Choice {
        also,
        tick: tick(&counts[at].value),
        ..Choice::new(
            Value::Value(counts[at].value.clone()),
            session.row_named(&counts[at]),
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
    if picker.purpose == Purpose::Painted {
        following::paint(c);
        overlays::step(c, Motion::Rows(1));
        return;
    }
    if !picker.ticks() {
        return;
    }
    let Some(&at) = picker.shown.get(picker.cursor) else {
        return;
    };
    let choice = &mut picker.choices[at];
    picker.ticked = true;
    choice.tick = if choice.tick == tick { Tick::No } else { tick };
    if let Value::Value(value) = &choice.value {
        picker.ticks.retain(|(ticked, _)| ticked != value);
        if choice.tick != Tick::No {
            picker.ticks.push((value.clone(), choice.tick));
        }
    }
    picker.go(Motion::Rows(1));
}

/// Excludes the row under the cursor; of a list of saved filters it is taken away.
pub(super) fn exclude(c: &mut Context<'_>) {
    if matches!(c.overlay, Some(Overlay::Picker(Picker { purpose: Purpose::Notes | Purpose::Marks, .. }))) {
        annotating::delete(c);
    } else if matches!(c.overlay, Some(Overlay::Picker(Picker { purpose: Purpose::Saved, .. }))) {
        saved::forget(c);
    } else {
        tick(c, Tick::Unwanted);
    }
}

/// Filters by the value under the card's cursor, beside the values of its kind already in force.
pub(super) fn filter_value(c: &mut Context<'_>) {
    let Some(fact) = c.session.open.as_ref().and_then(|open| open.fact().map(|index| open.facts()[index].clone()))
    else {
        c.session.tell(Text::new("no fact under the cursor", "kein Fakt unter dem Cursor"));
        return;
    };
    let value = match &fact.data {
        Data::Id(id) if fact.concept.is_none() => id.clone(),
        Data::Quantity { op, n, n2, unit } if Query::is_number(fact.kind) => number(op, *n, *n2, unit),
        _ => fact.value.clone(),
    };
    let text = format!("{}:\"{}\"", fact.kind.entry().fields[0], value.replace('"', " "));
    match c.session.parse(&text) {
        Ok(query) => {
            let whole = c.session.query.and(&query);
            c.session.filter(whole);
        }
        Err(error) => c.session.complain(error.say(c.session.language)),
    }
}

/// A quantity as a query asks for it.
fn number(op: &str, n: f64, n2: Option<f64>, unit: &str) -> String {
    let op = if [">", ">=", "<", "<="].contains(&op) { op } else { "" };
    // What is counted says its field.
    let unit = if ["a", "mo", "wk", "d", "h"].contains(&unit) { unit } else { "" };
    match n2 {
        Some(n2) => format!("{n}{unit}..{n2}{unit}"),
        None => format!("{op}{n}{unit}"),
    }
}

/// Filters by what was ticked in this visit, else by the row under the cursor; either replaces what the picker had
/// applied.
pub(super) fn apply(session: &mut Session, group: FacetGroup, picker: &Picker) {
    let of = |wanted: Tick| {
        let ticked = picker.ticks.iter().filter(move |(_, tick)| *tick == wanted);
        ticked.map(|(value, _)| value.clone()).collect::<Vec<_>>()
    };
    let chosen = match picker.chosen().map(|choice| &choice.value) {
        _ if picker.ticked => Picked { include: of(Tick::Wanted), exclude: of(Tick::Unwanted) },
        Some(Value::Value(value)) => Picked { include: vec![value.clone()], exclude: Vec::new() },
        _ => {
            session.tell(Text::new("nothing chosen", "nichts gewählt"));
            return;
        }
    };
    let query = session.query.with_values(group, &chosen, &session.vocabulary);
    session.filter(query);
}
