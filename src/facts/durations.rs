//! Spans of time tied to what happened in them: how long a patient was seen, how soon something happened, how long an
//! illness or a treatment lasted. Never ages, doses or intervals.

use std::sync::LazyLock;

use super::cues::{self, Gate, Gathered};
use super::numbers::{self, Quantity, TimeUnit};
use super::outcomes::{self, Outcome};
use super::pattern::Pattern;
use super::{Fact, FactKind, Page};
use crate::text::Span;

pub(in crate::facts) mod point;
mod words;

use words::{
    EFFICACY, ENDED, FAILED, FOLLOW_UP, FOLLOWED, GOES_ON, ILL, ILL_SO_LONG, ILLNESS, LASTING, LIVED, MEASURED, MEDIAN,
    NO_SPAN_AFTER, NO_SPAN_BEFORE, NOW, OTHER_EVENT, OTHER_GROUP, SINCE_TREATMENT, STATE, SURVIVAL, TREATED,
    named_event,
};

/// How far from a span of time its event may stand, in bytes.
const REACH: usize = 120;

pub(in crate::facts) static GATE: Gate = Gate::new(&[
    "year", "yr", "month", "week", "day", " mo", "hour", " h ", "jahr", "jähr", "monat", "woche", "wöch", " tag",
    "tägig", "stunde",
]);

/// Finds durations, follow-up times and times to events.
pub(super) fn find(page: &Page<'_>, facts: &mut Vec<Fact>) {
    let mut found = Gathered::default();
    let outcomes = outcomes::outcomes(page);
    for sentence in GATE.sentences(page) {
        // What others saw, and how soon they did, is not of these patients.
        if outcomes::others::are_told(page, &sentence) {
            continue;
        }
        let text = page.str(&sentence);
        let mut last: Option<(usize, FactKind, Option<String>)> = None;
        for quantity in page.quantities(&sentence).iter() {
            let Some((unit, end)) = numbers::time_unit(text, quantity.span.end) else {
                point::find(page, &sentence, quantity, outcomes, &mut found);
                continue;
            };
            let mut time = Time { text, quantity, end, clause: clause(text, &quantity.span, end), preposition: None };
            if time.is_no_span() {
                continue;
            }
            time.preposition = time.preposition();
            let near = near(outcomes, &time, sentence.start);
            // "14 months in the one group and 9 months in the other" are times of the same thing.
            let other_group = last.take().filter(|(from, ..)| {
                let between = &text[*from..quantity.span.start];
                between.len() <= REACH && OTHER_GROUP.is_match(between)
            });
            let reading = match other_group {
                Some((_, kind, event)) => Some(time.read(kind, event.as_deref())),
                None => time.reading(near),
            };
            if let Some(reading) = reading {
                last = Some((end, reading.kind, reading.event.clone()));
                found.add(reading.fact(page, unit, sentence.start + quantity.span.start..sentence.start + end));
            }
        }
    }
    facts.extend(found.finish());
}

/// What a span of time is.
struct Reading {
    kind: FactKind,
    op: &'static str,
    n: f64,
    n2: Option<f64>,
    /// What happened, or what lasted.
    event: Option<String>,
}

impl Reading {
    fn fact(self, page: &Page<'_>, unit: &TimeUnit, surface: Span) -> Fact {
        // Half a year is six months.
        let half = unit.code == "a" && self.n < 1.0 && self.n2.is_none();
        let (n, unit) = match numbers::time_unit(" months", 0).filter(|_| half) {
            Some((months, _)) => (self.n * 12.0, months),
            None => (self.n, unit),
        };
        let quantity = Quantity { span: 0..0, number: 0..0, op: self.op, n, n2: self.n2, article: false };
        let time = quantity.shown(unit.one, unit.many);
        let value = match (&self.event, self.kind) {
            (Some(what), FactKind::TimeToEvent) if SURVIVAL.iter().any(|(_, name)| name == what) => {
                format!("{time} {what}")
            }
            (Some(event), FactKind::TimeToEvent) => format!("{time} to {event}"),
            _ => time,
        };
        let rule = match self.kind {
            FactKind::FollowUp => "durations/follow-up",
            FactKind::TimeToEvent => "durations/time-to-event",
            _ => "durations/duration",
        };
        Fact {
            function: self.event,
            data: quantity.data(unit.code),
            ..cues::fact(page, self.kind, value, &surface, rule)
        }
    }
}

