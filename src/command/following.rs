//! Commands that lead from a place of the text to what it speaks of: links, references, abbreviations, marks; and which
//! kinds of facts the text shows.

use super::{Context, copying, overlays};
use crate::document::wrap::columns;
use crate::document::{Document, Link, anchors, references};
use crate::facts::KINDS;
use crate::facts::abbreviations::{Abbreviation, abbreviations};
use crate::session::Session;
use crate::text::Span;
use crate::ui::letters::{Letters, Pressed, Target};
use crate::ui::notice::Notice;
use crate::ui::picker::{Choice, Picker, Purpose, Tick, Value};
use crate::ui::{Overlay, Place};
use crate::wording::Text;

/// Follows what the current item is: a citation to its reference, a link out; else lists the facts here. With a number
/// it goes to the reference of that number.
pub(super) fn follow(c: &mut Context<'_>) {
    let Some(open) = &c.session.open else { return };
    if let Some(number) = c.count {
        if let Some(target) = references::reference(&open.document, &number.to_string()) {
            to_reference(c, target);
        } else {
            let none = Text::new("there is no reference", "es gibt keine Literaturstelle").say(c.session.language);
            c.session.say(format!("{none} {number}"));
        }
        return;
    }
    if let Some(here) = open.here.clone() {
        let touches = |range: &Span| range.start < here.end && here.start < range.end;
        let cited = c.panes.reader.citations.iter().find(|citation| touches(&citation.range));
        if let Some(target) = cited.map(|citation| citation.target.clone()) {
            to_reference(c, target);
            return;
        }
        let link = open.document.links.iter().find(|link| touches(&link.range));
        if let Some(Target::Reference(heading)) = link.map(|link| target(&open.document, link)) {
            to_reference(c, heading);
            return;
        }
        let fact = open.marks.iter().any(|mark| touches(&mark.range));
        if link.is_some_and(|link| !fact || c.session.offered.as_ref() == Some(&link.target)) {
            copying::open_link(c);
            return;
        }
    }
    overlays::facts_here(c);
}

/// Where a link of the text leads.
fn target(document: &Document, link: &Link) -> Target {
    anchors::heading(document, &link.target).map_or_else(|| Target::Address(link.target.clone()), Target::Reference)
}

fn to_reference(c: &mut Context<'_>, target: Span) {
    c.session.leave();
    if let Some(open) = &mut c.session.open {
        open.show(target);
    }
    c.session.tell(Text::new("'' leads back", "'' führt zurück"));
    c.session.keep_place();
}

/// Puts letters on the links and citations of the screen.
pub(super) fn links(c: &mut Context<'_>) {
    let Some(open) = &c.session.open else { return };
    let reader = &c.panes.reader;
    let visible = reader.visible();
    let links = open.document.links.iter().filter(|link| visible.contains(&link.range.start));
    let links = links.map(|link| (link.range.clone(), target(&open.document, link)));
    let cited = reader.citations.iter().map(|it| (it.range.clone(), Target::Reference(it.target.clone())));
    let text = &open.document.text;
    let told = |range: &Span, target: &Target| match target {
        Target::Address(address) => short(address),
        Target::Reference(reference) => {
            let words = text[reference.clone()].split_whitespace().collect::<Vec<_>>().join(" ");
            format!("{} → {}", short(&text[range.clone()].replace('\n', " ")), short(&words))
        }
    };
    let mut found: Vec<_> = links
        .chain(cited)
        .filter_map(|(range, target)| {
            let (at, told) = (reader.spot(open, range.start)?, told(&range, &target));
            Some((range, target, at, told))
        })
        .collect();
    found.sort_by_key(|(range, ..)| range.start);
    if found.is_empty() {
        c.session.tell(Text::new("no link on the screen", "kein Link auf dem Bildschirm"));
        return;
    }
    let letters = Letters::new(found);
    tell_letters(c.session, &letters);
    *c.overlay = Some(Overlay::Letters(letters));
}

