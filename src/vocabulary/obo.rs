//! OBO flat files: `[Term]` stanzas with name, synonyms, cross-references and parents.

use super::source::{Entries, Entry, Named};
use super::{Usage, ids};

/// Whether a text is an OBO file.
pub(super) fn is(text: &str) -> bool {
    text.starts_with("format-version:") || text.starts_with("[Term]") || text.contains("\n[Term]")
}

/// The terms that are not obsolete.
pub(super) fn read(text: &str) -> Entries {
    let mut found = Entries { ontology: true, ..Entries::default() };
    let mut stanza = None;
    for line in text.lines().map(str::trim_end) {
        if line.starts_with('[') {
            found.list.extend(stanza.take().and_then(Stanza::entry));
            stanza = (line == "[Term]").then(Stanza::default);
        } else if let (Some(stanza), Some((tag, value))) = (&mut stanza, line.split_once(':')) {
            stanza.line(tag, value.trim_start());
        }
    }
    found.list.extend(stanza.and_then(Stanza::entry));
    found
}

#[derive(Default)]
struct Stanza {
    entry: Entry,
    obsolete: bool,
}

impl Stanza {
    fn line(&mut self, tag: &str, value: &str) {
        let first = || ids::canonical(value.split([' ', '!', '{']).next().unwrap_or(""));
        match tag {
            "id" => self.entry.id = first().unwrap_or_default(),
            "name" => self.entry.preferred = unescape(value),
            "is_obsolete" => self.obsolete = value.starts_with("true"),
            "xref" | "alt_id" => self.entry.xrefs.extend(first()),
            "is_a" => self.entry.parents.extend(first()),
            "synonym" => self.entry.names.extend(synonym(value)),
            _ => {}
        }
    }

    fn entry(self) -> Option<Entry> {
        (!self.obsolete && !self.entry.id.is_empty()).then_some(self.entry)
    }
}

/// `"text" SCOPE ...`: exact ones are names, related ones weak names, broader and narrower ones are none.
fn synonym(value: &str) -> Option<Named> {
    let value = value.strip_prefix('"')?;
    let mut escaped = false;
    let end = value.bytes().position(|byte| {
        let ends = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        ends
    })?;
    let usage = match value[end + 1..].split_whitespace().next()? {
        "EXACT" => Usage::Plain,
        "RELATED" => Usage::Related,
        _ => return None,
    };
    Some(Named { text: unescape(&value[..end]), usage: Some(usage), german: false })
}

fn unescape(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('n' | 't' | 'W') => text.push(' '),
                Some(c) => text.push(c),
                None => {}
            },
            c => text.push(c),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::source;

    #[test]
    fn terms_give_exact_and_related_names_and_no_others() {
        let source = source::read(include_bytes!("../../tests/data/vocabulary/small.obo"), None).expect("read");
        assert_eq!(source.format, "OBO");
        let rows: Vec<&str> = source.text.lines().skip(1).collect();
        assert_eq!(
            rows,
            [
                "disease\tDOID:900001\tsea fever\tmal de mer \"quoted\"|sailors' ague [related]\t\tMESH:D900001|DOID:900009\tDOID:900002\t",
                "disease\tDOID:900002\tmarine disease\t\t\t\t\t",
            ]
        );
        assert_eq!(source.warnings, ["1 terms of other ontologies were left out"]);
    }
}
