//! Which documents a query finds, in which order, and how many more a picker's row would leave.

use std::collections::HashSet;

use roaring::RoaringBitmap;
use rusqlite::{Params, ToSql};

use super::columns::{Bits, Sought};
use super::facets::{FacetCount, FacetGroup, Facets, Which};
use super::fold::{self, Needle, Part};
use super::fulltext::Fulltext;
use super::order::{Ids, Order, Sort, SortBy};
use super::query::{Expr, Has, Is, NumberRange, Query, Test, Value};
use super::store::{Reader, lossy};
use super::{DocId, LibraryError, Result};
use crate::facts::FactKind;
use crate::vocabulary::Vocabulary;

/// The documents that match, in order; `order` is the one used last.
pub(crate) fn ids(
    reader: &Reader,
    facets: &Facets,
    fulltext: &mut Fulltext,
    order: &mut Option<Order>,
    query: &Query,
    sort: Sort,
) -> Result<Ids> {
    let found = matching(reader, facets, fulltext, query.root(), &facets.documents)?;
    let words = query.words();
    if sort.by != SortBy::Relevance || words.is_empty() {
        let before = order.take();
        let order = order.insert(Order::make(reader, facets, sort, before)?);
        return Ok(order.filtered(&found));
    }
    let best = fulltext.ranked(reader, &words, &found)?;
    let rest = found - RoaringBitmap::from_iter(&best);
    let before = order.take();
    let newest = order.insert(Order::make(reader, facets, Sort::default(), before)?);
    let mut ids = best;
    ids.extend_from_slice(newest.filtered(&rest).numbers());
    if sort.reversed {
        ids.reverse();
    }
    Ok(ids.into())
}

/// How many documents match.
pub(crate) fn count(reader: &Reader, facets: &Facets, fulltext: &mut Fulltext, query: &Query) -> Result<u64> {
    matching(reader, facets, fulltext, query.root(), &facets.documents).map(|found| found.len())
}

/// The rows of a picker with their counts.
pub(crate) fn counts(
    reader: &Reader,
    facets: &mut Facets,
    fulltext: &mut Fulltext,
    group: FacetGroup,
    query: &Query,
    vocabulary: &Vocabulary,
) -> Result<Vec<FacetCount>> {
    let others = query.without(group);
    let found = matching(reader, facets, fulltext, others.root(), &facets.documents)?;
    facets.counts(reader, group, &found, vocabulary)
}

/// The documents that match, as a set.
pub(crate) fn found(reader: &Reader, facets: &Facets, fulltext: &mut Fulltext, query: &Query) -> Result<RoaringBitmap> {
    matching(reader, facets, fulltext, query.root(), &facets.documents)
}

/// The documents among `within` for which the predicate holds.
fn matching(
    reader: &Reader,
    facets: &Facets,
    fulltext: &mut Fulltext,
    expr: &Expr,
    within: &RoaringBitmap,
) -> Result<RoaringBitmap> {
    match expr {
        Expr::All(parts) => {
            let mut left = within.clone();
            // What may read texts comes last, when few documents are left.
            let mut parts: Vec<&Expr> = parts.iter().collect();
            parts.sort_by_key(|part| reads_texts(part));
            for part in parts {
                left = matching(reader, facets, fulltext, part, &left)?;
            }
            Ok(left)
        }
        Expr::Any(parts) => {
            let mut found = RoaringBitmap::new();
            for part in parts {
                found |= matching(reader, facets, fulltext, part, within)?;
            }
            Ok(found)
        }
        Expr::Not(inner) => Ok(within - matching(reader, facets, fulltext, inner, within)?),
        Expr::Test(Test::Words(words)) => {
            let mut found = RoaringBitmap::new();
            for words in words.each() {
                found |= fulltext.matching(reader, &words, within)?;
            }
            Ok(found)
        }
        Expr::Test(test) if reads_store(test) => {
            let found =
                facets.memo.borrow_mut().answer(reader, facets.revision, test, || tested(reader, facets, test))?;
            Ok(found & within)
        }
        Expr::Test(test) => Ok(tested(reader, facets, test)? & within),
    }
}

