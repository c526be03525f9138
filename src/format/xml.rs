//! A small tree of one XML record. No DTD is read, no entity is expanded beyond the five of XML and numbers, and depth
//! is limited.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::attributes::Attributes;
use quick_xml::events::{BytesRef, BytesStart, Event};

/// Deepest nesting.
const DEPTH: usize = 1_000;

/// An element with what stands in it, borrowed from the text of the record.
#[derive(Debug, Default)]
pub(super) struct Element<'a> {
    /// Its name without a prefix.
    pub(super) name: &'a str,
    /// What stands behind the name in its tag, read when an attribute is asked for.
    attributes: &'a str,
    nodes: Vec<Node<'a>>,
}

#[derive(Debug)]
enum Node<'a> {
    Element(Element<'a>),
    Text(Cow<'a, str>),
}

impl<'a> Element<'a> {
    /// Reads one element; why it cannot be read otherwise.
    pub(super) fn read(text: &'a str) -> Result<Self, String> {
        let mut reader = Reader::from_str(text);
        reader.config_mut().check_end_names = true;
        let mut open: Vec<Self> = vec![Self::default()];
        let broken = |error: &dyn std::fmt::Display, reader: &Reader<&[u8]>| {
            let at = text.as_bytes().get(..reader.error_position() as usize).unwrap_or_default();
            let line = memchr::memchr_iter(b'\n', at).count() + 1;
            let error = crate::text::clean_line(&error.to_string()).into_owned();
            let error = error.rsplit_once("document: ").map_or(error.as_str(), |(_, what)| what);
            format!("the XML is broken in line {line} of the record: {error}")
        };
        loop {
            let from = reader.buffer_position() as usize;
            let event = reader.read_event().map_err(|error| broken(&error, &reader))?;
            let last = open.last_mut().expect("the root stays open");
            match event {
                Event::Start(start) => {
                    if open.len() > DEPTH {
                        return Err(format!("the XML is nested more than {DEPTH} deep"));
                    }
                    open.push(Self::start(&start, text, from));
                }
                Event::Empty(start) => last.nodes.push(Node::Element(Self::start(&start, text, from))),
                Event::End(_) => {
                    let done = open.pop().expect("the reader checks that ends have beginnings");
                    let parent = open.last_mut().ok_or("the XML ends what was not begun")?;
                    parent.nodes.push(Node::Element(done));
                }
                Event::Text(text) => last.push(text.into_inner()),
                Event::CData(text) => last.push(text.into_inner()),
                Event::GeneralRef(entity) => last.push(resolved(&entity).into()),
                Event::Eof => break,
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            }
        }
        if open.len() > 1 {
            let name = open.pop().unwrap_or_default().name;
            return Err(format!("the XML ends inside <{}>", crate::text::clean_line(name)));
        }
        open.pop().expect("the root stays open").into_first().ok_or_else(|| "there is no element in it".to_owned())
    }

    /// The element that the tag at `from` begins.
    fn start(start: &BytesStart<'_>, text: &'a str, from: usize) -> Self {
        let tag = text.get(from + 1..from + 1 + start.len()).unwrap_or_default();
        let (name, attributes) = tag.split_at_checked(start.name().as_ref().len()).unwrap_or_default();
        let name = name.rsplit_once(':').map_or(name, |(_, local)| local);
        Self { name, attributes, nodes: Vec::new() }
    }

    fn push(&mut self, text: Cow<'a, str>) {
        match self.nodes.last_mut() {
            Some(Node::Text(last)) => last.to_mut().push_str(&text),
            _ => self.nodes.push(Node::Text(text)),
        }
    }

    fn into_first(self) -> Option<Self> {
        self.nodes.into_iter().find_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The elements in it.
    pub(super) fn elements(&self) -> impl Iterator<Item = &Self> + use<'_, 'a> {
        self.nodes.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The elements of this name in it.
    pub(super) fn all<'s>(&'s self, name: &'s str) -> impl Iterator<Item = &'s Self> + use<'s, 'a> {
        self.elements().filter(move |element| element.name == name)
    }

    /// The first element at the end of a path of names.
    pub(super) fn at(&self, path: &[&str]) -> Option<&Self> {
        path.iter().try_fold(self, |element, name| element.elements().find(|inner| inner.name == *name))
    }

    /// The text at the end of a path, empty if there is none.
    pub(super) fn text_at(&self, path: &[&str]) -> String {
        self.at(path).map(Self::text).unwrap_or_default()
    }

    /// An attribute, empty if it is not there.
    pub(super) fn attribute(&self, name: &str) -> String {
        let mut attributes = Attributes::new(self.attributes, 0);
        let found = attributes.with_checks(false).flatten().find(|each| each.key.local_name().as_ref() == name);
        let value = found.map(|each| each.value).unwrap_or_default();
        quick_xml::escape::unescape(&value).map_or_else(|_| value.to_string(), String::from)
    }

    /// All text in it, without mark-up, blanks at the ends taken off. What is raised above a number reads as a power.
    pub(super) fn text(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out.trim().to_owned()
    }

    /// Without calling itself: what comes from outside may be nested as deep as [`DEPTH`].
    fn write(&self, out: &mut String) {
        // What is left of each element; of one that is raised, what it says so far.
        let mut open = vec![self.nodes.iter()];
        let mut raised: Vec<(usize, String)> = Vec::new();
        while let Some(nodes) = open.last_mut() {
            let into = raised.last_mut().map_or(&mut *out, |(_, raised)| raised);
            match nodes.next() {
                Some(Node::Text(text)) => into.push_str(text),
                Some(Node::Element(element)) => {
                    open.push(element.nodes.iter());
                    if element.name == "sup" {
                        raised.push((open.len(), String::new()));
                    }
                }
                None => {
                    if let Some((_, said)) = raised.pop_if(|(depth, _)| *depth == open.len()) {
                        push_raised(raised.last_mut().map_or(&mut *out, |(_, raised)| raised), &said);
                    }
                    open.pop();
                }
            }
        }
    }
}

/// Writes what is raised: 10 with 6 is no 106, but CD4 with + is CD4+.
fn push_raised(out: &mut String, raised: &str) {
    let number = out.bytes().rev().take_while(u8::is_ascii_digit).count();
    let bare = number > 0 && !out[..out.len() - number].ends_with(char::is_alphabetic);
    let power = |c: char| {
        Some(match c {
            '0' => '⁰',
            '1' => '¹',
            '2' => '²',
            '3' => '³',
            '4'..='9' => char::from_u32(0x2070 + u32::from(c) - u32::from('0'))?,
            '+' => '⁺',
            '-' | '−' => '⁻',
            _ => return None,
        })
    };
    match raised.trim().chars().map(power).collect::<Option<String>>() {
        Some(power) if bare => out.push_str(&power),
        _ => out.push_str(raised),
    }
}

/// What an entity stands for; one that only a DTD could tell stays as it is written.
fn resolved(entity: &BytesRef<'_>) -> String {
    if let Ok(Some(c)) = entity.resolve_char_ref() {
        return c.to_string();
    }
    let name: &str = entity;
    resolve_predefined_entity(name).map_or_else(|| format!("&{name};"), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_without_mark_up_and_powers_stay_powers() {
        let check = |xml: &str, expected: &str| {
            let read = Element::read(xml).map(|element| element.text());
            assert_eq!(read.as_deref(), Ok(expected), "{xml}");
        };
        check("<a>x <i>y</i> &amp; &#223;&#x3B2;</a>", "x y & ßβ");
        check("<a>3 x 10<sup>6</sup> CD4<sup>+</sup> CD4<sup>2</sup> m<sup>2</sup></a>", "3 x 10⁶ CD4+ CD42 m2");
        check("<a>10<sup>-<i>3</i></sup> x<sup>2<sup>3</sup></sup></a>", "10⁻³ x2³");
        check("<a>CO<sub>2</sub> <![CDATA[a < b]]></a>", "CO2 a < b");
        check("<a>&unknown; stays</a>", "&unknown; stays");
        check("<p:a xmlns:p='x'><p:b>1</p:b></p:a>", "1");
    }

    #[test]
    fn what_is_nested_a_thousand_deep_is_read_on_a_small_stack() {
        let nested = |depth: usize| format!("{}x{}", "<a>".repeat(depth), "</a>".repeat(depth));
        let read = move || {
            let read = Element::read(&nested(1_000)).map(|element| element.text());
            assert_eq!(read.as_deref(), Ok("x"));
            let refused = Element::read(&nested(1_001)).map(drop);
            assert_eq!(refused, Err("the XML is nested more than 1000 deep".to_owned()));
        };
        std::thread::Builder::new().stack_size(512 << 10).spawn(read).expect("a thread").join().expect("it is read");
    }

    #[test]
    fn what_is_broken_is_told() {
        for xml in ["<a><b></a>", "<a>", "", "</a>", "<a><b attr=></b>", &"<a>".repeat(100_000)] {
            assert!(Element::read(xml).is_err(), "{}", &xml[..xml.len().min(40)]);
        }
    }

    #[test]
    fn no_entity_is_ever_expanded() {
        let bomb = "<!DOCTYPE a [<!ENTITY x \"yyyyyyyyyy\"><!ENTITY z \"&x;&x;\">]><a>&z;</a>";
        assert_eq!(Element::read(bomb).map(|element| element.text()).as_deref(), Ok("&z;"));
    }
}
