//! Completion of the filter line: fields, values with what they would find, names of concepts in both languages.

use super::{Context, inputs, line, values};
use crate::facts::values::word;
use crate::library::{FacetGroup, Query, Typing, Wanted};
use crate::session::Session;
use crate::text;
use crate::ui::Overlay;
use crate::ui::prompt::{Offer, Prompt, Purpose};
use crate::vocabulary::ConceptKind;
use crate::worker::Job;

/// Offers that are made at most.
const OFFERS: usize = 50;
/// Concepts offered for a word that is no field.
const CONCEPTS: usize = 6;

/// Concepts that a field of the query language stands for, with that field.
const FIELDS: &[(ConceptKind, &str)] = &[
    (ConceptKind::Disease, "disease"),
    (ConceptKind::Therapy, "therapy"),
    (ConceptKind::Drug, "drug"),
    (ConceptKind::Product, "product"),
    (ConceptKind::Target, "target"),
];

/// Makes the offers for what stands at the cursor; asks for counts where they are missing.
pub fn offer(prompt: &mut Prompt, session: &mut Session) {
    prompt.chosen = None;
    prompt.offers.clear();
    match &prompt.purpose {
        Purpose::Filter { .. } => {}
        Purpose::Command { all } => {
            prompt.offers = line::ranked(all, prompt.input.value());
            return;
        }
        _ => return,
    }
    let typing = typing(prompt);
    prompt.offers = match &typing.wanted {
        Wanted::Field => fields(session, &typing.text),
        Wanted::Value(group) => counted(session, *group, &typing.text),
        Wanted::Saved => saved(session, &typing.text),
        Wanted::Concept => concepts(session, &known(), &typing.text, OFFERS, |_, name| Query::quoted(name)),
        Wanted::Named(kind) => {
            concepts(session, Query::concept_kinds(*kind), &typing.text, OFFERS, |_, name| Query::quoted(name))
        }
        Wanted::Tag => tags(session, &typing.text),
        Wanted::OneOf(names) => {
            let begins = |name: &str| name != typing.text && text::key(name).starts_with(&text::key(&typing.text));
            let shown = names.iter().map(|name| (name, word(name, session.language)));
            let fits = shown.filter(|(name, shown)| begins(name) || begins(shown));
            fits.map(|(_, shown)| Offer {
                insert: format!("{} ", Query::quoted(&shown)),
                text: shown,
                ..Offer::default()
            })
            .collect()
        }
        Wanted::Nothing => Vec::new(),
    };
}

fn typing(prompt: &Prompt) -> Typing {
    Query::typing(prompt.input.value(), cursor(prompt))
}

/// The byte that the cursor stands before.
pub(super) fn cursor(prompt: &Prompt) -> usize {
    let text = prompt.input.value();
    text.char_indices().nth(prompt.input.cursor()).map_or(text.len(), |(at, _)| at)
}

/// The kinds of concept that have a field of their own.
fn known() -> Vec<ConceptKind> {
    FIELDS.iter().map(|(kind, _)| *kind).collect()
}

/// Tags that are called as typed, with their documents.
fn tags(session: &Session, typed: &str) -> Vec<Offer> {
    let key = text::key(typed);
    let fits = session.all_tags().into_iter().filter(|(tag, _)| text::key(tag).contains(&key) && tag != typed);
    fits.take(OFFERS)
        .map(|(tag, count)| Offer {
            insert: format!("{} ", Query::quoted(&tag)),
            text: tag,
            detail: count.to_string(),
            ..Offer::default()
        })
        .collect()
}

/// Saved filters that are called as typed, with what they find.
fn saved(session: &Session, typed: &str) -> Vec<Offer> {
    let key = text::key(typed);
    let fits = session.saved.iter().filter(|(saved, _)| text::key(&saved.name).contains(&key));
    fits.map(|(saved, count)| Offer {
        insert: format!("{} ", Query::quoted(&saved.name)),
        text: format!("@{}", saved.name),
        also: saved.query.clone(),
        detail: count.map_or(String::new(), |count| count.to_string()),
    })
    .collect()
}

