//! Which documents tell of the same study, or cite it: the keys of [`crate::facts::study`] in a table that is ordered by
//! thousands of documents, so that an import writes few pages of it and a look-up is one step for each thousand.

use std::collections::{BTreeMap, HashSet};

use roaring::RoaringBitmap;
use rusqlite::{OptionalExtension, Transaction, params};

use super::store::{Head, Reader};
use super::{DocId, Result};
use crate::facts::study::{Code, Key, Relation, Sign};
use crate::wording::Language;

/// Documents of one part of the table, as a power of two.
const PART: u32 = 13;
/// Related documents that are named; of more there is a number.
const NAMED: usize = 100;
/// A title that more documents than this have is the name of a column, and a case that more have is none.
const COMMON: usize = 50;

/// A document that tells of the same study, or cites it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kin {
    /// What the list shows of it.
    pub head: Head,
    /// How it is related to the document asked about.
    pub relation: Relation,
    /// What they share, the surest first.
    pub matched: Vec<(Sign, String)>,
}

impl Kin {
    /// How it is related and what has matched, in one line: "same study: DOI 10.1000/a, title …". A title, which is
    /// long and seen, is only named.
    pub fn why(&self, language: Language) -> String {
        let matched = self.matched.iter().map(|(sign, shown)| {
            let label = sign.label().say(language);
            match sign {
                Sign::Title => label.to_owned(),
                Sign::Case if self.relation == Relation::Case => shown.clone(),
                _ => format!("{label} {shown}"),
            }
        });
        format!("{}: {}", self.relation.label().say(language), matched.collect::<Vec<_>>().join(", "))
    }
}

/// The documents related to one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AlsoIn {
    /// The closest relations first, then in order of number.
    pub kin: Vec<Kin>,
    /// How many more there are.
    pub more: usize,
}

/// Writes the codes of a document's [`crate::facts::study::keys`] in place of those it had.
pub(crate) fn write(step: &Transaction<'_>, id: i64, codes: &[Code]) -> rusqlite::Result<()> {
    let mut codes = codes.to_vec();
    codes.extend(record_key(step, id)?.map(|key| key.code));
    codes.sort_unstable();
    codes.dedup();
    let old = codes_of(step, id)?;
    if old.as_ref() == Some(&codes) {
        return Ok(());
    }
    let part = id >> PART;
    let mut delete = step.prepare_cached("DELETE FROM study WHERE part = ? AND code = ? AND doc = ?")?;
    for code in old.iter().flatten().filter(|code| !codes.contains(code)) {
        delete.execute(params![part, code.0, id])?;
    }
    let mut insert = step.prepare_cached("INSERT OR IGNORE INTO study VALUES (?, ?, ?)")?;
    for code in &codes {
        insert.execute(params![part, code.0, id])?;
    }
    let packed: Vec<u8> = codes.iter().flat_map(|code| code.0.to_le_bytes()).collect();
    let keep = if old.is_some() {
        "UPDATE study_codes SET codes = ?2 WHERE doc = ?1"
    } else {
        "INSERT INTO study_codes VALUES (?1, ?2)"
    };
    step.prepare_cached(keep)?.execute(params![id, packed])?;
    Ok(())
}

fn record_key(db: &rusqlite::Connection, id: i64) -> rusqlite::Result<Option<Key>> {
    let key: Option<Option<String>> =
        db.prepare_cached("SELECT key FROM document WHERE id = ?")?.query_row([id], |row| row.get(0)).optional()?;
    Ok(key.flatten().and_then(|key| Key::of_record(&key)))
}

/// The keys of a document as they were written; none for one that is gone.
fn codes_of(db: &rusqlite::Connection, id: i64) -> rusqlite::Result<Option<Vec<Code>>> {
    let packed: Option<Vec<u8>> = db
        .prepare_cached("SELECT codes FROM study_codes WHERE doc = ?")?
        .query_row([id], |row| row.get(0))
        .optional()?;
    Ok(packed.map(|packed| packed.as_chunks::<8>().0.iter().map(|code| Code(i64::from_le_bytes(*code))).collect()))
}

