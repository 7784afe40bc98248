//! Client and listener over a real socket.

use super::*;
use crate::requests::{Admission, Traffic};
use crate::testing::{Department, Running, step};
use domain::performed_step::{PerformedSeries, ScheduledReference};
use domain::worklist::TextKey;
use std::sync::Arc;

async fn connect(running: &Running) -> Association {
    Association::connect(running.address, &Proposal::new("CT1", "STEPBOARD"))
        .await
        .unwrap()
}

#[tokio::test]
async fn echo_is_answered_and_heard() {
    let running = Running::start(Department::default(), Limits::default()).await;
    let mut association = connect(&running).await;
    assert!(association.echo().await.unwrap().is_success());
    association.release().await.unwrap();
    assert_eq!(running.department.heard_traffic(), [Traffic::Echo]);
    let callers = running.department.callers.lock().unwrap().clone();
    assert_eq!(callers[0].calling_ae_title, "CT1");
    assert_eq!(callers[0].called_ae_title, "STEPBOARD");
    assert!(!callers[0].only_verification);
    running.stop().await;
}

#[tokio::test]
async fn worklist_returns_what_matches() {
    let steps = (1..=5).map(step).map(Arc::new).collect();
    let running = Running::start(
        Department {
            steps,
            ..Department::default()
        },
        Limits::default(),
    )
    .await;
    for syntax in [
        TransferSyntax::ExplicitLittleEndian,
        TransferSyntax::ImplicitLittleEndian,
    ] {
        let proposal = Proposal {
            transfer_syntaxes: vec![syntax],
            ..Proposal::new("CT1", "STEPBOARD")
        };
        let mut association = Association::connect(running.address, &proposal)
            .await
            .unwrap();
        let query = WorklistQuery {
            accession_number: "A00003".to_owned(),
            ..WorklistQuery::default()
        };
        let answers = association.find_worklist(&query).await.unwrap();
        let [answer] = answers.as_slice() else {
            panic!("{} answers", answers.len())
        };
        let expected = step(3);
        assert_eq!(answer.patient, expected.patient);
        assert_eq!(answer.scheduled_procedure_step_id, "SPS00003");
        assert_eq!(answer.study_instance_uid, expected.study_instance_uid);
        assert_eq!(answer.station_ae_titles, expected.station_ae_titles);
        assert_eq!(answer.protocol_codes, expected.protocol_codes);
        assert_eq!(
            answer.requested_procedure_codes,
            expected
                .requested_procedure_code
                .into_iter()
                .collect::<Vec<_>>()
        );
        assert_eq!(answer.start_date, Some(expected.start_date));
        assert_eq!(answer.start_time, Some(expected.start_time));
        assert_eq!(answer.status, "ARRIVED");
        assert_eq!(answer.priority, "ROUTINE");
        assert!(!answer.has_unsupported_keys);
        assert_eq!(
            association
                .find_worklist(&WorklistQuery::default())
                .await
                .unwrap()
                .len(),
            5
        );
        association.release().await.unwrap();
    }
    let keys = running.department.keys.lock().unwrap().clone();
    assert_eq!(keys[0].accession_number, TextKey::parse("A00003"));
    assert!(running.department.heard_traffic().contains(&Traffic::Find {
        items: 5,
        canceled: false
    }));
    running.stop().await;
}

#[tokio::test]
async fn cancel_ends_a_long_answer() {
    let the_same = Arc::new(step(1));
    let steps = vec![the_same; 20_000];
    let running = Running::start(
        Department {
            steps,
            ..Department::default()
        },
        Limits::default(),
    )
    .await;
    let mut association = connect(&running).await;
    let query = WorklistQuery {
        cancel_after: Some(1),
        ..WorklistQuery::default()
    };
    let answers = association.find_worklist(&query).await.unwrap();
    assert!(
        (1..20_000).contains(&answers.len()),
        "{} answers",
        answers.len()
    );
    assert!(association.echo().await.unwrap().is_success());
    let traffic = running.department.heard_traffic();
    assert!(
        matches!(traffic[0], Traffic::Find { canceled: true, items } if usize::try_from(items).unwrap() == answers.len())
    );
    running.stop().await;
}

