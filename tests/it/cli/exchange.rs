//! What goes out and comes in again: export and import, `PubTator`, `BioC`, progress for scripts.

use std::fs;

use serde_json::Value;

use super::{Home, seeds};

const PUBTATOR: &str = "11|t|Grüße: psoriasis and asthma\n11|a|Psoriasis got better; venetoclax did not help. No asthma.\n\n\
                        12|t|CD19 in lupus\n12|a|\n";

#[test]
fn an_export_taken_in_gives_the_same_export() {
    let home = Home::with_seeds();
    home.file("more.txt", PUBTATOR);
    home.run(&["import", "more.txt"]).expect(0);
    let first = home.run(&["export", "--jsonl"]).expect(0).out;
    assert_eq!(first.lines().count(), 7);
    let line: Value = serde_json::from_str(first.lines().next().expect("a line")).expect("JSON");
    for field in [
        "casebook",
        "source",
        "title",
        "language",
        "facts",
        "text",
        "structure",
        "sources",
        "tags",
        "notes",
        "versions",
    ] {
        assert!(!line[field].is_null(), "{field}");
    }
    home.run(&["export", "--jsonl", "--output", "all.jsonl"]).expect(0);
    assert_eq!(fs::read_to_string(home.path("all.jsonl")).expect("written"), first);
    home.run(&["export", "--jsonl", "-o", "all.jsonl"]).says(73, "is there already");
    let counts = |arguments: &[&str]| {
        let done = home.run(arguments).expect(0).json_lines().pop().expect("a line");
        ["added", "updated", "unchanged", "other_source", "failed"].map(|key| done[key].as_u64().expect("a number"))
    };
    assert_eq!(counts(&["import", "--library", "other", "all.jsonl", "--json"]), [7, 0, 0, 0, 0]);
    assert_eq!(home.run(&["export", "--library", "other", "--jsonl"]).expect(0).out, first);
    assert_eq!(counts(&["import", "--library", "other", "all.jsonl", "--json"]), [0, 0, 7, 0, 0]);
    assert_eq!(counts(&["import", "all.jsonl", "--json"]), [0, 0, 7, 0, 0]);
    assert_eq!(home.run(&["export", "--jsonl"]).expect(0).out, first);
    // The sources are those of the documents; what is imported from there again is known.
    assert_eq!(counts(&["import", "--library", "other", seeds(), "--json"])[2], 5);
}

