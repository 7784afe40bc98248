//! Hostile and broken peers: whatever they send, the others are served and nothing is lost.

use std::net::Ipv4Addr;
use std::time::Duration;
use tests::modality::start_of;
use tests::report::new_uid;
use tests::wire::{
    ABORT, ACCEPT, COMMAND, DATA, LAST, PERFORMED_STEP_CONTEXT, REJECT, VERIFICATION_CONTEXT,
    WORKLIST_CONTEXT, Wire, association_request, association_request_with, command, create, data,
    echo, element, element_of_length, find, pdu,
};
use tests::{Appointment, Department, Listens, Modality, TestService, block_on, eventually};

/// A length that is not known before its end.
const UNDEFINED: u32 = 0xFFFF_FFFF;
/// From the connection to the whole association request (the ARTIM timer of PS3.8 9.1.4), with what
/// a busy machine adds.
const ARTIM: Duration = Duration::from_secs(20);

/// A service with one appointment, and a scanner that keeps an association open all the time.
struct Ward {
    service: TestService,
    scanner: Modality,
}

impl Ward {
    fn open() -> Self {
        let service = TestService::with(&[Appointment::new(1)]);
        let scanner = Modality::connect(&service, "CT1").expect("it is let in");
        Self { service, scanner }
    }

    /// The scanner is served over its old association, another one over a new one.
    fn is_served(&mut self, after: &str) {
        assert_eq!(self.scanner.accessions(), ["A1"], "after {after}");
        let mut other = Modality::connect(&self.service, "CT2")
            .unwrap_or_else(|error| panic!("after {after}: {error}"));
        assert_eq!(other.accessions(), ["A1"], "after {after}");
    }

    /// The database is sound and the folder holds nothing that does not belong there.
    fn is_sound(&self) {
        self.service.run(&["check"]).succeeded();
        let entries = std::fs::read_dir(self.service.folder()).expect("the folder is there");
        for entry in entries {
            let name = entry.expect("it can be read").file_name();
            let name = name.to_string_lossy();
            let known = ["stepboard", "schedule.csv", "serve.log"];
            assert!(known.iter().any(|known| name.starts_with(known)), "{name}");
        }
    }
}

#[test]
fn bytes_that_are_no_association_request_end_the_connection_and_nothing_else() {
    let mut ward = Ward::open();
    let request = association_request("RAW", "STEPBOARD");
    let half = request
        .get(..request.len() / 2)
        .unwrap_or_default()
        .to_vec();
    let garbage: Vec<u8> = (0..=255).rev().cycle().take(5000).collect();
    let cases: [(&str, Vec<u8>); 10] = [
        ("HTTP", b"GET / HTTP/1.1\r\nHost: x\r\n\r\n".to_vec()),
        (
            "TLS",
            [b"\x16\x03\x01\x02\x00\x01".as_slice(), &[0; 512]].concat(),
        ),
        ("garbage", garbage),
        ("half a request", half),
        ("a huge length", vec![1, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0, 1]),
        ("an empty request", pdu(1, &[])),
        ("a request of zeros", pdu(1, &[0; 300])),
        (
            "data first",
            data(VERIFICATION_CONTEXT, COMMAND | LAST, &echo()),
        ),
        ("a release first", pdu(5, &[0; 4])),
        ("an unknown PDU", pdu(0x77, &[0; 4])),
    ];
    for (name, bytes) in cases {
        let mut wire = Wire::connect(&ward.service);
        wire.send(&bytes);
        wire.ends_sending();
        let answers = wire.until_closed();
        assert!(
            answers.iter().all(|kind| [REJECT, ABORT].contains(kind)),
            "{name}: {answers:?}"
        );
        ward.is_served(name);
    }
    ward.is_sound();
}

#[test]
fn what_breaks_the_rules_within_an_association_aborts_that_one_only() {
    let mut ward = Ward::open();
    let verify = |control, bytes: &[u8]| data(VERIFICATION_CONTEXT, control, bytes);
    let whole = COMMAND | LAST;
    let unknown_length = element_of_length(0x0000, 0x0000, UNDEFINED, &[]);
    let response = command(0x8030, "1.2.840.10008.1.1", "", false);
    let cases: [(&str, Vec<u8>); 12] = [
        ("a huge PDU", vec![4, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0]),
        ("a value of length 0", pdu(4, &[0, 0, 0, 0])),
        ("a value of length 1", pdu(4, &[0, 0, 0, 1, 1])),
        (
            "a value longer than its PDU",
            pdu(4, &[0, 0, 0xFF, 0xFF, 1, 3, 0, 0]),
        ),
        ("a context that was not proposed", data(99, whole, &echo())),
        ("context 0", data(0, whole, &echo())),
        ("an even context", data(2, whole, &echo())),
        ("data before a command", verify(LAST, &[0; 8])),
        (
            "a second association request",
            association_request("RAW", "STEPBOARD"),
        ),
        ("a command of no elements", verify(whole, &[])),
        (
            "a command of endless length",
            verify(whole, &unknown_length),
        ),
        ("a response nobody asked for", verify(whole, &response)),
    ];
    for (name, bytes) in cases {
        let mut wire = Wire::associate(&ward.service);
        wire.send(&bytes);
        assert_eq!(wire.until_closed(), [ABORT], "{name}");
        ward.is_served(name);
    }
    ward.is_sound();
}

