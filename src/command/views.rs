//! Commands that look beyond the open document: to those of the same study, and to all that the filter leaves as a
//! matrix, a time line or a table of patients.

use std::borrow::Cow;

use super::Context;
use crate::document::wrap::columns as text_columns;
use crate::facts::study::ALSO_IN;
use crate::facts::told::COLUMNS;
use crate::facts::{FactKind, Subject, values};
use crate::library::{
    Compared, FacetCount, FacetGroup, Item, Matrix, Patient, Patients, Picked, Query, Timeline, View, Viewed,
};
use crate::session::{Goal, LeftView, Session};
use crate::ui::grid::{Cell, Grid, GridColumn};
use crate::ui::picker::{Choice, Picker, Purpose, Value};
use crate::ui::{Motion, Overlay, Place};
use crate::vocabulary::Vocabulary;
use crate::wording::{Language, Text};
use crate::worker::Job;

/// Diseases and therapies that the matrix on the screen has at most.
const MOST: usize = 100;
/// Rows of the table of patients that are loaded to be sorted, or to go to the last.
const ALL_ROWS: usize = 100_000;
const DOCUMENTS: Text = Text::new("documents", "Dokumente");
const ALL: Text = Text::new("all", "alle");
const MATRIX: Text = Text::new("Diseases × therapies", "Krankheiten × Therapien");
const TIMELINE: Text = Text::new("Documents by year", "Dokumente nach Jahr");
const PATIENTS: Text = Text::new("Patients", "Patienten");
const COMPARE: Text = Text::new("The same study side by side", "Dieselbe Studie nebeneinander");
const NO_OTHER: Text = Text::new("no other document tells of this study", "kein anderes Dokument zu dieser Studie");
const UNDATED: Text = Text::new("undated", "ohne Datum");

/// Goes to the document that tells of the same study; of several one is picked.
pub(super) fn also_in(c: &mut Context<'_>) {
    let language = c.session.language;
    let kin = c.session.open.as_ref().map(|open| &open.also_in.kin[..]).unwrap_or_default();
    match kin {
        [] => {
            c.session.tell(NO_OTHER);
        }
        [_] => visit(c, 0),
        several => {
            let rows = several
                .iter()
                .enumerate()
                .map(|(at, kin)| Choice::new(Value::Number(at), kin.head.title.clone(), kin.why(language)));
            *c.overlay = Some(Overlay::Picker(Picker::new(Purpose::AlsoIn, ALSO_IN.say(language), rows.collect())));
        }
    }
}

/// Opens one of the related documents; back leads here again.
pub(super) fn visit(c: &mut Context<'_>, at: usize) {
    let Some(kin) = c.session.open.as_ref().and_then(|open| open.also_in.kin.get(at)) else { return };
    let (id, why) = (kin.head.id, kin.why(c.session.language));
    c.session.visit(id, Goal::Kept);
    c.session.say(why);
    if c.panes.focus == Place::Facts || c.panes.focus == Place::List {
        c.panes.give_focus(Place::Reader);
    }
}

/// Opens the matrix of what the filter leaves.
pub(super) fn matrix(c: &mut Context<'_>) {
    open(c, View::Matrix(MOST), MATRIX);
}

/// Opens the time line.
pub(super) fn timeline(c: &mut Context<'_>) {
    open(c, View::Timeline, TIMELINE);
}

/// Opens the table of patients, in the order of the list.
pub(super) fn patients(c: &mut Context<'_>) {
    open(c, View::Patients(c.session.sort, 0), PATIENTS);
}

/// Opens the documents of the same study side by side.
pub(super) fn compare(c: &mut Context<'_>) {
    let open_document = c.session.open.as_ref();
    let related = open_document.is_some_and(|open| open.also_in.kin.iter().any(|kin| kin.relation.is_same()));
    match open_document.and_then(|open| open.id) {
        Some(id) if related => open(c, View::Compare(id), COMPARE),
        _ => c.session.tell(NO_OTHER),
    }
}

/// Opens a view; where it was left if nothing has changed since.
fn open(c: &mut Context<'_>, view: View, title: Text) {
    let query = c.session.query.clone();
    c.session.viewed = None;
    c.session.ask(Job::View(view, query.clone()));
    let mut grid = Grid::new(view, query, title.say(c.session.language));
    if let Some(left) = c.session.left_view.take_if(|left| left.asked == grid.asked) {
        grid.cursor = left.cursor;
        grid.sorted = left.sorted;
        // The row may be anywhere.
        grid.whole = (left.sorted.is_some() || left.cursor.0 > 0).then_some(false);
    }
    *c.overlay = Some(Overlay::Grid(grid));
}

