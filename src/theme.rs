//! Styles by role. Nothing else names a colour, so a theme is one table of looks; without colour every role stays told
//! apart by reverse, bold, underline or dim.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use ratatui::style::{Color, Modifier, Style};

use crate::config::{Background, Settings, SettingsError, suggest};
use crate::document::TextStyle;
use crate::facts::Group;
use crate::library::Colour;

/// What a piece of the screen is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Running text.
    Text,
    /// What may be overlooked: dates, hints, labels.
    Muted,
    /// A heading on the card, and the colours of those in the text.
    Heading,
    /// A heading in the text by its level, 1 to 3; the third stands for those below, too.
    Level(u8),
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
    /// A highlight of this colour.
    Highlight(Colour),
    /// What a note stands on.
    Note,
    /// What is selected in the text.
    Picked,
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
    /// A mention inside another one.
    Inner,
}

/// The roles with the names they have in a theme.
const ROLES: &[(&str, Role)] = &[
    ("text", Role::Text),
    ("muted", Role::Muted),
    ("heading", Role::Heading),
    ("heading-1", Role::Level(1)),
    ("heading-2", Role::Level(2)),
    ("heading-3", Role::Level(3)),
    ("link", Role::Link),
    ("quote", Role::Quote),
    ("strong", Role::Styled(TextStyle::Strong)),
    ("emphasis", Role::Styled(TextStyle::Emphasis)),
    ("code", Role::Styled(TextStyle::Code)),
    ("struck", Role::Styled(TextStyle::Struck)),
    ("selected", Role::Selected),
    ("selected-idle", Role::SelectedIdle),
    ("match", Role::Match),
    ("current-match", Role::CurrentMatch),
    ("evidence", Role::Evidence),
    ("highlight-yellow", Role::Highlight(Colour::Yellow)),
    ("highlight-green", Role::Highlight(Colour::Green)),
    ("highlight-blue", Role::Highlight(Colour::Blue)),
    ("highlight-red", Role::Highlight(Colour::Red)),
    ("note", Role::Note),
    ("picked", Role::Picked),
    ("border", Role::Border),
    ("head", Role::Head),
    ("head-focused", Role::HeadFocused),
    ("status", Role::Status),
    ("key", Role::Key),
    ("error", Role::Error),
    ("chip", Role::Chip),
    ("fact-disease", Role::Fact(Group::Disease)),
    ("fact-therapy", Role::Fact(Group::Therapy)),
    ("fact-patients", Role::Fact(Group::Patients)),
    ("fact-design", Role::Fact(Group::Design)),
    ("fact-outcome", Role::Fact(Group::Outcome)),
    ("fact-safety", Role::Fact(Group::Safety)),
    ("fact-people", Role::Fact(Group::People)),
    ("fact-publication", Role::Fact(Group::Publication)),
    ("fact-document", Role::Fact(Group::Document)),
    ("fact-references", Role::Fact(Group::References)),
    ("fact-inner", Role::Inner),
];

/// The themes that come with the program.
const BUNDLED: &[(&str, &str)] = &[
    ("terminal", include_str!("../assets/themes/terminal.toml")),
    ("light", include_str!("../assets/themes/light.toml")),
    ("dark", include_str!("../assets/themes/dark.toml")),
    ("high-contrast", include_str!("../assets/themes/high-contrast.toml")),
];
/// The terminal's own look without colours.
const MONO: &str = "mono";
/// Light or dark, by the background.
const AUTO: &str = "auto";
/// Names that stand in a theme beside roles: the theme it is made from, and the looks for a light background.
const BASE: &str = "base";
const ON_LIGHT: &str = "on-light";

type Looks = [Style; ROLES.len()];

/// A look for every role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    /// Whether colours are used at all.
    pub colours: bool,
    /// Whether lines and symbols are drawn with ASCII characters alone.
    pub ascii: bool,
    looks: &'static Looks,
}

impl Theme {
    /// The terminal's own sixteen colours on a dark background.
    pub fn terminal() -> Self {
        static LOOKS: OnceLock<Looks> = OnceLock::new();
        Self { colours: true, ascii: false, looks: LOOKS.get_or_init(|| bundled("terminal", false)) }
    }

