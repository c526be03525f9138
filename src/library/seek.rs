//! Finding in a list by what its rows say: a part of the title, of a disease or therapy, of the source. Looked for in
//! all documents at once, so that the next row found and the one after it are there without looking again.

use roaring::RoaringBitmap;
use rusqlite::OptionalExtension as _;

use super::facets::{Facets, Which, kinds_of};
use super::fold::{self, Needle};
use super::store::{Reader, lossy};
use super::{DocId, Ids, Result, select};
use crate::facts::FactKind;

/// The documents whose rows contain what was typed.
#[derive(Debug, Default)]
pub(crate) struct Sought {
    typed: String,
    revision: i64,
    found: RoaringBitmap,
}

/// Up to so many documents are looked at one by one.
const SINGLY: u64 = 20_000;

impl Sought {
    /// Looks for what was typed; what it was typed on from narrows the search.
    pub(crate) fn update(&mut self, reader: &Reader, facets: &Facets, typed: &str) -> Result<()> {
        let same = self.revision == facets.revision && !self.typed.is_empty();
        if same && self.typed == typed {
            return Ok(());
        }
        let within = Some(&self.found).filter(|found| same && typed.starts_with(&self.typed) && found.len() <= SINGLY);
        let found = containing(reader, facets, typed, within)?;
        *self = Self { typed: typed.to_owned(), revision: facets.revision, found };
        Ok(())
    }

    /// The next of them in a list after a row, or before it, around the ends.
    pub(crate) fn next(&self, ids: &Ids, from: usize, forward: bool) -> Option<DocId> {
        let from = from.min(ids.len());
        let fits = |id: &DocId| u32::try_from(id.0).is_ok_and(|number| self.found.contains(number));
        if forward {
            ids.range(from + 1..ids.len()).chain(ids.range(0..from + 1)).find(fits)
        } else {
            ids.range(0..from).rev().chain(ids.range(from..ids.len()).rev()).find(fits)
        }
    }
}

fn containing(reader: &Reader, facets: &Facets, typed: &str, within: Option<&RoaringBitmap>) -> Result<RoaringBitmap> {
    let needle = Needle::new(typed);
    let mut found = match within {
        Some(within) => {
            let mut found = RoaringBitmap::new();
            for doc in within {
                let fits = reader.run(|db| {
                    let mut titles = db.prepare_cached("SELECT title_key FROM document WHERE id = ?")?;
                    let title = titles.query_row([doc], |row| Ok(needle.inside(&lossy(row, 0)?)));
                    let mut fits = title.optional()?.unwrap_or_default();
                    let mut sources = db.prepare_cached("SELECT name FROM source WHERE doc = ?")?;
                    let mut sources = sources.query([doc])?;
                    while let Some(row) = sources.next()? {
                        fits |= needle.inside(&fold::hay(&lossy(row, 0)?));
                    }
                    Ok(fits)
                })?;
                if fits {
                    found.insert(doc);
                }
            }
            found
        }
        None => select::titled(reader, facets, &needle)? | select::sourced(reader, facets, &needle)?,
    };
    for kind in [FactKind::Disease].iter().chain(kinds_of(FactKind::Therapy)) {
        for number in facets.containing(reader, *kind, &needle)? {
            facets.with_value(number, *kind, Which::Counting, &mut found);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use crate::library::testing::five;
    use crate::library::{DocId, Query, Sort};

    #[test]
    fn the_next_row_that_says_it_is_found_around_the_ends() {
        let (mut library, _) = five();
        // 4, 1, 2, 5, 3
        let ids = library.ids(&Query::default(), Sort::default()).unwrap();
        let mut check = |typed: &str, from, forward, expected: Option<i64>| {
            let found = library.seek(typed, &ids, from, forward).unwrap();
            assert_eq!(found, expected.map(DocId), "{typed} from {from}");
        };
        check("lupus", 0, true, Some(2));
        check("lupus", 3, true, Some(2));
        check("VENETOCLAX", 0, true, Some(3));
        check("Thrombo", 0, false, Some(1));
        check("thrombozytenm", 0, true, Some(1));
        check("four.txt", 2, false, Some(4));
        check("zebra", 0, true, None);
    }
}