impl Reader {
    /// The documents that share keys with this one; `keys` are [`crate::facts::study::keys`] of it. One indexed step for each key and
    /// each eight thousand documents.
    pub fn also_in(&self, id: DocId, mut keys: Vec<Key>) -> Result<AlsoIn> {
        let found = self.run(|db| {
            keys.extend(record_key(db, id.0)?.filter(|own| keys.iter().all(|key| key.code != own.code)));
            let last = last(db)?;
            let mut found: BTreeMap<i64, Vec<(Relation, &Key)>> = BTreeMap::new();
            let having = |code: Code| -> rusqlite::Result<Vec<i64>> {
                let mut docs = having(db, code, last)?;
                docs.retain(|doc| *doc != id.0);
                Ok(docs)
            };
            for key in &keys {
                let code = key.code;
                let mut take = |docs: Vec<i64>, relation| {
                    for doc in docs {
                        found.entry(doc).or_default().push((relation, key));
                    }
                };
                if code.is_cited() {
                    take(having(code.other())?, Relation::Cites);
                    continue;
                }
                let docs = having(code)?;
                match code.sign() {
                    Sign::Title | Sign::Case if docs.len() > COMMON => {}
                    Sign::Case => take(docs, Relation::Case),
                    Sign::Trial => take(docs, Relation::Trial),
                    _ => take(docs, Relation::Study),
                }
                take(having(code.other())?, Relation::CitedBy);
            }
            let own: HashSet<Sign> = unique(keys.iter().map(|key| key.code)).collect();
            let mut kin = Vec::new();
            for (doc, mut matched) in found {
                // Of one that has gone the keys may be there still.
                let Some(theirs) = codes_of(db, doc)? else { continue };
                matched.sort_by_key(|(relation, key)| (*relation, key.code.sign()));
                let relation = matched[0].0;
                // Two papers with numbers of their own are two, however alike their patients.
                if relation == Relation::Case && unique(theirs.into_iter()).any(|sign| own.contains(&sign)) {
                    continue;
                }
                let same =
                    matched.iter().filter(|(other, _)| *other == relation || other.is_same() && relation.is_same());
                let matched: Vec<_> = same.map(|(_, key)| (key.code.sign(), key.shown.clone())).collect();
                kin.push((relation, doc, matched));
            }
            kin.sort_by_key(|(relation, doc, _)| (*relation, *doc));
            Ok(kin)
        })?;
        let more = found.len().saturating_sub(NAMED);
        let mut kin = Vec::with_capacity(found.len().min(NAMED));
        for (relation, doc, matched) in found.into_iter().take(NAMED) {
            let heads = self.heads(&[DocId(doc)])?;
            kin.extend(heads.into_iter().map(|head| Kin { head, relation, matched: matched.clone() }));
        }
        Ok(AlsoIn { kin, more })
    }

    /// The document and all that tell of the same study, trial or perhaps case; some may be gone.
    pub(crate) fn same_study(&self, id: DocId) -> Result<RoaringBitmap> {
        self.run(|db| {
            let codes = codes_of(db, id.0)?.unwrap_or_default();
            let own: HashSet<Sign> = unique(codes.iter().copied()).collect();
            let last = last(db)?;
            let (mut same, mut cases) = (HashSet::from([id.0]), Vec::new());
            for code in codes.into_iter().filter(|code| !code.is_cited()) {
                let docs = having(db, code, last)?;
                match code.sign() {
                    // One more than elsewhere: the document itself is among them.
                    Sign::Title | Sign::Case if docs.len() > COMMON + 1 => {}
                    Sign::Case => cases.extend(docs),
                    _ => same.extend(docs),
                }
            }
            for doc in cases {
                let theirs = codes_of(db, doc)?.unwrap_or_default();
                if !unique(theirs.into_iter()).any(|sign| own.contains(&sign)) {
                    same.insert(doc);
                }
            }
            Ok(same.into_iter().filter_map(|doc| u32::try_from(doc).ok()).collect())
        })
    }
}

/// The newest document that has codes.
fn last(db: &rusqlite::Connection) -> rusqlite::Result<i64> {
    db.query_row("SELECT coalesce(max(doc), -1) FROM study_codes", [], |row| row.get(0))
}

/// The documents with a code, some that are gone among them.
fn having(db: &rusqlite::Connection, code: Code, last: i64) -> rusqlite::Result<Vec<i64>> {
    let mut at = db.prepare_cached("SELECT doc FROM study WHERE part = ? AND code = ?")?;
    let mut docs = Vec::new();
    for part in 0..=last >> PART {
        for doc in at.query_map(params![part, code.0], |row| row.get(0))? {
            docs.push(doc?);
        }
    }
    Ok(docs)
}

