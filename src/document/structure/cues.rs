//! The words by which a line tells what it is, in German and English: labels of zones and sections, lines above a
//! title, captions, addresses and what an institution says of itself. Tables first, the few rules after them.

use crate::document::ZoneKind;

/// Labels that open a zone when they are all of a line or stand before its colon. Lower case, without the colon.
const ZONE_LABELS: &[(ZoneKind, &[&str])] = &[
    (
        ZoneKind::References,
        &[
            "references",
            "literatur",
            "literaturverzeichnis",
            "literature",
            "literature cited",
            "bibliography",
            "bibliographie",
            "works cited",
            "quellen",
            "quellenverzeichnis",
            "einzelnachweise",
            "reference list",
        ],
    ),
    (
        ZoneKind::Contact,
        &[
            "weitere informationen",
            "kontakt",
            "kontakte",
            "contact",
            "contacts",
            "contact information",
            "contact details",
            "media contact",
            "media contacts",
            "press contact",
            "press office",
            "pressekontakt",
            "pressestelle",
            "ansprechpartner",
            "ansprechpartnerin",
            "ansprechpartnerinnen",
            "ihr ansprechpartner",
            "medienkontakt",
            "wissenschaftlicher ansprechpartner",
            "wissenschaftliche ansprechpartner",
            "wissenschaftliche ansprechpartnerin",
            "contact for scientific information",
            "further information",
            "for more information",
            "more information",
            "rückfragen",
            "korrespondenzadresse",
            "correspondence",
            "corresponding author",
            "address for correspondence",
            "kontakt für rückfragen",
            "kontakt für die presse",
            "kontakt für medien",
            "für weitere informationen",
        ],
    ),
    (
        ZoneKind::Publication,
        &[
            "originalpublikation",
            "originalpublikationen",
            "original publication",
            "original publications",
            "original paper",
            "original article",
            "originalarbeit",
            "originalveröffentlichung",
            "publikation",
            "publication",
            "link zur publikation",
            "link zur veröffentlichung",
            "link zur studie",
            "link to publication",
            "link to the publication",
            "link to the paper",
            "publication history",
            "publikationsverlauf",
            "journal reference",
            "citation",
            "cite this article",
            "zitierweise",
            "zitation",
            "story source",
            "zur veröffentlichung",
            "zur publikation",
            "paper",
        ],
    ),
    (
        ZoneKind::Keywords,
        &[
            "keywords",
            "key words",
            "keyword",
            "schlüsselwörter",
            "schlüsselworte",
            "schlagwörter",
            "schlagworte",
            "stichwörter",
            "stichworte",
            "index terms",
            "mesh terms",
        ],
    ),
    (
        ZoneKind::Boilerplate,
        &[
            "about us",
            "über uns",
            "impressum",
            "imprint",
            "legal notice",
            "disclaimer",
            "haftungsausschluss",
            "copyright",
            "boilerplate",
            "hintergrund zum unternehmen",
        ],
    ),
];

/// Labels of sections of prose.
const SECTION_LABELS: &[&str] = &[
    "abstract",
    "acknowledgements",
    "acknowledgments",
    "aims",
    "aim",
    "author contributions",
    "autorenbeiträge",
    "background",
    "case presentation",
    "case report",
    "conclusion",
    "conclusions",
    "conflict of interest",
    "conflicts of interest",
    "danksagung",
    "data availability",
    "diskussion",
    "discussion",
    "einleitung",
    "ergebnisse",
    "ethics",
    "fallbericht",
    "fazit",
    "finanzierung",
    "findings",
    "funding",
    "hintergrund",
    "interessenkonflikt",
    "interessenkonflikte",
    "interpretation",
    "introduction",
    "limitations",
    "limitationen",
    "material und methoden",
    "materials and methods",
    "methoden",
    "methodik",
    "methods",
    "objective",
    "objectives",
    "outlook",
    "ausblick",
    "patienten und methoden",
    "patients and methods",
    "results",
    "schlussfolgerung",
    "schlussfolgerungen",
    "summary",
    "supplementary material",
    "zielsetzung",
    "zusammenfassung",
];

