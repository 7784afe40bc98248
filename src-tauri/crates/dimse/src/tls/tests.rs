//! Handshakes over a pipe, with certificates made here.

use super::*;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::ClientConfig;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::version::{TLS12, TLS13};

/// Somebody who signs certificates.
struct Authority {
    issuer: Issuer<'static, KeyPair>,
    pem: String,
}

/// A certificate and its key.
struct Identity {
    certificate: String,
    key: String,
}

impl Authority {
    fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let pem = params.self_signed(&key).unwrap().pem();
        let issuer = Issuer::new(params, key);
        Self { issuer, pem }
    }

    fn sign(&self, name: &str) -> Identity {
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        Identity {
            certificate: certificate.pem(),
            key: key.serialize_pem(),
        }
    }
}

fn server(own: &Identity, client_roots: Option<&Authority>, client_required: bool) -> Tls {
    Tls::new(material(own, client_roots, client_required)).unwrap()
}

fn material<'a>(
    own: &'a Identity,
    client_roots: Option<&'a Authority>,
    client_required: bool,
) -> TlsMaterial<'a> {
    TlsMaterial {
        certificates: own.certificate.as_bytes(),
        key: own.key.as_bytes(),
        client_roots: client_roots.map(|roots| roots.pem.as_bytes()),
        client_required,
    }
}

/// A client that trusts `trusted` and shows `own`, in these versions.
fn client(
    trusted: &Authority,
    own: Option<&Identity>,
    versions: &[&'static rustls::SupportedProtocolVersion],
) -> TlsConnector {
    let mut roots = RootCertStore::empty();
    let root = CertificateDer::from_pem_slice(trusted.pem.as_bytes()).unwrap();
    roots.add(root).unwrap();
    let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_protocol_versions(versions)
        .unwrap()
        .with_root_certificates(roots);
    let config = match own {
        None => builder.with_no_client_auth(),
        Some(own) => {
            let chain = CertificateDer::from_pem_slice(own.certificate.as_bytes()).unwrap();
            let key = PrivateKeyDer::from_pem_slice(own.key.as_bytes()).unwrap();
            builder.with_client_auth_cert(vec![chain], key).unwrap()
        }
    };
    TlsConnector::from(Arc::new(config))
}

/// What the server learns of a client, if both agree and a byte passes each way.
async fn shake(server: &Tls, client: &TlsConnector) -> Option<Proved> {
    let (ours, theirs) = duplex(64 * 1024);
    let name = ServerName::try_from("stepboard.test").unwrap();
    let client = async {
        let mut stream = client.connect(name, theirs).await.ok()?;
        stream.write_all(b"?").await.ok()?;
        stream.flush().await.ok()?;
        stream.read_u8().await.ok()
    };
    let server = async {
        let (mut stream, proved) = server.accept(ours).await.ok()?;
        stream.read_u8().await.ok()?;
        stream.write_all(b"!").await.ok()?;
        stream.flush().await.ok()?;
        Some(proved)
    };
    let (answered, proved) = tokio::join!(client, server);
    assert_eq!(answered.is_some(), proved.is_some());
    proved
}

#[tokio::test]
async fn both_versions_are_spoken() {
    let authority = Authority::new();
    let server = server(&authority.sign("stepboard.test"), None, false);
    for (version, name) in [(&TLS12, "TLS 1.2"), (&TLS13, "TLS 1.3")] {
        let proved = shake(&server, &client(&authority, None, &[version])).await;
        let expected = Proved {
            version: name,
            certificate: String::new(),
        };
        assert_eq!(proved, Some(expected));
    }
    let stranger = Authority::new();
    assert_eq!(
        shake(&server, &client(&stranger, None, &[&TLS13])).await,
        None
    );
}

#[tokio::test]
async fn clients_prove_themselves_when_asked_to() {
    let (authority, stranger) = (Authority::new(), Authority::new());
    let own = authority.sign("stepboard.test");
    let scanner = authority.sign("ct1.test");
    let fingerprint = certificate_fingerprint(scanner.certificate.as_bytes()).unwrap();
    assert_eq!(fingerprint.len(), 64);
    for versions in [&[&TLS12], &[&TLS13]] {
        let with = client(&authority, Some(&scanner), versions);
        let without = client(&authority, None, versions);
        let forged = stranger.sign("ct1.test");
        let forged = client(&authority, Some(&forged), versions);
        let required = server(&own, Some(&authority), true);
        let proved = shake(&required, &with).await.unwrap();
        assert_eq!(proved.certificate, fingerprint);
        assert_eq!(shake(&required, &without).await, None);
        assert_eq!(shake(&required, &forged).await, None);
        let optional = server(&own, Some(&authority), false);
        assert_eq!(
            shake(&optional, &with).await.unwrap().certificate,
            fingerprint
        );
        assert_eq!(shake(&optional, &without).await.unwrap().certificate, "");
        assert_eq!(shake(&optional, &forged).await, None);
    }
}

#[tokio::test]
async fn another_certificate_is_taken_while_it_runs() {
    let (old, new) = (Authority::new(), Authority::new());
    let tls = server(&old.sign("stepboard.test"), None, false);
    let (by_old, by_new) = (client(&old, None, &[&TLS13]), client(&new, None, &[&TLS13]));
    assert!(shake(&tls, &by_old).await.is_some());
    let renewed = new.sign("stepboard.test");
    tls.replace(material(&renewed, None, false)).unwrap();
    assert!(shake(&tls, &by_new).await.is_some());
    assert!(shake(&tls, &by_old).await.is_none());
    // What cannot be used changes nothing.
    let mut broken = new.sign("stepboard.test");
    broken.key = old.sign("x").key;
    assert!(matches!(
        tls.replace(material(&broken, None, false)),
        Err(TlsError::Refused(_))
    ));
    assert!(shake(&tls, &by_new).await.is_some());
    assert!(tls.expires() > 0);
}

#[test]
fn what_is_wrong_is_named() {
    let authority = Authority::new();
    let good = authority.sign("stepboard.test");
    let broken = |certificate: &str, key: &str| {
        let identity = Identity {
            certificate: certificate.to_owned(),
            key: key.to_owned(),
        };
        let error = Tls::new(material(&identity, None, false)).unwrap_err();
        error.to_string()
    };
    assert!(broken("", &good.key).contains("certificate cannot be read"));
    assert!(broken(&good.key, &good.key).contains("certificate cannot be read"));
    let no_key = broken(&good.certificate, "nothing");
    assert!(no_key.contains("private key cannot be read"), "{no_key}");
    let bytes = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    assert!(broken(bytes, &good.key).contains("not X.509"));
}
