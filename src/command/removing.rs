//! Taking documents out of the library: asked first, and taken back with `U`.

use super::Context;
use crate::library::{DocId, Documents, KEPT};
use crate::ui::Overlay;
use crate::ui::picker::{Choice, Picker, Purpose, Value};
use crate::wording::Text;

/// Asks whether the selected documents, else the one at hand, are to be taken out.
pub(super) fn ask(c: &mut Context<'_>) {
    if c.session.temporary {
        c.session.tell(Text::new(
            "this document is in no library: there is nothing to remove",
            "dieses Dokument ist in keiner Bibliothek: nichts zu entfernen",
        ));
        return;
    }
    let Some(id) = c.noted() else { return };
    let (documents, what) = if c.marks_many() {
        let documents = c.session.selection.documents().clone();
        let many = Text::new("documents", "Dokumente").say(c.session.language);
        let what = format!("{} {many}", documents.len());
        (documents, what)
    } else {
        let title = c.session.head(id).map(|head| head.title.clone());
        let open = c.session.open.as_ref().filter(|open| open.id == Some(id));
        let title = title.or_else(|| open.map(|open| open.document.title.text.clone())).unwrap_or_default();
        let number = Text::new("document", "Dokument").say(c.session.language);
        let what = if title.is_empty() { format!("{number} {}", id.0) } else { format!("“{title}”") };
        (u32::try_from(id.0).into_iter().collect::<Documents>(), what)
    };
    let language = c.session.language;
    let back = if documents.len() > KEPT {
        Text::new("for good, with all that was noted", "endgültig, mit allem Notierten")
    } else {
        Text::new("U brings back, until you quit", "U holt zurück, bis zum Beenden")
    };
    let remove = Text::new("Remove from the library", "Aus der Bibliothek entfernen").say(language);
    let keep = Text::new("Keep", "Behalten").say(language);
    let rows = vec![
        Choice {
            also: back.say(language).to_owned(),
            ..Choice::new(Value::Documents(documents.iter().map(|doc| DocId(doc.into())).collect()), remove, "")
        },
        Choice::new(Value::Number(0), keep, ""),
    ];
    let title = format!("{}: {what}", Text::new("Remove", "Entfernen").say(language));
    *c.overlay = Some(Overlay::Picker(Picker::new(Purpose::Removal, title, rows)));
}
