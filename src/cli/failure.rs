//! Why the program ends without having done its work: one message and an exit code.

use crate::library::LibraryError;

/// A message and the exit code it goes with.
#[derive(Debug)]
pub struct Failure {
    /// One of those in the documentation: 1, 2, 65, 66, 73 ...
    pub code: u8,
    /// For stderr; cleaned.
    pub message: String,
}

impl Failure {
    /// A failure.
    pub fn new(code: u8, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
        }
    }
}

impl From<LibraryError> for Failure {
    fn from(error: LibraryError) -> Self {
        Self::new(error.exit_code(), error.to_string())
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Self::new(74, format!("{error:#}"))
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::new(74, error.to_string())
    }
}
