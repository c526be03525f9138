//! The commands of what lies over the panes: pickers, lines of input, notices and tables.

use super::{
    Command, Effect, GRID, LETTERS, NOTICE, PICKER, PROMPT, command, following, inputs, offers, overlays, t, values,
    views,
};
use crate::ui::{Motion, Place};

/// The commands of this file.
pub(super) const COMMANDS: &[Command] = &[
    command("choose", t("take the chosen", "Gewähltes nehmen"), &["<Enter>"], PICKER, overlays::choose),
    command("tick", t("tick", "anhaken"), &["<Tab>"], PICKER, |c| values::tick(c, crate::ui::picker::Tick::Wanted)),
    command(
        "exclude",
        t("exclude; delete a note, mark or saved filter", "ausschließen; Notiz, Marke, gespeicherten Filter löschen"),
        &["<C-x>"],
        PICKER,
        |c| {
            values::exclude(c);
        },
    ),
    command("next-choice", t("next", "nächster"), &["<Down>", "<C-n>"], PICKER, |c| {
        overlays::step(c, Motion::Rows(1));
    }),
    command("previous-choice", t("previous", "voriger"), &["<Up>", "<C-p>"], PICKER, |c| {
        overlays::step(c, Motion::Rows(-1));
    }),
    command("choices-down", t("a page down", "eine Seite abwärts"), &["<PgDn>"], PICKER, |c| {
        overlays::step(c, Motion::Pages(1));
    }),
    command("choices-up", t("a page up", "eine Seite aufwärts"), &["<PgUp>"], PICKER, |c| {
        overlays::step(c, Motion::Pages(-1));
    }),
    command("leave-picker", t("back", "zurück"), &["<Esc>"], PICKER, inputs::cancel),
    command("accept", t("accept", "annehmen"), &["<Enter>"], PROMPT, inputs::accept),
    command(
        "complete",
        t("take the offered completion", "angebotene Ergänzung übernehmen"),
        &["<Tab>"],
        PROMPT,
        offers::take,
    ),
    command(
        "literally",
        t("exactly as typed: no folding, no synonyms", "genau wie getippt: ohne Faltung, ohne Synonyme"),
        &["<C-t>"],
        PROMPT,
        inputs::literally,
    ),
    command("regex", t("search for a regular expression", "regulären Ausdruck suchen"), &["<C-r>"], PROMPT, |c| {
        inputs::read_as(c, crate::document::search::Mode::Regex);
    }),
    command("older", t("older input", "ältere Eingabe"), &["<Up>", "<C-p>"], PROMPT, |c| inputs::history(c, 1)),
    command("newer", t("newer input", "neuere Eingabe"), &["<Down>", "<C-n>"], PROMPT, |c| inputs::history(c, -1)),
    command("leave-prompt", t("back to where it began", "zurück zum Anfang"), &["<Esc>"], PROMPT, inputs::cancel),
    command(
        "stop-now",
        t("quit", "beenden"),
        &["<C-c>"],
        &[Place::Picker, Place::Prompt, Place::Notice, Place::Letters, Place::Grid],
        |c| {
            c.effects.push(Effect::Quit);
        },
    ),
    command("choose-link", t("the link with this letter", "Link mit diesem Buchstaben"), &["<letter>"], LETTERS, |c| {
        following::lettered(c);
    }),
    command("leave-links", t("back", "zurück"), &["<Esc>"], LETTERS, inputs::cancel),
    command("notice-down", t("down", "abwärts"), &["j", "<Down>", "<PgDn>", "<Space>"], NOTICE, |c| {
        overlays::scroll(c, 1);
    }),
    command("notice-up", t("up", "aufwärts"), &["k", "<Up>", "<PgUp>"], NOTICE, |c| overlays::scroll(c, -1)),
    // Tables.
    command("leave-grid", t("back", "zurück"), &["<Esc>", "q"], GRID, |c| *c.overlay = None),
    command(
        "grid-choose",
        t("go to what the cell is of", "zu dem gehen, wovon das Feld ist"),
        &["<Enter>"],
        GRID,
        views::choose,
    ),
    command("grid-down", t("down", "abwärts"), &["j", "<Down>"], GRID, |c| views::go(c, Motion::Rows(c.times()))),
    command("grid-up", t("up", "aufwärts"), &["k", "<Up>"], GRID, |c| views::go(c, Motion::Rows(-c.times()))),
    command("grid-left", t("left", "links"), &["h", "<Left>", "<S-Tab>"], GRID, |c| views::across(c, -c.times())),
    command("grid-right", t("right", "rechts"), &["l", "<Right>", "<Tab>"], GRID, |c| views::across(c, c.times())),
    command("grid-half-down", t("half a page down", "halbe Seite abwärts"), &["d", "<C-d>"], GRID, |c| {
        views::go(c, Motion::Halves(c.times()));
    }),
    command("grid-half-up", t("half a page up", "halbe Seite aufwärts"), &["u", "<C-u>"], GRID, |c| {
        views::go(c, Motion::Halves(-c.times()));
    }),
    command("grid-page-down", t("a page down", "eine Seite abwärts"), &["<PgDn>", "<Space>"], GRID, |c| {
        views::go(c, Motion::Pages(c.times()));
    }),
    command("grid-page-up", t("a page up", "eine Seite aufwärts"), &["<PgUp>", "b"], GRID, |c| {
        views::go(c, Motion::Pages(-c.times()));
    }),
    command("grid-top", t("to the first row", "zur ersten Zeile"), &["gg", "<", "<Home>"], GRID, |c| {
        views::go(c, Motion::Top);
    }),
    command("grid-bottom", t("to the last row", "zur letzten Zeile"), &["G", ">", "<End>"], GRID, |c| {
        views::go(c, Motion::Bottom);
    }),
    command("grid-sort", t("sort by this column", "nach dieser Spalte ordnen"), &["s"], GRID, views::sort),
];
