//! The values of facts in the language of the interface. Those that no concept names have their German here: genres, sexes, numbers with their unit, outcomes, claims, parts
//! people play. The English form is the value itself, by which filters and exports go.

use std::borrow::Cow;

use super::{Data, Fact, FactKind};
use crate::vocabulary::Vocabulary;
use crate::wording::Language;

/// What a fact is called in a language of the interface: its concept's name there, else its value in that language; what
/// has no translation, names and identifiers above all, stays as it is.
///
/// The sex of a part of a cohort stands with its number: "54 % female", "10 female".
pub fn named<'a>(fact: &'a Fact, vocabulary: &'a Vocabulary, language: Language) -> Cow<'a, str> {
    if fact.kind == FactKind::PatientSex
        && let Data::Quantity { op, n, unit, .. } = &fact.data
    {
        let sex = word(&fact.value, language);
        let op = if *op == "=" { String::new() } else { format!("{op} ") };
        let n = if language == Language::German { n.to_string().replace('.', ",") } else { n.to_string() };
        let percent = if unit == "%" { " %" } else { "" };
        return Cow::Owned(format!("{op}{n}{percent} {sex}"));
    }
    if language == Language::English {
        return Cow::Borrowed(&fact.value);
    }
    match fact.concept.as_deref().and_then(|id| vocabulary.by_id(id)) {
        Some(concept) => Cow::Borrowed(vocabulary.get(concept).name_in("de")),
        None => german(&fact.value).map_or(Cow::Borrowed(fact.value.as_str()), Cow::Owned),
    }
}

/// A word about a fact ("first author", a part of a score) in a language of the interface; several with commas between.
pub fn word(text: &str, language: Language) -> String {
    match language {
        Language::English => text.to_owned(),
        Language::German => {
            let mut parts: Vec<String> = Vec::new();
            for part in text.split(", ") {
                let part = german(part).unwrap_or_else(|| part.to_owned());
                // "Erstautor, first author" is one thing said in two languages.
                if !parts.contains(&part) {
                    parts.push(part);
                }
            }
            parts.join(", ")
        }
    }
}

/// The German form of a value.
fn german(value: &str) -> Option<String> {
    if let Some((_, german)) = WORDS.iter().find(|(english, _)| *english == value) {
        return Some((*german).to_owned());
    }
    let filled = TEMPLATES.iter().find_map(|((before, after), (german_before, german_after))| {
        let what = value.strip_prefix(before)?.strip_suffix(after)?;
        (!what.is_empty()).then(|| format!("{german_before}{what}{german_after}"))
    });
    filled.or_else(|| counted(value))
}

/// "≤ 2 months to relapse": a number with its unit, and what it leads to.
fn counted(value: &str) -> Option<String> {
    let end = value.find(|c: char| c.is_alphabetic())?;
    let (number, rest) = value.split_at(end);
    if !number.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let (unit, rest) = rest.split_once(' ').unwrap_or((rest, ""));
    let (_, german_unit) = UNITS.iter().find(|(english, _)| *english == unit)?;
    // Decimals have a comma.
    let number = if number.contains('.') { number.replace('.', ",") } else { number.to_owned() };
    let rest = match rest.strip_prefix("to ") {
        Some(event) => format!(" bis: {}", german(event).unwrap_or_else(|| event.to_owned())),
        None if rest.is_empty() => String::new(),
        None => format!(" {}", german(rest).unwrap_or_else(|| rest.to_owned())),
    };
    Some(format!("{number}{german_unit}{rest}"))
}

const UNITS: &[(&str, &str)] = &[
    ("year", "Jahr"),
    ("years", "Jahre"),
    ("month", "Monat"),
    ("months", "Monate"),
    ("week", "Woche"),
    ("weeks", "Wochen"),
    ("day", "Tag"),
    ("days", "Tage"),
    ("hour", "Stunde"),
    ("hours", "Stunden"),
    ("patient", "Patient"),
    ("patients", "Patienten"),
    ("drug", "Wirkstoff"),
    ("drugs", "Wirkstoffe"),
    ("line", "Therapielinie"),
    ("lines", "Therapielinien"),
    ("therapy", "Therapie"),
    ("therapies", "Therapien"),
];

/// What stands before and after the part of a value that is kept.
type Frame = (&'static str, &'static str);

