//! The languages a document is written in, by paragraph, so that a German text with an English abstract has both.

use std::collections::HashMap;

use whatlang::{Lang, Script};

use super::finds::Finds;
use super::words::units;
use super::{Fact, FactKind, Page, Role};
use crate::document::{BlockKind, ZoneKind};
use crate::text::{Span, floor, next_word};

/// Shorter paragraphs say too little: names, addresses and headings look like any language.
const SHORTEST: usize = 100;
/// A longer paragraph is judged by its beginning, or by more of it where that does not tell.
const SAMPLE: usize = 400;
const LARGE_SAMPLE: usize = 2000;
/// A language beside the main one has at least so many bytes of prose, and a tenth of all.
const SECOND: usize = 250;
/// So many paragraphs, spread over the document, are judged.
const PARAGRAPHS: usize = 64;

pub(super) fn find(page: &Page<'_>, facts: &mut Vec<Fact>) {
    let paragraphs = paragraphs(page);
    let step = paragraphs.len().div_ceil(PARAGRAPHS).max(1);
    let mut shares: HashMap<&'static str, (usize, Span)> = HashMap::new();
    let mut prose = 0;
    let judged: Vec<(&Span, Count)> = paragraphs
        .iter()
        .step_by(step)
        .map(|paragraph| (paragraph, Count::of_paragraph(page.str(paragraph))))
        .collect();
    let tells = |code| judged.iter().any(|(_, count)| count.language() == Some(code));
    let only = match (tells("de"), tells("en")) {
        (true, false) => Some("de"),
        (false, true) => Some("en"),
        _ => None,
    };
    for (paragraph, count) in &judged {
        let own = count.language().or_else(|| only.filter(|code| count.agrees(code)));
        let told = own.map(|code| (code, true)).or_else(|| detect(sample(page.str(paragraph), SAMPLE)));
        let Some((code, latin)) = told else {
            continue;
        };
        let length = written(page.str(paragraph), latin);
        prose += length;
        shares.entry(code).and_modify(|(bytes, _)| *bytes += length).or_insert((length, (*paragraph).clone()));
    }
    let mut shares: Vec<(&'static str, usize, Span)> =
        shares.into_iter().map(|(code, (bytes, paragraph))| (code, bytes, paragraph)).collect();
    shares.sort_by_key(|(code, bytes, _)| (std::cmp::Reverse(*bytes), *code));
    let mut finds = Finds::new(page);
    for (i, (code, bytes, paragraph)) in shares.into_iter().enumerate() {
        if i > 0 && (bytes < SECOND || bytes * 10 < prose) {
            continue;
        }
        let fact = finds.add(FactKind::Language, code, &typical(page, &paragraph), "language/paragraphs");
        fact.role = if i == 0 { Role::Primary } else { Role::Mentioned };
        fact.why.push(format!("{bytes} bytes of prose"));
    }
    finds.finish(facts);
}

/// The languages of a document as ISO 639-1 codes, the main one first.
pub fn languages(facts: &[Fact]) -> Vec<String> {
    let mut languages: Vec<&Fact> = facts.iter().filter(|fact| fact.kind == FactKind::Language).collect();
    languages.sort_by_key(|fact| fact.role);
    languages.iter().map(|fact| fact.value.clone()).collect()
}

/// Whether a document can be said to be in the language of a code.
pub(crate) fn is_known(code: &str) -> bool {
    Lang::all().iter().any(|lang| iso_639_1(*lang) == code)
}

/// The paragraphs that are long enough to tell, outside the references.
fn paragraphs(page: &Page<'_>) -> Vec<Span> {
    let document = page.document;
    let blocks: Vec<Span> = if document.blocks.is_empty() {
        units(page).map(|(unit, _)| unit.clone()).collect()
    } else {
        document
            .blocks
            .iter()
            .filter(|block| matches!(block.kind, BlockKind::Paragraph | BlockKind::Item { .. } | BlockKind::Quote))
            .map(|block| block.range.clone())
            .collect()
    };
    let prose = |block: &Span| {
        !matches!(
            document.zone_at(block.start),
            Some(ZoneKind::References | ZoneKind::Publication | ZoneKind::Contact | ZoneKind::Masthead)
        )
    };
    let blocks: Vec<Span> = blocks.into_iter().filter(prose).collect();
    let long: Vec<Span> = blocks.iter().filter(|block| block.len() >= SHORTEST).cloned().collect();
    if long.is_empty() {
        // A note of a few lines: its longest line is all there is.
        blocks.into_iter().max_by_key(Span::len).into_iter().collect()
    } else {
        long
    }
}

fn sample(paragraph: &str, len: usize) -> &str {
    &paragraph[..floor(paragraph, len)]
}

/// The language of a sample by its trigrams, if it can be told, and whether it is written in Latin letters.
fn detect(sample: &str) -> Option<(&'static str, bool)> {
    let info = whatlang::detect(&sample.replace('\u{AD}', ""))?;
    info.is_reliable().then(|| (iso_639_1(info.lang()), info.script() == Script::Latin))
}

/// The bytes of a paragraph but for letters that its language is not written in: Latin ones, or all others.
fn written(paragraph: &str, latin: bool) -> usize {
    if latin && paragraph.is_ascii() {
        return paragraph.len();
    }
    let is_latin = |c: char| matches!(c, ..'\u{250}' | '\u{1E00}'..='\u{1EFF}');
    let foreign = |c: &char| c.is_alphabetic() && is_latin(*c) != latin;
    let bytes: usize = if latin {
        // What is beyond Latin begins with a higher byte.
        let wide = paragraph.bytes().enumerate().filter(|(_, byte)| *byte >= 0xC9);
        wide.filter_map(|(at, _)| paragraph[at..].chars().next()).filter(foreign).map(char::len_utf8).sum()
    } else {
        paragraph.chars().filter(foreign).map(char::len_utf8).sum()
    };
    paragraph.len() - bytes
}

/// How many words of a sample only German and only English use. A paragraph of either that is long enough has four,
/// and no language that shares one shares four, and counting them is far cheaper than trigrams.
struct Count {
    german: usize,
    english: usize,
}

impl Count {
    fn of_paragraph(paragraph: &str) -> Self {
        let count = Self::of(sample(paragraph, SAMPLE));
        if count.language().is_some() || paragraph.len() <= SAMPLE {
            return count;
        }
        Self::of(sample(paragraph, LARGE_SAMPLE))
    }

    fn of(sample: &str) -> Self {
        let mut count = Self { german: 0, english: 0 };
        let mut at = 0;
        while let Some(word) = next_word(sample, at) {
            at = word.end;
            match &sample[word] {
                "der" | "und" | "das" | "ist" | "eine" | "einer" | "nicht" | "mit" | "auch" | "wurde" | "werden"
                | "für" | "sich" | "bei" | "zur" | "zum" | "durch" | "Die" | "Der" | "sind" | "auf" | "dass" => {
                    count.german += 1;
                }
                "the" | "and" | "of" | "with" | "were" | "are" | "this" | "that" | "which" | "The" | "been" | "has"
                | "from" | "have" | "to" | "after" | "between" | "these" | "their" | "than" | "not" | "who"
                | "during" | "while" => count.english += 1,
                _ => {}
            }
        }
        count
    }

    /// The language, if it can be told so.
    fn language(&self) -> Option<&'static str> {
        match (self.german, self.english) {
            (german, english) if german >= 4 && german > 3 * english => Some("de"),
            (german, english) if english >= 4 && english > 3 * german => Some("en"),
            _ => None,
        }
    }

    /// Whether what was found, too little to tell by itself, is of the language that the rest of the document is in.
    fn agrees(&self, code: &str) -> bool {
        match (self.german, self.english) {
            (1.., 0) => code == "de",
            (0, 1..) => code == "en",
            _ => false,
        }
    }
}

