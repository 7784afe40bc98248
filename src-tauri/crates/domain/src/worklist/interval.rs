//! Keys of dates and times: one value by meaning, or a range (PS3.4 C.2.2.2.1, C.2.2.2.5).

use super::text::{describe, trim};
use crate::wall_clock::{TimeSpan, parse_date, parse_time};
use chrono::{NaiveDate, NaiveTime};
use std::fmt;

/// A key for DA: universal by default, else one date or one range, both ends included. `YYYY.MM.DD`
/// is read too, blanks around `-` do not count, `-` alone and `*` are universal. What cannot be read
/// matches nothing: showing every patient instead of one day's would be worse.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct DateKey(Span<NaiveDate>);

/// A key for TM: universal by default, else one time or one range, both ends included. A time of
/// limited precision means its whole interval: `2230` matches 22:30:59, `-09` ends at 09:59:59.
/// A range over midnight matches nothing unless a date range of the same form goes with it.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct TimeKey(Span<NaiveTime>);

/// What a key allows.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
enum Span<T> {
    #[default]
    Universal,
    Unreadable,
    Single {
        first: T,
        last: T,
    },
    Closed {
        first: T,
        last: T,
    },
    From(T),
    Until(T),
}

impl<T: Copy + PartialOrd> Span<T> {
    fn parse(text: &str, read: impl Fn(&str) -> Option<(T, T)>) -> Self {
        let text = trim(text);
        if text.is_empty() || text == "*" {
            return Self::Universal;
        }
        let Some((from, until)) = text.split_once('-') else {
            return match read(text) {
                Some((first, last)) => Self::Single { first, last },
                None => Self::Unreadable,
            };
        };
        match (trim(from), trim(until)) {
            ("", "") => Self::Universal,
            (from, "") => read(from).map_or(Self::Unreadable, |(first, _)| Self::From(first)),
            ("", until) => read(until).map_or(Self::Unreadable, |(_, last)| Self::Until(last)),
            (from, until) => match (read(from), read(until)) {
                (Some((first, _)), Some((_, last))) => Self::Closed { first, last },
                _ => Self::Unreadable,
            },
        }
    }

    fn is_universal(&self) -> bool {
        matches!(self, Self::Universal)
    }

    fn matches(&self, value: T) -> bool {
        match *self {
            Self::Universal => true,
            Self::Unreadable => false,
            Self::Single { first, last } | Self::Closed { first, last } => {
                first <= value && value <= last
            }
            Self::From(first) => first <= value,
            Self::Until(last) => value <= last,
        }
    }
}

impl DateKey {
    /// Reads a key.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        Self(Span::parse(text, |part| {
            parse_date(part).map(|date| (date, date))
        }))
    }

    /// Whether every step matches.
    #[must_use]
    pub fn is_universal(&self) -> bool {
        self.0.is_universal()
    }

    /// Whether the key could not be read, and so matches nothing.
    #[must_use]
    pub fn is_unreadable(&self) -> bool {
        matches!(self.0, Span::Unreadable)
    }

    /// Whether a stored date matches; none matches only the universal key.
    #[must_use]
    pub fn matches(&self, date: Option<NaiveDate>) -> bool {
        self.is_universal() || date.is_some_and(|date| self.0.matches(date))
    }

    /// The same with one day more on either side.
    pub(super) fn wider(&self) -> Self {
        let before = |day: NaiveDate| day.pred_opt().unwrap_or(day);
        let after = |day: NaiveDate| day.succ_opt().unwrap_or(day);
        Self(match self.0 {
            Span::Universal => Span::Universal,
            Span::Unreadable => Span::Unreadable,
            Span::Single { first, last } | Span::Closed { first, last } => Span::Closed {
                first: before(first),
                last: after(last),
            },
            Span::From(first) => Span::From(before(first)),
            Span::Until(last) => Span::Until(after(last)),
        })
    }

    /// The first and the last date asked for, where the key has them.
    #[must_use]
    pub fn days(&self) -> (Option<NaiveDate>, Option<NaiveDate>) {
        match self.0 {
            Span::Universal | Span::Unreadable => (None, None),
            Span::Single { first, last } | Span::Closed { first, last } => {
                (Some(first), Some(last))
            }
            Span::From(first) => (Some(first), None),
            Span::Until(last) => (None, Some(last)),
        }
    }

    /// The first and the last date that can match.
    pub(super) fn bounds(&self) -> (NaiveDate, NaiveDate) {
        match self.0 {
            Span::Universal => (NaiveDate::MIN, NaiveDate::MAX),
            Span::Unreadable => (NaiveDate::MAX, NaiveDate::MIN),
            Span::Single { first, last } | Span::Closed { first, last } => (first, last),
            Span::From(first) => (first, NaiveDate::MAX),
            Span::Until(last) => (NaiveDate::MIN, last),
        }
    }
}

