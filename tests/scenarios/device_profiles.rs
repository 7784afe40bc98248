//! What is particular about devices: a profile learnt from their messages, and workstations, which
//! report work that is no acquisition.

use contract::ExamId;
use contract::board::ShowBoard;
use contract::device_learning::{Evidence, Observation, ProposeProfile};
use contract::device_profile::Validation;
use contract::devices::ListDevices;
use contract::exam::{ShowExam, TimingNote, Work};
use contract::reconciliation::ShowQueue;
use serde_json::{Value, json};
use tests::report::{
    completed, discontinued, new_uid, series, started, started_unscheduled, with, without,
};
use tests::{Appointment, Department, ForeignModality, TestDesk};

const SUCCESS: u16 = 0x0000;

fn desk(devices: &str) -> TestDesk {
    let department = Department::scheduled(&[Appointment::new(1), Appointment::new(2)]);
    department.apply(devices);
    TestDesk::open(department)
}

fn seen(evidence: &[Evidence], observation: Observation) -> Vec<&Evidence> {
    let all = evidence.iter();
    all.filter(|one| one.observation == observation).collect()
}

#[test]
fn a_profile_is_proposed_from_what_a_device_sent() {
    let desk = desk(
        "[[device]]\nae_title = \"CT1\"\nname = \"CT 1\"\nmodality = \"CT\"\n\
         [device.performed]\nvalidation = \"learn\"\n",
    );
    let Some(mut modality) = ForeignModality::pynetdicom(&desk, "CT1") else {
        return;
    };
    for number in [1, 2] {
        let uid = new_uid();
        let begin = with(
            without(
                started(&Appointment::new(number)),
                &["SpecificCharacterSet", "StudyID"],
            ),
            &json!({"PatientName": "Müller^Jörg"}),
        );
        assert_eq!(modality.create(&uid, &begin).status, SUCCESS);
        let end = without(completed(&[series("Thorax", 1)]), &["SpecificCharacterSet"]);
        assert_eq!(modality.set(&uid, &end).status, SUCCESS);
    }
    let devices = desk.does(ListDevices {}).devices;
    let device = devices.iter().find(|device| device.form.ae_title == "CT1");
    let device = device.expect("it is registered").id;
    let proposed = desk.does(ProposeProfile { device });
    assert_eq!((proposed.creates, proposed.sets, proposed.steps), (2, 2, 2));
    assert!(proposed.from.is_some() && proposed.from <= proposed.to);
    let missing = seen(&proposed.evidence, Observation::CreateWithoutAttribute);
    let missing: Vec<_> = missing
        .iter()
        .map(|one| (one.attribute.as_str(), one.count, one.of))
        .collect();
    assert_eq!(missing, [("StudyID (0020,0010)", 2, 2)]);
    let unexplained = seen(&proposed.evidence, Observation::UnexplainedText);
    let [unexplained] = unexplained.as_slice() else {
        panic!("{:?}", proposed.evidence)
    };
    assert_eq!((unexplained.count, unexplained.of), (2, 4));
    assert_eq!(unexplained.value, "ISO_IR 100");
    assert_eq!(unexplained.setting, "performed.assumed_character_set");
    let without = seen(&proposed.evidence, Observation::SetWithoutCharacterSet);
    assert_eq!(without.first().map(|one| (one.count, one.of)), Some((2, 2)));
    let performed = &proposed.proposed.performed;
    assert_eq!(performed.validation, Validation::Lenient);
    assert_eq!(
        performed.assumed_character_set.as_deref(),
        Some("ISO_IR 100")
    );
    // Proposed is not saved.
    assert_eq!(proposed.current.performed.validation, Validation::Learn);
    let again = desk.does(ProposeProfile { device });
    assert_eq!(again.current, proposed.current);
}

#[test]
fn text_is_read_in_the_character_set_assumed_for_its_device() {
    let desk = desk(
        "[[device]]\nae_title = \"CT1\"\nname = \"CT 1\"\nmodality = \"CT\"\n\
         [device.performed]\nassumed_character_set = \"ISO_IR 144\"\n",
    );
    for calling in ["CT1", "CT2"] {
        let Some(mut modality) = ForeignModality::pynetdicom(&desk, calling) else {
            return;
        };
        let uid = new_uid();
        // The same bytes C2 FB: Latin 1 to who assumes nothing, Cyrillic to who assumes that.
        let begin = with(
            without(started(&Appointment::new(2)), &["SpecificCharacterSet"]),
            &json!({"PatientName": "Âû"}),
        );
        assert_eq!(modality.create(&uid, &begin).status, SUCCESS);
        let performed = desk.department().performed(&uid).expect("it is there");
        let read = performed["PatientName"].as_str().unwrap_or_default();
        if calling == "CT1" {
            assert_ne!(read, "Âû");
            assert!(read.chars().all(|c| ('\u{0400}'..'\u{0500}').contains(&c)));
        } else {
            assert_eq!(read, "Âû");
        }
    }
}

