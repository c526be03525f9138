//! Keys for many documents: selecting and marking them as one, saved filters, completion and synonyms in the filter line,
//! letters and years of the list.

use casebook::app::Event;
use casebook::library::{Incoming, Origin};
use casebook::ui::Overlay;
use casebook::worker::{Annotated, Change, Job, Reply};

use crate::common::{Desk, read as document};

fn listed(desk: &Desk) -> usize {
    desk.session().listed.len()
}

fn read(desk: &Desk) -> usize {
    let heads = desk.session().listed.iter().filter_map(|id| desk.session().head(id));
    heads.filter(|head| head.read).count()
}

#[test]
fn what_is_selected_is_marked_and_taken_back_as_one() {
    let mut desk = Desk::five(120, 30);
    desk.press("<Space><Space>");
    assert_eq!((desk.session().selection.len(), desk.session().cursor), (2, 2));
    desk.press("r");
    assert_eq!(desk.message(), "2 marked read");
    assert_eq!(read(&desk), 2);
    desk.press("U");
    assert_eq!(read(&desk), 0, "one change");
    // The same rows again: the selection stays until it is left.
    desk.press("*");
    desk.press("&is:starred<Enter>");
    assert_eq!(listed(&desk), 2);
    desk.press("F<Esc>");
    assert!(desk.session().selection.is_empty());
    desk.press("A");
    assert_eq!(desk.session().selection.len(), 5);
    desk.press("tfor later<Enter>&tag:\"for later\"<Enter>");
    assert_eq!(listed(&desk), 5);
    desk.press("UU");
    desk.press("&has:tag<Enter>");
    assert_eq!(listed(&desk), 0, "the filter first, then the tags");
}

#[test]
fn a_range_goes_from_the_row_selected_last() {
    let mut desk = Desk::five(120, 30);
    desk.press("j<Space>jv");
    assert_eq!(desk.session().selection.len(), 3);
    desk.press("<Esc>gg3<Space>");
    assert_eq!((desk.session().selection.len(), desk.session().cursor), (3, 3));
}

#[test]
fn a_filter_is_saved_applied_by_its_number_deleted_and_brought_back() {
    let mut desk = Desk::five(120, 30);
    desk.press("&venetoclax<Enter>fs<Enter>blood<Enter>F");
    assert_eq!(listed(&desk), 5);
    assert!(desk.rows().iter().any(|row| row.contains("f1 blood")), "{:?}", desk.rows());
    assert_eq!(desk.session().saved[0].1, Some(1), "counted");
    desk.press("f1");
    assert_eq!(listed(&desk), 1);
    desk.press("Ffs<C-x>");
    assert!(desk.session().saved.is_empty());
    desk.press("U");
    assert_eq!(desk.session().saved.len(), 1);
    desk.press("f2");
    assert!(desk.message().starts_with("no filter is saved there"), "{}", desk.message());
}

#[test]
fn the_filter_line_completes_fields_and_values() {
    let mut desk = Desk::five(120, 30);
    desk.press("&dis<Tab>");
    assert!(desk.rows()[29].starts_with("&disease:"), "{}", desk.rows()[29]);
    desk.press("werlhof");
    assert!(desk.rows()[28].contains("immune thrombocytopenia"), "{:?}", &desk.rows()[20..]);
    desk.press("<Tab>");
    assert!(desk.rows()[29].contains("disease:\"immune thrombocytopenia\""), "{}", desk.rows()[29]);
    desk.press("<Enter>");
    assert_eq!(listed(&desk), 1);
    desk.press("F&is:<Down><Down><Enter>");
    assert_eq!(desk.overlay(), "prompt", "Enter takes what was gone to");
    assert!(desk.rows()[29].contains("is:read"), "{}", desk.rows()[29]);
}

#[test]
fn the_filter_line_shows_what_a_word_is_taken_for() {
    let mut desk = Desk::five(120, 30);
    desk.press("&immunthrombozytopenie");
    let with = listed(&desk);
    assert!(desk.rows()[29].contains("immunthrombozytopenie = "), "{}", desk.rows()[29]);
    desk.press("<C-t>");
    assert!(desk.rows()[29].starts_with("&=immunthrombozytopenie"), "{}", desk.rows()[29]);
    assert!(listed(&desk) < with, "the word alone stands in fewer documents");
    desk.press("<C-t>");
    assert_eq!(listed(&desk), with);
}

