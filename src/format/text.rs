//! Plain text, with the light mark-up that texts copied from web pages have kept: `**bold**`, `[label](address)`,
//! `<address>`. Takes any text, so it stands last.

use std::sync::Arc;

use memchr::memchr;

use crate::document::structure::{Draft, blocks, cues, links, title_of_large};
use crate::document::{Document, Link, PLAIN_ABOVE, Styled, TextStyle};
use crate::text::clean;

use super::{Decoded, Format, Input, Parsed, Record, decode};

/// Longest address that is looked for, in bytes.
const LINK_MAX: usize = 2048;

/// Plain text.
pub(super) struct Text;

impl Format for Text {
    fn name(&self) -> &'static str {
        "text"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["txt", "text"]
    }

    fn recognises(&self, _: Input<'_>) -> bool {
        false
    }

    fn parse(&self, record: &Record) -> Result<Parsed, String> {
        let mut parsed = parsed(record, draft);
        if is_html(&parsed.document.text) {
            parsed.warnings.push(HTML.to_owned());
        }
        Ok(parsed)
    }
}

const HTML: &str = "This is HTML, which is shown as it is written; `pandoc -t markdown` makes a text of it.";

/// Whether a text is the source of a page.
fn is_html(text: &str) -> bool {
    let begin = text.trim_start();
    let begin = begin[..crate::text::floor(begin, 15)].to_ascii_lowercase();
    begin.starts_with("<!doctype html") || begin.starts_with("<html")
}

/// Reads a text of one document: decoded, cleaned, drafted by `draft` and completed; above [`PLAIN_ABOVE`] as it is.
pub(super) fn parsed(record: &Record, draft: fn(&str) -> Draft) -> Parsed {
    let Decoded { text, warning } = decode(&record.bytes);
    let mut parsed = drafted(&text, record.file_name(), draft);
    parsed.warnings.splice(..0, warning);
    parsed
}

/// Reads a text that is no file.
pub(super) fn of_str(text: &str, name: &str) -> Parsed {
    drafted(text, name, draft)
}

fn drafted(text: &str, name: &str, draft: fn(&str) -> Draft) -> Parsed {
    let mut warnings = Vec::new();
    let document = if text.len() > PLAIN_ABOVE { large(text, name) } else { draft(&clean(text)).finish(name) };
    if text_is_empty(&document) {
        warnings.push("The file is empty.".to_owned());
    }
    Parsed { key: None, name: None, document, warnings, kept: None }
}

/// A text that is shown line by line.
pub(super) fn large(text: &str, name: &str) -> Document {
    Document { text: Arc::from(text), title: title_of_large(text, name), ..Document::default() }
}

fn text_is_empty(document: &Document) -> bool {
    document.text.trim_start().is_empty()
}

fn draft(text: &str) -> Draft {
    let mut draft = Draft { text: String::with_capacity(text.len()), ..Draft::default() };
    for line in text.split_inclusive('\n') {
        let (line, rest) = match cues::glued_label(line) {
            Some(at) => line.split_at(at),
            None => (line, ""),
        };
        push_line(&mut draft, line);
        if !rest.is_empty() {
            draft.text.push('\n');
            push_line(&mut draft, rest);
        }
    }
    draft.blocks = blocks::blocks(&draft.text, &draft.spans);
    draft
}

/// Takes the mark-up out of a line. Each search for an end is remembered or stops at the next beginning, so that a line
/// of brackets alone takes linear time.
fn push_line(draft: &mut Draft, line: &str) {
    let line_start = draft.text.len();
    let mut copied = 0;
    let mut at = 0;
    let mut no_more_bold = false;
    while let Some(offset) = memchr::memchr3(b'*', b'[', b'<', &line.as_bytes()[at..]) {
        at += offset;
        let rest = &line[at..];
        let found = match rest.as_bytes()[0] {
            b'*' if no_more_bold => None,
            b'*' => {
                let found = bold(rest);
                no_more_bold = rest.starts_with("**") && !rest[2..].contains("**");
                found
            }
            b'[' if line[..at].ends_with('\\') => None,
            b'[' => marked_link(rest),
            _ => angle_link(rest),
        };
        let Some(found) = found else {
            at += 1;
            continue;
        };
        let after = &rest[found.len..];
        let before = if copied == at { &draft.text[line_start..] } else { &line[copied..at] };
        let pasted = found.is_pasted(before, after);
        if found.target.is_none() && !pasted && before.ends_with(char::is_alphanumeric) {
            at += 2;
            continue;
        }
        draft.text.push_str(&line[copied..at]);
        if pasted {
            draft.text.push('\n');
        }
        let start = draft.text.len();
        draft.text.push_str(&found.shown);
        let range = start..draft.text.len();
        match found.target {
            Some(target) => {
                draft.links.push(Link { range, target });
                if after.starts_with(char::is_alphanumeric) {
                    draft.text.push('\n');
                }
            }
            None => draft.spans.push(Styled { range, style: TextStyle::Strong }),
        }
        at += found.len;
        copied = at;
    }
    draft.text.push_str(&line[copied..]);
}

/// A piece of mark-up at the beginning of a text.
struct Marked {
    /// Its length in bytes.
    len: usize,
    /// What the reader sees.
    shown: String,
    /// Where it leads; none for emphasis.
    target: Option<String>,
}

