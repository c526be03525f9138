//! The names of all genres, for who asks for one.

use super::Genre;

const ALL: [Genre; 11] = [
    Genre::PressRelease,
    Genre::TrialRecord,
    Genre::ClinicalLetter,
    Genre::CaseReport,
    Genre::Guideline,
    Genre::Review,
    Genre::JournalArticle,
    Genre::Abstract,
    Genre::NewsArticle,
    Genre::Record,
    Genre::Plain,
];

/// All of them, as facts have them.
pub(crate) fn all() -> impl Iterator<Item = &'static str> {
    ALL.into_iter().map(Genre::name)
}
