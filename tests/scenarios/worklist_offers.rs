//! The worklist differs by device and by the AE title it calls: own stations, hidden statuses, days,
//! limits, character sets.

use crate::worklist_of_dcmtk::{statuses, values_of};
use chrono::{NaiveDate, TimeDelta};
use serde_json::{Value, json};
use service::clock::Clock;
use std::collections::BTreeSet;
use std::time::Duration;
use tests::peers::Association;
use tests::{
    Appointment, Dcmtk, Department, ForeignModality, Listens, Modality, TestDesk, TestService,
    eventually,
};

const SUCCESS: u16 = 0x0000;
const OUT_OF_RESOURCES: u16 = 0xA700;
const PENDING: u16 = 0xFF00;
const PENDING_UNSUPPORTED_KEY: u16 = 0xFF01;

fn served(appointments: &[Appointment], settings: &str) -> TestService {
    let department = Department::scheduled(appointments);
    department.apply(settings);
    department.serve()
}

/// What a device sees of the worklist: the accession numbers, sorted.
fn seen(modality: &mut ForeignModality, keys: &Value) -> Vec<String> {
    let keys = tests::report::with(json!({"AccessionNumber": ""}), keys);
    let found = modality.find(&keys);
    assert_eq!(found.final_status, SUCCESS, "{keys}");
    let mut accessions = found.all("AccessionNumber");
    accessions.sort();
    accessions
}

#[test]
fn a_device_sees_only_its_own_room_and_its_days() {
    let service = served(
        &[
            Appointment::new(1),
            Appointment::new(2).with("ScheduledStationAETitle", "CT2"),
            Appointment::new(3).with("ScheduledStationAETitle", "CT1_CONSOLE"),
            Appointment::new(4).with("ScheduledProcedureStepStartDate", "20200101"),
        ],
        r#"
        [[device]]
        ae_title = "CT1"
        name = "CT 1"
        modality = "CT"
        [device.worklist]
        own_station_only = true
        days_back = 1
        days_ahead = 7

        [[device]]
        ae_title = "CT1_CONSOLE"
        name = "CT 1"
        modality = "CT"
        "#,
    );
    let Some(mut modality) = ForeignModality::pynetdicom(&service, "CT1") else {
        return;
    };
    assert_eq!(seen(&mut modality, &json!({})), ["A1", "A3"]);
    // Whoever is not restricted sees all of it.
    let all = modality.associate(&service, &Association::of("CT1_CONSOLE"));
    assert_eq!(all["established"], true);
    assert_eq!(seen(&mut modality, &json!({})).len(), 4);
}

#[test]
fn a_status_leaves_the_worklist_as_the_device_needs_it() {
    let service = served(
        &[Appointment::new(1), Appointment::new(2)],
        r#"
        [[device]]
        ae_title = "CT1"
        name = "CT 1"
        modality = "CT"
        [[device.worklist.hide]]
        status = "IN PROGRESS"

        [[device]]
        ae_title = "CT2"
        name = "CT 2"
        modality = "CT"
        [[device.worklist.hide]]
        status = "IN PROGRESS"
        after_minutes = 60
        "#,
    );
    let Some(mut hides) = ForeignModality::pynetdicom(&service, "CT1") else {
        return;
    };
    let mut scanner = Modality::connect(&service, "CT1").expect("it connects");
    let report = tests::modality::start_of(&Appointment::new(1));
    let started = tests::block_on(scanner.start("1.2.3.4", &report)).expect("an answer");
    assert_eq!(started.status, SUCCESS);
    assert_eq!(seen(&mut hides, &json!({})), ["A2"]);
    // A status key brings it back; the second room sees it for an hour.
    let asked =
        json!({"ScheduledProcedureStepSequence": [{"ScheduledProcedureStepStatus": "STARTED"}]});
    assert_eq!(seen(&mut hides, &asked), ["A1"]);
    let mut waits = ForeignModality::pynetdicom(&service, "CT2").expect("it was there before");
    assert_eq!(seen(&mut waits, &json!({})), ["A1", "A2"]);
}

#[test]
fn more_answers_than_a_device_takes_are_cut_or_refused() {
    let appointments: Vec<Appointment> = (1..=5).map(Appointment::new).collect();
    let service = served(
        &appointments,
        r#"
        [[device]]
        ae_title = "CT1"
        name = "CT 1"
        modality = "CT"
        worklist = { max_answers = 3 }

        [[device]]
        ae_title = "CT2"
        name = "CT 2"
        modality = "CT"
        worklist = { max_answers = 3, when_more = "fail" }
        "#,
    );
    let Some(mut cut) = ForeignModality::pynetdicom(&service, "CT1") else {
        return;
    };
    assert_eq!(seen(&mut cut, &json!({})), ["A1", "A2", "A3"]);
    let mut told = ForeignModality::pynetdicom(&service, "CT2").expect("it was there before");
    let found = told.find(&json!({"AccessionNumber": ""}));
    assert_eq!(found.answers.len(), 3);
    assert_eq!(found.final_status, OUT_OF_RESOURCES);
    assert_eq!(seen(&mut told, &json!({"AccessionNumber": "A5"})), ["A5"]);
}

