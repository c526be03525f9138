//! What sort of text a document is: additive cues in both languages, all of them shown in the why line.

use std::collections::BTreeMap;

use super::finds::Finds;
use super::triggers::{Listed, Triggered};
use super::{Fact, FactKind, Page};
use crate::document::{BlockKind, ZoneKind};
use crate::text::{Span, floor};

mod cues;
pub(crate) mod names;
pub(super) mod story;

use cues::{CUES, Place};
use story::{dateline, presents, speech, teaser};

use self::Genre::{Abstract, CaseReport, JournalArticle, NewsArticle, PressRelease, Review};

/// The genres, as the card and the JSON print them; of two that score the same the first one wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Genre {
    PressRelease,
    TrialRecord,
    ClinicalLetter,
    CaseReport,
    Guideline,
    Review,
    JournalArticle,
    Abstract,
    NewsArticle,
    Record,
    Plain,
}

impl Genre {
    fn name(self) -> &'static str {
        match self {
            Self::PressRelease => "press release",
            Self::TrialRecord => "trial record",
            Self::ClinicalLetter => "clinical letter",
            Self::CaseReport => "case report",
            Self::Guideline => "guideline",
            Self::Review => "review",
            Self::JournalArticle => "journal article",
            Self::Abstract => "abstract",
            Self::NewsArticle => "news article",
            Self::Record => "bibliographic record",
            Self::Plain => "plain text",
        }
    }
}

/// Cues are looked for in the first bytes of a document and in the last ones.
const FIRST: usize = 24 << 10;
const LAST: usize = 6 << 10;
/// Where the head of a document ends, in bytes.
const HEAD: usize = 400;

struct Hit {
    genre: Genre,
    points: i32,
    place: Span,
    words: String,
}

pub(super) static WORDS: Words = Words(Listed::new());

/// The cues as words to look for.
pub(super) struct Words(Listed);

impl Triggered for Words {
    fn literals(&self) -> Vec<&'static str> {
        CUES.iter().map(|(cue, ..)| *cue).collect()
    }

    fn listed(&self) -> &Listed {
        &self.0
    }
}

pub(super) fn find(page: &Page<'_>, facts: &mut Vec<Fact>) {
    let text = &page.document.text;
    let Some(first) = text.find(|c: char| !c.is_whitespace()) else {
        return;
    };
    let mut hits = cues(page);
    hits.extend(structure(page, first));
    let mut scores: BTreeMap<Genre, i32> = BTreeMap::new();
    for hit in &hits {
        *scores.entry(hit.genre).or_default() += hit.points;
    }
    // A page that holds a paper's abstract and none of its body is an abstract, whatever sort of paper it is of.
    let (genre, _) = scores
        .iter()
        .fold((otherwise(page, first), 2), |best, (&genre, &score)| if score > best.1 { (genre, score) } else { best });
    let strongest =
        hits.iter().filter(|hit| hit.genre == genre).max_by_key(|hit| (hit.points, std::cmp::Reverse(hit.place.start)));
    let place = strongest.map_or_else(|| line_at(text, first), |hit| hit.place.clone());
    let mut finds = Finds::new(page);
    let fact = finds.add(FactKind::DocType, genre.name(), &place, "genre/cues");
    // The genre is the document's, wherever its cue stands.
    fact.assertion = super::Assertion::Affirmed;
    let mut shown: Vec<&Hit> = hits.iter().filter(|hit| hit.points != 0).collect();
    shown.sort_by_key(|hit| (hit.genre != genre, std::cmp::Reverse(hit.points)));
    fact.why =
        shown.iter().take(12).map(|hit| format!("{} {:+} {}", hit.genre.name(), hit.points, hit.words)).collect();
    finds.finish(facts);
}

