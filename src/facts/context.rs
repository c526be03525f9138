//! How the text asserts what it mentions, after `ConText` (Harkema et al. 2009): cue phrases before or after a mention,
//! each with a reach that ends where a clause ends, and phrases that only look like cues.

use std::cell::LazyCell;

use super::cues::Gate;
use super::{Assertion, Page};
use crate::document::ZoneKind;
use crate::text::Span;
use crate::text::{ceil, floor, next_word};

mod cues;
mod phrases;

use cues::{Cue, Says, Side};

/// Bytes of a sentence around a mention that are read where the sentence is longer than that.
const REACH: usize = 1000;

/// How the text asserts what stands at `span`, and the cue that says so.
pub(super) fn assertion(page: &Page<'_>, span: &Span) -> (Assertion, Option<&'static str>) {
    page.context.borrow_mut().assertion(page, span)
}

/// Reads assertions and keeps what it found in each sentence.
#[derive(Debug, Default)]
pub(super) struct Reader {
    /// What was read last of each sentence, by its number.
    read: Vec<Option<Read>>,
}

/// The phrases in a stretch of text.
#[derive(Debug, Default)]
struct Read {
    range: Span,
    phrases: Vec<Phrase>,
}

/// A cue, pseudo-cue or end of reach, with its bytes in what was read.
#[derive(Debug)]
struct Phrase {
    cue: &'static Cue,
    range: Span,
    /// What stands between its two parts; nothing if it has one.
    hole: Span,
}

impl Reader {
    /// How the text asserts what stands at `span`, and the cue that says so.
    pub(super) fn assertion(&mut self, page: &Page<'_>, span: &Span) -> (Assertion, Option<&'static str>) {
        match page.document.zone_at(span.start) {
            Some(ZoneKind::References) => return (Assertion::InReference, None),
            Some(ZoneKind::Boilerplate) => return (Assertion::InBoilerplate, None),
            _ => {}
        }
        if let Some(cue) = excluded(page, span.start) {
            return (Assertion::Negated, Some(cue));
        }
        if let Some(cue) = likened(&page.lower[span.end..]) {
            return (Assertion::Comparison, Some(cue));
        }
        let number = page.sentence_number(span.start);
        let sentence = page.sentence_at(span.start);
        let text = &*page.document.text;
        let from = sentence.start.min(span.start).max(span.start.saturating_sub(REACH));
        let to = sentence.end.max(span.end).min(span.end + REACH);
        let range = ceil(text, from)..floor(text, to);
        let (piece, lower) = (&text[range.clone()], &page.lower[range.clone()]);
        let start = span.start - range.start;
        // One place more than there are sentences, for what stands behind the last.
        self.read.resize_with(page.sentences.len() + 1, || None);
        let read = match &mut self.read[number] {
            Some(read) if read.range == range => read,
            known => known.insert(Read { phrases: phrases(lower), range }),
        };
        read.judge(Clause { text: piece, lower }, &(start..start + span.len()))
    }
}

/// Finds the phrases of a sentence in lower case. On each side of a mention a longer phrase hides those inside it.
fn phrases(lower: &str) -> Vec<Phrase> {
    let mut phrases = Vec::new();
    let mut hidden = [0; Side::ALL.len()];
    let mut next = 0;
    while let Some(word) = next_word(lower, next) {
        let at = word.start;
        next = word.end;
        if !cues::may_start(&lower[at..]) {
            continue;
        }
        let mut longest: [Option<(&Cue, Span)>; Side::ALL.len()] = Default::default();
        for cue in cues::starting(&lower[at..]) {
            for (side, longest) in Side::ALL.into_iter().zip(&mut longest) {
                let is_longer = longest.as_ref().is_none_or(|(other, _)| other.text.len() <= cue.text.len());
                if cue.says.on(side)
                    && is_longer
                    && let Some(second) = cue.second(&lower[at + cue.text.len()..])
                {
                    *longest = Some((cue, second));
                }
            }
        }
        for (longest, hidden) in longest.into_iter().zip(&mut hidden) {
            if let Some((cue, second)) = longest.filter(|_| at >= *hidden) {
                *hidden = at + cue.text.len();
                phrases.push(Phrase { cue, range: at..*hidden + second.end, hole: *hidden..*hidden + second.start });
            }
        }
    }
    phrases
}

