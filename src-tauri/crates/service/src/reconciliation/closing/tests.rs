//! A performed step that nobody ends, and the clock.

use super::*;
use crate::clock::Clock;
use crate::performed_steps::{self, Arrival, Kind};
use crate::reconciliation::judge_what_is_due;
use crate::service::{Service, StartOptions};
use chrono::{Duration, NaiveDate, NaiveDateTime};
use contract::device_profile::{DeviceProfile, PerformedProfile};
use contract::devices::{DeviceForm, SaveDevice};
use dimse::{Caller, Outcome, PerformedStepMessage};
use domain::performed_step::{PerformedStatus, Report};
use std::net::{IpAddr, Ipv4Addr};

fn noon(minutes: i64) -> NaiveDateTime {
    let day = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
    day.and_hms_opt(12, 0, 0).unwrap() + Duration::minutes(minutes)
}

struct Room {
    service: Service,
    clock: Clock,
    _folder: tempfile::TempDir,
}

impl Room {
    /// CT1 closes after 90 minutes, MR1 never.
    async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Clock::simulated(noon(0), 0.0);
        let options = StartOptions {
            clock: clock.clone(),
            ..StartOptions::new(folder.path().to_owned())
        };
        let service = Service::open(options).await.unwrap();
        for (ae_title, close_after_minutes) in [("CT1", Some(90)), ("MR1", None)] {
            let form = DeviceForm {
                ae_title: ae_title.to_owned(),
                name: ae_title.to_owned(),
                modality: "CT".to_owned(),
                on_board: true,
                profile: DeviceProfile {
                    performed: PerformedProfile {
                        close_after_minutes,
                        ..PerformedProfile::default()
                    },
                    ..DeviceProfile::default()
                },
                ..DeviceForm::default()
            };
            let department = service.department();
            department
                .save_device(SaveDevice { id: None, form })
                .await
                .unwrap();
        }
        Self {
            service,
            clock,
            _folder: folder,
        }
    }

    async fn take(&self, calling: &str, kind: Kind, uid: &str, report: Report) -> Outcome {
        let department = self.service.department();
        let arrival = Arrival {
            received_at: self.clock.now(),
            today: self.clock.today(),
            caller: Caller {
                calling_ae_title: calling.to_owned(),
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
                sop_instance_uid: uid.to_owned(),
                transfer_syntax: "1.2.840.10008.1.2",
                data_set: Default::default(),
                report: Ok(report),
            },
            profile: PerformedProfile::default(),
            subscribers: Vec::new(),
        };
        let writer = department.database.writer();
        let effect = writer.write::<_, StorageError>(
            move |session| performed_steps::take(session, arrival),
            |_| {},
        );
        let effect = effect.await.unwrap();
        department
            .unjudged
            .note(effect.performed_step, effect.message);
        department.judge_messages().await.unwrap();
        effect.outcome
    }

    async fn start(&self, calling: &str, uid: &str) {
        let report = Report {
            status: Some("IN PROGRESS".to_owned()),
            start_date: Some(noon(0).date()),
            start_time: Some(noon(0).time()),
            modality: Some("CT".to_owned()),
            ..Report::default()
        };
        let outcome = self.take(calling, Kind::Create, uid, report).await;
        assert_eq!(outcome.status, 0);
    }

    /// So many minutes after noon, everything that time makes due is done.
    async fn at(&self, minutes: i64) {
        self.clock.set(noon(minutes), 0.0);
        let department = self.service.department();
        judge_what_is_due(department).await.unwrap();
        close_by_rule(department).await.unwrap();
    }

    fn read<T>(&self, read: impl FnOnce(&mut Session<'_>) -> Result<T, StorageError>) -> T {
        let department = self.service.department();
        department.database.readers().read(read).unwrap()
    }

    fn step(&self, uid: &str) -> PerformedSummary {
        let found = self.read(|session| session.performed_step_by_uid(uid));
        found.unwrap()
    }

    fn items(&self, uid: &str) -> Vec<StoredDiscrepancy> {
        let id = self.step(uid).id;
        self.read(|session| session.discrepancies_of(&[id], &[]))
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_silent_step_is_warned_of_then_closed_once_and_what_comes_later_is_kept() {
    let room = Room::open().await;
    room.start("CT1", "1.2.3").await;
    room.start("MR1", "1.2.4").await;
    room.at(89).await;
    let is_open = |uid: &str| room.step(uid).status == Some(PerformedStatus::InProgress);
    let warned = room.items("1.2.3");
    assert!(warned.iter().any(|item| item.kind == "stuck-in-progress"));
    assert!(is_open("1.2.3"), "not silent for long enough");
    room.at(95).await;
    assert!(is_open("1.2.3"), "the warning has not stood long enough");
    room.at(99).await;
    let closed = room.step("1.2.3");
    assert_eq!(closed.status, Some(PerformedStatus::Discontinued));
    assert_eq!(closed.by_person.closed_by, RULE);
    assert_eq!(closed.report.ended(), Some(noon(0)));
    let audit = room.read(|session| session.audit_of("performed-step", closed.id));
    let entries: Vec<(&str, &str)> = audit
        .iter()
        .map(|entry| (entry.who.as_str(), entry.action.as_str()))
        .collect();
    assert_eq!(entries, [("rule", "close-by-rule")]);
    // A person is asked why.
    let asked = room.items("1.2.3").into_iter();
    let open: Vec<String> = asked
        .filter(|item| item.state == DiscrepancyState::Open)
        .map(|item| item.kind)
        .collect();
    assert!(
        open.contains(&"discontinued-without-reason".to_owned()),
        "{open:?}"
    );
    assert!(is_open("1.2.4"), "no rule is for it");

    room.at(300).await;
    assert_eq!(room.step("1.2.3").revision, closed.revision);

    let end = Report {
        status: Some("COMPLETED".to_owned()),
        ..Report::default()
    };
    let late = room.take("CT1", Kind::Set, "1.2.3", end).await;
    assert_eq!((late.status, late.error_id), (0x0110, Some(0xA710)));
    let after = room.step("1.2.3");
    assert_eq!(after.status, Some(PerformedStatus::Discontinued));
    assert_eq!(after.by_person.late_messages, 1);
    let items = room.items("1.2.3");
    assert!(items.iter().any(|item| item.kind == "late-update"));
    room.service.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_step_that_is_heard_of_again_or_that_a_person_leaves_open_is_not_closed() {
    let room = Room::open().await;
    room.start("CT1", "1.2.3").await;
    room.start("CT1", "1.2.4").await;
    room.at(80).await;
    let running = Report {
        status: Some("IN PROGRESS".to_owned()),
        ..Report::default()
    };
    room.take("CT1", Kind::Set, "1.2.3", running).await;
    let warning = room.items("1.2.4");
    let warning = warning.iter().find(|item| item.kind == "stuck-in-progress");
    let warning = warning.unwrap();
    let department = room.service.department();
    let dismissed = contract::reconciliation::Decide {
        items: vec![(warning.id, warning.revision)],
        decision: contract::reconciliation::Decision::Dismiss {
            reason: "a long intervention".to_owned(),
        },
        note: String::new(),
    };
    department.decide(dismissed).await.unwrap();
    room.at(120).await;
    for uid in ["1.2.3", "1.2.4"] {
        let status = room.step(uid).status;
        assert_eq!(status, Some(PerformedStatus::InProgress), "{uid}");
    }
    room.service.shutdown().await;
}
