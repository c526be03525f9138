//! From bytes to text: byte order marks, UTF-8, UTF-16 and UTF-32, older encodings by a guess that is told, and the
//! signs by which a file is no text at all.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// Bytes looked at to tell what a file is.
const SAMPLE: usize = 64 << 10;

/// A decoded text, and what there is to say about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded<'a> {
    /// The text, not cleaned, without a byte order mark.
    pub text: Cow<'a, str>,
    /// One sentence where the encoding was guessed or something could not be decoded.
    pub warning: Option<String>,
}

/// Decodes `bytes`, in whatever encoding.
pub fn decode(bytes: &[u8]) -> Decoded<'_> {
    if let Some((little, skip)) = utf32(bytes) {
        return from_utf32(&bytes[skip..], little);
    }
    if let Some((encoding, skip)) = Encoding::for_bom(bytes).or_else(|| utf16_without_mark(bytes)) {
        return with(encoding, &bytes[skip..], false);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Decoded { text: Cow::Borrowed(text), warning: None };
    }
    let sample = &bytes[..bytes.len().min(SAMPLE.max(1 << 20))];
    if mostly_utf8(sample) {
        return with(UTF_8, bytes, false);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, true);
    with(detector.guess(None, Utf8Detection::Deny), bytes, true)
}

fn with<'a>(encoding: &'static Encoding, bytes: &'a [u8], guessed: bool) -> Decoded<'a> {
    let (text, damaged) = encoding.decode_without_bom_handling(bytes);
    let name = encoding.name();
    let warning = match (guessed, damaged) {
        (false, false) => None,
        (true, false) => Some(format!("The encoding is not declared; read as {name}.")),
        (false, true) => Some(format!("Not all bytes are {name}; the others are shown as \u{FFFD}.")),
        (true, true) => {
            Some(format!("The encoding is not declared; read as {name}, and bytes that are not are shown as \u{FFFD}."))
        }
    };
    Decoded { text, warning }
}

/// Whether most of what is not ASCII is valid UTF-8, so that the rest is damage and not another encoding.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > 2 * bad
}

/// Which half of each pair is zero in most of the sample, for the alphabets of Europe.
fn utf16_without_mark(bytes: &[u8]) -> Option<(&'static Encoding, usize)> {
    let sample = &bytes[..bytes.len().min(4096) & !1];
    if sample.len() < 4 || bytes.len() % 2 == 1 {
        return None;
    }
    let zeros = |half: usize| sample.iter().skip(half).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd, pairs) = (zeros(0), zeros(1), sample.len() / 2);
    let text = |half: usize| {
        sample
            .iter()
            .skip(half)
            .step_by(2)
            .all(|&byte| byte >= 0x20 || matches!(byte, b'\t' | b'\n' | b'\r' | 0x0C | 0x10..0x20))
    };
    if odd * 10 >= pairs * 7 && even == 0 && text(0) {
        Some((UTF_16LE, 0))
    } else if even * 10 >= pairs * 7 && odd == 0 && text(1) {
        Some((UTF_16BE, 0))
    } else {
        None
    }
}

/// Whether it is UTF-32, in little-endian order, and how long its mark is.
fn utf32(bytes: &[u8]) -> Option<(bool, usize)> {
    if bytes.len() < 8 || !bytes.len().is_multiple_of(4) {
        return None;
    }
    let little = match bytes {
        [0xFF, 0xFE, 0, 0, ..] => return Some((true, 4)),
        [0, 0, 0xFE, 0xFF, ..] => return Some((false, 4)),
        [_, _, _, 0, ..] => true,
        [0, ..] => false,
        _ => return None,
    };
    let valid = bytes[..bytes.len().min(4096)].chunks_exact(4).all(|unit| {
        let code = unit32(unit, little);
        (code >= 0x20 || matches!(code, 9 | 10 | 12 | 13)) && char::from_u32(code).is_some()
    });
    valid.then_some((little, 0))
}

fn unit32(unit: &[u8], little: bool) -> u32 {
    let unit = [unit[0], unit[1], unit[2], unit[3]];
    if little { u32::from_le_bytes(unit) } else { u32::from_be_bytes(unit) }
}

fn from_utf32(bytes: &[u8], little: bool) -> Decoded<'static> {
    let text: String = bytes
        .chunks_exact(4)
        .map(|unit| char::from_u32(unit32(unit, little)).unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect();
    let warning = text.contains(char::REPLACEMENT_CHARACTER).then(|| "Not all bytes are UTF-32.".to_owned());
    Decoded { text: Cow::Owned(text), warning }
}