/// Words that end the reach even of what is said of a whole sentence.
const CONTRASTS: &[&str] = &["but", "however", "although", "aber", "jedoch", "während", "sondern", "obwohl"];

impl Read {
    /// The assertion of what stands at `mention` in the sentence that was read: of the cues that reach it the one that
    /// comes first in the order of [`rank`], then the nearest.
    fn judge(&self, Clause { text, lower }: Clause<'_>, mention: &Span) -> (Assertion, Option<&'static str>) {
        let holder = LazyCell::new(|| bearer(lower, mention.start).or_else(|| head(text, lower, mention.start)));
        let reaching = self.phrases.iter().filter_map(|phrase| {
            let Says::Assertion(side, assertion) = phrase.cue.says else {
                return None;
            };
            let before = phrase.range.end..mention.start;
            let after = mention.end..phrase.range.start;
            let between = match side {
                Side::Before => before,
                Side::Clause if mention.start >= phrase.hole.start && mention.end <= phrase.hole.end => 0..0,
                Side::Clause if before.start <= before.end => before,
                Side::After | Side::Clause => after,
            };
            let distance = between.end.checked_sub(between.start)?;
            let of_holder = matches!(assertion, Assertion::Negated | Assertion::GeneralRisk)
                && holder.as_ref().is_some_and(|holder| is_of(holder, phrase, lower));
            let of_another =
                assertion == Assertion::Comparison && text.get(between.clone()).is_some_and(ends_with_verb);
            (!of_holder && !of_another && !self.ends_within(lower, &between, phrase.cue)).then_some((
                rank(assertion),
                distance,
                assertion,
                phrase.cue.text,
            ))
        });
        reaching
            .min_by_key(|(rank, distance, ..)| (*rank, *distance))
            .map_or((Assertion::Affirmed, None), |(_, _, assertion, text)| (assertion, Some(text)))
    }

    /// Whether a clause ends between a cue and its mention, or they are further apart than the cue reaches.
    fn ends_within(&self, lower: &str, between: &Span, cue: &Cue) -> bool {
        let text = &lower[between.clone()];
        let ends = |phrase: &Phrase| {
            matches!(phrase.cue.says, Says::End)
                && (cue.words < phrases::SENTENCE || CONTRASTS.contains(&phrase.cue.text))
                && between.start <= phrase.range.start
                && phrase.range.end <= between.end
        };
        // Far away is what most are; a word has a letter and a blank at least.
        let words = usize::from(cue.words);
        text.len() > 2 * words && text.split_whitespace().nth(words).is_some()
            || (cue.to_comma && text.contains(',') && !(cue.has_parts() && is_listed(text)))
            || text.contains([';', ':', '\n'])
            || self.phrases.iter().any(ends)
    }
}

/// Whether commas part the items of a list: its last one follows a conjunction.
fn is_listed(text: &str) -> bool {
    text.rsplit(',')
        .next()
        .is_some_and(|last| [" und ", " oder ", " sowie ", " and ", " or "].iter().any(|word| last.contains(word)))
}

/// Those who have what is named behind them: "patients with".
const BEARERS: &[&str] = &[
    "patient",
    "patients",
    "people",
    "person",
    "persons",
    "adults",
    "adult",
    "children",
    "child",
    "women",
    "woman",
    "men",
    "man",
    "boy",
    "girl",
    "participants",
    "individuals",
    "those",
    "mice",
    "patienten",
    "patientinnen",
    "patientin",
    "menschen",
    "frau",
    "frauen",
    "mann",
    "männer",
    "männern",
    "kind",
    "kinder",
    "kindern",
    "erwachsene",
    "erwachsenen",
    "betroffene",
    "betroffenen",
    "jungen",
    "mädchen",
    "mäuse",
    "mäusen",
];

/// A stretch of text, as it is and in lower case.
#[derive(Debug, Clone, Copy)]
struct Clause<'a> {
    text: &'a str,
    lower: &'a str,
}

/// What a mention belongs to, so that what is denied of the one is not denied of the other.
struct Holder {
    /// Its word.
    range: Span,
    /// Words that stand between it and a cue before it, at least, if the cue is to be of it.
    apart: usize,
}

