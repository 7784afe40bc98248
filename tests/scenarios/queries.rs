//! Why a scanner sees nothing: its queries are kept, and each can be explained.

use contract::devices::ListDevices;
use contract::queries::{
    ExclusionReason, ExplainQuery, ListQueries, QueryExplanation, QueryOutcome, QueryRow,
};
use serde_json::json;
use std::time::Duration;
use tests::{Appointment, Department, ForeignModality, TestDesk, eventually, schedule};

/// The kept queries of a device, once there are so many.
fn kept(desk: &TestDesk, calling: &str, count: usize) -> Vec<QueryRow> {
    eventually("the queries are kept", Duration::from_secs(10), || {
        let queries = desk.does(ListQueries {
            calling_ae_title: calling.to_owned(),
            limit: 100,
            ..ListQueries::default()
        });
        (queries.queries.len() == count).then_some(queries.queries)
    })
}

fn explained(desk: &TestDesk, query: &QueryRow) -> QueryExplanation {
    desk.does(ExplainQuery { id: query.id })
}

/// The keyword of a key that excludes.
fn keyword(reason: &ExclusionReason) -> &str {
    match reason {
        ExclusionReason::Key { keyword, .. } => keyword,
        ExclusionReason::OwnStation
        | ExclusionReason::HiddenStatus
        | ExclusionReason::TooEarly
        | ExclusionReason::TooLate
        | ExclusionReason::CalledModality
        | ExclusionReason::CalledStation
        | ExclusionReason::Cap => "",
    }
}

#[test]
fn the_key_that_excludes_every_step_is_named_with_what_was_asked_and_what_is_stored() {
    let desk = TestDesk::open(Department::scheduled(&[
        Appointment::new(1),
        Appointment::new(2).with("ScheduledStationAETitle", "CT2"),
        Appointment::new(3)
            .with("Modality", "MR")
            .with("ScheduledStationAETitle", "MR1"),
    ]));
    let Some(mut modality) = ForeignModality::pynetdicom(&desk, "CT_ONE") else {
        return;
    };
    let today = schedule::today();
    let found = modality.find(&json!({
        "PatientName": "",
        "ScheduledProcedureStepSequence": [{
            "ScheduledStationAETitle": "CT_ONE",
            "ScheduledProcedureStepStartDate": today,
            "Modality": "CT",
        }],
    }));
    assert_eq!(found.answers.len(), 0);

    let query = kept(&desk, "CT_ONE", 1).remove(0);
    assert_eq!((query.answers, query.outcome), (0, QueryOutcome::Answered));
    let keys: Vec<(&str, &str)> = query
        .keys
        .iter()
        .map(|key| (key.keyword.as_str(), key.value.as_str()))
        .collect();
    assert_eq!(
        keys,
        [
            ("Modality", "CT"),
            ("ScheduledStationAETitle", "CT_ONE"),
            ("ScheduledProcedureStepStartDate", today.as_str()),
        ]
    );
    let explanation = explained(&desk, &query);
    assert_eq!((explanation.considered, explanation.matching), (3, 0));
    let first = &explanation.exclusions[0];
    assert_eq!(keyword(&first.reason), "ScheduledStationAETitle");
    assert_eq!((first.steps, first.alone), (3, 2));
    let nearest = &explanation.nearest[0];
    assert_eq!(nearest.accession_number, "A1");
    assert_eq!(nearest.exclusions.len(), 1);
    assert_eq!(nearest.exclusions[0].asked, "CT_ONE");
    assert_eq!(nearest.exclusions[0].stored, "CT1");
    assert_eq!(explanation.nearest[2].exclusions.len(), 2);
    assert!(
        !format!("{explanation:?}").contains("Patient1"),
        "no patient data"
    );

    // What is answered is kept too, and asking only for empty ones leaves it out.
    modality.find(&json!({"AccessionNumber": "A1"}));
    assert_eq!(kept(&desk, "CT_ONE", 2)[0].answers, 1);
    let empty = desk.does(ListQueries {
        only_empty: true,
        limit: 100,
        ..ListQueries::default()
    });
    assert_eq!(empty.queries.len(), 1);
    assert!(desk.does(ListDevices {}).waiting.is_empty());
}

