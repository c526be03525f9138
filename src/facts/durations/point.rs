//! Days and weeks that are counted from the treatment: "engrafted on day 17", "in remission by day 28", "an Tag 23".

use std::sync::LazyLock;

use super::{Time, clause, near};
use crate::facts::cues::{self, Gate, Gathered};
use crate::facts::numbers::{self, Quantity};
use crate::facts::outcomes::Outcome;
use crate::facts::pattern::Pattern;
use crate::facts::{FactKind, Page};
use crate::text::Span;

pub(in crate::facts) static COUNTED: Gate =
    Gate::new(&["day ", "week ", "month ", "tag ", "woche ", "monat ", "days ", "weeks ", "months "]);

/// What stands before the number.
static LEAD: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(r"(?i)\b(?:on|by|at|until|till|am|an|bis|in|vor|zu)(?P<unit> (?:day|week|month|tag|woche|monat)) $")
});

/// Whether `quantity` is such a number; finds the time to the outcome beside it.
pub(super) fn find(page: &Page<'_>, sentence: &Span, quantity: &Quantity, outcomes: &[Outcome], found: &mut Gathered) {
    let lead = sentence.start + quantity.span.start.saturating_sub(12)..sentence.start + quantity.span.start;
    if quantity.article || quantity.n2.is_some() || COUNTED.last_within(page, &lead).is_none() {
        return;
    }
    let text = page.str(sentence);
    let before = cues::before(text, 0, quantity.span.start, 24);
    let Some(unit) = LEAD.captures(before).and_then(|groups| Some(groups.name("unit")?.range())) else {
        return;
    };
    let from = quantity.span.start - before.len() + unit.start;
    let Some((unit, _)) = numbers::time_unit(text, from) else {
        return;
    };
    let end = quantity.span.end;
    let time = Time { text, quantity, end, clause: clause(text, &quantity.span, end), preposition: None };
    if let Some(outcome) = near(outcomes, &time, sentence.start) {
        let reading = time.read(FactKind::TimeToEvent, Some(&outcome.value));
        found.add(reading.fact(page, unit, sentence.start + from + 1..sentence.start + end));
    }
}
