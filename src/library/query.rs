//! The query language: one line of text parsed into a predicate whose values are resolved through the vocabulary, and
//! printed back. The prompt, the command line and the pickers all make the same [`Query`].

use std::fmt;

use super::facets::FacetGroup;
use super::store::Reader;
use crate::facts::{FactKind, KINDS};
use crate::vocabulary::Vocabulary;
use crate::wording::Language;

mod numbers;
mod parse;
mod print;
mod sets;
mod synonyms;
mod typing;
mod unknown;
mod value;

pub use typing::{Typing, Wanted};

pub(crate) use value::{NumberRange, Value};

/// Which documents are wanted. The default is all of them. Prints as text that parses to the same query.
#[derive(Debug, Clone, PartialEq, Default)]
#[must_use]
pub struct Query {
    root: Expr,
}

/// Why a text is no query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryError {
    /// One sentence, cleaned.
    pub message: String,
    /// The same in German.
    pub german: String,
    /// The column of the text that it is about, in characters from 1.
    pub column: usize,
    /// What sort of error it is.
    pub kind: QueryErrorKind,
}

/// What sort of error a query has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QueryErrorKind {
    /// There is no such field.
    UnknownField,
    /// The vocabulary knows no such value.
    UnknownValue {
        /// Known names that are written similarly, the most similar first.
        nearest: Vec<String>,
    },
    /// Brackets, quotes, numbers or what stands where something else must.
    Syntax,
}

impl QueryError {
    /// The exit code of a program that ends with this error.
    pub fn exit_code(&self) -> u8 {
        match self.kind {
            QueryErrorKind::UnknownValue { .. } => 1,
            QueryErrorKind::UnknownField | QueryErrorKind::Syntax => 2,
        }
    }

    /// What it says with its column in a language of the interface.
    pub fn say(&self, language: Language) -> String {
        match language {
            Language::English => self.to_string(),
            Language::German => format!("Spalte {}: {}", self.column, self.german),
        }
    }
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "column {}: {}", self.column, self.message)
    }
}

impl std::error::Error for QueryError {}

/// What a picker has ticked: values as [`super::FacetCount::value`] gives them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Picked {
    /// One of these.
    pub include: Vec<String>,
    /// None of these.
    pub exclude: Vec<String>,
}

/// A predicate. `All` and `Any` are never nested in themselves and never have one part; only the root may have none.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Expr {
    All(Vec<Expr>),
    Any(Vec<Expr>),
    Not(Box<Expr>),
    Test(Test),
}

/// One condition.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Test {
    /// A fact of a kind; with `any`, whatever its assertion.
    Fact {
        kind: FactKind,
        any: bool,
        value: Value,
    },
    /// A fact of role primary.
    Primary(Value),
    /// A fact with a number of this kind inside the range.
    Number {
        kind: FactKind,
        range: NumberRange,
    },
    /// Published in these years.
    Year(NumberRange),
    /// Published in this month or on this day, as the card writes it.
    Date(String),
    /// A part of the title.
    Title(String),
    /// A part of a source.
    Source(String),
    /// A tag.
    Tag(String),
    /// A part of a note or of what it is about.
    Note(String),
    /// The document of this number or source, and those that tell of the same study.
    Same(String),
    Is(Is),
    Has(Has),
    Words(Words),
}

