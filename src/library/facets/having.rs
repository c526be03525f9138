//! The documents that have a value of a facet kind, and the values that are written as something says.

use roaring::RoaringBitmap;
use rusqlite::params;

use super::{Facets, Which, kinds_of, rows};
use crate::facts::FactKind;
use crate::library::Result;
use crate::library::columns::Sought;
use crate::library::fold::{self, Needle};
use crate::library::query::Value;
use crate::library::store::{Reader, lossy};

impl Facets {
    /// Documents with a value of a facet kind.
    pub(crate) fn having(&self, reader: &Reader, kind: FactKind, value: &Value, which: Which) -> Result<RoaringBitmap> {
        let kinds = kinds_of(kind);
        let mut found = self.with_concepts(&value.concepts, Some(kinds), which);
        // A concept that the vocabulary has lost is known by its identifier.
        found |= self.with_concepts(&value.names, Some(kinds), which);
        for kind in kinds {
            for number in self.called(reader, *kind, value)? {
                self.with_value(number, *kind, which, &mut found);
            }
        }
        Ok(found)
    }

    /// The numbers of values that are written as a value says: those known by exactly that, else those one of whose
    /// forms it is, and only if there is none those that contain it. What is a concept is known by that, unless the
    /// vocabulary does not know what is asked for.
    fn called(&self, reader: &Reader, kind: FactKind, value: &Value) -> Result<Vec<u32>> {
        let (mut same, mut similar) = (Vec::new(), Vec::new());
        let needles: Vec<Needle> = value.names.iter().map(|name| Needle::new(name)).collect();
        for needle in &needles {
            self.each_called(reader, kind, needle, &mut |number, key| {
                if !value.concepts.is_empty() && self.is_concept(number) {
                    return;
                }
                if needle.equals(key) {
                    same.push(number);
                } else if value.part {
                    similar.push(number);
                }
            })?;
        }
        if same.is_empty() {
            return Ok(similar);
        }
        let mut known = Vec::new();
        for number in &same {
            let label = fold::hay(&rows::label(reader, *number)?);
            if needles.iter().any(|needle| needle.equals(&label)) {
                known.push(*number);
            }
        }
        Ok(if known.is_empty() { same } else { known })
    }

    /// The numbers of values whose names contain something.
    pub(crate) fn containing(&self, reader: &Reader, kind: FactKind, needle: &Needle) -> Result<Vec<u32>> {
        let mut numbers = Vec::new();
        self.each_called(reader, kind, needle, &mut |number, _| numbers.push(number))?;
        Ok(numbers)
    }

    /// Gives the values whose names contain something, some of them twice.
    fn each_called(
        &self,
        reader: &Reader,
        kind: FactKind,
        needle: &Needle,
        take: &mut dyn FnMut(u32, &str),
    ) -> Result<()> {
        let columns = self.columns.as_ref();
        let last = columns
            .and_then(|columns| columns.having(Sought::Values(kind.name()), needle, take).map(|()| columns.last));
        // What the columns have is not read: by the number and not by the kind.
        let sql = match last {
            Some(_) => "SELECT id, key FROM value WHERE +kind = ?1 AND id > ?2",
            None => "SELECT id, key FROM value WHERE kind = ?1 AND ?2 = 0",
        };
        reader.run(|db| {
            let mut statement = db.prepare_cached(sql)?;
            let mut rows = statement.query(params![kind.name(), last.unwrap_or(0)])?;
            while let Some(row) = rows.next()? {
                let key = lossy(row, 1)?;
                if needle.inside(&key) {
                    take(row.get(0)?, &key);
                }
            }
            Ok(())
        })
    }

    /// Whether a value is a concept.
    fn is_concept(&self, number: u32) -> bool {
        self.values.get(&number).is_some_and(|value| value.concept.is_some())
    }
}
