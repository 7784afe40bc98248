//! What a performed step must hold when it ends (PS3.4 Table F.7.2-1, column Final State).

use super::{Counts, Deviation, Fault, Report};

/// What a final performed step lacks. It is taken all the same: a modality treats a refusal as
/// fatal, and the exam is over.
pub(super) fn at_final_state(report: &Report) -> Vec<String> {
    let mut findings = Vec::new();
    let mut require = |present: bool, attribute: &str, fault: Fault| {
        if !present {
            findings.push(Deviation::of(attribute, fault).to_string());
        }
    };
    require(
        report.end_date.is_some(),
        "PerformedProcedureStepEndDate (0040,0250)",
        Fault::NoValueAtEnd,
    );
    require(
        report.end_time.is_some(),
        "PerformedProcedureStepEndTime (0040,0251)",
        Fault::NoValueAtEnd,
    );
    let is_backwards =
        matches!((report.started(), report.ended()), (Some(start), Some(end)) if end < start);
    require(!is_backwards, "", Fault::EndsBeforeStart);
    let series = report.series.as_deref().unwrap_or_default();
    require(
        !series.is_empty(),
        "PerformedSeriesSequence (0040,0340)",
        Fault::NoItemAtEnd,
    );
    let counts = Counts::of(report);
    require(
        series.is_empty() || counts.images.is_some() || counts.others > 0,
        "",
        Fault::NothingListedAtEnd,
    );
    findings
}
