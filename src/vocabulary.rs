//! Concepts with their names and hierarchy: the bundled vocabulary and what a user adds. Pure data and look-up; files
//! are read by `library`, names are found in text by [`matcher`].

use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};

use crate::wording::Language;

pub(crate) mod common;
mod compiled;
mod complete;
pub(crate) mod fold;
mod ids;
pub mod matcher;
mod merge;
mod mesh;
mod names;
mod obo;
mod obographs;
mod prune;
mod skos;
pub mod source;
mod sssom;
mod table;
mod tsv;

pub(crate) use complete::distance;
pub use complete::{Completion, Fit};
pub use source::Source;

use complete::Index;
use matcher::Matcher;
use merge::Builder;

/// The bundled files, in the order in which they rank.
static BUNDLED: &[(&str, &str)] = &[
    ("disease", include_str!("../assets/vocabulary/disease.tsv")),
    ("disease_general", include_str!("../assets/vocabulary/disease_general.tsv")),
    ("therapy", include_str!("../assets/vocabulary/therapy.tsv")),
    ("product", include_str!("../assets/vocabulary/product.tsv")),
    ("drug", include_str!("../assets/vocabulary/drug.tsv")),
    ("target", include_str!("../assets/vocabulary/target.tsv")),
    ("cell_type", include_str!("../assets/vocabulary/cell_type.tsv")),
    ("sign", include_str!("../assets/vocabulary/sign.tsv")),
    ("adverse_event", include_str!("../assets/vocabulary/adverse_event.tsv")),
    ("study_design", include_str!("../assets/vocabulary/study_design.tsv")),
    ("journal", include_str!("../assets/vocabulary/journal.tsv")),
    ("publisher", include_str!("../assets/vocabulary/publisher.tsv")),
    ("company", include_str!("../assets/vocabulary/company.tsv")),
    ("institution", include_str!("../assets/vocabulary/institution.tsv")),
];

/// The name of the file of the user's own names, which ranks last and is taken as it is.
pub const OWN: &str = "own";

/// The position of a concept in [`Vocabulary::concepts`]. Valid for the vocabulary it came from only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ConceptIndex(pub u32);

/// What sort of thing a concept is; the first column of a vocabulary file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each name says it")]
pub enum ConceptKind {
    Disease,
    Therapy,
    Drug,
    Product,
    Target,
    CellType,
    Sign,
    AdverseEvent,
    StudyDesign,
    Journal,
    Publisher,
    Company,
    Institution,
}

/// A thing that texts name in several ways.
#[derive(Debug, Clone)]
pub struct Concept {
    /// Canonical identifier with its prefix: `MONDO:0008558`, `INN:venetoclax`, `HGNC:1633`, `casebook:...`.
    pub id: &'static str,
    /// What it is.
    pub kind: ConceptKind,
    /// The name shown in an English interface.
    pub preferred: &'static str,
    /// The name shown in a German interface, where there is one.
    pub preferred_de: Option<&'static str>,
    /// All names, the preferred ones included unless they were taken out.
    pub names: &'static [Name],
    /// Identifiers in other schemes, with prefix, in file order.
    pub xrefs: &'static [&'static str],
    /// Broader concepts.
    pub parents: &'static [ConceptIndex],
    /// A general class ("cancer", "autoimmune disease"): a narrower concept is preferred as the primary one.
    pub class: bool,
    /// Says nothing by itself ("disease", "immune cell", "standard therapy"): recognised, so that nothing else is read
    /// into it, and never a fact.
    pub silent: bool,
}

/// One name of a concept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Name {
    /// As written in the vocabulary.
    pub text: &'static str,
    /// How it may be matched.
    pub usage: Usage,
}

/// How a name may be matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Usage {
    /// Anywhere, folded.
    Plain,
    /// `[case]`: only in the written case.
    Case,
    /// `[context]`: only in a document that has another name of the concept, or that defines it.
    Context,
    /// `[related]`: matched with low confidence.
    Related,
}

/// A name under which a cache is kept, and its bytes.
pub type Cache = (String, Vec<u8>);

/// All concepts known to the program.
#[derive(Debug, Default)]
pub struct Vocabulary {
    /// In file order.
    pub concepts: Vec<Concept>,
    /// Which file says something of which concept.
    origins: Vec<(ConceptIndex, u16)>,
    by_id: OnceLock<FxHashMap<&'static str, ConceptIndex>>,
    children: OnceLock<Vec<Vec<ConceptIndex>>>,
    index: OnceLock<Index>,
    /// The files it was read from, with their text.
    sources: Vec<(&'static str, &'static str)>,
    matcher: OnceLock<Matcher>,
    fingerprint: OnceLock<String>,
}

