//! The paper a document tells of, its journal and publisher, keywords, who paid, and the references.

use std::sync::LazyLock;

use super::citation::is_title;
use super::cues::Gate;
use super::finds::Finds;
use super::institutions::names_institution;
use super::pattern::Pattern;
use super::words::{acronym, lines};
use super::{Assertion, Data, Fact, FactKind, Page};
use crate::document::structure::cues::run_on;
use crate::document::{BlockKind, ZoneKind};
use crate::text::Span;
use crate::text::floor;
use crate::vocabulary::ConceptKind;

pub(super) fn find(page: &Page<'_>, facts: &mut Vec<Fact>) {
    let mut finds = Finds::new(page);
    papers(&mut finds);
    for zone in &page.document.zones {
        match zone.kind {
            ZoneKind::Publication => linked(&mut finds, &zone.range),
            ZoneKind::Keywords => keywords(&mut finds, &zone.range),
            ZoneKind::References
            | ZoneKind::Boilerplate
            | ZoneKind::Contact
            | ZoneKind::Caption
            | ZoneKind::Masthead => {}
        }
    }
    for cited in page.cited() {
        journal(&mut finds, &cited.journal, "publication/cited");
    }
    journals(&mut finds);
    publishers(&mut finds);
    funding(&mut finds);
    references(&mut finds);
    finds.finish(facts);
}

/// The longest name of a journal or sponsor, in bytes.
const NAME: usize = 160;

/// The papers that the document tells of, and their journals.
fn papers(finds: &mut Finds<'_, '_>) {
    for paper in finds.page.papers() {
        if let Some(title) = &paper.title {
            self::title(finds, title);
        }
        if let Some(name) = &paper.journal {
            journal(finds, name, "publication/citation");
        }
    }
}

fn title(finds: &mut Finds<'_, '_>, title: &Span) {
    let value = finds.page.str(title).split_whitespace().collect::<Vec<_>>().join(" ");
    if is_title(&value) {
        let fact = finds.add(FactKind::Publication, &value, title, "publication/title");
        fact.function = Some("original publication".to_owned());
    }
}

/// Where a zone cites a paper without its authors: the text of the link is the title. And the journal that a line begins
/// with: "Blood 2026, DOI: ...".
fn linked(finds: &mut Finds<'_, '_>, zone: &Span) {
    static CITATION: LazyLock<Pattern> =
        LazyLock::new(|| Pattern::new(r"(?m)^\W{0,3}(\p{Lu}[\p{L}&. ]+?),? \(?((?:19|20)[0-9][0-9])\b[\s;,:)(.]"));
    let page = finds.page;
    let text = &page.document.text;
    let inside = |span: &Span| zone.start <= span.start && span.end <= zone.end;
    let cited: Vec<Span> = page.papers().iter().filter_map(|paper| paper.title.clone()).filter(inside).collect();
    if cited.is_empty() {
        for link in page_links(page, zone).filter(|link| is_title(&text[link.clone()])) {
            title(finds, &link);
        }
    }
    for found in CITATION.captures_iter(&text[zone.clone()]) {
        let Some(name) = found.get(1).filter(|name| name.len() <= NAME) else { continue };
        let name = zone.start + name.start()..zone.start + name.end();
        // The line may cite the whole paper.
        if !cited.iter().any(|title| title.start < name.end && name.start < title.end) {
            journal(finds, &name, "publication/citation");
        }
    }
}

fn page_links<'a>(page: &Page<'a>, zone: &Span) -> impl Iterator<Item = Span> + use<'a> {
    let zone = zone.clone();
    let links = &page.document.links;
    let from = links.partition_point(|link| link.range.start < zone.start);
    links[from..]
        .iter()
        .take_while(move |link| link.range.start < zone.end)
        .filter(|link| link.leads_out())
        .map(|link| link.range.clone())
}

/// What journals are called.
pub(super) static JOURNAL_NOUNS: Gate = Gate::new(&["journal ", "zeitschrift ", "magazin ", "magazine ", "fachblatt "]);

