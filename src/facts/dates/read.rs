//! The forms of dates in both languages, read around their year of four digits.

use crate::text::Span;

/// A day, or a month (`day` 0), or a year (`month` 0).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Date {
    pub(super) year: u16,
    pub(super) month: u8,
    pub(super) day: u8,
}

impl Date {
    pub(super) fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let days = match month {
            0 => 0,
            2 => 29,
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => return None,
        };
        (day <= days).then_some(Self { year, month, day })
    }

    pub(super) fn iso(self) -> String {
        match (self.month, self.day) {
            (0, _) => format!("{:04}", self.year),
            (month, 0) => format!("{:04}-{month:02}", self.year),
            (month, day) => format!("{:04}-{month:02}-{day:02}", self.year),
        }
    }

    /// Days on a scale on which dates can be compared, exact to a day or two.
    pub(super) fn days(self) -> i32 {
        i32::from(self.year) * 365 + i32::from(self.month) * 30 + i32::from(self.day)
    }
}

/// A date in the text. `other` is the second reading of `01/09/2025`.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) range: Span,
    pub(super) date: Date,
    pub(super) other: Option<Date>,
    /// Of `25/01/2025` and `01/25/2025` what comes first: dates of one page are written alike.
    pub(super) order: Option<Order>,
}

/// What comes first in a date of three numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    Day,
    Month,
}

impl Found {
    pub(super) fn sure(&self) -> Option<Date> {
        self.other.is_none().then_some(self.date)
    }

    /// The reading in the order that the page writes its dates in, else the one that stands within a quarter of a year
    /// of another date of the page, if only one does.
    pub(super) fn decide(&self, order: Option<Order>, known: &[Date]) -> (Date, Option<Date>) {
        const QUARTER: i32 = 90;
        let Some(other) = self.other else {
            return (self.date, None);
        };
        match order {
            Some(Order::Month) => return (self.date, None),
            Some(Order::Day) => return (other, None),
            None => {}
        }
        let near = |date: Date| known.iter().any(|known| (known.days() - date.days()).abs() <= QUARTER);
        match (near(self.date), near(other)) {
            (true, false) => (self.date, None),
            (false, true) => (other, None),
            _ => (self.date, Some(other)),
        }
    }
}

/// The order of day and month in a page's dates, where one of them shows it and none another.
pub(super) fn order(all: &[Found]) -> Option<Order> {
    let mut orders = all.iter().filter_map(|found| found.order);
    let first = orders.next()?;
    orders.all(|order| order == first).then_some(first)
}

/// All dates of a text in order, whose runs of digits are `digits`: days, months and, at the end of a citation or a cue,
/// years.
pub(super) fn dates(text: &str, digits: &[Span]) -> Vec<Found> {
    let mut out: Vec<Found> = Vec::new();
    for year in digits.iter().filter(|run| matches!(run.len(), 2 | 4)) {
        let taken = out.last().is_some_and(|last| year.start < last.range.end);
        if year.len() == 2 {
            out.extend(short_year(text, year).filter(|_| !taken));
            continue;
        }
        if taken || !(text[year.start..].starts_with("19") || text[year.start..].starts_with("20")) {
            continue;
        }
        let Some(found) = date_around(text, year) else {
            continue;
        };
        // "2024 Mar 5, 2024" is one date and a year.
        let from = out.last().map_or(0, |last| last.range.end);
        if from <= found.range.start {
            out.extend(without_year(text, digits, from, &found));
            out.push(found);
        }
    }
    out
}

