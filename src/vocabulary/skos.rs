//! SKOS in Turtle: concepts with preferred and alternative labels in English and German, exact matches and broader
//! concepts. Only the statements of one subject after another are read; nested blank nodes are passed over.

use std::collections::HashMap;

use super::source::{Entries, Entry, Named};
use super::{Usage, ids};

/// Whether a text is Turtle that speaks of SKOS.
pub(super) fn is(text: &str) -> bool {
    let start = text.trim_start().to_ascii_lowercase();
    (start.starts_with("@prefix")
        || start.starts_with("@base")
        || start.starts_with("prefix ")
        || start.starts_with('#'))
        && text.contains("http://www.w3.org/2004/02/skos/core#")
}

/// The concepts with at least one label.
pub(super) fn read(text: &str) -> Result<Entries, String> {
    let mut found = Entries::default();
    let mut prefixes: HashMap<&str, &str> = HashMap::new();
    let mut tokens = Tokens { text, at: 0 };
    while let Some(token) = tokens.next() {
        match token {
            Token::Word("@prefix" | "PREFIX" | "prefix") => {
                if let (Some(Token::Word(name)), Some(Token::Address(address))) = (tokens.next(), tokens.next()) {
                    prefixes.insert(name.trim_end_matches(':'), address);
                }
            }
            Token::Word("@base" | "BASE") => {
                tokens.next();
            }
            Token::Word(_) | Token::Address(_) => {
                let entry = tokens.statement(&full(token, &prefixes), &prefixes);
                let named = !entry.preferred.is_empty() || !entry.names.is_empty();
                if named && !entry.id.is_empty() {
                    found.list.push(entry);
                }
            }
            Token::Text(..) | Token::Mark(_) => {}
        }
    }
    if found.list.is_empty() {
        return Err("there is no concept with a label in it".to_owned());
    }
    Ok(found)
}

/// The full address of a word or address.
fn full(token: Token<'_>, prefixes: &HashMap<&str, &str>) -> String {
    match token {
        Token::Address(address) => address.to_owned(),
        Token::Word(word) => {
            match word.split_once(':').and_then(|(prefix, local)| Some((prefixes.get(prefix)?, local))) {
                Some((address, local)) => format!("{address}{local}"),
                None => word.to_owned(),
            }
        }
        Token::Text(..) | Token::Mark(_) => String::new(),
    }
}

/// The identifier in an address: `PREFIX_LOCAL`, or its last two parts (`.../mesh/D1` is MESH:D1).
fn id(address: &str) -> Option<String> {
    ids::canonical(address).or_else(|| {
        let mut parts = address.trim_end_matches('/').rsplit(['/', '#']);
        let (local, scheme) = (parts.next()?, parts.next()?);
        ids::canonical(&format!("{}:{local}", scheme.to_uppercase()))
    })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token<'a> {
    /// `<...>`.
    Address(&'a str),
    /// A prefixed name, keyword or number.
    Word(&'a str),
    /// A quoted text, escapes as written, with its language.
    Text(&'a str, &'a str),
    /// One of `.;,[]()`.
    Mark(char),
}

struct Tokens<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let rest = self.text[self.at..].trim_start();
            self.at = self.text.len() - rest.len();
            if !rest.starts_with('#') {
                break;
            }
            self.at += rest.find('\n').unwrap_or(rest.len());
        }
        let rest = &self.text[self.at..];
        let first = rest.chars().next()?;
        let (token, length) = match first {
            '<' => {
                let end = rest.find('>').unwrap_or(rest.len() - 1);
                (Token::Address(&rest[1..end.max(1)]), end + 1)
            }
            '"' | '\'' => quoted(rest),
            '.' | ';' | ',' | '[' | ']' | '(' | ')' => (Token::Mark(first), 1),
            _ => {
                let end = rest
                    .find(|c: char| c.is_whitespace() || matches!(c, ';' | ',' | '"' | '<' | '[' | ']' | '(' | ')'));
                let word = &rest[..end.unwrap_or(rest.len()).max(first.len_utf8())];
                // The full stop that ends a statement is no part of a name.
                let word = if word.len() > 1 { word.trim_end_matches('.') } else { word };
                (Token::Word(word), word.len().max(1))
            }
        };
        self.at += length;
        Some(token)
    }
}

