//! Commands that take the open document along in another form: to the clipboard, or into a file.

use super::{Command, Context, Effect, PANES, command, copying, t};
use crate::export::citation::Style;
use crate::export::file::at_home;
use crate::export::notes::Noted;
use crate::export::reference::{self, Reference};
use crate::export::sheet::{FORMS, Sheet};
use crate::session::Session;
use crate::ui::Overlay;
use crate::ui::picker::{Choice, Picker, Purpose, Value};
use crate::ui::prompt::{self, Prompt};
use crate::wording::Text;
use crate::worker::{Annotation, Job};

/// The commands of this file.
pub(super) const COMMANDS: &[Command] = &[
    command("copy-bibtex", t("copy the BibTeX entry", "BibTeX-Eintrag kopieren"), &["yb"], PANES, |c| {
        let Some(reference) = own(c) else { return };
        copying::copy(c, reference::bibtex(&[reference]));
    }),
    command("copy-citation", t("copy the citation", "Literaturangabe kopieren"), &["yc"], PANES, |c| {
        let Some(reference) = own(c) else { return };
        match Style::named(&c.session.citation_style) {
            Ok(style) => {
                let citation = style.format(&[reference], c.session.language).concat();
                copying::copy(c, citation);
            }
            Err(why) => c.session.complain(why),
        }
    }),
    command("write", t("write to a file, export", "in eine Datei schreiben, exportieren"), &["w"], PANES, menu),
];

/// Letters of the title in the name of a file that is offered.
const NAME: usize = 40;

fn own(c: &Context<'_>) -> Option<Reference> {
    let open = c.session.open.as_ref()?;
    Some(Reference::new(&open.document, open.facts()))
}

/// Opens the menu of forms.
fn menu(c: &mut Context<'_>) {
    if c.session.open.is_none() {
        c.session.tell(Text::new("no document is open", "kein Dokument ist offen"));
        return;
    }
    let language = c.session.language;
    let rows = FORMS.iter().enumerate();
    let rows = rows.map(|(at, form)| Choice::new(Value::Number(at), form.label.say(language), form.extension));
    let title = Text::new("Write this document as", "Dieses Dokument schreiben als").say(language);
    *c.overlay = Some(Overlay::Picker(Picker::new(Purpose::Forms, title, rows.collect())));
}

/// Asks for the name of the file; one made of the title is offered.
pub(super) fn name(c: &mut Context<'_>, form: usize) {
    let title = c.session.open.as_ref().map(|open| open.document.title.text.to_lowercase()).unwrap_or_default();
    let words = title.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut name = String::new();
    for word in words {
        if name.chars().count() + word.chars().count() > NAME {
            break;
        }
        if !name.is_empty() {
            name.push('-');
        }
        name.push_str(word);
    }
    if name.is_empty() {
        name.push_str("document");
    }
    let mut prompt = Prompt::new(prompt::Purpose::Write { form }, &format!("{name}.{}", FORMS[form].extension));
    let hint = Text::new("name of a new file", "Name einer neuen Datei").say(c.session.language);
    hint.clone_into(&mut prompt.remark);
    *c.overlay = Some(Overlay::Prompt(prompt));
}

/// Has the file written.
pub(super) fn write(c: &mut Context<'_>, form: usize, typed: &str) {
    let typed = typed.trim();
    let Some(text) = sheet(c.session).map(FORMS[form].write).filter(|_| !typed.is_empty()) else { return };
    let job = Job::Annotate(Annotation::Save(at_home(typed), text, c.session.language));
    c.effects.push(Effect::Run(job));
}

/// The open document with all that is known of it.
fn sheet(session: &Session) -> Option<Sheet<'_>> {
    let open = session.open.as_ref()?;
    let head = open.id.and_then(|id| session.head(id));
    let notes = open.notes.iter().map(|placed| placed.note.clone().exported());
    let known = Noted {
        key: None,
        source: head.map(|head| crate::text::clean_line(&head.source).into_owned()).unwrap_or_default(),
        title: open.document.title.text.clone(),
        notes: notes.collect(),
    };
    Some(Sheet { document: &open.document, facts: open.facts(), vocabulary: &session.vocabulary, noted: known })
}
