//! What a person has chosen and typed about an item, and the decision that makes of it.

use crate::{components::discontinuation::reason_code, format};
use contract::{
    Day, ExamId, WallTime,
    reconciliation::{
        AfterDiscontinuation, Candidate, CaseView, CorrectionForm, Decision, DecisionKind, Offer,
    },
};

/// What becomes of the order of a discontinued exam.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum After {
    /// It stays discontinued.
    #[default]
    Stay,
    /// Back to the schedule.
    Reschedule,
    /// Withdrawn.
    Cancel,
}

/// A day and a time as they are typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Slot {
    /// `YYYY-MM-DD`.
    pub day: Day,
    /// `HH:MM`.
    pub time: String,
}

impl Slot {
    /// The day and time of an instant.
    pub fn of(instant: WallTime) -> Self {
        Self {
            day: format::day_of(instant),
            time: format::time(instant),
        }
    }

    /// The instant, if day and time are whole.
    pub fn instant(&self) -> Option<WallTime> {
        let (hours, minutes) = self.time.split_once(':')?;
        let hours: WallTime = hours.parse().ok().filter(|hours| (0..24).contains(hours))?;
        let minutes: WallTime = minutes
            .get(..2)?
            .parse()
            .ok()
            .filter(|minutes| (0..60).contains(minutes))?;
        Some(format::midnight(&self.day)? + (hours * 60 + minutes) * format::MINUTE)
    }
}

/// What lacks for a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// Nothing is chosen.
    Choice,
    /// The service does not allow it now.
    Forbidden,
    /// An order.
    Order,
    /// A second order.
    SecondOrder,
    /// The check of the side.
    Side,
    /// A reason in words.
    Reason,
    /// A reason for the discontinuation.
    Code,
    /// A day and a time.
    Slot,
    /// A correction.
    Correction,
}

/// What a person has chosen and typed about an item.
#[derive(Clone, PartialEq, Default)]
pub struct Draft {
    /// The decision.
    pub chosen: Option<DecisionKind>,
    /// The order to link to.
    pub order: Option<ExamId>,
    /// The orders to split to.
    pub orders: Vec<ExamId>,
    /// The side was checked for this order.
    pub side_checked: bool,
    /// Why it is accepted or dismissed.
    pub reason: String,
    /// For the audit trail.
    pub note: String,
    /// Whether an exam that is ended here was completed.
    pub discontinued: bool,
    /// The Code Value of the reason of a discontinuation.
    pub code: String,
    /// When it ended.
    pub ended: Slot,
    /// What becomes of the order.
    pub after: After,
    /// What was done is not charged.
    pub free_of_charge: bool,
    /// The images are to be disregarded.
    pub disregard_images: bool,
    /// The new place on the schedule.
    pub slot: Slot,
    /// The performed step to correct.
    pub corrected: String,
    /// Its values.
    pub correction: CorrectionForm,
    /// Its start as typed.
    pub correction_started: Slot,
    /// Its end as typed.
    pub correction_ended: Slot,
}

impl Draft {
    /// What an item begins with.
    pub fn of(case: &CaseView, now: WallTime) -> Self {
        let can = |offer: &&Offer| offer.forbidden.is_none();
        let ended = case.performed_steps.iter().filter_map(|step| step.ended);
        let mut draft = Self {
            chosen: case.decisions.iter().find(can).map(|offer| offer.decision),
            order: case.preselected.clone(),
            ended: Slot::of(ended.max().unwrap_or(now)),
            slot: Slot {
                day: format::day_of(now),
                time: String::new(),
            },
            ..Self::default()
        };
        if let Some(step) = case.performed_steps.first() {
            draft.correct(case, &step.sop_instance_uid);
        }
        draft
    }

    /// Begins to correct a performed step.
    pub fn correct(&mut self, case: &CaseView, uid: &str) {
        let steps = &case.performed_steps;
        if let Some(step) = steps.iter().find(|step| step.sop_instance_uid == uid) {
            self.corrected = step.sop_instance_uid.clone();
            self.correction = step.form.clone();
            self.correction_started = step.form.started.map(Slot::of).unwrap_or_default();
            self.correction_ended = step.form.ended.map(Slot::of).unwrap_or_default();
        }
    }

    /// Chooses an order: the one to link to, or one more or less to split to.
    pub fn take_order(&mut self, exam: &ExamId) {
        if self.chosen == Some(DecisionKind::Split) {
            match self.orders.iter().position(|order| order == exam) {
                Some(place) => {
                    self.orders.remove(place);
                }
                None => self.orders.push(exam.clone()),
            }
        } else {
            self.chosen = Some(DecisionKind::Link);
            self.order = Some(exam.clone());
        }
        self.side_checked = false;
    }

