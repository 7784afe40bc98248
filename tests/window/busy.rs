//! A busy day on the board: fifteen rooms, six hundred exams.

use crate::desk::{Desk, eventually};
use crate::modality::creates;
use serde_json::{Value, json};
use tests::{Appointment, report};

const ROOMS: u32 = 15;
const EXAMS_OF_A_ROOM: u32 = 40;

#[test]
fn six_hundred_cards_stay_while_one_of_them_changes() {
    let desk = Desk::open("busy", &[]);
    desk.finishes_set_up();
    let appointments: Vec<Appointment> = (0..ROOMS * EXAMS_OF_A_ROOM).map(appointment).collect();
    desk.schedules(&appointments);
    let opened = desk.window.script("return performance.now()", &[]);
    desk.goes_to("#/board");
    let exams = appointments.len();
    eventually("a card for every exam", || {
        let count = "return document.querySelectorAll('[data-exam]').length";
        (desk.window.script(count, &[]) == json!(exams)).then_some(())
    });
    let drawn = desk.window.script("return performance.now()", &[]);
    desk.takes_picture("board");

    // Frames while the board is scrolled through, as a hand on the wheel does.
    let scrolling = "const done = arguments[0];
        const room = element => element.scrollWidth - element.clientWidth
            + element.scrollHeight - element.clientHeight;
        const board = [...document.querySelectorAll('main, main *')]
            .reduce((one, other) => room(other) > room(one) ? other : one);
        const frames = [];
        let last = performance.now();
        const next = now => {
            frames.push(now - last);
            last = now;
            board.scrollBy(24, 12);
            if (frames.length < 120) return requestAnimationFrame(next);
            frames.sort((one, other) => one - other);
            done({ middle: frames[60], slow: frames[114], slowest: frames[119] });
        };
        requestAnimationFrame(next);";
    let frames = desk.window.script_with_callback(scrolling, &[]);
    println!(
        "600 cards: drawn {:.0} ms after the board was asked for; frames while scrolling, ms: {frames}",
        milliseconds(&drawn) - milliseconds(&opened)
    );

    let mark = "document.querySelectorAll('[data-exam]').forEach(card => card.wasThere = true)";
    desk.window.script(mark, &[]);
    let room = appointment(7);
    let station = json!({"PerformedStationAETitle": room.get("ScheduledStationAETitle")});
    let started = report::with(report::started(&room), &station);
    creates(&desk, &report::new_uid(), &started);
    desk.sees_card("Patient7,", "In progress");
    let all_stayed = "return [...document.querySelectorAll('[data-exam]')]
        .filter(card => card.wasThere).length";
    assert_eq!(desk.window.script(all_stayed, &[]), json!(exams));
}

fn appointment(number: u32) -> Appointment {
    let room = number % ROOMS;
    let modality = match room % 3 {
        0 => "CT",
        1 => "MR",
        _ => "DX",
    };
    let minutes = 7 * 60 + number / ROOMS * 20;
    Appointment::new(number)
        .with("ScheduledStationAETitle", &format!("ROOM{room}"))
        .with("Modality", modality)
        .with(
            "ScheduledProcedureStepStartTime",
            &format!("{:02}{:02}", minutes / 60, minutes % 60),
        )
        .with("ExpectedMinutes", "18")
}

fn milliseconds(value: &Value) -> f64 {
    value.as_f64().unwrap_or_default()
}