/// The kinds with their names in vocabulary files.
const KIND_NAMES: &[(ConceptKind, &str)] = &[
    (ConceptKind::Disease, "disease"),
    (ConceptKind::Therapy, "therapy"),
    (ConceptKind::Drug, "drug"),
    (ConceptKind::Product, "product"),
    (ConceptKind::Target, "target"),
    (ConceptKind::CellType, "cell_type"),
    (ConceptKind::Sign, "sign"),
    (ConceptKind::AdverseEvent, "adverse_event"),
    (ConceptKind::StudyDesign, "study_design"),
    (ConceptKind::Journal, "journal"),
    (ConceptKind::Publisher, "publisher"),
    (ConceptKind::Company, "company"),
    (ConceptKind::Institution, "institution"),
];

/// The identifier of a concept that has a name only.
pub fn id_of_name(name: &str) -> String {
    ids::of_name(name)
}

impl ConceptKind {
    /// The names of all kinds in vocabulary files.
    pub fn names() -> impl Iterator<Item = &'static str> {
        KIND_NAMES.iter().map(|(_, name)| *name)
    }

    /// The kind with this name in a vocabulary file.
    pub fn parse(name: &str) -> Option<Self> {
        KIND_NAMES.iter().find(|(_, known)| *known == name).map(|(kind, _)| *kind)
    }

    /// Its name in a vocabulary file.
    pub fn name(self) -> &'static str {
        KIND_NAMES.iter().find(|(kind, _)| *kind == self).map(|(_, name)| *name).expect("KIND_NAMES has every kind")
    }
}

impl Concept {
    /// The preferred name in the language with this code: `de`, else English.
    pub fn name_in(&self, language: &str) -> &str {
        match &self.preferred_de {
            Some(name) if language == "de" => name,
            _ => self.preferred,
        }
    }
}

impl Vocabulary {
    /// The vocabulary that comes with the program.
    pub fn bundled() -> Self {
        Self::merged(&[]).0
    }

    /// The bundled vocabulary with files of the user, `(name, content)` in our own form, in the order in which they rank.
    /// Their text lives as long as the program. Gives one warning a line that could not be used.
    pub fn with_files(files: Vec<(String, String)>) -> (Self, Vec<String>) {
        Self::merged(&leaked(files))
    }

    fn merged(files: &[(&'static str, &'static str)]) -> (Self, Vec<String>) {
        let mut builder = Builder::default();
        builder.program(BUNDLED);
        if !files.is_empty() {
            builder.user(files);
        }
        builder.finish()
    }

    /// The same from a cache, if there is one for these files. `cached` is given the name under which a cache of them is
    /// kept and gives its bytes. The second part is a cache to be kept under that name, if a new one was made; the third
    /// the warnings.
    pub fn with_cache(
        files: Vec<(String, String)>,
        cached: impl FnOnce(&str) -> Option<Vec<u8>>,
    ) -> (Self, Option<Cache>, Vec<String>) {
        let files = leaked(files);
        let key = compiled::key(&files);
        let name = format!("vocabulary-{key:016x}");
        let sources: Vec<_> = BUNDLED.iter().copied().chain(files.iter().copied()).collect();
        if let Some(mut vocabulary) = cached(&name).and_then(|bytes| compiled::read(&sources, key, &bytes)) {
            vocabulary.sources = sources;
            return (vocabulary, None, Vec::new());
        }
        let (vocabulary, warnings) = Self::merged(&files);
        // Warnings are not kept: what has them is read anew each time.
        let bytes = if warnings.is_empty() { compiled::write(&vocabulary, key) } else { None };
        (vocabulary, bytes.map(|bytes| (name, bytes)), warnings)
    }

    /// Reads vocabulary files, `(name, content)` each; later ones add to, change and remove names of earlier ones. Gives
    /// one warning a line that could not be used. The text lives as long as the program.
    pub fn parse(sources: &[(&str, &str)]) -> (Self, Vec<String>) {
        let leak = |text: &str| -> &'static str { text.to_owned().leak() };
        let sources: Vec<_> = sources.iter().map(|(name, text)| (leak(name), leak(text))).collect();
        let mut builder = Builder::default();
        builder.program(&sources);
        builder.finish()
    }

