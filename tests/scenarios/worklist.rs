//! A modality asks for its worklist (PS3.4 Annex K): what matches, what comes back, in which order.

use dimse::client::WorklistQuery;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use tests::peers::Association;
use tests::{Appointment, ForeignModality, Modality, TestService};

/// Pending: all keys are supported.
const PENDING: u16 = 0xFF00;
/// Pending: an optional key is not supported.
const PENDING_UNSUPPORTED_KEY: u16 = 0xFF01;
const CANCELED: u16 = 0xFE00;
const SUCCESS: u16 = 0x0000;

/// Keys of the Scheduled Procedure Step Sequence beside an AccessionNumber to be returned.
fn of_step(keys: &Value) -> Value {
    json!({"AccessionNumber": "", "ScheduledProcedureStepSequence": [keys]})
}

/// Top-level keys beside an AccessionNumber to be returned.
fn of_root(keys: &Value) -> Value {
    tests::report::with(json!({"AccessionNumber": ""}), keys)
}

fn names(accessions: &[&str]) -> BTreeSet<String> {
    accessions.iter().map(|&one| one.to_owned()).collect()
}

/// Asks each query and compares what it finds.
fn assert_found(modality: &mut ForeignModality, cases: &[(Value, &[&str])]) {
    for (query, expected) in cases {
        let found = modality.find(query);
        let accessions: BTreeSet<String> = found.all("AccessionNumber").into_iter().collect();
        assert_eq!(accessions, names(expected), "{query}");
        assert_eq!(found.answers.len(), expected.len(), "{query}");
        assert_eq!(found.final_status, SUCCESS, "{query}");
    }
}

#[test]
fn every_key_finds_what_it_names_and_nothing_else() {
    let wanted = Appointment::new(1)
        .with("ScheduledStationAETitle", "CT1")
        .with("ScheduledProcedureStepStartDate", "20260105")
        .with("ScheduledProcedureStepStartTime", "101500")
        .with("ScheduledPerformingPhysicianName", "Curie^Marie")
        .with("ScheduledProcedureStepDescription", "Head plain")
        .with("ScheduledStationName", "Room A")
        .with("ScheduledProcedureStepLocation", "East")
        .with("ScheduledProtocolCodeValue", "HEAD1")
        .with("ScheduledProtocolCodingScheme", "99LOCAL")
        .with("ScheduledProtocolCodeMeaning", "Head")
        .with("RequestedProcedureCodeValue", "CTHEAD")
        .with("RequestedProcedureCodingScheme", "99LOCAL")
        .with("RequestedProcedureCodeMeaning", "CT head")
        .with("RequestedProcedureDescription", "CT head")
        .with("RequestedProcedurePriority", "STAT")
        .with("ReferringPhysicianName", "Hodgkin^Dorothy")
        .with("RequestingPhysician", "Franklin^Rosalind")
        .with("AdmissionID", "ADM1")
        .with("CurrentPatientLocation", "Ward 4")
        .with("IssuerOfPatientID", "HOSPITAL")
        .with("PlacerOrderNumberImagingServiceRequest", "PL1")
        .with("FillerOrderNumberImagingServiceRequest", "FI1")
        .with("PatientSex", "M");
    let other = Appointment::new(2)
        .with("Modality", "MR")
        .with("ScheduledStationAETitle", "MR1")
        .with("ScheduledProcedureStepStartDate", "20260106")
        .with("ScheduledProcedureStepStartTime", "110000")
        .with("PatientBirthDate", "1980-01-01");
    let study = wanted.get("StudyInstanceUID").to_owned();
    let service = TestService::with(&[wanted, other]);
    let Some(mut modality) = ForeignModality::pynetdicom(&service, "CT1") else {
        return;
    };

    let code = |value: &str| json!([{"CodeValue": value, "CodingSchemeDesignator": "99LOCAL"}]);
    let step_keys = [
        json!({"ScheduledStationAETitle": "CT1"}),
        json!({"ScheduledProcedureStepStartDate": "20260105"}),
        json!({"ScheduledProcedureStepStartTime": "1015"}),
        json!({"Modality": "CT"}),
        json!({"ScheduledPerformingPhysicianName": "CURIE^M*"}),
        json!({"ScheduledProcedureStepDescription": "Head*"}),
        json!({"ScheduledStationName": "Room A"}),
        json!({"ScheduledProcedureStepLocation": "East"}),
        json!({"ScheduledProtocolCodeSequence": code("HEAD1")}),
        json!({"ScheduledProcedureStepID": "S1"}),
    ];
    let root_keys = [
        json!({"PatientName": "Patient1*"}),
        json!({"PatientID": "P1"}),
        json!({"IssuerOfPatientID": "HOSPITAL"}),
        json!({"PatientBirthDate": "19700203"}),
        json!({"PatientSex": "M"}),
        json!({"AccessionNumber": "A1"}),
        json!({"RequestedProcedureID": "R1"}),
        json!({"RequestedProcedureDescription": "CT head"}),
        json!({"RequestedProcedureCodeSequence": code("CTHEAD")}),
        json!({"RequestedProcedurePriority": "STAT"}),
        json!({"StudyInstanceUID": study}),
        json!({"ReferringPhysicianName": "hodgkin^dorothy"}),
        json!({"RequestingPhysician": "Franklin*"}),
        json!({"AdmissionID": "ADM1"}),
        json!({"CurrentPatientLocation": "Ward 4"}),
        json!({"PlacerOrderNumberImagingServiceRequest": "PL1"}),
        json!({"FillerOrderNumberImagingServiceRequest": "FI1"}),
    ];
    for query in step_keys
        .iter()
        .map(of_step)
        .chain(root_keys.iter().map(of_root))
    {
        assert_found(&mut modality, &[(query, &["A1"])]);
    }
}