    /// The theme that the settings ask for. `NO_COLOR`, unless empty, takes the colours away; `COLORFGBG` tells the
    /// background where the settings do not.
    ///
    /// # Errors
    /// A theme, role or look that does not exist, with its line.
    pub fn of(settings: &Settings, no_color: Option<&str>, colorfgbg: Option<&str>) -> Result<Self, SettingsError> {
        let light = match settings.screen.background {
            Background::Light => true,
            Background::Dark => false,
            Background::Auto => colorfgbg.is_some_and(is_light),
        };
        for own in settings.themes() {
            // A mistake in a theme that is not in use is told too.
            own_looks(settings, own, light)?;
        }
        let asked = settings.screen.theme.as_str();
        let name = match asked {
            AUTO if light => "light",
            AUTO => "dark",
            name => name,
        };
        let colours = name != MONO && no_color.is_none_or(str::is_empty);
        let looks = if name == MONO {
            bundled("terminal", light)
        } else if settings.themes().any(|own| own == name) {
            own_looks(settings, name, light)?
        } else {
            is_known(name, settings).map_err(|reason| settings.error(settings.line_of(("screen", "theme")), reason))?;
            bundled(name, light)
        };
        // One theme is made in a run and lives as long.
        Ok(Self { colours, ascii: settings.screen.ascii, looks: Box::leak(Box::new(looks)) })
    }

    /// The same without colours.
    #[must_use]
    pub fn without_colours(self) -> Self {
        Self { colours: false, ..self }
    }

    /// The style of a role.
    pub fn style(self, role: Role) -> Style {
        let look = |role| ROLES.iter().position(|(_, known)| *known == role).map_or(Style::new(), |at| self.looks[at]);
        let style = match role {
            Role::Level(level) => {
                let heading = look(Role::Heading);
                Style { fg: heading.fg, bg: heading.bg, ..Style::new() }.patch(look(Role::Level(level.clamp(1, 3))))
            }
            role => look(role),
        };
        match role {
            _ if self.colours => style,
            Role::Fact(group) if !matches!(group, Group::Document | Group::References) => {
                // A letter at the edge does not say which words are meant.
                Style { fg: None, bg: None, ..style }.add_modifier(Modifier::UNDERLINED)
            }
            Role::Styled(TextStyle::Code) => Style { fg: None, bg: None, ..style }.add_modifier(Modifier::DIM),
            _ => Style { fg: None, bg: None, ..style },
        }
    }
}

/// Whether there is a theme of this name, bundled or of the reader's own.
///
/// # Errors
/// There is none; one sentence with the nearest name.
pub fn is_known(name: &str, settings: &Settings) -> Result<(), String> {
    let names: Vec<&str> = BUNDLED.iter().map(|(name, _)| *name).chain([MONO, AUTO]).chain(settings.themes()).collect();
    let known = names.contains(&name);
    if known { Ok(()) } else { Err(format!("there is no theme {name:?}; {}", suggest(name, &names))) }
}

/// The names of all roles, as a theme may set them.
pub fn roles() -> impl Iterator<Item = &'static str> {
    ROLES.iter().map(|(name, _)| *name)
}

/// A bundled theme, with its looks for a light background where that is what there is.
fn bundled(name: &str, light: bool) -> Looks {
    let (_, text) = BUNDLED.iter().find(|(known, _)| *known == name).expect("only bundled names are asked for");
    let table: BTreeMap<String, toml::Value> = toml::from_str(text).expect("a test reads every bundled theme");
    let mut looks = [Style::new(); ROLES.len()];
    let on_light = table.get(ON_LIGHT).and_then(toml::Value::as_table).filter(|_| light);
    let rows = table.iter().chain(on_light.into_iter().flatten());
    for (role, look) in rows.filter_map(|(role, look)| Some((role, look.as_str()?))) {
        set(&mut looks, role, look).expect("a test reads every bundled theme");
    }
    looks
}

/// A theme of the reader's own: what it sets, over the theme it is made from.
fn own_looks(settings: &Settings, name: &str, light: bool) -> Result<Looks, SettingsError> {
    let base = settings.looks(name).find(|look| look.role == BASE);
    let mut looks = match base {
        None => bundled("terminal", light),
        Some(base) if BUNDLED.iter().any(|(known, _)| *known == base.look) => bundled(base.look, light),
        Some(base) => {
            let names: Vec<&str> = BUNDLED.iter().map(|(name, _)| *name).collect();
            let reason = format!("there is no theme {:?} to begin from; {}", base.look, suggest(base.look, &names));
            return Err(settings.error(base.line, reason));
        }
    };
    for look in settings.looks(name).filter(|look| look.role != BASE) {
        set(&mut looks, look.role, look.look).map_err(|reason| settings.error(look.line, reason))?;
    }
    Ok(looks)
}