/// The days behind `from` that are told without a year in the sentence of a date, not later than it: "am 24. Mai
/// erkrankt, am 3. Juni 2023 entlassen", "on May 24 and June 3, 2023".
fn without_year(text: &str, digits: &[Span], from: usize, last: &Found) -> Vec<Found> {
    const REACH: usize = 160;
    if last.date.day == 0 || last.other.is_some() {
        return Vec::new();
    }
    let to = last.range.start;
    let from = crate::text::floor(text, to.saturating_sub(REACH)).max(from);
    let first = digits.partition_point(|run| run.start < from);
    let runs = digits[first..].iter().take_while(|run| run.end <= to).filter(|run| run.len() <= 2);
    let read = |run: &Span| {
        let day: u8 = text[run.clone()].parse().ok()?;
        let lead = &text[from..run.start];
        let (range, month) = if let Some((start, month)) = lead.strip_suffix(' ').and_then(month_at_end) {
            (from + start..run.end, month)
        } else {
            let behind = &text[run.end..to];
            let word = behind.strip_prefix('.').unwrap_or(behind).strip_prefix(' ')?;
            let letters = word.find(|c: char| !c.is_alphabetic()).unwrap_or(word.len());
            let (start, month) = month_at_end(&word[..letters])?;
            let free = !lead.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | ','));
            (start == 0 && free).then_some((run.start..to - word.len() + letters, month))?
        };
        let between = &text[range.end..to];
        // The full stop of a day ends no sentence.
        let stops = between.match_indices(". ").any(|(at, _)| !between[..at].ends_with(|c: char| c.is_ascii_digit()));
        let free = between.starts_with([' ', ',', ';', ')']) && !stops && !between.contains('\n');
        let earlier = (month, day) <= (last.date.month, last.date.day);
        Date::new(last.date.year, month, day).filter(|_| day > 0 && free && earlier).map(|date| Found {
            range,
            date,
            other: None,
            order: None,
        })
    };
    runs.filter_map(read).collect()
}

/// "03.09.24", "am 3.9.24": day and month in two digits each, or a word before them that goes with a day.
fn short_year(text: &str, year: &Span) -> Option<Found> {
    let before = text[..year.start].strip_suffix('.')?;
    let after = &text[year.end..];
    let more = after.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '%' | '/' | '-' | ':'))
        || after.starts_with(['.', ',']) && after[1..].starts_with(|c: char| c.is_ascii_digit());
    if more || !before.ends_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let (start, day, month, mark) = numbers_before(&text[..year.start])?;
    let full = year.start - start == "03.09.".len();
    let lead = text[..start].strip_suffix(' ')?;
    let word = lead.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let dated = matches!(
        word,
        "am" | "Am" | "vom" | "Vom" | "bis" | "seit" | "Seit" | "zum" | "den" | "ab" | "Ab" | "on" | "On"
    );
    let value: u16 = text[year.clone()].parse().ok()?;
    let date = Date::new(if value < 40 { 2000 + value } else { 1900 + value }, month, day)?;
    (mark == b'.' && dated && (full || year.start - start >= 4)).then_some(Found {
        range: start..year.end,
        date,
        other: None,
        order: None,
    })
}

fn date_around(text: &str, year: &Span) -> Option<Found> {
    let (before, after) = (&text[..year.start], &text[year.end..]);
    if after.starts_with(|c: char| c.is_alphabetic()) {
        return None;
    }
    let value: u16 = text[year.clone()].parse().ok()?;
    let sure = |range: Span, month: u8, day: u8| {
        Date::new(value, month, day).map(|date| Found { range, date, other: None, order: None })
    };
    if let Some((month, day, len)) = numbers_after(after) {
        return (month > 0 && day > 0).then(|| sure(year.start..year.end + len, month, day)).flatten();
    }
    if let Some((start, first, second, mark)) = numbers_before(before) {
        let range = start..year.end;
        let (day_first, month_first) = (Date::new(value, second, first), Date::new(value, first, second));
        let found = |date, other, order| Some(Found { range, date, other, order });
        return match (mark, month_first, day_first) {
            (b'.', _, Some(date)) => found(date, None, None),
            (_, Some(date), None) => found(date, None, Some(Order::Month)),
            (_, None, Some(date)) => found(date, None, Some(Order::Day)),
            (b'/' | b'-', Some(date), Some(other)) => found(date, (date != other).then_some(other), None),
            _ => None,
        };
    }
    if let Some((start, month)) = month_before(before) {
        return sure(start..year.end, month, 0);
    }
    // "8-OCT-2025"
    if let Some((start, month, day)) = before.strip_suffix('-').and_then(words_at_end).filter(|(.., day)| *day > 0) {
        return sure(start..year.end, month, day);
    }
    if before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '/' | '-' | '.' | '–')) {
        return None;
    }
    if let Some((start, month, day)) = words_before(before) {
        return sure(start..year.end, month, day);
    }
    if let Some((len, month, day)) = words_after(after) {
        return sure(year.start..year.end + len, month, day);
    }
    // A span of years or a number with more parts is no year of something.
    let mut tail = after.chars();
    let more = matches!(tail.next(), Some('-' | '/' | '–' | '.')) && tail.next().is_some_and(|c| c.is_ascii_digit());
    if more { None } else { sure(year.clone(), 0, 0) }
}