#[test]
fn the_status_key_brings_back_what_is_over() {
    let service = TestService::with(&[
        Appointment::new(1),
        Appointment::new(2).with("Status", "ARRIVED"),
        Appointment::new(3).with("Status", "CANCELED"),
    ]);
    let Some(mut modality) = ForeignModality::pynetdicom(&service, "CT1") else {
        return;
    };
    let status = |word: &str| of_step(&json!({"ScheduledProcedureStepStatus": word}));
    assert_found(
        &mut modality,
        &[
            (of_root(&json!({})), &["A1", "A2"]),
            (status("SCHEDULED"), &["A1"]),
            (status("ARRIVED"), &["A2"]),
            (status("CANCELED"), &["A3"]),
        ],
    );
}

#[test]
fn dates_and_times_are_one_interval() {
    let at = |number: u32, date: &str, time: &str| {
        Appointment::new(number)
            .with("ScheduledProcedureStepStartDate", date)
            .with("ScheduledProcedureStepStartTime", time)
    };
    let service = TestService::with(&[
        at(1, "20260705", "090000"),
        at(2, "20260705", "110000"),
        at(3, "20260706", "060000"),
        at(4, "20260707", "170000"),
        at(5, "20260707", "190000"),
    ]);
    let Some(mut modality) = ForeignModality::pynetdicom(&service, "CT1") else {
        return;
    };
    let start = |date: &str, time: &str| {
        of_step(&json!({
            "ScheduledProcedureStepStartDate": date,
            "ScheduledProcedureStepStartTime": time,
        }))
    };
    assert_found(
        &mut modality,
        &[
            // From the first instant to the last, not a window on each day (PS3.4 K.6.1.2.2).
            (
                start("20260705-20260707", "100000-180000"),
                &["A2", "A3", "A4"],
            ),
            (start("20260706-", "100000-"), &["A4", "A5"]),
            (start("-20260706", "-070000"), &["A1", "A2", "A3"]),
            // One day with a window of it.
            (start("20260707", "160000-180000"), &["A4"]),
            // A time of limited precision means its whole interval.
            (start("", "11"), &["A2"]),
            (start("20260705", ""), &["A1", "A2"]),
            (start("20260706-", ""), &["A3", "A4", "A5"]),
        ],
    );
}