#[test]
fn a_called_ae_title_has_a_worklist_of_its_own_and_the_device_goes_first() {
    let settings = r#"
        [[called_ae]]
        ae_title = "SCREENING"
        [called_ae.worklist]
        modalities = ["MG"]
        max_answers = 1

        [[device]]
        ae_title = "MG2"
        name = "MG 2"
        modality = "MG"
        worklist = { max_answers = 10 }
    "#;
    let department = Department::scheduled(&[
        Appointment::new(1),
        Appointment::new(2).with("Modality", "MG"),
        Appointment::new(3).with("Modality", "MG"),
    ]);
    assert!(
        department
            .apply(settings)
            .contains("add called AE title SCREENING")
    );
    assert!(
        !department.apply(settings).contains("SCREENING"),
        "nothing is new"
    );
    let audit = department.export("audit");
    let entry = audit.iter().find(|entry| entry["Subject"] == "called-ae");
    assert!(entry.is_some(), "{audit:?}");
    let exported = department.run(&["export", "settings"]).succeeded();
    assert!(exported.contains("[called_ae.worklist]"), "{exported}");
    assert!(
        !department.apply(&exported).contains("change "),
        "{exported}"
    );

    let service = department.serve();
    let Some(mut modality) = ForeignModality::pynetdicom(&service, "CT1") else {
        return;
    };
    assert_eq!(seen(&mut modality, &json!({})).len(), 3);
    let mut call = |calling: &str| {
        let screening = Association {
            called: "SCREENING",
            ..Association::of(calling)
        };
        assert_eq!(
            modality.associate(&service, &screening)["established"],
            true
        );
        seen(&mut modality, &json!({}))
    };
    assert_eq!(call("MG1"), ["A2"]);
    assert_eq!(call("MG2"), ["A2", "A3"]);
}

#[test]
fn a_setting_that_cannot_be_is_refused_with_its_name() {
    let department = Department::new();
    let file = department.folder().join("wrong.toml");
    let toml = "[[device]]\nae_title = \"CT1\"\nname = \"CT 1\"\nworklist = { character_set = \"ISO_IR 999\" }\n";
    std::fs::write(&file, toml).expect("the folder is writable");
    let finished = department.run(&["apply", &file.to_string_lossy()]);
    assert!(!finished.status.success());
    assert!(
        finished.stderr.contains("ISO_IR 999"),
        "{}",
        finished.stderr
    );
}

#[test]
fn a_device_is_answered_in_the_only_character_set_it_knows() {
    let service = served(
        &[
            Appointment::new(1).with("PatientName", "Müller^Łukasz=王^小東"),
            Appointment::new(2).with("PatientName", "Иванов^Иван"),
        ],
        r#"
        [[device]]
        ae_title = "CT1"
        name = "CT 1"
        modality = "CT"
        worklist = { character_set = "ISO_IR 100", always_ff00 = true, name_prefix = true }
        "#,
    );
    let Some(mut latin) = ForeignModality::pynetdicom(&service, "CT1") else {
        return;
    };
    let asked = json!({"PatientName": "mull", "SpecificCharacterSet": "ISO_IR 192", "PatientBreedDescription": ""});
    let found = latin.find(&asked);
    assert_eq!(found.all("PatientName"), ["Müller^Lukasz"]);
    assert_eq!(found.all("SpecificCharacterSet"), ["ISO_IR 100"]);
    assert_eq!(found.answers[0].0, PENDING);
    let found = latin.find(&json!({"PatientName": "", "AccessionNumber": "A2"}));
    assert_eq!(found.all("PatientName"), ["??????^????"]);
    assert_eq!(found.all("SpecificCharacterSet"), ["ISO_IR 100"]);
    // Everybody else is answered in what it asked in.
    let mut other = ForeignModality::pynetdicom(&service, "CT9").expect("it was there before");
    let asked = json!({"PatientName": "Müller*", "SpecificCharacterSet": "ISO_IR 192", "PatientBreedDescription": ""});
    let found = other.find(&asked);
    assert_eq!(found.all("PatientName"), ["Müller^Łukasz=王^小東"]);
    assert_eq!(found.answers[0].0, PENDING_UNSUPPORTED_KEY);
}

