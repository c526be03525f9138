//! Tests of patients, ages and cohorts on whole sentences.

use super::find;
use crate::facts::testing::facts_of;
use crate::facts::{Assertion, FactKind, Subject};

/// Each fact as "kind value subject".
fn told(text: &str, kinds: &[FactKind]) -> Vec<String> {
    facts_of(find, text)
        .into_iter()
        .filter(|fact| kinds.contains(&fact.kind))
        .map(|fact| {
            let subject = match fact.subject {
                Subject::Patient(n) => format!(" P{n}"),
                Subject::Cohort => " all".to_owned(),
                Subject::Document => String::new(),
            };
            format!("{}{subject}", fact.value)
        })
        .collect()
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    assert_eq!(told(text, &[FactKind::PatientAge, FactKind::PatientSex]), expected, "{text}");
}

#[track_caller]
fn check_cohort(text: &str, expected: &[&str]) {
    assert_eq!(told(text, &[FactKind::CohortSize]), expected, "{text}");
}

#[test]
fn an_age_is_read_with_its_sex() {
    check("A 61-year-old Swedish man was seen.", &["61 years P1", "male P1"]);
    check("Our patient was a 4-month-old girl with a rash.", &["4 months P1", "female P1"]);
    check("We saw a 45 yo lady and a 50 y/o man.", &["45 years P1", "female P1", "50 years P2", "male P2"]);
    check("A woman aged thirty-five years, pregnant, was seen.", &["35 years P1", "female P1"]);
    check("A 29 years old, male, left handed, came in.", &["29 years P1", "male P1"]);
    check("A man in his late 70s fell.", &["70s P1", "male P1"]);
    check("Eine 52-jährige Patientin wurde vorgestellt.", &["52 years P1", "female P1"]);
    check("Der 47-jährige Patient kam zur Aufnahme.", &["47 years P1", "male P1"]);
    check("Behandelt wurde eine fünfunddreißigjährige Frau.", &["35 years P1", "female P1"]);
    check("Bei einer 17-jährigen Schülerin half es.", &["17 years P1", "female P1"]);
    check("Die 28-Jährige erholte sich.", &["28 years P1", "female P1"]);
    check("Bei einem 28-Jährigen half das Mittel.", &["28 years P1", "male P1"]);
    check("Ein Mann im Alter von 45 Jahren kam.", &["45 years P1", "male P1"]);
}

#[test]
fn decades_are_told_in_words_too() {
    check("A woman in her late teens had seizures.", &["late teens P1", "female P1"]);
    check("A man in his early sixties fell.", &["60s P1", "male P1"]);
    check("Eine Frau Mitte 50 kam in die Klinik.", &["50s P1", "female P1"]);
    check("Der Patient, Anfang dreißig, war gesund.", &["30s P1", "male P1"]);
    check("Die Lehrerin, Ende vierzig, klagte über Schmerzen.", &["40s P1", "female P1"]);
    let facts = facts_of(find, "A man in his early sixties fell. Eine Frau Mitte 40 kam.");
    let years = facts.iter().filter_map(|fact| match fact.data {
        crate::facts::Data::Quantity { n, n2, .. } if fact.kind == FactKind::PatientAge => Some((n, n2)),
        _ => None,
    });
    assert_eq!(years.collect::<Vec<_>>(), [(60.0, Some(63.0)), (44.0, Some(46.0))]);
    check("Ende 2020 kam sie, Mitte Mai ging sie.", &[]);
}

#[test]
fn means_limits_and_raised_points() {
    check("Mean age was 61·4 years (SD 8·2).", &["61.4 years all"]);
    check("In 12 patients (median age, 44 years) it was tried.", &["44 years all"]);
    check("The disease is common after the age of 60 years.", &[]);
    check("Selten ist sie vor dem Alter von 20 Jahren.", &[]);
    check("Es sprachen neun Kinder zwischen 4 und 11 Jahren an.", &["4–11 years all"]);
    check("We treated adults ranging from 21 to 46 years of age.", &["21–46 years all"]);
}