#[test]
fn names_match_without_case_and_accents_in_every_script() {
    let named = |number: u32, name: &str| Appointment::new(number).with("PatientName", name);
    let service = TestService::with(&[
        named(1, "Müller^Jürgen"),
        named(2, "Yamada^Tarou=山田^太郎=やまだ^たろう"),
        named(3, "Hong^Gildong=洪^吉洞=홍^길동"),
        named(4, "Люкceмбypг"),
        named(5, "Διονυσιος"),
        named(6, "Wang"),
        named(7, "Smith^John"),
    ]);
    let Some(mut modality) = ForeignModality::pynetdicom(&service, "CT1") else {
        return;
    };
    let name = |key: &str| json!({"SpecificCharacterSet": "ISO_IR 192", "AccessionNumber": "", "PatientName": key});
    assert_found(
        &mut modality,
        &[
            (name("MULLER*"), &["A1"]),
            (name("müller^jürgen"), &["A1"]),
            (name("Yamada*"), &["A2"]),
            (name("=山田*"), &["A2"]),
            (name("山田^太郎"), &["A2"]),
            (name("==やまだ*"), &["A2"]),
            (name("==홍^*"), &["A3"]),
            (name("люк*"), &["A4"]),
            (name("ΔΙΟΝ*"), &["A5"]),
            // Components a name does not have are empty.
            (name("Wang^*"), &["A6"]),
            // The whole name is meant, unless a wildcard says otherwise.
            (name("Smith"), &[]),
            (name("Smith*"), &["A7"]),
            (name("Sm?th^John"), &["A7"]),
            (name("*"), &["A1", "A2", "A3", "A4", "A5", "A6", "A7"]),
        ],
    );
}

#[test]
fn answers_are_in_a_character_set_the_device_asked_for() {
    let service = TestService::with(&[
        Appointment::new(1).with("PatientName", "Müller^Jürgen"),
        Appointment::new(2).with("PatientName", "山田^太郎"),
    ]);
    let Some(mut modality) = ForeignModality::pynetdicom(&service, "CT1") else {
        return;
    };
    let mut ask = |accession: &str, character_set: &str| {
        let found = modality.find(&json!({
            "SpecificCharacterSet": character_set,
            "AccessionNumber": accession,
            "PatientName": "",
        }));
        let (_, answer) = found.answers.into_iter().next().expect("there is one");
        (
            answer["SpecificCharacterSet"].clone(),
            answer["PatientName"].clone(),
        )
    };
    assert_eq!(
        ask("A1", "ISO_IR 100"),
        (json!("ISO_IR 100"), json!("Müller^Jürgen"))
    );
    // What the asked one cannot hold comes in UTF-8, and says so.
    assert_eq!(
        ask("A2", "ISO_IR 100"),
        (json!("ISO_IR 192"), json!("山田^太郎"))
    );
}

#[test]
fn any_of_several_stations_finds_the_step_and_all_are_returned() {
    let service =
        TestService::with(&[Appointment::new(1).with("ScheduledStationAETitle", "CT1\\CT2\\CT3")]);
    let Some(mut modality) = ForeignModality::pynetdicom(&service, "CT2") else {
        return;
    };
    let found = modality.find(&of_step(&json!({"ScheduledStationAETitle": "CT2"})));
    let (_, answer) = found.answers.first().expect("it is found");
    let step = &answer["ScheduledProcedureStepSequence"][0];
    assert_eq!(
        step["ScheduledStationAETitle"],
        json!(["CT1", "CT2", "CT3"])
    );
}

#[test]
fn what_is_stored_without_a_value_matches_no_value() {
    let service = TestService::with(&[
        Appointment::new(1).without("PatientBirthDate"),
        Appointment::new(2).with("ScheduledPerformingPhysicianName", "Curie^Marie"),
    ]);
    let Some(mut modality) = ForeignModality::pynetdicom(&service, "CT1") else {
        return;
    };
    assert_found(
        &mut modality,
        &[
            (of_root(&json!({"PatientBirthDate": "19000101-"})), &["A2"]),
            (
                of_step(&json!({"ScheduledPerformingPhysicianName": "C*"})),
                &["A2"],
            ),
            (of_root(&json!({"AdmissionID": "?*"})), &[]),
            // `*` is universal: it also finds what has no value (PS3.4 C.2.2.2.3).
            (of_root(&json!({"AdmissionID": "*"})), &["A1", "A2"]),
        ],
    );
}

#[test]
fn what_a_device_must_get_always_has_a_value() {
    let bare = Appointment::new(1)
        .without("AccessionNumber")
        .without("RequestedProcedureID")
        .without("ScheduledProcedureStepID")
        .without("StudyInstanceUID");
    let service = TestService::with(&[bare]);
    let Some(mut modality) = ForeignModality::pynetdicom(&service, "CT1") else {
        return;
    };
    let found = modality.find(&json!({
        "PatientName": "",
        "PatientID": "",
        "RequestedProcedureID": "",
        "StudyInstanceUID": "",
        "ScheduledProcedureStepSequence": [],
    }));
    let (_, answer) = found.answers.first().expect("it is found");
    for keyword in [
        "PatientName",
        "PatientID",
        "RequestedProcedureID",
        "StudyInstanceUID",
    ] {
        assert_ne!(answer[keyword], "", "{keyword} is of type 1");
    }
    let step = &answer["ScheduledProcedureStepSequence"][0];
    for keyword in [
        "ScheduledStationAETitle",
        "ScheduledProcedureStepStartDate",
        "ScheduledProcedureStepStartTime",
        "Modality",
        "ScheduledProcedureStepID",
    ] {
        let value = step[keyword].as_str().unwrap_or_default();
        assert_ne!(value, "", "{keyword} is of type 1");
    }
}

