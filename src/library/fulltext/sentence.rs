//! The sentence of a document that a search found it by.

use std::ops::Range;

use rusqlite::OptionalExtension;

use super::scan::near;
use crate::library::query::{Query, Words};
use crate::library::store::{Reader, lossy};
use crate::library::{DocId, Result};
use crate::text::{self, Folded, Span, Umlaut};

/// Texts above this many bytes are not looked through for a row of the list.
const LIMIT: usize = 1 << 20;

/// A sentence with what was looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matched {
    /// In one line.
    pub sentence: String,
    /// The words found, in order.
    pub spans: Vec<Span>,
}

impl Reader {
    /// The sentence that has most of the words a query looks for; none if it looks for none, or if they stand in the
    /// title only.
    pub fn matched(&self, id: DocId, query: &Query) -> Result<Option<Matched>> {
        let words = query.words();
        if words.is_empty() {
            return Ok(None);
        }
        let found = self.run(|db| {
            db.prepare_cached(
                "SELECT title, text FROM document d JOIN version v ON v.doc = d.id AND v.version = d.version
                 WHERE d.id = ?1 AND octet_length(text) <= ?2",
            )?
            .query_row([id.0, LIMIT as i64], |row| Ok((lossy(row, 0)?.into_owned(), lossy(row, 1)?.into_owned())))
            .optional()
        })?;
        Ok(found.and_then(|(title, text)| sentence(&title, &text, &words)))
    }
}

fn sentence(title: &str, text: &str, words: &[Words]) -> Option<Matched> {
    let mut best: Option<(usize, Matched)> = None;
    for paragraph in text.split("\n\n") {
        let hits = hits(paragraph, words);
        if hits.is_empty() {
            continue;
        }
        for sentence in text::sentences(paragraph, 0..paragraph.len()) {
            let inside = |hit: &&(Span, usize)| sentence.start <= hit.0.start && hit.0.end <= sentence.end;
            let here: Vec<&(Span, usize)> = hits.iter().filter(inside).collect();
            let fits = (0..words.len()).filter(|word| here.iter().any(|hit| hit.1 == *word)).count();
            let line = &paragraph[sentence.clone()];
            if fits > best.as_ref().map_or(0, |(fits, _)| *fits) && line.trim() != title {
                let spans = here.iter().map(|hit| hit.0.start - sentence.start..hit.0.end - sentence.start).collect();
                best = Some((fits, Matched { sentence: line.replace(['\n', '\t'], " "), spans }));
            }
        }
        if best.as_ref().is_some_and(|(fits, _)| *fits == words.len()) {
            break;
        }
    }
    best.map(|(_, matched)| matched)
}

/// Where the words stand, in order and none inside another, with the index of each.
fn hits(text: &str, words: &[Words]) -> Vec<(Span, usize)> {
    let mut hits: Vec<(Span, usize)> = Vec::new();
    let alike = text.is_ascii() && !text.contains('\n');
    for umlaut in [Umlaut::Plain, Umlaut::Spelled] {
        let folded = Folded::new(text, umlaut);
        let places = parts(&folded.text);
        for (number, words) in words.iter().enumerate() {
            let wanted = Folded::new(&words.text, umlaut).text;
            let wanted: Vec<&str> = parts(&wanted).into_iter().map(|range| &wanted[range]).collect();
            let stands = |run: &&[Range<usize>]| {
                let last = wanted.len() - 1;
                run.iter().zip(&wanted).enumerate().all(|(nth, (range, wanted))| {
                    let word = &folded.text[range.clone()];
                    word == *wanted
                        || words.prefix && nth == last && word.starts_with(wanted)
                        || words.fuzzy && last == 0 && near(word, wanted, usize::from(super::tolerance(wanted)))
                })
            };
            if wanted.is_empty() {
                continue;
            }
            for run in places.windows(wanted.len()).filter(stands) {
                hits.push((folded.original(run[0].start..run[run.len() - 1].end), number));
            }
        }
        if alike && words.iter().all(|words| words.text.is_ascii()) {
            break;
        }
    }
    hits.sort_by_key(|(span, _)| (span.start, span.end));
    let mut end = 0;
    hits.retain(|(span, _)| {
        let free = span.start >= end;
        end = if free { span.end } else { end };
        free
    });
    hits
}

/// The words of a folded text.
fn parts(folded: &str) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = None;
    for (at, c) in folded.char_indices() {
        match (c.is_alphanumeric(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                parts.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    parts.extend(start.map(|from| from..folded.len()));
    parts
}

#[cfg(test)]
mod tests {
    use super::sentence;
    use crate::library::query::Query;
    use crate::vocabulary::Vocabulary;

    #[test]
    fn the_sentence_with_most_of_the_words_is_shown() {
        let text = "Zellen und Müdigkeit\n\nDrei Kranke bekamen Zellen. Nach dem Fieber kam\ndie Müdigkeit der Zellen \
                    zurück.\n\nIn Köln blieb sie aus.";
        let check = |typed: &str, marked: Option<&str>| {
            let words = Query::parse(typed, &Vocabulary::default()).unwrap().words();
            let found = sentence("Zellen und Müdigkeit", text, &words).map(|found| {
                let mut shown = found.sentence.clone();
                for span in found.spans.iter().rev() {
                    shown.insert(span.end, ']');
                    shown.insert(span.start, '[');
                }
                shown
            });
            assert_eq!(found.as_deref(), marked, "{typed}");
        };
        check("zellen", Some("Drei Kranke bekamen [Zellen]."));
        check("zellen muedigkeit", Some("Nach dem Fieber kam die [Müdigkeit] der [Zellen] zurück."));
        check("\"kam die\"", Some("Nach dem Fieber [kam die] Müdigkeit der Zellen zurück."));
        check("koeln", Some("In [Köln] blieb sie aus."));
        check("fieb*", Some("Nach dem [Fieber] kam die Müdigkeit der Zellen zurück."));
        check("\"zellen und\"", None);
        check("leber", None);
    }
}
