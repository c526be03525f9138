//! Commands that open lists to choose from and notices, and what choosing does: orders, contents, facts here, help,
//! palette, the why of a fact.

use super::{COMMANDS, Context, annotating, following, inputs, key, saved, values, views, writing};
use crate::facts::{self, KINDS, card};
use crate::library::{Sort, SortBy};
use crate::session::Session;
use crate::ui::notice::Notice;
use crate::ui::picker::{Choice, Picker, Purpose, Value};
use crate::ui::{Motion, Overlay, Place};
use crate::wording::{Language, Text};
use crate::worker::Job;

/// The orders of the list with their names.
const ORDERS: &[(SortBy, Text)] = &[
    (SortBy::Date, Text::new("date", "Datum")),
    (SortBy::Title, Text::new("title", "Titel")),
    (SortBy::Disease, Text::new("disease", "Krankheit")),
    (SortBy::Added, Text::new("added", "aufgenommen")),
    (SortBy::Relevance, Text::new("relevance", "Relevanz")),
];

/// Takes the row under the cursor, or the ticked rows.
pub(super) fn choose(c: &mut Context<'_>) {
    let Some(Overlay::Picker(mut picker)) = c.overlay.take() else {
        return;
    };
    if picker.purpose == Purpose::Painted {
        if !picker.ticked {
            *c.overlay = Some(Overlay::Picker(picker));
            following::paint(c);
            *c.overlay = None;
        }
        return;
    }
    if let Purpose::Values(group) = picker.purpose {
        if picker.waiting {
            picker.hasty = true;
            *c.overlay = Some(Overlay::Picker(picker));
            return;
        }
        values::apply(c.session, group, &picker);
        return;
    }
    let Some(value) = picker.chosen().map(|choice| choice.value.clone()) else {
        return;
    };
    match (picker.purpose, value) {
        (Purpose::Commands, Value::Number(at)) => (COMMANDS[at].run)(c),
        (Purpose::Removal, Value::Documents(ids)) => c.session.remove(&ids),
        (Purpose::Adoption, Value::Number(at)) => {
            if let Some(id) = c.session.open.as_ref().and_then(|open| open.id).filter(|_| at == 0) {
                c.session.ask(Job::Adopt(id));
            }
        }
        (Purpose::Kinds, Value::Number(at)) => values::by_kind(c, &KINDS[at]),
        (Purpose::Kinds, Value::Value(field)) => inputs::filter_by(c, &field),
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
        (Purpose::Definitions, Value::Number(at)) => following::to_definition(c, at),
        (Purpose::Marks | Purpose::Notes, Value::Mark(at)) => following::to_mark(c, at),
        (Purpose::Saved, Value::SaveFilter) => saved::name(c),
        (Purpose::Saved, Value::Number(at)) => c.session.apply_saved(at),
        (Purpose::Forms, Value::Number(at)) => writing::name(c, at),
        (Purpose::Notes, Value::Number(at)) => annotating::visit(c, at),
        (Purpose::AlsoIn, Value::Number(at)) => views::visit(c, at),
        (Purpose::Order, Value::Order(by)) => {
            let again = order_in_force(c.session) == by;
            c.session.order(Sort { by, reversed: again && !c.session.sort.reversed });
        }
        _ => {}
    }
}

/// Offers to take a document that is in no library into the reader's own, where it can be starred, tagged and noted.
pub(super) fn offer_adoption(c: &mut Context<'_>) {
    let language = c.session.language;
    let answers = [
        Text::new("Take this document into my library", "Dieses Dokument in meine Bibliothek aufnehmen"),
        Text::new("Leave it where it is", "Nicht aufnehmen"),
    ];
    let rows = answers.iter().enumerate().map(|(at, text)| Choice::new(Value::Number(at), text.say(language), ""));
    let title = Text::new("Only documents of a library are marked", "Markiert wird nur in einer Bibliothek");
    *c.overlay = Some(Overlay::Picker(Picker::new(Purpose::Adoption, title.say(language), rows.collect())));
}

/// Moves in a picker.
pub(super) fn step(c: &mut Context<'_>, motion: Motion) {
    if let Some(Overlay::Picker(picker)) = c.overlay {
        picker.go(motion);
    }
}

/// Scrolls a notice that does not fit.
pub(super) fn scroll(c: &mut Context<'_>, by: isize) {
    if let Some(Overlay::Notice(notice)) = c.overlay {
        let beyond = notice.beyond(c.panes.body());
        notice.top = notice.top.saturating_add_signed(by).min(beyond);
    }
}

