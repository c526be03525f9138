//! What became of the patients: remission, relapse, death, freedom from symptoms or from drugs, response rates. A
//! table of cues in both languages; negation is part of the pattern ("ohne Rückfall" is "no relapse").

use super::cues::{self, Cue, Cues, Gathered};
use super::{Assertion, Data, Fact, FactKind, Page, context};
use crate::text::Span;
use crate::vocabulary::ConceptKind;

mod after;
mod bad;
mod change;
mod compare;
mod course;
mod good;
mod measured;
pub(super) mod others;
mod prose;

use after::AFTER;
use bad::BAD;
use change::CHANGE;
use compare::COMPARE;
use course::COURSE;
use good::GOOD;
use measured::MEASURED;
use prose::PROSE;

/// What an outcome cue says.
#[derive(Debug)]
pub(super) struct Meaning {
    /// The class by which outcomes are filtered.
    class: &'static str,
    /// The normal form; `{what}` stands for the noun of the group `what`, `{n}` for the group `n`. A
    /// pattern that has to look beyond its phrase marks the phrase as the group `cue`.
    value: &'static str,
    /// The form when a negation stands before the cue; none where the cue is then no outcome at all.
    negated: Option<(&'static str, &'static str)>,
}

/// An outcome found in the text.
#[derive(Debug, Clone)]
pub(super) struct Outcome {
    /// Where the cue stands.
    pub(super) span: Span,
    /// Class.
    pub(super) class: &'static str,
    /// Normal form.
    pub(super) value: String,
}

impl Outcome {
    /// Whether it is a share of those who lived or died.
    pub(super) fn is_share(&self) -> bool {
        matches!(self.class, "survival" | "death") && self.value.ends_with(" %")
    }

    /// Whether it is something that is reached at a time: values that are normal, antibodies or germs that are gone.
    pub(super) fn is_reached(&self) -> bool {
        self.value.ends_with(" stopped")
            || matches!(
                self.value.as_str(),
                "platelets normalised"
                    | "values normalised"
                    | "antibodies gone"
                    | "antibodies reduced"
                    | "no pathogenic antibodies"
                    | "no longer detectable"
                    | "symptoms resolved"
                    | "counts recovered"
            )
    }

    /// Whether it is a state that lasts rather than an event that happens: a time beside it is how long it was seen.
    pub(super) fn lasts(&self) -> bool {
        let stopped = self.value.ends_with(" stopped");
        matches!(self.class, "symptom-free" | "treatment-free" | "stable" | "survival") && !stopped
            || matches!(
                self.value.as_str(),
                "back at work or school" | "at home" | "gained weight" | "lasting effect" | "no longer detectable"
            )
            || self.value.starts_with("no ")
            || ["normal", "decreased", "increased"].iter().any(|end| self.value.ends_with(end))
    }
}

pub(super) static HOPED: Cues<Meaning> = Cues::new(GOOD);
pub(super) static FEARED: Cues<Meaning> = Cues::new(BAD);
pub(super) static CHANGED: Cues<Meaning> = Cues::new(CHANGE);
pub(super) static COMPARED: Cues<Meaning> = Cues::new(COMPARE);
pub(super) static AFTERWARDS: Cues<Meaning> = Cues::new(AFTER);
pub(super) static TOLD: Cues<Meaning> = Cues::new(PROSE);
pub(super) static WENT: Cues<Meaning> = Cues::new(COURSE);
pub(super) static SHOWN: Cues<Meaning> = Cues::new(MEASURED);

/// Finds outcomes.
pub(super) fn find(page: &Page<'_>, facts: &mut Vec<Fact>) {
    let mut found = Gathered::default();
    for outcome in outcomes(page).iter().cloned() {
        let fact = cues::fact(page, FactKind::Outcome, outcome.value, &outcome.span, "outcomes/cue");
        // What became of relatives, of others before or of those compared with is not what became of these patients.
        // What may be or is feared has not come out.
        let told = matches!(
            fact.assertion,
            Assertion::Affirmed
                | Assertion::Negated
                | Assertion::Preclinical
                | Assertion::InReference
                | Assertion::InBoilerplate
        );
        // What "could be stopped" was stopped.
        let could = fact.assertion == Assertion::Hypothetical
            && outcome.class == "treatment-free"
            && page.lower[outcome.span.clone()].contains("could be");
        let assertion = if could { Assertion::Affirmed } else { fact.assertion };
        if told || could {
            found.add(Fact { data: Data::Id(outcome.class.to_owned()), assertion, ..fact });
        }
    }
    facts.extend(found.finish());
}