/// Goes back to the table that was left for the open document; false if there is none.
pub(super) fn resume(c: &mut Context<'_>) -> bool {
    let here = c.session.open.as_ref().and_then(|open| open.id);
    let Some(left) =
        c.session.left_view.as_ref().filter(|left| Some(left.document) == here && left.asked.1 == c.session.query)
    else {
        return false;
    };
    let view = left.asked.0;
    let title = match view {
        View::Matrix(_) => MATRIX,
        View::Timeline => TIMELINE,
        View::Patients(..) => PATIENTS,
        View::Compare(_) => COMPARE,
    };
    open(c, view, title);
    true
}

/// Takes a view that has come into the table that waits for it.
pub fn fill_grid(grid: &mut Grid, asking: &mut Session) {
    let part_of = |view: &View| match (view, &grid.asked.0) {
        (View::Patients(sort, _), View::Patients(asked, _)) => sort == asked,
        (view, asked) => view == asked,
    };
    let Some((_, _, viewed)) = asking.viewed.take_if(|(view, query, _)| part_of(view) && *query == grid.asked.1) else {
        return;
    };
    let cursor = grid.cursor;
    let viewed = match (grid.data.take(), *viewed) {
        (Some(Viewed::Patients(mut known)), Viewed::Patients(part)) => {
            known.rows.extend(part.rows);
            known.next = part.next;
            Viewed::Patients(known)
        }
        (_, viewed) => viewed,
    };
    if let (Viewed::Patients(Patients { rows, next: Some(next) }), View::Patients(sort, _), Some(_)) =
        (&viewed, grid.asked.0, grid.whole)
        && rows.len() < ALL_ROWS
    {
        // Filled once all are there: each part by itself would be sorted in anew.
        grid.remark = format!("{}+ …", rows.len());
        asking.ask(Job::View(View::Patients(sort, *next), grid.asked.1.clone()));
        grid.data = Some(viewed);
        return;
    }
    if let (Viewed::Patients(Patients { rows, next: Some(next) }), View::Patients(sort, _)) = (&viewed, grid.asked.0)
        && rows.is_empty()
    {
        // None of the first documents tells of patients: others may.
        asking.ask(Job::View(View::Patients(sort, *next), grid.asked.1.clone()));
        grid.data = Some(viewed);
        return;
    }
    grid.waiting = false;
    let to_end = grid.whole.take();
    let session = &*asking;
    match &viewed {
        Viewed::Matrix(matrix) => fill_matrix(grid, matrix, session),
        Viewed::Timeline(timeline) => fill_timeline(grid, timeline, session.language),
        Viewed::Patients(patients) => fill_patients(grid, patients, session),
        Viewed::Compare(compared) => fill_compare(grid, compared, session),
    }
    grid.data = Some(viewed);
    if cursor != (0, 0) {
        grid.cursor =
            (cursor.0.min(grid.rows.len().saturating_sub(1)), cursor.1.min(grid.columns.len().saturating_sub(1)));
    }
    if to_end == Some(true) {
        grid.go(Motion::Bottom);
    }
}

fn fill_matrix(grid: &mut Grid, matrix: &Matrix, session: &Session) {
    let language = session.language;
    let label =
        |row: &FacetCount| named(&session.vocabulary, row.concept.as_deref(), &row.label, language).into_owned();
    let mut columns = vec![
        GridColumn::new(FactKind::Disease.entry().label.say(language), 34),
        GridColumn::new(DOCUMENTS.say(language), 10),
    ];
    columns.extend(matrix.therapies.iter().map(|therapy| {
        let label = label(therapy);
        let word = label.split([' ', '-']).map(text_columns).max().unwrap_or(0) + 1;
        let half = text_columns(&label).div_ceil(2) + 1;
        GridColumn::new(label, word.max(half).clamp(8, 14) as u16)
    }));
    let line = |name: String, documents: u64, counts: &mut dyn Iterator<Item = u64>| {
        [Cell::Text(name, None), Cell::Count(documents)].into_iter().chain(counts.map(Cell::Count)).collect()
    };
    let mut rows: Vec<Vec<Cell>> = Vec::with_capacity(matrix.diseases.len() + 1);
    if matrix.documents > 0 {
        let all = ALL.say(language).to_owned();
        rows.push(line(all, matrix.documents, &mut matrix.therapies.iter().map(|therapy| therapy.count)));
    }
    let diseases = matrix.diseases.iter().zip(&matrix.counts);
    rows.extend(diseases.map(|(disease, counts)| line(label(disease), disease.count, &mut counts.iter().copied())));
    grid.remark =
        format!("{} × {}", part(matrix.diseases.len(), matrix.all.0), part(matrix.therapies.len(), matrix.all.1));
    grid.fill(columns, rows);
}

