//! Dates and times as DICOM writes them (VR DA and TM, PS3.5 6.2), read by meaning.

use chrono::{NaiveDate, NaiveTime};

/// The instants a time of limited precision can mean: `2230` is the whole minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeSpan {
    /// The first instant of it.
    pub first: NaiveTime,
    /// The last instant of it.
    pub last: NaiveTime,
}

/// Reads a date: `YYYYMMDD`, or `YYYY.MM.DD` as ACR-NEMA wrote it. Padding is ignored.
#[must_use]
pub fn parse_date(text: &str) -> Option<NaiveDate> {
    let text = text.trim_matches([' ', '\0']);
    let digits: String = match text.len() {
        8 => text.to_owned(),
        10 => {
            let mut parts = text.split('.');
            let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
            let regular = year.len() == 4 && month.len() == 2 && day.len() == 2;
            regular.then(|| [year, month, day].concat())?
        }
        _ => return None,
    };
    let year = number(digits.get(0..4)?)?;
    let month = number(digits.get(4..6)?)?;
    let day = number(digits.get(6..8)?)?;
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}

/// Reads a time: `HH`, `HHMM`, `HHMMSS`, `HHMMSS.FFFFFF` with one to six decimals, or with colons
/// as ACR-NEMA wrote it. Padding is ignored; second 60 counts as 59.
#[must_use]
pub fn parse_time(text: &str) -> Option<TimeSpan> {
    let text = text.trim_matches([' ', '\0']);
    let (whole, fraction) = match text.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (text, None),
    };
    let digits = without_colons(whole)?;
    let hour = number(digits.get(0..2)?)?;
    let minute = optional_number(&digits, 2)?;
    let second = optional_number(&digits, 4)?.map(|second| second.min(59));
    if digits.len() % 2 != 0 || digits.len() > 6 || (fraction.is_some() && second.is_none()) {
        return None;
    }
    if second.is_some() && number(digits.get(4..6)?)? > 60 {
        return None;
    }
    let (first_nanos, last_nanos) = match fraction {
        None => (0, 999_999_999),
        Some(decimals) => fraction_span(decimals)?,
    };
    Some(TimeSpan {
        first: NaiveTime::from_hms_nano_opt(
            hour,
            minute.unwrap_or(0),
            second.unwrap_or(0),
            first_nanos,
        )?,
        last: NaiveTime::from_hms_nano_opt(
            hour,
            minute.unwrap_or(59),
            second.unwrap_or(59),
            last_nanos,
        )?,
    })
}

/// `HH:MM:SS` becomes `HHMMSS`; colons anywhere else make it unreadable.
fn without_colons(text: &str) -> Option<String> {
    if !text.contains(':') {
        return Some(text.to_owned());
    }
    let regular = text.split(':').all(|part| part.len() == 2);
    regular.then(|| text.replace(':', ""))
}

/// The two digits at a position, when the text goes that far.
fn optional_number(digits: &str, at: usize) -> Option<Option<u32>> {
    if digits.len() <= at {
        return Some(None);
    }
    number(digits.get(at..at + 2)?).map(Some)
}

/// The nanoseconds that decimals of a second can mean.
fn fraction_span(decimals: &str) -> Option<(u32, u32)> {
    if decimals.is_empty() || decimals.len() > 6 {
        return None;
    }
    let value = number(decimals)?;
    let step = 10_u32.pow(9 - u32::try_from(decimals.len()).ok()?);
    let first = value.checked_mul(step)?;
    Some((first, first + (step - 1)))
}

/// Digits only: no sign, no blanks.
fn number(digits: &str) -> Option<u32> {
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| digits.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::{parse_date, parse_time};
    use chrono::NaiveTime;
    use proptest::prelude::*;

    #[test]
    fn dates_are_read_in_both_forms() {
        assert_eq!(parse_date("20261122"), parse_date(" 2026.11.22\0"));
        assert!(parse_date("20261122").is_some());
        for bad in [
            "",
            "2026112",
            "20261322",
            "2026-11-22",
            "+0261122",
            "2026.1.022",
            "ü061122",
        ] {
            assert_eq!(parse_date(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_short_time_means_its_whole_interval() {
        let span = parse_time("2230").expect("readable");
        assert_eq!(
            span.first,
            NaiveTime::from_hms_opt(22, 30, 0).expect("valid")
        );
        assert_eq!(
            span.last,
            NaiveTime::from_hms_nano_opt(22, 30, 59, 999_999_999).expect("ok")
        );
        assert_eq!(parse_time("22:30"), Some(span));
        assert_eq!(parse_time("223000.0 ").map(|t| t.first), Some(span.first));
        assert_eq!(parse_time("235960"), parse_time("235959"));
        for bad in [
            "", "2", "223", "2260", "24", "22:3", "2230.5", "223000.", "22300", "223061",
        ] {
            assert_eq!(parse_time(bad), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,14}") {
            let _ = parse_date(&text);
            if let Some(span) = parse_time(&text) {
                prop_assert!(span.first <= span.last);
            }
        }
    }
}
