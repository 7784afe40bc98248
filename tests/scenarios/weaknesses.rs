//! What went wrong in other DICOM servers, and what their test material holds: for each a test here.
//!
//! A test named with `::` is in the file of that name beside this one, or in the crate in front of it;
//! one named alone is in this file. `every_named_test_exists` reads this table.
//!
//! | where it went wrong, or where it comes from | tests |
//! | --- | --- |
//! | CVE-2022-2119, CVE-2022-2120 (DCMTK): names as paths | `robustness::ae_titles_are_names_and_never_paths_or_programs`, `uids_and_patient_ids_are_names_and_never_paths` |
//! | CVE-2022-2121 (DCMTK): attributes that must be there are not | `a_command_set_without_one_of_its_elements_harms_nobody`, `strict::what_the_table_wants_is_taken_and_nothing_less` |
//! | CVE-2026-52868 (DCMTK wlmscpfs): called AE title as a folder; strings of DCMTK's `twlaetval.cc` | `robustness::ae_titles_are_names_and_never_paths_or_programs` |
//! | CVE-2026-44628 (DCMTK worklist): type confusion by a query | `attributes_of_another_type_are_answered_and_the_association_lives` |
//! | CVE-2026-50254, CVE-2026-35505 (DCMTK): leaks by association requests | `thousands_of_odd_association_requests_leave_nothing_behind`, `robustness::odd_items_in_the_request_are_passed_over` |
//! | CVE-2026-50003, CVE-2026-56445: paths in C-GET and C-STORE | neither service exists here |
//! | CVE-2025-0896, CVE-2023-33466 (Orthanc): open HTTP | no HTTP here |
//! | CVE-2026-5437 to 5445 (Orthanc), CVE-2026-3650 (GDCM), CVE-2026-32711 (pydicom): memory and parsing | `hostile::hundreds_of_malformed_peers_change_nothing`, `cargo xtask fuzz` |
//! | CVE-2019-11687: Part 10 preamble | no Part 10 files here |
//! | DCMTK 885ff0f10: depth of sequences | `robustness::data_sets_that_cannot_be_read_are_refused_and_the_association_lives_on` |
//! | SQL and LIKE by keys | `wildcards_of_databases_are_plain_characters` |
//! | log injection | `what_comes_from_outside_never_breaks_a_line_of_the_log` |
//! | formulas in exports | `service::formulas_become_text`, `charges::files_for_billing_hold_no_formula_and_no_name_unless_asked` |
//! | huge (0000,1005) | `unusual_messages::a_list_of_thousands_of_attributes_is_answered` |
//! | floods of C-FIND | `a_flood_of_queries_of_one_peer_keeps_nobody_waiting` |
//! | half-open and crawling connections | `hostile::a_thousand_crawling_connections_do_not_keep_a_scanner_out`, `robustness::a_request_that_drips_in_is_cut_off` |
//! | lengths FFFFFFFF and 0, odd contexts, data before a command, a second A-ASSOCIATE-RQ | `robustness::what_breaks_the_rules_within_an_association_aborts_that_one_only` |
//! | a command set without group length | `a_command_set_without_one_of_its_elements_harms_nobody` |
//! | a message ID used again | `unusual_messages::a_message_id_that_is_used_again_is_answered_again` |
//! | fragments without an end, then A-RELEASE or A-ABORT | `robustness::a_peer_that_leaves_in_the_middle_of_a_message_leaves_nothing_behind` |
//! | mode of files | `what_is_on_disk_is_for_its_owner_only` |
//! | HL7, XML of audits, rules by regular expression | none here |
//! | defects of dicom-ul | `dimse::a_peer_with_a_tiny_maximum_length_is_served_or_told_that_nothing_fits` and the others in `upstream.rs` |
//! | DCMTK's sample queries | `worklist_of_dcmtk::dcmtks_own_queries_find_what_they_find_in_dcmtk` |
//! | DVTk, queries of CR, DX, US and XA, malformed identifiers | `unusual_messages::queries_as_modalities_write_them_find_the_step`, `dimse::malformed_identifiers_are_answered_with_what_is_wrong` |
//! | DVTk, performed steps with consumption and with an empty reason | `consumption::what_was_used_up_and_made_is_kept_to_the_last_report`, `afterwards::an_empty_reason_is_none` |
//! | DVTk, extended characters | `interop::every_client_finds_a_patient_by_a_name_in_its_character_set` |
//! | pynetdicom's encoded messages | `dimse::create_request_and_response`, `unusual_messages::messages_with_empty_identifiers_are_answered` |
//! | fo-dicom, N-CREATE without a UID | `performed_step::a_modality_that_gives_no_uid_is_told_the_one_it_got` |
//! | fo-dicom GH1642: no character set | `dimse::a_query_that_names_no_character_set_is_read_in_the_one_assumed_of_the_device`, `device_profiles::text_is_read_in_the_character_set_assumed_for_its_device` |
//! | dcmjs-dimse, a request of each service | `performed_step::an_exam_of_dcmjs_is_followed_from_start_to_end_over_an_association_each` |

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::json;
use std::net::Ipv4Addr;
use std::path::Path;
use std::time::Duration;
use tests::report::{new_uid, started, with};
use tests::wire::{
    ABORT, ACCEPT, COMMAND, DATA, LAST, PERFORMED_STEP_CONTEXT, REJECT, RETRIEVE_CONTEXT,
    VERIFICATION_CONTEXT, WORKLIST_CONTEXT, Wire, association_request_with, create, data, echo,
    element, element_of_length, elements, explicit_element, find, get, message, pdu, set,
};
use tests::{Appointment, Department, ForeignModality, Modality, TestService, eventually, place};

