//! Links that stand bare in a text: addresses, DOIs and mail. Found by their rare bytes, without a regular expression,
//! because this runs before the first frame.

use memchr::memmem;

use crate::document::Link;
use crate::text::{Span, clean_line};

/// Longest link that is taken for one, in bytes.
const LINK_MAX: usize = 2048;

/// The target as it may be opened, cleaned; none where it is not http, https, doi or mailto.
pub fn target(raw: &str) -> Option<String> {
    let raw = raw.trim();
    let lower = raw.get(..raw.len().min(8)).unwrap_or(raw).to_ascii_lowercase();
    ["http://", "https://", "doi:", "mailto:"]
        .iter()
        .any(|scheme| lower.starts_with(scheme) && raw.len() > scheme.len())
        .then(|| clean_line(raw).into_owned())
}

/// The target of a link that the text marks: as it may be opened, else as it stands, so that it can be told.
pub fn marked(raw: &str) -> Option<String> {
    let told = || Some(raw.trim()).filter(|raw| (1..=LINK_MAX).contains(&raw.len()));
    target(raw).or_else(|| told().map(|raw| clean_line(raw).into_owned()))
}

/// Adds the bare links of `text` to those that are marked, in order, without touching these.
pub fn add_bare(text: &str, links: &mut Vec<Link>) {
    let mut found = Vec::new();
    for scheme in ["http://", "https://", "www."] {
        for at in memmem::find_iter(text.as_bytes(), scheme) {
            if text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '/' || c == '.') {
                continue;
            }
            let end = url_end(text, at);
            if end > at + scheme.len() + 1 {
                let prefix = if scheme == "www." { "https://" } else { "" };
                found.push(link(text, at..end, prefix));
            }
        }
    }
    for at in memmem::find_iter(text.as_bytes(), "10.") {
        if let Some(span) = doi(text, at) {
            found.push(link(text, span, "doi:"));
        }
    }
    for at in memchr::memchr_iter(b'@', text.as_bytes()) {
        if let Some(span) = mail(text, at) {
            found.push(link(text, span, "mailto:"));
        }
    }
    links.append(&mut found);
    // A link that was marked, and else the longer one, goes before those that overlap it: the sort is stable.
    links.sort_by_key(|link| link.range.start);
    let mut end = 0;
    links.retain(|link| {
        let keep = link.range.start >= end && !link.range.is_empty();
        if keep {
            end = link.range.end;
        }
        keep
    });
}

fn link(text: &str, range: Span, prefix: &str) -> Link {
    let target = clean_line(&format!("{prefix}{}", &text[range.clone()])).into_owned();
    Link { range, target }
}

/// The end of the address that begins at `at`: no blanks or quotation marks, no final punctuation, brackets in pairs.
fn url_end(text: &str, at: usize) -> usize {
    let mut end = at;
    let mut open = 0_usize;
    for (index, c) in text[at..].char_indices() {
        if index > LINK_MAX
            || c.is_whitespace()
            || matches!(c, '<' | '>' | '"' | '“' | '”' | '„' | '»' | '«' | '|' | '\\' | '`')
        {
            break;
        }
        match c {
            '(' => open += 1,
            ')' if open == 0 => break,
            ')' => open -= 1,
            _ => {}
        }
        // `end` stays before punctuation that no further sign of the address follows.
        if !matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | ']' | '[' | '(') {
            end = at + index + c.len_utf8();
        }
    }
    end
}

/// The DOI whose "10." stands at `at`: a prefix of four to nine digits, a slash, a suffix.
fn doi(text: &str, at: usize) -> Option<Span> {
    if text[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | ',' | '/' | '=')) {
        return None;
    }
    let digits = text[at + 3..].bytes().take_while(u8::is_ascii_digit).count();
    let slash = at + 3 + digits;
    if !(4..=9).contains(&digits) || text.as_bytes().get(slash) != Some(&b'/') {
        return None;
    }
    let end = url_end(text, at);
    (end > slash + 1).then_some(at..end)
}

/// The mail address around the `@` at `at`.
fn mail(text: &str, at: usize) -> Option<Span> {
    let bytes = text.as_bytes();
    let local = |byte: u8| byte.is_ascii_alphanumeric() || b"._%+-".contains(&byte);
    let start = at - bytes[..at].iter().rev().take(64).take_while(|&&byte| local(byte)).count();
    let start = start + bytes[start..at].iter().take_while(|byte| b".-_+%".contains(byte)).count();
    let host = bytes[at + 1..]
        .iter()
        .take(255)
        .take_while(|&&byte| byte.is_ascii_alphanumeric() || byte == b'.' || byte == b'-')
        .count();
    let host = text[at + 1..at + 1 + host].trim_end_matches(['.', '-']);
    let (_, top) = host.rsplit_once('.')?;
    let fits = start < at
        && !host.starts_with(['.', '-'])
        && top.len() >= 2
        && top.bytes().all(|byte| byte.is_ascii_alphabetic());
    fits.then_some(start..at + 1 + host.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(&str, &str)]) {
        let mut links = Vec::new();
        add_bare(text, &mut links);
        let found: Vec<(&str, &str)> =
            links.iter().map(|link| (&text[link.range.clone()], link.target.as_str())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn bare_links() {
        check("see https://example.org/a_(b). Or", &[("https://example.org/a_(b)", "https://example.org/a_(b)")]);
        check("(http://example.org/x)", &[("http://example.org/x", "http://example.org/x")]);
        check("at www.example.org!", &[("www.example.org", "https://www.example.org")]);
        check("DOI: 10.1000/j.x.2020.01.", &[("10.1000/j.x.2020.01", "doi:10.1000/j.x.2020.01")]);
        check("https://doi.org/10.1000/abc", &[("https://doi.org/10.1000/abc", "https://doi.org/10.1000/abc")]);
        check("write to a.berg@klinik.example.de.", &[("a.berg@klinik.example.de", "mailto:a.berg@klinik.example.de")]);
        check("10.5 mg, 110.1000/x, a@b, @home, http://", &[]);
    }

    #[test]
    fn marked_links_go_first() {
        let text = "see https://example.org now";
        let marked = Link { range: 4..23, target: "https://example.com".into() };
        let mut links = vec![marked.clone()];
        add_bare(text, &mut links);
        assert_eq!(links, [marked]);
    }

    #[test]
    fn only_known_schemes_open() {
        for raw in ["javascript:alert(1)", "file:///etc", "relative.html", "", "http://", "ünïcode"] {
            assert_eq!(target(raw), None, "{raw}");
        }
        assert_eq!(target("HTTPS://x.org").as_deref(), Some("HTTPS://x.org"));
    }

    #[test]
    fn what_a_text_marks_as_a_link_can_be_told() {
        for raw in ["https://x.org", "#part", "other.md", "file:///etc"] {
            assert_eq!(marked(raw).as_deref(), Some(raw));
        }
        assert_eq!(marked("a\nb").as_deref(), Some("a␊b"));
        assert_eq!(marked(" "), None);
        assert_eq!(marked(&format!("data:{}", "A".repeat(LINK_MAX))), None);
    }
}