impl TimeKey {
    /// Reads a key.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        Self(Span::parse(text, |part| {
            parse_time(part).map(|TimeSpan { first, last }| (first, last))
        }))
    }

    /// Whether every step matches.
    #[must_use]
    pub fn is_universal(&self) -> bool {
        self.0.is_universal()
    }

    /// Whether the key could not be read, and so matches nothing.
    #[must_use]
    pub fn is_unreadable(&self) -> bool {
        matches!(self.0, Span::Unreadable)
    }
}

/// Whether a start matches both keys. Ranges of the same form are one interval from the first
/// instant to the last, not a window on every day (PS3.4 C.2.2.2.5.4, K.6.1.2.2).
pub(super) fn start_matches(
    dates: &DateKey,
    times: &TimeKey,
    date: NaiveDate,
    time: NaiveTime,
) -> bool {
    let start = (date, time);
    match (dates.0, times.0) {
        (
            Span::Closed {
                first: day,
                last: last_day,
            },
            Span::Closed { first, last },
        ) => (day, first) <= start && start <= (last_day, last),
        (Span::From(day), Span::From(first)) => (day, first) <= start,
        (Span::Until(day), Span::Until(last)) => start <= (day, last),
        (dates, times) => dates.matches(date) && times.matches(time),
    }
}

impl fmt::Debug for DateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        describe(f, "DateKey", self.is_universal())
    }
}

impl fmt::Debug for TimeKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        describe(f, "TimeKey", self.is_universal())
    }
}

#[cfg(test)]
mod tests {
    use super::{DateKey, TimeKey, start_matches};
    use crate::wall_clock::{parse_date, parse_time};

    fn matches(dates: &str, times: &str, date: &str, time: &str) -> bool {
        start_matches(
            &DateKey::parse(dates),
            &TimeKey::parse(times),
            parse_date(date).expect("a date"),
            parse_time(time).expect("a time").first,
        )
    }

    #[test]
    fn a_range_includes_both_ends() {
        for dates in [
            "20261122-20261124",
            " 20261122 - 20261124 ",
            "2026.11.22-2026.11.24",
        ] {
            assert!(matches(dates, "", "20261122", "00"), "{dates}");
            assert!(matches(dates, "", "20261124", "235959"), "{dates}");
            assert!(!matches(dates, "", "20261125", "00"), "{dates}");
        }
        assert!(matches("20261122-", "", "20301231", "10"));
        assert!(!matches("20261122-", "", "20261121", "10"));
        assert!(matches("-20261122", "", "20261122", "10"));
    }

    #[test]
    fn times_match_by_meaning() {
        assert!(matches("", "2230", "20261122", "223059.5"));
        assert!(matches("", "223000.000", "20261122", "2230"));
        assert!(!matches("", "2230", "20261122", "2231"));
        assert!(matches("", "-0900", "20261122", "090030"));
        assert!(matches("", "08:00-09:00", "20261122", "0830"));
        assert!(matches("", "10", "20261122", "105900"));
    }

    #[test]
    fn an_empty_range_is_universal_and_nonsense_matches_nothing() {
        for text in ["", "-", " - ", "*"] {
            assert!(DateKey::parse(text).is_universal(), "{text}");
            assert!(TimeKey::parse(text).is_universal(), "{text}");
        }
        for text in [
            "today",
            "2026-11-22",
            "20261122-x",
            "202611*",
            "20261122\\20261123",
        ] {
            assert!(DateKey::parse(text).is_unreadable(), "{text}");
            assert!(!matches(text, "", "20261122", "10"), "{text}");
        }
        assert!(!DateKey::parse("20261122").matches(None));
        assert!(DateKey::parse("").matches(None));
    }

    #[test]
    fn ranges_of_the_same_form_are_one_interval() {
        let (dates, times) = ("20260705-20260707", "1000-1800");
        assert!(matches(dates, times, "20260706", "0300"));
        assert!(!matches(dates, times, "20260705", "0959"));
        assert!(matches(dates, times, "20260707", "1800"));
        assert!(!matches(dates, times, "20260707", "1801"));
        assert!(matches("20260705-", "1000-", "20260706", "0300"));
        assert!(matches("-20260707", "-1800", "20260706", "2300"));
    }

    #[test]
    fn other_ranges_are_separate() {
        assert!(!matches("20260705-20260707", "1000-", "20260706", "0300"));
        assert!(matches("20260705", "1000-1800", "20260705", "1200"));
        assert!(!matches("20260705", "1000-1800", "20260705", "1900"));
        assert!(!matches("20260705", "2200-0600", "20260705", "2300"));
        assert!(matches(
            "20260705-20260706",
            "2200-0600",
            "20260706",
            "0100"
        ));
        assert!(!matches("20260705-20260707", "1000", "20260706", "0300"));
    }
}
