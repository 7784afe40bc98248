//! A seeded crowd of malformed peers: whatever they send, the service goes on serving, answers only
//! what may be answered, and does not grow.

use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use std::net::{Ipv4Addr, TcpStream};
use std::time::Duration;
use tests::report::new_uid;
use tests::wire::{
    ABORT, ACCEPT, COMMAND, DATA, LAST, PERFORMED_STEP_CONTEXT, REJECT, VERIFICATION_CONTEXT,
    WORKLIST_CONTEXT, Wire, association_request, association_request_with, create, data, echo,
    element, element_of_length, find, pdu, status,
};
use tests::{Appointment, Modality, TestService, eventually};

/// Any number does; this one is repeated when a case fails.
const SEED: u64 = 20_261_123;
/// Cases of each kind.
const CASES: usize = 90;
/// The service may keep this much more after the crowd than before: allocators keep what they had.
const GROWTH_KIB: u64 = 64 * 1024;
const RELEASED: u8 = 6;

/// What a case sends, and whether it begins with an association that is accepted.
struct Case {
    bytes: Vec<u8>,
    associates: bool,
}

fn noise(rng: &mut StdRng, most: usize) -> Vec<u8> {
    let length = rng.random_range(0..=most);
    (0..length).map(|_| rng.random()).collect()
}

/// Bytes with a few of them changed, cut off, doubled or put in between.
fn mutated(rng: &mut StdRng, bytes: &[u8], from: usize) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..rng.random_range(1..=6) {
        if bytes.len() <= from + 1 {
            break;
        }
        let at = rng.random_range(from..bytes.len());
        match rng.random_range(0..6) {
            0 => bytes[at] = rng.random(),
            1 => bytes[at] ^= 1 << rng.random_range(0..8),
            2 => bytes[at] = *[0, 0xFF, 0x7F, 0x80].choose(rng).expect("there are some"),
            3 => bytes.truncate(at),
            4 => {
                let piece = bytes[at..].to_vec();
                bytes.extend(piece);
            }
            _ => {
                let between = noise(rng, 12);
                bytes.splice(at..at, between);
            }
        }
    }
    bytes
}

/// An association request that is broken in its items, in a PDU of the right length.
fn association(rng: &mut StdRng) -> Case {
    let items = match rng.random_range(0..4) {
        0 => {
            // Many sub-items of any kind, some lying about their length.
            let mut items = Vec::new();
            for _ in 0..rng.random_range(1..200) {
                let body = noise(rng, 40);
                let length = u16::try_from(body.len()).unwrap_or_default();
                let lie = if rng.random_bool(0.05) {
                    rng.random()
                } else {
                    length
                };
                items.extend([rng.random_range(0x50..0x60), 0]);
                items.extend(lie.to_be_bytes());
                items.extend(body);
            }
            items
        }
        // User identities: any type, with secrets of any length.
        1 => [&[
            0x58,
            0,
            0,
            8,
            rng.random_range(0..7),
            1,
            0,
            1,
            b'a',
            0,
            1,
            b's',
        ][..]]
        .concat(),
        _ => Vec::new(),
    };
    let request = association_request_with(b"HOSTILE", b"STEPBOARD", &items);
    let body = if items.is_empty() {
        mutated(rng, &request[6..], 0)
    } else {
        request[6..].to_vec()
    };
    Case {
        bytes: pdu(1, &body),
        associates: false,
    }
}

/// PDUs and presentation data values that keep no rule.
fn pdus(rng: &mut StdRng) -> Case {
    let mut bytes = Vec::new();
    for _ in 0..rng.random_range(1..6) {
        match rng.random_range(0..4) {
            0 => bytes.extend(pdu(rng.random_range(0..10), &noise(rng, 64))),
            1 => bytes.extend(data(rng.random(), rng.random(), &noise(rng, 200))),
            2 => bytes.extend(mutated(
                rng,
                &data(VERIFICATION_CONTEXT, COMMAND | LAST, &echo()),
                0,
            )),
            _ => {
                bytes.extend([4, 0]);
                bytes.extend(rng.random::<u32>().to_be_bytes());
                bytes.extend(noise(rng, 40));
            }
        }
    }
    associated(bytes)
}

fn associated(bytes: Vec<u8>) -> Case {
    Case {
        bytes,
        associates: true,
    }
}

/// A request of any service, and the context it belongs on.
fn request(rng: &mut StdRng) -> (u8, Vec<u8>) {
    match rng.random_range(0..3) {
        0 => (VERIFICATION_CONTEXT, echo()),
        1 => (WORKLIST_CONTEXT, find()),
        _ => (PERFORMED_STEP_CONTEXT, create(&new_uid())),
    }
}

/// Command sets with elements missing, doubled, cut and lying.
fn command_set(rng: &mut StdRng) -> Case {
    let (context, command) = request(rng);
    let command = mutated(rng, &command, 0);
    let mut bytes = data(context, COMMAND | LAST, &command);
    if rng.random_bool(0.7) {
        bytes.extend(data(context, LAST, &element(0x0010, 0x0020, b"P1")));
    }
    associated(bytes)
}

