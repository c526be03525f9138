//! Numbers as texts write them: digits, English and German number words, ranges and operators, and the units of time
//! that follow them. Knows nothing of patients or events.

use super::Data;
use crate::text::Span;
pub(super) use crate::text::{next_word, small};

mod units;
mod words;

use units::unit_named;
pub(super) use units::{TIME_UNITS, TimeUnit, time_unit};
use words::{after_article, begins, german_stem, is_german_article, may_be_number, multiplied, number_word};

/// A number with its operator.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Quantity {
    /// Operator, number and upper end as written.
    pub(super) span: Span,
    /// The number without its operator.
    pub(super) number: Span,
    /// As in [`Data::Quantity`].
    pub(super) op: &'static str,
    /// The number, or the lower end.
    pub(super) n: f64,
    /// The upper end.
    pub(super) n2: Option<f64>,
    /// The number is only an indefinite article: one of something, if a noun that can be counted follows.
    pub(super) article: bool,
}

impl Quantity {
    /// The short normal form: "> 10 drugs", "18–65 years".
    pub(super) fn shown(&self, one: &str, many: &str) -> String {
        let noun = if self.n.total_cmp(&1.0).is_eq() && self.n2.is_none() { one } else { many };
        match (self.op, self.n2) {
            (_, Some(n2)) => format!("{}–{n2} {noun}", self.n),
            ("=", None) => format!("{} {noun}", self.n),
            (">=", None) => format!("≥ {} {noun}", self.n),
            ("<=", None) => format!("≤ {} {noun}", self.n),
            (op, None) => format!("{op} {} {noun}", self.n),
        }
    }

    /// The machine-readable form.
    pub(super) fn data(&self, unit: &str) -> Data {
        Data::Quantity { op: self.op, n: self.n, n2: self.n2, unit: unit.to_owned() }
    }
}

/// Operators before a number; the longer of two that end alike stands first.
const OPERATORS: &[(&str, &str)] = &[
    ("no more than", "<="),
    ("not more than", "<="),
    ("nicht mehr als", "<="),
    ("no less than", ">="),
    ("no fewer than", ">="),
    ("not less than", ">="),
    ("nicht weniger als", ">="),
    ("more than", ">"),
    ("greater than", ">"),
    ("older than", ">"),
    ("longer than", ">"),
    ("higher than", ">"),
    ("over", ">"),
    ("above", ">"),
    ("exceeding", ">"),
    ("mehr als", ">"),
    ("älter als", ">"),
    ("länger als", ">"),
    ("über", ">"),
    ("ueber", ">"),
    ("gut", ">"),
    ("at least", ">="),
    ("a minimum of", ">="),
    ("mindestens", ">="),
    ("wenigstens", ">="),
    ("fewer than", "<"),
    ("less than", "<"),
    ("younger than", "<"),
    ("shorter than", "<"),
    ("under", "<"),
    ("below", "<"),
    ("weniger als", "<"),
    ("jünger als", "<"),
    ("kürzer als", "<"),
    ("unter", "<"),
    ("up to", "<="),
    ("at most", "<="),
    ("a maximum of", "<="),
    ("within", "<="),
    ("bis zu", "<="),
    ("höchstens", "<="),
    ("maximal", "<="),
    ("innerhalb von", "<="),
    ("innerhalb", "<="),
    ("binnen", "<="),
    ("about", "~"),
    ("around", "~"),
    ("approximately", "~"),
    ("approx.", "~"),
    ("roughly", "~"),
    ("nearly", "~"),
    ("almost", "~"),
    ("some", "~"),
    ("circa", "~"),
    ("ca.", "~"),
    ("etwa", "~"),
    ("rund", "~"),
    ("ungefähr", "~"),
    ("knapp", "~"),
    ("fast", "~"),
    (">=", ">="),
    ("<=", "<="),
    ("≥", ">="),
    ("≤", "<="),
    (">", ">"),
    ("<", "<"),
    ("~", "~"),
    ("≈", "~"),
];

/// Adverbs that may stand between operator and number.
const ADVERBS: &[&str] = &["just", "only", "nur", "lediglich", "the first", "der ersten", "den ersten", "von"];

/// How far before a number its operator is looked for, in bytes.
const OPERATOR_REACH: usize = 40;

