//! A vocabulary as it is kept in a cache: places of its text and the tables of its matcher, as numbers. A cache made of
//! other files, by another program or damaged is not read.

use super::matcher::Matcher;
use super::{BUNDLED, Concept, ConceptIndex, KIND_NAMES, Name, Usage, Vocabulary};

/// What makes a cache of the same files another one: the code that reads, folds and stores names.
const CODE: &[&str] = &[
    include_str!("tsv.rs"),
    include_str!("merge.rs"),
    include_str!("fold.rs"),
    include_str!("fold/hash.rs"),
    include_str!("fold/scan.rs"),
    include_str!("fold/stem.rs"),
    include_str!("matcher/build.rs"),
    include_str!("matcher/entry.rs"),
    include_str!("matcher/table.rs"),
    include_str!("matcher/verify.rs"),
    include_str!("matcher/stored.rs"),
    include_str!("compiled.rs"),
];

/// Stands for a text that is not there.
const NOTHING: u64 = u64::MAX;

const USAGES: [Usage; 4] = [Usage::Plain, Usage::Case, Usage::Context, Usage::Related];

/// Bytes that say whether what follows belongs to these files and is whole.
const HEAD: usize = 16;

/// What the bundled files, those of a user and the code come to; changes when any of them does.
pub(super) fn key(files: &[(&str, &str)]) -> u64 {
    let mut key = 0;
    for text in CODE {
        key = mix(key, digest(text.as_bytes()));
    }
    for (name, text) in BUNDLED.iter().chain(files) {
        key = mix(key, digest(name.as_bytes()));
        key = mix(key, digest(text.as_bytes()));
    }
    key
}

/// The bytes of a vocabulary with this key; none if something of it is too large for them.
pub(super) fn write(vocabulary: &Vocabulary, key: u64) -> Option<Vec<u8>> {
    let place = |text: &'static str| -> Option<u64> {
        let length = u16::try_from(text.len()).ok()?;
        let of = |(file, (_, whole)): (usize, &(&str, &str))| {
            let start = (text.as_ptr() as usize).checked_sub(whole.as_ptr() as usize)?;
            (start + text.len() <= whole.len()).then_some((file as u64) << 48 | u64::from(length) << 32 | start as u64)
        };
        vocabulary.sources.iter().enumerate().find_map(of)
    };
    // Two bits of the number of a file are for the usage, and the last number is for nothing.
    if vocabulary.sources.len() >= (1 << 14) - 1 {
        return None;
    }
    let mut out = Writer(vec![0; HEAD]);
    let mut concepts = Vec::with_capacity(vocabulary.concepts.len() * 4);
    let (mut names, mut xrefs, mut parents) = (Vec::new(), Vec::new(), Vec::new());
    for concept in &vocabulary.concepts {
        let kind = KIND_NAMES.iter().position(|(kind, _)| *kind == concept.kind)? as u64;
        let counts = [concept.names.len(), concept.xrefs.len(), concept.parents.len()];
        let [names_of, xrefs_of, parents_of] = counts.map(|count| u16::try_from(count).ok().map(u64::from));
        let german = concept.preferred_de.map_or(Some(NOTHING), place)?;
        concepts.extend([place(concept.id)?, place(concept.preferred)?, german]);
        let flags = u64::from(concept.class) << 8 | u64::from(concept.silent) << 9;
        concepts.push(kind | flags | names_of? << 16 | xrefs_of? << 32 | parents_of? << 48);
        for name in concept.names {
            let usage = USAGES.iter().position(|usage| *usage == name.usage)? as u64;
            names.push(usage << 62 | place(name.text)?);
        }
        for xref in concept.xrefs {
            xrefs.push(place(xref)?);
        }
        parents.extend(concept.parents.iter().map(|parent| u64::from(parent.0)));
    }
    let origins = vocabulary.origins.iter();
    let origins = origins.map(|(concept, file)| u64::from(*file) << 32 | u64::from(concept.0));
    for section in [concepts, names, xrefs, parents, origins.collect()] {
        out.numbers(section.into_iter());
    }
    out.bytes(vocabulary.fingerprint().as_bytes());
    vocabulary.matcher().write(&mut out);
    let body = digest(&out.0[HEAD..]);
    out.0[..8].copy_from_slice(&key.to_le_bytes());
    out.0[8..HEAD].copy_from_slice(&body.to_le_bytes());
    Some(out.0)
}

/// The vocabulary that [`write()`] has written of the same files; none if the bytes are not of this key or not whole.
pub(super) fn read(sources: &[(&'static str, &'static str)], key: u64, bytes: &[u8]) -> Option<Vocabulary> {
    let (head, body) = bytes.split_at_checked(HEAD)?;
    if head[..8] != key.to_le_bytes() || head[8..] != digest(body).to_le_bytes() {
        return None;
    }
    let text = |place: u64| -> Option<&'static str> {
        let (file, length, start) = ((place >> 48) as usize & 0x3fff, (place >> 32) as u16, place as u32 as usize);
        sources.get(file)?.1.get(start..start + usize::from(length))
    };
    let mut reader = Reader(body);
    let concepts = reader.numbers()?;
    let names: Option<Vec<Name>> = reader
        .numbers()?
        .map(|place| Some(Name { text: text(place)?, usage: USAGES[(place >> 62) as usize] }))
        .collect();
    let xrefs: Option<Vec<&'static str>> = reader.numbers()?.map(text).collect();
    let parents: Vec<ConceptIndex> = reader.numbers()?.map(|parent| ConceptIndex(parent as u32)).collect();
    let (mut names, mut xrefs) = (&*Vec::leak(names?), &*Vec::leak(xrefs?));
    let mut parents = &*Vec::leak(parents);
    let origins = reader.numbers()?;
    let origins = origins.map(|origin| (ConceptIndex(origin as u32), (origin >> 32) as u16)).collect();
    let fingerprint = std::str::from_utf8(reader.bytes()?).ok()?.to_owned();
    let mut settled = Vec::with_capacity(concepts.len() / 4);
    let mut concepts = concepts;
    while let Some(id) = concepts.next() {
        let (preferred, german, rest) = (concepts.next()?, concepts.next()?, concepts.next()?);
        settled.push(Concept {
            id: text(id)?,
            kind: KIND_NAMES.get(rest as usize & 0xff)?.0,
            preferred: text(preferred)?,
            preferred_de: if german == NOTHING { None } else { Some(text(german)?) },
            names: take(&mut names, (rest >> 16) as u16)?,
            xrefs: take(&mut xrefs, (rest >> 32) as u16)?,
            parents: take(&mut parents, (rest >> 48) as u16)?,
            class: rest & 0x100 != 0,
            silent: rest & 0x200 != 0,
        });
    }
    let kinds = settled.iter().map(|concept| concept.kind).collect();
    Some(Vocabulary {
        concepts: settled,
        origins,
        matcher: Matcher::read(&mut reader, kinds)?.into(),
        fingerprint: fingerprint.into(),
        ..Vocabulary::default()
    })
}

