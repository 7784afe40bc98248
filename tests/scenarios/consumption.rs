//! What an exam used up and made, as the modality reported it and the desk shows it.

use contract::exam::{ConsumptionKind, ExamView, ShowExam};
use contract::search::Search;
use serde_json::json;
use tests::report::{completed, new_uid, series, started, with};
use tests::{Appointment, Department, ForeignModality, TestDesk};

const SUCCESS: u16 = 0;

fn exam(desk: &TestDesk, accession: &str) -> ExamView {
    let hits = desk.does(Search {
        text: accession.to_owned(),
        limit: 1,
    });
    let hit = hits.into_iter().next().expect("it is found");
    desk.does(ShowExam { id: hit.id })
}

#[test]
fn what_was_used_up_and_made_is_kept_to_the_last_report() {
    let appointment = Appointment::new(1);
    let department = Department::scheduled(std::slice::from_ref(&appointment));
    let desk = TestDesk::open(department);
    let Some(mut modality) = ForeignModality::pynetdicom(&desk, "CT1") else {
        return;
    };
    let uid = new_uid();
    assert_eq!(
        modality.create(&uid, &started(&appointment)).status,
        SUCCESS
    );
    let code = |value: &str, scheme: &str, meaning: &str| json!({"CodeValue": value, "CodingSchemeDesignator": scheme, "CodeMeaning": meaning});
    let (native, portal) = (series("Native", 2), series("Portal venous", 3));
    let report = with(
        completed(&[native, portal.clone()]),
        &json!({
            "ImageAndFluoroscopyAreaDoseProduct": "12.5",
            "FilmConsumptionSequence": [
                {"NumberOfFilms": "2", "MediumType": "BLUE FILM", "FilmSizeID": "14INX17IN"},
            ],
            "BillingProcedureStepSequence": [code("74160", "C4", "CT abdomen with contrast")],
            "BillingSuppliesAndDevicesSequence": [{
                "BillingItemSequence": [code("A-26800", "SRT", "Catheter")],
                "QuantitySequence": [{
                    "Quantity": "1",
                    "MeasuringUnitsSequence": [code("1", "UCUM", "no units")],
                }],
            }],
        }),
    );
    assert_eq!(modality.set(&uid, &report).status, SUCCESS);

    let exam = exam(&desk, "A1");
    let step = exam.performed_steps.first().expect("it was performed");
    let used: Vec<_> = step
        .consumption
        .iter()
        .map(|one| (one.kind, one.name.as_str(), one.quantity.as_str()))
        .collect();
    for expected in [
        (ConsumptionKind::DoseAreaProduct, "", "12.5"),
        (ConsumptionKind::Film, "14INX17IN BLUE FILM", "2"),
        (ConsumptionKind::BillingCode, "CT abdomen with contrast", ""),
        (ConsumptionKind::Supply, "Catheter", "1"),
    ] {
        assert!(used.contains(&expected), "{expected:?} is not in {used:?}");
    }
    let made: Vec<_> = step
        .series
        .iter()
        .map(|one| {
            (
                one.protocol_name.as_str(),
                one.images,
                one.operator.as_str(),
            )
        })
        .collect();
    assert_eq!(
        made,
        [
            ("Native", 2, "Test Tech"),
            ("Portal venous", 3, "Test Tech")
        ]
    );
    let uids = step.series.iter().map(|one| &one.series_instance_uid);
    assert!(
        uids.into_iter()
            .any(|one| portal["SeriesInstanceUID"] == one.as_str())
    );
}