#[test]
fn a_wrong_date_is_explained_by_the_steps_of_today() {
    let desk = TestDesk::open(Department::scheduled(&[Appointment::new(1)]));
    let Some(mut modality) = ForeignModality::pynetdicom(&desk, "CT1") else {
        return;
    };
    modality.find(&json!({"ScheduledProcedureStepSequence": [
        {"ScheduledProcedureStepStartDate": "20010101"}
    ]}));
    let query = kept(&desk, "CT1", 1).remove(0);
    let explanation = explained(&desk, &query);
    assert_eq!(explanation.considered, 1);
    let nearest = &explanation.nearest[0].exclusions;
    assert_eq!(nearest.len(), 1);
    assert_eq!(
        keyword(&nearest[0].reason),
        "ScheduledProcedureStepStartDate"
    );
    assert_eq!(nearest[0].asked, "20010101");
    assert_eq!(nearest[0].stored, schedule::today());
}

#[test]
fn what_the_settings_of_a_device_exclude_is_named() {
    let department = Department::scheduled(&[
        Appointment::new(1).with("ScheduledStationAETitle", "CT2"),
        Appointment::new(2),
        Appointment::new(3),
        Appointment::new(4).with("Status", "CANCELED"),
    ]);
    department.apply(
        r#"
        [[device]]
        ae_title = "CT1"
        name = "CT 1"
        modality = "CT"
        worklist = { own_station_only = true, max_answers = 1 }
        "#,
    );
    let desk = TestDesk::open(department);
    let Some(mut modality) = ForeignModality::pynetdicom(&desk, "CT1") else {
        return;
    };
    assert_eq!(
        modality.find(&json!({"AccessionNumber": ""})).answers.len(),
        1
    );
    let query = kept(&desk, "CT1", 1).remove(0);
    assert_eq!(query.outcome, QueryOutcome::Cut);
    assert_eq!(query.device_name, "CT 1");
    let explanation = explained(&desk, &query);
    assert_eq!(explanation.matching, 1);
    let mut reasons: Vec<(&str, &ExclusionReason)> = explanation
        .nearest
        .iter()
        .map(|near| (near.accession_number.as_str(), &near.exclusions[0].reason))
        .collect();
    reasons.sort_by_key(|(accession, _)| *accession);
    assert_eq!(
        reasons,
        [
            ("A1", &ExclusionReason::OwnStation),
            ("A3", &ExclusionReason::Cap),
            ("A4", &ExclusionReason::HiddenStatus),
        ]
    );
}

#[test]
fn a_query_that_cannot_be_read_is_kept_with_its_answer() {
    let desk = TestDesk::open(Department::scheduled(&[Appointment::new(1)]));
    let Some(mut modality) = ForeignModality::pynetdicom(&desk, "CT1") else {
        return;
    };
    let found = modality.find(&json!({"ScheduledProcedureStepSequence": [
        {"ScheduledProcedureStepStartDate": "TODAY"}
    ]}));
    assert_eq!(found.final_status, 0xA900);
    let query = kept(&desk, "CT1", 1).remove(0);
    assert_eq!(
        (query.status, query.outcome),
        (0xA900, QueryOutcome::Refused)
    );
    assert!(query.comment.contains("date"), "{}", query.comment);
    desk.refuses(ExplainQuery { id: query.id });
    desk.refuses(ExplainQuery { id: 9_999 });
}

#[test]
fn exported_messages_hold_the_queries_and_why_they_were_empty() {
    let department = Department::scheduled(&[Appointment::new(1)]);
    let service = department.serve();
    let Some(mut modality) = ForeignModality::pynetdicom(&service, "CT1") else {
        return;
    };
    let found = modality.find(&json!({"AccessionNumber": "NONE"}));
    assert_eq!(found.answers.len(), 0);
    let rows = eventually("the query is exported", Duration::from_secs(10), || {
        let rows = service.export("messages");
        (!rows.is_empty()).then_some(rows)
    });
    assert_eq!(rows[0]["Service"], "C-FIND");
    assert_eq!(rows[0]["Answers"], 0);
    assert_eq!(rows[0]["Keys"]["AccessionNumber"], "NONE");
    let why = rows[0]["Why"].as_str().unwrap_or_default();
    assert!(why.contains("AccessionNumber: 1 (1 alone)"), "{why}");
}
