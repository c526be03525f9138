//! Scores against a corpus in `PubTator` format: spans that agree exactly, spans that overlap, and the concepts of each
//! document by their `MeSH` and OMIM ids. Offsets there count characters over title, newline, abstract.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::Path;

use serde::Serialize;

use super::super::Failure;
use super::super::output::Output;
use super::{Arguments, Tally, read, rounded};
use crate::document::Document;
use crate::export::mentions::{Marked, TYPES};
use crate::facts;
use crate::format::{self, Input};
use crate::vocabulary::Vocabulary;

/// What corpora call the types of [`TYPES`].
const NAMES: &[(&str, &[&str])] = &[
    (
        "Disease",
        &["Disease", "DiseaseOrPhenotypicFeature", "SpecificDisease", "DiseaseClass", "CompositeMention", "Modifier"],
    ),
    ("Chemical", &["Chemical", "ChemicalEntity"]),
    ("Gene", &["Gene", "GeneOrGeneProduct"]),
];

/// A document of a corpus with what is marked in it, by characters.
#[derive(Debug, Default)]
struct Gold {
    id: String,
    document: Document,
    spans: BTreeSet<(&'static str, usize, usize)>,
    ids: BTreeSet<(&'static str, String)>,
}

/// The figures of one type of mention.
#[derive(Debug, Default, Clone, Copy)]
struct Figures {
    exact: Tally,
    overlap: Tally,
    concepts: Tally,
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
    let documents = parse(file, &read(file)?)?;
    if documents.iter().all(|gold| gold.spans.is_empty()) {
        let why = "no marked mentions in PubTator format (`ID<tab>start<tab>end<tab>mention<tab>type<tab>concept`)";
        return Err(Failure::new(65, format!("{}: {why}", file.display())));
    }
    let mut figures: BTreeMap<&str, Figures> = BTreeMap::new();
    let mut misses: BTreeMap<String, usize> = BTreeMap::new();
    for gold in &documents {
        judge(gold, vocabulary, &mut figures, &mut misses);
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
    if arguments.verbose && !arguments.json {
        let mut misses: Vec<_> = misses.into_iter().collect();
        misses.sort_by_key(|(_, times)| std::cmp::Reverse(*times));
        for (what, times) in misses {
            out.line(&format!("{times:>5} {what}"))?;
        }
    }
    Ok(())
}

fn judge(
    gold: &Gold,
    vocabulary: &Vocabulary,
    figures: &mut BTreeMap<&str, Figures>,
    misses: &mut BTreeMap<String, usize>,
) {
    let facts = facts::extract(&gold.document, vocabulary);
    let marked = Marked::new(&gold.id, &gold.document, &facts, vocabulary);
    let text: Vec<char> = marked.title.chars().chain(['\n']).chain(marked.rest.chars()).collect();
    for &(name, kinds) in TYPES {
        let of_type = || facts.iter().filter(|fact| kinds.contains(&fact.kind));
        let mentions = marked.mentions.iter().filter(|mention| mention.kind == name);
        let found: BTreeSet<(usize, usize)> = mentions.map(|mention| (mention.start, mention.end)).collect();
        let of_name = gold.spans.iter().filter(|(of, ..)| *of == name);
        let wanted: BTreeSet<(usize, usize)> = of_name.map(|&(_, start, end)| (start, end)).collect();
        let both = found.intersection(&wanted).count();
        let figures = figures.entry(name).or_default();
        figures.exact.add(Tally { right: both, found: found.len(), met: both, marked: wanted.len() });
        let touches = |one: &(usize, usize), others: &BTreeSet<(usize, usize)>| {
            others.iter().any(|other| one.0 < other.1 && other.0 < one.1)
        };
        figures.overlap.add(Tally {
            right: found.iter().filter(|span| touches(span, &wanted)).count(),
            found: found.len(),
            met: wanted.iter().filter(|span| touches(span, &found)).count(),
            marked: wanted.len(),
        });
        for (sign, one, other) in [("-", &wanted, &found), ("+", &found, &wanted)] {
            for &(start, end) in one.difference(other) {
                let part = if touches(&(start, end), other) { "~" } else { " " };
                let words: String = text.get(start..end).unwrap_or_default().iter().collect();
                *misses.entry(format!("{name} {sign}{part} {words}")).or_default() += 1;
            }
        }
        let ids: BTreeSet<&str> = gold.ids.iter().filter(|(of, _)| *of == name).map(|(_, id)| id.as_str()).collect();
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

/// The documents of a corpus, read as any file of this format; lines that are no mention, such as relations, are passed
/// over.
fn parse(file: &Path, corpus: &str) -> Result<Vec<Gold>, Failure> {
    let input = Input { name: file, bytes: corpus.as_bytes() };
    let records = format::read(input).map_err(|refusal| Failure::new(65, format!("{}: {refusal}", file.display())))?;
    let mut documents: Vec<Gold> = records
        .map(|parsed| Gold { id: parsed.name.unwrap_or_default(), document: parsed.document, ..Gold::default() })
        .collect();
    let places: HashMap<String, usize> = documents.iter().enumerate().map(|(at, gold)| (gold.id.clone(), at)).collect();
    for line in corpus.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let [id, start, end, _, kind, rest @ ..] = &fields[..] else { continue };
        let Some(gold) = places.get(*id).map(|&at| &mut documents[at]) else { continue };
        let known = NAMES.iter().find(|(_, names)| names.contains(kind));
        if let (Some((name, _)), Ok(start), Ok(end)) = (known, start.parse(), end.parse()) {
            gold.spans.insert((name, start, end));
            let ids = rest.first().into_iter().flat_map(|ids| ids.split(['|', ',', '+', ';']));
            let ids = ids.map(|id| id.trim().trim_start_matches("MESH:").trim_start_matches("OMIM:"));
            gold.ids.extend(ids.filter(|id| !id.is_empty() && *id != "-1").map(|id| (*name, id.to_owned())));
        }
    }
    Ok(documents)
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
        let documents = parse(Path::new("c"), corpus).unwrap();
        assert_eq!(documents.len(), 1);
        let marked = Marked::new("7", &documents[0].document, &[], &sample());
        let text: Vec<char> = format!("{}\n{}", marked.title, marked.rest).chars().collect();
        let spans: Vec<String> =
            documents[0].spans.iter().map(|&(_, start, end)| text[start..end].iter().collect()).collect();
        assert_eq!(spans, ["Venetoclax", "Psoriasis"]);
    }

    #[test]
    fn a_longer_span_overlaps_and_is_not_exact() {
        let corpus = "7|t|On psoriasis\n7|a|None.\n7\t0\t12\tOn psoriasis\tDisease\tD011565\n";
        let mut figures = BTreeMap::new();
        judge(&parse(Path::new("c"), corpus).unwrap()[0], &sample(), &mut figures, &mut BTreeMap::new());
        let disease = figures["Disease"];
        assert_eq!(disease.exact, Tally { right: 0, found: 1, met: 0, marked: 1 });
        assert_eq!(disease.overlap, Tally { right: 1, found: 1, met: 1, marked: 1 });
    }
}
