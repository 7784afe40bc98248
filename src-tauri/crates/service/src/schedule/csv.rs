//! The CSV schedule: one row a scheduled step, the header names DICOM keywords.

use crate::schedule::fields::Field;
use storage::StoredStep;

/// Rows of one file at most: a year of a large department.
const ROWS: usize = 200_000;
/// Bytes of one file at most.
pub(crate) const BYTES: usize = 64 * 1024 * 1024;

/// The columns that must be there and filled.
const REQUIRED: [Field; 6] = [
    Field::PatientID,
    Field::PatientName,
    Field::Modality,
    Field::ScheduledStationAETitle,
    Field::ScheduledProcedureStepStartDate,
    Field::ScheduledProcedureStepStartTime,
];

/// A schedule file read into rows.
#[derive(Debug, Default)]
pub(crate) struct Schedule {
    pub(crate) unknown_columns: Vec<String>,
    pub(crate) rows: Vec<Row>,
}

/// One row: its line and its fields, or why it cannot be used.
#[derive(Debug)]
pub(crate) struct Row {
    /// Line of the file; the header is 1.
    pub(crate) line: u32,
    /// The fields that have a value, in the order of the header.
    pub(crate) values: Vec<(Field, String)>,
    /// What the fields say, or what is wrong.
    pub(crate) step: Result<StoredStep, String>,
}

/// Reads a CSV file. Commas or semicolons separate; a byte order mark is ignored.
///
/// # Errors
/// When there is no usable header, or the file is larger than 64 MiB or 200,000 rows.
pub(crate) fn read(content: &str) -> Result<Schedule, String> {
    if content.len() > BYTES {
        return Err(format!(
            "the file is larger than {} MiB",
            BYTES / 1024 / 1024
        ));
    }
    let content = content.trim_start_matches('\u{feff}');
    let header_line = content.lines().next().unwrap_or_default();
    let delimiter = if header_line.matches(';').count() > header_line.matches(',').count() {
        b';'
    } else {
        b','
    };
    let mut reader = ::csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .trim(::csv::Trim::All)
        .from_reader(content.as_bytes());
    let header = reader
        .headers()
        .map_err(|error| format!("the header: {error}"))?
        .clone();
    let columns: Vec<Option<Field>> = header.iter().map(Field::from_keyword).collect();
    let missing: Vec<&str> = REQUIRED
        .iter()
        .filter(|required| !columns.contains(&Some(**required)))
        .map(|required| required.keyword())
        .collect();
    if !missing.is_empty() {
        return Err(format!(
            "the header lacks the column {}",
            missing.join(", ")
        ));
    }
    let mut schedule = Schedule {
        unknown_columns: header
            .iter()
            .zip(&columns)
            .filter(|(_, column)| column.is_none())
            .map(|(name, _)| name.to_owned())
            .collect(),
        rows: Vec::new(),
    };
    for record in reader.records() {
        if schedule.rows.len() >= ROWS {
            return Err(format!("the file has more than {ROWS} rows"));
        }
        let row = match record {
            Ok(record) => {
                let line = line_of(record.position(), content);
                row(line, &columns, &record)
            }
            Err(error) => Row {
                line: line_of(error.position(), content),
                values: Vec::new(),
                step: Err("the row is not CSV in UTF-8".to_owned()),
            },
        };
        schedule.rows.push(row);
    }
    Ok(schedule)
}

/// The line a record begins on. Its position is where the one before it ended, so that the line feed
/// of a carriage return and empty lines stand between.
fn line_of(position: Option<&::csv::Position>, content: &str) -> u32 {
    let Some(position) = position else { return 0 };
    let start = usize::try_from(position.byte()).unwrap_or(usize::MAX);
    let skipped = content.bytes().skip(start);
    let feeds = skipped
        .take_while(|byte| matches!(byte, b'\r' | b'\n'))
        .filter(|byte| *byte == b'\n')
        .count();
    let feeds = u32::try_from(feeds).unwrap_or(0);
    u32::try_from(position.line())
        .unwrap_or(u32::MAX)
        .saturating_add(feeds)
}

