//! Documents in, structure out.

use std::path::Path;

use casebook::document::{Document, TitleOrigin, ZoneKind};
use casebook::format::{Input, Parsed, Refusal, known_extension, read};
use proptest::prelude::*;

fn parse(name: &str, bytes: &[u8]) -> Parsed {
    read(Input { name: Path::new(name), bytes }).expect("it is a text").next().expect("one document")
}

fn document(name: &str, text: &str) -> Document {
    parse(name, text.as_bytes()).document
}

fn zone_texts(document: &Document, kind: ZoneKind) -> Vec<&str> {
    document.zones.iter().filter(|zone| zone.kind == kind).map(|zone| &document.text[zone.range.clone()]).collect()
}

/// All ranges of a document lie on characters, inside the text and in order.
fn assert_sound(document: &Document) {
    let text = &document.text;
    let sound = |range: &std::ops::Range<usize>| text.get(range.clone()).is_some_and(|part| !part.is_empty());
    let mut end = 0;
    for block in &document.blocks {
        assert!(sound(&block.range) && block.range.start >= end, "{block:?}");
        assert!(text[end..block.range.start].trim().is_empty(), "text before {block:?} belongs to no block");
        end = block.range.end;
    }
    assert!(document.blocks.is_empty() || text[end..].trim().is_empty(), "text after the last block");
    let mut end = 0;
    for zone in &document.zones {
        assert!(sound(&zone.range) && zone.range.start >= end, "{zone:?}");
        end = zone.range.end;
    }
    let mut end = 0;
    for link in &document.links {
        assert!(sound(&link.range) && link.range.start >= end, "{link:?} in {text:?}");
        assert!(!link.target.contains('\n'));
        end = link.range.end;
    }
    let mut start = 0;
    for span in &document.spans {
        assert!(sound(&span.range) && span.range.start >= start, "{span:?}");
        start = span.range.start;
    }
    let mut start = 0;
    for section in &document.sections {
        assert!(sound(&section.range) && sound(&section.heading) && section.heading.start == section.range.start);
        assert!(section.range.start >= start && section.heading.end <= section.range.end);
        start = section.range.start;
    }
    if let Some(range) = &document.title.range {
        assert!(sound(range));
    }
    assert!(!document.title.text.contains('\n'));
    assert!(document.sentences().iter().all(sound));
}

#[test]
fn titles() {
    let prose = "Die Behandlung dauerte viele Wochen und brachte am Ende den Erfolg, auf den alle gehofft hatten.";
    for (name, text, title, origin) in [
        ("a.md", "Press release\n\n# Neue Hoffnung\n\ntext".to_owned(), "Neue Hoffnung", TitleOrigin::Heading),
        ("a.md", "---\ntitle: \"Der Fall\"\n---\n\n# Anders\n".to_owned(), "Der Fall", TitleOrigin::Declared),
        (
            "a.txt",
            format!("Subscribe to RSS\nDOI: 10.1000/x\nA new drug\n{prose}\n"),
            "A new drug",
            TitleOrigin::Heading,
        ),
        (
            "a.txt",
            format!("12 May 2024\nNew hope\nby Ann Hill\nLondon Clinic\n{prose}"),
            "New hope",
            TitleOrigin::FirstLine,
        ),
        (
            "a.txt",
            format!(
                "1. Ann Cell Lett. 2024 Mar;4(5):6-7. doi: 10.1000/x. \n10.1000/x. Epub 2024 Jan 2.\n\nCells in lupus, a very \
                 long title that the register ends with a full stop as if it were a sentence, which it is not at all.\n\n\
                 Lind E(1), Roth J(2).\n\n{prose}"
            ),
            "Cells in lupus, a very long title that the register ends with a full stop as if it were a sentence, which \
             it is not at all.",
            TitleOrigin::FirstLine,
        ),
        (
            "a.txt",
            format!("Originalarbeit\nHautarzt 2021 · 12:3–9\nZellen bei Lupus\nE. Lind, J. Roth, A. Berg\n{prose}"),
            "Zellen bei Lupus",
            TitleOrigin::Heading,
        ),
        (
            "a.txt",
            format!("Klinikum am See\nMedienmitteilung, 3. Mai 2024\n\nNeue Hoffnung: Zellen gegen Rheuma\n\n{prose}"),
            "Neue Hoffnung: Zellen gegen Rheuma",
            TitleOrigin::Heading,
        ),
        ("a.txt", format!("{prose} {prose}"), "[a.txt]", TitleOrigin::FileName),
        ("a.txt", format!("Dear colleague,\n{prose} {prose}\nBest wishes."), "[a.txt]", TitleOrigin::FileName),
        ("dir/leer.txt", String::new(), "[leer.txt]", TitleOrigin::FileName),
    ] {
        let document = document(name, &text);
        assert_eq!((document.title.text.as_str(), document.title.origin), (title, origin));
        assert_sound(&document);
    }
}

