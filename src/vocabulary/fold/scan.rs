//! Where the words of a text begin and end, and their letters in small, for 64 bytes at a time: eight bytes are looked
//! at as one number, each in its own eight bits, so that no branch asks what a letter is.

/// What is known of 64 bytes: one bit a byte, the first one the lowest.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Block {
    /// Letters, digits and every byte of a longer character.
    pub(super) word: u64,
    /// What is not read letter by letter: bytes of longer characters, and the second letter of ae, oe, au and ou, of
    /// which some fold to one letter.
    pub(super) odd: u64,
    /// Capitals from A to Z.
    pub(super) capital: u64,
}

/// A byte in each of eight places.
const fn each(byte: u8) -> u64 {
    u64::from_ne_bytes([byte; 8])
}

const HIGH: u64 = each(0x80);

/// The high bit where a byte is at least `least`. All bytes are below 128.
fn at_least(bytes: u64, least: u8) -> u64 {
    bytes + each(0x80 - least) & HIGH
}

/// The high bit where a byte is another one. All bytes are below 128.
fn is_not(bytes: u64, byte: u8) -> u64 {
    (bytes ^ each(byte)) + each(0x7f) & HIGH
}

/// The high bits of eight bytes as the lowest eight bits.
fn gathered(high: u64) -> u64 {
    (high >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
}

/// Eight bytes, in small and with z as s, which makes -ise and -ize one; their bits; whether the last one is a or o.
fn eight(bytes: u64, after_vowel: u64) -> (u64, Block, u64) {
    let wide = bytes & HIGH;
    let low = bytes & !HIGH;
    let small = low | each(0x20);
    let letter = at_least(small, b'a') & !at_least(small, b'z' + 1) & !wide;
    let digit = at_least(low, b'0') & !at_least(low, b'9' + 1) & !wide;
    let folded = (bytes | letter >> 2) ^ (letter & at_least(small, b'z')) / 0x80 * u64::from(b'z' ^ b's');
    let vowel = !(is_not(small, b'a') & is_not(small, b'o')) & HIGH;
    // e and u differ in one bit.
    let second = !is_not(small | each(b'e' ^ b'u'), b'u') & (vowel << 8 | after_vowel);
    let block = Block {
        word: gathered(letter | digit | wide),
        odd: gathered(wide | second & HIGH),
        capital: gathered(letter & !(bytes << 2)),
    };
    (folded, block, vowel >> 56)
}

/// Appends the bits of a text and the text in small, both up to a multiple of 64 bytes.
pub(super) fn scan(text: &[u8], folded: &mut Vec<u8>, blocks: &mut Vec<Block>) {
    let mut after_vowel = 0;
    let mut rest = [0; 64];
    let (whole, last) = text.as_chunks::<64>();
    rest[..last.len()].copy_from_slice(last);
    for bytes in whole.iter().chain((!last.is_empty()).then_some(&rest)) {
        let mut block = Block::default();
        let mut letters = [0; 64];
        for (number, (bytes, letters)) in
            bytes.as_chunks::<8>().0.iter().zip(letters.as_chunks_mut::<8>().0).enumerate()
        {
            let (small, bits, vowel) = eight(u64::from_le_bytes(*bytes), after_vowel);
            *letters = small.to_le_bytes();
            after_vowel = vowel;
            block.word |= bits.word << (8 * number);
            block.odd |= bits.odd << (8 * number);
            block.capital |= bits.capital << (8 * number);
        }
        folded.extend_from_slice(&letters);
        blocks.push(block);
    }
}
