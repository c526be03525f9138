//! From query text to predicate: a recursive descent over characters that knows the column of everything.

use super::numbers::{is_date, range};
use super::value::{is_checked, is_number, scale};
use super::{Expr, HAS, Has, IS, Is, OTHER_FIELDS, QueryError, QueryErrorKind, Test, Value, Words};
use super::{sets, synonyms};
use crate::facts::{FactKind, KINDS, language, values};
use crate::library::store::Reader;
use crate::text;
use crate::vocabulary::Vocabulary;
use crate::wording::Text;

/// Brackets inside brackets that are followed.
const DEPTH: usize = 100;

const WORDLESS: Text =
    Text::new("a word needs a letter or digit", "ein Wort braucht einen Buchstaben oder eine Ziffer");

/// What may stand before a colon.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Field {
    Kind(FactKind, bool),
    Primary,
    Year,
    Source,
    Tag,
    Note,
    Same,
    Is,
    Has,
    /// `any:`, which another field must follow.
    Any,
}

impl Field {
    pub(super) fn named(name: &str) -> Option<Self> {
        let name = name.to_lowercase();
        Some(match name.as_str() {
            "primary" => Self::Primary,
            "year" => Self::Year,
            "source" => Self::Source,
            "tag" => Self::Tag,
            "note" => Self::Note,
            "same" => Self::Same,
            "is" => Self::Is,
            "has" => Self::Has,
            "any" => Self::Any,
            name => {
                let entry = KINDS.iter().find(|entry| entry.fields.contains(&name))?;
                Self::Kind(entry.kind, false)
            }
        })
    }
}

/// Parses a whole query. `library` knows the saved filters and the values of its documents.
pub(super) fn query(text: &str, vocabulary: &Vocabulary, library: Option<&Reader>) -> Result<Expr, QueryError> {
    parse(text, vocabulary, library, 0)
}

fn parse(text: &str, vocabulary: &Vocabulary, library: Option<&Reader>, inside: usize) -> Result<Expr, QueryError> {
    let mut parser = Parser { text, at: 0, depth: 0, inside, vocabulary, library };
    parser.blanks();
    if parser.rest().is_empty() {
        return Ok(Expr::default());
    }
    let expr = parser.alternatives(None)?;
    match parser.rest().chars().next() {
        None => Ok(expr),
        Some(_) => Err(parser.syntax(parser.at, Text::new("this bracket closes none", "diese Klammer schließt keine"))),
    }
}

pub(super) struct Parser<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
    /// Saved filters that this one stands in.
    inside: usize,
    pub(super) vocabulary: &'a Vocabulary,
    library: Option<&'a Reader>,
}