/// Frames in English and in German.
const TEMPLATES: &[(Frame, Frame)] = &[
    (("complete regression of ", ""), ("vollständige Rückbildung: ", "")),
    (("response rate ", ""), ("Ansprechrate ", "")),
    (("survival ", ""), ("Überleben ", "")),
    (("reduced by ", ""), ("vermindert um ", "")),
    (("mortality ", ""), ("Sterblichkeit ", "")),
    (("limitation: ", ""), ("Grenze: ", "")),
    (("progression-free ", ""), ("progressionsfrei ", "")),
    (("risk of ", " reduced"), ("vermindertes Risiko: ", "")),
    (("", " stopped"), ("", " abgesetzt")),
    (("response ", ""), ("Ansprechen ", "")),
    (("hazard ratio ", ""), ("Hazard Ratio ", "")),
    (("", " regressed"), ("", " zurückgegangen")),
    (("no longer needs ", ""), ("braucht nicht mehr: ", "")),
    (("no ", ""), ("ohne ", "")),
    (("", " decreased"), ("", " gesunken")),
    (("", " increased"), ("", " gestiegen")),
    (("phase ", ""), ("Phase ", "")),
    (("title +", ""), ("Titel +", "")),
    (("first sentences +", ""), ("erste Sätze +", "")),
    (("paper or keywords +", ""), ("Publikation oder Schlagwörter +", "")),
    (("mentions +", ""), ("Erwähnungen +", "")),
    (("treatment +", ""), ("behandelt oder gegeben +", "")),
    (("only in references ", ""), ("nur in Quellen ", "")),
    (("background ", ""), ("Hintergrund ", "")),
];

