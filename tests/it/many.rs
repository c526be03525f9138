//! Keys for many documents: selecting and marking them as one, saved filters, completion and synonyms in the filter line,
//! letters and years of the list.

use crate::common::Desk;

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