#[test]
fn a_press_release() {
    for name in ["release.txt", "release.md"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name);
        let text = std::fs::read_to_string(path).expect("the fixture is there");
        let document = document(name, &text);
        assert_sound(&document);
        assert_eq!(document.title.text, "Neue Zelltherapie hilft bei schwerem Rheuma", "{name}");
        let headings: Vec<&str> =
            document.sections.iter().map(|section| &document.text[section.heading.clone()]).collect();
        assert_eq!(
            headings,
            [
                "Neue Zelltherapie hilft bei schwerem Rheuma",
                "Erste Erfahrungen",
                "Weitere Informationen",
                "Originalpublikation:",
                "Literatur",
            ],
            "{name}"
        );
        assert!(zone_texts(&document, ZoneKind::Masthead)[0].starts_with("Pressemitteilung"), "{name}");
        assert!(zone_texts(&document, ZoneKind::Contact)[0].contains("berg@klinik.example"), "{name}");
        assert!(zone_texts(&document, ZoneKind::Publication)[0].contains("10.1000/rheuma"), "{name}");
        assert!(zone_texts(&document, ZoneKind::Boilerplate)[0].contains("Beschäftigte"), "{name}");
        assert!(zone_texts(&document, ZoneKind::Caption)[0].starts_with("Foto:"), "{name}");
        assert!(zone_texts(&document, ZoneKind::Keywords)[0].contains("Rheuma, Zellen"), "{name}");
        assert!(zone_texts(&document, ZoneKind::References)[0].ends_with("2025; 5: 5-6"), "{name}");
        let targets: Vec<&str> = document.links.iter().map(|link| link.target.as_str()).collect();
        assert_eq!(targets, ["mailto:berg@klinik.example", "doi:10.1000/rheuma", "https://example.org/a(1)"], "{name}");
    }
}

/// The texts that the project was made for: title, number of sections, link targets, zones.
#[test]
fn seeds() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        println!("skipped: no seeds/");
        return;
    };
    for entry in entries {
        let path = entry.expect("the folder can be read").path();
        let bytes = std::fs::read(&path).expect("the seed can be read");
        let document = parse(&path.to_string_lossy(), &bytes).document;
        assert_sound(&document);
        assert_eq!(document.title.origin, TitleOrigin::Heading, "{}", path.display());
        assert!(document.sections.len() >= 3, "{}", path.display());
    }
}

/// The raw texts as they were pasted, which stand outside the project.
#[test]
fn raw_seeds() {
    let above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().skip(1);
    let Some(folder) = above.map(|folder| folder.join("shared/seeds")).find(|folder| folder.exists()) else {
        println!("skipped: no shared/seeds");
        return;
    };
    let all = [ZoneKind::Masthead, ZoneKind::Contact, ZoneKind::Publication, ZoneKind::Caption];
    for (start, title, sections, links, zones) in [
        ("000", "Durchbruch bei", 9, 5, &all[..]),
        ("001", "CAR-T-Zellen zur", 5, 1, &[ZoneKind::Masthead, ZoneKind::Keywords, ZoneKind::References][..]),
        ("002", "Revolutionary therapy", 3, 0, &[]),
        ("003", "Revolutionary CAR", 3, 0, &[]),
        ("004", "Leukämie-Stammzellen lassen", 5, 2, &[ZoneKind::Boilerplate, ZoneKind::Publication]),
    ] {
        let path = std::fs::read_dir(&folder)
            .expect("the folder can be read")
            .map(|entry| entry.expect("the folder can be read").path())
            .find(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(start)))
            .expect("the seed is there");
        let document = parse("seed.txt", &std::fs::read(path).expect("the seed can be read")).document;
        assert_sound(&document);
        assert!(document.title.text.starts_with(title), "{:?}", document.title);
        let headings: Vec<&str> =
            document.sections.iter().map(|section| &document.text[section.heading.clone()]).collect();
        assert_eq!(headings.len(), sections, "{headings:#?}");
        assert_eq!(document.links.len(), links, "{:#?}", document.links);
        for kind in zones {
            assert!(!zone_texts(&document, *kind).is_empty(), "{start}: {kind:?}");
        }
        println!(
            "{start} {:?}",
            document.zones.iter().map(|zone| (zone.kind, &document.text[zone.range.clone()])).collect::<Vec<_>>()
        );
    }
}

