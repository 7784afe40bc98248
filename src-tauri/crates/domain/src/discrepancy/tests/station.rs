//! Rooms and modalities: raised, not raised on a near miss, closed.

use crate::AeTitle;
use crate::alert::Severity::{Info, Review};
use crate::discrepancy::Kind;
use crate::discrepancy::fixture::{Exam, Performed, Planned, with};

fn at_station(title: &str) -> Exam {
    with(Exam::running(), |exam| {
        exam.report().station_ae_title = AeTitle::new(title).ok();
        exam.performed[0].caller = title.to_owned();
    })
}

#[test]
fn another_room_is_seen_from_the_start() {
    let exam = at_station("CT2");
    assert_eq!(exam.kinds(), [(Kind::StationDiffers, Info)]);
    assert_eq!(
        exam.texts(Kind::StationDiffers),
        ("CT1".to_owned(), "CT2".to_owned())
    );
    let moved = with(exam, |exam| {
        exam.step().station_ae_titles = AeTitle::new("CT2").into_iter().collect();
    });
    assert_eq!(moved.kinds(), []);
}

#[test]
fn another_ae_title_of_the_same_room_is_the_same_station() {
    let same_room = with(at_station("CT1_MPPS"), |exam| {
        for title in ["CT1", "CT1_MPPS"] {
            let room = "CT 1".to_owned();
            exam.rooms.room_of.insert(title.to_owned(), room);
        }
    });
    assert_eq!(same_room.kinds(), []);
    let reported_under_the_planned_title = with(at_station("CT2"), |exam| {
        exam.performed[0].caller = "CT1".to_owned();
    });
    assert_eq!(reported_under_the_planned_title.kinds(), []);
}

#[test]
fn any_of_several_stations_is_as_planned_and_so_is_none() {
    let either = with(at_station("CT2"), |exam| {
        exam.step().station_ae_titles.extend(AeTitle::new("CT2"));
    });
    assert_eq!(either.kinds(), []);
    let none = with(at_station("CT2"), |exam| {
        exam.step().station_ae_titles.clear();
    });
    assert_eq!(none.kinds(), []);
}

#[test]
fn one_step_for_several_orders_may_follow_any_of_them() {
    let group = with(at_station("CT2"), |exam| {
        let mut second = Planned::new(2);
        second.step.station_ae_titles = AeTitle::new("CT2").into_iter().collect();
        exam.scheduled.push(second);
        exam.performed[0].links = vec![1, 2];
    });
    assert_eq!(group.kinds(), []);
}

#[test]
fn another_modality_is_to_be_reviewed() {
    let exam = with(Exam::running(), |exam| {
        exam.report().modality = Some("MR".to_owned());
    });
    assert_eq!(exam.kinds(), [(Kind::ModalityDiffers, Review)]);
    let corrected = with(exam, |exam| exam.step().modality = "MR".to_owned());
    assert_eq!(corrected.kinds(), []);
}

#[test]
fn other_names_of_the_same_technique_are_the_same_modality() {
    for (planned, done) in [
        ("DX", "CR"),
        ("CR", "DX"),
        ("PT", "CT"),
        ("NM", "CT"),
        ("XA", "RF"),
        ("CT", "OT"),
        ("", "CT"),
        ("CT", ""),
    ] {
        let exam = with(Exam::running(), |exam| {
            exam.step().modality = planned.to_owned();
            exam.report().modality = Some(done.to_owned());
        });
        assert_eq!(exam.kinds(), [], "{planned} as {done}");
    }
    let no_hybrid = with(Exam::running(), |exam| {
        exam.step().modality = "CT".to_owned();
        exam.report().modality = Some("PT".to_owned());
    });
    assert_eq!(no_hybrid.kinds(), [(Kind::ModalityDiffers, Review)]);
}

#[test]
fn work_on_a_workstation_is_no_other_station() {
    let exam = with(Exam::new(), |exam| {
        let mut processed = Performed::new(8);
        processed.report.station_ae_title = AeTitle::new("AW1").ok();
        processed.report.modality = Some("OT".to_owned());
        processed.report.series = None;
        exam.performed.push(processed);
        exam.rooms.workstations.insert("AW1".to_owned());
    });
    assert_eq!(exam.kinds(), []);
}
