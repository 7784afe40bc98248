//! How the worklist is offered to each device: its own settings over those of the AE title it calls
//! us by, over what holds for everybody.

use crate::department::Department;
use crate::registry::Registry;
use contract::device_profile::{HideRule, WhenMore, WorklistProfile};
use dimse::{Manner, More};
use domain::scheduled_step::StepStatus;
use domain::worklist::{Hiding, Offer, status_terms};

const STATUSES: [StepStatus; 7] = [
    StepStatus::Scheduled,
    StepStatus::Arrived,
    StepStatus::Ready,
    StepStatus::InProgress,
    StepStatus::Completed,
    StepStatus::Discontinued,
    StepStatus::Canceled,
];

/// What is set on a device over what is set on the AE title it calls.
pub(crate) fn overlaid(device: &WorklistProfile, called: &WorklistProfile) -> WorklistProfile {
    macro_rules! over {
        ($($field:ident),* $(,)?) => {
            WorklistProfile {
                $($field: device.$field.clone().or_else(|| called.$field.clone())),*
            }
        };
    }
    over!(
        character_set,
        assumed_character_set,
        own_station_only,
        modalities,
        stations,
        hide,
        days_back,
        days_ahead,
        max_answers,
        when_more,
        always_ff00,
        name_prefix,
    )
}

/// How queries are read and answered.
pub(crate) fn manner(profile: &WorklistProfile) -> Manner {
    Manner {
        character_set: profile.character_set.clone(),
        assumed_character_set: profile.assumed_character_set.clone(),
        always_ff00: profile.always_ff00.unwrap_or_default(),
        name_prefix: profile.name_prefix.unwrap_or_default(),
        ..Manner::default()
    }
}

/// What is said when there are more answers than a device gets.
pub(crate) fn when_more(profile: &WorklistProfile) -> More {
    match profile.when_more.unwrap_or_default() {
        WhenMore::Cut => More::Cut,
        WhenMore::Fail => More::Fail,
    }
}

impl Department {
    /// What is offered to a device now.
    pub(crate) fn offer(
        &self,
        registry: &Registry,
        calling: &str,
        profile: &WorklistProfile,
    ) -> Offer {
        let own = profile.own_station_only.unwrap_or_default();
        let mut offer = Offer {
            own_stations: own.then(|| registry.stations_in_room_of(calling)),
            modalities: profile.modalities.clone(),
            stations: profile.stations.clone(),
            most: profile.max_answers.map(|most| most as usize),
            now: self.clock.now(),
            ..Offer::default()
        };
        if let Some(hide) = &profile.hide {
            offer.hidden = hide.iter().flat_map(hidings).collect();
        }
        offer.limit_days(self.clock.today(), profile.days_back, profile.days_ahead);
        offer
    }
}

/// The statuses a rule is about; a term of DICOM may be several of ours.
fn hidings(rule: &HideRule) -> impl Iterator<Item = Hiding> {
    let status = rule.status.trim().to_ascii_uppercase();
    let after = i64::from(rule.after_minutes) * 60_000;
    STATUSES
        .into_iter()
        .filter(move |one| status_terms(*one).contains(&status.as_str()))
        .map(move |status| Hiding { status, after })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_device_says_goes_before_what_its_called_title_says() {
        let device = WorklistProfile {
            days_back: Some(1),
            ..WorklistProfile::default()
        };
        let called = WorklistProfile {
            days_back: Some(9),
            max_answers: Some(20),
            ..WorklistProfile::default()
        };
        let both = overlaid(&device, &called);
        assert_eq!((both.days_back, both.max_answers), (Some(1), Some(20)));
    }

    #[test]
    fn a_rule_names_statuses_in_any_words() {
        let named = |status: &str| {
            let rule = HideRule {
                status: status.to_owned(),
                after_minutes: 2,
            };
            hidings(&rule)
                .map(|hiding| hiding.status)
                .collect::<Vec<_>>()
        };
        assert_eq!(named("in progress"), [StepStatus::InProgress]);
        assert_eq!(named("STARTED"), [StepStatus::InProgress]);
        assert_eq!(named("DEPARTED").len(), 3);
        assert_eq!(named("GONE"), []);
    }
}
