//! What is charged of an exam, from the scanner's last report to the file for billing.

use contract::charges::{
    ChargeCheck, ChargeState, CorrectCharge, ExamCharges, ExportCharges, FileFormat, ListCharges,
    NotCharged, ReleaseCharges, ShowCharges,
};
use contract::orders::Undo;
use contract::search::Search;
use contract::{Code, FailureCode};
use serde_json::{Value, json};
use std::time::Duration;
use tests::peers::workbook;
use tests::report::{
    completed, discontinued, new_uid, series, started, started_for, with, without,
};
use tests::schedule::today;
use tests::{Appointment, Department, ForeignModality, TestDesk, eventually};

const SUCCESS: u16 = 0;
/// How soon a device that another process declares is known; generous, because tests share a machine.
const MOMENT: Duration = Duration::from_secs(20);

const CATALOGUE: &str = r#"
[[charge]]
code = "CTABD"
scheme = "99LOCAL"
charge = "C-ABD"

[[charge]]
code = "CTCHEST"
scheme = "99LOCAL"
charge = "C-CHEST"

[[charge]]
on = "supply"
code = "CM-IOH"
scheme = "99LOCAL"
charge = "C-IOH"
quantity = "as-reported"
ordered = "100"

[[charge]]
on = "film"
charge = "C-FILM"
quantity = "as-reported"
"#;

fn desk(appointments: &[Appointment]) -> TestDesk {
    let department = Department::new();
    let settings = "[dicom]\nlisten = \"127.0.0.1:0\"\nunknown_devices = \"accept\"\n\
                    [export]\nfolder = \"out\"\n";
    std::fs::write(department.folder().join("stepboard.toml"), settings)
        .expect("the folder can be written");
    department.schedule(appointments);
    let declared = department.apply(CATALOGUE);
    assert!(declared.contains("add charge C-ABD"), "{declared}");
    let again = department.apply(CATALOGUE);
    assert!(again.contains("4 charges unchanged"), "{again}");
    TestDesk::open(department)
}

fn abdomen(number: u32) -> Appointment {
    coded(number, "CTABD")
}

fn coded(number: u32, code: &str) -> Appointment {
    Appointment::new(number)
        .with("RequestedProcedureCodeValue", code)
        .with("RequestedProcedureCodingScheme", "99LOCAL")
        .with("RequestedProcedureCodeMeaning", code)
}

fn code(value: &str) -> Value {
    json!({"CodeValue": value, "CodingSchemeDesignator": "99LOCAL", "CodeMeaning": value})
}

/// N-SET COMPLETED with so many millilitres of contrast.
fn with_contrast(quantity: &str) -> Value {
    with(
        completed(&[series("Portal venous", 2)]),
        &json!({"BillingSuppliesAndDevicesSequence": [{
            "BillingItemSequence": [code("CM-IOH")],
            "QuantitySequence": [{
                "Quantity": quantity,
                "MeasuringUnitsSequence": [{
                    "CodeValue": "ml", "CodingSchemeDesignator": "UCUM", "CodeMeaning": "ml",
                }],
            }],
        }]}),
    )
}

fn performs(modality: &mut ForeignModality, start: &Value, end: &Value) {
    let uid = new_uid();
    assert_eq!(modality.create(&uid, start).status, SUCCESS);
    assert_eq!(modality.set(&uid, end).status, SUCCESS);
}

fn charges(desk: &TestDesk, accession: &str) -> ExamCharges {
    let hits = desk.does(Search {
        text: accession.to_owned(),
        limit: 1,
    });
    let hit = hits.into_iter().next().expect("it is found");
    desk.does(ShowCharges { exam: hit.id })
        .expect("something of it has ended")
}

/// Charge and quantity of each line.
fn told(exam: &ExamCharges) -> Vec<(&str, &str)> {
    let lines = exam.lines.iter();
    lines
        .map(|line| (line.code.value.as_str(), line.quantity.as_str()))
        .collect()
}

fn release(exam: &ExamCharges) -> ReleaseCharges {
    ReleaseCharges {
        exams: vec![(exam.exam.clone(), exam.revision)],
    }
}

fn export(format: FileFormat, with_names: bool, again: bool) -> ExportCharges {
    ExportCharges {
        from: today(),
        to: today(),
        format,
        with_names,
        again,
    }
}

#[test]
fn an_export_without_a_charge_says_why() {
    let department = Department::scheduled(&[Appointment::new(1)]);
    let without_catalogue = department.run(&["export", "charges"]);
    assert!(without_catalogue.stderr.contains("[[charge]]"));
    assert_eq!(without_catalogue.succeeded().trim(), "[]");
    department.apply(CATALOGUE);
    let nothing_released = department.run(&["export", "charges"]);
    assert!(nothing_released.stderr.contains("was released"));
}

