//! Scores against a corpus in `PubTator` format: spans that agree exactly, spans that overlap, and the concepts of each
//! document by their `MeSH` and OMIM ids. Offsets there count characters over title, newline, abstract.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::Path;

use serde::Serialize;

use super::super::Failure;
use super::super::output::Output;
use super::{Arguments, Tally, read, rounded};
use crate::document::{Document, Title, TitleOrigin};
use crate::facts::{self, FactKind};
use crate::text::Span;
use crate::vocabulary::Vocabulary;

/// What corpora mark and what of ours answers to it.
const TYPES: &[(&str, &[&str], &[FactKind])] = &[
    (
        "Disease",
        &["Disease", "DiseaseOrPhenotypicFeature", "SpecificDisease", "DiseaseClass", "CompositeMention", "Modifier"],
        &[FactKind::Disease, FactKind::Sign, FactKind::AdverseEvent],
    ),
    ("Chemical", &["Chemical", "ChemicalEntity"], &[FactKind::Drug]),
    ("Gene", &["Gene", "GeneOrGeneProduct"], &[FactKind::Target, FactKind::Antigen]),
];

/// A document of a corpus.
#[derive(Debug, Default)]
struct Marked {
    id: String,
    title: String,
    text: String,
    spans: Vec<(&'static str, Span)>,
    ids: BTreeSet<(&'static str, String)>,
}

/// The figures of one type of mention.
#[derive(Debug, Default, Clone, Copy)]
struct Figures {
    exact: Tally,
    overlap: Tally,
    concepts: Tally,
}

/// A mention that is marked and not found, or found and not marked.
#[derive(Debug, Serialize)]
struct Miss<'a> {
    document: &'a str,
    r#type: &'a str,
    /// `missed` or `wrong`.
    what: &'static str,
    /// Whether it overlaps one of the others.
    touched: bool,
    start: usize,
    end: usize,
    text: &'a str,
    /// The ids of the facts, for a wrong one.
    concepts: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Line<'a> {
    corpus: String,
    documents: usize,
    r#type: &'a str,
    measure: &'a str,
    precision: f64,
    recall: f64,
    f1: f64,
    found: usize,
    marked: usize,
}

pub(super) fn run(
    file: &Path,
    vocabulary: &Vocabulary,
    arguments: &Arguments,
    out: &mut Output,
) -> Result<(), Failure> {
    let documents = parse(&read(file)?);
    let mut figures: BTreeMap<&str, Figures> = BTreeMap::new();
    let mut misses = Vec::new();
    for marked in &documents {
        judge(marked, vocabulary, &mut figures, &mut misses);
    }
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    if !arguments.json {
        out.line(&format!("{name}, {} documents", documents.len()))?;
        out.line("type      measure    precision  recall      F1   found  marked")?;
    }
    for (kind, figures) in figures {
        let measures = [("exact", figures.exact), ("overlap", figures.overlap), ("concepts", figures.concepts)];
        for (measure, tally) in measures.into_iter().filter(|(_, tally)| tally.marked > 0) {
            let (precision, recall, f1) = (tally.precision(), tally.recall(), tally.f1());
            if arguments.json {
                out.json(&Line {
                    corpus: name.clone(),
                    documents: documents.len(),
                    r#type: kind,
                    measure,
                    precision: rounded(precision),
                    recall: rounded(recall),
                    f1: rounded(f1),
                    found: tally.found,
                    marked: tally.marked,
                })?;
            } else {
                let (found, marked) = (tally.found, tally.marked);
                out.line(&format!(
                    "{kind:<9} {measure:<9} {precision:>9.1} {recall:>8.1} {f1:>7.1} {found:>7} {marked:>7}"
                ))?;
            }
        }
    }
    if !arguments.verbose {
        return Ok(());
    }
    if arguments.json {
        return misses.iter().try_for_each(|miss| out.json(miss));
    }
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for Miss { r#type, what, touched, text, .. } in misses {
        let sign = if what == "missed" { '-' } else { '+' };
        let part = if touched { '~' } else { ' ' };
        *times.entry(format!("{type} {sign}{part} {text}")).or_default() += 1;
    }
    let mut times: Vec<_> = times.into_iter().collect();
    times.sort_by_key(|(_, times)| std::cmp::Reverse(*times));
    for (what, times) in times {
        out.line(&format!("{times:>5} {what}"))?;
    }
    Ok(())
}

fn judge<'a>(
    marked: &'a Marked,
    vocabulary: &Vocabulary,
    figures: &mut BTreeMap<&str, Figures>,
    misses: &mut Vec<Miss<'a>>,
) {
    let document = Document {
        text: marked.text.as_str().into(),
        title: Title { text: marked.title.clone(), range: Some(0..marked.title.len()), origin: TitleOrigin::Declared },
        ..Document::default()
    };
    let facts = facts::extract(&document, vocabulary);
    for &(name, _, kinds) in TYPES {
        let of_type = || facts.iter().filter(|fact| kinds.contains(&fact.kind));
        let found: BTreeSet<(usize, usize)> =
            of_type().flat_map(|fact| &fact.evidence).map(|place| (place.surface.start, place.surface.end)).collect();
        let gold: BTreeSet<(usize, usize)> =
            marked.spans.iter().filter(|(of, _)| *of == name).map(|(_, span)| (span.start, span.end)).collect();
        let both = found.intersection(&gold).count();
        let figures = figures.entry(name).or_default();
        figures.exact.add(Tally { right: both, found: found.len(), met: both, marked: gold.len() });
        let touches = |one: &(usize, usize), others: &BTreeSet<(usize, usize)>| {
            others.iter().any(|other| one.0 < other.1 && other.0 < one.1)
        };
        figures.overlap.add(Tally {
            right: found.iter().filter(|span| touches(span, &gold)).count(),
            found: found.len(),
            met: gold.iter().filter(|span| touches(span, &found)).count(),
            marked: gold.len(),
        });
        let stands = |fact: &&facts::Fact, span: &(usize, usize)| {
            fact.evidence.iter().any(|place| (place.surface.start, place.surface.end) == *span)
        };
        for (what, one, other) in [("missed", &gold, &found), ("wrong", &found, &gold)] {
            for span in one.difference(other) {
                let (start, end) = *span;
                let facts = of_type().filter(|fact| what == "wrong" && stands(fact, span));
                misses.push(Miss {
                    document: &marked.id,
                    r#type: name,
                    what,
                    touched: touches(span, other),
                    start,
                    end,
                    text: &marked.text[start..end],
                    concepts: facts.filter_map(|fact| fact.concept.clone()).collect(),
                });
            }
        }
        let ids: BTreeSet<&str> = marked.ids.iter().filter(|(of, _)| *of == name).map(|(_, id)| id.as_str()).collect();
        let concepts: Vec<HashSet<&str>> = of_type()
            .filter_map(|fact| vocabulary.by_id(fact.concept.as_deref()?))
            .collect::<BTreeSet<_>>()
            .into_iter()
            .map(|concept| {
                let concept = vocabulary.get(concept);
                let ids = concept.xrefs.iter().chain([&concept.id]);
                ids.filter_map(|id| id.strip_prefix("MESH:").or_else(|| id.strip_prefix("OMIM:"))).collect()
            })
            .collect();
        if name == "Gene" {
            // They are marked by NCBI Gene ids, which the vocabulary does not have.
            continue;
        }
        figures.concepts.add(Tally {
            right: concepts.iter().filter(|known| known.iter().any(|id| ids.contains(id))).count(),
            found: concepts.len(),
            met: ids.iter().filter(|id| concepts.iter().any(|known| known.contains(*id))).count(),
            marked: ids.len(),
        });
    }
}