/// A span of time in its sentence.
struct Time<'t> {
    text: &'t str,
    quantity: &'t Quantity,
    /// Where its unit ends.
    end: usize,
    clause: Span,
    /// See [`Time::preposition()`].
    preposition: Option<&'static str>,
}

/// The outcome nearest to a time within its clause; beside a limit ("within two months") only what happens.
fn near<'o>(outcomes: &'o [Outcome], time: &Time<'_>, offset: usize) -> Option<&'o Outcome> {
    let clause = time.clause.start + offset..time.clause.end + offset;
    let (start, end) = (time.quantity.span.start + offset, time.end + offset);
    let within = time.is_within();
    let from = outcomes.partition_point(|outcome| outcome.span.end <= start.saturating_sub(2 * REACH));
    outcomes[from..]
        .iter()
        .take_while(|outcome| outcome.span.start < clause.end)
        .filter(|outcome| outcome.span.end > clause.start)
        .min_by_key(|outcome| {
            // What happens within a time is meant before what lasts.
            let lasts = within && outcome.lasts();
            let distance = if outcome.span.start >= end {
                outcome.span.start - end
            } else {
                // Only a preposition is between them: what comes first is what the time is about.
                start.saturating_sub(outcome.span.end + " after ".len())
            };
            (lasts, distance)
        })
        .filter(|outcome| outcome.span.start < end + REACH && outcome.span.end + REACH > start)
}

/// The clause around a time: up to a semicolon, a colon, or a comma with a conjunction.
fn clause(text: &str, span: &Span, end: usize) -> Span {
    static BREAK: LazyLock<Pattern> =
        LazyLock::new(|| Pattern::new(r"(?i)[;:]|, (?:but|while|whereas|although|aber|während|doch|obwohl|sondern)\b"));
    let lead = cues::before(text, 0, span.start, 160);
    let start = BREAK.find_iter(lead).last().map_or(0, |at| at.end());
    let rest = cues::after(text, end, text.len(), 160);
    let stop = BREAK.find(rest).map_or(rest.len(), |at| at.start());
    span.start - lead.len() + start..end + stop
}