/// The outcomes of a document in order, not overlapping; of two that overlap the longer one.
pub(super) fn outcomes<'p>(page: &'p Page<'_>) -> &'p [Outcome] {
    page.outcomes.get_or_init(|| read(page))
}

fn read(page: &Page<'_>) -> Vec<Outcome> {
    let tables = [&HOPED, &FEARED, &CHANGED, &COMPARED, &AFTERWARDS, &TOLD, &WENT, &SHOWN];
    let mut hits: Vec<_> = tables.into_iter().flat_map(|cues| cues.find(page)).collect();
    hits.sort_by_key(|hit| (hit.span.start, std::cmp::Reverse(hit.span.end)));
    let mut out: Vec<Outcome> = Vec::new();
    for hit in hits {
        let sentence = page.sentence_at(hit.span.start);
        let lead = cues::before(&page.document.text, sentence.start, hit.span.start, 40);
        let inside = page.str(&hit.span);
        // What is feared may also be denied behind it, or far before.
        let denied = || {
            matches!(hit.meaning.class, "relapse" | "progression" | "death")
                && context::assertion(page, &hit.span).0 == Assertion::Negated
        };
        let negated = negation(lead, 3) && !lacks_another(lead, inside)
            || hit.meaning.negated.is_some() && negation(inside, usize::MAX)
            || denied();
        let (class, template) = match (negated, hit.meaning.negated) {
            (false, _) => (hit.meaning.class, hit.meaning.value),
            (true, Some(negated)) => negated,
            (true, None) => continue,
        };
        let before = &page.document.text[sentence.start.min(hit.span.start)..hit.span.start];
        if (class == "death" && is_of_kin(lead)) || (!judges(template) && is_endpoint(before, page.str(&sentence))) {
            continue;
        }
        // A drug that had to be stopped is not one that is needed no more; hearsay and questions tell of nothing.
        if (class == "treatment-free" && is_forced(page, &sentence, &hit.span))
            || is_unsure(before)
            || others::are_told(page, &sentence)
        {
            continue;
        }
        // A harm that passed is told as harm.
        if matches!(template, "resolved" | "improvement" | "symptoms resolved")
            && is_of_harm(page, &sentence, &hit.span)
        {
            continue;
        }
        let group = |name| hit.groups.name(name).map(|group: super::pattern::Match<'_>| group.as_str());
        let value = template
            .replace(
                "{what}",
                &group("what").or_else(|| group("w2")).or_else(|| group("w3")).map(head_noun).unwrap_or_default(),
            )
            .replace("{n}", group("n").or_else(|| group("w2")).unwrap_or_default());
        let outcome = Outcome {
            span: hit.groups.name("cue").map_or(hit.span, |cue| cue.range()),
            class,
            value: value.split_whitespace().collect::<Vec<_>>().join(" "),
        };
        match out.last_mut() {
            Some(last) if last.span.end > outcome.span.start => {
                if last.span.len() < outcome.span.len() {
                    *last = outcome;
                }
            }
            _ => out.push(outcome),
        }
    }
    out
}

/// Whether one of the last `words` words of `lead` is a negation.
fn negation(lead: &str, words: usize) -> bool {
    const NEGATIONS: &[&str] = &[
        "no",
        "not",
        "without",
        "never",
        "none",
        "neither",
        "nor",
        "kein",
        "keine",
        "keinen",
        "keinem",
        "keiner",
        "keinerlei",
        "nicht",
        "nie",
        "ohne",
        "weder",
    ];
    lead.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .rev()
        .take(words)
        .any(|word| NEGATIONS.contains(&word.to_lowercase().as_str()))
        && !lead.trim_end().ends_with([',', ';', ':'])
}

/// Whether a state that begins with "in" has the "without" of something else before it: "58 % without steroids in
/// remission".
fn lacks_another(lead: &str, inside: &str) -> bool {
    let mut words = lead.split_whitespace().rev();
    inside.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("in "))
        && words.next().is_some_and(|word| word.chars().count() > 3)
        && words.next().is_some_and(|word| matches!(word, "ohne" | "without"))
}

