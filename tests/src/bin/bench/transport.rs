//! What carries an association: a plain connection, or one with TLS 1.3.

use crate::Problem;
use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::sync::Arc;
use tokio_rustls::rustls::client::Resumption;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{IpAddr, ServerName};
use tokio_rustls::rustls::version::TLS13;
use tokio_rustls::rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

/// A connection.
pub enum Transport {
    /// Without TLS.
    Plain(TcpStream),
    /// With TLS.
    Secure(Box<StreamOwned<ClientConnection, TcpStream>>),
}

impl Transport {
    /// The handshake comes with the first bytes.
    pub fn secure(stream: TcpStream, trust: &Trust) -> io::Result<Self> {
        let name = ServerName::IpAddress(IpAddr::from(stream.peer_addr()?.ip()));
        let client = ClientConnection::new(Arc::clone(&trust.0), name).map_err(io::Error::other)?;
        Ok(Self::Secure(Box::new(StreamOwned::new(client, stream))))
    }
}

impl Read for Transport {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(stream) => stream.read(bytes),
            Self::Secure(stream) => stream.read(bytes),
        }
    }
}

impl Write for Transport {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(stream) => stream.write(bytes),
            Self::Secure(stream) => stream.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(stream) => stream.flush(),
            Self::Secure(stream) => stream.flush(),
        }
    }
}

/// The certificate of the server that is measured. Nothing of one connection helps the next, so that
/// each costs a whole handshake, as it does with devices that resume nothing.
#[derive(Clone)]
pub struct Trust(Arc<ClientConfig>);

/// Lets the server of a data folder speak TLS, too, with a certificate made for it.
pub fn with_tls(data: &Path) -> Result<Trust, Problem> {
    let own = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()])?;
    std::fs::write(data.join("own.crt"), own.cert.pem())?;
    std::fs::write(data.join("own.key"), own.signing_key.serialize_pem())?;
    let mut settings = std::fs::OpenOptions::new()
        .append(true)
        .open(data.join("stepboard.toml"))?;
    settings.write_all(
        b"[dicom.tls]\nlisten = \"127.0.0.1:0\"\ncertificate = \"own.crt\"\nkey = \"own.key\"\n",
    )?;
    let mut roots = RootCertStore::empty();
    roots.add(own.cert.der().clone())?;
    let mut config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_protocol_versions(&[&TLS13])?
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.resumption = Resumption::disabled();
    Ok(Trust(Arc::new(config)))
}
