//! Numbers and dates as queries and cards write them.

use super::NumberRange;

/// A number, `>n`, `>=n`, `<n`, `<=n`, `n..m`, `n..` or `..m`, each number with a unit that `scale` knows; also as the
/// card prints them: `≥ 9 months`, `18–38 years`, `14,7 Monate`.
pub(super) fn range(text: &str, scale: impl Fn(&str) -> Option<f64>) -> Option<NumberRange> {
    let plain = text.trim().trim_start_matches(['~', '≈', '=']).replace('≥', ">=").replace('≤', "<=");
    let number = |text: &str, unit: &str| -> Option<f64> {
        let text = text.trim();
        let digits = text.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ',')).unwrap_or(text.len());
        let n: f64 = text[..digits].replace(',', ".").parse().ok()?;
        let own = text[digits..].trim();
        Some(n * scale(if own.is_empty() { unit } else { own })?)
    };
    let end = |text: &str, unit: &str, open: f64| {
        if text.trim().is_empty() { Some(open) } else { number(text, unit) }
    };
    let (low, high) = if let Some(n) = plain.strip_prefix(">=") {
        (number(n, "")?, f64::MAX)
    } else if let Some(n) = plain.strip_prefix('>') {
        (number(n, "")?.next_up(), f64::MAX)
    } else if let Some(n) = plain.strip_prefix("<=") {
        (0.0, number(n, "")?)
    } else if let Some(n) = plain.strip_prefix('<') {
        (0.0, number(n, "")?.next_down())
    } else if let Some((low, high)) = plain.split_once("..").or_else(|| plain.split_once(['–', '-'])) {
        let nothing = low.trim().is_empty() && high.trim().is_empty();
        (!nothing).then_some(())?;
        // The unit of the second number is that of both, unless the first has one.
        let unit = high.trim().trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ',').trim();
        (end(low, unit, 0.0)?, end(high, "", f64::MAX)?)
    } else {
        let n = number(&plain, "")?;
        (n, n)
    };
    (low <= high).then(|| NumberRange { text: text.to_owned(), low, high })
}

/// Whether a text is a month or a day as the card prints it: `2025-08`, `2025-08-14`.
pub(super) fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let digits = |part: &&str, count| part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit());
    matches!(parts[..], [year, ref rest @ ..] if digits(&year, 4) && (1..3).contains(&rest.len())
        && rest.iter().all(|part| digits(part, 2)))
}