/// Whether an outcome is what came of an endpoint.
fn judges(value: &str) -> bool {
    matches!(value, "no difference" | "endpoint met" | "endpoint not met" | "no better than control")
}

/// Whether an outcome is only named as what a study looks at: "secondary endpoints included clinical response".
fn is_endpoint(before: &str, sentence: &str) -> bool {
    let measured = sentence.contains('%') || sentence.contains(" met");
    before.len() <= 600 && !measured && {
        let before = before.to_lowercase();
        ["endpoint", "end point", "outcome measure", "endpunkt"].iter().any(|cue| before.contains(cue))
    }
}

/// Whether the last name before a verb, or the first one inside the phrase, is that of an adverse event.
fn is_of_harm(page: &Page<'_>, sentence: &Span, span: &Span) -> bool {
    let from = sentence.start.max(span.start.saturating_sub(60)).min(span.start);
    page.mentions_in(&(from..span.end)).last().is_some_and(|mention| {
        let kind = |&concept| page.vocabulary.get(concept).kind;
        mention.concepts.iter().any(|concept| kind(concept) == ConceptKind::AdverseEvent)
    })
}

/// Whether something was stopped because it had to be.
fn is_forced(page: &Page<'_>, sentence: &Span, span: &Span) -> bool {
    const BECAUSE: &[&str] =
        &[" wegen ", "aufgrund ", " because of ", " due to ", " owing to ", " for lack ", " nebenwirkung"];
    let near = cues::after(&page.lower, span.start, sentence.end.max(span.end), span.len() + 60);
    BECAUSE.iter().any(|word| near.contains(word))
}

/// Whether what stands before an outcome in its sentence makes it a question or hearsay: "ob ein Rückfall droht", "soll
/// einen Rückfall erlitten haben".
fn is_unsure(before: &str) -> bool {
    let clause = before.rsplit([',', ';', ':']).next().unwrap_or(before);
    if clause.len() > 120 {
        return false;
    }
    clause
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| ["ob", "whether", "soll", "sollen", "falls"].contains(&word.to_lowercase().as_str()))
}

/// Whether the subject right before an outcome is a relative of the patient.
fn is_of_kin(lead: &str) -> bool {
    const KIN: &[&str] = &[
        "mother",
        "father",
        "sister",
        "brother",
        "son",
        "daughter",
        "aunt",
        "uncle",
        "grandmother",
        "grandfather",
        "mutter",
        "vater",
        "schwester",
        "bruder",
        "sohn",
        "tochter",
        "tante",
        "onkel",
        "großmutter",
        "großvater",
    ];
    lead.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .rev()
        .take(2)
        .any(|word| KIN.contains(&word.to_lowercase().as_str()))
}

/// The head of a short noun phrase: "the dangerous bleeding" gives "bleeding".
fn head_noun(phrase: &str) -> String {
    phrase.split_whitespace().next_back().unwrap_or_default().to_owned()
}

const fn cue(
    stems: &'static str,
    pattern: &'static str,
    class: &'static str,
    value: &'static str,
    negated: Option<(&'static str, &'static str)>,
) -> Cue<Meaning> {
    Cue { stems, pattern, meaning: Meaning { class, value, negated } }
}

#[cfg(test)]
mod tests {
    use crate::facts::testing::facts_of;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let facts = facts_of(super::find, text);
        let found: Vec<String> = facts.iter().map(|fact| fact.value.clone()).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn good_outcomes_in_both_languages() {
        check("He achieved a complete remission.", &["complete remission"]);
        check("Sie erreichte eine vollständige Remission.", &["complete remission"]);
        check("Das Kind blieb beschwerdefrei.", &["symptom-free"]);
        check("She has been symptom-free and is not dependent on any drugs.", &["symptom-free", "off all medication"]);
        check("Er benötigt heute keine medikamentöse Therapie mehr.", &["off all medication"]);
        check("Die Thrombozyten stiegen an und haben sich normalisiert.", &["platelets normalised"]);
        check("It led to a complete regression of the severe rash within days.", &["complete regression of rash"]);
        check("The woman was successfully treated.", &["successfully treated"]);
        check("She made a full recovery.", &["complete recovery"]);
        check("The ORR was 82 % overall.", &["response rate 82 %"]);
    }

