//! What the list of orders is asked for: days, words, filters, order of rows.

use crate::format;
use contract::{
    Day, StepStatus,
    orders::{ListOrders, OrderSort},
};

/// Which days are shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Days {
    /// Today, also after midnight.
    Today,
    /// The day after.
    Tomorrow,
    /// Monday to Sunday around today.
    Week,
    /// Chosen days.
    Range {
        /// First day.
        from: Day,
        /// Last day, inclusive.
        to: Day,
    },
}

impl Days {
    /// First and last day.
    pub fn bounds(&self, today: &str) -> (Day, Day) {
        match self {
            Self::Today => (today.to_owned(), today.to_owned()),
            Self::Tomorrow => {
                let tomorrow = format::day_plus(today, 1);
                (tomorrow.clone(), tomorrow)
            }
            Self::Week => {
                let monday = format::day_plus(today, -format::weekday(today).unwrap_or(0));
                let sunday = format::day_plus(&monday, 6);
                (monday, sunday)
            }
            Self::Range { from, to } if from <= to => (from.clone(), to.clone()),
            Self::Range { from, to } => (to.clone(), from.clone()),
        }
    }
}

/// Everything the list depends on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// Which days.
    pub days: Days,
    /// Words that all must occur.
    pub text: String,
    /// Only these; empty is all.
    pub statuses: Vec<StepStatus>,
    /// Only this modality; empty is all.
    pub modality: String,
    /// Only this station; empty is all.
    pub station: String,
    /// The column that sorts.
    pub sort: OrderSort,
    /// Largest first.
    pub descending: bool,
}

impl Default for Query {
    fn default() -> Self {
        Self {
            days: Days::Today,
            text: String::new(),
            statuses: Vec::new(),
            modality: String::new(),
            station: String::new(),
            sort: OrderSort::Start,
            descending: false,
        }
    }
}

impl Query {
    /// Whether anything but the days limits the list.
    pub fn is_filtered(&self) -> bool {
        !self.text.trim().is_empty()
            || !self.statuses.is_empty()
            || !self.modality.is_empty()
            || !self.station.is_empty()
    }

    /// The same days without any other limit.
    pub fn without_filters(&self) -> Self {
        Self {
            days: self.days.clone(),
            sort: self.sort,
            descending: self.descending,
            ..Self::default()
        }
    }

    /// Sorts by a column; by the same one again the other way round.
    pub fn sort_by(&mut self, sort: OrderSort) {
        self.descending = self.sort == sort && !self.descending;
        self.sort = sort;
    }

    /// Adds or removes a status.
    pub fn toggle(&mut self, status: StepStatus) {
        if self.statuses.contains(&status) {
            self.statuses.retain(|chosen| *chosen != status);
        } else {
            self.statuses.push(status);
        }
    }

    /// The request for a window of rows.
    pub fn request(&self, today: &str, offset: u32, limit: u32) -> ListOrders {
        let (from, to) = self.days.bounds(today);
        ListOrders {
            from,
            to,
            text: self.text.clone(),
            statuses: self.statuses.clone(),
            modality: self.modality.clone(),
            station: self.station.clone(),
            sort: self.sort,
            descending: self.descending,
            offset,
            limit,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_starts_on_monday() {
        let week = ("2026-11-23".to_owned(), "2026-11-29".to_owned());
        assert_eq!(Days::Week.bounds("2026-11-24"), week);
        assert_eq!(Days::Week.bounds("2026-11-29"), week);
    }

    #[test]
    fn a_range_may_be_typed_backwards() {
        let range = Days::Range {
            from: "2026-12-02".into(),
            to: "2026-11-30".into(),
        };
        let bounds = ("2026-11-30".to_owned(), "2026-12-02".to_owned());
        assert_eq!(range.bounds("2026-11-24"), bounds);
    }

    #[test]
    fn the_same_column_again_turns_the_order_round() {
        let mut query = Query::default();
        query.sort_by(OrderSort::Patient);
        assert_eq!((query.sort, query.descending), (OrderSort::Patient, false));
        query.sort_by(OrderSort::Patient);
        assert!(query.descending);
        query.sort_by(OrderSort::Start);
        assert!(!query.descending);
    }

    #[test]
    fn clearing_filters_keeps_the_days() {
        let mut query = Query {
            days: Days::Week,
            text: "zabala".into(),
            ..Query::default()
        };
        query.toggle(StepStatus::Arrived);
        assert!(query.is_filtered());
        let cleared = query.without_filters();
        assert!(!cleared.is_filtered() && cleared.days == Days::Week);
    }
}
