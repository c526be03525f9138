//! Vocabulary files as tab-separated values: a header that names the columns `kind`, `id`, `preferred`,
//! `names_en`, `names_de`, `xrefs`, `parents` and `flags`; `|` between values; a name may end in ` [case]`, ` [context]`, ` [related]` or ` [stop]`.

use std::collections::HashMap;
use std::fmt;

use super::{Concept, ConceptIndex, ConceptKind, Name, Usage, Vocabulary};

/// The columns in the order in which `Reader::row` reads them; the first three must be there.
const COLUMNS: [&str; 8] = ["kind", "id", "preferred", "names_en", "names_de", "xrefs", "parents", "flags"];

/// The vocabulary of some files, `(name, content)` each, with a warning for each line that cannot be used.
pub(super) fn parse(sources: &[(&str, &str)]) -> (Vocabulary, Vec<String>) {
    let mut reader = Reader::default();
    for (source, text) in sources {
        reader.read(source, text);
    }
    reader.finish()
}

#[derive(Default)]
struct Reader<'a> {
    concepts: Vec<Concept>,
    known: HashMap<(ConceptKind, &'a str), ConceptIndex>,
    by_id: HashMap<String, ConceptIndex>,
    /// Concept, parent's id and where it was written.
    parents: Vec<(ConceptIndex, &'a str, Place<'a>)>,
    warnings: Vec<String>,
}

/// A line of a file, from 1.
#[derive(Clone, Copy)]
struct Place<'a> {
    source: &'a str,
    line: usize,
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.source, self.line)
    }
}

impl<'a> Reader<'a> {
    fn read(&mut self, source: &'a str, text: &'a str) {
        let mut lines = text.lines().enumerate();
        let Some((_, header)) = lines.next() else {
            self.warnings.push(format!("{source}: the file is empty"));
            return;
        };
        let header: Vec<&str> = header.split('\t').map(str::trim).collect();
        let columns = COLUMNS.map(|name| header.iter().position(|column| *column == name));
        if let Some(missing) = (0..3).find(|&at| columns[at].is_none()) {
            self.warnings.push(format!("{source}: the header has no column {}", COLUMNS[missing]));
            return;
        }
        let rows = memchr::memchr_iter(b'\n', text.as_bytes()).count();
        self.concepts.reserve(rows);
        self.known.reserve(rows);
        self.by_id.reserve(rows);
        for (number, line) in lines {
            if line.trim().is_empty() {
                continue;
            }
            let mut fields = [""; COLUMNS.len()];
            for (at, value) in line.split('\t').enumerate() {
                if let Some(column) = columns.iter().position(|column| *column == Some(at)) {
                    fields[column] = value.trim_ascii();
                }
            }
            self.row(&fields, Place { source, line: number + 1 });
        }
    }

