//! Secure connections, with certificates made by the test and clients of another maker.

use contract::FailureCode;
use contract::device_profile::DeviceProfile;
use contract::devices::{AdmitCaller, CallerProblem, DeviceForm, ListDevices, SaveDevice};
use contract::network::{AssociationFilter, AssociationRow, ListAssociations};
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};
use serde_json::json;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;
use tests::peers::{Association, Secured};
use tests::report::{completed, new_uid, series, started};
use tests::{Appointment, Department, ForeignModality, Listens, TestDesk, TestService, eventually};

const MOMENT: Duration = Duration::from_secs(30);

/// Somebody who signs certificates.
struct Authority {
    issuer: Issuer<'static, KeyPair>,
    pem: String,
}

impl Authority {
    fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).expect("there are no names");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        // A certificate with the name of its issuer would be taken for its own.
        let name = "Authority of the tests";
        params.distinguished_name.push(DnType::CommonName, name);
        let key = KeyPair::generate().expect("keys can be made");
        let pem = params.self_signed(&key).expect("it signs itself").pem();
        let issuer = Issuer::new(params, key);
        Self { issuer, pem }
    }

    /// Writes a certificate for this machine, and its key; the paths.
    fn sign(&self, folder: &Path, name: &str) -> (PathBuf, PathBuf) {
        let key = KeyPair::generate().expect("keys can be made");
        let names = vec!["127.0.0.1".to_owned(), "localhost".to_owned()];
        let params = CertificateParams::new(names).expect("the names are names");
        let certificate = params.signed_by(&key, &self.issuer).expect("it is signed");
        let write = |suffix: &str, text: &str| {
            let path = folder.join(format!("stepboard-{name}.{suffix}"));
            std::fs::write(&path, text).expect("the folder can be written");
            path
        };
        let written = write("crt", &certificate.pem());
        (written, write("key", &key.serialize_pem()))
    }

    fn write(&self, folder: &Path, name: &str) -> PathBuf {
        let path = folder.join(format!("stepboard-{name}.pem"));
        std::fs::write(&path, &self.pem).expect("the folder can be written");
        path
    }
}

/// A department that asks for client certificates of `authority`.
fn department(authority: &Authority, unknown: &str) -> Department {
    let department = Department::new();
    let folder = department.folder();
    authority.sign(folder, "own");
    authority.write(folder, "roots");
    let settings = format!(
        "[dicom]\nlisten = \"127.0.0.1:0\"\nunknown_devices = \"{unknown}\"\n[dicom.tls]\n\
         listen = \"127.0.0.1:0\"\ncertificate = \"stepboard-own.crt\"\nkey = \"stepboard-own.key\"\n\
         client_ca = \"stepboard-roots.pem\"\n"
    );
    std::fs::write(folder.join("stepboard.toml"), settings).expect("the folder can be written");
    department
}

/// Whether DCMTK's `echoscu` gets an answer with these options; `None` where it is not installed.
fn echo(port: u16, calling: &str, options: &[&str]) -> Option<bool> {
    let program = Path::new("/usr/bin/echoscu");
    if !program.exists() {
        let required = std::env::var_os("STEPBOARD_TESTS_REQUIRE_PEERS").is_some();
        assert!(!required, "echoscu of DCMTK is not installed");
        return None;
    }
    let status = Command::new(program)
        .args([
            "-to",
            "20",
            "-ta",
            "20",
            "-td",
            "20",
            "-aet",
            calling,
            "-aec",
            "STEPBOARD",
        ])
        .args(options)
        .args(["127.0.0.1", &port.to_string()])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .status();
    Some(status.expect("echoscu can be started").success())
}

fn text(path: &Path) -> &str {
    path.to_str().expect("temporary paths are text")
}

#[test]
fn a_scanner_connects_over_tls_and_a_renewed_certificate_needs_no_restart() {
    let authority = Authority::new();
    let department = department(&authority, "accept");
    let folder = department.folder().to_owned();
    let roots = folder.join("stepboard-roots.pem");
    let service: TestService = department.serve();
    let port = service
        .tls_port()
        .expect("the ready line names the TLS port");
    let (certificate, key) = authority.sign(&folder, "ct1");
    let (with, trust) = ((text(&key), text(&certificate)), text(&roots));
    let mutual = ["+tls", with.0, with.1, "+cf", trust];
    let Some(answered) = echo(port, "CT1", &mutual) else {
        return;
    };
    assert!(answered, "mutual TLS");
    assert_eq!(
        echo(port, "CT1", &["+tla", "+cf", trust]),
        Some(false),
        "no certificate"
    );
    assert_eq!(echo(port, "CT1", &[]), Some(false), "no TLS");
    assert_eq!(
        echo(service.address().port(), "CT1", &[]),
        Some(true),
        "plain beside it"
    );
    let other = Authority::new();
    other.sign(&folder, "own");
    let renewed = other.write(&folder, "other");
    let trusting = ["+tls", with.0, with.1, "+cf", text(&renewed)];
    eventually("the new certificate is used", MOMENT, || {
        (echo(port, "CT1", &trusting) == Some(true)).then_some(())
    });
    assert_eq!(
        echo(port, "CT1", &mutual),
        Some(false),
        "the old one is not"
    );
}

#[test]
fn certificates_that_cannot_be_used_are_named() {
    let authority = Authority::new();
    let department = department(&authority, "accept");
    let key = department.folder().join("stepboard-own.key");
    std::fs::remove_file(key).expect("it was there");
    let finished = department.run(&["serve", "--dicom", "127.0.0.1:0"]);
    assert!(!finished.status.success());
    let complaint = finished.stderr;
    assert!(complaint.contains("stepboard-own.key"), "{complaint}");
}

