//! Settings that live in the database and are edited in the window.

use crate::config::Config;
use contract::device_profile::WorklistProfile;
use contract::shell::Preferences;
use serde_json::json;
use std::collections::BTreeMap;
use storage::{Result, Session};

const STATION_NAME: &str = "station-name";
const SETUP_FINISHED: &str = "setup-finished";
const LANGUAGE: &str = "language";
const THEME: &str = "theme";
const CALLED_AE_TITLES: &str = "called-ae-titles";
const CALLED_PROFILES: &str = "called-profiles";

/// What the department is called, how it listens, what the person at the desk prefers.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// The settings file as it was read or last written.
    pub config: Config,
    /// The department's name.
    pub station_name: String,
    /// Whether the first run was finished.
    pub setup_finished: bool,
    /// Language and theme.
    pub preferences: Preferences,
    /// Further AE titles we answer to, beside the one of the settings file.
    pub called_ae_titles: Vec<String>,
    /// Worklists of their own under some of our AE titles.
    pub called_profiles: BTreeMap<String, WorklistProfile>,
}

impl Settings {
    /// Reads the settings.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn read(session: &mut Session<'_>, config: Config) -> Result<Self> {
        let mut text = |name: &str| session.setting(name).map(Option::unwrap_or_default);
        Ok(Self {
            config,
            station_name: text(STATION_NAME)?,
            setup_finished: text(SETUP_FINISHED)? == "yes",
            preferences: Preferences {
                language: text(LANGUAGE)?,
                theme: text(THEME)?,
            },
            called_ae_titles: text(CALLED_AE_TITLES)?.lines().map(str::to_owned).collect(),
            called_profiles: profiles(&text(CALLED_PROFILES)?),
        })
    }

    /// Keeps the settings.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn save(&self, session: &mut Session<'_>) -> Result<()> {
        let finished = if self.setup_finished { "yes" } else { "no" };
        session.save_setting(STATION_NAME, &self.station_name)?;
        session.save_setting(SETUP_FINISHED, finished)?;
        session.save_setting(LANGUAGE, &self.preferences.language)?;
        session.save_setting(THEME, &self.preferences.theme)?;
        session.save_setting(CALLED_AE_TITLES, &self.called_ae_titles.join("\n"))?;
        session.save_setting(CALLED_PROFILES, &json!(self.called_profiles).to_string())
    }

    /// All AE titles we answer to.
    #[must_use]
    pub fn called(&self) -> Vec<String> {
        let mut titles = vec![self.config.dicom.ae_title.clone()];
        titles.extend(self.called_ae_titles.iter().cloned());
        titles
    }
}

/// What is stored as particular; what cannot be read is as if nothing had been set.
fn profiles(text: &str) -> BTreeMap<String, WorklistProfile> {
    if text.is_empty() {
        return BTreeMap::new();
    }
    serde_json::from_str(text).unwrap_or_else(|error| {
        tracing::error!(%error, "the settings of the called AE titles cannot be read");
        BTreeMap::new()
    })
}
