//! What the fuzz targets call: each takes bytes of a stranger and must come back, and holds what has
//! to be true of any bytes. The same entries replay the kept corpus in the tests.

use crate::association::{self, Shared};
use crate::client::{Proposal, WorklistQuery, request};
use crate::command_set::{CommandSet, Operation, Request, Response};
use crate::pdu::RELEASE_REQUEST;
use crate::performed_step::{self, decode_report, encode_report, enforce};
use crate::requests::{
    Admission, Caller, Found, InstanceMessage, Manner, Outcome, PerformedStepMessage, Queried,
    Requests, Traffic,
};
use crate::seats::Seat;
use crate::syntax::{MODALITY_WORKLIST, PERFORMED_STEP, TransferSyntax, VERIFICATION};
use crate::text::CharacterSets;
use crate::worklist::{Answers, Query};
use crate::{Limits, describe, message, status};
use bytes::Bytes;
use dicom_core::VR;
use domain::performed_step::{PerformedSeries, Report, ScheduledReference};
use domain::scheduled_step::ScheduledStep;
use domain::worklist::Keys;
use domain::{AeTitle, Code, Patient, PersonName, Uid};
use std::net::IpAddr;
use std::sync::{Arc, LazyLock};
use tokio::runtime::{Builder, Runtime};
use tokio_util::sync::CancellationToken;

/// A department with one scheduled step that takes every message.
struct Department;

fn step() -> ScheduledStep {
    ScheduledStep {
        id: 1,
        patient: Patient {
            patient_id: "P1".to_owned(),
            name: PersonName::new("Müller^Jane=山田^太郎"),
            ..Patient::default()
        },
        accession_number: "A1".to_owned(),
        requested_procedure_description: "CT of the head".to_owned(),
        requested_procedure_code: Some(Code::new("CTHEAD", "99HOSP", "CT of the head")),
        study_instance_uid: Uid::new("1.2.3"),
        protocol_codes: vec![Code::new("P1", "99HOSP", "Native")],
        modality: "CT".to_owned(),
        station_ae_titles: AeTitle::new("CT1").into_iter().collect(),
        ..ScheduledStep::default()
    }
}

impl Requests for Department {
    fn admit(&self, _: &Caller) -> Admission {
        Admission::Accept
    }

    fn heard(&self, _: &Caller, _: Traffic) {}

    fn manner(&self, _: &Caller) -> Manner {
        Manner::default()
    }

    fn worklist(&self, _: &Caller, keys: &Keys, _: Option<i32>) -> Found {
        let step = step();
        let found = keys.matches(&step).then(|| Arc::new(step));
        Found {
            steps: found.into_iter().collect(),
            more: None,
        }
    }

    fn queried(&self, _: &Caller, _: Queried) {}

    async fn create_performed_step(&self, _: &Caller, message: PerformedStepMessage) -> Outcome {
        Outcome {
            status: status::SUCCESS,
            sop_instance_uid: message.sop_instance_uid,
            ..Outcome::default()
        }
    }

    async fn set_performed_step(&self, caller: &Caller, message: PerformedStepMessage) -> Outcome {
        self.create_performed_step(caller, message).await
    }

    async fn performed_step(&self, _: &Caller, uid: &str) -> Result<Vec<InstanceMessage>, Outcome> {
        Err(Outcome {
            status: status::NO_SUCH_SOP_INSTANCE,
            sop_instance_uid: uid.to_owned(),
            ..Outcome::default()
        })
    }
}

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    let runtime = Builder::new_current_thread().enable_all().build();
    runtime.expect("the system gives timers")
});

/// A whole connection: what the peer sends until it closes its side. Covers PDUs, presentation data
/// values, negotiation, and every message.
pub fn association(bytes: &[u8]) {
    let shared = Shared {
        limits: Limits::default(),
        written: Arc::default(),
        stop: CancellationToken::new(),
    };
    let seat = Seat::alone(IpAddr::from([127, 0, 0, 1]));
    let stream = tokio::io::join(bytes, tokio::io::sink());
    RUNTIME.block_on(association::serve(
        stream,
        None,
        &seat,
        &Department,
        &shared,
    ));
}

/// A command set: what can be read is written so that it reads the same.
pub fn command_set(bytes: &[u8]) {
    if let Ok(command) = CommandSet::read(bytes) {
        // Writing cuts comments and drops empty values, so what was written once is compared.
        let once = CommandSet::read(&command.write()).expect("what we write can be read");
        let twice = CommandSet::read(&once.write()).expect("what we write can be read");
        assert_eq!(once, twice, "a command set changes when it is written");
    }
}