#[test]
fn an_export_is_of_what_a_query_finds() {
    let home = Home::with_seeds();
    let titles = |arguments: &[&str]| {
        let lines = home.run(arguments).expect(0).json_lines();
        lines.iter().map(|line| line["title"].as_str().expect("a title").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(titles(&["export", "--jsonl", "disease:itp"]).len(), 1);
    assert_eq!(
        titles(&["export", "--jsonl", "lang:de", "-disease:itp"]).len() + 1,
        titles(&["export", "--jsonl", "lang:de"]).len()
    );
    home.run(&["export", "--jsonl", "title:nowhere"]).says(1, "no document matches");
    home.run(&["export", "--jsonl", "colour:red"]).says(2, "colour");
    home.run(&["export"]).says(2, "--jsonl");
}

#[test]
fn mentions_are_written_by_characters() {
    let home = Home::new();
    let file = home.file("two.txt", PUBTATOR);
    let out = home.run(&["facts", &file, "--pubtator"]).expect(0).out;
    // The ids but one are left to the vocabulary, which grows.
    let without_ids: Vec<&str> =
        out.lines().map(|line| line.rsplit_once('\t').map_or(line, |(line, _)| line)).collect();
    assert_eq!(
        without_ids,
        [
            "11|t|Grüße: psoriasis and asthma",
            "11|a|Psoriasis got better; venetoclax did not help. No asthma.",
            "11\t7\t16\tpsoriasis\tDisease",
            "11\t21\t27\tasthma\tDisease",
            "11\t28\t37\tPsoriasis\tDisease",
            "11\t50\t60\tvenetoclax\tChemical",
            "11\t78\t84\tasthma\tDisease",
            "",
            "12|t|CD19 in lupus",
            "12|a|",
            "12\t0\t4\tCD19\tGene",
            "12\t8\t13\tlupus\tDisease",
            "",
        ]
    );
    assert!(out.contains("\tpsoriasis\tDisease\tMESH:D011565\n"));
    home.run(&["import", &file]).expect(0);
    assert_eq!(home.run(&["show", "1", "2", "--pubtator"]).expect(0).out, out);
    let collection = home.run(&["facts", &file, "--bioc"]).expect(0).json();
    assert_eq!(home.run(&["show", "1", "2", "--bioc"]).expect(0).json(), collection);
    let documents = collection["documents"].as_array().expect("documents");
    assert_eq!(documents.len(), 2);
    let mut lines = Vec::new();
    for document in documents {
        for passage in document["passages"].as_array().expect("passages") {
            let text: Vec<char> = passage["text"].as_str().expect("a text").chars().collect();
            for mention in passage["annotations"].as_array().expect("annotations") {
                let number = |value: &Value| usize::try_from(value.as_u64().expect("a number")).expect("small");
                let place = &mention["locations"][0];
                let start = number(&place["offset"]) - number(&passage["offset"]);
                let quoted: String = text[start..start + number(&place["length"])].iter().collect();
                assert_eq!(mention["text"], quoted);
                lines.push((document["id"].clone(), place["offset"].clone(), mention["infons"]["identifier"].clone()));
            }
        }
    }
    assert_eq!(lines.len(), 7);
    assert_eq!(lines[0], ("11".into(), 7.into(), "MESH:D011565".into()));
}

#[test]
fn any_document_can_be_written_with_its_mentions() {
    let home = Home::new();
    let text = "Press release\n\nNew hope in psoriasis\n\nThe illness\nis psoriasis.\tIt stays 😀 psoriasis.\n";
    let file = home.file("a note.md", text);
    let out = home.run(&["facts", &file, "--pubtator"]).expect(0).out;
    let mut lines = out.lines();
    let title = lines.next().and_then(|line| line.strip_prefix("a_note.md|t|")).expect("a title");
    let rest = lines.next().and_then(|line| line.strip_prefix("a_note.md|a|")).expect("the rest");
    let all: Vec<char> = format!("{title}\n{rest}").chars().collect();
    let mentions: Vec<Vec<&str>> =
        lines.filter(|line| !line.is_empty()).map(|line| line.split('\t').collect()).collect();
    assert_eq!(mentions.len(), 3, "{out}");
    for mention in mentions {
        let (start, end): (usize, usize) =
            (mention[1].parse().expect("a number"), mention[2].parse().expect("a number"));
        assert_eq!(all[start..end].iter().collect::<String>(), mention[3]);
        assert_eq!(mention[3], "psoriasis");
    }
}

#[test]
fn what_is_scored_is_what_is_written() {
    let home = Home::new();
    let corpus = format!(
        "{}\n",
        PUBTATOR.replace("help. No asthma.\n", "help. No asthma.\n11\t7\t16\tpsoriasis\tDisease\tD011565\n")
    );
    let file = home.file("gold.txt", &corpus);
    let written = home.run(&["facts", &file, "--pubtator"]).expect(0).out;
    let scores = home.run(&["score", "--pubtator", &file, "--json"]).expect(0).json_lines();
    let exact = scores.iter().find(|line| line["type"] == "Disease" && line["measure"] == "exact").expect("a line");
    let diseases = written.lines().filter(|line| line.contains("\tDisease\t")).count();
    assert_eq!((exact["found"].as_u64(), exact["marked"].as_u64()), (Some(diseases as u64), Some(1)));
    assert_eq!(exact["recall"], 100.0);
}

#[test]
fn a_script_sees_progress_failures_with_their_place_and_a_summary() {
    let home = Home::new();
    let good = "{\"text\": \"Psoriasis heilte.\"}\n";
    home.file("lines.jsonl", format!("{}{{broken\n{}", good.repeat(2), good.replace("heilte", "blieb")));
    let ran = home.run(&["import", "lines.jsonl", "--json"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("lines.jsonl (record 3, line 3): "), "{}", ran.err);
    let lines = ran.json_lines();
    let events: Vec<&str> = lines.iter().map(|line| line["event"].as_str().expect("an event")).collect();
    assert_eq!(events, ["progress", "failed", "done"]);
    assert_eq!((&lines[0]["done"], &lines[0]["total"]), (&3.into(), &3.into()));
    assert!(lines[0]["rate"].is_number() && lines[0]["bytes"] == lines[0]["total_bytes"]);
    assert!(lines[1]["file"].as_str().expect("a name").ends_with("lines.jsonl"));
    assert_eq!(lines[1]["position"], serde_json::json!({"record": 3, "line": 3, "byte": 2 * good.len()}));
    assert_eq!((&lines[2]["added"], &lines[2]["failed"], &lines[2]["documents"]), (&2.into(), &1.into(), &3.into()));
}

#[test]
fn a_script_is_told_why_an_import_ended_and_which_record_is_odd() {
    let home = Home::new();
    home.file("lines.jsonl", "{\"text\": \"One.\"}\n{\"casebook\":99,\"text\": \"Two.\"}\n");
    home.file("no.folder", "");
    let ran = home.run(&["--library", "no.folder", "import", "lines.jsonl", "--json"]);
    let lines = ran.json_lines();
    assert_eq!(lines.last().expect("a line")["event"], "error", "{}", ran.err);
    assert_eq!(lines[0]["code"], ran.code);
    let ran = home.run(&["import", "lines.jsonl", "--json"]).expect(1);
    let lines = ran.json_lines();
    let failed = lines.iter().find(|line| line["event"] == "failed").expect("a failure");
    assert!(failed["reason"].as_str().expect("a reason").contains("form 99"), "{failed}");
    // The first record of several has a number, the only one of a file has none.
    home.file("two.jsonl", "{\"text\": \"Three.\"}\n{\"text\": \"Four.\"}\n");
    home.run(&["import", "two.jsonl"]).expect(0);
    let rows = home.run(&["list", "--json"]).expect(0).json();
    let mut sources: Vec<String> = rows
        .as_array()
        .expect("rows")
        .iter()
        .filter_map(|row| row["source"].as_str())
        .map(|source| source.rsplit('/').next().unwrap_or_default().to_owned())
        .collect();
    sources.sort();
    assert_eq!(sources, ["lines.jsonl", "two.jsonl#1", "two.jsonl#2"]);
    let path = home.path("two.jsonl");
    let first = home.run(&["show", &format!("{}#1", path.display())]).expect(0);
    assert!(first.out.contains("Three"), "{}", first.out);
    // Bytes that are no text are told of with their record.
    home.file("odd.nbib", b"PMID- 1\nTI  - One.\n\nPMID- 2\nTI  - Tw\xff\xfeo \x81\x8d.\n");
    let ran = home.run(&["import", "odd.nbib"]);
    assert!(ran.err.lines().all(|line| line.contains("record 2, line 4")), "{}", ran.err);
}

#[test]
fn the_same_record_with_another_text_is_a_new_version() {
    let home = Home::new();
    home.file(
        "a.nbib",
        "PMID- 77\nTI  - A first title on psoriasis.\n\nPMID- 77\nTI  - A second title on psoriasis.\n",
    );
    let done = home.run(&["import", "a.nbib", "--json"]).expect(0).json_lines().pop().expect("a line");
    assert_eq!((&done["added"], &done["updated"]), (&1.into(), &1.into()));
    assert!(home.run(&["show", "PMID:77", "--text"]).expect(0).out.starts_with("A second title"));
    assert!(home.run(&["show", "PMID:77", "--version", "1", "--text"]).expect(0).out.starts_with("A first title"));
    let exported = home.run(&["export", "--jsonl"]).expect(0).json();
    assert_eq!(exported["versions"][0]["text"].as_str().map(|text| &text[..13]), Some("A first title"));
}

#[test]
fn a_folder_passes_over_files_of_other_kinds() {
    let home = Home::new();
    home.file("in/a.nbib", "PMID- 1\nTI  - One title of psoriasis.\n");
    home.file("in/page.xml", "<html><p>no record</p></html>");
    home.file("in/rows.jsonl", "[1, 2]\n");
    home.file("in/tar.tar.gz", "x");
    let done = home.run(&["import", "in", "--json"]).expect(0).json_lines().pop().expect("a line");
    assert_eq!((&done["added"], &done["skipped"], &done["failed"]), (&1.into(), &3.into(), &0.into()));
    home.run(&["import", "in/page.xml"]).says(65, "none of the kinds that can be read");
}

const CASE: &str = "# Ein Fall\n\nDas Fieber stieg. Platelets rose. Das Fieber fiel.\n";

/// Two notes on [`CASE`], the second at the second of two equal places, as somebody else's offsets have it.
const NOTES: &str = r#"{"casebook_notes": 1, "documents": [{"source": "/elsewhere/case.md", "title": "Ein Fall", "notes": [
    {"start": 3, "quote": "Platelets", "colour": "green"},
    {"start": 0, "quote": "Das Fieber", "before": "Platelets rose. ", "after": " fiel.", "body": "erst\nhier"},
    {"start": 5, "quote": "steht nirgends", "body": "bleibt"}]}]}"#;

