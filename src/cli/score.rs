//! `casebook score`: how well the rules find what people have marked, in gold sheets or in corpora in `PubTator` format.

use std::path::PathBuf;

use clap::Args;

use super::output::Output;
use super::{Failure, Setting};

mod gold;
mod pubtator;

/// Count how many marked facts are found, and how many of those found are marked.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  casebook score --gold sheets --texts documents
  casebook score --pubtator corpus.PubTator --json")]
pub(super) struct Arguments {
    /// A folder of gold sheets, one JSON file a document.
    #[arg(long, value_name = "DIR", required_unless_present = "pubtator")]
    gold: Option<PathBuf>,
    /// Where the documents of the sheets are; by default in the folder seeds beside that of the sheets.
    #[arg(long, value_name = "DIR", requires = "gold")]
    texts: Option<PathBuf>,
    /// Corpora in `PubTator` format.
    #[arg(long, value_name = "FILE", num_args = 1.., conflicts_with = "gold")]
    pubtator: Vec<PathBuf>,
    /// Name every miss, every wrong fact and every trap that was sprung.
    #[arg(long)]
    verbose: bool,
    /// Print one JSON object a line, one line a sheet or a corpus.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(setting: &Setting, arguments: &Arguments) -> Result<u8, Failure> {
    let vocabulary = setting.vocabulary();
    let mut out = Output::new();
    if let Some(sheets) = &arguments.gold {
        let beside = sheets.parent().unwrap_or(sheets).join("seeds");
        let texts = arguments.texts.as_ref().unwrap_or(&beside);
        gold::run(sheets, texts, &vocabulary, arguments, &mut out)?;
    }
    for file in &arguments.pubtator {
        pubtator::run(file, &vocabulary, arguments, &mut out)?;
    }
    out.finish()?;
    Ok(0)
}

/// Right, found and marked; the figures follow from them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Tally {
    /// Found and marked, counted among the found.
    right: usize,
    /// Found.
    found: usize,
    /// Marked ones that were found, counted among the marked.
    met: usize,
    /// Marked.
    marked: usize,
}

impl Tally {
    /// Percent of what was found.
    fn precision(self) -> f64 {
        percent(self.right, self.found)
    }

    /// Percent of what is marked.
    fn recall(self) -> f64 {
        percent(self.met, self.marked)
    }

    /// Harmonic mean of both.
    fn f1(self) -> f64 {
        let (precision, recall) = (self.precision(), self.recall());
        if precision + recall == 0.0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) }
    }

    fn add(&mut self, other: Self) {
        self.right += other.right;
        self.found += other.found;
        self.met += other.met;
        self.marked += other.marked;
    }
}

/// A share in percent; of nothing it is all.
fn percent(part: usize, whole: usize) -> f64 {
    if whole == 0 { 100.0 } else { 100.0 * part as f64 / whole as f64 }
}

/// With one decimal, for JSON.
fn rounded(percent: f64) -> f64 {
    (percent * 10.0).round() / 10.0
}

fn read(file: &std::path::Path) -> Result<String, Failure> {
    std::fs::read_to_string(file).map_err(|error| {
        let code = if error.kind() == std::io::ErrorKind::NotFound { 66 } else { 65 };
        Failure::new(code, format!("{}: {error}", file.display()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_percents() {
        let tally = Tally { right: 3, found: 4, met: 2, marked: 4 };
        assert_eq!((tally.precision(), tally.recall(), tally.f1()), (75.0, 50.0, 60.0));
        assert!(Tally::default().f1() > 99.0);
    }
}
