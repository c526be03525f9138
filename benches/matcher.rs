//! The matcher against aho-corasick and daachorse: the same names in the same text. With the public disease names that
//! stand beside the package where they do, else with generated ones. The others fold nothing but case.

use std::fmt::Write as _;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

use aho_corasick::{AhoCorasick, MatchKind};
use casebook::text;
use casebook::vocabulary::{ConceptKind, Vocabulary, source};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use daachorse::DoubleArrayAhoCorasickBuilder;

/// Lists of names with what they are: together a quarter of a million.
const LISTS: &[(&str, ConceptKind)] =
    &[("merged/disease_en.tsv", ConceptKind::Disease), ("drugs/drug_dictionary.tsv", ConceptKind::Drug)];

const TEXTS: &[&str] = &[
    include_str!("../seeds/car-t-autoimmune-review.md"),
    include_str!("../seeds/acquired-haemophilia-car-t-hannover.md"),
    include_str!("../seeds/aml-stem-cells-venetoclax.md"),
];

/// Vocabulary files in our own form.
fn files() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/ontologies");
    let read = |(name, kind): &(&str, ConceptKind)| {
        let bytes = fs::read(folder.join(name)).ok()?;
        let source = source::read(&bytes, Some(*kind)).expect("a public list can be imported");
        Some(((*name).to_owned(), source.text))
    };
    let lists: Option<Vec<_>> = LISTS.iter().map(read).collect();
    lists.unwrap_or_else(|| {
        eprintln!("generated names: there is no {}", folder.display());
        vec![("generated".to_owned(), generated(259_000))]
    })
}

/// So many names of two or three made-up words, the same at each run.
fn generated(count: usize) -> String {
    const PARTS: &[&str] = &["car", "di", "o", "my", "hep", "a", "ren", "al", "tro", "phy", "neu", "ri", "tis", "ose"];
    let mut state = 7u64;
    let mut next = move |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    let mut text = "kind\tid\tpreferred\n".to_owned();
    for number in 0..count {
        let words: Vec<String> =
            (0..2 + next(2)).map(|_| (0..2 + next(3)).map(|_| PARTS[next(PARTS.len())]).collect()).collect();
        let _ = writeln!(text, "disease\tX:{number}\t{}", words.join(" "));
    }
    text
}

/// Public abstracts, one after the other, where they are.
fn abstracts() -> Option<String> {
    let corpora = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/corpora/bc5cdr");
    let corpus = fs::read_to_string(corpora.join("CDR_DevelopmentSet.PubTator.txt")).ok()?;
    // "12345|t|The title" and "12345|a|The abstract".
    let part = |line: &str| line.splitn(3, '|').nth(2).map(|text| format!("{text}\n\n"));
    Some(corpus.lines().filter_map(part).collect())
}

fn find(c: &mut Criterion) {
    let (vocabulary, _) = Vocabulary::with_files(files());
    let names: Vec<&str> =
        vocabulary.concepts.iter().flat_map(|concept| concept.names.iter().map(|name| name.text)).collect();
    let automaton = AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .ascii_case_insensitive(true)
        .build(&names)
        .expect("the names fit");
    let mut small: Vec<String> = names.iter().map(|name| name.to_lowercase()).collect();
    small.sort();
    small.dedup();
    let double_array = DoubleArrayAhoCorasickBuilder::new()
        .match_kind(daachorse::MatchKind::LeftmostLongest)
        .build::<_, _, u32>(&small)
        .expect("the names fit");
    let matcher = vocabulary.matcher();
    let texts = [("bundled documents", Some(TEXTS.concat().repeat(8))), ("abstracts", abstracts())];
    for (title, text) in texts.into_iter().filter_map(|(title, text)| Some((title, text?))) {
        let sentences = text::sentences(&text, 0..text.len());
        let mut group = c.benchmark_group(format!("find {} names in {title}", names.len()));
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function("casebook, all folding", |b| b.iter(|| matcher.find(black_box(&text), &sentences).len()));
        group.bench_function("aho-corasick, ASCII case", |b| b.iter(|| automaton.find_iter(black_box(&text)).count()));
        group.bench_function("daachorse, small letters", |b| {
            b.iter(|| double_array.leftmost_find_iter(black_box(&text).to_lowercase()).count());
        });
        group.finish();
    }
}

fn build(c: &mut Criterion) {
    let mut group = c.benchmark_group("build");
    let (vocabulary, _) = Vocabulary::with_files(files());
    let names: usize = vocabulary.concepts.iter().map(|concept| concept.names.len()).sum();
    group.bench_function(format!("table of {names} names"), |b| {
        b.iter(|| casebook::vocabulary::matcher::Matcher::new(black_box(&vocabulary)));
    });
    let (_, made, _) = Vocabulary::with_cache(Vec::new(), |_| None);
    let cache = made.expect("a cache of the bundled files").1;
    group.bench_function("bundled vocabulary and table from the cache", |b| {
        b.iter(|| Vocabulary::with_cache(Vec::new(), |_| Some(cache.clone())).0.matcher().resolve("gout").len());
    });
    group.bench_function("bundled vocabulary and table from its files", |b| {
        b.iter(|| Vocabulary::bundled().matcher().resolve("gout").len());
    });
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10).measurement_time(Duration::from_secs(3));
    targets = find, build
}
criterion_main!(benches);