/// The word for those whose illness a mention at `at` tells: "patients" in "patients with severe lupus".
fn bearer(lower: &str, at: usize) -> Option<Holder> {
    let mut words = lower[..at].split_ascii_whitespace().rev().take(5);
    words.by_ref().find(|word| matches!(*word, "with" | "mit"))?;
    let whose = words.next().filter(|word| BEARERS.contains(word))?;
    Some(Holder { range: place(lower, whose), apart: 2 })
}

/// Nouns with "of" that say that something is there.
const INDICATORS: &[&str] = &[
    "evidence",
    "sign",
    "signs",
    "symptom",
    "symptoms",
    "case",
    "cases",
    "history",
    "presence",
    "episode",
    "episodes",
    "diagnosis",
    "suspicion",
    "features",
    "incidence",
    "instances",
    "occurrence",
    "indication",
    "indications",
    "suggestive",
    "indicative",
    "form",
    "forms",
    "type",
    "types",
    "kind",
    "degree",
    "grade",
    "findings",
    "complaints",
    "complaint",
    "area",
    "areas",
    "hinweis",
    "hinweise",
    "hinweisen",
    "anzeichen",
    "zeichen",
    "fall",
    "fälle",
    "fällen",
    "nachweis",
    "anhalt",
    "symptome",
    "verdacht",
    "vorliegen",
    "diagnose",
    "auftreten",
    "form",
    "formen",
    "episoden",
];

/// The noun that a mention at `at` is the genitive of: "cause" in "the cause of lupus", "Ursache" in "Ursache der
/// Myositis". In German nouns are known by their capital.
fn head(text: &str, lower: &str, at: usize) -> Option<Holder> {
    let mut words = lower[..at].split_ascii_whitespace().rev();
    let link = words.by_ref().take(3).find(|word| matches!(*word, "of" | "der" | "des" | "einer" | "eines"))?;
    let noun = words.next()?;
    let range = place(lower, noun);
    let is_noun = link == "of" || text[range.clone()].starts_with(char::is_uppercase);
    let is_word = noun.ends_with(char::is_alphanumeric);
    (is_noun && is_word && !INDICATORS.contains(&noun) && range.start > 0).then_some(Holder { range, apart: 0 })
}

/// The bytes of a part of a text.
fn place(text: &str, part: &str) -> Span {
    let start = part.as_ptr() as usize - text.as_ptr() as usize;
    start..start + part.len()
}

/// Whether a cue is of what a mention belongs to: it stands behind both, or before both.
fn is_of(holder: &Holder, phrase: &Phrase, lower: &str) -> bool {
    let excludes = ["exclu", "ausgeschl", "schl", "inelig", "zugelassen", "berücksichtigt", "durfte", "not included"]
        .iter()
        .any(|stem| phrase.cue.text.contains(stem));
    let behind = holder.range.end < phrase.range.start;
    let before = lower.get(phrase.range.end..holder.range.start);
    !excludes && (behind || before.is_some_and(|between| between.split_whitespace().count() >= holder.apart))
}

/// Whether a German clause has come from what is compared to its verb: a noun, and a small word that joins no other one
/// to it.
fn ends_with_verb(between: &str) -> bool {
    let words: Vec<&str> = between.split_ascii_whitespace().collect();
    let joins = ["und", "oder", "der", "des", "von", "bei", "mit", "in", "sowie", "and", "or", "of", "with", "alone"];
    words.windows(2).any(|pair| {
        pair[0].starts_with(char::is_uppercase) && pair[1].starts_with(char::is_lowercase) && !joins.contains(&pair[1])
    })
}

/// The labels of criteria by which people are kept out of a trial; listed in [`super::triggers`].
pub(super) static EXCLUSION: Gate = Gate::new(EXCLUDED);

const EXCLUDED: &[&str] = &["exclusion criteria", "ausschlusskriterien", "key exclusion"];

