//! What stands at the cursor of a query that is being typed: the part that a completion replaces, and what could stand
//! there.

use std::borrow::Cow;
use std::ops::Range;

use super::parse::{Field, field_name};
use super::print::quoted;
use super::value::{concept_kinds, is_number};
use super::{HAS, IS, OTHER_FIELDS, Query, sets};
use crate::facts::{FactKind, KINDS};
use crate::library::FacetGroup;
use crate::vocabulary::ConceptKind;

/// The part of a query under the cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typing {
    /// Its bytes, up to the cursor.
    pub range: Range<usize>,
    /// Where it begins with its fields and what excludes it.
    pub from: usize,
    /// What of a name has been typed, without quotation mark.
    pub text: String,
    /// What could stand there.
    pub wanted: Wanted,
}

/// What a completion offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// A field, or a word.
    Field,
    /// A value of a picker.
    Value(FacetGroup),
    /// The name of any concept.
    Concept,
    /// The name of a concept that a value of this kind may be.
    Named(FactKind),
    /// A tag.
    Tag,
    /// The name of a saved filter.
    Saved,
    /// One of these.
    OneOf(Vec<&'static str>),
    /// Nothing that is known beforehand: a number, a part of a title.
    Nothing,
}

impl Query {
    /// What stands before the cursor, a byte offset on a character boundary of `text`.
    pub fn typing(text: &str, cursor: usize) -> Typing {
        let before = &text[..cursor];
        // Where the part under the cursor begins, and the fields of the brackets it stands in.
        let (mut start, mut quoted_from, mut brackets) = (0, None, Vec::new());
        let mut chars = before.char_indices();
        while let Some((at, c)) = chars.next() {
            match (c, quoted_from) {
                ('\\', Some(_)) => drop(chars.next()),
                ('"', None) => quoted_from = Some(at),
                ('"', Some(_)) => quoted_from = None,
                ('(', None) => {
                    brackets.push(wanted(&before[start..at]).filter(|(length, _)| start + length == at));
                    start = at + 1;
                }
                (')', None) => {
                    brackets.pop();
                    start = at + 1;
                }
                (c, None) if c.is_whitespace() => start = at + c.len_utf8(),
                _ => {}
            }
        }
        let outer = brackets.iter().rev().flatten().next().map(|(_, wanted)| wanted.clone());
        let part = &before[start..];
        let minus = part.len() - part.trim_start_matches('-').len();
        let (length, wanted) = match outer {
            Some(wanted) => (minus, wanted),
            None if part[minus..].starts_with('@') => (minus + 1, Wanted::Saved),
            None => wanted(part).unwrap_or((minus, Wanted::Field)),
        };
        let value = &part[length..];
        let exact = usize::from(value.starts_with('=') && wanted != Wanted::Field);
        let text = value[exact..].trim_start_matches('"').to_owned();
        Typing { range: start + length + exact..cursor, from: start, text, wanted }
    }

    /// A query that is being typed without the part at the cursor, if that is a field whose value has not come yet: such
    /// a part says nothing.
    pub fn begun(text: &str, cursor: usize) -> Cow<'_, str> {
        let typing = Self::typing(text, cursor);
        let part = &text[typing.from..cursor];
        let after = &text[cursor..];
        let given = part.trim_end_matches('=').ends_with(':');
        let quoted = text[..typing.range.start].ends_with([':', '=']) && text[typing.range.start..].starts_with('"');
        let open = quoted && !typing.text.ends_with('"') && !after.contains('"');
        let value_follows = !after.is_empty() && !after.starts_with([' ', '\t', ')']);
        if !(open || given && !value_follows) {
            return Cow::Borrowed(text);
        }
        let mut left = text[..typing.from].trim_end();
        let rest = if open { "" } else { after };
        if rest.trim().is_empty() {
            // What would have gone with it.
            while let Some(shorter) = ["OR", "NOT"].iter().find_map(|word| left.strip_suffix(word)) {
                if !shorter.is_empty() && !shorter.ends_with([' ', '\t']) {
                    break;
                }
                left = shorter.trim_end();
            }
        }
        Cow::Owned(format!("{left} {}", rest.trim_start()))
    }

    /// The kinds of concepts that a value of this kind of fact may be; none for kinds without vocabulary.
    pub fn concept_kinds(kind: FactKind) -> &'static [ConceptKind] {
        concept_kinds(kind)
    }

    /// Whether a kind of fact is asked for by number.
    pub fn is_number(kind: FactKind) -> bool {
        is_number(kind)
    }

    /// A value as it stands after its field.
    pub fn quoted(value: &str) -> String {
        quoted(value)
    }

    /// The usual names of the fields, with the kind of fact that some stand for.
    pub fn usual_fields() -> impl Iterator<Item = (&'static str, Option<FactKind>)> {
        let kinds = KINDS.iter().map(|entry| (entry.fields[0], Some(entry.kind)));
        kinds.chain(OTHER_FIELDS.iter().map(|name| (*name, None)))
    }
}

