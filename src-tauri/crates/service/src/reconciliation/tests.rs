//! Random departments: whatever scanners report and people decide, nothing is lost from sight, every
//! status follows from the facts, and an undo restores exactly what was.

use super::follow;
use super::unjudged::JUDGED_UNTIL;
use crate::clock::Clock;
use crate::performed_steps::{self, Arrival, Kind};
use crate::service::{Service, StartOptions};
use chrono::{NaiveDate, NaiveDateTime};
use contract::orders::{OrderForm, SaveOrder, Undo};
use contract::reconciliation::{
    AfterDiscontinuation, CorrectionForm, Decide, Decision, DiscrepancyKind, ShowQueue,
};
use contract::{Code, ExamId};
use dimse::{Caller, PerformedStepMessage};
use domain::discrepancy::PerformedFacts;
use domain::performed_step::{PerformedSeries, PerformedStatus, Report, ScheduledReference};
use domain::{AeTitle, Patient, PersonName, exam};
use proptest::prelude::*;
use std::net::{IpAddr, Ipv4Addr};
use std::path::Path;
use std::sync::Arc;
use storage::{DiscrepancyState, Session, StorageError};

const ORDERS: usize = 4;

#[derive(Debug, Clone)]
enum Act {
    /// A scanner starts an exam: of an order, or of none.
    Start {
        order: Option<usize>,
        second: Option<usize>,
        other_patient: bool,
        otherwise: bool,
    },
    /// A scanner reports on an exam it started.
    Report { step: usize, end: End },
    /// A person decides an open item, and perhaps takes it back.
    Decide {
        item: usize,
        decision: usize,
        undone: bool,
    },
}

#[derive(Debug, Clone, Copy)]
enum End {
    Not,
    Completed,
    Discontinued,
    WrongEntry,
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let order = prop::option::of(0..ORDERS);
    let start = (order.clone(), order, any::<bool>(), any::<bool>()).prop_map(
        |(order, second, other_patient, otherwise)| Act::Start {
            order,
            second,
            other_patient,
            otherwise,
        },
    );
    let end = prop_oneof![
        Just(End::Not),
        Just(End::Completed),
        Just(End::Discontinued),
        Just(End::WrongEntry)
    ];
    let report = (0..8_usize, end).prop_map(|(step, end)| Act::Report { step, end });
    let decide =
        (0..8_usize, 0..10_usize, any::<bool>()).prop_map(|(item, decision, undone)| Act::Decide {
            item,
            decision,
            undone,
        });
    prop::collection::vec(prop_oneof![2 => start, 2 => report, 3 => decide], 1..16)
}

fn noon() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2026, 11, 24)
        .unwrap()
        .and_hms_opt(12, 0, 0)
        .unwrap()
}

struct Room {
    service: Service,
    orders: Vec<ExamId>,
    started: Vec<String>,
    folder: tempfile::TempDir,
}

async fn open_service(folder: &Path) -> Service {
    // The clock stands: what differs before and after an undo is not the time.
    let options = StartOptions {
        clock: Clock::simulated(noon(), 0.0),
        ..StartOptions::new(folder.to_owned())
    };
    Service::open(options).await.unwrap()
}