fn row(line: u32, columns: &[Option<Field>], record: &::csv::StringRecord) -> Row {
    let values: Vec<(Field, String)> = columns
        .iter()
        .zip(record.iter())
        .filter_map(|(column, value)| column.map(|column| (column, value.to_owned())))
        .filter(|(_, value)| !value.is_empty())
        .collect();
    let step = if record.len() > columns.len() {
        Err(format!(
            "{} values for {} columns",
            record.len(),
            columns.len()
        ))
    } else {
        step(&values)
    };
    Row { line, values, step }
}

fn step(values: &[(Field, String)]) -> Result<StoredStep, String> {
    for required in REQUIRED {
        if !values.iter().any(|(field, _)| *field == required) {
            return Err(format!("{} is empty", required.keyword()));
        }
    }
    let mut stored = StoredStep::default();
    for (field, value) in values {
        field.set(&mut stored, value)?;
    }
    Ok(stored)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "PatientID,PatientName,Modality,ScheduledStationAETitle,\
                          ScheduledProcedureStepStartDate,ScheduledProcedureStepStartTime";

    #[test]
    fn a_row_becomes_a_step() {
        let schedule = read(&format!(
            "\u{feff}{HEADER},Colour\nP1,Doe^Jane,CT,CT1\\CT2,20261122,0830,red\n"
        ))
        .unwrap();
        assert_eq!(schedule.unknown_columns, ["Colour"]);
        let [row] = schedule.rows.as_slice() else {
            panic!("one row")
        };
        assert_eq!(row.line, 2);
        let step = &row.step.as_ref().unwrap().step;
        assert_eq!(step.station_ae_titles.len(), 2);
        assert_eq!(step.start_date.to_string(), "2026-11-22");
        assert_eq!(step.start_time.to_string(), "08:30:00");
    }

    #[test]
    fn semicolons_and_both_date_forms_are_read() {
        let header = HEADER.replace(',', ";");
        let schedule = read(&format!("{header}\nP1;Doe^Jane;CT;CT1;2026-11-22;08:30\n")).unwrap();
        assert!(schedule.rows.iter().all(|row| row.step.is_ok()));
    }

    #[test]
    fn a_bad_row_says_which_column_and_leaves_the_others() {
        let schedule = read(&format!(
            "{HEADER}\nP1,Doe^Jane,CT,CT1,20261399,0830\nP2,,CT,CT1,20261122,0830\n\
             P3,Roe,CT,THIS_TITLE_IS_TOO_LONG,20261122,0830\nP4,Poe,CT,CT1,20261122,0830\n"
        ))
        .unwrap();
        let reasons: Vec<String> = schedule
            .rows
            .iter()
            .map(|row| row.step.as_ref().err().cloned().unwrap_or_default())
            .collect();
        for (reason, column) in reasons.iter().zip([
            "ScheduledProcedureStepStartDate",
            "PatientName",
            "ScheduledStationAETitle",
            "",
        ]) {
            assert!(reason.contains(column), "{reason}");
        }
        assert!(schedule.rows.last().unwrap().step.is_ok());
    }

    #[test]
    fn rows_have_the_number_an_editor_shows() {
        for end in ["\n", "\r\n"] {
            let row = "P1,Doe^Jane,CT,CT1,20261122,0830";
            let schedule = read(&[HEADER, row, "", row, ""].join(end)).unwrap();
            let lines: Vec<u32> = schedule.rows.iter().map(|row| row.line).collect();
            assert_eq!(lines, [2, 4], "{end:?}");
        }
    }

    #[test]
    fn a_header_without_required_columns_is_refused_by_name() {
        let error = read("PatientID,PatientName\n1,2\n").unwrap_err();
        assert!(error.contains("ScheduledStationAETitle"), "{error}");
    }
}
