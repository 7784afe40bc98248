//! What can be set in a device's profile, checked once before it is stored. A failure names the
//! setting as `apply` does.

use contract::Failure;
use contract::device_profile::{
    AccessProfile, DeviceProfile, PerformedProfile, ServiceUse, WorklistProfile,
};
use domain::{AeTitle, identifier::InvalidAeTitle, scheduled_step::StepStatus, validation};

/// Days before and after today that can be offered: a year; what lies further is no worklist.
const DAYS: u32 = 366;
/// Answers to one query that can be allowed: no device shows more.
const ANSWERS: u32 = 100_000;
/// Minutes a rule can wait: a week; what lies longer than that is for a person.
const MINUTES: u32 = 7 * 24 * 60;
/// Minutes without a message before a step may be closed by rule: a long exam sends nothing for
/// this long.
const CLOSE_AFTER: u32 = 30;
/// Associations at once that one device can be allowed: what the listener takes in all.
const ASSOCIATIONS: u32 = 128;
/// Hexadecimal digits of a SHA-256.
const DIGEST: usize = 64;

/// Every status a step can have.
const STATUSES: [StepStatus; 7] = [
    StepStatus::Scheduled,
    StepStatus::Arrived,
    StepStatus::Ready,
    StepStatus::InProgress,
    StepStatus::Completed,
    StepStatus::Discontinued,
    StepStatus::Canceled,
];

/// The profile as it is kept.
///
/// # Errors
/// Names the first setting that cannot be, and why.
pub(crate) fn checked(profile: &DeviceProfile) -> Result<DeviceProfile, Failure> {
    Ok(DeviceProfile {
        worklist: worklist(&profile.worklist, "worklist")?,
        performed: performed(&profile.performed)?,
        access: access(&profile.access)?,
    })
}

/// The settings of a worklist as they are kept; `table` is what they are declared in.
///
/// # Errors
/// Names the first setting that cannot be, and why.
pub(crate) fn worklist(profile: &WorklistProfile, table: &str) -> Result<WorklistProfile, Failure> {
    let field = |name: &str| format!("{table}.{name}");
    let mut kept = profile.clone();
    kept.character_set = character_set(&field("character_set"), profile.character_set.as_deref())?;
    kept.assumed_character_set = character_set(
        &field("assumed_character_set"),
        profile.assumed_character_set.as_deref(),
    )?;
    within(&field("days_back"), profile.days_back, 0, DAYS)?;
    within(&field("days_ahead"), profile.days_ahead, 0, DAYS)?;
    within(&field("max_answers"), profile.max_answers, 1, ANSWERS)?;
    for rule in kept.hide.iter_mut().flatten() {
        let word = rule.status.trim().to_ascii_uppercase();
        if !STATUSES
            .iter()
            .any(|status| validation::status_word(*status) == word)
        {
            let all = STATUSES.map(validation::status_word).join(", ");
            let problem = format!("{:?} is not a status; one of {all}", rule.status);
            return Err(Failure::field(&field("hide"), problem));
        }
        within(&field("hide"), Some(rule.after_minutes), 0, MINUTES)?;
        rule.status = word;
    }
    for modality in kept.modalities.iter_mut().flatten() {
        *modality = validation::code_string(modality.trim())
            .map_err(|problem| Failure::field(&field("modalities"), problem.to_string()))?;
    }
    for station in kept.stations.iter_mut().flatten() {
        let title = AeTitle::new(station).map_err(|error: InvalidAeTitle| {
            Failure::field(&field("stations"), format!("{station:?}: {error}"))
        })?;
        *station = title.as_str().to_owned();
    }
    Ok(kept)
}

fn performed(profile: &PerformedProfile) -> Result<PerformedProfile, Failure> {
    within(
        "performed.close_after_minutes",
        profile.close_after_minutes,
        CLOSE_AFTER,
        MINUTES,
    )?;
    let mut kept = profile.clone();
    kept.assumed_character_set = character_set(
        "performed.assumed_character_set",
        profile.assumed_character_set.as_deref(),
    )?;
    Ok(kept)
}

fn access(profile: &AccessProfile) -> Result<AccessProfile, Failure> {
    let mut kept = profile.clone();
    if let Some(services) = &mut kept.services {
        let all = [
            ServiceUse::Worklist,
            ServiceUse::Performed,
            ServiceUse::Retrieve,
        ];
        let named = |service: &ServiceUse| services.contains(service);
        *services = all.into_iter().filter(named).collect();
    }
    kept.called_ae_titles.clear();
    for title in &profile.called_ae_titles {
        let title = AeTitle::new(title).map_err(|error: InvalidAeTitle| {
            Failure::field("access.called_ae_titles", format!("{title:?}: {error}"))
        })?;
        let title = title.as_str().to_owned();
        if !kept.called_ae_titles.contains(&title) {
            kept.called_ae_titles.push(title);
        }
    }
    kept.certificate = certificate(&profile.certificate)?;
    within(
        "access.max_associations",
        profile.max_associations,
        1,
        ASSOCIATIONS,
    )?;
    Ok(kept)
}

