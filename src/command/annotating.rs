//! Commands that note, highlight and list notes, and those that select in the text.

use std::path::Path;

use unicode_segmentation::UnicodeSegmentation as _;

use super::{
    Command, Context, Effect, PANES, PROMPT, READER, SELECTION, command, copying, following, moving, overlays, t,
};
use crate::library::{Colour, DocId, Note, NoteChange};
use crate::session::{Open, Picked};
use crate::text::{Span, clean_line};
use crate::ui::notice::Notice;
use crate::ui::picker::{Choice, Picker, Purpose, Value};
use crate::ui::prompt::{self, Prompt};
use crate::ui::{Overlay, Place};
use crate::wording::Text;

/// The commands of this file.
pub(super) const COMMANDS: &[Command] = &[
    command("note", t("note here", "Notiz hier"), &["a"], READER, note),
    command("notes", t("notes, highlights and marks", "Notizen, Hervorhebungen und Marken"), &["gn"], PANES, list),
    command("select-text", t("select from here", "von hier auswählen"), &["v"], READER, select),
    command("extend-right", t("a letter on", "ein Zeichen weiter"), &["l", "<Right>"], SELECTION, |c| {
        extend(c, c.times(), letter);
    }),
    command("extend-left", t("a letter back", "ein Zeichen zurück"), &["h", "<Left>"], SELECTION, |c| {
        extend(c, -c.times(), letter);
    }),
    command("extend-word", t("a word on", "ein Wort weiter"), &["w"], SELECTION, |c| extend(c, c.times(), word)),
    command("extend-word-back", t("a word back", "ein Wort zurück"), &["b"], SELECTION, |c| {
        extend(c, -c.times(), word);
    }),
    command("extend-down", t("a row down", "eine Zeile abwärts"), &["j", "<Down>"], SELECTION, |c| rows(c, c.times())),
    command("extend-up", t("a row up", "eine Zeile aufwärts"), &["k", "<Up>"], SELECTION, |c| rows(c, -c.times())),
    command("other-end", t("move the other end", "das andere Ende bewegen"), &["o"], SELECTION, |c| {
        if let Some(picked) = picked(c) {
            (picked.anchor, picked.head) = (picked.head, picked.anchor);
        }
    }),
    command("copy-selection", t("copy the selection", "Auswahl kopieren"), &["y"], SELECTION, |c| {
        let Some(text) = selected(c).map(|(open, range)| open.document.text[range].to_owned()) else { return };
        leave(c);
        if text.trim().is_empty() {
            c.session.tell(Text::new("only blanks are selected", "nur Leerraum ist ausgewählt"));
            return;
        }
        copying::copy(c, text);
    }),
    command("note-selection", t("note on the selection", "Notiz zur Auswahl"), &["a"], SELECTION, note),
    command("highlight-yellow", t("highlight yellow", "gelb hervorheben"), &["cy"], SELECTION, |c| {
        highlight(c, Some(Colour::Yellow));
    }),
    command("highlight-green", t("highlight green", "grün hervorheben"), &["cg"], SELECTION, |c| {
        highlight(c, Some(Colour::Green));
    }),
    command("highlight-blue", t("highlight blue", "blau hervorheben"), &["cb"], SELECTION, |c| {
        highlight(c, Some(Colour::Blue));
    }),
    command("highlight-red", t("highlight red", "rot hervorheben"), &["cr"], SELECTION, |c| {
        highlight(c, Some(Colour::Red));
    }),
    command("highlight-off", t("take the highlight away", "Hervorhebung nehmen"), &["cx"], SELECTION, |c| {
        highlight(c, None);
    }),
    command("search-selection", t("search for the selection", "Auswahl suchen"), &["#"], SELECTION, |c| {
        let Some(range) = selected(c).map(|(_, range)| range) else { return };
        leave(c);
        if let Some(open) = &mut c.session.open {
            open.here = Some(range);
        }
        moving::search_this(c);
    }),
    command("selection-keys", t("keys of the selection", "Tasten der Auswahl"), &["?", "<F1>"], SELECTION, |c| {
        overlays::help_on(c, Place::Selection);
    }),
    command("leave-selection", t("leave the selection", "Auswahl verlassen"), &["<Esc>", "v", "q"], SELECTION, leave),
    command("editor", t("write the note in $EDITOR", "Notiz in $EDITOR schreiben"), &["<C-o>"], PROMPT, editor),
];

/// Stands for a line break in the editor line.
const BREAK: char = '⏎';

/// The number under which the open document's notes are kept, or a word about why there are none.
fn home(c: &mut Context<'_>) -> Option<DocId> {
    if let Some(why) = c.session.read_only.clone() {
        c.session.complain(why);
        return None;
    }
    c.session.open.as_ref()?;
    let home = c.session.noted_as();
    if home.is_none() {
        if c.session.temporary {
            overlays::offer_adoption(c);
        } else {
            c.session.tell(Text::new("the document is still being read", "das Dokument wird noch gelesen"));
        }
    }
    home
}

