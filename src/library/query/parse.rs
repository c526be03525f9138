//! From query text to predicate: a recursive descent over characters that knows the column of everything.

use super::value::{closed, is_checked, is_number, scale};
use super::{Expr, HAS, Has, IS, Is, NumberRange, OTHER_FIELDS, Query, QueryError, QueryErrorKind, Test, Value, Words};
use super::{sets, synonyms};
use crate::facts::{FactKind, KINDS, language, values};
use crate::library::Saved;
use crate::library::store::Reader;
use crate::text;
use crate::vocabulary::{Vocabulary, distance};
use crate::wording::Text;

/// Brackets inside brackets that are followed.
const DEPTH: usize = 100;

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

struct Parser<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
    /// Saved filters that this one stands in.
    inside: usize,
    vocabulary: &'a Vocabulary,
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

    fn error(&self, at: usize, kind: QueryErrorKind, english: &str, german: &str) -> QueryError {
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

    fn unsaved(&self, start: usize, name: &str, all: &[Saved]) -> QueryError {
        let key = name.to_lowercase();
        let far = |other: &str| {
            let other = other.to_lowercase();
            distance(key.as_bytes(), other.as_bytes(), key.len() + other.len()).unwrap_or(usize::MAX)
        };
        let mut near: Vec<&Saved> = all.iter().collect();
        near.sort_by_key(|saved| (!saved.name.to_lowercase().starts_with(&key), far(&saved.name)));
        let nearest: Vec<String> = near.iter().take(3).map(|saved| saved.name.clone()).collect();
        let (english, german) = if nearest.is_empty() {
            (
                format!("no filter is saved, so none is called {name}"),
                format!("es ist kein Filter gespeichert, also auch keiner namens {name}"),
            )
        } else {
            let near = nearest.join(", ");
            (
                format!("no saved filter is called {name}; the nearest names: {near}"),
                format!("kein gespeicherter Filter heißt {name}; die nächsten Namen: {near}"),
            )
        };
        self.error(start, QueryErrorKind::UnknownValue { nearest }, &english, &german)
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
        let field = Field::named(name).ok_or_else(|| {
            let near = near_fields(name);
            let (english, german) = if near.is_empty() {
                (
                    format!("there is no field `{name}`; put the word in quotes if it is none"),
                    format!("es gibt kein Feld `{name}`; ein Wort, das keines ist, steht in Anführungszeichen"),
                )
            } else {
                let near = near.join(", ");
                (
                    format!("there is no field `{name}`; did you mean {near}?"),
                    format!("es gibt kein Feld `{name}`; gemeint ist vielleicht {near}"),
                )
            };
            self.error(start, QueryErrorKind::UnknownField, &english, &german)
        })?;
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
        let value = if phrase { self.quoted()? } else { self.bare() };
        if value.trim().is_empty() {
            return Err(self.syntax(start, Text::new("a value must stand here", "hier muss ein Wert stehen")));
        }
        let Some(field) = field else {
            let (text, end) = match value.strip_suffix(['*', '~']) {
                Some(stem) if !phrase => (stem.to_owned(), value[stem.len()..].chars().next()),
                _ => (value, if phrase && self.star() { Some('*') } else { None }),
            };
            if !text.contains(char::is_alphanumeric) {
                return Err(self.syntax(
                    start,
                    Text::new("a word needs a letter or digit", "ein Wort braucht einen Buchstaben oder eine Ziffer"),
                ));
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

    /// What is said of a value that is not known.
    fn unknown(&self, field: Field, value: &str, nearest: Vec<String>, start: usize) -> QueryError {
        let elsewhere = if let Field::Kind(kind, _) = field { self.elsewhere(kind, value) } else { None };
        let near = if elsewhere.is_some() { String::new() } else { nearest.join(", ") };
        let (english, german) = match (elsewhere, field) {
            (Some(other), _) => (
                format!("\"{value}\" is known by another field: {other}"),
                format!("\"{value}\" ist unter einem anderen Feld bekannt: {other}"),
            ),
            (None, Field::Kind(FactKind::Language, _)) => (
                format!("no language has the code \"{value}\"; as in lang:de, lang:en"),
                format!("keine Sprache hat das Kürzel \"{value}\"; wie in lang:de, lang:en"),
            ),
            (None, Field::Kind(kind, _)) if !closed(kind) => {
                let name = kind.entry().fields[0];
                (format!("there is no {name}:\"{value}\""), format!("es gibt kein {name}:\"{value}\""))
            }
            (None, Field::Is | Field::Has) => {
                (format!("\"{value}\" is none that there is"), format!("\"{value}\" gibt es hier nicht"))
            }
            (None, _) => {
                (format!("the vocabulary knows no \"{value}\""), format!("das Vokabular kennt \"{value}\" nicht"))
            }
        };
        let (english, german) = if near.is_empty() {
            (english, german)
        } else {
            (format!("{english}; the nearest names: {near}"), format!("{german}; die nächsten Namen: {near}"))
        };
        self.error(start, QueryErrorKind::UnknownValue { nearest }, &english, &german)
    }

    /// The field that knows a value which this kind does not, with the value.
    fn elsewhere(&self, kind: FactKind, value: &str) -> Option<String> {
        let others = KINDS.iter().filter(|entry| entry.facet && entry.kind != kind);
        let mut knowing = others.filter(|entry| Value::is_concept(entry.kind, value, self.vocabulary));
        knowing.next().map(|entry| format!("{}:{}", entry.fields[0], Query::quoted(value)))
    }

    fn one_of<T: Copy>(&self, field: Field, table: &[(&str, T)], value: &str, start: usize) -> Result<T, QueryError> {
        let found = table.iter().find(|(name, _)| value.eq_ignore_ascii_case(name));
        found.map(|(_, item)| *item).ok_or_else(|| {
            let names: Vec<&str> = table.iter().map(|(name, _)| *name).collect();
            let mut nearest = sets::nearest(value, names.iter().copied());
            if nearest.is_empty() {
                nearest = names.into_iter().map(str::to_owned).collect();
            }
            self.unknown(field, value, nearest, start)
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

/// Fields that are called nearly so, in either language, else those that begin like it; at most three.
fn near_fields(name: &str) -> Vec<String> {
    let name = name.to_lowercase();
    let labels: Vec<(String, &str)> = KINDS
        .iter()
        .flat_map(|entry| [entry.label.en, entry.label.de].map(|label| (label.to_lowercase(), entry.fields[0])))
        .chain(Query::fields().map(|field| (field.to_owned(), field)))
        .collect();
    let mut near: Vec<&str> = Vec::new();
    for label in sets::nearest(&name, labels.iter().map(|(label, _)| label.as_str())) {
        let of = labels.iter().filter(|(known, _)| *known == label).map(|(_, field)| *field);
        near.extend(of.take(1));
    }
    if near.is_empty() {
        let name = &name;
        let like = |length: usize| {
            Query::fields().filter(move |field| field.as_bytes().starts_with(&name.as_bytes()[..length]))
        };
        let lengths = (2..=name.len()).rev();
        near = lengths
            .map(|length| like(length).take(3).collect::<Vec<_>>())
            .find(|near| !near.is_empty())
            .unwrap_or_default();
    }
    near.dedup();
    near.into_iter().map(|field| format!("`{field}:`")).collect()
}

/// A number, `>n`, `>=n`, `<n`, `<=n`, `n..m`, `n..` or `..m`, each number with a unit that `scale` knows; also as the
/// card prints them: `≥ 9 months`, `18–38 years`, `14,7 Monate`.
fn range(text: &str, scale: impl Fn(&str) -> Option<f64>) -> Option<NumberRange> {
    let plain = text.trim().trim_start_matches(['~', '≈', '=']).replace('≥', ">=").replace('≤', "<=");
    let number = |text: &str, unit: &str| -> Option<f64> {
        let text = text.trim();
        let digits = text.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ',')).unwrap_or(text.len());
        let n: f64 = text[..digits].replace(',', ".").parse().ok()?;
        let own = text[digits..].trim();
        Some(n * scale(if own.is_empty() { unit } else { own })?)
    };
    let end = |text: &str, unit: &str, open: f64| {
        if text.trim().is_empty() { Some(open) } else { number(text, unit) }
    };
    let (low, high) = if let Some(n) = plain.strip_prefix(">=") {
        (number(n, "")?, f64::MAX)
    } else if let Some(n) = plain.strip_prefix('>') {
        (number(n, "")?.next_up(), f64::MAX)
    } else if let Some(n) = plain.strip_prefix("<=") {
        (0.0, number(n, "")?)
    } else if let Some(n) = plain.strip_prefix('<') {
        (0.0, number(n, "")?.next_down())
    } else if let Some((low, high)) = plain.split_once("..").or_else(|| plain.split_once(['–', '-'])) {
        let nothing = low.trim().is_empty() && high.trim().is_empty();
        (!nothing).then_some(())?;
        // The unit of the second number is that of both, unless the first has one.
        let unit = high.trim().trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ',').trim();
        (end(low, unit, 0.0)?, end(high, "", f64::MAX)?)
    } else {
        let n = number(&plain, "")?;
        (n, n)
    };
    (low <= high).then(|| NumberRange { text: text.to_owned(), low, high })
}

/// Whether a text is a month or a day as the card prints it: `2025-08`, `2025-08-14`.
fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let digits = |part: &&str, count| part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit());
    matches!(parts[..], [year, ref rest @ ..] if digits(&year, 4) && (1..3).contains(&rest.len())
        && rest.iter().all(|part| digits(part, 2)))
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