/// All numbers of `text`, in order, not overlapping. Dates, fractions, powers and numbers that belong to a name
/// ("CD19", "KYV-101", "10⁶", "5/6") are none.
pub(super) fn quantities(text: &str) -> Vec<Quantity> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(word) = next_word(text, at) {
        at = word.end;
        if !may_be_number(&text.as_bytes()[word.clone()]) {
            continue;
        }
        let Some(first) = number_at(text, &word) else {
            if let Some(end) = numeral_end(text, &word) {
                at = end;
            }
            continue;
        };
        at = first.span.end;
        if first.article {
            out.push(Quantity {
                span: first.span.clone(),
                number: first.span,
                op: "=",
                n: first.n,
                n2: None,
                article: true,
            });
            continue;
        }
        let (op, start) = operator_before(text, first.span.start);
        let upper = upper_end(text, &first);
        let mut end = upper.as_ref().map_or(first.span.end, |upper| upper.span.end);
        let mut op = if upper.is_some() { "range" } else { op };
        if upper.is_none()
            && op == "="
            && let Some(more) = or_more(&text[end..])
        {
            op = ">=";
            end += more;
        }
        if let Some(deviation) = deviation_end(text, end) {
            end = deviation;
        }
        at = end;
        out.push(Quantity {
            span: start..end,
            number: first.span.start..end,
            op,
            n: first.n,
            n2: upper.map(|upper| upper.n),
            article: false,
        });
    }
    out
}

/// The runs of ASCII digits of a text.
pub(super) fn digits(text: &str) -> Vec<Span> {
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    let mut at = 0;
    loop {
        // Eight bytes at once, as long as none has the upper half that digits have.
        while let Some(eight) = bytes.get(at..).and_then(<[u8]>::first_chunk::<8>) {
            let halves = (u64::from_le_bytes(*eight) & HIGH) ^ (HIGH / 0xf0 * 0x30);
            if halves.wrapping_sub(HIGH / 0xf0) & !halves & (HIGH / 0xf0 * 0x80) != 0 {
                break;
            }
            at += 8;
        }
        let Some(skipped) = bytes[at..].iter().take(8).position(u8::is_ascii_digit) else {
            at += 8;
            if at >= bytes.len() {
                return out;
            }
            continue;
        };
        let start = at + skipped;
        at = bytes[start..].iter().position(|byte| !byte.is_ascii_digit()).map_or(bytes.len(), |len| start + len);
        out.push(start..at);
    }
}

/// The upper halves of eight bytes.
const HIGH: u64 = 0xf0f0_f0f0_f0f0_f0f0;

/// The run of letters and digits that ends last before `at`, with the text between it and `at`.
pub(super) fn word_before(text: &str, at: usize) -> Option<Span> {
    let head = &text[..at];
    let (last, c) = head.char_indices().rfind(|(_, c)| c.is_alphanumeric())?;
    let end = last + c.len_utf8();
    let start =
        head[..end].char_indices().rev().take_while(|(_, c)| c.is_alphanumeric()).last().map_or(end, |(at, _)| at);
    Some(start..end)
}

struct Number {
    span: Span,
    n: f64,
    article: bool,
}

/// The number that begins with `word`.
fn number_at(text: &str, word: &Span) -> Option<Number> {
    let first = &text[word.clone()];
    if first.starts_with(|c: char| c.is_ascii_digit()) {
        return digits_at(text, word);
    }
    if first.len() > 60 || !may_be_number(first.as_bytes()) {
        return None;
    }
    let folded = small(first);
    if matches!(&*folded, "a" | "an") || is_german_article(&folded) {
        return Some(after_article(text, word));
    }
    if folded == "half" {
        let end = ["half a ", "half an "]
            .iter()
            .find(|lead| begins(&text[word.start..], lead))
            .map(|lead| word.start + lead.len() - 1)?;
        return Some(Number { span: word.start..end, n: 0.5, article: false });
    }
    if let Some((length, n)) = german_stem(&folded, first) {
        return Some(Number { span: word.start..word.start + length, n, article: false });
    }
    let n = number_word(&folded)?;
    Some(multiplied(text, word.clone(), n))
}