/// Whether the answer to a test is not in memory.
fn reads_store(test: &Test) -> bool {
    match test {
        Test::Fact { kind, value, .. } => !value.names.is_empty() || !kind.entry().facet,
        Test::Primary(_) | Test::Year(_) | Test::Words(_) => false,
        Test::Number { .. }
        | Test::Date(_)
        | Test::Title(_)
        | Test::Source(_)
        | Test::Tag(_)
        | Test::Note(_)
        | Test::Same(_)
        | Test::Is(_)
        | Test::Has(_) => true,
    }
}

fn reads_texts(expr: &Expr) -> bool {
    match expr {
        Expr::All(parts) | Expr::Any(parts) => parts.iter().any(reads_texts),
        Expr::Not(inner) => reads_texts(inner),
        Expr::Test(test) => matches!(test, Test::Words(_)),
    }
}

/// The documents for which a condition on facts or columns holds.
pub(crate) fn tested(reader: &Reader, facets: &Facets, test: &Test) -> Result<RoaringBitmap> {
    let list = |sql: &str| listed(reader, sql, []);
    match test {
        Test::Fact { kind, any, value } => {
            let which = if *any { Which::Any } else { Which::Counting };
            if kind.entry().facet {
                facets.having(reader, *kind, value, which)
            } else {
                terms(reader, facets, *kind, value, which)
            }
        }
        Test::Primary(value) => Ok(facets.with_concepts(&value.concepts, None, Which::Primary)),
        Test::Number { kind, range } => numbered(reader, facets, *kind, range),
        Test::Year(NumberRange { low, high, .. }) => Ok(facets
            .years
            .iter()
            .filter(|(year, _)| (*low..=*high).contains(&f64::from(**year)))
            .fold(RoaringBitmap::new(), |found, (_, documents)| found | documents)),
        Test::Date(date) => {
            let day = "SELECT id FROM document WHERE date_key BETWEEN ?1 AND ?1 || '-31' AND published LIKE ?1 || '%'";
            listed(reader, day, [date])
        }
        Test::Title(typed) => {
            let part = Part::new(typed);
            written(reader, facets, Sought::Titles, &part.probe, |title| part.inside(title))
        }
        Test::Source(part) => {
            let found = sourced(reader, facets, &Needle::new(part))?;
            Ok(match record(part) {
                Some((file, place)) => found | in_place(reader, &Needle::new(file), place)?,
                None => found,
            })
        }
        Test::Tag(part) => {
            named(reader, "SELECT doc, name FROM tag", |name| Needle::new(part).equals(&fold::hay(name)))
        }
        Test::Note(part) => named(reader, "SELECT doc, coalesce(body, '') || char(10) || quote FROM note", |note| {
            Needle::new(part).inside(&fold::hay(note))
        }),
        Test::Same(name) => match reader.find_source(name)? {
            Some(id) => reader.same_study(id),
            None => Ok(RoaringBitmap::new()),
        },
        Test::Is(Is::Read) => list("SELECT doc FROM state WHERE read"),
        Test::Is(Is::Unread) => Ok(&facets.documents - list("SELECT doc FROM state WHERE read")?),
        Test::Is(Is::Starred) => list("SELECT doc FROM state WHERE starred"),
        Test::Is(Is::New) => list("SELECT id FROM document WHERE id > (SELECT value FROM meta WHERE name = 'seen')"),
        Test::Is(Is::Bundled) => list("SELECT doc FROM source WHERE name >= 'bundled:' AND name < 'bundled;'"),
        Test::Has(Has::Note) => list("SELECT doc FROM note WHERE body IS NOT NULL"),
        Test::Has(Has::Highlight) => list("SELECT doc FROM note WHERE colour IS NOT NULL"),
        Test::Has(Has::Tag) => list("SELECT doc FROM tag"),
        Test::Has(Has::Doi) => {
            listed(reader, "SELECT doc FROM term WHERE kind = ? AND flags > 0", [FactKind::Doi.name()])
        }
        Test::Words(_) => Ok(RoaringBitmap::new()),
    }
}

/// Asks the store for documents: those that changed since the columns were made, or all.
fn asked(
    reader: &Reader,
    facets: &Facets,
    since: Option<&RoaringBitmap>,
    sql: (&str, &str),
    params: &[&dyn ToSql],
    fits: &mut dyn FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<bool>,
) -> Result<RoaringBitmap> {
    match asked_of(reader, since, sql, params, fits) {
        Err(LibraryError::Damaged(..)) => {}
        found => return found,
    }
    // Those that can be read are asked one by one. What a list cannot show of the others is named there.
    let mut found = RoaringBitmap::new();
    for doc in since.unwrap_or(&facets.documents) {
        match asked_of(reader, Some(&RoaringBitmap::from([doc])), sql, params, fits) {
            Err(LibraryError::Damaged(..)) => {
                if reader.heads(&[DocId(i64::from(doc))])?.is_empty() {
                    found.insert(doc);
                }
            }
            one => found |= one?,
        }
    }
    Ok(found)
}

