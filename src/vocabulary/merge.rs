//! Concepts from the rows of several files: told apart by kind and identifier in ours; those of a user's files are
//! joined with what is known by identifier, cross-reference or preferred name.

use std::collections::HashMap;

use super::tsv::{self, Owner, Place, Row};
use super::{Concept, ConceptIndex, ConceptKind, Name, OWN, Usage, Vocabulary};

/// Kinds between which sources draw the line differently: a concept of a user's file may be one of ours of another kind
/// of the same family.
const FAMILIES: &[&[ConceptKind]] = &[
    &[ConceptKind::Disease, ConceptKind::Sign, ConceptKind::AdverseEvent],
    &[ConceptKind::Drug, ConceptKind::Product, ConceptKind::Therapy],
];

/// Kinds that may have a name of ours too: where one stands is told from what is around it.
const NAMESAKES: &[ConceptKind] =
    &[ConceptKind::Journal, ConceptKind::Publisher, ConceptKind::Company, ConceptKind::Institution];

/// Builds a vocabulary. Text lives as long as the program, so that names are parts of it and nothing is copied.
#[derive(Default)]
pub(super) struct Builder {
    drafts: Vec<Draft>,
    known: HashMap<(ConceptKind, &'static str), ConceptIndex>,
    by_id: HashMap<&'static str, ConceptIndex>,
    /// Child, parent's identifier, where it was written, and whether an unknown one is worth a warning.
    parents: Vec<(ConceptIndex, &'static str, Place, Owner)>,
    /// Which file says something of which concept.
    origins: Vec<(ConceptIndex, u16)>,
    files: Vec<(&'static str, &'static str)>,
    warnings: Vec<String>,
    joins: Joins,
}

/// A concept that may still grow.
struct Draft {
    id: &'static str,
    kind: ConceptKind,
    preferred: &'static str,
    preferred_de: Option<&'static str>,
    names: Vec<Name>,
    xrefs: Vec<&'static str>,
    parents: Vec<ConceptIndex>,
    class: bool,
    silent: bool,
}

/// How concepts of a user's files are recognised; made when the first of them comes.
#[derive(Default)]
struct Joins {
    /// Identifiers and cross-references.
    holders: HashMap<&'static str, Vec<ConceptIndex>>,
    /// Preferred names in small letters.
    preferred: HashMap<String, Vec<ConceptIndex>>,
    /// Names of ours, without marks and plural.
    ours: HashMap<String, Vec<ConceptIndex>>,
}

impl Builder {
    /// Takes our own files, in order.
    pub(super) fn program(&mut self, sources: &[(&'static str, &'static str)]) {
        for (name, text) in sources {
            let file = self.file(name, text);
            for row in tsv::rows(file, text, Owner::Program, self) {
                let kind = row.kind.expect("a row of ours has a kind");
                let index = self.concept(kind, row.id);
                self.drafts[index.0 as usize].preferred = row.preferred;
                self.fill(index, &row, Owner::Program);
            }
        }
    }

    /// Takes the files of a user, in order. Rows that only map identifiers are read before all others, and once more
    /// after them, so that it does not matter which file comes first.
    pub(super) fn user(&mut self, sources: &[(&'static str, &'static str)]) {
        self.learn();
        let mut mappings = Vec::new();
        let mut rows = Vec::new();
        for (name, text) in sources {
            let file = self.file(name, text);
            for row in tsv::rows(file, text, Owner::User, self) {
                if row.is_mapping() {
                    mappings.push(row);
                } else {
                    rows.push(row);
                }
            }
        }
        for row in &mappings {
            self.map(row);
        }
        for row in &rows {
            self.join(row);
        }
        if !rows.is_empty() {
            for row in &mappings {
                self.map(row);
            }
        }
    }

    /// The vocabulary and what could not be used.
    pub(super) fn finish(mut self) -> (Vocabulary, Vec<String>) {
        for (child, id, place, owner) in std::mem::take(&mut self.parents) {
            let kind = self.drafts[child.0 as usize].kind;
            let parent = self.known.get(&(kind, id)).or_else(|| self.by_id.get(id)).copied();
            let parent = parent.or_else(|| match self.joins.holders.get(id).map(Vec::as_slice) {
                Some([only]) if owner == Owner::User => Some(*only),
                _ => None,
            });
            match parent {
                Some(parent) if parent == child && owner == Owner::Program => {
                    self.warn(place, &format!("\"{id}\" is its own parent"));
                }
                Some(parent) if parent != child => {
                    let parents = &mut self.drafts[child.0 as usize].parents;
                    if !parents.contains(&parent) {
                        parents.push(parent);
                    }
                }
                None if owner == Owner::Program => self.warn(place, &format!("unknown parent \"{id}\"")),
                _ => {}
            }
        }
        self.origins.dedup();
        let vocabulary = Vocabulary {
            concepts: settle(self.drafts),
            origins: self.origins,
            sources: self.files,
            ..Vocabulary::default()
        };
        (vocabulary, self.warnings)
    }

    pub(super) fn warn(&mut self, place: Place, what: &str) {
        let file = self.files[usize::from(place.file)].0;
        self.warnings.push(format!("{file}:{place}: {what}"));
    }

    pub(super) fn warn_file(&mut self, file: u16, what: &str) {
        let file = self.files[usize::from(file)].0;
        self.warnings.push(format!("{file}: {what}"));
    }

    fn file(&mut self, name: &'static str, text: &'static str) -> u16 {
        self.files.push((name, text));
        (self.files.len() - 1) as u16
    }

    /// The concept of this kind with this identifier, made if it is new.
    fn concept(&mut self, kind: ConceptKind, id: &'static str) -> ConceptIndex {
        *self.known.entry((kind, id)).or_insert_with(|| {
            let index = ConceptIndex(self.drafts.len() as u32);
            self.by_id.entry(id).or_insert(index);
            self.drafts.push(Draft {
                id,
                kind,
                preferred: "",
                preferred_de: None,
                names: Vec::new(),
                xrefs: Vec::new(),
                parents: Vec::new(),
                class: false,
                silent: false,
            });
            index
        })
    }

    /// Adds what a row says to a concept.
    fn fill(&mut self, index: ConceptIndex, row: &Row, owner: Owner) {
        self.origins.push((index, row.place.file));
        let own = self.files[usize::from(row.place.file)].0 == OWN;
        let free = |name: &&str| own || !self.is_of_another(name, index);
        let preferred = Some(row.preferred).filter(|name| !name.is_empty() && free(name));
        let english = preferred.into_iter().chain(tsv::values(row.names_en).filter(free));
        let english: Vec<&str> = english.collect();
        let german: Vec<&str> = tsv::values(row.names_de).filter(free).collect();
        let draft = &mut self.drafts[index.0 as usize];
        for name in english {
            add_name(&mut draft.names, name);
        }
        for (at, name) in german.into_iter().enumerate() {
            let added = add_name(&mut draft.names, name);
            if at == 0 && added && (owner == Owner::Program || draft.preferred_de.is_none()) {
                draft.preferred_de = Some(tsv::split_usage(name).0);
            }
        }
        for xref in tsv::values(row.xrefs) {
            if xref != draft.id && !draft.xrefs.contains(&xref) {
                draft.xrefs.push(xref);
            }
        }
        for flag in tsv::values(row.flags) {
            match flag {
                "class" => draft.class = true,
                "silent" => draft.silent = true,
                _ => {
                    let file = self.files[usize::from(row.place.file)].0;
                    self.warnings.push(format!("{file}:{}: {}", row.place, tsv::unknown_flag(flag)));
                }
            }
        }
        let parents = tsv::values(row.parents).map(|parent| (index, parent, row.place, owner));
        self.parents.extend(parents);
    }

    fn learn(&mut self) {
        for (at, draft) in self.drafts.iter().enumerate() {
            let index = ConceptIndex(at as u32);
            for id in std::iter::once(draft.id).chain(draft.xrefs.iter().copied()) {
                self.joins.holders.entry(id).or_default().push(index);
            }
            let name = draft.preferred.to_lowercase();
            self.joins.preferred.entry(name).or_default().push(index);
            if !NAMESAKES.contains(&draft.kind) {
                for name in &draft.names {
                    self.joins.ours.entry(bare(name.text)).or_default().push(index);
                }
            }
        }
    }

    /// Adds the cross-references of a row to the concepts that it names, if they are known.
    fn map(&mut self, row: &Row) {
        let ids = || std::iter::once(row.id).chain(tsv::values(row.xrefs));
        let mut concepts: Vec<ConceptIndex> = Vec::new();
        for id in ids() {
            let holders = self.joins.holders.get(id).into_iter().flatten().copied();
            concepts.extend(holders.filter(|index| self.drafts[index.0 as usize].id == id));
        }
        concepts.dedup();
        for index in concepts {
            for id in ids() {
                self.hold(index, id);
            }
            self.origins.push((index, row.place.file));
        }
    }

    /// Notes that an identifier means a concept.
    fn hold(&mut self, index: ConceptIndex, id: &'static str) {
        let draft = &mut self.drafts[index.0 as usize];
        if id != draft.id && !draft.xrefs.contains(&id) {
            draft.xrefs.push(id);
        }
        let holders = self.joins.holders.entry(id).or_default();
        if !holders.contains(&index) {
            holders.push(index);
        }
    }

    /// Adds a row with names to the concept it means, or makes a new one.
    fn join(&mut self, row: &Row) {
        let kind = row.kind.expect("a row with names has a kind");
        let index = self.meant(kind, row).unwrap_or_else(|| {
            let index = self.concept(kind, row.id);
            let draft = &mut self.drafts[index.0 as usize];
            let first = tsv::values(row.names_en).chain(tsv::values(row.names_de)).next();
            draft.preferred = match first {
                Some(first) if row.preferred.is_empty() => tsv::split_usage(first).0,
                _ => row.preferred,
            };
            let name = draft.preferred.to_lowercase();
            self.joins.preferred.entry(name).or_default().push(index);
            index
        });
        let draft = &mut self.drafts[index.0 as usize];
        if draft.id == row.id && !row.preferred.is_empty() {
            draft.preferred = row.preferred;
        }
        self.fill(index, row, Owner::User);
        for id in std::iter::once(row.id).chain(tsv::values(row.xrefs)) {
            self.hold(index, id);
        }
    }

    /// The known concept that a row is about: by identifier, as another's cross-reference, by its own, by its name. One
    /// that several could be is a concept of its own.
    fn meant(&self, kind: ConceptKind, row: &Row) -> Option<ConceptIndex> {
        let family = FAMILIES.iter().find(|family| family.contains(&kind));
        let others = family.into_iter().flat_map(|family| family.iter().copied());
        let kinds: Vec<ConceptKind> = std::iter::once(kind).chain(others.filter(|&other| other != kind)).collect();
        let holders = |id: &str| self.joins.holders.get(id).map_or(&[][..], Vec::as_slice);
        let named = |id: &str| -> Vec<ConceptIndex> {
            let own = |index: &&ConceptIndex| self.drafts[index.0 as usize].id == id;
            holders(id).iter().filter(own).copied().collect()
        };
        let referred = || tsv::values(row.xrefs).flat_map(named).collect::<Vec<_>>();
        let called = || match self.joins.preferred.get(&row.preferred.to_lowercase()) {
            Some(concepts) if !row.preferred.is_empty() => concepts.clone(),
            _ => Vec::new(),
        };
        self.only(&kinds, &named(row.id))
            .or_else(|| self.only(&kinds, holders(row.id)))
            .or_else(|| self.only(&kinds, &referred()))
            .or_else(|| self.only(&kinds, &called()))
    }

    /// Whether a name is one of ours for something of another family ("valproic acid" as what poisons is the drug), or for
    /// something that says nothing ("immune cell").
    fn is_of_another(&self, name: &str, index: ConceptIndex) -> bool {
        let Some(ours) = self.joins.ours.get(&bare(name.split(" [").next().unwrap_or(name))) else { return false };
        let kind = self.drafts[index.0 as usize].kind;
        let family = FAMILIES.iter().find(|family| family.contains(&kind));
        let same = |other: ConceptKind| other == kind || family.is_some_and(|family| family.contains(&other));
        let ours = || ours.iter().map(|other| (*other, &self.drafts[other.0 as usize]));
        !ours().any(|(other, _)| other == index)
            && (ours().any(|(_, draft)| draft.silent) || !ours().any(|(_, draft)| same(draft.kind)))
    }

    /// The one concept of the first kind that any of them has; none if there are several.
    fn only(&self, kinds: &[ConceptKind], concepts: &[ConceptIndex]) -> Option<ConceptIndex> {
        let of = |kind: ConceptKind| {
            let mut all = concepts.iter().filter(move |index| self.drafts[index.0 as usize].kind == kind);
            let first = all.next()?;
            Some(all.all(|other| other == first).then_some(*first))
        };
        kinds.iter().find_map(|&kind| of(kind)).flatten()
    }
}

/// Letters and digits of a name in small letters, without the s of a plural.
fn bare(name: &str) -> String {
    let mut bare: String = name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    bare.truncate(bare.trim_end_matches('s').len());
    bare
}

/// Adds, changes or, with `[stop]`, removes a name; whether the concept has it now. That a name is a related one elsewhere
/// changes nothing.
fn add_name(names: &mut Vec<Name>, written: &'static str) -> bool {
    let acronym = written.strip_suffix(tsv::ACRONYM);
    let (text, usage) = acronym.map_or_else(|| tsv::split_usage(written), |text| (text, Some(Usage::Context)));
    let known = names.iter().position(|name| name.text == text);
    match (known, usage) {
        (Some(_), Some(_)) if acronym.is_some() => {}
        (Some(at), Some(Usage::Case | Usage::Context)) => names[at].usage = usage.unwrap_or(Usage::Plain),
        (Some(_), Some(Usage::Plain | Usage::Related)) | (None, None) => {}
        (Some(at), None) => {
            names.remove(at);
        }
        (None, Some(usage)) => names.push(Name { text, usage }),
    }
    usage.is_some()
}

/// Puts names and cross-references into one piece each.
fn settle(drafts: Vec<Draft>) -> Vec<Concept> {
    let names = drafts.iter().flat_map(|draft| draft.names.iter().copied()).collect();
    let xrefs = drafts.iter().flat_map(|draft| draft.xrefs.iter().copied()).collect();
    let parents = drafts.iter().flat_map(|draft| draft.parents.iter().copied()).collect();
    let mut parents: &'static [ConceptIndex] = Vec::leak(parents);
    let mut names: &'static [Name] = Vec::leak(names);
    let mut xrefs: &'static [&'static str] = Vec::leak(xrefs);
    let settled = drafts.into_iter().map(|draft| {
        let (own_names, other_names) = names.split_at(draft.names.len());
        let (own_xrefs, other_xrefs) = xrefs.split_at(draft.xrefs.len());
        let (own_parents, other_parents) = parents.split_at(draft.parents.len());
        (names, xrefs, parents) = (other_names, other_xrefs, other_parents);
        Concept {
            id: draft.id,
            kind: draft.kind,
            preferred: draft.preferred,
            preferred_de: draft.preferred_de,
            names: own_names,
            xrefs: own_xrefs,
            parents: own_parents,
            class: draft.class,
            silent: draft.silent,
        }
    });
    settled.collect()
}

#[cfg(test)]
mod tests {
    use super::super::Vocabulary;
    use super::*;