/// The number whose digits begin with `word`, which may go on behind a point or comma.
fn digits_at(text: &str, word: &Span) -> Option<Number> {
    let before = text[..word.start].chars().next_back();
    let before_that = || text[..word.start].chars().rev().nth(1);
    match before {
        Some('-' | '‐' | '‑' | '–' | '_' | '/' | ':' | '.' | ',' | '·')
            if before_that().is_some_and(char::is_alphanumeric) =>
        {
            return None;
        }
        Some('^' | '#' | '\\') => return None,
        _ => {}
    }
    let end = numeral_end(text, word)?;
    let digits = &text[word.start..end];
    let after = &text[end..];
    // "3½", "5 ½".
    if let Some((written, part)) = [("½", 0.5), ("¼", 0.25), ("¾", 0.75)].into_iter().find(|(sign, _)| {
        after.starts_with(sign) || after.trim_start_matches([' ', '\u{a0}', '\u{202f}']).starts_with(sign)
    }) && digits.bytes().all(|byte| byte.is_ascii_digit())
    {
        let gap = after.find(written).unwrap_or_default();
        let whole: f64 = digits.parse().ok()?;
        return (gap <= 3).then(|| Number {
            span: word.start..end + gap + written.len(),
            n: whole + part,
            article: false,
        });
    }
    let mut follows = after.chars();
    match follows.next() {
        Some('/' | ':' | '^') if follows.next().is_some_and(|c| c.is_ascii_digit()) => return None,
        Some(c) if c.is_alphabetic() => {
            let run = next_word(text, end)?;
            unit_named(&text[run])?;
        }
        Some(c) if c.is_alphanumeric() => return None,
        _ => {}
    }
    decimal(digits).map(|n| Number { span: word.start..end, n, article: false })
}

/// Where the numeral that begins with `word` ends: digits, and separators with digits behind them.
fn numeral_end(text: &str, word: &Span) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = word.start;
    if !bytes[at].is_ascii_digit() {
        return None;
    }
    loop {
        while at < bytes.len() && bytes[at].is_ascii_digit() {
            at += 1;
        }
        let Some(separator) = text[at..]
            .chars()
            .next()
            .filter(|c| matches!(c, '.' | ',' | '·' | '\'' | '\u{a0}' | '\u{202f}' | '\u{2009}'))
        else {
            return Some(at);
        };
        let next = at + separator.len_utf8();
        // A blank parts thousands only where three digits follow.
        let three = bytes[next..].iter().take_while(|b| b.is_ascii_digit()).count() == 3;
        let goes_on =
            bytes.get(next).is_some_and(u8::is_ascii_digit) && (matches!(separator, '.' | ',' | '·') || three);
        if !goes_on {
            return Some(at);
        }
        at = next;
    }
}

/// The value of digits with separators, by pattern and not by locale: groups of three behind one to three digits are
/// thousands unless the number begins with 0, the last separator before other digits is the decimal sign.
fn decimal(digits: &str) -> Option<f64> {
    if digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return digits.parse().ok();
    }
    let groups: Vec<&str> = digits.split(|c: char| !c.is_ascii_digit()).collect();
    let signs: Vec<char> = digits.chars().filter(|c| !c.is_ascii_digit()).collect();
    let last = signs.last()?;
    let thousands = |groups: &[&str]| {
        groups[0].len() <= 3 && !groups[0].starts_with('0') && groups[1..].iter().all(|group| group.len() == 3)
    };
    // British journals print the decimal sign as a raised point.
    let raised = *last == '·';
    let alike = signs.iter().all(|sign| sign == last);
    if !raised && alike && thousands(&groups) {
        return groups.concat().parse().ok();
    }
    let (fraction, whole) = groups.split_last()?;
    let decimal_sign = raised || matches!(last, '.' | ',');
    let rest = &signs[..signs.len() - 1];
    if decimal_sign
        && !rest.contains(last)
        && rest.windows(2).all(|pair| pair[0] == pair[1])
        && (whole.len() == 1 || thousands(whole))
    {
        return format!("{}.{fraction}", whole.concat()).parse().ok();
    }
    None
}