/// `-01-09` or `/01/09` after a year, with its length.
fn numbers_after(after: &str) -> Option<(u8, u8, usize)> {
    let bytes = after.as_bytes();
    let mark = *bytes.first().filter(|mark| matches!(mark, b'-' | b'/'))?;
    let two = |at: usize| after.get(at..at + 2)?.parse::<u8>().ok();
    let (month, day) = (two(1)?, two(4)?);
    let free = !bytes.get(6).is_some_and(u8::is_ascii_digit);
    (bytes.get(3) == Some(&mark) && free && month <= 12).then_some((month, day, 6))
}

/// `01/09/` or `1.9.` or `09. 01. ` before a year: where it begins, its two numbers and the mark between.
fn numbers_before(before: &str) -> Option<(usize, u8, u8, u8)> {
    let (rest, mark) = cut_mark(before)?;
    let (rest, second) = cut_number(rest)?;
    let (rest, same) = cut_mark(rest)?;
    let (rest, first) = cut_number(rest)?;
    let free = !rest.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | '/' | '-'));
    (mark == same && free && first > 0 && second > 0).then_some((rest.len(), first, second, mark))
}

/// `03/` before a year: where it begins, and the month. Numbers of issues and files look the same.
fn month_before(before: &str) -> Option<(usize, u8)> {
    let (rest, month) = cut_number(before.strip_suffix('/')?)?;
    let two = before.len() - rest.len() == "03/".len();
    let numbered = ["nr.", "no.", "az.", "aktenzeichen", "issue", "ausgabe", "heft", "vol.", "number", "nummer"];
    let lead = rest.trim_end();
    let lead = lead[crate::text::floor(lead, lead.len().saturating_sub(16))..].to_lowercase();
    let free = rest.is_empty() || rest.ends_with([' ', '(', '\n', '\u{a0}']);
    (two && free && (1..=12).contains(&month) && !numbered.iter().any(|word| lead.ends_with(word)))
        .then_some((rest.len(), month))
}

fn cut_mark(text: &str) -> Option<(&str, u8)> {
    let tight = text.strip_suffix(' ').filter(|tight| tight.ends_with('.')).unwrap_or(text);
    let mark = *tight.as_bytes().last()?;
    matches!(mark, b'.' | b'/' | b'-').then(|| (&tight[..tight.len() - 1], mark))
}

/// A number of one or two digits at the end.
fn cut_number(text: &str) -> Option<(&str, u8)> {
    let digits = text.bytes().rev().take(3).take_while(u8::is_ascii_digit).count();
    if !(1..=2).contains(&digits) {
        return None;
    }
    let at = text.len() - digits;
    text[at..].parse().ok().map(|number| (&text[..at], number))
}

/// `4. Januar `, `January 4, `, `12 August `, `Aug. ` before a year: where it begins, month and day.
fn words_before(before: &str) -> Option<(usize, u8, u8)> {
    let rest = before.strip_suffix([' ', '\u{a0}', '\n']).or_else(|| before.strip_suffix(", "))?;
    words_at_end(rest.trim_end_matches(','))
}

