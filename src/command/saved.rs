//! Saved filters: the list of them with what they find, saving the one in force, applying one by its number.

use super::Context;
use crate::ui::Overlay;
use crate::ui::picker::{Choice, Picker, Purpose, Value};
use crate::ui::prompt::{self, Prompt};
use crate::wording::Text;

/// Opens the list of saved filters; its first row saves the filter in force.
pub(super) fn pick(c: &mut Context<'_>) {
    let language = c.session.language;
    let mut rows = Vec::new();
    if !c.session.query.is_all() {
        let save = Text::new("save the filter in force", "den geltenden Filter speichern").say(language);
        rows.push(Choice { also: c.session.query.to_string(), ..Choice::new(Value::SaveFilter, save, "") });
    }
    for (at, (saved, count)) in c.session.saved.iter().enumerate() {
        let key = if at < 9 { format!("f{} ", at + 1) } else { String::new() };
        let count = count.map_or_else(|| "…".to_owned(), |count| count.to_string());
        let text = format!("{key}{}", saved.name);
        rows.push(Choice { also: saved.query.clone(), ..Choice::new(Value::Number(at), text, count) });
    }
    if rows.is_empty() {
        c.session.tell(Text::new(
            "no filter is in force and none is saved: & sets one",
            "kein Filter gilt und keiner ist gespeichert: & setzt einen",
        ));
        return;
    }
    let title = Text::new("Saved filters", "Gespeicherte Filter").say(language);
    *c.overlay = Some(Overlay::Picker(Picker::new(Purpose::Saved, title, rows)));
}

/// Asks for the name under which the filter in force is kept.
pub(super) fn name(c: &mut Context<'_>) {
    let mut prompt = Prompt::new(prompt::Purpose::Save, "");
    let hint = Text::new("a name for this filter", "ein Name für diesen Filter").say(c.session.language);
    hint.clone_into(&mut prompt.remark);
    *c.overlay = Some(Overlay::Prompt(prompt));
}

/// Filters by the saved filter of the number that ended the keys.
pub(super) fn apply(c: &mut Context<'_>) {
    let number = c.letter.and_then(|letter| letter.to_digit(10)).unwrap_or(1) as usize;
    c.session.apply_saved(number.saturating_sub(1));
}

/// Takes the saved filter under the cursor away.
pub(super) fn forget(c: &mut Context<'_>) {
    let Some(Overlay::Picker(picker)) = c.overlay else { return };
    let Some(&Value::Number(at)) = picker.chosen().map(|choice| &choice.value) else {
        return;
    };
    let told = Text::new("deleted; U brings it back", "gelöscht; U holt ihn zurück").say(c.session.language);
    c.session.say(told);
    c.session.forget_filter(at);
    *c.overlay = None;
}