const SUCCESS: u16 = 0x0000;
const INVALID_INSTANCE: u16 = 0x0117;
const IDENTIFIER_DOES_NOT_MATCH: u16 = 0xA900;
const UNDEFINED: u32 = 0xFFFF_FFFF;

fn served(service: &TestService, after: &str) {
    let mut scanner =
        Modality::connect(service, "CT1").unwrap_or_else(|error| panic!("after {after}: {error}"));
    assert_eq!(scanner.accessions(), ["A1"], "after {after}");
}

#[test]
fn uids_and_patient_ids_are_names_and_never_paths() {
    let service = TestService::with(&[Appointment::new(1)]);
    let outside = service.folder().parent().map(Path::to_owned);
    for uid in [
        "../../x",
        "/etc/x",
        "1.2.3/..",
        "1.2\0.3",
        "..",
        "1.2;reboot",
        "1.2`id`",
    ] {
        let mut wire = Wire::associate(&service);
        let data_set = element(0x0010, 0x0020, b"../x");
        wire.send(&message(PERFORMED_STEP_CONTEXT, &create(uid), &data_set));
        assert_eq!(wire.last_status(), Some(INVALID_INSTANCE), "{uid:?}");
        wire.send(&data(RETRIEVE_CONTEXT, COMMAND | LAST, &get(uid)));
        assert_eq!(wire.last_status(), Some(INVALID_INSTANCE), "{uid:?}");
        assert!(wire.echo(), "{uid:?}");
    }
    let Some(mut modality) = ForeignModality::pynetdicom(&service, "CT1") else {
        return;
    };
    let uid = new_uid();
    // A name that nobody else gives to a file.
    let file = format!("x{}", uid.replace('.', ""));
    let above = format!("../../{file}");
    let named =
        json!({"PatientID": above, "PatientName": above, "StudyID": format!("/etc/{file}")});
    let report = with(started(&Appointment::new(9)), &named);
    assert_eq!(modality.create(&uid, &report).status, SUCCESS);
    let performed = service.performed(&uid).expect("it is there");
    assert_eq!(performed["PatientID"], above, "it is kept as it came");
    for folder in [Some(service.folder().to_owned()), outside]
        .into_iter()
        .flatten()
    {
        assert!(!folder.join(&file).exists());
    }
    served(&service, "names that look like paths");
}

