//! Commands that look beyond the open document: to those of the same study.

use super::Context;
use crate::facts::study::ALSO_IN;
use crate::ui::picker::{Choice, Picker, Purpose, Value};
use crate::ui::{Overlay, Place};
use crate::wording::Text;

/// Goes to the document that tells of the same study; of several one is picked.
pub(super) fn also_in(c: &mut Context<'_>) {
    let language = c.session.language;
    let kin = c.session.open.as_ref().map(|open| &open.also_in.kin[..]).unwrap_or_default();
    match kin {
        [] => {
            c.session
                .tell(Text::new("no other document tells of this study", "kein anderes Dokument zu dieser Studie"));
        }
        [_] => visit(c, 0),
        several => {
            let rows = several
                .iter()
                .enumerate()
                .map(|(at, kin)| Choice::new(Value::Number(at), kin.head.title.clone(), kin.why(language)));
            *c.overlay = Some(Overlay::Picker(Picker::new(Purpose::AlsoIn, ALSO_IN.say(language), rows.collect())));
        }
    }
}

/// Opens one of the related documents; back leads here again.
pub(super) fn visit(c: &mut Context<'_>, at: usize) {
    let Some(kin) = c.session.open.as_ref().and_then(|open| open.also_in.kin.get(at)) else { return };
    let (id, why) = (kin.head.id, kin.why(c.session.language));
    c.session.visit(id);
    c.session.say(why);
    if c.panes.focus == Place::Facts || c.panes.focus == Place::List {
        c.panes.give_focus(Place::Reader);
    }
}