fn asked_of(
    reader: &Reader,
    since: Option<&RoaringBitmap>,
    (all, one): (&str, &str),
    params: &[&dyn ToSql],
    fits: &mut dyn FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<bool>,
) -> Result<RoaringBitmap> {
    let mut found = RoaringBitmap::new();
    reader.run(|db| {
        let mut statement = db.prepare_cached(if since.is_some() { one } else { all })?;
        let mut take = |mut rows: rusqlite::Rows<'_>| -> rusqlite::Result<()> {
            while let Some(row) = rows.next()? {
                if fits(row)? {
                    found.insert(row.get(0)?);
                }
            }
            Ok(())
        };
        match since {
            Some(since) => since.iter().try_for_each(|doc| {
                let params: Vec<&dyn ToSql> =
                    std::iter::once(&doc as &dyn ToSql).chain(params.iter().copied()).collect();
                take(statement.query(&params[..])?)
            }),
            None => take(statement.query(params)?),
        }
    })?;
    Ok(found)
}

/// Documents with a number in a range.
fn numbered(reader: &Reader, facets: &Facets, kind: FactKind, range: &NumberRange) -> Result<RoaringBitmap> {
    let columns = facets.columns.as_ref();
    let known = columns.and_then(|columns| columns.numbers(kind.name(), range.low, range.high));
    let since = known.as_ref().and(columns).map(|columns| &columns.since);
    let sql = (
        "SELECT doc FROM term WHERE kind = ?1 AND flags > 0 AND high >= ?2 AND low <= ?3",
        "SELECT doc FROM term WHERE kind = ?2 AND doc = ?1 AND flags > 0 AND high >= ?3 AND low <= ?4",
    );
    let asked = asked(reader, facets, since, sql, &[&kind.name(), &range.low, &range.high], &mut |_| Ok(true))?;
    Ok(known.unwrap_or_default() | asked)
}

/// Documents with a part of a title.
pub(crate) fn titled(reader: &Reader, facets: &Facets, needle: &Needle) -> Result<RoaringBitmap> {
    written(reader, facets, Sought::Titles, needle, |title| needle.inside(title))
}

/// Documents with a part of a source.
pub(crate) fn sourced(reader: &Reader, facets: &Facets, needle: &Needle) -> Result<RoaringBitmap> {
    written(reader, facets, Sought::Sources, needle, |name| needle.inside(name))
}

/// The file and the place in it that a source with a number is shown for, as in `abstracts.xml#12`.
fn record(source: &str) -> Option<(&str, i64)> {
    let (file, number) = source.rsplit_once('#')?;
    Some((file, number.parse::<i64>().ok().filter(|number| *number > 0)? - 1))
}

/// Documents that stand in a place of a file.
fn in_place(reader: &Reader, file: &Needle, place: i64) -> Result<RoaringBitmap> {
    reader.run(|db| {
        let mut statement = db.prepare_cached("SELECT doc, name FROM source WHERE place = ?")?;
        let mut rows = statement.query([place])?;
        let mut found = RoaringBitmap::new();
        while let Some(row) = rows.next()? {
            if file.inside(&fold::hay(&lossy(row, 1)?)) {
                found.insert(row.get(0)?);
            }
        }
        Ok(found)
    })
}

/// Documents whose folded title, or one of whose folded sources, has the needle and `fits`.
fn written(
    reader: &Reader,
    facets: &Facets,
    sought: Sought,
    needle: &Needle,
    fits: impl Fn(&str) -> bool,
) -> Result<RoaringBitmap> {
    let titles = sought == Sought::Titles;
    let sql = if titles {
        ("SELECT id, title_key FROM document", "SELECT id, title_key FROM document WHERE id = ?")
    } else {
        ("SELECT doc, name FROM source", "SELECT doc, name FROM source WHERE doc = ?")
    };
    let mut known = Bits::default();
    let columns = facets.columns.as_ref();
    let since = columns.and_then(|columns| {
        columns.having(sought, needle, &mut |doc, text| {
            if fits(text) {
                known.insert(doc);
            }
        })?;
        Some(&columns.since)
    });
    let asked = asked(reader, facets, since, sql, &[], &mut |row| {
        let text = lossy(row, 1)?;
        Ok(if titles { fits(&text) } else { fits(&fold::hay(&text)) })
    })?;
    Ok(since.map_or_else(RoaringBitmap::new, |since| known.bitmap() - since) | asked)
}

