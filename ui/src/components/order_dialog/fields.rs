//! What a person has typed into the form of an order.

use crate::{components::priority::PRIORITIES, format, t};
use contract::{Code, Day, Failure, Priority, WallTime, orders::OrderForm};
use leptos::prelude::*;

/// New orders start at the next multiple of so many minutes.
const GRID: WallTime = 5 * format::MINUTE;

/// The fields of the form, each a signal.
#[derive(Clone, Copy)]
pub struct OrderFields {
    base: StoredValue<OrderForm>,
    /// PatientID.
    pub patient_id: RwSignal<String>,
    /// First component of PatientName.
    pub family: RwSignal<String>,
    /// Second component of PatientName.
    pub given: RwSignal<String>,
    /// PatientBirthDate.
    pub birth_date: RwSignal<String>,
    /// PatientSex.
    pub sex: RwSignal<String>,
    /// PatientWeight.
    pub weight: RwSignal<String>,
    /// Allergies.
    pub allergies: RwSignal<String>,
    /// MedicalAlerts.
    pub medical_alerts: RwSignal<String>,
    /// PregnancyStatus.
    pub pregnancy: RwSignal<String>,
    /// CurrentPatientLocation.
    pub patient_location: RwSignal<String>,
    /// AccessionNumber.
    pub accession_number: RwSignal<String>,
    /// RequestingPhysician, read as `Family, Given`.
    pub requesting_physician: RwSignal<String>,
    /// RequestedProcedureDescription.
    pub procedure: RwSignal<String>,
    /// Code Value of RequestedProcedureCodeSequence.
    pub code: RwSignal<String>,
    /// Coding Scheme Designator of RequestedProcedureCodeSequence.
    pub scheme: RwSignal<String>,
    /// Position in [`PRIORITIES`].
    pub priority: RwSignal<String>,
    /// Modality.
    pub modality: RwSignal<String>,
    /// ScheduledStationAETitle.
    pub station: RwSignal<String>,
    /// Day of the start.
    pub day: RwSignal<String>,
    /// Time of the start.
    pub time: RwSignal<String>,
    /// Expected duration in minutes; empty takes the usual one.
    pub minutes: RwSignal<String>,
}

impl OrderFields {
    /// The fields of an order.
    pub fn of(form: OrderForm) -> Self {
        let (family, given) = name_parts(&form.patient_name);
        let code = form.requested_procedure_code.clone().unwrap_or_default();
        let priority = PRIORITIES
            .iter()
            .position(|priority| *priority == form.priority);
        let text = |value: &str| RwSignal::new(value.to_owned());
        Self {
            patient_id: text(&form.patient_id),
            family: text(&family),
            given: text(&given),
            birth_date: text(&form.patient_birth_date),
            sex: text(&form.patient_sex),
            weight: text(&form.patient_weight),
            allergies: text(&form.allergies),
            medical_alerts: text(&form.medical_alerts),
            pregnancy: text(&form.pregnancy_status),
            patient_location: text(&form.current_patient_location),
            accession_number: text(&form.accession_number),
            requesting_physician: text(&format::name_of_dicom(&form.requesting_physician)),
            procedure: text(&form.requested_procedure_description),
            code: text(&code.value),
            scheme: text(&code.scheme),
            priority: RwSignal::new(priority.unwrap_or_default().to_string()),
            modality: text(&form.modality),
            station: text(form.station_ae_titles.first().map_or("", String::as_str)),
            day: text(&form.day),
            time: text(&form.time),
            minutes: RwSignal::new(if form.expected_minutes == 0 {
                String::new()
            } else {
                form.expected_minutes.to_string()
            }),
            base: StoredValue::new(form),
        }
    }

