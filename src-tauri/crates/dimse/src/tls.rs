//! TLS of the listener (PS3.15 B, BCP 195): versions 1.2 and 1.3, with certificates that can be
//! changed while it runs.

use crate::requests::Proved;
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::sync::{Arc, PoisonError, RwLock};
use thiserror::Error;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::{self, PemObject};
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::{VerifierBuilderError, WebPkiClientVerifier};
use tokio_rustls::rustls::{self, ProtocolVersion, RootCertStore, ServerConfig};
use tokio_rustls::server::TlsStream;
use x509_cert::der::Decode;

/// What a TLS listener proves itself with, and what it asks of clients; PEM.
#[derive(Clone, Copy)]
pub struct TlsMaterial<'a> {
    /// Our certificate, followed by those between it and its root.
    pub certificates: &'a [u8],
    /// Its private key: PKCS #8, PKCS #1 or SEC 1.
    pub key: &'a [u8],
    /// The roots of client certificates; without them none is asked for.
    pub client_roots: Option<&'a [u8]>,
    /// Whether a client without a certificate is refused.
    pub client_required: bool,
}

/// Why certificates cannot be used. Never holds anything of a key.
#[derive(Debug, Error)]
pub enum TlsError {
    /// The certificate file is no PEM, or has no certificate.
    #[error("the certificate cannot be read: {0}")]
    Certificate(pem::Error),
    /// The key file is no PEM, or has no private key.
    #[error("the private key cannot be read: {0}")]
    Key(pem::Error),
    /// The file of client roots is no PEM.
    #[error("the certificates of client_ca cannot be read: {0}")]
    ClientRoots(pem::Error),
    /// The client roots cannot be used.
    #[error("the certificates of client_ca cannot be used: {0}")]
    ClientVerifier(VerifierBuilderError),
    /// The certificate is not X.509.
    #[error("the certificate is not X.509: {0}")]
    NotX509(x509_cert::der::Error),
    /// Certificate and key do not fit, or are of a kind that is not supported.
    #[error("certificate and key cannot be used: {0}")]
    Refused(rustls::Error),
}

/// The TLS side of a listener; clones share the certificate in use.
#[derive(Debug, Clone)]
pub struct Tls {
    current: Arc<RwLock<Current>>,
}

#[derive(Debug)]
struct Current {
    config: Arc<ServerConfig>,
    expires: i64,
}

impl Tls {
    /// With these certificates.
    ///
    /// # Errors
    /// [`TlsError`] says which file is wrong.
    pub fn new(material: TlsMaterial<'_>) -> Result<Self, TlsError> {
        Ok(Self {
            current: Arc::new(RwLock::new(read(material)?)),
        })
    }

    /// Takes other certificates for connections from now on; those that are open stay.
    ///
    /// # Errors
    /// [`TlsError`]; what was in use stays in use.
    pub fn replace(&self, material: TlsMaterial<'_>) -> Result<(), TlsError> {
        let next = read(material)?;
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = next;
        Ok(())
    }

    /// When our certificate expires: milliseconds since 1970-01-01 00:00 UTC.
    #[must_use]
    pub fn expires(&self) -> i64 {
        self.current
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .expires
    }

    /// The handshake, and what it proved.
    pub(crate) async fn accept<S>(&self, stream: S) -> std::io::Result<(TlsStream<S>, Proved)>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        let config = {
            let current = self.current.read().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(&current.config)
        };
        let stream = TlsAcceptor::from(config).accept(stream).await?;
        let (_, connection) = stream.get_ref();
        let version = match connection.protocol_version() {
            Some(ProtocolVersion::TLSv1_2) => "TLS 1.2",
            _ => "TLS 1.3",
        };
        let certificate = connection
            .peer_certificates()
            .and_then(|chain| chain.first())
            .map(fingerprint)
            .unwrap_or_default();
        let proved = Proved {
            version,
            certificate,
        };
        Ok((stream, proved))
    }
}

/// SHA-256 of a certificate, in lower-case hexadecimal.
fn fingerprint(certificate: &CertificateDer<'_>) -> String {
    let mut text = String::with_capacity(64);
    for byte in Sha256::digest(certificate) {
        // Writing to a String does not fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// SHA-256 of the first certificate of a PEM file, in lower-case hexadecimal: what a device is
/// registered with.
///
/// # Errors
/// [`TlsError::Certificate`] when there is none.
pub fn certificate_fingerprint(pem: &[u8]) -> Result<String, TlsError> {
    let certificate = CertificateDer::from_pem_slice(pem).map_err(TlsError::Certificate)?;
    Ok(fingerprint(&certificate))
}

fn read(material: TlsMaterial<'_>) -> Result<Current, TlsError> {
    let chain = CertificateDer::pem_slice_iter(material.certificates)
        .collect::<Result<Vec<_>, _>>()
        .map_err(TlsError::Certificate)?;
    let Some(own) = chain.first() else {
        return Err(TlsError::Certificate(pem::Error::NoItemsFound));
    };
    let expires = x509_cert::Certificate::from_der(own)
        .map_err(TlsError::NotX509)?
        .tbs_certificate
        .validity
        .not_after
        .to_unix_duration();
    let key = PrivateKeyDer::from_pem_slice(material.key).map_err(TlsError::Key)?;
    let provider = Arc::new(ring::default_provider());
    let builder = ServerConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(TlsError::Refused)?;
    let builder = match material.client_roots {
        None => builder.with_no_client_auth(),
        Some(pem) => {
            let mut roots = RootCertStore::empty();
            for root in CertificateDer::pem_slice_iter(pem) {
                let root = root.map_err(TlsError::ClientRoots)?;
                roots.add(root).map_err(TlsError::Refused)?;
            }
            let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider);
            let verifier = if material.client_required {
                verifier
            } else {
                verifier.allow_unauthenticated()
            };
            builder.with_client_cert_verifier(verifier.build().map_err(TlsError::ClientVerifier)?)
        }
    };
    let config = builder
        .with_single_cert(chain, key)
        .map_err(TlsError::Refused)?;
    Ok(Current {
        config: Arc::new(config),
        expires: i64::try_from(expires.as_millis()).unwrap_or(i64::MAX),
    })
}

#[cfg(test)]
mod tests;
