//! The same patterns on the same texts as the regex crate reads them.

use std::sync::LazyLock;

use proptest::prelude::*;
use regex::Regex;

use super::Pattern;

/// Each sort of syntax that rules use.
const PATTERNS: &[&str] = &[
    r"(?i)\b(?:complete|full)(?:ly)? (?P<what>remission|re(?:sponse|gression))\b",
    r"(?i)follow(?:ed)?[ -]?up\b(?: [a-zäöü]+){0,3}[ (:=]*$",
    r"(?i)^[ -](?:of |clinical )?(?:follow[ -]?up|beobachtung)",
    r"(?i)(?:\bday|\btag|[0-9] ?(?:mg|ml?)) ?$",
    r"(?i)\b[a-zäöü]*zellen?\b[^.;]{0,12}\b(?:gut|besser)",
    r"[A-Za-z0-9][A-Za-z0-9._%+-]{0,20}@[A-Za-z0-9](?:[A-Za-z0-9-]{0,9}\.){1,3}[A-Za-z]{2,5}",
    r"(?m)^\W{0,3}(\p{Lu}[\p{L}&. ]+?),? \(?((?:19|20)[0-9][0-9])\b[\s;,:)(.]",
    r#"["“„»]([^"“”„«»\n]+)["”“«]"#,
    r"\b(?:the|(?i:our)) Patient\b[a-z0-9 ,'’-]{0,10}?\b(?:(?P<m>he|his)|(?P<f>she|her))\b",
    r"(?i)^(?:[ \u{a0}-](?:of the |der )?)(?:[\w'’/+-]+,? ){0,3}?(?:[\w-]*patient(?:en|innen)?|women)",
    r"(?i)(?:suffer\w*|present)\b[^.;]{0,9}\b(?:for|since)(?: the| past)* ?$",
    r"(?:a|ab)(?:c|bcd)(?:d*)",
    r"(?i)ä+ß?|ü{2,3}?x*|[^\w\s]{2}",
    r"[[0-9]X]{3}|(\(?0[0-9][[0-9] ()/.-]{2,6}[0-9])",
    r"(?:a|b)*abb|(?:ab){2,}",
];

/// What the patterns are about, in small pieces.
const PIECES: &[&str] = &[
    "complete",
    "full",
    "ly",
    " ",
    " ",
    " ",
    "remission",
    "re",
    "sponse",
    "gression",
    "follow",
    "ed",
    "-",
    "up",
    "Tag",
    "day",
    "5",
    "20",
    "mg",
    "ml",
    "Stammzelle",
    "zellen",
    "n",
    "gut",
    "Besser",
    ".",
    ",",
    ";",
    "@",
    "x",
    "de",
    "\n",
    "Ä",
    "ä",
    "ß",
    "ü",
    "Über",
    "1999",
    "(2004)",
    "\"",
    "„",
    "“",
    "the",
    "Our",
    "Patient",
    "patientinnen",
    "he",
    "her",
    "she",
    "’",
    "women",
    "der",
    "suffer",
    "since",
    "past",
    "a",
    "b",
    "ab",
    "abb",
    "c",
    "bcd",
    "d",
    "X",
    "0",
    "²",
    "é",
];

#[track_caller]
fn check(text: &str) {
    static BOTH: LazyLock<Vec<(Pattern, Regex)>> = LazyLock::new(|| {
        let regex = |source| Regex::new(source).expect("a valid pattern");
        PATTERNS.iter().map(|source| (Pattern::new(source), regex(source))).collect()
    });
    for (source, (pattern, judge)) in PATTERNS.iter().zip(&*BOTH) {
        let groups = judge.captures_len();
        let ours: Vec<Vec<_>> = pattern
            .captures_iter(text)
            .map(|found| (0..groups).map(|at| found.get(at).map(|group| group.range())).collect())
            .collect();
        let theirs: Vec<Vec<_>> = judge
            .captures_iter(text)
            .map(|found| (0..groups).map(|at| found.get(at).map(|group| group.range())).collect())
            .collect();
        assert_eq!(ours, theirs, "{source} on {text:?}");
        assert_eq!(pattern.is_match(text), judge.is_match(text), "{source} on {text:?}");
        let first = pattern.find(text).map(|found| found.range());
        assert_eq!(first, judge.find(text).map(|found| found.range()), "{source} on {text:?}");
    }
}

#[test]
fn groups_are_known_by_their_name() {
    let pattern = Pattern::any_case(r"\b(?P<n>[0-9]+) (?:von|of) (?P<all>[0-9]+)|(?P<none>keine)");
    let found = pattern.captures("In 12 Of 15 patients").expect("a match");
    let name = |name| found.name(name).map(|group| group.as_str());
    assert_eq!((name("n"), name("all"), name("none"), name("other")), (Some("12"), Some("15"), None, None));
    assert_eq!(&found[0], "12 Of 15");
}

#[test]
fn a_search_from_within_sees_what_stands_before() {
    let pattern = Pattern::new(r"\bfall");
    assert!(pattern.captures_at("Rückfall", "Rück".len()).is_none());
    assert!(pattern.captures_at("Rück fall", "Rück ".len()).is_some());
}

#[test]
fn an_empty_match_at_the_end_is_the_last_one() {
    let pattern = Pattern::new(r"x?$");
    assert_eq!(pattern.find_iter("aé").map(|found| (found.start(), found.end())).collect::<Vec<_>>(), [(3, 3)]);
    assert_eq!(pattern.captures_iter("").count(), 1);
}

#[test]
fn what_could_be_tried_in_very_many_ways_is_tried_once_each() {
    let text = "a".repeat(4000);
    assert!(!Pattern::new(r"^(?:a|aa|aaa)*b").is_match(&text));
    assert!(!Pattern::new(r"^(?:a*a*)?(?:a*a*)?(?:a*a*)?b").is_match(&text[..300]));
}

proptest! {
    #[test]
    fn patterns_mean_what_the_regex_crate_says(
        pieces in prop::collection::vec(prop::sample::select(PIECES), 0..24),
    ) {
        check(&pieces.concat());
    }
}
