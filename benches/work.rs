//! What a reader waits for, measured: import, filter, wrapping, search, a frame, finding names and facts, loading the
//! vocabulary. `cargo bench` measures; the figures of one run stand in docs/performance.md.

use std::hint::black_box;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use casebook::app::{App, Event};
use casebook::document::Document;
use casebook::document::search::Pattern;
use casebook::document::wrap::Layout;
use casebook::facts;
use casebook::format::{self, Input};
use casebook::library::{Incoming, Library, Origin, Query, Sort};
use casebook::session::Session;
use casebook::text;
use casebook::theme::Theme;
use casebook::ui::Panes;
use casebook::vocabulary::{ConceptKind, Vocabulary};
use casebook::wording::Language;
use casebook::worker::Reply;
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::layout::Rect;

static VOCABULARY: LazyLock<Arc<Vocabulary>> = LazyLock::new(|| Arc::new(Vocabulary::bundled()));

/// Names of diseases and of drugs.
static NAMES: LazyLock<[Vec<String>; 2]> = LazyLock::new(|| {
    [ConceptKind::Disease, ConceptKind::Drug].map(|kind| {
        let concepts = VOCABULARY.concepts.iter().filter(|concept| concept.kind == kind && !concept.class);
        concepts.map(|concept| concept.preferred.to_owned()).collect()
    })
});

const SEED: &str = include_str!("../seeds/car-t-autoimmune-review.md");
const SEEDS: &[&str] = &[
    SEED,
    include_str!("../seeds/acquired-haemophilia-car-t-hannover.md"),
    include_str!("../seeds/aml-stem-cells-venetoclax.md"),
    include_str!("../seeds/antisynthetase-car-t-erlangen.md"),
    include_str!("../seeds/itp-car-t-magdeburg-dresden.md"),
];

fn document(name: &str, text: &str) -> Document {
    let input = Input { name: Path::new(name), bytes: text.as_bytes() };
    let mut records = format::read(input).expect("the bench gives text");
    records.next().expect("a text is one document").document
}

/// Numbers that look thrown and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }
}

/// An abstract of about 1.5 KB on one disease and one drug of the vocabulary.
fn summary(dice: &mut Dice) -> String {
    let [diseases, drugs] = &*NAMES;
    let disease = &diseases[dice.below(diseases.len())];
    let drug = &drugs[dice.below(drugs.len())];
    let mut text = format!(
        "# {drug} in patients with {disease}\n\nPublished {} March {}\n\n",
        1 + dice.below(28),
        2015 + dice.below(11)
    );
    let others = [
        "Safety was assessed every four weeks by an independent board.",
        "The primary endpoint was remission at week 24, and secondary endpoints covered quality of life.",
        "No deaths occurred during the observation period.",
        "Blood samples were analysed centrally, and two readers who did not know the allocation judged each scan.",
        "These data support a randomised comparison in a larger population.",
    ];
    while text.len() < 1500 {
        let sentence = match dice.below(4) {
            0 => format!(
                "We treated {} patients with {disease} aged {} years with {drug}.",
                5 + dice.below(400),
                18 + dice.below(60)
            ),
            1 => format!(
                "After a median follow-up of {} months, {} % were in complete remission.",
                2 + dice.below(60),
                dice.below(100)
            ),
            _ => others[dice.below(others.len())].to_owned(),
        };
        text.push_str(&sentence);
        text.push(' ');
    }
    text
}

fn summaries(number: usize) -> Vec<Incoming> {
    let mut dice = Dice(7);
    let one = |at: usize| {
        let name = format!("{at}.md");
        Incoming::new(Origin::File(name.clone().into(), 0), document(&name, &summary(&mut dice)))
    };
    (0..number).map(one).collect()
}

fn filled(documents: Vec<Incoming>) -> Library {
    let mut library = Library::in_memory().expect("memory is there");
    let items = documents.into_iter().map(Ok);
    library.import(items, &VOCABULARY, &mut |_| ControlFlow::Continue(())).expect("an import into memory succeeds");
    library
}

/// A document of 500 KB: one seed again and again.
fn large() -> Document {
    document("large.md", &SEED.repeat(500_000 / SEED.len() + 1))
}

fn import(c: &mut Criterion) {
    let documents = summaries(200);
    let mut group = c.benchmark_group("import");
    group.sample_size(10).throughput(Throughput::Elements(documents.len() as u64));
    group.bench_function("200 abstracts with facts", |b| {
        b.iter_batched(|| documents.clone(), filled, BatchSize::LargeInput);
    });
    group.finish();
}

fn filter(c: &mut Criterion) {
    let mut library = filled(summaries(2000));
    let mut group = c.benchmark_group("filter 2,000 documents");
    for text in ["disease:leukemia", "disease:\"autoimmune disease\" -therapy:rituximab year:2020..2024"] {
        let query = Query::parse(text, &VOCABULARY).expect("the query is sound");
        group.bench_function(text, |b| b.iter(|| library.ids(black_box(&query), Sort::default())));
    }
    group.finish();
}

fn wrap(c: &mut Criterion) {
    let document = large();
    let layout = Layout::new(72);
    let half = document.text.len() / 2;
    let half = casebook::text::ceil(&document.text, half);
    let middle = layout.row_start(&document, half);
    let mut group = c.benchmark_group("wrap 500 KB");
    group.bench_function("one screen", |b| {
        b.iter(|| layout.screen(&document, black_box(middle), 40));
    });
    group.bench_function("one row on", |b| {
        b.iter(|| layout.step(&document, black_box(middle), 1));
    });
    group.bench_function("to the end", |b| b.iter(|| layout.last_top(black_box(&document), 40)));
    group.bench_function("every row", |b| {
        b.iter(|| layout.step(&document, black_box(0), isize::MAX / 2));
    });
    group.finish();
}

