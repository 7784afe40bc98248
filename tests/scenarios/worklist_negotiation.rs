//! What a modality may negotiate for its worklist: names that sound alike, and times in its own zone.

use chrono::{Duration, NaiveDateTime};
use serde_json::{Value, json};
use service::clock;
use tests::peers::Association;
use tests::{Appointment, Department, ForeignModality, TestService, schedule};

const WORKLIST: &str = "1.2.840.10008.5.1.4.31";

/// Associates with this service class application information; what was answered to it.
fn associate(modality: &mut ForeignModality, service: &TestService, offered: &[u8]) -> Value {
    let association = Association {
        extended: offered,
        ..Association::of("CT1")
    };
    let answer = modality.associate(service, &association);
    assert_eq!(answer["established"], true, "{answer}");
    answer["extended"][WORKLIST].clone()
}

fn accessions(modality: &mut ForeignModality, keys: &Value) -> Vec<String> {
    let keys = tests::report::with(json!({"AccessionNumber": ""}), keys);
    let mut found = modality.find(&keys).all("AccessionNumber");
    found.sort();
    found
}

#[test]
fn names_that_sound_alike_match_only_when_it_was_negotiated() {
    let service = TestService::with(&[
        Appointment::new(1).with("PatientName", "Meyer^Anna"),
        Appointment::new(2).with("PatientName", "Maier^Otto"),
        Appointment::new(3).with("PatientName", "Schulz^Anna"),
    ]);
    let Some(mut modality) = ForeignModality::pynetdicom_alone() else {
        return;
    };
    let meier = json!({"PatientName": "Meier*"});
    let swapped = json!({"PatientName": "Anna^Mayer"});
    for (offered, answered) in [
        (&[][..], Value::Null),
        (&[1, 1, 0][..], json!([1, 1, 0])),
        (&[1, 1, 0, 1][..], json!([1, 1, 0, 1])),
    ] {
        assert_eq!(associate(&mut modality, &service, offered), answered);
        assert_eq!(accessions(&mut modality, &swapped), [""; 0]);
    }
    for offered in [&[1, 1, 1][..], &[1, 1, 1, 0][..]] {
        assert_eq!(associate(&mut modality, &service, offered), json!(offered));
        assert_eq!(accessions(&mut modality, &swapped), ["A1"]);
        assert_eq!(
            accessions(&mut modality, &meier),
            [""; 0],
            "with a wildcard it is literal"
        );
        assert_eq!(
            accessions(&mut modality, &json!({"PatientName": "Meier"})),
            ["A1", "A2"]
        );
    }
}

#[test]
fn times_are_in_the_zone_of_the_query_only_when_it_was_negotiated() {
    let today = schedule::today();
    let local = |time: &str| {
        let text = format!("{today}{time}");
        NaiveDateTime::parse_from_str(&text, "%Y%m%d%H%M%S").expect("a time")
    };
    let service = TestService::with(&[
        Appointment::new(1).with("ScheduledProcedureStepStartTime", "0830"),
        Appointment::new(2).with("ScheduledProcedureStepStartTime", "1330"),
    ]);
    let Some(mut modality) = ForeignModality::pynetdicom_alone() else {
        return;
    };
    // Nine hours and a half east of Greenwich.
    let there = clock::at_offset(local("083000"), 570);
    let window = format!(
        "{}-{}",
        (there - Duration::minutes(5)).format("%H%M%S"),
        (there + Duration::minutes(5)).format("%H%M%S")
    );
    let query = json!({
        "AccessionNumber": "",
        "TimezoneOffsetFromUTC": "+0930",
        "ScheduledProcedureStepSequence": [{
            "ScheduledProcedureStepStartDate": there.format("%Y%m%d").to_string(),
            "ScheduledProcedureStepStartTime": window,
        }],
    });
    assert_eq!(
        associate(&mut modality, &service, &[1, 1, 0, 1]),
        json!([1, 1, 0, 1])
    );
    let found = modality.find(&query);
    assert_eq!(found.all("AccessionNumber"), ["A1"]);
    assert_eq!(found.all("TimezoneOffsetFromUTC"), ["+0930"]);
    let step = &found.answers[0].1["ScheduledProcedureStepSequence"][0];
    assert_eq!(
        step["ScheduledProcedureStepStartTime"],
        there.format("%H%M%S").to_string()
    );
    assert_eq!(
        step["ScheduledProcedureStepStartDate"],
        there.format("%Y%m%d").to_string()
    );
    // Without it the zone of the query means nothing.
    assert_eq!(
        associate(&mut modality, &service, &[1, 1, 0, 0]),
        json!([1, 1, 0, 0])
    );
    let here = json!({
        "AccessionNumber": "",
        "TimezoneOffsetFromUTC": "+0930",
        "ScheduledProcedureStepSequence": [{
            "ScheduledProcedureStepStartDate": today,
            "ScheduledProcedureStepStartTime": "0830",
        }],
    });
    let found = modality.find(&here);
    assert_eq!(found.all("AccessionNumber"), ["A1"]);
    assert_eq!(found.all("TimezoneOffsetFromUTC"), [""]);
}

#[test]
fn a_department_in_another_zone_than_its_server_has_its_own_time() {
    let department = Department::new();
    let settings = "[department]\ntime_zone = \"Asia/Kathmandu\"\n\
                    [dicom]\nlisten = \"127.0.0.1:0\"\nunknown_devices = \"accept\"\n";
    let file = department.folder().join("stepboard.toml");
    std::fs::write(&file, settings).expect("the folder can be written");
    let morning = Appointment::new(1).with("ScheduledProcedureStepStartTime", "0830");
    department.schedule(&[morning]);
    let service = department.serve();
    let Some(mut modality) = ForeignModality::pynetdicom_alone() else {
        return;
    };
    assert_eq!(
        associate(&mut modality, &service, &[1, 1, 0, 1]),
        json!([1, 1, 0, 1])
    );
    // Nepal is 5 hours and 45 minutes ahead of UTC all year, wherever this test runs.
    let found = modality.find(&json!({
        "AccessionNumber": "",
        "TimezoneOffsetFromUTC": "+0000",
        "ScheduledProcedureStepSequence": [{
            "ScheduledProcedureStepStartDate": "",
            "ScheduledProcedureStepStartTime": "",
        }],
    }));
    let step = &found.answers[0].1["ScheduledProcedureStepSequence"][0];
    assert_eq!(step["ScheduledProcedureStepStartTime"], "024500");
    assert_eq!(step["ScheduledProcedureStepStartDate"], schedule::today());

    let department = Department::new();
    let file = department.folder().join("stepboard.toml");
    std::fs::write(&file, settings.replace("Kathmandu", "Katmandoo")).expect("it can be written");
    let refused = department.run(&["export", "steps"]);
    assert!(!refused.status.success());
    for word in ["stepboard.toml", "department.time_zone", "Katmandoo"] {
        assert!(refused.stderr.contains(word), "{}", refused.stderr);
    }
}
