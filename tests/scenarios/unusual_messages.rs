//! Messages as some toolkits and modalities write them: odd, and right enough to be answered.

use tests::report::{new_uid, started};
use tests::wire::{
    ABORT, COMMAND, DATA, LAST, PERFORMED_STEP_CONTEXT, RETRIEVE_CONTEXT, WORKLIST_CONTEXT, Wire,
    create, data, element, elements, find, get, message, set, status,
};
use tests::{Appointment, ForeignModality, TestService};

const SUCCESS: u16 = 0x0000;
const NOT_ALL_SUPPORTED: u16 = 0x0001;
const DUPLICATE: u16 = 0x0111;
const NO_SUCH_INSTANCE: u16 = 0x0112;
const INVALID_INSTANCE: u16 = 0x0117;

#[test]
fn a_list_of_thousands_of_attributes_is_answered() {
    let service = TestService::with(&[Appointment::new(1)]);
    let Some(mut modality) = ForeignModality::pynetdicom(&service, "CT1") else {
        return;
    };
    let uid = new_uid();
    assert_eq!(
        modality.create(&uid, &started(&Appointment::new(1))).status,
        SUCCESS
    );
    let tags = |count: u16| -> Vec<u8> {
        (0..count)
            .flat_map(|number| {
                [0x10, 0, 0x20, 0].map(|byte: u8| byte.wrapping_add((number % 7) as u8))
            })
            .collect()
    };
    let ask = |list: &[u8]| {
        let command = [get(&uid), element(0x0000, 0x1005, list)].concat();
        let mut sent = Vec::new();
        let mut fragments = command.chunks(16_000).peekable();
        while let Some(fragment) = fragments.next() {
            let last = if fragments.peek().is_none() { LAST } else { 0 };
            sent.extend(data(RETRIEVE_CONTEXT, COMMAND | last, fragment));
        }
        let mut wire = Wire::associate(&service);
        wire.send(&sent);
        (wire.last_answer(), wire)
    };
    let (answer, mut wire) = ask(&tags(8000));
    let answer = answer.expect("it is answered");
    assert_eq!(
        (answer.kind, status(&answer.body)),
        (DATA, Some(NOT_ALL_SUPPORTED))
    );
    while wire
        .answer()
        .is_some_and(|part| part.body.get(5).is_some_and(|it| it & LAST == 0))
    {}
    assert!(wire.echo());
    // A command set is 64 KiB long at most.
    let (answer, _) = ask(&tags(16_384));
    assert_eq!(answer.map(|answer| answer.kind), Some(ABORT));
}

#[test]
fn a_message_id_that_is_used_again_is_answered_again() {
    let service = TestService::with(&[Appointment::new(1)]);
    let mut wire = Wire::associate(&service);
    let query = message(WORKLIST_CONTEXT, &find(), &element(0x0040, 0x0100, &[]));
    let uid = new_uid();
    let other = new_uid();
    let begin = [
        element(0x0040, 0x0252, b"IN PROGRESS "),
        element(0x0040, 0x0253, b"PPS1"),
    ]
    .concat();
    let creation = |uid: &str| message(PERFORMED_STEP_CONTEXT, &create(uid), &begin);
    // All of them have the ID 1, and all are there before the first is answered.
    let sent = [
        query.clone(),
        creation(&uid),
        query,
        creation(&uid),
        creation(&other),
    ];
    wire.send(&sent.concat());
    let statuses: Vec<Option<u16>> = sent.iter().map(|_| wire.last_status()).collect();
    assert_eq!(
        statuses,
        [Some(SUCCESS); 5],
        "the same start again is a success"
    );
    assert!(wire.echo());
    assert_eq!(service.export("performed").len(), 2);
    // Another content under the same UID is no repetition.
    let changed = element(0x0040, 0x0253, b"PPS2");
    let changed = [element(0x0040, 0x0252, b"IN PROGRESS "), changed].concat();
    wire.send(&message(PERFORMED_STEP_CONTEXT, &create(&uid), &changed));
    assert_eq!(wire.last_status(), Some(DUPLICATE));
}