    #[test]
    fn bad_outcomes_in_both_languages() {
        check("The patient died two days later.", &["death"]);
        check("Die Patientin verstarb am dritten Tag.", &["death"]);
        check("After a year the symptoms returned.", &["relapse"]);
        check("Bei vielen kehrt die Leukämie zurück.", &["relapse"]);
        check("Er erlitt einen Rückfall.", &["relapse"]);
        check("The patient did not respond to steroids.", &["no response"]);
    }

    #[test]
    fn what_is_feared_may_be_denied_behind_it() {
        check("Ein Rückfall blieb aus.", &["no relapse"]);
        check("Zu einem Rückfall kam es bislang nicht.", &["no relapse"]);
        check("Ein Rezidiv ist bei keinem der Patienten aufgetreten.", &["no relapse"]);
        check("Ein Rückfall trat nach einem Jahr auf.", &["relapse"]);
    }

    #[test]
    fn what_stays_away_is_not_needed_or_has_changed() {
        check("He has not had a single bleed since the infusion.", &["no bleed"]);
        check("Seitdem hatte sie keine Schmerzkrise mehr.", &["no Schmerzkrise"]);
        check("Die Frau ist frei von Symptomen und kann wieder ohne Gehhilfe gehen.", &["symptom-free", "walks again"]);
        check("She no longer needs regular transfusions.", &["no longer needs transfusions"]);
        check("Their autoantibodies simply disappeared.", &["antibodies gone"]);
        check("Undetectable minimal residual disease was achieved.", &["MRD negative"]);
        check("The skin score had decreased from 30 to 11.", &["score decreased"]);
        check("Die jährliche Blutungsrate war um 84 Prozent gesunken.", &["Blutungsrate decreased"]);
        check("Der Grad der Behinderung blieb bei beiden stabil.", &["stable"]);
        check("Von 42 Kranken sprachen 31 (74 Prozent) auf die Behandlung an.", &["response"]);
        check("Todesfälle gab es nicht.", &["no deaths"]);
        check("19 pts died of infection.", &["death"]);
        check("Secondary endpoints included complete response, and safety.", &[]);
        check("It could lead to complete remission.", &[]);
        check("The drug showed a 65% overall response rate.", &["response rate 65 %"]);
        check("Sie konnten ihre Medikamente absetzen.", &["off all medication"]);
        check("Immunosuppressive therapy was completely stopped in all.", &["off all medication"]);
        check("Her mother had died at home.", &[]);
    }

    #[test]
    fn what_is_compared_and_counted() {
        check("Pain scores did not differ between the arms.", &["no difference"]);
        check("Die Schmerzen unterschieden sich nach einem Jahr nicht.", &["no difference"]);
        check("Der Wirkstoff war dem Placebo nicht überlegen.", &["no better than control"]);
        check("Tacrolimus failed to slow progression.", &["no effect"]);
        check("The trial missed its primary endpoint.", &["endpoint not met"]);
        check("The primary endpoint was met.", &["endpoint met"]);
        check("The annual rate of flares was 61% lower than with placebo.", &["reduced by 61 %"]);
        check("Die Viruslast sank um mehr als 70 Prozent.", &["reduced by 70 %"]);
        check("At one year, overall survival was 71%.", &["survival 71 %"]);
        check("Das Gesamtüberleben lag nach drei Jahren bei 64 Prozent.", &["survival 64 %"]);
        check("Der EASI-Wert sank innerhalb eines Monats von 31 auf 4 Punkte.", &["EASI-Wert decreased"]);
        check("The drug lowered antibody titers from 210 to 12 units.", &["titers decreased"]);
        check("Neun der 12 Kranken sprachen an.", &["response"]);
        check("Platelets rose to 140.", &["counts recovered"]);
    }

