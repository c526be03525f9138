//! `casebook list`: the documents of the library that a query finds.

use clap::{Args, ValueEnum};

use super::output::{Output, fit};
use super::reindex::bring_up;
use super::{Failure, Setting, tell};
use crate::export::json::Row;
use crate::library::{DocId, Head, Query, Sort, SortBy};
use crate::text::clean_line;

/// List the documents that a query finds, or all.
///
/// A query is words and `field:value` pairs: `disease:itp`, `therapy:"car t"`, `year:2024..2026`, `lang:de`. All must
/// hold; `-field:value` or `NOT` excludes, `OR` and brackets group. Values are known by any name in either language,
/// and what is narrower is found with them. In a pipe the columns are parted by tabs: number, date, languages, genre,
/// diseases, therapies, title, source.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  casebook list disease:itp
  casebook list disease:\"autoimmune disease\" -target:bcma year:2024..
  casebook list \"immune reset\" OR thrombozyt* --json
  casebook list same:12
  casebook list @blood is:unread
  casebook list --sort title --limit 20")]
pub(super) struct Arguments {
    /// What to look for.
    query: Vec<String>,
    /// Print a JSON array.
    #[arg(long)]
    json: bool,
    /// Print at most this many documents.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// The order; by default relevance for words, else the newest publication first.
    #[arg(long, value_enum, default_value_t = Order::Relevance, hide_default_value = true)]
    sort: Order,
    /// Turn the order round.
    #[arg(long)]
    reverse: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Order {
    Date,
    Title,
    Disease,
    Relevance,
    Added,
}

impl From<Order> for SortBy {
    fn from(order: Order) -> Self {
        match order {
            Order::Date => Self::Date,
            Order::Title => Self::Title,
            Order::Disease => Self::Disease,
            Order::Relevance => Self::Relevance,
            Order::Added => Self::Added,
        }
    }
}

pub(super) fn run(setting: &Setting, arguments: &Arguments) -> Result<u8, Failure> {
    let mut library = setting.open()?;
    let text = Query::text_of_args(&arguments.query);
    let query = if text.trim().is_empty() {
        Query::default()
    } else {
        Query::parse_in(&text, &setting.vocabulary(), Some(&library))
            .map_err(|error| Failure::of_query(&error, &text, setting))?
    };
    let sort = Sort { by: arguments.sort.into(), reversed: arguments.reverse };
    if query.has_words() {
        bring_up(&library);
    }
    let ids = library.ids(&query, sort)?;
    let none = ids.is_empty();
    let end = arguments.limit.unwrap_or(usize::MAX).min(ids.len());
    let number = ids.range(0..end).map(|id| id.0.to_string().len()).max().unwrap_or(0);
    let mut out = Output::new();
    let mut damaged = Vec::new();
    let mut parted = "[";
    for from in (0..end).step_by(CHUNK) {
        let chunk: Vec<DocId> = ids.range(from..end.min(from + CHUNK)).collect();
        for head in library.sound_heads(&chunk, &mut |id| damaged.push(id.0))? {
            if arguments.json {
                out.part(std::mem::replace(&mut parted, ","))?;
                out.part(&serde_json::to_string(&Row::from(&head))?)?;
                continue;
            }
            let line = match out.columns {
                Some(columns) => row(&head, number, columns),
                None => tabs(&head),
            };
            out.line(&line)?;
        }
    }
    if arguments.json {
        out.line(if parted == "[" { "[]" } else { "]" })?;
    }
    out.finish()?;
    if none {
        let empty = library.is_empty()?;
        tell(if empty { "the library is empty; `casebook import PATH...` fills it" } else { "no document matches" });
    }
    if !damaged.is_empty() {
        return Err(Failure::of_damaged(&damaged));
    }
    library.is_whole()?;
    Ok(u8::from(none))
}

/// Documents read at a time: a list may be long.
const CHUNK: usize = 1_000;

/// All columns, nothing cut.
fn tabs(head: &Head) -> String {
    let cells = [
        head.id.0.to_string(),
        head.published.clone().unwrap_or_default(),
        head.language.join(", "),
        head.doc_type.clone().unwrap_or_default(),
        head.diseases.join("; "),
        head.therapies.join("; "),
        head.title.clone(),
        head.source.clone(),
    ];
    cells.map(|cell| clean_line(&cell).into_owned()).join("\t")
}

/// A row of exactly so many columns, or as few as the number and the date need.
fn row(head: &Head, number: usize, columns: usize) -> String {
    const DATE: usize = 10;
    let first = |names: &[String]| clean_line(names.first().map_or("", String::as_str)).into_owned();
    let left = columns.saturating_sub(number + DATE + 8);
    // The title is what a document is known by: it has half of what is left.
    let narrow = left / 4;
    format!(
        "{:>number$}  {}  {}  {}  {}",
        head.id.0,
        fit(head.published.as_deref().unwrap_or_default(), DATE),
        fit(&clean_line(&head.title), left - 2 * narrow),
        fit(&first(&head.diseases), narrow),
        fit(&first(&head.therapies), narrow),
    )
    .trim_end()
    .to_owned()
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr as _;

    use super::*;

    #[test]
    fn rows_are_aligned_and_tabs_are_whole() {
        let head = Head {
            id: DocId(7),
            source: "/tmp/a\u{1b}.md".into(),
            title: "Ein Titel, der für die Spalte viel zu lang ist und gekürzt wird".into(),
            language: vec!["de".into(), "en".into()],
            doc_type: None,
            published: Some("2025-03".into()),
            diseases: vec!["lupus".into(), "myositis".into()],
            therapies: vec!["rituximab and a very long name of a therapy".into()],
            read: false,
            starred: false,
            new: false,
            added: 0,
        };
        for columns in [60, 80, 133] {
            let row = row(&head, 3, columns);
            assert!(row.width() <= columns && row.starts_with("  7  2025-03     Ein"), "{row}");
            assert!(row.contains('…') && row.contains("lupus"));
        }
        let line = tabs(&head);
        assert_eq!(line.split('\t').count(), 8);
        assert!(line.contains("lupus; myositis") && line.ends_with("/tmp/a␛.md"));
    }
}
