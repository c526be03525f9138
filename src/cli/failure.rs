//! Why the program ends without having done its work: one message and an exit code.

use std::io::ErrorKind;

use super::Setting;
use crate::config::SettingsError;
use crate::library::{LibraryError, QueryError};
use crate::text;

/// A message and the exit code it goes with.
#[derive(Debug)]
pub struct Failure {
    /// One of those in the documentation: 1, 2, 65, 66, 73 ...
    pub code: u8,
    /// For stderr; cleaned. Empty where everything has been said.
    pub message: String,
}

impl Failure {
    /// A failure; the message is cleaned.
    pub fn new(code: u8, message: impl AsRef<str>) -> Self {
        Self { code, message: text::clean(message.as_ref()).into_owned() }
    }

    /// Documents that are damaged: what is left of them was not looked at.
    pub(super) fn of_damaged(documents: &[i64]) -> Self {
        /// Documents that are named.
        const NAMED: usize = 20;
        let named: Vec<String> = documents.iter().take(NAMED).map(ToString::to_string).collect();
        let more =
            if documents.len() > NAMED { format!(" and {} more", documents.len() - NAMED) } else { String::new() };
        Self::new(
            65,
            format!(
                "damaged documents were left out: {}{more}; `casebook doctor` looks the library over",
                named.join(", ")
            ),
        )
    }

    /// An error of a query, shown in the text of the query.
    pub(super) fn of_query(error: &QueryError, query: &str, setting: &Setting) -> Self {
        let language = setting.language().unwrap_or_default();
        let query = text::clean_line(query);
        let caret = " ".repeat(error.column.saturating_sub(1));
        Self::new(error.exit_code(), format!("{}\n    {query}\n    {caret}^", error.say(language)))
    }
}

impl From<LibraryError> for Failure {
    fn from(error: LibraryError) -> Self {
        Self::new(error.exit_code(), error.to_string())
    }
}

impl From<SettingsError> for Failure {
    fn from(error: SettingsError) -> Self {
        Self::new(78, error.to_string())
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Self::new(74, format!("{error:#}"))
    }
}

impl From<std::io::Error> for Failure {
    /// A reader of the output who has seen enough is a quiet end.
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            ErrorKind::BrokenPipe => Self::new(0, ""),
            _ => Self::new(74, error.to_string()),
        }
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        std::io::Error::from(error).into()
    }
}
