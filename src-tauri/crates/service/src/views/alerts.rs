//! The open alerts, from today's exams, the stations and the waiting callers.

use crate::clock;
use crate::department::Department;
use crate::views::map::{self, Exam};
use crate::views::{board, card};
use chrono::NaiveDate;
use contract::alerts::{Alert, AlertKind, Severity};
use contract::board::{ExamCard, Lane};
use contract::reconciliation::DiscrepancyKind;
use contract::{Failure, StepStatus, WallTime};
use domain::alert::{self, CallerFacts, ExamFacts, ExamKey, Facts, StationFacts, UntoldFacts};
use domain::exam::{Thresholds, Times};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use storage::{Notification, Session, StorageError, WaitingCaller};

impl Department {
    /// All open alerts, most urgent first.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn show_alerts(self: &Arc<Self>) -> Result<Vec<Alert>, Failure> {
        self.read(|department, session| {
            let cards = card::cards_of_day(department, session, department.clock.today())?;
            let callers = session.callers()?;
            open(department, session, cards.iter(), &callers)
        })
        .await
    }
}

/// The alerts that hold now.
pub(crate) fn open<'a>(
    department: &Department,
    session: &mut Session<'_>,
    cards: impl Iterator<Item = &'a ExamCard>,
    callers: &[WaitingCaller],
) -> Result<Vec<Alert>, StorageError> {
    let cards: Vec<&ExamCard> = cards.collect();
    let exams: Vec<ExamFacts<'_>> = cards.iter().copied().filter_map(exam_facts).collect();
    let lanes = board::lanes(department, cards.iter().copied());
    let loads = board::loads(cards.iter().copied());
    let today = department.clock.today();
    let stations: Vec<StationFacts<'_>> = lanes
        .iter()
        .map(|lane| station_facts(today, lane, &loads))
        .collect();
    let callers: Vec<CallerFacts<'_>> = callers
        .iter()
        .map(|caller| CallerFacts {
            id: caller.id,
            ae_title: &caller.calling_ae_title,
            first_seen: clock::wall_of(caller.first_seen_at),
        })
        .collect();
    let given_up = session.given_up_notifications()?;
    let untold = untold(&given_up);
    let facts = Facts {
        exams: &exams,
        stations: &stations,
        callers: &callers,
        untold: &untold,
    };
    let found = alert::alerts(&facts, &Thresholds::default(), department.clock.wall());
    let stuck: HashSet<_> = cards
        .iter()
        .filter(|card| is_open(card, DiscrepancyKind::StuckInProgress))
        .map(|card| card.id.clone())
        .collect();
    let by_id: HashMap<_, &ExamCard> = cards
        .iter()
        .copied()
        .map(|card| (card.id.clone(), card))
        .collect();
    let shown: Result<Vec<Alert>, StorageError> = found
        .into_iter()
        .filter(|alert| match alert.kind {
            alert::AlertKind::Stuck { .. } => {
                let id = alert.exam.map(exam_id);
                id.is_some_and(|id| stuck.contains(&id))
            }
            alert::AlertKind::PatientMismatch
            | alert::AlertKind::CanceledAfterStart
            | alert::AlertKind::Unscheduled
            | alert::AlertKind::DiscontinuedWithoutReason
            | alert::AlertKind::StationSilent { .. }
            | alert::AlertKind::Late { .. }
            | alert::AlertKind::NotTold { .. }
            | alert::AlertKind::UnknownCaller { .. } => true,
        })
        .map(|alert| {
            let id = alert.exam.map(exam_id);
            let card = id.as_ref().and_then(|id| by_id.get(id)).copied();
            let kind = kind(session, &alert)?;
            Ok(Alert {
                id: alert.id,
                severity: severity(alert.kind.severity()),
                kind,
                since: clock::to_contract(alert.since),
                exam: id,
                station_name: if alert.station.is_empty() {
                    String::new()
                } else {
                    department.registry().station_name(&alert.station)
                },
                station: alert.station,
                patient: card.map(|card| card.patient.clone()),
                accession_number: card
                    .map(|card| card.accession_number.clone())
                    .unwrap_or_default(),
            })
        })
        .collect();
    let mut shown = shown?;
    shown.extend(certificate(department));
    Ok(shown)
}

/// Days before its end from which a certificate is shown: ordering another takes a while.
const CERTIFICATE_DAYS: i64 = 30;
const DAY: i64 = 24 * 3600 * 1000;

/// The certificate of the TLS listener, when it ends soon.
fn certificate(department: &Department) -> Option<Alert> {
    let expires = department.certificate_expiry()?;
    let days = (expires - department.clock.now()).div_euclid(DAY);
    (days < CERTIFICATE_DAYS).then(|| Alert {
        id: "certificate".to_owned(),
        severity: Severity::Review,
        kind: AlertKind::CertificateExpires {
            days: i32::try_from(days).unwrap_or(i32::MIN),
        },
        since: clock::instant_to_contract(expires - CERTIFICATE_DAYS * DAY),
        exam: None,
        station_name: String::new(),
        station: String::new(),
        patient: None,
        accession_number: String::new(),
    })
}

fn exam_id(key: ExamKey) -> contract::ExamId {
    match key {
        ExamKey::Scheduled(id) => Exam::Scheduled(id).id(),
        ExamKey::Performed(id) => Exam::Performed(id).id(),
    }
}