fn picked<'a>(c: &'a mut Context<'_>) -> Option<&'a mut Picked> {
    c.session.open.as_mut()?.picked.as_mut()
}

/// The open document and what is selected in it.
fn selected<'a>(c: &'a Context<'_>) -> Option<(&'a Open, Span)> {
    let open = c.session.open.as_ref()?;
    let range = open.picked?.range();
    (!range.is_empty()).then_some((open, range))
}

fn leave(c: &mut Context<'_>) {
    if let Some(open) = &mut c.session.open {
        open.picked = None;
    }
}

/// What a note here is about: the selection, the current item, else the sentence at the top.
fn target(c: &Context<'_>) -> Option<Span> {
    if let Some((_, range)) = selected(c) {
        return Some(range);
    }
    let open = c.session.open.as_ref()?;
    open.here.clone().filter(|here| !here.is_empty()).or_else(|| copying::sentence_at_top(c))
}

/// Opens the editor line for the note here, or for a new one.
fn note(c: &mut Context<'_>) {
    let Some(home) = home(c) else { return };
    let found = target(c).and_then(|range| {
        let open = c.session.open.as_ref()?;
        let there = match selected(c) {
            // What was selected is meant, not what it lies in.
            Some(_) => open.notes_at(&range).find(|(there, _)| **there == range).map(|(_, note)| note),
            None => open.note_at(&range),
        };
        let there = there.cloned();
        let new = Note::at(home, &open.document.text, &range);
        Some((there, new, open.notes_at(&range).count()))
    });
    let Some((there, new, count)) = found else {
        c.session.tell(Text::new("there is no text here to note on", "hier ist kein Text für eine Notiz"));
        return;
    };
    edit(c, there.clone(), there.unwrap_or(new), count);
}

/// Opens the editor line, for one of so many notes that stand here; with what was left unfinished the last time.
fn edit(c: &mut Context<'_>, from: Option<Note>, to: Note, count: usize) {
    let language = c.session.language;
    let draft = c.session.drafts.get(&place_of(&to)).cloned();
    let hint = match from.as_ref().and_then(|note| note.body.as_ref()) {
        _ if draft.is_some() => Text::new("unfinished · ^O editor", "unfertig · ^O Editor"),
        Some(_) if count > 1 => Text::new("g n chooses the note · ^O editor", "g n wählt die Notiz · ^O Editor"),
        Some(_) => Text::new("^O editor · empty deletes", "^O Editor · leer löscht"),
        None => Text::new("^O editor", "^O Editor"),
    };
    let body = draft.or_else(|| to.body.clone()).unwrap_or_default().replace('\n', &BREAK.to_string());
    let mut prompt = Prompt::new(prompt::Purpose::Note { change: Box::new(NoteChange { from, to: Some(to) }) }, &body);
    hint.say(language).clone_into(&mut prompt.remark);
    *c.overlay = Some(Overlay::Prompt(prompt));
}

/// What an unfinished note is found again by.
fn place_of(note: &Note) -> (DocId, i64, usize) {
    (note.doc, note.id, note.start)
}

/// Leaves the line of a note: what was typed is no note yet, and is there again when one is made in this place.
pub(super) fn put_aside(c: &mut Context<'_>, change: &NoteChange, typed: &str) {
    let before = change.from.as_ref().and_then(|note| note.body.as_deref()).unwrap_or_default();
    let typed = typed.replace(BREAK, "\n");
    if let Some(note) = change.to.as_ref().filter(|_| typed.trim() != before && !typed.trim().is_empty()) {
        c.session.drafts.insert(place_of(note), typed);
        let told = "not noted yet; a has it again in this place";
        c.session.tell(Text::new(told, "noch nicht notiert; a holt es an dieser Stelle wieder"));
    }
}

/// Keeps the note that is being written: the program ends, or the reader's editor has left it.
pub fn keep_open(c: &mut Context<'_>) {
    if let Some(Overlay::Prompt(Prompt { purpose: prompt::Purpose::Note { change }, input, .. })) = c
        .overlay
        .take_if(|overlay| matches!(overlay, Overlay::Prompt(Prompt { purpose: prompt::Purpose::Note { .. }, .. })))
    {
        keep(c, *change, input.value());
    }
}

