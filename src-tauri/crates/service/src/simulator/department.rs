//! A running department as the place of a simulated day: what it is given before, and its front desk.

use super::front_desk::{Done, FrontDesk};
use super::plan::Plan;
use super::{charges, schedule};
use crate::department::Department;
use crate::views::map::Exam;
use chrono::{NaiveDateTime, TimeDelta};
use contract::Failure;
use contract::charges::SaveChargeRule;
use contract::device_profile::DeviceProfile;
use contract::devices::{DeviceForm, SaveDevice};
use contract::import::RunImport;
use contract::orders::{ChangeStep, StepChange};
use contract::protocols::{ProtocolSource, SaveProtocol};
use contract::shell::Preferences;
use std::sync::Arc;

/// The orders came in the afternoon before.
pub const ORDERED_BEFORE: TimeDelta = TimeDelta::hours(15);

/// Gives a department the devices, protocols, charges and schedule of a planned day.
///
/// # Errors
/// What a command of the window says.
pub async fn furnish(
    department: &Arc<Department>,
    plan: &Plan,
    preferences: Preferences,
) -> Result<(), Failure> {
    department
        .change_settings(move |settings| {
            settings.preferences = preferences;
            settings.setup_finished = true;
        })
        .await?;
    for device in schedule::devices(plan) {
        let form = DeviceForm {
            ae_title: device.ae_title,
            name: device.name,
            modality: device.modality,
            on_board: true,
            profile: DeviceProfile::default(),
            ..DeviceForm::default()
        };
        department
            .save_device(SaveDevice { id: None, form })
            .await?;
    }
    let declared = schedule::protocols(plan).into_iter();
    department
        .save_protocols(
            declared
                .map(|form| SaveProtocol {
                    id: None,
                    form,
                    source: ProtocolSource::Declared,
                })
                .collect(),
        )
        .await?;
    for form in charges() {
        department
            .save_charge_rule(SaveChargeRule { id: None, form })
            .await?;
    }
    let file_name = "simulated".to_owned();
    department
        .run_import(RunImport {
            file_name,
            content: schedule(plan),
        })
        .await?;
    Ok(())
}

/// The front desk of a department with a simulated clock: does what a person does in the window.
pub struct Reception {
    department: Arc<Department>,
    plan: Plan,
}

impl FrontDesk for Reception {
    fn time_is(&self, now: NaiveDateTime) {
        self.department.clock.set(now, 0.0);
    }

    fn arrived<'a>(&'a self, accession_number: &'a str) -> Done<'a> {
        Box::pin(async {
            self.change(accession_number, StepChange::Arrive).await;
        })
    }

    fn canceled<'a>(&'a self, accession_number: &'a str) -> Done<'a> {
        Box::pin(self.cancel(accession_number))
    }

    fn moved<'a>(
        &'a self,
        accession_number: &'a str,
        station_ae_title: &'a str,
        start: NaiveDateTime,
    ) -> Done<'a> {
        let change = StepChange::Move {
            station: station_ae_title.to_owned(),
            day: start.date().to_string(),
            time: start.format("%H:%M").to_string(),
        };
        Box::pin(async {
            self.change(accession_number, change).await;
        })
    }
}

impl Reception {
    /// The front desk of a department on a planned day.
    #[must_use]
    pub fn of(department: Arc<Department>, plan: Plan) -> Self {
        Self { department, plan }
    }

    /// The order is withdrawn at this desk, or by who ordered it when the exam has started: then it
    /// arrives with the orders, and no desk can refuse it.
    async fn cancel(&self, accession_number: &str) {
        let reason = String::new();
        if self
            .change(accession_number, StepChange::Cancel { reason })
            .await
        {
            return;
        }
        let import = RunImport {
            file_name: "simulated".to_owned(),
            content: schedule::withdrawal(&self.plan, accession_number),
        };
        if let Err(failure) = self.department.run_import(import).await {
            tracing::debug!(%failure, "the simulated order could not be withdrawn");
        }
    }

    /// Changes the steps of an order; what their status forbids is not done. Whether all was done.
    async fn change(&self, accession_number: &str, change: StepChange) -> bool {
        let number = accession_number.to_owned();
        let steps = self
            .department
            .read(move |_, session| session.steps_by_accession(&number))
            .await;
        let mut is_done = true;
        for stored in steps.into_iter().flatten() {
            let request = ChangeStep {
                id: Exam::Scheduled(stored.step.id).id(),
                change: change.clone(),
            };
            if let Err(failure) = self.department.change_step(request).await {
                tracing::debug!(%failure, "the simulated front desk could not do what it wanted");
                is_done = false;
            }
        }
        is_done
    }
}
