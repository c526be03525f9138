//! Kinds whose values are few and known beforehand: genres, sexes. A value is called by its name in either language, by
//! the beginning of a word of it, or by a common other word.

use crate::facts::{FactKind, genre, values};
use crate::library::fold::{self, Needle};
use crate::text;
use crate::vocabulary::distance;

/// What else the values of a set are called.
const OTHER_NAMES: &[(FactKind, &str, &[&str])] = &[
    (FactKind::PatientSex, "male", &["m", "man", "men", "boy", "Mann", "Männer", "Junge"]),
    (FactKind::PatientSex, "female", &["f", "w", "woman", "women", "girl", "Frau", "Frauen", "Mädchen"]),
    (FactKind::PatientSex, "all", &["both"]),
];

/// All values of a kind, if they are known beforehand.
pub(super) fn all(kind: FactKind) -> Option<Vec<&'static str>> {
    match kind {
        FactKind::DocType => Some(genre::names::all().collect()),
        FactKind::PatientSex => Some(vec!["female", "male", "all"]),
        _ => None,
    }
}

/// The values of a set that a text means, else the nearest names.
pub(super) fn meant(kind: FactKind, set: &[&str], typed: &str, exact: bool) -> Result<Vec<String>, Vec<String>> {
    let key = text::key(typed);
    let named: Vec<(String, &str)> = set.iter().flat_map(|value| names(kind, value)).collect();
    let having = |fits: &dyn Fn(&str) -> bool| -> Vec<String> {
        let mut found: Vec<String> =
            named.iter().filter(|(name, _)| fits(name)).map(|(_, value)| (*value).to_owned()).collect();
        found.dedup();
        found
    };
    let needle = Needle::new(typed);
    let same = having(&|name| text::key(name) == key || needle.equals(&fold::hay(name)));
    if !same.is_empty() {
        return Ok(same);
    }
    let begins = |name: &str| name.split([' ', '-']).any(|word| text::key(word).starts_with(&key));
    let begun = if exact || key.is_empty() { Vec::new() } else { having(&begins) };
    if !begun.is_empty() {
        return Ok(begun);
    }
    let near = nearest(typed, named.iter().map(|(name, _)| name.as_str()));
    // Where nothing is near, all are: they are few.
    Err(if near.is_empty() { set.iter().map(|value| (*value).to_owned()).collect() } else { near })
}

/// What a value is called, with the value.
fn names(kind: FactKind, value: &str) -> impl Iterator<Item = (String, &str)> {
    let others = OTHER_NAMES.iter().filter(move |(of, named, _)| *of == kind && *named == value);
    let others = others.flat_map(|(_, _, names)| names.iter().map(|name| (*name).to_owned()));
    std::iter::once(value.to_owned()).chain(values::german(value)).chain(others).map(move |name| (name, value))
}

/// The names most like a text, at most three, the most similar first; none if all are far.
pub(crate) fn nearest<'a>(typed: &str, names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let key = text::key(typed);
    let most = (key.len() / 3).clamp(1, 4);
    let mut near: Vec<(usize, &str)> = names
        .filter_map(|name| {
            let name_key = text::key(name);
            let far = distance(key.as_bytes(), name_key.as_bytes(), most);
            // "pressrelease", "case reports": the whole is near, or one of the two begins the other.
            let begins =
                key.len() > 2 && (name_key.starts_with(&key) || key.starts_with(&name_key) && name_key.len() > 2);
            far.or(begins.then_some(most + 1)).map(|far| (far, name))
        })
        .collect();
    near.sort_by_key(|(far, name)| (*far, name.len()));
    let mut names: Vec<String> = Vec::new();
    for (_, name) in near {
        if names.len() < 3 && !names.iter().any(|known| text::key(known) == text::key(name)) {
            names.push(name.to_owned());
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_of_a_set_is_meant_by_either_language_or_its_beginning() {
        let check = |kind, typed: &str, expected: &[&str]| {
            let found = meant(kind, &all(kind).expect("a set"), typed, false);
            assert_eq!(found, Ok(expected.iter().map(ToString::to_string).collect()), "{typed}");
        };
        for typed in ["press release", "Pressemitteilung", "pressrelease", "press", "Presse", "PRESS"] {
            check(FactKind::DocType, typed, &["press release"]);
        }
        check(FactKind::DocType, "Fallbericht", &["case report"]);
        check(FactKind::DocType, "article", &["journal article", "news article"]);
        for typed in ["male", "männlich", "maennlich", "m", "Mann", "MEN"] {
            check(FactKind::PatientSex, typed, &["male"]);
        }
        for typed in ["female", "weiblich", "w", "f", "Frauen", "fem"] {
            check(FactKind::PatientSex, typed, &["female"]);
        }
    }

    #[test]
    fn the_nearest_of_a_set_are_named() {
        let check = |kind, typed: &str, expected: &[&str]| {
            let found = meant(kind, &all(kind).expect("a set"), typed, false);
            assert_eq!(found, Err(expected.iter().map(ToString::to_string).collect()), "{typed}");
        };
        check(FactKind::DocType, "pres releas", &["press release"]);
        check(FactKind::DocType, "Presemitteilung", &["Pressemitteilung"]);
        check(FactKind::PatientSex, "femael", &["female"]);
        check(FactKind::PatientSex, "qwertz", &["female", "male", "all"]);
    }
}