    fn row(&mut self, fields: &[&'a str; COLUMNS.len()], place: Place<'a>) {
        let [kind, id, preferred, names_en, names_de, xrefs, parents, flags] = *fields;
        let Some(kind) = ConceptKind::parse(kind) else {
            self.warnings.push(format!("{place}: unknown kind \"{kind}\""));
            return;
        };
        if id.is_empty() || preferred.is_empty() {
            self.warnings.push(format!("{place}: an id and a preferred name are needed"));
            return;
        }
        let index = *self.known.entry((kind, id)).or_insert_with(|| {
            let index = ConceptIndex(self.concepts.len() as u32);
            self.by_id.entry(id.to_owned()).or_insert(index);
            self.concepts.push(Concept {
                id: id.to_owned(),
                kind,
                preferred: String::new(),
                preferred_de: None,
                names: Vec::new(),
                xrefs: Vec::new(),
                parents: Vec::new(),
                class: false,
                silent: false,
            });
            index
        });
        let concept = &mut self.concepts[index.0 as usize];
        preferred.clone_into(&mut concept.preferred);
        let count = |field: &str| memchr::memchr_iter(b'|', field.as_bytes()).count() + 1;
        concept.names.reserve_exact(1 + count(names_en) + count(names_de));
        concept.xrefs.reserve_exact(count(xrefs));
        add_name(concept, preferred);
        for name in values(names_en) {
            add_name(concept, name);
        }
        for (at, name) in values(names_de).enumerate() {
            let added = add_name(concept, name);
            if at == 0 && added {
                concept.preferred_de = Some(split_usage(name).0.to_owned());
            }
        }
        for xref in values(xrefs) {
            if !concept.xrefs.iter().any(|known| known == xref) {
                concept.xrefs.push(xref.to_owned());
            }
        }
        for flag in values(flags) {
            match flag {
                "class" => concept.class = true,
                "silent" => concept.silent = true,
                _ => self.warnings.push(format!("{place}: unknown flag \"{flag}\"")),
            }
        }
        for parent in values(parents) {
            self.parents.push((index, parent, place));
        }
    }

    fn finish(mut self) -> (Vocabulary, Vec<String>) {
        for (child, id, place) in self.parents {
            let kind = self.concepts[child.0 as usize].kind;
            let parent = self.known.get(&(kind, id)).or_else(|| self.by_id.get(id)).copied();
            match parent {
                Some(parent) if parent == child => self.warnings.push(format!("{place}: \"{id}\" is its own parent")),
                Some(parent) => {
                    let parents = &mut self.concepts[child.0 as usize].parents;
                    if !parents.contains(&parent) {
                        parents.push(parent);
                    }
                }
                None => self.warnings.push(format!("{place}: unknown parent \"{id}\"")),
            }
        }
        let vocabulary = Vocabulary { concepts: self.concepts, by_id: self.by_id, ..Vocabulary::default() };
        (vocabulary, self.warnings)
    }
}

fn values(field: &str) -> impl Iterator<Item = &str> {
    field.split('|').map(str::trim).filter(|value| !value.is_empty())
}

/// Adds, changes or, with `[stop]`, removes a name; whether the concept has it now.
fn add_name(concept: &mut Concept, written: &str) -> bool {
    let (text, usage) = split_usage(written);
    let known = concept.names.iter().position(|name| name.text == text);
    match (known, usage) {
        (Some(at), Some(usage)) if written.len() != text.len() => concept.names[at].usage = usage,
        (Some(_), Some(_)) | (None, None) => {}
        (Some(at), None) => {
            concept.names.remove(at);
        }
        (None, Some(usage)) => concept.names.push(Name { text: text.to_owned(), usage }),
    }
    usage.is_some()
}

/// A name and how it is used; no usage is `[stop]`.
fn split_usage(written: &str) -> (&str, Option<Usage>) {
    if !written.ends_with(']') {
        return (written, Some(Usage::Plain));
    }
    let tags = [
        (" [case]", Some(Usage::Case)),
        (" [context]", Some(Usage::Context)),
        (" [related]", Some(Usage::Related)),
        (" [stop]", None),
    ];
    tags.into_iter()
        .find_map(|(tag, usage)| written.strip_suffix(tag).map(|name| (name.trim_end(), usage)))
        .unwrap_or((written, Some(Usage::Plain)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "kind\tid\tpreferred\tnames_en\tnames_de\txrefs\tparents\tflags\n";

    fn read(rows: &[&str]) -> (Vocabulary, Vec<String>) {
        let text = format!("{HEADER}{}", rows.join("\n"));
        parse(&[("t", &text)])
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
        let usages: Vec<_> = gout.names.iter().map(|name| (name.text.as_str(), name.usage)).collect();
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
                "t:4: unknown flag \"big\"",
                "t:4: unknown parent \"X:9\"",
            ]
        );
        assert_eq!(parse(&[("e", "")]).1, ["e: the file is empty"]);
        assert_eq!(parse(&[("e", "id\tname\n")]).1, ["e: the header has no column kind"]);
    }

    #[test]
    fn a_later_file_adds_changes_and_removes_names() {
        let one = format!("{HEADER}disease\tX:1\tgout\turic gout|UG\t\t\t\t");
        let two = format!("{HEADER}disease\tX:1\tgouty arthritis\turic gout [stop]|UG [case]\t\t\t\t");
        let (vocabulary, warnings) = parse(&[("one", &one), ("two", &two)]);
        assert_eq!(warnings, Vec::<String>::new());
        assert_eq!(vocabulary.concepts.len(), 1);
        assert_eq!(vocabulary.concepts[0].preferred, "gouty arthritis");
        let names: Vec<_> = vocabulary.concepts[0].names.iter().map(|name| (name.text.as_str(), name.usage)).collect();
        assert_eq!(names, [("gout", Usage::Plain), ("UG", Usage::Case), ("gouty arthritis", Usage::Plain)]);
    }
}