/// Journals by the noun before them, quoted or in capitals; names of the vocabulary are reported elsewhere.
fn journals(finds: &mut Finds<'_, '_>) {
    static NAMED: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(concat!(
            r"(?:\b[Jj]ournal|Fachzeitschrift|Fachjournal|Fachmagazin|Fachblatt|Wissenschaftsmagazin|Zeitschrift|[Mm]agazine) ",
            r#"(?:["“„»]([^"“”„«»\n]+)["”“«]|((?:The )?\p{Lu}[\p{L}&-]*(?: (?:of|and|the|in|for|&|und|für|\p{Lu}[\p{L}&-]*)){0,7}))"#
        ))
    });
    if !JOURNAL_NOUNS.stands(finds.page) {
        return;
    }
    let text = &finds.page.document.text;
    for found in NAMED.captures_iter(text) {
        let Some(name) = found.get(1).or_else(|| found.get(2)) else {
            continue;
        };
        if name.len() > NAME {
            continue;
        }
        let kept = name.as_str().trim_end_matches(|c: char| !c.is_alphanumeric());
        let mut kept = kept;
        while let Some(less) =
            [" of", " and", " the", " in", " for", " und", " für", " &"].iter().find_map(|end| kept.strip_suffix(end))
        {
            kept = less;
        }
        // "in the journal Cell Letters ABC reports": the acronym speaks, it is no part of the name.
        let kept = match kept.rsplit_once(' ') {
            Some((name, last)) if acronym(last) && !acronym(name.split(' ').next().unwrap_or_default()) => name,
            _ => kept,
        };
        // "The Journal of Cells" begins with the cue itself.
        let own = kept.starts_with("of ") || kept.len() < 3 || text[name.start() + kept.len()..].starts_with(':');
        if !own {
            journal(finds, &(name.start()..name.start() + kept.len()), "publication/journal-noun");
        }
    }
}

fn journal(finds: &mut Finds<'_, '_>, surface: &Span, rule: &'static str) {
    let page = finds.page;
    let own = page.cited().iter().any(|cited| cited.journal == *surface);
    let known = page.mentions_in(surface).iter().filter(|mention| !own || mention.surface == *surface).any(|mention| {
        mention.concepts.iter().any(|concept| page.vocabulary.concepts[concept.0 as usize].kind == ConceptKind::Journal)
    });
    if !known && page.document.zone_at(surface.start) != Some(ZoneKind::References) {
        let name = page.str(surface).to_owned();
        finds.add(FactKind::Journal, &name, surface, rule);
    }
}

/// Publishing houses: "Anna Roth Verlag", "© 2025 Anna Roth Publishing".
fn publishers(finds: &mut Finds<'_, '_>) {
    static HOUSE: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(concat!(
            r"(?:\p{Lu}[\p{L}&-]+ ){1,3}(?:Verlag|Publishing|Publishers|Verlagsgesellschaft)\b",
            r"(?: (?:GmbH & Co\. KG|Group|GmbH|KG|AG|Ltd))?"
        ))
    });
    let text = &finds.page.document.text;
    if ["Verlag", "Publish"].iter().all(|needle| memchr::memmem::find(text.as_bytes(), needle.as_bytes()).is_none()) {
        return;
    }
    for found in HOUSE.find_iter(text) {
        let name = found.as_str();
        let first = name.split(' ').next().unwrap_or_default();
        let start = if super::words::function_word(first) { first.len() + 1 } else { 0 };
        let value = &name[start..];
        let known = finds.page.mentions_in(&(found.start() + start..found.end())).iter().any(|mention| {
            let mut kinds = mention.concepts.iter().map(|&concept| finds.page.vocabulary.get(concept).kind);
            kinds.any(|kind| kind == ConceptKind::Publisher)
        });
        if value.contains(' ') && !known {
            finds.add(FactKind::Publisher, value, &(found.start() + start..found.end()), "publication/publisher");
        }
    }
}