/// As pynetdicom's and other toolkits' own tests write them: an identifier that is there and empty.
#[test]
fn messages_with_empty_identifiers_are_answered() {
    let service = TestService::with(&[Appointment::new(1)]);
    let empty = |command: Vec<u8>, instance: u16| {
        let mut all = elements(&command);
        all.push(element(0x0000, instance, &[]));
        all.concat()
    };
    let mut wire = Wire::associate(&service);
    let begin = element(0x0040, 0x0252, b"IN PROGRESS ");
    wire.send(&message(
        PERFORMED_STEP_CONTEXT,
        &empty(create(""), 0x1000),
        &begin,
    ));
    let answer = wire.last_answer().expect("it is answered");
    assert_eq!(status(&answer.body), Some(SUCCESS));
    let assigned = answer.body.windows(5).any(|part| part == b"2.25.");
    assert!(assigned, "a UID is assigned and returned");
    wire.send(&message(
        PERFORMED_STEP_CONTEXT,
        &empty(set(""), 0x1001),
        &begin,
    ));
    let answered = wire.last_status();
    assert!(
        [Some(NO_SUCH_INSTANCE), Some(INVALID_INSTANCE)].contains(&answered),
        "{answered:04X?}"
    );
    wire.send(&data(
        RETRIEVE_CONTEXT,
        COMMAND | LAST,
        &empty(get(""), 0x1001),
    ));
    let answered = wire.last_status();
    assert!(
        [Some(NO_SUCH_INSTANCE), Some(INVALID_INSTANCE)].contains(&answered),
        "{answered:04X?}"
    );
    assert!(wire.echo());
}

#[test]
fn queries_as_modalities_write_them_find_the_step() {
    let service = TestService::with(&[Appointment::new(1)]);
    let today = tests::schedule::today();
    let length = |group: u16| element(group, 0, &4_u32.to_le_bytes());
    let step = |item: &[u8]| element(0x0040, 0x0100, &element(0xFFFE, 0xE000, item));
    let station = element(0x0040, 0x0001, b"CT1 ");
    let date = element(0x0040, 0x0002, today.as_bytes());
    let range = element(0x0040, 0x0002, format!("{today}-{today} ").as_bytes());
    let modality = element(0x0008, 0x0060, b"CT");
    let keys = [modality, station, date].concat();
    let cases: [(&str, Vec<u8>); 12] = [
        ("CR: station, date and modality", step(&keys)),
        (
            "DX: group lengths, a level and a character set",
            [
                length(0x0008),
                element(0x0008, 0x0005, b"ISO_IR 100"),
                element(0x0008, 0x0052, b"WORKLIST"),
                length(0x0010),
                element(0x0010, 0x0010, b"*\0"),
                length(0x0040),
                step(&[length(0x0008), keys.clone()].concat()),
            ]
            .concat(),
        ),
        (
            "US: a name with a wildcard, a NUL where a blank is due",
            [element(0x0010, 0x0010, b"PATIENT1^*\0\0"), step(&range)].concat(),
        ),
        (
            "XA: empty sequences within the step",
            step(&[keys.clone(), element(0x0040, 0x0008, &[])].concat()),
        ),
        (
            "an empty item in the code sequence",
            [
                element(0x0032, 0x1064, &element(0xFFFE, 0xE000, &[])),
                step(&keys),
            ]
            .concat(),
        ),
        ("no step sequence at all", element(0x0010, 0x0020, b"P1")),
        (
            "a step sequence without items",
            element(0x0040, 0x0100, &[]),
        ),
        ("an empty item of the step", step(&[])),
        (
            "universal by asterisks",
            [
                element(0x0010, 0x0020, b"* "),
                step(&element(0x0040, 0x0001, b"* ")),
            ]
            .concat(),
        ),
        (
            "attributes from the last to the first",
            [
                step(&keys),
                element(0x0010, 0x0020, b"P1"),
                element(0x0008, 0x0050, b"A1"),
            ]
            .concat(),
        ),
        (
            "a second item, of which the standard knows none",
            element(
                0x0040,
                0x0100,
                &[element(0xFFFE, 0xE000, &keys), element(0xFFFE, 0xE000, &[])].concat(),
            ),
        ),
        (
            "blanks around every value",
            [
                element(0x0010, 0x0020, b" P1 "),
                step(&element(0x0040, 0x0001, b" CT1")),
            ]
            .concat(),
        ),
    ];
    for (name, identifier) in cases {
        let mut wire = Wire::associate(&service);
        wire.send(&message(WORKLIST_CONTEXT, &find(), &identifier));
        let mut pending = 0;
        let last = loop {
            let answer = wire.answer().unwrap_or_else(|| panic!("{name}: an answer"));
            match status(&answer.body).filter(|_| answer.body[5] & COMMAND != 0) {
                Some(0xFF00 | 0xFF01) => pending += 1,
                None if answer.kind == DATA => {}
                other => break other,
            }
        };
        assert_eq!((pending, last), (1, Some(SUCCESS)), "{name}");
    }
}