/// The first sentence of a paragraph that is long enough to be typical, else the paragraph's first one.
fn typical(page: &Page<'_>, paragraph: &Span) -> Span {
    let from = page.sentences.partition_point(|sentence| sentence.end <= paragraph.start);
    let inside = || page.sentences[from..].iter().take_while(|sentence| sentence.start < paragraph.end);
    inside()
        .find(|sentence| sentence.len() >= 40)
        .or_else(|| inside().next())
        .cloned()
        .unwrap_or_else(|| paragraph.clone())
}

/// The two-letter code where ISO 639-1 has one, else the three letters of ISO 639-3.
fn iso_639_1(lang: Lang) -> &'static str {
    const CODES: &str = "afr:af aka:ak amh:am ara:ar aze:az bel:be ben:bn bul:bg cat:ca ces:cs cmn:zh cym:cy dan:da deu:de \
        ell:el eng:en epo:eo est:et fin:fi fra:fr guj:gu heb:he hin:hi hrv:hr hun:hu hye:hy ind:id ita:it \
        jav:jv jpn:ja kan:kn kat:ka khm:km kor:ko lat:la lav:lv lit:lt mal:ml mar:mr mkd:mk mya:my nep:ne \
        nld:nl nob:nb ori:or pan:pa pes:fa pol:pl por:pt ron:ro rus:ru sin:si slk:sk slv:sl sna:sn spa:es \
        srp:sr swe:sv tam:ta tel:te tgl:tl tha:th tuk:tk tur:tr ukr:uk urd:ur uzb:uz vie:vi yid:yi zul:zu";
    let code = lang.code();
    CODES
        .split(' ')
        .filter_map(|pair| pair.split_once(':'))
        .find(|(three, _)| *three == code)
        .map_or(code, |(_, two)| two)
}

