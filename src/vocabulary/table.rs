//! Tables with tabs, commas or semicolons whose header names the columns: lists of a user, our own form, exports of
//! other programs, translations. Several values in a field stand with `|` between them.

use super::source::{Entries, Entry, Named};
use super::{ConceptKind, Usage, ids, tsv};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    /// Identifiers; of a scheme whose prefix is left out, if one is named.
    Id(Option<&'static str>),
    Preferred,
    Names,
    German,
    Xrefs,
    Parents,
    Kind,
    Flags,
    Predicate,
}

/// The names of columns, in small letters.
const COLUMNS: &[(&str, Column)] = &[
    ("id", Column::Id(None)),
    ("subject_id", Column::Id(None)),
    ("orphacode", Column::Id(Some("ORPHA"))),
    ("drugbank_id", Column::Id(Some("DRUGBANK"))),
    ("mesh_id", Column::Id(Some("MESH"))),
    ("mondo_id", Column::Id(Some("MONDO"))),
    ("icd10", Column::Id(Some("ICD10"))),
    ("icd10cm", Column::Id(Some("ICD10CM"))),
    ("preferred", Column::Preferred),
    ("label", Column::Preferred),
    ("canonical", Column::Preferred),
    ("name", Column::Preferred),
    ("source_value", Column::Preferred),
    ("en", Column::Preferred),
    ("synonyms", Column::Names),
    ("names", Column::Names),
    ("names_en", Column::Names),
    ("variants", Column::Names),
    ("names_de", Column::German),
    ("translation_value", Column::German),
    ("de", Column::German),
    ("xrefs", Column::Xrefs),
    ("parents", Column::Parents),
    ("kind", Column::Kind),
    ("flags", Column::Flags),
    ("predicate_id", Column::Predicate),
];

/// Marks after a cross-reference that say it is not the same but broader, narrower or undecided.
const OTHER: &[&str] = &["NTBT", "BTNT", "ND", "W"];

/// The rows as concepts.
pub(super) fn read(text: &str) -> Result<Entries, String> {
    let mut lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let (_, header) = lines.next().ok_or("the file is empty")?;
    let separator = [b'\t', b';', b','].into_iter().find(|&mark| header.contains(char::from(mark)));
    let separator = separator.unwrap_or(b'\t');
    let columns: Vec<Option<Column>> =
        fields(header, separator).iter().map(|name| column(&name.trim().to_lowercase())).collect();
    let has = |wanted: fn(&Column) -> bool| columns.iter().flatten().any(wanted);
    if !has(|column| matches!(column, Column::Preferred | Column::Names | Column::German)) {
        return Err(
            "the first line names no column of names (preferred, label, canonical, synonyms, names_en, names_de, variants)"
                .to_owned(),
        );
    }
    let own = header.split(char::from(separator)).any(|name| matches!(name.trim(), "names_en" | "names_de"));
    let mut found = Entries { own, ..Entries::default() };
    for (number, line) in lines {
        match row(&columns, &fields(line, separator)) {
            Ok(entry) => found.list.extend(entry.map(|mut entry| {
                let (known, unknown): (Vec<&str>, Vec<&str>) =
                    values(&entry.flags).partition(|flag| tsv::FLAGS.contains(flag));
                let warnings = unknown.iter().map(|flag| format!("line {}: {}", number + 1, tsv::unknown_flag(flag)));
                found.warnings.extend(warnings);
                entry.flags = known.join("|");
                entry
            })),
            Err(why) => found.warnings.push(format!("line {}: {why}", number + 1)),
        }
    }
    Ok(found)
}

fn column(name: &str) -> Option<Column> {
    COLUMNS.iter().find(|(known, _)| *known == name).map(|(_, column)| *column)
}

