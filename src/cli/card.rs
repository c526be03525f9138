//! The facts of a document as plain text: summary, label, value and the sentence each stands on.

use super::Failure;
use super::output::Output;
use crate::document::Document;
use crate::facts::Fact;
use crate::facts::card::{self, Fold, Line, NOT_STATED};
use crate::facts::values;
use crate::library::AlsoIn;
use crate::text::clean_line;
use crate::vocabulary::Vocabulary;
use crate::wording::Language;

/// Columns of the labels.
const LABEL: usize = 18;

/// Prints a card.
pub(super) fn print(
    out: &mut Output,
    document: &Document,
    facts: &[Fact],
    vocabulary: &Vocabulary,
    language: Language,
) -> Result<(), Failure> {
    let title = clean_line(&document.title.text).into_owned();
    wrapped(out, "", &title)?;
    let summary = card::summary(facts, |fact| values::named(fact, vocabulary, language));
    if !summary.is_empty() {
        wrapped(out, "", &clean_line(&summary))?;
        wrapped(out, "", &card::strength(facts, language))?;
    }
    out.line("")?;
    let mut aside = Vec::new();
    let mut last = 0..0;
    for line in card::lines(facts, &[Fold::Mentioned]) {
        match line {
            Line::Fact { index, .. } if !aside.is_empty() => {
                aside.push(values::named(&facts[index], vocabulary, language).into_owned());
            }
            Line::Fact { index, label } => {
                let fact = &facts[index];
                let label = label.map_or("", |label| label.say(language));
                wrapped(out, &pad(label), &value(fact, vocabulary, language))?;
                let range = &fact.evidence[0].quote;
                // Several facts of one sentence show it once.
                if *range == last {
                    continue;
                }
                last.clone_from(range);
                let quote = document.text[range.clone()].split_whitespace().collect::<Vec<_>>().join(" ");
                let quote = clean_line(&quote);
                if quote != fact.value {
                    wrapped(out, &pad(""), &format!("“{quote}”"))?;
                }
            }
            Line::NotStated(kind) => {
                out.line(&format!("{}{}", pad(kind.entry().label.say(language)), NOT_STATED.say(language)))?;
            }
            // Printed last, by `print_also_in`.
            Line::AlsoIn(_) => {}
            Line::Fold(Fold::Mentioned, _) => aside.push(Fold::Mentioned.label().say(language).to_owned()),
            Line::Fold(Fold::References, count) => {
                flush(out, &mut aside)?;
                out.line(&format!("{}{count}", pad(Fold::References.label().say(language))))?;
            }
        }
    }
    flush(out, &mut aside)
}

/// Prints the documents that tell of the same study, each with how it is related and what has matched.
pub(super) fn print_also_in(out: &mut Output, also_in: &AlsoIn, language: Language) -> Result<(), Failure> {
    let mut last = "";
    for kin in &also_in.kin {
        let label = kin.relation.heading().say(language);
        let shown = if label == last { "" } else { label };
        last = label;
        let head = format!("{} {}", kin.head.id.0, clean_line(&kin.head.title));
        wrapped(out, &pad(shown), &format!("{head} ({})", clean_line(&kin.why(language))))?;
    }
    if also_in.more > 0 {
        wrapped(out, &pad(""), &format!("+ {}", also_in.more))?;
    }
    Ok(())
}

/// A fact's value with its identifier and what is noted beside it.
pub(super) fn value(fact: &Fact, vocabulary: &Vocabulary, language: Language) -> String {
    let mut notes: Vec<String> = card::identifier(fact).map(str::to_owned).into_iter().collect();
    notes.extend(card::notes(fact, language));
    let value = values::named(fact, vocabulary, language);
    let value = if notes.is_empty() { value.into_owned() } else { format!("{value} ({})", notes.join(", ")) };
    clean_line(&value).into_owned()
}

/// Prints a label and what was collected under it, each value once.
fn flush(out: &mut Output, aside: &mut Vec<String>) -> Result<(), Failure> {
    if aside.is_empty() {
        return Ok(());
    }
    let label = aside.remove(0);
    let mut seen: Vec<String> = Vec::new();
    for value in aside.drain(..) {
        if !seen.contains(&value) {
            seen.push(value);
        }
    }
    wrapped(out, &pad(&label), &clean_line(&seen.join(", ")))
}

fn pad(label: &str) -> String {
    format!("{label:<LABEL$}")
}

/// A text after a lead, on a terminal broken at its width and indented by the lead; in a pipe one line.
fn wrapped(out: &mut Output, lead: &str, text: &str) -> Result<(), Failure> {
    let Some(columns) = out.columns else {
        return out.line(&format!("{lead}{text}"));
    };
    let indent = " ".repeat(lead.chars().count());
    let options = textwrap::Options::new(columns.max(LABEL * 2)).initial_indent(lead).subsequent_indent(&indent);
    for row in textwrap::wrap(text, options) {
        out.line(&row)?;
    }
    Ok(())
}