/// What stands above a title and is none: kinds of text, menu words. Whole lines, lower case.
const MASTHEAD_LINES: &[&str] = &[
    "article",
    "artikel",
    "case report",
    "editorial",
    "english",
    "deutsch",
    "home",
    "letter",
    "login",
    "menu",
    "menü",
    "media release",
    "medieninformation",
    "medienmitteilung",
    "medizin",
    "medicine",
    "nachricht",
    "nachrichten",
    "news",
    "news release",
    "newsletter",
    "original article",
    "originalarbeit",
    "open access",
    "pdf",
    "press release",
    "pressemeldung",
    "pressemitteilung",
    "presseinformation",
    "print",
    "drucken",
    "research",
    "research article",
    "review",
    "review article",
    "search",
    "suche",
    "share",
    "teilen",
    "startseite",
    "subscribe",
    "subscribe to rss",
    "rss",
    "skip to content",
    "skip to main content",
    "zum inhalt springen",
    "übersichtsarbeit",
    "übersicht",
    "kasuistik",
    "jump to",
    "for immediate release",
    "sperrfrist",
    "embargo",
    "download pdf",
    "full text",
    "volltext",
    "abstract",
    "zurück",
    "back",
    "-",
    "forschung",
    "wissenschaft",
    "gesundheit",
    "health",
    "science",
];

/// Beginnings of lines above a title, lower case.
const MASTHEAD_STARTS: &[&str] = &[
    "doi",
    "issn",
    "pmid",
    "pmcid",
    "http://",
    "https://",
    "www.",
    "date:",
    "datum:",
    "stand:",
    "author:",
    "autor:",
    "von:",
    "by:",
    "source:",
    "quelle:",
    "published",
    "veröffentlicht",
    "article published",
    "received:",
    "eingegangen:",
    "©",
    "copyright",
    "subscribe",
    "share ",
    "sperrfrist:",
    "embargo",
    "to:",
    "from:",
    "an:",
    "subject:",
    "betreff:",
    "pressemitteilung ",
    "press release ",
    "presseinformation ",
    "category:",
    "kategorie:",
    "tags:",
];

const CAPTION_STARTS: &[&str] = &[
    "foto",
    "fotos",
    "photo",
    "photos",
    "bild",
    "bilder",
    "image",
    "picture",
    "abbildung",
    "abb.",
    "abb",
    "fig.",
    "fig",
    "figure",
    "grafik",
    "graphic",
    "illustration",
    "bildunterschrift",
    "bildnachweis",
    "bildquelle",
    "bildrechte",
    "fotocredit",
    "fotonachweis",
    "credit",
    "credits",
    "caption",
    "photo credit",
    "image credit",
    "im bild",
    "bildtext",
    "auf dem bild",
    "auf dem foto",
];

const MONTHS: &[&str] = &[
    "januar",
    "jänner",
    "februar",
    "märz",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "dezember",
    "january",
    "february",
    "march",
    "may",
    "june",
    "july",
    "october",
    "december",
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "okt",
    "oct",
    "nov",
    "dez",
    "dec",
    "montag",
    "dienstag",
    "mittwoch",
    "donnerstag",
    "freitag",
    "samstag",
    "sonntag",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "uhr",
    "am",
    "pm",
    "cet",
    "cest",
    "den",
    "st",
    "nd",
    "rd",
    "th",
];

/// The zone that a line of its own opens as a heading or label.
pub fn zone_label(line: &str) -> Option<ZoneKind> {
    let bare = bare(line)?;
    ZONE_LABELS
        .iter()
        .find(|(_, labels)| labels.contains(&bare.as_str()))
        .map(|(kind, _)| *kind)
        .or_else(|| opens_self_description(&bare).then_some(ZoneKind::Boilerplate))
}

/// Whether a line of its own is a label of a zone or of a usual section.
pub fn is_label(line: &str) -> bool {
    let Some(bare) = bare(line) else { return false };
    SECTION_LABELS.contains(&bare.as_str()) || ZONE_LABELS.iter().any(|(_, labels)| labels.contains(&bare.as_str()))
}

/// Whether a line of a text without mark-up is a heading because of its words alone.
pub fn is_heading_label(line: &str) -> bool {
    is_label(line) || (zone_label(line).is_some() && !line.trim_end().ends_with('.'))
}

/// The zone that a label at the beginning of a line gives to it: "Keywords: a, b".
pub fn inline_label(line: &str) -> Option<ZoneKind> {
    let (head, rest) = line.split_once(':')?;
    if rest.trim().is_empty() || head.len() > 60 {
        return None;
    }
    let bare = bare(head)?;
    ZONE_LABELS
        .iter()
        .find(|(kind, labels)| *kind != ZoneKind::References && labels.contains(&bare.as_str()))
        .map(|(kind, _)| *kind)
}