/// Says where the letters on the screen lead.
fn tell_letters(session: &mut Session, letters: &Letters) {
    let hint = Text::new("a letter goes there, Esc back", "ein Buchstabe führt hin, Esc zurück");
    session.say(format!("{}: {}", hint.say(session.language), letters.told()));
}

/// Goes to the link whose letters were typed: the target is shown, Enter opens it.
pub(super) fn lettered(c: &mut Context<'_>) {
    let (Some(Overlay::Letters(letters)), Some(letter)) = (&mut *c.overlay, c.letter) else { return };
    match letters.press(letter) {
        Pressed::Begun => tell_letters(c.session, letters),
        Pressed::Unknown => {
            *c.overlay = None;
            c.session.tell(Text::new("no link has these letters", "kein Link hat diese Buchstaben"));
        }
        Pressed::Link(link) => {
            *c.overlay = None;
            match link.target {
                Target::Reference(target) => to_reference(c, target),
                Target::Address(target) => {
                    if let Some(open) = &mut c.session.open {
                        open.here = Some(link.range);
                    }
                    let Some(address) = copying::address(&target) else {
                        copying::open_link(c);
                        return;
                    };
                    let told = Text::new("Enter opens", "Enter öffnet").say(c.session.language);
                    if columns(told) + columns(&address) + 3 > usize::from(c.panes.body().width) {
                        // The whole of it is shown before it is opened.
                        let (title, rows) = (told.to_owned(), vec![address]);
                        *c.overlay = Some(Overlay::Notice(Notice { title, rows, passes: true, top: 0 }));
                    } else {
                        c.session.say(format!("{told} {address}"));
                    }
                    c.session.offered = Some(target);
                }
            }
        }
    }
}

/// Bytes above which a document is not looked through for definitions.
const LOOKED_THROUGH: usize = crate::document::PLAIN_ABOVE;

/// Tells what the abbreviation at the current item means; without one, lists those on the screen.
pub(super) fn define(c: &mut Context<'_>) {
    let Some(open) = c.session.open.as_ref().filter(|open| open.document.text.len() <= LOOKED_THROUGH) else { return };
    let text = &open.document.text;
    let known = abbreviations(&open.document);
    let stand = |range: &Span| {
        let part = &text[range.clone()];
        known.iter().filter(|known| has_word(part, &text[known.short.clone()])).collect::<Vec<_>>()
    };
    let one_line = |range: &Span| text[range.clone()].split_whitespace().collect::<Vec<_>>().join(" ");
    let here: Vec<&Abbreviation> = open.here.as_ref().map(&stand).unwrap_or_default();
    if let [only] = here[..] {
        let told = format!("{}: {}", &text[only.short.clone()], one_line(&only.long));
        c.session.say(told);
        return;
    }
    let found = if here.is_empty() { stand(&c.panes.reader.visible()) } else { here };
    let rows: Vec<Choice> = found
        .into_iter()
        .map(|it| Choice {
            also: one_line(&it.long),
            ..Choice::new(Value::Number(it.short.start.min(it.long.start)), &text[it.short.clone()], "")
        })
        .collect();
    if rows.is_empty() {
        let none =
            Text::new("no abbreviation here that the text explains", "hier keine Abkürzung, die der Text erklärt");
        c.session.tell(none);
        return;
    }
    let title = Text::new("Abbreviations here", "Abkürzungen hier").say(c.session.language);
    *c.overlay = Some(Overlay::Picker(Picker::new(Purpose::Definitions, title, rows)));
}

/// Goes to where an abbreviation is defined: the line that holds `at`.
pub(super) fn to_definition(c: &mut Context<'_>, at: usize) {
    c.session.leave();
    c.panes.give_focus(Place::Reader);
    if let Some(open) = &mut c.session.open {
        let end = open.document.text[at..].find(')').map_or(at + 1, |close| at + close + 1);
        open.show(at..end);
    }
    c.session.keep_place();
}

