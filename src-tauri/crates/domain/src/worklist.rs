//! The worklist a modality asks for: which scheduled steps match its keys, and in which order they
//! are answered (PS3.4 Annex K, C.2.2.2).

mod explanation;
mod fuzzy;
mod index;
mod interval;
mod key;
mod name;
mod offer;
pub(crate) mod pattern;
mod text;

pub use explanation::{Cause, CauseCount, Explanation, NearMiss, explain};
pub use index::Index;
pub use interval::{DateKey, TimeKey};
pub use key::Key;
pub use name::{FoldedName, NameKey};
pub use offer::{Hiding, Offer, Withheld};
pub use text::{CodeKey, TextKey, UidKey};

use crate::AeTitle;
use crate::scheduled_step::{Priority, ScheduledStep, StepStatus};
use chrono::{NaiveDate, NaiveTime};
use interval::start_matches;
use std::cmp::Ordering;

/// The matching keys of one C-FIND request (PS3.4 Table K.6-1). A key that was not sent, or sent
/// empty, is universal. All must match. `Debug` shows which keys are given, not their values.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Keys {
    /// ScheduledStationAETitle (0040,0001): any of the step's titles may match.
    pub station_ae_title: TextKey,
    /// ScheduledProcedureStepStartDate (0040,0002).
    pub start_date: DateKey,
    /// ScheduledProcedureStepStartTime (0040,0003).
    pub start_time: TimeKey,
    /// Modality (0008,0060).
    pub modality: TextKey,
    /// ScheduledPerformingPhysicianName (0040,0006).
    pub performing_physician_name: NameKey,
    /// PatientName (0010,0010).
    pub patient_name: NameKey,
    /// PatientID (0010,0020).
    pub patient_id: TextKey,
    /// IssuerOfPatientID (0010,0021).
    pub issuer_of_patient_id: TextKey,
    /// AccessionNumber (0008,0050).
    pub accession_number: TextKey,
    /// RequestedProcedureID (0040,1001).
    pub requested_procedure_id: TextKey,
    /// ScheduledProcedureStepID (0040,0009).
    pub scheduled_procedure_step_id: TextKey,
    /// StudyInstanceUID (0020,000D).
    pub study_instance_uid: UidKey,
    /// ScheduledProcedureStepStatus (0040,0020), in the terms of [`status_terms`]. When given, steps
    /// that are done are offered too.
    pub status: TextKey,
    /// ScheduledProcedureStepLocation (0040,0011).
    pub location: TextKey,
    /// ScheduledStationName (0040,0010).
    pub station_name: TextKey,
    /// PatientBirthDate (0010,0030).
    pub birth_date: DateKey,
    /// PatientSex (0010,0040).
    pub sex: TextKey,
    /// AdmissionID (0038,0010).
    pub admission_id: TextKey,
    /// ReferringPhysicianName (0008,0090).
    pub referring_physician_name: NameKey,
    /// RequestingPhysician (0032,1032).
    pub requesting_physician: NameKey,
    /// RequestedProcedurePriority (0040,1003).
    pub priority: TextKey,
    /// ScheduledProcedureStepDescription (0040,0007).
    pub description: TextKey,
    /// RequestedProcedureDescription (0032,1060).
    pub requested_procedure_description: TextKey,
    /// CurrentPatientLocation (0038,0300).
    pub current_patient_location: TextKey,
    /// ScheduledProtocolCodeSequence (0040,0008).
    pub protocol_code: CodeKey,
    /// RequestedProcedureCodeSequence (0032,1064).
    pub requested_procedure_code: CodeKey,
    /// PlacerOrderNumberImagingServiceRequest (0040,2016).
    pub placer_order_number: TextKey,
    /// FillerOrderNumberImagingServiceRequest (0040,2017).
    pub filler_order_number: TextKey,
    /// Keys of further attributes (see [`Key::is_further`]).
    pub further: Vec<(Key, TextKey)>,
}

impl Keys {
    /// Whether a step matches every key. Whether the worklist shows it at all is
    /// [`is_offered`]'s to say.
    #[must_use]
    pub fn matches(&self, step: &ScheduledStep) -> bool {
        self.matches_start(step.start_date, step.start_time)
            && self.matches_values(step)
            && (!self.asks_for_name() || self.matches_names(&FoldedNames::new(step)))
    }

    /// Whether a start, in the zone of the keys, matches those of date and time.
    #[must_use]
    pub fn matches_start(&self, date: NaiveDate, time: NaiveTime) -> bool {
        start_matches(&self.start_date, &self.start_time, date, time)
    }

    /// The keys for a query whose dates and times are in another zone than the steps: a day more on
    /// either side and no time, to be narrowed by [`Keys::matches_start`].
    #[must_use]
    pub fn with_wider_start(&self) -> Self {
        Self {
            start_date: self.start_date.wider(),
            start_time: TimeKey::default(),
            ..self.clone()
        }
    }

    /// Whether any key is about a name.
    fn asks_for_name(&self) -> bool {
        !(self.patient_name.is_universal()
            && self.performing_physician_name.is_universal()
            && self.referring_physician_name.is_universal()
            && self.requesting_physician.is_universal())
    }

    /// Whether any key is neither about the start nor about a name.
    fn asks_for_value(&self) -> bool {
        let rest = Self {
            start_date: DateKey::default(),
            start_time: TimeKey::default(),
            patient_name: NameKey::default(),
            performing_physician_name: NameKey::default(),
            referring_physician_name: NameKey::default(),
            requesting_physician: NameKey::default(),
            ..self.clone()
        };
        rest != Self::default()
    }