/// A row as a concept; none if it says something else than names.
fn row(columns: &[Option<Column>], fields: &[String]) -> Result<Option<Entry>, String> {
    let mut entry = Entry::default();
    let mut scheme = None;
    let mut usage = Usage::Plain;
    for (column, field) in columns.iter().zip(fields) {
        let field = field.trim();
        let Some(column) = column.filter(|_| !field.is_empty()) else {
            continue;
        };
        match column {
            Column::Id(prefix) => {
                let id = match prefix {
                    Some(prefix) if !field.contains(':') => Some(ids::with_prefix(prefix, field)),
                    _ => ids::canonical(field),
                };
                let id = id.ok_or_else(|| format!("\"{field}\" is no identifier with a prefix"))?;
                if entry.id.is_empty() {
                    scheme = prefix;
                    entry.id = id;
                } else {
                    entry.xrefs.push(id);
                }
            }
            Column::Preferred if entry.preferred.is_empty() => field.clone_into(&mut entry.preferred),
            Column::Preferred | Column::Names | Column::German => {
                entry.names.extend(values(field).map(|name| named(name, column == Column::German)));
            }
            Column::Xrefs => entry.xrefs.extend(xrefs(field)),
            Column::Parents => entry.parents.extend(values(field).filter_map(|parent| match scheme {
                Some(scheme) if !parent.contains(':') => Some(ids::with_prefix(scheme, parent)),
                _ => ids::canonical(parent),
            })),
            Column::Kind => {
                let kind = ConceptKind::parse(field).ok_or_else(|| format!("unknown kind \"{field}\""))?;
                entry.kind = Some(kind);
            }
            Column::Flags => field.clone_into(&mut entry.flags),
            Column::Predicate => match field {
                "rdfs:label" | "skos:prefLabel" | "oboInOwl:hasExactSynonym" => {}
                "oboInOwl:hasRelatedSynonym" => usage = Usage::Related,
                _ => return Ok(None),
            },
        }
    }
    if usage == Usage::Related {
        entry.names.iter_mut().for_each(|name| name.usage = Some(usage));
    }
    Ok(Some(entry))
}

/// Cross-references that are the same thing.
fn xrefs(field: &str) -> Vec<String> {
    let mut kept = Vec::new();
    for value in values(field) {
        if OTHER.contains(&value) {
            kept.pop();
        } else {
            kept.extend(ids::canonical(value));
        }
    }
    kept
}

/// A name with our own tag, or with the sources that have it, `:R` for those where it is a related one.
fn named(written: &str, german: bool) -> Named {
    let (text, usage) = tsv::split_usage(written);
    let (text, usage) = match text.rsplit_once(" [") {
        Some((name, sources)) if usage == Some(Usage::Plain) && text.ends_with(']') => {
            let related = sources.trim_end_matches(']').split(',').all(|source| source.ends_with(":R"));
            (name, Some(if related { Usage::Related } else { Usage::Plain }))
        }
        _ => (text, usage),
    };
    Named { text: text.to_owned(), usage, german }
}

fn values(field: &str) -> impl Iterator<Item = &str> {
    field.split('|').map(str::trim).filter(|value| !value.is_empty())
}