    const HEADER: &str = "kind\tid\tpreferred\tnames_en\tnames_de\txrefs\tparents\tflags\n";
    const OURS: &str = "disease\tMONDO:1\tgout\turic gout\tGicht\tMESH:D1\t\t\n\
        sign\tHP:1\tfever\t\tFieber\tNCIT:C1\t\t\nadverse_event\tHP:1\tfever\t\t\t\t\t\n";

    fn merged(files: &[(&str, &str)]) -> Vocabulary {
        let leak = |text: String| -> &'static str { text.leak() };
        let user: Vec<_> =
            files.iter().map(|(name, rows)| (leak((*name).to_owned()), leak(format!("{HEADER}{rows}")))).collect();
        let mut builder = Builder::default();
        builder.program(&[("ours", leak(format!("{HEADER}{OURS}")))]);
        builder.user(&user);
        let (vocabulary, warnings) = builder.finish();
        assert_eq!(warnings, Vec::<String>::new());
        vocabulary
    }

    fn names(vocabulary: &Vocabulary, id: &str) -> Vec<&'static str> {
        let index = vocabulary.by_id(id).expect("known");
        vocabulary.get(index).names.iter().map(|name| name.text).collect()
    }

    #[test]
    fn a_concept_is_joined_by_identifier_reference_or_name() {
        let check = |row: &str| {
            let vocabulary = merged(&[("a", row)]);
            assert_eq!(vocabulary.concepts.len(), 3, "{row}");
            assert!(names(&vocabulary, "MONDO:1").contains(&"podagra"), "{row}");
        };
        check("disease\tMONDO:1\tgout\tpodagra\t\t\t\t");
        check("disease\tMESH:D1\tGout disease\tpodagra\t\t\t\t");
        check("disease\tDOID:1\tGouty arthritis\tpodagra\t\tMONDO:1\t\t");
        check("disease\tDOID:1\tGout\tpodagra\t\t\t\t");
        check("disease\tMESH:D1\t\t\tpodagra\t\t\t");
    }

