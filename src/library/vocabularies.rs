//! The vocabularies that a user has added: a folder of files in our own form, one for each that was imported, ranked by
//! file name, and the user's own names last. Files are replaced as a whole or not at all, and only the user may read them.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::{LibraryError, Result};
use crate::vocabulary::{ConceptKind, OWN, Source, Vocabulary, source};

/// Where vocabularies are kept.
#[derive(Debug, Clone)]
pub struct Vocabularies {
    folder: PathBuf,
    cache: PathBuf,
}

/// What a file has.
#[derive(Debug)]
pub struct Summary {
    /// Its rows.
    pub concepts: usize,
    /// Names in them.
    pub names: usize,
    /// SHA-256 of its text, in hexadecimal.
    pub fingerprint: String,
}

/// A name that the user adds.
#[derive(Debug, Clone, Copy)]
pub struct Addition<'a> {
    /// As it is to be found in texts.
    pub name: &'a str,
    /// Whether it is German.
    pub german: bool,
    /// ` [case]`, ` [context]`, ` [related]` or ` [stop]`, or nothing.
    pub tag: &'a str,
    /// The kind of the concept.
    pub kind: ConceptKind,
    /// Its identifier.
    pub id: &'a str,
}

/// Caches kept, for several sets of vocabularies and versions of the program.
const CACHES: usize = 4;

/// Largest file that is read.
const LARGEST: u64 = 1 << 30;

impl Vocabularies {
    /// The vocabularies in a folder, which is made when the first one comes, and a folder for what can be made again from
    /// them.
    pub fn new(folder: PathBuf, cache: PathBuf) -> Self {
        Self { folder, cache }
    }

    /// The bundled vocabulary with those of the user, and a warning for each file or line that could not be used.
    pub fn load(&self) -> (Vocabulary, Vec<String>) {
        let mut unread = Vec::new();
        let files = self.names().unwrap_or_else(|error| {
            unread.push(error.to_string());
            Vec::new()
        });
        let files = files.into_iter().filter_map(|name| match self.text(&name) {
            Ok(text) => Some((name, text)),
            Err(error) => {
                unread.push(error.to_string());
                None
            }
        });
        let files = files.collect();
        let (vocabulary, made, mut warnings) =
            Vocabulary::with_cache(files, |name| fs::read(self.cache.join(name)).ok());
        if let Some((name, bytes)) = made {
            // Without a cache it is only slower.
            let _ = self.keep(&name, &bytes);
        }
        warnings.splice(0..0, unread);
        (vocabulary, warnings)
    }

    /// Keeps a cache; the oldest of more than a few go.
    fn keep(&self, name: &str, bytes: &[u8]) -> std::io::Result<()> {
        write_whole(&self.cache, &self.cache.join(name), bytes)?;
        let mut caches: Vec<_> = fs::read_dir(&self.cache)?
            .flatten()
            .filter(|file| file.file_name().to_string_lossy().starts_with("vocabulary-"))
            .collect();
        caches.sort_by_key(|file| std::cmp::Reverse(file.metadata().and_then(|about| about.modified()).ok()));
        caches.iter().skip(CACHES).try_for_each(|file| fs::remove_file(file.path()))
    }

