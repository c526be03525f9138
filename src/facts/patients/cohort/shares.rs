//! How many of a cohort are of a sex: "130 (91%) were women", "58% male", "28 of 53 female", "(eight female)".

use std::sync::LazyLock;

use super::super::sex::Sex;
use super::super::sex_fact;
use super::words::{SEXES, SHARES};
use crate::facts::cues::{self, Gathered};
use crate::facts::numbers::{self, Quantity};
use crate::facts::pattern::{Captures, Pattern};
use crate::facts::{Data, Fact, Page, Subject};
use crate::text::Span;

/// The ways to say it, the surest first: `all` is the phrase, `n` a number of people, `q` a share in percent, `part` and
/// `of` a share in words, `s` the sex.
static WAYS: LazyLock<[Pattern; 5]> = LazyLock::new(|| {
    [
        // "Two in three were men", where "three were men" is less.
        Pattern::new(
            r"(?i)\b(?P<all>(?:(?P<part>drei viertel|zwei drittel|die hälfte|ein drittel|ein viertel|three[- ]quarters|two[- ]thirds|half|(?:a|one)[- ]third|(?:a|one)[- ]quarter)|(?P<k>one|two|three|four|nine) in (?P<of>three|four|five|ten))(?: of (?:the |them|these )?[a-z]*| der [a-zäöüß]+)? (?:waren|sind|were|are) (?P<s>women|men|females?|males?|frauen|männer|weiblich|männlich))\b",
        ),
        // "28 of 53 (53%) were female", "sieben von ihnen Frauen", "seven were women".
        Pattern::new(
            r"(?i)\b(?P<all>(?P<n>\N)(?: (?:of|out of|von|der) (?:the )?(?:[0-9]{1,6}|them|whom|these|ihnen|denen|volunteers|participants|patients|treated|infused|behandelten|patienten|probanden|teilnehmenden|teilnehmer|betroffenen)| davon|,? darunter)?(?: (?:patients|participants|patienten|teilnehmer))?(?: [(\[][0-9]{1,3}(?:[.,·][0-9]+)? ?(?:%|percent|prozent)[)\]])?(?: (?:were|was|are|waren|sind))? (?P<s>women|men|females?|males?|frauen|männer|weiblich|männlich))\b",
        ),
        Pattern::new(
            r"(?i)\b(?P<all>(?:davon|darunter|including|among them|of whom|of these|von denen|therefrom) (?:were )?(?P<n>\N)(?: [(\[][0-9]{1,3}(?:[.,·][0-9]+)? ?(?:%|percent|prozent)[)\]])?(?: (?:were|waren))? (?P<s>women|men|females?|males?|frauen|männer|weiblich|männlich))\b",
        ),
        Pattern::new(
            r"(?i)\b(?P<all>(?P<q>[0-9]{1,3}(?:[.,·][0-9]+)?) ?(?:%|percent|per cent|prozent) (?:were |was |are |waren |of (?:the )?(?:patients|participants) were |der (?:patienten|teilnehmer) waren )?(?P<s>women|men|females?|males?|frauen|männer|weiblich|männlich))\b",
        ),
        // "Women (54%)", "überwiegend weiblich (71 %)", "Männer waren mit 57 Prozent".
        Pattern::new(
            r"(?i)\b(?P<all>(?P<s>women|men|females?|males?|frauen|männer|weiblich|männlich)(?: sex)?(?:,|:| waren mit| waren zu| made up| accounted for)? ?[(\[]?(?P<q>[0-9]{1,3}(?:[.,·][0-9]+)?) ?(?:%|percent|per cent|prozent))",
        ),
    ]
});

/// Finds them.
pub(super) fn find(page: &Page<'_>, found: &mut Gathered) {
    for sentence in SHARES.sentences(page) {
        let text = page.str(&sentence);
        let mut read: Vec<Span> = Vec::new();
        for way in &*WAYS {
            // By their start; those of one way do not overlap.
            read.sort_unstable_by_key(|known| known.start);
            let surer = read.len();
            for groups in way.captures_iter(text) {
                let (Some(all), Some(word)) = (groups.name("all"), groups.name("s")) else { continue };
                let next = read[..surer].partition_point(|known| known.start < all.end());
                if read[..next].last().is_some_and(|known| all.start() < known.end) {
                    continue;
                }
                let Some((n, unit)) = measure(&groups).filter(|_| is_told(text, &all.range(), &groups)) else {
                    continue;
                };
                read.push(all.range());
                let surface = sentence.start + all.start()..sentence.start + all.end();
                let fact = sex_fact(page, sex(word.as_str()), &surface, Subject::Cohort);
                found.add(Fact { data: Data::Quantity { op: "=", n, n2: None, unit: unit.to_owned() }, ..fact });
            }
        }
    }
}

fn sex(word: &str) -> Sex {
    let lower = word.to_lowercase();
    let female = ["wom", "fem", "fra", "wei"].iter().any(|stem| lower.starts_with(stem));
    if female { Sex::Female } else { Sex::Male }
}

/// The number with its unit.
fn measure(groups: &Captures<'_, '_>) -> Option<(f64, &'static str)> {
    if let Some(n) = groups.name("n") {
        return whole(n.as_str()).map(|n| (n, "patients"));
    }
    if let Some(q) = groups.name("q") {
        return q.as_str().replace([',', '·'], ".").parse().ok().map(|n| (n, "%"));
    }
    if let Some(part) = groups.name("part") {
        return Some((fraction(part.as_str()), "%"));
    }
    let (k, of) = (whole(groups.name("k")?.as_str())?, whole(groups.name("of")?.as_str())?);
    (k < of).then(|| ((k / of * 100.0).round(), "%"))
}

