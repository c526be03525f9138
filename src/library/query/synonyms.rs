//! What a word of a query means besides itself: the other names of the concepts that are called so.

use super::{Expr, Test, Words};
use crate::text;
use crate::vocabulary::{Usage, Vocabulary};

/// Names that one word is taken for.
const NAMES: usize = 16;

/// The other names, in both languages, of the concepts that have a word or phrase as a name.
pub(super) fn names(typed: &str, vocabulary: &Vocabulary) -> Vec<String> {
    let mut known = vec![text::key(typed)];
    let mut names = Vec::new();
    for index in vocabulary.lookup(typed) {
        // A related name means something else, and one that needs its context would find too much by itself.
        let sure = vocabulary.get(index).names.iter().filter(|name| matches!(name.usage, Usage::Plain | Usage::Case));
        for name in sure {
            let key = text::key(name.text);
            if names.len() < NAMES && !known.contains(&key) {
                known.push(key);
                names.push(name.text.to_owned());
            }
        }
    }
    names
}

impl Expr {
    /// Gives all words, those under a negation as well.
    pub(super) fn each_words<'a>(&'a self, take: &mut impl FnMut(&'a Words)) {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|part| part.each_words(take)),
            Self::Not(inner) => inner.each_words(take),
            Self::Test(Test::Words(words)) => take(words),
            Self::Test(_) => {}
        }
    }

    /// The same with all words that are names taken literally, or not.
    pub(super) fn with_exact_words(&self, exact: bool, vocabulary: &Vocabulary) -> Self {
        let inside = |parts: &[Self]| parts.iter().map(|part| part.with_exact_words(exact, vocabulary)).collect();
        match self {
            Self::All(parts) => Self::All(inside(parts)),
            Self::Any(parts) => Self::Any(inside(parts)),
            Self::Not(inner) => Self::Not(Box::new(inner.with_exact_words(exact, vocabulary))),
            Self::Test(Test::Words(words)) if !words.prefix && !words.fuzzy => {
                let also = names(&words.text, vocabulary);
                // Of a word that is no name nothing changes.
                let exact = exact && !also.is_empty();
                let also = if exact { Vec::new() } else { also };
                Self::Test(Test::Words(Words { exact, also, ..words.clone() }))
            }
            Self::Test(test) => Self::Test(test.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::library::query::Query;
    use crate::library::testing::vocabulary;

    #[test]
    fn a_word_that_is_a_name_finds_its_synonyms_unless_that_is_switched_off() {
        let vocabulary = vocabulary();
        let check = |typed: &str, printed: &str, expansions: &[(&str, &[&str])]| {
            let query = Query::parse(typed, &vocabulary).unwrap();
            let found: Vec<(&str, Vec<&str>)> = query
                .expansions()
                .into_iter()
                .map(|(word, names)| (word, names.iter().map(String::as_str).collect()))
                .collect();
            let expected: Vec<(&str, Vec<&str>)> =
                expansions.iter().map(|(word, names)| (*word, names.to_vec())).collect();
            assert_eq!(found, expected, "{typed}");
            assert_eq!(query.to_string(), printed);
        };
        let itp: &[&str] = &["immune thrombocytopenia", "Immunthrombozytopenie", "Morbus Werlhof"];
        check("itp lang:de", "itp lang:de", &[("itp", itp)]);
        check("=itp lang:de", "=itp lang:de", &[]);
        check(
            "-\"Morbus Werlhof\"",
            "-\"Morbus Werlhof\"",
            &[("Morbus Werlhof", &["immune thrombocytopenia", "ITP", "Immunthrombozytopenie"])],
        );
        check("itp* platelets", "itp* platelets", &[]);
        let query = Query::parse("itp platelets", &vocabulary).unwrap();
        let literal = query.toggle_synonyms(&vocabulary);
        assert_eq!(literal.to_string(), "=itp platelets");
        assert_eq!(literal.toggle_synonyms(&vocabulary), query);
    }
}