#[test]
fn the_patient_of_a_letter_and_the_sexes_of_a_cohort() {
    check("Wir berichten über Ihre Patientin Frau Roe.", &["female P1"]);
    check("Wir berichten über unseren gemeinsamen Patienten Herrn Roe.", &["male P1"]);
    check("Eight patients, seven women and one man, were treated.", &["female all", "male all"]);
    check("The mean age was 44 years and 130 (91%) were women.", &["44 years all", "female all"]);
    check("A 34-year-old teacher was treated. He has had no bleed since.", &["34 years P1", "male P1"]);
    check("We saw 171 patients (119 [70%] female).", &["female all"]);
    check("Three quarters were women, and two thirds of the patients were smokers.", &["female all"]);
    check("Zwei Drittel der Teilnehmer waren männlich.", &["male all"]);
    check("Median age was 43 years; 8 were female.", &["43 years all", "female all"]);
    check("Sie waren im Median 76 Jahre alt.", &["76 years all"]);
}

#[test]
fn the_headline_and_the_record_tell_sexes() {
    let of_file = |text: &str| told_of_file(text).into_iter().filter(|fact| fact.contains("male")).collect::<Vec<_>>();
    let story = "Man with a new heart goes home\n\nA 61-year-old teacher has left the clinic on Monday, five weeks after \
        the operation that saved a life.\n";
    assert_eq!(of_file(story), ["male Patient(1)"]);
    let story = "Frau Dr. Roth gibt Auskunft\n\nEine 61-jährige Person hat die Klinik am Montag verlassen, fünf Wochen \
        nach dem Eingriff, der ihr das Leben gerettet hat.\n";
    assert!(of_file(story).is_empty());
    check("Sexes Eligible for Study: All", &["all all"]);
    check("Gender: Female", &["female all"]);
    check("Die damals 41-Jährige bekam Zellen.", &["41 years P1", "female P1"]);
    let planned = facts_of(find, "A trial in children aged 3 to 6 years will begin next year.");
    assert!(planned.iter().all(|fact| fact.assertion == Assertion::Planned));
}

#[test]
fn german_nouns_show_a_sex_by_their_ending() {
    check("Der 52-jährige Lehrer erhielt die Zellen.", &["52 years P1", "male P1"]);
    check("Ein 19-jähriger Auszubildender kam zur Behandlung.", &["19 years P1", "male P1"]);
    check("Eine 33-jährige Erstgebärende wurde vorgestellt.", &["33 years P1", "female P1"]);
}

#[test]
fn no_sex_is_guessed() {
    check("A 39-year-old patient with lupus was treated.", &["39 years P1"]);
    check("A 39-year-old patient with a male donor was treated.", &["39 years P1"]);
    check("A 39-year-old patient was treated. “He is well,” said Dr. Roe.", &["39 years P1"]);
    check("A 39-year-old patient was treated by Dr. Roe. She is glad.", &["39 years P1"]);
    check("Patientinnen und Patienten wurden untersucht.", &[]);
    check("Eine Patientin oder ein Patient ab 18 wäre geeignet.", &[]);
}

#[test]
fn what_is_no_age_stays_out() {
    check("Sie wurde seit acht Jahren mit mehr als zehn Medikamenten behandelt.", &[]);
    check("Nach 8-jähriger Behandlung und 5-jähriger Überlebenszeit endete die Studie.", &[]);
    check("The 20-year-old company employs 300 people.", &[]);
    check("A 10-year follow-up showed no change.", &[]);
    check("His 62-year-old brother had asthma.", &[]);
    check("His mother, aged 44, had asthma.", &[]);
    check("Criteria were age <50 and systolic pressures in the 90s.", &[]);
    check("Male rats aged 6 weeks and 8-week-old mice were used.", &[]);
    check("Am Standort arbeiten 45 Ärzte.", &[]);
}

#[test]
fn ages_of_groups_belong_to_the_cohort() {
    check("Patients aged 18 to 65 years were eligible.", &["18–65 years all"]);
    check("The median age was 63 years (range 40-77).", &["63 years all"]);
    check("Das mediane Alter betrug 58 Jahre.", &["58 years all"]);
    check("Adults aged 18 years or older took part.", &["≥ 18 years all"]);
}

#[test]
fn patients_are_numbered_as_they_come() {
    check(
        "A 35-year-old woman had lupus. The 35-year-old was treated. A 48-year-old man followed.",
        &["35 years P1", "female P1", "48 years P2", "male P2"],
    );
    check("Diagnosed at the age of 19 years, she had surgery.", &["19 years P1"]);
    check("At the age of 19 years, she had surgery. A 24-year-old woman came.", &["24 years P1", "female P1"]);
}

#[test]
fn sex_may_come_later_for_the_only_patient() {
    check("A 66-year-old patient was admitted. The patient said that she felt well.", &["66 years P1", "female P1"]);
    check("Behandelt wurde eine 40-jährige Person. Der Patient ist wohlauf.", &["40 years P1", "male P1"]);
}