/// How many are shown, of how many if not all.
fn part(shown: usize, all: usize) -> String {
    if shown < all { format!("{shown}/{all}") } else { all.to_string() }
}

fn fill_timeline(grid: &mut Grid, timeline: &Timeline, language: Language) {
    let year = Text::new("Year", "Jahr");
    let columns = vec![
        GridColumn::new(year.say(language), 10),
        GridColumn::new(DOCUMENTS.say(language), 10),
        GridColumn::new("", u16::MAX),
    ];
    let most = timeline.years.iter().map(|(_, count)| *count).chain([timeline.undated]).max().unwrap_or(0);
    let line = |name: String, number, count| vec![Cell::Text(name, number), Cell::Count(count), Cell::Bar(count, most)];
    let mut rows: Vec<Vec<Cell>> =
        timeline.years.iter().map(|&(year, count)| line(year.to_string(), Some(f64::from(year)), count)).collect();
    if timeline.undated > 0 {
        rows.push(line(UNDATED.say(language).to_owned(), None, timeline.undated));
    }
    let documents = timeline.years.iter().map(|(_, count)| count).sum::<u64>() + timeline.undated;
    grid.remark = documents.to_string();
    // The newest year is what one looks for first.
    let newest = timeline.years.len().saturating_sub(1);
    grid.fill(columns, rows);
    grid.cursor = (newest, 0);
}

/// Columns of the screen for each of [`COLUMNS`], where its heading needs no more.
const WIDTHS: [u16; COLUMNS.len()] = [14, 10, 7, 24, 24, 20, 26, 12];
/// Columns of the table of patients before those of [`COLUMNS`].
const BEFORE: usize = 2;

fn fill_patients(grid: &mut Grid, patients: &Patients, session: &Session) {
    let language = session.language;
    let mut columns = vec![
        GridColumn::new(FactKind::Title.entry().label.say(language), 30),
        GridColumn::new(Text::new("Who", "Wer").say(language), 10),
    ];
    let known = COLUMNS.iter().zip(WIDTHS);
    columns.extend(known.map(|(column, width)| {
        let heading = column.label().say(language);
        GridColumn::new(heading, width.max(text_columns(heading) as u16 + 1))
    }));
    columns.push(GridColumn::new(FactKind::PubDate.entry().label.say(language), 12));
    let cell = |items: &Vec<Item>| {
        let names = items.iter().map(|item| named(&session.vocabulary, item.concept.as_deref(), &item.value, language));
        Cell::Text(names.collect::<Vec<_>>().join("; "), items.first().and_then(|item| item.range).map(|(low, _)| low))
    };
    let row = |patient: &Patient| {
        let text = |text: &str| Cell::Text(text.to_owned(), None);
        let who = match patient.subject {
            Subject::Patient(number) => format!("{} {number}", Text::new("patient", "Patient").say(language)),
            Subject::Cohort | Subject::Document => Text::new("group", "Gruppe").say(language).to_owned(),
        };
        let published = patient.published.as_deref().unwrap_or_default();
        let head = [text(&patient.title), text(&who)];
        head.into_iter().chain(patient.cells.iter().map(cell)).chain([text(published)]).collect()
    };
    let more = if patients.next.is_some() { "+" } else { "" };
    grid.remark = format!("{}{more}", patients.rows.len());
    grid.fill(columns, patients.rows.iter().map(row).collect());
}

/// Rows of a comparison before those of [`COLUMNS`].
const ABOVE: usize = 3;
/// Before what disagrees.
const DIFFERS: &str = "≠ ";