/// Documents with a value of a kind that is no facet.
fn terms(reader: &Reader, facets: &Facets, kind: FactKind, value: &Value, which: Which) -> Result<RoaringBitmap> {
    let needles: Vec<Needle> = value.names.iter().map(|name| Needle::new(name)).collect();
    let concepts: HashSet<&str> = value.concepts.iter().map(String::as_str).collect();
    let fits = |needle: &Needle, key: &str| if value.part { needle.inside(key) } else { needle.equals(key) };
    let counts = |flag: bool| which == Which::Any || flag;
    let columns = facets.columns.as_ref();
    let mut known = Bits::default();
    let since = columns.and_then(|columns| {
        let sought = Sought::Terms(kind.name());
        for needle in &needles {
            columns.having(sought, needle, &mut |number, key| {
                if fits(needle, key) && counts(number & 1 == 1) {
                    known.insert(number >> 1);
                }
            })?;
        }
        if !concepts.is_empty() {
            columns.with_concepts(sought, &concepts, &mut |number| {
                if counts(number & 1 == 1) {
                    known.insert(number >> 1);
                }
            })?;
        }
        Some(&columns.since)
    });
    let sql = (
        "SELECT doc, key, flags, concept FROM term WHERE kind = ?1",
        "SELECT doc, key, flags, concept FROM term WHERE kind = ?2 AND doc = ?1",
    );
    let asked = asked(reader, facets, since, sql, &[&kind.name()], &mut |row| {
        let (key, concept) = (lossy(row, 1)?, lossy(row, 3)?);
        let fits = concepts.contains(&*concept) || needles.iter().any(|needle| fits(needle, &key));
        Ok(fits && counts(row.get::<_, u32>(2)? > 0))
    })?;
    Ok(since.map_or_else(RoaringBitmap::new, |since| known.bitmap() - since) | asked)
}

fn listed(reader: &Reader, sql: &str, params: impl Params) -> Result<RoaringBitmap> {
    reader.run(|db| {
        let mut statement = db.prepare_cached(sql)?;
        let docs = statement.query_map(params, |row| row.get::<_, u32>(0))?;
        docs.collect()
    })
}

fn named(reader: &Reader, sql: &str, fits: impl Fn(&str) -> bool) -> Result<RoaringBitmap> {
    reader.run(|db| {
        let mut statement = db.prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        let mut found = RoaringBitmap::new();
        while let Some(row) = rows.next()? {
            if fits(&lossy(row, 1)?) {
                found.insert(row.get(0)?);
            }
        }
        Ok(found)
    })
}

#[cfg(test)]
mod tests {
    use super::{Sort, SortBy};
    use crate::facts::{Data, Fact, FactKind};
    use crate::library::query::Query;
    use crate::library::testing::{document, fact, five, put};
    use crate::library::{FacetGroup, Library, Picked, Saved};
    use crate::vocabulary::Vocabulary;