/// The words of a keywords zone, one each, without its label.
fn keywords(finds: &mut Finds<'_, '_>, zone: &Span) {
    const LABELS: &[&str] = &["keywords", "key words", "schlüsselwörter", "schlagwörter", "stichwörter", "schlagworte"];
    const MARKS: &[&str] = &[" - ", " – ", " · ", " • ", "; ", ";", ", ", "|"];
    let text = &finds.page.document.text;
    for line in lines(text, zone) {
        let whole = &text[line.clone()];
        let lower = whole.trim_start().to_lowercase();
        let mut start = line.start;
        if let Some(label) = LABELS.iter().find(|label| lower.starts_with(**label)) {
            // Labels have no letter whose lower case is longer, so their length is the same in both.
            start += whole.len() - whole.trim_start().len() + label.len();
        }
        let rest = &text[start..line.end];
        let Some(mark) = MARKS.iter().find(|mark| rest.contains(**mark)) else {
            keyword(finds, start..line.end);
            continue;
        };
        let mut from = start;
        for part in rest.split(mark) {
            keyword(finds, from..from + part.len());
            from += part.len() + mark.len();
        }
    }
}

fn keyword(finds: &mut Finds<'_, '_>, range: Span) {
    const LONGEST: usize = 80;
    /// Labels that a page without line breaks glues to its last keyword.
    const NEXT: &[&str] = &["Publication History", "Article History", "Introduction", "Einleitung", "Received"];
    let part = &finds.page.document.text[range.clone()];
    let part = NEXT.iter().find_map(|next| part.strip_suffix(next)).unwrap_or(part);
    let word = part.trim_matches(|c: char| c.is_whitespace() || matches!(c, ':' | ';' | ',' | '.' | '-' | '–' | '*'));
    if !word.is_empty() && word.len() <= LONGEST {
        let start = range.start + part.find(word).unwrap_or_default();
        finds.add(FactKind::Keyword, word, &(start..start + word.len()), "publication/keywords");
    }
}

/// Words of giving money.
pub(super) static MONEY: Gate = Gate::new(&[
    "fund",
    "financ",
    "finanziert",
    "fördert",
    "förderte",
    "förderung",
    "finanzierung",
    "getragen",
    "sponsored by",
    "supported by",
    "unterstützt durch",
]);