#[test]
fn the_list_goes_to_a_letter_a_year_and_a_row() {
    let mut desk = Desk::five(120, 30);
    desk.press("sti<Enter>gjc<Enter>");
    let title = desk.title().to_lowercase();
    assert!(title.starts_with('c'), "{title}");
    desk.press("gg4G");
    assert_eq!(desk.session().cursor, 3);
    desk.press("9G");
    assert_eq!(desk.session().cursor, 4);
    desk.press("gj");
    desk.press("<Esc>");
    assert_eq!(desk.session().cursor, 4, "Esc goes back");
}

/// Hands the worker a job as a command would.
fn ask(desk: &mut Desk, job: Job) {
    desk.app.session.ask(job);
    desk.update(Event::Resize);
}

#[test]
fn an_open_picker_counts_again_when_documents_come() {
    let mut desk = Desk::five(120, 30);
    desk.press("Dimm<Down><Tab>");
    let picker = |desk: &Desk| match &desk.app.overlay {
        Some(Overlay::Picker(picker)) => {
            let count: usize =
                picker.choices.iter().map(|choice| choice.detail.parse::<usize>().expect("a count")).sum();
            (picker.input.value().to_owned(), picker.ticks.clone(), picker.chosen().cloned(), count)
        }
        _ => panic!("a picker is open"),
    };
    let before = picker(&desk);
    let new =
        document("new.md", "# Immune thrombocytopenia again\n\nImmune thrombocytopenia was treated with rituximab.\n");
    let new = Incoming::new(Origin::File("/nowhere/new.md".into(), 0), new);
    ask(&mut desk, Job::Import(vec![new], Vec::new()));
    assert_eq!(desk.session().total, 6, "{}", desk.message());
    let after = picker(&desk);
    assert_eq!((&after.0, &after.1), (&before.0, &before.1), "what was typed and ticked");
    assert_eq!(after.2.map(|row| row.value), before.2.map(|row| row.value), "the cursor");
    assert!(after.3 > before.3, "{}", desk.picture());
}

#[test]
fn a_field_without_its_value_leaves_nothing_out() {
    let mut desk = Desk::five(120, 30);
    desk.press("&lang:de<Space>");
    let german = listed(&desk);
    assert!(german > 0 && german < 5);
    for typed in ["disease:", "<BS><BS><BS><BS><BS><BS><BS><BS>any:disease:", "\"", "imm"] {
        desk.press(typed);
        assert_eq!((listed(&desk), desk.session().query.to_string().as_str()), (german, "lang:de"), "{typed}");
    }
    desk.press("une thrombocytopenia\"");
    assert_ne!(desk.session().query.to_string(), "lang:de");
}

#[test]
fn saved_filters_stand_in_the_filter_line() {
    let mut desk = Desk::five(120, 30);
    desk.press("&lang:de<Enter>fs<Enter>mine<Enter>F");
    let german = desk.session().saved[0].1.expect("counted") as usize;
    desk.press("&-@mi");
    assert!(desk.rows().iter().any(|row| row.contains("@mine  ")), "{:?}", &desk.rows()[24..]);
    desk.press("<Tab><Enter>");
    assert_eq!((desk.session().query.to_string().as_str(), listed(&desk)), ("-lang:de", 5 - german));
    desk.press("F&@mien<Enter>");
    let told = desk.rows()[27].clone();
    assert!(told.contains("column 1") && told.contains("nearest names: mine"), "{told}");
}

#[test]
fn a_star_that_was_not_stored_is_not_shown() {
    let mut desk = Desk::five(120, 30);
    let id = desk.session().selected().expect("a row");
    let starred = |desk: &Desk| desk.session().head(id).is_some_and(|head| head.starred);
    desk.press("*");
    assert!(starred(&desk));
    desk.update(Event::Reply(Reply::Unchanged(id, Change::Starred(true), "the disk is full".to_owned())));
    assert!(!starred(&desk) && desk.message() == "the disk is full");
    desk.press("U");
    assert_eq!(desk.message(), "nothing to take back");
}

#[test]
fn a_note_that_was_not_stored_comes_back() {
    let mut desk = Desk::five(120, 30);
    desk.press("<Enter>5j");
    desk.hold().press("aa thought<Enter>");
    // What the worker would say where the disk is full.
    let held = desk.held.take().unwrap_or_default();
    let refused = held.into_iter().find_map(|reply| match reply {
        Reply::Annotated(Annotated::Written { written, .. }) => {
            Some(Reply::Unwritten(Box::new(written.done), "full".to_owned()))
        }
        _ => None,
    });
    desk.update(Event::Reply(refused.expect("a note was written")));
    assert!(desk.message().contains("a has it again"), "{}", desk.message());
    assert!(desk.session().drafts.values().any(|typed| typed == "a thought"));
}