impl Room {
    async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let service = open_service(folder.path()).await;
        let mut orders = Vec::new();
        for number in 0..ORDERS {
            let form = OrderForm {
                // Two orders of the same patient, so that groups exist.
                patient_id: format!("P{}", number / 2),
                patient_name: format!("Patient{}^Jane", number / 2),
                patient_birth_date: "1970-02-03".to_owned(),
                patient_sex: "F".to_owned(),
                accession_number: format!("A{number}"),
                scheduled_procedure_step_id: format!("S{number}"),
                requested_procedure_id: format!("R{number}"),
                modality: "CT".to_owned(),
                station_ae_titles: vec!["CT1".to_owned()],
                day: "2026-11-24".to_owned(),
                time: "11:30".to_owned(),
                ..OrderForm::default()
            };
            let saved = service.department().save_order(SaveOrder {
                id: None,
                form,
                patient_is_here: number % 2 == 0,
            });
            orders.push(saved.await.unwrap().id);
        }
        Self {
            service,
            orders,
            started: Vec::new(),
            folder,
        }
    }

    async fn act(&mut self, act: &Act) {
        match act {
            Act::Start {
                order,
                second,
                other_patient,
                otherwise,
            } => {
                let report = start(*order, *second, *other_patient, *otherwise);
                let uid = format!("1.2.3.{}", self.started.len());
                self.started.push(uid.clone());
                self.take(Kind::Create, uid, report).await;
            }
            Act::Report { step, end } => {
                if let Some(uid) = self.started.get(*step) {
                    self.take(Kind::Set, uid.clone(), report(*end)).await;
                }
            }
            Act::Decide {
                item,
                decision,
                undone,
            } => self.decide(*item, *decision, *undone).await,
        }
    }

    async fn take(&self, kind: Kind, uid: String, report: Report) {
        let (performed, message) = self.store(kind, uid, report).await;
        let department = self.service.department();
        department.unjudged.note(performed, message);
        department.judge_messages().await.unwrap();
    }

    /// Takes a message whose exam nobody judges.
    async fn store(&self, kind: Kind, uid: String, report: Report) -> (Option<i64>, i64) {
        let arrival = Arrival {
            received_at: self.service.department().clock().now(),
            today: noon().date(),
            caller: Caller {
                calling_ae_title: "CT1".to_owned(),
                called_ae_title: "STEPBOARD".to_owned(),
                address: IpAddr::V4(Ipv4Addr::LOCALHOST),
                implementation_class_uid: String::new(),
                implementation_version_name: String::new(),
                only_verification: false,
                tls: None,
                user_identity: None,
            },
            kind,
            message: PerformedStepMessage {
                sop_instance_uid: uid,
                transfer_syntax: "1.2.840.10008.1.2",
                data_set: Default::default(),
                report: Ok(report),
            },
            profile: contract::device_profile::PerformedProfile::default(),
            subscribers: Vec::new(),
        };
        let writer = self.service.department().database.writer();
        let effect = writer.write::<_, StorageError>(
            move |session| performed_steps::take(session, arrival),
            |_| {},
        );
        let effect = effect.await.unwrap();
        (effect.performed_step, effect.message)
    }

    async fn decide(&self, item: usize, decision: usize, undone: bool) {
        let department = self.service.department();
        let items = department.show_queue(ShowQueue {}).await.unwrap().items;
        let Some(item) = items.get(item % items.len().max(1)) else {
            return;
        };
        let before = self.read(state);
        let uid = self.started.first().cloned().unwrap_or_default();
        let decided = department.decide(Decide {
            items: vec![(item.id, item.revision)],
            decision: self.decision(decision, uid),
            note: String::new(),
        });
        // What does not fit the item is refused, and changes nothing.
        match decided.await {
            Err(_) => assert_eq!(self.read(state), before, "a refusal changed something"),
            Ok(decided) if undone => {
                let token = decided.undo;
                department.undo(Undo { token }).await.unwrap();
                assert_eq!(self.read(state), before, "an undo restores exactly");
            }
            Ok(_) => {}
        }
    }

    fn decision(&self, number: usize, sop_instance_uid: String) -> Decision {
        let order = |index: usize| self.orders.get(index).cloned().unwrap();
        let reason = || "as it should be".to_owned();
        match number {
            0 => Decision::Link {
                orders: vec![order(0)],
                laterality_checked: true,
            },
            1 => Decision::Link {
                orders: vec![order(2), order(3)],
                laterality_checked: true,
            },
            2 => Decision::Unlink,
            3 => Decision::KeepUnscheduled,
            4 => Decision::WrongEntry,
            5 => Decision::Accept { reason: reason() },
            6 => Decision::Dismiss { reason: reason() },
            7 => Decision::Close {
                completed: true,
                reason: None,
                ended: crate::clock::to_contract(noon()),
            },
            8 => Decision::Correct {
                sop_instance_uid,
                form: CorrectionForm {
                    patient_id: "P0".to_owned(),
                    patient_name: "Patient0^Jane".to_owned(),
                    ..CorrectionForm::default()
                },
            },
            _ => Decision::GiveReason {
                reason: Code {
                    value: "110501".to_owned(),
                    scheme: "DCM".to_owned(),
                    meaning: String::new(),
                },
                then: AfterDiscontinuation::Cancel,
            },
        }
    }

    fn read<T>(&self, read: fn(&mut Session<'_>) -> Result<T, StorageError>) -> T {
        let department = Arc::clone(self.service.department());
        department.database.readers().read(read).unwrap()
    }
}