#[test]
fn notes_are_taken_in_find_their_quotes_and_go_out_again() {
    let home = Home::new();
    home.file("case.md", CASE);
    home.file("notes.json", NOTES);
    home.run(&["import", "case.md"]).expect(0);
    let done = home.run(&["import", "notes.json"]).expect(0).out;
    assert_eq!(done, "notes: 3 added (1 with their place lost), 0 unchanged, 0 documents not in the library\n");
    let done = home.run(&["import", "notes.json", "--json"]).expect(0).json();
    assert_eq!((&done["added"], &done["unchanged"]), (&0.into(), &3.into()), "twice adds nothing");
    let out = home.run(&["export", "--notes", "json"]).expect(0).json();
    let notes = out["documents"][0]["notes"].as_array().expect("notes");
    let text = home.run(&["show", "1", "--text"]).expect(0).out;
    let mut lost = 0;
    for note in notes {
        let (start, quote) = (note["start"].as_u64().expect("a number") as usize, note["quote"].as_str().expect("it"));
        if note["lost"] == true {
            lost += 1;
        } else {
            assert!(text[start..].starts_with(quote), "{note}");
        }
        assert!(quote != "Das Fieber" || start == text.rfind("Das Fieber").expect("it is there"), "{note}");
    }
    assert_eq!((notes.len(), lost), (3, 1));
    let markdown = home.run(&["export", "--notes", "has:note"]).expect(0).out;
    for part in ["## Ein Fall\n", "> Das Fieber\n\nerst\nhier\n", "> Platelets\n\n*green*\n", "*place lost*"] {
        assert!(markdown.contains(part), "{part} in {markdown}");
    }
    assert_eq!(home.run(&["list", "--json", "note:erst"]).expect(0).json().as_array().expect("rows").len(), 1);
    assert_eq!(home.run(&["list", "--json", "has:highlight"]).expect(0).json().as_array().expect("rows").len(), 1);
    // Into another library, beside a document; one that is not there is named.
    home.file("out.json", serde_json::to_string(&out).expect("JSON"));
    home.run(&["import", "--library", "other", "case.md"]).expect(0);
    home.run(&["import", "--library", "other", "out.json"]).expect(0);
    let again = home.run(&["export", "--library", "other", "--notes", "json"]).expect(0).json();
    let quotes = |out: &Value| {
        let notes = out["documents"][0]["notes"].as_array().expect("notes").clone();
        notes
            .into_iter()
            .map(|note| (note["quote"].clone(), note["start"].clone(), note["body"].clone()))
            .collect::<Vec<_>>()
    };
    assert_eq!(quotes(&again), quotes(&out));
    home.file("strange.json", NOTES.replace("Ein Fall", "Kein Fall"));
    home.run(&["import", "strange.json"]).says(1, "no document here is /elsewhere/case.md (Kein Fall)");
    home.file("broken.json", "{\"casebook_notes\": 1, \"documents\": 7}");
    home.run(&["import", "broken.json"]).says(1, "broken.json");
}