#[test]
fn cohorts_are_those_treated_or_studied() {
    check_cohort("We enrolled 42 patients with lupus.", &["42 patients all"]);
    check_cohort("Untersucht wurden Proben von mehr als 150 AML-Patienten.", &["> 150 patients all"]);
    check_cohort("In dieser Studie wurden zwölf Patientinnen und Patienten behandelt.", &["12 patients all"]);
    check_cohort("Of these, 12 of 15 patients (80 %) were treated.", &["15 patients all"]);
    check_cohort("Two patients with multiple sclerosis were treated.", &["2 patients all"]);
    check_cohort("A total of 1,204 adults were randomised.", &["1204 patients all"]);
    check_cohort("In the 501-patient phase 3 trial, people took the drug.", &["501 patients all"]);
    check_cohort("Eleven women and six men with pemphigus were treated.", &["17 patients all"]);
    check_cohort("We enrolled 52 patients, 31 men and 21 women.", &["52 patients all"]);
}

#[test]
fn other_numbers_are_no_cohort() {
    check_cohort("Around 100 to 200 patients worldwide have been treated so far.", &[]);
    check_cohort("The hospital has 1,300 beds and treats 60,000 patients a year.", &[]);
    check_cohort("Die Klinik hat mehr als 3.000 Mitarbeiterinnen und Mitarbeiter.", &[]);
    check_cohort("We treated 20 patients. Three patients developed fever.", &["20 patients all"]);
    check_cohort("A phase 3 trial, previously untreated patients included, treated 20 patients.", &["20 patients all"]);
    check_cohort("We studied 15 patients with lupus (8 patients) or myositis (7 patients).", &["15 patients all"]);
    check_cohort("We enrolled 90 patients. Second cancers were reported in 36 patients.", &["90 patients all"]);
    check_cohort("Sie haben seit 2021 vereinzelt Patienten behandelt.", &[]);
    check_cohort("About one in five children treated this way relapse.", &[]);
    check_cohort("We treated 229 patients (102 women) with it.", &["229 patients all"]);
}

#[test]
fn who_was_taken_in_need_not_be_named() {
    for text in [
        "In all, 90 individuals were screened and 61 were enrolled (30 per group).",
        "We screened 90 patients, 61 were randomised, 30 per arm.",
    ] {
        let facts = facts_of(find, text);
        let told: Vec<_> = facts.iter().map(|fact| (fact.value.as_str(), fact.function.as_deref())).collect();
        let parts = [("30 patients", Some("per group")), ("90 patients", Some("screened")), ("61 patients", None)];
        assert_eq!(told, parts, "{text}");
    }
    check_cohort("An der Studie nahmen 52 Erwachsene mit Gicht teil.", &["52 patients all"]);
    check_cohort("The trial enrolled eight people with lupus.", &["8 patients all"]);
    check_cohort("We treated 20 type 2 diabetes patients.", &["20 patients all"]);
    check_cohort("So far 33 boys have received the vector.", &["33 patients all"]);
    check_cohort("Bei 14 Lebertransplantierten wurde es versucht.", &["14 patients all"]);
    check_cohort("Twelve patients (8 women, 4 men; median age 51 years) had been dosed.", &["12 patients all"]);
    check_cohort("Im Juni 2021 nahmen 47 Patientinnen und Patienten teil.", &["47 patients all"]);
}

#[test]
fn patients_of_others_are_no_cohort() {
    check_cohort("In an earlier single-arm study, 24 patients were treated.", &[]);
    check_cohort("In einer früheren Studie wurden 24 Patienten behandelt.", &[]);
    check_cohort("More than 300 patients have been reported.", &[]);
    check_cohort("Roe et al. treated 18 patients with it.", &[]);
    check_cohort("In der Serie von Roth und Kollegen wurden 18 Patienten behandelt.", &[]);
    check_cohort("Neurons were grown from skin cells of nine patients.", &[]);
    check_cohort("A trial in 33 patients is due to begin this fall.", &["33 patients all"]);
    check_cohort("500 people work at the clinic, which treated many.", &[]);
    check_cohort(
        "BACKGROUND: A trial of the drug in 40 patients missed its goal.\nMETHODS: We treated 90 patients.",
        &["90 patients all"],
    );
}