/// The transfer syntax of an input, by its first byte, and the rest.
fn with_syntax(bytes: &[u8]) -> Option<(TransferSyntax, Bytes)> {
    let (first, rest) = bytes.split_first()?;
    let syntax = if first % 2 == 0 {
        TransferSyntax::ImplicitLittleEndian
    } else {
        TransferSyntax::ExplicitLittleEndian
    };
    Some((syntax, Bytes::copy_from_slice(rest)))
}

/// An identifier of a C-FIND: what can be read is matched and answered with a readable data set.
pub fn identifier(bytes: &[u8]) {
    let Some((syntax, identifier)) = with_syntax(bytes) else {
        return;
    };
    let manner = Manner {
        fuzzy_names: true,
        timezone: true,
        ..Manner::default()
    };
    let Ok(query) = Query::read(&identifier, syntax, &manner) else {
        return;
    };
    let step = step();
    std::hint::black_box(query.keys.matches(&step));
    let mut answers = Answers::new(&query, syntax, "CT1");
    let answer = Bytes::copy_from_slice(answers.write(&step));
    assert!(
        describe(&answer, syntax.uid(), "").is_ok(),
        "an answer cannot be read"
    );
}

/// A data set of an N-CREATE or N-SET: what can be read can be shown, and sent on readably.
pub fn performed_step(bytes: &[u8]) {
    let Some((syntax, data_set)) = with_syntax(bytes) else {
        return;
    };
    for operation in [
        performed_step::Operation::Create,
        performed_step::Operation::Set,
    ] {
        let Ok(report) = decode_report(&data_set, syntax.uid(), operation, "") else {
            continue;
        };
        let sent = Bytes::from(encode_report(&report, syntax));
        assert!(
            decode_report(&sent, syntax.uid(), operation, "").is_ok(),
            "a report cannot be read after it was written"
        );
        let stored = InstanceMessage {
            transfer_syntax: syntax.uid().to_owned(),
            data_set: data_set.clone(),
            ..InstanceMessage::default()
        };
        let stored = [stored];
        if let Some(refusal) = enforce(operation, &data_set, syntax.uid(), &stored) {
            assert_ne!(refusal.status, status::SUCCESS, "a refusal refuses");
        }
        let (whole, _) = performed_step::retrieve::object(&stored, &[], syntax);
        assert!(
            describe(&whole.into(), syntax.uid(), "").is_ok(),
            "an object cannot be read after it was written"
        );
    }
    let shown = describe(&data_set, syntax.uid(), "");
    assert_eq!(
        shown.is_ok(),
        decode_report(&data_set, syntax.uid(), performed_step::Operation::Set, "").is_ok(),
        "what can be decoded can be shown"
    );
}

/// Text: a Specific Character Set of as many bytes as the first says, then a value.
pub fn text(bytes: &[u8]) {
    let Some((length, rest)) = bytes.split_first() else {
        return;
    };
    let (term, value) = rest.split_at(usize::from(*length).min(rest.len()));
    let sets = CharacterSets::parse(&String::from_utf8_lossy(term)).unwrap_or_default();
    std::hint::black_box(sets.decode(value, VR::CS));
    for vr in [VR::PN, VR::LO, VR::LT] {
        let decoded = sets.decode(value, vr);
        if let Some(encoded) = sets.encode(&decoded, vr) {
            assert_eq!(
                sets.decode(&encoded, vr),
                decoded,
                "text changes when it is encoded"
            );
        }
    }
}

/// Takes bytes of a stranger; panics on what must not be.
pub type Entry = fn(&[u8]);

/// The targets by name.
pub const TARGETS: [(&str, Entry); 5] = [
    ("association", association),
    ("command_set", command_set),
    ("identifier", identifier),
    ("performed_step", performed_step),
    ("text", text),
];

