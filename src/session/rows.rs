//! Finding a row of the list: by what it says, by the letter or year it is sorted under.

use super::Session;
use crate::library::SortBy;
use crate::text;
use crate::wording::Text;
use crate::worker::Job;

/// Rows looked at before the worker is asked to look at all.
const NEAR: usize = 100;

impl Session {
    /// Goes to the next row that has what was typed, downwards or upwards, around the ends; with `here` the row under
    /// the cursor may be it. Rows that are near are looked at at once, all others by the worker.
    pub fn seek(&mut self, typed: &str, from: usize, forward: bool, here: bool) {
        let (key, len) = (text::key(typed), self.listed.len());
        self.sought = None;
        if key.is_empty() || len == 0 {
            return;
        }
        let first = usize::from(!here);
        for offset in first..len.min(NEAR) + first {
            let at = if forward { from + offset } else { from + len * (offset / len + 1) - offset } % len;
            if offset % 20 == first % 20 {
                let ahead = if forward { at..at + 20 } else { (at + 1).saturating_sub(20)..at + 1 };
                self.fetch(ahead);
            }
            self.fetch(at..at + 1);
            let found = self.listed.get(at).and_then(|id| self.head(id)).is_some_and(|head| {
                let about = head.diseases.iter().chain(&head.therapies).chain([&head.title, &head.source]);
                about.into_iter().any(|part| text::key(part).contains(&key))
            });
            if found {
                self.select(at);
                return;
            }
        }
        if len <= NEAR {
            self.not_in_list(typed);
            return;
        }
        self.sought = Some(typed.to_owned());
        let from = if here && from > 0 && forward { from - 1 } else { from };
        self.ask(Job::Seek { typed: typed.to_owned(), ids: self.listed.clone(), from, forward });
    }

    /// Takes in the row that was looked for.
    pub(super) fn sought(&mut self, typed: &str, found: Option<crate::library::DocId>) {
        if self.sought.as_deref() != Some(typed) {
            return;
        }
        self.sought = None;
        match found.and_then(|id| self.listed.position(id)) {
            Some(row) => self.select(row),
            None => self.not_in_list(typed),
        }
    }

    fn not_in_list(&mut self, typed: &str) {
        let told = format!("{}: {typed}", Text::new("not in the list", "nicht in der Liste").say(self.language));
        self.say(told);
    }

    /// Goes to the first row sorted under a letter, a name, a year; waits where the list is still to come.
    pub fn jump_to(&mut self, typed: &str) {
        if self.sort.by == SortBy::Relevance && self.query.has_words() {
            self.tell(Text::new(
                "best first: there is no letter or year to go to",
                "die besten zuerst: kein Buchstabe oder Jahr zum Anspringen",
            ));
            return;
        }
        if self.is_partial() {
            self.awaited_key = Some(typed.to_owned());
            self.listing = true;
            return;
        }
        let Some(library) = &self.library else { return };
        match library.row_of(&self.listed, self.sort, typed) {
            Ok(row) => self.select(row),
            Err(error) => self.complain(error.to_string()),
        }
    }
}