/// Whether `word` stands in `part` by itself; an s may follow ("CARs").
fn has_word(part: &str, word: &str) -> bool {
    part.match_indices(word).any(|(at, _)| {
        let before = part[..at].chars().next_back();
        let mut after = part[at + word.len()..].trim_start_matches('s').chars();
        !before.is_some_and(char::is_alphanumeric) && !after.next().is_some_and(char::is_alphanumeric)
    })
}

/// Lists the marks that hold here; one is gone to.
pub(super) fn marks(c: &mut Context<'_>) {
    let session = &*c.session;
    let rows: Vec<Choice> = (0..session.marks.len())
        .filter(|&at| session.holds(&session.marks[at]))
        .map(|at| mark_row(session, at, ""))
        .collect();
    if rows.is_empty() {
        c.session.tell(Text::new("no marks yet: m and a letter", "noch keine Marken: m und ein Buchstabe"));
        return;
    }
    let title = Text::new("Marks", "Marken").say(c.session.language);
    *c.overlay = Some(Overlay::Picker(Picker::new(Purpose::Marks, title, rows)));
}

/// A mark as a list shows it: its letter behind a label, what stands there, the title of its document.
pub(super) fn mark_row(session: &Session, at: usize, label: &str) -> Choice {
    let mark = &session.marks[at];
    let lost = Text::new("place lost", "Stelle verloren").say(session.language);
    let lost = if mark.lost { format!("[{lost}] ") } else { String::new() };
    let title = short(&mark.title);
    Choice {
        also: format!("{lost}{}", mark.snippet),
        ..Choice::new(Value::Mark(at), format!("{label}{}", mark.letter), title)
    }
}

/// Goes to a mark of the list.
pub(super) fn to_mark(c: &mut Context<'_>, at: usize) {
    c.panes.give_focus(Place::Reader);
    c.session.go_to_mark(at);
}

/// A title beside a note or mark.
pub(super) fn short(title: &str) -> String {
    const COLUMNS: usize = 28;
    crate::ui::fit(title, COLUMNS).into_owned()
}

/// Lists the kinds of facts in this document, to be shown in the text or not.
pub(super) fn kinds(c: &mut Context<'_>) {
    let Some(open) = &c.session.open else { return };
    let rows: Vec<Choice> = KINDS
        .iter()
        .enumerate()
        .filter_map(|(at, entry)| {
            let count = open.facts().iter().filter(|fact| fact.kind == entry.kind).count();
            let tick = if c.session.unpainted.contains(&entry.kind) { Tick::No } else { Tick::Wanted };
            let label = entry.label.say(c.session.language);
            // The letter that stands for it in the margin without colours.
            let also = entry.letter.to_string();
            (count > 0).then(|| Choice { also, tick, ..Choice::new(Value::Number(at), label, count.to_string()) })
        })
        .collect();
    if rows.is_empty() {
        c.session.tell(Text::new("no facts are known here", "hier sind keine Fakten bekannt"));
        return;
    }
    let title = Text::new("Facts shown in the text", "Im Text gezeigte Fakten").say(c.session.language);
    *c.overlay = Some(Overlay::Picker(Picker::new(Purpose::Painted, title, rows)));
}

/// Shows the kind under the cursor of the list in the text, or no longer; seen at once.
pub(super) fn paint(c: &mut Context<'_>) {
    let Some(Overlay::Picker(picker)) = c.overlay else { return };
    let Some(&at) = picker.shown.get(picker.cursor) else { return };
    let choice = &mut picker.choices[at];
    let Value::Number(kind) = choice.value else { return };
    choice.tick = if choice.tick == Tick::No { Tick::Wanted } else { Tick::No };
    picker.ticked = true;
    c.session.paint(KINDS[kind].kind, choice.tick == Tick::Wanted);
}
