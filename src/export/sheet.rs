//! One document written in a form of the reader's choice: the table of forms behind the menu of the screen.

use super::json::Record;
use super::notes::{self, Noted};
use super::reference::{self, Reference};
use super::{annotations, csv, markdown};
use crate::document::Document;
use crate::facts::Fact;
use crate::text::clean;
use crate::vocabulary::Vocabulary;
use crate::wording::Text;

/// What is written.
#[derive(Debug)]
pub struct Sheet<'a> {
    /// The document.
    pub document: &'a Document,
    /// Its facts.
    pub facts: &'a [Fact],
    /// The vocabulary they were found with.
    pub vocabulary: &'a Vocabulary,
    /// Its notes.
    pub noted: Noted,
}

/// A form.
pub struct Form {
    /// What it is called in the menu.
    pub label: Text,
    /// The extension of its files.
    pub extension: &'static str,
    /// Writes it.
    pub write: fn(Sheet<'_>) -> String,
}

const fn form(label: Text, extension: &'static str, write: fn(Sheet<'_>) -> String) -> Form {
    Form { label, extension, write }
}

/// All forms, the most wanted first.
pub const FORMS: &[Form] = &[
    form(Text::new("text as Markdown", "Text als Markdown"), "md", |sheet| markdown::markdown(sheet.document)),
    form(Text::new("text, plain", "Text, unformatiert"), "txt", |sheet| {
        let mut text = clean(&sheet.document.text).into_owned();
        if !text.ends_with('\n') {
            text.push('\n');
        }
        text
    }),
    form(Text::new("facts as JSON", "Fakten als JSON"), "json", |sheet| {
        let identity = (None, sheet.noted.source.as_str());
        let record = Record::new(identity, sheet.document, sheet.facts, sheet.vocabulary);
        let mut text = serde_json::to_string_pretty(&record).expect("strings and numbers are JSON");
        text.push('\n');
        text
    }),
    form(Text::new("facts as CSV", "Fakten als CSV"), "csv", |sheet| {
        csv::HEAD.to_owned() + &csv::facts(&sheet.noted.source, sheet.document, sheet.facts)
    }),
    form(Text::new("notes as Markdown", "Notizen als Markdown"), "notes.md", |sheet| {
        notes::markdown(std::slice::from_ref(&sheet.noted))
    }),
    form(Text::new("notes as JSON", "Notizen als JSON"), "notes.json", |sheet| notes::json(vec![sheet.noted])),
    form(Text::new("facts and notes as JSON-LD", "Fakten und Notizen als JSON-LD"), "jsonld", |sheet| {
        let mut items = annotations::facts(&sheet.noted.source, sheet.document, sheet.facts);
        items.extend(annotations::notes(&sheet.noted, Some(sheet.document)));
        annotations::page(&items)
    }),
    form(Text::new("BibTeX entry", "BibTeX-Eintrag"), "bib", |sheet| reference::bibtex(&[own(&sheet)])),
    form(Text::new("RIS entry", "RIS-Eintrag"), "ris", |sheet| reference::ris(&[own(&sheet)])),
    form(Text::new("CSL-JSON entry", "CSL-JSON-Eintrag"), "csl.json", |sheet| reference::csl(&[own(&sheet)])),
];

fn own(sheet: &Sheet<'_>) -> Reference {
    Reference::new(sheet.document, sheet.facts)
}
