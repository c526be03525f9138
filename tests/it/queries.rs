//! Queries and pickers against each other: what a picker counts is what its row lists, on the real vocabulary.

use casebook::facts::KINDS;
use casebook::library::{FacetGroup, Library, Picked, Query, Sort};

use casebook::ui::Overlay;
use casebook::wording::Language;

use crate::common::{Desk, Setup, VOCABULARY, library, read, seeds};

/// The five documents and some that name therapies by their class, products, companies, harms and two sexes.
fn mixed() -> Library {
    let mut documents = seeds();
    for (name, text) in [
        (
            "kymriah.txt",
            "A 40-year-old woman with multiple myeloma was treated with Kymriah and reached complete remission. \
             Tocilizumab was given against cytokine release syndrome. Novartis Pharma AG funded the study.",
        ),
        (
            "lupus.txt",
            "Ein 35-jähriger Mann mit systemischem Lupus erythematodes erhielt Rituximab und Cyclophosphamid als \
             Immunsuppression und ist in Remission. Universitätsklinikum Erlangen, Prof. Dr. Eva Müller.",
        ),
        (
            "trial.txt",
            "A phase 1b/2a randomized controlled trial of prednisone, bortezomib and daratumumab in immune \
             thrombocytopenia. The response rate was 80 %. Charité, Berlin. Dr. Eva Mueller and Dr. Eva Müller wrote it.",
        ),
        (
            "phase.txt",
            "In this phase 2 trial of ibrutinib for chronic lymphocytic leukemia two men and a woman relapsed.",
        ),
    ] {
        documents.push((name.to_owned(), read(name, text)));
    }
    library(documents)
}

/// How many documents a query finds.
fn found(library: &mut Library, query: &Query) -> u64 {
    library.ids(query, Sort::default()).expect("a list").len() as u64
}

#[test]
fn every_row_of_every_picker_lists_what_it_counts() {
    let mut library = mixed();
    let facets = KINDS.iter().filter(|entry| entry.facet).map(|entry| FacetGroup::Kind(entry.kind));
    let mut rows = 0;
    for group in facets.chain([FacetGroup::Year]) {
        for text in ["", "lang:en", "-disease:itp"] {
            let query = Query::parse_in(text, &VOCABULARY, Some(&library)).expect(text);
            for row in library.counts(group, &query, &VOCABULARY).expect("rows") {
                let picked = Picked { include: vec![row.value.clone()], exclude: Vec::new() };
                let ticked = query.with_values(group, &picked, &VOCABULARY);
                assert_eq!(found(&mut library, &ticked), row.count, "{ticked} of {group:?}");
                let typed = Query::parse_in(&ticked.to_string(), &VOCABULARY, Some(&library));
                let typed = typed.unwrap_or_else(|error| panic!("{ticked}: {error}"));
                assert_eq!(found(&mut library, &typed), row.count, "{typed} typed");
                rows += 1;
            }
        }
    }
    assert!(rows > 200, "{rows} rows");
}

#[test]
fn values_are_known_by_their_names_in_both_languages() {
    let mut library = mixed();
    for (one, other, at_least) in [
        ("genre:\"press release\"", "genre:Pressemitteilung", 1),
        ("genre:press", "genre:presse", 1),
        ("sex:male", "sex:männlich", 1),
        ("sex:female", "sex:weiblich", 1),
        ("outcome:remission", "outcome:Remission", 1),
        ("outcome:relapse", "outcome:Rückfall", 1),
        ("design:\"randomized controlled trial\"", "design:\"randomisierte kontrollierte Studie\"", 1),
        ("phase:2", "phase:\"Phase-II-Studie\"", 2),
        ("phase:1", "phase:\"phase 1\"", 1),
        ("drug:immunosuppressant", "drug:Immunsuppressivum", 1),
    ] {
        let mut count = |text: &str| {
            let query =
                Query::parse_in(text, &VOCABULARY, Some(&library)).unwrap_or_else(|error| panic!("{text}: {error}"));
            found(&mut library, &query)
        };
        assert_eq!(count(one), count(other), "{one} {other}");
        assert!(count(one) >= at_least, "{one}");
    }
    let men = Query::parse("sex:male", &VOCABULARY).expect("a query");
    let women = Query::parse("sex:female", &VOCABULARY).expect("a query");
    let both = men.and(&women);
    assert!(found(&mut library, &men) > found(&mut library, &both), "female is not male");
}