    fn matches_names(&self, names: &FoldedNames) -> bool {
        self.patient_name.matches(&names.patient)
            && self
                .performing_physician_name
                .matches(&names.performing_physician)
            && self
                .referring_physician_name
                .matches(&names.referring_physician)
            && self
                .requesting_physician
                .matches(&names.requesting_physician)
    }

    /// The keys that are neither about the start nor about a name.
    fn matches_values(&self, step: &ScheduledStep) -> bool {
        self.matches_schedule(step)
            && self.matches_patient(step)
            && self.matches_order(step)
            && self
                .further
                .iter()
                .all(|(key, wanted)| wanted.matches(&key.value(step)))
    }

    /// The keys of the Scheduled Procedure Step Sequence.
    fn matches_schedule(&self, step: &ScheduledStep) -> bool {
        let stations = step.station_ae_titles.iter().map(AeTitle::as_str);
        self.modality.matches(&step.modality)
            && self.station_ae_title.matches_any(stations)
            && self
                .scheduled_procedure_step_id
                .matches(&step.scheduled_procedure_step_id)
            && self
                .status
                .matches_any(status_terms(step.status).iter().copied())
            && self.location.matches(&step.location)
            && self.station_name.matches(&step.station_name)
            && self.description.matches(&step.description)
            && self.protocol_code.matches(&step.protocol_codes)
    }

    fn matches_patient(&self, step: &ScheduledStep) -> bool {
        self.patient_id.matches(&step.patient.patient_id)
            && self
                .issuer_of_patient_id
                .matches(&step.patient.issuer_of_patient_id)
            && self.birth_date.matches(step.patient.birth_date)
            && self.sex.matches(&step.patient.sex)
            && self.admission_id.matches(&step.admission_id)
            && self
                .current_patient_location
                .matches(&step.current_patient_location)
    }

    /// The keys of requested procedure and order.
    fn matches_order(&self, step: &ScheduledStep) -> bool {
        self.accession_number.matches(&step.accession_number)
            && self
                .requested_procedure_id
                .matches(&step.requested_procedure_id)
            && self
                .study_instance_uid
                .matches(step.study_instance_uid.as_ref())
            && self.priority.matches(step.priority.as_dicom())
            && self
                .requested_procedure_description
                .matches(&step.requested_procedure_description)
            && self
                .requested_procedure_code
                .matches(&step.requested_procedure_code)
            && self.placer_order_number.matches(&step.placer_order_number)
            && self.filler_order_number.matches(&step.filler_order_number)
    }
}

/// The names of a step, folded.
#[derive(Debug, Clone)]
struct FoldedNames {
    patient: FoldedName,
    performing_physician: FoldedName,
    referring_physician: FoldedName,
    requesting_physician: FoldedName,
}

impl FoldedNames {
    fn new(step: &ScheduledStep) -> Self {
        Self {
            patient: FoldedName::new(&step.patient.name),
            performing_physician: FoldedName::new(&step.performing_physician_name),
            referring_physician: FoldedName::new(&step.referring_physician_name),
            requesting_physician: FoldedName::new(&step.requesting_physician),
        }
    }
}

/// The terms by which a key may ask for a status (PS3.3 C.4.10 and what other systems use); the
/// first is our own word.
#[must_use]
pub fn status_terms(status: StepStatus) -> &'static [&'static str] {
    match status {
        StepStatus::Scheduled => &["SCHEDULED"],
        StepStatus::Arrived => &["ARRIVED"],
        StepStatus::Ready => &["READY"],
        StepStatus::InProgress => &["IN PROGRESS", "STARTED"],
        StepStatus::Completed => &["COMPLETED", "DEPARTED"],
        StepStatus::Discontinued => &["DISCONTINUED", "DEPARTED"],
        StepStatus::Canceled => &["CANCELED", "CANCELLED", "DEPARTED"],
    }
}

/// Whether the worklist shows a step for these keys, unless the device is configured otherwise (see
/// [`Offer`]): scheduled, arrived, ready and in progress ones
/// always, so that a second room still finds an exam the first room began; those that are done only
/// when the keys ask for a status. Naming a step by AccessionNumber or ScheduledProcedureStepID does
/// not bring it back: an exam that is done must not be picked by mistake.
#[must_use]
pub fn is_offered(step: &ScheduledStep, keys: &Keys) -> bool {
    !keys.status.is_universal() || step.status.is_open()
}

/// The order of the worklist: STAT, then HIGH, then all others; within these by date, time,
/// AccessionNumber and our number. No two different steps are equal.
#[must_use]
pub fn order(a: &ScheduledStep, b: &ScheduledStep) -> Ordering {
    rank(a).cmp(&rank(b))
}

type Rank<'a> = (Tier, NaiveDate, NaiveTime, &'a str, i64);

fn rank(step: &ScheduledStep) -> Rank<'_> {
    let tier = Tier::of(step.priority);
    (
        tier,
        step.start_date,
        step.start_time,
        &step.accession_number,
        step.id,
    )
}

/// How urgent, as far as the order of the worklist goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Tier {
    Stat,
    High,
    Other,
}

impl Tier {
    const ALL: [Self; 3] = [Self::Stat, Self::High, Self::Other];

    fn of(priority: Priority) -> Self {
        match priority {
            Priority::Stat => Self::Stat,
            Priority::High => Self::High,
            Priority::Routine | Priority::Medium | Priority::Low => Self::Other,
        }
    }
}

#[cfg(test)]
mod tests;