fn set(looks: &mut Looks, role: &str, look: &str) -> Result<(), String> {
    let Some(at) = ROLES.iter().position(|(name, _)| *name == role) else {
        return Err(format!("there is no role {role:?}; {}", suggest(role, &roles().collect::<Vec<_>>())));
    };
    looks[at] = parse(look)?;
    Ok(())
}

const MODIFIERS: &[(&str, Modifier)] = &[
    ("bold", Modifier::BOLD),
    ("dim", Modifier::DIM),
    ("italic", Modifier::ITALIC),
    ("underline", Modifier::UNDERLINED),
    ("reverse", Modifier::REVERSED),
    ("crossed-out", Modifier::CROSSED_OUT),
];
/// The terminal's own colours.
const COLOURS: &[(&str, Color)] = &[
    ("black", Color::Black),
    ("red", Color::Red),
    ("green", Color::Green),
    ("yellow", Color::Yellow),
    ("blue", Color::Blue),
    ("magenta", Color::Magenta),
    ("cyan", Color::Cyan),
    ("gray", Color::Gray),
    ("dark-gray", Color::DarkGray),
    ("light-red", Color::LightRed),
    ("light-green", Color::LightGreen),
    ("light-yellow", Color::LightYellow),
    ("light-blue", Color::LightBlue),
    ("light-magenta", Color::LightMagenta),
    ("light-cyan", Color::LightCyan),
    ("white", Color::White),
    ("default", Color::Reset),
];

/// A look in words: modifiers, a colour, `on` a colour of the background; a colour is a name of the terminal's own, a
/// number of its palette (0 to 255) or `#rrggbb`. `plain` is nothing at all.
fn parse(look: &str) -> Result<Style, String> {
    let mut style = Style::new();
    let mut words = look.split_whitespace();
    while let Some(word) = words.next() {
        if let Some(&(_, modifier)) = MODIFIERS.iter().find(|(name, _)| *name == word) {
            style = style.add_modifier(modifier);
        } else if word == "on" {
            style.bg = Some(colour(words.next().unwrap_or_default())?);
        } else if word != "plain" {
            style.fg = Some(colour(word)?);
        }
    }
    Ok(style)
}

fn colour(word: &str) -> Result<Color, String> {
    if let Some(&(_, colour)) = COLOURS.iter().find(|(name, _)| *name == word) {
        return Ok(colour);
    }
    if let Ok(number) = word.parse() {
        return Ok(Color::Indexed(number));
    }
    let hex = word.strip_prefix('#').filter(|digits| digits.len() == 6);
    if let Some(rgb) = hex.and_then(|digits| u32::from_str_radix(digits, 16).ok()) {
        return Ok(Color::from_u32(rgb));
    }
    let names: Vec<&str> =
        COLOURS.iter().map(|(name, _)| *name).chain(MODIFIERS.iter().map(|(name, _)| *name)).collect();
    Err(format!("there is no colour {word:?}; {}; or 0 to 255, or #rrggbb", suggest(word, &names)))
}

