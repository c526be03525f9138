//! The parts of a document that count more for what it is about: its title wherever it is printed, what stands right
//! under it, and its first two sentences.

use std::collections::HashSet;

use crate::document::{BlockKind, TitleOrigin, ZoneKind};
use crate::facts::Page;
use crate::text::{Span, floor};
use crate::vocabulary::ConceptIndex;

/// Bytes of a title by which it is looked for in the text.
const PIECE: usize = 24;

/// The parts of a document that count more.
pub(super) struct Places {
    pub(super) titles: Vec<Span>,
    pub(super) named_in_title: HashSet<ConceptIndex>,
    lead: Vec<Span>,
}

impl Places {
    pub(super) fn of(page: &Page<'_>) -> Self {
        let document = page.document;
        let title = &document.title;
        let mut titles: Vec<Span> = title.range.iter().cloned().collect();
        let mut named_in_title = HashSet::new();
        if titles.is_empty() && title.origin != TitleOrigin::FileName {
            let whole = 0..title.text.len();
            let found = page.vocabulary.matcher().find(&title.text, std::slice::from_ref(&whole));
            named_in_title = found.iter().flat_map(|found| &found.hits).map(|(concept, _)| *concept).collect();
        }
        // A title that is printed again is the title again.
        if let Some(range) = titles.first().cloned() {
            let text = &document.text[range];
            if !text.is_empty() {
                // To look for a short piece takes no preparation to speak of.
                let piece = &text[..floor(text, PIECE)];
                let again = memchr::memmem::find_iter(document.text.as_bytes(), piece);
                let again = again.filter(|&at| document.text[at..].starts_with(text)).take(8);
                titles = again.map(|at| at..at + text.len()).collect();
            }
        }
        let lead = page
            .sentences
            .iter()
            .filter(|sentence| {
                let plain = !matches!(
                    document.zone_at(sentence.start),
                    Some(ZoneKind::Masthead | ZoneKind::References | ZoneKind::Boilerplate | ZoneKind::Contact)
                );
                let after_title = title.range.as_ref().is_none_or(|range| sentence.start >= range.end);
                let is_title = titles.iter().any(|title| title.start <= sentence.start && sentence.end <= title.end);
                plain && after_title && !is_title && is_told(page.str(sentence))
            })
            .take(2)
            .cloned()
            .chain(subtitle(page))
            .collect();
        Self { titles, named_in_title, lead }
    }

    pub(super) fn in_title(&self, surface: &Span) -> bool {
        self.titles.iter().any(|title| title.contains(&surface.start))
    }

    pub(super) fn in_lead(&self, surface: &Span) -> bool {
        self.lead.iter().any(|sentence| sentence.contains(&surface.start))
    }

    pub(super) fn is_early(&self, surface: &Span) -> bool {
        self.in_title(surface) || self.in_lead(surface)
    }
}

/// Whether a sentence tells something, as the names of authors and of their hospitals do not: it comes to a stop, and
/// two in five of its words begin in small letters.
fn is_told(sentence: &str) -> bool {
    let sentence = sentence.trim_end_matches(|c: char| c.is_whitespace() || "*_\"”“»«’')]".contains(c));
    let (words, small) = words(sentence);
    sentence.ends_with(['.', '!', '?', '…', ':']) && small >= 2 && 5 * small >= 2 * words
}

/// How many words a text has and how many of them begin with a small letter.
fn words(text: &str) -> (usize, usize) {
    let (mut words, mut small, mut inside) = (0, 0, false);
    for (at, byte) in text.bytes().enumerate() {
        let blank = byte.is_ascii_whitespace();
        if !blank && !inside {
            words += 1;
            let lower = byte.is_ascii_lowercase() || !byte.is_ascii() && text[at..].starts_with(char::is_lowercase);
            small += usize::from(lower);
        }
        inside = !blank;
    }
    (words, small)
}

/// The heading or line right under the title that goes on with it.
fn subtitle(page: &Page<'_>) -> Option<Span> {
    let title = page.document.title.range.as_ref()?;
    let next = page.document.blocks.partition_point(|block| block.range.start < title.end);
    let block = page.document.blocks.get(next)?;
    let line = page.str(&block.range);
    if line.len() >= 300 {
        return None;
    }
    let (words, small) = words(line);
    let fits = match block.kind {
        BlockKind::Heading(2..) => words > 1 && small > 0,
        // Of several sentences it is the text itself.
        BlockKind::Paragraph => !line.contains('\n') && !line.contains(". ") && small >= 3 && 5 * small >= 2 * words,
        _ => false,
    };
    fits.then(|| block.range.clone())
}

#[cfg(test)]
mod tests {
    use super::is_told;

    #[test]
    fn authors_and_places_tell_nothing() {
        for told in [
            "Patients with lupus were treated at three sites in Berlin.",
            "„Das hätte ich nie gedacht“, sagt Frau Beyer (62).",
            "Can cells be taught to forget?",
            "**Background.** Lupus is common in women.",
        ] {
            assert!(is_told(told), "{told}");
        }
        for line in [
            "Herman B. Wells Center for Pediatric Research, Indiana University School of Medicine, Indianapolis, USA.",
            "Klinik für Innere Medizin, Universitätsklinikum Ulm, Ulm, Deutschland.",
            "Sundaresan K, Petrosyan L, Behn M.",
            "– 8 of 9 evaluable patients off all drugs at week 24 –",
            "By Anna Behn, health correspondent",
        ] {
            assert!(!is_told(line), "{line}");
        }
    }
}