    #[test]
    fn how_somebody_is_afterwards() {
        check("Sie gilt als geheilt und arbeitet wieder.", &["cured", "back at work or school"]);
        check("He returned to school and is well.", &["back at work or school", "doing well"]);
        check("The drug is well known and was well tolerated.", &[]);
        check("She was extubated and came off dialysis.", &["off the ventilator", "off dialysis"]);
        check("Die Bauchschmerzen sistierten.", &["symptoms resolved"]);
        check(
            "The graft engrafted, and he is transfusion-independent.",
            &["engraftment", "no longer needs transfusions"],
        );
        check("Nach einem Jahr ließ sich das Virus nicht mehr nachweisen.", &["no longer detectable"]);
        check("Die Leukämie ist bis heute nicht zurückgekehrt.", &["no relapse"]);
        check("Eine Frau verlor ihr Transplantat.", &["graft lost"]);
        check("Treated animals lived longer.", &["longer survival"]);
        check("Die Schwäche hat sich nicht ganz zurückgebildet.", &["incomplete recovery"]);
    }

    #[test]
    fn stories_tell_in_passing() {
        check("No further bleeding ensued and bypassing agents could be stopped.", &["no bleeding", "agents stopped"]);
        check("Zuletzt war sie frei von Zytopenien.", &["no Zytopenien"]);
        check("Prednisolon konnte vollständig ausgeschlichen werden.", &["Prednisolon stopped"]);
        check("Das Prednisolon wurde wegen Übelkeit abgesetzt.", &[]);
        check("51 der 54 Teilnehmer kommen ohne regelmäßige Prophylaxe aus.", &["no longer needs Prophylaxe"]);
        check("Medikamente nimmt Lina keine mehr.", &["off all medication"]);
        check("Eleven were off glucocorticoids and immunosuppressants.", &["no longer needs glucocorticoids"]);
        check("Disease activity (DAS28-CRP) had dropped from a mean of 6.1 to 2.8.", &["activity decreased"]);
        check("Median SLEDAI-2K decreased from 16 to 2.", &["SLEDAI-2K decreased"]);
        check("CRc was attained by 34 patients (64%).", &["CRc"]);
        check("The inhibitor was eradicated by week 13.", &["no longer detectable"]);
        check("Vier Monate später ist sie die Treppe zur Station hinaufgegangen.", &["able again"]);
        check("Five participants met the definition of remission.", &["remission"]);
        check("Two have already flared.", &["flare"]);
        check("At 2 years, 83% were progression-free.", &["progression-free 83 %"]);
        check("Die Behandlung schlug nicht an.", &["no effect"]);
        check("Innerhalb von sechs Wochen verschwanden die Blutungen vollständig.", &["symptoms resolved"]);
        check("It reduced the risk of relapse (HR 0.39).", &["risk of relapse reduced"]);
        check("She is now healthy.", &["healthy again"]);
    }