/// What DCMTK's `findscu` sees as a device: the accession numbers, and what it calls the statuses.
fn shown(dcmtk: &Dcmtk, service: &impl Listens, calling: &str) -> (Vec<String>, Vec<String>) {
    let keys = ["0008,0050", "0040,0100[0].0008,0060"];
    let printed = dcmtk.find_as(service, calling, &keys);
    let sorted = |set: BTreeSet<String>| set.into_iter().collect();
    (
        sorted(values_of("(0008,0050)", &printed)),
        sorted(statuses(&printed)),
    )
}

#[test]
fn dcmtk_sees_the_worklist_as_its_device_is_offered_it() {
    let Some(dcmtk) = Dcmtk::find() else { return };
    let today = tests::schedule::today();
    let date = NaiveDate::parse_from_str(&today, "%Y%m%d").expect("a day");
    let on = |number: u32, days: i64| {
        let day = (date + TimeDelta::days(days)).format("%Y%m%d").to_string();
        Appointment::new(number).with("ScheduledProcedureStepStartDate", &day)
    };
    let department = Department::scheduled(&[
        on(1, 0),
        on(2, 0).with("ScheduledStationAETitle", "CT2"),
        on(3, 2),
        on(4, 9),
        on(5, -3),
        on(6, 0).with("ScheduledStationAETitle", "MR1"),
        on(7, 0).with("ScheduledStationAETitle", "MR1"),
        on(8, 0).with("ScheduledStationAETitle", "MR1"),
    ]);
    department.apply(
        r#"
        [[device]]
        ae_title = "CT1"
        name = "CT 1"
        modality = "CT"
        worklist = { own_station_only = true, days_back = 1, days_ahead = 7 }

        [[device]]
        ae_title = "MR1"
        name = "MR 1"
        modality = "MR"
        worklist = { own_station_only = true, max_answers = 2 }

        [[device]]
        ae_title = "MR2"
        name = "MR 1"
        modality = "MR"
        worklist = { own_station_only = true, max_answers = 2, when_more = "fail" }
        "#,
    );
    let service = department.serve();
    let pending = "(Pending)".to_owned();
    let success = "(Success)".to_owned();
    let (seen, statuses) = shown(&dcmtk, &service, "CT1");
    assert_eq!(
        seen,
        ["A1", "A3"],
        "its station, from yesterday to next week"
    );
    assert_eq!(statuses, [pending.clone(), success.clone()]);
    let (seen, statuses) = shown(&dcmtk, &service, "MR1");
    assert_eq!(
        (seen.as_slice(), statuses),
        (
            &["A6", "A7"].map(str::to_owned)[..],
            vec![pending.clone(), success]
        )
    );
    let (seen, statuses) = shown(&dcmtk, &service, "MR2");
    assert_eq!(seen, ["A6", "A7"], "the room is the same");
    assert!(
        statuses.contains(&pending)
            && statuses
                .iter()
                .any(|status| status.contains("OutOfResources")),
        "{statuses:?}"
    );
    // What was asked and what it saw of it is kept, and why the rest was left out.
    let rows = eventually("the queries are kept", Duration::from_secs(20), || {
        let rows = service.export("messages");
        (rows.len() == 3).then_some(rows)
    });
    let of = |calling: &str| {
        let row = rows.iter().find(|row| row["CallingAETitle"] == calling);
        row.unwrap_or_else(|| panic!("{calling} in {rows:?}"))
    };
    assert_eq!(of("CT1")["Answers"], 2);
    assert_eq!(of("MR2")["Answers"], 2);
    assert!(rows.iter().all(|row| row["Service"] == "C-FIND"));
}

#[test]
fn dcmtk_sees_a_step_until_the_delay_of_its_device_is_over() {
    let Some(dcmtk) = Dcmtk::find() else { return };
    let department = Department::scheduled(&[Appointment::new(1), Appointment::new(2)]);
    department.apply(
        r#"
        [[device]]
        ae_title = "CT2"
        name = "CT 2"
        modality = "CT"
        [[device.worklist.hide]]
        status = "IN PROGRESS"
        after_minutes = 60
        "#,
    );
    let noon = Clock::real().today().and_hms_opt(12, 0, 0).expect("a time");
    let clock = Clock::simulated(noon, 0.0);
    let desk = TestDesk::open_at(department, clock.clone());
    let mut scanner = Modality::connect(&desk, "CT1").expect("it connects");
    let report = tests::modality::start_of(&Appointment::new(1));
    let started = tests::block_on(scanner.start("1.2.3.4", &report)).expect("an answer");
    assert_eq!(started.status, SUCCESS);
    for (minutes, expected) in [
        (0, vec!["A1", "A2"]),
        (59, vec!["A1", "A2"]),
        (61, vec!["A2"]),
    ] {
        clock.set(noon + TimeDelta::minutes(minutes), 0.0);
        assert_eq!(
            shown(&dcmtk, &desk, "CT2").0,
            expected,
            "after {minutes} minutes"
        );
    }
}