    #[test]
    fn what_is_not_known_is_a_concept_of_its_own() {
        let vocabulary = merged(&[("a", "disease\tDOID:2\tsea fever\tague\tSeefieber\tMESH:D9\tMESH:D1|DOID:77\t")]);
        let index = vocabulary.by_id("DOID:2").expect("new");
        assert_eq!(vocabulary.get(index).parents, [ConceptIndex(0)]);
        assert_eq!(vocabulary.get(index).name_in("de"), "Seefieber");
        assert_eq!(vocabulary.files_of(index), ["a"]);
    }

    #[test]
    fn lines_between_kinds_are_drawn_differently() {
        let vocabulary = merged(&[("a", "disease\tNCIT:C1\tFever\tpyrexia\t\t\t\t")]);
        assert_eq!(vocabulary.concepts.len(), 3);
        assert!(vocabulary.concepts[1].names.iter().any(|name| name.text == "pyrexia"));
    }

    #[test]
    fn what_we_know_as_something_else_keeps_its_meaning() {
        let vocabulary =
            merged(&[("a", "drug\tX:1\tGouts\tcolchi|fevers\t\t\t\t"), (OWN, "drug\tX:2\t\turic-gout\t\t\t\t")]);
        assert_eq!(names(&vocabulary, "X:1"), ["colchi"]);
        assert_eq!(names(&vocabulary, "X:2"), ["uric-gout"], "the user's own names are taken as they are");
    }