/// Values as they are.
const WORDS: &[(&str, &str)] = &[
    // Genres.
    ("press release", "Pressemitteilung"),
    ("news article", "Nachricht"),
    ("journal article", "Fachartikel"),
    ("review", "Übersicht"),
    ("case report", "Fallbericht"),
    ("trial record", "Studienregister"),
    ("guideline", "Leitlinie"),
    ("abstract", "Abstract"),
    ("bibliographic record", "bibliografischer Eintrag"),
    ("clinical letter", "Arztbrief"),
    ("plain text", "Text"),
    // Patients.
    ("male", "männlich"),
    ("female", "weiblich"),
    ("all", "alle"),
    ("newborn", "Neugeborenes"),
    ("child", "Kind"),
    ("infant", "Säugling"),
    ("adolescent", "jugendlich"),
    ("teenager", "jugendlich"),
    ("all standard therapies, failed", "alle Standardtherapien, erfolglos"),
    ("several treatments, failed", "mehrere Behandlungen, erfolglos"),
    ("several treatments", "mehrere Behandlungen"),
    ("heavily pretreated", "stark vorbehandelt"),
    // Designs and models.
    ("individual treatment attempt", "individueller Heilversuch"),
    ("clinical trial", "klinische Studie"),
    ("mouse", "Maus"),
    ("rat", "Ratte"),
    ("zebrafish", "Zebrafisch"),
    ("primate", "Primat"),
    ("rabbit", "Kaninchen"),
    ("dog", "Hund"),
    ("pig", "Schwein"),
    ("rodent", "Nagetier"),
    ("sheep", "Schaf"),
    ("organoid", "Organoid"),
    ("cell line", "Zelllinie"),
    ("xenograft", "Xenotransplantat"),
    ("patient samples", "Patientenproben"),
    // Outcomes.
    ("complete remission", "komplette Remission"),
    ("partial remission", "partielle Remission"),
    ("lasting remission", "anhaltende Remission"),
    ("drug-free remission", "therapiefreie Remission"),
    ("remission", "Remission"),
    ("no remission", "keine Remission"),
    ("resolved", "abgeklungen"),
    ("symptoms resolved", "Symptome abgeklungen"),
    ("recovery", "Erholung"),
    ("complete recovery", "vollständig erholt"),
    ("no recovery", "keine Erholung"),
    ("cured", "geheilt"),
    ("not cured", "nicht geheilt"),
    ("B-cell reconstitution", "B-Zell-Rekonstitution"),
    ("complete response", "komplettes Ansprechen"),
    ("partial response", "partielles Ansprechen"),
    ("response", "Ansprechen"),
    ("no response", "kein Ansprechen"),
    ("improvement", "Besserung"),
    ("no improvement", "keine Besserung"),
    ("quality of life better than in years", "Lebensqualität so gut wie seit Jahren nicht"),
    ("platelets normalised", "Thrombozyten normalisiert"),
    ("values normalised", "Werte normalisiert"),
    ("successfully treated", "erfolgreich behandelt"),
    ("not successfully treated", "nicht erfolgreich behandelt"),
    ("antibodies reduced", "Antikörper vermindert"),
    ("antibodies gone", "Antikörper verschwunden"),
    ("no pathogenic antibodies", "keine krankmachenden Antikörper"),
    ("symptom-free", "beschwerdefrei"),
    ("not symptom-free", "nicht beschwerdefrei"),
    ("disease-free", "krankheitsfrei"),
    ("off all medication", "ohne Medikamente"),
    ("drugs still needed", "Medikamente weiter nötig"),
    ("MRD negative", "MRD-negativ"),
    ("walks again", "geht wieder"),
    ("stable", "stabil"),
    ("doing well", "wohlauf"),
    ("not doing well", "nicht wohlauf"),
    ("relapse", "Rückfall"),
    ("no relapse", "kein Rückfall"),
    ("progression", "Progression"),
    ("no progression", "keine Progression"),
    ("death", "Tod"),
    ("no deaths", "keine Todesfälle"),
    ("survival", "Überleben"),
    ("alive", "am Leben"),
    ("treatment failure", "Therapieversagen"),
    ("insufficient effect", "unzureichende Wirkung"),
    ("loss of effect", "Wirkverlust"),
    ("resistance", "Resistenz"),
    ("more effective than standard", "wirksamer als die Standardtherapie"),
    ("not more effective", "nicht wirksamer"),
    ("no difference", "kein Unterschied"),
    ("no better than control", "nicht besser als die Kontrolle"),
    ("non-inferior", "nicht unterlegen"),
    ("no effect", "ohne Wirkung"),
    ("endpoint met", "Endpunkt erreicht"),
    ("endpoint not met", "Endpunkt verfehlt"),
    ("improvement in all", "Besserung bei allen"),
    ("back at work or school", "wieder in Arbeit oder Schule"),
    ("at home", "zu Hause"),
    ("gained weight", "an Gewicht zugenommen"),
    ("lesions gone", "Herde verschwunden"),
    ("incomplete recovery", "unvollständig erholt"),
    ("off dialysis", "ohne Dialyse"),
    ("still on dialysis", "weiter an der Dialyse"),
    ("back on dialysis", "wieder an der Dialyse"),
    ("off the ventilator", "ohne Beatmung"),
    ("no longer needs transfusions", "braucht keine Transfusionen mehr"),
    ("transfusions still needed", "braucht weiter Transfusionen"),
    ("no longer detectable", "nicht mehr nachweisbar"),
    ("engraftment", "angewachsen"),
    ("no engraftment", "nicht angewachsen"),
    ("graft lost", "Transplantat verloren"),
    ("counts recovered", "Werte erholt"),
    ("no control group", "ohne Kontrollgruppe"),
    ("no proof of cause", "kein Beweis der Ursache"),
    ("not tested in humans", "nicht am Menschen geprüft"),
    ("confounding", "Verzerrung möglich"),
    ("few patients", "wenige Patienten"),
    ("no graft lost", "kein Transplantat verloren"),
    ("longer survival", "längeres Überleben"),
    ("lasting effect", "anhaltende Wirkung"),
    ("none", "keine"),
    ("initial success", "anfänglicher Erfolg"),
    ("no success", "kein Erfolg"),
    ("significant difference", "signifikanter Unterschied"),
    ("not resolved", "nicht abgeklungen"),
    ("able again", "kann wieder"),
    ("not able", "kann nicht"),
    ("healthy again", "wieder gesund"),
    ("flare", "Schub"),
    ("no flare", "kein Schub"),
    ("treatment resumed", "Behandlung wieder aufgenommen"),
    // Harm as a whole.
    ("adverse events", "Nebenwirkungen"),
    ("serious adverse events", "schwere Nebenwirkungen"),
    ("well tolerated", "gut vertragen"),
    ("poorly tolerated", "schlecht vertragen"),
    ("safe", "sicher"),
    // Times.
    ("overall survival", "Gesamtüberleben"),
    ("progression-free survival", "progressionsfreies Überleben"),
    ("event-free survival", "ereignisfreies Überleben"),
    ("relapse-free survival", "rückfallfreies Überleben"),
    ("duration of response", "Dauer des Ansprechens"),
    ("response duration", "Dauer des Ansprechens"),
    ("illness", "Krankheit"),
    ("treatment", "Behandlung"),
    ("prior treatment", "Vorbehandlung"),
    ("hospital stay", "Krankenhausaufenthalt"),
    ("discharge", "Entlassung"),
    // Claims.
    ("first in the world", "weltweit erstmals"),
    ("paradigm shift", "Paradigmenwechsel"),
    ("game changer", "Wendepunkt"),
    ("immune reset", "Neustart des Immunsystems"),
    ("cure", "Heilung"),
    // Parts that people, institutions and dates play.
    ("failed", "versagt"),
    ("at an event", "bei einem Ereignis"),
    ("first author", "Erstautor"),
    ("last author", "Letztautor"),
    ("co-author", "Koautor"),
    ("author", "Autor"),
    ("contact", "Kontakt"),
    ("press contact", "Pressekontakt"),
    ("in picture", "im Bild"),
    ("issuer", "Herausgeber"),
    ("conflict of interest", "Interessenkonflikt"),
    ("screened", "gescreent"),
    ("per group", "je Gruppe"),
    ("treating", "behandelnd"),
    ("developing", "entwickelnd"),
    ("partner", "Partner"),
    ("department", "Abteilung"),
    ("funder", "Förderer"),
    ("manufacturer", "Hersteller"),
    ("provider", "Lieferant"),
    ("sponsor", "Sponsor"),
    ("study lead", "Studienleitung"),
    ("picture credit", "Bildnachweis"),
    ("translated", "übersetzt"),
    ("this document", "dieses Dokument"),
    ("original publication", "Originalpublikation"),
    ("published", "veröffentlicht"),
    ("published online", "online veröffentlicht"),
    ("publication of the paper", "Veröffentlichung der Arbeit"),
    ("received", "eingereicht"),
    ("revised", "überarbeitet"),
    ("updated", "aktualisiert"),
    ("official title", "amtlicher Titel"),
    ("accepted", "angenommen"),
    ("ambiguous", "mehrdeutig"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_concept_is_called_by_its_name_in_the_language() {
        let vocabulary = Vocabulary::bundled();
        let document = crate::document::Document { text: "A woman with gout.".into(), ..Default::default() };
        let facts = crate::facts::extract(&document, &vocabulary);
        let gout = facts.iter().find(|fact| fact.kind == crate::facts::FactKind::Disease).expect("a disease");
        assert_eq!(named(gout, &vocabulary, Language::English), "gout");
        assert_eq!(named(gout, &vocabulary, Language::German), "Gicht");
    }

    #[test]
    fn a_part_of_a_cohort_is_named_with_its_number() {
        let vocabulary = Vocabulary::bundled();
        let text = "We treated 120 patients (54.5 % were women).";
        let document = crate::document::Document { text: text.into(), ..Default::default() };
        let facts = crate::facts::extract(&document, &vocabulary);
        let sex = facts.iter().find(|fact| fact.kind == FactKind::PatientSex).expect("a sex");
        assert_eq!(named(sex, &vocabulary, Language::English), "54.5 % female");
        assert_eq!(named(sex, &vocabulary, Language::German), "54,5 % weiblich");
    }

    #[test]
    fn values_have_a_german_form() {
        for (english, expected) in [
            ("symptom-free", "beschwerdefrei"),
            ("35 years", "35 Jahre"),
            ("> 10 drugs", "> 10 Wirkstoffe"),
            ("1 patient", "1 Patient"),
            ("≤ 2 months to complete regression of bleeding", "≤ 2 Monate bis: vollständige Rückbildung: bleeding"),
            ("14.7 months overall survival", "14,7 Monate Gesamtüberleben"),
            ("18–38 years", "18–38 Jahre"),
            ("phase 1/2", "Phase 1/2"),
            ("no flares", "ohne flares"),
            ("score decreased", "score gesunken"),
            ("title +6.0", "Titel +6.0"),
        ] {
            assert_eq!(german(english).as_deref(), Some(expected));
        }
    }

    #[test]
    fn names_and_identifiers_stay_as_they_are() {
        for value in ["10.1055/a-2556-8663", "The Lancet", "2025-01-09", "Jan Roth", "https://a.b/1", "16"] {
            assert_eq!(german(value), None, "{value}");
        }
        assert_eq!(word("Oberarzt, first author", Language::German), "Oberarzt, Erstautor");
        assert_eq!(word("Erstautor, first author", Language::German), "Erstautor");
        assert_eq!(word("first author", Language::English), "first author");
    }
}