/// A word, the beginning of one, something like it, or a phrase, in title or text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[expect(clippy::struct_excessive_bools, reason = "each stands for a sign that is written by itself")]
pub(crate) struct Words {
    /// As typed.
    pub(crate) text: String,
    /// Whether it stood in quotation marks.
    pub(crate) phrase: bool,
    /// Whether the last word may go on.
    pub(crate) prefix: bool,
    /// Whether a word with a typing error is as good.
    pub(crate) fuzzy: bool,
    /// Whether it was written `=word`: not its synonyms.
    pub(crate) exact: bool,
    /// The other names of the concepts that are called so, looked for as well.
    pub(crate) also: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Is {
    Unread,
    Read,
    Starred,
    New,
    Bundled,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Has {
    Note,
    Highlight,
    Tag,
    Doi,
}

/// Values of `is:`.
pub(crate) const IS: &[(&str, Is)] =
    &[("unread", Is::Unread), ("read", Is::Read), ("starred", Is::Starred), ("new", Is::New), ("bundled", Is::Bundled)];

/// Values of `has:`.
pub(crate) const HAS: &[(&str, Has)] =
    &[("note", Has::Note), ("highlight", Has::Highlight), ("tag", Has::Tag), ("doi", Has::Doi)];

/// Fields that stand for no kind of fact.
const OTHER_FIELDS: &[&str] = &["any", "primary", "year", "source", "tag", "note", "same", "is", "has"];

impl Query {
    /// Parses a query. An empty text is all documents.
    pub fn parse(text: &str, vocabulary: &Vocabulary) -> Result<Self, QueryError> {
        Self::parse_in(text, vocabulary, None)
    }

    /// [`Query::parse`] for a library: `@name` stands for its saved filters, and values of its documents are known.
    pub fn parse_in(text: &str, vocabulary: &Vocabulary, library: Option<&Reader>) -> Result<Self, QueryError> {
        parse::query(text, vocabulary, library).map(|root| Self { root })
    }

    /// [`Query::parse_in`] of a text that is being typed: the word at its end may be the beginning of one.
    pub fn parse_typed(text: &str, vocabulary: &Vocabulary, library: Option<&Reader>) -> Result<Self, QueryError> {
        let mut query = Self::parse_in(text, vocabulary, library)?;
        let mut last = Some(&mut query.root);
        while let Some(expr) = last {
            last = match expr {
                Expr::All(parts) | Expr::Any(parts) => parts.last_mut(),
                Expr::Test(Test::Words(words)) if !words.phrase && !words.fuzzy && text.ends_with(&words.text) => {
                    words.prefix = true;
                    None
                }
                Expr::Not(_) | Expr::Test(_) => None,
            };
        }
        Ok(query)
    }

    /// The word at its end if it is looked for as a whole: one of its beginning might find more.
    pub fn last_word(&self) -> Option<&str> {
        let mut last = &self.root;
        while let Expr::All(parts) | Expr::Any(parts) = last {
            last = parts.last()?;
        }
        match last {
            Expr::Test(Test::Words(words)) if !words.phrase && !words.prefix && !words.fuzzy => Some(&words.text),
            _ => None,
        }
    }

    /// The query text that arguments of a command line mean: joined by blanks, one with a blank after `field:` quoted.
    pub fn text_of_args(args: &[String]) -> String {
        parse::join(args)
    }

    /// Whether a text has a field or a saved filter, and so can only be a query.
    pub fn has_field(text: &str) -> bool {
        text.split([' ', '(']).map(|word| word.trim_start_matches('-')).any(|word| {
            word.len() > 1 && word.starts_with('@')
                || parse::field_name(word).is_some_and(|name| parse::Field::named(name).is_some())
        })
    }

    /// All names that may stand before a colon, the usual one of each field first in its row.
    pub fn fields() -> impl Iterator<Item = &'static str> {
        let kinds = KINDS.iter().flat_map(|entry| entry.fields).copied();
        kinds.chain(OTHER_FIELDS.iter().copied())
    }

    /// Whether it lets all documents through.
    pub fn is_all(&self) -> bool {
        self.root == Expr::default()
    }

    /// The words that are names of concepts, each with the other names that are looked for as well.
    pub fn expansions(&self) -> Vec<(&str, &[String])> {
        let mut found = Vec::new();
        self.root.each_words(&mut |words| {
            if !words.also.is_empty() {
                found.push((words.text.as_str(), words.also.as_slice()));
            }
        });
        found
    }

    /// The query with its words taken literally, or with the synonyms of all of them if they are already.
    pub fn toggle_synonyms(&self, vocabulary: &Vocabulary) -> Self {
        let exact = !self.expansions().is_empty();
        Self { root: self.root.with_exact_words(exact, vocabulary) }
    }

    /// Whether words are looked for, or must not be there.
    pub fn has_words(&self) -> bool {
        fn has(expr: &Expr) -> bool {
            match expr {
                Expr::All(parts) | Expr::Any(parts) => parts.iter().any(has),
                Expr::Not(inner) => has(inner),
                Expr::Test(test) => matches!(test, Test::Words(_)),
            }
        }
        has(&self.root)
    }

    /// The words and phrases looked for in the text, as typed and by their synonyms, without those under a negation.
    pub fn matches_free_text(&self) -> Vec<String> {
        self.words().into_iter().map(|words| words.text).collect()
    }

    /// The parts that all must hold, each as text: the chips above a list.
    pub fn parts(&self) -> Vec<String> {
        self.conjuncts().iter().map(ToString::to_string).collect()
    }

    /// The query without its `index`th part.
    pub fn without_part(&self, index: usize) -> Self {
        let mut parts = self.conjuncts().to_vec();
        if index < parts.len() {
            parts.remove(index);
        }
        Self { root: Expr::all(parts) }
    }

    /// Both queries at once.
    pub fn and(&self, other: &Self) -> Self {
        let parts = self.conjuncts().iter().chain(other.conjuncts()).cloned();
        Self { root: Expr::all(parts.collect()) }
    }

    /// What the picker of this group has applied.
    pub fn picked(&self, group: FacetGroup) -> Picked {
        let mut picked = Picked::default();
        for part in self.conjuncts() {
            match part {
                Expr::Not(inner) => picked.exclude.extend(picks(inner, group).unwrap_or_default()),
                include => picked.include.extend(picks(include, group).unwrap_or_default()),
            }
        }
        picked
    }

    /// The query with this instead of what the picker of the group had applied; the other parts keep their order.
    pub fn with_values(&self, group: FacetGroup, picked: &Picked, vocabulary: &Vocabulary) -> Self {
        let test = |text: &String| Expr::Test(Test::picked(group, text, vocabulary));
        let mut parts = self.without(group).conjuncts().to_vec();
        if !picked.include.is_empty() {
            parts.push(Expr::any(picked.include.iter().map(test).collect()));
        }
        if !picked.exclude.is_empty() {
            parts.push(Expr::any(picked.exclude.iter().map(test).collect()).negated());
        }
        Self { root: Expr::all(parts) }
    }

    /// The query without what the picker of this group has applied.
    pub fn without(&self, group: FacetGroup) -> Self {
        let others = self.conjuncts().iter().filter(|part| {
            let inner = if let Expr::Not(inner) = part { inner } else { *part };
            picks(inner, group).is_none()
        });
        Self { root: Expr::all(others.cloned().collect()) }
    }

    pub(crate) fn root(&self) -> &Expr {
        &self.root
    }

    /// The words and phrases looked for, without those under a negation.
    pub(crate) fn words(&self) -> Vec<Words> {
        fn walk(expr: &Expr, out: &mut Vec<Words>) {
            match expr {
                Expr::All(parts) | Expr::Any(parts) => parts.iter().for_each(|part| walk(part, out)),
                Expr::Test(Test::Words(words)) => out.extend(words.each()),
                Expr::Test(_) | Expr::Not(_) => {}
            }
        }
        let mut words = Vec::new();
        walk(&self.root, &mut words);
        words
    }

    fn conjuncts(&self) -> &[Expr] {
        match &self.root {
            Expr::All(parts) => parts,
            other => std::slice::from_ref(other),
        }
    }
}

/// The values of a part, if a picker of this group could have made it.
fn picks(part: &Expr, group: FacetGroup) -> Option<Vec<String>> {
    match part {
        Expr::Any(parts) => {
            parts.iter().map(|part| picks(part, group)).collect::<Option<Vec<_>>>().map(|values| values.concat())
        }
        Expr::Test(Test::Fact { kind, any: false, value }) if group == FacetGroup::Kind(*kind) && !value.exact => {
            Some(vec![value.text.clone()])
        }
        Expr::Test(Test::Year(range)) if group == FacetGroup::Year && range.high <= range.low => {
            Some(vec![range.text.clone()])
        }
        _ => None,
    }
}

impl Words {
    /// The words themselves, then each synonym as a phrase.
    pub(crate) fn each(&self) -> impl Iterator<Item = Self> {
        let literal = Self { also: Vec::new(), ..self.clone() };
        let name = |text: &String| Self { text: text.clone(), phrase: true, prefix: false, ..literal.clone() };
        let names: Vec<Self> = self.also.iter().map(name).collect();
        std::iter::once(literal).chain(names)
    }
}

impl Default for Expr {
    fn default() -> Self {
        Self::All(Vec::new())
    }
}

impl Expr {
    pub(crate) fn all(parts: Vec<Self>) -> Self {
        let flat = parts.into_iter().flat_map(|part| match part {
            Self::All(parts) => parts,
            other => vec![other],
        });
        one_or(flat.collect(), Self::All)
    }

