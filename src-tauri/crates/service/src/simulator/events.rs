//! The planned day as a list of what happens when: each scanner, and the front desk, in order.

use super::plan::{Delivery, Plan, PlannedPerformedStep};
use chrono::{NaiveDateTime, TimeDelta};

/// Something that happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Event {
    /// When.
    pub at: NaiveDateTime,
    /// Where.
    pub place: Place,
    /// What.
    pub act: Act,
}

/// Where something happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// The front desk: not DICOM.
    FrontDesk,
    /// A station, an index of [`Plan::stations`].
    Station(usize),
    /// The device that is not registered.
    Stranger,
}

/// What happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// The front desk does something about an exam.
    Desk(Desk, usize),
    /// C-ECHO.
    Echo,
    /// The station asks for its worklist.
    Refresh,
    /// The operator looks up the entries of a performed step.
    LookUp(usize),
    /// N-CREATE of a performed step.
    Create(usize),
    /// One of its intermediate N-SETs.
    Report(usize, usize),
    /// Its last N-SET.
    End(usize),
    /// N-CREATE and last N-SET on one association.
    CreateAndEnd(usize),
    /// One more N-SET although it is over.
    ReportLate(usize),
}

/// What the front desk does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Desk {
    /// The patient arrives.
    Arrive,
    /// The exam is canceled.
    Cancel,
    /// The exam is moved.
    Move,
}

/// Scanners ask for their worklist this often, minutes.
const REFRESH: i64 = 25;
/// They are switched on so long before the department opens, minutes.
const WARM_UP: i64 = 10;

/// Everything that happens on a day, in order.
#[must_use]
pub fn events(plan: &Plan) -> Vec<Event> {
    let mut events = Vec::new();
    front_desk(plan, &mut events);
    for (index, step) in plan.performed_steps.iter().enumerate() {
        performed_step(index, step, &mut events);
    }
    let last = events.iter().map(|event| event.at).max();
    let last = last.unwrap_or(plan.closes).max(plan.closes);
    for station in 0..plan.stations.len() {
        switched_on(plan, station, last, &mut events);
    }
    for at in &plan.stranger_calls {
        let place = Place::Stranger;
        events.push(Event {
            at: *at,
            place,
            act: Act::Echo,
        });
        events.push(Event {
            at: *at + TimeDelta::seconds(4),
            place,
            act: Act::Refresh,
        });
    }
    events.sort_by_key(|event| (event.at, event.place));
    events
}

fn front_desk(plan: &Plan, events: &mut Vec<Event>) {
    let mut push = |at, act| {
        events.push(Event {
            at,
            place: Place::FrontDesk,
            act,
        });
    };
    for (index, exam) in plan.exams.iter().enumerate() {
        if !exam.is_scheduled() {
            continue;
        }
        if let Some(at) = exam.arrives {
            push(at, Act::Desk(Desk::Arrive, index));
        }
        if let Some(at) = exam.canceled {
            push(at, Act::Desk(Desk::Cancel, index));
        }
        if let Some(moved) = exam.moved {
            push(moved.at, Act::Desk(Desk::Move, index));
        }
    }
}

fn performed_step(index: usize, step: &PlannedPerformedStep, events: &mut Vec<Event>) {
    let mut push = |at, act| {
        events.push(Event {
            at,
            place: Place::Station(step.station),
            act,
        });
    };
    push(step.created - TimeDelta::seconds(20), Act::LookUp(index));
    if let Some(at) = step.late_report {
        push(at, Act::ReportLate(index));
    }
    if step.delivery == Delivery::Together && step.end.is_some() {
        push(step.created, Act::CreateAndEnd(index));
        return;
    }
    push(step.created, Act::Create(index));
    for (report, progress) in step.progress.iter().enumerate() {
        push(progress.at, Act::Report(index, report));
    }
    if let Some(end) = step.end {
        push(end.reported, Act::End(index));
    }
}

/// A station greets when it is switched on and refreshes its worklist from then on, if it can.
fn switched_on(plan: &Plan, station: usize, last: NaiveDateTime, events: &mut Vec<Event>) {
    let apart = i64::try_from(station).unwrap_or(0);
    let on = plan.opens - TimeDelta::minutes(WARM_UP) + TimeDelta::seconds(apart * 11 % 300);
    let place = Place::Station(station);
    events.push(Event {
        at: on,
        place,
        act: Act::Echo,
    });
    let mut at = on + TimeDelta::seconds(20);
    while at <= last {
        let is_silent = plan
            .silence
            .is_some_and(|silence| silence.covers(station, at));
        if !is_silent {
            events.push(Event {
                at,
                place,
                act: Act::Refresh,
            });
        }
        at += TimeDelta::minutes(REFRESH);
    }
}
