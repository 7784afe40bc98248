//! What the network page says: who talked, what was agreed, what was said, and why not.

use contract::charges::FileFormat;
use contract::devices::{DeviceForm, SaveDevice};
use contract::network::{
    AssociationFilter, AssociationOutcome, AssociationRow, AssociationsPage, ContextResult,
    EndReason, ExportMessages, ListAssociations, ListMessages, MessageFilter, StatusClass,
};
use std::time::Duration;
use tests::modality::{end_of, start_of};
use tests::report::new_uid;
use tests::wire::Wire;
use tests::{Appointment, Dcmtk, Department, Modality, TestDesk, block_on, eventually};

/// How long the record may take to follow.
const MOMENT: Duration = Duration::from_secs(20);

fn associations(desk: &TestDesk, ae_title: &str, only_problems: bool) -> AssociationsPage {
    desk.does(ListAssociations {
        filter: AssociationFilter {
            from: "2000-01-01".to_owned(),
            to: "2999-12-31".to_owned(),
            ae_title: ae_title.to_owned(),
            only_problems,
        },
        offset: 0,
        limit: 100,
    })
}

fn messages(filter: MessageFilter) -> ListMessages {
    ListMessages {
        filter: MessageFilter {
            from: "2000-01-01".to_owned(),
            to: "2999-12-31".to_owned(),
            ..filter
        },
        offset: 0,
        limit: 100,
    }
}

fn ended(desk: &TestDesk, ae_title: &str) -> AssociationRow {
    eventually("the association is on record", MOMENT, || {
        associations(desk, ae_title, false).ended.into_iter().next()
    })
}

fn register(desk: &TestDesk, ae_title: &str) {
    desk.does(SaveDevice {
        id: None,
        form: DeviceForm {
            ae_title: ae_title.to_owned(),
            name: "CT 1".to_owned(),
            modality: "CT".to_owned(),
            on_board: true,
            ..DeviceForm::default()
        },
    });
}

#[test]
fn an_association_is_shown_while_it_is_open_and_when_it_ended() {
    let desk = TestDesk::open(Department::scheduled(&[Appointment::new(1)]));
    register(&desk, "CT1");
    let mut scanner = Modality::connect(&desk, "CT1").expect("it is let in");
    assert_eq!(scanner.accessions(), ["A1"]);
    scanner.echo().expect("it is answered");
    let open = eventually("the requests are counted", MOMENT, || {
        let open = associations(&desk, "CT1", false).open.into_iter().next()?;
        (open.messages.len() == 2).then_some(open)
    });
    assert_eq!(open.outcome, AssociationOutcome::Open);
    assert_eq!(open.until, None);
    assert_eq!(open.station_name, "CT 1");
    assert_eq!(open.address, "127.0.0.1");
    block_on(scanner.release()).expect("it is released");
    let row = ended(&desk, "CT1");
    assert_eq!(row.id, open.id);
    assert_eq!(row.outcome, AssociationOutcome::Released);
    assert_eq!((row.reason, row.tls.as_str()), (None, ""));
    assert!(row.until.is_some_and(|until| until >= row.since));
    assert!(row.contexts.iter().all(|context| {
        context.result == ContextResult::Accepted && context.accepted.contains("Little Endian")
    }));
    assert!(
        row.contexts
            .iter()
            .any(|context| context.name.starts_with("Modality Worklist"))
    );
    let counts: Vec<(&str, u32, u32)> = row
        .messages
        .iter()
        .map(|count| (count.service.as_str(), count.requests, count.failed))
        .collect();
    assert_eq!(counts, [("C-FIND", 1, 0), ("C-ECHO", 1, 0)]);
    assert!(associations(&desk, "", true).ended.is_empty(), "no problem");
}

#[test]
fn the_record_says_why_a_device_was_not_let_in() {
    let desk = TestDesk::open(Department::for_registered_devices());
    register(&desk, "CT1");
    assert!(Modality::connect(&desk, "MR9").is_err(), "it is a stranger");
    let rejected = ended(&desk, "MR9");
    assert_eq!(rejected.outcome, AssociationOutcome::Rejected);
    assert_eq!(rejected.reason, Some(EndReason::CallingAeTitle));
    assert!(
        rejected
            .contexts
            .iter()
            .all(|context| context.result == ContextResult::NotAnswered)
    );
    let mut wire = Wire::connect(&desk);
    wire.send(&[1, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0, 1]);
    wire.until_closed();
    let problems = eventually("both are on record", MOMENT, || {
        let page = associations(&desk, "", true);
        (page.total == 2).then_some(page.ended)
    });
    let nobody = problems.iter().find(|row| row.calling_ae_title.is_empty());
    let nobody = nobody.expect("one of them said nothing");
    assert_eq!(nobody.outcome, AssociationOutcome::AbortedByUs);
    assert_eq!(nobody.reason, Some(EndReason::PduTooLong));
    assert!(
        nobody.detail.starts_with("A-ASSOCIATE-RQ 4294967295 > "),
        "the limit is named: {}",
        nobody.detail
    );
}

#[test]
fn what_other_software_proposes_is_on_record() {
    let desk = TestDesk::open(Department::new());
    let Some(dcmtk) = Dcmtk::find() else { return };
    assert!(dcmtk.echo(&desk, "ECHO1", "STEPBOARD"));
    let row = ended(&desk, "ECHO1");
    assert!(row.implementation_version_name.starts_with("OFFIS_DCMTK"));
    assert_eq!(row.contexts[0].name, "Verification SOP Class");
    assert_eq!(row.messages[0].service, "C-ECHO");
}

#[test]
fn messages_are_listed_narrowed_and_written_to_a_file() {
    let appointment = Appointment::new(1);
    let desk = TestDesk::open(Department::scheduled(std::slice::from_ref(&appointment)));
    let mut scanner = Modality::connect(&desk, "CT1").expect("it is let in");
    let uid = new_uid();
    for status in [
        block_on(scanner.start(&uid, &start_of(&appointment))),
        block_on(scanner.report(&uid, &end_of("1.2.3"))),
        block_on(scanner.report(&new_uid(), &end_of("1.2.4"))),
    ] {
        status.expect("it is answered");
    }
    let all = desk.does(messages(MessageFilter::default()));
    let services: Vec<&str> = all.rows.iter().map(|row| row.service.as_str()).collect();
    assert_eq!(services, ["N-SET", "N-SET", "N-CREATE"], "newest first");
    assert_eq!(all.services, ["N-CREATE", "N-SET"]);
    assert_eq!(all.ae_titles, ["CT1"]);
    let failed = desk.does(messages(MessageFilter {
        status: Some(StatusClass::Failure),
        ..MessageFilter::default()
    }));
    assert_eq!((failed.total, failed.rows[0].status.as_str()), (1, "0112"));
    let one = desk.does(messages(MessageFilter {
        text: uid.clone(),
        service: "N-CREATE".to_owned(),
        ..MessageFilter::default()
    }));
    assert_eq!(one.total, 1);
    let shown = desk.does(contract::exam::ShowMessage { id: one.rows[0].id });
    assert!(
        shown
            .attributes
            .iter()
            .any(|it| it.keyword == "PerformedProcedureStepStatus")
    );
    let file = desk.does(ExportMessages {
        filter: messages(MessageFilter::default()).filter,
        format: FileFormat::Csv,
    });
    let written = std::fs::read_to_string(file.path).expect("the file is there");
    assert_eq!(file.rows, 3);
    assert!(written.contains(&uid) && written.contains("0112"));
}
