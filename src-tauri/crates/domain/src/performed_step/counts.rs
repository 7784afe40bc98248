//! How much a performed step has made.

use super::Report;

/// Numbers of what was reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Performed series.
    pub series: u32,
    /// Images in all series; `None` while no series lists its images, which says nothing about how
    /// many there are.
    pub images: Option<u32>,
    /// Other objects (reports, presentation states) in all series.
    pub others: u32,
}

impl Counts {
    /// Counts what a report lists.
    #[must_use]
    pub fn of(report: &Report) -> Self {
        let series = report.series.as_deref().unwrap_or_default();
        let images = series
            .iter()
            .filter_map(|series| Some(count(series.images.as_ref()?.len())));
        let others = series
            .iter()
            .filter_map(|series| Some(count(series.others.as_ref()?.len())));
        Self {
            series: count(series.len()),
            images: images.reduce(u32::saturating_add),
            others: others.fold(0, u32::saturating_add),
        }
    }

    /// What several performed steps have made together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        let images = [self.images, other.images];
        Self {
            series: self.series.saturating_add(other.series),
            images: images.into_iter().flatten().reduce(u32::saturating_add),
            others: self.others.saturating_add(other.others),
        }
    }
}

fn count(items: usize) -> u32 {
    u32::try_from(items).unwrap_or(u32::MAX)
}
