//! Drugs and procedures that were tried before, by name: lists behind a cue ("refractory to rituximab and
//! eltrombopag"), before one ("mycophenolate and tacrolimus had failed"), inside one ("hatten bereits Rituximab
//! erhalten"), or in the sentence before one ("She was given heparin. Despite this she deteriorated").

use std::collections::HashSet;

use crate::facts::cues::{self, Cues, Gathered, Hit};
use crate::facts::{Fact, FactKind, Mention, Page};
use crate::text::Span;
use crate::vocabulary::ConceptKind;

use super::BEFORE;

mod table;

use table::TABLE;

pub(in crate::facts) static LISTED: Cues<Says> = Cues::new(TABLE);

/// What a cue says of the names around it.
#[derive(Debug)]
pub(in crate::facts) struct Says {
    place: Place,
    /// Whether what is named did not help.
    failed: bool,
}

/// Where the names stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Behind the cue.
    Behind,
    /// Behind the cue, the first one right there.
    Next,
    /// Behind the cue, if its sentence tells of what was before.
    Examples,
    /// Before the cue.
    Ahead,
    /// In its group `list`, and behind the cue where the list goes on.
    Inside,
    /// Behind the cue, if the rest of its paragraph says that it did not last.
    Begun,
    /// As [`Place::Inside`], under the same condition.
    BegunInside,
    /// Behind the cue, unless the title names it: "all had received" may tell of the treatment of the study.
    Untitled,
    /// As [`Place::Inside`], under the same condition.
    UntitledInside,
    /// In the sentence before, which tells how somebody was treated.
    SentenceBefore,
}

/// Finds them, each once: one that is said to have failed failed wherever else it is named.
pub(super) fn find(page: &Page<'_>, facts: &mut Gathered) {
    let mut all = Vec::new();
    let found = &mut all;
    for hit in LISTED.find(page) {
        let sentence = page.sentence_at(hit.span.start);
        if kept_out(page, &sentence, &hit.span) {
            continue;
        }
        match hit.meaning.place {
            Place::Examples if !BEFORE.is_match(page.str(&sentence)) => {}
            Place::Begun | Place::BegunInside if !did_not_last(page, sentence.end) => {}
            Place::Next if !is_next(page, hit.span.end, sentence.end) => {}
            Place::Behind | Place::Next | Place::Examples | Place::Begun | Place::Untitled => {
                behind(page, &hit, sentence.end, found);
            }
            Place::Ahead => ahead(page, &hit, sentence.start, found),
            Place::Inside | Place::BegunInside | Place::UntitledInside => {
                let list = hit.groups.name("list").or_else(|| hit.groups.name("w2"));
                let list = list.map_or(hit.span.clone(), |list| list.range());
                for mention in page.mentions_in(&list) {
                    add(page, mention, &hit, found);
                }
                behind(page, &hit, sentence.end, found);
            }
            Place::SentenceBefore if hit.span.start > sentence.start => {}
            Place::SentenceBefore => {
                for mention in treated(page, &sentence) {
                    add(page, mention, &hit, found);
                }
            }
        }
    }
    let failed: HashSet<String> = all.iter().filter(|f| f.function.is_some()).map(|f| f.value.clone()).collect();
    for mut fact in all {
        if failed.contains(&fact.value) {
            fact.function = Some(FAILED.to_owned());
        }
        facts.add(fact);
    }
}

/// Whether the first name behind a cue follows it as the next word.
fn is_next(page: &Page<'_>, at: usize, end: usize) -> bool {
    page.mentions_in(&(at..end.max(at))).first().is_some_and(|first| first.surface.start == at + 1)
}

/// What a therapy did that did not help.
const FAILED: &str = "failed";

/// Whether the sentence says that it was not so, that whom it was so for are not in the study, or what germs stand.
fn kept_out(page: &Page<'_>, sentence: &Span, cue: &Span) -> bool {
    const OUT: &[&str] = &[
        "not eligible",
        "ineligible",
        "were excluded",
        "was excluded",
        "ausgeschlossen",
        "must not have",
        // Germs.
        "isolate",
        "susceptib",
        "strain",
        "sensitive to",
        "sensibel",
        "klebsiell",
        "nicht eingeschlossen",
    ];
    const NOT: &[&str] = &["not ", "never ", "n't ", "nicht ", "nie ", "no ", "keine ", "kein ", "keiner "];
    let lower = &page.lower[sentence.start..sentence.end.max(cue.end)];
    let lead = cues::before(&page.lower, sentence.start, cue.start, 12);
    OUT.iter().any(|phrase| lower.contains(phrase)) || NOT.iter().any(|word| lead.ends_with(word))
}