#[test]
fn a_value_that_is_not_known_says_so_and_names_the_nearest() {
    let library = mixed();
    for (typed, near) in [
        ("genre:pres_release", "press release"),
        ("genre:Presemitteilung", "Pressemitteilung"),
        ("sex:femal3", "female"),
        ("outcome:remision", "remission"),
        ("company:Novatis", "Novartis"),
        ("design:\"randomised controled trial\"", "randomi"),
        ("phase:\"phase 22\"", "phase 2"),
        ("adverse:neutropeniaa", "neutropenia"),
        ("is:unred", "unread"),
        ("has:notes", "note"),
        ("drug:rituximap", "ituximab"),
    ] {
        let error = Query::parse_in(typed, &VOCABULARY, Some(&library)).expect_err(typed);
        assert_eq!(error.exit_code(), 1, "{typed}: {error}");
        assert!(error.message.contains(near), "{typed}: {error}");
        assert!(error.german.contains(near) && error.german != error.message, "{typed}: {}", error.german);
    }
    for typed in ["genre:qqqqq", "company:qqqqqqqq", "institution:qqqqqqqq", "journal:qqqqqqqq", "sex:qqqq"] {
        let error = Query::parse_in(typed, &VOCABULARY, Some(&library)).expect_err(typed);
        assert_eq!(error.exit_code(), 1, "{typed}: {error}");
    }
}

#[test]
fn what_is_typed_is_kept_as_typed() {
    let mut desk = Desk::five(120, 30);
    desk.press("&Werlhof<Enter>");
    assert_eq!(desk.session().query.to_string(), "Werlhof", "no star that nobody typed");
    let all = desk.session().listed.len();
    assert!(all > 0, "by its synonyms");
    desk.press("fs<Enter>wf<Enter>");
    assert_eq!(desk.session().saved[0].1, Some(all as u64), "saved and counted");
    desk.press("&<Enter>");
    assert_eq!(desk.session().listed.len(), all, "opened again");
    desk.press("& -qqqqq<Enter>");
    assert_eq!(desk.session().listed.len(), all, "gone on with");
    desk.press("F&thrombozy<Enter>");
    assert!(desk.session().listed.is_empty() && desk.message().contains("thrombozy*"), "{}", desk.message());
    desk.press("F&thromb*<Enter>");
    assert_eq!(desk.session().query.to_string(), "thromb*");
}

#[test]
fn a_german_interface_filters_in_german() {
    let german = Setup { language: Language::German, ..Setup::of(120, 30) };
    let mut desk = german.on_five();
    let shown = |desk: &Desk, part: &str| desk.rows().iter().any(|row| row.contains(part));
    desk.press("fg");
    assert!(shown(&desk, "Pressemitteilung") && !shown(&desk, "press release"), "{:?}", desk.rows());
    desk.press("Presse<Enter>");
    assert!(desk.rows().iter().any(|row| row.contains("Filter") && row.contains("genre:Pressemitteilung")));
    assert!(!desk.session().listed.is_empty());
    desk.press("FD");
    assert!(shown(&desk, "Autoimmunerkrankung") && !shown(&desk, "autoimmune disease"), "{:?}", desk.rows());
    desk.press("<Esc>&disease:itpx<Enter>");
    assert!(shown(&desk, "Spalte 9: das Vokabular kennt"), "{}", desk.picture());
}

#[test]
fn every_fact_of_the_card_can_be_filtered_by() {
    let text = "# Case\n\nA 35-year-old man with lupus nephritis received rituximab. After 9 months he was in remission. \
                He had a rash and neutropenia.\n";
    let mut documents = seeds();
    documents.push(("case.md".to_owned(), read("case.md", text)));
    let mut desk = Setup::of(120, 40).on(library(documents));
    desk.press("&rash<Enter>");
    let id = desk.session().selected().expect("the case");
    let facts = desk.session().open.as_ref().expect("it is open").facts().to_vec();
    assert!(facts.len() > 5, "{}", facts.len());
    desk.press("<Tab><Tab>");
    let mut kinds = Vec::new();
    for (at, fact) in facts.iter().enumerate() {
        if let Some(open) = &mut desk.app.session.open {
            open.point_at(at);
        }
        desk.press("x");
        assert!(desk.session().listed.iter().any(|listed| listed == id), "{:?}: {}", fact.kind, desk.message());
        assert!(desk.session().query.to_string() != "rash" || !fact.assertion.counts(), "{}", desk.message());
        desk.press("U");
        kinds.push(fact.kind.name());
    }
    for kind in ["patient_age", "patient_sex"] {
        assert!(kinds.contains(&kind), "{kind} of {kinds:?}");
    }
}

