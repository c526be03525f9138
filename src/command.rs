//! Every command once: name, what it does, default keys, the places they work in, and the function. Key map, help,
//! palette and the table of keys in the documentation follow from [`COMMANDS`].

use crate::library::FacetGroup;
use crate::session::Session;
use crate::ui::{Motion, Place};
use crate::wording::Text;
use crate::worker::Change;

mod annotating;
mod bindings;
mod boxes;
mod context;
mod copying;
mod following;
mod inputs;
pub mod key;
mod line;
mod moving;
mod offers;
mod overlays;
mod removing;
mod saved;
mod table;
mod values;
mod views;
mod writing;

pub use annotating::{edited_outside, fill_notes, keep_open, left_behind};
pub use bindings::{Bindings, sample};
pub use context::{Context, Effect};
pub use copying::copy_otherwise;
pub use inputs::edited;
pub use offers::offer;
pub use overlays::welcome;
pub use table::key_table;
pub use values::{fill, recount};
pub use views::fill_grid;

/// Something that keys can do.
#[derive(Debug, Clone, Copy)]
pub struct Command {
    /// Its name in the palette and in settings.
    pub name: &'static str,
    /// What it does.
    pub doc: Text,
    /// Default keys: characters as they are, others in angle brackets; several characters are a sequence.
    pub keys: &'static [&'static str],
    /// Where the keys work.
    pub places: &'static [Place],
    /// What is run.
    pub run: fn(&mut Context<'_>),
}

const PANES: &[Place] = &[Place::List, Place::Reader, Place::Facts];
const LIST: &[Place] = &[Place::List];
const READER: &[Place] = &[Place::Reader];
const SELECTION: &[Place] = &[Place::Selection];
/// Wherever one is.
const EVERYWHERE: &[Place] = &[
    Place::List,
    Place::Reader,
    Place::Selection,
    Place::Facts,
    Place::Picker,
    Place::Prompt,
    Place::Notice,
    Place::Letters,
    Place::Grid,
];
const SCREEN: &[Place] = &[Place::List, Place::Reader, Place::Selection, Place::Facts];
const FACTS: &[Place] = &[Place::Facts];
const PICKER: &[Place] = &[Place::Picker];
const PROMPT: &[Place] = &[Place::Prompt];
const NOTICE: &[Place] = &[Place::Notice];
const LETTERS: &[Place] = &[Place::Letters];
const GRID: &[Place] = &[Place::Grid];
const VIEWS: &[Place] = &[Place::List, Place::Reader, Place::Facts, Place::Grid];

const fn command(
    name: &'static str,
    doc: Text,
    keys: &'static [&'static str],
    places: &'static [Place],
    run: fn(&mut Context<'_>),
) -> Command {
    Command { name, doc, keys, places, run }
}

const fn t(en: &'static str, de: &'static str) -> Text {
    Text::new(en, de)
}

/// All commands, the most wanted first in each group.
pub static COMMANDS: &[Command] = &table::joined::<
    { GENERAL.len() + boxes::COMMANDS.len() + annotating::COMMANDS.len() + writing::COMMANDS.len() },
>(&[GENERAL, boxes::COMMANDS, annotating::COMMANDS, writing::COMMANDS]);