#[test]
fn a_peer_that_leaves_in_the_middle_of_a_message_leaves_nothing_behind() {
    let mut ward = Ward::open();
    let half = data(
        PERFORMED_STEP_CONTEXT,
        LAST,
        &element(0x0010, 0x0010, b"A^B "),
    )
    .len()
        - 4;
    let begun = [
        data(PERFORMED_STEP_CONTEXT, COMMAND | LAST, &create("1.2.3")),
        data(PERFORMED_STEP_CONTEXT, 0, &element(0x0010, 0x0010, b"A^B ")),
    ]
    .concat();
    let abort = pdu(7, &[0; 4]);
    let release = pdu(5, &[0; 4]);
    for (name, rest) in [
        ("an abort", abort),
        ("a release", release),
        ("nothing", Vec::new()),
    ] {
        let mut wire = Wire::associate(&ward.service);
        wire.send(&begun);
        wire.send(&rest);
        wire.ends_sending();
        wire.until_closed();
        ward.is_served(name);
    }
    let mut wire = Wire::associate(&ward.service);
    wire.send(begun.get(..half).unwrap_or_default());
    drop(wire);
    ward.is_served("half a PDU");
    assert!(ward.service.export("performed").is_empty());
    ward.is_sound();
}

/// So many sequences, each in the item of the one before.
fn nested(depth: usize) -> Vec<u8> {
    let open = [
        element_of_length(0x0040, 0x0100, UNDEFINED, &[]),
        element_of_length(0xFFFE, 0xE000, UNDEFINED, &[]),
    ];
    open.concat().repeat(depth)
}

#[test]
fn data_sets_that_cannot_be_read_are_refused_and_the_association_lives_on() {
    let mut ward = Ward::open();
    let text_for_sequence = element(0x0040, 0x0100, b"TEXT");
    let lying = element_of_length(0x0010, 0x0010, 0xFFFF_FFF0, b"A^B ");
    let cases: [(&str, Vec<u8>); 4] = [
        ("a nesting bomb", nested(20_000)),
        ("a value longer than the message", lying),
        ("text where a sequence is due", text_for_sequence),
        ("garbage", vec![0xA5; 1001]),
    ];
    for (name, bytes) in cases {
        for (context, request) in [
            (WORKLIST_CONTEXT, find()),
            (PERFORMED_STEP_CONTEXT, create(&new_uid())),
        ] {
            let mut wire = Wire::associate(&ward.service);
            wire.send(&data(context, COMMAND | LAST, &request));
            for fragment in bytes.chunks(16_000) {
                wire.send(&data(context, 0, fragment));
            }
            wire.send(&data(context, LAST, &[]));
            let answer = wire.answer().map(|pdu| pdu.kind);
            assert_eq!(answer, Some(DATA), "{name} is answered");
            assert!(wire.echo(), "{name}: the association lives on");
        }
        ward.is_served(name);
    }
    ward.is_sound();
}

#[test]
fn ae_titles_are_names_and_never_paths_or_programs() {
    let mut ward = Ward::open();
    let titles: [&[u8]; 20] = [
        b".",
        b"..",
        b"../CT1",
        b";",
        b"|",
        b"$",
        b"STEPBOARD/../xyz",
        // Longer than its field: the rest is the beginning of the next.
        b"STEPBOARD\0\x1b\x7f/../xy",
        b"../../etc/x",
        b"/",
        b"\\",
        b"",
        b"A\0B",
        b"A\r\nB\x1b[31m",
        b"\xFF\xFE\xFD",
        b"$(reboot)",
        b"`id`;|&",
        b"' OR 1=1 --",
        b"%s%n%_*?",
        b"STEPBOARD\xFF",
    ];
    for title in titles {
        let name = String::from_utf8_lossy(title).into_owned();
        let mut calling = Wire::connect(&ward.service);
        calling.send(&association_request_with(title, b"STEPBOARD", &[]));
        let answer = calling.answer().map(|pdu| pdu.kind);
        assert!(
            answer.is_some_and(|kind| [ACCEPT, REJECT].contains(&kind)),
            "calling {name:?}"
        );

        let mut called = Wire::connect(&ward.service);
        called.send(&association_request_with(b"RAW", title, &[]));
        assert_eq!(
            called.answer().map(|pdu| pdu.kind),
            Some(REJECT),
            "called {name:?}"
        );
        ward.is_served(&name);
    }
    ward.is_sound();
}