/// Whether `COLORFGBG` (foreground;background as palette numbers) tells a light background: white, or a light colour.
fn is_light(colorfgbg: &str) -> bool {
    let background = colorfgbg.rsplit(';').next().and_then(|number| number.parse::<u8>().ok());
    background.is_some_and(|number| number == 7 || (9..=15).contains(&number))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn of(text: &str) -> Result<Theme, SettingsError> {
        Theme::of(&Settings::parse(Path::new("config.toml"), text).expect("sound settings"), None, None)
    }

    #[test]
    fn without_colour_what_matters_is_still_told_apart() {
        let theme = Theme::of(&Settings::default(), Some("1"), None).expect("the default theme");
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
    fn headings_are_told_apart_and_from_what_is_strong() {
        let strong = Role::Styled(TextStyle::Strong);
        for (name, _) in BUNDLED {
            for colours in [true, false] {
                let looks = Box::leak(Box::new(bundled(name, false)));
                let theme = Theme { colours, ascii: false, looks };
                let roles = [Role::Text, strong, Role::Level(1), Role::Level(2), Role::Level(3)];
                for (at, &role) in roles.iter().enumerate() {
                    for &other in &roles[..at] {
                        assert_ne!(theme.style(role), theme.style(other), "{name}: {role:?} looks like {other:?}");
                    }
                }
                assert_eq!(theme.style(Role::Level(6)), theme.style(Role::Level(3)));
            }
        }
    }

    #[test]
    fn an_empty_no_color_means_colours() {
        let theme = |no_color| Theme::of(&Settings::default(), no_color, None).expect("the default theme");
        assert!(theme(Some("")).colours);
        assert!(theme(None).colours);
        assert!(!theme(Some("1")).colours);
    }

    #[test]
    fn every_bundled_theme_is_sound_and_tells_what_matters_apart() {
        for (name, text) in BUNDLED {
            let table: BTreeMap<String, toml::Value> = toml::from_str(text).expect(name);
            for (role, _) in ROLES {
                assert!(table.contains_key(*role), "{name} says nothing of {role}");
            }
            for light in [false, true] {
                let looks = bundled(name, light);
                let look = |role| looks[ROLES.iter().position(|(_, known)| *known == role).expect("a role")];
                let roles = [
                    Role::Text,
                    Role::Match,
                    Role::CurrentMatch,
                    Role::Evidence,
                    Role::Selected,
                    Role::Fact(Group::Disease),
                    Role::Fact(Group::Therapy),
                    Role::Fact(Group::Outcome),
                    Role::Fact(Group::Safety),
                ];
                for (at, &role) in roles.iter().enumerate() {
                    for &other in &roles[..at] {
                        assert_ne!(look(role), look(other), "{name}: {role:?} looks like {other:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn looks_are_read_and_mistakes_named() {
        let style = Style::new().fg(Color::Red).bg(Color::Indexed(17)).add_modifier(Modifier::BOLD);
        assert_eq!(parse("bold red on 17"), Ok(style));
        assert_eq!(parse("#102030"), Ok(Style::new().fg(Color::Rgb(16, 32, 48))));
        assert_eq!(parse("plain"), Ok(Style::new()));
        assert!(parse("undeline").is_err_and(|reason| reason.contains("did you mean \"underline\"?")));
        assert!(parse("#12").is_err());
    }

    #[test]
    fn a_theme_of_ones_own_changes_what_it_names() {
        let theme =
            of("[screen]\ntheme = \"mine\"\n[themes.mine]\nbase = \"dark\"\nheading = \"bold red\"\n").expect("it");
        let dark = of("[screen]\ntheme = \"dark\"\n").expect("dark");
        assert_eq!(theme.style(Role::Heading), Style::new().fg(Color::Red).add_modifier(Modifier::BOLD));
        assert_eq!(theme.style(Role::Link), dark.style(Role::Link));
    }

    #[test]
    fn mistakes_in_themes_are_told_with_line_and_nearest_name() {
        let check = |text: &str, expected: &str| {
            let error = of(text).expect_err(text).to_string();
            assert!(error.contains(expected), "{error}");
        };
        check("[screen]\ntheme = \"drak\"\n", "there is no theme \"drak\"; did you mean \"dark\"?");
        check(
            "[themes.a]\nheding = \"red\"\n",
            "config.toml:2: there is no role \"heding\"; did you mean \"heading\"?",
        );
        check("[themes.a]\nheading = \"rot\"\n", "config.toml:2: there is no colour \"rot\"");
        check("[themes.a]\nbase = \"lite\"\n", "config.toml:2: there is no theme \"lite\" to begin from");
    }

    #[test]
    fn the_background_chooses_light_or_dark() {
        let auto = Settings::parse(Path::new("config.toml"), "[screen]\ntheme = \"auto\"\n").expect("sound");
        let text = |colorfgbg| Theme::of(&auto, None, colorfgbg).expect("a theme").style(Role::Text);
        assert_eq!(text(Some("0;15")), text(Some("0;default;7")));
        assert_ne!(text(Some("0;15")), text(Some("15;0")));
        assert_eq!(text(None), text(Some("15;0")));
    }

    #[test]
    fn mono_is_without_colours() {
        assert!(!of("[screen]\ntheme = \"mono\"\n").expect("mono").colours);
    }
}
