//! What stands between two words of a text, as far as names care.

/// What stands before a word: nothing, a blank, a hyphen, another single mark, or something no name reaches across.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gap {
    /// The first word of a piece.
    Start,
    /// Blanks or an apostrophe.
    Blank,
    /// A hyphen or dash without blanks.
    Hyphen,
    /// One other mark, such as `/` or `.`.
    Mark(char),
    /// Anything else.
    Wall,
}

impl Gap {
    /// What stands between two places of a text.
    #[inline]
    pub(super) fn between(text: &str, before: usize, after: usize) -> Self {
        if before + 1 == after { OF_BYTES[usize::from(text.as_bytes()[before])] } else { of_text(&text[before..after]) }
    }

    /// Whether no name reaches across.
    pub(crate) fn parts(self) -> bool {
        matches!(self, Self::Start | Self::Wall)
    }
}

/// Whether the letter at `at` is the s of a possessive.
pub(super) fn is_possessive(text: &str, at: usize) -> bool {
    matches!(text.as_bytes()[at], b's' | b'S') && text[..at].ends_with(['\'', '’'])
}

/// What one byte between two words is.
const OF_BYTES: [Gap; 256] = {
    let mut gaps = [Gap::Wall; 256];
    let mut byte = 0;
    while byte < 0x80 {
        gaps[byte as usize] = match byte {
            b' ' | b'\t'..=b'\r' | b'\'' => Gap::Blank,
            b'-' => Gap::Hyphen,
            b':' | b';' | b'!' | b'?' => Gap::Wall,
            _ => Gap::Mark(byte as char),
        };
        byte += 1;
    }
    gaps
};

/// What a piece of text between two words is.
fn of_text(between: &str) -> Gap {
    if between == " " {
        return Gap::Blank;
    }
    let mut mark = Gap::Blank;
    let mut breaks = 0;
    let mut blanks = 0;
    for c in between.chars() {
        match c {
            '\n' => breaks += 1,
            c if c.is_whitespace() => blanks += 1,
            '\'' | '’' => {}
            '-' | '\u{2010}'..='\u{2013}' if mark == Gap::Blank => mark = Gap::Hyphen,
            c if mark == Gap::Blank && !matches!(c, ':' | ';' | '!' | '?') => mark = Gap::Mark(c),
            _ => return Gap::Wall,
        }
    }
    match (mark, breaks, blanks) {
        (Gap::Blank, 0 | 1, _) | (Gap::Mark(_), 0, _) => mark,
        (Gap::Hyphen, 0, 0) => Gap::Hyphen,
        _ => Gap::Wall,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_hyphens_and_marks_join_and_the_rest_parts() {
        let check = |between: &str, gap| assert_eq!(Gap::between(between, 0, between.len()), gap, "{between:?}");
        for blank in [" ", "\n", "\t", "'", "  ", " \n", "\u{a0}", "’", "' "] {
            check(blank, Gap::Blank);
        }
        for hyphen in ["-", "\u{2011}", "–"] {
            check(hyphen, Gap::Hyphen);
        }
        check(",", Gap::Mark(','));
        check(" (", Gap::Mark('('));
        check("·", Gap::Mark('·'));
        for wall in [":", "!", "\n\n", " - ", "- ", ". \n", "--", "),"] {
            check(wall, Gap::Wall);
        }
    }
}