    /// Whether an order is chosen.
    pub fn has_order(&self, exam: &ExamId) -> bool {
        if self.chosen == Some(DecisionKind::Split) {
            self.orders.contains(exam)
        } else {
            self.order.as_ref() == Some(exam)
        }
    }

    /// The orders the decision would link to.
    pub fn chosen_orders(&self) -> Vec<ExamId> {
        match self.chosen {
            Some(DecisionKind::Link) => self.order.iter().cloned().collect(),
            Some(DecisionKind::Split) => self.orders.clone(),
            _ => Vec::new(),
        }
    }

    /// The decision, or what it lacks.
    pub fn decision(&self, case: &CaseView, found: &[Candidate]) -> Result<Decision, Missing> {
        let chosen = self.chosen.ok_or(Missing::Choice)?;
        let offers = &case.decisions;
        let offer = offers.iter().find(|offer| offer.decision == chosen);
        match offer {
            Some(offer) if offer.forbidden.is_none() => {}
            _ => return Err(Missing::Forbidden),
        }
        match chosen {
            DecisionKind::Link | DecisionKind::Split => self.link(chosen, case, found),
            DecisionKind::Unlink => Ok(Decision::Unlink),
            DecisionKind::KeepUnscheduled => Ok(Decision::KeepUnscheduled),
            DecisionKind::WrongEntry => Ok(Decision::WrongEntry),
            DecisionKind::Accept => Ok(Decision::Accept {
                reason: self.given_reason()?,
            }),
            DecisionKind::Dismiss => Ok(Decision::Dismiss {
                reason: self.given_reason()?,
            }),
            DecisionKind::Close => self.close(),
            DecisionKind::GiveReason => Ok(Decision::GiveReason {
                reason: reason_code(&self.code).ok_or(Missing::Code)?,
                then: self.then()?,
            }),
            DecisionKind::Correct => self.corrected(case),
            DecisionKind::NoShow => Ok(Decision::NoShow),
            DecisionKind::Reschedule => {
                let slot = self.given_slot()?;
                Ok(Decision::Reschedule {
                    day: slot.day,
                    time: slot.time,
                })
            }
        }
    }

    fn link(
        &self,
        chosen: DecisionKind,
        case: &CaseView,
        found: &[Candidate],
    ) -> Result<Decision, Missing> {
        let orders = self.chosen_orders();
        if orders.is_empty() {
            return Err(Missing::Order);
        }
        if chosen == DecisionKind::Split && orders.len() < 2 {
            return Err(Missing::SecondOrder);
        }
        if !self.side_checked && asks_for_side(&orders, case, found) {
            return Err(Missing::Side);
        }
        Ok(Decision::Link {
            orders,
            laterality_checked: self.side_checked,
        })
    }

    fn close(&self) -> Result<Decision, Missing> {
        let reason = reason_code(&self.code);
        if self.discontinued && reason.is_none() {
            return Err(Missing::Code);
        }
        Ok(Decision::Close {
            completed: !self.discontinued,
            reason: reason.filter(|_| self.discontinued),
            ended: self.ended.instant().ok_or(Missing::Slot)?,
        })
    }

    fn then(&self) -> Result<AfterDiscontinuation, Missing> {
        match self.after {
            After::Stay => Ok(AfterDiscontinuation::Stay {
                charge: !self.free_of_charge,
                keep_images: !self.disregard_images,
            }),
            After::Reschedule => {
                let slot = self.given_slot()?;
                Ok(AfterDiscontinuation::Reschedule {
                    day: slot.day,
                    time: slot.time,
                })
            }
            After::Cancel => Ok(AfterDiscontinuation::Cancel),
        }
    }

    fn corrected(&self, case: &CaseView) -> Result<Decision, Missing> {
        let steps = &case.performed_steps;
        let before = steps
            .iter()
            .find(|step| step.sop_instance_uid == self.corrected);
        let before = before.ok_or(Missing::Correction)?;
        let instant = |slot: &Slot, before: Option<WallTime>| {
            let unchanged = before.map(Slot::of).unwrap_or_default() == *slot;
            if unchanged {
                return Ok(before);
            }
            slot.instant().map(Some).ok_or(Missing::Slot)
        };
        let form = CorrectionForm {
            started: instant(&self.correction_started, before.form.started)?,
            ended: instant(&self.correction_ended, before.form.ended)?,
            ..self.correction.clone()
        };
        if form == before.form {
            return Err(Missing::Correction);
        }
        Ok(Decision::Correct {
            sop_instance_uid: self.corrected.clone(),
            form,
        })
    }

