//! An entry of the catalogue as a person or a file gives it, read once with its limits.

use crate::views::map;
use chrono::NaiveDate;
use contract::Failure;
use contract::protocols::{ExpectedSeries, ProtocolForm};
use domain::folding::fold;
use domain::protocol::{self, Protocol};
use domain::{AeTitle, Code, validation};
use std::collections::BTreeSet;

/// Series of an entry: the longest protocols in use have about forty.
const MOST_SERIES: usize = 60;
/// Patterns of a series: the same series under the names of every scanner in the house.
const MOST_PATTERNS: usize = 20;
/// Performed protocol codes that are right for one procedure.
const MOST_CODES: usize = 20;
/// Minutes an exam may take: a day.
const MOST_MINUTES: u32 = 24 * 60;

/// What an entry says; its number and days are left to the caller.
///
/// # Errors
/// Names the field, and what it may hold.
pub(crate) fn content(form: &ProtocolForm) -> Result<Protocol, Failure> {
    if form.expected_minutes > MOST_MINUTES {
        return Err(Failure::field(
            "expected_minutes",
            format!("not a number of minutes from 0 to {MOST_MINUTES}"),
        ));
    }
    let codes = form.protocol_codes.iter().filter(|code| !is_empty(code));
    let codes: Vec<Code> = codes
        .map(|code| self::code(code, ["protocol_codes"; 3]))
        .collect::<Result<_, _>>()?;
    at_most("protocol_codes", codes.len(), MOST_CODES)?;
    Ok(Protocol {
        id: 0,
        code: code(&form.code, ["code", "scheme", "meaning"])?,
        station: match form.station.trim() {
            "" => None,
            title => Some(
                AeTitle::new(title)
                    .map_err(|error| Failure::field("station", error.to_string()))?,
            ),
        },
        modality: limited("modality", &form.modality, validation::code_string)?,
        expected_minutes: form.expected_minutes,
        protocol_codes: codes,
        series: series(&form.series)?,
        contrast: form.contrast,
        report_extra_series: form.report_extra_series,
        valid_from: NaiveDate::default(),
        valid_until: None,
    })
}

/// An entry as a form.
pub(crate) fn form_of(protocol: &Protocol) -> ProtocolForm {
    ProtocolForm {
        code: map::code(&protocol.code),
        station: protocol
            .station
            .as_ref()
            .map(|station| station.as_str().to_owned())
            .unwrap_or_default(),
        modality: protocol.modality.clone(),
        expected_minutes: protocol.expected_minutes,
        protocol_codes: protocol.protocol_codes.iter().map(map::code).collect(),
        series: protocol
            .series
            .iter()
            .map(|series| ExpectedSeries {
                name: series.name.clone(),
                patterns: series.patterns.clone(),
                required: series.required,
            })
            .collect(),
        contrast: protocol.contrast,
        report_extra_series: protocol.report_extra_series,
    }
}

fn series(given: &[ExpectedSeries]) -> Result<Vec<protocol::ExpectedSeries>, Failure> {
    at_most("series", given.len(), MOST_SERIES)?;
    let mut names = BTreeSet::new();
    let mut read = Vec::new();
    for series in given {
        let name = limited("series", &series.name, validation::long_string)?;
        if name.is_empty() {
            return Err(Failure::field("series", "every series needs a name"));
        }
        if !names.insert(fold(&name)) {
            return Err(Failure::field(
                "series",
                format!("\"{name}\" is there twice"),
            ));
        }
        let patterns: Vec<String> = series
            .patterns
            .iter()
            .map(|pattern| limited("series", pattern, validation::long_string))
            .collect::<Result<_, _>>()?;
        let patterns: Vec<String> = patterns
            .into_iter()
            .filter(|text| !text.is_empty())
            .collect();
        at_most("series", patterns.len(), MOST_PATTERNS)?;
        read.push(protocol::ExpectedSeries {
            name,
            patterns,
            required: series.required,
        });
    }
    Ok(read)
}

/// A code; the names of the fields of its three parts go into the refusals.
fn code(given: &contract::Code, [value, scheme, meaning]: [&str; 3]) -> Result<Code, Failure> {
    let read = Code {
        value: limited(value, &given.value, validation::long_string)?,
        scheme: limited(scheme, &given.scheme, validation::short_string)?,
        meaning: limited(meaning, &given.meaning, validation::long_string)?,
    };
    if read.value.is_empty() {
        return Err(Failure::field(value, "a code value is required"));
    }
    Ok(read)
}

fn is_empty(code: &contract::Code) -> bool {
    [&code.value, &code.scheme, &code.meaning]
        .iter()
        .all(|part| part.trim().is_empty())
}

fn limited(
    field: &str,
    text: &str,
    limit: fn(&str) -> Result<String, validation::Problem>,
) -> Result<String, Failure> {
    limit(text.trim()).map_err(|problem| Failure::field(field, problem.to_string()))
}

fn at_most(field: &str, count: usize, most: usize) -> Result<(), Failure> {
    if count > most {
        return Err(Failure::field(
            field,
            format!("at most {most} are allowed, there are {count}"),
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> ProtocolForm {
        ProtocolForm {
            code: contract::Code {
                value: "CTABD".to_owned(),
                scheme: "99LOCAL".to_owned(),
                meaning: "CT abdomen".to_owned(),
            },
            station: "CT1".to_owned(),
            modality: "CT".to_owned(),
            expected_minutes: 25,
            protocol_codes: vec![contract::Code {
                value: "CTABD-V".to_owned(),
                ..contract::Code::default()
            }],
            series: vec![ExpectedSeries {
                name: "Scout".to_owned(),
                patterns: vec!["topo*".to_owned()],
                required: true,
            }],
            contrast: Some(true),
            report_extra_series: true,
        }
    }

    #[test]
    fn a_form_comes_back_as_it_was() {
        assert_eq!(form_of(&content(&form()).unwrap()), form());
    }

    fn series(name: &str) -> ExpectedSeries {
        ExpectedSeries {
            name: name.to_owned(),
            ..ExpectedSeries::default()
        }
    }

    #[test]
    fn what_cannot_be_names_its_field() {
        let mut wrong = [
            "code",
            "scheme",
            "station",
            "modality",
            "expected_minutes",
            "protocol_codes",
            "series",
        ]
        .map(|field| (field, form()));
        wrong[0].1.code.value.clear();
        wrong[1].1.code.scheme = "x".repeat(17);
        wrong[2].1.station = "TOO_LONG_FOR_A_TITLE".to_owned();
        wrong[3].1.modality = "C-T".to_owned();
        wrong[4].1.expected_minutes = MOST_MINUTES + 1;
        wrong[5].1.protocol_codes = vec![contract::Code {
            scheme: "99LOCAL".to_owned(),
            ..contract::Code::default()
        }];
        wrong[6].1.series = vec![series("Scout"), series("SCOUT")];
        for (field, form) in wrong {
            let failure = content(&form).unwrap_err();
            assert_eq!(failure.field.as_deref(), Some(field), "{failure}");
        }
    }

    #[test]
    fn a_series_needs_a_name() {
        let mut nameless = form();
        nameless.series = vec![series(" ")];
        let failure = content(&nameless).unwrap_err();
        assert_eq!(failure.field.as_deref(), Some("series"));
    }

    #[test]
    fn rows_left_empty_do_not_count() {
        let mut spaced = form();
        spaced.protocol_codes.push(contract::Code::default());
        for series in &mut spaced.series {
            series.patterns.push(" ".to_owned());
        }
        assert_eq!(content(&spaced), content(&form()));
    }
}