    #[test]
    fn a_query_finds_what_the_rules_of_counting_say() {
        let (mut library, vocabulary) = five();
        let cases: &[(&str, &[i64])] = &[
            ("", &[1, 2, 3, 4, 5]),
            ("disease:itp", &[1]),
            ("disease:\"morbus werlhof\"", &[1]),
            ("any:disease:itp", &[1, 2, 4]),
            ("disease:\"autoimmune disease\"", &[1, 2, 4]),
            ("disease:=\"autoimmune disease\"", &[4]),
            ("primary:\"autoimmune disease\"", &[1, 2]),
            ("therapy:car-t", &[1, 2]),
            ("product:obe-cel", &[2]),
            ("therapy:venetoclax", &[3]),
            ("drug:venetoclax", &[3]),
            ("-target:bcma disease:(itp OR sle)", &[2]),
            ("disease:(itp OR sle OR aml) -disease:sle", &[1, 3]),
            ("NOT disease:itp year:2024..2026", &[2, 4]),
            ("year:2025", &[1]),
            ("year:>=2025", &[1, 4]),
            ("lang:de OR lang:english", &[1, 2, 3, 4]),
            ("lang:german", &[1]),
            ("n:>10", &[3]),
            ("n:1", &[1]),
            ("age:30..40", &[1]),
            ("age:<420mo", &[]),
            ("age:420mo", &[1]),
            ("age:\"35 years\"", &[1]),
            ("age:\"30–40 Jahre\"", &[1]),
            ("age:\"≥ 36 years\"", &[]),
            ("n:\"1 patient\"", &[1]),
            ("year:2025-01", &[1]),
            ("year:2025-01-09", &[1]),
            ("year:2025-02", &[]),
            ("year:2026-01", &[]),
            ("person:mueller", &[1]),
            ("person:=Müller", &[]),
            ("doi:10.1000/abc", &[1]),
            ("has:doi", &[1]),
            ("is:bundled", &[]),
            ("same:2", &[2]),
            ("same:77", &[]),
            ("is:unread", &[1, 2, 3, 4, 5]),
            ("is:new", &[1, 2, 3, 4, 5]),
            ("title:remission", &[2]),
            ("source:nowhere/t", &[2, 3]),
            ("source:two.txt#1", &[2]),
            ("source:two.txt#2", &[]),
            ("muller", &[1]),
            ("aerztin", &[1]),
            ("immune", &[2, 3]),
            ("\"immune reset\"", &[2, 3]),
            ("\"immune reset\" -aml", &[2]),
            ("thrombozyt*", &[1, 4]),
            ("thrombozyt", &[]),
            ("(disease:itp OR disease:aml) -(venetoclax platelets)", &[1]),
        ];
        for (text, expected) in cases {
            let query = Query::parse(text, &vocabulary).unwrap_or_else(|error| panic!("{text}: {error}"));
            let mut found: Vec<i64> = library.ids(&query, Sort::default()).unwrap().iter().map(|id| id.0).collect();
            found.sort_unstable();
            assert_eq!(found, *expected, "{text}");
        }
    }

    #[test]
    fn saved_filters_stand_anywhere_in_a_query() {
        let (mut library, vocabulary) = five();
        for (name, query) in [("itp", "disease:itp"), ("Lupus cells", "disease:sle OR lupus"), ("all", "")] {
            library.save_filter(&Saved { name: name.to_owned(), query: query.to_owned() }).unwrap();
        }
        for (typed, plain) in [
            ("@itp", "disease:itp"),
            ("-@itp", "-disease:itp"),
            ("NOT @itp year:2025..", "-disease:itp year:2025.."),
            ("@itp OR @\"Lupus cells\"", "disease:itp OR disease:sle OR lupus"),
            ("(@lupus cells OR disease:aml) lang:en", "(disease:sle OR lupus OR disease:aml) lang:en"),
            ("@Lupus cells lang:en", "(disease:sle OR lupus) lang:en"),
            ("@all lang:en", "lang:en"),
            ("@all OR lang:en", ""),
            ("\"@itp\"", "\"@itp\""),
        ] {
            let query = Query::parse_in(typed, &vocabulary, Some(&library)).unwrap_or_else(|e| panic!("{typed}: {e}"));
            assert_eq!(query, Query::parse(plain, &vocabulary).unwrap(), "{typed}");
        }
        let fails = |typed: &str, column: usize, says: &str| {
            let error = Query::parse_in(typed, &vocabulary, Some(&library)).expect_err(typed);
            assert!(error.column == column && error.message.contains(says), "{typed}: {error}");
            error.exit_code()
        };
        assert_eq!(fails("lang:en @itpp", 9, "called itpp; the nearest names: itp"), 1);
        assert_eq!(fails("lang:en -@all", 10, "without it"), 2);
        assert_eq!(fails("(@", 2, "name of a saved filter"), 2);
        assert!(Query::parse("@itp", &vocabulary).is_err(), "of no library");
    }