/// The fields of a line; quotes as in CSV where the separator is no tab, and around a whole field where it is one.
fn fields(line: &str, separator: u8) -> Vec<String> {
    let separator = char::from(separator);
    if separator == '\t' || !line.contains('"') {
        let bare = |field: &str| match field.trim().strip_prefix('"').and_then(|field| field.strip_suffix('"')) {
            Some(inner) => inner.replace("\"\"", "\""),
            None => field.to_owned(),
        };
        return line.split(separator).map(bare).collect();
    }
    let mut fields = vec![String::new()];
    let mut quoted = false;
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        let last = fields.last_mut().expect("there is always one");
        match c {
            '"' if quoted && chars.next_if_eq(&'"').is_some() => last.push('"'),
            '"' => quoted = !quoted,
            c if c == separator && !quoted => fields.push(String::new()),
            c => last.push(c),
        }
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::super::source;
    use super::*;

    fn check(text: &str, kind: Option<ConceptKind>, expected: &[&str]) {
        let source = source::read(text.as_bytes(), kind).expect("read");
        let rows: Vec<&str> = source.text.lines().skip(1).collect();
        assert_eq!(rows, expected, "{text}");
    }

    #[test]
    fn quotation_marks_of_a_spreadsheet_are_no_part_of_a_name() {
        let text =
            "kind\tid\tpreferred\tnames_en\ndisease\tMONDO:1234567\t\"gouty \"\"wet\"\" fever\"\tthe \"old\" gout";
        let source = source::read(text.as_bytes(), None).expect("read");
        assert!(source.text.contains("\tgouty \"wet\" fever\tthe \"old\" gout\t"), "{}", source.text);
    }

    #[test]
    fn an_unknown_flag_is_named_with_those_there_are_and_left_out() {
        let text = "kind\tid\tpreferred\tflags\ndisease\tMONDO:1234567\tgout\tclass|stop";
        let source = source::read(text.as_bytes(), None).expect("read");
        assert!(source.warnings[0].contains("\"stop\"") && source.warnings[0].contains("class, silent"));
        assert!(source.text.ends_with("\tclass\n") || source.text.ends_with("\tclass"), "{}", source.text);
    }

    #[test]
    fn columns_are_known_by_their_names() {
        check(
            "orphacode\tlabel\tsynonyms\txrefs\tparents\ttype\n7\tSea fever\tMal de mer|SF1\tOMIM:1|E|OMIM:2|NTBT\t8|9\tDisease\n",
            None,
            &["disease\tORPHA:7\tSea fever\tMal de mer|SF1 [acronym]\t\tOMIM:1\tORPHA:8|ORPHA:9\t"],
        );
        check(
            "canonical\tdrugbank_id\tmesh_id\tvariants\nSaltol\tDB1\tD1\tsaltol|saltolum\n",
            None,
            &["drug\tDRUGBANK:DB1\tSaltol\tsaltol|saltolum\t\tMESH:D1\t\t"],
        );
        check(
            "icd10\ten\tde\nA001\tSea fever, unspecified\tSeefieber\n",
            None,
            &["disease\tICD10:A00.1\tSea fever\t\tSeefieber\t\t\t"],
        );
        check(
            "Name,Synonyms\n\"Saltol, pure\",\"sal|\"\"S\"\" tol\"\n",
            Some(ConceptKind::Drug),
            &["drug\tname:pure-saltol\tpure Saltol\tsal|\"S\" tol\t\t\t\t"],
        );
    }

    #[test]
    fn sources_and_tags_after_a_name_say_how_it_is_used() {
        check(
            "id\tlabel\tsynonyms\nMONDO:1\tsea fever\tmal de mer [DO,MESH]|ague [DO:R]|waves [DO,NCIT:R]|SEAF [context]|old [stop]\n",
            None,
            &["disease\tMONDO:1\tsea fever\tmal de mer|ague [related]|waves|SEAF [context]|old [stop]\t\t\t\t"],
        );
    }

    #[test]
    fn translations_add_german_names() {
        let header = "source_value\tsubject_id\tpredicate_id\ttranslation_value\n";
        let rows = "Seasick\tHP:1\trdfs:label\tSeekrank\nA definition\tHP:1\tIAO:0000115\tEine Definition\n";
        check(&format!("{header}{rows}"), None, &["sign\tHP:1\tSeasick\t\tSeekrank\t\t\t"]);
    }

    #[test]
    fn a_row_that_cannot_be_used_is_a_warning() {
        let source =
            source::read(b"subject_id\ttranslation_value\nID\tAL x\nHP:1\tSeekrankheit\n", None).expect("read");
        assert_eq!(source.warnings, ["line 2: \"ID\" is no identifier with a prefix"]);
        assert_eq!(source.text.lines().nth(1), Some("sign\tHP:1\t\t\tSeekrankheit\t\t\t"));
    }
}
