//! A document with all that a library keeps of it, as one line of JSON that an import reads again.

use serde::Serialize;
use serde_json::value::RawValue;

use super::json::Record;
use crate::document::packed;
use crate::format::{FORM, Kept};
use crate::library::Loaded;
use crate::vocabulary::Vocabulary;

#[derive(Serialize)]
struct Line<'a> {
    casebook: u8,
    #[serde(flatten)]
    record: Record<'a>,
    #[serde(flatten)]
    kept: Kept,
}

/// The line of a document in its newest version. Its number is left out: it means nothing in another library.
pub fn line(loaded: &Loaded, kept: Kept, vocabulary: &Vocabulary) -> String {
    let document = &loaded.document;
    let structure = RawValue::from_string(packed::structure(document)).ok();
    let line = Line {
        casebook: FORM,
        record: Record::new((None, &loaded.head.source), document, &loaded.facts, vocabulary),
        kept: Kept { text: document.text.to_string(), structure, ..kept },
    };
    let mut line = serde_json::to_string(&line).expect("strings and numbers are JSON");
    line.push('\n');
    line
}
