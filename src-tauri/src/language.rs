//! The language of what the window says outside the page.

use contract::shell::Preferences;

/// A language that Stepboard speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// English.
    English,
    /// Spanish.
    Spanish,
}

impl Language {
    /// The language chosen, or else that of the system.
    pub fn of(preferences: &Preferences) -> Self {
        let chosen = Some(preferences.language.clone()).filter(|language| !language.is_empty());
        Self::named(&chosen.or_else(sys_locale::get_locale).unwrap_or_default())
    }

    fn named(tag: &str) -> Self {
        if tag.starts_with("es") {
            Self::Spanish
        } else {
            Self::English
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chosen_language_wins_and_others_are_english() {
        let chosen = Preferences {
            language: "es".to_owned(),
            ..Preferences::default()
        };
        assert_eq!(Language::of(&chosen), Language::Spanish);
        assert_eq!(Language::named("es-AR"), Language::Spanish);
        assert_eq!(Language::named("fr_FR"), Language::English);
    }
}
