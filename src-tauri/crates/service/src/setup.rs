//! First run and preferences: who we are, where we listen, what the person at the desk prefers.

use crate::department::{Department, storage_failure};
use crate::publisher::Change;
use crate::registry::Registry;
use crate::schedule::ChangeSet;
use crate::service::Service;
use crate::settings::Settings;
use crate::views::devices::connection;
use contract::setup::{SaveIdentity, SetupView};
use contract::shell::Preferences;
use contract::{Failure, FailureCode};
use domain::{AeTitle, validation};
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use storage::{Session, StorageError};

impl Department {
    /// How far the set-up is.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn show_setup(self: &Arc<Self>) -> Result<SetupView, Failure> {
        let scheduled_steps = self
            .read(|_, session| session.count_scheduled_steps())
            .await?;
        let settings = self.settings();
        let dicom = &settings.config.dicom;
        Ok(SetupView {
            finished: settings.setup_finished,
            station_name: settings.station_name.clone(),
            ae_title: dicom.ae_title.clone(),
            listen_address: dicom.listen.ip().to_string(),
            port: dicom.listen.port(),
            connection: connection(self),
            scheduled_steps,
        })
    }

    /// Ends the set-up.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn finish_setup(self: &Arc<Self>) -> Result<(), Failure> {
        self.change_settings(|settings| settings.setup_finished = true)
            .await
    }

    /// Keeps language and theme.
    ///
    /// # Errors
    /// When a value is none of the known ones, or the database refuses.
    pub async fn save_preferences(
        self: &Arc<Self>,
        preferences: Preferences,
    ) -> Result<(), Failure> {
        if !["", "en", "es"].contains(&preferences.language.as_str()) {
            return Err(Failure::field("language", "not en, es or empty"));
        }
        if !["", "light", "dark"].contains(&preferences.theme.as_str()) {
            return Err(Failure::field("theme", "not light, dark or empty"));
        }
        self.change_settings(|settings| settings.preferences = preferences)
            .await
    }

    pub(crate) async fn change_settings(
        self: &Arc<Self>,
        change: impl FnOnce(&mut Settings) + Send + 'static,
    ) -> Result<(), Failure> {
        let mut settings = self.settings();
        change(&mut settings);
        let set = ChangeSet::begin(self, "");
        let department = Arc::clone(self);
        let save = move |session: &mut Session<'_>| {
            session.add_audit(set.entry("edit", "setting", 0))?;
            settings.save(session)?;
            Ok((session.devices()?, settings))
        };
        self.database
            .writer()
            .write::<_, StorageError>(save, move |(devices, settings)| {
                *department.settings_mut() = settings.clone();
                *department.registry_mut() = Registry::new(
                    devices.clone(),
                    settings.called(),
                    settings.config.dicom.unknown_devices,
                )
                .with_called_profiles(settings.called_profiles.clone());
                department.changed(Change::Health);
            })
            .await
            .map(drop)
            .map_err(storage_failure)
    }
}

impl Service {
    /// Saves who we are and where we listen, and listens there. When the new port cannot be
    /// listened on, nothing is saved and the former one is taken again.
    ///
    /// # Errors
    /// A field that cannot be, a port that is taken, or a settings file that cannot be written.
    pub async fn save_identity(&self, request: SaveIdentity) -> Result<SetupView, Failure> {
        let department = self.department();
        let title = AeTitle::new(&request.ae_title)
            .map_err(|error| Failure::field("ae_title", error.to_string()))?;
        let name = validation::long_string(request.station_name.trim())
            .map_err(|problem| Failure::field("station_name", problem.to_string()))?;
        let address: IpAddr = request
            .listen_address
            .parse()
            .map_err(|_| Failure::field("listen_address", "not an IP address"))?;
        let former = department.settings().config;
        let listen = SocketAddr::new(address, request.port);
        if listen != former.dicom.listen || !self.is_listening() {
            self.listen(Some(listen)).await.map_err(|error| Failure {
                code: FailureCode::PortUnavailable,
                detail: error.to_string(),
                field: Some("port".to_owned()),
            })?;
        }
        let mut config = former;
        config.dicom.ae_title = title.as_str().to_owned();
        config.dicom.listen = listen;
        config
            .write(&department.config_file)
            .map_err(|error| Failure::new(FailureCode::Storage, error.to_string()))?;
        department
            .change_settings(move |settings| {
                settings.config = config;
                settings.station_name = name;
            })
            .await?;
        department.show_setup().await
    }

    fn is_listening(&self) -> bool {
        matches!(
            &*self.department().listener(),
            contract::shell::Listener::Listening { .. }
        )
    }
}