#[cfg(test)]
mod tests {
    use super::super::finds::testing::{document, found};
    use super::*;

    const GERMAN: &str = "Die Behandlung wurde in zwei Zentren durchgeführt und von den Kranken gut vertragen. Nach \
        einem halben Jahr waren die Beschwerden verschwunden, und auch die Blutwerte blieben bei den meisten im \
        normalen Bereich. Eine größere Studie soll nun klären, ob sich der Erfolg bestätigen lässt und ob er dauert.";
    const ENGLISH: &str = "The treatment was given at two centres and was well tolerated by the people who received \
        it. After half a year the complaints had gone, and the blood counts of most of them stayed in the normal \
        range. A larger trial is going to show whether this success can be confirmed and whether it lasts for long.";
    const FRENCH: &str = "Le traitement a été administré dans deux centres et il a été bien toléré par les malades. \
        Après six mois les plaintes avaient disparu, et les valeurs sanguines de la plupart des patients restaient \
        normales. Une étude plus grande doit montrer si ce succès peut être confirmé.";

    fn check(paragraphs: &[&str], expected: &[&str]) {
        let pieces: Vec<_> = paragraphs.iter().map(|text| (None, *text)).collect();
        assert_eq!(languages(&found(&document(&pieces), find)), expected);
    }

    #[test]
    fn a_text_has_the_language_of_its_prose() {
        check(&[GERMAN], &["de"]);
        check(&["CAR T Cells", ENGLISH], &["en"]);
        check(&[FRENCH], &["fr"]);
        check(&[""], &[]);
        check(&["12345 67890"], &[]);
    }

    #[test]
    fn a_long_second_part_is_a_second_language_and_a_short_one_is_not() {
        check(&[GERMAN, ENGLISH, ENGLISH], &["en", "de"]);
        check(
            &[
                GERMAN,
                GERMAN,
                "The authors declare that there are no conflicts of interest and that the data are with them.",
            ],
            &["de"],
        );
    }

    #[test]
    fn a_sentence_in_another_script_makes_no_other_language_of_the_words_around_it() {
        let mixed = "Umlaute: Immun\u{AD}thrombo\u{AD}zyto\u{AD}penie hier. Zeichen é ä o. \
                     日本語の文章はここにあります。これは長い文章ですから、折り返しが必要です。もう少し書きます。";
        check(&[GERMAN, mixed], &["de"]);
        let japanese = "日本語の文章はここにあります。これは長い文章ですから、折り返しが必要です。".repeat(4);
        check(&[GERMAN, &japanese], &["ja", "de"]);
    }

    #[test]
    fn references_do_not_count() {
        let references = ENGLISH.repeat(5);
        let document = document(&[(None, GERMAN), (Some(ZoneKind::References), &references)]);
        assert_eq!(languages(&found(&document, find)), ["de"]);
    }

    #[test]
    fn codes_have_two_letters_where_there_are_two() {
        assert_eq!(iso_639_1(Lang::Zul), "zu");
        assert_eq!(iso_639_1(Lang::Deu), "de");
        assert_eq!(iso_639_1(Lang::Afr), "af");
    }
}