/// The label of the criteria by which people are kept out of a trial, where `at` stands behind it in its line or under it
/// as a heading: who has what is named there is not treated.
fn excluded(page: &Page<'_>, at: usize) -> Option<&'static str> {
    if !EXCLUSION.stands(page) {
        return None;
    }
    let text = &*page.document.text;
    let begins = |line: &str| {
        let line = line.trim_start_matches(|c: char| !c.is_alphabetic());
        EXCLUDED
            .iter()
            .copied()
            .find(|label| line.get(..label.len()).is_some_and(|start| start.eq_ignore_ascii_case(label)))
    };
    let near = &text[floor(text, at.saturating_sub(REACH))..at];
    let mut lines = near.rsplit('\n');
    let line = lines.next().unwrap_or(near);
    let is_item = |line: &str| line.trim_start().starts_with(['-', '*', '•', '–', '·']);
    // The items of a list have its label above them.
    let label = is_item(line).then(|| lines.find(|line| !is_item(line) && !line.trim().is_empty())).flatten();
    begins(line).or_else(|| begins(label?)).or_else(|| begins(&text[page.document.section_at(at)?.heading.clone()]))
}

/// What says of the name before it that something only resembles it: "lupus-like", "sepsisartig", "grippeähnlich".
fn likened(behind: &str) -> Option<&'static str> {
    match behind.strip_prefix(['-', '\u{2010}', '\u{2011}']) {
        Some(rest) if rest.starts_with("like") => Some("-like"),
        rest => ["artig", "ähnlich"].into_iter().find(|cue| rest.unwrap_or(behind).starts_with(cue)),
    }
}

