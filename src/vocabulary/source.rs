//! Vocabularies in the formats of others, made into files of our own form (`super::tsv`). Bytes in, text and warnings
//! out; each format has a file of its own and an entry in `FORMATS`.

use std::collections::{HashMap, HashSet};
use std::io::Read as _;

use super::{ConceptKind, Usage, ids, mesh, names, obo, obographs, prune, skos, sssom, table};
use crate::text;

/// A file made into our own form.
#[derive(Debug, PartialEq, Eq)]
pub struct Source {
    /// The format it had: a name from `FORMATS`.
    pub format: &'static str,
    /// A vocabulary file of our own form.
    pub text: String,
    /// Concepts in it, those included that only add cross-references.
    pub concepts: usize,
    /// Names in it.
    pub names: usize,
    /// What was left out, and why.
    pub warnings: Vec<String>,
}

/// What a file says of one concept.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Entry {
    /// With its prefix; empty where the file gives none.
    pub(super) id: String,
    pub(super) kind: Option<ConceptKind>,
    /// As written; may be empty.
    pub(super) preferred: String,
    pub(super) names: Vec<Named>,
    pub(super) xrefs: Vec<String>,
    /// Identifiers of broader concepts.
    pub(super) parents: Vec<String>,
    /// For our own column of that name.
    pub(super) flags: String,
}

/// A name as a file has it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) text: String,
    /// None takes the name out.
    pub(super) usage: Option<Usage>,
    pub(super) german: bool,
}

/// What a format's reader finds.
#[derive(Debug, Default)]
pub(super) struct Entries {
    pub(super) list: Vec<Entry>,
    pub(super) warnings: Vec<String>,
    /// Terms of other ontologies stand in it by the way and are left out.
    pub(super) ontology: bool,
    /// It has our own form: somebody wrote its names to be found in texts.
    pub(super) own: bool,
}

/// A format: its name, how its text is recognised, and how it is read.
struct Format {
    name: &'static str,
    recognise: fn(&str) -> bool,
    read: fn(&str) -> Result<Entries, String>,
}

/// The formats in the order in which they are tried; any other text is a table.
const FORMATS: &[Format] = &[
    Format { name: "OBO", recognise: obo::is, read: |text| Ok(obo::read(text)) },
    Format { name: "OBO Graphs", recognise: obographs::is, read: obographs::read },
    Format { name: "MeSH", recognise: mesh::is, read: |text| Ok(mesh::read(text)) },
    Format { name: "SKOS", recognise: skos::is, read: skos::read },
    Format { name: "XML", recognise: |text| text.trim_start().starts_with('<'), read: |_| Err(NO_XML.to_owned()) },
    Format { name: "SSSOM", recognise: sssom::is, read: sssom::read },
    Format { name: "table", recognise: |_| true, read: table::read },
];

/// Why XML is refused.
const NO_XML: &str =
    "vocabularies in XML are not read; import SKOS as Turtle, MeSH in its ASCII form, an ontology as OBO";

/// Most bytes that a compressed file may unfold to.
const LARGEST: u64 = 1 << 30;

/// The kinds as an option of the command line has them.
fn kind_names() -> String {
    ConceptKind::names().collect::<Vec<_>>().join(", ")
}

/// Reads a vocabulary in any of the formats. `kind` is that of concepts whose row does not say it.
///
/// # Errors
/// Why nothing of it can be used.
pub fn read(bytes: &[u8], kind: Option<ConceptKind>) -> Result<Source, String> {
    let unfolded;
    let bytes = if bytes.starts_with(&[0x1f, 0x8b]) {
        unfolded = unfold(bytes)?;
        &unfolded
    } else {
        bytes
    };
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let line = memchr::memchr_iter(b'\n', &bytes[..error.valid_up_to()]).count() + 1;
        format!("line {line} is no UTF-8")
    })?;
    let format = FORMATS.iter().find(|format| (format.recognise)(text)).expect("the last format takes any text");
    let mut found = (format.read)(text)?;
    say_kinds(&mut found, kind)?;
    let source = write(format.name, found);
    if source.concepts == 0 {
        let why = source.warnings.first().map_or("it has none", String::as_str);
        return Err(format!("no concept can be used: {why}"));
    }
    Ok(source)
}

