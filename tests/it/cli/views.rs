//! The views across documents as tables, CSV and JSON.

use serde_json::Value;

use super::{Home, ITP, Ran};

/// The rows of a CSV output, its head first.
fn rows(ran: &Ran) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(ran.out.as_bytes());
    reader.records().map(|row| row.expect("CSV").iter().map(str::to_owned).collect()).collect()
}

#[test]
fn the_matrix_counts_what_list_lists() {
    let home = Home::with_seeds();
    let matrix = rows(&home.run(&["matrix", "--csv"]).expect(0));
    assert_eq!(matrix[0][..2], ["disease", "documents"]);
    assert_eq!(matrix[1][..2], ["all", "5"]);
    let counted = |row: &[String]| row[1].parse::<usize>().expect("a number");
    assert!(matrix[2..].is_sorted_by_key(|row| std::cmp::Reverse(counted(row))), "the largest first");
    for row in &matrix[2..] {
        for (therapy, count) in matrix[0].iter().zip(row).skip(2) {
            let ran = home.run(&["list", "--json", &format!("disease:{}", row[0]), &format!("therapy:{therapy}")]);
            let listed = ran.json().as_array().expect("an array").len();
            assert_eq!(*count, listed.to_string(), "{} and {therapy}", row[0]);
        }
    }
    let json = home.run(&["matrix", "disease:itp", "--json", "--limit", "1"]).expect(0).json();
    assert_eq!(json["documents"], 1);
    assert_eq!(json["diseases"].as_array().map(Vec::len), Some(1));
    assert_eq!(json["counts"][0].as_array().map(Vec::len), Some(1));
    home.run(&["matrix", "zebrafishery"]).says(1, "no document");
    home.run(&["matrix", "desease:itp"]).says(2, "column 1");
}

#[test]
fn the_time_line_has_every_year_and_what_has_none() {
    let home = Home::with_seeds();
    let years = rows(&home.run(&["timeline", "--csv"]).expect(0));
    assert_eq!(years, [["year", "documents"], ["2025", "2"], ["2026", "1"], ["undated", "2"]]);
    let newest = rows(&home.run(&["timeline", "--csv", "--limit", "1"]).expect(0));
    assert_eq!(newest, [["year", "documents"], ["2026", "1"], ["undated", "2"]]);
    home.run(&["timeline", "--limit", "0"]).expect(0);
    let json = home.run(&["timeline", "year:2025", "--json"]).expect(0).json();
    assert_eq!(json["years"][0]["year"], 2025);
    assert_eq!((&json["years"][0]["documents"], &json["undated"]), (&Value::from(2), &Value::from(0)));
    assert_eq!(home.run(&["timeline", "year:2025"]).expect(0).out, "year\tdocuments\n2025\t2\n");
}

#[test]
fn patients_are_rows_whose_cells_stand_in_the_text() {
    let home = Home::with_seeds();
    let table = rows(&home.run(&["patients", "--csv"]).expect(0));
    let head = ["id", "title", "published", "subject", "n", "age", "sex", "disease", "therapy", "prior_therapy"];
    assert_eq!(table[0][..10], head);
    assert_eq!(table[0][10..], ["outcome", "follow_up", "source"]);
    let itp = home.run(&["patients", "disease:itp", "--json"]).expect(0).json_lines();
    assert_eq!(itp.len(), 1);
    let row = &itp[0];
    assert!(row["source"].as_str().is_some_and(|source| source.contains(ITP)), "{row}");
    assert_eq!((&row["subject"], &row["age"][0]["value"]), (&Value::from("patient 1"), &Value::from("35 years")));
    assert_eq!(row["follow_up"][0]["value"], "5 months");
    let text = home.run(&["show", &row["id"].to_string(), "--text"]).expect(0).out;
    for column in ["age", "sex", "disease", "therapy", "outcome", "follow_up", "prior_therapy"] {
        for item in row[column].as_array().expect("an array") {
            let at = |name: &str| item[name].as_u64().expect("an offset") as usize;
            assert_eq!(item["quote"], text[at("start")..at("end")], "{column}");
        }
    }
    assert_eq!(home.run(&["patients", "--limit", "2", "--csv"]).expect(0).out.lines().count(), 3);
    home.run(&["patients", "genre:review lang:fr"]).says(1, "patient");
}

#[test]
fn documents_of_one_study_are_compared() {
    let home = Home::new();
    home.file("a.md", "# A first report on the cells\n\nA 35-year-old woman had lupus.\n\nDOI: 10.1000/cells.1\n");
    home.file("b.md", "# A second report on the cells\n\nA 36-year-old woman had lupus.\n\nDOI: 10.1000/cells.1\n");
    home.file("c.md", "# Something else entirely here\n\nA 36-year-old woman had lupus.\n");
    home.run(&["import", "a.md", "b.md", "c.md"]).expect(0);
    let compared = home.run(&["compare", "a.md", "--json"]).expect(0).json_lines();
    assert_eq!(compared.len(), 2);
    assert_eq!((&compared[0]["relation"], &compared[1]["relation"]), (&Value::Null, &Value::from("same study")));
    assert_eq!(compared[1]["disagrees"], Value::from(vec!["age"]));
    assert_eq!(rows(&home.run(&["compare", "a.md", "--csv"]).expect(0)).len(), 3);
    home.run(&["compare", "c.md"]).says(1, "no other document");
    home.run(&["compare", "9"]).says(1, "no document 9");
}
