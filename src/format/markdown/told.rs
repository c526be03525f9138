//! Markdown told by its marks where no name says what a text is, and the marks that pasting left behind undone.

use std::borrow::Cow;

/// Whether a text is clearly Markdown: two headings that stand alone, or one at its top with prose below, a fence that
/// closes, or the rule of a table.
pub(super) fn looks_like_markdown(text: &str) -> bool {
    let (mut headings, mut fences, mut tables) = (0, 0, 0);
    let (mut begun, mut titled, mut prose) = (false, false, false);
    let mut above_blank = true;
    let mut lines = text.lines().peekable();
    let mut above = "";
    while let Some(line) = lines.next() {
        let below_blank = lines.peek().is_none_or(|next| next.trim().is_empty());
        let hashes = line.bytes().take_while(|&byte| byte == b'#').count();
        let heading = (1..=6).contains(&hashes) && line[hashes..].starts_with(' ');
        headings += usize::from(heading && above_blank && below_blank);
        fences += usize::from(line.starts_with("```"));
        let rule = line.contains("--") && line.bytes().all(|byte| b"|-: ".contains(&byte)) && line.contains('|');
        tables += usize::from(rule && above.contains('|'));
        titled |= heading && below_blank && above_blank && !begun;
        begun |= !line.trim().is_empty();
        prose |= !heading && line.split_whitespace().count() > 3 && line.trim_end().ends_with(['.', '?', '!', ':']);
        above_blank = line.trim().is_empty();
        above = line;
    }
    headings >= 2 || titled && prose || fences >= 2 || tables >= 1
}

/// Gives back the lines whose breaks were lost when a text was pasted from a web page: bold right after a word and up to
/// the end of the line or to the next such piece, and what follows an address without a blank.
pub(super) fn unpasted(text: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut copied = 0;
    let mut start = 0;
    let mut code = false;
    for line in text.split_inclusive('\n') {
        code ^= line.trim_start().starts_with("```");
        if !code && line.len() <= PASTED_MAX {
            for at in pasted(line) {
                out.push_str(&text[copied..start + at]);
                out.push_str("\n\n");
                copied = start + at;
            }
        }
        start += line.len();
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[copied..]);
    Cow::Owned(out)
}

/// Longest line that is looked through for lost line breaks, in bytes.
const PASTED_MAX: usize = 2000;

/// Where line breaks were lost in a line.
fn pasted(line: &str) -> Vec<usize> {
    let mut breaks = Vec::new();
    if line.starts_with("<http")
        && let Some(end) = line.find('>')
        && line[end + 1..].starts_with(char::is_alphabetic)
    {
        breaks.push(end + 1);
    }
    let marks: Vec<usize> = line.match_indices("**").map(|(at, _)| at).collect();
    for pair in marks.as_chunks::<2>().0 {
        let [open, close] = *pair;
        let (before, shown, after) = (&line[..open], &line[open + 2..close], &line[close + 2..]);
        let follows = before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | ')' | '!' | '?'))
            || breaks.last().is_some_and(|_| before.ends_with("**"));
        if follows && shown.starts_with(char::is_uppercase) && (after.trim().is_empty() || after.starts_with("**")) {
            breaks.push(open);
        }
    }
    breaks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_breaks_lost_in_pasting_come_back() {
        let check = |source: &str, shown: &str| assert_eq!(unpasted(source), shown, "{source}");
        check("News**Klinik am See****Anna Berg**", "News\n\n**Klinik am See**\n\n**Anna Berg**");
        check(
            "Medizin\nregional**Neue Therapie hilft**\n\nEin Text.",
            "Medizin\nregional\n\n**Neue Therapie hilft**\n\nEin Text.",
        );
        check("<https://x.org/1>Medizin", "<https://x.org/1>\n\nMedizin");
        for plain in ["Das ist **wichtig** und 2**3.", "```\na**B**\n```", "**Titel**"] {
            check(plain, plain);
        }
    }
}
