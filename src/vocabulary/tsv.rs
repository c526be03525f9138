//! Vocabulary files in our own form, as tab-separated values: a header that names the columns `kind`, `id`, `preferred`,
//! `names_en`, `names_de`, `xrefs`, `parents` and `flags`; `|` between values; a name may end in ` [case]`, ` [context]`, ` [related]` or ` [stop]`.

use std::fmt;

use super::merge::Builder;
use super::{ConceptKind, Usage};

/// The columns in the order in which [`Row`] reads them; the first three must be there.
pub(super) const COLUMNS: [&str; 8] = ["kind", "id", "preferred", "names_en", "names_de", "xrefs", "parents", "flags"];

/// Tags after a name; no usage takes it out.
const TAGS: [(&str, Option<Usage>); 4] = [
    (" [case]", Some(Usage::Case)),
    (" [context]", Some(Usage::Context)),
    (" [related]", Some(Usage::Related)),
    (" [stop]", None),
];

/// What the column `flags` may say of a concept.
pub(super) const FLAGS: [&str; 2] = ["class", "silent"];

/// What is said of a flag that is none.
pub(super) fn unknown_flag(flag: &str) -> String {
    let names = TAGS.map(|(tag, _)| tag.trim()).join(", ");
    format!("unknown flag \"{flag}\"; there are {}; a name takes {names} behind it", FLAGS.join(", "))
}

/// After an imported acronym: it needs context, and a name that is known already keeps its usage.
pub(super) const ACRONYM: &str = " [acronym]";

/// Whose file it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    /// Ours: concepts are told apart by kind and identifier, and everything must be right.
    Program,
    /// The user's: concepts are joined with those that are known already.
    User,
}

/// A line of a file, from 1.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// The file's number among the sources.
    pub(super) file: u16,
    pub(super) line: u32,
}

/// A row; fields are as written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    pub(super) kind: Option<ConceptKind>,
    pub(super) id: &'static str,
    pub(super) preferred: &'static str,
    pub(super) names_en: &'static str,
    pub(super) names_de: &'static str,
    pub(super) xrefs: &'static str,
    pub(super) parents: &'static str,
    pub(super) flags: &'static str,
    pub(super) place: Place,
}

impl Row {
    /// Whether it has no names and so only adds cross-references.
    pub(super) fn is_mapping(&self) -> bool {
        self.preferred.is_empty() && self.names_en.is_empty() && self.names_de.is_empty()
    }
}

/// Reads the rows of a file that can be used; the others become warnings of the builder.
pub(super) fn rows(file: u16, text: &'static str, owner: Owner, builder: &mut Builder) -> Vec<Row> {
    let mut lines = text.lines().zip(1..);
    let Some((header, _)) = lines.next() else {
        builder.warn_file(file, "the file is empty");
        return Vec::new();
    };
    let mut columns = [usize::MAX; COLUMNS.len()];
    for (at, name) in header.split('\t').enumerate() {
        if let Some(column) = COLUMNS.iter().position(|known| *known == name.trim()) {
            columns[column] = at;
        }
    }
    if let Some(missing) = (0..3).find(|&at| columns[at] == usize::MAX) {
        builder.warn_file(file, &format!("the header has no column {}", COLUMNS[missing]));
        return Vec::new();
    }
    let usual = columns.iter().enumerate().all(|(at, &column)| at == column);
    let mut rows = Vec::with_capacity(memchr::memchr_iter(b'\n', text.as_bytes()).count());
    for (line, number) in lines {
        if line.trim().is_empty() {
            continue;
        }
        let mut fields = [""; COLUMNS.len()];
        for (at, value) in line.split('\t').enumerate() {
            let column = if usual {
                Some(at).filter(|&at| at < COLUMNS.len())
            } else {
                columns.iter().position(|&column| column == at)
            };
            if let Some(column) = column {
                fields[column] = value.trim_ascii();
            }
        }
        let place = Place { file, line: number };
        match row(fields, owner, place) {
            Ok(row) => rows.push(row),
            Err(why) => builder.warn(place, &why),
        }
    }
    rows
}

