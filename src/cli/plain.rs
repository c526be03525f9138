//! `casebook --plain`: reading line by line, for screen readers and plain terminals. Nothing is drawn anew: a command
//! is a line, its answer is the lines after it.

use std::io::BufRead as _;

use super::input::Named;
use super::output::Output;
use super::{Failure, Setting, card};
use crate::document::BlockKind;
use crate::document::search::Pattern;
use crate::facts::card::{self as cards, Fold, Line, NOT_STATED};
use crate::library::{DocId, Library, Loaded, Query, Sort, SortBy};
use crate::text::{clean, clean_line, sentences};
use crate::vocabulary::Vocabulary;
use crate::wording::{Language, Text};

/// The commands: how they are typed, and what they do.
const COMMANDS: &[(&str, Text)] = &[
    ("12", Text::new("read document 12 of the list", "Dokument 12 der Liste lesen")),
    ("l", Text::new("the list", "die Liste")),
    ("n  p", Text::new("next, previous document", "nächstes, voriges Dokument")),
    ("t", Text::new("the text again", "den Text noch einmal")),
    ("f", Text::new("the facts, numbered", "die Fakten, nummeriert")),
    ("f 3", Text::new("where fact 3 stands", "wo Fakt 3 steht")),
    ("/word", Text::new("sentences of the text with a word", "Sätze des Textes mit einem Wort")),
    (
        "&query",
        Text::new("filter the list: &disease:itp; & alone clears", "Liste filtern: &disease:itp; & allein löscht"),
    ),
    ("h", Text::new("this help", "diese Hilfe")),
    ("q", Text::new("end", "Ende")),
];

/// Reads the library.
pub(super) fn library(setting: &Setting, library: &mut Library, language: Language) -> Result<u8, Failure> {
    let vocabulary = setting.vocabulary();
    let mut plain = Plain::new(library, &vocabulary, language, Sort::default())?;
    plain.list()?;
    plain.converse()
}

/// Reads files: the text of the first one, then as the library.
pub(super) fn files(setting: &Setting, asked: Named, language: Language) -> Result<u8, Failure> {
    let vocabulary = setting.vocabulary();
    let mut library = Library::in_memory()?;
    let mut documents = Vec::new();
    let code = asked.each(&mut |incoming| {
        documents.push(Ok(incoming));
        Ok(())
    })?;
    library.import(documents.into_iter(), &vocabulary, &mut |_| std::ops::ControlFlow::Continue(()))?;
    // In the order they were named.
    let mut plain = Plain::new(&mut library, &vocabulary, language, Sort { by: SortBy::Added, reversed: true })?;
    match plain.ids.len() {
        0 => return Ok(code),
        1 => {
            plain.open(0)?;
            plain.text()?;
            plain.out.line("")?;
            plain.facts()?;
        }
        _ => plain.list()?,
    }
    plain.converse().map(|ended| ended.max(code))
}

/// What is being read.
struct Plain<'a> {
    library: &'a mut Library,
    vocabulary: &'a Vocabulary,
    language: Language,
    sort: Sort,
    out: Output,
    ids: Vec<DocId>,
    /// Index into `ids`, and the document there.
    open: Option<(usize, Loaded)>,
}

impl<'a> Plain<'a> {
    fn new(
        library: &'a mut Library,
        vocabulary: &'a Vocabulary,
        language: Language,
        sort: Sort,
    ) -> Result<Self, Failure> {
        let ids = library.ids(&Query::default(), sort)?.iter().collect();
        Ok(Self { library, vocabulary, language, sort, out: Output::new(), ids, open: None })
    }

    fn say(&mut self, text: Text) -> Result<(), Failure> {
        self.out.line(text.say(self.language))
    }

    /// Takes commands until the end of input; without a terminal to type at there are none.
    fn converse(&mut self) -> Result<u8, Failure> {
        use std::io::IsTerminal as _;

        if !std::io::stdin().is_terminal() {
            self.out.flush()?;
            return Ok(0);
        }
        self.say(Text::new("Type h and Enter for help, q to end.", "h und Enter für Hilfe, q zum Beenden."))?;
        let mut lines = std::io::stdin().lock().lines();
        loop {
            self.out.part("> ")?;
            self.out.flush()?;
            let Some(line) = lines.next() else { return Ok(0) };
            let line = line?;
            if ["q", "quit", "Q"].contains(&line.trim()) {
                return Ok(0);
            }
            self.command(line.trim())?;
        }
    }

    fn command(&mut self, line: &str) -> Result<(), Failure> {
        if let Some(query) = line.strip_prefix('&') {
            return self.filter(query.trim());
        }
        if let Some(word) = line.strip_prefix('/') {
            return self.search(word);
        }
        if let Ok(number) = line.parse::<usize>() {
            return self.read(number.checked_sub(1));
        }
        let here = self.open.as_ref().map(|(at, _)| *at);
        match line.split_once(' ').unwrap_or((line, "")) {
            ("l", _) => self.list(),
            ("n", _) => self.read(Some(here.map_or(0, |at| at + 1))),
            ("p", _) => self.read(here.unwrap_or(0).checked_sub(1)),
            ("t", _) => self.text(),
            ("f", "") => self.facts(),
            ("f", number) => self.evidence(number.trim().parse().unwrap_or(0)),
            ("" | "h" | "?", _) => {
                for (typed, does) in COMMANDS {
                    self.out.line(&format!("{typed:<8}{}", does.say(self.language)))?;
                }
                Ok(())
            }
            _ => self.say(Text::new("There is no such command; h shows all.", "Kein solcher Befehl; h zeigt alle.")),
        }
    }