    pub(crate) fn any(parts: Vec<Self>) -> Self {
        // All documents, by a saved filter, or some of them are all.
        if parts.contains(&Self::default()) {
            return Self::default();
        }
        let flat = parts.into_iter().flat_map(|part| match part {
            Self::Any(parts) => parts,
            other => vec![other],
        });
        one_or(flat.collect(), Self::Any)
    }

    pub(crate) fn negated(self) -> Self {
        match self {
            Self::Not(inner) => *inner,
            other => Self::Not(Box::new(other)),
        }
    }
}

fn one_or(mut parts: Vec<Expr>, many: fn(Vec<Expr>) -> Expr) -> Expr {
    match parts.pop() {
        Some(only) if parts.is_empty() => only,
        Some(last) => {
            parts.push(last);
            many(parts)
        }
        None => many(parts),
    }
}

impl Test {
    /// The test that a tick means. A value that the vocabulary has lost stands for itself.
    pub(crate) fn picked(group: FacetGroup, text: &str, vocabulary: &Vocabulary) -> Self {
        let kind = match group {
            FacetGroup::Kind(kind) => kind,
            FacetGroup::Year => {
                let year = text.parse().unwrap_or(0.0);
                return Self::Year(NumberRange { text: text.to_owned(), low: year, high: year });
            }
        };
        let value = Value::resolve(kind, text, false, vocabulary).unwrap_or_else(|_| Value::plain(text));
        Self::Fact { kind, any: false, value }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{Just, Strategy, any, prop_oneof};
    use proptest::{prop_assert_eq, proptest};

    use super::{Picked, Query, QueryErrorKind};
    use crate::facts::FactKind;
    use crate::library::FacetGroup;
    use crate::library::testing::vocabulary;

    #[test]
    fn a_query_prints_in_one_form() {
        let vocabulary = vocabulary();
        for (typed, printed) in [
            ("", ""),
            ("  disease:itp   d:sle ", "disease:itp disease:sle"),
            ("t:\"car t\"", "therapy:\"car t\""),
            ("NOT disease:itp", "-disease:itp"),
            ("-(-lupus)", "lupus"),
            ("d:itp OR d:sle", "disease:(itp OR sle)"),
            ("-disease:(itp OR sle)", "-disease:(itp OR sle)"),
            ("disease:(itp -sle)", "disease:itp -disease:sle"),
            ("lang:German year:2024..2026", "lang:de year:2024..2026"),
            ("(a OR b) c", "(a OR b) c"),
            ("a OR b c", "a OR b c"),
            ("-(a b)", "-(a b)"),
            ("\"immune reset\" thrombozyt* \"OR\"", "\"immune reset\" thrombozyt* \"OR\""),
            ("any:disease:=itp primary:sle", "any:disease:=itp primary:sle"),
            ("n:>10 age:30..40 is:unread has:note", "n:>10 age:30..40 is:unread has:note"),
        ] {
            let query = Query::parse(typed, &vocabulary).unwrap_or_else(|error| panic!("{typed}: {error}"));
            assert_eq!(query.to_string(), printed, "{typed}");
        }
    }

    #[test]
    fn an_error_names_its_column() {
        let vocabulary = vocabulary();
        let check = |typed: &str, column, exit| {
            let error = Query::parse(typed, &vocabulary).expect_err(typed);
            assert_eq!((error.column, error.exit_code()), (column, exit), "{typed}: {error}");
            error
        };
        let error = check("lang:de diseas:itp", 9, 2);
        assert_eq!(error.kind, QueryErrorKind::UnknownField);
        assert!(error.message.contains("`disease:`"), "{error}");
        assert!(matches!(check("ä disease:xyzzy", 11, 1).kind, QueryErrorKind::UnknownValue { .. }));
        check("disease:venetoclax", 9, 1);
        check("(lupus", 1, 2);
        check("lupus)", 6, 2);
        check("a OR", 5, 2);
        check("lupus \"immune", 7, 2);
        check("n:many", 3, 2);
        check("year:20xx", 6, 2);
        check("is:red", 4, 1);
        check("has:foo", 5, 1);
        check("genre:foo", 7, 1);
        check("sex:foo", 5, 1);
        check("- lupus", 1, 2);
        check("any:lupus", 5, 2);
        check("disease:", 9, 2);
        check(&"(".repeat(5000), 101, 2);
    }

    #[test]
    fn arguments_with_a_blank_after_their_field_are_quoted() {
        let check = |args: &[&str], text: &str| {
            let args: Vec<String> = args.iter().map(|arg| (*arg).to_owned()).collect();
            assert_eq!(Query::text_of_args(&args), text);
        };
        check(&["therapy:car t", "lang:de"], "therapy:\"car t\" lang:de");
        check(&["-any:disease:=immune thrombocytopenia"], "-any:disease:=\"immune thrombocytopenia\"");
        check(&["disease:itp year:2025"], "disease:itp year:2025");
        check(&["disease:itp OR disease:sle"], "disease:itp OR disease:sle");
        check(&["immune reset"], "immune reset");
        check(&["therapy:\"car t\" lang:de"], "therapy:\"car t\" lang:de");
        check(&["disease:(itp OR", "sle)"], "disease:(itp OR sle)");
    }

    #[test]
    fn a_picker_changes_its_own_values_only() {
        let vocabulary = vocabulary();
        let group = FacetGroup::Kind(FactKind::Disease);
        let query = Query::parse("lupus disease:(itp OR sle) -disease:aml disease:=itp lang:de", &vocabulary).unwrap();
        let picked = query.picked(group);
        assert_eq!(picked.include, ["itp", "sle"]);
        assert_eq!(picked.exclude, ["aml"]);
        assert_eq!(query.without(group).to_string(), "lupus disease:=itp lang:de");
        let other = Picked { include: vec!["acute myeloid leukemia".to_owned()], exclude: Vec::new() };
        assert_eq!(
            query.with_values(group, &other, &vocabulary).to_string(),
            "lupus disease:=itp lang:de disease:\"acute myeloid leukemia\""
        );
        let same = query.with_values(group, &picked, &vocabulary);
        assert_eq!(same.picked(group), picked);
    }

    #[test]
    fn the_word_being_typed_may_go_on() {
        let check = |typed: &str, meant: &str| {
            let query = Query::parse_typed(typed, &vocabulary(), None).unwrap();
            assert_eq!(query.to_string(), meant, "{typed}");
        };
        check("thromb", "thromb*");
        check("thrombozyten ", "thrombozyten");
        check("disease:itp mü", "disease:itp mü*");
        check("lupus OR sl", "lupus OR sl*");
        check("\"immune reset\"", "\"immune reset\"");
        check("thromb~", "thromb~");
        check("-lupus", "-lupus");
        check("lang:de", "lang:de");
    }

    #[test]
    fn words_to_highlight_are_those_looked_for() {
        let query = Query::parse("lupus -sle \"immune reset\" title:x (a OR thromb*)", &vocabulary()).unwrap();
        let names = ["systemic lupus erythematosus", "SLE", "systemischer Lupus erythematodes"];
        let expected: Vec<&str> = ["lupus"].into_iter().chain(names).chain(["immune reset", "a", "thromb"]).collect();
        assert_eq!(query.matches_free_text(), expected);
    }

    fn query_text() -> impl Strategy<Value = String> {
        let value = prop_oneof![
            Just("itp".to_owned()),
            Just("\"systemic lupus erythematosus\"".to_owned()),
            Just("AML".to_owned())
        ];
        let leaf = prop_oneof![
            value.clone().prop_map(|value| format!("disease:{value}")),
            value.clone().prop_map(|value| format!("any:d:={value}")),
            value.prop_map(|value| format!("primary:{value}")),
            "[a-zäöü]{1,6}\\*?",
            "\"[a-z\\-() ]{1,8}x\"",
            "person:\"[A-Za-zß .=-]{0,8}[a-z]\"",
            any::<u16>().prop_map(|n| format!("n:>={n}")),
            (1900..2030_i32).prop_map(|year| format!("year:{year}")),
            Just("is:unread".to_owned()),
            Just("tag:(x OR \"y z\")".to_owned()),
        ];
        leaf.prop_recursive(4, 24, 4, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 1..4).prop_map(|parts| format!("({})", parts.join(" OR "))),
                proptest::collection::vec(inner.clone(), 1..4).prop_map(|parts| format!("({})", parts.join(" "))),
                inner.clone().prop_map(|part| format!("-{part}")),
                inner.prop_map(|part| format!("NOT ({part})")),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_is_printed_parses_to_the_same(text in query_text()) {
            let vocabulary = vocabulary();
            let query = Query::parse(&text, &vocabulary).unwrap();
            let again = Query::parse(&query.to_string(), &vocabulary);
            prop_assert_eq!(again.as_ref(), Ok(&query), "{}", query);
        }

        #[test]
        fn any_text_is_a_query_or_an_error_inside_it(text in "[ -~äß]{0,40}") {
            if let Err(error) = Query::parse(&text, &vocabulary()) {
                proptest::prop_assert!(error.column >= 1 && error.column <= text.chars().count() + 1);
            }
        }
    }
}