#[test]
fn a_command_set_without_one_of_its_elements_harms_nobody() {
    let service = TestService::with(&[Appointment::new(1)]);
    let uid = new_uid();
    let requests = [
        ("C-ECHO", VERIFICATION_CONTEXT, echo()),
        ("C-FIND", WORKLIST_CONTEXT, find()),
        ("N-CREATE", PERFORMED_STEP_CONTEXT, create(&uid)),
        ("N-SET", PERFORMED_STEP_CONTEXT, set(&uid)),
        ("N-GET", RETRIEVE_CONTEXT, get(&uid)),
    ];
    for (name, context, command) in requests {
        let all = elements(&command);
        for (index, left_out) in all.iter().enumerate() {
            let mut without = all.clone();
            without.remove(index);
            let mut sent = data(context, COMMAND | LAST, &without.concat());
            if ["C-FIND", "N-CREATE", "N-SET"].contains(&name) {
                sent.extend(data(context, LAST, &element(0x0010, 0x0020, b"P1")));
            }
            let mut wire = Wire::associate(&service);
            wire.send(&sent);
            let what = format!("{name} without {:02X?}", &left_out[..4]);
            let answer = wire.last_answer().map(|answer| answer.kind);
            // Without Command Field, Message ID or Command Data Set Type nothing can be answered.
            let is_needed = [[0x00, 0x01], [0x10, 0x01], [0x00, 0x08]]
                .iter()
                .any(|number| left_out[2..4] == *number);
            let expected = if is_needed { ABORT } else { DATA };
            assert_eq!(answer, Some(expected), "{what}");
            served(&service, &what);
        }
    }
    service.run(&["check"]).succeeded();
}

/// A sequence in Explicit VR with one item of undefined lengths.
fn explicit_sequence(group: u16, number: u16, item: &[u8]) -> Vec<u8> {
    let mut bytes = [group.to_le_bytes(), number.to_le_bytes()].concat();
    bytes.extend(b"SQ\0\0");
    bytes.extend(UNDEFINED.to_le_bytes());
    bytes.extend(element_of_length(0xFFFE, 0xE000, UNDEFINED, &[]));
    bytes.extend(item);
    bytes.extend(element(0xFFFE, 0xE00D, &[]));
    bytes.extend(element(0xFFFE, 0xE0DD, &[]));
    bytes
}