fn unfold(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let mut unfolded = Vec::new();
    let mut reader = flate2::read::MultiGzDecoder::new(bytes).take(LARGEST + 1);
    reader.read_to_end(&mut unfolded).map_err(|error| format!("it cannot be unpacked: {error}"))?;
    if unfolded.len() as u64 > LARGEST {
        return Err("it unpacks to more than 1 GB".to_owned());
    }
    Ok(unfolded)
}

/// Gives each entry its kind: its own, the one asked for, that of its identifier's prefix, or, without an identifier,
/// the one kind that all others have.
fn say_kinds(found: &mut Entries, asked: Option<ConceptKind>) -> Result<(), String> {
    if found.ontology {
        drop_strangers(found);
    }
    if !found.own {
        drop_others(found, asked);
    }
    for entry in &mut found.list {
        entry.kind = entry.kind.or(asked).or_else(|| ids::kind(&entry.id));
    }
    let kinds: HashSet<ConceptKind> = found.list.iter().filter_map(|entry| entry.kind).collect();
    let only = kinds.iter().next().copied().filter(|_| kinds.len() == 1);
    for entry in found.list.iter_mut().filter(|entry| entry.id.is_empty()) {
        entry.kind = entry.kind.or(only);
    }
    // Without names an entry adds to what is known, of whatever kind that is.
    let named = |entry: &&Entry| !(entry.names.is_empty() && entry.preferred.is_empty());
    let mut unknown = found.list.iter().filter(named).filter(|entry| entry.kind.is_none());
    let Some(first) = unknown.next() else { return Ok(()) };
    let id = if first.id.is_empty() { &first.preferred } else { &first.id };
    let id = text::clean_line(id).into_owned();
    let count = 1 + unknown.count();
    Err(format!("{count} entries do not say what they are ({id} is the first); say it with --kind: {}", kind_names()))
}

/// Leaves out terms whose prefix is neither the most common one nor one whose kind is known.
fn drop_strangers(found: &mut Entries) {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for entry in &found.list {
        *counts.entry(ids::prefix(&entry.id)).or_default() += 1;
    }
    let own = counts.iter().max_by_key(|(prefix, count)| (**count, std::cmp::Reverse(**prefix)));
    let own = own.map_or(String::new(), |(prefix, _)| (*prefix).to_owned());
    let before = found.list.len();
    found.list.retain(|entry| ids::prefix(&entry.id) == own || ids::kind(&entry.id).is_some());
    let left_out = before - found.list.len();
    if left_out > 0 {
        found.warnings.push(format!("{left_out} terms of other ontologies were left out"));
    }
}

/// Leaves out what stands in lists of diseases and drugs and is none: outer causes, proteins.
fn drop_others(found: &mut Entries, asked: Option<ConceptKind>) {
    let mut drop = |what: &str, other: &dyn Fn(&Entry) -> bool| {
        let before = found.list.len();
        found.list.retain(|entry| entry.kind.is_some() || !other(entry));
        match before - found.list.len() {
            0 => {}
            count => found.warnings.push(format!("{count} {what} were left out")),
        }
    };
    drop("codes of outer causes and contacts with health services", &|entry| prune::is_cause(&entry.id));
    drop("proteins and other parts of the body that are no drugs", &|entry| {
        let drug = asked == Some(ConceptKind::Drug) || ids::kind(&entry.id) == Some(ConceptKind::Drug);
        let certain = std::iter::once(&entry.id).chain(&entry.xrefs).any(|id| prune::is_drug(id));
        let mut names = std::iter::once(&*entry.preferred).chain(entry.names.iter().map(|name| &*name.text));
        drug && !certain && names.any(prune::is_of_body)
    });
}