    fn given_reason(&self) -> Result<String, Missing> {
        let reason = self.reason.trim();
        if reason.is_empty() {
            return Err(Missing::Reason);
        }
        Ok(reason.to_owned())
    }

    fn given_slot(&self) -> Result<Slot, Missing> {
        self.slot.instant().ok_or(Missing::Slot)?;
        Ok(self.slot.clone())
    }
}

/// The order of this name, among the candidates and what was found by hand.
pub fn candidate<'a>(
    exam: &ExamId,
    case: &'a CaseView,
    found: &'a [Candidate],
) -> Option<&'a Candidate> {
    let mut all = case.candidates.iter().chain(found).chain(&case.linked);
    all.find(|candidate| candidate.exam == *exam)
}

/// Whether a person must confirm the side before these orders are linked.
pub fn asks_for_side(orders: &[ExamId], case: &CaseView, found: &[Candidate]) -> bool {
    let mut candidates = orders
        .iter()
        .filter_map(|exam| candidate(exam, case, found));
    candidates.any(|candidate| candidate.confirm_laterality)
}

/// Whether several items of a kind can be decided so at once: nothing in it belongs to one of them.
pub fn is_for_many(decision: DecisionKind) -> bool {
    match decision {
        DecisionKind::Unlink
        | DecisionKind::KeepUnscheduled
        | DecisionKind::WrongEntry
        | DecisionKind::Accept
        | DecisionKind::GiveReason
        | DecisionKind::NoShow
        | DecisionKind::Dismiss => true,
        DecisionKind::Link
        | DecisionKind::Split
        | DecisionKind::Close
        | DecisionKind::Correct
        | DecisionKind::Reschedule => false,
    }
}

/// The key that chooses a decision.
pub fn key_of(decision: DecisionKind) -> &'static str {
    match decision {
        DecisionKind::Link => "L",
        DecisionKind::Split => "S",
        DecisionKind::Unlink => "N",
        DecisionKind::KeepUnscheduled => "U",
        DecisionKind::WrongEntry => "W",
        DecisionKind::Accept => "E",
        DecisionKind::Close => "C",
        DecisionKind::GiveReason => "R",
        DecisionKind::Correct => "F",
        DecisionKind::NoShow => "H",
        DecisionKind::Reschedule => "B",
        DecisionKind::Dismiss => "D",
    }
}

#[cfg(test)]
mod tests {
    use super::super::queue::tests::item;
    use super::*;
    use contract::{
        Name, StepStatus,
        reconciliation::{CaseStep, DiscrepancyKind},
    };

    const NOW: WallTime = 649 * format::MINUTE;

    fn order(id: &str, confirm_laterality: bool) -> Candidate {
        Candidate {
            exam: ExamId(id.into()),
            confidence: 96,
            accession_number: "ACC-1".into(),
            patient: Name::default(),
            patient_id: String::new(),
            procedure: String::new(),
            station_name: String::new(),
            planned_start: None,
            status: StepStatus::Scheduled,
            reasons: Vec::new(),
            comparison: Vec::new(),
            consequences: Vec::new(),
            confirm_laterality,
        }
    }

    fn offer(decision: DecisionKind) -> Offer {
        Offer {
            decision,
            consequences: Vec::new(),
            needs_reason: false,
            forbidden: None,
        }
    }

    fn case() -> CaseView {
        CaseView {
            item: item(1, DiscrepancyKind::Unscheduled, 600),
            status: StepStatus::Completed,
            others: Vec::new(),
            linked: Vec::new(),
            candidates: vec![order("s1", true), order("s2", false)],
            preselected: Some(ExamId("s1".into())),
            comparison: Vec::new(),
            decisions: [
                DecisionKind::Link,
                DecisionKind::Split,
                DecisionKind::Close,
                DecisionKind::GiveReason,
                DecisionKind::Correct,
                DecisionKind::Dismiss,
            ]
            .map(offer)
            .into(),
            performed_steps: vec![CaseStep {
                sop_instance_uid: "1.2".into(),
                station_name: "CT 2".into(),
                status: StepStatus::InProgress,
                started: Some(NOW),
                ended: None,
                series: 1,
                images: None,
                form: CorrectionForm {
                    patient_id: "48".into(),
                    started: Some(NOW + 14_000),
                    ..CorrectionForm::default()
                },
            }],
            history: Vec::new(),
        }
    }