#[test]
fn what_no_picker_counts_is_typed_behind_its_field() {
    let mut desk = Desk::five(120, 30);
    desk.press("ffGesch<Esc>ffsex<Enter>");
    assert!(desk.rows()[29].starts_with("&sex:"), "{}", desk.rows()[29]);
    assert!(desk.rows().iter().any(|row| row.contains("female")), "{:?}", desk.rows());
    desk.press("<Esc>tlater<Enter>fftag<Enter>");
    assert!(desk.rows().iter().any(|row| row.contains("later")), "{:?}", desk.rows());
}

#[test]
fn the_table_of_patients_is_come_back_to() {
    let text = |age: usize| format!("# Case {age}\n\nWe saw a {age}-year-old woman with lupus.\n");
    let documents = (20..40).map(|age| (format!("{age}.md"), read("case.md", &text(age))));
    let mut desk = Setup::of(120, 30).on(library(documents.collect()));
    desk.press("gpllls3j");
    let grid = |desk: &Desk| match &desk.app.overlay {
        Some(Overlay::Grid(grid)) => Some((grid.cursor, grid.sorted)),
        _ => None,
    };
    let before = grid(&desk);
    assert!(before.is_some_and(|(cursor, sorted)| cursor.0 == 3 && sorted.is_some()));
    desk.press("<Enter>");
    assert_eq!(grid(&desk), None, "the evidence is shown");
    desk.press("q");
    assert_eq!(grid(&desk), before);
    desk.press("qq");
    assert!(!desk.ended());
}

#[test]
fn a_find_that_fails_goes_back_and_says_so() {
    let documents = (0..30).map(|at| (format!("{at}.md"), read("q.md", &format!("# Quiz {at}\n\nText {at}.\n"))));
    let mut desk = Setup::of(120, 30).on(library(documents.collect()));
    desk.press("4j/quiz 7");
    assert_ne!(desk.session().cursor, 4);
    desk.press("x<Enter>");
    assert_eq!((desk.session().cursor, desk.message()), (4, "not in the list: quiz 7x"));
}

#[test]
fn an_error_of_the_filter_line_is_shown_whole_with_its_place() {
    for (width, height) in [(120, 30), (80, 24), (40, 12)] {
        let mut desk = Desk::five(width, height);
        desk.press("&lang:de disease:Trombozytopenie");
        let rows = desk.rows();
        let line = &rows[usize::from(height) - 1];
        assert!(line.starts_with("&lang:de disease:Trombozytopenie"), "{line}");
        let arrow = rows[usize::from(height) - 2].chars().position(|sign| sign == '↓');
        assert_eq!(arrow, Some("&lang:de disease:".len()), "{:?}", rows[usize::from(height) - 2]);
        let told = rows.iter().map(|row| row.trim()).collect::<Vec<_>>().join(" ");
        let wanted = match desk.app.session.parse("lang:de disease:Trombozytopenie") {
            Err(error) => error.to_string(),
            Ok(query) => panic!("{query} is known"),
        };
        assert!(wanted.contains("nearest"), "{wanted}");
        let flat = |text: &str| text.split_whitespace().collect::<String>();
        assert!(flat(&told).contains(&flat(&wanted)), "{told}");
        // What was wrong goes with its cause.
        desk.press("<Esc>&lang:de disease:ITPx<BS>");
        assert!(!desk.picture().contains('↓'), "{}", desk.picture());
    }
}

#[test]
fn what_was_typed_is_worth_more_than_what_is_said_of_it() {
    let mut desk = Desk::five(80, 24);
    desk.press("&year:2000..2026 lang:de OR lang:en Werlhof");
    let line = desk.rows()[23].clone();
    assert!(line.starts_with("&year:2000..2026 lang:de OR lang:en Werlhof "), "{line}");
    assert!(line.contains("Werlhof = "), "{line}");
}

