//! Names of ontologies as texts write them: without notes in brackets and "NOS", and with inversions turned round.

use crate::text;

/// Fewest characters of a name.
const SHORTEST: usize = 3;
/// Most bytes; nobody writes a longer one a second time.
const LONGEST: usize = 200;

/// Ends that say that nothing more is known.
const UNSPECIFIED: &[&str] =
    &[", nos", " nos", ", unspecified", ", not otherwise specified", ", nicht näher bezeichnet", " o.n.a."];

/// Words that a name with commas has when it lists or explains, rather than inverts.
const JOINING: &[&str] = &[
    "and",
    "or",
    "with",
    "without",
    "of",
    "due",
    "to",
    "in",
    "on",
    "by",
    "for",
    "from",
    "other",
    "unspecified",
    "not",
    "und",
    "oder",
    "mit",
    "ohne",
    "bei",
    "durch",
    "von",
    "am",
    "des",
    "der",
    "sonstige",
];

/// The name as it may stand in a text; none if it is too short, too long or has no letter.
pub(super) fn usable(written: &str) -> Option<String> {
    let line = text::clean_line(written);
    let mut name = line.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "/");
    drop_notes(&mut name);
    if let Some(turned) = turned(&name) {
        name = turned;
        drop_notes(&mut name);
    }
    let fits = name.chars().count() >= SHORTEST && name.len() <= LONGEST;
    (fits && name.chars().any(char::is_alphabetic)).then_some(name)
}

/// Takes all notes off the end of a name.
fn drop_notes(name: &mut String) {
    loop {
        let length = without_note(name).len();
        if length == name.len() {
            break;
        }
        name.truncate(length);
    }
}

/// The name without a last note in brackets or a last word for "unspecified".
fn without_note(name: &str) -> &str {
    for (open, close) in [(" (", ')'), (" [", ']')] {
        if name.ends_with(close)
            && let Some(at) = name.rfind(open)
            && at > 0
        {
            return name[..at].trim_end();
        }
    }
    let ends = |end: &&&str| {
        let at = name.len().checked_sub(end.len());
        at.and_then(|at| name.get(at..)).is_some_and(|tail| tail.to_lowercase() == **end)
    };
    let end = UNSPECIFIED.iter().find(ends);
    end.map_or(name, |end| &name[..name.len() - end.len()]).trim_end_matches(',')
}

/// "Leukemia, Myeloid, Acute" as "Acute Myeloid Leukemia".
fn turned(name: &str) -> Option<String> {
    let parts: Vec<&str> = name.split(", ").collect();
    let words = |part: &str| part.split(' ').count();
    let inverted = (2..=4).contains(&parts.len())
        && words(parts[0]) <= 4
        && parts[1..].iter().all(|part| !part.is_empty() && words(part) <= 3)
        && !name.split([' ', ',']).any(|word| JOINING.contains(&word.to_lowercase().as_str()));
    inverted.then(|| parts.into_iter().rev().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_written_as_in_texts() {
        let check = |written: &str, expected: Option<&str>| assert_eq!(usable(written).as_deref(), expected);
        check("Leukemia, Myeloid, Acute", Some("Acute Myeloid Leukemia"));
        check("Diabetes Mellitus, Type 2", Some("Type 2 Diabetes Mellitus"));
        check("Lymphoma, NOS", Some("Lymphoma"));
        check("Fever (SF), Sea", Some("Sea Fever"));
        check("Gicht, nicht näher bezeichnet", Some("Gicht"));
        check("gout (disorder) [obs]", Some("gout"));
        check("poly(ADP-ribose)", Some("poly(ADP-ribose)"));
        check("fever, chills and sweats", Some("fever, chills and sweats"));
        check("2,4-dinitrophenol", Some("2,4-dinitrophenol"));
        check("  anaemia \t of  pregnancy", Some("anaemia of pregnancy"));
        check("AS", None);
        check("1 234", None);
        check("(disorder)", Some("(disorder)"));
        check(&"a".repeat(201), None);
    }
}
