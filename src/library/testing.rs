//! A library with known facts, for the tests of facets and queries.

use std::ops::ControlFlow;

use super::{DocId, Incoming, Library, Origin, import};
use crate::document::{Document, Title};
use crate::facts::{Assertion, Data, Evidence, Fact, FactKind, Role, Subject};
use crate::vocabulary::Vocabulary;

pub(crate) fn vocabulary() -> Vocabulary {
    let rows = [
        "kind\tid\tpreferred\tnames_en\tnames_de\txrefs\tparents\tflags",
        "disease\tD:1\tautoimmune disease\tautoimmune disorder\tAutoimmunerkrankung\t\t\tclass",
        "disease\tD:2\timmune thrombocytopenia\tITP\tImmunthrombozytopenie|Morbus Werlhof\t\tD:1\t",
        "disease\tD:3\tsystemic lupus erythematosus\tSLE|lupus\tsystemischer Lupus erythematodes\t\tD:1\t",
        "disease\tD:4\tacute myeloid leukemia\tAML\takute myeloische Leukämie\t\t\t",
        "therapy\tT:1\tCAR T-cell therapy\tCAR-T|car t\tCAR-T-Zelltherapie\t\t\t",
        "product\tT:2\tobecabtagene\tobe-cel\t\t\tT:1\t",
        "drug\tT:3\tvenetoclax\tABT-199\t\t\t\t",
        "target\tG:1\tBCMA\tTNFRSF17\t\t\t\t",
    ];
    let text = rows.join("\n") + "\n";
    let (vocabulary, warnings) = Vocabulary::parse(&[("test", &text)]);
    assert!(warnings.is_empty(), "{warnings:?}");
    vocabulary
}

pub(crate) fn document(title: &str, text: &str) -> Document {
    Document { text: text.into(), title: Title { text: title.to_owned(), ..Title::default() }, ..Document::default() }
}

/// A fact about the first byte of a text.
pub(crate) fn fact(kind: FactKind, value: &str, concept: Option<&str>) -> Fact {
    Fact {
        kind,
        value: value.to_owned(),
        concept: concept.map(str::to_owned),
        role: Role::Mentioned,
        function: None,
        assertion: Assertion::Affirmed,
        subject: Subject::Document,
        data: Data::None,
        evidence: vec![Evidence { quote: 0..1, surface: 0..1 }],
        rule: "test/rule",
        why: Vec::new(),
    }
}

pub(crate) fn concept(id: &str, vocabulary: &Vocabulary) -> Fact {
    let concept = vocabulary.get(vocabulary.by_id(id).unwrap());
    let kind = match concept.kind {
        crate::vocabulary::ConceptKind::Disease => FactKind::Disease,
        crate::vocabulary::ConceptKind::Therapy => FactKind::Therapy,
        crate::vocabulary::ConceptKind::Drug => FactKind::Drug,
        crate::vocabulary::ConceptKind::Product => FactKind::Product,
        _ => FactKind::Target,
    };
    fact(kind, concept.preferred, Some(id))
}

/// Puts a document with these facts into a library.
pub(crate) fn put(library: &mut Library, name: &str, document: &Document, facts: &[Fact]) -> DocId {
    let vocabulary = vocabulary();
    let item = Incoming::new(Origin::File(format!("/nowhere/{name}").into(), 0), document.clone());
    let report = library.import([Ok(item)].into_iter(), &vocabulary, &mut |_| ControlFlow::Continue(())).unwrap();
    import::refresh(&mut library.reader, report.ids[0], document, facts, &vocabulary).unwrap();
    report.ids[0]
}

/// Five documents:
/// 1 ITP (primary) treated with CAR-T, target BCMA, German, 2025-01-09, n = 1, age 35.
/// 2 SLE (primary), ITP only in a reference; obe-cel; English, 2024-11.
/// 3 AML (primary) with venetoclax; English, undated; n > 100.
/// 4 Autoimmune disease, ITP negated; English, 2026.
/// 5 nothing.
pub(crate) fn five() -> (Library, Vocabulary) {
    five_in(Library::in_memory().unwrap())
}

/// The same five in a library of one's own.
pub(crate) fn five_in(mut library: Library) -> (Library, Vocabulary) {
    let vocabulary = vocabulary();
    let known = |id: &str| concept(id, &vocabulary);
    let primary = |id: &str| Fact { role: Role::Primary, ..known(id) };
    let asserted = |id: &str, assertion| Fact { assertion, ..known(id) };
    let date = |date: &str| Fact {
        data: Data::Date(date.to_owned()),
        function: Some("published".to_owned()),
        ..fact(FactKind::PubDate, date, None)
    };
    let quantity = |kind, op, n, unit: &str| Fact {
        data: Data::Quantity { op, n, n2: None, unit: unit.to_owned() },
        ..fact(kind, "a number", None)
    };
    let language = |code: &str| fact(FactKind::Language, code, None);
    put(
        &mut library,
        "one.txt",
        &document("Zellen gegen Thrombozytenmangel", "Die Ärztin Müller heilte einen Patienten."),
        &[
            primary("D:2"),
            known("T:1"),
            known("G:1"),
            language("de"),
            date("2025-01-09"),
            quantity(FactKind::CohortSize, "=", 1.0, "patients"),
            quantity(FactKind::PatientAge, "=", 35.0, "a"),
            fact(FactKind::Person, "Eva Müller", None),
            Fact { data: Data::Id("10.1000/abc".to_owned()), ..fact(FactKind::Doi, "10.1000/abc", None) },
        ],
    );
    put(
        &mut library,
        "two.txt",
        &document("Lupus in remission", "An immune reset was seen. The immune system was reset later."),
        &[primary("D:3"), asserted("D:2", Assertion::InReference), known("T:2"), language("en"), date("2024-11")],
    );
    put(
        &mut library,
        "three.txt",
        &document("Venetoclax in AML", "Platelets recovered; the immune reset was not studied."),
        &[primary("D:4"), known("T:3"), language("en"), quantity(FactKind::CohortSize, ">", 100.0, "patients")],
    );
    put(
        &mut library,
        "four.txt",
        &document("A review", "Thrombozytopenie and more."),
        &[known("D:1"), asserted("D:2", Assertion::Negated), language("en"), date("2026")],
    );
    put(&mut library, "five.txt", &document("Blank", "Nothing."), &[]);
    (library, vocabulary)
}