/// The documents of a corpus; lines that are no mention, such as relations, are passed over.
fn parse(corpus: &str) -> Vec<Marked> {
    let mut documents: Vec<Marked> = Vec::new();
    let mut places: Vec<usize> = Vec::new();
    for line in corpus.lines() {
        if let Some((id, rest)) = line.split_once('|')
            && let Some((part, text)) = rest.split_once('|')
            && matches!(part, "t" | "a")
        {
            if part == "t" {
                let title = text.to_owned();
                documents.push(Marked { id: id.to_owned(), text: format!("{title}\n"), title, ..Marked::default() });
                places.clear();
            } else if let Some(document) = documents.last_mut() {
                document.text.push_str(text);
                places = document.text.char_indices().map(|(at, _)| at).chain([document.text.len()]).collect();
            }
            continue;
        }
        let fields: Vec<&str> = line.split('\t').collect();
        let (Some(document), [id, start, end, _, kind, rest @ ..]) = (documents.last_mut(), &fields[..]) else {
            continue;
        };
        let known = TYPES.iter().find(|(_, names, _)| names.contains(kind));
        let place = |field: &str| places.get(field.parse::<usize>().ok()?).copied();
        if let (Some((name, ..)), Some(start), Some(end)) = (known, place(start), place(end))
            && *id == document.id
        {
            document.spans.push((name, start..end));
            let ids = rest.first().into_iter().flat_map(|ids| ids.split(['|', ',', '+', ';']));
            let ids = ids.map(|id| id.trim().trim_start_matches("MESH:").trim_start_matches("OMIM:"));
            document.ids.extend(ids.filter(|id| !id.is_empty() && *id != "-1").map(|id| (*name, id.to_owned())));
        }
    }
    documents
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::tests::sample;

    #[test]
    fn spans_count_characters_and_relations_are_no_mentions() {
        let corpus = "7|t|Größe und Psoriasis\n7|a|Venetoclax helps.\n\
                      7\t10\t19\tPsoriasis\tDisease\tD011565\n7\t20\t30\tVenetoclax\tChemical\tC579720\n\
                      7\tCID\tC579720\tD011565\n";
        let documents = parse(corpus);
        assert_eq!(documents.len(), 1);
        let spans: Vec<&str> = documents[0].spans.iter().map(|(_, span)| &documents[0].text[span.clone()]).collect();
        assert_eq!(spans, ["Psoriasis", "Venetoclax"]);
    }

    #[test]
    fn a_longer_span_overlaps_and_is_not_exact() {
        let corpus = "7|t|On psoriasis\n7|a|None.\n7\t0\t12\tOn psoriasis\tDisease\tD011565\n";
        let mut figures = BTreeMap::new();
        let documents = parse(corpus);
        judge(&documents[0], &sample(), &mut figures, &mut Vec::new());
        let disease = figures["Disease"];
        assert_eq!(disease.exact, Tally { right: 0, found: 1, met: 0, marked: 1 });
        assert_eq!(disease.overlap, Tally { right: 1, found: 1, met: 1, marked: 1 });
    }
}
