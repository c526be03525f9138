//! Printing a query in the one form that parses to the same query.

use std::borrow::Cow;
use std::fmt;

use super::{Expr, HAS, IS, Query, Test};
use crate::facts::values;
use crate::vocabulary::Vocabulary;
use crate::wording::Language;

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.root.fmt(f)
    }
}

impl Query {
    /// The parts that all must hold, each as text: the chips above a list. Values are called as on the card in a language,
    /// and fields as in a query.
    pub fn chips(&self, vocabulary: &Vocabulary, language: Language) -> Vec<String> {
        let called = Some((vocabulary, language));
        self.conjuncts().iter().map(|expr| Shown { expr, called }.to_string()).collect()
    }
}

impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Shown { expr: self, called: None }.fmt(f)
    }
}

/// An expression as it is shown: as it was typed, or with its values as they are called in a language.
#[derive(Clone, Copy)]
struct Shown<'a> {
    expr: &'a Expr,
    called: Option<(&'a Vocabulary, Language)>,
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |expr| Shown { expr, ..*self };
        match self.expr {
            Expr::Test(test) => write!(f, "{}{}", test.field(), test.value(self.called)),
            Expr::Not(inner) => match **inner {
                Expr::Test(_) => write!(f, "-{}", shown(inner)),
                ref inner if inner.common_field().is_some() => write!(f, "-{}", shown(inner)),
                _ => write!(f, "-({})", shown(inner)),
            },
            Expr::All(parts) => {
                for (at, part) in parts.iter().enumerate() {
                    let blank = if at > 0 { " " } else { "" };
                    match part {
                        Expr::Any(_) if part.common_field().is_none() => write!(f, "{blank}({})", shown(part))?,
                        _ => write!(f, "{blank}{}", shown(part))?,
                    }
                }
                Ok(())
            }
            Expr::Any(parts) => {
                let field = self.expr.common_field();
                let texts: Vec<String> = parts
                    .iter()
                    .map(|part| match (part, &field) {
                        (Expr::Test(test), Some(_)) => test.value(self.called),
                        _ => shown(part).to_string(),
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
            Self::Year(_) | Self::Date(_) => "year:".to_owned(),
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

    fn value(&self, called: Option<(&Vocabulary, Language)>) -> String {
        match self {
            Self::Fact { value, .. } | Self::Primary(value) => {
                let exact = if value.exact { "=" } else { "" };
                let text = called.map_or(Cow::Borrowed(value.text.as_str()), |(vocabulary, language)| {
                    values::called(&value.text, vocabulary, language)
                });
                format!("{exact}{}", quoted(&text))
            }
            Self::Number { range, .. } | Self::Year(range) => quoted(&range.text),
            Self::Date(text)
            | Self::Title(text)
            | Self::Source(text)
            | Self::Tag(text)
            | Self::Note(text)
            | Self::Same(text) => quoted(text),
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
