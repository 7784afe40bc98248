//! One person with two PatientIDs: asked about once, and not again.

use contract::orders::Undo;
use contract::reconciliation::{Decide, Decided, Decision, DiscrepancyKind, QueueItem, ShowQueue};
use serde_json::json;
use tests::report::{completed, new_uid, series, started, with};
use tests::{Appointment, Department, ForeignModality, TestDesk};

const SUCCESS: u16 = 0x0000;

/// Two appointments of one patient, and a scanner that knows the patient by another PatientID.
struct Room {
    appointments: [Appointment; 2],
    modality: ForeignModality,
    desk: TestDesk,
}

impl Room {
    fn open() -> Option<Self> {
        let appointments = [1, 2].map(|number| {
            let of_one = Appointment::new(number).with("PatientID", "P1");
            of_one.with("PatientName", "Patient1^Jane")
        });
        let desk = TestDesk::open(Department::scheduled(&appointments));
        let modality = ForeignModality::pynetdicom(&desk, "CT1")?;
        Some(Self {
            appointments,
            modality,
            desk,
        })
    }

    /// Performs an appointment under the other PatientID and this name.
    fn perform(&mut self, appointment: usize, name: &str) {
        let uid = new_uid();
        let report = started(&self.appointments[appointment]);
        let report = with(report, &json!({"PatientID": "HIS77", "PatientName": name}));
        assert_eq!(self.modality.create(&uid, &report).status, SUCCESS);
        let end = completed(&[series("Abdomen", 2)]);
        assert_eq!(self.modality.set(&uid, &end).status, SUCCESS);
    }

    fn open_items(&self) -> Vec<QueueItem> {
        self.desk.does(ShowQueue {}).items
    }

    fn kinds(&self) -> Vec<DiscrepancyKind> {
        self.open_items().iter().map(|item| item.kind).collect()
    }

    fn accept(&self) -> Decided {
        let item = self.open_items().remove(0);
        self.desk.does(Decide {
            items: vec![(item.id, item.revision)],
            decision: Decision::Accept {
                reason: "merged".to_owned(),
            },
            note: String::new(),
        })
    }

    fn status_of(&self, accession: &str) -> String {
        self.desk.department().status_of(accession)
    }
}

#[test]
fn who_was_accepted_under_another_id_is_known_by_it_from_then_on() {
    let Some(mut room) = Room::open() else { return };
    room.perform(0, "Patient1^Jane");
    assert_eq!(room.kinds(), [DiscrepancyKind::PatientMismatch]);
    assert_eq!(room.status_of("A1"), "SCHEDULED");
    room.accept();
    assert_eq!(room.status_of("A1"), "COMPLETED");
    room.perform(1, "Patient1^Jane");
    assert_eq!(room.status_of("A2"), "COMPLETED");
    assert_eq!(room.kinds(), []);
}

#[test]
fn an_undo_takes_the_other_id_back() {
    let Some(mut room) = Room::open() else { return };
    room.perform(0, "Patient1^Jane");
    let decided = room.accept();
    room.desk.does(Undo {
        token: decided.undo,
    });
    assert_eq!(room.status_of("A1"), "SCHEDULED");
    room.perform(1, "Patient1^Jane");
    let twice = [DiscrepancyKind::PatientMismatch; 2];
    assert_eq!(room.kinds(), twice);
}

#[test]
fn another_name_that_is_accepted_makes_nobody_the_same_person() {
    let Some(mut room) = Room::open() else { return };
    room.perform(0, "Else^Someone");
    room.accept();
    assert_eq!(room.status_of("A1"), "SCHEDULED");
    room.perform(1, "Else^Someone");
    assert_eq!(room.kinds(), [DiscrepancyKind::PatientMismatch]);
}
