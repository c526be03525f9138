//! Patients who are told one by one, each under a heading or label with a number: "Patient 1", "Fall 2:".

use std::sync::LazyLock;

use super::sex::{Sex, pronoun_after};
use crate::document::BlockKind;
use crate::facts::Page;
use crate::facts::cues;
use crate::facts::pattern::Pattern;
use crate::text::Span;

/// One of them.
#[derive(Debug)]
pub(super) struct Case {
    /// The heading or label.
    pub(super) label: Span,
    /// From there to the next one, or to a heading that opens something else.
    range: Span,
}

/// The cases of a document in order; the n-th is patient n. None where fewer than two are told so.
pub(super) fn cases(page: &Page<'_>) -> Vec<Case> {
    static LABEL: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(
            r"(?i)^[ *_#]{0,4}(?P<label>(?:patient(?:in)?|case|fall|kasus|proband(?:in)?|sibling|bruder|schwester)(?: no\.?| nr\.?)? (?P<n>[1-9]|i{1,3}|iv|v))(?:$|[ *_]{0,3}[.:–(,-])",
        )
    });
    const NUMBERS: &[&str] = &["i", "ii", "iii", "iv", "v"];
    let mut out: Vec<Case> = Vec::new();
    let mut open = false;
    let text = &*page.document.text;
    for block in &page.document.blocks {
        let heading = matches!(block.kind, BlockKind::Heading(_));
        let line = cues::after(text, block.range.start, block.range.end, 40).trim_end();
        let label = LABEL.captures(line).and_then(|groups| Some((groups.name("label")?, groups.name("n")?)));
        let next = label.filter(|(_, n)| {
            let n = n.as_str().to_lowercase();
            let number = n.parse().ok().or_else(|| NUMBERS.iter().position(|roman| *roman == n).map(|at| at + 1));
            number == Some(out.len() + 1)
        });
        if let Some((label, _)) = next {
            let label = block.range.start + label.start()..block.range.start + label.end();
            out.push(Case { label, range: block.range.clone() });
            open = true;
        } else if heading {
            open = false;
        } else if let Some(last) = out.last_mut().filter(|_| open) {
            last.range.end = block.range.end;
        }
    }
    if out.len() < 2 {
        out.clear();
    }
    out
}

/// Which case tells what stands at `at`, from 0.
pub(super) fn case_at(cases: &[Case], at: usize) -> Option<usize> {
    cases.iter().position(|case| case.range.contains(&at))
}

impl Case {
    /// The sex of the patient: by how a relative is introduced ("Her older brother"), else by the first pronoun.
    pub(super) fn sex(&self, page: &Page<'_>) -> Option<(Sex, Span)> {
        static KIN: LazyLock<Pattern> = LazyLock::new(|| {
            Pattern::new(
                r"^[\s.:*_–-]*(?:(?:Her|His|Their|The|This|A|Patient 1['’]s) (?:[a-z-]+ ){0,3}(?:(?P<m>brother|son|nephew)|(?P<f>sister|daughter|niece))|(?:Der|Ihr|Sein|Ein) (?:[a-zäöüß]+ ){0,3}(?P<bruder>(?:Zwillings)?[Bb]ruder|Sohn)|(?:Die|Ihre|Seine|Eine) (?:[a-zäöüß]+ ){0,3}(?P<schwester>(?:Zwillings)?[Ss]chwester|Tochter))\b",
            )
        });
        static FEMALE: LazyLock<Pattern> = LazyLock::new(|| {
            Pattern::new(r"^[\s.:*_–-]*(?:Die|Diese|Eine) (?:[a-zäöüß0-9-]+ ){0,3}(?P<f>Patientin)\b")
        });
        let rest = cues::after(&page.document.text, self.label.end, self.range.end, 200);
        let at = |range: Span| self.label.end + range.start..self.label.end + range.end;
        if let Some(kin) = KIN.captures(rest) {
            let male = kin.name("m").or_else(|| kin.name("bruder")).map(|word| (Sex::Male, at(word.range())));
            let female = || kin.name("f").or_else(|| kin.name("schwester")).map(|word| (Sex::Female, at(word.range())));
            return male.or_else(female);
        }
        if let Some(word) = FEMALE.captures(rest).and_then(|groups| groups.name("f")) {
            return Some((Sex::Female, at(word.range())));
        }
        let text = &page.document.text[self.label.end..self.range.end];
        let start = self.label.end + text.find(char::is_alphabetic)?;
        pronoun_after(page, &(self.label.start..start)).filter(|(_, word)| word.start < self.range.end)
    }

    /// Whether a sentence is the one that introduces the patient.
    pub(super) fn opens(&self, page: &Page<'_>, sentence: &Span) -> bool {
        sentence.end > self.label.end
            && page.document.text[self.label.end..sentence.start.max(self.label.end)].trim().len() < 3
    }
}
