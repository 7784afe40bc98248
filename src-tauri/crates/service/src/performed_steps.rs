//! A modality reports: N-CREATE and N-SET of performed steps (PS3.4 F.7.2; RAD-6, RAD-7), each stored
//! and taken into effect in one transaction before its answer leaves.

pub(crate) mod events;
mod linking;
mod strict;

use crate::views::map::Exam;
use chrono::NaiveDate;
use contract::ExamId;
use contract::device_profile::PerformedProfile;
use contract::events::NoticeKind;
use dimse::{Caller, Outcome, PerformedStepMessage};
use domain::performed_step::{
    self, Counts, Created, Creation, Deviation, Fault, PerformedStatus, PerformedStep, Refusal,
    Report,
};
use domain::scheduled_step::StepStatus;
use domain::{AeTitle, Uid};
use linking::Links;
use storage::{ByPerson, NewMessage, PerformedSummary, Session, StorageError};
pub(crate) use strict::messages_of;

/// Days a start may lie before its report and still be believed: a failed report is sent again by
/// hand days later, but a clock that is a year off must not hide an exam from today's board.
const REPORTED_LATE_DAYS: i64 = 31;

/// Which of the two services.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// N-CREATE.
    Create,
    /// N-SET.
    Set,
}

/// A message that arrived.
pub(crate) struct Arrival {
    pub(crate) received_at: i64,
    pub(crate) today: NaiveDate,
    pub(crate) caller: Caller,
    pub(crate) kind: Kind,
    pub(crate) message: PerformedStepMessage,
    /// How performed steps of the caller are taken.
    pub(crate) profile: PerformedProfile,
    /// AE titles of who is told of it.
    pub(crate) subscribers: Vec<String>,
}

/// What a message did.
pub(crate) struct Effect {
    /// The answer.
    pub(crate) outcome: Outcome,
    /// The performed step that is new or changed.
    pub(crate) performed_step: Option<i64>,
    /// The scheduled steps linked to it, with their statuses now.
    pub(crate) statuses: Vec<(i64, StepStatus)>,
    /// The scheduled step that was meant although the patient differs.
    pub(crate) meant: Option<i64>,
    /// What a person should be told.
    pub(crate) notice: Option<NoticeKind>,
    /// PerformedStationAETitle.
    pub(crate) station: String,
    /// Calling AE title.
    pub(crate) calling: String,
    /// Number of the stored message.
    pub(crate) message: i64,
}

impl Effect {
    fn answer(arrival: &Arrival, outcome: Outcome) -> Self {
        Self {
            outcome,
            performed_step: None,
            statuses: Vec::new(),
            meant: None,
            notice: None,
            station: String::new(),
            calling: arrival.caller.calling_ae_title.clone(),
            message: 0,
        }
    }

    /// The exam on screen that it belongs to.
    pub(crate) fn exam(&self) -> ExamId {
        match self.statuses.first() {
            Some((step, _)) => Exam::Scheduled(*step).id(),
            None => Exam::Performed(self.performed_step.unwrap_or_default()).id(),
        }
    }
}

/// What the message table keeps beside the bytes.
#[derive(Default)]
struct Known {
    status: Option<PerformedStatus>,
    counts: Counts,
    findings: Vec<String>,
}

/// Stores a message and takes it into effect.
///
/// # Errors
/// When the database refuses; nothing is stored then.
pub(crate) fn take(session: &mut Session<'_>, arrival: Arrival) -> Result<Effect, StorageError> {
    let assumed = in_assumed_character_set(&arrival);
    let decoded = assumed.as_ref().map(Ok);
    let (mut effect, known) = match decoded.unwrap_or(arrival.message.report.as_ref()) {
        Ok(report) => match arrival.kind {
            Kind::Create => create(session, &arrival, report)?,
            Kind::Set => set(session, &arrival, report)?,
        },
        Err(problem) => {
            let outcome = Outcome {
                status: dimse::status::PROCESSING_FAILURE,
                sop_instance_uid: arrival.message.sop_instance_uid.clone(),
                comment: problem.clone(),
                ..Outcome::default()
            };
            (Effect::answer(&arrival, outcome), Known::default())
        }
    };
    if let Some(event) = events::of_message(arrival.kind, &effect, known.status) {
        let uid = &effect.outcome.sop_instance_uid;
        session.add_notifications(&arrival.subscribers, uid, event, arrival.received_at)?;
    }
    effect.message = session.add_message(NewMessage {
        received_at: arrival.received_at,
        peer: arrival.caller.address.to_canonical().to_string(),
        calling_ae_title: arrival.caller.calling_ae_title,
        called_ae_title: arrival.caller.called_ae_title,
        service: match arrival.kind {
            Kind::Create => "N-CREATE",
            Kind::Set => "N-SET",
        },
        sop_instance_uid: effect.outcome.sop_instance_uid.clone(),
        status: effect.outcome.status,
        comment: effect.outcome.comment.clone(),
        transfer_syntax: arrival.message.transfer_syntax,
        data_set: arrival.message.data_set.to_vec(),
        findings: known.findings,
        performed_status: known.status,
        series: known.counts.series,
        images: known.counts.images,
    })?;
    Ok(effect)
}