/// A quoted text with the bytes it takes, its language tag included.
fn quoted(rest: &str) -> (Token<'_>, usize) {
    let mark = if rest.starts_with("\"\"\"") || rest.starts_with("'''") { &rest[..3] } else { &rest[..1] };
    let inside = &rest[mark.len()..];
    let mut escaped = false;
    let end = inside.char_indices().find(|&(at, c)| {
        let ends = !escaped && inside[at..].starts_with(mark);
        escaped = c == '\\' && !escaped;
        ends
    });
    let end = end.map_or(inside.len(), |(at, _)| at);
    let mut length = (mark.len() * 2 + end).min(rest.len());
    let mut language = "";
    if let Some(tag) = rest[length..].strip_prefix('@') {
        let tag = &tag[..tag.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).unwrap_or(tag.len())];
        language = tag;
        length += 1 + tag.len();
    } else if let Some(kind) = rest[length..].strip_prefix("^^") {
        length += 2 + kind.find(|c: char| c.is_whitespace() || matches!(c, ';' | ',')).unwrap_or(kind.len());
    }
    (Token::Text(&inside[..end], language), length)
}

impl Tokens<'_> {
    /// What is said of a subject, up to the full stop.
    fn statement(&mut self, subject: &str, prefixes: &HashMap<&str, &str>) -> Entry {
        let mut entry = Entry { id: id(subject).unwrap_or_default(), ..Entry::default() };
        let mut predicate = String::new();
        let mut depth = 0usize;
        for token in self.by_ref() {
            match token {
                Token::Mark('[' | '(') => depth += 1,
                Token::Mark(']' | ')') => depth = depth.saturating_sub(1),
                _ if depth > 0 => {}
                Token::Mark('.') => break,
                Token::Mark(';') => predicate.clear(),
                Token::Mark(_) => {}
                Token::Word(_) | Token::Address(_) if predicate.is_empty() => predicate = full(token, prefixes),
                Token::Text(text, language) => entry.label(&predicate, text, language),
                Token::Word(_) | Token::Address(_) => {
                    let other = id(&full(token, prefixes));
                    match predicate.rsplit(['#', '/']).next() {
                        Some("exactMatch") => entry.xrefs.extend(other),
                        Some("broader" | "broaderTransitive" | "broaderGeneric") => entry.parents.extend(other),
                        _ => {}
                    }
                }
            }
        }
        entry
    }
}

impl Entry {
    /// Takes a label in English, German or no language.
    fn label(&mut self, predicate: &str, text: &str, language: &str) {
        let language = language.split('-').next().unwrap_or_default().to_ascii_lowercase();
        let german = language == "de";
        if !german && !matches!(language.as_str(), "" | "en") {
            return;
        }
        let text = text.replace("\\\"", "\"").replace("\\n", " ").replace("\\\\", "\\");
        match predicate.rsplit(['#', '/']).next() {
            Some("prefLabel") if !german && self.preferred.is_empty() => self.preferred = text,
            Some("prefLabel" | "altLabel") => {
                self.names.push(Named { text, usage: Some(Usage::Plain), german });
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{ConceptKind, source};

    const HEADER: &str =
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n@prefix ex: <http://example.org/mondo/> .\n";

    #[test]
    fn labels_matches_and_broader_concepts_are_read() {
        let text = format!(
            "{HEADER}# sea\n<http://purl.obolibrary.org/obo/MONDO_9> a skos:Concept ;\n  skos:prefLabel \"sea fever\"@en, \
             \"Seefieber\"@de, \"mal de mer\"@fr ;\n  skos:altLabel \"ague; of \\\"the\\\" sea.\"@en ;\n  \
             skos:broader ex:8 ; skos:exactMatch <http://id.nlm.nih.gov/mesh/D900001> .\n\
             ex:8 a skos:Concept ; skos:prefLabel \"marine disease\" .\nex:7 a skos:ConceptScheme .\n"
        );
        let source = source::read(text.as_bytes(), None).expect("read");
        assert_eq!(source.format, "SKOS");
        let rows: Vec<&str> = source.text.lines().skip(1).collect();
        assert_eq!(
            rows,
            [
                "disease\tMONDO:9\tsea fever\tague; of \"the\" sea.\tSeefieber\tMESH:D900001\tMONDO:8\t",
                "disease\tMONDO:8\tmarine disease\t\t\t\t\t",
            ]
        );
    }

    #[test]
    fn a_broken_file_is_refused_or_read_as_far_as_it_goes() {
        let check = |text: &str| source::read(format!("{HEADER}{text}").as_bytes(), Some(ConceptKind::Disease));
        assert!(check("ex:1 skos:prefLabel \"open").is_ok_and(|source| source.concepts == 1));
        assert!(check("<").is_err());
        assert!(check("ex:1 skos:prefLabel").is_err());
    }
}