#[tokio::test]
async fn performed_steps_arrive_as_reported() {
    let running = Running::start(Department::default(), Limits::default()).await;
    let mut association = connect(&running).await;
    let report = Report {
        status: Some("IN PROGRESS".to_owned()),
        scheduled_steps: Some(vec![ScheduledReference {
            study_instance_uid: domain::Uid::new("1.2.3"),
            accession_number: "A1".to_owned(),
            ..ScheduledReference::default()
        }]),
        modality: Some("CT".to_owned()),
        ..Report::default()
    };
    let response = association
        .create_performed_step(None, &report)
        .await
        .unwrap();
    assert_eq!(
        (response.status, response.sop_instance_uid.as_str()),
        (0, "2.25.99")
    );
    let end = Report {
        status: Some("COMPLETED".to_owned()),
        series: Some(vec![PerformedSeries {
            series_instance_uid: "1.2.3.4".to_owned(),
            protocol_name: "Kopf nativ – Ü".to_owned(),
            ..PerformedSeries::default()
        }]),
        ..Report::default()
    };
    let response = association
        .set_performed_step("2.25.99", &end)
        .await
        .unwrap();
    assert!(response.is_success());
    association.release().await.unwrap();
    let created = running.department.created.lock().unwrap().clone();
    let received = created[0].report.clone().unwrap();
    assert_eq!(received.scheduled_steps, report.scheduled_steps);
    assert_eq!(created[0].sop_instance_uid, "");
    let set = running.department.set.lock().unwrap().clone();
    assert_eq!(set[0].report.clone().unwrap().series, end.series);
    running.stop().await;
}

#[tokio::test]
async fn an_invalid_uid_never_reaches_the_department() {
    let running = Running::start(Department::default(), Limits::default()).await;
    let mut association = connect(&running).await;
    let report = Report::default();
    let response = association
        .create_performed_step(Some("1.2.x"), &report)
        .await
        .unwrap();
    assert_eq!(response.status, status::INVALID_SOP_INSTANCE);
    assert_eq!(running.department.created.lock().unwrap().len(), 0);
    running.stop().await;
}

#[tokio::test]
async fn callers_are_rejected_by_name_and_refused_by_service() {
    for (admission, reason) in [(Admission::UnknownCaller, 3), (Admission::UnknownCalled, 7)] {
        let department = Department {
            admission: Some(admission),
            ..Department::default()
        };
        let running = Running::start(department, Limits::default()).await;
        let error = Association::connect(running.address, &Proposal::new("X", "Y"))
            .await
            .unwrap_err();
        assert!(
            matches!(error, Error::Rejected { result: 1, source_byte: 1, reason: r } if r == reason),
            "{error}"
        );
    }
    let admission = Some(Admission::VerificationOnly);
    let running = Running::start(
        Department {
            admission,
            ..Department::default()
        },
        Limits::default(),
    )
    .await;
    let mut association = connect(&running).await;
    assert!(association.echo().await.unwrap().is_success());
    let error = association
        .find_worklist(&WorklistQuery::default())
        .await
        .unwrap_err();
    assert!(matches!(error, Error::NotAccepted(_)), "{error}");
}

#[test]
fn an_event_is_reported_only_in_the_role_that_was_agreed() {
    let proposal = Proposal::notification("STEPBOARD", "RIS");
    let asked = request(&proposal);
    let [role] = asked.roles.as_slice() else {
        panic!("one role is proposed")
    };
    let uid = Service::PerformedStepNotification.uid();
    assert_eq!(
        (role.sop_class_uid.as_str(), role.scu, role.scp),
        (uid, false, true)
    );
    let mut answer = Associate {
        contexts: vec![PresentationContext {
            id: 1,
            result: 0,
            abstract_syntax: String::new(),
            transfer_syntaxes: vec!["1.2.840.10008.1.2".to_owned()],
        }],
        ..Associate::default()
    };
    for (roles, is_usable) in [(None, false), (Some(false), false), (Some(true), true)] {
        answer.roles = roles
            .map(|scp| RoleSelection {
                sop_class_uid: uid.to_owned(),
                scu: false,
                scp,
            })
            .into_iter()
            .collect();
        let usable = !contexts(&asked, &answer, &proposal.provides).is_empty();
        assert_eq!(usable, is_usable, "{roles:?}");
    }
}

#[tokio::test]
async fn we_take_no_notifications() {
    let running = Running::start(Department::default(), Limits::default()).await;
    let proposal = Proposal::notification("CT1", "STEPBOARD");
    let mut association = Association::connect(running.address, &proposal)
        .await
        .unwrap();
    let error = association.report_event(2, "1.2.3").await.unwrap_err();
    assert!(matches!(error, Error::NotAccepted(_)), "{error}");
    running.stop().await;
}