#[test]
fn attributes_of_another_type_are_answered_and_the_association_lives() {
    let service = TestService::with(&[Appointment::new(1)]);
    let id = explicit_element(0x0010, 0x0020, "LO", b"P1");
    let of_item = explicit_element(0x0040, 0x0001, "AE", b"CT1 ");
    let implicit_item = element(0xFFFE, 0xE000, &element(0x0040, 0x0001, b"CT1 "));
    let private = [
        explicit_element(0x0029, 0x0010, "LO", b"ACME"),
        explicit_sequence(0x0029, 0x1010, &explicit_sequence(0x0029, 0x1011, &id)),
    ];
    let step = |item: &[u8]| explicit_sequence(0x0040, 0x0100, item);
    let cases: [(&str, Vec<u8>, Option<u16>); 14] = [
        (
            "text for the step sequence",
            explicit_element(0x0040, 0x0100, "LO", b"CT"),
            Some(IDENTIFIER_DOES_NOT_MATCH),
        ),
        (
            "text for a code sequence",
            explicit_element(0x0032, 0x1064, "SH", b"CT"),
            Some(IDENTIFIER_DOES_NOT_MATCH),
        ),
        (
            "bytes for the step sequence",
            explicit_element(0x0040, 0x0100, "OB", &[0, 1, 2, 3]),
            Some(IDENTIFIER_DOES_NOT_MATCH),
        ),
        (
            "UN for the step sequence (PS3.5 6.2.2)",
            explicit_element(0x0040, 0x0100, "UN", &implicit_item),
            None,
        ),
        (
            "UN with garbage for the step sequence",
            explicit_element(0x0040, 0x0100, "UN", &[0xA5; 33]),
            None,
        ),
        (
            "a sequence for a name",
            explicit_sequence(0x0010, 0x0010, &id),
            Some(IDENTIFIER_DOES_NOT_MATCH),
        ),
        (
            "a sequence for a date",
            step(&explicit_sequence(0x0040, 0x0002, &id)),
            Some(IDENTIFIER_DOES_NOT_MATCH),
        ),
        (
            "UN for a name",
            explicit_element(0x0010, 0x0010, "UN", b"Patient1^Jane "),
            None,
        ),
        (
            "a number for a date",
            step(&explicit_element(0x0040, 0x0002, "US", &[1, 0])),
            None,
        ),
        ("a private sequence", private.concat(), Some(SUCCESS)),
        (
            "a value representation that does not exist",
            explicit_element(0x0010, 0x0010, "ZZ", b"A^B "),
            None,
        ),
        (
            "an item where none is due",
            element(0xFFFE, 0xE000, &id),
            None,
        ),
        (
            "the step sequence twice, as text and as sequence",
            [
                step(&of_item),
                explicit_element(0x0040, 0x0100, "LO", b"CT"),
            ]
            .concat(),
            None,
        ),
        (
            "the end of a sequence that did not begin",
            element(0xFFFE, 0xE0DD, &[]),
            None,
        ),
    ];
    for (name, bytes, expected) in cases {
        let mut wire = Wire::associate_explicit(&service);
        wire.send(&message(WORKLIST_CONTEXT, &find(), &bytes));
        let answered = wire.last_status();
        let answered = answered.unwrap_or_else(|| panic!("{name}: the query is answered"));
        if let Some(expected) = expected {
            assert_eq!(answered, expected, "{name}");
        } else {
            // Found or refused, but nothing in between.
            assert!(
                [SUCCESS, IDENTIFIER_DOES_NOT_MATCH, 0xC000].contains(&answered),
                "{name}: {answered:04X}"
            );
        }
        let command = create(&new_uid());
        wire.send(&message(PERFORMED_STEP_CONTEXT, &command, &bytes));
        assert!(wire.last_status().is_some(), "{name}: so is the report");
        assert!(wire.echo(), "{name}: the association lives");
        served(&service, name);
    }
    service.run(&["check"]).succeeded();
}

fn item(kind: u8, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len()).expect("a test sends little");
    [&[kind, 0], length.to_be_bytes().as_slice(), body].concat()
}

/// User information as nobody should send it: unknown, empty, repeated, of any length.
fn odd_items(rng: &mut StdRng) -> Vec<u8> {
    let mut items = Vec::new();
    for _ in 0..rng.random_range(0..40) {
        let kind = *[
            0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57, 0x58, 0x59, 0x5A, 0x00, 0xFF,
        ]
        .get(rng.random_range(0..12))
        .expect("there are twelve");
        let body: Vec<u8> = (0..rng.random_range(0..80)).map(|_| rng.random()).collect();
        let one = item(kind, &body);
        items.extend(one.repeat(rng.random_range(1..4)));
    }
    items
}

#[test]
fn thousands_of_odd_association_requests_leave_nothing_behind() {
    /// What allocators and the record of associations keep.
    const GROWTH_KIB: u64 = 48 * 1024;
    let service = TestService::with(&[Appointment::new(1)]);
    let mut rng = StdRng::seed_from_u64(20_261_123);
    let mut ask = |count: usize| {
        let mut accepted = 0;
        for _ in 0..count {
            let mut wire = Wire::connect(&service);
            let items = odd_items(&mut rng);
            wire.send(&association_request_with(b"ODD", b"STEPBOARD", &items));
            let answer = wire.answer().map(|pdu| pdu.kind);
            match answer {
                Some(ACCEPT) => {
                    accepted += 1;
                    assert!(wire.echo(), "who is let in is served");
                    wire.send(&pdu(5, &[0; 4]));
                    wire.until_closed();
                }
                Some(REJECT | ABORT) => {}
                other => panic!("{other:?}"),
            }
        }
        accepted
    };
    // The first bring the caches to their size.
    ask(300);
    let (memory, sockets) = (service.resident_kib(), service.sockets());
    let accepted = ask(2000);
    assert!(accepted > 100, "{accepted} were let in");
    served(&service, "two thousand odd requests");
    if let (Some(before), Some(after)) = (memory, service.resident_kib()) {
        assert!(
            after < before + GROWTH_KIB,
            "{before} KiB became {after} KiB"
        );
    }
    if let Some(before) = sockets {
        eventually("the sockets are closed", Duration::from_secs(20), || {
            (service.sockets()? <= before + 2).then_some(())
        });
    }
}

