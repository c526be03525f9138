//! Inputs of many records: `PubMed` XML, MEDLINE, `PubTator`, JSON Lines; compressed, damaged, endless.

use std::io::{Read, Write as _};
use std::path::Path;

use casebook::document::{Document, ZoneKind};
use casebook::facts::{Fact, FactKind, extract};
use casebook::format::{Parsed, Position, RecordFailure, Refusal, records};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::common::VOCABULARY;

const ARTICLE: &str = r#"<PubmedArticle>
  <MedlineCitation Status="MEDLINE" Owner="NLM">
    <PMID Version="1">900001</PMID>
    <Article PubModel="Print-Electronic">
      <Journal>
        <JournalIssue CitedMedium="Internet"><Volume>7</Volume><Issue>2</Issue>
          <PubDate><Year>2024</Year><Month>Mar</Month><Day>5</Day></PubDate></JournalIssue>
        <Title>Leukemia</Title><ISOAbbreviation>Leukemia</ISOAbbreviation>
      </Journal>
      <ArticleTitle>Cells at 10<sup>6</sup>/kg in <i>severe</i> psoriasis &amp; asthma.</ArticleTitle>
      <Pagination><MedlinePgn>11-19</MedlinePgn></Pagination>
      <ELocationID EIdType="doi" ValidYN="Y">10.1000/ABC.5</ELocationID>
      <Abstract>
        <AbstractText Label="AIM" NlmCategory="OBJECTIVE">We asked whether infliximab helps.</AbstractText>
        <AbstractText Label="RESULTS">It helped 12 patients with psoriasis.</AbstractText>
        <CopyrightInformation>© 2024 The Authors.</CopyrightInformation>
      </Abstract>
      <AuthorList CompleteYN="Y">
        <Author ValidYN="Y"><LastName>Berg</LastName><ForeName>Anna M</ForeName><Initials>AM</Initials>
          <AffiliationInfo><Affiliation>Department of Asthma Research, Universität Musterstadt.</Affiliation></AffiliationInfo></Author>
        <Author ValidYN="Y"><LastName>Tal</LastName><ForeName>Bernd</ForeName><Initials>B</Initials>
          <AffiliationInfo><Affiliation>Department of Asthma Research, Universität Musterstadt.</Affiliation></AffiliationInfo></Author>
        <Author ValidYN="Y"><CollectiveName>Example Study Group</CollectiveName></Author>
      </AuthorList>
      <Language>eng</Language>
      <PublicationTypeList><PublicationType UI="D016428">Journal Article</PublicationType>
        <PublicationType UI="D002363">Case Reports</PublicationType></PublicationTypeList>
      <ArticleDate DateType="Electronic"><Year>2023</Year><Month>12</Month><Day>01</Day></ArticleDate>
    </Article>
    <CommentsCorrectionsList>
      <CommentsCorrections RefType="ErratumIn"><RefSource>Leukemia. 2024;8:1</RefSource><PMID Version="1">900009</PMID></CommentsCorrections>
      <CommentsCorrections RefType="Cites"><RefSource>Old J. 1990</RefSource></CommentsCorrections>
    </CommentsCorrectionsList>
    <MeshHeadingList><MeshHeading><DescriptorName UI="D011565">Psoriasis</DescriptorName>
      <QualifierName UI="Q000188">drug therapy</QualifierName></MeshHeading>
      <MeshHeading><DescriptorName UI="D005260">Female</DescriptorName></MeshHeading></MeshHeadingList>
    <OtherAbstract Type="Publisher" Language="ger"><AbstractText>Wir fragten, ob Infliximab hilft.</AbstractText></OtherAbstract>
    <KeywordList Owner="NOTNLM"><Keyword MajorTopicYN="N">biologics</Keyword></KeywordList>
  </MedlineCitation>
  <PubmedData><ArticleIdList><ArticleId IdType="pubmed">900001</ArticleId><ArticleId IdType="pmc">PMC77001</ArticleId></ArticleIdList>
    <ReferenceList><Reference><Citation>Roth J. 2001.</Citation><ArticleIdList><ArticleId IdType="doi">10.1000/other</ArticleId></ArticleIdList></Reference></ReferenceList>
  </PubmedData>
</PubmedArticle>
"#;

const MEDLINE: &str = "PMID- 900001
OWN - NLM
VI  - 7
IP  - 2
DP  - 2024 Mar 5
TI  - Cells in severe psoriasis
      and asthma.
PG  - 11-19
LID - 10.1000/ABC.5 [doi]
AB  - AIM: We asked whether infliximab helps. RESULTS: It helped 12
      patients with psoriasis.
