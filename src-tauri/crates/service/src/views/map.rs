//! Values of the domain as the window reads them.

use contract::deviation::{Deviation, Fault, Place};
use contract::{Code, ExamId, Name, Priority, StepStatus};
use domain::PersonName;
use domain::performed_step::{self, PerformedStatus};
use domain::person_name::Group;
use domain::scheduled_step as scheduled;

pub(crate) fn status(status: scheduled::StepStatus) -> StepStatus {
    match status {
        scheduled::StepStatus::Scheduled => StepStatus::Scheduled,
        scheduled::StepStatus::Arrived => StepStatus::Arrived,
        scheduled::StepStatus::Ready => StepStatus::Ready,
        scheduled::StepStatus::InProgress => StepStatus::InProgress,
        scheduled::StepStatus::Completed => StepStatus::Completed,
        scheduled::StepStatus::Discontinued => StepStatus::Discontinued,
        scheduled::StepStatus::Canceled => StepStatus::Canceled,
    }
}

pub(crate) fn status_from(status: StepStatus) -> scheduled::StepStatus {
    match status {
        StepStatus::Scheduled => scheduled::StepStatus::Scheduled,
        StepStatus::Arrived => scheduled::StepStatus::Arrived,
        StepStatus::Ready => scheduled::StepStatus::Ready,
        StepStatus::InProgress => scheduled::StepStatus::InProgress,
        StepStatus::Completed => scheduled::StepStatus::Completed,
        StepStatus::Discontinued => scheduled::StepStatus::Discontinued,
        StepStatus::Canceled => scheduled::StepStatus::Canceled,
    }
}

pub(crate) fn performed_status(status: PerformedStatus) -> StepStatus {
    match status {
        PerformedStatus::InProgress => StepStatus::InProgress,
        PerformedStatus::Completed => StepStatus::Completed,
        PerformedStatus::Discontinued => StepStatus::Discontinued,
    }
}

pub(crate) fn priority(priority: scheduled::Priority) -> Priority {
    match priority {
        scheduled::Priority::Stat => Priority::Stat,
        scheduled::Priority::High => Priority::High,
        scheduled::Priority::Routine => Priority::Routine,
        scheduled::Priority::Medium => Priority::Medium,
        scheduled::Priority::Low => Priority::Low,
    }
}

pub(crate) fn priority_from(priority: Priority) -> scheduled::Priority {
    match priority {
        Priority::Stat => scheduled::Priority::Stat,
        Priority::High => scheduled::Priority::High,
        Priority::Routine => scheduled::Priority::Routine,
        Priority::Medium => scheduled::Priority::Medium,
        Priority::Low => scheduled::Priority::Low,
    }
}

pub(crate) fn code(code: &domain::Code) -> Code {
    Code {
        value: code.value.clone(),
        scheme: code.scheme.clone(),
        meaning: code.meaning.clone(),
    }
}

pub(crate) fn name(name: &PersonName) -> Name {
    let other = |group: Group| {
        let text = name.group(group).replace('^', " ");
        (!text.is_empty()).then_some(text)
    };
    Name {
        family: name.family().to_owned(),
        given: name.given(),
        ideographic: other(Group::Ideographic),
        phonetic: other(Group::Phonetic),
    }
}

/// What an [`ExamId`] stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exam {
    /// A scheduled step.
    Scheduled(i64),
    /// A performed step alone.
    Performed(i64),
}

impl Exam {
    pub(crate) fn id(self) -> ExamId {
        match self {
            Self::Scheduled(id) => ExamId(format!("s{id}")),
            Self::Performed(id) => ExamId(format!("p{id}")),
        }
    }

    pub(crate) fn parse(id: &ExamId) -> Option<Self> {
        let (kind, number) = id.0.split_at_checked(1)?;
        let number = number.parse().ok()?;
        match kind {
            "s" => Some(Self::Scheduled(number)),
            "p" => Some(Self::Performed(number)),
            _ => None,
        }
    }
}

/// What is to be done, in words: the procedure, else the step, else the code's meaning.
pub(crate) fn procedure(step: &scheduled::ScheduledStep) -> String {
    let code = step
        .requested_procedure_code
        .as_ref()
        .map(|code| code.meaning.as_str());
    [
        step.requested_procedure_description.as_str(),
        step.description.as_str(),
    ]
    .into_iter()
    .chain(code)
    .find(|text| !text.is_empty())
    .unwrap_or_default()
    .to_owned()
}

/// A finding as it is stored, and what it says.
pub(crate) fn deviation(sentence: &str) -> Deviation {
    let known = performed_step::Deviation::read(sentence);
    let (before, after) = match known.map(|known| known.fault) {
        Some(
            performed_step::Fault::Fewer { before, after }
            | performed_step::Fault::FewerInAllSeries { before, after },
        ) => (before, after),
        _ => (0, 0),
    };
    Deviation {
        sentence: sentence.to_owned(),
        fault: known.map(|known| fault(known.fault)),
        attribute: known.map_or_else(String::new, |known| known.attribute.to_owned()),
        place: match known.map(|known| known.place) {
            Some(performed_step::Place::ScheduledStep) => Place::ScheduledStep,
            Some(performed_step::Place::Series) => Place::Series,
            Some(performed_step::Place::Step) | None => Place::Step,
        },
        before,
        after,
    }
}

const fn fault(fault: performed_step::Fault) -> Fault {
    use performed_step::Fault as Known;
    match fault {
        Known::MissingType1 => Fault::MissingType1,
        Known::EmptyType1 => Fault::EmptyType1,
        Known::MissingType2 => Fault::MissingType2,
        Known::Sequence => Fault::Sequence,
        Known::NoAeTitle => Fault::NoAeTitle,
        Known::NoDate => Fault::NoDate,
        Known::NoTime => Fault::NoTime,
        Known::UnknownStatus => Fault::UnknownStatus,
        Known::NotInProgress => Fault::NotInProgress,
        Known::NotAllowedInSet => Fault::NotAllowedInSet,
        Known::UnexplainedText => Fault::UnexplainedText,
        Known::NoValueAtEnd => Fault::NoValueAtEnd,
        Known::NoItemAtEnd => Fault::NoItemAtEnd,
        Known::NothingListedAtEnd => Fault::NothingListedAtEnd,
        Known::EndsBeforeStart => Fault::EndsBeforeStart,
        Known::NotCreated => Fault::NotCreated,
        Known::Kept => Fault::Kept,
        Known::Repeated => Fault::Repeated,
        Known::Fewer { .. } => Fault::Fewer,
        Known::FewerInAllSeries { .. } => Fault::FewerInAllSeries,
    }
}
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exam_ids_come_back() {
        for exam in [Exam::Scheduled(7), Exam::Performed(1 << 40)] {
            assert_eq!(Exam::parse(&exam.id()), Some(exam));
        }
        for id in ["", "s", "x1", "s1x", "é1"] {
            assert_eq!(Exam::parse(&ExamId(id.to_owned())), None);
        }
    }
}