#[test]
fn wildcards_of_databases_are_plain_characters() {
    let service = TestService::with(&[
        Appointment::new(1).with("PatientID", "P_1"),
        Appointment::new(2).with("PatientID", "PX1"),
        Appointment::new(3).with("PatientID", "100%"),
        Appointment::new(4).with("PatientID", "1000"),
        Appointment::new(5).with("PatientName", "O'Hara^\"Bob\"; --"),
    ]);
    let Some(mut modality) = ForeignModality::pynetdicom(&service, "CT1") else {
        return;
    };
    for (keyword, key, expected) in [
        ("PatientID", "P_1", vec!["A1"]),
        ("PatientID", "100%", vec!["A3"]),
        ("PatientID", "%", vec![]),
        ("PatientID", "%%", vec![]),
        ("PatientID", "P%", vec![]),
        ("PatientID", "___", vec![]),
        ("PatientID", "P?1", vec!["A1", "A2"]),
        ("PatientID", "' OR 1=1 --", vec![]),
        ("PatientID", "[a-z]*", vec![]),
        ("PatientID", ".*", vec![]),
        ("PatientName", "O'Hara*", vec!["A5"]),
        ("AccessionNumber", "A1'; DROP", vec![]),
    ] {
        let found = modality.find(&with(
            json!({"AccessionNumber": "", "PatientID": ""}),
            &json!({keyword: key}),
        ));
        assert_eq!(found.final_status, SUCCESS, "{key}");
        let mut accessions = found.all("AccessionNumber");
        accessions.sort();
        assert_eq!(accessions, expected, "{key}");
    }
    service.run(&["check"]).succeeded();
}

#[test]
fn what_comes_from_outside_never_breaks_a_line_of_the_log() {
    const FORGED: &[u8] = b"A\r\n\x1b[31mFORGED\x07";
    let service = Department::for_registered_devices().serve();
    let version = item(0x55, FORGED);
    let implementation = item(0x52, FORGED);
    let user = {
        let length = u16::try_from(FORGED.len()).expect("it is short");
        let name = [length.to_be_bytes().as_slice(), FORGED, &[0, 0]].concat();
        item(0x58, &[&[1, 1], name.as_slice()].concat())
    };
    let items = [version, implementation, user].concat();
    let send = |calling: &[u8], called: &[u8], then: &[u8]| {
        let mut wire = Wire::connect(&service);
        wire.send(&association_request_with(calling, called, &items));
        wire.send(then);
        wire.ends_sending();
        wire.until_closed();
    };
    send(b"A\r\n\x1b[31mFORGED", b"STEPBOARD", &[]);
    send(b"RAW", b"B\r\n\x1b[31mFORGED", &[]);
    service.apply("[[device]]\nae_title = \"RAW\"\nname = \"Raw\"\nmodality = \"CT\"\n");
    eventually("it is let in", Duration::from_secs(20), || {
        let mut wire = Wire::connect(&service);
        wire.send(&association_request_with(b"RAW", b"STEPBOARD", &items));
        (wire.answer()?.kind == ACCEPT).then_some(())
    });
    let named = element(0x0010, 0x0010, FORGED);
    let wrong_date = [named.clone(), element(0x0040, 0x0100, FORGED)].concat();
    let uid = "1.2\r\n\x1b[31mFORGED";
    for sent in [
        message(WORKLIST_CONTEXT, &find(), &wrong_date),
        message(PERFORMED_STEP_CONTEXT, &create(uid), &named),
        message(PERFORMED_STEP_CONTEXT, &create(&new_uid()), &named),
        message(PERFORMED_STEP_CONTEXT, &set(uid), &named),
        data(RETRIEVE_CONTEXT, COMMAND | LAST, &get(uid)),
        pdu(4, FORGED),
    ] {
        send(b"RAW", b"STEPBOARD", &sent);
    }
    let log = std::fs::read(service.folder().join("serve.log")).expect("there is a log");
    assert!(!log.is_empty(), "it says that callers were refused");
    let odd = |byte: &&u8| (**byte < b' ' && **byte != b'\n') || **byte == 0x7F;
    assert_eq!(log.iter().find(odd), None, "no control characters");
    for line in String::from_utf8_lossy(&log).lines() {
        assert!(!line.trim_start().starts_with("FORGED"), "{line}");
        assert!(!line.starts_with("[31m"), "{line}");
    }
}