/// Whether what follows in the paragraph says that a treatment was changed, or that the disease went on.
fn did_not_last(page: &Page<'_>, at: usize) -> bool {
    const CHANGED: &[&str] = &[
        "relaps",
        "recurred",
        "deteriorat",
        "worsen",
        "progress",
        "second stroke",
        "no improvement",
        "no response",
        "did not improve",
        "did not respond",
        "switched",
        "replaced",
        "rezidiv",
        "rückfall",
        "verschlechter",
        "keine besserung",
        "fortschreit",
        "umgestellt",
        "abgesetzt",
        "wechsel auf",
        "wechselte",
    ];
    let rest = cues::after(&page.lower, at, page.lower.len(), 400);
    let rest = rest.split('\n').next().unwrap_or(rest);
    CHANGED.iter().any(|word| rest.contains(word))
}

/// Adds the list that begins right behind a cue.
fn behind(page: &Page<'_>, hit: &Hit<'_, Says>, end: usize, found: &mut Vec<Fact>) {
    let mut at = hit.span.end;
    for mention in page.mentions_in(&(at..end.max(at))) {
        if !joins(page.str(&(at..mention.surface.start.max(at)))) {
            break;
        }
        at = mention.surface.end;
        add(page, mention, hit, found);
    }
}

/// Adds the list that ends right before a cue.
fn ahead(page: &Page<'_>, hit: &Hit<'_, Says>, start: usize, found: &mut Vec<Fact>) {
    let mut at = hit.span.start;
    for mention in page.mentions_in(&(start.min(at)..at)).iter().rev() {
        if !joins(page.str(&(mention.surface.end.min(at)..at))) {
            break;
        }
        at = mention.surface.start;
        add(page, mention, hit, found);
    }
}

/// What the sentence before `sentence` says somebody was treated with.
fn treated<'p>(page: &'p Page<'_>, sentence: &Span) -> &'p [Mention] {
    const TREATED: &[&str] =
        &["treated with", "received", "was given", "started on", "behandelt", "erhielt", "bekam", "verabreicht"];
    let Some(before) = page.sentence_number(sentence.start).checked_sub(1).and_then(|at| page.sentences.get(at)) else {
        return &[];
    };
    let told = &page.lower[before.clone()];
    let apart = page.lower[before.end..sentence.start].contains('\n');
    match TREATED.iter().find_map(|verb| Some((verb, told.find(verb)?))) {
        Some((verb, at)) if !apart => {
            // German has its verb at the end.
            let from = if verb.is_ascii() && !matches!(*verb, "behandelt" | "verabreicht") { at } else { 0 };
            page.mentions_in(&(before.start + from..before.end))
        }
        _ => &[],
    }
}

/// Whether the title names what a mention names.
fn is_titled(page: &Page<'_>, mention: &Mention) -> bool {
    let same = |other: &Mention| mention.concepts.iter().any(|concept| other.concepts.contains(concept));
    page.document.title.range.as_ref().is_some_and(|title| page.mentions_in(title).iter().any(same))
}

fn add(page: &Page<'_>, mention: &Mention, hit: &Hit<'_, Says>, found: &mut Vec<Fact>) {
    let guarded = matches!(hit.meaning.place, Place::Untitled | Place::UntitledInside);
    if guarded && is_titled(page, mention) {
        return;
    }
    let concept = mention.concepts.iter().map(|index| page.vocabulary.get(*index)).find(|concept| {
        matches!(concept.kind, ConceptKind::Drug | ConceptKind::Therapy | ConceptKind::Product) && !concept.silent
    });
    if let Some(concept) = concept {
        found.push(Fact {
            concept: Some(concept.id.to_owned()),
            function: hit.meaning.failed.then(|| FAILED.to_owned()),
            why: vec![page.str(&hit.span).to_owned()],
            ..cues::fact(page, FactKind::PriorTherapy, concept.preferred.to_owned(), &mention.surface, "prior/named")
        });
    }
}

/// Words of more than four letters that may stand between two names of a list.
const BETWEEN: &[&str] = &[
    "again",
    "after",
    "also",
    "anschließend",
    "as well as",
    "autologe",
    "autologen",
    "bekommen",
    "course",
    "courses",
    "cycle",
    "cycles",
    "daily",
    "days",
    "different",
    "doses",
    "einer",
    "either",
    "erhalten",
    "finally",
    "followed",
    "further",
    "gaben",
    "high",
    "hoch",
    "hochdosiert",
    "hochdosierte",
    "including",
    "infusions",
    "intravenously",
    "intravenous",
    "intravenöse",
    "intravenöses",
    "later",
    "least",
    "months",
    "monate",
    "multiple",
    "mehrere",
    "mehreren",
    "nachfolgend",
    "orale",
    "orales",
    "orally",
    "previous",
    "prior",
    "received",
    "repeated",
    "schließlich",
    "several",
    "seven",
    "three",
    "sessions",
    "sowie",
    "spätere",
    "später",
    "subsequently",
    "subcutaneously",
    "systemic",
    "therapy",
    "topical",
    "treatment",
    "weekly",
    "weeks",
    "wochen",
    "years",
    "zuletzt",
    "zyklen",
    "zyklus",
];