#[test]
fn one_acquisition_of_three_procedures_charges_each_once() {
    let appointments = [abdomen(1), coded(2, "CTCHEST"), abdomen(3)].map(|appointment| {
        appointment
            .with("PatientID", "P1")
            .with("PatientName", "Patient1^Jane")
    });
    let desk = desk(&appointments);
    let Some(mut modality) = ForeignModality::pynetdicom(&desk, "CT1") else {
        return;
    };
    let all: Vec<&Appointment> = appointments.iter().collect();
    performs(&mut modality, &started_for(&all), &with_contrast("90"));

    let first = charges(&desk, "A1");
    assert_eq!(told(&first), [("C-ABD", "1"), ("C-IOH", "90")]);
    assert_eq!(first.lines[1].check, ChargeCheck::Less);
    assert!(first.differs);
    assert_eq!(told(&charges(&desk, "A2")), [("C-CHEST", "1")]);
    assert_eq!(told(&charges(&desk, "A3")), [("C-ABD", "1")]);
    let view = desk.does(ListCharges {
        from: today(),
        to: today(),
        state: None,
        text: String::new(),
    });
    assert_eq!((view.exams.len(), view.open, view.differing), (3, 3, 1));
}

#[test]
fn an_append_after_release_is_a_credit_and_a_new_line_and_ids_stay() {
    let appointment = abdomen(1);
    let desk = desk(std::slice::from_ref(&appointment));
    let Some(mut modality) = ForeignModality::pynetdicom(&desk, "CT1") else {
        return;
    };
    performs(&mut modality, &started(&appointment), &with_contrast("100"));
    let exam = charges(&desk, "A1");
    assert_eq!((exam.state, exam.differs), (ChargeState::Open, false));
    desk.does(release(&exam));
    desk.does(export(FileFormat::Csv, false, false));
    assert_eq!(charges(&desk, "A1").state, ChargeState::Exported);
    assert_eq!(
        desk.refuses(export(FileFormat::Csv, false, false)),
        FailureCode::NotFound
    );

    performs(
        &mut modality,
        &started(&appointment),
        &with_contrast("20.5"),
    );
    let exam = charges(&desk, "A1");
    assert_eq!(exam.state, ChargeState::Open);
    let expected = [
        ("C-ABD", "1"),
        ("C-IOH", "120.5"),
        ("C-IOH", "100"),
        ("C-IOH", "-100"),
    ];
    assert_eq!(told(&exam), expected);
    desk.does(release(&exam));
    let released = charges(&desk, "A1");
    assert_eq!(released.state, ChargeState::Released);
    let ids = |exam: &ExamCharges| {
        let lines = exam.lines.iter();
        let mut ids: Vec<String> = lines.map(|line| line.id.clone()).collect();
        ids.sort();
        ids
    };
    assert_eq!(ids(&released), ids(&exam));
    let rows = desk.department().export("charges");
    assert_eq!(rows.len(), 4);
    let credit = rows.iter().find(|row| row["Quantity"] == -100);
    let credit = credit.expect("the credit is exported");
    assert_eq!(credit["Credits"], rows[1]["ChargeID"]);
}

#[test]
fn what_did_not_take_place_is_not_charged() {
    let appointments = [abdomen(1), abdomen(2), abdomen(3)];
    let desk = desk(&appointments);
    let Some(mut modality) = ForeignModality::pynetdicom(&desk, "CT1") else {
        return;
    };
    performs(
        &mut modality,
        &started(&appointments[0]),
        &discontinued("110505"),
    );
    performs(
        &mut modality,
        &started(&appointments[1]),
        &discontinued("110514"),
    );
    let uid = new_uid();
    assert_eq!(
        modality.create(&uid, &started(&appointments[2])).status,
        SUCCESS
    );

    let why = |accession| charges(&desk, accession).not_charged;
    assert_eq!(why("A1"), Some(NotCharged::Discontinued));
    assert_eq!(why("A2"), Some(NotCharged::WrongEntry));
    // The right entry afterwards is charged once.
    let films = with(
        completed(&[series("Portal venous", 2)]),
        &json!({"FilmConsumptionSequence": [
            {"NumberOfFilms": "2", "MediumType": "BLUE FILM", "FilmSizeID": "14INX17IN"},
        ]}),
    );
    assert_eq!(modality.set(&uid, &films).status, SUCCESS);
    assert_eq!(
        told(&charges(&desk, "A3")),
        [("C-ABD", "1"), ("C-FILM", "2")]
    );
}