#[test]
fn planned_patients_and_fields_of_records_count() {
    check_cohort("The trial will enroll up to 25 patients in the United States.", &["≤ 25 patients all"]);
    check_cohort("Eine Studie mit 20 Patientinnen und Patienten soll bald beginnen.", &["20 patients all"]);
    check_cohort("Enrollment: 15 (estimated)", &["15 patients all"]);
    check_cohort("In all, 165 patients had received the drug.", &["165 patients all"]);
    let planned = facts_of(find, "Enrollment: 15 (estimated)");
    assert_eq!(planned[0].assertion, Assertion::Planned);
}

#[test]
fn one_told_case_is_a_cohort_of_one() {
    check_cohort("A 39-year-old patient was treated with cells.", &["1 patient P1"]);
    check_cohort(
        "Erstmals wurde ein Patient mit Lupus behandelt. Der 30-jährige Patient ist gesund.",
        &["1 patient P1"],
    );
}

/// The facts of a whole document, as "kind value subject".
fn told_of_file(text: &str) -> Vec<String> {
    use crate::document::structure::{Draft, blocks};
    let blocks = blocks::blocks(text, &[]);
    let document = Draft { text: text.to_owned(), blocks, ..Draft::default() }.finish("a.txt");
    let vocabulary = crate::vocabulary::Vocabulary::default();
    let page = crate::facts::Page::new(&document, &vocabulary);
    let mut facts = Vec::new();
    find(&page, &mut facts);
    facts.iter().map(|fact| format!("{} {:?}", fact.value, fact.subject)).collect()
}

#[test]
fn patients_under_headings_are_told_one_by_one() {
    let english = "Two siblings and a cyst\n\nPatient 1\n\nFrom 18 months of age he had fits, and a scan showed a cyst \
        that was taken out soon after. At the age of 3 years he was well again.\n\nPatient 2\n\nHis younger sister was \
        seen at 6 years of age, when she had headaches and fits that no drug would stop for long.\n";
    assert_eq!(
        told_of_file(english),
        [
            "18 months Patient(1)",
            "3 years Patient(1)",
            "6 years Patient(2)",
            "male Patient(1)",
            "female Patient(2)",
            "2 patients Cohort"
        ]
    );
    let german = "Zysten in einer Familie\n\nFall 1\n\nDie 41-jährige Patientin hatte seit langem Kopfschmerzen, gegen \
        die kein Mittel auf die Dauer half.\n\nFall 2\n\nIhr Bruder, 38 Jahre alt, hatte nie Beschwerden gehabt, bis \
        er im Garten ohne Anlass stürzte und liegen blieb.\n";
    assert_eq!(
        told_of_file(german),
        ["41 years Patient(1)", "female Patient(1)", "38 years Patient(2)", "male Patient(2)", "2 patients Cohort"]
    );
}

#[test]
fn siblings_are_patients_where_they_are_reported_on() {
    check_cohort("We report three siblings with cysts.", &["3 patients all"]);
    check_cohort("Wir berichten über zwei Brüder mit Zysten.", &["2 patients all"]);
    check_cohort("She has two brothers and was treated early.", &[]);
}

#[test]
fn evidence_holds_the_mention() {
    let text = "Kurz gesagt. Eine 52-jährige Patientin wurde vorgestellt. Sie ging.";
    for fact in facts_of(find, text) {
        for evidence in &fact.evidence {
            assert!(evidence.quote.start <= evidence.surface.start && evidence.surface.end <= evidence.quote.end);
            assert_eq!(&text[evidence.quote.clone()], "Eine 52-jährige Patientin wurde vorgestellt.");
        }
    }
}

