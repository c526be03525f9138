//! The tables of a matcher as they stand in the cache.

use super::Matcher;
use super::table::Table;
use crate::vocabulary::ConceptKind;
use crate::vocabulary::compiled::{Reader, Writer};

impl Matcher {
    /// Writes the tables.
    pub(in crate::vocabulary) fn write(&self, out: &mut Writer) {
        out.numbers(self.table.filter.iter().copied());
        out.numbers(self.table.slots.iter().copied());
        out.bytes(&self.names);
    }

    /// Reads them; none if they are not whole.
    pub(in crate::vocabulary) fn read(reader: &mut Reader<'_>, kinds: Vec<ConceptKind>) -> Option<Self> {
        let filter = reader.numbers()?.collect();
        let slots = reader.numbers()?.collect();
        Some(Self { table: Table { filter, slots }, names: reader.bytes()?.to_vec(), kinds })
    }
}