/// The same of a text that ends in the words.
fn words_at_end(rest: &str) -> Option<(usize, u8, u8)> {
    // "January 4, 2025"
    let ordinal = ["st", "nd", "rd", "th"].iter().find_map(|end| rest.strip_suffix(end)).unwrap_or(rest);
    if let Some((rest, day)) = cut_number(ordinal) {
        let (start, month) = month_at_end(rest.strip_suffix([' ', '\u{a0}'])?)?;
        return Some((start, month, day));
    }
    let (start, month) = month_at_end(rest)?;
    let lead = &rest[..start];
    // "4. Januar", "4 January", "4th of January"
    let lead = lead.strip_suffix("of ").unwrap_or(lead);
    if let Some(lead) = lead.strip_suffix([' ', '\u{a0}', '-']) {
        let lead = lead.strip_suffix('.').unwrap_or(lead);
        let lead = ["st", "nd", "rd", "th"].iter().find_map(|end| lead.strip_suffix(end)).unwrap_or(lead);
        let free = |lead: &str| !lead.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | ','));
        if let Some((lead, day)) = cut_number(lead).filter(|&(lead, day)| (1..=31).contains(&day) && free(lead)) {
            return Some((lead.len(), month, day));
        }
    }
    Some((start, month, 0))
}

/// ` Jan 4` or ` Jan` after a year, as MEDLINE writes it, with its length.
fn words_after(after: &str) -> Option<(usize, u8, u8)> {
    let rest = after.strip_prefix(' ')?;
    let word = rest.get(..3).filter(|word| word.is_ascii())?;
    let month = MONTHS.iter().position(|names| names[0].eq_ignore_ascii_case(word))? as u8 + 1;
    if !word.starts_with(|c: char| c.is_uppercase()) {
        return None;
    }
    let tail = &rest[3..];
    // "2023 Nov-Dec" begins in November.
    if let Some(end) = tail.strip_prefix('-').and_then(|tail| tail.get(..3)) {
        let to = MONTHS.iter().any(|names| names[0].eq_ignore_ascii_case(end));
        return to.then_some((8, month, 0));
    }
    if tail.starts_with(|c: char| c.is_alphabetic()) {
        return None;
    }
    let Some(day) = tail.strip_prefix(' ') else {
        return Some((4, month, 0));
    };
    let digits = day.bytes().take(3).take_while(u8::is_ascii_digit).count();
    match day[..digits].parse::<u8>() {
        Ok(number) if (1..=31).contains(&number) => Some((5 + digits, month, number)),
        _ => Some((4, month, 0)),
    }
}

/// Names of the months in both languages, in lower case, without the full stop of a short form; English short ones first.
const MONTHS: [&[&str]; 12] = [
    &["jan", "january", "januar", "jänner"],
    &["feb", "february", "februar"],
    &["mar", "march", "märz", "mär"],
    &["apr", "april"],
    &["may", "mai"],
    &["jun", "june", "juni"],
    &["jul", "july", "juli"],
    &["aug", "august"],
    &["sep", "sept", "september"],
    &["oct", "october", "okt", "oktober"],
    &["nov", "november"],
    &["dec", "december", "dez", "dezember"],
];

fn month_at_end(text: &str) -> Option<(usize, u8)> {
    let text = text.strip_suffix('.').unwrap_or(text);
    let letters: usize = text.chars().rev().take(10).take_while(|c| c.is_alphabetic()).map(char::len_utf8).sum();
    let start = text.len() - letters;
    let word = &text[start..];
    if !word.starts_with(|c: char| c.is_uppercase()) {
        return None;
    }
    let word = word.to_lowercase();
    let month = MONTHS.iter().position(|names| names.contains(&word.as_str()))?;
    Some((start, month as u8 + 1))
}
