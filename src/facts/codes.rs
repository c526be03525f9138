//! Substances that have no name yet, by the codes of those who make them ("LY274614", "SCH 23390", "ABT-199"). Of the
//! chemicals marked in the training part of BC5CDR that no vocabulary has one in seven is such a code.

use std::sync::LazyLock;

use regex::Regex;

use crate::vocabulary::matcher::Found;
use crate::vocabulary::{Usage, Vocabulary};

/// The concept of a substance that is only known by its code.
const CONCEPT: &str = "casebook:investigational-drug";

/// Letters that makers begin their codes with; three digits or more follow. Those that are also written apart from the
/// number come first.
static CODE: LazyLock<Regex> = LazyLock::new(|| {
    let apart = "BAY|BW|CGP|CGS|DUP|FR|GR|HOE|ICI|LY|NSC|Ro|RO|SB|SCH|Sch|SKF|SK&F|SR|UK|UM|WAY|WIN|YM";
    let together = "ABT|AG|AMG|ARQ|ASP|AT|AZD|BD|BIBR|BIIB|BMS|CAL|CEP|CI|CP|CPI|CUDC|EPZ|GDC|GNE|GS|GSK|INCB|JNJ|JQ|KW|LCL|MEDI|\
                    MG|MGCD|MK|MLN|NRA|NVP|ONO|ONX|OPC|OSI|PCI|PD|PF|PHA|PLX|PNU|REGN|RG|RP|RWJ|SAR|SGN|SNX|SSR|ST|STI|SU|TAK|\
                    TMC|VX|WR|WY|XAV|XL|ZD|ZK|ZM";
    let code = format!(r"\b(?:(?:{apart})[- ]?\d{{3,7}}|(?:{together})-?\d{{3,7}}|Ro \d\d-\d{{4}})[A-Z]?\b");
    Regex::new(&code).expect("a fixed pattern")
});

/// Adds the codes that are no names of the vocabulary.
pub(super) fn find(text: &str, vocabulary: &Vocabulary, found: &mut Vec<Found>) {
    let Some(concept) = vocabulary.by_id(CONCEPT) else { return };
    let mut codes = Vec::new();
    for code in CODE.find_iter(text) {
        let next = found.partition_point(|found| found.surface.end <= code.start());
        let taken = found.get(next).is_some_and(|found| found.surface.start < code.end());
        // In a longer code or an identifier it means nothing.
        let joined = text[..code.start()].ends_with(['-', '_', '/']) || text[code.end()..].starts_with(['_', '/']);
        if !taken && !joined {
            codes.push(Found { surface: code.range(), hits: vec![(concept, Usage::Related)] });
        }
    }
    if !codes.is_empty() {
        found.extend(codes);
        found.sort_by_key(|found| found.surface.start);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_makers_are_substances_and_other_numbers_are_not() {
        let check = |text: &str, expected: &[&str]| {
            let mut found = Vec::new();
            find(text, &Vocabulary::bundled(), &mut found);
            let found: Vec<&str> = found.iter().map(|found| &text[found.surface.clone()]).collect();
            assert_eq!(found, expected, "{text}");
        };
        check("LY274614 and SCH 23390, AZD-9291.", &["LY274614", "SCH 23390", "AZD-9291"]);
        check("Ro 25-6981 wurde gegeben", &["Ro 25-6981"]);
        check("CD19, BRCA1, PD-1, NCT01234567, 95 % CI 100-200, MG 12, p53", &[]);
        check("plasmid X-LY274614_b", &[]);
    }
}
