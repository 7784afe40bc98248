//! The certificates of the TLS listener: read from files, read again when they change, and watched
//! for their end.

use crate::config::{ClientCertificate, TlsConfig};
use crate::department::Department;
use crate::publisher::Change;
use dimse::{Tls, TlsMaterial};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// Between two looks at the files.
const EVERY: Duration = Duration::from_secs(5);
/// Days before its end at which a certificate is warned of in the log: a month to order another, two
/// weeks to put it in place, and a last week.
const WARN_DAYS: [i64; 4] = [30, 14, 7, 0];
const DAY: i64 = 24 * 3600 * 1000;

/// The files, and what was last read from them.
pub(crate) struct Certificates {
    certificate: PathBuf,
    key: PathBuf,
    client_ca: Option<PathBuf>,
    client_required: bool,
    seen: Contents,
    tls: Tls,
}

#[derive(PartialEq, Eq)]
struct Contents {
    certificate: Vec<u8>,
    key: Vec<u8>,
    client_ca: Option<Vec<u8>>,
}

impl Contents {
    fn material(&self, client_required: bool) -> TlsMaterial<'_> {
        TlsMaterial {
            certificates: &self.certificate,
            key: &self.key,
            client_roots: self.client_ca.as_deref(),
            client_required,
        }
    }
}

impl Certificates {
    /// Reads the files; relative ones are of the data folder.
    ///
    /// # Errors
    /// Which file cannot be used, and why.
    pub(crate) fn read(config: &TlsConfig, folder: &Path) -> Result<Self, String> {
        let certificate = folder.join(&config.certificate);
        let key = folder.join(&config.key);
        let client_ca = config.client_ca.as_ref().map(|file| folder.join(file));
        let client_required = config.client_certificate == ClientCertificate::Required;
        let seen = contents(&certificate, &key, client_ca.as_deref())?;
        let tls = Tls::new(seen.material(client_required)).map_err(|error| error.to_string())?;
        Ok(Self {
            certificate,
            key,
            client_ca,
            client_required,
            seen,
            tls,
        })
    }

    /// What the listener uses.
    pub(crate) fn tls(&self) -> Tls {
        self.tls.clone()
    }

    /// Follows the files until the listener stops. Files that cannot be used change nothing.
    pub(crate) async fn watch(mut self, department: Arc<Department>, stop: CancellationToken) {
        let mut timer = tokio::time::interval(EVERY);
        let mut warned = None;
        let mut refused = None;
        loop {
            tokio::select! {
                () = stop.cancelled() => break,
                _ = timer.tick() => {}
            }
            match self.look() {
                Ok(true) => {
                    tracing::info!("the certificates of the TLS listener were read again");
                    (warned, refused) = (None, None);
                }
                Ok(false) => refused = None,
                Err(problem) if refused.as_ref() == Some(&problem) => {}
                Err(problem) => {
                    tracing::error!(problem, "the changed certificates are not used");
                    refused = Some(problem);
                }
            }
            let expires = self.tls.expires();
            if department.keep_certificate_expiry(Some(expires)) {
                department.changed(Change::Health);
            }
            let days = (expires - department.clock.now()).div_euclid(DAY);
            let due = WARN_DAYS.into_iter().rev().find(|due| days < *due);
            if due.is_some() && due != warned {
                warned = due;
                tracing::warn!(days, "the certificate of the TLS listener expires");
            }
        }
        department.keep_certificate_expiry(None);
    }

    /// Whether other certificates were taken.
    fn look(&mut self) -> Result<bool, String> {
        let found = contents(&self.certificate, &self.key, self.client_ca.as_deref())?;
        if found == self.seen {
            return Ok(false);
        }
        self.tls
            .replace(found.material(self.client_required))
            .map_err(|error| error.to_string())?;
        self.seen = found;
        Ok(true)
    }
}

fn contents(certificate: &Path, key: &Path, client_ca: Option<&Path>) -> Result<Contents, String> {
    let read =
        |path: &Path| std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()));
    Ok(Contents {
        certificate: read(certificate)?,
        key: read(key)?,
        client_ca: client_ca.map(read).transpose()?,
    })
}
