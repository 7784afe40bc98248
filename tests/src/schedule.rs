//! Appointments and the schedule files they come in.

use service::clock::Clock;
use std::collections::BTreeMap;

/// One scheduled step, by the columns of the CSV schedule.
#[derive(Debug, Clone)]
pub struct Appointment {
    columns: BTreeMap<String, String>,
}

impl Appointment {
    /// A CT at station CT1 today at 08:30, of a patient of its own. `number` makes its identifiers.
    #[must_use]
    pub fn new(number: u32) -> Self {
        let columns = [
            ("PatientID", format!("P{number}")),
            ("PatientName", format!("Patient{number}^Jane")),
            ("PatientBirthDate", "1970-02-03".to_owned()),
            ("PatientSex", "F".to_owned()),
            ("Modality", "CT".to_owned()),
            ("ScheduledStationAETitle", "CT1".to_owned()),
            ("ScheduledProcedureStepStartDate", today()),
            ("ScheduledProcedureStepStartTime", "0830".to_owned()),
            ("AccessionNumber", format!("A{number}")),
            ("RequestedProcedureID", format!("R{number}")),
            ("RequestedProcedureDescription", "CT abdomen".to_owned()),
            ("ScheduledProcedureStepID", format!("S{number}")),
            ("ScheduledProcedureStepDescription", "CT abdomen".to_owned()),
            (
                "StudyInstanceUID",
                format!("1.2.826.0.1.3680043.2.1143.{number}"),
            ),
        ];
        Self {
            columns: columns
                .into_iter()
                .map(|(column, value)| (column.to_owned(), value))
                .collect(),
        }
    }

    /// The same with another value in a column.
    #[must_use]
    pub fn with(mut self, column: &str, value: &str) -> Self {
        self.columns.insert(column.to_owned(), value.to_owned());
        self
    }

    /// The same without a value in a column.
    #[must_use]
    pub fn without(mut self, column: &str) -> Self {
        self.columns.remove(column);
        self
    }

    /// The value in a column; empty when there is none.
    #[must_use]
    pub fn get(&self, column: &str) -> &str {
        self.columns
            .get(column)
            .map(String::as_str)
            .unwrap_or_default()
    }

    /// AccessionNumber.
    #[must_use]
    pub fn accession(&self) -> &str {
        self.get("AccessionNumber")
    }
}

/// The schedule file with these appointments.
#[must_use]
pub fn csv(appointments: &[Appointment]) -> String {
    let columns: Vec<&str> = {
        let all = appointments.iter().flat_map(|it| it.columns.keys());
        let unique: std::collections::BTreeSet<&str> = all.map(String::as_str).collect();
        unique.into_iter().collect()
    };
    let row = |appointment: &Appointment| {
        let cells: Vec<String> = columns
            .iter()
            .map(|column| format!("\"{}\"", appointment.get(column).replace('"', "\"\"")))
            .collect();
        cells.join(",")
    };
    let rows: Vec<String> = appointments.iter().map(row).collect();
    format!("{}\n{}\n", columns.join(","), rows.join("\n"))
}

/// Today as `YYYYMMDD`.
#[must_use]
pub fn today() -> String {
    Clock::real().today().format("%Y%m%d").to_string()
}
