//! SSSOM mapping sets: which identifier of one scheme is which of another. They add cross-references to known concepts
//! and no names.

use super::ids;
use super::source::{Entries, Entry};

/// Predicates that say that both are the same.
const SAME: &[&str] = &["skos:exactMatch", "owl:equivalentClass", "owl:sameAs"];

/// Whether a text is a mapping set.
pub(super) fn is(text: &str) -> bool {
    columns(text).is_some()
}

/// The places of subject, predicate and object among the columns.
fn columns(text: &str) -> Option<[usize; 3]> {
    let header = text.lines().find(|line| !line.starts_with('#'))?;
    let place = |name: &str| header.split('\t').position(|column| column.trim() == name);
    Some([place("subject_id")?, place("predicate_id")?, place("object_id")?])
}

/// One entry for each subject, in order of rows.
pub(super) fn read(text: &str) -> Result<Entries, String> {
    let [subject, predicate, object] = columns(text).ok_or("the header names no subject_id and object_id")?;
    let mut found = Entries::default();
    let mut others = 0;
    for line in text.lines().filter(|line| !line.starts_with('#')).skip(1) {
        let fields: Vec<&str> = line.split('\t').map(str::trim).collect();
        let field = |at: usize| fields.get(at).copied().unwrap_or("");
        if line.trim().is_empty() {
            continue;
        }
        let (Some(id), Some(other)) = (ids::canonical(field(subject)), ids::canonical(field(object))) else {
            others += 1;
            continue;
        };
        if !SAME.contains(&field(predicate)) {
            others += 1;
            continue;
        }
        match found.list.last_mut() {
            Some(last) if last.id == id => last.xrefs.push(other),
            _ => found.list.push(Entry { id, xrefs: vec![other], ..Entry::default() }),
        }
    }
    if others > 0 {
        found.warnings.push(format!("{others} rows were left out that do not say that two identifiers are one"));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::super::source;

    #[test]
    fn exact_matches_become_cross_references() {
        let bytes = include_bytes!("../../tests/data/vocabulary/small.sssom.tsv");
        let source = source::read(bytes, None).expect("read");
        assert_eq!((source.format, source.names), ("SSSOM", 0));
        let rows: Vec<&str> = source.text.lines().skip(1).collect();
        assert_eq!(rows, ["disease\tMONDO:900001\t\t\t\tDOID:900001|MESH:D900001\t\t"]);
        assert_eq!(source.warnings, ["1 rows were left out that do not say that two identifiers are one"]);
    }
}