/// Opens the orders of the list.
pub(super) fn order(c: &mut Context<'_>) {
    let language = c.session.language;
    let sort = c.session.sort;
    let shown = order_in_force(c.session);
    let rows = ORDERS.iter().map(|&(by, name)| {
        let arrow = if by != shown {
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
    picker.point_at(&Value::Order(shown));
    *c.overlay = Some(Overlay::Picker(picker));
}

/// What the list is sorted by. Without words nothing is more relevant: it is in the order of dates.
fn order_in_force(session: &Session) -> SortBy {
    let unranked = session.sort.by == SortBy::Relevance && !session.query.has_words();
    if unranked { SortBy::Date } else { session.sort.by }
}

/// Opens the table of contents, at the section being read.
pub(super) fn contents(c: &mut Context<'_>) {
    let Some(open) = &c.session.open else { return };
    let document = &open.document;
    if document.sections.is_empty() {
        c.session.tell(Text::new("this document has no sections", "dieses Dokument hat keine Abschnitte"));
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
    let here = document.sections.iter().rposition(|section| section.heading.start <= at).unwrap_or(0);
    picker.point_at(&Value::Number(here));
    *c.overlay = Some(Overlay::Picker(picker));
}

/// Lists the facts at the current item, else those on the screen.
pub(super) fn facts_here(c: &mut Context<'_>) {
    let Some(open) = &c.session.open else { return };
    let range = open.here.clone().unwrap_or_else(|| c.panes.reader.visible());
    let mut seen = Vec::new();
    for mark in open.marks.iter().filter(|mark| mark.range.start < range.end && range.start < mark.range.end) {
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
                c.session.named(fact).into_owned(),
                fact.kind.entry().label.say(language),
            )
        }
    });
    let title = Text::new("Facts here", "Fakten hier").say(language);
    *c.overlay = Some(Overlay::Picker(Picker::new(Purpose::Facts, title, rows.collect())));
}

fn command_rows(c: &Context<'_>, of: impl Fn(&super::Command) -> bool) -> Vec<Choice> {
    let language = c.session.language;
    let rows = COMMANDS.iter().enumerate().filter(|(_, command)| of(command));
    rows.map(|(at, command)| {
        let keys: Vec<String> = c.keys.keys(command).map(key::shown).collect();
        Choice {
            also: command.name.to_owned(),
            ..Choice::new(Value::Number(at), command.doc.say(language), keys.join("  "))
        }
    })
    .collect()
}

/// The keys of the focused pane; Enter runs one.
pub(super) fn help(c: &mut Context<'_>) {
    help_on(c, c.panes.focus);
}

/// The keys of a place.
pub(super) fn help_on(c: &mut Context<'_>, place: Place) {
    let pane = match place {
        Place::List => Text::new("Keys in the list", "Tasten in der Liste"),
        Place::Facts => Text::new("Keys on the card", "Tasten auf der Karte"),
        Place::Selection => Text::new("Keys of the selection", "Tasten der Auswahl"),
        _ => Text::new("Keys in the text", "Tasten im Text"),
    };
    let mut rows = command_rows(c, |command| command.places.contains(&place));
    // What only works here comes first.
    rows.sort_by_key(|row| matches!(row.value, Value::Number(at) if COMMANDS[at].places.len() > 1));
    *c.overlay = Some(Overlay::Picker(Picker::new(Purpose::Commands, pane.say(c.session.language), rows)));
}

/// Why the fact under the cursor stands on the card: rule, concept, score or cue words.
pub(super) fn why(c: &mut Context<'_>) {
    let language = c.session.language;
    let Some(open) = &c.session.open else { return };
    let Some(fact) = open.fact().map(|index| &open.facts()[index]) else {
        c.session.tell(Text::new("no fact under the cursor", "kein Fakt unter dem Cursor"));
        return;
    };
    let quote = open.document.text[fact.evidence[0].quote.clone()].replace('\n', " ");
    let mut rows = vec![format!("{}\t{}", fact.kind.entry().label.say(language), c.session.named(fact))];
    if let Some(id) = card::identifier(fact) {
        let concept = c.session.vocabulary.by_id(id).map(|at| c.session.vocabulary.get(at).xrefs.join(" "));
        rows.push(format!("id\t{id} {}", concept.unwrap_or_default()));
    }
    rows.push(format!("{}\t{}", Text::new("rule", "Regel").say(language), fact.rule));
    let asserted = card::assertion(fact.assertion).map_or("", |text| text.say(language));
    if !asserted.is_empty() {
        rows.push(format!("{}\t{asserted}", Text::new("asserted", "Aussage").say(language)));
    }
    if let Some(role) = card::role(fact.role) {
        rows.push(format!("{}\t{}", Text::new("role", "Rolle").say(language), role.say(language)));
    }
    let words = open.document.text[fact.evidence[0].surface.clone()].split_whitespace().collect::<Vec<_>>().join(" ");
    rows.push(format!("{}\t“{words}”", Text::new("words", "Wortlaut").say(language)));
    rows.extend(fact.why.iter().map(|part| format!("\t{}", facts::values::word(part, language))));
    rows.push(String::new());
    rows.extend(textwrap::wrap(&quote, 64).into_iter().map(std::borrow::Cow::into_owned));
    let title = Text::new("Why", "Warum").say(language).to_owned();
    *c.overlay = Some(Overlay::Notice(Notice { title, rows, passes: false, top: 0 }));
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
    let title = Text::new("Welcome to casebook", "Willkommen bei casebook").say(language).to_owned();
    Notice { title, rows: rows.map(str::to_owned).to_vec(), passes: true, top: 0 }
}