impl<'a> Parser<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    pub(super) fn error(&self, at: usize, kind: QueryErrorKind, english: &str, german: &str) -> QueryError {
        QueryError {
            message: text::clean_line(english).into_owned(),
            german: text::clean_line(german).into_owned(),
            column: self.text[..at].chars().count() + 1,
            kind,
        }
    }

    fn syntax(&self, at: usize, message: Text) -> QueryError {
        self.error(at, QueryErrorKind::Syntax, message.en, message.de)
    }

    /// Takes a word such as `OR` if it stands here by itself.
    fn keyword(&mut self, word: &str) -> bool {
        let taken = self
            .rest()
            .strip_prefix(word)
            .is_some_and(|after| after.is_empty() || after.starts_with([' ', '\t', '(', ')', '"']));
        if taken {
            self.at += word.len();
            self.blanks();
        }
        taken
    }

    /// `a b OR c`. With a field, bare words are its values.
    fn alternatives(&mut self, field: Option<Field>) -> Result<Expr, QueryError> {
        let mut parts = vec![self.sequence(field)?];
        while self.keyword("OR") {
            parts.push(self.sequence(field)?);
        }
        Ok(Expr::any(parts))
    }

    fn sequence(&mut self, field: Option<Field>) -> Result<Expr, QueryError> {
        let mut parts = Vec::new();
        loop {
            self.blanks();
            let rest = self.rest();
            let before = self.at;
            let ends = rest.is_empty() || rest.starts_with(')') || self.keyword("OR");
            if ends {
                self.at = before;
                if parts.is_empty() {
                    return Err(self.syntax(
                        before,
                        Text::new("something to look for must stand here", "hier muss stehen, was gesucht wird"),
                    ));
                }
                return Ok(Expr::all(parts));
            }
            parts.push(self.part(field)?);
        }
    }

    fn part(&mut self, field: Option<Field>) -> Result<Expr, QueryError> {
        let start = self.at;
        self.depth += 1;
        if self.depth > DEPTH {
            return Err(
                self.syntax(start, Text::new("too many brackets inside one another", "zu viele Klammern ineinander"))
            );
        }
        let expr = if self.keyword("NOT") {
            self.excluded(field)?
        } else if let Some(after) = self.rest().strip_prefix('-') {
            if after.is_empty() || after.starts_with(char::is_whitespace) {
                return Err(self.syntax(
                    start,
                    Text::new(
                        "`-` must stand right before what it excludes",
                        "`-` muss gleich vor dem stehen, was es ausschließt",
                    ),
                ));
            }
            self.at += 1;
            self.excluded(field)?
        } else if self.rest().starts_with('(') {
            self.bracket(field)?
        } else if field.is_none() && self.rest().starts_with('@') {
            self.saved()?
        } else if let Some(named) = self.field(field)? {
            if self.rest().starts_with('(') { self.bracket(Some(named))? } else { Expr::Test(self.test(Some(named))?) }
        } else {
            Expr::Test(self.test(field)?)
        };
        self.depth -= 1;
        Ok(expr)
    }

    fn excluded(&mut self, field: Option<Field>) -> Result<Expr, QueryError> {
        let start = self.at;
        let inner = self.part(field)?;
        if inner == Expr::default() {
            return Err(self.syntax(
                start,
                Text::new(
                    "this saved filter is of all documents: without it there are none",
                    "dieser gespeicherte Filter umfasst alle Dokumente: ohne ihn bleibt keines",
                ),
            ));
        }
        Ok(inner.negated())
    }

    /// `@name` or `@"name"`: what was saved under the name.
    fn saved(&mut self) -> Result<Expr, QueryError> {
        let start = self.at;
        self.at += 1;
        let all = self.library.and_then(|library| library.saved().ok()).unwrap_or_default();
        let name = if self.rest().starts_with('"') {
            self.quoted()?
        } else {
            // A name of several words needs no quotation marks where it is one.
            let fits = all.iter().map(|saved| saved.name.len()).filter(|len| {
                let (head, after) = (self.rest().get(..*len), self.rest().get(*len..));
                head.is_some_and(|head| all.iter().any(|saved| same_name(&saved.name, head)))
                    && after.is_some_and(|after| after.is_empty() || after.starts_with([' ', '\t', ')']))
            });
            match fits.max() {
                Some(len) => {
                    let name = self.rest()[..len].to_owned();
                    self.at += len;
                    name
                }
                None => self.bare(),
            }
        };
        let name = name.trim();
        if name.is_empty() {
            return Err(self.syntax(
                start,
                Text::new(
                    "the name of a saved filter must stand here, as in @name",
                    "hier muss der Name eines gespeicherten Filters stehen, wie in @name",
                ),
            ));
        }
        let found = all.iter().find(|saved| saved.name == name);
        let Some(found) = found.or_else(|| all.iter().find(|saved| same_name(&saved.name, name))) else {
            return Err(self.unsaved(start, name, &all));
        };
        if self.inside >= DEPTH {
            return Err(self.syntax(
                start,
                Text::new("this saved filter stands in itself", "dieser gespeicherte Filter steht in sich selbst"),
            ));
        }
        parse(&found.query, self.vocabulary, self.library, self.inside + 1).map_err(|error| {
            self.error(
                start,
                error.kind,
                &format!("the saved filter {name} cannot be understood any more: {}", error.message),
                &format!("der gespeicherte Filter {name} ist nicht mehr zu verstehen: {}", error.german),
            )
        })
    }

    fn bracket(&mut self, field: Option<Field>) -> Result<Expr, QueryError> {
        let start = self.at;
        self.at += 1;
        let inner = self.alternatives(field)?;
        self.blanks();
        if !self.rest().starts_with(')') {
            return Err(
                self.syntax(start, Text::new("this bracket is not closed", "diese Klammer ist nicht geschlossen"))
            );
        }
        self.at += 1;
        Ok(inner)
    }

    /// Takes `name:` if it stands here. Inside `field:( )` a colon belongs to the value.
    fn field(&mut self, inside: Option<Field>) -> Result<Option<Field>, QueryError> {
        if inside.is_some() {
            return Ok(None);
        }
        let start = self.at;
        let Some(name) = field_name(self.rest()) else {
            return Ok(None);
        };
        let field = Field::named(name).ok_or_else(|| self.no_field(name, start))?;
        self.at += name.len() + 1;
        if field != Field::Any {
            return Ok(Some(field));
        }
        match self.field(None)? {
            Some(Field::Kind(kind, _)) if !is_number(kind) && kind != FactKind::Title => {
                Ok(Some(Field::Kind(kind, true)))
            }
            _ => Err(self.syntax(
                self.at,
                Text::new(
                    "`any:` takes a field of facts, as in any:disease:itp",
                    "auf `any:` folgt ein Feld von Fakten, wie in any:disease:itp",
                ),
            )),
        }
    }

    /// One value or word, quoted or not.
    fn test(&mut self, field: Option<Field>) -> Result<Test, QueryError> {
        let start = self.at;
        let takes_exact = matches!(field, None | Some(Field::Kind(..) | Field::Primary));
        let exact = takes_exact && self.rest().starts_with('=');
        self.at += usize::from(exact);
        let phrase = self.rest().starts_with('"');
        let mut value = if phrase { self.quoted()? } else { self.bare() };
        let titled = matches!(field, Some(Field::Kind(FactKind::Title, _)));
        if titled && phrase && self.star() {
            value.push('*');
        }
        if value.trim().is_empty() {
            return Err(self.syntax(start, Text::new("a value must stand here", "hier muss ein Wert stehen")));
        }
        if titled && !value.contains(char::is_alphanumeric) {
            return Err(self.syntax(start, WORDLESS));
        }
        let Some(field) = field else {
            let (text, end) = match value.strip_suffix(['*', '~']) {
                Some(stem) if !phrase => (stem.to_owned(), value[stem.len()..].chars().next()),
                _ => (value, if phrase && self.star() { Some('*') } else { None }),
            };
            if !text.contains(char::is_alphanumeric) {
                return Err(self.syntax(start, WORDLESS));
            }
            let (prefix, fuzzy) = (end == Some('*'), end == Some('~'));
            let whole = !exact && !prefix && !fuzzy;
            let also = if whole { synonyms::names(&text, self.vocabulary) } else { Vec::new() };
            return Ok(Test::Words(Words { text, phrase, prefix, fuzzy, exact, also }));
        };
        self.value(field, value, exact, start)
    }

    fn value(&self, field: Field, value: String, exact: bool, start: usize) -> Result<Test, QueryError> {
        let unknown = |nearest: Vec<String>| self.unknown(field, &value, nearest, start);
        Ok(match field {
            Field::Kind(FactKind::Title, _) => Test::Title(value),
            Field::Kind(kind, _) if is_number(kind) => {
                let range = range(&value, |unit| scale(kind, unit)).ok_or_else(|| {
                    self.syntax(
                        start,
                        Text::new(
                            "this field takes a number: 12, >10, <=5 or 30..40, a time also 6mo or 2a",
                            "hier steht eine Zahl: 12, >10, <=5 oder 30..40, eine Zeit auch 6mo oder 2a",
                        ),
                    )
                })?;
                Test::Number { kind, range }
            }
            Field::Kind(kind, any) => {
                let text = if kind == FactKind::Language { language_code(&value) } else { &value };
                let known = if kind == FactKind::Language && !language::is_known(text) {
                    Err(Vec::new())
                } else {
                    Value::resolve(kind, text, exact, self.vocabulary)
                };
                let value = match known {
                    // What a picker offers can be typed.
                    Err(_) if self.library.is_some_and(|library| library.has_value(kind, text)) => {
                        Value { exact, ..Value::plain(text) }
                    }
                    known => known.map_err(unknown)?,
                };
                if value.concepts.is_empty()
                    && is_checked(kind)
                    && sets::all(kind).is_none()
                    && kind != FactKind::Language
                    && !values::is_known(text)
                    && let Some(library) = self.library
                    && !library.has_like(kind, &value.names, value.part)
                {
                    let mut nearest = Value::nearest(kind, text, self.vocabulary);
                    let written = library.written(kind);
                    nearest.extend(sets::nearest(text, written.iter().map(String::as_str)));
                    nearest.dedup();
                    return Err(unknown(nearest));
                }
                Test::Fact { kind, any, value }
            }
            Field::Primary => Test::Primary(Value::resolve_any(&value, exact, self.vocabulary).map_err(unknown)?),
            Field::Year if is_date(&value) => Test::Date(value),
            Field::Year => Test::Year(range(&value, |unit| unit.is_empty().then_some(1.0)).ok_or_else(|| {
                self.syntax(
                    start,
                    Text::new("year: takes 2025, >=2024 or 2024..2026", "auf year: folgt 2025, >=2024 oder 2024..2026"),
                )
            })?),
            Field::Source => Test::Source(value),
            Field::Tag => Test::Tag(value),
            Field::Note => Test::Note(value),
            Field::Same => Test::Same(value),
            Field::Is => Test::Is(self.one_of::<Is>(field, IS, &value, start)?),
            Field::Has => Test::Has(self.one_of::<Has>(field, HAS, &value, start)?),
            Field::Any => unreachable!("`any:` is resolved to the field that follows it"),
        })
    }

    fn bare(&mut self) -> String {
        let rest = self.rest();
        let end = rest.find(|c: char| c.is_whitespace() || "()\"".contains(c)).unwrap_or(rest.len());
        self.at += end;
        rest[..end].to_owned()
    }

    fn quoted(&mut self) -> Result<String, QueryError> {
        let start = self.at;
        let mut value = String::new();
        let mut chars = self.rest().char_indices().skip(1);
        while let Some((at, c)) = chars.next() {
            match c {
                '"' => {
                    self.at += at + 1;
                    return Ok(value);
                }
                '\\' => value.extend(chars.next().map(|(_, c)| c)),
                c => value.push(c),
            }
        }
        Err(self.syntax(
            start,
            Text::new("this quotation mark is not closed", "dieses Anführungszeichen ist nicht geschlossen"),
        ))
    }

    fn star(&mut self) -> bool {
        let star = self.rest().starts_with('*');
        self.at += usize::from(star);
        star
    }
}

