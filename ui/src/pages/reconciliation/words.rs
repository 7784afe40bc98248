//! What happened and what to do, in one sentence a kind; decisions and what they change in words.

use super::draft::{Missing, Slot};
use crate::{
    components::{
        discrepancy::{decision_word, kind_words},
        glyph::Glyph,
        icon::Icon,
        status::status_word,
    },
    format, t,
};
use contract::{
    StepStatus,
    reconciliation::{
        Candidate, CaseEventKind, CaseView, ComparedField, Consequence, DecisionKind,
        DiscrepancyKind, Obstacle, ReasonKind, Section, Verdict,
    },
};

/// What happened and what to do about it.
pub fn sentence(case: &CaseView) -> String {
    let item = &case.item;
    let day = format::day_of(item.raised);
    let known = |value: &str| {
        if value.is_empty() {
            t!("nothing-said")
        } else {
            moment_of(value, &day).unwrap_or_else(|| value.to_owned())
        }
    };
    let expected = known(&item.expected);
    let actual = known(&item.actual);
    let station = if item.station_name.is_empty() {
        t!("the-scanner")
    } else {
        item.station_name.clone()
    };
    match item.kind {
        DiscrepancyKind::PatientMismatch => t!(
            "tells-patient-mismatch",
            expected = expected,
            actual = actual,
            station = station
        ),
        DiscrepancyKind::Unscheduled => unscheduled(case, station, actual),
        DiscrepancyKind::LateralityDiffers => {
            t!(
                "tells-laterality-differs",
                expected = expected,
                actual = actual
            )
        }
        DiscrepancyKind::CanceledButPerformed => t!(
            "tells-canceled-but-performed",
            expected = expected,
            actual = actual,
            station = station
        ),
        DiscrepancyKind::WrongWorklistEntry => t!(
            "tells-wrong-worklist-entry",
            expected = expected,
            actual = actual,
            station = station
        ),
        DiscrepancyKind::StuckInProgress => t!(
            "tells-stuck-in-progress",
            expected = expected,
            actual = actual,
            station = station
        ),
        DiscrepancyKind::ProcedureDiffers => {
            t!(
                "tells-procedure-differs",
                expected = expected,
                actual = actual
            )
        }
        DiscrepancyKind::ProtocolDiffers => {
            t!(
                "tells-protocol-differs",
                expected = expected,
                actual = actual
            )
        }
        DiscrepancyKind::MissingSeries => {
            t!("tells-missing-series", expected = expected, actual = actual)
        }
        DiscrepancyKind::ExtraSeries => {
            t!("tells-extra-series", expected = expected, actual = actual)
        }
        DiscrepancyKind::NoSeries => t!(
            "tells-no-series",
            expected = expected,
            actual = actual,
            station = station
        ),
        DiscrepancyKind::ModalityDiffers => {
            t!(
                "tells-modality-differs",
                expected = expected,
                actual = actual
            )
        }
        DiscrepancyKind::StationDiffers => {
            t!(
                "tells-station-differs",
                expected = expected,
                actual = actual
            )
        }
        DiscrepancyKind::DuplicateStep => t!(
            "tells-duplicate-step",
            expected = expected,
            actual = actual,
            station = station
        ),
        DiscrepancyKind::MissingPerformedStep => t!(
            "tells-missing-performed-step",
            expected = expected,
            actual = actual,
            station = station
        ),
        DiscrepancyKind::DiscontinuedWithoutReason => t!(
            "tells-discontinued-without-reason",
            expected = expected,
            actual = actual,
            station = station
        ),
        DiscrepancyKind::LateUpdate => t!(
            "tells-late-update",
            expected = expected,
            actual = actual,
            station = station
        ),
        DiscrepancyKind::BillingDiffers => {
            t!(
                "tells-billing-differs",
                expected = expected,
                actual = actual
            )
        }
    }
}

/// An instant of the data, `2026-11-24T09:28`, as it is read on screen; `None` for anything else.
fn moment_of(value: &str, today: &str) -> Option<String> {
    let (day, time) = value.split_once('T')?;
    let slot = Slot {
        day: day.to_owned(),
        time: time.to_owned(),
    };
    let is_whole = day.len() == 10 && time.len() == 5;
    let instant = slot.instant().filter(|_| is_whole)?;
    Some(format::moment(instant, today))
}

fn unscheduled(case: &CaseView, station: String, actual: String) -> String {
    let told = t!("tells-unscheduled", station = station, actual = actual);
    let advice = match case.candidates.first() {
        Some(best) => t!(
            "tells-best-candidate",
            number = number(best),
            station = best.station_name.clone(),
            time = best.planned_start.map(format::time).unwrap_or_default()
        ),
        None => t!("tells-no-candidate"),
    };
    format!("{told} {advice}")
}

/// What names an order: its accession number, or that it has none.
pub fn number(candidate: &Candidate) -> String {
    number_of(&candidate.accession_number)
}