/// Which of two cues counts.
fn rank(assertion: Assertion) -> u8 {
    match assertion {
        Assertion::Negated => 0,
        Assertion::Comparison => 1,
        Assertion::Background => 2,
        Assertion::GeneralRisk => 3,
        Assertion::Planned => 4,
        Assertion::Preclinical => 5,
        Assertion::Hypothetical => 6,
        Assertion::Affirmed | Assertion::InReference | Assertion::InBoilerplate => 7,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::lowered;

    /// The assertion of what stands between `[` and `]`.
    fn of(marked: &str) -> Assertion {
        let start = marked.find('[').expect("a mark");
        let end = marked.find(']').expect("a mark") - 1;
        let lower = lowered(&marked.replace(['[', ']'], ""));
        let read = Read { range: 0..lower.len(), phrases: phrases(&lower) };
        let text = marked.replace(['[', ']'], "");
        read.judge(Clause { text: &text, lower: &lower }, &(start..end)).0
    }

    #[test]
    fn what_something_resembles_is_compared() {
        for (behind, cue) in [
            ("-like rash", Some("-like")),
            ("artige reaktion", Some("artig")),
            ("-ähnliches bild", Some("ähnlich")),
            (" likes", None),
        ] {
            assert_eq!(likened(behind), cue, "{behind}");
        }
    }

    fn check(marked: &[&str], expected: Assertion) {
        for marked in marked {
            assert_eq!(of(marked), expected, "{marked}");
        }
    }

    #[test]
    fn who_is_kept_out_and_what_is_dropped_is_denied() {
        check(
            &[
                "Fieber und [Gewichtsverlust] verneinte er.",
                "Eine [Multiple Sklerose] wurde vermutet und wieder verworfen.",
                "HIV-assoziierte [Lymphome] wurden nicht berücksichtigt.",
                "Patienten mit [Lupus] oder Gicht waren nicht zugelassen.",
                "Eine [Hypertonie] galt als Ausschlusskriterium.",
                "Wer auf die [Dialyse] angewiesen war, durfte nicht mitmachen.",
                "[Cyclophosphamide] is no longer recommended.",
                "There was no coagulopathy suggestive of [leukemia].",
                "We looked for second [malignancies], which have not been seen so far.",
            ],
            Assertion::Negated,
        );
        check(
            &[
                "[CAR T-cell therapy] was considered, but cells were too few.",
                "[CAR-T-Zellen] könnten künftig eine Alternative sein.",
                "A [fibromyalgia] must be ruled out.",
            ],
            Assertion::Hypothetical,
        );
        check(
            &[
                "Der Antikörper, der beim [Myelom] seit Jahren eingesetzt wird.",
                "Seine Mutter war an einem [Karzinom] verstorben.",
            ],
            Assertion::Background,
        );
        check(&["Resistenzen, wie man sie von der [Leukämie] kennt."], Assertion::Comparison);
        check(
            &[
                "Antikörper gegen [AAV5] waren kein Hindernis.",
                "The [lupus] was seen for years.",
                "Seine Mutter stillte, die [Gicht] blieb.",
                "The [leukemia] was considered cured.",
            ],
            Assertion::Affirmed,
        );
    }

    #[test]
    fn negation_has_a_scope() {
        check(
            &[
                "There was no sign of [relapse].",
                "No fever, rash or [infection] occurred.",
                "He denied [headache].",
                "Without [neurotoxicity] he went home.",
                "Es fand sich kein Hinweis auf eine [Leukämie].",
                "Keine [Infektion] trat auf.",
                "Eine [Leukämie] lag nicht vor.",
                "A [lymphoma] was ruled out.",
                "Ein [Lymphom] wurde ausgeschlossen.",
            ],
            Assertion::Negated,
        );
        check(
            &[
                "No fever was seen, but [rash] appeared.",
                "Not only [leukemia] but more",
                "Nicht nur die [Leukämie] wurde behandelt.",
                "no longer responded to [rituximab]",
                "Kein Medikament half, aber die [Leukämie] ging zurück.",
                "no increase in [fever]",
                "Die [Leukämie] sprach nicht auf die Therapie an.",
                "Der beschwerdefreie Mann mit [ITP]",
            ],
            Assertion::Affirmed,
        );
    }

    #[test]
    fn a_clause_that_follows_from_it_is_not_negated() {
        check(
            &[
                "Median survival was not reached in the [venetoclax] group.",
                "Es kam zu keiner Besserung, sodass [Infliximab] gegeben wurde.",
                "He lived without recurrence of [myocarditis].",
                "Drug A was compared with drug B in 90 patients with [leukemia].",
            ],
            Assertion::Affirmed,
        );
        check(
            &["[Fieber] bestand nicht.", "Ein [Diabetes] war nicht bekannt.", "[Fever] was not seen."],
            Assertion::Negated,
        );
        check(&["Drug A was compared with [drug B] in adults."], Assertion::Comparison);
        check(&["Her mother had died of [breast cancer].", "Der Vater litt an [Gicht]."], Assertion::Background);
    }

    #[test]
    fn german_denies_at_the_end_of_the_clause() {
        check(
            &[
                "Eine [Neurotoxizität] beobachtete das Team nicht.",
                "Ein [Zytokinsturm] blieb bei allen Patienten aus.",
                "[Infektionen] sahen die Ärzte bisher nicht.",
                "Schwere [Infektionen] traten in keinem Fall auf.",
                "Hinweise auf ein [Lymphom] fanden die Ärzte keine.",
                "Eine [Leukämie] ließ sich nicht nachweisen.",
                "Eine [Lungenembolie] konnte zu keinem Zeitpunkt nachgewiesen werden.",
                "[Neurotoxizität] wurde in keiner Dosisgruppe gesehen.",
                "Eine [Splenektomie] lehnte die Patientin ab.",
                "Auf [Cyclophosphamid] wurde verzichtet.",
                "[Fieber], Schüttelfrost und Nachtschweiß wurden verneint.",
                "[Cytokine release syndrome] occurred in none of the patients.",
                "Biopsy excluded [lymphoma].",
                "Patients with [diabetes] were ineligible.",
            ],
            Assertion::Negated,
        );
    }

    #[test]
    fn what_is_denied_of_one_thing_is_not_denied_of_what_it_belongs_to() {
        check(
            &[
                "Die Ursache der [Myositis] ist nicht bekannt.",
                "Eine Verschlechterung der [Psoriasis] wurde nicht beobachtet.",
                "The drug did not cross the blood-brain barrier in patients with [multiple sclerosis].",
                "The patient has had no flares of her [lupus] since.",
                "No new drugs against [malaria] are in sight.",
                "Patients at high risk of relapse of [leukemia] received the drug.",
                "The tests did not rule out [sarcoidosis].",
                "Without treatment, [sepsis] is fatal.",
            ],
            Assertion::Affirmed,
        );
        check(&["Hinweise auf eine Form der [Vaskulitis] fanden sich nicht."], Assertion::Negated);
    }

    #[test]
    fn relatives_first_guesses_and_other_uses_are_background() {
        check(
            &[
                "Ihre Oma, die an [Parkinson] leidet, wohnt bei ihr.",
                "Die Mutter der Patientin litt an [Morbus Crohn].",
                "His father and two uncles have [haemophilia].",
                "Family history: [breast cancer].",
                "Zunächst hatte der Kinderarzt auf eine [Borreliose] getippt.",
                "CAR T cells are approved for [lymphoma].",
                "Seit Jahren sind solche Zellen bei [Lymphomen] zugelassen.",
            ],
            Assertion::Background,
        );
    }

    #[test]
    fn background_ends_where_the_present_begins() {
        check(
            &[
                "a method originally developed to fight [cancer] and now tried elsewhere",
                "eine Therapie, die bislang vor allem bei [Krebs] genutzt wird",
                "das ursprünglich gegen [Leukämie] entwickelt wurde",
            ],
            Assertion::Background,
        );
        check(
            &[
                "It was originally developed for cancer and is now used in [lupus].",
                "Originally made for cancer, [CAR T] is new.",
            ],
            Assertion::Affirmed,
        );
    }

    #[test]
    fn risk_comparison_plan_and_possibility() {
        check(
            &[
                "There are risks such as [cytokine storm].",
                "[Abstoßungsreaktionen] können auftreten.",
                "[rejection] can occur",
            ],
            Assertion::GeneralRisk,
        );
        check(
            &[
                "Unlike [monoclonal antibodies], cells persist.",
                "Anders als [Antikörper] bleiben",
                "im Gegensatz zu [Rituximab]",
            ],
            Assertion::Comparison,
        );
        check(&["Unlike antibodies, [CAR T cells] persist."], Assertion::Affirmed);
        check(
            &["They plan a trial in patients with [lupus].", "Sie planen eine Studie bei [ITP]."],
            Assertion::Planned,
        );
        check(
            &[
                "Im Herbst startet eine Studie zu [Sklerodermie].",
                "Eine Phase-II-Studie zu [Dermatomyositis] soll 2026 starten.",
                "A trial in [systemic sclerosis] will open in autumn.",
            ],
            Assertion::Planned,
        );
        check(
            &[
                "Zu den Risiken zählen Infektionen und ein [Zytokinsturm].",
                "Die Infusion kann [Fieber] verursachen.",
                "Side effects can include nausea and [fever].",
            ],
            Assertion::GeneralRisk,
        );
        check(
            &[
                "Verglichen mit Prednisolon wirkte [Efgartigimod] schneller.",
                "Im Gegensatz zu Kortison wirkt [Rituximab] gezielt.",
            ],
            Assertion::Affirmed,
        );
        check(&["a possible [infection]", "Verdacht auf [Leukämie]", "suspected [relapse]"], Assertion::Hypothetical);
        check(&["In mice with [leukemia], the drug", "An Mäusen mit [Leukämie] zeigte"], Assertion::Preclinical);
        check(
            &[
                "In mice that had been bred for many months in two houses and were given one dose of the drug on the first \
               day of their second month of life, [tumours] shrank.",
            ],
            Assertion::Preclinical,
        );
        check(
            &["She was being assessed for [transplantation].", "He was screened for [lymphoma]."],
            Assertion::Hypothetical,
        );
        check(
            &[
                "Der Vater war an [Darmkrebs] gestorben.",
                "Auswärts war eine [Sarkoidose] vermutet worden.",
                "He had been misdiagnosed as [sarcoidosis].",
            ],
            Assertion::Background,
        );
        check(
            &["an activity of 70 %, which ruled out [TTP]", "Der Befund sprach gegen ein [Lymphom]."],
            Assertion::Negated,
        );
    }

    #[test]
    fn the_public_negation_sentences_are_judged_well() {
        let path =
            std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/corpora/negation/sentences.tsv");
        let Ok(corpus) = std::fs::read_to_string(&path) else {
            println!("skipped: {} is not there", path.display());
            return;
        };
        let mut right = 0;
        let mut all = 0;
        let mut wrong = Vec::new();
        for line in corpus.lines().skip(1) {
            let fields: Vec<&str> = line.split('\t').collect();
            let (Some(mention), Some(sentence), Some(status)) = (fields.get(1), fields.get(2), fields.get(3)) else {
                continue;
            };
            let Some(at) = sentence.to_lowercase().find(&mention.to_lowercase()) else {
                continue;
            };
            let lower = lowered(sentence);
            let read = Read { range: 0..lower.len(), phrases: phrases(&lower) };
            let negated =
                read.judge(Clause { text: sentence, lower: &lower }, &(at..at + mention.len())).0 == Assertion::Negated;
            all += 1;
            if negated == (*status == "Negated") {
                right += 1;
            } else {
                wrong.push(format!("{status}: {mention}: {sentence}"));
            }
        }
        assert!(all > 500, "{all}");
        println!("negation: {right} of {all} right");
        assert!(right * 100 >= all * 94, "{right} of {all}\n{}", wrong.join("\n"));
    }
}
