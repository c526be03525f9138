//! Styles by role. Nothing else names a colour, so a theme is one table; without colour every role stays told apart by
//! reverse, bold, underline or dim.

use ratatui::style::{Color, Modifier, Style};

use crate::document::TextStyle;
use crate::facts::Group;

/// What a piece of the screen is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Running text.
    Text,
    /// What may be overlooked: dates, hints, labels.
    Muted,
    /// A heading in the text or on the card.
    Heading,
    /// A link in the text.
    Link,
    /// A quotation.
    Quote,
    /// Emphasis in the text.
    Styled(TextStyle),
    /// The row under the cursor of the focused pane.
    Selected,
    /// The row under the cursor of another pane.
    SelectedIdle,
    /// A search match.
    Match,
    /// The search match the reader is at.
    CurrentMatch,
    /// The sentence that a fact stands on, after a jump to it.
    Evidence,
    /// Lines between panes.
    Border,
    /// The head of a pane.
    Head,
    /// The head of the focused pane.
    HeadFocused,
    /// The status line.
    Status,
    /// A key in a hint.
    Key,
    /// A warning or error.
    Error,
    /// A filter in force.
    Chip,
    /// A mention of a fact of this group.
    Fact(Group),
}

/// A look for every role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    /// Whether colours are used at all.
    pub colours: bool,
}

impl Theme {
    /// The terminal's own sixteen colours, or none when `NO_COLOR` asks so.
    pub fn from_environment(no_color: Option<&str>) -> Self {
        Self { colours: no_color.is_none_or(str::is_empty) }
    }

    /// The style of a role.
    pub fn style(self, role: Role) -> Style {
        let style = look(role);
        if self.colours { style } else { Style { fg: None, bg: None, ..style } }
    }
}

fn look(role: Role) -> Style {
    let plain = Style::new();
    match role {
        Role::Text => plain,
        Role::Muted | Role::Border => plain.fg(Color::DarkGray),
        Role::Heading | Role::Head | Role::Key | Role::Styled(TextStyle::Strong) => plain.add_modifier(Modifier::BOLD),
        Role::Link => plain.fg(Color::LightBlue).add_modifier(Modifier::UNDERLINED),
        Role::Quote | Role::Styled(TextStyle::Emphasis) => plain.add_modifier(Modifier::ITALIC),
        Role::Styled(TextStyle::Code) => plain.fg(Color::Cyan),
        Role::Selected | Role::HeadFocused => plain.add_modifier(Modifier::REVERSED),
        Role::SelectedIdle => plain.add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
        Role::Match => plain.fg(Color::Black).bg(Color::Yellow).add_modifier(Modifier::UNDERLINED),
        Role::CurrentMatch => plain.add_modifier(Modifier::REVERSED | Modifier::BOLD),
        Role::Evidence => plain.add_modifier(Modifier::BOLD | Modifier::ITALIC),
        Role::Status => plain.add_modifier(Modifier::DIM),
        Role::Error => plain.fg(Color::Red).add_modifier(Modifier::BOLD),
        Role::Chip => plain.fg(Color::Black).bg(Color::Cyan).add_modifier(Modifier::BOLD),
        Role::Fact(group) => match group {
            Group::Disease => plain.fg(Color::Magenta).add_modifier(Modifier::UNDERLINED),
            Group::Therapy => plain.fg(Color::Green).add_modifier(Modifier::UNDERLINED),
            Group::Patients | Group::Design => plain.fg(Color::Cyan),
            Group::Outcome => plain.fg(Color::Yellow),
            Group::Safety => plain.fg(Color::Red).add_modifier(Modifier::UNDERLINED),
            // Names are many; they are set off without shouting.
            Group::People | Group::Publication => plain.add_modifier(Modifier::ITALIC),
            Group::Document | Group::References => plain,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_colour_what_matters_is_still_told_apart() {
        let theme = Theme::from_environment(Some("1"));
        let roles = [Role::Text, Role::Match, Role::CurrentMatch, Role::Evidence, Role::Fact(Group::Disease)];
        for (at, &role) in roles.iter().enumerate() {
            let style = theme.style(role);
            assert_eq!((style.fg, style.bg), (None, None));
            for &other in &roles[..at] {
                if (role, other) != (Role::Fact(Group::Disease), Role::Match) {
                    assert_ne!(style, theme.style(other), "{role:?} looks like {other:?}");
                }
            }
        }
    }

    #[test]
    fn an_empty_no_color_means_colours() {
        assert!(Theme::from_environment(Some("")).colours);
        assert!(Theme::from_environment(None).colours);
    }
}
