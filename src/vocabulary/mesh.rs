//! `MeSH` in its ASCII form: one record a heading, with entry terms and tree numbers. Branch C and F03 are diseases, D is
//! chemicals and drugs; the other branches are left out.

use std::collections::HashMap;

use super::source::{Entries, Entry, Named};
use super::{ConceptKind, Usage};

/// Whether a text is such a file.
pub(super) fn is(text: &str) -> bool {
    text.trim_start().starts_with("*NEWRECORD")
}

/// The headings of the branches that are read.
pub(super) fn read(text: &str) -> Entries {
    let records: Vec<Record<'_>> = text.split("*NEWRECORD").skip(1).map(Record::of).collect();
    let mut places: HashMap<&str, &str> = HashMap::new();
    for record in &records {
        places.extend(record.trees.iter().map(|tree| (*tree, record.id)));
    }
    let mut found = Entries::default();
    let mut others = 0;
    for record in &records {
        let Some(kind) = record.trees.iter().find_map(|tree| kind(tree)).filter(|_| !record.id.is_empty()) else {
            others += 1;
            continue;
        };
        let names = record.entries.iter().map(|name| Named {
            text: (*name).to_owned(),
            usage: Some(Usage::Plain),
            german: false,
        });
        let above = record.trees.iter().filter_map(|tree| places.get(tree.rsplit_once('.')?.0));
        let mut parents: Vec<String> = above.map(|id| format!("MESH:{id}")).collect();
        parents.dedup();
        found.list.push(Entry {
            id: format!("MESH:{}", record.id),
            kind: Some(kind),
            preferred: record.heading.to_owned(),
            names: names.collect(),
            parents,
            ..Entry::default()
        });
    }
    if others > 0 {
        found.warnings.push(format!("{others} headings that are neither diseases nor drugs were left out"));
    }
    found
}

fn kind(tree: &str) -> Option<ConceptKind> {
    match tree.as_bytes() {
        [b'C', ..] | [b'F', b'0', b'3', ..] => Some(ConceptKind::Disease),
        [b'D', ..] => Some(ConceptKind::Drug),
        _ => None,
    }
}

#[derive(Default)]
struct Record<'a> {
    id: &'a str,
    heading: &'a str,
    entries: Vec<&'a str>,
    trees: Vec<&'a str>,
}

impl<'a> Record<'a> {
    fn of(text: &'a str) -> Self {
        let mut record = Self::default();
        for (tag, value) in text.lines().filter_map(|line| line.split_once(" = ")) {
            // "Myeloid Leukemia|T047|NON|EQV|..." has the name first.
            let name = value.split('|').next().unwrap_or(value).trim();
            match tag.trim() {
                "UI" => record.id = name,
                "MH" | "NM" => record.heading = name,
                "ENTRY" | "PRINT ENTRY" | "SY" => record.entries.push(name),
                "MN" => record.trees.push(name),
                _ => {}
            }
        }
        record
    }
}

#[cfg(test)]
mod tests {
    use super::super::source;

    #[test]
    fn headings_of_diseases_and_drugs_become_concepts() {
        let text = "*NEWRECORD\nRECTYPE = D\nMH = Sea Fever\nPRINT ENTRY = Ague, Marine|T047|NON|EQV|NLM (1999)\n\
                    ENTRY = Mal de Mer\nMN = C01.100.200\nMN = C23.5\nUI = D900001\n\n\
                    *NEWRECORD\nMH = Marine Diseases\nMN = C01.100\nUI = D900002\n\n\
                    *NEWRECORD\nMH = Saltol\nMN = D02.1\nUI = D900003\n\n\
                    *NEWRECORD\nMH = Boats\nMN = J01.1\nUI = D900004\n";
        let source = source::read(text.as_bytes(), None).expect("read");
        assert_eq!(source.format, "MeSH");
        let rows: Vec<&str> = source.text.lines().skip(1).collect();
        assert_eq!(
            rows,
            [
                "disease\tMESH:D900001\tSea Fever\tMarine Ague|Mal de Mer\t\t\tMESH:D900002\t",
                "disease\tMESH:D900002\tMarine Diseases\t\t\t\t\t",
                "drug\tMESH:D900003\tSaltol\t\t\t\t\t",
            ]
        );
        assert_eq!(source.warnings, ["1 headings that are neither diseases nor drugs were left out"]);
    }
}
