//! Signs of a text that Markdown would read as marks, behind a backslash; those that it would not stay as they are.

use crate::text::Span;

/// Where words stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// In a block whose lines could begin others.
    Lines,
    /// In a heading or the row of a table.
    Row,
    /// In the words of a link or in emphasis, where each sign that could end them counts.
    Within,
}

/// Writes `part` of `whole`, the words of a block, so that it is read as it stands.
pub(super) fn escape(whole: &str, part: Span, place: Place, out: &mut String) {
    for (at, c) in whole[part.clone()].char_indices() {
        let at = part.start + at;
        let begins = || place == Place::Lines && begins_a_block(whole, at, c);
        if c.is_ascii_punctuation() && (is_mark(whole, at, c, place == Place::Within) || begins()) {
            out.push('\\');
        }
        out.push(c);
    }
}

/// Whether a sign would be read as a mark inside a line.
fn is_mark(whole: &str, at: usize, c: char, within: bool) -> bool {
    let before = whole[..at].chars().next_back();
    let after = &whole[at + 1..];
    let next = after.chars().next();
    let blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    match c {
        '`' => true,
        '*' | '_' | '~' | '[' | ']' if within => true,
        '\\' => next.is_some_and(|next| next.is_ascii_punctuation() || next == '\n'),
        '*' => !(blank(before) && blank(next)),
        '_' => !(blank(before) && blank(next) || letter(before) && letter(next)),
        '~' => before == Some('~') || next == Some('~'),
        '[' => {
            let closed = after.split_once(']').filter(|(inside, _)| !inside.contains('['));
            next == Some('^') || closed.is_none_or(|(_, rest)| rest.starts_with(['(', '[', ':']))
        }
        ']' => matches!(next, Some('(' | '[')),
        '<' => next.is_some_and(|next| next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?')),
        '&' => {
            let name = after.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '#');
            name.len() < after.len() && name.starts_with(';')
        }
        _ => false,
    }
}

/// Whether a sign at the beginning of a line would make something else of it than words.
fn begins_a_block(whole: &str, at: usize, c: char) -> bool {
    let start = whole[..at].rfind('\n').map_or(0, |line| line + 1);
    let before = whole[start..at].trim_start_matches(' ');
    let line = whole[at..].split('\n').next().unwrap_or_default();
    let after = &line[1..];
    let parted = after.is_empty() || after.starts_with(' ');
    let drawn = |signs: &[char]| line.chars().all(|c| signs.contains(&c) || c == ' ');
    if !before.is_empty() {
        let number = before.len() < 10 && before.bytes().all(|byte| byte.is_ascii_digit());
        return number && matches!(c, '.' | ')') && parted;
    }
    match c {
        '#' => {
            let rest = line.trim_start_matches('#');
            line.len() - rest.len() <= 6 && (rest.is_empty() || rest.starts_with(' '))
        }
        '>' => true,
        '+' => parted,
        '-' => parted || drawn(&['-', ':', '|']),
        '=' => drawn(&['=']),
        ':' | '|' => drawn(&['-', ':', '|']) && line.contains('-'),
        '*' | '_' => drawn(&[c]),
        _ => false,
    }
}

/// Code with as many backticks around it as it takes.
pub(super) fn code(shown: &str) -> String {
    let longest = shown.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(if longest == 0 { 1 } else { longest + 1 });
    let padded = shown.starts_with('`') || shown.ends_with('`');
    let padded = padded || shown.starts_with(' ') && shown.ends_with(' ') && !shown.trim().is_empty();
    let gap = if padded { " " } else { "" };
    format!("{fence}{gap}{shown}{gap}{fence}")
}

/// The target of a link as it can stand in round brackets.
pub(super) fn target(target: &str) -> String {
    let mut depth = 0_i32;
    let sound = target.chars().all(|c| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        depth >= 0 && !c.is_whitespace() && !matches!(c, '<' | '>' | '\\')
    });
    if sound && depth == 0 { target.to_owned() } else { format!("<{}>", target.replace(['<', '>'], "")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_would_be_a_mark_is_escaped() {
        let check = |text: &str, expected: &str| {
            let mut out = String::new();
            escape(text, 0..text.len(), Place::Lines, &mut out);
            assert_eq!(out, expected);
        };
        check(
            "5 * 3 = 15, a_b, CD19-CAR, n = 12 (80 %), p < 0.05 & more",
            "5 * 3 = 15, a_b, CD19-CAR, n = 12 (80 %), p < 0.05 & more",
        );
        check("[1, 2] and [x](y) and [^1]", "[1, 2] and \\[x\\](y) and \\[^1]");
        check("a*b `c` <br> &amp; ~~", "a\\*b \\`c\\` \\<br> \\&amp; \\~\\~");
        check("- a\n# b\n12. c\n> d\n---\n1.5 mg\n-5 °C", "\\- a\n\\# b\n12\\. c\n\\> d\n\\---\n1.5 mg\n-5 °C");
        check(r"a\b \* \", r"a\b \\\* \");
    }

    #[test]
    fn code_and_targets_keep_their_signs() {
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`"), "`` ` ``");
        assert_eq!(target("https://x.org/a_(b)"), "https://x.org/a_(b)");
        assert_eq!(target("https://x.org/a)b"), "<https://x.org/a)b>");
    }
}