/// Writes entries in our own form, their names pruned.
fn write(format: &'static str, found: Entries) -> Source {
    let mut source = Source {
        format,
        text: format!("{}\n", super::tsv::COLUMNS.join("\t")),
        concepts: 0,
        names: 0,
        warnings: found.warnings,
    };
    let mut pruned = 0;
    let own = found.own;
    for entry in found.list {
        let mut seen = HashSet::new();
        let mut preferred = names::usable(&entry.preferred);
        pruned += usize::from(preferred.is_none() && !entry.preferred.is_empty());
        let mut english = Vec::new();
        let mut german = Vec::new();
        seen.extend(preferred.clone());
        let usage =
            |text: &str, usage, label| if own { Some(usage) } else { prune::usage(text, usage, entry.kind, label) };
        if let Some(label) = preferred.as_deref().filter(|label| usage(label, Usage::Plain, true).is_none()) {
            pruned += 1;
            english.push(format!("{label}{}", super::tsv::tag(None)));
        }
        for name in entry.names {
            let Some(text) = names::usable(&name.text) else {
                pruned += 1;
                continue;
            };
            if !seen.insert(text.clone()) && name.usage == Some(Usage::Plain) {
                continue;
            }
            // What is taken out, or has a tag of ours, is so for a reason.
            let allowed = match name.usage {
                Some(written @ (Usage::Plain | Usage::Related)) => usage(&text, written, false),
                written => written,
            };
            if allowed.is_none() && name.usage.is_some() {
                pruned += 1;
                continue;
            }
            let list = if name.german { &mut german } else { &mut english };
            let weak = allowed == Some(Usage::Context) && name.usage != allowed;
            list.push(text + if weak { super::tsv::ACRONYM } else { super::tsv::tag(allowed) });
            if preferred.is_none() && allowed == Some(Usage::Plain) && !name.german {
                preferred = list.pop();
            }
        }
        let count = usize::from(preferred.is_some()) + english.len() + german.len();
        if count == 0 && entry.xrefs.is_empty() {
            continue;
        }
        let preferred = preferred.unwrap_or_default();
        let id = if entry.id.is_empty() { ids::of_name(&preferred) } else { entry.id };
        let xrefs = unique(entry.xrefs, &id);
        let parents = unique(entry.parents, &id);
        let fields = [
            entry.kind.map_or("", ConceptKind::name),
            &id,
            &preferred,
            &english.join("|"),
            &german.join("|"),
            &xrefs,
            &parents,
            &entry.flags,
        ];
        source.text.push_str(&fields.join("\t"));
        source.text.push('\n');
        source.concepts += 1;
        source.names += count;
    }
    if pruned > 0 {
        source
            .warnings
            .push(format!("{pruned} names were left out: too short, too long, without a letter, or common words"));
    }
    source
}

/// The values but `own`, each once.
fn unique(values: Vec<String>, own: &str) -> String {
    let mut kept: Vec<String> = Vec::new();
    for value in values {
        if value != own && !kept.contains(&value) {
            kept.push(value);
        }
    }
    kept.join("|")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kind_follows_column_option_prefix_and_neighbours() {
        let check = |text: &str, kind, expected: &str| {
            let source = read(text.as_bytes(), kind).expect("read");
            let row = source.text.lines().nth(1).expect("a row");
            assert_eq!(row.split('\t').next(), Some(expected), "{text}");
        };
        check("id\tlabel\nMONDO:1\tgout\n", None, "disease");
        check("id\tlabel\tkind\nMONDO:1\tcough\tsign\n", Some(ConceptKind::Drug), "sign");
        check("id\tlabel\nMESH:C1\tcolchicine\n", Some(ConceptKind::Drug), "drug");
        check("id\tlabel\n\tcolchicine\nDRUGBANK:DB1\tallopurinol\n", None, "drug");
    }

    #[test]
    fn an_unknown_kind_names_the_option() {
        let error = read(b"id\tlabel\nMESH:C1\tcolchicine\n", None).expect_err("no kind");
        assert!(error.contains("--kind") && error.contains("MESH:C1"), "{error}");
        assert!(error.contains("cell_type"), "{error}");
    }

    #[test]
    fn what_is_no_vocabulary_says_so() {
        let check = |bytes: &[u8], part: &str| {
            let error = read(bytes, None).expect_err("refused");
            assert!(error.contains(part), "{error}");
        };
        check(b"", "empty");
        check(b"id\tlabel\nMONDO:1\tgout\n\xff\xfe", "line 3 is no UTF-8");
        check(&[0x1f, 0x8b, 8, 0], "unpacked");
        check(b"\"Ann Oncol\";\"Annals of Oncology\"\n", "column");
        check(b"{\"graphs\": 3}", "JSON");
        check(b"<?xml version=\"1.0\"?><rdf:RDF/>", "Turtle");
    }

    #[test]
    fn a_packed_file_is_the_same_file() {
        use std::io::Write as _;
        let plain = b"id\tlabel\nMONDO:1\tgout\n";
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packer.write_all(plain).expect("packed");
        assert_eq!(read(&packer.finish().expect("packed"), None), read(plain, None));
    }
}