/// The operator before `at` and where it begins; "=" and `at` where there is none.
fn operator_before(text: &str, at: usize) -> (&'static str, usize) {
    let from = crate::text::ceil(text, at.saturating_sub(OPERATOR_REACH));
    let mut head = text[from..at].trim_end();
    if head.len() == at - from && !head.ends_with(['>', '<', '=', '~', '≈', '≥', '≤']) {
        return ("=", at);
    }
    let lower = small(head);
    if lower.len() != head.len() {
        return ("=", at);
    }
    let mut rest = &*lower;
    if let Some(adverb) = ADVERBS.iter().find(|adverb| ends_with_words(rest, adverb)) {
        let cut = rest.len() - adverb.len();
        let shorter = rest[..cut].trim_end();
        if OPERATORS.iter().any(|(words, _)| ends_with_words(shorter, words)) {
            rest = shorter;
            head = &head[..rest.len()];
        }
    }
    // "Wir berichten über zwei Kinder" tells of two.
    if rest.strip_suffix("über").is_some_and(|before| BEFORE_ABOUT.iter().any(|verb| before.ends_with(verb))) {
        return ("=", at);
    }
    OPERATORS
        .iter()
        .find(|(words, _)| ends_with_words(rest, words))
        .map_or(("=", at), |(words, op)| (*op, from + head.len() - words.len()))
}

/// What stands before an "über" that means "of".
const BEFORE_ABOUT: &[&str] = &["berichten ", "berichtet ", "berichte ", "berichteten ", "bericht ", " wir "];

/// Whether `text` ends with `words` and no letter stands right before them.
fn ends_with_words(text: &str, words: &str) -> bool {
    // Most end in another letter.
    let may = text.as_bytes().last() == words.as_bytes().last();
    may && text.strip_suffix(words).is_some_and(|before| {
        !words.starts_with(char::is_alphabetic) || !before.ends_with(|c: char| c.is_alphanumeric() || c == '-')
    })
}

/// The upper end of a range whose lower end is `first`.
fn upper_end(text: &str, first: &Number) -> Option<Number> {
    let rest = &text[first.span.end..];
    let between = || {
        let head = text[..first.span.start].trim_end();
        let before = word_before(head, head.len()).filter(|word| word.end == head.len());
        before.is_some_and(|word| {
            let word = &head[word];
            word.eq_ignore_ascii_case("between") || word.eq_ignore_ascii_case("zwischen")
        })
    };
    let joiners = [" to ", " bis ", " bis zu ", "-to-", " - ", " – ", "-", "–", "—", "‑", " and ", " und "];
    joiners.iter().find_map(|joiner| {
        rest.strip_prefix(joiner)?;
        if matches!(*joiner, " and " | " und ") && !between() {
            return None;
        }
        let at = first.span.end + joiner.len();
        let word = next_word(text, at).filter(|word| word.start == at)?;
        // The sign before the digits is the range's own here.
        let upper = if text.as_bytes()[at].is_ascii_digit() {
            let end = numeral_end(text, &word)?;
            let follows = text[end..].chars().next();
            if follows.is_some_and(char::is_alphabetic) && unit_named(&text[next_word(text, end)?]).is_none() {
                return None;
            }
            if follows.is_some_and(|c| c.is_numeric() || matches!(c, '/' | '^')) {
                return None;
            }
            Number { span: at..end, n: decimal(&text[at..end])?, article: false }
        } else {
            number_at(text, &word).filter(|number| !number.article)?
        };
        (upper.n > first.n).then_some(upper)
    })
}

/// The length of "or more", "oder mehr", "+" behind a number.
fn or_more(rest: &str) -> Option<usize> {
    [" or more", " oder mehr", " and more", "+"].iter().find(|words| begins(rest, words)).map(|words| words.len())
}

