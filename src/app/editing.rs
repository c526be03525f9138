//! The keys of a line of input.

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::ui::prompt::Edit;

/// The edit that a key stands for in a line of input, as in a shell.
pub(super) fn edit_of(key: KeyEvent) -> Option<Edit> {
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    Some(match key.code {
        KeyCode::Char('a') if control => Edit::GoToStart,
        KeyCode::Char('e') if control => Edit::GoToEnd,
        KeyCode::Char('w') if control => Edit::DeletePrevWord,
        KeyCode::Char('u') if control => Edit::DeleteLine,
        KeyCode::Char('k') if control => Edit::DeleteTillEnd,
        KeyCode::Char('h') if control => Edit::DeletePrevChar,
        KeyCode::Char(letter) if !control => Edit::InsertChar(letter),
        KeyCode::Backspace => Edit::DeletePrevChar,
        KeyCode::Delete => Edit::DeleteNextChar,
        KeyCode::Left => Edit::GoToPrevChar,
        KeyCode::Right => Edit::GoToNextChar,
        KeyCode::Home => Edit::GoToStart,
        KeyCode::End => Edit::GoToEnd,
        _ => return None,
    })
}