const GENERAL: &[Command] = &[
    // Moving.
    command("down", t("down", "abwärts"), &["j", "<Down>"], PANES, |c| moving::go(c, Motion::Rows(c.times()))),
    command("up", t("up", "aufwärts"), &["k", "<Up>"], PANES, |c| moving::go(c, Motion::Rows(-c.times()))),
    command("half-down", t("half a page down", "halbe Seite abwärts"), &["d", "<C-d>"], PANES, |c| {
        moving::go(c, Motion::Halves(c.times()));
    }),
    command("half-up", t("half a page up", "halbe Seite aufwärts"), &["u", "<C-u>"], PANES, |c| {
        moving::go(c, Motion::Halves(-c.times()));
    }),
    command("page-down", t("a page down", "eine Seite abwärts"), &["<PgDn>"], PANES, |c| {
        moving::go(c, Motion::Pages(c.times()));
    }),
    command("page-up", t("a page up", "eine Seite aufwärts"), &["<PgUp>"], PANES, |c| {
        moving::go(c, Motion::Pages(-c.times()));
    }),
    command("read-on", t("a page on", "eine Seite weiter"), &["<Space>"], READER, |c| {
        moving::go(c, Motion::Pages(c.times()));
    }),
    command("read-back", t("a page back", "eine Seite zurück"), &["b"], READER, |c| {
        moving::go(c, Motion::Pages(-c.times()));
    }),
    command("top", t("to the beginning", "zum Anfang"), &["gg", "<", "<Home>"], PANES, |c| {
        moving::jump(c, Motion::Top);
    }),
    command("bottom", t("to the end", "zum Ende"), &["G", ">", "<End>"], PANES, |c| moving::jump(c, Motion::Bottom)),
    command("percent", t("to so many per cent (50 %)", "zu so viel Prozent (50 %)"), &["%"], PANES, |c| {
        moving::jump(c, Motion::Percent(c.count.unwrap_or(0)));
    }),
    command("next-pane", t("next pane", "nächster Bereich"), &["<Tab>", "l", "<Right>"], PANES, |c| {
        moving::pane(c, 1);
    }),
    command("previous-pane", t("previous pane", "voriger Bereich"), &["<S-Tab>", "h", "<Left>"], PANES, |c| {
        moving::pane(c, -1);
    }),
    // Documents.
    command("open", t("read this document", "dieses Dokument lesen"), &["<Enter>"], LIST, moving::open),
    command("next-document", t("next document of the list", "nächstes Dokument der Liste"), &["J"], PANES, |c| {
        moving::document(c, c.times());
    }),
    command("previous-document", t("previous document", "voriges Dokument"), &["K"], PANES, |c| {
        moving::document(c, -c.times());
    }),
    command("pick-disease", t("filter by disease", "nach Krankheit filtern"), &["D"], PANES, |c| {
        values::values(c, FacetGroup::Kind(crate::facts::FactKind::Disease));
    }),
    command("pick-therapy", t("filter by therapy", "nach Therapie filtern"), &["T"], PANES, |c| {
        values::values(c, FacetGroup::Kind(crate::facts::FactKind::Therapy));
    }),
    command("pick-target", t("filter by target", "nach Zielstruktur filtern"), &["ft"], PANES, |c| {
        values::values(c, FacetGroup::Kind(crate::facts::FactKind::Target));
    }),
    command("pick-product", t("filter by product", "nach Produkt filtern"), &["fp"], PANES, |c| {
        values::values(c, FacetGroup::Kind(crate::facts::FactKind::Product));
    }),
    command("pick-institution", t("filter by institution", "nach Einrichtung filtern"), &["fi"], PANES, |c| {
        values::values(c, FacetGroup::Kind(crate::facts::FactKind::Institution));
    }),
    command("pick-outcome", t("filter by outcome", "nach Ergebnis filtern"), &["fo"], PANES, |c| {
        values::values(c, FacetGroup::Kind(crate::facts::FactKind::Outcome));
    }),
    command("pick-year", t("filter by year", "nach Jahr filtern"), &["fy"], PANES, |c| {
        values::values(c, FacetGroup::Year);
    }),
    command("pick-genre", t("filter by genre", "nach Textart filtern"), &["fg"], PANES, |c| {
        values::values(c, FacetGroup::Kind(crate::facts::FactKind::DocType));
    }),
    command(
        "pick-any",
        t("filter by any kind of fact", "nach beliebiger Faktenart filtern"),
        &["ff"],
        PANES,
        values::kinds,
    ),
    command(
        "filter",
        t("filter line: query and full text", "Filterzeile: Abfrage und Volltext"),
        &["&"],
        PANES,
        inputs::filter,
    ),
    command("clear-filter", t("clear all filters", "alle Filter löschen"), &["F"], PANES, |c| {
        if c.session.query.is_all() {
            c.session.tell(t("no filter is in force", "es gilt kein Filter"));
        }
        c.session.filter(crate::library::Query::default());
    }),
    command(
        "news",
        t("new since the last visit, by disease", "neu seit dem letzten Besuch, nach Krankheit"),
        &["gw"],
        PANES,
        values::news,
    ),
    command(
        "filter-value",
        t("filter the library by this value", "Bibliothek nach diesem Wert filtern"),
        &["x"],
        FACTS,
        values::filter_value,
    ),
    command(
        "saved-filters",
        t("saved filters: apply, save, delete", "gespeicherte Filter: anwenden, speichern, löschen"),
        &["fs"],
        PANES,
        saved::pick,
    ),
    command(
        "saved-filter",
        t("filter by a saved filter, by number", "nach einem gespeicherten Filter filtern, nach Nummer"),
        &["f1", "f2", "f3", "f4", "f5", "f6", "f7", "f8", "f9"],
        PANES,
        saved::apply,
    ),
    command("sort", t("order of the list", "Reihenfolge der Liste"), &["s"], LIST, overlays::order),
    command("find", t("find in the list", "in der Liste suchen"), &["/"], LIST, inputs::find),
    command("find-next", t("next found in the list", "nächster Fund in der Liste"), &["n"], LIST, |c| {
        inputs::find_again(c, 1);
    }),
    command("find-previous", t("previous found in the list", "voriger Fund in der Liste"), &["N"], LIST, |c| {
        inputs::find_again(c, -1);
    }),
    command(
        "jump",
        t("to a letter, name or year of the list", "zu Buchstabe, Name oder Jahr der Liste"),
        &["gj"],
        LIST,
        inputs::jump,
    ),
    command("select", t("select, and on", "auswählen und weiter"), &["<Space>"], LIST, |c| {
        c.session.toggle_selection(c.count.unwrap_or(1));
    }),
    command("select-range", t("select from there to here", "von dort bis hier auswählen"), &["v"], LIST, |c| {
        c.session.select_range();
    }),
    command("select-all", t("select all, or none", "alle auswählen, oder keines"), &["A"], LIST, |c| {
        c.session.select_all();
    }),
    command("read", t("mark read or unread", "gelesen oder ungelesen"), &["r"], PANES, |c| {
        if let Some(id) = c.noted() {
            let read = c.session.head(id).is_some_and(|head| head.read);
            if c.marks_many() {
                c.session.mark_selection(Change::Read(!read));
            } else {
                c.session.set_read(id, !read);
                c.session.tell_change(&Change::Read(!read));
            }
        }
    }),
    command("star", t("star or unstar", "Stern setzen oder nehmen"), &["*"], PANES, |c| {
        if let Some(id) = c.noted() {
            let starred = c.session.head(id).is_some_and(|head| head.starred);
            if c.marks_many() {
                c.session.mark_selection(Change::Starred(!starred));
            } else {
                c.session.set_starred(id, !starred);
            }
        }
    }),
    command("tag", t("give a tag or take one away", "Schlagwort geben oder nehmen"), &["t"], PANES, inputs::tag),
    command(
        "remove",
        t(
            "take the document, or all selected, out of the library",
            "Dokument oder Ausgewählte aus der Bibliothek nehmen",
        ),
        &["<Del>"],
        PANES,
        removing::ask,
    ),
    command("undo", t("take the last change back", "letzte Änderung zurücknehmen"), &["U"], PANES, |c| {
        c.session.undo();
    }),
    // Reading.
    command("search", t("search in the text", "im Text suchen"), &["/", "<F3>"], READER, inputs::search),
    command("search-next", t("next match", "nächster Treffer"), &["n"], READER, |c| moving::matched(c, c.times())),
    command("search-previous", t("previous match", "voriger Treffer"), &["N"], READER, |c| {
        moving::matched(c, -c.times());
    }),
    command(
        "search-this",
        t("search for the current fact", "den aktuellen Fakt suchen"),
        &["#"],
        READER,
        moving::search_this,
    ),
    command("next-fact", t("next fact in the text", "nächster Fakt im Text"), &["e"], READER, |c| {
        moving::fact(c, c.times());
    }),
    command("previous-fact", t("previous fact in the text", "voriger Fakt im Text"), &["E"], READER, |c| {
        moving::fact(c, -c.times());
    }),
    command(
        "facts-here",
        t("follow the reference or link, or list the facts here", "Verweis oder Link folgen, oder Fakten hier"),
        &["<Enter>"],
        READER,
        following::follow,
    ),
    command(
        "links",
        t("letters on the links, to follow one", "Buchstaben an die Links, um zu folgen"),
        &["gl"],
        READER,
        |c| {
            following::links(c);
        },
    ),
    command(
        "define",
        t("what an abbreviation means", "was eine Abkürzung bedeutet"),
        &["gd"],
        READER,
        following::define,
    ),
    command(
        "kinds-shown",
        t("kinds of facts shown in the text", "im Text gezeigte Faktenarten"),
        &["gk"],
        PANES,
        |c| {
            following::kinds(c);
        },
    ),
    command("next-section", t("next section", "nächster Abschnitt"), &[")"], READER, |c| {
        moving::section(c, c.times());
    }),
    command("previous-section", t("previous section", "voriger Abschnitt"), &["("], READER, |c| {
        moving::section(c, -c.times());
    }),
    command("contents", t("contents", "Inhaltsverzeichnis"), &["c"], READER, overlays::contents),
    command(
        "mark",
        t("mark this place with a letter", "Stelle mit Buchstaben merken"),
        &["m<letter>"],
        READER,
        moving::mark,
    ),
    command("go-to-mark", t("go to a mark", "zur Marke gehen"), &["'<letter>"], READER, moving::go_to_mark),
    command("marks", t("list of marks", "Liste der Marken"), &["'<Space>"], READER, following::marks),
    command(
        "last-place",
        t("to the place left last, and back", "zur vorigen Stelle und zurück"),
        &["''"],
        PANES,
        |c| {
            moving::remembered(c, Session::swap, moving::NONE_BEFORE);
        },
    ),
    command(
        "back",
        t("back through the places left", "durch verlassene Stellen zurück"),
        &["H", "<C-o>"],
        PANES,
        |c| {
            moving::remembered(c, Session::back, moving::NONE_BEFORE);
        },
    ),
    command("forward", t("forward again", "wieder vor"), &["L"], PANES, |c| {
        moving::remembered(c, Session::forward, moving::NONE_AHEAD);
    }),
    command("also-in", t("documents of the same study", "Dokumente zur selben Studie"), &["ga"], PANES, views::also_in),
    command(
        "compare",
        t("the same study side by side", "dieselbe Studie nebeneinander"),
        &["gc"],
        PANES,
        views::compare,
    ),
    command("matrix", t("diseases against therapies", "Krankheiten gegen Therapien"), &["gm"], VIEWS, views::matrix),
    command("timeline", t("documents by year", "Dokumente nach Jahr"), &["gt"], VIEWS, views::timeline),
    command("patients", t("patients as a table", "Patienten als Tabelle"), &["gp"], VIEWS, views::patients),
    command("only-text", t("only the text, or all panes", "nur der Text, oder alle Bereiche"), &["z"], PANES, |c| {
        c.panes.alone = !c.panes.alone;
        c.panes.focus = if c.panes.alone { Place::Reader } else { c.panes.focus };
    }),
    command("wider", t("wider column", "breitere Spalte"), &["+"], PANES, |c| moving::width(c, 4)),
    command("narrower", t("narrower column", "schmalere Spalte"), &["-"], PANES, |c| moving::width(c, -4)),
    command("hyphenation", t("part words, or not", "Wörter trennen, oder nicht"), &["g-"], PANES, |c| {
        c.session.hyphenation = !c.session.hyphenation;
        let off = Text::new("words stay whole", "Wörter bleiben ganz");
        c.session.tell(if c.session.hyphenation {
            Text::new("words are parted", "Wörter werden getrennt")
        } else {
            off
        });
    }),
    // Facts.
    command("evidence", t("go to where the fact stands", "zur Stelle des Fakts gehen"), &["<Enter>"], FACTS, |c| {
        moving::evidence(c, 0, true);
    }),
    command("peek", t("show where it stands and stay", "Stelle zeigen und hier bleiben"), &["<Space>"], FACTS, |c| {
        moving::evidence(c, 0, false);
    }),
    command("next-evidence", t("next place of this fact", "nächste Stelle dieses Fakts"), &["n"], FACTS, |c| {
        moving::evidence(c, c.times(), false);
    }),
    command("previous-evidence", t("previous place of this fact", "vorige Stelle dieses Fakts"), &["N"], FACTS, |c| {
        moving::evidence(c, -c.times(), false);
    }),
    command("why", t("why this fact stands here", "warum dieser Fakt hier steht"), &["i"], FACTS, overlays::why),
    // Taking along.
    command("copy-title", t("copy title and DOI", "Titel und DOI kopieren"), &["yy"], PANES, copying::title),
    command("copy-doi", t("copy the DOI", "DOI kopieren"), &["yd"], PANES, copying::doi),
    command(
        "copy-quote",
        t("copy the sentence with its source", "Satz mit Quelle kopieren"),
        &["yq"],
        PANES,
        copying::quote,
    ),
    command(
        "copy-fact",
        t("copy the fact with its evidence", "Fakt mit Beleg kopieren"),
        &["yf"],
        PANES,
        copying::fact,
    ),
    command("open-link", t("open the link or DOI", "Link oder DOI öffnen"), &["o"], PANES, copying::open_link),
    // The program.
    command(
        "import",
        t("take a file or folder into the library", "Datei oder Ordner in die Bibliothek aufnehmen"),
        &["I"],
        PANES,
        inputs::import,
    ),
    command("stop", t("stop the import or indexing", "Import oder Indizierung anhalten"), &["X"], PANES, |c| {
        if c.session.progress.is_none() && c.session.indexing.is_none() {
            c.session.tell(t("nothing is running", "es läuft nichts"));
        }
        c.session.ask(crate::worker::Job::Stop);
    }),
    command("help", t("help for this pane", "Hilfe zu diesem Bereich"), &["?", "<F1>"], PANES, overlays::help),
    command("commands", t("command line: all commands", "Befehlszeile: alle Befehle"), &[":"], PANES, line::open),
    command(
        "escape",
        t("leave search, selection, message", "Suche, Auswahl, Meldung verlassen"),
        &["<Esc>"],
        PANES,
        moving::escape,
    ),
    command("redraw", t("draw everything anew", "alles neu zeichnen"), &["<C-l>"], EVERYWHERE, |c| {
        c.effects.push(Effect::Redraw);
    }),
    command("suspend", t("suspend", "anhalten"), &["<C-z>"], EVERYWHERE, |c| c.effects.push(Effect::Suspend)),
    command(
        "quit",
        t("one level back, at the top quit", "eine Ebene zurück, oben beenden"),
        &["q"],
        PANES,
        moving::quit,
    ),
    command("quit-now", t("quit", "beenden"), &["Q", "<C-c>"], SCREEN, |c| c.effects.push(Effect::Quit)),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_everything_is_described() {
        for (at, command) in COMMANDS.iter().enumerate() {
            assert!(!command.doc.en.is_empty() && !command.doc.de.is_empty(), "{}", command.name);
            assert!(!command.keys.is_empty() && !command.places.is_empty(), "{}", command.name);
            assert!(COMMANDS[..at].iter().all(|other| other.name != command.name), "{} twice", command.name);
        }
    }
}
