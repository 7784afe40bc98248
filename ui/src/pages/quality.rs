//! The quality report: ordered against performed for every exam of a period.

mod figures;
mod filters;
mod tables;

use crate::{
    components::loaded::{Empty, Loaded},
    live::{fetched::fetched, use_live},
    t,
};
use contract::quality::{QualityExam, QualityView, ShowQuality};
use figures::Figures;
use filters::{Filters, Query};
use leptos::prelude::*;
use tables::{ExamTable, ProcedureTable};

/// Which of the exams the table shows: those a figure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// All.
    All,
    /// Done.
    Completed,
    /// Stopped.
    Discontinued,
    /// Not on the schedule.
    Unscheduled,
    /// Something differed.
    Deviating,
    /// Everything that differed is decided.
    Decided,
    /// Those that can be judged by the catalogue.
    Judged,
}

impl Counted {
    /// Whether the figure counts this exam.
    fn holds(self, exam: &QualityExam) -> bool {
        use contract::StepStatus;
        let deviates = !exam.deviations.is_empty();
        match self {
            Self::All => true,
            Self::Completed => exam.status == StepStatus::Completed,
            Self::Discontinued => exam.status == StepStatus::Discontinued,
            Self::Unscheduled => exam.exam.0.starts_with('p'),
            Self::Deviating => deviates,
            Self::Decided => deviates && !exam.deviations.iter().any(|deviation| deviation.open),
            Self::Judged => exam.adherence.is_some(),
        }
    }
}

/// The quality report.
#[component]
pub fn QualityPage() -> impl IntoView {
    let live = use_live();
    let today = live.day_now();
    let query = RwSignal::new(Query::default());
    let counted = RwSignal::new(Counted::All);
    let request = move || {
        let today = today.get();
        (!today.is_empty()).then(|| ShowQuality {
            filter: query.with(|query| query.filter(&today)),
        })
    };
    let report = fetched(request, Vec::new());
    view! {
        <div class="page quality">
            <Filters query today report=report.value />
            <div class="quality-report">
                <Loaded fetched=report let:view>
                    <Report view query counted />
                </Loaded>
            </div>
        </div>
    }
}

#[component]
fn Report(
    view: Signal<QualityView>,
    query: RwSignal<Query>,
    counted: RwSignal<Counted>,
) -> impl IntoView {
    let none = Memo::new(move |_| view.with(|view| view.exams.is_empty()));
    let line = Signal::derive(|| t!("quality-none"));
    view! {
        <Show when=move || !none.get() fallback=move || view! { <Empty line /> }>
            <Figures view counted />
            <ProcedureTable view query />
            <ExamTable view counted />
        </Show>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::{ExamId, Name, StepStatus, quality::Deviation, reconciliation::DiscrepancyKind};

    fn exam(open: &[bool]) -> QualityExam {
        let deviation = |open: &bool| Deviation {
            kind: DiscrepancyKind::NoSeries,
            open: *open,
            decided_by: String::new(),
            closed: None,
            reason: String::new(),
        };
        QualityExam {
            exam: ExamId("s1".to_owned()),
            day: "2026-11-24".to_owned(),
            patient: Name::default(),
            accession_number: String::new(),
            station_name: String::new(),
            ordered: String::new(),
            performed: String::new(),
            status: StepStatus::Completed,
            adherence: None,
            deviations: open.iter().map(deviation).collect(),
        }
    }

    #[test]
    fn an_exam_is_decided_when_nothing_of_it_is_open() {
        assert!(!Counted::Decided.holds(&exam(&[])));
        assert!(Counted::Decided.holds(&exam(&[false, false])));
        assert!(!Counted::Decided.holds(&exam(&[false, true])));
        assert!(Counted::Deviating.holds(&exam(&[true])));
    }
}