/// Keeps what was typed as a note; an empty line takes it away.
pub(super) fn keep(c: &mut Context<'_>, mut change: NoteChange, typed: &str) {
    leave(c);
    let lines: Vec<String> =
        typed.split([BREAK, '\n']).map(|line| crate::text::clean_line(line).trim_end().to_owned()).collect();
    let body = lines.join("\n").trim().to_owned();
    let before = change.from.as_ref().and_then(|note| note.body.clone()).unwrap_or_default();
    if let Some(note) = &change.to {
        c.session.drafts.remove(&place_of(note));
    }
    if body == before {
        return;
    }
    let colour = change.to.as_ref().and_then(|note| note.colour.clone());
    if body.is_empty() && colour.is_none() {
        change.to = None;
    } else if let Some(note) = &mut change.to {
        note.body = Some(body).filter(|body| !body.is_empty());
    }
    c.session.annotate(change);
}

/// Hands the note over to the reader's editor.
fn editor(c: &mut Context<'_>) {
    if let Some(Overlay::Prompt(prompt)) = c.overlay
        && matches!(prompt.purpose, prompt::Purpose::Note { .. })
    {
        let text = prompt.input.value().replace(BREAK, "\n");
        c.effects.push(Effect::Edit(text));
    }
}

/// Takes what the reader's editor left: saved there, it is noted.
pub fn edited_outside(c: &mut Context<'_>, text: &str) {
    if let Some(Overlay::Prompt(prompt)) = c.overlay {
        let text = text.trim_end().replace('\r', "").replace('\n', &BREAK.to_string());
        prompt.input = text.into();
        keep_open(c);
    }
}

/// Tells of a file in which an editor was writing a note when the program ended.
pub fn left_behind(c: &mut Context<'_>, path: &Path) {
    const TOLD: Text = Text::new(
        "casebook ended while a note was being written; what is left of it is in this file:",
        "casebook endete, während eine Notiz geschrieben wurde; was davon blieb, ist in dieser Datei:",
    );
    if c.overlay.is_none() {
        let title = Text::new("A note was left", "Eine Notiz blieb liegen").say(c.session.language).to_owned();
        let rows = vec![TOLD.say(c.session.language).to_owned(), clean_line(&path.to_string_lossy()).into_owned()];
        *c.overlay = Some(Overlay::Notice(Notice { title, rows, passes: true, top: 0 }));
    }
}

/// Highlights the selection; a highlight on just the same place gets the colour.
fn highlight(c: &mut Context<'_>, colour: Option<Colour>) {
    let Some(home) = home(c) else { return };
    let Some((open, range)) = selected(c) else { return };
    let same = open.notes.iter().find(|placed| placed.range.as_ref() == Some(&range)).map(|placed| &placed.note);
    let there = match colour {
        Some(_) => same,
        None => open.note_at(&range).filter(|note| note.colour.is_some()),
    };
    let (from, mut to) = (there.cloned(), Note::at(home, &open.document.text, &range));
    if let Some(from) = &from {
        to = from.clone();
    }
    to.colour = colour.map(|colour| colour.name().to_owned());
    leave(c);
    match (colour, &from) {
        (None, None) => c.session.tell(Text::new("no highlight here", "hier ist nichts hervorgehoben")),
        (None, Some(note)) if note.body.is_none() => c.session.annotate(NoteChange { from, to: None }),
        _ => c.session.annotate(NoteChange { from, to: Some(to) }),
    }
}

// The list of all.

/// Opens the list of all notes, highlights and marks.
fn list(c: &mut Context<'_>) {
    let title = Text::new("Notes, highlights and marks", "Notizen, Hervorhebungen und Marken");
    let mut picker = Picker::new(Purpose::Notes, title.say(c.session.language), Vec::new());
    picker.waiting = true;
    c.session.ask_notes();
    *c.overlay = Some(Overlay::Picker(picker));
}

/// Fills the list once the notes are there.
pub fn fill_notes(picker: &mut Picker, session: &crate::session::Session) {
    let Some(notes) = &session.all_notes else { return };
    let language = session.language;
    let rows = notes.iter().enumerate().map(|(at, (note, title))| {
        let quote = format!("“{}”", crate::text::clean_line(&note.quote.replace('\n', " ")));
        let body = note.body.as_ref().map(|body| crate::text::clean_line(&body.replace('\n', " ")).into_owned());
        let colour = note.colour.as_deref().map(|name| Colour::of(name).label().say(language).to_owned());
        let lost = note.lost.then(|| Text::new("place lost", "Stelle verloren").say(language).to_owned());
        let marks: Vec<String> = lost.into_iter().chain(colour).collect();
        let marks = if marks.is_empty() { String::new() } else { format!("[{}] ", marks.join(", ")) };
        let (text, also) = match body {
            Some(body) => (format!("{marks}{body}"), quote),
            None => (format!("{marks}{quote}"), String::new()),
        };
        Choice { also, ..Choice::new(Value::Number(at), text, following::short(title)) }
    });
    let label = Text::new("mark", "Marke").say(language);
    let marks = (0..session.marks.len()).map(|at| following::mark_row(session, at, &format!("{label} ")));
    picker.waiting = false;
    picker.choices = rows.chain(marks).collect();
    picker.narrow();
}

