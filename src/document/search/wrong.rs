//! What is wrong with a regular expression and where, in both languages.

use regex_syntax::ast::ErrorKind as Form;
use regex_syntax::hir::ErrorKind as Meaning;

use crate::wording::{Language, Text};

/// A mistake in a regular expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wrong {
    /// Number of the character at which it stands, from 1; none where it is the whole.
    pub at: Option<usize>,
    what: Text,
}

impl Wrong {
    /// The mistake in what was typed; one that is none by itself is too large to be looked for.
    pub(super) fn of(typed: &str) -> Self {
        let large =
            Text::new("too large to be looked for: smaller numbers in {}", "zu groß zum Suchen: kleinere Zahlen in {}");
        let (what, start) = match regex_syntax::parse(typed) {
            Err(regex_syntax::Error::Parse(error)) => (form(error.kind()), Some(error.span().start.offset)),
            Err(regex_syntax::Error::Translate(error)) => (meaning(error.kind()), Some(error.span().start.offset)),
            Err(_) | Ok(_) => (large, None),
        };
        let at = start.and_then(|start| typed.get(..start)).map(|before| before.chars().count() + 1);
        Self { at, what }
    }

    /// One line: what is wrong, and at which character.
    pub fn say(self, language: Language) -> String {
        let what = self.what.say(language);
        match self.at {
            Some(at) => format!("{what} ({} {at})", Text::new("character", "Zeichen").say(language)),
            None => what.to_owned(),
        }
    }
}

/// What is wrong with the form of an expression.
fn form(kind: &Form) -> Text {
    match kind {
        Form::ClassEscapeInvalid => Text::new("no such class inside [ ]", "keine solche Klasse in [ ]"),
        Form::ClassRangeInvalid => Text::new("the range in [ ] runs backwards", "der Bereich in [ ] läuft rückwärts"),
        Form::ClassRangeLiteral => Text::new(
            "a range in [ ] goes from one character to another",
            "ein Bereich in [ ] geht von einem Zeichen zu einem anderen",
        ),
        Form::ClassUnclosed => Text::new("[ is never closed", "[ wird nicht geschlossen"),
        Form::DecimalEmpty | Form::RepetitionCountDecimalEmpty => {
            Text::new("a number is missing in {}", "in {} fehlt eine Zahl")
        }
        Form::DecimalInvalid | Form::RepetitionCountInvalid => {
            Text::new("no sound number in {}", "keine brauchbare Zahl in {}")
        }
        Form::RepetitionCountUnclosed => Text::new("{ is never closed", "{ wird nicht geschlossen"),
        Form::RepetitionMissing => {
            Text::new("nothing stands before that could be repeated", "davor steht nichts, was sich wiederholen ließe")
        }
        Form::EscapeHexEmpty | Form::EscapeHexInvalid | Form::EscapeHexInvalidDigit => Text::new(
            "no sound number of a character after \\x or \\u",
            "keine brauchbare Zeichennummer nach \\x oder \\u",
        ),
        Form::EscapeUnexpectedEof => Text::new("nothing stands after \\", "nach \\ steht nichts"),
        Form::EscapeUnrecognized => {
            Text::new("\\ has no meaning before this character", "\\ hat vor diesem Zeichen keine Bedeutung")
        }
        Form::FlagDanglingNegation
        | Form::FlagDuplicate { .. }
        | Form::FlagRepeatedNegation { .. }
        | Form::FlagUnexpectedEof
        | Form::FlagUnrecognized => Text::new("no sound switch after (?", "kein brauchbarer Schalter nach (?"),
        Form::GroupNameDuplicate { .. } => Text::new("two groups have this name", "zwei Klammern haben diesen Namen"),
        Form::GroupNameEmpty | Form::GroupNameInvalid | Form::GroupNameUnexpectedEof => {
            Text::new("no sound name of a group", "kein brauchbarer Name einer Klammer")
        }
        Form::GroupUnclosed => Text::new("( is never closed", "( wird nicht geschlossen"),
        Form::GroupUnopened => Text::new(") closes nothing", ") schließt nichts"),
        Form::SpecialWordBoundaryUnclosed
        | Form::SpecialWordBoundaryUnrecognized
        | Form::SpecialWordOrRepetitionUnexpectedEof => {
            Text::new("no such boundary of words in \\b{ }", "keine solche Wortgrenze in \\b{ }")
        }
        Form::UnicodeClassInvalid => Text::new("no such class after \\p", "keine solche Klasse nach \\p"),
        Form::UnsupportedBackreference => {
            Text::new("\\1 for what was found before is not known", "\\1 für zuvor Gefundenes gibt es nicht")
        }
        Form::UnsupportedLookAround => {
            Text::new("looking ahead or back is not known", "Vorausschau und Rückschau gibt es nicht")
        }
        Form::CaptureLimitExceeded | Form::NestLimitExceeded(_) | _ => {
            Text::new("too many brackets", "zu viele Klammern")
        }
    }
}

/// What is wrong with what an expression means.
fn meaning(kind: &Meaning) -> Text {
    match kind {
        Meaning::UnicodePropertyNotFound | Meaning::UnicodePropertyValueNotFound => {
            Text::new("no such class after \\p", "keine solche Klasse nach \\p")
        }
        _ => Text::new("this cannot stand in a text", "das kann in keinem Text stehen"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistakes_are_told_in_both_languages_with_their_place() {
        let check = |typed: &str, english: &str, german: &str| {
            let wrong = Wrong::of(typed);
            assert_eq!(wrong.say(Language::English), english, "{typed}");
            assert_eq!(wrong.say(Language::German), german, "{typed}");
        };
        check("Größe (car", "( is never closed (character 7)", "( wird nicht geschlossen (Zeichen 7)");
        check("ä[a-", "[ is never closed (character 2)", "[ wird nicht geschlossen (Zeichen 2)");
        check("a)", ") closes nothing (character 2)", ") schließt nichts (Zeichen 2)");
        check(
            "*",
            "nothing stands before that could be repeated (character 1)",
            "davor steht nichts, was sich wiederholen ließe (Zeichen 1)",
        );
        check("a{2", "{ is never closed (character 2)", "{ wird nicht geschlossen (Zeichen 2)");
        check(
            "[z-a]",
            "the range in [ ] runs backwards (character 2)",
            "der Bereich in [ ] läuft rückwärts (Zeichen 2)",
        );
        check(r"a\", r"nothing stands after \ (character 2)", r"nach \ steht nichts (Zeichen 2)");
        check(r"\p{Nope}", r"no such class after \p (character 1)", r"keine solche Klasse nach \p (Zeichen 1)");
        check(
            "a{99999}{99999}",
            "too large to be looked for: smaller numbers in {}",
            "zu groß zum Suchen: kleinere Zahlen in {}",
        );
    }
}
