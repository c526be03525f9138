//! What is broken from outside: compressed files, disks and limits, and the bytes of a library.

use std::io::Write as _;
use std::process::Command;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::{Home, Ran};

/// A set of articles, some text behind them.
fn articles(count: usize, behind: &str) -> String {
    let article = |n: usize| {
        let rest: String = (0..40).map(|at| format!(" word{}", (n * 7919 + at * 104_729) % 9973)).collect();
        format!(
            "<PubmedArticle><MedlineCitation><PMID>{}</PMID><Article><ArticleTitle>Title {n}</ArticleTitle><Abstract>\
             <AbstractText>A case of lupus.{rest}</AbstractText></Abstract></Article></MedlineCitation></PubmedArticle>\n",
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
    let list: String = (0..7).map(|n| format!("<PMID Version=\"1\">{}</PMID>", 1000 + n)).collect();
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
    command.args(["-c", "ulimit -f 3000; exec \"$0\" import a.xml"]).arg(env!("CARGO_BIN_EXE_casebook"));
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
