//! Commands that take something along: to the clipboard, or to a browser.

use super::{Context, Effect};
use crate::document::structure::links;
use crate::export::reference;
use crate::facts::{Data, FactKind};
use crate::session::Session;
use crate::text::Span;
use crate::ui::Place;
use crate::wording::Text;

pub(super) fn copy(c: &mut Context<'_>, text: String) {
    let told = if c.session.display {
        Text::new("copied to the clipboard", "in die Zwischenablage kopiert")
    } else {
        TERMINAL
    };
    if text.trim().is_empty() {
        c.session.tell(Text::new("nothing but blanks: not copied", "nur Leerzeichen: nicht kopiert"));
        return;
    }
    let shown = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default().trim();
    let told = format!("{}: {shown}", told.say(c.session.language));
    c.session.say(told);
    c.effects.push(if c.session.display { Effect::CopyLocally(text) } else { Effect::Copy(text) });
}

const TERMINAL: Text = Text::new("sent to the terminal's clipboard", "an die Zwischenablage des Terminals");

/// The display has not taken a text: it goes to the terminal, as all later ones do.
pub fn copy_otherwise(session: &mut Session, text: String) -> Effect {
    session.display = false;
    let why = Text::new("the display cannot be reached", "das Display ist nicht erreichbar").say(session.language);
    session.say(format!("{why}; {}", TERMINAL.say(session.language)));
    Effect::Copy(text)
}

/// The first identifier of a kind on the card.
fn identifier(c: &Context<'_>, kind: FactKind) -> Option<String> {
    let open = c.session.open.as_ref()?;
    let fact = open.facts().iter().find(|fact| fact.kind == kind && fact.assertion.counts())?;
    let id = if let Data::Id(id) = &fact.data { id } else { &fact.value };
    // As it is printed: its letters may be large there.
    let printed = fact.evidence.iter().find_map(|place| {
        let shown = &open.document.text[place.surface.clone()];
        let at = shown.to_ascii_lowercase().find(&id.to_ascii_lowercase())?;
        shown.get(at..at + id.len())
    });
    Some(printed.unwrap_or(id).to_owned())
}

fn source(c: &Context<'_>) -> String {
    let title = c.session.open.as_ref().map(|open| open.document.title.text.clone()).unwrap_or_default();
    match identifier(c, FactKind::Doi)
        .map(|doi| format!("https://doi.org/{doi}"))
        .or_else(|| c.session.open.as_ref().and_then(|open| reference::address(&open.document, open.facts())))
    {
        Some(link) => format!("{title}\n{link}"),
        None => title,
    }
}

/// Title and DOI, or link where there is none.
pub(super) fn title(c: &mut Context<'_>) {
    let text = source(c);
    copy(c, text);
}

/// The DOI.
pub(super) fn doi(c: &mut Context<'_>) {
    match identifier(c, FactKind::Doi) {
        Some(doi) => copy(c, doi),
        None => c.session.tell(Text::new("this document states no DOI", "dieses Dokument nennt keine DOI")),
    }
}

/// The sentence lit, or that of the current item, with its source.
pub(super) fn quote(c: &mut Context<'_>) {
    let Some(open) = &c.session.open else { return };
    let span = open.lit.as_ref().map(|lit| lit.quote.clone()).or_else(|| match &open.here {
        Some(here) => sentence(&open.document.text, open.document.block_at(here.start)?.range, here.start),
        None => sentence_at_top(c),
    });
    let Some(span) = span else { return };
    let text = format!("“{}”\n{}", open.document.text[span].replace('\n', " "), source(c));
    copy(c, text);
}

/// The sentence at the top of the screen.
pub(super) fn sentence_at_top(c: &Context<'_>) -> Option<Span> {
    let document = &c.session.open.as_ref()?.document;
    let visible = c.panes.reader.visible();
    // The top row may be the blank one between two blocks.
    let blank = document.text[visible.clone()].len() - document.text[visible.clone()].trim_start().len();
    let at = visible.start + blank;
    let found = sentence(&document.text, document.block_at(at)?.range, at)?;
    let quote = document.text[found.clone()].trim_end();
    (!quote.is_empty()).then(|| found.start..found.start + quote.len())
}

fn sentence(text: &str, block: Span, at: usize) -> Option<Span> {
    crate::text::sentences(text, block).into_iter().find(|sentence| at < sentence.end)
}

/// The fact visited in the text, else that under the card's cursor, with its sentence and the source.
pub(super) fn fact(c: &mut Context<'_>) {
    let Some(open) = &c.session.open else { return };
    let on_card = open.fact().map(|fact| (fact, open.shown.filter(|shown| shown.0 == fact).map_or(0, |shown| shown.1)));
    let current = if c.panes.focus == Place::Facts { on_card } else { open.visited().or(on_card) };
    let Some((fact, number)) = current.map(|(fact, number)| (&open.facts()[fact], number)) else {
        c.session.tell(Text::new("no fact under the cursor of the card", "kein Fakt unter dem Cursor der Karte"));
        return;
    };
    let quote = open.document.text[fact.evidence[number].quote.clone()].replace('\n', " ");
    let concept = fact.concept.as_ref().map(|id| format!(" [{id}]")).unwrap_or_default();
    let label = fact.kind.entry().label.say(c.session.language);
    let text = format!("{label}: {}{concept}\n“{quote}”\n{}", fact.value, source(c));
    copy(c, text);
}

/// The address that a target is opened as; none for what is no address: anything else in a document is only text.
pub(super) fn address(target: &str) -> Option<String> {
    let target = links::target(target)?;
    Some(target.strip_prefix("doi:").map_or_else(|| target.clone(), |doi| format!("https://doi.org/{doi}")))
}

/// Opens the link at the current item, else the DOI, else the first link of the document.
pub(super) fn open_link(c: &mut Context<'_>) {
    let links = c.session.open.as_ref().map_or(&[][..], |open| &open.document.links);
    let here = c.session.open.as_ref().and_then(|open| open.here.as_ref()).map(|here| here.start);
    let here = here.and_then(|at| links.iter().find(|link| link.range.contains(&at)));
    let target = here
        .map(|link| link.target.clone())
        .or_else(|| identifier(c, FactKind::Doi).map(|doi| format!("https://doi.org/{doi}")))
        .or_else(|| identifier(c, FactKind::Url))
        .or_else(|| links.iter().find(|link| link.leads_out()).map(|link| link.target.clone()));
    let Some(target) = target else {
        c.session.tell(Text::new("this document has no link", "dieses Dokument hat keinen Link"));
        return;
    };
    let Some(address) = address(&target) else {
        let not = if target.starts_with('#') {
            Text::new("no heading here is called that", "so heißt hier keine Überschrift")
        } else {
            Text::new("not opened, only http, https and mailto are", "nicht geöffnet, nur http, https und mailto")
        };
        let told = format!("{}: {target}", not.say(c.session.language));
        c.session.complain(told);
        return;
    };
    // The whole address is shown before anything is opened.
    if c.session.offered.as_ref() == Some(&target) {
        c.session.offered = None;
        c.session.say(format!("{} {address}", Text::new("opening", "öffne").say(c.session.language)));
        c.effects.push(Effect::Open(address));
    } else {
        let told = Text::new("o again opens", "o noch einmal öffnet").say(c.session.language);
        c.session.say(format!("{told} {address}"));
        c.session.offered = Some(target);
    }
}