    /// The names of the user's files in the order in which they rank.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn names(&self) -> Result<Vec<String>> {
        let entries = match fs::read_dir(&self.folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(LibraryError::from_io(&error, &self.folder)),
        };
        let mut names: Vec<String> = entries
            .flatten()
            .filter_map(|entry| entry.file_name().to_str()?.strip_suffix(".tsv").map(str::to_owned))
            .filter(|name| !name.starts_with('.'))
            .collect();
        names.sort_by(|a, b| (a == OWN, a).cmp(&(b == OWN, b)));
        Ok(names)
    }

    /// The text of one of the user's files.
    ///
    /// # Errors
    /// It is not there or cannot be read.
    pub fn text(&self, name: &str) -> Result<String> {
        let path = self.path(name);
        fs::read_to_string(&path).map_err(|error| LibraryError::from_io(&error, &path))
    }

    /// What one of the user's files has.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn summary(&self, name: &str) -> Result<Summary> {
        let text = self.text(name)?;
        let fingerprint = super::hex(&Sha256::digest(text.as_bytes()));
        let rows = || text.lines().skip(1).filter(|line| !line.trim().is_empty());
        let names = |row: &str| {
            let fields = row.split('\t').skip(2).take(3);
            fields.flat_map(|field| field.split('|')).filter(|name| !name.is_empty()).count()
        };
        Ok(Summary { concepts: rows().count(), names: rows().map(names).sum(), fingerprint })
    }

    /// Reads a file in one of the formats of vocabularies and keeps it under a name: the one given, else its own without
    /// its ending. One of the same name is replaced.
    ///
    /// # Errors
    /// The file cannot be read, its content cannot be used, or nothing can be written.
    pub fn import(&self, file: &Path, name: Option<&str>, kind: Option<ConceptKind>) -> Result<(String, Source)> {
        let failed = |error: &std::io::Error| match error.kind() {
            std::io::ErrorKind::NotFound => LibraryError::NoFile(file.to_owned()),
            _ => LibraryError::from_io(error, file),
        };
        let length = fs::metadata(file).map_err(|error| failed(&error))?.len();
        let damaged = |why: String| LibraryError::Unusable(file.to_owned(), why);
        if length > LARGEST {
            return Err(damaged("it is larger than 1 GB".to_owned()));
        }
        let bytes = fs::read(file).map_err(|error| failed(&error))?;
        let source = source::read(&bytes, kind).map_err(damaged)?;
        let own_name = file.file_name().unwrap_or_default().to_string_lossy();
        let name = name.unwrap_or_else(|| without_endings(&own_name));
        let name = plain(name);
        if name.is_empty() || name == OWN {
            return Err(damaged(format!("\"{name}\" cannot be its name here; give one with --name")));
        }
        self.write(&name, &source.text)?;
        Ok((name, source))
    }

    /// Takes a vocabulary out; whether there was one.
    ///
    /// # Errors
    /// The file is there and cannot be removed.
    pub fn remove(&self, name: &str) -> Result<bool> {
        let path = self.path(&plain(name));
        match fs::remove_file(&path) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(LibraryError::from_io(&error, &path)),
        }
    }

    /// Adds a name of the user's own. A concept that is not known yet is made.
    ///
    /// # Errors
    /// The file cannot be read or written.
    pub fn add(&self, addition: &Addition<'_>) -> Result<()> {
        let mut text = if self.names()?.iter().any(|name| name == OWN) {
            self.text(OWN)?
        } else {
            "kind\tid\tpreferred\tnames_en\tnames_de\txrefs\tparents\tflags\n".to_owned()
        };
        let Addition { name, german, tag, kind, id } = *addition;
        let (before, after) = if german { ("\t", "") } else { ("", "\t") };
        let row = format!("{}\t{id}\t\t{before}{name}{tag}{after}\t\t\t\n", kind.name());
        if !text.ends_with('\n') {
            text.push('\n');
        }
        text.push_str(&row);
        self.write(OWN, &text)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}.tsv"))
    }

    fn write(&self, name: &str, text: &str) -> Result<()> {
        let path = self.path(name);
        write_whole(&self.folder, &path, text.as_bytes()).map_err(|error| LibraryError::creating(error, &path))
    }
}

/// A file name without what says its format: "doid.obograph.json.gz" is doid, "hp-de.babelon.tsv" is hp-de.babelon.
fn without_endings(name: &str) -> &str {
    const ENDINGS: &[&str] = &[
        ".gz",
        ".tsv",
        ".csv",
        ".txt",
        ".obo",
        ".json",
        ".obograph",
        ".obographs",
        ".sssom",
        ".xml",
        ".ttl",
        ".rdf",
        ".owl",
        ".skos",
        ".bin",
    ];
    let shorter = ENDINGS.iter().find_map(|ending| name.strip_suffix(ending)).filter(|rest| !rest.is_empty());
    shorter.map_or(name, without_endings)
}

/// Letters, digits and single marks of a name; a file name on any system.
fn plain(name: &str) -> String {
    let mut plain = String::new();
    for c in name.chars() {
        if c.is_alphanumeric() || c == '_' {
            plain.push(c);
        } else if !plain.ends_with('-') {
            plain.push('-');
        }
    }
    plain.trim_matches('-').to_owned()
}