fn take<T>(rest: &mut &'static [T], count: u16) -> Option<&'static [T]> {
    let (first, after) = rest.split_at_checked(usize::from(count))?;
    *rest = after;
    Some(first)
}

/// Takes sections, each with its length before it.
pub(super) struct Writer(Vec<u8>);

impl Writer {
    pub(super) fn numbers(&mut self, numbers: impl ExactSizeIterator<Item = u64>) {
        self.0.extend((numbers.len() as u64).to_le_bytes());
        self.0.extend(numbers.flat_map(u64::to_le_bytes));
    }

    pub(super) fn bytes(&mut self, bytes: &[u8]) {
        self.0.extend((bytes.len() as u64).to_le_bytes());
        self.0.extend(bytes);
    }
}

/// Gives the sections back.
pub(super) struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn number(&mut self) -> Option<u64> {
        let (first, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(u64::from_le_bytes(*first))
    }

    pub(super) fn numbers(&mut self) -> Option<impl ExactSizeIterator<Item = u64> + use<'a>> {
        let count = usize::try_from(self.number()?).ok()?.checked_mul(8)?;
        let (numbers, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        let number = |bytes: &[u8]| u64::from_le_bytes(bytes.try_into().expect("chunks of eight"));
        Some(numbers.chunks_exact(8).map(number))
    }

    pub(super) fn bytes(&mut self) -> Option<&'a [u8]> {
        let count = usize::try_from(self.number()?).ok()?;
        let (bytes, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(bytes)
    }
}

fn mix(key: u64, value: u64) -> u64 {
    let key = (key.rotate_left(23) ^ value).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    key ^ (key >> 29)
}

/// A hash of bytes by eights in four lanes: it finds damage and change, not malice, at the speed of memory.
fn digest(bytes: &[u8]) -> u64 {
    let mut lanes = [bytes.len() as u64, 1, 2, 3];
    let mut chunks = bytes.chunks_exact(32);
    for chunk in &mut chunks {
        for (lane, eight) in lanes.iter_mut().zip(chunk.chunks_exact(8)) {
            *lane = mix(*lane, u64::from_le_bytes(eight.try_into().expect("chunks of eight")));
        }
    }
    let rest = chunks.remainder().iter();
    let rest = rest.fold(4, |key, &byte| mix(key, u64::from(byte)));
    lanes.into_iter().fold(rest, mix)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> (Vocabulary, Vec<(&'static str, &'static str)>) {
        let text = "kind\tid\tpreferred\tnames_en\tnames_de\txrefs\tparents\tflags\n\
            disease\tX:1\tgout\turic gout|UG [context]\tGicht\tMESH:D1\tX:2\t\ndisease\tX:2\tjoint disease\t\t\t\t\tclass\n";
        let (vocabulary, _) = Vocabulary::parse(&[("t", text)]);
        let sources = vocabulary.sources.clone();
        (vocabulary, sources)
    }

    #[test]
    fn what_is_written_is_read_again() {
        let (vocabulary, sources) = sample();
        let bytes = write(&vocabulary, 7).expect("small enough");
        let read = read(&sources, 7, &bytes).expect("whole");
        assert_eq!(format!("{:?}", read.concepts), format!("{:?}", vocabulary.concepts));
        assert_eq!(read.fingerprint(), vocabulary.fingerprint());
        for name in ["uric gout", "Gicht", "UG", "joint disease", "ug", "Gichten"] {
            assert_eq!(read.matcher().resolve(name), vocabulary.matcher().resolve(name), "{name}");
        }
    }

    #[test]
    fn what_is_damaged_or_of_another_key_is_not_read() {
        let (vocabulary, sources) = sample();
        let bytes = write(&vocabulary, 7).expect("small enough");
        assert!(read(&sources, 8, &bytes).is_none());
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 4;
            assert!(read(&sources, 7, &damaged).is_none(), "byte {at}");
            assert!(read(&sources, 7, &bytes[..at]).is_none(), "cut at {at}");
        }
    }

    #[test]
    fn another_file_or_name_is_another_key() {
        let keys =
            [key(&[]), key(&[("a", "x")]), key(&[("b", "x")]), key(&[("a", "y")]), key(&[("a", "x"), ("a", "x")])];
        for (at, one) in keys.iter().enumerate() {
            assert!(!keys[at + 1..].contains(one));
        }
        assert_eq!(key(&[("a", "x")]), key(&[("a", "x")]));
    }
}
