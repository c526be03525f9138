//! Where a link inside a document leads: headings by their names, as GitHub makes them.

use std::collections::HashMap;

use super::{BlockKind, Document};
use crate::text::Span;

/// The heading that a target such as `#second-part` names; the beginning for a bare `#` and `#top`, if no heading is
/// called that.
pub fn heading(document: &Document, target: &str) -> Option<Span> {
    let wanted = unescaped(target.strip_prefix('#')?).to_lowercase();
    let mut seen: HashMap<String, usize> = HashMap::new();
    let headings = document.blocks.iter().filter(|block| matches!(block.kind, BlockKind::Heading(_)));
    let mut named = headings.map(|block| {
        let slug = slug(&document.text[block.range.clone()]);
        let before = seen.entry(slug.clone()).and_modify(|count| *count += 1).or_insert(0);
        let name = if *before == 0 { slug } else { format!("{slug}-{before}") };
        (name, &block.range)
    });
    let found = named.find(|(name, _)| *name == wanted).map(|(_, range)| range.clone());
    found.or_else(|| {
        ["", "top"].contains(&&*wanted).then(|| document.blocks.first().map(|first| first.range.clone()))?
    })
}

/// The name of a heading: in small letters, blanks as hyphens, without signs but hyphen and underscore (the rule of
/// github-slugger).
fn slug(heading: &str) -> String {
    let accent = |c: char| matches!(c, '\u{300}'..='\u{36F}');
    let named = heading.trim().to_lowercase();
    let named = named.chars().filter_map(|c| match c {
        ' ' | '\n' => Some('-'),
        '-' | '_' => Some(c),
        c if c.is_alphanumeric() || accent(c) => Some(c),
        _ => None,
    });
    named.collect()
}

/// A fragment of an address without its percent signs.
fn unescaped(fragment: &str) -> String {
    let mut bytes = Vec::with_capacity(fragment.len());
    let mut rest = fragment.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let code = after.get(..2).filter(|_| byte == b'%').and_then(|code| std::str::from_utf8(code).ok());
        if let Some(code) = code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            bytes.push(code);
            rest = &after[2..];
        } else {
            bytes.push(byte);
            rest = after;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Block;

    fn document(headings: &[&str]) -> Document {
        let mut start = 0;
        let blocks = headings.iter().map(|heading| {
            start += heading.len() + 1;
            Block::new(start - heading.len() - 1..start - 1, BlockKind::Heading(2))
        });
        let blocks = blocks.collect();
        Document { text: headings.join("\n").into(), blocks, ..Document::default() }
    }

    #[test]
    fn headings_are_found_by_their_names() {
        let headings =
            ["Fall 1", "Zweiter Abschnitt", "Größe & Alter (n = 3)", "Fall 1", "Was ist CAR-T?", "a_b", "Fall 1"];
        let document = document(&headings);
        let check = |target: &str, expected: Option<usize>| {
            let starts: Vec<usize> = document.blocks.iter().map(|block| block.range.start).collect();
            let found = heading(&document, target).map(|range| starts.iter().position(|at| *at == range.start));
            assert_eq!(found.flatten(), expected, "{target}");
        };
        check("#zweiter-abschnitt", Some(1));
        check("#Zweiter-Abschnitt", Some(1));
        check("#größe--alter-n--3", Some(2));
        check("#gr%C3%B6%C3%9Fe--alter-n--3", Some(2));
        check("#was-ist-car-t", Some(4));
        check("#fall-1", Some(0));
        check("#fall-1-1", Some(3));
        check("#fall-1-2", Some(6));
        check("#a_b", Some(5));
        check("#", Some(0));
        check("#top", Some(0));
        check("#dritter-abschnitt", None);
        check("zweiter-abschnitt", None);
        check("#%zz", None);
        assert_eq!(heading(&Document::default(), "#"), None);
    }
}