fn start(
    order: Option<usize>,
    second: Option<usize>,
    other_patient: bool,
    otherwise: bool,
) -> Report {
    let reference = |number: usize| ScheduledReference {
        accession_number: format!("A{number}"),
        requested_procedure_id: format!("R{number}"),
        scheduled_procedure_step_id: format!("S{number}"),
        ..ScheduledReference::default()
    };
    let orders = order.into_iter().chain(order.and(second));
    let patient = match order {
        Some(number) if !other_patient => number / 2,
        Some(_) | None => 9,
    };
    Report {
        status: Some("IN PROGRESS".to_owned()),
        scheduled_steps: Some(orders.map(reference).collect()),
        patient: Patient {
            patient_id: format!("P{patient}"),
            name: PersonName::new(&format!("Patient{patient}^Jane")),
            ..Patient::default()
        },
        station_ae_title: AeTitle::new("CT1").ok(),
        start_date: Some(noon().date()),
        start_time: Some(noon().time()),
        modality: Some(if otherwise { "MR" } else { "CT" }.to_owned()),
        ..Report::default()
    }
}

fn report(end: End) -> Report {
    let (status, reasons) = match end {
        End::Not => ("IN PROGRESS", None),
        End::Completed => ("COMPLETED", None),
        End::Discontinued => ("DISCONTINUED", None),
        End::WrongEntry => (
            "DISCONTINUED",
            Some(vec![domain::Code::new("110514", "DCM", "")]),
        ),
    };
    Report {
        status: Some(status.to_owned()),
        end_date: Some(noon().date()),
        end_time: Some(noon().time()),
        discontinuation_reasons: reasons,
        series: Some(vec![PerformedSeries {
            series_instance_uid: "1.2.9".to_owned(),
            ..PerformedSeries::default()
        }]),
        ..Report::default()
    }
}

/// All that a person can see of the department, as text, without what only counts versions.
fn state(session: &mut Session<'_>) -> Result<Vec<String>, StorageError> {
    let mut lines = Vec::new();
    let day = noon().date();
    let mut steps = session.scheduled_steps_between(day, day)?;
    steps.sort_by_key(|stored| stored.step.id);
    for stored in &steps {
        let planned = (stored.manual_status, stored.canceled_at, stored.arrived_at);
        let step = &stored.step;
        lines.push(format!(
            "{} {:?} {planned:?} {} {} {} {} {:?}",
            step.id,
            step.status,
            step.accession_number,
            step.start_date,
            step.start_time,
            step.patient.patient_id,
            step.study_instance_uid
        ));
    }
    let mut performed = session.performed_steps_between(day, day)?;
    performed.sort_by_key(|step| step.id);
    for step in &performed {
        let reasons = &step.report.discontinuation_reasons;
        let patient = &step.report.patient.patient_id;
        let ended = (step.final_at, step.report.ended(), &step.by_person);
        lines.push(format!(
            "{} {:?} {reasons:?} {patient} {ended:?} {:?}",
            step.id,
            step.status,
            session.links_of(step.id)?
        ));
    }
    for item in session.open_discrepancies()? {
        lines.push(format!(
            "{} {} {:?} {:?} {} {} {}",
            item.id,
            item.kind,
            item.performed_step,
            item.scheduled_step,
            item.expected,
            item.actual,
            item.assigned_to
        ));
    }
    Ok(lines)
}