/// Who paid: shares ("zu 90 Prozent vom ...") one by one, else what stands behind "funded by" or "gefördert durch".
fn funding(finds: &mut Finds<'_, '_>) {
    static SHARE: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(concat!(
            r"(?:zu )?([0-9]{1,3}(?:[.,][0-9])?) ?(?:Prozent|Percent|percent|per cent|%) ",
            r"(?:vom|von der|von|durch das|durch die|durch|by the|by|from the|from) (\p{Lu}[^.;\n]+?)",
            r"(?: und zu [0-9]| and [0-9]| finanziert| gefördert| getragen| sowie|[.;\n]|$)"
        ))
    });
    static CUE: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(concat!(
            r"(?:[Ff]unded by|[Ff]inanced by|[Ff]unding from|[Ff]unding by|[Ss]ponsored by|supported by (?:a )?grants? (?:from|of)|financial support (?:from|of|by)|",
            r"gefördert (?:vom|von der|von|durch)|finanziert (?:vom|von der|von|durch)|Förderung durch|unterstützt durch Mittel)",
            r" (?:the |das |die |den )?(\p{Lu}[^.;\n]+)"
        ))
    });
    // "wurde von der Roth-Stiftung gefördert", "Finanziert wurde die Studie vom Hersteller Acme": the verb at the end.
    static PAID: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(concat!(
            r"(?:(?:wurden?|wird|werden) (?:vom|von der|von den|von|durch das|durch die|durch) (?:Herstellern? |Unternehmen |Firmen? )?(\p{Lu}[^.;\n]+?) (?:finanziert|gefördert)|",
            r"(?:Finanziert|Gefördert) (?:wurden?|wird|werden) [^.;\n]+? (?:vom|von der|von den|von|durch das|durch die|durch) (?:Herstellern? |Unternehmen |Firmen? )?(\p{Lu}[^.;\n]+))"
        ))
    });
    // "Funding: This work was supported by the Roth Council (grant 12); Acme."
    static LABEL: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(concat!(
            r"(?:[Ff]unding|FUNDING|[Ff]inancial [Ss]upport|[Ff]örderung|[Ff]inanzierung)(?: [Ss]ources?| [Ss]tatement)?: ",
            r"(?:(?:This|The|Die|Diese) [^.:;\n]{0,40}?(?:supported|funded|financed|gefördert|finanziert)[^.;:\n]{0,20}? (?:by|from|durch|von|vom) )?",
            r"(?:a )?(?:grants? from )?(?:the |das |die |den |der )?([^.\n]+)"
        ))
    });
    // "was supported by the Roth Council", "Die Roth-Gesellschaft fördert das Projekt": only of what is called a body.
    static BODY: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(concat!(
            r"(?:(?:was|were|is|are) supported by (?:the )?(\p{Lu}[^.;\n]+)|",
            r"(\p{Lu}[^.;,:\n]{2,90}?) (?:fördert|förderte|finanziert|finanzierte|funds|funded|finances|financed) ",
            r"(?:das|die|den|diese|dieses|the|this) (?:Projekt|Studie|Arbeit|Vorhaben|Forschung|study|trial|project|work|research))"
        ))
    });
    let page = finds.page;
    if !MONEY.stands(page) {
        return;
    }
    let text = &page.document.text;
    let mut add = |value: String, surface: Span| {
        let fact = finds.add(FactKind::Funding, &value, &surface, "publication/funding");
        // A sponsor named in the boilerplate pays the institution, and the zone says so.
        fact.function = Some("funder".to_owned());
    };
    if text.contains("rozent ") || text.contains("% ") || text.contains("ercent ") {
        let mut at = 0;
        while let Some(found) = SHARE.captures_at(text, at) {
            let (Some(share), Some(name)) = (found.get(1), found.get(2)) else {
                break;
            };
            at = name.end();
            let sentence = page.str(&page.sentence_at(name.start()));
            let sentence = &sentence[..floor(sentence, 1000)];
            if ["finanziert", "gefördert", "getragen", "funded", "financed"].iter().any(|cue| sentence.contains(cue)) {
                add(format!("{} ({} %)", name.as_str(), share.as_str()), name.range());
            }
        }
    }
    let before = ["gefördert", "inanziert"].iter().any(|verb| text.contains(verb)).then(|| PAID.captures_iter(text));
    for found in CUE.captures_iter(text).chain(before.into_iter().flatten()) {
        if let Some(name) = found.get(1).or_else(|| found.get(2)) {
            let all = funder(&name.as_str()[..floor(name.as_str(), NAME)]);
            for part in funders(all) {
                let start = name.start() + part.start;
                add(all[part.clone()].to_owned(), start..start + part.len());
            }
        }
    }
    for found in LABEL.captures_iter(text) {
        let Some(list) = found.get(1) else { continue };
        let mut at = list.start();
        for one in list.as_str().split(';') {
            let start = at + one.len() - one.trim_start().len();
            at += one.len() + 1;
            let all = funder(&one.trim_start()[..floor(one.trim_start(), NAME)]);
            let none = ["none", "no ", "not ", "keine", "there was", "nicht"]
                .iter()
                .any(|no| all.to_lowercase().starts_with(no));
            for part in funders(all).into_iter().filter(|_| !none) {
                add(all[part.clone()].to_owned(), start + part.start..start + part.end);
            }
        }
    }
    for found in BODY.captures_iter(text) {
        let Some(name) = found.get(1).or_else(|| found.get(2)) else { continue };
        let all = funder(&name.as_str()[..floor(name.as_str(), NAME)]);
        let article = ["Die ", "Das ", "Der ", "The "]
            .iter()
            .find(|article| all.starts_with(**article))
            .map_or(0, |article| article.len());
        for part in funders(&all[article..]) {
            let (start, value) = (name.start() + article + part.start, &all[article..][part.clone()]);
            if value.split([' ', '-']).any(|word| names_institution(word) || acronym(word)) {
                add(value.to_owned(), start..start + value.len());
            }
        }
    }
}