fn row(fields: [&'static str; COLUMNS.len()], owner: Owner, place: Place) -> Result<Row, String> {
    let [kind, id, preferred, names_en, names_de, xrefs, parents, flags] = fields;
    let known = ConceptKind::parse(kind);
    let row = Row { kind: known, id, preferred, names_en, names_de, xrefs, parents, flags, place };
    let mapping = owner == Owner::User && row.is_mapping();
    if known.is_none() && !(mapping && kind.is_empty()) {
        return Err(format!("unknown kind \"{kind}\""));
    }
    if id.is_empty() || (preferred.is_empty() && owner == Owner::Program) {
        return Err("an id and a preferred name are needed".to_owned());
    }
    Ok(row)
}

/// The values of a field.
pub(super) fn values(field: &str) -> impl Iterator<Item = &str> {
    field.split('|').map(str::trim_ascii).filter(|value| !value.is_empty())
}

/// A name and how it is used; no usage is `[stop]`.
pub(super) fn split_usage(written: &str) -> (&str, Option<Usage>) {
    if !written.ends_with(']') {
        return (written, Some(Usage::Plain));
    }
    TAGS.into_iter()
        .find_map(|(tag, usage)| written.strip_suffix(tag).map(|name| (name.trim_end(), usage)))
        .unwrap_or((written, Some(Usage::Plain)))
}

/// The tag of a usage, with the blank before it.
pub(super) fn tag(usage: Option<Usage>) -> &'static str {
    TAGS.iter().find(|(_, known)| *known == usage).map_or("", |(tag, _)| *tag)
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.line)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{ConceptIndex, Vocabulary};
    use super::*;

    const HEADER: &str = "kind\tid\tpreferred\tnames_en\tnames_de\txrefs\tparents\tflags\n";

    fn read(rows: &[&str]) -> (Vocabulary, Vec<String>) {
        let text = format!("{HEADER}{}", rows.join("\n"));
        Vocabulary::parse(&[("t", &text)])
    }

    #[test]
    fn a_row_becomes_a_concept() {
        let (vocabulary, warnings) = read(&[
            "disease\tX:1\tgout\turic gout|UG [context]\tGicht\tICD10:M10|MESH:D006073\tX:2\t",
            "disease\tX:2\tjoint disease\t\tGelenkerkrankung\t\t\tclass",
        ]);
        assert_eq!(warnings, Vec::<String>::new());
        let gout = &vocabulary.concepts[0];
        assert_eq!(gout.preferred, "gout");
        assert_eq!(gout.name_in("de"), "Gicht");
        assert_eq!(gout.name_in("en"), "gout");
        assert_eq!(gout.xrefs, ["ICD10:M10", "MESH:D006073"]);
        assert_eq!(gout.parents, [ConceptIndex(1)]);
        assert!(vocabulary.concepts[1].class);
        let usages: Vec<_> = gout.names.iter().map(|name| (name.text, name.usage)).collect();
        assert_eq!(
            usages,
            [("gout", Usage::Plain), ("uric gout", Usage::Plain), ("UG", Usage::Context), ("Gicht", Usage::Plain)]
        );
    }

    #[test]
    fn what_cannot_be_used_is_a_warning_with_its_line() {
        let (vocabulary, warnings) =
            read(&["illness\tX:1\tgout\t\t\t\t\t", "disease\t\tgout\t\t\t\t\t", "disease\tX:3\tgout\t\t\t\tX:9\tbig"]);
        assert_eq!(vocabulary.concepts.len(), 1);
        assert_eq!(
            warnings,
            [
                "t:2: unknown kind \"illness\"",
                "t:3: an id and a preferred name are needed",
                "t:4: unknown flag \"big\"; there are class, silent; a name takes [case], [context], [related], [stop] behind it",
                "t:4: unknown parent \"X:9\"",
            ]
        );
        assert_eq!(Vocabulary::parse(&[("e", "")]).1, ["e: the file is empty"]);
        assert_eq!(Vocabulary::parse(&[("e", "id\tname\n")]).1, ["e: the header has no column kind"]);
    }

    #[test]
    fn a_later_file_adds_changes_and_removes_names() {
        let one = format!("{HEADER}disease\tX:1\tgout\turic gout|UG\t\t\t\t");
        let two = format!("{HEADER}disease\tX:1\tgouty arthritis\turic gout [stop]|UG [case]\t\t\t\t");
        let (vocabulary, warnings) = Vocabulary::parse(&[("one", &one), ("two", &two)]);
        assert_eq!(warnings, Vec::<String>::new());
        assert_eq!(vocabulary.concepts.len(), 1);
        assert_eq!(vocabulary.concepts[0].preferred, "gouty arthritis");
        let names: Vec<_> = vocabulary.concepts[0].names.iter().map(|name| (name.text, name.usage)).collect();
        assert_eq!(names, [("gout", Usage::Plain), ("UG", Usage::Case), ("gouty arthritis", Usage::Plain)]);
    }
}