fn create(
    session: &mut Session<'_>,
    arrival: &Arrival,
    report: &Report,
) -> Result<(Effect, Known), StorageError> {
    let sent = arrival.message.sop_instance_uid.as_str();
    let uid = if sent.is_empty() {
        crate::schedule::new_uid()
    } else if let Some(uid) = Uid::new(sent) {
        uid
    } else {
        let outcome = Outcome {
            status: dimse::status::INVALID_SOP_INSTANCE,
            sop_instance_uid: sent.to_owned(),
            comment: "the SOP Instance UID breaks the rules of UIDs".to_owned(),
            ..Outcome::default()
        };
        return Ok((Effect::answer(arrival, outcome), Known::default()));
    };
    let mut existing = session.performed_step_by_uid(uid.as_str())?;
    if let Some(existing) = &mut existing {
        session.fill_references(existing)?;
    }
    if existing.is_none()
        && let Some(refused) = strict::create(arrival)
    {
        return Ok(refused);
    }
    let known = existing
        .as_ref()
        .map(|stored| performed_step_of(stored, &uid));
    let creation = Creation {
        sop_instance_uid: &uid,
        calling_ae_title: &arrival.caller.calling_ae_title,
        report,
    };
    match performed_step::create(known.as_ref(), creation) {
        Ok(Created::New(step)) => add(session, arrival, &step),
        Ok(Created::Repeat) => {
            let effect = Effect::answer(arrival, success(&uid));
            let known = existing.map(|stored| Known {
                status: stored.status,
                counts: Counts {
                    series: stored.series,
                    images: stored.images,
                    others: 0,
                },
                findings: vec![Deviation::of("", Fault::Repeated).to_string()],
            });
            Ok((effect, known.unwrap_or_default()))
        }
        Err(refusal) => Ok(refused(arrival, refusal)),
    }
}

fn add(
    session: &mut Session<'_>,
    arrival: &Arrival,
    step: &PerformedStep,
) -> Result<(Effect, Known), StorageError> {
    let counts = Counts::of(&step.report);
    let links = linking::find(session, &step.report)?;
    let summary = PerformedSummary {
        id: 0,
        sop_instance_uid: step.sop_instance_uid.as_str().to_owned(),
        revision: 1,
        status: Some(step.status),
        calling_ae_title: step.calling_ae_title.clone(),
        report: step.report.clone(),
        series: counts.series,
        images: counts.images,
        board_day: board_day(step.report.start_date, arrival.today),
        received_at: arrival.received_at,
        last_message_at: arrival.received_at,
        final_at: None,
        mismatched_step: links.meant,
        linked: !links.steps.is_empty(),
        by_person: ByPerson::default(),
    };
    let id = session.add_performed_step(&summary, &step.report)?;
    let statuses = linking::link(session, id, &links, arrival.received_at)?;
    let notice = notice_of_start(&links);
    let effect = Effect {
        performed_step: Some(id),
        statuses,
        meant: links.meant,
        notice,
        station: station_of(&step.report),
        ..Effect::answer(arrival, success(&step.sop_instance_uid))
    };
    let known = Known {
        status: Some(step.status),
        counts,
        findings: step.report.findings.clone(),
    };
    Ok((effect, known))
}

fn set(
    session: &mut Session<'_>,
    arrival: &Arrival,
    report: &Report,
) -> Result<(Effect, Known), StorageError> {
    let mut existing = match Uid::new(&arrival.message.sop_instance_uid) {
        Some(uid) => session
            .performed_step_by_uid(uid.as_str())?
            .map(|stored| (uid, stored)),
        None => None,
    };
    if let Some((_, stored)) = &mut existing {
        session.fill_series(stored)?;
    }
    let known = existing
        .as_ref()
        .map(|(uid, stored)| performed_step_of(stored, uid));
    let decoded = existing
        .as_ref()
        .and_then(|(_, stored)| in_character_set_of(stored, arrival, report));
    let report = decoded.as_ref().unwrap_or(report);
    if let Some(known) = &known
        && let Some(refused) = strict::set(session, arrival, known)?
    {
        return Ok(refused);
    }
    let update = match performed_step::set(known.as_ref(), report) {
        Ok(update) => update,
        Err(refusal) => {
            let (mut effect, mut known) = refused(arrival, refusal);
            if let Some((_, stored)) = existing {
                if refusal == Refusal::AlreadyFinal {
                    session.count_late_message(stored.id)?;
                    effect.performed_step = Some(stored.id);
                    effect.statuses = linking::statuses(session, stored.id)?;
                }
                known.status = stored.status;
                known.counts = Counts {
                    series: stored.series,
                    images: stored.images,
                    others: 0,
                };
            }
            return Ok((effect, known));
        }
    };
    let Some((uid, stored)) = existing else {
        return Ok(refused(arrival, Refusal::Unknown));
    };
    change(
        session,
        arrival,
        Changing {
            uid,
            stored,
            update,
            report,
        },
    )
}

