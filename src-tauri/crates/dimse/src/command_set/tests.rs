//! Expected bytes are written out by hand from PS3.7 9.3, 10.3 and Annex E.

use super::*;
use proptest::prelude::*;

/// Bytes from hexadecimal digits; blanks and line ends do not count.
fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text.bytes().filter(u8::is_ascii_hexdigit).collect();
    digits
        .chunks(2)
        .map(|pair| u8::from_str_radix(str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect()
}

fn request(operation: Operation, class: &str, instance: &str, has_data_set: bool) -> Request {
    Request {
        operation,
        message_id: 7,
        sop_class_uid: class.to_owned(),
        sop_instance_uid: instance.to_owned(),
        has_data_set,
        attributes: Vec::new(),
        event_type: None,
    }
}

#[test]
fn echo_request_and_response() {
    let asked = request(Operation::Echo, "1.2.840.10008.1.1", "", false);
    assert_eq!(
        CommandSet::Request(asked.clone()).write(),
        hex("0000 0000 04000000 38000000
             0000 0200 12000000 312E322E3834302E31303030382E312E31 00
             0000 0001 02000000 3000
             0000 1001 02000000 0700
             0000 0008 02000000 0101")
    );
    assert_eq!(
        CommandSet::Response(Response::to(&asked, 0)).write(),
        hex("0000 0000 04000000 42000000
             0000 0200 12000000 312E322E3834302E31303030382E312E31 00
             0000 0001 02000000 3080
             0000 2001 02000000 0700
             0000 0008 02000000 0101
             0000 0009 02000000 0000")
    );
}

#[test]
fn find_request_pending_response_and_cancel() {
    let asked = request(Operation::Find, "1.2.840.10008.5.1.4.31", "", true);
    assert_eq!(
        CommandSet::Request(asked.clone()).write(),
        hex("0000 0000 04000000 46000000
             0000 0200 16000000 312E322E3834302E31303030382E352E312E342E3331
             0000 0001 02000000 2000
             0000 1001 02000000 0700
             0000 0007 02000000 0000
             0000 0008 02000000 0100")
    );
    let pending = Response {
        has_data_set: true,
        ..Response::to(&asked, 0xFF00)
    };
    assert_eq!(
        CommandSet::Response(pending).write(),
        hex("0000 0000 04000000 46000000
             0000 0200 16000000 312E322E3834302E31303030382E352E312E342E3331
             0000 0001 02000000 2080
             0000 2001 02000000 0700
             0000 0008 02000000 0100
             0000 0009 02000000 00FF")
    );
    assert_eq!(
        CommandSet::Cancel(7).write(),
        hex("0000 0000 04000000 1E000000
             0000 0001 02000000 FF0F
             0000 2001 02000000 0700
             0000 0008 02000000 0101")
    );
}

#[test]
fn find_failure_names_the_offending_elements() {
    let asked = request(Operation::Find, "1.2", "", true);
    let failure = Response {
        offending_elements: vec![(0x0040, 0x0002)],
        comment: "no date".to_owned(),
        ..Response::to(&asked, 0xA900)
    };
    assert_eq!(
        CommandSet::Response(failure).write(),
        hex("0000 0000 04000000 50000000
             0000 0200 04000000 312E3200
             0000 0001 02000000 2080
             0000 2001 02000000 0700
             0000 0008 02000000 0101
             0000 0009 02000000 00A9
             0000 0109 04000000 4000 0200
             0000 0209 08000000 6E6F206461746520")
    );
}

#[test]
fn create_request_and_response() {
    let asked = request(Operation::Create, "1.2.840.10008.3.1.2.3.3", "1.2.3", true);
    assert_eq!(
        CommandSet::Request(asked.clone()).write(),
        hex("0000 0000 04000000 4C000000
             0000 0200 18000000 312E322E3834302E31303030382E332E312E322E332E3300
             0000 0001 02000000 4001
             0000 1001 02000000 0700
             0000 0008 02000000 0100
             0000 0010 06000000 312E322E3300")
    );
    let created = Response {
        sop_instance_uid: "1.2.3".to_owned(),
        ..Response::to(&asked, 0)
    };
    assert_eq!(
        CommandSet::Response(created).write(),
        hex("0000 0000 04000000 56000000
             0000 0200 18000000 312E322E3834302E31303030382E332E312E322E332E3300
             0000 0001 02000000 4081
             0000 2001 02000000 0700
             0000 0008 02000000 0101
             0000 0009 02000000 0000
             0000 0010 06000000 312E322E3300")
    );
}

#[test]
fn set_asks_with_requested_and_answers_with_affected_uids() {
    let asked = request(Operation::Set, "1.2.840.10008.3.1.2.3.3", "1.2.3", true);
    assert_eq!(
        CommandSet::Request(asked.clone()).write(),
        hex("0000 0000 04000000 4C000000
             0000 0300 18000000 312E322E3834302E31303030382E332E312E322E332E3300
             0000 0001 02000000 2001
             0000 1001 02000000 0700
             0000 0008 02000000 0100
             0000 0110 06000000 312E322E3300")
    );
    let refused = Response {
        sop_instance_uid: "1.2.3".to_owned(),
        comment: "late".to_owned(),
        error_id: Some(0xA710),
        ..Response::to(&asked, 0x0110)
    };
    assert_eq!(
        CommandSet::Response(refused).write(),
        hex("0000 0000 04000000 6C000000
             0000 0200 18000000 312E322E3834302E31303030382E332E312E322E332E3300
             0000 0001 02000000 2081
             0000 2001 02000000 0700
             0000 0008 02000000 0101
             0000 0009 02000000 1001
             0000 0209 04000000 6C617465
             0000 0309 02000000 10A7
             0000 0010 06000000 312E322E3300")
    );
}

#[test]
fn get_names_attributes_and_answers_with_a_data_set() {
    let asked = Request {
        attributes: vec![(0x0010, 0x0010), (0x0040, 0x0252)],
        ..request(Operation::Get, "1.2.840.10008.3.1.2.3.4", "1.2.3", false)
    };
    let bytes = hex("0000 0000 04000000 5C000000
             0000 0300 18000000 312E322E3834302E31303030382E332E312E322E332E3400
             0000 0001 02000000 1001
             0000 1001 02000000 0700
             0000 0008 02000000 0101
             0000 0110 06000000 312E322E3300
             0000 0510 08000000 1000 1000 4000 5202");
    assert_eq!(CommandSet::Request(asked.clone()).write(), bytes);
    assert_eq!(
        CommandSet::read(&bytes),
        Ok(CommandSet::Request(asked.clone()))
    );
    let answered = Response {
        sop_instance_uid: "1.2.3".to_owned(),
        has_data_set: true,
        ..Response::to(&asked, 0x0001)
    };
    assert_eq!(
        CommandSet::Response(answered).write(),
        hex("0000 0000 04000000 56000000
             0000 0200 18000000 312E322E3834302E31303030382E332E312E322E332E3400
             0000 0001 02000000 1081
             0000 2001 02000000 0700
             0000 0008 02000000 0100
             0000 0009 02000000 0100
             0000 0010 06000000 312E322E3300")
    );
}

#[test]
fn an_event_is_reported_by_its_number() {
    let told = Request {
        event_type: Some(2),
        ..request(
            Operation::EventReport,
            "1.2.840.10008.3.1.2.3.5",
            "1.2.3",
            false,
        )
    };
    assert_eq!(
        CommandSet::Request(told.clone()).write(),
        hex("0000 0000 04000000 56000000
             0000 0200 18000000 312E322E3834302E31303030382E332E312E322E332E3500
             0000 0001 02000000 0001
             0000 1001 02000000 0700
             0000 0008 02000000 0101
             0000 0010 06000000 312E322E3300
             0000 0210 02000000 0200")
    );
    let heard = hex("0000 0000 04000000 60000000
             0000 0200 18000000 312E322E3834302E31303030382E332E312E322E332E3500
             0000 0001 02000000 0081
             0000 2001 02000000 0700
             0000 0008 02000000 0101
             0000 0009 02000000 0000
             0000 0010 06000000 312E322E3300
             0000 0210 02000000 0200");
    let response = Response {
        sop_instance_uid: "1.2.3".to_owned(),
        ..Response::to(&told, 0)
    };
    assert_eq!(CommandSet::read(&heard), Ok(CommandSet::Response(response)));
}

#[test]
fn missing_attributes_are_listed() {
    let asked = request(Operation::Create, "1.2", "1.2.3", true);
    let refused = Response {
        attributes: vec![(0x0008, 0x0060)],
        ..Response::to(&asked, 0x0120)
    };
    assert_eq!(
        CommandSet::Response(refused).write(),
        hex("0000 0000 04000000 40000000
             0000 0200 04000000 312E3200
             0000 0001 02000000 4081
             0000 2001 02000000 0700
             0000 0008 02000000 0101
             0000 0009 02000000 2001
             0000 0510 04000000 0800 6000")
    );
}

#[test]
fn a_comment_is_cut_and_made_ascii() {
    let asked = request(Operation::Create, "1.2", "", false);
    let comment = format!("Ä\\\n{}", "x".repeat(100));
    let response = Response {
        comment,
        ..Response::to(&asked, 0x0110)
    };
    let CommandSet::Response(read) =
        CommandSet::read(&CommandSet::Response(response).write()).unwrap()
    else {
        panic!("a response");
    };
    assert_eq!(read.comment, format!("???{}", "x".repeat(61)));
}

#[test]
fn what_some_devices_do_is_taken() {
    // No group length, instance before class, blanks around the UID, elements of later editions.
    let bytes = hex("0000 0110 06000000 20312E322E33
                     0000 0300 04000000 312E3220
                     0000 9999 02000000 0000
                     0000 0001 02000000 2001
                     0000 1001 02000000 0300
                     0000 0008 02000000 0000");
    let CommandSet::Request(read) = CommandSet::read(&bytes).unwrap() else {
        panic!("a request")
    };
    assert_eq!(read.sop_class_uid, "1.2");
    assert_eq!(read.sop_instance_uid, "1.2.3");
    assert!(read.has_data_set, "anything but 0101 means a data set");
}

#[test]
fn what_cannot_be_answered_is_an_error() {
    assert_eq!(
        CommandSet::read(&[]),
        Err(Malformed::Missing("Command Field"))
    );
    let no_id = hex("0000 0001 02000000 3000 0000 0008 02000000 0101");
    assert_eq!(
        CommandSet::read(&no_id),
        Err(Malformed::Missing("Message ID"))
    );
    let no_type = hex("0000 0001 02000000 3000 0000 1001 02000000 0300");
    assert_eq!(
        CommandSet::read(&no_type),
        Err(Malformed::Missing("Command Data Set Type"))
    );
    let huge = hex("0000 0001 FFFFFFFF 3000");
    assert_eq!(
        CommandSet::read(&huge),
        Err(Malformed::Truncated {
            offset: 0,
            group: 0,
            element: 0x0100
        })
    );
    assert_eq!(
        CommandSet::read(&hex("0000 00")),
        Err(Malformed::LeftOver(3))
    );
    // A number of one byte is no number.
    let short = hex("0000 0001 01000000 30 00");
    assert!(CommandSet::read(&short).is_err());
}

#[test]
fn unknown_operations_are_kept() {
    let bytes = hex("0000 0001 02000000 5001 0000 1001 02000000 0300 0000 0008 02000000 0101");
    let CommandSet::Request(read) = CommandSet::read(&bytes).unwrap() else {
        panic!("a request")
    };
    assert_eq!(read.operation, Operation::Other(0x0150));
    let answer = CommandSet::Response(Response::to(&read, 0x0211)).write();
    assert!(
        answer
            .windows(10)
            .any(|element| element == hex("0000 0001 02000000 5081"))
    );
}

proptest! {
    #[test]
    fn any_bytes_are_read_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _: Result<_, _> = CommandSet::read(&bytes);
    }

    #[test]
    fn requests_survive(message_id: u16, field in 0_u16..0x0FFF, uid in "[0-9.]{0,64}") {
        let request = Request {
            operation: Operation::from_field(field),
            message_id,
            sop_class_uid: uid.clone(),
            sop_instance_uid: uid,
            has_data_set: message_id % 2 == 0,
            attributes: Vec::new(),
            event_type: None,
        };
        let command = CommandSet::Request(request);
        prop_assert_eq!(CommandSet::read(&command.write()), Ok(command));
    }
}
