//! What a reader waits for in a library, as a table with a column for each library.

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Instant;

use casebook::facts::FactKind;
use casebook::library::{FacetGroup, Library, Query, Sort, SortBy};
use casebook::vocabulary::Vocabulary;

/// Queries that a reader types, from the rarest to everything.
const QUERIES: &[&str] = &[
    "disease:lymphoma",
    "disease:\"autoimmune disease\" -therapy:rituximab year:2020..2024",
    "(disease:leukemia OR disease:lymphoma) (therapy:\"car t\" OR therapy:rituximab) -disease:\"autoimmune disease\"",
    "lang:en",
    "n:>100 age:30..40",
    "person:keba",
];

const GROUPS: &[(&str, FacetGroup)] = &[
    ("diseases", FacetGroup::Kind(FactKind::Disease)),
    ("therapies", FacetGroup::Kind(FactKind::Therapy)),
    ("targets", FacetGroup::Kind(FactKind::Target)),
    ("institutions", FacetGroup::Kind(FactKind::Institution)),
    ("people", FacetGroup::Kind(FactKind::Person)),
    ("years", FacetGroup::Year),
];

const ORDERS: &[(&str, SortBy)] =
    &[("title", SortBy::Title), ("disease", SortBy::Disease), ("added", SortBy::Added), ("date", SortBy::Date)];

/// Prints a row for each piece of work, in milliseconds: the median of several goes where it can be repeated.
pub(crate) fn table(libraries: &[PathBuf]) {
    let columns: Vec<Vec<(String, f64)>> = libraries.iter().map(|dir| measure(dir)).collect();
    for (row, (work, _)) in columns[0].iter().enumerate() {
        let cells: Vec<String> = columns.iter().map(|column| format!("{:.3}", column[row].1)).collect();
        println!("| {work} | {} |", cells.join(" | "));
    }
}

fn measure(dir: &Path) -> Vec<(String, f64)> {
    let vocabulary = Vocabulary::bundled();
    let mut rows = Vec::new();
    let mut add = |work: String, took: f64| rows.push((work, took));
    let (mut library, took) = once(|| Library::open(dir).expect("a library is there"));
    add("open".to_owned(), took);
    add("documents".to_owned(), library.len().expect("it opens") as f64);
    let all = Query::default();
    add("first page".to_owned(), once(|| library.newest(200).expect("it opens")).1);
    add("whole list for the first time".to_owned(), once(|| library.ids(&all, Sort::default()).expect("it opens")).1);
    for (name, by) in ORDERS {
        let sort = Sort { by: *by, reversed: false };
        let _ = library.ids(&all, sort);
        // Another order in between, so that this one is not the one in memory.
        let away = Sort { by: *by, reversed: true };
        let took = median(5, || {
            let _ = library.ids(&all, away);
            once(|| library.ids(&all, sort).expect("it opens")).1
        });
        add(format!("sort by {name}"), took);
    }
    for text in QUERIES {
        let query = Query::parse(text, &vocabulary).expect("the query is sound");
        let found = library.ids(&query, Sort::default()).expect("it opens").len();
        add(format!("filter `{text}` (documents found)"), found as f64);
        add(format!("filter `{text}`"), median(9, || once(|| library.ids(black_box(&query), Sort::default())).1));
    }
    for text in ["", QUERIES[1], "lang:en"] {
        let query = Query::parse(text, &vocabulary).expect("the query is sound");
        for (name, group) in GROUPS {
            let (counts, first) = once(|| library.counts(*group, &query, &vocabulary).expect("it opens"));
            let took = median(9, || once(|| library.counts(*group, &query, &vocabulary)).1);
            let shown = counts.iter().filter(|row| row.count > 0).count();
            add(format!("{shown} {name} counted over `{text}` for the first time"), first);
            add(format!("{name} counted over `{text}` again"), took);
        }
    }
    let ids = library.ids(&all, Sort::default()).expect("it opens");
    let mut at = 0;
    let page = median(50, || {
        at = (at + ids.len() / 50) % ids.len();
        let page: Vec<_> = ids.range(at..at + 20).collect();
        once(|| library.heads(&page).expect("it opens")).1
    });
    add("a page of the list anywhere".to_owned(), page);
    add("anonymous memory, MB".to_owned(), anonymous());
    rows
}

fn once<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let start = Instant::now();
    let done = work();
    (done, start.elapsed().as_secs_f64() * 1e3)
}

fn median(times: usize, mut work: impl FnMut() -> f64) -> f64 {
    let mut took: Vec<f64> = (0..times).map(|_| work()).collect();
    took.sort_by(f64::total_cmp);
    took[times / 2]
}

fn anonymous() -> f64 {
    let rollup = std::fs::read_to_string("/proc/self/smaps_rollup").unwrap_or_default();
    let line = rollup.lines().find_map(|line| line.strip_prefix("Anonymous:"));
    line.and_then(|rest| rest.trim().trim_end_matches("kB").trim().parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
}
