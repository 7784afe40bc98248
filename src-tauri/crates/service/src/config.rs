//! `stepboard.toml`: what must be known before the database opens.

use crate::clock::{UnknownTimeZone, zone_named};
use chrono_tz::Tz;
use domain::AeTitle;
use serde::{Deserialize, Serialize};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

/// The port DICOM registers for this use.
const PORT: u16 = 11112;

/// The settings file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// The department.
    #[serde(skip_serializing_if = "Place::is_anywhere")]
    pub department: Place,
    /// The DICOM service.
    pub dicom: Dicom,
    /// The database.
    pub database: Database,
    /// Files for people.
    pub export: Export,
}

/// `[department]`
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Place {
    /// The time zone it lives in, by its name in the IANA database (`Europe/Madrid`); the machine's
    /// when absent. Schedules, the board and what modalities report are in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
}

impl Place {
    fn is_anywhere(&self) -> bool {
        *self == Self::default()
    }

    /// Its time zone.
    ///
    /// # Errors
    /// When there is none of this name.
    pub(crate) fn zone(&self) -> Result<Option<Tz>, UnknownTimeZone> {
        self.time_zone.as_deref().map(zone_named).transpose()
    }
}

/// `[export]`
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Export {
    /// Where files for people are written, relative to the data folder; the person's documents when
    /// absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub folder: Option<PathBuf>,
}

/// `[dicom]`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Dicom {
    /// Where to listen.
    pub listen: SocketAddr,
    /// Our AE title.
    pub ae_title: String,
    /// What becomes of callers that are not registered.
    pub unknown_devices: UnknownDevices,
    /// For how many days the record of ended associations and of worklist queries is kept. Messages
    /// are kept regardless.
    pub keep_associations_days: u32,
    /// A further port that speaks TLS; without it there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tls: Option<TlsConfig>,
}

/// `[dicom.tls]`; files are PEM, relative to the data folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TlsConfig {
    /// Where to listen with TLS; the registered port is 2762.
    pub listen: SocketAddr,
    /// Our certificate, followed by those between it and its root.
    pub certificate: PathBuf,
    /// Its private key.
    pub key: PathBuf,
    /// The roots of client certificates; without them none is asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_ca: Option<PathBuf>,
    /// Whether clients must have one, when `client_ca` is given.
    #[serde(default)]
    pub client_certificate: ClientCertificate,
}

/// Whether clients must have a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ClientCertificate {
    /// Without one the handshake fails.
    #[default]
    Required,
    /// Without one a device is let in by its AE title and address, unless its profile wants one.
    Optional,
}

/// What becomes of callers that are not registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum UnknownDevices {
    /// Rejected, remembered and offered for admission.
    #[default]
    Reject,
    /// Served like registered ones.
    Accept,
}

/// `[database]`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Database {
    /// `sqlite:` and a file, relative to the data folder.
    pub url: String,
}

impl Default for Dicom {
    fn default() -> Self {
        Self {
            listen: SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), PORT),
            ae_title: "STEPBOARD".to_owned(),
            unknown_devices: UnknownDevices::Reject,
            // A question about last month can be answered.
            keep_associations_days: 31,
            tls: None,
        }
    }
}

impl Default for Database {
    fn default() -> Self {
        Self {
            url: "sqlite:stepboard.db".to_owned(),
        }
    }
}

/// Why a settings file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// It cannot be read or written.
    #[error("{path}: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// It is not what it should be.
    #[error("{path}: {problem}")]
    Content {
        /// The file.
        path: PathBuf,
        /// Which key or line, and why.
        problem: String,
    },
}