    #[test]
    fn an_imported_acronym_weakens_no_known_name() {
        let vocabulary = merged(&[("a", "disease\tMONDO:1\tgout\turic gout [acronym]|UG [acronym]\t\t\t\t")]);
        let usages: Vec<_> = vocabulary.concepts[0].names.iter().map(|name| (name.text, name.usage)).collect();
        assert!(
            usages.contains(&("uric gout", Usage::Plain)) && usages.contains(&("UG", Usage::Context)),
            "{usages:?}"
        );
    }

    #[test]
    fn mappings_join_whichever_file_comes_first() {
        let mapping = "disease\tMONDO:1\t\t\t\tDOID:5\t\t";
        let concept = "disease\tDOID:5\tpodagric disease\tpodagra\t\t\t\t";
        for files in [[("a", mapping), ("b", concept)], [("a", concept), ("b", mapping)]] {
            let vocabulary = merged(&files);
            assert_eq!(vocabulary.concepts.len(), 3);
            assert!(names(&vocabulary, "MONDO:1").contains(&"podagra"));
            assert!(vocabulary.concepts[0].xrefs.contains(&"DOID:5"));
        }
    }

    #[test]
    fn a_later_file_renames_and_takes_names_out() {
        let vocabulary = merged(&[
            ("a", "disease\tMONDO:1\tGout\t\t\t\t\t"),
            ("b", "disease\tMONDO:1\tpodagra\turic gout [stop]|gout [related]\tUrikopathie\t\t\t"),
        ]);
        let gout = &vocabulary.concepts[0];
        assert_eq!((gout.preferred, gout.preferred_de), ("podagra", Some("Gicht")));
        assert!(!gout.names.iter().any(|name| name.text == "uric gout"));
        assert_eq!(gout.names[0].usage, Usage::Plain, "a related name elsewhere weakens nothing");
        assert_eq!(vocabulary.files_of(ConceptIndex(0)), ["ours", "a", "b"]);
    }
}
