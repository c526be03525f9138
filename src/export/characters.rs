//! Offsets in characters, as other programs count them, from offsets in bytes, as we do.

/// Bytes between two places whose characters are counted beforehand.
const STEP: usize = 128;

/// Counts the characters of a text.
#[derive(Debug)]
pub(super) struct Characters<'a> {
    text: &'a str,
    /// Places with the characters before them; none where each character is a byte.
    steps: Vec<(usize, usize)>,
}

impl<'a> Characters<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        if text.is_ascii() {
            return Self { text, steps: Vec::new() };
        }
        let mut steps = vec![(0, 0)];
        let (mut at, mut chars) = (0, 0);
        while at + STEP < text.len() {
            let next = crate::text::ceil(text, at + STEP);
            chars += text[at..next].chars().count();
            at = next;
            steps.push((at, chars));
        }
        Self { text, steps }
    }

    /// Characters before a byte of the text.
    pub(super) fn before(&self, at: usize) -> usize {
        let Some(step) = self.steps.partition_point(|(from, _)| *from <= at).checked_sub(1) else { return at };
        let (from, chars) = self.steps[step];
        chars + self.text[from..at].chars().count()
    }
}

#[cfg(test)]
mod tests {
    use super::Characters;

    #[test]
    fn characters_are_counted_anywhere() {
        let text = "Größe µ 🧬 ".repeat(1000);
        let counted = Characters::of(&text);
        for (number, (at, _)) in text.char_indices().enumerate() {
            assert_eq!(counted.before(at), number);
        }
        assert_eq!(counted.before(text.len()), text.chars().count());
        assert_eq!(Characters::of("").before(0), 0);
    }
}