FAU - Berg, Anna M
AU  - Berg AM
AD  - Universität Musterstadt.
FAU - Tal, Bernd
AU  - Tal B
LA  - eng
PT  - Journal Article
PT  - Review
DEP - 20231201
TA  - Leukemia
JT  - Leukemia
MH  - Psoriasis/*drug therapy
OT  - biologics
PMC - PMC77001
";

fn set(articles: &[&str]) -> String {
    let doctype = "<!DOCTYPE PubmedArticleSet PUBLIC \"-//NLM//DTD PubMedArticle//EN\" \"https://example.org/x.dtd\">";
    let end = "<DeleteCitation><PMID Version=\"1\">900002</PMID></DeleteCitation></PubmedArticleSet>\n";
    format!("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{doctype}\n<PubmedArticleSet>\n{}{end}", articles.concat())
}

fn article(number: u32) -> String {
    ARTICLE.replace("900001", &number.to_string())
}

fn zipped(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).expect("a Vec takes all");
    encoder.finish().expect("a Vec takes all")
}

fn all(name: &str, bytes: &[u8]) -> Vec<Result<Parsed, RecordFailure>> {
    let records = records(Path::new(name), bytes).unwrap_or_else(|refusal| panic!("{name}: {refusal}"));
    records.map(|record| record.and_then(|record| record.parse())).collect()
}

fn one(name: &str, text: &str) -> Parsed {
    let mut all = all(name, text.as_bytes());
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0).expect("it is read")
}

/// `value | function` of the facts of a kind whose evidence stands where it says.
fn values(document: &Document, kind: FactKind) -> Vec<String> {
    let facts = extract(document, &VOCABULARY);
    let shown = |fact: &Fact| match &fact.function {
        Some(function) => format!("{} | {function}", fact.value),
        None => fact.value.clone(),
    };
    facts.iter().filter(|fact| fact.kind == kind).map(shown).collect()
}

#[test]
fn an_article_is_title_authors_citation_abstract_and_what_it_is_filed_under() {
    let parsed = one("a.xml", &set(&[ARTICLE]));
    assert_eq!(parsed.key.as_deref(), Some("PMID:900001"));
    assert!(
        parsed.warnings.len() == 1 && parsed.warnings[0].contains("deleted: PMID:900002."),
        "{:?}",
        parsed.warnings
    );
    let lines: Vec<&str> = parsed.document.text.split("\n\n").collect();
    assert_eq!(
        lines,
        [
            "Cells at 10⁶/kg in severe psoriasis & asthma.",
            "Anna M Berg, Bernd Tal, Example Study Group",
            "Leukemia. 2024 Mar 5;7(2):11-19. Epub 2023 Dec 1. doi: 10.1000/ABC.5. PMID: 900001. PMCID: PMC77001.",
            "Abstract",
            "AIM",
            "We asked whether infliximab helps.",
            "RESULTS",
            "It helped 12 patients with psoriasis.",
            "© 2024 The Authors.",
            "Abstract (German)",
            "Wir fragten, ob Infliximab hilft.",
            "Keywords: biologics",
            "MeSH terms: Psoriasis / drug therapy; Female",
            "Publication types: Journal Article; Case Reports",
            "Erratum in: Leukemia. 2024;8:1 PMID: 900009",
            "Affiliations",
            "Department of Asthma Research, Universität Musterstadt. (Anna M Berg, Bernd Tal)",
        ]
    );
    let headings: Vec<&str> =
        parsed.document.sections.iter().map(|section| &parsed.document.text[section.heading.clone()]).collect();
    assert_eq!(headings[1..], ["Abstract", "AIM", "RESULTS", "Abstract (German)", "Affiliations"]);
    assert!(parsed.document.zones.iter().any(|zone| zone.kind == ZoneKind::Publication));
}

#[test]
fn what_a_record_says_of_itself_are_facts_and_nothing_else_is_read_into_it() {
    let document = one("a.xml", &set(&[ARTICLE])).document;
    let check = |kind, expected: &[&str]| assert_eq!(values(&document, kind), expected, "{kind:?}");
    check(FactKind::Person, &["Anna M Berg | first author", "Bernd Tal | author", "Example Study Group | last author"]);
    check(FactKind::Journal, &["Leukemia"]);
    check(FactKind::PubDate, &["2024-03-05 | published", "2023-12-01 | published online"]);
    check(FactKind::Doi, &["10.1000/abc.5"]);
    check(FactKind::Pmid, &["900001"]);
    check(FactKind::Pmcid, &["PMC77001"]);
    check(FactKind::DocType, &["case report"]);
    check(FactKind::Keyword, &["biologics", "Psoriasis / drug therapy", "Female"]);
    check(FactKind::PatientSex, &[]);
    let diseases = values(&document, FactKind::Disease);
    assert_eq!(diseases, ["psoriasis", "asthma"], "the journal and the department are no diseases");
    for fact in extract(&document, &VOCABULARY) {
        assert!(fact.evidence.iter().all(|place| document.text.get(place.quote.clone()).is_some()));
    }
}

#[test]
fn medline_says_the_same_under_the_same_key() {
    let parsed = one("a.nbib", MEDLINE);
    assert_eq!(parsed.key.as_deref(), Some("PMID:900001"));
    let document = parsed.document;
    assert!(document.text.starts_with("Cells in severe psoriasis and asthma.\n\nAnna M Berg, Bernd Tal\n\nLeukemia. 2024 Mar 5;7(2):11-19. Epub 2023 Dec 1. doi: 10.1000/ABC.5."));
    assert!(
        document.text.contains("\n\nAIM\n\nWe asked whether infliximab helps.\n\nRESULTS\n\nIt helped 12 patients")
    );
    for (kind, expected) in [
        (FactKind::Journal, &["Leukemia"][..]),
        (FactKind::PubDate, &["2024-03-05 | published", "2023-12-01 | published online"]),
        (FactKind::Pmcid, &["PMC77001"]),
        (FactKind::DocType, &["review"]),
        (FactKind::Keyword, &["biologics", "Psoriasis / drug therapy"]),
    ] {
        assert_eq!(values(&document, kind), expected, "{kind:?}");
    }
}

#[test]
fn many_records_stand_in_one_file_and_crlf_is_no_matter() {
    let second = MEDLINE.replace("900001", "900002");
    for text in [
        format!("{MEDLINE}\n{second}"),
        format!("\n\n{MEDLINE}{second}"),
        format!("{MEDLINE}\r\n{second}").replace('\n', "\r\n"),
    ] {
        let keys: Vec<_> =
            all("x.txt", text.as_bytes()).into_iter().map(|parsed| parsed.unwrap().key.unwrap()).collect();
        assert_eq!(keys, ["PMID:900001", "PMID:900002"]);
    }
    let xml = set(&[&article(1), &article(2), &article(3)]);
    for bytes in [xml.clone().into_bytes(), zipped(xml.as_bytes()), [zipped(b" "), zipped(xml.as_bytes())].concat()] {
        let keys: Vec<_> = all("x", &bytes).into_iter().map(|parsed| parsed.unwrap().key.unwrap()).collect();
        assert_eq!(keys, ["PMID:1", "PMID:2", "PMID:3"]);
    }
}

#[test]
fn books_are_records_too() {
    let book = "<PubmedArticleSet><PubmedBookArticle><BookDocument><PMID>55</PMID>
        <ArticleIdList><ArticleId IdType=\"bookaccession\">NBK1</ArticleId></ArticleIdList>
        <Book><Publisher><PublisherName>Example Press</PublisherName></Publisher><BookTitle>Reviews of Genes</BookTitle>
        <PubDate><Year>2019</Year></PubDate></Book><ArticleTitle>A rare anaemia</ArticleTitle>
        <AuthorList Type=\"authors\"><Author><LastName>Roth</LastName><ForeName>Jan</ForeName></Author></AuthorList>
        <PublicationType>Review</PublicationType><Abstract><AbstractText>It is rare.</AbstractText></Abstract>
        </BookDocument></PubmedBookArticle></PubmedArticleSet>";
    let parsed = one("b.xml", book);
    assert_eq!(parsed.key.as_deref(), Some("PMID:55"));
    assert!(parsed.document.text.starts_with("A rare anaemia\n\nJan Roth\n\nReviews of Genes. 2019."));
    assert_eq!(values(&parsed.document, FactKind::DocType), ["review"]);
}

#[test]
fn a_broken_record_is_named_and_the_rest_goes_in() {
    let broken = article(2).replace("</Abstract>", "");
    let cut = &article(3)[..300];
    let text = set(&[&article(1), &broken, cut, &article(4)]);
    let all = all("a.xml", text.as_bytes());
    let keys: Vec<Option<String>> =
        all.iter().map(|parsed| parsed.as_ref().ok().and_then(|parsed| parsed.key.clone())).collect();
    assert_eq!(keys, [Some("PMID:1".to_owned()), None, None, Some("PMID:4".to_owned())]);
    let failure = all[1].as_ref().unwrap_err();
    let byte = text.find(&broken).unwrap();
    let line = text[..byte].lines().count() as u64 + 1;
    assert_eq!(failure.position, Some(Position { record: 1, line, byte: byte as u64 }));
    assert!(failure.reason.contains("broken"), "{}", failure.reason);
    for (name, text, good, bad) in [
        ("a.nbib", format!("PMID- none\nTI  - A\n\n{MEDLINE}"), 1, 1),
        ("a.nbib", format!("{MEDLINE}\nPMID- none\nTI  - A\n\n{MEDLINE}"), 2, 1),
        (
            "a.jsonl",
            "{\"text\":\"a\"}\n{\"text\":\n\n[1]\n{\"title\":\"b\"}\n{\"text\":\"c\",\"title\":\"D\"}".to_owned(),
            2,
            3,
        ),
    ] {
        let Ok(records) = records(Path::new(name), text.as_bytes()) else {
            assert_eq!(good, 0, "{name}");
            continue;
        };
        let (found, failed): (Vec<_>, Vec<_>) =
            records.map(|each| each.and_then(|each| each.parse())).partition(Result::is_ok);
        assert_eq!((found.len(), failed.len()), (good, bad), "{name}: {failed:?}");
    }
}

#[test]
fn what_is_no_medline_record_is_named_with_its_line_and_harms_no_other() {
    let second = MEDLINE.replace("900001", "900002");
    let check = |between: &str, reason: &str| {
        let text = format!("{MEDLINE}\n{between}\n{second}");
        for text in [text.clone(), text.replace('\n', "\r\n"), format!("\u{FEFF}{text}")] {
            let all = all("a.nbib", text.as_bytes());
            let keys: Vec<_> = all.iter().map(|each| each.as_ref().ok().and_then(|each| each.key.as_deref())).collect();
            assert_eq!(keys, [Some("PMID:900001"), None, Some("PMID:900002")], "{between}");
            let failure = all[1].as_ref().unwrap_err();
            assert!(failure.reason.contains(reason), "{}", failure.reason);
            assert_eq!(failure.position.unwrap().line, MEDLINE.lines().count() as u64 + 2);
            assert!(all[0].as_ref().unwrap().document.text.contains("biologics"));
            assert!(!all[0].as_ref().unwrap().document.text.contains("between"));
        }
    };
    check("OWN - NLM\nTI  - A between.\n", "no line PMID");
    check("PMID- none\nTI  - A between.\n", "PMID has no number");
    check("PMID- 12\nTI A between\nAB  - text\n", "line 28 is no field: \"TI A between\"");
    check("%%% between\nand more\n", "this is no record");
    // An indented line goes on with the value above it, even behind a blank one.
    let apart = MEDLINE.replace("\n      and asthma", "\n\n      and asthma");
    assert_eq!(one("a.nbib", &apart).document.text, one("a.nbib", MEDLINE).document.text);
}

#[test]
fn what_is_whole_of_a_damaged_archive_is_read() {
    let articles: Vec<String> = (0..300).map(|n| article(n * 7_919 + 1)).collect();
    let text = set(&articles.iter().map(String::as_str).collect::<Vec<_>>());
    // Stored, so that half of the bytes are half of the records.
    let mut encoder = GzEncoder::new(Vec::new(), Compression::none());
    encoder.write_all(text.as_bytes()).unwrap();
    let whole = encoder.finish().unwrap();
    let cut = all("a.xml.gz", &whole[..whole.len() / 2]);
    let (last, before) = cut.split_last().unwrap();
    assert!(before.len() > 100 && before.iter().all(Result::is_ok));
    let failure = last.as_ref().unwrap_err();
    assert!(failure.reason.contains("ends too early"), "{failure:?}");
    assert_eq!(failure.position.unwrap().record as usize, before.len());
    assert!(matches!(records(Path::new("a.xml.gz"), &whole[..15]).err(), Some(Refusal::Damaged(_))));
}

#[test]
fn entities_are_never_expanded() {
    let bomb = "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">
        <!ENTITY f SYSTEM \"file:///etc/hostname\">]><PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>1</PMID>
        <Article><ArticleTitle>&b; and &f; stay</ArticleTitle></Article></MedlineCitation></PubmedArticle></PubmedArticleSet>";
    assert!(one("b.xml", bomb).document.text.starts_with("&b; and &f; stay\n"));
    let deep = format!("<PubmedArticle>{}</PubmedArticle>", "<x>".repeat(200_000));
    assert!(all("d.xml", deep.as_bytes())[0].is_err());
}

/// What never ends must be read record by record.
struct Endless(Vec<u8>, usize);

impl Read for Endless {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let from = self.1 % self.0.len();
        let len = into.len().min(self.0.len() - from);
        into[..len].copy_from_slice(&self.0[from..from + len]);
        self.1 += len;
        Ok(len)
    }
}

#[test]
fn an_endless_input_gives_its_first_records() {
    for (name, text) in [
        ("a.xml", ARTICLE.to_owned()),
        ("a.nbib", format!("{MEDLINE}\n")),
        ("a.txt", "5|t|T\n5|a|A\n\n".to_owned()),
        ("a.jsonl", "{\"text\": \"t\"}\n".to_owned()),
    ] {
        let endless = records(Path::new(name), Endless(text.clone().into_bytes(), 0)).unwrap();
        let last = endless.take(1_000).last().unwrap().unwrap();
        let byte = (999 * text.len()) as u64;
        assert_eq!((last.position.record, last.position.byte), (999, byte), "{name}");
        assert_eq!(last.position.line, 999 * text.lines().count() as u64 + 1, "{name}");
        assert!(last.parse().is_ok());
    }
}

#[test]
fn pubtator_keeps_its_characters_and_passes_over_marks() {
    let text = "7|t| Größe  of psoriasis \n7|a|With  blanks.\n7\t12\t21\tpsoriasis\tDisease\tD011565\n7\tCID\tD1\tD2\n\nx-9|t|Next\nx-9|a|\n";
    let all = all("a.txt", text.as_bytes());
    let parsed: Vec<Parsed> = all.into_iter().map(Result::unwrap).collect();
    assert_eq!(parsed.len(), 2);
    assert_eq!(&*parsed[0].document.text, " Größe  of psoriasis \nWith  blanks.");
    assert_eq!(parsed[0].document.title.text, "Größe  of psoriasis");
    assert_eq!((parsed[0].key.as_deref(), parsed[0].name.as_deref()), (Some("PMID:7"), Some("7")));
    assert_eq!((parsed[1].key.as_deref(), parsed[1].name.as_deref()), (None, Some("x-9")));
}

#[test]
fn files_of_other_kinds_are_refused_by_their_content() {
    for (name, text) in [("a.xml", "<html><body>x</body></html>"), ("a.jsonl", "[1,2]\n"), ("a.nbib", "no tags")] {
        let refusal = records(Path::new(name), text.as_bytes()).err();
        assert!(matches!(refusal, Some(Refusal::Foreign(_))), "{name}: {refusal:?}");
    }
    // What only looks like a record is a text.
    for text in ["PMID- 7 is a number.\nAnd so it goes on.", "7|x|y", "{ braces }", "<p>The <Pubmed site</p>"] {
        let parsed = one("a.txt", text);
        assert_eq!(parsed.key, None, "{text}");
    }
}

#[test]
fn lines_of_others_are_read_by_text_and_title() {
    let parsed = all(
        "a.jsonl",
        "{\"id\": 3, \"title\": \"Ein Fall\", \"text\": \"Ein Fall\\n\\nPsoriasis heilte.\", \"key\": \"PMID:9\"}\n"
            .as_bytes(),
    );
    let parsed = parsed.into_iter().next().unwrap().unwrap();
    assert_eq!((parsed.key.as_deref(), parsed.document.title.text.as_str()), (Some("PMID:9"), "Ein Fall"));
    assert_eq!(&*parsed.document.text, "Ein Fall\n\nPsoriasis heilte.");
}

proptest::proptest! {
    #[test]
    fn any_bytes_between_the_marks_of_a_format_end(
        bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..120),
        cut in 0_usize..2_000,
    ) {
        for (name, text) in [("a.xml", set(&[ARTICLE, ARTICLE])), ("a.nbib", MEDLINE.to_owned()), ("a.jsonl", "{\"casebook\":1,\"text\":\"x\",\"structure\":{}}".to_owned())] {
            let mut whole = text.into_bytes();
            let at = cut % whole.len();
            whole.splice(at..at, bytes.iter().copied());
            for input in [whole.clone(), zipped(&whole)] {
                if let Ok(records) = records(Path::new(name), &input[..]) {
                    for parsed in records.filter_map(|record| record.and_then(|record| record.parse()).ok()) {
                        let text = &parsed.document.text;
                        assert!(parsed.document.fields.iter().all(|field| text.get(field.range.clone()).is_some()));
                        assert!(parsed.document.fields.is_sorted_by_key(|field| (field.range.start, field.range.end)));
                    }
                }
            }
        }
    }
}
