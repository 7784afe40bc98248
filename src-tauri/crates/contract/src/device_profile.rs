//! How one device is served: what differs from the others, because devices differ. Everything has a
//! default, so that a device that was only named works.

use serde::{Deserialize, Serialize};

/// What is particular about a device.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DeviceProfile {
    /// Its worklist.
    #[serde(skip_serializing_if = "is_default")]
    pub worklist: WorklistProfile,
    /// Its performed steps.
    #[serde(skip_serializing_if = "is_default")]
    pub performed: PerformedProfile,
    /// How it is let in, and for what.
    #[serde(skip_serializing_if = "is_default")]
    pub access: AccessProfile,
}

/// How a worklist is answered. What is absent is as for the called AE title, else as for everybody.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WorklistProfile {
    /// Specific Character Set (0008,0005) of answers, as defined terms separated by `\`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub character_set: Option<String>,
    /// The character set of requests that name none and are not ASCII.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assumed_character_set: Option<String>,
    /// Whether it sees only the steps of its own station, whatever it asks for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub own_station_only: Option<bool>,
    /// The modalities (0008,0060) that are offered; absent is all. Makes a worklist of its own of
    /// a called AE title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modalities: Option<Vec<String>>,
    /// The stations, by AE title, whose steps are offered; absent is all. Steps that any station may
    /// do are offered always.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stations: Option<Vec<String>>,
    /// Which statuses leave the worklist and when. When absent, steps that are done leave at once;
    /// when given, a status that is not named stays.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hide: Option<Vec<HideRule>>,
    /// Days before today that are offered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days_back: Option<u32>,
    /// Days after today that are offered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days_ahead: Option<u32>,
    /// Answers to one query at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_answers: Option<u32>,
    /// What is done when there are more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when_more: Option<WhenMore>,
    /// Whether FF00 is answered where FF01 would be due: some take FF01 for a failure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub always_ff00: Option<bool>,
    /// Whether a person name without wildcard matches as a prefix.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name_prefix: Option<bool>,
}

/// A status that leaves the worklist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HideRule {
    /// Scheduled step status as in exports: `IN PROGRESS`, `COMPLETED`, …
    pub status: String,
    /// Minutes after the step took it.
    #[serde(default)]
    pub after_minutes: u32,
}

/// What is done with a query that has more answers than allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WhenMore {
    /// The first are sent, then success; the log says so.
    #[default]
    Cut,
    /// The first are sent, then A700 with a comment.
    Fail,
}

/// How performed steps of a device are taken.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PerformedProfile {
    /// How strictly messages are checked.
    #[serde(skip_serializing_if = "is_default")]
    pub validation: Validation,
    /// The character set of messages that name none and are not ASCII, as defined terms separated by
    /// `\`; absent is UTF-8 if the bytes are, else Latin 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assumed_character_set: Option<String>,
    /// Minutes without a message after which a step in progress is closed by rule; absent is never.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub close_after_minutes: Option<u32>,
    /// Whether it takes in objects of other institutions (importer of IHE Import Reconciliation
    /// Workflow): what it performs is no exam.
    #[serde(skip_serializing_if = "is_default")]
    pub imports: bool,
}

/// How strictly messages are checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Validation {
    /// Stored and flagged.
    #[default]
    Lenient,
    /// PS3.4 Table F.7.2-1 is enforced.
    Strict,
    /// Stored and flagged, and a profile is proposed from what was seen.
    Learn,
}

/// How a device is let in, and for what.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AccessProfile {
    /// The services it may use; absent is all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub services: Option<Vec<ServiceUse>>,
    /// The AE titles it may call us by; empty is any of ours.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub called_ae_titles: Vec<String>,
    /// SHA-256 of its client certificate, in hexadecimal; empty when any that is trusted will do.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub certificate: String,
    /// Whether it is refused without TLS.
    #[serde(skip_serializing_if = "is_default")]
    pub tls_only: bool,
    /// Associations at once; absent is the limit of the listener.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_associations: Option<u32>,
    /// Whether it is told of performed steps by MPPS Notification (PS3.4 F.9).
    #[serde(skip_serializing_if = "is_default")]
    pub notify: bool,
}

/// A service a device may use. Verification is always answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ServiceUse {
    /// Modality Worklist.
    Worklist,
    /// Modality Performed Procedure Step.
    Performed,
    /// MPPS Retrieve.
    Retrieve,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