/// Where a label begins that was pasted onto the end of a line without a break ("... ZelltherapiePublication
/// History"): after a lower-case letter, in upper case.
pub fn glued_label(line: &str) -> Option<usize> {
    let lower = line.to_lowercase();
    // Only where lower-casing kept the length do the offsets agree.
    if lower.len() != line.len() || line.len() > 2000 {
        return None;
    }
    ZONE_LABELS
        .iter()
        .flat_map(|(_, labels)| *labels)
        .filter(|label| label.len() >= 8)
        .filter_map(|label| lower.trim_end_matches([' ', ':']).strip_suffix(label).map(str::len))
        .find(|&at| line[..at].ends_with(char::is_lowercase) && line[at..].starts_with(char::is_uppercase))
}

/// Whether a line is one that stands above titles: kind of text, date, category, identifier, address, menu word.
pub fn is_masthead(line: &str) -> bool {
    let lower = line.trim().to_lowercase();
    let bare = lower.trim_end_matches([':', ' ']);
    MASTHEAD_LINES.contains(&bare)
        || MASTHEAD_STARTS.iter().any(|start| lower.starts_with(start))
        || is_date(&lower)
        || (!lower.contains(' ') && lower.contains('@'))
        || !lower.chars().any(char::is_alphabetic)
}

/// Whether a line is nothing but a date, with a time and a weekday perhaps.
fn is_date(lower: &str) -> bool {
    lower.contains(|c: char| c.is_ascii_digit())
        && lower.len() <= 60
        && lower
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .all(|word| {
                MONTHS.contains(&word)
                    || word.trim_start_matches(|c: char| c.is_ascii_digit()).len() <= 2
                        && word.starts_with(|c: char| c.is_ascii_digit())
            })
}

/// Whether a block is a caption or credit of a picture.
pub fn is_caption(block: &str) -> bool {
    if block.len() > 1500 {
        return false;
    }
    let lower = block.to_lowercase();
    let start = lower.trim_start_matches(['(', '[', '*', ' ']);
    CAPTION_STARTS.iter().any(|cue| {
        start.strip_prefix(cue).is_some_and(|rest| {
            let rest = rest.trim_start();
            rest.starts_with(':')
                || rest.starts_with("©")
                || (cue.starts_with("im ") || cue.starts_with("auf "))
                || rest
                    .trim_start_matches(|c: char| c.is_ascii_digit())
                    .starts_with([':', '.'])
                    && rest.starts_with(|c: char| c.is_ascii_digit())
        })
    }) || [
        "(v.l.",
        "(v. l.",
        "v.l.n.r",
        "v. l. n. r",
        "(from left",
        "from left to right",
        "von links nach rechts",
    ]
    .iter()
    .any(|cue| lower.contains(cue))
}

/// Whether a line is copyright or a menu, wherever it stands.
pub fn is_notice(line: &str) -> bool {
    if line.len() > 300 {
        return false;
    }
    let lower = line.to_lowercase();
    lower.starts_with('©')
        || lower.starts_with("(c) ")
        || lower.starts_with("copyright ")
        || lower.contains("all rights reserved")
        || lower.contains("alle rechte vorbehalten")
        || lower.starts_with("subscribe to")
        || lower.starts_with("newsletter abonnieren")
}

/// Whether a block has what an address has: mail, telephone, street and town.
pub fn has_address(block: &str) -> bool {
    let lower = block.to_lowercase();
    block.contains('@')
        || [
            "tel.", "tel:", "telefon", "phone", "fax", "e-mail", "email", "straße ", "str. ",
        ]
        .iter()
        .any(|cue| lower.contains(cue))
}

/// Whether a paragraph is what an institution says of itself: its size, its rank, who pays it, when it was founded.
pub fn is_self_description(block: &str) -> bool {
    let lower = block.to_lowercase();
    let has = |cues: &[&str]| cues.iter().any(|cue| lower.contains(cue));
    let number = lower.contains(|c: char| c.is_ascii_digit());
    let staff = number
        && has(&[
            "mitarbeiterinnen",
            "mitarbeitende",
            "mitarbeitern",
            "beschäftigte",
            " employees",
            "staff members",
            "members of staff",
            "people employed",
        ]);
    let rank = has(&[
        "größte ",
        "größten ",
        "größter ",
        "führende ",
        "führenden ",
        "the largest",
        "one of the leading",
        "is a leading",
        "leading",
    ]) && has(&[
        "forschungseinrichtung",
        "forschungszentr",
        "universitätsklinik",
        "krankenhaus",
        "krankenhäuser",
        "kliniken",
        "hochschule",
        "research institut",
        "research cent",
        "research organi",
        "hospitals",
        "university hospital",
        "universities",
        "medical cent",
        "biopharmaceutical compan",
        "pharmaunternehmen",
    ]);
    let funds =
        (lower.contains("prozent") || lower.contains('%') || lower.contains("percent") || lower.contains("per cent"))
            && has(&[
                "finanziert",
                "mittel des",
                "mittel der",
                "financed",
                "funded by",
                "bundesministerium",
                "federal ministry",
            ]);
    let founded = number
        && (has(&["gegründet"]) || has(&["was founded", "founded in", "was established", "established in"]))
        && has(&[
            "institut",
            "zentrum",
            "klinik",
            "ggmbh",
            "gmbh",
            "stiftung",
            "center",
            "centre",
            "hospital",
            "universit",
            "company",
            "partnership",
        ]);
    let member = has(&[
        "ist mitglied de",
        "ist mitglied in der",
        "gehört der helmholtz",
        "is a member of the helmholtz",
        "is a member of the leibniz",
    ]);
    staff && rank
        || funds
        || founded
        || member
        || (staff
            && has(&[
                "klinik",
                "zentrum",
                "hospital",
                "institut",
                "centre",
                "center",
                "company",
                "unternehmen",
            ])
            && has(&[
                "patient",
                "studierende",
                "standort",
                "beds",
                "betten",
                "students",
                "sites",
                "umsatz",
                "revenue",
            ]))
}