fn search(c: &mut Criterion) {
    let text = large().text;
    let mut group = c.benchmark_group("search 500 KB");
    group.throughput(Throughput::Bytes(text.len() as u64));
    for (name, typed) in [("common", "patients"), ("absent", "zebrafish"), ("umlaut", "Müller")] {
        let pattern = Pattern::new(typed).expect("the pattern is not empty");
        group.bench_function(name, |b| b.iter(|| pattern.find(black_box(&text))));
    }
    group.finish();
}

fn screen(c: &mut Criterion) {
    let library = filled(vec![Incoming::new(Origin::Bundled("seed".to_owned()), document("seed.md", SEED))]);
    let ids = {
        let mut again = library.again().expect("memory is there");
        again.ids(&Query::default(), Sort::default()).expect("the library is open")
    };
    let first = ids.get(0).expect("the library has a document");
    let loaded = library.load(first).expect("the document is there");
    let reader = library.reader().expect("memory is there");
    let session = Session::new(Language::English).with_library(reader, ids).expect("the library is open");
    let mut app = App::new(session, Panes::new(true), Theme::terminal());
    app.update(Event::Reply(Reply::Vocabulary(VOCABULARY.clone())));
    app.update(Event::Reply(Reply::Loaded(first, Box::new(loaded))));
    let mut terminal = Terminal::new(TestBackend::new(120, 40)).expect("a test backend cannot fail");
    app.resize(Rect::new(0, 0, 120, 40));
    let mut group = c.benchmark_group("screen 120x40");
    group.bench_function("one frame", |b| {
        b.iter(|| terminal.draw(|frame| app.draw(frame)).map(|_| ()));
    });
    let mut down = true;
    group.bench_function("a key and its frame", |b| {
        b.iter(|| {
            let key = if down { 'j' } else { 'k' };
            down = !down;
            app.update(Event::Key(KeyEvent::new(KeyCode::Char(key), KeyModifiers::NONE)));
            terminal.draw(|frame| app.draw(frame)).map(|_| ())
        });
    });
    group.finish();
}

fn find(c: &mut Criterion) {
    let documents: Vec<Document> = SEEDS.iter().map(|text| document("seed.md", text)).collect();
    let bytes: usize = documents.iter().map(|document| document.text.len()).sum();
    let sentences: Vec<_> =
        documents.iter().map(|document| text::sentences(&document.text, 0..document.text.len())).collect();
    let matcher = VOCABULARY.matcher();
    let mut group = c.benchmark_group("the five seeds");
    group.throughput(Throughput::Bytes(bytes as u64));
    group.bench_function("names of the vocabulary", |b| {
        b.iter(|| -> usize {
            let texts = documents.iter().zip(&sentences);
            texts.map(|(document, sentences)| matcher.find(black_box(&document.text), sentences).len()).sum()
        });
    });
    group.bench_function("facts", |b| {
        b.iter(|| -> usize {
            documents.iter().map(|document| facts::extract(black_box(document), &VOCABULARY).len()).sum()
        });
    });
    group.finish();
}

/// What the rules cost on what a library mostly holds. A library of public abstracts stands in where it is there.
fn extract(c: &mut Criterion) {
    let corpora = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/corpora/bc5cdr");
    let corpus = std::fs::read_to_string(corpora.join("CDR_DevelopmentSet.PubTator.txt")).unwrap_or_default();
    // "12345|t|The title" and "12345|a|The abstract".
    let part = |record: &str, name: &str| -> Option<String> {
        record.lines().find_map(|line| Some(line.split_once('|')?.1.strip_prefix(name)?.to_owned()))
    };
    let mut texts: Vec<String> = corpus
        .split("\n\n")
        .filter_map(|record| Some(format!("{}\n\n{}\n", part(record, "t|")?, part(record, "a|")?)))
        .collect();
    if texts.is_empty() {
        println!("the corpus is not there: made-up abstracts instead");
        let mut dice = Dice(7);
        texts = (0..200).map(|_| summary(&mut dice)).collect();
    }
    let documents: Vec<Document> = texts.iter().map(|text| document("abstract.txt", text)).collect();
    let bytes: usize = documents.iter().map(|document| document.text.len()).sum();
    let mut group = c.benchmark_group("abstracts");
    group.sample_size(10).throughput(Throughput::Bytes(bytes as u64));
    group.bench_function("facts", |b| {
        b.iter(|| -> usize {
            documents.iter().map(|document| facts::extract(black_box(document), &VOCABULARY).len()).sum()
        });
    });
    group.finish();
}

fn vocabulary(c: &mut Criterion) {
    let mut group = c.benchmark_group("vocabulary");
    group.sample_size(20);
    group.bench_function("load", |b| b.iter(Vocabulary::bundled));
    group.bench_function("load with matcher", |b| {
        b.iter(|| {
            let vocabulary = Vocabulary::bundled();
            vocabulary.matcher();
            vocabulary
        });
    });
    group.finish();
}

fn quick() -> Criterion {
    Criterion::default().warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(2))
}

criterion_group! {
    name = work;
    config = quick();
    targets = import, filter, wrap, search, screen, find, extract, vocabulary
}
criterion_main!(work);
