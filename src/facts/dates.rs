//! Dates in both languages, and what happened on them: the document's own date, those of the paper it tells of, and
//! events. Every form has a year of four digits, so the years are found first and the rest is read around them.

use super::finds::Finds;
use super::{Assertion, Data, Fact, FactKind, Page, context};
use crate::document::ZoneKind;
use crate::text::floor;

pub(super) mod passing;
mod read;

use read::{Date, Found, dates, order};

pub(super) fn find(page: &Page<'_>, facts: &mut Vec<Fact>) {
    let all = dates(&page.document.text, page.digits());
    let known: Vec<Date> = all.iter().filter_map(Found::sure).filter(|date| date.day > 0).collect();
    let order = order(&all);
    let mut finds = Finds::new(page);
    let mut dated = false;
    for read in all {
        let Some((mut kind, mut function)) = purpose(page, &read) else {
            continue;
        };
        // A document has one day of its own; the next date that stands alone is that of something in it.
        if matches!(function, "press release" | "published") && std::mem::replace(&mut dated, true) {
            (kind, function) = (FactKind::EventDate, "");
        }
        let readings = read.decide(order, &known);
        let (value, data) = match readings {
            (date, None) => (date.iso(), date.iso()),
            // Both readings agree on the year only.
            (date, Some(other)) => (format!("{} or {}", date.iso(), other.iso()), format!("{:04}", date.year)),
        };
        let intended = context::assertion(page, &read.range).0;
        let fact = finds.add(kind, &value, &read.range, "dates/date");
        // "soll im Frühjahr 2026 starten"
        if kind == FactKind::EventDate
            && fact.evidence.len() == 1
            && fact.assertion == Assertion::Affirmed
            && matches!(intended, Assertion::Planned | Assertion::Hypothetical)
        {
            fact.assertion = intended;
        }
        fact.data = Data::Date(data);
        if fact.function.is_none() {
            fact.function = match (function, readings.1) {
                ("", Some(_)) => Some("ambiguous".to_owned()),
                ("", None) => None,
                (function, _) => Some(function.to_owned()),
            };
        }
        match (read.other, readings.1) {
            (Some(_), None) => fact.why.push("month and day told apart by another date of the page".to_owned()),
            (_, Some(_)) => fact.why.push("ambiguous: day and month cannot be told apart".to_owned()),
            _ => {}
        }
    }
    let mut own = Vec::new();
    finds.finish(&mut own);
    drop_bare_years(&mut own);
    facts.append(&mut own);
}

/// Takes out years of publication of which the document also tells the month: "(Blood 2024)" beside "May 2, 2024".
fn drop_bare_years(dates: &mut Vec<Fact>) {
    let told: Vec<String> = dates
        .iter()
        .filter(|fact| fact.kind == FactKind::PubDate)
        .filter(|fact| !fact.function.as_deref().is_some_and(|function| HISTORY.contains(&function)))
        .filter_map(|fact| match &fact.data {
            Data::Date(date) if date.len() > 4 => Some(date[..4].to_owned()),
            _ => None,
        })
        .collect();
    dates.retain(|fact| {
        let ambiguous = fact.value.contains(" or ");
        fact.kind != FactKind::PubDate
            || ambiguous
            || !matches!(&fact.data, Data::Date(date) if date.len() == 4 && told.contains(date))
    });
}

/// The document's own date as `YYYY`, `YYYY-MM` or `YYYY-MM-DD`: when it was published itself, else when the paper was
/// that it tells of.
pub fn published(facts: &[Fact]) -> Option<String> {
    let dates = || facts.iter().filter(|fact| fact.kind == FactKind::PubDate && fact.assertion.counts());
    ["press release", "published", "published online", "ambiguous", PAPER, "updated"]
        .iter()
        .find_map(|function| dates().find(|fact| fact.function.as_deref() == Some(function)))
        .and_then(|fact| match &fact.data {
            Data::Date(date) => Some(date.clone()),
            Data::None | Data::Quantity { .. } | Data::Id(_) => None,
        })
}

/// What is told of a paper before it came out, and of a page after.
const HISTORY: &[&str] = &["received", "revised", "accepted", "updated"];

const PAPER: &str = "publication of the paper";

