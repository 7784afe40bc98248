//! Who is let in: registered devices, strangers, wrong AE titles, and everybody's C-ECHO.

use contract::FailureCode;
use contract::device_profile::{DeviceProfile, WorklistProfile};
use contract::devices::{
    AdmitCaller, CallerProblem, DeviceForm, ListDevices, RemoveCalled, SaveCalled, SaveDevice,
};
use dimse::client::Error;
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;
use tests::modality::start_of;
use tests::peers::Association;
use tests::report::new_uid;
use tests::{
    Appointment, Dcmtk, Department, ForeignModality, Listens, Modality, TestDesk, block_on,
    eventually,
};
use tokio::sync::Barrier;

/// Result, source and reason of an A-ASSOCIATE-RJ (PS3.8 Table 9-21): permanent, service user.
const CALLING_NOT_RECOGNIZED: [u8; 3] = [1, 1, 3];
const CALLED_NOT_RECOGNIZED: [u8; 3] = [1, 1, 7];

/// A department that serves CT1 only.
fn desk() -> TestDesk {
    let desk = TestDesk::open(Department::for_registered_devices());
    desk.does(SaveDevice {
        id: None,
        form: DeviceForm {
            ae_title: "CT1".to_owned(),
            name: "CT 1".to_owned(),
            modality: "CT".to_owned(),
            on_board: true,
            profile: DeviceProfile::default(),
            ..DeviceForm::default()
        },
    });
    desk
}

/// Waits until the desk shows one waiting caller, and lets it in with one call.
fn admit_the_one_that_waits(desk: &TestDesk, calling: &str, problem: CallerProblem) {
    let caller = eventually("the caller is remembered", Duration::from_secs(10), || {
        desk.does(ListDevices {}).waiting.into_iter().next()
    });
    assert_eq!(
        (caller.calling_ae_title.as_str(), caller.problem),
        (calling, problem)
    );
    desk.does(AdmitCaller {
        id: caller.id,
        name: String::new(),
        modality: "MR".to_owned(),
        certificate: String::new(),
    });
    assert!(desk.does(ListDevices {}).waiting.is_empty());
}

#[test]
fn a_stranger_is_rejected_remembered_and_let_in_by_one_call() {
    let desk = desk();
    let Some(mut modality) = ForeignModality::pynetdicom_alone() else {
        return;
    };
    let stranger = Association::of("MR9");
    let answer = modality.associate(&desk, &stranger);
    assert_eq!(answer["rejected"], json!(CALLING_NOT_RECOGNIZED));
    admit_the_one_that_waits(&desk, "MR9", CallerProblem::UnknownDevice);
    let answer = modality.associate(&desk, &stranger);
    assert_eq!(answer["established"], true);
}

#[test]
fn a_device_that_calls_us_by_another_name_is_rejected_remembered_and_let_in_by_one_call() {
    let desk = desk();
    let Some(mut modality) = ForeignModality::pynetdicom_alone() else {
        return;
    };
    let mistaken = Association {
        called: "STEPBORD",
        ..Association::of("CT1")
    };
    let answer = modality.associate(&desk, &mistaken);
    assert_eq!(answer["rejected"], json!(CALLED_NOT_RECOGNIZED));
    admit_the_one_that_waits(&desk, "CT1", CallerProblem::WrongCalledAeTitle);
    let answer = modality.associate(&desk, &mistaken);
    assert_eq!(answer["established"], true);
    let answer = modality.associate(&desk, &Association::of("CT1"));
    assert_eq!(answer["established"], true, "our own name still works");
}

#[test]
fn everybody_gets_an_answer_to_c_echo() {
    let desk = desk();
    let Some(dcmtk) = Dcmtk::find() else { return };
    assert!(dcmtk.echo(&desk, "CT1", "STEPBOARD"));
    assert!(dcmtk.echo(&desk, "STRANGER", "STEPBOARD"));
    assert!(dcmtk.echo(&desk, "CT1", "WRONG"));
}

#[test]
fn a_device_declared_on_the_command_line_is_let_in() {
    let department = Department::for_registered_devices();
    department.apply("[[device]]\nae_title = \"US1\"\nname = \"US 1\"\nmodality = \"US\"\n");
    let service = department.serve();
    let Some(mut modality) = ForeignModality::pynetdicom_alone() else {
        return;
    };
    assert_eq!(
        modality.associate(&service, &Association::of("US1"))["established"],
        true
    );
    assert_eq!(
        modality.associate(&service, &Association::of("US2"))["established"],
        false
    );
}