    fn missing(draft: &Draft) -> Option<Missing> {
        draft.decision(&case(), &[]).err()
    }

    #[test]
    fn a_side_that_was_inferred_is_checked_before_the_link() {
        let mut draft = Draft::of(&case(), NOW);
        assert_eq!(draft.chosen, Some(DecisionKind::Link));
        assert_eq!(missing(&draft), Some(Missing::Side));
        draft.side_checked = true;
        assert_eq!(missing(&draft), None);
        draft.take_order(&ExamId("s1".into()));
        assert_eq!(missing(&draft), Some(Missing::Side));
        draft.take_order(&ExamId("s2".into()));
        assert_eq!(missing(&draft), None);
    }

    #[test]
    fn a_split_needs_two_orders() {
        let mut draft = Draft::of(&case(), NOW);
        draft.chosen = Some(DecisionKind::Split);
        draft.take_order(&ExamId("s2".into()));
        assert_eq!(missing(&draft), Some(Missing::SecondOrder));
        draft.take_order(&ExamId("s1".into()));
        draft.side_checked = true;
        assert_eq!(missing(&draft), None);
        draft.take_order(&ExamId("s1".into()));
        assert_eq!(draft.orders, [ExamId("s2".into())]);
    }

    #[test]
    fn a_reason_of_spaces_is_none() {
        let mut draft = Draft::of(&case(), NOW);
        draft.chosen = Some(DecisionKind::Dismiss);
        draft.reason = "  ".into();
        assert_eq!(missing(&draft), Some(Missing::Reason));
        draft.reason = "Phantom".into();
        assert_eq!(missing(&draft), None);
    }

    #[test]
    fn what_is_not_offered_is_not_decided() {
        let mut draft = Draft::of(&case(), NOW);
        draft.chosen = Some(DecisionKind::NoShow);
        assert_eq!(missing(&draft), Some(Missing::Forbidden));
    }

    #[test]
    fn an_exam_ended_here_has_an_end_and_a_reason_when_it_was_discontinued() {
        let mut draft = Draft::of(&case(), NOW);
        draft.chosen = Some(DecisionKind::Close);
        assert!(matches!(
            draft.decision(&case(), &[]),
            Ok(Decision::Close { completed: true, reason: None, ended }) if ended == NOW
        ));
        draft.discontinued = true;
        assert_eq!(missing(&draft), Some(Missing::Code));
        draft.code = "110501".into();
        draft.ended.time = "25:00".into();
        assert_eq!(missing(&draft), Some(Missing::Slot));
    }

    #[test]
    fn back_to_the_schedule_needs_a_time() {
        let mut draft = Draft::of(&case(), NOW);
        draft.chosen = Some(DecisionKind::GiveReason);
        draft.code = "110501".into();
        draft.after = After::Reschedule;
        assert_eq!(missing(&draft), Some(Missing::Slot));
        draft.slot.time = "14:30".into();
        assert_eq!(missing(&draft), None);
    }

    #[test]
    fn a_correction_changes_something_and_keeps_the_seconds_of_the_rest() {
        let mut draft = Draft::of(&case(), NOW);
        draft.chosen = Some(DecisionKind::Correct);
        assert_eq!(missing(&draft), Some(Missing::Correction));
        draft.correction.patient_id = "49".into();
        let Ok(Decision::Correct { form, .. }) = draft.decision(&case(), &[]) else {
            panic!("it can be decided");
        };
        assert_eq!(form.started, Some(NOW + 14_000));
    }

    #[test]
    fn no_two_decisions_have_the_same_key() {
        use std::collections::BTreeSet;
        let all = [
            DecisionKind::Link,
            DecisionKind::Split,
            DecisionKind::Unlink,
            DecisionKind::KeepUnscheduled,
            DecisionKind::WrongEntry,
            DecisionKind::Accept,
            DecisionKind::Close,
            DecisionKind::GiveReason,
            DecisionKind::Correct,
            DecisionKind::NoShow,
            DecisionKind::Reschedule,
            DecisionKind::Dismiss,
        ];
        let keys: BTreeSet<&str> = all.into_iter().map(key_of).collect();
        assert_eq!(keys.len(), all.len());
        assert!(keys.iter().all(|key| !"JKOAXGT".contains(key)));
    }
}