    /// The order as it was typed, or the fields that cannot be so.
    pub fn form(&self) -> Result<OrderForm, Vec<Failure>> {
        let needed = [
            ("patient_name", self.family),
            ("patient_id", self.patient_id),
            ("requested_procedure_description", self.procedure),
            ("station_ae_titles", self.station),
            ("modality", self.modality),
            ("day", self.day),
            ("time", self.time),
        ];
        let missing = needed
            .into_iter()
            .filter(|(_, value)| value.with_untracked(|value| value.trim().is_empty()));
        let mut refused: Vec<Failure> = missing
            .map(|(field, _)| Failure::field(field, t!("value-needed")))
            .collect();
        let minutes = self
            .minutes
            .with_untracked(|minutes| minutes.trim().to_owned());
        let expected_minutes = if minutes.is_empty() {
            Some(0)
        } else {
            minutes.parse().ok()
        };
        if expected_minutes.is_none() {
            refused.push(Failure::field("expected_minutes", t!("whole-minutes")));
        }
        let (true, Some(expected_minutes)) = (refused.is_empty(), expected_minutes) else {
            return Err(refused);
        };
        let trimmed =
            |value: RwSignal<String>| value.with_untracked(|value| value.trim().to_owned());
        let base = self.base.get_value();
        let station = trimmed(self.station);
        let same_station = base.station_ae_titles.first() == Some(&station);
        let physician = trimmed(self.requesting_physician);
        let same_physician = format::name_of_dicom(&base.requesting_physician) == physician;
        Ok(OrderForm {
            patient_id: trimmed(self.patient_id),
            patient_name: dicom_name(
                &base.patient_name,
                &trimmed(self.family),
                &trimmed(self.given),
            ),
            patient_birth_date: trimmed(self.birth_date),
            patient_sex: trimmed(self.sex),
            patient_weight: trimmed(self.weight).replace(',', "."),
            allergies: trimmed(self.allergies),
            medical_alerts: trimmed(self.medical_alerts),
            pregnancy_status: trimmed(self.pregnancy),
            current_patient_location: trimmed(self.patient_location),
            accession_number: trimmed(self.accession_number),
            requesting_physician: if same_physician {
                base.requesting_physician.clone()
            } else {
                physician_name(&physician)
            },
            scheduled_procedure_step_description: step_description(&base, &trimmed(self.procedure)),
            requested_procedure_code: self.procedure_code(),
            requested_procedure_description: trimmed(self.procedure),
            priority: self.chosen_priority(),
            modality: trimmed(self.modality),
            station_ae_titles: if same_station {
                base.station_ae_titles.clone()
            } else {
                vec![station]
            },
            day: trimmed(self.day),
            time: trimmed(self.time),
            expected_minutes,
            ..base
        })
    }

    fn procedure_code(&self) -> Option<Code> {
        let value = self.code.with_untracked(|code| code.trim().to_owned());
        let scheme = self
            .scheme
            .with_untracked(|scheme| scheme.trim().to_owned());
        (!value.is_empty()).then(|| Code {
            value,
            scheme,
            meaning: self
                .procedure
                .with_untracked(|procedure| procedure.trim().to_owned()),
        })
    }

    fn chosen_priority(&self) -> Priority {
        let position: Option<usize> = self
            .priority
            .with_untracked(|priority| priority.parse().ok());
        position
            .and_then(|position| PRIORITIES.get(position).copied())
            .unwrap_or_default()
    }
}

/// A new order for today, at the next five minutes.
pub fn new_order(today: Day, now: WallTime) -> OrderForm {
    let start = (now + GRID - 1).div_euclid(GRID) * GRID;
    // Just before midnight the next five minutes are tomorrow's.
    let day = if format::midnight(&today).is_some() {
        format::day_of(start)
    } else {
        today
    };
    OrderForm {
        day,
        time: format::time(start),
        ..OrderForm::default()
    }
}

/// Family and given name of a name in DICOM form.
fn name_parts(name: &str) -> (String, String) {
    let mut parts = name.split('^');
    let mut part = || parts.next().unwrap_or_default().to_owned();
    (part(), part())
}

/// A name in DICOM form; what the form does not show of the one before stays.
fn dicom_name(before: &str, family: &str, given: &str) -> String {
    if name_parts(before) == (family.to_owned(), given.to_owned()) {
        return before.to_owned();
    }
    format!("{family}^{given}").trim_end_matches('^').to_owned()
}

/// `Serra, Tomás` in DICOM form.
fn physician_name(typed: &str) -> String {
    match typed.split_once(',') {
        Some((family, given)) => format!("{}^{}", family.trim(), given.trim()),
        None => typed.to_owned(),
    }
}

/// The scheduled step's own words stay unless they only repeated the procedure's.
fn step_description(before: &OrderForm, procedure: &str) -> String {
    let own = &before.scheduled_procedure_step_description;
    if own.is_empty() || *own == before.requested_procedure_description {
        procedure.to_owned()
    } else {
        own.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_order_starts_at_the_next_five_minutes() {
        let midnight = format::midnight("2026-11-24").unwrap();
        let form = new_order("2026-11-24".into(), midnight + 642 * format::MINUTE);
        assert_eq!(
            (form.day.as_str(), form.time.as_str()),
            ("2026-11-24", "10:45")
        );
        let late = new_order("2026-11-24".into(), midnight + 1438 * format::MINUTE);
        assert_eq!(
            (late.day.as_str(), late.time.as_str()),
            ("2026-11-25", "00:00")
        );
    }

    #[test]
    fn what_the_form_does_not_show_of_a_name_stays() {
        assert_eq!(
            dicom_name("Zabala^Martín^^Dr.", "Zabala", "Martín"),
            "Zabala^Martín^^Dr."
        );
        assert_eq!(
            dicom_name("Zabala^Martín", "Zabala", "Marta"),
            "Zabala^Marta"
        );
        assert_eq!(dicom_name("", "Zabala", ""), "Zabala");
    }

    #[test]
    fn physicians_are_typed_as_they_are_read() {
        assert_eq!(physician_name("Serra, Tomás"), "Serra^Tomás");
        assert_eq!(physician_name("Serra"), "Serra");
    }
}