#[test]
fn work_on_a_workstation_changes_no_schedule_and_another_scanner_does() {
    let desk = desk("[[device]]\nae_title = \"AW1\"\nname = \"Workstation 1\"\n");
    let Some(mut scanner) = ForeignModality::pynetdicom(&desk, "CT1") else {
        return;
    };
    let first = Appointment::new(1);
    let uid = new_uid();
    assert_eq!(scanner.create(&uid, &started(&first)).status, SUCCESS);
    let end = completed(&[series("Thorax", 1)]);
    assert_eq!(scanner.set(&uid, &end).status, SUCCESS);
    assert_eq!(desk.department().status_of("A1"), "COMPLETED");

    let Some(mut workstation) = ForeignModality::pynetdicom(&desk, "AW1") else {
        return;
    };
    let at = |station: &str| {
        with(
            started(&first),
            &json!({"PerformedStationAETitle": station, "PerformedProcedureStepID": station}),
        )
    };
    let work = new_uid();
    assert_eq!(workstation.create(&work, &at("AW1")).status, SUCCESS);
    assert_eq!(desk.department().status_of("A1"), "COMPLETED");

    let board = desk.does(ShowBoard { day: None });
    let card = board
        .exams
        .iter()
        .find(|card| card.accession_number == "A1");
    let id: ExamId = card.expect("it is on the board").id.clone();
    let exam = desk.does(ShowExam { id });
    let kinds: Vec<(bool, Work)> = exam
        .performed_steps
        .iter()
        .map(|step| (step.station_ae_title == "AW1", step.work))
        .collect();
    assert!(kinds.contains(&(true, Work::PostProcessing)), "{kinds:?}");
    assert!(kinds.contains(&(false, Work::Acquisition)), "{kinds:?}");

    // One more at a scanner is the exam going on.
    assert_eq!(scanner.create(&new_uid(), &at("CT2")).status, SUCCESS);
    assert_eq!(desk.department().status_of("A1"), "IN PROGRESS");
}

#[test]
fn times_that_cannot_be_are_shown_on_the_exam() {
    let desk = desk("[[device]]\nae_title = \"CT1\"\nname = \"CT 1\"\nmodality = \"CT\"\n");
    let Some(mut scanner) = ForeignModality::pynetdicom(&desk, "CT1") else {
        return;
    };
    let uid = new_uid();
    let first = Appointment::new(1);
    let long_ago = json!({"PerformedProcedureStepStartDate": "20110101"});
    let begin = with(started(&first), &long_ago);
    assert_eq!(scanner.create(&uid, &begin).status, SUCCESS);
    let backwards = json!({"PerformedProcedureStepEndDate": "20101231"});
    let end = with(completed(&[series("Thorax", 1)]), &backwards);
    assert_eq!(scanner.set(&uid, &end).status, SUCCESS);
    let board = desk.does(ShowBoard { day: None });
    let card = board
        .exams
        .iter()
        .find(|card| card.accession_number == "A1");
    let id: ExamId = card.expect("it is on the board").id.clone();
    let exam = desk.does(ShowExam { id });
    let timing: Vec<TimingNote> = exam
        .performed_steps
        .iter()
        .flat_map(|step| step.timing.clone())
        .collect();
    assert_eq!(timing, [TimingNote::EndsBeforeStart, TimingNote::WrongDate]);
}

#[test]
fn an_import_is_shown_as_one_and_asks_nothing() {
    let desk = desk(
        "[[device]]\nae_title = \"IM1\"\nname = \"Importer\"\nmodality = \"OT\"\n\
         [device.performed]\nimports = true\n",
    );
    let Some(mut importer) = ForeignModality::pynetdicom(&desk, "IM1") else {
        return;
    };
    let mut perform = |begin: Value, end: Value| {
        let uid = new_uid();
        let at = json!({"PerformedStationAETitle": "IM1"});
        assert_eq!(importer.create(&uid, &with(begin, &at)).status, SUCCESS);
        assert_eq!(importer.set(&uid, &end).status, SUCCESS);
        let board = desk.does(ShowBoard { day: None }).exams;
        let exams = board
            .into_iter()
            .map(|card| desk.does(ShowExam { id: card.id }));
        let mut steps = exams.flat_map(|exam| exam.performed_steps);
        let step = steps.find(|step| step.sop_instance_uid == uid);
        step.expect("it is on the board").work
    };
    let end = completed(&[series("From elsewhere", 4)]);
    // A disc that nobody ordered.
    let disc = perform(started_unscheduled(), end.clone());
    assert_eq!(disc, Work::Import);
    // One that was ordered: its order is fulfilled.
    let ordered = perform(started(&Appointment::new(2)), end);
    assert_eq!(ordered, Work::Import);
    assert_eq!(desk.department().status_of("A2"), "COMPLETED");
    // A disc that cannot be read (CID 9302) says so by itself, whoever reports it.
    let Some(mut scanner) = ForeignModality::pynetdicom(&desk, "CT1") else {
        return;
    };
    let uid = new_uid();
    let begin = with(
        started_unscheduled(),
        &json!({"PatientName": "Other^Trauma", "PatientID": "TMP2"}),
    );
    assert_eq!(scanner.create(&uid, &begin).status, SUCCESS);
    assert_eq!(scanner.set(&uid, &discontinued("110524")).status, SUCCESS);
    let kinds: Vec<_> = desk.does(ShowQueue {}).items;
    let kinds: Vec<_> = kinds.iter().map(|item| item.kind).collect();
    assert_eq!(kinds, [], "nothing is asked about an import");
}