#[test]
fn a_key_that_is_not_supported_is_said_and_does_not_stand_in_the_way() {
    let service = TestService::with(&[Appointment::new(1)]);
    let Some(mut modality) = ForeignModality::pynetdicom(&service, "CT1") else {
        return;
    };
    let supported = modality.find(&of_root(&json!({"PatientName": ""})));
    let unsupported = modality.find(&of_root(&json!({"AcquisitionNumber": "7"})));
    let statuses = [&supported, &unsupported].map(|found| found.answers.first().map(|it| it.0));
    assert_eq!(statuses, [Some(PENDING), Some(PENDING_UNSUPPORTED_KEY)]);
}

#[test]
fn urgent_steps_come_first_and_the_order_is_always_the_same() {
    let at = |number: u32, time: &str| {
        Appointment::new(number).with("ScheduledProcedureStepStartTime", time)
    };
    let service = TestService::with(&[
        at(1, "0900"),
        at(2, "0800"),
        at(3, "1700").with("RequestedProcedurePriority", "STAT"),
        at(4, "1600").with("RequestedProcedurePriority", "HIGH"),
        at(6, "0800"),
        at(5, "0800"),
    ]);
    let mut modality = Modality::connect(&service, "CT1").expect("it is let in");
    let order = ["A3", "A4", "A2", "A5", "A6", "A1"];
    assert_eq!(modality.accessions(), order);
    assert_eq!(modality.accessions(), order);
}

#[test]
fn each_transfer_syntax_brings_the_same() {
    let service = TestService::with(&[Appointment::new(1).with("PatientName", "Müller^Jürgen")]);
    let Some(mut modality) = ForeignModality::pynetdicom_alone() else {
        return;
    };
    let mut ask = |syntax: &'static str| {
        let associated = modality.associate(
            &service,
            &Association {
                syntaxes: &[syntax],
                ..Association::of("CT1")
            },
        );
        let answers = modality
            .find(&json!({
                "SpecificCharacterSet": "ISO_IR 192",
                "AccessionNumber": "",
                "PatientName": "",
                "PregnancyStatus": "",
                "ScheduledProcedureStepSequence": [],
            }))
            .answers;
        modality.release();
        (associated["syntaxes"].clone(), answers)
    };
    let (implicit, found) = ask("implicit");
    assert_eq!(implicit, json!(["1.2.840.10008.1.2"]));
    let (explicit, same) = ask("explicit");
    assert_eq!(explicit, json!(["1.2.840.10008.1.2.1"]));
    assert_eq!(found.len(), 1);
    assert_eq!(found, same);
}

#[test]
fn a_device_that_cancels_is_told_so_and_can_ask_again() {
    let many: Vec<Appointment> = (0..20).map(Appointment::new).collect();
    let service = TestService::with(&many);
    let Some(mut modality) = ForeignModality::pynetdicom(&service, "CT1") else {
        return;
    };
    let canceled = modality.find_and_cancel(&of_root(&json!({})));
    assert_eq!(canceled.final_status, CANCELED);
    let again = modality.find(&of_root(&json!({})));
    assert_eq!(
        (again.answers.len(), again.final_status),
        (many.len(), SUCCESS)
    );
}

#[test]
fn a_query_that_makes_no_sense_is_refused_and_the_next_one_is_answered() {
    let service = TestService::with(&[Appointment::new(1)]);
    let mut modality = Modality::connect(&service, "CT1").expect("it is let in");
    let nonsense = WorklistQuery {
        start_date: "tomorrow".to_owned(),
        ..WorklistQuery::default()
    };
    assert!(matches!(
        modality.worklist(&nonsense),
        Err(dimse::client::Error::Status(response)) if response.status == 0xA900
    ));
    assert_eq!(modality.accessions(), ["A1"]);
}