impl<'t> Time<'t> {
    fn before(&self, reach: usize) -> &'t str {
        cues::before(self.text, self.clause.start, self.quantity.span.start, reach)
    }

    fn after(&self, reach: usize) -> &'t str {
        cues::after(self.text, self.end, self.clause.end, reach)
    }

    fn clause(&self) -> &'t str {
        &self.text[self.clause.clone()]
    }

    /// Whether this is an age, an interval, a dose or a point in time.
    fn is_no_span(&self) -> bool {
        let unit = self.text[self.quantity.span.end..self.end].to_lowercase();
        let number = &self.text[self.quantity.number.clone()];
        // "An Tag 12" has no English article.
        let german = self.quantity.article && number.eq_ignore_ascii_case("an") && unit == " tag";
        let bare = german || (self.quantity.article && !unit.starts_with(' '));
        // "Nach 8-jähriger Behandlung" lasted; "die 20-Jährige" is somebody.
        let noun = self.text[self.quantity.span.end..self.end].contains("Jährig");
        bare || noun
            || unit.contains("jährig") && !TREATED.is_match(self.after(40))
            || NO_SPAN_BEFORE.is_match(cues::before(self.text, 0, self.quantity.span.start, 24))
            || NO_SPAN_AFTER.is_match(cues::after(self.text, self.end, self.text.len(), 30))
    }

    /// The preposition before the time, behind which only "the past", "the first" and the like may stand.
    fn preposition(&self) -> Option<&'static str> {
        static PREPOSITION: LazyLock<Pattern> = LazyLock::new(|| {
            Pattern::new(
                r"(?i)\b(?P<p>im laufe? von|in the course of|after|for|für|within|in|over|since|during|at|nach|seit|innerhalb|binnen|über|während|vor|until|bis)(?: (?:the|a|an|another|about|only|just|almost|fast|genau|knapp|gut|von|der|den|dem|past|last|first|next|following|ersten|letzten|nur|etwa|rund|über|mehr als|more than|at least|im median|im mittel|median|a median of|an average of|a mean of|durchschnittlich|mittlerweile|inzwischen|between|zwischen))*$",
            )
        });
        const KNOWN: &[&str] = &[
            "after",
            "for",
            "für",
            "within",
            "in",
            "over",
            "since",
            "during",
            "at",
            "nach",
            "seit",
            "innerhalb",
            "binnen",
            "über",
            "während",
            "vor",
            "until",
            "bis",
            "im lauf von",
            "im laufe von",
            "in the course of",
        ];
        let written = &self.text[self.quantity.span.start..self.quantity.number.start];
        let lead = self.before(60);
        let own = if written.is_empty() { lead.trim_end() } else { "" };
        let found = PREPOSITION
            .captures(if own.is_empty() { lead.trim_end() } else { own })
            .or_else(|| PREPOSITION.captures(written.trim_end()))?;
        let word = found.name("p")?.as_str().to_lowercase();
        KNOWN.iter().find(|known| **known == word).copied()
    }

    /// Whether the time is a limit by which something happened.
    fn is_within(&self) -> bool {
        static WITHIN: LazyLock<Pattern> = LazyLock::new(|| Pattern::new(r"(?i)^(?:within|innerhalb|binnen)\b"));
        WITHIN.is_match(&self.text[self.quantity.span.clone()])
            || matches!(self.preposition, Some("within" | "innerhalb" | "binnen"))
    }

    /// Whether the unit is the year.
    fn is_in_years(&self) -> bool {
        numbers::time_unit(self.text, self.quantity.span.end).is_some_and(|(unit, _)| unit.code == "a")
    }

    /// Whether `of`, behind "four months of", is what is given rather than what is seen or suffered.
    fn is_given(of: &str) -> bool {
        const NOT: &[&str] =
            &["follow", "observ", "symptom", "age", "history", "illness", "disease", "gestation", "life"];
        let word = of.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default().to_lowercase();
        let known = ["mab", "cept", "treatment", "therapy", "steroids", "nib", "dialysis", "prophylaxis"];
        !NOT.iter().any(|not| word.starts_with(not)) && known.iter().any(|end| word.ends_with(end))
    }

    fn read(&self, kind: FactKind, event: Option<&str>) -> Reading {
        Reading {
            kind,
            op: self.quantity.op,
            n: self.quantity.n,
            n2: self.quantity.n2,
            event: event.map(str::to_owned),
        }
    }

    /// What the time is, by the words around it and the nearest outcome.
    fn reading(&self, near: Option<&Outcome>) -> Option<Reading> {
        let lead = self.before(80);
        let rest = self.after(80);
        if let Some(of) = rest.strip_prefix(" of ").filter(|of| of.starts_with(char::is_alphabetic))
            && Self::is_given(of)
        {
            return Some(self.read(FactKind::Duration, Some("treatment")));
        }
        // "Followed over ten days by fever": a course, no follow-up.
        if rest.starts_with(" by ") {
            return None;
        }
        let lasted = matches!(self.preposition, Some("for" | "seit" | "since" | "über" | "over" | "für"));
        if lasted && (ILL_SO_LONG.is_match(lead) || LIVED.is_match(rest)) {
            return Some(self.read(FactKind::Duration, Some("illness")));
        }
        // "Efficacy over 84 weeks" has its preposition where others have "more than".
        let over = matches!(
            &*self.text[self.quantity.span.start..self.quantity.number.start].to_lowercase(),
            "over " | "über "
        );
        if over && EFFICACY.is_match(lead) {
            return Some(Reading { op: "=", ..self.read(FactKind::FollowUp, None) });
        }
        if FOLLOWED.is_match(lead) || FOLLOW_UP.is_match(rest) {
            return Some(self.read(FactKind::FollowUp, None));
        }
        if let Some(groups) = LASTING.captures(lead) {
            if let Some(event) = groups.name("event").or_else(|| groups.name("bis")) {
                return Some(self.read(FactKind::TimeToEvent, Some(&named_event(event.as_str()))));
            }
            let what = groups.name("what")?.as_str().to_lowercase();
            // Survival is the time to an event, by its definition.
            return Some(match SURVIVAL.iter().find(|(written, _)| *written == what) {
                Some((_, name)) => self.read(FactKind::TimeToEvent, Some(name)),
                None => self.read(FactKind::Duration, Some(&what)),
            });
        }
        let lasting = near.is_some_and(Outcome::lasts);
        if !lasting && (ILLNESS.is_match(rest) || ILL.is_match(lead)) {
            return Some(self.read(FactKind::Duration, Some("illness")));
        }
        let preposition = self.preposition;
        if let Some(groups) = MEASURED.captures(rest) {
            let what = groups.name("what")?.as_str().to_lowercase();
            let (_, name) = SURVIVAL.iter().find(|(written, _)| *written == what)?;
            return Some(self.read(FactKind::TimeToEvent, Some(name)));
        }
        // "Two years ago" is a point in time.
        if preposition == Some("vor") {
            return None;
        }
        // "Between 20 and 46 years" is an age.
        let aged = self.quantity.n2.is_some() && self.quantity.n >= 15.0 && preposition.is_none();
        if aged && self.is_in_years() {
            return None;
        }
        if ENDED.is_match(lead) {
            return Some(self.read(FactKind::Duration, Some("treatment")));
        }
        // "At 14 months she is in remission", "nach median 17 Monaten hatten 33 Patienten eine Remission erreicht".
        let long = numbers::time_unit(self.text, self.quantity.span.end)
            .is_some_and(|(unit, _)| matches!(unit.code, "a" | "mo"));
        let opens = lead.split_whitespace().nth(2).is_none();
        let since = matches!(preposition, Some("after" | "at" | "nach") | None);
        let bad = near.is_some_and(|outcome| matches!(outcome.class, "relapse" | "progression" | "death"));
        let counted = preposition.is_some()
            || [" after", " nach", " later", " since", " post"].iter().any(|w| rest.starts_with(w));
        if long
            && since
            && counted
            && !bad
            && !self.is_within()
            && (NOW.is_match(rest) || opens && MEDIAN.is_match(lead))
        {
            return Some(self.read(FactKind::FollowUp, None));
        }
        // A share of those who lived or died has its time in its name.
        if let Some(outcome) = near.filter(|outcome| !outcome.is_share()) {
            return Some(self.with_outcome(outcome));
        }
        let clause = self.clause();
        if matches!(
            preposition,
            Some(
                "for"
                    | "für"
                    | "seit"
                    | "over"
                    | "since"
                    | "über"
                    | "im lauf von"
                    | "im laufe von"
                    | "in the course of"
            )
        ) && TREATED.is_match(clause)
        {
            let event = if FAILED.is_match(clause) { "prior treatment" } else { "treatment" };
            return Some(self.read(FactKind::Duration, Some(event)));
        }
        if TREATED.is_match(cues::after(rest, 0, rest.len(), 28))
            && ![" after", " nach", " before", " vor"].iter().any(|word| rest.starts_with(word))
        {
            return Some(self.read(FactKind::Duration, Some("treatment")));
        }
        // Months and years that are counted from the treatment, or are a median, are how long patients were seen.
        let seen = (opens || GOES_ON.is_match(clause)) && SINCE_TREATMENT.is_match(rest)
            || MEDIAN.is_match(lead)
            || matches!(preposition, Some("seit")) && STATE.is_match(rest);
        if long && seen {
            return Some(self.read(FactKind::FollowUp, None));
        }
        if !matches!(preposition, Some("after" | "within" | "nach" | "innerhalb")) {
            return None;
        }
        let other = OTHER_EVENT.captures(clause)?;
        other.name("discharge").map(|_| self.read(FactKind::TimeToEvent, Some("discharge")))
    }

    /// A time beside an outcome: how long a state was seen, or how soon an event came.
    fn with_outcome(&self, outcome: &Outcome) -> Reading {
        let clause = self.clause();
        let treated_for = matches!(self.preposition, Some("for" | "seit" | "over" | "since" | "über"));
        if treated_for && FAILED.is_match(clause) && TREATED.is_match(clause) {
            return self.read(FactKind::Duration, Some("prior treatment"));
        }
        let goes_on = GOES_ON.is_match(clause) && !matches!(outcome.class, "relapse" | "progression" | "death");
        // What was reached at that time is an event, however long it lasts then.
        let reached = matches!(self.preposition, Some("after" | "nach"))
            || self.after(24).starts_with(" after ")
            || self.after(24).starts_with(" nach ");
        if reached && !goes_on && outcome.is_reached() && !self.is_within() {
            return self.read(FactKind::TimeToEvent, Some(&outcome.value));
        }
        let stays =
            treated_for || goes_on || self.after(24).starts_with(" nach ") || self.after(24).starts_with(" after ");
        if self.is_within() {
            let mut reading = self.read(FactKind::TimeToEvent, Some(&outcome.value));
            if reading.n2.is_none() {
                reading.op = "<=";
            }
            return reading;
        }
        if outcome.lasts() || stays && matches!(outcome.class, "remission" | "response") {
            return self.read(FactKind::FollowUp, None);
        }
        self.read(FactKind::TimeToEvent, Some(&outcome.value))
    }
}

