//! Lists of authors: full names or surnames with initials, commas between, an "and" before the last.

use super::super::words::{List, Words};
use super::name::{DEGREES, Name, PARTICLES, name_at, name_word};
use crate::text::Span;

/// The authors of a list, the longest run of names with commas, semicolons and a final "and" between.
pub(super) fn author_list(words: &Words<'_>) -> Vec<Name> {
    let mut list: Vec<Name> = Vec::new();
    // Whether surnames come first: "Roe J, Lind K".
    let mut inverted = false;
    let mut at = 0;
    while at < words.len() {
        let Some(name) = inverted_at(words, at, inverted).map(|name| (name, true)).or_else(|| {
            let name = author_at(words, at)?;
            // "Roe J, Lind K. Durable cells": behind surnames with initials comes no other form.
            (!inverted || list.len() < 2).then_some((name, false))
        }) else {
            if list.len() >= 2 {
                break;
            }
            list.clear();
            inverted = false;
            at += 1;
            continue;
        };
        let (name, surname_first) = name;
        inverted |= surname_first;
        let end = name.last;
        list.extend(split_pair(words, name));
        let (next, gap) = behind(words, end, surname_first);
        let last_comes = matches!(words.get(next), "and" | "und");
        at = match gap {
            Gap::None | Gap::Mark if last_comes => next + 1,
            Gap::Mark => next,
            // Degrees and numbers of affiliations stand between the names: "Jane Roe, MD", "Jane Roe1, 2".
            _ if list.len() >= 2 => break,
            _ => {
                list.clear();
                inverted = false;
                end + 1
            }
        };
        while at < words.len() && is_mark(words.get(at)) {
            at += 1;
        }
    }
    list
}

/// Whether a word between authors is a degree or the number of an affiliation, or both: "MD", "2", "MD2".
fn is_mark(word: &str) -> bool {
    let degree = word.trim_end_matches(|c: char| c.is_numeric());
    degree.is_empty() || DEGREES.has(degree)
}

/// Where the authors stand that a citation names.
pub(in super::super) fn authors_in(words: &Words<'_>) -> Option<Span> {
    let (list, end) = cited_authors(words)?;
    Some(words.spans[list.first()?.first].start..end)
}

/// The authors that a citation names first: a list, or one with "et al.", and where in the text they end.
pub(super) fn cited_authors(words: &Words<'_>) -> Option<(Vec<Name>, usize)> {
    let list = author_list(words);
    let others = |last: usize| {
        let comma = matches!(words.gap(last), ", " | "., ");
        let et = (words.joined(last) || comma || words.gap(last) == ". ")
            && words.get(last + 1) == "et"
            && matches!(words.get(last + 2), "al" | "alii");
        et.then(|| words.spans[last + 2].end)
    };
    if let Some(last) = list.last().filter(|_| list.len() >= 2) {
        let end = others(last.last).unwrap_or(words.spans[last.last].end);
        return Some((list, end));
    }
    let et = (1..words.len()).take(MOST_BEFORE_OTHERS).find(|&at| others(at - 1).is_some())?;
    let name = (et.saturating_sub(4)..et)
        .filter_map(|at| {
            inverted_at(words, at, true).or_else(|| author_at(words, at)).or_else(|| surname_at(words, at))
        })
        .find(|name| name.last + 1 == et)?;
    let end = others(et - 1)?;
    Some((vec![name], end))
}

/// Words before "et al." that are looked through: a citation names its first author at its beginning.
const MOST_BEFORE_OTHERS: usize = 12;

fn surname_at(words: &Words<'_>, at: usize) -> Option<Name> {
    let word = words.get(at);
    let name =
        || Name { value: word.to_owned(), surname: word.to_owned(), parts: 1, titled: false, first: at, last: at };
    name_word(word).then(name)
}

/// What stands between a name and the next word that is no mark of an affiliation.
enum Gap {
    /// Blanks and marks of affiliations: "Roe(1) and".
    None,
    /// A comma or what else parts the names of a list.
    Mark,
    /// Something else.
    Other,
}

/// The word behind the name that ends with word `last`, past the affiliations that are numbered or lettered behind it
/// ("Roe(1)(2)", "Roe^1,a^"), and what stands between.
fn behind(words: &Words<'_>, last: usize, inverted: bool) -> (usize, Gap) {
    let mut next = last + 1;
    let mut gap = Gap::None;
    loop {
        let between = words.gap(next - 1);
        // The full stop of an initial: "Roe, J., Lind, K. & Berg, T."
        let and = || matches!(words.get(next), "and" | "und");
        let between = match between.strip_prefix('.').filter(|_| inverted && next == last + 1) {
            Some(rest) if rest.starts_with([',', ';']) || rest.trim_start().starts_with(['&', '(', '[']) || and() => {
                rest
            }
            _ => between,
        };
        for mark in between.chars() {
            match mark {
                ',' | ';' | '&' | '·' | '•' => gap = Gap::Mark,
                '*' | '†' | '‡' | '#' | '^' | '(' | ')' | '[' | ']' | ' ' | '\n' => {}
                _ if mark.is_numeric() => {}
                _ => return (next, Gap::Other),
            }
        }
        let word = words.get(next);
        let lettered = word.len() == 1 && word.bytes().all(|byte| byte.is_ascii_lowercase());
        let numbered = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
        if !(numbered || lettered && between.ends_with(['^', '(', ','])) {
            return (next, gap);
        }
        next += 1;
    }
}