fn fill_compare(grid: &mut Grid, compared: &[Compared], session: &Session) {
    let language = session.language;
    let text = |text: &str| Cell::Text(text.to_owned(), None);
    let mut columns = vec![GridColumn::new("", 18)];
    columns.extend(compared.iter().map(|one| GridColumn::new(one.head.title.clone(), 32)));
    let line = |label: Text, cell: &dyn Fn(&Compared) -> String| {
        std::iter::once(text(label.say(language))).chain(compared.iter().map(|one| text(&cell(one)))).collect()
    };
    let related = |one: &Compared| one.relation.map_or("", |relation| relation.label().say(language)).to_owned();
    let mut rows: Vec<Vec<Cell>> = vec![
        line(ALSO_IN, &related),
        line(FactKind::DocType.entry().label, &|one| {
            values::word(one.head.doc_type.as_deref().unwrap_or_default(), language)
        }),
        line(FactKind::PubDate.entry().label, &|one| one.head.published.clone().unwrap_or_default()),
    ];
    for (at, column) in COLUMNS.iter().enumerate() {
        let differs = |differs| if differs { DIFFERS } else { "" };
        let label =
            format!("{}{}", differs(compared.iter().any(|one| one.disagrees[at])), column.label().say(language));
        let cell = |one: &Compared| {
            let name =
                |item: &Item| named(&session.vocabulary, item.concept.as_deref(), &item.value, language).into_owned();
            let names: Vec<String> = one.cells[at].iter().map(name).collect();
            text(&format!("{}{}", differs(one.disagrees[at]), names.join("; ")))
        };
        rows.push(std::iter::once(text(&label)).chain(compared.iter().map(cell)).collect());
    }
    let differing = (0..COLUMNS.len()).filter(|&at| compared.iter().any(|one| one.disagrees[at])).count();
    grid.remark = format!("{DIFFERS}{differing}");
    grid.fill(columns, rows);
}

/// The name of a concept in the language of the interface, else the value in it.
fn named<'a>(vocabulary: &'a Vocabulary, concept: Option<&str>, value: &'a str, language: Language) -> Cow<'a, str> {
    match (concept.and_then(|id| vocabulary.by_id(id)), language) {
        (_, Language::English) => Cow::Borrowed(value),
        (Some(index), Language::German) => Cow::Borrowed(vocabulary.get(index).name_in("de")),
        (None, Language::German) => values::german(value).map_or(Cow::Borrowed(value), Cow::Owned),
    }
}

/// Moves in a table from row to row; near the end of what is known of a long one more is asked for, to go to its last row
/// all of it.
pub(super) fn go(c: &mut Context<'_>, motion: Motion) {
    let Some(Overlay::Grid(grid)) = c.overlay else { return };
    grid.go(motion);
    let to_end = motion == Motion::Bottom;
    if !has_more(grid) || !(to_end || grid.whole.is_some() || grid.nears_the_end()) {
        return;
    }
    if to_end || grid.whole.is_some() {
        grid.whole = Some(to_end);
    }
    ask_for_more(grid, c.session);
}

/// Whether rows of a long table are still to be asked for.
fn has_more(grid: &Grid) -> bool {
    matches!(&grid.data, Some(Viewed::Patients(Patients { next: Some(_), .. })))
}

fn ask_for_more(grid: &mut Grid, session: &mut Session) {
    if let (View::Patients(sort, _), Some(Viewed::Patients(Patients { next: Some(next), .. }))) =
        (grid.asked.0, &grid.data)
        && !grid.waiting
    {
        grid.waiting = true;
        session.ask(Job::View(View::Patients(sort, *next), grid.asked.1.clone()));
    }
}

/// Moves in a table from column to column.
pub(super) fn across(c: &mut Context<'_>, by: isize) {
    if let Some(Overlay::Grid(grid)) = c.overlay {
        grid.across(by);
    }
}

/// Sorts a table by the column under the cursor; again, the other way.
pub(super) fn sort(c: &mut Context<'_>) {
    let Some(Overlay::Grid(grid)) = c.overlay else { return };
    if grid.rows.is_empty() {
        return;
    }
    grid.sort_here();
    if !has_more(grid) {
        return;
    }
    if grid.rows.len() < ALL_ROWS {
        grid.whole = Some(false);
        ask_for_more(grid, c.session);
        c.session.tell(Text::new("sorting all rows …", "alle Zeilen werden geordnet …"));
    } else {
        c.session.tell(Text::new(
            "sorted as far as it is loaded: a filter leaves fewer",
            "geordnet, so weit geladen: ein Filter lässt weniger übrig",
        ));
    }
}