#[cfg(test)]
mod tests {
    use crate::facts::testing::facts_of;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let facts = facts_of(super::find, text);
        let found: Vec<String> = facts.iter().map(|fact| format!("{} {}", fact.kind.name(), fact.value)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn a_time_beside_a_lasting_state_is_follow_up() {
        check("Auch sieben Monate nach der Infusion ist die Patientin beschwerdefrei.", &["follow_up 7 months"]);
        check("She has been symptom-free for over six months after treatment.", &["follow_up > 6 months"]);
        check("The median follow-up was 12.3 months.", &["follow_up 12.3 months"]);
        check("In the four years since, no attacks have come.", &["follow_up 4 years"]);
        check("Seit einem halben Jahr ist er beschwerdefrei.", &["follow_up 6 months"]);
        check("Die Nachbeobachtungszeit betrug zwei Jahre.", &["follow_up 2 years"]);
    }

    #[test]
    fn how_long_patients_were_seen_is_told_in_many_ways() {
        check("Nach im Median 22 Monaten leben 38 der 40 Behandelten.", &["follow_up 22 months"]);
        check("All were watched for a median of 10 months.", &["follow_up 10 months"]);
        check("With a median of 13.1 months on study, no median had been reached.", &["follow_up 13.1 months"]);
        check("We assessed efficacy and safety of sirolimus over 84 weeks.", &["follow_up 84 weeks"]);
        check("The six-year results came on Tuesday.", &["follow_up 6 years"]);
        check("Seit elf Monaten ist das anders.", &["follow_up 11 months"]);
        check("At 14 months she is in remission on one drug.", &["follow_up 14 months"]);
        check("Fourteen months after infusion he is in remission.", &["follow_up 14 months"]);
        check("Heute, sieben Monate nach der Gabe, legt die Frau 410 Meter zurück.", &["follow_up 7 months"]);
        check("Nach median 17 Monaten hatten 33 Patienten eine Remission erreicht.", &["follow_up 17 months"]);
        check("Bei der letzten Kontrolle, 19 Monate nach Diagnose, war alles gut.", &["follow_up 19 months"]);
        check("It continues to work seven years after they received it.", &["follow_up 7 years"]);
        check("Eine Studie bei Kindern ab zwölf Jahren ist in Vorbereitung.", &[]);
        check("Im Sechs-Minuten-Gehtest schafft sie 400 Meter.", &[]);
        check("Nach median 9 Monaten schritt die Erkrankung fort.", &["time_to_event 9 months to progression"]);
        check("At 3 months she achieved complete remission.", &["time_to_event 3 months to remission"]);
        check("36 Monate nach der Behandlung lag die Aktivität bei 34 Prozent.", &["follow_up 36 months"]);
        check("Sie lebt seit neun Monaten ohne Transfusion.", &["follow_up 9 months"]);
    }

    #[test]
    fn a_median_time_leads_to_what_is_named() {
        check("Median time to response was 14 days.", &["time_to_event 14 days to response"]);
        check("The median time to platelet recovery was 14 days.", &["time_to_event 14 days to platelet recovery"]);
        check("Die mittlere Zeit bis zum Ansprechen betrug 4,5 Wochen.", &["time_to_event 4.5 weeks to response"]);
        check("Die mediane Zeit bis zur Progression lag bei 8 Monaten.", &["time_to_event 8 months to progression"]);
        check(
            "Three months after infusion the platelet count normalised.",
            &["time_to_event 3 months to platelets normalised"],
        );
    }

    #[test]
    fn a_time_beside_an_event_leads_to_it() {
        check("The symptoms returned after nine months.", &["time_to_event 9 months to relapse"]);
        check(
            "It led to a complete regression of the bleeding within just three weeks.",
            &["time_to_event ≤ 3 weeks to complete regression of bleeding"],
        );
        check(
            "B-cell reconstitution occurs within two to five months without relapse.",
            &["time_to_event 2–5 months to B-cell reconstitution"],
        );
        check("Platelets engrafted on day 21.", &["time_to_event 21 days to engraftment"]);
        check("An Tag 12 wurde er extubiert.", &["time_to_event 12 days to off the ventilator"]);
        check("Chills came, followed over 4 days by seizures.", &[]);
    }

    #[test]
    fn treatments_and_illnesses_last() {
        check("Er wurde seit acht Jahren erfolglos behandelt.", &["duration 8 years"]);
        check("Das Gesamtüberleben lag im Median bei 14 Monaten.", &["time_to_event 14 months overall survival"]);
        check("She came with a 6-week history of palpitations.", &["duration 6 weeks"]);
        check("They had lived with arthritis for between 9 and 31 years.", &["duration 9–31 years"]);
        check("Seit elf Jahren lebt er mit der Krankheit.", &["duration 11 years"]);
        check("He had suffered from pain for three years.", &["duration 3 years"]);
        check("Four months of infliximab had done nothing.", &["duration 4 months"]);
        check("Rituximab was stopped after two months, and she was symptom-free.", &["duration 2 months"]);
    }

    #[test]
    fn groups_are_compared_in_the_same_measure() {
        check(
            "The median overall survival was 14.7 months in the drug group and 9.6 months in the control group.",
            &["time_to_event 14.7 months overall survival", "time_to_event 9.6 months overall survival"],
        );
        check(
            "Median PFS was 12 months vs 7 months.",
            &["time_to_event 12 months progression-free survival", "time_to_event 7 months progression-free survival"],
        );
        check("It showed 14.7 months overall survival.", &["time_to_event 14.7 months overall survival"]);
        check("The median observation time was 39 months.", &["follow_up 39 months"]);
    }

    #[test]
    fn a_state_that_goes_on_is_follow_up_and_one_reached_in_time_an_event() {
        check("Nach 14 Monaten besteht weiterhin eine partielle Remission.", &["follow_up 14 months"]);
        check("Innerhalb von zwei Wochen war der Mann beschwerdefrei.", &["time_to_event ≤ 2 weeks to symptom-free"]);
        check("Sie erhielt seit acht Monaten eine Therapie mit Pembrolizumab.", &["duration 8 months"]);
    }

    #[test]
    fn ages_doses_and_intervals_are_no_spans() {
        check("A 45-year-old man took 5 mg every 3 weeks.", &[]);
        check("Sie erhielt alle 2 Wochen 20 mg pro Tag.", &[]);
        check("Bei einer 17-jährigen Schülerin besserten sich die Symptome.", &[]);
        check("Die 20-Jährige hat die Behandlung erhalten.", &[]);
        check("Die 20 Jahre alte Frau leidet an Lupus.", &[]);
        check("Vor fast einem Jahr wurde sie behandelt.", &[]);
        check("At the age of 5 years he was in remission.", &[]);
    }
}