/// Writes a file beside its place and moves it there.
fn write_whole(folder: &Path, path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let aside = path.with_extension(format!("{}.new", std::process::id()));
    let written = fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&aside)
        .and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_all()
        })
        .and_then(|()| fs::rename(&aside, path));
    if written.is_err() {
        // What could not be written whole is of no use; that it cannot be removed adds nothing.
        let _ = fs::remove_file(&aside);
    }
    written
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn kept() -> (tempfile::TempDir, Vocabularies) {
        let folder = tempfile::tempdir().expect("a folder");
        let vocabularies = Vocabularies::new(folder.path().join("kept"), folder.path().join("cache"));
        (folder, vocabularies)
    }

    fn import(vocabularies: &Vocabularies, folder: &Path, name: &str, text: &str) {
        let file = folder.join(name);
        fs::write(&file, text).expect("written");
        vocabularies.import(&file, None, None).expect("imported");
    }

    #[test]
    fn an_imported_name_finds_its_concept_until_it_is_removed() {
        let (folder, vocabularies) = kept();
        let before = vocabularies.load().0;
        import(&vocabularies, folder.path(), "sea.tsv", "id\tlabel\nMONDO:9900001\tsea fever\n");
        let (after, warnings) = vocabularies.load();
        assert_eq!(warnings, Vec::<String>::new());
        assert!(before.lookup("sea fever").is_empty());
        assert_eq!(after.get(after.lookup("Sea Fever")[0]).id, "MONDO:9900001");
        assert_ne!(before.fingerprint(), after.fingerprint());
        assert!(vocabularies.remove("sea").expect("removed"));
        assert!(!vocabularies.remove("sea").expect("not there"));
        assert_eq!(vocabularies.load().0.fingerprint(), before.fingerprint());
    }

    #[test]
    fn a_cache_gives_the_same_and_a_damaged_one_is_made_again() {
        let (folder, vocabularies) = kept();
        import(&vocabularies, folder.path(), "sea.tsv", "id\tlabel\nMONDO:9900001\tsea fever\n");
        let caches = || -> Vec<PathBuf> {
            let files = fs::read_dir(folder.path().join("cache")).expect("a cache").flatten();
            files.map(|file| file.path()).collect()
        };
        let made = vocabularies.load().0;
        let [cache] = &caches()[..] else { panic!("{:?}", caches()) };
        let bytes = fs::read(cache).expect("read");
        for content in [&bytes[..], &bytes[..bytes.len() / 2], b""] {
            fs::write(cache, content).expect("written");
            let read = vocabularies.load().0;
            assert_eq!(read.fingerprint(), made.fingerprint());
            let index = read.by_id("MONDO:9900001").expect("known");
            assert_eq!(read.matcher().resolve("sea fevers"), made.matcher().resolve("sea fevers"));
            assert_eq!(read.matcher().resolve("sea fever")[0].0, index);
            assert_eq!(fs::read(cache).expect("read"), bytes);
        }
    }

    #[test]
    fn order_of_import_changes_nothing() {
        let one = "id\tlabel\tsynonyms\nMONDO:9900001\tsea fever\tague of the sea\n";
        let two = "id\tlabel\tsynonyms\nMONDO:9900001\tmarine fever\tague of the sea [related]\n";
        let prints: Vec<String> = [["a.tsv", "b.tsv"], ["b.tsv", "a.tsv"]]
            .into_iter()
            .map(|order| {
                let (folder, vocabularies) = kept();
                for name in order {
                    let text = if name == "a.tsv" { one } else { two };
                    import(&vocabularies, folder.path(), name, text);
                }
                let vocabulary = vocabularies.load().0;
                let index = vocabulary.by_id("MONDO:9900001").expect("known");
                assert_eq!(vocabulary.get(index).preferred, "marine fever");
                assert_eq!(vocabulary.files_of(index), ["a", "b"]);
                vocabulary.fingerprint().to_owned()
            })
            .collect();
        assert_eq!(prints[0], prints[1]);
    }

    #[test]
    fn own_names_rank_last_and_only_the_user_reads_them() {
        let (folder, vocabularies) = kept();
        import(&vocabularies, folder.path(), "zoo.tsv", "id\tlabel\nMONDO:9900001\tsea fever\n");
        let mut addition =
            Addition { name: "Seefieber", german: true, tag: "", kind: ConceptKind::Disease, id: "MONDO:9900001" };
        vocabularies.add(&addition).expect("added");
        (addition.name, addition.german, addition.tag) = ("sea fever", false, " [stop]");
        vocabularies.add(&addition).expect("added");
        assert_eq!(vocabularies.names().expect("listed"), ["zoo", "own"]);
        let vocabulary = vocabularies.load().0;
        let index = vocabulary.by_id("MONDO:9900001").expect("known");
        assert_eq!(vocabulary.get(index).name_in("de"), "Seefieber");
        assert!(vocabulary.matcher().resolve("sea fever").is_empty());
        let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
        assert_eq!(mode(&folder.path().join("kept/own.tsv")), 0o600);
        assert_eq!(mode(&folder.path().join("kept")), 0o700);
    }

    #[test]
    fn a_refused_file_leaves_nothing_behind() {
        let (folder, vocabularies) = kept();
        let file = folder.path().join("list.tsv");
        fs::write(&file, "id\tlabel\nMESH:D1\tgout\n").expect("written");
        let error = vocabularies.import(&file, None, None).expect_err("no kind");
        assert!(error.to_string().contains("--kind"), "{error}");
        assert_eq!(error.exit_code(), 65);
        assert!(vocabularies.names().expect("listed").is_empty());
        vocabularies.import(&file, Some("My list/2"), Some(ConceptKind::Disease)).expect("imported");
        assert_eq!(vocabularies.names().expect("listed"), ["My-list-2"]);
    }
}