#[test]
fn the_record_says_what_tls_proved() {
    let authority = Authority::new();
    let department = department(&authority, "accept");
    let folder = department.folder().to_owned();
    let roots = folder.join("stepboard-roots.pem");
    let (certificate, key) = authority.sign(&folder, "ct1");
    let desk = TestDesk::open(department);
    let port = desk.tls_port().expect("it listens with TLS");
    let options = ["+tls", text(&key), text(&certificate), "+cf", text(&roots)];
    let Some(answered) = echo(port, "CT1", &options) else {
        return;
    };
    assert!(answered);
    let row: AssociationRow = eventually("it is on record", MOMENT, || {
        let page = desk.does(ListAssociations {
            filter: AssociationFilter {
                from: "2000-01-01".to_owned(),
                to: "2999-12-31".to_owned(),
                ae_title: "CT1".to_owned(),
                only_problems: false,
            },
            offset: 0,
            limit: 1,
        });
        page.ended.into_iter().next()
    });
    assert!(row.tls.starts_with("TLS 1."), "{}", row.tls);
    assert_eq!(row.certificate.len(), 64);
}

/// The port that speaks TLS.
struct SecurePort(u16);

impl Listens for SecurePort {
    fn address(&self) -> SocketAddr {
        SocketAddr::from((Ipv4Addr::LOCALHOST, self.0))
    }
}

#[test]
fn an_exam_is_found_begun_and_ended_over_mutual_tls_and_not_without_a_certificate_we_trust() {
    const SUCCESS: u16 = 0;
    let authority = Authority::new();
    let department = department(&authority, "accept");
    department.schedule(&[Appointment::new(1)]);
    let folder = department.folder().to_owned();
    let roots = folder.join("stepboard-roots.pem");
    let (certificate, key) = authority.sign(&folder, "ct1");
    let service = department.serve();
    let port = SecurePort(service.tls_port().expect("it listens with TLS"));
    let Some(mut modality) = ForeignModality::pynetdicom_alone() else {
        return;
    };
    let secured = Association {
        services: &["worklist", "performed step", "retrieve"],
        tls: Some(Secured {
            authority: &roots,
            own: Some((&certificate, &key)),
        }),
        ..Association::of("CT1")
    };
    let answer = modality.associate(&port, &secured);
    assert_eq!(answer["established"], true, "{answer}");
    let found = modality.find(&json!({"AccessionNumber": "", "PatientID": "P1"}));
    assert_eq!(
        (found.final_status, found.all("AccessionNumber")),
        (SUCCESS, vec!["A1".to_owned()])
    );
    let uid = new_uid();
    assert_eq!(
        modality.create(&uid, &started(&Appointment::new(1))).status,
        SUCCESS
    );
    // Larger than a TLS record.
    let end = completed(&[series("Thorax", 400)]);
    assert_eq!(modality.set(&uid, &end).status, SUCCESS);
    let returned = modality
        .get(&uid, &["PerformedProcedureStepStatus"])
        .returned;
    assert_eq!(returned["PerformedProcedureStepStatus"], "COMPLETED");
    modality.release();
    assert_eq!(service.status_of("A1"), "COMPLETED");

    let other = Authority::new();
    let (forged, forged_key) = other.sign(&folder, "forged");
    let others = other.write(&folder, "others");
    for (what, authority, own) in [
        ("signed by another", &roots, Some((&*forged, &*forged_key))),
        ("none at all", &roots, None),
        ("ours is not trusted", &others, Some((&*certificate, &*key))),
    ] {
        let refused = Association {
            tls: Some(Secured { authority, own }),
            ..secured.clone()
        };
        let answer = modality.associate(&port, &refused);
        assert_eq!(answer["established"], false, "{what}: {answer}");
    }
    let answer = modality.associate(&port, &secured);
    assert_eq!(
        answer["established"], true,
        "the others are served: {answer}"
    );
}

#[test]
fn a_renewed_certificate_is_accepted_by_one_call_of_who_saw_it() {
    let authority = Authority::new();
    let department = department(&authority, "reject");
    let folder = department.folder().to_owned();
    let roots = folder.join("stepboard-roots.pem");
    let (certificate, key) = authority.sign(&folder, "ct1");
    let desk = TestDesk::open(department);
    let port = desk.tls_port().expect("it listens with TLS");
    let mut profile = DeviceProfile::default();
    profile.access.certificate = "0f".repeat(32);
    desk.does(SaveDevice {
        id: None,
        form: DeviceForm {
            ae_title: "CT1".to_owned(),
            name: "CT 1".to_owned(),
            profile,
            ..DeviceForm::default()
        },
    });
    let options = ["+tls", text(&key), text(&certificate), "+cf", text(&roots)];
    if echo(port, "CT1", &options).is_none() {
        return;
    }
    let caller = eventually("the caller is remembered", MOMENT, || {
        desk.does(ListDevices {}).waiting.into_iter().next()
    });
    assert_eq!(caller.problem, CallerProblem::WrongCertificate);
    let admission = |certificate: &str| AdmitCaller {
        id: caller.id,
        name: String::new(),
        modality: String::new(),
        certificate: certificate.to_owned(),
    };
    assert_eq!(desk.refuses(admission("")), FailureCode::Refused);
    let another = "ab".repeat(32);
    assert_eq!(desk.refuses(admission(&another)), FailureCode::Changed);
    desk.does(admission(&caller.certificate));
    let view = desk.does(ListDevices {});
    assert!(view.waiting.is_empty());
    let kept = &view.devices[0].form.profile.access.certificate;
    assert_eq!((kept.len(), kept), (64, &caller.certificate));
}