    fn list(&mut self) -> Result<(), Failure> {
        let count = self.ids.len();
        let documents = Text::new("documents", "Dokumente").say(self.language);
        self.out.line(&format!("{count} {documents}"))?;
        let heads = self.library.heads(&self.ids)?;
        for (at, head) in heads.iter().enumerate() {
            let about = [head.published.as_deref(), head.diseases.first().map(String::as_str)];
            let about: Vec<&str> = about.into_iter().flatten().collect();
            let about = if about.is_empty() { String::new() } else { format!(" ({})", about.join(", ")) };
            self.out.line(&clean_line(&format!("{}. {}{about}", at + 1, head.title)))?;
        }
        Ok(())
    }

    fn filter(&mut self, query: &str) -> Result<(), Failure> {
        match Query::parse_in(query, self.vocabulary, Some(self.library)) {
            Ok(query) => {
                self.ids = self.library.ids(&query, self.sort)?.iter().collect();
                self.open = None;
                self.list()
            }
            Err(error) => self.out.line(&clean_line(&error.say(self.language))),
        }
    }

    fn open(&mut self, at: usize) -> Result<(), Failure> {
        self.open = Some((at, self.library.load(self.ids[at])?));
        Ok(())
    }

    fn read(&mut self, at: Option<usize>) -> Result<(), Failure> {
        match at.filter(|&at| at < self.ids.len()) {
            Some(at) => {
                self.open(at)?;
                self.text()
            }
            None => self.say(Text::new(
                "There is no such document; l shows the list.",
                "Kein solches Dokument; l zeigt die Liste.",
            )),
        }
    }

    fn text(&mut self) -> Result<(), Failure> {
        let Some((_, loaded)) = &self.open else { return self.none_open() };
        let document = &loaded.document;
        if document.blocks.is_empty() {
            self.out.text(document)?;
            return self.out.line("");
        }
        // What the screen shows by looks is said.
        let mut end = 0;
        for block in &document.blocks {
            self.out.part(&document.text[end..block.range.start])?;
            let told = match block.kind {
                BlockKind::Heading(_) => Text::new("Heading: ", "Überschrift: ").say(self.language),
                BlockKind::Quote => Text::new("Quotation: ", "Zitat: ").say(self.language),
                _ => "",
            };
            self.out.part(told)?;
            self.out.part(&clean(&document.text[block.range.clone()]))?;
            end = block.range.end;
        }
        self.out.line("")
    }

    /// The card, a fact a line with its number.
    fn facts(&mut self) -> Result<(), Failure> {
        let Some((_, loaded)) = &self.open else { return self.none_open() };
        let mut number = 0;
        for line in cards::lines(&loaded.facts, &[Fold::Mentioned]) {
            match line {
                Line::Fact { index, .. } => {
                    number += 1;
                    let fact = &loaded.facts[index];
                    let label = fact.kind.entry().label.say(self.language);
                    self.out
                        .line(&format!("{number}. {label}: {}", card::value(fact, self.vocabulary, self.language)))?;
                }
                Line::NotStated(kind) => {
                    let (label, told) = (kind.entry().label.say(self.language), NOT_STATED.say(self.language));
                    self.out.line(&format!("{label}: {told}"))?;
                }
                Line::Fold(..) | Line::AlsoIn(_) => {}
            }
        }
        Ok(())
    }

    fn evidence(&mut self, number: usize) -> Result<(), Failure> {
        let Some((_, loaded)) = &self.open else { return self.none_open() };
        let shown = cards::lines(&loaded.facts, &[Fold::Mentioned]).into_iter().filter_map(|line| match line {
            Line::Fact { index, .. } => Some(index),
            Line::NotStated(_) | Line::Fold(..) | Line::AlsoIn(_) => None,
        });
        let Some(index) = number.checked_sub(1).and_then(|at| shown.into_iter().nth(at)) else {
            return self.say(Text::new("There is no such fact; f shows all.", "Kein solcher Fakt; f zeigt alle."));
        };
        for evidence in &loaded.facts[index].evidence {
            self.out.line(&clean_line(&loaded.document.text[evidence.quote.clone()].replace('\n', " ")))?;
        }
        Ok(())
    }

    fn search(&mut self, word: &str) -> Result<(), Failure> {
        let Some((_, loaded)) = &self.open else { return self.none_open() };
        let document = &loaded.document;
        let text = &document.text;
        let matches = Pattern::new(word).map(|pattern| pattern.find(text)).unwrap_or_default();
        let mut told = 0;
        self.out.line(&format!("{}: {}", clean_line(word), matches.len()))?;
        for found in matches.iter().filter(|found| !text.is_empty() && found.start < text.len()) {
            let block = document.block_at(found.start).map_or(found.clone(), |block| block.range);
            let sentence = sentences(text, block).into_iter().find(|sentence| found.start < sentence.end);
            let sentence = sentence.unwrap_or_else(|| found.clone());
            // A sentence with several matches is told once.
            if sentence.end > told {
                self.out.line(&clean_line(&text[sentence.clone()].replace('\n', " ")))?;
                told = sentence.end;
            }
        }
        Ok(())
    }

    fn none_open(&mut self) -> Result<(), Failure> {
        self.say(Text::new("No document is open; type its number.", "Kein Dokument ist offen; seine Nummer tippen."))
    }
}