/// What a text is that no cue speaks for: with a title and some sentences under it a story, else just text.
fn otherwise(page: &Page<'_>, first: usize) -> Genre {
    const SHORTEST: usize = 400;
    let titled = page.document.title.range.is_some();
    let prose = page.sentences.len() >= 5 && page.document.text.len() - first >= SHORTEST;
    if titled && prose { NewsArticle } else { Genre::Plain }
}

/// The cue words of the text, each once for each genre it speaks for. Of words that overlap the first one counts, of
/// two that begin alike the longer one.
fn cues(page: &Page<'_>) -> Vec<Hit> {
    let text = &page.document.text;
    let first = floor(text, FIRST);
    let last = floor(text, text.len().saturating_sub(LAST)).max(first);
    let mut found = page.triggers().of(&WORDS).to_vec();
    found.retain(|word| word.end <= first || word.start >= last);
    found.sort_by_key(|word| (word.start, std::cmp::Reverse(word.end), word.literal));
    let mut seen = vec![false; CUES.len()];
    let mut hits = Vec::new();
    let mut taken = 0..0;
    for word in found {
        let range = word.start..word.end;
        if range.start < taken.end && range != taken {
            continue;
        }
        taken = range.clone();
        let (cue, place, genre, points) = CUES[word.literal];
        let cited = || page.document.zone_at(range.start) == Some(ZoneKind::References);
        if !seen[word.literal] && !cited() && stands(page, &range, place) {
            seen[word.literal] = true;
            hits.push(Hit { genre, points, place: range, words: format!("\"{cue}\"") });
        }
    }
    hits
}

fn stands(page: &Page<'_>, range: &Span, place: Place) -> bool {
    let text = &page.document.text;
    let line = || line_at(text, range.start);
    match place {
        Place::Anywhere => true,
        Place::Head => range.start < HEAD || in_title(page, range),
        Place::Title => in_title(page, range),
        Place::LineStart => text[line().start..range.start].trim().is_empty(),
        Place::Line => {
            let line = line();
            let rest = text[range.end..line.end].trim_matches([' ', ':', '.', '*']);
            let lead = text[line.start..range.start].trim_matches(|c: char| !c.is_alphabetic());
            rest.is_empty() && lead.is_empty()
        }
    }
}

fn in_title(page: &Page<'_>, range: &Span) -> bool {
    page.document.title.range.as_ref().map_or_else(
        || page.document.text[..range.start].trim().is_empty(),
        |title| title.start <= range.start && range.end <= title.end,
    )
}

fn line_at(text: &str, at: usize) -> Span {
    let start = text[..at].rfind('\n').map_or(0, |line| line + 1);
    let end = text[at..].find('\n').map_or(text.len(), |line| at + line);
    start..end
}

