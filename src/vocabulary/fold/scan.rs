//! Where the words of a text begin and end, and their letters in small, for 64 bytes at a time and without a branch that
//! asks what a letter is: what is said of each byte becomes one bit of a number.

/// What is known of 64 bytes: one bit a byte, the first one the lowest.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Block {
    /// Letters, digits and every byte of a longer character.
    pub(super) word: u64,
    /// What makes a word one to be read letter by letter: bytes of longer characters, and the last letter of ae, oe and
    /// our, which fold to fewer.
    pub(super) odd: u64,
    /// Capitals from A to Z.
    pub(super) capital: u64,
}

impl Block {
    /// Bytes of a block.
    pub(super) const LEN: usize = 64;
}

const LEN: usize = Block::LEN;

/// Appends the bits of a text, and the text in small with z as s, which makes -ise and -ize one; both up to a multiple
/// of 64 bytes.
pub(super) fn scan(text: &[u8], folded: &mut Vec<u8>, blocks: &mut Vec<Block>) {
    let mut before = [0; 2];
    let (whole, last) = text.as_chunks::<LEN>();
    for bytes in whole {
        before = block(bytes, before, folded, blocks);
    }
    if !last.is_empty() {
        let mut rest = [0; LEN];
        rest[..last.len()].copy_from_slice(last);
        block(&rest, before, folded, blocks);
    }
}

/// Does it for 64 bytes that follow two letters; gives the last two.
#[inline]
#[expect(clippy::needless_bitwise_bool, reason = "many bytes are looked at by one instruction if there is no branch")]
fn block(bytes: &[u8; LEN], before: [u8; 2], folded: &mut Vec<u8>, blocks: &mut Vec<Block>) -> [u8; 2] {
    let mut small = [0; LEN + 2];
    small[..2].copy_from_slice(&before);
    for (small, &byte) in small[2..].iter_mut().zip(bytes) {
        *small = fold(byte);
    }
    folded.extend_from_slice(&small[2..]);
    let (mut word, mut odd, mut capital) = ([0; LEN], [0; LEN], [0; LEN]);
    for at in 0..LEN {
        let (second, first, letter) = (small[at], small[at + 1], small[at + 2]);
        let wide = letter >= 0x80;
        let is_word = wide | (letter.wrapping_sub(b'a') < 26) | (letter.wrapping_sub(b'0') < 10);
        let two = (letter == b'e') & ((first == b'a') | (first == b'o'));
        let three = (letter == b'r') & (first == b'u') & (second == b'o');
        word[at] = u8::from(is_word);
        odd[at] = u8::from(wide | two | three);
        capital[at] = u8::from(bytes[at].wrapping_sub(b'A') < 26);
    }
    blocks.push(Block { word: gathered(&word), odd: gathered(&odd), capital: gathered(&capital) });
    [small[LEN], small[LEN + 1]]
}

/// A letter as it is compared; every other byte as it is.
fn fold(byte: u8) -> u8 {
    let capital = byte.wrapping_sub(b'A') < 26;
    let small = byte | if capital { 0x20 } else { 0 };
    if small == b'z' { b's' } else { small }
}

/// The lowest bits of 64 bytes.
fn gathered(marks: &[u8; LEN]) -> u64 {
    // Each of eight bits is moved to its place in the highest byte of the product.
    let eight = |marks: &[u8; 8]| u64::from_le_bytes(*marks).wrapping_mul(0x0102_0408_1020_4080) >> 56;
    marks.as_chunks().0.iter().rev().fold(0, |bits, marks| bits << 8 | eight(marks))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert_eq, proptest};

    use super::*;

    #[test]
    fn words_and_what_is_odd_in_them_have_their_bits() {
        let check = |text: &str, words: &str, odd: &str, capital: &str| {
            let (mut folded, mut blocks) = (Vec::new(), Vec::new());
            scan(text.as_bytes(), &mut folded, &mut blocks);
            let shown = |bits: u64| (0..text.len()).map(|at| if bits >> at & 1 == 0 { '.' } else { 'x' }).collect();
            let seen: [String; 3] = [blocks[0].word, blocks[0].odd, blocks[0].capital].map(shown);
            assert_eq!(seen, [words, odd, capital], "{text}");
        };
        check("An oedema, 2 Tumours", "xx.xxxxxx..x.xxxxxxx", "....x.............x.", "x............x......");
        check("haematoma four OUR au", "xxxxxxxxx.xxxx.xxx.xx", "..x..........x...x...", "...............xxx...");
        check("für", "xxxx", ".xx.", "....");
    }

    proptest! {
        #[test]
        fn every_byte_is_seen_as_by_itself(text in "([a-zA-Z0-9 ,.-]|oe|our|ä|–){0,200}") {
            let (mut folded, mut blocks) = (Vec::new(), Vec::new());
            scan(text.as_bytes(), &mut folded, &mut blocks);
            prop_assert_eq!(folded.len(), blocks.len() * 64);
            let bit = |at: usize, part: fn(&Block) -> u64| part(&blocks[at / 64]) >> (at % 64) & 1 != 0;
            let lower = text.to_ascii_lowercase();
            for (at, byte) in text.bytes().enumerate() {
                let before = &lower.as_bytes()[..=at];
                let two = before.ends_with(b"ae") || before.ends_with(b"oe") || before.ends_with(b"our");
                prop_assert_eq!(folded[at], lower.as_bytes()[at] - if byte | 0x20 == b'z' { 7 } else { 0 });
                prop_assert_eq!(bit(at, |block| block.word), byte >= 0x80 || byte.is_ascii_alphanumeric());
                prop_assert_eq!(bit(at, |block| block.odd), byte >= 0x80 || two);
                prop_assert_eq!(bit(at, |block| block.capital), byte.is_ascii_uppercase());
            }
        }
    }
}