    #[test]
    fn a_value_that_a_picker_offers_can_be_typed() {
        let (mut library, vocabulary) = five();
        put(&mut library, "six.txt", &document("Six", "LR132 was given."), &[fact(FactKind::Product, "LR132", None)]);
        let typed = |text: &str| Query::parse_in(text, &vocabulary, Some(&library));
        assert!(typed("product:LR133").is_err());
        let query = typed("therapy:lr132").unwrap();
        assert_eq!(typed("product:LR132").unwrap().to_string(), "product:LR132");
        assert_eq!(library.ids(&query, Sort::default()).unwrap().iter().map(|id| id.0).collect::<Vec<_>>(), [6]);
        let error = Query::parse("drug:car-t", &vocabulary).unwrap_err();
        assert!(error.message.contains("therapy:car-t"), "{error}");
    }

    #[test]
    fn what_is_narrower_is_found_of_phases_and_harms_too() {
        let mut library = Library::in_memory().unwrap();
        let rows = [
            "kind\tid\tpreferred\tnames_en\tnames_de\txrefs\tparents\tflags",
            "study_design\tP:2\tphase 2\tphase II\tPhase 2\t\t\t",
            "study_design\tP:12\tphase 1/2\t\t\t\tP:2\t",
            "adverse_event\tA:1\tadverse event\tadverse event [stop]|toxicity\tToxizität\t\t\tclass",
            "adverse_event\tA:2\tneutropenia\t\tNeutropenie\t\tA:1\t",
        ];
        let (vocabulary, _) = Vocabulary::parse(&[("test", &(rows.join("\n") + "\n"))]);
        let facts = [
            fact(FactKind::StudyPhase, "phase 1/2", Some("P:12")),
            fact(FactKind::AdverseEvent, "neutropenia", Some("A:2")),
        ];
        put(&mut library, "one", &document("One", "Text one."), &facts);
        put(&mut library, "two", &document("Two", "Text two."), &[fact(FactKind::StudyPhase, "phase 2", Some("P:2"))]);
        for (typed, expected) in [
            ("phase:\"phase 2\"", &[1, 2][..]),
            ("phase:=\"phase 2\"", &[2]),
            ("phase:\"phase 1/2\"", &[1]),
            ("adverse_event:\"adverse event\"", &[1]),
            ("adverse_event:toxicity", &[1]),
            ("adverse_event:=toxicity", &[]),
        ] {
            let query = Query::parse(typed, &vocabulary).unwrap();
            let mut found: Vec<i64> = library.ids(&query, Sort::default()).unwrap().iter().map(|id| id.0).collect();
            found.sort_unstable();
            assert_eq!(found, expected, "{typed}");
        }
    }

    #[test]
    fn a_language_is_one_that_there_is() {
        let vocabulary = Vocabulary::default();
        for known in ["lang:de", "lang:German", "lang:ja", "-lang:(en OR fr)"] {
            assert!(Query::parse(known, &vocabulary).is_ok(), "{known}");
        }
        let error = Query::parse("itp lang:xx", &vocabulary).unwrap_err();
        assert_eq!((error.column, error.exit_code()), (10, 1), "{error}");
    }

    #[test]
    fn orders_put_what_has_no_value_last_either_way() {
        let (mut library, vocabulary) = five();
        let mut check = |text: &str, by, reversed, expected: &[i64]| {
            let query = Query::parse(text, &vocabulary).unwrap();
            let ids = library.ids(&query, Sort { by, reversed }).unwrap();
            let ids: Vec<i64> = ids.iter().map(|id| id.0).collect();
            assert_eq!(ids, expected, "{text} {by:?} {reversed}");
        };
        check("", SortBy::Date, false, &[4, 1, 2, 5, 3]);
        check("", SortBy::Date, true, &[2, 1, 4, 5, 3]);
        check("", SortBy::Title, false, &[4, 5, 2, 3, 1]);
        check("", SortBy::Disease, false, &[3, 4, 1, 2, 5]);
        check("", SortBy::Disease, true, &[2, 1, 4, 3, 5]);
        check("lupus OR immune", SortBy::Relevance, false, &[2, 3]);
    }