/// An accession number, or that there is none.
pub fn number_of(accession_number: &str) -> String {
    if accession_number.is_empty() {
        t!("no-accession")
    } else {
        accession_number.to_owned()
    }
}

/// Why a decision cannot be made now.
pub fn obstacle_words(obstacle: Obstacle) -> String {
    match obstacle {
        Obstacle::NotLinked => t!("obstacle-not-linked"),
        Obstacle::Linked => t!("obstacle-linked"),
        Obstacle::NoPatientId => t!("obstacle-no-patient-id"),
        Obstacle::Runs => t!("obstacle-runs"),
        Obstacle::Ended => t!("obstacle-ended"),
        Obstacle::Started => t!("obstacle-started"),
    }
}

/// The icon of a decision.
pub fn decision_icon(decision: DecisionKind) -> Icon {
    match decision {
        DecisionKind::Link => Icon::Link,
        DecisionKind::Split => Icon::Split,
        DecisionKind::Unlink => Icon::Unlink,
        DecisionKind::KeepUnscheduled => Icon::Plus,
        DecisionKind::WrongEntry | DecisionKind::NoShow => Icon::Close,
        DecisionKind::Accept => Icon::Check,
        DecisionKind::Close => Icon::Clock,
        DecisionKind::GiveReason => Icon::List,
        DecisionKind::Correct => Icon::Pencil,
        DecisionKind::Reschedule => Icon::Undo,
        DecisionKind::Dismiss => Icon::File,
    }
}

/// What the button at the foot does: verb and object.
pub fn primary_words(decision: DecisionKind, orders: &[String], many: usize) -> String {
    let first = orders.first().cloned();
    let words = match decision {
        DecisionKind::Link => match first {
            Some(number) => t!("do-link", number = number),
            None => t!("decision-link"),
        },
        DecisionKind::Split => match orders.len() {
            0 | 1 => t!("decision-split"),
            count => t!("do-split", count = count),
        },
        DecisionKind::Unlink => t!("decision-unlink"),
        DecisionKind::KeepUnscheduled => t!("decision-keep-unscheduled"),
        DecisionKind::WrongEntry => t!("do-wrong-entry"),
        DecisionKind::Accept => t!("do-accept"),
        DecisionKind::Close => t!("do-close"),
        DecisionKind::GiveReason => t!("do-give-reason"),
        DecisionKind::Correct => t!("do-correct"),
        DecisionKind::NoShow => t!("do-no-show"),
        DecisionKind::Reschedule => t!("decision-reschedule"),
        DecisionKind::Dismiss => t!("do-dismiss"),
    };
    if many > 1 {
        t!("for-many", words = words, count = many)
    } else {
        words
    }
}

/// What was done, for the message at the bottom.
pub fn said(decision: DecisionKind, who: String, orders: &[String], many: usize) -> String {
    if many > 1 {
        return t!(
            "said-many",
            decision = decision_word(decision),
            count = many
        );
    }
    let number = orders.join(", ");
    match decision {
        DecisionKind::Link => t!("said-link", patient = who, number = number),
        DecisionKind::Split => t!("said-split", patient = who, number = number),
        DecisionKind::Unlink => t!("said-unlink", patient = who),
        DecisionKind::KeepUnscheduled => t!("said-keep-unscheduled", patient = who),
        DecisionKind::WrongEntry => t!("said-wrong-entry", patient = who),
        DecisionKind::Accept => t!("said-accept", patient = who),
        DecisionKind::Close => t!("said-close", patient = who),
        DecisionKind::GiveReason => t!("said-give-reason", patient = who),
        DecisionKind::Correct => t!("said-correct", patient = who),
        DecisionKind::NoShow => t!("said-no-show", patient = who),
        DecisionKind::Reschedule => t!("said-reschedule", patient = who),
        DecisionKind::Dismiss => t!("said-dismiss", patient = who),
    }
}

/// What lacks, as what to do about it.
pub fn missing_words(missing: Missing) -> String {
    match missing {
        Missing::Choice => t!("missing-choice"),
        Missing::Forbidden => t!("missing-forbidden"),
        Missing::Order => t!("missing-order"),
        Missing::SecondOrder => t!("missing-second-order"),
        Missing::Side => t!("missing-side"),
        Missing::Reason => t!("missing-reason"),
        Missing::Code => t!("missing-code"),
        Missing::Slot => t!("missing-slot"),
        Missing::Correction => t!("missing-correction"),
    }
}

/// A sign before a consequence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// A state.
    Glyph(Glyph),
    /// Anything else.
    Icon(Icon),
}

