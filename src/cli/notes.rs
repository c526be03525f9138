//! Files of notes among what `casebook import` is given: each note goes to its document, where its quote stands.

use std::fs::File;
use std::io::Read as _;
use std::path::PathBuf;

use serde::Serialize;

use super::output::Output;
use super::{Failure, Setting, tell};
use crate::export::notes::{self, Noted};
use crate::library::{DocId, Library, Query, Sort};
use crate::text::clean_line;
use crate::vocabulary::Vocabulary;

/// Bytes by which a file of notes is known.
const HEAD: u64 = 256;

/// The files of notes, and the others.
pub(super) fn parted(paths: &[PathBuf]) -> (Vec<PathBuf>, Vec<PathBuf>) {
    let noted = |path: &&PathBuf| {
        let mut head = Vec::new();
        // What cannot be read is told by who reads it; a pipe is not looked into.
        path.is_file()
            && File::open(path).and_then(|file| file.take(HEAD).read_to_end(&mut head)).is_ok()
            && notes::recognises(&head)
    };
    let (noted, others): (Vec<_>, Vec<_>) = paths.iter().partition(noted);
    (noted.into_iter().cloned().collect(), others.into_iter().cloned().collect())
}

/// What came of a file of notes; a line of `--json`.
#[derive(Default, Serialize)]
struct Done {
    event: &'static str,
    /// Notes that are new.
    added: usize,
    /// Notes that were there.
    unchanged: usize,
    /// New notes whose quote is not in the text; they are kept and listed.
    place_lost: usize,
    /// Documents that are not in the library.
    unknown: usize,
}

/// Takes the notes of these files into the library; 1 if some had no document there.
pub(super) fn take_in(setting: &Setting, files: &[PathBuf], json: bool) -> Result<u8, Failure> {
    let mut library = setting.open().map_err(|failure| match failure.code {
        66 => Failure::new(66, format!("{}; notes need their documents: name these too", failure.message)),
        _ => failure,
    })?;
    let mut done = Done { event: "notes", ..Done::default() };
    let mut code = 0;
    for path in files {
        let name = path.to_string_lossy();
        let name = clean_line(&name);
        let text = std::fs::read_to_string(path)?;
        let documents = match notes::read(&text) {
            Ok(documents) => documents,
            Err(why) => {
                tell(&format!("{name}: {why}"));
                code = 1;
                continue;
            }
        };
        for noted in documents {
            let Some(id) = find(&mut library, &noted)? else {
                tell(&format!("{name}: no document here is {} ({})", noted.source, noted.title));
                done.unknown += 1;
                code = 1;
                continue;
            };
            let (added, lost) = library.take_notes(id, &noted.notes)?;
            done.added += added;
            done.place_lost += lost;
            done.unchanged += noted.notes.len() - added;
        }
    }
    let mut out = Output::new();
    if json {
        out.json(&done)?;
    } else {
        let Done { added, unchanged, place_lost, unknown, .. } = done;
        let lost = if place_lost > 0 { format!(" ({place_lost} with their place lost)") } else { String::new() };
        out.line(&format!(
            "notes: {added} added{lost}, {unchanged} unchanged, {unknown} documents not in the library"
        ))?;
    }
    out.finish()?;
    Ok(code)
}

/// The document of notes: by its record key, its source, else the only one of its title.
fn find(library: &mut Library, noted: &Noted) -> Result<Option<DocId>, Failure> {
    for name in noted.key.iter().chain([&noted.source]) {
        // A bare number would be read as that of a document of this library.
        if name.parse::<i64>().is_err()
            && let Some(id) = library.find_source(name)?
        {
            return Ok(Some(id));
        }
    }
    let title = noted.title.replace('"', " ");
    let Ok(query) = Query::parse(&format!("title:\"{title}\""), &Vocabulary::default()) else { return Ok(None) };
    let ids: Vec<DocId> = library.ids(&query, Sort::default())?.iter().collect();
    let same = library.heads(&ids)?.into_iter().filter(|head| head.title == noted.title);
    let same: Vec<DocId> = same.map(|head| head.id).collect();
    Ok(match same[..] {
        [id] => Some(id),
        _ => None,
    })
}