/// Goes to a note of the list.
pub(super) fn visit(c: &mut Context<'_>, at: usize) {
    let Some((note, _)) = c.session.all_notes.as_ref().and_then(|notes| notes.get(at)).cloned() else { return };
    c.panes.give_focus(Place::Reader);
    c.session.go_to_note(&note);
}

/// Deletes the note or mark under the cursor of the list.
pub(super) fn delete(c: &mut Context<'_>) {
    let Some(Overlay::Picker(picker)) = c.overlay else { return };
    let at = match (picker.purpose, picker.chosen().map(|choice| &choice.value)) {
        (Purpose::Notes, Some(&Value::Number(at))) => at,
        (Purpose::Notes | Purpose::Marks, Some(&Value::Mark(at))) => {
            *c.overlay = None;
            c.session.remove_mark(at);
            return;
        }
        _ => return,
    };
    let Some((note, _)) = c.session.all_notes.as_ref().and_then(|notes| notes.get(at)).cloned() else { return };
    if let Some(why) = c.session.read_only.clone() {
        c.session.complain(why);
        return;
    }
    *c.overlay = None;
    c.session.annotate(NoteChange { from: Some(note), to: None });
}

// Selecting.

/// Begins a selection: the current item, else the first word on the screen.
fn select(c: &mut Context<'_>) {
    let visible = c.panes.reader.visible();
    let Some(open) = &mut c.session.open else { return };
    let text = &open.document.text;
    let here = open.here.clone().filter(|here| !here.is_empty());
    let range = here.or_else(|| {
        let (at, word) = text[visible.clone()].unicode_word_indices().next()?;
        Some(visible.start + at..visible.start + at + word.len())
    });
    match range {
        Some(range) => open.picked = Some(Picked { anchor: range.start, head: range.end }),
        None => c.session.tell(Text::new("there is no text to select", "hier ist kein Text")),
    }
}

/// Moves the end of the selection by a step, so many times, forward or back.
fn extend(c: &mut Context<'_>, by: isize, step: fn(&str, usize, bool) -> usize) {
    let Some(open) = &mut c.session.open else { return };
    let Some(picked) = &mut open.picked else { return };
    for _ in 0..by.unsigned_abs().min(10_000) {
        picked.head = step(&open.document.text, picked.head, by > 0);
    }
    let head = picked.head;
    open.bring = Some(head..head);
}

/// The border of a letter after or before an offset.
fn letter(text: &str, at: usize, on: bool) -> usize {
    let step = if on { text[at..].graphemes(true).next() } else { text[..at].graphemes(true).next_back() };
    let by = step.map_or(0, str::len);
    if on { at + by } else { at - by }
}

/// The end of the next word, or the beginning of the one before.
fn word(text: &str, at: usize, on: bool) -> usize {
    /// No word is longer; the border of a text of a hundred megabytes is not looked for.
    const NEAR: usize = 4096;
    if on {
        let end = crate::text::floor(text, (at + NEAR).min(text.len()));
        let near = &text[at..end];
        near.unicode_word_indices().next().map_or(end, |(start, word)| at + start + word.len())
    } else {
        let start = crate::text::floor(text, at.saturating_sub(NEAR));
        text[start..at].unicode_word_indices().next_back().map_or(start, |(begin, _)| start + begin)
    }
}

/// Moves the end of the selection by rows of the screen, in the same column as far as the row goes.
fn rows(c: &mut Context<'_>, by: isize) {
    let layout = c.panes.reader.layout;
    let Some(open) = &mut c.session.open else { return };
    let Some(picked) = &mut open.picked else { return };
    let document = &open.document;
    let row = layout.row_start(document, picked.head);
    let column = document.text[row..picked.head].graphemes(true).count();
    let end_of = |start: usize| Some(layout.step(document, start, 1)).filter(|&end| end > start);
    let line = |start: usize| document.text[start..end_of(start).unwrap_or(document.text.len())].trim_end();
    let mut to = row;
    for _ in 0..by.unsigned_abs().min(10_000) {
        // Rows between blocks have no text.
        loop {
            let next = layout.step(document, to, by.signum());
            if next == to {
                break;
            }
            to = next;
            if !line(to).is_empty() {
                break;
            }
        }
    }
    picked.head = if to == row {
        if by > 0 { document.text.len() } else { row }
    } else {
        let line = line(to);
        to + line.grapheme_indices(true).nth(column).map_or(line.len(), |(at, _)| at)
    };
    let head = picked.head;
    open.bring = Some(head..head);
}
