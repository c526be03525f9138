//! How the text around a mention asserts it.

use super::{Assertion, Page};
use crate::document::ZoneKind;
use crate::text::Span;

/// How the text asserts what stands at `surface`, and the cue that says so.
pub(super) fn assertion(page: &Page<'_>, surface: &Span) -> (Assertion, Option<&'static str>) {
    match page.document.zone_at(surface.start) {
        Some(ZoneKind::References) => (Assertion::InReference, None),
        Some(ZoneKind::Boilerplate) => (Assertion::InBoilerplate, None),
        _ => (Assertion::Affirmed, None),
    }
}