/// Identifiers and performed steps with the wrong shapes.
fn data_set(rng: &mut StdRng) -> Case {
    let (context, command) = match rng.random_range(0..2) {
        0 => (WORKLIST_CONTEXT, find()),
        _ => (PERFORMED_STEP_CONTEXT, create(&new_uid())),
    };
    let mut valid = element(0x0008, 0x0005, b"ISO_IR 100");
    valid.extend(element(0x0010, 0x0010, b"Doe^Jane"));
    valid.extend(element_of_length(0x0040, 0x0100, 0xFFFF_FFFF, &[]));
    valid.extend(element_of_length(0xFFFE, 0xE000, 0xFFFF_FFFF, &[]));
    valid.extend(element(0x0040, 0x0002, b"20261123"));
    valid.extend(element_of_length(0xFFFE, 0xE00D, 0, &[]));
    valid.extend(element_of_length(0xFFFE, 0xE0DD, 0, &[]));
    valid.extend(element(0x0040, 0x0252, b"IN PROGRESS "));
    let bytes = match rng.random_range(0..4) {
        0 => noise(rng, 400),
        1 => {
            let sequences = [(0x0040, 0x0100), (0x0032, 0x1064), (0x0040, 0x0270)];
            let (group, number) = *sequences.choose(rng).expect("there are some");
            element(group, number, &noise(rng, 60))
        }
        2 => {
            let open = element_of_length(0x0040, 0x0270, 0xFFFF_FFFF, &[]);
            open.repeat(rng.random_range(1..200))
        }
        _ => mutated(rng, &valid, 0),
    };
    let mut sent = data(context, COMMAND | LAST, &command);
    sent.extend(data(context, LAST, &bytes));
    associated(sent)
}

/// Plays a case to its end; whether what came back may come back.
fn play(service: &TestService, case: &Case) -> Result<(), String> {
    let mut wire = Wire::connect(service);
    if case.associates {
        wire.send(&association_request("HOSTILE", "STEPBOARD"));
        let answer = wire.answer().map(|pdu| pdu.kind);
        if answer != Some(ACCEPT) {
            return Err(format!("it is not let in: {answer:?}"));
        }
    }
    wire.send(&case.bytes);
    wire.ends_sending();
    let mut ended = false;
    while let Some(answer) = wire.answer() {
        if ended {
            return Err(format!("{} came after the end", answer.kind));
        }
        match answer.kind {
            ACCEPT if !case.associates => {}
            REJECT if !case.associates => ended = true,
            DATA if status(&answer.body).is_some() || answer.body.get(5) != Some(&3) => {}
            RELEASED | ABORT => ended = true,
            other => return Err(format!("it is answered with PDU {other}")),
        }
    }
    Ok(())
}

/// Makes a case of its kind.
type Maker = fn(&mut StdRng) -> Case;

#[test]
fn hundreds_of_malformed_peers_change_nothing() {
    let mut service = TestService::with(&[Appointment::new(1)]);
    let mut rng = StdRng::seed_from_u64(SEED);
    let kinds: [(&str, Maker); 4] = [
        ("association", association),
        ("PDU", pdus),
        ("command set", command_set),
        ("data set", data_set),
    ];
    let mut before = None;
    for (kind, make) in kinds {
        for number in 0..CASES {
            let case = make(&mut rng);
            if let Err(problem) = play(&service, &case) {
                panic!("{kind} {number} of seed {SEED}: {problem}");
            }
        }
        let mut scanner = Modality::connect(&service, "CT1").expect("a scanner is let in");
        assert_eq!(scanner.accessions(), ["A1"], "after every {kind}");
        // The first group brought the caches to their size.
        before = before.or_else(|| service.resident_kib());
    }
    if let (Some(before), Some(after)) = (before, service.resident_kib()) {
        assert!(
            after < before + GROWTH_KIB,
            "{before} KiB became {after} KiB"
        );
    }
    service.run(&["check"]).succeeded();
    assert!(service.stop().success(), "it stops in order");
}

#[test]
fn a_thousand_crawling_connections_do_not_keep_a_scanner_out() {
    let service = TestService::with(&[Appointment::new(1)]);
    let mut early = Modality::connect(&service, "CT1").expect("it is let in");
    // Twenty-five of each address, below the limit of one; some say nothing, some crawl.
    let mut crowd: Vec<Wire> = (0..1000_u32)
        .map(|number| Ipv4Addr::new(127, 0, 1, u8::try_from(number / 25 + 1).unwrap_or(1)))
        .map(|source| Wire::connect_from(&service, source))
        .collect();
    for wire in crowd.iter_mut().step_by(2) {
        wire.send(&[1, 0, 0, 3]);
    }
    for _ in 0..20 {
        assert_eq!(early.accessions(), ["A1"], "who is in stays in");
        let mut late = eventually("a scanner is let in", Duration::from_secs(5), || {
            Modality::connect(&service, "CT2").ok()
        });
        assert_eq!(late.accessions(), ["A1"], "who comes late is served");
        for wire in crowd.iter_mut().step_by(2) {
            wire.send(&[0]);
        }
    }
    assert!(
        service.sockets().is_none_or(|open| open < 400),
        "few are kept open"
    );
    drop(crowd);
    assert!(TcpStream::connect(tests::Listens::address(&service)).is_ok());
}