#[test]
fn two_people_do_not_release_the_same_exam_twice() {
    let appointment = abdomen(1);
    let desk = desk(std::slice::from_ref(&appointment));
    let Some(mut modality) = ForeignModality::pynetdicom(&desk, "CT1") else {
        return;
    };
    performs(&mut modality, &started(&appointment), &with_contrast("90"));
    let seen = charges(&desk, "A1");
    let contrast = &seen.lines[1];
    let correction = |reason: &str, exam: &ExamCharges| CorrectCharge {
        exam: exam.exam.clone(),
        revision: exam.revision,
        line: Some(contrast.id.clone()),
        code: contrast.code.clone(),
        quantity: "80".to_owned(),
        reason: reason.to_owned(),
    };
    assert_eq!(desk.refuses(correction("", &seen)), FailureCode::Refused);
    let corrected = desk.does(correction("ten were spilt", &seen));
    let failure = desk.run(release(&seen)).expect_err("it changed meanwhile");
    assert_eq!(failure.code, FailureCode::Changed);
    assert!(failure.detail.contains("last changed by"), "{failure}");

    let exam = charges(&desk, "A1");
    assert_eq!(told(&exam), [("C-ABD", "1"), ("C-IOH", "80")]);
    let undo = desk.does(release(&exam));
    assert_eq!(charges(&desk, "A1").state, ChargeState::Released);
    assert_eq!(desk.does(Undo { token: undo }).steps, 1);
    assert_eq!(charges(&desk, "A1").state, ChargeState::Open);
    assert_eq!(desk.does(Undo { token: corrected }).steps, 1);
    assert_eq!(told(&charges(&desk, "A1")), told(&seen));

    let undo = desk.does(release(&seen));
    desk.does(export(FileFormat::Csv, false, false));
    let undone = desk.does(Undo { token: undo });
    assert_eq!((undone.steps, undone.kept), (0, 1), "it left the house");
}

#[test]
fn files_for_billing_hold_no_formula_and_no_name_unless_asked() {
    let appointment = abdomen(1)
        .with("PatientName", "+SUM^Eve")
        .with("PatientID", "=1+1")
        .with("AccessionNumber", "@A1");
    let desk = desk(std::slice::from_ref(&appointment));
    let Some(mut modality) = ForeignModality::pynetdicom(&desk, "CT1") else {
        return;
    };
    performs(&mut modality, &started(&appointment), &with_contrast("100"));
    let exam = charges(&desk, "@A1");
    let extra = CorrectCharge {
        exam: exam.exam.clone(),
        revision: exam.revision,
        line: None,
        code: Code {
            value: "-2+3".to_owned(),
            ..Code::default()
        },
        quantity: "1".to_owned(),
        reason: "by hand".to_owned(),
    };
    desk.does(extra);
    desk.does(release(&charges(&desk, "@A1")));
    let file = desk.does(export(FileFormat::Csv, false, false));
    assert_eq!(file.rows, 3);
    assert!(!file.path.contains("SUM"));
    let text = std::fs::read_to_string(&file.path).expect("the file is there");
    for quoted in ["'=1+1", "'@A1", "'-2+3"] {
        assert!(text.contains(&format!(",{quoted},")), "{quoted}: {text}");
    }
    assert!(!text.contains("SUM"), "{text}");
    let named = desk.does(export(FileFormat::Csv, true, true));
    let text = std::fs::read_to_string(&named.path).expect("the file is there");
    assert!(text.contains("'+SUM^Eve"), "{text}");

    let book = desk.does(export(FileFormat::Xlsx, true, true));
    let Some(rows) = workbook(&book.path) else {
        return;
    };
    assert_eq!(rows.len(), 4);
    let column = |name: &str| {
        let header = rows[0].as_array().expect("a row is an array");
        let place = header.iter().position(|cell| cell["value"] == name);
        place.expect("the column is there")
    };
    let of = |name: &str| &rows[1][column(name)];
    assert_eq!(*of("PatientID"), json!({"kind": "s", "value": "=1+1"}));
    assert_eq!(
        *of("PatientName"),
        json!({"kind": "s", "value": "+SUM^Eve"})
    );
    assert_eq!(*of("Quantity"), json!({"kind": "n", "value": 1}));
}

#[test]
fn work_that_is_no_exam_is_not_charged() {
    let appointment = abdomen(1);
    let desk = desk(std::slice::from_ref(&appointment));
    desk.department().apply(
        "[[device]]\nae_title = \"AW1\"\nname = \"Workstation\"\n\
         [[device]]\nae_title = \"IM1\"\nname = \"Importer\"\nmodality = \"OT\"\n\
         [device.performed]\nimports = true\n",
    );
    let at = |station: &str| {
        with(
            started(&appointment),
            &json!({"PerformedStationAETitle": station, "PerformedProcedureStepID": station}),
        )
    };
    let import = with(
        at("CT1"),
        &json!({"PerformedProtocolCodeSequence": [{
            "CodeValue": "IRWF001", "CodingSchemeDesignator": "IHERADTF", "CodeMeaning": "Import",
        }]}),
    );
    for (calling, start, quantity) in [
        ("CT1", at("CT1"), "100"),
        ("AW1", at("AW1"), "7"),
        ("IM1", at("IM1"), "8"),
        ("CT1", import, "9"),
    ] {
        let Some(mut modality) = ForeignModality::pynetdicom(&desk, calling) else {
            return;
        };
        // An end without codes leaves those of the start as they are.
        let end = without(with_contrast(quantity), &["PerformedProtocolCodeSequence"]);
        performs(&mut modality, &start, &end);
    }
    let exam = eventually("only the scanner's is charged", MOMENT, || {
        let exam = charges(&desk, "A1");
        (told(&exam) == [("C-ABD", "1"), ("C-IOH", "100")]).then_some(exam)
    });
    assert!(!exam.differs);
}