#[test]
fn a_device_is_served_what_its_profile_allows() {
    let department = Department::for_registered_devices();
    department.apply(
        "[[device]]\nae_title = \"US1\"\nname = \"US 1\"\nmodality = \"US\"\n\
         [device.access]\nservices = [\"worklist\"]\nmax_associations = 2\n",
    );
    let service = department.serve();
    let mut first = Modality::connect(&service, "US1").expect("it is let in");
    assert!(first.accessions().is_empty(), "it may ask for the worklist");
    let reports = block_on(first.start(&new_uid(), &start_of(&Appointment::new(1))));
    assert!(reports.is_err(), "the context was refused");
    assert!(first.echo().expect("it is answered").is_success());
    let second = Modality::connect(&service, "US1").expect("two are allowed");
    let third = Modality::connect(&service, "US1").map(drop);
    assert!(
        matches!(
            third,
            Err(Error::Rejected {
                result: 2,
                source_byte: 3,
                reason: 2
            })
        ),
        "{third:?}"
    );
    block_on(second.release()).expect("it is released");
    eventually("the seat is free", Duration::from_secs(20), || {
        Modality::connect(&service, "US1").ok()
    });
}

#[test]
fn a_device_that_must_use_tls_is_refused_without() {
    let department = Department::for_registered_devices();
    department.apply(
        "[[device]]\nae_title = \"US1\"\nname = \"US 1\"\nmodality = \"US\"\n\
         [device.access]\ntls_only = true\n",
    );
    let service = department.serve();
    assert!(Modality::connect(&service, "US1").is_err());
}

#[test]
fn of_many_associations_at_the_same_moment_as_many_are_let_in_as_the_profile_allows() {
    const MOST: usize = 3;
    let department = Department::for_registered_devices();
    // A device for each round: what a former round left open does not count.
    let devices: Vec<String> = (0..10).map(|number| format!("US{number}")).collect();
    let declared = devices.iter().map(|title| {
        format!(
            "[[device]]\nae_title = \"{title}\"\nname = \"{title}\"\nmodality = \"US\"\n\
             [device.access]\nmax_associations = {MOST}\n"
        )
    });
    department.apply(&declared.collect::<String>());
    let service = department.serve();
    let address = service.address();
    for title in devices {
        let together = Arc::new(Barrier::new(10));
        let asked: Vec<_> = (0..10)
            .map(|_| {
                let (together, title) = (Arc::clone(&together), title.clone());
                tests::spawn(async move {
                    together.wait().await;
                    Modality::associate(address, &title).await
                })
            })
            .collect();
        let mut let_in = Vec::new();
        for one in asked {
            match block_on(one).expect("a scanner does not panic") {
                Ok(association) => let_in.push(association),
                Err(Error::Rejected { result: 2, .. }) => {}
                Err(error) => panic!("{error}"),
            }
        }
        assert_eq!(let_in.len(), MOST, "{title}");
        for association in let_in {
            block_on(association.release()).expect("it is released");
        }
    }
}

#[test]
fn an_ae_title_is_answered_to_as_long_as_a_person_wants_it() {
    let desk = desk();
    let save = |title: &str, is_new| SaveCalled {
        ae_title: title.to_owned(),
        is_new,
        worklist: WorklistProfile {
            modalities: Some(vec!["MG".to_owned()]),
            ..WorklistProfile::default()
        },
    };
    let titles = || {
        let view = desk.does(ListDevices {});
        let titles = view.called.into_iter();
        titles
            .map(|called| (called.ae_title, called.worklist.modalities))
            .collect::<Vec<_>>()
    };
    desk.does(save("SCREENING", true));
    let own = titles().remove(0);
    let screening = ("SCREENING".to_owned(), Some(vec!["MG".to_owned()]));
    assert_eq!(titles(), [own.clone(), screening]);
    assert_eq!(desk.refuses(save("SCREENING", true)), FailureCode::Refused);
    desk.does(save("SCREENING", false));
    let remove = |title: &str| RemoveCalled {
        ae_title: title.to_owned(),
    };
    desk.does(remove("SCREENING"));
    assert_eq!(titles(), std::slice::from_ref(&own));
    assert_eq!(desk.refuses(remove("SCREENING")), FailureCode::NotFound);
    assert_eq!(desk.refuses(remove(&own.0)), FailureCode::NotAllowed);
    let audit = desk.department().export("audit");
    let entries = audit.iter().filter(|one| one["Subject"] == "called-ae");
    let actions: Vec<&str> = entries.filter_map(|one| one["Action"].as_str()).collect();
    assert_eq!(actions, ["create", "edit", "remove"]);
}
