//! What past exams suggest for the catalogue.

use super::form::form_of;
use crate::registry::rooms_of;
use crate::views::exam::reported;
use chrono::{Days, NaiveDate};
use contract::protocols::Proposal;
use domain::AeTitle;
use domain::discrepancy::{Work, work_of_order};
use domain::protocol::{Catalogue, PastExam, propose};
use std::collections::BTreeMap;
use storage::{PastStep, Session, StorageError};

/// How far back exams are learned from: protocols of half a year ago may be another scanner's.
const DAYS: u64 = 90;
/// Performed steps that are read at most, the newest: some seconds of a large department's reports
/// would keep a person waiting.
const MOST_STEPS: i64 = 3000;
/// Entries proposed at once: a person looks at each.
const MOST_PROPOSALS: usize = 50;

/// Entries that the completed exams of the last days suggest, for procedures without one today.
pub(super) fn proposals(
    session: &mut Session<'_>,
    catalogue: &Catalogue,
    today: NaiveDate,
) -> Result<Vec<Proposal>, StorageError> {
    let from = today.checked_sub_days(Days::new(DAYS)).unwrap_or(today);
    let rooms = rooms_of(&session.devices()?);
    let mut steps = session.past_steps(from, today, MOST_STEPS)?;
    // What workstations and importers do is no exam that a protocol could be learned from.
    steps.retain(|step| {
        let report = &step.performed.report;
        work_of_order(report, station(step), &rooms) == Work::Acquisition
    });
    session.fill_what_protocols_name(steps.iter_mut().map(|step| &mut step.performed))?;
    let mut exams: BTreeMap<i64, Vec<&PastStep>> = BTreeMap::new();
    for step in &steps {
        exams.entry(step.scheduled_step).or_default().push(step);
    }
    let exams: Vec<PastExam<'_>> = exams
        .values()
        .filter_map(|steps| past_exam(steps))
        .collect();
    let proposals = propose(&exams, catalogue).into_iter();
    Ok(proposals
        .filter(|proposal| catalogue.find(&proposal.protocol.code, "", today).is_none())
        .take(MOST_PROPOSALS)
        .map(|proposal| Proposal {
            form: form_of(&proposal.protocol),
            exams: proposal.exams,
            occurrences: proposal.occurrences,
        })
        .collect())
}

/// An exam of its completed performed steps, in the order they came.
fn past_exam<'a>(steps: &[&'a PastStep]) -> Option<PastExam<'a>> {
    let mut steps = steps.to_vec();
    steps.sort_by_key(|step| step.performed.id);
    let first = steps.first()?;
    let report = &first.performed.report;
    Some(PastExam {
        code: &first.code,
        station: station(first),
        modality: report.modality.as_deref().unwrap_or_default(),
        day: first.performed.board_day,
        minutes: minutes(&steps),
        reports: steps.iter().map(|step| &step.performed.report).collect(),
    })
}

/// The AE title it was performed at: as reported, else of who created it.
fn station(step: &PastStep) -> &str {
    let reported = step.performed.report.station_ae_title.as_ref();
    reported.map_or(step.performed.calling_ae_title.as_str(), AeTitle::as_str)
}

/// Minutes from the first start to the last end; `None` when the times of any step are missing or
/// cannot be believed: one wrong clock would teach a wrong duration.
fn minutes(steps: &[&PastStep]) -> Option<u32> {
    let times = steps
        .iter()
        .map(|step| reported(&step.performed).believable());
    let times: Vec<_> = times.collect::<Option<_>>()?;
    let start = times.iter().map(|(start, _)| *start).min()?;
    let end = times.iter().map(|(_, end)| *end).max()?;
    u32::try_from((end - start).num_minutes()).ok()
}