/// What a decision changes, with its sign.
pub fn consequence_words(consequence: &Consequence) -> (Sign, String) {
    match consequence {
        Consequence::Status {
            accession_number,
            from,
            to,
        } => {
            let words = t!(
                "changes-status",
                number = number_of(accession_number),
                from = status_word(*from),
                to = status_word(*to)
            );
            (Sign::Glyph(sign_of(*to)), words)
        }
        Consequence::Moves {
            accession_number,
            station_name,
        } => {
            let words = t!(
                "changes-moves",
                number = number_of(accession_number),
                station = station_name.clone()
            );
            (Sign::Icon(Icon::ArrowRight), words)
        }
        Consequence::CreatesOrder => (Sign::Icon(Icon::Plus), t!("changes-creates-order")),
        Consequence::Closes { kinds } => {
            let words = t!("changes-closes", kinds = kind_words(kinds));
            (Sign::Icon(Icon::Check), words)
        }
        Consequence::Opens { kinds } => {
            let words = t!("changes-opens", kinds = kind_words(kinds));
            (Sign::Icon(Icon::Bell), words)
        }
        Consequence::Charges { lines } => (
            Sign::Icon(Icon::Receipt),
            t!("changes-charges", count = *lines),
        ),
        Consequence::NothingCharged => (Sign::Icon(Icon::Receipt), t!("changes-nothing-charged")),
        Consequence::SamePerson => (Sign::Icon(Icon::Link), t!("changes-same-person")),
        Consequence::OnlyAudited => (Sign::Icon(Icon::List), t!("changes-only-audited")),
    }
}

fn sign_of(status: StepStatus) -> Glyph {
    crate::components::status::status_glyph(status)
}

/// A reason for or against a candidate.
pub fn reason_words(what: ReasonKind, agrees: bool) -> String {
    let pair = |same: String, other: String| if agrees { same } else { other };
    match what {
        ReasonKind::Study => pair(t!("same-study"), t!("other-study")),
        ReasonKind::Accession => pair(t!("same-accession"), t!("other-accession")),
        ReasonKind::StepId => pair(t!("same-step-id"), t!("other-step-id")),
        ReasonKind::PatientId => pair(t!("same-patient-id"), t!("other-patient-id")),
        ReasonKind::Demographics => pair(t!("same-demographics"), t!("other-demographics")),
        ReasonKind::Procedure => pair(t!("same-procedure"), t!("other-procedure")),
        ReasonKind::Station => pair(t!("same-station"), t!("other-station")),
        ReasonKind::Modality => pair(t!("same-modality"), t!("other-modality")),
        ReasonKind::Time => pair(t!("near-in-time"), t!("far-in-time")),
        ReasonKind::Laterality => pair(t!("same-side"), t!("other-side")),
        ReasonKind::Free => pair(t!("order-is-free"), t!("order-is-performed")),
    }
}

/// The words of a section of the comparison.
pub fn section_word(section: Section) -> String {
    match section {
        Section::Patient => t!("patient"),
        Section::Order => t!("order"),
        Section::Acquisition => t!("acquisition"),
    }
}

/// The words of a compared field.
pub fn field_word(field: ComparedField) -> String {
    match field {
        ComparedField::Name => t!("field-name"),
        ComparedField::PatientId => t!("patient-id"),
        ComparedField::BirthDateAndSex => t!("field-birth-date-sex"),
        ComparedField::Accession => t!("accession"),
        ComparedField::StepId => t!("field-step-id"),
        ComparedField::ProcedureCode => t!("procedure-code"),
        ComparedField::ProtocolCodes => t!("field-protocol-codes"),
        ComparedField::Laterality => t!("field-laterality"),
        ComparedField::BodyPart => t!("field-body-part"),
        ComparedField::Station => t!("station"),
        ComparedField::Modality => t!("modality"),
        ComparedField::Start => t!("start"),
        ComparedField::Series => t!("field-series"),
        ComparedField::Images => t!("images"),
        ComparedField::Contrast => t!("contrast"),
    }
}

/// The words of a verdict.
pub fn verdict_word(verdict: Verdict) -> String {
    match verdict {
        Verdict::Same => t!("verdict-same"),
        Verdict::Similar => t!("verdict-similar"),
        Verdict::Differs => t!("verdict-differs"),
        Verdict::Missing => t!("verdict-missing"),
        Verdict::Added => t!("verdict-added"),
        Verdict::NoRule => String::new(),
    }
}

/// What happened to an item.
pub fn event_word(event: CaseEventKind) -> String {
    match event {
        CaseEventKind::Raised => t!("event-raised"),
        CaseEventKind::Resolved => t!("event-resolved"),
        CaseEventKind::Decided => t!("event-decided"),
        CaseEventKind::Dismissed => t!("event-dismissed"),
        CaseEventKind::Reopened => t!("event-reopened"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_of_the_data_is_read_as_a_time() {
        let today = "2026-11-24";
        assert_eq!(
            moment_of("2026-11-24T09:28", today).as_deref(),
            Some("09:28")
        );
        assert_eq!(
            moment_of("2026-11-23T09:28", today).as_deref(),
            Some("Mon 23 Nov 09:28")
        );
        assert_eq!(moment_of("CT head", today), None);
        assert_eq!(moment_of("Topogram", today), None);
    }
}