/// "Über das Institut", "About Acme": a heading of self-description, unlike "About the study" or "Über 100 Fälle".
fn opens_self_description(bare: &str) -> bool {
    let Some(rest) = bare.strip_prefix("über ").or_else(|| bare.strip_prefix("about ")) else {
        return false;
    };
    let subject = [
        "studie",
        "study",
        "trial",
        "krankheit",
        "erkrankung",
        "disease",
        "paper",
        "therapie",
        "therapy",
        "syndrom",
    ];
    rest.starts_with(char::is_alphabetic)
        && !subject.iter().any(|word| rest.contains(word))
        && rest.split(' ').count() <= 9
}

/// A short line without its colon and marks, lower case; none for a line too long to be a label.
fn bare(line: &str) -> Option<String> {
    let line = line.trim().trim_matches(['*', ':', '#', ' ', '_']);
    (!line.is_empty() && line.len() <= 90).then(|| line.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_open_zones() {
        for (line, kind) in [
            ("Weitere Informationen", Some(ZoneKind::Contact)),
            ("Original publication:", Some(ZoneKind::Publication)),
            ("LITERATUR", Some(ZoneKind::References)),
            ("Über das Herzzentrum", Some(ZoneKind::Boilerplate)),
            ("About the study", None),
            ("Über 100 Fälle", None),
            ("Schlüsselwörter", Some(ZoneKind::Keywords)),
            ("Ergebnisse", None),
        ] {
            assert_eq!(zone_label(line), kind, "{line}");
        }
        assert_eq!(inline_label("Keywords: asthma, lung"), Some(ZoneKind::Keywords));
        assert_eq!(inline_label("The keywords: asthma"), None);
    }

    #[test]
    fn labels_pasted_onto_a_word_are_seen() {
        assert_eq!(glued_label("asthma - lungPublication History"), Some(13));
        assert_eq!(glued_label("the publication history"), None);
    }

    #[test]
    fn lines_above_titles() {
        for line in [
            "Press release",
            "12 August 2025",
            "01/09/2025",
            "DOI: 10.1000/x",
            "Freitag, 3. Mai 2024, 14 Uhr",
            "a@b.de",
            "***",
        ] {
            assert!(is_masthead(line), "{line}");
        }
        for line in [
            "A new drug for asthma",
            "12 patients in May",
            "Neue Therapie bei Rheuma",
        ] {
            assert!(!is_masthead(line), "{line}");
        }
    }

    #[test]
    fn captions() {
        for block in [
            "Foto: A. Meier",
            "Abb. 2: Zellen",
            "Das Team (v.l.n.r.): A, B",
            "Figure 1. Survival",
        ] {
            assert!(is_caption(block), "{block}");
        }
        for block in ["Bildgebung zeigte nichts.", "Figure skating helps.", "Fotos halfen."] {
            assert!(!is_caption(block), "{block}");
        }
    }

    #[test]
    fn institutions_describe_themselves() {
        for block in [
            "Das Herzzentrum ist mit 900 Mitarbeiterinnen und Mitarbeitern das größte Forschungszentrum des Landes.",
            "The institute was founded in 1999 as a partnership.",
            "Das Institut wird zu 80 Prozent vom Land finanziert.",
        ] {
            assert!(is_self_description(block), "{block}");
        }
        for block in [
            "Zwölf Patienten wurden behandelt; 80 Prozent sprachen an.",
            "The drug is funded by nobody.",
            "Die größte Studie mit 900 Betroffenen.",
        ] {
            assert!(!is_self_description(block), "{block}");
        }
    }
}
