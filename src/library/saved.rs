//! Filters saved under a name, in the order they were saved.

use rusqlite::params;

use super::facets::kinds_of;
use super::store::{Reader, lossy};
use super::{Result, fold, state};
use crate::facts::FactKind;

/// A saved filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// One line, cleaned; no two have the same.
    pub name: String,
    /// The query as text.
    pub query: String,
}

impl Reader {
    /// All saved filters.
    pub fn saved(&self) -> Result<Vec<Saved>> {
        self.run(|db| {
            db.prepare_cached("SELECT name, query FROM filter ORDER BY id")?
                .query_map([], |row| Ok(Saved { name: row.get(0)?, query: row.get(1)? }))?
                .collect()
        })
    }

    /// Whether some document has or had a value of this kind that is written so.
    pub(crate) fn has_value(&self, kind: FactKind, text: &str) -> bool {
        let key = fold::hay(text);
        let known = |kind: &FactKind| {
            self.run(|db| {
                db.prepare_cached("SELECT 1 FROM value WHERE kind = ? AND key = ?")?.exists([kind.name(), key.as_str()])
            })
        };
        kinds_of(kind).iter().any(|kind| known(kind).unwrap_or(false))
    }
}

/// Values of a kind that are looked through for one that is like what was typed. A larger library may have any.
const LOOKED_AT: u32 = 20_000;

impl Reader {
    /// Whether some document has or had a value of this kind that is written as one of these names, or with `part` has one
    /// in it; true as well where there are too many to know.
    pub(crate) fn has_like(&self, kind: FactKind, names: &[String], part: bool) -> bool {
        let needles: Vec<fold::Needle> = names.iter().map(|name| fold::Needle::new(name)).collect();
        let fits = |key: &str| needles.iter().any(|needle| if part { needle.inside(key) } else { needle.equals(key) });
        let mut seen = 0;
        let found = self.each_written(kind, "key", &mut |key| {
            seen += 1;
            fits(key)
        });
        found.unwrap_or(true) || seen >= LOOKED_AT
    }

    /// How the values of a kind are written in the documents, as far as they are looked through.
    pub(crate) fn written(&self, kind: FactKind) -> Vec<String> {
        let mut all = Vec::new();
        // Of what no picker offers only the folded form is kept.
        let column = if kind.entry().facet { "label" } else { "key" };
        let read = self.each_written(kind, column, &mut |value| {
            all.extend(value.lines().next().map(str::to_owned));
            false
        });
        if read.is_err() {
            all.clear();
        }
        all.sort_unstable();
        all.dedup();
        all
    }

    /// Gives values of a kind until `enough` says so; whether it did.
    fn each_written(&self, kind: FactKind, column: &str, enough: &mut dyn FnMut(&str) -> bool) -> Result<bool> {
        let table = if kind.entry().facet { "value" } else { "term" };
        let sql = format!("SELECT {column} FROM {table} WHERE kind = ? LIMIT {LOOKED_AT}");
        for kind in kinds_of(kind) {
            let found = self.run(|db| {
                let mut statement = db.prepare_cached(&sql)?;
                let mut rows = statement.query([kind.name()])?;
                while let Some(row) = rows.next()? {
                    if enough(&lossy(row, 0)?) {
                        return Ok(true);
                    }
                }
                Ok(false)
            })?;
            if found {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

pub(crate) fn save(reader: &mut Reader, saved: &Saved) -> Result<()> {
    state::write(reader, |step| {
        step.execute(
            "INSERT INTO filter (name, query) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET query = ?2",
            params![saved.name, saved.query],
        )
    })
    .map(drop)
}

pub(crate) fn remove(reader: &mut Reader, name: &str) -> Result<bool> {
    state::write(reader, |step| step.execute("DELETE FROM filter WHERE name = ?", [name])).map(|gone| gone > 0)
}

#[cfg(test)]
mod tests {
    use super::Saved;
    use crate::library::testing::five;
    use crate::library::{Documents, StateChange};

    #[test]
    fn a_saved_filter_keeps_its_place_when_it_is_replaced() {
        let (mut library, _) = five();
        let saved = |name: &str, query: &str| Saved { name: name.to_owned(), query: query.to_owned() };
        library.save_filter(&saved("Blut", "disease:itp")).unwrap();
        library.save_filter(&saved("new", "is:new")).unwrap();
        library.save_filter(&saved("Blut", "disease:aml")).unwrap();
        assert_eq!(library.saved().unwrap(), [saved("Blut", "disease:aml"), saved("new", "is:new")]);
        assert!(library.remove_filter("Blut").unwrap());
        assert!(!library.remove_filter("Blut").unwrap());
        assert_eq!(library.saved().unwrap(), [saved("new", "is:new")]);
    }

    #[test]
    fn a_change_of_many_says_which_it_changed() {
        let (mut library, _) = five();
        let some = |numbers: &[u32]| numbers.iter().copied().collect::<Documents>();
        library.set_read(super::super::DocId(2), true).unwrap();
        let changed = library.set_all(&some(&[1, 2, 3, 99]), StateChange::Read(true)).unwrap();
        assert_eq!(changed, some(&[1, 3]), "2 was read, 99 is not there");
        assert_eq!(library.set_all(&changed, StateChange::Read(false)).unwrap(), changed);
        assert_eq!(library.set_all(&some(&[1, 2]), StateChange::Tag("Blut")).unwrap(), some(&[1, 2]));
        assert_eq!(library.set_all(&some(&[2, 3]), StateChange::Untag("Blut")).unwrap(), some(&[2]));
        assert_eq!(library.tags(super::super::DocId(1)).unwrap(), ["Blut"]);
    }
}