/// Fields that begin as typed, then concepts that are called so.
fn fields(session: &Session, typed: &str) -> Vec<Offer> {
    if typed.is_empty() {
        return Vec::new();
    }
    let key = typed.to_lowercase();
    let fields = Query::usual_fields().filter(|(name, _)| name.starts_with(&key));
    let fields = fields.map(|(name, kind)| Offer {
        insert: format!("{name}:"),
        text: format!("{name}:"),
        also: kind.map_or("", |kind| kind.entry().label.say(session.language)).to_owned(),
        detail: String::new(),
    });
    let mut offers: Vec<Offer> = fields.collect();
    if key.chars().count() > 1 {
        let field = |kind| FIELDS.iter().find(|(known, _)| *known == kind).map(|(_, field)| *field);
        offers.extend(concepts(session, &known(), typed, CONCEPTS, |kind, name| match field(kind) {
            Some(field) => format!("{field}:{}", Query::quoted(name)),
            None => String::new(),
        }));
    }
    offers
}

/// Concepts that are called as typed; `write` says how they stand in the query, nothing if they cannot.
fn concepts(
    session: &Session,
    kinds: &[ConceptKind],
    typed: &str,
    most: usize,
    write: impl Fn(ConceptKind, &str) -> String,
) -> Vec<Offer> {
    let found = session.vocabulary.complete(typed, kinds, most).into_iter().map(|found| {
        let concept = session.vocabulary.get(found.concept);
        let written = write(concept.kind, concept.preferred);
        Offer {
            insert: format!("{written} "),
            text: written,
            also: if found.name == concept.preferred { String::new() } else { found.name },
            detail: String::new(),
        }
    });
    found.filter(|offer| !offer.text.is_empty()).collect()
}

/// Values of a picker with the documents they would find.
fn counted(session: &mut Session, group: FacetGroup, typed: &str) -> Vec<Offer> {
    let others = session.query.without(group);
    if session.counts.as_ref().is_none_or(|(counted, _)| *counted != group) || session.counted_over != others {
        session.counted_over = others;
        session.counts = None;
        session.ask(Job::Count { group, query: session.query.clone() });
        return Vec::new();
    }
    let Some((_, counts)) = &session.counts else { return Vec::new() };
    let rows = values::ranked(session, counts, typed).into_iter();
    let rows = rows.filter(|(at, _)| counts[*at].count > 0 && text::key(&counts[*at].value) != text::key(typed));
    rows.take(OFFERS)
        .map(|(at, also)| Offer {
            insert: format!("{} ", Query::quoted(&counts[at].value)),
            text: session.row_named(&counts[at]).into_owned(),
            also,
            detail: counts[at].count.to_string(),
        })
        .collect()
}

/// Takes an offer: the one gone to, else the first.
pub(super) fn take(c: &mut Context<'_>) {
    let Some(Overlay::Prompt(prompt)) = c.overlay else { return };
    let Some(offer) = prompt.offers.get(prompt.chosen.unwrap_or(0)).cloned() else {
        return;
    };
    if matches!(prompt.purpose, Purpose::Command { .. }) {
        prompt.input = format!("{} ", offer.insert).into();
        if let Some(overlay) = c.overlay {
            inputs::edited(overlay, c.session);
        }
        return;
    }
    let range = typing(prompt).range;
    let text = prompt.input.value();
    let after = text[range.end..].trim_start_matches(['"', ' ']);
    let whole = format!("{}{}{after}", &text[..range.start], offer.insert);
    let cursor = text[..range.start].chars().count() + offer.insert.chars().count();
    prompt.input = tui_input::Input::new(whole).with_cursor(cursor);
    if let Some(overlay) = c.overlay {
        inputs::edited(overlay, c.session);
    }
}

/// Goes to the next offer, or the one before; whether there are any.
pub(super) fn step(c: &mut Context<'_>, by: isize) -> bool {
    let Some(Overlay::Prompt(prompt)) = c.overlay else { return false };
    let count = prompt.offers.len();
    if count == 0 {
        return false;
    }
    prompt.chosen = Some(match (prompt.chosen, by > 0) {
        (None, true) => 0,
        (None, false) => count - 1,
        (Some(at), _) => (at as isize + by).rem_euclid(count as isize) as usize,
    });
    true
}