/// The name before a colon at the beginning of `text`.
pub(super) fn field_name(text: &str) -> Option<&str> {
    let end = text.find(|c: char| !(c.is_ascii_alphabetic() || c == '_'))?;
    (end > 0 && text[end..].starts_with(':')).then(|| &text[..end])
}

/// Whether two names of saved filters differ in case only.
fn same_name(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

/// The code of a language called by its name.
fn language_code(value: &str) -> &str {
    match value.to_lowercase().as_str() {
        "german" | "deutsch" => "de",
        "english" | "englisch" => "en",
        _ => value,
    }
}

/// Joins arguments of a command line. One with a blank after `field:` counts as quoted, unless what follows is query
/// itself (a field, an operator, a bracket, a quotation mark).
pub(super) fn join(args: &[String]) -> String {
    let texts: Vec<String> = args.iter().map(|arg| quote_argument(arg)).collect();
    texts.join(" ")
}

fn quote_argument(arg: &str) -> String {
    let mut value = arg.strip_prefix('-').unwrap_or(arg);
    let mut fields = 0;
    while let Some(name) = field_name(value).filter(|name| is_field(name)) {
        value = &value[name.len() + 1..];
        fields += 1;
    }
    value = value.strip_prefix('=').unwrap_or(value);
    let is_query = value.split_whitespace().any(|word| {
        let word = word.trim_start_matches('-');
        word == "OR" || word == "NOT" || field_name(word).is_some_and(is_field)
    });
    if fields == 0 || !value.trim().contains(char::is_whitespace) || is_query || value.contains(['"', '(']) {
        return arg.to_owned();
    }
    format!("{}\"{}\"", &arg[..arg.len() - value.len()], value.trim().replace('\\', "\\\\"))
}

fn is_field(name: &str) -> bool {
    OTHER_FIELDS.contains(&name) || Field::named(name).is_some()
}