/// The sponsors of a list, one each: "the Roe Trust and Versus Pain". What an "and" joins inside a name stays whole, as
/// in "Ministry of Education, Science and Research": behind it comes no name of two capital words.
fn funders(list: &str) -> Vec<Span> {
    static JOINT: LazyLock<Pattern> =
        LazyLock::new(|| Pattern::new(r"(?:,? (?:and|und|sowie) |, )(?:the |das |die |den |der |dem |by |vom |von )?"));
    let mut out = Vec::new();
    let mut from = 0;
    for joint in JOINT.find_iter(list) {
        let (left, next) = (&list[from..joint.start()], &list[joint.end()..]);
        let mut words = next.split([' ', ',']);
        let (first, second) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let single = !left.contains(' ');
        let named = single || left.split(' ').any(names_institution);
        let begins = first.starts_with(char::is_uppercase)
            && (single || acronym(first) || second.starts_with(char::is_uppercase));
        if named && begins {
            out.push(from..joint.start());
            from = joint.end();
        }
    }
    out.push(from..list.len());
    out.retain(|part| part.len() > 2);
    out
}

/// A sponsor's name without the clause that goes on behind it: ", which ...", "und dauert".
fn funder(rest: &str) -> &str {
    let clause = [", und ", ", and ", ", which", ", who", ", die ", " (grant", " under "]
        .iter()
        .filter_map(|mark| rest.find(mark))
        .min()
        .unwrap_or(rest.len());
    let verb = [" und ", " and "]
        .into_iter()
        .flat_map(|and| rest.match_indices(and))
        .filter(|(at, and): &(usize, &str)| {
            let next = rest[at + and.len()..].split(' ').next().unwrap_or_default();
            !matches!(next, "der" | "die" | "das" | "dem" | "den" | "the" | "vom" | "von" | "by")
                && next.starts_with(|c: char| c.is_lowercase())
        })
        .map(|(at, _)| at)
        .min()
        .unwrap_or(rest.len());
    rest[..clause.min(verb)].trim_end()
}

/// The references, one fact each, and how many there are.
fn references(finds: &mut Finds<'_, '_>) {
    let page = finds.page;
    let document = page.document;
    let mut ranges: Vec<Span> = document
        .blocks
        .iter()
        .filter(|block| matches!(block.kind, BlockKind::Reference { .. }))
        .map(|block| block.range.clone())
        .collect();
    if ranges.is_empty() {
        ranges = document
            .zones
            .iter()
            .filter(|zone| zone.kind == ZoneKind::References)
            .flat_map(|zone| lines(&document.text, &zone.range))
            .flat_map(|line| citations(page.str(&line), line.start))
            .filter(|line| parse_reference(page.str(line)).is_some())
            .collect();
    }
    for range in &ranges {
        let shown = page.str(range);
        let value = parse_reference(shown).unwrap_or_else(|| shown[..floor(shown, 60)].to_owned());
        let fact = finds.add(FactKind::Reference, &value, range, "publication/reference");
        fact.assertion = Assertion::InReference;
        for evidence in &mut fact.evidence {
            evidence.quote = evidence.surface.clone();
        }
    }
    if let Some(last) = ranges.last() {
        // The last one's number is where a reader sees how many there are.
        let marker = page.str(last).find(' ').unwrap_or(last.len());
        let count = ranges.len();
        let fact = finds.add(
            FactKind::ReferenceCount,
            &count.to_string(),
            &(last.start..last.start + marker),
            "publication/reference-count",
        );
        fact.assertion = Assertion::Affirmed;
        fact.evidence[0].quote = last.clone();
        fact.data = Data::Quantity { op: "=", n: count as f64, n2: None, unit: "references".to_owned() };
    }
}