    #[test]
    fn the_course_is_told_without_the_usual_nouns() {
        check("Median PFS was 8.2 months.", &["median survival"]);
        check("Das mediane Gesamtüberleben betrug 14 Monate.", &["median survival"]);
        check("The 2-year OS was 74% and non-relapse mortality 12%.", &["survival 74 %", "mortality 12 %"]);
        check("Three of the eight responders relapsed within a year.", &["relapse"]);
        check("Ein Jahr später trat das zweite Rezidiv auf.", &["relapse"]);
        check("Nach fünf Monaten stiegen die Blasten wieder an.", &["rising again"]);
        check("There were 4 deaths.", &["death"]);
        check("The tablet induced responses in 61 percent.", &["responses"]);
        check("Four of the five no longer meet criteria for lupus.", &["criteria of disease no longer met"]);
        check("All stopped methotrexate and prednisone.", &["prednisone stopped"]);
        check("Mestinon hat er ausgeschlichen.", &["Mestinon stopped"]);
        check("Eine Immuntherapie braucht sie nicht mehr.", &["no longer needs Immuntherapie"]);
        check("Er kann ohne Gehstock laufen.", &["walks again"]);
        check("Die Magensonde konnte im Mai entfernt werden.", &["Magensonde removed"]);
        check("The stiffness eased after a week.", &["stiffness eased"]);
        check("Nach vier Tagen ließ der Juckreiz nach.", &["Juckreiz eased"]);
        check("Dann ließ die Wirkung nach.", &["loss of effect"]);
        check("Die Leukozyten fielen binnen vier Tagen von 90 auf 12 G/l.", &["Leukozyten changed"]);
        check("Auf der Skala hat sie von 14 auf 30 Punkte zugelegt.", &["values changed"]);
        check("Die Patientin ist ohne neue Thrombose.", &["no Thrombose"]);
        check("None has had new brain lesions.", &["no lesions"]);
        check("Six percent discontinued treatment because of side effects.", &["stopped for side effects"]);
        check("58 Prozent waren ohne Kortison in Remission.", &["remission"]);
        check("Bei 31 Personen kam die Krankheit zurück.", &["relapse"]);
        check("One in ten had a flare within 48 weeks.", &["flare"]);
        check("No one on the high dose flared.", &["nobody flared"]);
        check("Zwei von ihnen überlebten das nicht.", &["death"]);
        check("Die Kortisondosis lag um die Hälfte niedriger.", &["Kortisondosis decreased"]);
        check("Sie blieb ohne Hoffnung auf Remission.", &[]);
        check("Twelve relapsed patients were screened.", &[]);
        check("All stopped immunosuppressants four weeks before the infusion.", &[]);
        check("The dose was reduced from 20 to 10 mg.", &[]);
        check("Survival is associated with better outcomes in rich countries.", &[]);
        check("Er ließ die Wohnung nach dem Umzug streichen.", &[]);
    }

    #[test]
    fn what_clinics_measure_is_an_outcome() {
        check("Cardiac response occurred in 41%.", &["response"]);
        check("Anti-PLA2R antibodies were negative from week eight.", &["no longer detectable"]);
        check("Her eGFR has remained stable.", &["stable"]);
        check("The skin was clear after two weeks.", &["skin clear"]);
        check("By day eight the pustules had gone.", &["symptoms resolved"]);
        check("Mean change in UPCR was -46%.", &["UPCR changed"]);
        check("His vision returned to 20/25.", &["vision back to normal"]);
        check("The risk of a second attack fell by 74 percent.", &["risk reduced"]);
        check("Das Risiko für einen Schub verringerte sich.", &["risk reduced"]);
        check("No patient needed dialysis.", &["no dialysis"]);
        check("Schübe traten bei 10 Prozent auf.", &["Schübe"]);
        check("Prednisone could be reduced to 5 mg.", &["Prednisone reduced"]);
        check("Die Steroiddosis konnte von 20 auf 5 mg gesenkt werden.", &["Steroiddosis reduced"]);
        check("Sie kommt inzwischen mit 2,5 Milligramm Prednisolon aus.", &["Prednisolon reduced"]);
        check("ANA were negative and C3 was low.", &[]);
        check("Response will be seen as the primary endpoint.", &[]);
        check("The risk of infection is high.", &[]);
        check("The causes were not clear.", &[]);
    }

    #[test]
    fn what_others_had_and_what_nobody_knows_is_no_outcome() {
        check("Er wurde negativ auf SARS-CoV-2 getestet.", &[]);
        check("Ob ein Rückfall droht, weiß niemand.", &[]);
        check("Ein Patient dort soll einen Rückfall erlitten haben.", &[]);
        check("Muller et al. treated 15 patients, and no relapse was seen.", &[]);
        check("Muller et al. treated 15 patients. In their cohort, no relapse was seen.", &[]);
        check("Outcomes are dismal, with relapse after weeks.", &[]);
    }

    #[test]
    fn negation_turns_an_outcome() {
        check("Sie ist seit Jahren ohne Rückfall.", &["no relapse"]);
        check("It came back in none, without disease relapse.", &["no relapse"]);
        check("She never achieved complete remission.", &["no remission"]);
        check("Es kam zu keinem Rezidiv, kein Rezidiv trat auf.", &["no relapse"]);
    }

    #[test]
    fn names_of_diseases_are_no_outcomes() {
        check("CAR T cells for relapsed or refractory lymphoma.", &[]);
        check("A study of relapsed/refractory AML.", &[]);
    }
}