/// What the build of the document says.
fn structure(page: &Page<'_>, first: usize) -> Vec<Hit> {
    let document = page.document;
    let text = &document.text;
    let zone = |kind: ZoneKind| document.zones.iter().find(|zone| zone.kind == kind);
    let mut hits = Vec::new();
    let mut hit = |genre: Genre, points: i32, place: Span, words: &str| {
        hits.push(Hit { genre, points, place, words: words.to_owned() });
    };
    let zone_line = |kind: ZoneKind| zone(kind).map(|zone| line_at(text, zone.range.start));
    if let Some(place) = zone_line(ZoneKind::Contact) {
        hit(PressRelease, 2, place, "people to contact");
    }
    if let Some(place) = zone_line(ZoneKind::Publication) {
        hit(PressRelease, 2, place, "names the original publication");
    }
    // A copyright line tells nothing; what an institution says of itself takes a sentence or two.
    let about = document.zones.iter().find(|zone| zone.kind == ZoneKind::Boilerplate && zone.range.len() >= 120);
    if let Some(place) = about.map(|zone| line_at(text, zone.range.start)) {
        hit(PressRelease, 2, place, "about the institution");
    }
    if let Some(place) = zone_line(ZoneKind::References) {
        hit(JournalArticle, 2, place.clone(), "references");
        hit(Abstract, 1, place.clone(), "references");
        hit(Review, 1, place, "references");
    }
    if let Some(place) = zone_line(ZoneKind::Keywords) {
        hit(JournalArticle, 1, place.clone(), "keywords");
        hit(Abstract, 1, place, "keywords");
    }
    let cited = page.cited().first();
    if let Some(cited) = cited {
        hit(Abstract, 3, cited.line.clone(), "the line by which its journal cites it");
        hit(CaseReport, 1, cited.line.clone(), "the line by which its journal cites it");
        hit(JournalArticle, 2, cited.line.clone(), "the line by which its journal cites it");
    }
    // People who speak, and none of them to be asked: a story.
    if let Some(place) = speech(text, first) {
        hit(NewsArticle, 3, place, "people who speak");
    }
    if let Some(place) = lone_paragraph(page, first) {
        hit(Abstract, 3, place, "one paragraph under a title");
    }
    if let Some(place) = presents(page, first) {
        hit(CaseReport, 4, place, "a patient who comes with complaints");
    }
    if let Some(place) = dateline(page, first) {
        hit(NewsArticle, 3, place, "a place before the first sentence");
    }
    let body = text.len() - first;
    let prose = page.sentences.len() >= 5 && body >= 800;
    let bare = cited.is_none()
        && [ZoneKind::Contact, ZoneKind::Publication, ZoneKind::References, ZoneKind::Keywords]
            .iter()
            .all(|kind| zone(*kind).is_none());
    let title = document.title.range.clone().unwrap_or_else(|| line_at(text, first));
    if prose && bare {
        hit(NewsArticle, 2, teaser(page, &title), "prose without contact, paper or references");
        if text[title.clone()].trim_end().ends_with(['!', '?']) {
            hit(NewsArticle, 1, title.clone(), "a headline that calls out");
        }
        let headline = text[title.clone()].trim();
        let after = floor(text, (title.end + 1200).min(text.len()));
        if headline.len() >= 20 && text[title.end..after].lines().any(|line| line.trim() == headline) {
            hit(NewsArticle, 2, title.clone(), "headline, teaser and headline again");
        }
        let headings = document.blocks.iter().filter(|block| matches!(block.kind, BlockKind::Heading(_))).count();
        if headings >= 2 {
            hit(NewsArticle, 1, teaser(page, &title), "prose under headings");
        }
    }
    hits
}

/// The one paragraph of a text that is nothing else but its title.
fn lone_paragraph(page: &Page<'_>, first: usize) -> Option<Span> {
    const SHORTEST: usize = 180;
    let text = &*page.document.text;
    let title = page.document.title.range.as_ref()?;
    let rest = text[title.end..].trim();
    let lone = text[first..title.start].trim().is_empty()
        && rest.len() >= SHORTEST
        && !rest.contains('\n')
        && !['“', '„', '"'].iter().any(|&mark| rest.contains(mark))
        && [" we ", " was ", " were ", " study", " results", " is a "].iter().any(|word| rest.contains(word));
    lone.then(|| teaser(page, title))
}

#[cfg(test)]
mod tests {
    use super::super::finds::testing::{document, found, values};
    use super::*;

    fn check(pieces: &[(Option<ZoneKind>, &str)], expected: &str) {
        let facts = found(&document(pieces), find);
        assert_eq!(values(&facts, FactKind::DocType), [expected], "{:?}", facts[0].why);
        assert!(!facts[0].why.is_empty() || expected == "plain text");
    }

    const PROSE: &str = "Doctors tried something new. It worked in one person. Others may follow soon. The costs are \
        high. Nobody knows how long it lasts. Many wait for it. ";

    #[test]
    fn a_release_says_so_or_is_built_like_one() {
        check(&[(None, "Pressemitteilung\n\nNeue Therapie")], "press release");
        check(
            &[
                (None, PROSE),
                (
                    Some(ZoneKind::Boilerplate),
                    "Das Zentrum hat 3000 Beschäftigte und ist damit das größte seiner Art. Es wird vom Land und vom Bund getragen und forscht an allen Arten von Krebs.",
                ),
                (Some(ZoneKind::Publication), "Originalpublikation:\n\nJane Roe: Cells. Blood 2026"),
            ],
            "press release",
        );
    }