#[test]
fn bibliographies_are_written_of_what_a_query_finds() {
    let home = Home::with_seeds();
    let bibtex = home.run(&["export", "--bibtex"]).expect(0).out;
    assert_eq!(bibtex.matches("\n}\n").count(), 5, "{bibtex}");
    assert_eq!(home.run(&["export", "--bibtex", "disease:itp"]).expect(0).out.matches('@').count(), 1);
    let ris = home.run(&["export", "--ris"]).expect(0).out;
    assert_eq!(ris.matches("ER  - \n").count(), 5, "{ris}");
    let csl = home.run(&["export", "--csl", "-o", "all.json"]).expect(0);
    assert_eq!(csl.out, "");
    let items: Value = serde_json::from_str(&fs::read_to_string(home.path("all.json")).expect("it")).expect("JSON");
    assert_eq!(items.as_array().expect("an array").len(), 5);
    assert!(items[0]["title"].is_string() && items[1]["issued"]["date-parts"][0][0].is_number(), "{items}");
    home.run(&["export", "--notes"]).says(1, "nothing is noted");
    home.run(&["export", "--bibtex", "--ris"]).expect(2);
    home.run(&["export"]).expect(2);
}

#[test]
fn what_was_acknowledged_never_grows_less() {
    let home = Home::new();
    home.file("a.txt", "A text of a file about lupus.\n");
    let lines = home.run_with(&["import", "--json", "-", "a.txt"], b"A text of a pipe.\n").expect(0).json_lines();
    let done: Vec<u64> = lines.iter().filter_map(|line| line["done"].as_u64()).collect();
    assert!(done.is_sorted() && done.last() == Some(&2), "{done:?}");
}