/// First bytes of usual files that are no text.
const MAGIC: &[(&[u8], &str)] = &[
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive (Word, EPUB, OpenDocument ...)"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xFF\xD8\xFF", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"II*\0", "a TIFF image"),
    (b"MM\0*", "a TIFF image"),
    (b"\x1F\x8B", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xFD7zXZ\0", "an xz archive"),
    (b"7z\xBC\xAF\x27\x1C", "a 7z archive"),
    (b"\x28\xB5\x2F\xFD", "a zstd archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x7FELF", "an ELF program"),
    (b"MZ", "a Windows program"),
    (b"\xCF\xFA\xED\xFE", "a macOS program"),
    (b"\xCA\xFE\xBA\xBE", "a Java class or macOS program"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "an old Office document (Word, Excel ...)"),
    (b"OggS", "an Ogg recording"),
    (b"ID3", "an MP3 recording"),
    (b"fLaC", "a FLAC recording"),
    (b"RIFF", "a RIFF file (WAV, WebP, AVI)"),
    (b"\0asm", "a WebAssembly program"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
    (b"DICM", "a DICOM image"),
];

/// What `bytes` look like if they are no text: by their first bytes, or by control characters, NUL among them, in more
/// than a tenth of them outside UTF-16 and UTF-32. A text with a stray NUL is a text.
pub(super) fn binary(bytes: &[u8]) -> Option<&'static str> {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let odd = |byte: &u8| *byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0C | 0x1B) || *byte == 0x7F;
    let controls = sample.iter().filter(|byte| odd(byte)).count();
    let utf = Encoding::for_bom(bytes).is_some() || utf32(bytes).is_some() || utf16_without_mark(bytes).is_some();
    let magic = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic));
    // Two or three letters may begin a text, too.
    let certain = |magic: &[u8]| magic.len() > 4 || !magic.is_ascii() || magic.iter().any(u8::is_ascii_control);
    match magic {
        Some((magic, name)) if certain(magic) || controls > 0 || std::str::from_utf8(sample).is_err() => {
            return Some(name);
        }
        _ => {}
    }
    if bytes.get(128..132) == Some(b"DICM") {
        return Some("a DICOM image");
    }
    if bytes.get(4..8) == Some(b"ftyp") {
        return Some("a film or picture (MP4, HEIC)");
    }
    (!utf && controls * 10 > sample.len()).then_some("a binary file")
}

#[cfg(test)]
mod tests {
    use super::*;

    const GERMAN: &str = "Die Größe der Ärztin überraschte: Maß für Maß, schön und süß.";

    fn check(bytes: &[u8], text: &str, warning: Option<&str>) {
        let decoded = decode(bytes);
        assert_eq!(decoded.text, text);
        match (decoded.warning, warning) {
            (None, None) => {}
            (Some(found), Some(part)) => assert!(found.contains(part), "{found}"),
            (found, expected) => panic!("{found:?} instead of {expected:?}"),
        }
        assert_eq!(binary(bytes), None);
    }

    #[test]
    fn encodings() {
        let utf16 = |unit: fn(u16) -> [u8; 2]| GERMAN.encode_utf16().flat_map(unit).collect::<Vec<u8>>();
        let utf32 = |unit: fn(u32) -> [u8; 4]| GERMAN.chars().flat_map(|c| unit(u32::from(c))).collect::<Vec<u8>>();
        let marked = |mark: &[u8], text: Vec<u8>| [mark.to_vec(), text].concat();
        check(GERMAN.as_bytes(), GERMAN, None);
        check(&marked(b"\xEF\xBB\xBF", GERMAN.into()), GERMAN, None);
        check(&marked(b"\xFF\xFE", utf16(u16::to_le_bytes)), GERMAN, None);
        check(&marked(b"\xFE\xFF", utf16(u16::to_be_bytes)), GERMAN, None);
        check(&utf16(u16::to_le_bytes), GERMAN, None);
        check(&utf16(u16::to_be_bytes), GERMAN, None);
        check(&marked(b"\xFF\xFE\0\0", utf32(u32::to_le_bytes)), GERMAN, None);
        check(&utf32(u32::to_be_bytes), GERMAN, None);
        let latin: Vec<u8> = GERMAN.chars().map(|c| u32::from(c) as u8).collect();
        check(&latin, GERMAN, Some("windows-1252"));
        check(b"gr\xC3\xB6\xC3\x9Fer \xC3\xA4 \xFF", "größer ä \u{FFFD}", Some("UTF-8"));
        check(b"", "", None);
    }

    #[test]
    fn what_is_no_text() {
        for (bytes, name) in [
            (&b"%PDF-1.7\n%\xE2\xE3"[..], "PDF"),
            (b"PK\x03\x04\x14\0", "ZIP"),
            (b"\x89PNG\r\n\x1a\n\0\0", "PNG"),
            (b"\x7FELF\x02\x01", "ELF"),
            (b"SQLite format 3\0\x10", "SQLite"),
            (b"text with a \0 in it", "binary"),
            (b"\x01\x02\x03\x04abc", "binary"),
        ] {
            assert!(binary(bytes).is_some_and(|found| found.contains(name)), "{name}");
        }
        for text in ["MZ is a code", "BZh, said he", "RIFF and raff", "ID3 tags", "\x1b[1mred\x1b[0m"] {
            assert_eq!(binary(text.as_bytes()), None, "{text}");
        }
    }
}
