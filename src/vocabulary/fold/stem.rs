//! Endings that a folded word can lose: English plural and German inflection, British -tre, Roman numerals.

use crate::text::Span;

/// The last letters of a word as a number, the very last one the highest.
const fn letters(ending: &[u8]) -> u64 {
    let mut number = 0;
    let mut at = ending.len();
    while at > 0 {
        at -= 1;
        number = number << 8 | ending[at] as u64;
    }
    number
}

/// Whether a word ends so, of whose last eight letters `tail` is made.
const fn ends(tail: u64, ending: &[u8]) -> bool {
    tail >> (64 - 8 * ending.len()) == letters(ending)
}

/// Whether a word with this last letter may lose an ending or have it rewritten.
#[inline]
pub(super) fn may_end(last: u8) -> bool {
    const LAST: u32 = bit(b'e') | bit(b'm') | bit(b'n') | bit(b'r') | bit(b's') | bit(b'y');
    LAST & bit(last) != 0
}

/// A bit for each letter; some digits share one of theirs.
const fn bit(letter: u8) -> u32 {
    1 << (letter & 31)
}

/// The length of a folded word without its English plural or German inflection; rewrites a final y to i and British
/// -tre, -bre to -ter, -ber. At least four letters stay. Eight bytes at least stand before the end of the word.
pub(super) fn stem(folded: &mut [u8], word: &Span) -> usize {
    let mut len = word.len();
    let last = folded[..word.end].last_chunk().expect("eight bytes stand before the first word");
    let mut tail = u64::from_le_bytes(*last);
    if folded[word.end - 1].is_ascii_digit() {
        return len;
    }
    if len > 8 && (ends(tail, b"itides") || ends(tail, b"itiden")) {
        return len - 4;
    }
    if len > 5 && (ends(tail, b"tres") || ends(tail, b"bres")) {
        len -= 1;
        tail <<= 8;
    }
    if len >= 5 && (ends(tail, b"tre") || ends(tail, b"bre")) {
        folded[word.start + len - 2..word.start + len].copy_from_slice(b"er");
        tail = tail << 16 >> 16 | letters(b"er") << 48;
    }
    if len >= 6 && ends(tail, b"is") {
        return len - 2;
    }
    for _ in 0..3 {
        let (before, last) = ((tail >> 48) as u8, (tail >> 56) as u8);
        let two = len >= 6 && before == b'e' && matches!(last, b'n' | b'r' | b's' | b'm');
        let one = match last {
            b'e' => true,
            // -in ends names of substances and no inflected word: "recoverin" is not "recovery".
            b'n' => before != b'i',
            b's' => before != b's',
            _ => false,
        };
        let drop = match (two, one && len >= 5) {
            (true, _) => 2,
            (false, true) => 1,
            (false, false) => break,
        };
        len -= drop;
        tail <<= 8 * drop;
    }
    if len >= 4 && ends(tail, b"y") {
        folded[word.start + len - 1] = b'i';
    }
    len
}

/// The value of a number of up to five letters I, V and X.
pub(super) fn roman(letters: &[u8]) -> Option<u8> {
    if letters.is_empty() || letters.len() > 5 || !letters.iter().all(|b| matches!(b, b'I' | b'V' | b'X')) {
        return None;
    }
    let value = |letter: u8| match letter {
        b'I' => 1,
        b'V' => 5,
        _ => 10,
    };
    let mut sum = 0u8;
    let mut after = 0;
    for &letter in letters.iter().rev() {
        let value = value(letter);
        sum = if value < after { sum - value } else { sum + value };
        after = value;
    }
    Some(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_go_and_four_letters_stay() {
        let check = |word: &str, expected: &str| {
            let mut folded = [&[0; 8], word.as_bytes()].concat();
            let len = stem(&mut folded, &(8..8 + word.len()));
            assert_eq!(std::str::from_utf8(&folded[8..8 + len]), Ok(expected), "{word}");
        };
        check("cells", "cell");
        check("sellen", "sell");
        check("akuten", "akut");
        check("diseases", "disea");
        check("patientinnen", "patientin");
        check("hepatitis", "hepatit");
        check("hepatitides", "hepatit");
        check("therapy", "therapi");
        check("centres", "cent");
        check("centre", "cent");
        check("insulin", "insulin");
        check("mass", "mass");
        check("gene", "gene");
        check("cd19", "cd19");
        check("eye", "eye");
        check("a", "a");
    }

    #[test]
    fn roman_numbers_have_their_value() {
        let cases: &[(&[u8], Option<u8>)] = &[
            (b"I", Some(1)),
            (b"IV", Some(4)),
            (b"VIII", Some(8)),
            (b"XIX", Some(19)),
            (b"XXXXX", Some(50)),
            (b"IVXX", Some(14)),
            (b"XIIIII", None),
            (b"IL", None),
            (b"", None),
        ];
        for (letters, value) in cases {
            assert_eq!(roman(letters), *value, "{letters:?}");
        }
    }
}
