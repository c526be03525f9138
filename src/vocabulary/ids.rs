//! Identifiers of other schemes in the form in which they are compared: prefix, colon, local part.

use super::ConceptKind;

/// Prefixes, in capitals, that have another form here.
const PREFIXES: &[(&str, &str)] = &[
    ("ORPHANET", "ORPHA"),
    ("ORDO", "ORPHA"),
    ("MSH", "MESH"),
    ("NCI", "NCIT"),
    ("MIM", "OMIM"),
    ("UMLS_CUI", "UMLS"),
    ("ICD-10", "ICD10"),
    ("ICD10WHO", "ICD10"),
    ("ICD-10-CM", "ICD10CM"),
    ("DRUGBANK", "DRUGBANK"),
    ("MONDO", "MONDO"),
    ("MESH", "MESH"),
    ("DOID", "DOID"),
];

/// What a scheme names, for those that name one sort of thing.
const KINDS: &[(&str, ConceptKind)] = &[
    ("MONDO", ConceptKind::Disease),
    ("DOID", ConceptKind::Disease),
    ("ORPHA", ConceptKind::Disease),
    ("ICD9CM", ConceptKind::Disease),
    ("ICD10", ConceptKind::Disease),
    ("ICD10CM", ConceptKind::Disease),
    ("ICD11", ConceptKind::Disease),
    ("HP", ConceptKind::Sign),
    ("CL", ConceptKind::CellType),
    ("HGNC", ConceptKind::Target),
    ("INN", ConceptKind::Drug),
    ("ATC", ConceptKind::Drug),
    ("DRUGBANK", ConceptKind::Drug),
    ("RXNORM", ConceptKind::Drug),
];

/// What stands before the colon.
pub(super) fn prefix(id: &str) -> &str {
    id.split_once(':').map_or("", |(prefix, _)| prefix)
}

/// The kind that the prefix of an identifier says.
pub(super) fn kind(id: &str) -> Option<ConceptKind> {
    let prefix = prefix(id);
    KINDS.iter().find(|(known, _)| *known == prefix).map(|(_, kind)| *kind)
}

/// The form of `PREFIX:LOCAL` or of an address that ends in `PREFIX_LOCAL`; none if it is neither. Dates in prefixes
/// (`SNOMEDCT_US_2016_03_01`) are left out.
pub(super) fn canonical(written: &str) -> Option<String> {
    let written = written.trim();
    let (prefix, local) = if written.starts_with("http://") || written.starts_with("https://") {
        let last = written.rsplit(['/', '#']).next()?;
        last.rsplit_once('_')?
    } else {
        written.split_once(':')?
    };
    let odd = |c: char| c.is_whitespace() || c == '|' || c.is_control();
    if prefix.is_empty() || local.is_empty() || local.starts_with("//") || prefix.contains(odd) || local.contains(odd) {
        return None;
    }
    let prefix = prefix.find("_20").map_or(prefix, |at| &prefix[..at]);
    let known = PREFIXES.iter().find(|(other, _)| other.eq_ignore_ascii_case(prefix));
    let prefix = known.map_or(prefix, |(_, ours)| ours);
    Some(with_prefix(prefix, local))
}

/// An identifier of a column that stands for a scheme.
pub(super) fn with_prefix(prefix: &str, local: &str) -> String {
    let undotted = matches!(prefix, "ICD10" | "ICD10CM") && local.len() > 3 && local.is_ascii() && !local.contains('.');
    if undotted && !local.contains('-') {
        format!("{prefix}:{}.{}", &local[..3], &local[3..])
    } else {
        format!("{prefix}:{local}")
    }
}

/// The identifier of a concept that has a name only.
pub(super) fn of_name(name: &str) -> String {
    let mut id = String::from("name:");
    for c in name.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            id.push(c);
        } else if !id.ends_with(['-', ':']) {
            id.push('-');
        }
    }
    id.truncate(id.trim_end_matches('-').len());
    id
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_identifier_has_one_form() {
        let check = |written: &str, expected: Option<&str>| assert_eq!(canonical(written).as_deref(), expected);
        check("http://purl.obolibrary.org/obo/DOID_8718", Some("DOID:8718"));
        check("http://www.orpha.net/ORDO/Orphanet_79", Some("ORPHA:79"));
        check("Orphanet:79", Some("ORPHA:79"));
        check("mesh:D003668", Some("MESH:D003668"));
        check("NCI:C50706", Some("NCIT:C50706"));
        check("SNOMEDCT_US_2018_03_01:201248003", Some("SNOMEDCT_US:201248003"));
        check("ICD10CM:L899", Some("ICD10CM:L89.9"));
        check("ICD10:C00-C97", Some("ICD10:C00-C97"));
        check("url:http://example.org", Some("url:http://example.org"));
        check("http://example.org/", None);
        check("E", None);
        check("a b:1", None);
    }

    #[test]
    fn a_name_makes_an_identifier() {
        assert_eq!(of_name("Morbus Crohn (Darm)"), "name:morbus-crohn-darm");
        assert_eq!(of_name("  "), "name:");
    }
}