/// Valid inputs, made by our own encoders, to start from: target, name, bytes.
#[must_use]
pub fn seeds() -> Vec<(&'static str, &'static str, Vec<u8>)> {
    let query = WorklistQuery {
        patient_name: "Mül*".to_owned(),
        modality: "CT".to_owned(),
        ..WorklistQuery::default()
    };
    let mut seeds = Vec::new();
    for (name, syntax) in [
        ("implicit", TransferSyntax::ImplicitLittleEndian),
        ("explicit", TransferSyntax::ExplicitLittleEndian),
    ] {
        let first = u8::from(syntax == TransferSyntax::ExplicitLittleEndian);
        let prefixed = |bytes: &[u8]| [&[first], bytes].concat();
        seeds.push(("identifier", name, prefixed(&query.encode(syntax))));
        let data_set = encode_report(&report(), syntax);
        seeds.push(("performed_step", name, prefixed(&data_set)));
    }
    for (name, command) in commands() {
        seeds.push(("command_set", name, command.write()));
    }
    seeds.push(("association", "dialogue", dialogue(&query, 16 * 1024)));
    seeds.push(("association", "fragments", dialogue(&query, 64)));
    for (name, term, value) in [
        ("latin", "ISO_IR 100", b"M\xFCller^J\xFCrgen".as_slice()),
        ("utf-8", "ISO_IR 192", "Müller=山田".as_bytes()),
        (
            "japanese",
            "\\ISO 2022 IR 87",
            b"Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B",
        ),
        (
            "korean",
            "\\ISO 2022 IR 149",
            b"Hong^Gildong=\x1b$)C\xFB\xF3^\x1b$)C\xD1\xCE\xD4\xD7",
        ),
        ("chinese", "GB18030", b"Wang=\xCD\xF5^\xD0\xA1\xB6\xAB"),
    ] {
        let length = u8::try_from(term.len()).unwrap_or_default();
        seeds.push(("text", name, [&[length], term.as_bytes(), value].concat()));
    }
    seeds
}

fn commands() -> Vec<(&'static str, CommandSet)> {
    let request = |operation, class: &str, instance: &str, has_data_set| Request {
        operation,
        message_id: 7,
        sop_class_uid: class.to_owned(),
        sop_instance_uid: instance.to_owned(),
        has_data_set,
        attributes: Vec::new(),
        event_type: None,
    };
    let find = request(Operation::Find, MODALITY_WORKLIST, "", true);
    let response = Response {
        comment: "no identifier".to_owned(),
        offending_elements: vec![(0x0040, 0x0100)],
        error_id: Some(0xA710),
        ..Response::to(&find, status::IDENTIFIER_DOES_NOT_MATCH)
    };
    vec![
        (
            "echo",
            CommandSet::Request(request(Operation::Echo, VERIFICATION, "", false)),
        ),
        ("find", CommandSet::Request(find)),
        (
            "create",
            CommandSet::Request(request(Operation::Create, PERFORMED_STEP, "1.2.3", true)),
        ),
        (
            "set",
            CommandSet::Request(request(Operation::Set, PERFORMED_STEP, "1.2.3", true)),
        ),
        ("cancel", CommandSet::Cancel(7)),
        ("response", CommandSet::Response(response)),
    ]
}

fn report() -> Report {
    Report {
        status: Some("IN PROGRESS".to_owned()),
        scheduled_steps: Some(vec![ScheduledReference {
            study_instance_uid: Uid::new("1.2.3"),
            accession_number: "A1".to_owned(),
            ..ScheduledReference::default()
        }]),
        patient: Patient {
            patient_id: "P1".to_owned(),
            name: PersonName::new("Müller^Jane"),
            ..Patient::default()
        },
        performed_procedure_step_id: Some("PPS1".to_owned()),
        protocol_codes: Some(vec![Code::new("P1", "99HOSP", "Native")]),
        modality: Some("CT".to_owned()),
        series: Some(vec![PerformedSeries {
            series_instance_uid: "1.2.3.4".to_owned(),
            protocol_name: "Abdomen".to_owned(),
            ..PerformedSeries::default()
        }]),
        ..Report::default()
    }
}

/// A connection with every service, in fragments of so many bytes.
fn dialogue(query: &WorklistQuery, fragment_length: usize) -> Vec<u8> {
    let mut out = request(&Proposal::new("CT1", "STEPBOARD")).write_request();
    let syntax = TransferSyntax::ExplicitLittleEndian;
    let identifier = query.encode(syntax);
    let data_set = encode_report(&report(), syntax);
    for (name, command) in commands() {
        let (context_id, data_set) = match name {
            "echo" => (1, None),
            "find" => (3, Some(&identifier[..])),
            "cancel" => (3, None),
            "create" | "set" => (5, Some(&data_set[..])),
            _ => continue,
        };
        message::write(
            &mut out,
            context_id,
            &command.write(),
            data_set,
            fragment_length,
        );
    }
    out.extend_from_slice(&RELEASE_REQUEST);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn the_seeds_are_taken() {
        for (target, _, bytes) in seeds() {
            let (_, run) = TARGETS.iter().find(|(name, _)| *name == target).unwrap();
            run(&bytes);
        }
    }

    #[test]
    fn what_fuzzing_found_and_kept_is_taken() {
        let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus");
        for (target, run) in TARGETS {
            let files = std::fs::read_dir(corpus.join(target)).unwrap();
            let mut replayed = 0;
            for file in files {
                run(&std::fs::read(file.unwrap().path()).unwrap());
                replayed += 1;
            }
            assert!(replayed > 0, "{target} has a corpus");
        }
    }
}