#[test]
fn all_patients_are_sorted_and_the_last_is_gone_to() {
    let text = |age: usize| format!("# Case {age}\n\nWe saw a {}-year-old woman with lupus.\n", 20 + age % 60);
    let documents = (0..250).map(|age| (format!("{age}.md"), document("case.md", &text(age))));
    let mut desk = crate::common::Setup::of(120, 30).on(crate::common::library(documents.collect()));
    desk.press("gp");
    let grid = |desk: &Desk| match &desk.app.overlay {
        Some(Overlay::Grid(grid)) => (grid.rows.len(), grid.cursor.0, grid.rows.last().cloned().expect("a row")),
        _ => panic!("a table is open"),
    };
    let some = grid(&desk).0;
    assert!((200..250).contains(&some), "{some}");
    desk.press("G");
    assert_eq!((grid(&desk).0, grid(&desk).1), (250, 249));
    desk.press("gpllls");
    assert_eq!(grid(&desk).0, 250);
    let ages: Vec<String> = match &desk.app.overlay {
        Some(Overlay::Grid(grid)) => grid.rows.iter().map(|row| format!("{:?}", row[3])).collect(),
        _ => Vec::new(),
    };
    let mut sorted = ages.clone();
    sorted.sort_by(|a, b| b.cmp(a));
    assert_eq!(ages, sorted, "all are of two digits");
}

#[test]
fn documents_are_taken_out_when_asked_twice_and_come_back() {
    let mut desk = Desk::five(120, 40);
    let rows = |desk: &Desk| desk.session().listed.iter().collect::<Vec<_>>();
    let before = rows(&desk);
    desk.press("j*<Del>");
    assert!(desk.picture().contains("Remove from the library"), "{}", desk.picture());
    desk.press("<Esc>");
    assert_eq!(rows(&desk), before, "it was only asked");
    desk.press("<Del>j<Down><Enter>");
    assert_eq!(rows(&desk), before, "no is no");
    // The row under the cursor goes, and the cursor stands on the next one.
    desk.press("<Del><Enter>");
    assert_eq!(rows(&desk), [&before[..1], &before[2..]].concat());
    assert_eq!(desk.session().selected(), Some(before[2]));
    assert_eq!(desk.session().open.as_ref().and_then(|open| open.id), Some(before[2]));
    assert_eq!(desk.message(), "1 removed from the library; U brings back");
    desk.press("U");
    assert_eq!(rows(&desk), before);
    desk.press("<Home>j");
    assert!(desk.session().head(before[1]).is_some_and(|head| head.starred), "as it was");
    // From the text, and many at once by name.
    desk.press("<Home><Enter><Del><Enter>");
    assert_eq!(rows(&desk), before[1..]);
    desk.press("U<Tab><Tab><Home>A:remove<Enter><Enter>");
    assert_eq!((rows(&desk), desk.session().selection.len()), (Vec::new(), 0), "{}", desk.picture());
    assert!(desk.session().open.is_none());
    desk.press("U");
    assert_eq!(rows(&desk), before);
    desk.press("UU");
    assert!(!desk.session().head(before[1]).is_some_and(|head| head.starred), "the star was set before");
}

#[test]
fn nothing_is_taken_out_of_a_library_of_one_file() {
    let mut desk = Desk::five(120, 30);
    desk.app.session.temporary = true;
    desk.press("<Del>");
    assert!(desk.picture().contains("in no library"), "{}", desk.picture());
}

#[test]
fn what_another_program_took_out_goes_without_a_complaint() {
    let mut desk = Desk::five(120, 30);
    let before: Vec<_> = desk.session().listed.iter().collect();
    desk.hold().press("<Del><Enter>");
    // The answer goes to the other program; here it is only seen that something has changed.
    desk.held = None;
    desk.update(Event::Reply(Reply::Changed));
    let now: Vec<_> = desk.session().listed.iter().collect();
    assert_eq!(now, before[1..]);
    assert_eq!(desk.session().open.as_ref().and_then(|open| open.id), Some(before[1]));
    assert!(desk.session().message.as_ref().is_none_or(|message| !message.error), "{:?}", desk.session().message);
}