/// The citations of a line: itself, or those that are numbered in it one after the other.
fn citations(line: &str, at: usize) -> Vec<Span> {
    let starts = run_on(line);
    if starts.len() < 2 {
        return std::iter::once(at..at + line.len()).collect();
    }
    let ends = starts.iter().skip(1).copied().chain([line.len()]);
    starts.iter().zip(ends).map(|(&start, end)| at + start..at + start + line[start..end].trim_end().len()).collect()
}

/// "First author year journal" of a reference in one of the usual styles.
fn parse_reference(reference: &str) -> Option<String> {
    static MARKER: LazyLock<Pattern> = LazyLock::new(|| Pattern::new(r"^\W{0,3}[0-9]{0,3}[.)\]]{0,2}\s{0,3}"));
    static VANCOUVER: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(r"[.?!]\s+([^.?!]{2,80}?)[.,]?\s+\(?((?:19|20)[0-9][0-9])(?:\s\w{3}[^;:]{0,8})?\)?\s?[;:,]")
    });
    static YEAR: LazyLock<Pattern> = LazyLock::new(|| Pattern::new(r"\b((?:19|20)[0-9][0-9])\b"));
    let marker = MARKER.find(reference).map_or(0, |found| found.end());
    let body = reference[marker..].trim();
    let author =
        body.split([',', ';', '.', ':', '(']).next().map(|author| author.trim().trim_end_matches(" et al")).filter(
            |author| !author.is_empty() && author.len() <= 60 && author.starts_with(|c: char| c.is_alphabetic()),
        )?;
    if let Some(found) = VANCOUVER.captures_iter(body).last() {
        return Some(format!("{author} {} {}", &found[2], found[1].trim()));
    }
    let year = YEAR.find_iter(body).last()?;
    Some(format!("{author} {}", year.as_str()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::finds::testing::{document, found, link, span, values};
    use super::*;
    use crate::document::Block;

    fn check(pieces: &[(Option<ZoneKind>, &str)], kind: FactKind, expected: &[&str]) {
        let facts = found(&document(pieces), find);
        let values: Vec<&str> = facts.iter().filter(|fact| fact.kind == kind).map(|fact| fact.value.as_str()).collect();
        assert_eq!(values, expected, "{pieces:?}");
    }

    #[test]
    fn the_paper_is_quoted_or_stands_behind_its_authors() {
        let paper = |text, expected| check(&[(Some(ZoneKind::Publication), text)], FactKind::Publication, &[expected]);
        paper(
            "Link:\n\"Engineered cells against a rare disease of blood\"\nhttps://a.org",
            "Engineered cells against a rare disease of blood",
        );
        paper(
            "Jan Roth*, Eva Lind* and Ute Berg: Engineered cells against lupus in mice (*gemeinsame Erstautoren)\nBlood 2026",
            "Engineered cells against lupus in mice",
        );
        paper(
            "Roth J et al.: Engineered cells against lupus in mice. Blood 2026; 1: 2",
            "Engineered cells against lupus in mice",
        );
        let mut document =
            document(&[(Some(ZoneKind::Publication), "Original: Engineered cells against lupus in mice")]);
        link(&mut document, "Engineered cells against lupus in mice", "https://a.org/1");
        assert_eq!(
            values(&found(&document, find), FactKind::Publication),
            ["Engineered cells against lupus in mice | original publication"]
        );
    }

    #[test]
    fn a_citation_is_written_in_many_ways() {
        let title = "Engineered cells against lupus in mice";
        for (text, journal) in [
            (
                "Originalpublikation: Roth J, Lind E, Berg T. Engineered cells against lupus in mice. Gene Lett 2024; 23: 11-19.",
                "Gene Lett",
            ),
            ("Roth J, Lind E: Engineered cells against lupus in mice. Gene Lett 2024; 23: 11-19.", "Gene Lett"),
            (
                "Roth, J., Lind, E. & Berg, T. (2024). Engineered cells against lupus in mice. Gene Letters, 23, 1101.",
                "Gene Letters",
            ),
            (
                "Roth J et al., Engineered cells against lupus in mice, The Gene Letters 2024, DOI 10.1000/x",
                "The Gene Letters",
            ),
            (
                "More information: Soo-Jin Roth et al, Engineered cells against lupus in mice, Science of Genes (2024). DOI: 10.1000/x",
                "Science of Genes",
            ),
            ("Engineered cells against lupus in mice. Roth J, Lind E, Berg T. Gene Lett 2024; 23: 11-19.", "Gene Lett"),
            ("Roth et al. \"Engineered cells against lupus in mice.\" Gene Letters (2024).", "Gene Letters"),
            (
                "Journal Reference: Roth J, Lind E. Engineered cells against lupus in mice. Gene Letters, 2024; 23 (11): 1101",
                "Gene Letters",
            ),
            ("Paper: Roth J et al.: *Engineered cells against lupus in mice*. In: Gene Letters, 2024.", "Gene Letters"),
        ] {
            let facts = found(&document(&[(Some(ZoneKind::Publication), text)]), find);
            assert_eq!(values(&facts, FactKind::Publication), [format!("{title} | original publication")], "{text}");
            assert_eq!(values(&facts, FactKind::Journal), [journal], "{text}");
        }
        let told = |text, expected: &[&str]| check(&[(None, text)], FactKind::Publication, expected);
        told("The paper, \"Engineered cells against lupus in mice\", was published today in Gene Letters.", &[title]);
        told("Er kam. Originalpublikation: \"Engineered cells against lupus in mice\", Gene Letters (2024)", &[title]);
        check(
            &[(Some(ZoneKind::Publication), "Article title: Engineered cells against lupus in mice")],
            FactKind::Publication,
            &[title],
        );
        told("Die Arbeit „Engineered cells against lupus in mice“ ist nun erschienen.", &[title]);
        told("\"We are very happy with all of this,\" she said of the study.", &[]);
        told("„Das ist ein großer Schritt für uns alle“, sagt sie zur Studie.", &[]);
    }

    #[test]
    fn the_same_title_twice_is_one_paper() {
        let piece = (Some(ZoneKind::Publication), "\"Engineered cells against a rare disease of blood\"");
        let facts = found(&document(&[piece, piece]), find);
        assert_eq!((facts.len(), facts[0].evidence.len()), (1, 2));
    }

    #[test]
    fn journals_are_known_by_their_noun_or_citation() {
        let journal = |zone, text, expected: &[&str]| check(&[(zone, text)], FactKind::Journal, expected);
        journal(None, "in the specialist journal “Gene Letters”.", &["Gene Letters"]);
        journal(None, "in der Fachzeitschrift Annals of Cells veröffentlicht", &["Annals of Cells"]);
        journal(None, "in the journal Cell Reports and in a book", &["Cell Reports"]);
        journal(Some(ZoneKind::Publication), "ACTA Cellularum 2026, DOI: 10.1000/1", &["ACTA Cellularum"]);
        journal(Some(ZoneKind::Masthead), "Ann Cell Lett. 2024 Mar;4(5):6. doi: 10.1000/x.", &["Ann Cell Lett"]);
        journal(None, "Kontakt: a@b.de · Archiv für Zellen (2019) 4:5 · Open Access", &["Archiv für Zellen"]);
        journal(None, "in the journal Cell Letters ABC reports", &["Cell Letters"]);
        journal(None, "a journal of the clinic", &[]);
    }

    #[test]
    fn keywords_lose_label_and_marks() {
        let keys = |text, expected: &[&str]| check(&[(Some(ZoneKind::Keywords), text)], FactKind::Keyword, expected);
        keys("Schlüsselwörter\nCAR-T-Zellen - B-Zellen - Lupus", &["CAR-T-Zellen", "B-Zellen", "Lupus"]);
        keys("Keywords: lupus, B cells, therapy.", &["lupus", "B cells", "therapy"]);
        keys("Keywords: lupus - cellsPublication History", &["lupus", "cells"]);
        keys("Keywords: lupus", &["lupus"]);
    }

    #[test]
    fn money_has_its_source() {
        let paid = |text, expected: &[&str]| check(&[(None, text)], FactKind::Funding, expected);
        paid(
            "Das Haus wird zu 80 Prozent vom Ministerium für Forschung und zu 20 Prozent vom Land Hessen finanziert.",
            &["Ministerium für Forschung (80 %)", "Land Hessen (20 %)"],
        );
        paid("The trial was funded by the Roth Foundation.", &["Roth Foundation"]);
        paid("Das Projekt wurde gefördert durch die Roth-Stiftung und dauert.", &["Roth-Stiftung"]);
        paid("Zu 80 Prozent von Patienten gewünscht.", &[]);
        paid("It was funded by the Roth Trust and Versus Pain.", &["Roth Trust", "Versus Pain"]);
        paid("Die Arbeit wurde von der Gemeinnützigen Roth-Stiftung gefördert.", &["Gemeinnützigen Roth-Stiftung"]);
        paid("Finanziert wurde die Studie vom Hersteller Acme Pharma.", &["Acme Pharma"]);
        paid("(Funded by Acme and Globex; number 12)", &["Acme", "Globex"]);
        paid(
            "Funding: This work was supported by the Roth Research Council (grant 12); Acme.",
            &["Roth Research Council", "Acme"],
        );
        paid("FUNDING: acme.", &["acme"]);
        paid("Funding: none.", &[]);
        paid("Die Roth-Gesellschaft fördert das Projekt mit 2 Millionen Euro.", &["Roth-Gesellschaft"]);
        paid("This study was supported by the Roth Research Council.", &["Roth Research Council"]);
        paid("This view is supported by the Asian data.", &[]);
        paid(
            "Funded by the Ministry of Education, Science and Research.",
            &["Ministry of Education, Science and Research"],
        );
    }

    #[test]
    fn references_are_counted_and_named() {
        let text = "1 Roe J, Doe K. Cells in mice. Blood 2024; 1: 2-3\n2 Kim M. et al. What now?. N Engl J Med 2021; 385: 5\n\
            3. Hu F. Old cells. Lancet. 2019 Jan 4;39(1):1.";
        let mut document = document(&[(Some(ZoneKind::References), text)]);
        let expected = ["Roe J 2024 Blood", "Kim M 2021 N Engl J Med", "Hu F 2019 Lancet"];
        let facts = found(&document, find);
        assert_eq!(values(&facts, FactKind::Reference), expected);
        assert_eq!(values(&facts, FactKind::ReferenceCount), ["3"]);
        let first = span(&document, text.lines().next().expect("there is one"));
        document.blocks = vec![Block::new(first.clone(), BlockKind::Reference { hang: 2 })];
        let facts = found(&document, find);
        assert_eq!(values(&facts, FactKind::Reference), expected[..1]);
        assert_eq!(facts[0].evidence[0].quote, first);
    }

    #[test]
    fn a_publishing_house_is_one() {
        check(&[(None, "© 2025 Anna Roth Verlag KG, Kiel")], FactKind::Publisher, &["Anna Roth Verlag KG"]);
        check(&[(None, "Der Verlag sagt")], FactKind::Publisher, &[]);
    }

    proptest! {
        #[test]
        fn any_text_is_read_and_evidence_quotes_it(
            text in "((journal|funded by|1|Roe J|Keywords|zu 9 Prozent vom|Verlag|\"|A|é)[ ,.:\n-]{1,2}){0,12}",
            kind in prop::sample::select(vec![None, Some(ZoneKind::Publication), Some(ZoneKind::Keywords), Some(ZoneKind::References)]),
        ) {
            found(&document(&[(kind, &text)]), find);
        }
    }
}