/// A whole number in digits or words.
fn whole(written: &str) -> Option<f64> {
    let quantity = numbers::quantities(written).into_iter().next()?;
    (!quantity.article && quantity.span.len() == written.len() && quantity.n.fract().total_cmp(&0.0).is_eq())
        .then_some(quantity.n)
}

/// Whether a number beside a sex tells of a part of a cohort: a verb, a share or the whole stands with it, or it is what
/// brackets say of those counted before them ("42 adults (mean age 54 years; 28 women)").
fn is_told(text: &str, all: &Span, groups: &Captures<'_, '_>) -> bool {
    let written = &text[all.clone()];
    let verb = [" were ", " was ", " are ", " waren ", " sind ", " of ", " von ", " der ", "%", " davon ", "darunter "];
    let (Some(n), Some(sex)) = (groups.name("n"), groups.name("s")) else { return true };
    if n.start() > all.start || verb.iter().any(|word| written.contains(word)) {
        return true;
    }
    // "8 female, 4 male", "eight female patients", no "3 male mice".
    if is_adjective(sex.as_str()) {
        const WHO: &[&str] = &["patients", "participants", "subjects", "adults", "children", "and", "und", "or"];
        let rest = cues::after(text, all.end, text.len(), 20);
        let next = rest.split(|c: char| !c.is_alphabetic()).find(|word| !word.is_empty());
        return !rest.starts_with(' ') || next.is_none_or(|word| WHO.contains(&word));
    }
    let lead = cues::before(text, 0, all.start, 160);
    let bracketed = lead.rfind(['(', '[']).is_some_and(|open| !lead[open..].contains([')', ']']));
    let rest = text[all.end..].trim_start();
    bracketed && (rest.is_empty() || rest.starts_with([')', ']', '[', '(', ';', ',']))
}

fn is_adjective(word: &str) -> bool {
    let lower = word.to_lowercase();
    lower == "female" || lower == "male" || lower.ends_with("lich")
}

/// A part told in words, in percent.
fn fraction(part: &str) -> f64 {
    const PARTS: &[(&[&str], f64)] = &[
        (&["drei viertel", "three"], 75.0),
        (&["zwei drittel", "two"], 67.0),
        (&["hälfte", "half"], 50.0),
        (&["drittel", "third"], 33.0),
    ];
    let part = part.to_lowercase();
    PARTS.iter().find(|(words, _)| words.iter().any(|word| part.contains(word))).map_or(25.0, |(_, n)| *n)
}

/// The two sexes that are counted from `quantity` on, each with its number and place.
pub(super) fn sexes(text: &str, quantity: &Quantity) -> Option<[(Sex, f64, Span); 2]> {
    let rest = cues::after(text, quantity.span.end, text.len(), 80);
    let groups = SEXES.captures(rest)?;
    let sex = |word: &str| {
        let word = word.to_lowercase();
        let female = ["wom", "female", "frau", "patientinnen"].iter().any(|stem| word.starts_with(stem));
        if female { Sex::Female } else { Sex::Male }
    };
    let (one, two, n) = (groups.name("one")?, groups.name("two")?, groups.name("n")?);
    let at = quantity.span.end;
    let second = numbers::quantities(n.as_str()).into_iter().next()?;
    (sex(one.as_str()) != sex(two.as_str())).then(|| {
        [
            (sex(one.as_str()), quantity.n, quantity.span.start..at + one.end()),
            (sex(two.as_str()), second.n, at + n.start()..at + two.end()),
        ]
    })
}

/// The sex that the noun of a count tells: "102 women".
pub(super) fn sex_told(noun: &str) -> Option<Sex> {
    let word = noun.rsplit([' ', '\u{a0}']).next().unwrap_or_default().to_lowercase();
    match word.as_str() {
        "women" | "girls" | "females" | "frauen" | "patientinnen" | "mädchen" => Some(Sex::Female),
        "men" | "boys" | "males" | "männer" | "männern" | "jungen" | "brothers" => Some(Sex::Male),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::facts::testing::facts_of;
    use crate::facts::{Data, FactKind};

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let facts = facts_of(crate::facts::patients::find, text);
        let found: Vec<String> = facts
            .iter()
            .filter(|fact| fact.kind == FactKind::PatientSex)
            .map(|fact| match &fact.data {
                Data::Quantity { n, unit, .. } => format!("{n} {unit} {}", fact.value),
                _ => fact.value.clone(),
            })
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn sexes_of_a_cohort_are_counted() {
        check(
            "We enrolled 158 adults; 101 (64%) were men and 57 (36%) were women.",
            &["101 patients male", "57 patients female"],
        );
        check("Fifty-three patients were enrolled (median age, 61 years; 28 women).", &["28 patients female"]);
        check("Of 324 participants (mean age 54 years; 208 men [65%]), 12 left.", &["208 patients male"]);
        check("Twelve patients (eight female) were treated.", &["8 patients female"]);
        check("We treated 53 adults, 28 of 53 female.", &["28 patients female"]);
        check("Acht Freiwillige, sieben von ihnen Frauen, nahmen teil.", &["7 patients female"]);
        check("Behandelt wurden 31 Kranke, darunter 14 Frauen.", &["14 patients female"]);
        check("Die Gruppe war überwiegend weiblich (71 %).", &["71 % female"]);
        check("Männer waren mit 57 Prozent leicht in der Überzahl.", &["57 % male"]);
        check("Median age was 70 and roughly two in three were men.", &["67 % male"]);
        check("Drei Viertel waren weiblich.", &["75 % female"]);
    }

    #[test]
    fn other_numbers_beside_a_sex_are_none() {
        check("In 2019 women came to the clinic.", &[]);
        check("Phase 3 male mice were used.", &[]);
        check("The clinic has 40 rooms for women.", &[]);
    }
}