fn within(field: &str, value: Option<u32>, least: u32, most: u32) -> Result<(), Failure> {
    match value {
        Some(value) if value < least || value > most => Err(Failure::field(
            field,
            format!("{value} is not a number from {least} to {most}"),
        )),
        _ => Ok(()),
    }
}

/// Defined terms without blanks around them; empty is as for everybody.
fn character_set(field: &str, value: Option<&str>) -> Result<Option<String>, Failure> {
    let terms: Vec<&str> = value
        .unwrap_or_default()
        .split('\\')
        .map(str::trim)
        .collect();
    let value = terms.join("\\");
    if value.is_empty() {
        return Ok(None);
    }
    match dimse::unknown_character_set(&value) {
        Some(term) => Err(Failure::field(
            field,
            format!("{term:?} is not a defined term of Specific Character Set (0008,0005)"),
        )),
        None => Ok(Some(value)),
    }
}

/// A fingerprint as tools print it, with colons or blanks or without, in lower case.
fn certificate(text: &str) -> Result<String, Failure> {
    let digits: String = text
        .chars()
        .filter(|c| !matches!(c, ':' | ' ' | '-'))
        .collect::<String>()
        .to_ascii_lowercase();
    let is_digest = digits.len() == DIGEST && digits.chars().all(|c| c.is_ascii_hexdigit());
    if digits.is_empty() || is_digest {
        return Ok(digits);
    }
    Err(Failure::field(
        "access.certificate",
        format!("not a SHA-256 of {DIGEST} hexadecimal digits"),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::device_profile::HideRule;

    fn field_of(change: impl FnOnce(&mut DeviceProfile)) -> String {
        let mut profile = DeviceProfile::default();
        change(&mut profile);
        checked(&profile).unwrap_err().field.unwrap_or_default()
    }

    #[test]
    fn what_cannot_be_is_named() {
        let hide = |status: &str, after_minutes| {
            Some(vec![HideRule {
                status: status.to_owned(),
                after_minutes,
            }])
        };
        for (field, named) in [
            (
                field_of(|it| it.worklist.character_set = Some("ISO_IR 7".to_owned())),
                "worklist.character_set",
            ),
            (
                field_of(|it| it.worklist.assumed_character_set = Some("\\KLINGON".to_owned())),
                "worklist.assumed_character_set",
            ),
            (
                field_of(|it| it.performed.assumed_character_set = Some("KLINGON".to_owned())),
                "performed.assumed_character_set",
            ),
            (
                field_of(|it| it.worklist.days_ahead = Some(367)),
                "worklist.days_ahead",
            ),
            (
                field_of(|it| it.worklist.max_answers = Some(0)),
                "worklist.max_answers",
            ),
            (
                field_of(|it| it.worklist.stations = Some(vec!["A\\B".to_owned()])),
                "worklist.stations",
            ),
            (
                field_of(|it| it.worklist.modalities = Some(vec!["C/T".to_owned()])),
                "worklist.modalities",
            ),
            (
                field_of(|it| it.worklist.hide = hide("DONE", 0)),
                "worklist.hide",
            ),
            (
                field_of(|it| it.worklist.hide = hide("COMPLETED", MINUTES + 1)),
                "worklist.hide",
            ),
            (
                field_of(|it| it.performed.close_after_minutes = Some(1)),
                "performed.close_after_minutes",
            ),
            (
                field_of(|it| it.access.called_ae_titles = vec!["TOO_LONG_FOR_A_TITLE".to_owned()]),
                "access.called_ae_titles",
            ),
            (
                field_of(|it| it.access.certificate = "12:34".to_owned()),
                "access.certificate",
            ),
            (
                field_of(|it| it.access.max_associations = Some(0)),
                "access.max_associations",
            ),
        ] {
            assert_eq!(field, named);
        }
    }

    #[test]
    fn what_can_be_is_kept_in_one_spelling() {
        let mut profile = DeviceProfile::default();
        profile.worklist.character_set = Some(" \\ISO 2022 IR 87 ".to_owned());
        profile.worklist.assumed_character_set = Some("  ".to_owned());
        profile.worklist.hide = Some(vec![HideRule {
            status: "in progress".to_owned(),
            after_minutes: 15,
        }]);
        profile.access.services = Some(vec![
            ServiceUse::Performed,
            ServiceUse::Worklist,
            ServiceUse::Worklist,
        ]);
        profile.access.called_ae_titles = vec![" DAY ".to_owned(), "DAY".to_owned()];
        profile.access.certificate = "AB:".repeat(31) + "AB";
        let kept = checked(&profile).unwrap();
        assert_eq!(
            kept.worklist.character_set.as_deref(),
            Some("\\ISO 2022 IR 87")
        );
        assert_eq!(kept.worklist.assumed_character_set, None);
        assert_eq!(
            kept.worklist.hide.as_deref().unwrap()[0].status,
            "IN PROGRESS"
        );
        let services = [ServiceUse::Worklist, ServiceUse::Performed];
        assert_eq!(kept.access.services.as_deref(), Some(&services[..]));
        assert_eq!(kept.access.called_ae_titles, ["DAY"]);
        assert_eq!(kept.access.certificate, "ab".repeat(32));
        assert_eq!(checked(&kept).unwrap(), kept);
    }
}