/// Where "± 12" behind a mean ends.
fn deviation_end(text: &str, at: usize) -> Option<usize> {
    let rest = text[at..].trim_start_matches(' ');
    let rest = rest.strip_prefix('±').or_else(|| rest.strip_prefix("+/-"))?;
    let rest = rest.trim_start_matches(' ');
    let start = text.len() - rest.len();
    let word = next_word(text, start).filter(|word| word.start == start)?;
    numeral_end(text, &word)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{ProptestConfig, proptest};

    use super::{quantities, time_unit};

    /// Each number as "op n" or "op n–n2"; bare articles are left out.
    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found: Vec<String> = quantities(text)
            .iter()
            .filter(|quantity| !quantity.article)
            .map(|quantity| match quantity.n2 {
                Some(n2) => format!("{} {}–{n2}", quantity.op, quantity.n),
                None => format!("{} {}", quantity.op, quantity.n),
            })
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn thousands_and_decimals_are_told_by_pattern() {
        check("3.000 und 3,000", &["= 3000", "= 3000"]);
        check("0,25 mg and 0.125 mg", &["= 0.25", "= 0.125"]);
        check("1.5 or 12,75", &["= 1.5", "= 12.75"]);
        check("1.234,56 and 1,234.56", &["= 1234.56", "= 1234.56"]);
        check("1,204,300 people", &["= 1204300"]);
        check("4\u{202f}500 Euro", &["= 4500"]);
    }

    #[test]
    fn words_of_both_languages_are_numbers() {
        check("thirty-five, twelve, two hundred and fifty", &["= 35", "= 12", "= 250"]);
        check("one hundred and thirty-five, one hundred twelve", &["= 135", "= 112"]);
        check("one thousand two hundred and five, two thousand and forty", &["= 1205", "= 2040"]);
        check("fünfunddreißig, zwölf, zweihundertfünfzig", &["= 35", "= 12", "= 250"]);
        check("a dozen, ein Dutzend, three dozen", &["= 12", "= 12", "= 36"]);
        check("anderthalb Jahre, half a year, ein halbes Jahr", &["= 1.5", "= 0.5", "= 0.5"]);
        check("two and a half years, zweieinhalb Jahre", &["= 2.5", "= 2.5"]);
        check("Hunderte kamen, hundreds came, a man, eine Frau", &[]);
    }

    #[test]
    fn operators_stand_before_or_behind() {
        check("mehr als zehn", &["> 10"]);
        check("over 100, at least five", &["> 100", ">= 5"]);
        check("etwa 20, ca. 30, rund 40", &["~ 20", "~ 30", "~ 40"]);
        check("fewer than 3, weniger als 4, bis zu 5", &["< 3", "< 4", "<= 5"]);
        check("≥ 18, >60, <= 7", &[">= 18", "> 60", "<= 7"]);
        check("within just two months", &["<= 2"]);
        check("50 or more, 18 oder mehr", &[">= 50", ">= 18"]);
    }

    #[test]
    fn ranges_have_two_ends() {
        check("100 to 200", &["range 100–200"]);
        check("18–65 and 18-65", &["range 18–65", "range 18–65"]);
        check("drei bis vier Wochen", &["range 3–4"]);
        check("zwischen 20 und 30", &["range 20–30"]);
        check("between five and ten", &["range 5–10"]);
        check("20 and 30", &["= 20", "= 30"]);
    }

    #[test]
    fn parts_of_names_and_dates_are_no_numbers() {
        check("CD19 and KYV-101 and COVID-19", &[]);
        check("10⁶ cells, 10^6 cells", &[]);
        check("01/09/2025 and 5/6 strength", &[]);
        check("4.4.1997", &[]);
    }

    #[test]
    fn units_of_time_are_found_behind_numbers() {
        let unit = |text: &str| {
            let quantity = quantities(text).into_iter().next()?;
            time_unit(text, quantity.span.end).map(|(unit, _)| unit.code)
        };
        assert_eq!(unit("nine consecutive months"), Some("mo"));
        assert_eq!(unit("nach fünfmonatiger Gabe"), Some("mo"));
        assert_eq!(unit("35-jähriger"), Some("a"));
        assert_eq!(unit("12h later"), Some("h"));
        assert_eq!(unit("zwei volle Jahre"), Some("a"));
        assert_eq!(unit("five patients"), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        #[test]
        fn spans_are_in_order_and_on_boundaries(text in r"([0-9]{1,4}|[ .,–-]|mehr als |fünf|three|über |ein |a |Jahre|½|⁶|to ){0,30}") {
            let mut last = 0;
            for quantity in quantities(&text) {
                assert!(quantity.span.start <= quantity.number.start && quantity.number.end == quantity.span.end);
                assert!(last <= quantity.number.start, "{text}");
                assert!(text.get(quantity.span.clone()).is_some());
                last = quantity.span.end;
            }
        }
    }
}