/// What choosing a cell does.
enum Choose {
    /// The list is filtered by this too.
    Filter(Query),
    /// A document is opened.
    Visit(crate::library::DocId, Goal),
    /// There is nothing behind the cell.
    Nothing(Text),
}

/// Filters by disease and therapy or the year, or opens the evidence of a patient's cell.
pub(super) fn choose(c: &mut Context<'_>) {
    let Some(Overlay::Grid(grid)) = &c.overlay else { return };
    let (Some((row, column)), Some(data)) = (grid.chosen(), &grid.data) else { return };
    let chosen = match data {
        Viewed::Matrix(matrix) => choose_matrix(matrix, row, column, &c.session.vocabulary),
        Viewed::Timeline(timeline) => choose_year(timeline, row, &c.session.vocabulary),
        Viewed::Patients(patients) => choose_patient(&patients.rows[row], column),
        Viewed::Compare(compared) => choose_compared(&compared[column.saturating_sub(1)], row),
    };
    match chosen {
        Choose::Nothing(why) => c.session.tell(why),
        Choose::Filter(query) => {
            *c.overlay = None;
            let parts = c.session.query.parts();
            let new = query.parts().into_iter().enumerate().rev().filter(|(_, part)| parts.contains(part));
            // What is asked for already is not asked for twice.
            let query = new.fold(query, |query, (index, _)| query.without_part(index));
            c.session.filter(c.session.query.and(&query));
            if c.panes.listed {
                c.panes.give_focus(Place::List);
            }
        }
        Choose::Visit(id, goal) => {
            let (asked, cursor, sorted) = (grid.asked.clone(), grid.cursor, grid.sorted);
            c.session.left_view = Some(LeftView { asked, cursor, sorted, document: id });
            *c.overlay = None;
            c.session.visit(id, goal);
            c.panes.give_focus(Place::Reader);
        }
    }
}

fn choose_matrix(matrix: &Matrix, row: usize, column: usize, vocabulary: &Vocabulary) -> Choose {
    let value = |kind, rows: &[FacetCount], at: usize| {
        let one = Picked { include: vec![rows[at].value.clone()], exclude: Vec::new() };
        Query::default().with_values(FacetGroup::Kind(kind), &one, vocabulary)
    };
    let disease = row.checked_sub(1).map(|at| value(FactKind::Disease, &matrix.diseases, at));
    let therapy = column.checked_sub(2).map(|at| value(FactKind::Therapy, &matrix.therapies, at));
    if let (Some(row), Some(column)) = (row.checked_sub(1), column.checked_sub(2))
        && matrix.counts[row][column] == 0
    {
        return Choose::Nothing(Text::new("no document has both", "kein Dokument hat beides"));
    }
    match (disease, therapy) {
        (Some(disease), Some(therapy)) => Choose::Filter(disease.and(&therapy)),
        (Some(one), None) | (None, Some(one)) => Choose::Filter(one),
        (None, None) => Choose::Filter(Query::default()),
    }
}

fn choose_year(timeline: &Timeline, row: usize, vocabulary: &Vocabulary) -> Choose {
    let text = match timeline.years.get(row) {
        Some((_, 0)) => return Choose::Nothing(Text::new("no document of this year", "kein Dokument aus diesem Jahr")),
        Some((year, _)) => format!("year:{year}"),
        None => "-year:0..9999".to_owned(),
    };
    match Query::parse(&text, vocabulary) {
        Ok(query) => Choose::Filter(query),
        Err(_) => {
            Choose::Nothing(Text::new("this year cannot be filtered by", "nach diesem Jahr wird nicht gefiltert"))
        }
    }
}

fn choose_patient(patient: &Patient, column: usize) -> Choose {
    let cell = column.checked_sub(BEFORE).and_then(|at| patient.cells.get(at));
    match cell.map(|items| items.first()) {
        Some(Some(item)) => Choose::Visit(patient.id, Goal::Evidence(item.evidence.clone())),
        Some(None) => Choose::Nothing(crate::facts::card::NOT_STATED),
        None => Choose::Visit(patient.id, Goal::Kept),
    }
}

fn choose_compared(one: &Compared, row: usize) -> Choose {
    match row.checked_sub(ABOVE).map(|at| one.cells[at].first()) {
        Some(Some(item)) => Choose::Visit(one.head.id, Goal::Evidence(item.evidence.clone())),
        Some(None) => Choose::Nothing(crate::facts::card::NOT_STATED),
        None => Choose::Visit(one.head.id, Goal::Kept),
    }
}