#[test]
fn a_flood_of_queries_of_one_peer_keeps_nobody_waiting() {
    const QUERIES: usize = 500;
    let service = TestService::with(&[Appointment::new(1)]);
    let everything = element(0x0040, 0x0100, &[]);
    let flood = message(WORKLIST_CONTEXT, &find(), &everything).repeat(QUERIES);
    let source = Ipv4Addr::new(127, 0, 0, 9);
    // Sixteen ask all at once and read; the others never read.
    let mut readers: Vec<Wire> = (0..16)
        .map(|_| Wire::associate_from(&service, source))
        .collect();
    let mut deaf: Vec<Wire> = (0..16)
        .map(|_| Wire::associate_from(&service, source))
        .collect();
    for wire in readers.iter_mut().chain(&mut deaf) {
        wire.send(&flood);
    }
    let mut scanner = Modality::connect(&service, "CT1").expect("a scanner is let in");
    for _ in 0..20 {
        assert_eq!(scanner.accessions(), ["A1"]);
    }
    for wire in &mut readers {
        for number in 0..QUERIES {
            assert_eq!(wire.last_status(), Some(SUCCESS), "query {number}");
        }
        assert!(wire.echo());
    }
    drop(deaf);
    served(&service, "the flood");
}

#[cfg(unix)]
#[test]
fn what_is_on_disk_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let mut service = TestService::with(&[Appointment::new(1)]);
    for moment in ["while it serves", "after a restart"] {
        let entries = std::fs::read_dir(service.folder()).expect("the folder is there");
        let mut databases = 0;
        for entry in entries.filter_map(Result::ok) {
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.contains(".db") {
                let mode = entry.metadata().expect("it is there").permissions().mode();
                assert_eq!(mode & 0o077, 0, "{moment}: {name} is {mode:o}");
                databases += 1;
            }
        }
        assert!(databases > 0, "there is a database");
        service.restart();
    }
}

/// The text of a file of Rust, and of all below a folder.
fn sources(path: &Path, text: &mut String) {
    if let Ok(entries) = std::fs::read_dir(path) {
        for entry in entries.filter_map(Result::ok) {
            sources(&entry.path(), text);
        }
    } else if path.extension().is_some_and(|extension| extension == "rs") {
        text.push_str(&std::fs::read_to_string(path).expect("a source can be read"));
    }
}

#[test]
fn every_named_test_exists() {
    let here = place::root().join("tests/scenarios");
    let own = std::fs::read_to_string(here.join("weaknesses.rs")).expect("it is here");
    let table = own.lines().filter(|line| line.starts_with("//! | "));
    let mut named = 0;
    for name in table.flat_map(|line| line.split('`').skip(1).step_by(2)) {
        if name.contains([' ', '.']) {
            continue;
        }
        let (place, test) = name.rsplit_once("::").unwrap_or(("weaknesses", name));
        let mut text = String::new();
        let scenario = here.join(format!("{place}.rs"));
        if scenario.exists() {
            sources(&scenario, &mut text);
        } else {
            sources(
                &place::root()
                    .join("src-tauri/crates")
                    .join(place)
                    .join("src"),
                &mut text,
            );
        }
        assert!(text.contains(&format!("fn {test}()")), "{name}");
        named += 1;
    }
    assert!(named > 30, "the table was read: {named}");
}