/// Those whom a release lists as further authors: "Co-authors include Jane Roe and Jan Roth, both of ...; and Eva Lind".
pub(super) fn coauthors(words: &Words<'_>) -> Vec<Name> {
    static AUTHORS: List =
        List::new("coauthors co-authors Coauthors Co-authors Koautoren Mitautoren Co-Autoren Ko-Autoren");
    static LINKS: List = List::new(
        "include included are were of the study on paper on this other additional weitere sind waren der Studie Arbeit",
    );
    let further = |at: usize| words.get(at) == "authors" && matches!(words.get(at + 1), "include" | "included");
    let Some(label) = (0..words.len()).find(|&at| AUTHORS.has(words.get(at)) || further(at)) else {
        return Vec::new();
    };
    let mut at = label + 1;
    while at < (label + 8).min(words.len()) && LINKS.has(words.get(at)) {
        at += 1;
    }
    let full = |at: usize| name_at(words, at).filter(|name| (2..=4).contains(&name.parts));
    let mut list = Vec::new();
    // The names follow each other; behind a semicolon come those of another place.
    while let Some(name) = full(at) {
        let (next, gap) = behind(words, name.last, false);
        list.push(name);
        at = match (gap, words.get(next)) {
            (Gap::None | Gap::Mark, "and" | "und") => next + 1,
            (Gap::Mark, _) => next,
            _ => break,
        };
        if full(at).is_none() {
            let far = (at + 14).min(words.len());
            let more =
                (at..far).find(|&at| words.gap(at).contains(['.', ';'])).filter(|&at| words.gap(at).contains(';'));
            let Some(end) = more else { break };
            at = end + 1 + usize::from(matches!(words.get(end + 1), "and" | "und"));
        }
    }
    if list.len() < 2 { Vec::new() } else { list }
}

/// What an author is called by the place in a list of so many.
pub(in super::super) fn author_function(place: usize, of: usize) -> &'static str {
    match place {
        0 => "first author",
        last if last + 1 == of => "last author",
        _ => "author",
    }
}

/// A full name, or "Roe J" as journals print it.
pub(super) fn author_at(words: &Words<'_>, at: usize) -> Option<Name> {
    inverted_at(words, at, false).or_else(|| name_at(words, at).filter(|name| (2..=5).contains(&name.parts)))
}

/// "Roe J", "Roe JM", "Roe, J. M.": a surname with its initials behind. `sure`: the others of the list are so written,
/// so that "Roe J. Cells" is no Roe J. Cells.
fn inverted_at(words: &Words<'_>, at: usize, sure: bool) -> Option<Name> {
    let particles = (at..at + 3).take_while(|&at| PARTICLES.has(words.get(at)) && words.joined(at)).count();
    let family = at + particles;
    if !name_word(words.get(family)) {
        return None;
    }
    let initials = |word: &str, most: usize| {
        let count = word.chars().filter(|&c| c != '-').count();
        (1..=most).contains(&count) && word.chars().all(|c| c.is_uppercase() || c == '-')
    };
    let comma = words.gap(family) == ", ";
    let mut last = family + 1;
    // With a comma each initial has its full stop.
    if !(words.joined(family) && initials(words.get(last), 3)
        || comma && initials(words.get(last), 1) && words.gap(last).starts_with('.'))
    {
        return None;
    }
    let single = |at: usize| initials(words.get(at), 1);
    while single(last) && matches!(words.gap(last), ". " | "." | ".-" | " ") && single(last + 1) {
        last += 1;
    }
    // "Frank Y. Huang" is a given name and an initial.
    if !sure && words.gap(last).starts_with(". ") && single(last) && name_word(words.get(last + 1)) {
        return None;
    }
    let letters: Vec<&str> = (family + 1..=last).map(|at| words.get(at)).collect();
    Some(Name {
        value: format!("{} {}", &words.text[words.range(at, family)], letters.concat()),
        surname: words.get(family).to_owned(),
        parts: 2,
        titled: false,
        first: at,
        last,
    })
}

/// Four full names in a row are two people whose comma was lost; names of four words are hyphenated or initialled in
/// author lists.
pub(super) fn split_pair(words: &Words<'_>, name: Name) -> Vec<Name> {
    let plain =
        name.parts == 4 && name.last - name.first == 3 && (name.first..=name.last).all(|i| name_word(words.get(i)));
    if !plain {
        return vec![name];
    }
    let half = |first: usize| Name {
        value: format!("{} {}", words.get(first), words.get(first + 1)),
        surname: words.get(first + 1).to_owned(),
        parts: 2,
        titled: false,
        first,
        last: first + 1,
    };
    vec![half(name.first), half(name.first + 2)]
}