/// Cues of what a date is, in lower case; the nearest one before the date counts, else the first one after it.
const CUES: &[(&str, &str)] = &[
    ("published online", "published online"),
    ("epub", "published online"),
    ("first online", "published online"),
    ("available online", "published online"),
    ("online veröffentlicht", "published online"),
    ("online publiziert", "published online"),
    ("first posted", "published"),
    ("posted on", "published"),
    ("online ahead of print", "published online"),
    ("embargoed until", "published"),
    ("under embargo until", "published"),
    ("sperrfrist", "published"),
    ("last updated", "updated"),
    ("last update posted", "updated"),
    ("updated", "updated"),
    ("aktualisiert", "updated"),
    ("letzte änderung", "updated"),
    ("received", "received"),
    ("eingereicht", "received"),
    ("eingegangen", "received"),
    ("submitted", "received"),
    ("revised", "revised"),
    ("überarbeitet", "revised"),
    ("accepted", "accepted"),
    ("angenommen", "accepted"),
    ("published", PAPER),
    ("publication date", PAPER),
    ("veröffentlicht", PAPER),
    ("publiziert", PAPER),
    ("erschien", PAPER),
    ("appeared in", PAPER),
];

/// How far a cue reaches, in bytes.
const REACH: usize = 200;
/// How far the label of a date may stand from it: "Received on ", "Accepted: ".
const LABEL: usize = 12;

/// What a date is the date of; none for a year in prose and for whatever a reference cites.
fn purpose(page: &Page<'_>, found: &Found) -> Option<(FactKind, &'static str)> {
    let text = &page.document.text;
    let year_only = found.date.month == 0;
    // A day of birth is nobody's business here.
    let lead = before(text, found.range.start, 24).to_lowercase();
    let lead = lead.rsplit('\n').next().unwrap_or_default();
    let born =
        ["geb.", "geb ", "geb:", "geboren", "born", "date of birth", "birthdate", "dob", "geburtsdatum", "geburtstag"];
    if !year_only
        && (born.iter().any(|cue| lead.contains(cue))
            || lead.trim_end().ends_with(['*', '✱', '∗']) && !lead.trim_end().ends_with("**"))
    {
        return None;
    }
    let cited =
        page.cited().iter().find(|cited| cited.line.start <= found.range.start && found.range.end <= cited.line.end);
    if let Some(cited) = cited {
        let own =
            cited.year.as_ref().is_some_and(|year| found.range.start <= year.start && year.end <= found.range.end);
        return Some((FactKind::PubDate, if own { PAPER } else { cue(page, found).unwrap_or(PAPER) }));
    }
    match page.document.zone_at(found.range.start) {
        Some(ZoneKind::References | ZoneKind::Keywords | ZoneKind::Caption | ZoneKind::Contact) => return None,
        Some(ZoneKind::Masthead) if !year_only => {
            let labelled = cue(page, found).filter(|function| HISTORY.contains(function));
            return Some((FactKind::PubDate, labelled.unwrap_or_else(|| own_date(page))));
        }
        Some(ZoneKind::Publication) => {
            let copyright = before(text, found.range.start, 20).contains(['©', '@']);
            return (!copyright).then_some((FactKind::PubDate, cue(page, found).unwrap_or(PAPER)));
        }
        Some(ZoneKind::Boilerplate) => {
            let founded = ["gegründet", "founded", "established", "since", "seit"];
            let sentence = page.str(&page.sentence_at(found.range.start)).to_lowercase();
            return founded.iter().any(|cue| sentence.contains(cue)).then_some((FactKind::EventDate, ""));
        }
        Some(ZoneKind::Masthead) | None => {}
    }
    if let Some(function) = cue(page, found) {
        // A year in prose near "published" is as often that of something else.
        if !year_only || function != PAPER || is_label(page, found) {
            return Some((FactKind::PubDate, function));
        }
        return None;
    }
    if year_only {
        return is_told_year(text, found).then_some((FactKind::EventDate, ""));
    }
    if is_of_accounts(page, found) {
        return None;
    }
    if dateline(text, found) {
        return Some((FactKind::PubDate, own_date(page)));
    }
    if medline(text, found) {
        return Some((FactKind::PubDate, PAPER));
    }
    Some((FactKind::EventDate, ""))
}

