//! What was learnt of a device from its own messages, and the profile that follows from it.

use crate::device_profile::DeviceProfile;
use crate::{WallTime, command};
use serde::{Deserialize, Serialize};

/// Asks for the profile that fits what a device has sent. Changes nothing: the form of the device
/// is saved with it, or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposeProfile {
    /// The device's number.
    pub device: i64,
}
command!(ProposeProfile, "propose_profile", ProposedProfile);

/// A proposal with what it rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposedProfile {
    /// What is declared now.
    pub current: DeviceProfile,
    /// What is declared now, changed by what was learnt; equal to it when nothing follows.
    pub proposed: DeviceProfile,
    /// N-CREATEs looked at, the newest.
    pub creates: u32,
    /// N-SETs looked at, the newest.
    pub sets: u32,
    /// Performed steps they are about.
    pub steps: u32,
    /// When the first of these messages arrived.
    pub from: Option<WallTime>,
    /// When the last of these messages arrived.
    pub to: Option<WallTime>,
    /// What was seen, in the order of [`Observation`], then by attribute.
    pub evidence: Vec<Evidence>,
}

/// One thing that was seen, in counts: "41 of 44 N-SETs had no `SpecificCharacterSet` (0008,0005)".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// What.
    pub observation: Observation,
    /// How often.
    pub count: u32,
    /// Of how many, in the unit of the observation.
    pub of: u32,
    /// The attribute it is about as keyword and tag; empty for none.
    pub attribute: String,
    /// What was found: a defined term of a character set, a number of minutes; empty where counts
    /// say it all. Never patient data.
    pub value: String,
    /// The setting that follows from it as `stepboard.toml` names it
    /// (`performed.assumed_character_set`); empty when it only is worth knowing.
    pub setting: String,
}

/// What can be seen of a device. The unit of the counts is in brackets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Observation {
    /// N-CREATE without Specific Character Set [N-CREATEs].
    CreateWithoutCharacterSet,
    /// N-SET without Specific Character Set [N-SETs].
    SetWithoutCharacterSet,
    /// Text that is not ASCII and of which no character set says what it is [messages]; the value
    /// is the character set that explains it.
    UnexplainedText,
    /// An attribute that N-CREATE must have (type 1 or 2) was missing [N-CREATEs].
    CreateWithoutAttribute,
    /// An attribute that must have a value (type 1) had none [messages].
    EmptyAttribute,
    /// An attribute that N-SET may not send was sent [N-SETs].
    NotAllowedInSet,
    /// An attribute was set that had not been created [N-SETs].
    SetNotCreated,
    /// Something was missing at the final state [ended steps].
    MissingAtEnd,
    /// The list of series or images shrank [N-SETs].
    ShrinkingLists,
    /// The N-CREATE came more than five minutes after the start it reports [steps]; the value is
    /// the median delay in minutes.
    StartReportedLate,
    /// The last N-SET came more than five minutes after the end it reports [ended steps]; the value
    /// is the median delay in minutes.
    EndReportedLate,
    /// N-CREATE and final N-SET came within a minute for an exam that took longer [ended steps].
    DeferredPair,
    /// Several performed steps for one scheduled step, each with one series [steps].
    OneStepPerSeries,
    /// Ended with an empty or no reason although discontinued [discontinued steps].
    DiscontinuedWithoutReason,
    /// Nothing was reported after the start for longer than any exam that ended took [steps]; the
    /// value is the number of minutes to close after.
    NeverEnded,
    /// Reported between start and end [steps]; the value is the median number of N-SETs of a step.
    IntermediateReports,
    /// Started or ended after it was reported, or ended before it started: its clock is wrong
    /// [steps]; the value is the median difference in minutes.
    ClockDiffers,
    /// Nothing was wrong by PS3.4 Table F.7.2-1 [messages].
    WithoutFindings,
}
