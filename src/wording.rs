//! Interface texts in English and German, and which of the two is spoken. Texts of one command, kind or pane stand
//! beside it; here is what several share.

/// A language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// German.
    German,
}

impl Language {
    /// The language that a POSIX locale name asks for (`de_DE.UTF-8`); English for any but German.
    pub fn of_locale(locale: &str) -> Self {
        if locale.starts_with("de") { Self::German } else { Self::English }
    }

    /// ISO 639-1.
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
        }
    }
}

/// A text in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text {
    /// English.
    pub en: &'static str,
    /// German.
    pub de: &'static str,
}

impl Text {
    /// Both forms of a text.
    pub const fn new(en: &'static str, de: &'static str) -> Self {
        Self { en, de }
    }

    /// The form in `language`.
    pub fn say(self, language: Language) -> &'static str {
        match language {
            Language::English => self.en,
            Language::German => self.de,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locale_chooses_language() {
        assert_eq!(Language::of_locale("de_AT.UTF-8"), Language::German);
        assert_eq!(Language::of_locale("C.UTF-8"), Language::English);
        assert_eq!(Text::new("read", "gelesen").say(Language::German), "gelesen");
    }
}