impl Marked {
    /// Whether this is a line of its own whose line break was lost when the text was pasted: bold, right after a word
    /// and up to the end of the line or to the next such piece.
    fn is_pasted(&self, before: &str, after: &str) -> bool {
        self.target.is_none()
            && before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | ')' | '!' | '?'))
            && self.shown.starts_with(char::is_uppercase)
            && (after.trim().is_empty() || after.starts_with("**"))
    }
}

fn bold(rest: &str) -> Option<Marked> {
    let inner = rest.strip_prefix("**")?;
    let end = inner.find("**")?;
    let shown = &inner[..end];
    let fits = shown.trim() == shown && shown.contains(char::is_alphabetic);
    fits.then(|| Marked { len: end + 4, shown: shown.to_owned(), target: None })
}

fn marked_link(rest: &str) -> Option<Marked> {
    let label_end = 1 + closing(&rest[1..], b'[', b']')?;
    let address = rest[label_end + 1..].strip_prefix('(')?;
    let address_end = closing(address, b'(', b')')?;
    let target = links::target(&unescape(&address[..address_end]))?;
    let label = unescape(&rest[1..label_end]);
    let shown = if label.trim().is_empty() { target.clone() } else { label };
    Some(Marked { len: label_end + 2 + address_end + 1, shown, target: Some(target) })
}

/// Where the bracket that is open closes: escaped signs do not count, round brackets come in pairs, a square one inside
/// is another beginning.
fn closing(text: &str, open: u8, close: u8) -> Option<usize> {
    let mut depth = 0_usize;
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'[' | b'\n' => return None,
            _ if byte == close && depth == 0 => return Some(at),
            _ if byte == close => depth -= 1,
            _ if byte == open => depth += 1,
            _ => {}
        }
    }
    None
}

fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match chars.peek() {
            Some(next) if c == '\\' && next.is_ascii_punctuation() => {}
            _ => out.push(c),
        }
        if c == '\\'
            && let Some(next) = chars.next_if(char::is_ascii_punctuation)
        {
            out.push(next);
        }
    }
    out
}

fn angle_link(rest: &str) -> Option<Marked> {
    if !(rest.starts_with("<http") || rest.starts_with("<mailto:") || rest.starts_with("<doi:")) {
        return None;
    }
    // Bounded, so that beginnings without an end cost no more than themselves.
    let end = memchr(b'>', &rest.as_bytes()[..rest.len().min(LINK_MAX)])?;
    let shown = &rest[1..end];
    if shown.contains(|c: char| c.is_whitespace() || c == '<') {
        return None;
    }
    Some(Marked { len: end + 1, shown: shown.to_owned(), target: Some(links::target(shown)?) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(raw: &str, shown: &str, marked: &[&str], targets: &[&str]) {
        let draft = draft(raw);
        assert_eq!(draft.text, shown);
        let spans: Vec<&str> = draft.spans.iter().map(|span| &draft.text[span.range.clone()]).collect();
        assert_eq!(spans, marked);
        let links: Vec<&str> = draft.links.iter().map(|link| link.target.as_str()).collect();
        assert_eq!(links, targets);
    }

    #[test]
    fn the_source_of_a_page_is_named() {
        let warned = |text: &str| {
            let input = Input { name: std::path::Path::new("page.html"), bytes: text.as_bytes() };
            super::super::read(input).unwrap().next().unwrap().warnings
        };
        for page in ["<!DOCTYPE html>\n<p>Text", "\n<html lang=\"de\"><body>Text", "<HTML>"] {
            assert_eq!(warned(page), [HTML], "{page}");
        }
        for text in ["<b>Text</b> of a kind.", "html", "<ä", "On <html>."] {
            assert_eq!(warned(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn light_mark_up_is_taken_out() {
        check("a **bold** word", "a bold word", &["bold"], &[]);
        check("see [the paper](https://x.org/a\\(1\\)) now", "see the paper now", &[], &["https://x.org/a(1)"]);
        check("[https://x.org/\\(1\\)](https://x.org/(1))", "https://x.org/(1)", &[], &["https://x.org/(1)"]);
        check("at <https://x.org/a>.", "at https://x.org/a.", &[], &["https://x.org/a"]);
    }

    #[test]
    fn what_only_looks_like_mark_up_stays() {
        for raw in
            ["CD4[+](see above)", "2**3 and 4**5", "a < b > c", "[1] Berg A", "\\(not\\)", "<br>", "[x](javascript:a)"]
        {
            check(raw, raw, &[], &[]);
        }
    }

    #[test]
    fn line_breaks_lost_in_pasting_come_back() {
        check(
            "News**Klinik am See****Anna Berg**",
            "News\nKlinik am See\nAnna Berg",
            &["Klinik am See", "Anna Berg"],
            &[],
        );
        check("<https://x.org/1>Medicine", "https://x.org/1\nMedicine", &[], &["https://x.org/1"]);
    }

    #[test]
    fn lines_of_brackets_take_linear_time() {
        let clock = std::time::Instant::now();
        for mark in ["[", "](", "[](", "**", "*", "<http", "<", "(", "[a](https://x.org/", "**a", "\\["] {
            draft(&mark.repeat(100_000));
        }
        assert!(clock.elapsed().as_secs() < 20, "{:?}", clock.elapsed());
    }
}