/// Short words after which something else is told.
const ENDS: &[&str] = &[
    "was", "were", "had", "who", "but", "then", "aber", "wird", "ging", "kam", "now", "led", "als", "than", "she", "he",
];

/// Whether what stands between two names keeps them one list: commas, conjunctions, doses, small words.
fn joins(between: &str) -> bool {
    // "Prednisone and then infliximab" goes on; "then infliximab was given" is told anew.
    let between = &between.replace(" and then ", " and ");
    between.len() <= 60
        && !between.contains(['.', ';', ':'])
        && between.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).all(|word| {
            let lower = word.to_lowercase();
            (word.chars().count() <= 4 && !ENDS.contains(&lower.as_str()))
                || word.starts_with(|c: char| c.is_ascii_digit())
                || BETWEEN.contains(&lower.as_str())
        })
}

#[cfg(test)]
mod tests {
    use crate::document::Document;
    use crate::facts::Page;
    use crate::vocabulary::Vocabulary;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let document = Document { text: text.into(), ..Document::default() };
        let vocabulary = Vocabulary::bundled();
        let page = Page::new(&document, &vocabulary);
        let mut found = crate::facts::cues::Gathered::default();
        super::find(&page, &mut found);
        let found: Vec<String> = found.finish().iter().map(|fact| fact.value.clone()).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn lists_behind_what_says_that_it_failed() {
        check("Methotrexat und Rituximab hatten das Fortschreiten nicht aufgehalten.", &["rituximab", "methotrexate"]);
        check("Rituximab hatte bei beiden nicht ausgereicht.", &["rituximab"]);
        check("Die Frau vertrug zudem Methotrexat nicht.", &["methotrexate"]);
        check("Dem Patienten halfen weder Methotrexat noch Rituximab.", &["methotrexate", "rituximab"]);
        check(
            "All had painful erosions despite prednisone, methotrexate and, in four, rituximab.",
            &["prednisone", "methotrexate", "rituximab"],
        );
        check("His disease had progressed despite rituximab.", &["rituximab"]);
        check(
            "The boy failed to improve with oral prednisone, three courses of rituximab, and infliximab.",
            &["prednisone", "rituximab", "infliximab"],
        );
        check("They had not responded adequately to methotrexate or to infliximab.", &["methotrexate", "infliximab"]);
        check("All four had progressed on azathioprine.", &["azathioprine"]);
        check("Nach Versagen von Azathioprin und Infliximab kam sie.", &["azathioprine", "infliximab"]);
    }

    #[test]
    fn lists_before_and_inside_what_says_so() {
        check("Infliximab und Rituximab blieben wirkungslos.", &["rituximab", "infliximab"]);
        check("Methotrexate and rituximab were ineffective.", &["rituximab", "methotrexate"]);
        check("Sie hatte bereits Azathioprin und Rituximab erhalten.", &["azathioprine", "rituximab"]);
        check("Drei Frauen waren gegen Rituximab und Bortezomib refraktär.", &["rituximab", "bortezomib"]);
        check("Unter Azathioprin zeigte sich nur eine geringe Besserung.", &["azathioprine"]);
        check(
            "Treatment was started with azathioprine and prednisone. A year later he relapsed.",
            &["azathioprine", "prednisone"],
        );
        check("Treatment was started with azathioprine. He went home.", &[]);
        check("Die Chemotherapie half, doch der Krebs kehrte zurück.", &["chemotherapy"]);
        check("Adults had to stop tacrolimus four weeks before the infusion.", &["tacrolimus"]);
    }

    #[test]
    fn little_may_have_come_of_it() {
        check(
            "Azathioprin wirkte kaum, auch Infliximab brachte nur eine kurze Besserung.",
            &["azathioprine", "infliximab"],
        );
        check("Weder Azathioprin noch Infliximab brachten eine Besserung.", &["azathioprine", "infliximab"]);
        check("Neither azathioprine nor infliximab had any lasting effect.", &["azathioprine", "infliximab"]);
        check("Methotrexate brought only transient improvement.", &["methotrexate"]);
        check("Neither rituximab nor heparin was given.", &[]);
    }