    #[test]
    fn a_month_is_gone_to_inside_its_year_either_way() {
        let mut library = Library::in_memory().unwrap();
        let dates = ["1992", "1992-11", "1993", "1993-02-03", "1993", "1994", "1994-07", "1995"];
        for (at, date) in dates.iter().enumerate() {
            let published = Fact {
                data: Data::Date((*date).to_owned()),
                function: Some("published".to_owned()),
                ..fact(FactKind::PubDate, date, None)
            };
            put(&mut library, &at.to_string(), &document(date, &format!("Text {at}.")), &[published]);
        }
        for (typed, falling, rising) in [
            ("1993", "1993", "1993"),
            ("1993-02", "1993-02-03", "1993-02-03"),
            ("1993-06", "1993-02-03", "1993"),
            ("1994-12", "1994-07", "1994"),
            ("1992-12", "1992-11", "1992"),
            ("1992-01", "1992", "1992"),
        ] {
            for (reversed, expected) in [(false, falling), (true, rising)] {
                let sort = Sort { by: SortBy::Date, reversed };
                let ids = library.ids(&Query::default(), sort).unwrap();
                let row = library.row_of(&ids, sort, typed).unwrap();
                let head = &library.heads(&[ids.get(row).unwrap()]).unwrap()[0];
                let found = head.published.as_deref().unwrap();
                assert!(found.starts_with(&expected[..4]), "{typed} {reversed}: {found}");
                if expected.len() > 4 {
                    assert_eq!(found, expected, "{typed} {reversed}");
                }
            }
        }
    }

    #[test]
    fn a_row_counts_what_would_match_if_it_were_the_only_value() {
        let (mut library, vocabulary) = five();
        let group = FacetGroup::Kind(FactKind::Disease);
        let mut check = |text: &str, expected: &[(&str, u64)]| {
            let query = Query::parse(text, &vocabulary).unwrap();
            let rows = library.counts(group, &query, &vocabulary).unwrap();
            let rows: Vec<(&str, u64)> = rows.iter().map(|row| (row.label.as_str(), row.count)).collect();
            assert_eq!(rows, expected, "{text}");
        };
        let (itp, sle, aml, class) =
            ("immune thrombocytopenia", "systemic lupus erythematosus", "acute myeloid leukemia", "autoimmune disease");
        check("", &[(class, 3), (aml, 1), (itp, 1), (sle, 1)]);
        check("disease:itp", &[(class, 3), (aml, 1), (itp, 1), (sle, 1)]);
        check("lang:en", &[(class, 2), (aml, 1), (sle, 1), (itp, 0)]);
        check("therapy:car-t disease:aml", &[(class, 2), (itp, 1), (sle, 1), (aml, 0)]);
    }

    #[test]
    fn each_row_counts_what_ticking_it_lists() {
        let (mut library, vocabulary) = five();
        for text in ["", "lang:en", "therapy:car-t", "is:unread -disease:itp"] {
            let query = Query::parse(text, &vocabulary).unwrap();
            for group in [
                FacetGroup::Kind(FactKind::Disease),
                FacetGroup::Kind(FactKind::Therapy),
                FacetGroup::Kind(FactKind::Language),
                FacetGroup::Year,
            ] {
                let rows = library.counts(group, &query, &vocabulary).unwrap();
                assert!(!rows.is_empty());
                for row in rows {
                    let picked = Picked { include: vec![row.value.clone()], exclude: Vec::new() };
                    let ticked = query.with_values(group, &picked, &vocabulary);
                    assert_eq!(ticked.picked(group), picked);
                    let listed = library.ids(&ticked, Sort::default()).unwrap();
                    assert_eq!(listed.len() as u64, row.count, "{ticked}");
                }
            }
        }
    }

    #[test]
    fn facets_follow_every_change() {
        let (mut library, vocabulary) = five();
        let query = Query::parse("disease:itp", &vocabulary).unwrap();
        let first = library.ids(&query, Sort::default()).unwrap().get(0).unwrap();
        library.remove(first).unwrap();
        assert!(library.ids(&query, Sort::default()).unwrap().is_empty());
        let all = library.ids(&Query::default(), Sort::default()).unwrap();
        assert_eq!(all.len(), 4);
        library.set_read(all.get(0).unwrap(), true).unwrap();
        library.set_starred(all.get(1).unwrap(), true).unwrap();
        library.add_tag(all.get(2).unwrap(), "Später lesen").unwrap();
        library.mark_seen().unwrap();
        for (text, count) in [
            ("is:read", 1),
            ("is:unread", 3),
            ("is:starred", 1),
            ("tag:\"spaeter lesen\"", 1),
            ("has:tag", 1),
            ("is:new", 0),
        ] {
            let query = Query::parse(text, &vocabulary).unwrap();
            assert_eq!(library.ids(&query, Sort::default()).unwrap().len(), count, "{text}");
        }
    }
}
