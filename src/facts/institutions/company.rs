//! Companies by the suffix or legal form of their name.

use super::super::FactKind;
use super::super::finds::Finds;
use super::super::words::{Endings, List, Words, capital, function_word};
use super::known;
use super::name::Phrase;

/// Ends of words of a company's name that say what it is.
pub(super) static SUFFIXES: List = List::new(
    "Therapeutics Pharma Pharmaceutical Pharmaceuticals Biotech Biotec Biotherapeutics Biosciences \
    Bioscience BioSciences BioPharma Biopharma Biopharmaceuticals Biologics Biotechnology \
    Biotechnologies Diagnostics Laboratories BioNTech",
);

/// Legal forms.
pub(super) static LEGAL: List = List::new("GmbH AG KGaA KG Inc Ltd LLC Corp Corporation plc PLC SE");

/// Reports the company whose suffix or legal form is word `i`; returns the last word of its name.
pub(super) fn company(finds: &mut Finds<'_, '_>, words: &Words<'_>, i: usize) -> Option<usize> {
    let word = words.get(i);
    let legal = LEGAL.has(word);
    if !legal && !SUFFIXES.has(word) {
        return None;
    }
    let mut start = i;
    while start > 0 && i - start < 4 {
        let gap = words.gap(start - 1);
        let joined = words.joined(start - 1) || (gap == ", " && start == i && legal) || gap == " & ";
        let before = words.get(start - 1);
        let year = before.len() == 4 && before.bytes().all(|byte| byte.is_ascii_digit());
        let begins = capital(before) || before.starts_with(|c: char| c.is_ascii_digit()) && !year;
        if !joined || !begins || no_company(before) {
            break;
        }
        start -= 1;
    }
    let mut end = i;
    while matches!(words.gap(end), " " | ", ") && (LEGAL.has(words.get(end + 1)) || SUFFIXES.has(words.get(end + 1))) {
        end += 1;
    }
    let publisher = (start..=end).any(|at| matches!(words.get(at), "Verlag" | "Publishing" | "Publishers"));
    let proper = (start..i)
        .any(|at| capital(words.get(at)) && words.get(at).chars().count() > 1 && !words.get(at).ends_with('-'));
    if publisher || !proper {
        return None;
    }
    // The legal form is no part of the value.
    let last = (start..=end).rfind(|&at| !LEGAL.has(words.get(at)))?;
    let surface = words.range(start, end);
    let value = words.text[words.range(start, last)].replace('\n', " ");
    let page = finds.page;
    let phrase = Phrase {
        value,
        surface: surface.clone(),
        name: words.range(start, last),
        short: None,
        department: false,
        parent: false,
    };
    if !known(page, &phrase) {
        finds.add(FactKind::Company, &phrase.value, &surface, "institutions/company-suffix");
    }
    Some(end)
}

/// Whether a word is a legal form.
pub(super) fn is_legal(word: &str) -> bool {
    LEGAL.has(word)
}

/// Words before a company's name that are not part of it.
fn no_company(word: &str) -> bool {
    static ENDS: Endings = Endings::new(
        "unternehmen firma firmen hersteller konzern partner entwickler anbieter company tochter start-up startup maker manufacturer spezialist ceo bei patienten",
    );
    function_word(word) || (ENDS.may_end(word) && ENDS.of(&word.to_lowercase()).next().is_some())
}