/// An N-SET that does not say its character set has that of its N-CREATE (PS3.4 F.7.2.2.1): read
/// again so, when that makes a difference.
fn in_character_set_of(
    stored: &PerformedSummary,
    arrival: &Arrival,
    report: &Report,
) -> Option<Report> {
    let character_set = stored.report.character_set.as_deref()?;
    let message = &arrival.message;
    if report.character_set.is_some() || message.data_set.is_ascii() {
        return None;
    }
    dimse::decode_report(
        &message.data_set,
        message.transfer_syntax,
        dimse::Operation::Set,
        character_set,
    )
    .ok()
}

/// A message that does not say its character set has the one that is assumed for its device: read
/// again so, when that makes a difference. An N-SET has that of its N-CREATE, if that said one.
fn in_assumed_character_set(arrival: &Arrival) -> Option<Report> {
    let assumed = arrival.profile.assumed_character_set.as_deref()?;
    let message = &arrival.message;
    let report = message.report.as_ref().ok()?;
    if report.character_set.is_some() || message.data_set.is_ascii() {
        return None;
    }
    let operation = match arrival.kind {
        Kind::Create => dimse::Operation::Create,
        Kind::Set => dimse::Operation::Set,
    };
    let syntax = message.transfer_syntax;
    dimse::decode_report(&message.data_set, syntax, operation, assumed).ok()
}

/// What an accepted N-SET changes.
struct Changing<'a> {
    uid: Uid,
    stored: PerformedSummary,
    update: performed_step::Update,
    report: &'a Report,
}

fn change(
    session: &mut Session<'_>,
    arrival: &Arrival,
    changing: Changing<'_>,
) -> Result<(Effect, Known), StorageError> {
    let Changing {
        uid,
        stored,
        update,
        report,
    } = changing;
    let status = update.step.status;
    let counts = Counts::of(&update.step.report);
    let ends = status.is_final();
    let now = PerformedSummary {
        revision: stored.revision + 1,
        status: Some(status),
        series: counts.series,
        images: counts.images,
        last_message_at: arrival.received_at,
        final_at: ends.then_some(arrival.received_at),
        report: update.step.report,
        ..stored
    };
    session.change_performed_step(&now, report)?;
    let statuses = if ends {
        linking::follow(session, now.id)?
    } else {
        linking::statuses(session, now.id)?
    };
    let effect = Effect {
        performed_step: Some(now.id),
        statuses,
        meant: now.mismatched_step,
        notice: (status == PerformedStatus::Discontinued).then_some(NoticeKind::Discontinued),
        station: station_of(&now.report),
        ..Effect::answer(arrival, success(&uid))
    };
    let known = Known {
        status: Some(status),
        counts,
        findings: update.findings,
    };
    Ok((effect, known))
}

fn performed_step_of(stored: &PerformedSummary, uid: &Uid) -> PerformedStep {
    PerformedStep {
        sop_instance_uid: uid.clone(),
        calling_ae_title: stored.calling_ae_title.clone(),
        status: stored.status.unwrap_or(PerformedStatus::InProgress),
        report: stored.report.clone(),
    }
}

fn success(uid: &Uid) -> Outcome {
    Outcome {
        status: 0,
        sop_instance_uid: uid.as_str().to_owned(),
        ..Outcome::default()
    }
}

fn refused(arrival: &Arrival, refusal: Refusal) -> (Effect, Known) {
    let outcome = Outcome {
        status: refusal.status(),
        sop_instance_uid: arrival.message.sop_instance_uid.clone(),
        comment: refusal.comment().to_owned(),
        error_id: refusal.error_id(),
        ..Outcome::default()
    };
    (Effect::answer(arrival, outcome), Known::default())
}

fn notice_of_start(links: &Links) -> Option<NoticeKind> {
    if links.meant.is_some() {
        Some(NoticeKind::PatientMismatch)
    } else if links.steps.is_empty() {
        Some(NoticeKind::Unscheduled)
    } else {
        None
    }
}

fn station_of(report: &Report) -> String {
    report
        .station_ae_title
        .as_ref()
        .map(AeTitle::as_str)
        .unwrap_or_default()
        .to_owned()
}

/// The day whose board shows a performed step.
fn board_day(start: Option<NaiveDate>, today: NaiveDate) -> NaiveDate {
    match start {
        Some(start) if (-1..=REPORTED_LATE_DAYS).contains(&(today - start).num_days()) => start,
        Some(_) | None => today,
    }
}
