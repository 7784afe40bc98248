//! What a performed step must hold when it ends (PS3.4 Table F.7.2-1, column Final State).

use super::{Counts, Report};

/// What a final performed step lacks. It is taken all the same: a modality treats a refusal as
/// fatal, and the exam is over.
pub(super) fn at_final_state(report: &Report) -> Vec<String> {
    let mut findings = Vec::new();
    let mut require = |present: bool, what: &str| {
        if !present {
            findings.push(what.to_owned());
        }
    };
    require(
        report.end_date.is_some(),
        "PerformedProcedureStepEndDate (0040,0250) has no value at the final state (PS3.4 F.7.2.2)",
    );
    require(
        report.end_time.is_some(),
        "PerformedProcedureStepEndTime (0040,0251) has no value at the final state (PS3.4 F.7.2.2)",
    );
    let is_backwards =
        matches!((report.started(), report.ended()), (Some(start), Some(end)) if end < start);
    require(!is_backwards, "the performed step ends before it starts");
    let series = report.series.as_deref().unwrap_or_default();
    require(
        !series.is_empty(),
        "PerformedSeriesSequence (0040,0340) has no item at the final state (PS3.4 F.7.2.2.2)",
    );
    let counts = Counts::of(report);
    require(
        series.is_empty() || counts.images.is_some() || counts.others > 0,
        "no performed series lists its images or other objects at the final state \
         (PS3.4 F.7.2.2.2)",
    );
    findings
}