/// What may follow the fields that a part begins with, and where it begins; none if it begins with none.
fn wanted(part: &str) -> Option<(usize, Wanted)> {
    let mut at = part.len() - part.trim_start_matches('-').len();
    let mut wanted = None;
    while let Some(name) = field_name(&part[at..]) {
        wanted = Some(match Field::named(name)? {
            Field::Any => Wanted::Field,
            Field::Primary => Wanted::Concept,
            Field::Year => Wanted::Value(FacetGroup::Year),
            Field::Is => Wanted::OneOf(IS.iter().map(|(name, _)| *name).collect()),
            Field::Has => Wanted::OneOf(HAS.iter().map(|(name, _)| *name).collect()),
            Field::Kind(kind, _) if kind.entry().facet => Wanted::Value(FacetGroup::Kind(kind)),
            Field::Kind(kind, _) if !concept_kinds(kind).is_empty() => Wanted::Named(kind),
            Field::Kind(kind, _) if sets::all(kind).is_some() => Wanted::OneOf(sets::all(kind).unwrap_or_default()),
            Field::Tag => Wanted::Tag,
            Field::Source | Field::Note | Field::Same | Field::Kind(..) => Wanted::Nothing,
        });
        at += name.len() + 1;
        if wanted != Some(Wanted::Field) {
            break;
        }
    }
    wanted.map(|wanted| (at, wanted))
}

#[cfg(test)]
mod tests {
    use super::{FacetGroup, FactKind, Query, Wanted};

    #[test]
    fn the_part_under_the_cursor_is_known_by_what_stands_before_it() {
        let check = |typed: &str, part: &str, wanted: Wanted| {
            let typing = Query::typing(typed, typed.len());
            assert_eq!((typing.text.as_str(), &typing.wanted), (part, &wanted), "{typed}");
            assert!(typed[typing.range.clone()].trim_start_matches('"').ends_with(part), "{typed}: {:?}", typing.range);
        };
        let value = |kind| Wanted::Value(FacetGroup::Kind(kind));
        check("", "", Wanted::Field);
        check("lang:de dis", "dis", Wanted::Field);
        check("-dis", "dis", Wanted::Field);
        check("lang:de d:imm", "imm", value(FactKind::Disease));
        check("-disease:\"immune thr", "immune thr", value(FactKind::Disease));
        check("any:disease:=sle", "sle", value(FactKind::Disease));
        check("disease:(itp OR au", "au", value(FactKind::Disease));
        check("disease:(itp) (lup", "lup", Wanted::Field);
        check("year:20", "20", Wanted::Value(FacetGroup::Year));
        check("is:", "", Wanted::OneOf(vec!["unread", "read", "starred", "new", "bundled"]));
        check("n:1", "1", Wanted::Nothing);
        check("sex:", "", Wanted::OneOf(vec!["female", "male", "all"]));
        check("adverse:neu", "neu", Wanted::Named(FactKind::AdverseEvent));
        check("-tag:la", "la", Wanted::Tag);
        check("primary:lu", "lu", Wanted::Concept);
        check("lang:de -@lupus", "lupus", Wanted::Saved);
        check("(@\"lupus ce", "lupus ce", Wanted::Saved);
    }

    #[test]
    fn a_field_without_its_value_says_nothing_yet() {
        let check = |typed: &str, left: &str| assert_eq!(Query::begun(typed, typed.len()).trim(), left, "{typed}");
        check("lang:de disease:", "lang:de");
        check("lang:de -disease:", "lang:de");
        check("lang:de any:disease:=", "lang:de");
        check("lang:de disease:\"imm", "lang:de");
        check("lang:de disease:\"immune thr", "lang:de");
        check("lang:de disease:\"immune thr\"", "lang:de disease:\"immune thr\"");
        check("lang:de disease:itp", "lang:de disease:itp");
        check("lupus OR year:", "lupus");
        check("lupus NOT year:", "lupus");
        check("year:", "");
        check("\"immune res", "\"immune res");
        assert_eq!(Query::begun("disease: lang:de", 8).trim(), "lang:de");
        assert_eq!(Query::begun("disease:itp lang:de", 8).trim(), "disease:itp lang:de");
    }
}