fn exam_facts(card: &ExamCard) -> Option<ExamFacts<'_>> {
    let wall = |at: Option<WallTime>| at.map(clock::from_contract);
    let started = wall(card.started);
    // What a person decided or dismissed is no alert any more.
    let when = |holds: bool, kind: DiscrepancyKind| {
        if holds && is_open(card, kind) {
            started.or(wall(card.last_message))
        } else {
            None
        }
    };
    let unexplained = card.status == StepStatus::Discontinued
        && card.discontinuation.is_none()
        && is_open(card, DiscrepancyKind::DiscontinuedWithoutReason);
    Some(ExamFacts {
        exam: match Exam::parse(&card.id)? {
            Exam::Scheduled(id) => ExamKey::Scheduled(id),
            Exam::Performed(id) => ExamKey::Performed(id),
        },
        station: &card.station,
        times: Times {
            status: map::status_from(card.status),
            planned_start: wall(card.planned_start),
            started,
            last_message: wall(card.last_message),
            expected_minutes: card.expected_minutes,
        },
        patient_differs_since: when(card.patient_differs, DiscrepancyKind::PatientMismatch),
        canceled_after_start_since: when(
            card.canceled_after_start,
            DiscrepancyKind::CanceledButPerformed,
        ),
        unscheduled_since: when(card.unscheduled, DiscrepancyKind::Unscheduled),
        discontinued_without_reason_since: if unexplained {
            wall(card.ended.or(card.last_message))
        } else {
            None
        },
    })
}

fn is_open(card: &ExamCard, kind: DiscrepancyKind) -> bool {
    card.discrepancies.iter().any(|open| open.kind == kind)
}

fn station_facts<'a>(
    today: NaiveDate,
    lane: &'a Lane,
    loads: &HashMap<&str, board::Load>,
) -> StationFacts<'a> {
    let load = loads.get(lane.station.as_str());
    let heard = lane.last_heard.map(clock::from_contract);
    StationFacts {
        station: &lane.station,
        last_heard: heard.filter(|heard| heard.date() == today),
        waited_for: load.and_then(|load| load.waited_for),
        running_exams: load.map_or(0, |load| load.running),
    }
}

/// One alert a subscriber: what was given up first says since when, what was given up last says why.
fn untold(given_up: &[Notification]) -> Vec<UntoldFacts<'_>> {
    let mut found: Vec<UntoldFacts<'_>> = Vec::new();
    for event in given_up {
        let mut known = found.iter_mut();
        match known.find(|known| known.subscriber == event.subscriber) {
            Some(known) => {
                known.count += 1;
                known.problem = &event.problem;
            }
            None => found.push(UntoldFacts {
                subscriber: &event.subscriber,
                count: 1,
                problem: &event.problem,
                since: clock::wall_of(event.given_up_at.unwrap_or(event.created_at)),
            }),
        }
    }
    found
}

fn severity(severity: alert::Severity) -> Severity {
    match severity {
        alert::Severity::BlocksReading => Severity::BlocksReading,
        alert::Severity::Review => Severity::Review,
        alert::Severity::Info => Severity::Info,
    }
}

fn kind(session: &mut Session<'_>, alert: &alert::Alert) -> Result<AlertKind, StorageError> {
    Ok(match &alert.kind {
        alert::AlertKind::PatientMismatch => AlertKind::PatientMismatch {
            scheduled: scheduled_name(session, alert.exam)?,
        },
        alert::AlertKind::Stuck {
            elapsed_minutes,
            expected_minutes,
            last_message,
        } => AlertKind::Stuck {
            elapsed_minutes: *elapsed_minutes,
            expected_minutes: *expected_minutes,
            last_message: clock::to_contract(*last_message),
        },
        alert::AlertKind::CanceledAfterStart => AlertKind::CanceledAfterStart,
        alert::AlertKind::Unscheduled => AlertKind::Unscheduled,
        alert::AlertKind::DiscontinuedWithoutReason => AlertKind::DiscontinuedWithoutReason,
        alert::AlertKind::StationSilent { last_heard } => AlertKind::StationSilent {
            last_heard: last_heard.map(clock::to_contract),
        },
        alert::AlertKind::Late { minutes } => AlertKind::Late { minutes: *minutes },
        alert::AlertKind::NotTold { count, problem } => AlertKind::NotTold {
            count: *count,
            problem: problem.clone(),
        },
        alert::AlertKind::UnknownCaller { ae_title } => AlertKind::UnknownCaller {
            ae_title: ae_title.clone(),
        },
    })
}

/// Whom the scheduled step that was meant is for.
fn scheduled_name(
    session: &mut Session<'_>,
    exam: Option<ExamKey>,
) -> Result<contract::Name, StorageError> {
    let Some(ExamKey::Performed(id)) = exam else {
        return Ok(contract::Name::default());
    };
    let performed = session.performed_steps(&[id])?;
    let Some(step) = performed
        .first()
        .and_then(|performed| performed.mismatched_step)
    else {
        return Ok(contract::Name::default());
    };
    let stored = session.scheduled_step(step)?;
    Ok(stored
        .map(|stored| map::name(&stored.step.patient.name))
        .unwrap_or_default())
}