/// The signs of a document's own papers of which each paper has one.
fn unique(codes: impl Iterator<Item = Code>) -> impl Iterator<Item = Sign> {
    codes.filter(|code| !code.is_cited() && code.sign().is_unique()).map(Code::sign)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{Assertion, Data, Fact, FactKind, Role, Subject, study};
    use crate::library::testing::{document, fact, put};
    use crate::library::{Library, Query, Sort, SortBy};
    use crate::vocabulary::Vocabulary;

    fn doi(id: &str, assertion: Assertion) -> Fact {
        Fact { data: Data::Id(id.to_owned()), assertion, ..fact(FactKind::Doi, id, None) }
    }

    fn related(library: &Library, id: DocId) -> Vec<(i64, Relation)> {
        let loaded = library.load(id).unwrap();
        let found = library.also_in(id, study::keys(&loaded.document, &loaded.facts)).unwrap();
        found.kin.iter().map(|kin| (kin.head.id.0, kin.relation)).collect()
    }

    /// A story of a patient of this age, with a paper of its own if it has a DOI.
    fn story(age: f64, own: Option<&str>) -> Vec<Fact> {
        let years = Data::Quantity { op: "=", n: age, n2: None, unit: "a".to_owned() };
        let patient = Fact { subject: Subject::Patient(1), data: years, ..fact(FactKind::PatientAge, "years", None) };
        let therapy = Fact { role: Role::Primary, ..fact(FactKind::Therapy, "CAR T-cell therapy", Some("T:1")) };
        let disease = Fact { role: Role::Primary, ..fact(FactKind::Disease, "lupus", Some("D:1")) };
        let mut facts = vec![disease, therapy, patient, fact(FactKind::Journal, "Blood", Some("J:1"))];
        facts.extend(own.map(|id| doi(id, Assertion::Affirmed)));
        facts
    }

    #[test]
    fn documents_of_one_paper_find_each_other_and_what_cites_it() {
        let mut library = Library::in_memory().unwrap();
        let mut add = |name: &str, facts: &[Fact]| put(&mut library, name, &document(name, &format!("{name}.")), facts);
        let paper = add("paper", &[doi("10.1000/a", Assertion::Affirmed)]);
        let press = add("press", &[doi("10.1000/a", Assertion::Affirmed), doi("10.1000/b", Assertion::InReference)]);
        let review = add("review", &[doi("10.1000/r", Assertion::Affirmed), doi("10.1000/a", Assertion::InReference)]);
        let other = add("other", &[doi("10.1000/r2", Assertion::Affirmed), doi("10.1000/a", Assertion::InReference)]);
        assert_eq!(
            related(&library, paper),
            [(press.0, Relation::Study), (review.0, Relation::CitedBy), (other.0, Relation::CitedBy)]
        );
        assert_eq!(related(&library, review), [(paper.0, Relation::Cites), (press.0, Relation::Cites)]);
        let found = library.also_in(press, study::keys(&document("", ""), &[doi("10.1000/a", Assertion::Affirmed)]));
        assert_eq!(found.unwrap().kin[0].matched, [(Sign::Doi, "10.1000/a".to_owned())]);
        let mut listed = |text: &str| -> Vec<i64> {
            let query = Query::parse(text, &Vocabulary::default()).unwrap();
            library.ids(&query, Sort { by: SortBy::Added, reversed: true }).unwrap().iter().map(|id| id.0).collect()
        };
        assert_eq!(listed(&format!("same:{}", press.0)), [paper.0, press.0], "what cites it is another study");
        assert_eq!(listed(&format!("same:{}", review.0)), [review.0]);
        assert_eq!(listed("same:999"), [0_i64; 0]);
    }

    #[test]
    fn links_follow_what_is_read_again_and_removed() {
        let mut library = Library::in_memory().unwrap();
        let one = put(&mut library, "one", &document("one", "One."), &[doi("10.1000/a", Assertion::Affirmed)]);
        let two = put(&mut library, "two", &document("two", "Two."), &[doi("10.1000/a", Assertion::Affirmed)]);
        assert_eq!(related(&library, one), [(two.0, Relation::Study)]);
        put(&mut library, "two", &document("two", "Two."), &[doi("10.1000/c", Assertion::Affirmed)]);
        assert_eq!(related(&library, one), []);
        put(&mut library, "two", &document("two", "Two."), &[doi("10.1000/a", Assertion::Affirmed)]);
        assert_eq!(related(&library, one), [(two.0, Relation::Study)]);
        library.remove(two).unwrap();
        assert_eq!(related(&library, one), []);
    }

    #[test]
    fn a_case_is_told_twice_but_two_papers_are_two() {
        let mut library = Library::in_memory().unwrap();
        let mut add = |name: &str, facts: &[Fact]| put(&mut library, name, &document(name, &format!("{name}.")), facts);
        let news = add("news", &story(39.0, None));
        let press = add("press", &story(39.0, Some("10.1000/a")));
        let other = add("other", &story(39.0, Some("10.1000/b")));
        add("older", &story(40.0, None));
        assert_eq!(related(&library, news), [(press.0, Relation::Case), (other.0, Relation::Case)]);
        assert_eq!(related(&library, press), [(news.0, Relation::Case)]);
    }

    #[test]
    fn many_documents_are_looked_through_by_parts() {
        let mut library = Library::in_memory().unwrap();
        let first = put(&mut library, "one", &document("one", "One."), &[doi("10.1000/a", Assertion::Affirmed)]);
        let far = 5_i64 << PART;
        library.reader.db.execute("UPDATE sqlite_sequence SET seq = ? WHERE name = 'document'", [far]).unwrap();
        let last = put(&mut library, "two", &document("two", "Two."), &[doi("10.1000/a", Assertion::Affirmed)]);
        assert_eq!(last.0, far + 1);
        assert_eq!(related(&library, first), [(last.0, Relation::Study)]);
        assert_eq!(related(&library, last), [(first.0, Relation::Study)]);
    }

    #[test]
    fn of_many_related_documents_some_are_named_and_the_rest_is_counted() {
        let mut library = Library::in_memory().unwrap();
        for n in 0..NAMED + 3 {
            let name = format!("copy {n}");
            put(&mut library, &name, &document(&name, &format!("{name}.")), &[doi("10.1000/a", Assertion::Affirmed)]);
        }
        let keys = study::keys(&document("", ""), &[doi("10.1000/a", Assertion::Affirmed)]);
        let found = library.also_in(DocId(1), keys).unwrap();
        assert_eq!((found.kin.len(), found.more), (NAMED, 2));
    }
}