    #[test]
    fn what_is_called_prior_was_before() {
        check("Half of them had prior rituximab, and nine prior methotrexate.", &["rituximab", "methotrexate"]);
        check("Bloods were taken prior to rituximab.", &[]);
        check("In a previous study of rituximab nobody fell ill.", &[]);
        check("All but one had been exposed to rituximab.", &["rituximab"]);
        check(
            "Zwei Jahre lang versuchten es die Ärzte mit Methotrexat und Infliximab.",
            &["methotrexate", "infliximab"],
        );
        check(
            "Das Kind war auswärts mit Methotrexat sowie Infliximab behandelt worden.",
            &["methotrexate", "infliximab"],
        );
        check("Seither sind vierzig Menschen mit Rituximab behandelt worden.", &[]);
    }

    #[test]
    fn the_next_sentence_may_say_that_it_failed() {
        check(
            "He was treated with heparin and methylprednisolone. Despite this he deteriorated.",
            &["heparin", "methylprednisolone"],
        );
        check("Er erhielt Heparin. Trotzdem verschlechterte sich der Zustand.", &["heparin"]);
        check("He was treated with heparin. He went home.", &[]);
    }

    #[test]
    fn stories_tell_what_was_given_first_and_did_not_last() {
        check("She was treated elsewhere with prednisone 1 mg/kg and then infliximab.", &["prednisone", "infliximab"]);
        check("Methotrexate and infliximab did not control the disease.", &["infliximab", "methotrexate"]);
        check("Natalizumab hadn't slowed her illness.", &["natalizumab"]);
        check(
            "He was induced with idarubicin and cytarabine and entered remission. He relapsed a year later.",
            &["idarubicin", "cytarabine"],
        );
        check("He was induced with idarubicin and entered remission. He is well.", &[]);
        check("After the second cycle of azacitidine she relapsed.", &["azacitidine"]);
        check("Four had been through rituximab.", &["rituximab"]);
        check(
            "She was treated with azathioprine and rituximab, none of which prevented loss of vision.",
            &["azathioprine", "rituximab"],
        );
        check("Rituximab helped for a year, then the weakness came back.", &["rituximab"]);
        check("Switching to eculizumab brought no relief.", &["eculizumab"]);
        check(
            "Alle hatten Cytarabin, 8 Rituximab und 5 Venetoclax erhalten.",
            &["cytarabine", "rituximab", "venetoclax"],
        );
        check("Azathioprin blieb wirkungslos.", &["azathioprine"]);
        check("Baclofen linderte die Schmerzen nur vorübergehend.", &["baclofen"]);
        check("Rituximab half ein Jahr lang, dann ließ die Wirkung nach.", &["rituximab"]);
        check("Rituximab musste nach der ersten Gabe abgebrochen werden.", &["rituximab"]);
        check("Der Wechsel auf Satralizumab brachte nicht den erhofften Erfolg.", &["satralizumab"]);
        check("Der Wechsel auf Satralizumab gelang.", &[]);
        check("Er wurde auswärts mit Prednisolon behandelt.", &["prednisolone"]);
        check("Zuvor hatten Azathioprin und Infliximab nur kurz geholfen.", &["azathioprine", "infliximab"]);
        check("Unter Azathioprin kam es nach Monaten zu neuen Schüben.", &["azathioprine"]);
        check("Infliximab setzte sie wegen Nebenwirkungen ab.", &["infliximab"]);
        check("He had cycled through azathioprine and infliximab.", &["azathioprine", "infliximab"]);
        check("Azathioprine had controlled the disease only partly.", &["azathioprine"]);
        check("Treatment was started with azathioprine; when this failed, she was moved on.", &["azathioprine"]);
        check("Er wurde mit Azathioprin behandelt, ohne dass es besser wurde.", &["azathioprine"]);
        check("Azathioprine and dapsone made little difference.", &["dapsone", "azathioprine"]);
        check("Infliximab was no better.", &["infliximab"]);
        check("Infliximab dampened the flare, but the pain stayed.", &["infliximab"]);
        check("Two infusions of rituximab lowered the titre, but he relapsed.", &["rituximab"]);
        check("Belimumab for refractory nephropathy after rituximab and infliximab", &["rituximab", "infliximab"]);
        check("Rituximab for nephropathy after infliximab", &[]);
        check("Er wurde mit Azathioprin behandelt.", &[]);
    }

    #[test]
    fn what_was_given_to_others_or_not_at_all_is_no_history() {
        check("As of May, 90 patients had received rituximab.", &[]);
        check("She had not previously received rituximab.", &[]);
        check("Patients who had previously received rituximab were not eligible.", &[]);
    }
}