    /// The concept at a position.
    pub fn get(&self, index: ConceptIndex) -> &Concept {
        &self.concepts[index.0 as usize]
    }

    /// The concept with this identifier. Of one identifier under several kinds the first in file order.
    pub fn by_id(&self, id: &str) -> Option<ConceptIndex> {
        let by_id = self.by_id.get_or_init(|| {
            let all = self.concepts.iter().enumerate().rev();
            all.map(|(at, concept)| (concept.id, ConceptIndex(at as u32))).collect()
        });
        by_id.get(id).copied()
    }

    /// What the concept with a preferred name is called in a language of the interface; the name itself where there is
    /// none.
    pub fn called<'a>(&'a self, preferred: &'a str, language: Language) -> &'a str {
        if language == Language::English || self.concepts.is_empty() {
            return preferred;
        }
        let found = self.matcher().lookup(preferred).into_iter().map(|concept| self.get(concept));
        found.into_iter().find(|concept| concept.preferred == preferred).map_or(preferred, |it| it.name_in("de"))
    }

    /// The names of the files that say something of a concept, in the order in which they rank.
    pub fn files_of(&self, index: ConceptIndex) -> Vec<&'static str> {
        let mut files: Vec<u16> =
            self.origins.iter().filter(|(concept, _)| *concept == index).map(|(_, file)| *file).collect();
        files.sort_unstable();
        files.dedup();
        files.into_iter().map(|file| self.sources[usize::from(file)].0).collect()
    }

    /// The concepts that have `name` among their names, in any case and spelling, in file order.
    pub fn lookup(&self, name: &str) -> Vec<ConceptIndex> {
        let mut found = self.index().exact(name);
        if found.is_empty() {
            found = self.matcher().lookup(name);
        }
        found
    }

    /// The concepts whose preferred name this is, in any case, whether or not texts are searched for it.
    pub fn preferred(&self, name: &str) -> Vec<ConceptIndex> {
        let named = self.concepts.iter().zip(0..).filter(|(concept, _)| concept.preferred.eq_ignore_ascii_case(name));
        named.map(|(_, at)| ConceptIndex(at)).collect()
    }

    /// What a picker offers for the typed letters: names that begin with them, then names with a word that does; the
    /// exact name first, then the shorter. One entry a concept. No kinds are all kinds.
    pub fn complete(&self, typed: &str, kinds: &[ConceptKind], limit: usize) -> Vec<Completion> {
        self.index().complete(self, typed, kinds, limit)
    }

    /// Those of some concepts one of whose names has a word that begins as typed, each once, the best fit first.
    pub fn complete_among(&self, typed: &str, wanted: impl Fn(ConceptIndex) -> bool) -> Vec<Completion> {
        self.index().among(self, typed, wanted)
    }

    /// The names nearest to a misspelt one, nearest first; none when all are far. No kinds are all kinds.
    pub fn nearest(&self, name: &str, kinds: &[ConceptKind], limit: usize) -> Vec<String> {
        self.index().nearest(self, name, kinds, limit)
    }

    /// The concepts directly below one.
    pub fn children(&self, index: ConceptIndex) -> &[ConceptIndex] {
        let children = self.children.get_or_init(|| {
            let mut children = vec![Vec::new(); self.concepts.len()];
            for (at, concept) in self.concepts.iter().enumerate() {
                for parent in concept.parents {
                    children[parent.0 as usize].push(ConceptIndex(at as u32));
                }
            }
            children
        });
        &children[index.0 as usize]
    }

    /// A concept and all below it, itself first, each once.
    pub fn with_descendants(&self, index: ConceptIndex) -> Vec<ConceptIndex> {
        let mut seen = vec![false; self.concepts.len()];
        seen[index.0 as usize] = true;
        let mut all = vec![index];
        let mut at = 0;
        while at < all.len() {
            for &child in self.children(all[at]) {
                if !std::mem::replace(&mut seen[child.0 as usize], true) {
                    all.push(child);
                }
            }
            at += 1;
        }
        all
    }

    /// All concepts above one, nearest first, each once.
    pub fn ancestors(&self, index: ConceptIndex) -> Vec<ConceptIndex> {
        // They are few: looking through them costs less than a mark on every concept.
        let mut all = vec![index];
        let mut at = 0;
        while at < all.len() {
            for parent in self.get(all[at]).parents {
                if !all.contains(parent) {
                    all.push(*parent);
                }
            }
            at += 1;
        }
        all.remove(0);
        all
    }

    /// SHA-256 over the files it was read from, in hexadecimal.
    pub fn fingerprint(&self) -> &str {
        self.fingerprint.get_or_init(|| fingerprint(&self.sources))
    }

    /// The matcher of its names, built when first asked for.
    pub fn matcher(&self) -> &Matcher {
        self.matcher.get_or_init(|| Matcher::new(self))
    }

    fn index(&self) -> &Index {
        self.index.get_or_init(|| Index::new(self))
    }
}

