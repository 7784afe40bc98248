//! How instants, days, durations and names are written on screen.

use crate::t;
use contract::{Day, Name, WallTime};

/// Milliseconds of a minute.
pub const MINUTE: WallTime = 60_000;
const DAY: WallTime = 24 * 60 * MINUTE;

/// The time of day, `09:05`.
pub fn time(instant: WallTime) -> String {
    let minutes = instant.rem_euclid(DAY) / MINUTE;
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// The time of day with seconds, `09:05:14`.
pub fn time_with_seconds(instant: WallTime) -> String {
    let seconds = instant.rem_euclid(DAY) / 1000;
    format!(
        "{:02}:{:02}:{:02}",
        seconds / 3600,
        seconds / 60 % 60,
        seconds % 60
    )
}

/// The time of day given in minutes after midnight, `09:05`.
pub fn time_of_minutes(minutes: u32) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// A duration with its unit, `9 min` or `1 h 12`; negative durations count as none.
pub fn duration(minutes: i64) -> String {
    let minutes = minutes.max(0);
    if minutes < 60 {
        format!("{minutes}\u{a0}min")
    } else {
        format!("{}\u{a0}h\u{a0}{:02}", minutes / 60, minutes % 60)
    }
}

/// An exact duration, `26 s`, `17 min 07 s` or `16 h 21 min`; negative durations count as none.
pub fn duration_exact(milliseconds: WallTime) -> String {
    let seconds = milliseconds.max(0) / 1000;
    match seconds {
        0..60 => format!("{seconds}\u{a0}s"),
        60..3600 => format!("{}\u{a0}min\u{a0}{:02}\u{a0}s", seconds / 60, seconds % 60),
        _ => format!(
            "{}\u{a0}h\u{a0}{:02}\u{a0}min",
            seconds / 3600,
            seconds / 60 % 60
        ),
    }
}

/// Whole minutes from one instant to a later one.
pub fn minutes_between(from: WallTime, to: WallTime) -> i64 {
    (to - from).div_euclid(MINUTE)
}

/// The day of an instant.
pub fn day_of(instant: WallTime) -> Day {
    let (year, month, day) = civil(instant.div_euclid(DAY));
    format!("{year:04}-{month:02}-{day:02}")
}

/// The instant at which a day begins; `None` if it is not a day.
pub fn midnight(day: &str) -> Option<WallTime> {
    days(day).map(|days| days * DAY)
}

/// The day so many days later, or the same one if it is not a day.
pub fn day_plus(day: &str, count: i64) -> Day {
    midnight(day).map_or_else(|| day.to_owned(), |start| day_of(start + count * DAY))
}

/// A day with weekday and month, `Tue 24 Nov`; tracked by language.
pub fn day_short(day: &str) -> String {
    let Some((weekday, (_, month, date))) = parts(day) else {
        return day.to_owned();
    };
    let weekdays = t!("weekdays");
    let months = t!("months");
    let weekday = weekdays.split(' ').nth(weekday).unwrap_or_default();
    let month = months
        .split(' ')
        .nth(month as usize - 1)
        .unwrap_or_default();
    format!("{weekday} {date} {month}")
}

/// The day of the week, 0 for Monday; `None` if it is not a day.
pub fn weekday(day: &str) -> Option<i64> {
    // 1970-01-01 was a Thursday, the fourth day of a week that starts on Monday.
    days(day).map(|days| (days + 3).rem_euclid(7))
}

/// The year of a day.
pub fn year(day: &str) -> String {
    day.get(..4).unwrap_or_default().to_owned()
}

/// A day without its weekday, `14 Jun 1968`; tracked by language.
pub fn date(day: &str) -> String {
    let Some((_, (year, month, date))) = parts(day) else {
        return day.to_owned();
    };
    let months = t!("months");
    let month = months.split(' ').nth(month as usize - 1);
    format!("{date} {} {year}", month.unwrap_or_default())
}

/// An age on a day: days up to four weeks, months up to two years, years from then on; `None` if
/// the birth is not a day or lies later. Tracked by language.
pub fn age(birth: &str, on: &str) -> Option<String> {
    let (_, (birth_year, birth_month, birth_date)) = parts(birth)?;
    let (_, (year, month, date)) = parts(on)?;
    let lived = days(on)? - days(birth)?;
    if lived < 0 {
        return None;
    }
    let months = (year - birth_year) * 12 + i64::from(month)
        - i64::from(birth_month)
        - i64::from(date < birth_date);
    Some(match months {
        _ if lived < 28 => t!("age-days", count = lived),
        0..24 => t!("age-months", count = months),
        _ => t!("age-years", count = months / 12),
    })
}

/// A person's name in DICOM form as it is read, `Serra, Tomás` of `Serra^Tomás`.
pub fn name_of_dicom(value: &str) -> String {
    let alphabetic = value.split('=').next().unwrap_or_default();
    let mut components = alphabetic.split('^').map(str::trim);
    let family = components.next().unwrap_or_default();
    let given: Vec<&str> = components.take(2).filter(|part| !part.is_empty()).collect();
    if given.is_empty() {
        family.to_owned()
    } else {
        format!("{family}, {}", given.join(" "))
    }
}

/// An instant of another day than `today` with its day, of today without.
pub fn moment(instant: WallTime, today: &str) -> String {
    let day = day_of(instant);
    if day == today {
        time(instant)
    } else {
        format!("{} {}", day_short(&day), time(instant))
    }
}

/// The whole name, `Zabala, Martín`, with the ideographic group after it if there is one.
pub fn name(name: &Name) -> String {
    let alphabetic = match (name.family.as_str(), name.given.as_str()) {
        ("", given) => given.to_owned(),
        (family, "") => family.to_owned(),
        (family, given) => format!("{family}, {given}"),
    };
    match name.ideographic.as_deref() {
        Some(ideographic) if alphabetic.is_empty() => ideographic.to_owned(),
        Some(ideographic) => format!("{alphabetic} {ideographic}"),
        None if alphabetic.is_empty() => t!("name-unknown"),
        None => alphabetic,
    }
}

/// Family name and initial, `Zabala, M.`
pub fn name_with_initial(name: &Name) -> String {
    match name.given.chars().next() {
        Some(initial) if !name.family.is_empty() => {
            format!("{}, {}.", name.family, initial.to_uppercase())
        }
        _ => name_family(name),
    }
}

/// The family name, or what there is of the name.
pub fn name_family(name: &Name) -> String {
    if name.family.is_empty() {
        self::name(name)
    } else {
        name.family.clone()
    }
}

/// A quantity with its unit, `102 mL`; a unit that is only an annotation of UCUM, as in `1 {piece}`, is
/// said without its braces.
pub fn amount(quantity: &str, unit: &str) -> String {
    let annotation = unit
        .strip_prefix('{')
        .and_then(|rest| rest.strip_suffix('}'));
    let unit = annotation.unwrap_or(unit);
    let parts = [quantity, unit].into_iter().filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("\u{a0}")
}

/// The accession number without the letters it starts with, `10402` of `ACC-10402`.
pub fn accession_digits(accession_number: &str) -> &str {
    let digits = accession_number.trim_start_matches(|c: char| !c.is_ascii_digit());
    if digits.is_empty() {
        accession_number
    } else {
        digits
    }
}

/// The procedure without the modality it starts with, with its first letter large.
pub fn procedure_without_modality(procedure: &str, modality: &str) -> String {
    let rest = match procedure.get(..modality.len()) {
        Some(start) if !modality.is_empty() && start.eq_ignore_ascii_case(modality) => {
            procedure.get(modality.len()..).unwrap_or_default()
        }
        _ => procedure,
    };
    let rest = if rest.starts_with(' ') {
        rest.trim_start()
    } else {
        procedure
    };
    let mut letters = rest.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

fn parts(day: &str) -> Option<(usize, (i64, u32, u32))> {
    let weekday = usize::try_from(weekday(day)?).ok()?;
    Some((weekday, civil(days(day)?)))
}

/// Days from 1970-01-01 to a day of the Gregorian calendar.
fn days(day: &str) -> Option<i64> {
    let mut fields = day.splitn(3, '-');
    let year: i64 = fields.next()?.parse().ok()?;
    let month: i64 = fields.next()?.parse().ok()?;
    let date: i64 = fields.next()?.parse().ok()?;
    if !(1..=12).contains(&month) || !(1..=31).contains(&date) {
        return None;
    }
    // Years that start in March put the leap day last.
    let year = if month <= 2 { year - 1 } else { year };
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + date - 1;
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    Some(era * 146_097 + day_of_era - 719_468)
}

/// Year, month and day of so many days after 1970-01-01.
fn civil(days: i64) -> (i64, u32, u32) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let date = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 {
        shifted + 3
    } else {
        shifted - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (
        year,
        u32::try_from(month).unwrap_or(1),
        u32::try_from(date).unwrap_or(1),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn patient(family: &str, given: &str) -> Name {
        Name {
            family: family.into(),
            given: given.into(),
            ideographic: None,
            phonetic: None,
        }
    }

    #[test]
    fn a_day_and_its_midnight_are_the_same() {
        for day in ["1970-01-01", "2024-02-29", "2026-11-24", "1999-12-31"] {
            assert_eq!(day_of(midnight(day).unwrap()), day);
        }
        assert_eq!(midnight("2026-11-24"), Some(1_795_478_400_000));
        assert_eq!(midnight("24/11/2026"), None);
    }

    #[test]
    fn days_are_written_with_their_weekday() {
        assert_eq!(day_short("2026-11-24"), "Tue 24 Nov");
        assert_eq!(day_plus("2026-12-31", 1), "2027-01-01");
    }

    #[test]
    fn an_annotation_is_said_as_a_unit() {
        assert_eq!(amount("102", "mL"), "102\u{a0}mL");
        assert_eq!(amount("1", "{piece}"), "1\u{a0}piece");
        assert_eq!(amount("2", ""), "2");
    }

    #[test]
    fn times_and_durations_have_their_units() {
        let instant = midnight("2026-11-24").unwrap() + (9 * 60 + 5) * MINUTE + 14_000;
        assert_eq!(time(instant), "09:05");
        assert_eq!(time_with_seconds(instant), "09:05:14");
        assert_eq!(duration(9), "9\u{a0}min");
        assert_eq!(duration(72), "1\u{a0}h\u{a0}12");
    }

    #[test]
    fn exact_durations_have_two_units_at_most() {
        assert_eq!(duration_exact(26_400), "26\u{a0}s");
        assert_eq!(duration_exact(1_027_000), "17\u{a0}min\u{a0}07\u{a0}s");
        assert_eq!(duration_exact(58_860_000), "16\u{a0}h\u{a0}21\u{a0}min");
        assert_eq!(duration_exact(-5), "0\u{a0}s");
    }

    #[test]
    fn an_age_grows_on_the_birthday() {
        assert_eq!(age("1968-06-14", "2026-06-13").as_deref(), Some("57 y"));
        assert_eq!(age("1968-06-14", "2026-06-14").as_deref(), Some("58 y"));
        assert_eq!(age("2026-01-31", "2026-11-24").as_deref(), Some("9 months"));
        assert_eq!(age("2026-11-20", "2026-11-24").as_deref(), Some("4 days"));
        assert_eq!(age("2027-01-01", "2026-11-24"), None);
        assert_eq!(age("", "2026-11-24"), None);
    }

    #[test]
    fn dicom_names_lose_their_carets() {
        assert_eq!(name_of_dicom("Serra^Tomás^^Dr."), "Serra, Tomás");
        assert_eq!(name_of_dicom("OLIVA"), "OLIVA");
    }

    #[test]
    fn names_get_shorter_with_the_room_for_them() {
        let zabala = patient("Zabala", "Martín");
        assert_eq!(name(&zabala), "Zabala, Martín");
        assert_eq!(name_with_initial(&zabala), "Zabala, M.");
        assert_eq!(name_with_initial(&patient("", "Martín")), "Martín");
        assert_eq!(name_family(&zabala), "Zabala");
    }

    #[test]
    fn narrow_cards_leave_prefixes_out() {
        assert_eq!(accession_digits("ACC-10402"), "10402");
        assert_eq!(accession_digits("ACC"), "ACC");
        assert_eq!(procedure_without_modality("MR knee R", "MR"), "Knee R");
        assert_eq!(procedure_without_modality("MRCP", "MR"), "MRCP");
    }
}
