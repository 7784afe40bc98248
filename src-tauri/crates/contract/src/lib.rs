//! What the window and the service say to each other: commands, views, events and failures.
//!
//! Every command is a request type that implements [`Command`]; its answer is [`Command::Output`]
//! or a [`Failure`]. Views are snapshots: a window that lost events asks again (see
//! [`events::Event::Resync`]). Instants are [`WallTime`]: what the clock on the wall of the
//! department shows, so that the window never converts time zones.

pub mod alerts;
pub mod audit;
pub mod board;
pub mod charges;
pub mod deviation;
pub mod device_learning;
pub mod device_profile;
pub mod devices;
pub mod events;
pub mod exam;
pub mod failure;
pub mod import;
pub mod network;
pub mod orders;
pub mod protocols;
pub mod quality;
pub mod queries;
pub mod reconciliation;
pub mod search;
pub mod setup;
pub mod shell;

pub use failure::{Failure, FailureCode};

use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// One request of the window to the service, with the type of its answer.
pub trait Command: Serialize + DeserializeOwned {
    /// The name under which the window invokes it.
    const NAME: &'static str;
    /// What a success answers.
    type Output: Serialize + DeserializeOwned;
}

/// Binds a request type to its name and its answer.
macro_rules! command {
    ($request:ty, $name:literal, $output:ty) => {
        impl $crate::Command for $request {
            const NAME: &'static str = $name;
            type Output = $output;
        }
    };
}
pub(crate) use command;

/// The names of all commands, for the test that every one of them is registered.
pub const COMMANDS: &[&str] = &[
    <shell::ShowShell as Command>::NAME,
    <shell::SavePreferences as Command>::NAME,
    <board::ShowBoard as Command>::NAME,
    <alerts::ShowAlerts as Command>::NAME,
    <exam::ShowExam as Command>::NAME,
    <exam::ShowMessage as Command>::NAME,
    <orders::ListOrders as Command>::NAME,
    <orders::ShowOrder as Command>::NAME,
    <orders::SaveOrder as Command>::NAME,
    <orders::ChangeStep as Command>::NAME,
    <orders::Undo as Command>::NAME,
    <import::PreviewImport as Command>::NAME,
    <import::RunImport as Command>::NAME,
    <devices::ListDevices as Command>::NAME,
    <devices::SaveDevice as Command>::NAME,
    <devices::RemoveDevice as Command>::NAME,
    <devices::AdmitCaller as Command>::NAME,
    <devices::DismissCaller as Command>::NAME,
    <devices::EchoDevice as Command>::NAME,
    <devices::SaveCalled as Command>::NAME,
    <devices::RemoveCalled as Command>::NAME,
    <device_learning::ProposeProfile as Command>::NAME,
    <queries::ListQueries as Command>::NAME,
    <queries::ExplainQuery as Command>::NAME,
    <protocols::ListProtocols as Command>::NAME,
    <protocols::SaveProtocol as Command>::NAME,
    <protocols::RemoveProtocol as Command>::NAME,
    <charges::ListCharges as Command>::NAME,
    <charges::ShowCharges as Command>::NAME,
    <charges::ReleaseCharges as Command>::NAME,
    <charges::CorrectCharge as Command>::NAME,
    <charges::ExportCharges as Command>::NAME,
    <charges::ListChargeRules as Command>::NAME,
    <charges::SaveChargeRule as Command>::NAME,
    <charges::RemoveChargeRule as Command>::NAME,
    <quality::ShowQuality as Command>::NAME,
    <quality::ExportQuality as Command>::NAME,
    <reconciliation::ShowQueue as Command>::NAME,
    <reconciliation::ShowCase as Command>::NAME,
    <reconciliation::Decide as Command>::NAME,
    <reconciliation::AssignItems as Command>::NAME,
    <reconciliation::FindCandidates as Command>::NAME,
    <reconciliation::MarkNoShow as Command>::NAME,
    <search::Search as Command>::NAME,
    <audit::ListAudit as Command>::NAME,
    <audit::VerifyAudit as Command>::NAME,
    <audit::ExportAudit as Command>::NAME,
    <network::ListAssociations as Command>::NAME,
    <network::ListMessages as Command>::NAME,
    <network::ExportMessages as Command>::NAME,
    <setup::ShowSetup as Command>::NAME,
    <setup::SaveIdentity as Command>::NAME,
    <setup::FinishSetup as Command>::NAME,
    <setup::StartDemo as Command>::NAME,
    <setup::StopDemo as Command>::NAME,
];

/// Milliseconds since 1970-01-01 00:00 as the department's wall clock reads them: format it as if
/// it were UTC and the local time appears.
pub type WallTime = i64;

/// A calendar day of the department, `YYYY-MM-DD`.
pub type Day = String;

/// An exam on screen: a scheduled step with its performed steps (`s` and a number), or a performed
/// step alone (`p` and a number). Opaque to the window.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ExamId(pub String);

/// Names what a person can undo. Valid for ten minutes after the change.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UndoToken(pub String);

/// A coded concept as it was received.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Code {
    /// Code Value (0008,0100).
    pub value: String,
    /// Coding Scheme Designator (0008,0102).
    pub scheme: String,
    /// Code Meaning (0008,0104); empty when it was not given and is not known.
    pub meaning: String,
}

/// A person's name in parts, ready to be shown. `Debug` does not show it.
#[derive(Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Name {
    /// Family name of the alphabetic group.
    pub family: String,
    /// Given and middle names of the alphabetic group.
    pub given: String,
    /// The ideographic group as one text, if there is one.
    pub ideographic: Option<String>,
    /// The phonetic group as one text, if there is one.
    pub phonetic: Option<String>,
}

impl std::fmt::Debug for Name {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Name(redacted)")
    }
}

/// The status of a scheduled step, or of a performed step that stands alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StepStatus {
    /// Planned; the patient is not here.
    Scheduled,
    /// The patient is here.
    Arrived,
    /// The patient is prepared.
    Ready,
    /// At least one performed step runs.
    InProgress,
    /// Done.
    Completed,
    /// Stopped before it was done.
    Discontinued,
    /// The order was withdrawn.
    Canceled,
}

/// Requested Procedure Priority (0040,1003), most urgent first.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Priority {
    /// At once.
    Stat,
    /// Before routine.
    High,
    /// As planned.
    #[default]
    Routine,
    /// After routine.
    Medium,
    /// When there is room.
    Low,
}