/// Files as text that lives as long as the program.
fn leaked(files: Vec<(String, String)>) -> Vec<(&'static str, &'static str)> {
    let leak = |(name, text): (String, String)| (&*name.leak(), &*text.leak());
    files.into_iter().map(leak).collect()
}

/// SHA-256 over names, lengths and contents of files.
fn fingerprint(sources: &[(&str, &str)]) -> String {
    let mut hash = Sha256::new();
    for (name, text) in sources {
        hash.update((name.len() as u64).to_le_bytes());
        hash.update(name.as_bytes());
        hash.update((text.len() as u64).to_le_bytes());
        hash.update(text.as_bytes());
    }
    hash.finalize().iter().fold(String::new(), |mut hex, byte| {
        use std::fmt::Write;
        write!(hex, "{byte:02x}").expect("writing to a string succeeds");
        hex
    })
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A few concepts of each kind for tests of rules.
    pub(crate) fn sample() -> Vocabulary {
        let (vocabulary, warnings) = Vocabulary::parse(&[("sample", include_str!("vocabulary/sample.tsv"))]);
        assert_eq!(warnings, Vec::<String>::new());
        vocabulary
    }

    fn names(vocabulary: &Vocabulary, found: &[ConceptIndex]) -> Vec<String> {
        found.iter().map(|&index| vocabulary.get(index).preferred.to_owned()).collect()
    }

    #[test]
    fn bundled_files_have_no_warnings() {
        let (vocabulary, warnings) = Vocabulary::parse(BUNDLED);
        assert_eq!(warnings, Vec::<String>::new());
        assert!(vocabulary.concepts.len() > 50);
        assert_eq!(vocabulary.fingerprint(), Vocabulary::bundled().fingerprint());
        assert_eq!(vocabulary.fingerprint().len(), 64);
    }

    #[test]
    fn any_name_in_any_spelling_finds_the_concept() {
        let vocabulary = sample();
        for name in [
            "itp",
            "ITP",
            "Immunthrombozytopenie",
            "immune-thrombocytopenia",
            "morbus werlhof",
            "Immunthrombozytopenien",
        ] {
            assert_eq!(names(&vocabulary, &vocabulary.lookup(name)), ["immune thrombocytopenia"], "{name}");
        }
        assert!(vocabulary.lookup("werlhofs").is_empty());
        assert!(vocabulary.lookup("").is_empty());
    }

    #[test]
    fn hierarchy_reaches_down_and_up() {
        let vocabulary = sample();
        let autoimmune = vocabulary.lookup("autoimmune disease")[0];
        let itp = vocabulary.lookup("itp")[0];
        let below = vocabulary.with_descendants(autoimmune);
        assert_eq!(below[0], autoimmune);
        assert!(below.contains(&itp));
        assert!(vocabulary.ancestors(itp).contains(&autoimmune));
        assert!(!vocabulary.ancestors(itp).contains(&itp));
    }

    #[test]
    fn a_cycle_of_parents_ends() {
        let header = "kind\tid\tpreferred\tnames_en\tnames_de\txrefs\tparents\tflags\n";
        let text = format!("{header}disease\tX:1\tone\t\t\t\tX:2\t\ndisease\tX:2\ttwo\t\t\t\tX:1\t\n");
        let (vocabulary, _) = Vocabulary::parse(&[("t", &text)]);
        assert_eq!(vocabulary.with_descendants(ConceptIndex(0)).len(), 2);
        assert_eq!(vocabulary.ancestors(ConceptIndex(0)), [ConceptIndex(1)]);
    }

    #[test]
    fn another_source_gives_another_fingerprint() {
        let one = Vocabulary::parse(&[("a", "kind\tid\tpreferred\n")]).0;
        let two = Vocabulary::parse(&[("b", "kind\tid\tpreferred\n")]).0;
        assert_ne!(one.fingerprint(), two.fingerprint());
    }
}