/// Whether the word of publishing opens the sentence that the year ends: "Published 2023", "Erschienen im Jahr 2023".
fn is_label(page: &Page<'_>, found: &Found) -> bool {
    const LONGEST: usize = 40;
    let sentence = page.sentence_at(found.range.start);
    let lead = page.lower[sentence.start.min(found.range.start)..found.range.start].trim_start();
    lead.len() <= LONGEST
        && ["published", "erschienen", "veröffentlicht", "publiziert", "publication date", "publication year"]
            .iter()
            .filter_map(|cue| lead.strip_prefix(cue))
            .any(|rest| {
                matches!(
                    rest.trim_matches([' ', ':', ',']),
                    "" | "in" | "im jahr" | "im jahre" | "date" | "online" | "online in"
                )
            })
}

/// Whether a year alone is told as the time of something: "in 1999", "seit 2021", "von 2018 bis 2022", "im Sommer 2022".
fn is_told_year(text: &str, found: &Found) -> bool {
    const PREPOSITIONS: &[&str] = &[
        "in",
        "im",
        "since",
        "seit",
        "until",
        "bis",
        "till",
        "from",
        "von",
        "between",
        "zwischen",
        "during",
        "ab",
        "nach",
        "vor",
        "jahr",
        "jahre",
        "year",
        "anfang",
        "mitte",
        "ende",
        "early",
        "late",
        "mid",
        "sommer",
        "winter",
        "herbst",
        "frühjahr",
        "frühling",
        "frühsommer",
        "spätsommer",
        "spring",
        "summer",
        "autumn",
        "fall",
    ];
    // "in 2019 patients", "2024 dollars"
    const COUNTED: &[&str] = &[
        "patient",
        "people",
        "participant",
        "teilnehm",
        "cases",
        "fälle",
        "women",
        "men ",
        "dollar",
        "euro",
        "samples",
        "cells",
        "proben",
    ];
    let lead = before(text, found.range.start, 24).to_lowercase();
    let lead = lead.trim_end_matches([' ', '\u{a0}', '\n']);
    let word = lead.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let tail = text[found.range.end..].trim_start();
    let tail = tail[..floor(tail, 16)].to_lowercase();
    // "von 2018 bis 2022", "between 2018 and 2022"
    let second = || {
        let rest = lead.strip_suffix("and").or_else(|| lead.strip_suffix("und")).or_else(|| lead.strip_suffix("to"));
        rest.is_some_and(|rest| {
            let year = rest.trim_end().rsplit(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
            year.len() == 4 && year.starts_with(['1', '2'])
        })
    };
    (PREPOSITIONS.contains(&word) || second()) && !COUNTED.iter().any(|noun| tail.starts_with(noun))
}

/// Whether a date is that of a company's accounts: "cash was $90 million as of September 30, 2024".
fn is_of_accounts(page: &Page<'_>, found: &Found) -> bool {
    let lead = before(&page.document.text, found.range.start, REACH).to_lowercase();
    let sentence = lead.rsplit(['\n']).next().unwrap_or_default();
    ["as of ", "ended ", "zum ", "through "].iter().any(|cue| sentence.ends_with(cue))
        && ["cash", "revenue", "net loss", "fiscal", "million", "umsatz", "millionen", "quarter", "quartal"]
            .iter()
            .any(|cue| sentence.contains(cue))
}

/// What press offices call what they send.
const RELEASE: &[&str] = &[
    "press release",
    "news release",
    "pressemitteilung",
    "presseinformation",
    "medieninformation",
    "medienmitteilung",
];

/// What to call the day on which this very document came out.
fn own_date(page: &Page<'_>) -> &'static str {
    let text = &page.document.text;
    let head = text[..floor(text, 600)].to_lowercase();
    if RELEASE.iter().any(|cue| head.contains(cue)) { "press release" } else { "published" }
}

fn before(text: &str, at: usize, bytes: usize) -> &str {
    &text[floor(text, at.saturating_sub(bytes))..at]
}

/// The cue that says what the date is: the nearest before it in its sentence or the line above, else one after it.
fn cue(page: &Page<'_>, found: &Found) -> Option<&'static str> {
    let text = &page.document.text;
    let sentence = page.sentence_at(found.range.start);
    let mut from = sentence.start.min(found.range.start);
    // A label stands in the line above: "Article published online:".
    let above = before(text, from, REACH).trim_end();
    if above.ends_with(':') {
        from = above.rfind('\n').map_or(from - above.len().min(from), |at| from.saturating_sub(above.len()) + at);
        from = floor(text, from);
    }
    from = floor(text, from.max(found.range.start.saturating_sub(REACH)));
    let lead = text[from..found.range.start].to_lowercase();
    let nearest = CUES
        .iter()
        .filter_map(|(cue, function)| {
            let end = lead.rfind(cue)? + cue.len();
            // People receive infusions; a manuscript is received on the very date.
            let near = !HISTORY.contains(function) || lead.len() - end <= LABEL;
            near.then_some((end, cue.len(), *function))
        })
        .max();
    if let Some((_, _, function)) = nearest {
        return Some(function);
    }
    // The full stop of "4. Januar" may have ended the sentence that the date begins in.
    let end = page.sentence_at(found.range.end - 1).end;
    let to = floor(text, end.min(found.range.end + REACH).max(found.range.end));
    let tail = text[found.range.end..to].to_lowercase();
    CUES.iter()
        .filter(|(_, function)| !HISTORY.contains(function))
        .filter_map(|(cue, function)| tail.find(cue).map(|at| (at, std::cmp::Reverse(cue.len()), *function)))
        .min()
        .map(|(_, _, function)| function)
}

/// A date that stands alone in a line near the top, or opens a release: "Boston, January 4, 2025 – ".
fn dateline(text: &str, found: &Found) -> bool {
    const TOP: usize = 1500;
    if found.range.start > TOP {
        return false;
    }
    let start = text[..found.range.start].rfind('\n').map_or(0, |at| at + 1);
    let lead = text[start..found.range.start].trim();
    let tail = text[found.range.end..].split('\n').next().unwrap_or_default();
    let dash = tail.trim_start().starts_with(['–', '—', '-', '|', ':', '/', ')', '·', '•']);
    let part = lead.trim_end_matches(['·', '•', '|', ' ']).rsplit(['·', '•', '|']).next().unwrap_or(lead);
    let short = part.chars().count() <= 40 && !lead.contains(['!', '?', ';']);
    let byline = ["By ", "Von ", "von "].iter().any(|by| lead.starts_with(by)) && lead.len() <= 120;
    let place = lead.strip_suffix(',').is_some_and(|place| {
        place.len() <= 40
            && place.split([' ', ',', '-', '/']).all(|word| {
                !word.starts_with(char::is_lowercase)
                    || matches!(word, "am" | "an" | "der" | "im" | "ob" | "upon" | "de" | "la" | "on")
            })
    });
    let sentence = place && past_time(tail).strip_prefix(". ").is_some_and(|rest| rest.starts_with(char::is_uppercase));
    let agency = tail.trim_start().starts_with('(') && tail.chars().take(60).filter(|c| c.is_uppercase()).count() >= 6;
    let joined = lead.is_empty()
        || lead.ends_with([',', '(', '|', '-', '–', '·', '•'])
        || RELEASE.iter().any(|label| lead.to_lowercase().ends_with(label))
        || lead.strip_suffix(':').is_some_and(|label| {
            let label = label.rsplit(['·', '•', '|']).next().unwrap_or(label).to_lowercase();
            OWN_LABELS.iter().any(|own| label.contains(own)) && !EVENT_LABELS.iter().any(|event| label.contains(event))
        });
    (lead.is_empty() && tail.trim().is_empty())
        || (byline && tail.trim().is_empty())
        || (short && joined && is_time(tail))
        || sentence
        || (short && (dash || agency || tail.trim().is_empty()) && joined)
}

/// Whether a line goes on with a time of day: ", 10:00 Uhr".
fn is_time(tail: &str) -> bool {
    let tail = tail.trim_start_matches([' ', ',', '|']);
    let digits = tail.bytes().take_while(u8::is_ascii_digit).count();
    (1..=2).contains(&digits) && tail[digits..].starts_with([':', '.']) && tail.len() <= 24
}

/// What follows a time of day behind the date of a dateline, with its zone: ", 07:30 CEST. A company".
fn past_time(tail: &str) -> &str {
    const TIME: usize = 20;
    let end = tail.find(". ").filter(|&end| end <= TIME && is_time(&tail[..end]));
    end.map_or(tail, |end| &tail[end..])
}

/// Labels of the day on which a document came out, and of days in what it tells of.
const OWN_LABELS: &[&str] =
    &["date", "datum", "publish", "veröffent", "stand", "post", "releas", "erschien", "issued", "press", "news"];
const EVENT_LABELS: &[&str] =
    &["start", "complet", "end ", "birth", "geburt", "aufnahme", "entlass", "enrol", "admission"];

/// The date of a MEDLINE citation: "Blood. 2025 Jan 4;145(1)" or "2025 Jan;145".
fn medline(text: &str, found: &Found) -> bool {
    let text_after = &text[found.range.end..];
    text_after.starts_with(';')
        && text_after[1..].trim_start().starts_with(|c: char| c.is_ascii_digit())
        && before(text, found.range.start, 2).starts_with('.')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::finds::testing::{document, found, values};
    use super::*;

    fn read(text: &str) -> Vec<String> {
        dates(text, &super::super::numbers::digits(text))
            .into_iter()
            .map(|found| match found.other {
                Some(other) => format!("{}/{}", found.date.iso(), other.iso()),
                None => found.date.iso(),
            })
            .collect()
    }

    #[test]
    fn each_form_is_read() {
        for (text, expected) in [
            ("am 4. Januar 2025", "2025-01-04"),
            ("January 4, 2025", "2025-01-04"),
            ("12 August 2025", "2025-08-12"),
            ("12th of August 2025", "2025-08-12"),
            ("March 3rd, 2024", "2024-03-03"),
            ("Aug 2025", "2025-08"),
            ("im März 2024", "2024-03"),
            ("Sept. 2024", "2024-09"),
            ("2025 Jan 4", "2025-01-04"),
            ("2025 Jan;", "2025-01"),
            ("2025-01-09", "2025-01-09"),
            ("2025-01-09T10:00", "2025-01-09"),
            ("09.01.2025", "2025-01-09"),
            ("9. 1. 2025", "2025-01-09"),
            ("13/01/2025", "2025-01-13"),
            ("01/13/2025", "2025-01-13"),
            ("01/09/2025", "2025-01-09/2025-09-01"),
            ("02/02/2025", "2025-02-02"),
            ("Cell 2026", "2026"),
            ("am 03.09.24 entlassen", "2024-09-03"),
            ("Am 3.9.98.", "1998-09-03"),
            ("2023 Nov-Dec;", "2023-11"),
            ("(03/2024)", "2024-03"),
        ] {
            assert_eq!(read(text), [expected], "{text}");
        }
    }

    #[test]
    fn days_of_one_sentence_share_their_year() {
        for (text, expected) in [
            ("Er kam am 24. Mai, ging am 3. Juni 2023.", &["2023-05-24", "2023-06-03"] as &[_]),
            ("ill on May 24 and well on June 3, 2023", &["2023-05-24", "2023-06-03"]),
            ("am 4. März, am 9. März und am 20. März 2024", &["2024-03-04", "2024-03-09", "2024-03-20"]),
            ("from 2 May to 5 May 2022", &["2022-05-02", "2022-05-05"]),
            ("Er kam am 24. Mai. Nun geht es ihm gut. Am 3. Juni 2023 ging er.", &["2023-06-03"]),
            ("am 24. Dezember und am 3. Januar 2024", &["2024-01-03"]),
            ("12 patients and 4 May 2022", &["2022-05-04"]),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_a_date_is_none() {
        for text in [
            "02504-2",
            "31.02.2025",
            "S1934-5909",
            "CD2020a",
            "12345",
            "2025-13-40",
            "1.2025.3",
            "Version 1.2.24",
            "1.2.24",
            "Nr. 12/2023",
        ] {
            assert!(read(text).is_empty(), "{text}: {:?}", read(text));
        }
    }

    fn check(pieces: &[(Option<ZoneKind>, &str)], kind: FactKind, expected: &[&str]) {
        let facts = found(&document(pieces), find);
        assert_eq!(values(&facts, kind), expected, "{pieces:?}");
    }

    #[test]
    fn a_date_is_called_by_its_cue() {
        let date = |text, expected: &[&str]| check(&[(None, text)], FactKind::PubDate, expected);
        date("Article published online:\n12 August 2025", &["2025-08-12 | published online"]);
        date("Received: 3 May 2024\nAccepted: 1 July 2024", &["2024-05-03 | received", "2024-07-01 | accepted"]);
        date(
            "Die Arbeit wurde am 4. Januar 2025 in einer Zeitschrift veröffentlicht.",
            &["2025-01-04 | publication of the paper"],
        );
        date("Boston, January 4, 2025 – A new drug works.", &["2025-01-04 | published"]);
        date("Pressemitteilung\n\n04.01.2025\n\nText", &["2025-01-04 | press release"]);
        date("Blood. 2025 Jan 4;145(1):1-9.", &["2025-01-04 | publication of the paper"]);
        date("In 2019 the disease was published widely.", &[]);
        date("By Jane Roe, Leeds News, October 3, 2023\n\nText", &["2023-10-03 | published"]);
        date("Press · Medicine · 25.06.2025 – 3 min\n\nText", &["2025-06-25 | published"]);
        date("NEWS RELEASE 8-OCT-2025\n\nText", &["2025-10-08 | press release"]);
        date("No. 13 · Class 2 · Stand: 15.01.2026 · Ende: 14.01.2031", &["2026-01-15 | published"]);
        date("Basel, May 22, 2025. Researchers have found it.", &["2025-05-22 | published"]);
        date("OAKVILLE, Calif., Nov. 6, 2024 (NEWS WIRE) -- Acme said", &["2024-11-06 | published"]);
        date("Frankfurt am Main, 21. Februar 2023. Eine Studie zeigt es.", &["2023-02-21 | published"]);
        date("Verena Roth | 22.10.2024 10:00 Uhr |", &["2024-10-22 | published"]);
        date("Updated 3 March 2025. All is well.", &["2025-03-03 | updated"]);
        date("Posted on Tuesday, 17 December 2024 at 09:14", &["2024-12-17 | published"]);
        date("Revised 3 April 2024", &["2024-04-03 | revised"]);
        date("Start Date: 2023-11-20", &[]);
        date("Datum: 14.03.2024", &["2024-03-14 | published"]);
    }

    #[test]
    fn an_event_is_no_date_of_publication() {
        check(
            &[(None, "She received the infusion early and was well. The first dose came in July 2024.")],
            FactKind::EventDate,
            &["2024-07"],
        );
        check(&[(Some(ZoneKind::Boilerplate), "Das Institut wurde 2008 gegründet.")], FactKind::EventDate, &["2008"]);
        check(&[(None, "Start Date: 2023-11-20")], FactKind::EventDate, &["2023-11-20"]);
        check(&[(None, "Cash was $90 million as of September 30, 2024.")], FactKind::EventDate, &[]);
    }

    #[test]
    fn a_year_alone_is_a_year() {
        let events = |text, expected: &[&str]| check(&[(None, text)], FactKind::EventDate, expected);
        events("In 1999, she was diagnosed.", &["1999"]);
        events("Die Studie lief von 2018 bis 2022.", &["2018", "2022"]);
        events("Between 2015 and 2019 the clinic saw many.", &["2015", "2019"]);
        events(
            "Seit 2021 wird sie behandelt. Im Jahr 2020 erkrankte er. Im Sommer 2022 kam er.",
            &["2021", "2020", "2022"],
        );
        events("We saw this in 2019 patients. It cost 2024 dollars in room 2019 (Roe 2017).", &[]);
        check(&[(None, "Published 2023. All is well.")], FactKind::PubDate, &["2023 | publication of the paper"]);
        check(&[(None, "A trial published in 2017 failed.")], FactKind::PubDate, &[]);
    }

    #[test]
    fn a_day_of_birth_is_no_date_of_the_document() {
        for text in [
            "geb. am 22.01.1974",
            "* 21.2.2008",
            "geboren am: 31.12.1999",
            "Date of birth: 12 May 1961",
            "DOB 03/04/1970",
        ] {
            for zone in [None, Some(ZoneKind::Masthead)] {
                let facts = found(&document(&[(zone, text)]), find);
                assert!(facts.is_empty(), "{text}: {facts:?}");
            }
        }
    }

    #[test]
    fn a_record_is_posted_and_a_page_updated() {
        check(
            &[(None, "Record last updated: 2025-03-04\nFirst Posted: May 2, 2023\nStudy Start: 2023-06-01")],
            FactKind::PubDate,
            &["2025-03-04 | updated", "2023-05-02 | published"],
        );
        check(&[(None, "Kiel – Aktualisiert am 3. Juni 2024, 9:10 Uhr")], FactKind::PubDate, &["2024-06-03 | updated"]);
    }

    #[test]
    fn a_dateline_may_tell_the_time() {
        let line = "Acme reports\n\nOslo, 4 May 2023, 08:15 CET. Acme has news.";
        check(&[(None, line)], FactKind::PubDate, &["2023-05-04 | published"]);
    }

    #[test]
    fn a_year_says_nothing_beside_its_day() {
        check(
            &[
                (None, "The paper was published on May 2, 2024."),
                (Some(ZoneKind::Publication), "Roe J. Cells. Blood 2024"),
            ],
            FactKind::PubDate,
            &["2024-05-02 | publication of the paper"],
        );
    }

    #[test]
    fn the_line_that_cites_a_paper_tells_when_it_came_out() {
        let line = |text| (Some(ZoneKind::Masthead), text);
        check(
            &[line("Cell Rep. 2024 Mar;4(5):6-7. doi: 10.1000/x. Epub 2023 Dec 2."), (None, "Cells in lupus")],
            FactKind::PubDate,
            &["2024-03 | publication of the paper", "2023-12-02 | published online"],
        );
        check(
            &[line("Der Hautarzt 2021; 12: 3–9\nEingegangen: 3. Mai 2021"), (None, "Zellen bei Lupus")],
            FactKind::PubDate,
            &["2021 | publication of the paper", "2021-05-03 | received"],
        );
        check(&[line("Gut. 2025 Jan 4. doi: 10.1000/x. Online ahead of print.")], FactKind::EventDate, &[]);
    }

    #[test]
    fn another_date_decides_which_number_is_the_month() {
        let masthead = (Some(ZoneKind::Masthead), "Press release\n01/09/2025");
        check(
            &[masthead, (None, "Das Ergebnis wurde am 4. Januar 2025 veröffentlicht.")],
            FactKind::PubDate,
            &["2025-01-09 | press release", "2025-01-04 | publication of the paper"],
        );
        // Dates of one page are written alike.
        let received = "Received 12/11/2023; accepted 25/11/2023";
        check(&[(None, received)], FactKind::PubDate, &["2023-11-12 | received", "2023-11-25 | accepted"]);
        let received = "Accepted 11/25/2023; published 12/11/2023";
        check(
            &[(None, received)],
            FactKind::PubDate,
            &["2023-11-25 | accepted", "2023-12-11 | publication of the paper"],
        );
        let both = "Received 12/11/2023; accepted 01/05/2024";
        check(
            &[(None, both)],
            FactKind::PubDate,
            &["2023-12-11 or 2023-11-12 | received", "2024-01-05 or 2024-05-01 | accepted"],
        );
        check(&[masthead], FactKind::PubDate, &["2025-01-09 or 2025-09-01 | press release"]);
    }

    #[test]
    fn the_documents_own_date_comes_before_that_of_the_paper() {
        let publish = |pieces: &[(Option<ZoneKind>, &str)]| published(&found(&document(pieces), find));
        let paper = (Some(ZoneKind::Publication), "Blood 2026, DOI: 10.1000/x");
        assert_eq!(publish(&[paper]).as_deref(), Some("2026"));
        assert_eq!(publish(&[(Some(ZoneKind::Masthead), "12.03.2026"), paper]).as_deref(), Some("2026-03-12"));
        assert_eq!(publish(&[(Some(ZoneKind::Masthead), "01/09/2025")]).as_deref(), Some("2025"));
        assert_eq!(publish(&[(Some(ZoneKind::References), "1 Roe J. Blood 2024; 1: 2")]), None);
        assert_eq!(publish(&[(None, "No date.")]), None);
    }

    proptest! {
        #[test]
        fn any_text_is_read_and_evidence_quotes_it(text in "[0-9./, -]{0,12}(Mai|Jan|ä| )?[ .]?(2025|19)?[0-9äa-z:;. ]{0,20}") {
            found(&document(&[(None, &text)]), find);
        }
    }
}