#[test]
fn what_cannot_be_read_is_refused_with_the_way_out() {
    for (name, bytes, looks_like) in [
        ("a.txt", &b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], "PNG"),
        ("a.md", b"%PDF-1.4\n%\xE2\xE3\xCF\xD3\n1 0 obj", "PDF"),
        ("a", b"\x7FELF\x02\x01\x01\0\0", "ELF"),
    ] {
        let refusal = read(Input { name: Path::new(name), bytes }).err().expect("it is no text");
        assert!(matches!(&refusal, Refusal::Binary(found) if found.contains(looks_like)), "{refusal:?}");
        assert!(refusal.to_string().contains("Markdown"));
    }
}

#[test]
fn odd_inputs_are_read_with_a_warning() {
    let empty = parse("x.txt", b"");
    assert_eq!((empty.warnings.len(), &*empty.document.text), (1, ""));
    let latin = parse("x.txt", b"Gr\xF6\xDFe und \xC4rzte f\xFCr alle.");
    assert!(latin.warnings[0].contains("windows-1252"));
    assert!(latin.document.text.starts_with("Größe und Ärzte"));
    let controls = parse("x.txt", "a\u{1b}[2Jb \u{202e}c".as_bytes());
    assert_eq!(&*controls.document.text, "a␛[2Jb <U+202E>c");
    assert!(controls.warnings.is_empty());
}

#[test]
fn hostile_inputs_end() {
    let clock = std::time::Instant::now();
    for name in ["a.txt", "a.md"] {
        for text in [
            "x".repeat(3 << 20),
            "[".repeat(100_000),
            "(".repeat(100_000),
            "> ".repeat(50_000),
            "- ".repeat(5_000),
            "*a ".repeat(100_000),
            "**".repeat(100_000),
            "http://".repeat(100_000),
            "10.1000/".repeat(100_000),
            "a@b.cd".repeat(100_000),
            "1. x\n".repeat(50_000),
            "\n".repeat(1 << 20),
            "a\n\n".repeat(50_000),
            "Kontakt\n\na@b.cd x\n\n".repeat(50_000),
            format!("{}>", "<http".repeat(100_000)),
        ] {
            assert_sound(&document(name, &text));
        }
    }
    assert!(clock.elapsed().as_secs() < 120, "{:?}", clock.elapsed());
}

#[test]
fn a_large_text_stays_as_it_is() {
    let text = "The first line\n\x1b[0m and the rest \u{202e}\n".repeat(200_000);
    let document = document("large.txt", &text);
    assert_eq!(&*document.text, text);
    assert!(document.blocks.is_empty());
    assert_eq!(document.title.text, "The first line");
}

#[test]
fn folders_hold_texts() {
    for (path, expected) in [("a.md", true), ("a.TXT", true), ("README", true), ("a.png", false), ("a.md/b.rs", false)]
    {
        assert_eq!(known_extension(Path::new(path)), expected, "{path}");
    }
}

proptest! {
    #[test]
    fn any_bytes_give_a_sound_document_or_a_refusal(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        for name in ["a.txt", "a.md", "a"] {
            if let Ok(records) = read(Input { name: Path::new(name), bytes: &bytes }) {
                records.for_each(|parsed| assert_sound(&parsed.document));
            }
        }
    }

    #[test]
    fn any_text_gives_a_sound_document(
        text in "([a-zA-Zäß .,*_\\[\\]()<>#|`~&;:@/0-9\\\\-]{0,20}|https?://[a-z(]{0,9}|# |- |1\\. |> |\\*\\*|doi:10\\.1000/x|\\[\\^1\\]:? ?|&#x301;|\n|\n\n|\t|    ){0,30}"
    ) {
        for name in ["a.txt", "a.md"] {
            assert_sound(&document(name, &text));
        }
    }
}