    #[test]
    fn a_story_has_a_teaser_and_nobody_to_ask() {
        let body = PROSE.repeat(7);
        let text = format!(
            "A new hope for people with lupus!\nDoctors have done it.\n\nA new hope for people with lupus!\n{body}"
        );
        check(&[(None, &text)], "news article");
    }

    #[test]
    fn agencies_and_speakers_make_a_story_and_measures_an_abstract() {
        check(&[(None, "Hilfe für Kranke\n\nKöln (dpa) - Eine Frau lebt ohne Schmerzen.")], "news article");
        check(
            &[(None, "A teacher is free of injections.\n\n“It is life-changing,” said a doctor. He is well.")],
            "news article",
        );
        check(
            &[(None, "Drug A was compared with drug B. Median follow-up was 39 months. The hazard ratio was 0.5.")],
            "abstract",
        );
        check(&[(None, "Acme legt Zahlen vor\n\nKöln. Die Acme AG gibt heute bekannt, dass")], "press release");
        check(
            &[(None, "Acme doses first patient\n\nBONN, May 2, 2024 (GLOBE NEWSWIRE) -- Acme said")],
            "press release",
        );
    }

    #[test]
    fn papers_are_told_apart() {
        check(
            &[
                (None, "DOI: 10.1000/1\nCells in Lupus"),
                (None, "Abstract\nCells are tried."),
                (Some(ZoneKind::References), "1 Roe J. A review of cells. Blood 2024; 1: 2"),
            ],
            "abstract",
        );
        check(&[(None, "Cells in Lupus: a Systematic Review"), (None, "Abstract\nIn this review we ask.")], "review");
        check(&[(None, "Introduction\nA\n\nMethods\nB\n\nResults\nC\n\nDiscussion\nD")], "journal article");
        check(&[(None, "A 28-year-old previously healthy man presented with palpitations.")], "case report");
        check(&[(None, "Ein 58-jähriger Mann mit Gicht stellte sich mit Schmerzen vor.")], "case report");
        let case = "She was well for years. A nodule was found and taken out. It grew again.";
        check(&[(None, "A nodule of the lip"), (None, "CASE"), (None, case)], "case report");
        check(&[(None, "Zwei Brüder mit Knoten"), (None, "Fall 1"), (None, "Er war gesund.")], "case report");
        let sentences = "Cells were made from blood. Mice got them once. Tumors shrank in most mice. The effect held. \
            No mouse lost weight. Cells stayed in the blood for long. ";
        let cited = "Cell Lett. 2020 May;3(2):1-9. Epub 2020 Jan 3.";
        check(
            &[(Some(ZoneKind::Masthead), cited), (None, "Cells against tumors"), (None, &sentences.repeat(6))],
            "abstract",
        );
        check(&[(None, "Lupus: A Case Report"), (None, "A woman presented with fever.")], "case report");
        check(&[(None, "S3-Leitlinie Lupus\n\nEmpfehlungsgrad A")], "guideline");
    }

    #[test]
    fn records_and_letters_are_told_by_their_labels() {
        check(&[(None, "Study Type: Interventional\n\nInclusion Criteria:\n- age")], "trial record");
        check(&[(None, "Sehr geehrte Frau Kollegin,\n\nDiagnosen: Lupus\n\nAnamnese: ...")], "clinical letter");
        check(&[(None, "PMID- 123\nTI  - Cells")], "bibliographic record");
    }

    #[test]
    fn a_text_without_cues_is_plain_and_an_empty_one_nothing() {
        check(&[(None, "Milk, eggs, bread.")], "plain text");
        assert!(found(&document(&[(None, " \n")]), find).is_empty());
    }
}