/// Ages and sexes of the MACCROBAT case reports, by overlap of spans.
#[test]
fn ages_and_sexes_of_case_reports() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/corpora/maccrobat");
    let Ok(entries) = std::fs::read_dir(folder) else {
        println!("skipped: no corpus at {folder}");
        return;
    };
    let mut counts = [[0_u32; 3]; 2];
    for path in entries.flatten().map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|e| e == "ann"))
    {
        let text = std::fs::read_to_string(path.with_extension("txt")).expect("each annotation has its text");
        let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let annotations = std::fs::read_to_string(&path).expect("a readable file");
        let facts = facts_of(find, &text);
        for (row, (label, kind)) in
            [("Age", FactKind::PatientAge), ("Sex", FactKind::PatientSex)].into_iter().enumerate()
        {
            let gold: Vec<_> = annotations
                .lines()
                .filter_map(|line| {
                    let mut parts = line.split('\t').nth(1)?.split(' ');
                    (parts.next() == Some(label)).then_some(())?;
                    Some(bytes[parts.next()?.parse::<usize>().ok()?]..bytes[parts.next()?.parse::<usize>().ok()?])
                })
                .collect();
            let ours: Vec<_> = facts
                .iter()
                .filter(|fact| fact.kind == kind)
                .flat_map(|fact| &fact.evidence)
                .map(|e| e.surface.clone())
                .collect();
            let touches = |a: &crate::text::Span, b: &crate::text::Span| a.start < b.end && b.start < a.end;
            for span in &gold {
                let hit = ours.iter().any(|other| touches(span, other));
                counts[row][usize::from(!hit)] += 1;
                if !hit {
                    println!("{label} missed: {} {:?}", path.display(), &text[span.clone()]);
                }
            }
            for span in ours.iter().filter(|span| !gold.iter().any(|other| touches(span, other))) {
                counts[row][2] += 1;
                println!(
                    "{label} wrong: {} {:?}",
                    path.display(),
                    &text[crate::text::floor(&text, span.start.saturating_sub(30))..span.end]
                );
            }
        }
    }
    for (row, least) in [(0, 0.95), (1, 0.98)] {
        let [hit, missed, wrong] = counts[row].map(f64::from);
        let f1 = 2.0 * hit / (2.0 * hit + missed + wrong);
        println!("{}: {hit} found, {missed} missed, {wrong} wrong, F1 {f1:.3}", ["age", "sex"][row]);
        assert!(f1 >= least, "F1 {f1:.3} of {}", ["age", "sex"][row]);
    }
}

#[test]
fn a_part_in_whom_something_was_seen_is_no_cohort() {
    check_cohort("Grade 3 neutropenia was seen in 5 patients.", &[]);
    check_cohort("Bei zwei Patienten blieb eine Schwäche zurück.", &[]);
    check_cohort("Die übrigen 16 Patienten wurden operiert.", &[]);
    check_cohort("Bundesweit leben rund 30.000 Patienten mit der Krankheit.", &[]);
    check_cohort("Das half bei zwei Dritteln der Patienten, die behandelt wurden.", &[]);
}

#[test]
fn those_who_were_treated_are_counted_in_many_words() {
    check_cohort("Behandelt wurden 24 Teilnehmende in einer Studie.", &["24 patients all"]);
    check_cohort("Die Studie umfasste 40 Behandelte.", &["40 patients all"]);
    check_cohort("Eighteen of 20 participants responded.", &["20 patients all"]);
    check_cohort("Von 120 gescreenten Patienten wurden 84 randomisiert.", &["120 patients all", "84 patients all"]);
    check_cohort("All eight volunteers had lived with it for years.", &["8 patients all"]);
    check_cohort(
        "As of May, 61 people with relapsed or refractory leukemia or small lymphocytic lymphoma had received a dose.",
        &["61 patients all"],
    );
}

#[test]
fn ages_are_told_in_passing_too() {
    check("An octogenarian with lung cancer was seen.", &["80s P1"]);
    check("Eine Mittvierzigerin kam in die Klinik.", &["40s P1", "female P1"]);
    check("Das sagt Herr Roth, heute 39.", &["39 years P1"]);
    check("Patientin (34) lebt ohne Schmerzen.", &["34 years P1", "female P1"]);
    check("A 68M with chest pain was seen.", &["68 years P1", "male P1"]);
    check("An 81 yo F was seen.", &["81 years P1", "female P1"]);
    check("Lina war elf, als ihre Beine nachgaben.", &["11 years P1"]);
    check("The youngest was 34 and the oldest 71.", &["34–71 years all"]);
    check("Die Teilnehmenden waren im Schnitt 73 Jahre alt.", &["73 years all"]);
    check("The youngest participant was 29, the oldest 66.", &["29–66 years all"]);
    check("Of 13 men, whose ages ranged from 19 to 57, nine were well.", &["19–57 years all"]);
    check("Das Alter lag zwischen 61 und 84 Jahren.", &["61–84 years all"]);
    check("Patients aged 65 years and older were treated.", &["≥ 65 years all"]);
    check("Geeignet sind Erwachsene ab 18 Jahren.", &["≥ 18 years all"]);
    check("A 5½-year-old boy was seen.", &["5.5 years P1", "male P1"]);
    check("Eine Frau Ende 30 erhielt Zellen.", &["30s P1", "female P1"]);
    check("Alter: 56 J. Befund folgt.", &["56 years P1"]);
    check("Der 58-jährige Chefarzt leitet die Abteilung.", &[]);
    check("The artery was cannulated with a 16 F catheter and a 25F sheath.", &[]);
    check("Damit kann man auch eine 80-Jährige behandeln.", &[]);
}