#[test]
fn odd_items_in_the_request_are_passed_over() {
    let mut ward = Ward::open();
    let odd: [(&str, &[u8]); 4] = [
        ("an unknown item", &[0x77, 0, 0, 2, 1, 2]),
        ("an empty item", &[0x54, 0, 0, 0]),
        (
            "the same item twice",
            &[0x51, 0, 0, 4, 0, 0, 0x40, 0, 0x51, 0, 0, 4, 0, 0, 0x40, 0],
        ),
        ("an item longer than the request", &[0x52, 0, 0xFF, 0xFF, 1]),
    ];
    for (name, item) in odd {
        let mut wire = Wire::connect(&ward.service);
        wire.send(&association_request_with(b"RAW", b"STEPBOARD", item));
        let answer = wire.answer().map(|pdu| pdu.kind);
        assert!(
            answer.is_some_and(|kind| [ACCEPT, REJECT, ABORT].contains(&kind)),
            "{name}"
        );
        ward.is_served(name);
    }
}

#[test]
fn a_request_that_drips_in_is_cut_off() {
    let mut ward = Ward::open();
    let mut wire = Wire::connect(&ward.service);
    wire.send(&[1, 0, 0, 3, 0, 0]);
    eventually("the service closes", ARTIM, || (!wire.drip()).then_some(()));
    ward.is_served("a slow request");
}

#[test]
fn sixty_four_associations_at_the_same_time_are_all_served() {
    let service = TestService::with(&[Appointment::new(1)]);
    let mut open: Vec<Wire> = (0..64)
        .map(|number| Ipv4Addr::new(127, 0, 0, 2 + number % 4))
        .map(|source| Wire::associate_from(&service, source))
        .collect();
    assert!(open.iter_mut().all(Wire::echo));
    let performed: Vec<_> = (0..20).map(|_| report_one(&service)).collect();
    for scanner in performed {
        assert!(block_on(scanner).expect("a scanner does not panic"));
    }
    assert!(open.iter_mut().all(Wire::echo));
    assert_eq!(service.export("performed").len(), 20);
}

/// A scanner that starts one exam beside the others; whether that was stored.
fn report_one(service: &TestService) -> tokio::task::JoinHandle<bool> {
    let address = service.address();
    tests::spawn(async move {
        let Ok(mut modality) = Modality::associate(address, "CT1").await else {
            return false;
        };
        let answer = modality
            .start(&new_uid(), &start_of(&Appointment::new(1)))
            .await;
        answer.is_ok_and(|answer| answer.is_success())
    })
}

#[test]
fn a_thousand_connections_of_one_peer_leave_room_for_the_others() {
    let service = TestService::with(&[Appointment::new(1)]);
    let mut scanner = Wire::associate_from(&service, Ipv4Addr::new(127, 0, 0, 9));
    let crowd: Vec<Wire> = (0..1000).map(|_| Wire::connect(&service)).collect();
    assert!(scanner.echo(), "an open association goes on");
    let mut newcomer = Wire::associate_from(&service, Ipv4Addr::new(127, 0, 0, 8));
    assert!(newcomer.echo(), "a new one is let in");
    drop(crowd);
    let mut modality = eventually("the crowd is forgotten", ARTIM, || {
        Modality::connect(&service, "CT1").ok()
    });
    assert_eq!(modality.accessions(), ["A1"]);
    service.run(&["check"]).succeeded();
}

#[test]
fn a_peer_over_its_limit_is_told_to_try_later() {
    let service = Department::new().serve();
    let _open: Vec<Wire> = (0..32).map(|_| Wire::associate(&service)).collect();
    let mut one_more = Wire::connect(&service);
    one_more.send(&association_request("RAW", "STEPBOARD"));
    let answer = one_more.answer().map(|pdu| (pdu.kind, pdu.body));
    // Transient, by the service provider (presentation), local limit exceeded (PS3.8 Table 9-21).
    assert_eq!(answer, Some((REJECT, vec![0, 2, 3, 2])));
}
