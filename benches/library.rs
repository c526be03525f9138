//! A library of many documents, made and measured. `cargo bench --bench library` measures 10,000;
//!
//!     cargo bench --bench library -- make DIR N [SEED]          a library of N documents with their facts
//!     cargo bench --bench library -- files DIR N [md|pubtator]  the same documents as files
//!     cargo bench --bench library -- measure DIR...             what a reader waits for in libraries so made

use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::Instant;

use casebook::library::{Incoming, Library, Origin};
use casebook::vocabulary::Vocabulary;

mod made;
mod measured;

use made::Maker;

const SEED: u64 = 4;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let number = |text: &str| text.replace('_', "").parse().expect("a number of documents");
    match words[..] {
        ["make", dir, count] => make(Path::new(dir), number(count), SEED),
        ["make", dir, count, seed] => make(Path::new(dir), number(count), seed.parse().expect("a seed is a number")),
        ["files", dir, count] => files(Path::new(dir), number(count), "md"),
        ["files", dir, count, format] => files(Path::new(dir), number(count), format),
        ["measure", ref dirs @ ..] if !dirs.is_empty() => {
            measured::table(&dirs.iter().map(PathBuf::from).collect::<Vec<_>>());
        }
        _ => {
            // Run as a test it only has to work.
            let count = if words.contains(&"--test") { 1_200 } else { 10_000 };
            let folder = tempfile::TempDir::new().expect("there is a folder for temporary files");
            make(folder.path(), count, SEED);
            measured::table(&[folder.path().to_owned()]);
        }
    }
}

/// Makes or extends a library. The fast path: facts are known by construction and not found in the text, all else is
/// the library's own way of writing.
fn make(dir: &Path, count: usize, seed: u64) {
    let vocabulary = Vocabulary::bundled();
    let maker = Maker::new(&vocabulary, seed);
    let mut library = Library::create_or_open(dir).expect("the folder takes a library");
    let from = library.len().expect("the library can be read");
    let start = Instant::now();
    let items = (from..count).map(|number| {
        let made = maker.make(number);
        let mut incoming = Incoming::new(Origin::File("/made/abstracts.txt".into(), number as u32), made.document);
        incoming.key = Some(format!("PMID:{}", 10_000_000 + number));
        incoming.facts = Some(made.facts);
        Ok(incoming)
    });
    let mut told = 0;
    let report = library.import(items, &vocabulary, &mut |progress| {
        if progress.documents >= told + 50_000 {
            told = progress.documents;
            eprintln!("{told} in {:.0} s", start.elapsed().as_secs_f64());
        }
        ControlFlow::Continue(())
    });
    let report = report.expect("the disk has room");
    eprintln!("{} added in {:.1} s", report.added, start.elapsed().as_secs_f64());
}

/// Writes the documents as files: one Markdown file each, a thousand a folder, or one `PubTator` file with the places of
/// diseases and drugs.
fn files(dir: &Path, count: usize, format: &str) {
    let vocabulary = Vocabulary::bundled();
    let maker = Maker::new(&vocabulary, SEED);
    fs::create_dir_all(dir).expect("the folder can be made");
    if format == "md" {
        for number in 0..count {
            let folder = dir.join(format!("{:04}", number / 1000));
            fs::create_dir_all(&folder).expect("the folder can be made");
            let path = folder.join(format!("{number:07}.md"));
            fs::write(path, format!("# {}", maker.make(number).text)).expect("the disk has room");
        }
        return;
    }
    let mut out = BufWriter::new(File::create(dir.join("made.pubtator")).expect("the file can be made"));
    for made in (0..count).map(|number| maker.make(number)) {
        let id = 10_000_000 + made.number;
        // The format knows a title and one line of text.
        let line = made.text.replace('\n', " ");
        let body = &line[made.title.len() + 1..];
        writeln!(out, "{id}|t|{}\n{id}|a|{body}", made.title).expect("the disk has room");
        for fact in &made.facts {
            let kind = match fact.kind.name() {
                "disease" => "Disease",
                "drug" => "Chemical",
                _ => continue,
            };
            let place = &fact.evidence[0].surface;
            let [start, end] = [place.start, place.end].map(|at| line[..at].chars().count());
            let concept = fact.concept.as_deref().unwrap_or("-");
            writeln!(out, "{id}\t{start}\t{end}\t{}\t{kind}\t{concept}", &line[place.clone()])
                .expect("the disk has room");
        }
        writeln!(out).expect("the disk has room");
    }
}
