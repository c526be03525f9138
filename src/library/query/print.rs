//! Printing a query in the one form that parses to the same query.

use std::fmt;

use super::{Expr, HAS, IS, Query, Test};

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.root.fmt(f)
    }
}

impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Test(test) => write!(f, "{}{}", test.field(), test.value()),
            Self::Not(inner) => match **inner {
                Self::Test(_) => write!(f, "-{inner}"),
                ref inner if inner.common_field().is_some() => write!(f, "-{inner}"),
                _ => write!(f, "-({inner})"),
            },
            Self::All(parts) => {
                for (at, part) in parts.iter().enumerate() {
                    let blank = if at > 0 { " " } else { "" };
                    match part {
                        Self::Any(_) if part.common_field().is_none() => write!(f, "{blank}({part})")?,
                        _ => write!(f, "{blank}{part}")?,
                    }
                }
                Ok(())
            }
            Self::Any(parts) => {
                let field = self.common_field();
                let texts: Vec<String> = parts
                    .iter()
                    .map(|part| match (part, &field) {
                        (Self::Test(test), Some(_)) => test.value(),
                        _ => part.to_string(),
                    })
                    .collect();
                match field {
                    Some(field) => write!(f, "{field}({})", texts.join(" OR ")),
                    None => f.write_str(&texts.join(" OR ")),
                }
            }
        }
    }
}

impl Expr {
    /// The field that all parts of an `Any` test, so that it is written once.
    fn common_field(&self) -> Option<String> {
        let Self::Any(parts) = self else { return None };
        let field = |part: &Self| match part {
            Self::Test(test) => Some(test.field()).filter(|field| !field.is_empty()),
            _ => None,
        };
        let first = field(parts.first()?)?;
        parts.iter().all(|part| field(part).as_ref() == Some(&first)).then_some(first)
    }
}

impl Test {
    /// What stands before the value.
    fn field(&self) -> String {
        match self {
            Self::Fact { kind, any, .. } => {
                let any = if *any { "any:" } else { "" };
                format!("{any}{}:", kind.entry().fields[0])
            }
            Self::Number { kind, .. } => format!("{}:", kind.entry().fields[0]),
            Self::Primary(_) => "primary:".to_owned(),
            Self::Year(_) => "year:".to_owned(),
            Self::Title(_) => "title:".to_owned(),
            Self::Source(_) => "source:".to_owned(),
            Self::Tag(_) => "tag:".to_owned(),
            Self::Note(_) => "note:".to_owned(),
            Self::Same(_) => "same:".to_owned(),
            Self::Is(_) => "is:".to_owned(),
            Self::Has(_) => "has:".to_owned(),
            Self::Words(_) => String::new(),
        }
    }

    fn value(&self) -> String {
        match self {
            Self::Fact { value, .. } | Self::Primary(value) => {
                let exact = if value.exact { "=" } else { "" };
                format!("{exact}{}", quoted(&value.text))
            }
            Self::Number { range, .. } | Self::Year(range) => quoted(&range.text),
            Self::Title(text) | Self::Source(text) | Self::Tag(text) | Self::Note(text) | Self::Same(text) => {
                quoted(text)
            }
            Self::Is(is) => name_of(IS, is).to_owned(),
            Self::Has(has) => name_of(HAS, has).to_owned(),
            Self::Words(words) => {
                let text = if words.phrase { always_quoted(&words.text) } else { words.text.clone() };
                let end = match (words.prefix, words.fuzzy) {
                    (true, _) => "*",
                    (_, true) => "~",
                    _ => "",
                };
                let exact = if words.exact { "=" } else { "" };
                format!("{exact}{text}{end}")
            }
        }
    }
}

fn name_of<T: PartialEq>(table: &[(&'static str, T)], item: &T) -> &'static str {
    table.iter().find(|(_, entry)| entry == item).map(|(name, _)| *name).expect("the table has every variant")
}

pub(super) fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./,:+'’#&%<>".contains(c);
    let bare = !text.is_empty()
        && text.chars().all(plain)
        && text.starts_with(|c: char| c != '-')
        && !["OR", "NOT"].contains(&text);
    if bare { text.to_owned() } else { always_quoted(text) }
}

fn always_quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
