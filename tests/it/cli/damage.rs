//! What is broken from outside: compressed files, disks and limits, and the bytes of a library.

use std::io::Write as _;
use std::process::Command;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;

use super::{Home, Ran};

/// A set of articles, some text behind them.
fn articles(count: usize, behind: &str) -> String {
    let article = |n: usize| {
        let words = (0..40).map(|at| format!("word{}", (n * 7919 + at * 104_729) % 9973));
        let rest = words.collect::<Vec<_>>().join(" ");
        format!(
            "<PubmedArticle><MedlineCitation><PMID>{}</PMID><Article><ArticleTitle>Title {n}</ArticleTitle><Abstract>\
             <AbstractText>A case of lupus. {rest}</AbstractText></Abstract></Article></MedlineCitation></PubmedArticle>\n",
            1000 + n
        )
    };
    let articles: String = (0..count).map(article).collect();
    format!("<?xml version=\"1.0\"?>\n<PubmedArticleSet>\n{articles}{behind}</PubmedArticleSet>\n")
}

#[test]
fn damage_of_a_compressed_file_is_told_once_with_its_place() {
    let home = Home::new();
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(articles(400, "").as_bytes()).expect("compressed");
    let whole = encoder.finish().expect("compressed");
    for at in [whole.len() / 3, whole.len() / 2, whole.len() - 6] {
        let mut flipped = whole.clone();
        flipped[at] ^= 0x41;
        home.file("a.xml.gz", &flipped);
        let library = format!("L{at}");
        let lines = home.run(&["import", "a.xml.gz", "--json", "--library", &library]).expect(1).json_lines();
        let failed: Vec<_> = lines.iter().filter(|line| line["event"] == "failed").collect();
        assert_eq!(failed.len(), 1, "{at}: {failed:?}");
        let reason = failed[0]["reason"].as_str().expect("a reason");
        assert!(reason.starts_with("the compressed data is damaged"), "{reason}");
        assert!(failed[0]["position"]["record"].as_u64().is_some_and(|record| record > 1), "{:?}", failed[0]);
    }
}

#[test]
fn records_that_a_file_says_were_deleted_are_told() {
    let home = Home::new();
    let list = (0..7).map(|n| format!("<PMID Version=\"1\">{}</PMID>", 1000 + n)).collect::<Vec<_>>().join("\n");
    home.file("a.xml", articles(3, &format!("<DeleteCitation>\n{list}\n</DeleteCitation>\n")));
    for _ in 0..2 {
        let ran =
            home.run(&["import", "a.xml"]).says(0, "PMID:1000 PMID:1001 PMID:1002 PMID:1003 PMID:1004 and 2 more");
        assert!(ran.err.contains("casebook remove"), "{}", ran.err);
    }
    assert_eq!(home.run(&["list"]).expect(0).out.lines().count(), 3, "an import removes nothing");
    home.run(&["remove", "PMID:1000"]).expect(0);
}

