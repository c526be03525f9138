//! Reading one document: search in its modes, hyphens, links, references, abbreviations, marks, kinds of facts.

use casebook::app::Event;
use casebook::command::Effect;

use crate::common::{Desk, Setup, library, parse, read};

const PAPER: &str = "# Antibodies after cell therapy

Patients with systemic lupus erythematosus (SLE) were treated with a CAR-T product [2]. Before that, SLE had \
been treated elsewhere [1, 3], see [the protocol](https://example.org/protocol). The disease activity of SLE fell. \
A note follows[^n]. Of 12 patients, 11 responded; the CAR-T
product was well tolerated.

## References

1. Able A, First report. J Test. 2019;1:1-2.
2. Baker B, Second report. J Test. 2020;1:3-4.
3. Cook C, Third report. J Test. 2021;1:5-6.
4. Diver D, Fourth report. J Test. 2022;1:7-8.
5. Early E, Fifth report. J Test. 2023;1:9-10.

[^n]: Told by the authors.
";

fn paper(setup: &Setup) -> Desk {
    let mut desk = setup.on(library(vec![("paper.md".to_owned(), read("paper.md", PAPER))]));
    desk.press("<Enter>");
    desk
}

fn on_paper() -> Desk {
    paper(&Setup::of(120, 30))
}

#[test]
fn a_search_is_read_as_a_regular_expression_or_exactly() {
    let mut desk = on_paper();
    desk.press("/car.t<C-r>");
    assert!(desk.rows()[29].contains("regex · 1/2"), "{}", desk.rows()[29]);
    desk.press("<Enter>");
    assert_eq!(desk.here(), "CAR-T");
    assert!(desk.rows()[29].contains("/car.t (regex) 1/2"), "{}", desk.rows()[29]);
    desk.press("<Esc>n");
    assert_eq!(desk.matches(), Some((1, 2)), "n searches again in the same mode");
    desk.press("<Esc>/car-t<C-t>");
    assert_eq!(desk.matches(), Some((1, 0)), "letter by letter");
    desk.press("<C-t>");
    assert_eq!(desk.matches(), Some((1, 2)), "folded again");
    desk.press("<Esc>/CAR-T product<C-t><Enter>n");
    assert_eq!(desk.here(), "CAR-T\nproduct", "across a line break");
    desk.press("<Esc>/");
    assert!(desk.rows()[29].contains("^R regex  ^T exact"), "{}", desk.rows()[29]);
}

#[test]
fn a_wrong_expression_is_told_and_can_be_mended() {
    let mut desk = on_paper();
    desk.press("/(car<C-r>");
    assert!(desk.rows()[29].contains("( is never closed (character 1)"), "{}", desk.rows()[29]);
    desk.press("<Enter>");
    assert_eq!((desk.overlay(), desk.message()), ("prompt", "(car: ( is never closed (character 1)"));
    desk.press(")<Enter>");
    assert_eq!((desk.overlay(), desk.matches()), ("none", Some((1, 2))));
}

#[test]
fn the_bar_marks_matches_and_they_are_kept_on_resize() {
    let mut desk = paper(&Setup::of(60, 10));
    let bar = |desk: &Desk| desk.rows().iter().map(|row| row.chars().last().unwrap_or(' ')).collect::<String>();
    assert!(bar(&desk).contains('▐') && !bar(&desk).contains('•'), "{:?}", bar(&desk));
    desk.press("/report<Enter>");
    assert!(bar(&desk).contains('◆') && bar(&desk).contains('•'), "{:?}", bar(&desk));
    let before = desk.matches();
    desk.press("nn").resize(50, 24).resize(60, 10);
    assert_eq!(desk.matches().map(|(at, all)| (at - 2, all)), before);
    let mut desk = paper(&Setup::of(60, 50));
    assert!(!bar(&desk).contains('▐'), "nothing to scroll");
    desk.press("/report<Enter>");
    assert!(bar(&desk).contains('◆') && !bar(&desk).contains('▐'));
}

#[test]
fn words_are_parted_unless_that_is_switched_off() {
    let text = "# Kurz\n\nDie Autoimmunerkrankungen der Behandelten und die Nebenwirkungen der \
                Immunsuppression sind das Krankheitsgeschehen der Universitätskliniken.\n";
    let parted =
        |desk: &Desk| desk.rows()[1..11].iter().filter(|row| row.trim_end_matches([' ', '▐']).ends_with('-')).count();
    let mut desk = Setup::of(36, 12).on(library(vec![("a.md".to_owned(), read("a.md", text))]));
    desk.press("<Enter>");
    assert!(parted(&desk) > 0, "{:#?}", desk.rows());
    desk.press("g-");
    assert_eq!((parted(&desk), desk.message()), (0, "words stay whole"));
    desk.press("g-/krankungen<Enter>");
    assert_eq!(desk.here(), "krankungen", "a search finds parted words");
}

#[test]
fn letters_lead_to_links_and_references() {
    let mut desk = on_paper();
    desk.press("gl");
    assert_eq!(desk.overlay(), "letters");
    // In order of the text: 2, 1, 3, the protocol, the note.
    assert!(desk.rows().concat().contains("product [a2]"), "{:#?}", desk.rows());
    desk.press("f");
    assert_eq!(desk.message(), "Enter opens https://example.org/protocol");
    assert!(desk.effects.is_empty());
    desk.press("<Enter>");
    assert!(
        desk.effects.iter().any(|effect| matches!(effect, Effect::Open(to) if to == "https://example.org/protocol"))
    );
    let mut desk = on_paper();
    desk.press("gls");
    assert!(desk.here().contains("Able A"), "{}", desk.here());
    desk.press("gl5");
    assert_eq!((desk.overlay(), desk.message()), ("letters", ""), "a number counts");
    desk.press("<Esc>");
    assert_eq!(desk.overlay(), "none");
    desk.press("gl!");
    assert_eq!(desk.message(), "no link has these letters");
}

#[test]
fn references_are_opened_and_returned_from() {
    let mut desk = paper(&Setup::of(60, 8));
    desk.press("/[2]<C-t><Enter>");
    let began = desk.top();
    desk.press("<Enter>");
    assert!(desk.here().contains("Baker B"), "{}", desk.here());
    assert_ne!(desk.top(), began);
    desk.press("''");
    assert_eq!(desk.top(), began);
    desk.press("5<Enter>");
    assert!(desk.here().contains("Early E"), "{}", desk.here());
    desk.press("77<Enter>");
    assert_eq!(desk.message(), "there is no reference 77");
    desk.press("gg/[^n]<C-t><Enter><Enter>");
    assert!(desk.here().contains("Told by the authors"), "{}", desk.here());
}

#[test]
fn abbreviations_are_explained_on_the_spot() {
    let mut desk = on_paper();
    desk.press("/of SLE<Enter>gd");
    assert_eq!(desk.message(), "SLE: systemic lupus erythematosus");
    desk.press("<Esc>gd");
    assert_eq!(desk.overlay(), "picker");
    assert!(desk.rows().concat().contains("systemic lupus erythematosus"));
    desk.press("<Enter>");
    assert_eq!(desk.here(), "systemic lupus erythematosus (SLE)");
    let mut desk = Setup::of(80, 20).on(library(vec![("a.md".to_owned(), read("a.md", "# None\n\nPlain text."))]));
    desk.press("<Enter>gd");
    assert!(desk.message().starts_with("no abbreviation here"), "{}", desk.message());
}

#[test]
fn small_marks_are_of_a_document_and_capitals_of_all() {
    let mut desk = Desk::five(120, 30);
    desk.press("<Enter>3jma5jmBJ");
    let there = desk.title().to_owned();
    desk.press("'a");
    assert_eq!(desk.message(), "a: no such mark");
    desk.press("'<Space>");
    assert_eq!(desk.overlay(), "picker");
    desk.press("<Enter>");
    assert_ne!(desk.title(), there, "the capital leads to its document");
    desk.press("gg'<Space>");
    let listed = desk.rows().concat();
    assert!(listed.contains("Marks"), "{listed}");
    desk.press("<Enter>");
    assert!(desk.top() > 0);
}

#[test]
fn kinds_of_facts_are_switched_off_and_on() {
    let mut desk = on_paper();
    let marks = |desk: &Desk| desk.session().open.as_ref().map_or(0, |open| open.marks.len());
    let before = marks(&desk);
    assert!(before > 1, "{before}");
    desk.press("gk");
    assert_eq!(desk.overlay(), "picker");
    desk.press("disease<Tab>");
    let after = marks(&desk);
    assert!(after < before, "seen at once");
    desk.press("<Esc>gkdisease<Enter>");
    assert_eq!((desk.overlay(), marks(&desk)), ("none", before));
}

#[test]
fn a_burst_of_keys_ends_where_single_keys_do() {
    for keys in ["jjjjjjjjjjkk", "jjGkkkjjjjjjjjjjkk", "99jkkkkk", "jjj/SLE<Enter>njjk", "jjjmajj'ak", "d3jk<C-u>jj"] {
        let mut one = paper(&Setup::of(60, 8));
        one.press(keys);
        let mut burst = paper(&Setup::of(60, 8));
        for key in parse(keys) {
            burst.app.take(Event::Key(key));
        }
        burst.app.settle();
        assert_eq!(burst.top(), one.top(), "{keys}");
    }
}

#[test]
fn pages_and_lines_are_those_of_less() {
    let lines: Vec<String> = (1..=99).map(|number| format!("- {number}")).collect();
    let document = read("lines.md", &lines.join("\n"));
    let mut desk = Setup::of(60, 24).on(library(vec![("lines.md".to_owned(), document)]));
    desk.press("<Enter>");
    let rows = 22;
    for (keys, line) in [
        ("<Space>", 1 + rows),
        ("b", 1),
        ("5G", 5),
        ("7gg", 7),
        ("G500G", 100 - rows),
        ("50%", 51),
        ("3<Space>b", 100 - 2 * rows),
    ] {
        desk.press(keys);
        assert_eq!(desk.top_line(), format!("- {line}"), "{keys}");
    }
}

#[test]
fn contents_and_place_have_one_measure() {
    let text = format!("# One\n\n{0}\n\n# Two\n\n{0}", "word\n\n".repeat(100));
    let mut desk = Setup::of(60, 24).on(library(vec![("a.md".to_owned(), read("a.md", &text))]));
    desk.press("<Enter>c");
    let told = desk.rows().iter().find(|row| row.contains("Two")).cloned().expect("a row of the contents");
    let percent = told.split_whitespace().rev().find_map(|word| word.parse::<usize>().ok()).expect("a number");
    desk.press("<Esc>9)");
    assert_eq!(desk.top_line(), "Two", "further than there are sections is the last");
    assert!(desk.rows()[0].contains(&format!(" {percent} %")), "{percent}: {}", desk.rows()[0]);
    desk.press("L");
    assert_eq!(desk.message(), "no place to go forward to");
}

#[test]
fn a_footnote_leads_to_its_own_words() {
    let text = PAPER.replace("[^n]", "[^1]");
    let mut desk = Setup::of(120, 40).on(library(vec![("paper.md".to_owned(), read("paper.md", &text))]));
    desk.press("<Enter>");
    let found = casebook::document::references::citations(
        &desk.session().open.as_ref().expect("a document").document,
        &(0..text.len() / 2),
    );
    let document = &desk.session().open.as_ref().expect("a document").document;
    let target =
        found.iter().find(|citation| &document.text[citation.range.start - 9..citation.range.start - 2] == "follows");
    assert_eq!(&document.text[target.expect("its mark").target.clone()], "[^1] Told by the authors.");
}

#[test]
fn a_footnote_does_not_look_like_a_reference() {
    let text =
        "# Fall\n\nEin Satz[^1] und Literatur [1].\n\n[^1]: Wie erzählt.\n\n## Literatur\n\n1. Berg A. Bericht. 2020\n";
    let on = |settings| {
        let setup = Setup { settings, ..Setup::of(60, 20) };
        let mut desk = setup.on(library(vec![("a.md".to_owned(), read("a.md", text))]));
        desk.press("<Enter>");
        desk
    };
    let mut desk = on("");
    let screen = desk.rows().concat();
    assert!(screen.contains("Ein Satz¹ und Literatur [1].") && screen.contains("¹ Wie erzählt."), "{screen}");
    desk.press("/Satz[^1] und<Enter>");
    assert_eq!(desk.matches(), Some((1, 1)));
    let plain = on("[screen]\nascii = true\n").rows().concat();
    assert!(plain.contains("Ein Satz[^1] und Literatur [1]."), "{plain}");
}

#[test]
fn links_inside_a_document_lead_to_headings_and_back() {
    let text = format!(
        "# Fall\n\nSiehe [hier](#zweiter-teil), [dort](#dritter-teil) und [Datei](andere.md).\n\n{}## Zweiter Teil\n\nEnde.\n",
        "Füllung.\n\n".repeat(40)
    );
    let mut desk = Setup::of(80, 20).on(library(vec![("a.md".to_owned(), read("a.md", &text))]));
    desk.press("<Enter>gl");
    assert!(desk.message().contains("a hier → Zweiter Teil") && desk.message().contains("d andere.md"));
    desk.press("a");
    assert_eq!(desk.here(), "Zweiter Teil");
    assert!(desk.rows().concat().contains("Ende."));
    desk.press("<C-o>");
    assert!(desk.rows().concat().contains("Siehe hier"));
    desk.press("gls");
    assert_eq!(desk.message(), "no heading here is called that: #dritter-teil");
    desk.press("gld");
    assert_eq!(desk.message(), "not opened, only http, https and mailto are: andere.md");
    desk.press("<Enter>o");
    assert!(desk.effects.is_empty());
}

#[test]
fn without_colours_the_margin_names_every_fact_of_a_row() {
    let text = "# Fall\n\nCAR T-cell therapy for systemic lupus erythematosus and rituximab for myasthenia gravis led to \
                complete remission in 12 of 15 patients.\n";
    let rows = |width: u16| {
        let setup = Setup { colours: false, ..Setup::of(width, 20) };
        let mut desk = setup.on(library(vec![("a.md".to_owned(), read("a.md", text))]));
        desk.press("<Enter>z");
        desk.rows()
    };
    let row = |rows: &[String], word: &str| rows.iter().find(|row| row.contains(word)).cloned().unwrap_or_default();
    let wide = rows(160);
    assert!(row(&wide, "CAR T-cell").contains("TDdD CAR"), "{wide:#?}");
    let narrow = rows(39);
    assert!(row(&narrow, "CAR T-cell").starts_with("TD CAR"), "{narrow:#?}");
    for width in 20..60 {
        for row in rows(width) {
            let (margin, _) = row.split_at(row.char_indices().nth(if width < 40 { 2 } else { 4 }).map_or(0, |it| it.0));
            let text = row.strip_prefix(margin).unwrap_or_default();
            assert!(row.starts_with(' ') || margin.len() < 2 || text.starts_with(' '), "{width}: {row}");
        }
    }
}

#[test]
fn a_table_has_a_rule_below_its_head_and_does_not_repeat_it_where_it_falls_back() {
    let text = "# Fall\n\n| Patient | Verlauf |\n|---|---|\n| eins | volle Remission nach drei Monaten ohne Rückfall |\n| zwei | keine |\n";
    let rows = |width: u16| {
        let mut desk = Setup::of(width, 20).on(library(vec![("a.md".to_owned(), read("a.md", text))]));
        desk.press("<Enter>z");
        desk.rows().iter().map(|row| row.trim().to_owned()).filter(|row| !row.is_empty()).collect::<Vec<_>>()
    };
    let wide = rows(80);
    let head = wide.iter().position(|row| row.starts_with("Patient | Verlauf")).expect("the head");
    assert!(wide[head + 1].starts_with("────") && wide[head + 2].starts_with("eins"), "{wide:#?}");
    let narrow = rows(40).join("\n");
    assert!(narrow.contains("Patient: eins\nVerlauf: volle Remission") && !narrow.contains('|'), "{narrow}");
    let mut desk = Setup::of(40, 20).on(library(vec![("a.md".to_owned(), read("a.md", text))]));
    desk.press("<Enter>z/Verlauf<Enter>");
    assert_eq!(desk.matches(), Some((1, 1)), "the head is found in its labels");
    let long = text
        .replace("| eins", &"| eins | noch eine Angabe, die für eine Zeile zu lang ist |\n".repeat(30))
        .replace("Verlauf", "Verlauf[^1]");
    let long = format!("# T\n\n{}{long}\n\n[^1]: Ende.\n", "Füllung.\n\n".repeat(30));
    let mut desk = Setup::of(40, 10).on(library(vec![("a.md".to_owned(), read("a.md", &long))]));
    desk.press("<Enter>z/Verlauf<Enter>");
    assert!(desk.rows()[1..9].iter().any(|row| row.contains("Verlauf¹:")), "{:#?}", desk.rows());
}