impl Config {
    /// Reads a settings file; one that does not exist is the default.
    ///
    /// # Errors
    /// When it cannot be read, or holds something that cannot be: the message names line and key.
    pub fn read(path: &Path) -> Result<Self, ConfigError> {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(source) => {
                return Err(ConfigError::File {
                    path: path.to_owned(),
                    source,
                });
            }
        };
        let content = |problem: String| ConfigError::Content {
            path: path.to_owned(),
            problem,
        };
        let config: Self = toml::from_str(&text).map_err(|error| content(error.to_string()))?;
        AeTitle::new(&config.dicom.ae_title)
            .map_err(|error| content(format!("dicom.ae_title: {error}")))?;
        config
            .department
            .zone()
            .map_err(|error| content(format!("department.time_zone: {error}")))?;
        config.database_file(Path::new("")).map_err(content)?;
        Ok(config)
    }

    /// Writes the settings file whole, through a file beside it.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn write(&self, path: &Path) -> Result<(), ConfigError> {
        let failed = |source| ConfigError::File {
            path: path.to_owned(),
            source,
        };
        let text = toml::to_string_pretty(self).map_err(|error| ConfigError::Content {
            path: path.to_owned(),
            problem: error.to_string(),
        })?;
        let beside = path.with_extension("toml.new");
        std::fs::write(&beside, text).map_err(failed)?;
        std::fs::rename(&beside, path).map_err(failed)
    }

    /// The database file inside a data folder.
    ///
    /// # Errors
    /// When the URL is not of SQLite: the text says so.
    pub fn database_file(&self, data: &Path) -> Result<PathBuf, String> {
        match self.database.url.strip_prefix("sqlite:") {
            Some(file) if !file.is_empty() => Ok(data.join(file)),
            _ => Err(format!(
                "database.url: \"{}\" is not \"sqlite:\" and a file name",
                self.database.url
            )),
        }
    }
}

/// The platform's data folder for Stepboard.
#[must_use]
pub fn default_data_folder() -> PathBuf {
    let home = |tail: &str| std::env::var_os("HOME").map(|home| PathBuf::from(home).join(tail));
    let base = if cfg!(target_os = "windows") {
        std::env::var_os("LOCALAPPDATA").map(PathBuf::from)
    } else if cfg!(target_os = "macos") {
        home("Library/Application Support")
    } else {
        std::env::var_os("XDG_DATA_HOME")
            .map(PathBuf::from)
            .or_else(|| home(".local/share"))
    };
    base.unwrap_or_else(std::env::temp_dir).join("stepboard")
}

/// The documents of the person who runs Stepboard, when there is such a folder.
#[must_use]
pub fn documents_folder() -> Option<PathBuf> {
    let home = if cfg!(target_os = "windows") {
        std::env::var_os("USERPROFILE")
    } else {
        std::env::var_os("HOME")
    };
    let home = PathBuf::from(home?);
    let named = std::fs::read_to_string(home.join(".config/user-dirs.dirs"))
        .ok()
        .and_then(|text| documents_of(&text, &home));
    Some(named.unwrap_or_else(|| home.join("Documents"))).filter(|folder| folder.is_dir())
}

/// The documents folder that the desktop's list of folders names (`XDG_DOCUMENTS_DIR="$HOME/…"`).
fn documents_of(list: &str, home: &Path) -> Option<PathBuf> {
    let value = list
        .lines()
        .find_map(|line| line.trim().strip_prefix("XDG_DOCUMENTS_DIR="))?;
    let value = value.trim_matches('"');
    Some(match value.strip_prefix("$HOME/") {
        Some(inside) => home.join(inside),
        None => PathBuf::from(value),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Config, ConfigError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("stepboard.toml");
        std::fs::write(&path, text).unwrap();
        Config::read(&path)
    }

    #[test]
    fn a_missing_file_is_the_default() {
        let config = Config::read(Path::new("/nowhere/at/all/stepboard.toml")).unwrap();
        assert_eq!(config, Config::default());
        assert_eq!(config.dicom.listen.to_string(), "127.0.0.1:11112");
    }

    #[test]
    fn what_is_written_is_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("stepboard.toml");
        let mut config = Config::default();
        config.dicom.ae_title = "RIS_1".to_owned();
        config.write(&path).unwrap();
        assert_eq!(Config::read(&path).unwrap(), config);
    }

    #[test]
    fn documents_have_the_name_of_the_desktop() {
        let list = "XDG_DESKTOP_DIR=\"$HOME/Escritorio\"\nXDG_DOCUMENTS_DIR=\"$HOME/Documentos\"\n";
        let folder = documents_of(list, Path::new("/h"));
        assert_eq!(folder, Some(PathBuf::from("/h/Documentos")));
    }

    #[test]
    fn mistakes_name_the_key() {
        for (text, named) in [
            (
                "[dicom]\nae_title = \"THIS IS MUCH TOO LONG\"",
                "dicom.ae_title",
            ),
            ("[dicom]\nlisten = \"nowhere\"", "listen"),
            ("[dicom]\nlissten = \"127.0.0.1:104\"", "lissten"),
            ("[database]\nurl = \"mysql://x\"", "database.url"),
            (
                "[department]\ntime_zone = \"Europe/Madird\"",
                "department.time_zone: \"Europe/Madird\"",
            ),
        ] {
            let message = read(text).unwrap_err().to_string();
            assert!(message.contains(named), "{message}");
        }
    }
}