#[test]
fn a_limit_on_files_is_named_and_what_was_acknowledged_stays() {
    let home = Home::new();
    home.file("a.xml", articles(3000, ""));
    let like = home.command(&["import", "a.xml"]);
    let mut command = Command::new("sh");
    command.args(["-c", "ulimit -f 8000; exec \"$0\" import a.xml"]).arg(env!("CARGO_BIN_EXE_casebook"));
    command.current_dir(like.get_current_dir().expect("a folder")).env_clear();
    command.envs(like.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let ran = Ran::from(command.output().expect("a shell"));
    let ran = ran.says(74, "ulimit -f");
    // Where the limit was reached before the first ones were in, the library is empty.
    let kept = home.run(&["list"]).out.lines().count();
    assert!(ran.err.contains(&format!("{kept} documents were taken in before")), "{}", ran.err);
    home.run(&["import", "a.xml"]).expect(0);
    assert!(home.run(&["doctor"]).expect(0).out.contains("all is well"));
}

/// Documents that the tests of damage look at.
const FEW: usize = 24;

/// What `list`, a filter, `show` and `doctor` say of a library: code, output and whether anything was said of it.
fn said(home: &Home) -> [(i32, String, bool); 4] {
    let ids: Vec<String> = (1..=FEW).map(|id| id.to_string()).collect();
    let show: Vec<&str> = ["show", "--json"].into_iter().chain(ids.iter().map(String::as_str)).collect();
    let runs: [&[&str]; 4] = [&["list", "--json"], &["list", "--json", "disease:lupus"], &show, &["doctor"]];
    runs.map(|arguments| {
        let ran = home.run(arguments);
        assert!(ran.code < 100, "{arguments:?}: {} {}", ran.code, ran.err);
        let values: Vec<Value> = ran.out.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
        let rows = values.iter().flat_map(|value| value.as_array().cloned().unwrap_or_else(|| vec![value.clone()]));
        // A document may have lost its source without any damage.
        let rows = rows.map(|row| format!("{} {} {} {}", row["id"], row["title"], row["diseases"], row["facts"]));
        let out = if values.is_empty() { ran.out } else { rows.collect::<Vec<_>>().join("\n") };
        (ran.code, out, !ran.err.is_empty())
    })
}

#[test]
fn a_page_that_is_lost_is_never_lost_in_silence() {
    let home = Home::new();
    home.file("a.xml", articles(FEW, ""));
    home.run(&["import", "a.xml", "--library", "data/casebook/library"]).expect(0);
    let store = home.path("data/casebook/library/library.db");
    let whole = std::fs::read(&store).expect("a library");
    assert!(!home.path("data/casebook/library/library.db-wal").exists(), "all is in the file");
    let before = said(&home);
    assert!(before.iter().all(|(code, _, told)| *code == 0 && !told), "{before:?}");
    let page = 16_384;
    let pages = whole.len() / page;
    let mut named = 0;
    for at in 1..pages {
        let mut broken = whole.clone();
        // Every other one is as another is: what stands there is sound by itself.
        let from = (at + 7) % pages * page;
        let other = if at % 2 == 0 && from > 0 { whole[from..from + page].to_vec() } else { vec![0; page] };
        broken[at * page..(at + 1) * page].copy_from_slice(&other);
        std::fs::write(&store, &broken).expect("written");
        let now = said(&home);
        let mut lost = false;
        for ((code, out, told), (_, sound, _)) in now.iter().zip(&before).take(3) {
            let same = out == sound;
            lost |= !same;
            assert!(same || *code != 0 && *told, "page {at} of {pages}: {code} {} of {}", out.len(), sound.len());
        }
        assert!(!lost || now[3].0 == 65, "page {at} of {pages}: {:?}", now[3]);
        named += usize::from(lost);
    }
    assert!(named > pages / 4, "{named} of {pages}");
    std::fs::write(&store, &whole).expect("written");
    assert_eq!(said(&home)[..3], before[..3]);
}

#[test]
fn facts_that_are_damaged_are_named_found_again_and_kept() {
    let home = Home::new();
    home.file("a.xml", articles(FEW, ""));
    home.run(&["import", "a.xml"]).expect(0);
    let before = home.run(&["show", "3", "--json"]).expect(0).json();
    let store = home.path("data/casebook/library/library.db");
    let db = rusqlite::Connection::open(&store).expect("a library");
    db.execute("UPDATE fact SET facts = substr(facts, 5) WHERE doc = 3", []).expect("changed");
    db.execute("DELETE FROM fact WHERE doc = 5", []).expect("changed");
    drop(db);
    let ran = home.run(&["show", "3", "--json"]).says(65, "the facts of document 3 are damaged");
    assert_eq!(ran.json()["facts"], before["facts"], "they are found again");
    assert!(home.run(&["doctor"]).expect(65).out.contains("the facts of 2 documents are damaged"));
    home.run(&["refresh", "3", "5"]).expect(0);
    assert_eq!(home.run(&["show", "3", "--json"]).expect(0).json()["facts"], before["facts"]);
    home.run(&["doctor"]).expect(0);
}

#[test]
fn a_document_that_is_damaged_is_named_taken_out_and_comes_again() {
    let home = Home::new();
    home.file("a.xml", articles(5, ""));
    home.run(&["import", "a.xml"]).expect(0);
    let before = home.run(&["list"]).expect(0).out;
    let db = rusqlite::Connection::open(home.path("data/casebook/library/library.db")).expect("a library");
    db.execute("UPDATE document SET diseases = 'x' WHERE id = 2", []).expect("changed");
    db.execute("UPDATE version SET structure = '[]' WHERE doc = 3", []).expect("changed");
    drop(db);
    let list = home.run(&["list"]).says(65, "damaged documents were left out: 2");
    assert_eq!(list.out.lines().count(), 4);
    home.run(&["show", "3"]).says(65, "document 3 ");
    home.run(&["show", "2"]).says(65, "document 2 is damaged");
    let told = home.run(&["doctor"]).expect(65).out;
    assert!(told.contains("2 documents are damaged") && told.contains("again: 2, 3"), "{told}");
    assert_eq!(home.run(&["remove", "2", "3"]).expect(0).out.lines().count(), 2);
    home.run(&["doctor"]).expect(0);
    home.run(&["import", "a.xml"]).expect(0);
    let columns =
        |out: &str| out.lines().map(|line| line.split_once('\t').map(|it| it.1.to_owned())).collect::<Vec<_>>();
    let (mut now, mut before) = (columns(&home.run(&["list"]).expect(0).out), columns(&before));
    now.sort();
    before.sort();
    assert_eq!(now, before);
}
