//! Whether the times a modality reports can be believed: clocks are wrong, reports come late, and a
//! duration made of them would lie.

use chrono::{NaiveDateTime, TimeDelta};

/// Minutes by which a modality's clock may be ahead of ours.
const AHEAD: i64 = 5;
/// Minutes after the fact from which a report is late.
const LATE: i64 = 5;
/// Seconds between N-CREATE and end within which they were sent together.
const PAIR: i64 = 60;
/// Days between start and report from which the date itself is wrong: failed reports are repeated by
/// hand for some days, not for months.
const WRONG_DATE: i64 = 92;

/// The times of a performed step: those it reports, and those by our clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reported {
    /// Start, as the modality says.
    pub started: Option<NaiveDateTime>,
    /// End, as the modality says.
    pub ended: Option<NaiveDateTime>,
    /// When its N-CREATE arrived.
    pub received: NaiveDateTime,
    /// When it became final.
    pub final_at: Option<NaiveDateTime>,
}

/// What is odd about times.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TimingNote {
    /// It starts after it was reported: the modality's clock is ahead.
    StartsInFuture,
    /// It ends after that was reported: the modality's clock is ahead.
    EndsInFuture,
    /// It ends before it starts.
    EndsBeforeStart,
    /// It started months before it was reported: the date is wrong.
    WrongDate,
    /// N-CREATE and end were sent together, after the exam (deferred reporting): the times are the
    /// modality's alone.
    Deferred,
    /// Its start was reported late: until then nobody could see that it ran.
    ReportedLate,
}

impl TimingNote {
    /// Whether durations made of these times would lie.
    #[must_use]
    pub fn spoils_durations(self) -> bool {
        match self {
            Self::StartsInFuture | Self::EndsInFuture | Self::EndsBeforeStart | Self::WrongDate => {
                true
            }
            Self::Deferred | Self::ReportedLate => false,
        }
    }
}

impl Reported {
    /// What is odd about them, in the order of [`TimingNote`].
    #[must_use]
    pub fn notes(&self) -> Vec<TimingNote> {
        let after = |a: Option<NaiveDateTime>, b: Option<NaiveDateTime>, minutes: i64| matches!((a, b), (Some(a), Some(b)) if a - b > TimeDelta::minutes(minutes));
        let received = Some(self.received);
        let is_pair = self
            .final_at
            .is_some_and(|end| end - self.received <= TimeDelta::seconds(PAIR));
        let starts_ahead = after(self.started, received, AHEAD);
        let ends_ahead = after(self.ended, self.final_at, AHEAD);
        let is_backwards = matches!((self.started, self.ended), (Some(a), Some(b)) if b < a);
        let is_late = after(received, self.started, LATE);
        let is_wrong_date = after(received, self.started, WRONG_DATE * 24 * 60);
        let is_long = after(self.ended, self.started, 2 * PAIR / 60);
        [
            (starts_ahead, TimingNote::StartsInFuture),
            (ends_ahead, TimingNote::EndsInFuture),
            (is_backwards, TimingNote::EndsBeforeStart),
            (is_wrong_date, TimingNote::WrongDate),
            (is_pair && is_long && is_late, TimingNote::Deferred),
            (is_late && !is_wrong_date, TimingNote::ReportedLate),
        ]
        .into_iter()
        .filter_map(|(holds, note)| holds.then_some(note))
        .collect()
    }

    /// Start and end, when both are known and a duration made of them can be believed.
    #[must_use]
    pub fn believable(&self) -> Option<(NaiveDateTime, NaiveDateTime)> {
        let notes = self.notes();
        let is_spoilt = notes.into_iter().any(TimingNote::spoils_durations);
        (!is_spoilt)
            .then_some(self.started.zip(self.ended))
            .flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::{Reported, TimingNote};
    use chrono::{NaiveDate, NaiveDateTime, TimeDelta};

    fn at(minute: i64) -> NaiveDateTime {
        let noon = NaiveDate::from_ymd_opt(2026, 11, 23).and_then(|day| day.and_hms_opt(12, 0, 0));
        noon.expect("a time") + TimeDelta::minutes(minute)
    }

    /// Minutes after noon: start and end as reported, then N-CREATE and end by our clock.
    fn reported(started: i64, ended: i64, received: i64, final_at: i64) -> Reported {
        Reported {
            started: Some(at(started)),
            ended: Some(at(ended)),
            received: at(received),
            final_at: Some(at(final_at)),
        }
    }

    #[test]
    fn each_oddity_is_told_from_what_is_nearly_one() {
        use TimingNote::{
            Deferred, EndsBeforeStart, EndsInFuture, ReportedLate, StartsInFuture, WrongDate,
        };
        let day = 24 * 60;
        for (times, expected) in [
            (reported(0, 20, 0, 20), &[][..]),
            (reported(5, 25, 0, 20), &[]),
            (reported(6, 20, 0, 20), &[StartsInFuture]),
            (reported(0, 26, 0, 20), &[EndsInFuture]),
            (reported(0, -1, 0, 20), &[EndsBeforeStart]),
            (reported(0, 0, 0, 20), &[]),
            (reported(0, 20, 5, 20), &[]),
            (reported(0, 20, 6, 20), &[ReportedLate]),
            (reported(0, 20, 30, 30), &[Deferred, ReportedLate]),
            (reported(0, 20, 30, 31), &[Deferred, ReportedLate]),
            (reported(0, 20, 30, 32), &[ReportedLate]),
            // Created and closed at once: a report of a workstation.
            (reported(30, 30, 30, 30), &[]),
            (reported(-92 * day, 0, 0, 20), &[ReportedLate]),
            (reported(-93 * day, 0, 0, 20), &[WrongDate]),
        ] {
            assert_eq!(times.notes(), expected, "{times:?}");
        }
    }

    #[test]
    fn durations_are_made_of_believable_times_only() {
        let deferred = reported(0, 20, 30, 30);
        assert_eq!(deferred.believable(), Some((at(0), at(20))));
        assert_eq!(reported(0, -1, 0, 20).believable(), None);
        let open = Reported {
            ended: None,
            final_at: None,
            ..deferred
        };
        assert_eq!(open.believable(), None);
        assert_eq!(open.notes(), [TimingNote::ReportedLate]);
    }
}