/// Every performed step is linked, in the queue, or was decided by a person; every status is what
/// follows from the facts.
fn check(session: &mut Session<'_>) -> Result<(), StorageError> {
    let day = noon().date();
    for step in session.performed_steps_between(day, day)? {
        let linked = !session.links_of(step.id)?.is_empty();
        assert_eq!(linked, step.linked);
        let items = session.discrepancies_of(&[step.id], &[])?;
        let is_seen = items
            .iter()
            .any(|item| item.state == DiscrepancyState::Open || !item.resolved_by.is_empty());
        let facts = PerformedFacts {
            id: step.id,
            sop_instance_uid: &step.sop_instance_uid,
            calling_ae_title: &step.calling_ae_title,
            status: step.status.unwrap_or(PerformedStatus::InProgress),
            report: &step.report,
            links: &[],
            received: noon(),
            last_message: noon(),
            final_at: None,
            late_messages: 0,
        };
        let is_other_work = !facts.is_acquisition(&domain::discrepancy::Rooms::default());
        assert!(linked || is_seen || is_other_work, "{} is lost", step.id);
    }
    for stored in session.scheduled_steps_between(day, day)? {
        let performed = session.performed_of_step(stored.step.id)?;
        let status = exam::status(stored.manual_status, &performed);
        assert_eq!(stored.step.status, status, "of {}", stored.step.id);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_lost_and_an_undo_restores_exactly(acts in acts()) {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            let mut room = Room::open().await;
            for act in &acts {
                room.act(act).await;
                room.read(check);
            }
            room.service.shutdown().await;
        });
    }
}

#[test]
fn what_follows_follows_only_once() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let mut room = Room::open().await;
        room.act(&Act::Start {
            order: Some(0),
            second: None,
            other_patient: false,
            otherwise: false,
        })
        .await;
        let revision = |session: &mut Session<'_>| {
            let stored = session.scheduled_step(1)?;
            Ok(stored.map(|stored| stored.step.revision))
        };
        let before = room.read(revision);
        let writer = room.service.department().database.writer();
        let status = writer.write::<_, StorageError>(|session| follow(session, 1), |_| {});
        assert!(status.await.unwrap().is_some());
        assert_eq!(room.read(revision), before);
        room.service.shutdown().await;
    });
}

#[test]
fn what_a_kill_left_unjudged_is_judged_after_the_next_start() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let room = Room::open().await;
        let unscheduled = start(None, None, true, false);
        // Stored, and killed before it was judged.
        room.store(Kind::Create, "1.2.3.1".to_owned(), unscheduled)
            .await;
        room.service.shutdown().await;
        let service = open_service(room.folder.path()).await;
        let queue = service.department().show_queue(ShowQueue {}).await.unwrap();
        let kinds: Vec<_> = queue.items.iter().map(|item| item.kind).collect();
        assert!(kinds.contains(&DiscrepancyKind::Unscheduled), "{kinds:?}");
        service.shutdown().await;
    });
}

#[test]
fn exams_from_before_there_was_a_queue_are_judged_once() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let room = Room::open().await;
        let unscheduled = start(None, None, true, false);
        room.store(Kind::Create, "1.2.3.1".to_owned(), unscheduled)
            .await;
        let writer = room.service.department().database.writer();
        writer
            .write::<_, StorageError>(|session| session.save_setting(JUDGED_UNTIL, ""), |()| {})
            .await
            .unwrap();
        room.service.shutdown().await;
        let service = open_service(room.folder.path()).await;
        let queue = service.department().show_queue(ShowQueue {}).await.unwrap();
        let kinds: Vec<_> = queue.items.iter().map(|item| item.kind).collect();
        assert!(kinds.contains(&DiscrepancyKind::Unscheduled), "{kinds:?}");
        let readers = service.department().database.readers();
        let until = readers.read(|session| session.setting(JUDGED_UNTIL));
        assert_eq!(until.unwrap().as_deref(), Some("1"), "the last message");
        service.shutdown().await;
    });
}