/// The rows of the open picker with their counts.
fn offered(desk: &Desk) -> Vec<(String, u64)> {
    let Some(Overlay::Picker(picker)) = &desk.app.overlay else { panic!("a picker is open") };
    let rows = picker.shown.iter().map(|&at| &picker.choices[at]);
    rows.map(|row| (row.text.clone(), row.detail.parse().expect("a count"))).collect()
}

/// Documents that name these diseases.
fn naming(diseases: &[(&str, usize)]) -> Library {
    let texts = diseases.iter().flat_map(|(name, times)| (0..*times).map(move |n| (format!("{name} {n}.md"), *name)));
    let documents = texts.map(|(file, name)| {
        let text = format!("# A patient with {name}\n\nWe saw a patient with {name}. This is {file}.\n");
        (file.clone(), read(&file, &text))
    });
    library(documents.collect())
}

#[test]
fn a_picker_puts_whole_words_first_and_then_what_most_documents_have() {
    let library =
        naming(&[("thrombosis", 1), ("immune thrombocytopenia", 4), ("lupus nephritis", 1), ("thrombocythemia", 2)]);
    let mut desk = Setup::of(120, 40).on(library);
    desk.press("Dthromb");
    let rows = offered(&desk);
    assert!(rows.len() > 2 && rows.is_sorted_by_key(|(_, count)| std::cmp::Reverse(*count)), "{rows:?}");
    assert!(rows.iter().any(|row| *row == ("thrombosis".to_owned(), 1)), "{rows:?}");
    // A name that is just so comes before those of more documents that only begin so.
    desk.press("<Esc>Dthrombosis");
    assert_eq!(offered(&desk)[0], ("thrombosis".to_owned(), 1));
    desk.press("<Esc>Dlupus");
    let rows = offered(&desk);
    assert!(rows.iter().any(|(name, _)| name == "lupus nephritis"), "{rows:?}");
}

#[test]
fn what_says_nothing_is_no_row_where_it_narrows_nothing() {
    let has = |library: Library| {
        let mut desk = Setup::of(120, 40).on(library);
        desk.press("D");
        offered(&desk).iter().any(|(name, _)| name == "disease")
    };
    assert!(!has(naming(&[("thrombosis", 1), ("lupus nephritis", 2)])));
    let mut some = naming(&[("thrombosis", 1)]);
    let blank = read("blank.md", "# A day at the sea\n\nThe sun was out.\n");
    let item = casebook::library::Incoming::new(casebook::library::Origin::File("/blank.md".into(), 0), blank);
    let go_on = &mut |_: &_| std::ops::ControlFlow::Continue(());
    some.import(std::iter::once(Ok(item)), &VOCABULARY, go_on).expect("taken in");
    assert!(has(some));
}

#[test]
fn the_order_in_force_is_marked_and_turned_round_when_chosen_again() {
    let mut desk = Desk::five(120, 30);
    let before: Vec<_> = desk.session().listed.iter().collect();
    desk.press("s");
    let arrow = |desk: &Desk, name: &str| desk.rows().iter().any(|row| row.contains(name) && row.contains('↓'));
    assert!(arrow(&desk, "date") && !arrow(&desk, "relevance"), "{}", desk.picture());
    desk.press("<Enter>");
    let turned: Vec<_> = desk.session().listed.iter().collect();
    assert_ne!(turned, before, "the order in force, chosen again");
}

#[test]
fn a_german_interface_tells_of_patients_and_completes_in_german() {
    let text = "# Case\n\nA 35-year-old man with lupus nephritis received rituximab. He was in complete \
                remission; the follow-up was 9 months.\n";
    let german = || Setup { language: Language::German, ..Setup::of(200, 40) };
    let mut desk = german().on(library(vec![("case.md".to_owned(), read("case.md", text))]));
    desk.press("gp");
    let shown = desk.picture();
    for value in ["35 Jahre", "männlich", "Lupusnephritis", "komplette Remission", "9 Monate"] {
        assert!(shown.contains(value), "{value}: {shown}");
    }
    for value in ["35 years", " male", "complete remission", "9 months"] {
        assert!(!desk.rows()[..10].concat().contains(value), "{value}: {shown}");
    }
    let mut desk = german().on_five();
    desk.press("&sex:wei<Tab>");
    assert!(desk.rows()[39].starts_with("&sex:weiblich "), "{}", desk.rows()[39]);
    desk.press("<Esc>&sex:");
    assert!(desk.rows().iter().any(|row| row.starts_with("  männlich")), "{}", desk.picture());
}
