//! The facts of documents as CSV (RFC 4180, with bare line feeds as everything else is printed): one row a fact, with its
//! first sentence.

use super::json::{assertion, role, subject};
use crate::document::Document;
use crate::facts::Fact;
use crate::text::clean_line;

/// The head of the table.
pub const HEAD: &str = "source,kind,value,concept,role,assertion,subject,quote,start,end\n";

/// A row for each fact of a document, below [`HEAD`]. A cell that a spreadsheet would take for a formula begins with an
/// apostrophe; offsets are bytes of the text.
pub fn facts(source: &str, document: &Document, facts: &[Fact]) -> String {
    let mut out = String::new();
    for fact in facts {
        let evidence = &fact.evidence[0];
        let quote = document.text[evidence.quote.clone()].replace('\n', " ");
        let cells = [
            source.to_owned(),
            fact.kind.entry().name.to_owned(),
            fact.value.clone(),
            fact.concept.clone().unwrap_or_default(),
            role(fact).unwrap_or_default().to_owned(),
            assertion(fact.assertion).to_owned(),
            subject(fact.subject),
            quote,
            evidence.surface.start.to_string(),
            evidence.surface.end.to_string(),
        ];
        out.push_str(&cells.map(|text| cell(&text)).join(","));
        out.push('\n');
    }
    out
}

fn cell(text: &str) -> String {
    let text = clean_line(text);
    let formula = text.starts_with(['=', '+', '-', '@']) && text.parse::<f64>().is_err();
    let text = if formula { format!("'{text}") } else { text.into_owned() };
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        for (text, expected) in [
            ("plain", "plain"),
            ("a,b", "\"a,b\""),
            ("say \"x\"", "\"say \"\"x\"\"\""),
            ("=1+1", "'=1+1"),
            ("-3.5", "-3.5"),
            ("", ""),
        ] {
            assert_eq!(cell(text), expected);
        }
    }
}
