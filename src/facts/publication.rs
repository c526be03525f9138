//! stub
use super::{Fact, Page};
pub(super) fn find(_page: &Page<'_>, _facts: &mut Vec<Fact>) {}
